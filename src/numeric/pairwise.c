#include "base/vectors.h"

#include "numeric/pairwise.h"

#include <stdbool.h>
#include <string.h>

enum { LEAF = 128 };

/* Where the numbers are cut: a multiple of eight at or below the middle. */
static inline int64_t middle(int64_t n) { return n / 2 - n / 2 % 8; }

/* The eight accumulators in vectors of 16 bytes, which every processor has: wider ones, where it has none,
 * would lie in memory. What lies in a row is added eight at a time. */
typedef double Two8 __attribute__((vector_size(16)));
typedef float Four4 __attribute__((vector_size(16)));

static inline Two8 two8(const char *at)
{
    Two8 v;
    memcpy(&v, at, sizeof v);
    return v;
}

static inline Four4 four4(const char *at)
{
    Four4 v;
    memcpy(&v, at, sizeof v);
    return v;
}

static double leaf_f8(const char *at, int64_t n) /* 8 <= n <= LEAF, next to each other */
{
    Two8 r0 = two8(at), r1 = two8(at + 16), r2 = two8(at + 32), r3 = two8(at + 48);
    const char *end = at + (n - n % 8) * 8, *p;
    for (p = at + 64; p < end; p += 64) {
        r0 += two8(p);
        r1 += two8(p + 16);
        r2 += two8(p + 32);
        r3 += two8(p + 48);
    }
    double sum = ((r0[0] + r0[1]) + (r1[0] + r1[1])) + ((r2[0] + r2[1]) + (r3[0] + r3[1]));
    for (int64_t i = n - n % 8; i < n; i++)
        sum += ((const double *)(const void *)at)[i];
    return sum;
}

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
/* Where vectors hold eight doubles, the accumulators are one. */
typedef double Eight8 __attribute__((vector_size(64)));
typedef double Eight8Loose __attribute__((vector_size(64), aligned(1), may_alias));
#define EIGHT __attribute__((target("avx512f,avx512vl")))

EIGHT static inline double leaf_of_eight(const char *at, int64_t n) /* 8 <= n <= LEAF */
{
    typedef int64_t Places __attribute__((vector_size(64)));
    const Eight8Loose *from = (const Eight8Loose *)at;
    Eight8 r = from[0];
    for (int64_t i = 1; i < n / 8; i++)
        r += from[i];
    r += __builtin_shuffle(r, (Places){ 1, 0, 3, 2, 5, 4, 7, 6 });
    r += __builtin_shuffle(r, (Places){ 2, 3, 0, 1, 6, 7, 4, 5 });
    double sum = r[0] + r[4];
    for (int64_t i = n - n % 8; i < n; i++)
        sum += ((const double *)(const void *)at)[i];
    return sum;
}

EIGHT static double sum_by_eight(const char *at, int64_t n)
{
    return n <= LEAF ? leaf_of_eight(at, n)
                     : sum_by_eight(at, middle(n)) + sum_by_eight(at + middle(n) * 8, n - middle(n));
}

static bool has_eight(void)
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl");
}
#else
static bool has_eight(void) { return false; }
static double sum_by_eight(const char *at, int64_t n) { return leaf_f8(at, n); }
#endif

static float leaf_f4(const char *at, int64_t n)
{
    Four4 r0 = four4(at), r1 = four4(at + 16);
    const char *end = at + (n - n % 8) * 4, *p;
    for (p = at + 32; p < end; p += 32) {
        r0 += four4(p);
        r1 += four4(p + 16);
    }
    float sum = ((r0[0] + r0[1]) + (r0[2] + r0[3])) + ((r1[0] + r1[1]) + (r1[2] + r1[3]));
    for (int64_t i = n - n % 8; i < n; i++)
        sum += ((const float *)(const void *)at)[i];
    return sum;
}

