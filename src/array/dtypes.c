/* dtypes.c: dtype objects and the scalar types (np.float64 …). */
#include "array/bytes.h"
#include "func/sheet.h"

#include <string.h>

/* dtype objects ---------------------------------------------------------------------------------------- */

static DType own_dtype(const Call *call) { return (DType)call->arg[0].value.dtype; }

/* What can be read of a dtype: extra says which. */
typedef enum {
    D_NAME,
    D_KIND,
    D_CHAR,
    D_STR,
    D_BYTEORDER,
    D_ITEMSIZE,
    D_ALIGNMENT,
    D_NUM,
    D_NDIM,
    D_FLAGS,
    D_ISBUILTIN,
    D_TYPE,
    D_BASE,
    D_SHAPE,
    D_NONE,
    D_TRUE,
    D_FALSE,
    D_DESCR,
} DTypePart;

/* "<f4", "|i1": single bytes have no order. */
static Value dtype_str(DType dtype)
{
    char text[8];
    snprintf(text, sizeof text, "%c%s", dtype_info[dtype].size == 1 ? '|' : '<', dtype_info[dtype].code);
    return value_cstr(text);
}

static Value dtype_descr(DType dtype)
{
    Value list = value_list_new(1), pair = value_tuple_new(2);
    pair.tuple->item[0] = value_cstr("");
    pair.tuple->item[1] = dtype_str(dtype);
    list_append(list.list, pair);
    value_drop(pair);
    return list;
}

static bool infer_dtype_part(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    DType dtype = own_dtype(call);
    const DTypeInfo *info = &dtype_info[dtype];
    switch ((DTypePart)call->func->extra) {
    case D_NAME: *out = value_cstr(info->name); break;
    case D_KIND: *out = value_str(&info->kind, 1); break;
    case D_CHAR: *out = value_str(&info->ch, 1); break;
    case D_STR: *out = dtype_str(dtype); break;
    case D_BYTEORDER: *out = value_cstr(info->size == 1 ? "|" : "="); break;
    case D_ITEMSIZE: *out = value_int(info->size); break;
    case D_ALIGNMENT: *out = value_int(info->align); break;
    case D_NUM: *out = value_int(info->num); break;
    case D_NDIM:
    case D_FLAGS: *out = value_int(0); break;
    case D_ISBUILTIN: *out = value_int(1); break;
    case D_TYPE: *out = value_class(dtype_class(dtype)); break;
    case D_BASE: *out = value_of_dtype(dtype); break;
    case D_SHAPE: *out = value_tuple_new(0); break;
    case D_NONE: *out = NONE; break;
    case D_TRUE: *out = value_bool(true); break;
    case D_FALSE: *out = value_bool(false); break;
    case D_DESCR: *out = dtype_descr(dtype); break;
    }
    return true;
}

/* d.newbyteorder(order): the machine's own order is the only one there is here. */
static bool infer_newbyteorder(Call *call, Value *out)
{
    Value order = call->arg[1].value;
    if (any_unknown(call))
        return give_unknown(out);
    if (order.tag != V_STR)
        return fail(call->run, TypeError, "byteorder must be str, not %s", value_type_name(order));
    char c = order.str->text[0];
    if (!c || order.str->length != 1 || !strchr("<>=|SNBLIsnbli", c))
        return fail(call->run, ValueError, "byteorder not recognized (got %s)", value_text(call->run, order));
    bool native = strchr("=|NI<Lnil", c) != NULL;
    if (!native && dtype_info[own_dtype(call)].size > 1)
        return fail(call->run, TypeError,
                    "ndcalc has no dtypes in another byte order than the machine's: see a.byteswap()");
    *out = call->arg[0].value;
    return true;
}

static bool infer_dtype(Call *call, Value *out)
{
    DType dtype;
    if (any_unknown(call))
        return give_unknown(out);
    Value of = call->arg[0].value;
    if (of.tag == V_CLASS && dtype_of_its_class(of.class) != NO_DTYPE) /* for NumPy a class like any other */
        return fail(call->run, TypeError, "ndcalc has no arrays of objects: keep them in a list");
    if (!value_to_dtype(call->run, of, &dtype))
        return false;
    *out = value_of_dtype(dtype);
    return true;
}

