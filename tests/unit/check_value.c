/* check_value.c: Python's values: their arithmetic, text, hashes, containers and order. */
#include <check.h>
#undef fail /* an old name of Check's */

#include "value/number.h"

#include <math.h>
#include <string.h>

static Run run[1];

/* What the evaluator does for values that are Python's alone. */
static bool operate_python(Run *r, Operator op, Value a, Value b, Value *out)
{
    bool done;
    return python_operate(r, op, a, b, false, &done, out) && (done || fail(r, TypeError, "not Python's"));
}

static void setup(void)
{
    char here;
    memset(run, 0, sizeof *run);
    run->stack_limit = (const char *)((uintptr_t)&here - (1 << 18));
    hooks.operate = operate_python;
}

static void teardown(void) { arena_free(&run->scratch); }

/* A value in few letters: ints, floats and texts; lists of them as "[1, 2.5]". */
static Value of(const char *text)
{
    Value v;
    double f;
    size_t bytes = strlen(text);
    if (text[0] == '\'')
        return value_str(text + 1, (int64_t)bytes - 2);
    if (strpbrk(text, ".en") && float_parse(run, text, (int64_t)bytes, &f))
        return value_float(f);
    ck_assert_msg(int_parse(run, text, (int64_t)bytes, 10, &v), "%s", text);
    return v;
}

static const char *shown(Value v)
{
    const char *text = value_text(run, v);
    value_drop(v);
    return text;
}

/* The answer of an operator, or its error. */
static const char *answer(const char *left, Operator op, const char *right)
{
    Value a = of(left), b = of(right), out;
    run->error.class = NULL;
    bool ok = operate_python(run, op, a, b, &out);
    value_drop(a);
    value_drop(b);
    return ok ? shown(out) : run_text(run, "%s: %s", run->error.class->name, run->error.text);
}

#define ck_answer(left, op, right, expected) ck_assert_str_eq(answer(left, op, right), expected)

START_TEST(ints)
{
    ck_answer("9223372036854775807", OP_ADD, "1", "9223372036854775808");
    ck_answer("-9223372036854775808", OP_FLOORDIV, "-1", "9223372036854775808");
    ck_answer("-9223372036854775808", OP_MUL, "-1", "9223372036854775808");
    ck_answer("-7", OP_FLOORDIV, "2", "-4");
    ck_answer("-7", OP_MOD, "3", "2");
    ck_answer("7", OP_MOD, "-3", "-2");
    ck_answer("1", OP_DIV, "3", "0.3333333333333333");
    ck_answer("9007199254740993", OP_DIV, "1", "9007199254740992.0");
    ck_answer("100000000000000000000000000000001", OP_DIV, "100000000000000000000000000000000", "1.0");
    ck_answer("2", OP_POW, "100", "1267650600228229401496703205376");
    ck_answer("-2", OP_POW, "-3", "-0.125");
    ck_answer("10", OP_POW, "10000000000",
              "MemoryError: an int of 30000000000 bits is more than the calculator computes with");
    ck_answer("0", OP_POW, "-1", "ZeroDivisionError: zero to a negative power");
    ck_answer("1", OP_LSHIFT, "64", "18446744073709551616");
    ck_answer("-1", OP_RSHIFT, "100", "-1");
    ck_answer("1", OP_LSHIFT, "-1", "ValueError: negative shift count");
    ck_answer("18446744073709551616", OP_AND, "-1", "18446744073709551616");
    ck_answer("1", OP_MOD, "0", "ZeroDivisionError: division by zero");
}
END_TEST

START_TEST(floats)
{
    ck_answer("-7.5", OP_FLOORDIV, "2", "-4.0");
    ck_answer("7.5", OP_MOD, "-2", "-0.5");
    ck_answer("-1e-20", OP_MOD, "1", "1.0");
    ck_answer("1e200", OP_POW, "2", "OverflowError: (34, 'Numerical result out of range')");
    ck_answer("-8.0", OP_POW, "0.5", "(1.7319121124709868e-16+2.8284271247461903j)");
    ck_answer("nan", OP_POW, "0", "1.0");
    ck_answer("1.0", OP_DIV, "0", "ZeroDivisionError: division by zero");
    ck_answer("9007199254740993", OP_EQ, "9007199254740992.0", "False");
    ck_answer("9007199254740993", OP_GT, "9007199254740992.0", "True");
    ck_answer("nan", OP_NE, "nan", "True");
}
END_TEST

