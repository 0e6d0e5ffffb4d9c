/* Products of arrays: dot and what NumPy makes of it. matmul and its kin, which are ufuncs, stand in
 * gufunc.c. */
#include "func/results.h"
#include "linalg/contract.h"

#include <string.h>

/* dot and inner ----------------------------------------------------------------------------------------- */

/* Lists without a number in them, which as a second operand have no say in the dtype. */
static bool is_empty_list(Value v)
{
    int64_t n = 0;
    const Value *item = is_sequence(v) ? sequence_items(v, &n) : NULL;
    for (int64_t i = 0; i < n; i++)
        if (!is_empty_list(item[i]))
            return false;
    return is_sequence(v);
}

/* The axis of b that is summed over: the last but one for dot, the last for inner (extra 1). */
static int summed_axis(const Func *func, const Tensor *b)
{
    return func->extra == 1 || b->ndim < 2 ? b->ndim - 1 : b->ndim - 2;
}

/* What `out` must be, as cblas_matrixproduct looks at it. */
static bool out_fits(Run *run, const Tensor *out, DType dtype, const Shape *shape)
{
    if (out->dtype != dtype || out->ndim != shape->ndim || !tensor_is_c(out))
        return fail(run, ValueError,
                    "output array is not acceptable (must have the right datatype, number of "
                    "dimensions, and be a C-Array)");
    if (!shape_equal(out->ndim, out->dim, shape->ndim, shape->dim))
        return fail(run, ValueError, "output array has wrong dimensions");
    return true;
}

static bool dot_shape(Run *run, const Tensor *a, const Tensor *b, int axis, bool inner, Shape *shape)
{
    shape->ndim = 0;
    if (!a->ndim || !b->ndim) {
        const Tensor *array = a->ndim ? a : b;
        shape_set(shape, array->ndim, array->dim);
        return true;
    }
    int last = a->ndim - 1;
    if (!dim_fits(a->dim[last], b->dim[axis])) {
        /* inner hands b's transpose to dot, whose words we hear */
        int64_t other[AXES_MAX];
        memcpy(other, b->dim, (size_t)b->ndim * sizeof other[0]);
        int place = axis;
        if (inner && b->ndim > 1) {
            memmove(other + b->ndim - 1, other + b->ndim - 2, sizeof other[0]);
            other[b->ndim - 2] = b->dim[axis];
            place = b->ndim - 2;
        }
        return fail(run, ValueError, "shapes %s and %s not aligned: %lld (dim %d) != %lld (dim %d)",
                    shape_tight(run, a->ndim, a->dim), shape_tight(run, b->ndim, inner ? other : b->dim),
                    (long long)a->dim[last], last, (long long)b->dim[axis], place);
    }
    if (a->ndim + b->ndim - 2 > AXES_MAX)
        return fail(run, ValueError, "dot: too many dimensions in result");
    for (int i = 0; i < last; i++)
        shape->dim[shape->ndim++] = a->dim[i];
    for (int i = 0; i < b->ndim; i++)
        if (i != axis)
            shape->dim[shape->ndim++] = b->dim[i];
    return true;
}

/* *out = the array that the user gave for the result, or a tensor of this dtype and shape. */
static bool infer_into(Call *call, Value *out, Tensor *given, DType dtype, int ndim, const int64_t *dim)
{
    if (given && !call->typed_only)
        return give(out, tensor_keep(given));
    return infer_as(out, dtype, ndim, dim);
}

static bool dot_infer(Call *call, Value *out)
{
    Tensor *a = arg_tensor(call, 0), *b = arg_tensor(call, 1), *into = NULL;
    if (call->args > 2 && !arg_none(call, 2)) {
        into = arg_out(call, 2);
        if (!into && !arg_unknown(call, 2))
            return fail(call->run, TypeError, "'out' must be an array");
    }
    if (!a || !b)
        return give_unknown(out);
    DType dtype = is_empty_list(call->arg[1].value) ? (DType)a->dtype : dtype_promote(a->dtype, b->dtype);
    Shape shape;
    if (!dot_shape(call->run, a, b, summed_axis(call->func, b), call->func->extra == 1, &shape))
        return false;
    /* a factor that is a number goes to multiply, unless BLAS knows the dtype */
    bool multiplied = (!a->ndim || !b->ndim) && !(dtype == FLOAT32 || dtype >= FLOAT64);
    if (into && !multiplied && !out_fits(call->run, into, dtype, &shape))
        return false;
    if (into && multiplied)
        return infer_into(call, out, into, (DType)into->dtype, into->ndim, into->dim);
    return infer_into(call, out, into, dtype, shape.ndim, shape.dim);
}

