/* promotion.c: questions about dtypes: what two become, what can be cast, which kind one is of. */
#include "func/sheet.h"

#include <math.h>
#include <string.h>

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
    Value one = given->item[0];
    if (n == 1 && one.tag == V_BIGINT && mpz_sgn(one.bigint->z) > 0 && mpz_sizeinbase(one.bigint->z, 2) <= 64)
        dtype[0] = UINT64, weak[0] = STRONG; /* beside nothing else it is as large as it is */
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

const Func promotion_funcs[] = {
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
