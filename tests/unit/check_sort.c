/* check_sort.c: sorting, selecting and ordering of plain arrays, on both sides of every size at which the way
 * changes, with many equal keys and with keys that make bad pivots; the blocks that its threads ask for. */
#include "base/memory.h"
#include "numeric/pool.h"
#include "numeric/quicksort.h"
#include "numeric/sort.h"

#include <check.h>
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static const int size[] = { 0,  1,   2,   7,   16,  17,  24,  25,  32,  33,   63,   64,
                            65, 127, 128, 129, 255, 256, 257, 500, 769, 4095, 5000, 140000 };
enum { SIZES = sizeof size / sizeof *size, PATTERNS = 7 };

static uint64_t key_of(int pattern, int64_t i, int64_t n)
{
    uint64_t any = (uint64_t)rand() << 40 ^ (uint64_t)rand() << 20 ^ (uint64_t)rand();
    switch (pattern) {
    case 0: return any;
    case 1: return any % 2;
    case 2: return UINT64_MAX - any % 3;
    case 3: return (uint64_t)(n - i);
    case 4: return any % 50;
    case 5: return 42;
    default: return i % 2 ? (uint64_t)i << 30 : (uint64_t)1 << i % 64;
    }
}

static int by_key(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

START_TEST(keys)
{
    int64_t n = size[_i / PATTERNS];
    size_t bytes = (size_t)(n + 1) * sizeof(uint64_t);
    uint64_t *key = malloc(bytes), *wanted = malloc(bytes), *sorted = malloc(bytes);
    int64_t *order = malloc(bytes);
    for (int64_t i = 0; i < n; i++)
        key[i] = wanted[i] = sorted[i] = key_of(_i % PATTERNS, i, n);
    qsort(wanted, (size_t)n, sizeof *wanted, by_key);
    ck_assert(sort_values(SORT_U8, sorted, n));
    ck_assert(!n || !memcmp(sorted, wanted, (size_t)n * sizeof *wanted));
    ck_assert(sort_order(SORT_U8, key, n, order));
    for (int64_t i = 0; i < n; i++) {
        ck_assert(key[order[i]] == wanted[i]);
        ck_assert(i == 0 || wanted[i - 1] != wanted[i] || order[i - 1] < order[i]);
    }
    int64_t k = n / 3;
    if (n && quickselect_64(key, n, k)) /* the processor has what it takes */
        for (int64_t i = 0; i < n; i++)
            ck_assert(i < k ? key[i] <= wanted[k] : i > k ? key[i] >= wanted[k] : key[i] == wanted[k]);
    free(key);
    free(wanted);
    free(sorted);
    free(order);
}
END_TEST

/* The same in 32 bits: sorted as ints, which turns their signs over, and selected. */
START_TEST(narrow_keys)
{
    int64_t n = size[_i / PATTERNS], k = n / 3;
    uint64_t *wanted = malloc((size_t)(n + 1) * sizeof *wanted);
    uint32_t *sorted = malloc((size_t)(n + 1) * sizeof *sorted), *key = malloc((size_t)(n + 1) * sizeof *key);
    for (int64_t i = 0; i < n; i++) {
        wanted[i] = key[i] = (uint32_t)key_of(_i % PATTERNS, i, n);
        sorted[i] = key[i] ^ 0x80000000u;
    }
    qsort(wanted, (size_t)n, sizeof *wanted, by_key);
    ck_assert(sort_values(SORT_I4, sorted, n));
    for (int64_t i = 0; i < n; i++)
        ck_assert((sorted[i] ^ 0x80000000u) == wanted[i]);
    if (n && quickselect_32(key, n, k))
        for (int64_t i = 0; i < n; i++)
            ck_assert(i < k ? key[i] <= wanted[k] : i > k ? key[i] >= wanted[k] : key[i] == wanted[k]);
    free(wanted);
    free(sorted);
    free(key);
}
END_TEST

/* Sorted, and selected at both ends and in the middle. */
#define DEFINE_FLOATS(name, T, TYPE)                                                                         \
    START_TEST(name)                                                                                         \
    {                                                                                                        \
        int64_t n = size[_i];                                                                                \
        T *x = malloc((size_t)(n + 1) * sizeof *x), *wanted = malloc((size_t)(n + 1) * sizeof *x);           \
        for (int64_t i = 0; i < n; i++)                                                                      \
            x[i] = wanted[i] = i % 100 == 99 ? NAN : i % 10 == 3 ? 0 : (T)(rand() % 2000 - 1000) / 7;        \
        ck_assert(sort_values(TYPE, wanted, n));                                                             \
        for (int64_t i = 1; i < n; i++)                                                                      \
            ck_assert(wanted[i - 1] <= wanted[i] || isnan(wanted[i]));                                       \
        const int64_t place[3] = { 0, n / 2, n - 1 };                                                        \
        ck_assert(sort_places(TYPE, x, n, 3, place));                                                        \
        for (int i = 0; n && i < 3; i++)                                                                     \
            ck_assert(!memcmp(&x[place[i]], &wanted[place[i]], sizeof *x));                                  \
        free(x);                                                                                             \
        free(wanted);                                                                                        \
    }                                                                                                        \
    END_TEST
DEFINE_FLOATS(doubles, double, SORT_F8)
DEFINE_FLOATS(singles, float, SORT_F4)

/* Threads that sort long lines ask for large blocks, and give them back, all at once: each has its own. */
static void use_blocks(void *with, int64_t task)
{
    enum { BLOCKS = 4, SIZE = 1 << 20 };
    int64_t *block[BLOCKS];
    for (int i = 0; i < BLOCKS; i++) {
        block[i] = data_alloc(SIZE << i % 2);
        block[i][0] = BLOCKS * task + i;
    }
    for (int i = 0; i < BLOCKS; i++) {
        if (block[i][0] != BLOCKS * task + i)
            *(atomic_bool *)with = true;
        data_free(block[i]);
    }
}

START_TEST(threads_have_blocks_of_their_own)
{
    atomic_bool mixed = false;
    pool_set_threads(4);
    pool_run(20000, use_blocks, &mixed);
    ck_assert(!mixed);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sort");
    TCase *tests = tcase_create("sort");
    suite_add_tcase(suite, tests);
    tcase_add_loop_test(tests, keys, 0, SIZES * PATTERNS);
    tcase_add_loop_test(tests, narrow_keys, 0, SIZES * PATTERNS);
    tcase_add_loop_test(tests, doubles, 0, SIZES);
    tcase_add_loop_test(tests, singles, 0, SIZES);
    tcase_add_test(tests, threads_have_blocks_of_their_own);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
