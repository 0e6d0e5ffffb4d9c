/* check_linear.c: equations, factors and singular values, on both sides of the size from which LAPACK does
 * the work. */
#include "numeric/linear.h"

#include <check.h>
#include <complex.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef double _Complex Number;
enum { MOST = LINEAR_OWN + 12 };
static const int size[] = { 1, 2, 3, 5, 17, LINEAR_OWN, MOST };
enum { SIZES = sizeof size / sizeof size[0] };

/* Elements of real matrices are doubles, of complex ones pairs. */
static Number get(bool z, const double *a, int64_t i)
{
    return z ? a[2 * i] + a[2 * i + 1] * _Complex_I : (Number)a[i];
}

static void put(bool z, double *a, int64_t i, Number x)
{
    a[z ? 2 * i : i] = creal(x);
    if (z)
        a[2 * i + 1] = cimag(x);
}

static void fill(double *a, int64_t n)
{
    for (int64_t i = 0; i < n; i++)
        a[i] = rand() / (double)RAND_MAX - 0.5;
}

static double *numbers(int64_t n) { return calloc((size_t)n, sizeof(double)); }

START_TEST(equations)
{
    bool z = _i & 1;
    int64_t n = size[_i / 2], m = 3, width = z ? 2 : 1, swap[MOST];
    double *a = numbers(n * n * width), *lu = numbers(n * n * width), *b = numbers(n * m * width),
           *x = numbers(n * m * width);
    srand(1);
    fill(a, n * n * width);
    fill(b, n * m * width);
    memcpy(lu, a, (size_t)(n * n * width) * sizeof *a);
    memcpy(x, b, (size_t)(n * m * width) * sizeof *b);
    ck_assert_int_eq(linear_lu(z, n, lu, swap), 0);
    linear_solve(z, n, lu, swap, m, x);
    for (int64_t column = 0; column < m; column++)
        for (int64_t i = 0; i < n; i++) {
            Number sum = 0;
            for (int64_t j = 0; j < n; j++)
                sum += get(z, a, j * n + i) * get(z, x, column * n + j);
            ck_assert(cabs(sum - get(z, b, column * n + i)) < 1e-9);
        }
    /* two columns alike: no inverse */
    if (n > 1) {
        memcpy(a + n * width, a, (size_t)(n * width) * sizeof *a);
        memset(a, 0, (size_t)(n * width) * sizeof *a);
        ck_assert_int_eq(linear_lu(z, n, a, swap), 1);
    }
    free(a);
    free(lu);
    free(b);
    free(x);
}
END_TEST

START_TEST(cholesky_factor)
{
    bool z = _i & 1;
    int64_t n = size[_i / 2], width = z ? 2 : 1;
    double *g = numbers(n * n * width), *a = numbers(n * n * width), *l = numbers(n * n * width);
    srand(2);
    fill(g, n * n * width);
    for (int64_t i = 0; i < n; i++)
        for (int64_t j = 0; j < n; j++) {
            Number sum = i == j;
            for (int64_t k = 0; k < n; k++)
                sum += get(z, g, k * n + i) * conj(get(z, g, k * n + j));
            put(z, a, j * n + i, sum);
        }
    memcpy(l, a, (size_t)(n * n * width) * sizeof *a);
    ck_assert(linear_cholesky(z, n, l));
    for (int64_t i = 0; i < n; i++)
        for (int64_t j = 0; j < n; j++) {
            Number sum = 0;
            for (int64_t k = 0; k < n; k++)
                sum += get(z, l, k * n + i) * conj(get(z, l, k * n + j));
            ck_assert(cabs(sum - get(z, a, j * n + i)) < 1e-9);
            ck_assert(j <= i || get(z, l, j * n + i) == 0);
        }
    put(z, a, n * n - 1, -1);
    ck_assert(!linear_cholesky(z, n, a));
    free(g);
    free(a);
    free(l);
}
END_TEST

