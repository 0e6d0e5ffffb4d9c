/* random_choice.c: choice, shuffle, permutation, permuted. */
#include "random/random_parameters.h"

#include <math.h>
#include <string.h>

/* shuffling ------------------------------------------------------------------------------------------------
 */

static void swap_bytes(char *a, char *b, size_t size)
{
    char held[16];
    memcpy(held, a, size);
    memcpy(a, b, size);
    memcpy(b, held, size);
}

static void swap_loop(int64_t n, char *const p[], const int64_t s[], size_t size)
{
    for (int64_t i = 0; i < n; i++)
        swap_bytes(p[0] + i * s[0], p[1] + i * s[1], size);
}

static bool swap_step(void *with, int64_t n, char *const p[], const int64_t s[])
{
    swap_loop(n, p, s, *(const size_t *)with);
    return true;
}

enum { OFTEN = 1 << 16 }; /* elements from one look whether the user pressed Ctrl-C to the next */

/* R. A. Fisher and F. Yates, from the end: n elements, `stride` bytes apart. */
static bool shuffle_line(Run *run, BitGen *bits, int64_t n, char *at, int64_t stride, size_t size)
{
    if (size == 8 && stride == 8) {
        int64_t *number = (int64_t *)(void *)at;
        for (int64_t i = n - 1; i > 0; i--) {
            if (i % OFTEN == 0 && !run_goes_on(run))
                return false;
            int64_t j = (int64_t)bitgen_interval(bits, (uint64_t)i), held = number[j];
            number[j] = number[i];
            number[i] = held;
        }
        return true;
    }
    for (int64_t i = n - 1; i > 0; i--) {
        if (i % OFTEN == 0 && !run_goes_on(run))
            return false;
        int64_t j = (int64_t)bitgen_interval(bits, (uint64_t)i);
        swap_bytes(at + j * stride, at + i * stride, size);
    }
    return true;
}

/* The sub-arrays along an axis. */
static bool shuffle_axis(Run *run, BitGen *bits, Tensor *t, int axis)
{
    size_t size = tensor_itemsize(t);
    int64_t n = t->dim[axis], stride = t->stride[axis];
    if (t->ndim == 1)
        return shuffle_line(run, bits, n, t->data, stride, size);
    if (tensor_size(t) == 0)
        return true;
    Tensor *first = view_item(t, axis, 0);
    Walk walk;
    bool ok = true;
    walk_begin(&walk, first->ndim, first->dim);
    walk_add(&walk, first);
    walk_add(&walk, first);
    walk_arrange(&walk);
    for (int64_t i = n - 1; ok && i > 0; i--) {
        int64_t j = (int64_t)bitgen_interval(bits, (uint64_t)i);
        walk.data[0] = t->data + i * stride;
        walk.data[1] = t->data + j * stride;
        ok = i == j || walk_each(run, &walk, swap_step, &size);
    }
    tensor_drop(first);
    return ok;
}

static bool shuffle_list(BitGen *bits, List *list)
{
    for (int64_t i = list->count - 1; i > 0; i--) {
        int64_t j = (int64_t)bitgen_interval(bits, (uint64_t)i);
        Value held = list->item[i];
        list->item[i] = list->item[j];
        list->item[j] = held;
    }
    return true;
}

static bool is_zero(Run *run, Value v)
{
    bool truth;
    return (value_is_number(v) || value_is_scalar(v)) && value_truth(run, v, &truth) && !truth;
}

