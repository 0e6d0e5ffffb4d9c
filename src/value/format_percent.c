/* format_percent.c: "…%5.2f…" % values, as CPython's unicode_format.c reads and writes it. */
#include "value/format.h"

#include "base/utf8.h"
#include "value/number.h"

#include <limits.h>
#include <string.h>
#include <unistr.h>

/* Where the values come from: the items of a tuple, or one value, which %(name)s looks things up in. */
typedef struct Values {
    Run *run;
    int64_t count, next;
    const Value *item;
    Value mapping; /* V_ABSENT: the argument is none */
    Value found;   /* what %(name) found, to be dropped; V_ABSENT: none */
    bool named;    /* the next value is that one, once */
} Values;

/* One %…: [(name)][-+ #0][width][.precision][hlL]code */
typedef struct Field {
    bool left, plus, blank, alternate, zero;
    int64_t width, precision; /* -1: none */
    ucs4_t code;
} Field;

static bool next_value(Values *values, Value *out)
{
    if (values->named) {
        values->named = false;
        *out = values->found;
        return true;
    }
    if (values->found.tag != V_ABSENT || values->next >= values->count)
        return fail(values->run, TypeError, "not enough arguments for format string");
    *out = values->item[values->next++];
    return true;
}

/* reading ---------------------------------------------------------------------------------------------------
 */

static bool read_name(Values *values, const char **at, const char *end)
{
    Run *run = values->run;
    if (values->mapping.tag == V_ABSENT)
        return fail(run, TypeError, "format requires a mapping");
    const char *start = ++*at;
    int depth = 1;
    for (; *at < end && depth > 0; ++*at)
        depth += **at == '(' ? 1 : **at == ')' ? -1 : 0;
    if (depth > 0)
        return fail(run, ValueError, "incomplete format key");
    Value key = value_str(start, *at - 1 - start), found;
    bool ok = hooks.item(run, values->mapping, key, &found);
    value_drop(key);
    if (!ok)
        return false;
    value_drop(values->found);
    values->found = found;
    values->named = true;
    return true;
}

/* A width or precision: digits, or '*' for the next value. */
static bool read_size(Values *values, const char **at, const char *end, const char *what, int64_t *out)
{
    Run *run = values->run;
    if (*at < end && **at == '*') {
        Value value = ABSENT;
        ++*at;
        if (!next_value(values, &value))
            return false;
        if (!value_is_int(value))
            return fail(run, TypeError, "* wants int");
        if (value.tag == V_BIGINT)
            return fail(run, OverflowError, "Python int too large to convert to C %s",
                        *what == 'w' ? "ssize_t" : "int");
        *out = value.i;
        return true;
    }
    for (; *at < end && **at >= '0' && **at <= '9'; ++*at) {
        *out = (*out < 0 ? 0 : *out) * 10 + (**at - '0');
        if (*out > INT64_MAX / 16)
            return fail(run, ValueError, "%s too big", what);
    }
    return true;
}

static void read_flags(const char **at, const char *end, Field *field)
{
    for (; *at < end; ++*at)
        switch (**at) {
        case '-': field->left = true; break;
        case '+': field->plus = true; break;
        case ' ': field->blank = true; break;
        case '#': field->alternate = true; break;
        case '0': field->zero = true; break;
        default: return;
        }
}

static bool read_field(Values *values, const char **at, const char *end, Field *field)
{
    *field = (Field){ .width = -1, .precision = -1 };
    if (*at < end && **at == '(' && !read_name(values, at, end))
        return false;
    read_flags(at, end, field);
    if (!read_size(values, at, end, "width", &field->width))
        return false;
    if (field->width < -1) {
        field->left = true;
        field->width = -field->width;
    }
    if (*at < end && **at == '.') {
        ++*at;
        field->precision = 0;
        if (!read_size(values, at, end, "precision", &field->precision))
            return false;
        if (field->precision < 0)
            field->precision = 0;
    }
    if (*at < end && (**at == 'h' || **at == 'l' || **at == 'L'))
        ++*at;
    if (*at >= end)
        return fail(values->run, ValueError, "incomplete format");
    *at += u8_mbtouc(&field->code, (const uint8_t *)*at, (size_t)(end - *at));
    return true;
}

