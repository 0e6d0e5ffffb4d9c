/* calculus.c: differences, gradients, integrals and interpolation of sampled functions. */
/* gcc leaves loops as they are at -O2. */
#if defined __GNUC__ && !defined __clang__
#pragma GCC optimize("O3")
#endif
#include "base/vectors.h"
#include "func/sheet.h"
#include "numeric/pool.h"
#include "numeric/sort.h"

#include <math.h>
#include <string.h>

/* diff
 * ---------------------------------------------------------------------------------------------------------------
 */

static bool read_order(Call *call, int64_t *order)
{
    enum { N = 1 };
    return arg_int(call, N, order) &&
           (*order >= 0 || fail(call->run, ValueError, "order must be non-negative but got %s",
                                value_text(call->run, call->arg[N].value)));
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
    while (order-- > 0 && !s.failed)
        a = NP(&s, a.tensor->dtype == BOOL ? "not_equal" : "subtract", sheet_part(&s, a, axis, 1, INT64_MAX),
               sheet_part(&s, a, axis, 0, -1));
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
        int ndim = v.tag == V_ARRAY ? v.tensor->ndim : v.tag == V_LIST || v.tag == V_TUPLE ? 1 : 0;
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
    if (!arg_int(call, i, &at))
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

/* interp
 * -------------------------------------------------------------------------------------------------------------
 */

typedef struct Samples {
    int64_t n;
    const double *x;
    const complex128 *y;
    complex128 left, right;
} Samples;

/* The last sample at or before x; -1: x is before all; n: after all. */
static int64_t find_sample(const Samples *p, double x)
{
    int64_t low = 0, high = p->n;
    if (x > p->x[p->n - 1])
        return p->n;
    if (x < p->x[0])
        return -1;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (x >= p->x[middle])
            low = middle + 1;
        else
            high = middle;
    }
    return low - 1;
}

/* On the line from one sample to the next, as NumPy's compiled_base.c computes it; from the other end if that
 * is nan. */
static double on_line(double x, double x0, double x1, double y0, double y1)
{
    double slope = (y1 - y0) / (x1 - x0), y = slope * (x - x0) + y0;
    if (isnan(y)) {
        y = slope * (x - x1) + y1;
        if (isnan(y) && y0 == y1)
            y = y0;
    }
    return y;
}

/* j: the last sample at or before x, if it is known. */
static complex128 interpolate(const Samples *p, double x, const int64_t *known)
{
    if (isnan(x))
        return x;
    int64_t j = known && x >= p->x[0] && x <= p->x[p->n - 1] ? *known : find_sample(p, x);
    if (j < 0)
        return p->left;
    if (j == p->n)
        return p->right;
    if (j == p->n - 1 || p->x[j] == x)
        return p->y[j];
    union {
        double part[2];
        complex128 z;
    } answer;
    answer.part[0] = on_line(x, p->x[j], p->x[j + 1], creal(p->y[j]), creal(p->y[j + 1]));
    answer.part[1] = on_line(x, p->x[j], p->x[j + 1], cimag(p->y[j]), cimag(p->y[j + 1]));
    return answer.z;
}

/* Many numbers, which threads share. */
typedef struct SharedSamples {
    const Samples *samples;
    int64_t n;
    const double *from;
    const int64_t *place; /* of the sample after each number; NULL: not known */
    DType dtype;
    void *to;
} SharedSamples;

enum { SAMPLES_PIECE = 4096, SEARCHED = 1024 /* numbers that are searched together */ };

static bool never_falls(const Samples *p)
{
    for (int64_t i = 1; i < p->n; i++)
        if (!(p->x[i - 1] <= p->x[i]))
            return false;
    return true;
}

static void interpolate_piece(void *with, int64_t piece)
{
    const SharedSamples *shared = with;
    int64_t i = piece * SAMPLES_PIECE, end = i + SAMPLES_PIECE;
    for (end = end < shared->n ? end : shared->n; i < end; i++) {
        int64_t before = shared->place ? shared->place[i] - 1 : 0;
        complex128 y = interpolate(shared->samples, shared->from[i], shared->place ? &before : NULL);
        if (shared->dtype == FLOAT64)
            ((double *)shared->to)[i] = creal(y);
        else
            ((complex128 *)shared->to)[i] = y;
    }
}

enum { INTERP_X, INTERP_XP, INTERP_FP, INTERP_LEFT, INTERP_RIGHT, INTERP_PERIOD };