static bool run_shuffle(Call *call, Value *out)
{
    int at = draw_first(call), axis = 0;
    Run *run = call->run;
    Value x = call->arg[at].value;
    int64_t length, given = 0;
    bool has_axis = call->args > at + 1;
    *out = NONE;
    if (!value_len(run, x, &length))
        return false;
    if (x.tag == V_ARRAY) {
        if (has_axis && !arg_int(call, at + 1, &given))
            return false;
        if (!tensor_writeable(x.tensor))
            return fail(run, ValueError, "array is read-only");
        Rng *rng = axis_check(run, given, x.tensor->ndim, &axis) ? draw_rng(call) : NULL;
        return rng && shuffle_axis(run, rng->bits, x.tensor, axis);
    }
    if (has_axis && !is_zero(run, call->arg[at + 1].value))
        return fail(run, NotImplementedError, "Axis argument is only supported on ndarray objects");
    Rng *rng = draw_rng(call);
    if (!rng)
        return false;
    if (x.tag == V_LIST)
        return shuffle_list(rng->bits, x.list);
    if (length < 2)
        return true;
    bitgen_interval(rng->bits, (uint64_t)length - 1); /* the first swap is drawn before it fails */
    return fail(run, TypeError,
                x.tag == V_SET ? "'%s' object is not subscriptable"
                               : "'%s' object does not support item assignment",
                value_type_name(x));
}

/* permutations ---------------------------------------------------------------------------------------------
 */

/* 0 … n - 1 in random order. */
static Tensor *shuffled_range(Run *run, BitGen *bits, int64_t n)
{
    int64_t count = n > 0 ? n : 0;
    Tensor *made = tensor_new(run, INT64, 1, &count);
    if (!made)
        return NULL;
    int64_t *at = (int64_t *)(void *)made->data;
    for (int64_t i = 0; i < count; i++)
        at[i] = i;
    if (shuffle_line(run, bits, count, made->data, 8, 8))
        return made;
    tensor_drop(made);
    return NULL;
}

static bool is_count(Value v)
{
    DType dtype;
    if (value_is_scalar(v))
        return scalar_data(&v, &dtype), dtype_is_int(dtype);
    return value_is_int(v);
}

/* a.take(index, axis); takes the index. */
static bool give_taken(Run *run, Value *out, Tensor *a, Value index, int axis)
{
    Value arg[] = { value_array(tensor_keep(a)), index, value_int(axis) };
    return value_instead(out, np_call(run, "take", 3, arg));
}

static bool permute_array(Call *call, Rng *rng, Tensor *x, Value *out)
{
    int at = draw_first(call), axis = 0;
    Run *run = call->run;
    int64_t given = 0;
    if (draw_is_legacy(call) && x->ndim < 1)
        return fail(run, IndexError, "x must be an integer or at least 1-dimensional");
    if ((call->args > at + 1 && !arg_int(call, at + 1, &given)) || !axis_check(run, given, x->ndim, &axis))
        return false;
    if (x->ndim == 1) {
        Tensor *copy = tensor_copy(run, x, 'K');
        return copy && give_instead(out, copy) && shuffle_axis(run, rng->bits, copy, 0);
    }
    Tensor *order = shuffled_range(run, rng->bits, x->dim[axis]);
    return order && give_taken(run, out, x, value_array(order), axis);
}

static bool run_permutation(Call *call, Value *out)
{
    Value x = call->arg[draw_first(call)].value;
    Rng *rng = draw_rng(call);
    if (!rng)
        return false;
    if (is_count(x)) {
        int64_t n;
        return value_index(call->run, x, &n) && give_instead(out, shuffled_range(call->run, rng->bits, n));
    }
    if (x.tag == V_STR) /* an array of one text: without an axis */
        return draw_is_legacy(call)
                   ? fail(call->run, IndexError, "x must be an integer or at least 1-dimensional")
                   : fail(call->run, AxisError, "axis 0 is out of bounds for array of dimension 0");
    Tensor *array = tensor_from_value(call->run, x, NO_DTYPE, false);
    bool ok = array && permute_array(call, rng, array, out);
    tensor_drop(array);
    return ok;
}

