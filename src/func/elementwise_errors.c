/* elementwise_errors.c: NumPy's words for operands that have no loop.
 *
 * A text makes NumPy look for a loop of its text dtypes; None, dicts and functions make object arrays, whose
 * loops call Python's operators or a method of the element. */
#include "func/elementwise.h"

#include <string.h>

static bool fail_not_supported(Run *run, const Func *row)
{
    return fail(
        run, TypeError,
        "ufunc '%s' not supported for the input types, and the inputs could not be safely coerced to any "
        "supported types according to the casting rule ''safe''",
        func_says(row));
}

/* "<class 'numpy.dtypes.Float64DType'>" */
static const char *dtype_class_text(Run *run, DType dtype, Weak weak)
{
    static const char *const of_weak[] = { NULL, "_PyLong", "_PyFloat", "_PyComplex" };
    if (weak != STRONG)
        return run_text(run, "<class 'numpy.dtypes.%sDType'>", of_weak[weak]);
    char name[24];
    int capitals = dtype_info[dtype].kind == 'u' ? 2 : 1;
    snprintf(name, sizeof name, "%s", dtype_info[dtype].name);
    for (int i = 0; i < capitals; i++)
        name[i] = (char)(name[i] - 'a' + 'A');
    return run_text(run, "<class 'numpy.dtypes.%sDType'>", name);
}

bool fail_signature(Run *run, const Func *row, DType operand, DType result)
{
    return fail(run, _UFuncNoLoopError,
                "ufunc '%s' did not contain a loop with signature matching types %s -> %s", func_says(row),
                dtype_class_text(run, operand, STRONG), dtype_class_text(run, result, STRONG));
}

static bool fail_types(Run *run, const Func *row, int n, const char *const type[], DType result)
{
    const char *list = type[0];
    for (int i = 1; i < n; i++)
        list = run_text(run, "%s, %s", list, type[i]);
    return fail(run, _UFuncNoLoopError,
                "ufunc '%s' did not contain a loop with signature matching types %s%s%s -> %s",
                func_says(row), n > 1 ? "(" : "", list, n > 1 ? ")" : "",
                result == NO_DTYPE ? "None" : dtype_class_text(run, result, STRONG));
}

bool fail_no_loop(Run *run, const Func *row, int nin, const DType dtype[], const Weak weak[], DType result)
{
    if (!(row->extra & EW_UNIFORM))
        return fail_not_supported(run, row);
    if (!strcmp(row->name, "subtract"))
        return fail(run, TypeError,
                    "numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the "
                    "`^` operator, "
                    "or the logical_xor function instead.");
    if (!strcmp(row->name, "negative"))
        return fail(
            run, TypeError,
            "The numpy boolean negative, the `-` operator, is not supported, use the `~` operator or the "
            "logical_not function instead.");
    const char *type[OPERANDS_IN];
    for (int i = 0; i < nin; i++)
        type[i] = dtype_class_text(run, dtype[i], nin > 1 ? weak[i] : STRONG);
    return fail_types(run, row, nin, type, result);
}

bool fail_no_fold(Run *run, const Func *row, DType dtype, DType of)
{
    bool any = dtype == NO_DTYPE;
    const char *result = any ? "None" : dtype_class_text(run, dtype, STRONG);
    return fail(run, _UFuncNoLoopError,
                "ufunc '%s' did not contain a loop with signature matching types (%s, %s) -> %s",
                func_says(row), result, dtype_class_text(run, of, STRONG), result);
}

/* texts ----------------------------------------------------------------------------------------------- */

/* The characters that a text dtype needs for a value: texts their length, numbers as many as they might take;
 * -1: the value is neither, or deeper than an array. *text: there is a text in it. */
