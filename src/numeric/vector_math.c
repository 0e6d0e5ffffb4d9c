#include "numeric/vector_math.h"

#include "numeric/chain.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#define JOIN_(a, b) a##_##b
#define JOIN(a, b)  JOIN_(a, b)

/* C's functions: as they are, or through long double where they are off by more than 1 ULP or tell of an
 * underflow that NumPy's do not. */
#define AS_IT_IS(op, c)                                                                                      \
    static double op##_alone(double x) { return c(x); }
AS_IT_IS(exp, exp)
AS_IT_IS(exp2, exp2)
AS_IT_IS(log, log)
AS_IT_IS(log2, log2)
AS_IT_IS(log10, log10)
AS_IT_IS(sin, sin)
AS_IT_IS(cos, cos)
AS_IT_IS(arccos, acos)
static double invalid(double x) { return (x - x) / (x - x); }
#define THROUGH_LONG(op, c)                                                                                  \
    static double op##_alone(double x) { return isless(fabs(x), 0x1p-60) ? x : (double)c##l((long double)x); }
THROUGH_LONG(expm1, expm1)
THROUGH_LONG(log1p, log1p)
THROUGH_LONG(sinh, sinh)
THROUGH_LONG(tanh, tanh)
THROUGH_LONG(arcsin_inside, asin)
THROUGH_LONG(arctan, atan)
THROUGH_LONG(arcsinh, asinh)
THROUGH_LONG(arctanh_inside, atanh)
static double arcsin_alone(double x) { return isgreater(fabs(x), 1) ? invalid(x) : arcsin_inside_alone(x); }
static double arctanh_alone(double x) { return isgreater(fabs(x), 1) ? invalid(x) : arctanh_inside_alone(x); }
static double tan_alone(double x) { return isless(fabs(x), 0x1p-27) ? x : tan(x); }
static double cosh_alone(double x) { return (double)coshl((long double)x); }
static double arccosh_alone(double x) { return isless(x, 1) ? invalid(x) : (double)acoshl((long double)x); }
static double cbrt_alone(double x) { return (double)cbrtl((long double)x); }
#define AS_IT_IS2(op, c)                                                                                     \
    static double op##_alone(double x, double y) { return c(x, y); }
VECTOR_MATH2(AS_IT_IS2)

/* Where a kernel is not to be had: number by number. */
#define PLAIN1(op, D, T)                                                                                     \
    static void op##_##D##_plain(int64_t n, char *const p[], const int64_t s[])                              \
    {                                                                                                        \
        for (int64_t i = 0; i < n; i++)                                                                      \
            *(T *)(p[1] + i * s[1]) = (T)op##_alone((double)*(const T *)(p[0] + i * s[0]));                  \
    }
#define PLAIN2(op, D, T)                                                                                     \
    static void op##_##D##_plain(int64_t n, char *const p[], const int64_t s[])                              \
    {                                                                                                        \
        for (int64_t i = 0; i < n; i++)                                                                      \
            *(T *)(p[2] + i * s[2]) =                                                                        \
                (T)op##_alone((double)*(const T *)(p[0] + i * s[0]), (double)*(const T *)(p[1] + i * s[1])); \
    }
#define PLAIN1_(op, c) PLAIN1(op, f8, double) PLAIN1(op, f4, float)
#define PLAIN2_(op, c) PLAIN2(op, f8, double) PLAIN2(op, f4, float)
VECTOR_MATH1(PLAIN1_)
VECTOR_MATH2(PLAIN2_)

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>

/* 2**(i/16), rounded, and what is left of it. */
static const double exp_table[16] __attribute__((aligned(
    64))) = { 0x1.0000000000000p+0, 0x1.0b5586cf9890fp+0, 0x1.172b83c7d517bp+0, 0x1.2387a6e756238p+0,
              0x1.306fe0a31b715p+0, 0x1.3dea64c123422p+0, 0x1.4bfdad5362a27p+0, 0x1.5ab07dd485429p+0,
              0x1.6a09e667f3bcdp+0, 0x1.7a11473eb0187p+0, 0x1.8ace5422aa0dbp+0, 0x1.9c49182a3f090p+0,
              0x1.ae89f995ad3adp+0, 0x1.c199bdd85529cp+0, 0x1.d5818dcfba487p+0, 0x1.ea4afa2a490dap+0 };
