/* copies.c: the module copy: an object anew, alone (copy) or with all that it holds (deepcopy). */
#include "array/series.h"
#include "func/func.h"
#include "func/results.h"

/* What CPython's copy module hands back as it is. */
static bool is_atomic(Value v)
{
    switch (v.tag) {
    case V_BIGINT:
    case V_COMPLEX:
    case V_CSCALAR:
    case V_STR:
    case V_RANGE:
    case V_SLICE:
    case V_METHOD:
    case V_FUNCTION: return true;
    default: return !value_is_counted(v) && v.tag != V_MODULE;
    }
}

static bool copy_array(Run *run, Tensor *t, Value *out)
{
    Tensor *copy = tensor_copy(run, t, 'K');
    if (copy)
        *out = value_array(copy);
    return copy != NULL;
}

static bool fail_to_copy(Run *run, Value v)
{
    if (v.tag == V_MODULE || (v.tag == V_ITERATOR && v.iterator->class == class_generator) ||
        value_is_dict_view(v))
        return fail(run, TypeError, "cannot pickle '%s' object", value_type_name(v));
    return fail(run, NotImplementedError,
                "ndcalc copies arrays, numbers, text and containers, no '%s' object", value_type_name(v));
}

/* Polynomials copy themselves; nothing else that is left can be copied. */
static bool copy_other(Run *run, Value v, Value *out)
{
    return series_is(v) ? record_call(run, v, "copy", out) > 0 : fail_to_copy(run, v);
}

static bool run_copy(Call *call, Value *out)
{
    Value v = ARG(call, 0);
    switch (v.tag) {
    case V_LIST: return value_to_list(call->run, v, out);
    case V_DICT: return *out = dict_copy(v.dict), true;
    case V_SET: return *out = set_copy(v.dict), true;
    case V_ARRAY: return copy_array(call->run, v.tensor, out);
    case V_TUPLE: return *out = value_keep(v), true;
    default: return is_atomic(v) ? (*out = value_keep(v), true) : copy_other(call->run, v, out);
    }
}

/* The copies that were made, by the addresses of what they are of: what is held twice is copied once, and
 * what holds itself comes to an end. */
typedef struct Copying {
    Run *run;
    Dict *made;
} Copying;

static bool deep(Copying *, Value, Value *out);

static bool made_of(Copying *c, Value v, Value copy)
{
    return dict_set(c->run, c->made, value_int((int64_t)(intptr_t)v.object), copy);
}

static bool deep_list(Copying *c, Value v, Value *out)
{
    *out = value_list_new(v.list->count);
    bool ok = made_of(c, v, *out);
    for (int64_t i = 0; ok && i < v.list->count; i++) {
        Value item;
        ok = deep(c, v.list->item[i], &item);
        if (ok) {
            list_append(out->list, item);
            value_drop(item);
        }
    }
    return ok;
}

/* A tuple of what needs no copy is its own. */
static bool deep_tuple(Copying *c, Value v, Value *out)
{
    bool same = true, ok = true;
    *out = value_tuple_new(v.tuple->count);
    out->tuple->names = v.tuple->names;
    for (int64_t i = 0; ok && i < v.tuple->count; i++) {
        Value item;
        ok = deep(c, v.tuple->item[i], &item);
        if (ok) {
            out->tuple->item[i] = item;
            same = same && value_is(item, v.tuple->item[i]);
        }
    }
    Value known = ABSENT; /* it may hold itself, by way of a list */
    if (ok && dict_get(c->run, c->made, value_int((int64_t)(intptr_t)v.object), &known) &&
        (known.tag != V_ABSENT || same)) {
        value_drop(*out);
        *out = value_keep(known.tag != V_ABSENT ? known : v);
    }
    return ok && made_of(c, v, *out);
}

static bool deep_dict(Copying *c, Value v, Value *out)
{
    bool set = v.tag == V_SET;
    *out = set ? value_set_new() : value_dict_new();
    bool ok = made_of(c, v, *out);
    int64_t at = 0;
    for (Entry *entry; ok && (entry = dict_next(v.dict, &at));) {
        Value key = ABSENT, value = ABSENT;
        ok = deep(c, entry->key, &key) && (set || deep(c, entry->value, &value)) &&
             (set ? set_add(c->run, out->dict, key) : dict_set(c->run, out->dict, key, value));
        value_drop(key);
        value_drop(value);
    }
    return ok;
}

/* *out is owned by the caller where the answer is true. */
static bool deep(Copying *c, Value v, Value *out)
{
    *out = ABSENT;
    if (is_atomic(v))
        return *out = value_keep(v), true;
    Value known;
    if (v.tag == V_MODULE || !dict_get(c->run, c->made, value_int((int64_t)(intptr_t)v.object), &known))
        return fail_to_copy(c->run, v);
    if (known.tag != V_ABSENT)
        return *out = value_keep(known), true;
    if (!run_deeper(c->run))
        return false;
    bool ok;
    switch (v.tag) {
    case V_LIST: ok = deep_list(c, v, out); break;
    case V_TUPLE: ok = deep_tuple(c, v, out); break;
    case V_DICT:
    case V_SET: ok = deep_dict(c, v, out); break;
    case V_ARRAY: ok = copy_array(c->run, v.tensor, out) && made_of(c, v, *out); break;
    default: ok = copy_other(c->run, v, out);
    }
    if (!ok) {
        value_drop(*out);
        *out = ABSENT;
    }
    return ok;
}

static bool run_deepcopy(Call *call, Value *out)
{
    Value made = value_dict_new();
    bool ok = deep(&(Copying){ call->run, made.dict }, ARG(call, 0), out);
    value_drop(made);
    return ok;
}

const Func copy_funcs[] = {
    { .name = "copy",
      .of = "copy",
      .params = "x: any",
      .style = PYTHON,
      .brief = "The object anew; what it holds is shared with the first.",
      .example = ">>> import copy; a = [[1], 2]; b = copy.copy(a); a[0][0] = 5; b\n[[5], 2]\n",
      .run = run_copy },
    { .name = "deepcopy",
      .of = "copy",
      .params = "x: any",
      .style = PYTHON,
      .brief = "The object anew with all that it holds.",
      .example = ">>> import copy; a = [[1], 2]; b = copy.deepcopy(a); a[0][0] = 5; b\n[[1], 2]\n",
      .run = run_deepcopy },
    { 0 }
};
