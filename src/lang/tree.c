#include "lang/inside.h"

Node *node_new(Parser *parser, NodeKind kind, Place place)
{
    Node *node = arena_alloc(&parser->source->arena, sizeof *node);
    *node = (Node){ .kind = (uint8_t)kind, .start = place.start, .end = place.end, .depth = 1 };
    node->number = parser->nodes++;
    return node;
}

Nodes nodes_of(Node *node)
{
    node->next = node;
    return (Nodes){ node };
}

Nodes nodes_add(Nodes nodes, Node *node)
{
    if (!nodes.last)
        return nodes_of(node);
    node->next = nodes.last->next;
    nodes.last->next = node;
    return (Nodes){ node };
}

Nodes nodes_join(Nodes head, Nodes tail)
{
    if (!head.last || !tail.last)
        return head.last ? head : tail;
    Node *first = head.last->next;
    head.last->next = tail.last->next;
    tail.last->next = first;
    return tail;
}

Nodes nodes_before(Node *node, Nodes nodes) { return nodes_join(nodes_of(node), nodes); }

Node *nodes_open(Nodes nodes)
{
    if (!nodes.last)
        return NULL;
    Node *first = nodes.last->next;
    nodes.last->next = NULL;
    return first;
}

Node *nodes_single(Nodes nodes)
{
    if (nodes.last->next != nodes.last)
        return NULL;
    return nodes_open(nodes);
}

Nodes nodes_of_kids(Node *parent)
{
    Nodes nodes = { 0 };
    for (Node *kid = parent->kid, *next; kid; kid = next) {
        next = kid->next;
        nodes = nodes_add(nodes, kid);
    }
    return nodes;
}

Node *node_list(Parser *parser, NodeKind kind, Place place, Nodes kids)
{
    Node *node = node_new(parser, kind, place);
    int depth = 0;
    node->kid = nodes_open(kids);
    for (const Node *kid = node->kid; kid; kid = kid->next) {
        node->kids++;
        if (kid->depth > depth)
            depth = kid->depth;
    }
    node->depth = (uint16_t)(depth < UINT16_MAX ? depth + 1 : UINT16_MAX);
    return node;
}

Node *node_1(Parser *parser, NodeKind kind, Place place, Node *kid)
{
    return node_list(parser, kind, place, nodes_of(kid));
}

Node *node_2(Parser *parser, NodeKind kind, Place place, Node *first, Node *second)
{
    return node_list(parser, kind, place, nodes_add(nodes_of(first), second));
}

Node *node_3(Parser *parser, NodeKind kind, Place place, Node *first, Node *second, Node *third)
{
    return node_list(parser, kind, place, nodes_add(nodes_add(nodes_of(first), second), third));
}

Node *node_4(Parser *parser, NodeKind kind, Place place, Node *first, Node *second, Node *third, Node *fourth)
{
    Nodes kids = nodes_add(nodes_add(nodes_add(nodes_of(first), second), third), fourth);
    return node_list(parser, kind, place, kids);
}

Node *node_op(Parser *parser, NodeKind kind, Place place, int op, Node *left, Node *right)
{
    Node *node = right ? node_2(parser, kind, place, left, right) : node_1(parser, kind, place, left);
    node->op = (uint8_t)op;
    return node;
}

Node *node_named(Parser *parser, NodeKind kind, Place place, Name name)
{
    Node *node = node_new(parser, kind, place);
    node->name = name;
    return node;
}

Node *node_text(Parser *parser, NodeKind kind, Place place, const char *text, int length)
{
    Node *node = node_new(parser, kind, place);
    node->text = arena_text(&parser->source->arena, text, (size_t)length);
    node->length = length;
    return node;
}

static const Node *parent_below(const Node *parent, const Node *node)
{
    for (const Node *kid = parent->kid; kid; kid = kid->next) {
        if (kid == node)
            return parent;
        const Node *found = parent_below(kid, node);
        if (found)
            return found;
    }
    return NULL;
}

const Node *node_parent(const Tree *tree, const Node *node) { return parent_below(tree->root, node); }
