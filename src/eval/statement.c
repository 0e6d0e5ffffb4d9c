/* statement.c: statements, simple and compound. */
#include "eval/eval.h"

#include "value/cycles.h"

static Outcome outcome_of(bool ok) { return ok ? DONE : FAILED; }

/* expressions and assignments
 * ---------------------------------------------------------------------------------- */

/* The value of an expression statement is shown at the top, in blocks too, but not inside functions. */
static Outcome run_expression(Session *s, const Node *node)
{
    Value value = evaluate(s, node->kid);
    if (value.tag == V_ABSENT)
        return FAILED;
    if (!s->frame && s->display) {
        at(s, node);
        if (!s->display(s, s->tree, node, value))
            return FAILED;
    }
    value_drop(take(s, value));
    return DONE;
}

static bool augment_name(Session *s, const Node *node, const Node *target);

/* text = text + more, which then is as quick as text += more. */
static bool adds_to_text(Session *s, const Node *target, const Node *value)
{
    return value->kind == NODE_BINARY && value->kid->kind == NODE_NAME && value->kid->name == target->name &&
           variable(s, target)->tag == V_STR;
}

/* a, b without stars */
static bool is_list_of(const Node *node)
{
    if (node->kind != NODE_TUPLE)
        return false;
    for (const Node *kid = node->kid; kid; kid = kid->next)
        if (kid->kind == NODE_STAR)
            return false;
    return true;
}

/* a, b = x, y: no tuple is made. */
static bool assign_each(Session *s, const Node *targets, const Node *values)
{
    Value *mark = s->top, *item = mark;
    for (const Node *value = values->kid; value; value = value->next)
        if (!eval(s, value))
            return false;
    for (const Node *target = targets->kid; target; target = target->next)
        if (!assign_to(s, target, *item++))
            return false;
    pop_to(s, mark);
    return true;
}

static Outcome run_assign(Session *s, const Node *node)
{
    const Node *target = node->kid, *value = target->next;
    if (!value->next && target->kind == NODE_NAME && adds_to_text(s, target, value))
        return outcome_of(augment_name(s, value, target));
    if (!value->next && target->kind == NODE_NAME) { /* the usual case: the value moves into the variable */
        Value result = evaluate(s, value);
        if (result.tag == V_ABSENT)
            return FAILED;
        if ((result.tag == V_ARRAY || result.tag == V_NONE) && is_watched(s))
            s->watcher->bind(s, node, *variable(s, target), result);
        set_variable(variable(s, target), take(s, result));
        return DONE;
    }
    if (!value->next && is_list_of(target) && is_list_of(value) && target->kids == value->kids)
        return outcome_of(assign_each(s, target, value));
    while (value->next)
        value = value->next;
    Value result = evaluate(s, value);
    if (result.tag == V_ABSENT)
        return FAILED;
    for (; target != value; target = target->next)
        if (!assign_to(s, target, result))
            return FAILED;
    value_drop(take(s, result));
    return DONE;
}

/* The text of a variable lies on the stack below what is added to it: it grows where it is if nobody else has
 * it. */
static Value add_text(Session *s, Value *variable, Value more)
{
    Value *old = &s->top[-2], result;
    if (variable->tag == V_STR &&
        variable->str == old->str) { /* to be set again: it need not hold the old one */
        *variable = ABSENT;
        old->object->count--;
    }
    result = str_append(*old, more);
    *old = NONE;
    drop_top(s);
    return result;
}

/* old op= value: owned; ABSENT after an error. */
static Value augmented(Session *s, const Node *node, Value old)
{
    const Node *target = node->kid, *value = target->next;
    Value operand = evaluate(s, value), result;
    if (operand.tag == V_ABSENT)
        return ABSENT;
    const Value small = operate_small((Operator)node->op, old, operand);
    if (small.tag != V_ABSENT)
        return small;
    if (old.tag == V_STR && operand.tag == V_STR && node->op == NODE_OP_ADD && target->kind == NODE_NAME)
        return add_text(s, variable(s, target), operand);
    at(s, node);
    s->operand[0] = target;
    s->operand[1] = value;
    if (is_watched(s) && old.tag == V_ARRAY)
        s->watcher->store(s, target, old, ABSENT, operand);
    if (!operate(s, (Operator)node->op, old, operand, node->kind == NODE_AUGMENTED, &result))
        return ABSENT;
    value_drop(take(s, operand));
    return result;
}

