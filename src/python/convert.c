/* convert.c: Python's classes as functions: int('12'), float(x), list(x), range(3) … */
#include "python/codecs.h"

#include "func/results.h"

#include "value/number.h"

#include <math.h>

/* Numbers -------------------------------------------------------------------------------------------------
 */

/* A NumPy scalar or a 0-d array as Python's number; *out is V_ABSENT for what is neither. */
static bool python_number(Run *run, Value v, Value *out)
{
    DType dtype;
    *out = ABSENT;
    if (value_is_scalar(v)) {
        const void *at = scalar_data(&v, &dtype);
        *out = value_item(dtype, at);
    } else if (v.tag == V_ARRAY) {
        if (!v.tensor->ndim && !v.tensor->data)
            return fail_no_data(run);
        if (v.tensor->ndim)
            return fail(run, TypeError, "only 0-dimensional arrays can be converted to Python scalars");
        *out = value_item((DType)v.tensor->dtype, v.tensor->data);
    } else if (value_is_number(v))
        *out = value_keep(v);
    return true;
}

/* int() and float() of a complex scalar drop its imaginary part, with a warning. */
static bool drop_imaginary(Run *run, Value *number)
{
    double real = creal(number->number->z);
    value_drop(*number);
    *number = value_float(real);
    return warn(run, ComplexWarning, "Casting complex values to real discards the imaginary part");
}

static bool is_numpy(Value v) { return v.tag == V_ARRAY || value_is_scalar(v); }

static bool int_of(Run *run, Value v, Value *out)
{
    Value number;
    if (v.tag == V_STR)
        return int_parse(run, v.str->text, v.str->bytes, 10, out);
    if (bytes_of(v)) {
        Value text = value_str(bytes_of(v)->data, bytes_of(v)->dim[0]);
        bool ok = int_parse(run, text.str->text, text.str->bytes, 10, out);
        value_drop(text);
        return ok;
    }
    if (!python_number(run, v, &number))
        return false;
    if (number.tag == V_COMPLEX && value_is_scalar(v) && !drop_imaginary(run, &number))
        return false;
    if (number.tag == V_FLOAT)
        return float_to_int(run, number.f, out);
    if (!value_is_int(number)) {
        const char *name = value_type_name(v.tag == V_ARRAY ? number : v);
        value_drop(number);
        return fail(run, TypeError,
                    "int() argument must be a string, a bytes-like object or a real number, not '%s'", name);
    }
    *out = number.tag == V_BOOL ? value_int(number.i) : number;
    return true;
}

/* int(x, base) with the count of its arguments in words of its own. */
static bool run_int(Call *call, Value *out)
{
    enum { ARGS, BASE };
    Run *run = call->run;
    const Tuple *args = ARG(call, ARGS).tuple;
    if (args->count > 2)
        return fail(run, TypeError, "int expected at most 2 arguments, got %lld", (long long)args->count);
    if (args->count < 2 && !arg_given(call, BASE)) {
        *out = value_int(0);
        return !args->count || int_of(run, args->item[0], out);
    }
    if (args->count == 2 && arg_given(call, BASE))
        return fail(run, TypeError, "argument for int() given by name ('base') and position (2)");
    if (!args->count)
        return fail(run, TypeError, "int() missing string argument");
    Value given = args->count == 2 ? args->item[1] : ARG(call, BASE);
    int64_t base = 1;
    if (given.tag != V_BIGINT && !value_index(run, given, &base))
        return false;
    if (base < 0 || base == 1 || base > 36)
        return fail(run, ValueError, "int() base must be >= 2 and <= 36, or 0");
    const Str *text = args->item[0].str;
    if (args->item[0].tag != V_STR)
        return fail(run, TypeError, "int() can't convert non-string with explicit base");
    return int_parse(run, text->text, text->bytes, (int)base, out);
}

/* An int of the decimal digits alone that most texts are; ABSENT: it is another text. */
static Value int_of_digits(const Str *text)
{
    enum { FEW = 18 };
    int64_t i = 0;
    if (!text->bytes || text->bytes > FEW)
        return ABSENT;
    for (const char *c = text->text; c < text->text + text->bytes; c++) {
        if (*c < '0' || *c > '9')
            return ABSENT;
        i = 10 * i + (*c - '0');
    }
    return value_int(i);
}

