/* lists.c: methods of lists, tuples, ranges and slices, and what all containers have. */
#include "func/results.h"

#include <math.h>
#include <string.h>

static List *list_arg(Call *call) { return ARG(call, 0).list; }

/* Lists ---------------------------------------------------------------------------------------------------
 */

static bool run_append(Call *call, Value *out)
{
    list_append(list_arg(call), ARG(call, 1));
    return give_none(out);
}

static Value quick_append(Run *run, const Func *func, int n, const Value arg[])
{
    (void)run, (void)func;
    if (n != 2 || arg[0].tag != V_LIST)
        return ABSENT;
    list_append(arg[0].list, arg[1]);
    return NONE;
}

static bool run_extend(Call *call, Value *out)
{
    return list_extend(call->run, list_arg(call), ARG(call, 1)) && give_none(out);
}

static int64_t clamp(int64_t i, int64_t count)
{
    if (i < 0)
        i = i + count < 0 ? 0 : i + count;
    return i > count ? count : i;
}

static bool run_insert(Call *call, Value *out)
{
    int64_t at;
    if (!arg_size(call, 1, "ssize_t", &at))
        return false;
    list_insert(list_arg(call), clamp(at, list_arg(call)->count), ARG(call, 2));
    return give_none(out);
}

static bool run_list_pop(Call *call, Value *out)
{
    List *list = list_arg(call);
    int64_t at = -1;
    if (arg_given(call, 1) && !arg_size(call, 1, "ssize_t", &at))
        return false;
    if (!list->count)
        return fail(call->run, IndexError, "pop from empty list");
    at += at < 0 ? list->count : 0;
    if (at < 0 || at >= list->count)
        return fail(call->run, IndexError, "pop index out of range");
    *out = list_take(list, at);
    return true;
}

/* Where `what` is among the items, from `at` on and before `end`; -1: nowhere. False on error. */
static bool find_item(Run *run, Value sequence, Value what, int64_t at, int64_t end, int64_t *found)
{
    *found = -1;
    for (; at < end; at++) {
        int64_t count;
        const Value *items = sequence_items(sequence, &count);
        if (at >= count)
            break;
        Value item = items[at];
        bool same = value_is(item, what);
        value_keep(item);
        bool ok = same || value_equal(run, item, what, &same);
        value_drop(item);
        if (!ok)
            return false;
        if (same) {
            *found = at;
            return true;
        }
    }
    return true;
}

static int64_t count_of(Value sequence)
{
    int64_t count;
    sequence_items(sequence, &count);
    return count;
}

/* Where a search begins or ends: as in a slice, but never None. */
static bool take_bound(Call *call, int i, int64_t *out)
{
    Value bound = ARG(call, i);
    if (bound.tag == V_BIGINT) {
        *out = mpz_sgn(bound.bigint->z) < 0 ? INT64_MIN / 2 : INT64_MAX;
        return true;
    }
    if (value_index(call->run, bound, out))
        return true;
    run_clear_error(call->run);
    return fail(call->run, TypeError, "slice indices must be integers or have an __index__ method");
}

static bool run_index(Call *call, Value *out)
{
    Value sequence = ARG(call, 0);
    int64_t start = 0, stop = INT64_MAX, found;
    if ((arg_given(call, 2) && !take_bound(call, 2, &start)) ||
        (arg_given(call, 3) && !take_bound(call, 3, &stop)))
        return false;
    int64_t count = count_of(sequence);
    if (!find_item(call->run, sequence, ARG(call, 1), clamp(start, count), clamp(stop, count), &found))
        return false;
    if (found < 0) {
        const char *name = value_type_name(sequence);
        return fail(call->run, ValueError, "%s.index(x): x not in %s", name, name);
    }
    *out = value_int(found);
    return true;
}

static bool run_count(Call *call, Value *out)
{
    Value sequence = ARG(call, 0);
    int64_t n = 0, found = -1;
    do {
        if (!find_item(call->run, sequence, ARG(call, 1), found + 1, count_of(sequence), &found))
            return false;
        n += found >= 0;
    } while (found >= 0);
    *out = value_int(n);
    return true;
}

/* Named tuples ------------------------------------------------------------------------------------------ */

static bool run_names(Call *call, Value *out)
{
    const Tuple *tuple = ARG(call, 0).tuple;
    *out = value_tuple_new(tuple->count);
    for (int64_t i = 0; i < tuple->count; i++)
        out->tuple->item[i] = value_cstr(tuple->names->field[i]);
    return true;
}

