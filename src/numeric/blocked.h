/* blocked.h: factors of large real matrices, found by halves, so that nearly all of the work is products.
 *
 * Matrices lie by columns, without gaps. After S. Toledo, "Locality of reference in LU decomposition with
 * partial pivoting" (1997): the left half is factored, the right half solved with it, what is left is
 * factored again. */
#ifndef NDCALC_NUMERIC_BLOCKED_H
#define NDCALC_NUMERIC_BLOCKED_H

#include <stdbool.h>
#include <stdint.h>

/* These answer what linear_lu, linear_solve and linear_cholesky do (numeric/linear.h), for doubles. */
int64_t blocked_lu(int64_t n, double *a, int64_t *swap);
void blocked_solve(int64_t n, const double *lu, const int64_t *swap, int64_t m, double *b);
bool blocked_cholesky(int64_t n, double *a);

#endif
