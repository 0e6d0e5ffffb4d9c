/* subscript.c: value[key], read, set and deleted. */
#include "eval/eval.h"

#include "base/utf8.h"
#include "tensor/index.h"

#include <string.h>

/* arrays --------------------------------------------------------------------------------------------------
 */

/* The items of an array's index, with the tensors made for them. */
typedef struct Items {
    int count;
    Index item[INDEX_MAX];
    Tensor *made[INDEX_MAX];
    int makes;
} Items;

static void items_free(Items *items)
{
    while (items->makes)
        tensor_drop(items->made[--items->makes]);
}

static bool bad_index(Session *s)
{
    return fail(
        &s->run, IndexError,
        "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays "
        "are valid indices");
}

static bool slice_bound(Session *s, Value v, bool *has, int64_t *out)
{
    *has = v.tag != V_NONE;
    if (!*has)
        return true;
    if (v.tag == V_INT)
        return *out = v.i, true;
    if (v.tag == V_BIGINT)
        return *out = mpz_sgn(v.bigint->z) < 0 ? INT64_MIN : INT64_MAX, true;
    if (value_index(&s->run, v, out))
        return true;
    run_clear_error(&s->run);
    return false;
}

static void slice_item(Session *s, const Slice *slice, Index *out)
{
    out->kind = INDEX_SLICE;
    out->wrong = SLICE_FINE;
    if (!slice_bound(s, slice->step, &out->has_step, &out->step))
        out->wrong = SLICE_NO_INT;
    else if (out->has_step && out->step == 0)
        out->wrong = SLICE_NO_STEP;
    else if (!slice_bound(s, slice->start, &out->has_start, &out->start) ||
             !slice_bound(s, slice->stop, &out->has_stop, &out->stop))
        out->wrong = SLICE_NO_INT;
}

static bool tensor_item(Session *s, Tensor *tensor, bool was_list, Items *items, Index *out)
{
    if (was_list && tensor_size(tensor) == 0 && tensor->dtype == FLOAT64) { /* a[[]] */
        Tensor *ints = tensor_cast(&s->run, tensor, INT64);
        if (!ints)
            return false;
        items->made[items->makes++] = ints;
        tensor = ints;
    }
    out->array = tensor;
    out->was_list = was_list;
    if (tensor->dtype == BOOL) {
        out->kind = INDEX_MASK;
        return true;
    }
    if (!dtype_is_int(tensor->dtype))
        return fail(
            &s->run, IndexError,
            was_list ? "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or "
                       "boolean arrays are valid indices"
                     : "arrays used as indices must be of integer (or boolean) type");
    out->kind = INDEX_ARRAY;
    if (tensor->dtype != INT64) {
        Tensor *ints = tensor_cast(&s->run, tensor, INT64);
        if (!ints)
            return false;
        items->made[items->makes++] = ints;
        out->array = ints;
    }
    return true;
}

static bool index_item(Session *s, Value key, Items *items)
{
    if (items->count == INDEX_MAX)
        return fail(&s->run, IndexError, "too many indices for array");
    Index *out = &items->item[items->count++];
    switch ((Tag)key.tag) {
    case V_INT:
        out->kind = INDEX_INT;
        out->at = key.i;
        return true;
    case V_BIGINT: /* one that fits no intp is looked at as an array: of uint64, or of objects */
        return mpz_sgn(key.bigint->z) > 0 && mpz_sizeinbase(key.bigint->z, 2) <= 64
                   ? value_index(&s->run, key, &out->at)
                   : bad_index(s);
    case V_NONE: out->kind = INDEX_NEWAXIS; return true;
    case V_ELLIPSIS: out->kind = INDEX_ELLIPSIS; return true;
    case V_SLICE: slice_item(s, key.slice, out); return true;
    case V_ARRAY: return tensor_item(s, key.tensor, false, items, out);
    case V_SCALAR:
        if (dtype_is_int(key.dtype)) {
            out->kind = INDEX_INT;
            return value_index(&s->run, key, &out->at);
        }
        if (key.dtype != BOOL)
            return bad_index(s);
        /* fall through */
    case V_BOOL:
    case V_RANGE:
    case V_TUPLE:
    case V_LIST: {
        Tensor *tensor = tensor_from_value(&s->run, key, NO_DTYPE, false);
        if (!tensor)
            return s->run.error.class == ValueError ? false : bad_index(s);
        items->made[items->makes++] = tensor;
        return tensor_item(s, tensor, key.tag != V_BOOL && key.tag != V_SCALAR, items, out);
    }
    default: return bad_index(s);
    }
}