/* All elements of `made`, as one line in memory order where there is one. */
static bool permute_flat(Run *run, BitGen *bits, Tensor *made)
{
    size_t size = tensor_itemsize(made);
    if (made->ndim == 1)
        return shuffle_line(run, bits, made->dim[0], made->data, made->stride[0], size);
    if (tensor_is_c(made) || tensor_is_f(made))
        return shuffle_line(run, bits, tensor_size(made), made->data, (int64_t)size, size);
    Tensor *copy = tensor_copy(run, made, 'C');
    if (!copy)
        return false;
    bool ok = shuffle_line(run, bits, tensor_size(copy), copy->data, (int64_t)size, size) &&
              tensor_assign(run, made, copy);
    tensor_drop(copy);
    return ok;
}

/* Each line along an axis on its own. */
static bool permute_lines(Run *run, BitGen *bits, Tensor *made, int axis)
{
    Tensor *starts = view_slice(made, axis, 0, 1, made->dim[axis] ? 1 : 0);
    Places at;
    places_begin(&at, starts);
    bool ok = true;
    while (ok && places_next(&at))
        ok = shuffle_line(run, bits, made->dim[axis], starts->data + at.offset, made->stride[axis],
                          tensor_itemsize(made));
    tensor_drop(starts);
    return ok;
}

static bool run_permuted(Call *call, Value *out)
{
    Run *run = call->run;
    Rng *rng = draw_rng(call);
    Value x = call->arg[1].value, into = call->arg[3].value;
    int axis;
    Tensor *from = tensor_from_value(run, x, NO_DTYPE, false), *made = NULL;
    if (!from)
        return false;
    if (into.tag == V_NONE)
        made = tensor_copy(run, from, 'K');
    else if (into.tag != V_ARRAY)
        fail(run, TypeError, "out must be a numpy array");
    else if (!tensor_writeable(into.tensor))
        fail(run, ValueError, "out is read-only");
    else if (!shape_equal(from->ndim, from->dim, into.tensor->ndim, into.tensor->dim))
        fail(run, ValueError, "out must have the same shape as x");
    else if (!dtype_can_cast(from->dtype, into.tensor->dtype, CAST_SAFE))
        fail(run, TypeError,
             "Cannot cast array data from dtype('%s') to dtype('%s') according to the rule 'safe'",
             dtype_info[from->dtype].name, dtype_info[into.tensor->dtype].name);
    else if (tensor_assign(run, into.tensor, from))
        made = tensor_keep(into.tensor);
    tensor_drop(from);
    bool ok = made && arg_axis(call, 2, made->ndim, &axis);
    if (ok && axis < 0 && made->ndim == 0)
        ok = fail(run, TypeError, "len() of unsized object");
    else if (ok && axis < 0)
        ok = permute_flat(run, rng->bits, made);
    else if (ok)
        ok = permute_lines(run, rng->bits, made, axis);
    if (!ok)
        tensor_drop(made);
    return ok && give_instead(out, made);
}

/* choice ----------------------------------------------------------------------------------------------------
 */

/* What a call of choice asks for. */
typedef struct Choice {
    Tensor *from; /* NULL: from 0 … population - 1 */
    int64_t population;
    Tensor *p; /* probabilities, contiguous float64; NULL: all the same */
    bool single, replace, shuffle, legacy;
    int axis;
    Shape size;
    int64_t count; /* how many are drawn */
} Choice;

static void drop_choice(Choice *c)
{
    tensor_drop(c->from);
    tensor_drop(c->p);
}

/* How far from 1 probabilities of a dtype may sum to. */
static double sum_tolerance(Value p)
{
    double eps = 0x1p-52;
    if (p.tag == V_ARRAY && p.tensor->dtype == FLOAT32)
        eps = 0x1p-23;
    if (p.tag == V_ARRAY && p.tensor->dtype == FLOAT16)
        eps = 0x1p-10;
    return sqrt(eps);
}