/* A line of numbers that dtype holds. */
static bool fits_doubles(Run *run, const Tensor *t, DType dtype)
{
    return dtype_can_cast((DType)t->dtype, dtype, CAST_SAFE) || dtype_is_int((DType)t->dtype) ||
           fail(run, TypeError,
                "Cannot cast array data from dtype('%s') to dtype('%s') according to the rule 'safe'",
                dtype_info[t->dtype].name, dtype_info[dtype].name);
}

static bool fits_line(Run *run, const Tensor *t, DType dtype)
{
    if (t->ndim > 1)
        return fail(run, ValueError, "object too deep for desired array");
    return (t->ndim == 1 || fail(run, ValueError, "object of too small depth for desired array")) &&
           fits_doubles(run, t, dtype);
}

/* Whether two lines are places and the values there. */
static bool are_samples(Run *run, const Tensor *places, const Tensor *values)
{
    if (!places->dim[0])
        return fail(run, ValueError, "array of sample points is empty");
    return places->dim[0] == values->dim[0] || places->dim[0] == DIM_UNKNOWN ||
           values->dim[0] == DIM_UNKNOWN || fail(run, ValueError, "fp and xp are not of the same length.");
}

/* What can be told from shapes and dtypes, in NumPy's order. With a period all is made float64 first. */
static bool check_samples(Call *call)
{
    Run *run = call->run;
    const Tensor *x = arg_tensor(call, INTERP_X), *xp = arg_tensor(call, INTERP_XP),
                 *fp = arg_tensor(call, INTERP_FP);
    Value period = call->arg[INTERP_PERIOD].value;
    double size;
    if (period.tag == V_NONE)
        return fits_line(run, fp, dtype_is_complex((DType)fp->dtype) ? COMPLEX128 : FLOAT64) &&
               fits_line(run, xp, FLOAT64) && fits_doubles(run, x, FLOAT64) && are_samples(run, xp, fp);
    if (!arg_double(call, INTERP_PERIOD, &size))
        return false;
    if (size == 0)
        return fail(run, ValueError, "period must be a non-zero value");
    if (xp->ndim != 1 || fp->ndim != 1)
        return fail(run, ValueError, "Data points must be 1-D sequences");
    return xp->dim[0] == fp->dim[0] || fail(run, ValueError, "fp and xp are not of the same length");
}

static bool infer_interp(Call *call, Value *out)
{
    if (sheet_skips(call, out))
        return true;
    Tensor *x = arg_tensor(call, INTERP_X), *fp = arg_tensor(call, INTERP_FP);
    return check_samples(call) &&
           infer_as(out, dtype_is_complex((DType)fp->dtype) ? COMPLEX128 : FLOAT64, x->ndim, x->dim);
}

/* A parameter as a contiguous array of a dtype. */
static Value as_doubles(Sheet *s, Value v, DType dtype)
{
    Tensor *t = sheet_cast(s, v, dtype);
    return t ? sheet_tensor(s, c_ordered(s->run, t)) : ABSENT;
}

/* Everything modulo the period, with the ends repeated beyond each other. */
static void wrap_period(Sheet *s, Value period, Value *x, Value *xp, Value *fp)
{
    period = NP(s, "abs", period);
    *x = sheet_op(s, OP_MOD, *x, period);
    *xp = sheet_op(s, OP_MOD, *xp, period);
    Value order = NP(s, "argsort", *xp);
    *xp = sheet_item(s, *xp, order);
    *fp = sheet_item(s, *fp, order);
    if (s->failed)
        return;
    Value x3[3] = { sheet_sub(s, sheet_part(s, *xp, 0, -1, INT64_MAX), period), *xp,
                    sheet_add(s, sheet_part(s, *xp, 0, 0, 1), period) };
    Value y3[3] = { sheet_part(s, *fp, 0, -1, INT64_MAX), *fp, sheet_part(s, *fp, 0, 0, 1) };
    *xp = NP(s, "concatenate", sheet_tuple(s, 3, x3));
    *fp = NP(s, "concatenate", sheet_tuple(s, 3, y3));
}

static void read_end(Sheet *s, Value given, DType dtype, complex128 *end)
{
    if (s->failed || given.tag == V_NONE)
        return;
    if (dtype == COMPLEX128)
        s->failed = !value_to_complex(s->run, given, end);
    else
        *end = sheet_double(s, given);
}

