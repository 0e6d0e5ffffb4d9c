/* operate.c: the operators of Python's own values, and their equality. */
#include "value/asarray.h"
#include "value/format.h"
#include "value/number.h"

#include <math.h>
#include <string.h>

const char *const operator_text[OPERATORS] = {
    [OP_ADD] = "+", [OP_SUB] = "-",     [OP_MUL] = "*",     [OP_DIV] = "/", [OP_FLOORDIV] = "//",
    [OP_MOD] = "%", [OP_POW] = "**",    [OP_MATMUL] = "@",  [OP_AND] = "&", [OP_OR] = "|",
    [OP_XOR] = "^", [OP_LSHIFT] = "<<", [OP_RSHIFT] = ">>", [OP_LT] = "<",  [OP_LE] = "<=",
    [OP_EQ] = "==", [OP_NE] = "!=",     [OP_GT] = ">",      [OP_GE] = ">=", [OP_NEG] = "-",
    [OP_POS] = "+", [OP_INVERT] = "~",
};

static bool is_comparison(Operator op) { return op >= OP_LT && op <= OP_GE; }
static bool is_unary(Operator op) { return op >= OP_NEG; }

/* Whether NumPy has a say: an array or one of its scalars takes part. */
static bool is_numpy(Value v) { return v.tag == V_ARRAY || v.tag == V_SCALAR || v.tag == V_CSCALAR; }

static bool is_sequence(Value v) { return v.tag == V_LIST || v.tag == V_TUPLE || v.tag == V_STR; }

/* What an order means for an operator. */
static bool ordered(Operator op, int order)
{
    if (order == UNORDERED)
        return op == OP_NE;
    switch (op) {
    case OP_LT: return order < 0;
    case OP_LE: return order <= 0;
    case OP_EQ: return order == 0;
    case OP_NE: return order != 0;
    case OP_GT: return order > 0;
    default: return order >= 0;
    }
}

/* Errors --------------------------------------------------------------------------------------------------
 */

static bool unsupported(Run *run, Operator op, Value a, Value b, bool inplace)
{
    if (is_unary(op))
        return fail(run, TypeError, "bad operand type for unary %s: '%s'", operator_text[op],
                    value_type_name(a));
    if (is_comparison(op))
        return fail(run, TypeError, "'%s' not supported between instances of '%s' and '%s'",
                    operator_text[op], value_type_name(a), value_type_name(b));
    const char *text = inplace        ? run_text(run, "%s=", operator_text[op])
                       : op == OP_POW ? "** or pow()"
                                      : operator_text[op];
    return fail(run, TypeError, "unsupported operand type(s) for %s: '%s' and '%s'", text, value_type_name(a),
                value_type_name(b));
}

/* Sequences -----------------------------------------------------------------------------------------------
 */

static Value new_sequence(Tag tag, int64_t count)
{
    if (tag == V_TUPLE)
        return value_tuple_new(count);
    Value list = value_list_new(count);
    list.list->count = count;
    return list;
}

static int64_t items_of(Value v, Value **item)
{
    *item = v.tag == V_TUPLE ? v.tuple->item : v.list->item;
    return v.tag == V_TUPLE ? v.tuple->count : v.list->count;
}

static Value concatenate(Value a, Value b)
{
    Value *x, *y, *z;
    int64_t n = items_of(a, &x), m = items_of(b, &y);
    Value out = new_sequence((Tag)a.tag, n + m);
    items_of(out, &z);
    for (int64_t i = 0; i < n; i++)
        z[i] = value_keep(x[i]);
    for (int64_t i = 0; i < m; i++)
        z[n + i] = value_keep(y[i]);
    return out;
}

static bool add_sequences(Run *run, Value a, Value b, bool inplace, Value *out)
{
    if (inplace && a.tag == V_LIST) {
        *out = value_keep(a);
        if (list_extend(run, a.list, b))
            return true;
        value_drop(a);
        return false;
    }
    if (a.tag != b.tag)
        return fail(run, TypeError, "can only concatenate %s (not \"%s\") to %s", value_type_name(a),
                    value_type_name(b), value_type_name(a));
    *out = a.tag == V_STR ? str_concatenate(a, b) : concatenate(a, b);
    return true;
}

/* How often a sequence may be repeated: what does not fit the memory is told of before the work. */
static bool repeat_count(Run *run, Value sequence, Value times, int64_t *count)
{
    if (times.tag == V_BIGINT)
        return fail(run, OverflowError, "cannot fit 'int' into an index-sized integer");
    if (!value_index(run, times, count))
        return false;
    if (*count < 0)
        *count = 0;
    Value *item;
    int64_t size = sequence.tag == V_STR ? sequence.str->bytes * TEXT_ROOM
                                         : items_of(sequence, &item) * (int64_t)sizeof(Value);
    if (!size && *count > 1) /* nothing stays nothing, however often */
        *count = 1;
    return !size || run_has_memory(run, *count, (size_t)size);
}

