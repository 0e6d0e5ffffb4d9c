/* codecs.c: texts as bytes, and back; and bytes(x). */
#include "python/codecs.h"

#include "func/results.h"

#include <ctype.h>
#include <string.h>
#include <unistr.h>

typedef enum { UTF_8, UTF_8_SIG, ASCII, LATIN_1, CODECS } Codec;
static const struct {
    const char *name; /* in messages */
    unsigned end;     /* the first character that it has not */
} codecs[CODECS] = { { "utf-8", 0x110000 }, { "utf-8", 0x110000 }, { "ascii", 0x80 }, { "latin-1", 0x100 } };

/* By any of its names, however they are written: UTF8, utf_8. */
static bool codec_named(Run *run, const char *encoding, Codec *codec)
{
    static const struct {
        const char *name;
        Codec codec;
    } names[] = { { "utf8", UTF_8 },       { "u8", UTF_8 },      { "utf", UTF_8 },  { "utf8sig", UTF_8_SIG },
                  { "ascii", ASCII },      { "usascii", ASCII }, { "646", ASCII },  { "latin1", LATIN_1 },
                  { "iso88591", LATIN_1 }, { "latin", LATIN_1 }, { "l1", LATIN_1 }, { "88591", LATIN_1 },
                  { "cp819", LATIN_1 } };
    char plain[32] = "";
    size_t used = 0;
    for (const char *c = encoding ? encoding : "utf8"; *c && used + 1 < sizeof plain; c++)
        if (isalnum((unsigned char)*c))
            plain[used++] = (char)tolower((unsigned char)*c);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(names[i].name, plain)) {
            *codec = names[i].codec;
            return true;
        }
    return fail(run, LookupError, "unknown encoding: %s", encoding);
}

bool encoding_for_file(Run *run, const char *encoding, bool *wide, bool *marked)
{
    Codec codec;
    if (!codec_named(run, encoding, &codec))
        return false;
    *wide = codec <= UTF_8_SIG;
    *marked = codec == UTF_8_SIG;
    return true;
}

typedef enum { STRICT, IGNORE, REPLACE, BACKSLASH, XML } Handler;

static bool handler_named(Run *run, const char *errors, Handler *handler)
{
    static const char *const names[] = { "strict", "ignore", "replace", "backslashreplace",
                                         "xmlcharrefreplace" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!errors || !strcmp(names[i], errors)) {
            *handler = (Handler)i;
            return true;
        }
    return fail(run, LookupError, "unknown error handler name '%s'", errors);
}

/* str.encode
 * ------------------------------------------------------------------------------------------------------ */

static const char *escaped(Run *run, unsigned c)
{
    return run_text(run, c > 0xffff ? "\\U%08x" : c > 0xff ? "\\u%04x" : "\\x%02x", c);
}

bool encode_text(Run *run, const Str *str, const char *encoding, const char *errors, Text *out)
{
    Codec codec;
    Handler handler;
    const uint8_t *at = (const uint8_t *)str->text, *end = at + str->bytes;
    if (!codec_named(run, encoding, &codec))
        return false;
    if (codec <= UTF_8_SIG) {
        if (codec == UTF_8_SIG)
            text_puts(out, UTF_8_MARK);
        text_add(out, str->text, (size_t)str->bytes);
        return true;
    }
    for (int64_t position = 0; at < end; position++) {
        ucs4_t c;
        at += u8_mbtouc(&c, at, (size_t)(end - at));
        if (c < codecs[codec].end) {
            text_char(out, (char)c);
            continue;
        }
        if (!handler_named(run, errors, &handler))
            return false;
        switch (handler) {
        case STRICT: {
            int64_t last = position;
            for (const uint8_t *more = at; more < end; last++) {
                ucs4_t next;
                more += u8_mbtouc(&next, more, (size_t)(end - more));
                if (next < codecs[codec].end)
                    break;
            }
            const char *limit = codec == ASCII ? "128" : "256";
            if (last > position)
                return fail(
                    run, UnicodeEncodeError,
                    "'%s' codec can't encode characters in position %lld-%lld: ordinal not in range(%s)",
                    codecs[codec].name, (long long)position, (long long)last, limit);
            return fail(run, UnicodeEncodeError,
                        "'%s' codec can't encode character '%s' in position %lld: ordinal not in range(%s)",
                        codecs[codec].name, escaped(run, c), (long long)position, limit);
        }
        case IGNORE: break;
        case REPLACE: text_char(out, '?'); break;
        case BACKSLASH: text_puts(out, escaped(run, c)); break;
        case XML: text_printf(out, "&#%u;", (unsigned)c); break;
        }
    }
    return true;
}

