#include "numeric/quicksort.h"

#include "base/vectors.h"
#include "numeric/pool.h"

#include <string.h>

#if defined __x86_64__ && defined __GNUC__

#include <immintrin.h>

#define WIDE   __attribute__((target("avx512f,avx512dq,popcnt")))
#define INLINE static inline __attribute__((always_inline)) WIDE

enum { ROWS = 16, SAMPLES = 64, MANY = 4096, SHARED = 1 << 17, MOST_PIECES = 64, ROOM_FOR_PIECES = 256 };
typedef __m512i Vector;

static bool is_here(void) { return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq"); }

static int depth_of(int64_t n) { return 2 * (64 - __builtin_clzll((uint64_t)n | 1)); }

/* The lanes that the mask chooses before the others. */
INLINE Vector pack_64(Vector x, __mmask8 first)
{
    return _mm512_permutexvar_epi64(_mm512_cvtepu8_epi64(_mm_cvtsi64_si128((long long)bits_set_first[first])),
                                    x);
}

INLINE Vector pack_32(Vector x, __mmask16 first)
{
    const Vector lanes = _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    Vector end = _mm512_sub_epi32(lanes, _mm512_set1_epi32(__builtin_popcount(first)));
    Vector others = _mm512_permutexvar_epi32(end, _mm512_maskz_compress_epi32((__mmask16)~first, x));
    return _mm512_mask_compress_epi32(others, first, x);
}

#define BITS        64
#define LANES       8
#define Mask        __mmask8
#define SIGNED(x)   _mm512_##x##_epi64
#define UNSIGNED(x) _mm512_##x##_epu64
#define BELOW(a, b) _mm512_cmplt_epu64_mask(a, b)
#define LANES_TURNED(a)                                                                                      \
    _mm512_set_epi64(7 ^ (a), 6 ^ (a), 5 ^ (a), 4 ^ (a), 3 ^ (a), 2 ^ (a), 1 ^ (a), 0 ^ (a))
#include "numeric/quicksort_keys.inc"

#define BITS        32
#define LANES       16
#define Mask        __mmask16
#define SIGNED(x)   _mm512_##x##_epi32
#define UNSIGNED(x) _mm512_##x##_epu32
#define BELOW(a, b) _mm512_cmplt_epu32_mask(a, b)
#define LANES_TURNED(a)                                                                                      \
    _mm512_set_epi32(15 ^ (a), 14 ^ (a), 13 ^ (a), 12 ^ (a), 11 ^ (a), 10 ^ (a), 9 ^ (a), 8 ^ (a), 7 ^ (a),  \
                     6 ^ (a), 5 ^ (a), 4 ^ (a), 3 ^ (a), 2 ^ (a), 1 ^ (a), 0 ^ (a))
#include "numeric/quicksort_keys.inc"

#else

#define DEFINE_NONE(bits)                                                                                    \
    bool quicksort_##bits(uint##bits##_t *at, int64_t n) { return (void)at, (void)n, false; }                \
    bool quickselect_##bits(uint##bits##_t *at, int64_t n, int64_t k)                                        \
    {                                                                                                        \
        return (void)at, (void)n, (void)k, false;                                                            \
    }
DEFINE_NONE(32)
DEFINE_NONE(64)

#endif
