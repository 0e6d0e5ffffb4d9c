/* index.h: a[…] and a[…] = v, for every kind of index NumPy has.
 *
 * The value floor turns Python values into Index items; here they meet the array. */
#ifndef NDCALC_TENSOR_INDEX_H
#define NDCALC_TENSOR_INDEX_H

#include "tensor/tensor.h"

typedef struct Index {
    enum { INDEX_INT, INDEX_SLICE, INDEX_NEWAXIS, INDEX_ELLIPSIS, INDEX_ARRAY, INDEX_MASK } kind;
    int64_t at;                         /* INDEX_INT */
    int64_t start, stop, step;          /* INDEX_SLICE: as written … */
    bool has_start, has_stop, has_step; /* … where false, left out */
    enum {
        SLICE_FINE,
        SLICE_NO_INT,
        SLICE_NO_STEP
    } wrong;       /* what was written is no slice: told when its turn comes */
    Tensor *array; /* INDEX_ARRAY: an integer tensor (int64); INDEX_MASK: a bool one, 0-d for True and False.
                      Borrowed */
    bool was_list; /* an empty list, say, gives an int64 index; a scalar (0-d) array of ints is INDEX_ARRAY */
} Index;

enum { INDEX_MAX = 2 * AXES_MAX };

/* True if the result is a view: no arrays and masks among the items. */
bool index_is_basic(int n, const Index item[]);
/* dtype and shape only: DIM_UNKNOWN where a mask without data decides. NULL on IndexError, in NumPy's words.
 */
Tensor *index_infer(Run *, Tensor *, int n, const Index item[]);
/* The elements of a 1-d array that an int64 array names, into one of its shape. False: IndexError. */
bool index_take(Run *, Tensor *, Tensor *index, Tensor *result);
/* IndexError "index 5 is out of bounds for axis 0 with size 3"; always false. */
bool index_out_of_bounds(Run *, int64_t index, int axis, int64_t size);
/* a[items]: a view for basic items, else a copy. NULL on IndexError. A basic index that names one element
 * gives a 0-d view; *scalar tells whether NumPy answers a scalar (all axes consumed by ints, no ellipsis). */
Tensor *index_get(Run *, Tensor *, int n, const Index item[], bool *scalar);
/* a[items] = value, cast as assignment casts (unsafely). ValueError "assignment destination is read-only",
 * "could not broadcast input array …", "shape mismatch: value array of shape (3,) could not be broadcast to
 * indexing result of shape (2,)", "NumPy boolean array indexing assignment cannot assign 3 input values to
 * the 2 output values …". */
bool index_set(Run *, Tensor *, int n, const Index item[], Tensor *value);

/* Whether an index fits, but for the shapes of arrays of ints and what stands in them: IndexError, in NumPy's
 * words. */
bool index_check(Run *, const Tensor *, int n, const Index item[]);
/* Whether a slice is one: "slice indices must be integers or None or have an __index__ method", "slice step
 * cannot be zero". */
bool slice_check(Run *, const Index *);
/* Where slice start:stop:step falls on an axis of `size`: the first index and the number of elements. */
void slice_resolve(const Index *, int64_t size, int64_t *first, int64_t *step, int64_t *count);
/* The same, with the index where it ends in place of the number. */
void slice_bounds(const Index *, int64_t size, int64_t *start, int64_t *stop, int64_t *step);

#endif