/* writing ---------------------------------------------------------------------------------------------------
 */

/* Puts a number's text, with its minus, into the field: sign and prefix stand before the zeros that fill it.
 */
static void write_number(const Field *field, const char *text, size_t length, Text *out)
{
    char sign = 0;
    if (length && *text == '-') {
        sign = '-';
        text++;
        length--;
    } else if (field->plus || field->blank) {
        sign = field->plus ? '+' : ' ';
    }
    bool prefixed = field->alternate && field->code < 128 && strchr("xXo", (char)field->code);
    int64_t padding = field->width - (int64_t)length - (sign != 0) - 2 * prefixed;
    if (!field->left && !field->zero)
        text_pad(out, ' ', (ptrdiff_t)padding);
    if (sign)
        text_char(out, sign);
    if (prefixed) {
        text_char(out, '0');
        text_char(out, (char)field->code);
    }
    if (!field->left && field->zero)
        text_pad(out, '0', (ptrdiff_t)padding);
    text_add(out, text, length);
    if (field->left)
        text_pad(out, ' ', (ptrdiff_t)padding);
}

static void write_text(const Field *field, const char *text, int64_t bytes, Text *out)
{
    if (field->precision >= 0)
        bytes = utf8_offset(text, bytes, field->precision);
    int64_t padding = field->width - utf8_count(text, bytes);
    if (!field->left)
        text_pad(out, ' ', (ptrdiff_t)padding);
    text_add(out, text, (size_t)bytes);
    if (field->left)
        text_pad(out, ' ', (ptrdiff_t)padding);
}

/* The int of a value for %d (a float is cut) and %x (an int is wanted). *ok false: it is no such number. */
static bool whole_number(Run *run, Value value, bool any_number, Value *out, bool *ok)
{
    *ok = true;
    DType dtype = NO_DTYPE;
    const void *at = NULL;
    if (value_is_scalar(value))
        at = scalar_data(&value, &dtype);
    else if (value.tag == V_ARRAY && value.tensor->ndim == 0)
        at = value.tensor->data, dtype = value.tensor->dtype;
    if (at && dtype_is_complex(dtype) && any_number)
        return warn(run, ComplexWarning, "Casting complex values to real discards the imaginary part") &&
               float_to_int(run, element_double(dtype, at), out);
    Value number = at ? value_item(dtype, at) : value_keep(value);
    if (value_is_int(number) && (any_number || dtype != BOOL)) { /* NumPy's bool has no __index__ */
        *out = number;
        return true;
    }
    bool is_float = number.tag == V_FLOAT;
    double real = number.f;
    value_drop(number);
    *ok = is_float && any_number;
    return !*ok || float_to_int(run, real, out);
}

static bool format_int(Run *run, const Field *field, Value value, Text *out)
{
    bool decimal = field->code == 'd' || field->code == 'i' || field->code == 'u', ok;
    Value number;
    if (!whole_number(run, value, decimal, &number, &ok))
        return false;
    if (!ok)
        return fail(run, TypeError, "%%%c format: %s is required, not %s", (int)field->code,
                    decimal ? "a real number" : "an integer", value_type_name(value));
    Text digits = { 0 }, text = { 0 };
    ok = int_text(run, number, decimal ? 10 : field->code == 'o' ? 8 : 16, &digits);
    value_drop(number);
    const char *at = text_get(&digits);
    size_t length = digits.length, minus = *at == '-';
    if (minus)
        text_char(&text, '-');
    text_pad(&text, '0', (ptrdiff_t)(field->precision - (int64_t)(length - minus)));
    text_add(&text, at + minus, length - minus);
    for (size_t i = 0; field->code == 'X' && i < text.length; i++)
        if (text.at[i] >= 'a')
            text.at[i] = (char)(text.at[i] - 'a' + 'A');
    if (ok)
        write_number(field, text_get(&text), text.length, out);
    text_free(&digits);
    text_free(&text);
    return ok;
}

static bool format_float(Run *run, const Field *field, Value value, Text *out)
{
    double number;
    if (!value_to_double(run, value, &number))
        return false;
    if (field->precision > INT_MAX)
        return fail(run, ValueError, "precision too big");
    Text text = { 0 };
    float_text(number, (char)field->code, field->precision < 0 ? 6 : (int)field->precision,
               field->alternate ? FLOAT_ALTERNATE : 0, &text);
    write_number(field, text_get(&text), text.length, out);
    text_free(&text);
    return true;
}

