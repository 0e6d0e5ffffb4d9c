/* check_func.c: finding rows, binding arguments, the dtypes and results of elementwise functions, the order
 * of sums. */
#include "func/bind.h"
#include "func/describe.h"
#include "func/elementwise.h"
#include "func/reduce.h"
#include "numeric/pairwise.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static Run run;

static void setup(void)
{
    run = (Run){ .errstate = { ERR_WARN, ERR_WARN, ERR_IGNORE, ERR_WARN }, .out = stdout, .err = stderr };
    hooks.func_class = func_class;
}

static void teardown(void) { arena_free(&run.scratch); }

static void ck_error(const Class *class, const char *text)
{
    ck_assert_ptr_eq(run.error.class, class);
    ck_assert_str_eq(run.error.text, text);
    run_clear_error(&run);
}

static Value list_of(int n, const double *item)
{
    Value list = value_list_new(n);
    for (int i = 0; i < n; i++)
        list_append(list.list, value_float(item[i]));
    return list;
}

/* rows ------------------------------------------------------------------------------------------------ */

START_TEST(names_are_found_in_their_homes)
{
    ck_assert_str_eq(func_find("np", "add")->name, "add");
    ck_assert_ptr_null(func_find("np", "no such name"));
    ck_assert_ptr_null(func_find("no such home", "add"));
    ck_assert_ptr_nonnull(func_find("ndarray", "sum"));
    ck_assert_ptr_eq(func_find("ndarray", "sum"), func_find("generic", "sum"));
    ck_assert_ptr_ne(func_find("ndarray", "sum"), func_find("np", "sum"));
}
END_TEST

START_TEST(attributes_are_found_in_parents)
{
    double one = 1;
    Value scalar = value_scalar(FLOAT64, &one);
    ck_assert_ptr_eq(func_for(scalar, "sum"), func_find("generic", "sum"));
    ck_assert_ptr_eq(func_for(value_func(func_find("np", "add")), "reduce"), func_find("ufunc", "reduce"));
    ck_assert_ptr_null(func_for(value_int(1), "reduce"));
}
END_TEST

START_TEST(aliases_share_their_loops)
{
    ck_assert_ptr_eq(func_find("np", "abs")->loops, func_find("np", "absolute")->loops);
    ck_assert_str_eq(func_find("np", "abs")->says, "absolute");
}
END_TEST

START_TEST(params_are_read_once)
{
    const Signature *s = signature_of(func_find("np", "sum"));
    ck_assert_ptr_eq(s, signature_of(func_find("np", "sum")));
    ck_assert_int_eq(s->positional, 7);
    ck_assert_int_eq(s->required, 1);
    ck_assert_int_eq(s->self, 0);
    ck_assert_int_eq(s->param[0].kind, KIND_ARRAY);
    ck_assert_int_eq(s->param[1].kind, KIND_AXES);
    ck_assert_int_eq(s->param[1].fallback.tag, V_NONE);
    ck_assert_int_eq(s->param[4].fallback.tag, V_ABSENT);
    s = signature_of(func_find("np", "any"));
    ck_assert_int_eq(s->param[4].how, KEYWORD_ONLY);
    ck_assert_int_eq(signature_of(func_find("ndarray", "sum"))->self, 1);
}
END_TEST

/* wrong calls ----------------------------------------------------------------------------------------- */

static void ck_wrong_call(const char *home, const char *name, int count, const char *keyword,
                          const char *text)
{
    Value value[12], out;
    for (int i = 0; i < 12; i++)
        value[i] = value_int(1);
    Given given = { .count = count, .keywords = keyword != NULL, .value = value, .keyword = &keyword };
    ck_assert(!func_call(&run, func_find(home, name), &given, &out));
    ck_error(TypeError, text);
}

START_TEST(wrong_calls_have_the_words_of_their_style)
{
    ck_wrong_call("np", "add", 1, NULL, "add() takes from 2 to 3 positional arguments but 1 was given");
    ck_wrong_call("np", "add", 4, NULL, "add() takes from 2 to 3 positional arguments but 4 were given");
    ck_wrong_call("np", "sin", 1, "axis", "sin() got an unexpected keyword argument 'axis'");
    ck_wrong_call("np", "sum", 0, NULL, "sum() missing 1 required positional argument: 'a'");
    ck_wrong_call("np", "sum", 9, NULL, "sum() takes from 1 to 7 positional arguments but 9 were given");
    ck_wrong_call("np", "sum", 1, "a", "sum() got multiple values for argument 'a'");
    ck_wrong_call("np", "sum", 1, "foo", "sum() got an unexpected keyword argument 'foo'");
    ck_wrong_call("ndarray", "sum", 8, NULL,
                  "_sum() takes from 1 to 7 positional arguments but 8 were given");
    ck_wrong_call("ndarray", "argmax", 4, NULL,
                  "argmax() takes from 0 to 2 positional arguments but 3 were given");
    ck_wrong_call("ndarray", "cumsum", 5, NULL, "cumsum() takes at most 3 arguments (4 given)");
    ck_wrong_call("ndarray", "round", 4, NULL, "round() takes at most 2 arguments (3 given)");
    ck_wrong_call("ufunc", "reduce", 1, NULL, "reduce() missing required argument 'array' (pos 0)");
}
END_TEST

