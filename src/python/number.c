/* number.c: attributes and methods of Python's int, float and complex. */
#include "array/bytes.h"
#include "func/results.h"

#include "value/number.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Both parts of a complex number are floats; of an int they are ints. */
static bool run_real(Call *call, Value *out)
{
    Value v = ARG(call, 0);
    if (value_is_scalar(v)) /* the numerator of one */
        return *out = value_keep(v), true;
    if (v.tag == V_COMPLEX)
        *out = value_float(creal(v.number->z));
    else if (v.tag == V_FLOAT)
        *out = v;
    else
        return int_operate(call->run, OP_POS, v, v, out);
    return true;
}

static bool run_imag(Call *call, Value *out)
{
    Value v = ARG(call, 0);
    *out = v.tag == V_COMPLEX ? value_float(cimag(v.number->z))
           : v.tag == V_FLOAT ? value_float(0)
                              : value_int(0);
    return true;
}

static bool run_conjugate(Call *call, Value *out)
{
    Value v = ARG(call, 0);
    if (v.tag != V_COMPLEX)
        return run_real(call, out);
    *out = value_complex(conj(v.number->z));
    return true;
}

static bool run_one(Call *call, Value *out)
{
    (void)call;
    *out = value_int(1);
    return true;
}

static bool run_bit_length(Call *call, Value *out)
{
    Integer in;
    mpz_srcptr z = integer_of(&in, ARG(call, 0));
    *out = value_int(mpz_sgn(z) ? (int64_t)mpz_sizeinbase(z, 2) : 0);
    return true;
}

/* A NumPy scalar as the Python number it holds; owned. */
static Value python_number(Value v)
{
    DType dtype;
    void *data = value_is_scalar(v) ? scalar_data(&v, &dtype) : NULL;
    return data ? value_item(dtype, data) : value_keep(v);
}

static bool run_bit_count(Call *call, Value *out)
{
    Integer in;
    mpz_t size;
    mpz_init(size);
    Value v = python_number(ARG(call, 0));
    mpz_abs(size, integer_of(&in, v));
    value_drop(v);
    *out = value_int((int64_t)mpz_popcount(size));
    mpz_clear(size);
    return true;
}

static bool run_is_integer(Call *call, Value *out)
{
    Value v = python_number(ARG(call, 0));
    *out = value_bool(v.tag != V_FLOAT || (isfinite(v.f) && floor(v.f) == v.f));
    value_drop(v);
    return true;
}

/* The fraction in lowest terms: a double is an int times a power of two. */
static bool run_as_integer_ratio(Call *call, Value *out)
{
    Value v = python_number(ARG(call, 0)), part[2] = { NONE, value_int(1) };
    value_drop(v); /* a float needs no counting */
    if (v.tag != V_FLOAT) {
        if (!run_real(call, &part[0]))
            return false;
    } else if (!isfinite(v.f))
        return isnan(v.f) ? fail(call->run, ValueError, "cannot convert NaN to integer ratio")
                          : fail(call->run, OverflowError, "cannot convert Infinity to integer ratio");
    else {
        int exponent;
        double fraction = frexp(v.f, &exponent);
        for (int i = 0; i < 300 && fraction != floor(fraction); i++) {
            fraction *= 2;
            exponent--;
        }
        mpz_t z;
        mpz_init_set_d(z, fraction);
        if (exponent > 0)
            mpz_mul_2exp(z, z, (mp_bitcnt_t)exponent);
        part[0] = value_bigint(z);
        mpz_set_ui(z, 1);
        if (exponent < 0)
            mpz_mul_2exp(z, z, (mp_bitcnt_t)-exponent);
        part[1] = value_bigint(z);
        mpz_clear(z);
    }
    *out = value_tuple(2, part);
    value_drop(part[0]);
    value_drop(part[1]);
    return true;
}

