/* conversion.c: arrays as other values: astype, copy, byteswap, conj, item, tolist. */
#include "func/results.h"

#include <fenv.h>
#include <string.h>

/* to Python's values ----------------------------------------------------------------------------------- */

static bool read_place(Run *run, Value v, int64_t *place)
{
    return v.tag == V_BOOL ? fail(run, TypeError, "an integer is required") : value_index(run, v, place);
}

/* The place that item's arguments name: nothing, a place in the flat array, or an index for each axis. */
static bool item_place(Call *call, const Tensor *a, const char **at)
{
    Run *run = call->run;
    const Tuple *given = call->arg[1].value.tuple;
    if (given->count == 1 && given->item[0].tag == V_TUPLE)
        given = given->item[0].tuple;
    int64_t size = tensor_size(a), place;
    *at = a->data;
    if (given->count == 0) {
        if (size != 1)
            return fail(run, ValueError, "can only convert an array of size 1 to a Python scalar");
        return true;
    }
    if (given->count == 1) {
        if (!read_place(run, given->item[0], &place))
            return false;
        if (place < -size || place >= size)
            return a->ndim == 1
                       ? fail(run, IndexError, "index %lld is out of bounds for axis 0 with size %lld",
                              (long long)place, (long long)size)
                       : fail(run, IndexError, "index %lld is out of bounds for size %lld", (long long)place,
                              (long long)size);
        place += place < 0 ? size : 0;
        for (int i = a->ndim; i-- > 0; place /= a->dim[i])
            *at += place % a->dim[i] * a->stride[i];
        return true;
    }
    if (given->count != a->ndim)
        return fail(run, ValueError, "incorrect number of indices for array");
    for (int i = 0; i < a->ndim; i++) {
        if (!read_place(run, given->item[i], &place))
            return false;
        if (place < -a->dim[i] || place >= a->dim[i])
            return fail(run, IndexError, "index %lld is out of bounds for axis %d with size %lld",
                        (long long)place, i, (long long)a->dim[i]);
        *at += (place < 0 ? place + a->dim[i] : place) * a->stride[i];
    }
    return true;
}

static bool run_item(Call *call, Value *out)
{
    Tensor *a = arg_tensor(call, 0);
    const char *at;
    return item_place(call, a, &at) && value_instead(out, value_item(a->dtype, at));
}

static bool run_tolist(Call *call, Value *out)
{
    return value_instead(out, tensor_tolist(arg_tensor(call, 0)));
}

/* copies ----------------------------------------------------------------------------------------------- */

/* a.astype(dtype, order, casting, subok, copy) */
typedef struct Conversion {
    DType dtype;
    char order;
    bool same;       /* no copy is wanted, and none is needed */
    bool same_value; /* casting='same_value': every element must be what it was */
} Conversion;

/* What astype's casting can be, which is more than that of others. */
static bool astype_casting(Call *call, Casting *casting, bool *same_value)
{
    Value v = call->arg[3].value;
    *same_value = v.tag == V_STR && !strcmp(v.str->text, "same_value");
    *casting = CAST_UNSAFE;
    if (*same_value || v.tag != V_STR)
        return *same_value || arg_casting(call, 3, casting);
    if (arg_casting(call, 3, casting))
        return true;
    run_clear_error(call->run);
    return fail(call->run, ValueError,
                "casting must be one of 'no', 'equiv', 'safe', 'same_kind', 'unsafe', 'same_value' (got %s)",
                value_text(call->run, v));
}

/* A real element in a type that holds every one exactly. */
static long double exact_element(DType dtype, const char *element)
{
    if (dtype == UINT64)
        return *(const uint64_t *)element;
    return dtype < FLOAT16 ? (long double)element_int(dtype, element)
                           : (long double)element_double(dtype, element);
}

static bool same_part(DType from, const char *before, DType to, const char *after)
{
    long double a = exact_element(from, before), b = exact_element(to, after);
    return a == b || (a != a && b != b);
}

