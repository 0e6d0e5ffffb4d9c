/* coordinates.c: indices that name places axis by axis: take_along_axis, diagonal, ix_, unravel_index. */
#include "array/indexing.h"

#include <string.h>

/* take_along_axis -------------------------------------------------------------------------------------- */

bool along_axis_read(Call *call, bool has_values, Along *along)
{
    Run *run = call->run;
    Value array = call->arg[0].value, index = call->arg[1].value, axis = call->arg[has_values ? 3 : 2].value;
    *along = (Along){ 0 };
    if (axis.tag == V_INT && value_is_scalar(array))
        return axis_named(run, axis.i, 0, NULL, &along->axis);
    if (axis.tag != V_NONE && array.tag != V_ARRAY)
        return fail(run, AttributeError, "'%s' object has no attribute 'ndim'", value_type_name(array));
    if (axis.tag == V_NONE && index.tag != V_ARRAY)
        return fail(run, AttributeError, "'%s' object has no attribute 'ndim'", value_type_name(index));
    if (axis.tag == V_NONE && array.tag != V_ARRAY)
        return fail(run, AttributeError, "'%s' object has no attribute 'flat'", value_type_name(array));
    if (axis.tag == V_NONE && index.tensor->ndim != 1)
        return fail(run, ValueError, "when axis=None, `indices` must have a single dimension.");
    int64_t asked;
    Tensor *tensor = array.tensor;
    if (axis.tag != V_NONE &&
        (!value_index(run, axis, &asked) || !axis_named(run, asked, tensor->ndim, NULL, &along->axis)))
        return false;
    if (index.tag != V_ARRAY)
        return fail(run, AttributeError, "'%s' object has no attribute 'dtype'", value_type_name(index));
    if (!dtype_is_int(index.tensor->dtype))
        return fail(run, IndexError, "`indices` must be an integer array");
    int ndim = axis.tag == V_NONE ? 1 : tensor->ndim;
    if (ndim != index.tensor->ndim)
        return fail(run, ValueError, "`indices` and `arr` must have the same number of dimensions");
    along->array = axis.tag == V_NONE ? flat_tensor(run, tensor) : tensor_keep(tensor);
    along->index = tensor_keep(index.tensor);
    if (!along->array)
        return false;
    shape_set(&along->shape, ndim, index.tensor->dim);
    bool fits = true;
    for (int i = 0; i < ndim; i++) {
        int64_t *size = &along->shape.dim[i], other = along->array->dim[i];
        if (i == along->axis || *size == other)
            continue;
        fits &= *size == 1 || other == 1;
        *size = *size == 1 ? other : *size;
    }
    if (fits)
        return true;
    const char *text = "";
    for (int i = 0; i < ndim; i++) {
        int64_t line[AXES_MAX];
        for (int k = 0; k < ndim; k++)
            line[k] = k == i ? along->array->dim[i] : 1;
        text =
            run_text(run, "%s%s ", text, shape_tight(run, ndim, i == along->axis ? index.tensor->dim : line));
    }
    along_axis_drop(along);
    return fail(run, IndexError,
                "shape mismatch: indexing arrays could not be broadcast together with shapes %s", text);
}

void along_axis_drop(Along *along)
{
    tensor_drop(along->array);
    tensor_drop(along->index);
}

static bool infer_take_along_axis(Call *call, Value *out)
{
    Along along;
    if (any_open(call))
        return give_unknown(out);
    if (!along_axis_read(call, false, &along))
        return false;
    infer_as(out, along.array->dtype, along.shape.ndim, along.shape.dim);
    along_axis_drop(&along);
    return true;
}

/* Of one run: indices, the places that they count from, and the other elements. */
typedef struct RunAlong {
    Run *run;
    int axis;
    int64_t size, stride;
    size_t bytes;
    bool put;
} RunAlong;

static bool copy_along(void *with, int64_t n, char *const p[], const int64_t s[])
{
    const RunAlong along = *(const RunAlong *)with;
    const int64_t step = s[0], base = s[1], other = s[2];
    for (int64_t i = 0; i < n; i++) {
        int64_t asked = *(const int64_t *)(const void *)(p[0] + i * step), place = asked;
        if (!index_at(MODE_RAISE, along.size, &place))
            return fail(along.run, IndexError, "index %lld is out of bounds for axis %d with size %lld",
                        (long long)asked, along.axis, (long long)along.size);
        char *element = p[1] + i * base + place * along.stride, *at = p[2] + i * other;
        copy_element(along.put ? element : at, along.put ? at : element, along.bytes);
    }
    return true;
}