static int64_t text_width(Value v, int depth, bool *text)
{
    switch ((Tag)v.tag) {
    case V_STR: *text = true; return v.str->length ? v.str->length : 1;
    case V_BOOL: return 5;
    case V_INT: return 21;
    case V_FLOAT: return 32;
    case V_COMPLEX:
    case V_CSCALAR: return 64;
    case V_SCALAR:
        return v.dtype == BOOL ? 5 : dtype_is_int(v.dtype) ? 21 : dtype_is_complex(v.dtype) ? 64 : 32;
    case V_LIST:
    case V_TUPLE: {
        int64_t n, widest = 1;
        const Value *item = sequence_items(v, &n);
        for (int64_t i = 0; i < n; i++) {
            int64_t width = depth < AXES_MAX ? text_width(item[i], depth + 1, text) : -1;
            if (width < 0)
                return -1;
            widest = width > widest ? width : widest;
        }
        return widest;
    }
    default: return -1;
    }
}

static bool has_text(Value v, int64_t *width)
{
    bool text = false;
    *width = text_width(v, 0, &text);
    return text && *width > 0;
}

bool holds_text(Value v)
{
    int64_t width;
    return has_text(v, &width);
}

/* The dtype of an operand that is no text. */
static bool operand_type(Run *run, Value v, DType *dtype, Weak *weak)
{
    Error error = run_set_aside(run);
    Tensor *t = tensor_from_value(run, v, NO_DTYPE, true);
    run_bring_back(run, error);
    if (!t)
        return false;
    *dtype = (DType)t->dtype;
    *weak = (Weak)t->weak;
    tensor_drop(t);
    return true;
}

bool fail_text_product(Run *run, const Func *row, const Value in[2])
{
    const char *type[2];
    for (int i = 0; i < 2; i++) {
        int64_t width;
        if (!has_text(in[i], &width))
            width = value_is_number(in[i]) ? (int64_t)strlen(value_text(run, in[i])) : 21;
        type[i] = run_text(run, "dtype('<U%lld')", (long long)width);
    }
    return fail_types(run, row, 2, type, NO_DTYPE);
}

bool fail_text_ends(Run *run, const Value end[2], bool as_arrays)
{
    static const char text[] = "<class 'numpy.dtypes.StrDType'>",
                      real[] = "<class 'numpy.dtypes._PyFloatDType'>";
    const char *type[2], *last = as_arrays ? "<class 'numpy.dtypes.Float64DType'>" : real;
    bool of_text[2];
    for (int i = 0; i < 2; i++) {
        DType dtype;
        Weak weak;
        type[i] = text;
        of_text[i] = holds_text(end[i]);
        if (of_text[i])
            continue;
        if (!operand_type(run, end[i], &dtype, &weak)) {
            tensor_from_value(run, end[i], NO_DTYPE, true); /* says what is wrong with it */
            return false;
        }
        type[i] = dtype_class_text(run, dtype, as_arrays ? STRONG : weak);
    }
    bool last_first = of_text[1] && !as_arrays;
    return fail(
        run, DTypePromotionError,
        "The DType %s could not be promoted by %s. This means that no common DType exists for the given "
        "inputs. For example they cannot be stored in a single array unless the dtype is `object`. The "
        "full list of DTypes is: (%s, %s, %s%s%s)",
        last_first ? last : text,
        last_first   ? text
        : of_text[1] ? last
                     : real,
        type[0], type[1], real, as_arrays ? ", " : "", as_arrays ? last : "");
}

static bool fail_texts(Run *run, const Func *row, int nin, const Value in[])
{
    bool uniform = row->core || row->extra & EW_UNIFORM,
         comparison = !row->core && row->extra & EW_COMPARISON, by_int = false;
    if (!uniform && !comparison)
        return fail_not_supported(run, row);
    const char *type[OPERANDS_IN];
    for (int i = 0; i < nin; i++) {
        int64_t width;
        DType dtype;
        Weak weak;
        bool classes = comparison || nin == 1;
        if (has_text(in[i], &width)) {
            type[i] = classes ? "<class 'numpy.dtypes.StrDType'>"
                              : run_text(run, "dtype('<U%lld')", (long long)width);
            continue;
        }
        if (!operand_type(run, in[i], &dtype, &weak))
            return fail_not_supported(run, row);
        by_int = dtype_is_int(dtype);
        type[i] = classes ? dtype_class_text(run, dtype, weak)
                          : run_text(run, "dtype('%s')", dtype_info[dtype].name);
    }
    if (!strcmp(row->name, "multiply") && by_int)
        return fail(run, TypeError,
                    "The 'out' kwarg is necessary when using the string multiply ufunc directly. Use "
                    "numpy.strings.multiply to multiply strings without specifying 'out'.");
    return fail_types(run, row, nin, type, NO_DTYPE);
}

