/* linalg.h: what the functions of np.linalg share. */
#ifndef NDCALC_LINALG_LINALG_H
#define NDCALC_LINALG_LINALG_H

#include "func/sheet.h"

/* LinAlgErrors: "1-dimensional array given. Array must be at least two-dimensional", "Last 2 dimensions of
 * the array must be square". */
bool linalg_check_stacked(Run *, const Tensor *);
bool linalg_check_square(Run *, const Tensor *);
/* A copy in the dtype of the work (float64 or complex128, as `dtype` is real or complex), every matrix by
 * columns: its last two axes are exchanged. */
Tensor *linalg_by_columns(Run *, Tensor *, DType dtype);
/* Stores matrices that lie by columns into a tensor that has them by rows. */
bool linalg_store_columns(Run *, Tensor *columns, Tensor *out);
/* How many matrices a stack has, and the size of one. */
static inline int64_t linalg_stack_size(const Tensor *a) { return shape_size(a->ndim - 2, a->dim); }
static inline size_t linalg_matrix_bytes(const Tensor *a)
{
    return (size_t)(a->dim[a->ndim - 1] * a->dim[a->ndim - 2]) * tensor_itemsize(a);
}
/* The dtype of results: float32 and complex64 if all operands are single, else float64 or complex128.
 * TypeError "array type float16 is unsupported in linalg". */
bool linalg_dtype(Run *, int n, Tensor *const operand[], DType *result);
/* Both: an array, or V_ABSENT after an error. */
Value linalg_svdvals(Run *, Tensor *);
/* np.linalg.name(…) on a sheet. */
Value linalg_np(Sheet *, const char *name, int n, const Value arg[]);

#endif
