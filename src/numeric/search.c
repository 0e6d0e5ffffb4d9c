#include "base/vectors.h"

#include "numeric/sort.h"

#include "base/memory.h"
#include "numeric/pool.h"
#include "numeric/sort_keys.h"

#include <string.h>

/* NumPy's binsearch (numpy/_core/src/npysort/binsearch.cpp): keys that grow narrow the search from the left.
 */
enum { TOGETHER = 8 };

/* The same for many keys, in elements that lie side by side and are sorted: they do not wait for each other,
 * and threads share them. */
typedef struct Searching {
    SortType type;
    const char *at, *key;
    int64_t n, keys, key_step;
    bool right;
    int64_t *out;
} Searching;

/* The order of many keys that would each read from all over a large array, and are searched for in that
 * order. NULL: as they come. */
static int64_t *order_of_search(const Searching *s)
{
    enum { KEYS_LEAST = 1 << 15, BYTES_LEAST = 1 << 20, SOME = 64 };
    int64_t size = type_size[s->type], falls = 0;
    if (s->keys < KEYS_LEAST || s->n * size < BYTES_LEAST || s->key_step != size || s->type >= SORT_C8)
        return NULL;
    for (int64_t i = 1; i < SOME; i++)
        falls += key_at(s->type, s->key, i - 1) > key_at(s->type, s->key, i);
    int64_t *order = falls ? data_alloc((size_t)s->keys * sizeof *order) : NULL;
    if (order && !sort_order(s->type, s->key, s->keys, order)) {
        data_free(order);
        return NULL;
    }
    return order;
}

