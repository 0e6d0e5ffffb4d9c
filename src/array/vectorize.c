/* vectorize.c: np.vectorize: a function of numbers as one of arrays. */
#include "func/sheet.h"

#include <ctype.h>
#include <string.h>

static const Class class_vectorize[1] = { { "vectorize", "numpy", { class_object }, "vectorize" } };
static const char *const vectorize_field[] = { "pyfunc", "otypes",  "signature", "excluded",
                                               "cache",  "__doc__", "__name__" };
enum {
    FIELD_PYFUNC,
    FIELD_OTYPES,
    FIELD_SIGNATURE,
    FIELD_EXCLUDED,
    FIELD_CACHE,
    FIELD_DOC,
    FIELD_NAME,
    FIELDS
};

/* The names of a gufunc's axes: "(n),(n,m)->()". */
typedef struct CoreNames {
    int nin, nout;
    int axes[2 * ARGS_MAX];
    const char *name[2 * ARGS_MAX][8];
} CoreNames;

static bool parse_names(Run *run, const char *text, CoreNames *names)
{
    const char *p = text;
    int operand = 0;
    names->nin = names->nout = 0;
    for (bool outputs = false;;) {
        while (isspace((unsigned char)*p))
            p++;
        if (*p != '(' || operand == 2 * ARGS_MAX)
            return false;
        p++;
        names->axes[operand] = 0;
        for (;;) {
            while (isspace((unsigned char)*p))
                p++;
            const char *start = p;
            while (isalnum((unsigned char)*p) || *p == '_')
                p++;
            if (p > start && names->axes[operand] < 8)
                names->name[operand][names->axes[operand]++] = run_text(run, "%.*s", (int)(p - start), start);
            while (isspace((unsigned char)*p))
                p++;
            if (*p == ',' && p > start) {
                p++;
                continue;
            }
            break;
        }
        if (*p++ != ')')
            return false;
        operand++;
        *(outputs ? &names->nout : &names->nin) += 1;
        while (isspace((unsigned char)*p))
            p++;
        if (*p == ',') {
            p++;
        } else if (p[0] == '-' && p[1] == '>' && !outputs) {
            outputs = true;
            p += 2;
        } else {
            return !*p && outputs;
        }
    }
}

/* otypes as a list of dtypes, or None. */
static bool read_otypes(Run *run, Value given, Value *out)
{
    *out = NONE;
    if (given.tag == V_NONE)
        return true;
    Value list, dtypes = value_list_new(0);
    bool ok = true;
    if (given.tag == V_STR) {
        for (const char *p = given.str->text; ok && *p; p++) {
            char letter[2] = { *p, 0 };
            DType d = dtype_named(letter);
            ok = (d != NO_DTYPE && strchr("?bBhHiIlLqQefdFD", *p)) ||
                 fail(run, ValueError, "Invalid otype specified: %c", *p);
            if (ok)
                list_append(dtypes.list, value_of_dtype(d));
        }
    } else if (given.tag == V_LIST || given.tag == V_TUPLE) {
        ok = value_to_list(run, given, &list);
        for (int64_t i = 0; ok && i < list.list->count; i++) {
            DType d;
            ok = value_to_dtype(run, list.list->item[i], &d);
            if (ok)
                list_append(dtypes.list, value_of_dtype(d));
        }
        value_drop(list);
    } else {
        ok = fail(run, ValueError, "Invalid otype specification");
    }
    if (ok)
        *out = dtypes;
    else
        value_drop(dtypes);
    return ok;
}

/* The function that is to be called, with its name and what is said of it; false, with an error: it has no
 * name. */
static bool take_function(Run *run, Value *field, Value function)
{
    field[FIELD_PYFUNC] = value_keep(function);
    if (field[FIELD_DOC].tag == V_NONE && !hooks.attribute(run, function, "__doc__", &field[FIELD_DOC]))
        run_clear_error(run);
    return hooks.attribute(run, function, "__name__", &field[FIELD_NAME]);
}

