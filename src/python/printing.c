/* printing.c: values as texts: print, repr, ascii and format, characters and digits. */
#include "func/results.h"

#include "array/bytes.h"
#include "value/format.h"
#include "value/number.h"

#include <unistr.h>

static bool separator(Call *call, int i, const char *name, const char *otherwise, Value *out,
                      const char **text)
{
    *out = ARG(call, i);
    *text = otherwise;
    if (arg_none(call, i))
        return true;
    if (out->tag != V_STR)
        return fail(call->run, TypeError, "%s must be None or a string, not %s", name, value_type_name(*out));
    *text = NULL;
    return true;
}

static void put_separator(Text *out, Value v, const char *otherwise)
{
    if (otherwise)
        text_puts(out, otherwise);
    else
        text_add(out, v.str->text, (size_t)v.str->bytes);
}

/* print(…, file=f) writes by f's own method. */
static bool write_to(Run *run, Value file, const Text *text)
{
    Value write, what = value_str(text_get(text), (int64_t)text->length), count = ABSENT;
    bool fine = hooks.attribute(run, file, "write", &write);
    if (fine) {
        fine = hooks.call(run, write, 1, &what, &count);
        value_drop(write);
    }
    value_drop(what);
    if (fine)
        value_drop(count);
    return fine;
}

static bool run_print(Call *call, Value *out)
{
    enum { ARGS, SEP, END, FILE_, FLUSH };
    const Tuple *args = ARG(call, ARGS).tuple;
    Value sep, end;
    const char *between, *last;
    if (!separator(call, SEP, "sep", " ", &sep, &between) || !separator(call, END, "end", "\n", &end, &last))
        return false;
    Text text = { 0 };
    for (int64_t i = 0; i < args->count; i++) {
        if (i)
            put_separator(&text, sep, between);
        if (!value_str_of(call->run, args->item[i], &text))
            return text_free(&text), false;
    }
    put_separator(&text, end, last);
    bool written = true, flush;
    if (arg_none(call, FILE_))
        fwrite(text_get(&text), 1, text.length, call->run->out);
    else
        written = write_to(call->run, ARG(call, FILE_), &text);
    text_free(&text);
    if (!written)
        return false;
    if (!value_truth(call->run, ARG(call, FLUSH), &flush))
        return false;
    if (flush)
        fflush(call->run->out);
    *out = NONE;
    return true;
}

/* Texts, and what lies in a Value: whose text cannot fail. */
static Value quick_print(Run *run, const Func *func, int n, const Value arg[])
{
    (void)func;
    for (int i = 0; i < n; i++)
        if (arg[i].tag != V_STR && (arg[i].tag < V_NONE || arg[i].tag > V_SCALAR))
            return ABSENT;
    Text text = { 0 };
    for (int i = 0; i < n; i++) {
        if (i)
            text_char(&text, ' ');
        value_str_of(run, arg[i], &text);
    }
    text_char(&text, '\n');
    fwrite(text_get(&text), 1, text.length, run->out);
    text_free(&text);
    return NONE;
}

static bool run_repr(Call *call, Value *out)
{
    Text text = { 0 };
    return text_result(value_repr(call->run, ARG(call, 0), &text), &text, out);
}

static bool run_ascii(Call *call, Value *out)
{
    Value v;
    if (!run_repr(call, &v))
        return false;
    Text text = { 0 };
    text_ascii(v.str->text, (size_t)v.str->bytes, &text);
    value_drop(v);
    *out = text_value(&text);
    return true;
}

static bool run_format(Call *call, Value *out)
{
    Value spec = ARG(call, 1);
    Text text = { 0 };
    if (spec.tag != V_STR)
        return fail(call->run, TypeError, "format() argument 2 must be str, not %s",
                    value_argument_name(spec));
    return text_result(value_format(call->run, ARG(call, 0), spec.str->text, spec.str->bytes, &text), &text,
                       out);
}

/* Characters and digits ------------------------------------------------------------------------------------
 */

static bool run_ord(Call *call, Value *out)
{
    Value v = ARG(call, 0);
    const Tensor *bytes = bytes_of(v);
    if (bytes && bytes->dim[0] == 1) {
        *out = value_int((unsigned char)*bytes->data);
        return true;
    }
    if (bytes)
        return fail(call->run, TypeError, "ord() expected a character, but string of length %lld found",
                    (long long)bytes->dim[0]);
    if (v.tag != V_STR)
        return fail(call->run, TypeError, "ord() expected string of length 1, but %s found",
                    value_type_name(v));
    if (v.str->length != 1)
        return fail(call->run, TypeError, "ord() expected a character, but string of length %lld found",
                    (long long)v.str->length);
    ucs4_t c;
    u8_mbtouc(&c, (const uint8_t *)v.str->text, (size_t)v.str->bytes);
    *out = value_int(c);
    return true;
}

static Value quick_ord(Run *run, const Func *func, int n, const Value arg[])
{
    (void)run, (void)func;
    bool one = n == 1 && arg[0].tag == V_STR && arg[0].str->bytes == 1;
    return one ? value_int(*arg[0].str->text) : ABSENT;
}

