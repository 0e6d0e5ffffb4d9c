/* What NumPy's Dragon4 writes (numpy/_core/src/multiarray/dragon4.c): the digits come from numeric/digits.h,
 * here they are cut, filled up and put around a point. */
#include "tensor/show_float.h"

#include "tensor/half.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

double float_element(DType dtype, const char *at)
{
    uint16_t half;
    float single;
    double value;
    switch (dtype) {
    case FLOAT16: memcpy(&half, at, sizeof half); return half_to_float(half);
    case FLOAT32: memcpy(&single, at, sizeof single); return single;
    default: memcpy(&value, at, sizeof value); return value;
    }
}

static Binary binary_of(DType dtype)
{
    return dtype == FLOAT16 ? BINARY16 : dtype == FLOAT32 ? BINARY32 : BINARY64;
}

/* layout ------------------------------------------------------------------------------------------------- */

/* Room for `most` more bytes at the end of a text, to be written by hand and given back with end_writing. */
static char *begin_writing(Text *out, int most)
{
    text_room(out, (size_t)most);
    return out->at + out->length;
}

static void end_writing(Text *out, char *end)
{
    *end = 0;
    out->length = (size_t)(end - out->at);
}

static char *fill(char *at, char c, int times)
{
    if (times > 0) {
        memset(at, c, (size_t)times);
        at += times;
    }
    return at;
}

static char *copy(char *at, const char *from, int count)
{
    memcpy(at, from, (size_t)count);
    return at + count;
}

static int larger(int a, int b) { return a > b ? a : b; }

typedef struct Layout {
    char sign; /* '+', '-' or 0 */
    char trim; /* "k.0-" */
    int fill;  /* zeros are added up to so many digits after the point, if trim is 'k' */
    int pad_left, pad_right;
    int exp_digits;
} Layout;

/* Digits after the point, once trimmed: zeros at the end go, or the one that trim '0' asks for comes. */
static char *trim_fraction(char *at, char trim, int *fraction)
{
    if (trim == 'k')
        return at;
    while (*fraction > 0 && at[-1] == '0') {
        at--;
        --*fraction;
    }
    if (*fraction == 0 && trim == '0') {
        *at++ = '0';
        *fraction = 1;
    }
    if (*fraction == 0 && trim == '-' && at[-1] == '.')
        at--;
    return at;
}

/* 0.d1d2d3… * 10^point in positional notation. */
static void write_positional(Text *out, const char *digit, int count, int point, const Layout *layout)
{
    int whole = point > 0 ? point : 1, fraction = larger(0, count - point), has_sign = layout->sign != 0;
    char *at = begin_writing(out, larger(layout->pad_left, whole + has_sign) + 3 +
                                      larger(larger(fraction, layout->fill), layout->pad_right));
    at = fill(at, ' ', layout->pad_left - whole - has_sign);
    if (has_sign)
        *at++ = layout->sign;
    if (point > 0) {
        at = copy(at, digit, count < point ? count : point);
        at = fill(at, '0', point - count);
    } else {
        *at++ = '0';
    }
    *at++ = '.';
    if (fraction > 0) {
        at = fill(at, '0', -point);
        at = point > 0 ? copy(at, digit + point, count - point) : copy(at, digit, count);
    }
    if (layout->trim == 'k' && layout->fill > fraction) {
        at = fill(at, '0', layout->fill - fraction);
        fraction = layout->fill;
    }
    at = trim_fraction(at, layout->trim, &fraction);
    if (layout->pad_right >= fraction)
        at = fill(at, ' ', layout->pad_right - fraction + (layout->trim == '-' && fraction == 0));
    end_writing(out, at);
}

static void write_scientific(Text *out, const char *digit, int count, int point, const Layout *layout)
{
    int has_sign = layout->sign != 0, fraction = count - 1, exponent = point - 1;
    char *at = begin_writing(out, larger(layout->pad_left, 2) + larger(fraction, layout->fill) + 12);
    at = fill(at, ' ', layout->pad_left - 1 - has_sign);
    if (has_sign)
        *at++ = layout->sign;
    *at++ = digit[0];
    *at++ = '.';
    at = copy(at, digit + 1, fraction);
    if (layout->trim == 'k' && layout->fill > fraction)
        at = fill(at, '0', layout->fill - fraction);
    /* Unlike in positional notation, zeros that are trimmed leave the point behind. */
    at = trim_fraction(at, layout->trim == '-' && fraction > 0 ? '.' : layout->trim, &fraction);
    *at++ = 'e';
    *at++ = exponent < 0 ? '-' : '+';
    char room[DECIMAL_ROOM];
    int length = decimal_write(room, (uint64_t)abs(exponent));
    int wanted = layout->exp_digits < 0 ? 2 : layout->exp_digits > 5 ? 5 : layout->exp_digits;
    at = fill(at, '0', wanted - length);
    end_writing(out, copy(at, room, exponent || wanted ? length : 0));
}

