#include "func/sheet.h"

#include "func/elementwise.h"

#include <stdarg.h>
#include <string.h>

void sheet_begin(Sheet *s, Run *run)
{
    s->run = run;
    s->failed = false;
    s->count = 0;
    s->room = sizeof s->few / sizeof *s->few;
    s->held = s->few;
}

bool sheet_end(Sheet *s, Value result, Value *out)
{
    bool ok = !s->failed && result.tag != V_ABSENT;
    if (ok)
        *out = value_keep(result);
    for (int i = 0; i < s->count; i++)
        value_drop(s->held[i]);
    if (s->held != s->few)
        mem_free(s->held);
    return ok;
}

bool sheet_answer(Sheet *s, Value result, Value *out)
{
    Value answer;
    if (!sheet_end(s, result, &answer))
        return false;
    value_drop(*out);
    *out = answer;
    return true;
}

Value sheet_hold(Sheet *s, Value owned)
{
    if (owned.tag == V_ABSENT) {
        s->failed = true;
        return owned;
    }
    if (s->count == s->room) {
        Value *more = mem_alloc((size_t)s->room * 2 * sizeof *more);
        memcpy(more, s->held, (size_t)s->room * sizeof *more);
        if (s->held != s->few)
            mem_free(s->held);
        s->held = more;
        s->room *= 2;
    }
    return s->held[s->count++] = owned;
}

Value sheet_tensor(Sheet *s, Tensor *owned) { return sheet_hold(s, owned ? value_array(owned) : ABSENT); }

Value sheet_argument(Sheet *s, Call *call, int i)
{
    return s->failed ? ABSENT : sheet_tensor(s, arg_held(call, i));
}

Tensor *sheet_array(Sheet *s, Value v)
{
    if (s->failed || v.tag == V_ABSENT)
        return NULL;
    if (v.tag == V_ARRAY)
        return v.tensor;
    Tensor *made = tensor_from_value(s->run, v, NO_DTYPE, false);
    if (made)
        made->scalar = 0;
    return sheet_tensor(s, made).tag == V_ARRAY ? made : NULL;
}

Tensor *sheet_cast(Sheet *s, Value v, DType dtype)
{
    Tensor *t = sheet_array(s, v), *cast = t ? tensor_cast(s->run, t, dtype) : NULL;
    return sheet_tensor(s, cast).tag == V_ARRAY ? cast : NULL;
}

Tensor *sheet_line(Sheet *s, Value v, DType dtype)
{
    Tensor *cast = sheet_cast(s, v, dtype);
    return cast ? sheet_array(s, sheet_tensor(s, c_ordered(s->run, cast))) : NULL;
}

const double *sheet_doubles(Sheet *s, Value v)
{
    Tensor *line = sheet_line(s, v, FLOAT64);
    return line ? (const double *)line->data : NULL;
}

Tensor *sheet_zeros(Sheet *s, DType dtype, int ndim, const int64_t *dim)
{
    Tensor *made = s->failed ? NULL : tensor_zeros(s->run, dtype, ndim, dim);
    return sheet_tensor(s, made).tag == V_ARRAY ? made : NULL;
}

Value sheet_np(Sheet *s, const char *name, int n, const Value arg[])
{
    Value out = ABSENT;
    for (int i = 0; i < n && !s->failed; i++)
        s->failed = arg[i].tag == V_ABSENT;
    if (s->failed)
        return ABSENT;
    return sheet_hold(s, func_apply(s->run, func_find("np", name), n, arg, &out) ? out : ABSENT);
}

Value sheet_np_keys(Sheet *s, const char *name, Value a, int n, const Keyword key[])
{
    Value arg[16], out;
    const char *keyword[16];
    int keys = 0;
    if (s->failed || a.tag == V_ABSENT)
        return ABSENT;
    arg[0] = a;
    for (int i = 0; i < n; i++)
        if (key[i].value.tag != V_ABSENT) {
            keyword[keys] = key[i].name;
            arg[++keys] = key[i].value;
        }
    Given given = { .count = 1, .keywords = keys, .value = arg, .keyword = keyword, .whole = s->run->here };
    return sheet_hold(s, func_call(s->run, func_find("np", name), &given, &out) ? out : ABSENT);
}

Value sheet_op(Sheet *s, Operator op, Value a, Value b)
{
    Value out;
    bool unary = op == OP_NEG || op == OP_POS || op == OP_INVERT;
    if (s->failed || a.tag == V_ABSENT || (!unary && b.tag == V_ABSENT)) {
        s->failed = true;
        return ABSENT;
    }
    if (!run_goes_on(s->run)) /* of loops over many terms */
        return sheet_hold(s, ABSENT);
    return sheet_hold(s, hooks.operate(s->run, op, a, b, &out) ? out : ABSENT);
}

Value sheet_into(Sheet *s, const char *name, Value a, Value b)
{
    if (s->failed || a.tag != V_ARRAY || b.tag == V_ABSENT) {
        if (!s->failed && a.tag != V_ABSENT)
            return NP(s, name, a, b);
        return ABSENT;
    }
    UfuncArgs args = ufunc_args_none;
    Value in[2] = { a, b }, out;
    args.out[0] = a.tensor;
    args.casting = CAST_UNSAFE;
    return sheet_hold(
        s, elementwise_values(s->run, func_find("np", name), 2, in, &args, false, &out) ? out : ABSENT);
}

