#include "teach/calls.h"

#include "teach/callee.h"

#include <string.h>

static void add_operand(Called *called, const Node *node)
{
    if (called->operands < CALLED_OPERANDS)
        called->operand[called->operands++] = node;
}

static void arguments(Called *called, const Node *first)
{
    for (const Node *argument = first; argument; argument = argument->next)
        if (argument->kind == NODE_KEYWORD)
            add_operand(called, argument->kid);
        else if (argument->kind != NODE_STAR && argument->kind != NODE_STARSTAR)
            add_operand(called, argument);
}

static bool is_pythons(Value v) { return v.tag != V_ARRAY && !value_is_scalar(v); }

static void operator_row_of(Session *s, const Findings *found, Operator op, Called *called)
{
    bool pythons = true;
    for (int i = 0; i < called->operands; i++)
        pythons &= is_pythons(finding(found, called->operand[i]));
    called->operator= operator_text[op];
    called->row = pythons ? NULL : operator_row(s, op);
}

bool node_called(Session *s, const Findings *found, const Node *node, Called *called)
{
    const Node *callee = node->kid, *self;
    *called = (Called){ 0 };
    switch ((NodeKind)node->kind) {
    case NODE_CALL:
        called->row = callee_row(s, found, node, &self);
        if (self)
            add_operand(called, self);
        arguments(called, callee->next);
        return true;
    case NODE_BINARY:
        add_operand(called, callee);
        add_operand(called, callee->next);
        operator_row_of(s, found, (Operator)node->op, called);
        return true;
    case NODE_UNARY:
        add_operand(called, callee);
        operator_row_of(s, found, (Operator)node->op, called);
        return true;
    case NODE_COMPARE:
        if (callee->next->next || callee->next->op >= NODE_OP_NEG)
            return false;
        add_operand(called, callee);
        add_operand(called, callee->next->kid);
        operator_row_of(s, found, (Operator)callee->next->op, called);
        return true;
    case NODE_ATTRIBUTE:
        called->row = callee_row(s, found, node, &self);
        if (self)
            add_operand(called, self);
        return self != NULL;
    case NODE_INDEX: add_operand(called, node->kid); return true;
    default: return false;
    }
}

const Node *argument_for(const Called *called, const Node *call, const char *parameter)
{
    if (call->kind != NODE_CALL || !called->row)
        return NULL;
    const Signature *signature = signature_of(called->row);
    bool method =
        call->kid->kind == NODE_ATTRIBUTE && called->operands && called->operand[0] == call->kid->kid;
    int at = method;
    for (const Node *argument = call->kid->next; argument; argument = argument->next) {
        if (argument->kind == NODE_KEYWORD) {
            if (strcmp(name_text(argument->name), parameter) == 0)
                return argument->kid;
            continue;
        }
        if (argument->kind == NODE_STAR || argument->kind == NODE_STARSTAR)
            return NULL;
        if (at < signature->count && strcmp(signature->param[at].name, parameter) == 0)
            return argument;
        at++;
    }
    return NULL;
}

Tensor *array_of(Session *s, const Findings *found, const Node *node)
{
    Value v = finding(found, node);
    if (v.tag == V_ARRAY)
        return tensor_keep(v.tensor);
    if (!value_is_number(v) && !value_is_scalar(v) && v.tag != V_LIST && v.tag != V_TUPLE && v.tag != V_RANGE)
        return NULL;
    Error outer = s->run.error;
    s->run.error = (Error){ 0 };
    Tensor *array = tensor_from_value(&s->run, v, NO_DTYPE, false);
    run_forget_trial(&s->run);
    s->run.error = outer;
    return array;
}

const char *source_text(Run *run, const Tree *tree, const Node *node)
{
    while (node->kind == NODE_PAREN && node->kid->kind != NODE_TUPLE && node->kid->kind != NODE_GENERATOR)
        node = node->kid;
    Text text = { 0 };
    const char *at = tree->source->text + node->start, *end = tree->source->text + node->end;
    for (bool blank = false; at < end; at++) {
        bool space = *at == '\n' || *at == '\r' || *at == '\t' || *at == ' ';
        if (space && blank)
            continue;
        text_char(&text, space ? ' ' : *at);
        blank = space && (at[0] == '\n' || blank);
    }
    const char *kept = run_text(run, "%s", text_get(&text));
    text_free(&text);
    return kept;
}