static bool run_hex(Call *call, Value *out)
{
    double f = ARG(call, 0).f;
    Text text = { 0 };
    if (!isfinite(f))
        text_puts(&text, isnan(f) ? "nan" : f > 0 ? "inf" : "-inf");
    else if (f == 0)
        text_puts(&text, signbit(f) ? "-0x0.0p+0" : "0x0.0p+0");
    else {
        uint64_t bits;
        memcpy(&bits, &f, sizeof bits);
        int exponent = (int)(bits >> 52 & 0x7FF);
        text_printf(&text, "%s0x%d.%013llxp%+d", f < 0 ? "-" : "", exponent != 0,
                    (unsigned long long)(bits & ((UINT64_C(1) << 52) - 1)),
                    exponent ? exponent - 1023 : -1022);
    }
    *out = text_value(&text);
    return true;
}

/* Whether it is Python's hexadecimal float: sign, 0x or not, digits with a point, p and an exponent. */
static bool is_hex_float(const char *p)
{
    p += *p == '-' || *p == '+';
    if (p[0] == '0' && (p[1] == 'x' || p[1] == 'X'))
        p += 2;
    size_t whole = strspn(p, "0123456789abcdefABCDEF"), fraction = 0;
    p += whole;
    if (*p == '.') {
        fraction = strspn(p + 1, "0123456789abcdefABCDEF");
        p += fraction + 1;
    }
    if (!whole && !fraction)
        return false;
    if (*p == 'p' || *p == 'P') {
        p++;
        p += *p == '-' || *p == '+';
        size_t digits = strspn(p, "0123456789");
        if (!digits)
            return false;
        p += digits;
    }
    return !*p;
}

static bool run_fromhex(Call *call, Value *out)
{
    Value v = ARG(call, 0);
    if (v.tag != V_STR)
        return fail(call->run, TypeError, "bad argument type for built-in operation");
    const char *from = v.str->text, *to = from + v.str->bytes;
    while (from < to && isspace((unsigned char)*from))
        from++;
    while (to > from && isspace((unsigned char)to[-1]))
        to--;
    char *text = mem_text(from, (size_t)(to - from)), *p = text + (*text == '-' || *text == '+');
    bool word = !strcasecmp(p, "inf") || !strcasecmp(p, "infinity") || !strcasecmp(p, "nan"), ok = word;
    double f = 0;
    if (word)
        f = strtod(text, NULL);
    else if ((ok = is_hex_float(text))) {
        bool prefix = p[0] == '0' && (p[1] == 'x' || p[1] == 'X');
        f = strtod(run_text(call->run, "%s%s", prefix ? "" : "0x", p), NULL);
        f = *text == '-' ? -f : f;
    }
    mem_free(text);
    if (!ok)
        return fail(call->run, ValueError, "invalid hexadecimal floating-point string");
    if (isinf(f) && !word)
        return fail(call->run, OverflowError, "hexadecimal value too large to represent as a float");
    *out = value_float(f);
    return true;
}

/* Methods with two underscores, for those who call them by name: the row's extra tells which. */
enum { TRUNC, FLOOR, CEIL, TO_FLOAT, TO_COMPLEX };

static bool run_whole(Call *call, Value *out)
{
    Value v = ARG(call, 0);
    double f;
    switch (call->func->extra) {
    case TO_FLOAT:
        if (!value_to_double(call->run, v, &f))
            return false;
        *out = value_float(f);
        return true;
    case TO_COMPLEX: {
        complex128 z;
        if (!value_to_complex(call->run, v, &z))
            return false;
        *out = value_complex(z);
        return true;
    }
    default: break;
    }
    if (v.tag != V_FLOAT)
        return run_real(call, out);
    f = call->func->extra == FLOOR ? floor(v.f) : call->func->extra == CEIL ? ceil(v.f) : v.f;
    return float_to_int(call->run, f, out);
}

