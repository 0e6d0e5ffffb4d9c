/* joining.c: several arrays become one: concatenate, stack and its kin, append, block. */
#include "base/vectors.h"

#include "func/results.h"

#include <string.h>

/* concatenate ------------------------------------------------------------------------------------------ */

/* Arrays to be joined along an axis. */
typedef struct Joining {
    Tensors parts; /* owned */
    int axis;
    Shape shape;
    DType dtype;
    Casting casting;
    Tensor *out; /* borrowed; NULL: none was given */
} Joining;

/* Compares every part's sizes with the first's and adds up those along the axis. */
static bool joined_shape(Run *run, Joining *join)
{
    Tensor *first = join->parts.at[0];
    shape_set(&join->shape, first->ndim, first->dim);
    for (int i = 1; i < join->parts.count; i++) {
        Tensor *part = join->parts.at[i];
        if (part->ndim != first->ndim)
            return fail(
                run, ValueError,
                "all the input arrays must have same number of dimensions, but the array at index 0 has %d "
                "dimension(s) and the array at index %d has %d dimension(s)",
                first->ndim, i, part->ndim);
        for (int k = 0; k < first->ndim; k++) {
            int64_t *size = &join->shape.dim[k];
            if (k == join->axis) {
                *size =
                    *size == DIM_UNKNOWN || part->dim[k] == DIM_UNKNOWN ? DIM_UNKNOWN : *size + part->dim[k];
            } else if (*size == DIM_UNKNOWN) {
                *size = part->dim[k];
            } else if (part->dim[k] != *size && part->dim[k] != DIM_UNKNOWN) {
                return fail(
                    run, ValueError,
                    "all the input array dimensions except for the concatenation axis must match exactly, "
                    "but "
                    "along dimension %d, the array at index 0 has size %lld and the array at index %d has "
                    "size %lld",
                    k, (long long)first->dim[k], i, (long long)part->dim[k]);
            }
        }
    }
    return true;
}

/* All parts flattened, for axis=None. */
static bool flatten_parts(Run *run, Tensors *parts)
{
    for (int i = 0; i < parts->count; i++) {
        Tensor *part = parts->at[i], *flat;
        if (part->data) {
            flat = flat_tensor(run, part);
        } else {
            int64_t size = tensor_size(part);
            flat = tensor_typed(part->dtype, 1, &size);
        }
        if (!flat)
            return false;
        tensor_drop(part);
        parts->at[i] = flat;
    }
    return true;
}

/* Checks the parts and finds the shape. dtype NO_DTYPE: found from the parts. */
static bool join_prepare(Run *run, Joining *join, bool flatten, int64_t axis)
{
    Tensors *parts = &join->parts;
    if (parts->count == 0)
        return fail(run, ValueError, "need at least one array to concatenate");
    DType found = tensors_dtype(parts);
    if (flatten) {
        if (!flatten_parts(run, parts))
            return false;
        axis = 0;
    }
    if (join->out && join->dtype != NO_DTYPE)
        return fail(run, TypeError,
                    "concatenate() only takes `out` or `dtype` as an argument, but both were provided.");
    if (parts->at[0]->ndim == 0)
        return fail(run, ValueError, "zero-dimensional arrays cannot be concatenated");
    if (!axis_named(run, axis, parts->at[0]->ndim, NULL, &join->axis) || !joined_shape(run, join))
        return false;
    if (join->out) {
        if (join->out->ndim != join->shape.ndim)
            return fail(run, ValueError,
                        flatten ? "Output array must be 1D" : "Output array has wrong dimensionality");
        if (!shape_equal(join->out->ndim, join->out->dim, join->shape.ndim, join->shape.dim))
            return fail(run, ValueError, "Output array is the wrong s%s", flatten ? "ize" : "hape");
        join->dtype = join->out->dtype;
    } else if (join->dtype == NO_DTYPE) {
        join->dtype = found;
        if (join->casting >= CAST_SAFE) /* to the dtype that all have in common every cast is safe */
            return true;
    }
    for (int i = 0; i < parts->count; i++)
        if (!dtype_can_cast(parts->at[i]->dtype, join->dtype, join->casting))
            return fail(run, TypeError,
                        "Cannot cast array data from dtype('%s') to dtype('%s') according to the rule '%s'",
                        dtype_info[parts->at[i]->dtype].name, dtype_info[join->dtype].name,
                        casting_name[join->casting]);
    return true;
}