static bool run_chr(Call *call, Value *out)
{
    int64_t c = -1;
    if (ARG(call, 0).tag != V_BIGINT && !value_index(call->run, ARG(call, 0), &c))
        return false;
    uint8_t text[6];
    int bytes = c < 0 || c > 0x10FFFF ? -1 : u8_uctomb(text, (ucs4_t)c, sizeof text);
    if (bytes < 0)
        return c >= 0xD800 && c <= 0xDFFF
                   ? fail(call->run, ValueError,
                          "chr() arg is half of a surrogate pair, which texts here cannot hold")
                   : fail(call->run, ValueError, "chr() arg not in range(0x110000)");
    *out = value_str((const char *)text, bytes);
    return true;
}

static Value quick_chr(Run *run, const Func *func, int n, const Value arg[])
{
    (void)run, (void)func;
    bool one = n == 1 && arg[0].tag == V_INT && arg[0].i >= 0 && arg[0].i < 128;
    return one ? value_str(&(char){ (char)arg[0].i }, 1) : ABSENT;
}

static Value quick_digits(Run *run, const Func *func, int n, const Value arg[])
{
    (void)run;
    if (n != 1 || arg[0].tag != V_INT)
        return ABSENT;
    int shift = func->extra == 2 ? 1 : func->extra == 8 ? 3 : 4;
    uint64_t left = arg[0].i < 0 ? -(uint64_t)arg[0].i : (uint64_t)arg[0].i;
    char room[3 + 64], *at = room + sizeof room;
    do
        *--at = "0123456789abcdef"[left & (uint64_t)(func->extra - 1)];
    while (left >>= shift);
    *--at = shift == 1 ? 'b' : shift == 3 ? 'o' : 'x';
    *--at = '0';
    if (arg[0].i < 0)
        *--at = '-';
    return value_str(at, room + sizeof room - at);
}

/* bin, oct and hex: the row's extra is the base. */
static bool run_digits(Call *call, Value *out)
{
    Value v = ARG(call, 0);
    int base = (int)call->func->extra;
    int64_t i;
    if (!value_is_int(v)) {
        if (!value_index(call->run, v, &i))
            return false;
        v = value_int(i);
    }
    Text digits = { 0 }, text = { 0 };
    int_text(call->run, v, base, &digits);
    bool minus = text_get(&digits)[0] == '-';
    text_printf(&text, "%s0%c%s", minus ? "-" : "",
                base == 2   ? 'b'
                : base == 8 ? 'o'
                            : 'x',
                text_get(&digits) + minus);
    text_free(&digits);
    *out = text_value(&text);
    return true;
}

const Func printing_funcs[] = {
    { .name = "print",
      .of = "builtins",
      .params = "*args: any, sep: any = ' ', end: any = '\n', file: any = None, flush: any = False",
      .brief = "writes values, separated by spaces",
      .example = ">>> print(1, 'a', [2.5])\n1 a [2.5]\n",
      AS_IN_PYTHON,
      .run = run_print,
      .quick = quick_print,
      .effects = true },
    { .name = "repr",
      .of = "builtins",
      .params = "object: any, /",
      .brief = "the text that would make the value again",
      .example = ">>> repr('a')\n\"'a'\"\n",
      AS_IN_PYTHON,
      .run = run_repr },
    { .name = "ascii",
      .of = "builtins",
      .params = "object: any, /",
      .brief = "repr() with everything but ASCII escaped",
      .example = ">>> ascii('é')\n\"'\\\\xe9'\"\n",
      AS_IN_PYTHON,
      .run = run_ascii },
    { .name = "format",
      .of = "builtins",
      .params = "value: any, format_spec: any = '', /",
      .brief = "the value written as a format says",
      .example = ">>> format(3.14159, '.2f')\n'3.14'\n",
      AS_IN_PYTHON,
      .run = run_format },
    { .name = "ord",
      .of = "builtins",
      .params = "character: any, /",
      .brief = "the number of a character",
      .example = ">>> ord('a')\n97\n",
      AS_IN_PYTHON,
      .run = run_ord,
      .quick = quick_ord },
    { .name = "chr",
      .of = "builtins",
      .params = "i: any, /",
      .brief = "the character of a number",
      .example = ">>> chr(955)\n'λ'\n",
      AS_IN_PYTHON,
      .run = run_chr,
      .quick = quick_chr },
    { .name = "bin",
      .of = "builtins",
      .params = "integer: any, /",
      .brief = "the int in binary digits",
      .example = ">>> bin(10)\n'0b1010'\n",
      AS_IN_PYTHON,
      .run = run_digits,
      .quick = quick_digits,
      .extra = 2 },
    { .name = "oct",
      .of = "builtins",
      .params = "integer: any, /",
      .brief = "the int in octal digits",
      .example = ">>> oct(64)\n'0o100'\n",
      AS_IN_PYTHON,
      .run = run_digits,
      .quick = quick_digits,
      .extra = 8 },
    { .name = "hex",
      .of = "builtins",
      .params = "integer: any, /",
      .brief = "the int in hexadecimal digits",
      .example = ">>> hex(255)\n'0xff'\n",
      AS_IN_PYTHON,
      .run = run_digits,
      .quick = quick_digits,
      .extra = 16 },
    { 0 },
};
