/* call.c: a call of a row, from its arguments to its result, and how rows read their arguments. */
#include "func/bind.h"
#include "func/elementwise.h"
#include "func/results.h"
#include "tensor/fuse.h"
#include "tensor/symbol.h"

#include <limits.h>
#include <string.h>

/* results --------------------------------------------------------------------------------------------- */

bool infer_as(Value *out, DType dtype, int ndim, const int64_t *dim)
{
    *out = value_array(tensor_typed(dtype, ndim, dim));
    return true;
}

static bool has_unknown_size(const Tensor *t)
{
    for (int i = 0; i < t->ndim; i++)
        if (t->dim[i] == DIM_UNKNOWN)
            return true;
    return false;
}

/* Room for the data of what infer found, in the memory order that infer gave it. */
static bool allocate(Run *run, Value *out)
{
    if (out->tag == V_TUPLE || out->tag == V_LIST) {
        int64_t n = out->tag == V_TUPLE ? out->tuple->count : out->list->count;
        Value *item = out->tag == V_TUPLE ? out->tuple->item : out->list->item;
        for (int64_t i = 0; i < n; i++)
            if (!allocate(run, &item[i]))
                return false;
        return true;
    }
    if (out->tag != V_ARRAY || out->tensor->data || has_unknown_size(out->tensor))
        return true;
    Tensor *typed = out->tensor, *made = tensor_new(run, (DType)typed->dtype, typed->ndim, typed->dim);
    if (!made)
        return false;
    if (tensor_size(made)) /* the strides of an empty array are 0 */
        memcpy(made->stride, typed->stride, sizeof *made->stride * typed->ndim);
    made->scalar = typed->scalar;
    *out = value_array(made);
    tensor_drop(typed);
    return true;
}

static bool is_argument(const Call *call, const Tensor *t)
{
    for (int i = 0; i < call->args; i++)
        if (call->arg[i].value.tag == V_ARRAY && call->arg[i].value.tensor == t)
            return true;
    return t == call->ufunc.out[0] || t == call->ufunc.out[1];
}

/* A 0-d result is a scalar, unless it is the array that the user gave as out. */
static void finish(const Call *call, Value *out)
{
    if (value_is_scalar(call->self) && out->tag == V_ARRAY &&
        out->tensor->ndim == 0) { /* np.float64(2).sum(out=a) */
        if (is_argument(call, out->tensor) && out->tensor->data)
            *out = value_from_tensor(out->tensor, true);
        else if (call->typed_only && !out->tensor->data)
            out->tensor->scalar = 1;
    }
    if (call->func->gives != AS_SCALAR)
        return;
    if (out->tag == V_TUPLE) {
        for (int64_t i = 0; i < out->tuple->count; i++)
            finish(call, &out->tuple->item[i]);
    } else if (out->tag == V_ARRAY && out->tensor->ndim == 0 && !is_argument(call, out->tensor)) {
        if (out->tensor->data)
            *out = value_from_tensor(out->tensor, true);
        else
            out->tensor->scalar = 1;
    }
}

/* calls ----------------------------------------------------------------------------------------------- */

static bool run_row(Call *call, Value *out)
{
    const Func *func = call->func;
    *out = (Value){ .tag = V_UNKNOWN };
    if (func->infer && !func->infer(call, out))
        return false;
    if (!func->run)
        return true;
    bool ran = allocate(call->run, out) && func->run(call, out);
    if (ran && run_goes_on(call->run)) /* else some of the work may not have been done */
        return true;
    if (ran || func->infer) /* else what a failed run left there is nobody's */
        value_drop(*out);
    *out = ABSENT;
    return false;
}

static bool call_elementwise(Call *call, bool typed_only, Value *out)
{
    Value in[OPERANDS_IN];
    for (int i = 0; i < call->args; i++)
        in[i] = call->arg[i].value;
    return elementwise_values(call->run, call->func, call->args, in, &call->ufunc, typed_only, out);
}

/* Whether a value, or an item of it, is an array without data, or not known at all; or whether so many items
 * were looked at that nobody knows. */
static bool lacks_data(Value v, int deep, int64_t *items)
{
    if (v.tag == V_ARRAY)
        return !v.tensor->data && !tensor_pending(v.tensor);
    if (v.tag == V_UNKNOWN)
        return true;
    if ((v.tag != V_TUPLE && v.tag != V_LIST && v.tag != V_RECORD) || deep == 0)
        return false;
    int64_t n = v.tag == V_TUPLE ? v.tuple->count : v.tag == V_LIST ? v.list->count : v.record->fields;
    const Value *item = v.tag == V_TUPLE ? v.tuple->item : v.tag == V_LIST ? v.list->item : v.record->field;
    for (int64_t i = 0; i < n; i++)
        if (--*items < 0 || lacks_data(item[i], deep - 1, items))
            return true;
    return false;
}

