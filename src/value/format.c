/* format.c: format(x, spec), the format mini-language, as CPython's formatter_unicode.c reads and writes it.
 */
#include "value/format.h"

#include "base/utf8.h"
#include "numeric/digits.h"
#include "value/number.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>

/* [[fill]align][sign][z][#][0][width][grouping][.precision[grouping]][type] */
typedef struct Spec {
    char fill[5]; /* a character in UTF-8 */
    char align;   /* '<', '>', '=' or '^' */
    char sign;    /* '+', '-', ' ' or 0 */
    bool no_negative_zero, alternate;
    int64_t width;              /* -1: none */
    int64_t precision;          /* -1: none */
    char group, fraction_group; /* ',', '_' or 0 */
    bool by_four;               /* digits are grouped by four, not by three: hexadecimals and their like */
    ucs4_t type;                /* a letter, or 0 where there is none */
} Spec;

static bool is_align(char c) { return c == '<' || c == '>' || c == '=' || c == '^'; }

static int character_bytes(const char *at, const char *end)
{
    ucs4_t c;
    int n = at < end ? u8_mbtouc(&c, (const uint8_t *)at, (size_t)(end - at)) : 0;
    return n;
}

static bool read_number(Run *run, const char **at, const char *end, int64_t *out, bool *found)
{
    int64_t number = 0;
    *found = false;
    for (; *at < end && **at >= '0' && **at <= '9'; ++*at) {
        *found = true;
        if (number > (INT64_MAX - 9) / 10)
            return fail(run, ValueError, "Too many decimal digits in format string");
        number = 10 * number + (**at - '0');
    }
    if (*found)
        *out = number;
    return true;
}

/* "Unknown format code 'd'", and '\x1234' for what is no ASCII letter. */
static const char *quoted(Run *run, ucs4_t c)
{
    return c > 32 && c < 128 ? run_text(run, "'%c'", (char)c) : run_text(run, "'\\x%x'", (unsigned)c);
}

static bool both_separators(Run *run) { return fail(run, ValueError, "Cannot specify both ',' and '_'."); }

/* ',' and '_', in this order, so that both are refused. */
static bool read_group(Run *run, const char **at, const char *end, char *group)
{
    *group = 0;
    if (*at < end && **at == ',') {
        *group = ',';
        ++*at;
    }
    if (*at < end && **at == '_') {
        if (*group)
            return both_separators(run);
        *group = '_';
        ++*at;
    }
    return !(*at < end && **at == ',' && *group == '_') || both_separators(run);
}

static bool check_group(Run *run, Spec *spec)
{
    if (spec->group &&
        !(spec->type < 128 && strchr("defgEG%F", (char)spec->type))) { /* strchr finds the 0, too */
        if (spec->group != '_' || !strchr("boxX", (char)spec->type) || spec->type > 127)
            return fail(run, ValueError, "Cannot specify '%c' with %s.", spec->group,
                        quoted(run, spec->type));
        spec->by_four = true;
    }
    if (spec->type == 'n' && spec->fraction_group)
        return fail(run, ValueError, "Cannot specify '%c' with 'n'.", spec->fraction_group);
    return true;
}

static bool parse_spec(Run *run, const char *text, int64_t bytes, ucs4_t type, char align, const char *class,
                       Spec *spec)
{
    const char *at = text, *end = text + bytes;
    *spec = (Spec){ .fill = " ", .align = align, .width = -1, .precision = -1, .type = type };
    bool has_fill = false, has_align = false, found;
    int first = character_bytes(at, end);
    if (at + first < end && is_align(at[first])) {
        memcpy(spec->fill, at, (size_t)first);
        spec->fill[first] = 0;
        spec->align = at[first];
        has_fill = has_align = true;
        at += first + 1;
    } else if (at < end && is_align(*at)) {
        spec->align = *at++;
        has_align = true;
    }
    if (at < end && (*at == ' ' || *at == '+' || *at == '-'))
        spec->sign = *at++;
    if (at < end && *at == 'z') {
        spec->no_negative_zero = true;
        at++;
    }
    if (at < end && *at == '#') {
        spec->alternate = true;
        at++;
    }
    if (!has_fill && at < end && *at == '0') {
        strcpy(spec->fill, "0");
        if (!has_align && align == '>')
            spec->align = '=';
        at++;
    }
    if (!read_number(run, &at, end, &spec->width, &found) || !read_group(run, &at, end, &spec->group))
        return false;
    if (at < end && *at == '.') {
        at++;
        if (!read_number(run, &at, end, &spec->precision, &found) ||
            !read_group(run, &at, end, &spec->fraction_group))
            return false;
        if (!found && !spec->fraction_group)
            return fail(run, ValueError, "Format specifier missing precision");
    }
    if (at < end) {
        int last = character_bytes(at, end);
        if (at + last < end)
            return fail(run, ValueError, "Invalid format specifier '%.*s' for object of type '%s'",
                        (int)bytes, text, class);
        u8_mbtouc(&spec->type, (const uint8_t *)at, (size_t)last);
    }
    return check_group(run, spec);
}

