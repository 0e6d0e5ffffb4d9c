/* elementwise_loops.c: what the functions that treat each element alone do to elements of each dtype.
 *
 * A function is a line in the loops_*.inc of each kind of number that it takes. Which loops it has also says
 * what dtype it works in: the first one that holds its operands. */
#include "base/vectors.h"

#include "func/elementwise_loops.h"
#include "numeric/pairwise.h"
#include "numeric/vector_math.h"
#include "tensor/half.h"

#include <fenv.h>
#include <string.h>
#include <tgmath.h>

#include "func/elementwise_map.h"

#define D      i1
#define T      int8_t
#define U      uint8_t
#define W      uint32_t
#define Q      float
#define LOW    INT8_MIN
#define SIGNED 1
#include "func/loops_int.inc"
#define D      u1
#define T      uint8_t
#define U      uint8_t
#define W      uint32_t
#define Q      float
#define LOW    0
#define SIGNED 0
#include "func/loops_int.inc"
#define D      i2
#define T      int16_t
#define U      uint16_t
#define W      uint32_t
#define Q      float
#define LOW    INT16_MIN
#define SIGNED 1
#include "func/loops_int.inc"
#define D      u2
#define T      uint16_t
#define U      uint16_t
#define W      uint32_t
#define Q      float
#define LOW    0
#define SIGNED 0
#include "func/loops_int.inc"
#define D      i4
#define T      int32_t
#define U      uint32_t
#define W      uint32_t
#define Q      double
#define LOW    INT32_MIN
#define SIGNED 1
#include "func/loops_int.inc"
#define D      u4
#define T      uint32_t
#define U      uint32_t
#define W      uint32_t
#define Q      double
#define LOW    0
#define SIGNED 0
#include "func/loops_int.inc"
#define D      i8
#define T      int64_t
#define U      uint64_t
#define W      uint64_t
#define Q      double
#define LOW    INT64_MIN
#define SIGNED 1
#include "func/loops_int.inc"
#define D      u8
#define T      uint64_t
#define U      uint64_t
#define W      uint64_t
#define Q      double
#define LOW    0
#define SIGNED 0
#include "func/loops_int.inc"

#include "func/loops_bool.inc"