/* Equations and factors whose sizes are no multiple of anything, with one right side and with many. */
START_TEST(large)
{
    int64_t n = (int64_t[]){ 64, 101, 257 }[_i % 3], m = (int64_t[]){ 1, 5, 37 }[_i / 3];
    int64_t *swap = calloc((size_t)n, sizeof *swap);
    double *a = numbers(n * n), *lu = numbers(n * n), *b = numbers(n * m), *x = numbers(n * m);
    srand(4);
    fill(a, n * n);
    fill(b, n * m);
    memcpy(lu, a, (size_t)(n * n) * sizeof *a);
    memcpy(x, b, (size_t)(n * m) * sizeof *b);
    ck_assert_int_eq(linear_lu(false, n, lu, swap), 0);
    for (int64_t i = 0; i < n; i++)
        ck_assert(swap[i] >= i && swap[i] < n);
    for (int64_t i = 0; i < n * n; i++)
        ck_assert(i % n <= i / n || fabs(lu[i]) <= 1);
    linear_solve(false, n, lu, swap, m, x);
    for (int64_t i = 0; i < n * m; i++) {
        double sum = 0;
        for (int64_t j = 0; j < n; j++)
            sum += a[j * n + i % n] * x[i / n * n + j];
        ck_assert(fabs(sum - b[i]) < 1e-9);
    }
    for (int64_t i = 0; i < n * n; i++) { /* a a' + 1 */
        lu[i] = i / n == i % n;
        for (int64_t k = 0; k < n; k++)
            lu[i] += a[k * n + i % n] * a[k * n + i / n];
    }
    memcpy(a, lu, (size_t)(n * n) * sizeof *a);
    ck_assert(linear_cholesky(false, n, lu));
    for (int64_t i = 0; i < n * n; i++) {
        double sum = 0;
        for (int64_t k = 0; k < n; k++)
            sum += lu[k * n + i % n] * lu[k * n + i / n];
        ck_assert(fabs(sum - a[i]) < 1e-10 && (i % n >= i / n || lu[i] == 0));
    }
    memset(a + 50 * n, 0, (size_t)n * sizeof *a); /* no pivot there; not positive definite either */
    memcpy(lu, a, (size_t)(n * n) * sizeof *a);
    ck_assert_int_eq(linear_lu(false, n, lu, swap), 51);
    ck_assert(!linear_cholesky(false, n, a));
    free(swap);
    free(a);
    free(lu);
    free(b);
    free(x);
}
END_TEST

START_TEST(singular_values)
{
    bool z = _i & 1;
    int64_t n = size[_i / 2], m = n + 2, width = z ? 2 : 1;
    double *a = numbers(n * m * width), value[MOST + 2], squares = 0, sum = 0;
    srand(3);
    fill(a, n * m * width);
    for (int64_t i = 0; i < n * m * width; i++)
        squares += a[i] * a[i];
    ck_assert(linear_singular(z, n, m, a, value));
    for (int64_t i = 0; i < n; i++) {
        sum += value[i] * value[i];
        ck_assert(i == 0 || value[i] <= value[i - 1]);
    }
    ck_assert(fabs(sum - squares) < 1e-9 * squares);
    free(a);
}
END_TEST
START_TEST(known_values)
{
    double a[4] = { 3, 0, 0, -4 }, value[2]; /* by columns */
    ck_assert(linear_singular(false, 2, 2, a, value));
    ck_assert(value[0] == 4 && value[1] == 3);
    double same[4] = { 1, 2, 2, 4 };
    ck_assert(linear_singular(false, 2, 2, same, value));
    ck_assert(fabs(value[0] - 5) < 1e-14 && value[1] < 1e-15);
    double bad[1] = { NAN };
    ck_assert(!linear_singular(false, 1, 1, bad, value));
}
END_TEST
int main(void)
{
    Suite *suite = suite_create("linear");
    TCase *all = tcase_create("linear");
    tcase_add_loop_test(all, equations, 0, 2 * SIZES);
    tcase_add_loop_test(all, cholesky_factor, 0, 2 * SIZES);
    tcase_add_loop_test(all, large, 0, 9);
    tcase_add_loop_test(all, singular_values, 0, 2 * SIZES);
    tcase_add_test(all, known_values);
    suite_add_tcase(suite, all);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