/* dtypes ---------------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    DType x, y, result; /* NO_DTYPE: there is no loop */
} results[] = {
    { "add", INT8, UINT8, INT16 },
    { "add", INT64, UINT64, FLOAT64 },
    { "add", BOOL, BOOL, BOOL },
    { "subtract", BOOL, BOOL, NO_DTYPE },
    { "subtract", BOOL, INT8, INT8 },
    { "divide", INT8, INT8, FLOAT64 },
    { "divide", FLOAT16, INT16, FLOAT32 },
    { "arctan2", INT8, UINT8, FLOAT16 },
    { "arctan2", INT32, INT8, FLOAT64 },
    { "power", BOOL, BOOL, INT8 },
    { "gcd", INT64, UINT64, NO_DTYPE },
    { "left_shift", BOOL, BOOL, INT8 },
    { "bitwise_and", FLOAT32, INT8, NO_DTYPE },
    { "less", INT64, UINT64, BOOL },
    { "float_power", INT8, INT8, FLOAT64 },
    { "ldexp", FLOAT16, INT64, FLOAT16 },
    { "ldexp", FLOAT32, UINT64, NO_DTYPE },
    { "hypot", COMPLEX64, INT8, NO_DTYPE },
    { "maximum", FLOAT32, COMPLEX64, COMPLEX64 },
};

START_TEST(loops_decide_the_dtype)
{
    Work work;
    DType dtype[2] = { results[_i].x, results[_i].y };
    Weak weak[2] = { STRONG, STRONG };
    bool found = row_resolve(func_find("np", results[_i].name), dtype, weak, &work);
    ck_assert_int_eq(found, results[_i].result != NO_DTYPE);
    if (found)
        ck_assert_int_eq(work.out[0], results[_i].result);
}
END_TEST

START_TEST(python_numbers_yield)
{
    Work work;
    DType dtype[2] = { INT8, INT64 };
    ck_assert(row_resolve(func_find("np", "add"), dtype, (Weak[]){ STRONG, WEAK_INT }, &work));
    ck_assert_int_eq(work.out[0], INT8);
    ck_assert(row_resolve(func_find("np", "add"), dtype, (Weak[]){ STRONG, WEAK_FLOAT }, &work));
    ck_assert_int_eq(work.out[0], FLOAT64);
    ck_assert(row_resolve(func_find("np", "add"), dtype, (Weak[]){ WEAK_INT, WEAK_COMPLEX }, &work));
    ck_assert_int_eq(work.out[0], COMPLEX128);
}
END_TEST

/* results --------------------------------------------------------------------------------------------- */

START_TEST(operands_are_broadcast)
{
    Value a = list_of(2, (double[]){ 1, 2 }), in[2] = { a, value_float(10) }, out;
    ck_assert(elementwise_call(&run, func_find("np", "add"), 2, in, NULL, &out));
    ck_assert_int_eq(out.tag, V_ARRAY);
    ck_assert_double_eq(((double *)out.tensor->data)[1], 12);
    value_drop(out);
    in[1] = list_of(3, (double[]){ 1, 2, 3 });
    ck_assert(!elementwise_call(&run, func_find("np", "add"), 2, in, NULL, &out));
    ck_error(ValueError, "operands could not be broadcast together with shapes (2,) (3,) ");
    value_drop(a);
    value_drop(in[1]);
}
END_TEST

START_TEST(an_output_over_its_input_acts_as_if_it_was_copied)
{
    int64_t size = 6, count = 5;
    Tensor *all = tensor_new(&run, FLOAT64, 1, &size);
    for (int i = 0; i < 6; i++)
        ((double *)all->data)[i] = i;
    Tensor *front = tensor_view(all, 1, &count, all->stride, all->data);
    Tensor *back = tensor_view(all, 1, &count, all->stride, all->data + all->stride[0]);
    UfuncArgs args = ufunc_args_none;
    args.out[0] = back;
    Value in[2] = { value_array(back), value_array(front) }, out;
    ck_assert(elementwise_call(&run, func_find("np", "add"), 2, in, &args, &out));
    ck_assert_ptr_eq(out.tensor, back);
    for (int i = 1; i < 6; i++)
        ck_assert_double_eq(((double *)all->data)[i], 2 * i - 1);
    value_drop(out);
    tensor_drop(front);
    tensor_drop(back);
    tensor_drop(all);
}
END_TEST

