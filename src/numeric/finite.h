/* finite.h: whether numbers are finite. */
#ifndef NDCALC_NUMERIC_FINITE_H
#define NDCALC_NUMERIC_FINITE_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

/* Neither nan nor infinite, all of them; no number is passed over, so that they are looked at by vectors. */
static inline bool all_finite(int64_t n, const double *x)
{
    bool finite = true;
    for (int64_t i = 0; i < n; i++)
        finite &= isfinite(x[i]) != 0;
    return finite;
}

#endif
