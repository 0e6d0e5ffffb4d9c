/* manipulate.c: the same elements in another shape, or with their axes in another order. Nearly all are
 * views. */
#include "array/shaping.h"

#include <stdlib.h>
#include <string.h>

/* reshape, ravel, flatten ------------------------------------------------------------------------------ */

/* NumPy's words for the shape in its message: sizes to be found at the front are left out. */
static const char *asked_text(Run *run, const Ints *asked)
{
    int i = 0;
    while (i < asked->count && asked->at[i] < 0)
        i++;
    if (i == asked->count)
        return "()";
    const char *text = run_text(run, "(%lld", (long long)asked->at[i++]);
    bool one = i == 1 && asked->count == 1;
    for (; i < asked->count; i++)
        text = asked->at[i] < 0 ? run_text(run, "%s,newaxis", text)
                                : run_text(run, "%s,%lld", text, (long long)asked->at[i]);
    return run_text(run, one ? "%s,)" : "%s)", text);
}

bool reshape_sizes(Run *run, int64_t size, const Ints *asked, Shape *out)
{
    int64_t known = 1;
    int open = -1;
    bool too_big = false;
    if (asked->count > AXES_MAX)
        return fail_axes(run, asked->count);
    for (int i = 0; i < asked->count; i++) {
        if (asked->at[i] >= 0) {
            too_big |= __builtin_mul_overflow(known, asked->at[i], &known);
        } else if (open < 0) {
            open = i;
        } else {
            return fail(run, ValueError, "can only specify one unknown dimension");
        }
    }
    shape_set(out, asked->count, asked->at);
    if (size == DIM_UNKNOWN) {
        if (open >= 0)
            out->dim[open] = DIM_UNKNOWN;
        return true;
    }
    bool fits = !too_big && (open < 0 ? known == size : known > 0 && size % known == 0);
    if (!fits)
        return fail(run, ValueError, "cannot reshape array of size %lld into shape %s", (long long)size,
                    asked_text(run, asked));
    if (open >= 0)
        out->dim[open] = size / known;
    return true;
}

/* 'A' and 'K' become 'C' or 'F', by how the tensor lies. */
static char order_of(const Tensor *tensor, char order)
{
    if (order == 'A' || order == 'K')
        return tensor_is_f(tensor) && !tensor_is_c(tensor) ? 'F' : 'C';
    return order;
}

Tensor *reshape_as_view(Tensor *tensor, const Shape *shape, char order)
{
    if (order != 'F')
        return tensor_reshape_view(tensor, shape->ndim, shape->dim);
    /* in Fortran's order: turn it round, reshape to the sizes turned round, and turn it back */
    int64_t dim[AXES_MAX];
    for (int i = 0; i < shape->ndim; i++)
        dim[i] = shape->dim[shape->ndim - 1 - i];
    Tensor *turned = tensor_transpose(tensor, NULL), *view = tensor_reshape_view(turned, shape->ndim, dim),
           *back = NULL;
    if (view)
        back = tensor_transpose(view, NULL);
    tensor_drop(view);
    tensor_drop(turned);
    return back;
}

/* Gives the view, or dtype and shape where a copy is needed, which fill_reshaped then makes. */
static bool infer_reshaped(Call *call, Tensor *tensor, const Shape *shape, char order, bool copy, Value *out)
{
    Tensor *view = copy || !tensor->data ? NULL : reshape_as_view(tensor, shape, order);
    if (view)
        return give_part(call, out, view);
    return give_part(call, out, typed_in_order(tensor->dtype, shape->ndim, shape->dim, order));
}

/* The elements of a tensor, read in an order, into a fresh tensor of another shape, written in the same
 * order. */
static bool fill_reshaped(Run *run, Tensor *fresh, Tensor *from, char order)
{
    Shape shape;
    shape_set(&shape, from->ndim, from->dim);
    set_order(fresh, order, NULL);
    Tensor *same = reshape_as_view(fresh, &shape, order);
    bool done = tensor_assign(run, same, from);
    tensor_drop(same);
    return done;
}

