/* dicts.c: methods of dicts and sets. */
#include "func/results.h"

static Dict *dict_arg(Call *call) { return ARG(call, 0).dict; }

/* Dicts ---------------------------------------------------------------------------------------------------
 */

/* The default of get, setdefault and fromkeys. */
static Value default_arg(Call *call, int i) { return arg_given(call, i) ? ARG(call, i) : NONE; }

static bool run_get(Call *call, Value *out)
{
    if (!dict_get(call->run, dict_arg(call), ARG(call, 1), out))
        return false;
    *out = value_keep(out->tag == V_ABSENT ? default_arg(call, 2) : *out);
    return true;
}

static Value quick_get(Run *run, const Func *func, int n, const Value arg[])
{
    Value found;
    (void)func;
    if (n < 2 || n > 3 || arg[0].tag != V_DICT || (arg[1].tag != V_STR && arg[1].tag != V_INT) ||
        !dict_get(run, arg[0].dict, arg[1], &found))
        return ABSENT;
    return value_keep(found.tag != V_ABSENT ? found : n == 3 ? arg[2] : NONE);
}

static bool run_setdefault(Call *call, Value *out)
{
    if (!dict_get(call->run, dict_arg(call), ARG(call, 1), out))
        return false;
    if (out->tag == V_ABSENT) {
        *out = default_arg(call, 2);
        if (!dict_set(call->run, dict_arg(call), ARG(call, 1), *out))
            return false;
    }
    value_keep(*out);
    return true;
}

/* KeyError's argument is the key itself. */
static bool fail_key(Run *run, Value key) { return fail_with(run, KeyError, key); }

static bool fail_empty(Run *run, const char *message)
{
    Value text = value_cstr(message);
    fail_key(run, text);
    value_drop(text);
    return false;
}

static bool run_dict_pop(Call *call, Value *out)
{
    bool found;
    *out = ABSENT; /* an empty dict does not even look whether the key can be one */
    if (dict_arg(call)->count && !dict_get(call->run, dict_arg(call), ARG(call, 1), out))
        return false;
    if (out->tag == V_ABSENT) {
        *out = value_keep(ARG(call, 2));
        return arg_given(call, 2) || fail_key(call->run, ARG(call, 1));
    }
    value_keep(*out);
    return dict_remove(call->run, dict_arg(call), ARG(call, 1), &found);
}

static bool run_popitem(Call *call, Value *out)
{
    Dict *dict = dict_arg(call);
    bool found;
    for (int64_t i = dict->used - 1; i >= 0; i--) {
        if (dict->entry[i].key.tag == V_ABSENT)
            continue;
        *out = value_tuple(2, (Value[]){ dict->entry[i].key, dict->entry[i].value });
        return dict_remove(call->run, dict, out->tuple->item[0], &found);
    }
    return fail_empty(call->run, "popitem(): dictionary is empty");
}

static bool run_dict_update(Call *call, Value *out)
{
    const Tuple *args = ARG(call, 1).tuple;
    if (args->count > 1)
        return fail(call->run, TypeError, "update expected at most 1 argument, got %lld",
                    (long long)args->count);
    return (!args->count || dict_update(call->run, dict_arg(call), args->item[0])) &&
           dict_merge(call->run, dict_arg(call), ARG(call, 2).dict) && give_none(out);
}

/* keys, values and items: the row's extra tells which. */
static bool run_view(Call *call, Value *out)
{
    static const Class *const class[] = { class_dict_keys, class_dict_values, class_dict_items };
    static const char *const field[] = { "mapping" };
    *out = value_record(class[call->func->extra], 1, field);
    out->record->field[0] = value_keep(ARG(call, 0));
    return true;
}

static bool run_dict_copy(Call *call, Value *out)
{
    *out = dict_copy(dict_arg(call));
    return true;
}

static bool run_fromkeys(Call *call, Value *out)
{
    Value keys;
    if (!value_to_list(call->run, ARG(call, 0), &keys))
        return false;
    *out = value_dict_new();
    bool ok = true;
    for (int64_t i = 0; ok && i < keys.list->count; i++)
        ok = dict_set(call->run, out->dict, keys.list->item[i], default_arg(call, 1));
    value_drop(keys);
    if (!ok)
        value_drop(*out);
    return ok;
}

