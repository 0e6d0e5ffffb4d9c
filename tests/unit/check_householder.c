/* check_householder.c: orthogonal factors, eigenvectors and singular vectors by blocks: what is taken apart
 * comes together again, factors with LAPACK's signs and with the same bits on one thread and on two. */
#include "base/complex.h"
#include "numeric/blas.h"
#include "numeric/decompose.h"
#include "numeric/householder.h"
#include "numeric/pool.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef double Element;
#include "matrices.inc"

static const int64_t size[][2] = { { 1, 1 },    { 1, 9 },     { 9, 1 },    { 2, 2 },    { 16, 16 },
                                   { 17, 17 },  { 64, 64 },   { 65, 130 }, { 130, 65 }, { 40, 300 },
                                   { 300, 40 }, { 200, 200 }, { 201, 129 } };
enum { SIZES = sizeof size / sizeof size[0] };

/* What matrices are filled with. */
enum { RANDOM, ZEROS, IDENTITY, RANK_ONE, HUGE_ONES, TINY_ONES, KINDS };

static void fill(int kind, int64_t n, int64_t m, double *a)
{
    srand(1);
    for (int64_t j = 0; j < m; j++)
        for (int64_t i = 0; i < n; i++) {
            double x = rand() / (double)RAND_MAX - 0.5;
            double all[KINDS] = {
                x, 0, i == j, (double)(i + 1) * (double)(j + 2), x * 0x1p1000, x * 0x1p-1040
            };
            a[j * n + i] = all[kind];
        }
}

static double *numbers(int64_t n) { return calloc((size_t)n + 1, sizeof(double)); }

START_TEST(factors)
{
    int kind = _i % KINDS;
    int64_t n = size[_i / KINDS][0], m = size[_i / KINDS][1], k = n < m ? n : m;
    double *a = numbers(n * m), *r = numbers(n * m), *tau = numbers(k), *q = numbers(n * n);
    fill(kind, n, m, a);
    memcpy(r, a, (size_t)(n * m) * sizeof *a);
    householder_qr(n, m, r, tau, NULL);
    memcpy(q, r, (size_t)(n * k) * sizeof *q);
    householder_q(n, n, k, q, tau, NULL);
    for (int64_t j = 0; j < m; j++)
        for (int64_t i = j + 1; i < n; i++)
            r[j * n + i] = 0;
    double large = kind == HUGE_ONES   ? 0x1p1000
                   : kind == TINY_ONES ? 0x1p-1040
                   : kind == RANK_ONE  ? n * m
                                       : 1;
    ck_assert_double_lt(apart(n, n, m, q, r, a) / large, kind == TINY_ONES ? 1e-8 : 1e-12);
    ck_assert_double_lt(askew(n, n, q), 1e-12);
    free(a), free(r), free(tau), free(q);
}
END_TEST

typedef void Geqrf(const int *n, const int *m, void *a, const int *lda, void *tau, void *work,
                   const int *room, int *info);

START_TEST(as_lapack)
{
    int64_t n = size[_i][0], m = size[_i][1], k = n < m ? n : m;
    double *a = numbers(n * m), *other = numbers(n * m), *tau = numbers(k), *other_tau = numbers(k);
    int rows = (int)n, columns = (int)m, room = 64 * columns, info;
    double *work = numbers(room);
    void *found = blas_function("dgeqrf_");
    fill(RANDOM, n, m, a);
    memcpy(other, a, (size_t)(n * m) * sizeof *a);
    householder_qr(n, m, a, tau, NULL);
    if (found) {
        (*(Geqrf **)(void *)&found)(&rows, &columns, other, &rows, other_tau, work, &room, &info);
        for (int64_t i = 0; i < n * m; i++)
            ck_assert_double_eq_tol(a[i], other[i], 1e-11);
        for (int64_t i = 0; i < k; i++)
            ck_assert_double_eq_tol(tau[i], other_tau[i], 1e-11);
    }
    free(a), free(other), free(tau), free(other_tau), free(work);
}
END_TEST

