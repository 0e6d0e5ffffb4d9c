#include "tensor/tensor.h"

#include "tensor/cast.h"
#include "tensor/fuse.h"
#include "tensor/walk.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* A small tensor's data lies in the same block as the tensor. */
enum { DATA_INSIDE_MAX = 256 };

/* making and freeing ------------------------------------------------------------------------------------ */

int64_t no_axes[1];

/* A tensor with room for sizes, strides and `inside` bytes of data behind it. */
static Tensor *allocate(DType dtype, int ndim, const int64_t *dim, size_t inside)
{
    Tensor *t = mem_alloc(sizeof *t + 2 * (size_t)ndim * sizeof *t->dim + inside);
    t->object = (Object){ .count = 1, .tag = OBJECT_TENSOR };
    t->dtype = (uint8_t)dtype;
    t->weak = STRONG;
    t->scalar = 0;
    t->ndim = (uint8_t)ndim;
    t->dim = (int64_t *)(t + 1);
    t->stride = t->dim + ndim;
    t->data = inside ? (char *)(t->stride + ndim) : NULL;
    t->base = NULL;
    t->steps = 0;
    for (int i = 0; i < ndim; i++)
        t->dim[i] = dim[i];
    return t;
}
_Static_assert(sizeof(Tensor) % 16 == 0, "the data that lies behind a tensor is aligned");

Tensor *tensor_typed(DType dtype, int ndim, const int64_t *dim)
{
    Tensor *t = allocate(dtype, ndim, dim, 0);
    strides_c(ndim, t->dim, dtype_info[dtype].size, t->stride);
    return t;
}

Tensor *tensor_room(DType dtype, int ndim, const int64_t *dim, size_t bytes)
{
    Tensor *t = allocate(dtype, ndim, dim, bytes);
    t->data = NULL;
    strides_c(ndim, t->dim, dtype_info[dtype].size, t->stride);
    return t;
}

/* The bytes of an array that is to be made; -1 after an error, in NumPy's words. */
static int64_t checked_bytes(Run *run, DType dtype, int ndim, const int64_t *dim)
{
    int64_t bytes = dtype_info[dtype].size;
    bool empty = false, overflow = false;
    if (ndim > AXES_MAX) {
        fail_axes(run, ndim);
        return -1;
    }
    for (int i = 0; i < ndim; i++) {
        if (dim[i] < 0) {
            fail(run, ValueError, "negative dimensions are not allowed");
            return -1;
        }
        if (dim[i] == 0)
            empty = true;
        else
            overflow |= __builtin_mul_overflow(bytes, dim[i], &bytes);
    }
    if (overflow) {
        fail(run, ValueError,
             "array is too big; `arr.size * arr.dtype.itemsize` is larger than the maximum possible size.");
        return -1;
    }
    return empty ? 0 : bytes;
}

static Tensor *make(Run *run, DType dtype, int ndim, const int64_t *dim, bool zeroed)
{
    int64_t bytes = checked_bytes(run, dtype, ndim, dim);
    if (bytes < 0)
        return NULL;
    if (bytes <= DATA_INSIDE_MAX) {
        Tensor *t = allocate(dtype, ndim, dim, bytes ? (size_t)bytes : 1);
        if (bytes)
            strides_c(ndim, t->dim, dtype_info[dtype].size, t->stride);
        else
            for (int i = 0; i < ndim; i++)
                t->stride[i] = 0;
        if (zeroed)
            memset(t->data, 0, (size_t)bytes);
        return t;
    }
    char *data = zeroed ? data_zeroed((size_t)bytes) : data_alloc((size_t)bytes);
    if (!data) {
        fail_memory(run, shape_text(run, ndim, dim), dtype_info[dtype].name, (double)bytes);
        return NULL;
    }
    Tensor *t = tensor_typed(dtype, ndim, dim);
    t->data = data;
    t->object.flags = TENSOR_HEAP_DATA;
    return t;
}

char *tensor_data_new(Run *run, const Tensor *t)
{
    int64_t bytes = checked_bytes(run, (DType)t->dtype, t->ndim, t->dim);
    if (bytes < 0)
        return NULL;
    char *data = data_alloc((size_t)bytes);
    if (!data)
        fail_memory(run, shape_text(run, t->ndim, t->dim), dtype_info[t->dtype].name, (double)bytes);
    return data;
}