/* BLAS adds the multiples of an array to zeros, of which none is -0.0. */
static bool makes_zeros_positive(const Tensor *out)
{
    return (out->dtype == FLOAT32 || out->dtype >= FLOAT64) && out->ndim && out->ndim < 3 &&
           tensor_size(out) > 1;
}

/* The product of two tensors into a third that is there, of the promoted dtype. */
static bool dot_into(Run *run, Tensor *a, Tensor *b, int axis, Tensor *out)
{
    if (!a->ndim || !b->ndim) {
        if (!contract_elementwise(run, "multiply", a, b, out, NULL))
            return false;
        if (!makes_zeros_positive(out))
            return true;
        Tensor *zero = tensor_zeros(run, (DType)out->dtype, 0, NULL);
        bool added = zero && contract_elementwise(run, "add", out, zero, out, NULL);
        tensor_drop(zero);
        return added;
    }
    Tensor *x = contract_operand(run, a, out->dtype, false);
    Tensor *y = x ? contract_operand(run, b, out->dtype, false) : NULL;
    Tensor *room = y ? contract_room(run, out->dtype, out, x, y) : NULL;
    bool done = room && contract_last(run, x, y, axis, room);
    if (done)
        done = contract_store(run, room, out);
    else
        tensor_drop(room);
    tensor_drop(x);
    tensor_drop(y);
    return done;
}

static bool dot_run(Call *call, Value *out)
{
    Tensor *a = arg_held(call, 0), *b = a ? arg_held(call, 1) : NULL;
    if (b && is_empty_list(call->arg[1].value)) {
        Tensor *cast = tensor_cast(call->run, b, a->dtype);
        tensor_drop(b);
        b = cast;
    }
    flags_begin();
    bool done = b && dot_into(call->run, a, b, summed_axis(call->func, b), out->tensor);
    tensor_drop(a);
    tensor_drop(b);
    if (!done || !flags_end(call->run, "dot"))
        return false;
    /* a sum is a number, even where the user gave an array for it */
    if (!out->tensor->ndim)
        return value_instead(out, value_scalar((DType)out->tensor->dtype, out->tensor->data));
    return true;
}

/* vdot ----------------------------------------------------------------------------------------------------
 */

static bool vdot_infer(Call *call, Value *out)
{
    Tensor *a = arg_tensor(call, 0), *b = arg_tensor(call, 1);
    if (!a || !b)
        return give_unknown(out);
    int64_t n = tensor_size(a), m = tensor_size(b);
    if (!dim_fits(n, m))
        return fail(call->run, ValueError, "cannot reshape array of size %lld into shape (%lld,)",
                    (long long)m, (long long)n);
    return infer_as(out, dtype_promote(a->dtype, b->dtype), 0, NULL);
}

static bool vdot_run(Call *call, Value *out)
{
    Run *run = call->run;
    Tensor *held[2] = { arg_held(call, 0), arg_held(call, 1) }, *flat[2] = { NULL }, *work[2] = { NULL };
    bool done = held[0] && held[1];
    for (int i = 0; i < 2 && done; i++) {
        done = (flat[i] = flat_tensor(run, held[i])) &&
               (work[i] = contract_operand(run, flat[i], out->tensor->dtype, false));
    }
    Tensor *room = done ? contract_room(run, out->tensor->dtype, out->tensor, work[0], work[1]) : NULL;
    done = room != NULL;
    if (done && dtype_is_complex((DType)room->dtype))
        product_conjugate_dot(contract_type((DType)room->dtype), work[0]->dim[0], work[0]->data,
                              work[0]->stride[0], work[1]->data, work[1]->stride[0], room->data);
    else if (done)
        done = contract_last(run, work[0], work[1], 0, room);
    if (done)
        done = contract_store(run, room, out->tensor);
    for (int i = 0; i < 2; i++) {
        tensor_drop(held[i]);
        tensor_drop(flat[i]);
        tensor_drop(work[i]);
    }
    return done;
}

/* outer and kron ------------------------------------------------------------------------------------------
 */

