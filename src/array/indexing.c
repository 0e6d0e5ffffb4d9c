/* indexing.c: elements by position or condition: where, take, nonzero, compress … What writes into
 * an array (put, place, fill_diagonal) is in placing.c. */
#include "base/vectors.h"

#include "array/indexing.h"

#include "tensor/fuse.h"
#include "tensor/index.h"
#include "tensor/mask.h"

#include <string.h>

/* nonzero ---------------------------------------------------------------------------------------------- */

/* The indices of the true elements in C order: one int64 tensor for each axis, in a tuple. V_ABSENT after an
 * error. */
static Value nonzero(Run *run, Tensor *array)
{
    Tensor *truth = tensor_cast(run, array, BOOL), *line[AXES_MAX];
    if (!truth)
        return ABSENT;
    bool ok = mask_places(run, truth, mask_count(truth), line);
    Value all = ok ? value_tuple_new(array->ndim) : ABSENT;
    for (int i = 0; ok && i < array->ndim; i++)
        all.tuple->item[i] = value_array(line[i]);
    tensor_drop(truth);
    return all;
}

static bool fail_nonzero(Run *run, const Tensor *of)
{
    return fail(run, ValueError,
                "Calling nonzero on 0d arrays is not allowed. Use np.atleast_1d(scalar).nonzero() instead.%s",
                of->dtype == BOOL
                    ? " If the context of this error is of the form `arr[nonzero(cond)]`, just use "
                      "`arr[cond]`."
                    : "");
}

static bool infer_lines(int ndim, Value *out)
{
    int64_t any = DIM_UNKNOWN;
    *out = value_tuple_new(ndim);
    for (int i = 0; i < ndim; i++)
        out->tuple->item[i] = value_array(tensor_typed(INT64, 1, &any));
    return true;
}

static bool infer_nonzero(Call *call, Value *out)
{
    if (any_open(call))
        return give_unknown(out);
    Tensor *array = arg_tensor(call, 0);
    return array->ndim ? infer_lines(array->ndim, out) : fail_nonzero(call->run, array);
}

static bool run_nonzero(Call *call, Value *out)
{
    return value_instead(out, nonzero(call->run, arg_tensor(call, 0)));
}

static bool infer_argwhere(Call *call, Value *out)
{
    if (any_open(call))
        return give_unknown(out);
    return infer_as(out, INT64, 2, (int64_t[]){ DIM_UNKNOWN, arg_tensor(call, 0)->ndim });
}

static bool run_argwhere(Call *call, Value *out)
{
    Tensor *array = arg_held(call, 0), *wide = array ? view_at_least(array, 1) : NULL;
    tensor_drop(array);
    if (!wide)
        return false;
    int ndim = arg_tensor(call, 0)->ndim;
    Value lines = nonzero(call->run, wide);
    tensor_drop(wide);
    if (lines.tag == V_ABSENT)
        return false;
    int64_t count = lines.tuple->item[0].tensor->dim[0];
    Tensor *made = tensor_new(call->run, INT64, 2, (int64_t[]){ count, ndim });
    for (int k = 0; made && k < ndim; k++)
        for (int64_t i = 0; i < count; i++)
            ((int64_t *)made->data)[i * ndim + k] = ((int64_t *)lines.tuple->item[k].tensor->data)[i];
    value_drop(lines);
    return give_instead(out, made);
}

static bool infer_flatnonzero(Call *call, Value *out)
{
    int64_t any = DIM_UNKNOWN;
    if (any_open(call))
        return give_unknown(out);
    return infer_as(out, INT64, 1, &any);
}

Tensor *flat_places(Run *run, Tensor *array)
{
    Tensor *flat = flat_tensor(run, array);
    if (!flat)
        return NULL;
    Value lines = nonzero(run, flat);
    tensor_drop(flat);
    if (lines.tag == V_ABSENT)
        return NULL;
    Tensor *places = tensor_keep(lines.tuple->item[0].tensor);
    value_drop(lines);
    return places;
}

static bool run_flatnonzero(Call *call, Value *out)
{
    Tensor *array = arg_held(call, 0), *places = array ? flat_places(call->run, array) : NULL;
    tensor_drop(array);
    return give_instead(out, places);
}

/* where ------------------------------------------------------------------------------------------------ */

static DType where_dtype(Call *call)
{
    Tensor *x = arg_tensor(call, 1), *y = arg_tensor(call, 2);
    DType dtype[2] = { x->dtype, y->dtype };
    Weak weak[2] = { x->weak, y->weak };
    return dtype_result(2, dtype, weak);
}