static bool augment_name(Session *s, const Node *node, const Node *target)
{
    Value *mark = s->top, old = evaluate(s, target), result;
    if (old.tag == V_ABSENT)
        return false;
    result = augmented(s, node, old);
    if (result.tag == V_ABSENT)
        return false;
    set_variable(variable(s, target), result);
    pop_to(s, mark);
    return true;
}

static bool augment_attribute(Session *s, const Node *node, const Node *target)
{
    const char *name = name_text(target->name);
    Value old, result;
    if (!eval(s, target->kid))
        return false;
    Value of = s->top[-1];
    at(s, target);
    if (!get_attribute(s, of, name, &old) || !push(s, old))
        return false;
    result = augmented(s, node, old);
    if (result.tag == V_ABSENT || !push(s, result))
        return false;
    at(s, target);
    return set_attribute(s, of, name, result);
}

static bool augment_item(Session *s, const Node *node, const Node *target)
{
    Value *mark = s->top, old, result;
    if (!eval(s, target->kid) || !push_key(s, target))
        return false;
    at(s, target);
    if (!get_item(s, mark[0], mark[1], &old)) {
        tell_failure(s, target, NULL, 2, mark);
        return false;
    }
    if (!push(s, old))
        return false;
    result = augmented(s, node, old);
    if (result.tag == V_ABSENT || !push(s, result))
        return false;
    at(s, target);
    if (is_watched(s))
        s->watcher->store(s, target, mark[0], mark[1], result);
    if (set_item(s, mark[0], mark[1], result))
        return true;
    tell_failure(s, target, NULL, 3, (Value[]){ mark[0], mark[1], result });
    return false;
}

static Outcome run_augmented(Session *s, const Node *node)
{
    const Node *target = node->kid;
    Value *mark = s->top;
    bool ok;
    while (target->kind == NODE_PAREN)
        target = target->kid;
    switch ((NodeKind)target->kind) {
    case NODE_NAME: ok = augment_name(s, node, target); break;
    case NODE_ATTRIBUTE: ok = augment_attribute(s, node, target); break;
    case NODE_INDEX: ok = augment_item(s, node, target); break;
    default: at(s, target); ok = fail(&s->run, SyntaxError, "illegal expression for augmented assignment");
    }
    if (ok)
        pop_to(s, mark);
    return outcome_of(ok);
}

static Outcome run_annotated(Session *s, const Node *node)
{
    const Node *target = node->kid, *value = target->next->next;
    bool declared;
    if (!run_declaration(s, node, &declared) || declared)
        return s->run.error.class ? FAILED : DONE;
    if (!value || value->kind == NODE_NONE)
        return DONE;
    if (!eval(s, value) || !assign_to(s, target, s->top[-1]))
        return FAILED;
    drop_top(s);
    return DONE;
}

static Outcome run_del(Session *s, const Node *node)
{
    for (const Node *target = node->kid; target; target = target->next)
        if (!delete_target(s, target))
            return FAILED;
    return DONE;
}

static Outcome run_assert(Session *s, const Node *node)
{
    const Node *condition = node->kid, *message = condition->next;
    bool truth;
    if (!eval_truth(s, condition, &truth))
        return FAILED;
    if (truth)
        return DONE;
    Value exception;
    if (message && message->kind != NODE_NONE) {
        if (!eval(s, message))
            return FAILED;
        exception = value_exception(AssertionError, 1, &s->top[-1]);
        drop_top(s);
    } else {
        exception = value_exception(AssertionError, 0, NULL);
    }
    at(s, node);
    raise_value(&s->run, exception);
    value_drop(exception);
    return FAILED;
}

