/* nanfunctions.c: sums, extremes, means and kin that leave nans out (NumPy's _nanfunctions_impl.py). */
#include "func/bind.h"
#include "func/reduce.h"
#include "func/sheet.h"

#include <math.h>
#include <string.h>

/* Each row's name without "nan" is that of the row it asks. */
static const char *plain_name(const Call *call) { return call->func->name + 3; }

static int place(const Call *call, const char *name)
{
    const Signature *sign = signature_of(call->func);
    for (int i = 0; i < sign->count; i++)
        if (!strcmp(sign->param[i].name, name))
            return i;
    return -1;
}

/* A parameter as it was given; V_ABSENT if the row has none of it. */
static Value given(const Call *call, const char *name)
{
    int i = place(call, name);
    return i < 0 ? ABSENT : call->arg[i].value;
}

/* What the user gave beside the array, for another row of the same parameters. */
typedef struct Passed {
    int count;
    Value value[ARGS_MAX];
    const char *name[ARGS_MAX];
} Passed;

static void pass_on(const Call *call, Value first, Passed *p)
{
    const Signature *sign = signature_of(call->func);
    p->count = 1;
    p->value[0] = first;
    for (int i = 1; i < sign->count; i++)
        if (call->arg[i].given && call->arg[i].value.tag != V_ABSENT) {
            p->name[p->count - 1] = sign->param[i].name;
            p->value[p->count++] = call->arg[i].value;
        }
}

static Given given_of(Run *run, const Passed *p)
{
    return (Given){
        .count = 1, .keywords = p->count - 1, .value = p->value, .keyword = p->name, .whole = run->here
    };
}

/* Shapes are those of the function without "nan". */
static bool infer_plain(Call *call, Value *out)
{
    Passed p;
    if (sheet_skips(call, out))
        return true;
    pass_on(call, call->arg[0].value, &p);
    Given args = given_of(call->run, &p);
    return func_infer(call->run, func_find("np", plain_name(call)), &args, out);
}

static Value call_plain(Sheet *s, Call *call, Value a)
{
    Passed p;
    Value out;
    if (s->failed)
        return ABSENT;
    pass_on(call, a, &p);
    Given args = given_of(s->run, &p);
    return sheet_hold(s, func_call(s->run, func_find("np", plain_name(call)), &args, &out) ? out : ABSENT);
}

/* A copy with another number where there are nans; *mask tells where, V_NONE if the dtype has none. */
static Value replace_nans(Sheet *s, Value a, double with, Value *mask)
{
    *mask = NONE;
    Tensor *t = sheet_array(s, a);
    if (!t || !dtype_is_inexact((DType)t->dtype))
        return as_value(t);
    Value nan = NP(s, "isnan", a), copy = sheet_tensor(s, tensor_copy(s->run, t, 'K'));
    Tensor *where = nan.tag == V_ABSENT ? NULL : sheet_array(s, nan),
           *filler = sheet_zeros(s, (DType)t->dtype, 0, NULL);
    if (s->failed)
        return ABSENT;
    element_set_complex((DType)t->dtype, filler->data, with);
    if (isinf(with) &&
        dtype_is_complex((DType)t->dtype)) { /* no imaginary part, where a product gave a nan */
        if (t->dtype == COMPLEX64)
            memcpy(filler->data, (float[2]){ (float)with, 0 }, sizeof(float[2]));
        else
            memcpy(filler->data, (double[2]){ with, 0 }, sizeof(double[2]));
    }
    s->failed = !assign_where(s->run, copy.tensor, filler, where);
    *mask = value_array(where);
    return copy;
}

/* sums and products
 * -------------------------------------------------------------------------------------------------- */

/* extra: what stands for a nan. */
static bool run_replaced(Call *call, Value *out)
{
    Sheet s;
    Value mask;
    sheet_begin(&s, call->run);
    Value a = replace_nans(&s, sheet_argument(&s, call, 0), (double)call->func->extra, &mask);
    return sheet_answer(&s, call_plain(&s, call, a), out);
}

/* extremes
 * -----------------------------------------------------------------------------------------------------------
 */

enum { LOWEST, HIGHEST };

