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
            run_forget_trial(&s->run);
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

bool callee_bind(Session *s, const Findings *found, const Node *call, Arguments *called)
{
    const Node *self;
    *called = (Arguments){ .func = callee_row(s, found, call, &self) };
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

const Node *called_arg(const Arguments *called, const char *param)
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

bool called_only(const Arguments *called, const char *params)
{
    const Signature *signature = signature_of(called->func);
    for (int i = 1; i < signature->count; i++)
        if (called->arg[i] && !has_word(params, signature->param[i].name))
            return false;
    return true;
}

/* purity ----------------------------------------------------------------------------------------------------
 */

/* Methods that change what they are of, where it is not known what that is. */
static bool may_change_self(const char *method)
{
    static const char *const names[] = { "sort",     "fill",   "put",     "resize",  "partition",
                                         "append",   "extend", "insert",  "remove",  "pop",
                                         "clear",    "update", "reverse", "discard", "setdefault",
                                         "setflags", "at" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], method) == 0)
            return true;
    return false;
}

static bool is_pure(Session *s, const Findings *found, const Node *node, int depth);

/* The variable that a target stores into: a[i] and a.shape store into a. */
static const Node *stored_into(const Node *target)
{
    while (target->kind == NODE_INDEX || target->kind == NODE_ATTRIBUTE || target->kind == NODE_PAREN)
        target = target->kid;
    return target->kind == NODE_NAME ? target : NULL;
}

static bool binds_name(const Node *node, Name name)
{
    if (node->kind == NODE_ASSIGN)
        for (const Node *target = node->kid; target->next; target = target->next)
            if (target->kind == NODE_NAME && target->name == name)
                return true;
    for (const Node *kid = node->kid; kid; kid = kid->next)
        if (binds_name(kid, name))
            return true;
    return false;
}

/* Whether a function's body stores into nothing but what it made itself: variables that it binds. */
static bool stores_are_own(const Node *body, const Node *node)
{
    const Node *target = NULL;
    if (node->kind == NODE_AUGMENTED || (node->kind == NODE_ASSIGN && node->kid->kind != NODE_NAME))
        target = node->kid;
    if (target && target->kind != NODE_TUPLE) {
        const Node *into = stored_into(target);
        if (!into || !binds_name(body, into->name))
            return false;
    }
    for (const Node *kid = node->kid; kid; kid = kid->next)
        if (!stores_are_own(body, kid))
            return false;
    return true;
}

static bool function_is_pure(Session *s, Value function, int depth)
{
    enum { DEPTH_MAX = 8 };
    const Code *code = ((const Function *)function.object)->code;
    return depth < DEPTH_MAX && stores_are_own(code->body, code->body) &&
           is_pure(s, NULL, code->body, depth + 1);
}

static bool call_is_pure(Session *s, const Findings *found, const Node *node, int depth)
{
    const Node *self, *callee = node_bare(node->kid);
    Value function = callee_function(s, node);
    if (function.tag == V_FUNCTION)
        return function_is_pure(s, function, depth);
    const Func *row = callee_row(s, found, node, &self);
    if (row && (row->effects || func_lives_in(row, "np.random") || func_lives_in(row, "random")))
        return false;
    if (self && (finding(found, self).tag == V_RECORD || finding(found, self).tag == V_ITERATOR))
        return false; /* a generator of random numbers, or one that moves on */
    if (!row && callee->kind == NODE_ATTRIBUTE && may_change_self(name_text(callee->name)))
        return false;
    for (const Node *kid = node->kid; kid; kid = kid->next)
        if (kid->kind == NODE_KEYWORD && strcmp(name_text(kid->name), "out") == 0)
            return false;
    return true;
}

static bool is_pure(Session *s, const Findings *found, const Node *node, int depth)
{
    switch ((NodeKind)node->kind) {
    case NODE_WHILE: /* it may never end with other numbers */
    case NODE_WALRUS:
    case NODE_GLOBAL:
    case NODE_NONLOCAL:
    case NODE_IMPORT:
    case NODE_FROM:
    case NODE_DEL: return false;
    case NODE_CALL:
        if (!call_is_pure(s, found, node, depth))
            return false;
        break;
    default: break;
    }
    for (const Node *kid = node->kid; kid; kid = kid->next)
        if (!is_pure(s, found, kid, depth))
            return false;
    return true;
}

bool node_is_pure(Session *s, const Findings *found, const Node *node) { return is_pure(s, found, node, 0); }
