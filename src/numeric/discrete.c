/* discrete.c: whole random numbers. */
#include "numeric/distributions.h"

#include "numeric/ziggurat.h"

#include <math.h>
#include <stdlib.h>

static double uniform(Rng *rng) { return bitgen_double(rng->bits); }
static double least(double a, double b) { return a < b ? a : b; }

/* log gamma, from S. Zhang and J. M. Jin, "Computation of special functions" (1996). The C library's is
 * better, but which draws are rejected hangs on it. */
static double log_gamma(double x)
{
    static const double a[10] = { 8.333333333333333e-02,  -2.777777777777778e-03, 7.936507936507937e-04,
                                  -5.952380952380952e-04, 8.417508417508418e-04,  -1.917526917526918e-03,
                                  6.410256410256410e-03,  -2.955065359477124e-02, 1.796443723688307e-01,
                                  -1.39243221690590e+00 };
    if (x == 1.0 || x == 2.0)
        return 0.0;
    int64_t n = x < 7.0 ? (int64_t)(7 - x) : 0;
    double high = x + (double)n, square = 1.0 / high * (1.0 / high), sum = a[9];
    for (int k = 8; k >= 0; k--)
        sum = sum * square + a[k];
    double result = sum / high + 0.5 * 1.8378770664093453 + (high - 0.5) * log(high) - high;
    for (int64_t k = 1; k <= n; k++) {
        result -= log(high - 1.0);
        high -= 1.0;
    }
    return result;
}

/* log(k!): exact to the last bit for small k, then Stirling's series. */
/* floor(x); INT64_MIN where that is no int64, as x86-64 has it and so NumPy. */
static int64_t whole(double x) { return x >= -0x1p63 && x < 0x1p63 ? (int64_t)floor(x) : INT64_MIN; }

static double log_factorial(int64_t k)
{
    int sign;
    double x = (double)k;
    if (k < 126)
        return lgamma_r(x + 1, &sign);
    return (x + 0.5) * log(x) - x + (0.9189385332046728 + 1.0 / x * (1 / 12.0 - 1 / (360.0 * x * x)));
}

/* Poisson ------------------------------------------------------------------------------------------------ */

static int64_t poisson_by_products(Rng *rng, double lam)
{
    double limit = exp(-lam), product = 1.0;
    for (int64_t count = 0;; count++) {
        product *= uniform(rng);
        if (!(product > limit))
            return count;
    }
}

/* W. Hörmann, "The transformed rejection method for generating Poisson random variables" (1993): PTRS. */
static int64_t poisson_by_rejection(Rng *rng, double lam)
{
    double b = 0.931 + 2.53 * sqrt(lam), a = -0.059 + 0.02483 * b, log_lam = log(lam);
    double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4), vr = 0.9277 - 3.6224 / (b - 2);
    for (;;) {
        double u = uniform(rng) - 0.5, v = uniform(rng), us = 0.5 - fabs(u);
        int64_t k = whole((2 * a / us + b) * u + lam + 0.43);
        if (us >= 0.07 && v <= vr)
            return k;
        if (k < 0 || (us < 0.013 && v > us))
            continue;
        if (log(v) + log(inverse_alpha) - log(a / (us * us) + b) <=
            -lam + (double)k * log_lam - log_gamma((double)k + 1))
            return k;
    }
}

static int64_t poisson(Rng *rng, double lam)
{
    return lam >= 10 ? poisson_by_rejection(rng, lam) : lam == 0 ? 0 : poisson_by_products(rng, lam);
}

int64_t draw_poisson(Rng *rng, const Number *p) { return poisson(rng, p[0].f); }

int64_t draw_negative_binomial(Rng *rng, const Number *p)
{
    return poisson(rng, (1 - p[1].f) / p[1].f * draw_gamma_of(rng, p[0].f));
}

/* binomial ----------------------------------------------------------------------------------------------- */

