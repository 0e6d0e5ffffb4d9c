/* averages.c: weighted averages, covariances and correlations. */
#include "array/averages.h"

#include <math.h>

Value weights_for(Sheet *s, Value weights, Tensor *a, const Ints *axes)
{
    Tensor *w = sheet_array(s, weights);
    if (!w || s->failed)
        return ABSENT;
    if (shape_equal(a->ndim, a->dim, w->ndim, w->dim))
        return value_array(w);
    if (!axes) {
        sheet_fail(s, TypeError, "Axis must be specified when shapes of a and weights differ.");
        return ABSENT;
    }
    bool fits = w->ndim == axes->count;
    for (int i = 0; fits && i < axes->count; i++)
        fits = w->dim[i] == a->dim[axes->at[i]];
    if (!fits) {
        sheet_fail(s, ValueError,
                   "Shape of weights must be consistent with shape of a along specified axis.");
        return ABSENT;
    }
    /* the axes in their order in the array, with axes of size 1 between */
    int64_t dim[AXES_MAX], stride[AXES_MAX];
    for (int i = 0; i < a->ndim; i++) {
        dim[i] = 1;
        stride[i] = 0;
        for (int k = 0; k < axes->count; k++)
            if (axes->at[k] == i) {
                dim[i] = w->dim[k];
                stride[i] = w->stride[k];
            }
    }
    return sheet_tensor(s, view_at(w, a->ndim, dim, stride, 0));
}

/* average
 * ------------------------------------------------------------------------------------------------------------
 */

enum { AVERAGE_AXIS = 1, AVERAGE_WEIGHTS, AVERAGE_RETURNED, AVERAGE_KEEPDIMS };

static bool infer_average(Call *call, Value *out)
{
    Ints axes;
    bool keep, returned, marked[AXES_MAX] = { false };
    if (sheet_skips(call, out))
        return true;
    Tensor *a = arg_tensor(call, 0);
    Value axis = call->arg[AVERAGE_AXIS].value;
    if ((axis.tag != V_NONE && !axes_of(call->run, axis, a->ndim, "axis", false, &axes)) ||
        !arg_truth(call, AVERAGE_RETURNED, &returned))
        return false;
    Value weights = call->arg[AVERAGE_WEIGHTS].value;
    if (weights.tag != V_NONE && weights.tag != V_UNKNOWN) {
        Sheet s; /* the weights' shape is checked where they are read */
        Value fitted;
        sheet_begin(&s, call->run);
        Value w = weights_for(&s, weights, a, axis.tag == V_NONE ? NULL : &axes);
        if (!sheet_end(&s, w, &fitted))
            return false;
        value_drop(fitted);
    }
    keep = call->arg[AVERAGE_KEEPDIMS].value.tag == V_BOOL && call->arg[AVERAGE_KEEPDIMS].value.i;
    for (int i = 0; axis.tag != V_NONE && i < axes.count; i++)
        marked[axes.at[i]] = true;
    Shape shape = { .ndim = 0 };
    for (int i = 0; i < a->ndim; i++) {
        bool folded = marked[i] || axis.tag == V_NONE;
        if (!folded || keep)
            shape.dim[shape.ndim++] = folded ? 1 : a->dim[i];
    }
    infer_as(out, dtype_is_inexact((DType)a->dtype) ? (DType)a->dtype : FLOAT64, shape.ndim, shape.dim);
    if (returned) {
        Value both[2] = { *out, *out };
        Value pair = value_tuple(2, both);
        value_drop(*out);
        *out = pair;
    }
    return true;
}