static bool run_interp(Call *call, Value *out)
{
    Sheet s;
    Samples p;
    sheet_begin(&s, call->run);
    DType dtype = dtype_is_complex((DType)arg_tensor(call, INTERP_FP)->dtype) ? COMPLEX128 : FLOAT64;
    bool periodic = call->arg[INTERP_PERIOD].value.tag != V_NONE;
    s.failed = !check_samples(call);
    Value fp = as_doubles(&s, sheet_argument(&s, call, INTERP_FP), dtype);
    Value xp = as_doubles(&s, sheet_argument(&s, call, INTERP_XP), FLOAT64);
    Value x = as_doubles(&s, sheet_argument(&s, call, INTERP_X), FLOAT64);
    if (periodic)
        wrap_period(&s, call->arg[INTERP_PERIOD].value, &x, &xp, &fp);
    Tensor *at = sheet_array(&s, x), *xs = sheet_array(&s, xp), *ys = sheet_cast(&s, fp, COMPLEX128);
    if (s.failed)
        return sheet_answer(&s, ABSENT, out);
    ys = sheet_array(&s, sheet_tensor(&s, c_ordered(s.run, ys)));
    p = (Samples){ .n = xs->dim[0], .x = (const double *)xs->data, .y = (const complex128 *)ys->data };
    p.left = p.y[0];
    p.right = p.y[p.n - 1];
    if (!periodic) {
        read_end(&s, call->arg[INTERP_LEFT].value, dtype, &p.left);
        read_end(&s, call->arg[INTERP_RIGHT].value, dtype, &p.right);
    }
    Tensor *answer = s.failed ? NULL : tensor_new(s.run, dtype, at->ndim, at->dim);
    Value result = sheet_tensor(&s, answer);
    int64_t n = answer ? tensor_size(answer) : 0;
    SharedSamples shared = { .samples = &p, .n = n, .dtype = dtype };
    int64_t *place = NULL;
    if (answer) {
        shared.from = (const double *)at->data;
        shared.to = answer->data;
        if (n >= SEARCHED && p.n / 8 <= n && never_falls(&p))
            place = data_alloc((size_t)n * sizeof *place);
    }
    if (place)
        sort_search(SORT_F8, (const char *)p.x, p.n, sizeof *p.x, NULL, n, at->data, sizeof *p.x, true,
                    place);
    shared.place = place;
    pool_run((n + SAMPLES_PIECE - 1) / SAMPLES_PIECE, interpolate_piece, &shared);
    data_free(place);
    return sheet_answer(&s, result, out);
}

/* convolve, correlate
 * ------------------------------------------------------------------------------------------------ */

enum { MODE_VALID, MODE_SAME, MODE_FULL };

static bool read_overlap(Call *call, int i, int *mode)
{
    static const char *const name[] = { "valid", "same", "full" };
    Value v = call->arg[i].value;
    int64_t at;
    if (v.tag == V_STR) {
        for (*mode = 0; *mode < 3; ++*mode)
            if (!strcmp(name[*mode], v.str->text))
                return true;
        if (v.str->text[0] && strchr("vVsSfF", v.str->text[0]))
            return fail(call->run, ValueError,
                        "Use one of 'valid', 'same', or 'full' for convolve/correlate mode");
        return fail(call->run, ValueError, "mode must be one of 'valid', 'same', or 'full' (got %s)",
                    value_text(call->run, v));
    }
    if (!value_is_int(v) && !value_is_scalar(v))
        return fail(call->run, TypeError, "convolve/correlate mode not understood");
    if (!value_index(call->run, v, &at))
        return false;
    *mode = (int)at;
    return (at >= 0 && at < 3) ||
           fail(call->run, ValueError, "integer convolve/correlate mode must be 0, 1, or 2");
}

/* A line of n elements, m weights, the result, of which some elements are computed, and how far the weights
 * stand before the line at the first. */
typedef struct Sliding {
    const void *a, *v;
    int64_t n, m;
    void *out;
    int64_t size, left;
} Sliding;

/* out[i] = sum over j of a[i - left + j] * v[j] for i in [first, end), term by term in the order of j; a loop
 * for each dtype. */
#define DEFINE_SLIDE(name, T, SUM)                                                                           \
    VECTORS static void slide_##name(const Sliding *s, int64_t first, int64_t end)                           \
    {                                                                                                        \
        const T *a = s->a, *v = s->v;                                                                        \
        T *out = s->out;                                                                                     \
        int64_t n = s->n, m = s->m, left = s->left;                                                          \
        memset(out + first, 0, (size_t)(end - first) * sizeof *out);                                         \
        for (int64_t j = 0; j < m; j++) {                                                                    \
            int64_t from = left - j > first ? left - j : first,                                              \
                    to = n + left - j < end ? n + left - j : end;                                            \
            T by = v[j];                                                                                     \
            for (int64_t i = from; i < to; i++)                                                              \
                out[i] = SUM(out[i], a[i - left + j], by);                                                   \
        }                                                                                                    \
    }
