/* text.c: the text of arrays and numbers as NumPy's functions give it, and the options of printing. */
#include "func/func.h"
#include "tensor/show_float.h"
#include "value/number.h"

#include <limits.h>
#include <math.h>
#include <string.h>

static const PrintOptions *current(const Run *run)
{
    return run->print ? run->print : &print_options_default;
}

/* Always true, so that it can be returned. */
static bool give_text(Value *out, Text *text)
{
    *out = value_str(text_get(text), (int64_t)text->length);
    text_free(text);
    return true;
}

/* formatters ------------------------------------------------------------------------------------------------
 */

/* The keys of a formatter that serve a dtype; a later one goes before an earlier one. */
static const char *const *formatter_keys(DType dtype)
{
    static const char *const keys[][4] = {
        { "all", "bool" },
        { "all", "int_kind", "int" },
        { "all", "float_kind", "float" },
        { "all", "complex_kind", "complexfloat" },
    };
    return keys[dtype == BOOL ? 0 : dtype_is_int(dtype) ? 1 : dtype_is_float(dtype) ? 2 : 3];
}

/* PrintOptions.format_element: the text that the formatter's callable gives for an element. */
static bool format_element(Run *run, Object *formatter, DType dtype, const char *at, Text *out, bool *done)
{
    Value callable = ABSENT, result;
    for (const char *const *key = formatter_keys(dtype); *key; key++) {
        Value found = dict_find((Dict *)formatter, *key);
        if (found.tag != V_ABSENT && found.tag != V_NONE)
            callable = found;
    }
    *done = callable.tag != V_ABSENT;
    if (!*done)
        return true;
    Value element = value_scalar(dtype, at);
    bool ok = hooks.call(run, callable, 1, &element, &result);
    value_drop(element);
    if (!ok)
        return false;
    if (result.tag == V_STR)
        text_add(out, result.str->text, (size_t)result.str->bytes);
    else
        ok = fail(run, AttributeError, "'%s' object has no attribute 'splitlines'", value_type_name(result));
    value_drop(result);
    return ok;
}

static void set_formatter(PrintOptions *options, Value formatter)
{
    options->formatter = formatter.tag == V_DICT ? formatter.object : NULL;
    options->format_element = formatter.tag == V_DICT ? format_element : NULL;
}

/* options ---------------------------------------------------------------------------------------------------
 */

static const char *const float_modes[] = {
    [FLOAT_MAXPREC] = "maxprec",
    [FLOAT_MAXPREC_EQUAL] = "maxprec_equal",
    [FLOAT_FIXED] = "fixed",
    [FLOAT_UNIQUE] = "unique",
};

static const struct {
    const char *name;
    int number;
} legacies[] = {
    { "1.13", 113 }, { "1.21", 121 }, { "1.25", 125 }, { "2.1", 201 }, { "2.2", 202 },
};

/* The places of the options among a call's arguments; -1: the function does not take it. */
typedef struct OptionArgs {
    int precision, threshold, edgeitems, linewidth, suppress, nanstr, infstr, formatter, sign, floatmode,
        legacy;
} OptionArgs;

static bool is_set(const Call *call, int i) { return i >= 0 && !arg_none(call, i); }

static bool take_mode(Call *call, int i, PrintOptions *into)
{
    const char *text = arg_text(call, i);
    for (int mode = FLOAT_MAXPREC; text && mode <= FLOAT_UNIQUE; mode++)
        if (!strcmp(text, float_modes[mode])) {
            into->floatmode = (FloatMode)mode;
            return true;
        }
    return fail(call->run, ValueError,
                "floatmode option must be one of \"fixed\", \"unique\", \"maxprec\", \"maxprec_equal\"");
}

static bool take_sign(Call *call, int i, PrintOptions *into)
{
    const char *text = arg_text(call, i);
    if (!text || !*text || text[1] || !strchr("-+ ", *text))
        return fail(call->run, ValueError, "sign option must be one of ' ', '+', or '-'");
    into->sign = *text;
    return true;
}

