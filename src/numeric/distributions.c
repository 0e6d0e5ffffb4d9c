/* distributions.c: real random numbers. What is not cited is inversion: the formula of the quantile. */
#include "numeric/distributions.h"

#include "numeric/ziggurat.h"

#include <math.h>

static double uniform(Rng *rng) { return bitgen_double(rng->bits); }

/* G. Marsaglia's polar method; the second number of a pair is returned first. */
static double polar_normal(Rng *rng)
{
    if (rng->has_gauss) {
        rng->has_gauss = false;
        double held = rng->gauss;
        rng->gauss = 0;
        return held;
    }
    double x, y, r;
    do {
        x = 2.0 * uniform(rng) - 1.0;
        y = 2.0 * uniform(rng) - 1.0;
        r = x * x + y * y;
    } while (r >= 1.0 || r == 0.0);
    double factor = sqrt(-2.0 * log(r) / r);
    rng->gauss = factor * x;
    rng->has_gauss = true;
    return factor * y;
}

static double normal(Rng *rng) { return rng->legacy ? polar_normal(rng) : ziggurat_normal(rng->bits); }
static double exponential(Rng *rng)
{
    return rng->legacy ? -log(1.0 - uniform(rng)) : ziggurat_exponential(rng->bits);
}

double draw_standard_normal(Rng *rng, const Number *p) { return (void)p, normal(rng); }
double draw_normal(Rng *rng, const Number *p) { return p[0].f + p[1].f * normal(rng); }
double draw_lognormal(Rng *rng, const Number *p) { return exp(draw_normal(rng, p)); }
double draw_standard_exponential(Rng *rng, const Number *p) { return (void)p, exponential(rng); }
double draw_exponential(Rng *rng, const Number *p) { return p[0].f * exponential(rng); }
double draw_uniform(Rng *rng, const Number *p) { return p[0].f + p[1].f * uniform(rng); }

/* Shapes below 1: J. H. Ahrens and U. Dieter (1974), as D. E. Knuth tells it. */
static double small_gamma(Rng *rng, double shape)
{
    for (;;) {
        double u = uniform(rng), v = exponential(rng);
        if (u <= 1.0 - shape) {
            double x = pow(u, 1. / shape);
            if (x <= v)
                return x;
        } else {
            double y = -log((1 - u) / shape), x = pow(1.0 - shape + shape * y, 1. / shape);
            if (x <= v + y)
                return x;
        }
    }
}

/* G. Marsaglia and W. W. Tsang, "A simple method for generating gamma variables" (2000). */
double draw_gamma_of(Rng *rng, double shape)
{
    if (shape == 1.0)
        return exponential(rng);
    if (shape == 0.0)
        return 0.0;
    if (shape < 1.0)
        return small_gamma(rng, shape);
    double b = shape - 1. / 3., c = 1. / sqrt(9 * b);
    for (;;) {
        double x, v;
        do {
            x = normal(rng);
            v = 1.0 + c * x;
        } while (v <= 0.0);
        v = v * v * v;
        double u = uniform(rng);
        if (u < 1.0 - 0.0331 * (x * x) * (x * x) || log(u) < 0.5 * x * x + b * (1. - v + log(v)))
            return b * v;
    }
}

static float small_gamma_f(BitGen *bits, float shape)
{
    for (;;) {
        float u = bitgen_float(bits), v = ziggurat_exponential_f(bits);
        if (u <= 1.0f - shape) {
            float x = powf(u, 1.0f / shape);
            if (x <= v)
                return x;
        } else {
            float y = -logf((1.0f - u) / shape), x = powf(1.0f - shape + shape * y, 1.0f / shape);
            if (x <= v + y)
                return x;
        }
    }
}

float draw_standard_gamma_f(BitGen *bits, float shape)
{
    if (shape == 1.0f)
        return ziggurat_exponential_f(bits);
    if (shape == 0.0f)
        return 0.0f;
    if (shape < 1.0f)
        return small_gamma_f(bits, shape);
    float b = shape - 1.0f / 3.0f, c = 1.0f / sqrtf(9.0f * b);
    for (;;) {
        float x, v;
        do {
            x = ziggurat_normal_f(bits);
            v = 1.0f + c * x;
        } while (v <= 0.0f);
        v = v * v * v;
        float u = bitgen_float(bits);
        if (u < 1.0f - 0.0331f * (x * x) * (x * x) || logf(u) < 0.5f * x * x + b * (1.0f - v + logf(v)))
            return b * v;
    }
}