bool no_text(Run *run, const Func *row, const char *method, int nin, const Value in[])
{
    int64_t width;
    if (strcmp(row->name, "add")) /* which has a loop for texts that lengthens them */
        method = NULL;
    for (int i = 0; i < nin; i++)
        if (has_text(in[i], &width))
            return method
                       ? fail(run, TypeError,
                              "the resolved dtypes are not compatible with %s.%s. Resolved (dtype('<U%lld'), "
                              "dtype('<U%lld'), dtype('<U%lld'))",
                              func_says(row), method, (long long)width, (long long)width,
                              (long long)(2 * width))
                       : fail_texts(run, row, nin, in);
    return true;
}

static bool compare_texts(const Func *row, const Str *a, const Str *b)
{
    switch (EW_OPERATOR(row)) {
    case EW_LESS: return str_compare(OP_LT, a, b);
    case EW_LESS_EQUAL: return str_compare(OP_LE, a, b);
    case EW_GREATER: return str_compare(OP_GT, a, b);
    case EW_GREATER_EQUAL: return str_compare(OP_GE, a, b);
    case EW_EQUAL: return str_compare(OP_EQ, a, b);
    default: return str_compare(OP_NE, a, b);
    }
}

/* objects --------------------------------------------------------------------------------------------- */

/* What NumPy's object loops come to on something that is no number. */
static const struct {
    const char *name, *format; /* with the types of the operands */
} object_words[] = {
    { "add", "unsupported operand type(s) for +: '%s' and '%s'" },
    { "subtract", "unsupported operand type(s) for -: '%s' and '%s'" },
    { "multiply", "unsupported operand type(s) for *: '%s' and '%s'" },
    { "divide", "unsupported operand type(s) for /: '%s' and '%s'" },
    { "floor_divide", "unsupported operand type(s) for //: '%s' and '%s'" },
    { "remainder", "unsupported operand type(s) for %%: '%s' and '%s'" },
    { "power", "unsupported operand type(s) for ** or pow(): '%s' and '%s'" },
    { "bitwise_and", "unsupported operand type(s) for &: '%s' and '%s'" },
    { "bitwise_or", "unsupported operand type(s) for |: '%s' and '%s'" },
    { "bitwise_xor", "unsupported operand type(s) for ^: '%s' and '%s'" },
    { "left_shift", "unsupported operand type(s) for <<: '%s' and '%s'" },
    { "right_shift", "unsupported operand type(s) for >>: '%s' and '%s'" },
    { "less", "'<' not supported between instances of '%s' and '%s'" },
    { "less_equal", "'<=' not supported between instances of '%s' and '%s'" },
    { "greater", "'>' not supported between instances of '%s' and '%s'" },
    { "greater_equal", "'>=' not supported between instances of '%s' and '%s'" },
    { "maximum", "'>=' not supported between instances of '%s' and '%s'" },
    { "minimum", "'<=' not supported between instances of '%s' and '%s'" },
    { "fmax", "'>=' not supported between instances of '%s' and '%s'" },
    { "fmin", "'<=' not supported between instances of '%s' and '%s'" },
    { "clip", "'>=' not supported between instances of '%s' and '%s'" },
    { "negative", "bad operand type for unary -: '%s'" },
    { "positive", "bad operand type for unary +: '%s'" },
    { "invert", "bad operand type for unary ~: '%s'" },
    { "absolute", "bad operand type for abs(): '%s'" },
    { "sign", "'<' not supported between instances of '%s' and 'int'" },
    { "square", "unsupported operand type(s) for *: '%s' and '%1$s'" },
    { "reciprocal", "unsupported operand type(s) for /: 'int' and '%s'" },
    { "floor", "must be real number, not %s" },
    { "ceil", "must be real number, not %s" },
    { "trunc", "type %s doesn't define __trunc__ method" },
    { "gcd", "must be real number, not %s" },
    { "lcm", "must be real number, not %s" },
};

