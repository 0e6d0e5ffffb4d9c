/* nditer.h: several arrays walked through together, as np.nditer does it
 * (numpy/_core/src/multiarray/nditer_*.c).
 *
 * Axis 0 is the innermost. What an operand is iterated over is bytes from its base, so that an iterator over
 * other axes can be set on another base: see nditer_rebase. */
#ifndef NDCALC_ARRAY_NDITER_H
#define NDCALC_ARRAY_NDITER_H

#include "func/results.h"

/* What an iterator can be asked for: X(name, bit, text). */
#define NDITER_FLAGS(X)                                                                                      \
    X(BUFFERED, 0, "buffered")                                                                               \
    X(C_INDEX, 1, "c_index")                                                                                 \
    X(COPY_IF_OVERLAP, 2, "copy_if_overlap")                                                                 \
    X(COMMON_DTYPE, 3, "common_dtype")                                                                       \
    X(DELAY_BUFALLOC, 4, "delay_bufalloc")                                                                   \
    X(EXTERNAL_LOOP, 5, "external_loop")                                                                     \
    X(F_INDEX, 6, "f_index")                                                                                 \
    X(GROW_INNER, 7, "grow_inner")                                                                           \
    X(MULTI_INDEX, 8, "multi_index")                                                                         \
    X(RANGED, 9, "ranged")                                                                                   \
    X(REFS_OK, 10, "refs_ok")                                                                                \
    X(REDUCE_OK, 11, "reduce_ok")                                                                            \
    X(ZEROSIZE_OK, 12, "zerosize_ok")

/* The same for an operand. */
#define OPERAND_FLAGS(X)                                                                                     \
    X(ALIGNED, 0, "aligned")                                                                                 \
    X(ALLOCATE, 1, "allocate")                                                                               \
    X(ARRAYMASK, 2, "arraymask")                                                                             \
    X(COPY, 3, "copy")                                                                                       \
    X(CONTIG, 4, "contig")                                                                                   \
    X(NBO, 5, "nbo")                                                                                         \
    X(NO_SUBTYPE, 6, "no_subtype")                                                                           \
    X(NO_BROADCAST, 7, "no_broadcast")                                                                       \
    X(ASSUME_ELEMENTWISE, 8, "overlap_assume_elementwise")                                                   \
    X(READONLY, 9, "readonly")                                                                               \
    X(READWRITE, 10, "readwrite")                                                                            \
    X(UPDATEIFCOPY, 11, "updateifcopy")                                                                      \
    X(VIRTUAL, 12, "virtual")                                                                                \
    X(WRITEONLY, 13, "writeonly")                                                                            \
    X(WRITEMASKED, 14, "writemasked")

#define NDITER_BIT(name, bit, text)  ITER_##name = 1 << (bit),
#define OPERAND_BIT(name, bit, text) OPERAND_##name = 1 << (bit),
enum { NDITER_FLAGS(NDITER_BIT) };
enum { OPERAND_FLAGS(OPERAND_BIT) };
#undef NDITER_BIT
#undef OPERAND_BIT

typedef struct NdOperand {
    /* as it was asked for */
    unsigned flags;
    DType asked;     /* NO_DTYPE: the array's own */
    const int *axes; /* the array's axis for each of the iterator's, the outermost first, -1: none; NULL: its
                        axes are the last ones. Only read while the iterator is built */

    Tensor *array;    /* counted; NULL until it is allocated */
    Tensor *original; /* what `array`, a copy, is to be written back to, counted; NULL: nothing */
    Tensor *buffer;   /* of buffered operands */
    DType dtype;      /* of the values */
    DType lies;       /* of the array, which may be given another one meanwhile */
    bool reads, writes, masked;
    bool casts;      /* the values cannot be the array's elements: they are cast, or to lie side by side */
    bool copied;     /* the array is to be copied, since others share its memory */
    bool reduces;    /* written where it is stretched */
    bool buffered;   /* of buffered iterators: whether this operand is */
    bool one_stride; /* the elements of a buffer are equally far from each other in the array */

    char *base;    /* the array's first element, or where an iterator around this one stands */
    int64_t start; /* bytes from there to where iteration begins */
    int64_t at;    /* … to the element; of buffered iterators, to the first of those in the buffer */
    int64_t
        shown; /* bytes to the value, of buffered operands from the start of the buffer, else from the base */
    int64_t step;              /* of buffered iterators: from one value to the next */
    int64_t outer_step, outer; /* the same for the steps of a reduction's outer axis */
} NdOperand;