/* Dragon4 ---------------------------------------------------------------------------------------------------
 */

/* Where digits end: after `most` of them, and not before `least`; -1: nothing said. They are counted from the
 * first digit (total) or from the point. */
typedef struct Cutoff {
    bool total;
    int most, least;
} Cutoff;

static void round_at(Digits *digits, double value, const Cutoff *cutoff, int place)
{
    if (cutoff->total)
        digits_precise(digits, value, place > 0 ? place : 1);
    else
        digits_fixed(digits, value, place);
}

/* Dragon4 stops where it is told, so that zeros stay at the end when it rounds down, but not when it rounds
 * up (nines are gone then), and it stops early if it writes every digit of the number. */
static void keep_zeros(Digits *digits, double value, const Cutoff *cutoff, int place, bool even_if_exact)
{
    int wanted = cutoff->total ? place : digits->point + place;
    if (wanted > DIGITS_MAX)
        wanted = DIGITS_MAX;
    if (digits->count >= wanted)
        return;
    Digits all;
    digits_precise(&all, value, DIGITS_MAX);
    bool is_prefix = all.point == digits->point && all.count >= digits->count &&
                     !memcmp(all.digit, digits->digit, (size_t)digits->count);
    bool exact = is_prefix && all.count == digits->count;
    if (!is_prefix || (exact && !even_if_exact))
        return;
    memset(digits->digit + digits->count, '0', (size_t)(wanted - digits->count));
    digits->count = wanted;
}

static void generate(Digits *digits, DType dtype, double value, bool unique, const Cutoff *cutoff)
{
    digits_shortest(digits, binary_of(dtype), value);
    if (value == 0)
        return;
    int place = cutoff->most;
    int length = cutoff->total ? digits->count : digits->count - digits->point;
    if (unique) {
        if (cutoff->least >= 0 && length < cutoff->least)
            place = place < 0 || cutoff->least < place ? cutoff->least : place;
        else if (place < 0 || length <= place)
            return;
    }
    round_at(digits, value, cutoff, place);
    if (digits->count == 1 && digits->digit[0] == '0') { /* it vanished: a zero stands at the last place */
        digits->point = 1 - place;
        return;
    }
    keep_zeros(digits, value, cutoff, place, unique);
}

static bool write_special(double value, bool sign, Text *out)
{
    if (isnan(value))
        text_puts(out, "nan");
    else if (isinf(value))
        text_puts(out, value < 0 ? "-inf" : sign ? "+inf" : "inf");
    else
        return false;
    return true;
}

static char sign_of(double value, bool always) { return signbit(value) ? '-' : always ? '+' : 0; }

void float_positional(DType dtype, double value, const FloatFormat *format, Text *out)
{
    if (write_special(value, format->sign, out))
        return;
    Digits digits;
    generate(&digits, dtype, value, format->unique,
             &(Cutoff){ !format->fractional, format->precision, format->min_digits });
    int wanted = format->unique ? format->min_digits : format->precision;
    int whole = digits.point > 0 ? digits.point : 1;
    write_positional(out, digits.digit, digits.count, digits.point,
                     &(Layout){ .sign = sign_of(value, format->sign),
                                .trim = format->trim,
                                .fill = format->fractional ? wanted : wanted - whole,
                                .pad_left = format->pad_left,
                                .pad_right = format->pad_right });
}

void float_scientific(DType dtype, double value, const FloatFormat *format, Text *out)
{
    if (write_special(value, format->sign, out))
        return;
    Digits digits;
    int most = format->precision < 0 ? -1 : format->precision + 1;
    int least = format->min_digits < 0 ? -1 : format->min_digits + 1;
    generate(&digits, dtype, value, format->unique, &(Cutoff){ true, most, least });
    write_scientific(out, digits.digit, digits.count, digits.point,
                     &(Layout){ .sign = sign_of(value, format->sign),
                                .trim = format->trim,
                                .fill = format->unique ? format->min_digits : format->precision,
                                .pad_left = format->pad_left,
                                .exp_digits = format->exp_digits });
}

/* scalars ---------------------------------------------------------------------------------------------------
 */

/* Shortest digits, positional from 1e-4 up to where the dtype's own digits end; trim '0' for a float, '-' for
 * a part of a complex number. */
