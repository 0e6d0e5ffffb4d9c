/* editing.c: arrays without some places (delete), or with new ones (insert). */
#include "base/vectors.h"

#include "func/results.h"
#include "numeric/sort.h"
#include "tensor/index.h"
#include "tensor/mask.h"

#include <math.h>
#include <string.h>

/* delete ----------------------------------------------------------------------------------------------- */

/* The array that delete and insert work on, flat for axis=None, and its axis. Owned. */
static Tensor *edited_array(Call *call, int axis_at, int *axis)
{
    Tensor *array = arg_held(call, 0);
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
        fine = axis_of(call->run, call->arg[axis_at].value, array->ndim, NULL, axis);
    }
    if (fine)
        return array;
    tensor_drop(array);
    return NULL;
}

/* start:stop:step on an axis of `size`. */
static bool slice_on(Run *run, const Slice *slice, int64_t size, int64_t *first, int64_t *step,
                     int64_t *count)
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

/* Marks in `gone` what is to be deleted of an axis of `size`; *known is false if that depends on missing
 * data. */
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
    } else if (index->dtype == BOOL) {
        if (index->ndim != 1 || index->dim[0] != size)
            fine = fail(
                run, ValueError,
                "boolean array argument obj to delete must be one dimensional and match the axis length of "
                "%lld",
                (long long)size);
        for (int64_t i = 0; fine && i < size; i++)
            gone[i] = index->data[i * index->stride[0]] != 0;
    } else if (!dtype_is_int(index->dtype) && index->dtype != BOOL && !made_empty) {
        fine = fail(run, IndexError, "arrays used as indices must be of integer (or boolean) type");
    } else {
        bool single = tensor_size(index) == 1;
        Places at;
        places_begin(&at, index);
        while (fine && places_next(&at)) {
            int64_t i = element_int(index->dtype, index->data + at.offset);
            if (i < -size || i >= size)
                fine = fail(run, IndexError, "index %lld is out of bounds for axis %d with size %lld",
                            (long long)i, single ? axis : 0, (long long)size);
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
    char *gone; /* owned: one byte for each place along the axis; NULL: only `place` is */
    int64_t place, kept;
} Deletion;

static void deletion_drop(Deletion *d)
{
    tensor_drop(d->array);
    mem_free(d->gone);
}

/* From place i on the first that is marked, or is not; `size` if there is none. */
static int64_t next_place(const char *mark, int64_t i, int64_t size, int value)
{
    const char *found = i < size ? memchr(mark + i, value, (size_t)(size - i)) : NULL;
    return found ? found - mark : size;
}

static bool deletion_read(Call *call, Deletion *d)
{
    enum { MARKED_MOST = 1 << 24 };
    *d = (Deletion){ 0 };
    d->array = edited_array(call, 2, &d->axis);
    if (!d->array)
        return false;
    int64_t size = d->array->dim[d->axis];
    Value which = call->arg[1].value;
    bool known = false;
    if (!d->array->data && size > MARKED_MOST) { /* M*N without one are M*N - 1 */
        d->kept = which.tag == V_INT && which.i >= -size && which.i < size ? size - 1 : DIM_UNKNOWN;
        return true;
    }
    if (which.tag == V_INT && which.i >= -size && which.i < size && d->array->data) {
        d->place = which.i < 0 ? which.i + size : which.i;
        d->kept = size - 1;
        return true;
    }
    if (!run_has_memory(call->run, size, 1)) {
        deletion_drop(d);
        return false;
    }
    d->gone = mem_zeroed(size > 0 ? (size_t)size : 1);
    if (size != DIM_UNKNOWN && !mark_deleted(call->run, which, d->axis, size, d->gone, &known)) {
        deletion_drop(d);
        return false;
    }
    int64_t gone = 0;
    for (int64_t i = 0; known && i < size;) {
        uint8_t some = 0; /* of 128, which a byte counts */
        for (int64_t end = i + 128 < size ? i + 128 : size; i < end; i++)
            some = (uint8_t)(some + d->gone[i]);
        gone += some;
    }
    d->kept = known ? size - gone : DIM_UNKNOWN;
    return true;
}

static bool infer_delete(Call *call, Value *out)
{
    Deletion d;
    if (any_open(call))
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
    if (axis == 0 && tensor_is_c(array) && tensor_is_c(into)) {
        size_t row =
            array->dim[0] ? (size_t)(tensor_size(array) / array->dim[0]) * tensor_itemsize(array) : 0;
        memcpy(into->data + (size_t)to * row, array->data + (size_t)from * row, (size_t)count * row);
        return true;
    }
    Tensor *source = view_slice(array, axis, from, 1, count), *target = view_slice(into, axis, to, 1, count);
    bool done = tensor_assign(run, target, source);
    tensor_drop(source);
    tensor_drop(target);
    return done;
}

/* Many elements are left out as a mask leaves them out. */
static bool delete_by_mask(Run *run, const Deletion *d, Value *out)
{
    int64_t size = d->array->dim[0];
    Tensor *mask = tensor_new(run, BOOL, 1, &size), *left;
    for (int64_t i = 0; mask && i < size; i++)
        mask->data[i] = !d->gone[i];
    left = mask ? mask_get(run, d->array, mask) : NULL;
    tensor_drop(mask);
    return give_instead(out, left);
}

/* Copies the runs of places that are not marked. */
static bool run_delete(Call *call, Value *out)
{
    enum { MANY = 16 };
    Deletion d;
    if (!deletion_read(call, &d))
        return false;
    if (d.array->ndim == 1 && d.kept + MANY < d.array->dim[0]) {
        bool left = delete_by_mask(call->run, &d, out);
        deletion_drop(&d);
        return left;
    }
    int64_t size = d.array->dim[d.axis], to = 0;
    bool done = true;
    if (!d.gone)
        done = copy_run(call->run, out->tensor, 0, d.array, 0, d.place, d.axis) &&
               copy_run(call->run, out->tensor, d.place, d.array, d.place + 1, d.kept - d.place, d.axis);
    for (int64_t i = 0; d.gone && done && i < size;) {
        int64_t from = i;
        i = next_place(d.gone, i, size, 1);
        if (i > from)
            done = copy_run(call->run, out->tensor, to, d.array, from, i - from, d.axis);
        to += i - from;
        i = next_place(d.gone, i, size, 0);
    }
    deletion_drop(&d);
    return done;
}

/* insert ----------------------------------------------------------------------------------------------- */

/* Where in the result the new elements go. */
typedef struct Insertion {
    Tensor *array;  /* owned */
    Tensor *values; /* owned: as the array's dtype */
    Shape given;    /* the shape of what was given as values */
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
    if (index->dtype == BOOL && which.tag != V_ARRAY && !value_is_scalar(which)) {
        fail(run, AttributeError, "'%s' object has no attribute 'ndim'", value_type_name(which));
    } else if (index->ndim > 1 || (index->dtype == BOOL && index->ndim == 0)) {
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
    } else if (!dtype_is_int(index->dtype) && index->dtype != BOOL && tensor_size(index) > 1) {
        fail(run, IndexError, "arrays used as indices must be of integer (or boolean) type");
    } else if (!dtype_is_int(index->dtype) && index->dtype != BOOL && tensor_size(index) &&
               fabs(creal(element_complex(index->dtype, index->data))) <= (double)size) {
        fail(run, TypeError, "slice indices must be integers or None or have an __index__ method");
    } else { /* what is no int is out of bounds */
        Tensor *cast = tensor_cast(run, index, INT64);
        made = cast ? tensor_copy(run, cast, 'C') : NULL;
        tensor_drop(cast);
    }
    tensor_drop(index);
    return made;
}

/* Leading axes of size 1 that the array has not do not count when values are assigned. */
static void strip_ones(Insertion *in)
{
    while (in->values->ndim > in->array->ndim && in->values->dim[0] == 1) {
        Tensor *inner = view_item(in->values, 0, 0);
        tensor_drop(in->values);
        in->values = inner;
    }
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
    in->count = in->values->dim[in->axis];
    strip_ones(in);
    if (in->values->ndim > in->array->ndim)
        return fail(call->run, ValueError, "could not broadcast input array from shape %s into shape %s",
                    shape_tight(call->run, in->values->ndim, in->values->dim),
                    shape_tight(call->run, in->array->ndim, in->array->dim));
    shape_set(&in->given, in->values->ndim, in->values->dim);
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
    int64_t *shifted = mem_alloc((size_t)(n ? n : 1) * sizeof *shifted),
            *order = mem_alloc((size_t)(n ? n : 1) * sizeof *order);
    bool ordered = sort_order(SORT_I8, in->place, n, order);
    for (int64_t i = 0; ordered && i < n; i++) /* so many go before it */
        shifted[order[i]] =
            (int64_t)((uint64_t)in->place[order[i]] + (uint64_t)i); /* wraps around, as NumPy's */
    mem_free(order);
    mem_free(in->place);
    in->place = shifted;
    if (!ordered)
        return fail_memory(call->run, shape_text(call->run, 1, &n), "int64", 8.0 * (double)n);
    for (int64_t i = 0; i < n; i++) {
        if (shifted[i] < -whole || shifted[i] >= whole)
            return fail(call->run, IndexError, "index %lld is out of bounds for axis 0 with size %lld",
                        (long long)shifted[i], (long long)whole);
        shifted[i] += shifted[i] < 0 ? whole : 0;
    }
    in->values = tensor_from_value(call->run, call->arg[2].value, in->array->dtype, false);
    if (!in->values)
        return false;
    shape_set(&in->given, in->values->ndim, in->values->dim);
    strip_ones(in);
    return true;
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
    if (any_open(call) || (call->arg[1].value.tag == V_ARRAY && !call->arg[1].value.tensor->data))
        return give_unknown(out);
    if (!insertion_read(call, &in))
        return false;
    Shape shape;
    shape_set(&shape, in.array->ndim, in.array->dim);
    shape.dim[in.axis] = in.count; /* what the values are spread over */
    bool fits = true;
    if (in.count && in.values) {
        Shape spread;
        shape_set(&spread, shape.ndim, shape.dim);
        fits = shape_broadcast(&spread, in.values->ndim, in.values->dim) &&
               shape_equal(spread.ndim, spread.dim, shape.ndim, shape.dim);
        if (!fits)
            fail(call->run, ValueError,
                 in.single ? "could not broadcast input array from shape %s into shape %s"
                           : "shape mismatch: value array of shape %s could not be broadcast to indexing "
                             "result of shape %s",
                 shape_tight(call->run, in.given.ndim, in.given.dim),
                 shape_tight(call->run, shape.ndim, shape.dim));
    }
    if (!fits) {
        insertion_drop(&in);
        return false;
    }
    shape.dim[in.axis] += in.array->dim[in.axis];
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
        i = next_place(taken, i, size, 1);
        if (i > to)
            done = copy_run(call->run, made, to, in.array, from, i - to, in.axis);
        from += i - to;
        i = next_place(taken, i, size, 0);
    }
    mem_free(taken);
    insertion_drop(&in);
    return done;
}

const Func editing_funcs[] = {
    { .name = "delete",
      .of = "np",
      .params = "arr, obj: any, axis: axis = None",
      .brief = "without what lies at some indices; a new array",
      .example = ">>> np.delete([1, 2, 3], 1)\narray([1, 3])\n",
      .style = PYTHON,
      .infer = infer_delete,
      .run = run_delete,
      .gives = AS_ARRAY },
    { .name = "insert",
      .of = "np",
      .params = "arr, obj: any, values: any, axis: axis = None",
      .brief = "with values before some indices; a new array",
      .example = ">>> np.insert([1, 2, 3], 1, 9)\narray([1, 9, 2, 3])\n",
      .style = PYTHON,
      .infer = infer_insert,
      .run = run_insert,
      .gives = AS_ARRAY },
    { 0 },
};
