/* creation.c: arrays from values, and arrays filled with one value. */
#include "func/results.h"

#include <stdlib.h>
#include <string.h>

/* array, asarray and kin ------------------------------------------------------------------------------- */

typedef enum { COPY_IF_NEEDED, COPY_ALWAYS, COPY_NEVER } Copying;

/* How an array is to be made of a value. */
typedef struct Wanted {
    DType dtype; /* NO_DTYPE: whatever it has */
    Copying copying;
    char order;   /* 'K', 'A', 'C' or 'F' */
    int ndim;     /* at least so many axes */
    bool memmaps; /* NumPy's subclass of arrays stays one */
} Wanted;

static bool lies_in_order(const Tensor *tensor, char order)
{
    return order == 'C' ? tensor_is_c(tensor) : order == 'F' ? tensor_is_f(tensor) : true;
}

static bool fail_copying(Run *run)
{
    return fail(
        run, ValueError,
        "Unable to avoid copy while creating an array as requested.\n"
        "If using `np.array(obj, copy=False)` replace it with `np.asarray(obj)` to allow a copy when needed "
        "(no behavior change in NumPy 1.x).\n"
        "For more details, see https://numpy.org/devdocs/numpy_2_0_migration_guide.html"
        "#adapting-to-changes-in-the-copy-keyword.");
}

/* A copy of an array as another dtype and in another order. */
static Tensor *array_copy(Call *call, Tensor *from, DType dtype, char order)
{
    if (!from->data) {
        Tensor *typed = tensor_typed(dtype, from->ndim, from->dim);
        set_order(typed, order, from);
        return typed;
    }
    Tensor *made = new_in_order(call->run, dtype, from->ndim, from->dim, order, from);
    if (!made)
        return NULL;
    flags_begin();
    if (!tensor_assign(call->run, made, from) || !flags_end(call->run, "cast")) {
        tensor_drop(made);
        return NULL;
    }
    return made;
}

/* The array that a value makes; an array that is already as wanted is given itself. */
static bool make_array(Call *call, Value from, const Wanted *wanted, Value *out)
{
    if (from.tag == V_UNKNOWN)
        return give_unknown(out);
    Tensor *made;
    if (from.tag == V_ARRAY) {
        Tensor *tensor = from.tensor;
        DType dtype = wanted->dtype == NO_DTYPE ? (DType)tensor->dtype : wanted->dtype;
        bool fits = dtype == tensor->dtype && lies_in_order(tensor, wanted->order);
        if (!fits && wanted->copying == COPY_NEVER)
            return fail_copying(call->run);
        made = fits && wanted->copying != COPY_ALWAYS ? tensor_keep(tensor)
                                                      : array_copy(call, tensor, dtype, wanted->order);
    } else {
        Shape shape;
        Value odd;
        if (wanted->copying == COPY_NEVER)
            return shape_from_value(call->run, from, &shape, &odd) && fail_copying(call->run);
        made = tensor_from_value(call->run, from, wanted->dtype, false);
        if (made && !lies_in_order(made, wanted->order)) {
            Tensor *copy = array_copy(call, made, made->dtype, wanted->order);
            tensor_drop(made);
            made = copy;
        }
    }
    if (!made)
        return false;
    Tensor *result = view_at_least(made, wanted->ndim);
    tensor_drop(made);
    if (result && result->object.flags & TENSOR_MEMMAP && !wanted->memmaps) {
        Tensor *plain = tensor_view(result, result->ndim, result->dim, result->stride, result->data);
        plain->object.flags &= (uint8_t)~TENSOR_MEMMAP;
        tensor_drop(result);
        result = plain;
    }
    return give(out, result);
}

/* copy=True, False or None. */
static bool arg_copying(Call *call, int i, Copying *out)
{
    bool copy = false;
    if (arg_none(call, i)) {
        *out = COPY_IF_NEEDED;
        return true;
    }
    if (!arg_truth(call, i, &copy))
        return false;
    *out = copy ? COPY_ALWAYS : COPY_NEVER;
    return true;
}