/* Sets ----------------------------------------------------------------------------------------------------
 */

static bool run_add(Call *call, Value *out)
{
    return set_add(call->run, dict_arg(call), ARG(call, 1)) && give_none(out);
}

static bool run_discard(Call *call, Value *out)
{
    bool found;
    return set_discard(call->run, dict_arg(call), ARG(call, 1), &found) && give_none(out);
}

static bool run_set_remove(Call *call, Value *out)
{
    bool found;
    if (!set_discard(call->run, dict_arg(call), ARG(call, 1), &found))
        return false;
    return found ? give_none(out) : fail_key(call->run, ARG(call, 1));
}

static bool run_set_pop(Call *call, Value *out)
{
    return set_pop(dict_arg(call), out) || fail_empty(call->run, "pop from an empty set");
}

static bool run_set_copy(Call *call, Value *out)
{
    *out = set_copy(dict_arg(call));
    return true;
}

/* Any iterable as a set; *out is owned. */
static bool as_set(Run *run, Value v, Value *out)
{
    if (v.tag == V_SET) {
        *out = value_keep(v);
        return true;
    }
    *out = value_set_new();
    if (set_update(run, out->dict, v))
        return true;
    value_drop(*out);
    return false;
}

/* union, intersection, difference with any number of iterables, symmetric_difference with one: the row's
 * extra is the operator. */
static bool run_combine(Call *call, Value *out)
{
    Operator op = (Operator)call->func->extra;
    const Tuple *others = op == OP_XOR ? NULL : ARG(call, 1).tuple;
    return set_combine_with(call->run, op, dict_arg(call), others ? others->count : 1,
                            others ? others->item : &ARG(call, 1), out);
}

/* update, intersection_update …: the set itself changes. */
static bool run_combine_into(Call *call, Value *out)
{
    Value args = ARG(call, 1);
    int64_t count = args.tag == V_TUPLE && call->func->extra != OP_XOR ? args.tuple->count : 1;
    const Value *item = call->func->extra != OP_XOR ? args.tuple->item : &args;
    for (int64_t i = 0; i < count; i++) {
        Value other;
        if (call->func->extra == OP_OR) {
            if (!set_update(call->run, dict_arg(call), item[i]))
                return false;
            continue;
        }
        if (call->func->extra == OP_AND) { /* a new set, whose body becomes the set's */
            if (!set_combine_with(call->run, OP_AND, dict_arg(call), count, item, &other))
                return false;
            set_exchange(dict_arg(call), other.dict);
            value_drop(other);
            break;
        }
        if (!as_set(call->run, item[i], &other))
            return false;
        bool ok = set_combine_into(call->run, (Operator)call->func->extra, dict_arg(call), other.dict);
        value_drop(other);
        if (!ok)
            return false;
    }
    return give_none(out);
}

/* issubset, issuperset, isdisjoint */
enum { SUBSET, SUPERSET, DISJOINT };

static bool run_relation(Call *call, Value *out)
{
    Value self, other, shared;
    bool answer = false, ok;
    if (!as_set(call->run, ARG(call, 0), &self))
        return false;
    if (!as_set(call->run, ARG(call, 1), &other)) {
        value_drop(self);
        return false;
    }
    if (call->func->extra == DISJOINT) {
        ok = set_combine(call->run, OP_AND, self.dict, other.dict, &shared);
        if (ok) {
            answer = !shared.dict->count;
            value_drop(shared);
        }
    } else
        ok = call->func->extra == SUBSET ? set_subset(call->run, self.dict, other.dict, &answer)
                                         : set_subset(call->run, other.dict, self.dict, &answer);
    value_drop(self);
    value_drop(other);
    *out = value_bool(answer);
    return ok;
}

