/* decompose_blocks.h: eigenvectors and singular vectors of large real matrices, the way back by blocks.
 *
 * As LAPACK's dsyevd and dgesdd: a matrix is reduced to two diagonals, their vectors are found by dividing
 * and conquering, and the reflections of the reduction turn these into the matrix's own. LAPACK does the
 * first two parts, numeric/householder.h the third, with as many multiplications as the others together. */
#ifndef NDCALC_NUMERIC_DECOMPOSE_BLOCKS_H
#define NDCALC_NUMERIC_DECOMPOSE_BLOCKS_H

#include <stdbool.h>
#include <stdint.h>

/* Whether a matrix of so many elements is one for these: its least size large enough, and no element so
 * large, so small or so little a number that LAPACK would scale it first. */
bool blocks_fit(int64_t least, int64_t count, const double *a);

/* As decompose_hermitian and decompose_svd (numeric/decompose.h) answer. *done: there is a LAPACK, and the
 * shape is one of these: the lower half with vectors; no side as long as 11/6 of the other, which dgesdd
 * begins with a QR. Else nothing happened. */
bool blocks_symmetric(int64_t n, double *a, double *value, bool *done);
bool blocks_svd(bool full, int64_t n, int64_t m, double *a, double *value, double *u, double *v, bool *done);

#endif
