/* linear.h: systems of equations, factors and singular values of small matrices, on plain C arrays.
 *
 * Matrices lie by columns, without gaps, as LAPACK has them; elements are doubles or, where `z` is true,
 * complex doubles. Real systems of up to LINEAR_OWN rows are solved as OpenBLAS solves them
 * (numeric/gauss.h), real systems and factors past them by blocks (numeric/blocked.h); the rest is LAPACK's
 * work, if the machine has it (numeric/blas.h), else it takes longer. */
#ifndef NDCALC_NUMERIC_LINEAR_H
#define NDCALC_NUMERIC_LINEAR_H

#include <stdbool.h>
#include <stdint.h>

enum { LINEAR_OWN = 48 };

/* Factors a (n by n) in place into L and U with row exchanges: swap[i] is the row that row i changed places
 * with. The answer is the number of the first pivot that is 0, counted from 1, or 0 if none is. */
int64_t linear_lu(bool z, int64_t n, void *a, int64_t *swap);
/* b (n by m) becomes the solution x of a x = b, where `lu` and `swap` are a's. */
void linear_solve(bool z, int64_t n, const void *lu, const int64_t *swap, int64_t m, void *b);
/* The lower triangle of a becomes that of its Cholesky factor, the rest 0; false if a is not positive
 * definite. Only the lower triangle is read. */
bool linear_cholesky(bool z, int64_t n, void *a);
/* The singular values of a (n by m), largest first, min(n, m) of them. a is spoiled. False if they were not
 * found. */
bool linear_singular(bool z, int64_t n, int64_t m, void *a, double *value);

#endif
