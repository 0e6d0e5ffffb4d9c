/* check_tensor.c: dtypes and their promotion, shapes, strides, views, walks, casts and indices. */
#include "tensor/cast.h"
#include "tensor/index.h"
#include "tensor/walk.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static Run run;

static void setup(void)
{
    run = (Run){ .errstate = { ERR_WARN, ERR_WARN, ERR_IGNORE, ERR_WARN }, .out = stdout, .err = stderr };
}

static void teardown(void) { arena_free(&run.scratch); }

static void ck_error(const Class *class, const char *text)
{
    ck_assert_ptr_eq(run.error.class, class);
    ck_assert_str_eq(run.error.text, text);
    run.error.class = NULL;
}

/* helpers ------------------------------------------------------------------------------------------------ */

enum { OWN = -99 }; /* ends a list of sizes */
#define SIZES(...) ((const int64_t[]){ __VA_ARGS__, OWN })

static int count_of(const int64_t *list)
{
    int n = 0;
    while (list[n] != OWN)
        n++;
    return n;
}

/* 0, 1, 2 … of int64 in a shape. */
static Tensor *counting(const int64_t *dim)
{
    Tensor *t = tensor_new(&run, INT64, count_of(dim), dim);
    for (int64_t i = 0; i < tensor_size(t); i++)
        ((int64_t *)t->data)[i] = i;
    return t;
}

static Tensor *listed(DType dtype, const int64_t *item)
{
    int64_t n = count_of(item);
    Tensor *t = tensor_new(&run, dtype, 1, &n);
    for (int64_t i = 0; i < n; i++)
        element_set_int(dtype, t->data + i * t->stride[0], item[i]);
    return t;
}

static void ck_list(const char *what, const int64_t *have, const int64_t *want)
{
    for (int i = 0; want[i] != OWN; i++)
        ck_assert_msg(have[i] == want[i], "%s %d is %lld, not %lld", what, i, (long long)have[i],
                      (long long)want[i]);
}

static void ck_shape(const Tensor *t, const int64_t *dim)
{
    ck_assert_int_eq(t->ndim, count_of(dim));
    ck_list("size", t->dim, dim);
}

static void ck_strides(const Tensor *t, const int64_t *stride) { ck_list("stride", t->stride, stride); }

static void ck_elements(Tensor *t, const int64_t *want)
{
    Tensor *copy = tensor_copy(&run, t, 'C'), *ints = tensor_cast(&run, copy, INT64);
    ck_assert_int_eq(tensor_size(t), count_of(want));
    ck_list("element", (int64_t *)ints->data, want);
    tensor_drop(copy);
    tensor_drop(ints);
}

/* dtypes ------------------------------------------------------------------------------------------------- */

/* np.promote_types, a digit for each dtype in our order */
static const char *const promoted[DTYPES] = {
    "0123456789abcd", "11335577b9abcd", "2323456789abcd", "33335577baabcd", "454545678aabcd",
    "55555577bbbbdd", "676767678bbbdd", "77777777bbbbdd", "8b8b8b8b8bbbdd", "999aabbbb9abcd",
    "aaaaabbbbaabcd", "bbbbbbbbbbbbdd", "cccccddddccdcd", "dddddddddddddd",
};
/* np.can_cast(…, 'safe') and 'same_kind' */
static const char *const safe[DTYPES] = {
    "11111111111111", "01010101011111", "00111111111111", "00010101001111", "00001111101111",
    "00000101000101", "00000011100101", "00000001000101", "00000000100101", "00000000011111",
    "00000000001111", "00000000000101", "00000000000011", "00000000000001",
};
static const char *const same_kind[DTYPES] = {
    "11111111111111", "01010101011111", "01111111111111", "01010101011111", "01111111111111",
    "01010101011111", "01111111111111", "01010101011111", "01111111111111", "00000000011111",
    "00000000011111", "00000000011111", "00000000000011", "00000000000011",
};
/* np.result_type(dtype, 1), (dtype, 1.0), (dtype, 1j) */
static const char *const beside_weak[] = { "7123456789abcd", "bbbbbbbbb9abcd", "dddddddddccdcd" };

static DType digit(char c) { return (DType)strtol((char[]){ c, 0 }, NULL, 16); }

