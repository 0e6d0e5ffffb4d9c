/* asdtype.c: what np.dtype() makes of a value. */
#include "value/asarray.h"

#include <string.h>

/* What NumPy has and ndcalc has not, by the name that asks for it. */
static const char *const long_doubles = "numbers longer than 64 bits: use float64 or complex128";
static const char *const texts = "text: keep strings in a list";
static const char *const objects = "objects: keep them in a list";
static const char *const times = "dates: count days or seconds in int64";
static const char *const structures = "records: keep an array for each field";

static bool refuse(Run *run, const char *what)
{
    return fail(run, TypeError, "ndcalc has no arrays of %s", what);
}

static const char *missing_by_name(const char *text)
{
    static const struct {
        const char *name;
        const char *const *what;
    } names[] = {
        { "g", &long_doubles },
        { "G", &long_doubles },
        { "f16", &long_doubles },
        { "c32", &long_doubles },
        { "float128", &long_doubles },
        { "complex256", &long_doubles },
        { "longdouble", &long_doubles },
        { "clongdouble", &long_doubles },
        { "str", &texts },
        { "str_", &texts },
        { "unicode", &texts },
        { "bytes", &texts },
        { "bytes_", &texts },
        { "U", &texts },
        { "S", &texts },
        { "a", &texts },
        { "c", &texts },
        { "T", &texts },
        { "object", &objects },
        { "object_", &objects },
        { "O", &objects },
        { "void", &structures },
        { "V", &structures },
        { "M8", &times },
        { "m8", &times },
        { "datetime64", &times },
        { "timedelta64", &times },
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(names[i].name, text))
            return *names[i].what;
    return NULL;
}

/* "U5", "S3", "V8", "M8[D]": a letter, then a size or a unit. */
static const char *missing_by_letter(const char *text)
{
    size_t digits = text[0] ? strspn(text + 1, "0123456789") : 0;
    bool sized = digits && !text[1 + digits];
    if (sized && strchr("USa", text[0]))
        return texts;
    if (sized && text[0] == 'V')
        return structures;
    if ((text[0] == 'M' || text[0] == 'm' || !strncmp(text, "datetime64[", 11) ||
         !strncmp(text, "timedelta64[", 12)) &&
        strchr(text, '['))
        return times;
    return NULL;
}

static bool dtype_of_text(Run *run, Value v, DType *out)
{
    const char *text = v.str->text, *plain = text[0] && strchr("<=|>", text[0]) ? text + 1 : text;
    *out = (int64_t)strlen(text) == v.str->bytes ? dtype_named(text) : NO_DTYPE;
    if (*out != NO_DTYPE)
        return true;
    const char *missing = missing_by_name(text);
    if (!missing)
        missing = missing_by_letter(plain);
    if (missing)
        return refuse(run, missing);
    if (text[0] == '>' && text[1] && dtype_named(text + 1) != NO_DTYPE && strlen(text) <= 4)
        return refuse(run, "big-endian numbers: leave out the '>'");
    if (strchr(text, ',') || text[0] == '(' || (text[0] >= '1' && text[0] <= '9'))
        return refuse(run, structures);
    if (!strcmp(text, "bool8"))
        return fail(run, TypeError,
                    "Alias 'bool8' was removed in NumPy 2.0. Use a name without a digit at the end.");
    return fail(run, TypeError, "data type %s not understood", value_text(run, v));
}

static bool dtype_of_class(Run *run, const Class *class, DType *out)
{
    *out = class_dtype_of(class);
    if (*out == NO_DTYPE)
        *out = dtype_of_its_class(class);
    if (*out != NO_DTYPE)
        return true;
    if (class == class_integer || class == class_signedinteger || class == class_unsignedinteger)
        return fail(run, TypeError,
                    "Converting 'np.integer' or 'np.signedinteger' to a dtype is not allowed");
    if (class == class_number || class == class_inexact || class == class_floating)
        return fail(run, TypeError, "Converting `np.inexact` or `np.floating` to a dtype not allowed");
    if (class == class_complexfloating)
        return fail(run, TypeError, "Converting `np.complex` to a dtype is not allowed.");
    if (class == class_generic)
        return fail(run, TypeError, "Converting `np.generic` to a dtype is not allowed.");
    return refuse(run, class == class_str ? texts : objects);
}

static bool dtype_of_list(Run *run, const List *list)
{
    for (int64_t i = 0; i < list->count; i++) {
        Value item = list->item[i];
        if (item.tag != V_TUPLE || item.tuple->count < 2 || item.tuple->count > 3)
            return fail(run, TypeError, "Field elements must be 2- or 3-tuples, got '%s'",
                        value_text(run, item));
    }
    return refuse(run, structures);
}

static bool dtype_of_tuple(Run *run, const Tuple *tuple, DType *out)
{
    if (tuple->count != 2)
        return fail(run, TypeError, "Tuple must have size 2, but has size %lld", (long long)tuple->count);
    return value_to_dtype(run, tuple->item[0], out) && refuse(run, structures);
}

bool value_to_dtype(Run *run, Value v, DType *out)
{
    switch ((Tag)v.tag) {
    case V_NONE: *out = FLOAT64; return true;
    case V_DTYPE:
    case V_SCALAR: *out = (DType)v.dtype; return true;
    case V_CSCALAR: *out = COMPLEX128; return true;
    case V_CLASS: return dtype_of_class(run, v.class, out);
    case V_STR: return dtype_of_text(run, v, out);
    case V_LIST: return dtype_of_list(run, v.list);
    case V_TUPLE: return run_deeper(run) && dtype_of_tuple(run, v.tuple, out);
    case V_DICT: return refuse(run, structures);
    case V_ARRAY: return fail(run, TypeError, "Cannot construct a dtype from an array");
    default: return fail(run, TypeError, "Cannot interpret '%s' as a data type", value_text(run, v));
    }
}
