/* Functions of many numbers at a time: what they make of nan, infinities and zeros, the flags they raise, and
 * that a number has the same result wherever it stands. Values and flags are NumPy's. */
#include "numeric/vector_math.h"

#include <check.h>
#include <fenv.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

typedef void Loop1(int64_t n, char *const p[], const int64_t s[]);

typedef struct Named {
    const char *name;
    Loop1 *f8, *f4;
    long double (*one)(long double);
} Named;

#define NAMED(op, c) { #op, math_##op##_f8, math_##op##_f4, c##l },
static const Named functions[] = { VECTOR_MATH1(NAMED) };
enum { FUNCTIONS = sizeof functions / sizeof *functions, LENGTH = 37 };

/* An operand that raises no flag. */
static double ordinary(const Named *f) { return strcmp(f->name, "arccosh") ? 0.5 : 1.5; }

static const Named *find(const char *name)
{
    for (int i = 0; i < FUNCTIONS; i++)
        if (!strcmp(functions[i].name, name))
            return &functions[i];
    ck_abort_msg("no function %s", name);
}

enum { INVALID = FE_INVALID, DIVIDES = FE_DIVBYZERO, OVER = FE_OVERFLOW, UNDER = FE_UNDERFLOW };

static const struct {
    const char *name;
    double x, result;
    int flags;    /* of float64 */
    int flags_f4; /* of float32; -1: not tried */
} special[] = {
    { "exp", 0.0, 1, 0, 0 },
    { "exp", -0.0, 1, 0, 0 },
    { "exp", 1e-310, 1, 0, 0 },
    { "exp", 0x1p-1074, 1, 0, 0 },
    { "exp", -INFINITY, 0, 0, 0 },
    { "exp", INFINITY, INFINITY, 0, 0 },
    { "exp", NAN, NAN, 0, 0 },
    { "exp", 1000, INFINITY, OVER, OVER },
    { "exp", 709.782712893384, 0x1.fffffffffff2ap+1023, 0, -1 },
    { "exp", 709.7827128933841, INFINITY, OVER, -1 },
    { "exp", -1000, 0, UNDER, UNDER },
    { "exp", -745, 0x1p-1074, UNDER, UNDER },
    { "exp2", 0.0, 1, 0, 0 },
    { "exp2", 1e-310, 1, 0, 0 },
    { "exp2", 10, 1024, 0, 0 },
    { "exp2", 1024, INFINITY, OVER, OVER },
    { "exp2", -1080, 0, UNDER, UNDER },
    { "exp2", -INFINITY, 0, 0, 0 },
    { "exp2", NAN, NAN, 0, 0 },
    { "expm1", -0.0, -0.0, 0, 0 },
    { "expm1", 1e-310, 1e-310, 0, -1 },
    { "expm1", 1000, INFINITY, OVER, OVER },
    { "expm1", -1000, -1, 0, 0 },
    { "expm1", INFINITY, INFINITY, 0, 0 },
    { "expm1", NAN, NAN, 0, 0 },
    { "log2", 0.0, -INFINITY, DIVIDES, DIVIDES },
    { "log2", -1, NAN, INVALID, INVALID },
    { "log2", 8, 3, 0, 0 },
    { "log2", 0x1p-1074, -1074, 0, -1 },
    { "log2", NAN, NAN, 0, 0 },
    { "log10", 0.0, -INFINITY, DIVIDES, DIVIDES },
    { "log10", -1, NAN, INVALID, INVALID },
    { "log10", 1e15, 15, 0, 0 },
    { "log10", INFINITY, INFINITY, 0, 0 },
    { "log1p", -1, -INFINITY, DIVIDES, DIVIDES },
    { "log1p", -2, NAN, INVALID, INVALID },
    { "log1p", -INFINITY, NAN, INVALID, INVALID },
    { "log1p", -0.0, -0.0, 0, 0 },
    { "log1p", 1e-310, 1e-310, 0, -1 },
    { "log1p", INFINITY, INFINITY, 0, 0 },
    { "log1p", NAN, NAN, 0, 0 },
    { "sin", -0.0, -0.0, 0, 0 },
    { "sin", 0x1p-1074, 0x1p-1074, UNDER, -1 },
    { "sin", INFINITY, NAN, INVALID, INVALID },
    { "sin", NAN, NAN, 0, 0 },
    { "sin", 1e22, -0.8522008497671888, 0, -1 },
    { "cos", 0.0, 1, 0, 0 },
    { "cos", 1e-310, 1, 0, 0 },
    { "cos", -INFINITY, NAN, INVALID, INVALID },
    { "cos", NAN, NAN, 0, 0 },
    { "tan", -0.0, -0.0, 0, 0 },
    { "tan", 1e-310, 1e-310, 0, -1 },
    { "tan", INFINITY, NAN, INVALID, INVALID },
    { "tan", NAN, NAN, 0, 0 },
    { "sinh", -0.0, -0.0, 0, 0 },
    { "sinh", 1e-310, 1e-310, 0, -1 },
    { "sinh", -1000, -INFINITY, OVER, OVER },
    { "sinh", -INFINITY, -INFINITY, 0, 0 },
    { "sinh", NAN, NAN, 0, 0 },
    { "cosh", 0.0, 1, 0, 0 },
    { "cosh", 1e-310, 1, 0, 0 },
    { "cosh", -1000, INFINITY, OVER, OVER },
    { "cosh", INFINITY, INFINITY, 0, 0 },
    { "cosh", NAN, NAN, 0, 0 },
    { "tanh", -0.0, -0.0, 0, 0 },
    { "tanh", 1e-310, 1e-310, 0, -1 },
    { "tanh", -1000, -1, 0, 0 },
    { "tanh", INFINITY, 1, 0, 0 },
    { "tanh", NAN, NAN, 0, 0 },
    { "log", 0.0, -INFINITY, DIVIDES, DIVIDES },
    { "log", -0.0, -INFINITY, DIVIDES, DIVIDES },
    { "log", -1, NAN, INVALID, INVALID },
    { "log", -INFINITY, NAN, INVALID, INVALID },
    { "log", INFINITY, INFINITY, 0, 0 },
    { "log", NAN, NAN, 0, 0 },
    { "log", 1, 0, 0, 0 },
    { "log", 0x1p-1074, -744.4400719213812, 0, -1 },
    { "arcsin", -0.0, -0.0, 0, 0 },
    { "arcsin", 1e-310, 1e-310, 0, -1 },
    { "arcsin", 1, 0x1.921fb54442d18p+0, 0, 0 },
    { "arcsin", 0.75, 0x1.b235315c680dcp-1, 0, 0 },
    { "arcsin", 1.5, NAN, INVALID, INVALID },
    { "arcsin", -INFINITY, NAN, INVALID, INVALID },
    { "arcsin", NAN, NAN, 0, 0 },
    { "arccos", 1, 0, 0, 0 },
    { "arccos", -1, 0x1.921fb54442d18p+1, 0, 0 },
    { "arccos", 0.0, 0x1.921fb54442d18p+0, 0, 0 },
    { "arccos", 1e-310, 0x1.921fb54442d18p+0, 0, 0 },
    { "arccos", -0.75, 0x1.359d26f93b6c3p+1, 0, 0 },
    { "arccos", 2, NAN, INVALID, INVALID },
    { "arccos", NAN, NAN, 0, 0 },
    { "arctan", -0.0, -0.0, 0, 0 },
    { "arctan", 1e-310, 1e-310, 0, -1 },
    { "arctan", 1, 0x1.921fb54442d18p-1, 0, 0 },
    { "arctan", -INFINITY, -0x1.921fb54442d18p+0, 0, 0 },
    { "arctan", 1e300, 0x1.921fb54442d18p+0, 0, -1 },
    { "arctan", NAN, NAN, 0, 0 },
    { "arcsinh", -0.0, -0.0, 0, 0 },
    { "arcsinh", 1e-310, 1e-310, 0, -1 },
    { "arcsinh", 1e300, 691.4686750787737, 0, -1 },
    { "arcsinh", -INFINITY, -INFINITY, 0, 0 },
    { "arcsinh", NAN, NAN, 0, 0 },
    { "arccosh", 1, 0, 0, 0 },
    { "arccosh", 0.0, NAN, INVALID, INVALID },
    { "arccosh", 1e300, 691.4686750787737, 0, -1 },
    { "arccosh", INFINITY, INFINITY, 0, 0 },
    { "arccosh", NAN, NAN, 0, 0 },
    { "arctanh", -0.0, -0.0, 0, 0 },
    { "arctanh", 1e-310, 1e-310, 0, -1 },
    { "arctanh", 1, INFINITY, DIVIDES, DIVIDES },
    { "arctanh", -1, -INFINITY, DIVIDES, DIVIDES },
    { "arctanh", 2, NAN, INVALID, INVALID },
    { "arctanh", NAN, NAN, 0, 0 },
    { "cbrt", -0.0, -0.0, 0, 0 },
    { "cbrt", -27, -3, 0, 0 },
    { "cbrt", 0x1p-1074, 0x1p-358, 0, -1 },
    { "cbrt", 8e300, 2e100, 0, -1 },
    { "cbrt", -INFINITY, -INFINITY, 0, 0 },
    { "cbrt", NAN, NAN, 0, 0 },
};
enum { SPECIALS = sizeof special / sizeof *special };