static bool infer_where(Call *call, Value *out)
{
    if (any_open(call))
        return give_unknown(out);
    Tensor *condition = arg_tensor(call, 0);
    if (!arg_given(call, 1) && !arg_given(call, 2))
        return condition->ndim ? infer_lines(condition->ndim, out) : fail_nonzero(call->run, condition);
    if (!arg_tensor(call, 1) || !arg_tensor(call, 2))
        return fail(call->run, ValueError, "either both or neither of x and y should be given");
    Shape shape;
    shape_set(&shape, condition->ndim, condition->dim);
    for (int i = 1; i <= 2; i++)
        if (!shape_broadcast(&shape, arg_tensor(call, i)->ndim, arg_tensor(call, i)->dim)) {
            const char *text = "";
            for (int k = 0; k < 3; k++)
                text = run_text(call->run, "%s%s ", text,
                                shape_tight(call->run, arg_tensor(call, k)->ndim, arg_tensor(call, k)->dim));
            return fail(call->run, ValueError, "operands could not be broadcast together with shapes %s",
                        text);
        }
    return infer_as(out, where_dtype(call), shape.ndim, shape.dim);
}

/* p: condition, x, y, result. */
#define CHOOSE_LOOP(name, T)                                                                                 \
    VECTORS static void name(int64_t n, char *const p[], const int64_t s[])                                  \
    {                                                                                                        \
        const char *condition = p[0], *x = p[1], *y = p[2];                                                  \
        const int64_t size = (int64_t)sizeof(T);                                                             \
        char *to = p[3];                                                                                     \
        if (s[0] == 1 && s[1] == size && s[2] == size && s[3] == size) {                                     \
            for (int64_t i = 0; i < n; i++) {                                                                \
                T a = ((const T *)x)[i], b = ((const T *)y)[i];                                              \
                ((T *)to)[i] = condition[i] ? a : b;                                                         \
            }                                                                                                \
            return;                                                                                          \
        }                                                                                                    \
        if (n > 0 && s[0] == 1 && s[1] == size && s[2] == 0 && s[3] == size) {                               \
            const T b = *(const T *)y;                                                                       \
            for (int64_t i = 0; i < n; i++) {                                                                \
                T a = ((const T *)x)[i];                                                                     \
                ((T *)to)[i] = condition[i] ? a : b;                                                         \
            }                                                                                                \
            return;                                                                                          \
        }                                                                                                    \
        if (n > 0 && s[0] == 1 && s[1] == 0 && s[2] == size && s[3] == size) {                               \
            const T a = *(const T *)x;                                                                       \
            for (int64_t i = 0; i < n; i++) {                                                                \
                T b = ((const T *)y)[i];                                                                     \
                ((T *)to)[i] = condition[i] ? a : b;                                                         \
            }                                                                                                \
            return;                                                                                          \
        }                                                                                                    \
        if (n > 0 && s[0] == 1 && s[1] == 0 && s[2] == 0 && s[3] == size) {                                  \
            const T a = *(const T *)x, b = *(const T *)y;                                                    \
            for (int64_t i = 0; i < n; i++)                                                                  \
                ((T *)to)[i] = condition[i] ? a : b;                                                         \
            return;                                                                                          \
        }                                                                                                    \
        for (int64_t i = 0; i < n; i++) {                                                                    \
            T a = *(const T *)(x + i * s[1]), b = *(const T *)(y + i * s[2]);                                \
            *(T *)(to + i * s[3]) = condition[i * s[0]] ? a : b;                                             \
        }                                                                                                    \
    }
CHOOSE_LOOP(choose_1, uint8_t)
CHOOSE_LOOP(choose_2, uint16_t)
CHOOSE_LOOP(choose_4, uint32_t)
CHOOSE_LOOP(choose_8, uint64_t)
CHOOSE_LOOP(choose_16, complex128)

static Loop *choose_loop(size_t size)
{
    return size == 1   ? choose_1
           : size == 2 ? choose_2
           : size == 4 ? choose_4
           : size == 8 ? choose_8
                       : choose_16;
}

/* Operands that are pending are computed block by block, and chosen from as they come. *done false: none is,
 * or they cannot be; then all have their data. */
