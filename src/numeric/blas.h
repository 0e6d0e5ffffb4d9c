/* blas.h: matrix products by the BLAS of the machine, if it has one.
 *
 * The library (OpenBLAS by choice, else any CBLAS) is opened at the first call, since linking it would cost
 * every start several milliseconds. Without one the caller computes by itself. */
#ifndef NDCALC_NUMERIC_BLAS_H
#define NDCALC_NUMERIC_BLAS_H

#include "numeric/matmul.h"

#include <stdbool.h>

/* out = a b, with a n by k and b k by m, all sizes above 0. False, and nothing happened: there is no library,
 * the type is none of BLAS's, a size does not fit an int, or a matrix has neither its rows nor its columns in
 * one piece. */
bool blas_product(ProductType, int64_t n, int64_t k, int64_t m, Matrix a, Matrix b, Matrix out);

/* A function of the library that was opened for linear algebra (LAPACK's names end in '_': "dgesv_"); NULL
 * without it. On a machine whose BLAS has no LAPACK in it, the LAPACK library beside it is looked into. */
void *blas_function(const char *name);

/* Whether the next work is small, in multiplications; a small one is done on one thread. */
void blas_threads(double work);

#endif
