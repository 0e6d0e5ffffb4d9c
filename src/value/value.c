/* value.c: making values, counting and freeing them, and what can be asked of any. */
#include "value/value.h"

#include "value/asarray.h"
#include "value/cycles.h"
#include "value/number.h"

#include <math.h>
#include <string.h>

Hooks hooks;

static void *object_new(size_t size, Tag tag)
{
    Object *object = mem_alloc(size);
    *object = (Object){ .count = 1, .tag = (uint8_t)tag };
    return object;
}

/* freeing -------------------------------------------------------------------------------------------------
 */

static void drop_items(int64_t count, Value *item)
{
    for (int64_t i = 0; i < count; i++)
        value_drop(item[i]);
}

static void free_dict(Dict *dict)
{
    for (int64_t i = 0; i < dict->used; i++) {
        value_drop(dict->entry[i].key);
        value_drop(dict->entry[i].value);
    }
    mem_free(dict->entry);
    mem_free(dict->index);
}

static void free_tensor(Object *object)
{
    object->count = 1; /* its own floor frees it */
    tensor_drop((Tensor *)object);
}

static void free_now(Object *object)
{
    Value v = { .tag = object->tag, .object = object };
    switch (object->tag) {
    case V_ABSENT: /* the tensor floor knows no tags */
    case V_ARRAY: free_tensor(object); return;
    case V_FUNCTION:
    case V_CELL:
        if (hooks.free_function)
            hooks.free_function(object);
        return;
    case V_BIGINT: mpz_clear(v.bigint->z); break;
    case V_TUPLE: drop_items(v.tuple->count, v.tuple->item); break;
    case V_LIST:
        drop_items(v.list->count, v.list->item);
        mem_free(v.list->item);
        cycle_free(object);
        return;
    case V_DICT:
    case V_SET:
        free_dict(v.dict);
        cycle_free(object);
        return;
    case V_SLICE:
        value_drop(v.slice->start);
        value_drop(v.slice->stop);
        value_drop(v.slice->step);
        break;
    case V_METHOD: value_drop(v.method->self); break;
    case V_ITERATOR:
        if (v.iterator->drop)
            v.iterator->drop(v.iterator);
        value_drop(v.iterator->of);
        cycle_free(object);
        return;
    case V_EXCEPTION: exception_free(v.exception); return;
    case V_RECORD:
        if (v.record->drop)
            v.record->drop(v.record);
        drop_items(v.record->fields, v.record->field);
        break;
    default: break;
    }
    mem_free(object);
}

/* Lists nested a million deep must not use up the C stack: past a depth, what is to be freed waits in a row.
 */
void object_free(Object *object)
{
    enum { DEEP = 200 };
    static _Thread_local int depth;
    static _Thread_local struct {
        Object **at;
        size_t count, room;
    } later;
    if (object->tag == V_STR) { /* holds nothing */
        str_free((Str *)object);
        return;
    }
    if (depth == DEEP) {
        if (later.count == later.room)
            later.at =
                mem_resize(later.at, (later.room = later.room ? later.room * 2 : 64) * sizeof *later.at);
        later.at[later.count++] = object;
        return;
    }
    depth++;
    free_now(object);
    depth--;
    if (depth || !later.room)
        return;
    while (later.count) {
        depth++;
        free_now(later.at[--later.count]);
        depth--;
    }
    mem_free(later.at);
    later.at = NULL;
    later.room = 0;
}

/* making --------------------------------------------------------------------------------------------------
 */

Value value_uint(uint64_t u)
{
    if (u <= INT64_MAX)
        return value_int((int64_t)u);
    Bigint *big = object_new(sizeof *big, V_BIGINT);
    mpz_init_set_ui(big->z, u);
    return (Value){ .tag = V_BIGINT, .bigint = big };
}

Value value_bigint(const mpz_t z)
{
    if (mpz_fits_slong_p(z))
        return value_int(mpz_get_si(z));
    Bigint *big = object_new(sizeof *big, V_BIGINT);
    mpz_init_set(big->z, z);
    return (Value){ .tag = V_BIGINT, .bigint = big };
}

static Value complex_of_tag(Tag tag, complex128 z)
{
    Complex *number = object_new(sizeof *number, tag);
    number->z = z;
    return (Value){ .tag = (uint8_t)tag, .number = number };
}

Value value_complex(complex128 z) { return complex_of_tag(V_COMPLEX, z); }

