#include "numeric/quicksort.h"

#include "base/vectors.h"
#include "numeric/pool.h"
#include "numeric/transpose.h"

#include <string.h>

#if defined __x86_64__ && defined __GNUC__

#include <immintrin.h>

#define WIDE   __attribute__((target("avx512f,avx512dq,popcnt")))
#define INLINE static inline __attribute__((always_inline)) WIDE

enum {
    LANES = 8,
    FEW = 2 * LANES * LANES,
    SAMPLES = 64,
    MANY = 4096,
    SHARED = 1 << 17,
    MOST_PIECES = 64,
    ROOM_FOR_PIECES = 256
};
typedef __m512i Vector;

/* networks -------------------------------------------------------------------------------------------------
 */

/* Lane by lane the smaller into *a, the larger into *b. */
INLINE void exchange(Vector *a, Vector *b)
{
    Vector low = _mm512_min_epu64(*a, *b);
    *b = _mm512_max_epu64(*a, *b);
    *a = low;
}

/* Each column of eight rows by Batcher's network of 19 comparators. */
INLINE void sort_columns(Vector *v)
{
    static const uint8_t pair[19][2] = { { 0, 1 }, { 2, 3 }, { 4, 5 }, { 6, 7 }, { 0, 2 }, { 1, 3 }, { 4, 6 },
                                         { 5, 7 }, { 1, 2 }, { 5, 6 }, { 0, 4 }, { 1, 5 }, { 2, 6 }, { 3, 7 },
                                         { 2, 4 }, { 3, 5 }, { 1, 2 }, { 3, 4 }, { 5, 6 } };
    _Pragma("GCC unroll 19") for (int i = 0; i < 19; i++) exchange(&v[pair[i][0]], &v[pair[i][1]]);
}

/* A bitonic row becomes a sorted one: lanes that are 4, 2 and 1 apart are compared. */
INLINE Vector sort_bitonic(Vector v)
{
    Vector other = _mm512_shuffle_i64x2(v, v, 0x4e);
    v = _mm512_mask_max_epu64(_mm512_min_epu64(v, other), 0xf0, v, other);
    other = _mm512_permutex_epi64(v, 0x4e);
    v = _mm512_mask_max_epu64(_mm512_min_epu64(v, other), 0xcc, v, other);
    other = _mm512_permutex_epi64(v, 0xb1);
    return _mm512_mask_max_epu64(_mm512_min_epu64(v, other), 0xaa, v, other);
}

/* Two sorted halves of 2 m rows become one sorted whole. */
INLINE void merge(Vector *v, int m)
{
    const Vector backwards = _mm512_set_epi64(0, 1, 2, 3, 4, 5, 6, 7);
    _Pragma("GCC unroll 8") for (int i = 0; i < m; i++)
    {
        v[2 * m - 1 - i] = _mm512_permutexvar_epi64(backwards, v[2 * m - 1 - i]);
        exchange(&v[i], &v[2 * m - 1 - i]);
    }
    _Pragma("GCC unroll 4") for (int step = m / 2; step; step /= 2)
        _Pragma("GCC unroll 16") for (int i = 0; i < 2 * m; i++) if (!(i & step))
            exchange(&v[i], &v[i + step]);
    _Pragma("GCC unroll 16") for (int i = 0; i < 2 * m; i++) v[i] = sort_bitonic(v[i]);
}

INLINE void sort_rows(Vector *v)
{
    sort_columns(v);
    transpose_eights(v);
    _Pragma("GCC unroll 4") for (int i = 0; i < LANES; i += 2) merge(v + i, 1);
    merge(v, 2);
    merge(v + 4, 2);
    merge(v, 4);
}

/* Keys of `rows` rows or fewer, from one place to another; those that are missing count as the largest. */
INLINE void sort_in_rows(const uint64_t *from, int64_t n, uint64_t *to, int rows)
{
    Vector v[2 * LANES];
    __mmask8 there[2 * LANES];
    _Pragma("GCC unroll 16") for (int i = 0; i < rows; i++)
    {
        int64_t left = n - i * LANES;
        there[i] = (__mmask8)(left >= LANES ? 0xff : left > 0 ? (1 << left) - 1 : 0);
        v[i] = _mm512_mask_loadu_epi64(_mm512_set1_epi64(-1), there[i], from + i * LANES);
    }
    sort_rows(v);
    if (rows > LANES) {
        sort_rows(v + LANES);
        merge(v, LANES);
    }
    _Pragma("GCC unroll 16") for (int i = 0; i < rows; i++)
        _mm512_mask_storeu_epi64(to + i * LANES, there[i], v[i]);
}

WIDE static void sort_few(const uint64_t *from, int64_t n, uint64_t *to)
{
    if (n <= FEW / 2)
        sort_in_rows(from, n, to, LANES);
    else
        sort_in_rows(from, n, to, 2 * LANES);
}

/* partitions -----------------------------------------------------------------------------------------------
 */

/* Keys below the pivot stay, moved to the front; the others go to the end of `other`. How many stay. Vectors
 * are stored whole: what is wrong in them is overwritten later, and lies where nothing is yet. */
WIDE static int64_t partition(uint64_t *at, int64_t n, uint64_t pivot, uint64_t *other)
{
    const Vector pivots = _mm512_set1_epi64((long long)pivot);
    int64_t low = 0, high = n, i = 0;
    for (; i + LANES <= n; i += LANES) {
        Vector x = _mm512_loadu_si512(at + i);
        __mmask8 below = _mm512_cmplt_epu64_mask(x, pivots);
        int64_t count = __builtin_popcount(below);
        Vector order = _mm512_cvtepu8_epi64(_mm_cvtsi64_si128((long long)bits_set_first[below]));
        Vector packed = _mm512_permutexvar_epi64(order, x);
        _mm512_storeu_si512(at + low, packed);
        _mm512_storeu_si512(other + high - LANES, packed);
        low += count;
        high -= LANES - count;
    }
    for (; i < n; i++) {
        uint64_t x = at[i];
        at[low] = other[high - 1] = x;
        low += x < pivot;
        high -= x >= pivot;
    }
    return low;
}