START_TEST(threads)
{
    enum { ROWS = 500, COLUMNS = 300 };
    double *a[2], *tau[2];
    for (int i = 0; i < 2; i++) {
        pool_set_threads(i + 1);
        a[i] = numbers(ROWS * COLUMNS);
        tau[i] = numbers(COLUMNS);
        fill(RANDOM, ROWS, COLUMNS, a[i]);
        householder_qr(ROWS, COLUMNS, a[i], tau[i], NULL);
        householder_q(ROWS, COLUMNS, COLUMNS, a[i], tau[i], NULL);
    }
    ck_assert_int_eq(memcmp(a[0], a[1], ROWS * COLUMNS * sizeof **a), 0);
    ck_assert_int_eq(memcmp(tau[0], tau[1], COLUMNS * sizeof **tau), 0);
    for (int i = 0; i < 2; i++)
        free(a[i]), free(tau[i]);
}
END_TEST

/* Large enough for the way back by blocks, and just not; the last is so long that LAPACK does all of it. */
static const int64_t large[][2] = { { 255, 255 }, { 256, 256 }, { 300, 260 }, { 260, 300 }, { 256, 600 } };
enum { LARGE = sizeof large / sizeof large[0] };

START_TEST(singular)
{
    int64_t n = large[_i / 2][0], m = large[_i / 2][1], k = n < m ? n : m;
    bool full = _i & 1;
    int64_t columns = full ? n : k, rows = full ? m : k;
    double *a = numbers(n * m), *spoiled = numbers(n * m), *value = numbers(k), *u = numbers(n * columns),
           *v = numbers(m * rows), *turned = numbers(m * rows);
    fill(RANDOM, n, m, a);
    memcpy(spoiled, a, (size_t)(n * m) * sizeof *a);
    ck_assert(decompose_svd(false, full, n, m, spoiled, value, u, v));
    for (int64_t j = 0; j < m; j++)
        for (int64_t i = 0; i < rows; i++)
            turned[i * m + j] = v[j * rows + i];
    ck_assert_double_lt(askew(n, columns, u), 1e-12);
    ck_assert_double_lt(askew(m, rows, turned), 1e-12);
    for (int64_t j = 0; j < k; j++) {
        ck_assert(j == 0 || value[j - 1] >= value[j]);
        for (int64_t i = 0; i < n; i++)
            u[j * n + i] *= value[j];
    }
    for (int64_t j = 0; j < m; j++) /* of the full v only the first rows count */
        memmove(v + j * k, v + j * rows, (size_t)k * sizeof *v);
    ck_assert_double_lt(apart(n, k, m, u, v, a), 1e-11);
    free(a), free(spoiled), free(value), free(u), free(v), free(turned);
}
END_TEST

START_TEST(symmetric)
{
    int64_t n = _i & 1 ? 255 : 300;
    bool upper = _i & 2;
    double *a = numbers(n * n), *v = numbers(n * n), *value = numbers(n), *scaled = numbers(n * n),
           *turned = numbers(n * n);
    fill(RANDOM, n, n, v);
    for (int64_t j = 0; j < n; j++)
        for (int64_t i = 0; i < n; i++)
            a[j * n + i] = v[(i < j) == upper ? j * n + i : i * n + j];
    ck_assert(decompose_hermitian(false, upper, true, n, v, value));
    ck_assert_double_lt(askew(n, n, v), 1e-12);
    for (int64_t j = 0; j < n; j++)
        for (int64_t i = 0; i < n; i++) {
            scaled[j * n + i] = v[j * n + i] * value[j];
            turned[i * n + j] = v[j * n + i];
        }
    ck_assert_double_lt(apart(n, n, n, scaled, turned, a), 1e-11);
    for (int64_t i = 1; i < n; i++)
        ck_assert(value[i - 1] <= value[i]);
    free(a), free(v), free(value), free(scaled), free(turned);
}
END_TEST

START_TEST(stops)
{
    enum { SIDE = 200 };
    double *a = numbers(SIDE * SIDE), *tau = numbers(SIDE), before;
    volatile int stop = 1;
    fill(RANDOM, SIDE, SIDE, a);
    before = a[0];
    householder_qr(SIDE, SIDE, a, tau, &stop);
    ck_assert(a[0] == before);
    free(a), free(tau);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("householder");
    TCase *tcase = tcase_create("blocks");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, factors, 0, SIZES * KINDS);
    tcase_add_loop_test(tcase, as_lapack, 0, SIZES);
    tcase_add_loop_test(tcase, singular, 0, 2 * LARGE);
    tcase_add_loop_test(tcase, symmetric, 0, 4);
    tcase_add_test(tcase, threads);
    tcase_add_test(tcase, stops);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
