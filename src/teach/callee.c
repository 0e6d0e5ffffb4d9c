#include "teach/callee.h"

#include "eval/eval.h"
#include "func/bind.h"

#include <string.h>

const Node *node_bare(const Node *node)
{
    while (node->kind == NODE_PAREN)
        node = node->kid;
    return node;
}

static Value named(Session *s, const Node *name)
{
    Value v = session_get(s, name->name);
    return v.tag == V_ABSENT ? builtin_value(s, name->name) : v;
}

/* The module that np or np.linalg is; NULL: the node is something else. */
static const Module *module_of(Session *s, const Node *node)
{
    Value v = ABSENT;
    if (node->kind == NODE_NAME)
        v = named(s, node);
    else if (node->kind == NODE_ATTRIBUTE) {
        const Module *outer = module_of(s, node->kid);
        if (outer && !module_attribute(s, outer, name_text(node->name), &v))
            run_clear_error(&s->run);
    }
    bool is_module = v.tag == V_MODULE;
    if (!is_module && node->kind == NODE_ATTRIBUTE)
        value_drop(v);
    return is_module ? v.module : NULL;
}

const Func *callee_row(Session *s, const Findings *found, const Node *node, const Node **self)
{
    *self = NULL;
    const Node *callee = node_bare(node->kind == NODE_CALL ? node->kid : node);
    if (callee->kind == NODE_NAME) {
        Value v = named(s, callee);
        return v.tag == V_FUNC ? v.func : NULL;
    }
    if (callee->kind != NODE_ATTRIBUTE)
        return NULL;
    const char *name = name_text(callee->name);
    const Module *module = module_of(s, callee->kid);
    if (module)
        return func_find(module->name, name);
    Value of = found ? finding(found, callee->kid) : ABSENT;
    if (of.tag == V_ABSENT || of.tag == V_UNKNOWN || of.tag == V_CLASS || of.tag == V_FUNC)
        return NULL;
    *self = callee->kid;
    return func_for(of, name);
}

Value callee_function(Session *s, const Node *call)
{
    const Node *callee = node_bare(call->kid);
    Value v = callee->kind == NODE_NAME ? named(s, callee) : ABSENT;
    return v.tag == V_FUNCTION ? v : ABSENT;
}

static int param_place(const Signature *signature, Name name)
{
    for (int i = 0; i < signature->count; i++)
        if (strcmp(signature->param[i].name, name_text(name)) == 0)
            return i;
    return -1;
}

bool callee_bind(Session *s, const Findings *found, const Node *call, Called *called)
{
    const Node *self;
    *called = (Called){ .func = callee_row(s, found, call, &self) };
    if (!called->func)
        return false;
    const Signature *signature = signature_of(called->func);
    int place = 0;
    if (self)
        called->arg[place++] = self;
    for (const Node *kid = call->kind == NODE_CALL ? call->kid->next : NULL; kid; kid = kid->next) {
        int at = place;
        const Node *value = kid;
        if (kid->kind == NODE_STAR || kid->kind == NODE_STARSTAR)
            return false;
        if (kid->kind == NODE_KEYWORD) {
            at = param_place(signature, kid->name);
            value = kid->kid;
        } else if (signature->star >= 0 && place >= signature->star) {
            if (called->more == ARGS_MAX)
                return false;
            called->star[called->more++] = kid;
            continue;
        } else {
            place++;
        }
        if (at < 0 || at >= ARGS_MAX || at >= signature->count || called->arg[at])
            return false;
        called->arg[at] = value;
    }
    return true;
}

const Node *called_arg(const Called *called, const char *param)
{
    const Signature *signature = signature_of(called->func);
    for (int i = 0; i < signature->count; i++)
        if (strcmp(signature->param[i].name, param) == 0)
            return called->arg[i];
    return NULL;
}

static bool has_word(const char *words, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = words; (at = strstr(at, word)); at += length)
        if ((at == words || at[-1] == ' ') && (at[length] == ' ' || at[length] == 0))
            return true;
    return false;
}

bool called_only(const Called *called, const char *params)
{
    const Signature *signature = signature_of(called->func);
    for (int i = 1; i < signature->count; i++)
        if (called->arg[i] && !has_word(params, signature->param[i].name))
            return false;
    return true;
}

/* purity ----------------------------------------------------------------------------------------------------
 */

/* Methods that change what they are of, or draw from it. */
static bool changes_self(Value of, const Func *row)
{
    static const char *const names[] = { "sort",   "fill",    "put",     "itemset", "resize",    "partition",
                                         "append", "extend",  "insert",  "remove",  "pop",       "clear",
                                         "update", "reverse", "discard", "add",     "setdefault" };
    if (of.tag == V_RECORD || of.tag == V_ITERATOR)
        return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], row->name) == 0)
            return true;
    return false;
}

static bool is_pure(Session *s, const Findings *found, const Node *node, int depth);

static bool kids_are_pure(Session *s, const Findings *found, const Node *node, int depth)
{
    for (const Node *kid = node->kid; kid; kid = kid->next)
        if (!is_pure(s, found, kid, depth))
            return false;
    return true;
}

static bool call_is_pure(Session *s, const Findings *found, const Node *node, int depth)
{
    const Node *self;
    Value function = callee_function(s, node);
    if (function.tag == V_FUNCTION) {
        /* Of its body only the rows that are named are known, not the values they are methods of. */
        const Code *code = ((const Function *)function.object)->code;
        return depth < 8 && is_pure(s, NULL, code->body, depth + 1);
    }
    const Func *row = callee_row(s, found, node, &self);
    if (row && (row->effects || func_lives_in(row, "np.random") || func_lives_in(row, "random")))
        return false;
    if (row && self && changes_self(finding(found, self), row))
        return false;
    if (!row && node_bare(node->kid)->kind == NODE_ATTRIBUTE && !found &&
        changes_self(ABSENT, &(const Func){ .name = name_text(node_bare(node->kid)->name) }))
        return false;
    for (const Node *kid = node->kid; kid; kid = kid->next)
        if (kid->kind == NODE_KEYWORD && strcmp(name_text(kid->name), "out") == 0)
            return false;
    return true;
}

static bool is_pure(Session *s, const Findings *found, const Node *node, int depth)
{
    switch ((NodeKind)node->kind) {
    case NODE_WALRUS:
    case NODE_GLOBAL:
    case NODE_NONLOCAL:
    case NODE_IMPORT:
    case NODE_FROM: return false;
    case NODE_CALL: return call_is_pure(s, found, node, depth) && kids_are_pure(s, found, node, depth);
    default: return kids_are_pure(s, found, node, depth);
    }
}

bool node_is_pure(Session *s, const Findings *found, const Node *node) { return is_pure(s, found, node, 0); }