static const double exp_rest[16] __attribute__((aligned(64))) = { 0x0.0p+0,
                                                                  0x1.8a62e4adc610bp-54,
                                                                  -0x1.19041b9d78a76p-55,
                                                                  0x1.9b07eb6c70573p-54,
                                                                  0x1.6f46ad23182e4p-55,
                                                                  0x1.ada0911f09ebcp-55,
                                                                  0x1.d4397afec42e2p-56,
                                                                  0x1.6324c054647adp-54,
                                                                  -0x1.bdd3413b26456p-54,
                                                                  -0x1.41577ee04992fp-55,
                                                                  0x1.6e9f156864b27p-54,
                                                                  0x1.c7c46b071f2bep-56,
                                                                  0x1.7a1cd345dcc81p-54,
                                                                  0x1.11065895048ddp-55,
                                                                  0x1.2ed02d75b3707p-55,
                                                                  -0x1.e9c23179c2893p-54 };

/* 1/c for points c of the intervals into which log cuts [.734, 1.469), and log(c). Each 1/c was sought near
 * its place so that log(c) is a multiple of 2**-42 up to less than 2**-68. */
static const double log_factor[16] __attribute__((aligned(
    64))) = { 0x1.55481673efabcp+0, 0x1.47b5d29cdf2fbp+0, 0x1.3b1c2506657aep+0, 0x1.2f5a5dd4d31f2p+0,
              0x1.249d2157764f3p+0, 0x1.1a83cf73c60c8p+0, 0x1.1101aa30935c0p+0, 0x1.083f1594d2624p+0,
              0x1.0000000000000p+0, 0x1.e1d8c6bc6205cp-1, 0x1.c700bbdde6072p-1, 0x1.af399e95df530p-1,
              0x1.9984eb4b8186fp-1, 0x1.8627bfbefcfd0p-1, 0x1.745ae9eef5719p-1, 0x1.643ff0ae5ada8p-1 };
static const double log_point[16]
    __attribute__((aligned(64))) = { -0x1.266e63a9b7000p-2, -0x1.f9c22a8d54000p-3, -0x1.a975c3b59e000p-3,
                                     -0x1.5b95fde936000p-3, -0x1.11c4d01e9a000p-3, -0x1.93ad2427f0000p-4,
                                     -0x1.07727dae58000p-4, -0x1.03b9751e90000p-5, 0x0.0p+0,
                                     0x1.f13ddaf508000p-5,  0x1.e369e3ad98000p-4,  0x1.5fa15763a4000p-3,
                                     0x1.c966e69c80000p-3,  0x1.164d7430ca000p-2,  0x1.461eb8d51e000p-2,
                                     0x1.7365acfc02000p-2 };

/* The sines and cosines of i pi/16, rounded, and what is left of them. */
static const double sin_table[16] __attribute__((aligned(64))) = { 0x0.0p+0,
                                                                   0x1.8f8b83c69a60bp-3,
                                                                   0x1.87de2a6aea963p-2,
                                                                   0x1.1c73b39ae68c8p-1,
                                                                   0x1.6a09e667f3bcdp-1,
                                                                   0x1.a9b66290ea1a3p-1,
                                                                   0x1.d906bcf328d46p-1,
                                                                   0x1.f6297cff75cb0p-1,
                                                                   0x1.0000000000000p+0,
                                                                   0x1.f6297cff75cb0p-1,
                                                                   0x1.d906bcf328d46p-1,
                                                                   0x1.a9b66290ea1a3p-1,
                                                                   0x1.6a09e667f3bcdp-1,
                                                                   0x1.1c73b39ae68c8p-1,
                                                                   0x1.87de2a6aea963p-2,
                                                                   0x1.8f8b83c69a60bp-3 };
static const double sin_rest[16] __attribute__((aligned(64))) = { 0x0.0p+0,
                                                                  -0x1.26d19b9ff8d82p-57,
                                                                  -0x1.72cedd3d5a610p-57,
                                                                  0x1.b25dd267f6600p-55,
                                                                  -0x1.bdd3413b26456p-55,
                                                                  0x1.9f630e8b6dac8p-60,
                                                                  0x1.457e610231ac2p-56,
                                                                  0x1.562172a361fd3p-56,
                                                                  0x0.0p+0,
                                                                  0x1.562172a361fd3p-56,
                                                                  0x1.457e610231ac2p-56,
                                                                  0x1.9f630e8b6dac8p-60,
                                                                  -0x1.bdd3413b26456p-55,
                                                                  0x1.b25dd267f6600p-55,
                                                                  -0x1.72cedd3d5a610p-57,
                                                                  -0x1.26d19b9ff8d82p-57 };