/* What reshape(a, shape, order, copy) and a.reshape(*shape, order, copy) come to. */
typedef struct Reshaping {
    Tensor *tensor; /* owned */
    Shape shape;
    char order;
    bool copy, never;
} Reshaping;

static bool reshaping_read(Call *call, Reshaping *r)
{
    Run *run = call->run;
    Value asked = call->arg[1].value;
    if (call->func->style == METHOD) { /* *shape: sizes, or one sequence of them */
        if (asked.tag == V_TUPLE && asked.tuple->count == 0)
            return fail(run, TypeError, "reshape() takes exactly 1 argument (0 given)");
        if (asked.tag == V_TUPLE && asked.tuple->count == 1)
            asked = asked.tuple->item[0];
    }
    if (!arg_order(call, 2, 'C', &r->order))
        return false;
    if (r->order == 'K')
        return fail(run, ValueError, "order 'K' is not permitted for reshaping");
    r->copy = r->never = false;
    if (!arg_none(call, 3)) {
        if (!arg_truth(call, 3, &r->copy))
            return false;
        r->never = !r->copy;
    }
    Ints sizes;
    Tensor *tensor = arg_tensor(call, 0);
    if (asked.tag == V_NONE) { /* no shape: the one it has */
        shape_set(&r->shape, tensor->ndim, tensor->dim);
    } else if (!sizes_of(run, asked, &sizes) || !reshape_sizes(run, tensor_size(tensor), &sizes, &r->shape)) {
        return false;
    }
    r->order = order_of(tensor, r->order);
    r->tensor = arg_held(call, 0);
    return r->tensor;
}

static bool infer_reshape(Call *call, Value *out)
{
    Reshaping r;
    if (any_unknown(call))
        return give_unknown(out);
    if (!reshaping_read(call, &r))
        return false;
    bool fine = infer_reshaped(call, r.tensor, &r.shape, r.order, r.copy, out);
    if (fine && r.never && r.tensor->data && out->tag == V_ARRAY && !out->tensor->base) {
        value_drop(*out);
        fine = fail(call->run, ValueError, "Unable to avoid creating a copy while reshaping.");
    }
    tensor_drop(r.tensor);
    return fine;
}

static bool run_reshape(Call *call, Value *out)
{
    Reshaping r;
    if (out->tag != V_ARRAY || out->tensor->base)
        return true; /* a view */
    if (!reshaping_read(call, &r))
        return false;
    bool done = fill_reshaped(call->run, out->tensor, r.tensor, r.order);
    tensor_drop(r.tensor);
    return done;
}

/* order='K' reads the elements as they lie: with the axes sorted by their strides that is C order. */
static Tensor *in_memory_order(Tensor *tensor)
{
    int order[AXES_MAX];
    for (int i = 0; i < tensor->ndim; i++)
        order[i] = i;
    for (int i = 1; i < tensor->ndim; i++)
        for (int k = i; k > 0 && llabs(tensor->stride[order[k]]) > llabs(tensor->stride[order[k - 1]]); k--) {
            int swapped = order[k];
            order[k] = order[k - 1];
            order[k - 1] = swapped;
        }
    return tensor_transpose(tensor, order);
}

/* The tensor whose C order is the wanted order; owned. */
static Tensor *ravel_source(Call *call, char *order)
{
    if (!arg_order(call, 1, 'C', order))
        return NULL;
    Tensor *held = arg_held(call, 0), *turned;
    if (!held)
        return NULL;
    if (*order == 'K') {
        turned = in_memory_order(held);
    } else {
        turned = order_of(held, *order) == 'F' ? tensor_transpose(held, NULL) : tensor_keep(held);
    }
    tensor_drop(held);
    return turned;
}

/* extra: 1 for flatten, which always copies. */
static bool infer_ravel(Call *call, Value *out)
{
    char order;
    if (any_unknown(call))
        return give_unknown(out);
    Tensor *source = ravel_source(call, &order);
    if (!source)
        return false;
    Shape shape = { .ndim = 1 };
    shape.dim[0] = tensor_size(source);
    bool fine = infer_reshaped(call, source, &shape, 'C', call->func->extra, out);
    tensor_drop(source);
    return fine;
}