/* The first item of the first item …, at most so many deep as arrays have axes: a list may hold itself. */
static Value innermost(Value v)
{
    for (int axis = 0; axis < AXES_MAX; axis++)
        if (v.tag == V_LIST && v.list->count)
            v = v.list->item[0];
        else if (v.tag == V_TUPLE && v.tuple->count)
            v = v.tuple->item[0];
        else
            break;
    return v;
}

/* The Python type of the elements that an object array of a value would hold. */
static const char *element_type_name(Value v)
{
    v = innermost(v);
    if (v.tag != V_ARRAY && !value_is_scalar(v))
        return value_type_name(v);
    DType dtype = v.tag == V_ARRAY     ? (DType)v.tensor->dtype
                  : v.tag == V_CSCALAR ? COMPLEX128
                                       : (DType)v.dtype;
    switch (dtype_info[dtype].kind) {
    case 'b': return "bool";
    case 'f': return "float";
    case 'c': return "complex";
    default: return "int";
    }
}

/* budget: how many more values are looked at; lists that hold one another may have any number of items in the
 * end. */
static bool holds_object(Value v, int depth, int *budget)
{
    if (--*budget <= 0)
        return false;
    switch ((Tag)v.tag) {
    case V_RECORD: return !func_for(v, "__array__"); /* a.flat and polynomials are arrays, too */
    case V_NONE:
    case V_ELLIPSIS:
    case V_NOTIMPLEMENTED:
    case V_DTYPE:
    case V_CLASS:
    case V_FUNC:
    case V_MODULE:
    case V_DICT:
    case V_SET:
    case V_SLICE:
    case V_METHOD:
    case V_FUNCTION:
    case V_ITERATOR:
    case V_EXCEPTION:
    case V_BIGINT: return true;
    case V_LIST:
    case V_TUPLE: {
        int64_t n;
        const Value *item = sequence_items(v, &n);
        for (int64_t i = 0; i < n; i++)
            if (depth < AXES_MAX && holds_object(item[i], depth + 1, budget))
                return true;
        return false;
    }
    default: return false;
    }
}

static bool is_object(Value v)
{
    int budget = 1 << 20;
    return holds_object(v, 0, &budget);
}

static bool fail_object(Run *run, const Func *row, int nin, const Value in[])
{
    for (int i = 0; i < nin; i++) {
        Value inner = innermost(in[i]);
        if (inner.tag == V_LIST && inner.list->count && !tensor_from_value(run, in[i], NO_DTYPE, false))
            return false; /* no array is so deep, of objects neither */
    }
    const char *name[2] = { element_type_name(in[0]), nin > 1 ? element_type_name(in[1]) : NULL };
    for (size_t i = 0; i < sizeof object_words / sizeof *object_words; i++) {
        if (strcmp(object_words[i].name, row->core ? "multiply" : func_says(row)) != 0)
            continue;
        Text text = { 0 };
        for (const char *c = object_words[i].format, *next = name[0]; *c; c++) {
            if (*c != '%') {
                text_char(&text, *c);
            } else if (c[1] == '%') {
                text_char(&text, *c++);
            } else {
                bool first = c[1] == '1';
                text_puts(&text, first ? name[0] : next);
                next = name[1];
                c += first ? 3 : 1;
            }
        }
        const char *words = run_text(run, "%s", text_get(&text));
        text_free(&text);
        return fail(run, TypeError, "%s", words);
    }
    bool no_object_loop = row->extra & EW_POWER || !strncmp(row->name, "is", 2) || row_nout(row) > 1 ||
                          !strcmp(row->name, "signbit") || !strcmp(row->name, "ldexp") ||
                          !strcmp(row->name, "copysign") || !strcmp(row->name, "nextafter") ||
                          !strcmp(row->name, "spacing") || !strcmp(row->name, "heaviside") ||
                          !strncmp(row->name, "logaddexp", 9) || !strcmp(row->name, "float_power");
    if (no_object_loop)
        return fail_not_supported(run, row);
    if (nin == 1)
        return fail(run, TypeError,
                    "loop of ufunc does not support argument 0 of type %s which has no callable %s method",
                    name[0], strcmp(row->name, "bitwise_count") ? func_says(row) : "bit_count");
    return fail(run, AttributeError, "'%s' object has no attribute '%s'", name[0], func_says(row));
}

