/* quantile.c: quantiles and percentiles, with and without nans and weights (NumPy's _function_base_impl.py).
 * Where a quantile falls between two elements, its dtype is found by the same operations on arrays as
 * NumPy's. */
#include "array/averages.h"
#include "array/lines.h"
#include "array/sorting.h"

#include <math.h>
#include <string.h>

/* methods
 * ------------------------------------------------------------------------------------------------------------
 */

/* Every way to choose or to mix elements, in NumPy's order: X(name, kind, alpha, beta). CHOOSE takes an
 * element as it is; MIX two with weights that `alpha` and `beta` place (Hyndman and Fan, 1996). */
#define METHODS(X)                                                                                           \
    X("inverted_cdf", CHOOSE_CDF, 0, 0)                                                                      \
    X("averaged_inverted_cdf", MIX_AVERAGE, 0, 0)                                                            \
    X("closest_observation", CHOOSE_CLOSEST, 0, 0)                                                           \
    X("interpolated_inverted_cdf", MIX, 0, 1)                                                                \
    X("hazen", MIX, 0.5, 0.5)                                                                                \
    X("weibull", MIX, 0, 0)                                                                                  \
    X("linear", MIX_LINEAR, 0, 0)                                                                            \
    X("median_unbiased", MIX, 1 / 3.0, 1 / 3.0)                                                              \
    X("normal_unbiased", MIX, 3 / 8.0, 3 / 8.0)                                                              \
    X("lower", CHOOSE_LOWER, 0, 0)                                                                           \
    X("higher", CHOOSE_HIGHER, 0, 0)                                                                         \
    X("midpoint", MIX_MIDPOINT, 0, 0)                                                                        \
    X("nearest", CHOOSE_NEAREST, 0, 0)

typedef enum {
    CHOOSE_CDF,
    CHOOSE_CLOSEST,
    CHOOSE_LOWER,
    CHOOSE_HIGHER,
    CHOOSE_NEAREST,
    MIX_AVERAGE,
    MIX,
    MIX_LINEAR,
    MIX_MIDPOINT,
} MethodKind;

typedef struct QuantileMethod {
    const char *name;
    MethodKind kind;
    double alpha, beta;
} QuantileMethod;

#define METHOD_ROW(name, kind, alpha, beta) { name, kind, alpha, beta },
static const QuantileMethod methods[] = { METHODS(METHOD_ROW) };

static const QuantileMethod *method_named(Sheet *s, Value v)
{
    int count = sizeof methods / sizeof *methods;
    for (int i = 0; v.tag == V_STR && i < count; i++)
        if (!strcmp(methods[i].name, v.str->text))
            return &methods[i];
    if (s->failed)
        return NULL;
    const char *names = "";
    for (int i = 0; i < count; i++)
        names = run_text(s->run, "%s%s'%s'", names, i ? ", " : "", methods[i].name);
    sheet_fail(s, ValueError, "%s is not a valid method. Use one of: dict_keys([%s])", value_text(s->run, v),
               names);
    return NULL;
}

/* Complex places have no floor, and it says so. */
static bool is_real(Sheet *s, Value places)
{
    if (!s->failed && dtype_is_complex(value_dtype(places)))
        NP(s, "floor", places);
    return !s->failed;
}

/* Where the quantiles of n sorted elements are: an array of places, which are ints if elements are chosen,
 * else they may fall between two. */