static bool run_format(Call *call, Value *out)
{
    if (ARG(call, 1).tag != V_STR)
        return fail(call->run, TypeError, "__format__() argument must be str, not %s",
                    value_type_name(ARG(call, 1)));
    Value arg[2] = { ARG(call, 0), ARG(call, 1) };
    return func_apply(call->run, func_find("builtins", "format"), 2, arg, out);
}

/* bytes -------------------------------------------------------------------------------------------------- */

/* "big" or "little"; the keyword's name stands in the message of other values. */
static bool read_byteorder(Call *call, int i, bool *big)
{
    Value v = ARG(call, i);
    if (v.tag != V_STR)
        return fail(call->run, TypeError, "%s() argument 'byteorder' must be str, not %s", call->func->name,
                    value_argument_name(v));
    *big = !strcmp(v.str->text, "big");
    return *big || !strcmp(v.str->text, "little") ||
           fail(call->run, ValueError, "byteorder must be either 'little' or 'big'");
}

static void turn_bytes(unsigned char *bytes, size_t length)
{
    for (size_t i = 0; i < length / 2; i++) {
        unsigned char moved = bytes[i];
        bytes[i] = bytes[length - 1 - i];
        bytes[length - 1 - i] = moved;
    }
}

/* Negative ints as their complement to 256**length. */
static bool run_to_bytes(Call *call, Value *out)
{
    enum { SELF, LENGTH, BYTEORDER, SIGNED };
    Run *run = call->run;
    Integer in;
    mpz_srcptr self = integer_of(&in, ARG(call, SELF));
    int64_t length;
    bool big, with_sign;
    if (!value_index(run, ARG(call, LENGTH), &length) || !read_byteorder(call, BYTEORDER, &big) ||
        !value_truth(run, ARG(call, SIGNED), &with_sign))
        return false;
    if (length < 0)
        return fail(run, ValueError, "length argument must be non-negative");
    if (mpz_sgn(self) < 0 && !with_sign)
        return fail(run, OverflowError, "can't convert negative int to unsigned");
    if (!run_has_memory(run, length, 2))
        return false;
    mpz_t z;
    mpz_init(z);
    if (mpz_sgn(self) < 0)
        mpz_com(z, self); /* as many bits as without its sign */
    else
        mpz_set(z, self);
    size_t bits = (mpz_sgn(z) ? mpz_sizeinbase(z, 2) : 0) + with_sign;
    bool fits = bits <= (size_t)length * 8 || (!length && !mpz_sgn(self));
    if (fits) {
        size_t written = 0;
        unsigned char *bytes = mem_zeroed((size_t)length + 1);
        mpz_export(bytes, &written, -1, 1, 0, 0, z);
        for (int64_t i = 0; i < length && mpz_sgn(self) < 0; i++)
            bytes[i] = (unsigned char)~bytes[i];
        if (big)
            turn_bytes(bytes, (size_t)length);
        *out = value_bytes((const char *)bytes, (size_t)length);
        mem_free(bytes);
    }
    mpz_clear(z);
    return fits || fail(run, OverflowError, "int too big to convert");
}

/* Of bytes, or of an iterable of ints, as bytes of their own; NULL on error. */
static unsigned char *bytes_given(Run *run, Value v, size_t *length)
{
    const Tensor *held = bytes_of(v);
    Value list;
    if (held) {
        *length = (size_t)held->dim[0];
        return (unsigned char *)mem_text(held->data, *length);
    }
    if (v.tag == V_STR || !value_to_list(run, v, &list)) {
        fail(run, TypeError, "cannot convert '%s' object to bytes", value_type_name(v));
        return NULL;
    }
    *length = (size_t)list.list->count;
    unsigned char *bytes = mem_zeroed(*length + 1);
    bool fine = true;
    for (size_t i = 0; fine && i < *length; i++) {
        int64_t byte;
        fine = value_index(run, list.list->item[i], &byte) &&
               ((byte >= 0 && byte < 256) || fail(run, ValueError, "bytes must be in range(0, 256)"));
        bytes[i] = (unsigned char)byte;
    }
    value_drop(list);
    if (!fine)
        mem_free(bytes);
    return fine ? bytes : NULL;
}