/* Whether a cast kept every element: "could not cast 'same_value' double to long". */
static bool check_same_value(Run *run, const Tensor *from, const Tensor *to)
{
    static const char *const names[] = {
        [BOOL] = "bool",        [INT8] = "byte",         [UINT8] = "ubyte",   [INT16] = "short",
        [UINT16] = "ushort",    [INT32] = "int",         [UINT32] = "uint",   [INT64] = "long",
        [UINT64] = "ulong",     [FLOAT16] = "half",      [FLOAT32] = "float", [FLOAT64] = "double",
        [COMPLEX64] = "cfloat", [COMPLEX128] = "cdouble"
    };
    DType a = dtype_real((DType)from->dtype), b = dtype_real((DType)to->dtype);
    bool parts = dtype_is_complex((DType)from->dtype), kept = dtype_is_complex((DType)to->dtype),
         imaginary = false, same = true;
    if (to->dtype == BOOL)
        return true;
    Places before, after;
    places_begin(&before, from);
    places_begin(&after, to);
    while (same && places_next(&before) && places_next(&after)) {
        const char *x = from->data + before.offset, *y = to->data + after.offset;
        same = same_part(a, x, b, y);
        if (same && parts && kept)
            same = same_part(a, x + dtype_info[a].size, b, y + dtype_info[b].size);
        else if (same && parts)
            same = !(imaginary = exact_element(a, x + dtype_info[a].size) != 0);
    }
    return same || fail(run, ValueError, "could not cast 'same_value' %s to %s%s", names[from->dtype],
                        names[to->dtype], imaginary ? ": imag is not 0" : "");
}

static bool conversion_read(Call *call, Conversion *c)
{
    Run *run = call->run;
    Casting casting;
    bool copy;
    Tensor *a = arg_tensor(call, 0);
    if (!value_to_dtype(run, call->arg[1].value, &c->dtype) || !arg_order(call, 2, 'K', &c->order) ||
        !astype_casting(call, &casting, &c->same_value) || !arg_truth(call, 5, &copy))
        return false;
    if (!dtype_can_cast(a->dtype, c->dtype, casting))
        return fail(run, TypeError,
                    "Cannot cast %s from dtype('%s') to dtype('%s') according to the rule '%s'",
                    a->ndim ? "array data" : "scalar", dtype_info[a->dtype].name, dtype_info[c->dtype].name,
                    casting_name[casting]);
    bool fits = c->order == 'C' ? tensor_is_c(a) : c->order == 'F' ? tensor_is_f(a) : true;
    c->same = !copy && fits && c->dtype == a->dtype && call->arg[0].value.tag == V_ARRAY;
    return true;
}

static bool infer_astype(Call *call, Value *out)
{
    Conversion c;
    if (any_unknown(call))
        return give_unknown(out);
    if (!conversion_read(call, &c))
        return false;
    Tensor *a = arg_tensor(call, 0);
    if (c.same) {
        *out = value_array(tensor_keep(a));
        return true;
    }
    Tensor *typed = tensor_typed(c.dtype, a->ndim, a->dim);
    set_order(typed, c.order, a);
    typed->scalar = a->ndim == 0 && value_is_scalar(call->arg[0].value);
    *out = value_array(typed);
    return true;
}

/* A 0-d result made of a NumPy scalar is one again. */
static bool scalar_again(Call *call, Value *out)
{
    if (out->tag == V_ARRAY && out->tensor->ndim == 0 && value_is_scalar(call->arg[0].value))
        *out = value_from_tensor(out->tensor, true);
    return true;
}

static bool run_astype(Call *call, Value *out)
{
    Tensor *a = arg_tensor(call, 0), *made = out->tensor;
    Conversion c;
    if (made == a)
        return true;
    made->object.flags |= a->object.flags & TENSOR_MEMMAP;
    if (!conversion_read(call, &c))
        return false;
    if (c.same_value) { /* nothing is lost that could be warned of */
        flags_begin();
        if (!tensor_assign(call->run, made, a))
            return false;
        feclearexcept(FE_ALL_EXCEPT);
        return check_same_value(call->run, a, made) && scalar_again(call, out);
    }
    if (dtype_is_complex(a->dtype) && !dtype_is_complex(made->dtype) && made->dtype != BOOL &&
        !warn(call->run, ComplexWarning, "Casting complex values to real discards the imaginary part"))
        return false;
    flags_begin();
    return tensor_assign(call->run, made, a) && flags_end(call->run, "cast") && scalar_again(call, out);
}

