#include "numeric/vector_math.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#define JOIN_(a, b) a##_##b
#define JOIN(a, b)  JOIN_(a, b)

/* C's functions of one number: as they are, or through long double where they are off by more than 1 ULP or
 * tell of an underflow that NumPy's do not. */
#define AS_IT_IS(op)                                                                                         \
    static double op##_alone(double x) { return op(x); }
AS_IT_IS(exp)
AS_IT_IS(exp2)
AS_IT_IS(log)
AS_IT_IS(log2)
AS_IT_IS(log10)
AS_IT_IS(sin)
AS_IT_IS(cos)
#define THROUGH_LONG(op)                                                                                     \
    static double op##_alone(double x)                                                                       \
    {                                                                                                        \
        return isless(fabs(x), 0x1p-60) ? x : (double)op##l((long double)x);                                 \
    }
THROUGH_LONG(expm1)
THROUGH_LONG(log1p)
THROUGH_LONG(sinh)
THROUGH_LONG(tanh)
static double tan_alone(double x) { return isless(fabs(x), 0x1p-27) ? x : tan(x); }
static double cosh_alone(double x) { return (double)coshl((long double)x); }
#define UNLESS_TINY(op, value)                                                                               \
    static double op##_alone(double x) { return isless(fabs(x), 0x1p-60) ? x : (double)(value); }
UNLESS_TINY(arcsin, asin(x))
UNLESS_TINY(arctan, atan(x))
UNLESS_TINY(arcsinh, asinhl((long double)x))
UNLESS_TINY(arctanh, atanhl((long double)x))
static double arccos_alone(double x) { return acos(x); }
static double arccosh_alone(double x) { return (double)acoshl((long double)x); }
static double cbrt_alone(double x) { return (double)cbrtl((long double)x); }
static double power_alone(double x, double y) { return pow(x, y); }
static double arctan2_alone(double y, double x) { return atan2(y, x); }

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
#define PLAIN1_(op) PLAIN1(op, f8, double) PLAIN1(op, f4, float)
#define PLAIN2_(op) PLAIN2(op, f8, double) PLAIN2(op, f4, float)
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

/* Tangents i/15, their angles, and what is left of these. */
static const double arc_point[16] __attribute__((aligned(64))) = { 0x0.0p+0,
                                                                   0x1.1111111111111p-4,
                                                                   0x1.1111111111111p-3,
                                                                   0x1.999999999999ap-3,
                                                                   0x1.1111111111111p-2,
                                                                   0x1.5555555555555p-2,
                                                                   0x1.999999999999ap-2,
                                                                   0x1.ddddddddddddep-2,
                                                                   0x1.1111111111111p-1,
                                                                   0x1.3333333333333p-1,
                                                                   0x1.5555555555555p-1,
                                                                   0x1.7777777777777p-1,
                                                                   0x1.999999999999ap-1,
                                                                   0x1.bbbbbbbbbbbbcp-1,
                                                                   0x1.ddddddddddddep-1,
                                                                   0x1.0000000000000p+0 };
static const double arc_table[16] __attribute__((aligned(64))) = { 0x0.0p+0,
                                                                   0x1.10a9c765f3724p-4,
                                                                   0x1.0f772d81fdc0bp-3,
                                                                   0x1.94441f8f7260cp-3,
                                                                   0x1.0adb5a7741c03p-2,
                                                                   0x1.4978fa3269ee1p-2,
                                                                   0x1.85a376b677dc0p-2,
                                                                   0x1.bf1b30afc731bp-2,
                                                                   0x1.f5b75f92c80ddp-2,
                                                                   0x1.14b1dd5f90ce1p-1,
                                                                   0x1.2d0ead6066395p-1,
                                                                   0x1.43f7a7c1d53c7p-1,
                                                                   0x1.5977a5103ea93p-1,
                                                                   0x1.6d9d4bc9d5828p-1,
                                                                   0x1.8079c6293aee0p-1,
                                                                   0x1.921fb54442d18p-1 };
static const double arc_rest[16] __attribute__((aligned(64))) = { 0x0.0p+0,
                                                                  -0x1.40108d2f59ae2p-58,
                                                                  0x1.3e1959820e856p-60,
                                                                  -0x1.bd7fbfba49d93p-58,
                                                                  0x1.dc8f0bd95a7a0p-56,
                                                                  -0x1.424cbde73c20fp-57,
                                                                  0x1.05437130f10cdp-58,
                                                                  0x1.5ca225f568c1dp-60,
                                                                  0x1.206ab5bf89282p-56,
                                                                  -0x1.bdc3d8b25f2a4p-56,
                                                                  0x1.90737b3d6cbc1p-56,
                                                                  -0x1.4b583245c4c55p-55,
                                                                  -0x1.df27bdae742c1p-55,
                                                                  -0x1.0ceccdd81fc31p-56,
                                                                  -0x1.c2cfe75319506p-56,
                                                                  0x1.1a62633145c07p-55 };

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

#define CHOOSE(op, D)                                                                                        \
    if (__builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))                            \
        op##_##D##_512(n, p, s);                                                                             \
    else if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))                                \
        op##_##D##_256(n, p, s);                                                                             \
    else                                                                                                     \
        op##_##D##_plain(n, p, s);
#else
#define CHOOSE(op, D) op##_##D##_plain(n, p, s);
#endif

#define DEFINE(op)                                                                                           \
    void math_##op##_f8(int64_t n, char *const p[], const int64_t s[]) { CHOOSE(op, f8) }                    \
    void math_##op##_f4(int64_t n, char *const p[], const int64_t s[]) { CHOOSE(op, f4) }
VECTOR_MATH1(DEFINE)
VECTOR_MATH2(DEFINE)
