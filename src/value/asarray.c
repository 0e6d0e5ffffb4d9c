/* asarray.c: arrays from Python's values, and back. */
#include "value/asarray.h"

#include "tensor/cast.h"
#include "tensor/walk.h"
#include "value/number.h"

#include <math.h>
#include <string.h>

/* one number into one element ------------------------------------------------------------------------------
 */

static void put(DType from, const void *at, DType dtype, char *to)
{
    char *const p[] = { (char *)at, to };
    const int64_t s[] = { 0, 0 };
    cast_loop(from, dtype)(1, p, s);
}

/* The number as NumPy's scalars are cast: with the warnings that a cast gives. */
static bool put_and_tell(Run *run, DType from, const void *at, DType dtype, char *to)
{
    if (dtype_is_complex(from) && !dtype_is_complex(dtype) && dtype != BOOL &&
        !warn(run, ComplexWarning, "Casting complex values to real discards the imaginary part"))
        return false;
    flags_begin();
    put(from, at, dtype, to);
    return flags_end(run, "cast");
}

static bool store_double(Run *run, DType dtype, char *at, double f)
{
    if (dtype == FLOAT64 || dtype == COMPLEX128) {
        put(FLOAT64, &f, dtype, at);
        return true;
    }
    return put_and_tell(run, FLOAT64, &f, dtype, at);
}

static bool too_large(Run *run)
{
    return fail(run, OverflowError, "Python int too large to convert to C long");
}

/* A Python int that fits 64 bits, into a dtype of ints. */
static bool store_int64(Run *run, DType dtype, char *at, int64_t i)
{
    if (i < dtype_min(dtype) || (i > 0 && (uint64_t)i > dtype_max(dtype)))
        return fail(run, OverflowError, "Python integer %lld out of bounds for %s", (long long)i,
                    dtype_info[dtype].name);
    element_set_int(dtype, at, i);
    return true;
}

/* Any Python int, into any dtype but bool. */
static bool store_python_int(Run *run, DType dtype, char *at, Value v)
{
    double f;
    if (!dtype_is_int(dtype))
        return int_to_double(run, v, &f) && store_double(run, dtype, at, f);
    if (v.tag != V_BIGINT)
        return store_int64(run, dtype, at, v.i);
    if ((dtype != UINT64 && dtype != UINT32) || mpz_sgn(v.bigint->z) < 0 ||
        mpz_sizeinbase(v.bigint->z, 2) > 64)
        return too_large(run);
    uint64_t u = mpz_get_ui(v.bigint->z);
    if (dtype == UINT32)
        return fail(run, OverflowError, "Python integer %llu out of bounds for uint32",
                    (unsigned long long)u);
    memcpy(at, &u, sizeof u);
    return true;
}

static bool store_python_float(Run *run, DType dtype, char *at, double f)
{
    Value whole;
    if (!dtype_is_int(dtype))
        return store_double(run, dtype, at, f);
    if (!float_to_int(run, f, &whole))
        return false;
    bool ok = store_python_int(run, dtype, at, whole);
    value_drop(whole);
    return ok;
}

/* What is no number, in the words of int(), float() and complex(). */
static bool not_a_number(Run *run, DType dtype, Value v)
{
    bool sequence = v.tag == V_LIST || v.tag == V_TUPLE || v.tag == V_RANGE;
    const char *name = value_type_name(v);
    if (dtype_is_complex(dtype))
        return fail(run, TypeError, "must be real number, not %s", name);
    if (dtype_is_int(dtype))
        return fail(run, TypeError,
                    "int() argument must be a string, a bytes-like object or a real number, not '%s'", name);
    if (sequence)
        return fail(run, ValueError, "setting an array element with a sequence.");
    return fail(run, TypeError, "float() argument must be a string or a real number, not '%s'", name);
}

static bool store_text(Run *run, DType dtype, char *at, const Str *str)
{
    if (dtype_is_int(dtype)) {
        Value i;
        if (!int_parse(run, str->text, str->bytes, 10, &i))
            return false;
        bool ok = store_python_int(run, dtype, at, i);
        value_drop(i);
        return ok;
    }
    if (!dtype_is_complex(dtype)) {
        double f;
        return float_parse(run, str->text, str->bytes, &f) && store_double(run, dtype, at, f);
    }
    complex128 z;
    if (!complex_parse(run, str->text, str->bytes, &z))
        return fail(run, ValueError, "complex() arg is a malformed string");
    return put_and_tell(run, COMPLEX128, &z, dtype, at);
}