static bool infer_array(Call *call, Value *out)
{
    Wanted wanted = { .dtype = NO_DTYPE };
    int64_t ndmin = 0;
    if (!arg_dtype(call, 1, &wanted.dtype) || !arg_copying(call, 2, &wanted.copying) ||
        !arg_order(call, 3, 'K', &wanted.order) || !arg_int(call, 5, &ndmin))
        return false;
    if (ndmin > AXES_MAX)
        return fail(call->run, ValueError, "ndmin must be <= ndmax (%d)", AXES_MAX);
    wanted.ndim = (int)ndmin;
    return make_array(call, call->arg[0].value, &wanted, out);
}

/* asarray and asanyarray, which leaves a memmap what it is. */
static bool infer_asarray(Call *call, Value *out)
{
    Wanted wanted = { .dtype = NO_DTYPE, .memmaps = call->func->extra };
    return arg_dtype(call, 1, &wanted.dtype) && arg_order(call, 2, 'K', &wanted.order) &&
           arg_copying(call, 4, &wanted.copying) && make_array(call, call->arg[0].value, &wanted, out);
}

static bool infer_ascontiguousarray(Call *call, Value *out)
{
    Wanted wanted = { .dtype = NO_DTYPE, .order = 'C', .ndim = 1 };
    return arg_dtype(call, 1, &wanted.dtype) && make_array(call, call->arg[0].value, &wanted, out);
}

static bool infer_asfortranarray(Call *call, Value *out)
{
    Wanted wanted = { .dtype = NO_DTYPE, .order = 'F', .ndim = 1 };
    return arg_dtype(call, 1, &wanted.dtype) && make_array(call, call->arg[0].value, &wanted, out);
}

static bool infer_copy(Call *call, Value *out)
{
    Wanted wanted = { .dtype = NO_DTYPE, .copying = COPY_ALWAYS };
    return arg_order(call, 1, 'K', &wanted.order) && make_array(call, call->arg[0].value, &wanted, out);
}

static bool infer_asarray_chkfinite(Call *call, Value *out)
{
    Wanted wanted = { .dtype = NO_DTYPE };
    return arg_dtype(call, 1, &wanted.dtype) && arg_order(call, 2, 'K', &wanted.order) &&
           make_array(call, call->arg[0].value, &wanted, out);
}

/* asarray_chkfinite refuses nan and inf. */
static bool run_asarray_chkfinite(Call *call, Value *out)
{
    if (!dtype_is_inexact(out->tensor->dtype))
        return true;
    Value finite = np1(call->run, "all", np1(call->run, "isfinite", value_array(tensor_keep(out->tensor))));
    return finite.tag != V_ABSENT &&
           (finite.i || fail(call->run, ValueError, "array must not contain infs or NaNs"));
}

/* zeros, ones, full ------------------------------------------------------------------------------------ */

/* The shape, dtype and order that zeros and its kin are asked for. */
static bool sizes_wanted(Call *call, int dtype_at, int order_at, Shape *shape, DType *dtype, char *order)
{
    if (call->arg[0].value.tag == V_NONE)
        return fail(call->run, TypeError, "Use () not None as shape arguments");
    if (!arg_shape(call, 0, shape) || !arg_dtype(call, dtype_at, dtype) ||
        !arg_order(call, order_at, 'C', order))
        return false;
    if (*dtype == NO_DTYPE)
        *dtype = FLOAT64;
    if (*order != 'C' && *order != 'F')
        return fail(call->run, ValueError, "only 'C' or 'F' order is permitted");
    return check_asked(call->run, *dtype, shape->ndim, shape->dim);
}

/* zeros and empty: their memory comes zeroed from the system, page by page as it is touched, so there is
 * nothing left for a kernel to do. */
static bool infer_zeros(Call *call, Value *out)
{
    Shape shape;
    DType dtype;
    char order;
    if (any_unknown(call))
        return give_unknown(out);
    if (!sizes_wanted(call, 1, 2, &shape, &dtype, &order))
        return false;
    if (call->typed_only)
        return give(out, typed_in_order(dtype, shape.ndim, shape.dim, order));
    if (!give(out, tensor_zeros(call->run, dtype, shape.ndim, shape.dim)))
        return false;
    set_order(out->tensor, order, NULL);
    return true;
}

