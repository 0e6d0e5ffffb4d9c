/* random_integers.c: whole random numbers in a range: integers, randint, random_integers. */
#include "random/random_parameters.h"

#include "array/bytes.h"
#include "value/number.h"

#include <math.h>
#include <string.h>

__extension__ typedef __int128 Int128;

enum { LOW, HIGH, SIZE, DTYPE, ENDPOINT };

/* What a call asks for. */
typedef struct Wanted {
    DType dtype;
    bool closed, legacy, python; /* python: the one number is a Python int or bool */
    bool single;
    Shape size;
    int64_t count; /* how many ranges there are */
    Int128 *low,
        *high;      /* of each range, both within; high is below low where nothing is; in the run's scratch */
    Shape shape;    /* of the ranges */
    Shape bound[2]; /* of low, and of high */
} Wanted;

/* bounds --------------------------------------------------------------------------------------------------
 */

static const Int128 beyond = (Int128)1 << 100; /* what stands for ints that no dtype holds */

static bool wide_of_int(Value v, Int128 *out)
{
    if (v.tag != V_BIGINT) {
        *out = v.i;
        return true;
    }
    Integer room;
    mpz_srcptr z = integer_of(&room, v);
    *out = mpz_sizeinbase(z, 2) > 65 ? beyond : (Int128)mpz_getlimbn(z, 1) << 64 | (Int128)mpz_getlimbn(z, 0);
    if (mpz_sgn(z) < 0)
        *out = -*out;
    return true;
}

/* int(x), as the bounds are read. */
static bool wide_of(Run *run, Value v, Int128 *out)
{
    DType dtype;
    Value number = v;
    bool ok = true;
    if (value_is_int(v))
        return wide_of_int(v, out);
    if (value_is_scalar(v)) {
        const void *at = scalar_data(&v, &dtype);
        number = value_item(dtype, at);
    }
    if (number.tag == V_FLOAT) {
        Value whole;
        ok = float_to_int(run, number.f, &whole) && wide_of_int(whole, out);
        if (ok)
            value_drop(whole);
    } else if (number.tag == V_STR) {
        Value whole;
        ok = int_parse(run, number.str->text, number.str->bytes, 10, &whole) && wide_of_int(whole, out);
        if (ok)
            value_drop(whole);
    } else if (value_is_int(number)) {
        wide_of_int(number, out);
    } else {
        ok = fail(run, TypeError,
                  "int() argument must be a string, a bytes-like object or a real number, not '%s'",
                  value_type_name(number));
    }
    if (value_is_scalar(v))
        value_drop(number);
    return ok;
}

static bool is_scalar(Value v) { return v.tag != V_ARRAY && !is_sequence(v) && v.tag != V_RANGE; }

/* One bound's elements, broadcast to a shape. */
static bool read_bound(Run *run, Tensor *from, const Shape *shape, Int128 *out)
{
    Tensor *all = tensor_broadcast(from, shape->ndim, shape->dim);
    Places at;
    bool ok = true;
    places_begin(&at, all);
    while (ok && places_next(&at)) {
        Value item = value_item(all->dtype, all->data + at.offset);
        ok = wide_of(run, item, out++);
        value_drop(item);
    }
    tensor_drop(all);
    return ok;
}

static bool fail_order(Run *run, const Wanted *w)
{
    bool zero = true;
    for (int64_t i = 0; i < w->count; i++)
        zero &= w->low[i] == 0;
    return zero ? fail(run, ValueError, "high %s 0", w->closed ? "<" : "<=")
                : fail(run, ValueError, "low %s high", w->closed ? ">" : ">=");
}

/* Makes `high` the last number within, and sees that both fit the dtype. */
static bool check_bounds(Run *run, Wanted *w)
{
    Int128 least = dtype_min(w->dtype), most = dtype_max(w->dtype);
    bool empty = false, small = false, large = false;
    for (int64_t i = 0; i < w->count; i++) {
        w->high[i] -= !w->closed;
        small |= w->low[i] < least;
        large |= w->high[i] > most;
        empty |= w->low[i] > w->high[i];
    }
    if (small || large)
        return fail(run, ValueError, "%s is out of bounds for %s", small ? "low" : "high",
                    dtype_info[w->dtype].name);
    return !empty || fail_order(run, w);
}