static bool unknown_code(Run *run, ucs4_t type, const char *class)
{
    return fail(run, ValueError, "Unknown format code %s for object of type '%s'", quoted(run, type), class);
}

/* padding ---------------------------------------------------------------------------------------------------
 */

static void fill_with(Text *out, const char *fill, int64_t times)
{
    if (!fill[1])
        text_pad(out, fill[0], (ptrdiff_t)times);
    else
        for (int64_t i = 0; i < times; i++)
            text_puts(out, fill);
}

static bool width_fits(Run *run, int64_t width) { return run_has_memory(run, width, TEXT_ROOM); }

static void pad_text(const Spec *spec, const char *text, size_t bytes, int64_t length, Text *out)
{
    int64_t padding = spec->width > length ? spec->width - length : 0;
    int64_t left = spec->align == '>' ? padding : spec->align == '^' ? padding / 2 : 0;
    fill_with(out, spec->fill, left);
    text_add(out, text, bytes);
    fill_with(out, spec->fill, padding - left);
}

/* A number's text, taken apart: [sign][prefix]digits[.fraction]rest */
typedef struct Number {
    bool negative;
    const char *prefix; /* "0x", or "" */
    const char *digits, *fraction, *rest;
    int digits_length, fraction_length, rest_length;
    bool point;
} Number;

/* Digits with separators and, in front, as many zeros as make `width`, built from the right. */
static void group_digits(const char *digits, int64_t count, int64_t width, char separator, int size,
                         Text *out)
{
    Text reversed = { 0 };
    int64_t written = 0;
    while (count > 0 || (int64_t)reversed.length < width) {
        if (separator && written && written % size == 0)
            text_char(&reversed, separator);
        text_char(&reversed, count > 0 ? digits[--count] : '0');
        written++;
    }
    for (size_t i = reversed.length; i > 0; i--)
        text_char(out, reversed.at[i - 1]);
    text_free(&reversed);
}

static void group_fraction(const char *digits, int count, char separator, Text *out)
{
    for (int i = 0; i < count; i++) {
        if (separator && i && i % 3 == 0)
            text_char(out, separator);
        text_char(out, digits[i]);
    }
}

static void write_number(const Spec *spec, const Number *number, Text *out)
{
    char sign = number->negative ? '-' : spec->sign == '+' || spec->sign == ' ' ? spec->sign : 0;
    Text whole = { 0 }, fraction = { 0 };
    group_fraction(number->fraction, number->fraction_length, spec->fraction_group, &fraction);
    int64_t others = (sign != 0) + (int64_t)strlen(number->prefix) + number->point +
                     (int64_t)fraction.length + number->rest_length;
    bool zeros = spec->align == '=' && !strcmp(spec->fill, "0");
    if (number->digits_length)
        group_digits(number->digits, number->digits_length, zeros ? spec->width - others : 0, spec->group,
                     spec->by_four ? 4 : 3, &whole);
    int64_t padding = spec->width - others - (int64_t)whole.length;
    padding = padding > 0 ? padding : 0;
    int64_t left = spec->align == '>' ? padding : spec->align == '^' ? padding / 2 : 0;
    int64_t inside = spec->align == '=' ? padding : 0;
    fill_with(out, spec->fill, left);
    if (sign)
        text_char(out, sign);
    text_puts(out, number->prefix);
    fill_with(out, spec->fill, inside);
    text_add(out, text_get(&whole), whole.length);
    if (number->point)
        text_char(out, '.');
    text_add(out, text_get(&fraction), fraction.length);
    text_add(out, number->rest, (size_t)number->rest_length);
    fill_with(out, spec->fill, padding - left - inside);
    text_free(&whole);
    text_free(&fraction);
}

/* floats ----------------------------------------------------------------------------------------------------
 */

