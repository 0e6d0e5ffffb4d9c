/* gemv.h: products with a vector of doubles, rounded as OpenBLAS rounds them.
 *
 * Its kernels sum in an order that depends on how the matrix lies and on the places in groups of four; the
 * order is that of its kernels for AVX-512, on every processor. From sizes on that it shares among threads it
 * is not kept. */
#ifndef NDCALC_NUMERIC_GEMV_H
#define NDCALC_NUMERIC_GEMV_H

#include <stdbool.h>
#include <stdint.h>

#include "numeric/matmul.h"

/* out = a b, where a is n by k and b k by m, and n or m is 1. False: these are no operands for BLAS, or too
 * large; nothing happened. */
bool gemv(int64_t n, int64_t k, int64_t m, Matrix a, Matrix b, Matrix out);

/* The product of two lines of n numbers, any steps apart. */
double gemv_dot(int64_t n, const double *x, int64_t xs, const double *y, int64_t ys);

/* y -= a x, where the n rows of a are side by side and its k columns `step` apart; x is `xs` apart. */
void gemv_subtract(int64_t n, int64_t k, const double *a, int64_t step, const double *x, int64_t xs,
                   double *y);

#endif