#define SUM_PRODUCT(sum, a, b) ((sum) + (a) * (b))
#define SUM_SMALL(sum, a, b)   ((uint32_t)(sum) + (uint32_t)(a) * (uint32_t)(b))
#define SUM_EITHER(sum, a, b)  ((sum) | ((a) & (b)))
DEFINE_SLIDE(b1, uint8_t, SUM_EITHER)
DEFINE_SLIDE(u1, uint8_t, (uint8_t)SUM_SMALL)
DEFINE_SLIDE(u2, uint16_t, (uint16_t)SUM_SMALL)
DEFINE_SLIDE(u4, uint32_t, SUM_PRODUCT)
DEFINE_SLIDE(u8, uint64_t, SUM_PRODUCT)
DEFINE_SLIDE(f4, float, SUM_PRODUCT)
DEFINE_SLIDE(f8, double, SUM_PRODUCT)

/* Complex products by their formula, whatever infinities make of it. */
static void slide_c16(const Sliding *s, int64_t first, int64_t end)
{
    const double *a = s->a, *v = s->v;
    double *out = s->out;
    memset(out + 2 * first, 0, (size_t)(end - first) * 2 * sizeof *out);
    for (int64_t j = 0; j < s->m; j++)
        for (int64_t i = first; i < end; i++) {
            int64_t at = i - s->left + j;
            if (at < 0 || at >= s->n)
                continue;
            out[2 * i] += a[2 * at] * v[2 * j] - a[2 * at + 1] * v[2 * j + 1];
            out[2 * i + 1] += a[2 * at] * v[2 * j + 1] + a[2 * at + 1] * v[2 * j];
        }
}

typedef void Slide(const Sliding *, int64_t first, int64_t end);
static Slide *slide_of(DType d)
{
    static Slide *const by_size[] = { [1] = slide_u1, [2] = slide_u2, [4] = slide_u4, [8] = slide_u8 };
    return d == BOOL         ? slide_b1
           : d == FLOAT32    ? slide_f4
           : d == FLOAT64    ? slide_f8
           : d == COMPLEX128 ? slide_c16
                             : by_size[dtype_info[d].size];
}

typedef struct SharedSliding {
    Sliding sliding;
    Slide *slide;
} SharedSliding;

enum { SLIDE_PIECE = 1024 }; /* elements of the result that stay in the cache while the weights pass */

static void slide_piece(void *with, int64_t i)
{
    const SharedSliding *shared = with;
    int64_t first = i * SLIDE_PIECE, end = first + SLIDE_PIECE;
    shared->slide(&shared->sliding, first, end < shared->sliding.size ? end : shared->sliding.size);
}

static int64_t overlap_size(int mode, int64_t n, int64_t m)
{
    return mode == MODE_VALID ? n - m + 1 : mode == MODE_SAME ? n : n + m - 1;
}

static bool are_lines(Run *run, const Tensor *a, const Tensor *v)
{
    if (a->ndim > 1 || v->ndim > 1)
        return fail(run, ValueError, "object too deep for desired array");
    if (!a->ndim || !v->ndim)
        return fail(run, ValueError, "object of too small depth for desired array");
    if (!a->dim[0])
        return fail(run, ValueError, "first array argument cannot be empty");
    return v->dim[0] || fail(run, ValueError, "second array argument cannot be empty");
}

/* Slides the shorter of two lines along the longer one. float16 and complex64 are summed in the wider dtype.
 */
static Value slide(Sheet *s, Value first, Value second, int mode)
{
    Tensor *a = sheet_array(s, first), *v = sheet_array(s, second);
    if (s->failed)
        return ABSENT;
    if (!are_lines(s->run, a, v))
        return s->failed = true, ABSENT;
    DType dtype = dtype_promote((DType)a->dtype, (DType)v->dtype);
    DType work = dtype == FLOAT16 ? FLOAT32 : dtype == COMPLEX64 ? COMPLEX128 : dtype;
    bool turned = a->dim[0] < v->dim[0];
    Tensor *in[2] = { sheet_cast(s, value_array(turned ? v : a), work),
                      sheet_cast(s, value_array(turned ? a : v), work) };
    for (int i = 0; i < 2 && !s->failed; i++)
        in[i] = sheet_array(s, sheet_tensor(s, c_ordered(s->run, in[i])));
    if (s->failed)
        return ABSENT;
    int64_t n = in[0]->dim[0], m = in[1]->dim[0], size = overlap_size(mode, n, m);
    int64_t left = mode == MODE_VALID ? 0 : mode == MODE_SAME ? m / 2 : m - 1;
    Tensor *out = sheet_array(s, sheet_tensor(s, tensor_new(s->run, work, 1, &size)));
    if (!out)
        return ABSENT;
    SharedSliding shared = { { in[0]->data, in[1]->data, n, m, out->data, size, left }, slide_of(work) };
    int64_t pieces = (size + SLIDE_PIECE - 1) / SLIDE_PIECE;
    if ((double)size * (double)m >= 1 << 17)
        pool_run(pieces, slide_piece, &shared);
    else
        for (int64_t i = 0; i < pieces; i++)
            slide_piece(&shared, i);
    Value answer = as_value(sheet_cast(s, value_array(out), dtype));
    return turned ? NP(s, "flip", answer) : answer;
}