static Value virtual_places(Sheet *s, const QuantileMethod *m, int64_t n, Value q)
{
    Value count = value_int(n), last = value_int(n - 1);
    switch (m->kind) {
    case MIX_LINEAR:
    case CHOOSE_LOWER:
    case CHOOSE_HIGHER:
    case CHOOSE_NEAREST: {
        Value x = sheet_mul(s, last, q);
        if (m->kind == MIX_LINEAR)
            return x;
        const char *round = m->kind == CHOOSE_LOWER ? "floor" : m->kind == CHOOSE_HIGHER ? "ceil" : "around";
        return as_value(sheet_cast(s, NP(s, round, x), INT64));
    }
    case MIX_MIDPOINT: {
        Value x = sheet_mul(s, last, q);
        Value low = NP(s, "floor", x);
        return sheet_mul(s, value_float(0.5), sheet_add(s, low, NP(s, "ceil", x)));
    }
    case MIX: {
        Value shift = sheet_mul(s, q, value_float(1 - m->alpha - m->beta));
        return sheet_sub(s, sheet_add(s, sheet_mul(s, count, q), sheet_add(s, value_float(m->alpha), shift)),
                         value_int(1));
    }
    case MIX_AVERAGE: return sheet_sub(s, sheet_mul(s, count, q), value_int(1));
    default: break;
    }
    Value x = sheet_sub(s, sheet_mul(s, count, q), value_int(1));
    if (m->kind == CHOOSE_CLOSEST)
        x = sheet_sub(s, x, value_float(0.5));
    if (!is_real(s, x))
        return ABSENT;
    Tensor *line = sheet_line(s, x, FLOAT64),
           *place = line ? sheet_zeros(s, INT64, line->ndim, line->dim) : NULL;
    for (int64_t i = 0, size = place ? tensor_size(place) : 0; i < size; i++) {
        double from = ((const double *)line->data)[i], down = floor(from);
        bool on = from == down && (m->kind == CHOOSE_CDF || fmod(down, 2) == 1 || fmod(down, 2) == -1);
        double chosen = on ? down : down + 1;
        ((int64_t *)place->data)[i] = chosen < 0 ? 0 : (int64_t)chosen;
    }
    return as_value(place);
}

/* How much of the next element there is in the mix. */
static Value mixing(Sheet *s, const QuantileMethod *m, Value at, Value before)
{
    Value gamma = sheet_sub(s, at, before);
    if (m->kind == MIX_AVERAGE)
        gamma = NP(s, "where", sheet_op(s, OP_EQ, gamma, value_int(0)), value_float(0.5), value_float(1));
    else if (m->kind == MIX_MIDPOINT)
        gamma = NP(s, "where", sheet_op(s, OP_EQ, sheet_op(s, OP_MOD, at, value_int(1)), value_int(0)),
                   value_float(0), value_float(0.5));
    return gamma;
}

/* The elements beside each place, which may be beyond the ends. */
static void neighbours(Sheet *s, Value at, int64_t n, Value *before, Value *after)
{
    Tensor *places = sheet_line(s, at, FLOAT64);
    Tensor *low = places ? sheet_zeros(s, INT64, places->ndim, places->dim) : NULL;
    Tensor *high = places ? sheet_zeros(s, INT64, places->ndim, places->dim) : NULL;
    *before = as_value(low);
    *after = as_value(high);
    for (int64_t i = 0, size = high && low ? tensor_size(places) : 0; i < size; i++) {
        double place = ((const double *)places->data)[i];
        int64_t *a = (int64_t *)low->data + i, *b = (int64_t *)high->data + i;
        if (place >= (double)(n - 1) && place >= 0) {
            *a = *b = -1;
        } else if (place < 0 || isnan(place)) {
            *a = *b = isnan(place) ? -1 : 0;
        } else {
            *a = (int64_t)floor(place);
            *b = *a + 1;
        }
    }
}

/* a + (b - a) * t, from the nearer end: _lerp. */
static Value between(Sheet *s, Value a, Value b, Value t)
{
    Value difference = sheet_sub(s, b, a);
    Value from_a = sheet_add(s, a, sheet_mul(s, difference, t));
    Value from_b = sheet_sub(s, b, sheet_mul(s, difference, sheet_sub(s, value_int(1), t)));
    return NP(s, "where", sheet_op(s, OP_GE, t, value_float(0.5)), from_b, from_a);
}

/* quantile, percentile
 * ----------------------------------------------------------------------------------------------- */

enum { Q = 1, Q_AXIS, Q_OUT, Q_OVERWRITE, Q_METHOD, Q_KEEPDIMS, Q_WEIGHTS };

/* A quantile's places and how it is taken. */
typedef struct Wanted {
    Value q;   /* an array: between 0 and 1 */
    bool weak; /* it was a Python number */
    const QuantileMethod *method;
    bool nan; /* nans are left out */
} Wanted;

static bool between_0_and_1(Sheet *s, Value q)
{
    Tensor *line = sheet_line(s, q, FLOAT64);
    int64_t n = line ? tensor_size(line) : 0;
    if (line && !n && line->ndim != 1) /* q.min() of nothing */
        return NP(s, "min", q).tag != V_ABSENT;
    for (int64_t i = 0; i < n; i++) {
        double x = ((const double *)line->data)[i];
        if (!(x >= 0 && x <= 1))
            return false;
    }
    return true;
}