/* scalar types ----------------------------------------------------------------------------------------- */

/* np.float64(x) and kin: a number gives a scalar, a sequence an array. */
/* The real or the imaginary part that np.complex128(real, imag) is given. */
static bool complex_part(Call *call, int i, double *out)
{
    Value v = call->arg[i].value;
    DType dtype = value_dtype(v);
    bool real = value_is_int(v) || v.tag == V_FLOAT || dtype != NO_DTYPE;
    if (real)
        return value_to_double(call->run, v, out);
    Value both = value_tuple(2, (Value[]){ call->arg[0].value, call->arg[1].value });
    fail(call->run, TypeError, "Could not convert arguments into a complex scalar. '%s' given.",
         value_text(call->run, both));
    value_drop(both);
    return false;
}

static bool infer_scalar_type(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    DType dtype = class_dtype_of(call->func->class);
    Value v = call->arg[0].value;
    Run *run = call->run;
    if (v.tag == V_ABSENT) {
        _Alignas(16) char zero[16] = { 0 };
        *out = value_scalar(dtype, zero);
        return true;
    }
    if (dtype == BOOL && v.tag == V_STR) {
        uint8_t truth = v.str->bytes > 0;
        *out = value_scalar(BOOL, &truth);
        return true;
    }
    if (call->args > 1 && call->arg[1].value.tag != V_ABSENT) { /* complex128(real, imag) */
        double part[2];
        for (int i = 0; i < 2; i++)
            if (!complex_part(call, i, &part[i]))
                return false;
        _Alignas(16) char z[16];
        element_set_complex(dtype, z, CMPLX(part[0], part[1]));
        *out = value_scalar(dtype, z);
        return true;
    }
    Tensor *made =
        tensor_from_value(run, v, v.tag == V_ARRAY || value_is_scalar(v) ? NO_DTYPE : dtype, false);
    if (made && made->dtype != dtype) {
        if (dtype_is_complex(made->dtype) && !dtype_is_complex(dtype) && dtype != BOOL &&
            !warn(run, ComplexWarning, "Casting complex values to real discards the imaginary part")) {
            tensor_drop(made);
            return false;
        }
        Tensor *cast =
            made->data ? tensor_cast(run, made, dtype) : tensor_typed(dtype, made->ndim, made->dim);
        tensor_drop(made);
        made = cast;
    }
    if (!made)
        return false;
    if (made->ndim == 0 && made->data) {
        *out = value_scalar(dtype, made->data);
        tensor_drop(made);
        return true;
    }
    return give(out, made);
}

static bool infer_abstract(Call *call, Value *out)
{
    (void)out;
    return fail(call->run, TypeError, "cannot create 'numpy.%s' instances", call->func->name);
}

static bool infer_ufunc(Call *call, Value *out)
{
    (void)out;
    return fail(call->run, TypeError, "cannot create 'numpy.ufunc' instances");
}

/* The bytes that a strided array covers, counted from its first element. */
static void covers(int ndim, const int64_t *dim, const int64_t *stride, int64_t itemsize, int64_t *low,
                   int64_t *high)
{
    *low = 0;
    *high = itemsize;
    for (int i = 0; i < ndim; i++) {
        if (dim[i] == 0) {
            *low = *high = 0;
            return;
        }
        int64_t reach, *end = stride[i] < 0 ? low : high;
        if (__builtin_mul_overflow(dim[i] - 1, stride[i], &reach) || __builtin_add_overflow(*end, reach, end))
            *end = stride[i] < 0 ? INT64_MIN : INT64_MAX; /* beyond any buffer */
    }
}

