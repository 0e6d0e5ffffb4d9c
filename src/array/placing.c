/* placing.c: writing into an array by index or condition: put, place, putmask, fill_diagonal, a.fill. */
#include "array/indexing.h"

#include "tensor/mask.h"

#include <string.h>

/* Rows here write into their first argument and answer None. */
static bool infer_none(Call *call, Value *out)
{
    (void)call;
    *out = NONE;
    return true;
}

static bool writable(Run *run, const Tensor *tensor)
{
    return tensor_writeable(tensor) || fail(run, ValueError, "assignment destination is read-only");
}

/* The place of the i-th element in C order. */
static char *flat_element(const Tensor *tensor, int64_t i)
{
    char *at = tensor->data;
    for (int k = tensor->ndim; k-- > 0;) {
        at += i % tensor->dim[k] * tensor->stride[k];
        i /= tensor->dim[k];
    }
    return at;
}

/* A value as a flat C-ordered tensor of a dtype; owned. */
static Tensor *flat_value(Run *run, Value v, DType dtype)
{
    Tensor *tensor = tensor_from_value(run, v, dtype, false), *flat = NULL, *line = NULL;
    if (tensor)
        flat = c_ordered(run, tensor);
    if (flat)
        line = flat_tensor(run, flat);
    tensor_drop(tensor);
    tensor_drop(flat);
    return line;
}

/* The array that a method writes into, counted; of a scalar a copy, which nobody sees. */
static Tensor *own_array(Run *run, Value self)
{
    return self.tag == V_ARRAY ? tensor_keep(self.tensor) : tensor_from_value(run, self, NO_DTYPE, false);
}

/* put(a, ind, v, mode) */
static bool run_put(Call *call, Value *out)
{
    Run *run = call->run;
    *out = NONE;
    Value self = call->arg[0].value;
    IndexMode mode;
    if (self.tag != V_ARRAY && !value_is_scalar(self)) {
        const Class *type = value_type(self);
        char name[100];
        return fail(run, TypeError, "argument 1 must be numpy.ndarray, not <class '%s'>",
                    class_full_name(type, name, sizeof name));
    }
    Tensor *array = own_array(run, self);
    if (!array || !arg_mode(call, 3, &mode) || !writable(run, array)) {
        tensor_drop(array);
        return false;
    }
    Tensor *index = flat_value(run, call->arg[1].value, INT64);
    Tensor *values = index ? flat_value(run, call->arg[2].value, array->dtype) : NULL;
    bool fine = values;
    int64_t size = tensor_size(array), given = fine ? values->dim[0] : 0;
    size_t item = tensor_itemsize(array);
    if (fine && size == 0 && index->dim[0])
        fine = fail(run, IndexError, "cannot replace elements of an empty array");
    bool in_order = tensor_is_c(array);
    for (int64_t i = 0, next = 0; fine && given && i < index->dim[0];
         i++, next = next + 1 < given ? next + 1 : 0) {
        int64_t place = ((int64_t *)index->data)[i], asked = place;
        if (index_at(mode, size, &place))
            copy_element(in_order ? array->data + (size_t)place * item : flat_element(array, place),
                         values->data + (size_t)next * item, item);
        else
            fine = fail(run, IndexError, "index %lld is out of bounds for axis 0 with size %lld",
                        (long long)asked, (long long)size);
    }
    tensor_drop(index);
    tensor_drop(values);
    tensor_drop(array);
    return fine;
}

/* place(arr, mask, vals) deals the values out to the true elements; putmask (extra) takes each from its own
 * place. */