START_TEST(promotion)
{
    for (DType b = 0; b < DTYPES; b++) {
        ck_assert_str_eq(dtype_info[dtype_promote(_i, b)].name, dtype_info[digit(promoted[_i][b])].name);
        ck_assert_int_eq(dtype_can_cast(_i, b, CAST_SAFE), safe[_i][b] == '1');
        ck_assert_int_eq(dtype_can_cast(_i, b, CAST_SAME_KIND), same_kind[_i][b] == '1');
        ck_assert_int_eq(dtype_can_cast(_i, b, CAST_EQUIV), (int)b == _i);
    }
    for (Weak weak = WEAK_INT; weak <= WEAK_COMPLEX; weak++)
        ck_assert_int_eq(dtype_weak(_i, weak), digit(beside_weak[weak - 1][_i]));
}
END_TEST

START_TEST(promotion_of_several)
{
    ck_assert_int_eq(dtype_result(3, (DType[]){ INT16, UINT16, FLOAT32 }, NULL), FLOAT32);
    ck_assert_int_eq(dtype_result(3, (DType[]){ BOOL, UINT8, INT8 }, NULL), INT16);
    ck_assert_int_eq(dtype_result(4, (DType[]){ UINT8, INT16, UINT16, FLOAT16 }, NULL), FLOAT32);
    ck_assert_int_eq(dtype_result(3, (DType[]){ INT32, FLOAT16, FLOAT32 }, NULL), FLOAT64);
    ck_assert_int_eq(dtype_result(2, (DType[]){ INT64, FLOAT64 }, (Weak[]){ WEAK_INT, WEAK_FLOAT }), FLOAT64);
    ck_assert_int_eq(dtype_result(2, (DType[]){ INT8, INT64 }, (Weak[]){ STRONG, WEAK_INT }), INT8);
    ck_assert_int_eq(dtype_result(1, (DType[]){ INT8 }, (Weak[]){ WEAK_INT }), INT64);
}
END_TEST

START_TEST(names)
{
    static const struct {
        const char *text;
        DType dtype;
    } named[] = { { "float32", FLOAT32 },   { "f4", FLOAT32 },         { "<f8", FLOAT64 },
                  { "=i4", INT32 },         { "|b1", BOOL },           { ">i1", INT8 },
                  { ">f8", NO_DTYPE },      { "i04", INT32 },          { "d", FLOAT64 },
                  { "int", INT64 },         { "complex", COMPLEX128 }, { "?", BOOL },
                  { "f3", NO_DTYPE },       { "", NO_DTYPE },          { "<", NO_DTYPE },
                  { "<float64", NO_DTYPE }, { "i-4", NO_DTYPE },       { "f8 ", NO_DTYPE },
                  { "q", INT64 },           { "c4", NO_DTYPE },        { "float_", NO_DTYPE },
                  { "ubyte", UINT8 },       { "single", FLOAT32 },     { "F8", NO_DTYPE } };
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        ck_assert_msg(dtype_named(named[i].text) == named[i].dtype, "%s", named[i].text);
    ck_assert_int_eq(dtype_min(INT8), -128);
    ck_assert(dtype_min(INT64) == INT64_MIN && dtype_max(UINT64) == UINT64_MAX && dtype_max(BOOL) == 1);
}
END_TEST

/* shapes and strides ---------------------------------------------------------------------------------------
 */

START_TEST(broadcasting)
{
    Shape shape;
    shape_set(&shape, 4, SIZES(8, 1, 6, 1));
    ck_assert(shape_broadcast(&shape, 3, SIZES(7, 1, 5)));
    ck_assert_str_eq(shape_text(&run, shape.ndim, shape.dim), "(8, 7, 6, 5)");
    shape_set(&shape, 1, SIZES(3));
    ck_assert(shape_broadcast(&shape, 3, SIZES(2, 1, 1)));
    ck_assert_str_eq(shape_tight(&run, shape.ndim, shape.dim), "(2,1,3)");
    ck_assert(!shape_broadcast(&shape, 1, SIZES(2)));
    shape_set(&shape, 1, SIZES(1));
    ck_assert(shape_broadcast(&shape, 1, SIZES(0)));
    ck_assert_str_eq(shape_text(&run, shape.ndim, shape.dim), "(0,)");
    shape_set(&shape, 2, SIZES(DIM_UNKNOWN, 3));
    ck_assert(shape_broadcast(&shape, 2, SIZES(4, 1)));
    ck_assert_str_eq(shape_text(&run, shape.ndim, shape.dim), "(4, 3)");
    ck_assert_str_eq(shape_text(&run, 0, NULL), "()");
    ck_assert_int_eq(shape_size(2, SIZES(INT64_MAX, 2)), -2);
    ck_assert_int_eq(shape_size(3, SIZES(INT64_MAX, 2, 0)), 0);
    int axis;
    ck_assert(axis_check(&run, -1, 3, &axis) && axis == 2);
    ck_assert(!axis_check(&run, 2, 2, &axis));
    ck_error(AxisError, "axis 2 is out of bounds for array of dimension 2");
}
END_TEST