static bool take_legacy(Call *call, int i, PrintOptions *into)
{
    Value value = call->arg[i].value;
    const char *text = arg_text(call, i);
    if (value.tag == V_BOOL && !value.i) {
        into->legacy = 0;
        return true;
    }
    for (size_t k = 0; text && k < sizeof legacies / sizeof *legacies; k++)
        if (!strcmp(text, legacies[k].name)) {
            into->legacy = legacies[k].number;
            return true;
        }
    return warn(
        call->run, UserWarning,
        "legacy printing option can currently only be '1.13', '1.21', '1.25', '2.1', '2.2' or `False`");
}

static bool take_threshold(Call *call, int i, PrintOptions *into)
{
    Value value = call->arg[i].value;
    double number;
    if (!value_is_number(value) && !value_is_scalar(value))
        return fail(call->run, TypeError, "threshold must be numeric");
    if (value_is_int(value)) {
        into->threshold = value.tag != V_BIGINT          ? value.i
                          : mpz_sgn(value.bigint->z) > 0 ? INT64_MAX
                                                         : INT64_MIN;
        return true;
    }
    if (!value_to_double(call->run, value, &number))
        return false;
    if (isnan(number))
        return fail(call->run, ValueError,
                    "threshold must be non-NAN, try sys.maxsize for untruncated representation");
    into->threshold = number >= 0x1p63 ? INT64_MAX : number < -0x1p63 ? INT64_MIN : (int64_t)floor(number);
    return true;
}

static bool take_precision(Call *call, int i, PrintOptions *into)
{
    int64_t number;
    if (!value_index(call->run, call->arg[i].value, &number)) {
        if (call->run->error.class == TypeError) /* whatever it was */
            fail(call->run, TypeError, "precision must be an integer");
        return false;
    }
    into->precision = number < INT_MIN ? INT_MIN : number > INT_MAX ? INT_MAX : (int)number;
    return true;
}

/* edgeitems and linewidth, which NumPy takes as they come; a fraction makes no difference. */
static bool take_count(Call *call, int i, int *into)
{
    double real;
    int64_t number;
    if (call->arg[i].value.tag == V_FLOAT || value_is_scalar(call->arg[i].value)) {
        if (!arg_double(call, i, &real))
            return false;
        number = real > INT_MAX ? INT_MAX : real < INT_MIN || isnan(real) ? INT_MIN : (int64_t)floor(real);
    } else if (!arg_int(call, i, &number)) {
        return false;
    }
    *into = number < INT_MIN ? INT_MIN : number > INT_MAX ? INT_MAX : (int)number;
    return true;
}

static bool take_name(Call *call, int i, const char **into)
{
    *into = arg_text(call, i);
    return *into || fail(call->run, TypeError, "object of type '%s' has no len()",
                         value_type_name(call->arg[i].value));
}

/* _make_options_dict, in its order of looking at them; what is None stays as it was. */
static bool take_options(Call *call, const OptionArgs *at, PrintOptions *into)
{
    if (is_set(call, at->suppress) && !value_truth(call->run, call->arg[at->suppress].value, &into->suppress))
        return false;
    if ((is_set(call, at->floatmode) && !take_mode(call, at->floatmode, into)) ||
        (is_set(call, at->sign) && !take_sign(call, at->sign, into)) ||
        (is_set(call, at->legacy) && !take_legacy(call, at->legacy, into)) ||
        (is_set(call, at->threshold) && !take_threshold(call, at->threshold, into)) ||
        (is_set(call, at->precision) && !take_precision(call, at->precision, into)) ||
        (is_set(call, at->edgeitems) && !take_count(call, at->edgeitems, &into->edgeitems)) ||
        (is_set(call, at->linewidth) && !take_count(call, at->linewidth, &into->linewidth)) ||
        (is_set(call, at->nanstr) && !take_name(call, at->nanstr, &into->nanstr)) ||
        (is_set(call, at->infstr) && !take_name(call, at->infstr, &into->infstr)))
        return false;
    if (is_set(call, at->formatter)) {
        Value formatter = call->arg[at->formatter].value;
        if (formatter.tag != V_DICT)
            return fail(call->run, AttributeError, "'%s' object has no attribute 'keys'",
                        value_type_name(formatter));
        set_formatter(into, formatter);
    }
    return true;
}

