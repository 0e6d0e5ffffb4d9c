/* check_text.c: the text of numbers and arrays: digits, halves, columns, the format mini-language. */
#include <check.h>
#undef fail /* an old name of Check's */

#include "numeric/digits.h"
#include "tensor/half.h"
#include "tensor/show.h"
#include "value/format.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static Run run[1];
static PrintOptions options;

static void setup(void)
{
    memset(run, 0, sizeof *run);
    options = print_options_default;
    run->print = &options;
}

static void teardown(void) { arena_free(&run->scratch); }

/* Numbers without a pattern, the same at every run. */
static uint64_t scramble(void)
{
    static uint64_t state = 88172645463325252u;
    state ^= state << 13;
    state ^= state >> 7;
    return state ^= state << 17;
}

static double scrambled_double(void)
{
    uint64_t bits;
    double value;
    do {
        bits = scramble() & 0x7fffffffffffffff;
        memcpy(&value, &bits, sizeof value);
    } while (!isfinite(value) || value == 0);
    return value;
}

static complex128 complex_of(double real, double imaginary)
{
    double part[2] = { real, imaginary };
    complex128 value;
    memcpy(&value, part, sizeof value);
    return value;
}

/* digits ----------------------------------------------------------------------------------------------------
 */

/* The table of powers leaves their tails out; GMP tells that they make no difference. */
START_TEST(powers_of_ten)
{
    mpz_t power, rest;
    mpz_inits(power, rest, NULL);
    for (int e = -292; e <= 324; e++) {
        mpz_ui_pow_ui(power, 10, (unsigned)abs(e));
        if (e < 0) { /* 2^n / 10^-e with 128 bits */
            mpz_set_ui(rest, 0);
            mpz_setbit(rest, mpz_sizeinbase(power, 2) + 127);
            mpz_cdiv_q(power, rest, power);
        } else if (mpz_sizeinbase(power, 2) <= 128) {
            mpz_mul_2exp(power, power, 128 - mpz_sizeinbase(power, 2));
        } else {
            mpz_cdiv_q_2exp(power, power, mpz_sizeinbase(power, 2) - 128);
        }
        uint64_t high, low;
        decimal_power(e, &high, &low);
        ck_assert_msg(mpz_sizeinbase(power, 2) == 128, "10^%d", e);
        mpz_fdiv_r_2exp(rest, power, 64);
        ck_assert_msg(mpz_get_ui(rest) == low, "10^%d", e);
        mpz_fdiv_q_2exp(power, power, 64);
        ck_assert_msg(mpz_get_ui(power) == high, "10^%d", e);
    }
    mpz_clears(power, rest, NULL);
}
END_TEST

static double read_back(const Digits *digits)
{
    char text[64];
    snprintf(text, sizeof text, "0.%.*se%d", digits->count, digits->digit, digits->point);
    return strtod(text, NULL);
}

START_TEST(shortest_digits_read_back)
{
    Digits digits, fewer;
    for (int i = 0; i < 20000; i++) {
        double value = i < 2000 ? ldexp(1, i - 1000) : scrambled_double();
        digits_shortest(&digits, BINARY64, value);
        ck_assert_msg(read_back(&digits) == value, "%a", value);
        ck_assert(digits.digit[digits.count - 1] != '0');
        if (digits.count > 1) {
            digits_precise(&fewer, value, digits.count - 1);
            ck_assert_msg(fewer.count < digits.count - 1 || read_back(&fewer) != value, "%a", value);
        }
    }
}
END_TEST

START_TEST(rounding_is_exact)
{
    char text[500];
    Digits digits;
    for (int i = 0; i < 10000; i++) {
        double value = i & 1 ? (double)(scramble() % 1000000) / (1 << scramble() % 12) : scrambled_double();
        int count = 1 + (int)(scramble() % 25);
        if (value == 0)
            continue;
        digits_precise(&digits, value, count);
        snprintf(text, sizeof text, "%.*e", count - 1, value);
        ck_assert_int_eq(digits.point, atoi(strchr(text, 'e') + 1) + 1);
        for (int k = 0; k < count; k++)
            ck_assert_msg((k < digits.count ? digits.digit[k] : '0') == text[k ? k + 1 : 0], "%a to %d",
                          value, count);
    }
}
END_TEST