/* The text of a parameter; NULL: not given. False: it is no text. */
static bool text_argument(Call *call, int k, const char *function, const char **out)
{
    Value v = call->arg[k].value;
    *out = v.tag == V_STR ? v.str->text : NULL;
    return v.tag == V_STR || v.tag == V_ABSENT ||
           fail(call->run, TypeError, "%s() argument '%s' must be str, not %s", function,
                k == 1 ? "encoding" : "errors", value_type_name(v));
}

static bool give_bytes(bool fine, Text *text, Value *out)
{
    if (fine)
        *out = value_bytes(text_get(text), text->length);
    text_free(text);
    return fine;
}

static bool run_encode(Call *call, Value *out)
{
    const char *encoding, *errors;
    if (!text_argument(call, 1, "encode", &encoding) || !text_argument(call, 2, "encode", &errors))
        return false;
    Text text = { 0 };
    return give_bytes(encode_text(call->run, call->arg[0].value.str, encoding, errors, &text), &text, out);
}

/* bytes.decode
 * ---------------------------------------------------------------------------------------------------- */

/* What is wrong with the bytes at `at`, and how many of them are passed over. */
static const char *utf8_trouble(const uint8_t *at, const uint8_t *end, int *length)
{
    unsigned first = *at;
    int wants = first >= 0xf0 && first <= 0xf4   ? 4
                : first >= 0xe0 && first <= 0xef ? 3
                : first >= 0xc2 && first <= 0xdf ? 2
                                                 : 1;
    *length = 1;
    if (wants == 1)
        return "invalid start byte";
    for (; *length < wants; ++*length) {
        if (at + *length == end)
            return "unexpected end of data";
        unsigned next = at[*length], low = 0x80, high = 0xbf;
        if (*length == 1) {
            low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : low;
            high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : high;
        }
        if (next < low || next > high)
            return "invalid continuation byte";
    }
    return NULL;
}

bool decode_text(Run *run, const char *bytes, size_t count, const char *encoding, const char *errors,
                 Value *out)
{
    Codec codec;
    Handler handler;
    Text text = { 0 };
    const uint8_t *start = (const uint8_t *)bytes, *at = start, *end = at + count;
    if (!codec_named(run, encoding, &codec))
        return false;
    if (codec == UTF_8_SIG && count >= strlen(UTF_8_MARK) && !memcmp(at, UTF_8_MARK, strlen(UTF_8_MARK)))
        start = at += strlen(UTF_8_MARK);
    while (at < end) {
        int length = 1;
        const char *trouble = NULL;
        if (codec == LATIN_1) {
            uint8_t two[2];
            text_add(&text, (const char *)two, (size_t)u8_uctomb(two, *at++, 2));
            continue;
        }
        if (*at >= 0x80)
            trouble = codec == ASCII ? "ordinal not in range(128)" : utf8_trouble(at, end, &length);
        if (!trouble) {
            text_add(&text, (const char *)at, (size_t)length);
        } else if (!handler_named(run, errors, &handler)) {
            return text_free(&text), false;
        } else if (handler == REPLACE) {
            text_puts(&text, "\xEF\xBF\xBD");
        } else if (handler == BACKSLASH) {
            for (int i = 0; i < length; i++)
                text_printf(&text, "\\x%02x", at[i]);
        } else if (handler != IGNORE) {
            long long from = at - start;
            text_free(&text);
            if (length > 1)
                return fail(run, UnicodeDecodeError,
                            "'%s' codec can't decode bytes in position %lld-%lld: %s", codecs[codec].name,
                            from, from + length - 1, trouble);
            return fail(run, UnicodeDecodeError, "'%s' codec can't decode byte 0x%02x in position %lld: %s",
                        codecs[codec].name, *at, from, trouble);
        }
        at += length;
    }
    *out = value_str(text_get(&text), (int64_t)text.length);
    text_free(&text);
    return true;
}

static bool run_decode(Call *call, Value *out)
{
    const char *encoding, *errors;
    const Tensor *bytes = bytes_of(call->arg[0].value);
    return text_argument(call, 1, "decode", &encoding) && text_argument(call, 2, "decode", &errors) &&
           decode_text(call->run, bytes->data, (size_t)bytes->dim[0], encoding, errors, out);
}

/* bytes(x)
 * -------------------------------------------------------------------------------------------------------- */

static bool add_byte(Run *run, Value item, void *text)
{
    int64_t byte;
    if (!value_index(run, item, &byte))
        return false;
    if (byte < 0 || byte > 255)
        return fail(run, ValueError, "bytes must be in range(0, 256)");
    text_char(text, (char)byte);
    return true;
}

static bool bytes_of_items(Run *run, Value of, Text *out)
{
    Value iterator;
    if (!value_iter(run, of, &iterator)) {
        run_clear_error(run);
        return fail(run, TypeError, "cannot convert '%s' object to bytes", value_type_name(of));
    }
    return iter_each(run, iterator, add_byte, out);
}

