/* elementwise.c: the functions that treat each element alone (NumPy's ufuncs).
 *
 * A function is a row of the table at the end of the file and a line in the loops_*.inc of each kind of
 * number that it takes. Which loops it has also says what dtype it works in: the first one that holds its
 * operands. */
#include "func/elementwise.h"

#include "func/reduce.h"
#include "numeric/pairwise.h"
#include "numeric/vector_math.h"
#include "tensor/half.h"

#include <fenv.h>
#include <string.h>
#include <tgmath.h>

/* Inner loops are what time goes into; gcc vectorises them only at this level. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("O3")
#endif

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
#define VECTOR2   VECTOR1
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

static Loop *const add_loops[DTYPES] = { [BOOL] = logical_or_b1, INTS(add), FLOATS(add), COMPLEXES(add) };
static Loop *const subtract_loops[DTYPES] = { INTS(subtract), FLOATS(subtract), COMPLEXES(subtract) };
static Loop *const multiply_loops[DTYPES] = {
    [BOOL] = logical_and_b1, INTS(multiply), FLOATS(multiply), COMPLEXES(multiply)
};
static Loop *const divide_loops[DTYPES] = { FLOATS(divide), COMPLEXES(divide) };
static Loop *const floor_divide_loops[DTYPES] = { INTS(floor_divide), FLOATS(floor_divide) };
static Loop *const remainder_loops[DTYPES] = { INTS(remainder), FLOATS(remainder) };
static Loop *const fmod_loops[DTYPES] = { INTS(fmod), FLOATS(fmod) };
static Loop *const divmod_loops[DTYPES] = { INTS(divmod), FLOATS(divmod) };
static Loop *const power_loops[DTYPES] = { INTS(power), FLOATS(power), COMPLEXES(power) };
static Loop *const float_power_loops[DTYPES] = { [FLOAT64] = power_f8, [COMPLEX128] = power_c16 };
static Loop *const negative_loops[DTYPES] = { INTS(negative), FLOATS(negative), COMPLEXES(negative) };
static Loop *const positive_loops[DTYPES] = { INTS(positive), FLOATS(positive), COMPLEXES(positive) };
static Loop *const absolute_loops[DTYPES] = {
    [BOOL] = positive_b1, INTS(absolute), FLOATS(absolute), COMPLEXES(absolute)
};
static Loop *const fabs_loops[DTYPES] = { FLOATS(absolute) };
static Loop *const sign_loops[DTYPES] = { INTS(sign), FLOATS(sign), COMPLEXES(sign) };
static Loop *const square_loops[DTYPES] = { INTS(square), FLOATS(square), COMPLEXES(square) };
static Loop *const reciprocal_loops[DTYPES] = { INTS(reciprocal), FLOATS(reciprocal), COMPLEXES(reciprocal) };
static Loop *const heaviside_loops[DTYPES] = { FLOATS(heaviside) };
static Loop *const sqrt_loops[DTYPES] = { FLOATS(sqrt), COMPLEXES(sqrt) };
static Loop *const cbrt_loops[DTYPES] = { FLOATS(cbrt) };
static Loop *const exp_loops[DTYPES] = { FLOATS(exp), COMPLEXES(exp) };
static Loop *const exp2_loops[DTYPES] = { FLOATS(exp2), COMPLEXES(exp2) };
static Loop *const expm1_loops[DTYPES] = { FLOATS(expm1), COMPLEXES(expm1) };
static Loop *const log_loops[DTYPES] = { FLOATS(log), COMPLEXES(log) };
static Loop *const log2_loops[DTYPES] = { FLOATS(log2), COMPLEXES(log2) };
static Loop *const log10_loops[DTYPES] = { FLOATS(log10), COMPLEXES(log10) };
static Loop *const log1p_loops[DTYPES] = { FLOATS(log1p), COMPLEXES(log1p) };
static Loop *const logaddexp_loops[DTYPES] = { FLOATS(logaddexp) };
static Loop *const logaddexp2_loops[DTYPES] = { FLOATS(logaddexp2) };
static Loop *const sin_loops[DTYPES] = { FLOATS(sin), COMPLEXES(sin) };
static Loop *const cos_loops[DTYPES] = { FLOATS(cos), COMPLEXES(cos) };
static Loop *const tan_loops[DTYPES] = { FLOATS(tan), COMPLEXES(tan) };
static Loop *const arcsin_loops[DTYPES] = { FLOATS(arcsin), COMPLEXES(arcsin) };
static Loop *const arccos_loops[DTYPES] = { FLOATS(arccos), COMPLEXES(arccos) };
static Loop *const arctan_loops[DTYPES] = { FLOATS(arctan), COMPLEXES(arctan) };
static Loop *const arctan2_loops[DTYPES] = { FLOATS(arctan2) };
static Loop *const hypot_loops[DTYPES] = { FLOATS(hypot) };
static Loop *const sinh_loops[DTYPES] = { FLOATS(sinh), COMPLEXES(sinh) };
static Loop *const cosh_loops[DTYPES] = { FLOATS(cosh), COMPLEXES(cosh) };
static Loop *const tanh_loops[DTYPES] = { FLOATS(tanh), COMPLEXES(tanh) };
static Loop *const arcsinh_loops[DTYPES] = { FLOATS(arcsinh), COMPLEXES(arcsinh) };
static Loop *const arccosh_loops[DTYPES] = { FLOATS(arccosh), COMPLEXES(arccosh) };
static Loop *const arctanh_loops[DTYPES] = { FLOATS(arctanh), COMPLEXES(arctanh) };
static Loop *const degrees_loops[DTYPES] = { FLOATS(degrees) };
static Loop *const radians_loops[DTYPES] = { FLOATS(radians) };
static Loop *const rad2deg_loops[DTYPES] = { FLOATS(degrees) };
static Loop *const deg2rad_loops[DTYPES] = { FLOATS(radians) };
static Loop *const floor_loops[DTYPES] = { [BOOL] = positive_b1, INTS(positive), FLOATS(floor) };
static Loop *const ceil_loops[DTYPES] = { [BOOL] = positive_b1, INTS(positive), FLOATS(ceil) };
static Loop *const trunc_loops[DTYPES] = { [BOOL] = positive_b1, INTS(positive), FLOATS(trunc) };
static Loop *const rint_loops[DTYPES] = { FLOATS(rint), COMPLEXES(rint) };
static Loop *const maximum_loops[DTYPES] = {
    [BOOL] = logical_or_b1, INTS(maximum), FLOATS(maximum), COMPLEXES(maximum)
};
static Loop *const minimum_loops[DTYPES] = {
    [BOOL] = logical_and_b1, INTS(minimum), FLOATS(minimum), COMPLEXES(minimum)
};
static Loop *const fmax_loops[DTYPES] = {
    [BOOL] = logical_or_b1, INTS(maximum), FLOATS(fmax), COMPLEXES(fmax)
};
static Loop *const fmin_loops[DTYPES] = {
    [BOOL] = logical_and_b1, INTS(minimum), FLOATS(fmin), COMPLEXES(fmin)
};
static Loop *const greater_loops[DTYPES] = {
    [BOOL] = greater_b1, INTS(greater), FLOATS(greater), COMPLEXES(greater)
};
static Loop *const greater_equal_loops[DTYPES] = {
    [BOOL] = greater_equal_b1, INTS(greater_equal), FLOATS(greater_equal), COMPLEXES(greater_equal)
};
static Loop *const less_loops[DTYPES] = { [BOOL] = less_b1, INTS(less), FLOATS(less), COMPLEXES(less) };
static Loop *const less_equal_loops[DTYPES] = {
    [BOOL] = less_equal_b1, INTS(less_equal), FLOATS(less_equal), COMPLEXES(less_equal)
};
static Loop *const equal_loops[DTYPES] = { [BOOL] = equal_b1, INTS(equal), FLOATS(equal), COMPLEXES(equal) };
static Loop *const not_equal_loops[DTYPES] = {
    [BOOL] = not_equal_b1, INTS(not_equal), FLOATS(not_equal), COMPLEXES(not_equal)
};
static Loop *const logical_and_loops[DTYPES] = {
    [BOOL] = logical_and_b1, INTS(logical_and), FLOATS(logical_and), COMPLEXES(logical_and)
};
static Loop *const logical_or_loops[DTYPES] = {
    [BOOL] = logical_or_b1, INTS(logical_or), FLOATS(logical_or), COMPLEXES(logical_or)
};
static Loop *const logical_xor_loops[DTYPES] = {
    [BOOL] = logical_xor_b1, INTS(logical_xor), FLOATS(logical_xor), COMPLEXES(logical_xor)
};
static Loop *const logical_not_loops[DTYPES] = {
    [BOOL] = logical_not_b1, INTS(logical_not), FLOATS(logical_not), COMPLEXES(logical_not)
};
static Loop *const bitwise_and_loops[DTYPES] = { [BOOL] = logical_and_b1, INTS(bitwise_and) };
static Loop *const bitwise_or_loops[DTYPES] = { [BOOL] = logical_or_b1, INTS(bitwise_or) };
static Loop *const bitwise_xor_loops[DTYPES] = { [BOOL] = logical_xor_b1, INTS(bitwise_xor) };
static Loop *const invert_loops[DTYPES] = { [BOOL] = logical_not_b1, INTS(invert) };
static Loop *const left_shift_loops[DTYPES] = { INTS(left_shift) };
static Loop *const right_shift_loops[DTYPES] = { INTS(right_shift) };
static Loop *const bitwise_count_loops[DTYPES] = { INTS(bitwise_count) };
static Loop *const isfinite_loops[DTYPES] = { ALL_INTS(all_true), FLOATS(isfinite), COMPLEXES(isfinite) };
static Loop *const isinf_loops[DTYPES] = { ALL_INTS(all_false), FLOATS(isinf), COMPLEXES(isinf) };
static Loop *const isnan_loops[DTYPES] = { ALL_INTS(all_false), FLOATS(isnan), COMPLEXES(isnan) };
static Loop *const signbit_loops[DTYPES] = { FLOATS(signbit) };
static Loop *const copysign_loops[DTYPES] = { FLOATS(copysign) };
static Loop *const nextafter_loops[DTYPES] = { FLOATS(nextafter) };
static Loop *const spacing_loops[DTYPES] = { FLOATS(spacing) };
static Loop *const modf_loops[DTYPES] = { FLOATS(modf) };
static Loop *const ldexp_loops[DTYPES] = { FLOATS(ldexp) };
static Loop *const frexp_loops[DTYPES] = { FLOATS(frexp) };
static Loop *const gcd_loops[DTYPES] = { INTS(gcd) };
static Loop *const lcm_loops[DTYPES] = { INTS(lcm) };
static Loop *const conjugate_loops[DTYPES] = { INTS(positive), FLOATS(positive), COMPLEXES(conjugate) };
static Loop *const clip_loops[DTYPES] = { [BOOL] = clip_b1, INTS(clip), FLOATS(clip), COMPLEXES(clip) };

const Func clip_ufunc[1] = { {
    .name = "clip",
    .of = "",
    .params = "x, min, max, /",
    .brief = "Keeps numbers between limits.",
    .example = "",
    .style = UFUNC,
    .loops = clip_loops,
    .nin = 3,
    .extra = EW_UNIFORM,
    .quiet = true,
} };

/* the rows -------------------------------------------------------------------------------------------- */

