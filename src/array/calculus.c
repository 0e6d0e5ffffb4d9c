/* calculus.c: differences, gradients and integrals of sampled functions. */
#include "func/sheet.h"

#include <math.h>
#include <string.h>

/* diff
 * ---------------------------------------------------------------------------------------------------------------
 */

static bool read_order(Call *call, int64_t *order)
{
    enum { N = 1 };
    Value n = call->arg[N].value;
    bool negative, none = false;
    *order = 0;
    if (n.tag == V_ARRAY && !value_compares(call->run, n, OP_EQ, 0, &none))
        return false;
    if (none)
        return true;
    if (!value_compares(call->run, n, OP_LT, 0, &negative))
        return false;
    if (negative)
        return fail(call->run, ValueError, "order must be non-negative but got %s", value_text(call->run, n));
    return arg_int(call, N, order);
}

/* What stands before or after the array: a number as one more element of each line. */
static Value extension(Sheet *s, Call *call, int i, const Tensor *a, int axis)
{
    Tensor *t = sheet_array(s, call->arg[i].value);
    if (!t || t->ndim)
        return as_value(t);
    Shape shape;
    shape_set(&shape, a->ndim, a->dim);
    shape.dim[axis] = 1;
    return sheet_tensor(s, tensor_broadcast(t, shape.ndim, shape.dim));
}

/* Whether concatenate would take two arrays; its words are that function's. */
static bool joins(Run *run, const Tensor *a, const Tensor *more, int axis, bool before)
{
    Value out, part[2] = { value_array(tensor_typed((DType)a->dtype, a->ndim, a->dim)),
                           value_array(tensor_typed((DType)more->dtype, more->ndim, more->dim)) };
    if (before) {
        Value first = part[1];
        part[1] = part[0];
        part[0] = first;
    }
    Value list = value_tuple(2, part);
    bool fits = infer_operation(run, func_find("np", "concatenate"), 2, (Value[]){ list, value_int(axis) },
                                NULL, &out);
    if (fits)
        value_drop(out);
    for (int i = 0; i < 2; i++)
        value_drop(part[i]);
    value_drop(list);
    return fits;
}

static bool infer_diff(Call *call, Value *out)
{
    enum { N = 1, AXIS, PREPEND, APPEND };
    int64_t order;
    int axis;
    if (any_unknown(call))
        return give_unknown(out);
    if (!read_order(call, &order))
        return false;
    if (!order) {
        *out = value_keep(call->arg[0].value);
        return true;
    }
    Tensor *a = arg_tensor(call, 0);
    if (a->ndim == 0)
        return fail(call->run, ValueError, "diff requires input that is at least one dimensional");
    if (!axis_of(call->run, call->arg[AXIS].value, a->ndim, NULL, &axis))
        return false;
    if (sheet_skips(call, out))
        return true;
    Shape shape;
    DType dtype = (DType)a->dtype;
    shape_set(&shape, a->ndim, a->dim);
    for (int i = PREPEND; i <= APPEND; i++) {
        if (call->arg[i].value.tag == V_ABSENT)
            continue;
        if (!arg_convert(call, i))
            return false;
        const Tensor *more = arg_tensor(call, i);
        if (more->ndim && !joins(call->run, a, more, axis, i == PREPEND))
            return false;
        dtype = dtype_promote(dtype, (DType)more->dtype);
        int64_t size = more->ndim == a->ndim ? more->dim[axis] : 1;
        shape.dim[axis] = shape.dim[axis] < 0 || size < 0 ? DIM_UNKNOWN : shape.dim[axis] + size;
    }
    if (shape.dim[axis] >= 0)
        shape.dim[axis] = shape.dim[axis] > order ? shape.dim[axis] - order : 0;
    return infer_as(out, dtype, shape.ndim, shape.dim);
}

