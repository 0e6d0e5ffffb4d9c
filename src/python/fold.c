/* fold.c: Python's functions over iterables: sum, min, sorted, zip, map and their kin. */
#include "func/results.h"

#include "value/number.h"

#include <math.h>
#include <string.h>

/* sum -----------------------------------------------------------------------------------------------------
 */

/* Neumaier's compensated sum, as CPython has had it since 3.12. */
typedef struct Compensated {
    double sum, lost;
} Compensated;

static void add_to(Compensated *c, double x)
{
    double sum = c->sum + x;
    c->lost += fabs(c->sum) >= fabs(x) ? (c->sum - sum) + x : (x - sum) + c->sum;
    c->sum = sum;
}

static double total_of(const Compensated *c)
{
    return c->lost != 0 && isfinite(c->lost) ? c->sum + c->lost : c->sum;
}

/* A sum while it is being made: an int that fits, then floats, then complex numbers, then whatever `+` gives.
 */
typedef struct Summing {
    enum { INTS, FLOATS, COMPLEXES, VALUES } phase;
    int64_t whole;
    Compensated real, imag;
    Value value;
} Summing;

static void sum_begin(Summing *s, Value start)
{
    *s = (Summing){ .phase = VALUES, .value = value_keep(start) };
    if (start.tag == V_INT) {
        s->phase = INTS;
        s->whole = start.i;
    } else if (start.tag == V_FLOAT) {
        s->phase = FLOATS;
        s->real.sum = start.f;
    } else if (start.tag == V_COMPLEX) {
        s->phase = COMPLEXES;
        s->real.sum = creal(start.number->z);
        s->imag.sum = cimag(start.number->z);
    }
}

/* What the sum is so far; owned. */
static Value sum_value(const Summing *s)
{
    switch (s->phase) {
    case INTS: return value_int(s->whole);
    case FLOATS: return value_float(total_of(&s->real));
    case COMPLEXES: {
        union {
            double part[2];
            complex128 z;
        } z = { { total_of(&s->real), total_of(&s->imag) } };
        return value_complex(z.z);
    }
    default: return value_keep(s->value);
    }
}

/* Adds within the phase; *done false: the item is of another sort. */
static bool sum_quickly(Run *run, Summing *s, Value item, bool *done)
{
    double f;
    int64_t whole;
    *done = true;
    if (s->phase == INTS && (item.tag == V_INT || item.tag == V_BOOL) &&
        !__builtin_add_overflow(s->whole, item.i, &whole)) {
        s->whole = whole;
        return true;
    }
    if (s->phase == COMPLEXES && item.tag == V_COMPLEX) {
        add_to(&s->real, creal(item.number->z));
        add_to(&s->imag, cimag(item.number->z));
        return true;
    }
    if ((s->phase == FLOATS || s->phase == COMPLEXES) && (item.tag == V_FLOAT || value_is_int(item))) {
        if (!value_to_double(run, item, &f))
            return false;
        add_to(&s->real, f);
        return true;
    }
    *done = false;
    return true;
}

static bool sum_add(Run *run, Value item, void *with)
{
    Summing *s = with;
    bool done;
    if (!sum_quickly(run, s, item, &done))
        return false;
    if (done)
        return true;
    Value so_far = sum_value(s), sum;
    value_drop(s->value);
    s->value = NONE;
    bool ok = hooks.operate(run, OP_ADD, so_far, item, &sum);
    value_drop(so_far);
    if (!ok)
        return false;
    bool later = s->phase == INTS || (s->phase == FLOATS && sum.tag == V_COMPLEX);
    sum_begin(s, sum);
    value_drop(sum);
    if (!later || s->phase == INTS)
        s->phase = VALUES;
    return true;
}

static bool run_sum(Call *call, Value *out)
{
    Run *run = call->run;
    Value start = arg_given(call, 1) ? ARG(call, 1) : value_int(0), iterator;
    if (!value_iter(run, ARG(call, 0), &iterator))
        return false;
    if (start.tag == V_STR) {
        value_drop(iterator);
        return fail(run, TypeError, "sum() can't sum strings [use ''.join(seq) instead]");
    }
    Summing s;
    sum_begin(&s, start);
    bool ok = iter_each(run, iterator, sum_add, &s);
    if (ok)
        *out = sum_value(&s);
    value_drop(s.value);
    return ok;
}

