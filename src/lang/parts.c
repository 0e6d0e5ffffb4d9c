/* Nodes of a form of their own, and what the grammar's rules ask of them: targets, arguments, parameters. */
#include "lang/inside.h"

#include <string.h>

static const char *text_at(const Parser *p, Place place) { return p->source->text + place.start; }

/* A dotted name as one text, whatever blanks stand in it. */
static Node *dotted_node(Parser *p, NodeKind kind, Place place, Place dotted)
{
    char *text = arena_alloc(&p->source->arena, (size_t)(dotted.end - dotted.start) + 1);
    int length = 0;
    for (const char *c = text_at(p, dotted); c < p->source->text + dotted.end; c++)
        if (!strchr(" \t\f\r\n\\", *c))
            text[length++] = *c;
    text[length] = 0;
    Node *node = node_new(p, kind, place);
    node->text = text;
    node->length = length;
    return node;
}

Node *node_alias(Parser *p, Place place, Place dotted, Name as)
{
    Node *node = dotted_node(p, NODE_ALIAS, place, dotted);
    node->tuple = as != 0;
    node->name = as ? as : identifier_name(node->text, (int)strcspn(node->text, "."));
    return node;
}

Node *node_from(Parser *p, Place place, Place module, Nodes aliases)
{
    Node *node = dotted_node(p, NODE_FROM, place, module);
    for (const Node *alias = node->kid = nodes_open(aliases); alias; alias = alias->next)
        node->kids++;
    node->depth = 2;
    return node;
}

Node *node_param(Parser *p, Place place, int which, Name name, Node *annotation, Node *value)
{
    Node *node = node_2(p, NODE_PARAM, place, annotation, value);
    node->op = (uint8_t)which;
    node->name = name;
    return node;
}

Node *node_field(Parser *p, Place place, Node *value, int conversion, Node *spec, int shown)
{
    Node *node = node_2(p, NODE_FIELD, place, value, spec);
    node->op = (uint8_t)conversion;
    if (shown) {
        node->text = arena_text(&p->source->arena, p->source->text + place.start + 1, (size_t)shown);
        node->length = shown;
        if (!conversion && spec->kind == NODE_NONE)
            node->op = 'r';
    }
    return node;
}

Node *node_magic(Parser *p, Place place, const Node *word, Node *argument)
{
    Node *node = node_1(p, NODE_MAGIC, place, argument);
    node->text = word->text;
    node->length = word->length;
    return node;
}

Node *node_index(Parser *p, Place place, Node *value, Nodes items, bool comma)
{
    bool starred = items.last->kind == NODE_STAR;
    Node *node = node_list(p, NODE_INDEX, place, nodes_before(value, items));
    node->tuple = comma || starred || node->kids > 2;
    return node;
}

int conversion_of(Parser *p, Place bang, Place at, Name name)
{
    const char *text = name_text(name);
    if (bang.end != at.start)
        scan_fail(&p->scan, SyntaxError, bang.start, at.end,
                  "f-string: conversion type must come right after the exclamation mark");
    else if (text[0] && !text[1] && strchr("rsa", text[0]))
        return text[0];
    else
        scan_fail(&p->scan, SyntaxError, at.start, at.end,
                  "f-string: invalid conversion character '%s': expected 's', 'r', or 'a'", text);
    return 0;
}

static Node *with_item(Parser *p, Node *value)
{
    return node_2(p, NODE_WITH_ITEM, (Place){ value->start, value->end }, value,
                  node_new(p, NODE_NONE, (Place){ value->end, value->end }));
}

Nodes with_each(Parser *p, Nodes values)
{
    Nodes items = { 0 };
    for (Node *value = nodes_open(values), *next; value; value = next) {
        next = value->next;
        items = nodes_add(items, with_item(p, value));
    }
    return items;
}

Nodes with_items(Parser *p, Node *item)
{
    Node *value = item->kid;
    bool grouped = value->kind == NODE_TUPLE && value->kids && p->source->text[value->start] == '(';
    if (value->next->kind != NODE_NONE || !grouped)
        return nodes_of(item);
    return with_each(p, nodes_of_kids(value));
}

static Nodes flat_targets(Nodes all, Node *target)
{
    if (target->kind != NODE_TUPLE && target->kind != NODE_LIST && target->kind != NODE_PAREN)
        return nodes_add(all, target);
    for (Node *kid = target->kid, *next; kid; kid = next) {
        next = kid->next;
        all = flat_targets(all, kid);
    }
    return all;
}

Node *node_del(Parser *p, Place place, Node *targets)
{
    return node_list(p, NODE_DEL, place, flat_targets((Nodes){ 0 }, targets));
}

bool single_target_fits(const Node *node)
{
    while (node->kind == NODE_PAREN)
        node = node->kid;
    return node->kind == NODE_NAME || node->kind == NODE_ATTRIBUTE || node->kind == NODE_INDEX;
}

static bool each_fits(const Node *node, bool starred)
{
    if (node->kind == NODE_STAR && starred)
        return each_fits(node->kid, false);
    if (node->kind != NODE_TUPLE && node->kind != NODE_LIST)
        return node->kind == NODE_PAREN ? each_fits(node->kid, starred) : single_target_fits(node);
    for (const Node *kid = node->kid; kid; kid = kid->next)
        if (!each_fits(kid, starred))
            return false;
    return true;
}

bool target_fits(const Node *node) { return each_fits(node, true); }
bool delete_fits(const Node *node) { return each_fits(node, false); }

bool arguments_fit(Nodes arguments)
{
    bool keyword = false, unpacked = false;
    const Node *first = arguments.last->next, *end = NULL;
    for (const Node *argument = first; argument != end; argument = argument->next) {
        end = first;
        if (argument->kind == NODE_KEYWORD)
            keyword = true;
        else if (argument->kind == NODE_STARSTAR)
            unpacked = true;
        else if (argument->kind == NODE_STAR ? unpacked : keyword || unpacked)
            return false;
    }
    return true;
}

bool params_fit(Nodes params)
{
    bool star = false, slash = false, bare = false, last = false, valued = false;
    const Node *first = params.last->next, *end = NULL;
    for (const Node *param = first; param != end; param = param->next) {
        end = first;
        bool has_value = param->kid->next->kind != NODE_NONE;
        if (last || (bare && param->op == PARAM_STARSTAR))
            return false;
        bare = false;
        switch (param->op) {
        case PARAM_SLASH:
            if (slash || star || param == first)
                return false;
            slash = true;
            break;
        case PARAM_BARE_STAR: bare = true; /* fall through */
        case PARAM_STAR:
            if (star)
                return false;
            star = true;
            break;
        case PARAM_STARSTAR: last = true; break;
        default:
            if (valued && !has_value && !star)
                return false;
            valued |= has_value;
        }
    }
    return !bare;
}
