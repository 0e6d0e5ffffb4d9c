/* rearrange.c: elements repeated, rolled, inserted and taken out; copyto and resize, which write into an array. */
#include "func/shaping.h"
#include "tensor/index.h"

#include <stdlib.h>
#include <string.h>

/* tile ------------------------------------------------------------------------------------------------------ */

/* tile's plan: the result, with an axis of repeats before each axis that is repeated. */
typedef struct Tiling {
    Shape shape;  /* of the result */
    Shape split;  /* of the result, its repeats apart */
    Shape source; /* of A, 1 where the repeats are */
} Tiling;

static bool tiling_read(Call *call, Tiling *tiling)
{
    Tensor *array = arg_tensor(call, 0);
    Ints reps;
    if (!ints_of(call->run, call->arg[1].value, &reps))
        return false;
    int ndim = reps.count > array->ndim ? reps.count : array->ndim;
    if (ndim > AXES_MAX)
        return fail(call->run, ValueError, "maximum supported dimension for an ndarray is currently %d, found %d",
                    AXES_MAX, ndim);
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
    if (any_unknown(call))
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

/* repeat ---------------------------------------------------------------------------------------------------- */

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
        return fail(run, ValueError, "object too deep for desired array");
    }
    r->counts = counts->data ? tensor_cast(run, counts, INT64) : tensor_keep(counts);
    tensor_drop(counts);
    r->array = arg_held(call, 0);
    if (!r->counts || !r->array)
        return false;
    if (arg_none(call, 2)) {
        Tensor *flat = flat_tensor(run, r->array);
        tensor_drop(r->array);
        r->array = flat;
        r->axis = 0;
    } else if (!arg_axis(call, 2, r->array->ndim, &r->axis)) {
        return false;
    }
    if (!r->array)
        return false;
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
            return fail(run, ValueError, given == 1 ? "negative dimensions are not allowed"
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
    if (any_unknown(call))
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

/* The array is laid out as (before, along, after): each run of `after` elements is copied as often as is asked. */
static bool run_repeat(Call *call, Value *out)
{
    Repeating r;
    if (!repeating_read(call, &r))
        return false;
    Tensor *made = out->tensor, *lines = tensor_copy(call->run, r.array, 'C');
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
        for (int64_t i = 0; i < before; i++)
            for (int64_t k = 0; k < along; k++, from += bytes) {
                int64_t times = *(int64_t *)(r.counts->data + k * step);
                for (int64_t n = 0; n < times; n++, to += bytes)
                    memcpy(to, from, bytes);
            }
    }
    bool done = lines;
    tensor_drop(lines);
    repeating_drop(&r);
    return done;
}

/* roll ------------------------------------------------------------------------------------------------------ */

/* An int of a shift, which NumPy reads with int(). */
static bool shift_of(Run *run, Value v, int64_t *out)
{
    double real;
    if (v.tag != V_FLOAT)
        return value_index(run, v, out);
    if (!value_to_double(run, v, &real))
        return false;
    *out = (int64_t)real;
    return true;
}