static bool run_bytes(Call *call, Value *out)
{
    Run *run = call->run;
    Value of = call->arg[0].value;
    const char *encoding, *errors;
    Text text = { 0 };
    int64_t count;
    if (!text_argument(call, 1, "bytes", &encoding) || !text_argument(call, 2, "bytes", &errors))
        return false;
    if (of.tag == V_STR && encoding)
        return give_bytes(encode_text(run, of.str, encoding, errors, &text), &text, out);
    if (encoding || errors || of.tag == V_STR)
        return fail(run, TypeError,
                    of.tag == V_STR ? "string argument without an encoding"
                    : encoding      ? "encoding without a string argument"
                                    : "errors without a string argument");
    if (of.tag == V_ABSENT || bytes_of(of)) {
        *out = of.tag == V_ABSENT ? value_bytes("", 0) : value_keep(of);
        return true;
    }
    if (of.tag == V_ARRAY && !of.tensor->data)
        return fail_no_data(run);
    if (of.tag == V_ARRAY || (of.tag == V_SCALAR && of.dtype != INT64)) {
        Tensor *array = tensor_from_value(run, of, NO_DTYPE, false),
               *held = array ? c_ordered(run, array) : NULL;
        if (held)
            *out = value_bytes(held->data, (size_t)tensor_size(held) * tensor_itemsize(held));
        tensor_drop(held);
        tensor_drop(array);
        return held;
    }
    int memory = of.tag == V_RECORD ? record_call(run, of, "tobytes", out) : 0; /* a.data */
    if (memory)
        return memory > 0;
    if (of.tag != V_INT && of.tag != V_BOOL && of.tag != V_SCALAR && of.tag != V_BIGINT)
        return give_bytes(bytes_of_items(run, of, &text), &text, out);
    if (!value_index(run, of, &count))
        return false;
    if (count < 0)
        return fail(run, ValueError, "negative count");
    if (!run_has_memory(run, count, 1))
        return false;
    char *zeros = mem_zeroed((size_t)count + 1);
    *out = value_bytes(zeros, (size_t)count);
    mem_free(zeros);
    return true;
}

static int hex_digit(char c)
{
    return isdigit((unsigned char)c) ? c - '0' : isxdigit((unsigned char)c) ? tolower(c) - 'a' + 10 : -1;
}

static bool run_fromhex(Call *call, Value *out)
{
    Run *run = call->run;
    Value of = call->arg[0].value;
    Text text = { 0 };
    if (of.tag != V_STR)
        return fail(run, TypeError, "fromhex() argument must be str or bytes-like, not %s",
                    value_type_name(of));
    for (const char *c = of.str->text; *c; c++) {
        if (isspace((unsigned char)*c))
            continue;
        int high = hex_digit(*c), low = high < 0 ? -1 : hex_digit(c[1]);
        if (low < 0) {
            bool odd = high >= 0 && !c[1];
            text_free(&text);
            return odd ? fail(run, ValueError,
                              "fromhex() arg must contain an even number of hexadecimal digits")
                       : fail(run, ValueError,
                              "non-hexadecimal number found in fromhex() arg at position %td",
                              c - of.str->text + (high >= 0));
        }
        text_char(&text, (char)(16 * high + low));
        c++;
    }
    return give_bytes(true, &text, out);
}

const Func codec_funcs[] = {
    { .name = "bytes",
      .of = "builtins",
      .params = "source: any = ?, encoding: any = ?, errors: any = ?",
      .brief = "the bytes of ints, of an array, of a text; or so many zeros",
      .example = ">>> bytes([72, 105])\nb'Hi'\n",
      AS_IN_PYTHON,
      .run = run_bytes,
      .class = class_bytes },
    { .name = "fromhex",
      .of = "bytes",
      .params = "text: any, /",
      .brief = "the bytes that pairs of hexadecimal digits stand for",
      .example = ">>> bytes.fromhex('48 69')\nb'Hi'\n",
      .style = CLINIC,
      .run = run_fromhex,
      .of_class = true },
    { .name = "decode",
      .of = "bytes",
      .params = "self: any, encoding: any = ?, errors: any = ?",
      .brief = "the text that the bytes spell",
      .example = ">>> b'caf\\xc3\\xa9'.decode()\n'café'\n",
      .style = CLINIC,
      .run = run_decode },
    { .name = "encode",
      .of = "str",
      .params = "self: any, encoding: any = ?, errors: any = ?",
      .brief = "the bytes that spell the text",
      .example = ">>> 'café'.encode()\nb'caf\\xc3\\xa9'\n",
      .style = CLINIC,
      .run = run_encode },
    { 0 },
};
