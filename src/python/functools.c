/* functools.c: the module functools: functions made of others; reduce stands in fold.c. */
#include "func/results.h"

#include <string.h>

/* partial
 * ---------------------------------------------------------------------------------------------------------
 */

static const Class class_partial[1] = { { "partial", "functools", { class_object }, "partial" } };
static const char *const partial_field[] = { "func", "args", "keywords" };
enum { PARTIAL_FUNC, PARTIAL_ARGS, PARTIAL_KEYWORDS, PARTIAL_FIELDS };

/* Takes the tuple and the dict. */
static Value new_partial(Value function, Value args, Value keywords)
{
    Value made = value_record(class_partial, PARTIAL_FIELDS, partial_field);
    made.record->field[PARTIAL_FUNC] = value_keep(function);
    made.record->field[PARTIAL_ARGS] = args;
    made.record->field[PARTIAL_KEYWORDS] = keywords;
    return made;
}

static Value joined(int64_t n, const Value *first, int64_t m, const Value *second)
{
    Value tuple = value_tuple_new(n + m);
    for (int64_t i = 0; i < n + m; i++)
        tuple.tuple->item[i] = value_keep(i < n ? first[i] : second[i - n]);
    return tuple;
}

static bool run_partial(Call *call, Value *out)
{
    const Tuple *args = call->arg[0].value.tuple;
    Dict *keywords = call->arg[1].value.dict;
    if (!args->count)
        return fail(call->run, TypeError, "type 'partial' takes at least one argument");
    Value function = args->item[0];
    if (!func_callable(function))
        return fail(call->run, TypeError, "the first argument must be callable");
    const Value *inner =
        function.tag == V_RECORD && function.record->class == class_partial ? function.record->field : NULL;
    if (!inner) {
        *out = new_partial(function, value_tuple(args->count - 1, args->item + 1), dict_copy(keywords));
        return true;
    }
    const Tuple *before = inner[PARTIAL_ARGS].tuple; /* one of one is one */
    Value all = dict_copy(inner[PARTIAL_KEYWORDS].dict);
    if (!dict_merge(call->run, all.dict, keywords)) {
        value_drop(all);
        return false;
    }
    *out = new_partial(inner[PARTIAL_FUNC],
                       joined(before->count, before->item, args->count - 1, args->item + 1), all);
    return true;
}

static bool run_partial_call(Call *call, Value *out)
{
    const Value *field = call->arg[0].value.record->field;
    const Tuple *before = field[PARTIAL_ARGS].tuple, *more = call->arg[1].value.tuple;
    Value all = dict_copy(field[PARTIAL_KEYWORDS].dict),
          args = joined(before->count, before->item, more->count, more->item);
    bool done =
        dict_merge(call->run, all.dict, call->arg[2].value.dict) &&
        value_call(call->run, field[PARTIAL_FUNC], args.tuple->count, args.tuple->item, all.dict, out);
    value_drop(args);
    value_drop(all);
    return done;
}

static bool run_partial_repr(Call *call, Value *out)
{
    const Value *field = call->arg[0].value.record->field;
    const Tuple *args = field[PARTIAL_ARGS].tuple;
    int64_t at = 0;
    Text text = { 0 };
    text_puts(&text, "functools.partial(");
    bool done = value_repr(call->run, field[PARTIAL_FUNC], &text);
    for (int64_t i = 0; done && i < args->count; i++) {
        text_puts(&text, ", ");
        done = value_repr(call->run, args->item[i], &text);
    }
    for (Entry *entry; done && (entry = dict_next(field[PARTIAL_KEYWORDS].dict, &at));) {
        text_printf(&text, ", %s=", entry->key.str->text);
        done = value_repr(call->run, entry->value, &text);
    }
    text_char(&text, ')');
    if (done)
        *out = value_str(text_get(&text), (int64_t)text.length);
    text_free(&text);
    return done;
}

/* wraps
 * -----------------------------------------------------------------------------------------------------------
 */

static bool run_update_wrapper(Call *call, Value *out)
{
    static const char *const names[] = { "__name__", "__qualname__", "__doc__" };
    Run *run = call->run;
    Value wrapper = call->arg[0].value, wrapped = call->arg[1].value, what;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!hooks.attribute(run, wrapped, names[i], &what)) {
            run_clear_error(run);
            continue;
        }
        bool done = hooks.set_attribute(run, wrapper, names[i], what);
        value_drop(what);
        if (!done)
            return false;
    }
    if (!hooks.set_attribute(run, wrapper, "__wrapped__", wrapped))
        return false;
    *out = value_keep(wrapper);
    return true;
}