static bool same(double a, double b) { return a == b ? signbit(a) == signbit(b) : isnan(a) && isnan(b); }

/* The result of x at a place among ordinary numbers. */
static double at_place(const Named *f, bool single, double x, int64_t n, int64_t place, int *flags)
{
    union {
        double f8[LENGTH];
        float f4[LENGTH];
    } in, out;
    for (int64_t i = 0; i < n; i++) {
        double v = i == place ? x : ordinary(f);
        if (single)
            in.f4[i] = (float)v;
        else
            in.f8[i] = v;
    }
    char *p[2] = { (char *)&in, (char *)&out };
    int64_t size = single ? sizeof(float) : sizeof(double), s[2] = { size, size };
    feclearexcept(FE_ALL_EXCEPT);
    (single ? f->f4 : f->f8)(n, p, s);
    *flags = fetestexcept(FE_ALL_EXCEPT & ~FE_INEXACT);
    return single ? (double)out.f4[place] : out.f8[place];
}

START_TEST(special_values)
{
    const Named *f = find(special[_i].name);
    for (int64_t n = 1; n <= LENGTH; n += 9)
        for (int64_t place = 0; place < n; place++) {
            int flags;
            double got = at_place(f, false, special[_i].x, n, place, &flags);
            ck_assert_msg(same(got, special[_i].result) && flags == special[_i].flags,
                          "%s(%g) = %g, flags %d", f->name, special[_i].x, got, flags);
            if (special[_i].flags_f4 < 0)
                continue;
            got = at_place(f, true, special[_i].x, n, place, &flags);
            ck_assert_msg(same(got, (float)special[_i].result) && flags == special[_i].flags_f4,
                          "%s(float %g) = %g, flags %d", f->name, special[_i].x, got, flags);
        }
}
END_TEST

