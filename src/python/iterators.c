/* iterators.c: np.ndindex, np.ndenumerate and np.broadcast: places of arrays, one after another. */
#include "func/results.h"

#include <string.h>

static const Class class_ndindex[1] = { { "ndindex", "numpy", { class_object }, "iterator" } };
static const Class class_ndenumerate[1] = { { "ndenumerate", "numpy", { class_object }, "iterator" } };
static const Class class_broadcast[1] = { { "broadcast", "numpy", { class_object }, "broadcast" } };

/* The indices of place `at`, in C order, of an array of these sizes. */
static void place_of(int64_t at, int ndim, const int64_t *dim, int64_t *index)
{
    for (int i = ndim; i-- > 0; at /= dim[i])
        index[i] = at % dim[i];
}

/* ndindex: a tuple of sizes
 * ------------------------------------------------------------------------------------------ */

static int next_index(Run *run, Iterator *it, Value *out)
{
    const Tuple *sizes = it->of.tuple;
    int ndim = (int)sizes->count;
    int64_t dim[AXES_MAX] = { 0 }, index[AXES_MAX];
    (void)run;
    for (int i = 0; i < ndim; i++)
        dim[i] = sizes->item[i].i;
    if (it->at >= shape_size(ndim, dim))
        return 0;
    place_of(it->at++, ndim, dim, index);
    *out = value_shape(ndim, index);
    return 1;
}

static bool run_ndindex(Call *call, Value *out)
{
    Run *run = call->run;
    Value given = call->arg[0].value;
    int64_t dim[AXES_MAX];
    if (given.tuple->count == 1 && given.tuple->item[0].tag == V_TUPLE)
        given = given.tuple->item[0];
    int64_t n = given.tuple->count;
    if (n > AXES_MAX)
        return fail_axes(run, n);
    for (int64_t i = 0; i < n; i++) {
        Value v = given.tuple->item[i];
        if (!value_is_int(v) && !value_is_scalar(v))
            return fail(run, TypeError, "'<' not supported between instances of '%s' and 'int'",
                        value_type_name(v));
        if (!value_index(run, v, &dim[i]))
            return false;
    }
    for (int64_t i = 0; i < n; i++)
        if (dim[i] < 0)
            return fail(run, ValueError, "negative dimensions are not allowed");
    Value shape = value_shape((int)n, dim);
    *out = value_iterator(class_ndindex, shape, next_index);
    value_drop(shape);
    return true;
}

/* ndenumerate: an array
 * ---------------------------------------------------------------------------------------------- */

static int next_pair(Run *run, Iterator *it, Value *out)
{
    Tensor *a = it->of.tensor;
    int64_t index[AXES_MAX];
    const char *at = a->data;
    (void)run;
    if (it->at >= tensor_size(a))
        return 0;
    place_of(it->at++, a->ndim, a->dim, index);
    for (int i = 0; i < a->ndim; i++)
        at += index[i] * a->stride[i];
    *out = value_tuple_new(2);
    out->tuple->item[0] = value_shape(a->ndim, index);
    out->tuple->item[1] = value_scalar((DType)a->dtype, at);
    return 1;
}

static bool run_ndenumerate(Call *call, Value *out)
{
    Tensor *a = arg_held(call, 0);
    if (!a)
        return false;
    *out = value_iterator(class_ndenumerate, value_array(a), next_pair);
    tensor_drop(a);
    return true;
}

/* broadcast: a tuple of arrays, seen in one shape
 * -------------------------------------------------------------------- */

static int next_elements(Run *run, Iterator *it, Value *out)
{
    const Tuple *arrays = it->of.tuple;
    const Tensor *first = arrays->count ? arrays->item[0].tensor : NULL;
    int64_t index[AXES_MAX];
    (void)run;
    if (it->at >= (first ? tensor_size(first) : 1))
        return 0;
    if (first)
        place_of(it->at, first->ndim, first->dim, index);
    it->at++;
    *out = value_tuple_new(arrays->count);
    for (int64_t k = 0; k < arrays->count; k++) {
        const Tensor *a = arrays->item[k].tensor;
        const char *at = a->data;
        for (int i = 0; i < a->ndim; i++)
            at += index[i] * a->stride[i];
        out->tuple->item[k] = value_scalar((DType)a->dtype, at);
    }
    return 1;
}

