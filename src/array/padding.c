/* padding.c: np.pad: an array with more elements before and after it on each axis (NumPy's
 * _arraypad_impl.py). */
#include "func/sheet.h"

#include <string.h>

/* How many elements go before and after, for each axis. */
typedef struct Widths {
    int64_t before[AXES_MAX], after[AXES_MAX];
} Widths;

/* What is given for all sides, for before and after, or for each axis, as an (ndim, 2) array. */
static Value as_pairs(Sheet *s, Value given, int ndim)
{
    Tensor *t = sheet_array(s, given);
    if (!t)
        return ABSENT;
    Shape shape = { .ndim = 2 };
    shape.dim[0] = ndim;
    shape.dim[1] = 2;
    int64_t size = tensor_size(t);
    bool few = t->ndim < 3 && (size == 1 || (size == 2 && !(t->ndim == 2 && t->dim[0] == 2)));
    if (few) {
        Tensor *flat = sheet_array(s, sheet_tensor(s, flat_tensor(s->run, t)));
        return flat ? sheet_tensor(s, tensor_broadcast(flat, 2, shape.dim)) : ABSENT;
    }
    Shape fits = shape;
    if (!shape_broadcast(&fits, t->ndim, t->dim) || !shape_equal(fits.ndim, fits.dim, 2, shape.dim)) {
        sheet_fail(s, ValueError,
                   "operands could not be broadcast together with remapped shapes [original->remapped]: "
                   "%s  and requested shape %s",
                   shape_tight(s->run, t->ndim, t->dim), shape_tight(s->run, 2, shape.dim));
        return ABSENT;
    }
    return sheet_tensor(s, tensor_broadcast(t, 2, shape.dim));
}

static char *pair_at(Value pairs, int axis, int side)
{
    const Tensor *t = pairs.tensor;
    return t->data + axis * t->stride[0] + side * t->stride[1];
}

static bool as_widths(Sheet *s, Value given, int ndim, Widths *w)
{
    Value rounded = NP(s, "round", given), pairs = as_pairs(s, rounded, ndim);
    if (s->failed)
        return false;
    for (int i = 0; i < ndim; i++) {
        w->before[i] = element_int((DType)pairs.tensor->dtype, pair_at(pairs, i, 0));
        w->after[i] = element_int((DType)pairs.tensor->dtype, pair_at(pairs, i, 1));
        if (w->before[i] < 0 || w->after[i] < 0)
            return sheet_fail(s, ValueError, "index can't contain negative values");
    }
    return true;
}

/* What there is to say of ints that only an array of objects could hold. */
static bool fail_objects(Sheet *s)
{
    run_clear_error(s->run);
    s->failed = false;
    return sheet_fail(s, TypeError, "`pad_width` must be of integral type.");
}

/* {axis: width or (before, after)} */
static bool widths_of_dict(Sheet *s, Dict *given, int ndim, Widths *w)
{
    int64_t at = 0;
    memset(w, 0, sizeof *w);
    for (Entry *e; (e = dict_next(given, &at)) && !s->failed;) {
        int64_t axis;
        Ints pair;
        if (!value_index(s->run, e->key, &axis))
            return s->failed = true, false;
        if (!ints_of(s->run, e->value, &pair))
            return s->run->error.class == OverflowError ? fail_objects(s) : (s->failed = true, false);
        if (axis < -ndim || axis >= ndim)
            return sheet_fail(s, IndexError, "list assignment index out of range");
        if (!pair.single && pair.count != 2)
            return sheet_fail(s, AssertionError, "Expected code to be unreachable, but got: %s",
                              value_text(s->run, e->value));
        axis += axis < 0 ? ndim : 0;
        w->before[axis] = pair.at[0];
        w->after[axis] = pair.at[pair.count - 1];
        if (w->before[axis] < 0 || w->after[axis] < 0)
            return sheet_fail(s, ValueError, "index can't contain negative values");
    }
    return !s->failed;
}

static bool read_widths(Sheet *s, Value given, int ndim, Widths *w)
{
    if (given.tag == V_DICT)
        return widths_of_dict(s, given.dict, ndim, w);
    Tensor *t = sheet_array(s, given);
    if (!t && s->run->error.class == OverflowError)
        return fail_objects(s);
    if (t && !(dtype_is_int((DType)t->dtype) && !dtype_is_unsigned((DType)t->dtype)))
        return sheet_fail(s, TypeError, "`pad_width` must be of integral type.");
    if (t && !t->data) /* in a look at shapes: so wide that nobody can tell */
        return s->failed = true, fail_no_data(s->run);
    return t && as_widths(s, value_array(t), ndim, w);
}