/* NumPy's scalars are cast; only into signed ints they go by way of int(), which must fit. */
static bool store_scalar(Run *run, DType dtype, char *at, const Value *v)
{
    DType from;
    const char *data = scalar_data(v, &from);
    if (from == dtype || !dtype_is_int(dtype) || dtype_is_unsigned(dtype))
        return put_and_tell(run, from, data, dtype, at);
    if (dtype_is_complex(from) &&
        !warn(run, ComplexWarning, "Casting complex values to real discards the imaginary part"))
        return false;
    if (dtype_is_inexact(from))
        return store_python_float(run, dtype, at, element_double(from, data));
    int64_t i = element_int(from, data);
    return from == UINT64 && i < 0 ? too_large(run) : store_int64(run, dtype, at, i);
}

static bool store_array(Run *run, DType dtype, char *at, const Tensor *t)
{
    if (t->ndim == 0)
        return put_and_tell(run, t->dtype, t->data, dtype, at);
    if (dtype_is_complex(dtype))
        return fail(run, TypeError, "only 0-dimensional arrays can be converted to Python scalars");
    if (dtype == BOOL && tensor_size(t) == 1) {
        put(t->dtype, t->data, BOOL, at);
        return true;
    }
    return fail(run, ValueError, "setting an array element with a sequence.");
}

static bool store_none(DType dtype, char *at)
{
    complex128 nothing = NAN + NAN * I;
    put(COMPLEX128, &nothing, dtype, at);
    return true;
}

bool element_store(Run *run, DType dtype, char *at, Value v)
{
    if (v.tag == V_ARRAY)
        return store_array(run, dtype, at, v.tensor);
    if (dtype == BOOL) {
        bool truth;
        if (!value_truth(run, v, &truth))
            return false;
        *at = truth;
        return true;
    }
    switch ((Tag)v.tag) {
    case V_BOOL:
    case V_INT:
    case V_BIGINT: return store_python_int(run, dtype, at, v);
    case V_FLOAT: return store_python_float(run, dtype, at, v.f);
    case V_COMPLEX:
        return dtype_is_complex(dtype) ? put_and_tell(run, COMPLEX128, &v.number->z, dtype, at)
                                       : not_a_number(run, dtype, v);
    case V_SCALAR:
    case V_CSCALAR: return store_scalar(run, dtype, at, &v);
    case V_STR: return store_text(run, dtype, at, v.str);
    case V_NONE: return dtype_is_int(dtype) ? not_a_number(run, dtype, v) : store_none(dtype, at);
    default: return not_a_number(run, dtype, v);
    }
}

bool tensor_store(Run *run, Tensor *to, Value v)
{
    _Alignas(16) char element[16];
    Tensor one = { .object.count = 1, .dtype = to->dtype, .scalar = 1, .data = element };
    return element_store(run, to->dtype, element, v) && tensor_assign(run, to, &one);
}

/* shape and dtype of nested sequences -----------------------------------------------------------------------
 */

/* What is found out while the items are visited, depth first. The first element, or the first array among the
 * items, fixes the number of axes; what does not agree with it makes the whole ragged. */
typedef struct Finding {
    Run *run;
    bool stopped; /* by Ctrl-C: the run's error says so */
    int64_t dim[AXES_MAX];
    int most;   /* axes at most; fewer after something ragged was met */
    bool fixed; /* an element was met: sizes are compared from now on */
    bool ragged;
    bool find_dtype;
    Value odd;    /* the first item that no array can hold; V_ABSENT: none. Borrowed */
    bool no_data; /* an array among the items is known by its type alone */
    DType dtype;  /* what all elements promote to; NO_DTYPE before the first */
} Finding;

/* Sizes of axes from `depth` on: a sequence's length, or (`last`) all that an element or an array has. False
 * if they differ from what was met before. */
static bool agree(Finding *found, int depth, int ndim, const int64_t *dim, bool last)
{
    bool ok = true;
    if (depth + ndim > found->most) {
        ok = false;
        ndim = found->most - depth;
    } else if (last && found->most != depth + ndim) {
        found->most = depth + ndim;
        ok = !found->fixed;
    }
    for (int i = 0; i < ndim; i++)
        if (!found->fixed) {
            found->dim[depth + i] = dim[i];
        } else if (found->dim[depth + i] != dim[i]) {
            ok = false;
            found->most = depth + i;
            break;
        }
    found->fixed |= last;
    found->ragged |= !ok;
    return ok;
}

