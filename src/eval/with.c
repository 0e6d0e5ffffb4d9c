/* with.c: context managers: values whose class has the rows __enter__ and __exit__. */
#include "eval/eval.h"

#include "func/bind.h"

static bool call_row(Session *s, Value self, const Func *row, Value *out)
{
    return func_apply(&s->run, row, 1, &self, out);
}

/* Leaves, whether or not there is an error, which is set aside meanwhile: the row is told of it, and may say
 * that it is dealt with. */
static bool leave(Session *s, Value manager, Outcome *outcome)
{
    Run *run = &s->run;
    bool failed = *outcome == FAILED;
    Value raised = failed ? error_value(run) : NONE, answer;
    Error error = run_set_aside(run);
    Value told[4] = { manager, failed ? value_class(value_type(raised)) : NONE, raised, NONE };
    const Func *row = func_for(manager, "__exit__");
    Given given = { .count = signature_of(row)->star < 0 ? 1 : 4, .value = told, .whole = run->here };
    bool ok = func_call(run, row, &given, &answer);
    value_drop(raised);
    if (ok && failed && answer.tag == V_BOOL && answer.i)
        *outcome = DONE;
    if (!ok || *outcome != FAILED) {
        if (error.exception)
            run->drop(error.exception);
    } else {
        run_bring_back(run, error);
    }
    if (ok)
        value_drop(answer);
    if (!ok && *outcome == RETURNED && s->frame) { /* what was to be returned is not */
        value_drop(s->frame->result);
        s->frame->result = NONE;
    }
    return ok && *outcome != FAILED;
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
    if (!leave(s, manager, &outcome))
        return FAILED;
    pop_to(s, mark);
    return outcome;
}

Outcome run_with(Session *s, const Node *node) { return run_item(s, node->kid); }
