/* statistics.c: sums, extremes, means and kin: folds by the loops of a ufunc, and what NumPy's Python makes
 * of them. */
#include "func/bind.h"
#include "func/elementwise.h"
#include "func/reduce.h"
#include "func/results.h"
#include "tensor/fuse.h"

#include <math.h>
#include <string.h>

/* arguments ------------------------------------------------------------------------------------------- */

static bool read_fold(Call *call, Fold *fold)
{
    int axis = arg_place(call, ARG_AXIS), dtype = arg_place(call, ARG_DTYPE), out = arg_place(call, ARG_OUT),
        keepdims = arg_place(call, ARG_KEEPDIMS), initial = arg_place(call, ARG_INITIAL),
        where = arg_place(call, ARG_WHERE);
    fold->dtype = NO_DTYPE;
    fold->out = fold->where = NULL;
    fold->initial = ABSENT;
    fold->keepdims = fold->keep_array = false;
    fold->typed_only = call->typed_only;
    bool ok = (dtype < 0 || arg_dtype(call, dtype, &fold->dtype)) &&
              (out < 0 || arg_array_out(call, out, &fold->out)) &&
              (keepdims < 0 || arg_keepdims(call, keepdims, &fold->keepdims)) &&
              (initial < 0 || (fold->initial = call->arg[initial].value, true)) &&
              (where < 0 || arg_where(call, where, &fold->where));
    return ok && arg_axes(call, axis, arg_tensor(call, 0)->ndim, fold->marked);
}

/* The ufuncs that rows fold with; a row's `extra` says which. */
enum { BY_ADD, BY_MULTIPLY, BY_MAXIMUM, BY_MINIMUM, BY_OR, BY_AND };
static const Func *ufunc_named(int which)
{
    static const char *const name[] = {
        "add", "multiply", "maximum", "minimum", "logical_or", "logical_and"
    };
    static const Func *row[sizeof name / sizeof *name];
    return row[which] ? row[which] : (row[which] = func_find("np", name[which]));
}

static bool infer_fold(Call *call, Value *out)
{
    Fold fold;
    bool ok = read_fold(call, &fold) &&
              fold_reduce(call->run, ufunc_named((int)call->func->extra), arg_tensor(call, 0), &fold, out);
    tensor_drop(fold.where);
    return ok;
}

/* The sum of some numbers in a line, if it is finite and so has raised no flag; as fold_reduce adds them. */
static Value quick_sum(Run *run, const Func *func, int n, const Value arg[])
{
    (void)run, (void)func;
    const Tensor *t = n == 1 && arg[0].tag == V_ARRAY ? arg[0].tensor : NULL;
    if (!t || t->ndim != 1 || t->dtype != FLOAT64 || !t->data || t->dim[0] >= FUSE_LEAST)
        return ABSENT;
    double sum = 0;
    char *p[3] = { (char *)&sum, t->data, (char *)&sum };
    int64_t s[3] = { 0, t->stride[0], 0 };
    ufunc_named(BY_ADD)->loops[FLOAT64](t->dim[0], p, s);
    return isfinite(sum) ? value_scalar(FLOAT64, &sum) : ABSENT;
}

/* mean, var, std -------------------------------------------------------------------------------------- */

/* Whether where= has a truth for each element. */
static bool check_mask(Run *run, const Tensor *a, const Tensor *mask)
{
    Shape all;
    shape_set(&all, a->ndim, a->dim);
    if (mask->ndim > a->ndim)
        return fail(run, ValueError,
                    a->ndim ? "input operand has more dimensions than allowed by the axis remapping"
                            : "cannot broadcast a non-scalar to a scalar array");
    return (shape_broadcast(&all, mask->ndim, mask->dim) &&
            shape_equal(all.ndim, all.dim, a->ndim, a->dim)) ||
           fail(run, ValueError,
                "operands could not be broadcast together with remapped shapes [original->remapped]: %s  and "
                "requested shape %s",
                shape_tight(run, mask->ndim, mask->dim), shape_tight(run, a->ndim, a->dim));
}

