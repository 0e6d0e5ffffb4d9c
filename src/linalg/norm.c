/* np.linalg.norm and its two halves, vector_norm and matrix_norm. As NumPy's own code has it: a few calls of
 * other functions for each order. */
#include "func/sheet.h"
#include "linalg/linalg.h"
#include "value/number.h"

#include <math.h>
#include <string.h>

/* Which norm is meant. */
typedef struct Order {
    enum { DEFAULT, NUMBER, FROBENIUS, NUCLEAR, OTHER } kind;
    double number; /* may be an infinity */
    Value value;   /* as it was given; borrowed */
} Order;

static bool read_order(Run *run, Value v, Order *order)
{
    *order = (Order){ .kind = OTHER, .value = v };
    if (v.tag == V_ABSENT || v.tag == V_NONE) {
        order->kind = DEFAULT;
    } else if (v.tag == V_STR) {
        if (!strcmp(v.str->text, "fro") || !strcmp(v.str->text, "f"))
            order->kind = FROBENIUS;
        else if (!strcmp(v.str->text, "nuc"))
            order->kind = NUCLEAR;
    } else if (v.tag == V_ARRAY && v.tensor->ndim > 0) { /* it is asked whether it is 'fro' */
        bool truth;
        order->kind = NUMBER;
        if (!value_truth(run, v, &truth))
            return false;
        order->number = element_double((DType)v.tensor->dtype, v.tensor->data);
    } else if (v.tag == V_COMPLEX) {
        order->number = NAN;
    } else if (value_is_number(v) || value_is_scalar(v) || v.tag == V_ARRAY) {
        order->kind = NUMBER;
        return value_to_double(run, v, &order->number);
    }
    return true;
}

static bool is_number(const Order *order, double number)
{
    return order->kind == NUMBER && order->number == number;
}

/* The axes of the norm; count 0: all of them, as one. */
typedef struct NormAxes {
    int count, axis[2];
    bool all; /* axis was not given */
} NormAxes;

static bool read_axes(Run *run, Value v, int ndim, NormAxes *axes)
{
    int64_t axis;
    *axes = (NormAxes){ .count = 1 };
    if (v.tag == V_ABSENT || v.tag == V_NONE) {
        axes->all = true;
        axes->count = ndim;
        axes->axis[1] = 1;
        return true;
    }
    const Value *item = &v;
    if (v.tag == V_TUPLE) {
        axes->count = (int)v.tuple->count;
        item = v.tuple->item;
    } else if (v.tag == V_STR || v.tag == V_LIST || v.tag == V_DICT || v.tag == V_COMPLEX ||
               (v.tag == V_FLOAT && !isfinite(v.f)) || (v.tag == V_ARRAY && v.tensor->ndim)) {
        return fail(run, TypeError, "'axis' must be None, an integer or a tuple of integers");
    }
    Value whole = value_int(0);
    if (v.tag == V_FLOAT && isfinite(v.f)) { /* int(axis) */
        whole = int_from_double(v.f);
        item = &whole;
    }
    if (axes->count != 1 && axes->count != 2)
        return true;
    bool fine = true;
    for (int i = 0; i < axes->count && fine; i++)
        fine = value_index(run, item[i], &axis) && axis_check(run, axis, ndim, &axes->axis[i]);
    value_drop(whole);
    if (!fine)
        return false;
    if (axes->count == 2 && axes->axis[0] == axes->axis[1])
        return fail(run, ValueError, "Duplicate axes given.");
    return true;
}

/* Nothing but a sum of squares: all elements, whatever the shape. */
static bool is_flat(const Order *order, const NormAxes *axes)
{
    return axes->all && (order->kind == DEFAULT || (order->kind == FROBENIUS && axes->count == 2) ||
                         (is_number(order, 2) && axes->count == 1));
}

static bool check_order(Run *run, const Order *order, const NormAxes *axes)
{
    if (is_flat(order, axes))
        return true;
    if (axes->count == 1) {
        if (order->value.tag == V_STR)
            return fail(run, ValueError, "Invalid norm order '%s' for vectors", order->value.str->text);
        return true;
    }
    if (axes->count != 2)
        return fail(run, ValueError, "Improper number of dimensions to norm.");
    double size = fabs(order->number);
    if (order->kind == OTHER || (order->kind == NUMBER && size != 1 && size != 2 && size != INFINITY))
        return fail(run, ValueError, "Invalid norm order for matrices.");
    return true;
}

/* calls of other functions
 * ---------------------------------------------------------------------------------------- */

