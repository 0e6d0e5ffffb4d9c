/* householder.h: orthogonal factors of large real matrices, by blocks of Householder's reflections.
 *
 * A reflection is 1 - tau v v', where v begins with zeros and a 1; a block of k of them is 1 - V T V' with T
 * an upper triangle, so that all but the factoring of narrow panels is products (R. Schreiber and C. Van
 * Loan, "A storage-efficient WY representation for products of Householder transformations", 1989; panels
 * within panels as E. Elmroth and F. Gustavson, "Applying recursion to serial and parallel QR factorization",
 * 2000). Matrices lie by columns, without gaps; signs and what is stored where are LAPACK's (dgeqrf, dorgqr).
 * All elements are finite. Where *stop is not 0 they come back soon, with nothing of use; stop may be NULL.
 */
#ifndef NDCALC_NUMERIC_HOUSEHOLDER_H
#define NDCALC_NUMERIC_HOUSEHOLDER_H

#include <stdint.h>

/* The reflection that makes x (n long) beta and zeros: x becomes beta and the rest of v; the answer is tau.
 */
double householder_reflection(int64_t n, double *x);
/* a (n by m) becomes R in its upper triangle and the rest of each v, without its 1, below; tau has min(n, m)
 * elements. */
void householder_qr(int64_t n, int64_t m, double *a, double *tau, const volatile int *stop);
/* a (n by m), whose first k columns are such v's, becomes the first m columns of Q; k <= m <= n. */
void householder_q(int64_t n, int64_t m, int64_t k, double *a, const double *tau, const volatile int *stop);
/* c (n by m, columns `step` apart) becomes Q c, where v (its columns `v_step` apart) holds Q's k reflections.
 */
void householder_apply(int64_t n, int64_t k, const double *v, int64_t v_step, const double *tau, int64_t m,
                       double *c, int64_t step);

#endif