static bool run_wraps(Call *call, Value *out)
{
    Value keywords = value_dict_new();
    dict_put(keywords.dict, "wrapped", call->arg[0].value);
    *out = new_partial(value_func(func_find("functools", "update_wrapper")), value_tuple_new(0), keywords);
    return true;
}

/* cmp_to_key
 * ---------------------------------------------------------------------------------------------------------
 */

static const Class class_key[1] = { { "KeyWrapper", "functools", { class_object }, "KeyWrapper" } };
static const char *const key_field[] = { "obj", "" }; /* and the comparison */
enum { KEY_OBJECT, KEY_COMPARE, KEY_FIELDS };

static Value new_key(Value object, Value compare)
{
    Value made = value_record(class_key, KEY_FIELDS, key_field);
    made.record->field[KEY_OBJECT] = value_keep(object);
    made.record->field[KEY_COMPARE] = value_keep(compare);
    return made;
}

static bool run_cmp_to_key(Call *call, Value *out)
{
    *out = new_key(NONE, call->arg[0].value);
    return true;
}

static bool run_key_call(Call *call, Value *out)
{
    *out = new_key(call->arg[1].value, call->arg[0].value.record->field[KEY_COMPARE]);
    return true;
}

/* compare(self.obj, other.obj) < 0, and kin: extra is the operator. */
static bool run_key_operator(Call *call, Value *out)
{
    Value self = call->arg[0].value, other = call->arg[1].value, order;
    if (other.tag != V_RECORD || other.record->class != class_key)
        return fail(call->run, TypeError, "other argument must be K instance");
    Value object[2] = { self.record->field[KEY_OBJECT], other.record->field[KEY_OBJECT] };
    bool answer = false, fine = hooks.call(call->run, self.record->field[KEY_COMPARE], 2, object, &order);
    if (!fine)
        return false;
    fine = value_compare(call->run, (Operator)call->func->extra, order, value_int(0), &answer);
    value_drop(order);
    *out = value_bool(answer);
    return fine;
}

/* cache
 * -----------------------------------------------------------------------------------------------------------
 */

static const Class class_cached[1] = {
    { "_lru_cache_wrapper", "functools", { class_object }, "_lru_cache_wrapper" }
};
/* The results, in the order of their last use; most: how many are kept, or None. */
enum {
    CACHED_FUNC,
    CACHED_NAME,
    CACHED_DOC,
    CACHED_RESULTS,
    CACHED_MOST,
    CACHED_HITS,
    CACHED_MISSES,
    CACHED_FIELDS
};
static const char *const cached_field[] = { "__wrapped__", "__name__", "__doc__", "", "", "", "" };

static Value new_cached(Run *run, Value function, Value most)
{
    Value made = value_record(class_cached, CACHED_FIELDS, cached_field);
    Value *field = made.record->field;
    field[CACHED_FUNC] = value_keep(function);
    if (!hooks.attribute(run, function, "__name__", &field[CACHED_NAME]) ||
        !hooks.attribute(run, function, "__doc__", &field[CACHED_DOC]))
        run_clear_error(run);
    field[CACHED_RESULTS] = value_dict_new();
    field[CACHED_MOST] = most;
    field[CACHED_HITS] = field[CACHED_MISSES] = value_int(0);
    return made;
}

static bool run_cache(Call *call, Value *out)
{
    if (!func_callable(call->arg[0].value))
        return fail(call->run, TypeError, "the first argument must be callable");
    *out = new_cached(call->run, call->arg[0].value, NONE);
    return true;
}

/* lru_cache(f), or lru_cache(most), which is a decorator. */
static bool run_lru_cache(Call *call, Value *out)
{
    Value most = call->arg[0].value;
    if (func_callable(most)) {
        *out = new_cached(call->run, most, value_int(128));
        return true;
    }
    if (most.tag != V_INT && most.tag != V_BOOL && most.tag != V_NONE)
        return fail(call->run, TypeError, "Expected first argument to be an integer, a callable, or None");
    Value keywords = value_dict_new();
    dict_put(keywords.dict, "most", most);
    *out = new_partial(value_func(func_find("functools", "_cached")), value_tuple_new(0), keywords);
    return true;
}