bool along_axis_copy(Run *run, const Along *along, Tensor *other, bool put)
{
    Tensor *array = along->array, *index = tensor_cast(run, along->index, INT64);
    RunAlong with = {
        run, along->axis, array->dim[along->axis], array->stride[along->axis], tensor_itemsize(array), put
    };
    int64_t dim[AXES_MAX];
    for (int i = 0; i < array->ndim; i++)
        dim[i] = i == along->axis ? 1 : array->dim[i];
    Tensor *first = tensor_view(array, array->ndim, dim, array->stride, array->data);
    bool done = index != NULL;
    if (done) {
        Walk walk;
        walk_begin(&walk, along->shape.ndim, along->shape.dim);
        walk_add(&walk, index);
        walk_add(&walk, first);
        walk_add(&walk, other);
        done = walk_each(run, &walk, copy_along, &with);
    }
    tensor_drop(first);
    tensor_drop(index);
    return done;
}

static bool run_take_along_axis(Call *call, Value *out)
{
    Along along;
    if (!along_axis_read(call, false, &along))
        return false;
    bool done = along_axis_copy(call->run, &along, out->tensor, false);
    along_axis_drop(&along);
    return done;
}

/* diagonal --------------------------------------------------------------------------------------------- */

static bool infer_diagonal(Call *call, Value *out)
{
    if (any_open(call))
        return give_unknown(out);
    Run *run = call->run;
    Tensor *array = arg_tensor(call, 0);
    int64_t offset, one = -2, two = -1; /* of np.linalg.diagonal, which has no parameters for them */
    int first = 0, second = 0, ndim = 0;
    bool last = call->args == 2;
    if (!arg_int(call, 1, &offset) || (!last && (!arg_int(call, 2, &one) || !arg_int(call, 3, &two))))
        return false;
    if (array->ndim < 2)
        return fail(run, ValueError, "diag requires an array of at least two dimensions");
    if (!axis_named(run, one, array->ndim, "axis1", &first) ||
        !axis_named(run, two, array->ndim, "axis2", &second))
        return false;
    if (first == second)
        return fail(run, ValueError, "axis1 and axis2 cannot be the same");
    if (offset < INT32_MIN || offset > INT32_MAX)
        return fail(run, OverflowError, "signed integer is %s",
                    offset < 0 ? "less than minimum" : "greater than maximum");
    int64_t dim[AXES_MAX], stride[AXES_MAX];
    for (int i = 0; i < array->ndim; i++)
        if (i != first && i != second) {
            dim[ndim] = array->dim[i];
            stride[ndim++] = array->stride[i];
        }
    int64_t down = array->dim[first] - (offset < 0 ? -offset : 0),
            across = array->dim[second] - (offset > 0 ? offset : 0);
    int64_t n = down < across ? down : across;
    dim[ndim] = n < 0 ? 0 : n;
    stride[ndim++] = array->stride[first] + array->stride[second];
    int64_t start = n <= 0 ? 0 : offset < 0 ? -offset * array->stride[first] : offset * array->stride[second];
    if (!give(out, view_at(array, ndim, dim, stride, start)))
        return false;
    out->tensor->object.flags |= TENSOR_READONLY;
    return true;
}

/* ix_ -------------------------------------------------------------------------------------------------- */

static bool infer_ix(Call *call, Value *out)
{
    const Tuple *given = call->arg[0].value.tuple;
    int n = (int)given->count;
    if (!call->typed_only || any_unknown(call) || n > AXES_MAX)
        return give_unknown(out);
    *out = value_tuple_new(n);
    for (int i = 0; i < n; i++) {
        Tensor *line = tensor_from_value(call->run, given->item[i], NO_DTYPE, false);
        if (line && line->ndim != 1)
            fail(call->run, ValueError, "Cross index must be 1 dimensional");
        if (call->run->error.class) {
            tensor_drop(line);
            value_drop(*out);
            return false;
        }
        int64_t dim[AXES_MAX];
        for (int k = 0; k < n; k++)
            dim[k] = k != i ? 1 : line->dtype == BOOL ? DIM_UNKNOWN : line->dim[0];
        bool places = line->dtype == BOOL || (line->dim[0] == 0 && given->item[i].tag != V_ARRAY);
        out->tuple->item[i] = value_array(tensor_typed(places ? INT64 : (DType)line->dtype, n, dim));
        tensor_drop(line);
    }
    return true;
}