/* np.average(a, axis, weights), and the sum of the weights; axis is a tuple or None. */
static Value average(Sheet *s, Value a, Value axis, const Ints *axes, Value weights, Value keepdims,
                     Value *scale)
{
    if (s->failed)
        return ABSENT;
    Keyword fold[3] = { KEY("axis", axis), KEY("keepdims", keepdims), KEY("dtype", ABSENT) };
    if (weights.tag == V_NONE) {
        Value mean = sheet_np_keys(s, "mean", a, 2, fold);
        Tensor *t = sheet_array(s, mean);
        if (!t)
            return ABSENT;
        double count = (double)tensor_size(a.tensor) / (double)tensor_size(t);
        _Alignas(16) char element[16];
        element_set_complex((DType)t->dtype, element, count);
        *scale = sheet_hold(s, value_scalar((DType)t->dtype, element));
        return mean;
    }
    weights = weights_for(s, weights, a.tensor, axes);
    if (s->failed)
        return ABSENT;
    DType dtype = dtype_promote((DType)a.tensor->dtype, (DType)weights.tensor->dtype);
    if (a.tensor->dtype < FLOAT16)
        dtype = dtype_promote(dtype, FLOAT64);
    fold[2].value = value_of_dtype(dtype);
    *scale = sheet_np_keys(s, "sum", weights, 3, fold);
    if (sheet_any(s, sheet_op(s, OP_EQ, *scale, value_float(0))))
        sheet_fail(s, ZeroDivisionError, "Weights sum to zero, can't be normalized");
    Value product =
        NP(s, "multiply", as_value(sheet_cast(s, a, dtype)), as_value(sheet_cast(s, weights, dtype)));
    return sheet_div(s, sheet_np_keys(s, "sum", product, 2, fold), *scale);
}

/* The answer with the sum of its weights, in its shape. */
static Value with_scale(Sheet *s, Value answer, Value scale)
{
    Tensor *t = sheet_array(s, answer), *of = sheet_array(s, scale);
    if (s->failed)
        return ABSENT;
    if (!shape_equal(t->ndim, t->dim, of->ndim, of->dim)) {
        Value wide = sheet_tensor(s, tensor_broadcast(of, t->ndim, t->dim));
        scale = sheet_tensor(s, tensor_copy(s->run, wide.tensor, 'C'));
    }
    return sheet_tuple(s, 2, (Value[]){ answer, scale });
}

static bool run_average(Call *call, Value *out)
{
    Sheet s;
    Ints axes;
    bool returned = false;
    sheet_begin(&s, call->run);
    Value a = sheet_argument(&s, call, 0), axis = call->arg[AVERAGE_AXIS].value, scale = ABSENT;
    bool all = axis.tag == V_NONE;
    s.failed |= s.failed || (!all && !axes_of(call->run, axis, a.tensor->ndim, "axis", false, &axes)) ||
                !arg_truth(call, AVERAGE_RETURNED, &returned);
    if (!all && !s.failed)
        axis = sheet_hold(&s, value_shape(axes.count, axes.at));
    Value answer = average(&s, a, axis, all ? NULL : &axes, call->arg[AVERAGE_WEIGHTS].value,
                           call->arg[AVERAGE_KEEPDIMS].value, &scale);
    return sheet_answer(&s, returned ? with_scale(&s, answer, scale) : answer, out);
}

/* cov, corrcoef
 * ------------------------------------------------------------------------------------------------------ */

typedef struct Covariance {
    Value m, y, ddof, fweights, aweights; /* V_NONE: not given */
    bool rowvar, bias;
    DType dtype; /* NO_DTYPE: by the rule */
} Covariance;

static Value two_axes(Sheet *s, Value v, DType dtype, bool turn)
{
    Tensor *t = sheet_cast(s, v, dtype);
    Value wide = t ? sheet_tensor(s, view_at_least(t, 2)) : ABSENT;
    return turn && !s->failed ? sheet_tensor(s, tensor_transpose(wide.tensor, NULL)) : wide;
}

/* fweights or aweights, one for each observation. */
static Value observation_weights(Sheet *s, Value given, const char *name, int64_t observations)
{
    Value w = as_value(sheet_cast(s, given, FLOAT64));
    bool frequencies = name[0] == 'f';
    if (s->failed)
        return ABSENT;
    if (frequencies && !sheet_truth(s, NP(s, "all", sheet_op(s, OP_EQ, w, NP(s, "around", w)))))
        sheet_fail(s, TypeError, "fweights must be integer");
    else if (w.tensor->ndim > 1)
        sheet_fail(s, RuntimeError, "cannot handle multidimensional %s", name);
    else if (!w.tensor->ndim)
        sheet_fail(s, IndexError, "tuple index out of range");
    else if (w.tensor->dim[0] != observations)
        sheet_fail(s, RuntimeError, "incompatible numbers of samples and %s", name);
    else if (sheet_any(s, sheet_op(s, OP_LT, w, value_int(0))))
        sheet_fail(s, ValueError, "%s cannot be negative", name);
    return w;
}