static Value quick_int(Run *run, const Func *func, int n, const Value arg[])
{
    static const double MANY = 9e18; /* a float below this is no larger than an int64_t */
    (void)run, (void)func;
    if (n == 1 && arg[0].tag == V_INT)
        return arg[0];
    if (n == 1 && arg[0].tag == V_STR)
        return int_of_digits(arg[0].str);
    return n == 1 && arg[0].tag == V_FLOAT && fabs(arg[0].f) < MANY ? value_int((int64_t)arg[0].f) : ABSENT;
}

static Value quick_float(Run *run, const Func *func, int n, const Value arg[])
{
    (void)run, (void)func;
    if (n == 1 && arg[0].tag == V_FLOAT)
        return arg[0];
    return n == 1 && arg[0].tag == V_INT ? value_float((double)arg[0].i) : ABSENT;
}

static bool run_float(Call *call, Value *out)
{
    Value v = ARG(call, 0), number;
    double f = 0;
    if (!arg_given(call, 0))
        ;
    else if (v.tag == V_STR) {
        if (!float_parse(call->run, v.str->text, v.str->bytes, &f))
            return false;
    } else if (bytes_of(v)) {
        Value text = value_str(bytes_of(v)->data, bytes_of(v)->dim[0]);
        bool ok = float_parse(call->run, text.str->text, text.str->bytes, &f);
        value_drop(text);
        if (!ok)
            return false;
    } else {
        if (!python_number(call->run, v, &number))
            return false;
        if (number.tag == V_COMPLEX && value_is_scalar(v) && !drop_imaginary(call->run, &number))
            return false;
        bool real = number.tag != V_ABSENT && number.tag != V_COMPLEX,
             ok = real && value_to_double(call->run, number, &f);
        const char *name = value_type_name(v.tag == V_ARRAY ? number : v);
        value_drop(number);
        if (!real)
            return fail(call->run, TypeError, "float() argument must be a string or a real number, not '%s'",
                        name);
        if (!ok)
            return false;
    }
    *out = value_float(f);
    if (isnan(f) && v.tag != V_FLOAT)
        out->dtype = ++call->run->nans;
    return true;
}

static bool run_bool(Call *call, Value *out)
{
    bool truth = false;
    if (arg_given(call, 0) && !value_truth(call->run, ARG(call, 0), &truth))
        return false;
    *out = value_bool(truth);
    return true;
}

/* One of complex()'s two parts: a real number, or (with a warning) a complex one. */
static bool complex_part(Run *run, Value v, const char *name, complex128 *out, bool *is_complex)
{
    Value number;
    if (!python_number(run, v, &number))
        return false;
    *is_complex = number.tag == V_COMPLEX;
    bool ok = number.tag != V_ABSENT && value_to_complex(run, number, out);
    bool missing = number.tag == V_ABSENT;
    value_drop(number);
    if (missing)
        return fail(run, TypeError, "complex() argument '%s' must be a real number, not %s", name,
                    value_type_name(v));
    return ok && (!*is_complex || is_numpy(v) ||
                  warn(run, DeprecationWarning, "complex() argument '%s' must be a real number, not complex",
                       name));
}

static bool run_complex(Call *call, Value *out)
{
    enum { REAL_, IMAG };
    Run *run = call->run;
    Value v = ARG(call, REAL_);
    complex128 z = 0, w = 0;
    if (arg_given(call, IMAG)) {
        bool first = false, second;
        if ((arg_given(call, REAL_) && !complex_part(run, v, "real", &z, &first)) ||
            !complex_part(run, ARG(call, IMAG), "imag", &w, &second))
            return false;
        /* a real part has no imaginary one, not one of 0: signs of zeros stay */
        union {
            double part[2];
            complex128 z;
        } sum = { { creal(z), creal(w) } };
        if (second)
            sum.part[0] -= cimag(w);
        if (first)
            sum.part[1] += cimag(z);
        z = sum.z;
    } else if (!arg_given(call, REAL_))
        ;
    else if (v.tag == V_STR) {
        if (!complex_parse(run, v.str->text, v.str->bytes, &z))
            return false;
    } else {
        Value number;
        if (!python_number(run, v, &number))
            return false;
        if (number.tag == V_ABSENT)
            return fail(run, TypeError, "complex() argument must be a string or a number, not %s",
                        value_type_name(v));
        bool ok = value_to_complex(run, number, &z);
        value_drop(number);
        if (!ok)
            return false;
    }
    *out = value_complex(z);
    return true;
}

/* Texts and containers ------------------------------------------------------------------------------------
 */