/* A number of any binade that repeats from run to run. */
static double number(uint64_t i)
{
    uint64_t bits = (i + 1) * 0x9e3779b97f4a7c15;
    bits = (bits ^ (bits >> 31)) * 0xbf58476d1ce4e5b9;
    double x = (double)(int64_t)bits * 0x1p-62;
    return i % 4 ? x * 20 : ldexp(x, (int)(i * 37 % 2100) - 1060);
}

/* How many units of the last place float32 may be off: NumPy's own polynomials err by up to 1.5, 2.5 and 3.8.
 */
static float single_error(const Named *f)
{
    const char *name = f->name;
    return !strcmp(name, "sin") || !strcmp(name, "cos") ? 2
           : !strcmp(name, "exp")                       ? 3
           : !strcmp(name, "log")                       ? 4
                                                        : 1;
}

START_TEST(near_the_truth)
{
    const Named *f = &functions[_i];
    enum { N = 4000 };
    static double x[N], y[N];
    static float x4[N], y4[N];
    for (int i = 0; i < N; i++)
        x4[i] = (float)(x[i] = number((uint64_t)i));
    char *p[2] = { (char *)x, (char *)y }, *p4[2] = { (char *)x4, (char *)y4 };
    f->f8(N, p, (int64_t[]){ 8, 8 });
    f->f4(N, p4, (int64_t[]){ 4, 4 });
    for (int i = 0; i < N; i++) {
        double truth = (double)f->one((long double)x[i]),
               ulp = nextafter(fabs(truth), INFINITY) - fabs(truth);
        ck_assert_msg(same(y[i], truth) || fabs(y[i] - truth) <= ulp, "%s(%a) = %a, not %a", f->name, x[i],
                      y[i], truth);
        float truth4 = (float)f->one((long double)x4[i]),
              ulp4 = nextafterf(fabsf(truth4), INFINITY) - fabsf(truth4);
        ck_assert_msg(same(y4[i], truth4) || fabsf(y4[i] - truth4) <= single_error(f) * ulp4,
                      "%s(float %a) = %a, not %a", f->name, x4[i], y4[i], truth4);
    }
}
END_TEST

