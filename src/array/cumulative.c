/* cumulative.c: sums and products of all elements up to each one. */
#include "func/bind.h"
#include "func/reduce.h"
#include "func/results.h"

enum { SUMS, PRODUCTS }; /* a row's extra */

static const Func *ufunc_of(const Call *call)
{
    return func_find("np", call->func->extra == SUMS ? "add" : "multiply");
}

static bool infer_accumulate(Call *call, Value *out)
{
    Run *run = call->run;
    Tensor *a = arg_tensor(call, 0), *into, *flat;
    int axis;
    DType dtype;
    if (!arg_dtype(call, arg_place(call, ARG_DTYPE), &dtype) ||
        !check_out_array(call, arg_place(call, ARG_OUT), "output must be an array") ||
        !arg_array_out(call, arg_place(call, ARG_OUT), &into))
        return false;
    int64_t size = tensor_size(a);
    if (arg_none(call, arg_place(call, ARG_AXIS)) || a->ndim == 0) {
        if (!arg_axis(call, arg_place(call, ARG_AXIS), 1, &axis))
            return false;
        axis = 0;
        flat = a->data ? tensor_reshape(run, a, 1, &size, 'C') : tensor_typed((DType)a->dtype, 1, &size);
    } else {
        if (!arg_axis(call, arg_place(call, ARG_AXIS), a->ndim, &axis))
            return false;
        flat = tensor_keep(a);
    }
    bool ok = flat && fold_accumulate(run, ufunc_of(call), flat, axis, dtype, into, call->typed_only, out);
    tensor_drop(flat);
    return ok;
}

/* With the sum of nothing in front. */
static bool cumulate_from_start(Call *call, Tensor *a, int axis, DType dtype, Tensor *into, Value *out)
{
    Run *run = call->run;
    const Func *row = ufunc_of(call);
    Fold rule = { .dtype = dtype };
    Shape shape;
    DType work;
    Loop *loop;
    if (!fold_dtype(run, row, (DType)a->dtype, &rule, &work, &loop))
        return false;
    shape_set(&shape, a->ndim, a->dim);
    shape.dim[axis]++;
    if (call->typed_only)
        return infer_as(out, work, shape.ndim, shape.dim);
    Tensor *all = tensor_new(run, work, shape.ndim, shape.dim);
    if (!all)
        return false;
    _Alignas(16) char start[16];
    element_set_int(work, start, call->func->extra == PRODUCTS);
    fill_element(all, start);
    Tensor *rest = tensor_view(all, a->ndim, a->dim, all->stride, all->data + all->stride[axis]);
    Value filled = NONE;
    bool ok = fold_accumulate(run, row, a, axis, dtype, rest, false, &filled);
    value_drop(filled);
    tensor_drop(rest);
    if (ok && into) {
        ok = tensor_assign(run, into, all);
        tensor_drop(all);
        all = tensor_keep(into);
    }
    if (!ok)
        return tensor_drop(all), false;
    *out = value_array(all);
    return true;
}

/* The same under the names of the array API: an axis must be named if there are several, and the sum of
 * nothing may come first. */
static bool infer_cumulative(Call *call, Value *out)
{
    Run *run = call->run;
    Tensor *x = arg_tensor(call, 0), *into;
    int axis;
    DType dtype;
    bool initial;
    if (arg_none(call, 1) && x->ndim > 1)
        return fail(run, ValueError,
                    "For arrays which have more than one dimension ``axis`` argument is required.");
    int64_t one = 1;
    Tensor *a = x->ndim ? tensor_keep(x) : tensor_view(x, 1, &one, &one, x->data);
    bool ok = arg_one_axis(call, 1, a->ndim, "accumulate", &axis) && arg_dtype(call, 2, &dtype) &&
              arg_array_out(call, 3, &into) && arg_bool(call, 4, &initial);
    if (ok && initial && call->arg[1].value.tag == V_TUPLE)
        ok = fail(run, TypeError, "list indices must be integers or slices, not tuple");
    ok = ok && (initial ? cumulate_from_start(call, a, axis, dtype, into, out)
                        : fold_accumulate(run, ufunc_of(call), a, axis, dtype, into, call->typed_only, out));
    tensor_drop(a);
    return ok;
}

const Func cumulative_funcs[] = {
    { .name = "cumsum",
      .gives_to = "add.accumulate",
      .of = "np",
      .params = "a, axis: axis = None, dtype: dtype = None, out: out = None",
      .brief = "The sums of the elements up to each.",
      .example = ">>> np.cumsum([1, 2, 3])\n"
                 "array([1, 3, 6])\n",
      .style = PYTHON,
      .infer = infer_accumulate,
      .extra = SUMS,
      .gives = AS_ARRAY },
    { .name = "cumsum",
      .gives_to = "add.accumulate",
      .of = "ndarray generic",
      .params = "self, axis: axis = None, dtype: dtype = None, out: out = None",
      .brief = "The sums of the elements up to each.",
      .example = ">>> np.array([[1, 2], [3, 4]]).cumsum(axis=0)\n"
                 "array([[1, 2],\n"
                 "       [4, 6]])\n",
      .style = CLINIC,
      .infer = infer_accumulate,
      .extra = SUMS,
      .gives = AS_ARRAY },
    { .name = "cumprod",
      .gives_to = "multiply",
      .of = "np",
      .params = "a, axis: axis = None, dtype: dtype = None, out: out = None",
      .brief = "The products of the elements up to each.",
      .example = ">>> np.cumprod([1, 2, 3])\n"
                 "array([1, 2, 6])\n",
      .style = PYTHON,
      .infer = infer_accumulate,
      .extra = PRODUCTS,
      .gives = AS_ARRAY },
    { .name = "cumprod",
      .gives_to = "multiply",
      .of = "ndarray generic",
      .params = "self, axis: axis = None, dtype: dtype = None, out: out = None",
      .brief = "The products of the elements up to each.",
      .example = ">>> np.array([[1, 2], [3, 4]]).cumprod(axis=0)\n"
                 "array([[1, 2],\n"
                 "       [3, 8]])\n",
      .style = CLINIC,
      .infer = infer_accumulate,
      .extra = PRODUCTS,
      .gives = AS_ARRAY },
    { .name = "cumulative_sum",
      .of = "np",
      .params =
          "x, /, *, axis: axes = None, dtype: dtype = None, out: out = None, include_initial: bool = False",
      .brief = "The sums of the elements up to each.",
      .example = ">>> np.cumulative_sum([1, 2, 3], include_initial=True)\n"
                 "array([0, 1, 3, 6])\n",
      .style = PYTHON,
      .infer = infer_cumulative,
      .extra = SUMS,
      .gives = AS_ARRAY },
    { .name = "cumulative_prod",
      .of = "np",
      .params =
          "x, /, *, axis: axes = None, dtype: dtype = None, out: out = None, include_initial: bool = False",
      .brief = "The products of the elements up to each.",
      .example = ">>> np.cumulative_prod([1, 2, 3], include_initial=True)\n"
                 "array([1, 1, 2, 6])\n",
      .style = PYTHON,
      .infer = infer_cumulative,
      .extra = PRODUCTS,
      .gives = AS_ARRAY },
    { .name = NULL },
};