START_TEST(halves)
{
    for (unsigned h = 0; h < 0x10000; h++) {
        float value = half_to_float((uint16_t)h);
        if (isnan(value))
            ck_assert(isnan(half_to_float(half_from_float(value))));
        else
            ck_assert_uint_eq(half_from_float(value), h);
    }
    ck_assert_uint_eq(half_from_float(65519.996f), 0x7bff);
    ck_assert_uint_eq(half_from_double(65520), 0x7c00);
    ck_assert_uint_eq(half_from_double(0x1p-25), 0);
    ck_assert_uint_eq(half_from_double(0x1.0000000000001p-25), 1);
    ck_assert_uint_eq(half_from_float(2049), 0x6800); /* a tie goes to the even one */
    ck_assert_uint_eq(half_from_float(2051), 0x6802);
}
END_TEST

/* arrays ----------------------------------------------------------------------------------------------------
 */

static const char *repr_of(DType dtype, int64_t n, const double *value)
{
    Tensor *t = tensor_new(run, dtype, 1, &n);
    for (int64_t i = 0; i < n; i++)
        element_set_complex(dtype, t->data + (size_t)i * tensor_itemsize(t), value[i]);
    Text text = { 0 };
    ck_assert(tensor_repr(run, t, &text));
    const char *result = run_text(run, "%s", text_get(&text));
    text_free(&text);
    tensor_drop(t);
    return result;
}

#define REPR(dtype, ...)                                                                                     \
    repr_of(dtype, sizeof(double[]){ __VA_ARGS__ } / sizeof(double), (double[]){ __VA_ARGS__ })

START_TEST(columns)
{
    ck_assert_str_eq(REPR(FLOAT64, 1, 10.5, 100.25), "array([  1.  ,  10.5 , 100.25])");
    ck_assert_str_eq(REPR(FLOAT64, NAN, INFINITY, -INFINITY), "array([ nan,  inf, -inf])");
    ck_assert_str_eq(REPR(FLOAT64, 1e-10, 0), "array([1.e-10, 0.e+00])");
    ck_assert_str_eq(REPR(FLOAT32, 0.1, 1e-5), "array([1.e-01, 1.e-05], dtype=float32)");
    ck_assert_str_eq(REPR(FLOAT16, 1000.5, 0.5), "array([1.0005e+03, 5.0000e-01], dtype=float16)");
    ck_assert_str_eq(REPR(COMPLEX128, 1.5, -2), "array([ 1.5+0.j, -2. +0.j])");
    ck_assert_str_eq(REPR(INT8, -1, 10, -100), "array([  -1,   10, -100], dtype=int8)");
    ck_assert_str_eq(REPR(BOOL, 1, 0), "array([ True, False])");
    ck_assert_str_eq(REPR(FLOAT64, 0.123456785, 0.123456775), "array([0.12345678, 0.12345678])");
}
END_TEST

START_TEST(print_options)
{
    options.sign = '+';
    ck_assert_str_eq(REPR(FLOAT64, 1.5, -2), "array([+1.5, -2. ])");
    options = print_options_default;
    options.floatmode = FLOAT_FIXED;
    options.precision = 20;
    ck_assert_str_eq(REPR(FLOAT64, 0.1), "array([0.10000000000000000555])");
    options = print_options_default;
    options.threshold = 3;
    options.edgeitems = 1;
    options.linewidth = 20;
    ck_assert_str_eq(REPR(INT64, 1, 2, 3, 4), "array([1, ..., 4],\n      shape=(4,))");
}
END_TEST

