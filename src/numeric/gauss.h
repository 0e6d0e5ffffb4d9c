/* gauss.h: factors and solutions of systems of few equations, rounded as OpenBLAS rounds them.
 *
 * NumPy leaves these to OpenBLAS, which takes the sums of small systems in an order of its own, with fused
 * multiplications and additions where the processor has AVX-512. Here it is that order, on every processor:
 * so inverses show NumPy's digits, and the same matrices are singular. */
#ifndef NDCALC_NUMERIC_GAUSS_H
#define NDCALC_NUMERIC_GAUSS_H

#include <stdbool.h>
#include <stdint.h>

/* These answer what linear_lu, linear_solve and linear_cholesky do (numeric/linear.h), for up to LINEAR_OWN
 * rows of doubles.
 */
int64_t gauss_lu(int64_t n, double *a, int64_t *swap);
void gauss_solve(int64_t n, const double *lu, const int64_t *swap, int64_t m, double *b);
bool gauss_cholesky(int64_t n, double *a);
/* The singular values of two rows of two: how far apart they are is all that is left of a singular matrix.
 * False: it is for others, being too large or too small. */
bool gauss_singular(const double a[4], double value[2]);

#endif
