/* check_products.c: products of matrices and sums of products, against loops that do nothing clever. */
#include "func/gufunc.h"
#include "linalg/contract.h"
#include "linalg/einsum.h"
#include "numeric/matmul.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static Run run;

static void setup(void)
{
    run =
        (Run){ .errstate = { ERR_IGNORE, ERR_IGNORE, ERR_IGNORE, ERR_IGNORE }, .out = stdout, .err = stderr };
    srand(1);
}

static void teardown(void) { arena_free(&run.scratch); }

static void ck_error(const Class *class, const char *text)
{
    ck_assert_ptr_eq(run.error.class, class);
    ck_assert_str_eq(run.error.text, text);
    run_clear_error(&run);
}

/* dtypes in which sums are made */
static const DType sum_dtype[] = { BOOL,  INT8,   UINT8,   INT16,   UINT16,    INT32,     UINT32,
                                   INT64, UINT64, FLOAT32, FLOAT64, COMPLEX64, COMPLEX128 };
enum { SUM_DTYPES = sizeof sum_dtype / sizeof sum_dtype[0] };

static int below(int n) { return rand() % n; }

static void set_random(DType d, char *at)
{
    if (d == BOOL)
        *at = (char)(below(4) == 0);
    else if (dtype_is_inexact(d))
        element_set_complex(d, at, below(1000) / 256.0 - 2 + (below(1000) / 256.0 - 2) * _Complex_I);
    else
        element_set_int(d, at, (int64_t)rand() * rand());
}

static void fill(Tensor *t)
{
    int64_t at[AXES_MAX] = { 0 };
    if (tensor_size(t) == 0)
        return;
    for (;;) {
        char *element = t->data;
        for (int i = 0; i < t->ndim; i++)
            element += at[i] * t->stride[i];
        set_random((DType)t->dtype, element);
        int axis = t->ndim - 1;
        while (axis >= 0 && ++at[axis] == t->dim[axis])
            at[axis--] = 0;
        if (axis < 0)
            return;
    }
}

/* A tensor of random numbers whose axes lie in a random order, some of them with gaps, some backwards. */
static Tensor *random_tensor(DType d, int ndim, const int64_t *dim)
{
    int64_t stride[AXES_MAX], step = (int64_t)dtype_info[d].size, from = 0;
    int order[AXES_MAX];
    for (int i = 0; i < ndim; i++)
        order[i] = i;
    for (int i = ndim - 1; i > 0 && below(2); i--) {
        int j = below(i + 1), other = order[i];
        order[i] = order[j];
        order[j] = other;
    }
    for (int i = ndim; i-- > 0;) {
        int64_t gap = below(4) ? 1 : 1 + below(3);
        stride[order[i]] = step * gap;
        step *= gap * (dim[order[i]] ? dim[order[i]] : 1);
    }
    Tensor *block = tensor_new(&run, INT8, 1, &step);
    for (int i = 0; i < ndim; i++)
        if (below(5) == 0 && dim[i]) {
            from += stride[i] * (dim[i] - 1);
            stride[i] = -stride[i];
        }
    Tensor *view = tensor_view(block, ndim, dim, stride, block->data + from);
    view->dtype = (uint8_t)d;
    tensor_drop(block);
    fill(view);
    return view;
}

/* Sums kept apart from how they are made: ints wrap at 64 bits, bools are joined by or. */
typedef struct Sum {
    uint64_t i;
    double _Complex z;
} Sum;

static void sum_product(Sum *sum, DType d, int count, char *const element[])
{
    uint64_t i = 1;
    double _Complex z = 1;
    for (int k = 0; k < count; k++) {
        if (dtype_is_inexact(d))
            z *= element_complex(d, element[k]);
        else
            i *= (uint64_t)element_int(d, element[k]);
    }
    sum->i = d == BOOL ? sum->i | i : sum->i + i;
    sum->z += z;
}

static void ck_sum(const Sum *sum, DType d, const char *at, int64_t terms)
{
    if (dtype_is_inexact(d)) {
        double off = cabs(element_complex(d, at) - sum->z);
        ck_assert_msg(off <= (d == FLOAT32 || d == COMPLEX64 ? 1e-4 : 1e-12) * (double)(terms + 1) * 8,
                      "%s: off by %g", dtype_info[d].name, off);
    } else {
        uint64_t bits = dtype_info[d].size == 8 ? ~(uint64_t)0 : ((uint64_t)1 << 8 * dtype_info[d].size) - 1;
        ck_assert_uint_eq((uint64_t)element_int(d, at) & bits, sum->i & bits);
    }
}

/* matrices
 * ---------------------------------------------------------------------------------------------------- */