static bool run_ix(Call *call, Value *out)
{
    const Tuple *given = call->arg[0].value.tuple;
    int n = (int)given->count;
    if (n > AXES_MAX)
        return fail_axes(call->run, n);
    Value all = value_tuple_new(n);
    bool fine = true;
    for (int i = 0; fine && i < n; i++) {
        Tensor *line = tensor_from_value(call->run, given->item[i], NO_DTYPE, false), *made = NULL;
        fine = line;
        if (line && line->ndim != 1)
            fine = fail(call->run, ValueError, "Cross index must be 1 dimensional");
        if (fine && line->dtype == BOOL) {
            made = flat_places(call->run, line);
        } else if (fine) {
            bool empty = tensor_size(line) == 0 && given->item[i].tag != V_ARRAY;
            made = empty ? tensor_cast(call->run, line, INT64) : tensor_keep(line);
        }
        tensor_drop(line);
        fine = fine && made;
        if (fine) {
            int64_t dim[AXES_MAX], size = tensor_size(made);
            for (int k = 0; k < n; k++)
                dim[k] = k == i ? size : 1;
            Tensor *shaped = tensor_reshape(call->run, made, n, dim, 'C');
            fine = shaped;
            if (shaped)
                all.tuple->item[i] = value_array(shaped);
        }
        tensor_drop(made);
    }
    if (fine)
        return value_instead(out, all);
    value_drop(all);
    return false;
}

/* unravel_index, ravel_multi_index
 * --------------------------------------------------------------------------------- */

static bool index_tensor(Run *run, Value v, Tensor **index)
{
    *index = tensor_from_value(run, v, NO_DTYPE, false);
    if (!*index || dtype_is_int((*index)->dtype))
        return *index;
    bool empty = tensor_size(*index) == 0 && v.tag != V_ARRAY;
    tensor_drop(*index);
    return fail(
        run, TypeError,
        empty ? "indices must be integral: the provided empty sequence was inferred as float. Wrap it with "
                "'np.array(indices, dtype=np.intp)'"
              : "only int indices permitted");
}

static bool infer_unravel_index(Call *call, Value *out)
{
    Value index = call->arg[0].value;
    Ints sizes;
    if (!call->typed_only || any_unknown(call) || index.tag != V_ARRAY || index.tensor->ndim == 0 ||
        !dtype_is_int((DType)index.tensor->dtype) || index.tensor->dtype == BOOL)
        return give_unknown(out);
    if (!ints_of(call->run, call->arg[1].value, &sizes))
        return false;
    *out = value_tuple_new(sizes.count);
    for (int i = 0; i < sizes.count; i++)
        out->tuple->item[i] = value_array(tensor_typed(INT64, index.tensor->ndim, index.tensor->dim));
    return true;
}

/* A tuple with one array (or, of 0-d indices, one scalar) for each axis. */
static bool run_unravel_index(Call *call, Value *out)
{
    Ints sizes;
    char order;
    Tensor *index;
    Run *run = call->run;
    if (!ints_of(run, call->arg[1].value, &sizes) || !arg_order(call, 2, 'C', &order) ||
        !index_tensor(run, call->arg[0].value, &index))
        return false;
    int64_t total = shape_size(sizes.count, sizes.at);
    Tensor *line[AXES_MAX];
    int n = sizes.count < AXES_MAX ? sizes.count : AXES_MAX, made = 0;
    bool fine = true;
    for (; fine && made < n; made++)
        fine = (line[made] = tensor_new(run, INT64, index->ndim, index->dim));
    Tensor *whole = fine ? tensor_cast(run, index, INT64) : NULL,
           *places = whole ? c_ordered(run, whole) : NULL;
    fine = places;
    for (int64_t k = 0, count = fine ? tensor_size(places) : 0; fine && k < count; k++) {
        int64_t place = ((int64_t *)places->data)[k];
        if (place < 0 || place >= total) {
            fine = fail(run, ValueError, "index %lld is out of bounds for array with size %lld",
                        (long long)place, (long long)total);
            break;
        }
        for (int i = 0; i < n; i++) {
            int axis = order == 'F' ? i : n - 1 - i;
            bool last = i == n - 1;
            int64_t beyond = last ? 0 : place / sizes.at[axis];
            ((int64_t *)line[axis]->data)[k] = place - beyond * sizes.at[axis];
            place = beyond;
        }
    }
    tensor_drop(whole);
    tensor_drop(places);
    bool scalar = index->ndim == 0;
    tensor_drop(index);
    if (!fine) {
        for (int i = 0; i < made; i++)
            tensor_drop(line[i]);
        return false;
    }
    Value all = value_tuple_new(n);
    for (int i = 0; i < n; i++)
        all.tuple->item[i] = value_from_tensor(line[i], scalar);
    return value_instead(out, all);
}