/* functools.reduce: what a function of two makes of all items, from the left. */
static bool run_reduce(Call *call, Value *out)
{
    enum { FUNCTION, ITERABLE, INITIAL };
    Run *run = call->run;
    Value iterator, item, so_far = arg_given(call, INITIAL) ? value_keep(ARG(call, INITIAL)) : ABSENT;
    if (!value_iter(run, ARG(call, ITERABLE), &iterator)) {
        value_drop(so_far);
        if (run->error.class == TypeError) {
            run_clear_error(run);
            return fail(run, TypeError, "reduce() arg 2 must support iteration");
        }
        return false;
    }
    int more;
    while ((more = iter_next(run, iterator, &item)) > 0) {
        Value pair[2] = { so_far, item };
        so_far = item;
        if (pair[0].tag == V_ABSENT)
            continue;
        bool ok = hooks.call(run, ARG(call, FUNCTION), 2, pair, &so_far);
        value_drop(pair[0]);
        value_drop(pair[1]);
        if (!ok) {
            so_far = ABSENT;
            more = -1;
            break;
        }
    }
    value_drop(iterator);
    if (more == 0 && so_far.tag == V_ABSENT)
        return fail(run, TypeError, "reduce() of empty iterable with no initial value");
    if (more == 0)
        *out = so_far;
    else
        value_drop(so_far);
    return more == 0;
}

/* all, any, min, max --------------------------------------------------------------------------------------
 */

/* The row's extra is the answer that ends it: any() ends at True. */
static bool run_any(Call *call, Value *out)
{
    Run *run = call->run;
    Value iterator, item;
    bool ends_at = call->func->extra, truth = !ends_at;
    if (!value_iter(run, ARG(call, 0), &iterator))
        return false;
    int more = 0;
    while (truth != ends_at && (more = iter_next(run, iterator, &item)) > 0) {
        bool ok = value_truth(run, item, &truth);
        value_drop(item);
        if (!ok)
            more = -1;
        if (!ok)
            break;
    }
    value_drop(iterator);
    *out = value_bool(truth);
    return more >= 0;
}

static bool key_of(Run *run, Value function, Value item, Value *key)
{
    if (function.tag != V_NONE)
        return hooks.call(run, function, 1, &item, key);
    *key = value_keep(item);
    return true;
}

static bool is_better(Run *run, Operator op, Value a, Value b, bool *out)
{
    Value answer;
    if (!hooks.operate(run, op, a, b, &answer))
        return false;
    bool ok = value_truth(run, answer, out);
    value_drop(answer);
    return ok;
}

/* The first item whose key no other beats; *best is V_ABSENT if there is none. */
static bool find_best(Run *run, Operator op, Value iterator, Value function, Value *best)
{
    Value item, key, best_key = ABSENT;
    *best = ABSENT;
    int more;
    while ((more = iter_next(run, iterator, &item)) > 0) {
        bool better = true, ok = key_of(run, function, item, &key);
        if (!ok)
            key = ABSENT;
        ok = ok && (best_key.tag == V_ABSENT || is_better(run, op, key, best_key, &better));
        if (ok && better) {
            Value old = *best, old_key = best_key;
            *best = item, best_key = key;
            item = old, key = old_key;
        }
        value_drop(item);
        value_drop(key);
        if (!ok)
            more = -1;
        if (!ok)
            break;
    }
    value_drop(best_key);
    if (more < 0)
        value_drop(*best);
    return more == 0;
}

static bool has_an_argument(Call *call, const Given *given)
{
    return given->count ||
           fail(call->run, TypeError, "%s expected at least 1 argument, got 0", call->func->name);
}

/* min and max: the row's extra is the operator. */
static bool run_best(Call *call, Value *out)
{
    enum { ARGS, KEY, DEFAULT };
    Run *run = call->run;
    const char *name = call->func->name;
    const Tuple *args = ARG(call, ARGS).tuple;
    if (args->count > 1 && arg_given(call, DEFAULT))
        return fail(run, TypeError, "Cannot specify a default for %s() with multiple positional arguments",
                    name);
    Value iterator;
    if (!value_iter(run, args->count > 1 ? ARG(call, ARGS) : args->item[0], &iterator))
        return false;
    bool ok = find_best(run, (Operator)call->func->extra, iterator,
                        arg_none(call, KEY) ? NONE : ARG(call, KEY), out);
    value_drop(iterator);
    if (!ok || out->tag != V_ABSENT)
        return ok;
    if (!arg_given(call, DEFAULT))
        return fail(run, ValueError, "%s() iterable argument is empty", name);
    *out = value_keep(ARG(call, DEFAULT));
    return true;
}