static void write_exponent(int exponent, char letter, Text *out)
{
    text_char(out, letter);
    text_printf(out, "%c%02d", exponent < 0 ? '-' : '+', abs(exponent));
}

static char digit_at(const Digits *digits, int i)
{
    return i >= 0 && i < digits->count ? digits->digit[i] : '0';
}

/* Digits from 0.d1d2… * 10^point with `places` of them after the decimal point, which follows `point` digits.
 */
static void write_digits(const Digits *digits, int point, int end, bool keep_point, Text *out)
{
    if (point <= 0)
        text_char(out, '0');
    for (int i = 0; i < point; i++)
        text_char(out, digit_at(digits, i));
    if (end > point || keep_point)
        text_char(out, '.');
    for (int i = point; i < end; i++)
        text_char(out, digit_at(digits, i));
}

void float_text(double value, char code, int precision, int flags, Text *out)
{
    bool upper = code == 'E' || code == 'F' || code == 'G';
    char kind = upper ? (char)(code + 'a' - 'A') : code;
    if (!isfinite(value)) {
        text_puts(out, isnan(value) ? (upper ? "NAN" : "nan")
                       : value < 0  ? (upper ? "-INF" : "-inf")
                       : upper      ? "INF"
                                    : "inf");
        return;
    }
    Digits digits;
    if (kind == 'r')
        digits_shortest(&digits, BINARY64, value);
    else if (kind == 'f')
        digits_fixed(&digits, value, precision);
    else
        digits_precise(&digits, value,
                       kind == 'e' ? (precision < INT_MAX ? precision + 1 : precision)
                       : precision ? precision
                                   : 1);
    if (kind == 'g' && !precision)
        precision = 1;
    bool zero = digits.digit[0] == '0', dot_0 = flags & FLOAT_DOT_0, alternate = flags & FLOAT_ALTERNATE;
    if (signbit(value) && !(zero && flags & FLOAT_NO_NEGATIVE_ZERO))
        text_char(out, '-');
    int point = digits.point, end = digits.count;
    bool scientific = kind == 'e';
    if (kind == 'g' || kind == 'r')
        scientific = point <= -4 || point > (kind == 'r' ? 16 : precision - dot_0);
    if (kind == 'e')
        end = precision + 1;
    else if (kind == 'f')
        end = point + precision;
    else if (kind == 'g' && alternate)
        end = precision;
    if (scientific) {
        write_digits(&digits, 1, end, alternate, out);
        write_exponent(point - 1, upper ? 'E' : 'e', out);
    } else {
        write_digits(&digits, point, dot_0 && end <= point ? point + 1 : end, alternate, out);
    }
}

/* Splits "-12.5e+03" up. */
static Number split_float(const char *text, size_t length)
{
    const char *end = text + length;
    Number number = { .prefix = "", .fraction = "", .negative = *text == '-' };
    text += number.negative;
    number.digits = text;
    while (text < end && *text >= '0' && *text <= '9')
        text++;
    number.digits_length = (int)(text - number.digits);
    if (text < end && *text == '.') {
        number.point = true;
        number.fraction = ++text;
        while (text < end && *text >= '0' && *text <= '9')
            text++;
        number.fraction_length = (int)(text - number.fraction);
    }
    number.rest = text;
    number.rest_length = (int)(end - text);
    return number;
}

static int float_flags(const Spec *spec)
{
    return (spec->alternate ? FLOAT_ALTERNATE : 0) | (spec->no_negative_zero ? FLOAT_NO_NEGATIVE_ZERO : 0);
}

static bool format_float(Run *run, double value, const Spec *spec, Text *out)
{
    int flags = float_flags(spec);
    char code = (char)spec->type;
    int64_t precision = spec->precision < 0 ? 6 : spec->precision;
    if (spec->precision > INT_MAX)
        return fail(run, ValueError, "precision too big");
    if (!code) {
        flags |= FLOAT_DOT_0;
        code = spec->precision < 0 ? 'r' : 'g';
    } else if (code == 'n') {
        code = 'g';
    } else if (code == '%') {
        code = 'f';
        value *= 100;
    }
    Text text = { 0 };
    float_text(value, code, (int)precision, flags, &text);
    if (spec->type == '%')
        text_char(&text, '%');
    Number number = split_float(text_get(&text), text.length);
    write_number(spec, &number, out);
    text_free(&text);
    return true;
}

static bool is_float_code(ucs4_t type) { return type < 128 && strchr("eEfFgGn%", (char)type); }

