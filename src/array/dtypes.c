/* dtypes.c: dtype objects, the scalar types (np.float64 …) and questions about them. */
#include "array/bytes.h"
#include "func/sheet.h"

#include <math.h>
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

/* promotion -------------------------------------------------------------------------------------------- */

/* What a value brings to a promotion: a dtype, or the weak kind of a Python number. */
static bool promoting(Run *run, Value v, DType *dtype, Weak *weak)
{
    *weak = STRONG;
    if (v.tag == V_ARRAY) {
        *dtype = v.tensor->dtype;
        return true;
    }
    if (value_is_number(v) && v.tag != V_BOOL) {
        *weak = v.tag == V_FLOAT ? WEAK_FLOAT : v.tag == V_COMPLEX ? WEAK_COMPLEX : WEAK_INT;
        *dtype = v.tag == V_FLOAT ? FLOAT64 : v.tag == V_COMPLEX ? COMPLEX128 : INT64;
        return true;
    }
    if (v.tag == V_BOOL) {
        *dtype = BOOL;
        return true;
    }
    return value_to_dtype(run, v, dtype);
}

static bool infer_result_type(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    const Tuple *given = call->arg[0].value.tuple;
    int n = (int)given->count;
    if (n == 0)
        return fail(call->run, ValueError, "at least one array or dtype is required");
    DType *dtype = mem_alloc((size_t)n * sizeof *dtype);
    Weak *weak = mem_alloc((size_t)n * sizeof *weak);
    bool ok = true;
    for (int i = 0; ok && i < n; i++)
        ok = promoting(call->run, given->item[i], &dtype[i], &weak[i]);
    if (ok)
        *out = value_of_dtype(dtype_result(n, dtype, weak));
    mem_free(weak);
    mem_free(dtype);
    return ok;
}

/* A first type that is none is said before a second one is missed. */
static bool first_is_type(Call *call, const Given *given)
{
    DType one;
    return given->count != 1 || given->keywords || given->value[0].tag == V_UNKNOWN ||
           value_to_dtype(call->run, given->value[0], &one);
}

static bool infer_promote_types(Call *call, Value *out)
{
    DType one, other;
    if (any_unknown(call))
        return give_unknown(out);
    if (arg_none(call, 0) || arg_none(call, 1))
        return fail(call->run, TypeError, "did not understand one of the types");
    if (!value_to_dtype(call->run, call->arg[0].value, &one) ||
        !value_to_dtype(call->run, call->arg[1].value, &other))
        return false;
    *out = value_of_dtype(dtype_promote(one, other));
    return true;
}

static bool infer_can_cast(Call *call, Value *out)
{
    DType from, to;
    Weak weak;
    Casting casting;
    Value v = call->arg[0].value;
    if (any_unknown(call))
        return give_unknown(out);
    if (!value_to_dtype(call->run, call->arg[1].value, &to) || !arg_casting(call, 2, &casting))
        return false;
    if (value_is_number(v))
        return fail(
            call->run, TypeError,
            "can_cast() does not support Python ints, floats, and complex because the result used to depend "
            "on "
            "the value.\nThis change was part of adopting NEP 50, we may explicitly allow them again in the "
            "future.");
    if (!promoting(call->run, v, &from, &weak)) {
        run_clear_error(call->run);
        return fail(call->run, TypeError, "did not understand one of the types; 'None' not accepted");
    }
    *out = value_bool(dtype_can_cast(from, to, casting));
    return true;
}

/* The smallest dtype that holds an element, as NumPy bounds it: half to 65,000, single to 3.4e38. */
static DType least_float(double value, DType half)
{
    double size = fabs(value);
    if (isnan(value) || isinf(value) || size < 65000)
        return half;
    return size < 3.4e38 ? FLOAT32 : FLOAT64;
}

static DType least_int(DType dtype, const char *at)
{
    static const DType without_sign[] = { UINT8, UINT16, UINT32, UINT64 },
                       with_sign[] = { INT8, INT16, INT32, INT64 };
    int64_t value = element_int(dtype, at);
    for (int i = 0; i < 4; i++)
        if (value >= 0 || dtype == UINT64 ? (uint64_t)value <= dtype_max(without_sign[i])
                                          : value >= dtype_min(with_sign[i]))
            return value >= 0 || dtype == UINT64 ? without_sign[i] : with_sign[i];
    return dtype;
}

