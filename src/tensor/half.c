/* A half is a sign, 5 bits of exponent with bias 15, and 10 of fraction. */
#include "base/vectors.h"

#include "tensor/half.h"

#include <fenv.h>
#include <string.h>
#if defined __x86_64__ && defined __GNUC__
#include <immintrin.h>
#endif

static void raise_flags(uint32_t over, uint32_t under)
{
    if (over)
        feraiseexcept(FE_OVERFLOW);
    if (under)
        feraiseexcept(FE_UNDERFLOW);
}

uint16_t half_from_float(float value)
{
    uint32_t over = 0, under = 0;
    uint16_t half = half_nearest(value, &over, &under);
    raise_flags(over, under);
    return half;
}

VECTORS void halves_to_floats(int64_t n, const uint16_t *from, float *to)
{
    for (int64_t i = 0; i < n; i++)
        to[i] = half_to_float(from[i]);
}

VECTORS static void from_floats(int64_t n, const float *from, uint16_t *to)
{
    uint32_t over = 0, under = 0;
    for (int64_t i = 0; i < n; i++)
        to[i] = half_nearest(from[i], &over, &under);
    raise_flags(over, under);
}

/* The processor converts eight at a time, if none is one that it would raise a flag for, or make another half
 * of: what becomes subnormal, is too large, or is a signalling nan. */
#if defined __x86_64__ && defined __GNUC__
#define HAS_F16C              __builtin_cpu_supports("avx2")
#define TARGET_F16C           __attribute__((target("avx2,f16c")))
#define BETWEEN(low, x, high) _mm256_and_si256(_mm256_cmpgt_epi32(x, low), _mm256_cmpgt_epi32(high, x))
TARGET_F16C static int64_t eights_from_floats(int64_t n, const float *from, uint16_t *to)
{
    const __m256i none = _mm256_setzero_si256(), least = _mm256_set1_epi32(0x38800000),
                  most = _mm256_set1_epi32(0x477fefff), infinite = _mm256_set1_epi32(0x7f800000),
                  above_signals = _mm256_set1_epi32(0x7fbfffff), size_bits = _mm256_set1_epi32(INT32_MAX);
    int64_t i = 0;
    for (; n - i >= 8; i += 8) {
        __m256 of = _mm256_loadu_ps(from + i);
        __m256i size = _mm256_and_si256(_mm256_castps_si256(of), size_bits);
        __m256i odd = _mm256_or_si256(BETWEEN(none, size, least), _mm256_cmpgt_epi32(size, most));
        if (_mm256_movemask_epi8(odd)) /* infinities and other nans are none of those */
            odd = _mm256_andnot_si256(_mm256_cmpeq_epi32(size, infinite),
                                      _mm256_andnot_si256(_mm256_cmpgt_epi32(size, above_signals), odd));
        if (_mm256_movemask_epi8(odd))
            from_floats(8, from + i, to + i);
        else
            _mm_storeu_si128((__m128i *)(void *)(to + i), _mm256_cvtps_ph(of, _MM_FROUND_TO_NEAREST_INT));
    }
    return i;
}
#else
#define HAS_F16C 0
static int64_t eights_from_floats(int64_t n, const float *from, uint16_t *to)
{
    return (void)n, (void)from, (void)to, 0;
}
#endif

void halves_from_floats(int64_t n, const float *from, uint16_t *to)
{
    int64_t done = HAS_F16C ? eights_from_floats(n, from, to) : 0;
    from_floats(n - done, from + done, to + done);
}

/* The half nearest to 1.fraction * 2^exponent, whose fraction has `width` bits with the leading one in front
 * of them; ties go to the even one. Rounding up may carry into the exponent, which is then right as it is. */
static uint16_t round_to_half(int exponent, uint64_t significand, int width)
{
    if (exponent > 15) {
        feraiseexcept(FE_OVERFLOW);
        return 0x7c00u;
    }
    int drop = width - 10, biased = exponent + 15;
    if (exponent < -14) { /* subnormal: the leading one becomes part of the fraction */
        if (exponent < -25) {
            feraiseexcept(FE_UNDERFLOW);
            return 0;
        }
        drop += -14 - exponent;
        biased = 0;
    } else {
        significand -= 1ull << width;
    }
    uint64_t rest = significand & ((1ull << drop) - 1), middle = 1ull << (drop - 1);
    uint64_t kept = (uint64_t)biased << 10 | significand >> drop;
    if (biased == 0 && rest)
        feraiseexcept(FE_UNDERFLOW);
    kept += rest > middle || (rest == middle && kept & 1);
    if (kept == 0x7c00u)
        feraiseexcept(FE_OVERFLOW);
    return (uint16_t)kept;
}

uint16_t half_from_double(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    uint16_t sign = (uint16_t)(bits >> 48 & 0x8000u);
    uint64_t exponent = bits >> 52 & 0x7ffu, fraction = bits & 0xfffffffffffffull;
    if (exponent == 0x7ff) {
        uint16_t payload = (uint16_t)(fraction >> 42);
        return (uint16_t)(sign | 0x7c00u | (fraction && !payload ? 1u : payload));
    }
    if (!exponent) {
        if (fraction)
            feraiseexcept(FE_UNDERFLOW);
        return sign;
    }
    return sign | round_to_half((int)exponent - 1023, fraction | 1ull << 52, 52);
}