static bool format_double(Run *run, double value, const char *text, int64_t bytes, Text *out)
{
    Spec spec;
    return parse_spec(run, text, bytes, 0, '>', "float", &spec) && width_fits(run, spec.width) &&
           (is_float_code(spec.type) || unknown_code(run, spec.type, "float")) &&
           format_float(run, value, &spec, out);
}

static bool format_complex(Run *run, complex128 value, const char *text, int64_t bytes, Text *out)
{
    Spec spec;
    if (!parse_spec(run, text, bytes, 0, '>', "complex", &spec) || !width_fits(run, spec.width))
        return false;
    if (!is_float_code(spec.type) || spec.type == '%')
        return unknown_code(run, spec.type, "complex");
    if (spec.precision > INT_MAX)
        return fail(run, ValueError, "precision too big");
    if (!strcmp(spec.fill, "0"))
        return fail(run, ValueError, "Zero padding is not allowed in complex format specifier");
    if (spec.align == '=')
        return fail(run, ValueError, "'=' alignment flag is not allowed in complex format specifier");
    char code = spec.type == 'n' ? 'g' : spec.type ? (char)spec.type : spec.precision < 0 ? 'r' : 'g';
    int precision = spec.precision < 0 ? 6 : (int)spec.precision;
    bool pure = !spec.type && creal(value) == 0 && !signbit(creal(value)), parentheses = !spec.type && !pure;
    Spec part = spec;
    part.width = -1;
    part.align = '<';
    Text whole = { 0 }, digits = { 0 };
    if (parentheses)
        text_char(&whole, '(');
    if (!pure) {
        float_text(creal(value), code, precision, float_flags(&spec), &digits);
        Number real = split_float(text_get(&digits), digits.length);
        write_number(&part, &real, &whole);
        part.sign = '+';
        text_clear(&digits);
    }
    float_text(cimag(value), code, precision, float_flags(&spec), &digits);
    Number imaginary = split_float(text_get(&digits), digits.length);
    write_number(&part, &imaginary, &whole);
    text_puts(&whole, parentheses ? "j)" : "j");
    pad_text(&spec, text_get(&whole), whole.length, (int64_t)whole.length, out);
    text_free(&whole);
    text_free(&digits);
    return true;
}

/* ints ------------------------------------------------------------------------------------------------------
 */

static bool format_character(Run *run, Value value, const Spec *spec, Text *out)
{
    if (spec->sign)
        return fail(run, ValueError, "Sign not allowed with integer format specifier 'c'");
    if (spec->alternate)
        return fail(run, ValueError, "Alternate form (#) not allowed with integer format specifier 'c'");
    if (value.tag == V_BIGINT)
        return fail(run, OverflowError, "Python int too large to convert to C long");
    if (value.i < 0 || value.i > 0x10ffff)
        return fail(run, OverflowError, "%%c arg not in range(0x110000)");
    uint8_t room[6];
    int bytes = u8_uctomb(room, (ucs4_t)value.i, sizeof room);
    Spec padded = *spec;
    if (padded.align == '=')
        padded.align = '>';
    pad_text(&padded, (const char *)room, bytes > 0 ? (size_t)bytes : 0, 1, out);
    return true;
}

static bool format_whole(Run *run, Value value, const Spec *spec, Text *out)
{
    if (spec->precision >= 0)
        return fail(run, ValueError, "Precision not allowed in integer format specifier");
    if (spec->no_negative_zero)
        return fail(run, ValueError, "Negative zero coercion (z) not allowed in integer format specifier");
    if (spec->type == 'c')
        return format_character(run, value, spec, out);
    int base = spec->type == 'x' || spec->type == 'X' ? 16
               : spec->type == 'o'                    ? 8
               : spec->type == 'b'                    ? 2
                                                      : 10;
    Text text = { 0 };
    if (!int_text(run, value, base, &text))
        return text_free(&text), false;
    Number number = { .negative = text.at[0] == '-', .fraction = "", .rest = "", .prefix = "" };
    number.digits = text.at + number.negative;
    number.digits_length = (int)(text.length - number.negative);
    if (spec->alternate && base != 10)
        number.prefix = spec->type == 'x' ? "0x" : spec->type == 'X' ? "0X" : spec->type == 'o' ? "0o" : "0b";
    for (size_t i = 0; spec->type == 'X' && i < text.length; i++)
        if (text.at[i] >= 'a')
            text.at[i] = (char)(text.at[i] - 'a' + 'A');
    write_number(spec, &number, out);
    text_free(&text);
    return true;
}

