/* A half is a sign, 5 bits of exponent with bias 15, and 10 of fraction. */
#include "base/vectors.h"

#include "tensor/half.h"

#include <fenv.h>
#include <string.h>

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

VECTORS void halves_from_floats(int64_t n, const float *from, uint16_t *to)
{
    uint32_t over = 0, under = 0;
    for (int64_t i = 0; i < n; i++)
        to[i] = half_nearest(from[i], &over, &under);
    raise_flags(over, under);
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