static bool infer_ones(Call *call, Value *out)
{
    Shape shape;
    DType dtype;
    char order;
    if (any_unknown(call))
        return give_unknown(out);
    return sizes_wanted(call, 1, 2, &shape, &dtype, &order) &&
           give(out, typed_in_order(dtype, shape.ndim, shape.dim, order));
}

static bool run_ones(Call *call, Value *out)
{
    char order;
    if (!arg_order(call, 2, 'C', &order))
        return false;
    set_order(out->tensor, order, NULL);
    fill_int(out->tensor, 1);
    return true;
}

/* The dtype of a fill value where none was asked for. */
static bool dtype_of_value(Call *call, Value v, DType *dtype)
{
    Tensor *tensor = tensor_from_value(call->run, v, NO_DTYPE, false);
    if (!tensor)
        return false;
    *dtype = tensor->dtype;
    tensor_drop(tensor);
    return true;
}

static bool infer_full(Call *call, Value *out)
{
    Shape shape;
    DType dtype;
    char order;
    if (any_unknown(call))
        return give_unknown(out);
    if (!sizes_wanted(call, 2, 3, &shape, &dtype, &order))
        return false;
    if (arg_none(call, 2) && !dtype_of_value(call, call->arg[1].value, &dtype))
        return false;
    return give(out, typed_in_order(dtype, shape.ndim, shape.dim, order));
}

static bool run_full(Call *call, Value *out)
{
    char order;
    if (!arg_order(call, 3, 'C', &order))
        return false;
    set_order(out->tensor, order, NULL);
    return fill_value(call->run, out->tensor, call->arg[1].value);
}

/* zeros_like and kin ----------------------------------------------------------------------------------- */

/* For rows "a, …, dtype, order, subok, shape": what lies at `first` is dtype. */
static bool infer_like_from(Call *call, int first, Value *out)
{
    Tensor *like = arg_tensor(call, 0);
    DType dtype;
    char order;
    Shape shape;
    if (any_unknown(call))
        return give_unknown(out);
    if (!arg_dtype(call, first, &dtype) || !arg_order(call, first + 1, 'K', &order))
        return false;
    if (dtype == NO_DTYPE)
        dtype = like->dtype;
    if (arg_none(call, first + 3))
        shape_set(&shape, like->ndim, like->dim);
    else if (!arg_shape(call, first + 3, &shape) || !check_asked(call->run, dtype, shape.ndim, shape.dim))
        return false;
    Tensor *typed = tensor_typed(dtype, shape.ndim, shape.dim);
    set_order(typed, order, like);
    return give(out, typed);
}

static bool infer_like(Call *call, Value *out) { return infer_like_from(call, 1, out); }
static bool infer_full_like(Call *call, Value *out) { return infer_like_from(call, 2, out); }

/* zeros_like, empty_like and ones_like: extra is what they are filled with. */
static bool run_like(Call *call, Value *out)
{
    char order;
    if (!arg_order(call, 2, 'K', &order))
        return false;
    set_order(out->tensor, order, arg_tensor(call, 0));
    fill_int(out->tensor, call->func->extra);
    return true;
}

static bool run_full_like(Call *call, Value *out)
{
    char order;
    if (!arg_order(call, 3, 'K', &order))
        return false;
    set_order(out->tensor, order, arg_tensor(call, 0));
    return fill_value(call->run, out->tensor, call->arg[1].value);
}

/* from other sources ----------------------------------------------------------------------------------- */

static bool infer_fromiter(Call *call, Value *out)
{
    DType dtype;
    int64_t count = -1, any = DIM_UNKNOWN;
    if (!arg_dtype(call, 1, &dtype) || !arg_int(call, 2, &count))
        return false;
    count = count < -1 ? 0 : count;
    dtype = dtype == NO_DTYPE ? FLOAT64 : dtype;
    Value from = call->arg[0].value;
    if (from.tag == V_ARRAY && from.tensor->ndim == 0)
        return fail(call->run, TypeError, "iteration over a 0-d array");
    if (from.tag == V_ARRAY && from.tensor->ndim > 1 && from.tensor->dim[0] > 0 && count)
        return dtype_is_complex(dtype)
                   ? fail(call->run, TypeError,
                          "only 0-dimensional arrays can be converted to Python scalars")
                   : fail(call->run, ValueError, "setting an array element with a sequence.");
    if (value_is_number(from))
        return fail(call->run, TypeError, "'%s' object is not iterable", value_type_name(from));
    return infer_as(out, dtype, 1, count >= 0 ? &count : &any);
}