#define AT(i) LOAD(at + (i)*step)
#define DEFINE_PAIRWISE(name, T, MORE, ...)                                                                  \
    T name(const char *at, int64_t n, int64_t step __VA_ARGS__)                                              \
    {                                                                                                        \
        if (n < 8) {                                                                                         \
            T sum = -(T)0; /* so that a sum of nothing but -0 is -0 */                                       \
            for (int64_t i = 0; i < n; i++)                                                                  \
                sum += AT(i);                                                                                \
            return sum;                                                                                      \
        }                                                                                                    \
        WHOLE                                                                                                \
        if (n > LEAF)                                                                                        \
            return name(at, middle(n), step MORE) + name(at + middle(n) * step, n - middle(n), step MORE);   \
        ROW T r[8];                                                                                          \
        int64_t i;                                                                                           \
        for (int k = 0; k < 8; k++)                                                                          \
            r[k] = AT(k);                                                                                    \
        for (i = 8; i < n - n % 8; i += 8)                                                                   \
            for (int k = 0; k < 8; k++)                                                                      \
                r[k] += AT(i + k);                                                                           \
        T sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));                           \
        for (; i < n; i++)                                                                                   \
            sum += AT(i);                                                                                    \
        return sum;                                                                                          \
    }

#define LOAD(p) (*(const double *)(p))
#define WHOLE                                                                                                \
    if (step == sizeof(double) && has_eight())                                                               \
        return sum_by_eight(at, n);
#define ROW                                                                                                  \
    if (step == sizeof(double))                                                                              \
        return leaf_f8(at, n);
DEFINE_PAIRWISE(pairwise_f8, double, , )
#undef LOAD
#undef WHOLE
#undef ROW
#define WHOLE
#define LOAD(p) (*(const float *)(p))
#define ROW                                                                                                  \
    if (step == sizeof(float))                                                                               \
        return leaf_f4(at, n);
DEFINE_PAIRWISE(pairwise_f4, float, , )
#undef LOAD
#undef ROW
#define ROW
#define LOAD(p)  read(*(const uint16_t *)(p))
#define AND_READ , read
DEFINE_PAIRWISE(pairwise_f2, float, AND_READ, , float (*read)(uint16_t))
#undef LOAD

/* Complex numbers count as two: a leaf holds 64, in four accumulators for each part. */
static double _Complex leaf_c16(const char *at, int64_t n) /* 4 <= n <= LEAF / 2, next to each other */
{
    Two8 r0 = two8(at), r1 = two8(at + 16), r2 = two8(at + 32), r3 = two8(at + 48);
    const char *end = at + (n - n % 4) * 16, *p;
    for (p = at + 64; p < end; p += 64) {
        r0 += two8(p);
        r1 += two8(p + 16);
        r2 += two8(p + 32);
        r3 += two8(p + 48);
    }
    r0 = (r0 + r1) + (r2 + r3);
    for (; p < at + n * 16; p += 16)
        r0 += two8(p);
    return __builtin_complex(r0[0], r0[1]);
}

static float _Complex leaf_c8(const char *at, int64_t n)
{
    Four4 a = four4(at), b = four4(at + 16);
    const char *end = at + (n - n % 4) * 8, *p;
    for (p = at + 32; p < end; p += 32) {
        a += four4(p);
        b += four4(p + 16);
    }
    float re = (a[0] + a[2]) + (b[0] + b[2]), im = (a[1] + a[3]) + (b[1] + b[3]);
    for (; p < at + n * 8; p += 8) {
        re += ((const float *)(const void *)p)[0];
        im += ((const float *)(const void *)p)[1];
    }
    return __builtin_complex(re, im);
}