/* One mode for all axes, or a tuple of them. */
static bool modes_read(Call *call, int i, int n, IndexMode mode[])
{
    Value v = call->arg[i].value, one = v;
    for (int k = 0; k < n; k++) {
        if (is_sequence(v)) {
            int64_t count = v.tag == V_TUPLE ? v.tuple->count : v.list->count;
            if (count != n)
                return fail(call->run, ValueError, "invalid number of modes, expected %d, got %lld", n,
                            (long long)count);
            one = v.tag == V_TUPLE ? v.tuple->item[k] : v.list->item[k];
        }
        call->arg[i].value = one;
        bool fine = arg_mode(call, i, &mode[k]);
        call->arg[i].value = v;
        if (!fine)
            return false;
    }
    return true;
}

/* Axis by axis, where every index must be within its axis. */
static bool ravel_all(Run *run, int n, Tensor *const index[], const int64_t size[], char order,
                      int64_t *place)
{
    for (int i = 0; i < n; i++) {
        int axis = order == 'F' ? n - 1 - i : i;
        Tensor *whole = tensor_cast(run, index[axis], INT64), *each = whole ? c_ordered(run, whole) : NULL;
        const int64_t *at = each ? (const int64_t *)each->data : NULL, length = size[axis];
        int64_t count = each ? tensor_size(each) : 0;
        bool fine = each;
        for (int64_t k = 0; k < count; k++) {
            fine &= at[k] >= 0 && at[k] < length;
            place[k] = (int64_t)((uint64_t)(i ? place[k] : 0) * (uint64_t)length + (uint64_t)at[k]);
        }
        tensor_drop(whole);
        tensor_drop(each);
        if (!fine)
            return each ? fail(run, ValueError, "invalid entry in coordinates array") : false;
    }
    return true;
}

static bool run_ravel_multi_index(Call *call, Value *out)
{
    Run *run = call->run;
    Ints sizes;
    char order;
    IndexMode mode[AXES_MAX];
    Tensors index;
    Value indices = call->arg[0].value;
    if (value_is_number(indices) || value_is_scalar(indices))
        return fail(run, TypeError, "dispatcher for __array_function__ did not return an iterable");
    if (!sizes_of(run, call->arg[1].value, &sizes))
        return false;
    int n = sizes.count;
    if (!modes_read(call, 2, n, mode) || !arg_order(call, 3, 'C', &order) ||
        !tensors_from(run, call->arg[0].value, false, &index))
        return false;
    Shape shape;
    shape_set(&shape, 0, NULL);
    bool fine =
        index.count == n || fail(run, ValueError, "parameter multi_index must be a sequence of length %d", n);
    for (int i = 0; fine && i < n; i++) {
        if (!dtype_is_int(index.at[i]->dtype))
            fine = fail(run, TypeError, "only int indices permitted");
        else if (!shape_broadcast(&shape, index.at[i]->ndim, index.at[i]->dim))
            fine = fail(run, ValueError, "shape mismatch: objects cannot be broadcast to a single shape");
    }
    Tensor *made = fine ? tensor_new(run, INT64, shape.ndim, shape.dim) : NULL;
    for (int i = 0; made && i < n; i++) {
        Tensor *wide = tensor_broadcast(index.at[i], shape.ndim, shape.dim);
        tensor_drop(index.at[i]);
        index.at[i] = wide;
    }
    fine = made;
    bool raises = made;
    for (int i = 0; i < n; i++)
        raises = raises && mode[i] == MODE_RAISE;
    if (raises)
        fine = ravel_all(run, n, index.at, sizes.at, order, (int64_t *)made->data);
    Places at;
    if (made)
        places_begin(&at, made);
    for (int64_t k = 0; fine && !raises && places_next(&at); k++) {
        int64_t place = 0;
        for (int i = 0; fine && i < n; i++) {
            int axis = order == 'F' ? n - 1 - i : i;
            int64_t each = element_int(index.at[axis]->dtype, element_at(index.at[axis], at.index));
            bool inside = mode[axis] == MODE_RAISE
                              ? each >= 0 && each < sizes.at[axis]
                              : sizes.at[axis] > 0 && index_at(mode[axis], sizes.at[axis], &each);
            if (!inside)
                fine = fail(run, ValueError, "invalid entry in coordinates array");
            place = place * sizes.at[axis] + each;
        }
        ((int64_t *)made->data)[k] = place;
    }
    tensors_drop(&index);
    if (fine)
        return value_instead(out, value_from_tensor(made, shape.ndim == 0));
    tensor_drop(made);
    return false;
}