static bool run_vectorize(Call *call, Value *out)
{
    enum { PYFUNC, OTYPES, DOC, EXCLUDED, CACHE, SIGNATURE };
    Run *run = call->run;
    Value function = call->arg[PYFUNC].value, otypes, signature = call->arg[SIGNATURE].value;
    bool cache;
    CoreNames names;
    if (function.tag != V_ABSENT && !func_callable(function))
        return fail(run, TypeError, "When used as a decorator, only accepts keyword arguments.");
    if (!read_otypes(run, call->arg[OTYPES].value, &otypes))
        return false;
    if (!arg_truth(call, CACHE, &cache) ||
        (signature.tag == V_STR && !parse_names(run, signature.str->text, &names) &&
         !fail(run, ValueError, "not a valid gufunc signature: %s", signature.str->text))) {
        value_drop(otypes);
        return false;
    }
    Value excluded = value_set_new(), made = value_record(class_vectorize, FIELDS, vectorize_field);
    Value *field = made.record->field;
    field[FIELD_OTYPES] = otypes;
    field[FIELD_EXCLUDED] = excluded;
    if (!arg_none(call, EXCLUDED) && !set_update(run, excluded.dict, call->arg[EXCLUDED].value)) {
        value_drop(made);
        return false;
    }
    field[FIELD_SIGNATURE] = value_keep(signature);
    field[FIELD_CACHE] = value_bool(cache);
    field[FIELD_DOC] = value_keep(call->arg[DOC].value);
    if (function.tag == V_ABSENT)
        field[FIELD_PYFUNC] = ABSENT;
    else if (!take_function(run, field, function))
        run_clear_error(run);
    *out = made;
    return true;
}

/* A call of a vectorized function: which arguments are arrays to go through, and where their elements go. */
typedef struct Elements {
    Value function, positional, keywords; /* of a call: a list, and a dict */
    int count;
    Value given[ARGS_MAX]; /* those that are gone through */
    int place[ARGS_MAX];   /* … the positional ones' places; -1: a keyword */
    Value key[ARGS_MAX];   /* … and the others' names */
    Tensor *array[ARGS_MAX];
} Elements;

static bool gather_elements(Sheet *s, Value self, Value args, Value keywords, Elements *e)
{
    const Value *field = self.record->field;
    *e = (Elements){ .function = field[FIELD_PYFUNC] };
    e->positional = sheet_hold(s, value_list_new(0));
    e->keywords = sheet_hold(s, dict_copy(keywords.dict));
    for (int64_t i = 0; i < args.tuple->count; i++) {
        bool out = false;
        list_append(e->positional.list, args.tuple->item[i]);
        if (!set_has(s->run, field[FIELD_EXCLUDED].dict, value_int(i), &out))
            return s->failed = true, false;
        if (!out && e->count < ARGS_MAX) {
            e->place[e->count] = (int)i;
            e->given[e->count++] = args.tuple->item[i];
        }
    }
    int64_t at = 0;
    for (Entry *entry; (entry = dict_next(keywords.dict, &at));) {
        bool out = false;
        if (!set_has(s->run, field[FIELD_EXCLUDED].dict, entry->key, &out))
            return s->failed = true, false;
        if (!out && e->count < ARGS_MAX) {
            e->place[e->count] = -1;
            e->key[e->count] = entry->key;
            e->given[e->count++] = entry->value;
        }
    }
    return true;
}

/* The function on one element of each; takes the elements. */
static Value call_elements(Sheet *s, Elements *e, Value element[])
{
    for (int i = 0; i < e->count; i++) {
        if (e->place[i] >= 0) {
            value_drop(e->positional.list->item[e->place[i]]);
            e->positional.list->item[e->place[i]] = element[i];
        } else {
            s->failed |= !dict_set(s->run, e->keywords.dict, e->key[i], element[i]);
            value_drop(element[i]);
        }
    }
    return sheet_call_with(s, e->function, (int)e->positional.list->count, e->positional.list->item, NONE,
                           e->keywords);
}

/* The outputs of a call, a tuple being several. */
static int outputs_of(const Value *answer, const Value **output)
{
    bool several = answer->tag == V_TUPLE;
    *output = several ? answer->tuple->item : answer;
    return several ? (int)answer->tuple->count : 1;
}

static bool store(Sheet *s, Tensor *to, int64_t place, Value v)
{
    Tensor *t = tensor_from_value(s->run, v, (DType)to->dtype, false);
    if (t && t->ndim) {
        bool is_array = v.tag == V_ARRAY; /* NumPy asks the object for a number */
        const char *what = to->dtype < FLOAT16
                               ? "int() argument must be a string, a bytes-like object or a real number"
                               : "float() argument must be a string or a real number";
        if (is_array)
            sheet_fail(s, TypeError, "only 0-dimensional arrays can be converted to Python scalars");
        else
            sheet_fail(s, TypeError, "%s, not '%s'", what, value_type_name(v));
    } else if (t && !t->data) {
        fail_no_data(s->run);
        s->failed = true;
    } else if (t) {
        memcpy(to->data + (size_t)place * tensor_itemsize(to), t->data, tensor_itemsize(to));
    }
    tensor_drop(t);
    s->failed |= !t;
    return !s->failed;
}

