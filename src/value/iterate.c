/* iterate.c: iter(x) for all that can be iterated over. */
#include "tensor/symbol.h"
#include "value/value.h"

#include <string.h>

static int next_list(Run *run, Iterator *it, Value *out)
{
    (void)run;
    if (it->at >= it->of.list->count) {
        it->at = INT64_MAX; /* a list that grows later stays at its end */
        return 0;
    }
    *out = value_keep(it->of.list->item[it->at++]);
    return 1;
}

static int next_tuple(Run *run, Iterator *it, Value *out)
{
    (void)run;
    if (it->at >= it->of.tuple->count)
        return 0;
    *out = value_keep(it->of.tuple->item[it->at++]);
    return 1;
}

static int next_range(Run *run, Iterator *it, Value *out)
{
    (void)run;
    const Range *r = it->of.range;
    if (it->at >= r->count)
        return 0;
    *out = value_int((int64_t)((uint64_t)r->start + (uint64_t)it->at++ * (uint64_t)r->step));
    return 1;
}

/* at counts bytes here */
static int next_character(Run *run, Iterator *it, Value *out)
{
    (void)run;
    const Str *str = it->of.str;
    if (it->at >= str->bytes)
        return 0;
    int64_t end = it->at + 1;
    while (end < str->bytes && ((unsigned char)str->text[end] & 0xC0) == 0x80)
        end++;
    *out = value_str(str->text + it->at, end - it->at);
    it->at = end;
    return 1;
}

/* How many there were is remembered where state would be: a table that grows meanwhile is an error. */
static bool unchanged(Run *run, const Iterator *it, const Dict *table)
{
    if ((int64_t)(intptr_t)it->state == table->count)
        return true;
    return fail(run, RuntimeError,
                table->object.tag == V_SET ? "Set changed size during iteration"
                                           : "dictionary changed size during iteration");
}

static const Dict *table_of(const Iterator *it)
{
    return it->of.tag == V_RECORD ? it->of.record->field[0].dict : it->of.dict;
}

static int next_key(Run *run, Iterator *it, Value *out)
{
    if (it->at == INT64_MAX)
        return 0;
    if (!unchanged(run, it, table_of(it)))
        return -1;
    Entry *entry = dict_next(table_of(it), &it->at);
    if (!entry) {
        it->at = INT64_MAX;
        return 0;
    }
    if (it->class == class_item_iterator)
        *out = value_tuple(2, (Value[]){ entry->key, entry->value });
    else
        *out = value_keep(it->class == class_value_iterator ? entry->value : entry->key);
    return 1;
}

static Value row_of(Tensor *t, int64_t at)
{
    if (!t->data) {
        Tensor *row = tensor_typed((DType)t->dtype, t->ndim - 1, t->dim + 1);
        row->scalar = t->ndim == 1;
        return value_array(row);
    }
    char *data = t->data + at * t->stride[0];
    if (t->ndim == 1)
        return value_scalar((DType)t->dtype, data);
    return value_array(tensor_view(t, t->ndim - 1, t->dim + 1, t->stride + 1, data));
}

static int next_row(Run *run, Iterator *it, Value *out)
{
    (void)run;
    Tensor *t = it->of.tensor;
    if (it->at >= t->dim[0])
        return 0;
    *out = row_of(t, it->at++);
    return 1;
}

/* Backwards: at counts what was given. */
static int next_reversed(Run *run, Iterator *it, Value *out)
{
    (void)run;
    Value of = it->of;
    int64_t count = of.tag == V_LIST    ? of.list->count
                    : of.tag == V_TUPLE ? of.tuple->count
                                        : of.tensor->dim[0];
    int64_t at = count - ++it->at;
    if (at < 0)
        return 0;
    *out = of.tag == V_ARRAY ? row_of(of.tensor, at)
                             : value_keep((of.tag == V_LIST ? of.list->item : of.tuple->item)[at]);
    return 1;
}

static Value table_iterator(Value v)
{
    const Class *class = v.tag == V_SET                                              ? class_set_iterator
                         : v.tag == V_RECORD && v.record->class == class_dict_values ? class_value_iterator
                         : v.tag == V_RECORD && v.record->class == class_dict_items  ? class_item_iterator
                                                                                     : class_dict_iterator;
    Value iterator = value_iterator(class, v, next_key);
    iterator.iterator->state = (void *)(intptr_t)table_of(iterator.iterator)->count;
    return iterator;
}

