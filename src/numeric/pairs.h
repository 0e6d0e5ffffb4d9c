/* pairs.h: real matrices of two by two, taken apart as LAPACK does, so that their parts have its order and
 * its signs. Matrices lie by columns. */
#ifndef NDCALC_NUMERIC_PAIRS_H
#define NDCALC_NUMERIC_PAIRS_H

#include <stdbool.h>

/* Two real eigenvalues and their vectors, one a column. False: there are none that lie apart, or the matrix
 * is diagonal. */
bool pair_eigen(const double a[4], double value[2], double vector[4]);
/* a is u diag(value) v. False: its elements are too large or too small. */
bool pair_svd(const double a[4], double u[4], double value[2], double v[4]);

#endif
