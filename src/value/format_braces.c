/* format_braces.c: "…{0:>5}…".format(…), as CPython's stringlib/unicode_format.h reads it. */
#include "value/format.h"

#include <string.h>
#include <unistr.h>

/* The arguments, and how fields without a number are counted. */
typedef struct Fields {
    Run *run;
    int64_t count;
    const Value *arg;
    Dict *kwargs;
    enum { UNDECIDED, AUTOMATIC, MANUAL } numbering;
    int64_t next;
} Fields;

typedef struct Piece {
    const char *at, *end;
} Piece;

/* What stands between braces: name, conversion, spec. */
typedef struct Field {
    Piece name, spec;
    ucs4_t conversion; /* 0: none */
    bool nested;       /* fields stand in the spec */
} Field;

static bool is_empty(Piece piece) { return piece.at >= piece.end; }

/* The number that a name is; -1: it is none. */
static bool name_number(Run *run, Piece name, int64_t *out)
{
    *out = -1;
    if (is_empty(name))
        return true;
    int64_t number = 0;
    for (const char *at = name.at; at < name.end; at++) {
        if (*at < '0' || *at > '9')
            return true;
        if (number > (INT64_MAX - 9) / 10)
            return fail(run, ValueError, "Too many decimal digits in format string");
        number = 10 * number + (*at - '0');
    }
    *out = number;
    return true;
}

/* reading ---------------------------------------------------------------------------------------------------
 */

static bool read_conversion(Run *run, Piece *text, Field *field, bool *done)
{
    *done = false;
    if (is_empty(*text))
        return fail(run, ValueError, "end of string while looking for conversion specifier");
    text->at += u8_mbtouc(&field->conversion, (const uint8_t *)text->at, (size_t)(text->end - text->at));
    if (is_empty(*text))
        return true;
    char c = *text->at++;
    *done = c == '}';
    return c == '}' || c == ':' || fail(run, ValueError, "expected ':' after conversion specifier");
}

/* A field up to its closing brace; the opening one is behind us. */
static bool read_field(Run *run, Piece *text, Field *field)
{
    *field = (Field){ .name.at = text->at };
    char c = 0;
    bool inside = true;
    while (inside && !is_empty(*text)) {
        c = *text->at++;
        if (c == '{')
            return fail(run, ValueError, "unexpected '{' in field name");
        if (c == '[')
            while (!is_empty(*text) && *text->at != ']')
                text->at++;
        inside = c != '}' && c != ':' && c != '!';
    }
    if (inside)
        return fail(run, ValueError, "expected '}' before end of string");
    field->name.end = text->at - 1;
    field->spec = (Piece){ text->at, text->at };
    if (c == '}')
        return true;
    if (c == '!') {
        bool done;
        if (!read_conversion(run, text, field, &done))
            return false;
        if (done)
            return true;
    }
    field->spec.at = text->at;
    for (int depth = 1; !is_empty(*text);) {
        c = *text->at++;
        field->nested |= c == '{';
        depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        if (depth == 0) {
            field->spec.end = text->at - 1;
            return true;
        }
    }
    return fail(run, ValueError, "unmatched '{' in format spec");
}

/* values ----------------------------------------------------------------------------------------------------
 */

static bool number_fields(Fields *fields, bool automatic)
{
    int wanted = automatic ? AUTOMATIC : MANUAL;
    if (fields->numbering == UNDECIDED)
        fields->numbering = automatic ? AUTOMATIC : MANUAL;
    return (int)fields->numbering == wanted ||
           fail(fields->run, ValueError, "cannot switch from %s to %s",
                automatic ? "manual field specification" : "automatic field numbering",
                automatic ? "automatic field numbering" : "manual field specification");
}

/* The argument that a field begins with; the value is the caller's. */
static bool first_value(Fields *fields, Piece name, Value *out)
{
    Run *run = fields->run;
    int64_t number;
    if (!name_number(run, name, &number))
        return false;
    if ((is_empty(name) || number >= 0) && !number_fields(fields, is_empty(name)))
        return false;
    if (is_empty(name))
        number = fields->next++;
    if (number >= 0) {
        if (fields->count == FORMAT_MAP)
            return fail(run, ValueError, "Format string contains positional fields");
        if (number >= fields->count)
            return fail(run, IndexError, "Replacement index %lld out of range for positional args tuple",
                        (long long)number);
        *out = value_keep(fields->arg[number]);
        return true;
    }
    Value key = value_str(name.at, name.end - name.at), found = ABSENT;
    bool ok = !fields->kwargs || dict_get(run, fields->kwargs, key, &found);
    if (ok && found.tag == V_ABSENT)
        ok = fail(run, KeyError, "%s", value_text(run, key));
    value_drop(key);
    *out = value_keep(found);
    return ok;
}

