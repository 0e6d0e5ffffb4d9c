/* decompose_blocks.h: eigenvectors and singular vectors of large real matrices, there and back by blocks.
 *
 * As LAPACK's dsyevd and dgesdd: a matrix is reduced to two diagonals (numeric/tridiagonal.h), their vectors
 * are found by dividing and conquering, which is LAPACK's part, and the reflections of the reduction turn
 * these into the matrix's own (numeric/householder.h). */
#ifndef NDCALC_NUMERIC_DECOMPOSE_BLOCKS_H
#define NDCALC_NUMERIC_DECOMPOSE_BLOCKS_H

#include <stdbool.h>
#include <stdint.h>

/* Whether a matrix of so many elements is one for these: its least size large enough, and no element so
 * large, so small or so little a number that LAPACK would scale it first. */
bool blocks_fit(int64_t least, int64_t count, const double *a);

/* As decompose_hermitian and decompose_svd (numeric/decompose.h) answer. *done is false, and nothing
 * happened, where there is no memory or no LAPACK that is needed; for vectors of an upper half, whose signs
 * LAPACK finds from the other end; and where a side is 11/6 of the other, which dgesdd begins with a QR. */
bool blocks_symmetric(int64_t n, bool upper, bool vectors, double *a, double *value, bool *done);
bool blocks_svd(bool full, int64_t n, int64_t m, double *a, double *value, double *u, double *v, bool *done);

#endif
