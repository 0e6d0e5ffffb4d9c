/* class.c: the classes of values, and the names by which messages call them. */
#include "value/value.h"

#include <stdio.h>
#include <string.h>

#define DEFINE_CLASS(c, name_, module_, parent_, other_, home_)                                              \
    const Class c[1] = { { name_, module_, { parent_, other_ }, home_ } };
VALUE_CLASSES(DEFINE_CLASS)
#undef DEFINE_CLASS

#define LIST_CLASS(c, name, module, parent, other, home) c,
const Class *const value_classes[] = { VALUE_CLASSES(LIST_CLASS) NULL };
#undef LIST_CLASS

static const Class *const class_of_dtype[DTYPES] = {
    [BOOL] = class_np_bool,        [INT8] = class_int8,
    [UINT8] = class_uint8,         [INT16] = class_int16,
    [UINT16] = class_uint16,       [INT32] = class_int32,
    [UINT32] = class_uint32,       [INT64] = class_int64,
    [UINT64] = class_uint64,       [FLOAT16] = class_float16,
    [FLOAT32] = class_float32,     [FLOAT64] = class_float64,
    [COMPLEX64] = class_complex64, [COMPLEX128] = class_complex128,
};

const Class *dtype_class(DType dtype) { return dtype < DTYPES ? class_of_dtype[dtype] : class_generic; }

DType class_dtype_of(const Class *class)
{
    for (int d = 0; d < DTYPES; d++)
        if (class_of_dtype[d] == class)
            return (DType)d;
    return class == class_int       ? INT64
           : class == class_float   ? FLOAT64
           : class == class_bool    ? BOOL
           : class == class_complex ? COMPLEX128
                                    : NO_DTYPE;
}

#define CLASS_OF_DTYPE(D, T, letter, name, kind, ch, num) class_dtype_##letter,
static const Class *const class_of_dtype_object[DTYPES] = { FOR_EACH_DTYPE(CLASS_OF_DTYPE) };
#undef CLASS_OF_DTYPE

DType dtype_of_its_class(const Class *class)
{
    int d = 0;
    while (d < DTYPES && class_of_dtype_object[d] != class)
        d++;
    return (DType)d;
}

static const Class *const class_of_tag[] = {
    [V_ABSENT] = class_none,
    [V_UNKNOWN] = class_object,
    [V_NONE] = class_none,
    [V_ELLIPSIS] = class_ellipsis,
    [V_NOTIMPLEMENTED] = class_notimplemented,
    [V_BOOL] = class_bool,
    [V_INT] = class_int,
    [V_FLOAT] = class_float,
    [V_CLASS] = class_type,
    [V_MODULE] = class_module,
    [V_BIGINT] = class_int,
    [V_COMPLEX] = class_complex,
    [V_CSCALAR] = class_complex128,
    [V_STR] = class_str,
    [V_LIST] = class_list,
    [V_DICT] = class_dict,
    [V_SET] = class_set,
    [V_SLICE] = class_slice,
    [V_RANGE] = class_range,
    [V_ARRAY] = class_ndarray,
    [V_FUNCTION] = class_function,
    [V_CELL] = class_object,
};

const Class *value_type(Value v)
{
    switch (v.tag) {
    case V_SCALAR: return dtype_class((DType)v.dtype);
    case V_DTYPE: return v.dtype < DTYPES ? class_of_dtype_object[v.dtype] : class_dtype;
    case V_METHOD: return hooks.method_class ? hooks.method_class(v.method->func) : class_builtin;
    case V_FUNC: return hooks.func_class ? hooks.func_class(v.func) : class_builtin;
    case V_UNKNOWN: return v.class ? v.class : class_object;
    case V_ARRAY: return v.tensor->object.flags & TENSOR_MEMMAP ? class_memmap : class_ndarray;
    case V_TUPLE: return v.tuple->names ? &v.tuple->names->class : class_tuple;
    case V_ITERATOR: return v.iterator->class;
    case V_EXCEPTION: return v.exception->class;
    case V_RECORD: return v.record->class;
    default: return class_of_tag[v.tag];
    }
}

/* The full names of NumPy's classes, made when they are first asked for: they live as long as the program. */
static const char *full_name(const Class *class)
{
    static struct Named {
        const Class *class;
        char text[64];
    } known[96];
    for (int i = 0; i < 96; i++) {
        if (!known[i].class) {
            known[i].class = class;
            return class_full_name(class, known[i].text, sizeof known[i].text);
        }
        if (known[i].class == class)
            return known[i].text;
    }
    return class->name;
}

const char *value_argument_name(Value v) { return v.tag == V_NONE ? "None" : value_type_name(v); }

const char *value_type_name(Value v)
{
    if (v.tag == V_TUPLE && v.tuple->names)
        return v.tuple->names->class.name;
    const Class *class = value_type(v);
    /* classes that NumPy writes in Python are called by their bare names */
    static const char *const in_python[] = { "poly1d", "finfo", "iinfo" };
    for (size_t i = 0; v.tag == V_RECORD && i < sizeof in_python / sizeof *in_python; i++)
        if (!strcmp(class->name, in_python[i]))
            return class->name;
    bool in_c =
        class->module &&
        (class == class_generic_alias || class == class_type_variable || !strcmp(class->module, "numpy") ||
         !strcmp(class->module, "numpy.dtypes") || !strcmp(class->module, "numpy._core.multiarray") ||
         !strcmp(class->module, "_cython_3_1_6") || !strncmp(class->module, "numpy.random", 12));
    if (!in_c || class_is(class, BaseException))
        return class->name;
    return full_name(class);
}