static bool run_str(Call *call, Value *out)
{
    enum { ARGS, OBJECT, ENCODING, ERRORS };
    const Tuple *args = ARG(call, ARGS).tuple;
    Value of = args->count ? args->item[0] : ARG(call, OBJECT);
    Value encoding = args->count > 1 ? args->item[1] : ARG(call, ENCODING);
    Value errors = args->count > 2 ? args->item[2] : ARG(call, ERRORS);
    if (args->count > 3)
        return fail(call->run, TypeError, "str expected at most 3 arguments, got %lld",
                    (long long)args->count);
    if (encoding.tag != V_ABSENT || errors.tag != V_ABSENT) {
        bool second = encoding.tag != V_ABSENT && encoding.tag != V_STR;
        if (second || (errors.tag != V_ABSENT && errors.tag != V_STR))
            return fail(call->run, TypeError, "str() argument '%s' must be str, not %s",
                        second ? "encoding" : "errors", value_type_name(second ? encoding : errors));
        if (of.tag == V_STR)
            return fail(call->run, TypeError, "decoding str is not supported");
        const Tensor *bytes = bytes_of(of);
        if (bytes)
            return decode_text(call->run, bytes->data, (size_t)bytes->dim[0],
                               encoding.tag == V_STR ? encoding.str->text : NULL,
                               errors.tag == V_STR ? errors.str->text : NULL, out);
        return fail(call->run, TypeError, "decoding to str: need a bytes-like object, %s found",
                    value_type_name(of));
    }
    Text text = { 0 };
    return text_result(of.tag == V_ABSENT || value_str_of(call->run, of, &text), &text, out);
}

static Value quick_str(Run *run, const Func *func, int n, const Value arg[])
{
    char digits[24], *end = digits + sizeof digits;
    (void)run, (void)func;
    if (n == 1 && arg[0].tag == V_STR)
        return value_keep(arg[0]);
    if (n != 1 || arg[0].tag != V_INT)
        return ABSENT;
    const char *text = int_digits(arg[0].i, end);
    return value_str(text, end - text);
}

static bool run_list(Call *call, Value *out)
{
    if (arg_given(call, 0))
        return value_to_list(call->run, ARG(call, 0), out);
    *out = value_list_new(0);
    return true;
}

static bool run_tuple(Call *call, Value *out)
{
    if (!arg_given(call, 0)) {
        *out = value_tuple_new(0);
        return true;
    }
    if (ARG(call, 0).tag == V_TUPLE && !ARG(call, 0).tuple->names) {
        *out = value_keep(ARG(call, 0));
        return true;
    }
    Value list;
    if (!value_to_list(call->run, ARG(call, 0), &list))
        return false;
    *out = value_tuple(list.list->count, list.list->item);
    value_drop(list);
    return true;
}

static bool run_set(Call *call, Value *out)
{
    *out = value_set_new();
    if (!arg_given(call, 0) || set_update(call->run, out->dict, ARG(call, 0)))
        return true;
    value_drop(*out);
    return false;
}

static bool run_dict(Call *call, Value *out)
{
    enum { ARGS, KEYWORDS };
    const Tuple *args = ARG(call, ARGS).tuple;
    if (args->count > 1)
        return fail(call->run, TypeError, "dict expected at most 1 argument, got %lld",
                    (long long)args->count);
    *out = value_dict_new();
    if ((!args->count || dict_update(call->run, out->dict, args->item[0])) &&
        dict_merge(call->run, out->dict, ARG(call, KEYWORDS).dict))
        return true;
    value_drop(*out);
    return false;
}

/* range() and slice(): one argument is the stop. */
static bool count_is_right(Call *call, const char *name, const Tuple *args)
{
    if (!args->count)
        return fail(call->run, TypeError, "%s expected at least 1 argument, got 0", name);
    if (args->count > 3)
        return fail(call->run, TypeError, "%s expected at most 3 arguments, got %lld", name,
                    (long long)args->count);
    return true;
}

static bool run_range(Call *call, Value *out)
{
    const Tuple *args = ARG(call, 0).tuple;
    int64_t bound[3] = { 0, 0, 1 };
    if (!count_is_right(call, "range", args))
        return false;
    for (int64_t i = 0; i < args->count; i++)
        if (!value_index(call->run, args->item[i], &bound[args->count == 1 ? 1 : i]))
            return false;
    if (!bound[2])
        return fail(call->run, ValueError, "range() arg 3 must not be zero");
    *out = value_range(bound[0], bound[1], bound[2]);
    return true;
}

static Value quick_range(Run *run, const Func *func, int n, const Value arg[])
{
    (void)run, (void)func;
    for (int i = 0; i < n; i++)
        if (arg[i].tag != V_INT)
            return ABSENT;
    if (n == 1)
        return value_range(0, arg[0].i, 1);
    return n == 2               ? value_range(arg[0].i, arg[1].i, 1)
           : n == 3 && arg[2].i ? value_range(arg[0].i, arg[1].i, arg[2].i)
                                : ABSENT;
}

