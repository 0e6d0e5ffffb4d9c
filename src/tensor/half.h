/* half.h: float16, stored as uint16_t and computed in float32.
 *
 * Conversions round to nearest even and are exact for every bit pattern (NaNs stay NaNs). */
#ifndef NDCALC_TENSOR_HALF_H
#define NDCALC_TENSOR_HALF_H

#include <stdint.h>
#include <string.h>

static inline float half_to_float(uint16_t half)
{
    uint32_t fields = half & 0x7fffu, scaled, whole = fields << 13 | 0x7f800000u;
    float value;
    scaled = fields << 13;
    memcpy(&value, &scaled, sizeof value);
    value *= 0x1p112f; /* what float's bias has beyond half's: right for subnormal numbers, too */
    memcpy(&scaled, &value, sizeof value);
    scaled = (fields >= 0x7c00u ? whole : scaled) | (uint32_t)(half & 0x8000u) << 16;
    memcpy(&value, &scaled, sizeof value);
    return value;
}

/* The nearest half; *over and *under become other than 0 where that is too large or inexact and subnormal. */
static inline uint16_t half_nearest(float of, uint32_t *over, uint32_t *under)
{
    uint32_t bits, small, size, least = 0x38800000u /* the smallest normal half */, infinite = 0x7f800000u;
    float value, moved, back;
    memcpy(&bits, &of, sizeof bits);
    size = bits & 0x7fffffffu;
    uint32_t normal = (size - (112u << 23) + 0xfffu + (size >> 13 & 1)) >> 13; /* ties to even */
    uint32_t tame = size < least ? size : 0; /* of the others the sum below would raise flags */
    memcpy(&value, &tame, sizeof value);
    moved = value + 0.5f; /* whose last bit is that of subnormal halves */
    back = moved - 0.5f;
    memcpy(&small, &moved, sizeof small);
    small -= 0x3f000000u;
    uint32_t payload = size >> 13 & 0x3ffu, some = payload + (((size & 0x7fffffu) != 0) & (payload == 0));
    uint32_t half = size < least ? small : normal, too_large = (size < infinite) & (size >= 0x477ff000u);
    half = too_large ? 0x7c00u : half;
    half = size >= infinite ? 0x7c00u | some : half;
    *over |= too_large;
    *under |= back != value;
    return (uint16_t)((bits >> 16 & 0x8000u) | half);
}

uint16_t half_from_float(float); /* raises FE_OVERFLOW, FE_UNDERFLOW as NumPy does */
/* The same of n neighbours. */
void halves_to_floats(int64_t n, const uint16_t *, float *);
void halves_from_floats(int64_t n, const float *, uint16_t *);
uint16_t half_from_double(double); /* rounded once */

/* The same, at once for what rounds to a normal half that is not among the largest. */
static inline uint16_t half_from_double_quickly(double value)
{
    const uint64_t least = UINT64_C(1009) << 52, most = UINT64_C(1038) << 52;
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    uint64_t size = bits & INT64_MAX;
    if (size < least || size >= most)
        return half_from_double(value);
    size -= UINT64_C(1008) << 52;
    size += ((UINT64_C(1) << 41) - 1) + (size >> 42 & 1); /* to the nearest, ties to even */
    return (uint16_t)((bits >> 48 & 0x8000u) | size >> 42);
}

#endif