/* Elements a fold takes together: an int64 scalar, or an array of counts where a mask differs. */
static bool count_items(Call *call, const Fold *fold, bool keepdims, Value *count)
{
    Tensor *a = arg_tensor(call, 0);
    if (!fold->where) {
        int64_t n = 1;
        for (int i = 0; i < a->ndim; i++)
            n *= fold->marked[i] ? a->dim[i] : 1;
        *count = value_scalar(INT64, &n);
        return true;
    }
    if (!check_mask(call->run, a, fold->where))
        return false;
    Fold counting = *fold;
    Tensor *mask = tensor_broadcast(fold->where, a->ndim, a->dim);
    counting.dtype = INT64;
    counting.out = counting.where = NULL;
    counting.initial = ABSENT;
    counting.keepdims = keepdims;
    bool ok = fold_reduce(call->run, ufunc_named(BY_ADD), mask, &counting, count);
    tensor_drop(mask);
    return ok;
}

/* Whether a count is `limit` or less somewhere. */
static bool count_at_most(Value count, double limit)
{
    if (count.tag != V_ARRAY)
        return (double)count.i <= limit;
    int64_t n = tensor_size(count.tensor);
    const int64_t *at = (const int64_t *)count.tensor->data; /* fresh and contiguous */
    for (int64_t i = 0; i < n; i++)
        if ((double)at[i] <= limit)
            return true;
    return false;
}

/* A scalar of another dtype, as dtype.type(x) makes it. */
static bool cast_value(Run *run, DType dtype, Value *value)
{
    if (value->tag == V_ARRAY) {
        if (value->tensor->dtype == dtype)
            return true;
        Tensor *cast = tensor_cast(run, value->tensor, dtype);
        value_drop(*value);
        *value = cast ? value_array(cast) : NONE;
        return cast != NULL;
    }
    DType from;
    const void *data = scalar_data(value, &from);
    if (from == dtype)
        return true;
    complex128 z = element_complex(from, data);
    _Alignas(16) char room[16];
    element_set_complex(dtype, room, z);
    value_drop(*value);
    *value = value_scalar(dtype, room);
    return true;
}

/* value = op(value, by), in place if it is an array: then cast, whatever is lost. by ABSENT: op takes one
 * operand. */
static bool apply_to(Run *run, const char *op, Value *value, Value by)
{
    const Func *row = func_find("np", op);
    Value in[2] = { *value, by }, answer;
    int nin = by.tag == V_ABSENT ? 1 : 2;
    if (value->tag == V_ARRAY) {
        UfuncArgs args = ufunc_args_none;
        args.out[0] = value->tensor;
        args.casting = strcmp(op, "sqrt") ? CAST_UNSAFE : CAST_SAME_KIND;
        if (!elementwise_values(run, row, nin, in, &args, false, &answer))
            return false;
        value_drop(answer);
        return true;
    }
    DType dtype;
    scalar_data(value, &dtype);
    bool ok = nin == 2 ? elementwise_call(run, row, nin, in, NULL, &answer)
                       : elementwise_values(run, row, nin, in, NULL, false, &answer);
    if (!ok)
        return false;
    value_drop(*value);
    *value = answer;
    return cast_value(run, dtype, value);
}

/* What is told before the axis is looked at: a mask that does not fit, and an axis of what has none. */
static bool check_scalar_axis(Call *call)
{
    int axis = arg_place(call, ARG_AXIS), where = arg_place(call, ARG_WHERE), at;
    Tensor *a = arg_tensor(call, 0);
    Value mask = where < 0 ? ABSENT : call->arg[where].value;
    if (mask.tag == V_ARRAY && !check_mask(call->run, a, mask.tensor))
        return false;
    if (call->arg[axis].value.tag == V_FLOAT)
        return axis_of(call->run, call->arg[axis].value, a->ndim, NULL, &at);
    bool marked[AXES_MAX];
    if (a->ndim)
        return arg_axes(call, axis, a->ndim, marked);
    if (arg_none(call, axis) || call->arg[axis].value.tag == V_TUPLE)
        return true;
    return arg_axis(call, axis, 0, &at);
}

