/* statement.c: statements, simple and compound. */
#include "eval/eval.h"

#include "value/cycles.h"

static Outcome outcome_of(bool ok) { return ok ? DONE : FAILED; }

/* expressions and assignments
 * ---------------------------------------------------------------------------------- */

/* The value of an expression statement is shown at the top, in blocks too, but not inside functions. */
static bool run_expression(Session *s, const Node *node)
{
    Value value = evaluate(s, node->kid);
    if (value.tag == V_ABSENT)
        return false;
    if (!s->frame && s->display) {
        at(s, node);
        if (!s->display(s, s->tree, node, value))
            return false;
    }
    value_drop(take(s, value));
    return true;
}

static bool run_assign(Session *s, const Node *node)
{
    const Node *target = node->kid, *value = target->next;
    if (!value->next && target->kind == NODE_NAME) { /* the usual case: the value moves into the variable */
        Value result = evaluate(s, value);
        if (result.tag == V_ABSENT)
            return false;
        set_variable(variable(s, target), take(s, result));
        return true;
    }
    while (value->next)
        value = value->next;
    if (!eval(s, value))
        return false;
    for (; target != value; target = target->next)
        if (!assign_to(s, target, s->top[-1]))
            return false;
    drop_top(s);
    return true;
}

/* The result is owned. */
static bool apply_augmented(Session *s, const Node *node, Value old, Value *out)
{
    const Node *target = node->kid, *value = target->next;
    Value operand = evaluate(s, value);
    if (operand.tag == V_ABSENT)
        return false;
    *out = operate_small((Operator)node->op, old, operand);
    if (out->tag != V_ABSENT)
        return true;
    at(s, node);
    s->operand[0] = target;
    s->operand[1] = value;
    if (!operate(s, (Operator)node->op, old, operand, true, out))
        return false;
    value_drop(take(s, operand));
    return true;
}

static bool run_augmented(Session *s, const Node *node)
{
    const Node *target = node->kid;
    Value *mark = s->top, result, old;
    while (target->kind == NODE_PAREN)
        target = target->kid;
    switch ((NodeKind)target->kind) {
    case NODE_NAME:
        old = evaluate(s, target);
        if (old.tag == V_ABSENT || !apply_augmented(s, node, old, &result))
            return false;
        set_variable(variable(s, target), result);
        break;
    case NODE_ATTRIBUTE: {
        const char *name = name_text(target->name);
        if (!eval(s, target->kid))
            return false;
        at(s, target);
        if (!get_attribute(s, *mark, name, &old) || !push(s, old) || !apply_augmented(s, node, old, &result))
            return false;
        *s->top++ = result;
        at(s, target);
        if (!set_attribute(s, *mark, name, result))
            return false;
        break;
    }
    case NODE_INDEX: {
        if (!eval(s, target->kid) || !push_key(s, target))
            return false;
        at(s, target);
        if (!get_item(s, mark[0], mark[1], &old) || !push(s, old) || !apply_augmented(s, node, old, &result))
            return false;
        *s->top++ = result;
        at(s, target);
        if (!set_item(s, mark[0], mark[1], result))
            return false;
        break;
    }
    default: at(s, target); return fail(&s->run, SyntaxError, "illegal expression for augmented assignment");
    }
    pop_to(s, mark);
    return true;
}

static bool run_annotated(Session *s, const Node *node)
{
    const Node *target = node->kid, *value = target->next->next;
    bool declared;
    if (!run_declaration(s, node, &declared) || declared)
        return !s->run.error.class;
    if (!value || value->kind == NODE_NONE)
        return true;
    if (!eval(s, value) || !assign_to(s, target, s->top[-1]))
        return false;
    drop_top(s);
    return true;
}

static bool run_del(Session *s, const Node *node)
{
    for (const Node *target = node->kid; target; target = target->next)
        if (!delete_target(s, target))
            return false;
    return true;
}

static bool run_assert(Session *s, const Node *node)
{
    const Node *condition = node->kid, *message = condition->next;
    bool truth;
    if (!eval_truth(s, condition, &truth))
        return false;
    if (truth)
        return true;
    Value exception;
    if (message && message->kind != NODE_NONE) {
        if (!eval(s, message))
            return false;
        exception = make_exception(AssertionError, 1, &s->top[-1]);
        drop_top(s);
    } else {
        exception = make_exception(AssertionError, 0, NULL);
    }
    at(s, node);
    raise_value(&s->run, exception);
    value_drop(exception);
    return false;
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

static Outcome run_for(Session *s, const Node *node)
{
    const Node *target = node->kid, *iterable = target->next, *body = iterable->next;
    Value iterator, item;
    Value *mark = s->top;
    if (!eval(s, iterable))
        return FAILED;
    at(s, iterable);
    if (!value_iter(&s->run, *mark, &iterator))
        return FAILED;
    value_drop(*mark);
    *mark = iterator; /* the stack owns it */
    for (;;) {
        at(s, iterable);
        int more = iter_next(&s->run, iterator, &item);
        if (more < 0)
            return FAILED;
        if (!more)
            break;
        if (target->kind == NODE_NAME) {
            set_variable(variable(s, target), item);
        } else {
            bool ok = assign_to(s, target, item);
            value_drop(item);
            if (!ok)
                return FAILED;
        }
        Outcome outcome = run_turn(s, body);
        if (outcome == FAILED)
            return FAILED;
        if (outcome == BROKE || outcome == RETURNED) {
            pop_to(s, mark);
            return outcome == BROKE ? DONE : outcome;
        }
    }
    pop_to(s, mark);
    return run_else(s, body->next);
}

static bool run_def(Session *s, const Node *node)
{
    if (!make_function(s, node))
        return false;
    const Code *code = ((Function *)s->top[-1].object)->code;
    set_variable(variable_at(s, code->bind, code->name), take_top(s));
    return true;
}

static Outcome run_statement(Session *, const Node *);

Outcome run_block(Session *s, const Node *block)
{
    for (const Node *statement = block->kid; statement; statement = statement->next) {
        Outcome outcome = run_statement(s, statement);
        if (outcome != DONE)
            return outcome;
    }
    return DONE;
}

static Outcome run_statement(Session *s, const Node *node)
{
    switch ((NodeKind)node->kind) {
    case NODE_EXPRESSION:
    case NODE_HELP: return outcome_of(run_expression(s, node));
    case NODE_MAGIC: at(s, node); return outcome_of(!s->display || s->display(s, s->tree, node, ABSENT));
    case NODE_ASSIGN: return outcome_of(run_assign(s, node));
    case NODE_AUGMENTED: return outcome_of(run_augmented(s, node));
    case NODE_ANNOTATED: return outcome_of(run_annotated(s, node));
    case NODE_DEL: return outcome_of(run_del(s, node));
    case NODE_BREAK: return BROKE;
    case NODE_CONTINUE: return CONTINUED;
    case NODE_RETURN: return run_return(s, node);
    case NODE_RAISE: return run_raise(s, node);
    case NODE_ASSERT: return outcome_of(run_assert(s, node));
    case NODE_IMPORT:
    case NODE_FROM: at(s, node); return outcome_of(run_import(s, node));
    case NODE_IF: return run_if(s, node);
    case NODE_WHILE: return run_while(s, node);
    case NODE_FOR: return run_for(s, node);
    case NODE_DEF: return outcome_of(run_def(s, node));
    case NODE_WITH: return run_with(s, node);
    case NODE_TRY: return run_try(s, node);
    case NODE_BLOCK: return run_block(s, node);
    default: return DONE; /* pass, global, nonlocal */
    }
}
