/* rearrange.c: elements repeated, rolled, and left out at the ends; copyto and resize, which write into an
 * array. */
#include "base/vectors.h"

#include "array/shaping.h"
#include "numeric/pool.h"
#include "tensor/cast.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* tile ------------------------------------------------------------------------------------------------- */

/* tile's plan: the result, with an axis of repeats before each axis that is repeated. */
typedef struct Tiling {
    Shape shape;  /* of the result */
    Shape split;  /* of the result, its repeats apart */
    Shape source; /* of A, 1 where the repeats are */
} Tiling;

/* What NumPy says of repeats that are rows: it compares each with 1, and repeats by it. */
static bool check_rows(Call *call, const Tensor *array)
{
    Value reps = call->arg[1].value;
    int64_t count, row;
    const Value *item = sequence_items(reps, &count);
    if (reps.tag == V_ARRAY && reps.tensor->ndim > 1 && reps.tensor->dim[0] > 0) {
        row = shape_size(reps.tensor->ndim - 1, reps.tensor->dim + 1);
        return row > 1 ? fail(call->run, ValueError,
                              "The truth value of an array with more than one element is ambiguous. Use "
                              "a.any() or a.all()")
                       : fail(call->run, TypeError,
                              "only integer scalar arrays can be converted to a scalar index");
    }
    if (!count || !is_sequence(item[0]) || tensor_size(array) == 0)
        return true;
    sequence_items(item[0], &row);
    return row == 1 ||
           fail(call->run, ValueError, "operands could not be broadcast together with shape (1,) (%lld,)",
                (long long)row);
}

static bool tiling_read(Call *call, Tiling *tiling)
{
    Tensor *array = arg_tensor(call, 0);
    Ints reps;
    if (!check_rows(call, array) || !ints_of(call->run, call->arg[1].value, &reps))
        return false;
    int ndim = reps.count > array->ndim ? reps.count : array->ndim;
    if (ndim > AXES_MAX)
        return fail_axes(call->run, ndim);
    tiling->shape.ndim = ndim;
    tiling->split.ndim = tiling->source.ndim = 0;
    for (int i = 0; i < ndim; i++) {
        int64_t size = i < ndim - array->ndim ? 1 : array->dim[i - (ndim - array->ndim)];
        int64_t times = i < ndim - reps.count ? 1 : reps.at[i - (ndim - reps.count)];
        int at = tiling->split.ndim;
        if (times != 1 && at < AXES_MAX) {
            tiling->split.dim[at] = times;
            tiling->source.dim[at++] = 1;
        }
        if (at < AXES_MAX) {
            tiling->split.dim[at] = size;
            tiling->source.dim[at++] = size;
        }
        tiling->split.ndim = tiling->source.ndim = at;
        if (size == DIM_UNKNOWN)
            tiling->shape.dim[i] = DIM_UNKNOWN;
        else if (__builtin_mul_overflow(size, times, &tiling->shape.dim[i]))
            tiling->shape.dim[i] = INT64_MAX;
        if (times < 0)
            return fail(call->run, ValueError, "negative dimensions are not allowed");
    }
    return check_sizes(call->run, array->dtype, ndim, tiling->shape.dim);
}

static bool infer_tile(Call *call, Value *out)
{
    Tiling tiling;
    if (any_open(call))
        return give_unknown(out);
    return tiling_read(call, &tiling) &&
           infer_as(out, arg_tensor(call, 0)->dtype, tiling.shape.ndim, tiling.shape.dim);
}

static bool run_tile(Call *call, Value *out)
{
    Tiling tiling;
    if (!tiling_read(call, &tiling))
        return false;
    if (tensor_size(out->tensor) == 0)
        return true;
    Tensor *array = arg_held(call, 0), *from = NULL, *to = NULL;
    if (array)
        from = tensor_reshape(call->run, array, tiling.source.ndim, tiling.source.dim, 'C');
    if (from)
        to = tensor_reshape_view(out->tensor, tiling.split.ndim, tiling.split.dim);
    bool done = to && tensor_assign(call->run, to, from);
    tensor_drop(to);
    tensor_drop(from);
    tensor_drop(array);
    return done;
}

/* repeat ----------------------------------------------------------------------------------------------- */

typedef struct Repeating {
    Tensor *array;  /* owned: flat for axis=None */
    Tensor *counts; /* owned: int64, one axis */
    int axis;
    int64_t total; /* the size of the result along the axis */
} Repeating;

