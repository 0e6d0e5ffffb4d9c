/* distributions.h: random numbers of many distributions, the same numbers as NumPy's from the same bits.
 *
 * `legacy` chooses the ways of np.random.RandomState, which are frozen: the polar method for normal numbers,
 * inversion for exponential ones, and some formulas that have been improved since. Parameters are not checked
 * here. */
#ifndef NDCALC_NUMERIC_DISTRIBUTIONS_H
#define NDCALC_NUMERIC_DISTRIBUTIONS_H

#include "numeric/bitgen.h"

/* What binomial draws work out from n and p, kept for the next draw. */
typedef struct Binomial {
    bool set;
    int64_t n;
    double p;
    double r, q, fm, p1, xm, xl, xr, c, laml, lamr, p2, p3, p4;
    int64_t m;
} Binomial;

typedef struct Rng {
    BitGen *bits;
    bool legacy;
    bool has_gauss; /* legacy: the polar method makes two numbers; `gauss` is the other one */
    double gauss;
    Binomial binomial;
} Rng;

/* A parameter of a distribution: a real number or a whole one, as the distribution has it. */
typedef union Number {
    double f;
    int64_t i;
} Number;

typedef double DrawReal(Rng *, const Number *);
typedef int64_t DrawWhole(Rng *, const Number *);

/* X(name): the parameters are those of NumPy's methods, in their order. */
#define REAL_DISTRIBUTIONS(X)                                                                                \
    X(beta)                                                                                                  \
    X(chisquare)                                                                                             \
    X(exponential)                                                                                           \
    X(f)                                                                                                     \
    X(gamma)                                                                                                 \
    X(gumbel)                                                                                                \
    X(laplace)                                                                                               \
    X(logistic)                                                                                              \
    X(lognormal)                                                                                             \
    X(noncentral_chisquare)                                                                                  \
    X(noncentral_f)                                                                                          \
    X(normal)                                                                                                \
    X(pareto)                                                                                                \
    X(power)                                                                                                 \
    X(rayleigh)                                                                                              \
    X(standard_cauchy)                                                                                       \
    X(standard_exponential)                                                                                  \
    X(standard_gamma)                                                                                        \
    X(standard_normal)                                                                                       \
    X(standard_t) X(triangular) X(vonmises) X(wald) X(weibull) X(uniform) /* low, and high - low */
#define WHOLE_DISTRIBUTIONS(X)                                                                               \
    X(binomial) /* n whole */                                                                                \
    X(geometric) X(hypergeometric) /* all whole */ X(logseries) X(negative_binomial) X(poisson) X(zipf)

#define DECLARE(name) DrawReal draw_##name;
REAL_DISTRIBUTIONS(DECLARE)
#undef DECLARE
#define DECLARE(name) DrawWhole draw_##name;
WHOLE_DISTRIBUTIONS(DECLARE)
#undef DECLARE

float draw_standard_gamma_f(BitGen *, float shape);
double draw_beta_of(Rng *, double a, double b);
double draw_gamma_of(Rng *, double shape);
int64_t draw_binomial_of(Rng *, int64_t n, double p);
int64_t draw_hypergeometric_of(Rng *, int64_t good, int64_t bad, int64_t sample);

/* counts[i] of `n` draws among `kinds` kinds with these probabilities; counts are 0 before. */
void draw_multinomial(Rng *, int64_t n, int64_t kinds, const double *p, int64_t *counts);
/* counts[i] of `sample` draws without putting back, from colors[i] of each kind. By the marginals, or by
 * shuffling `all`, room for the `total` items. */
void draw_marginals(Rng *, int64_t total, int64_t kinds, const int64_t *colors, int64_t sample,
                    int64_t *counts);
void draw_counts(Rng *, int64_t total, int64_t kinds, const int64_t *colors, int64_t sample, int64_t *all,
                 int64_t *counts);

#endif