const Func coordinate_funcs[] = {
    { .name = "take_along_axis",
      .of = "np",
      .params = "arr: any, indices: any, axis: any = -1",
      .brief = "elements by indices that lie beside them, as argsort gives them",
      .example = ">>> np.take_along_axis(np.array([[3, 1, 2]]), np.array([[1, 2, 0]]), axis=1)\narray([[1, "
                 "2, 3]])\n",
      .style = PYTHON,
      .infer = infer_take_along_axis,
      .run = run_take_along_axis,
      .gives = AS_ARRAY },
    { .name = "diagonal",
      .of = "np",
      .params = "a, offset: int = 0, axis1: int = 0, axis2: int = 1",
      .brief = "a diagonal, as a view",
      .example = ">>> np.diagonal([[1, 2], [3, 4]])\narray([1, 4])\n",
      .style = PYTHON,
      .infer = infer_diagonal,
      .gives = AS_ARRAY },
    { .name = "diagonal",
      .of = "ndarray generic",
      .params = "a, offset: int = 0, axis1: int = 0, axis2: int = 1",
      .brief = "a diagonal, as a view",
      .example = ">>> np.array([[1, 2], [3, 4]]).diagonal(1)\narray([2])\n",
      .style = CLINIC,
      .infer = infer_diagonal,
      .gives = AS_ARRAY },
    { .name = "diagonal",
      .of = "np.linalg",
      .params = "x, /, *, offset: int = 0",
      .brief = "The diagonals of matrices, as a view.",
      .example = ">>> np.linalg.diagonal([[1, 2], [3, 4]])\narray([1, 4])\n",
      .style = PYTHON,
      .infer = infer_diagonal,
      .gives = AS_ARRAY },
    { .name = "ix_",
      .of = "np",
      .params = "*args: any",
      .brief = "indices for all combinations of rows and columns",
      .example = ">>> np.ix_([0, 1], [2, 3])\n(array([[0],\n       [1]]), array([[2, 3]]))\n",
      .style = PYTHON,
      .infer = infer_ix,
      .run = run_ix,
      .gives = AS_ARRAY },
    { .name = "unravel_index",
      .of = "np",
      .params = "indices: any, shape: any, order: str = 'C'",
      .brief = "places in the flat array as indices for each axis",
      .example = ">>> np.unravel_index(5, (2, 3))\n(np.int64(1), np.int64(2))\n",
      .style = PYTHON,
      .infer = infer_unravel_index,
      .run = run_unravel_index,
      .gives = AS_ARRAY },
    { .name = "ravel_multi_index",
      .of = "np",
      .params = "multi_index: any, dims: any, mode: any = 'raise', order: str = 'C'",
      .brief = "indices for each axis as places in the flat array",
      .example = ">>> np.ravel_multi_index((1, 2), (2, 3))\nnp.int64(5)\n",
      .style = PYTHON,
      .run = run_ravel_multi_index,
      .gives = AS_SCALAR },
    { 0 },
};