static bool repeat(Run *run, Value sequence, Value times, bool inplace, Value *out)
{
    int64_t count;
    if (!repeat_count(run, sequence, times, &count))
        return false;
    if (sequence.tag == V_STR) {
        Text text = { 0 };
        if (sequence.str->bytes == 1)
            text_pad(&text, sequence.str->text[0], count);
        else
            for (int64_t i = 0; i < count; i++)
                text_add(&text, sequence.str->text, (size_t)sequence.str->bytes);
        *out = value_str(text_get(&text), (int64_t)text.length);
        text_free(&text);
        return true;
    }
    if (count == 1 && (sequence.tag == V_TUPLE || inplace)) {
        *out = value_keep(sequence);
        return true;
    }
    if (inplace && sequence.tag == V_LIST) {
        List *list = sequence.list;
        int64_t n = list->count;
        if (!count)
            list_clear(list);
        for (int64_t i = n; i < n * count; i++)
            list_append(list, list->item[i % n]);
        *out = value_keep(sequence);
        return true;
    }
    Value *from, *to;
    int64_t n = items_of(sequence, &from);
    *out = new_sequence((Tag)sequence.tag, n * count);
    items_of(*out, &to);
    for (int64_t at = 0; at < count; at++) /* one of many is cheaper to count without a division */
        for (int64_t i = 0; i < n; i++)
            *to++ = value_keep(from[i]);
    return true;
}

static bool has_index(Value v)
{
    return value_is_int(v) || (v.tag == V_SCALAR && dtype_is_int((DType)v.dtype));
}

static bool multiply_sequence(Run *run, Value a, Value b, bool inplace, Value *out)
{
    bool first = is_sequence(a);
    Value sequence = first ? a : b, times = first ? b : a;
    if (inplace && !first &&
        (a.tag == V_DICT || a.tag == V_SET)) /* they are asked instead, and have no answer */
        return fail(run, TypeError, "unsupported operand type(s) for *=: '%s' and '%s'", value_type_name(a),
                    value_type_name(b));
    if (!has_index(times))
        return fail(run, TypeError, "can't multiply sequence by non-int of type '%s'",
                    value_type_name(times));
    return repeat(run, sequence, times, inplace && first, out);
}

static bool percent(Run *run, Value a, Value b, Value *out)
{
    Text text = { 0 };
    bool ok = format_percent(run, a.str, b, &text);
    if (ok)
        *out = value_str(text_get(&text), (int64_t)text.length);
    text_free(&text);
    return ok;
}

bool str_compare(Operator op, const Str *a, const Str *b)
{
    if ((op == OP_EQ || op == OP_NE) && a->bytes != b->bytes)
        return op == OP_NE;
    int order = memcmp(a->text, b->text, (size_t)(a->bytes < b->bytes ? a->bytes : b->bytes));
    return ordered(op, order ? (order > 0) - (order < 0) : (a->bytes > b->bytes) - (a->bytes < b->bytes));
}

bool value_compare(Run *run, Operator op, Value a, Value b, bool *out)
{
    if (a.tag == V_STR && b.tag == V_STR) {
        *out = str_compare(op, a.str, b.str);
        return true;
    }
    Value answer;
    bool done = false, by_rows = a.tag == V_RECORD || b.tag == V_RECORD; /* __eq__ and kin */
    if ((!by_rows && !python_operate(run, op, a, b, false, &done, &answer)) ||
        (!done && !hooks.operate(run, op, a, b, &answer)))
        return false;
    bool ok = value_truth(run, answer, out);
    value_drop(answer);
    return ok;
}

/* The first items that differ decide. */
static bool compare_sequences(Run *run, Operator op, int64_t n, const Value *a, int64_t m, const Value *b,
                              bool *out)
{
    if (n != m && (op == OP_EQ || op == OP_NE)) {
        *out = op == OP_NE;
        return true;
    }
    if (!run_deeper(run))
        return false;
    for (int64_t i = 0; i < n && i < m; i++) {
        bool same = value_is(a[i], b[i]);
        if (!same && !value_equal(run, a[i], b[i], &same))
            return false;
        if (same)
            continue;
        if (op == OP_EQ || op == OP_NE) {
            *out = op == OP_NE;
            return true;
        }
        return value_compare(run, op, a[i], b[i], out);
    }
    *out = ordered(op, (n > m) - (n < m));
    return true;
}