static bool broadcast_elements(Sheet *s, Elements *e, Shape *shape)
{
    const char *shapes = "";
    bool fits = true;
    shape->ndim = 0;
    for (int i = 0; i < e->count && !s->failed; i++) {
        e->array[i] = sheet_array(s, e->given[i]);
        if (s->failed)
            return false;
        fits = fits && shape_broadcast(shape, e->array[i]->ndim, e->array[i]->dim);
        shapes = run_text(s->run, "%s%s ", shapes, shape_tight(s->run, e->array[i]->ndim, e->array[i]->dim));
    }
    if (!fits)
        return sheet_fail(s, ValueError, "operands could not be broadcast together with shapes %s", shapes);
    return !s->failed;
}

static void element_values(const Elements *e, Places at[], bool scalars, Value element[])
{
    for (int i = 0; i < e->count; i++) {
        const char *from = e->array[i]->data + at[i].offset;
        DType d = (DType)e->array[i]->dtype;
        element[i] = scalars ? value_scalar(d, from) : value_item(d, from);
    }
}

/* Through all elements. otypes: a list, or None: the dtypes of the first outputs. */
static Value through_elements(Sheet *s, Elements *e, Value otypes, bool cache)
{
    Shape shape;
    Tensor *answer[ARGS_MAX];
    Places at[ARGS_MAX];
    Value element[ARGS_MAX], first = ABSENT;
    const Value *output = NULL;
    int outputs = otypes.tag == V_LIST ? (int)otypes.list->count : 0;
    if (!e->count) {
        sheet_fail(s, ValueError, "args can not be empty");
        return ABSENT;
    }
    for (int i = 0; otypes.tag == V_NONE && i < e->count; i++) {
        e->array[i] = sheet_array(s, e->given[i]);
        if (s->failed)
            return ABSENT;
        places_begin(&at[i], e->array[i]);
        if (!places_next(&at[i])) {
            sheet_fail(s, ValueError, "cannot call `vectorize` on size 0 inputs unless `otypes` is set");
            return ABSENT;
        }
    }
    if (otypes.tag == V_NONE) {
        element_values(e, at, true, element);
        first = call_elements(s, e, element);
        outputs = s->failed ? 0 : outputs_of(&first, &output);
    }
    if (s->failed || !broadcast_elements(s, e, &shape))
        return ABSENT;
    for (int k = 0; k < outputs && !s->failed; k++) {
        DType d = FLOAT64;
        if (otypes.tag == V_LIST) {
            d = (DType)otypes.list->item[k].dtype;
        } else {
            Tensor *t = sheet_array(s, output[k]);
            d = t ? (DType)t->dtype : d;
        }
        answer[k] = sheet_zeros(s, d, shape.ndim, shape.dim);
    }
    for (int i = 0; i < e->count && !s->failed; i++) {
        e->array[i] = sheet_array(s, sheet_tensor(s, tensor_broadcast(e->array[i], shape.ndim, shape.dim)));
        places_begin(&at[i], e->array[i]);
    }
    int64_t size = s->failed ? 0 : shape_size(shape.ndim, shape.dim);
    for (int64_t place = 0; place < size && !s->failed; place++) {
        Sheet one;
        Value unused, result;
        sheet_begin(&one, s->run);
        for (int i = 0; i < e->count; i++)
            places_next(&at[i]);
        if (cache && !place && first.tag != V_ABSENT) {
            result = first;
        } else {
            element_values(e, at, false, element);
            result = call_elements(&one, e, element);
        }
        if (!one.failed && outputs != 1 && outputs_of(&result, &output) != outputs)
            sheet_fail(&one, ValueError, "too many values to unpack (expected %d)", outputs);
        if (!one.failed && outputs == 1)
            output = result.tag == V_TUPLE && otypes.tag == V_NONE && first.tag == V_TUPLE
                         ? result.tuple->item
                         : &result;
        for (int k = 0; k < outputs && !one.failed; k++)
            store(&one, answer[k], place, output[k]);
        s->failed |= !sheet_end(&one, NONE, &unused) || !run_goes_on(s->run);
    }
    if (s->failed)
        return ABSENT;
    Value item[ARGS_MAX];
    for (int k = 0; k < outputs; k++)
        item[k] = as_value(answer[k]);
    return outputs == 1 ? item[0] : sheet_tuple(s, outputs, item);
}

/* The sizes of named axes found so far. */
typedef struct Sizes {
    int count;
    const char *name[32];
    int64_t size[32];
} Sizes;

