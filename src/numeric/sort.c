#include "base/vectors.h"

#include "numeric/sort.h"

#include "base/memory.h"
#include "numeric/pool.h"
#include "numeric/quicksort.h"
#include "numeric/sort_keys.h"

#include <string.h>

/* sorting keys
 * ------------------------------------------------------------------------------------------------------- */

enum { FEW = 24, MANY = 768, DIGIT = 8, BUCKETS = 1 << DIGIT };

static bool quicksort_16(uint16_t *at, int64_t n) { return (void)at, (void)n, false; } /* radix does it */

/* Sorts unsigned numbers of one width. A few dozen, or hundreds: eights by a network of comparators
 * (Batcher's, 19 of them), then merged from both ends at once; nothing branches on what the numbers are. */
#define COMPARE(T, a, b)                                                                                     \
    do {                                                                                                     \
        T low_ = at[a] < at[b] ? at[a] : at[b], high_ = at[a] < at[b] ? at[b] : at[a];                       \
        at[a] = low_;                                                                                        \
        at[b] = high_;                                                                                       \
    } while (0)
#define DEFINE_SORT_KEYS(bits)                                                                               \
    typedef uint##bits##_t __attribute__((may_alias)) Key##bits;                                             \
    static void insert_##bits(Key##bits *at, int64_t n)                                                      \
    {                                                                                                        \
        for (int64_t i = 1; i < n; i++) {                                                                    \
            Key##bits moved = at[i];                                                                         \
            int64_t to = i;                                                                                  \
            for (; to > 0 && at[to - 1] > moved; to--)                                                       \
                at[to] = at[to - 1];                                                                         \
            at[to] = moved;                                                                                  \
        }                                                                                                    \
    }                                                                                                        \
    static void eight_##bits(Key##bits *at)                                                                  \
    {                                                                                                        \
        static const uint8_t pair[19][2] = { { 0, 1 }, { 2, 3 }, { 4, 5 }, { 6, 7 }, { 0, 2 },               \
                                             { 1, 3 }, { 4, 6 }, { 5, 7 }, { 1, 2 }, { 5, 6 },               \
                                             { 0, 4 }, { 1, 5 }, { 2, 6 }, { 3, 7 }, { 2, 4 },               \
                                             { 3, 5 }, { 1, 2 }, { 3, 4 }, { 5, 6 } };                       \
        _Pragma("GCC unroll 19") for (int i = 0; i < 19; i++) COMPARE(Key##bits, pair[i][0], pair[i][1]);    \
    }                                                                                                        \
    /* Two sorted runs of from, of m and n - m numbers, into to. */                                          \
    static void merge_##bits(const Key##bits *from, int64_t m, int64_t n, Key##bits *to)                     \
    {                                                                                                        \
        const Key##bits *left = from, *right = from + m, *left_end = right - 1, *right_end = from + n - 1;   \
        Key##bits *first = to, *last = to + n - 1;                                                           \
        int64_t steps = m < n - m ? m : n - m;                                                               \
        for (int64_t i = 0; i < steps; i++) { /* neither run is used up before */                            \
            bool take = *right < *left;                                                                      \
            *first++ = take ? *right : *left;                                                                \
            right += take;                                                                                   \
            left += !take;                                                                                   \
            take = *right_end < *left_end;                                                                   \
            *last-- = take ? *left_end : *right_end;                                                         \
            left_end -= take;                                                                                \
            right_end -= !take;                                                                              \
        }                                                                                                    \
        while (left <= left_end && right <= right_end)                                                       \
            *first++ = *right < *left ? *right++ : *left++;                                                  \
        while (left <= left_end)                                                                             \
            *first++ = *left++;                                                                              \
        while (right <= right_end)                                                                           \
            *first++ = *right++;                                                                             \
    }                                                                                                        \
    static void merge_sort_##bits(Key##bits *at, int64_t n)                                                  \
    {                                                                                                        \
        Key##bits room[MANY], *from = at, *to = room;                                                        \
        int64_t run = 8;                                                                                     \
        if (n < run) {                                                                                       \
            insert_##bits(at, n);                                                                            \
            return;                                                                                          \
        }                                                                                                    \
        for (int64_t i = 0; i < n; i += run) {                                                               \
            if (i + run <= n)                                                                                \
                eight_##bits(at + i);                                                                        \
            else                                                                                             \
                insert_##bits(at + i, n - i);                                                                \
        }                                                                                                    \
        for (; run < n; run *= 2) {                                                                          \
            for (int64_t i = 0; i < n; i += 2 * run) {                                                       \
                int64_t count = n - i < 2 * run ? n - i : 2 * run;                                           \
                if (count > run)                                                                             \
                    merge_##bits(from + i, run, count, to + i);                                              \
                else                                                                                         \
                    memcpy(to + i, from + i, (size_t)count * sizeof *to);                                    \
            }                                                                                                \
            Key##bits *swapped = from;                                                                       \
            from = to;                                                                                       \
            to = swapped;                                                                                    \
        }                                                                                                    \
        if (from != at)                                                                                      \
            memcpy(at, from, (size_t)n * sizeof *at);                                                        \
    }                                                                                                        \
    /* Where there is no memory for another way. */                                                          \
    static void sift_##bits(Key##bits *at, int64_t root, int64_t n)                                          \
    {                                                                                                        \
        Key##bits moved = at[root];                                                                          \
        for (int64_t child; (child = 2 * root + 1) < n; root = child) {                                      \
            child += child + 1 < n && at[child + 1] > at[child];                                             \
            if (at[child] <= moved)                                                                          \
                break;                                                                                       \
            at[root] = at[child];                                                                            \
        }                                                                                                    \
        at[root] = moved;                                                                                    \
    }                                                                                                        \
    static void heap_##bits(Key##bits *at, int64_t n)                                                        \
    {                                                                                                        \
        for (int64_t i = n / 2; i-- > 0;)                                                                    \
            sift_##bits(at, i, n);                                                                           \
        for (int64_t last = n - 1; last > 0; last--) {                                                       \
            Key##bits largest = at[0];                                                                       \
            at[0] = at[last];                                                                                \
            at[last] = largest;                                                                              \
            sift_##bits(at, 0, last);                                                                        \
        }                                                                                                    \
    }                                                                                                        \
    static bool radix_##bits(Key##bits *at, int64_t n)                                                       \
    {                                                                                                        \
        enum { PASSES = (bits + DIGIT - 1) / DIGIT };                                                        \
        int64_t(*count)[BUCKETS] = data_zeroed(PASSES * sizeof *count);                                      \
        Key##bits *other = data_alloc((size_t)n * sizeof *other), *from = at, *to = other;                   \
        if (!count || !other) {                                                                              \
            data_free(count);                                                                                \
            data_free(other);                                                                                \
            return false;                                                                                    \
        }                                                                                                    \
        for (int64_t i = 0; i < n; i++)                                                                      \
            for (int pass = 0; pass < PASSES; pass++)                                                        \
                count[pass][at[i] >> (pass * DIGIT) & (BUCKETS - 1)]++;                                      \
        for (int pass = 0; pass < PASSES; pass++) {                                                          \
            int shift = pass * DIGIT;                                                                        \
            if (count[pass][at[0] >> shift & (BUCKETS - 1)] == n) /* all have the same digit */              \
                continue;                                                                                    \
            int64_t place = 0;                                                                               \
            for (int digit = 0; digit < BUCKETS; digit++) {                                                  \
                int64_t many = count[pass][digit];                                                           \
                count[pass][digit] = place;                                                                  \
                place += many;                                                                               \
            }                                                                                                \
            for (int64_t i = 0; i < n; i++)                                                                  \
                to[count[pass][from[i] >> shift & (BUCKETS - 1)]++] = from[i];                               \
            Key##bits *swapped = from;                                                                       \
            from = to;                                                                                       \
            to = swapped;                                                                                    \
        }                                                                                                    \
        if (from != at)                                                                                      \
            memcpy(at, from, (size_t)n * sizeof *at);                                                        \
        data_free(count);                                                                                    \
        data_free(other);                                                                                    \
        return true;                                                                                         \
    }                                                                                                        \
    static void sort_keys_##bits(Key##bits *at, int64_t n)                                                   \
    {                                                                                                        \
        int64_t i = 1;                                                                                       \
        while (i < n && at[i - 1] <= at[i])                                                                  \
            i++;                                                                                             \
        if (i >= n || (n > FEW && quicksort_##bits(at, n)))                                                  \
            return;                                                                                          \
        if (n < MANY)                                                                                        \
            merge_sort_##bits(at, n);                                                                        \
        else if (!radix_##bits(at, n))                                                                       \
            heap_##bits(at, n);                                                                              \
    }
DEFINE_SORT_KEYS(16)
DEFINE_SORT_KEYS(32)
DEFINE_SORT_KEYS(64)

static void sort_bytes(uint8_t *at, int64_t n, uint8_t flip)
{
    int64_t count[256] = { 0 };
    if (n <= FEW) {
        for (int64_t i = 1; i < n; i++) {
            uint8_t moved = at[i];
            int64_t to = i;
            for (; to > 0 && (at[to - 1] ^ flip) > (moved ^ flip); to--)
                at[to] = at[to - 1];
            at[to] = moved;
        }
        return;
    }
    for (int64_t i = 0; i < n; i++)
        count[at[i] ^ flip]++;
    for (int byte = 0; byte < 256; byte++) {
        memset(at, byte ^ flip, (size_t)count[byte]);
        at += count[byte];
    }
}

/* Integers: the sign turned over, sorted, and turned back. Many that do not lie far apart are counted, in
 * several tables, so that equal ones in a row do not wait for each other. */
enum { TABLES = 4, RANGE_MOST = 1 << 17 };
#define DEFINE_SORT_INTS(bits)                                                                               \
    VECTORS static uint64_t range_##bits(const Key##bits *at, int64_t n, Key##bits *least)                   \
    {                                                                                                        \
        Key##bits low = at[0], high = at[0];                                                                 \
        for (int64_t i = 1; i < n; i++) {                                                                    \
            low = at[i] < low ? at[i] : low;                                                                 \
            high = at[i] > high ? at[i] : high;                                                              \
        }                                                                                                    \
        *least = low;                                                                                        \
        return (uint64_t)(high - low);                                                                       \
    }                                                                                                        \
    static bool count_ints_##bits(Key##bits *at, int64_t n)                                                  \
    {                                                                                                        \
        Key##bits least;                                                                                     \
        uint64_t range = n < RANGE_MOST / 64 || n > UINT32_MAX ? UINT64_MAX : range_##bits(at, n, &least);   \
        if (range >= RANGE_MOST || range >= (uint64_t)n / 2)                                                 \
            return false;                                                                                    \
        size_t kinds = (size_t)range + 1;                                                                    \
        uint32_t *count = data_zeroed(TABLES * kinds * sizeof *count);                                       \
        if (!count)                                                                                          \
            return false;                                                                                    \
        int64_t i = 0;                                                                                       \
        for (; i + TABLES <= n; i += TABLES)                                                                 \
            for (int t = 0; t < TABLES; t++)                                                                 \
                count[(size_t)t * kinds + (size_t)(at[i + t] - least)]++;                                    \
        for (; i < n; i++)                                                                                   \
            count[at[i] - least]++;                                                                          \
        for (size_t kind = 0; kind < kinds; kind++) {                                                        \
            uint32_t all = 0;                                                                                \
            for (int t = 0; t < TABLES; t++)                                                                 \
                all += count[(size_t)t * kinds + kind];                                                      \
            for (uint32_t k = 0; k < all; k++)                                                               \
                *at++ = (Key##bits)(least + kind);                                                           \
        }                                                                                                    \
        data_free(count);                                                                                    \
        return true;                                                                                         \
    }                                                                                                        \
    static void turn_signs_##bits(Key##bits *at, int64_t n, bool with_sign)                                  \
    {                                                                                                        \
        const Key##bits sign = (Key##bits)((Key##bits)1 << (bits - 1));                                      \
        for (int64_t i = 0; with_sign && i < n; i++)                                                         \
            at[i] ^= sign;                                                                                   \
    }                                                                                                        \
    static void sort_ints_##bits(Key##bits *at, int64_t n, bool with_sign)                                   \
    {                                                                                                        \
        turn_signs_##bits(at, n, with_sign);                                                                 \
        if (!count_ints_##bits(at, n))                                                                       \
            sort_keys_##bits(at, n);                                                                         \
        turn_signs_##bits(at, n, with_sign);                                                                 \
    }
DEFINE_SORT_INTS(16)
DEFINE_SORT_INTS(32)
DEFINE_SORT_INTS(64)

/* Floats without a -0.0, whose place among zeros would be lost: nans go to the end as they are, the others
 * become keys and floats again. False: there is a -0.0, or no memory, and nothing is changed. */
#define DEFINE_SORT_FLOATS(bits, INFINITE)                                                                   \
    enum { IS_NAN_##bits = 1, IS_NEGATIVE_ZERO_##bits = 2 };                                                 \
    /* What there was among them is told. */                                                                 \
    VECTORS static int keys_of_floats_##bits(Key##bits *at, int64_t n)                                       \
    {                                                                                                        \
        const Key##bits sign = (Key##bits)((Key##bits)1 << (bits - 1));                                      \
        Key##bits nan = 0, zero = 0;                                                                         \
        for (int64_t i = 0; i < n; i++) {                                                                    \
            nan |= (at[i] & (Key##bits) ~sign) > INFINITE;                                                   \
            zero |= at[i] == sign;                                                                           \
            at[i] = (Key##bits)(at[i] & sign ? ~at[i] : at[i] | sign);                                       \
        }                                                                                                    \
        return (nan ? IS_NAN_##bits : 0) | (zero ? IS_NEGATIVE_ZERO_##bits : 0);                             \
    }                                                                                                        \
    VECTORS static void floats_of_keys_##bits(Key##bits *at, int64_t n)                                      \
    {                                                                                                        \
        const Key##bits sign = (Key##bits)((Key##bits)1 << (bits - 1));                                      \
        for (int64_t i = 0; i < n; i++)                                                                      \
            at[i] = (Key##bits)(at[i] & sign ? at[i] ^ sign : ~at[i]);                                       \
    }                                                                                                        \
    /* Moves nans to the end; how many other numbers there are. -1: no memory. */                            \
    static int64_t nans_last_##bits(Key##bits *at, int64_t n)                                                \
    {                                                                                                        \
        const Key##bits sign = (Key##bits)((Key##bits)1 << (bits - 1));                                      \
        int64_t nans = 0, kept = 0;                                                                          \
        Key##bits *saved = data_alloc((size_t)n * sizeof *saved);                                            \
        if (!saved)                                                                                          \
            return -1;                                                                                       \
        for (int64_t i = 0; i < n; i++) {                                                                    \
            Key##bits x = at[i];                                                                             \
            bool is_nan = (x & (Key##bits) ~sign) > INFINITE;                                                \
            at[kept] = saved[nans] = x;                                                                      \
            nans += is_nan;                                                                                  \
            kept += !is_nan;                                                                                 \
        }                                                                                                    \
        memcpy(at + kept, saved, (size_t)nans * sizeof *saved);                                              \
        data_free(saved);                                                                                    \
        return kept;                                                                                         \
    }                                                                                                        \
    /* How many keys there are, which stand before nans after that. */                                       \
    static int64_t keys_of_numbers_##bits(Key##bits *at, int64_t n)                                          \
    {                                                                                                        \
        int found = keys_of_floats_##bits(at, n);                                                            \
        if (!found)                                                                                          \
            return n;                                                                                        \
        floats_of_keys_##bits(at, n);                                                                        \
        n = found & IS_NEGATIVE_ZERO_##bits ? -1 : nans_last_##bits(at, n);                                  \
        keys_of_floats_##bits(at, n);                                                                        \
        return n;                                                                                            \
    }                                                                                                        \
    static bool sort_floats_##bits(Key##bits *at, int64_t n)                                                 \
    {                                                                                                        \
        n = keys_of_numbers_##bits(at, n);                                                                   \
        if (n < 0)                                                                                           \
            return false;                                                                                    \
        sort_keys_##bits(at, n);                                                                             \
        floats_of_keys_##bits(at, n);                                                                        \
        return true;                                                                                         \
    }
DEFINE_SORT_FLOATS(16, 0x7c00u)
DEFINE_SORT_FLOATS(32, 0x7f800000u)
DEFINE_SORT_FLOATS(64, 0x7ff0000000000000u)

static bool gather(SortType type, char *at, int64_t n)
{
    size_t size = type_size[type];
    int64_t *order = data_alloc((size_t)n * sizeof *order);
    char *copy = data_alloc((size_t)n * size);
    bool ok = order && copy && sort_order(type, at, n, order);
    if (ok) {
        memcpy(copy, at, (size_t)n * size);
        for (int64_t i = 0; i < n; i++)
            memcpy(at + (size_t)i * size, copy + (size_t)order[i] * size, size);
    }
    data_free(order);
    data_free(copy);
    return ok;
}

bool sort_values(SortType type, void *at, int64_t n)
{
    if (n < 2)
        return true;
    switch (type) {
    case SORT_U1: sort_bytes(at, n, 0); return true;
    case SORT_I1: sort_bytes(at, n, 0x80); return true;
    case SORT_U2:
    case SORT_I2: sort_ints_16(at, n, type == SORT_I2); return true;
    case SORT_U4:
    case SORT_I4: sort_ints_32(at, n, type == SORT_I4); return true;
    case SORT_U8:
    case SORT_I8: sort_ints_64(at, n, type == SORT_I8); return true;
    case SORT_F2: return sort_floats_16(at, n) || gather(type, at, n);
    case SORT_F4: return sort_floats_32(at, n) || gather(type, at, n);
    case SORT_F8: return sort_floats_64(at, n) || gather(type, at, n);
    default: return gather(type, at, n);
    }
}

/* selecting
 * ------------------------------------------------------------------------------------------------------- */

enum { SELECTS = 512, PLACES_MOST = 8 };

#define DEFINE_SELECT(bits)                                                                                  \
    static void select_##bits(Key##bits *at, int64_t n, int count, const int64_t place[])                    \
    {                                                                                                        \
        int64_t from = 0;                                                                                    \
        for (int i = 0; i < count && place[i] < n; i++) {                                                    \
            if (place[i] < from)                                                                             \
                continue;                                                                                    \
            if (!quickselect_##bits(at + from, n - from, place[i] - from))                                   \
                sort_keys_##bits(at + from, n - from);                                                       \
            from = place[i] + 1;                                                                             \
        }                                                                                                    \
    }                                                                                                        \
    static void select_ints_##bits(Key##bits *at, int64_t n, int count, const int64_t place[],               \
                                   bool with_sign)                                                           \
    {                                                                                                        \
        turn_signs_##bits(at, n, with_sign);                                                                 \
        select_##bits(at, n, count, place);                                                                  \
        turn_signs_##bits(at, n, with_sign);                                                                 \
    }                                                                                                        \
    static bool select_floats_##bits(Key##bits *at, int64_t n, int count, const int64_t place[])             \
    {                                                                                                        \
        n = keys_of_numbers_##bits(at, n);                                                                   \
        if (n < 0)                                                                                           \
            return false;                                                                                    \
        select_##bits(at, n, count, place);                                                                  \
        floats_of_keys_##bits(at, n);                                                                        \
        return true;                                                                                         \
    }
DEFINE_SELECT(32)
DEFINE_SELECT(64)

bool sort_places(SortType type, void *at, int64_t n, int count, const int64_t place[])
{
    bool selects = n >= SELECTS && count <= PLACES_MOST;
    switch (selects ? type : SORT_TYPES) {
    case SORT_U4:
    case SORT_I4: select_ints_32(at, n, count, place, type == SORT_I4); return true;
    case SORT_U8:
    case SORT_I8: select_ints_64(at, n, count, place, type == SORT_I8); return true;
    case SORT_F4: return select_floats_32(at, n, count, place) || sort_values(type, at, n);
    case SORT_F8: return select_floats_64(at, n, count, place) || sort_values(type, at, n);
    default: return sort_values(type, at, n);
    }
}

/* permutations
 * ------------------------------------------------------------------------------------------------------- */

typedef struct Place {
    uint64_t key;
    int64_t index;
} Place;

static void insert_places(Place *at, int64_t n)
{
    for (int64_t i = 1; i < n; i++) {
        Place moved = at[i];
        int64_t to = i;
        for (; to > 0 && at[to - 1].key > moved.key; to--)
            at[to] = at[to - 1];
        at[to] = moved;
    }
}

static void merge_places(Place *at, int64_t n, Place *room)
{
    if (n <= FEW) {
        insert_places(at, n);
        return;
    }
    int64_t half = n / 2;
    merge_places(at, half, room);
    merge_places(at + half, n - half, room);
    if (at[half - 1].key <= at[half].key)
        return;
    memcpy(room, at, (size_t)half * sizeof *room);
    int64_t left = 0, right = half, to = 0;
    while (left < half && right < n)
        at[to++] = at[right].key < room[left].key ? at[right++] : room[left++];
    memcpy(at + to, room + left, (size_t)(half - left) * sizeof *room);
}

static double complex complex_at(SortType type, const char *at, int64_t i)
{
    return type == SORT_C8 ? ((const float complex *)at)[i] : ((const double complex *)at)[i];
}

static uint64_t part_key(double complex z, int part)
{
    double x = part ? cimag(z) : creal(z);
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return float_key_64(bits);
}

static void merge_complex(SortType type, const char *at, int64_t *order, int64_t n, int64_t *room)
{
    if (n < 2)
        return;
    int64_t half = n / 2;
    merge_complex(type, at, order, half, room);
    merge_complex(type, at, order + half, n - half, room);
    memcpy(room, order, (size_t)half * sizeof *room);
    int64_t left = 0, right = half, to = 0;
    while (left < half && right < n)
        order[to++] = complex_less(complex_at(type, at, order[right]), complex_at(type, at, room[left]))
                          ? order[right++]
                          : room[left++];
    memcpy(order + to, room + left, (size_t)(half - left) * sizeof *room);
}

/* Elements that share the digits which were sorted, put into order by all of them. */
static bool order_run(const uint64_t *key, uint64_t *packed, int64_t n, uint64_t mask)
{
    Place few[2 * FEW], *place = n <= FEW ? few : data_alloc((size_t)n * 2 * sizeof *place);
    if (!place)
        return false;
    for (int64_t i = 0; i < n; i++)
        place[i] = (Place){ key[packed[i] & mask], (int64_t)packed[i] };
    merge_places(place, n, place + n);
    for (int64_t i = 0; i < n; i++)
        packed[i] = (uint64_t)place[i].index;
    if (place != few)
        data_free(place);
    return true;
}

/* Many keys that do not lie far apart are counted. False: they do, or there is no memory. */
enum { SPREAD_MOST = 1 << 16 };
static bool order_counted(const uint64_t *key, uint64_t least, uint64_t range, int64_t n, uint64_t *room,
                          int64_t *order)
{
    uint64_t *next =
        range < SPREAD_MOST && (int64_t)range < n ? data_zeroed(((size_t)range + 2) * sizeof *next) : NULL;
    if (!next)
        return false;
    for (int64_t i = 0; i < n; i++)
        next[key[i] - least + 1]++;
    for (uint64_t kind = 1; kind <= range; kind++)
        next[kind] += next[kind - 1];
    for (int64_t i = 0; i < n; i++)
        room[next[key[i] - least]++] = (uint64_t)order[i];
    memcpy(order, room, (size_t)n * sizeof *order);
    data_free(next);
    return true;
}

/* Many narrow integers, in their own order, are counted as they are. */
#define DEFINE_ORDER_NARROW(bits)                                                                            \
    static bool order_narrow_##bits(const uint##bits##_t *at, int64_t n, uint##bits##_t flip,                \
                                    int64_t *order)                                                          \
    {                                                                                                        \
        enum { KINDS = 1 << bits };                                                                          \
        int64_t *next = n >= KINDS ? data_zeroed((KINDS + 1) * sizeof *next) : NULL;                         \
        if (!next)                                                                                           \
            return false;                                                                                    \
        for (int64_t i = 0; i < n; i++)                                                                      \
            next[(at[i] ^ flip) + 1]++;                                                                      \
        for (int kind = 1; kind < KINDS; kind++)                                                             \
            next[kind] += next[kind - 1];                                                                    \
        for (int64_t i = 0; i < n; i++)                                                                      \
            order[next[at[i] ^ flip]++] = i;                                                                 \
        data_free(next);                                                                                     \
        return true;                                                                                         \
    }
DEFINE_ORDER_NARROW(8)
DEFINE_ORDER_NARROW(16)

static bool order_narrow(SortType type, const void *at, int64_t n, int64_t *order)
{
    switch (type) {
    case SORT_U1: return order_narrow_8(at, n, 0, order);
    case SORT_I1: return order_narrow_8(at, n, 0x80, order);
    case SORT_U2: return order_narrow_16(at, n, 0, order);
    case SORT_I2: return order_narrow_16(at, n, 0x8000, order);
    default: return false;
    }
}

/* Keys as far above the least as they are, the top digits of that and below them the place, in one number:
 * when these are sorted, so is the order, but for elements whose keys differ in other digits alone. */
static bool order_packed(const uint64_t *key, uint64_t *packed, int64_t n, int64_t *order)
{
    uint64_t least = key[0], most = key[0];
    for (int64_t i = 1; i < n; i++) {
        least = key[i] < least ? key[i] : least;
        most = key[i] > most ? key[i] : most;
    }
    if (most == least || order_counted(key, least, most - least, n, packed, order))
        return true;
    int bits = 64 - __builtin_clzll((uint64_t)(n - 1)), free_bits = __builtin_clzll(most - least);
    const uint64_t mask = (UINT64_C(1) << bits) - 1;
    for (int64_t i = 0; i < n; i++)
        packed[i] = ((key[i] - least) << free_bits & ~mask) | (uint64_t)i;
    sort_keys_64(packed, n);
    for (int64_t i = 0, end; free_bits < bits && i < n; i = end) {
        for (end = i + 1; end < n && packed[end] >> bits == packed[i] >> bits;)
            end++;
        if (end - i > 1 && !order_run(key, packed + i, end - i, mask))
            return false;
    }
    for (int64_t i = 0; i < n; i++)
        packed[i] = (uint64_t)order[packed[i] & mask];
    memcpy(order, packed, (size_t)n * sizeof *order);
    return true;
}

static bool order_many(SortType type, const void *at, int64_t n, int64_t *order)
{
    uint64_t *key = data_alloc((size_t)n * sizeof *key), *packed = data_alloc((size_t)n * sizeof *packed);
    bool ok = key && packed;
    for (int64_t i = 0; ok && i < n; i++)
        key[i] = key_at(type, at, order[i]);
    ok = ok && order_packed(key, packed, n, order);
    data_free(key);
    data_free(packed);
    return ok;
}

/* Complex numbers: by their real parts, then what is equal there by the imaginary ones; those with a nan,
 * which stand after all others, are merged. */
static bool order_complex(SortType type, const void *at, int64_t n, int64_t *order)
{
    uint64_t *key = data_alloc((size_t)n * sizeof *key), *packed = data_alloc((size_t)n * sizeof *packed);
    int64_t *nans = (int64_t *)packed, plain = 0, rest = 0;
    bool ok = key && packed;
    for (int64_t i = 0; ok && i < n; i++) {
        double complex z = complex_at(type, at, order[i]);
        if (creal(z) == creal(z) && cimag(z) == cimag(z))
            order[plain++] = order[i];
        else
            nans[rest++] = order[i];
    }
    if (ok && rest) {
        memcpy(order + plain, nans, (size_t)rest * sizeof *nans);
        merge_complex(type, at, order + plain, rest, nans);
    }
    for (int part = 0; ok && part < 2; part++) {
        for (int64_t i = 0; part == 0 && i < plain; i++)
            key[i] = part_key(complex_at(type, at, order[i]), part);
        for (int64_t from = 0, end; ok && from < plain; from = end) {
            double first = creal(complex_at(type, at, order[from]));
            end = part == 0 ? plain : from + 1;
            while (end < plain && creal(complex_at(type, at, order[end])) == first)
                end++;
            for (int64_t i = from; part == 1 && end - from > 1 && i < end; i++)
                key[i] = part_key(complex_at(type, at, order[i]), part);
            ok = end - from < 2 || order_packed(key + from, packed + from, end - from, order + from);
        }
    }
    data_free(key);
    data_free(packed);
    return ok;
}

bool sort_order_again(SortType type, const void *at, int64_t n, int64_t *order)
{
    if (n < 2)
        return true;
    if (type == SORT_C8 || type == SORT_C16) {
        int64_t room[FEW];
        if (n > FEW)
            return order_complex(type, at, n, order);
        merge_complex(type, at, order, n, room);
        return true;
    }
    if (n > FEW)
        return order_many(type, at, n, order);
    Place place[FEW];
    for (int64_t i = 0; i < n; i++)
        place[i] = (Place){ key_at(type, at, order[i]), order[i] };
    insert_places(place, n);
    for (int64_t i = 0; i < n; i++)
        order[i] = place[i].index;
    return true;
}

bool sort_order(SortType type, const void *at, int64_t n, int64_t *order)
{
    if (order_narrow(type, at, n, order))
        return true;
    for (int64_t i = 0; i < n; i++)
        order[i] = i;
    return sort_order_again(type, at, n, order);
}

/* The pivot is what stands at `place` in elements that were selected so. Smaller ones to the front, larger
 * ones aside, and equal ones from the end of that on. */
#define DEFINE_ORDER_AROUND(name, T)                                                                         \
    static bool order_around_##name(const T *at, int64_t n, int64_t place, int64_t *aside, int64_t *order)   \
    {                                                                                                        \
        T pivot = ((const T *)(const void *)aside)[place];                                                   \
        int64_t low = 0, high = 0;                                                                           \
        if (pivot != pivot)                                                                                  \
            return false;                                                                                    \
        for (int64_t i = 0; i < n; i++) {                                                                    \
            order[low] = aside[high] = aside[n - 1 - (i - low - high)] = i;                                  \
            low += at[i] < pivot;                                                                            \
            high += !(at[i] <= pivot);                                                                       \
        }                                                                                                    \
        for (int64_t i = 0; i < n - low - high; i++)                                                         \
            order[low + i] = aside[n - 1 - i];                                                               \
        memcpy(order + n - high, aside, (size_t)high * sizeof *order);                                       \
        return true;                                                                                         \
    }
DEFINE_ORDER_AROUND(u4, uint32_t)
DEFINE_ORDER_AROUND(i4, int32_t)
DEFINE_ORDER_AROUND(u8, uint64_t)
DEFINE_ORDER_AROUND(i8, int64_t)
DEFINE_ORDER_AROUND(f4, float)
DEFINE_ORDER_AROUND(f8, double)

bool sort_order_place(SortType type, const void *at, int64_t n, int64_t place, int64_t *order)
{
    bool selects = type >= SORT_U4 && type <= SORT_F8 && type != SORT_F2, ok = false;
    int64_t *aside = selects ? data_alloc((size_t)n * sizeof *aside) : NULL;
    if (aside) {
        memcpy(aside, at, (size_t)n * type_size[type]);
        ok = sort_places(type, aside, n, 1, &place);
    }
    switch (ok ? type : SORT_TYPES) {
    case SORT_U4: order_around_u4(at, n, place, aside, order); break;
    case SORT_I4: order_around_i4(at, n, place, aside, order); break;
    case SORT_U8: order_around_u8(at, n, place, aside, order); break;
    case SORT_I8: order_around_i8(at, n, place, aside, order); break;
    case SORT_F4: ok = order_around_f4(at, n, place, aside, order); break;
    case SORT_F8: ok = order_around_f8(at, n, place, aside, order); break;
    default: break;
    }
    data_free(aside);
    return ok || sort_order(type, at, n, order); /* no memory, or the place is a nan's */
}

int sort_direction(const double *at, int64_t n)
{
    int64_t i = 1;
    while (i < n && at[i] == at[0])
        i++;
    if (i >= n)
        return 1;
    bool rises = at[0] < at[i];
    for (i++; i < n; i++)
        if (rises ? at[i - 1] > at[i] : at[i - 1] < at[i])
            return 0;
    return rises ? 1 : -1;
}
