/* attributes.c: what can be read of an array or a scalar without a call, and its memory seen another way. */
#include "array/attributes.h"

#include "array/shaping.h"

#include <string.h>

/* attributes read off a class ---------------------------------------------------------------------------- */

static const Class getset[1] = { { "getset_descriptor", NULL, { class_object }, "getset_descriptor" } };
static const Class member[1] = { { "member_descriptor", NULL, { class_object }, "getset_descriptor" } };

/* Those that Python keeps in the value's own memory. */
static bool is_member(const Class *owner, const char *name)
{
    static const char *const of_dtype[] = { "alignment", "byteorder", "char", "flags",
                                            "itemsize",  "kind",      "num" };
    if (owner == class_complex || owner == class_range || owner == class_slice)
        return true;
    for (size_t i = 0; owner == class_dtype && i < sizeof of_dtype / sizeof *of_dtype; i++)
        if (!strcmp(of_dtype[i], name))
            return true;
    return false;
}

Value attribute_of_class(const Class *owner, const Func *row)
{
    static const char *const field[] = { "__name__", "__objclass__" };
    Value value = value_record(is_member(owner, row->name) ? member : getset, 2, field);
    value.record->field[0] = value_cstr(row->name);
    value.record->field[1] = value_class(owner);
    return value;
}

static bool run_descriptor_repr(Call *call, Value *out)
{
    const Record *record = call->arg[0].value.record;
    char full[100];
    *out = value_cstr(run_text(call->run, "<%s '%s' of '%s' objects>",
                               record->class == member ? "member" : "attribute", record->field[0].str->text,
                               class_full_name(record->field[1].class, full, sizeof full)));
    return true;
}

/* sizes ------------------------------------------------------------------------------------------------ */

/* np.shape and its kin also know the shapes of what is no array here: of lists of text. */
static bool shape_of(Call *call, Shape *shape)
{
    Value odd;
    return shape_from_value(call->run, call->arg[0].value, shape, &odd);
}

static bool infer_shape(Call *call, Value *out)
{
    Shape a;
    if (any_unknown(call))
        return give_unknown(out);
    if (!shape_of(call, &a))
        return false;
    *out = value_shape(a.ndim, a.dim);
    for (int i = 0; i < a.ndim; i++)
        if (a.dim[i] == DIM_UNKNOWN)
            out->tuple->item[i] = (Value){ .tag = V_UNKNOWN };
    return true;
}

static bool infer_strides(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    Tensor *a = arg_tensor(call, 0);
    *out = value_shape(a->ndim, a->stride);
    return true;
}

static bool infer_ndim(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    Shape a;
    if (!shape_of(call, &a))
        return false;
    *out = value_int(a.ndim);
    return true;
}

/* The number of elements times extra: 1, or for nbytes, 0, the size of one. */
static bool infer_size(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    Tensor *a = arg_tensor(call, 0);
    int64_t size = tensor_size(a);
    if (size < 0)
        return give_unknown(out);
    *out = value_int(call->func->extra ? size : size * (int64_t)tensor_itemsize(a));
    return true;
}

/* np.size(a, axis) */
static bool infer_size_along(Call *call, Value *out)
{
    Ints axes = { .count = 0 };
    if (any_unknown(call))
        return give_unknown(out);
    Shape a;
    if (!shape_of(call, &a))
        return false;
    int64_t size = 1;
    if (!arg_none(call, 1) && !axes_of(call->run, call->arg[1].value, a.ndim, NULL, false, &axes))
        return false;
    int n = arg_none(call, 1) ? a.ndim : axes.count;
    for (int i = 0; i < n; i++) {
        int64_t dim = a.dim[arg_none(call, 1) ? i : axes.at[i]];
        if (dim == DIM_UNKNOWN)
            return give_unknown(out);
        size *= dim;
    }
    *out = value_int(size);
    return true;
}

static bool infer_itemsize(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    *out = value_int((int64_t)tensor_itemsize(arg_tensor(call, 0)));
    return true;
}

static bool infer_dtype(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    *out = value_of_dtype(arg_tensor(call, 0)->dtype);
    return true;
}

static bool infer_device(Call *call, Value *out)
{
    (void)call;
    *out = value_cstr("cpu");
    return true;
}

/* views ------------------------------------------------------------------------------------------------ */

static bool infer_T(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    Tensor *a = arg_held(call, 0);
    bool fine = a && give_part(call, out, tensor_transpose(a, NULL));
    tensor_drop(a);
    return fine;
}