static bool index_items(Session *s, Value key, Items *items)
{
    items->count = items->makes = 0;
    if (key.tag != V_TUPLE)
        return index_item(s, key, items) || (items_free(items), false);
    for (int64_t i = 0; i < key.tuple->count; i++)
        if (!index_item(s, key.tuple->item[i], items))
            return items_free(items), false;
    return true;
}

/* a[i] of one axis less, the commonest index of all. */
static bool get_row(Session *s, Tensor *array, int64_t i, Value *out)
{
    int64_t size = array->dim[0], at_index = i < 0 ? i + size : i;
    if (size != DIM_UNKNOWN && (at_index < 0 || at_index >= size))
        return fail(&s->run, IndexError, "index %lld is out of bounds for axis 0 with size %lld",
                    (long long)i, (long long)size);
    char *data = array->data ? array->data + at_index * array->stride[0] : NULL;
    if (array->ndim == 1 && !array->data) {
        *out = value_array(tensor_typed(array->dtype, 0, NULL));
        out->tensor->scalar = 1;
        return true;
    }
    *out = array->ndim == 1
               ? value_scalar(array->dtype, data)
               : value_array(tensor_view(array, array->ndim - 1, array->dim + 1, array->stride + 1, data));
    return true;
}

static bool has_unknown(const Tensor *t) { return shape_size(t->ndim, t->dim) == DIM_UNKNOWN; }

/* The shape of an item alone. */
static bool infer_item(Session *s, Tensor *array, Items *items, Value *out)
{
    bool scalar = index_is_basic(items->count, items->item);
    for (int i = 0; i < items->count; i++)
        scalar &= items->item[i].kind == INDEX_INT;
    Tensor *result = index_infer(&s->run, array, items->count, items->item);
    items_free(items);
    if (!result)
        return false;
    result->scalar = scalar && result->ndim == 0;
    *out = value_array(result);
    return true;
}

/* What a store would do, as far as shapes tell: nothing is stored. */
static bool get_from_array(Session *, Value array, Value key, Value *out);

static bool check_store(Session *s, Value array, Value key, Value what)
{
    Value place;
    if (!get_from_array(s, array, key, &place))
        return false;
    Tensor *value = tensor_from_value(&s->run, what, NO_DTYPE, true);
    Shape shape;
    bool ok = value != NULL;
    if (ok && place.tag == V_ARRAY) {
        shape_set(&shape, place.tensor->ndim, place.tensor->dim);
        ok = shape_broadcast(&shape, value->ndim, value->dim);
        bool same = ok && shape_equal(shape.ndim, shape.dim, place.tensor->ndim, place.tensor->dim);
        if (!same && !has_unknown(place.tensor) && !has_unknown(value))
            ok = fail(&s->run, ValueError, "could not broadcast input array from shape %s into shape %s",
                      shape_tight(&s->run, value->ndim, value->dim),
                      shape_tight(&s->run, place.tensor->ndim, place.tensor->dim));
    }
    tensor_drop(value);
    value_drop(place);
    return ok;
}