static bool is_set(const Binomial *b, int64_t n, double p) { return b->set && b->n == n && b->p == p; }

static void set_inversion(Rng *rng, int64_t n, double p)
{
    Binomial *b = &rng->binomial;
    *b = (Binomial){ .set = true, .n = n, .p = p, .q = 1.0 - p, .c = (double)n * p };
    b->r = exp((double)n * (rng->legacy ? log(b->q) : log1p(-p)));
    b->m = (int64_t)least((double)n, b->c + 10.0 * sqrt(b->c * b->q + 1));
}

static int64_t binomial_by_inversion(Rng *rng, int64_t n, double p)
{
    Binomial *b = &rng->binomial;
    if (!is_set(b, n, p))
        set_inversion(rng, n, p);
    int64_t x = 0;
    double px = b->r, u = uniform(rng);
    while (u > px) {
        if (++x > b->m) {
            x = 0;
            px = b->r;
            u = uniform(rng);
        } else {
            u -= px;
            px = ((double)(n - x + 1) * p * px) / ((double)x * b->q);
        }
    }
    return x;
}

static void set_btpe(Binomial *b, int64_t n, double p)
{
    *b = (Binomial){ .set = true, .n = n, .p = p, .r = least(p, 1.0 - p) };
    double count = (double)n;
    b->q = 1.0 - b->r;
    b->fm = count * b->r + b->r;
    b->m = whole(b->fm);
    b->p1 = floor(2.195 * sqrt(count * b->r * b->q) - 4.6 * b->q) + 0.5;
    b->xm = (double)b->m + 0.5;
    b->xl = b->xm - b->p1;
    b->xr = b->xm + b->p1;
    b->c = 0.134 + 20.5 / (15.3 + (double)b->m);
    double a = (b->fm - b->xl) / (b->fm - b->xl * b->r);
    b->laml = a * (1.0 + a / 2.0);
    a = (b->xr - b->fm) / (b->xr * b->q);
    b->lamr = a * (1.0 + a / 2.0);
    b->p2 = b->p1 * (1.0 + 2.0 * b->c);
    b->p3 = b->p2 + b->c / b->laml;
    b->p4 = b->p3 + b->c / b->lamr;
}

/* Stirling's correction of a factorial. */
static double stirling(double x)
{
    double square = x * x;
    return (13680. - (462. - (132. - (99. - 140. / square) / square) / square) / square) / x / 166320.;
}

/* Is y far from the mode accepted, by the logarithm of the density? */
static bool btpe_by_logs(const Binomial *b, int64_t y, double v)
{
    double x1 = (double)y + 1, f1 = (double)b->m + 1, n = (double)b->n, z = n + 1 - (double)b->m;
    double w = n - (double)y + 1;
    double limit = b->xm * log(f1 / x1) + ((double)(b->n - b->m) + 0.5) * log(z / w) +
                   (double)(y - b->m) * log(w * b->r / (x1 * b->q));
    /* All four are added, as in the paper, though two should be subtracted; and the 13680 is its 13860. */
    limit = limit + stirling(f1) + stirling(z) + stirling(x1) + stirling(w);
    return !(v > limit);
}

/* Is y accepted, the draw's height being v? */
static bool btpe_accepts(const Binomial *b, int64_t y, double v)
{
    int64_t k = llabs(y - b->m);
    double spread = (double)b->n * b->r * b->q, far = (double)k;
    if (!(k > 20 && far < spread / 2.0 - 1)) {
        double s = b->r / b->q, a = s * (double)(b->n + 1), density = 1.0;
        for (int64_t i = b->m + 1; i <= y; i++)
            density *= a / (double)i - s;
        for (int64_t i = y + 1; i <= b->m; i++)
            density /= a / (double)i - s;
        return !(v > density);
    }
    /* The square wraps around, as NumPy's does. */
    double rho = far / spread * ((far * (far / 3.0 + 0.625) + 0.16666666666666666) / spread + 0.5);
    double t = (double)(int64_t) - ((uint64_t)k * (uint64_t)k) / (2 * spread), height = log(v);
    if (height < t - rho)
        return true;
    return !(height > t + rho) && btpe_by_logs(b, y, height);
}