static bool read_ranges(Run *run, Wanted *w, Value low, Value high)
{
    w->shape.ndim = 0;
    w->count = 1;
    if (is_scalar(low) && is_scalar(high)) {
        w->low = arena_alloc(&run->scratch, 2 * sizeof *w->low);
        w->high = w->low + 1;
        return wide_of(run, low, w->low) && wide_of(run, high, w->high);
    }
    Tensor *bound[2] = { tensor_from_value(run, low, NO_DTYPE, false), NULL };
    bound[1] = bound[0] ? tensor_from_value(run, high, NO_DTYPE, false) : NULL;
    bool ok = bound[1] && draw_broadcast(run, 2, bound, &w->shape);
    if (ok) {
        for (int i = 0; i < 2; i++)
            shape_set(&w->bound[i], bound[i]->ndim, bound[i]->dim);
        w->count = shape_size(w->shape.ndim, w->shape.dim);
        w->low = arena_alloc(&run->scratch, (size_t)(2 * w->count + 1) * sizeof *w->low);
        w->high = w->low + w->count;
        ok = read_bound(run, bound[0], &w->shape, w->low) && read_bound(run, bound[1], &w->shape, w->high);
    }
    tensor_drop(bound[0]);
    tensor_drop(bound[1]);
    return ok;
}

/* the call --------------------------------------------------------------------------------------------------
 */

static bool read_dtype(Call *call, int i, Wanted *w)
{
    Value v = call->arg[i].value;
    bool is_python = v.tag == V_CLASS && (v.class == class_int || v.class == class_bool);
    w->dtype = INT64;
    w->python = is_python || (w->legacy && !call->arg[i].given);
    if (call->arg[i].given && !value_to_dtype(call->run, v, &w->dtype))
        return false;
    if (w->dtype != BOOL && !dtype_is_int(w->dtype))
        return fail(call->run, TypeError, "Unsupported dtype dtype('%s') for %s", dtype_info[w->dtype].name,
                    call->func->name);
    return true;
}

static bool is_empty(const Shape *shape) { return shape_size(shape->ndim, shape->dim) == 0; }

/* The only bound of random_integers is a single number. */
static bool check_single(Run *run, Value bound)
{
    if (bound.tag == V_ARRAY && bound.tensor->ndim)
        return fail(run, TypeError, "only 0-dimensional arrays can be converted to Python scalars");
    return !is_sequence(bound) ||
           fail(run, TypeError,
                "int() argument must be a string, a bytes-like object or a real number, not '%s'",
                value_type_name(bound));
}

/* random_integers(5) draws from 1 … 5; its bounds are both within. */
static bool read_old_bounds(Call *call, Value *low, Value *high)
{
    int at = draw_first(call);
    bool upper = !arg_none(call, at + HIGH);
    const char *shown = value_text(call->run, *low);
    *high = upper ? call->arg[at + HIGH].value : *low;
    if (!upper)
        *low = value_int(1);
    return warn(call->run, DeprecationWarning,
                "This function is deprecated. Please call randint(%s, %s + 1) instead", upper ? shown : "1",
                value_text(call->run, *high));
}

static bool read_wanted(Call *call, Wanted *w, bool warns)
{
    int at = draw_first(call);
    bool old = call->func->extra;
    Value low = call->arg[at].value, high = call->arg[at + HIGH].value;
    w->legacy = draw_is_legacy(call);
    w->closed = old;
    w->dtype = INT64;
    w->python = false;
    w->count = 0;
    if (old) {
        if (arg_none(call, at + HIGH) && !check_single(call->run, low))
            return false;
        if (!warns)
            high = arg_none(call, at + HIGH) ? low : high,
            low = arg_none(call, at + HIGH) ? value_int(1) : low;
        else if (!read_old_bounds(call, &low, &high))
            return false;
    } else if (arg_none(call, at + HIGH)) {
        high = low;
        low = value_int(0);
    }
    if (!old && !read_dtype(call, at + DTYPE, w))
        return false;
    if (!old && !w->legacy && !arg_truth(call, at + ENDPOINT, &w->closed))
        return false;
    if (!draw_size(call, at + SIZE, &w->single, &w->size))
        return false;
    if (!w->single && is_empty(&w->size))
        return true;
    return read_ranges(call->run, w, low, high) && check_bounds(call->run, w);
}