const Func dict_funcs[] = {
    { .name = "get",
      .of = "dict",
      .params = "self: any, key: any, default: any = None, /",
      .brief = "the value of a key, or the default",
      .example = ">>> {'a': 1}.get('b', 0)\n0\n",
      AS_IN_PYTHON,
      .run = run_get,
      .quick = quick_get },
    { .name = "setdefault",
      .of = "dict",
      .params = "self: any, key: any, default: any = None, /",
      .brief = "the value of a key, which is set to the default if it is not there",
      .example = ">>> d = {}\n>>> d.setdefault('a', 1), d\n(1, {'a': 1})\n",
      AS_IN_PYTHON,
      .run = run_setdefault,
      .effects = true },
    { .name = "pop",
      .of = "dict",
      .params = "self: any, key: any, default: any = ?, /",
      .brief = "takes a key out and gives its value",
      .example = ">>> d = {'a': 1, 'b': 2}\n>>> d.pop('a'), d\n(1, {'b': 2})\n",
      AS_IN_PYTHON,
      .run = run_dict_pop,
      .effects = true },
    { .name = "popitem",
      .of = "dict",
      .params = "self: any, /",
      .brief = "takes the last pair out",
      .example = ">>> {'a': 1, 'b': 2}.popitem()\n('b', 2)\n",
      AS_IN_PYTHON,
      .run = run_popitem,
      .effects = true },
    { .name = "update",
      .of = "dict",
      .params = "self: any, *args: any, **kwargs: any",
      .brief = "sets the pairs of another dict, or keyword arguments",
      .example = ">>> d = {'a': 1}\n>>> d.update({'a': 2}, b=3)\n>>> d\n{'a': 2, 'b': 3}\n",
      AS_IN_PYTHON,
      .run = run_dict_update,
      .effects = true },
    { .name = "keys",
      .of = "dict",
      .params = "self: any, /",
      .brief = "a view of the keys",
      .example = ">>> {'a': 1}.keys()\ndict_keys(['a'])\n",
      AS_IN_PYTHON,
      .run = run_view,
      .extra = 0 },
    { .name = "values",
      .of = "dict",
      .params = "self: any, /",
      .brief = "a view of the values",
      .example = ">>> {'a': 1}.values()\ndict_values([1])\n",
      AS_IN_PYTHON,
      .run = run_view,
      .extra = 1 },
    { .name = "items",
      .of = "dict",
      .params = "self: any, /",
      .brief = "a view of the pairs",
      .example = ">>> {'a': 1}.items()\ndict_items([('a', 1)])\n",
      AS_IN_PYTHON,
      .run = run_view,
      .extra = 2 },
    { .name = "copy",
      .of = "dict",
      .params = "self: any, /",
      .brief = "a new dict of the same pairs",
      .example = ">>> {'a': 1}.copy()\n{'a': 1}\n",
      AS_IN_PYTHON,
      .run = run_dict_copy },
    { .name = "fromkeys",
      .of = "dict",
      .params = "iterable: any, value: any = None, /",
      .brief = "a dict with the same value for each key",
      .example = ">>> dict.fromkeys('ab', 0)\n{'a': 0, 'b': 0}\n",
      AS_IN_PYTHON,
      .run = run_fromkeys,
      .of_class = true },
    { .name = "add",
      .of = "set",
      .params = "self: any, object: any, /",
      .brief = "adds an item",
      .example = ">>> s = {1}\n>>> s.add(2)\n>>> s\n{1, 2}\n",
      AS_IN_PYTHON,
      .run = run_add,
      .effects = true },
    { .name = "discard",
      .of = "set",
      .params = "self: any, object: any, /",
      .brief = "takes an item out if it is there",
      .example = ">>> s = {1, 2}\n>>> s.discard(5)\n>>> s\n{1, 2}\n",
      AS_IN_PYTHON,
      .run = run_discard,
      .effects = true },
    { .name = "remove",
      .of = "set",
      .params = "self: any, object: any, /",
      .brief = "takes an item out, which must be there",
      .example = ">>> s = {1, 2}\n>>> s.remove(1)\n>>> s\n{2}\n",
      AS_IN_PYTHON,
      .run = run_set_remove,
      .effects = true },
    { .name = "pop",
      .of = "set",
      .params = "self: any, /",
      .brief = "takes some item out",
      .example = ">>> {5}.pop()\n5\n",
      AS_IN_PYTHON,
      .run = run_set_pop,
      .effects = true },
    { .name = "copy",
      .of = "set",
      .params = "self: any, /",
      .brief = "a new set of the same items",
      .example = ">>> {1, 2}.copy()\n{1, 2}\n",
      AS_IN_PYTHON,
      .run = run_set_copy },
    { .name = "union",
      .of = "set",
      .params = "self: any, *others: any",
      .brief = "the items that are in any of them",
      .example = ">>> {1, 2}.union([2, 3])\n{1, 2, 3}\n",
      AS_IN_PYTHON,
      .run = run_combine,
      .extra = OP_OR },
    { .name = "intersection",
      .of = "set",
      .params = "self: any, *others: any",
      .brief = "the items that are in all of them",
      .example = ">>> {1, 2}.intersection([2, 3])\n{2}\n",
      AS_IN_PYTHON,
      .run = run_combine,
      .extra = OP_AND },
    { .name = "difference",
      .of = "set",
      .params = "self: any, *others: any",
      .brief = "the items that are in none of the others",
      .example = ">>> {1, 2}.difference([2, 3])\n{1}\n",
      AS_IN_PYTHON,
      .run = run_combine,
      .extra = OP_SUB },
    { .name = "symmetric_difference",
      .of = "set",
      .params = "self: any, other: any, /",
      .brief = "the items that are in one of the two alone",
      .example = ">>> {1, 2}.symmetric_difference([2, 3])\n{1, 3}\n",
      AS_IN_PYTHON,
      .run = run_combine,
      .extra = OP_XOR },
    { .name = "update",
      .of = "set",
      .params = "self: any, *others: any",
      .brief = "adds all items of the others",
      .example = ">>> s = {1}\n>>> s.update([2], [3])\n>>> s\n{1, 2, 3}\n",
      AS_IN_PYTHON,
      .run = run_combine_into,
      .extra = OP_OR,
      .effects = true },
    { .name = "intersection_update",
      .of = "set",
      .params = "self: any, *others: any",
      .brief = "keeps what is in the others too",
      .example = ">>> s = {1, 2}\n>>> s.intersection_update([2])\n>>> s\n{2}\n",
      AS_IN_PYTHON,
      .run = run_combine_into,
      .extra = OP_AND,
      .effects = true },
    { .name = "difference_update",
      .of = "set",
      .params = "self: any, *others: any",
      .brief = "takes out what is in the others",
      .example = ">>> s = {1, 2}\n>>> s.difference_update([2])\n>>> s\n{1}\n",
      AS_IN_PYTHON,
      .run = run_combine_into,
      .extra = OP_SUB,
      .effects = true },
    { .name = "symmetric_difference_update",
      .of = "set",
      .params = "self: any, other: any, /",
      .brief = "keeps what is in one of the two alone",
      .example = ">>> s = {1, 2}\n>>> s.symmetric_difference_update([2, 3])\n>>> s\n{1, 3}\n",
      AS_IN_PYTHON,
      .run = run_combine_into,
      .extra = OP_XOR,
      .effects = true },
    { .name = "issubset",
      .of = "set",
      .params = "self: any, other: any, /",
      .brief = "whether the other has all items",
      .example = ">>> {1}.issubset([1, 2])\nTrue\n",
      AS_IN_PYTHON,
      .run = run_relation,
      .extra = SUBSET },
    { .name = "issuperset",
      .of = "set",
      .params = "self: any, other: any, /",
      .brief = "whether it has all items of the other",
      .example = ">>> {1, 2}.issuperset([1])\nTrue\n",
      AS_IN_PYTHON,
      .run = run_relation,
      .extra = SUPERSET },
    { .name = "isdisjoint",
      .of = "set set_view",
      .params = "self: any, other: any, /",
      .brief = "whether they share no item",
      .example = ">>> {1}.isdisjoint([2])\nTrue\n",
      AS_IN_PYTHON,
      .run = run_relation,
      .extra = DISJOINT },
    { 0 },
};