Value sheet_item(Sheet *s, Value v, Value key)
{
    Value out;
    if (s->failed || v.tag == V_ABSENT || key.tag == V_ABSENT) {
        s->failed = true;
        return ABSENT;
    }
    return sheet_hold(s, hooks.item(s->run, v, key, &out) ? out : ABSENT);
}

Value sheet_at(Sheet *s, Value v, int64_t index) { return sheet_item(s, v, value_int(index)); }

Value sheet_part(Sheet *s, Value v, int axis, int64_t from, int64_t to)
{
    Tensor *t = sheet_array(s, v);
    if (!t)
        return ABSENT;
    int64_t n = t->dim[axis];
    from = from < 0 ? (from + n < 0 ? 0 : from + n) : from < n ? from : n;
    to = to < 0 ? to + n : to < n ? to : n;
    return sheet_tensor(s, view_slice(t, axis, from, 1, to > from ? to - from : 0));
}

Value sheet_method(Sheet *s, Value v, const char *name)
{
    Value method, out;
    if (s->failed || v.tag == V_ABSENT || !hooks.attribute(s->run, v, name, &method)) {
        s->failed = true;
        return ABSENT;
    }
    sheet_hold(s, method);
    return sheet_hold(s, hooks.call(s->run, method, 0, NULL, &out) ? out : ABSENT);
}

Value sheet_call(Sheet *s, Value callable, int n, const Value arg[])
{
    Value out;
    if (s->failed)
        return ABSENT;
    return sheet_hold(s, hooks.call(s->run, callable, n, arg, &out) ? out : ABSENT);
}

Value sheet_call_with(Sheet *s, Value callable, int n, const Value arg[], Value more, Value keywords)
{
    if (s->failed)
        return ABSENT;
    int64_t extra = more.tag == V_TUPLE ? more.tuple->count : 0,
            keys = keywords.tag == V_DICT ? keywords.dict->count : 0;
    Value *all = arena_alloc(&s->run->scratch, (size_t)(n + extra + keys + 1) * sizeof *all), out;
    const char **name = arena_alloc(&s->run->scratch, (size_t)(keys + 1) * sizeof *name);
    for (int i = 0; i < n; i++)
        all[i] = arg[i];
    for (int64_t i = 0; i < extra; i++)
        all[n + i] = more.tuple->item[i];
    int64_t at = 0, key = 0;
    for (Entry *e; keys && (e = dict_next(keywords.dict, &at)); key++) {
        name[key] = e->key.str->text;
        all[n + extra + key] = e->value;
    }
    Given given = {
        .count = n + (int)extra, .keywords = (int)keys, .value = all, .keyword = name, .whole = s->run->here
    };
    return sheet_hold(s, hooks.call_given(s->run, callable, &given, &out) ? out : ABSENT);
}

Value sheet_tuple(Sheet *s, int n, const Value item[])
{
    for (int i = 0; i < n; i++)
        if (item[i].tag == V_ABSENT)
            s->failed = true;
    return s->failed ? ABSENT : sheet_hold(s, value_tuple(n, item));
}

Value sheet_list(Sheet *s, int n, const Value item[])
{
    if (s->failed)
        return ABSENT;
    Value list = sheet_hold(s, value_list_new(n));
    for (int i = 0; i < n; i++)
        list_append(list.list, item[i]);
    return list;
}

bool sheet_truth(Sheet *s, Value v)
{
    bool truth = false;
    if (s->failed || v.tag == V_ABSENT || !value_truth(s->run, v, &truth))
        s->failed = true;
    return truth && !s->failed;
}

double sheet_double(Sheet *s, Value v)
{
    double d = 0;
    if (s->failed || v.tag == V_ABSENT || !value_to_double(s->run, v, &d))
        s->failed = true;
    return d;
}

bool sheet_any(Sheet *s, Value v) { return sheet_truth(s, NP(s, "any", v)); }

bool sheet_fail(Sheet *s, const Class *class, const char *format, ...)
{
    char text[1024];
    if (s->failed)
        return false;
    va_list list;
    va_start(list, format);
    vsnprintf(text, sizeof text, format, list);
    va_end(list);
    s->failed = true;
    return fail(s->run, class, "%s", text);
}

bool sheet_warn(Sheet *s, const Class *class, const char *text)
{
    if (!s->failed && !warn(s->run, class, "%s", text))
        s->failed = true;
    return !s->failed;
}

int value_ndim(Value v)
{
    return v.tag == V_ARRAY ? v.tensor->ndim : value_is_scalar(v) || value_is_number(v) ? 0 : -1;
}

DType value_dtype(Value v)
{
    DType dtype;
    if (v.tag == V_ARRAY)
        return (DType)v.tensor->dtype;
    if (!value_is_scalar(v))
        return NO_DTYPE;
    scalar_data(&v, &dtype);
    return dtype;
}