START_TEST(same_wherever_it_stands)
{
    const Named *f = &functions[_i];
    enum { N = 101 };
    double x[N], whole[N], one, spread[3 * N], turned[N];
    for (int i = 0; i < N; i++)
        spread[3 * i] = x[i] = number((uint64_t)i * 7);
    f->f8(N, (char *[]){ (char *)x, (char *)whole }, (int64_t[]){ 8, 8 });
    f->f8(N, (char *[]){ (char *)(spread + 3 * (N - 1)), (char *)turned }, (int64_t[]){ -24, 8 });
    f->f8(N, (char *[]){ (char *)spread, (char *)spread }, (int64_t[]){ 24, 24 });
    for (int i = 0; i < N; i++) {
        f->f8(1, (char *[]){ (char *)(x + i), (char *)&one }, (int64_t[]){ 0, 0 });
        ck_assert_msg(same(one, whole[i]), "%s(%a): %a alone, %a among others", f->name, x[i], one, whole[i]);
        ck_assert(same(spread[3 * i], whole[i]));
        ck_assert(same(turned[N - 1 - i], whole[i]));
    }
    f->f8(N, (char *[]){ (char *)x, (char *)x }, (int64_t[]){ 8, 8 });
    ck_assert(!memcmp(x, whole, sizeof x) || isnan(whole[0]));
}
END_TEST