/* np.linalg.outer (extra 1) takes vectors only. */
static bool outer_infer(Call *call, Value *out)
{
    Tensor *a = arg_tensor(call, 0), *b = arg_tensor(call, 1), *into = NULL;
    if (!a || !b)
        return give_unknown(out);
    if (call->func->extra == 1 && (a->ndim != 1 || b->ndim != 1))
        return fail(call->run, ValueError,
                    "Input arrays must be one-dimensional, but they are x1.ndim=%d and x2.ndim=%d.", a->ndim,
                    b->ndim);
    if (call->args > 2 && !arg_none(call, 2) && !arg_unknown(call, 2) && !(into = arg_out(call, 2)))
        return fail(call->run, TypeError, "return arrays must be of ArrayType");
    int64_t dim[2] = { tensor_size(a), tensor_size(b) };
    if (into && call->typed_only) {
        Value column = value_array(tensor_typed((DType)a->dtype, 2, (int64_t[]){ dim[0], 1 })),
              row = value_array(tensor_typed((DType)b->dtype, 2, (int64_t[]){ 1, dim[1] }));
        bool fits =
            infer_operation(call->run, func_find("np", "multiply"), 2, (Value[]){ column, row }, into, out);
        value_drop(column);
        value_drop(row);
        return fits;
    }
    return infer_into(call, out, into, dtype_promote(a->dtype, b->dtype), 2, dim);
}

static bool outer_run(Call *call, Value *out)
{
    Run *run = call->run;
    Tensor *held[2] = { arg_held(call, 0), arg_held(call, 1) }, *flat[2] = { NULL }, *column = NULL;
    bool done =
        held[0] && held[1] && (flat[0] = flat_tensor(run, held[0])) && (flat[1] = flat_tensor(run, held[1]));
    /* NumPy sees b as a row, and says so in its messages */
    Tensor *row = done ? view_at_least(flat[1], 2) : NULL;
    if (done) {
        int64_t dim[2] = { flat[0]->dim[0], 1 }, stride[2] = { flat[0]->stride[0], 0 };
        column = tensor_view(flat[0], 2, dim, stride, flat[0]->data);
        done = contract_elementwise(run, "multiply", column, row, out->tensor, NULL);
    }
    for (int i = 0; i < 2; i++) {
        tensor_drop(held[i]);
        tensor_drop(flat[i]);
    }
    tensor_drop(column);
    tensor_drop(row);
    return done;
}

/* The size of a tensor along axis i of `ndim` axes, were it given ones in front. */
static int64_t padded_dim(const Tensor *t, int ndim, int i)
{
    return i < ndim - t->ndim ? 1 : t->dim[i - (ndim - t->ndim)];
}

static bool kron_infer(Call *call, Value *out)
{
    Tensor *a = arg_tensor(call, 0), *b = arg_tensor(call, 1);
    if (!a || !b)
        return give_unknown(out);
    int ndim = a->ndim > b->ndim ? a->ndim : b->ndim;
    int64_t dim[AXES_MAX];
    if (2 * ndim > AXES_MAX)
        return fail_axes(call->run, 2 * ndim);
    for (int i = 0; i < ndim; i++)
        dim[i] = size_times(padded_dim(a, ndim, i), padded_dim(b, ndim, i));
    return infer_as(out, dtype_promote(a->dtype, b->dtype), ndim, dim);
}

/* A view with axes of size 1 between the axes of a (after them) or of b (before them). */
static Tensor *kron_view(Tensor *t, int ndim, bool before)
{
    int64_t dim[AXES_MAX], stride[AXES_MAX];
    for (int i = 0; i < ndim; i++) {
        int own = 2 * i + before, axis = i - (ndim - t->ndim);
        dim[own] = axis < 0 ? 1 : t->dim[axis];
        stride[own] = axis < 0 ? 0 : t->stride[axis];
        dim[own ^ 1] = 1;
        stride[own ^ 1] = 0;
    }
    return tensor_view(t, 2 * ndim, dim, stride, t->data);
}

static bool kron_run(Call *call, Value *out)
{
    Tensor *a = arg_held(call, 0), *b = a ? arg_held(call, 1) : NULL, *result = out->tensor;
    if (!b) {
        tensor_drop(a);
        return false;
    }
    int64_t dim[AXES_MAX];
    for (int i = 0; i < result->ndim; i++) {
        dim[2 * i] = padded_dim(a, result->ndim, i);
        dim[2 * i + 1] = padded_dim(b, result->ndim, i);
    }
    Tensor *x = kron_view(a, result->ndim, false), *y = kron_view(b, result->ndim, true);
    Tensor *spread = tensor_reshape_view(result, 2 * result->ndim, dim);
    bool done = contract_elementwise(call->run, "multiply", x, y, spread, NULL);
    tensor_drop(x);
    tensor_drop(y);
    tensor_drop(spread);
    tensor_drop(a);
    tensor_drop(b);
    return done;
}

/* tensordot -----------------------------------------------------------------------------------------------
 */

/* Which axes are summed over, as written: negative ones among them. */
typedef struct SummedAxes {
    Ints of[2];
} SummedAxes;