static void repeating_drop(Repeating *r)
{
    tensor_drop(r->array);
    tensor_drop(r->counts);
}

static bool repeating_prepare(Call *call, Repeating *r)
{
    Run *run = call->run;
    Value times = call->arg[1].value;
    Tensor *counts = tensor_from_value(run, times, times.tag == V_ARRAY ? NO_DTYPE : INT64, false);
    if (!counts)
        return false;
    if (counts->ndim > 1) {
        tensor_drop(counts);
        return fail_too_deep(run, times);
    }
    r->counts = counts->data ? tensor_cast(run, counts, INT64) : tensor_keep(counts);
    tensor_drop(counts);
    r->array = arg_held(call, 0);
    if (!r->counts || !r->array)
        return false;
    if (arg_none(call, 2) || r->array->ndim == 0) {
        Tensor *flat = flat_tensor(run, r->array);
        tensor_drop(r->array);
        r->array = flat;
    }
    if (!r->array || !arg_axis(call, 2, r->array->ndim, &r->axis))
        return false;
    if (arg_none(call, 2))
        r->axis = 0;
    int64_t size = r->array->dim[r->axis], given = r->counts->ndim ? r->counts->dim[0] : 1;
    if (given != 1 && size != DIM_UNKNOWN && given != size)
        return fail(run, ValueError, "operands could not be broadcast together with shape (%lld,) (%lld,)",
                    (long long)size, (long long)given);
    if (!r->counts->data || size == DIM_UNKNOWN) {
        r->total = DIM_UNKNOWN;
        return true;
    }
    int64_t step = r->counts->ndim ? r->counts->stride[0] : 0;
    r->total = 0;
    for (int64_t i = 0; i < given; i++) {
        int64_t count = *(int64_t *)(r->counts->data + i * step);
        if (count < 0)
            return fail(run, ValueError,
                        given == 1 ? "negative dimensions are not allowed"
                                   : "repeats may not contain negative values.");
        bool over = given == 1 ? __builtin_mul_overflow(count, size, &r->total)
                               : __builtin_add_overflow(r->total, count, &r->total);
        if (over)
            r->total = INT64_MAX;
    }
    return true;
}

static bool repeating_read(Call *call, Repeating *r)
{
    *r = (Repeating){ 0 };
    if (repeating_prepare(call, r))
        return true;
    repeating_drop(r);
    return false;
}

static bool infer_repeat(Call *call, Value *out)
{
    Repeating r;
    if (any_open(call))
        return give_unknown(out);
    if (!repeating_read(call, &r))
        return false;
    Shape shape;
    shape_set(&shape, r.array->ndim, r.array->dim);
    shape.dim[r.axis] = r.total;
    bool fine = check_sizes(call->run, r.array->dtype, shape.ndim, shape.dim) &&
                infer_as(out, r.array->dtype, shape.ndim, shape.dim);
    repeating_drop(&r);
    return fine;
}

/* Runs of `bytes` bytes, each copied as often as all the others; threads share them. */
typedef struct EvenRepeat {
    const char *from;
    char *to;
    size_t bytes;
    int64_t runs, times, piece;
} EvenRepeat;

/* Each of n elements so many times in a row. */
#define SPREAD(bytes, T)                                                                                     \
    static void spread_##bytes(const char *from, char *to, int64_t n, int64_t times)                         \
    {                                                                                                        \
        const T *x = (const T *)from;                                                                        \
        T *out = (T *)to;                                                                                    \
        if (times == 2)                                                                                      \
            for (int64_t k = 0; k < n; k++)                                                                  \
                out[2 * k] = out[2 * k + 1] = x[k];                                                          \
        else                                                                                                 \
            for (int64_t k = 0; k < n; k++)                                                                  \
                for (int64_t i = 0; i < times; i++)                                                          \
                    *out++ = x[k];                                                                           \
    }
FOR_EACH_ELEMENT_SIZE(SPREAD)

