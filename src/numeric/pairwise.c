#include "numeric/pairwise.h"

#include <string.h>

enum { LEAF = 128 };

/* Where the numbers are cut: a multiple of eight at or below the middle. */
static inline int64_t middle(int64_t n) { return n / 2 - n / 2 % 8; }

/* Eight accumulators that a compiler can keep in vector registers: what lies in a row is added eight at a
 * time. */
typedef double Eight8 __attribute__((vector_size(64)));
typedef float Eight4 __attribute__((vector_size(32)));
#define DEFINE_LEAF(name, T, V)                                                                              \
    static T name(const char *at, int64_t n) /* 8 <= n <= LEAF, next to each other */                        \
    {                                                                                                        \
        V r, x;                                                                                              \
        int64_t i;                                                                                           \
        memcpy(&r, at, sizeof r);                                                                            \
        for (i = 8; i < n - n % 8; i += 8) {                                                                 \
            memcpy(&x, at + i * (int64_t)sizeof(T), sizeof x);                                               \
            r += x;                                                                                          \
        }                                                                                                    \
        T sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));                           \
        for (; i < n; i++)                                                                                   \
            sum += ((const T *)at)[i];                                                                       \
        return sum;                                                                                          \
    }
DEFINE_LEAF(leaf_f8, double, Eight8)
DEFINE_LEAF(leaf_f4, float, Eight4)

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
#define ROW                                                                                                  \
    if (step == sizeof(double))                                                                              \
        return leaf_f8(at, n);
DEFINE_PAIRWISE(pairwise_f8, double, , )
#undef LOAD
#undef ROW
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
#define DEFINE_COMPLEX(name, C, T, pack)                                                                     \
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

DEFINE_COMPLEX(pairwise_c8, float _Complex, float, __builtin_complex)
DEFINE_COMPLEX(pairwise_c16, double _Complex, double, __builtin_complex)