static bool run_fromiter(Call *call, Value *out)
{
    DType dtype = out->tensor->dtype;
    int64_t count = -1, used = 0, room = 16;
    size_t size = dtype_info[dtype].size;
    if (!arg_int(call, 2, &count))
        return false;
    count = count < -1 ? 0 : count; /* less than the -1 that means all is none */
    Value iterator, item;
    if (!value_iter(call->run, call->arg[0].value, &iterator))
        return false;
    char *at = mem_alloc((size_t)room * size);
    int more = 0;
    bool fine = true;
    while (fine && used != count && (more = iter_next(call->run, iterator, &item)) > 0) {
        if (used == room)
            at = mem_resize(at, (size_t)(room *= 2) * size);
        fine = element_store(call->run, dtype, at + used++ * (int64_t)size, item);
        value_drop(item);
    }
    value_drop(iterator);
    fine = fine && more >= 0;
    if (fine && used < count)
        fine =
            fail(call->run, ValueError, "iterator too short: Expected %lld but iterator had only %lld items.",
                 (long long)count, (long long)used);
    Tensor *made = fine ? tensor_new(call->run, dtype, 1, &used) : NULL;
    if (made && used)
        memcpy(made->data, at, (size_t)used * size);
    mem_free(at);
    return give_instead(out, made);
}

