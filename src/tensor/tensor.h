/* tensor.h: n-dimensional arrays: a dtype, a shape, and strides over a block of data.
 *
 * A Tensor is an object (base/object.h). It owns its data (base NULL) or is a view into the data of
 * another tensor, its base, which it counts; views of views have the owner as base. data NULL: only
 * dtype and shape are known (shape inference). Shapes are passed as (ndim, dim[]); a Shape is room to
 * work one out in, and is never copied as a struct: most of it is unwritten. */
#ifndef NDCALC_TENSOR_TENSOR_H
#define NDCALC_TENSOR_TENSOR_H

#include "base/error.h"
#include "base/object.h"
#include "tensor/dtype.h"

#include <stddef.h>

enum {
    AXES_MAX = 64,
    DIM_UNKNOWN = -1, /* a size that depends on data */
};

typedef struct Shape {
    int ndim;
    int64_t dim[AXES_MAX];
} Shape;

enum {                        /* Object.flags of a Tensor */
       TENSOR_READONLY = 1,   /* broadcast_to's result, a.flags.writeable = False */
       TENSOR_HEAP_DATA = 2,  /* data is a block of its own, to be freed with data_free */
       TENSOR_HEAP_DIMS = 4,  /* dim is a block of its own */
       TENSOR_PENDING = 8,    /* not computed yet: tensor/fuse.h, which alone looks into it */
       TENSOR_MAPPED = 16,    /* data lies in a mapping of a file, which goes with it */
       TENSOR_MEMMAP = 32,    /* it is NumPy's memmap; its views are too */
       TENSOR_UNALIGNED = 64, /* a.setflags(align=False): so a.flags says, and nothing else asks */
};

typedef struct Tensor {
    Object object;
    uint8_t dtype;  /* a DType */
    uint8_t weak;   /* a Weak: this stands for a Python number */
    uint8_t scalar; /* 1: this 0-d tensor stands for a scalar, not for an array */
    uint8_t ndim;
    uint8_t steps;       /* how many views it was made through, one of another; 255: or more */
    int64_t *dim;        /* ndim sizes, then at dim + ndim the strides */
    int64_t *stride;     /* bytes from one element to the next along each axis; may be 0 or negative */
    char *data;          /* the first element; NULL: not there, only dtype and shape are known */
    struct Tensor *base; /* counted; NULL: the data is its own */
} Tensor;

extern int64_t no_axes[1]; /* the sizes, of which there are none, of a 0-d tensor that is not allocated */

/* shapes ------------------------------------------------------------------------------------------------ */

/* The number of elements; DIM_UNKNOWN if a size is unknown, -2 if it does not fit an int64. */
int64_t shape_size(int ndim, const int64_t *dim);
/* a b; DIM_UNKNOWN if one is. What does not fit is taken modulo 2^64: sizes with symbols in them are compared
 * all the same. */
static inline int64_t size_times(int64_t a, int64_t b)
{
    return a == DIM_UNKNOWN || b == DIM_UNKNOWN ? DIM_UNKNOWN : (int64_t)((uint64_t)a * (uint64_t)b);
}
bool shape_equal(int ndim, const int64_t *dim, int ndim2, const int64_t *dim2);
void shape_set(Shape *, int ndim, const int64_t *dim);
/* Broadcasts `into` with (ndim, dim); false if they do not fit (into is then spoiled). */
bool shape_broadcast(Shape *into, int ndim, const int64_t *dim);
/* Adds "(2, 3)", "(3,)", "()"; "?" for unknown sizes, symbols by their names. */
void shape_add(Text *, const Run *, int ndim, const int64_t *dim);
/* The same, for unknown sizes. Lives until the statement is done. */
const char *shape_text(Run *, int ndim, const int64_t *dim);
/* NumPy's spelling inside messages: "(2,3)", "(3,)", "()". */
const char *shape_tight(Run *, int ndim, const int64_t *dim);
/* ValueError "maximum supported dimension for an ndarray is currently 64, found 65". */
bool fail_axes(Run *, int64_t axes);
/* Makes a negative axis count from the end; AxisError "axis 2 is out of bounds for array of dimension 2". */
bool axis_check(Run *, int64_t axis, int ndim, int *out);

/* tensors ----------------------------------------------------------------------------------------------- */

/* A C-ordered tensor with data that is not set; NULL (MemoryError, or ValueError for negative or too many
 * sizes) if it cannot be had. The caller owns one count. */