Tensor *tensor_new(Run *run, DType dtype, int ndim, const int64_t *dim)
{
    return make(run, dtype, ndim, dim, false);
}

Tensor *tensor_zeros(Run *run, DType dtype, int ndim, const int64_t *dim)
{
    return make(run, dtype, ndim, dim, true);
}

Tensor *tensor_view(Tensor *of, int ndim, const int64_t *dim, const int64_t *stride, char *data)
{
    Tensor *t = allocate(of->dtype, ndim, dim, 0);
    for (int i = 0; i < ndim; i++)
        t->stride[i] = stride[i];
    t->data = of->data ? data : NULL;
    t->object.flags = of->object.flags & (TENSOR_READONLY | TENSOR_MEMMAP);
    t->base = tensor_keep(of->base ? of->base : of);
    t->steps = of->steps < UINT8_MAX ? of->steps + 1 : UINT8_MAX;
    return t;
}

/* Where a mapping lies; behind the strides of the tensor that owns it. */
typedef struct Mapping {
    void *at;
    size_t length;
    bool shared;
    FilePlace place; /* its path is the mapping's own */
} Mapping;

static Mapping *mapping_of(const Tensor *t) { return (Mapping *)(t->stride + t->ndim); }

Tensor *tensor_of_file(DType dtype, int64_t count, int descriptor, int64_t offset, bool shared,
                       FilePlace place)
{
    int64_t before = offset % sysconf(_SC_PAGESIZE);
    size_t length = (size_t)before + (size_t)count * dtype_info[dtype].size;
    void *at = mmap(NULL, length, PROT_READ | PROT_WRITE, (shared ? MAP_SHARED : MAP_PRIVATE) | MAP_NORESERVE,
                    descriptor, offset - before);
    if (at == MAP_FAILED)
        return NULL;
    Tensor *t = tensor_room(dtype, 1, &count, sizeof(Mapping));
    if (place.path)
        place.path = mem_text(place.path, strlen(place.path));
    *mapping_of(t) = (Mapping){ at, length, shared, place };
    t->data = (char *)at + before;
    t->object.flags = TENSOR_MAPPED;
    return t;
}

static const Mapping *mapping_below(const Tensor *t)
{
    t = t->base ? t->base : t;
    return t->object.flags & TENSOR_MAPPED ? mapping_of(t) : NULL;
}

const FilePlace *tensor_file_place(const Tensor *t)
{
    const Mapping *mapping = mapping_below(t);
    return mapping ? &mapping->place : NULL;
}

bool tensor_file_flush(const Tensor *t)
{
    const Mapping *mapping = mapping_below(t);
    return !mapping || !mapping->shared || !msync(mapping->at, mapping->length, MS_SYNC);
}

Tensor *tensor_keep(Tensor *t)
{
    t->object.count++;
    return t;
}

/* What tensor_drop does when the count has fallen to 0. */
static void tensor_free(Tensor *t)
{
    if (t->object.flags & TENSOR_PENDING)
        fuse_drop(t);
    if (t->object.flags & TENSOR_HEAP_DATA)
        data_free(t->data);
    if (t->object.flags & TENSOR_MAPPED) {
        munmap(mapping_of(t)->at, mapping_of(t)->length);
        mem_free((char *)mapping_of(t)->place.path);
    }
    if (t->object.flags & TENSOR_HEAP_DIMS)
        mem_free(t->dim);
    tensor_drop(t->base);
    mem_free(t);
}

void tensor_drop(Tensor *t)
{
    if (t && --t->object.count == 0)
        tensor_free(t);
}

void tensor_reshape_self(Tensor *t, int ndim, const int64_t *dim, const int64_t *stride)
{
    int64_t *room = t->dim;
    if (ndim > t->ndim)
        room = mem_alloc(2 * (size_t)ndim * sizeof *room);
    memmove(room, dim, (size_t)ndim * sizeof *room);
    if (stride)
        memmove(room + ndim, stride, (size_t)ndim * sizeof *room);
    else
        strides_c(ndim, room, tensor_itemsize(t), room + ndim);
    if (room != t->dim) {
        if (t->object.flags & TENSOR_HEAP_DIMS)
            mem_free(t->dim);
        t->object.flags |= TENSOR_HEAP_DIMS;
    }
    t->dim = room;
    t->stride = room + ndim;
    t->ndim = (uint8_t)ndim;
}

