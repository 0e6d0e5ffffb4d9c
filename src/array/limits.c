/* limits.c: the limits of dtypes, np.iinfo and np.finfo, and NumPy's constants. */
#include "array/bytes.h"
#include "func/sheet.h"
#include "tensor/show.h"

#include <math.h>
#include <string.h>

/* The dtype that is asked about: what np.dtype() makes of the value, and where it makes nothing, of its
 * class. 0 if it is one of ours, else the kind of NumPy's other dtypes: 'O', 'U', 'S', 'V'. */
static char limits_dtype(Value v, DType *dtype)
{
    if (v.tag == V_NONE)
        v = value_class(class_float);
    if (value_is_number(v))
        v = value_class(value_type(v));
    if (v.tag == V_LIST || v.tag == V_DICT)
        return v.tag == V_LIST ? (v.list->count ? 'O' : 'V') : (v.dict->count ? 'O' : 'V');
    if (v.tag == V_STR) {
        const char *text = v.str->text;
        if ((*dtype = dtype_named(text)) != NO_DTYPE)
            return 0;
        return strchr("aS", *text) && *text ? 'S' : !strcmp(text, "O") || !strcmp(text, "object") ? 'O' : 'U';
    }
    if (v.tag == V_CLASS) {
        *dtype = class_dtype_of(v.class);
        return *dtype != NO_DTYPE ? 0 : v.class == class_str ? 'U' : v.class == class_bytes ? 'S' : 'O';
    }
    if (v.tag == V_DTYPE || value_is_scalar(v)) {
        *dtype = v.tag == V_DTYPE ? (DType)v.dtype : value_dtype(v);
        return 0;
    }
    return 'O';
}

/* iinfo ------------------------------------------------------------------------------------------------ */

static const Class iinfo_class[1] = { { "iinfo", "numpy", { class_object }, "iinfo" } };
static const char *const iinfo_field[] = { "min", "max", "bits", "dtype", "kind", "key" };

static bool infer_iinfo(Call *call, Value *out)
{
    DType dtype;
    if (any_unknown(call))
        return give_unknown(out);
    char other = limits_dtype(call->arg[0].value, &dtype);
    if (other || !dtype_is_int(dtype))
        return fail(call->run, ValueError, "Invalid integer data type '%c'.",
                    other ? other : dtype_info[dtype].kind);
    int bits = dtype_info[dtype].size * 8;
    char key[8];
    snprintf(key, sizeof key, "%c%d", dtype_info[dtype].kind, bits);
    *out = value_record(iinfo_class, 6, iinfo_field);
    Value *field = out->record->field;
    field[0] = value_int(dtype_min(dtype));
    field[1] = value_uint(dtype_max(dtype));
    field[2] = value_int(bits);
    field[3] = value_of_dtype(dtype);
    field[4] = value_str(&dtype_info[dtype].kind, 1);
    field[5] = value_cstr(key);
    return true;
}

static bool infer_version(Call *call, Value *out)
{
    (void)call;
    *out = value_cstr("2.4.6");
    return true;
}

#define ABOUT_VERSION(name_, of_, example_)                                                                  \
    {                                                                                                        \
        .name = name_, .of = of_, .params = "", .brief = "the version of NumPy whose answers these are",     \
        .example = ">>> " example_, .style = ATTRIBUTE, .infer = infer_version                               \
    }

static bool give_text(Value *out, Text *text)
{
    bool done = value_instead(out, value_cstr(text_get(text)));
    text_free(text);
    return done;
}

#define RULE "---------------------------------------------------------------\n"

/* extra: 1 for str(). */
static bool run_iinfo_text(Call *call, Value *out)
{
    const Value *field = call->arg[0].value.record->field;
    const char *low = value_text(call->run, field[0]), *high = value_text(call->run, field[1]);
    const char *name = dtype_info[field[3].dtype].name;
    Text text = { 0 };
    if (call->func->extra)
        text_printf(&text, "Machine parameters for %s\n" RULE "min = %s\nmax = %s\n" RULE, name, low, high);
    else
        text_printf(&text, "iinfo(min=%s, max=%s, dtype=%s)", low, high, name);
    return give_text(out, &text);
}

/* finfo ------------------------------------------------------------------------------------------------ */

static const Class finfo_class[1] = { { "finfo", "numpy", { class_object }, "finfo" } };