/* Two rows of elements in turn. */
#define DEFINE_IN_TURN(bits)                                                                                 \
    VECTORS static void in_turn_##bits(int64_t n, const void *a, const void *b, void *to)                    \
    {                                                                                                        \
        const uint##bits##_t *x = a, *y = b;                                                                 \
        uint##bits##_t *r = to;                                                                              \
        for (int64_t i = 0; i < n; i++) {                                                                    \
            r[2 * i] = x[i];                                                                                 \
            r[2 * i + 1] = y[i];                                                                             \
        }                                                                                                    \
    }
DEFINE_IN_TURN(8)
DEFINE_IN_TURN(16)
DEFINE_IN_TURN(32)
DEFINE_IN_TURN(64)

/* Two arrays whose elements take turns in the result; false: they do not, or are not such. */
static bool join_in_turn(const Joining *join, Tensor *into)
{
    int last = into->ndim - 1;
    bool pair = join->parts.count == 2 && join->axis == last && tensor_is_c(into);
    for (int i = 0; pair && i < 2; i++) {
        Tensor *part = join->parts.at[i];
        pair = part->dim[last] == 1 && part->dtype == into->dtype && tensor_is_c(part) &&
               (part->data + tensor_size(part) * (int64_t)tensor_itemsize(part) <= into->data ||
                into->data + tensor_size(into) * (int64_t)tensor_itemsize(into) <= part->data);
    }
    if (!pair)
        return false;
    int64_t n = tensor_size(into) / 2;
    const char *a = join->parts.at[0]->data, *b = join->parts.at[1]->data;
    switch (tensor_itemsize(into)) {
    case 1: in_turn_8(n, a, b, into->data); return true;
    case 2: in_turn_16(n, a, b, into->data); return true;
    case 4: in_turn_32(n, a, b, into->data); return true;
    case 8: in_turn_64(n, a, b, into->data); return true;
    default: return false;
    }
}

static bool join_copy(Run *run, const Joining *join, Tensor *into)
{
    int64_t at = 0;
    if (join_in_turn(join, into))
        return true;
    for (int i = 0; i < join->parts.count; i++) {
        Tensor *part = join->parts.at[i], *place = view_slice(into, join->axis, at, 1, part->dim[join->axis]);
        bool done = tensor_assign(run, place, part);
        tensor_drop(place);
        if (!done)
            return false;
        at += part->dim[join->axis];
    }
    return true;
}

/* The order the result lies in: Fortran's if all parts do. */
static char joined_order(const Joining *join)
{
    for (int i = 0; i < join->parts.count; i++)
        if (tensor_is_c(join->parts.at[i]) || !tensor_is_f(join->parts.at[i]))
            return 'C';
    return 'F';
}

/* The shape rule of every row here, once its parts are known. Drops the parts. */
static bool join_infer(Run *run, Joining *join, bool flatten, int64_t axis, Value *out)
{
    bool fine = join_prepare(run, join, flatten, axis);
    if (fine && join->out)
        *out = value_array(tensor_keep(join->out));
    else if (fine)
        fine = check_sizes(run, join->dtype, join->shape.ndim, join->shape.dim) &&
               infer_as(out, join->dtype, join->shape.ndim, join->shape.dim);
    tensors_drop(&join->parts);
    return fine;
}

static bool join_run(Run *run, Joining *join, bool flatten, int64_t axis, Value *out)
{
    bool fine = join_prepare(run, join, flatten, axis);
    if (fine && !join->out)
        set_order(out->tensor, joined_order(join), NULL);
    fine = fine && join_copy(run, join, out->tensor);
    tensors_drop(&join->parts);
    return fine;
}