static bool ascending(Run *run, int64_t first, int64_t count, Ints *out)
{
    count = count < 0 ? 0 : count > AXES_MAX + 1 ? AXES_MAX + 1 : count;
    *out = (Ints){ .count = (int)count,
                   .at = arena_alloc(&run->scratch, (size_t)(count + 1) * sizeof(int64_t)) };
    for (int64_t i = 0; i < count; i++)
        out->at[i] = first + i;
    return true;
}

static bool summed_axes(Call *call, SummedAxes *axes)
{
    Run *run = call->run;
    Value given = call->arg[2].value, list = ABSENT;
    int64_t number;
    if (given.tag == V_ABSENT)
        return ascending(run, -2, 2, &axes->of[0]) && ascending(run, 0, 2, &axes->of[1]);
    if (!is_sequence(given) && given.tag != V_ARRAY) {
        if (!value_index(run, given, &number))
            return false;
        if (number < 0)
            number = 0; /* range(-number, 0) */
        return ascending(run, -number, number, &axes->of[0]) && ascending(run, 0, number, &axes->of[1]);
    }
    if (!value_to_list(run, given, &list))
        return false;
    bool two = list.list->count == 2;
    if (list.list->count < 2)
        fail(run, ValueError, "not enough values to unpack (expected 2, got %lld)",
             (long long)list.list->count);
    else if (!two)
        fail(run, ValueError, "too many values to unpack (expected 2, got %lld)",
             (long long)list.list->count);
    bool done = two && ints_of(run, list.list->item[0], &axes->of[0]) &&
                ints_of(run, list.list->item[1], &axes->of[1]);
    value_drop(list);
    if (!done)
        return false;
    for (int side = 0; side < 2; side++)
        for (int i = 0; i < axes->of[side].count; i++)
            for (int j = 0; j < i; j++)
                if (axes->of[side].at[i] == axes->of[side].at[j])
                    return fail(run, ValueError, "duplicate axes are not allowed in tensordot");
    return true;
}

static bool size_at(Run *run, const Tensor *t, int64_t axis, int64_t *size)
{
    if (axis < -t->ndim || axis >= t->ndim)
        return fail(run, IndexError, "tuple index out of range");
    *size = t->dim[axis < 0 ? axis + t->ndim : axis];
    return true;
}

/* An order of the axes that brings those summed over to the end of a and to the front of b; `kept` counts the
 * others. */
static bool tensordot_order(Run *run, const Tensor *t, const Ints *summed, bool front, int order[], int *kept)
{
    bool is_summed[AXES_MAX] = { false };
    int64_t size;
    for (int i = 0; i < summed->count; i++) {
        if (!size_at(run, t, summed->at[i], &size))
            return false;
        int axis = (int)(summed->at[i] < 0 ? summed->at[i] + t->ndim : summed->at[i]);
        if (is_summed[axis])
            return fail(run, ValueError, "axes don't match array");
        is_summed[axis] = true;
    }
    *kept = t->ndim - summed->count;
    int at = front ? summed->count : 0, place = front ? 0 : *kept;
    for (int axis = 0; axis < t->ndim; axis++)
        if (!is_summed[axis])
            order[at++] = axis;
    for (int i = 0; i < summed->count; i++)
        order[place + i] = (int)(summed->at[i] < 0 ? summed->at[i] + t->ndim : summed->at[i]);
    return true;
}

/* Both orders, checked; and the shape of the result. */
static bool tensordot_plan(Call *call, int order_a[], int order_b[], int *kept_a, int *kept_b, Shape *shape)
{
    Run *run = call->run;
    const Tensor *a = arg_tensor(call, 0), *b = arg_tensor(call, 1);
    SummedAxes axes;
    if (!summed_axes(call, &axes))
        return false;
    bool equal = axes.of[0].count == axes.of[1].count;
    for (int i = 0; i < axes.of[0].count && equal; i++) {
        int64_t m = 0, n = 0;
        if (!size_at(run, a, axes.of[0].at[i], &m) || !size_at(run, b, axes.of[1].at[i], &n))
            return false;
        equal = dim_fits(m, n);
    }
    if (!equal)
        return fail(run, ValueError, "shape-mismatch for sum");
    if (!tensordot_order(run, a, &axes.of[0], false, order_a, kept_a) ||
        !tensordot_order(run, b, &axes.of[1], true, order_b, kept_b))
        return false;
    if (*kept_a + *kept_b > AXES_MAX)
        return fail_axes(run, *kept_a + *kept_b);
    shape->ndim = 0;
    for (int i = 0; i < *kept_a; i++)
        shape->dim[shape->ndim++] = a->dim[order_a[i]];
    for (int i = 0; i < *kept_b; i++)
        shape->dim[shape->ndim++] = b->dim[order_b[b->ndim - *kept_b + i]];
    return true;
}