/* Dicts, their views and sets -----------------------------------------------------------------------------
 */

static bool same_dicts(Run *run, Dict *a, Dict *b, bool *out)
{
    *out = a->count == b->count;
    if (!run_deeper(run))
        return false;
    int64_t at = 0;
    for (Entry *e; *out && (e = dict_next(a, &at));) {
        Value other;
        if (!dict_get(run, b, e->key, &other))
            return false;
        *out = other.tag != V_ABSENT;
        if (*out && !value_is(e->value, other) && !value_equal(run, e->value, other, out))
            return false;
    }
    return true;
}

static bool compare_sets(Run *run, Operator op, Dict *a, Dict *b, bool *out)
{
    switch (op) {
    case OP_LE: return set_subset(run, a, b, out);
    case OP_GE: return set_subset(run, b, a, out);
    case OP_LT: return a->count < b->count ? set_subset(run, a, b, out) : (*out = false, true);
    case OP_GT: return b->count < a->count ? set_subset(run, b, a, out) : (*out = false, true);
    default:
        *out = a->count == b->count;
        if (*out && !set_subset(run, a, b, out))
            return false;
        *out = *out == (op == OP_EQ);
        return true;
    }
}

/* Sets, and the views of a dict that are like sets. */
static bool is_set_like(Value v)
{
    return v.tag == V_SET || (value_is_dict_view(v) && v.record->class != class_dict_values);
}

static bool as_set(Run *run, Value v, Value *set)
{
    if (v.tag == V_SET) {
        *set = value_keep(v);
        return true;
    }
    *set = value_set_new();
    if (set_update(run, set->dict, v))
        return true;
    value_drop(*set);
    return false;
}

/* Of a view of a dict with any iterable, in CPython's way (Objects/dictobject.c), which may show in the
 * order: a set of the left side is changed by the right one; what both have is looked for in a view, unless
 * the other is a set that is not smaller. */
static bool operate_views(Run *run, Operator op, Value a, Value b, Value *out)
{
    if (op != OP_AND) {
        bool keys = a.tag == V_RECORD && a.record->class == class_dict_keys;
        Value right;
        *out = value_set_new();
        bool ok = set_update(run, out->dict, keys ? a.record->field[0] : a);
        if (ok && op == OP_OR)
            ok = set_update(run, out->dict, b);
        else if (ok && (ok = as_set(run, b, &right))) {
            ok = set_combine_into(run, op, out->dict, right.dict);
            value_drop(right);
        }
        if (!ok)
            value_drop(*out);
        return ok;
    }
    bool left = value_is_dict_view(a);
    Value view = left ? a : b, other = left ? b : a, in_view;
    int64_t count = view.record->field[0].dict->count;
    if (is_set_like(other)) {
        int64_t others = other.tag == V_SET ? other.dict->count : other.record->field[0].dict->count;
        if (other.tag == V_SET && count <= others)
            return set_combine_with(run, OP_AND, other.dict, 1, &view, out);
        if (other.tag == V_RECORD && others > count) {
            Value smaller = view;
            view = other;
            other = smaller;
        }
    }
    bool keys = view.record->class == class_dict_keys;
    Value list = ABSENT;
    in_view = ABSENT;
    *out = value_set_new();
    bool ok = value_to_list(run, other, &list) && (keys || as_set(run, view, &in_view));
    for (int64_t i = 0; ok && i < list.list->count; i++) {
        Value item = list.list->item[i], value;
        bool there;
        ok = keys ? dict_get(run, view.record->field[0].dict, item, &value)
                  : set_has(run, in_view.dict, item, &there);
        if (ok && (keys ? value.tag != V_ABSENT : there))
            ok = set_add(run, out->dict, item);
    }
    value_drop(list);
    value_drop(in_view);
    if (!ok)
        value_drop(*out);
    return ok;
}

static bool operate_sets(Run *run, Operator op, Value a, Value b, bool inplace, Value *out)
{
    if (inplace && a.tag == V_SET) {
        if (!set_combine_into(run, op, a.dict, b.dict))
            return false;
        *out = value_keep(a);
        return true;
    }
    if (!is_comparison(op) && (value_is_dict_view(a) || value_is_dict_view(b)))
        return operate_views(run, op, a, b, out);
    Value x, y;
    if (!as_set(run, a, &x))
        return false;
    bool ok = as_set(run, b, &y);
    if (ok) {
        bool answer;
        ok = is_comparison(op) ? compare_sets(run, op, x.dict, y.dict, &answer)
                               : set_combine(run, op, x.dict, y.dict, out);
        if (ok && is_comparison(op))
            *out = value_bool(answer);
        value_drop(y);
    }
    value_drop(x);
    return ok;
}