static bool check_probabilities(Run *run, const Choice *c, double tolerance)
{
    const char *size = c->legacy ? "'a' and 'p' must have same size" : "a and p must have same size";
    if (c->p->ndim != 1)
        return fail(run, ValueError, c->legacy ? "'p' must be 1-dimensional" : "p must be 1-dimensional");
    if (c->p->dim[0] != c->population)
        return fail(run, ValueError, "%s", size);
    const double *p = (const double *)(const void *)c->p->data;
    double sum = draw_sum(p, c->population);
    if (isnan(sum))
        return fail(run, ValueError, "%srobabilities contain NaN", c->legacy ? "p" : "P");
    for (int64_t i = 0; i < c->population; i++)
        if (p[i] < 0)
            return fail(run, ValueError, "%srobabilities are not non-negative", c->legacy ? "p" : "P");
    if (!(fabs(sum - 1.) > tolerance))
        return true;
    return c->legacy ? fail(run, ValueError, "probabilities do not sum to 1")
                     : fail(run, ValueError,
                            "Probabilities do not sum to 1. See Notes section of docstring for more "
                            "information.");
}

static bool read_probabilities(Call *call, int i, Choice *c)
{
    int64_t length;
    if (arg_none(call, i))
        return true;
    if (!value_len(call->run, call->arg[i].value, &length) || !draw_parameter(call, i, false))
        return false;
    if (!call->arg[i].tensor->data) /* [0.5, ?] */
        return fail_no_data(call->run);
    c->p = tensor_copy(call->run, call->arg[i].tensor, 'C');
    return c->p && check_probabilities(call->run, c, sum_tolerance(call->arg[i].value));
}

static bool fail_no_population(Call *call, const Choice *c)
{
    Value a = call->arg[draw_first(call)].value;
    if (c->legacy)
        return fail(call->run, ValueError, "a must be 1-dimensional or an integer");
    Text text = { 0 };
    bool shown = value_repr(call->run, value_class(value_type(a)), &text);
    if (shown)
        fail(call->run, ValueError, "a must be a sequence or an integer, not %s", text_get(&text));
    text_free(&text);
    return false;
}

/* What is chosen from, and how many there are of it. */
static bool read_population(Call *call, Choice *c, bool taken)
{
    int at = draw_first(call);
    Run *run = call->run;
    Value a = call->arg[at].value;
    if (is_count(a) || (a.tag == V_ARRAY && a.tensor->ndim == 0 && dtype_is_int(a.tensor->dtype))) {
        if (!value_index(run, a, &c->population))
            return false;
        if (c->population > 0 || !taken)
            return true;
        return c->legacy ? fail(run, ValueError, "a must be greater than 0 unless no samples are taken")
                         : fail(run, ValueError, "a must be a positive integer unless no samples are taken");
    }
    if (a.tag == V_STR || a.tag == V_NONE)
        return fail_no_population(call, c);
    c->from = tensor_from_value(run, a, NO_DTYPE, false);
    if (!c->from)
        return false;
    int64_t axis = 0;
    if (c->from->ndim == 0)
        return fail_no_population(call, c);
    if (c->legacy && c->from->ndim != 1)
        return fail(run, ValueError, "a must be 1-dimensional");
    if (!c->legacy && !arg_place_in(call, at + 4, "tuple", &axis))
        return false;
    if (axis < -c->from->ndim || axis >= c->from->ndim)
        return fail(run, IndexError, "tuple index out of range");
    c->axis = (int)(axis < 0 ? axis + c->from->ndim : axis);
    c->population = c->from->dim[c->axis];
    if (c->population || !taken)
        return true;
    return fail(run, ValueError, "%s cannot be empty unless no samples are taken", c->legacy ? "'a'" : "a");
}