static bool infer_min_scalar_type(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    Tensor *a = arg_tensor(call, 0);
    DType dtype = a->dtype;
    if (call->arg[0].value.tag == V_BIGINT && !dtype_is_int(dtype))
        return fail(call->run, TypeError, "ndcalc has no dtype for an int of more than 64 bits");
    if (a->ndim == 0 && a->data) {
        if (dtype_is_int(dtype)) {
            dtype = least_int(dtype, a->data);
        } else if (dtype_is_float(dtype)) {
            dtype = least_float(element_double(dtype, a->data), FLOAT16);
        } else if (dtype_is_complex(dtype)) {
            complex128 z = element_complex(dtype, a->data);
            bool wide =
                least_float(creal(z), FLOAT32) == FLOAT64 || least_float(cimag(z), FLOAT32) == FLOAT64;
            dtype = wide ? COMPLEX128 : COMPLEX64;
        }
    }
    *out = value_of_dtype(dtype);
    return true;
}

/* The scalar type that a dtype-like or an abstract type names. */
static bool scalar_type(Run *run, Value v, const Class **type)
{
    DType dtype;
    if (v.tag == V_CLASS && class_is(v.class, class_generic)) {
        *type = v.class;
        return true;
    }
    if (!value_to_dtype(run, v, &dtype))
        return false;
    *type = dtype_class(dtype);
    return true;
}

static bool infer_issubdtype(Call *call, Value *out)
{
    const Class *type, *of;
    if (any_unknown(call))
        return give_unknown(out);
    if (!scalar_type(call->run, call->arg[0].value, &type) ||
        !scalar_type(call->run, call->arg[1].value, &of))
        return false;
    *out = value_bool(class_is(type, of));
    return true;
}

/* A dtype, or the class of one: what isdtype takes. */
static bool plain_dtype(Value v, DType *dtype)
{
    if (v.tag == V_DTYPE) {
        *dtype = (DType)v.dtype;
        return true;
    }
    *dtype = v.tag == V_CLASS && class_is(v.class, class_generic) ? class_dtype_of(v.class) : NO_DTYPE;
    return *dtype != NO_DTYPE;
}

static const char *type_text(Run *run, Value v)
{
    char name[100];
    return run_text(run, "<class '%s'>", class_full_name(value_type(v), name, sizeof name));
}

static bool is_of_kind(Run *run, DType dtype, Value kind, bool *is)
{
    static const struct {
        const char *name, *kinds;
    } known[] = { { "bool", "b" },      { "signed integer", "i" }, { "unsigned integer", "u" },
                  { "integral", "iu" }, { "real floating", "f" },  { "complex floating", "c" },
                  { "numeric", "iufc" } };
    DType other;
    if (kind.tag != V_STR) {
        if (!plain_dtype(kind, &other))
            return fail(run, TypeError,
                        "kind argument must be comprised of NumPy dtypes or strings only, but is a %s.",
                        type_text(run, kind));
        *is |= dtype == other;
        return true;
    }
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (!strcmp(known[i].name, kind.str->text)) {
            *is |= strchr(known[i].kinds, dtype_info[dtype].kind) != NULL;
            return true;
        }
    return fail(run, ValueError, "kind argument is a string, but %s is not a known kind name.",
                value_text(run, kind));
}

static bool infer_isdtype(Call *call, Value *out)
{
    DType dtype;
    bool is = false;
    Run *run = call->run;
    Value v = call->arg[0].value, kind = call->arg[1].value;
    if (any_unknown(call))
        return give_unknown(out);
    if (!plain_dtype(v, &dtype))
        return fail(run, TypeError, "dtype argument must be a NumPy dtype, but it is a %s.",
                    type_text(run, v));
    if (kind.tag == V_ARRAY && tensor_size(kind.tensor) > 1)
        return fail(
            run, ValueError,
            "The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()");
    for (int64_t i = 0; i < (kind.tag == V_TUPLE ? kind.tuple->count : 1); i++)
        if (!is_of_kind(run, dtype, kind.tag == V_TUPLE ? kind.tuple->item[i] : kind, &is))
            return false;
    *out = value_bool(is);
    return true;
}