static bool infer_integers(Call *call, Value *out)
{
    Wanted w;
    if (any_open(call))
        return give_unknown(out);
    for (int i = 0; i < call->args; i++)
        if (call->arg[i].value.tag == V_ARRAY && !call->arg[i].value.tensor->data)
            return give_unknown(out);
    if (!read_wanted(call, &w, !call->typed_only))
        return false;
    if (w.single && w.shape.ndim == 0)
        return give_unknown(out);
    if (!w.single && w.shape.ndim && w.count) {
        Shape all;
        const Shape *each[] = { &w.bound[0], &w.bound[1], &w.size };
        Tensor *typed[3];
        for (int i = 0; i < 3; i++)
            typed[i] = tensor_typed(INT64, each[i]->ndim, each[i]->dim);
        bool ok = draw_broadcast(call->run, 3, typed, &all);
        for (int i = 0; i < 3; i++)
            tensor_drop(typed[i]);
        if (!ok)
            return false;
    }
    const Shape *shape = w.single ? &w.shape : &w.size;
    return infer_as(out, w.dtype, shape->ndim, shape->dim);
}

static void store(DType dtype, char *at, uint64_t number)
{
    memcpy(at, &number, dtype_info[dtype].size); /* of a little-endian number the first bytes */
}

static int width_of(DType dtype) { return dtype == BOOL ? 1 : 8 * dtype_info[dtype].size; }

static uint64_t draw_one(BitGen *bits, const Wanted *w, int64_t i, Spare *spare)
{
    uint64_t range = (uint64_t)(w->high[i] - w->low[i]);
    return bitgen_bounded(bits, width_of(w->dtype), (uint64_t)w->low[i], range, w->legacy, spare);
}

/* One number for each element, from ranges that are broadcast to the result. */
static bool fill_ranges(Call *call, BitGen *bits, const Wanted *w, Tensor *made)
{
    Spare spare = { 0 };
    Shape all;
    Tensor *index = tensor_new(call->run, INT64, w->shape.ndim, w->shape.dim), *spread = NULL;
    if (!index)
        return false;
    for (int64_t i = 0; i < w->count; i++)
        ((int64_t *)(void *)index->data)[i] = i;
    bool ok = draw_broadcast(call->run, 2, (Tensor *[]){ index, made }, &all);
    if (ok) {
        Places at;
        char *to = made->data;
        spread = tensor_broadcast(index, all.ndim, all.dim);
        places_begin(&at, spread);
        for (int64_t left = tensor_size(made); left > 0 && places_next(&at);
             left--, to += tensor_itemsize(made))
            store(w->dtype, to, draw_one(bits, w, element_int(INT64, spread->data + at.offset), &spare));
    }
    tensor_drop(index);
    tensor_drop(spread);
    return ok;
}

static bool run_integers(Call *call, Value *out)
{
    Wanted w;
    Spare spare = { 0 };
    Rng *rng = draw_rng(call);
    if (!rng || !read_wanted(call, &w, false))
        return false;
    if (out->tag != V_ARRAY) {
        _Alignas(16) char one[16];
        store(w.dtype, one, draw_one(rng->bits, &w, 0, &spare));
        return value_instead(out, w.python ? value_item(w.dtype, one) : value_scalar(w.dtype, one));
    }
    Tensor *made = out->tensor;
    if (w.shape.ndim && w.count)
        return fill_ranges(call, rng->bits, &w, made);
    int64_t n = tensor_size(made), chunk = 65536, step = (int64_t)tensor_itemsize(made);
    for (int64_t i = 0; i < n; i += chunk) {
        bitgen_bounded_fill(rng->bits, width_of(w.dtype), (uint64_t)w.low[0],
                            (uint64_t)(w.high[0] - w.low[0]), w.legacy, &spare, n - i < chunk ? n - i : chunk,
                            (int)step, made->data + i * step);
        if (!run_goes_on(call->run))
            return false;
    }
    return true;
}

static bool infer_tomaxint(Call *call, Value *out)
{
    bool single;
    Shape size;
    if (any_open(call))
        return give_unknown(out);
    if (!draw_size(call, draw_first(call), &single, &size))
        return false;
    return single ? give_unknown(out) : infer_as(out, INT64, size.ndim, size.dim);
}

static bool run_tomaxint(Call *call, Value *out)
{
    Rng *rng = draw_rng(call);
    int64_t one, *to = out->tag == V_ARRAY ? (int64_t *)(void *)out->tensor->data : &one;
    if (!rng)
        return false;
    for (int64_t i = out->tag == V_ARRAY ? tensor_size(out->tensor) : 1; i > 0; i--)
        *to++ = (int64_t)(bitgen_next64(rng->bits) >> 1);
    return out->tag == V_ARRAY || value_instead(out, value_int(one));
}

