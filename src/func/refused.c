#include "func/refused.h"

#include "func/elementwise.h"
#include "func/results.h"

#include <stdlib.h>
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

/* The first text that reads as no number, in lists too; NULL: there is none. */
static const Str *unreadable(Value v, int depth)
{
    int64_t n = 0;
    const Value *item = is_sequence(v) && depth < AXES_MAX ? sequence_items(v, &n) : NULL;
    for (int64_t i = 0; i < n; i++) {
        const Str *found = unreadable(item[i], depth + 1);
        if (found)
            return found;
    }
    char *end = NULL;
    if (v.tag == V_STR)
        strtod(v.str->text, &end);
    return v.tag == V_STR && (!v.str->bytes || *end) ? v.str : NULL;
}

/* False: the ufunc says what its loop for objects comes to. */
static bool without_objects(Call *call, const char *ufunc, int nin, const Value in[])
{
    fail_operand(call->run, func_find("np", ufunc), nin, in, NULL);
    return !call->run->error.class;
}

/* Inner products of texts: the loop of their dtype wants lengths, where no operand is a scalar. */
static bool without_text_factors(Call *call, const Value in[2])
{
    if (!holds_text(in[0]) && !holds_text(in[1]))
        return true;
    if (!call->arg[0].tensor->ndim || !call->arg[1].tensor->ndim)
        return fail_text_product(call->run, func_find("np", "multiply"), in);
    return fail(call->run, ValueError, "data type must provide an itemsize");
}

/* False: there is a text or an object among the arguments, and the ufunc that they come to has no loop for
 * it. */
static bool without_texts(Call *call)
{
    Run *run = call->run;
    const char *ufunc = call->func->gives_to;
    Value in[2] = { call->arg[0].value, call->args > 1 ? call->arg[1].value : ABSENT };
    if (call->func->core && call->func->style == UFUNC)
        return no_text(run, call->func, NULL, 2, in);
    if (!strcmp(call->func->of, "ufunc")) /* reduce, accumulate */
        return no_text(run, in[0].func, call->func->name, 2, (Value[]){ in[1], in[1] });
    if (!ufunc || !*ufunc)
        return true;
    if (!strcmp(ufunc, "float")) {
        const Str *text = unreadable(in[0], 0);
        return !text || fail(run, ValueError, "could not convert string to float: np.str_(%s)",
                             value_text(run, (Value){ .tag = V_STR, .str = (Str *)text }));
    }
    const char *method = strchr(ufunc, '.');
    ufunc = run_text(run, "%.*s", (int)strcspn(ufunc, "."), ufunc);
    if (method && !strcmp(method, ".inner"))
        return without_text_factors(call, in) && without_objects(call, ufunc, 2, in);
    const Func *row = func_find("np", ufunc);
    bool alone = row->nin == 1, both = !strcmp(ufunc, "multiply") && call->arg[1].tensor;
    if (!both)
        in[1] = in[0];
    return no_text(run, row, method ? method + 1 : NULL, alone ? 1 : 2, in) &&
           (!(alone || both) || without_objects(call, ufunc, alone ? 1 : 2, in));
}

bool refused_words(Call *call, Error refusal)
{
    Value out = ABSENT;
    Run *run = call->run;
    bool types_first = call->func->core && call->func->style == UFUNC;
    if (types_first && !without_texts(call))
        return false;
    bool dtype_first = call->func->gives_to && !*call->func->gives_to;
    call->typed_only = true;
    if (!dtype_first && call->func->infer && !call->func->infer(call, &out)) {
        if (run->error.class != TypeError) /* which would be about the dtype that stands in */
            return false;
        run_clear_error(run);
    } else {
        value_drop(out);
    }
    Value factor[2] = { call->arg[0].value, call->args > 1 ? call->arg[1].value : ABSENT };
    if (types_first ? without_objects(call, call->func->name, 2, factor) : without_texts(call))
        run->error = refusal;
    return false;
}