static bool run_slice(Call *call, Value *out)
{
    const Tuple *args = ARG(call, 0).tuple;
    if (!count_is_right(call, "slice", args))
        return false;
    *out = args->count == 1
               ? value_slice(NONE, args->item[0], NONE)
               : value_slice(args->item[0], args->item[1], args->count > 2 ? args->item[2] : NONE);
    return true;
}

/* int and str, called with keywords: the row's extra is how many arguments they take. */
static bool check_named_count(Call *call, const Given *given)
{
    int most = (int)call->func->extra, all = given->count + given->keywords;
    return !given->keywords || all <= most || !given->count ||
           fail(call->run, TypeError, "%s() takes at most %d arguments (%d given)", call->func->name, most,
                all);
}

const Func convert_funcs[] = {
    { .name = "int",
      .of = "builtins",
      .params = "*args: any, base: any = ?",
      .brief = "an int from a number (towards zero) or a text",
      .example = ">>> int(3.7), int('ff', 16)\n(3, 255)\n",
      AS_IN_PYTHON,
      .precheck = check_named_count,
      .extra = 2,
      .run = run_int,
      .quick = quick_int,
      .class = class_int },
    { .name = "float",
      .of = "builtins",
      .params = "x: any = ?, /",
      .brief = "a float from a number or a text",
      .example = ">>> float('1e3')\n1000.0\n",
      AS_IN_PYTHON,
      .run = run_float,
      .quick = quick_float,
      .class = class_float },
    { .name = "bool",
      .of = "builtins",
      .params = "object: any = ?, /",
      .brief = "whether the value counts as true",
      .example = ">>> bool([]), bool(0.5)\n(False, True)\n",
      AS_IN_PYTHON,
      .run = run_bool,
      .class = class_bool },
    { .name = "complex",
      .of = "builtins",
      .params = "real: any = ?, imag: any = ?",
      .brief = "a complex number from its parts or a text",
      .example = ">>> complex(1, -2)\n(1-2j)\n",
      AS_IN_PYTHON,
      .run = run_complex,
      .class = class_complex },
    { .name = "str",
      .of = "builtins",
      .params = "*args: any, object: any = ?, encoding: any = ?, errors: any = ?",
      .brief = "the value as text",
      .example = ">>> str(2.5)\n'2.5'\n",
      AS_IN_PYTHON,
      .precheck = check_named_count,
      .extra = 3,
      .run = run_str,
      .quick = quick_str,
      .class = class_str },
    { .name = "list",
      .of = "builtins",
      .params = "iterable: any = ?, /",
      .brief = "a list of the items",
      .example = ">>> list('abc')\n['a', 'b', 'c']\n",
      AS_IN_PYTHON,
      .run = run_list,
      .class = class_list },
    { .name = "tuple",
      .of = "builtins",
      .params = "iterable: any = ?, /",
      .brief = "a tuple of the items",
      .example = ">>> tuple([1, 2])\n(1, 2)\n",
      AS_IN_PYTHON,
      .run = run_tuple,
      .class = class_tuple },
    { .name = "set",
      .of = "builtins",
      .params = "iterable: any = ?, /",
      .brief = "the different items",
      .example = ">>> set([2, 1, 2])\n{1, 2}\n",
      AS_IN_PYTHON,
      .run = run_set,
      .class = class_set },
    { .name = "dict",
      .of = "builtins",
      .params = "*args: any, **kwargs: any",
      .brief = "a dict from pairs or keyword arguments",
      .example = ">>> dict([('a', 1)], b=2)\n{'a': 1, 'b': 2}\n",
      AS_IN_PYTHON,
      .run = run_dict,
      .class = class_dict },
    { .name = "range",
      .of = "builtins",
      .params = "*args: any",
      .brief = "the ints from start to stop: range(stop), "
               "range(start, stop), range(start, stop, step)",
      .example = ">>> list(range(1, 10, 3))\n[1, 4, 7]\n",
      AS_IN_PYTHON,
      .run = run_range,
      .quick = quick_range,
      .class = class_range },
    { .name = "slice",
      .of = "builtins",
      .params = "*args: any",
      .brief = "what a[start:stop:step] hands over",
      .example = ">>> np.arange(6)[slice(1, 4)]\narray([1, 2, 3])\n",
      AS_IN_PYTHON,
      .run = run_slice,
      .class = class_slice },
    { 0 },
};