static bool run_diff(Call *call, Value *out)
{
    enum { N = 1, AXIS, PREPEND, APPEND };
    int64_t order;
    int axis = 0, n = 0;
    if (!read_order(call, &order))
        return false;
    if (!order)
        return true;
    Sheet s;
    sheet_begin(&s, call->run);
    Value a = sheet_argument(&s, call, 0), part[3];
    s.failed |= !s.failed && !axis_of(call->run, call->arg[AXIS].value, a.tensor->ndim, NULL, &axis);
    if (!s.failed && call->arg[PREPEND].value.tag != V_ABSENT)
        part[n++] = extension(&s, call, PREPEND, a.tensor, axis);
    part[n++] = a;
    if (!s.failed && call->arg[APPEND].value.tag != V_ABSENT)
        part[n++] = extension(&s, call, APPEND, a.tensor, axis);
    if (n > 1)
        a = NP(&s, "concatenate", sheet_tuple(&s, n, part), value_int(axis));
    for (bool more = true; order > 0 && more && !s.failed; order--) {
        more =
            a.tensor->dim[axis] > 1; /* else there is nothing left to subtract, however often it is asked */
        a = NP(&s, a.tensor->dtype == BOOL ? "not_equal" : "subtract", sheet_part(&s, a, axis, 1, INT64_MAX),
               sheet_part(&s, a, axis, 0, -1));
    }
    return sheet_answer(&s, a, out);
}

/* gradient
 * -----------------------------------------------------------------------------------------------------------
 */

/* A Python float; np.asarray(x) of no axes. */
static Value number(double x) { return value_float(x); }

/* The distances along one axis: a number, or an array of them. */
static Value spacing(Sheet *s, Value given, int64_t size)
{
    Tensor *t = sheet_array(s, given);
    if (!t || t->ndim == 0)
        return given;
    if (t->ndim != 1)
        sheet_fail(s, ValueError, "distances must be either scalars or 1d");
    else if (t->dim[0] != size)
        sheet_fail(s, ValueError, "when 1d, distances must match the length of the corresponding dimension");
    if (s->failed)
        return ABSENT;
    Value d =
        NP(s, "diff",
           dtype_is_int((DType)t->dtype) ? as_value(sheet_cast(s, value_array(t), FLOAT64)) : as_value(t));
    if (s->failed || !d.tensor->dim[0])
        return d;
    Value first = sheet_at(s, d, 0);
    return sheet_truth(s, NP(s, "all", sheet_op(s, OP_EQ, d, first))) ? first : d;
}

/* Distances in the shape that goes along an axis of an array. */
static Value along(Sheet *s, Value v, const Tensor *f, int axis)
{
    int64_t dim[AXES_MAX];
    Tensor *t = sheet_array(s, v);
    if (!t || !t->ndim)
        return v;
    for (int i = 0; i < f->ndim; i++)
        dim[i] = i == axis ? t->dim[0] : 1;
    return sheet_tensor(s, tensor_reshape(s->run, t, f->ndim, dim, 'C'));
}

/* a * f0 + b * f1 + c * f2 */
static Value weighted(Sheet *s, const Value weight[3], Value f0, Value f1, Value f2)
{
    return sheet_add(s, sheet_add(s, sheet_mul(s, weight[0], f0), sheet_mul(s, weight[1], f1)),
                     sheet_mul(s, weight[2], f2));
}

static Value inner_gradient(Sheet *s, Value f, Value dx, int axis)
{
    Value f0 = sheet_part(s, f, axis, 0, -2), f1 = sheet_part(s, f, axis, 1, -1),
          f2 = sheet_part(s, f, axis, 2, INT64_MAX);
    if (s->failed)
        return ABSENT;
    if (value_ndim(dx) <= 0)
        return sheet_div(s, sheet_sub(s, f2, f0), sheet_mul(s, number(2), dx));
    Value d1 = sheet_part(s, dx, 0, 0, -1), d2 = sheet_part(s, dx, 0, 1, INT64_MAX),
          sum = sheet_add(s, d1, d2);
    Value weight[3] = {
        along(s, sheet_div(s, sheet_op(s, OP_NEG, d2, ABSENT), sheet_mul(s, d1, sum)), f.tensor, axis),
        along(s, sheet_div(s, sheet_sub(s, d2, d1), sheet_mul(s, d1, d2)), f.tensor, axis),
        along(s, sheet_div(s, d1, sheet_mul(s, d2, sum)), f.tensor, axis),
    };
    return weighted(s, weight, f0, f1, f2);
}

