/* decompose.h: eigenvalues, orthogonal factors, singular vectors and least squares, on plain C arrays.
 *
 * Matrices lie by columns, without gaps, as LAPACK has them; elements are doubles or, where `z` is true,
 * complex doubles. Large real matrices are taken apart by blocks (numeric/householder.h); the rest is
 * LAPACK's work even where it is small, since signs and last digits of these factors are its own; where the
 * machine has none, the algorithms of decompose_own.c do it with the same conventions. No size is 0. What
 * takes `stop` comes back soon where *stop is not 0, with nothing of use. */
#ifndef NDCALC_NUMERIC_DECOMPOSE_H
#define NDCALC_NUMERIC_DECOMPOSE_H

#include <stdbool.h>
#include <stdint.h>

/* Eigenvalues of a (n by n, spoiled) and, unless vector is NULL, its eigenvectors as columns of length 1. The
 * values of a real matrix are real or come in conjugate pairs. False if they were not found. */
bool decompose_eigen(bool z, int64_t n, void *a, double _Complex *value, double _Complex *vector);
/* The same for a Hermitian matrix, of which one half is read: values in rising order; if `vectors`, a becomes
 * them. */
bool decompose_hermitian(bool z, bool upper, bool vectors, int64_t n, void *a, double *value);
/* a (n by m) becomes R in its upper triangle and Householder's vectors below it; tau has min(n, m) elements.
 */
void decompose_qr(bool z, int64_t n, int64_t m, void *a, void *tau, const volatile int *stop);
/* a (n by columns), whose first k columns hold Householder's vectors, becomes the first columns of Q. */
void decompose_q(bool z, int64_t n, int64_t columns, int64_t k, void *a, const void *tau,
                 const volatile int *stop);
/* a (n by m, spoiled) = u diag(value) v. u is n by n and v m by m if `full`, else n by min and min by m.
 * False if they were not found. */
bool decompose_svd(bool z, bool full, int64_t n, int64_t m, void *a, double *value, void *u, void *v);
/* The x of least length for which a x is next to b. b has max(n, m) rows and k columns: n rows are given, m
 * rows come back, and where n > m and the rank is m, the squares of the other rows sum up to the residues.
 * Singular values (in value) up to rcond times the first are taken as 0. */
bool decompose_least_squares(bool z, int64_t n, int64_t m, int64_t k, void *a, void *b, double rcond,
                             double *value, int64_t *rank);

#endif