static bool infer_mean(Call *call, Value *out)
{
    Run *run = call->run;
    Tensor *a = arg_tensor(call, 0);
    Fold fold = { .where = NULL };
    Value count = NONE, sum = NONE;
    DType dtype = (DType)a->dtype;
    bool ok = check_scalar_axis(call) && read_fold(call, &fold);
    bool half = ok && fold.dtype == NO_DTYPE && dtype == FLOAT16;
    if (ok && fold.dtype == NO_DTYPE)
        fold.dtype = dtype < FLOAT16 ? FLOAT64 : half ? FLOAT32 : NO_DTYPE;
    if (ok && call->typed_only) {
        fold.dtype = half && !fold.out ? FLOAT16 : fold.dtype;
        ok = fold_reduce(run, ufunc_named(BY_ADD), a, &fold, out);
        tensor_drop(fold.where);
        return ok;
    }
    ok = ok && count_items(call, &fold, fold.keepdims, &count);
    if (ok && count_at_most(count, 0))
        ok = warn(run, RuntimeWarning, "Mean of empty slice");
    ok = ok && fold_reduce(run, ufunc_named(BY_ADD), a, &fold, &sum);
    ok = ok && apply_to(run, "divide", &sum, count);
    if (ok && half && !fold.out)
        ok = cast_value(run, FLOAT16, &sum);
    tensor_drop(fold.where);
    value_drop(count);
    if (!ok) {
        value_drop(sum);
        return false;
    }
    *out = sum;
    return true;
}

/* |z|^2 of each element, as a real array. */
static Tensor *squared_sizes(Run *run, Tensor *z)
{
    Tensor *real = tensor_like(run, dtype_real((DType)z->dtype), z->ndim, z->dim, 1, &z);
    if (!real)
        return NULL;
    int64_t n = tensor_size(z);
    /* both are fresh and in the same order */
    if (z->dtype == COMPLEX128) {
        const double *from = (const double *)z->data;
        double *to = (double *)real->data;
        for (int64_t i = 0; i < n; i++)
            to[i] = from[2 * i] * from[2 * i] + from[2 * i + 1] * from[2 * i + 1];
    } else {
        const float *from = (const float *)z->data;
        float *to = (float *)real->data;
        for (int64_t i = 0; i < n; i++)
            to[i] = from[2 * i] * from[2 * i] + from[2 * i + 1] * from[2 * i + 1];
    }
    return real;
}

/* The squared distances from the mean, NumPy's second pass. */
static Tensor *squared_deviations(Run *run, Tensor *a, Value mean)
{
    UfuncArgs args = ufunc_args_none;
    args.keep_array = a->ndim == 0;
    Value in[2] = { value_array(a), mean }, x, squared;
    uint8_t weak = a->weak;
    a->weak = STRONG;
    run->lazy = !args.keep_array && !dtype_is_complex((DType)a->dtype); /* the sum computes it as it goes */
    bool ok = elementwise_values(run, func_find("np", "subtract"), 2, in, &args, false, &x);
    a->weak = weak;
    if (!ok)
        return NULL;
    if (tensor_pending(x.tensor)) {
        run->lazy = true;
        ok = elementwise_values(run, func_find("np", "square"), 1, &x, NULL, false, &squared);
        value_drop(x);
        return ok ? squared.tensor : NULL;
    }
    if (dtype_is_complex((DType)x.tensor->dtype)) {
        Tensor *real = squared_sizes(run, x.tensor);
        value_drop(x);
        return real;
    }
    if (apply_to(run, "square", &x, ABSENT))
        return x.tensor;
    value_drop(x);
    return NULL;
}