/* the padded array
 * ---------------------------------------------------------------------------------------------------- */

typedef struct Padding {
    Sheet *s;
    Tensor *whole;  /* all of it */
    Tensor *region; /* what is ready on later axes; axis `axis` is worked on */
    int axis;
    int64_t before, after;
    const Widths *widths;
    const Tensor *original;
} Padding;

/* Elements [from, to) of the axis; step -1 takes them from `from` down to the one after `to`. */
static Tensor *part(const Padding *p, int64_t from, int64_t to, int step)
{
    bool some = step > 0 ? from < to : to < from;
    int64_t count = !some ? 0 : step > 0 ? to - from : from - to;
    return sheet_array(p->s,
                       sheet_tensor(p->s, view_slice(p->region, p->axis, some ? from : 0, step, count)));
}

static int64_t length(const Padding *p) { return p->region->dim[p->axis]; }

static bool assign(const Padding *p, Tensor *to, Tensor *from)
{
    if (!p->s->failed && to && from)
        p->s->failed = !tensor_assign(p->s->run, to, from);
    return !p->s->failed;
}

/* a + b in 64 bits, as NumPy's: widths near 2^63 come out negative. */
static int64_t wrapped_sum(int64_t a, int64_t b) { return (int64_t)((uint64_t)a + (uint64_t)b); }

/* Where the original is on an axis of the whole. */
static Tensor *middle(const Padding *p)
{
    int64_t from = p->widths->before[p->axis];
    return part(p, from, wrapped_sum(from, p->original->dim[p->axis]), 1);
}

static bool make_whole(Sheet *s, Tensor *a, const Widths *w, Padding *p)
{
    Shape shape;
    shape_set(&shape, a->ndim, a->dim);
    for (int i = 0; i < a->ndim; i++)
        shape.dim[i] = wrapped_sum(wrapped_sum(a->dim[i], w->before[i]), w->after[i]);
    Tensor *whole = s->failed ? NULL : tensor_new(s->run, (DType)a->dtype, shape.ndim, shape.dim);
    if (whole && tensor_is_f(a) && !tensor_is_c(a))
        set_order(whole, 'F', NULL);
    *p = (Padding){ .s = s, .whole = sheet_array(s, sheet_tensor(s, whole)), .widths = w, .original = a };
    if (s->failed)
        return false;
    p->region = whole;
    for (p->axis = 0; p->axis < a->ndim; p->axis++)
        p->region = middle(p);
    return assign(p, p->region, a);
}

/* The part of the array that is ready when an axis is padded: all of the axes up to it, the original of later
 * ones. */
static void begin_axis(Padding *p, int axis)
{
    p->region = p->whole;
    for (p->axis = axis + 1; p->axis < p->whole->ndim && !p->s->failed; p->axis++)
        p->region = middle(p);
    p->axis = axis;
    p->before = p->widths->before[axis];
    p->after = p->widths->after[axis];
}

/* Sets what is before and after. */
static void set_sides(const Padding *p, Tensor *before, Tensor *after)
{
    assign(p, part(p, 0, p->before, 1), before);
    assign(p, part(p, length(p) - p->after, length(p), 1), after);
}

/* modes
 * ---------------------------------------------------------------------------------------------------------------
 */

static void pad_constant(Padding *p, Value values)
{
    Value pairs = as_pairs(p->s, values, p->whole->ndim);
    for (int axis = 0; axis < p->whole->ndim && !p->s->failed; axis++) {
        begin_axis(p, axis);
        for (int side = 0; side < 2 && !p->s->failed; side++) {
            Value v = sheet_hold(p->s, value_item((DType)pairs.tensor->dtype, pair_at(pairs, axis, side)));
            Tensor *to = side ? part(p, length(p) - p->after, length(p), 1) : part(p, 0, p->before, 1);
            if (to && !fill_value(p->s->run, to, v))
                p->s->failed = true;
        }
    }
}

static void pad_edge(Padding *p)
{
    int64_t last = length(p) - p->after;
    set_sides(p, part(p, p->before, p->before + 1, 1), part(p, last - 1, last, 1));
}