/* ddof as the divisor wants it. */
static Value freedom(Sheet *s, const Covariance *c)
{
    if (c->ddof.tag == V_NONE)
        return value_int(!c->bias);
    double given = sheet_double(s, c->ddof);
    if (!s->failed && given != trunc(given))
        sheet_fail(s, ValueError, "ddof must be integer");
    return c->ddof;
}

/* The observations: a row for each variable. V_NONE: there are none. */
static Value observations(Sheet *s, const Covariance *c)
{
    Tensor *m = sheet_array(s, c->m), *y = c->y.tag == V_NONE ? NULL : sheet_array(s, c->y);
    if (s->failed)
        return ABSENT;
    if (m->ndim > 2)
        sheet_fail(s, ValueError, "m has more than 2 dimensions");
    else if (y && y->ndim > 2)
        sheet_fail(s, ValueError, "y has more than 2 dimensions");
    DType dtype = c->dtype;
    if (dtype == NO_DTYPE)
        dtype = dtype_promote(y ? dtype_promote((DType)m->dtype, (DType)y->dtype) : (DType)m->dtype, FLOAT64);
    Value x = two_axes(s, value_array(m), dtype, !c->rowvar && m->ndim != 1);
    if (s->failed)
        return ABSENT;
    if (!x.tensor->dim[0])
        return NONE;
    if (y) {
        Value more = two_axes(s, value_array(y), dtype, false);
        if (!s->failed && !c->rowvar && more.tensor->dim[0] != 1)
            more = sheet_tensor(s, tensor_transpose(more.tensor, NULL));
        x = NP(s, "concatenate", sheet_tuple(s, 2, (Value[]){ x, more }), value_int(0));
    }
    return x;
}

/* The mean is subtracted in place, which whole numbers do not allow. */
static void whole_mean(Sheet *s, DType dtype)
{
    sheet_fail(s, _UFuncOutputCastingError,
               "Cannot cast ufunc 'subtract' output from dtype('float64') to dtype('%s') with casting rule "
               "'same_kind'",
               dtype_info[dtype].name);
}

static Value covariance(Sheet *s, const Covariance *c)
{
    Value ddof = freedom(s, c), x = observations(s, c);
    if (s->failed)
        return ABSENT;
    if (x.tag == V_NONE)
        return as_value(sheet_zeros(s, FLOAT64, 2, (int64_t[]){ 0, 0 }));
    int64_t count = x.tensor->dim[1];
    Value w = NONE, a = c->aweights, scale = ABSENT;
    if (c->fweights.tag != V_NONE)
        w = observation_weights(s, c->fweights, "fweights", count);
    if (a.tag != V_NONE) {
        a = observation_weights(s, a, "aweights", count);
        w = w.tag == V_NONE ? a : sheet_mul(s, w, a);
    }
    Ints last = { .count = 1, .at = (int64_t[]){ 1 } };
    Value mean = average(s, x, value_int(1), &last, w, ABSENT, &scale), factor;
    Value all = s->failed ? ABSENT : value_ndim(scale) ? sheet_at(s, scale, 0) : scale;
    if (w.tag == V_NONE)
        factor = sheet_sub(s, value_int(count), ddof);
    else if (sheet_truth(s, sheet_op(s, OP_EQ, ddof, value_int(0))))
        factor = all;
    else if (a.tag == V_NONE)
        factor = sheet_sub(s, all, ddof);
    else
        factor = sheet_sub(s, all, sheet_div(s, sheet_mul(s, ddof, NP(s, "sum", sheet_mul(s, w, a))), all));
    if (sheet_truth(s, sheet_op(s, OP_LE, factor, value_int(0)))) {
        sheet_warn(s, RuntimeWarning, "Degrees of freedom <= 0 for slice");
        factor = value_float(0);
    }
    if (c->dtype != NO_DTYPE && !dtype_is_inexact(c->dtype))
        whole_mean(s, c->dtype);
    Value apart = sheet_sub(s, x, NP(s, "expand_dims", mean, value_int(1)));
    Value turned = NP(s, "transpose", w.tag == V_NONE ? apart : sheet_mul(s, apart, w));
    if (!s->failed && dtype_is_complex((DType)turned.tensor->dtype))
        turned = NP(s, "conjugate", turned);
    Value product = NP(s, "dot", apart, turned);
    product = sheet_into(s, "multiply", product, NP(s, "true_divide", value_int(1), factor));
    return NP(s, "squeeze", product);
}