START_TEST(rounding)
{
    static const struct {
        double f;
        int64_t digits;
        const char *text;
    } row[] = {
        { 2.675, 2, "2.67" }, { 1234.5, -2, "1200.0" }, { 1e300, -305, "0.0" },
        { 0.5, 0, "0.0" },    { 1e22, 2, "1e+22" },
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        Value out;
        ck_assert(float_round(run, row[i].f, row[i].digits, &out));
        ck_assert_str_eq(shown(out), row[i].text);
    }
    ck_assert_str_eq(shown(float_round_even(2.5)), "2");
    ck_assert_str_eq(shown(float_round_even(-1.5)), "-2");
}
END_TEST

START_TEST(errors)
{
    ck_answer("1", OP_ADD, "'a'", "TypeError: unsupported operand type(s) for +: 'int' and 'str'");
    ck_answer("'a'", OP_ADD, "1", "TypeError: can only concatenate str (not \"int\") to str");
    ck_answer("1", OP_LT, "'a'", "TypeError: '<' not supported between instances of 'int' and 'str'");
    ck_answer("'a'", OP_MUL, "1.5", "TypeError: can't multiply sequence by non-int of type 'float'");
    ck_answer("'ab'", OP_MUL, "1000000000000", "MemoryError: ");
    ck_answer("'a'", OP_POW, "2", "TypeError: unsupported operand type(s) for ** or pow(): 'str' and 'int'");
}
END_TEST

START_TEST(hashes)
{
    static const struct {
        const char *text;
        int64_t hash;
    } row[] = {
        { "-1", -2 },
        { "2305843009213693951", 0 },
        { "1267650600228229401496703205376", 549755813888 },
        { "1.5", 1152921504606846977 },
        { "1e300", 1224995262755759164 },
        { "0.1", 230584300921369408 },
    };
    uint64_t hash;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        Value v = of(row[i].text);
        ck_assert(value_hash(run, v, &hash));
        ck_assert_msg((int64_t)hash == row[i].hash, "%s: %lld", row[i].text, (long long)hash);
        value_drop(v);
    }
    Value pair = value_tuple(2, (Value[]){ value_int(1), value_int(2) });
    ck_assert(value_hash(run, pair, &hash));
    ck_assert_int_eq((int64_t)hash, -3550055125485641917);
    value_drop(pair);
}
END_TEST