static Tensor *ramp(const Padding *p, Value end, int64_t edge, int64_t width)
{
    Sheet *s = p->s;
    Value at = NP(s, "squeeze", as_value(part(p, edge, edge + 1, 1)), value_int(p->axis));
    Value line = NP(s, "linspace", end, at, value_int(width), value_bool(false), value_bool(false),
                    value_of_dtype((DType)p->whole->dtype), value_int(p->axis));
    return line.tag == V_ABSENT ? NULL : sheet_array(s, line);
}

static void pad_ramp(Padding *p, Value pairs)
{
    DType dtype = (DType)pairs.tensor->dtype;
    Value first = sheet_hold(p->s, value_item(dtype, pair_at(pairs, p->axis, 0)));
    Value last = sheet_hold(p->s, value_item(dtype, pair_at(pairs, p->axis, 1)));
    Tensor *before = ramp(p, first, p->before, p->before),
           *after = ramp(p, last, length(p) - p->after - 1, p->after);
    if (!p->s->failed)
        after = sheet_array(p->s, sheet_tensor(p->s, view_slice(after, p->axis, p->after - 1, -1, p->after)));
    set_sides(p, before, after);
}

static Tensor *statistic(const Padding *p, const char *name, int64_t from, int64_t to)
{
    Sheet *s = p->s;
    Value v = NP_KEYS(s, name, as_value(part(p, from, to, 1)), KEY("axis", value_int(p->axis)),
                      KEY("keepdims", value_bool(true)));
    if (dtype_is_int((DType)p->whole->dtype))
        v = NP(s, "round", v);
    return v.tag == V_ABSENT ? NULL : sheet_array(s, v);
}

/* `lengths`: how many elements at each end the statistic is of; V_NONE: all. */
static void pad_statistic(Padding *p, const char *name, const Widths *lengths)
{
    int64_t first = p->before, last = length(p) - p->after, size = last - first;
    int64_t left = lengths && lengths->before[p->axis] < size ? lengths->before[p->axis] : size;
    int64_t right = lengths && lengths->after[p->axis] < size ? lengths->after[p->axis] : size;
    if ((!left || !right) && (!strcmp(name, "amax") || !strcmp(name, "amin"))) {
        sheet_fail(p->s, ValueError, "stat_length of 0 yields no value for padding");
        return;
    }
    Tensor *before = statistic(p, name, first, first + left);
    set_sides(p, before, left == size && right == size ? before : statistic(p, name, last - right, last));
}

/* 2 * edge - chunk */
static Tensor *odd(const Padding *p, int64_t edge, Tensor *chunk)
{
    Sheet *s = p->s;
    Value twice = sheet_mul(s, value_int(2), as_value(part(p, edge, edge + 1, 1)));
    Value v = sheet_sub(s, twice, as_value(chunk));
    return v.tag == V_ABSENT ? NULL : sheet_array(s, v);
}

/* One step: each side gets as much as there is to be mirrored. */
static void reflect(Padding *p, bool is_odd, bool symmetric)
{
    int64_t period = p->original->dim[p->axis], size = length(p) - p->before - p->after, offset = symmetric;
    if (symmetric)
        size = size / period * period;
    else
        size = (size - 1) / (period - 1) * (period - 1);
    if (p->before > 0) {
        int64_t n = size < p->before ? size : p->before, stop = p->before - offset;
        Tensor *chunk = part(p, stop + n, stop, -1);
        if (is_odd)
            chunk = odd(p, p->before, chunk);
        assign(p, part(p, p->before - n, p->before, 1), chunk);
        p->before -= n;
    }
    if (p->after > 0) {
        int64_t n = size < p->after ? size : p->after, start = length(p) - p->after + offset - 2;
        Tensor *chunk = part(p, start, start - n, -1);
        if (is_odd)
            chunk = odd(p, length(p) - p->after - 1, chunk);
        assign(p, part(p, length(p) - p->after, length(p) - p->after + n, 1), chunk);
        p->after -= n;
    }
}

static void wrap(Padding *p)
{
    int64_t original = p->original->dim[p->axis];
    int64_t period = (length(p) - p->before - p->after) / original * original, before = p->before,
            after = p->after;
    if (before > 0) {
        int64_t n = period < before ? period : before, end = before + period;
        assign(p, part(p, before - n, before, 1), part(p, end - n, end, 1));
        p->before = before - n;
    }
    if (after > 0) {
        int64_t n = period < after ? period : after, start = length(p) - after - period,
                to = length(p) - after;
        assign(p, part(p, to, to + n, 1), part(p, start, start + n, 1));
        p->after = after - n;
    }
}