#define VECTOR1(op, expr)                                                                                    \
    LOOP(op) { NAME(math_##op)(n, p, s); }
#define VECTOR2 VECTOR1
/* The logarithm of the sum of two powers of `power`: the larger exponent and, times `scale`, log1p of the
 * power of what the other one is less. `of_two` is that of two equal ones, of infinities too. In floats each
 * step is rounded, as NumPy has it. */
static void log_of_sums(int64_t n, char *const p[], const int64_t s[], Loop *power, float scale, float of_two)
{
    enum { ROW = 512 };
    float row[ROW];
    char *const both[2] = { (char *)row, (char *)row };
    const int64_t step[2] = { sizeof *row, sizeof *row };
    for (int64_t from = 0, count; from < n; from += count) {
        const char *a = p[0] + from * s[0], *b = p[1] + from * s[1];
        char *r = p[2] + from * s[2];
        count = n - from < ROW ? n - from : ROW;
        for (int64_t i = 0; i < count; i++) {
            float x = *(const float *)(a + i * s[0]), y = *(const float *)(b + i * s[1]);
            row[i] = x == y ? 0 : -fabs(x - y);
        }
        power(count, both, step);
        math_log1p_f4(count, both, step);
        for (int64_t i = 0; i < count; i++) {
            float x = *(const float *)(a + i * s[0]), y = *(const float *)(b + i * s[1]);
            *(float *)(r + i * s[2]) = x == y ? x + of_two : (x > y ? x : y) + scale * row[i];
        }
    }
}
/* Sums take C's exp, as NumPy's do, and not the one of np.exp. */
static void exp_in_sums_f4(int64_t n, char *const p[], const int64_t s[])
{
    for (int64_t i = 0; i < n; i++)
        *(float *)(p[1] + i * s[1]) = expf(*(const float *)(p[0] + i * s[0]));
}
#define exp2_in_sums_f4 math_exp2_f4
#define LOGS2(op, expr, power, scale, of_two)                                                                \
    CALL2(JOIN(op, in_turn), expr)                                                                           \
    LOOP(op)                                                                                                 \
    {                                                                                                        \
        if (s[0] == s[2] && p[2] == p[0] + s[0]) /* a fold */                                                \
            NAME(JOIN(op, in_turn))(n, p, s);                                                                \
        else                                                                                                 \
            log_of_sums(n, p, s, NAME(power##_in_sums), scale, of_two);                                      \
    }
#define D         f4
#define T         float
#define X         float
#define W         double
#define WHOLE     int32_t
#define GET(p)    (*(const float *)(p))
#define PUT(p, v) (*(float *)(p) = (v))
#define ROUND(v)  (v)
#define SUM       pairwise_f4
#define ABOVE     >
#include "func/loops_float.inc"
#undef LOGS2
#define LOGS2(op, expr, power, scale, of_two)                                                                \
    CALL2(op, expr) /* in doubles C's functions, whose bits NumPy's are */
#define D         f8
#define T         double
#define X         double
#define W         long double
#define WHOLE     int64_t
#define GET(p)    (*(const double *)(p))
#define PUT(p, v) (*(double *)(p) = (v))
#define ROUND(v)  (v)
#define SUM       pairwise_f8
#define ABOVE     >
#include "func/loops_float.inc"

/* Operands that `kinds` calls h are float16, which the loop has as floats; k is what the loop takes as it is.
 * The last ones are results. */
static void by_floats(Loop *loop, const char *kinds, int nin, int64_t n, char *const p[], const int64_t s[])
{
    enum { FLOATS = 512 };
    float buffer[4][FLOATS];
    int operands = (int)strlen(kinds);
    bool folds = nin == 2 && s[0] == s[2] && p[2] == p[0] + s[0];
    int64_t most = folds ? 1 : FLOATS, count;
    for (int64_t from = 0; from < n; from += count) {
        char *q[4];
        int64_t step[4];
        count = n - from < most ? n - from : most;
        for (int i = 0; i < operands; i++) {
            q[i] = p[i] + from * s[i];
            step[i] = s[i];
            if (kinds[i] == 'k')
                continue;
            if (i < nin && s[i] == sizeof(uint16_t))
                halves_to_floats(count, (const uint16_t *)q[i], buffer[i]);
            else if (i < nin)
                for (int64_t k = 0; k < (s[i] ? count : 1); k++)
                    buffer[i][k] = half_to_float(*(const uint16_t *)(q[i] + k * s[i]));
            step[i] = i < nin && s[i] == 0 ? 0 : (int64_t)sizeof(float);
            q[i] = (char *)buffer[i];
        }
        loop(count, q, step);
        for (int i = nin; i < operands; i++) {
            char *to = p[i] + from * s[i];
            if (kinds[i] == 'h' && s[i] == sizeof(uint16_t))
                halves_from_floats(count, buffer[i], (uint16_t *)to);
            else if (kinds[i] == 'h')
                for (int64_t k = 0; k < count; k++)
                    *(uint16_t *)(to + k * s[i]) = half_from_float(buffer[i][k]);
        }
    }
}

#undef VECTOR1
#undef VECTOR2
#define VECTOR1(op, expr)                                                                                    \
    LOOP(op) { by_floats(JOIN(math_##op, f4), "hh", 1, n, p, s); }
#define VECTOR2(op, expr)                                                                                    \
    LOOP(op) { by_floats(JOIN(math_##op, f4), "hhh", 2, n, p, s); }
#undef LOGS2
#define LOGS2(op, expr, power, scale, of_two)                                                                \
    LOOP(op) { by_floats(JOIN(op, f4), "hhh", 2, n, p, s); }
/* float16 is computed in float32 and rounded: short rows number by number (h2), long ones as rows of floats
 * (f2). */
#define D                h2
#define T                uint16_t
#define X                float
#define W                double
#define WHOLE            int32_t
#define GET(p)           half_to_float(*(const uint16_t *)(p))
#define PUT(p, v)        (*(uint16_t *)(p) = half_from_float(v))
#define ROUND(v)         half_to_float(half_from_float(v))
#define SUM(at, n, step) pairwise_f2(at, n, step, half_to_float)
#define ABOVE            >=
#include "func/loops_float.inc"
#define HALVES(op, kinds, nin)                                                                               \
    static void op##_f2(int64_t n, char *const p[], const int64_t s[])                                       \
    {                                                                                                        \
        if (n < 16 || (nin == 2 && s[0] == s[2] && p[2] == p[0] + s[0])) /* a few; a fold */                 \
            op##_h2(n, p, s);                                                                                \
        else                                                                                                 \
            by_floats(op##_f4, kinds, nin, n, p, s);                                                         \
    }
#define HALF_BITS(op, changed)                                                                               \
    VECTORS static void op##_f2(int64_t n, char *const p[], const int64_t s[])                               \
    {                                                                                                        \
        const uint16_t *from = (const uint16_t *)p[0];                                                       \
        uint16_t *to = (uint16_t *)p[1];                                                                     \
        if (s[0] != sizeof *from || s[1] != sizeof *to)                                                      \
            op##_h2(n, p, s);                                                                                \
        else                                                                                                 \
            INDEPENDENT EACH to[i] = (uint16_t)(changed);                                                    \
    }
HALF_BITS(negative, from[i] ^ 0x8000u)
HALF_BITS(positive, from[i])
HALF_BITS(absolute, from[i] & 0x7fffu)
HALVES(square, "hh", 1)
HALVES(reciprocal, "hh", 1)
HALVES(sqrt, "hh", 1)
HALVES(sign, "hh", 1)
HALVES(degrees, "hh", 1)
HALVES(radians, "hh", 1)
HALVES(floor, "hh", 1)
HALVES(ceil, "hh", 1)
HALVES(trunc, "hh", 1)
HALVES(rint, "hh", 1)
HALVES(exp, "hh", 1)
HALVES(exp2, "hh", 1)
HALVES(expm1, "hh", 1)
HALVES(log, "hh", 1)
HALVES(log2, "hh", 1)
HALVES(log10, "hh", 1)
HALVES(log1p, "hh", 1)
HALVES(cbrt, "hh", 1)
HALVES(sin, "hh", 1)
HALVES(cos, "hh", 1)
HALVES(tan, "hh", 1)
HALVES(arcsin, "hh", 1)
HALVES(arccos, "hh", 1)
HALVES(arctan, "hh", 1)
HALVES(sinh, "hh", 1)
HALVES(cosh, "hh", 1)
HALVES(tanh, "hh", 1)
HALVES(arcsinh, "hh", 1)
HALVES(arccosh, "hh", 1)
HALVES(arctanh, "hh", 1)
HALVES(logical_not, "hk", 1)
HALVES(isnan, "hk", 1)
HALVES(isinf, "hk", 1)
HALVES(isfinite, "hk", 1)
HALVES(signbit, "hk", 1)
HALVES(add, "hhh", 2)
HALVES(multiply, "hhh", 2)
HALVES(subtract, "hhh", 2)
HALVES(divide, "hhh", 2)
HALVES(copysign, "hhh", 2)
HALVES(fmod, "hhh", 2)
HALVES(floor_divide, "hhh", 2)
HALVES(remainder, "hhh", 2)
HALVES(logaddexp, "hhh", 2)
HALVES(logaddexp2, "hhh", 2)
HALVES(heaviside, "hhh", 2)
HALVES(arctan2, "hhh", 2)
HALVES(hypot, "hhh", 2)
HALVES(power, "hhh", 2)
HALVES(less, "hhk", 2)
HALVES(less_equal, "hhk", 2)
HALVES(greater, "hhk", 2)
HALVES(greater_equal, "hhk", 2)
HALVES(equal, "hhk", 2)
HALVES(not_equal, "hhk", 2)
HALVES(logical_and, "hhk", 2)
HALVES(logical_or, "hhk", 2)
HALVES(logical_xor, "hhk", 2)
HALVES(divmod, "hhhh", 2)
HALVES(modf, "hhh", 1)
HALVES(frexp, "hhk", 1)
HALVES(ldexp, "hkh", 2)
HALVES(clip, "hhhh", 3)
/* Of equal zeros float16's first is taken: not what floats' loops do. */
#define maximum_f2 maximum_h2
#define minimum_f2 minimum_h2
#define fmax_f2    fmax_h2
#define fmin_f2    fmin_h2

/* The body of a loop, compiled for processors that multiply and add in one step, and for others. */
#if defined(__x86_64__) && defined(__GNUC__)
#define HAS_FMA    __builtin_cpu_supports("fma")
#define TARGET_FMA __attribute__((target("fma")))
#else
#define HAS_FMA 0
#define TARGET_FMA
#endif
/* clang-format off */
/* Numbers that lie in rows are made vectors of. */
#define FUSED(op, nin, ...)                                                                                  \
    VECTORS static void NAME(JOIN(op, in_rows))(int64_t n, char *const p[])                                  \
    {                                                                                                        \
        const int64_t s[] = { sizeof(T), sizeof(T), sizeof(T) };                                             \
        INDEPENDENT EACH __VA_ARGS__                                                                         \
    }                                                                                                        \
    TARGET_FMA static void NAME(JOIN(op, with_fma))(int64_t n, char *const p[], const int64_t s[])           \
    {                                                                                                        \
        EACH __VA_ARGS__                                                                                     \
    }                                                                                                        \
    LOOP(op)                                                                                                 \
    {                                                                                                        \
        if (HAS_FMA && s[0] == sizeof(T) && s[1] == sizeof(T) && (nin == 1 || s[2] == sizeof(T)))            \
            NAME(JOIN(op, in_rows))(n, p);                                                                   \
        else if (HAS_FMA)                                                                                    \
            NAME(JOIN(op, with_fma))(n, p, s);                                                               \
        else                                                                                                 \
            EACH __VA_ARGS__                                                                                 \
    }
/* clang-format on */

#define D            c8
#define T            complex64
#define F            float
#define U            uint32_t
#define MAKE(re, im) __builtin_complex((float)(re), (float)(im)) /* CMPLXF, which clang has not */
#define SUM          pairwise_c8
#include "func/loops_complex.inc"
#define D            c16
#define T            complex128
#define F            double
#define U            uint64_t
#define MAKE(re, im) __builtin_complex((double)(re), (double)(im))
#define SUM          pairwise_c16
#include "func/loops_complex.inc"

#include "func/loops_special.inc"

Loop *comparison_mixed(const Func *row, bool unsigned_first)
{
    static const struct {
        const char *name;
        Loop *loop[2];
    } mixed[] = {
        { "less", { less_i8_u8, less_u8_i8 } },
        { "less_equal", { less_equal_i8_u8, less_equal_u8_i8 } },
        { "greater", { greater_i8_u8, greater_u8_i8 } },
        { "greater_equal", { greater_equal_i8_u8, greater_equal_u8_i8 } },
        { "equal", { equal_i8_u8, equal_u8_i8 } },
        { "not_equal", { not_equal_i8_u8, not_equal_u8_i8 } },
    };
    for (size_t i = 0; i < sizeof mixed / sizeof *mixed; i++)
        if (!strcmp(mixed[i].name, row->name))
            return mixed[i].loop[unsigned_first];
    return NULL;
}

Loop *constant_loop(bool truth) { return truth ? always_true : always_false; }

/* which loops a function has -------------------------------------------------------------------------- */

#define INTS(op)                                                                                             \
    [INT8] = op##_i1, [UINT8] = op##_u1, [INT16] = op##_i2, [UINT16] = op##_u2, [INT32] = op##_i4,           \
    [UINT32] = op##_u4, [INT64] = op##_i8, [UINT64] = op##_u8
#define FLOATS(op)    [FLOAT16] = op##_f2, [FLOAT32] = op##_f4, [FLOAT64] = op##_f8
#define COMPLEXES(op) [COMPLEX64] = op##_c8, [COMPLEX128] = op##_c16
#define ALL_INTS(loop)                                                                                       \
    [BOOL] = loop, [INT8] = loop, [UINT8] = loop, [INT16] = loop, [UINT16] = loop, [INT32] = loop,           \
    [UINT32] = loop, [INT64] = loop, [UINT64] = loop

ChainOp loop_chain(Loop *loop)
{
#define IS_LOOP(op)                                                                                          \
    if (loop == op##_f8)                                                                                     \
        return CHAIN_##op;
    CHAIN_OPS2(IS_LOOP)
    CHAIN_OPS1(IS_LOOP)
    return NO_CHAIN;
}

Loop *const add_loops[DTYPES] = { [BOOL] = logical_or_b1, INTS(add), FLOATS(add), COMPLEXES(add) };
Loop *const subtract_loops[DTYPES] = { INTS(subtract), FLOATS(subtract), COMPLEXES(subtract) };
Loop *const multiply_loops[DTYPES] = {
    [BOOL] = logical_and_b1, INTS(multiply), FLOATS(multiply), COMPLEXES(multiply)
};
Loop *const divide_loops[DTYPES] = { FLOATS(divide), COMPLEXES(divide) };
Loop *const floor_divide_loops[DTYPES] = { INTS(floor_divide), FLOATS(floor_divide) };
Loop *const remainder_loops[DTYPES] = { INTS(remainder), FLOATS(remainder) };
Loop *const fmod_loops[DTYPES] = { INTS(fmod), FLOATS(fmod) };
Loop *const divmod_loops[DTYPES] = { INTS(divmod), FLOATS(divmod) };
Loop *const power_loops[DTYPES] = { INTS(power), FLOATS(power), COMPLEXES(power) };
Loop *const float_power_loops[DTYPES] = { [FLOAT64] = power_f8, [COMPLEX128] = power_c16 };
Loop *const negative_loops[DTYPES] = { INTS(negative), FLOATS(negative), COMPLEXES(negative) };
Loop *const positive_loops[DTYPES] = { INTS(positive), FLOATS(positive), COMPLEXES(positive) };
Loop *const absolute_loops[DTYPES] = {
    [BOOL] = positive_b1, INTS(absolute), FLOATS(absolute), COMPLEXES(absolute)
};
Loop *const fabs_loops[DTYPES] = { FLOATS(absolute) };
Loop *const sign_loops[DTYPES] = { INTS(sign), FLOATS(sign), COMPLEXES(sign) };
Loop *const square_loops[DTYPES] = { INTS(square), FLOATS(square), COMPLEXES(square) };
Loop *const reciprocal_loops[DTYPES] = { INTS(reciprocal), FLOATS(reciprocal), COMPLEXES(reciprocal) };
Loop *const heaviside_loops[DTYPES] = { FLOATS(heaviside) };
Loop *const sqrt_loops[DTYPES] = { FLOATS(sqrt), COMPLEXES(sqrt) };
Loop *const cbrt_loops[DTYPES] = { FLOATS(cbrt) };
Loop *const exp_loops[DTYPES] = { FLOATS(exp), COMPLEXES(exp) };
Loop *const exp2_loops[DTYPES] = { FLOATS(exp2), COMPLEXES(exp2) };
Loop *const expm1_loops[DTYPES] = { FLOATS(expm1), COMPLEXES(expm1) };
Loop *const log_loops[DTYPES] = { FLOATS(log), COMPLEXES(log) };
Loop *const log2_loops[DTYPES] = { FLOATS(log2), COMPLEXES(log2) };
Loop *const log10_loops[DTYPES] = { FLOATS(log10), COMPLEXES(log10) };
Loop *const log1p_loops[DTYPES] = { FLOATS(log1p), COMPLEXES(log1p) };
Loop *const logaddexp_loops[DTYPES] = { FLOATS(logaddexp) };
Loop *const logaddexp2_loops[DTYPES] = { FLOATS(logaddexp2) };
Loop *const sin_loops[DTYPES] = { FLOATS(sin), COMPLEXES(sin) };
Loop *const cos_loops[DTYPES] = { FLOATS(cos), COMPLEXES(cos) };
Loop *const tan_loops[DTYPES] = { FLOATS(tan), COMPLEXES(tan) };
Loop *const arcsin_loops[DTYPES] = { FLOATS(arcsin), COMPLEXES(arcsin) };
Loop *const arccos_loops[DTYPES] = { FLOATS(arccos), COMPLEXES(arccos) };
Loop *const arctan_loops[DTYPES] = { FLOATS(arctan), COMPLEXES(arctan) };
Loop *const arctan2_loops[DTYPES] = { FLOATS(arctan2) };
Loop *const hypot_loops[DTYPES] = { FLOATS(hypot) };
Loop *const sinh_loops[DTYPES] = { FLOATS(sinh), COMPLEXES(sinh) };
Loop *const cosh_loops[DTYPES] = { FLOATS(cosh), COMPLEXES(cosh) };
Loop *const tanh_loops[DTYPES] = { FLOATS(tanh), COMPLEXES(tanh) };
Loop *const arcsinh_loops[DTYPES] = { FLOATS(arcsinh), COMPLEXES(arcsinh) };
Loop *const arccosh_loops[DTYPES] = { FLOATS(arccosh), COMPLEXES(arccosh) };
Loop *const arctanh_loops[DTYPES] = { FLOATS(arctanh), COMPLEXES(arctanh) };
Loop *const degrees_loops[DTYPES] = { FLOATS(degrees) };
Loop *const radians_loops[DTYPES] = { FLOATS(radians) };
Loop *const rad2deg_loops[DTYPES] = { FLOATS(degrees) };
Loop *const deg2rad_loops[DTYPES] = { FLOATS(radians) };
Loop *const floor_loops[DTYPES] = { [BOOL] = positive_b1, INTS(positive), FLOATS(floor) };
Loop *const ceil_loops[DTYPES] = { [BOOL] = positive_b1, INTS(positive), FLOATS(ceil) };
Loop *const trunc_loops[DTYPES] = { [BOOL] = positive_b1, INTS(positive), FLOATS(trunc) };
Loop *const rint_loops[DTYPES] = { FLOATS(rint), COMPLEXES(rint) };
Loop *const maximum_loops[DTYPES] = {
    [BOOL] = logical_or_b1, INTS(maximum), FLOATS(maximum), COMPLEXES(maximum)
};
Loop *const minimum_loops[DTYPES] = {
    [BOOL] = logical_and_b1, INTS(minimum), FLOATS(minimum), COMPLEXES(minimum)
};
Loop *const fmax_loops[DTYPES] = { [BOOL] = logical_or_b1, INTS(maximum), FLOATS(fmax), COMPLEXES(fmax) };
Loop *const fmin_loops[DTYPES] = { [BOOL] = logical_and_b1, INTS(minimum), FLOATS(fmin), COMPLEXES(fmin) };
Loop *const greater_loops[DTYPES] = {
    [BOOL] = greater_b1, INTS(greater), FLOATS(greater), COMPLEXES(greater)
};
Loop *const greater_equal_loops[DTYPES] = {
    [BOOL] = greater_equal_b1, INTS(greater_equal), FLOATS(greater_equal), COMPLEXES(greater_equal)
};
Loop *const less_loops[DTYPES] = { [BOOL] = less_b1, INTS(less), FLOATS(less), COMPLEXES(less) };
Loop *const less_equal_loops[DTYPES] = {
    [BOOL] = less_equal_b1, INTS(less_equal), FLOATS(less_equal), COMPLEXES(less_equal)
};
Loop *const equal_loops[DTYPES] = { [BOOL] = equal_b1, INTS(equal), FLOATS(equal), COMPLEXES(equal) };
Loop *const not_equal_loops[DTYPES] = {
    [BOOL] = not_equal_b1, INTS(not_equal), FLOATS(not_equal), COMPLEXES(not_equal)
};
Loop *const logical_and_loops[DTYPES] = {
    [BOOL] = logical_and_b1, INTS(logical_and), FLOATS(logical_and), COMPLEXES(logical_and)
};
Loop *const logical_or_loops[DTYPES] = {
    [BOOL] = logical_or_b1, INTS(logical_or), FLOATS(logical_or), COMPLEXES(logical_or)
};
Loop *const logical_xor_loops[DTYPES] = {
    [BOOL] = logical_xor_b1, INTS(logical_xor), FLOATS(logical_xor), COMPLEXES(logical_xor)
};
Loop *const logical_not_loops[DTYPES] = {
    [BOOL] = logical_not_b1, INTS(logical_not), FLOATS(logical_not), COMPLEXES(logical_not)
};
Loop *const bitwise_and_loops[DTYPES] = { [BOOL] = logical_and_b1, INTS(bitwise_and) };
Loop *const bitwise_or_loops[DTYPES] = { [BOOL] = logical_or_b1, INTS(bitwise_or) };
Loop *const bitwise_xor_loops[DTYPES] = { [BOOL] = logical_xor_b1, INTS(bitwise_xor) };
Loop *const invert_loops[DTYPES] = { [BOOL] = logical_not_b1, INTS(invert) };
Loop *const left_shift_loops[DTYPES] = { INTS(left_shift) };
Loop *const right_shift_loops[DTYPES] = { INTS(right_shift) };
Loop *const bitwise_count_loops[DTYPES] = { INTS(bitwise_count) };
Loop *const isfinite_loops[DTYPES] = { ALL_INTS(all_true), FLOATS(isfinite), COMPLEXES(isfinite) };
Loop *const isinf_loops[DTYPES] = { ALL_INTS(all_false), FLOATS(isinf), COMPLEXES(isinf) };
Loop *const isnan_loops[DTYPES] = { ALL_INTS(all_false), FLOATS(isnan), COMPLEXES(isnan) };
Loop *const signbit_loops[DTYPES] = { FLOATS(signbit) };
Loop *const copysign_loops[DTYPES] = { FLOATS(copysign) };
Loop *const nextafter_loops[DTYPES] = { FLOATS(nextafter) };
Loop *const spacing_loops[DTYPES] = { FLOATS(spacing) };
Loop *const modf_loops[DTYPES] = { FLOATS(modf) };
Loop *const ldexp_loops[DTYPES] = { FLOATS(ldexp) };
Loop *const frexp_loops[DTYPES] = { FLOATS(frexp) };
Loop *const gcd_loops[DTYPES] = { INTS(gcd) };
Loop *const lcm_loops[DTYPES] = { INTS(lcm) };
Loop *const conjugate_loops[DTYPES] = { INTS(positive), FLOATS(positive), COMPLEXES(conjugate) };
Loop *const clip_loops[DTYPES] = { [BOOL] = clip_b1, INTS(clip), FLOATS(clip), COMPLEXES(clip) };