static bool run_place(Call *call, Value *out)
{
    Run *run = call->run;
    *out = NONE;
    Value self = call->arg[0].value;
    bool own_place = call->func->extra;
    if (self.tag != V_ARRAY)
        return own_place ? fail(run, TypeError, "putmask: first argument must be an array")
                         : fail(run, TypeError, "place() argument 1 must be numpy.ndarray, not %s",
                                value_type_name(self));
    Tensor *array = self.tensor;
    if (!writable(run, array))
        return false;
    Tensor *mask = flat_value(run, call->arg[1].value, BOOL);
    bool fine = mask;
    if (fine && mask->dim[0] != tensor_size(array))
        fine = fail(run, ValueError, "%s: mask and data must be the same size", call->func->name);
    Value what = call->arg[2].value;
    if (fine && own_place && what.tag == V_ARRAY)
        fine = dtype_can_cast((DType)what.tensor->dtype, (DType)array->dtype, CAST_SAFE) ||
               fail(run, TypeError,
                    "Cannot cast %s from dtype('%s') to dtype('%s') according to the rule 'safe'",
                    what.tensor->ndim ? "array data" : "scalar", dtype_info[what.tensor->dtype].name,
                    dtype_info[array->dtype].name);
    Tensor *values = fine ? flat_value(run, what, array->dtype) : NULL;
    fine = fine && values;
    int64_t given = fine ? values->dim[0] : 0, next = 0;
    if (fine && own_place && given && (given == 1 || given == mask->dim[0])) {
        Tensor *where = tensor_reshape_view(mask, array->ndim, array->dim),
               *from =
                   given == 1 ? tensor_keep(values) : tensor_reshape_view(values, array->ndim, array->dim);
        fine = assign_where(run, array, from, where);
        tensor_drop(where);
        tensor_drop(from);
        tensor_drop(mask);
        tensor_drop(values);
        return fine;
    }
    size_t item = tensor_itemsize(array);
    if (fine && !own_place && given >= mask->dim[0]) { /* enough for all */
        Tensor *where = tensor_reshape_view(mask, array->ndim, array->dim);
        fine = mask_put(run, array, where, values->data, (int64_t)item);
        tensor_drop(where);
        tensor_drop(mask);
        tensor_drop(values);
        return fine;
    }
    for (int64_t i = 0; fine && i < mask->dim[0]; i++) {
        if (!mask->data[i])
            continue;
        if (!given && own_place)
            break;
        if (!given)
            fine = fail(run, ValueError, "Cannot insert from an empty array!");
        else
            memcpy(flat_element(array, i), values->data + (size_t)((own_place ? i : next++) % given) * item,
                   item);
    }
    tensor_drop(mask);
    tensor_drop(values);
    return fine;
}

static bool run_put_along_axis(Call *call, Value *out)
{
    Along along;
    Run *run = call->run;
    *out = NONE;
    if (!along_axis_read(call, true, &along))
        return false;
    Tensor *values = tensor_from_value(run, call->arg[2].value, along.array->dtype, false), *wide = NULL;
    bool fine = values && writable(run, along.array);
    Shape shape;
    shape_set(&shape, along.shape.ndim, along.shape.dim);
    if (fine && (!shape_broadcast(&shape, values->ndim, values->dim) ||
                 !shape_equal(shape.ndim, shape.dim, along.shape.ndim, along.shape.dim)))
        fine = fail(
            run, ValueError,
            "shape mismatch: value array of shape %s could not be broadcast to indexing result of shape %s",
            shape_tight(run, values->ndim, values->dim), shape_tight(run, along.shape.ndim, along.shape.dim));
    if (fine) {
        wide = tensor_broadcast(values, along.shape.ndim, along.shape.dim);
        fine = along_axis_copy(run, &along, wide, true);
    }
    tensor_drop(wide);
    tensor_drop(values);
    along_axis_drop(&along);
    return fine;
}

/* fill_diagonal(a, val, wrap): every step-th element of the flat array, the values repeated. */
static bool run_fill_diagonal(Call *call, Value *out)
{
    Run *run = call->run;
    *out = NONE;
    Value self = call->arg[0].value;
    bool wrap;
    if (self.tag != V_ARRAY)
        return fail(run, AttributeError, "'%s' object has no attribute 'ndim'", value_type_name(self));
    Tensor *array = self.tensor;
    if (array->ndim < 2)
        return fail(run, ValueError, "array must be at least 2-d");
    if (!arg_truth(call, 2, &wrap))
        return false;
    int64_t end = tensor_size(array), step = 1, below = 1;
    if (array->ndim == 2) {
        step = array->dim[1] + 1;
        if (!wrap && array->dim[1] < end / (array->dim[1] + !array->dim[1]))
            end = size_times(array->dim[1], array->dim[1]);
    } else {
        for (int i = array->ndim; i-- > 1; below *= array->dim[i], step += below)
            if (array->dim[i] != array->dim[0])
                return fail(run, ValueError, "All dimensions of input must be of equal length");
    }
    if (!writable(run, array))
        return false;
    Tensor *values = flat_value(run, call->arg[1].value, array->dtype);
    if (!values)
        return false;
    size_t item = tensor_itemsize(array);
    int64_t given = values->dim[0], straight = array->dim[0], stride = 0; /* straight: before it wraps */
    straight = straight < array->dim[1] ? straight : array->dim[1];
    for (int i = 0; i < array->ndim; i++)
        stride += array->stride[i];
    for (int64_t i = 0, k = 0, next = 0; given && i < end;
         i += step, k++, next = next + 1 < given ? next + 1 : 0)
        copy_element(k < straight ? array->data + k * stride : flat_element(array, i),
                     values->data + (size_t)next * item, item);
    tensor_drop(values);
    return true;
}