Tensor *tensor_new(Run *, DType, int ndim, const int64_t *dim);
Tensor *tensor_zeros(Run *, DType, int ndim, const int64_t *dim);
/* The same in the memory order that NumPy's order='K' gives a result of these operands. */
Tensor *tensor_like(Run *, DType, int ndim, const int64_t *dim, int n, Tensor *const like[]);
/* dtype and shape without data. */
Tensor *tensor_typed(DType, int ndim, const int64_t *dim);
/* The same with room for `bytes` behind the strides, on a boundary of 8. */
Tensor *tensor_room(DType, int ndim, const int64_t *dim, size_t bytes);
/* `count` elements of a file from byte `offset` on, which are read when they are looked at. What is stored
 * into them stays in memory, unless `shared`: then it goes into the file. NULL, without an error: such a file
 * cannot be mapped (errno). */
typedef struct FilePlace {
    const char *path; /* NULL: it has no name */
    const char *mode; /* a literal */
    int64_t offset;
} FilePlace;
Tensor *tensor_of_file(DType, int64_t count, int descriptor, int64_t offset, bool shared, FilePlace);
/* Where in a file an array or the one that it is a view of lies; NULL: in none. */
const FilePlace *tensor_file_place(const Tensor *);
/* Hands what was stored to the file; false: errno says why that failed. */
bool tensor_file_flush(const Tensor *);
/* Memory for the elements of a tensor that has none yet; NULL: MemoryError. */
char *tensor_data_new(Run *, const Tensor *);
/* A view of `of`'s data: its dtype, the sizes and strides given, data beginning at `data`. */
Tensor *tensor_view(Tensor *of, int ndim, const int64_t *dim, const int64_t *stride, char *data);
/* The view of `of` broadcast to a shape that is known to fit; strides are 0 along stretched axes. */
Tensor *tensor_broadcast(Tensor *of, int ndim, const int64_t *dim);
Tensor *tensor_keep(Tensor *);
void tensor_drop(Tensor *); /* NULL is fine */
/* Another shape for the same tensor object and the same strides rule (C order); sizes must match. */
void tensor_reshape_self(Tensor *, int ndim, const int64_t *dim, const int64_t *stride);

int64_t tensor_size(const Tensor *);
static inline size_t tensor_itemsize(const Tensor *t) { return dtype_info[t->dtype].size; }
static inline bool tensor_writeable(const Tensor *t) { return !(t->object.flags & TENSOR_READONLY); }
bool tensor_is_c(const Tensor *); /* C-contiguous, as NumPy's flags say */
bool tensor_is_f(const Tensor *);
void strides_c(int ndim, const int64_t *dim, size_t itemsize, int64_t *stride);
/* The bytes that a tensor's elements lie in: [*low, *high). Empty tensors give low == high. */
void tensor_bounds(const Tensor *, const char **low, const char **high);
bool tensor_overlap(const Tensor *, const Tensor *); /* may share memory, by bounds */

/* Copies in C order ('C'), Fortran order ('F') or keeping the order ('K'); NULL on MemoryError. */
Tensor *tensor_copy(Run *, Tensor *, char order);
/* The same elements as another dtype: `t` itself, counted once more, if it has it already. Casts as C does,
 * with NumPy's answers for what C leaves open; reports "invalid value encountered in cast". */
Tensor *tensor_cast(Run *, Tensor *t, DType);
/* Sets every element of `to` from `from`, broadcast and cast (unsafely); ValueError "could not broadcast
 * input array from shape (2,) into shape (3,)". Acts as if `from` were copied first where they overlap. */
bool tensor_assign(Run *, Tensor *to, Tensor *from);
/* An element as a long double-free C number; the tensor is 0-d or `at` points at an element. */
int64_t element_int(DType, const char *at);
double element_double(DType, const char *at); /* the real part of a complex one */
complex128 element_complex(DType, const char *at);
bool element_true(DType, const char *at);
void element_set_int(DType, char *at, int64_t);
void element_set_complex(DType, char *at, complex128);

/* views ------------------------------------------------------------------------------------------------- */

/* A view with another shape if strides allow it, else NULL without an error; sizes must match. */
Tensor *tensor_reshape_view(Tensor *, int ndim, const int64_t *dim);
/* The same, copying where a view cannot be; order is 'C', 'F' or 'A'. */
Tensor *tensor_reshape(Run *, Tensor *, int ndim, const int64_t *dim, char order);
/* Axis i of the result is axis order[i]; order NULL reverses the axes. */
Tensor *tensor_transpose(Tensor *, const int *order);

#endif