static void repeat_piece(void *with, int64_t piece)
{
    const EvenRepeat r = *(const EvenRepeat *)with;
    int64_t first = piece * r.piece, end = first + r.piece < r.runs ? first + r.piece : r.runs;
    const char *from = r.from + (size_t)first * r.bytes;
    char *to = r.to + (size_t)(first * r.times) * r.bytes;
    /* runs of smaller elements may lie anywhere */
    bool aligned = !(((uintptr_t)from | (uintptr_t)to) & ((r.bytes < 8 ? r.bytes : 8) - 1));
    switch (aligned ? r.bytes : 0) { /* the usual cases */
    case 1: spread_1(from, to, end - first, r.times); return;
    case 2: spread_2(from, to, end - first, r.times); return;
    case 4: spread_4(from, to, end - first, r.times); return;
    case 8: spread_8(from, to, end - first, r.times); return;
    case 16: spread_16(from, to, end - first, r.times); return;
    default:
        for (int64_t k = first; k < end; k++, from += r.bytes)
            for (int64_t n = 0; n < r.times; n++, to += r.bytes)
                memcpy(to, from, r.bytes);
    }
}

static void repeat_evenly(EvenRepeat r)
{
    enum { TASK = 1 << 18, SHARED = 1 << 20 }; /* bytes of the result */
    double bytes = (double)r.runs * (double)r.times * (double)r.bytes;
    r.piece = bytes < SHARED ? r.runs : (int64_t)((double)r.runs * TASK / bytes) + 1;
    pool_run((r.runs + r.piece - 1) / r.piece, repeat_piece, &r);
}

/* The array is laid out as (before, along, after): each run of `after` elements is copied as often as is
 * asked. */
static bool run_repeat(Call *call, Value *out)
{
    Repeating r;
    if (!repeating_read(call, &r))
        return false;
    Tensor *made = out->tensor, *lines = c_ordered(call->run, r.array);
    if (lines && tensor_size(made) > 0) {
        size_t bytes = tensor_itemsize(made);
        int64_t before = 1, along = lines->dim[r.axis];
        for (int i = 0; i < r.axis; i++)
            before *= lines->dim[i];
        for (int i = r.axis + 1; i < lines->ndim; i++)
            bytes *= (size_t)lines->dim[i];
        int64_t step = r.counts->ndim && r.counts->dim[0] > 1 ? r.counts->stride[0] : 0;
        const char *from = lines->data;
        char *to = made->data;
        if (!step)
            repeat_evenly(
                (EvenRepeat){ from, to, bytes, before * along, *(int64_t *)(void *)r.counts->data, 0 });
        for (int64_t i = 0; step && i < before; i++)
            for (int64_t k = 0; k < along; k++, from += bytes) {
                int64_t times = *(int64_t *)(r.counts->data + k * step);
                if (bytes == sizeof(uint64_t)) { /* the usual case */
                    uint64_t element;
                    memcpy(&element, from, sizeof element);
                    for (int64_t n = 0; n < times; n++)
                        memcpy(to + (size_t)n * sizeof element, &element, sizeof element);
                } else
                    for (int64_t n = 0; n < times; n++)
                        memcpy(to + (size_t)n * bytes, from, bytes);
                to += (size_t)times * bytes;
            }
    }
    bool done = lines;
    tensor_drop(lines);
    repeating_drop(&r);
    return done;
}

/* roll ------------------------------------------------------------------------------------------------- */

/* An int of a shift, which NumPy reads with int(), as what is left of it after whole turns through n
 * elements. */
static bool shift_of(Run *run, Value v, int64_t n, int64_t *out)
{
    double real = 0;
    bool is_float = v.tag == V_FLOAT || (v.tag == V_SCALAR && dtype_is_float((DType)v.dtype));
    *out = 0;
    if (is_sequence(v) || (v.tag == V_ARRAY && v.tensor->ndim))
        return fail(run, ValueError, "'shift' and 'axis' should be scalars or 1D sequences");
    if (is_float && !value_to_double(run, v, &real))
        return false;
    if (is_float && !isfinite(real))
        return real != real ? fail(run, ValueError, "cannot convert float NaN to integer")
                            : fail(run, OverflowError, "cannot convert float infinity to integer");
    if (is_float) {
        *out = n ? (int64_t)fmod(trunc(real), (double)n) : 0;
        return true;
    }
    if (v.tag == V_BIGINT && n) {
        Value rest;
        bool fine = hooks.operate(run, OP_MOD, v, value_int(n), &rest) && value_index(run, rest, out);
        return fine;
    }
    if (v.tag != V_BIGINT && !value_index(run, v, out))
        return false;
    *out = n && v.tag != V_BIGINT ? *out % n : 0;
    return true;
}