static bool merge_dicts(Run *run, Value a, Value b, bool inplace, Value *out)
{
    *out = inplace ? value_keep(a) : dict_copy(a.dict);
    if (inplace ? dict_update(run, a.dict, b) : dict_merge(run, out->dict, b.dict))
        return true;
    value_drop(*out);
    return false;
}

/* Comparisons ---------------------------------------------------------------------------------------------
 */

static bool is_dtype_like(Value v)
{
    return v.tag == V_DTYPE || v.tag == V_CLASS || v.tag == V_STR || v.tag == V_NONE;
}

/* np.dtype('f8') == float, == 'float64': what names a dtype is one here. */
static bool compare_dtypes(Run *run, Operator op, Value a, Value b, bool *out)
{
    DType x, y;
    if (!value_to_dtype(run, a, &x) || !value_to_dtype(run, b, &y)) {
        if (op != OP_EQ && op != OP_NE)
            return false;
        run_clear_error(run);
        *out = op == OP_NE;
        return true;
    }
    bool up = dtype_can_cast(x, y, CAST_SAFE), down = dtype_can_cast(y, x, CAST_SAFE);
    *out = op == OP_EQ   ? x == y
           : op == OP_NE ? x != y
           : op == OP_LT ? up && x != y
           : op == OP_LE ? up
           : op == OP_GT ? down && x != y
                         : down;
    return true;
}

static bool same_ranges(const Range *a, const Range *b)
{
    return a->count == b->count &&
           (!a->count || (a->start == b->start && (a->count == 1 || a->step == b->step)));
}

/* Those that only are equal or not: identity for all that knows no better. */
static bool same_objects(Value a, Value b)
{
    if (a.tag == V_RANGE && b.tag == V_RANGE)
        return same_ranges(a.range, b.range);
    if (a.tag == V_METHOD && b.tag == V_METHOD)
        return a.method->func == b.method->func && value_is(a.method->self, b.method->self);
    return value_is(a, b);
}

static bool compare(Run *run, Operator op, Value a, Value b, Value *out)
{
    bool equality = op == OP_EQ || op == OP_NE, answer, ok = true;
    if (value_is_number(a) && value_is_number(b) && (equality || (a.tag != V_COMPLEX && b.tag != V_COMPLEX)))
        answer = ordered(op, number_compare(a, b));
    else if (a.tag == V_STR && b.tag == V_STR)
        answer = str_compare(op, a.str, b.str);
    else if (a.tag == b.tag && (a.tag == V_LIST || a.tag == V_TUPLE)) {
        Value *x, *y;
        int64_t n = items_of(a, &x), m = items_of(b, &y);
        ok = compare_sequences(run, op, n, x, m, y, &answer);
    } else if (a.tag == V_SLICE && b.tag == V_SLICE)
        ok = compare_sequences(run, op, 3, &a.slice->start, 3, &b.slice->start, &answer);
    else if (is_set_like(a) && is_set_like(b))
        return operate_sets(run, op, a, b, false, out);
    else if (value_is_annotation(a) && value_is_annotation(b) && equality) {
        ok = annotation_equal(run, a, b, &answer);
        answer = answer == (op == OP_EQ);
    } else if ((a.tag == V_DTYPE && is_dtype_like(b)) || (b.tag == V_DTYPE && is_dtype_like(a)))
        ok = compare_dtypes(run, op, a, b, &answer);
    else if (!equality)
        return unsupported(run, op, a, b, false);
    else if (a.tag == V_DICT && b.tag == V_DICT) {
        ok = same_dicts(run, a.dict, b.dict, &answer);
        answer = answer == (op == OP_EQ);
    } else
        answer = same_objects(a, b) == (op == OP_EQ);
    if (ok)
        *out = value_bool(answer);
    return ok;
}

bool value_equal(Run *run, Value a, Value b, bool *out)
{
    if (a.tag == V_INT && b.tag == V_INT) {
        *out = a.i == b.i;
        return true;
    }
    return value_compare(run, OP_EQ, a, b, out);
}

/* All of them ---------------------------------------------------------------------------------------------
 */