/* np.ndarray(…, buffer): an array on the memory of another one. */
static bool ndarray_on_buffer(Call *call, DType dtype, const Shape *shape, int64_t *stride, bool strided,
                              Value *out)
{
    enum { BUFFER = 2, OFFSET };
    Run *run = call->run;
    Value v = call->arg[BUFFER].value;
    int64_t offset, low, high;
    if (v.tag != V_ARRAY && !value_is_scalar(v))
        return fail(run, TypeError, "a bytes-like object is required, not '%s'", value_type_name(v));
    if (!arg_int(call, OFFSET, &offset) || !arg_convert(call, BUFFER))
        return false;
    Tensor *buffer = arg_tensor(call, BUFFER);
    int64_t bytes = tensor_size(buffer) * (int64_t)tensor_itemsize(buffer);
    if (!tensor_is_c(buffer) && !tensor_is_f(buffer))
        return fail(run, ValueError, "ndarray is not contiguous");
    covers(shape->ndim, shape->dim, stride, dtype_info[dtype].size, &low, &high);
    bool before = offset < 0 || low < -offset, behind = offset >= 0 && high > bytes - offset;
    if (strided && (before || behind))
        return fail(run, ValueError,
                    "strides is incompatible with shape of requested array and size of buffer");
    if (offset < 0 || behind)
        return fail(run, TypeError, "buffer is too small for requested array");
    Tensor *view =
        tensor_view(buffer, shape->ndim, shape->dim, stride, buffer->data ? buffer->data + offset : NULL);
    view->dtype = (uint8_t)dtype;
    return give(out, view);
}

/* np.ndarray(shape, dtype, buffer, offset, strides, order): memory of its own is zeroed here. */
static bool infer_ndarray(Call *call, Value *out)
{
    enum { SHAPE, DTYPE, BUFFER, OFFSET, STRIDES, ORDER };
    Run *run = call->run;
    Shape shape;
    DType dtype;
    Ints steps = { 0 };
    char order;
    if (any_unknown(call))
        return give_unknown(out);
    bool strided = !arg_none(call, STRIDES);
    if (!arg_order(call, ORDER, 'C', &order) || !arg_shape(call, SHAPE, &shape) ||
        !arg_dtype(call, DTYPE, &dtype) || (strided && !ints_of(run, call->arg[STRIDES].value, &steps)))
        return false;
    dtype = dtype == NO_DTYPE ? FLOAT64 : dtype;
    if (strided && steps.count != shape.ndim)
        return fail(run, ValueError, "strides, if given, must be the same length as shape");
    if (!check_asked(run, dtype, shape.ndim, shape.dim))
        return false;
    int64_t stride[AXES_MAX];
    strides_in_order(shape.ndim, shape.dim, dtype_info[dtype].size, order == 'F' ? 'F' : 'C', NULL, stride);
    for (int i = 0; strided && i < shape.ndim; i++)
        stride[i] = steps.at[i];
    if (!arg_none(call, BUFFER))
        return ndarray_on_buffer(call, dtype, &shape, stride, strided, out);
    int64_t low, high, bytes = shape_size(shape.ndim, shape.dim) * dtype_info[dtype].size;
    covers(shape.ndim, shape.dim, stride, dtype_info[dtype].size, &low, &high);
    if (strided && (low < 0 || high > bytes))
        return fail(run, ValueError,
                    "strides is incompatible with shape of requested array and size of buffer");
    if (call->typed_only)
        return infer_as(out, dtype, shape.ndim, shape.dim);
    Tensor *made = tensor_zeros(run, dtype, shape.ndim, shape.dim);
    if (made && tensor_size(made))
        memcpy(made->stride, stride, sizeof *stride * (size_t)shape.ndim);
    return give(out, made);
}

/* rows ------------------------------------------------------------------------------------------------- */

#define DTYPE_PART(attribute, part, line, transcript)                                                        \
    {                                                                                                        \
        .name = attribute, .of = "dtype", .params = "d: any", .brief = line, .example = transcript,          \
        .style = ATTRIBUTE, .infer = infer_dtype_part, .extra = part                                         \
    }
#define SCALAR_TYPE(type, c, line, transcript)                                                               \
    {                                                                                                        \
        .name = type, .of = "np", .params = "value: any = ?, /", .brief = line, .example = transcript,       \
        .style = CLINIC, .infer = infer_scalar_type, .class = c, .gives = AS_ARRAY                           \
    }
#define COMPLEX_TYPE(type, c, line, transcript)                                                              \
    {                                                                                                        \
        .name = type, .of = "np", .params = "real: any = ?, imag: any = ?, /", .brief = line,                \
        .example = transcript, .style = CLINIC, .infer = infer_scalar_type, .class = c, .gives = AS_ARRAY    \
    }