/* The first (or last) gradient, of order 1 or 2. */
static Value edge_gradient(Sheet *s, Value f, Value dx, int axis, bool last, bool second)
{
    int64_t n = s->failed ? 0 : f.tensor->dim[axis];
    bool uniform = value_ndim(dx) <= 0;
    if (!second) {
        Value high = sheet_part(s, f, axis, last ? n - 1 : 1, last ? n : 2);
        Value low = sheet_part(s, f, axis, last ? n - 2 : 0, last ? n - 1 : 1);
        return sheet_div(s, sheet_sub(s, high, low), uniform ? dx : sheet_at(s, dx, last ? -1 : 0));
    }
    Value weight[3];
    if (uniform) {
        weight[0] = sheet_div(s, number(last ? 0.5 : -1.5), dx);
        weight[1] = sheet_div(s, number(last ? -2 : 2), dx);
        weight[2] = sheet_div(s, number(last ? 1.5 : -0.5), dx);
    } else {
        Value d1 = sheet_at(s, dx, last ? -2 : 0), d2 = sheet_at(s, dx, last ? -1 : 1),
              sum = sheet_add(s, d1, d2);
        if (last) {
            weight[0] = sheet_div(s, d2, sheet_mul(s, d1, sum));
            weight[1] = sheet_div(s, sheet_op(s, OP_NEG, sum, ABSENT), sheet_mul(s, d1, d2));
            weight[2] = sheet_div(s, sheet_add(s, sheet_mul(s, number(2), d2), d1), sheet_mul(s, d2, sum));
        } else {
            Value twice = sheet_add(s, sheet_mul(s, number(2), d1), d2);
            weight[0] = sheet_div(s, sheet_op(s, OP_NEG, twice, ABSENT), sheet_mul(s, d1, sum));
            weight[1] = sheet_div(s, sum, sheet_mul(s, d1, d2));
            weight[2] = sheet_div(s, sheet_op(s, OP_NEG, d1, ABSENT), sheet_mul(s, d2, sum));
        }
    }
    int64_t from = last ? n - 3 : 0;
    return weighted(s, weight, sheet_part(s, f, axis, from, from + 1),
                    sheet_part(s, f, axis, from + 1, from + 2), sheet_part(s, f, axis, from + 2, from + 3));
}

enum { GRADIENT_SPACING = 1, GRADIENT_AXIS, GRADIENT_EDGE };

static bool gradient_axes(Call *call, const Tensor *f, Ints *axes)
{
    Value v = call->arg[GRADIENT_AXIS].value;
    if (v.tag != V_NONE)
        return axes_of(call->run, v, f->ndim, NULL, false, axes);
    axes->count = f->ndim;
    axes->at = arena_alloc(&call->run->scratch, ((size_t)f->ndim + 1) * sizeof *axes->at);
    for (int i = 0; i < f->ndim; i++)
        axes->at[i] = i;
    return true;
}

/* Whether the distances are one for all axes, or one each: numbers, or lines as long as their axis. */
static bool are_spacings(Call *call, const Tensor *f, const Ints *axes)
{
    const Tuple *given = call->arg[GRADIENT_SPACING].value.tuple;
    for (int i = 0; i < given->count; i++) {
        Value v = given->item[i];
        bool line = v.tag == V_LIST || v.tag == V_TUPLE || v.tag == V_RANGE || v.tag == V_RECORD;
        int ndim = v.tag == V_ARRAY ? v.tensor->ndim : line;
        if (given->count == 1 && ndim == 0)
            return true;
        if (given->count != axes->count)
            return fail(call->run, TypeError, "invalid number of arguments");
        if (ndim > 1)
            return fail(call->run, ValueError, "distances must be either scalars or 1d");
        if (ndim && v.tag == V_ARRAY && v.tensor->dim[0] != f->dim[axes->at[i]])
            return fail(call->run, ValueError,
                        "when 1d, distances must match the length of the corresponding dimension");
    }
    return true;
}

static DType gradient_dtype(DType d) { return dtype_is_inexact(d) ? d : FLOAT64; }

static bool too_small(Run *run)
{
    return fail(run, ValueError,
                "Shape of array too small to calculate a numerical gradient, at least (edge_order + 1) "
                "elements are required.");
}

static bool infer_gradient(Call *call, Value *out)
{
    Ints axes;
    if (sheet_skips(call, out))
        return true;
    Tensor *f = arg_tensor(call, 0);
    if (!gradient_axes(call, f, &axes) || !are_spacings(call, f, &axes))
        return false;
    int64_t edge = 1;
    if (!arg_int(call, GRADIENT_EDGE, &edge))
        return false;
    if (f->dtype == BOOL && axes.count && f->dim[axes.at[0]] > edge) {
        Sheet s;
        uint8_t one = 1; /* NumPy says why */
        Value truth = value_scalar(BOOL, &one);
        sheet_begin(&s, call->run);
        return sheet_end(&s, sheet_sub(&s, truth, truth), out);
    }
    for (int i = 0; i < axes.count; i++)
        if (f->dim[axes.at[i]] >= 0 && f->dim[axes.at[i]] < edge + 1)
            return too_small(call->run);
    if (axes.count == 1)
        return infer_as(out, gradient_dtype((DType)f->dtype), f->ndim, f->dim);
    *out = value_tuple_new(axes.count);
    for (int i = 0; i < axes.count; i++)
        infer_as(&out->tuple->item[i], gradient_dtype((DType)f->dtype), f->ndim, f->dim);
    return true;
}

