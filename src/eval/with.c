/* with.c: context managers: values whose class has the rows __enter__ and __exit__. */
#include "eval/eval.h"

static bool call_row(Session *s, Value self, const Func *row, Value *out)
{
    return func_apply(&s->run, row, 1, &self, out);
}

/* Leaves, whether or not there is an error, which is set aside meanwhile. */
static bool leave(Session *s, Value manager, Outcome outcome)
{
    Error error = s->run.error;
    Value ignored;
    s->run.error = (Error){ 0 };
    bool ok = call_row(s, manager, func_for(manager, "__exit__"), &ignored);
    if (!ok) {
        if (error.exception)
            s->run.drop(error.exception);
        return false;
    }
    value_drop(ignored);
    s->run.error = error;
    return outcome != FAILED;
}

static Outcome run_item(Session *s, const Node *item)
{
    if (item->kind == NODE_BLOCK)
        return run_block(s, item);
    const Node *value = item->kid, *target = value->next;
    Value *mark = s->top, entered;
    if (!eval(s, value))
        return FAILED;
    const Func *enter = func_for(*mark, "__enter__");
    at(s, value);
    if (!enter) {
        fail(&s->run, TypeError,
             "'%s' object does not support the context manager protocol (missed __exit__ method)",
             value_type_name(*mark));
        return FAILED;
    }
    Value manager = *mark;
    if (!call_row(s, manager, enter, &entered))
        return FAILED;
    bool ok = !target || target->kind == NODE_NONE || assign_to(s, target, entered);
    value_drop(entered);
    Outcome outcome = ok ? run_item(s, item->next) : FAILED;
    if (!leave(s, manager, outcome))
        return FAILED;
    pop_to(s, mark);
    return outcome;
}

Outcome run_with(Session *s, const Node *node) { return run_item(s, node->kid); }