START_TEST(sizes_that_cannot_be)
{
    ck_assert_ptr_null(tensor_new(&run, FLOAT64, 1, SIZES(-1)));
    ck_error(ValueError, "negative dimensions are not allowed");
    ck_assert_ptr_null(tensor_new(&run, FLOAT64, 2, SIZES(INT64_C(1) << 40, INT64_C(1) << 40)));
    ck_error(ValueError,
             "array is too big; `arr.size * arr.dtype.itemsize` is larger than the maximum possible size.");
    ck_assert_ptr_null(tensor_new(&run, FLOAT64, 2, SIZES(INT64_C(1) << 50, 2)));
    ck_error(_ArrayMemoryError,
             "Unable to allocate 16.0 PiB for an array with shape (1125899906842624, 2) and data "
             "type float64");
}
END_TEST

START_TEST(contiguity)
{
    Tensor *t = counting(SIZES(2, 3, 4)), *turned = tensor_transpose(t, NULL);
    ck_strides(t, SIZES(96, 32, 8));
    ck_strides(turned, SIZES(8, 32, 96));
    ck_assert(tensor_is_c(t) && !tensor_is_f(t) && tensor_is_f(turned) && !tensor_is_c(turned));
    ck_assert_ptr_eq(turned->base, t);
    Tensor *empty = tensor_new(&run, FLOAT64, 2, SIZES(3, 0));
    ck_strides(empty, SIZES(0, 0));
    ck_assert(tensor_is_c(empty) && tensor_is_f(empty));
    tensor_drop(empty);
    Tensor *copy = tensor_copy(&run, turned, 'K');
    ck_strides(copy, SIZES(8, 32, 96));
    ck_elements(copy,
                SIZES(0, 12, 4, 16, 8, 20, 1, 13, 5, 17, 9, 21, 2, 14, 6, 18, 10, 22, 3, 15, 7, 19, 11, 23));
    tensor_drop(copy);
    copy = tensor_copy(&run, turned, 'C');
    ck_strides(copy, SIZES(48, 16, 8));
    tensor_drop(copy);
    tensor_drop(turned);
    tensor_drop(t);
}
END_TEST

/* Where NumPy's elementwise results lie, for operands that are transposed, stretched or both. */
START_TEST(memory_order)
{
    Tensor *t = counting(SIZES(2, 3, 4)), *middle = tensor_transpose(t, (int[]){ 1, 0, 2 });
    Tensor *last = tensor_transpose(t, (int[]){ 2, 0, 1 }), *row = counting(SIZES(3));
    Tensor *turned = tensor_transpose(t, NULL), *c = counting(SIZES(4, 3, 2));
    Tensor *like = tensor_like(&run, FLOAT32, 3, middle->dim, 1, &middle);
    ck_strides(like, SIZES(16, 48, 4));
    tensor_drop(like);
    like = tensor_like(&run, INT64, 3, last->dim, 2, (Tensor *[]){ last, row });
    ck_strides(like, SIZES(8, 96, 32));
    tensor_drop(like);
    like = tensor_like(&run, INT64, 3, c->dim, 2, (Tensor *[]){ turned, c });
    ck_strides(like, SIZES(48, 16, 8));
    tensor_drop(like);
    Tensor *wide = tensor_broadcast(row, 2, SIZES(2, 3));
    ck_strides(wide, SIZES(0, 8));
    like = tensor_like(&run, INT64, 2, wide->dim, 1, &wide);
    ck_strides(like, SIZES(24, 8));
    tensor_drop(like);
    like = tensor_copy(&run, wide, 'K');
    ck_strides(like, SIZES(8, 16));
    ck_elements(like, SIZES(0, 1, 2, 0, 1, 2));
    tensor_drop(like);
    Tensor *all[] = { wide, row, turned, c, last, middle, t };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        tensor_drop(all[i]);
}
END_TEST