static bool where_pending(Call *call, Tensor *made, bool *done)
{
    Operation choice = { .loop = choose_loop(tensor_itemsize(made)),
                         .nin = 3,
                         .work = { BOOL, made->dtype, made->dtype } };
    bool any = false, ok = true;
    Tensor *chosen = NULL;
    for (int i = 0; i < 3; i++)
        any |= tensor_pending(arg_tensor(call, i));
    for (int i = 0; i < 3 && any && ok; i++) {
        Tensor *given = arg_tensor(call, i);
        choice.in[i] =
            tensor_pending(given) ? tensor_keep(given) : tensor_cast(call->run, given, choice.work[i]);
        ok = choice.in[i];
    }
    if (any && ok && tensor_is_c(made))
        chosen = fuse_pending(made->dtype, made->ndim, made->dim, &choice);
    for (int i = 0; i < 3; i++)
        if (choice.in[i] != &call->arg[i].scalar)
            tensor_drop(choice.in[i]);
    *done = chosen;
    for (int i = 0; i < 3 && any && ok && !chosen; i++)
        ok = fuse_force(call->run, arg_tensor(call, i));
    return ok && (!chosen || fuse_into(call->run, chosen, made));
}

static bool run_where(Call *call, Value *out)
{
    if (out->tag == V_TUPLE)
        return fuse_force(call->run, arg_tensor(call, 0)) && run_nonzero(call, out);
    Tensor *made = out->tensor;
    bool done, ok = where_pending(call, made, &done);
    if (!ok || done)
        return ok;
    Tensor *operand[3] = { tensor_cast(call->run, arg_tensor(call, 0), BOOL),
                           tensor_cast(call->run, arg_tensor(call, 1), made->dtype),
                           tensor_cast(call->run, arg_tensor(call, 2), made->dtype) };
    done = operand[0] && operand[1] && operand[2];
    if (done) {
        Walk walk;
        walk_begin(&walk, made->ndim, made->dim);
        for (int i = 0; i < 3; i++)
            walk_add(&walk, operand[i]);
        walk_add(&walk, made);
        walk_arrange(&walk);
        done = walk_run(call->run, &walk, choose_loop(tensor_itemsize(made)));
    }
    for (int i = 0; i < 3; i++)
        if (operand[i] != &call->arg[i].scalar)
            tensor_drop(operand[i]);
    return done;
}

/* take ------------------------------------------------------------------------------------------------- */

/* Indices as int64: of an array they must be ints or bools, of anything else int() is taken. Owned. */
static Tensor *take_indices(Call *call, int i)
{
    Value v = call->arg[i].value;
    if (v.tag != V_ARRAY)
        return tensor_from_value(call->run, v, INT64, false);
    if (!dtype_can_cast(v.tensor->dtype, INT64, CAST_SAME_KIND)) {
        fail(call->run, TypeError,
             "Cannot cast array data from dtype('%s') to dtype('int64') according to the rule 'same_kind'",
             dtype_info[v.tensor->dtype].name);
        return NULL;
    }
    return v.tensor->data ? tensor_cast(call->run, v.tensor, INT64) : tensor_keep(v.tensor);
}

/* What take(a, indices, axis, out, mode) and compress come to: places along an axis. */
typedef struct Taking {
    Tensor *array; /* owned; flat for axis=None */
    Tensor *index; /* owned, int64 */
    int axis;
    Shape shape; /* of the result: the axis is replaced by the axes of the index */
    IndexMode mode;
} Taking;

static void taking_drop(Taking *taking)
{
    tensor_drop(taking->array);
    tensor_drop(taking->index);
}

/* The array and axis; axis=None flattens. */
static bool taking_array(Call *call, int array_at, int axis_at, Taking *taking)
{
    taking->array = arg_held(call, array_at);
    if (!taking->array)
        return false;
    if (!arg_none(call, axis_at)) {
        int64_t axis;
        int ndim = taking->array->ndim ? taking->array->ndim : 1;
        Tensor *wide = view_at_least(taking->array, 1);
        tensor_drop(taking->array);
        taking->array = wide;
        return arg_axis_number(call, axis_at, &axis) &&
               axis_named(call->run, axis, ndim, NULL, &taking->axis);
    }
    Tensor *flat = flat_tensor(call->run, taking->array);
    tensor_drop(taking->array);
    taking->array = flat;
    return flat;
}