static void write_scalar(DType dtype, double value, char trim, bool sign, int legacy, Text *out)
{
    if (write_special(value, sign, out))
        return;
    double limit = dtype == FLOAT64 || legacy <= 202 ? 1e16
                   : dtype == FLOAT32                ? 1e6
                                                     : 1e3,
           size = fabs(value);
    bool positional = size == 0 || (size >= 1e-4 && size < limit);
    int exponent;
    uint64_t number = decimal_shortest(binary_of(dtype), value, &exponent);
    char digit[DECIMAL_ROOM];
    int count = decimal_write(digit, number);
    Layout layout = {
        .sign = sign_of(value, sign), .trim = positional ? trim : '-', .pad_right = -1, .exp_digits = 2
    };
    (positional ? write_positional : write_scientific)(out, digit, count, count + exponent, &layout);
}

void float_repr(double value, Text *out) { write_scalar(FLOAT64, value, '0', false, LEGACY_NONE, out); }

/* A number, or a part of a complex one, as NumPy 1.13 showed it: C's %g. */
static void write_113(DType dtype, double value, bool whole, bool repr, Text *out)
{
    int digits = dtype == FLOAT64 ? (repr ? 17 : 12) : repr ? 8 : 6;
    if (write_special(value, false, out))
        return;
    size_t start = out->length;
    text_printf(out, "%.*g", digits, value);
    start += text_get(out)[start] == '-';
    if (whole && strspn(text_get(out) + start, "0123456789") == out->length - start)
        text_puts(out, ".0");
}

static void write_complex_113(DType part, double real, double imaginary, bool repr, Text *out)
{
    bool pure = real == 0 && !signbit(real);
    if (!pure) {
        text_char(out, '(');
        write_113(part, real, false, repr, out);
        if (isnan(imaginary) || !signbit(imaginary))
            text_char(out, '+');
    }
    write_113(part, imaginary, false, repr, out);
    text_puts(out, isfinite(imaginary) ? "j" : "*j");
    text_puts(out, pure ? "" : ")");
}

static void write_complex(DType part, double real, double imaginary, int legacy, Text *out)
{
    bool pure = real == 0 && !signbit(real);
    if (!pure) {
        text_char(out, '(');
        write_scalar(part, real, '-', false, legacy, out);
        if (isnan(imaginary)) /* a nan shows no sign of its own, but one must part it from the real part */
            text_char(out, '+');
    }
    write_scalar(part, imaginary, '-', !pure, legacy, out);
    text_puts(out, pure ? "j" : "j)");
}

/* What str() gives, or what repr() has in its parentheses. */
static void write_element(DType dtype, const char *at, int legacy, bool repr, Text *out)
{
    if (dtype_is_complex(dtype)) {
        DType part = dtype == COMPLEX64 ? FLOAT32 : FLOAT64;
        double real = float_element(part, at), imaginary = float_element(part, at + dtype_info[part].size);
        if (legacy <= 113)
            write_complex_113(part, real, imaginary, repr, out);
        else
            write_complex(part, real, imaginary, legacy, out);
    } else if (dtype_is_float(dtype)) {
        if (legacy <= 113)
            write_113(dtype, float_element(dtype, at), true, repr, out);
        else
            write_scalar(dtype, float_element(dtype, at), '0', false, legacy, out);
    } else if (dtype == BOOL) {
        text_puts(out, *at ? "True" : "False");
    } else {
        char digit[DECIMAL_ROOM];
        int64_t value = element_int(dtype, at);
        bool negative = value < 0 && dtype != UINT64;
        if (negative)
            text_char(out, '-');
        text_add(out, digit, (size_t)decimal_write(digit, negative ? 0 - (uint64_t)value : (uint64_t)value));
    }
}

void element_str(DType dtype, const char *at, const PrintOptions *options, Text *out)
{
    write_element(dtype, at, options ? print_legacy(options) : LEGACY_NONE, false, out);
}

void element_repr(DType dtype, const char *at, const PrintOptions *options, Text *out)
{
    int legacy = options ? print_legacy(options) : LEGACY_NONE;
    if (legacy <= 125) {
        write_element(dtype, at, legacy, true, out);
        return;
    }
    if (dtype == BOOL) {
        text_puts(out, *at ? "np.True_" : "np.False_");
        return;
    }
    text_puts(out, "np.");
    text_puts(out, dtype_info[dtype].name);
    bool parenthesised = false;
    if (dtype_is_complex(dtype)) { /* "np.complex128(1+2j)": the number's own parentheses serve */
        DType part = dtype == COMPLEX64 ? FLOAT32 : FLOAT64;
        double real = float_element(part, at);
        parenthesised = !(real == 0 && !signbit(real));
    }
    if (!parenthesised)
        text_char(out, '(');
    write_element(dtype, at, legacy, true, out);
    if (!parenthesised)
        text_char(out, ')');
}