static bool format_int(Run *run, Value value, const char *text, int64_t bytes, Text *out)
{
    const char *class = value.tag == V_BOOL ? "bool" : "int";
    Spec spec;
    if (!parse_spec(run, text, bytes, 'd', '>', class, &spec) || !width_fits(run, spec.width))
        return false;
    if (spec.type < 128 && strchr("bcdoxXn", (char)spec.type))
        return format_whole(run, value, &spec, out);
    if (!is_float_code(spec.type))
        return unknown_code(run, spec.type, class);
    double number;
    return value_to_double(run, value, &number) && format_float(run, number, &spec, out);
}

/* strings ---------------------------------------------------------------------------------------------------
 */

void text_ascii(const char *text, size_t bytes, Text *out)
{
    for (const char *end = text + bytes; text < end;) {
        ucs4_t c;
        text += u8_mbtouc(&c, (const uint8_t *)text, (size_t)(end - text));
        if (c < 128)
            text_char(out, (char)c);
        else
            text_printf(out, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", (unsigned)c);
    }
}

static bool format_str(Run *run, const Str *str, const char *text, int64_t bytes, Text *out)
{
    Spec spec;
    if (!parse_spec(run, text, bytes, 's', '<', "str", &spec) || !width_fits(run, spec.width))
        return false;
    static const char not_allowed[] = "not allowed in string format specifier";
    if (spec.type != 's')
        return unknown_code(run, spec.type, "str");
    if (spec.sign)
        return fail(run, ValueError, "%s %s", spec.sign == ' ' ? "Space" : "Sign", not_allowed);
    if (spec.no_negative_zero)
        return fail(run, ValueError, "Negative zero coercion (z) %s", not_allowed);
    if (spec.alternate)
        return fail(run, ValueError, "Alternate form (#) %s", not_allowed);
    if (spec.align == '=')
        return fail(run, ValueError, "'=' alignment %s", not_allowed);
    int64_t length = str->length, size = str->bytes;
    if (spec.precision >= 0 && spec.precision < length) {
        length = spec.precision;
        size = utf8_offset(str->text, size, length);
    }
    pad_text(&spec, str->text, (size_t)size, length, out);
    return true;
}

/* By the class's own __format__. *done false: it has none. */
static bool format_record(Run *run, Value value, const char *spec, int64_t bytes, Text *out, bool *done)
{
    Value method, text, how = value_str(spec, bytes);
    *done = hooks.attribute(run, value, "__format__", &method);
    if (!*done)
        run_clear_error(run);
    bool ok = *done && hooks.call(run, method, 1, &how, &text);
    if (*done)
        value_drop(method);
    value_drop(how);
    if (!ok)
        return false;
    ok = value_str_of(run, text, out);
    value_drop(text);
    return ok;
}

bool value_format(Run *run, Value value, const char *spec, int64_t bytes, Text *out)
{
    if (value.tag == V_SCALAR ||
        value.tag == V_CSCALAR) { /* NumPy formats Python's number of the same value */
        DType dtype;
        const void *at = scalar_data(&value, &dtype);
        Value item = value_item(dtype, at);
        bool ok = value_format(run, item, spec, bytes, out);
        value_drop(item);
        return ok;
    }
    if (value.tag == V_UNKNOWN || (value.tag == V_ARRAY && !value.tensor->data && bytes))
        return fail_no_data(run);
    if (value.tag == V_ARRAY && value.tensor->ndim == 0 && value.tensor->data) {
        Value item = value_item(value.tensor->dtype, value.tensor->data);
        bool ok = value_format(run, item, spec, bytes, out);
        value_drop(item);
        return ok;
    }
    if (bytes == 0)
        return value_str_of(run, value, out);
    bool own = false;
    if (value.tag == V_RECORD && (format_record(run, value, spec, bytes, out, &own) || own))
        return !run->error.class;
    switch (value.tag) {
    case V_BOOL:
    case V_INT:
    case V_BIGINT: return format_int(run, value, spec, bytes, out);
    case V_FLOAT: return format_double(run, value.f, spec, bytes, out);
    case V_COMPLEX: return format_complex(run, value.number->z, spec, bytes, out);
    case V_STR: return format_str(run, value.str, spec, bytes, out);
    default:
        return fail(run, TypeError, "unsupported format string passed to %s.__format__",
                    value_type_name(value));
    }
}