static int64_t random_size(void)
{
    switch (below(12)) {
    case 0: return 0;
    case 1: return 1;
    case 2: return 33 + below(60);
    case 3: return 100 + below(160);
    default: return 1 + below(20);
    }
}

static void check_matrix(DType d, int64_t n, int64_t k, int64_t m)
{
    Tensor *a = random_tensor(d, 2, (int64_t[]){ n, k }), *b = random_tensor(d, 2, (int64_t[]){ k, m });
    Tensor *out = random_tensor(d, 2, (int64_t[]){ n, m });
    product_matrix(contract_type(d), true, n, k, m, (Matrix){ a->data, a->stride[0], a->stride[1] },
                   (Matrix){ b->data, b->stride[0], b->stride[1] },
                   (Matrix){ out->data, out->stride[0], out->stride[1] });
    for (int64_t i = 0; i < n; i++)
        for (int64_t j = 0; j < m; j++) {
            Sum sum = { 0 };
            for (int64_t p = 0; p < k; p++)
                sum_product(&sum, d, 2,
                            (char *[]){ a->data + i * a->stride[0] + p * a->stride[1],
                                        b->data + p * b->stride[0] + j * b->stride[1] });
            ck_sum(&sum, d, out->data + i * out->stride[0] + j * out->stride[1], k);
        }
    tensor_drop(a);
    tensor_drop(b);
    tensor_drop(out);
}

START_TEST(matrices)
{
    DType d = sum_dtype[_i];
    for (int i = 0; i < 120; i++) {
        int64_t n = random_size(), k = random_size(), m = random_size();
        if (n * k * m < 400000)
            check_matrix(d, n, k, m);
    }
    check_matrix(d, 1, 300, 300);
    check_matrix(d, 300, 300, 1);
    check_matrix(d, 1, 3000, 1);
    check_matrix(d, 90, 90, 90);
}
END_TEST

START_TEST(a_small_product_is_exact)
{
    double a[4] = { 0.1, 0.2, 0.3, 0.4 }, b[4] = { 0.5, 0.6, 0.7, 0.8 }, out[4];
    Matrix x = { (char *)a, 16, 8 }, y = { (char *)b, 16, 8 }, z = { (char *)out, 16, 8 };
    product_matrix(PRODUCT_FLOAT64, false, 2, 2, 2, x, y, z);
    ck_assert(out[0] == 0.1 * 0.5 + 0.2 * 0.7);
    ck_assert(out[3] == 0.3 * 0.6 + 0.4 * 0.8);
    /* a negative zero is lost in a sum */
    double zero = -0.0, one = 1;
    product_dot(PRODUCT_FLOAT64, 1, (char *)&zero, 8, (char *)&one, 8, (char *)out);
    ck_assert(out[0] == 0 && !signbit(out[0]));
}
END_TEST

/* The same numbers give the same bits, however they lie in memory. */
START_TEST(strides_do_not_matter)
{
    enum { N = 1000 };
    static double dense[N], loose[3 * N], other[N];
    double one, two;
    for (int i = 0; i < N; i++) {
        dense[i] = loose[3 * i] = sin(i);
        other[i] = cos(3 * i);
    }
    product_dot(PRODUCT_FLOAT64, N, (char *)dense, 8, (char *)other, 8, (char *)&one);
    product_dot(PRODUCT_FLOAT64, N, (char *)loose, 24, (char *)other, 8, (char *)&two);
    ck_assert(one == two);
}
END_TEST

START_TEST(own_transpose_is_symmetric)
{
    enum { N = 120, K = 97 };
    int64_t dim[2] = { N, K }, square[2] = { N, N };
    Tensor *a = tensor_new(&run, FLOAT64, 2, dim), *out = tensor_new(&run, FLOAT64, 2, square);
    for (int i = 0; i < N * K; i++)
        ((double *)a->data)[i] = sin(i);
    product_matrix(PRODUCT_FLOAT64, true, N, K, N, (Matrix){ a->data, K * 8, 8 },
                   (Matrix){ a->data, 8, K * 8 }, (Matrix){ out->data, N * 8, 8 });
    const double *z = (const double *)out->data;
    for (int i = 0; i < N; i++)
        for (int j = 0; j < i; j++)
            ck_assert(z[i * N + j] == z[j * N + i]);
    tensor_drop(a);
    tensor_drop(out);
}
END_TEST

/* sums by labels
 * ---------------------------------------------------------------------------------------------- */

/* All places of all labels, one after the other; the element of a tensor there. */
typedef struct Everywhere {
    int64_t size[26], at[26];
} Everywhere;

static bool next_place(Everywhere *e)
{
    for (int l = 25; l >= 0; l--) {
        if (++e->at[l] < e->size[l])
            return true;
        e->at[l] = 0;
    }
    return false;
}