static Value gradient_along(Sheet *s, Value f, Value dx, int axis, int64_t edge, DType dtype)
{
    s->failed = s->failed || (f.tensor->dim[axis] < edge + 1 && !too_small(s->run));
    Value part[3] = { edge_gradient(s, f, dx, axis, false, edge == 2), inner_gradient(s, f, dx, axis),
                      edge_gradient(s, f, dx, axis, true, edge == 2) };
    Value all = NP(s, "concatenate", sheet_tuple(s, 3, part), value_int(axis));
    return as_value(sheet_cast(s, all, dtype));
}

static bool run_gradient(Call *call, Value *out)
{
    Sheet s;
    Ints axes = { 0 };
    int64_t edge = 1;
    sheet_begin(&s, call->run);
    Value f = sheet_argument(&s, call, 0), answer[AXES_MAX];
    const Tuple *given = call->arg[GRADIENT_SPACING].value.tuple;
    s.failed |= s.failed || !gradient_axes(call, f.tensor, &axes);
    bool one = given->count == 1 && !s.failed && value_ndim(as_value(sheet_array(&s, given->item[0]))) == 0;
    s.failed |= !s.failed && !are_spacings(call, f.tensor, &axes);
    Value dx[AXES_MAX];
    for (int i = 0; i < axes.count && !s.failed; i++)
        dx[i] = !given->count ? number(1)
                : one         ? given->item[0]
                              : spacing(&s, given->item[i], f.tensor->dim[axes.at[i]]);
    s.failed |= s.failed || !arg_int(call, GRADIENT_EDGE, &edge);
    if (edge > 2)
        sheet_fail(&s, ValueError, "'edge_order' greater than 2 not supported");
    DType dtype = s.failed ? FLOAT64 : gradient_dtype((DType)f.tensor->dtype);
    if (!s.failed && dtype_is_int((DType)f.tensor->dtype))
        f = as_value(sheet_cast(&s, f, FLOAT64));
    for (int i = 0; i < axes.count && !s.failed; i++)
        answer[i] = gradient_along(&s, f, dx[i], (int)axes.at[i], edge, dtype);
    return sheet_answer(&s,
                        s.failed          ? ABSENT
                        : axes.count == 1 ? answer[0]
                                          : sheet_tuple(&s, axes.count, answer),
                        out);
}

/* trapezoid
 * ----------------------------------------------------------------------------------------------------------
 */

enum { TRAPEZOID_X = 1, TRAPEZOID_DX, TRAPEZOID_AXIS };

static bool list_axis(Call *call, int i, int ndim, int *axis)
{
    int64_t at;
    if (!arg_place_in(call, i, "list", &at))
        return false;
    if (at < -ndim || at >= ndim)
        return fail(call->run, IndexError, "list assignment index out of range");
    *axis = (int)(at < 0 ? at + ndim : at);
    return true;
}

static bool infer_trapezoid(Call *call, Value *out)
{
    int axis = 0;
    if (sheet_skips(call, out))
        return true;
    Tensor *y = arg_tensor(call, 0);
    if (!list_axis(call, TRAPEZOID_AXIS, y->ndim, &axis))
        return false;
    Shape shape;
    shape_set(&shape, y->ndim, y->dim);
    for (int i = axis; i + 1 < shape.ndim; i++)
        shape.dim[i] = shape.dim[i + 1];
    shape.ndim--;
    return infer_as(out, gradient_dtype((DType)y->dtype), shape.ndim, shape.dim);
}