/* How far each axis is rolled; axis=None rolls the flat array, which is axis 0 of it. */
static bool shifts_read(Call *call, const Tensor *array, int64_t *shift)
{
    Run *run = call->run;
    Value given = call->arg[1].value, list = NONE;
    int ndim = array->ndim;
    bool flat = arg_none(call, 2);
    memset(shift, 0, (size_t)(ndim ? ndim : 1) * sizeof *shift);
    if (flat && !is_sequence(given) && (given.tag != V_ARRAY || !given.tensor->ndim))
        return shift_of(run, given, tensor_size(array), &shift[0]);
    Ints axes = { .count = 1, .at = (int64_t[]){ 0 } };
    if (!flat && !axes_of(run, call->arg[2].value, ndim, NULL, true, &axes))
        return false;
    const Value *each = &given;
    int count = 1;
    if (is_sequence(given) || (given.tag == V_ARRAY && given.tensor->ndim)) {
        if (given.tag == V_ARRAY && given.tensor->ndim > 1)
            return fail(run, ValueError, "'shift' and 'axis' should be scalars or 1D sequences");
        if (!value_to_list(run, given, &list))
            return false;
        each = list.list->item;
        count = (int)list.list->count;
    }
    bool fine =
        count == axes.count || count == 1 || axes.count == 1 ||
        fail(run, ValueError,
             "shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between arg 0 with "
             "shape (%d,) and arg 1 with shape (%d,).",
             count, axes.count);
    int n = count == 1 ? axes.count : count; /* 1 goes with any number, 0 too */
    for (int i = 0; fine && i < n; i++) {
        int axis = (int)axes.at[axes.count == 1 ? 0 : i];
        int64_t by;
        fine = shift_of(run, each[count == 1 ? 0 : i], flat ? tensor_size(array) : array->dim[axis], &by);
        shift[axis] += fine ? by : 0; /* together no more than there are elements, times their number */
    }
    value_drop(list);
    return fine;
}

static bool infer_roll(Call *call, Value *out)
{
    Tensor *array = arg_tensor(call, 0);
    int64_t shift[AXES_MAX];
    if (any_open(call))
        return give_unknown(out);
    if (!shifts_read(call, array, shift))
        return false;
    Tensor *typed = tensor_typed(array->dtype, array->ndim, array->dim);
    return give(out, typed);
}

/* Copies block by block: the part of an axis that stays in order, and the part that comes round. */
static bool roll_from(Run *run, Tensor *from, Tensor *to, const int64_t *shift, int axis)
{
    if (axis == from->ndim)
        return tensor_assign(run, to, from);
    int64_t size = from->dim[axis], by = size ? (shift[axis] % size + size) % size : 0;
    if (by == 0)
        return roll_from(run, from, to, shift, axis + 1);
    bool done = true;
    for (int part = 0; done && part < 2; part++) {
        int64_t count = part ? by : size - by;
        Tensor *source = view_slice(from, axis, part ? size - by : 0, 1, count);
        Tensor *target = view_slice(to, axis, part ? 0 : by, 1, count);
        done = roll_from(run, source, target, shift, axis + 1);
        tensor_drop(source);
        tensor_drop(target);
    }
    return done;
}

static bool run_roll(Call *call, Value *out)
{
    Tensor *array = arg_held(call, 0);
    int64_t shift[AXES_MAX];
    if (!array)
        return false;
    bool done = shifts_read(call, array, shift);
    if (done && arg_none(call, 2)) {
        int64_t size = tensor_size(array);
        Tensor *from = flat_tensor(call->run, array), *to = tensor_reshape_view(out->tensor, 1, &size);
        done = from && roll_from(call->run, from, to, shift, 0);
        tensor_drop(from);
        tensor_drop(to);
    } else {
        done = done && roll_from(call->run, array, out->tensor, shift, 0);
    }
    tensor_drop(array);
    return done;
}

/* resize ----------------------------------------------------------------------------------------------- */