START_TEST(scalars)
{
    struct {
        DType dtype;
        double value;
        const char *text;
    } cases[] = {
        { FLOAT64, 1e16, "np.float64(1e+16)" },
        { FLOAT64, 1e15, "np.float64(1000000000000000.0)" },
        { FLOAT64, 5e-324, "np.float64(5e-324)" },
        { FLOAT32, 0.1, "np.float32(0.1)" },
        { FLOAT32, 123456789, "np.float32(1.2345679e+08)" },
        { FLOAT16, 1000, "np.float16(1e+03)" },
        { COMPLEX128, -0.0, "np.complex128(-0+0j)" },
        { COMPLEX128, 0, "np.complex128(0j)" },
        { BOOL, 1, "np.True_" },
        { INT8, -5, "np.int8(-5)" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char element[16];
        Text text = { 0 };
        element_set_complex(cases[i].dtype, element, complex_of(cases[i].value, 0));
        element_repr(cases[i].dtype, element, NULL, &text);
        ck_assert_str_eq(text_get(&text), cases[i].text);
        text_free(&text);
    }
}
END_TEST

/* formats ---------------------------------------------------------------------------------------------------
 */

static const char *formatted(Value value, const char *spec)
{
    Text text = { 0 };
    bool ok = value_format(run, value, spec, (int64_t)strlen(spec), &text);
    const char *result = ok ? run_text(run, "%s", text_get(&text)) : run->error.text;
    text_free(&text);
    value_drop(value);
    return result;
}

START_TEST(format_specs)
{
    ck_assert_str_eq(formatted(value_float(3.14159), "10.3f"), "     3.142");
    ck_assert_str_eq(formatted(value_float(1234.5), "012,.2f"), "0,001,234.50");
    ck_assert_str_eq(formatted(value_float(12), ".2"), "1.2e+01");
    ck_assert_str_eq(formatted(value_float(NAN), "05"), "00nan");
    ck_assert_str_eq(formatted(value_float(-1e-9), "z.1f"), "0.0");
    ck_assert_str_eq(formatted(value_int(-255), "#x"), "-0xff");
    ck_assert_str_eq(formatted(value_int(1234567), "_"), "1_234_567");
    ck_assert_str_eq(formatted(value_cstr("h\u00e9"), "\u00b7^5"), "\u00b7h\u00e9\u00b7\u00b7");
    ck_assert_str_eq(formatted(value_complex(complex_of(1, 2)), ".2f"), "1.00+2.00j");
    ck_assert_str_eq(formatted(value_float(3.5), "d"), "Unknown format code 'd' for object of type 'float'");
    ck_assert_str_eq(formatted(value_list_new(0), "5"),
                     "unsupported format string passed to list.__format__");
}
END_TEST

static const char *percent(const char *format, Value argument)
{
    Value str = value_cstr(format);
    Text text = { 0 };
    const char *result = format_percent(run, str.str, argument, &text) ? run_text(run, "%s", text_get(&text))
                                                                       : run->error.text;
    text_free(&text);
    value_drop(str);
    value_drop(argument);
    return result;
}

START_TEST(percent_formats)
{
    ck_assert_str_eq(percent("%05d|", value_int(-5)), "-0005|");
    ck_assert_str_eq(percent("%#08x", value_int(255)), "0x0000ff");
    ck_assert_str_eq(percent("%-6.2f|%%", value_float(2.25)), "2.25  |%");
    ck_assert_str_eq(percent("%d %d", value_int(1)), "not enough arguments for format string");
    ck_assert_str_eq(percent("a", value_int(1)), "not all arguments converted during string formatting");
    ck_assert_str_eq(percent("%y", value_int(1)), "unsupported format character 'y' (0x79) at index 1");
}
END_TEST

START_TEST(braces)
{
    Value format = value_cstr("{{{}}} {:{}}"), one[] = { value_int(7), value_int(42), value_int(4) };
    Text text = { 0 };
    ck_assert(format_braces(run, format.str, 3, one, NULL, &text));
    ck_assert_str_eq(text_get(&text), "{7}   42");
    text_free(&text);
    ck_assert(!format_braces(run, format.str, 1, one, NULL, &text));
    ck_assert_str_eq(run->error.text, "Replacement index 1 out of range for positional args tuple");
    text_free(&text);
    value_drop(format);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("text");
    TCase *tests = tcase_create("text");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, powers_of_ten);
    tcase_add_test(tests, shortest_digits_read_back);
    tcase_add_test(tests, rounding_is_exact);
    tcase_add_test(tests, halves);
    tcase_add_test(tests, columns);
    tcase_add_test(tests, print_options);
    tcase_add_test(tests, scalars);
    tcase_add_test(tests, format_specs);
    tcase_add_test(tests, percent_formats);
    tcase_add_test(tests, braces);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