static const struct {
    Loop1 *loop;
    double x, y, result;
    int flags;
} pairs[] = {
    { math_power_f8, 0.0, -1, INFINITY, DIVIDES },
    { math_power_f8, -0.0, -1, -INFINITY, DIVIDES },
    { math_power_f8, 0.0, -2, INFINITY, DIVIDES },
    { math_power_f8, 0.0, 0.0, 1, 0 },
    { math_power_f8, -8, 1.0 / 3, NAN, INVALID },
    { math_power_f8, -2, 3, -8, 0 },
    { math_power_f8, 2, 3, 8, 0 },
    { math_power_f8, 9, 0.5, 3, 0 },
    { math_power_f8, 1e200, 2, INFINITY, OVER },
    { math_power_f8, 1e-200, 2, 0, UNDER },
    { math_power_f8, NAN, 0.0, 1, 0 },
    { math_power_f8, 1, NAN, 1, 0 },
    { math_power_f8, NAN, 2, NAN, 0 },
    { math_power_f8, 2, 1e-310, 1, 0 },
    { math_power_f8, 2, 1e300, INFINITY, OVER },
    { math_power_f8, INFINITY, -1, 0, 0 },
    { math_power_f8, -INFINITY, -1, -0.0, 0 },
    { math_power_f8, -1, INFINITY, 1, 0 },
    { math_power_f8, 2, INFINITY, INFINITY, 0 },
    { math_power_f8, 0.5, INFINITY, 0, 0 },
    { math_hypot_f8, 0.0, 0.0, 0, 0 },
    { math_hypot_f8, -3, 4, 5, 0 },
    { math_hypot_f8, -0.0, -1, 1, 0 },
    { math_hypot_f8, INFINITY, NAN, INFINITY, 0 },
    { math_hypot_f8, NAN, -INFINITY, INFINITY, 0 },
    { math_hypot_f8, NAN, 1, NAN, 0 },
    { math_hypot_f8, 1e300, 1e300, 1.4142135623730952e300, 0 },
    { math_hypot_f8, 1e308, 1.7e308, INFINITY, OVER },
    { math_hypot_f8, 1e-300, 1e300, 1e300, 0 },
    { math_arctan2_f8, 0.0, 0.0, 0, 0 },
    { math_arctan2_f8, -0.0, -1, -M_PI, 0 },
    { math_arctan2_f8, 0.0, -1, M_PI, 0 },
    { math_arctan2_f8, 1, 0.0, M_PI_2, 0 },
    { math_arctan2_f8, -1, -0.0, -M_PI_2, 0 },
    { math_arctan2_f8, INFINITY, INFINITY, M_PI_4, 0 },
    { math_arctan2_f8, INFINITY, -INFINITY, 2.356194490192345, 0 },
    { math_arctan2_f8, -1, -INFINITY, -M_PI, 0 },
    { math_arctan2_f8, INFINITY, NAN, NAN, 0 },
    { math_arctan2_f8, NAN, 1, NAN, 0 },
    { math_arctan2_f8, 1e-300, 1, 1e-300, 0 },
    { math_arctan2_f8, 1e-300, 1e300, 0, UNDER },
    { math_arctan2_f8, 5, -12, 2.746801533890032, 0 },
    { math_arctan2_f8, -12, 5, -1.176005207095135, 0 },
};
enum { PAIRS = sizeof pairs / sizeof *pairs };

START_TEST(special_pairs)
{
    for (int place = 0; place < LENGTH; place++) {
        double x[LENGTH], y[LENGTH], r[LENGTH], alone;
        for (int i = 0; i < LENGTH; i++)
            x[i] = 1.5, y[i] = 0.5;
        x[place] = pairs[_i].x;
        y[place] = pairs[_i].y;
        feclearexcept(FE_ALL_EXCEPT);
        pairs[_i].loop(LENGTH, (char *[]){ (char *)x, (char *)y, (char *)r }, (int64_t[]){ 8, 8, 8 });
        int flags = fetestexcept(FE_ALL_EXCEPT & ~FE_INEXACT), next = (place + 1) % LENGTH;
        ck_assert_msg(same(r[place], pairs[_i].result) && flags == pairs[_i].flags, "%g, %g: %g, flags %d",
                      x[place], y[place], r[place], flags);
        pairs[_i].loop(1, (char *[]){ (char *)(x + next), (char *)(y + next), (char *)&alone },
                       (int64_t[]){ 8, 8, 8 });
        ck_assert(r[next] == alone);
    }
}
END_TEST