/* How far each axis is rolled; axis=None rolls the flat array, which is axis 0 of it. */
static bool shifts_read(Call *call, int ndim, int64_t *shift)
{
    Run *run = call->run;
    Value given = call->arg[1].value;
    memset(shift, 0, (size_t)(ndim ? ndim : 1) * sizeof *shift);
    if (arg_none(call, 2) && !is_sequence(given))
        return shift_of(run, given, &shift[0]);
    Ints axes = { .count = 1, .at = (int64_t[]){ 0 } }, shifts = { 0 };
    if (!arg_none(call, 2) && !axes_of(run, call->arg[2].value, ndim, NULL, true, &axes))
        return false;
    Value list = NONE;
    int64_t one;
    if (!is_sequence(given) && (given.tag != V_ARRAY || !given.tensor->ndim)) {
        if (!shift_of(run, given, &one))
            return false;
        shifts.count = 1;
        shifts.at = &one;
    } else {
        if (given.tag == V_ARRAY && given.tensor->ndim > 1)
            return fail(run, ValueError, "'shift' and 'axis' should be scalars or 1D sequences");
        if (!value_to_list(run, given, &list))
            return false;
        shifts.count = (int)list.list->count;
        shifts.at = arena_alloc(&run->scratch, (size_t)(shifts.count + 1) * sizeof *shifts.at);
        bool fine = true;
        for (int i = 0; fine && i < shifts.count; i++)
            fine = is_sequence(list.list->item[i])
                       ? fail(run, ValueError, "'shift' and 'axis' should be scalars or 1D sequences")
                       : shift_of(run, list.list->item[i], &shifts.at[i]);
        value_drop(list);
        if (!fine)
            return false;
    }
    if (shifts.count != axes.count && shifts.count != 1 && axes.count != 1)
        return fail(run, ValueError,
                    "shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between arg 0 with "
                    "shape (%d,) and arg 1 with shape (%d,).",
                    shifts.count, axes.count);
    int n = shifts.count > axes.count ? shifts.count : axes.count;
    for (int i = 0; i < n; i++)
        shift[axes.at[axes.count == 1 ? 0 : i]] += shifts.at[shifts.count == 1 ? 0 : i];
    return true;
}