static bool infer_mT(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    Tensor *a = arg_tensor(call, 0);
    if (a->ndim < 2)
        return fail(call->run, ValueError, "matrix transpose with ndim < 2 is undefined");
    return give(out, view_swapped(a, a->ndim - 1, a->ndim - 2));
}

/* a.real and, for extra, a.imag; a real array's real part is itself. */
static bool infer_part(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    Tensor *a = arg_held(call, 0);
    bool fine = a && give_part(call, out, tensor_part(call->run, a, call->func->extra));
    tensor_drop(a);
    return fine;
}

static bool infer_base(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    Tensor *a = arg_tensor(call, 0);
    *out = a->base && call->arg[0].value.tag == V_ARRAY ? value_array(tensor_keep(a->base)) : NONE;
    return true;
}

bool view_sizes(Run *run, const Tensor *a, DType dtype, int64_t *dim, int64_t *stride)
{
    int64_t old = (int64_t)tensor_itemsize(a), size = dtype_info[dtype].size;
    memcpy(dim, a->dim, (size_t)a->ndim * sizeof *dim);
    memcpy(stride, a->stride, (size_t)a->ndim * sizeof *stride);
    if (size == old)
        return true;
    if (a->ndim == 0)
        return fail(run, ValueError,
                    "Changing the dtype of a 0d array is only supported if the itemsize is unchanged");
    int last = a->ndim - 1;
    if (tensor_size(a) != 1 && tensor_size(a) != 0 && a->stride[last] != old && a->dim[last] != 1)
        return fail(run, ValueError,
                    "To change to a dtype of a different size, the last axis must be contiguous");
    if (size < old && old % size)
        return fail(
            run, ValueError,
            "When changing to a smaller dtype, its size must be a divisor of the size of original dtype");
    if (size > old && size_times(dim[last], old) % size)
        return fail(
            run, ValueError,
            "When changing to a larger dtype, its size must be a divisor of the total size in bytes of the "
            "last axis of the array.");
    dim[last] = dim[last] == DIM_UNKNOWN ? DIM_UNKNOWN : size_times(dim[last], old) / size;
    stride[last] = size;
    return true;
}

static bool infer_view(Call *call, Value *out)
{
    DType dtype;
    int64_t dim[AXES_MAX], stride[AXES_MAX];
    if (any_unknown(call))
        return give_unknown(out);
    Value type = call->arg[2].value;
    if (arg_given(call, 2) && (type.tag != V_CLASS || type.class != class_ndarray))
        return fail(call->run, ValueError, "Type must be a sub-type of ndarray type");
    bool own = !arg_given(call, 1) ||
               (call->arg[1].value.tag == V_CLASS && call->arg[1].value.class == class_ndarray);
    if (own)
        dtype = NO_DTYPE; /* a.view(np.ndarray): the type, which is the only one */
    else if (!value_to_dtype(call->run, call->arg[1].value, &dtype))
        return false;
    Tensor *a = arg_held(call, 0);
    if (!a)
        return false;
    if (dtype == NO_DTYPE)
        dtype = a->dtype;
    bool fine = view_sizes(call->run, a, dtype, dim, stride);
    if (fine) {
        Tensor *view = view_at(a, a->ndim, dim, stride, 0);
        view->dtype = dtype;
        fine = give_part(call, out, view);
    }
    tensor_drop(a);
    return fine;
}

/* The bytes of each element from an offset on, as elements of another dtype. */
static Tensor *field_of(Run *run, Tensor *a, DType dtype, int64_t offset)
{
    int64_t whole = (int64_t)tensor_itemsize(a), size = dtype_info[dtype].size;
    if (offset != (int)offset) {
        fail(run, OverflowError, "signed integer is %s",
             offset < 0 ? "less than minimum" : "greater than maximum");
        return NULL;
    }
    if (size > whole || offset < 0 || offset + size > whole) {
        fail(run, ValueError, "%s",
             offset < 0     ? "offset is negative"
             : size > whole ? "new type is larger than original type"
                            : "new type plus offset is larger than original type");
        return NULL;
    }
    Tensor *view = view_at(a, a->ndim, a->dim, a->stride, offset);
    view->dtype = (uint8_t)dtype;
    return view;
}

