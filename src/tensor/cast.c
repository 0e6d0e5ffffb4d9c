#include "base/vectors.h"

#include "tensor/cast.h"

#include "tensor/half.h"

#include <string.h>
#ifdef __SSE2__
#include <immintrin.h>
#endif

/* Floats to ints: C leaves open what becomes of nan and of numbers that do not fit. NumPy's answers are those
 * of the x86-64 instructions: the smallest int, and FE_INVALID. Small ints are what is left of the low bits
 * of 32, uint32 of 64 bits.
 * ------------------------------------------------------------------------------------------------ */

#if defined __SSE2__ && defined __GNUC__ &&                                                                  \
    !defined __clang__ /* whose casts are these instructions, and those of vectors */
static inline int32_t int32_of_double(double x) { return (int32_t)x; }
static inline int64_t int64_of_double(double x) { return (int64_t)x; }
static inline int32_t int32_of_float(float x) { return (int32_t)x; }
static inline int64_t int64_of_float(float x) { return (int64_t)x; }
#elif defined __SSE2__
static inline int32_t int32_of_double(double x) { return _mm_cvttsd_si32(_mm_set_sd(x)); }
static inline int64_t int64_of_double(double x) { return _mm_cvttsd_si64(_mm_set_sd(x)); }
static inline int32_t int32_of_float(float x) { return _mm_cvttss_si32(_mm_set_ss(x)); }
static inline int64_t int64_of_float(float x) { return _mm_cvttss_si64(_mm_set_ss(x)); }
#else
#include <fenv.h>
static inline int32_t int32_of_double(double x)
{
    if (x > -2147483649.0 && x < 2147483648.0)
        return (int32_t)x;
    feraiseexcept(FE_INVALID);
    return INT32_MIN;
}
static inline int64_t int64_of_double(double x)
{
    if (x >= -0x1p63 && x < 0x1p63)
        return (int64_t)x;
    feraiseexcept(FE_INVALID);
    return INT64_MIN;
}
static inline int32_t int32_of_float(float x) { return int32_of_double(x); }
static inline int64_t int64_of_float(float x) { return int64_of_double(x); }
#endif

static inline uint64_t uint64_of_double(double x)
{
    if (x >= 0x1p63)
        return (uint64_t)int64_of_double(x - 0x1p63) ^ UINT64_C(1) << 63;
    return (uint64_t)int64_of_double(x);
}
static inline uint64_t uint64_of_float(float x) { return uint64_of_double(x); }
static inline int64_t low_bits(int64_t x) { return x; }

#define INT32_OF(x)  _Generic((x), double : int32_of_double, float : int32_of_float, default : low_bits)(x)
#define INT64_OF(x)  _Generic((x), double : int64_of_double, float : int64_of_float, default : low_bits)(x)
#define UINT64_OF(x) _Generic((x), double : uint64_of_double, float : uint64_of_float, default : low_bits)(x)

/* A loop for each pair -------------------------------------------------------------------------------------
 */

/* The number that an element holds … */
#define FULL_b1(x)  (x)
#define FULL_i1(x)  (x)
#define FULL_u1(x)  (x)
#define FULL_i2(x)  (x)
#define FULL_u2(x)  (x)
#define FULL_i4(x)  (x)
#define FULL_u4(x)  (x)
#define FULL_i8(x)  (x)
#define FULL_u8(x)  (x)
#define FULL_f2(x)  half_to_float(x)
#define FULL_f4(x)  (x)
#define FULL_f8(x)  (x)
#define FULL_c8(x)  (x)
#define FULL_c16(x) (x)
/* … and its real part. */
#define REAL_b1(x)  (x)
#define REAL_i1(x)  (x)
#define REAL_u1(x)  (x)
#define REAL_i2(x)  (x)
#define REAL_u2(x)  (x)
#define REAL_i4(x)  (x)
#define REAL_u4(x)  (x)
#define REAL_i8(x)  (x)
#define REAL_u8(x)  (x)
#define REAL_f2(x)  half_to_float(x)
#define REAL_f4(x)  (x)
#define REAL_f8(x)  (x)
#define REAL_c8(x)  crealf(x)
#define REAL_c16(x) creal(x)