/* "arrays, axis, out, *, dtype, casting" */
static bool concatenate_read(Call *call, Joining *join, bool *flatten, int64_t *axis)
{
    Value given = call->arg[0].value;
    Run *run = call->run;
    *join = (Joining){ .out = arg_out(call, 2) };
    *axis = 0;
    *flatten = call->arg[1].value.tag == V_NONE;
    if (value_is_number(given) || given.tag == V_NONE || value_is_scalar(given))
        return fail(run, TypeError, "dispatcher for __array_function__ did not return an iterable");
    if ((!*flatten && !arg_axis_number(call, 1, axis)) || !arg_dtype(call, 3, &join->dtype) ||
        !arg_casting(call, 4, &join->casting) || !check_out_array(call, 2, "'out' must be an array"))
        return false;
    if (given.tag == V_DICT || given.tag == V_SET || given.tag == V_ITERATOR)
        return fail(run, TypeError, "The first input argument needs to be a sequence");
    if (given.tag == V_STR)
        return fail(run, ValueError, "zero-dimensional arrays cannot be concatenated");
    return tensors_from(run, given, true, &join->parts);
}

static bool infer_concatenate(Call *call, Value *out)
{
    Joining join;
    bool flatten;
    int64_t axis;
    if (any_open(call))
        return give_unknown(out);
    return concatenate_read(call, &join, &flatten, &axis) && join_infer(call->run, &join, flatten, axis, out);
}

static bool run_concatenate(Call *call, Value *out)
{
    Joining join;
    bool flatten;
    int64_t axis;
    return concatenate_read(call, &join, &flatten, &axis) && join_run(call->run, &join, flatten, axis, out);
}

/* stack, vstack, hstack, dstack, column_stack
 * -------------------------------------------------------------------- */

enum { VSTACK = 'v', HSTACK = 'h', DSTACK = 'd', COLUMN_STACK = 'c' };

static bool stack_arrays(Call *call, Tensors *parts)
{
    Value given = call->arg[0].value;
    if (!is_sequence(given) && given.tag != V_RANGE && given.tag != V_DICT &&
        (given.tag != V_ARRAY || given.tensor->ndim == 0))
        return fail(call->run, TypeError,
                    "arrays to stack must be passed as a \"sequence\" type such as list or tuple.");
    return tensors_from(call->run, given, false, parts);
}

/* Replaces a part by a view of it, which it takes. */
static void part_becomes(Tensor **part, Tensor *view)
{
    tensor_drop(*part);
    *part = view;
}

/* A part as column_stack and dstack want it. */
static Tensor *stacked_part(Tensor *part, int64_t how)
{
    bool is_new[3] = { part->ndim == 1, false, true };
    if (how == VSTACK)
        return view_at_least(part, 2);
    if (how == HSTACK || (how == DSTACK && part->ndim > 2) || (how == COLUMN_STACK && part->ndim > 1))
        return view_at_least(part, 1);
    if (how == DSTACK)
        return part->ndim == 0 ? view_at_least(part, 3) : view_expanded(part, 3, is_new);
    return part->ndim == 0 ? view_at_least(part, 2) : view_expanded(part, 2, (bool[]){ false, true });
}

/* vstack and kin: extra says which. dtype and casting follow where the row has them. */
static bool kin_read(Call *call, Joining *join, int64_t *axis)
{
    *join = (Joining){ .dtype = NO_DTYPE, .casting = CAST_SAME_KIND };
    if (call->args > 1 && (!arg_dtype(call, 1, &join->dtype) || !arg_casting(call, 2, &join->casting)))
        return false;
    if (!stack_arrays(call, &join->parts))
        return false;
    int64_t how = call->func->extra;
    for (int i = 0; i < join->parts.count; i++)
        part_becomes(&join->parts.at[i], stacked_part(join->parts.at[i], how));
    bool lines = join->parts.count && join->parts.at[0]->ndim == 1;
    *axis = how == VSTACK || (how == HSTACK && lines) ? 0 : how == DSTACK ? 2 : 1;
    return true;
}

static bool infer_kin(Call *call, Value *out)
{
    Joining join;
    int64_t axis;
    if (any_open(call))
        return give_unknown(out);
    return kin_read(call, &join, &axis) && join_infer(call->run, &join, false, axis, out);
}

static bool run_kin(Call *call, Value *out)
{
    Joining join;
    int64_t axis;
    return kin_read(call, &join, &axis) && join_run(call->run, &join, false, axis, out);
}

static bool run_row_stack(Call *call, Value *out)
{
    return warn(call->run, DeprecationWarning,
                "`row_stack` alias is deprecated. Use `np.vstack` directly.") &&
           run_kin(call, out);
}

