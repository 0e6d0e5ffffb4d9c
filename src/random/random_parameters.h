/* random_parameters.h: the parameters of distributions, and numbers that have none. */
#ifndef NDCALC_RANDOM_RANDOM_PARAMETERS_H
#define NDCALC_RANDOM_RANDOM_PARAMETERS_H

#include "random/random.h"

/* Makes a parameter an array of float64, or of int64 (whole), which the call owns; anything else only where
 * the cast is safe. */
bool draw_parameter(Call *, int i, bool whole);
/* The shape that several arrays broadcast to; an error names the first two that do not fit. */
bool draw_broadcast(Run *, int n, Tensor *const operand[], Shape *out);
/* The shape of what is drawn for n parameters, arrays among them: that of `size`, which they must broadcast
 * to, or (single) their own. */
bool draw_shape(Run *, int n, Tensor *const parameter[], bool single, Shape *size);

/* What a parameter must be. */
typedef enum Check {
    FREE,
    NOT_NEGATIVE,
    POSITIVE,
    POSITIVE_NUMBER, /* and no NaN */
    PROBABILITY,     /* 0 <= p <= 1 */
    ABOVE_0,         /* 0 < p <= 1 */
    BELOW_1,         /* 0 <= p < 1 */
    ABOVE_1,
    AT_LEAST_1,
    RATE, /* of a Poisson distribution: what an int64 can count */
} Check;

extern const double draw_rate_most; /* what is beyond a whole number's range */

/* Whether a value is as it must be: else ValueError, that says what is wrong with it; many: it is one of an
 * array. */
bool draw_check_one(Run *, double x, bool whole, const char *name, Check, bool many);
double draw_sum(const double *, int64_t n); /* with W. Kahan's compensation, as NumPy sums probabilities */
bool draw_check_all(Run *, const Tensor *, const char *name, Check);

/* random_standard.c: n numbers of a kind, whose only parameter is gamma's shape. */
enum { STANDARD_UNIFORM, STANDARD_NORMAL, STANDARD_EXPONENTIAL, STANDARD_GAMMA, INVERSE_EXPONENTIAL };
void draw_standard(int kind, DType, Rng *, double shape, int64_t n, char *out);
enum { BETWEEN_LOOKS = 4096 }; /* numbers drawn before a look at the keyboard */

#endif