/* Puts the elements that are wanted into their places, unless there are many. */
static void sort_wanted(Sheet *s, const Lines *lines, Value before, Value after)
{
    enum { FEW = 8 };
    int64_t place[FEW], count = 0;
    Value each[2] = { before, after };
    Tensor *t[2];
    if (s->failed || lines->sorted)
        return;
    for (int k = 0; k < 2 && !s->failed; k++) {
        t[k] = sheet_line(s, each[k], INT64);
        count += t[k] ? tensor_size(t[k]) : 0;
    }
    if (s->failed)
        return;
    bool few = count <= FEW;
    count = 0;
    for (int k = 0; few && k < 2; k++)
        for (int64_t i = 0, size = tensor_size(t[k]); i < size; i++) {
            int64_t wanted = ((const int64_t *)t[k]->data)[i], to = count++;
            wanted += wanted < 0 ? lines->n : 0;
            for (; to > 0 && place[to - 1] > wanted; to--)
                place[to] = place[to - 1];
            place[to] = wanted;
        }
    s->failed =
        !tensor_sort_places(s->run, lines->line, lines->line->ndim - 1, (int)count, few ? place : NULL);
}

/* The quantiles of lines: the axes of q, then those that are left. */
static Value quantiles_of(Sheet *s, const Lines *lines, const Wanted *wanted)
{
    if (s->failed || !wanted->method)
        return ABSENT;
    Value at = virtual_places(s, wanted->method, lines->n, wanted->q);
    DType places = value_dtype(at);
    bool whole = wanted->method->kind < MIX_AVERAGE ||
                 (wanted->method->kind == MIX_LINEAR && (dtype_is_int(places) || places == BOOL));
    if (!s->failed && !lines->n)
        sheet_fail(s, IndexError, "index %d is out of bounds for axis 0 with size 0", lines->nans ? -1 : 0);
    if (s->failed || (!whole && !is_real(s, at)))
        return ABSENT;
    Value rows = sheet_tensor(s, view_moved(lines->line, lines->line->ndim - 1, 0)), answer;
    if (whole) {
        sort_wanted(s, lines, at, at);
        answer = NP(s, "take", rows, at, value_int(0));
    } else {
        Value before, after;
        neighbours(s, at, lines->n, &before, &after);
        sort_wanted(s, lines, before, after);
        Value a = NP(s, "take", rows, before, value_int(0)), b = NP(s, "take", rows, after, value_int(0));
        Value gamma = as_value(sheet_cast(s, mixing(s, wanted->method, at, before), places));
        if (!s->failed && wanted->weak) {
            gamma = value_float(sheet_double(s, gamma));
        } else if (!s->failed) {
            Tensor *t = gamma.tensor;
            Shape shape;
            shape_set(&shape, t->ndim, t->dim);
            for (int i = 0; i < lines->kept.ndim; i++)
                shape.dim[shape.ndim++] = 1;
            gamma = sheet_tensor(s, tensor_reshape(s->run, t, shape.ndim, shape.dim, 'C'));
        }
        answer = between(s, a, b, gamma);
    }
    if (answer.tag == V_ARRAY && !answer.tensor->ndim)
        answer = sheet_item(s, answer, sheet_hold(s, value_tuple_new(0)));
    return lines_spread_nans(s, lines, answer);
}

/* One line's inverted cdf with weights: which of its elements, in their order, the quantiles are. */
static bool choose_weighted(Sheet *s, SortType type, const char *line, const double *weight, int64_t n,
                            const double *q, int64_t quantiles, DType of_q, int64_t *chosen)
{
    int64_t *order = data_alloc((size_t)n * sizeof *order);
    double *cdf = data_alloc((size_t)n * sizeof *cdf), sum = 0;
    bool ok = order && cdf && sort_order(type, line, n, order);
    for (int64_t i = 0; ok && i < n; i++)
        cdf[i] = sum += weight[order[i]];
    if (ok && (isnan(sum) || isinf(sum) || sum == 0)) {
        sheet_fail(s, ValueError, "Weights included NaN, inf or were all zero.");
        ok = false;
    }
    for (int64_t i = 0; ok && i < n; i++) {
        cdf[i] /= sum;
        cdf[i] = of_q == FLOAT32 ? (double)(float)cdf[i] : cdf[i];
    }
    if (ok && cdf[0] == 0)
        for (int64_t i = 0; i < n && cdf[i] == 0; i++)
            cdf[i] = -1;
    for (int64_t k = 0; ok && k < quantiles; k++) {
        int64_t place;
        sort_search(SORT_F8, (const char *)cdf, n, sizeof *cdf, NULL, 1, (const char *)&q[k], sizeof *q,
                    false, &place);
        chosen[k] = order[place < n ? place : n - 1];
    }
    data_free(order);
    data_free(cdf);
    return ok;
}