static bool get_from_array(Session *s, Value array, Value key, Value *out)
{
    if (key.tag == V_INT && array.tensor->ndim)
        return get_row(s, array.tensor, key.i, out);
    Items items;
    bool scalar;
    if (!index_items(s, key, &items))
        return false;
    bool shapes = !array.tensor->data || s->run.reach == RUN_SHAPES;
    for (int i = 0; i < items.count; i++)
        shapes |= items.item[i].kind >= INDEX_ARRAY && !items.item[i].array->data;
    if (shapes && (!array.tensor->data || !index_is_basic(items.count, items.item)))
        return infer_item(s, array.tensor, &items, out);
    Tensor *result = index_get(&s->run, array.tensor, items.count, items.item, &scalar);
    items_free(&items);
    if (!result)
        return false;
    *out = value_from_tensor(result, scalar);
    return true;
}

static bool set_in_array(Session *s, Value array, Value key, Value what)
{
    if (!tensor_writeable(array.tensor))
        return fail(&s->run, ValueError, "assignment destination is read-only");
    if (!array.tensor->data || s->run.reach == RUN_SHAPES || (what.tag == V_ARRAY && !what.tensor->data))
        return check_store(s, array, key, what);
    Items items;
    if (!index_items(s, key, &items))
        return false;
    bool ok = false;
    int deepest = AXES_MAX;
    Tensor *value = NULL;
    if (index_is_basic(items.count, items.item) && what.tag != V_ARRAY) {
        bool scalar;
        Tensor *place = index_get(&s->run, array.tensor, items.count, items.item, &scalar);
        if (!place)
            goto done;
        bool stores = scalar || value_is_scalar(what);
        if (scalar)
            ok = element_store(&s->run, place->dtype, place->data, what);
        else if (stores)
            ok = tensor_store(&s->run, place, what);
        deepest = place->ndim;
        tensor_drop(place);
        if (stores)
            goto done;
    }
    DType dtype = what.tag == V_ARRAY ? NO_DTYPE : (DType)array.tensor->dtype;
    value = tensor_from_value_within(&s->run, what, dtype, deepest);
    if (!value) { /* what is wrong with the index comes first */
        Error of_value = run_set_aside(&s->run);
        bool fits = index_check(&s->run, array.tensor, items.count, items.item);
        Error of_index = run_set_aside(&s->run);
        run_bring_back(&s->run, of_value);
        if (!fits)
            run_bring_back(&s->run, of_index);
    }
    ok = value && index_set(&s->run, array.tensor, items.count, items.item, value);
done:
    tensor_drop(value);
    items_free(&items);
    return ok;
}

static bool get_from_scalar(Session *s, Value scalar, Value key, Value *out)
{
    Tensor *tensor = tensor_from_value(&s->run, scalar, NO_DTYPE, false);
    if (!tensor)
        return false;
    Value array = value_array(tensor);
    bool ok = get_from_array(s, array, key, out);
    value_drop(array);
    if (ok)
        return true;
    run_clear_error(&s->run);
    return fail(&s->run, IndexError, "invalid index to scalar variable.");
}

/* sequences ------------------------------------------------------------------------------------------------
 */

static const char *sequence_name(Value v)
{
    switch ((Tag)v.tag) {
    case V_LIST: return "list";
    case V_TUPLE: return "tuple";
    case V_STR: return "string";
    default: return "range";
    }
}

/* An index of a sequence of this length, made positive. */
static bool sequence_index(Session *s, Value sequence, Value key, int64_t length, bool set, int64_t *out)
{
    const char *name = sequence_name(sequence);
    if (key.tag == V_INT || key.tag == V_BOOL)
        *out = key.i;
    else if (key.tag != V_BIGINT && key.tag != V_ARRAY && !(key.tag == V_SCALAR && dtype_is_int(key.dtype)))
        return sequence.tag == V_STR
                   ? fail(&s->run, TypeError, "string indices must be integers, not '%s'",
                          value_type_name(key))
                   : fail(&s->run, TypeError, "%s indices must be integers or slices, not %s", name,
                          value_type_name(key));
    else if (key.tag == V_BIGINT)
        return fail(&s->run, IndexError, "cannot fit 'int' into an index-sized integer");
    else if (!value_index(&s->run, key, out))
        return false;
    if (*out < 0)
        *out += length;
    if (*out < 0 || *out >= length)
        return fail(&s->run, IndexError, "%s %sindex out of range",
                    sequence.tag == V_RANGE ? "range object" : name, set ? "assignment " : "");
    return true;
}