static bool run_broadcast(Call *call, Value *out)
{
    enum { MOST = 64 };
    Tensors all;
    Shape shape = { .ndim = 0 };
    if (call->arg[0].value.tuple->count > MOST)
        return fail(call->run, ValueError, "Need at least 0 and at most %d array objects.", MOST);
    if (!tensors_from(call->run, call->arg[0].value, false, &all))
        return false;
    bool fits = true;
    for (int i = 0; fits && i < all.count; i++)
        fits = shape_broadcast(&shape, all.at[i]->ndim, all.at[i]->dim);
    if (!fits) {
        fail_one_shape(call->run, all.count, all.at);
        tensors_drop(&all);
        return false;
    }
    Value arrays = value_tuple_new(all.count);
    for (int i = 0; i < all.count; i++)
        arrays.tuple->item[i] = value_array(tensor_broadcast(all.at[i], shape.ndim, shape.dim));
    *out = value_iterator(class_broadcast, arrays, next_elements);
    value_drop(arrays);
    tensors_drop(&all);
    return true;
}

enum { SHAPE, NDIM, SIZE, NUMITER, INDEX, ITERS };

static bool run_attribute(Call *call, Value *out)
{
    const Iterator *it = call->arg[0].value.iterator;
    const Tuple *arrays = it->of.tuple;
    const Tensor *first = arrays->count ? arrays->item[0].tensor : NULL;
    switch (call->func->extra) {
    case SHAPE: *out = value_shape(first ? first->ndim : 0, first ? first->dim : NULL); break;
    case NDIM: *out = value_int(first ? first->ndim : 0); break;
    case SIZE: *out = value_int(first ? tensor_size(first) : 1); break;
    case NUMITER: *out = value_int(arrays->count); break;
    case INDEX: *out = value_int(it->at); break;
    default:
        *out = value_tuple_new(arrays->count);
        for (int64_t i = 0; i < arrays->count; i++)
            if (!hooks.attribute(call->run, arrays->item[i], "flat", &out->tuple->item[i])) {
                value_drop(*out);
                return false;
            }
    }
    return true;
}

static bool run_reset(Call *call, Value *out)
{
    call->arg[0].value.iterator->at = 0;
    *out = NONE;
    return true;
}

#define OF_BROADCAST(title, which, text, shown)                                                              \
    {                                                                                                        \
        .name = title, .of = "broadcast", .params = "self: any", .brief = text, .example = shown,            \
        .style = ATTRIBUTE, .run = run_attribute, .gives = AS_ARRAY, .extra = which                          \
    }

const Func iterator_funcs[] = {
    { .name = "ndindex",
      .of = "np",
      .params = "*shape: any",
      .brief = "All indices of an array of a shape.",
      .example = ">>> list(np.ndindex(2, 2))\n[(0, 0), (0, 1), (1, 0), (1, 1)]\n",
      .style = PYTHON,
      .run = run_ndindex,
      .class = class_ndindex },
    { .name = "ndenumerate",
      .of = "np",
      .params = "arr",
      .brief = "Pairs of an index and the element there.",
      .example = ">>> list(np.ndenumerate([7, 8]))\n[((0,), np.int64(7)), ((1,), np.int64(8))]\n",
      .style = PYTHON,
      .run = run_ndenumerate,
      .class = class_ndenumerate },
    { .name = "broadcast",
      .of = "np",
      .params = "*args: any",
      .brief = "Arrays broadcast against each other: their shape, and their elements side by side.",
      .example = ">>> np.broadcast([1, 2, 3], [[1], [2]]).shape\n(2, 3)\n",
      .style = PYTHON,
      .run = run_broadcast,
      .class = class_broadcast },
    OF_BROADCAST("shape", SHAPE, "The shape that the arrays have together.",
                 ">>> np.broadcast([1, 2], [[3], [4]]).shape\n(2, 2)\n"),
    OF_BROADCAST("ndim", NDIM, "The number of axes.", ">>> np.broadcast([1, 2], 3).ndim\n1\n"),
    OF_BROADCAST("nd", NDIM, "The number of axes.", ">>> np.broadcast([1, 2], 3).nd\n1\n"),
    OF_BROADCAST("size", SIZE, "The number of elements.", ">>> np.broadcast([1, 2], 3).size\n2\n"),
    OF_BROADCAST("numiter", NUMITER, "The number of arrays.", ">>> np.broadcast([1, 2], 3).numiter\n2\n"),
    OF_BROADCAST("index", INDEX, "How many elements were taken so far.",
                 ">>> np.broadcast([1, 2], 3).index\n0\n"),
    OF_BROADCAST("iters", ITERS, "The arrays' elements, as flat iterators.",
                 ">>> len(np.broadcast([1, 2], 3).iters)\n2\n"),
    { .name = "reset",
      .of = "broadcast",
      .params = "self: any",
      .brief = "Begins again.",
      .example = ">>> np.broadcast([1, 2], 3).reset()\n",
      .style = METHOD,
      .run = run_reset,
      .effects = true },
    { .name = NULL },
};
