/* exception.c: errors as values: raise, try, and what an except binds. */
#include "eval/eval.h"

/* Its context becomes what is being handled. No exception comes to stand among its own contexts: there the
 * chain is cut. */
static void set_context(Session *s, Raised *raised)
{
    Value context = NONE;
    if (s->handlings && s->handling[s->handlings - 1] != raised)
        context = (Value){ .tag = V_EXCEPTION, .exception = s->handling[s->handlings - 1] };
    value_keep(context);
    for (Raised *at = context.tag == V_EXCEPTION ? context.exception : NULL; at;
         at = at->context.tag == V_EXCEPTION ? at->context.exception : NULL)
        if (at->context.tag == V_EXCEPTION && at->context.exception == raised) {
            value_drop(at->context);
            at->context = NONE;
        }
    value_drop(raised->context);
    raised->context = context;
}

/* The exception of the error that is on its way, which knows now what was being handled when it came up. */
static Value caught(Session *s)
{
    Value exception = error_value(&s->run);
    if (exception.exception->context.tag == V_ABSENT)
        set_context(s, exception.exception);
    return exception;
}

bool raise_value(Run *run, Value exception)
{
    Text text = { 0 };
    if (value_str_of(run, exception, &text))
        fail(run, exception.exception->class, "%s", text_get(&text));
    text_free(&text);
    run->error.exception = value_keep(exception).object;
    return false;
}

static bool as_exception(Value value, Value *out)
{
    if (value.tag == V_EXCEPTION)
        *out = value_keep(value);
    else if (value.tag == V_CLASS && class_is(value.class, BaseException))
        *out = value_exception(value.class, 0, NULL);
    else
        return false;
    return true;
}

Outcome run_raise(Session *s, const Node *node)
{
    const Node *value = node->kid, *cause = value ? value->next : NULL;
    if (!value || value->kind == NODE_NONE) {
        at(s, node);
        if (s->handlings)
            raise_value(&s->run, (Value){ .tag = V_EXCEPTION, .exception = s->handling[s->handlings - 1] });
        else
            fail(&s->run, RuntimeError, "No active exception to reraise");
        return FAILED;
    }
    Value exception, origin = ABSENT;
    if (!eval(s, value))
        return FAILED;
    at(s, node);
    if (!as_exception(s->top[-1], &exception)) {
        fail(&s->run, TypeError, "exceptions must derive from BaseException");
        return FAILED;
    }
    drop_top(s);
    if (cause && cause->kind != NODE_NONE) {
        if (!eval(s, cause)) {
            value_drop(exception);
            return FAILED;
        }
        at(s, node);
        Value from = take_top(s);
        bool ok = from.tag == V_NONE || as_exception(from, &origin);
        value_drop(from);
        if (!ok) {
            value_drop(exception);
            fail(&s->run, TypeError, "exception causes must derive from BaseException");
            return FAILED;
        }
        value_drop(exception.exception->cause);
        exception.exception->cause = origin;
        exception.exception->suppress = true;
    }
    if (s->handlings && s->handling[s->handlings - 1] != exception.exception)
        set_context(s, exception.exception);
    raise_value(&s->run, exception);
    value_drop(exception);
    return FAILED;
}

/* Whether `except classes` catches; the error is set aside meanwhile. */
static bool catches(Session *s, const Node *classes, const Class *class, bool *out)
{
    if (classes->kind == NODE_NONE)
        return *out = true, true;
    if (!eval(s, classes))
        return false;
    Value what = s->top[-1];
    const Value *item = what.tag == V_TUPLE ? what.tuple->item : &what;
    int64_t n = what.tag == V_TUPLE ? what.tuple->count : 1;
    *out = false;
    for (int64_t i = 0; i < n; i++) {
        if (item[i].tag != V_CLASS || !class_is(item[i].class, BaseException)) {
            at(s, classes);
            return fail(&s->run, TypeError,
                        "catching classes that do not inherit from BaseException is not allowed");
        }
        *out |= class_is(class, item[i].class);
    }
    drop_top(s);
    return true;
}

static void begin_handling(Session *s, Raised *raised)
{
    s->handling = mem_resize(s->handling, (size_t)(s->handlings + 1) * sizeof *s->handling);
    s->handling[s->handlings++] = raised;
}

static Outcome handle(Session *s, const Node *handler, Value exception)
{
    if (handler->name) /* its place and name are a name node's */
        set_variable(variable(s, handler), value_keep(exception));
    begin_handling(s, exception.exception);
    Outcome outcome = run_block(s, handler->kid->next);
    if (outcome == FAILED)
        value_drop(caught(s));
    s->handlings--;
    if (handler->name) {
        Error error = s->run.error;
        s->run.error.exception = NULL;
        set_variable(variable(s, handler), ABSENT);
        s->run.error = error;
    }
    return outcome;
}

static Outcome run_handlers(Session *s, const Node *first, Value *mark)
{
    pop_to(s, mark);
    Error error = s->run.error;
    Value exception = caught(s);
    error.exception = NULL; /* `exception` holds it */
    Outcome outcome = FAILED;
    const Node *handler = first;
    run_clear_error(&s->run);
    for (; handler && handler->kind == NODE_EXCEPT; handler = handler->next) {
        bool caught;
        if (!catches(s, handler->kid, error.class, &caught))
            break;
        if (caught) {
            outcome = handle(s, handler, exception);
            break;
        }
    }
    if (!handler || handler->kind != NODE_EXCEPT) { /* nobody did: the error goes on as it was */
        s->run.error = error;
        s->run.error.exception = value_keep(exception).object;
    }
    value_drop(exception);
    return outcome;
}

static Outcome run_finally(Session *s, const Node *block, Outcome before)
{
    Value exception = before == FAILED ? caught(s) : ABSENT;
    Error error = s->run.error;
    Value result = s->frame ? s->frame->result : NONE;
    s->run.error = (Error){ 0 };
    if (s->frame)
        s->frame->result = NONE;
    if (before == FAILED)
        begin_handling(s, exception.exception);
    Outcome outcome = run_block(s, block);
    if (outcome == FAILED)
        value_drop(caught(s));
    s->handlings -= before == FAILED;
    value_drop(exception);
    if (outcome != DONE) { /* it has the last word */
        if (error.exception)
            s->run.drop(error.exception);
        value_drop(result);
        return outcome;
    }
    s->run.error = error;
    if (s->frame)
        s->frame->result = result;
    return before;
}

Outcome run_try(Session *s, const Node *node)
{
    Value *mark = s->top;
    const Node *body = node->kid, *handler = body->next, *otherwise = handler, *finally;
    while (otherwise->kind == NODE_EXCEPT)
        otherwise = otherwise->next;
    finally = otherwise->next;
    s->trying++;
    Outcome outcome = run_block(s, body);
    s->trying--;
    if (outcome == FAILED && s->run.reach == RUN_SHAPES)
        return FAILED; /* data would tell whether it is caught */
    if (outcome == FAILED)
        outcome = run_handlers(s, handler, mark);
    else if (outcome == DONE && otherwise->kind != NODE_NONE)
        outcome = run_block(s, otherwise);
    if (finally->kind != NODE_NONE) {
        if (outcome == FAILED)
            pop_to(s, mark);
        outcome = run_finally(s, finally, outcome);
    }
    return outcome;
}