static bool infer_getfield(Call *call, Value *out)
{
    DType dtype;
    int64_t offset;
    if (any_unknown(call))
        return give_unknown(out);
    if (!value_to_dtype(call->run, call->arg[1].value, &dtype) || !arg_int(call, 2, &offset))
        return false;
    Tensor *a = arg_held(call, 0), *field = a ? field_of(call->run, a, dtype, offset) : NULL;
    bool fine = field && give_part(call, out, field);
    tensor_drop(a);
    return fine;
}

static bool run_setfield(Call *call, Value *out)
{
    Run *run = call->run;
    DType dtype;
    int64_t offset;
    *out = NONE;
    if (call->arg[0].value.tag != V_ARRAY)
        return fail(run, TypeError, "Can't set fields in a non-void array scalar.");
    for (int i = 1; i <= 2; i++)
        if (!arg_given(call, i))
            return fail(run, TypeError, "setfield() missing required argument '%s' (pos %d)",
                        i == 1 ? "value" : "dtype", i);
    if (!value_to_dtype(run, call->arg[2].value, &dtype) || !arg_int(call, 3, &offset))
        return false;
    if (!tensor_writeable(call->arg[0].value.tensor))
        return fail(run, ValueError, "assignment destination is read-only");
    Tensor *field = field_of(run, call->arg[0].value.tensor, dtype, offset), *value = NULL;
    if (field)
        value = tensor_from_value(run, call->arg[1].value, dtype, false);
    bool fine = value && tensor_assign(run, field, value);
    tensor_drop(value);
    tensor_drop(field);
    return fine;
}

/* a.to_device('cpu', /, *, stream=None) */
static bool infer_to_device(Call *call, Value *out)
{
    Value device = call->arg[1].value;
    if (!arg_given(call, 1))
        return fail(call->run, TypeError, "to_device() takes exactly 1 positional argument (0 given)");
    if (device.tag != V_STR)
        return fail(call->run, TypeError, "to_device() argument 1 must be str, not %s",
                    value_type_name(device));
    if (!arg_none(call, 2))
        return fail(call->run, ValueError, "The stream argument in to_device() is not supported");
    if (strcmp(device.str->text, "cpu") != 0)
        return fail(call->run, ValueError, "Unsupported device: %s. Only 'cpu' is accepted.",
                    device.str->text);
    *out = value_keep(call->arg[0].value);
    return true;
}

#define ARRAYS "ndarray generic"

