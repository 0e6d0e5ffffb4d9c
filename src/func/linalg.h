/* linalg.h: what the functions of np.linalg share. */
#ifndef NDCALC_FUNC_LINALG_H
#define NDCALC_FUNC_LINALG_H

#include "func/func.h"

/* The dtype of results: float32 and complex64 if all operands are single, else float64 or complex128.
 * TypeError "array type float16 is unsupported in linalg". */
bool linalg_dtype(Run *, int n, Tensor *const operand[], DType *result);
/* The shape and dtype of a stack's singular values. LinAlgError for less than two axes. */
bool linalg_singular_shape(Run *, Tensor *, DType *, Shape *);
/* The singular values of each matrix of a stack into `out`, which is C-contiguous. */
bool linalg_singular(Run *, Tensor *, Tensor *out);
/* Both: an array, or V_ABSENT after an error. */
Value linalg_svdvals(Run *, Tensor *);

#endif