/* The quantiles of lines by weights of the same shape; unsorted. A line with a nan is nan, or goes without
 * it. */
static Value weighted_quantiles(Sheet *s, const Lines *lines, Tensor *weights, const Wanted *wanted)
{
    Tensor *w = sheet_cast(s, as_value(weights), FLOAT64), *q = sheet_line(s, wanted->q, FLOAT64);
    Tensor *a = lines->line;
    if (s->failed)
        return ABSENT;
    int64_t quantiles = tensor_size(q), n = lines->n, rows = n ? tensor_size(a) / n : 0;
    Shape shape;
    shape_set(&shape, q->ndim, q->dim);
    for (int i = 0; i < lines->kept.ndim; i++)
        shape.dim[shape.ndim++] = lines->kept.dim[i];
    Tensor *answer = sheet_zeros(s, (DType)a->dtype, shape.ndim, shape.dim);
    size_t size = tensor_itemsize(a);
    int64_t *chosen = data_alloc((size_t)(quantiles + 1) * sizeof *chosen);
    char *line = data_alloc((size_t)n * size + 1);
    double *weight = data_alloc((size_t)(n + 1) * sizeof *weight);
    for (int64_t row = 0; row < rows && !s->failed && chosen && line && weight; row++) {
        const char *from = a->data + (size_t)(row * n) * size;
        int64_t kept = 0, nan = -1;
        for (int64_t i = 0; i < n; i++) {
            complex128 z = lines->nans ? element_complex((DType)a->dtype, from + (size_t)i * size) : 0;
            if (z != z) {
                nan = i;
                if (wanted->nan)
                    continue;
            }
            memcpy(line + (size_t)kept * size, from + (size_t)i * size, size);
            weight[kept++] = ((const double *)w->data)[row * n + i];
        }
        if (!kept)
            sheet_warn(s, RuntimeWarning, "All-NaN slice encountered");
        bool is_nan = nan >= 0 && (!wanted->nan || !kept);
        if (!is_nan && !choose_weighted(s, sort_type((DType)a->dtype), line, weight, kept,
                                        (const double *)q->data, quantiles, value_dtype(wanted->q), chosen))
            s->failed = true;
        for (int64_t k = 0; k < quantiles && !s->failed; k++)
            memcpy(answer->data + (size_t)(k * rows + row) * size,
                   is_nan ? from + (size_t)nan * size : line + (size_t)chosen[k] * size, size);
    }
    data_free(chosen);
    data_free(line);
    data_free(weight);
    return as_value(answer); /* an array even if it has no axes */
}

static bool takes_weights(Sheet *s, const Call *call)
{
    Value method = call->arg[Q_METHOD].value;
    return (method.tag == V_STR && !strcmp(method.str->text, "inverted_cdf")) ||
           sheet_fail(s, ValueError, "Only method 'inverted_cdf' supports weights. Got: %s.",
                      method.tag == V_STR ? method.str->text : value_text(s->run, method));
}

/* The weights, not negative, in lines beside those of the array. */
static Tensor *weight_lines(Sheet *s, Call *call, Tensor *a, const bool marked[])
{
    Ints axes;
    Value axis = call->arg[Q_AXIS].value;
    if (s->failed)
        return NULL;
    if (axis.tag != V_NONE && !axes_of(s->run, axis, a->ndim, "axis", false, &axes)) {
        s->failed = true;
        return NULL;
    }
    Value w = weights_for(s, call->arg[Q_WEIGHTS].value, a, axis.tag == V_NONE ? NULL : &axes);
    if (sheet_any(s, sheet_op(s, OP_LT, w, value_int(0))))
        sheet_fail(s, ValueError, "Weights must be non-negative.");
    Value wide = s->failed ? ABSENT : sheet_tensor(s, tensor_broadcast(w.tensor, a->ndim, a->dim));
    return s->failed ? NULL : lines_of(s, sheet_cast(s, wide, FLOAT64), marked);
}

