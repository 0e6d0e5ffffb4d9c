/* thin.h: vectors and a few columns in step with them, the small change of reducing a matrix by panels.
 *
 * All lie padded: on 64-byte boundaries, in lengths of whole Lanes, with zeros after their ends. */
#ifndef NDCALC_NUMERIC_THIN_H
#define NDCALC_NUMERIC_THIN_H

#include "numeric/part.h"

/* A length as it is padded, and the boundary before a place. */
static inline int64_t padded(int64_t n) { return (n + 7) & ~(int64_t)7; }
static inline int64_t boundary(int64_t i) { return i & ~(int64_t)7; }

/* y -= a x, where a is n by k and y is n long. */
void thin_subtract(int64_t n, int64_t k, Part a, const double *x, double *y);
/* y = a' x, where a is n by k and y is k long. */
void thin_dots(int64_t n, int64_t k, Part a, const double *x, double *y);

#endif