#define ROW(NAME, HOME, PARAMS, BRIEF, EXAMPLE, OLD)                                                         \
    {                                                                                                        \
        .name = #NAME, .of = HOME, .params = PARAMS, .brief = BRIEF, .example = EXAMPLE, .style = CYTHON,    \
        .infer = infer_integers, .run = run_integers, .gives = AS_ARRAY, .effects = true, .extra = OLD       \
    }
#define RANDINT      "low: any, high: any = None, size: any = None, dtype: any = ?"
#define OLD_INTEGERS "low: any, high: any = None, size: any = None"

/* bytes
 * ------------------------------------------------------------------------------------------------------ */

/* Words of 32 bits, of which the last may be cut. A negative length cuts so many bytes off, as NumPy's slice
 * does. */
static bool run_bytes(Call *call, Value *out)
{
    int64_t length;
    Rng *rng = draw_rng(call);
    int i = draw_first(call);
    double number;
    if (!rng)
        return false;
    if (call->arg[i].value.tag == V_FLOAT && arg_double(call, i, &number) && fabs(number) < 0x1p62)
        length = (int64_t)number;
    else if (!arg_size(call, i, "ssize_t", &length))
        return false;
    int64_t words = length < INT64_MIN / 2 ? -1 : (length - 1) / 4 + 1;
    if (words < 0)
        return fail(call->run, ValueError, "negative dimensions are not allowed");
    Tensor *drawn = tensor_new(call->run, UINT32, 1, &words);
    if (!drawn)
        return false;
    for (int64_t k = 0; k < words; k++)
        ((uint32_t *)(void *)drawn->data)[k] = bitgen_next32(rng->bits);
    int64_t bytes = length < 0 ? 4 * words + length : length;
    *out = value_bytes(drawn->data, bytes < 0 ? 0 : (size_t)bytes);
    tensor_drop(drawn);
    return true;
}

#define BYTES_ROW(HOME, PARAMS, EXAMPLE)                                                                     \
    {                                                                                                        \
        .name = "bytes", .of = HOME, .params = PARAMS "length: any", .brief = "So many random bytes.",       \
        .example = EXAMPLE, .style = CYTHON, .run = run_bytes, .effects = true                               \
    }

const Func random_integer_funcs[] = {
    BYTES_ROW("Generator", "self: any, ", ">>> len(np.random.default_rng(5).bytes(10))\n10\n"),
    BYTES_ROW("RandomState", "self: any, ", ">>> len(np.random.RandomState(5).bytes(10))\n10\n"),
    BYTES_ROW("np.random", "", ">>> len(np.random.bytes(10))\n10\n"),
    ROW(integers, "Generator", "self: any, " RANDINT ", endpoint: any = False",
        "Whole numbers from low up to high, or below low.",
        ">>> np.random.default_rng(0).integers(1, 7, 5)\narray([6, 4, 4, 2, 2])\n", 0),
    ROW(randint, "np.random", RANDINT, "Whole numbers from low up to high, or below low.",
        ">>> np.random.seed(0); np.random.randint(1, 7, 5)\narray([5, 6, 1, 4, 4])\n", 0),
    ROW(randint, "RandomState", "self: any, " RANDINT, "Whole numbers from low up to high, or below low.",
        ">>> np.random.RandomState(0).randint(1, 7, 5)\narray([5, 6, 1, 4, 4])\n", 0),
    ROW(random_integers, "np.random", OLD_INTEGERS,
        "Whole numbers from low to high, both within; better use randint.",
        ">>> np.random.seed(0); np.random.random_integers(6)\nnp.int64(5)\n", 1),
    ROW(random_integers, "RandomState", "self: any, " OLD_INTEGERS,
        "Whole numbers from low to high, both within; better use randint.",
        ">>> np.random.RandomState(0).random_integers(6)\nnp.int64(5)\n", 1),
    { .name = "tomaxint",
      .of = "RandomState",
      .params = "self: any, size: any = None",
      .brief = "Whole numbers from 0 up to the largest int64.",
      .example = ">>> np.random.RandomState(0).tomaxint()\n5061911111874532631\n",
      .style = CYTHON,
      .infer = infer_tomaxint,
      .run = run_tomaxint,
      .gives = AS_ARRAY,
      .effects = true },
    { 0 }
};