/* Both ------------------------------------------------------------------------------------------------ */

/* With dtype= or signature= it is the cast that fails. */
static bool fail_object_cast(Run *run, const Func *row, int nin, const Value in[], DType to)
{
    for (int i = 0; i < nin; i++) {
        int64_t width;
        bool text = has_text(in[i], &width);
        if (text || is_object(in[i]))
            return fail(run, _UFuncInputCastingError,
                        "Cannot cast ufunc '%s' input%s from dtype('%s') to dtype('%s') with casting rule "
                        "'same_kind'",
                        func_says(row), nin > 1 ? run_text(run, " %d", i) : "",
                        text ? run_text(run, "<U%lld", (long long)(width ? width : 1)) : "O",
                        dtype_info[to].name);
    }
    return false;
}

bool fail_operand(Run *run, const Func *row, int nin, const Value in[], const UfuncArgs *args)
{
    int64_t width;
    const Tensor *to = args ? args->out[0] : NULL;
    DType loop = !args                ? NO_DTYPE
                 : args->has_loop     ? args->asked[0]
                 : row->makes == SAME ? args->dtype
                                      : NO_DTYPE;
    if (loop != NO_DTYPE && row->loops[loop])
        return fail_object_cast(run, row, nin, in, loop);
    for (int i = 0; i < nin; i++)
        if (has_text(in[i], &width))
            return fail_texts(run, row, nin, in);
    for (int i = 0; i < nin; i++)
        if (is_object(in[i]))
            return to ? fail(run, _UFuncOutputCastingError,
                             "Cannot cast ufunc '%s' output from dtype('O') to dtype('%s') with casting rule "
                             "'same_kind'",
                             func_says(row), dtype_info[to->dtype].name)
                      : fail_object(run, row, nin, in);
    return false; /* the error that is recorded already: an inhomogeneous shape */
}

bool without_whole_division(Value a, Value b)
{
    DType of[2] = { NO_DTYPE, NO_DTYPE };
    if (value_is_scalar(a))
        scalar_data(&a, &of[0]);
    if (value_is_scalar(b))
        scalar_data(&b, &of[1]);
    if (a.tag == V_ARRAY || b.tag == V_ARRAY || a.tag == V_RECORD || b.tag == V_RECORD)
        return false;
    for (int i = 0; i < 2; i++) {
        DType other = of[!i];
        if (of[i] != NO_DTYPE && dtype_is_complex(of[i]))
            return other == NO_DTYPE || dtype_is_complex(other) ||
                   (other != BOOL && dtype_can_cast(other, of[i], CAST_SAFE));
    }
    return false;
}

/* Python's own operators, which NumPy applies to an int beyond 64 bits. *done false: the function is none of
 * them. */