static bool read_choice(Call *call, Choice *c)
{
    int at = draw_first(call);
    Run *run = call->run;
    *c = (Choice){ .legacy = draw_is_legacy(call), .shuffle = true };
    /* The size is read last, but whether it is 0 matters to the population. */
    bool sized = draw_size(call, at + 1, &c->single, &c->size);
    if (!sized)
        run_clear_error(run);
    c->count = c->single || !sized ? 1 : shape_size(c->size.ndim, c->size.dim);
    if (!read_population(call, c, c->count != 0) || !read_probabilities(call, at + 3, c) ||
        !arg_truth(call, at + 2, &c->replace) || (!c->legacy && !arg_truth(call, at + 5, &c->shuffle)))
        return false;
    if (!sized && c->legacy && !c->replace && call->arg[at + 1].value.tag == V_INT)
        return fail(run, ValueError, "Negative dimensions are not allowed");
    if (!sized)
        return draw_size(call, at + 1, &c->single, &c->size);
    if (c->replace)
        return true;
    if (c->count > c->population)
        return c->legacy
                   ? fail(run, ValueError, "Cannot take a larger sample than population when 'replace=False'")
                   : fail(run, ValueError,
                          "Cannot take a larger sample than population when replace is False");
    int64_t possible = 0;
    for (int64_t i = 0; c->p && i < c->population; i++)
        possible += ((const double *)(const void *)c->p->data)[i] > 0;
    return !c->p || possible >= c->count || fail(run, ValueError, "Fewer non-zero entries in p than size");
}

/* The running sums of p, the last of which becomes 1. */
static void cumulate(const double *p, int64_t n, double *sums)
{
    double sum = 0;
    for (int64_t i = 0; i < n; i++)
        sums[i] = sum = i ? sum + p[i] : p[i];
    for (int64_t i = 0; i < n; i++)
        sums[i] /= sum;
}