static bool run_asdict(Call *call, Value *out)
{
    const Tuple *tuple = ARG(call, 0).tuple;
    *out = value_dict_new();
    for (int64_t i = 0; i < tuple->count; i++)
        dict_put(out->dict, tuple->names->field[i], tuple->item[i]);
    return true;
}

static bool run_replace_items(Call *call, Value *out)
{
    const Tuple *tuple = ARG(call, 0).tuple;
    Value others = value_keep(ARG(call, 1)), wrong = value_list_new(0);
    *out = value_tuple(tuple->count, tuple->item);
    out->tuple->names = tuple->names;
    for (int64_t k = 0; k < others.dict->used; k++) {
        const Value key = others.dict->entry[k].key;
        int64_t i = 0;
        while (i < tuple->count && strcmp(key.str->text, tuple->names->field[i]) != 0)
            i++;
        if (i == tuple->count) {
            list_append(wrong.list, key);
            continue;
        }
        value_drop(out->tuple->item[i]);
        out->tuple->item[i] = value_keep(others.dict->entry[k].value);
    }
    bool ok = !wrong.list->count ||
              fail(call->run, TypeError, "Got unexpected field names: %s", value_text(call->run, wrong));
    value_drop(wrong);
    value_drop(others);
    if (!ok)
        value_drop(*out);
    return ok;
}

static bool run_list_remove(Call *call, Value *out)
{
    int64_t found;
    if (!find_item(call->run, ARG(call, 0), ARG(call, 1), 0, list_arg(call)->count, &found))
        return false;
    if (found < 0)
        return fail(call->run, ValueError, "list.remove(x): x not in list");
    value_drop(list_take(list_arg(call), found));
    return give_none(out);
}

static bool run_reverse(Call *call, Value *out)
{
    List *list = list_arg(call);
    for (int64_t i = 0, j = list->count - 1; i < j; i++, j--) {
        Value item = list->item[i];
        list->item[i] = list->item[j];
        list->item[j] = item;
    }
    return give_none(out);
}

static bool run_sort(Call *call, Value *out)
{
    bool reverse;
    return value_truth(call->run, ARG(call, 2), &reverse) &&
           list_sort(call->run, list_arg(call), arg_none(call, 1) ? NONE : ARG(call, 1), reverse) &&
           give_none(out);
}

static bool run_list_copy(Call *call, Value *out) { return value_to_list(call->run, ARG(call, 0), out); }

static bool run_clear(Call *call, Value *out)
{
    Value v = ARG(call, 0);
    if (v.tag == V_LIST)
        list_clear(v.list);
    else if (v.tag == V_SET)
        set_clear(v.dict);
    else
        dict_clear(v.dict);
    return give_none(out);
}

/* Ranges, slices, exceptions -------------------------------------------------------------------------------
 */

/* Where a number stands in a range, without counting up to it; -1: nowhere. */
static int64_t place_in_range(const Range *r, Value v)
{
    if (v.tag != V_INT && v.tag != V_BOOL && !(v.tag == V_FLOAT && fabs(v.f) < 0x1p63 && v.f == floor(v.f)))
        return -1;
    int64_t i = v.tag == V_FLOAT ? (int64_t)v.f : v.i;
    if (!r->count || (r->step > 0 ? i < r->start || i >= r->stop : i > r->start || i <= r->stop))
        return -1;
    uint64_t from = (uint64_t)r->start, step = (uint64_t)r->step;
    uint64_t away = r->step > 0 ? (uint64_t)i - from : from - (uint64_t)i;
    step = r->step > 0 ? step : 0 - step;
    return away % step ? -1 : (int64_t)(away / step);
}

static bool run_range_index(Call *call, Value *out)
{
    int64_t at = place_in_range(ARG(call, 0).range, ARG(call, 1));
    *out = value_int(at);
    if (at >= 0)
        return true;
    return value_is_int(ARG(call, 1)) ? fail(call->run, ValueError, "range.index(x): x not in range")
                                      : fail(call->run, ValueError, "sequence.index(x): x not in sequence");
}

static bool run_range_count(Call *call, Value *out)
{
    *out = value_int(place_in_range(ARG(call, 0).range, ARG(call, 1)) >= 0);
    return true;
}

enum { START, STOP, STEP };

