/* transpose.h: a matrix copied with its axes exchanged. */
#ifndef NDCALC_NUMERIC_TRANSPOSE_H
#define NDCALC_NUMERIC_TRANSPOSE_H

#include <stdint.h>

/* Elements of 8 bytes: row i, column j of `from` goes to row j, column i of `to`; rows lie `step` bytes
 * apart. To be called for blocks that fit the first cache. */
void transpose_8(const char *from, int64_t from_step, char *to, int64_t to_step, int64_t rows,
                 int64_t columns);

#if defined __x86_64__ && defined __GNUC__
#include <immintrin.h>

/* Eight rows of eight numbers of 64 bits, where there are vectors of that size. */
__attribute__((target("avx512f"), always_inline)) static inline void transpose_eights(__m512i *v)
{
    __m512i a[8], b[8];
    _Pragma("GCC unroll 4") for (int i = 0; i < 8; i += 2)
    {
        a[i] = _mm512_unpacklo_epi64(v[i], v[i + 1]);
        a[i + 1] = _mm512_unpackhi_epi64(v[i], v[i + 1]);
    }
    _Pragma("GCC unroll 2") for (int i = 0; i < 8; i += 4) _Pragma("GCC unroll 2") for (int k = 0; k < 2; k++)
    {
        b[i + k] = _mm512_shuffle_i64x2(a[i + k], a[i + k + 2], 0x88);
        b[i + k + 2] = _mm512_shuffle_i64x2(a[i + k], a[i + k + 2], 0xdd);
    }
    _Pragma("GCC unroll 4") for (int k = 0; k < 4; k++)
    {
        v[k] = _mm512_shuffle_i64x2(b[k], b[k + 4], 0x88);
        v[k + 4] = _mm512_shuffle_i64x2(b[k], b[k + 4], 0xdd);
    }
}
#endif

#endif