/* One step from a value to its attribute or item; replaces it. */
static bool step(Run *run, Piece *rest, Value *value)
{
    bool attribute = *rest->at == '.';
    if (!attribute && *rest->at != '[')
        return fail(run, ValueError, "Only '.' or '[' may follow ']' in format field specifier");
    Piece name = { ++rest->at, NULL };
    while (!is_empty(*rest) && (attribute ? *rest->at != '.' && *rest->at != '[' : *rest->at != ']'))
        rest->at++;
    name.end = rest->at;
    if (!attribute) {
        if (is_empty(*rest))
            return fail(run, ValueError, "Missing ']' in format string");
        rest->at++;
    }
    if (is_empty(name))
        return fail(run, ValueError, "Empty attribute in format string");
    Value next;
    bool ok;
    if (attribute) {
        ok = hooks.attribute(run, *value, run_text(run, "%.*s", (int)(name.end - name.at), name.at), &next);
    } else {
        int64_t number;
        if (!name_number(run, name, &number))
            return false;
        Value key = number >= 0 ? value_int(number) : value_str(name.at, name.end - name.at);
        ok = hooks.item(run, *value, key, &next);
        value_drop(key);
    }
    if (!ok)
        return false;
    value_drop(*value);
    *value = next;
    return true;
}

static bool field_value(Fields *fields, Piece name, Value *out)
{
    Piece first = name;
    while (!is_empty(name) && *name.at != '.' && *name.at != '[')
        name.at++;
    first.end = name.at;
    if (!first_value(fields, first, out))
        return false;
    while (!is_empty(name))
        if (!step(fields->run, &name, out)) {
            value_drop(*out);
            return false;
        }
    return true;
}

/* writing ---------------------------------------------------------------------------------------------------
 */

bool value_convert(Run *run, uint32_t conversion, Value *value)
{
    if (conversion == 0)
        return true;
    if (conversion != 'r' && conversion != 's' && conversion != 'a')
        return conversion > 32 && conversion < 127
                   ? fail(run, ValueError, "Unknown conversion specifier %c", (int)conversion)
                   : fail(run, ValueError, "Unknown conversion specifier \\x%x", (unsigned)conversion);
    Text text = { 0 }, ascii = { 0 };
    bool ok = conversion == 's' ? value_str_of(run, *value, &text) : value_repr(run, *value, &text);
    if (conversion == 'a')
        text_ascii(text_get(&text), text.length, &ascii);
    const Text *result = conversion == 'a' ? &ascii : &text;
    if (ok) {
        value_drop(*value);
        *value = value_str(text_get(result), (int64_t)result->length);
    }
    text_free(&text);
    text_free(&ascii);
    return ok;
}

static bool build(Fields *, Piece text, int depth, Text *out);

static bool write_field(Fields *fields, const Field *field, int depth, Text *out)
{
    Value value;
    if (!field_value(fields, field->name, &value))
        return false;
    Text spec = { 0 };
    bool ok = value_convert(fields->run, field->conversion, &value);
    if (ok && field->nested)
        ok = build(fields, field->spec, depth - 1, &spec);
    else
        text_add(&spec, field->spec.at, (size_t)(field->spec.end - field->spec.at));
    ok = ok && value_format(fields->run, value, text_get(&spec), (int64_t)spec.length, out);
    text_free(&spec);
    value_drop(value);
    return ok;
}

static bool build(Fields *fields, Piece text, int depth, Text *out)
{
    if (depth < 0)
        return fail(fields->run, ValueError, "Max string recursion exceeded");
    while (!is_empty(text)) {
        const char *start = text.at;
        while (!is_empty(text) && *text.at != '{' && *text.at != '}')
            text.at++;
        text_add(out, start, (size_t)(text.at - start));
        if (is_empty(text))
            break;
        char brace = *text.at++;
        if (!is_empty(text) && *text.at == brace) {
            text_char(out, brace);
            text.at++;
            continue;
        }
        if (brace == '}' || is_empty(text))
            return fail(fields->run, ValueError, "Single '%c' encountered in format string", brace);
        Field field;
        if (!read_field(fields->run, &text, &field) || !write_field(fields, &field, depth, out))
            return false;
    }
    return true;
}

bool format_braces(Run *run, const Str *format, int64_t count, const Value arg[], Dict *kwargs, Text *out)
{
    Fields fields = { .run = run, .count = count, .arg = arg, .kwargs = kwargs };
    return build(&fields, (Piece){ format->text, format->text + format->bytes }, 1, out);
}