/* The first pass: the mean with the axes kept. */
static bool mean_kept(Call *call, const Fold *fold, Value *mean)
{
    Run *run = call->run;
    int given = arg_place(call, ARG_MEAN);
    if (given >= 0 && !arg_none(call, given)) {
        *mean = value_keep(call->arg[given].value);
        return true;
    }
    Fold first = *fold;
    Value count;
    first.out = NULL;
    first.keepdims = first.keep_array = true;
    if (!count_items(call, fold, true, &count))
        return false;
    bool ok = fold_reduce(run, ufunc_named(BY_ADD), arg_tensor(call, 0), &first, mean);
    if (ok && !apply_to(run, "divide", mean, count)) {
        value_drop(*mean);
        *mean = NONE;
        ok = false;
    }
    value_drop(count);
    return ok;
}

/* max(count - ddof, 0) */
static bool subtract_ddof(Run *run, Value *count, Value ddof)
{
    Value in[2] = { *count, ddof }, less, answer;
    if (!elementwise_values(run, func_find("np", "subtract"), 2, in, NULL, false, &less))
        return false;
    value_drop(*count);
    *count = NONE;
    Value zero[2] = { less, value_int(0) };
    bool ok = elementwise_values(run, func_find("np", "maximum"), 2, zero, NULL, false, &answer);
    value_drop(less);
    if (ok)
        *count = answer;
    return ok;
}

/* ddof, or correction, which is another name for it. */
static bool given_ddof(Call *call, Value *ddof)
{
    int at = arg_place(call, ARG_DDOF), correction = arg_place(call, ARG_CORRECTION);
    *ddof = call->arg[at].value;
    if (correction >= 0 && call->arg[correction].value.tag != V_ABSENT) {
        bool zero = ddof->tag == V_INT && ddof->i == 0;
        if (!zero)
            return fail(call->run, ValueError, "ddof and correction can't be provided simultaneously.");
        *ddof = call->arg[correction].value;
    }
    return true;
}

/* What is no number of degrees of freedom cannot be compared with how many items there are. */
static bool fail_freedom(Run *run, Value ddof)
{
    Value in[2] = { { .tag = V_SCALAR, .dtype = INT64 }, ddof };
    return fail_operand(run, func_find("np", "less_equal"), 2, in, NULL);
}

static bool infer_var(Call *call, Value *out)
{
    Run *run = call->run;
    Tensor *a = arg_tensor(call, 0), *x = NULL;
    Fold fold = { .where = NULL };
    Value count = NONE, mean = NONE, ddof, sum = NONE;
    double freedom;
    bool is_std = call->func->extra;
    bool ok = given_ddof(call, &ddof) && check_scalar_axis(call) && read_fold(call, &fold) &&
              (value_to_double(run, ddof, &freedom) || fail_freedom(run, ddof));
    if (ok && fold.dtype == NO_DTYPE && a->dtype < FLOAT16)
        fold.dtype = FLOAT64;
    if (ok && call->typed_only && fold.dtype == BOOL &&
        a->dtype == BOOL) { /* the mean is one too, and - has no loop for it */
        Value truths = value_array(a);
        return infer_operation(run, func_find("np", "subtract"), 2, (Value[]){ truths, truths }, NULL, out);
    }
    if (ok && call->typed_only) {
        fold.dtype = fold.dtype == NO_DTYPE ? dtype_real((DType)a->dtype) : fold.dtype;
        ok = fold_reduce(run, ufunc_named(BY_ADD), a, &fold, out);
        tensor_drop(fold.where);
        return ok;
    }
    ok = ok && count_items(call, &fold, fold.keepdims, &count);
    if (ok && count_at_most(count, freedom))
        ok = warn(run, RuntimeWarning, "Degrees of freedom <= 0 for slice");
    ok = ok && mean_kept(call, &fold, &mean);
    x = ok ? squared_deviations(run, a, mean) : NULL;
    ok = x && fold_reduce(run, ufunc_named(BY_ADD), x, &fold, &sum);
    ok = ok && subtract_ddof(run, &count, ddof) && apply_to(run, "divide", &sum, count);
    if (ok && is_std)
        ok = apply_to(run, "sqrt", &sum, ABSENT);
    tensor_drop(x);
    tensor_drop(fold.where);
    value_drop(mean);
    value_drop(count);
    if (!ok) {
        value_drop(sum);
        return false;
    }
    *out = sum;
    return true;
}