/* V. Kachitvichyanukul and B. W. Schmeiser, "Binomial random variate generation" (1988): BTPE. */
static int64_t binomial_by_btpe(Rng *rng, int64_t n, double p)
{
    Binomial *b = &rng->binomial;
    if (!is_set(b, n, p))
        set_btpe(b, n, p);
    for (;;) {
        double u = uniform(rng) * b->p4, v = uniform(rng);
        int64_t y;
        if (u <= b->p1) { /* the triangle in the middle */
            y = whole(b->xm - b->p1 * v + u);
            return p > 0.5 ? n - y : y;
        }
        if (u <= b->p2) { /* the parallelograms beside it */
            double x = b->xl + (u - b->p1) / b->c;
            v = v * b->c + 1.0 - fabs((double)b->m - x + 0.5) / b->p1;
            if (v > 1.0)
                continue;
            y = whole(x);
        } else if (u <= b->p3) { /* the left tail */
            if (v == 0.0)
                continue;
            y = whole(b->xl + log(v) / b->laml);
            if (y < 0)
                continue;
            v = v * (u - b->p2) * b->laml;
        } else { /* the right one */
            if (v == 0.0)
                continue;
            y = whole(b->xr - log(v) / b->lamr);
            if (y > n)
                continue;
            v = v * (u - b->p3) * b->lamr;
        }
        if (btpe_accepts(b, y, v))
            return p > 0.5 ? n - y : y;
    }
}

int64_t draw_binomial_of(Rng *rng, int64_t n, double p)
{
    if (!rng->legacy && (n == 0 || p == 0.0))
        return 0;
    double small = p <= 0.5 ? p : 1.0 - p;
    int64_t drawn =
        small * (double)n <= 30.0 ? binomial_by_inversion(rng, n, small) : binomial_by_btpe(rng, n, small);
    return p <= 0.5 ? drawn : n - drawn;
}

int64_t draw_binomial(Rng *rng, const Number *p) { return draw_binomial_of(rng, p[0].i, p[1].f); }

void draw_multinomial(Rng *rng, int64_t n, int64_t kinds, const double *p, int64_t *counts)
{
    double rest = 1.0;
    for (int64_t i = 0; i < kinds - 1; i++) {
        counts[i] = draw_binomial_of(rng, n, p[i] / rest);
        n -= counts[i];
        if (n <= 0)
            return;
        rest -= p[i];
    }
    if (n > 0 && kinds > 0)
        counts[kinds - 1] = n;
}

/* geometric, zipf, logseries -------------------------------------------------------------------------------
 */

int64_t draw_geometric(Rng *rng, const Number *parameter)
{
    double p = parameter[0].f;
    if (p < 0.333333333333333333333333) {
        double z = rng->legacy ? ceil(log1p(-uniform(rng)) / log(1 - p))
                               : ceil(-ziggurat_exponential(rng->bits) / log1p(-p));
        return z >= 0x1p63 && !rng->legacy ? INT64_MAX : whole(z);
    }
    int64_t x = 1;
    double sum = p, product = p, q = 1.0 - p, u = uniform(rng);
    while (u > sum) {
        product *= q;
        sum += product;
        x++;
    }
    return x;
}

/* L. Devroye, "Non-uniform random variate generation" (1986), chapter X.6.1. */
int64_t draw_zipf(Rng *rng, const Number *p)
{
    if (p[0].f >= 1025) /* 2 ** (a - 1) would overflow; more than 1 is next to impossible */
        return 1;
    double am1 = p[0].f - 1.0, b = pow(2.0, am1), lowest = pow((double)INT64_MAX, -am1);
    for (;;) {
        double u = uniform(rng);
        u = rng->legacy ? 1.0 - u : u * lowest + (1 - u);
        double v = uniform(rng), x = floor(pow(u, -1.0 / am1));
        if (x > (double)INT64_MAX || x < 1.0)
            continue;
        double t = pow(1.0 + 1.0 / x, am1);
        if (v * x * (t - 1.0) / (b - 1.0) <= t / b)
            return whole(x);
    }
}