static bool infer_roll(Call *call, Value *out)
{
    Tensor *array = arg_tensor(call, 0);
    int64_t shift[AXES_MAX];
    if (any_unknown(call))
        return give_unknown(out);
    if (!shifts_read(call, array->ndim, shift))
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
    bool done = shifts_read(call, array->ndim, shift);
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

/* resize ---------------------------------------------------------------------------------------------------- */

static bool infer_resize(Call *call, Value *out)
{
    Ints sizes;
    if (any_unknown(call))
        return give_unknown(out);
    Value asked = call->arg[1].value;
    if (asked.tag == V_FLOAT || asked.tag == V_NONE)
        return fail(call->run, TypeError, "'%s' object is not iterable", value_type_name(asked));
    if (!ints_of(call->run, call->arg[1].value, &sizes))
        return false;
    for (int i = 0; i < sizes.count; i++)
        if (sizes.at[i] < 0)
            return fail(call->run, ValueError, "all elements of `new_shape` must be non-negative");
    DType dtype = arg_tensor(call, 0)->dtype;
    return check_sizes(call->run, dtype, sizes.count, sizes.at) && infer_as(out, dtype, sizes.count, sizes.at);
}

static bool run_resize(Call *call, Value *out)
{
    Tensor *made = out->tensor, *array = arg_held(call, 0), *flat = array ? flat_tensor(call->run, array) : NULL;
    tensor_drop(array);
    if (!flat)
        return false;
    size_t bytes = (size_t)tensor_size(made) * tensor_itemsize(made);
    size_t pattern = (size_t)tensor_size(flat) * tensor_itemsize(flat);
    if (pattern == 0 && bytes) {
        memset(made->data, 0, bytes);
    } else if (bytes) {
        Tensor *whole = tensor_copy(call->run, flat, 'C');
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
    if (self.tag != V_ARRAY || asked.tuple->count == 0)
        return true;
    if (asked.tuple->count == 1)
        asked = asked.tuple->item[0];
    if (asked.tag == V_NONE)
        return true;
    Tensor *tensor = self.tensor;
    Ints sizes;
    if (!ints_of(run, asked, &sizes) || !check_sizes(run, tensor->dtype, sizes.count, sizes.at))
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
    /* the variable's count and the call's; any more is a view, which the old data must outlive, or another name */
    if (tensor->object.count > 2)
        return fail(run, ValueError,
                    "cannot resize an array that references or is referenced\nby another array in this way.\n"
                    "Use the np.resize function or refcheck=False");
    size_t item = tensor_itemsize(tensor), bytes = (size_t)size * item;
    char *data = data_zeroed(bytes ? bytes : 1);
    if (!data)
        return fail_memory(run, shape_text(run, sizes.count, sizes.at), dtype_info[tensor->dtype].name, (double)bytes);
    memcpy(data, tensor->data, (size_t)(size < old ? size : old) * item);
    if (tensor->object.flags & TENSOR_HEAP_DATA)
        data_free(tensor->data);
    tensor->data = data;
    tensor->object.flags |= TENSOR_HEAP_DATA;
    tensor_reshape_self(tensor, sizes.count, sizes.at, stride);
    return true;
}

/* delete ---------------------------------------------------------------------------------------------------- */

/* The array that delete and insert work on, flat for axis=None, and its axis. Owned. */
static Tensor *edited_array(Call *call, int axis_at, int *axis)
{
    Tensor *array = arg_held(call, 0);
    int64_t asked;
    bool fine = array;
    if (fine && arg_none(call, axis_at)) {
        if (array->ndim != 1) {
            Tensor *flat = flat_tensor(call->run, array);
            tensor_drop(array);
            array = flat;
            fine = flat;
        }
        *axis = 0;
    } else if (fine) {
        fine = arg_int(call, axis_at, &asked) && axis_named(call->run, asked, array->ndim, NULL, axis);
    }
    if (fine)
        return array;
    tensor_drop(array);
    return NULL;
}

/* start:stop:step on an axis of `size`. */
static bool slice_on(Run *run, const Slice *slice, int64_t size, int64_t *first, int64_t *step, int64_t *count)
{
    Index item = { .kind = INDEX_SLICE, .step = 1 };
    item.has_start = slice->start.tag != V_NONE;
    item.has_stop = slice->stop.tag != V_NONE;
    item.has_step = slice->step.tag != V_NONE;
    if ((item.has_start && !value_index(run, slice->start, &item.start)) ||
        (item.has_stop && !value_index(run, slice->stop, &item.stop)) ||
        (item.has_step && !value_index(run, slice->step, &item.step)))
        return false;
    if (item.has_step && item.step == 0)
        return fail(run, ValueError, "slice step cannot be zero");
    slice_resolve(&item, size, first, step, count);
    return true;
}

/* Marks in `gone` what is to be deleted of an axis of `size`; *known is false if that depends on missing data. */
static bool mark_deleted(Run *run, Value which, int axis, int64_t size, char *gone, bool *known)
{
    *known = true;
    if (which.tag == V_SLICE) {
        int64_t first, step, count;
        if (!slice_on(run, which.slice, size, &first, &step, &count))
            return false;
        for (int64_t i = 0; i < count; i++)
            gone[first + i * step] = 1;
        return true;
    }
    Tensor *index = tensor_from_value(run, which, NO_DTYPE, false);
    if (!index)
        return false;
    bool fine = true;
    bool made_empty = tensor_size(index) == 0 && which.tag != V_ARRAY;
    if (!index->data) {
        *known = false;
    } else if (index->dtype == BOOL && which.tag != V_BOOL) {
        if (index->ndim != 1 || index->dim[0] != size)
            fine = fail(run, ValueError,
                        "boolean array argument obj to delete must be one dimensional and match the axis length of "
                        "%lld",
                        (long long)size);
        for (int64_t i = 0; fine && i < size; i++)
            gone[i] = index->data[i * index->stride[0]];
    } else if (!dtype_is_int(index->dtype) && index->dtype != BOOL && !made_empty) {
        fine = fail(run, IndexError, "arrays used as indices must be of integer (or boolean) type");
    } else {
        bool single = tensor_size(index) == 1;
        Places at;
        places_begin(&at, index);
        while (fine && places_next(&at)) {
            int64_t i = element_int(index->dtype, index->data + at.offset);
            if (i < -size || i >= size)
                fine = fail(run, IndexError, "index %lld is out of bounds for axis %d with size %lld", (long long)i,
                            single ? axis : 0, (long long)size);
            else
                gone[i < 0 ? i + size : i] = 1;
        }
    }
    tensor_drop(index);
    return fine;
}

typedef struct Deletion {
    Tensor *array; /* owned */
    int axis;
    char *gone;    /* owned: one byte for each place along the axis */
    int64_t kept;
} Deletion;

static void deletion_drop(Deletion *d)
{
    tensor_drop(d->array);
    mem_free(d->gone);
}

static bool deletion_read(Call *call, Deletion *d)
{
    *d = (Deletion){ 0 };
    d->array = edited_array(call, 2, &d->axis);
    if (!d->array)
        return false;
    int64_t size = d->array->dim[d->axis];
    bool known = false;
    d->gone = mem_zeroed(size > 0 ? (size_t)size : 1);
    if (size != DIM_UNKNOWN && !mark_deleted(call->run, call->arg[1].value, d->axis, size, d->gone, &known)) {
        deletion_drop(d);
        return false;
    }
    d->kept = known ? 0 : DIM_UNKNOWN;
    for (int64_t i = 0; known && i < size; i++)
        d->kept += !d->gone[i];
    return true;
}

static bool infer_delete(Call *call, Value *out)
{
    Deletion d;
    if (any_unknown(call))
        return give_unknown(out);
    if (!deletion_read(call, &d))
        return false;
    Shape shape;
    shape_set(&shape, d.array->ndim, d.array->dim);
    shape.dim[d.axis] = d.kept;
    infer_as(out, d.array->dtype, shape.ndim, shape.dim);
    deletion_drop(&d);
    return true;
}

/* Copies runs of neighbours along an axis: `count` of them from place `from` to place `to`. */
static bool copy_run(Run *run, Tensor *into, int64_t to, Tensor *array, int64_t from, int64_t count, int axis)
{
    Tensor *source = view_slice(array, axis, from, 1, count), *target = view_slice(into, axis, to, 1, count);
    bool done = tensor_assign(run, target, source);
    tensor_drop(source);
    tensor_drop(target);
    return done;
}

/* Copies the runs of places that are not marked. */
static bool run_delete(Call *call, Value *out)
{
    Deletion d;
    if (!deletion_read(call, &d))
        return false;
    int64_t size = d.array->dim[d.axis], to = 0;
    bool done = true;
    for (int64_t i = 0; done && i < size;) {
        int64_t from = i;
        while (i < size && !d.gone[i])
            i++;
        if (i > from)
            done = copy_run(call->run, out->tensor, to, d.array, from, i - from, d.axis);
        to += i - from;
        while (i < size && d.gone[i])
            i++;
    }
    deletion_drop(&d);
    return done;
}

/* insert ---------------------------------------------------------------------------------------------------- */

/* Where in the result the new elements go. */
typedef struct Insertion {
    Tensor *array;  /* owned */
    Tensor *values; /* owned: as the array's dtype */
    int axis;
    int64_t count;  /* of new places along the axis */
    int64_t *place; /* owned: their places in the result, in the order of the values */
    bool single;    /* one place, or a run of them that begins at place[0] */
} Insertion;

static void insertion_drop(Insertion *in)
{
    tensor_drop(in->array);
    tensor_drop(in->values);
    mem_free(in->place);
}

/* The indices that obj stands for, as int64 with at most one axis; owned. */
static Tensor *insert_indices(Run *run, Value which, int64_t size)
{
    if (which.tag == V_SLICE) {
        int64_t first, step, count;
        if (!slice_on(run, which.slice, size, &first, &step, &count))
            return NULL;
        Tensor *made = tensor_new(run, INT64, 1, &count);
        for (int64_t i = 0; made && i < count; i++)
            ((int64_t *)made->data)[i] = first + i * step;
        return made;
    }
    Tensor *index = tensor_from_value(run, which, NO_DTYPE, false), *made = NULL;
    if (!index)
        return NULL;
    if (index->ndim > 1) {
        fail(run, ValueError,
             index->dtype == BOOL ? "boolean array argument obj to insert must be one dimensional"
                                  : "index array argument obj to insert must be one dimensional or scalar");
    } else if (index->dtype == BOOL && index->ndim == 1) {
        int64_t count = 0, at = 0;
        for (int64_t i = 0; i < index->dim[0]; i++)
            count += index->data[i * index->stride[0]];
        made = tensor_new(run, INT64, 1, &count);
        for (int64_t i = 0; made && i < index->dim[0]; i++)
            if (index->data[i * index->stride[0]])
                ((int64_t *)made->data)[at++] = i;
    } else if (!dtype_is_int(index->dtype) && index->dtype != BOOL && tensor_size(index)) {
        fail(run, IndexError, "arrays used as indices must be of integer (or boolean) type");
    } else {
        Tensor *cast = tensor_cast(run, index, INT64);
        made = cast ? tensor_copy(run, cast, 'C') : NULL;
        tensor_drop(cast);
    }
    tensor_drop(index);
    return made;
}

/* A run of new elements before one place: as many as the values have along the axis. */
static bool insert_one(Call *call, Insertion *in, const Tensor *index, int64_t size)
{
    int64_t at = *(int64_t *)index->data;
    if (at < -size || at > size)
        return fail(call->run, IndexError, "index %s is out of bounds for axis %d with size %lld",
                    value_text(call->run, call->arg[1].value), in->axis, (long long)size);
    at = at < 0 ? at + size : at;
    Tensor *values = tensor_from_value(call->run, call->arg[2].value, in->array->dtype, false);
    if (!values)
        return false;
    in->values = view_at_least(values, in->array->ndim);
    tensor_drop(values);
    if (index->ndim == 0 && in->axis) {
        Tensor *moved = view_moved(in->values, 0, in->axis);
        tensor_drop(in->values);
        in->values = moved;
    }
    if (in->values->ndim > in->array->ndim)
        return fail(call->run, ValueError, "could not broadcast input array from shape %s into shape %s",
                    shape_tight(call->run, in->values->ndim, in->values->dim),
                    shape_tight(call->run, in->array->ndim, in->array->dim));
    in->count = in->values->dim[in->axis];
    in->place = mem_alloc(sizeof *in->place);
    in->place[0] = at;
    in->single = true;
    return true;
}

/* One new element before each place: places of equal index keep their order. */
static bool insert_many(Call *call, Insertion *in, const Tensor *index, int64_t size)
{
    int64_t n = in->count = index->dim[0], whole = size + n;
    in->place = mem_alloc((size_t)(n ? n : 1) * sizeof *in->place);
    for (int64_t i = 0; i < n; i++) {
        int64_t at = ((int64_t *)index->data)[i];
        in->place[i] = at < 0 ? at + size : at;
    }
    int64_t *shifted = mem_alloc((size_t)(n ? n : 1) * sizeof *shifted);
    for (int64_t i = 0; i < n; i++) { /* how many go before it */
        shifted[i] = in->place[i];
        for (int64_t k = 0; k < n; k++)
            shifted[i] += in->place[k] < in->place[i] || (in->place[k] == in->place[i] && k < i);
    }
    mem_free(in->place);
    in->place = shifted;
    for (int64_t i = 0; i < n; i++) {
        if (shifted[i] < -whole || shifted[i] >= whole)
            return fail(call->run, IndexError, "index %lld is out of bounds for axis 0 with size %lld",
                        (long long)shifted[i], (long long)whole);
        shifted[i] += shifted[i] < 0 ? whole : 0;
    }
    in->values = tensor_from_value(call->run, call->arg[2].value, in->array->dtype, false);
    return in->values;
}

static bool insertion_read(Call *call, Insertion *in)
{
    *in = (Insertion){ 0 };
    in->array = edited_array(call, 3, &in->axis);
    if (!in->array)
        return false;
    int64_t size = in->array->dim[in->axis];
    Tensor *index = insert_indices(call->run, call->arg[1].value, size);
    bool fine = index && (tensor_size(index) == 1 ? insert_one(call, in, index, size)
                                                  : insert_many(call, in, index, size));
    tensor_drop(index);
    if (!fine)
        insertion_drop(in);
    return fine;
}

static bool infer_insert(Call *call, Value *out)
{
    Insertion in;
    if (any_unknown(call) || (call->arg[1].value.tag == V_ARRAY && !call->arg[1].value.tensor->data))
        return give_unknown(out);
    if (!insertion_read(call, &in))
        return false;
    Shape shape;
    shape_set(&shape, in.array->ndim, in.array->dim);
    shape.dim[in.axis] += in.count;
    infer_as(out, in.array->dtype, shape.ndim, shape.dim);
    insertion_drop(&in);
    return true;
}

static bool insert_values(Run *run, const Insertion *in, Tensor *made)
{
    if (in->single) {
        Tensor *target = view_slice(made, in->axis, in->place[0], 1, in->count);
        bool done = tensor_assign(run, target, in->values);
        tensor_drop(target);
        return done;
    }
    if (in->count == 0)
        return true;
    Shape shape; /* the values are spread over all the new places, then dealt out */
    shape_set(&shape, made->ndim, made->dim);
    shape.dim[in->axis] = in->count;
    Tensor *spread = tensor_new(run, made->dtype, shape.ndim, shape.dim);
    bool done = spread && tensor_assign(run, spread, in->values);
    for (int64_t i = 0; done && i < in->count; i++)
        done = copy_run(run, made, in->place[i], spread, i, 1, in->axis);
    tensor_drop(spread);
    return done;
}

static bool run_insert(Call *call, Value *out)
{
    Insertion in;
    if (!insertion_read(call, &in))
        return false;
    Tensor *made = out->tensor;
    int64_t size = made->dim[in.axis], from = 0;
    char *taken = mem_zeroed(size ? (size_t)size : 1);
    for (int64_t i = 0; i < in.count; i++)
        taken[in.single ? in.place[0] + i : in.place[i]] = 1;
    bool done = insert_values(call->run, &in, made);
    for (int64_t i = 0; done && i < size;) {
        int64_t to = i;
        while (i < size && !taken[i])
            i++;
        if (i > to)
            done = copy_run(call->run, made, to, in.array, from, i - to, in.axis);
        from += i - to;
        while (i < size && taken[i])
            i++;
    }
    mem_free(taken);
    insertion_drop(&in);
    return done;
}

/* copyto ---------------------------------------------------------------------------------------------------- */

static bool run_copyto(Call *call, Value *out)
{
    Run *run = call->run;
    Casting casting;
    *out = NONE;
    Value to = call->arg[0].value, from = call->arg[1].value;
    if (to.tag != V_ARRAY)
        return fail(run, TypeError, "copyto() argument 1 must be a numpy.ndarray, not %s", value_type_name(to));
    if (!arg_casting(call, 2, &casting))
        return false;
    Tensor *source = tensor_from_value(run, from, NO_DTYPE, true), *mask = NULL;
    if (!source)
        return false;
    DType dtype = to.tensor->dtype;
    DType seen = source->weak ? dtype_weak(dtype, source->weak) : (DType)source->dtype;
    bool fine = dtype_can_cast(seen, dtype, casting) ||
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

/* trim_zeros ------------------------------------------------------------------------------------------------ */

static bool run_trim_zeros(Call *call, Value *out)
{
    Value given = call->arg[0].value;
    const char *trim = arg_text(call, 1);
    Tensor *array = arg_tensor(call, 0);
    if (!trim || trim[strspn(trim, "fbFB")])
        return fail(call->run, ValueError, "unexpected character(s) in `trim`: %s",
                    value_text(call->run, call->arg[1].value));
    if (array->ndim != 1)
        return fail(call->run, ValueError, "trim_zeros takes an array of one dimension");
    int64_t from = 0, to = array->dim[0];
    if (strpbrk(trim, "fF"))
        while (from < to && !element_true(array->dtype, array->data + from * array->stride[0]))
            from++;
    if (strpbrk(trim, "bB"))
        while (to > from && !element_true(array->dtype, array->data + (to - 1) * array->stride[0]))
            to--;
    if (given.tag == V_LIST) { /* a list stays a list */
        Value list = value_list_new(to - from);
        for (int64_t i = from; i < to; i++)
            list_append(list.list, given.list->item[i]);
        return value_instead(out, list);
    }
    return give_instead(out, view_slice(array, 0, from, 1, to - from));
}

const Func rearrange_funcs[] = {
    { .name = "tile", .of = "np", .params = "A, reps: any", .brief = "the array laid side by side",
      .example = ">>> np.tile([1, 2], (2, 2))\narray([[1, 2, 1, 2],\n       [1, 2, 1, 2]])\n",
      .style = PYTHON, .infer = infer_tile, .run = run_tile, .gives = AS_ARRAY },
    { .name = "repeat", .of = "np", .params = "a, repeats: repeats, axis: axis = None",
      .brief = "each element several times", .example = ">>> np.repeat([1, 2, 3], [2, 0, 1])\narray([1, 1, 3])\n",
      .style = PYTHON, .infer = infer_repeat, .run = run_repeat, .gives = AS_ARRAY },
    { .name = "repeat", .of = "ndarray generic", .params = "a, repeats: repeats, axis: axis = None",
      .brief = "each element several times", .example = ">>> np.array([1, 2]).repeat(2)\narray([1, 1, 2, 2])\n",
      .style = CLINIC, .infer = infer_repeat, .run = run_repeat, .gives = AS_ARRAY },
    { .name = "roll", .of = "np", .params = "a, shift: any, axis: axes = None",
      .brief = "elements moved along, those at the end to the front", .example = ">>> np.roll([1, 2, 3, 4], 1)\narray([4, 1, 2, 3])\n",
      .style = PYTHON, .infer = infer_roll, .run = run_roll, .gives = AS_ARRAY },
    { .name = "resize", .of = "np", .params = "a, new_shape: shape",
      .brief = "another size; the elements are repeated to fill it", .example = ">>> np.resize([1, 2, 3], (2, 2))\narray([[1, 2],\n       [3, 1]])\n",
      .style = PYTHON, .infer = infer_resize, .run = run_resize, .gives = AS_ARRAY },
    { .name = "resize", .of = "ndarray generic", .params = "a, /, *new_shape: any, refcheck: any = True",
      .brief = "changes the size in place; what is added is 0",
      .example = ">>> a = np.arange(3)\n"
                 ">>> a.resize((2, 2), refcheck=False)\n"
                 ">>> a\n"
                 "array([[0, 1],\n"
                 "       [2, 0]])\n",
      .style = METHOD, .infer = infer_none, .run = run_resize_self, .effects = true },
    { .name = "delete", .of = "np", .params = "arr, obj: any, axis: axis = None",
      .brief = "without what lies at some indices; a new array", .example = ">>> np.delete([1, 2, 3], 1)\narray([1, 3])\n",
      .style = PYTHON, .infer = infer_delete, .run = run_delete, .gives = AS_ARRAY },
    { .name = "insert", .of = "np", .params = "arr, obj: any, values: any, axis: axis = None",
      .brief = "with values before some indices; a new array", .example = ">>> np.insert([1, 2, 3], 1, 9)\narray([1, 9, 2, 3])\n",
      .style = PYTHON, .infer = infer_insert, .run = run_insert, .gives = AS_ARRAY },
    { .name = "copyto", .of = "np", .params = "dst: any, src: any, casting: str = 'same_kind', where: any = True",
      .brief = "writes the values of an array into another",
      .example = ">>> a = np.zeros(2)\n>>> np.copyto(a, [1, 2])\n>>> a\narray([1., 2.])\n",
      .style = PYTHON, .infer = infer_none, .run = run_copyto, .effects = true },
    { .name = "trim_zeros", .of = "np", .params = "filt, trim: str = 'fb', axis: any = None",
      .brief = "without the zeros at both ends", .example = ">>> np.trim_zeros(np.array([0, 1, 0, 2, 0]))\narray([1, 0, 2])\n",
      .style = PYTHON, .run = run_trim_zeros, .gives = AS_ARRAY },
    { 0 },
};