/* columns ---------------------------------------------------------------------------------------------------
 */

enum { KEPT_MAX = 1 << 16 };

/* A number held by a Decimal ends at the column's precision; without digits of its own for it, it is too
 * long. */
static Decimal take(const FloatColumn *column, double value)
{
    Decimal decimal = { .negative = signbit(value) != 0, .nan = isnan(value), .infinite = isinf(value) != 0 };
    if (decimal.nan || decimal.infinite)
        return decimal;
    int exponent;
    uint64_t number;
    Binary binary = column->unique ? binary_of(column->dtype) : BINARY64;
    bool cut = column->unique && binary == BINARY64 && !column->scientific &&
               decimal_at_places(value, column->precision, &number, &exponent);
    if (!cut)
        number = decimal_shortest(binary, value, &exponent);
    int count = decimal_count(number);
    if (!cut && number && column->precision >= 0) {
        int more = column->scientific ? 1 : count + exponent;
        int keep = column->precision > INT_MAX - DIGITS_MAX ? INT_MAX : column->precision + more;
        if (keep < 0) {
            number = 0;
            exponent = 0;
            count = 1;
        } else if (keep < count) {
            number = decimal_round(number, &exponent, value, keep);
            count = decimal_count(number);
        } else if (!column->unique && !decimal_suffices(BINARY64, value, keep)) {
            decimal.too_long = decimal_compare(value, number, exponent) != 0;
        }
    }
    decimal.number = number;
    decimal.exponent = (int16_t)exponent;
    decimal.count = (uint8_t)count;
    return decimal;
}

/* Scientific notation is chosen by the sizes of the finite numbers but 0, reckoned in their own dtype. */
static bool wants_scientific(DType dtype, double most, double least, const PrintOptions *options)
{
    double limit = print_legacy(options) <= 202 ? (dtype == FLOAT16 ? INFINITY : 1e8)
                   : dtype == FLOAT64           ? 1e8
                   : dtype == FLOAT32           ? 1e6
                                                : 1e3;
    if (most >= limit)
        return true;
    if (options->suppress)
        return false;
    double small = 0.0001, ratio = most / least;
    if (dtype == FLOAT32) {
        small = 0.0001f;
        ratio = (float)most / (float)least;
    } else if (dtype == FLOAT16) {
        small = half_to_float(half_from_double(0.0001));
        ratio = half_to_float(half_from_float((float)most / (float)least));
    }
    return least < small || ratio > 1000;
}

/* The lengths of the parts of the numbers of a column. */
typedef struct Widths {
    int whole, fraction, exponent;
    int64_t finite;
    bool any_negative, any_negative_infinity;
} Widths;

static void widen(int *width, int by)
{
    if (by > *width)
        *width = by;
}

static void measure(const FloatColumn *column, Widths *widths, const Decimal *decimal, bool bare)
{
    if (decimal->nan)
        return;
    if (decimal->infinite) {
        widths->any_negative_infinity |= decimal->negative;
        return;
    }
    widths->finite++;
    widths->any_negative |= decimal->negative;
    int sign = !bare && (decimal->negative || column->sign == '+'),
        point = decimal->count + decimal->exponent;
    if (!decimal->number)
        point = 1;
    if (column->scientific) {
        widen(&widths->whole, 1 + sign);
        widen(&widths->fraction, column->unique ? decimal->count - 1 : column->precision);
        widen(&widths->exponent, abs(point - 1) >= 100 ? 3 : 2);
    } else {
        widen(&widths->whole, sign + larger(point, 1));
        widen(&widths->fraction, column->unique ? larger(0, -decimal->exponent) : column->precision);
    }
}

/* The first pass: which notation, and how wide its parts are. */
static void choose_notation(FloatColumn *column, int64_t n, const char *at, int64_t step,
                            const PrintOptions *options)
{
    double most = 0, least = INFINITY;
    for (int64_t i = 0; i < n; i++) {
        double size = fabs(float_element(column->dtype, at + i * step));
        if (!(size > 0) || isinf(size))
            continue;
        most = size > most ? size : most;
        least = size < least ? size : least;
    }
    column->scientific = most > 0 && wants_scientific(column->dtype, most, least, options);
}