/* A. W. Kemp, "Efficient generation of logarithmically distributed pseudo-random variables" (1981). */
int64_t draw_logseries(Rng *rng, const Number *parameter)
{
    double p = parameter[0].f, r = rng->legacy ? log(1.0 - p) : log1p(-p);
    for (;;) {
        double v = uniform(rng);
        if (v >= p)
            return 1;
        double u = uniform(rng), q = rng->legacy ? 1.0 - exp(r * u) : -expm1(r * u);
        if (v > q * q)
            return v >= q ? 1 : 2;
        if (v == 0.0)
            continue;
        int64_t drawn = whole(1 + log(v) / log(q));
        if (drawn >= 1)
            return drawn;
    }
}

/* hypergeometric -------------------------------------------------------------------------------------------
 */

/* One item after the other; of the smaller part, whether it is what is drawn or what is left. */
static int64_t hypergeometric_by_items(Rng *rng, int64_t good, int64_t bad, int64_t sample)
{
    int64_t total = good + bad, left = good, items = sample > total / 2 ? total - sample : sample, of = total;
    for (; items > 0 && left > 0 && of > left; items--)
        left -= (int64_t)bitgen_interval(rng->bits, (uint64_t)--of) < left;
    if (of == left)
        left -= items;
    return sample > total / 2 ? left : good - left;
}

/* E. Stadlober, "The ratio of uniforms approach for generating discrete random variates" (1990): HRUA. */
static int64_t hypergeometric_by_ratio(Rng *rng, int64_t good, int64_t bad, int64_t sample)
{
    int64_t all = good + bad, drawn = sample < all - sample ? sample : all - sample;
    int64_t few = good < bad ? good : bad, many = good < bad ? bad : good, k;
    double (*const log_fact)(int64_t) = log_factorial;
    double p = (double)few / (double)all, q = (double)many / (double)all, a = (double)drawn * p + 0.5;
    double c = sqrt((double)(all - drawn) * (double)drawn * p * q / (double)(all - 1) + 0.5);
    double h = 1.7155277699214135 * c + 0.8989161620588988;
    int64_t mode = whole((double)(drawn + 1) * (double)(few + 1) / (double)(all + 2));
    double g = log_fact(mode) + log_fact(few - mode) + log_fact(drawn - mode) + log_fact(many - drawn + mode);
    double end = least((double)((drawn < few ? drawn : few) + 1), floor(a + 16 * c));
    for (;;) {
        double u = uniform(rng), v = uniform(rng), x = a + h * (v - 0.5) / u;
        if (x < 0.0 || x >= end)
            continue;
        k = whole(x);
        double t = g - (log_fact(k) + log_fact(few - k) + log_fact(drawn - k) + log_fact(many - drawn + k));
        if (u * (4.0 - u) - 3.0 <= t)
            break;
        if (u * (u - t) < 1 && 2.0 * log(u) <= t)
            break;
    }
    if (good > bad)
        k = drawn - k;
    return drawn < sample ? good - k : k;
}

static int64_t legacy_by_items(Rng *rng, int64_t good, int64_t bad, int64_t sample)
{
    int64_t rest = bad + good - sample, k = sample;
    double few = (double)(good < bad ? good : bad), y = few;
    while (y > 0.0) {
        y -= (double)whole(uniform(rng) + y / (double)(rest + k));
        if (--k == 0)
            break;
    }
    int64_t drawn = (int64_t)(few - y);
    return good > bad ? sample - drawn : drawn;
}