static bool tensordot_infer(Call *call, Value *out)
{
    Tensor *a = arg_tensor(call, 0), *b = arg_tensor(call, 1);
    int order_a[AXES_MAX], order_b[AXES_MAX], kept_a, kept_b;
    Shape shape;
    if (!a || !b || arg_unknown(call, 2))
        return give_unknown(out);
    if (!tensordot_plan(call, order_a, order_b, &kept_a, &kept_b, &shape))
        return false;
    return infer_as(out, dtype_promote(a->dtype, b->dtype), shape.ndim, shape.dim);
}

/* The axes in a new order, the first `rows` of them made one and the others another. */
static Tensor *as_matrix(Run *run, Tensor *t, const int order[], int rows)
{
    Tensor *moved = tensor_transpose(t, order);
    int64_t dim[2] = { shape_size(rows, moved->dim), shape_size(moved->ndim - rows, moved->dim + rows) };
    Tensor *matrix = tensor_reshape(run, moved, 2, dim, 'C');
    tensor_drop(moved);
    return matrix;
}

static bool tensordot_run(Call *call, Value *out)
{
    Run *run = call->run;
    int order_a[AXES_MAX], order_b[AXES_MAX], kept_a, kept_b;
    Shape shape;
    if (!tensordot_plan(call, order_a, order_b, &kept_a, &kept_b, &shape))
        return false;
    Tensor *a = arg_held(call, 0), *b = arg_held(call, 1), *x = NULL, *y = NULL;
    bool done = a && b && (x = as_matrix(run, a, order_a, kept_a)) &&
                (y = as_matrix(run, b, order_b, b->ndim - kept_b));
    if (done) {
        int64_t dim[2] = { x->dim[0], y->dim[1] };
        Tensor *matrix = tensor_reshape_view(out->tensor, 2, dim);
        flags_begin();
        done = dot_into(run, x, y, 0, matrix) && flags_end(run, "dot");
        tensor_drop(matrix);
    }
    tensor_drop(a);
    tensor_drop(b);
    tensor_drop(x);
    tensor_drop(y);
    return done;
}

/* cross ---------------------------------------------------------------------------------------------------
 */

/* The axes of a, b and the result that hold the vectors, and the shape of all crosses. */
typedef struct CrossPlan {
    int axis[3];
    int64_t size[2]; /* of the vectors of a and b: 2 or 3 */
    Shape shape;     /* with a last axis of 3, unless both have 2 */
} CrossPlan;

static bool cross_axis(Call *call, int i, int ndim, const char *name, int *out)
{
    int which = arg_none(call, 5) ? i : 5;
    return arg_none(call, which) ? axis_named(call->run, -1, ndim, name, out)
                                 : axis_of(call->run, call->arg[which].value, ndim, name, out);
}

static bool cross_plan(Call *call, CrossPlan *plan)
{
    static const char *const name[2] = { "axisa", "axisb" };
    Run *run = call->run;
    const Tensor *operand[2] = { arg_tensor(call, 0), arg_tensor(call, 1) };
    if (!operand[0]->ndim || !operand[1]->ndim)
        return fail(run, ValueError, "At least one array has zero dimension");
    for (int i = 0; i < 2; i++)
        if (!cross_axis(call, 2 + i, operand[i]->ndim, name[i], &plan->axis[i]))
            return false;
    for (int i = 0; i < 2; i++) {
        plan->size[i] = operand[i]->dim[plan->axis[i]];
        if (plan->size[i] != 2 && plan->size[i] != 3)
            return fail(run, ValueError,
                        "incompatible dimensions for cross product\n(dimension must be 2 or 3)");
    }
    if ((plan->size[0] == 2 || plan->size[1] == 2) && !call->typed_only &&
        !warn(run, DeprecationWarning,
              "Arrays of 2-dimensional vectors are deprecated. Use arrays of 3-dimensional vectors instead. "
              "(deprecated in NumPy 2.0)"))
        return false;
    Shape others[2];
    for (int i = 0; i < 2; i++) {
        others[i].ndim = 0;
        for (int axis = 0; axis < operand[i]->ndim; axis++)
            if (axis != plan->axis[i])
                others[i].dim[others[i].ndim++] = operand[i]->dim[axis];
    }
    shape_set(&plan->shape, others[0].ndim, others[0].dim);
    if (!shape_broadcast(&plan->shape, others[1].ndim, others[1].dim))
        return fail(
            run, ValueError,
            "shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between arg 0 "
            "with shape %s and arg 1 with shape %s.",
            shape_text(run, others[0].ndim, others[0].dim), shape_text(run, others[1].ndim, others[1].dim));
    if (plan->size[0] == 2 && plan->size[1] == 2)
        return true;
    plan->shape.dim[plan->shape.ndim++] = 3;
    return cross_axis(call, 4, plan->shape.ndim, "axisc", &plan->axis[2]);
}