static bool run_fill(Call *call, Value *out)
{
    *out = NONE;
    Tensor *array = own_array(call->run, call->arg[0].value);
    bool done = array && writable(call->run, array) && tensor_store(call->run, array, call->arg[1].value);
    tensor_drop(array);
    return done;
}

const Func placing_funcs[] = {
    { .name = "put",
      .of = "np",
      .params = "a: any, ind: any, v: any, mode: str = 'raise'",
      .brief = "writes values at places of the flat array",
      .example = ">>> a = np.arange(5)\n>>> np.put(a, [0, 2], [-44, -55])\n>>> a\narray([-44,   1, -55,   3, "
                 "  4])\n",
      .style = PYTHON,
      .infer = infer_none,
      .run = run_put,
      .effects = true },
    { .name = "put",
      .of = "ndarray generic",
      .params = "a: any, indices: any, values: any, mode: str = 'raise'",
      .brief = "writes values at places of the flat array",
      .example = ">>> a = np.arange(5)\n>>> a.put(2, 9)\n>>> a\narray([0, 1, 9, 3, 4])\n",
      .style = CLINIC,
      .infer = infer_none,
      .run = run_put,
      .effects = true },
    { .name = "place",
      .of = "np",
      .params = "arr: any, mask: any, vals: any",
      .brief = "writes values where a mask is true, one after another",
      .example =
          ">>> a = np.arange(5)\n>>> np.place(a, a > 2, [44, 55])\n>>> a\narray([ 0,  1,  2, 44, 55])\n",
      .style = PYTHON,
      .infer = infer_none,
      .run = run_place,
      .effects = true },
    { .name = "putmask",
      .of = "np",
      .params = "a: any, /, mask: any, values: any",
      .brief = "writes values where a mask is true, each from its own place",
      .example =
          ">>> a = np.arange(5)\n>>> np.putmask(a, a > 2, a ** 2)\n>>> a\narray([ 0,  1,  2,  9, 16])\n",
      .style = PYTHON,
      .infer = infer_none,
      .run = run_place,
      .effects = true,
      .extra = 1 },
    { .name = "put_along_axis",
      .of = "np",
      .params = "arr: any, indices: any, values: any, axis: any",
      .brief = "writes values by indices that lie beside them",
      .example = ">>> a = np.array([[10, 30, 20]])\n"
                 ">>> np.put_along_axis(a, np.array([[1]]), 99, axis=1)\n"
                 ">>> a\n"
                 "array([[10, 99, 20]])\n",
      .style = PYTHON,
      .infer = infer_none,
      .run = run_put_along_axis,
      .effects = true },
    { .name = "fill_diagonal",
      .of = "np",
      .params = "a: any, val: any, wrap: any = False",
      .brief = "writes a value along the main diagonal",
      .example = ">>> a = np.zeros((2, 2))\n>>> np.fill_diagonal(a, 5)\n>>> a\narray([[5., 0.],\n       [0., "
                 "5.]])\n",
      .style = PYTHON,
      .infer = infer_none,
      .run = run_fill_diagonal,
      .effects = true },
    { .name = "fill",
      .of = "ndarray generic",
      .params = "a: any, value: any, /",
      .brief = "writes one value everywhere",
      .example = ">>> a = np.zeros(2)\n>>> a.fill(7)\n>>> a\narray([7., 7.])\n",
      .style = METHOD,
      .infer = infer_none,
      .run = run_fill,
      .effects = true },
    { 0 },
};