/* Every field: X(name, SCALAR of the dtype or WHOLE, an int, its value for half, single, double). */
#define FINFO(X)                                                                                             \
    X(bits, WHOLE, 16, 32, 64)                                                                               \
    X(eps, SCALAR, 0x1p-10, 0x1p-23, 0x1p-52)                                                                \
    X(epsneg, SCALAR, 0x1p-11, 0x1p-24, 0x1p-53)                                                             \
    X(iexp, WHOLE, 5, 8, 11)                                                                                 \
    X(machep, WHOLE, -10, -23, -52)                                                                          \
    X(max, SCALAR, 65504, 0x1.fffffep127, 0x1.fffffffffffffp1023)                                            \
    X(maxexp, WHOLE, 16, 128, 1024)                                                                          \
    X(min, SCALAR, -65504, -0x1.fffffep127, -0x1.fffffffffffffp1023)                                         \
    X(minexp, WHOLE, -14, -126, -1022)                                                                       \
    X(negep, WHOLE, -11, -24, -53)                                                                           \
    X(nexp, WHOLE, 5, 8, 11)                                                                                 \
    X(nmant, WHOLE, 10, 23, 52)                                                                              \
    X(precision, WHOLE, 3, 6, 15)                                                                            \
    X(resolution, SCALAR, 1e-3, 1e-6, 1e-15)                                                                 \
    X(smallest_normal, SCALAR, 0x1p-14, 0x1p-126, 0x1p-1022)                                                 \
    X(smallest_subnormal, SCALAR, 0x1p-24, 0x1p-149, 0x1p-1074)                                              \
    X(tiny, SCALAR, 0x1p-14, 0x1p-126, 0x1p-1022)

#define FINFO_PLACE(name, what, f2, f4, f8) FINFO_##name,
enum { FINFO(FINFO_PLACE) FINFO_dtype, FINFO_FIELDS };
#define FINFO_NAME(name, what, f2, f4, f8) #name,
static const char *const finfo_field[] = { FINFO(FINFO_NAME) "dtype" };
#define FINFO_VALUE(name, what, f2, f4, f8) { f2, f4, f8 },
static const double finfo_value[][3] = { FINFO(FINFO_VALUE) };
enum { WHOLE, SCALAR };
#define FINFO_WHAT(name, what, f2, f4, f8) what,
static const char finfo_scalar[] = { FINFO(FINFO_WHAT) };

static bool infer_finfo(Call *call, Value *out)
{
    DType dtype;
    if (any_unknown(call))
        return give_unknown(out);
    char other = limits_dtype(call->arg[0].value, &dtype);
    if (other || !dtype_is_inexact(dtype))
        return fail(call->run, ValueError, "data type <class 'numpy.%s'> not inexact",
                    other == 'O'   ? "object_"
                    : other == 'U' ? "str_"
                    : other == 'S' ? "bytes_"
                    : other        ? "void"
                                   : dtype_info[dtype].name);
    dtype = dtype_real(dtype);
    *out = value_record(finfo_class, FINFO_FIELDS, finfo_field);
    for (int i = 0; i < FINFO_dtype; i++) {
        double value = finfo_value[i][dtype - FLOAT16];
        _Alignas(16) char element[16];
        element_set_complex(dtype, element, value);
        out->record->field[i] = finfo_scalar[i] ? value_scalar(dtype, element) : value_int((int64_t)value);
    }
    out->record->field[FINFO_dtype] = value_of_dtype(dtype);
    return true;
}

/* A field as str() shows it. */
static void add_field(Text *text, const Record *finfo, int i)
{
    Value v = finfo->field[i];
    DType dtype;
    if (v.tag == V_INT)
        text_printf(text, "%lld", (long long)v.i);
    else
        element_str((DType)v.dtype, scalar_data(&v, &dtype), NULL, text);
}

static bool run_finfo_repr(Call *call, Value *out)
{
    const Record *finfo = call->arg[0].value.record;
    DType dtype = (DType)finfo->field[FINFO_dtype].dtype;
    double high = finfo_value[FINFO_max][dtype - FLOAT16];
    int digits = dtype == FLOAT16 ? 5 : dtype == FLOAT32 ? 7 : 16;
    Text text = { 0 };
    text_puts(&text, "finfo(resolution=");
    add_field(&text, finfo, FINFO_resolution);
    text_printf(&text, ", min=%.*e, max=%.*e, dtype=%s)", digits, -high, digits, high,
                dtype_info[dtype].name);
    return give_text(out, &text);
}