double draw_standard_gamma(Rng *rng, const Number *p) { return draw_gamma_of(rng, p[0].f); }
double draw_gamma(Rng *rng, const Number *p) { return p[1].f * draw_gamma_of(rng, p[0].f); }

/* Where x or y underflows to 0, so that x / (x + y) says nothing: the same by logarithms. */
static double beta_by_logs(Rng *rng, double log_x, double log_y)
{
    if (rng->legacy) {
        double most = log_x > log_y ? log_x : log_y;
        log_x -= most;
        log_y -= most;
        return exp(log_x - log(exp(log_x) + exp(log_y)));
    }
    double delta = log_x - log_y;
    return delta > 0 ? exp(-log1p(exp(-delta))) : exp(delta - log1p(exp(delta)));
}

/* M. D. Jöhnk (1964). */
static double small_beta(Rng *rng, double a, double b)
{
    if (!rng->legacy && a < 3e-103 && b < 3e-103) /* all but surely 0 or 1 */
        return (a + b) * uniform(rng) < a;
    for (;;) {
        double u = uniform(rng), v = uniform(rng), x = pow(u, 1.0 / a), y = pow(v, 1.0 / b);
        if (!(x + y <= 1.0) || (!rng->legacy && !(u + v > 0.0)))
            continue;
        if (rng->legacy ? x + y > 0 : x > 0 && y > 0)
            return x / (x + y);
        return beta_by_logs(rng, log(u) / a, log(v) / b);
    }
}

double draw_beta_of(Rng *rng, double a, double b)
{
    if (a <= 1.0 && b <= 1.0)
        return small_beta(rng, a, b);
    double x = draw_gamma_of(rng, a), y = draw_gamma_of(rng, b);
    return x / (x + y);
}

double draw_beta(Rng *rng, const Number *p) { return draw_beta_of(rng, p[0].f, p[1].f); }

static double chisquare(Rng *rng, double df) { return 2.0 * draw_gamma_of(rng, df / 2.0); }

static double noncentral_chisquare(Rng *rng, double df, double nonc)
{
    if (!rng->legacy && isnan(nonc))
        return NAN;
    if (nonc == 0)
        return chisquare(rng, df);
    if (1 < df) {
        double central = chisquare(rng, df - 1), n = normal(rng) + sqrt(nonc);
        return central + n * n;
    }
    int64_t more = (int64_t)(2 * (uint64_t)draw_poisson(rng, &(Number){ .f = nonc / 2.0 }));
    double drawn = chisquare(rng, df + (double)more);
    return isnan(nonc) ? NAN : drawn;
}

double draw_chisquare(Rng *rng, const Number *p) { return chisquare(rng, p[0].f); }
double draw_noncentral_chisquare(Rng *rng, const Number *p)
{
    return noncentral_chisquare(rng, p[0].f, p[1].f);
}

double draw_f(Rng *rng, const Number *p)
{
    double above = chisquare(rng, p[0].f) * p[1].f, below = chisquare(rng, p[1].f) * p[0].f;
    return above / below;
}

double draw_noncentral_f(Rng *rng, const Number *p)
{
    double above = noncentral_chisquare(rng, p[0].f, p[2].f) * p[1].f;
    return above / (chisquare(rng, p[1].f) * p[0].f);
}

double draw_standard_t(Rng *rng, const Number *p)
{
    double above = normal(rng), below = draw_gamma_of(rng, p[0].f / 2);
    return sqrt(p[0].f / 2) * above / sqrt(below);
}

double draw_standard_cauchy(Rng *rng, const Number *p)
{
    (void)p;
    double above = normal(rng);
    return above / normal(rng);
}

double draw_pareto(Rng *rng, const Number *p)
{
    double x = exponential(rng) / p[0].f;
    return rng->legacy ? exp(x) - 1 : expm1(x);
}