static bool infer_resize(Call *call, Value *out)
{
    Ints sizes;
    if (any_open(call))
        return give_unknown(out);
    Value asked = call->arg[1].value;
    if (asked.tag == V_FLOAT || asked.tag == V_NONE)
        return fail(call->run, TypeError, "'%s' object is not iterable", value_type_name(asked));
    if (asked.tag == V_BOOL)
        return fail(call->run, TypeError, "an integer is required");
    if (!(asked.tag == V_TUPLE ? sizes_of : ints_of)(call->run, asked, &sizes))
        return false;
    for (int i = 0; i < sizes.count; i++)
        if (sizes.at[i] < 0)
            return fail(call->run, ValueError, "all elements of `new_shape` must be non-negative");
    DType dtype = arg_tensor(call, 0)->dtype;
    return check_sizes(call->run, dtype, sizes.count, sizes.at) &&
           infer_as(out, dtype, sizes.count, sizes.at);
}

static bool run_resize(Call *call, Value *out)
{
    Tensor *made = out->tensor, *array = arg_held(call, 0),
           *flat = array ? flat_tensor(call->run, array) : NULL;
    tensor_drop(array);
    if (!flat)
        return false;
    size_t bytes = (size_t)tensor_size(made) * tensor_itemsize(made);
    size_t pattern = (size_t)tensor_size(flat) * tensor_itemsize(flat);
    if (pattern == 0 && bytes) {
        memset(made->data, 0, bytes);
    } else if (bytes) {
        Tensor *whole = c_ordered(call->run, flat);
        for (size_t at = 0; whole && at < bytes; at += pattern)
            memcpy(made->data + at, whole->data, bytes - at < pattern ? bytes - at : pattern);
        if (!whole) {
            tensor_drop(flat);
            return false;
        }
        tensor_drop(whole);
    }
    tensor_drop(flat);
    return true;
}

static bool infer_none(Call *call, Value *out)
{
    (void)call;
    *out = NONE;
    return true;
}

/* a.resize(*new_shape): in place; what is added is 0. */
static bool run_resize_self(Call *call, Value *out)
{
    Run *run = call->run;
    *out = NONE;
    Value asked = call->arg[1].value, self = call->arg[0].value;
    if (asked.tuple->count == 0)
        return true;
    if (asked.tuple->count == 1)
        asked = asked.tuple->item[0];
    if (asked.tag == V_NONE)
        return true;
    Tensor *tensor = self.tensor;
    Ints sizes;
    bool careful;
    if (!sizes_of(run, asked, &sizes) || !arg_truth(call, 2, &careful))
        return false;
    for (int i = 0; i < sizes.count; i++)
        if (sizes.at[i] < 0)
            return fail(run, ValueError, "negative dimensions not allowed");
    if (self.tag != V_ARRAY) /* of a scalar a copy would be resized, which nobody sees */
        return !careful || shape_size(sizes.count, sizes.at) == 1 ||
               fail(run, ValueError,
                    "cannot resize an array that may be referenced by another object.\nIt is possible that "
                    "this is "
                    "a false positive.\nIf you are sure that the array is uniquely referenced, set "
                    "refcheck=False.");
    if (!check_asked(run, tensor->dtype, sizes.count, sizes.at))
        return false;
    int64_t size = shape_size(sizes.count, sizes.at), old = tensor_size(tensor);
    if (!tensor_is_c(tensor) && !tensor_is_f(tensor))
        return fail(run, ValueError, "resize only works on single-segment arrays");
    int64_t stride[AXES_MAX];
    strides_c(sizes.count, sizes.at, tensor_itemsize(tensor), stride);
    if (size == old) {
        tensor_reshape_self(tensor, sizes.count, sizes.at, stride);
        return true;
    }
    if (tensor->base)
        return fail(run, ValueError, "cannot resize this array: it does not own its data");
    /* the variable's count and the call's; any more is a view or another name */
    bool shared = tensor->object.count > 2;
    if (careful && shared)
        return fail(
            run, ValueError,
            "cannot resize an array that references or is referenced\nby another object in this way.\n"
            "Use the np.resize function to get a new resized copy or\n set refcheck=False to disable this "
            "check");
    if (careful && hooks.is_global(run, self)) /* Python 3.14 cannot tell whether others have it */
        return fail(
            run, ValueError,
            "cannot resize an array that may be referenced by another object.\nIt is possible that this is "
            "a false positive.\nIf you are sure that the array is uniquely referenced, set refcheck=False.");
    size_t item = tensor_itemsize(tensor), bytes = (size_t)size * item;
    char *data = data_zeroed(bytes ? bytes : 1);
    if (!data)
        return fail_memory(run, shape_text(run, sizes.count, sizes.at), dtype_info[tensor->dtype].name,
                           (double)bytes);
    memcpy(data, tensor->data, (size_t)(size < old ? size : old) * item);
    if (tensor->object.flags & TENSOR_HEAP_DATA &&
        !shared) /* else views may look at it as long as they like */
        data_free(tensor->data);
    tensor->data = data;
    tensor->object.flags |= TENSOR_HEAP_DATA;
    tensor_reshape_self(tensor, sizes.count, sizes.at, stride);
    return true;
}