static bool run_finfo_str(Call *call, Value *out)
{
    static const struct {
        const char *before;
        int field;
    } part[] = {
        { "precision = ", FINFO_precision },
        { "   resolution = ", FINFO_resolution },
        { "\nmachep = ", FINFO_machep },
        { "   eps =        ", FINFO_eps },
        { "\nnegep =  ", FINFO_negep },
        { "   epsneg =     ", FINFO_epsneg },
        { "\nminexp = ", FINFO_minexp },
        { "   tiny =       ", FINFO_tiny },
        { "\nmaxexp = ", FINFO_maxexp },
        { "   max =        ", FINFO_max },
        { "\nnexp =   ", FINFO_nexp },
        { "   min =        -max\nsmallest_normal = ", FINFO_smallest_normal },
        { "   smallest_subnormal = ", FINFO_smallest_subnormal },
    };
    const Record *finfo = call->arg[0].value.record;
    Text text = { 0 };
    text_printf(&text, "Machine parameters for %s\n" RULE, dtype_info[finfo->field[FINFO_dtype].dtype].name);
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        text_puts(&text, part[i].before);
        add_field(&text, finfo, part[i].field);
    }
    text_puts(&text, "\n" RULE);
    return give_text(out, &text);
}

/* constants -------------------------------------------------------------------------------------------- */

static bool infer_float(Call *call, Value *out)
{
    static const double value[] = { M_PI, M_E, 0.57721566490153286061, INFINITY, NAN };
    *out = value_float(value[call->func->extra]);
    return true;
}

static bool infer_np_bool(Call *call, Value *out)
{
    uint8_t truth = (uint8_t)call->func->extra;
    *out = value_scalar(BOOL, &truth);
    return true;
}

static bool infer_newaxis(Call *call, Value *out)
{
    (void)call;
    *out = NONE;
    return true;
}

static bool infer_little_endian(Call *call, Value *out)
{
    (void)call;
    *out = value_bool(true);
    return true;
}

static bool infer_typecodes(Call *call, Value *out)
{
    static const char *const code[][2] = {
        { "Character", "c" },      { "Integer", "bhilqnp" }, { "UnsignedInteger", "BHILQNP" },
        { "Float", "efdg" },       { "Complex", "FDG" },     { "AllInteger", "bBhHiIlLqQnNpP" },
        { "AllFloat", "efdgFDG" }, { "Datetime", "Mm" },     { "All", "?bhilqnpBHILQNPefdgFDGSUVOMm" },
    };
    (void)call;
    *out = value_dict_new();
    for (size_t i = 0; i < sizeof code / sizeof *code; i++) {
        Value text = value_cstr(code[i][1]);
        dict_put(out->dict, code[i][0], text);
        value_drop(text);
    }
    return true;
}