static inline uint64_t median_of_three(uint64_t a, uint64_t b, uint64_t c)
{
    uint64_t low = a < b ? a : b, high = a < b ? b : a, middle = high < c ? high : c;
    return low < middle ? middle : low;
}

/* The median of keys from all over, or of the medians of three by three. */
WIDE static uint64_t median_of_some(const uint64_t *at, int64_t n)
{
    uint64_t sample[SAMPLES], median[3];
    int64_t step = n / SAMPLES;
    for (int64_t i = 0; n >= MANY && i < SAMPLES; i++)
        sample[i] = at[step * i + 7 * i % step];
    if (n >= MANY) {
        sort_few(sample, SAMPLES, sample);
        return sample[SAMPLES / 2];
    }
    for (int i = 0; i < 3; i++, at += n / 3)
        median[i] = median_of_three(at[0], at[n / 9], at[n / 5]);
    return median_of_three(median[0], median[1], median[2]);
}

/* Above the smallest key, if there are two: after 64 cuts in the middle of the range none is left. */
static uint64_t middle_of_range(const uint64_t *at, int64_t n)
{
    uint64_t least = at[0], most = at[0];
    for (int64_t i = 1; i < n; i++) {
        least = at[i] < least ? at[i] : least;
        most = at[i] > most ? at[i] : most;
    }
    return least + (most - least) / 2 + (most > least);
}

/* Keys lie in `from`; where they belong, when sorted, is `to`, which may be the same, and `other` is the one
 * of the two that they do not lie in, or room of that size. */
typedef struct Part {
    uint64_t *from, *other, *to;
    int64_t n;
} Part;

static Part first_part(const Part *p, int64_t n) { return (Part){ p->from, p->other, p->to, n }; }

static Part second_part(const Part *p, int64_t n)
{
    return (Part){ p->other + n, p->from + n, p->to + n, p->n - n };
}

static void settle(const Part *p)
{
    if (p->from != p->to)
        memcpy(p->to, p->from, (size_t)p->n * sizeof *p->to);
}

/* Cuts a part in two; the first is settled if its keys are all equal. */
WIDE static bool cut(const Part *p, int depth, Part *low, Part *high)
{
    uint64_t pivot = depth > 0 ? median_of_some(p->from, p->n) : middle_of_range(p->from, p->n);
    int64_t n = partition(p->from, p->n, pivot, p->other);
    *low = first_part(p, n);
    *high = second_part(p, n);
    if (n)
        return false;
    /* it is the smallest: all that are equal are put aside, so that many of them do no harm */
    Part all = *high;
    n = pivot == UINT64_MAX ? p->n : partition(all.from, p->n, pivot + 1, all.other);
    *low = first_part(&all, n);
    *high = second_part(&all, n);
    settle(low);
    return true;
}

WIDE static void sort_part(Part p, int depth)
{
    for (; p.n > FEW; depth--) {
        Part low, high;
        if (!cut(&p, depth, &low, &high))
            sort_part(low, depth - 1);
        p = high;
    }
    sort_few(p.from, p.n, p.to);
}

/* In pieces that threads share. */
typedef struct Pieces {
    int count;
    Part part[ROOM_FOR_PIECES];
} Pieces;

static void split(Pieces *pieces, Part p, int64_t least, int depth)
{
    Part low, high;
    for (; p.n > least && pieces->count < MOST_PIECES; depth--) {
        if (!cut(&p, depth, &low, &high))
            split(pieces, low, least, depth - 1);
        p = high;
    }
    pieces->part[pieces->count++] = p;
}

static int depth_of(int64_t n) { return 2 * (64 - __builtin_clzll((uint64_t)n | 1)); }

static void sort_piece(void *with, int64_t i)
{
    Part p = ((Pieces *)with)->part[i];
    sort_part(p, depth_of(p.n));
}

static bool is_here(void) { return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq"); }

bool quicksort_keys(uint64_t *at, int64_t n, uint64_t *room)
{
    Pieces pieces = { 0 };
    Part all = { at, room, at, n };
    if (!is_here())
        return false;
    if (n < SHARED || pool_threads() == 1) {
        sort_part(all, depth_of(n));
        return true;
    }
    split(&pieces, all, n / 8, depth_of(n));
    pool_run(pieces.count, sort_piece, &pieces);
    return true;
}

bool quickselect_key(uint64_t *at, int64_t n, int64_t k, uint64_t *room)
{
    if (!is_here())
        return false;
    Part p = { at, room, at, n };
    for (int depth = depth_of(n); p.n > FEW; depth--) {
        Part low, high;
        bool equal = cut(&p, depth, &low, &high), is_low = k < low.n;
        if (is_low)
            settle(&high);
        if (is_low && equal)
            return true;
        if (!is_low && !equal)
            settle(&low);
        k -= is_low ? 0 : low.n;
        p = is_low ? low : high;
    }
    sort_few(p.from, p.n, p.to);
    return true;
}

#else

bool quicksort_keys(uint64_t *at, int64_t n, uint64_t *room) { return (void)at, (void)n, (void)room, false; }

bool quickselect_key(uint64_t *at, int64_t n, int64_t k, uint64_t *room)
{
    return (void)at, (void)n, (void)k, (void)room, false;
}

#endif