/* The parameters of set_printoptions and printoptions. */
#define OPTION_PARAMS                                                                                        \
    "precision: any = None, threshold: any = None, edgeitems: any = None, linewidth: any = None, "           \
    "suppress: any = None, nanstr: any = None, infstr: any = None, formatter: any = None, sign: any = "      \
    "None, "                                                                                                 \
    "floatmode: any = None, *, legacy: any = None, override_repr: any = None"

static void put(Value dict, const char *key, Value value)
{
    dict_put(dict.dict, key, value);
    value_drop(value);
}

/* What np.get_printoptions() answers: a new dict. */
static Value options_dict(const PrintOptions *options)
{
    if (options->given)
        return dict_copy((Dict *)options->given);
    Value dict = value_dict_new();
    put(dict, "edgeitems", value_int(options->edgeitems));
    put(dict, "threshold", value_int(options->threshold));
    put(dict, "floatmode", value_cstr(float_modes[options->floatmode]));
    put(dict, "precision", value_int(options->precision));
    put(dict, "suppress", value_bool(options->suppress));
    put(dict, "linewidth", value_int(options->linewidth));
    put(dict, "nanstr", value_cstr(options->nanstr));
    put(dict, "infstr", value_cstr(options->infstr));
    put(dict, "sign", value_str(&options->sign, 1));
    put(dict, "formatter", NONE);
    put(dict, "legacy", value_bool(false));
    put(dict, "override_repr", NONE);
    return dict;
}

/* The dict of the options with those that a call gives. */
static Value given_options(const Call *call, const PrintOptions *options)
{
    static const char *const name[] = { "precision", "threshold", "edgeitems", "linewidth",
                                        "suppress",  "nanstr",    "infstr",    "formatter",
                                        "sign",      "floatmode", "legacy",    "override_repr" };
    Value dict = options_dict(current(call->run));
    put(dict, "formatter", NONE);
    put(dict, "override_repr", NONE);
    for (int i = 0; i < (int)(sizeof name / sizeof *name); i++)
        if (is_set(call, i))
            dict_put(dict.dict, name[i], call->arg[i].value);
    put(dict, "precision", value_int(options->precision));
    put(dict, "suppress", value_bool(options->suppress));
    put(dict, "sign", value_str(&options->sign, 1));
    return dict;
}

/* The options that a call asks for; `given` is theirs. */
static bool options_from(Call *call, PrintOptions *into)
{
    static const OptionArgs places = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };
    *into = *current(call->run);
    set_formatter(into, NONE);
    if (!take_options(call, &places, into))
        return false;
    if (into->legacy == 113)
        into->sign = '-';
    Value given = given_options(call, into), repr = dict_find(given.dict, "override_repr");
    into->given = given.object;
    into->overridden = repr.tag != V_NONE && repr.tag != V_ABSENT;
    return true;
}

static void drop_given(const PrintOptions *options)
{
    if (options->given)
        value_drop((Value){ .tag = options->given->tag, .object = options->given });
}

static bool set_printoptions(Call *call, Value *out)
{
    PrintOptions options;
    if (!options_from(call, &options))
        return false;
    drop_given(call->run->print);
    *call->run->print = options;
    *out = NONE;
    return true;
}

static bool get_printoptions(Call *call, Value *out)
{
    *out = options_dict(current(call->run));
    return true;
}