static bool format_character(Run *run, const Field *field, Value value, Text *out)
{
    Field bare = *field;
    bare.precision = -1;
    if (value.tag == V_STR) {
        if (value.str->length != 1)
            return fail(run, TypeError,
                        "%%c requires an int or a unicode character, not a string of length %lld",
                        (long long)value.str->length);
        write_text(&bare, value.str->text, value.str->bytes, out);
        return true;
    }
    Value number;
    bool ok;
    if (!whole_number(run, value, false, &number, &ok))
        return false;
    if (!ok)
        return fail(run, TypeError, "%%c requires an int or a unicode character, not %s",
                    value_type_name(value));
    int64_t code = number.tag == V_BIGINT ? -1 : number.i;
    value_drop(number);
    if (code < 0 || code > 0x10ffff)
        return fail(run, OverflowError, "%%c arg not in range(0x110000)");
    uint8_t room[6];
    int bytes = u8_uctomb(room, (ucs4_t)code, sizeof room);
    write_text(&bare, (const char *)room, bytes > 0 ? bytes : 0, out);
    return true;
}

static bool format_text(Run *run, const Field *field, Value value, Text *out)
{
    Text text = { 0 };
    bool ok = field->code == 's' ? value_str_of(run, value, &text) : value_repr(run, value, &text);
    if (ok && field->code == 'a') {
        Text ascii = { 0 };
        text_ascii(text_get(&text), text.length, &ascii);
        text_free(&text);
        text = ascii;
    }
    if (ok)
        write_text(field, text_get(&text), (int64_t)text.length, out);
    text_free(&text);
    return ok;
}

static bool format_field(Values *values, const Field *field, const Str *format, const char *at, Text *out)
{
    Run *run = values->run;
    Value value;
    if (!next_value(values, &value))
        return false;
    if (!run_has_memory(run, field->width, TEXT_ROOM))
        return false;
    switch (field->code) {
    case 's':
    case 'r':
    case 'a': return format_text(run, field, value, out);
    case 'd':
    case 'i':
    case 'u':
    case 'x':
    case 'X':
    case 'o': return format_int(run, field, value, out);
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G': return format_float(run, field, value, out);
    case 'c': return format_character(run, field, value, out);
    default: break;
    }
    int64_t index = utf8_count(format->text, at - format->text) - 1; /* of the code */
    return fail(run, ValueError, "unsupported format character '%c' (0x%x) at index %lld",
                field->code > 31 && field->code < 128 ? (int)field->code : '?', (unsigned)field->code,
                (long long)index);
}

/* Whether %(name)s may look things up in a value: whether it can be subscripted. */
static bool is_mapping(Value value)
{
    switch (value.tag) {
    case V_DICT:
    case V_LIST:
    case V_RANGE:
    case V_ARRAY:
    case V_SCALAR:
    case V_CSCALAR: return true;
    default: return false;
    }
}

bool format_percent(Run *run, const Str *format, Value arg, Text *out)
{
    bool is_tuple = arg.tag == V_TUPLE;
    Values values = {
        .run = run,
        .count = is_tuple ? arg.tuple->count : 1,
        .item = is_tuple ? arg.tuple->item : &arg,
        .mapping = is_mapping(arg) ? arg : ABSENT,
        .found = ABSENT,
    };
    const char *at = format->text, *end = at + format->bytes;
    bool ok = true;
    while (ok && at < end) {
        const char *percent = memchr(at, '%', (size_t)(end - at));
        percent = percent ? percent : end;
        text_add(out, at, (size_t)(percent - at));
        at = percent;
        if (at == end)
            break;
        at++;
        if (at < end && *at == '%') {
            text_char(out, '%');
            at++;
            continue;
        }
        Field field;
        ok = read_field(&values, &at, end, &field) && format_field(&values, &field, format, at, out);
    }
    value_drop(values.found);
    if (ok && values.next < values.count && values.mapping.tag == V_ABSENT)
        return fail(run, TypeError, "not all arguments converted during string formatting");
    return ok;
}