START_TEST(reshaping)
{
    Tensor *t = counting(SIZES(3, 4)), *turned = tensor_transpose(t, NULL), *view;
    view = tensor_reshape_view(t, 3, SIZES(3, 1, 4));
    ck_strides(view, SIZES(32, 32, 8));
    tensor_drop(view);
    view = tensor_reshape_view(turned, 3, SIZES(2, 2, 3));
    ck_strides(view, SIZES(16, 8, 32));
    tensor_drop(view);
    view = tensor_reshape_view(turned, 5, SIZES(1, 4, 1, 3, 1));
    ck_strides(view, SIZES(32, 8, 96, 32, 32));
    tensor_drop(view);
    ck_assert_ptr_null(tensor_reshape_view(turned, 2, SIZES(3, 4)));
    view = tensor_reshape(&run, turned, 2, SIZES(3, 4), 'C');
    ck_assert_ptr_null(view->base);
    ck_elements(view, SIZES(0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11));
    tensor_drop(view);
    view = tensor_reshape(&run, t, 2, SIZES(4, 3), 'F');
    ck_strides(view, SIZES(8, 32));
    ck_elements(view, SIZES(0, 5, 10, 4, 9, 3, 8, 2, 7, 1, 6, 11));
    tensor_drop(view);
    view = tensor_reshape(&run, turned, 1, SIZES(12), 'A');
    ck_assert_ptr_eq(view->base, t);
    tensor_reshape_self(t, 3, SIZES(2, 2, 3), NULL);
    ck_strides(t, SIZES(48, 24, 8));
    tensor_reshape_self(t, 1, SIZES(12), NULL);
    ck_shape(t, SIZES(12));
    tensor_drop(view);
    tensor_drop(turned);
    tensor_drop(t);
}
END_TEST

/* walks ----------------------------------------------------------------------------------------------------
 */

static int calls;

static void add_one(int64_t n, char *const p[], const int64_t s[])
{
    calls++;
    for (int64_t i = 0; i < n; i++)
        *(int64_t *)(p[1] + i * s[1]) = *(int64_t *)(p[0] + i * s[0]) + 1;
}

static void walk_over(Tensor *from, Tensor *to)
{
    Walk walk;
    walk_begin(&walk, to->ndim, to->dim);
    walk_add(&walk, from);
    walk_add(&walk, to);
    walk_arrange(&walk);
    calls = 0;
    ck_assert(walk_run(&run, &walk, add_one));
}

START_TEST(walks_merge_axes)
{
    Tensor *a = counting(SIZES(3, 4, 5)), *b = counting(SIZES(3, 4, 5));
    walk_over(a, b);
    ck_assert_int_eq(calls, 1);
    Tensor *a_turned = tensor_transpose(a, NULL), *b_turned = tensor_transpose(b, NULL);
    walk_over(b_turned, a_turned);
    ck_assert_int_eq(calls, 1);
    ck_assert_int_eq(((int64_t *)a->data)[59], 61);
    Tensor *column = counting(SIZES(3, 1, 1));
    walk_over(column, a);
    ck_assert_int_eq(calls, 3);
    ck_assert_int_eq(((int64_t *)a->data)[59], 3);
    Tensor *empty = counting(SIZES(3, 0, 5)), *none = counting(SIZES(3, 0, 5));
    walk_over(empty, none);
    ck_assert_int_eq(calls, 0);
    Tensor *all[] = { a_turned, b_turned, a, b, column, empty, none };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        tensor_drop(all[i]);
}
END_TEST