static char *element_at(const Tensor *t, const Labels *labels, const Everywhere *e)
{
    char *at = t->data;
    for (int i = 0; i < labels->ndim; i++)
        at += (t->dim[i] == 1 ? 0 : e->at[labels->at[i] - 'a']) * t->stride[i];
    return at;
}

static void check_einsum(DType d)
{
    int count = 1 + below(4), ndim = 0;
    Tensor *operand[4], *out;
    Labels label[4] = { 0 }, result = { 0 };
    int64_t dim[8];
    bool used[26] = { false };
    Everywhere e = { 0 };
    for (int l = 0; l < 26; l++)
        e.size[l] = 1;
    for (int l = 0; l < 5; l++)
        e.size[l] = below(20) ? 1 + below(4) : 0;
    for (int i = 0; i < count; i++) {
        for (int l = 0; l < 5; l++) {
            int to = below(label[i].ndim + 1);
            if (below(2))
                continue;
            memmove(label[i].at + to + 1, label[i].at + to, (size_t)(label[i].ndim - to));
            label[i].at[to] = (uint8_t)('a' + l);
            label[i].ndim++;
        }
        for (int j = 0; j < label[i].ndim; j++) {
            /* now and then an axis that is repeated, if another operand keeps the size */
            bool repeated = used[label[i].at[j] - 'a'] && below(6) == 0;
            dim[j] = repeated ? 1 : e.size[label[i].at[j] - 'a'];
            used[label[i].at[j] - 'a'] = true;
        }
        operand[i] = random_tensor(d, label[i].ndim, dim);
    }
    for (int l = 0; l < 5; l++) {
        if (!used[l])
            e.size[l] = 1;
        else if (below(2))
            result.at[result.ndim++] = (uint8_t)('a' + l);
    }
    for (int i = result.ndim - 1; i > 0; i--) {
        int j = below(i + 1);
        uint8_t other = result.at[i];
        result.at[i] = result.at[j];
        result.at[j] = other;
    }
    for (ndim = 0; ndim < result.ndim; ndim++)
        dim[ndim] = e.size[result.at[ndim] - 'a'];
    out = random_tensor(d, ndim, dim);
    ck_assert(einsum_sum(&run, count, operand, label, &result, out));

    int64_t sums = tensor_size(out), terms = 1;
    Sum *sum = mem_zeroed((size_t)(sums + 1) * sizeof *sum);
    int64_t stride[8];
    strides_c(ndim, dim, 1, stride);
    bool any = true;
    for (int l = 0; l < 26; l++)
        any = any && e.size[l];
    for (int l = 0; l < 26; l++)
        terms *= e.size[l];
    while (any) {
        char *element[4];
        int64_t to = 0;
        for (int i = 0; i < count; i++)
            element[i] = element_at(operand[i], &label[i], &e);
        for (int i = 0; i < ndim; i++)
            to += stride[i] * e.at[result.at[i] - 'a'];
        sum_product(&sum[to], d, count, element);
        any = next_place(&e);
    }
    memset(e.at, 0, sizeof e.at);
    for (int64_t i = 0; i < sums; i++) {
        char *at = out->data;
        for (int j = 0; j < ndim; j++)
            at += (i / stride[j]) % dim[j] * out->stride[j];
        ck_sum(&sum[i], d, at, terms * 64);
    }
    mem_free(sum);
    tensor_drop(out);
    for (int i = 0; i < count; i++)
        tensor_drop(operand[i]);
}

START_TEST(sums_by_labels)
{
    for (int i = 0; i < 400; i++)
        check_einsum(sum_dtype[_i]);
}
END_TEST

static void ck_einsum(const char *subscripts, int count, const int *ndim, const char *out)
{
    Einsum e;
    ck_assert_msg(einsum_parse(&run, subscripts, count, ndim, &e), "%s", run.error.text);
    ck_assert_int_eq(e.out.ndim, (int)strlen(out));
    for (int i = 0; i < e.out.ndim; i++)
        ck_assert_int_eq(e.out.at[i] >= ELLIPSIS_LABEL ? '.' : e.out.at[i], out[i]);
}