/* "arrays, axis, out, *, dtype, casting": the arrays along a new axis. */
static bool stack_read(Call *call, Joining *join, int64_t *axis)
{
    Run *run = call->run;
    *join = (Joining){ .out = arg_out(call, 2) };
    if (!check_out_array(call, 2, "'out' must be an array") || !arg_dtype(call, 3, &join->dtype) ||
        !arg_casting(call, 4, &join->casting) || !stack_arrays(call, &join->parts))
        return false;
    Tensors *parts = &join->parts;
    bool fine = parts->count || fail(run, ValueError, "need at least one array to stack");
    for (int i = 1; fine && i < parts->count; i++)
        if (!shape_equal(parts->at[0]->ndim, parts->at[0]->dim, parts->at[i]->ndim, parts->at[i]->dim))
            fine = fail(run, ValueError, "all input arrays must have the same shape");
    int place = 0;
    int ndim = fine ? parts->at[0]->ndim + 1 : 0;
    if (ndim > AXES_MAX)
        fine = fail(run, IndexError,
                    "number of dimensions must be within [0, %d], indexing result would have %d", AXES_MAX,
                    ndim);
    fine = fine && axis_of(run, call->arg[1].value, ndim, NULL, &place);
    *axis = place;
    if (!fine) {
        tensors_drop(parts);
        return false;
    }
    bool is_new[AXES_MAX + 1] = { false };
    is_new[place] = true;
    for (int i = 0; i < parts->count; i++)
        part_becomes(&parts->at[i], view_expanded(parts->at[i], ndim, is_new));
    return true;
}

static bool infer_stack(Call *call, Value *out)
{
    Joining join;
    int64_t axis;
    if (any_open(call))
        return give_unknown(out);
    return stack_read(call, &join, &axis) && join_infer(call->run, &join, false, axis, out);
}

static bool run_stack(Call *call, Value *out)
{
    Joining join;
    int64_t axis;
    return stack_read(call, &join, &axis) && join_run(call->run, &join, false, axis, out);
}

/* append ----------------------------------------------------------------------------------------------- */

static bool append_read(Call *call, Joining *join, bool *flatten, int64_t *axis)
{
    *join = (Joining){ .dtype = NO_DTYPE, .casting = CAST_SAME_KIND };
    *flatten = arg_none(call, 2);
    *axis = 0;
    if (!*flatten && !arg_axis_number(call, 2, axis))
        return false;
    join->parts.at = mem_zeroed(2 * sizeof *join->parts.at);
    for (int i = 0; i < 2; i++) {
        Tensor *part = arg_held(call, i);
        if (!part) {
            tensors_drop(&join->parts);
            return false;
        }
        join->parts.at[join->parts.count++] = part;
    }
    return true;
}

static bool infer_append(Call *call, Value *out)
{
    Joining join;
    bool flatten;
    int64_t axis;
    if (any_open(call))
        return give_unknown(out);
    return append_read(call, &join, &flatten, &axis) && join_infer(call->run, &join, flatten, axis, out);
}

static bool run_append(Call *call, Value *out)
{
    Joining join;
    bool flatten;
    int64_t axis;
    return append_read(call, &join, &flatten, &axis) && join_run(call->run, &join, flatten, axis, out);
}

/* block ------------------------------------------------------------------------------------------------ */

/* What a nested list of blocks turns out to be. */
typedef struct Nest {
    Run *run;
    int depth; /* of the lists, as the first innermost element has it; -1: not met yet */
    int ndim;  /* the most axes of a block */
    const char *first_empty;
} Nest;

/* Checks that all blocks lie equally deep; `path` is how messages name this place: "arrays[1][0]". */
static bool nest_check(Nest *nest, Value v, const char *path, int depth)
{
    Run *run = nest->run;
    if (v.tag == V_TUPLE)
        return fail(
            run, TypeError,
            "%s is a tuple. Only lists can be used to arrange blocks, and np.block does not allow implicit "
            "conversion from tuple to ndarray.",
            path);
    if (v.tag == V_LIST && v.list->count > 0) {
        for (int64_t i = 0; i < v.list->count; i++)
            if (!run_deeper(run) ||
                !nest_check(nest, v.list->item[i], run_text(run, "%s[%lld]", path, (long long)i), depth + 1))
                return false;
        return true;
    }
    if (v.tag == V_LIST) { /* an empty list counts as a level of its own */
        nest->first_empty = nest->first_empty ? nest->first_empty : path;
        depth++;
    } else {
        Tensor *block = tensor_from_value(run, v, NO_DTYPE, false);
        if (!block)
            return false;
        nest->ndim = block->ndim > nest->ndim ? block->ndim : nest->ndim;
        tensor_drop(block);
    }
    if (nest->depth < 0)
        nest->depth = depth;
    if (depth != nest->depth)
        return fail(
            run, ValueError,
            "List depths are mismatched. First element was at depth %d, but there is an element at depth %d "
            "(%s)",
            nest->depth, depth, path);
    return true;
}