/* Long thin arrays and transposed ones are walked in blocks: every element once. */
START_TEST(walks_in_blocks)
{
    static const int64_t shapes[][2] = {
        { 10000, 3 }, { 300, 301 }, { 128, 1000 }, { 5000, 15 }, { 1000, 129 }
    };
    Tensor *from = counting((int64_t[]){ shapes[_i][0], shapes[_i][1], OWN });
    Tensor *to = counting((int64_t[]){ shapes[_i][1], shapes[_i][0], OWN });
    Tensor *turned = tensor_transpose(from, NULL);
    walk_over(turned, to);
    for (int64_t i = 0; i < to->dim[0]; i++)
        for (int64_t j = 0; j < to->dim[1]; j++)
            ck_assert_int_eq(((int64_t *)to->data)[i * to->dim[1] + j], j * to->dim[0] + i + 1);
    Tensor *row = counting((int64_t[]){ shapes[_i][1], OWN });
    walk_over(row, from);
    for (int64_t i = 0; i < tensor_size(from); i++)
        ck_assert_int_eq(((int64_t *)from->data)[i], i % from->dim[1] + 1);
    tensor_drop(turned);
    tensor_drop(from);
    tensor_drop(to);
    tensor_drop(row);
}
END_TEST

/* casts ----------------------------------------------------------------------------------------------------
 */

/* np.array([x]).astype(…) for what C leaves open */
START_TEST(floats_that_fit_no_int)
{
    static const struct {
        double x;
        int64_t i1, u1, i2, u2, i4, u4, i8;
        uint64_t u8;
    } want[] = {
        { 300, 44, 44, 300, 300, 300, 300, 300, 300 },
        { -1, -1, 255, -1, 65535, -1, 4294967295, -1, UINT64_MAX },
        { NAN, 0, 0, 0, 0, INT32_MIN, 0, INT64_MIN, UINT64_C(1) << 63 },
        { 1e20, 0, 0, 0, 0, INT32_MIN, 0, INT64_MIN, 0 },
        { 5e9, 0, 0, 0, 0, INT32_MIN, 705032704, 5000000000, 5000000000 },
        { -70000, -112, 144, -4464, 61072, -70000, 4294897296, -70000, 18446744073709481616u },
        { 1e19, 0, 0, 0, 0, INT32_MIN, 0, INT64_MIN, 10000000000000000000u },
    };
    Tensor *t = tensor_new(&run, FLOAT64, 0, NULL);
    *(double *)t->data = want[_i].x;
    const int64_t ints[] = { want[_i].i1, want[_i].u1, want[_i].i2, want[_i].u2,
                             want[_i].i4, want[_i].u4, want[_i].i8, (int64_t)want[_i].u8 };
    for (DType d = INT8; d <= UINT64; d++) {
        Tensor *cast = tensor_cast(&run, t, d);
        ck_assert_msg(element_int(d, cast->data) == ints[d - INT8], "%g as %s", want[_i].x,
                      dtype_info[d].name);
        tensor_drop(cast);
    }
    tensor_drop(t);
}
END_TEST

/* Every number from 0 to 100 passes through every pair of dtypes unchanged. */
START_TEST(casts_of_small_numbers)
{
    for (DType to = BOOL; to < DTYPES; to++) {
        int64_t n = 101;
        Tensor *t = tensor_new(&run, _i, 1, &n);
        for (int64_t i = 0; i < n; i++)
            element_set_int(_i, t->data + i * t->stride[0], i);
        Tensor *cast = tensor_cast(&run, t, to);
        for (int64_t i = 0; i < n; i++) {
            int64_t want = _i == BOOL || to == BOOL ? i != 0 : i;
            ck_assert_int_eq(element_int(to, cast->data + i * cast->stride[0]), want);
        }
        tensor_drop(cast);
        tensor_drop(t);
    }
}
END_TEST

static char warned[200];
static void remember(Run *r, const Class *class, const char *text)
{
    (void)r;
    snprintf(warned, sizeof warned, "%s: %s", class->name, text);
}

START_TEST(warnings)
{
    run.warn = remember;
    Tensor *t = tensor_new(&run, FLOAT64, 0, NULL);
    *(double *)t->data = NAN;
    tensor_drop(tensor_cast(&run, t, INT32));
    ck_assert_str_eq(warned, "RuntimeWarning: invalid value encountered in cast");
    *(double *)t->data = 1e300;
    tensor_drop(tensor_cast(&run, t, FLOAT32));
    ck_assert_str_eq(warned, "RuntimeWarning: overflow encountered in cast");
    run.errstate.over = ERR_RAISE;
    ck_assert_ptr_null(tensor_cast(&run, t, FLOAT32));
    ck_error(FloatingPointError, "overflow encountered in cast");
    Tensor *z = tensor_zeros(&run, COMPLEX128, 1, SIZES(2));
    tensor_drop(tensor_cast(&run, z, FLOAT64));
    ck_assert_str_eq(warned, "ComplexWarning: Casting complex values to real discards the imaginary part");
    tensor_drop(z);
    tensor_drop(t);
}
END_TEST