static bool run_ravel(Call *call, Value *out)
{
    char order;
    if (out->tensor->base)
        return true;
    Tensor *source = ravel_source(call, &order);
    if (!source)
        return false;
    bool done = fill_reshaped(call->run, out->tensor, source, 'C');
    out->tensor->object.flags |= source->object.flags & TENSOR_MEMMAP;
    tensor_drop(source);
    return done;
}

/* axes in another order -------------------------------------------------------------------------------- */

/* The transposed view by a permutation that is still to be checked. */
static bool give_permuted(Call *call, const Ints *axes, Value *out)
{
    Tensor *tensor = arg_held(call, 0);
    int order[AXES_MAX];
    bool seen[AXES_MAX] = { false }, fine = true;
    if (!tensor)
        return false;
    if (axes && axes->count != tensor->ndim)
        fine = fail(call->run, ValueError, "axes don't match array");
    for (int i = 0; fine && axes && i < axes->count; i++) {
        fine = axis_named(call->run, axes->at[i], tensor->ndim, NULL, &order[i]);
        if (fine && seen[order[i]])
            fine = fail(call->run, ValueError, "repeated axis in transpose");
        if (fine)
            seen[order[i]] = true;
    }
    fine = fine && give_part(call, out, tensor_transpose(tensor, axes ? order : NULL));
    tensor_drop(tensor);
    return fine;
}

static bool infer_transpose(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    Value asked = call->arg[1].value;
    if (call->func->style == METHOD && asked.tag == V_TUPLE) { /* *axes */
        if (asked.tuple->count == 0)
            asked = NONE;
        else if (asked.tuple->count == 1)
            asked = asked.tuple->item[0];
    }
    Ints axes;
    if (asked.tag == V_NONE || asked.tag == V_ABSENT)
        return give_permuted(call, NULL, out);
    return sizes_of(call->run, asked, &axes) && give_permuted(call, &axes, out);
}

static bool infer_matrix_transpose(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    Tensor *tensor = arg_tensor(call, 0);
    if (tensor->ndim < 2)
        return fail(call->run, ValueError, "Input array must be at least 2-dimensional, but it is %d",
                    tensor->ndim);
    return give(out, view_swapped(tensor, tensor->ndim - 1, tensor->ndim - 2));
}

static bool infer_swapaxes(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    Tensor *tensor = arg_tensor(call, 0);
    int64_t first, second;
    int one = 0, other = 0;
    return arg_int(call, 1, &first) && arg_int(call, 2, &second) &&
           axis_named(call->run, first, tensor->ndim, "axis1", &one) &&
           axis_named(call->run, second, tensor->ndim, "axis2", &other) &&
           give_part(call, out, view_swapped(tensor, one, other));
}

static bool infer_moveaxis(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    int ndim = arg_tensor(call, 0)->ndim;
    Ints from, to, order = { .count = ndim };
    for (int i = 1; i <= 2; i++)
        if (call->arg[i].value.tag == V_FLOAT)
            return fail(call->run, TypeError, "'float' object is not iterable");
    if (!axes_of(call->run, call->arg[1].value, ndim, "source", false, &from) ||
        !axes_of(call->run, call->arg[2].value, ndim, "destination", false, &to))
        return false;
    if (from.count != to.count)
        return fail(call->run, ValueError,
                    "`source` and `destination` arguments must have the same number of elements");
    int64_t place[AXES_MAX];
    bool moved[AXES_MAX] = { false };
    for (int i = 0; i < ndim; i++)
        place[i] = -1;
    for (int i = 0; i < from.count; i++) {
        place[to.at[i]] = from.at[i];
        moved[from.at[i]] = true;
    }
    for (int i = 0, next = 0; i < ndim; i++) { /* the others keep their order */
        if (place[i] >= 0)
            continue;
        while (moved[next])
            next++;
        place[i] = next++;
    }
    order.at = place;
    return give_permuted(call, &order, out);
}

