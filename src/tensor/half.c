/* A half is a sign, 5 bits of exponent with bias 15, and 10 of fraction. */
#include "tensor/half.h"

#include <fenv.h>
#include <string.h>

float half_to_float(uint16_t half)
{
    uint32_t sign = (uint32_t)(half & 0x8000u) << 16, exponent = half >> 10 & 0x1fu, fraction = half & 0x3ffu;
    uint32_t bits;
    if (exponent == 0x1f) {
        bits = 0x7f800000u | fraction << 13;
    } else if (exponent) {
        bits = (exponent + 112) << 23 | fraction << 13;
    } else { /* zero, or a subnormal, which a float holds as a normal number */
        float value = (float)fraction * 0x1p-24f;
        memcpy(&bits, &value, sizeof bits);
    }
    bits |= sign;
    float result;
    memcpy(&result, &bits, sizeof result);
    return result;
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

uint16_t half_from_float(float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    uint16_t sign = (uint16_t)(bits >> 16 & 0x8000u);
    uint32_t exponent = bits >> 23 & 0xffu, fraction = bits & 0x7fffffu;
    if (exponent == 0xff) {
        uint16_t payload = (uint16_t)(fraction >> 13);
        return (uint16_t)(sign | 0x7c00u | (fraction && !payload ? 1u : payload));
    }
    if (!exponent) { /* zero, or too small by far */
        if (fraction)
            feraiseexcept(FE_UNDERFLOW);
        return sign;
    }
    return sign | round_to_half((int)exponent - 127, fraction | 0x800000u, 23);
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
