/* half.h: float16, stored as uint16_t and computed in float32.
 *
 * Conversions round to nearest even and are exact for every bit pattern (NaNs stay NaNs). */
#ifndef NDCALC_TENSOR_HALF_H
#define NDCALC_TENSOR_HALF_H

#include <stdint.h>

float half_to_float(uint16_t);
uint16_t half_from_float(float);   /* raises FE_OVERFLOW, FE_UNDERFLOW as NumPy does */
uint16_t half_from_double(double); /* rounded once */

#endif