static bool sequence_slice(Session *s, const Slice *slice, int64_t length, int64_t *first, int64_t *step,
                           int64_t *count)
{
    Index index;
    slice_item(s, slice, &index);
    if (!slice_check(&s->run, &index))
        return false;
    slice_resolve(&index, length, first, step, count);
    return true;
}

/* Where in a string's bytes its character n is. */
static int64_t place_of(const Str *str, int64_t n)
{
    return str->ascii ? n : utf8_offset(str->text, str->bytes, n);
}

static bool get_from_str(Session *s, Value str, Value key, Value *out)
{
    int64_t first, step = 1, count = 1;
    if (key.tag == V_SLICE) {
        if (!sequence_slice(s, key.slice, str.str->length, &first, &step, &count))
            return false;
    } else if (!sequence_index(s, str, key, str.str->length, false, &first)) {
        return false;
    }
    const Str *of = str.str;
    int64_t from = count ? place_of(of, first) : 0;
    if (step == 1) {
        int64_t bytes = of->ascii ? count : utf8_offset(of->text + from, of->bytes - from, count);
        *out = value_str(of->text + from, bytes);
        return true;
    }
    Text text = { 0 };
    for (int64_t i = 0; i < count; i++) {
        text_add(&text, of->text + from, (size_t)utf8_offset(of->text + from, of->bytes - from, 1));
        if (i + 1 < count)
            from = of->ascii  ? from + step
                   : step > 0 ? from + utf8_offset(of->text + from, of->bytes - from, step)
                              : utf8_back(of->text, from, -step);
    }
    *out = value_str(text_get(&text), (int64_t)text.length);
    text_free(&text);
    return true;
}

static bool get_from_sequence(Session *s, Value sequence, Value key, Value *out)
{
    bool is_list = sequence.tag == V_LIST;
    int64_t length = is_list ? sequence.list->count : sequence.tuple->count, first, step, count;
    const Value *item = is_list ? sequence.list->item : sequence.tuple->item;
    if (key.tag != V_SLICE) {
        if (!sequence_index(s, sequence, key, length, false, &first))
            return false;
        *out = value_keep(item[first]);
        return true;
    }
    if (!sequence_slice(s, key.slice, length, &first, &step, &count))
        return false;
    if (is_list) {
        *out = value_list_new(count);
        for (int64_t i = 0; i < count; i++)
            list_append(out->list, item[first + i * step]);
    } else {
        *out = value_tuple_new(count);
        for (int64_t i = 0; i < count; i++)
            out->tuple->item[i] = value_keep(item[first + i * step]);
    }
    return true;
}

static bool get_from_range(Session *s, Value range, Value key, Value *out)
{
    const Range *r = range.range;
    int64_t first, stop, step;
    if (key.tag == V_SLICE) {
        Index index;
        slice_item(s, key.slice, &index);
        if (!slice_check(&s->run, &index))
            return false;
        slice_bounds(&index, r->count, &first, &stop, &step);
        *out = value_range(r->start + first * r->step, r->start + stop * r->step, step * r->step);
        return true;
    }
    if (!sequence_index(s, range, key, r->count, false, &first))
        return false;
    *out = value_int(r->start + first * r->step);
    return true;
}