static bool run_cached_by(Call *call, Value *out)
{
    Value most = call->arg[1].value;
    bool counts = most.tag == V_NONE || most.tag == V_INT || most.tag == V_BOOL;
    if (!counts || !func_callable(call->arg[0].value))
        return fail(call->run, TypeError, "the first argument must be callable");
    *out = new_cached(call->run, call->arg[0].value, most.tag == V_NONE || most.i > 0 ? most : value_int(0));
    return true;
}

/* What stands for the arguments: those by place, then a mark and names with those by name. */
static Value key_of(const Tuple *args, Dict *keywords)
{
    Value key = value_tuple_new(args->count + (keywords->count ? 1 + 2 * keywords->count : 0));
    int64_t used = 0, at = 0;
    for (int64_t i = 0; i < args->count; i++)
        key.tuple->item[used++] = value_keep(args->item[i]);
    if (keywords->count)
        key.tuple->item[used++] = (Value){ .tag = V_ELLIPSIS };
    for (Entry *entry; (entry = dict_next(keywords, &at));) {
        key.tuple->item[used++] = value_keep(entry->key);
        key.tuple->item[used++] = value_keep(entry->value);
    }
    return key;
}

static bool forget_oldest(Run *run, Dict *results)
{
    int64_t at = 0;
    bool found;
    Value key = value_keep(dict_next(results, &at)->key);
    bool done = dict_remove(run, results, key, &found);
    value_drop(key);
    return done;
}

static bool run_cached_call(Call *call, Value *out)
{
    Run *run = call->run;
    Value *field = call->arg[0].value.record->field;
    const Tuple *args = call->arg[1].value.tuple;
    Dict *results = field[CACHED_RESULTS].dict, *keywords = call->arg[2].value.dict;
    Value key = key_of(args, keywords), known;
    uint64_t hash;
    bool found, limited = field[CACHED_MOST].tag != V_NONE;
    bool done = value_hash(run, key, &hash) && dict_get(run, results, key, &known);
    if (done && known.tag != V_ABSENT) {
        *out = value_keep(known);
        field[CACHED_HITS].i++;
        if (limited)
            done = dict_remove(run, results, key, &found) && dict_set(run, results, key, *out);
    } else if (done) {
        field[CACHED_MISSES].i++;
        done = value_call(run, field[CACHED_FUNC], args->count, args->item, keywords, out);
        int64_t most = limited ? field[CACHED_MOST].i : INT64_MAX;
        if (done && most) {
            done = dict_set(run, results, key, *out);
            if (done && results->count > most)
                done = forget_oldest(run, results);
            if (!done)
                value_drop(*out);
        }
    }
    value_drop(key);
    return done;
}

static bool run_cache_info(Call *call, Value *out)
{
    static const char *const names[] = { "hits", "misses", "maxsize", "currsize", NULL };
    static const TupleNames info = { NAMED_TUPLE("CacheInfo", "functools"), names };
    const Value *field = call->arg[0].value.record->field;
    *out = value_tuple(4, (Value[]){ field[CACHED_HITS], field[CACHED_MISSES], field[CACHED_MOST],
                                     value_int(field[CACHED_RESULTS].dict->count) });
    out->tuple->names = &info;
    return true;
}

static bool run_cache_clear(Call *call, Value *out)
{
    Value *field = call->arg[0].value.record->field;
    dict_clear(field[CACHED_RESULTS].dict);
    field[CACHED_HITS] = field[CACHED_MISSES] = value_int(0);
    *out = NONE;
    return true;
}

#define KEY_OPERATOR(name_, sign, op, shown)                                                                 \
    {                                                                                                        \
        .name = name_, .of = "KeyWrapper", .params = "self: any, other: any",                                \
        .brief = "mycmp(self.obj, other.obj) " sign " 0",                                                    \
        .example = ">>> import functools\n>>> k = functools.cmp_to_key(lambda a, b: 0)\n"                    \
                   ">>> k(1) " sign " k(2)\n" shown "\n",                                                    \
        .style = METHOD, .run = run_key_operator, .extra = op                                                \
    }