static const double cos_table[16]
    __attribute__((aligned(64))) = { 0x1.0000000000000p+0,  0x1.f6297cff75cb0p-1,  0x1.d906bcf328d46p-1,
                                     0x1.a9b66290ea1a3p-1,  0x1.6a09e667f3bcdp-1,  0x1.1c73b39ae68c8p-1,
                                     0x1.87de2a6aea963p-2,  0x1.8f8b83c69a60bp-3,  0x0.0p+0,
                                     -0x1.8f8b83c69a60bp-3, -0x1.87de2a6aea963p-2, -0x1.1c73b39ae68c8p-1,
                                     -0x1.6a09e667f3bcdp-1, -0x1.a9b66290ea1a3p-1, -0x1.d906bcf328d46p-1,
                                     -0x1.f6297cff75cb0p-1 };
static const double cos_rest[16] __attribute__((aligned(64))) = { 0x0.0p+0,
                                                                  0x1.562172a361fd3p-56,
                                                                  0x1.457e610231ac2p-56,
                                                                  0x1.9f630e8b6dac8p-60,
                                                                  -0x1.bdd3413b26456p-55,
                                                                  0x1.b25dd267f6600p-55,
                                                                  -0x1.72cedd3d5a610p-57,
                                                                  -0x1.26d19b9ff8d82p-57,
                                                                  0x0.0p+0,
                                                                  0x1.26d19b9ff8d82p-57,
                                                                  0x1.72cedd3d5a610p-57,
                                                                  -0x1.b25dd267f6600p-55,
                                                                  0x1.bdd3413b26456p-55,
                                                                  -0x1.9f630e8b6dac8p-60,
                                                                  -0x1.457e610231ac2p-56,
                                                                  -0x1.562172a361fd3p-56 };

/* The arctangents of i/16, rounded, and what is left of them. */
static const double arctan_table[16] __attribute__((aligned(64))) = { 0x0.0p+0,
                                                                      0x1.ff55bb72cfdeap-5,
                                                                      0x1.fd5ba9aac2f6ep-4,
                                                                      0x1.7b97b4bce5b02p-3,
                                                                      0x1.f5b75f92c80ddp-3,
                                                                      0x1.362773707ebccp-2,
                                                                      0x1.6f61941e4def1p-2,
                                                                      0x1.a64eec3cc23fdp-2,
                                                                      0x1.dac670561bb4fp-2,
                                                                      0x1.0657e94db30d0p-1,
                                                                      0x1.1e00babdefeb4p-1,
                                                                      0x1.345f01cce37bbp-1,
                                                                      0x1.4978fa3269ee1p-1,
                                                                      0x1.5d58987169b18p-1,
                                                                      0x1.700a7c5784634p-1,
                                                                      0x1.819d0b7158a4dp-1 };
static const double arctan_rest[16] __attribute__((aligned(64))) = { 0x0.0p+0,
                                                                     -0x1.c934d86d23f1dp-60,
                                                                     -0x1.cd37686760c17p-59,
                                                                     0x1.347b0b4f881cap-58,
                                                                     0x1.8ab6e3cf7afbdp-57,
                                                                     -0x1.963a544b672d8p-57,
                                                                     -0x1.c63aae6f6e918p-56,
                                                                     -0x1.24dec1b50b7ffp-56,
                                                                     0x1.a2b7f222f65e2p-56,
                                                                     -0x1.d5b495f6349e6p-56,
                                                                     -0x1.928df287a668fp-58,
                                                                     0x1.1021137c71102p-55,
                                                                     0x1.2419a87f2a458p-56,
                                                                     0x1.0028e4bc5e7cap-57,
                                                                     -0x1.8c34d25aadef6p-56,
                                                                     -0x1.bf76229d3b917p-56 };

#include "numeric/vector_singles_tables.inc"

/* The polynomials of NumPy's exp and log of float32: quotients whose first coefficients are 1, and log(2) in
 * one part and in two. */
#define EXP_1_LOG_2 0x1.715476p+0f
#define EXP_HIGH    -6.93145752e-1f
#define EXP_LOW     -1.42860677e-6f
#define EXP_P1      7.257664613233124478488e-01f
#define EXP_P2      2.473615434895520810817e-01f
#define EXP_P3      5.114512081637298353406e-02f
#define EXP_P4      6.757896990527504603057e-03f
#define EXP_P5      5.082762527590693718096e-04f
#define EXP_Q1      -2.742335390411667452936e-01f
#define EXP_Q2      2.159509375685829852307e-02f
#define LOG_2       0x1.62e43p-1f
#define LOG_P2      2.112677543073053063722e+00f
#define LOG_P3      1.480000633576506585156e+00f
#define LOG_P4      3.808837741388407920751e-01f
#define LOG_P5      2.589979117907922693523e-02f
#define LOG_Q1      2.612677543073109236779e+00f
#define LOG_Q2      2.453006071784736363091e+00f
#define LOG_Q3      9.864942958519418960339e-01f
#define LOG_Q4      1.546476374983906719538e-01f
#define LOG_Q5      5.875095403124574342950e-03f