static bool run_bound(Call *call, Value *out)
{
    Value v = ARG(call, 0);
    int64_t which = call->func->extra;
    if (v.tag == V_SLICE)
        *out = value_keep(which == START ? v.slice->start : which == STOP ? v.slice->stop : v.slice->step);
    else
        *out = value_int(which == START ? v.range->start : which == STOP ? v.range->stop : v.range->step);
    return true;
}

/* A bound of a slice: an int, clamped to what 64 bits hold, or `otherwise` for None. */
static bool slice_bound(Run *run, Value v, int64_t otherwise, int64_t *out)
{
    *out = otherwise;
    if (v.tag == V_NONE)
        return true;
    if (v.tag == V_BIGINT) {
        *out = mpz_sgn(v.bigint->z) < 0 ? INT64_MIN / 2 : INT64_MAX / 2;
        return true;
    }
    if (!value_is_int(v) && !value_is_scalar(v) && v.tag != V_ARRAY)
        return fail(run, TypeError, "slice indices must be integers or None or have an __index__ method");
    return value_index(run, v, out);
}

static int64_t clamp_bound(Value given, int64_t bound, int64_t length, int64_t low, int64_t high)
{
    if (given.tag == V_NONE)
        return bound;
    bound += bound < 0 ? length : 0;
    return bound < low ? low : bound > high ? high : bound;
}

static bool run_indices(Call *call, Value *out)
{
    const Slice *slice = ARG(call, 0).slice;
    Run *run = call->run;
    int64_t length, start, stop, step;
    if (!value_index(run, ARG(call, 1), &length))
        return false;
    if (length < 0)
        return fail(run, ValueError, "length should not be negative");
    if (!slice_bound(run, slice->step, 1, &step))
        return false;
    if (!step)
        return fail(run, ValueError, "slice step cannot be zero");
    int64_t low = step < 0 ? -1 : 0, high = step < 0 ? length - 1 : length;
    if (!slice_bound(run, slice->start, step < 0 ? high : low, &start) ||
        !slice_bound(run, slice->stop, step < 0 ? low : high, &stop))
        return false;
    start = clamp_bound(slice->start, start, length, low, high);
    stop = clamp_bound(slice->stop, stop, length, low, high);
    *out = value_tuple(3, (Value[]){ value_int(start), value_int(stop), value_int(step) });
    return true;
}

/* Methods with two underscores that are called by name now and then. */
static bool run_length(Call *call, Value *out)
{
    int64_t length;
    if (!value_len(call->run, ARG(call, 0), &length))
        return false;
    *out = value_int(length);
    return true;
}