/* Reads q: a fraction, in the dtype that quantiles are computed with. */
static bool read_fractions(Sheet *s, Call *call, Wanted *wanted)
{
    bool percent = call->func->extra & 1;
    Value q = call->arg[Q].value;
    Tensor *t = sheet_array(s, q);
    wanted->weak = q.tag == V_INT || q.tag == V_FLOAT;
    wanted->q = as_value(t);
    if (percent)
        wanted->q = as_value(sheet_array(s, NP(s, "true_divide", wanted->q, value_int(100))));
    if (!s->failed && !between_0_and_1(s, wanted->q))
        sheet_fail(s, ValueError,
                   percent ? "Percentiles must be in the range [0, 100]"
                           : "Quantiles must be in the range [0, 1]");
    if (!s->failed && t->ndim > 2)
        sheet_fail(s, ValueError, "q must be a scalar or 1d");
    return !s->failed;
}

static Value quantiles_of_line(Sheet *s, const Lines *lines, const void *with)
{
    return quantiles_of(s, lines, with);
}

static bool infer_quantile(Call *call, Value *out)
{
    if (sheet_skips(call, out))
        return true;
    Sheet s;
    Wanted wanted = { .nan = false };
    Tensor *a = arg_tensor(call, 0);
    Shape shape = { .ndim = 0 };
    sheet_begin(&s, call->run);
    Tensor *q = sheet_array(&s, call->arg[Q].value);
    wanted.method = method_named(&s, call->arg[Q_METHOD].value);
    if (!q || s.failed)
        return s.failed = true, sheet_end(&s, ABSENT, out);
    if (dtype_is_complex((DType)a->dtype))
        return sheet_fail(&s, TypeError, "a must be an array of real numbers"), sheet_end(&s, ABSENT, out);
    Value given = call->arg[Q].value;
    DType dtype = (DType)a->dtype;
    bool weak = given.tag == V_INT || given.tag == V_FLOAT;
    bool nan = (call->func->extra & 2) != 0, empty = nan && !tensor_size(a),
         mixes = wanted.method->kind >= MIX_AVERAGE;
    if (call->arg[Q_WEIGHTS].value.tag != V_NONE && !empty && !takes_weights(&s, call))
        return sheet_end(&s, ABSENT, out);
    if (!empty) /* else nanmean answers */
        shape_set(&shape, q->ndim, q->dim);
    weak |= empty;
    if (mixes && dtype < FLOAT16) /* the first and last element need no mixing */
        dtype = given.tag == V_INT && !empty && !(call->func->extra & 1) ? dtype : FLOAT64;
    else if (mixes && !weak)
        dtype = dtype_promote(dtype, dtype_is_inexact((DType)q->dtype) ? (DType)q->dtype : FLOAT64);
    Value unused;
    bool refused = mixes && a->dtype == BOOL && !empty && (given.tag != V_INT || call->func->extra & 1);
    if (!sheet_end(&s, NONE, &unused) ||
        !lines_infer(call, Q_AXIS, Q_KEEPDIMS, refused ? NULL : arg_out(call, Q_OUT), dtype, &shape, out))
        return false;
    if (refused) {
        uint8_t one = 1; /* NumPy says why it cannot be mixed */
        Value truth = value_scalar(BOOL, &one);
        value_drop(*out);
        sheet_begin(&s, call->run);
        return sheet_end(&s, sheet_sub(&s, truth, truth), out);
    }
    return true;
}