Value value_tuple_new(int64_t count)
{
    Tuple *tuple = object_new(sizeof *tuple + (size_t)count * sizeof(Value), V_TUPLE);
    tuple->names = NULL;
    tuple->count = count;
    for (int64_t i = 0; i < count; i++)
        tuple->item[i] = NONE;
    return (Value){ .tag = V_TUPLE, .tuple = tuple };
}

Value value_tuple(int64_t count, const Value *item)
{
    Value tuple = value_tuple_new(count);
    for (int64_t i = 0; i < count; i++)
        tuple.tuple->item[i] = value_keep(item[i]);
    return tuple;
}

Value value_slice(Value start, Value stop, Value step)
{
    Slice *slice = object_new(sizeof *slice, V_SLICE);
    slice->start = value_keep(start);
    slice->stop = value_keep(stop);
    slice->step = value_keep(step);
    return (Value){ .tag = V_SLICE, .slice = slice };
}

Value value_range(int64_t start, int64_t stop, int64_t step)
{
    Range *range = object_new(sizeof *range, V_RANGE);
    range->start = start;
    range->stop = stop;
    range->step = step;
    /* in unsigned arithmetic: stop - start may be more than an int64 holds */
    uint64_t span = step > 0 ? (uint64_t)stop - (uint64_t)start : (uint64_t)start - (uint64_t)stop;
    uint64_t stride = step > 0 ? (uint64_t)step : 0 - (uint64_t)step;
    bool empty = step > 0 ? start >= stop : start <= stop;
    uint64_t count = empty ? 0 : (span - 1) / stride + 1;
    range->count = count > INT64_MAX ? INT64_MAX : (int64_t)count;
    return (Value){ .tag = V_RANGE, .range = range };
}

Value value_method(const struct Func *func, Value self)
{
    Method *method = object_new(sizeof *method, V_METHOD);
    method->func = func;
    method->self = value_keep(self);
    return (Value){ .tag = V_METHOD, .method = method };
}

Value value_iterator(const Class *class, Value of, int (*next)(Run *, Iterator *, Value *))
{
    Iterator *iterator = cycle_alloc(sizeof *iterator);
    iterator->object = (Object){ .count = 1, .tag = V_ITERATOR };
    iterator->class = class;
    iterator->next = next;
    iterator->drop = NULL;
    iterator->visit = NULL;
    iterator->of = value_keep(of);
    iterator->at = 0;
    iterator->state = NULL;
    return (Value){ .tag = V_ITERATOR, .iterator = iterator };
}

Value value_record(const Class *class, int fields, const char *const *name)
{
    Record *record = object_new(sizeof *record + (size_t)fields * sizeof(Value), V_RECORD);
    record->class = class;
    record->state = NULL;
    record->drop = NULL;
    record->fields = fields;
    record->name = name;
    for (int i = 0; i < fields; i++)
        record->field[i] = NONE;
    return (Value){ .tag = V_RECORD, .record = record };
}

Value value_scalar(DType dtype, const void *at)
{
    if (dtype == COMPLEX128) {
        complex128 z;
        memcpy(&z, at, sizeof z);
        return complex_of_tag(V_CSCALAR, z);
    }
    Value v = { .tag = V_SCALAR, .dtype = (uint8_t)dtype };
    memcpy(&v.i, at, dtype_info[dtype].size);
    return v;
}

Value value_item(DType dtype, const void *at)
{
    if (dtype == BOOL)
        return value_bool(element_true(dtype, at));
    if (dtype == UINT64)
        return value_uint((uint64_t)element_int(dtype, at));
    if (dtype_is_int(dtype))
        return value_int(element_int(dtype, at));
    if (dtype_is_float(dtype))
        return value_float(element_double(dtype, at));
    return value_complex(element_complex(dtype, at));
}

Value value_from_tensor(Tensor *t, bool scalar)
{
    if (!scalar || t->ndim || !t->data)
        return value_array(t);
    Value v = value_scalar((DType)t->dtype, t->data);
    tensor_drop(t);
    return v;
}

/* asking --------------------------------------------------------------------------------------------------
 */