/* ptp ------------------------------------------------------------------------------------------------- */

static bool infer_ptp(Call *call, Value *out)
{
    Run *run = call->run;
    Fold fold;
    Value in[2];
    UfuncArgs args = ufunc_args_none;
    if (!read_fold(call, &fold))
        return false;
    args.out[0] = fold.out;
    if (!fold_reduce(run, ufunc_named(BY_MAXIMUM), arg_tensor(call, 0), &fold, &in[0]))
        return false;
    fold.out = NULL; /* it holds the maxima, and takes the differences */
    if (!fold_reduce(run, ufunc_named(BY_MINIMUM), arg_tensor(call, 0), &fold, &in[1])) {
        value_drop(in[0]);
        return false;
    }
    bool ok = elementwise_values(run, func_find("np", "subtract"), 2, in, &args, call->typed_only, out);
    value_drop(in[0]);
    value_drop(in[1]);
    return ok;
}

const Func reduce_funcs[] = {
    { .name = "sum",
      .gives_to = "add.reduce",
      .of = "np",
      .params = "a, axis: axes = None, dtype: dtype = None, out: out = None, keepdims: bool = ?, initial: "
                "any = ?, where: any = ?",
      .brief = "The sum of elements, of all or along axes.",
      .example = ">>> np.sum([[1, 2], [3, 4]], axis=0)\n"
                 "array([4, 6])\n",
      .style = PYTHON,
      .infer = infer_fold,
      .quick = quick_sum,
      .lazy = 1,
      .extra = BY_ADD,
      .gives = AS_ARRAY },
    { .name = "sum",
      .gives_to = "add.reduce",
      .of = "ndarray generic",
      .params = "self, axis: axes = None, dtype: dtype = None, out: out = None, keepdims: bool = False, "
                "initial: any = ?, where: any = True",
      .brief = "The sum of elements, of all or along axes.",
      .example = ">>> np.array([1, 2]).sum()\n"
                 "np.int64(3)\n",
      .style = PYTHON,
      .says = "_sum",
      .infer = infer_fold,
      .quick = quick_sum,
      .lazy = 1,
      .extra = BY_ADD,
      .gives = AS_ARRAY },
    { .name = "prod",
      .gives_to = "multiply",
      .of = "np",
      .params = "a, axis: axes = None, dtype: dtype = None, out: out = None, keepdims: bool = ?, initial: "
                "any = ?, where: any = ?",
      .brief = "The product of elements, of all or along axes.",
      .example = ">>> np.prod([[1, 2], [3, 4]], axis=1)\n"
                 "array([ 2, 12])\n",
      .style = PYTHON,
      .infer = infer_fold,
      .extra = BY_MULTIPLY,
      .gives = AS_ARRAY },
    { .name = "prod",
      .gives_to = "multiply",
      .of = "ndarray generic",
      .params = "self, axis: axes = None, dtype: dtype = None, out: out = None, keepdims: bool = False, "
                "initial: any = ?, where: any = True",
      .brief = "The product of elements, of all or along axes.",
      .example = ">>> np.array([2, 3]).prod()\n"
                 "np.int64(6)\n",
      .style = PYTHON,
      .says = "_prod",
      .infer = infer_fold,
      .extra = BY_MULTIPLY,
      .gives = AS_ARRAY },
    { .name = "max",
      .gives_to = "maximum",
      .of = "np",
      .params = "a, axis: axes = None, out: out = None, keepdims: bool = ?, initial: any = ?, where: any = ?",
      .brief = "The largest of the elements; nan if one is nan.",
      .example = ">>> np.max([[1, 5], [7, 3]], axis=0)\n"
                 "array([7, 5])\n",
      .style = PYTHON,
      .infer = infer_fold,
      .extra = BY_MAXIMUM,
      .gives = AS_ARRAY },
    { .name = "max",
      .gives_to = "maximum",
      .of = "ndarray generic",
      .params = "self, axis: axes = None, out: out = None, keepdims: bool = False, initial: any = ?, where: "
                "any = True",
      .brief = "The largest of the elements; nan if one is nan.",
      .example = ">>> np.array([3, 1, 2]).max()\n"
                 "np.int64(3)\n",
      .style = PYTHON,
      .says = "_amax",
      .infer = infer_fold,
      .extra = BY_MAXIMUM,
      .gives = AS_ARRAY },
    { .name = "amax",
      .gives_to = "maximum",
      .of = "np",
      .params = "a, axis: axes = None, out: out = None, keepdims: bool = ?, initial: any = ?, where: any = ?",
      .brief = "The same as np.max: the largest of the elements.",
      .example = ">>> np.amax([3, 1, 2])\n"
                 "np.int64(3)\n",
      .style = PYTHON,
      .infer = infer_fold,
      .extra = BY_MAXIMUM,
      .gives = AS_ARRAY },
    { .name = "min",
      .gives_to = "minimum",
      .of = "np",
      .params = "a, axis: axes = None, out: out = None, keepdims: bool = ?, initial: any = ?, where: any = ?",
      .brief = "The smallest of the elements; nan if one is nan.",
      .example = ">>> np.min([[1, 5], [7, 3]], axis=0)\n"
                 "array([1, 3])\n",
      .style = PYTHON,
      .infer = infer_fold,
      .extra = BY_MINIMUM,
      .gives = AS_ARRAY },
    { .name = "min",
      .gives_to = "minimum",
      .of = "ndarray generic",
      .params = "self, axis: axes = None, out: out = None, keepdims: bool = False, initial: any = ?, where: "
                "any = True",
      .brief = "The smallest of the elements; nan if one is nan.",
      .example = ">>> np.array([3, 1, 2]).min()\n"
                 "np.int64(1)\n",
      .style = PYTHON,
      .says = "_amin",
      .infer = infer_fold,
      .extra = BY_MINIMUM,
      .gives = AS_ARRAY },
    { .name = "amin",
      .gives_to = "minimum",
      .of = "np",
      .params = "a, axis: axes = None, out: out = None, keepdims: bool = ?, initial: any = ?, where: any = ?",
      .brief = "The same as np.min: the smallest of the elements.",
      .example = ">>> np.amin([3, 1, 2])\n"
                 "np.int64(1)\n",
      .style = PYTHON,
      .infer = infer_fold,
      .extra = BY_MINIMUM,
      .gives = AS_ARRAY },
    { .name = "any",
      .of = "np",
      .params = "a, axis: axes = None, out: out = None, keepdims: bool = ?, *, where: any = ?",
      .brief = "Whether one of the elements is true.",
      .example = ">>> np.any([[True, False], [True, True]], axis=0)\n"
                 "array([ True,  True])\n",
      .style = PYTHON,
      .infer = infer_fold,
      .extra = BY_OR,
      .gives = AS_ARRAY },
    { .name = "any",
      .of = "ndarray generic",
      .params = "self, axis: axes = None, dtype: dtype = None, out: out = None, keepdims: bool = False, *, "
                "where: any = True",
      .brief = "Whether one of the elements is true.",
      .example = ">>> np.array([1, 0]).any()\n"
                 "np.True_\n",
      .style = PYTHON,
      .says = "_any",
      .infer = infer_fold,
      .extra = BY_OR,
      .gives = AS_ARRAY },
    { .name = "all",
      .of = "np",
      .params = "a, axis: axes = None, out: out = None, keepdims: bool = ?, *, where: any = ?",
      .brief = "Whether all elements are true.",
      .example = ">>> np.all([[True, False], [True, True]], axis=0)\n"
                 "array([ True, False])\n",
      .style = PYTHON,
      .infer = infer_fold,
      .extra = BY_AND,
      .gives = AS_ARRAY },
    { .name = "all",
      .of = "ndarray generic",
      .params = "self, axis: axes = None, dtype: dtype = None, out: out = None, keepdims: bool = False, *, "
                "where: any = True",
      .brief = "Whether all elements are true.",
      .example = ">>> np.array([1, 0]).all()\n"
                 "np.False_\n",
      .style = PYTHON,
      .says = "_all",
      .infer = infer_fold,
      .extra = BY_AND,
      .gives = AS_ARRAY },
    { .name = "mean",
      .gives_to = "add.reduce",
      .of = "np",
      .params =
          "a, axis: axes = None, dtype: dtype = None, out: out = None, keepdims: bool = ?, *, where: any = ?",
      .brief = "The average of elements, of all or along axes.",
      .example = ">>> np.mean([[1, 2], [3, 4]], axis=0)\n"
                 "array([2., 3.])\n",
      .style = PYTHON,
      .infer = infer_mean,
      .lazy = 1,
      .gives = AS_ARRAY },
    { .name = "mean",
      .gives_to = "add.reduce",
      .of = "ndarray generic",
      .params = "self, axis: axes = None, dtype: dtype = None, out: out = None, keepdims: bool = False, *, "
                "where: any = True",
      .brief = "The average of elements, of all or along axes.",
      .example = ">>> np.array([1, 2]).mean()\n"
                 "np.float64(1.5)\n",
      .style = PYTHON,
      .says = "_mean",
      .infer = infer_mean,
      .lazy = 1,
      .gives = AS_ARRAY },
    { .name = "var",
      .gives_to = "add.reduce",
      .of = "np",
      .params = "a, axis: axes = None, dtype: dtype = None, out: out = None, ddof: any = 0, keepdims: bool = "
                "?, *, where: any = ?, mean: any = ?, correction: any = ?",
      .brief = "The average squared distance from the mean.",
      .example = ">>> np.var([1, 2, 3, 4])\n"
                 "np.float64(1.25)\n",
      .style = PYTHON,
      .infer = infer_var,
      .extra = 0,
      .gives = AS_ARRAY },
    { .name = "var",
      .gives_to = "add.reduce",
      .of = "ndarray generic",
      .params = "self, axis: axes = None, dtype: dtype = None, out: out = None, ddof: any = 0, keepdims: "
                "bool = False, *, where: any = True, mean: any = None",
      .brief = "The average squared distance from the mean.",
      .example = ">>> np.array([1, 2, 3, 4]).var(ddof=1)\n"
                 "np.float64(1.6666666666666667)\n",
      .style = PYTHON,
      .says = "_var",
      .infer = infer_var,
      .extra = 0,
      .gives = AS_ARRAY },
    { .name = "std",
      .gives_to = "add.reduce",
      .of = "np",
      .params = "a, axis: axes = None, dtype: dtype = None, out: out = None, ddof: any = 0, keepdims: bool = "
                "?, *, where: any = ?, mean: any = ?, correction: any = ?",
      .brief = "The standard deviation: the root of var.",
      .example = ">>> np.std([1, 2, 3, 4])\n"
                 "np.float64(1.118033988749895)\n",
      .style = PYTHON,
      .infer = infer_var,
      .extra = 1,
      .gives = AS_ARRAY },
    { .name = "std",
      .gives_to = "add.reduce",
      .of = "ndarray generic",
      .params = "self, axis: axes = None, dtype: dtype = None, out: out = None, ddof: any = 0, keepdims: "
                "bool = False, *, where: any = True, mean: any = None",
      .brief = "The standard deviation: the root of var.",
      .example = ">>> np.array([1, 2, 3, 4]).std(ddof=1)\n"
                 "np.float64(1.2909944487358056)\n",
      .style = PYTHON,
      .says = "_std",
      .infer = infer_var,
      .extra = 1,
      .gives = AS_ARRAY },
    { .name = "ptp",
      .gives_to = "maximum",
      .of = "np",
      .params = "a, axis: axes = None, out: out = None, keepdims: bool = ?",
      .brief = "The largest minus the smallest element.",
      .example = ">>> np.ptp([1, 5, 3])\n"
                 "np.int64(4)\n",
      .style = PYTHON,
      .infer = infer_ptp,
      .gives = AS_ARRAY },
    { .name = NULL },
};