static bool run_trapezoid(Call *call, Value *out)
{
    Sheet s;
    int axis = 0;
    sheet_begin(&s, call->run);
    Value y = sheet_argument(&s, call, 0), d = call->arg[TRAPEZOID_DX].value,
          asked = call->arg[TRAPEZOID_AXIS].value;
    bool has_x = !arg_none(call, TRAPEZOID_X);
    if (has_x) {
        Value x = as_value(sheet_array(&s, call->arg[TRAPEZOID_X].value));
        bool line = x.tag == V_ARRAY && x.tensor->ndim == 1;
        d = line ? NP(&s, "diff", x) : NP_KEYS(&s, "diff", x, KEY("axis", asked));
    }
    s.failed |= s.failed || !list_axis(call, TRAPEZOID_AXIS, y.tensor->ndim, &axis);
    if (!s.failed && has_x && d.tensor->ndim == 1)
        d = along(&s, d, y.tensor, axis);
    if (s.failed)
        return sheet_answer(&s, ABSENT, out);
    Value sum = sheet_add(&s, sheet_part(&s, y, axis, 1, INT64_MAX), sheet_part(&s, y, axis, 0, -1));
    Value areas = sheet_div(&s, sheet_mul(&s, d, sum), number(2));
    return sheet_answer(&s, NP_KEYS(&s, "sum", areas, KEY("axis", asked)), out);
}

/* unwrap
 * -------------------------------------------------------------------------------------------------------------
 */

enum { UNWRAP_DISCONT = 1, UNWRAP_AXIS, UNWRAP_PERIOD };

static bool infer_unwrap(Call *call, Value *out)
{
    if (sheet_skips(call, out))
        return true;
    Tensor *p = arg_tensor(call, 0);
    bool whole = value_is_int(call->arg[UNWRAP_PERIOD].value) && p->dtype < FLOAT16;
    DType dtype = !whole ? gradient_dtype((DType)p->dtype) : p->dtype == BOOL ? INT64 : (DType)p->dtype;
    if (p->ndim == 0)
        return fail(call->run, ValueError, "diff requires input that is at least one dimensional");
    if (dtype_is_complex(dtype)) { /* mod has no loop for them, and says so */
        Value z = value_array(p);
        return infer_operation(call->run, func_find("np", "mod"), 2, (Value[]){ z, z }, NULL, out);
    }
    return infer_as(out, dtype, p->ndim, p->dim);
}

static bool run_unwrap(Call *call, Value *out)
{
    Sheet s;
    int axis = 0;
    sheet_begin(&s, call->run);
    Value p = sheet_argument(&s, call, 0), asked = call->arg[UNWRAP_AXIS].value;
    Value period = call->arg[UNWRAP_PERIOD].value, discont = call->arg[UNWRAP_DISCONT].value;
    Value dd = NP_KEYS(&s, "diff", p, KEY("axis", asked));
    s.failed |= s.failed || !list_axis(call, UNWRAP_AXIS, p.tensor->ndim, &axis);
    if (s.failed)
        return sheet_answer(&s, ABSENT, out);
    if (discont.tag == V_NONE)
        discont = sheet_div(&s, period, value_int(2));
    Value type = NP(&s, "result_type", dd, period);
    bool whole = type.tag == V_DTYPE && dtype_is_int((DType)type.dtype), ambiguous = true;
    Value high;
    if (whole) {
        high = sheet_op(&s, OP_FLOORDIV, period, value_int(2));
        ambiguous =
            sheet_truth(&s, sheet_op(&s, OP_EQ, sheet_op(&s, OP_MOD, period, value_int(2)), value_int(0)));
    } else {
        high = sheet_div(&s, period, value_int(2));
    }
    Value low = sheet_op(&s, OP_NEG, high, ABSENT);
    Value near = sheet_add(&s, NP(&s, "mod", sheet_sub(&s, dd, low), period), low);
    if (ambiguous) {
        Value edge =
            NP(&s, "logical_and", sheet_op(&s, OP_EQ, near, low), sheet_op(&s, OP_GT, dd, value_int(0)));
        near = NP(&s, "where", edge, high, near);
    }
    Value shift = sheet_sub(&s, near, dd);
    shift = NP(&s, "where", sheet_op(&s, OP_LT, NP(&s, "abs", dd), discont), value_int(0), shift);
    Value part[2] = { sheet_part(&s, p, axis, 0, 1), sheet_add(&s, sheet_part(&s, p, axis, 1, INT64_MAX),
                                                               NP(&s, "cumsum", shift, value_int(axis))) };
    Value all = NP(&s, "concatenate", sheet_tuple(&s, 2, part), value_int(axis));
    return sheet_answer(&s, s.failed ? ABSENT : as_value(sheet_cast(&s, all, (DType)type.dtype)), out);
}

/* ediff1d
 * ------------------------------------------------------------------------------------------------------------
 */