/* np.sum(a, axis, keepdims=…), np.max and np.min; those have an `initial` unless it is V_ABSENT. */
static Value fold(Run *run, const char *name, Value a, Value axis, bool keepdims, Value initial)
{
    if (!strcmp(name, "sum"))
        return np_call(run, name, 5, (Value[]){ a, axis, NONE, NONE, value_bool(keepdims) });
    int n = initial.tag == V_ABSENT ? 4 : 5;
    return np_call(run, name, n, (Value[]){ a, axis, NONE, value_bool(keepdims), initial });
}

/* |a|^2, as a real array */
static Value squares(Run *run, Value a)
{
    bool real = a.tag == V_ARRAY && !dtype_is_complex((DType)a.tensor->dtype);
    Value other = real ? value_keep(a) : np1(run, "conjugate", value_keep(a));
    run->lazy = real; /* the sum computes it as it goes */
    Value product = np2(run, "multiply", other, a);
    run->lazy = false;
    return real ? product : np1(run, "real", product);
}

/* |a|, for a fold */
static Value sizes(Run *run, Value a)
{
    run->lazy = a.tag == V_ARRAY && !dtype_is_complex((DType)a.tensor->dtype);
    Value size = np1(run, "absolute", a);
    run->lazy = false;
    return size;
}

static Value flat_norm(Run *run, Value x)
{
    Value flat = np1(run, "ravel", x), sum = ABSENT;
    if (flat.tag != V_ARRAY)
        return flat;
    if (dtype_is_complex((DType)flat.tensor->dtype)) {
        Value re = np1(run, "real", value_keep(flat)), im = np1(run, "imag", value_keep(flat));
        sum = np2(run, "add", np2(run, "dot", value_keep(re), value_keep(re)),
                  np2(run, "dot", value_keep(im), value_keep(im)));
        value_drop(re);
        value_drop(im);
    } else {
        sum = np2(run, "dot", value_keep(flat), value_keep(flat));
    }
    value_drop(flat);
    return np1(run, "sqrt", sum);
}

/* abs(x) ** ord, its sum, and that ** (1 / ord), in place: what ord may be is the powers' affair. */
static Value power_norm(Run *run, Value x, Value ord, Value axis, bool keepdims)
{
    Sheet s;
    sheet_begin(&s, run);
    Value size = NP(&s, "absolute", sheet_hold(&s, x));
    if (!value_is_number(ord) && !value_is_scalar(ord) && ord.tag != V_ARRAY && ord.tag != V_LIST &&
        ord.tag != V_TUPLE && !s.failed)
        sheet_fail(&s, _UFuncOutputCastingError,
                   "Cannot cast ufunc 'power' output from dtype('O') to dtype('%s') with casting rule "
                   "'same_kind'",
                   dtype_info[size.tensor->dtype].name);
    Value power = NP(&s, "power", size, ord, size);
    Value sum =
        sheet_hold(&s, s.failed ? ABSENT : fold(run, "sum", value_keep(power), axis, keepdims, ABSENT));
    Value dtype = s.failed ? ABSENT : value_of_dtype(value_dtype(sum));
    Value root = NP_KEYS(&s, "reciprocal", ord, KEY("dtype", dtype));
    Value norm = sum.tag == V_ARRAY ? NP(&s, "power", sum, root, sum) : NP(&s, "power", sum, root), out;
    return sheet_end(&s, norm, &out) ? out : ABSENT;
}

static Value vector_norm(Run *run, Value x, const Order *order, int axis_number, bool keepdims)
{
    Value axis = value_int(axis_number);
    if (is_number(order, INFINITY))
        return fold(run, "max", sizes(run, x), axis, keepdims, value_int(0));
    if (is_number(order, -INFINITY))
        return fold(run, "min", sizes(run, x), axis, keepdims, ABSENT);
    if (is_number(order, 0)) {
        DType real = dtype_real((DType)x.tensor->dtype);
        Value there = np2(run, "not_equal", x, value_int(0));
        Value arg[5] = { there, axis, value_of_dtype(real), NONE, value_bool(keepdims) };
        return np_call(run, "sum", 5, arg);
    }
    if (is_number(order, 1))
        return fold(run, "sum", sizes(run, x), axis, keepdims, ABSENT);
    if (order->kind == DEFAULT || is_number(order, 2))
        return np1(run, "sqrt", fold(run, "sum", squares(run, x), axis, keepdims, ABSENT));
    return power_norm(run, x, order->value, axis, keepdims);
}

/* Sums along one axis, then the largest or smallest along the other. */
static Value sum_norm(Run *run, Value x, int along, int across, bool largest)
{
    Value sum = fold(run, "sum", sizes(run, x), value_int(along), false, ABSENT);
    across -= across > along;
    return fold(run, largest ? "max" : "min", sum, value_int(across), false, largest ? value_int(0) : ABSENT);
}