static bool infer_rollaxis(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    Tensor *tensor = arg_tensor(call, 0);
    int ndim = tensor->ndim, axis = 0;
    int64_t from, start;
    if (!check_has_ndim(call, 0))
        return false;
    if (!arg_int(call, 1, &from) || !arg_int(call, 2, &start) ||
        !axis_named(call->run, from, ndim, NULL, &axis))
        return false;
    if (start < 0)
        start += ndim;
    if (start < 0 || start > ndim)
        return fail(call->run, AxisError, "'start' arg requires %d <= start < %d, but %lld was passed in",
                    -ndim, ndim + 1, (long long)start);
    return give_part(call, out, view_moved(tensor, axis, (int)(axis < start ? start - 1 : start)));
}

/* axes of size 1 --------------------------------------------------------------------------------------- */

static bool infer_squeeze(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    Tensor *tensor = arg_held(call, 0);
    bool drop[AXES_MAX];
    if (!tensor)
        return false;
    bool all = arg_none(call, 1);
    bool fine = all || arg_axes(call, 1, tensor->ndim, drop);
    int64_t dim[AXES_MAX], stride[AXES_MAX];
    int ndim = 0;
    for (int i = 0; fine && i < tensor->ndim; i++) {
        if (all)
            drop[i] = tensor->dim[i] == 1;
        else if (drop[i] && tensor->dim[i] != 1)
            fine = fail(call->run, ValueError,
                        "cannot select an axis to squeeze out which has size not equal to one");
        if (!drop[i]) {
            dim[ndim] = tensor->dim[i];
            stride[ndim++] = tensor->stride[i];
        }
    }
    if (fine && ndim == tensor->ndim && call->arg[0].value.tag == V_ARRAY) /* nothing to squeeze */
        fine = give(out, tensor_keep(tensor));
    else
        fine = fine && give_part(call, out, view_at(tensor, ndim, dim, stride, 0));
    tensor_drop(tensor);
    return fine;
}

static bool infer_expand_dims(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    int ndim = arg_tensor(call, 0)->ndim;
    bool is_new[AXES_MAX] = { false };
    Value asked = call->arg[1].value;
    int one = 0;
    Ints axes = { .count = 0 };
    bool several = asked.tag == V_TUPLE || asked.tag == V_LIST;
    int64_t count = several ? (asked.tag == V_TUPLE ? asked.tuple->count : asked.list->count) : 1;
    if (ndim + count > AXES_MAX)
        return fail_axes(call->run, ndim + count);
    ndim += (int)count;
    if (several ? !axes_of(call->run, asked, ndim, NULL, false, &axes)
                : !axis_of(call->run, asked, ndim, NULL, &one))
        return false;
    is_new[one] = !several;
    for (int i = 0; i < axes.count; i++)
        is_new[axes.at[i]] = true;
    Tensor *tensor = arg_held(call, 0);
    bool fine = tensor && give(out, view_expanded(tensor, ndim, is_new));
    tensor_drop(tensor);
    return fine;
}

/* atleast_1d, _2d, _3d of one array: where the new axes go differs. */
static Tensor *at_least(Tensor *tensor, int ndim)
{
    if (ndim < 3 || tensor->ndim == 0 || tensor->ndim >= 3)
        return view_at_least(tensor, ndim);
    bool is_new[3] = { tensor->ndim == 1, false, true };
    return view_expanded(tensor, 3, is_new);
}

/* extra: how many axes. One array gives an array, several a tuple. */
static bool infer_atleast(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    Tensors arrays;
    if (!tensors_from(call->run, call->arg[0].value, false, &arrays))
        return false;
    Value all = value_tuple_new(arrays.count);
    for (int i = 0; i < arrays.count; i++)
        all.tuple->item[i] = value_array(at_least(arrays.at[i], (int)call->func->extra));
    tensors_drop(&arrays);
    *out = all;
    if (all.tuple->count == 1) {
        *out = value_keep(all.tuple->item[0]);
        value_drop(all);
    }
    return true;
}