#define ABSTRACT_TYPE(type, c, line, transcript)                                                             \
    {                                                                                                        \
        .name = type, .of = "np", .params = "*args: any", .brief = line, .example = transcript,              \
        .style = CLINIC, .infer = infer_abstract, .class = c                                                 \
    }

static bool infer_scalar_types(Call *call, Value *out)
{
    static const Class *const python[] = { class_int,  class_float, class_complex,
                                           class_bool, class_bytes, class_str };
    static const DType dtypes[] = { BOOL,  COMPLEX64, COMPLEX128, FLOAT16, FLOAT32, FLOAT64, INT8,
                                    INT16, INT32,     INT64,      UINT8,   UINT16,  UINT32,  UINT64 };
    enum { PYTHON_CLASSES = sizeof python / sizeof *python, NUMPYS = sizeof dtypes / sizeof *dtypes };
    (void)call;
    Value class[PYTHON_CLASSES + NUMPYS];
    for (int i = 0; i < PYTHON_CLASSES; i++)
        class[i] = value_class(python[i]);
    for (int i = 0; i < NUMPYS; i++)
        class[PYTHON_CLASSES + i] = value_class(dtype_class(dtypes[i]));
    *out = value_tuple(PYTHON_CLASSES + NUMPYS, class);
    return true;
}