bool value_iter(Run *run, Value v, Value *out)
{
    switch (v.tag) {
    case V_LIST: *out = value_iterator(class_list_iterator, v, next_list); return true;
    case V_TUPLE: *out = value_iterator(class_tuple_iterator, v, next_tuple); return true;
    case V_RANGE: *out = value_iterator(class_range_iterator, v, next_range); return true;
    case V_STR:
        *out = value_iterator(v.str->ascii ? class_str_iterator : class_text_iterator, v, next_character);
        return true;
    case V_DICT:
    case V_SET: *out = table_iterator(v); return true;
    case V_ITERATOR: *out = value_keep(v); return true;
    case V_ARRAY:
        if (!v.tensor->ndim)
            return fail(run, TypeError, "iteration over a 0-d array");
        if (v.tensor->dim[0] == DIM_UNKNOWN || size_is_symbolic(run, v.tensor->dim[0]))
            return fail_no_data(run);
        *out = value_iterator(class_array_iterator, v, next_row);
        return true;
    case V_UNKNOWN: return fail_no_data(run);
    case V_RECORD:
        if (value_is_dict_view(v)) {
            *out = table_iterator(v);
            return true;
        } else {
            int found = record_call(run, v, "__iter__", out);
            if (found)
                return found > 0;
        } /* fall through */
    default: return fail(run, TypeError, "'%s' object is not iterable", value_type_name(v));
    }
}

/* A list of the items backwards, for what is short or rare. */
static bool reversed_copy(Run *run, const Class *class, Value v, Value *out)
{
    Value list;
    if (!value_to_list(run, v, &list))
        return false;
    *out = value_iterator(class, list, next_reversed);
    value_drop(list);
    return true;
}

bool value_reversed(Run *run, Value v, Value *out)
{
    switch (v.tag) {
    case V_LIST: *out = value_iterator(class_list_reverse, v, next_reversed); return true;
    case V_TUPLE: *out = value_iterator(class_reversed, v, next_reversed); return true;
    case V_ARRAY:
        if (!v.tensor->ndim)
            return fail(run, TypeError, "len() of unsized object");
        *out = value_iterator(class_reversed, v, next_reversed);
        return true;
    case V_RANGE: {
        const Range *r = v.range;
        Value back = r->count ? value_range(r->start + (r->count - 1) * r->step, r->start - r->step, -r->step)
                              : value_range(0, 0, 1);
        bool ok = value_iter(run, back, out);
        value_drop(back);
        return ok;
    }
    case V_STR: return reversed_copy(run, class_reversed, v, out);
    case V_DICT: return reversed_copy(run, class_dict_reverse, v, out);
    case V_RECORD:
        if (value_is_dict_view(v))
            return reversed_copy(run, class_dict_reverse, v, out); /* fall through */
    default: return fail(run, TypeError, "'%s' object is not reversible", value_type_name(v));
    }
}

static Value copy_items(int64_t count, const Value *item)
{
    Value list = value_list_new(count);
    list.list->count = count;
    for (int64_t i = 0; i < count; i++)
        list.list->item[i] = value_keep(item[i]);
    return list;
}

/* A list of more items than this cannot be had anywhere; told before the work. */
static const int64_t LIST_MAX = (int64_t)1 << 34;

bool value_to_list(Run *run, Value v, Value *list)
{
    if (v.tag == V_LIST || v.tag == V_TUPLE) {
        *list = v.tag == V_LIST ? copy_items(v.list->count, v.list->item)
                                : copy_items(v.tuple->count, v.tuple->item);
        return true;
    }
    int64_t count = v.tag == V_RANGE                         ? v.range->count
                    : v.tag == V_ARRAY && v.tensor->ndim > 0 ? v.tensor->dim[0]
                                                             : 0;
    if (count > LIST_MAX || !run_has_memory(run, count, sizeof(Value)))
        return run->error.class ? false : fail(run, MemoryError, "%s", "");
    Value iterator, item;
    if (!value_iter(run, v, &iterator))
        return false;
    *list = value_list_new(0);
    int more;
    while ((more = iter_next(run, iterator, &item)) > 0) {
        list_append(list->list, item);
        value_drop(item);
        if (list->list->count % 1024 == 0 && !run_goes_on(run)) {
            more = -1;
            break;
        }
    }
    value_drop(iterator);
    if (more < 0)
        value_drop(*list);
    return more == 0;
}