static bool infer_common_type(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    const Tuple *given = call->arg[0].value.tuple;
    DType real = FLOAT16;
    bool is_complex = false;
    for (int64_t i = 0; i < given->count; i++) {
        Value v = given->item[i];
        if (v.tag != V_ARRAY && !value_is_scalar(v))
            return fail(call->run, AttributeError, "'%s' object has no attribute 'dtype'",
                        value_type_name(v));
        DType dtype;
        if (v.tag == V_ARRAY)
            dtype = v.tensor->dtype;
        else
            scalar_data(&v, &dtype);
        if (dtype == BOOL)
            return fail(call->run, TypeError, "can't get common type for non-numeric array");
        is_complex |= dtype_is_complex(dtype);
        DType part = dtype_is_int(dtype) ? FLOAT64 : dtype_real(dtype);
        real = part > real ? part : real;
    }
    if (is_complex)
        real = real == FLOAT64 ? COMPLEX128 : COMPLEX64;
    *out = value_class(dtype_class(real));
    return true;
}

static bool infer_typename(Call *call, Value *out)
{
    static const char *const names[] = {
        "?bool",
        "bsigned char",
        "Bunsigned char",
        "hshort",
        "Hunsigned short",
        "iinteger",
        "Iunsigned integer",
        "llong integer",
        "Lunsigned long integer",
        "qlong long integer",
        "Qunsigned long long integer",
        "fsingle precision",
        "ddouble precision",
        "glong precision",
        "Fcomplex single precision",
        "Dcomplex double precision",
        "Gcomplex long double precision",
        "Sstring",
        "Uunicode",
        "Vvoid",
        "Oobject",
    };
    Value v = call->arg[0].value;
    if (v.tag == V_ARRAY || v.tag == V_LIST || v.tag == V_DICT || v.tag == V_SET)
        return fail(call->run, TypeError, "cannot use '%s' as a dict key (unhashable type: '%s')",
                    value_type_name(v), value_type_name(v));
    if (any_unknown(call))
        return give_unknown(out);
    const char *text = arg_text(call, 0);
    if (text && strcmp(text, "S1") == 0) {
        *out = value_cstr("character");
        return true;
    }
    for (size_t i = 0; text && text[0] && !text[1] && i < sizeof names / sizeof *names; i++)
        if (names[i][0] == text[0]) {
            *out = value_cstr(names[i] + 1);
            return true;
        }
    return fail(call->run, KeyError, "%s", value_text(call->run, call->arg[0].value));
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
    { .name = "result_type",
      .of = "np",
      .params = "*arrays_and_dtypes: any",
      .brief = "the dtype that operands give together",
      .example = ">>> np.result_type(np.int8, 3.0)\ndtype('float64')\n",
      .style = PYTHON,
      .infer = infer_result_type },
    { .name = "promote_types",
      .of = "np",
      .params = "type1: any, type2: any, /",
      .brief = "the smallest dtype that both can be cast to safely",
      .example = ">>> np.promote_types('i4', 'f4')\ndtype('float64')\n",
      .style = C,
      .precheck = first_is_type,
      .infer = infer_promote_types },
    { .name = "can_cast",
      .of = "np",
      .params = "from_: any, to: any, casting: str = 'safe'",
      .brief = "may one dtype be cast to another",
      .example = ">>> np.can_cast('i8', 'i4')\nFalse\n",
      .style = PYTHON,
      .infer = infer_can_cast },
    { .name = "min_scalar_type",
      .of = "np",
      .params = "a, /",
      .brief = "the smallest dtype that holds a number",
      .example = ">>> np.min_scalar_type(260)\ndtype('uint16')\n",
      .style = PYTHON,
      .infer = infer_min_scalar_type },
    { .name = "issubdtype",
      .of = "np",
      .params = "arg1: any, arg2: any",
      .brief = "is a dtype of a kind",
      .example = ">>> np.issubdtype(np.float64, np.floating)\nTrue\n",
      .style = PYTHON,
      .infer = infer_issubdtype },
    { .name = "isdtype",
      .of = "np",
      .params = "dtype: any, kind: any",
      .brief = "is a dtype of a kind",
      .example = ">>> np.isdtype(np.float32, 'real floating')\nTrue\n",
      .style = PYTHON,
      .infer = infer_isdtype },
    { .name = "common_type",
      .of = "np",
      .params = "*arrays: any",
      .brief = "the inexact type that arrays have in common",
      .example = ">>> np.common_type(np.arange(2, dtype='f4'))\n<class 'numpy.float32'>\n",
      .style = PYTHON,
      .infer = infer_common_type },
    { .name = "typename",
      .of = "np",
      .params = "char: any",
      .brief = "what a dtype's letter stands for",
      .example = ">>> np.typename('d')\n'double precision'\n",
      .style = PYTHON,
      .infer = infer_typename },
    { 0 },
};