const Func limit_funcs[] = {
    { .name = "iinfo",
      .of = "np",
      .params = "int_type: any",
      .brief = "the limits of an integer dtype",
      .example = ">>> np.iinfo(np.int8)\niinfo(min=-128, max=127, dtype=int8)\n",
      .style = PYTHON,
      .infer = infer_iinfo,
      .class = iinfo_class,
      .says = "iinfo.__init__" },
    { .name = "__repr__",
      .of = "iinfo",
      .params = "info: any",
      .brief = "the limits as text",
      .example = ">>> repr(np.iinfo(np.int8))\n'iinfo(min=-128, max=127, dtype=int8)'\n",
      .style = METHOD,
      .run = run_iinfo_text },
    { .name = "__str__",
      .of = "iinfo",
      .params = "info: any",
      .brief = "the limits as a table",
      .example = ">>> print(np.iinfo(np.int8))\n"
                 "Machine parameters for int8\n"
                 "---------------------------------------------------------------\n"
                 "min = -128\n"
                 "max = 127\n"
                 "---------------------------------------------------------------\n",
      .style = METHOD,
      .run = run_iinfo_text,
      .extra = 1 },
    { .name = "finfo",
      .of = "np",
      .params = "dtype: any",
      .brief = "the limits of a float dtype",
      .example = ">>> np.finfo(np.float32).eps\nnp.float32(1.1920929e-07)\n",
      .style = PYTHON,
      .infer = infer_finfo,
      .class = finfo_class,
      .says = "finfo.__new__" },
    { .name = "__repr__",
      .of = "finfo",
      .params = "info: any",
      .brief = "the limits as text",
      .example = ">>> np.finfo(np.float32)\n"
                 "finfo(resolution=1e-06, min=-3.4028235e+38, max=3.4028235e+38, dtype=float32)\n",
      .style = METHOD,
      .run = run_finfo_repr },
    { .name = "__str__",
      .of = "finfo",
      .params = "info: any",
      .brief = "the limits as a table",
      .example = ">>> print(np.finfo(np.float32))\n"
                 "Machine parameters for float32\n"
                 "---------------------------------------------------------------\n"
                 "precision = 6   resolution = 1e-06\n"
                 "machep = -23   eps =        1.1920929e-07\n"
                 "negep =  -24   epsneg =     5.9604645e-08\n"
                 "minexp = -126   tiny =       1.1754944e-38\n"
                 "maxexp = 128   max =        3.4028235e+38\n"
                 "nexp =   8   min =        -max\n"
                 "smallest_normal = 1.1754944e-38   smallest_subnormal = 1e-45\n"
                 "---------------------------------------------------------------\n",
      .style = METHOD,
      .run = run_finfo_str },

    ABOUT_VERSION("version", "np.version", "np.version.version\n'2.4.6'\n"),
    ABOUT_VERSION("full_version", "np.version", "np.version.full_version\n'2.4.6'\n"),
    ABOUT_VERSION("short_version", "np.version", "np.version.short_version\n'2.4.6'\n"),
    ABOUT_VERSION("__version__", "np np.version", "np.__version__\n'2.4.6'\n"),
    { .name = "pi",
      .of = "np",
      .params = "",
      .brief = "the circumference of a circle by its diameter",
      .example = ">>> np.pi\n3.141592653589793\n",
      .style = ATTRIBUTE,
      .infer = infer_float,
      .extra = 0 },
    { .name = "e",
      .of = "np",
      .params = "",
      .brief = "the base of natural logarithms",
      .example = ">>> np.e\n2.718281828459045\n",
      .style = ATTRIBUTE,
      .infer = infer_float,
      .extra = 1 },
    { .name = "euler_gamma",
      .of = "np",
      .params = "",
      .brief = "Euler's constant",
      .example = ">>> np.euler_gamma\n0.5772156649015329\n",
      .style = ATTRIBUTE,
      .infer = infer_float,
      .extra = 2 },
    { .name = "inf",
      .of = "np",
      .params = "",
      .brief = "infinity",
      .example = ">>> -np.inf\n-inf\n",
      .style = ATTRIBUTE,
      .infer = infer_float,
      .extra = 3 },
    { .name = "nan",
      .of = "np",
      .params = "",
      .brief = "not a number",
      .example = ">>> np.nan == np.nan\nFalse\n",
      .style = ATTRIBUTE,
      .infer = infer_float,
      .extra = 4 },
    { .name = "newaxis",
      .of = "np",
      .params = "",
      .brief = "None: a new axis in an index",
      .example = ">>> np.arange(3)[:, np.newaxis].shape\n(3, 1)\n",
      .style = ATTRIBUTE,
      .infer = infer_newaxis },
    { .name = "True_",
      .of = "np",
      .params = "",
      .brief = "NumPy's True",
      .example = ">>> np.True_\nnp.True_\n",
      .style = ATTRIBUTE,
      .infer = infer_np_bool,
      .extra = 1 },
    { .name = "False_",
      .of = "np",
      .params = "",
      .brief = "NumPy's False",
      .example = ">>> np.False_\nnp.False_\n",
      .style = ATTRIBUTE,
      .infer = infer_np_bool,
      .extra = 0 },
    { .name = "little_endian",
      .of = "np",
      .params = "",
      .brief = "does the lowest byte come first",
      .example = ">>> np.little_endian\nTrue\n",
      .style = ATTRIBUTE,
      .infer = infer_little_endian },
    { .name = "typecodes",
      .of = "np",
      .params = "",
      .brief = "the letters of dtypes, by kind",
      .example = ">>> np.typecodes['Float']\n'efdg'\n",
      .style = ATTRIBUTE,
      .infer = infer_typecodes },
    { 0 },
};