static void pad_reflected(Padding *p, bool is_odd, bool symmetric)
{
    if (p->original->dim[p->axis] == 1 && (p->before > 0 || p->after > 0)) {
        Tensor *region = p->region; /* as NumPy has it: the edges of the whole array */
        p->region = p->whole;
        pad_edge(p);
        p->region = region;
        return;
    }
    while ((p->before > 0 || p->after > 0) && !p->s->failed)
        reflect(p, is_odd, symmetric);
}

/* np.pad
 * --------------------------------------------------------------------------------------------------------------
 */

/* Every mode: the parameter it takes, and the statistic. */
static const struct {
    const char *name, *parameter, *statistic;
} modes[] = {
    { "constant", "constant_values", NULL },
    { "edge", NULL, NULL },
    { "empty", NULL, NULL },
    { "linear_ramp", "end_values", NULL },
    { "maximum", "stat_length", "amax" },
    { "mean", "stat_length", "mean" },
    { "median", "stat_length", "median" },
    { "minimum", "stat_length", "amin" },
    { "reflect", "reflect_type", NULL },
    { "symmetric", "reflect_type", NULL },
    { "wrap", NULL, NULL },
};
enum { CONSTANT, EDGE, EMPTY, RAMP, MAXIMUM, MEAN, MEDIAN, MINIMUM, REFLECT, SYMMETRIC, WRAP, MODES };

/* The mode, if it is one and takes the keywords. */
static int read_mode(Sheet *s, Value mode, Dict *keywords)
{
    int at = 0;
    while (at < MODES && (mode.tag != V_STR || strcmp(modes[at].name, mode.str->text)))
        at++;
    if (at == MODES) {
        Text text = { 0 };
        if (value_str_of(s->run, mode, &text))
            sheet_fail(s, ValueError, "mode '%s' is not supported", text_get(&text));
        text_free(&text);
        s->failed = true;
        return at;
    }
    Value others = sheet_hold(s, value_set_new());
    int64_t place = 0;
    for (Entry *e; (e = dict_next(keywords, &place)) && !s->failed;)
        if (!modes[at].parameter || strcmp(modes[at].parameter, e->key.str->text))
            s->failed = !set_add(s->run, others.dict, e->key);
    if (others.dict->count)
        sheet_fail(s, ValueError, "unsupported keyword arguments for mode '%s': %s", modes[at].name,
                   value_text(s->run, others));
    return at;
}

/* A function of the user's works on each line in place. */
static void pad_by_function(Padding *p, Value function, Value keywords)
{
    Sheet *s = p->s;
    for (int axis = 0; axis < p->whole->ndim && !s->failed; axis++) {
        Tensor *moved = sheet_array(s, sheet_tensor(s, view_moved(p->whole, axis, p->whole->ndim - 1)));
        Tensor *firsts = sheet_array(s, sheet_tensor(s, view_item(moved, moved->ndim - 1, 0)));
        Value pair =
            sheet_hold(s, value_shape(2, (int64_t[]){ p->widths->before[axis], p->widths->after[axis] }));
        Places at;
        places_begin(&at, firsts);
        while (!s->failed && places_next(&at)) {
            int last = moved->ndim - 1;
            Tensor *line = view_at(moved, 1, &moved->dim[last], &moved->stride[last], at.offset);
            Value arg[4] = { sheet_tensor(s, line), pair, value_int(axis), keywords };
            sheet_call(s, function, 4, arg);
        }
    }
}

static void check_empty(Padding *p)
{
    for (int i = 0; i < p->whole->ndim; i++)
        if (!p->original->dim[i] && (p->widths->before[i] || p->widths->after[i]))
            sheet_fail(p->s, ValueError,
                       "can't extend empty axis %d using modes other than 'constant' or 'empty'", i);
}

static void pad_axes(Padding *p, int mode, Value parameter)
{
    Sheet *s = p->s;
    Widths lengths;
    Value ends = ABSENT;
    bool is_odd = parameter.tag == V_STR && !strcmp(parameter.str->text, "odd"), has_lengths = false;
    if (mode == RAMP)
        ends = as_pairs(s, parameter.tag == V_ABSENT ? value_int(0) : parameter, p->whole->ndim);
    if (modes[mode].statistic && parameter.tag != V_ABSENT && parameter.tag != V_NONE)
        has_lengths = as_widths(s, parameter, p->whole->ndim, &lengths);
    for (int axis = 0; axis < p->whole->ndim && !s->failed; axis++) {
        begin_axis(p, axis);
        if (s->failed)
            return;
        switch (mode) {
        case EDGE: pad_edge(p); break;
        case RAMP: pad_ramp(p, ends); break;
        case REFLECT:
        case SYMMETRIC: pad_reflected(p, is_odd, mode == SYMMETRIC); break;
        case WRAP:
            while ((p->before > 0 || p->after > 0) && !s->failed)
                wrap(p);
            break;
        default: pad_statistic(p, modes[mode].statistic, has_lengths ? &lengths : NULL);
        }
    }
}

