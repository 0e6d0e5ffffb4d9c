/* contract.h: sums of products over the axes of tensors, which dot, matmul, tensordot and einsum come to. */
#ifndef NDCALC_LINALG_CONTRACT_H
#define NDCALC_LINALG_CONTRACT_H

#include "func/func.h"
#include "numeric/matmul.h"

/* The dtype in which products of a dtype are summed: float32 for float16, else the dtype itself. */
DType contract_dtype(DType);
/* What numeric/matmul.h calls its elements; of a dtype that contract_dtype gave. */
ProductType contract_type(DType);

/* Matrices in memory: the first one, its strides, and those from one matrix to the next along each axis of
 * the stack. */
typedef struct Stack {
    Matrix matrix;
    int64_t stride[AXES_MAX];
} Stack;

/* out = a b for a stack of matrices, n by k and k by m, over (ndim, dim); strides of 0 repeat a matrix;
 * by_blas: see numeric/matmul.h. The
 * data of out is apart from that of a and b. False after Ctrl-C. */
bool contract(Run *, ProductType, bool by_blas, int ndim, const int64_t *dim, int64_t n, int64_t k, int64_t m,
              const Stack *a, const Stack *b, const Stack *out);

/* An operand in the dtype that products of `dtype` are summed in, complex ones conjugated if asked for;
 * counted for the caller. NULL on error. The tensor is no argument's own room (arg_held). */
Tensor *contract_operand(Run *, Tensor *, DType dtype, bool conjugate);
/* Where the product is to be computed: `out`, counted once more, if it has the dtype of the sums and shares
 * no memory with a and b; else a new tensor of its shape. */
Tensor *contract_room(Run *, DType dtype, Tensor *out, const Tensor *a, const Tensor *b);
/* Stores what was computed in a room into `out`, and drops the room. */
bool contract_store(Run *, Tensor *room, Tensor *out);

/* out[i…, j…, m] = sum over k of a[i…, k] b[j…, k, m], where `axis` is the axis of b that is summed over. All
 * three have the dtype of the sums; a and b have an axis at least. */
bool contract_last(Run *, Tensor *a, Tensor *b, int axis, Tensor *out);

/* True if the sizes are the same or one of them is not known. */
static inline bool dim_fits(int64_t a, int64_t b) { return a == b || a == DIM_UNKNOWN || b == DIM_UNKNOWN; }

/* a @= b, where a is an array: np.matmul with a as its `out`. *out is a, counted once more. */
bool matmul_inplace(Run *, Value a, Value b, Value *out);

/* np.NAME(a, b, out=out) for an elementwise row of two operands; `out` may be NULL, then *result is what it
 * gives. */
bool contract_elementwise(Run *, const char *name, Tensor *a, Tensor *b, Tensor *out, Value *result);

#endif