/* What becomes of it in each dtype; ints go to float16 by way of float32. */
#define TO_b1(F, x) (FULL_##F(x) != 0)
#define TO_i1(F, x) (int8_t) INT32_OF(REAL_##F(x))
#define TO_u1(F, x) (uint8_t) INT32_OF(REAL_##F(x))
#define TO_i2(F, x) (int16_t) INT32_OF(REAL_##F(x))
#define TO_u2(F, x) (uint16_t) INT32_OF(REAL_##F(x))
#define TO_i4(F, x) (int32_t) INT32_OF(REAL_##F(x))
#define TO_u4(F, x) (uint32_t) INT64_OF(REAL_##F(x))
#define TO_i8(F, x) INT64_OF(REAL_##F(x))
#define TO_u8(F, x) (uint64_t) UINT64_OF(REAL_##F(x))
#define TO_f2(F, x)                                                                                          \
    _Generic(REAL_##F(x), double : half_from_double_quickly, default : half_from_float)(REAL_##F(x))
#define TO_f4(F, x)  (float)REAL_##F(x)
#define TO_f8(F, x)  (double)REAL_##F(x)
#define TO_c8(F, x)  (complex64) FULL_##F(x)
#define TO_c16(F, x) (complex128) FULL_##F(x)

/* What is often cast to is built for each generation of processors. */
#define BUILDS_b1 VECTORS
#define BUILDS_i1 VECTORS
#define BUILDS_u1 VECTORS
#define BUILDS_i2 VECTORS
#define BUILDS_u2
#define BUILDS_i4 VECTORS
#define BUILDS_u4
#define BUILDS_i8 VECTORS
#define BUILDS_u8
#define BUILDS_f2
#define BUILDS_f4 VECTORS
#define BUILDS_f8 VECTORS
#define BUILDS_c8
#define BUILDS_c16

#define CAST(F, FT, T, TT)                                                                                   \
    BUILDS_##T static void F##_to_##T(int64_t n, char *const p[], const int64_t s[])                         \
    {                                                                                                        \
        const char *from = p[0];                                                                             \
        char *to = p[1];                                                                                     \
        if (s[0] == sizeof(FT) && s[1] == sizeof(TT))                                                        \
            for (int64_t i = 0; i < n; i++)                                                                  \
                ((TT *)to)[i] = TO_##T(F, ((const FT *)from)[i]);                                            \
        else                                                                                                 \
            for (int64_t i = 0; i < n; i++, from += s[0], to += s[1])                                        \
                *(TT *)to = TO_##T(F, *(const FT *)from);                                                    \
    }

/* What depends on the target, once more: FOR_EACH_DTYPE cannot stand in its own expansion. */
#define FOR_EACH_TARGET(X, F, FT)                                                                            \
    X(F, FT, b1, uint8_t)                                                                                    \
    X(F, FT, i1, int8_t)                                                                                     \
    X(F, FT, u1, uint8_t)                                                                                    \
    X(F, FT, i2, int16_t)                                                                                    \
    X(F, FT, u2, uint16_t)                                                                                   \
    X(F, FT, i4, int32_t)                                                                                    \
    X(F, FT, u4, uint32_t)                                                                                   \
    X(F, FT, i8, int64_t)                                                                                    \
    X(F, FT, u8, uint64_t)                                                                                   \
    X(F, FT, f2, uint16_t)                                                                                   \
    X(F, FT, f4, float)                                                                                      \
    X(F, FT, f8, double)                                                                                     \
    X(F, FT, c8, complex64)                                                                                  \
    X(F, FT, c16, complex128)

#define CASTS_FROM(D, FT, F, name, kind, ch, num) FOR_EACH_TARGET(CAST, F, FT)
FOR_EACH_DTYPE(CASTS_FROM)

#define LOOP_OF(F, FT, T, TT)                     F##_to_##T,
#define LOOPS_FROM(D, FT, F, name, kind, ch, num) [D] = { FOR_EACH_TARGET(LOOP_OF, F, FT) },
static Loop *const casts[DTYPES][DTYPES] = { FOR_EACH_DTYPE(LOOPS_FROM) };

/* Copies, by the size of an element -------------------------------------------------------------------------
 */

#define COPY(bytes, T)                                                                                       \
    VECTORS static void copy_##bytes(int64_t n, char *const p[], const int64_t s[])                          \
    {                                                                                                        \
        const char *from = p[0];                                                                             \
        char *to = p[1];                                                                                     \
        if (s[0] == bytes && s[1] == bytes)                                                                  \
            memmove(to, from, (size_t)n *bytes);                                                             \
        else if (s[0] == 0 && s[1] == bytes)                                                                 \
            for (int64_t i = 0; i < n; i++)                                                                  \
                ((T *)to)[i] = *(const T *)from;                                                             \
        else if (s[0] == -bytes && s[1] == bytes)                                                            \
            for (int64_t i = 0; i < n; i++)                                                                  \
                ((T *)to)[i] = *((const T *)from - i);                                                       \
        else                                                                                                 \
            for (int64_t i = 0; i < n; i++, from += s[0], to += s[1])                                        \
                *(T *)to = *(const T *)from;                                                                 \
    }
FOR_EACH_ELEMENT_SIZE(COPY)

/* To float16 by way of floats, a piece at a time. */
#define CAST_HALVES(D, FT, F, name, kind, ch, num)                                                           \
    static void F##_to_f2_in_row(int64_t n, char *const p[], const int64_t s[])                              \
    {                                                                                                        \
        enum { PIECE = 512 };                                                                                \
        float piece[PIECE];                                                                                  \
        bool in_row = s[0] == sizeof(FT) && s[1] == sizeof(uint16_t);                                        \
        for (int64_t i = 0; in_row && i < n; i += PIECE) {                                                   \
            int64_t count = n - i < PIECE ? n - i : PIECE;                                                   \
            char *const q[] = { p[0] + i * s[0], (char *)piece };                                            \
            F##_to_f4(count, q, (const int64_t[]){ sizeof(FT), sizeof(float) });                             \
            halves_from_floats(count, piece, (uint16_t *)(void *)p[1] + i);                                  \
        }                                                                                                    \
        if (!in_row)                                                                                         \
            F##_to_f2(n, p, s);                                                                              \
    }
#define FOR_EACH_BEFORE_HALF(X)                                                                              \
    X(BOOL, uint8_t, b1, , , , )                                                                             \
    X(INT8, int8_t, i1, , , , )                                                                              \
    X(UINT8, uint8_t, u1, , , , )                                                                            \
    X(INT16, int16_t, i2, , , , )                                                                            \
    X(UINT16, uint16_t, u2, , , , )                                                                          \
    X(INT32, int32_t, i4, , , , )                                                                            \
    X(UINT32, uint32_t, u4, , , , )                                                                          \
    X(INT64, int64_t, i8, , , , )                                                                            \
    X(UINT64, uint64_t, u8, , , , )                                                                          \
    X(FLOAT32, float, f4, , , , )
FOR_EACH_BEFORE_HALF(CAST_HALVES)
#define IN_ROW(D, FT, F, name, kind, ch, num) [D] = F##_to_f2_in_row,
static Loop *const to_halves[DTYPES] = { FOR_EACH_BEFORE_HALF(IN_ROW) };

static Loop *const copies[] = { [1] = copy_1, [2] = copy_2, [4] = copy_4, [8] = copy_8, [16] = copy_16 };

/* uint32 of four neighbours: NumPy works on four at once where they lie side by side, by way of int32, and so
 * has other answers for numbers that do not fit than for single elements. */
static inline uint32_t uint32_by_halves(double x)
{
    return x >= 0x1p31 ? (uint32_t)int32_of_double(x - 0x1p31) ^ 0x80000000u : (uint32_t)int32_of_double(x);
}

#define CAST_FOURS(F, FT)                                                                                    \
    static void F##_to_u4_fours(int64_t n, char *const p[], const int64_t s[])                               \
    {                                                                                                        \
        int64_t fours = s[0] == sizeof(FT) && s[1] == 4 ? n & ~INT64_C(3) : 0;                               \
        const FT *from = (const FT *)p[0];                                                                   \
        uint32_t *to = (uint32_t *)p[1];                                                                     \
        for (int64_t i = 0; i < fours; i++)                                                                  \
            to[i] = uint32_by_halves(from[i]);                                                               \
        char *const rest[] = { p[0] + fours * s[0], p[1] + fours * s[1] };                                   \
        F##_to_u4(n - fours, rest, s);                                                                       \
    }
CAST_FOURS(f4, float)
CAST_FOURS(f8, double)

Loop *cast_loop(DType from, DType to)
{
    if (from == to)
        return copies[dtype_info[from].size];
    if (to == UINT32 && from == FLOAT64)
        return f8_to_u4_fours;
    if (to == UINT32 && from == FLOAT32)
        return f4_to_u4_fours;
    if (to == FLOAT16 && to_halves[from])
        return to_halves[from];
    return casts[from][to];
}