/* What a function and its aliases share: UFUNC1 takes one operand, UFUNC2 two. */
#define UFUNC1(op) .of = "np", .params = "x, /", .style = UFUNC, .loops = op##_loops, .nin = 1
#define UFUNC2(op) .of = "np", .params = "x1, x2, /", .style = UFUNC, .loops = op##_loops, .nin = 2

const Func elementwise_funcs[] = {
    { .name = "add",
      UFUNC2(add),
      .brief = "Adds element by element.",
      .example = ">>> np.add([1, 2], 10)\n"
                 "array([11, 12])\n",
      .extra = EW_UNIFORM | EW_IS(EW_ADD),
      .reduction = reduces_sum },
    { .name = "subtract",
      UFUNC2(subtract),
      .brief = "Subtracts element by element.",
      .example = ">>> np.subtract([5, 7], [1, 2])\n"
                 "array([4, 5])\n",
      .extra = EW_UNIFORM | EW_IS(EW_SUBTRACT) },
    { .name = "multiply",
      UFUNC2(multiply),
      .brief = "Multiplies element by element.",
      .example = ">>> np.multiply([1, 2], [3, 4])\n"
                 "array([3, 8])\n",
      .extra = EW_UNIFORM | EW_IS(EW_MULTIPLY),
      .reduction = reduces_product },
    { .name = "divide",
      UFUNC2(divide),
      .brief = "Divides element by element; integers give floats.",
      .example = ">>> np.divide([1, 3], 2)\n"
                 "array([0.5, 1.5])\n",
      .extra = EW_DIVISION | EW_IS(EW_DIVIDE) },
    { .name = "true_divide",
      UFUNC2(divide),
      .brief = "The same as np.divide: divides element by element; integers give floats.",
      .example = ">>> np.true_divide([1, 3], 2)\n"
                 "array([0.5, 1.5])\n",
      .says = "divide",
      .extra = EW_DIVISION | EW_IS(EW_DIVIDE) },
    { .name = "floor_divide",
      UFUNC2(floor_divide),
      .extra = EW_WHOLE,
      .brief = "The largest whole number at or below the quotient.",
      .example = ">>> np.floor_divide([7, -7], 2)\n"
                 "array([ 3, -4])\n" },
    { .name = "remainder",
      UFUNC2(remainder),
      .extra = EW_WHOLE,
      .brief = "What floor_divide leaves, with the divisor's sign.",
      .example = ">>> np.remainder([7, -7], 3)\n"
                 "array([1, 2])\n" },
    { .name = "mod",
      UFUNC2(remainder),
      .brief = "The same as np.remainder: what floor_divide leaves, with the divisor's sign.",
      .example = ">>> np.mod([7, -7], 3)\n"
                 "array([1, 2])\n",
      .says = "remainder" },
    { .name = "fmod",
      UFUNC2(fmod),
      .brief = "The remainder with the dividend's sign, as C's fmod.",
      .example = ">>> np.fmod([7, -7], 3)\n"
                 "array([ 1, -1])\n" },
    { .name = "divmod",
      UFUNC2(divmod),
      .brief = "The quotient of floor_divide, and the remainder.",
      .example = ">>> np.divmod([7, -7], 3)\n"
                 "(array([ 2, -3]), array([1, 2]))\n",
      .nout = 2 },
    { .name = "power",
      UFUNC2(power),
      .brief = "Raises x1 to the power x2.",
      .example = ">>> np.power([1, 2, 3], 2)\n"
                 "array([1, 4, 9])\n",
      .extra = EW_POWER },
    { .name = "pow",
      UFUNC2(power),
      .brief = "The same as np.power: raises x1 to the power x2.",
      .example = ">>> np.pow([1, 2, 3], 2)\n"
                 "array([1, 4, 9])\n",
      .says = "power",
      .extra = EW_POWER },
    { .name = "float_power",
      UFUNC2(float_power),
      .brief = "Raises x1 to the power x2 in float64 or complex128.",
      .example = ">>> np.float_power([1, 2], -1)\n"
                 "array([1. , 0.5])\n" },
    { .name = "negative",
      UFUNC1(negative),
      .brief = "Changes the sign.",
      .example = ">>> np.negative([1, -2])\n"
                 "array([-1,  2])\n",
      .quiet = true,
      .extra = EW_UNIFORM | EW_IS(EW_NEGATIVE) },
    { .name = "positive",
      UFUNC1(positive),
      .brief = "Gives the numbers as they are.",
      .example = ">>> np.positive([1, -2])\n"
                 "array([ 1, -2])\n",
      .quiet = true,
      .extra = EW_UNIFORM },
    { .name = "absolute",
      UFUNC1(absolute),
      .brief = "The distance from zero.",
      .example = ">>> np.absolute([-1.5, 3 + 4j])\n"
                 "array([1.5, 5. ])\n",
      .makes = REAL,
      .extra = EW_UNIFORM | EW_IS(EW_ABSOLUTE) },
    { .name = "abs",
      UFUNC1(absolute),
      .brief = "The same as np.absolute: the distance from zero.",
      .example = ">>> np.abs([-1.5, 3 + 4j])\n"
                 "array([1.5, 5. ])\n",
      .says = "absolute",
      .makes = REAL,
      .extra = EW_UNIFORM | EW_IS(EW_ABSOLUTE) },
    { .name = "fabs",
      UFUNC1(fabs),
      .brief = "The distance from zero, as floats.",
      .example = ">>> np.fabs([-1, 2])\n"
                 "array([1., 2.])\n",
      .quiet = true },
    { .name = "sign",
      UFUNC1(sign),
      .brief = "-1, 0 or 1; z / abs(z) of complex numbers.",
      .example = ">>> np.sign([-5.0, 0.0, 4.5])\n"
                 "array([-1.,  0.,  1.])\n",
      .quiet = true,
      .extra = EW_UNIFORM },
    { .name = "square",
      UFUNC1(square),
      .brief = "Multiplies by itself.",
      .example = ">>> np.square([1, -2, 3])\n"
                 "array([1, 4, 9])\n" },
    { .name = "reciprocal",
      UFUNC1(reciprocal),
      .brief = "Divides 1 by each element.",
      .example = ">>> np.reciprocal([2.0, -4.0])\n"
                 "array([ 0.5 , -0.25])\n" },
    { .name = "heaviside",
      UFUNC2(heaviside),
      .brief = "0 for x1 below zero, x2 at zero, 1 above.",
      .example = ">>> np.heaviside([-1.5, 0, 2.0], 0.5)\n"
                 "array([0. , 0.5, 1. ])\n",
      .quiet = true },
    { .name = "sqrt",
      UFUNC1(sqrt),
      .brief = "The square root that is not negative.",
      .example = ">>> np.sqrt([1, 4, 9])\n"
                 "array([1., 2., 3.])\n" },
    { .name = "cbrt",
      UFUNC1(cbrt),
      .brief = "The cube root.",
      .example = ">>> np.cbrt([1, 8, -27])\n"
                 "array([ 1.,  2., -3.])\n" },
    { .name = "exp",
      UFUNC1(exp),
      .brief = "e to the power x.",
      .example = ">>> np.exp([0, 1])\n"
                 "array([1.        , 2.71828183])\n" },
    { .name = "exp2",
      UFUNC1(exp2),
      .brief = "2 to the power x.",
      .example = ">>> np.exp2([2, 3])\n"
                 "array([4., 8.])\n" },
    { .name = "expm1",
      UFUNC1(expm1),
      .brief = "exp(x) - 1, precise near zero.",
      .example = ">>> np.expm1(1e-10)\n"
                 "np.float64(1.00000000005e-10)\n" },
    { .name = "log",
      UFUNC1(log),
      .brief = "The natural logarithm.",
      .example = ">>> np.log([1, np.e])\n"
                 "array([0., 1.])\n" },
    { .name = "log2",
      UFUNC1(log2),
      .brief = "The logarithm to base 2.",
      .example = ">>> np.log2([1, 2, 8])\n"
                 "array([0., 1., 3.])\n" },
    { .name = "log10",
      UFUNC1(log10),
      .brief = "The logarithm to base 10.",
      .example = ">>> np.log10([1, 10, 1000])\n"
                 "array([0., 1., 3.])\n" },
    { .name = "log1p",
      UFUNC1(log1p),
      .brief = "log(1 + x), precise near zero.",
      .example = ">>> np.log1p(1e-10)\n"
                 "np.float64(9.999999999500001e-11)\n" },
    { .name = "logaddexp",
      UFUNC2(logaddexp),
      .brief = "log(exp(x1) + exp(x2)), without overflow.",
      .example = ">>> np.logaddexp(1000, 1000)\n"
                 "np.float64(1000.6931471805599)\n",
      .reduction = reduces_logs },
    { .name = "logaddexp2",
      UFUNC2(logaddexp2),
      .brief = "log2(2**x1 + 2**x2), without overflow.",
      .example = ">>> np.logaddexp2(3, 3)\n"
                 "np.float64(4.0)\n",
      .reduction = reduces_logs },
    { .name = "sin",
      UFUNC1(sin),
      .brief = "The sine of an angle in radians.",
      .example = ">>> np.sin(np.pi / 2)\n"
                 "np.float64(1.0)\n" },
    { .name = "cos",
      UFUNC1(cos),
      .brief = "The cosine of an angle in radians.",
      .example = ">>> np.cos([0, np.pi])\n"
                 "array([ 1., -1.])\n" },
    { .name = "tan",
      UFUNC1(tan),
      .brief = "The tangent of an angle in radians.",
      .example = ">>> np.tan([0, -np.pi / 4])\n"
                 "array([ 0., -1.])\n" },
    { .name = "arcsin",
      UFUNC1(arcsin),
      .brief = "The angle whose sine is x.",
      .example = ">>> np.arcsin([0, 1])\n"
                 "array([0.        , 1.57079633])\n" },
    { .name = "asin",
      UFUNC1(arcsin),
      .brief = "The same as np.arcsin: the angle whose sine is x.",
      .example = ">>> np.asin([0, 1])\n"
                 "array([0.        , 1.57079633])\n",
      .says = "arcsin" },
    { .name = "arccos",
      UFUNC1(arccos),
      .brief = "The angle whose cosine is x.",
      .example = ">>> np.arccos([1, -1])\n"
                 "array([0.        , 3.14159265])\n" },
    { .name = "acos",
      UFUNC1(arccos),
      .brief = "The same as np.arccos: the angle whose cosine is x.",
      .example = ">>> np.acos([1, -1])\n"
                 "array([0.        , 3.14159265])\n",
      .says = "arccos" },
    { .name = "arctan",
      UFUNC1(arctan),
      .brief = "The angle whose tangent is x.",
      .example = ">>> np.arctan([0, 1])\n"
                 "array([0.        , 0.78539816])\n" },
    { .name = "atan",
      UFUNC1(arctan),
      .brief = "The same as np.arctan: the angle whose tangent is x.",
      .example = ">>> np.atan([0, 1])\n"
                 "array([0.        , 0.78539816])\n",
      .says = "arctan" },
    { .name = "arctan2",
      UFUNC2(arctan2),
      .brief = "The angle of the point (x2, x1), in the right quadrant.",
      .example = ">>> np.arctan2([1, -1], -1)\n"
                 "array([ 2.35619449, -2.35619449])\n" },
    { .name = "atan2",
      UFUNC2(arctan2),
      .brief = "The same as np.arctan2: the angle of the point (x2, x1), in the right quadrant.",
      .example = ">>> np.atan2([1, -1], -1)\n"
                 "array([ 2.35619449, -2.35619449])\n",
      .says = "arctan2" },
    { .name = "hypot",
      UFUNC2(hypot),
      .brief = "The hypotenuse of right triangles.",
      .example = ">>> np.hypot([3, 5], [4, 12])\n"
                 "array([ 5., 13.])\n",
      .reduction = reduces_zero },
    { .name = "sinh",
      UFUNC1(sinh),
      .brief = "The hyperbolic sine.",
      .example = ">>> np.sinh([0, 1])\n"
                 "array([0.        , 1.17520119])\n" },
    { .name = "cosh",
      UFUNC1(cosh),
      .brief = "The hyperbolic cosine.",
      .example = ">>> np.cosh([0, 1])\n"
                 "array([1.        , 1.54308063])\n" },
    { .name = "tanh",
      UFUNC1(tanh),
      .brief = "The hyperbolic tangent.",
      .example = ">>> np.tanh([0, 1])\n"
                 "array([0.        , 0.76159416])\n" },
    { .name = "arcsinh",
      UFUNC1(arcsinh),
      .brief = "The inverse of sinh.",
      .example = ">>> np.arcsinh([0, 1])\n"
                 "array([0.        , 0.88137359])\n" },
    { .name = "asinh",
      UFUNC1(arcsinh),
      .brief = "The same as np.arcsinh: the inverse of sinh.",
      .example = ">>> np.asinh([0, 1])\n"
                 "array([0.        , 0.88137359])\n",
      .says = "arcsinh" },
    { .name = "arccosh",
      UFUNC1(arccosh),
      .brief = "The inverse of cosh.",
      .example = ">>> np.arccosh([1, 2])\n"
                 "array([0.       , 1.3169579])\n" },
    { .name = "acosh",
      UFUNC1(arccosh),
      .brief = "The same as np.arccosh: the inverse of cosh.",
      .example = ">>> np.acosh([1, 2])\n"
                 "array([0.       , 1.3169579])\n",
      .says = "arccosh" },
    { .name = "arctanh",
      UFUNC1(arctanh),
      .brief = "The inverse of tanh.",
      .example = ">>> np.arctanh([0, 0.5])\n"
                 "array([0.        , 0.54930614])\n" },
    { .name = "atanh",
      UFUNC1(arctanh),
      .brief = "The same as np.arctanh: the inverse of tanh.",
      .example = ">>> np.atanh([0, 0.5])\n"
                 "array([0.        , 0.54930614])\n",
      .says = "arctanh" },
    { .name = "degrees",
      UFUNC1(degrees),
      .brief = "From radians to degrees.",
      .example = ">>> np.degrees([0, np.pi])\n"
                 "array([  0., 180.])\n" },
    { .name = "radians",
      UFUNC1(radians),
      .brief = "From degrees to radians.",
      .example = ">>> np.radians([0, 180])\n"
                 "array([0.        , 3.14159265])\n" },
    { .name = "rad2deg",
      UFUNC1(rad2deg),
      .brief = "From radians to degrees.",
      .example = ">>> np.rad2deg(np.pi / 2)\n"
                 "np.float64(90.0)\n" },
    { .name = "deg2rad",
      UFUNC1(deg2rad),
      .brief = "From degrees to radians.",
      .example = ">>> np.deg2rad(180)\n"
                 "np.float64(3.141592653589793)\n" },
    { .name = "floor",
      UFUNC1(floor),
      .brief = "The largest whole number at or below x.",
      .example = ">>> np.floor([-1.7, 1.7])\n"
                 "array([-2.,  1.])\n",
      .quiet = true },
    { .name = "ceil",
      UFUNC1(ceil),
      .brief = "The smallest whole number at or above x.",
      .example = ">>> np.ceil([-1.7, 1.7])\n"
                 "array([-1.,  2.])\n",
      .quiet = true },
    { .name = "trunc",
      UFUNC1(trunc),
      .brief = "The whole number next to x towards zero.",
      .example = ">>> np.trunc([-1.7, 1.7])\n"
                 "array([-1.,  1.])\n",
      .quiet = true },
    { .name = "rint",
      UFUNC1(rint),
      .brief = "The nearest whole number, halves to even ones.",
      .example = ">>> np.rint([0.5, 1.5, -1.7])\n"
                 "array([ 0.,  2., -2.])\n",
      .quiet = true },
    { .name = "maximum",
      UFUNC2(maximum),
      .brief = "The larger of two; nan if one is nan.",
      .example = ">>> np.maximum([1, 5], [3, 2])\n"
                 "array([3, 5])\n",
      .quiet = true,
      .extra = EW_UNIFORM,
      .reduction = reduces_extreme },
    { .name = "minimum",
      UFUNC2(minimum),
      .brief = "The smaller of two; nan if one is nan.",
      .example = ">>> np.minimum([1, 5], [3, 2])\n"
                 "array([1, 2])\n",
      .quiet = true,
      .extra = EW_UNIFORM,
      .reduction = reduces_extreme },
    { .name = "fmax",
      UFUNC2(fmax),
      .brief = "The larger of two; a number rather than nan.",
      .example = ">>> np.fmax([1, np.nan], 0)\n"
                 "array([1., 0.])\n",
      .quiet = true,
      .extra = EW_UNIFORM,
      .reduction = reduces_extreme },
    { .name = "fmin",
      UFUNC2(fmin),
      .brief = "The smaller of two; a number rather than nan.",
      .example = ">>> np.fmin([1, np.nan], 0)\n"
                 "array([0., 0.])\n",
      .quiet = true,
      .extra = EW_UNIFORM,
      .reduction = reduces_extreme },
    { .name = "greater",
      UFUNC2(greater),
      .brief = "Whether x1 > x2.",
      .example = ">>> np.greater([1, 2, 3], 2)\n"
                 "array([False, False,  True])\n",
      .makes = TRUTH,
      .quiet = true,
      .extra = EW_COMPARISON | EW_IS(EW_GREATER) },
    { .name = "greater_equal",
      UFUNC2(greater_equal),
      .brief = "Whether x1 >= x2.",
      .example = ">>> np.greater_equal([1, 2, 3], 2)\n"
                 "array([False,  True,  True])\n",
      .makes = TRUTH,
      .quiet = true,
      .extra = EW_COMPARISON | EW_IS(EW_GREATER_EQUAL) },
    { .name = "less",
      UFUNC2(less),
      .brief = "Whether x1 < x2.",
      .example = ">>> np.less([1, 2, 3], 2)\n"
                 "array([ True, False, False])\n",
      .makes = TRUTH,
      .quiet = true,
      .extra = EW_COMPARISON | EW_IS(EW_LESS) },
    { .name = "less_equal",
      UFUNC2(less_equal),
      .brief = "Whether x1 <= x2.",
      .example = ">>> np.less_equal([1, 2, 3], 2)\n"
                 "array([ True,  True, False])\n",
      .makes = TRUTH,
      .quiet = true,
      .extra = EW_COMPARISON | EW_IS(EW_LESS_EQUAL) },
    { .name = "equal",
      UFUNC2(equal),
      .brief = "Whether x1 == x2.",
      .example = ">>> np.equal([1, 2, 3], 2)\n"
                 "array([False,  True, False])\n",
      .makes = TRUTH,
      .quiet = true,
      .extra = EW_COMPARISON | EW_IS(EW_EQUAL) },
    { .name = "not_equal",
      UFUNC2(not_equal),
      .brief = "Whether x1 != x2.",
      .example = ">>> np.not_equal([1, 2, 3], 2)\n"
                 "array([ True, False,  True])\n",
      .makes = TRUTH,
      .quiet = true,
      .extra = EW_COMPARISON | EW_IS(EW_NOT_EQUAL) },
    { .name = "logical_and",
      UFUNC2(logical_and),
      .brief = "Whether both are true.",
      .example = ">>> np.logical_and([True, False], [1, 0])\n"
                 "array([ True, False])\n",
      .makes = TRUTH,
      .quiet = true,
      .extra = EW_LOGICAL,
      .reduction = reduces_and },
    { .name = "logical_or",
      UFUNC2(logical_or),
      .brief = "Whether one is true.",
      .example = ">>> np.logical_or([True, False], [1, 0])\n"
                 "array([ True, False])\n",
      .makes = TRUTH,
      .quiet = true,
      .extra = EW_LOGICAL,
      .reduction = reduces_or },
    { .name = "logical_xor",
      UFUNC2(logical_xor),
      .brief = "Whether just one is true.",
      .example = ">>> np.logical_xor([True, False], [1, 0])\n"
                 "array([False, False])\n",
      .makes = TRUTH,
      .quiet = true,
      .extra = EW_LOGICAL,
      .reduction = reduces_xor },
    { .name = "logical_not",
      UFUNC1(logical_not),
      .brief = "Whether it is false.",
      .example = ">>> np.logical_not([0, 1, 2.5])\n"
                 "array([ True, False, False])\n",
      .makes = TRUTH,
      .quiet = true },
    { .name = "bitwise_and",
      UFUNC2(bitwise_and),
      .brief = "The bits that are set in both.",
      .example = ">>> np.bitwise_and([6, 5], 3)\n"
                 "array([2, 1])\n",
      .reduction = reduces_all_bits },
    { .name = "bitwise_or",
      UFUNC2(bitwise_or),
      .brief = "The bits that are set in one or both.",
      .example = ">>> np.bitwise_or([6, 5], 3)\n"
                 "array([7, 7])\n",
      .reduction = reduces_bits },
    { .name = "bitwise_xor",
      UFUNC2(bitwise_xor),
      .brief = "The bits that are set in just one.",
      .example = ">>> np.bitwise_xor([6, 5], 3)\n"
                 "array([5, 6])\n",
      .reduction = reduces_bits },
    { .name = "invert",
      UFUNC1(invert),
      .brief = "Changes every bit; of bools, the truth.",
      .example = ">>> np.invert([0, 5])\n"
                 "array([-1, -6])\n" },
    { .name = "bitwise_not",
      UFUNC1(invert),
      .brief = "The same as np.invert: changes every bit; of bools, the truth.",
      .example = ">>> np.bitwise_not([0, 5])\n"
                 "array([-1, -6])\n",
      .says = "invert" },
    { .name = "bitwise_invert",
      UFUNC1(invert),
      .brief = "The same as np.invert: changes every bit; of bools, the truth.",
      .example = ">>> np.bitwise_invert([0, 5])\n"
                 "array([-1, -6])\n",
      .says = "invert" },
    { .name = "left_shift",
      UFUNC2(left_shift),
      .brief = "Moves the bits of x1 x2 places to the left.",
      .example = ">>> np.left_shift(5, [0, 1, 2])\n"
                 "array([ 5, 10, 20])\n" },
    { .name = "bitwise_left_shift",
      UFUNC2(left_shift),
      .brief = "The same as np.left_shift: moves the bits of x1 x2 places to the left.",
      .example = ">>> np.bitwise_left_shift(5, [0, 1, 2])\n"
                 "array([ 5, 10, 20])\n",
      .says = "left_shift" },
    { .name = "right_shift",
      UFUNC2(right_shift),
      .brief = "Moves the bits of x1 x2 places to the right.",
      .example = ">>> np.right_shift(20, [0, 1, 2])\n"
                 "array([20, 10,  5])\n" },
    { .name = "bitwise_right_shift",
      UFUNC2(right_shift),
      .brief = "The same as np.right_shift: moves the bits of x1 x2 places to the right.",
      .example = ">>> np.bitwise_right_shift(20, [0, 1, 2])\n"
                 "array([20, 10,  5])\n",
      .says = "right_shift" },
    { .name = "bitwise_count",
      UFUNC1(bitwise_count),
      .brief = "How many bits of the absolute value are set.",
      .example = ">>> np.bitwise_count([1023, -5])\n"
                 "array([10,  2], dtype=uint8)\n",
      .makes = TO_BYTE },
    { .name = "isfinite",
      UFUNC1(isfinite),
      .brief = "Neither infinite nor nan.",
      .example = ">>> np.isfinite([1, np.inf, np.nan])\n"
                 "array([ True, False, False])\n",
      .makes = TRUTH,
      .quiet = true },
    { .name = "isinf",
      UFUNC1(isinf),
      .brief = "Whether it is infinite.",
      .example = ">>> np.isinf([1, -np.inf, np.nan])\n"
                 "array([False,  True, False])\n",
      .makes = TRUTH,
      .quiet = true },
    { .name = "isnan",
      UFUNC1(isnan),
      .brief = "Whether it is nan, not a number.",
      .example = ">>> np.isnan([1, np.inf, np.nan])\n"
                 "array([False, False,  True])\n",
      .makes = TRUTH,
      .quiet = true },
    { .name = "signbit",
      UFUNC1(signbit),
      .brief = "Whether the sign bit is set: below zero, or -0.",
      .example = ">>> np.signbit([-1.5, 0.0, -0.0])\n"
                 "array([ True, False,  True])\n",
      .makes = TRUTH,
      .quiet = true },
    { .name = "copysign",
      UFUNC2(copysign),
      .brief = "x1 with the sign of x2.",
      .example = ">>> np.copysign([1.5, -2.5], -1)\n"
                 "array([-1.5, -2.5])\n",
      .quiet = true },
    { .name = "nextafter",
      UFUNC2(nextafter),
      .brief = "The next float after x1 towards x2.",
      .example = ">>> np.nextafter(1.0, 2.0)\n"
                 "np.float64(1.0000000000000002)\n" },
    { .name = "spacing",
      UFUNC1(spacing),
      .brief = "The distance to the next float away from zero.",
      .example = ">>> np.spacing(1.0)\n"
                 "np.float64(2.220446049250313e-16)\n" },
    { .name = "modf",
      UFUNC1(modf),
      .brief = "The fractional and the whole parts.",
      .example = ">>> np.modf([1.5, -2.25])\n"
                 "(array([ 0.5 , -0.25]), array([ 1., -2.]))\n",
      .nout = 2,
      .quiet = true },
    { .name = "ldexp",
      UFUNC2(ldexp),
      .brief = "x1 * 2**x2.",
      .example = ">>> np.ldexp([1.0, 2.0], [3, -1])\n"
                 "array([8., 1.])\n",
      .extra = EW_EXPONENT },
    { .name = "frexp",
      UFUNC1(frexp),
      .brief = "The mantissas in [0.5, 1) and the powers of two.",
      .example = ">>> np.frexp([8.0, 0.3])\n"
                 "(array([0.5, 0.6]), array([ 4, -1], dtype=int32))\n",
      .nout = 2,
      .makes = TO_INT,
      .quiet = true },
    { .name = "gcd",
      UFUNC2(gcd),
      .brief = "The greatest common divisor.",
      .example = ">>> np.gcd([12, 20], 8)\n"
                 "array([4, 4])\n",
      .extra = EW_UNIFORM,
      .reduction = reduces_zero },
    { .name = "lcm",
      UFUNC2(lcm),
      .brief = "The lowest common multiple.",
      .example = ">>> np.lcm([2, 3, 4], 6)\n"
                 "array([ 6,  6, 12])\n",
      .extra = EW_UNIFORM },
    { .name = "conjugate",
      UFUNC1(conjugate),
      .brief = "Changes the sign of imaginary parts.",
      .example = ">>> np.conjugate([1 + 2j, 3])\n"
                 "array([1.-2.j, 3.-0.j])\n",
      .quiet = true },
    { .name = "conj",
      UFUNC1(conjugate),
      .brief = "The same as np.conjugate: changes the sign of imaginary parts.",
      .example = ">>> np.conj([1 + 2j, 3])\n"
                 "array([1.-2.j, 3.-0.j])\n",
      .says = "conjugate",
      .quiet = true },
    { .name = "clip",
      .of = "np",
      .params = "a: any, a_min: any = ?, a_max: any = ?, out: any = None, *, min: any = ?, max: any = ?, "
                "**kwargs: any",
      .brief = "Keeps numbers between limits.",
      .example = ">>> np.clip([-1, 3, 9], 0, 5)\n"
                 "array([0, 3, 5])\n",
      .style = PYTHON,
      .infer = infer_clip,
      .gives = AS_ARRAY },
    { .name = "clip",
      .of = "ndarray generic",
      .params = "self: any, min: any = None, max: any = None, out: any = None, **kwargs: any",
      .brief = "Keeps numbers between limits.",
      .example = ">>> np.array([-1, 3, 9]).clip(0, 5)\n"
                 "array([0, 3, 5])\n",
      .style = PYTHON,
      .says = "_clip",
      .infer = infer_clip_method,
      .gives = AS_ARRAY },
    { .name = "fix",
      .of = "np",
      .params = "x, out: any = None",
      .brief = "The whole number next to x towards zero.",
      .example = ">>> np.fix([2.7, -2.7])\n"
                 "array([ 2., -2.])\n",
      .style = PYTHON,
      .infer = infer_fix,
      .gives = AS_ARRAY },
    { .name = "round",
      .of = "np",
      .params = "a, decimals: index = 0, out: any = None",
      .brief = "Rounds to a number of decimals, halves to even digits.",
      .example = ">>> np.round([1.234, 5.678], 2)\n"
                 "array([1.23, 5.68])\n",
      .style = PYTHON,
      .infer = infer_round,
      .gives = AS_ARRAY },
    { .name = "around",
      .of = "np",
      .params = "a, decimals: index = 0, out: any = None",
      .brief = "The same as np.round: rounds to a number of decimals.",
      .example = ">>> np.around(2.5)\n"
                 "np.float64(2.0)\n",
      .style = PYTHON,
      .infer = infer_round,
      .gives = AS_ARRAY },
    { .name = "round",
      .of = "ndarray generic",
      .params = "self, decimals: index = 0, out: any = None",
      .brief = "Rounds to a number of decimals, halves to even digits.",
      .example = ">>> np.array([1.25, 2.35]).round(1)\n"
                 "array([1.2, 2.4])\n",
      .style = CLINIC,
      .infer = infer_round,
      .gives = AS_ARRAY },
    { .name = NULL },
};