const Func dtype_funcs[] = {
    { .name = "dtype",
      .of = "np",
      .params = "dtype: any, align: any = False, copy: any = False",
      .brief = "a type of elements",
      .example = ">>> np.dtype('f4')\ndtype('float32')\n",
      .style = CLINIC,
      .infer = infer_dtype,
      .class = class_dtype },
    { .name = "ufunc",
      .of = "np",
      .params = "*args: any, **kwargs: any",
      .brief = "the type of NumPy's elementwise functions",
      .example = ">>> isinstance(np.add, np.ufunc)\nTrue\n",
      .style = CLINIC,
      .infer = infer_ufunc,
      .class = class_ufunc },
    { .name = "ndarray",
      .of = "np",
      .params =
          "shape: shape, dtype: dtype = None, buffer: any = None, offset: int = 0, strides: any = None, "
          "order: any = None",
      .brief = "the type of arrays",
      .example = ">>> isinstance(np.arange(3), np.ndarray)\nTrue\n",
      .style = CLINIC,
      .infer = infer_ndarray,
      .class = class_ndarray,
      .gives = AS_ARRAY },

    { .name = "newbyteorder",
      .of = "dtype",
      .params = "self: any, new_order: any = 'S', /",
      .brief = "the dtype in a byte order; the machine's is the only one here",
      .example = ">>> np.dtype('i4').newbyteorder('=')\ndtype('int32')\n",
      .style = METHOD,
      .infer = infer_newbyteorder },
    DTYPE_PART("name", D_NAME, "its name", ">>> np.dtype('f4').name\n'float32'\n"),
    DTYPE_PART("kind", D_KIND, "'b' bool, 'i' int, 'u' unsigned, 'f' float, 'c' complex",
               ">>> np.dtype('f4').kind\n'f'\n"),
    DTYPE_PART("char", D_CHAR, "its letter", ">>> np.dtype('f4').char\n'f'\n"),
    DTYPE_PART("str", D_STR, "byte order, kind and size", ">>> np.dtype('f4').str\n'<f4'\n"),
    DTYPE_PART("byteorder", D_BYTEORDER, "'=': that of the machine; '|': it has none",
               ">>> np.dtype('f4').byteorder\n'='\n"),
    DTYPE_PART("itemsize", D_ITEMSIZE, "the bytes of an element", ">>> np.dtype('f4').itemsize\n4\n"),
    DTYPE_PART("alignment", D_ALIGNMENT, "the bytes it is aligned to", ">>> np.dtype('f4').alignment\n4\n"),
    DTYPE_PART("num", D_NUM, "its number", ">>> np.dtype('f4').num\n11\n"),
    DTYPE_PART("ndim", D_NDIM, "0: an element has no axes", ">>> np.dtype('f4').ndim\n0\n"),
    DTYPE_PART("shape", D_SHAPE, "(): an element has no axes", ">>> np.dtype('f4').shape\n()\n"),
    DTYPE_PART("flags", D_FLAGS, "0", ">>> np.dtype('f4').flags\n0\n"),
    DTYPE_PART("isbuiltin", D_ISBUILTIN, "1: it comes with NumPy", ">>> np.dtype('f4').isbuiltin\n1\n"),
    DTYPE_PART("isnative", D_TRUE, "is its byte order that of the machine",
               ">>> np.dtype('f4').isnative\nTrue\n"),
    DTYPE_PART("hasobject", D_FALSE, "does it hold Python objects", ">>> np.dtype('f4').hasobject\nFalse\n"),
    DTYPE_PART("isalignedstruct", D_FALSE, "is it an aligned structure",
               ">>> np.dtype('f4').isalignedstruct\nFalse\n"),
    DTYPE_PART("type", D_TYPE, "the type of its scalars",
               ">>> np.dtype('f4').type\n<class 'numpy.float32'>\n"),
    DTYPE_PART("base", D_BASE, "itself", ">>> np.dtype('f4').base\ndtype('float32')\n"),
    DTYPE_PART("names", D_NONE, "None: it has no fields", ">>> np.dtype('f4').names\n"),
    DTYPE_PART("fields", D_NONE, "None: it has no fields", ">>> np.dtype('f4').fields\n"),
    DTYPE_PART("subdtype", D_NONE, "None: it is no sub-array", ">>> np.dtype('f4').subdtype\n"),
    DTYPE_PART("metadata", D_NONE, "None", ">>> np.dtype('f4').metadata\n"),
    DTYPE_PART("descr", D_DESCR, "its description as a list of fields",
               ">>> np.dtype('f4').descr\n[('', '<f4')]\n"),

    SCALAR_TYPE("bool", class_np_bool, "True or False, one byte", ">>> np.bool(3)\nnp.True_\n"),
    SCALAR_TYPE("bool_", class_np_bool, "True or False, one byte", ">>> np.bool_(0)\nnp.False_\n"),
    SCALAR_TYPE("int8", class_int8, "whole numbers from -128 to 127", ">>> np.int8(5)\nnp.int8(5)\n"),
    SCALAR_TYPE("byte", class_int8, "another name of int8", ">>> np.byte(5)\nnp.int8(5)\n"),
    SCALAR_TYPE("int16", class_int16, "whole numbers of 16 bits", ">>> np.int16(5)\nnp.int16(5)\n"),
    SCALAR_TYPE("short", class_int16, "another name of int16", ">>> np.short(5)\nnp.int16(5)\n"),
    SCALAR_TYPE("int32", class_int32, "whole numbers of 32 bits", ">>> np.int32(5)\nnp.int32(5)\n"),
    SCALAR_TYPE("intc", class_int32, "another name of int32", ">>> np.intc(5)\nnp.int32(5)\n"),
    SCALAR_TYPE("int64", class_int64, "whole numbers of 64 bits", ">>> np.int64(5)\nnp.int64(5)\n"),
    SCALAR_TYPE("int_", class_int64, "another name of int64", ">>> np.int_(5)\nnp.int64(5)\n"),
    SCALAR_TYPE("long", class_int64, "another name of int64", ">>> np.long(5)\nnp.int64(5)\n"),
    SCALAR_TYPE("longlong", class_int64, "another name of int64", ">>> np.longlong(5) + 1\nnp.int64(6)\n"),
    SCALAR_TYPE("intp", class_int64, "another name of int64", ">>> np.intp(5)\nnp.int64(5)\n"),
    SCALAR_TYPE("uint8", class_uint8, "whole numbers from 0 to 255", ">>> np.uint8(5)\nnp.uint8(5)\n"),
    SCALAR_TYPE("ubyte", class_uint8, "another name of uint8", ">>> np.ubyte(5)\nnp.uint8(5)\n"),
    SCALAR_TYPE("uint16", class_uint16, "whole numbers of 16 bits without sign",
                ">>> np.uint16(5)\nnp.uint16(5)\n"),
    SCALAR_TYPE("ushort", class_uint16, "another name of uint16", ">>> np.ushort(5)\nnp.uint16(5)\n"),
    SCALAR_TYPE("uint32", class_uint32, "whole numbers of 32 bits without sign",
                ">>> np.uint32(5)\nnp.uint32(5)\n"),
    SCALAR_TYPE("uintc", class_uint32, "another name of uint32", ">>> np.uintc(5)\nnp.uint32(5)\n"),
    SCALAR_TYPE("uint64", class_uint64, "whole numbers of 64 bits without sign",
                ">>> np.uint64(5)\nnp.uint64(5)\n"),
    SCALAR_TYPE("uint", class_uint64, "another name of uint64", ">>> np.uint(5)\nnp.uint64(5)\n"),
    SCALAR_TYPE("ulong", class_uint64, "another name of uint64", ">>> np.ulong(5)\nnp.uint64(5)\n"),
    SCALAR_TYPE("ulonglong", class_uint64, "another name of uint64", ">>> np.ulonglong(5).itemsize\n8\n"),
    SCALAR_TYPE("uintp", class_uint64, "another name of uint64", ">>> np.uintp(5)\nnp.uint64(5)\n"),
    SCALAR_TYPE("float16", class_float16, "half precision: 3 digits",
                ">>> np.float16(0.1)\nnp.float16(0.1)\n"),
    SCALAR_TYPE("half", class_float16, "another name of float16", ">>> np.half(0.1)\nnp.float16(0.1)\n"),
    SCALAR_TYPE("float32", class_float32, "single precision: 7 digits",
                ">>> np.float32(0.1)\nnp.float32(0.1)\n"),
    SCALAR_TYPE("single", class_float32, "another name of float32", ">>> np.single(0.1)\nnp.float32(0.1)\n"),
    SCALAR_TYPE("float64", class_float64, "double precision: 16 digits",
                ">>> np.float64(0.1)\nnp.float64(0.1)\n"),
    SCALAR_TYPE("double", class_float64, "another name of float64", ">>> np.double(0.1)\nnp.float64(0.1)\n"),
    COMPLEX_TYPE("complex64", class_complex64, "two float32", ">>> np.complex64(1+2j)\nnp.complex64(1+2j)\n"),
    COMPLEX_TYPE("csingle", class_complex64, "another name of complex64",
                 ">>> np.csingle(1+2j)\nnp.complex64(1+2j)\n"),
    COMPLEX_TYPE("complex128", class_complex128, "two float64",
                 ">>> np.complex128(1, 2)\nnp.complex128(1+2j)\n"),
    COMPLEX_TYPE("cdouble", class_complex128, "another name of complex128",
                 ">>> np.cdouble(1+2j)\nnp.complex128(1+2j)\n"),

    ABSTRACT_TYPE("generic", class_generic, "every scalar of NumPy",
                  ">>> isinstance(np.int8(1), np.generic)\nTrue\n"),
    ABSTRACT_TYPE("number", class_number, "every number", ">>> isinstance(np.int8(1), np.number)\nTrue\n"),
    ABSTRACT_TYPE("integer", class_integer, "every whole number",
                  ">>> np.issubdtype(np.int8, np.integer)\nTrue\n"),
    ABSTRACT_TYPE("signedinteger", class_signedinteger, "every whole number with a sign",
                  ">>> np.issubdtype(np.uint8, np.signedinteger)\nFalse\n"),
    ABSTRACT_TYPE("unsignedinteger", class_unsignedinteger, "every whole number without a sign",
                  ">>> np.issubdtype(np.uint8, np.unsignedinteger)\nTrue\n"),
    ABSTRACT_TYPE("inexact", class_inexact, "floats and complex numbers",
                  ">>> np.issubdtype(np.float32, np.inexact)\nTrue\n"),
    ABSTRACT_TYPE("floating", class_floating, "floats", ">>> np.issubdtype(np.float32, np.floating)\nTrue\n"),
    ABSTRACT_TYPE("complexfloating", class_complexfloating, "complex numbers",
                  ">>> np.issubdtype(np.complex64, np.complexfloating)\nTrue\n"),

    { .name = "ScalarType",
      .of = "np",
      .params = "",
      .brief = "the classes of scalars, Python's first",
      .example = ">>> isinstance(np.float32(1), np.ScalarType)\nTrue\n",
      .style = ATTRIBUTE,
      .infer = infer_scalar_types },
    { 0 },
};