/* np.fmin.reduce(a, …) */
static Value reduce_extreme(Sheet *s, Call *call, Value a)
{
    Passed p;
    Value value[ARGS_MAX + 1], out;
    pass_on(call, a, &p);
    value[0] = value_func(func_find("np", call->func->extra == LOWEST ? "fmin" : "fmax"));
    memcpy(value + 1, p.value, sizeof *value * (size_t)p.count);
    int axis = 0;
    for (int i = 0; i + 1 < p.count; i++)
        axis |= !strcmp(p.name[i], "axis");
    Given args = {
        .count = 2, .keywords = p.count - 1, .value = value, .keyword = p.name, .whole = s->run->here
    };
    if (!axis) { /* reduce's own default is the first axis */
        p.name[args.keywords++] = "axis";
        value[args.count + args.keywords - 1] = NONE;
    }
    return sheet_hold(s, func_call(s->run, func_find("ufunc", "reduce"), &args, &out) ? out : ABSENT);
}

static bool run_extreme(Call *call, Value *out)
{
    Sheet s;
    Value mask;
    bool lowest = call->func->extra == LOWEST;
    sheet_begin(&s, call->run);
    if (call->arg[0].value.tag == V_ARRAY) {
        Value answer = reduce_extreme(&s, call, call->arg[0].value);
        if (sheet_any(&s, NP(&s, "isnan", answer)))
            sheet_warn(&s, RuntimeWarning, "All-NaN slice encountered");
        return sheet_answer(&s, answer, out);
    }
    Value a = replace_nans(&s, sheet_argument(&s, call, 0), lowest ? INFINITY : -INFINITY, &mask);
    Value answer = call_plain(&s, call, a);
    if (s.failed || mask.tag == V_NONE)
        return sheet_answer(&s, answer, out);
    Value none = NP_KEYS(&s, "all", mask, KEY("axis", given(call, "axis")),
                         KEY("keepdims", given(call, "keepdims")), KEY("where", given(call, "where")));
    if (sheet_any(&s, none)) {
        DType dtype = value_dtype(answer);
        Value filled = NP(&s, "where", none, value_float(NAN), answer);
        bool scalar = value_ndim(answer) == 0 && answer.tag != V_ARRAY;
        answer = as_value(sheet_cast(&s, filled, dtype));
        if (scalar && !s.failed)
            answer = sheet_item(&s, answer, sheet_hold(&s, value_tuple_new(0)));
        sheet_warn(&s, RuntimeWarning, "All-NaN axis encountered");
    }
    return sheet_answer(&s, answer, out);
}

static bool run_place(Call *call, Value *out)
{
    Sheet s;
    Value mask;
    sheet_begin(&s, call->run);
    Value a = replace_nans(&s, sheet_argument(&s, call, 0),
                           call->func->extra == LOWEST ? INFINITY : -INFINITY, &mask);
    if (!s.failed && mask.tag != V_NONE && tensor_size(mask.tensor) &&
        sheet_any(&s, NP_KEYS(&s, "all", mask, KEY("axis", given(call, "axis")))))
        sheet_fail(&s, ValueError, "All-NaN slice encountered");
    return sheet_answer(&s, call_plain(&s, call, a), out);
}

/* means, variances
 * --------------------------------------------------------------------------------------------------- */

static bool check_inexact(Call *call)
{
    DType dtype = NO_DTYPE;
    Value out = given(call, "out");
    if (!arg_dtype(call, place(call, "dtype"), &dtype))
        return false;
    if (dtype != NO_DTYPE && !dtype_is_inexact(dtype))
        return fail(call->run, TypeError, "If a is inexact, then dtype must be inexact");
    if (out.tag == V_ARRAY && !dtype_is_inexact((DType)out.tensor->dtype))
        return fail(call->run, TypeError, "If a is inexact, then out must be inexact");
    return true;
}

static bool infer_moment(Call *call, Value *out)
{
    if (sheet_skips(call, out))
        return true;
    const Tensor *a = arg_tensor(call, 0);
    return (!dtype_is_inexact((DType)a->dtype) || check_inexact(call)) && infer_plain(call, out);
}

/* a / count without warnings, in the dtype of a; arrays in place. */
static Value divide_by_count(Sheet *s, Value a, Value count)
{
    ErrorState state = s->run->errstate;
    s->run->errstate.invalid = s->run->errstate.divide = ERR_IGNORE;
    Value answer;
    if (a.tag == V_ARRAY) {
        answer = sheet_into(s, "divide", a, count);
    } else {
        DType dtype = value_dtype(a);
        answer = sheet_div(s, a, count);
        if (!s->failed && value_dtype(answer) != dtype)
            answer = sheet_item(s, as_value(sheet_cast(s, answer, dtype)), sheet_hold(s, value_tuple_new(0)));
    }
    s->run->errstate = state;
    return answer;
}