typedef struct NdIter {
    unsigned flags; /* as above */
    int ndim, operands;
    int mask;               /* the operand that is the mask; -1: none */
    bool one;               /* there is but one step */
    bool reduces;           /* of buffered iterators: two loops over each buffer */
    bool forced;            /* the order of the axes was asked for */
    int64_t size, from, to; /* steps in all, and those that are taken */
    int64_t index;          /* of the step, if ranged or buffered */
    int8_t perm[AXES_MAX];  /* which axis this was, from the innermost; -1 - it: backwards */
    int64_t dim[AXES_MAX], place[AXES_MAX];
    int64_t *stride;    /* of each axis one for each operand, and one for the index; see axis_strides */
    NdOperand *operand; /* one more than there are: the last is the index, whose `at` it is */
    /* buffered iterators */
    int64_t room;              /* how many values a buffer holds at most */
    int64_t filled, end;       /* values in the buffer now, and the step behind the last of them */
    int64_t core, core_offset; /* buffers begin at multiples of the core, if they can */
    int outer_axis;            /* buffers do not go beyond this axis */
    int64_t outer_size, outer_place;
} NdIter;

static inline int64_t *axis_strides(const NdIter *it, int axis)
{
    return it->stride + (ptrdiff_t)axis * (it->operands + 1);
}
/* The axis as it was before the iterator chose their order, the outermost first, of an array of so many axes;
 * below 0: that array has not so many. */
static inline int axis_before(const NdIter *it, int axis, int ndim, bool *backwards)
{
    int p = it->perm[axis];
    *backwards = p < 0;
    return p < 0 ? ndim + p : ndim - p - 1;
}

/* How to build one. The operands' flags, asked, axes and array (counted by the caller) are set. */
typedef struct NdPlan {
    unsigned flags;
    int operands;
    NdOperand *operand;
    int ndim;             /* of axes and shape; -1: neither is given */
    const int64_t *shape; /* itershape; NULL: not given */
    char order;           /* 'C', 'F', 'A', 'K' */
    Casting casting;
    int64_t buffersize; /* 0: NumPy's */
} NdPlan;

/* Plans from Python's values. */
bool nditer_read_flags(Run *, Value, unsigned *flags);
/* The operands and their flags. What the plan holds is freed by nditer_plan_free, in either case. */
bool nditer_read_operands(Run *, Value op, Value flags, NdPlan *);
/* A dtype for each operand, or one for all. */
bool nditer_read_dtypes(Run *, Value, NdPlan *);
/* op_axes: for each operand None or as many axes as all others have. `room` is for AXES_MAX ints each. */
bool nditer_read_axes(Run *, Value, NdPlan *, int *room);
void nditer_plan_free(NdPlan *);

/* Which axes each of the iterators goes along. */
typedef struct Nest {
    int count;
    int axes;           /* of all together */
    int *axis, *starts; /* starts: count + 1 */
} Nest;
bool nditer_read_nest(Run *, Value, Nest *);

/* NULL on error. It counts the arrays for itself, and can be freed by nditer_close alone. */
NdIter *nditer_new(Run *, const NdPlan *);
/* Writes back what is not written yet, and frees. False if that failed. */
bool nditer_close(Run *, NdIter *);
NdIter *nditer_copy(Run *, const NdIter *);
/* What copies are there for: whether one is to be written back. */
bool nditer_writes_back(const NdIter *);

/* moving */
bool nditer_next(Run *, NdIter *, bool *more);
bool nditer_reset(Run *, NdIter *);
void nditer_go(NdIter *, int64_t index); /* sets the place, not the buffers */
/* Begins anew, each operand with this first element. */
bool nditer_rebase(Run *, NdIter *, const NdIter *outer);
bool nditer_go_to_index(Run *, NdIter *, int64_t iterindex);
bool nditer_go_to_flat(Run *, NdIter *, int64_t index);
bool nditer_go_to_place(Run *, NdIter *, const int64_t *place);
bool nditer_range(Run *, NdIter *, int64_t from, int64_t to);
bool nditer_remove_axis(Run *, NdIter *, int64_t axis);
bool nditer_remove_places(Run *, NdIter *);
bool nditer_external_loop(Run *, NdIter *);
void nditer_merge_axes(NdIter *);

/* it.name = what, for an iterator of any class; *known false: not one of nditer's. */
bool nditer_set(Run *, Value iterator, const char *name, Value what, bool *known);

/* buffers */
void nditer_plan_buffers(NdIter *, int64_t buffersize);
bool nditer_new_buffers(Run *, NdIter *);
bool nditer_fill(Run *, NdIter *);  /* from the place on */
bool nditer_flush(Run *, NdIter *); /* what was written goes to the arrays */

/* asking */
int64_t nditer_index(const NdIter *);
void nditer_place(const NdIter *, int64_t *place); /* the multi-index */
void nditer_shape(const NdIter *, int64_t *dim);
static inline bool nditer_delays(const NdIter *it)
{
    return (it->flags & ITER_BUFFERED) && (it->flags & ITER_DELAY_BUFALLOC);
}
/* The values of an operand: one, or with the external loop those of a line. */
Tensor *nditer_value(const NdIter *, int operand);
/* The whole operand as the iterator goes through it. */
Tensor *nditer_view(const NdIter *, int operand);

#endif