bool float_column(Run *run, FloatColumn *column, DType dtype, int64_t n, const char *at, int64_t step,
                  bool is_0d, const PrintOptions *options, char sign, FloatMode mode)
{
    bool old = print_legacy(options) <= 113;
    *column = (FloatColumn){ .dtype = dtype, .sign = old && !is_0d && sign == '-' ? ' ' : sign };
    column->nanstr = run->print ? run->print->nanstr : options->nanstr;
    column->infstr = run->print ? run->print->infstr : options->infstr;
    column->precision = mode == FLOAT_UNIQUE ? -1 : options->precision;
    if (mode != FLOAT_UNIQUE && options->precision < 0)
        return fail(run, ValueError, "precision must be >= 0");
    choose_notation(column, n, at, step, options);
    column->unique = !(mode == FLOAT_FIXED || (old && column->scientific));
    Widths widths = { 0 };
    column->kept = n <= KEPT_MAX ? mem_alloc((size_t)n * sizeof *column->kept + 1) : NULL;
    for (int64_t i = 0; i < n; i++) {
        Decimal decimal = take(column, float_element(dtype, at + i * step));
        measure(column, &widths, &decimal, old && !column->scientific);
        if (column->kept)
            column->kept[i] = decimal;
    }
    column->exp_digits = -1;
    column->trim = '.';
    column->min_digits = -1;
    if (!widths.finite) {
        column->unique = true;
    } else if (column->scientific) {
        column->exp_digits = widths.exponent;
        column->trim = 'k';
        column->precision = column->min_digits = widths.fraction;
        column->pad_left = old ? 3 : widths.whole;
        column->pad_right = column->exp_digits + 2 + column->precision;
    } else {
        column->pad_left = widths.whole + old;
        column->pad_right = widths.fraction;
        if (mode == FLOAT_FIXED || mode == FLOAT_MAXPREC_EQUAL) {
            column->precision = column->min_digits = widths.fraction;
            column->trim = 'k';
        } else {
            column->min_digits = 0;
        }
    }
    if (!old && column->sign == ' ' && !widths.any_negative)
        column->pad_left++;
    if (widths.finite < n) {
        int offset = column->pad_right + 1, minus = column->sign != '-' || widths.any_negative_infinity;
        widen(&column->pad_left, utf8_count(column->nanstr, strlen(column->nanstr)) - offset);
        widen(&column->pad_left, utf8_count(column->infstr, strlen(column->infstr)) + minus - offset);
    }
    return true;
}

void float_column_free(FloatColumn *column)
{
    mem_free(column->kept);
    column->kept = NULL;
}

static void write_not_finite(const FloatColumn *column, const Decimal *decimal, Text *out)
{
    const char *text = decimal->nan ? column->nanstr : column->infstr;
    bool minus = decimal->infinite && decimal->negative, signed_ = minus || column->sign == '+';
    int length = utf8_count(text, strlen(text)) + signed_;
    text_pad(out, ' ', column->pad_left + column->pad_right + 1 - length);
    if (signed_)
        text_char(out, minus ? '-' : '+');
    text_puts(out, text);
}

void float_column_write(const FloatColumn *column, int64_t i, const char *at, Text *out)
{
    Decimal decimal =
        column->kept && i >= 0 ? column->kept[i] : take(column, float_element(column->dtype, at));
    if (decimal.nan || decimal.infinite) {
        write_not_finite(column, &decimal, out);
        return;
    }
    int point = decimal.number ? decimal.count + decimal.exponent : 1;
    int wanted = column->scientific ? column->min_digits + 1 : point + column->min_digits;
    Binary binary = column->unique ? binary_of(column->dtype) : BINARY64;
    double value = float_element(column->dtype, at);
    bool longer = decimal.number && wanted > decimal.count && !decimal_suffices(binary, value, wanted);
    Layout layout = {
        .sign = decimal.negative      ? '-'
                : column->sign == '+' ? '+'
                                      : 0,
        .trim = column->trim,
        .fill = column->min_digits,
        .pad_left = column->pad_left,
        .pad_right = column->pad_right,
        .exp_digits = column->exp_digits,
    };
    char room[DECIMAL_ROOM];
    const char *digit = room;
    int count;
    Digits digits;
    if (decimal.too_long || longer) { /* the exact digits go on where the shortest end */
        if (column->scientific)
            digits_precise(&digits, value, column->min_digits + 1);
        else
            digits_fixed(&digits, value, column->min_digits);
        digit = digits.digit;
        count = digits.count;
        point = digits.point;
    } else {
        count = decimal.count;
        decimal_put(room, decimal.number, count);
    }
    (column->scientific ? write_scientific : write_positional)(out, digit, count, point, &layout);
}