/* printoptions(…) holds the options to set, and between __enter__ and __exit__ those to go back to. */
static const Class class_printoptions[1] = {
    { "_GeneratorContextManager", "contextlib", { class_object, NULL }, "printoptions" },
};

static void drop_options(Record *record)
{
    drop_given(record->state);
    mem_free(record->state);
}

static bool printoptions(Call *call, Value *out)
{
    PrintOptions options;
    if (!options_from(call, &options))
        return false;
    *out = value_record(class_printoptions, 0, NULL);
    out->record->state = mem_alloc(sizeof options);
    memcpy(out->record->state, &options, sizeof options);
    out->record->drop = drop_options;
    return true;
}

static void swap_options(Call *call)
{
    PrintOptions *held = call->arg[0].value.record->state, now = *call->run->print;
    *call->run->print = *held;
    *held = now;
}

static bool enter_printoptions(Call *call, Value *out)
{
    swap_options(call);
    *out = options_dict(call->run->print);
    return true;
}

static bool exit_printoptions(Call *call, Value *out)
{
    swap_options(call);
    *out = NONE;
    return true;
}

/* arrays ----------------------------------------------------------------------------------------------------
 */

/* The array, or the scalar as one, whose text is wanted; `lacks` is what NumPy misses in anything else. */
static Tensor *shown(Call *call, Tensor *room, const char *lacks)
{
    Value value = call->arg[0].value;
    if (value.tag == V_ARRAY)
        return value.tensor;
    if (value_is_scalar(value) && tensor_of_scalar(room, &call->arg[0].value))
        return room;
    fail(call->run, AttributeError, "'%s' object has no attribute '%s'", value_type_name(value), lacks);
    return NULL;
}

/* A text's length, as Python's len would find it. */
static bool text_length(Call *call, int i, int *out)
{
    Value value = call->arg[i].value;
    if (value.tag != V_STR)
        return fail(call->run, TypeError, "object of type '%s' has no len()", value_type_name(value));
    *out = (int)value.str->length;
    return true;
}

static bool array2string(Call *call, Value *out)
{
    static const OptionArgs places = { 2, 7, 8, 1, 3, -1, -1, 6, 9, 10, 12 };
    PrintOptions options = *current(call->run);
    Tensor room;
    int prefix = 0, suffix = 0;
    if (!take_options(call, &places, &options))
        return false;
    Tensor *tensor = shown(call, &room, "size");
    if (!tensor || !text_length(call, 5, &prefix) || !text_length(call, 11, &suffix))
        return false;
    const char *separator = arg_text(call, 4);
    if (!separator)
        return fail(call->run, AttributeError, "'%s' object has no attribute 'rstrip'",
                    value_type_name(call->arg[4].value));
    Text text = { 0 };
    if (!tensor_text(call->run, tensor, &options, separator, prefix, suffix, &text)) {
        text_free(&text);
        return false;
    }
    return give_text(out, &text);
}

/* array_repr and array_str: arr, max_line_width, precision, suppress_small. */
static bool array_text(Call *call, Value *out)
{
    static const OptionArgs places = { 2, -1, -1, 1, 3, -1, -1, -1, -1, -1, -1 };
    bool is_repr = call->func->extra;
    PrintOptions options = *current(call->run);
    Tensor room, *tensor = shown(call, &room, is_repr ? "size" : "shape");
    Text text = { 0 };
    if (!tensor || !take_options(call, &places, &options))
        return false;
    Value given = call->arg[0].value;
    if (!is_repr && value_is_scalar(given))
        return fail(call->run, TypeError,
                    "descriptor '__getitem__' requires a 'numpy.ndarray' object but received a '%s'",
                    value_type_name(given));
    if (!(is_repr ? tensor_repr_with : tensor_str_with)(call->run, tensor, &options, &text)) {
        text_free(&text);
        return false;
    }
    size_t plain = strlen("array");
    if (is_repr && value_is_scalar(given) && !strncmp(text_get(&text), "array", plain)) {
        Text named = { 0 };
        text_printf(&named, "%s%s", value_type(given)->name, text_get(&text) + plain);
        text_free(&text);
        return give_text(out, &named);
    }
    return give_text(out, &text);
}