static bool infer_slide(Call *call, Value *out)
{
    int mode;
    if (sheet_skips(call, out))
        return true;
    Tensor *a = arg_tensor(call, 0), *v = arg_tensor(call, 1);
    if (!read_overlap(call, 2, &mode))
        return false;
    bool lifts = call->func->extra; /* convolve takes a number for an array of one element */
    if (lifts && tensor_size(a) == 0 && a->ndim < 2)
        return fail(call->run, ValueError, "a cannot be empty");
    if (lifts && tensor_size(v) == 0 && v->ndim < 2)
        return fail(call->run, ValueError, "v cannot be empty");
    if (!(lifts && (a->ndim == 0 || v->ndim == 0) && a->ndim < 2 && v->ndim < 2) &&
        !are_lines(call->run, a, v))
        return false;
    int64_t n = tensor_size(a), m = tensor_size(v), size = DIM_UNKNOWN;
    if (n > 0 && m > 0)
        size = n > m ? overlap_size(mode, n, m) : overlap_size(mode, m, n);
    return infer_as(out, dtype_promote((DType)a->dtype, (DType)v->dtype), 1, &size);
}

static bool run_convolve(Call *call, Value *out)
{
    Sheet s;
    int mode = MODE_FULL;
    sheet_begin(&s, call->run);
    Value a = NP(&s, "atleast_1d", sheet_argument(&s, call, 0)),
          v = NP(&s, "atleast_1d", sheet_argument(&s, call, 1));
    if (!s.failed && !a.tensor->dim[0])
        sheet_fail(&s, ValueError, "a cannot be empty");
    else if (!s.failed && !v.tensor->dim[0])
        sheet_fail(&s, ValueError, "v cannot be empty");
    if (!s.failed && v.tensor->dim[0] > a.tensor->dim[0]) {
        Value swapped = a;
        a = v;
        v = swapped;
    }
    s.failed |= s.failed || !read_overlap(call, 2, &mode);
    if (!s.failed)
        v = sheet_tensor(&s, view_slice(v.tensor, 0, v.tensor->dim[0] - 1, -1, v.tensor->dim[0]));
    return sheet_answer(&s, slide(&s, a, v, mode), out);
}

static bool run_correlate(Call *call, Value *out)
{
    Sheet s;
    int mode = MODE_VALID;
    sheet_begin(&s, call->run);
    s.failed = !read_overlap(call, 2, &mode);
    Value a = sheet_argument(&s, call, 0), v = sheet_argument(&s, call, 1);
    if (!s.failed && dtype_is_complex((DType)sheet_array(&s, v)->dtype))
        v = NP(&s, "conjugate", v);
    return sheet_answer(&s, slide(&s, a, v, mode), out);
}

const Func calculus_funcs[] = {
    { .name = "diff",
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
    { .name = "interp",
      .of = "np",
      .params = "x, xp, fp, left: any = None, right: any = None, period: any = None",
      .brief = "Values between samples, on straight lines.",
      .example = ">>> np.interp(2.5, [1, 2, 3], [3, 2, 0])\nnp.float64(1.0)\n",
      .style = PYTHON,
      .infer = infer_interp,
      .run = run_interp },
    { .name = "convolve",
      .of = "np",
      .params = "a, v, mode: any = 'full'",
      .brief = "The convolution of two sequences.",
      .example = ">>> np.convolve([1, 2, 3], [0, 1, 0.5])\narray([0. , 1. , 2.5, 4. , 1.5])\n",
      .style = PYTHON,
      .infer = infer_slide,
      .run = run_convolve,
      .gives = AS_ARRAY,
      .extra = 1 },
    { .name = "correlate",
      .of = "np",
      .params = "a, v, mode: any = 'valid'",
      .brief = "The correlation of two sequences.",
      .example = ">>> np.correlate([1, 2, 3], [0, 1, 0.5])\narray([3.5])\n",
      .style = PYTHON,
      .infer = infer_slide,
      .run = run_correlate,
      .gives = AS_ARRAY },
    { .name = NULL },
};