const Func creation_funcs[] = {
    { .name = "array",
      .of = "np",
      .params =
          "object: any, dtype: dtype = None, *, copy: any = True, order: str = 'K', subok: bool = False, "
          "ndmin: int = 0, ndmax: any = None, like: like = None",
      .brief = "an array of what a list, a number or another array holds",
      .example = ">>> np.array([[1, 2], [3, 4]])\narray([[1, 2],\n       [3, 4]])\n",
      .style = C,
      .infer = infer_array,
      .gives = AS_ARRAY },
    { .name = "asarray",
      .of = "np",
      .params = "a: any, dtype: dtype = None, order: str = None, *, device: device = None, copy: any = None, "
                "like: like = None",
      .brief = "the value as an array; an array is not copied",
      .example = ">>> np.asarray((1, 2.5))\narray([1. , 2.5])\n",
      .style = C,
      .infer = infer_asarray,
      .gives = AS_ARRAY },
    { .name = "asanyarray",
      .of = "np",
      .params = "a: any, dtype: dtype = None, order: str = None, *, device: device = None, copy: any = None, "
                "like: like = None",
      .brief = "the value as an array; an array is not copied",
      .example = ">>> np.asanyarray([1, 2])\narray([1, 2])\n",
      .style = C,
      .infer = infer_asarray,
      .extra = 1,
      .gives = AS_ARRAY },
    { .name = "asarray_chkfinite",
      .of = "np",
      .params = "a: any, dtype: dtype = None, order: str = None",
      .brief = "the value as an array; nan and inf are an error",
      .example = ">>> np.asarray_chkfinite([1, 2.5])\narray([1. , 2.5])\n",
      .style = PYTHON,
      .infer = infer_asarray_chkfinite,
      .run = run_asarray_chkfinite,
      .gives = AS_ARRAY },
    { .name = "ascontiguousarray",
      .of = "np",
      .params = "a: any, dtype: dtype = None, *, like: like = None",
      .brief = "the value as an array whose rows lie one after another",
      .example = ">>> np.ascontiguousarray(5)\narray([5])\n",
      .style = C,
      .infer = infer_ascontiguousarray,
      .gives = AS_ARRAY },
    { .name = "asfortranarray",
      .of = "np",
      .params = "a: any, dtype: dtype = None, *, like: like = None",
      .brief = "the value as an array whose columns lie one after another",
      .example = ">>> np.asfortranarray([[1, 2], [3, 4]]).strides\n(8, 16)\n",
      .style = C,
      .infer = infer_asfortranarray,
      .gives = AS_ARRAY },
    { .name = "copy",
      .of = "np",
      .params = "a: any, order: str = 'K', subok: bool = False",
      .brief = "a copy of the array",
      .example = ">>> np.copy([1, 2])\narray([1, 2])\n",
      .style = PYTHON,
      .infer = infer_copy,
      .gives = AS_ARRAY },
    { .name = "zeros",
      .of = "np",
      .params =
          "shape: shape, dtype: dtype = None, order: str = 'C', *, device: device = None, like: like = None",
      .brief = "an array of zeros",
      .example = ">>> np.zeros((2, 3))\narray([[0., 0., 0.],\n       [0., 0., 0.]])\n",
      .style = C,
      .infer = infer_zeros,
      .gives = AS_ARRAY },
    { .name = "empty",
      .of = "np",
      .params =
          "shape: shape, dtype: dtype = None, order: str = 'C', *, device: device = None, like: like = None",
      .brief = "an array whose elements are to be set (here zeros)",
      .example = ">>> np.empty((2, 3)).shape\n(2, 3)\n",
      .style = C,
      .infer = infer_zeros,
      .gives = AS_ARRAY },
    { .name = "ones",
      .of = "np",
      .params =
          "shape: shape, dtype: dtype = None, order: str = 'C', *, device: device = None, like: like = None",
      .brief = "an array of ones",
      .example = ">>> np.ones(3, dtype=int)\narray([1, 1, 1])\n",
      .style = PYTHON,
      .infer = infer_ones,
      .run = run_ones,
      .gives = AS_ARRAY },
    { .name = "full",
      .of = "np",
      .params =
          "shape: shape, fill_value: any, dtype: dtype = None, order: str = 'C', *, device: device = None, "
          "like: like = None",
      .brief = "an array filled with one value",
      .example = ">>> np.full((2, 2), 7)\narray([[7, 7],\n       [7, 7]])\n",
      .style = PYTHON,
      .infer = infer_full,
      .run = run_full,
      .gives = AS_ARRAY },
    { .name = "zeros_like",
      .of = "np",
      .params = "a, dtype: dtype = None, order: str = 'K', subok: bool = True, shape: shape = None, *, "
                "device: device = None",
      .brief = "zeros in the shape and dtype of another array",
      .example = ">>> np.zeros_like([1.5, 2.5])\narray([0., 0.])\n",
      .style = PYTHON,
      .infer = infer_like,
      .run = run_like,
      .gives = AS_ARRAY,
      .extra = 0 },
    { .name = "empty_like",
      .of = "np",
      .params =
          "prototype, dtype: dtype = None, order: str = 'K', subok: bool = True, shape: shape = None, *, "
          "device: device = None",
      .brief = "an array of the shape and dtype of another, to be filled",
      .example = ">>> np.empty_like([[1, 2], [3, 4]]).shape\n(2, 2)\n",
      .style = PYTHON,
      .infer = infer_like,
      .run = run_like,
      .gives = AS_ARRAY,
      .extra = 0 },
    { .name = "ones_like",
      .of = "np",
      .params = "a, dtype: dtype = None, order: str = 'K', subok: bool = True, shape: shape = None, *, "
                "device: device = None",
      .brief = "ones in the shape and dtype of another array",
      .example = ">>> np.ones_like([[1, 2], [3, 4]])\narray([[1, 1],\n       [1, 1]])\n",
      .style = PYTHON,
      .infer = infer_like,
      .run = run_like,
      .gives = AS_ARRAY,
      .extra = 1 },
    { .name = "full_like",
      .of = "np",
      .params = "a, fill_value: any, dtype: dtype = None, order: str = 'K', subok: bool = True, "
                "shape: shape = None, *, device: device = None",
      .brief = "an array of one value in the shape and dtype of another",
      .example = ">>> np.full_like([1, 2, 3], 7)\narray([7, 7, 7])\n",
      .style = PYTHON,
      .infer = infer_full_like,
      .run = run_full_like,
      .gives = AS_ARRAY },
    { .name = "fromiter",
      .of = "np",
      .params = "iter: any, dtype: dtype, count: int = -1, *, like: like = None",
      .brief = "an array of what an iterable gives",
      .example = ">>> np.fromiter((x * x for x in range(4)), dtype=float)\narray([0., 1., 4., 9.])\n",
      .style = CLINIC,
      .infer = infer_fromiter,
      .run = run_fromiter,
      .gives = AS_ARRAY },
    { 0 },
};