/* The number of elements that are no nans. */
static Value count_numbers(Sheet *s, Call *call, Value mask, Value keepdims)
{
    return NP_KEYS(s, "sum", sheet_op(s, OP_INVERT, mask, ABSENT), KEY("axis", given(call, "axis")),
                   KEY("dtype", value_of_dtype(INT64)), KEY("keepdims", keepdims),
                   KEY("where", given(call, "where")));
}

static bool run_nanmean(Call *call, Value *out)
{
    Sheet s;
    Value mask;
    sheet_begin(&s, call->run);
    Value a = replace_nans(&s, sheet_argument(&s, call, 0), 0, &mask);
    if (s.failed || mask.tag == V_NONE)
        return sheet_answer(&s, call_plain(&s, call, a), out);
    s.failed = !check_inexact(call);
    Value keepdims = given(call, "keepdims"), count = count_numbers(&s, call, mask, keepdims);
    Value total = NP_KEYS(&s, "sum", a, KEY("axis", given(call, "axis")), KEY("dtype", given(call, "dtype")),
                          KEY("out", given(call, "out")), KEY("keepdims", keepdims),
                          KEY("where", given(call, "where")));
    Value mean = divide_by_count(&s, total, count);
    if (sheet_any(&s, sheet_op(&s, OP_EQ, count, value_int(0))))
        sheet_warn(&s, RuntimeWarning, "Mean of empty slice");
    return sheet_answer(&s, mean, out);
}

static Value keep_scalar(Sheet *s, Value answer, Value was)
{
    return was.tag == V_ARRAY || s->failed ? answer
                                           : sheet_item(s, answer, sheet_hold(s, value_tuple_new(0)));
}

static Value nanvar(Sheet *s, Call *call, Value a, Value mask)
{
    Value ddof = given(call, "ddof"), correction = given(call, "correction"), mean = given(call, "mean");
    Value where = given(call, "where"), axis = given(call, "axis"), dtype = given(call, "dtype");
    s->failed = s->failed || !check_inexact(call);
    if (correction.tag != V_ABSENT) {
        if (sheet_truth(s, sheet_op(s, OP_NE, ddof, value_int(0))))
            sheet_fail(s, ValueError, "ddof and correction can't be provided simultaneously.");
        ddof = correction;
    }
    Value count = count_numbers(s, call, mask, value_bool(true));
    if (mean.tag == V_ABSENT) {
        Value sum = NP_KEYS(s, "sum", a, KEY("axis", axis), KEY("dtype", dtype),
                            KEY("keepdims", value_bool(true)), KEY("where", where));
        mean = divide_by_count(s, sum, count);
    }
    a = sheet_into(s, "subtract", a, mean);
    Tensor *zero = s->failed ? NULL : sheet_zeros(s, (DType)a.tensor->dtype, 0, NULL);
    if (!s->failed)
        s->failed = !assign_where(s->run, a.tensor, zero, mask.tensor);
    bool has_parts = !s->failed && dtype_is_complex((DType)a.tensor->dtype);
    Value square = has_parts ? NP(s, "real", sheet_mul(s, a, NP(s, "conjugate", a))) : sheet_mul(s, a, a);
    Value sum =
        NP_KEYS(s, "sum", square, KEY("axis", axis), KEY("dtype", dtype), KEY("out", given(call, "out")),
                KEY("keepdims", given(call, "keepdims")), KEY("where", where));
    Tensor *folded = s->failed ? NULL : sheet_array(s, sum),
           *counts = s->failed ? NULL : sheet_array(s, count);
    if (!s->failed && folded->ndim < counts->ndim)
        count = sheet_tensor(s, tensor_reshape(s->run, counts, folded->ndim, folded->dim, 'C'));
    Value freedom = sheet_sub(s, count, ddof), var = divide_by_count(s, sum, freedom);
    Value bad = sheet_op(s, OP_LE, freedom, value_int(0));
    if (sheet_any(s, bad)) {
        sheet_warn(s, RuntimeWarning, "Degrees of freedom <= 0 for slice.");
        DType kind = value_dtype(var);
        Tensor *filled = sheet_cast(s, NP(s, "where", bad, value_float(NAN), var), kind);
        if (!s->failed && var.tag == V_ARRAY)
            s->failed = !tensor_assign(s->run, var.tensor, filled);
        else
            var = keep_scalar(s, as_value(filled), var);
    }
    return var;
}

static bool run_nanvar(Call *call, Value *out)
{
    Sheet s;
    Value mask;
    sheet_begin(&s, call->run);
    Value a = replace_nans(&s, sheet_argument(&s, call, 0), 0, &mask);
    if (s.failed || mask.tag == V_NONE)
        return sheet_answer(&s, call_plain(&s, call, a), out);
    Value var = nanvar(&s, call, a, mask);
    if (call->func->extra && !s.failed) /* nanstd */
        var = var.tag == V_ARRAY ? NP(&s, "sqrt", var, var) : NP(&s, "sqrt", var);
    return sheet_answer(&s, var, out);
}