#define DEFINE_COMPLEX(name, D, C, T, pack)                                                                  \
    static void name##_parts(const char *at, int64_t n, int64_t step, T *re, T *im)                          \
    {                                                                                                        \
        if (n < 4) {                                                                                         \
            *re = *im = -(T)0;                                                                               \
            for (int64_t i = 0; i < n; i++) {                                                                \
                *re += ((const T *)(at + i * step))[0];                                                      \
                *im += ((const T *)(at + i * step))[1];                                                      \
            }                                                                                                \
            return;                                                                                          \
        }                                                                                                    \
        if (n > LEAF / 2) {                                                                                  \
            T re2, im2;                                                                                      \
            int64_t first = middle(2 * n) / 2;                                                               \
            name##_parts(at, first, step, re, im);                                                           \
            name##_parts(at + first * step, n - first, step, &re2, &im2);                                    \
            *re += re2;                                                                                      \
            *im += im2;                                                                                      \
            return;                                                                                          \
        }                                                                                                    \
        if (step == sizeof(C)) {                                                                             \
            C sum = leaf_##D(at, n);                                                                         \
            *re = __real__ sum;                                                                              \
            *im = __imag__ sum;                                                                              \
            return;                                                                                          \
        }                                                                                                    \
        T r[4], s[4];                                                                                        \
        int64_t i;                                                                                           \
        for (int k = 0; k < 4; k++) {                                                                        \
            r[k] = ((const T *)(at + k * step))[0];                                                          \
            s[k] = ((const T *)(at + k * step))[1];                                                          \
        }                                                                                                    \
        for (i = 4; i < n - n % 4; i += 4)                                                                   \
            for (int k = 0; k < 4; k++) {                                                                    \
                r[k] += ((const T *)(at + (i + k) * step))[0];                                               \
                s[k] += ((const T *)(at + (i + k) * step))[1];                                               \
            }                                                                                                \
        *re = (r[0] + r[1]) + (r[2] + r[3]);                                                                 \
        *im = (s[0] + s[1]) + (s[2] + s[3]);                                                                 \
        for (; i < n; i++) {                                                                                 \
            *re += ((const T *)(at + i * step))[0];                                                          \
            *im += ((const T *)(at + i * step))[1];                                                          \
        }                                                                                                    \
    }                                                                                                        \
    C name(const char *at, int64_t n, int64_t step)                                                          \
    {                                                                                                        \
        T re, im;                                                                                            \
        name##_parts(at, n, step, &re, &im);                                                                 \
        return pack(re, im);                                                                                 \
    }

DEFINE_COMPLEX(pairwise_c8, c8, float _Complex, float, __builtin_complex)
DEFINE_COMPLEX(pairwise_c16, c16, double _Complex, double, __builtin_complex)

/* rows
 * -------------------------------------------------------------------------------------------------------- */

typedef double Double __attribute__((aligned(1), may_alias));
typedef float Float __attribute__((aligned(1), may_alias));

/* Eight rows at a time: each sum is read and written once for them. */
#define ADD_ROWS(name, T)                                                                                    \
    VECTORS void name(int64_t n, int64_t rows, char *to, const char *at, int64_t step)                       \
    {                                                                                                        \
        T *restrict sum = (T *)to;                                                                           \
        for (; rows >= 8; rows -= 8, at += 8 * step) {                                                       \
            const T *a = (const T *)at, *b = (const T *)(at + step), *c = (const T *)(at + 2 * step),        \
                    *d = (const T *)(at + 3 * step), *e = (const T *)(at + 4 * step),                        \
                    *f = (const T *)(at + 5 * step), *g = (const T *)(at + 6 * step),                        \
                    *h = (const T *)(at + 7 * step);                                                         \
            for (int64_t i = 0; i < n; i++)                                                                  \
                sum[i] = sum[i] + a[i] + b[i] + c[i] + d[i] + e[i] + f[i] + g[i] + h[i];                     \
        }                                                                                                    \
        for (; rows > 0; rows--, at += step)                                                                 \
            for (int64_t i = 0; i < n; i++)                                                                  \
                sum[i] += ((const T *)at)[i];                                                                \
    }
ADD_ROWS(add_rows_f4, Float)
ADD_ROWS(add_rows_f8, Double)
