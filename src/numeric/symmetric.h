/* symmetric.h: eigenvalues and eigenvectors of small real symmetric matrices, step by step as LAPACK finds
 * them, so that vectors have its signs. */
#ifndef NDCALC_NUMERIC_SYMMETRIC_H
#define NDCALC_NUMERIC_SYMMETRIC_H

#include <stdbool.h>
#include <stdint.h>

/* Of the lower triangle of a, n by n by columns: the values, rising, and instead of a the vectors, one a
 * column. False: they were not found; a is what it was then, but for its upper triangle. */
bool symmetric_vectors(int64_t n, double *a, double *value);

#endif