/* copyto ----------------------------------------------------------------------------------------------- */

static bool run_copyto(Call *call, Value *out)
{
    Run *run = call->run;
    Casting casting;
    *out = NONE;
    Value to = call->arg[0].value, from = call->arg[1].value;
    if (to.tag != V_ARRAY)
        return fail(run, TypeError, "copyto() argument 1 must be a numpy.ndarray, not %s",
                    value_type_name(to));
    if (!arg_casting(call, 2, &casting))
        return false;
    Tensor *source = tensor_from_value(run, from, NO_DTYPE, true), *mask = NULL;
    if (!source)
        return false;
    DType dtype = to.tensor->dtype;
    DType seen = source->weak ? dtype_weak(dtype, source->weak) : (DType)source->dtype;
    bool fine =
        dtype_can_cast(seen, dtype, casting) ||
        fail(run, TypeError, "Cannot cast %s from dtype('%s') to dtype('%s') according to the rule '%s'",
             source->ndim ? "array data" : "scalar", dtype_info[source->dtype].name, dtype_info[dtype].name,
             casting_name[casting]);
    if (fine && arg_given(call, 3)) {
        mask = tensor_from_value(run, call->arg[3].value, NO_DTYPE, false);
        fine = mask && assign_where(run, to.tensor, source, mask);
    } else if (fine) {
        fine = fill_value(run, to.tensor, from);
    }
    tensor_drop(mask);
    tensor_drop(source);
    return fine;
}

/* trim_zeros ------------------------------------------------------------------------------------------- */

/* Whether one sub-array along an axis holds nothing but zeros. */
static bool is_blank(Tensor *array, int axis, int64_t index)
{
    Tensor *part = view_slice(array, axis, index, 1, 1);
    Places at;
    places_begin(&at, part);
    bool blank = true;
    while (blank && places_next(&at))
        blank = !element_true(array->dtype, part->data + at.offset);
    tensor_drop(part);
    return blank;
}

/* trim_zeros(filt, trim, axis): where an array is all zeros, nothing is left along the axes. */
/* Of an array of one axis: how many are left, its elements tell. */
static bool infer_trim_zeros(Call *call, Value *out)
{
    Value a = call->arg[0].value;
    if (!call->typed_only || any_unknown(call) || a.tag != V_ARRAY || a.tensor->ndim != 1 ||
        arg_given(call, 1) || arg_given(call, 2))
        return give_unknown(out);
    return infer_as(out, (DType)a.tensor->dtype, 1, (int64_t[]){ DIM_UNKNOWN });
}

static bool run_trim_zeros(Call *call, Value *out)
{
    Run *run = call->run;
    Value given = call->arg[0].value;
    const char *trim = arg_text(call, 1);
    Tensor *array = arg_tensor(call, 0);
    Ints axes = { 0 };
    if (!trim)
        return fail(run, AttributeError, "'%s' object has no attribute 'lower'",
                    value_type_name(call->arg[1].value));
    if (trim[strspn(trim, "fbFB")])
        return fail(run, ValueError, "unexpected character(s) in `trim`: %s",
                    value_text(run, call->arg[1].value));
    bool all = arg_none(call, 2), sequence = given.tag == V_LIST || given.tag == V_TUPLE;
    if (!all && !axes_of(run, call->arg[2].value, array->ndim, "axis", false, &axes))
        return false;
    int n = all ? array->ndim : axes.count;
    if (n == 0)
        return value_instead(out, value_keep(given));
    if (sequence && array->ndim > 1)
        return fail(run, TypeError, "%s indices must be integers or slices, not tuple",
                    value_type_name(given));
    Tensor *left = tensor_keep(array);
    int64_t first = 0, end = 0;
    for (int i = 0; i < n; i++) {
        int axis = all ? i : (int)axes.at[i];
        int64_t from = 0, to = array->dim[axis];
        if (!tensor_size(array))
            from = to;
        while (from < to && run_goes_on(run) && is_blank(array, axis, from))
            from++;
        bool blank = from == to;
        while (to > from && !run->error.class && run_goes_on(run) && is_blank(array, axis, to - 1))
            to--;
        if (run->error.class)
            return tensor_drop(left), false;
        first = !blank && strpbrk(trim, "fF") ? from : 0;
        end = blank ? 0 : strpbrk(trim, "bB") ? to : array->dim[axis];
        Tensor *narrow = view_slice(left, axis, first, 1, end - first);
        tensor_drop(left);
        left = narrow;
    }
    if (!sequence)
        return give_instead(out, left);
    tensor_drop(left); /* a list stays a list, a tuple a tuple */
    int64_t count;
    const Value *item = sequence_items(given, &count);
    Value kept = value_tuple(end - first, item ? item + first : NULL), list;
    if (given.tag == V_TUPLE)
        return value_instead(out, kept);
    bool made = value_to_list(run, kept, &list);
    value_drop(kept);
    return made && value_instead(out, list);
}