/* lists: in a list or a tuple. */
static bool any_lacks_data(const Given *given, bool lists)
{
    enum { DEEP = 4 };
    int64_t items = 1 << 22;
    for (int i = 0; i < given->count + given->keywords; i++) {
        Tag tag = (Tag)given->value[i].tag;
        if ((!lists || tag == V_LIST || tag == V_TUPLE) && lacks_data(given->value[i], DEEP, &items))
            return true;
    }
    return false;
}

/* Calls that go no further than to shapes. Without a shape rule a row is run where it has all it needs. *done
 * false: it is to be run. */
static bool call_for_shapes(Run *run, const Func *func, const Given *given, bool *done, Value *out)
{
    bool all = run->reach == RUN_SHAPES, lacks = any_lacks_data(given, false);
    *out = (Value){ .tag = V_UNKNOWN };
    *done = all || lacks;
    if (lacks && func->effects &&
        any_lacks_data(given, true)) /* rng.choice(2, p=[0.5, ?]): its rule reads them */
        return true;
    if (*done && (func->infer || func->loops)) {
        bool ok = func_infer(run, func, given, out);
        if (func->effects && out->tag == V_NONE) /* it stores, and whether it can is not known yet */
            *out = (Value){ .tag = V_UNKNOWN };
        return ok;
    }
    if (all && func->effects)
        return true;
    *done = lacks && strcmp(func->of, "builtins") != 0; /* Python's own ask values, who know it */
    if (*done || !run->symbols || !func->infer)
        return true;
    if (!func_infer(run, func, given, out)) /* np.zeros((M, 2)): of such a size there cannot be data */
        return false;
    *done = out->tag == V_ARRAY && shape_is_symbolic(run, out->tensor->ndim, out->tensor->dim);
    if (!*done)
        value_drop(*out);
    return true;
}

bool func_call(Run *run, const Func *func, const Given *given, Value *out)
{
    if (run->reach) {
        bool done;
        if (!call_for_shapes(run, func, given, &done, out))
            return false;
        if (done)
            return out->tag != V_UNKNOWN || run->reach == RUN_SHAPES || fail_no_data(run);
    }
    if (func->quick && !given->keywords) {
        *out = func->quick(run, func, given->count, given->value);
        if (out->tag != V_ABSENT)
            return true;
    }
    if (func->loops && given->keywords == 0 && given->count == func->nin)
        return elementwise_values(run, func, func->nin, given->value, &ufunc_args_none, false, out);
    if (!run_deeper(run))
        return false;
    Call call;
    Reach reach = run->reach;
    call.ufunc.out[0] = call.ufunc.out[1] = NULL;
    run->reach = run->reach ? RUN_WHERE_DATA : RUN_ALL; /* a row that is run computes what it calls */
    bool ok = call_bind(&call, run, func, given) &&
              (func->loops ? call_elementwise(&call, false, out) : run_row(&call, out));
    if (ok && !func->loops)
        finish(&call, out);
    call_release(&call);
    run->reach = reach;
    if (!ok && !run->error.class)
        fail(run, SystemError, "<built-in function %s> returned NULL without setting an exception",
             func->name);
    return ok;
}

static bool any_given_unknown(const Given *given)
{
    for (int i = 0; i < given->count + given->keywords; i++)
        if (given->value[i].tag == V_UNKNOWN)
            return true;
    return false;
}

bool func_infer(Run *run, const Func *func, const Given *given, Value *out)
{
    *out = (Value){ .tag = V_UNKNOWN };
    if (any_given_unknown(given))
        return true;
    Call call;
    Reach reach = run->reach;
    call.ufunc.out[0] = call.ufunc.out[1] = NULL;
    run->reach =
        RUN_WHERE_DATA; /* a rule may compute with the widths, axes and subscripts that it is given */
    bool ok = call_bind(&call, run, func, given);
    call.typed_only = true;
    if (ok && func->loops)
        ok = call_elementwise(&call, true, out);
    else if (ok && func->infer && (ok = func->infer(&call, out)))
        finish(&call, out);
    call_release(&call);
    run->reach = reach;
    if (ok || run->error.class != NoDataError || reach != RUN_SHAPES)
        return ok;
    run_clear_error(run);
    *out = (Value){ .tag = V_UNKNOWN };
    return true;
}

bool func_apply(Run *run, const Func *func, int n, const Value arg[], Value *out)
{
    Given given = { .count = n, .value = arg, .whole = run->here };
    return func_call(run, func, &given, out);
}

/* arguments ------------------------------------------------------------------------------------------- */

bool arg_bool(Call *call, int i, bool *out)
{
    Value v = call->arg[i].value;
    if (v.tag == V_BOOL) {
        *out = v.i != 0;
        return true;
    }
    return value_truth(call->run, v, out);
}