/* list[a:b:c] = iterable */
static bool set_list_slice(Session *s, List *list, const Slice *slice, Value what)
{
    int64_t first, step, count;
    Value items;
    if (!sequence_slice(s, slice, list->count, &first, &step, &count))
        return false;
    if (what.tag == V_ABSENT)
        items = value_list_new(0);
    else if (!value_to_list(&s->run, what, &items))
        return fail(&s->run, TypeError, "must assign iterable to extended slice");
    int64_t n = items.list->count;
    if (step != 1) {
        if (n != count) {
            value_drop(items);
            return fail(&s->run, ValueError,
                        "attempt to assign sequence of size %lld to extended slice of size %lld",
                        (long long)n, (long long)count);
        }
        for (int64_t i = 0; i < n; i++) {
            Value old = list->item[first + i * step];
            list->item[first + i * step] = value_keep(items.list->item[i]);
            value_drop(old);
        }
        value_drop(items);
        return true;
    }
    /* the list anew: what stood before, the items, what stood after */
    Value rest = value_list_new(list->count - count + n);
    for (int64_t i = 0; i < first; i++)
        list_append(rest.list, list->item[i]);
    for (int64_t i = 0; i < n; i++)
        list_append(rest.list, items.list->item[i]);
    for (int64_t i = first + count; i < list->count; i++)
        list_append(rest.list, list->item[i]);
    List swap = *list;
    list->item = rest.list->item, list->count = rest.list->count, list->room = rest.list->room;
    rest.list->item = swap.item, rest.list->count = swap.count, rest.list->room = swap.room;
    value_drop(rest);
    value_drop(items);
    return true;
}

static bool delete_list_slice(Session *s, List *list, const Slice *slice)
{
    int64_t first, step, count;
    if (!sequence_slice(s, slice, list->count, &first, &step, &count))
        return false;
    if (step < 0) {
        first += (count - 1) * step;
        step = -step;
    }
    int64_t kept = count ? first : list->count;
    for (int64_t i = kept, next = first, left = count; count && i < list->count; i++) {
        if (left && i == next) {
            value_drop(list->item[i]);
            if (--left)
                next += step;
        } else {
            list->item[kept++] = list->item[i];
        }
    }
    list->count = kept;
    return true;
}

/* all ------------------------------------------------------------------------------------------------------
 */

/* NumPy's scalar types are generic ones, whose types are all given. */
static bool fail_class_item(Run *run, const Class *class)
{
    char room[64];
    const char *name = class_full_name(class, room, sizeof room);
    DType dtype = class_dtype_of(class);
    bool generic = dtype != NO_DTYPE && dtype != BOOL && class == dtype_class(dtype);
    return generic ? fail(run, TypeError, "There are no type variables left in %s", name)
                   : fail(run, TypeError, "type '%s' is not subscriptable", name);
}

bool get_item(Session *s, Value value, Value key, Value *out)
{
    switch ((Tag)value.tag) {
    case V_UNKNOWN: *out = value; return true;
    case V_ARRAY: return get_from_array(s, value, key, out);
    case V_SCALAR:
    case V_CSCALAR: return get_from_scalar(s, value, key, out);
    case V_LIST:
    case V_TUPLE: return get_from_sequence(s, value, key, out);
    case V_STR: return get_from_str(s, value, key, out);
    case V_RANGE: return get_from_range(s, value, key, out);
    case V_DICT: {
        Value found;
        if (!dict_get(&s->run, value.dict, key, &found))
            return false;
        if (found.tag == V_ABSENT)
            return fail_with(&s->run, KeyError, key);
        *out = value_keep(found);
        return true;
    }
    case V_CLASS:
        if (value.class == class_union)
            return func_apply(&s->run, func_find("union", "__class_getitem__"), 2, (Value[]){ value, key },
                              out);
        if (!class_is_generic(value.class))
            return fail_class_item(&s->run, value.class);
        *out = value_generic(value, key);
        return true;
    case V_DTYPE:
        return fail(&s->run, KeyError, "'There are no fields in dtype %s.'", dtype_info[value.dtype].name);
    case V_ITERATOR:
    case V_RECORD: {
        const Func *row = func_for(value, "__getitem__");
        Value operand[2] = { value, key };
        if (row)
            return func_apply(&s->run, row, 2, operand, out);
        break;
    }
    default: break;
    }
    if (value_is_union(value) || value_is_generic(value))
        return annotation_item(&s->run, value, key, out);
    return fail(&s->run, TypeError, "'%s' object is not subscriptable", value_type_name(value));
}