static bool cross_infer(Call *call, Value *out)
{
    Tensor *a = arg_tensor(call, 0), *b = arg_tensor(call, 1);
    CrossPlan plan;
    if (!a || !b || any_unknown(call))
        return give_unknown(out);
    if (!cross_plan(call, &plan))
        return false;
    DType dtype = dtype_promote(a->dtype, b->dtype);
    int ndim = plan.shape.ndim, axis = plan.axis[2];
    if (plan.size[0] == 2 && plan.size[1] == 2)
        return infer_as(out, dtype, ndim, plan.shape.dim);
    memmove(plan.shape.dim + axis + 1, plan.shape.dim + axis,
            (size_t)(ndim - 1 - axis) * sizeof plan.shape.dim[0]);
    plan.shape.dim[axis] = 3;
    return infer_as(out, dtype, ndim, plan.shape.dim);
}

/* to = x[i] y[j] - x[j] y[i]; a component that is not there (NULL) is 0, and its product is left out. */
static bool cross_component(Run *run, Tensor *to, Tensor *const x[3], Tensor *const y[3], int i, int j)
{
    if (!x[i] || !y[j])
        return contract_elementwise(run, "multiply", x[j], y[i], to, NULL) &&
               contract_elementwise(run, "negative", to, NULL, to, NULL);
    if (!contract_elementwise(run, "multiply", x[i], y[j], to, NULL))
        return false;
    if (!x[j] || !y[i])
        return true;
    Tensor *other = tensor_new(run, to->dtype, to->ndim, to->dim);
    bool done = other && contract_elementwise(run, "multiply", x[j], y[i], other, NULL) &&
                contract_elementwise(run, "subtract", to, other, to, NULL);
    tensor_drop(other);
    return done;
}

static bool cross_run(Call *call, Value *out)
{
    Run *run = call->run;
    bool was_typed = call->typed_only;
    CrossPlan plan;
    Tensor *held[2] = { NULL }, *part[3][3] = { { NULL } }, *result = out->tensor;
    call->typed_only = true; /* the warning was given by infer */
    bool done = cross_plan(call, &plan);
    call->typed_only = was_typed;
    for (int i = 0; i < 2 && done; i++) {
        Tensor *argument = arg_held(call, i);
        done = argument && (held[i] = tensor_cast(run, argument, result->dtype));
        tensor_drop(argument);
        for (int64_t c = 0; done && c < plan.size[i]; c++)
            part[i][c] = view_item(held[i], plan.axis[i], c);
    }
    bool flat = plan.size[0] == 2 && plan.size[1] == 2;
    for (int c = 0; c < 3 && done; c++)
        part[2][c] = flat ? tensor_keep(result) : view_item(result, plan.axis[2], c);
    for (int c = flat ? 2 : 0; c < 3 && done; c++)
        done = cross_component(run, part[2][c], part[0], part[1], (c + 1) % 3, (c + 2) % 3);
    for (int i = 0; i < 9; i++)
        tensor_drop(part[i / 3][i % 3]);
    tensor_drop(held[0]);
    tensor_drop(held[1]);
    return done;
}

/* np.linalg.cross: vectors of three only. Its axis is the sixth argument of np.cross. */
static bool linalg_cross(Call *call, Value *out)
{
    Run *run = call->run;
    int64_t size[2], axis = -1;
    if (!arg_int(call, 2, &axis))
        return false;
    for (int i = 0; i < 2; i++)
        if (!size_at(run, arg_tensor(call, i), axis, &size[i]))
            return false;
    if (size[0] != 3 || size[1] != 3)
        return fail(run, ValueError,
                    "Both input arrays must be (arrays of) 3-dimensional vectors, but they are %lld and %lld "
                    "dimensional instead.",
                    (long long)size[0], (long long)size[1]);
    Value arg[6] = { call->arg[0].value, call->arg[1].value, value_int(-1),
                     value_int(-1),      value_int(-1),      value_int(axis) };
    Value answer;
    if (!func_apply(run, func_find("np", "cross"), 6, arg, &answer))
        return false;
    return value_instead(out, answer);
}

/* trace ---------------------------------------------------------------------------------------------------
 */

/* np.linalg.trace (extra 1) has no axis1 and axis2: they are the last two. */
typedef struct TracePlan {
    int64_t offset;
    int axis1, axis2;
    DType dtype; /* of the sum */
    Shape shape; /* without the two axes */
    int64_t length;
    Tensor *into;
} TracePlan;