#define DEFINE_SEARCH_MANY(name, T, LOAD, LESS, BELOW, AT_MOST)                                              \
    static inline __attribute__((always_inline)) void search_together_##name(                                \
        const Searching *s, int64_t from, int64_t count, bool right)                                         \
    {                                                                                                        \
        T wanted[TOGETHER];                                                                                  \
        const char *low[TOGETHER];                                                                           \
        const int64_t size = sizeof(T);                                                                      \
        for (int k = 0; k < TOGETHER; k++) {                                                                 \
            wanted[k] = LOAD(s->key + (from + (k < count ? k : 0)) * s->key_step);                           \
            low[k] = s->at;                                                                                  \
        }                                                                                                    \
        for (int64_t left = s->n; left > 0;) {                                                               \
            int64_t half = left - left / 2;                                                                  \
            for (int k = 0; k < TOGETHER; k++) {                                                             \
                T found = LOAD(low[k] + (half - 1) * size);                                                  \
                bool passed = right ? AT_MOST(found, wanted[k]) : BELOW(found, wanted[k]);                   \
                low[k] += half * size & -(int64_t)passed;                                                    \
            }                                                                                                \
            left -= half;                                                                                    \
        }                                                                                                    \
        for (int k = 0; k < count; k++) {                                                                    \
            int64_t place = (low[k] - s->at) / size;                                                         \
            if (wanted[k] != wanted[k]) { /* a nan, which goes to the nans at the end */                     \
                int64_t end = s->n;                                                                          \
                for (place = right ? end : 0; place < end;) {                                                \
                    int64_t middle = place + (end - place) / 2;                                              \
                    T found = LOAD(s->at + middle * size);                                                   \
                    if (LESS(found, wanted[k]))                                                              \
                        place = middle + 1;                                                                  \
                    else                                                                                     \
                        end = middle;                                                                        \
                }                                                                                            \
            }                                                                                                \
            s->out[from + k] = place;                                                                        \
        }                                                                                                    \
    }                                                                                                        \
    static void search_piece_##name(void *with, int64_t piece)                                               \
    {                                                                                                        \
        const Searching *s = with;                                                                           \
        int64_t from = piece * SORT_SEARCH_ALONE, end = from + SORT_SEARCH_ALONE;                            \
        for (end = end < s->keys ? end : s->keys; from < end; from += TOGETHER) {                            \
            int64_t count = end - from < TOGETHER ? end - from : TOGETHER;                                   \
            if (s->right)                                                                                    \
                search_together_##name(s, from, count, true);                                                \
            else                                                                                             \
                search_together_##name(s, from, count, false);                                               \
        }                                                                                                    \
    }                                                                                                        \
    static void search_shared_##name(Searching *s)                                                           \
    {                                                                                                        \
        pool_run((s->keys + SORT_SEARCH_ALONE - 1) / SORT_SEARCH_ALONE, search_piece_##name, s);             \
    }                                                                                                        \
    static bool search_in_order_##name(Searching s)                                                          \
    {                                                                                                        \
        int64_t *order = order_of_search(&s), *out = s.out;                                                  \
        T *key = order ? data_alloc((size_t)s.keys * sizeof *key) : NULL;                                    \
        s.out = key ? data_alloc((size_t)s.keys * sizeof *s.out) : NULL;                                     \
        for (int64_t i = 0; s.out && i < s.keys; i++)                                                        \
            key[i] = ((const T *)s.key)[order[i]];                                                           \
        s.key = (const char *)key;                                                                           \
        if (s.out)                                                                                           \
            search_shared_##name(&s);                                                                        \
        for (int64_t i = 0; s.out && i < s.keys; i++)                                                        \
            out[order[i]] = s.out[i];                                                                        \
        data_free(order);                                                                                    \
        data_free(key);                                                                                      \
        data_free(s.out);                                                                                    \
        return s.out != NULL;                                                                                \
    }                                                                                                        \
    static bool search_many_##name(Searching *s)                                                             \
    {                                                                                                        \
        for (int64_t i = 1; i < s->n; i++) {                                                                 \
            T before = LOAD(s->at + (i - 1) * (int64_t)sizeof(T)),                                           \
              after = LOAD(s->at + i * (int64_t)sizeof(T));                                                  \
            if (LESS(after, before))                                                                         \
                return false;                                                                                \
        }                                                                                                    \
        if (!search_in_order_##name(*s))                                                                     \
            search_shared_##name(s);                                                                         \
        return true;                                                                                         \
    }
#define DEFINE_SEARCH(name, T, LOAD, LESS, BELOW, AT_MOST)                                                   \
    DEFINE_SEARCH_MANY(name, T, LOAD, LESS, BELOW, AT_MOST)                                                  \
    static void search_##name(SortType type, const char *at, int64_t n, int64_t step, const int64_t *order,  \
                              int64_t keys, const char *key, int64_t key_step, bool right, int64_t *out)     \
    {                                                                                                        \
        int64_t low = 0, high = n;                                                                           \
        T last;                                                                                              \
        Searching many = { type, at, key, n, keys, key_step, right, out };                                   \
        if (keys >= 256 && n / 8 <= keys && step == sizeof(T) && !order && search_many_##name(&many))        \
            return;                                                                                          \
        for (int64_t i = 0; i < keys; i++, key += key_step) {                                                \
            T wanted = LOAD(key);                                                                            \
            if (i && (right ? !LESS(wanted, last) : LESS(last, wanted))) {                                   \
                high = n;                                                                                    \
            } else {                                                                                         \
                low = 0;                                                                                     \
                high = high < n ? high + 1 : n;                                                              \
            }                                                                                                \
            last = wanted;                                                                                   \
            while (low < high) {                                                                             \
                int64_t middle = low + (high - low) / 2;                                                     \
                T found = LOAD(at + (order ? order[middle] : middle) * step);                                \
                if (right ? !LESS(wanted, found) : LESS(found, wanted))                                      \
                    low = middle + 1;                                                                        \
                else                                                                                         \
                    high = middle;                                                                           \
            }                                                                                                \
            out[i] = low;                                                                                    \
        }                                                                                                    \
    }
#define INT_LESS(a, b)        ((a) < (b))
#define FLOAT_LESS(a, b)      ((a) < (b) || ((b) != (b) && (a) == (a)))
#define IS_BELOW(a, b)        ((a) < (b))
#define IS_AT_MOST(a, b)      ((a) <= (b))
#define COMPLEX_AT_MOST(a, b) (!complex_less(b, a))
#define LOAD_U1(p)            (*(const uint8_t *)(p))
#define LOAD_I1(p)            (*(const int8_t *)(p))
#define LOAD_U2(p)            (*(const uint16_t *)(p))
#define LOAD_I2(p)            (*(const int16_t *)(p))
#define LOAD_U4(p)            (*(const uint32_t *)(p))
#define LOAD_I4(p)            (*(const int32_t *)(p))
#define LOAD_U8(p)            (*(const uint64_t *)(p))
#define LOAD_I8(p)            (*(const int64_t *)(p))
#define LOAD_F2(p)            float_key_16(*(const uint16_t *)(p))
#define LOAD_F4(p)            (*(const float *)(p))
#define LOAD_F8(p)            (*(const double *)(p))
#define LOAD_C8(p)            (*(const float complex *)(p))
#define LOAD_C16(p)           (*(const double complex *)(p))
DEFINE_SEARCH(u1, uint8_t, LOAD_U1, INT_LESS, IS_BELOW, IS_AT_MOST)
DEFINE_SEARCH(i1, int8_t, LOAD_I1, INT_LESS, IS_BELOW, IS_AT_MOST)
DEFINE_SEARCH(u2, uint16_t, LOAD_U2, INT_LESS, IS_BELOW, IS_AT_MOST)
DEFINE_SEARCH(i2, int16_t, LOAD_I2, INT_LESS, IS_BELOW, IS_AT_MOST)
DEFINE_SEARCH(u4, uint32_t, LOAD_U4, INT_LESS, IS_BELOW, IS_AT_MOST)
DEFINE_SEARCH(i4, int32_t, LOAD_I4, INT_LESS, IS_BELOW, IS_AT_MOST)
DEFINE_SEARCH(u8, uint64_t, LOAD_U8, INT_LESS, IS_BELOW, IS_AT_MOST)
DEFINE_SEARCH(i8, int64_t, LOAD_I8, INT_LESS, IS_BELOW, IS_AT_MOST)
DEFINE_SEARCH(f2, uint16_t, LOAD_F2, INT_LESS, IS_BELOW, IS_AT_MOST)
DEFINE_SEARCH(f4, float, LOAD_F4, FLOAT_LESS, IS_BELOW, IS_AT_MOST)
DEFINE_SEARCH(f8, double, LOAD_F8, FLOAT_LESS, IS_BELOW, IS_AT_MOST)
DEFINE_SEARCH(c8, double complex, LOAD_C8, complex_less, complex_less, COMPLEX_AT_MOST)
DEFINE_SEARCH(c16, double complex, LOAD_C16, complex_less, complex_less, COMPLEX_AT_MOST)

void sort_search(SortType type, const char *at, int64_t n, int64_t step, const int64_t *order, int64_t keys,
                 const char *key, int64_t key_step, bool right, int64_t *out)
{
    typedef void Search(SortType, const char *, int64_t, int64_t, const int64_t *, int64_t, const char *,
                        int64_t, bool, int64_t *);
    static Search *const search[SORT_TYPES] = { search_u1, search_i1, search_u2, search_i2, search_u4,
                                                search_i4, search_u8, search_i8, search_f2, search_f4,
                                                search_f8, search_c8, search_c16 };
    search[type](type, at, n, step, order, keys, key, key_step, right, out);
}