/* numbers ---------------------------------------------------------------------------------------------------
 */

/* _none_or_positive_arg: an argument that may be None, or else must be none below 0; -1 for None. */
static bool take_size(Call *call, int i, const char *name, double *out)
{
    Value value = call->arg[i].value;
    *out = -1;
    if (arg_none(call, i))
        return true;
    if (value.tag == V_COMPLEX ||
        (!value_is_number(value) && !value_is_scalar(value) && value.tag != V_ARRAY))
        return fail(call->run, TypeError, "'<' not supported between instances of '%s' and 'int'",
                    value_type_name(value));
    if (value.tag == V_BIGINT)
        *out = mpz_sgn(value.bigint->z) < 0 ? -INFINITY : INFINITY;
    else if (!arg_double(call, i, out))
        return false;
    return !(*out < 0) || fail(call->run, ValueError, "%s must be >= 0", name);
}

/* What NumPy reads as C's int; -1 for None where that may stand. */
static bool take_int(Call *call, int i, bool may_be_none, int *out)
{
    Value value = call->arg[i].value;
    int64_t number = -1;
    if (value.tag == V_FLOAT || (value.tag == V_SCALAR && value.dtype == FLOAT64))
        return fail(call->run, TypeError, "integer argument expected, got float");
    if (!(may_be_none && arg_none(call, i)) && !arg_int(call, i, &number))
        return false;
    if (number < INT_MIN || number > INT_MAX)
        return fail(call->run, OverflowError, "Python int too large to convert to C int");
    *out = (int)number;
    return true;
}

static bool take_flag(Call *call, int i, bool *out)
{
    int number;
    bool ok = take_int(call, i, false, &number);
    *out = ok && number;
    return ok;
}

static bool take_trim(Call *call, int i, char *out)
{
    Value value = call->arg[i].value;
    if (value.tag == V_STR && value.str->bytes == 1 && strchr("k.0-", value.str->text[0])) {
        *out = value.str->text[0];
        return true;
    }
    Text text = { 0 };
    if (value_str_of(call->run, value, &text)) /* NumPy's message pads what it found */
        fail(call->run, TypeError, "if supplied, trim must be 'k', '.', '0' or '-' found `%100s`",
             text_get(&text));
    text_free(&text);
    return false;
}

/* The number that is shown, and whose digits: a NumPy float's own, a double's for all others. */
static bool take_float(Call *call, DType *dtype, double *out)
{
    Value *value = &call->arg[0].value;
    Tensor room;
    Tensor *tensor = value->tag == V_ARRAY ? value->tensor : tensor_of_scalar(&room, value) ? &room : NULL;
    *dtype = FLOAT64;
    if (tensor && tensor->ndim == 0 && dtype_is_float(tensor->dtype)) {
        *dtype = tensor->dtype;
        *out = element_double(tensor->dtype, tensor->data);
        return true;
    }
    if (tensor && tensor->ndim == 0 && dtype_is_complex(tensor->dtype) && value->tag != V_COMPLEX) {
        *out = element_double(tensor->dtype, tensor->data);
        return warn(call->run, ComplexWarning, "Casting complex values to real discards the imaginary part");
    }
    return value_to_double(call->run, *value, out);
}

enum { FORMATTED_MAX = 16384 }; /* bytes that NumPy has for a formatted number */

/* The places of what both functions take among a call's arguments; -1: it does not take it. */
typedef struct FormatArgs {
    int precision, unique, fractional, trim, sign, pad_left, pad_right, exp_digits, min_digits;
} FormatArgs;