const Func attribute_funcs[] = {
    { .name = "shape",
      .of = ARRAYS,
      .params = "a",
      .brief = "the size of each axis",
      .example = ">>> np.zeros((2, 3)).shape\n(2, 3)\n",
      .style = ATTRIBUTE,
      .infer = infer_shape },
    { .name = "ndim",
      .of = ARRAYS,
      .params = "a",
      .brief = "the number of axes",
      .example = ">>> np.zeros((2, 3)).ndim\n2\n",
      .style = ATTRIBUTE,
      .infer = infer_ndim },
    { .name = "size",
      .of = ARRAYS,
      .params = "a",
      .brief = "the number of elements",
      .example = ">>> np.zeros((2, 3)).size\n6\n",
      .style = ATTRIBUTE,
      .infer = infer_size,
      .extra = 1 },
    { .name = "nbytes",
      .of = ARRAYS,
      .params = "a",
      .brief = "the bytes of all elements",
      .example = ">>> np.zeros((2, 3)).nbytes\n48\n",
      .style = ATTRIBUTE,
      .infer = infer_size },
    { .name = "itemsize",
      .of = ARRAYS,
      .params = "a",
      .brief = "the bytes of an element",
      .example = ">>> np.zeros(3).itemsize\n8\n",
      .style = ATTRIBUTE,
      .infer = infer_itemsize },
    { .name = "strides",
      .of = ARRAYS,
      .params = "a",
      .brief = "the bytes from one element to the next along each axis",
      .example = ">>> np.zeros((2, 3)).strides\n(24, 8)\n",
      .style = ATTRIBUTE,
      .infer = infer_strides },
    { .name = "dtype",
      .of = ARRAYS,
      .params = "a",
      .brief = "the type of the elements",
      .example = ">>> np.arange(3).dtype\ndtype('int64')\n",
      .style = ATTRIBUTE,
      .infer = infer_dtype },
    { .name = "device",
      .of = ARRAYS,
      .params = "a: any",
      .brief = "where the data lie: 'cpu'",
      .example = ">>> np.arange(3).device\n'cpu'\n",
      .style = ATTRIBUTE,
      .infer = infer_device },
    { .name = "T",
      .of = ARRAYS,
      .params = "a",
      .brief = "the array with its axes in the opposite order",
      .example = ">>> np.array([[1, 2], [3, 4]]).T\narray([[1, 3],\n       [2, 4]])\n",
      .style = ATTRIBUTE,
      .infer = infer_T,
      .gives = AS_ARRAY },
    { .name = "mT",
      .of = "ndarray",
      .params = "a",
      .brief = "the array with its last two axes exchanged",
      .example = ">>> np.array([[1, 2], [3, 4]]).mT\narray([[1, 3],\n       [2, 4]])\n",
      .style = ATTRIBUTE,
      .infer = infer_mT,
      .gives = AS_ARRAY },
    { .name = "real",
      .of = ARRAYS,
      .params = "a",
      .brief = "the real part; can be set",
      .example = ">>> np.array([1+2j, 3]).real\narray([1., 3.])\n",
      .style = ATTRIBUTE,
      .infer = infer_part,
      .gives = AS_ARRAY },
    { .name = "imag",
      .of = ARRAYS,
      .params = "a",
      .brief = "the imaginary part; can be set",
      .example = ">>> np.array([1+2j, 3]).imag\narray([2., 0.])\n",
      .style = ATTRIBUTE,
      .infer = infer_part,
      .gives = AS_ARRAY,
      .extra = 1 },
    { .name = "base",
      .of = ARRAYS,
      .params = "a",
      .brief = "the array that a view shows, or None",
      .example = ">>> a = np.arange(3)\n>>> a[1:].base is a\nTrue\n",
      .style = ATTRIBUTE,
      .infer = infer_base,
      .gives = AS_ARRAY },
    { .name = "shape",
      .of = "np",
      .params = "a: any",
      .brief = "the size of each axis",
      .example = ">>> np.shape([[1, 2, 3]])\n(1, 3)\n",
      .style = PYTHON,
      .infer = infer_shape },
    { .name = "ndim",
      .of = "np",
      .params = "a: any",
      .brief = "the number of axes",
      .example = ">>> np.ndim([[1, 2, 3]])\n2\n",
      .style = PYTHON,
      .infer = infer_ndim },
    { .name = "size",
      .of = "np",
      .params = "a: any, axis: axes = None",
      .brief = "the number of elements, in all or along axes",
      .example = ">>> np.size([[1, 2, 3]], 1)\n3\n",
      .style = PYTHON,
      .infer = infer_size_along },
    { .name = "view",
      .of = ARRAYS,
      .params = "a, dtype: any = ?, type: any = None",
      .brief = "the same memory, as another dtype if one is given",
      .example = ">>> np.array([1], np.int32).view(np.uint8)\narray([1, 0, 0, 0], dtype=uint8)\n",
      .style = C,
      .infer = infer_view,
      .gives = AS_ARRAY },
    { .name = "getfield",
      .of = ARRAYS,
      .params = "a, dtype: any, offset: any = 0",
      .brief = "the bytes of each element from an offset on, seen as another dtype",
      .example = ">>> np.array([1+2j, 3]).getfield(float, 8)\narray([2., 0.])\n",
      .style = C,
      .infer = infer_getfield,
      .gives = AS_ARRAY },
    { .name = "setfield",
      .of = ARRAYS,
      .params = "a: any, value: any = ?, dtype: any = ?, offset: any = 0",
      .brief = "writes into the bytes of each element from an offset on",
      .example =
          ">>> a = np.zeros(2, complex)\n>>> a.setfield(5, float, 8)\n>>> a\narray([0.+5.j, 0.+5.j])\n",
      .style = C,
      .run = run_setfield,
      .effects = true },
    { .name = "to_device",
      .of = ARRAYS,
      .params = "a: any, device: any = ?, /, *, stream: any = None",
      .brief = "the array itself: there is one device, 'cpu'",
      .example = ">>> np.arange(3).to_device('cpu')\narray([0, 1, 2])\n",
      .style = C,
      .infer = infer_to_device,
      .gives = AS_ARRAY },
    { .name = "__repr__",
      .of = "getset_descriptor",
      .params = "self: any",
      .brief = "what it is an attribute of",
      .example = ">>> np.ndarray.shape\n<attribute 'shape' of 'numpy.ndarray' objects>\n",
      .style = METHOD,
      .run = run_descriptor_repr },
    { 0 },
};