/* asking ------------------------------------------------------------------------------------------------ */

int64_t tensor_size(const Tensor *t) { return shape_size(t->ndim, t->dim); }

bool tensor_is_c(const Tensor *t)
{
    int64_t step = (int64_t)tensor_itemsize(t);
    bool runs_on = true;
    for (int i = t->ndim - 1; i >= 0; i--) {
        if (t->dim[i] == 0)
            return true;
        if (t->dim[i] == 1)
            continue;
        runs_on &= t->stride[i] == step;
        step *= t->dim[i];
    }
    return runs_on;
}

bool tensor_is_f(const Tensor *t)
{
    int64_t step = (int64_t)tensor_itemsize(t);
    bool runs_on = true;
    for (int i = 0; i < t->ndim; i++) {
        if (t->dim[i] == 0)
            return true;
        if (t->dim[i] == 1)
            continue;
        runs_on &= t->stride[i] == step;
        step *= t->dim[i];
    }
    return runs_on;
}

void tensor_bounds(const Tensor *t, const char **low, const char **high)
{
    *low = *high = t->data;
    for (int i = 0; i < t->ndim; i++)
        if (t->dim[i] == 0)
            return;
    for (int i = 0; i < t->ndim; i++) {
        int64_t reach = (t->dim[i] - 1) * t->stride[i];
        if (reach < 0)
            *low += reach;
        else
            *high += reach;
    }
    *high += tensor_itemsize(t);
}

bool tensor_overlap(const Tensor *a, const Tensor *b)
{
    const char *a_low, *a_high, *b_low, *b_high;
    tensor_bounds(a, &a_low, &a_high);
    tensor_bounds(b, &b_low, &b_high);
    return a_low < b_high && b_low < a_high;
}

/* memory order ------------------------------------------------------------------------------------------ */

/* Lays a fresh tensor out so that the axes of order[], innermost first, follow each other in memory. */
static void lay_out(Tensor *t, const int *order)
{
    int64_t step = (int64_t)tensor_itemsize(t);
    for (int i = 0; i < t->ndim; i++)
        if (t->dim[i] == 0)
            return; /* its strides are 0 */
    for (int i = 0; i < t->ndim; i++) {
        t->stride[order[i]] = step;
        step *= t->dim[order[i]];
    }
}

static Tensor *make_ordered(Run *run, DType dtype, int ndim, const int64_t *dim, const int *order)
{
    Tensor *t = tensor_new(run, dtype, ndim, dim);
    if (t)
        lay_out(t, order);
    return t;
}

static Tensor *make_f(Run *run, DType dtype, int ndim, const int64_t *dim)
{
    int order[AXES_MAX];
    for (int i = 0; i < ndim && i < AXES_MAX; i++)
        order[i] = i;
    return make_ordered(run, dtype, ndim, dim, order);
}

/* The step of an operand along an axis of the result's, 0 where it is stretched or does not reach. */
static int64_t step_along(const Tensor *t, int axis, int ndim)
{
    axis -= ndim - t->ndim;
    return axis < 0 || t->dim[axis] == 1 ? 0 : llabs(t->stride[axis]);
}

/* Should axis a come further in than axis b? As NumPy's nditer sees it: an operand that has them in C order
 * decides against, and where all are stretched nothing is decided. */
static bool goes_inside(int a, int b, int ndim, int n, Tensor *const like[], bool *decided)
{
    bool inside = false;
    *decided = false;
    for (int i = 0; i < n; i++) {
        int64_t step_a = step_along(like[i], a, ndim), step_b = step_along(like[i], b, ndim);
        if (!step_a || !step_b)
            continue;
        if (step_b <= step_a)
            inside = false;
        else if (!*decided)
            inside = true;
        *decided = true;
    }
    return inside;
}

/* The axes, innermost first, in the order that nditer's insertion sort gives them. */
static void best_order(int ndim, int n, Tensor *const like[], int *order)
{
    for (int i = 0; i < ndim; i++) {
        int axis = ndim - 1 - i, place = i;
        for (int j = i - 1; j >= 0; j--) {
            bool decided, inside = goes_inside(axis, order[j], ndim, n, like, &decided);
            if (decided && !inside)
                break;
            if (decided)
                place = j;
        }
        memmove(order + place + 1, order + place, (size_t)(i - place) * sizeof *order);
        order[place] = axis;
    }
}