static Outcome run_return(Session *s, const Node *node)
{
    if (node->kid && node->kid->kind != NODE_NONE) {
        Value result = evaluate(s, node->kid);
        if (result.tag == V_ABSENT)
            return FAILED;
        set_variable(&s->frame->result, take(s, result));
    }
    return RETURNED;
}

/* compound statements
 * ------------------------------------------------------------------------------------------ */

static Outcome run_if(Session *s, const Node *node)
{
    bool truth;
    const Node *condition = node->kid, *body = condition->next, *otherwise = body->next;
    if (!eval_truth(s, condition, &truth))
        return FAILED;
    if (truth)
        return run_block(s, body);
    if (!otherwise || otherwise->kind == NODE_NONE)
        return DONE;
    return otherwise->kind == NODE_IF ? run_if(s, otherwise) : run_block(s, otherwise);
}

static Outcome run_else(Session *s, const Node *otherwise)
{
    return otherwise && otherwise->kind != NODE_NONE ? run_block(s, otherwise) : DONE;
}

/* One turn of a loop: Ctrl-C is obeyed, what held only itself is freed, and so are the texts that were made.
 */
static Outcome run_turn(Session *s, const Node *body)
{
    ArenaMark scratch = arena_mark(&s->run.scratch);
    if (!run_goes_on(&s->run))
        return FAILED;
    if (cycles_due())
        cycles_collect();
    Outcome outcome = run_block(s, body);
    if (outcome != FAILED) /* an error's text still lies there */
        arena_rewind(&s->run.scratch, scratch);
    return outcome;
}

static Outcome run_while(Session *s, const Node *node)
{
    const Node *condition = node->kid, *body = condition->next;
    for (;;) {
        bool truth;
        if (!eval_truth(s, condition, &truth))
            return FAILED;
        if (!truth)
            return run_else(s, body->next);
        Outcome outcome = run_turn(s, body);
        if (outcome == BROKE)
            return DONE;
        if (outcome == FAILED || outcome == RETURNED)
            return outcome;
    }
}

/* The next item of what a loop goes over, by count or by an iterator: owned, and handed on in registers, as
 * the value of a variable that is written in two parts is slow to be read as one. ABSENT: there is none, or,
 * with an error in the run, there was none to be had. */
static Value next_item(Session *s, Value of, int64_t turn, const Node *iterable)
{
    switch (of.tag) {
    case V_RANGE:
        return turn == of.range->count ? ABSENT
                                       : value_int((int64_t)((uint64_t)of.range->start +
                                                             (uint64_t)turn * (uint64_t)of.range->step));
    case V_LIST: /* it may have changed meanwhile */
        return turn < of.list->count ? value_keep(of.list->item[turn]) : ABSENT;
    case V_TUPLE: return turn < of.tuple->count ? value_keep(of.tuple->item[turn]) : ABSENT;
    default: {
        Value item;
        at(s, iterable);
        return iter_next(&s->run, of, &item) > 0 ? item : ABSENT;
    }
    }
}

/* The value is owned. */
static bool set_target(Session *s, const Node *target, Value value)
{
    if (target->kind == NODE_NAME)
        return set_variable(variable(s, target), value), true;
    bool ok = assign_to(s, target, value);
    value_drop(value);
    return ok;
}

static Outcome run_for(Session *s, const Node *node)
{
    const Node *target = node->kid, *iterable = target->next, *body = iterable->next;
    Value *mark = s->top;
    if (!eval(s, iterable))
        return FAILED;
    if (mark->tag != V_RANGE && mark->tag != V_LIST && mark->tag != V_TUPLE) {
        Value iterator;
        at(s, iterable);
        if (!value_iter(&s->run, *mark, &iterator)) {
            tell_asked(s, iterable, *mark);
            return FAILED;
        }
        value_drop(*mark);
        *mark = iterator; /* the stack owns it */
    }
    Value of = *mark, item;
    for (int64_t turn = 0; (item = next_item(s, of, turn, iterable)).tag != V_ABSENT; turn++) {
        if (!set_target(s, target, item))
            return FAILED;
        Outcome outcome = run_turn(s, body);
        if (outcome == FAILED)
            return FAILED;
        if (outcome == BROKE || outcome == RETURNED) {
            pop_to(s, mark);
            return outcome == BROKE ? DONE : outcome;
        }
    }
    if (s->run.error.class)
        return FAILED;
    pop_to(s, mark);
    return run_else(s, body->next);
}