const Func functools_funcs[] = {
    { .name = "partial",
      .of = "functools",
      .params = "*args: any, **keywords: any",
      .brief = "a function with some of its arguments given already",
      .example = ">>> import functools\n>>> functools.partial(int, base=16)('ff')\n255\n",
      .style = CLINIC,
      .run = run_partial,
      .class = class_partial },
    { .name = "__call__",
      .of = "partial",
      .params = "self: any, *args: any, **keywords: any",
      .brief = "calls the function with these arguments, too",
      .example = ">>> import functools\n>>> functools.partial(max, 3)(1, 5)\n5\n",
      .style = METHOD,
      .run = run_partial_call,
      .effects = true },
    { .name = "__repr__",
      .of = "partial",
      .params = "self: any",
      .brief = "the function and the arguments, as text",
      .example = ">>> import functools\n>>> functools.partial(int, base=2)\nfunctools.partial(<class 'int'>, "
                 "base=2)\n",
      .style = METHOD,
      .run = run_partial_repr },
    { .name = "update_wrapper",
      .of = "functools",
      .params = "wrapper: any, wrapped: any",
      .brief = "gives one function the name and the text of another",
      .example = ">>> import functools\n>>> functools.update_wrapper(lambda x: x, max).__name__\n'max'\n",
      .style = PYTHON,
      .run = run_update_wrapper,
      .effects = true },
    { .name = "wraps",
      .of = "functools",
      .params = "wrapped: any",
      .brief = "a decorator that gives a function the name and the text of another",
      .example = ">>> import functools\n>>> functools.wraps(max)(lambda x: x).__name__\n'max'\n",
      .style = PYTHON,
      .run = run_wraps },
    { .name = "cmp_to_key",
      .of = "functools",
      .params = "mycmp: any",
      .brief = "a key to sort by, of a function that says whether a value goes before another (below 0)",
      .example = ">>> import functools\n>>> sorted([1, 3, 2], key=functools.cmp_to_key(lambda a, b: b - a))\n"
                 "[3, 2, 1]\n",
      AS_IN_PYTHON,
      .run = run_cmp_to_key },
    { .name = "__call__",
      .of = "KeyWrapper",
      .params = "self: any, obj: any",
      .brief = "the value, to be compared by the function",
      .example = ">>> import functools\n>>> functools.cmp_to_key(lambda a, b: a - b)(5).obj\n5\n",
      .style = METHOD,
      .run = run_key_call },
    KEY_OPERATOR("__lt__", "<", OP_LT, "False"),
    KEY_OPERATOR("__le__", "<=", OP_LE, "True"),
    KEY_OPERATOR("__gt__", ">", OP_GT, "False"),
    KEY_OPERATOR("__ge__", ">=", OP_GE, "True"),
    KEY_OPERATOR("__eq__", "==", OP_EQ, "True"),
    KEY_OPERATOR("__ne__", "!=", OP_NE, "False"),
    { .name = "cache",
      .of = "functools",
      .params = "user_function: any, /",
      .brief = "the function, which keeps its results",
      .example =
          ">>> import functools\n>>> @functools.cache\n... def f(n): return n * f(n - 1) if n else 1\n...\n"
          ">>> f(10), f.cache_info().currsize\n(3628800, 11)\n",
      .style = PYTHON,
      .run = run_cache },
    { .name = "lru_cache",
      .of = "functools",
      .params = "maxsize: any = 128, typed: any = False",
      .brief = "the function, which keeps the results that were wanted last",
      .example = ">>> import functools\n>>> functools.lru_cache(abs)(-2)\n2\n",
      .style = PYTHON,
      .run = run_lru_cache },
    { .name = "_cached",
      .of = "functools",
      .params = "user_function: any, most: any",
      .brief = "the function, which keeps so many results",
      .example = ">>> import functools\n>>> functools.lru_cache(maxsize=4)(abs)(-2)\n2\n",
      .style = PYTHON,
      .run = run_cached_by },
    { .name = "__call__",
      .of = "_lru_cache_wrapper",
      .params = "self: any, *args: any, **keywords: any",
      .brief = "the result for these arguments, computed if it is not there",
      .example = ">>> import functools\n>>> functools.cache(abs)(-2)\n2\n",
      .style = METHOD,
      .run = run_cached_call,
      .effects = true },
    { .name = "cache_info",
      .of = "_lru_cache_wrapper",
      .params = "self: any",
      .brief = "how often a result was there, and how often not",
      .example = ">>> import functools\n>>> f = functools.cache(abs)\n>>> f(-2), f(-2), f.cache_info()\n"
                 "(2, 2, CacheInfo(hits=1, misses=1, maxsize=None, currsize=1))\n",
      .style = METHOD,
      .run = run_cache_info },
    { .name = "cache_clear",
      .of = "_lru_cache_wrapper",
      .params = "self: any",
      .brief = "forgets the results",
      .example = ">>> import functools\n>>> functools.cache(abs).cache_clear()\n",
      .style = METHOD,
      .run = run_cache_clear,
      .effects = true },
    { 0 },
};
