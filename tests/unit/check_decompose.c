/* Eigenvalues, orthogonal factors and singular values without LAPACK: what is taken apart must come together
 * again. */
#include "base/complex.h"
#include "numeric/decompose_own.h"
#include "numeric/pairs.h"
#include "numeric/symmetric.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SIZE_MAX_ = 12, ELEMENTS = SIZE_MAX_ * SIZE_MAX_ };

#include "matrices.inc"

static uint64_t state = 88172645463325252;

static double random_part(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (double)(state >> 11) * 0x1p-52 - 1;
}

/* Matrices by columns: 0 random, 1 random and complex, 2 zeros, 3 the identity, 4 of rank 1, 5 a rotation's
 * block. */
enum { KINDS = 6 };

static void fill(int kind, int64_t n, int64_t m, Element *a)
{
    for (int64_t j = 0; j < m; j++)
        for (int64_t i = 0; i < n; i++) {
            double re = random_part(), im = random_part();
            Element x[KINDS] = { re,
                                 CMPLX(re, im),
                                 0,
                                 i == j,
                                 (double)((i + 1) * (j + 2)),
                                 i == j + 1 ? 1 : i + 1 == j ? -1 : 0 };
            a[j * n + i] = x[kind];
        }
}

static void scale_columns(int64_t n, int64_t m, Element *a, const Element *by)
{
    for (int64_t j = 0; j < m; j++)
        for (int64_t i = 0; i < n; i++)
            a[j * n + i] *= by[j];
}

static const double near_zero = 1e-11;

START_TEST(eigen)
{
    static Element a[ELEMENTS], copy[ELEMENTS], v[ELEMENTS], turned[ELEMENTS], w[SIZE_MAX_];
    for (int64_t n = 1; n <= SIZE_MAX_; n++) {
        fill(_i, n, n, a);
        memcpy(copy, a, sizeof a);
        ck_assert(own_eigen(_i != 1, n, copy, w, v));
        memcpy(turned, v, sizeof v);
        scale_columns(n, n, turned, w);
        ck_assert_double_lt(apart(n, n, n, a, v, turned), near_zero * 1e2);
        for (int64_t i = 0; i < n && _i != 1; i++)
            if (cimag(w[i]) > 0)
                ck_assert(i + 1 < n && w[i + 1] == conj(w[i]));
    }
}
END_TEST

START_TEST(hermitian)
{
    static Element a[ELEMENTS], whole[ELEMENTS], turned[ELEMENTS];
    double value[SIZE_MAX_];
    for (int64_t n = 1; n <= SIZE_MAX_; n++)
        for (int upper = 0; upper < 2; upper++) {
            fill(_i, n, n, a);
            for (int64_t j = 0; j < n; j++)
                for (int64_t i = 0; i < n; i++)
                    whole[j * n + i] = i == j             ? creal(a[j * n + j])
                                       : (i > j) != upper ? a[j * n + i]
                                                          : conj(a[i * n + j]);
            ck_assert(own_hermitian(upper, n, a, value));
            Element w[SIZE_MAX_];
            for (int64_t i = 0; i < n; i++)
                w[i] = value[i];
            memcpy(turned, a, sizeof a);
            scale_columns(n, n, turned, w);
            ck_assert_double_lt(apart(n, n, n, whole, a, turned), near_zero);
            ck_assert_double_lt(askew(n, n, a), near_zero);
            for (int64_t i = 1; i < n; i++)
                ck_assert(value[i - 1] <= value[i]);
        }
}
END_TEST

/* What is taken apart comes together again, and has the signs that NumPy shows. */
START_TEST(pairs)
{
    for (int k = 0; k < 100; k++) {
        double a[4], u[4], v[4], value[2], vector[4];
        for (int i = 0; i < 4; i++)
            a[i] = k % 2 ? random_part() : floor(4 * random_part());
        ck_assert(pair_svd(a, u, value, v) && value[0] >= value[1] && value[1] >= 0);
        for (int i = 0; i < 4; i++) {
            double made = u[i % 2] * value[0] * v[i / 2 * 2] + u[2 + i % 2] * value[1] * v[i / 2 * 2 + 1];
            ck_assert_double_lt(fabs(made - a[i]), near_zero);
        }
        for (int j = 0; j < 2 && pair_eigen(a, value, vector); j++)
            for (int i = 0; i < 2; i++) {
                double made = a[i] * vector[2 * j] + a[2 + i] * vector[2 * j + 1];
                ck_assert_double_lt(fabs(made - value[j] * vector[2 * j + i]), near_zero);
            }
    }
    double a[4] = { 1, 3, 2, 4 }, u[4], v[4], value[2], vector[4];
    ck_assert(pair_svd(a, u, value, v) && u[0] < 0 && u[1] < 0 && u[2] < 0 && u[3] > 0 && v[0] < 0);
    ck_assert(pair_eigen(a, value, vector) && value[0] < value[1] && vector[0] < 0 && vector[2] < 0);
}
END_TEST

