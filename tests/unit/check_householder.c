/* check_householder.c: orthogonal factors, eigenvectors and singular vectors by blocks: what is taken apart
 * comes together again, factors with LAPACK's signs and with the same bits on one thread and on two. */
#include "base/complex.h"
#include "base/memory.h"
#include "numeric/blas.h"
#include "numeric/decompose.h"
#include "numeric/householder.h"
#include "numeric/pool.h"
#include "numeric/thin.h"
#include "numeric/tridiagonal.h"

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
static const int64_t large[][2] = { { 95, 95 }, { 96, 96 }, { 300, 260 }, { 260, 300 }, { 256, 600 } };
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

/* Reduced matrices, as LAPACK reduces them. */
typedef void Sytrd(const char *half, const int *n, double *a, const int *lda, double *d, double *e,
                   double *tau, double *work, const int *room, int *info, size_t);
typedef void Gebrd(const int *n, const int *m, double *a, const int *lda, double *d, double *e, double *tauq,
                   double *taup, double *work, const int *room, int *info);

static const int64_t reduced_size[][2] = { { 1, 1 },   { 2, 1 },   { 2, 2 },     { 7, 7 },     { 8, 8 },
                                           { 17, 16 }, { 33, 33 }, { 100, 99 },  { 129, 129 }, { 300, 40 },
                                           { 40, 40 }, { 97, 96 }, { 400, 320 }, { 420, 420 } };
enum { REDUCED = sizeof reduced_size / sizeof reduced_size[0] };

static double *padded_copy(int64_t n, int64_t m, const double *a)
{
    double *to = data_zeroed((size_t)(padded(n) * padded(m)) * sizeof *to);
    for (int64_t j = 0; j < m; j++)
        memcpy(to + j * padded(n), a + j * n, (size_t)n * sizeof *to);
    return to;
}

static void same(int64_t n, const double *x, const double *y)
{
    for (int64_t i = 0; i < n; i++)
        ck_assert_double_eq_tol(x[i], y[i], 1e-10);
}

START_TEST(two_diagonals)
{
    int kind = _i % 3;
    int64_t n = reduced_size[_i / 3][0], m = reduced_size[_i / 3][1], step = padded(n);
    int rows = (int)n, columns = (int)m, room = 64 * (rows + columns), info;
    double *a = numbers(n * m), *p = numbers(m * m), *d = numbers(m), *e = numbers(m), *q_tau = numbers(m),
           *p_tau = numbers(m), *other_d = numbers(m), *other_e = numbers(m), *other_q = numbers(m),
           *other_p = numbers(m), *work = numbers(room);
    void *found = blas_function("dgebrd_");
    fill(kind, n, m, a);
    double *own = padded_copy(n, m, a);
    ck_assert(bidiagonal(n, m, own, step, p, m, d, e, q_tau, p_tau));
    if (found) {
        (*(Gebrd **)(void *)&found)(&rows, &columns, a, &rows, other_d, other_e, other_q, other_p, work,
                                    &room, &info);
        same(m, d, other_d);
        same(m - 1, e, other_e);
        same(m, q_tau, other_q);
        same(m - 1, p_tau, other_p);
        for (int64_t j = 0; j < m; j++) {
            same(n - j - 1, own + j * step + j + 1, a + j * n + j + 1);
            for (int64_t i = j + 2; i < m; i++)
                same(1, p + j * m + i, a + i * n + j);
        }
    }
    free(a), free(p), free(d), free(e), free(q_tau), free(p_tau), free(work), data_free(own);
    free(other_d), free(other_e), free(other_q), free(other_p);
}
END_TEST

START_TEST(three_diagonals)
{
    int kind = _i % 3;
    int64_t n = reduced_size[_i / 3][1], step = padded(n);
    int size_n = (int)n, room = 64 * size_n, info;
    double *a = numbers(n * n), *d = numbers(n), *e = numbers(n), *tau = numbers(n), *other_d = numbers(n),
           *other_e = numbers(n), *other_tau = numbers(n), *work = numbers(room);
    void *found = blas_function("dsytrd_");
    fill(kind, n, n, a);
    for (int64_t j = 0; j < n; j++)
        for (int64_t i = 0; i < j; i++)
            a[j * n + i] = a[i * n + j];
    double *own = padded_copy(n, n, a);
    ck_assert(tridiagonal(n, own, step, d, e, tau));
    if (found) {
        (*(Sytrd **)(void *)&found)("L", &size_n, a, &size_n, other_d, other_e, other_tau, work, &room, &info,
                                    1);
        same(n, d, other_d);
        same(n - 1, e, other_e);
        same(n - 1, tau, other_tau);
        for (int64_t j = 0; j + 2 < n; j++)
            same(n - j - 2, own + j * step + j + 2, a + j * n + j + 2);
    }
    free(a), free(d), free(e), free(tau), free(other_d), free(other_e), free(other_tau), free(work);
    data_free(own);
}
END_TEST