static bool refuse(Run *run, Value v)
{
    if (v.tag == V_UNKNOWN)
        return fail_no_data(run);
    if (v.tag == V_STR)
        return fail(run, TypeError, "ndcalc has no arrays of text: keep strings in a list");
    if (v.tag == V_BIGINT)
        return fail(run, OverflowError, "ndcalc has no arrays of ints beyond 64 bits: give dtype=float");
    bool walked = v.tag == V_ITERATOR || v.tag == V_SET || value_is_dict_view(v);
    return fail(run, TypeError, "ndcalc has no arrays of objects, which '%s' would need: %s",
                value_type_name(v), walked ? "make a list of it, list(…)" : "keep them in a list");
}

/* The dtype of a number by itself; NO_DTYPE for what is none. */
static DType dtype_of_number(Value v)
{
    switch ((Tag)v.tag) {
    case V_BOOL: return BOOL;
    case V_INT: return INT64;
    case V_FLOAT: return FLOAT64;
    case V_BIGINT:
        return mpz_sgn(v.bigint->z) > 0 && mpz_sizeinbase(v.bigint->z, 2) <= 64 ? UINT64 : NO_DTYPE;
    case V_SCALAR: return (DType)v.dtype;
    case V_COMPLEX:
    case V_CSCALAR: return COMPLEX128;
    default: return NO_DTYPE;
    }
}

static void join_dtype(Finding *found, DType dtype)
{
    found->dtype = found->dtype == NO_DTYPE ? dtype : dtype_promote(found->dtype, dtype);
}

static void find(Finding *found, Value v, int depth);

static void find_in_items(Finding *found, int64_t count, const Value *item, int depth)
{
    if (!agree(found, depth, 1, &count, false))
        return;
    found->stopped = !run_goes_on(found->run);
    if (count == 0) { /* an empty sequence has no axes inside */
        found->most = depth + 1;
        found->fixed = true;
    }
    for (int64_t i = 0; i < count && !found->stopped; i++) {
        /* in a row of ints, or of floats, there is nothing new after the first; nor in the same list once
         * more */
        bool known = i && item[i].tag == item[i - 1].tag &&
                     (item[i].tag == V_INT || item[i].tag == V_FLOAT ||
                      (item[i].tag == V_LIST && item[i].list == item[i - 1].list));
        if (!known)
            find(found, item[i], depth + 1);
    }
}

static void find_in_array(Finding *found, const Tensor *t, int depth)
{
    if (found->find_dtype)
        join_dtype(found, t->dtype);
    found->no_data |= !t->data;
    agree(found, depth, t->ndim, t->dim, true);
}

static void find_in_range(Finding *found, const Range *range, int depth)
{
    if (range->count == 0)
        find_in_items(found, 0, NULL, depth);
    else if (agree(found, depth, 1, &range->count, false))
        find(found, value_int(range->start), depth + 1);
}

static void find(Finding *found, Value v, int depth)
{
    switch ((Tag)v.tag) {
    case V_LIST: find_in_items(found, v.list->count, v.list->item, depth); return;
    case V_TUPLE: find_in_items(found, v.tuple->count, v.tuple->item, depth); return;
    case V_RANGE: find_in_range(found, v.range, depth); return;
    case V_ARRAY: find_in_array(found, v.tensor, depth); return;
    default: break;
    }
    if (found->find_dtype) {
        DType dtype = dtype_of_number(v);
        if (dtype != NO_DTYPE)
            join_dtype(found, dtype);
        else if (found->odd.tag == V_ABSENT)
            found->odd = v;
    }
    agree(found, depth, 0, NULL, true);
}

static bool fail_ragged(Run *run, const Finding *found, int most)
{
    if (found->most == most)
        return fail(run, ValueError,
                    "setting an array element with a sequence. The requested array would exceed the maximum "
                    "number of "
                    "dimension of %d.",
                    most);
    return fail(
        run, ValueError,
        "setting an array element with a sequence. The requested array has an inhomogeneous shape after %d "
        "dimensions. The detected shape was %s + inhomogeneous part.",
        found->most, shape_text(run, found->most, found->dim));
}

/* filling in ------------------------------------------------------------------------------------------------
 */

static bool fill(Run *run, const Tensor *t, int axis, char *at, Value v);

/* The last axis: most often all Python floats, or all ints. */
static bool fill_row(Run *run, const Tensor *t, int axis, char *at, int64_t count, const Value *item)
{
    int64_t step = t->stride[axis];
    for (int64_t i = 0; i < count; i++, at += step)
        if (t->dtype == FLOAT64 && item[i].tag == V_FLOAT)
            *(double *)at = item[i].f;
        else if (t->dtype == INT64 && item[i].tag == V_INT)
            *(int64_t *)at = item[i].i;
        else if (!element_store(run, t->dtype, at, item[i]))
            return false;
    return true;
}