/* What format_float_positional and _scientific look at before they hand their arguments on. */
static bool check_format(Call *call, const FormatArgs *at)
{
    double precision, pad, least;
    bool fractional = true;
    if (!take_size(call, at->precision, "precision", &precision) ||
        !take_size(call, at->pad_left, "pad_left", &pad) ||
        (at->pad_right >= 0 && !take_size(call, at->pad_right, "pad_right", &pad)) ||
        (at->exp_digits >= 0 && !take_size(call, at->exp_digits, "exp_digits", &pad)) ||
        !take_size(call, at->min_digits, "min_digits", &least) ||
        (at->fractional >= 0 && !value_truth(call->run, call->arg[at->fractional].value, &fractional)))
        return false;
    if (!fractional && precision == 0)
        return fail(call->run, ValueError, "precision must be greater than 0 if fractional=False");
    if (least > 0 && precision > 0 && least > precision)
        return fail(call->run, ValueError, "min_digits must be less than or equal to precision");
    return true;
}

static bool format_float(Call *call, const FormatArgs *at, Value *out)
{
    Run *run = call->run;
    FloatFormat format = { .pad_right = -1, .exp_digits = -1 };
    double number;
    DType dtype;
    if (!check_format(call, at) || !take_int(call, at->precision, true, &format.precision) ||
        !take_flag(call, at->unique, &format.unique) ||
        (at->fractional >= 0 && !take_flag(call, at->fractional, &format.fractional)) ||
        !take_trim(call, at->trim, &format.trim) || !take_flag(call, at->sign, &format.sign) ||
        !take_int(call, at->pad_left, true, &format.pad_left) ||
        (at->pad_right >= 0 && !take_int(call, at->pad_right, true, &format.pad_right)) ||
        (at->exp_digits >= 0 && !take_int(call, at->exp_digits, true, &format.exp_digits)) ||
        !take_int(call, at->min_digits, true, &format.min_digits))
        return false;
    if (!format.unique && format.precision < 0)
        return fail(run, TypeError, "in non-unique mode `precision` must be supplied");
    if (!take_float(call, &dtype, &number))
        return false;
    if (format.precision > FORMATTED_MAX || format.min_digits > FORMATTED_MAX ||
        format.pad_left > FORMATTED_MAX || format.pad_right > FORMATTED_MAX)
        return fail(run, RuntimeError, "Float formatting result too large");
    Text text = { 0 };
    (at->fractional < 0 ? float_scientific : float_positional)(dtype, number, &format, &text);
    return give_text(out, &text);
}

static bool format_float_positional(Call *call, Value *out)
{
    static const FormatArgs places = { 1, 2, 3, 4, 5, 6, 7, -1, 8 };
    return format_float(call, &places, out);
}

static bool format_float_scientific(Call *call, Value *out)
{
    static const FormatArgs places = { 1, 2, -1, 3, 4, 5, -1, 6, 7 };
    return format_float(call, &places, out);
}

/* A size for zeros: too many are a MemoryError. */
static bool padding_fits(Run *run, int64_t padding) { return run_has_memory(run, padding, TEXT_ROOM); }

/* int(x) as base_repr needs it. */
static bool take_whole(Call *call, Value *out)
{
    Run *run = call->run;
    Value value = call->arg[0].value;
    DType dtype;
    if (value_is_int(value)) {
        *out = value_keep(value);
        return true;
    }
    if (value.tag == V_STR)
        return int_parse(run, value.str->text, value.str->bytes, 10, out);
    if (value_is_scalar(value)) {
        const void *at = scalar_data(&value, &dtype);
        if (!dtype_is_inexact(dtype)) {
            *out = value_item(dtype, at);
            return true;
        }
    }
    double number;
    return value_to_double(run, value, &number) && float_to_int(run, number, out);
}