static bool read_covariance(Call *call, Covariance *c)
{
    enum { M, Y, ROWVAR, BIAS, DDOF, FWEIGHTS, AWEIGHTS, DTYPE };
    bool correlation = call->func->extra;
    *c = (Covariance){ call->arg[M].value, call->arg[Y].value, NONE, NONE, NONE, true, false, NO_DTYPE };
    if (!arg_truth(call, ROWVAR, &c->rowvar) || !arg_dtype(call, correlation ? BIAS : DTYPE, &c->dtype))
        return false;
    if (correlation)
        return true;
    c->ddof = call->arg[DDOF].value;
    c->fweights = call->arg[FWEIGHTS].value;
    c->aweights = call->arg[AWEIGHTS].value;
    return arg_truth(call, BIAS, &c->bias);
}

/* aweights: one for each observation. */
static bool weights_count(Call *call, const Tensor *w, int64_t observations)
{
    if (w->ndim > 1)
        return fail(call->run, RuntimeError, "cannot handle multidimensional aweights");
    if (!w->ndim)
        return fail(call->run, IndexError, "tuple index out of range");
    return w->dim[0] == observations || observations < 0 || w->dim[0] < 0 ||
           fail(call->run, RuntimeError, "incompatible numbers of samples and aweights");
}

/* Whether the observations of y can stand under those of m: concatenate's own rule. */
static bool joined_fit(Call *call, const Tensor *m, const Tensor *y, bool rowvar)
{
    const Tensor *of[2] = { m, y };
    Value part[2], out;
    for (int i = 0; i < 2; i++) {
        const Tensor *t = of[i];
        int64_t dim[2] = { t->ndim == 2 ? t->dim[0] : 1, t->ndim ? t->dim[t->ndim - 1] : 1 };
        bool turn = !rowvar && (i == 0 ? t->ndim != 1 : dim[0] != 1);
        int64_t turned[2] = { dim[1], dim[0] };
        part[i] = value_array(tensor_typed(FLOAT64, 2, turn ? turned : dim));
    }
    bool empty = part[0].tensor->dim[0] == 0; /* there are no variables: it is not looked at */
    Value list = value_tuple(2, part);
    bool fits = empty || infer_operation(call->run, func_find("np", "concatenate"), 2,
                                         (Value[]){ list, value_int(0) }, NULL, &out);
    if (fits && !empty)
        value_drop(out);
    value_drop(list);
    value_drop(part[0]);
    value_drop(part[1]);
    return fits;
}