double draw_weibull(Rng *rng, const Number *p)
{
    return p[0].f == 0.0 ? 0.0 : pow(exponential(rng), 1. / p[0].f);
}

double draw_power(Rng *rng, const Number *p)
{
    double x = exponential(rng);
    return pow(rng->legacy ? 1 - exp(-x) : -expm1(-x), 1. / p[0].f);
}

double draw_rayleigh(Rng *rng, const Number *p)
{
    return p[0].f * (rng->legacy ? sqrt(-2.0 * log1p(-uniform(rng))) : sqrt(2.0 * exponential(rng)));
}

double draw_laplace(Rng *rng, const Number *p)
{
    double u;
    do
        u = uniform(rng);
    while (!(u > 0.0));
    return u >= 0.5 ? p[0].f - p[1].f * log(2.0 - u - u) : p[0].f + p[1].f * log(u + u);
}

double draw_gumbel(Rng *rng, const Number *p)
{
    double u;
    do
        u = 1.0 - uniform(rng);
    while (!(u < 1.0));
    return p[0].f - p[1].f * log(-log(u));
}

double draw_logistic(Rng *rng, const Number *p)
{
    double u;
    do
        u = uniform(rng);
    while (!(u > 0.0));
    return p[0].f + p[1].f * log(u / (1.0 - u));
}

/* J. R. Michael, W. R. Schucany and R. W. Haas (1976); the newer form of the root does not cancel. */
double draw_wald(Rng *rng, const Number *p)
{
    double mean = p[0].f, scale = p[1].f, y = normal(rng), x;
    y = mean * y * y;
    if (rng->legacy) {
        double half = mean / (2 * scale);
        x = mean + half * (y - sqrt(4 * scale * y + y * y));
    } else {
        double d = 1 + sqrt(1 + 4 * scale / y);
        x = mean * (1 - 2 / d);
    }
    return uniform(rng) <= mean / (mean + x) ? x : mean * mean / x;
}

/* The angle within -pi … pi, as NumPy brings it there. */
static double wrap_angle(double angle)
{
    double wrapped = fmod(fabs(angle) + M_PI, 2 * M_PI) - M_PI;
    return angle < 0 ? wrapped * -1 : wrapped;
}

/* So concentrated that it is a normal distribution. */
static double narrow_vonmises(Rng *rng, double mu, double kappa)
{
    double angle = mu + sqrt(1. / kappa) * normal(rng);
    if (angle < -M_PI)
        angle += 2 * M_PI;
    if (angle > M_PI)
        angle -= 2 * M_PI;
    return angle;
}

/* D. J. Best and N. I. Fisher, "Efficient simulation of the von Mises distribution" (1979). */
double draw_vonmises(Rng *rng, const Number *p)
{
    double mu = p[0].f, kappa = p[1].f, s;
    if (isnan(kappa))
        return NAN;
    if (kappa < 1e-8)
        return M_PI * (2 * uniform(rng) - 1);
    if (kappa < 1e-5) {
        s = 1. / kappa + kappa;
    } else if (!rng->legacy && !(kappa <= 1e6)) {
        return narrow_vonmises(rng, mu, kappa);
    } else {
        double r = 1 + sqrt(1 + 4 * kappa * kappa), rho = (r - sqrt(2 * r)) / (2 * kappa);
        s = (1 + rho * rho) / (2 * rho);
        if (!(s > 1)) /* nothing below would ever be taken */
            return narrow_vonmises(rng, mu, kappa);
    }
    for (;;) {
        double z = cos(M_PI * uniform(rng)), w = (1 + s * z) / (s + z), y = kappa * (s - w), v = uniform(rng);
        if (y * (2 - y) - v >= 0 || log(y / v) + 1 - y >= 0) {
            double angle = acos(w);
            return wrap_angle((uniform(rng) < 0.5 ? -angle : angle) + mu);
        }
    }
}

double draw_triangular(Rng *rng, const Number *p)
{
    double left = p[0].f, mode = p[1].f, right = p[2].f;
    double base = right - left, left_base = mode - left, u = uniform(rng);
    if (u <= left_base / base)
        return left + sqrt(u * (left_base * base));
    return right - sqrt((1.0 - u) * ((right - mode) * base));
}