static bool base_repr(Call *call, Value *out)
{
    Run *run = call->run;
    int64_t base, padding;
    Value number;
    if (!arg_int(call, 1, &base) || !arg_int(call, 2, &padding))
        return false;
    if (base > 36 || base < 2)
        return fail(run, ValueError, "Bases %s not handled in base_repr.",
                    base > 36 ? "greater than 36" : "less than 2");
    if (!padding_fits(run, padding) || !take_whole(call, &number))
        return false;
    mpz_t z;
    mpz_init(z);
    value_to_mpz(number, z);
    value_drop(number);
    char *digits = mpz_get_str(NULL, -(int)base, z); /* a negative base: capital letters */
    const char *at = digits + (*digits == '-');
    bool zero = !strcmp(at, "0");
    Text text = { 0 };
    if (*digits == '-')
        text_char(&text, '-');
    text_pad(&text, '0', (ptrdiff_t)padding);
    if (!zero || !padding) /* of a zero, only the padding is left */
        text_puts(&text, at);
    void (*release)(void *, size_t);
    mp_get_memory_functions(NULL, NULL, &release);
    release(digits, strlen(digits) + 1);
    mpz_clear(z);
    return give_text(out, &text);
}

static bool too_narrow(Run *run, int64_t width, int64_t needed)
{
    return fail(run, ValueError, "Insufficient bit width=%lld provided for binwidth=%lld", (long long)width,
                (long long)needed);
}

/* The bits of z, not negative, to the right of as many `pad` as make the width. */
static bool give_bits(Run *run, mpz_t z, bool has_width, int64_t width, char pad, Text *text)
{
    int64_t needed = (int64_t)mpz_sizeinbase(z, 2);
    if (has_width && width < needed)
        return too_narrow(run, width, needed);
    text_pad(text, pad, (ptrdiff_t)(has_width ? width - needed : 0));
    for (int64_t bit = needed; bit-- > 0;)
        text_char(text, mpz_tstbit(z, (mp_bitcnt_t)bit) ? '1' : '0');
    return true;
}

static bool binary_repr(Call *call, Value *out)
{
    Run *run = call->run;
    Value value = call->arg[0].value;
    DType dtype = NO_DTYPE;
    const void *at = value_is_scalar(value) ? scalar_data(&value, &dtype) : NULL;
    bool has_width = !arg_none(call, 1), ok = true;
    int64_t width = 0, small;
    if (!value_is_int(value) && !(at && !dtype_is_inexact(dtype)) && !value_index(run, value, &small))
        return false;
    if (has_width && !arg_int(call, 1, &width))
        return false;
    if (!padding_fits(run, width))
        return false;
    Value number = value_is_int(value) ? value_keep(value) : at ? value_item(dtype, at) : value_int(small);
    mpz_t z;
    mpz_init(z);
    value_to_mpz(number, z);
    value_drop(number);
    Text text = { 0 };
    if (mpz_sgn(z) == 0) {
        text_pad(&text, '0', width ? (ptrdiff_t)width : 1);
    } else if (mpz_sgn(z) > 0) {
        ok = give_bits(run, z, has_width, width, '0', &text);
    } else if (!has_width) {
        mpz_neg(z, z);
        text_char(&text, '-');
        ok = give_bits(run, z, false, 0, '0', &text);
    } else { /* two's complement */
        mpz_t power;
        mpz_init(power);
        mpz_neg(power, z);
        mpz_sub_ui(power, power, 1);
        size_t bits = mpz_sgn(power) ? mpz_sizeinbase(power, 2) : 0; /* of -1 - z */
        mpz_set_ui(power, 0);
        mpz_setbit(power, bits + 1);
        mpz_add(z, z, power);
        mpz_clear(power);
        ok = give_bits(run, z, true, width, '1', &text);
    }
    mpz_clear(z);
    if (!ok) {
        text_free(&text);
        return false;
    }
    return give_text(out, &text);
}

/* the table -------------------------------------------------------------------------------------------------
 */