/* The first place whose sum is above x. */
static int64_t place_of(const double *sums, int64_t n, double x)
{
    int64_t low = 0, high = n;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (x < sums[middle])
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static void choose_weighted(Rng *rng, const Choice *c, double *sums, int64_t *out)
{
    cumulate((const double *)(const void *)c->p->data, c->population, sums);
    for (int64_t i = 0; i < c->count; i++)
        out[i] = place_of(sums, c->population, bitgen_double(rng->bits));
}

/* Different ones: those that came twice are drawn again, with what was drawn taken out of p. */
static void choose_weighted_once(Rng *rng, const Choice *c, double *sums, int64_t *out)
{
    double *p = (double *)(void *)c->p->data;
    bool *taken = mem_zeroed((size_t)c->population + 1);
    for (int64_t found = 0; found < c->count;) {
        int64_t asked = c->count - found;
        for (int64_t i = 0; i < found; i++)
            p[out[i]] = 0;
        cumulate(p, c->population, sums);
        for (int64_t i = 0; i < asked; i++) {
            int64_t place = place_of(sums, c->population, bitgen_double(rng->bits));
            if (!taken[place]) {
                taken[place] = true;
                out[found++] = place;
            }
        }
    }
    mem_free(taken);
}

/* choice's own shuffle: by Lemire's method, of places first … n - 1. */
static bool shuffle_by_range(Run *run, BitGen *bits, int64_t n, int64_t first, int64_t *at)
{
    for (int64_t i = n - 1; i >= first; i--) {
        if (i % OFTEN == 0 && !run_goes_on(run))
            return false;
        int64_t j = (int64_t)bitgen_bounded(bits, 64, 0, (uint64_t)i, false, NULL), held = at[j];
        at[j] = at[i];
        at[i] = held;
    }
    return true;
}

/* R. W. Floyd's sample (J. Bentley, "A sample of brilliance", 1987), with a table of what was drawn. */
static bool choose_floyd(Run *run, BitGen *bits, const Choice *c, int64_t *out)
{
    uint64_t mask = (uint64_t)(1.2 * (double)c->count);
    mask = mask ? UINT64_MAX >> __builtin_clzll(mask) : 0;
    int64_t *table = mem_alloc((mask + 1) * sizeof *table);
    memset(table, 0xff, (mask + 1) * sizeof *table);
    bool ok = true;
    for (int64_t i = 0, j = c->population - c->count; ok && i < c->count; i++, j++) {
        ok = i % OFTEN || run_goes_on(run);
        int64_t drawn = (int64_t)bitgen_bounded(bits, 64, 0, (uint64_t)j, false, NULL);
        uint64_t slot = (uint64_t)drawn & mask;
        while (table[slot] != -1 && table[slot] != drawn)
            slot = (slot + 1) & mask;
        if (table[slot] == drawn) { /* taken: j itself, which cannot be */
            drawn = j;
            for (slot = (uint64_t)j & mask; table[slot] != -1;)
                slot = (slot + 1) & mask;
        }
        out[i] = table[slot] = drawn;
    }
    mem_free(table);
    return ok && (!c->shuffle || shuffle_by_range(run, bits, c->count, 1, out));
}

static bool choose_once(Run *run, Rng *rng, const Choice *c, int64_t *out)
{
    int64_t population = c->population, count = c->count;
    if (!c->legacy && !(population > 10000 && count > population / (c->shuffle ? 50 : 20)))
        return choose_floyd(run, rng->bits, c, out);
    Tensor *all =
        c->legacy ? shuffled_range(run, rng->bits, population) : tensor_new(run, INT64, 1, &population);
    if (!all)
        return false;
    int64_t *at = (int64_t *)(void *)all->data;
    bool ok = true;
    if (!c->legacy) {
        for (int64_t i = 0; i < population; i++)
            at[i] = i;
        ok =
            shuffle_by_range(run, rng->bits, population, population - count > 1 ? population - count : 1, at);
        at += population - count;
    }
    memcpy(out, at, (size_t)count * sizeof *out);
    tensor_drop(all);
    return ok;
}

/* The places that are chosen. */
static bool choose(Run *run, Rng *rng, const Choice *c, int64_t *out)
{
    if (c->count == 0)
        return true;
    if (c->p) {
        double *sums = mem_alloc((size_t)c->population * sizeof *sums + 1);
        (c->replace ? choose_weighted : choose_weighted_once)(rng, c, sums, out);
        mem_free(sums);
        return true;
    }
    if (!c->replace)
        return choose_once(run, rng, c, out);
    bitgen_bounded_fill(rng->bits, 64, 0, (uint64_t)(c->population - 1), c->legacy, NULL, c->count, 8, out);
    return true;
}

/* The shape rule is for previews: a run makes its own result. */
static bool infer_choice(Call *call, Value *out)
{
    Choice c;
    if (!call->typed_only || any_open(call))
        return give_unknown(out);
    for (int i = 0; i < call->args; i++)
        if (call->arg[i].value.tag == V_ARRAY && !call->arg[i].value.tensor->data)
            return give_unknown(out);
    bool ok = read_choice(call, &c);
    if (!ok || (c.single && !c.from)) {
        drop_choice(&c);
        return ok && give_unknown(out);
    }
    Shape shape = { .ndim = 0 };
    int after = c.from ? c.from->ndim - c.axis - 1 : 0;
    for (int i = 0; c.from && i < c.axis; i++)
        shape.dim[shape.ndim++] = c.from->dim[i];
    for (int i = 0; i < c.size.ndim && shape.ndim < AXES_MAX; i++)
        shape.dim[shape.ndim++] = c.size.dim[i];
    for (int i = 0; i < after && shape.ndim < AXES_MAX; i++)
        shape.dim[shape.ndim++] = c.from->dim[c.axis + 1 + i];
    infer_as(out, c.from ? (DType)c.from->dtype : INT64, shape.ndim, shape.dim);
    out->tensor->scalar = c.single && shape.ndim == 0;
    drop_choice(&c);
    return true;
}

static bool give_choice(Call *call, Rng *rng, const Choice *c, Value *out)
{
    Run *run = call->run;
    int64_t one;
    if (c->single) {
        if (!choose(run, rng, c, &one))
            return false;
        return c->from ? give_taken(run, out, c->from, value_int(one), c->axis)
                       : value_instead(out, value_int(one));
    }
    Tensor *places = tensor_new(run, INT64, c->size.ndim, c->size.dim);
    if (!places)
        return false;
    if (!choose(run, rng, c, (int64_t *)(void *)places->data)) {
        tensor_drop(places);
        return false;
    }
    if (!c->from)
        return give_instead(out, places);
    if (!give_taken(run, out, c->from, value_array(places), c->axis))
        return false;
    return !value_is_scalar(*out) /* size=() is an array for all that */
           || give_instead(out, tensor_from_value(run, *out, NO_DTYPE, false));
}

static bool run_choice(Call *call, Value *out)
{
    Choice c;
    bool ok = read_choice(call, &c);
    Rng *rng = ok ? draw_rng(call) : NULL;
    ok = rng && give_choice(call, rng, &c, out);
    drop_choice(&c);
    return ok;
}

/* rows ------------------------------------------------------------------------------------------------------
 */

#define ROW(NAME, HOME, PARAMS, BRIEF, EXAMPLE, INFER, KERNEL)                                               \
    {                                                                                                        \
        .name = #NAME, .of = HOME, .params = PARAMS, .brief = BRIEF, .example = EXAMPLE, .style = CYTHON,    \
        .infer = INFER, .run = KERNEL, .gives = AS_ARRAY, .effects = true                                    \
    }
#define LEGACY_ROWS(NAME, PARAMS, BRIEF, EXAMPLE, INFER, KERNEL)                                             \
    ROW(NAME, "np.random", PARAMS, BRIEF, ">>> r = np.random; r.seed(0); " EXAMPLE, INFER, KERNEL),          \
        ROW(NAME, "RandomState", "self: any, " PARAMS, BRIEF, ">>> r = np.random.RandomState(0); " EXAMPLE,  \
            INFER, KERNEL)
#define CHOICE "a: any, size: any = None, replace: any = True, p: any = None"

const Func random_choice_funcs[] = {
    ROW(choice, "Generator", "self: any, " CHOICE ", axis: any = 0, shuffle: any = True",
        "Items of an array (or of 0, 1, … a - 1) picked at random.",
        ">>> np.random.default_rng(0).choice([10, 20, 30], 4)\narray([30, 20, 20, 10])\n", infer_choice,
        run_choice),
    LEGACY_ROWS(choice, CHOICE, "Items of an array (or of 0, 1, … a - 1) picked at random.",
                "r.choice([10, 20, 30], 4)\narray([10, 20, 10, 20])\n", infer_choice, run_choice),
    ROW(shuffle, "Generator", "self: any, x: any, axis: any = 0",
        "Puts the items of an array or list in random order.",
        ">>> a = np.arange(5); np.random.default_rng(0).shuffle(a); a\narray([2, 4, 3, 0, 1])\n", NULL,
        run_shuffle),
    LEGACY_ROWS(shuffle, "x: any", "Puts the items of an array or list in random order.",
                "a = np.arange(5); r.shuffle(a); a\narray([2, 0, 1, 3, 4])\n", NULL, run_shuffle),
    ROW(permutation, "Generator", "self: any, x: any, axis: any = 0",
        "A copy, or 0, 1, … x - 1, in random order.",
        ">>> np.random.default_rng(0).permutation(5)\narray([2, 4, 3, 0, 1])\n", NULL, run_permutation),
    LEGACY_ROWS(permutation, "x: any", "A copy, or 0, 1, … x - 1, in random order.",
                "r.permutation(5)\narray([2, 0, 1, 3, 4])\n", NULL, run_permutation),
    ROW(permuted, "Generator", "self: any, x: any, *, axis: any = None, out: any = None",
        "A copy whose elements, or each line of which, are in random order.",
        ">>> np.random.default_rng(0).permuted([[1, 2, 3], [4, 5, 6]], axis=1)\narray([[3, 1, 2],\n       "
        "[6, 5, 4]])\n",
        NULL, run_permuted),
    { 0 }
};