/* max(a, b), of ints or of floats */
static Value quick_best(Run *run, const Func *func, int n, const Value arg[])
{
    (void)run;
    bool more = func->extra == OP_GT;
    if (n == 2 && arg[0].tag == V_INT && arg[1].tag == V_INT)
        return arg[more ? arg[1].i > arg[0].i : arg[1].i < arg[0].i];
    if (n == 2 && arg[0].tag == V_FLOAT && arg[1].tag == V_FLOAT)
        return arg[more ? arg[1].f > arg[0].f : arg[1].f < arg[0].f];
    return ABSENT;
}

/* Its keywords are list.sort()'s, and read when there is a list. */
static bool can_be_sorted(Call *call, const Given *given)
{
    Value iterator;
    if (given->count != 1)
        return fail(call->run, TypeError, "sorted expected 1 argument, got %d", given->count);
    if (!given->keywords)
        return true;
    if (!value_iter(call->run, given->value[0], &iterator))
        return false;
    value_drop(iterator);
    return true;
}

static bool run_sorted(Call *call, Value *out)
{
    enum { ARGS, KEY, REVERSE };
    const Tuple *args = ARG(call, ARGS).tuple;
    bool reverse;
    if (!value_truth(call->run, ARG(call, REVERSE), &reverse) ||
        !value_to_list(call->run, args->item[0], out))
        return false;
    if (list_sort(call->run, out->list, arg_none(call, KEY) ? NONE : ARG(call, KEY), reverse))
        return true;
    value_drop(*out);
    return false;
}

/* Iterators -----------------------------------------------------------------------------------------------
 */

static bool one_keyword_at_most(Call *call, const Given *given)
{
    return given->keywords <= 1 ||
           fail(call->run, TypeError, "%s() takes at most 1 keyword argument (%d given)", call->func->name,
                given->keywords);
}

/* Iterators over each of the values, in a tuple. */
static bool iterators_of(Run *run, int64_t count, const Value *v, Value *out)
{
    *out = value_tuple_new(count);
    for (int64_t i = 0; i < count; i++)
        if (!value_iter(run, v[i], &out->tuple->item[i])) {
            out->tuple->item[i] = NONE;
            value_drop(*out);
            return false;
        }
    return true;
}

/* zip()'s and map()'s strict=True: the iterators must end together. */
static int ended_at(Run *run, const char *name, const Value *iterator, int64_t count, int64_t at, bool strict)
{
    if (!strict)
        return 0;
    if (at > 0) {
        fail(run, ValueError, "%s() argument %lld is shorter than argument%s%lld", name, (long long)at + 1,
             at == 1 ? " " : "s 1-", (long long)at);
        return -1;
    }
    for (int64_t i = 1; i < count; i++) {
        Value item;
        int more = iter_next(run, iterator[i], &item);
        if (more > 0) {
            value_drop(item);
            fail(run, ValueError, "%s() argument %lld is longer than argument%s%lld", name, (long long)i + 1,
                 i == 1 ? " " : "s 1-", (long long)i);
        }
        if (more)
            return -1;
    }
    return 0;
}

/* One item of each, in a new tuple. */
static int next_of_each(Run *run, const char *name, const Value *iterator, int64_t count, bool strict,
                        Value *out)
{
    *out = value_tuple_new(count);
    for (int64_t i = 0; i < count; i++) {
        int more = iter_next(run, iterator[i], &out->tuple->item[i]);
        if (more > 0)
            continue;
        out->tuple->item[i] = NONE;
        value_drop(*out);
        return more < 0 ? -1 : ended_at(run, name, iterator, count, i, strict);
    }
    return 1;
}

static int next_zip(Run *run, Iterator *it, Value *out)
{
    const Tuple *of = it->of.tuple;
    return of->count ? next_of_each(run, "zip", of->item, of->count, it->at, out) : 0;
}

