/* decompose_own.h: what decompose.h declares, for machines without LAPACK: always on complex doubles. */
#ifndef NDCALC_NUMERIC_DECOMPOSE_OWN_H
#define NDCALC_NUMERIC_DECOMPOSE_OWN_H

#include <stdbool.h>
#include <stdint.h>

typedef double _Complex Element;

/* of_real: the matrix has no imaginary parts, so its values are real or come in pairs. vector may be NULL. */
bool own_eigen(bool of_real, int64_t n, Element *a, Element *value, Element *vector);
bool own_hermitian(bool upper, int64_t n, Element *a, double *value);
void own_qr(int64_t n, int64_t m, Element *a, Element *tau);
void own_q(int64_t n, int64_t columns, int64_t k, Element *a, const Element *tau);
bool own_svd(bool full, int64_t n, int64_t m, Element *a, double *value, Element *u, Element *v);
bool own_least_squares(int64_t n, int64_t m, int64_t k, Element *a, Element *b, double rcond, double *value,
                       int64_t *rank);

#endif