static bool infer_covariance(Call *call, Value *out)
{
    enum { M, Y, ROWVAR };
    bool rowvar;
    Covariance c;
    if (sheet_skips(call, out))
        return true;
    Tensor *m = arg_tensor(call, M), *y = arg_tensor(call, Y);
    if (!arg_truth(call, ROWVAR, &rowvar))
        return false;
    int64_t count = m->ndim < 2 ? 1 : rowvar ? m->dim[0] : m->dim[1];
    DType dtype = dtype_promote((DType)m->dtype, FLOAT64);
    if (y) {
        int64_t more = y->ndim < 2 ? 1 : rowvar ? y->dim[0] : y->dim[1];
        count = count < 0 || more < 0 ? DIM_UNKNOWN : count + more;
        dtype = dtype_promote(dtype, (DType)y->dtype);
    }
    if (m->ndim > 2 || (y && y->ndim > 2))
        return fail(call->run, ValueError, "%s has more than 2 dimensions", m->ndim > 2 ? "m" : "y");
    if (!read_covariance(call, &c))
        return false;
    if (y && !joined_fit(call, m, y, rowvar))
        return false;
    int64_t observed = m->ndim == 0 ? 1 : m->ndim == 1 ? m->dim[0] : rowvar ? m->dim[1] : m->dim[0];
    if (!call->func->extra && c.aweights.tag == V_ARRAY && !weights_count(call, c.aweights.tensor, observed))
        return false;
    if (c.dtype != NO_DTYPE && !dtype_is_inexact(c.dtype)) {
        Sheet s;
        sheet_begin(&s, call->run);
        whole_mean(&s, c.dtype);
        return false;
    }
    if (c.dtype != NO_DTYPE)
        dtype = c.dtype;
    infer_as(out, dtype, count == 1 ? 0 : 2, (int64_t[]){ count, count });
    out->tensor->scalar = count == 1 && call->func->extra; /* corrcoef divides it by itself */
    return true;
}

static bool run_cov(Call *call, Value *out)
{
    Sheet s;
    Covariance c;
    sheet_begin(&s, call->run);
    s.failed = !read_covariance(call, &c);
    return sheet_answer(&s, covariance(&s, &c), out);
}

static Value clip_part(Sheet *s, Value c, bool imaginary)
{
    Value part = s->failed ? ABSENT : sheet_tensor(s, tensor_part(s->run, c.tensor, imaginary));
    return NP(s, "clip", part, value_int(-1), value_int(1), part);
}

static bool run_corrcoef(Call *call, Value *out)
{
    Sheet s;
    Covariance wanted;
    sheet_begin(&s, call->run);
    s.failed = !read_covariance(call, &wanted);
    Value c = covariance(&s, &wanted);
    if (s.failed || c.tensor->ndim == 0)
        return sheet_answer(&s, sheet_div(&s, c, c), out);
    Value spread = NP(&s, "sqrt", NP(&s, "real", NP(&s, "diag", c)));
    c = sheet_into(&s, "divide", c, NP(&s, "expand_dims", spread, value_int(1)));
    c = sheet_into(&s, "divide", c, NP(&s, "expand_dims", spread, value_int(0)));
    clip_part(&s, c, false);
    if (!s.failed && dtype_is_complex((DType)c.tensor->dtype))
        clip_part(&s, c, true);
    return sheet_answer(&s, c, out);
}

const Func average_funcs[] = {
    { .name = "average",
      .gives_to = "add.reduce",
      .of = "np",
      .params = "a, axis: axes = None, weights: any = None, returned: bool = False, *, keepdims: bool = ?",
      .brief = "The average of elements, with weights if they are given.",
      .example = ">>> np.average([1, 2, 3], weights=[3, 1, 0])\nnp.float64(1.25)\n",
      .style = PYTHON,
      .infer = infer_average,
      .run = run_average },
    { .name = "cov",
      .of = "np",
      .params =
          "m, y = None, rowvar: bool = True, bias: bool = False, ddof: any = None, fweights: any = None, "
          "aweights: any = None, *, dtype: dtype = None",
      .brief = "The covariance matrix of variables, one in each row.",
      .example = ">>> np.cov([[1, 2, 3], [3, 2, 1]])\narray([[ 1., -1.],\n       [-1.,  1.]])\n",
      .style = PYTHON,
      .infer = infer_covariance,
      .run = run_cov,
      .gives = AS_ARRAY },
    { .name = "corrcoef",
      .of = "np",
      .params = "x, y = None, rowvar: bool = True, *, dtype: dtype = None",
      .brief = "The correlations of variables, one in each row.",
      .example = ">>> np.corrcoef([1, 2, 3, 4], [1, 3, 2, 4])\narray([[1. , 0.8],\n       [0.8, 1. ]])\n",
      .style = PYTHON,
      .infer = infer_covariance,
      .run = run_corrcoef,
      .gives = AS_ARRAY,
      .extra = 1 },
    { .name = NULL },
};
