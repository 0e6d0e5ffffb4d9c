/* dtype_classes.c: np.dtypes: the classes of dtypes, type(np.dtype('f8')). */
#include "func/results.h"

static bool infer_dtype_of_class(Call *call, Value *out)
{
    if (ARG(call, 0).tuple->count || ARG(call, 1).dict->count)
        return fail(call->run, TypeError,
                    "currently only the no-argument instantiation is supported; use `np.dtype` instead.");
    *out = value_of_dtype((DType)call->func->extra);
    return true;
}

#define DTYPE_CLASS(title, c, dtype_, shown)                                                                 \
    {                                                                                                        \
        .name = title, .of = "np.dtypes", .params = "*args: any, **kwargs: any",                             \
        .brief = "the class of dtype('" shown "')",                                                          \
        .example = ">>> np.dtypes." title "()\ndtype('" shown "')\n", .style = CLINIC,                       \
        .infer = infer_dtype_of_class, .class = c, .extra = dtype_                                           \
    }

const Func dtype_class_funcs[] = {
    DTYPE_CLASS("BoolDType", class_dtype_b1, BOOL, "bool"),
    DTYPE_CLASS("Int8DType", class_dtype_i1, INT8, "int8"),
    DTYPE_CLASS("ByteDType", class_dtype_i1, INT8, "int8"),
    DTYPE_CLASS("UInt8DType", class_dtype_u1, UINT8, "uint8"),
    DTYPE_CLASS("UByteDType", class_dtype_u1, UINT8, "uint8"),
    DTYPE_CLASS("Int16DType", class_dtype_i2, INT16, "int16"),
    DTYPE_CLASS("ShortDType", class_dtype_i2, INT16, "int16"),
    DTYPE_CLASS("UInt16DType", class_dtype_u2, UINT16, "uint16"),
    DTYPE_CLASS("UShortDType", class_dtype_u2, UINT16, "uint16"),
    DTYPE_CLASS("Int32DType", class_dtype_i4, INT32, "int32"),
    DTYPE_CLASS("IntDType", class_dtype_i4, INT32, "int32"),
    DTYPE_CLASS("UInt32DType", class_dtype_u4, UINT32, "uint32"),
    DTYPE_CLASS("UIntDType", class_dtype_u4, UINT32, "uint32"),
    DTYPE_CLASS("Int64DType", class_dtype_i8, INT64, "int64"),
    DTYPE_CLASS("LongDType", class_dtype_i8, INT64, "int64"),
    DTYPE_CLASS("UInt64DType", class_dtype_u8, UINT64, "uint64"),
    DTYPE_CLASS("ULongDType", class_dtype_u8, UINT64, "uint64"),
    DTYPE_CLASS("Float16DType", class_dtype_f2, FLOAT16, "float16"),
    DTYPE_CLASS("Float32DType", class_dtype_f4, FLOAT32, "float32"),
    DTYPE_CLASS("Float64DType", class_dtype_f8, FLOAT64, "float64"),
    DTYPE_CLASS("Complex64DType", class_dtype_c8, COMPLEX64, "complex64"),
    DTYPE_CLASS("Complex128DType", class_dtype_c16, COMPLEX128, "complex128"),
    { .name = NULL },
};