static DType sum_dtype(DType d)
{
    if (d == BOOL || dtype_is_int(d))
        return dtype_is_unsigned(d) ? UINT64 : INT64;
    return d;
}

static bool trace_plan(Call *call, TracePlan *plan)
{
    Run *run = call->run;
    const Tensor *a = arg_tensor(call, 0);
    bool linalg = call->func->extra == 1;
    int64_t axis1 = linalg ? -2 : 0, axis2 = linalg ? -1 : 1;
    *plan = (TracePlan){ .dtype = NO_DTYPE };
    if (call->arg[1].value.tag == V_FLOAT) /* what NumPy's reader of C ints says of it */
        return fail(run, TypeError, "integer argument expected, got float");
    if (!arg_int(call, 1, &plan->offset))
        return false;
    if (!linalg && (!arg_int(call, 2, &axis1) || !arg_int(call, 3, &axis2)))
        return false;
    if (!arg_dtype(call, linalg ? 2 : 4, &plan->dtype))
        return false;
    if (!linalg && !arg_none(call, 5) && !arg_unknown(call, 5) && !(plan->into = arg_out(call, 5)))
        return fail(run, TypeError, "output must be an array");
    if (a->ndim < 2)
        return fail(run, ValueError, "diag requires an array of at least two dimensions");
    if (!axis_named(run, axis1, a->ndim, "axis1", &plan->axis1) ||
        !axis_named(run, axis2, a->ndim, "axis2", &plan->axis2))
        return false;
    if (plan->axis1 == plan->axis2)
        return fail(run, ValueError, "axis1 and axis2 cannot be the same");
    if (plan->dtype == NO_DTYPE)
        plan->dtype = sum_dtype(a->dtype);
    for (int i = 0; i < a->ndim; i++)
        if (i != plan->axis1 && i != plan->axis2)
            plan->shape.dim[plan->shape.ndim++] = a->dim[i];
    int64_t rows = a->dim[plan->axis1] + (plan->offset < 0 ? plan->offset : 0);
    int64_t columns = a->dim[plan->axis2] - (plan->offset > 0 ? plan->offset : 0);
    plan->length = rows < columns ? rows : columns;
    if (plan->length < 0)
        plan->length = 0;
    return true;
}

static bool trace_infer(Call *call, Value *out)
{
    TracePlan plan;
    if (!arg_tensor(call, 0) || any_unknown(call))
        return give_unknown(out);
    if (!trace_plan(call, &plan))
        return false;
    if (plan.into && call->typed_only) { /* the sum over the last axis of what is on the diagonal */
        plan.shape.dim[plan.shape.ndim] = plan.length;
        Value diagonal = value_array(tensor_typed(plan.dtype, plan.shape.ndim + 1, plan.shape.dim));
        bool fits = infer_operation(call->run, func_find("np", "sum"), 2,
                                    (Value[]){ diagonal, value_int(-1) }, plan.into, out);
        value_drop(diagonal);
        return fits;
    }
    return infer_into(call, out, plan.into, plan.dtype, plan.shape.ndim, plan.shape.dim);
}

static bool trace_run(Call *call, Value *out)
{
    TracePlan plan;
    if (!trace_plan(call, &plan))
        return false;
    Tensor *a = arg_held(call, 0);
    if (!a)
        return false;
    int64_t dim[AXES_MAX], stride[AXES_MAX], from = 0;
    int ndim = 0;
    for (int i = 0; i < a->ndim; i++)
        if (i != plan.axis1 && i != plan.axis2)
            dim[ndim] = a->dim[i], stride[ndim++] = a->stride[i];
    dim[ndim] = plan.length;
    stride[ndim] = a->stride[plan.axis1] + a->stride[plan.axis2];
    if (plan.length)
        from = plan.offset < 0 ? -plan.offset * a->stride[plan.axis1] : plan.offset * a->stride[plan.axis2];
    Tensor *diagonal = tensor_view(a, ndim + 1, dim, stride, a->data + from);
    Value arg[4] = { value_array(diagonal), value_int(-1), value_of_dtype(plan.dtype),
                     plan.into ? value_array(plan.into) : NONE };
    Value answer;
    bool done = func_apply(call->run, func_find("np", "sum"), 4, arg, &answer);
    tensor_drop(diagonal);
    tensor_drop(a);
    return done && value_instead(out, answer);
}

#define CROSS_PARAMS "a, b, axisa: int = -1, axisb: int = -1, axisc: int = -1, axis: int = None"