static int64_t legacy_by_ratio(Rng *rng, int64_t good, int64_t bad, int64_t sample)
{
    int64_t few = good < bad ? good : bad, many = good < bad ? bad : good, all = good + bad, k;
    int64_t m = sample < all - sample ? sample : all - sample;
    double d4 = (double)few / (double)all, d5 = 1.0 - d4, d6 = (double)m * d4 + 0.5;
    double d7 = sqrt((double)(all - m) * (double)sample * d4 * d5 / (double)(all - 1) + 0.5);
    double d8 = 1.7155277699214135 * d7 + 0.8989161620588988;
    int64_t d9 = whole((double)(m + 1) * (double)(few + 1) / (double)(all + 2));
    double d10 = log_gamma((double)(d9 + 1)) + log_gamma((double)(few - d9 + 1)) +
                 log_gamma((double)(m - d9 + 1)) + log_gamma((double)(many - m + d9 + 1));
    double d11 = least((double)(m < few ? m : few) + 1.0, floor(d6 + 16 * d7));
    for (;;) {
        double x = uniform(rng), y = uniform(rng), w = d6 + d8 * (y - 0.5) / x;
        if (w < 0.0 || w >= d11)
            continue;
        k = whole(w);
        double t = d10 - (log_gamma((double)(k + 1)) + log_gamma((double)(few - k + 1)) +
                          log_gamma((double)(m - k + 1)) + log_gamma((double)(many - m + k + 1)));
        if (x * (4.0 - x) - 3.0 <= t)
            break;
        if (x * (x - t) < 1 && 2.0 * log(x) <= t)
            break;
    }
    if (good > bad)
        k = m - k;
    return m < sample ? good - k : k;
}

int64_t draw_hypergeometric_of(Rng *rng, int64_t good, int64_t bad, int64_t sample)
{
    if (rng->legacy)
        return sample > 10  ? legacy_by_ratio(rng, good, bad, sample)
               : sample > 0 ? legacy_by_items(rng, good, bad, sample)
                            : 0;
    return sample >= 10 && sample <= good + bad - 10 ? hypergeometric_by_ratio(rng, good, bad, sample)
                                                     : hypergeometric_by_items(rng, good, bad, sample);
}

int64_t draw_hypergeometric(Rng *rng, const Number *p)
{
    return draw_hypergeometric_of(rng, p[0].i, p[1].i, p[2].i);
}

/* Draws what is left where that is less. */
static void take_complement(int64_t kinds, const int64_t *colors, int64_t *counts)
{
    for (int64_t i = 0; i < kinds; i++)
        counts[i] = colors[i] - counts[i];
}

void draw_marginals(Rng *rng, int64_t total, int64_t kinds, const int64_t *colors, int64_t sample,
                    int64_t *counts)
{
    bool more_than_half = sample > total / 2;
    int64_t left = more_than_half ? total - sample : sample, rest = total;
    if (total == 0 || sample == 0)
        return;
    for (int64_t i = 0; left > 0 && i + 1 < kinds; i++) {
        rest -= colors[i];
        counts[i] = draw_hypergeometric_of(rng, colors[i], rest, left);
        left -= counts[i];
    }
    if (left > 0)
        counts[kinds - 1] = left;
    if (more_than_half)
        take_complement(kinds, colors, counts);
}

void draw_counts(Rng *rng, int64_t total, int64_t kinds, const int64_t *colors, int64_t sample, int64_t *all,
                 int64_t *counts)
{
    bool more_than_half = sample > total / 2;
    int64_t items = more_than_half ? total - sample : sample;
    for (int64_t i = 0; i < items; i++) {
        int64_t k = i + (int64_t)bitgen_interval(rng->bits, (uint64_t)(total - i - 1)), kind = all[k];
        all[k] = all[i];
        all[i] = kind;
        counts[kind]++;
    }
    if (more_than_half)
        take_complement(kinds, colors, counts);
}