START_TEST(assignment)
{
    Tensor *t = counting(SIZES(3, 3)), *turned = tensor_transpose(t, NULL);
    ck_assert(tensor_assign(&run, t, turned)); /* as if copied first */
    ck_elements(t, SIZES(0, 3, 6, 1, 4, 7, 2, 5, 8));
    Tensor *row = counting(SIZES(1, 1, 3)), *two = counting(SIZES(2));
    ck_assert(tensor_assign(&run, t, row));
    ck_elements(t, SIZES(0, 1, 2, 0, 1, 2, 0, 1, 2));
    ck_assert(!tensor_assign(&run, t, two));
    ck_error(ValueError, "could not broadcast input array from shape (2,) into shape (3,3)");
    t->object.flags |= TENSOR_READONLY;
    ck_assert(!tensor_assign(&run, t, row));
    ck_error(ValueError, "assignment destination is read-only");
    Tensor *all[] = { turned, t, row, two };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        tensor_drop(all[i]);
}
END_TEST

/* indices
 * ---------------------------------------------------------------------------------------------------- */

#define AT(i)                                                                                                \
    {                                                                                                        \
        .kind = INDEX_INT, .at = (i)                                                                         \
    }
#define ALL                                                                                                  \
    {                                                                                                        \
        .kind = INDEX_SLICE                                                                                  \
    }
#define NEW                                                                                                  \
    {                                                                                                        \
        .kind = INDEX_NEWAXIS                                                                                \
    }
#define DOTS                                                                                                 \
    {                                                                                                        \
        .kind = INDEX_ELLIPSIS                                                                               \
    }
#define PICK(t)                                                                                              \
    {                                                                                                        \
        .kind = INDEX_ARRAY, .array = (t)                                                                    \
    }
#define MASK(t)                                                                                              \
    {                                                                                                        \
        .kind = INDEX_MASK, .array = (t)                                                                     \
    }
#define ITEMS(...)                                                                                           \
    (int)(sizeof((Index[]){ __VA_ARGS__ }) / sizeof(Index)), (Index[]) { __VA_ARGS__ }

static Tensor *get(Tensor *t, int n, const Index *item)
{
    bool scalar;
    Tensor *typed = index_infer(&run, t, n, item), *got = index_get(&run, t, n, item, &scalar);
    ck_assert_int_eq(!typed, !got);
    if (got)
        ck_assert(shape_equal(typed->ndim, typed->dim, got->ndim, got->dim));
    tensor_drop(typed);
    return got;
}

static void ck_get(Tensor *t, int n, const Index *item, const int64_t *dim, const int64_t *want)
{
    Tensor *got = get(t, n, item);
    ck_assert_ptr_nonnull(got);
    ck_shape(got, dim);
    ck_elements(got, want);
    tensor_drop(got);
}

static void ck_get_fails(Tensor *t, int n, const Index *item, const char *text)
{
    ck_assert_ptr_null(get(t, n, item));
    ck_error(IndexError, text);
}

START_TEST(basic_indices)
{
    Tensor *t = counting(SIZES(2, 3, 4));
    ck_get(t, ITEMS(AT(1), ALL, AT(-1)), SIZES(3), SIZES(15, 19, 23));
    ck_get(t, ITEMS(DOTS, AT(0)), SIZES(2, 3), SIZES(0, 4, 8, 12, 16, 20));
    ck_get(t, ITEMS(AT(0), NEW, AT(0), DOTS), SIZES(1, 4), SIZES(0, 1, 2, 3));
    Index back = { .kind = INDEX_SLICE, .has_step = true, .step = -2 };
    ck_get(t, ITEMS(AT(0), AT(0), back), SIZES(2), SIZES(3, 1));
    ck_get_fails(t, ITEMS(AT(2)), "index 2 is out of bounds for axis 0 with size 2");
    ck_get_fails(t, ITEMS(ALL, AT(-4)), "index -4 is out of bounds for axis 1 with size 3");
    ck_get_fails(t, ITEMS(DOTS, DOTS), "an index can only have a single ellipsis ('...')");
    ck_get_fails(t, ITEMS(ALL, ALL, NEW, ALL, AT(0)),
                 "too many indices for array: array is 3-dimensional, but 4 were indexed");
    tensor_drop(t);
}
END_TEST