/* np.astype(x, dtype, /, *, copy, device) */
static bool check_np_astype(Call *call)
{
    Value v = call->arg[0].value;
    if (v.tag == V_ARRAY || value_is_scalar(v) || value_is_number(v))
        return true;
    char name[100];
    return fail(call->run, TypeError,
                "Input should be a NumPy array or scalar. It is a <class '%s'> instead.",
                class_full_name(value_type(v), name, sizeof name));
}

static bool run_np_astype(Call *call, Value *out)
{
    DType dtype;
    bool copy;
    Run *run = call->run;
    if (!check_np_astype(call) || !value_to_dtype(run, call->arg[1].value, &dtype) ||
        !arg_truth(call, 2, &copy))
        return false;
    Value a = call->arg[0].value;
    if (!copy && a.tag == V_ARRAY && a.tensor->dtype == dtype)
        return value_instead(out, value_keep(a));
    Value method, answer = NONE, argument = value_of_dtype(dtype);
    if (value_is_number(a))
        return fail(run, AttributeError, "'%s' object has no attribute 'astype'", value_type_name(a));
    if (!hooks.attribute(run, a, "astype", &method))
        return false;
    bool fine = hooks.call(run, method, 1, &argument, &answer);
    value_drop(method);
    return fine && value_instead(out, answer);
}

static bool infer_copy(Call *call, Value *out)
{
    char order;
    if (any_unknown(call))
        return give_unknown(out);
    if (!arg_order(call, 1, 'C', &order))
        return false;
    Tensor *a = arg_tensor(call, 0), *typed = tensor_typed(a->dtype, a->ndim, a->dim);
    set_order(typed, order, a);
    typed->scalar = a->ndim == 0 && value_is_scalar(call->arg[0].value);
    *out = value_array(typed);
    return true;
}

static bool run_copy(Call *call, Value *out)
{
    Tensor *a = arg_tensor(call, 0);
    out->tensor->object.flags |= a->object.flags & TENSOR_MEMMAP;
    return tensor_assign(call->run, out->tensor, a) && scalar_again(call, out);
}

/* a.conj(out): an array that is not complex is its own conjugate. */
static bool infer_conj(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    Tensor *a = arg_tensor(call, 0);
    if (!arg_none(call, 1)) {
        static const char *const keyword[] = { "out" };
        Value value[2] = { call->arg[0].value, call->arg[1].value };
        Given given = { .count = 1, .keywords = 1, .value = value, .keyword = keyword, .whole = call->span };
        if (value[1].tag != V_ARRAY)
            return fail(call->run, TypeError, "output must be an array");
        return call->typed_only ? give_unknown(out)
                                : func_call(call->run, func_find("np", "conjugate"), &given, out);
    }
    if (!dtype_is_complex(a->dtype) || !a->data) {
        *out = value_keep(call->arg[0].value);
        return true;
    }
    *out = np1(call->run, "conjugate", value_keep(call->arg[0].value));
    return out->tag != V_ABSENT;
}

static bool infer_byteswap(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    bool in_place;
    if (!arg_truth(call, 1, &in_place))
        return false;
    if (in_place && call->arg[0].value.tag != V_ARRAY)
        return fail(call->run, ValueError, "cannot byteswap a scalar in-place");
    if (in_place && call->arg[0].value.tag == V_ARRAY) {
        *out = value_keep(call->arg[0].value);
        return true;
    }
    return infer_copy(&(Call){ .run = call->run, .func = call->func, .args = 1, .arg[0] = call->arg[0] },
                      out);
}

/* n parts of two, four or eight bytes. */
static void swap_bytes(char *at, int64_t n, size_t size)
{
    uint16_t *two = (uint16_t *)(void *)at;
    uint32_t *four = (uint32_t *)(void *)at;
    uint64_t *eight = (uint64_t *)(void *)at;
    for (int64_t i = 0; size == 2 && i < n; i++)
        two[i] = __builtin_bswap16(two[i]);
    for (int64_t i = 0; size == 4 && i < n; i++)
        four[i] = __builtin_bswap32(four[i]);
    for (int64_t i = 0; size == 8 && i < n; i++)
        eight[i] = __builtin_bswap64(eight[i]);
}

