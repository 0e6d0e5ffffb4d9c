/* describe.c: how rows look as values: Python's and NumPy's functions are of several classes. */
#include "func/describe.h"

#include <string.h>

/* Whether a name is among those of a list, with a space on each side. */
static bool is_listed(const char *list, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = list; (at = strstr(at, name)); at += length)
        if (at[-1] == ' ' && at[length] == ' ')
            return true;
    return false;
}

static bool is_at_home(const Func *f, const char *home)
{
    size_t length = strlen(home);
    return !strncmp(f->of, home, length) && (f->of[length] == ' ' || !f->of[length]);
}

static bool is_numpy(const Func *f) { return is_at_home(f, "np") || !strncmp(f->of, "np.", 3); }

static bool is_ufunc(const Func *f) { return is_numpy(f) && (f->loops || f->core || f->style == UFUNC); }

/* NumPy's functions are dispatchers, but for these. */
static const char written_in_c[] =
    " arange array asanyarray asarray ascontiguousarray asfortranarray datetime_data empty "
    "from_dlpack frombuffer fromfile fromiter frompyfunc fromstring nested_iters "
    "promote_types zeros ";
static const char written_in_python[] =
    " asarray_chkfinite asmatrix bartlett base_repr binary_repr blackman bmat broadcast_shapes diag_indices "
    "eye "
    "format_float_positional format_float_scientific fromfunction fromregex full genfromtxt get_include "
    "get_printoptions getbufsize geterr geterrcall hamming hanning identity indices info isdtype isfortran "
    "isscalar "
    "issubdtype iterable kaiser load loadtxt mask_indices mintypecode ones printoptions require row_stack "
    "set_printoptions setbufsize seterr seterrcall show_config show_runtime tri tril_indices triu_indices "
    "typename "
    "fftfreq rfftfreq ";

const Class *func_class(const Func *f)
{
    if (f->class)
        return class_type;
    if (is_ufunc(f))
        return class_ufunc;
    if (f->style == CYTHON && is_at_home(f, "np.random"))
        return is_listed(" default_rng seed get_state set_state ", f->name) ? class_cython
                                                                            : class_bound_method;
    if (is_numpy(f))
        return is_listed(written_in_c, f->name)        ? class_builtin
               : is_listed(written_in_python, f->name) ? class_function
                                                       : class_dispatcher;
    return is_at_home(f, "builtins") || is_at_home(f, "math") || is_at_home(f, "time") ||
                   is_at_home(f, "sys") || is_at_home(f, "os")
               ? class_builtin
           : is_at_home(f, "os.path") || is_at_home(f, "copy") ? class_function
                                                               : class_descriptor;
}

const Class class_bound_method[1] = { { "method", NULL, { class_object }, NULL } };
const Class class_cython[1] = { { "cython_function_or_method", "_cython_3_1_6", { class_object }, NULL } };
static const Class class_wrapper[1] = { { "method-wrapper", NULL, { class_object }, NULL } };

const Class *method_class(const Func *f)
{
    return f->style == CYTHON ? class_bound_method : f->style == SLOT ? class_wrapper : class_builtin;
}

void func_repr(const Func *f, Text *out)
{
    const Class *class = func_class(f);
    if (class == class_ufunc)
        text_printf(out, "<ufunc '%s'>", func_says(f));
    else if (class == class_builtin)
        text_printf(out, "<built-in function %s>", f->name);
    else if (class == class_cython)
        text_printf(out, "<cyfunction %s at 0x%llx>", f->name, (unsigned long long)(uintptr_t)f);
    else if (class == class_bound_method)
        text_printf(out, "<bound method RandomState.%s of RandomState(MT19937) at 0x%llX>", f->name,
                    (unsigned long long)(uintptr_t)f);
    else if (class == class_descriptor) {
        int length = (int)strcspn(f->of, " ");
        bool numpy = is_at_home(f, "ndarray") || is_at_home(f, "dtype") || is_at_home(f, "ufunc");
        text_printf(out, "<%s '%s' of '%s%.*s' objects>", f->style == SLOT ? "slot wrapper" : "method",
                    f->name, numpy ? "numpy." : "", length, f->of);
    } else
        text_printf(out, "<function %s at 0x%llx>", f->name, (unsigned long long)(uintptr_t)f);
}

const char *func_name(const Func *f) { return f->name; }