/* Points in all directions, near and far. */
START_TEST(pairs_near_the_truth)
{
    enum { N = 4000 };
    static double x[N], y[N], length[N], angle[N];
    static float x4[N], y4[N], length4[N], angle4[N];
    for (int i = 0; i < N; i++) {
        x[i] = number((uint64_t)i);
        y[i] = i % 3 ? number((uint64_t)i * 4 + 1) : x[i] * number((uint64_t)i * 4 + 1);
        x4[i] = (float)x[i];
        y4[i] = (float)y[i];
    }
    math_hypot_f8(N, (char *[]){ (char *)x, (char *)y, (char *)length }, (int64_t[]){ 8, 8, 8 });
    math_arctan2_f8(N, (char *[]){ (char *)x, (char *)y, (char *)angle }, (int64_t[]){ 8, 8, 8 });
    math_hypot_f4(N, (char *[]){ (char *)x4, (char *)y4, (char *)length4 }, (int64_t[]){ 4, 4, 4 });
    math_arctan2_f4(N, (char *[]){ (char *)x4, (char *)y4, (char *)angle4 }, (int64_t[]){ 4, 4, 4 });
    for (int i = 0; i < N; i++) {
        double truth[2] = { (double)hypotl((long double)x[i], (long double)y[i]),
                            (double)atan2l((long double)x[i], (long double)y[i]) };
        float truth4[2] = { (float)hypot((double)x4[i], (double)y4[i]),
                            (float)atan2((double)x4[i], (double)y4[i]) };
        double got[2] = { length[i], angle[i] };
        float got4[2] = { length4[i], angle4[i] };
        for (int k = 0; k < 2; k++) {
            double ulp = nextafter(fabs(truth[k]), INFINITY) - fabs(truth[k]);
            float ulp4 = nextafterf(fabsf(truth4[k]), INFINITY) - fabsf(truth4[k]);
            ck_assert_msg(same(got[k], truth[k]) || fabs(got[k] - truth[k]) <= ulp, "%a, %a: %a, not %a",
                          x[i], y[i], got[k], truth[k]);
            ck_assert_msg(same(got4[k], truth4[k]) || fabsf(got4[k] - truth4[k]) <= ulp4,
                          "float %a, %a: %a, not %a", x4[i], y4[i], got4[k], truth4[k]);
        }
    }
}
END_TEST

/* Large exponents of numbers near 1 ask most of the logarithm. */
START_TEST(powers_near_the_truth)
{
    enum { N = 4000 };
    static double x[N], y[N], r[N];
    for (int i = 0; i < N; i++) {
        x[i] = i % 2 ? 0.96 + 0.08 * i / N : fabs(number((uint64_t)i));
        y[i] = (number((uint64_t)i * 4 + 1) * 30) / log(x[i]);
    }
    x[0] = 0.98309136174932366;
    y[0] = 30496.182955991117;
    math_power_f8(N, (char *[]){ (char *)x, (char *)y, (char *)r }, (int64_t[]){ 8, 8, 8 });
    for (int i = 0; i < N; i++) {
        double truth = (double)powl((long double)x[i], (long double)y[i]);
        ck_assert_msg(same(r[i], truth) || fabs(r[i] - truth) <= nextafter(truth, INFINITY) - truth,
                      "%a ** %a = %a, not %a", x[i], y[i], r[i], truth);
    }
}
END_TEST

/* Reductions and accumulations write where they read next. */
START_TEST(powers_in_turn)
{
    double base[6] = { 1.5, 1.25, 0.5, 2, -0.5, 3 }, one = 1.5, all[6], r = base[0];
    math_power_f8(5, (char *[]){ (char *)&one, (char *)(base + 1), (char *)&one }, (int64_t[]){ 0, 8, 0 });
    all[0] = base[0];
    math_power_f8(5, (char *[]){ (char *)all, (char *)(base + 1), (char *)(all + 1) },
                  (int64_t[]){ 8, 8, 8 });
    for (int i = 1; i < 6; i++) {
        math_power_f8(1, (char *[]){ (char *)&r, (char *)(base + i), (char *)&r }, (int64_t[]){ 0, 0, 0 });
        ck_assert(all[i] == r);
    }
    ck_assert(one == r);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("vector_math");
    TCase *of = tcase_create("functions");
    tcase_add_loop_test(of, special_values, 0, SPECIALS);
    tcase_add_loop_test(of, special_pairs, 0, PAIRS);
    tcase_add_test(of, pairs_near_the_truth);
    tcase_add_test(of, powers_near_the_truth);
    tcase_add_test(of, powers_in_turn);
    tcase_add_loop_test(of, near_the_truth, 0, FUNCTIONS);
    tcase_add_loop_test(of, same_wherever_it_stands, 0, FUNCTIONS);
    suite_add_tcase(suite, of);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