/* Calls what lies below the top on it: a decorator's result stands in place of both. */
static bool decorate(Session *s, const Node *decorator)
{
    Value *below = s->top - 2, result;
    Given given = { .count = 1, .value = below + 1, .whole = node_span(s->tree, decorator) };
    at(s, decorator);
    if (!call_value(s, *below, &given, &result))
        return false;
    pop_to(s, below);
    return push(s, result);
}

static Outcome run_def(Session *s, const Node *node)
{
    const Node *first = node->kid->next->next;
    for (const Node *decorator = first; decorator; decorator = decorator->next)
        if (!eval(s, decorator))
            return FAILED;
    if (!make_function(s, node))
        return FAILED;
    const Code *code = ((Function *)s->top[-1].object)->code;
    for (int i = node->kids - 2; i > 0; i--) { /* the nearest first */
        const Node *decorator = first;
        for (int before = 1; before < i; before++)
            decorator = decorator->next;
        if (!decorate(s, decorator))
            return FAILED;
    }
    set_variable(variable_at(s, code->bind, code->name), take_top(s));
    return DONE;
}

static Outcome run_magic(Session *s, const Node *node)
{
    at(s, node);
    return outcome_of(!s->display || s->display(s, s->tree, node, ABSENT));
}

static Outcome run_from(Session *s, const Node *node)
{
    at(s, node);
    return outcome_of(run_import(s, node));
}

static Outcome run_nothing(Session *s, const Node *node) { return (void)s, (void)node, DONE; }
static Outcome run_break(Session *s, const Node *node) { return (void)s, (void)node, BROKE; }
static Outcome run_continue(Session *s, const Node *node) { return (void)s, (void)node, CONTINUED; }

/* By the kind of a statement. */
static Outcome (*const runners[NODE_EXCEPT + 1])(Session *, const Node *) = {
    [NODE_EXPRESSION] = run_expression,
    [NODE_ASSIGN] = run_assign,
    [NODE_AUGMENTED] = run_augmented,
    [NODE_ANNOTATED] = run_annotated,
    [NODE_DEL] = run_del,
    [NODE_PASS] = run_nothing,
    [NODE_BREAK] = run_break,
    [NODE_CONTINUE] = run_continue,
    [NODE_RETURN] = run_return,
    [NODE_RAISE] = run_raise,
    [NODE_GLOBAL] = run_nothing,
    [NODE_NONLOCAL] = run_nothing,
    [NODE_ASSERT] = run_assert,
    [NODE_IMPORT] = run_from,
    [NODE_FROM] = run_from,
    [NODE_ALIAS] = run_nothing,
    [NODE_HELP] = run_expression,
    [NODE_MAGIC] = run_magic,
    [NODE_BLOCK] = run_block,
    [NODE_IF] = run_if,
    [NODE_WHILE] = run_while,
    [NODE_FOR] = run_for,
    [NODE_DEF] = run_def,
    [NODE_PARAMS] = run_nothing,
    [NODE_PARAM] = run_nothing,
    [NODE_WITH] = run_with,
    [NODE_WITH_ITEM] = run_nothing,
    [NODE_TRY] = run_try,
    [NODE_EXCEPT] = run_nothing,
};

Outcome run_block(Session *s, const Node *block)
{
    for (const Node *statement = block->kid; statement; statement = statement->next) {
        Outcome outcome = runners[statement->kind](s, statement);
        if (outcome != DONE)
            return outcome;
    }
    return DONE;
}
