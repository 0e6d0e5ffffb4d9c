/* fuse.h: elementwise operations that are not computed one by one.
 *
 * A pending tensor has dtype and shape and, instead of data, the operation that would make it. Its operands
 * may be pending, too: the whole expression is then computed block by block, each block small enough to stay
 * in the cache, and only the result has memory of its own. What comes out is, bit by bit, what one operation
 * after the other gives, on any number of threads: elements do not depend on each other, and sums keep the
 * order of NumPy's pairwise tree.
 *
 * A pending tensor is an operand of the operation that is evaluated next, or is forced; it is never a
 * variable's. */
#ifndef NDCALC_TENSOR_FUSE_H
#define NDCALC_TENSOR_FUSE_H

#include "numeric/chain.h"
#include "tensor/walk.h"

enum {
    FUSE_IN = 3,
    FUSE_OPERATIONS = 16, /* of one expression, at most */
};
/* Elements: below, temporaries stay in the cache anyway. The fuzz targets are built with few. */
#ifndef FUSE_LEAST
#define FUSE_LEAST 4096
#endif

typedef struct Operation {
    Loop *loop;
    ChainOp chain;    /* the same in registers, where it is of doubles; NO_CHAIN: there is none */
    const char *name; /* whose floating-point errors these are; NULL: they mean nothing */
    int nin;
    Tensor *in[FUSE_IN]; /* each broadcasts to the result; pending ones have its shape */
    DType work[FUSE_IN]; /* what the loop takes; operands of another dtype are cast on the way */
} Operation;

static inline bool tensor_pending(const Tensor *t) { return t->object.flags & TENSOR_PENDING; }
/* The operation's result, pending: it counts the operands; 0-d ones are copied. NULL: it cannot be fused (the
 * memory of an operand lies in another order, rows are too short); it is to be computed as usual, pending
 * operands forced. */
Tensor *fuse_pending(DType, int ndim, const int64_t *dim, const Operation *);
/* Computes the data of a pending tensor; others have it. False: MemoryError, Ctrl-C, or a floating-point
 * error that np.errstate raises; it is pending then as before. */
bool fuse_force(Run *, Tensor *);
/* The same into the data of another tensor of this dtype and shape, in C order; the pending one, which nobody
 * else holds, is dropped. */
bool fuse_into(Run *, Tensor *, Tensor *to);
/* The sum of all elements of a float64 or float32 tensor, pending or not, in the order of NumPy's. `sum` is
 * one element. *done false: not this one. */
bool fuse_sum(Run *, Tensor *, void *sum, bool *done);
void fuse_drop(Tensor *); /* what tensor_free does first */

#endif