START_TEST(diagonals_on_threads)
{
    enum { SIDE = 600 };
    double *a[2][2], *p[2], *d[2], *e[2], *tau[2][2];
    for (int i = 0; i < 2; i++) {
        double *whole = numbers(SIDE * SIDE);
        pool_set_threads(i + 1);
        fill(RANDOM, SIDE, SIDE, whole);
        p[i] = numbers(SIDE * SIDE), d[i] = numbers(SIDE), e[i] = numbers(SIDE);
        tau[i][0] = numbers(SIDE), tau[i][1] = numbers(SIDE);
        a[i][0] = padded_copy(SIDE, SIDE, whole), a[i][1] = padded_copy(SIDE, SIDE, whole);
        ck_assert(tridiagonal(SIDE, a[i][0], SIDE, d[i], e[i], tau[i][0]));
        ck_assert(bidiagonal(SIDE, SIDE, a[i][1], SIDE, p[i], SIDE, d[i], e[i], tau[i][0], tau[i][1]));
        free(whole);
    }
    for (int j = 0; j < 2; j++)
        ck_assert_int_eq(memcmp(a[0][j], a[1][j], SIDE * SIDE * sizeof(double)), 0);
    ck_assert_int_eq(memcmp(p[0], p[1], SIDE * SIDE * sizeof(double)), 0);
    for (int i = 0; i < 2; i++) {
        data_free(a[i][0]), data_free(a[i][1]);
        free(p[i]), free(d[i]), free(e[i]), free(tau[i][0]), free(tau[i][1]);
    }
}
END_TEST

/* Of 2 and -1 the values are known: 2 - 2 cos(pi k / (n + 1)); of others their sum is, and the sum of their
 * squares. */
START_TEST(values_of_diagonals)
{
    int64_t n = _i < 40 ? _i + 1 : 50 * _i;
    double *d = numbers(n), *e = numbers(n), sum = 0, squares = 0;
    for (int64_t i = 0; i < n; i++)
        d[i] = 2, e[i] = -1;
    ck_assert(tridiagonal_values(n, d, e));
    for (int64_t i = 0; i < n; i++)
        ck_assert_double_eq_tol(d[i], 2 - 2 * cos(acos(-1) * (double)(i + 1) / (double)(n + 1)), 1e-13);
    srand(3);
    for (int64_t i = 0; i < n; i++) { /* it falls apart here and there, and its elements become small */
        double by = ldexp(1, -(int)(i % 60));
        d[i] = (rand() / (double)RAND_MAX - 0.5) * by;
        e[i] = i % 7 == 3 ? 0 : (rand() / (double)RAND_MAX - 0.5) * by;
        sum += d[i];
        squares += d[i] * d[i] + (i < n - 1 ? 2 * e[i] * e[i] : 0);
    }
    ck_assert(tridiagonal_values(n, d, e));
    for (int64_t i = 0; i < n; i++) {
        ck_assert(i == 0 || d[i - 1] <= d[i]);
        sum -= d[i];
        squares -= d[i] * d[i];
    }
    ck_assert_double_eq_tol(sum, 0, 1e-12);
    ck_assert_double_eq_tol(squares, 0, 1e-12);
    memset(d, 0, (size_t)n * sizeof *d);
    memset(e, 0, (size_t)n * sizeof *e);
    ck_assert(tridiagonal_values(n, d, e) && d[0] == 0 && d[n - 1] == 0);
    free(d), free(e);
}
END_TEST

/* Eigenvalues alone are those that come with vectors. */
START_TEST(values_alone)
{
    int64_t n = 300;
    bool upper = _i;
    double *a = numbers(n * n), *copy = numbers(n * n), *value = numbers(n), *alone = numbers(n);
    fill(RANDOM, n, n, a);
    memcpy(copy, a, (size_t)(n * n) * sizeof *a);
    ck_assert(decompose_hermitian(false, upper, true, n, a, value));
    ck_assert(decompose_hermitian(false, upper, false, n, copy, alone));
    same(n, alone, value);
    free(a), free(copy), free(value), free(alone);
}
END_TEST

START_TEST(symmetric)
{
    int64_t n = _i & 1 ? 95 : 300;
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
    tcase_add_loop_test(tcase, two_diagonals, 0, 3 * REDUCED);
    tcase_add_loop_test(tcase, three_diagonals, 0, 3 * REDUCED);
    tcase_add_loop_test(tcase, values_of_diagonals, 0, 42);
    tcase_add_loop_test(tcase, values_alone, 0, 2);
    tcase_add_test(tcase, threads);
    tcase_add_test(tcase, diagonals_on_threads);
    tcase_add_test(tcase, stops);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