static bool taking_shape(Call *call, Taking *taking)
{
    int ndim = 0;
    if (taking->array->ndim - 1 + taking->index->ndim > AXES_MAX)
        return fail_axes(call->run, taking->array->ndim - 1 + taking->index->ndim);
    for (int i = 0; i < taking->axis; i++)
        taking->shape.dim[ndim++] = taking->array->dim[i];
    for (int i = 0; i < taking->index->ndim; i++)
        taking->shape.dim[ndim++] = taking->index->dim[i];
    for (int i = taking->axis + 1; i < taking->array->ndim; i++)
        taking->shape.dim[ndim++] = taking->array->dim[i];
    taking->shape.ndim = ndim;
    return check_sizes(call->run, taking->array->dtype, ndim, taking->shape.dim);
}

static bool taking_read(Call *call, Taking *taking)
{
    *taking = (Taking){ 0 };
    if (arg_mode(call, 4, &taking->mode) && taking_array(call, 0, 2, taking) &&
        (taking->index = take_indices(call, 1)) && taking_shape(call, taking))
        return true;
    taking_drop(taking);
    return false;
}

bool index_at(IndexMode mode, int64_t size, int64_t *index)
{
    if (mode == MODE_CLIP) {
        *index = *index < 0 ? 0 : *index >= size ? size - 1 : *index;
    } else if (mode == MODE_WRAP) {
        if (*index < 0 || *index >= size)
            *index = (*index % size + size) % size;
    } else {
        if (*index < -size || *index >= size)
            return false;
        *index += *index < 0 ? size : 0;
    }
    return true;
}

/* A contiguous index, clipped or wrapped. */
VECTORS static void clip_places(int64_t n, const int64_t *from, int64_t last, int64_t *to)
{
    for (int64_t i = 0; i < n; i++) {
        int64_t place = from[i] < 0 ? 0 : from[i];
        to[i] = place > last ? last : place;
    }
}
VECTORS static bool all_within(int64_t n, const int64_t *at, int64_t size)
{
    uint64_t outside = 0;
    for (int64_t i = 0; i < n; i++)
        outside |= (uint64_t)at[i] >= (uint64_t)size;
    return !outside;
}
static Tensor *index_within(Run *run, IndexMode mode, int64_t size, Tensor *index)
{
    if (all_within(tensor_size(index), (const int64_t *)index->data, size))
        return tensor_keep(index);
    Tensor *within = tensor_new(run, INT64, index->ndim, index->dim);
    int64_t count = within ? tensor_size(index) : 0, *place = within ? (int64_t *)within->data : NULL;
    if (within)
        clip_places(count, (const int64_t *)index->data, size - 1, place);
    for (int64_t i = 0; mode == MODE_WRAP && i < count; i++) {
        int64_t asked = ((const int64_t *)index->data)[i];
        if (asked != place[i]) {
            place[i] = asked;
            (void)index_at(mode, size, &place[i]);
        }
    }
    return within;
}

char *element_at(const Tensor *tensor, const int64_t *index)
{
    char *at = tensor->data;
    for (int i = 0; i < tensor->ndim; i++)
        at += index[i] * tensor->stride[i];
    return at;
}

static bool check_not_empty(Run *run, const Taking *taking, int64_t taken)
{
    return taking->array->dim[taking->axis] != 0 || taken <= 0 ||
           fail(run, IndexError, "cannot do a non-empty take from an empty axes.");
}

/* Copies the chosen places into `to`, a C-ordered tensor of the result's shape and the array's dtype. */
static bool take_into(Run *run, const Taking *taking, Tensor *to)
{
    Tensor *array = c_ordered(run, taking->array), *index = c_ordered(run, taking->index);
    bool fine = array && index;
    int64_t size = fine ? array->dim[taking->axis] : 0, count = fine ? tensor_size(index) : 0;
    fine = fine && check_not_empty(run, taking, tensor_size(to));
    if (fine && array->ndim == 1) {
        Tensor *within = taking->mode == MODE_RAISE || !size ? tensor_keep(index)
                                                             : index_within(run, taking->mode, size, index);
        fine = within && index_take(run, array, within, to);
        tensor_drop(within);
    } else if (fine) {
        int64_t before = 1;
        size_t bytes = tensor_itemsize(array);
        for (int i = 0; i < taking->axis; i++)
            before *= array->dim[i];
        for (int i = taking->axis + 1; i < array->ndim; i++)
            bytes *= (size_t)array->dim[i];
        int64_t *place = mem_alloc((size_t)(count ? count : 1) * sizeof *place);
        memcpy(place, index->data, (size_t)count * sizeof *place);
        for (int64_t k = 0; fine && size && k < count; k++) {
            int64_t asked = place[k];
            if (!index_at(taking->mode, size, &place[k]))
                fine = fail(run, IndexError, "index %lld is out of bounds for axis %d with size %lld",
                            (long long)asked, taking->axis, (long long)size);
        }
        char *at = to->data;
        for (int64_t i = 0; fine && i < before && size; i++) {
            const char *from = array->data + i * size * (int64_t)bytes;
            if (bytes == 8) /* the usual case */
                for (int64_t k = 0; k < count; k++, at += 8)
                    memcpy(at, from + place[k] * 8, 8);
            else
                for (int64_t k = 0; k < count; k++, at += bytes)
                    memcpy(at, from + place[k] * (int64_t)bytes, bytes);
        }
        mem_free(place);
    }
    tensor_drop(array);
    tensor_drop(index);
    return fine;
}