START_TEST(array_indices)
{
    Tensor *t = counting(SIZES(2, 3, 4)), *i = listed(INT64, SIZES(0, 1)), *j = listed(INT64, SIZES(1, -1));
    Tensor *three = listed(INT64, SIZES(0, 1, 2)), *far = listed(INT64, SIZES(0, 7));
    ck_get(t, ITEMS(PICK(i), PICK(j), AT(0)), SIZES(2), SIZES(4, 20));
    ck_get(t, ITEMS(ALL, PICK(j), AT(1)), SIZES(2, 2), SIZES(5, 9, 17, 21));
    ck_get(t, ITEMS(PICK(i), ALL, PICK(j)), SIZES(2, 3), SIZES(1, 5, 9, 15, 19, 23));
    ck_get(t, ITEMS(AT(0), ALL, PICK(j)), SIZES(2, 3), SIZES(1, 5, 9, 3, 7, 11));
    ck_get(t, ITEMS(NEW, PICK(i), AT(0), AT(0)), SIZES(1, 2), SIZES(0, 12));
    Tensor *inner = get(t, ITEMS(ALL, PICK(j)));
    ck_strides(inner, SIZES(32, 64, 8)); /* as NumPy lays it out */
    tensor_drop(inner);
    ck_get_fails(t, ITEMS(PICK(i), PICK(three)),
                 "shape mismatch: indexing arrays could not be broadcast together with shapes (2,) (3,) ");
    bool scalar;
    ck_assert_ptr_null(index_get(&run, t, ITEMS(ALL, PICK(far)), &scalar));
    ck_error(IndexError, "index 7 is out of bounds for axis 1 with size 3");
    Tensor *all[] = { t, i, j, three, far };
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        tensor_drop(all[k]);
}
END_TEST

START_TEST(masks)
{
    Tensor *t = counting(SIZES(3, 4)), *rows = listed(BOOL, SIZES(1, 0, 1)),
           *yes = tensor_new(&run, BOOL, 0, NULL);
    Tensor *even = tensor_new(&run, BOOL, 2, SIZES(3, 4)), *long_rows = listed(BOOL, SIZES(1, 0, 1, 0));
    for (int k = 0; k < 12; k++)
        even->data[k] = k % 2 == 0;
    *yes->data = 1;
    ck_get(t, ITEMS(MASK(even)), SIZES(6), SIZES(0, 2, 4, 6, 8, 10));
    ck_get(t, ITEMS(MASK(rows)), SIZES(2, 4), SIZES(0, 1, 2, 3, 8, 9, 10, 11));
    ck_get(t, ITEMS(MASK(rows), AT(1)), SIZES(2), SIZES(1, 9));
    ck_get(t, ITEMS(MASK(yes), AT(2)), SIZES(1, 4), SIZES(8, 9, 10, 11));
    ck_get(t, ITEMS(ALL, MASK(long_rows)), SIZES(3, 2), SIZES(0, 2, 4, 6, 8, 10));
    ck_get_fails(t, ITEMS(MASK(long_rows)),
                 "boolean index did not match indexed array along axis 0; size of axis is 3 "
                 "but size of corresponding boolean axis is 4");
    Tensor *hidden = tensor_typed(BOOL, 1, SIZES(3));
    Tensor *typed = index_infer(&run, t, ITEMS(MASK(hidden)));
    ck_shape(typed, SIZES(DIM_UNKNOWN, 4));
    Tensor *all[] = { t, rows, yes, even, long_rows, hidden, typed };
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        tensor_drop(all[k]);
}
END_TEST