bool value_is(Value a, Value b)
{
    if (a.tag != b.tag)
        return false;
    switch (a.tag) {
    case V_ABSENT:
    case V_UNKNOWN:
    case V_NONE:
    case V_ELLIPSIS:
    case V_NOTIMPLEMENTED: return true;
    case V_SCALAR: /* NumPy makes a new one each time, but for the two truths */
        return a.dtype == BOOL && b.dtype == BOOL && a.i == b.i;
    case V_DTYPE: return a.dtype == b.dtype;
    case V_FLOAT: return a.i == b.i && a.dtype == b.dtype;
    case V_STR:
        return a.str == b.str || (a.str->bytes == b.str->bytes && a.str->bytes <= 1 &&
                                  !memcmp(a.str->text, b.str->text, (size_t)a.str->bytes));
    case V_TUPLE: return a.tuple == b.tuple || (!a.tuple->count && !b.tuple->count);
    default: return a.i == b.i;
    }
}

bool value_is_dict_view(Value v)
{
    return v.tag == V_RECORD && (v.record->class == class_dict_keys || v.record->class == class_dict_values ||
                                 v.record->class == class_dict_items);
}

void *scalar_data(const Value *v, DType *dtype)
{
    *dtype = v->tag == V_CSCALAR ? COMPLEX128 : (DType)v->dtype;
    return v->tag == V_CSCALAR ? (void *)&v->number->z : (void *)&v->i;
}

static bool array_truth(Run *run, const Tensor *t, bool *out)
{
    int64_t size = tensor_size(t);
    if (size == 1) {
        if (!t->data)
            return fail_no_data(run);
        *out = element_true((DType)t->dtype, t->data);
        return true;
    }
    if (size == DIM_UNKNOWN)
        return fail_no_data(run);
    if (size == 0)
        return fail(run, ValueError,
                    "The truth value of an empty array is ambiguous. Use `array.size > 0` to check that "
                    "an array is not empty.");
    return fail(
        run, ValueError,
        "The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()");
}

/* What has a length is true if that is not 0. */
static bool record_truth(Run *run, Value v, bool *out)
{
    if (value_is_dict_view(v))
        return *out = v.record->field[0].dict->count, true;
    Value length;
    int found = record_call(run, v, "__len__", &length);
    if (found > 0) {
        *out = length.i != 0;
        value_drop(length);
    }
    return found >= 0;
}

bool value_truth(Run *run, Value v, bool *out)
{
    *out = true;
    switch (v.tag) {
    case V_ABSENT:
    case V_NONE: *out = false; return true;
    case V_BOOL:
    case V_INT: *out = v.i != 0; return true;
    case V_FLOAT: *out = v.f != 0; return true;
    case V_COMPLEX:
    case V_CSCALAR: *out = v.number->z != 0; return true;
    case V_SCALAR: *out = element_true((DType)v.dtype, (const char *)&v.i); return true;
    case V_STR: *out = v.str->bytes != 0; return true;
    case V_TUPLE: *out = v.tuple->count != 0; return true;
    case V_LIST: *out = v.list->count != 0; return true;
    case V_DICT:
    case V_SET: *out = v.dict->count != 0; return true;
    case V_RANGE: *out = v.range->count != 0; return true;
    case V_ARRAY: return array_truth(run, v.tensor, out);
    case V_UNKNOWN: return fail_no_data(run);
    case V_RECORD: return record_truth(run, v, out);
    case V_NOTIMPLEMENTED:
        return fail(run, TypeError, "NotImplemented should not be used in a boolean context");
    default: return true;
    }
}

int record_call(Run *run, Value record, const char *name, Value *out)
{
    Value method;
    if (!record.record->class->home || !hooks.attribute)
        return 0;
    if (!hooks.attribute(run, record, name, &method)) {
        if (run->error.class != AttributeError)
            return -1;
        run_clear_error(run);
        return 0;
    }
    bool done = hooks.call(run, method, 0, NULL, out) && (out->tag != V_UNKNOWN || fail_no_data(run));
    value_drop(method);
    return done ? 1 : -1;
}

static bool len_by_row(Run *run, Value v, int64_t *out)
{
    Value length;
    int found = record_call(run, v, "__len__", &length);
    if (found <= 0)
        return found < 0 ? false
                         : fail(run, TypeError, "object of type '%s' has no len()", value_type_name(v));
    bool done = value_index(run, length, out);
    value_drop(length);
    return done;
}