static bool run_byteswap(Call *call, Value *out)
{
    Tensor *made = out->tensor, *a = arg_tensor(call, 0);
    if (made != a && !tensor_assign(call->run, made, a))
        return false;
    size_t part = dtype_info[dtype_real(made->dtype)].size;
    if (tensor_is_c(made) && part > 1) {
        swap_bytes(made->data, (int64_t)(tensor_itemsize(made) / part) * tensor_size(made), part);
        return scalar_again(call, out);
    }
    Places at;
    places_begin(&at, made);
    while (places_next(&at))
        for (size_t from = 0; from < tensor_itemsize(made); from += part)
            for (size_t i = 0; i < part / 2; i++) {
                char *low = made->data + at.offset + from + i,
                     *high = made->data + at.offset + from + part - 1 - i;
                char byte = *low;
                *low = *high;
                *high = byte;
            }
    return scalar_again(call, out);
}

#define ARRAYS "ndarray generic"

const Func conversion_funcs[] = {
    { .name = "item",
      .of = ARRAYS,
      .params = "a, /, *args: any",
      .brief = "an element as a Python number",
      .example = ">>> np.array([[23.2]]).item()\n23.2\n",
      .style = METHOD,
      .run = run_item },
    { .name = "tolist",
      .of = ARRAYS,
      .params = "a, /",
      .brief = "the elements as nested lists of Python numbers",
      .example = ">>> np.array([[1, 2], [3, 4]]).tolist()\n[[1, 2], [3, 4]]\n",
      .style = METHOD,
      .run = run_tolist },
    { .name = "astype",
      .of = ARRAYS,
      .params =
          "a, dtype: dtype, order: str = 'K', casting: str = 'unsafe', subok: any = True, copy: any = True",
      .brief = "a copy as another dtype",
      .example = ">>> np.array([1.7, -2.3]).astype(int)\narray([ 1, -2])\n",
      .style = C,
      .infer = infer_astype,
      .run = run_astype,
      .gives = AS_ARRAY },
    { .name = "astype",
      .of = "np",
      .params = "x: any, dtype: dtype, /, *, copy: any = True, device: device = None",
      .brief = "a copy as another dtype",
      .example = ">>> np.astype(np.array([1.7, -2.3]), int)\narray([ 1, -2])\n",
      .style = PYTHON,
      .run = run_np_astype,
      .gives = AS_ARRAY },
    { .name = "copy",
      .of = ARRAYS,
      .params = "a, order: str = 'C'",
      .brief = "a copy",
      .example = ">>> np.arange(3).copy()\narray([0, 1, 2])\n",
      .style = C,
      .infer = infer_copy,
      .run = run_copy,
      .gives = AS_ARRAY },
    { .name = "conj",
      .of = ARRAYS,
      .params = "a, out: any = None, /",
      .says = "conjugate",
      .brief = "the complex conjugate",
      .example = ">>> np.array([1+2j]).conj()\narray([1.-2.j])\n",
      .style = METHOD,
      .infer = infer_conj,
      .gives = AS_ARRAY },
    { .name = "conjugate",
      .of = ARRAYS,
      .params = "a, out: any = None, /",
      .says = "conjugate",
      .brief = "the complex conjugate",
      .example = ">>> np.array([1+2j]).conjugate()\narray([1.-2.j])\n",
      .style = METHOD,
      .infer = infer_conj,
      .gives = AS_ARRAY },
    { .name = "byteswap",
      .of = ARRAYS,
      .params = "a, inplace: any = False",
      .brief = "the bytes of each element turned round",
      .example = ">>> np.array([1, 256], np.int16).byteswap()\narray([256,   1], dtype=int16)\n",
      .style = CLINIC,
      .infer = infer_byteswap,
      .run = run_byteswap,
      .gives = AS_ARRAY },
    { 0 },
};
