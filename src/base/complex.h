/* complex.h: C's complex numbers; clang lacks CMPLX, which makes one of its parts without arithmetic. */
#ifndef NDCALC_BASE_COMPLEX_H
#define NDCALC_BASE_COMPLEX_H

#include <complex.h>

#ifndef CMPLX
#define CMPLX(re, im) __builtin_complex((double)(re), (double)(im))
#endif

#endif
