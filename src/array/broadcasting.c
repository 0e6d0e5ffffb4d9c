/* broadcasting.c: arrays stretched to a shape, or to the one they have in common. */
#include "array/shaping.h"

#include <string.h>

static bool infer_broadcast_to(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    Tensor *tensor = arg_tensor(call, 0);
    Ints sizes;
    Shape shape;
    Run *run = call->run;
    if (!sizes_of(run, call->arg[1].value, &sizes))
        return false;
    if (sizes.count == 0 && tensor->ndim)
        return fail(run, ValueError, "cannot broadcast a non-scalar to a scalar array");
    for (int i = 0; i < sizes.count; i++)
        if (sizes.at[i] < 0)
            return fail(run, ValueError, "all elements of broadcast shape must be non-negative");
    if (shape_size(sizes.count, sizes.at) == -2)
        return fail(run, ValueError, "iterator is too large");
    if (!check_sizes(run, BOOL, sizes.count, sizes.at))
        return false;
    if (tensor->ndim > sizes.count)
        return fail(run, ValueError, "input operand has more dimensions than allowed by the axis remapping");
    shape_set(&shape, tensor->ndim, tensor->dim);
    if (!shape_broadcast(&shape, sizes.count, sizes.at) ||
        !shape_equal(shape.ndim, shape.dim, sizes.count, sizes.at))
        return fail(
            run, ValueError,
            "operands could not be broadcast together with remapped shapes [original->remapped]: %s  and "
            "requested shape %s",
            shape_tight(run, tensor->ndim, tensor->dim), shape_tight(run, sizes.count, sizes.at));
    if (!check_sizes(run, (DType)tensor->dtype, sizes.count, sizes.at))
        return false;
    Tensor *held = arg_held(call, 0);
    bool fine = held && give(out, tensor_broadcast(held, sizes.count, sizes.at));
    tensor_drop(held);
    if (fine)
        out->tensor->object.flags |= TENSOR_READONLY;
    return fine;
}

static bool broadcast_all(Run *run, const Tensors *arrays, Shape *shape)
{
    shape_set(shape, 0, NULL);
    for (int i = 0; i < arrays->count; i++)
        if (!shape_broadcast(shape, arrays->at[i]->ndim, arrays->at[i]->dim))
            return fail_one_shape(run, arrays->count, arrays->at);
    return true;
}

static bool infer_broadcast_arrays(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    Tensors arrays;
    Shape shape;
    if (!tensors_from(call->run, call->arg[0].value, false, &arrays))
        return false;
    bool fits = broadcast_all(call->run, &arrays, &shape);
    if (fits) {
        *out = value_tuple_new(arrays.count);
        for (int i = 0; i < arrays.count; i++) {
            Tensor *array = arrays.at[i];
            bool same = shape_equal(array->ndim, array->dim, shape.ndim, shape.dim);
            out->tuple->item[i] =
                value_array(same ? tensor_keep(array) : tensor_broadcast(array, shape.ndim, shape.dim));
        }
    }
    tensors_drop(&arrays);
    return fits;
}

static bool infer_broadcast_shapes(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    const Tuple *given = call->arg[0].value.tuple;
    Tensors each = { .at = mem_alloc((size_t)given->count * sizeof *each.at) };
    Shape shape;
    bool fits = true;
    for (int64_t i = 0; fits && i < given->count; i++) {
        Ints sizes;
        if (given->item[i].tag == V_NONE) {
            fits = fail(call->run, TypeError, "Use () not None as shape arguments");
            break;
        }
        fits = sizes_of(call->run, given->item[i], &sizes) &&
               check_asked(call->run, BOOL, sizes.count, sizes.at);
        if (fits)
            each.at[each.count++] = tensor_typed(BOOL, sizes.count, sizes.at);
    }
    fits = fits && broadcast_all(call->run, &each, &shape);
    tensors_drop(&each);
    if (!fits)
        return false;
    *out = value_shape(shape.ndim, shape.dim);
    return true;
}

const Func broadcasting_funcs[] = {
    { .name = "broadcast_to",
      .of = "np",
      .params = "array, shape: any+, subok: any = False",
      .brief = "the array stretched to a shape, without a copy",
      .example = ">>> np.broadcast_to([1, 2], (2, 2))\narray([[1, 2],\n       [1, 2]])\n",
      .style = PYTHON,
      .infer = infer_broadcast_to,
      .gives = AS_ARRAY },
    { .name = "broadcast_arrays",
      .of = "np",
      .params = "*args: arrays, subok: any = False",
      .brief = "the arrays stretched to their common shape",
      .example = ">>> np.broadcast_arrays([1, 2], [[3], [4]])\n"
                 "(array([[1, 2],\n"
                 "       [1, 2]]), array([[3, 3],\n"
                 "       [4, 4]]))\n",
      .style = PYTHON,
      .infer = infer_broadcast_arrays,
      .gives = AS_ARRAY },
    { .name = "broadcast_shapes",
      .of = "np",
      .params = "*args: any",
      .brief = "the shape that shapes broadcast to",
      .example = ">>> np.broadcast_shapes((3, 1), (1, 4))\n(3, 4)\n",
      .style = PYTHON,
      .infer = infer_broadcast_shapes,
      .gives = AS_ARRAY },
    { 0 },
};