bool arg_int(Call *call, int i, int64_t *out) { return value_index(call->run, call->arg[i].value, out); }

bool arg_size(Call *call, int i, const char *type, int64_t *out)
{
    bool ok = call->arg[i].value.tag != V_BIGINT && arg_int(call, i, out);
    if (call->arg[i].value.tag == V_BIGINT ||
        (ok && !strcmp(type, "int") && (*out > INT_MAX || *out < INT_MIN)))
        return fail(call->run, OverflowError, "Python int too large to convert to C %s", type);
    return ok;
}

bool arg_double(Call *call, int i, double *out)
{
    return value_to_double(call->run, call->arg[i].value, out);
}

bool arg_dtype(Call *call, int i, DType *out)
{
    *out = NO_DTYPE;
    return arg_none(call, i) || value_to_dtype(call->run, call->arg[i].value, out);
}

/* NumPy reads axes as C's int before it looks at the array. */
static bool axis_fits(Run *run, int64_t axis)
{
    return (axis >= INT32_MIN && axis <= INT32_MAX) ||
           fail(run, ValueError, "integer won't fit into a C int");
}

bool arg_place_in(Call *call, int i, const char *sequence, int64_t *out)
{
    Value v = call->arg[i].value;
    if (v.tag == V_FLOAT || v.tag == V_NONE || v.tag == V_STR || v.tag == V_LIST || v.tag == V_TUPLE ||
        v.tag == V_COMPLEX || v.tag == V_DICT)
        return fail(call->run, TypeError, "%s indices must be integers or slices, not %s", sequence,
                    value_type_name(v));
    return arg_int(call, i, out);
}

bool arg_axis_number(Call *call, int i, int64_t *out)
{
    Value v = call->arg[i].value;
    if (v.tag == V_BOOL || (v.tag == V_SCALAR && v.dtype == BOOL))
        return fail(call->run, TypeError, "an integer is required for the axis");
    return arg_int(call, i, out);
}

bool arg_axis(Call *call, int i, int ndim, int *out)
{
    int64_t axis;
    *out = -1;
    return arg_none(call, i) || (arg_axis_number(call, i, &axis) && axis_fits(call->run, axis) &&
                                 axis_check(call->run, axis, ndim, out));
}

bool arg_axes(Call *call, int i, int ndim, bool marked[AXES_MAX])
{
    Run *run = call->run;
    Value v = call->arg[i].value;
    int64_t axis;
    int at;
    memset(marked, arg_none(call, i), AXES_MAX * sizeof *marked);
    if (arg_none(call, i))
        return true;
    for (int64_t k = 0; k < (v.tag == V_TUPLE ? v.tuple->count : 1); k++)
        if ((v.tag == V_TUPLE ? v.tuple->item[k] : v).tag == V_BOOL)
            return fail(run, TypeError, "an integer is required");
    if (v.tag != V_TUPLE) {
        if (!value_index(run, v, &axis) || !axis_fits(run, axis))
            return false;
        if (ndim == 0 && (axis == 0 || axis == -1)) /* the axes of a scalar, by courtesy */
            return true;
        return axis_check(run, axis, ndim, &at) && (marked[at] = true);
    }
    for (int64_t k = 0; k < v.tuple->count; k++) {
        if (!value_index(run, v.tuple->item[k], &axis) || !axis_fits(run, axis) ||
            !axis_check(run, axis, ndim, &at))
            return false;
        if (marked[at])
            return fail(run, ValueError, "duplicate value in 'axis'");
        marked[at] = true;
    }
    return true;
}

bool arg_one_axis(Call *call, int i, int ndim, const char *method, int *out)
{
    Value v = call->arg[i].value;
    bool marked[AXES_MAX];
    int64_t given = v.tag == V_TUPLE ? v.tuple->count : v.tag == V_NONE ? ndim : 1;
    for (int64_t k = 0; v.tag == V_TUPLE && given > 1 && k < given; k++) {
        int64_t axis;
        if (!value_index(call->run, v.tuple->item[k], &axis) || !axis_check(call->run, axis, ndim, out))
            return false;
    }
    if (given != 1)
        return fail(call->run, ValueError, "%s does not allow multiple axes", method);
    if (!arg_axes(call, i, ndim, marked))
        return false;
    for (int k = 0; k < ndim; k++)
        if (marked[k])
            *out = k;
    return true;
}

bool arg_shape(Call *call, int i, Shape *out)
{
    Ints sizes;
    Value v = call->arg[i].value;
    if (v.tag == V_NONE)
        return fail(call->run, TypeError, "Use () not None as shape arguments");
    if (!sizes_of(call->run, v, &sizes))
        return false;
    shape_set(out, sizes.count, sizes.at);
    return true;
}

const char *arg_text(Call *call, int i)
{
    Value v = call->arg[i].value;
    return v.tag == V_STR ? v.str->text : NULL;
}