/* directions ------------------------------------------------------------------------------------------- */

/* A view that runs along an axis from its end. */
static void turn_axis(Tensor *view, int axis)
{
    if (view->data && view->dim[axis] > 0)
        view->data += (view->dim[axis] - 1) * view->stride[axis];
    view->stride[axis] = -view->stride[axis];
}

static bool infer_flip(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    Ints axes;
    int ndim = arg_tensor(call, 0)->ndim;
    bool all = arg_none(call, 1);
    if (!all && !axes_of(call->run, call->arg[1].value, ndim, NULL, false, &axes))
        return false;
    Tensor *tensor = arg_held(call, 0);
    if (!tensor)
        return false;
    Tensor *view = view_whole(tensor);
    tensor_drop(tensor);
    for (int i = 0; i < (all ? ndim : axes.count); i++)
        turn_axis(view, all ? i : (int)axes.at[i]);
    view->weak = STRONG;
    if (ndim == 0 && view->data) /* m[()] */
        *out = value_from_tensor(view, true);
    else
        *out = value_array(view);
    return true;
}

/* extra: the axis of fliplr and flipud. */
static bool infer_flip_axis(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    Tensor *tensor = arg_tensor(call, 0);
    int axis = (int)call->func->extra;
    if (tensor->ndim <= axis)
        return fail(call->run, ValueError, "Input must be >= %d-d.", axis + 1);
    if (!give(out, view_whole(tensor)))
        return false;
    turn_axis(out->tensor, axis);
    return true;
}

static bool infer_rot90(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    Run *run = call->run;
    Tensor *tensor = arg_tensor(call, 0);
    int64_t k, ndim = tensor->ndim, usual[2] = { 0, 1 };
    Ints axes = { .count = 2, .at = usual };
    Value given = call->arg[2].value;
    if (arg_given(call, 2) && (given.tag == V_NONE || value_is_int(given)))
        return fail(run, TypeError, "'%s' object is not iterable", value_type_name(given));
    if (!arg_int(call, 1, &k) || (arg_given(call, 2) && !ints_of(run, given, &axes)))
        return false;
    if (axes.count != 2)
        return fail(run, ValueError, "len(axes) must be 2.");
    int64_t first = axes.at[0], second = axes.at[1];
    uint64_t apart = (uint64_t)first - (uint64_t)second; /* axes may be any numbers yet */
    if (first == second || apart == (uint64_t)ndim || -apart == (uint64_t)ndim)
        return fail(run, ValueError, "Axes must be different.");
    if (first >= ndim || first < -ndim || second >= ndim || second < -ndim)
        return fail(run, ValueError, "Axes=(%lld, %lld) out of range for array of ndim=%lld.",
                    (long long)first, (long long)second, (long long)ndim);
    first = first < 0 ? first + ndim : first;
    second = second < 0 ? second + ndim : second;
    k = (k % 4 + 4) % 4;
    Tensor *view = k % 2 ? view_swapped(tensor, (int)first, (int)second) : view_whole(tensor);
    if (k == 1) /* flip along the second axis, then exchange: along the first of the result */
        turn_axis(view, (int)first);
    if (k == 2)
        turn_axis(view, (int)first);
    if (k >= 2)
        turn_axis(view, (int)second);
    return give(out, view);
}