const Func rearrange_funcs[] = {
    { .name = "tile",
      .of = "np",
      .params = "A, reps: any+",
      .brief = "the array laid side by side",
      .example = ">>> np.tile([1, 2], (2, 2))\narray([[1, 2, 1, 2],\n       [1, 2, 1, 2]])\n",
      .style = PYTHON,
      .infer = infer_tile,
      .run = run_tile,
      .gives = AS_ARRAY },
    { .name = "repeat",
      .of = "np",
      .params = "a, repeats: repeats, axis: axis = None",
      .brief = "each element several times",
      .example = ">>> np.repeat([1, 2, 3], [2, 0, 1])\narray([1, 1, 3])\n",
      .style = PYTHON,
      .infer = infer_repeat,
      .run = run_repeat,
      .gives = AS_ARRAY },
    { .name = "repeat",
      .of = "ndarray generic",
      .params = "a, repeats: repeats, axis: axis = None",
      .brief = "each element several times",
      .example = ">>> np.array([1, 2]).repeat(2)\narray([1, 1, 2, 2])\n",
      .style = CLINIC,
      .infer = infer_repeat,
      .run = run_repeat,
      .gives = AS_ARRAY },
    { .name = "roll",
      .of = "np",
      .params = "a, shift: any, axis: axes = None",
      .brief = "elements moved along, those at the end to the front",
      .example = ">>> np.roll([1, 2, 3, 4], 1)\narray([4, 1, 2, 3])\n",
      .style = PYTHON,
      .infer = infer_roll,
      .run = run_roll,
      .gives = AS_ARRAY },
    { .name = "resize",
      .of = "np",
      .params = "a, new_shape: shape",
      .brief = "another size; the elements are repeated to fill it",
      .example = ">>> np.resize([1, 2, 3], (2, 2))\narray([[1, 2],\n       [3, 1]])\n",
      .style = PYTHON,
      .infer = infer_resize,
      .run = run_resize,
      .gives = AS_ARRAY },
    { .name = "resize",
      .of = "ndarray generic",
      .params = "a, /, *new_shape: any, refcheck: any = True",
      .brief = "changes the size in place; what is added is 0",
      .example = ">>> a = np.arange(3)\n"
                 ">>> a.resize((2, 2), refcheck=False)\n"
                 ">>> a\n"
                 "array([[0, 1],\n"
                 "       [2, 0]])\n",
      .style = METHOD,
      .infer = infer_none,
      .run = run_resize_self,
      .effects = true },
    { .name = "copyto",
      .of = "np",
      .params = "dst: any, src: any, casting: str = 'same_kind', where: any = True",
      .brief = "writes the values of an array into another",
      .example = ">>> a = np.zeros(2)\n>>> np.copyto(a, [1, 2])\n>>> a\narray([1., 2.])\n",
      .style = PYTHON,
      .infer = infer_none,
      .run = run_copyto,
      .effects = true },
    { .name = "trim_zeros",
      .of = "np",
      .params = "filt, trim: str = 'fb', axis: any = None",
      .brief = "without the zeros at both ends",
      .example = ">>> np.trim_zeros(np.array([0, 1, 0, 2, 0]))\narray([1, 0, 2])\n",
      .style = PYTHON,
      .infer = infer_trim_zeros,
      .run = run_trim_zeros,
      .gives = AS_ARRAY },
    { 0 },
};