static bool run_zip(Call *call, Value *out)
{
    const Tuple *args = ARG(call, 0).tuple;
    Value iterators;
    bool strict;
    if (!value_truth(call->run, ARG(call, 1), &strict) ||
        !iterators_of(call->run, args->count, args->item, &iterators))
        return false;
    *out = value_iterator(class_zip, iterators, next_zip);
    out->iterator->at = strict;
    value_drop(iterators);
    return true;
}

/* of: the function's tuple (function, iterators) */
static int next_map(Run *run, Iterator *it, Value *out)
{
    const Tuple *of = it->of.tuple, *each = of->item[1].tuple;
    Value args;
    int more = next_of_each(run, "map", each->item, each->count, it->at, &args);
    if (more <= 0)
        return more;
    bool ok = hooks.call(run, of->item[0], (int)each->count, args.tuple->item, out);
    value_drop(args);
    return ok ? 1 : -1;
}

static bool run_map(Call *call, Value *out)
{
    const Tuple *args = ARG(call, 0).tuple;
    Value iterators;
    bool strict;
    if (args->count < 2)
        return fail(call->run, TypeError, "map() must have at least two arguments.");
    if (!value_truth(call->run, ARG(call, 1), &strict) ||
        !iterators_of(call->run, args->count - 1, args->item + 1, &iterators))
        return false;
    Value of = value_tuple(2, (Value[]){ args->item[0], iterators });
    *out = value_iterator(class_map, of, next_map);
    out->iterator->at = strict;
    value_drop(iterators);
    value_drop(of);
    return true;
}

static int next_filter(Run *run, Iterator *it, Value *out)
{
    const Tuple *of = it->of.tuple;
    int more;
    while ((more = iter_next(run, of->item[1], out)) > 0) {
        Value key;
        bool truth = false, ok = of->item[0].tag == V_CLASS && of->item[0].class == class_bool
                                     ? (key = value_keep(*out), true)
                                     : key_of(run, of->item[0], *out, &key);
        if (ok) {
            ok = value_truth(run, key, &truth);
            value_drop(key);
        }
        if (ok && truth)
            return 1;
        value_drop(*out);
        if (!ok)
            return -1;
    }
    return more;
}

static bool run_filter(Call *call, Value *out)
{
    Value iterator;
    if (!value_iter(call->run, ARG(call, 1), &iterator))
        return false;
    Value of = value_tuple(2, (Value[]){ ARG(call, 0), iterator });
    *out = value_iterator(class_filter, of, next_filter);
    value_drop(iterator);
    value_drop(of);
    return true;
}

static int next_enumerate(Run *run, Iterator *it, Value *out)
{
    Value item;
    int more = iter_next(run, it->of, &item);
    if (more <= 0)
        return more;
    *out = value_tuple(2, (Value[]){ value_int(it->at++), item });
    value_drop(item);
    return 1;
}

/* Counts past int64: of is (what is iterated over, where the count starts). */
static int next_enumerate_far(Run *run, Iterator *it, Value *out)
{
    Value item, number;
    int more = iter_next(run, it->of.tuple->item[0], &item);
    if (more <= 0)
        return more;
    bool ok = int_operate(run, OP_ADD, it->of.tuple->item[1], value_int(it->at++), &number);
    if (ok) {
        *out = value_tuple(2, (Value[]){ number, item });
        value_drop(number);
    }
    value_drop(item);
    return ok ? 1 : -1;
}

/* enum_vectorcall: iterable= and start= in any order, but start= never alone. */
static bool check_enumerate(Call *call, const Given *given)
{
    static const char *const name[] = { "iterable", "start" };
    int all = given->count + given->keywords;
    bool swapped = given->keywords == 2 && !strcmp(given->keyword[0], "start");
    for (int k = 0; k < given->keywords && all <= 2; k++)
        if (strcmp(given->keyword[k], name[swapped ? 1 - k : given->count + k]) != 0)
            return fail(call->run, TypeError, "'%s' is an invalid keyword argument for enumerate()",
                        given->keyword[k]);
    return true;
}