const Func products_funcs[] = {
    { "dot", "np", "a, b, out: any = None",
      "the product of two arrays: of vectors their inner product, of matrices the matrix product",
      ">>> np.dot([[1, 2], [3, 4]], [[5, 6], [7, 8]])\narray([[19, 22],\n       [43, 50]])\n", PYTHON,
      .infer = dot_infer, .run = dot_run, .gives_to = "multiply.inner" },
    { "dot", "ndarray", "a, b, out: any = None", "np.dot of the array and b",
      ">>> np.array([1, 2]).dot([3, 4])\nnp.int64(11)\n", C, .infer = dot_infer, .run = dot_run,
      .gives_to = "multiply.inner" },
    { "inner", "np", "a, b, /", "sums of products over the last axes of both arrays",
      ">>> np.inner([1, 2, 3], [0, 1, 0])\nnp.int64(2)\n", PYTHON, .infer = dot_infer, .run = dot_run,
      .extra = 1, .gives_to = "multiply.inner" },
    { "vdot", "np", "a, b, /", "the product of two arrays as vectors, the first one's conjugate taken",
      ">>> np.vdot([1 + 2j, 3 + 4j], [5 + 6j, 7 + 8j])\nnp.complex128(70-8j)\n", PYTHON, .infer = vdot_infer,
      .run = vdot_run, .gives_to = "multiply.inner" },
    { "outer", "np", "a, b, out: any = None", "every element of a times every element of b",
      ">>> np.outer([1, 2], [3, 4, 5])\narray([[ 3,  4,  5],\n       [ 6,  8, 10]])\n", PYTHON,
      .infer = outer_infer, .run = outer_run, .gives = AS_ARRAY, .gives_to = "multiply" },
    { "outer", "np.linalg", "x1, x2, /", "every element of one vector times every element of another",
      ">>> np.linalg.outer([1, 2], [3, 4])\narray([[3, 4],\n       [6, 8]])\n", PYTHON, .infer = outer_infer,
      .run = outer_run, .gives = AS_ARRAY, .extra = 1, .gives_to = "multiply" },
    { "kron", "np", "a, b", "the Kronecker product: a, with every element replaced by that times b",
      ">>> np.kron([1, 10, 100], [5, 6, 7])\narray([  5,   6,   7,  50,  60,  70, 500, 600, 700])\n", PYTHON,
      .infer = kron_infer, .run = kron_run, .gives_to = "multiply" },
    { "tensordot", "np", "a, b, axes: any = 2", "sums of products over the given axes of two arrays",
      ">>> np.tensordot([[1, 2], [3, 4]], [[5, 6], [7, 8]], axes=1)\narray([[19, 22],\n       [43, 50]])\n",
      PYTHON, .infer = tensordot_infer, .run = tensordot_run, .gives = AS_ARRAY },
    { "tensordot", "np.linalg", "x1, x2, /, *, axes: any = 2",
      "sums of products over the given axes of two arrays",
      ">>> np.linalg.tensordot([[1, 2], [3, 4]], [[1, 2], [3, 4]])\narray(30)\n", PYTHON,
      .infer = tensordot_infer, .run = tensordot_run, .gives = AS_ARRAY },
    { "cross", "np", CROSS_PARAMS, "the cross product of vectors in space",
      ">>> np.cross([1, 2, 3], [4, 5, 6])\narray([-3,  6, -3])\n", PYTHON, .infer = cross_infer,
      .run = cross_run, .gives = AS_ARRAY },
    { "cross", "np.linalg", "x1, x2, /, *, axis: int = -1", "the cross product of vectors in space",
      ">>> np.linalg.cross([1, 0, 0], [0, 1, 0])\narray([0, 0, 1])\n", PYTHON, .run = linalg_cross,
      .gives = AS_ARRAY },
    { "trace", "np",
      "a, offset: any = 0, axis1: int = 0, axis2: int = 1, dtype: dtype = None, out: any = None",
      "the sum along a diagonal", ">>> np.trace([[1, 2], [3, 4]])\nnp.int64(5)\n", PYTHON,
      .infer = trace_infer, .run = trace_run },
    { "trace", "ndarray generic",
      "a, offset: any = 0, axis1: int = 0, axis2: int = 1, dtype: dtype = None, out: any = None",
      "the sum along a diagonal", ">>> np.eye(3).trace()\nnp.float64(3.0)\n", C, .infer = trace_infer,
      .run = trace_run },
    { "trace", "np.linalg", "x, /, *, offset: any = 0, dtype: dtype = None",
      "the sum along a diagonal of the last two axes", ">>> np.linalg.trace([[1, 2], [3, 4]])\nnp.int64(5)\n",
      PYTHON, .infer = trace_infer, .run = trace_run, .extra = 1 },
    { .name = NULL },
};