const Func list_funcs[] = {
    { .name = "append",
      .of = "list",
      .params = "self: any, object: any, /",
      .brief = "adds an item at the end",
      .example = ">>> l = [1]\n>>> l.append(2)\n>>> l\n[1, 2]\n",
      AS_IN_PYTHON,
      .run = run_append,
      .quick = quick_append,
      .effects = true },
    { .name = "extend",
      .of = "list",
      .params = "self: any, iterable: any, /",
      .brief = "adds all items of an iterable",
      .example = ">>> l = [1]\n>>> l.extend([2, 3])\n>>> l\n[1, 2, 3]\n",
      AS_IN_PYTHON,
      .run = run_extend,
      .effects = true },
    { .name = "insert",
      .of = "list",
      .params = "self: any, index: any, object: any, /",
      .brief = "puts an item before the one at an index",
      .example = ">>> l = [1, 3]\n>>> l.insert(1, 2)\n>>> l\n[1, 2, 3]\n",
      AS_IN_PYTHON,
      .run = run_insert,
      .effects = true },
    { .name = "pop",
      .of = "list",
      .params = "self: any, index: any = ?, /",
      .brief = "takes the last item, or the one at an index, out",
      .example = ">>> l = [1, 2, 3]\n>>> l.pop(), l\n(3, [1, 2])\n",
      AS_IN_PYTHON,
      .run = run_list_pop,
      .effects = true },
    { .name = "remove",
      .of = "list",
      .params = "self: any, value: any, /",
      .brief = "takes the first equal item out",
      .example = ">>> l = [1, 2, 1]\n>>> l.remove(1)\n>>> l\n[2, 1]\n",
      AS_IN_PYTHON,
      .run = run_list_remove,
      .effects = true },
    { .name = "index",
      .of = "list tuple",
      .params = "self: any, value: any, start: any = ?, stop: any = ?, /",
      .brief = "where the first equal item stands",
      .example = ">>> [3, 1, 2].index(1)\n1\n",
      AS_IN_PYTHON,
      .run = run_index },
    { .name = "count",
      .of = "list tuple",
      .params = "self: any, value: any, /",
      .brief = "how many items are equal to it",
      .example = ">>> [1, 2, 1].count(1)\n2\n",
      AS_IN_PYTHON,
      .run = run_count },
    { .name = "_fields",
      .of = "namedtuple",
      .params = "self: any",
      .brief = "the names of its items",
      .example = ">>> np.linalg.slogdet(np.eye(2))._fields\n('sign', 'logabsdet')\n",
      .style = ATTRIBUTE,
      .run = run_names },
    { .name = "_asdict",
      .of = "namedtuple",
      .params = "self: any",
      .brief = "a dict of its items under their names",
      .example = ">>> np.linalg.slogdet(np.eye(2))._asdict()['sign']\nnp.float64(1.0)\n",
      .style = PYTHON,
      .run = run_asdict },
    { .name = "_replace",
      .of = "namedtuple",
      .params = "self: any, /, **kwds",
      .brief = "the same tuple with other items under some names",
      .example = ">>> np.linalg.slogdet(np.eye(2))._replace(sign=5)[0]\n5\n",
      .style = PYTHON,
      .run = run_replace_items },
    { .name = "reverse",
      .of = "list",
      .params = "self: any, /",
      .brief = "turns the list around",
      .example = ">>> l = [1, 2, 3]\n>>> l.reverse()\n>>> l\n[3, 2, 1]\n",
      AS_IN_PYTHON,
      .run = run_reverse,
      .effects = true },
    { .name = "sort",
      .of = "list",
      .params = "self: any, /, *, key: any = None, reverse: any = False",
      .brief = "puts the items in order; equal ones stay as they stood",
      .example = ">>> l = [3, 1, 2]\n>>> l.sort()\n>>> l\n[1, 2, 3]\n",
      AS_IN_PYTHON,
      .run = run_sort,
      .effects = true },
    { .name = "copy",
      .of = "list",
      .params = "self: any, /",
      .brief = "a new list of the same items",
      .example = ">>> [1, 2].copy()\n[1, 2]\n",
      AS_IN_PYTHON,
      .run = run_list_copy },
    { .name = "clear",
      .of = "list dict set",
      .params = "self: any, /",
      .brief = "takes all items out",
      .example = ">>> l = [1]\n>>> l.clear()\n>>> l\n[]\n",
      AS_IN_PYTHON,
      .run = run_clear,
      .effects = true },
    { .name = "index",
      .of = "range",
      .params = "self: any, value: any, /",
      .brief = "where the number stands",
      .example = ">>> range(0, 10, 2).index(4)\n2\n",
      AS_IN_PYTHON,
      .run = run_range_index },
    { .name = "count",
      .of = "range",
      .params = "self: any, value: any, /",
      .brief = "1 if the number is there, else 0",
      .example = ">>> range(5).count(2)\n1\n",
      AS_IN_PYTHON,
      .run = run_range_count },
    { .name = "start",
      .of = "range slice",
      .params = "self: any, /",
      .brief = "where it begins",
      .example = ">>> range(1, 5).start\n1\n",
      .style = ATTRIBUTE,
      .gives = AS_ARRAY,
      .run = run_bound,
      .extra = START },
    { .name = "stop",
      .of = "range slice",
      .params = "self: any, /",
      .brief = "where it ends",
      .example = ">>> range(1, 5).stop\n5\n",
      .style = ATTRIBUTE,
      .gives = AS_ARRAY,
      .run = run_bound,
      .extra = STOP },
    { .name = "step",
      .of = "range slice",
      .params = "self: any, /",
      .brief = "how far apart its numbers are",
      .example = ">>> range(1, 5).step\n1\n",
      .style = ATTRIBUTE,
      .gives = AS_ARRAY,
      .run = run_bound,
      .extra = STEP },
    { .name = "indices",
      .of = "slice",
      .params = "self: any, length: any, /",
      .brief = "the start, stop and step for a sequence of some length",
      .example = ">>> slice(None, -1).indices(5)\n(0, 4, 1)\n",
      AS_IN_PYTHON,
      .run = run_indices },
    { .name = "__len__",
      .of = "list tuple dict set range dict_view set_view",
      .params = "self: any, /",
      .brief = "len(self)",
      .example = ">>> [1, 2].__len__()\n2\n",
      AS_IN_PYTHON,
      .run = run_length },
    { 0 },
};