const Func manipulate_funcs[] = {
    { .name = "reshape",
      .of = "np",
      .params = "a, /, shape: any, order: str = 'C', *, copy: any = None",
      .brief = "the same elements in another shape; -1 is found out",
      .example = ">>> np.reshape([1, 2, 3, 4, 5, 6], (2, -1))\narray([[1, 2, 3],\n       [4, 5, 6]])\n",
      .style = PYTHON,
      .infer = infer_reshape,
      .run = run_reshape,
      .gives = AS_ARRAY },
    { .name = "reshape",
      .of = "ndarray generic",
      .params = "a, /, *shape: any, order: str = 'C', copy: any = None",
      .brief = "the same elements in another shape; -1 is found out",
      .example = ">>> np.arange(6).reshape(2, 3)\narray([[0, 1, 2],\n       [3, 4, 5]])\n",
      .style = METHOD,
      .infer = infer_reshape,
      .run = run_reshape,
      .gives = AS_ARRAY },
    { .name = "ravel",
      .of = "np",
      .params = "a, order: str = 'C'",
      .brief = "all elements along one axis, without a copy if possible",
      .example = ">>> np.ravel([[1, 2], [3, 4]])\narray([1, 2, 3, 4])\n",
      .style = PYTHON,
      .infer = infer_ravel,
      .run = run_ravel,
      .gives = AS_ARRAY },
    { .name = "ravel",
      .of = "ndarray generic",
      .params = "a, order: str = 'C'",
      .brief = "all elements along one axis, without a copy if possible",
      .example = ">>> np.array([[1, 2], [3, 4]]).ravel()\narray([1, 2, 3, 4])\n",
      .style = C,
      .infer = infer_ravel,
      .run = run_ravel,
      .gives = AS_ARRAY },
    { .name = "flatten",
      .of = "ndarray generic",
      .params = "a, order: str = 'C'",
      .brief = "a copy of all elements along one axis",
      .example = ">>> np.array([[1, 2], [3, 4]]).flatten('F')\narray([1, 3, 2, 4])\n",
      .style = METHOD,
      .infer = infer_ravel,
      .run = run_ravel,
      .gives = AS_ARRAY,
      .extra = 1 },
    { .name = "transpose",
      .of = "np",
      .params = "a, axes: any = None",
      .brief = "the axes in the opposite order, or in that of axes",
      .example = ">>> np.transpose([[1, 2], [3, 4]])\narray([[1, 3],\n       [2, 4]])\n",
      .style = PYTHON,
      .infer = infer_transpose,
      .gives = AS_ARRAY },
    { .name = "permute_dims",
      .of = "np",
      .params = "a, axes: any = None",
      .says = "transpose",
      .brief = "the axes in the opposite order, or in that of axes",
      .example = ">>> np.permute_dims(np.zeros((2, 3, 4)), (1, 2, 0)).shape\n(3, 4, 2)\n",
      .style = PYTHON,
      .infer = infer_transpose,
      .gives = AS_ARRAY },
    { .name = "transpose",
      .of = "ndarray generic",
      .params = "a, /, *axes: any",
      .brief = "the axes in the opposite order, or in that of axes",
      .example = ">>> np.zeros((2, 3, 4)).transpose(1, 0, 2).shape\n(3, 2, 4)\n",
      .style = METHOD,
      .infer = infer_transpose,
      .gives = AS_ARRAY },
    { .name = "matrix_transpose",
      .of = "np np.linalg",
      .params = "x, /",
      .brief = "the last two axes exchanged",
      .example = ">>> np.matrix_transpose([[1, 2], [3, 4]])\narray([[1, 3],\n       [2, 4]])\n",
      .style = PYTHON,
      .infer = infer_matrix_transpose,
      .gives = AS_ARRAY },
    { .name = "swapaxes",
      .of = "np",
      .params = "a, axis1: int, axis2: int",
      .brief = "two axes exchanged",
      .example = ">>> np.swapaxes(np.zeros((2, 3, 4)), 0, 2).shape\n(4, 3, 2)\n",
      .style = PYTHON,
      .infer = infer_swapaxes,
      .gives = AS_ARRAY },
    { .name = "swapaxes",
      .of = "ndarray generic",
      .params = "a, axis1: int, axis2: int, /",
      .brief = "two axes exchanged",
      .example = ">>> np.zeros((2, 3, 4)).swapaxes(0, 1).shape\n(3, 2, 4)\n",
      .style = METHOD,
      .infer = infer_swapaxes,
      .gives = AS_ARRAY },
    { .name = "moveaxis",
      .of = "np",
      .params = "a, source: axes+, destination: axes+",
      .brief = "axes moved to other places",
      .example = ">>> np.moveaxis(np.zeros((2, 3, 4)), 0, -1).shape\n(3, 4, 2)\n",
      .style = PYTHON,
      .infer = infer_moveaxis,
      .gives = AS_ARRAY },
    { .name = "rollaxis",
      .of = "np",
      .params = "a, axis: int, start: int = 0",
      .brief = "an axis moved in front of another",
      .example = ">>> np.rollaxis(np.zeros((2, 3, 4)), 2).shape\n(4, 2, 3)\n",
      .style = PYTHON,
      .infer = infer_rollaxis,
      .gives = AS_ARRAY },
    { .name = "squeeze",
      .of = "np",
      .params = "a, axis: axes = None",
      .brief = "without the axes of size 1",
      .example = ">>> np.squeeze([[1], [2]])\narray([1, 2])\n",
      .style = PYTHON,
      .infer = infer_squeeze,
      .gives = AS_ARRAY },
    { .name = "squeeze",
      .of = "ndarray generic",
      .params = "a, axis: axes = None",
      .brief = "without the axes of size 1",
      .example = ">>> np.array([[1], [2]]).squeeze()\narray([1, 2])\n",
      .style = C,
      .infer = infer_squeeze,
      .gives = AS_ARRAY },
    { .name = "expand_dims",
      .of = "np",
      .params = "a, axis: axes",
      .brief = "with a new axis of size 1",
      .example = ">>> np.expand_dims([1, 2], 1)\narray([[1],\n       [2]])\n",
      .style = PYTHON,
      .infer = infer_expand_dims,
      .gives = AS_ARRAY },
    { .name = "atleast_1d",
      .of = "np",
      .params = "*arys: arrays",
      .brief = "with at least one axis",
      .example = ">>> np.atleast_1d(5)\narray([5])\n",
      .style = PYTHON,
      .infer = infer_atleast,
      .gives = AS_ARRAY,
      .extra = 1 },
    { .name = "atleast_2d",
      .of = "np",
      .params = "*arys: arrays",
      .brief = "with at least two axes",
      .example = ">>> np.atleast_2d([1, 2])\narray([[1, 2]])\n",
      .style = PYTHON,
      .infer = infer_atleast,
      .gives = AS_ARRAY,
      .extra = 2 },
    { .name = "atleast_3d",
      .of = "np",
      .params = "*arys: arrays",
      .brief = "with at least three axes",
      .example = ">>> np.atleast_3d([1, 2]).shape\n(1, 2, 1)\n",
      .style = PYTHON,
      .infer = infer_atleast,
      .gives = AS_ARRAY,
      .extra = 3 },
    { .name = "flip",
      .of = "np",
      .params = "m, axis: axes+ = None",
      .brief = "elements in the opposite order along axes",
      .example = ">>> np.flip([1, 2, 3])\narray([3, 2, 1])\n",
      .style = PYTHON,
      .infer = infer_flip,
      .gives = AS_ARRAY },
    { .name = "fliplr",
      .of = "np",
      .params = "m",
      .brief = "columns in the opposite order",
      .example = ">>> np.fliplr([[1, 2], [3, 4]])\narray([[2, 1],\n       [4, 3]])\n",
      .style = PYTHON,
      .infer = infer_flip_axis,
      .gives = AS_ARRAY,
      .extra = 1 },
    { .name = "flipud",
      .of = "np",
      .params = "m",
      .brief = "rows in the opposite order",
      .example = ">>> np.flipud([[1, 2], [3, 4]])\narray([[3, 4],\n       [1, 2]])\n",
      .style = PYTHON,
      .infer = infer_flip_axis,
      .gives = AS_ARRAY,
      .extra = 0 },
    { .name = "rot90",
      .of = "np",
      .params = "m, k: int = 1, axes: any+ = None",
      .brief = "turned by k quarters",
      .example = ">>> np.rot90([[1, 2], [3, 4]])\narray([[2, 4],\n       [1, 3]])\n",
      .style = PYTHON,
      .infer = infer_rot90,
      .gives = AS_ARRAY },
    { 0 },
};