static const char *names_text(Run *run, const CoreNames *names, int operand)
{
    const char *text = "(";
    for (int i = 0; i < names->axes[operand]; i++)
        text = run_text(run, "%s%s'%s'", text, i ? ", " : "", names->name[operand][i]);
    return run_text(run, names->axes[operand] == 1 ? "%s,)" : "%s)", text);
}

static bool learn_sizes(Sheet *s, const CoreNames *names, int operand, const Tensor *t, Sizes *sizes)
{
    int core = names->axes[operand];
    if (t->ndim < core)
        return sheet_fail(s, ValueError,
                          "%d-dimensional argument does not have enough dimensions for all core "
                          "dimensions %s",
                          t->ndim, names_text(s->run, names, operand));
    for (int i = 0; i < core; i++) {
        const char *name = names->name[operand][i];
        int64_t size = t->dim[t->ndim - core + i];
        int at = 0;
        while (at < sizes->count && strcmp(sizes->name[at], name))
            at++;
        if (at == sizes->count) {
            if (at == 32)
                return sheet_fail(s, ValueError, "too many core dimensions");
            sizes->name[at] = name;
            sizes->size[sizes->count++] = size;
        } else if (sizes->size[at] != size) {
            return sheet_fail(s, ValueError, "inconsistent size for core dimension '%s': %lld vs %lld", name,
                              (long long)size, (long long)sizes->size[at]);
        }
    }
    return true;
}

static int64_t size_named(const Sizes *sizes, const char *name)
{
    for (int i = 0; i < sizes->count; i++)
        if (!strcmp(sizes->name[i], name))
            return sizes->size[i];
    return -1;
}

/* The function on sub-arrays of the core axes that the signature names. */
static Value through_cores(Sheet *s, Elements *e, const CoreNames *names, Value otypes)
{
    Sizes sizes = { 0 };
    Shape loop = { .ndim = 0 };
    Tensor *answer[ARGS_MAX] = { NULL };
    if (e->count != names->nin) {
        sheet_fail(s, TypeError, "wrong number of positional arguments: expected %d, got %d", names->nin,
                   e->count);
        return ABSENT;
    }
    for (int i = 0; i < e->count && !s->failed; i++) {
        Tensor *t = e->array[i] = sheet_array(s, e->given[i]);
        if (t && learn_sizes(s, names, i, t, &sizes) &&
            !shape_broadcast(&loop, t->ndim - names->axes[i], t->dim))
            sheet_fail(s, ValueError, "shape mismatch: objects cannot be broadcast to a single shape.");
    }
    int64_t size = s->failed ? 0 : shape_size(loop.ndim, loop.dim), index[AXES_MAX] = { 0 };
    if (!s->failed && !size && otypes.tag == V_NONE)
        sheet_fail(s, ValueError, "cannot call `vectorize` on size 0 inputs unless `otypes` is set");
    for (int i = 0; i < e->count && !s->failed; i++) {
        Shape whole = loop;
        for (int k = 0; k < names->axes[i]; k++)
            whole.dim[whole.ndim++] = size_named(&sizes, names->name[i][k]);
        e->array[i] = sheet_array(s, sheet_tensor(s, tensor_broadcast(e->array[i], whole.ndim, whole.dim)));
    }
    for (int64_t place = 0; place < size && !s->failed; place++) {
        Sheet one;
        Value unused, element[ARGS_MAX], result;
        const Value *output = &result;
        sheet_begin(&one, s->run);
        for (int i = 0; i < e->count; i++) {
            Tensor *t = e->array[i];
            int64_t offset = 0;
            for (int k = 0; k < loop.ndim; k++)
                offset += index[k] * t->stride[k];
            Tensor *core = view_at(t, names->axes[i], t->dim + loop.ndim, t->stride + loop.ndim, offset);
            element[i] = value_from_tensor(core, core->ndim == 0);
        }
        result = call_elements(&one, e, element);
        int n = one.failed ? 0 : outputs_of(&result, &output);
        if (!one.failed && n != names->nout)
            sheet_fail(&one, ValueError, "wrong number of outputs from pyfunc: expected %d, got %d",
                       names->nout, n);
        for (int k = 0; k < names->nout && !one.failed; k++) {
            Tensor *t = sheet_array(&one, output[k]);
            int operand = names->nin + k;
            if (t && !answer[k] && learn_sizes(&one, names, operand, t, &sizes)) {
                Shape whole = loop;
                for (int i = 0; i < names->axes[operand]; i++)
                    whole.dim[whole.ndim++] = size_named(&sizes, names->name[operand][i]);
                DType d = otypes.tag == V_LIST && k < otypes.list->count ? (DType)otypes.list->item[k].dtype
                                                                         : (DType)t->dtype;
                answer[k] = sheet_zeros(s, d, whole.ndim, whole.dim);
            }
            if (one.failed || !answer[k])
                break;
            int64_t offset = 0;
            for (int i = 0; i < loop.ndim; i++)
                offset += index[i] * answer[k]->stride[i];
            Tensor *to = view_at(answer[k], names->axes[operand], answer[k]->dim + loop.ndim,
                                 answer[k]->stride + loop.ndim, offset);
            one.failed |= !tensor_assign(s->run, to, t);
            tensor_drop(to);
        }
        s->failed |= !sheet_end(&one, NONE, &unused);
        for (int i = loop.ndim; i-- > 0;) {
            if (++index[i] < loop.dim[i])
                break;
            index[i] = 0;
        }
    }
    Value item[ARGS_MAX];
    for (int k = 0; k < names->nout && !s->failed; k++) {
        int operand = names->nin + k;
        Shape whole = loop;
        for (int i = 0; i < names->axes[operand]; i++)
            whole.dim[whole.ndim++] = size_named(&sizes, names->name[operand][i]);
        for (int i = 0; !answer[k] && i < whole.ndim; i++)
            if (whole.dim[i] < 0) {
                sheet_fail(s, ValueError,
                           "cannot call `vectorize` with a signature including new output dimensions on "
                           "size 0 inputs");
                return ABSENT;
            }
        if (!answer[k])
            answer[k] = sheet_zeros(s, (DType)otypes.list->item[k].dtype, whole.ndim, whole.dim);
        item[k] = as_value(answer[k]);
        if (answer[k] && !answer[k]->ndim)
            item[k] = sheet_item(s, item[k], sheet_hold(s, value_tuple_new(0)));
    }
    return s->failed ? ABSENT : names->nout == 1 ? item[0] : sheet_tuple(s, names->nout, item);
}