/* Runs a taking whose result goes to *out: `given` is the out argument, or NULL. */
static bool take_to(Call *call, const Taking *taking, Tensor *given, Value *out)
{
    Tensor *to = out->tensor;
    if (!given)
        return take_into(call->run, taking, to);
    Tensor *made = tensor_new(call->run, taking->array->dtype, taking->shape.ndim, taking->shape.dim);
    bool done = made && take_into(call->run, taking, made) && tensor_assign(call->run, given, made);
    tensor_drop(made);
    return done;
}

static bool infer_taken(Call *call, const Taking *taking, Tensor *given, Value *out)
{
    if (!check_not_empty(call->run, taking, shape_size(taking->shape.ndim, taking->shape.dim)))
        return false;
    if (!given)
        return infer_as(out, taking->array->dtype, taking->shape.ndim, taking->shape.dim);
    if (!shape_equal(given->ndim, given->dim, taking->shape.ndim, taking->shape.dim))
        return fail(call->run, ValueError, "output array does not match result of ndarray.take");
    *out = value_array(tensor_keep(given));
    return true;
}

static bool infer_take(Call *call, Value *out)
{
    Taking taking;
    if (any_open(call))
        return give_unknown(out);
    if (!taking_read(call, &taking))
        return false;
    bool fine = infer_taken(call, &taking, arg_out(call, 3), out);
    taking_drop(&taking);
    return fine;
}

static bool run_take(Call *call, Value *out)
{
    Taking taking;
    if (!taking_read(call, &taking))
        return false;
    bool done = take_to(call, &taking, arg_out(call, 3), out);
    taking_drop(&taking);
    return done;
}

/* compress(condition, a, axis, out), as a method (a, condition, axis, out): extra is where `a` lies. */
static bool compress_read(Call *call, Taking *taking)
{
    *taking = (Taking){ 0 };
    int array_at = (int)call->func->extra;
    Tensor *condition = arg_tensor(call, 1 - array_at);
    if (condition->ndim != 1)
        return fail(call->run, ValueError, "condition must be a 1-d array");
    if (taking_array(call, array_at, 2, taking)) {
        int64_t any = DIM_UNKNOWN;
        taking->index = condition->data ? flat_places(call->run, condition) : tensor_typed(INT64, 1, &any);
        if (taking->index && taking_shape(call, taking))
            return true;
    }
    taking_drop(taking);
    return false;
}

static bool infer_compress(Call *call, Value *out)
{
    Taking taking;
    if (any_open(call))
        return give_unknown(out);
    if (!check_out_array(call, 3, "output must be an array") || !compress_read(call, &taking))
        return false;
    bool fine = infer_taken(call, &taking, arg_out(call, 3), out);
    taking_drop(&taking);
    return fine;
}

static bool run_compress(Call *call, Value *out)
{
    Taking taking;
    int array_at = (int)call->func->extra;
    Tensor *array = arg_tensor(call, array_at), *condition = arg_tensor(call, 1 - array_at);
    if (!arg_out(call, 3) && array->ndim == 1 && condition->dtype == BOOL &&
        condition->dim[0] == array->dim[0])
        return give_instead(out, mask_get(call->run, array, condition));
    if (!compress_read(call, &taking))
        return false;
    bool done = take_to(call, &taking, arg_out(call, 3), out);
    taking_drop(&taking);
    return done;
}

static bool infer_extract(Call *call, Value *out)
{
    int64_t any = DIM_UNKNOWN;
    if (any_open(call))
        return give_unknown(out);
    return infer_as(out, arg_tensor(call, 1)->dtype, 1, &any);
}