static bool all_c(int n, Tensor *const like[])
{
    for (int i = 0; i < n; i++)
        if (!tensor_is_c(like[i]))
            return false;
    return true;
}

/* In Fortran order, and none stretched but those of one element. */
static bool all_f(int ndim, const int64_t *dim, int n, Tensor *const like[])
{
    for (int i = 0; i < n; i++)
        if (like[i]->ndim && (!shape_equal(ndim, dim, like[i]->ndim, like[i]->dim) || !tensor_is_f(like[i])))
            return false;
    return true;
}

Tensor *tensor_like(Run *run, DType dtype, int ndim, const int64_t *dim, int n, Tensor *const like[])
{
    if (ndim <= 1 || ndim > AXES_MAX || all_c(n, like))
        return tensor_new(run, dtype, ndim, dim);
    if (all_f(ndim, dim, n, like))
        return make_f(run, dtype, ndim, dim);
    int order[AXES_MAX];
    best_order(ndim, n, like, order);
    return make_ordered(run, dtype, ndim, dim, order);
}

/* A fresh tensor of t's shape and order of axes; unlike nditer, a copy counts stretched axes (stride 0) too.
 */
static Tensor *make_kept(Run *run, DType dtype, const Tensor *t)
{
    if (t->ndim <= 1 || tensor_is_c(t))
        return tensor_new(run, dtype, t->ndim, t->dim);
    if (tensor_is_f(t))
        return make_f(run, dtype, t->ndim, t->dim);
    int order[AXES_MAX];
    for (int i = 0; i < t->ndim; i++) {
        int axis = t->ndim - 1 - i, place = i;
        while (place > 0 && llabs(t->stride[order[place - 1]]) > llabs(t->stride[axis])) {
            order[place] = order[place - 1];
            place--;
        }
        order[place] = axis;
    }
    return make_ordered(run, dtype, t->ndim, t->dim, order);
}

/* copies and casts -------------------------------------------------------------------------------------- */

/* Runs a cast loop from one tensor to another that it broadcasts to. */
static bool convert(Run *run, Tensor *to, const Tensor *from)
{
    Loop *loop = cast_loop(from->dtype, to->dtype);
    int64_t size = tensor_size(to);
    if (size == 0)
        return true;
    bool same = shape_equal(to->ndim, to->dim, from->ndim, from->dim);
    enum { LARGE = 1 << 17 }; /* a walk may share it among threads */
    if (size == 1 || (size < LARGE && same &&
                      ((tensor_is_c(to) && tensor_is_c(from)) || (tensor_is_f(to) && tensor_is_f(from))))) {
        char *const p[] = { from->data, to->data };
        const int64_t s[] = { (int64_t)tensor_itemsize(from), (int64_t)tensor_itemsize(to) };
        loop(size, p, s);
        return true;
    }
    Walk walk;
    walk_begin(&walk, to->ndim, to->dim);
    walk_add(&walk, from);
    walk_add(&walk, to);
    walk_arrange(&walk);
    walk.moves = from->dtype == to->dtype ? (int)tensor_itemsize(to) : 0;
    return walk_run(run, &walk, loop);
}

static bool warn_discards(Run *run, DType from, DType to)
{
    return !dtype_is_complex(from) || dtype_is_complex(to) || to == BOOL ||
           warn(run, ComplexWarning, "Casting complex values to real discards the imaginary part");
}

/* The same with the warnings that NumPy's casts give. */
static bool convert_and_tell(Run *run, Tensor *to, const Tensor *from)
{
    if (from->dtype == to->dtype)
        return convert(run, to, from);
    if (!warn_discards(run, from->dtype, to->dtype))
        return false;
    flags_begin();
    return convert(run, to, from) && flags_end(run, "cast");
}

Tensor *tensor_copy(Run *run, Tensor *t, char order)
{
    if (order == 'A')
        order = tensor_is_f(t) && !tensor_is_c(t) ? 'F' : 'C';
    Tensor *copy = order == 'C'   ? tensor_new(run, t->dtype, t->ndim, t->dim)
                   : order == 'F' ? make_f(run, t->dtype, t->ndim, t->dim)
                                  : make_kept(run, t->dtype, t);
    if (copy && !convert(run, copy, t)) {
        tensor_drop(copy);
        return NULL;
    }
    return copy;
}