START_TEST(ints_must_fit)
{
    int8_t one = 1;
    Value in[2] = { value_scalar(INT8, &one), value_int(200) }, out;
    ck_assert(!elementwise_call(&run, func_find("np", "add"), 2, in, NULL, &out));
    ck_error(OverflowError, "Python integer 200 out of bounds for int8");
    ck_assert(elementwise_call(&run, func_find("np", "less"), 2, in, NULL, &out));
    ck_assert_int_eq(out.i, 1);
    ck_assert(!elementwise_call(&run, func_find("np", "power"), 2,
                                (Value[]){ value_scalar(INT8, &one), value_int(-1) }, NULL, &out));
    ck_error(ValueError, "Integers to negative integer powers are not allowed.");
}
END_TEST

/* sums ------------------------------------------------------------------------------------------------ */

/* The tree as NumPy's source writes it. */
static double tree(const double *x, int64_t n)
{
    if (n < 8) {
        double sum = -0.0;
        for (int64_t i = 0; i < n; i++)
            sum += x[i];
        return sum;
    }
    if (n > 128) {
        int64_t half = n / 2;
        half -= half % 8;
        return tree(x, half) + tree(x + half, n - half);
    }
    double r[8];
    int64_t i;
    memcpy(r, x, sizeof r);
    for (i = 8; i < n - n % 8; i++)
        r[i % 8] += x[i];
    double sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
    for (; i < n; i++)
        sum += x[i];
    return sum;
}

START_TEST(sums_are_pairwise)
{
    enum { MOST = 3000 };
    static double x[MOST], apart[3 * MOST];
    for (int i = 0; i < MOST; i++)
        apart[3 * i] = x[i] = 1.0 / (1 + i * 7 % 1013);
    for (int n = 0; n < MOST; n += 1 + n / 40) {
        double sum = tree(x, n), strided = pairwise_f8((char *)apart, n, 3 * sizeof *x),
               plain = pairwise_f8((char *)x, n, sizeof *x);
        ck_assert_int_eq(memcmp(&sum, &plain, sizeof sum), 0);
        ck_assert_int_eq(memcmp(&sum, &strided, sizeof sum), 0);
    }
}
END_TEST

START_TEST(rows_are_added_in_turn)
{
    /* along the first axis each sum runs down its column, in order */
    enum { ROWS = 300, COLUMNS = 5 };
    Tensor *t = tensor_new(&run, FLOAT64, 2, (int64_t[]){ ROWS, COLUMNS });
    double *x = (double *)t->data, want[COLUMNS] = { 0 };
    for (int i = 0; i < ROWS * COLUMNS; i++) {
        x[i] = 1.0 / (1 + i);
        want[i % COLUMNS] += x[i];
    }
    Fold fold = { .dtype = NO_DTYPE, .initial = ABSENT, .marked = { true } };
    Value out;
    ck_assert(fold_reduce(&run, func_find("np", "add"), t, &fold, &out));
    ck_assert_int_eq(memcmp(out.tensor->data, want, sizeof want), 0);
    value_drop(out);
    tensor_drop(t);
}
END_TEST

START_TEST(nothing_has_no_maximum)
{
    Value list = list_of(0, NULL), out;
    ck_assert(!func_apply(&run, func_find("np", "max"), 1, &list, &out));
    ck_error(ValueError, "zero-size array to reduction operation maximum which has no identity");
    ck_assert(func_apply(&run, func_find("np", "sum"), 1, &list, &out));
    ck_assert_double_eq(out.f, 0);
    value_drop(list);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("func");
    TCase *rows = tcase_create("rows"), *calls = tcase_create("calls"), *dtypes = tcase_create("dtypes"),
          *values = tcase_create("results"), *sums = tcase_create("sums"),
          *each[] = { rows, calls, dtypes, values, sums };
    tcase_add_test(rows, names_are_found_in_their_homes);
    tcase_add_test(rows, attributes_are_found_in_parents);
    tcase_add_test(rows, aliases_share_their_loops);
    tcase_add_test(rows, params_are_read_once);
    tcase_add_test(calls, wrong_calls_have_the_words_of_their_style);
    tcase_add_loop_test(dtypes, loops_decide_the_dtype, 0, sizeof results / sizeof *results);
    tcase_add_test(dtypes, python_numbers_yield);
    tcase_add_test(values, operands_are_broadcast);
    tcase_add_test(values, an_output_over_its_input_acts_as_if_it_was_copied);
    tcase_add_test(values, ints_must_fit);
    tcase_add_test(sums, sums_are_pairwise);
    tcase_add_test(sums, rows_are_added_in_turn);
    tcase_add_test(sums, nothing_has_no_maximum);
    for (size_t i = 0; i < sizeof each / sizeof *each; i++) {
        tcase_add_checked_fixture(each[i], setup, teardown);
        suite_add_tcase(suite, each[i]);
    }
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