static bool apply_to_large_int(Run *run, const Func *row, Value v, Value *out, bool *done)
{
    static const char *const names[] = { "positive", "conjugate",   "floor",        "ceil",   "trunc",
                                         "negative", "invert",      "absolute",     "square", "reciprocal",
                                         "sign",     "logical_not", "bitwise_count" };
    enum {
        POSITIVE,
        CONJUGATE,
        FLOOR,
        CEIL,
        TRUNC,
        NEGATIVE,
        INVERT,
        ABSOLUTE,
        SQUARE,
        RECIPROCAL,
        SIGN,
        LOGICAL_NOT,
        BITWISE_COUNT,
        NAMES
    };
    int which = 0, sign = mpz_sgn(v.bigint->z);
    while (which < NAMES && strcmp(names[which], func_says(row)))
        which++;
    *done = which < NAMES;
    switch (which) {
    case NAMES: return true;
    case NEGATIVE: return hooks.operate(run, OP_NEG, v, ABSENT, out);
    case INVERT: return hooks.operate(run, OP_INVERT, v, ABSENT, out);
    case SQUARE: return hooks.operate(run, OP_MUL, v, v, out);
    case RECIPROCAL: return hooks.operate(run, OP_DIV, value_int(1), v, out);
    case SIGN: *out = value_int(sign); return true;
    case LOGICAL_NOT: *out = value_bool(false); return true;
    case ABSOLUTE:
    case BITWISE_COUNT:
        if (sign < 0 && !hooks.operate(run, OP_NEG, v, ABSENT, out))
            return false;
        Value size = sign < 0 ? *out : value_keep(v);
        *out = which == ABSOLUTE ? size : value_int((int64_t)mpz_popcount(size.bigint->z));
        if (which == BITWISE_COUNT)
            value_drop(size);
        return true;
    default: *out = value_keep(v); return true;
    }
}

bool operands_special(Run *run, const Func *row, int nin, const Value in[], const UfuncArgs *args, Value *out,
                      bool *done)
{
    *done = false;
    bool text = false, object = false;
    for (int i = 0; i < nin; i++) {
        text |= in[i].tag == V_STR;
        object |= in[i].tag != V_LIST && in[i].tag != V_TUPLE && in[i].tag != V_BIGINT && is_object(in[i]);
    }
    if (nin == 1 && in[0].tag == V_BIGINT) {
        if (!args || (!args->out[0] && args->dtype == NO_DTYPE && !args->has_loop)) {
            bool ok = apply_to_large_int(run, row, in[0], out, done);
            if (!ok || *done)
                return ok;
        }
        object = true;
    }
    if (!text && !object)
        return true;
    if (nin == 1 && object && !strcmp(row->name, "logical_not")) {
        bool truth;
        *done = true;
        if (!value_truth(run, in[0], &truth))
            return false;
        *out = value_bool(!truth);
        return true;
    }
    if (text && !object && nin == 2 && in[0].tag == V_STR && in[1].tag == V_STR &&
        row->extra & EW_COMPARISON) {
        *done = true;
        *out = (Value){ .tag = V_SCALAR, .dtype = BOOL, .i = compare_texts(row, in[0].str, in[1].str) };
        return true;
    }
    if (object && nin == 2 && (EW_OPERATOR(row) == EW_EQUAL || EW_OPERATOR(row) == EW_NOT_EQUAL)) {
        int other = in[0].tag != V_LIST && in[0].tag != V_TUPLE && is_object(in[0]);
        bool same = value_is(in[0], in[1]), truth = same == (EW_OPERATOR(row) == EW_EQUAL);
        Tensor *like = is_object(in[other]) || in[other].tag == V_STR
                           ? NULL
                           : tensor_from_value(run, in[other], NO_DTYPE, false);
        *done = true;
        *out = (Value){ .tag = V_SCALAR, .dtype = BOOL, .i = truth };
        if (like && like->ndim) {
            Tensor *answer = tensor_zeros(run, BOOL, like->ndim, like->dim);
            if (answer)
                memset(answer->data, truth, (size_t)tensor_size(answer));
            *out = answer ? value_array(answer) : NONE;
            tensor_drop(like);
            return answer != NULL;
        }
        tensor_drop(like);
        return !run->error.class;
    }
    return fail_operand(run, row, nin, in, args);
}
