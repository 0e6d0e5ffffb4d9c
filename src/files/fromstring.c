/* fromstring.c: np.fromstring, and what np.fromfile does with sep=. */
#include "files/fromstring.h"

#include "base/memory.h"
#include "numeric/decimal.h"

#include <string.h>

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

static const char *skip_blank(const char *at, const char *end)
{
    while (at < end && is_blank(*at))
        at++;
    return at;
}

/* 1+2j, (1+2j), 2j, 1 */
static const char *read_complex(const char *at, const char *end, complex128 *out)
{
    double real, imaginary = 0;
    bool bracket = at < end && *at == '(';
    at = decimal_double(at + bracket, end, &real);
    if (!at)
        return NULL;
    if (at < end && (*at | 0x20) == 'j') {
        imaginary = real;
        real = 0;
        at++;
    } else if (at < end && (*at == '+' || *at == '-')) {
        const char *behind = decimal_double(at, end, &imaginary);
        if (!behind || behind == end || (*behind | 0x20) != 'j')
            imaginary = 0;
        else
            at = behind + 1;
    }
    if (bracket && (at == end || *at++ != ')'))
        return NULL;
    *out = CMPLX(real, imaginary);
    return at;
}

const char *number_from_text(DType dtype, const char *at, const char *end, char *element)
{
    double number;
    complex128 z;
    int64_t whole;
    bool fits;
    if (dtype_is_int(dtype)) {
        at = decimal_int(at, end, dtype == UINT64, &whole, &fits);
        if (at)
            element_set_int(dtype, element, whole);
        return at;
    }
    if (dtype_is_complex(dtype)) {
        at = read_complex(at, end, &z);
        if (at)
            element_set_complex(dtype, element, z);
        return at;
    }
    at = decimal_double(at, end, &number);
    if (at && dtype == FLOAT64)
        memcpy(element, &number, sizeof number);
    else if (at)
        element_set_complex(dtype, element, number);
    return at;
}

/* Past the separator, in which a blank stands for any amount of white space; NULL if it is not there. */
static const char *skip_separator(const char *at, const char *end, const char *separator)
{
    for (; *separator; separator++) {
        at = skip_blank(at, end);
        if (*separator != ' ' && (at == end || *at++ != *separator))
            return NULL;
    }
    return skip_blank(at, end);
}

Tensor *numbers_from_text(Run *run, const char *text, size_t length, DType dtype, int64_t count,
                          const char *separator)
{
    const char *end = text + length, *at = skip_blank(text, end);
    size_t size = dtype_info[dtype].size;
    int64_t used = 0, room = 16;
    char *element = mem_alloc((size_t)room * size);
    while (at && at < end && used != count) {
        if (used == room)
            element = mem_resize(element, (size_t)(room *= 2) * size);
        const char *behind = number_from_text(dtype, at, end, element + (size_t)used * size);
        if (!behind)
            break;
        used++;
        at = skip_separator(behind, end, separator);
        if (!at && skip_blank(behind, end) == end)
            at = end;
    }
    Tensor *made = NULL;
    if (used != count && at != end)
        fail(run, ValueError, "string or file could not be read to its end due to unmatched data");
    else
        made = tensor_new(run, dtype, 1, &used);
    if (made && used)
        memcpy(made->data, element, (size_t)used * size);
    mem_free(element);
    return made;
}

/* The text is looked at before the other arguments. */
static bool is_text(Call *call, const Given *given)
{
    Value v = given->count ? given->value[0] : ABSENT;
    return v.tag == V_ABSENT || v.tag == V_STR || v.tag == V_ARRAY || v.tag == V_UNKNOWN ||
           value_is_scalar(v) ||
           fail(call->run, TypeError, "a bytes-like object is required, not '%s'", value_type_name(v));
}

static bool infer_fromstring(Call *call, Value *out)
{
    Run *run = call->run;
    DType dtype;
    int64_t any = DIM_UNKNOWN;
    Value text = call->arg[0].value;
    const char *separator = arg_text(call, 3);
    if (any_unknown(call))
        return give_unknown(out);
    if (text.tag != V_STR && !(separator && !*separator && (text.tag == V_ARRAY || value_is_scalar(text))))
        return fail(run, TypeError, "a bytes-like object is required, not '%s'", value_type_name(text));
    if (!separator)
        return fail(run, TypeError, "fromstring() argument 4 must be str, not %s",
                    value_argument_name(call->arg[3].value));
    if (!*separator)
        return fail(run, ValueError, "The binary mode of fromstring is removed, use frombuffer instead");
    return arg_dtype(call, 1, &dtype) && infer_as(out, dtype == NO_DTYPE ? FLOAT64 : dtype, 1, &any);
}

static bool run_fromstring(Call *call, Value *out)
{
    int64_t count;
    const Str *text = call->arg[0].value.str;
    return arg_int(call, 2, &count) &&
           give_instead(out, numbers_from_text(call->run, text->text, (size_t)text->bytes,
                                               (DType)out->tensor->dtype, count, arg_text(call, 3)));
}

const Func fromstring_funcs[] = {
    { .name = "fromstring",
      .of = "np",
      .params = "string: any, dtype: dtype = None, count: int = -1, *, sep: any = '', like: like = None",
      .brief = "an array of the numbers in a text",
      .example = ">>> np.fromstring('1 2 3', sep=' ')\narray([1., 2., 3.])\n",
      .style = CLINIC,
      .precheck = is_text,
      .infer = infer_fromstring,
      .run = run_fromstring,
      .gives = AS_ARRAY },
    { 0 },
};