static bool fill_items(Run *run, const Tensor *t, int axis, char *at, int64_t count, const Value *item)
{
    if (axis == t->ndim - 1)
        return fill_row(run, t, axis, at, count, item);
    for (int64_t i = 0; i < count; i++)
        if (!fill(run, t, axis + 1, at + i * t->stride[axis], item[i]))
            return false;
    return true;
}

/* Sets the part of t that begins at `at` and has its axes from `axis` on. */
static bool fill(Run *run, const Tensor *t, int axis, char *at, Value v)
{
    if (axis == t->ndim)
        return element_store(run, t->dtype, at, v);
    switch ((Tag)v.tag) {
    case V_LIST: return fill_items(run, t, axis, at, v.list->count, v.list->item);
    case V_TUPLE: return fill_items(run, t, axis, at, v.tuple->count, v.tuple->item);
    case V_RANGE:
        for (int64_t i = 0; i < v.range->count; i++)
            if (!element_store(run, t->dtype, at + i * t->stride[axis],
                               value_int(v.range->start + i * v.range->step)))
                return false;
        return true;
    default: {
        Tensor part = { .dtype = t->dtype,
                        .ndim = (uint8_t)(t->ndim - axis),
                        .dim = t->dim + axis,
                        .stride = t->stride + axis,
                        .data = at };
        return tensor_assign(run, &part, v.tensor);
    }
    }
}

static Tensor *from_sequence(Run *run, Value v, DType dtype, int most)
{
    Finding found = { .run = run, .most = most, .find_dtype = dtype == NO_DTYPE, .dtype = dtype };
    find(&found, v, 0);
    if (found.stopped)
        return NULL;
    if (found.ragged || found.odd.tag != V_ABSENT) {
        if (found.ragged)
            fail_ragged(run, &found, most);
        else
            refuse(run, found.odd);
        return NULL;
    }
    if (found.dtype == NO_DTYPE)
        found.dtype = FLOAT64;
    if (found.no_data)
        return tensor_typed(found.dtype, found.most, found.dim);
    Tensor *t = tensor_new(run, found.dtype, found.most, found.dim);
    if (t && !fill(run, t, 0, t->data, v)) {
        tensor_drop(t);
        return NULL;
    }
    return t;
}

bool shape_from_value(Run *run, Value v, Shape *shape, Value *odd)
{
    *odd = ABSENT;
    if (v.tag == V_LIST || v.tag == V_TUPLE || v.tag == V_RANGE) {
        Finding found = { .run = run, .most = AXES_MAX, .find_dtype = true, .dtype = NO_DTYPE };
        find(&found, v, 0);
        if (found.stopped || found.ragged)
            return !found.stopped && fail_ragged(run, &found, AXES_MAX);
        shape_set(shape, found.most, found.dim);
        *odd = found.odd;
        return true;
    }
    if (v.tag != V_ARRAY && v.tag != V_RECORD) {
        shape->ndim = 0;
        if (!value_is_scalar(v) && dtype_of_number(v) == NO_DTYPE)
            *odd = v;
        return true;
    }
    Tensor *t = tensor_from_value(run, v, NO_DTYPE, false);
    if (t)
        shape_set(shape, t->ndim, t->dim);
    tensor_drop(t);
    return t;
}

static bool lay_out(Value v, int depth, Value **to)
{
    int64_t n;
    const Value *item = sequence_items(v, &n);
    if (depth == 0) {
        *(*to)++ = v;
        return v.tag != V_ARRAY && v.tag != V_RANGE;
    }
    for (int64_t i = 0; i < n; i++)
        if (!lay_out(item[i], depth - 1, to))
            return false;
    return v.tag == V_LIST || v.tag == V_TUPLE;
}

Value *items_from_value(Value v, const Shape *shape)
{
    int64_t n = 1; /* a list that holds another many times has more items than there is memory for */
    for (int i = 0; i < shape->ndim; i++)
        if (__builtin_mul_overflow(n, shape->dim[i], &n))
            return NULL;
    if (!mem_fits(n, sizeof(Value)))
        return NULL;
    Value *items = mem_alloc((size_t)n * sizeof *items), *to = items;
    if (lay_out(v, shape->ndim, &to))
        return items;
    mem_free(items);
    return NULL;
}