bool value_len(Run *run, Value v, int64_t *out)
{
    switch (v.tag) {
    case V_STR: *out = v.str->length; return true;
    case V_TUPLE: *out = v.tuple->count; return true;
    case V_LIST: *out = v.list->count; return true;
    case V_DICT:
    case V_SET: *out = v.dict->count; return true;
    case V_RANGE: *out = v.range->count; return true;
    case V_ARRAY:
        if (!v.tensor->ndim)
            return fail(run, TypeError, "len() of unsized object");
        *out = v.tensor->dim[0];
        return true;
    case V_RECORD:
        if (value_is_dict_view(v)) {
            *out = v.record->field[0].dict->count;
            return true;
        }
        return len_by_row(run, v, out);
    case V_ITERATOR: return len_by_row(run, v, out);
    case V_DTYPE: *out = 0; return true; /* of fields */
    case V_UNKNOWN: return fail_no_data(run);
    default: return fail(run, TypeError, "object of type '%s' has no len()", value_type_name(v));
    }
}

static bool index_of_element(Run *run, DType dtype, const char *at, int64_t *out)
{
    *out = element_int(dtype, at);
    if (dtype == UINT64 && *out < 0)
        return fail(run, OverflowError, "Python int too large to convert to C long");
    return true;
}

bool value_index(Run *run, Value v, int64_t *out)
{
    switch (v.tag) {
    case V_BOOL:
    case V_INT: *out = v.i; return true;
    case V_BIGINT: return fail(run, OverflowError, "Python int too large to convert to C long");
    case V_SCALAR:
        if (dtype_is_int((DType)v.dtype))
            return index_of_element(run, (DType)v.dtype, (const char *)&v.i, out);
        break;
    case V_UNKNOWN: return fail_no_data(run);
    case V_ARRAY:
        if (!v.tensor->ndim && dtype_is_int((DType)v.tensor->dtype) && !v.tensor->data)
            return fail_no_data(run);
        if (v.tensor->ndim || !dtype_is_int((DType)v.tensor->dtype))
            return fail(run, TypeError, "only integer scalar arrays can be converted to a scalar index");
        return index_of_element(run, (DType)v.tensor->dtype, v.tensor->data, out);
    default: break;
    }
    return fail(run, TypeError, "'%s' object cannot be interpreted as an integer", value_type_name(v));
}

/* The element of a NumPy scalar or a 0-d array; NULL (and an error for arrays of more axes) otherwise. */
static const char *element_of(Run *run, const Value *v, DType *dtype, bool *ok)
{
    *ok = true;
    if (value_is_scalar(*v))
        return scalar_data(v, dtype);
    if (v->tag == V_UNKNOWN || (v->tag == V_ARRAY && !v->tensor->ndim && !v->tensor->data)) {
        *ok = fail_no_data(run);
        return NULL;
    }
    if (v->tag != V_ARRAY)
        return NULL;
    *dtype = (DType)v->tensor->dtype;
    if (v->tensor->ndim)
        *ok = fail(run, TypeError, "only 0-dimensional arrays can be converted to Python scalars");
    return *ok ? v->tensor->data : NULL;
}

bool value_to_double(Run *run, Value v, double *out)
{
    switch (v.tag) {
    case V_FLOAT: *out = v.f; return true;
    case V_BOOL:
    case V_INT: *out = (double)v.i; return true;
    case V_BIGINT: return int_to_double(run, v, out);
    default: break;
    }
    bool ok;
    DType dtype;
    const char *at = element_of(run, &v, &dtype, &ok);
    if (!ok)
        return false;
    if (!at)
        return fail(run, TypeError, "must be real number, not %s", value_type_name(v));
    *out = element_double(dtype, at);
    if (dtype_is_complex(dtype) && v.tag == V_ARRAY)
        return fail(run, TypeError, "float() argument must be a string or a real number, not 'complex'");
    return !dtype_is_complex(dtype) ||
           warn(run, ComplexWarning, "Casting complex values to real discards the imaginary part");
}

bool value_to_complex(Run *run, Value v, complex128 *out)
{
    if (v.tag == V_COMPLEX) {
        *out = v.number->z;
        return true;
    }
    bool ok;
    DType dtype;
    const char *at = element_of(run, &v, &dtype, &ok);
    if (!ok)
        return false;
    if (at) {
        *out = element_complex(dtype, at);
        return true;
    }
    double real;
    if (!value_to_double(run, v, &real))
        return false;
    *out = real;
    return true;
}

bool value_to_mpz(Value v, mpz_t out)
{
    if (v.tag == V_BIGINT)
        mpz_set(out, v.bigint->z);
    else if (v.tag == V_INT || v.tag == V_BOOL)
        mpz_set_si(out, v.i);
    else
        return false;
    return true;
}