static Value singular_norm(Run *run, Value x, const int axis[2], const char *name)
{
    Value source = value_tuple_new(2), place = value_tuple_new(2);
    for (int i = 0; i < 2; i++) {
        source.tuple->item[i] = value_int(axis[i]);
        place.tuple->item[i] = value_int(i - 2);
    }
    Value moved = np_call(run, "moveaxis", 3, (Value[]){ x, source, place });
    if (moved.tag != V_ARRAY)
        return moved;
    Value values = linalg_svdvals(run, moved.tensor);
    value_drop(moved);
    return fold(run, name, values, value_int(-1), false, strcmp(name, "max") ? ABSENT : value_int(0));
}

static Value matrix_norm(Run *run, Value x, const Order *order, const int axis[2])
{
    if (order->kind == NUCLEAR)
        return singular_norm(run, x, axis, "sum");
    if (order->kind != NUMBER) {
        Value both = value_tuple_new(2);
        both.tuple->item[0] = value_int(axis[0]);
        both.tuple->item[1] = value_int(axis[1]);
        Value sum = np_call(run, "sum", 2, (Value[]){ squares(run, x), both });
        return np1(run, "sqrt", sum);
    }
    if (fabs(order->number) == 2)
        return singular_norm(run, x, axis, order->number > 0 ? "max" : "min");
    if (fabs(order->number) == 1)
        return sum_norm(run, x, axis[0], axis[1], order->number > 0);
    return sum_norm(run, x, axis[1], axis[0], order->number > 0);
}

/* A result as an array that has the axes of the norm, of size 1. */
static Value with_axes(Run *run, Value result, const Shape *shape)
{
    if (result.tag == V_ABSENT)
        return result;
    Value dims = value_shape(shape->ndim, shape->dim);
    return np_call(run, "reshape", 2, (Value[]){ result, dims });
}

/* The norm of x, an array that is taken. */
static Value norm_of(Run *run, Tensor *t, const Order *order, const NormAxes *axes, bool keepdims)
{
    if (!dtype_is_inexact((DType)t->dtype)) {
        Tensor *cast = tensor_cast(run, t, FLOAT64);
        tensor_drop(t);
        if (!(t = cast))
            return ABSENT;
    }
    Shape kept;
    shape_set(&kept, t->ndim, t->dim);
    for (int i = 0; i < t->ndim; i++)
        if (axes->all || i == axes->axis[0] || (axes->count == 2 && i == axes->axis[1]))
            kept.dim[i] = 1;
    Value x = value_array(t);
    Value result = is_flat(order, axes) ? flat_norm(run, x)
                   : axes->count == 1   ? vector_norm(run, x, order, axes->axis[0], keepdims)
                                        : matrix_norm(run, x, order, axes->axis);
    return keepdims && (axes->count != 1 || is_flat(order, axes)) ? with_axes(run, result, &kept) : result;
}

/* norm
 * --------------------------------------------------------------------------------------------------------------
 */

/* Places of the parameters, which differ from row to row; func->extra says which row it is. */
enum { NORM, VECTOR_NORM, MATRIX_NORM };
typedef struct NormCall {
    Order order;
    NormAxes axes;
    bool keepdims;
} NormCall;

static bool read_norm(Call *call, NormCall *norm)
{
    static const int8_t order_at[] = { 1, 3, 2 }, axis_at[] = { 2, 1, -1 }, keepdims_at[] = { 3, 2, 1 };
    Run *run = call->run;
    int row = (int)call->func->extra, ndim = arg_tensor(call, 0)->ndim;
    if (!read_order(run, call->arg[order_at[row]].value, &norm->order) ||
        !arg_truth(call, keepdims_at[row], &norm->keepdims))
        return false;
    if (row == MATRIX_NORM) {
        if (ndim < 2)
            return fail(run, AxisError, "axis -2 is out of bounds for array of dimension %d", ndim);
        norm->axes = (NormAxes){ .count = 2, .axis = { ndim - 2, ndim - 1 } };
    } else if (!read_axes(run, call->arg[axis_at[row]].value, ndim, &norm->axes)) {
        return false;
    }
    return check_order(run, &norm->order, &norm->axes);
}

static bool norm_infer(Call *call, Value *out)
{
    Tensor *x = arg_tensor(call, 0);
    NormCall norm;
    Shape shape;
    if (!x || any_unknown(call))
        return give_unknown(out);
    if (!read_norm(call, &norm))
        return false;
    DType dtype = dtype_is_inexact((DType)x->dtype) ? dtype_real((DType)x->dtype) : FLOAT64;
    shape.ndim = 0;
    for (int i = 0; i < x->ndim; i++) {
        bool folded =
            norm.axes.all || i == norm.axes.axis[0] || (norm.axes.count == 2 && i == norm.axes.axis[1]);
        if (!folded)
            shape.dim[shape.ndim++] = x->dim[i];
        else if (norm.keepdims)
            shape.dim[shape.ndim++] = 1;
    }
    return infer_as(out, dtype, shape.ndim, shape.dim);
}