enum { PAD_WIDTH = 1, PAD_MODE, PAD_KEYWORDS };

/* Whether an array is among the values of which only dtype and shape are known. */
static bool lacks_elements(Value v)
{
    int64_t at = 0;
    if (v.tag == V_ARRAY)
        return !v.tensor->data;
    if (v.tag == V_DICT)
        for (Entry *entry; (entry = dict_next(v.dict, &at));)
            if (lacks_elements(entry->value))
                return true;
    if (v.tag == V_TUPLE)
        for (; at < v.tuple->count; at++)
            if (lacks_elements(v.tuple->item[at]))
                return true;
    if (v.tag == V_LIST)
        for (; at < v.list->count; at++)
            if (lacks_elements(v.list->item[at]))
                return true;
    return false;
}

static bool infer_pad(Call *call, Value *out)
{
    Sheet s;
    Widths w;
    Shape shape;
    Value unused;
    if (sheet_skips(call, out))
        return true;
    Tensor *a = arg_tensor(call, 0);
    if (lacks_elements(call->arg[PAD_WIDTH].value)) {
        int64_t dim[AXES_MAX];
        for (int i = 0; i < a->ndim; i++)
            dim[i] = DIM_UNKNOWN;
        return infer_as(out, (DType)a->dtype, a->ndim, dim);
    }
    sheet_begin(&s, call->run);
    s.failed = !read_widths(&s, call->arg[PAD_WIDTH].value, a->ndim, &w);
    if (!sheet_end(&s, NONE, &unused))
        return false;
    shape_set(&shape, a->ndim, a->dim);
    for (int i = 0; i < a->ndim; i++) {
        int64_t size = wrapped_sum(wrapped_sum(shape.dim[i], w.before[i]), w.after[i]);
        shape.dim[i] = shape.dim[i] < 0 || size < 0 ? DIM_UNKNOWN : size;
    }
    return infer_as(out, (DType)a->dtype, shape.ndim, shape.dim);
}

static bool run_pad(Call *call, Value *out)
{
    Sheet s;
    Widths w;
    Padding p = { 0 };
    sheet_begin(&s, call->run);
    Tensor *a = sheet_array(&s, sheet_argument(&s, call, 0));
    Value mode = call->arg[PAD_MODE].value, keywords = call->arg[PAD_KEYWORDS].value;
    if (!a || !read_widths(&s, call->arg[PAD_WIDTH].value, a->ndim, &w))
        return s.failed = true, sheet_answer(&s, ABSENT, out);
    if (func_callable(mode)) {
        if (make_whole(&s, a, &w, &p))
            pad_by_function(&p, mode, keywords);
        return sheet_answer(&s, as_value(p.whole), out);
    }
    int which = read_mode(&s, mode, keywords.dict);
    if (s.failed || !make_whole(&s, a, &w, &p))
        return s.failed = true, sheet_answer(&s, ABSENT, out);
    Value parameter = modes[which].parameter ? dict_find(keywords.dict, modes[which].parameter) : ABSENT;
    if (which == CONSTANT)
        pad_constant(&p, parameter.tag == V_ABSENT ? value_int(0) : parameter);
    else if (which != EMPTY && !tensor_size(a))
        check_empty(&p);
    else if (which != EMPTY)
        pad_axes(&p, which, parameter);
    return sheet_answer(&s, as_value(p.whole), out);
}

const Func padding_funcs[] = {
    { .name = "pad",
      .of = "np",
      .params = "array, pad_width: any, mode: any = 'constant', **kwargs: any",
      .brief = "An array with more elements around it: constants, its edges, mirrored …",
      .example = ">>> np.pad([1, 2, 3], 2, 'reflect')\narray([3, 2, 1, 2, 3, 2, 1])\n",
      .style = PYTHON,
      .infer = infer_pad,
      .run = run_pad,
      .gives = AS_ARRAY },
    { .name = NULL },
};