/* The first call of one that was made without a function, as a decorator is: it takes the function. */
static bool run_decorate(Call *call, Value *out)
{
    Value self = call->arg[0].value, args = call->arg[1].value, keywords = call->arg[2].value;
    Value function = args.tuple->count ? args.tuple->item[0] : dict_find(keywords.dict, "pyfunc");
    if (function.tag == V_ABSENT)
        return fail(call->run, TypeError,
                    "vectorize._init_stage_2() missing 1 required positional argument: 'pyfunc'");
    if (!take_function(call->run, self.record->field, function))
        return false;
    *out = value_keep(self);
    return true;
}

static bool run_vectorized(Call *call, Value *out)
{
    if (call->arg[0].value.record->field[FIELD_PYFUNC].tag == V_ABSENT)
        return run_decorate(call, out);
    Sheet s;
    Elements e;
    CoreNames names;
    Value self = call->arg[0].value, answer;
    const Value *field = self.record->field;
    bool cores = field[FIELD_SIGNATURE].tag == V_STR;
    sheet_begin(&s, call->run);
    if (cores)
        s.failed = !parse_names(s.run, field[FIELD_SIGNATURE].str->text, &names);
    if (s.failed || !gather_elements(&s, self, call->arg[1].value, call->arg[2].value, &e))
        return sheet_answer(&s, ABSENT, out);
    if (cores)
        answer = through_cores(&s, &e, &names, field[FIELD_OTYPES]);
    else if (!e.count)
        answer = sheet_call_with(&s, e.function, (int)e.positional.list->count, e.positional.list->item, NONE,
                                 e.keywords);
    else
        answer = through_elements(&s, &e, field[FIELD_OTYPES], field[FIELD_CACHE].i);
    return sheet_answer(&s, answer, out);
}

const Func vectorize_funcs[] = {
    { .name = "vectorize",
      .of = "np",
      .params =
          "pyfunc: func = ?, otypes: any = None, doc: any = None, excluded: any = None, cache: bool = False, "
          "signature: any = None",
      .brief = "A function of numbers as one of arrays.",
      .example = ">>> np.vectorize(lambda a, b: a + 2 * b)([1, 2, 3], 10)\narray([21, 22, 23])\n",
      .style = PYTHON,
      .says = "vectorize.__init__",
      .run = run_vectorize,
      .class = class_vectorize },
    { .name = "__call__",
      .of = "vectorize",
      .params = "self: any, *args: any, **kwargs: any",
      .brief = "Calls the function for each element.",
      .example = ">>> np.vectorize(abs)([-1, 2])\narray([1, 2])\n",
      .style = PYTHON,
      .run = run_vectorized,
      .gives = AS_ARRAY,
      .effects = true },
    { .name = NULL },
};