/* single numbers --------------------------------------------------------------------------------------------
 */

static Weak weak_of(Value v)
{
    switch ((Tag)v.tag) {
    case V_INT:
    case V_BIGINT: return WEAK_INT;
    case V_FLOAT: return WEAK_FLOAT;
    case V_COMPLEX: return WEAK_COMPLEX;
    default: return STRONG;
    }
}

bool tensor_of_scalar(Tensor *out, const Value *v)
{
    DType dtype = v->tag == V_BIGINT ? NO_DTYPE : dtype_of_number(*v);
    if (dtype == NO_DTYPE)
        return false;
    bool boxed = v->tag == V_COMPLEX || v->tag == V_CSCALAR;
    *out = (Tensor){ .object = { .count = 1, .tag = OBJECT_TENSOR },
                     .dim = no_axes,
                     .stride = no_axes,
                     .dtype = (uint8_t)dtype,
                     .weak = (uint8_t)weak_of(*v),
                     .scalar = 1,
                     .data = boxed ? (char *)&v->number->z : (char *)&v->i };
    return true;
}

/* An int beyond 64 bits among weak numbers is what it comes to as a float. */
static Tensor *from_large_int(Run *run, Value v)
{
    double f;
    Tensor *t = int_to_double(run, v, &f) ? tensor_new(run, FLOAT64, 0, NULL) : NULL;
    if (t)
        *(double *)t->data = f;
    return t;
}

static bool store_number(Run *run, Tensor *t, const Value *v)
{
    DType from;
    if (!value_is_scalar(*v))
        return element_store(run, t->dtype, t->data, *v);
    const char *data = scalar_data(v, &from);
    return put_and_tell(run, from, data, t->dtype, t->data);
}

static Tensor *from_number(Run *run, Value v, DType dtype, bool weak)
{
    DType own = dtype == NO_DTYPE ? dtype_of_number(v) : dtype;
    if (own == NO_DTYPE && !(v.tag == V_BIGINT && weak)) {
        refuse(run, v);
        return NULL;
    }
    Tensor *t = own == NO_DTYPE ? from_large_int(run, v) : tensor_new(run, own, 0, NULL);
    if (t && own != NO_DTYPE && !store_number(run, t, &v)) {
        tensor_drop(t);
        return NULL;
    }
    if (t && weak && dtype == NO_DTYPE)
        t->weak = (uint8_t)weak_of(v);
    return t;
}

Tensor *tensor_from_value_within(Run *run, Value v, DType dtype, int most)
{
    if (v.tag == V_LIST || v.tag == V_TUPLE || v.tag == V_RANGE)
        return from_sequence(run, v, dtype, most);
    return tensor_from_value(run, v, dtype, false);
}

/* What says itself what array it is: a.flat. */
static Tensor *from_record(Run *run, Value v, DType dtype)
{
    Value array;
    int found = record_call(run, v, "__array__", &array);
    if (found <= 0)
        return found < 0 ? NULL : from_number(run, v, dtype, false);
    Tensor *t = tensor_from_value(run, array, dtype, false);
    value_drop(array);
    return t;
}

Tensor *tensor_from_value(Run *run, Value v, DType dtype, bool weak)
{
    switch ((Tag)v.tag) {
    case V_ARRAY: return dtype == NO_DTYPE ? tensor_keep(v.tensor) : tensor_cast(run, v.tensor, dtype);
    case V_LIST:
    case V_TUPLE:
    case V_RANGE:
        if (v.tag == V_RANGE && !run_has_memory(run, v.range->count, sizeof(Value)))
            return NULL;
        return from_sequence(run, v, dtype, AXES_MAX);
    case V_RECORD: return from_record(run, v, dtype);
    default: return from_number(run, v, dtype, weak);
    }
}

/* and back
 * --------------------------------------------------------------------------------------------------- */

static Value nested(const Tensor *t, int axis, const char *at)
{
    if (axis == t->ndim)
        return value_item((DType)t->dtype, at);
    Value list = value_list_new(t->dim[axis]);
    for (int64_t i = 0; i < t->dim[axis]; i++)
        list.list->item[list.list->count++] = nested(t, axis + 1, at + i * t->stride[axis]);
    return list;
}

Value tensor_tolist(const Tensor *t) { return nested(t, 0, t->data); }

Value value_shape(int ndim, const int64_t *dim)
{
    Value tuple = value_tuple_new(ndim);
    for (int i = 0; i < ndim; i++)
        tuple.tuple->item[i] = value_int(dim[i]);
    return tuple;
}