static bool check_ends(Call *call)
{
    static const char *const name[] = { NULL, "to_end", "to_begin" };
    DType dtype = (DType)arg_tensor(call, 0)->dtype;
    for (int i = 2; i >= 1; i--)
        if (!arg_none(call, i) && !dtype_can_cast((DType)arg_tensor(call, i)->dtype, dtype, CAST_SAME_KIND))
            return fail(call->run, TypeError,
                        "dtype of `%s` must be compatible with input `ary` under the `same_kind` rule.",
                        name[i]);
    return true;
}

static bool infer_ediff(Call *call, Value *out)
{
    if (sheet_skips(call, out))
        return true;
    Tensor *a = arg_tensor(call, 0);
    if (a->dtype != BOOL && !check_ends(call)) /* of bools the difference is what fails */
        return false;
    int64_t n = tensor_size(a), size = n > 0 ? n - 1 : n;
    for (int i = 1; i <= 2; i++) {
        int64_t more = arg_none(call, i) ? 0 : tensor_size(arg_tensor(call, i));
        size = size < 0 || more < 0 ? DIM_UNKNOWN : size + more;
    }
    return infer_as(out, (DType)a->dtype, 1, &size);
}

static bool run_ediff(Call *call, Value *out)
{
    Sheet s;
    sheet_begin(&s, call->run);
    Value a = NP(&s, "ravel", sheet_argument(&s, call, 0));
    DType dtype = s.failed ? BOOL : (DType)a.tensor->dtype;
    Value diff = sheet_sub(&s, sheet_part(&s, a, 0, 1, INT64_MAX), sheet_part(&s, a, 0, 0, -1)), end[3];
    s.failed = s.failed || !check_ends(call);
    for (int i = 2; i >= 1; i--) {
        end[i] = ABSENT;
        if (s.failed || arg_none(call, i))
            continue;
        end[i] = as_value(sheet_cast(&s, NP(&s, "ravel", sheet_argument(&s, call, i)), dtype));
    }
    Value part[3];
    int n = 0;
    if (end[2].tag != V_ABSENT)
        part[n++] = end[2];
    part[n++] = diff;
    if (end[1].tag != V_ABSENT)
        part[n++] = end[1];
    return sheet_answer(&s, n == 1 ? diff : NP(&s, "concatenate", sheet_tuple(&s, n, part)), out);
}

const Func calculus_funcs[] = {
    { .name = "diff",
      .gives_to = "subtract",
      .of = "np",
      .params = "a, n: int = 1, axis: axis = -1, prepend: any = ?, append: any = ?",
      .brief = "Differences of neighbours along an axis, n times over.",
      .example = ">>> np.diff([1, 4, 9, 16])\narray([3, 5, 7])\n",
      .style = PYTHON,
      .infer = infer_diff,
      .run = run_diff,
      .gives = AS_ARRAY },
    { .name = "gradient",
      .of = "np",
      .params = "f, *varargs: any, axis: axes = None, edge_order: int = 1",
      .brief = "The slope at each sample, from its neighbours on both sides.",
      .example = ">>> np.gradient([1, 2, 4, 7])\narray([1. , 1.5, 2.5, 3. ])\n",
      .style = PYTHON,
      .infer = infer_gradient,
      .run = run_gradient,
      .gives = AS_ARRAY },
    { .name = "trapezoid",
      .of = "np",
      .params = "y, x: any = None, dx: any = 1.0, axis: axis = -1",
      .brief = "The integral by the trapezoidal rule.",
      .example = ">>> np.trapezoid([1, 2, 3])\nnp.float64(4.0)\n",
      .style = PYTHON,
      .infer = infer_trapezoid,
      .run = run_trapezoid },
    { .name = "unwrap",
      .of = "np",
      .params = "p, discont: any = None, axis: axis = -1, *, period: any = 6.283185307179586",
      .brief = "Angles without jumps: multiples of the period are added where neighbours are far apart.",
      .example = ">>> np.unwrap([1, 2, 0, 1], period=3)\narray([1, 2, 3, 4])\n",
      .style = PYTHON,
      .infer = infer_unwrap,
      .run = run_unwrap,
      .gives = AS_ARRAY },
    { .name = "ediff1d",
      .gives_to = "subtract",
      .of = "np",
      .params = "ary, to_end = None, to_begin = None",
      .brief = "Differences of neighbours in the flattened array.",
      .example = ">>> np.ediff1d([1, 4, 9], to_end=99)\narray([ 3,  5, 99])\n",
      .style = PYTHON,
      .infer = infer_ediff,
      .run = run_ediff,
      .gives = AS_ARRAY },
    { .name = NULL },
};