/* What the kernels leave out: results that are not normal, and numbers that are not. */
static float exp_of_single(float x)
{
    if (isnan(x) || isinf(x))
        return isless(x, 0) ? 0 : x;
    if (x >= 88.72283935546875f)
        return x * 0x1p100f * 0x1p100f; /* overflows */
    if (x <= -103.97208404541015625f) {
        float tiny = 0x1p-100f / x;
        return tiny * tiny; /* underflows */
    }
    float n = x * EXP_1_LOG_2 + 0x1.8p23f;
    n -= 0x1.8p23f;
    float r = fmaf(n, EXP_LOW, fmaf(n, EXP_HIGH, x));
    float p = fmaf(fmaf(EXP_P5, r, EXP_P4), r, EXP_P3), q = fmaf(fmaf(EXP_Q2, r, EXP_Q1), r, 1);
    return ldexpf(fmaf(fmaf(fmaf(p, r, EXP_P2), r, EXP_P1), r, 1) / q, (int)n);
}
static float log_of_single(float x)
{
    int e;
    if (!isgreater(x, 0) || isinf(x))
        return logf(x);
    float m = frexpf(x, &e);
    if (m <= 0x1.6a09e6p-1f) {
        m += m;
        e--;
    }
    m -= 1;
    float p = fmaf(fmaf(LOG_P5, m, LOG_P4), m, LOG_P3), q = fmaf(fmaf(LOG_Q5, m, LOG_Q4), m, LOG_Q3);
    p = fmaf(fmaf(p, m, LOG_P2), m, 1) * m;
    q = fmaf(fmaf(fmaf(q, m, LOG_Q2), m, LOG_Q1), m, 1);
    return fmaf((float)e, LOG_2, p / q);
}

#define LANES       8
#define NAME(x)     JOIN(x, 512)
#define TARGET      __attribute__((target("avx512f,avx512dq,avx512vl,avx512bw,avx2,fma")))
#define REGISTER(x) _mm512_##x
#include "numeric/vector_lanes.inc"
#undef LANES
#undef NAME
#undef TARGET
#undef REGISTER

#define LANES       4
#define NAME(x)     JOIN(x, 256)
#define TARGET      __attribute__((target("avx2,fma")))
#define REGISTER(x) _mm256_##x
#include "numeric/vector_lanes.inc"

/* The doubles of a vector on this processor; 1: it has none that would do. */
static inline int lanes(void)
{
    return __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") ? 8
           : __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")        ? 4
                                                                                    : 1;
}

#define CHOOSE(op, D)                                                                                        \
    switch (lanes()) {                                                                                       \
    case 8: op##_##D##_512(n, p, s); break;                                                                  \
    case 4: op##_##D##_256(n, p, s); break;                                                                  \
    default: op##_##D##_plain(n, p, s);                                                                      \
    }

#ifdef __clang__ /* which hands such vectors on in memory, where loops are as good */
int64_t chain_width(void) { return 0; }
#else
int64_t chain_width(void) { return lanes() > 1 ? 4 * lanes() : 0; }
#endif

void (*chain_step(ChainOp op, ChainForm form))(void)
{
    return lanes() == 8 ? (void (*)(void))chain_steps_512[op][form]
                        : (void (*)(void))chain_steps_256[op][form];
}

void chain_run(const ChainStep *step, int64_t from, int64_t to)
{
    if (lanes() == 8)
        chain_run_512(step, from, to);
    else
        chain_run_256(step, from, to);
}
#else
#define CHOOSE(op, D) op##_##D##_plain(n, p, s);

int64_t chain_width(void) { return 0; }
void (*chain_step(ChainOp op, ChainForm form))(void) { return (void)op, (void)form, NULL; }
void chain_run(const ChainStep *step, int64_t from, int64_t to) { (void)step, (void)from, (void)to; }
#endif

#define DEFINE(op, c)                                                                                        \
    void math_##op##_f8(int64_t n, char *const p[], const int64_t s[]) { CHOOSE(op, f8) }                    \
    void math_##op##_f4(int64_t n, char *const p[], const int64_t s[]) { CHOOSE(op, f4) }
VECTOR_MATH1(DEFINE)
VECTOR_MATH2(DEFINE)