static bool nest_read(Call *call, Nest *nest)
{
    *nest = (Nest){ .run = call->run, .depth = -1 };
    if (!nest_check(nest, call->arg[0].value, "arrays", 0))
        return false;
    if (nest->first_empty)
        return fail(call->run, ValueError, "List at %s cannot be empty", nest->first_empty);
    return true;
}

/* Joins the lists from the inside out: the innermost along the last axis. Owned; typed only if `typed`. */
static Tensor *nest_join(const Nest *nest, Value v, int depth, bool typed)
{
    Run *run = nest->run;
    if (depth == nest->depth) {
        Tensor *block = tensor_from_value(run, v, NO_DTYPE, false), *wide;
        if (!block)
            return NULL;
        wide = view_at_least(block, nest->ndim > nest->depth ? nest->ndim : nest->depth);
        tensor_drop(block);
        return wide;
    }
    Joining join = { .dtype = NO_DTYPE, .casting = CAST_SAME_KIND };
    join.parts.at = mem_zeroed((size_t)v.list->count * sizeof *join.parts.at);
    Tensor *made = NULL;
    bool fine = true;
    for (int64_t i = 0; fine && i < v.list->count; i++) {
        Tensor *part = nest_join(nest, v.list->item[i], depth + 1, typed);
        fine = part;
        if (part)
            join.parts.at[join.parts.count++] = part;
    }
    if (fine && join_prepare(run, &join, false, -(nest->depth - depth))) {
        made = typed ? tensor_typed(join.dtype, join.shape.ndim, join.shape.dim)
                     : tensor_new(run, join.dtype, join.shape.ndim, join.shape.dim);
        if (made && !typed && !join_copy(run, &join, made)) {
            tensor_drop(made);
            made = NULL;
        }
    }
    tensors_drop(&join.parts);
    return made;
}

static bool infer_block(Call *call, Value *out)
{
    Nest nest;
    if (any_open(call))
        return give_unknown(out);
    if (!nest_read(call, &nest))
        return false;
    Tensor *joined = nest_join(&nest, call->arg[0].value, 0, true);
    if (!joined)
        return false;
    bool fine = infer_as(out, joined->dtype, joined->ndim, joined->dim);
    tensor_drop(joined);
    return fine;
}

/* Copies the blocks to where they stand in the whole. */
static bool nest_copy(const Nest *nest, Value v, int depth, Tensor *into)
{
    bool fine = true;
    int64_t at = 0;
    if (depth == nest->depth) {
        Tensor *block = nest_join(nest, v, depth, false);
        fine = block && tensor_assign(nest->run, into, block);
        tensor_drop(block);
        return fine;
    }
    int axis = into->ndim - (nest->depth - depth);
    for (int64_t i = 0; fine && i < v.list->count; i++) {
        Tensor *part = nest_join(nest, v.list->item[i], depth + 1, true);
        Tensor *place = part ? view_slice(into, axis, at, 1, part->dim[axis]) : NULL;
        fine = place && nest_copy(nest, v.list->item[i], depth + 1, place);
        at += part ? part->dim[axis] : 0;
        tensor_drop(place);
        tensor_drop(part);
    }
    return fine;
}

static bool run_block(Call *call, Value *out)
{
    Nest nest;
    return nest_read(call, &nest) && nest_copy(&nest, call->arg[0].value, 0, out->tensor);
}

