/* half.h: float16, stored as uint16_t and computed in float32.
 *
 * Conversions round to nearest even and are exact for every bit pattern (NaNs stay NaNs). */
#ifndef NDCALC_TENSOR_HALF_H
#define NDCALC_TENSOR_HALF_H

#include <stdint.h>
#include <string.h>

float half_to_float(uint16_t);
uint16_t half_from_float(float);   /* raises FE_OVERFLOW, FE_UNDERFLOW as NumPy does */
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
