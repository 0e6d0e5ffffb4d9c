/* tridiagonal.h: large real matrices reduced to two or three diagonals by reflections on both sides.
 *
 * The first part of finding eigenvalues and singular values. A panel of reflections is gathered before what
 * is right of it and below is changed, by one product; half of the work is left as products of the matrix
 * and one vector, which wait for memory (J. Dongarra, S. Hammarling and D. Sorensen, "Block reduction of
 * matrices to condensed forms for eigenvalue computations", 1989). Those read each element once: of a
 * symmetric matrix one half, and of another for the column's product and the row's at the same time (G.
 * Howell, J. Demmel, C. Fulton, S. Hammarling and K. Marmol, "Cache efficient bidiagonalization using BLAS
 * 2.5 operators", 2008). Threads share them.
 *
 * Matrices lie padded, as numeric/thin.h says, with columns of zeros up to a padded number too; all elements
 * are finite. Signs are LAPACK's (dsytrd with the lower half, dgebrd). False: there is no memory. */
#ifndef NDCALC_NUMERIC_TRIDIAGONAL_H
#define NDCALC_NUMERIC_TRIDIAGONAL_H

#include <stdbool.h>
#include <stdint.h>

/* a (n by n, symmetric; its lower half is read) = Q T Q': T's diagonals of n and n - 1 elements. Column j of
 * a becomes the rest of Q's reflection j, which begins at row j + 1, as numeric/householder.h has them; tau
 * has n - 1. */
bool tridiagonal(int64_t n, double *a, int64_t step, double *diagonal, double *beside, double *tau);

/* The diagonal becomes such a matrix's eigenvalues, in rising order; both diagonals' elements are finite, and
 * `beside` is spoiled. By the QL algorithm without square roots of Pal, Walker and Kahan, as LAPACK's dsterf.
 * False: they were not found, or there is no memory. */
bool tridiagonal_values(int64_t n, double *diagonal, double *beside);

/* a (n by m, n >= m) = Q B P': B's diagonals of m and m - 1 elements, the second above the first. Column j
 * of a becomes the rest of Q's reflection j, which begins at row j, column j of p (m by m) that of P's, which
 * begins at row j + 1; q_tau has m, p_tau m - 1. */
bool bidiagonal(int64_t n, int64_t m, double *a, int64_t step, double *p, int64_t p_step, double *diagonal,
                double *beside, double *q_tau, double *p_tau);

#endif