static bool run_enumerate(Call *call, Value *out)
{
    Value iterator, start = ARG(call, 1);
    int64_t from = 0;
    if (!arg_given(call, 0))
        return fail(call->run, TypeError, "enumerate() missing required argument 'iterable'");
    if (start.tag != V_BIGINT && !value_index(call->run, start, &from))
        return false;
    if (!value_iter(call->run, ARG(call, 0), &iterator))
        return false;
    if (start.tag == V_BIGINT || from > INT64_MAX / 2) {
        Value of = value_tuple(2, (Value[]){ iterator, start.tag == V_BIGINT ? start : value_int(from) });
        *out = value_iterator(class_enumerate, of, next_enumerate_far);
        value_drop(of);
    } else {
        *out = value_iterator(class_enumerate, iterator, next_enumerate);
        out->iterator->at = from;
    }
    value_drop(iterator);
    return true;
}

static bool run_reversed(Call *call, Value *out) { return value_reversed(call->run, ARG(call, 0), out); }

/* iter(function, sentinel): calls until it gives the sentinel. */
static int next_called(Run *run, Iterator *it, Value *out)
{
    const Tuple *of = it->of.tuple;
    bool same;
    if (it->at || !hooks.call(run, of->item[0], 0, NULL, out))
        return it->at ? 0 : -1;
    if (!value_equal(run, *out, of->item[1], &same) || same) {
        value_drop(*out);
        it->at = 1;
        return same ? 0 : -1;
    }
    return 1;
}

static bool run_iter(Call *call, Value *out)
{
    Value given = ARG(call, 0);
    if (!arg_given(call, 1) && given.tag == V_RECORD && func_for(given, "__next__"))
        return *out = value_keep(given), true; /* a.flat, a file: their own iterators */
    if (!arg_given(call, 1))
        return value_iter(call->run, given, out);
    if (!func_callable(ARG(call, 0)))
        return fail(call->run, TypeError, "iter(v, w): v must be callable");
    Value of = value_tuple(2, (Value[]){ ARG(call, 0), ARG(call, 1) });
    *out = value_iterator(class_callable_iterator, of, next_called);
    value_drop(of);
    return true;
}

static bool run_next(Call *call, Value *out)
{
    Value of = ARG(call, 0);
    const Func *next = of.tag == V_RECORD ? func_for(of, "__next__") : NULL;
    if (next) { /* a.flat */
        if (func_apply(call->run, next, 1, &of, out))
            return true;
        if (call->run->error.class != StopIteration || !arg_given(call, 1))
            return false;
        run_clear_error(call->run);
        *out = value_keep(ARG(call, 1));
        return true;
    }
    if (ARG(call, 0).tag != V_ITERATOR)
        return fail(call->run, TypeError, "'%s' object is not an iterator", value_type_name(ARG(call, 0)));
    int more = iter_next(call->run, ARG(call, 0), out);
    if (more)
        return more > 0;
    if (!arg_given(call, 1))
        return fail(call->run, StopIteration, "%s", "");
    *out = value_keep(ARG(call, 1));
    return true;
}

static bool run_next_method(Call *call, Value *out)
{
    int more = iter_next(call->run, call->arg[0].value, out);
    return more > 0 || (more == 0 && fail(call->run, StopIteration, "%s", ""));
}

static bool run_iter_method(Call *call, Value *out)
{
    *out = value_keep(ARG(call, 0));
    return true;
}