static bool norm_run(Call *call, Value *out)
{
    NormCall norm;
    if (!read_norm(call, &norm))
        return false;
    Tensor *x = arg_held(call, 0);
    return x && value_instead(out, norm_of(call->run, x, &norm.order, &norm.axes, norm.keepdims));
}

/* vector_norm takes any number of axes, whose elements it sees as one vector. */
static bool vector_norm_run(Call *call, Value *out)
{
    enum { AXIS = 1, KEEPDIMS, ORD };
    Run *run = call->run;
    Order order;
    bool keepdims, marked[AXES_MAX];
    Tensor *x = arg_held(call, 0);
    if (!x || !read_order(run, call->arg[ORD].value, &order) || !arg_truth(call, KEEPDIMS, &keepdims) ||
        !arg_axes(call, AXIS, x->ndim, marked)) {
        tensor_drop(x);
        return false;
    }
    int axis[AXES_MAX], folded = 0, kept = 0;
    Shape with, without;
    shape_set(&with, x->ndim, x->dim);
    for (int i = 0; i < x->ndim; i++)
        if (marked[i])
            axis[folded++] = i, with.dim[i] = 1;
    for (int i = 0; i < x->ndim; i++)
        if (!marked[i]) {
            axis[folded + kept] = i;
            without.dim[1 + kept++] = x->dim[i];
        }
    Tensor *moved = tensor_transpose(x, axis);
    without.ndim = kept + 1;
    without.dim[0] = shape_size(folded, moved->dim);
    Tensor *flat = tensor_reshape(run, moved, without.ndim, without.dim, 'C');
    tensor_drop(moved);
    tensor_drop(x);
    NormAxes axes = { .count = 1 };
    if (!flat || !check_order(run, &order, &axes)) {
        tensor_drop(flat);
        return false;
    }
    Value result = norm_of(run, flat, &order, &axes, false);
    return value_instead(out, keepdims ? with_axes(run, result, &with) : result);
}

static bool vector_norm_infer(Call *call, Value *out)
{
    enum { AXIS = 1, KEEPDIMS };
    Tensor *x = arg_tensor(call, 0);
    bool keepdims, marked[AXES_MAX];
    Shape shape;
    if (!x || any_unknown(call))
        return give_unknown(out);
    if (!arg_truth(call, KEEPDIMS, &keepdims) || !arg_axes(call, AXIS, x->ndim, marked))
        return false;
    shape.ndim = 0;
    for (int i = 0; i < x->ndim; i++) {
        if (!marked[i])
            shape.dim[shape.ndim++] = x->dim[i];
        else if (keepdims)
            shape.dim[shape.ndim++] = 1;
    }
    return infer_as(out, dtype_is_inexact((DType)x->dtype) ? dtype_real((DType)x->dtype) : FLOAT64,
                    shape.ndim, shape.dim);
}

const Func norm_funcs[] = {
    { .name = "norm",
      .gives_to = "float",
      .of = "np.linalg",
      .params = "x, ord: any = None, axis: any = None, keepdims: any = False",
      .style = PYTHON,
      .infer = norm_infer,
      .run = norm_run,
      .extra = NORM,
      .brief = "the length of a vector, the size of a matrix, by one of several measures",
      .example = ">>> np.linalg.norm([3, 4])\nnp.float64(5.0)\n" },
    { .name = "vector_norm",
      .of = "np.linalg",
      .params = "x, /, *, axis: axes = None, keepdims: any = False, ord: any = 2",
      .style = PYTHON,
      .infer = vector_norm_infer,
      .run = vector_norm_run,
      .extra = VECTOR_NORM,
      .brief = "the length of vectors",
      .example = ">>> np.linalg.vector_norm([[3, 4], [5, 12]], axis=1)\narray([ 5., 13.])\n" },
    { .name = "matrix_norm",
      .of = "np.linalg",
      .params = "x, /, *, keepdims: any = False, ord: any = 'fro'",
      .style = PYTHON,
      .infer = norm_infer,
      .run = norm_run,
      .extra = MATRIX_NORM,
      .brief = "the size of matrices",
      .example = ">>> np.linalg.matrix_norm([[1, 1], [1, 1]])\nnp.float64(2.0)\n" },
    { .name = NULL },
};