#define SUM_PARAMS                                                                                           \
    "a, axis: axes = None, dtype: dtype = None, out: out = None, keepdims: bool = ?, initial: any = ?, "     \
    "where: any = ?"
#define EXTREME_PARAMS                                                                                       \
    "a, axis: axes = None, out: out = None, keepdims: bool = ?, initial: any = ?, where: any = ?"
#define CUMULATE_PARAMS "a, axis: axis = None, dtype: dtype = None, out: out = None"
#define PLACE_PARAMS    "a, axis: axis = None, out: out = None, *, keepdims: bool = ?"
#define MEAN_PARAMS                                                                                          \
    "a, axis: axes = None, dtype: dtype = None, out: out = None, keepdims: bool = ?, *, where: any = ?"
#define VAR_PARAMS                                                                                           \
    "a, axis: axes = None, dtype: dtype = None, out: out = None, ddof: any = 0, keepdims: bool = ?, *, "     \
    "where: any = ?, mean: any = ?, correction: any = ?"

#define NAN_ROW(title, ufunc, parameters, rule, runs, which, text, shown)                                    \
    {                                                                                                        \
        .name = title, .gives_to = ufunc, .of = "np", .params = parameters, .brief = text, .example = shown, \
        .style = PYTHON, .infer = rule, .run = runs, .gives = AS_ARRAY, .extra = which                       \
    }

const Func nan_funcs[] = {
    NAN_ROW("nansum", "add.reduce", SUM_PARAMS, infer_plain, run_replaced, 0, "The sum, nans counting as 0.",
            ">>> np.nansum([1, np.nan, 2])\nnp.float64(3.0)\n"),
    NAN_ROW("nanprod", "multiply", SUM_PARAMS, infer_plain, run_replaced, 1,
            "The product, nans counting as 1.", ">>> np.nanprod([2, np.nan, 3])\nnp.float64(6.0)\n"),
    NAN_ROW("nancumsum", "add.accumulate", CUMULATE_PARAMS, infer_plain, run_replaced, 0,
            "The sums up to each element, nans counting as 0.",
            ">>> np.nancumsum([1, np.nan, 2])\narray([1., 1., 3.])\n"),
    NAN_ROW("nancumprod", "multiply", CUMULATE_PARAMS, infer_plain, run_replaced, 1,
            "The products up to each element, nans counting as 1.",
            ">>> np.nancumprod([2, np.nan, 3])\narray([2., 2., 6.])\n"),
    NAN_ROW("nanmin", "minimum", EXTREME_PARAMS, infer_plain, run_extreme, LOWEST,
            "The smallest of the elements that are not nan.",
            ">>> np.nanmin([1, np.nan, 2])\nnp.float64(1.0)\n"),
    NAN_ROW("nanmax", "maximum", EXTREME_PARAMS, infer_plain, run_extreme, HIGHEST,
            "The largest of the elements that are not nan.",
            ">>> np.nanmax([1, np.nan, 2])\nnp.float64(2.0)\n"),
    NAN_ROW("nanargmin", NULL, PLACE_PARAMS, infer_plain, run_place, LOWEST,
            "The index of the smallest element that is not nan.",
            ">>> np.nanargmin([np.nan, 3, 2])\nnp.int64(2)\n"),
    NAN_ROW("nanargmax", NULL, PLACE_PARAMS, infer_plain, run_place, HIGHEST,
            "The index of the largest element that is not nan.",
            ">>> np.nanargmax([np.nan, 3, 2])\nnp.int64(1)\n"),
    NAN_ROW("nanmean", "add.reduce", MEAN_PARAMS, infer_moment, run_nanmean, 0,
            "The average of the elements that are not nan.",
            ">>> np.nanmean([1, np.nan, 3])\nnp.float64(2.0)\n"),
    NAN_ROW("nanvar", "add.reduce", VAR_PARAMS, infer_moment, run_nanvar, 0,
            "The variance of the elements that are not nan.",
            ">>> np.nanvar([1, np.nan, 3])\nnp.float64(1.0)\n"),
    NAN_ROW("nanstd", "add.reduce", VAR_PARAMS, infer_moment, run_nanvar, 1,
            "The standard deviation of the elements that are not nan.",
            ">>> np.nanstd([1, np.nan, 3])\nnp.float64(1.0)\n"),
    { .name = NULL },
};