/* Vectors have LAPACK's signs: the first two are those that NumPy shows. */
START_TEST(symmetric)
{
    double a[9] = { 2, -1, 0, -1, 2, -1, 0, -1, 2 }, value[SIZE_MAX_];
    ck_assert(symmetric_vectors(3, a, value));
    ck_assert(a[0] < 0 && a[1] < 0 && a[2] < 0 && a[3] < 0 && a[5] > 0 && a[6] > 0 && a[7] < 0);
    static Element whole[ELEMENTS], vectors[ELEMENTS], turned[ELEMENTS], w[SIZE_MAX_];
    static double real[ELEMENTS];
    for (int64_t n = 1; n <= SIZE_MAX_; n++) {
        fill(0, n, n, whole);
        for (int64_t j = 0; j < n; j++)
            for (int64_t i = 0; i <= j; i++)
                whole[j * n + i] = whole[i * n + j];
        for (int64_t i = 0; i < n * n; i++)
            real[i] = creal(whole[i]);
        ck_assert(symmetric_vectors(n, real, value));
        for (int64_t i = 0; i < n * n; i++)
            vectors[i] = real[i];
        for (int64_t i = 0; i < n; i++)
            w[i] = value[i];
        memcpy(turned, vectors, sizeof vectors);
        scale_columns(n, n, turned, w);
        ck_assert_double_lt(apart(n, n, n, whole, vectors, turned), near_zero);
        ck_assert_double_lt(askew(n, n, vectors), near_zero);
        for (int64_t i = 1; i < n; i++)
            ck_assert(value[i - 1] <= value[i]);
    }
}
END_TEST

START_TEST(qr)
{
    static Element a[ELEMENTS], r[ELEMENTS], q[ELEMENTS], tau[SIZE_MAX_];
    for (int64_t n = 1; n <= SIZE_MAX_; n++)
        for (int64_t m = 1; m <= SIZE_MAX_; m++) {
            int64_t least = n < m ? n : m;
            fill(_i, n, m, a);
            memcpy(r, a, sizeof a);
            own_qr(n, m, r, tau);
            memcpy(q, r, (size_t)(n * least) * sizeof *q);
            own_q(n, n, least, q, tau);
            for (int64_t j = 0; j < m; j++)
                for (int64_t i = j + 1; i < n; i++)
                    r[j * n + i] = 0;
            ck_assert_double_lt(apart(n, n, m, q, r, a), near_zero);
            ck_assert_double_lt(askew(n, n, q), near_zero);
        }
}
END_TEST

START_TEST(svd)
{
    static Element a[ELEMENTS], copy[ELEMENTS], u[ELEMENTS], v[ELEMENTS];
    double value[SIZE_MAX_];
    for (int64_t n = 1; n <= SIZE_MAX_; n++)
        for (int64_t m = 1; m <= SIZE_MAX_; m++)
            for (int full = 0; full < 2; full++) {
                int64_t least = n < m ? n : m;
                Element by[SIZE_MAX_];
                fill(_i, n, m, a);
                memcpy(copy, a, sizeof a);
                ck_assert(own_svd(full, n, m, copy, value, u, v));
                ck_assert_double_lt(askew(n, full ? n : least, u), near_zero);
                for (int64_t i = 0; i < least; i++)
                    by[i] = value[i];
                for (int64_t j = 0; full && j < m; j++) /* only the first rows of v count */
                    memmove(v + j * least, v + j * m, (size_t)least * sizeof *v);
                scale_columns(n, least, u, by);
                ck_assert_double_lt(apart(n, least, m, u, v, a), near_zero * 1e2);
            }
}
END_TEST

START_TEST(least_squares)
{
    Element a[6] = { 1, 1, 1, 0, 1, 2 }, b[3] = { 1, 3, 5 };
    double value[2];
    int64_t rank;
    ck_assert(own_least_squares(3, 2, 1, a, b, 1e-15, value, &rank));
    ck_assert_int_eq(rank, 2);
    ck_assert_double_lt(cabs(b[0] - 1) + cabs(b[1] - 2) + cabs(b[2]), near_zero);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("decompose");
    TCase *tcase = tcase_create("own algorithms");
    tcase_add_loop_test(tcase, eigen, 0, KINDS);
    tcase_add_loop_test(tcase, hermitian, 0, KINDS);
    tcase_add_test(tcase, pairs);
    tcase_add_test(tcase, symmetric);
    tcase_add_loop_test(tcase, qr, 0, KINDS);
    tcase_add_loop_test(tcase, svd, 0, KINDS);
    tcase_add_test(tcase, least_squares);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
