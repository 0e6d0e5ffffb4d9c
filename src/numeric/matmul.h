/* matmul.h: products of vectors and matrices on plain C arrays, with any strides.
 *
 * A product of two elements is added to the sum in the order of the shared index wherever the sum is short
 * (PRODUCT_EXACT terms) or the matrices are small; products of float64 with a vector are gemv.h's. In a
 * product of matrices of floats it is rounded with the sum, once, where NumPy would leave it to BLAS, which
 * does so on processors that can; else by itself. Large matrices of floats go to gemm.h, of complex numbers
 * to BLAS if there is one, see blas.h. */
#ifndef NDCALC_NUMERIC_MATMUL_H
#define NDCALC_NUMERIC_MATMUL_H

#include <stdbool.h>
#include <stdint.h>

/* What elements are. Ints wrap around, so signed and unsigned ones multiply alike; bools are bytes 0 and 1,
 * joined by AND and OR. Complex numbers are pairs of floats. */
typedef enum {
    PRODUCT_BOOL,
    PRODUCT_INT8,
    PRODUCT_INT16,
    PRODUCT_INT32,
    PRODUCT_INT64,
    PRODUCT_FLOAT32,
    PRODUCT_FLOAT64,
    PRODUCT_COMPLEX64,
    PRODUCT_COMPLEX128,
    PRODUCT_TYPES
} ProductType;

enum { PRODUCT_EXACT = 32 };

/* A matrix in memory: its first element, and the bytes from one row and from one column to the next, which
 * may be 0 or negative. */
typedef struct Matrix {
    char *at;
    int64_t row, column;
} Matrix;

/* The sum of a[i] * b[i] over n elements; strides in bytes. An empty sum is 0. */
void product_dot(ProductType, int64_t n, const char *a, int64_t a_stride, const char *b, int64_t b_stride,
                 char *out);

/* out = a b, where a is n by k and b is k by m; by_blas: as NumPy computes it by BLAS, not by its own loops.
 * `out` shares no memory with a and b. Memory for a copy of parts of b is asked for only past a few
 * kilobytes. */
void product_matrix(ProductType, bool by_blas, int64_t n, int64_t k, int64_t m, Matrix a, Matrix b,
                    Matrix out);

/* Whether product_matrix has several threads for it, or may be called on one at a time only: then it is no
 * task of pool.h. */
bool product_is_shared(ProductType, int64_t n, int64_t k, int64_t m);

/* The sum of b[i] times the conjugate of a[i], for a complex type. */
void product_conjugate_dot(ProductType, int64_t n, const char *a, int64_t a_stride, const char *b,
                           int64_t b_stride, char *out);

/* out[i] = a[i] * b[i], as a sum of one product: a negative zero becomes 0. */
void product_each(ProductType, int64_t n, const char *a, int64_t a_stride, const char *b, int64_t b_stride,
                  char *out, int64_t out_stride);

int product_size(ProductType); /* bytes of an element */

#endif