const Func text_funcs[] = {
    { .name = "array2string",
      .of = "np",
      .params = "a: any, max_line_width: any = None, precision: any = None, suppress_small: any = None, "
                "separator: any = ' ', prefix: any = '', *, formatter: any = None, threshold: any = None, "
                "edgeitems: any = None, sign: any = None, floatmode: any = None, suffix: any = '', legacy: "
                "any = None",
      .brief = "The text of an array, with print options of its own.",
      .example = ">>> np.array2string(np.array([1, 2, 3]), separator=', ')\n'[1, 2, 3]'\n",
      .run = array2string },
    { .name = "array_repr",
      .of = "np",
      .params = "arr: any, max_line_width: any = None, precision: any = None, suppress_small: any = None",
      .brief = "The text that shows an array and how to make it.",
      .example = ">>> np.array_repr(np.array([1, 2]))\n'array([1, 2])'\n",
      .run = array_text,
      .extra = true },
    { .name = "array_str",
      .of = "np",
      .params = "a: any, max_line_width: any = None, precision: any = None, suppress_small: any = None",
      .brief = "The text of the data in an array.",
      .example = ">>> np.array_str(np.arange(3))\n'[0 1 2]'\n",
      .run = array_text },
    { .name = "format_float_positional",
      .of = "np",
      .params = "x: any, precision: any = None, unique: any = True, fractional: any = True, trim: any = 'k', "
                "sign: any = False, pad_left: any = None, pad_right: any = None, min_digits: any = None",
      .brief = "A float as decimal digits, without an exponent.",
      .example = ">>> np.format_float_positional(1e-5)\n'0.00001'\n",
      .run = format_float_positional },
    { .name = "format_float_scientific",
      .of = "np",
      .params = "x: any, precision: any = None, unique: any = True, trim: any = 'k', sign: any = False, "
                "pad_left: any = None, exp_digits: any = None, min_digits: any = None",
      .brief = "A float as decimal digits and an exponent.",
      .example = ">>> np.format_float_scientific(12345.678, precision=2)\n'1.23e+04'\n",
      .run = format_float_scientific },
    { .name = "set_printoptions",
      .of = "np",
      .params = OPTION_PARAMS,
      .brief = "Sets how arrays are shown: digits, line width, when to summarise.",
      .example = ">>> np.set_printoptions(precision=3)\n>>> np.array([1/3])\narray([0.333])\n",
      .run = set_printoptions,
      .effects = true },
    { .name = "get_printoptions",
      .of = "np",
      .params = "",
      .brief = "How arrays are shown now, as a dict.",
      .example = ">>> np.get_printoptions()['linewidth']\n75\n",
      .run = get_printoptions },
    { .name = "printoptions",
      .of = "np",
      .params = OPTION_PARAMS,
      .brief = "Sets how arrays are shown, for one `with` block.",
      .example = ">>> with np.printoptions(precision=2):\n...     np.array([1/3])\narray([0.33])\n",
      .run = printoptions,
      .says = "_set_printoptions",
      .effects = true },
    { .name = "__enter__",
      .of = "printoptions",
      .params = "self: any",
      .brief = "Sets the options, and gives them as a dict.",
      .example = ">>> with np.printoptions(precision=2) as options:\n...     options['precision']\n2\n",
      .run = enter_printoptions,
      .effects = true },
    { .name = "__exit__",
      .of = "printoptions",
      .params = "self: any",
      .brief = "Goes back to the options before.",
      .example = ">>> with np.printoptions(sign='+'): np.array([1])\narray([+1])\n",
      .run = exit_printoptions,
      .effects = true },
    { .name = "base_repr",
      .of = "np",
      .params = "number: any, base: int = 2, padding: int = 0",
      .brief = "An int's digits in a base from 2 to 36.",
      .example = ">>> np.base_repr(255, 16)\n'FF'\n",
      .run = base_repr },
    { .name = "binary_repr",
      .of = "np",
      .params = "num: any, width: int = None",
      .brief = "An int's bits; with a width, a negative one's two's complement.",
      .example = ">>> np.binary_repr(-3, width=5)\n'11101'\n",
      .run = binary_repr },
    { 0 },
};