START_TEST(texts)
{
    static const char *const row[][2] = {
        { "a'b", "\"a'b\"" },
        { "a\"b'c", "'a\"b\\'c'" },
        { "\n\t\\", "'\\n\\t\\\\'" },
        { "\x7f", "'\\x7f'" },
        { "\u00e9\u200b\u00a0", "'\u00e9\\u200b\\xa0'" },
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        ck_assert_str_eq(shown(value_cstr(row[i][0])), row[i][1]);
    Value list = value_list_new(0);
    list_append(list.list, value_int(1));
    list_append(list.list, list);
    ck_assert_str_eq(value_text(run, list), "[1, [...]]");
    list_clear(list.list);
    value_drop(list);
}
END_TEST

START_TEST(reading)
{
    static const char *const wrong[] = { "", "1__0", "_1", "0x10", "a'b" };
    Value v;
    double f;
    complex128 z;
    ck_assert(int_parse(run, " -1_000 ", 8, 10, &v) && v.i == -1000);
    ck_assert(int_parse(run, "0x1f", 4, 0, &v) && v.i == 31);
    ck_assert(int_parse(run, "00", 2, 0, &v) && v.i == 0);
    ck_assert(!int_parse(run, "010", 3, 0, &v));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        ck_assert(!int_parse(run, wrong[i], (int64_t)strlen(wrong[i]), 10, &v));
    ck_assert_str_eq(run->error.text, "invalid literal for int() with base 10: \"a'b\"");
    ck_assert(float_parse(run, "1_0.5e1", 7, &f) && f == 105);
    ck_assert(float_parse(run, " -Infinity", 10, &f) && f == -HUGE_VAL);
    ck_assert(!float_parse(run, "1e", 2, &f) && !float_parse(run, "0x1p3", 5, &f));
    ck_assert(complex_parse(run, "(1-2j)", 6, &z) && creal(z) == 1 && cimag(z) == -2);
    ck_assert(complex_parse(run, "-j", 2, &z) && cimag(z) == -1);
    ck_assert(!complex_parse(run, "1 + 2j", 6, &z));
}
END_TEST

static Value set_of(int n, const int64_t *item)
{
    Value set = value_set_new();
    for (int i = 0; i < n; i++)
        ck_assert(set_add(run, set.dict, value_int(item[i])));
    return set;
}

START_TEST(sets_are_in_cpythons_order)
{
    Value set = set_of(5, (int64_t[]){ 10, 20, 30, 40, 50 }), copy = set_copy(set.dict);
    ck_assert_str_eq(value_text(run, set), "{40, 10, 50, 20, 30}");
    ck_assert_str_eq(shown(set), "{40, 10, 50, 20, 30}");
    value_drop(copy);
    set = set_of(6, (int64_t[]){ 100, 50, 25, 12, 6, 3 });
    Value more = set_of(3, (int64_t[]){ 7, 8, 9 }), both;
    ck_assert_str_eq(value_text(run, set), "{3, 100, 6, 12, 50, 25}");
    ck_assert(set_combine(run, OP_OR, set.dict, more.dict, &both));
    ck_assert_str_eq(shown(both), "{3, 100, 6, 7, 8, 9, 12, 50, 25}");
    value_drop(set);
    value_drop(more);
    ck_assert_str_eq(shown(set_of(3, (int64_t[]){ -1, -2, 5 })), "{5, -1, -2}");
}
END_TEST

START_TEST(dicts_keep_their_order)
{
    Value dict = value_dict_new(), found;
    bool there;
    for (int64_t i = 0; i < 1000; i++)
        ck_assert(dict_set(run, dict.dict, value_int(i * 7919 % 1000), value_int(i)));
    for (int64_t i = 0; i < 1000; i += 2)
        ck_assert(dict_remove(run, dict.dict, value_int(i), &there) && there);
    ck_assert_int_eq(dict.dict->count, 500);
    ck_assert(dict_get(run, dict.dict, value_float(919.0), &found));
    ck_assert_int_eq(found.i, 1);
    ck_assert(dict_get(run, dict.dict, value_int(4), &found) && found.tag == V_ABSENT);
    int64_t at = 0, before = -1;
    for (Entry *e; (e = dict_next(dict.dict, &at)); before = e->value.i)
        ck_assert_int_gt(e->value.i, before);
    Value list = value_list_new(0);
    ck_assert(!dict_get(run, dict.dict, list, &found));
    ck_assert_str_eq(run->error.text, "cannot use 'list' as a dict key (unhashable type: 'list')");
    value_drop(list);
    value_drop(dict);
}
END_TEST

START_TEST(sorting_is_stable)
{
    Value list = value_list_new(0);
    for (int64_t i = 0; i < 300; i++)
        list_append(list.list, value_float((double)(i * 37 % 10)));
    ck_assert(list_sort(run, list.list, NONE, true));
    for (int64_t i = 1; i < 300; i++)
        ck_assert(list.list->item[i - 1].f >= list.list->item[i].f);
    Value text = value_cstr("a");
    list_append(list.list, text);
    ck_assert(!list_sort(run, list.list, NONE, false));
    ck_assert_int_eq(list.list->count, 301);
    value_drop(text);
    value_drop(list);
}
END_TEST

START_TEST(deep_lists_are_freed)
{
    Value list = value_list_new(0);
    for (int i = 0; i < 1000000; i++) {
        Value outer = value_list_new(1);
        list_append(outer.list, list);
        value_drop(list);
        list = outer;
    }
    Text text = { 0 };
    ck_assert(!value_repr(run, list, &text));
    ck_assert_ptr_eq(run->error.class, RecursionError);
    text_free(&text);
    value_drop(list);
}
END_TEST

START_TEST(iteration)
{
    Value range = value_range(INT64_MAX - 2, INT64_MIN, -3), iterator, item;
    ck_assert(value_iter(run, range, &iterator));
    ck_assert(iter_next(run, iterator, &item) == 1 && item.i == INT64_MAX - 2);
    value_drop(iterator);
    value_drop(range);
    Value text = value_cstr("\u00e9b");
    ck_assert(value_to_list(run, text, &item));
    ck_assert_str_eq(shown(item), "['\u00e9', 'b']");
    value_drop(text);
    ck_assert(!value_iter(run, value_int(5), &iterator));
    ck_assert_str_eq(run->error.text, "'int' object is not iterable");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("value");
    TCase *tests = tcase_create("value");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, ints);
    tcase_add_test(tests, floats);
    tcase_add_test(tests, rounding);
    tcase_add_test(tests, errors);
    tcase_add_test(tests, hashes);
    tcase_add_test(tests, texts);
    tcase_add_test(tests, reading);
    tcase_add_test(tests, sets_are_in_cpythons_order);
    tcase_add_test(tests, dicts_keep_their_order);
    tcase_add_test(tests, sorting_is_stable);
    tcase_add_test(tests, deep_lists_are_freed);
    tcase_add_test(tests, iteration);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