static bool run_quantile(Call *call, Value *out)
{
    Sheet s;
    Lines lines;
    Wanted wanted = { .nan = (call->func->extra & 2) != 0 };
    bool marked[AXES_MAX];
    Tensor *weights = NULL;
    sheet_begin(&s, call->run);
    Tensor *a = sheet_array(&s, sheet_argument(&s, call, 0));
    if (a && dtype_is_complex((DType)a->dtype))
        sheet_fail(&s, TypeError, "a must be an array of real numbers");
    if (!a || s.failed || !read_fractions(&s, call, &wanted))
        return sheet_answer(&s, ABSENT, out);
    if (wanted.nan && !tensor_size(a))
        return sheet_answer(&s,
                            NP_KEYS(&s, "nanmean", value_array(a), KEY("axis", call->arg[Q_AXIS].value),
                                    KEY("keepdims", call->arg[Q_KEEPDIMS].value)),
                            out);
    bool keep = lines_keepdims(&s, call, Q_KEEPDIMS);
    if (call->arg[Q_WEIGHTS].value.tag != V_NONE && !takes_weights(&s, call))
        return sheet_answer(&s, ABSENT, out);
    Ints axes;
    if (call->arg[Q_WEIGHTS].value.tag != V_NONE && !arg_none(call, Q_AXIS) &&
        !axes_of(call->run, call->arg[Q_AXIS].value, a->ndim, "axis", false, &axes))
        s.failed = true;
    if (s.failed || !lines_mark(&s, call, Q_AXIS, a, marked))
        return sheet_answer(&s, ABSENT, out);
    if (call->arg[Q_WEIGHTS].value.tag != V_NONE)
        weights = weight_lines(&s, call, a, marked);
    else if (!lines_sort_given(&s, call, Q_OVERWRITE, a, marked))
        s.failed = true;
    if (s.failed || !lines_begin(&s, a, marked, &lines))
        return s.failed = true, sheet_answer(&s, ABSENT, out);
    wanted.method = method_named(&s, call->arg[Q_METHOD].value);
    Value answer;
    if (weights)
        answer = weighted_quantiles(&s, &lines, weights, &wanted);
    else if (s.failed || (wanted.nan && !tensor_sort(s.run, lines.line, lines.line->ndim - 1)))
        return s.failed = true, sheet_answer(&s, ABSENT, out);
    else if (wanted.nan)
        answer = lines_each(&s, &lines, quantiles_of_line, &wanted,
                            nans_like(&s, wanted.q, lines.nans ? (DType)a->dtype : FLOAT64));
    else
        answer = quantiles_of(&s, &lines, &wanted);
    return sheet_answer(&s, lines_answer(&s, &lines, answer, keep, arg_out(call, Q_OUT)), out);
}

#define QUANTILE_PARAMS                                                                                      \
    "a, q: any, axis: axes = None, out: out = None, overwrite_input: bool = False, method: str = 'linear', " \
    "keepdims: bool = False, *, weights: any = None"
#define NANQUANTILE_PARAMS                                                                                   \
    "a, q: any, axis: axes = None, out: out = None, overwrite_input: bool = False, method: str = 'linear', " \
    "keepdims: bool = ?, *, weights: any = None"

const Func quantile_funcs[] = {
    { .name = "quantile",
      .of = "np",
      .params = QUANTILE_PARAMS,
      .brief = "The element below which a share q of the elements lies.",
      .example = ">>> np.quantile([1, 2, 3, 4], 0.25)\nnp.float64(1.75)\n",
      .style = PYTHON,
      .infer = infer_quantile,
      .run = run_quantile,
      .gives = AS_ARRAY,
      .extra = 0 },
    { .name = "percentile",
      .of = "np",
      .params = QUANTILE_PARAMS,
      .brief = "The element below which q percent of the elements lie.",
      .example = ">>> np.percentile([1, 2, 3, 4], [0, 25, 100])\narray([1.  , 1.75, 4.  ])\n",
      .style = PYTHON,
      .infer = infer_quantile,
      .run = run_quantile,
      .gives = AS_ARRAY,
      .extra = 1 },
    { .name = "nanquantile",
      .of = "np",
      .params = NANQUANTILE_PARAMS,
      .brief = "The quantile of the elements that are not nan.",
      .example = ">>> np.nanquantile([1, np.nan, 3], 0.25)\nnp.float64(1.5)\n",
      .style = PYTHON,
      .infer = infer_quantile,
      .run = run_quantile,
      .gives = AS_ARRAY,
      .extra = 2 },
    { .name = "nanpercentile",
      .of = "np",
      .params = NANQUANTILE_PARAMS,
      .brief = "The percentile of the elements that are not nan.",
      .example = ">>> np.nanpercentile([1, np.nan, 3], 50)\nnp.float64(2.0)\n",
      .style = PYTHON,
      .infer = infer_quantile,
      .run = run_quantile,
      .gives = AS_ARRAY,
      .extra = 3 },
    { .name = NULL },
};
