/* math_gamma.h: the gamma function and its logarithm, bit for bit Python's. */
#ifndef NDCALC_PYTHON_MATH_GAMMA_H
#define NDCALC_PYTHON_MATH_GAMMA_H

#include <stdbool.h>

double math_gamma(double); /* NaN and infinite at its poles */
double math_lgamma(double);

#endif