Tensor *tensor_cast(Run *run, Tensor *t, DType dtype)
{
    if (t->dtype == dtype)
        return tensor_keep(t);
    if (!t->data)
        return tensor_typed(dtype, t->ndim, t->dim);
    Tensor *cast = make_kept(run, dtype, t);
    if (cast && !convert_and_tell(run, cast, t)) {
        tensor_drop(cast);
        return NULL;
    }
    return cast;
}

/* Does from's shape, but for leading axes of size 1, stretch to `to`'s? */
static bool assignable(const Tensor *to, const Tensor *from, int *skip)
{
    *skip = 0;
    while (from->ndim - *skip > to->ndim && from->dim[*skip] == 1)
        (*skip)++;
    int ndim = from->ndim - *skip;
    if (ndim > to->ndim)
        return false;
    for (int i = 0; i < ndim; i++) {
        int64_t dim = from->dim[*skip + i];
        if (dim != 1 && dim != to->dim[to->ndim - ndim + i])
            return false;
    }
    return true;
}

/* Are they the same elements in the same places, so that copying in any order is right? */
static bool same_layout(const Tensor *a, const Tensor *b)
{
    if (a->data != b->data || a->dtype != b->dtype || !shape_equal(a->ndim, a->dim, b->ndim, b->dim))
        return false;
    for (int i = 0; i < a->ndim; i++)
        if (a->stride[i] != b->stride[i])
            return false;
    return true;
}

/* One element for all: cast once, then spread. */
static bool fill(Run *run, Tensor *to, const Tensor *from)
{
    _Alignas(16) char element[16];
    Tensor one = { .dtype = to->dtype, .data = element };
    Tensor source = { .dtype = from->dtype, .data = from->data };
    return convert_and_tell(run, &one, &source) && convert(run, to, &one);
}

bool tensor_assign(Run *run, Tensor *to, Tensor *from)
{
    int skip;
    if (!tensor_writeable(to))
        return fail(run, ValueError, "assignment destination is read-only");
    if (!assignable(to, from, &skip))
        return fail(run, ValueError, "could not broadcast input array from shape %s into shape %s",
                    shape_tight(run, from->ndim - skip, from->dim + skip),
                    shape_tight(run, to->ndim, to->dim));
    if (tensor_size(to) == 0)
        return warn_discards(run, from->dtype, to->dtype);
    if (!to->data || !from->data) /* of shapes alone there is nothing to copy */
        return fail_no_data(run);
    if (tensor_size(from) == 1)
        return fill(run, to, from);
    Tensor source = *from; /* without the leading axes; not counted */
    source.ndim = (uint8_t)(from->ndim - skip);
    source.dim += skip;
    source.stride += skip;
    if (!tensor_overlap(to, from))
        return convert_and_tell(run, to, &source);
    if (same_layout(to, &source))
        return true;
    Tensor *copy = tensor_copy(run, &source, 'K');
    bool done = copy && convert_and_tell(run, to, copy);
    tensor_drop(copy);
    return done;
}

/* elements ---------------------------------------------------------------------------------------------- */

static void convert_element(DType from, const void *at, DType to, void *out)
{
    char *const p[] = { (char *)at, out };
    const int64_t s[] = { 0, 0 };
    cast_loop(from, to)(1, p, s);
}

int64_t element_int(DType dtype, const char *at)
{
    int64_t i;
    convert_element(dtype, at, INT64, &i);
    return i;
}

double element_double(DType dtype, const char *at)
{
    double f;
    convert_element(dtype, at, FLOAT64, &f);
    return f;
}

complex128 element_complex(DType dtype, const char *at)
{
    complex128 z;
    convert_element(dtype, at, COMPLEX128, &z);
    return z;
}

bool element_true(DType dtype, const char *at)
{
    uint8_t b;
    convert_element(dtype, at, BOOL, &b);
    return b;
}

void element_set_int(DType dtype, char *at, int64_t i) { convert_element(INT64, &i, dtype, at); }
void element_set_complex(DType dtype, char *at, complex128 z) { convert_element(COMPLEX128, &z, dtype, at); }