START_TEST(setting)
{
    Tensor *t = tensor_zeros(&run, INT64, 1, SIZES(5)), *twice = listed(INT64, SIZES(0, 0, -1));
    Tensor *value = listed(FLOAT64, SIZES(7, 8, 9)), *mask = listed(BOOL, SIZES(0, 1, 1, 0, 0));
    Tensor *two = listed(INT64, SIZES(5, 6));
    ck_assert(index_set(&run, t, ITEMS(PICK(twice)), value));
    ck_elements(t, SIZES(8, 0, 0, 0, 9));
    ck_assert(index_set(&run, t, ITEMS(MASK(mask)), two));
    ck_elements(t, SIZES(8, 5, 6, 0, 9));
    ck_assert(!index_set(&run, t, ITEMS(MASK(mask)), value));
    ck_error(ValueError,
             "NumPy boolean array indexing assignment cannot assign 3 input values to the 2 output values "
             "where the mask is true");
    ck_assert(!index_set(&run, t, ITEMS(PICK(twice)), two));
    ck_error(ValueError,
             "shape mismatch: value array of shape (2,) could not be broadcast to indexing result of shape "
             "(3,)");
    ck_assert(!index_set(&run, t, ITEMS(AT(0)), two));
    ck_error(ValueError, "setting an array element with a sequence.");
    Tensor *all[] = { t, twice, value, mask, two };
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        tensor_drop(all[k]);
}
END_TEST

/* Against slow ways: counts and choices of masks of every length around a group of eight. */
START_TEST(masks_of_all_lengths)
{
    int64_t n = _i;
    Tensor *t = tensor_new(&run, INT16, 1, &n), *mask = tensor_new(&run, BOOL, 1, &n);
    int64_t want = 0;
    for (int64_t i = 0; i < n; i++) {
        ((int16_t *)t->data)[i] = (int16_t)i;
        mask->data[i] = i * i % 7 < 3;
        want += mask->data[i];
    }
    Tensor *got = get(t, ITEMS(MASK(mask)));
    ck_assert_int_eq(tensor_size(got), want);
    for (int64_t i = 0, k = 0; i < n; i++)
        if (mask->data[i])
            ck_assert_int_eq(((int16_t *)got->data)[k++], i);
    tensor_drop(got);
    tensor_drop(mask);
    tensor_drop(t);
}
END_TEST

START_TEST(slices)
{
    static const struct {
        int64_t start, stop, step, size, first, count;
    } want[] = { { 2, 5, 1, 10, 2, 3 },    { -3, 100, 1, 10, 7, 3 },       { 5, 2, 1, 10, 5, 0 },
                 { 9, -11, -3, 10, 9, 4 }, { 0, 10, INT64_MAX, 10, 0, 1 }, { 9, 0, INT64_MIN, 10, 9, 1 } };
    Index slice = { .kind = INDEX_SLICE,
                    .start = want[_i].start,
                    .stop = want[_i].stop,
                    .step = want[_i].step,
                    .has_start = true,
                    .has_stop = true,
                    .has_step = true };
    int64_t first, step, count;
    slice_resolve(&slice, want[_i].size, &first, &step, &count);
    ck_assert_int_eq(first, want[_i].first);
    ck_assert_int_eq(count, want[_i].count);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("tensor");
    TCase *tcase = tcase_create("tensor");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_loop_test(tcase, promotion, 0, DTYPES);
    tcase_add_test(tcase, promotion_of_several);
    tcase_add_test(tcase, names);
    tcase_add_test(tcase, broadcasting);
    tcase_add_test(tcase, sizes_that_cannot_be);
    tcase_add_test(tcase, contiguity);
    tcase_add_test(tcase, memory_order);
    tcase_add_test(tcase, reshaping);
    tcase_add_test(tcase, walks_merge_axes);
    tcase_add_loop_test(tcase, walks_in_blocks, 0, 5);
    tcase_add_loop_test(tcase, floats_that_fit_no_int, 0, 7);
    tcase_add_loop_test(tcase, casts_of_small_numbers, 0, DTYPES);
    tcase_add_test(tcase, warnings);
    tcase_add_test(tcase, assignment);
    tcase_add_test(tcase, basic_indices);
    tcase_add_test(tcase, array_indices);
    tcase_add_test(tcase, masks);
    tcase_add_test(tcase, setting);
    tcase_add_loop_test(tcase, masks_of_all_lengths, 0, 40);
    tcase_add_loop_test(tcase, slices, 0, 6);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
