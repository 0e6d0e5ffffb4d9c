#include "func/refused.h"

#include "func/elementwise.h"
#include "func/results.h"

#include <string.h>

bool refused_stand_in(Call *call, Arg *arg, Error *refusal)
{
    Shape shape = { 0 };
    Value v = arg->value;
    if (call->run->error.class != TypeError)
        return false;
    while ((v.tag == V_LIST || v.tag == V_TUPLE) && shape.ndim < AXES_MAX) {
        int64_t n;
        const Value *item = sequence_items(v, &n);
        shape.dim[shape.ndim++] = n;
        v = n ? item[0] : NONE;
    }
    Error error = run_set_aside(call->run);
    if (!refusal->class)
        *refusal = error;
    arg->tensor = tensor_typed(FLOAT64, shape.ndim, shape.dim);
    arg->owned_tensor = true;
    return true;
}

/* The rows that give an array to a ufunc as it is. */
static const struct {
    const char *rows, *ufunc, *method;
} users[] = {
    { " sum mean std var median average nansum nanmean nanstd nanvar ", "add", "reduce" },
    { " cumsum nancumsum ", "add", "accumulate" },
    { " prod cumprod nanprod nancumprod ", "multiply", NULL },
    { " max amax ptp nanmax ", "maximum", NULL },
    { " min amin nanmin histogram ", "minimum", NULL },
    { " diff ediff1d ", "subtract", NULL },
};

/* False: there is a text among the arguments, and the ufunc they come to has no loop for it. */
static bool without_texts(Call *call)
{
    const Value first = call->arg[0].value;
    const char *word = run_text(call->run, " %s ", call->func->name);
    if (call->func->core && call->func->style == UFUNC)
        return no_text(call->run, call->func, NULL, 2, (Value[]){ first, call->arg[1].value });
    for (size_t i = 0; i < sizeof users / sizeof *users; i++)
        if (strstr(users[i].rows, word))
            return no_text(call->run, func_find("np", users[i].ufunc), users[i].method, 2,
                           (Value[]){ first, first });
    return true;
}

bool refused_words(Call *call, Error refusal)
{
    Value out = ABSENT;
    Run *run = call->run;
    bool types_first = call->func->core && call->func->style == UFUNC;
    if (types_first && !without_texts(call))
        return false;
    bool dtype_first = !strcmp(call->func->name, "pinv"); /* which begins with the conjugate */
    call->typed_only = true;
    if (!dtype_first && call->func->infer && !call->func->infer(call, &out)) {
        if (run->error.class != TypeError) /* which would be about the dtype that stands in */
            return false;
        run_clear_error(run);
    } else {
        value_drop(out);
    }
    if (types_first || without_texts(call))
        run->error = refusal;
    return false;
}