const Func fold_funcs[] = {
    { .name = "sum",
      .of = "builtins",
      .params = "iterable: any, /, start: any = 0",
      .brief = "the sum of the items; floats are added without losing digits on the way",
      .example = ">>> sum([0.1] * 10)\n1.0\n",
      AS_IN_PYTHON,
      .run = run_sum },
    { .name = "reduce",
      .of = "functools",
      .params = "function: any, iterable: any, /, initial: any = ?",
      .brief = "what a function of two arguments makes of all items, from the left",
      .example =
          ">>> import functools\n>>> functools.reduce(np.union1d, ([1, 3], [2], [3]))\narray([1, 2, 3])\n",
      AS_IN_PYTHON,
      .run = run_reduce },
    { .name = "min",
      .of = "builtins",
      .params = "*args: any, key: any = None, default: any = ?",
      .brief = "the smallest item, or the smallest of the arguments",
      .example = ">>> min([3, 1, 2])\n1\n",
      AS_IN_PYTHON,
      .precheck = has_an_argument,
      .run = run_best,
      .quick = quick_best,
      .extra = OP_LT },
    { .name = "max",
      .of = "builtins",
      .params = "*args: any, key: any = None, default: any = ?",
      .brief = "the largest item, or the largest of the arguments",
      .example = ">>> max([-3, 2], key=abs)\n-3\n",
      AS_IN_PYTHON,
      .precheck = has_an_argument,
      .run = run_best,
      .quick = quick_best,
      .extra = OP_GT },
    { .name = "any",
      .of = "builtins",
      .params = "iterable: any, /",
      .brief = "whether some item counts as true",
      .example = ">>> any([0, 2])\nTrue\n",
      AS_IN_PYTHON,
      .run = run_any,
      .extra = 1 },
    { .name = "all",
      .of = "builtins",
      .params = "iterable: any, /",
      .brief = "whether every item counts as true",
      .example = ">>> all([0, 2])\nFalse\n",
      AS_IN_PYTHON,
      .run = run_any,
      .extra = 0 },
    { .name = "sorted",
      .of = "builtins",
      .params = "*args: any, key: any = None, reverse: any = False",
      .brief = "a list of the items in order; equal ones stay as they stood",
      .example = ">>> sorted([3, -1, 2], key=abs)\n[-1, 2, 3]\n",
      AS_IN_PYTHON,
      .precheck = can_be_sorted,
      .run = run_sorted,
      .says = "sort" },
    { .name = "reversed",
      .of = "builtins",
      .params = "sequence: any, /",
      .brief = "an iterator over the items backwards",
      .example = ">>> list(reversed([1, 2, 3]))\n[3, 2, 1]\n",
      AS_IN_PYTHON,
      .run = run_reversed,
      .class = class_reversed },
    { .name = "zip",
      .of = "builtins",
      .params = "*iterables: any, strict: any = False",
      .brief = "an iterator over tuples of one item of each",
      .example = ">>> list(zip([1, 2], 'ab'))\n[(1, 'a'), (2, 'b')]\n",
      AS_IN_PYTHON,
      .precheck = one_keyword_at_most,
      .run = run_zip,
      .class = class_zip },
    { .name = "map",
      .of = "builtins",
      .params = "*args: any, strict: any = False",
      .brief = "an iterator over what the function gives for the items: map(function, iterable, ...)",
      .example = ">>> list(map(abs, [-1, 2]))\n[1, 2]\n",
      AS_IN_PYTHON,
      .precheck = one_keyword_at_most,
      .run = run_map,
      .class = class_map },
    { .name = "filter",
      .of = "builtins",
      .params = "function: any, iterable: any, /",
      .brief = "an iterator over the items for which the function gives true; None: those that are true",
      .example = ">>> list(filter(None, [0, 1, 2]))\n[1, 2]\n",
      AS_IN_PYTHON,
      .run = run_filter,
      .class = class_filter },
    { .name = "enumerate",
      .of = "builtins",
      .params = "iterable: any = ?, start: any = 0",
      .brief = "an iterator over pairs of a number and an item",
      .example = ">>> list(enumerate('ab'))\n[(0, 'a'), (1, 'b')]\n",
      AS_IN_PYTHON,
      .precheck = check_enumerate,
      .run = run_enumerate,
      .class = class_enumerate },
    { .name = "iter",
      .of = "builtins",
      .params = "object: any, sentinel: any = ?, /",
      .brief = "an iterator over the items",
      .example = ">>> next(iter([5, 6]))\n5\n",
      AS_IN_PYTHON,
      .run = run_iter },
    { .name = "next",
      .of = "builtins",
      .params = "iterator: any, default: any = ?, /",
      .brief = "the next item of an iterator",
      .example = ">>> it = iter([5])\n>>> next(it), next(it, 'none')\n(5, 'none')\n",
      AS_IN_PYTHON,
      .run = run_next,
      .effects = true },
    { .name = "__next__",
      .of = "iterator",
      .params = "self: any, /",
      .brief = "the next item",
      .example = ">>> iter([5]).__next__()\n5\n",
      AS_IN_PYTHON,
      .run = run_next_method,
      .effects = true },
    { .name = "__iter__",
      .of = "iterator",
      .params = "self: any, /",
      .brief = "the iterator itself",
      .example = ">>> list(iter([5]).__iter__())\n[5]\n",
      AS_IN_PYTHON,
      .run = run_iter_method },
    { 0 },
};