const Func joining_funcs[] = {
    { .name = "concatenate",
      .of = "np",
      .params = "arrays: arrays, /, axis: axis = 0, out: out = None, *, dtype: dtype = None, casting: str = "
                "'same_kind'",
      .brief = "arrays one after another along an axis they have",
      .example = ">>> np.concatenate([[1, 2], [3]])\narray([1, 2, 3])\n",
      .style = PYTHON,
      .infer = infer_concatenate,
      .run = run_concatenate,
      .gives = AS_ARRAY },
    { .name = "concat",
      .of = "np",
      .says = "concatenate",
      .params = "arrays: arrays, /, axis: axis = 0, out: out = None, *, dtype: dtype = None, casting: str = "
                "'same_kind'",
      .brief = "arrays one after another along an axis they have",
      .example = ">>> np.concat([[1, 2], [3]])\narray([1, 2, 3])\n",
      .style = PYTHON,
      .infer = infer_concatenate,
      .run = run_concatenate,
      .gives = AS_ARRAY },
    { .name = "stack",
      .of = "np",
      .params = "arrays: arrays, axis: axis = 0, out: out = None, *, dtype: dtype = None, casting: str = "
                "'same_kind'",
      .brief = "arrays of one shape along a new axis",
      .example = ">>> np.stack([[1, 2], [3, 4]], axis=1)\narray([[1, 3],\n       [2, 4]])\n",
      .style = PYTHON,
      .infer = infer_stack,
      .run = run_stack,
      .gives = AS_ARRAY },
    { .name = "vstack",
      .of = "np",
      .params = "tup: arrays, *, dtype: dtype = None, casting: str = 'same_kind'",
      .brief = "arrays as rows, one below another",
      .example = ">>> np.vstack([[1, 2], [3, 4]])\narray([[1, 2],\n       [3, 4]])\n",
      .style = PYTHON,
      .infer = infer_kin,
      .run = run_kin,
      .gives = AS_ARRAY,
      .extra = VSTACK },
    { .name = "row_stack",
      .of = "np",
      .params = "tup: arrays, *, dtype: dtype = None, casting: str = 'same_kind'",
      .brief = "an old name of vstack",
      .example = ">>> np.row_stack([[1], [2]])\narray([[1],\n       [2]])\n",
      .style = PYTHON,
      .infer = infer_kin,
      .run = run_row_stack,
      .gives = AS_ARRAY,
      .extra = VSTACK },
    { .name = "hstack",
      .of = "np",
      .params = "tup: arrays, *, dtype: dtype = None, casting: str = 'same_kind'",
      .brief = "arrays side by side",
      .example = ">>> np.hstack([[[1], [2]], [[3], [4]]])\narray([[1, 3],\n       [2, 4]])\n",
      .style = PYTHON,
      .infer = infer_kin,
      .run = run_kin,
      .gives = AS_ARRAY,
      .extra = HSTACK },
    { .name = "dstack",
      .of = "np",
      .params = "tup: arrays",
      .brief = "arrays one behind another, along the third axis",
      .example = ">>> np.dstack([[1, 2], [3, 4]])\narray([[[1, 3],\n        [2, 4]]])\n",
      .style = PYTHON,
      .infer = infer_kin,
      .run = run_kin,
      .gives = AS_ARRAY,
      .extra = DSTACK },
    { .name = "column_stack",
      .of = "np",
      .params = "tup: arrays",
      .brief = "vectors as the columns of a matrix",
      .example = ">>> np.column_stack([[1, 2], [3, 4]])\narray([[1, 3],\n       [2, 4]])\n",
      .style = PYTHON,
      .infer = infer_kin,
      .run = run_kin,
      .gives = AS_ARRAY,
      .extra = COLUMN_STACK },
    { .name = "append",
      .of = "np",
      .params = "arr, values, axis: axis = None",
      .brief = "values after those of the array; a new array",
      .example = ">>> np.append([1, 2], [3])\narray([1, 2, 3])\n",
      .style = PYTHON,
      .infer = infer_append,
      .run = run_append,
      .gives = AS_ARRAY },
    { .name = "block",
      .of = "np",
      .params = "arrays: any",
      .brief = "a matrix from nested lists of its blocks",
      .example =
          ">>> np.block([[np.eye(2), np.zeros((2, 1))]])\narray([[1., 0., 0.],\n       [0., 1., 0.]])\n",
      .style = PYTHON,
      .infer = infer_block,
      .run = run_block,
      .gives = AS_ARRAY },
    { 0 },
};