START_TEST(subscripts)
{
    ck_einsum("ij,jk->ik", 2, (int[]){ 2, 2 }, "ik");
    ck_einsum("ij,jk", 2, (int[]){ 2, 2 }, "ik");
    ck_einsum("ba", 1, (int[]){ 2 }, "ab");
    ck_einsum("bA", 1, (int[]){ 2 }, "Ab");
    ck_einsum(" i j -> j", 1, (int[]){ 2 }, "j");
    ck_einsum("i...", 1, (int[]){ 4 }, "...i");
    ck_einsum("...ij,...jk", 2, (int[]){ 3, 4 }, "..ik");
    ck_einsum("ii", 1, (int[]){ 2 }, "");
    Einsum e;
    ck_assert(!einsum_parse(&run, "ij", 1, (int[]){ 1 }, &e));
    ck_error(ValueError, "einstein sum subscripts string contains too many subscripts for operand 0");
    ck_assert(!einsum_parse(&run, "ij,jk", 1, (int[]){ 2 }, &e));
    ck_error(ValueError,
             "more operands provided to einstein sum function than specified in the subscripts string");
    ck_assert(!einsum_parse(&run, "ij->k", 1, (int[]){ 2 }, &e));
    ck_error(ValueError,
             "einstein sum subscripts string included output subscript 'k' which never appeared in an input");
    ck_assert(!einsum_parse(&run, "ij-k", 1, (int[]){ 2 }, &e));
    ck_error(ValueError, "einstein sum subscript string does not contain proper '->' output specified");
}
END_TEST

/* signatures
 * ---------------------------------------------------------------------------------------------------- */

static const Func matmul_row = { .name = "matmul", .core = "(n?,k),(k,m?)->(n?,m?)" };
static const Func vecdot_row = { .name = "vecdot", .core = "(n),(n)->()" };

static bool resolve(const Func *row, int n, const int64_t *a, int m, const int64_t *b, Shape *shape)
{
    Tensor *operand[3] = { tensor_typed(FLOAT64, n, a), tensor_typed(FLOAT64, m, b), NULL };
    Core core;
    bool done = core_resolve(&run, row, operand, ABSENT, ABSENT, ABSENT, &core);
    if (done)
        core_shape(&core, 2, shape);
    tensor_drop(operand[0]);
    tensor_drop(operand[1]);
    return done;
}

#define S(...)                                                                                               \
    (int)(sizeof((int64_t[]){ __VA_ARGS__ }) / sizeof(int64_t)), (int64_t[]) { __VA_ARGS__ }

static void ck_shape(const Shape *shape, int ndim, const int64_t *dim)
{
    ck_assert(shape_equal(shape->ndim, shape->dim, ndim, dim));
}

START_TEST(signatures)
{
    Shape shape;
    ck_assert(resolve(&matmul_row, S(2, 3), S(3, 4), &shape));
    ck_shape(&shape, S(2, 4));
    ck_assert(resolve(&matmul_row, S(3), S(3, 4), &shape));
    ck_shape(&shape, S(4));
    ck_assert(resolve(&matmul_row, S(2, 3), S(3), &shape));
    ck_shape(&shape, S(2));
    ck_assert(resolve(&matmul_row, S(3), S(3), &shape));
    ck_assert_int_eq(shape.ndim, 0);
    ck_assert(resolve(&matmul_row, S(2, 1, 3, 4), S(5, 4, 2), &shape));
    ck_shape(&shape, S(2, 5, 3, 2));
    ck_assert(resolve(&matmul_row, S(2, DIM_UNKNOWN), S(3, 4), &shape));
    ck_shape(&shape, S(2, 4));
    ck_assert(resolve(&vecdot_row, S(7, 3), S(3), &shape));
    ck_shape(&shape, S(7));
    ck_assert(!resolve(&matmul_row, S(2, 3), S(2, 3), &shape));
    ck_error(ValueError,
             "matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature "
             "(n?,k),(k,m?)->(n?,m?) (size 2 is different from 3)");
    ck_assert(!resolve(&matmul_row, S(2, 2, 3), S(3, 3, 4), &shape));
    ck_error(ValueError,
             "operands could not be broadcast together with remapped shapes [original->remapped]: "
             "(2,2,3)->(2,newaxis,newaxis) (3,3,4)->(3,newaxis,newaxis)  and requested shape (2,4)");
    ck_assert(!resolve(&vecdot_row, S(2, 3), S(3, 3), &shape));
    ck_error(ValueError,
             "operands could not be broadcast together with remapped shapes [original->remapped]: "
             "(2,3)->(2,) (3,3)->(3,)  and requested shape ()");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("products");
    TCase *numeric = tcase_create("numeric"), *labels = tcase_create("labels");
    tcase_add_checked_fixture(numeric, setup, teardown);
    tcase_add_checked_fixture(labels, setup, teardown);
    tcase_set_timeout(numeric, 60);
    tcase_set_timeout(labels, 60);
    tcase_add_loop_test(numeric, matrices, 0, SUM_DTYPES);
    tcase_add_test(numeric, a_small_product_is_exact);
    tcase_add_test(numeric, strides_do_not_matter);
    tcase_add_test(numeric, own_transpose_is_symmetric);
    tcase_add_loop_test(labels, sums_by_labels, 0, SUM_DTYPES);
    tcase_add_test(labels, subscripts);
    tcase_add_test(labels, signatures);
    suite_add_tcase(suite, numeric);
    suite_add_tcase(suite, labels);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