static bool run_extract(Call *call, Value *out)
{
    Tensor *condition = arg_held(call, 0);
    Taking taking = { .index = condition ? flat_places(call->run, condition) : NULL };
    tensor_drop(condition);
    Tensor *array = arg_held(call, 1), *made = NULL;
    taking.array = array ? flat_tensor(call->run, array) : NULL;
    tensor_drop(array);
    if (taking.index && taking.array && taking_shape(call, &taking)) {
        made = tensor_new(call->run, taking.array->dtype, 1, taking.shape.dim);
        if (made && !take_into(call->run, &taking, made)) {
            tensor_drop(made);
            made = NULL;
        }
    }
    taking_drop(&taking);
    return give_instead(out, made);
}

const Func indexing_funcs[] = {
    { .name = "where",
      .of = "np",
      .params = "condition, x: array = ?, y: array = ?, /",
      .brief = "x where the condition is true, else y; alone, the indices where it is true",
      .example = ">>> np.where([True, False], [1, 2], [10, 20])\narray([ 1, 20])\n",
      .style = PYTHON,
      .lazy = 3,
      .infer = infer_where,
      .run = run_where,
      .gives = AS_ARRAY },
    { .name = "nonzero",
      .of = "np",
      .params = "a",
      .brief = "the indices of elements that are not 0, an array for each axis",
      .example = ">>> np.nonzero([[1, 0], [0, 2]])\n(array([0, 1]), array([0, 1]))\n",
      .style = PYTHON,
      .infer = infer_nonzero,
      .run = run_nonzero,
      .gives = AS_ARRAY },
    { .name = "nonzero",
      .of = "ndarray generic",
      .params = "a, /",
      .brief = "the indices of elements that are not 0, an array for each axis",
      .example = ">>> np.array([3, 0, 5]).nonzero()\n(array([0, 2]),)\n",
      .style = METHOD,
      .infer = infer_nonzero,
      .run = run_nonzero,
      .gives = AS_ARRAY },
    { .name = "argwhere",
      .of = "np",
      .params = "a",
      .brief = "the indices of elements that are not 0, a row for each",
      .example = ">>> np.argwhere([[1, 0], [0, 2]])\narray([[0, 0],\n       [1, 1]])\n",
      .style = PYTHON,
      .infer = infer_argwhere,
      .run = run_argwhere,
      .gives = AS_ARRAY },
    { .name = "flatnonzero",
      .of = "np",
      .params = "a",
      .brief = "the places of elements that are not 0 in the flat array",
      .example = ">>> np.flatnonzero([[1, 0], [0, 2]])\narray([0, 3])\n",
      .style = PYTHON,
      .infer = infer_flatnonzero,
      .run = run_flatnonzero,
      .gives = AS_ARRAY },
    { .name = "take",
      .of = "np",
      .params = "a, indices: any, axis: axis = None, out: out = None, mode: str = 'raise'",
      .brief = "elements by their indices along an axis",
      .example = ">>> np.take([4, 3, 5, 7], [0, 2])\narray([4, 5])\n",
      .style = PYTHON,
      .infer = infer_take,
      .run = run_take,
      .gives = AS_SCALAR },
    { .name = "take",
      .of = "ndarray generic",
      .params = "a, indices: any, axis: axis = None, out: out = None, mode: str = 'raise'",
      .brief = "elements by their indices along an axis",
      .example = ">>> np.array([4, 3, 5, 7]).take([0, 2])\narray([4, 5])\n",
      .style = C,
      .infer = infer_take,
      .run = run_take,
      .gives = AS_SCALAR },
    { .name = "compress",
      .of = "np",
      .params = "condition, a, axis: axis = None, out: out = None",
      .brief = "elements along an axis where a condition is true",
      .example = ">>> np.compress([True, False, True], [1, 2, 3])\narray([1, 3])\n",
      .style = PYTHON,
      .infer = infer_compress,
      .run = run_compress,
      .gives = AS_ARRAY,
      .extra = 1 },
    { .name = "compress",
      .of = "ndarray generic",
      .params = "a, condition, axis: axis = None, out: out = None",
      .brief = "elements along an axis where a condition is true",
      .example = ">>> np.arange(3).compress([True, False, True])\narray([0, 2])\n",
      .style = CLINIC,
      .infer = infer_compress,
      .run = run_compress,
      .gives = AS_ARRAY,
      .extra = 0 },
    { .name = "extract",
      .of = "np",
      .params = "condition, arr",
      .brief = "the elements where a condition is true",
      .example = ">>> np.extract([True, False, True], [1, 2, 3])\narray([1, 3])\n",
      .style = PYTHON,
      .infer = infer_extract,
      .run = run_extract,
      .gives = AS_ARRAY },
    { 0 },
};
