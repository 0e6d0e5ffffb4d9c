/* sort_keys.h: what orders elements, for those that sort (sort.c) and those that search (search.c): unsigned
 * numbers in the order of real elements, and NumPy's order of complex ones. */
#ifndef NDCALC_NUMERIC_SORT_KEYS_H
#define NDCALC_NUMERIC_SORT_KEYS_H

#include "numeric/sort.h"

#include <complex.h>

/* Bytes of an element. */
static const uint8_t type_size[SORT_TYPES] = { 1, 1, 2, 2, 4, 4, 8, 8, 2, 4, 8, 8, 16 };

/* Floats: the bits of positive ones grow with the number, those of negative ones fall. -0.0 gets the key of
 * 0.0, a nan the last of all. */
#define DEFINE_FLOAT_KEY(bits, INFINITE)                                                                     \
    static inline uint##bits##_t float_key_##bits(uint##bits##_t x)                                          \
    {                                                                                                        \
        const uint##bits##_t sign = (uint##bits##_t)1 << (bits - 1);                                         \
        uint##bits##_t size = x & (uint##bits##_t) ~sign;                                                    \
        if (size > INFINITE)                                                                                 \
            return (uint##bits##_t) - 1;                                                                     \
        if (!size)                                                                                           \
            return sign;                                                                                     \
        return x & sign ? (uint##bits##_t) ~x : (uint##bits##_t)(x | sign);                                  \
    }
DEFINE_FLOAT_KEY(16, 0x7c00u)
DEFINE_FLOAT_KEY(32, 0x7f800000u)
DEFINE_FLOAT_KEY(64, 0x7ff0000000000000u)

static inline uint64_t key_at(SortType type, const char *at, int64_t i)
{
    switch (type) {
    case SORT_U1: return ((const uint8_t *)at)[i];
    case SORT_I1: return (uint8_t)(((const uint8_t *)at)[i] ^ 0x80u);
    case SORT_U2: return ((const uint16_t *)at)[i];
    case SORT_I2: return (uint16_t)(((const uint16_t *)at)[i] ^ 0x8000u);
    case SORT_U4: return ((const uint32_t *)at)[i];
    case SORT_I4: return ((const uint32_t *)at)[i] ^ 0x80000000u;
    case SORT_U8: return ((const uint64_t *)at)[i];
    case SORT_I8: return ((const uint64_t *)at)[i] ^ ((uint64_t)1 << 63);
    case SORT_F2: return float_key_16(((const uint16_t *)at)[i]);
    case SORT_F4: return float_key_32(((const uint32_t *)at)[i]);
    default: return float_key_64(((const uint64_t *)at)[i]);
    }
}

/* NumPy's order of complex numbers: by the real part, then by the imaginary one; those with a nan in the
 * imaginary part after all without, then those with one in the real part. */
static inline bool complex_less(double complex a, double complex b)
{
    double ar = creal(a), ai = cimag(a), br = creal(b), bi = cimag(b);
    if (ar < br)
        return ai == ai || bi != bi;
    if (ar > br)
        return bi != bi && ai == ai;
    if (ar == br || (ar != ar && br != br))
        return ai < bi || (bi != bi && ai == ai);
    return br != br;
}

#endif