static bool is_local(const Node *node) { return node->kind == NODE_NAME && name_place(node) == AT_LOCAL; }

/* Names have their places, and literals their values, when they were evaluated once. */
uintptr_t item_place(const Node *index)
{
    const Node *of = index->kid, *key = of->next;
    uintptr_t place = ELSEWHERE;
    if (is_local(of) && key && !key->next && !index->tuple) {
        const struct Constant *literal = key->kind == NODE_INT ? key->cache : NULL;
        if (is_local(key))
            place = (uintptr_t)name_slot(key) << 32 | (uintptr_t)name_slot(of) << 2 | BOTH_LOCAL;
        else if (literal && literal->value.tag == V_INT && literal->value.i <= INT32_MAX)
            place = (uintptr_t)literal->value.i << 32 | (uintptr_t)name_slot(of) << 2 | LIST_LOCAL;
        else if (key->kind == NODE_INT && !literal)
            return ELSEWHERE;
    }
    ((Node *)index)->cache = (void *)place;
    return place;
}

bool item_hook(Run *run, Value value, Value key, Value *out)
{
    return get_item(run->session, value, key, out);
}

bool set_item_hook(Run *run, Value value, Value key, Value what)
{
    return set_item(run->session, value, key, what);
}

bool set_item(Session *s, Value value, Value key, Value what)
{
    if (s->run.reach == RUN_SHAPES && value.tag != V_ARRAY)
        return fail_no_data(&s->run);
    switch ((Tag)value.tag) {
    case V_ARRAY: return set_in_array(s, value, key, what);
    case V_LIST: {
        int64_t i;
        if (key.tag == V_SLICE)
            return set_list_slice(s, value.list, key.slice, what);
        if (!sequence_index(s, value, key, value.list->count, true, &i))
            return false;
        Value old = value.list->item[i];
        value.list->item[i] = value_keep(what);
        value_drop(old);
        return true;
    }
    case V_DICT: return dict_set(&s->run, value.dict, key, what);
    case V_ITERATOR:
    case V_RECORD: {
        const Func *row = func_for(value, "__setitem__");
        Value operand[3] = { value, key, what }, ignored;
        if (row)
            return func_apply(&s->run, row, 3, operand, &ignored) && (value_drop(ignored), true);
        break;
    }
    default: break;
    }
    return fail(&s->run, TypeError, "'%s' object does not support item assignment", value_type_name(value));
}

bool delete_item(Session *s, Value value, Value key)
{
    if (s->run.reach == RUN_SHAPES)
        return fail_no_data(&s->run);
    switch ((Tag)value.tag) {
    case V_ARRAY: return fail(&s->run, ValueError, "cannot delete array elements");
    case V_LIST: {
        int64_t i;
        if (key.tag == V_SLICE)
            return delete_list_slice(s, value.list, key.slice);
        if (!sequence_index(s, value, key, value.list->count, true, &i))
            return false;
        value_drop(value.list->item[i]);
        memmove(value.list->item + i, value.list->item + i + 1,
                (size_t)(value.list->count - i - 1) * sizeof(Value));
        value.list->count--;
        return true;
    }
    case V_DICT: {
        bool found;
        if (!dict_remove(&s->run, value.dict, key, &found))
            return false;
        return found || fail_with(&s->run, KeyError, key);
    }
    default: break;
    }
    if (!strcmp(value_type_name(value), "numpy.flatiter") || !strcmp(value_type_name(value), "numpy.nditer"))
        return fail(&s->run, TypeError, "Cannot delete iterator elements");
    int64_t at_index;
    bool sequence = value.tag == V_TUPLE || value.tag == V_STR || value.tag == V_RANGE || value.tag == V_SET;
    bool by_index = sequence && value_index(&s->run, key, &at_index);
    run_clear_error(&s->run);
    return fail(&s->run, TypeError, "'%s' object %s item deletion", value_type_name(value),
                by_index ? "doesn't support" : "does not support");
}