static bool run_from_bytes(Call *call, Value *out)
{
    enum { BYTES, BYTEORDER, SIGNED };
    Run *run = call->run;
    bool big, with_sign;
    size_t length;
    if (!read_byteorder(call, BYTEORDER, &big) || !value_truth(run, ARG(call, SIGNED), &with_sign))
        return false;
    unsigned char *bytes = bytes_given(run, ARG(call, BYTES), &length);
    if (!bytes)
        return false;
    if (big)
        turn_bytes(bytes, length);
    bool negative = with_sign && length && bytes[length - 1] & 0x80;
    for (size_t i = 0; i < length && negative; i++)
        bytes[i] = (unsigned char)~bytes[i];
    mpz_t z;
    mpz_init(z);
    mpz_import(z, length, -1, 1, 0, 0, bytes);
    if (negative)
        mpz_com(z, z);
    *out = value_bigint(z);
    mpz_clear(z);
    mem_free(bytes);
    return true;
}

const Func number_funcs[] = {
    { .name = "real",
      .of = "int float complex",
      .params = "self: any, /",
      .brief = "the real part",
      .example = ">>> (3 + 4j).real\n3.0\n",
      .style = ATTRIBUTE,
      .run = run_real },
    { .name = "imag",
      .of = "int float complex",
      .params = "self: any, /",
      .brief = "the imaginary part",
      .example = ">>> (3 + 4j).imag\n4.0\n",
      .style = ATTRIBUTE,
      .run = run_imag },
    { .name = "conjugate",
      .of = "int float complex",
      .params = "self: any, /",
      .brief = "the number with the opposite imaginary part",
      .example = ">>> (3 + 4j).conjugate()\n(3-4j)\n",
      AS_IN_PYTHON,
      .run = run_conjugate },
    { .name = "numerator",
      .of = "int integer",
      .params = "self: any, /",
      .brief = "the int itself, as a fraction's upper part",
      .example = ">>> (5).numerator\n5\n",
      .style = ATTRIBUTE,
      .run = run_real },
    { .name = "denominator",
      .of = "int integer",
      .params = "self: any, /",
      .brief = "1, as a fraction's lower part",
      .example = ">>> (5).denominator\n1\n",
      .style = ATTRIBUTE,
      .run = run_one },
    { .name = "bit_length",
      .of = "int",
      .params = "self: any, /",
      .brief = "how many binary digits the int has",
      .example = ">>> (10).bit_length()\n4\n",
      AS_IN_PYTHON,
      .run = run_bit_length },
    { .name = "bit_count",
      .of = "int integer",
      .params = "self: any, /",
      .brief = "how many of the binary digits are ones",
      .example = ">>> (10).bit_count()\n2\n",
      AS_IN_PYTHON,
      .run = run_bit_count },
    { .name = "to_bytes",
      .of = "int",
      .params = "self: any, /, length: any = 1, byteorder: any = 'big', *, signed: any = False",
      .brief = "the int as so many bytes",
      .example = ">>> (1024).to_bytes(2, 'big')\nb'\\x04\\x00'\n",
      AS_IN_PYTHON,
      .run = run_to_bytes },
    { .name = "from_bytes",
      .of = "int",
      .params = "bytes: any, byteorder: any = 'big', *, signed: any = False",
      .brief = "the int that bytes spell",
      .example = ">>> int.from_bytes(b'\\x04\\x00', 'big')\n1024\n",
      AS_IN_PYTHON,
      .run = run_from_bytes,
      .of_class = true },
    { .name = "is_integer",
      .of = "int float integer floating",
      .params = "self: any, /",
      .brief = "whether it is a whole number",
      .example = ">>> (2.5).is_integer()\nFalse\n",
      AS_IN_PYTHON,
      .run = run_is_integer },
    { .name = "as_integer_ratio",
      .of = "int float floating",
      .params = "self: any, /",
      .brief = "the two ints whose quotient it is",
      .example = ">>> (0.75).as_integer_ratio()\n(3, 4)\n",
      AS_IN_PYTHON,
      .run = run_as_integer_ratio },
    { .name = "hex",
      .of = "float",
      .params = "self: any, /",
      .brief = "the exact value in hexadecimal digits",
      .example = ">>> (0.5).hex()\n'0x1.0000000000000p-1'\n",
      AS_IN_PYTHON,
      .run = run_hex },
    { .name = "fromhex",
      .of = "float",
      .params = "string: any, /",
      .brief = "a float from hexadecimal digits",
      .example = ">>> float.fromhex('0x1.8p1')\n3.0\n",
      AS_IN_PYTHON,
      .run = run_fromhex,
      .of_class = true },
    { .name = "from_number",
      .of = "float",
      .params = "number: any, /",
      .brief = "the float of another number, never of text",
      .example = ">>> float.from_number(3)\n3.0\n",
      AS_IN_PYTHON,
      .run = run_whole,
      .of_class = true,
      .extra = TO_FLOAT },
    { .name = "from_number",
      .of = "complex",
      .params = "number: any, /",
      .brief = "the complex number of another number, never of text",
      .example = ">>> complex.from_number(3)\n(3+0j)\n",
      AS_IN_PYTHON,
      .run = run_whole,
      .of_class = true,
      .extra = TO_COMPLEX },
    { .name = "__format__",
      .of = "int float complex str list tuple dict set range",
      .params = "self: any, format_spec: any, /",
      .brief = "format(self, format_spec)",
      .example = ">>> (3.14159).__format__('.2f')\n'3.14'\n",
      AS_IN_PYTHON,
      .run = run_format },
    { .name = "__int__",
      .of = "int float",
      .params = "self: any, /",
      .brief = "int(self)",
      .example = ">>> (3.7).__int__()\n3\n",
      AS_IN_PYTHON,
      .run = run_whole,
      .extra = TRUNC },
    { .name = "__trunc__",
      .of = "int float",
      .params = "self: any, /",
      .brief = "the int towards zero",
      .example = ">>> (-3.7).__trunc__()\n-3\n",
      AS_IN_PYTHON,
      .run = run_whole,
      .extra = TRUNC },
    { .name = "__floor__",
      .of = "int float",
      .params = "self: any, /",
      .brief = "the int at or below",
      .example = ">>> (-3.7).__floor__()\n-4\n",
      AS_IN_PYTHON,
      .run = run_whole,
      .extra = FLOOR },
    { .name = "__ceil__",
      .of = "int float",
      .params = "self: any, /",
      .brief = "the int at or above",
      .example = ">>> (-3.7).__ceil__()\n-3\n",
      AS_IN_PYTHON,
      .run = run_whole,
      .extra = CEIL },
    { .name = "__index__",
      .of = "int",
      .params = "self: any, /",
      .brief = "the int itself",
      .example = ">>> (5).__index__()\n5\n",
      AS_IN_PYTHON,
      .run = run_real },
    { .name = "__float__",
      .of = "int float",
      .params = "self: any, /",
      .brief = "float(self)",
      .example = ">>> (5).__float__()\n5.0\n",
      AS_IN_PYTHON,
      .run = run_whole,
      .extra = TO_FLOAT },
    { .name = "__complex__",
      .of = "complex",
      .params = "self: any, /",
      .brief = "complex(self)",
      .example = ">>> (2j).__complex__()\n2j\n",
      AS_IN_PYTHON,
      .run = run_whole,
      .extra = TO_COMPLEX },
    { 0 },
};
