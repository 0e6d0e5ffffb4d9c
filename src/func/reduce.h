/* reduce.h: folding an array along axes with a binary elementwise function: np.sum and kin, and the methods
 * of ufuncs. */
#ifndef NDCALC_FUNC_REDUCE_H
#define NDCALC_FUNC_REDUCE_H

#include "func/func.h"

/* What a row adds to its loops so that it can fold. */
typedef struct Reduction {
    enum { NO_IDENTITY, ZERO, ONE, MINUS_ONE, MINUS_INFINITY, IS_FALSE, IS_TRUE } identity;
    bool reorderable; /* several axes at once make sense */
    bool widens;      /* small integers and bools are folded as int64 or uint64 */
} Reduction;

extern const Reduction reduces_sum[1], reduces_product[1], reduces_or[1], reduces_and[1], reduces_xor[1],
    reduces_extreme[1], reduces_bits[1], reduces_all_bits[1], reduces_zero[1], reduces_logs[1];

/* What a reduction is asked for beside the array. */
typedef struct Fold {
    DType dtype;           /* to fold in; NO_DTYPE: by the rule */
    Tensor *out;           /* NULL: a new one */
    Tensor *where;         /* bool; NULL: all */
    Value initial;         /* V_ABSENT: the identity, if there is one; V_NONE: the first element */
    bool marked[AXES_MAX]; /* the axes to fold */
    bool keepdims;
    bool keep_array; /* a 0-d result stays an array */
    bool typed_only;
} Fold;

/* ufunc.reduce: `row` is an elementwise one. */
bool fold_reduce(Run *, const Func *row, Tensor *, const Fold *, Value *out);
/* ufunc.accumulate along one axis. */
bool fold_accumulate(Run *, const Func *row, Tensor *, int axis, DType, Tensor *out, bool typed_only,
                     Value *result);
/* The dtype in which a row folds elements of a dtype, and its loop; an error if it cannot. */
bool fold_dtype(Run *, const Func *row, DType of, const Fold *, DType *work, Loop **loop);
/* Several axes, only for functions that do not mind. */
bool fold_check_axes(Run *, const Func *row, int ndim, const bool marked[]);
/* The shape that is left. */
void fold_shape(const Tensor *, const bool marked[], bool keepdims, Shape *);

/* argmax.c: the rule of np.argmax and, where the row's extra is 1, of np.argmin. */
Infer infer_search;

/* reads the parameters of a row: out (an array or None: "return arrays must be of ArrayType"), keepdims,
 * where */
bool arg_array_out(Call *, int i, Tensor **out);
bool arg_keepdims(Call *, int i, bool *out);
bool arg_where(Call *, int i, Tensor **owned);

#endif