/* Ints and floats without overflow, division or power: what most statements are made of. */
static inline bool operate_fast(Operator op, Value a, Value b, Value *out)
{
    if (a.tag == V_INT && b.tag == V_INT) {
        int64_t r;
        switch (op) {
        case OP_ADD:
            if (__builtin_add_overflow(a.i, b.i, &r))
                return false;
            break;
        case OP_SUB:
            if (__builtin_sub_overflow(a.i, b.i, &r))
                return false;
            break;
        case OP_MUL:
            if (__builtin_mul_overflow(a.i, b.i, &r))
                return false;
            break;
        case OP_LT: *out = value_bool(a.i < b.i); return true;
        case OP_LE: *out = value_bool(a.i <= b.i); return true;
        case OP_EQ: *out = value_bool(a.i == b.i); return true;
        case OP_NE: *out = value_bool(a.i != b.i); return true;
        case OP_GT: *out = value_bool(a.i > b.i); return true;
        case OP_GE: *out = value_bool(a.i >= b.i); return true;
        default: return false;
        }
        *out = value_int(r);
        return true;
    }
    if (a.tag != V_FLOAT || b.tag != V_FLOAT)
        return false;
    switch (op) {
    case OP_ADD: *out = value_float(a.f + b.f); return true;
    case OP_SUB: *out = value_float(a.f - b.f); return true;
    case OP_MUL: *out = value_float(a.f * b.f); return true;
    case OP_LT: *out = value_bool(a.f < b.f); return true;
    case OP_LE: *out = value_bool(a.f <= b.f); return true;
    case OP_EQ: *out = value_bool(a.f == b.f); return true;
    case OP_NE: *out = value_bool(a.f != b.f); return true;
    case OP_GT: *out = value_bool(a.f > b.f); return true;
    case OP_GE: *out = value_bool(a.f >= b.f); return true;
    default: return false;
    }
}

/* Python's warning at ~True, where a warning may become an error. */
static bool warn_inverted_bool(Run *run, Operator op, Value a)
{
    return op != OP_INVERT || a.tag != V_BOOL ||
           warn(run, DeprecationWarning,
                "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This "
                "returns the bitwise "
                "inversion of the underlying int object and is usually not what you expect from negating a "
                "bool. Use the "
                "'not' operator for boolean negation or ~int(x) if you really want the bitwise inversion of "
                "the "
                "underlying int.");
}

static bool operate_containers(Run *run, Operator op, Value a, Value b, bool inplace, Value *out)
{
    if (op == OP_ADD && is_sequence(a))
        return add_sequences(run, a, b, inplace, out);
    if (op == OP_MUL && (is_sequence(a) || is_sequence(b)))
        return multiply_sequence(run, a, b, inplace, out);
    if (op == OP_MOD && a.tag == V_STR)
        return percent(run, a, b, out);
    /* a view of a dict takes any iterable on its other side */
    if ((op == OP_AND || op == OP_OR || op == OP_XOR || op == OP_SUB) &&
        ((is_set_like(a) && (is_set_like(b) || a.tag == V_RECORD)) || (is_set_like(b) && b.tag == V_RECORD)))
        return operate_sets(run, op, a, b, inplace, out);
    if (op == OP_OR && a.tag == V_DICT && (b.tag == V_DICT || inplace))
        return merge_dicts(run, a, b, inplace, out);
    if (op == OP_OR && value_joins(a, b))
        return value_union(run, 2, (Value[]){ a, b }, out);
    return unsupported(run, op, a, b, inplace);
}

/* Python's own answer where NumPy's values take part: a text's +, %, and sequences repeated by an integer
 * scalar. */
static bool is_for_python(Operator op, Value a, Value b)
{
    if (a.tag == V_STR && (op == OP_MOD || (op == OP_ADD && value_is_scalar(b))))
        return true;
    return op == OP_MUL && ((is_sequence(a) && value_is_scalar(b)) || (is_sequence(b) && value_is_scalar(a)));
}

static bool complex_knows(Operator op)
{
    return op == OP_ADD || op == OP_SUB || op == OP_MUL || op == OP_DIV || op == OP_POW || op == OP_EQ ||
           op == OP_NE;
}

bool python_operate(Run *run, Operator op, Value a, Value b, bool inplace, bool *done, Value *out)
{
    *done = true;
    if (operate_fast(op, a, b, out))
        return true;
    if (a.tag == V_COMPLEX && b.tag == V_SCALAR && b.dtype == FLOAT64 && complex_knows(op))
        b = value_float(b.f); /* a float64 is a float, too, and the complex is asked first */
    if ((is_numpy(a) || is_numpy(b)) && !is_for_python(op, a, b)) {
        *done = false;
        return true;
    }
    if (is_comparison(op))
        return compare(run, op, a, b, out);
    bool number;
    if (!number_operate(run, op, a, b, &number, out))
        return false;
    if (number)
        return warn_inverted_bool(run, op, a);
    return is_unary(op) ? unsupported(run, op, a, b, false) : operate_containers(run, op, a, b, inplace, out);
}
