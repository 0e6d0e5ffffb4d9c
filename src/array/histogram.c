/* histogram.c: counting elements: bincount, histograms of one and more variables, and how many bins to take
 * (NumPy's _histograms_impl.py). */
#include "base/vectors.h"

#include "array/sorting.h"
#include "func/sheet.h"

#include <math.h>
#include <string.h>

/* bincount
 * -----------------------------------------------------------------------------------------------------------
 */

/* A parameter as a contiguous line of a dtype. Arrays must fit it, what is in lists is converted. */
static bool is_line(Sheet *s, Value given, const Tensor *t, DType dtype)
{
    bool fits = dtype_can_cast((DType)t->dtype, dtype, CAST_SAFE) || (dtype == INT64 && t->dtype == UINT64) ||
                !tensor_size(t);
    if (t->ndim == 0)
        return sheet_fail(s, ValueError, "object of too small depth for desired array");
    if (given.tag == V_ARRAY && t->ndim > 1)
        return sheet_fail(s, ValueError, "object too deep for desired array");
    if (!fits && given.tag == V_ARRAY)
        return sheet_fail(
            s, TypeError,
            "Cannot cast array data from dtype('%s') to dtype('%s') according to the rule 'safe'",
            dtype_info[t->dtype].name, dtype_info[dtype].name);
    if (!fits && dtype_is_complex((DType)t->dtype))
        return sheet_fail(s, TypeError, "%s() argument must be a string%s or a real number, not 'complex'",
                          dtype == INT64 ? "int" : "float", dtype == INT64 ? ", a bytes-like object" : "");
    return t->ndim == 1 || sheet_fail(s, ValueError, "object too deep for desired array");
}

static Tensor *as_line(Sheet *s, Value given, DType dtype)
{
    Tensor *t = s->failed
                    ? NULL
                    : tensor_from_value_within(s->run, given, NO_DTYPE, given.tag == V_ARRAY ? AXES_MAX : 1);
    if (!sheet_array(s, sheet_tensor(s, t)) || !is_line(s, given, t, dtype))
        return NULL;
    Tensor *cast = sheet_cast(s, value_array(t), dtype);
    return cast ? sheet_array(s, sheet_tensor(s, c_ordered(s->run, cast))) : NULL;
}

enum { BINCOUNT_WEIGHTS = 1, BINCOUNT_MINLENGTH };

/* The same of arrays and numbers; what lists hold is seen when they are read. */
static bool may_be_line(Sheet *s, Value given, DType dtype)
{
    Tensor scalar;
    return given.tag == V_ARRAY                ? is_line(s, given, given.tensor, dtype)
           : tensor_of_scalar(&scalar, &given) ? is_line(s, given, &scalar, dtype)
                                               : true;
}

static bool infer_bincount(Call *call, Value *out)
{
    int64_t some = DIM_UNKNOWN;
    if (sheet_skips(call, out))
        return true;
    Value given = call->arg[0].value; /* an empty one has no weights */
    bool weighs =
        !arg_none(call, BINCOUNT_WEIGHTS) && !(given.tag == V_ARRAY && tensor_size(given.tensor) == 0);
    Sheet s;
    sheet_begin(&s, call->run);
    Value weights = weighs ? call->arg[BINCOUNT_WEIGHTS].value : NONE;
    if (!may_be_line(&s, given, INT64) || (weighs && !may_be_line(&s, weights, FLOAT64)))
        return false;
    if (given.tag == V_ARRAY && weights.tag == V_ARRAY && given.tensor->dim[0] != weights.tensor->dim[0] &&
        given.tensor->dim[0] >= 0 && weights.tensor->dim[0] >= 0)
        return fail(call->run, ValueError, "The weights and list don't have the same length.");
    return infer_as(out, weighs ? FLOAT64 : INT64, 1, &some);
}

VECTORS static void bounds_of(int64_t n, const int64_t *at, int64_t *least, int64_t *most)
{
    int64_t low = *least, high = *most;
    for (int64_t i = 0; i < n; i++) {
        low = at[i] < low ? at[i] : low;
        high = at[i] > high ? at[i] : high;
    }
    *least = low;
    *most = high;
}

static bool run_bincount(Call *call, Value *out)
{
    Sheet s;
    int64_t size = 0;
    Tensor *weights = NULL;
    sheet_begin(&s, call->run);
    Tensor *x = as_line(&s, call->arg[0].value, INT64);
    if (x && arg_none(call, BINCOUNT_MINLENGTH))
        sheet_fail(&s, TypeError, "use 0 instead of None for minlength");
    s.failed |= s.failed || !arg_int(call, BINCOUNT_MINLENGTH, &size);
    if (!s.failed && size < 0)
        sheet_fail(&s, ValueError, "'minlength' must not be negative");
    if (!s.failed && !arg_none(call, BINCOUNT_WEIGHTS) && x->dim[0])
        weights = as_line(&s, call->arg[BINCOUNT_WEIGHTS].value, FLOAT64);
    if (!s.failed && weights && weights->dim[0] != x->dim[0])
        sheet_fail(&s, ValueError, "The weights and list don't have the same length.");
    int64_t n = s.failed ? 0 : x->dim[0];
    const int64_t *at = s.failed ? NULL : (const int64_t *)x->data;
    int64_t least = 0, most = -1;
    bounds_of(n, at, &least, &most);
    if (least < 0)
        sheet_fail(&s, ValueError, "'list' argument must have no negative elements");
    size = most >= size ? most + (most < INT64_MAX) : size; /* too many in either case */
    Tensor *count = s.failed ? NULL : sheet_zeros(&s, weights ? FLOAT64 : INT64, 1, &size);
    for (int64_t i = 0; count && i < n; i++)
        if (weights)
            ((double *)count->data)[at[i]] += ((const double *)weights->data)[i];
        else
            ((int64_t *)count->data)[at[i]]++;
    return sheet_answer(&s, as_value(count), out);
}

/* edges
 * --------------------------------------------------------------------------------------------------------------
 */

/* Where equal bins begin and end: numbers or NumPy's scalars. */
typedef struct Ends {
    Value first, last;
} Ends;

static bool all_finite(Sheet *s, Value a, Value b)
{
    return sheet_truth(s, NP(s, "isfinite", a)) && sheet_truth(s, NP(s, "isfinite", b));
}

static const char *text_of(Sheet *s, Value v)
{
    Text text = { 0 };
    const char *kept = "?";
    if (!s->failed && value_str_of(s->run, v, &text))
        kept = run_text(s->run, "%s", text_get(&text));
    text_free(&text);
    return kept;
}

static Ends outer_edges(Sheet *s, Value a, Value range)
{
    Ends e = { ABSENT, ABSENT };
    const char *what = "autodetected";
    if (s->failed)
        return e;
    if (range.tag != V_NONE) {
        Value list;
        if (!value_to_list(s->run, range, &list)) {
            s->failed = true;
            return e;
        }
        sheet_hold(s, list);
        int64_t n = list.list->count;
        if (n != 2) {
            if (n < 2)
                sheet_fail(s, ValueError, "not enough values to unpack (expected 2, got %lld)", (long long)n);
            else
                sheet_fail(s, ValueError, "too many values to unpack (expected 2, got %lld)", (long long)n);
            return e;
        }
        e = (Ends){ list.list->item[0], list.list->item[1] };
        what = "supplied";
        if (sheet_truth(s, sheet_op(s, OP_GT, e.first, e.last)))
            sheet_fail(s, ValueError, "max must be larger than min in range parameter.");
    } else if (!tensor_size(a.tensor)) {
        e = (Ends){ value_int(0), value_int(1) };
    } else {
        e = (Ends){ NP(s, "min", a), NP(s, "max", a) };
    }
    if (!s->failed && !all_finite(s, e.first, e.last) && !s->failed)
        sheet_fail(s, ValueError, "%s range of [%s, %s] is not finite", what, text_of(s, e.first),
                   text_of(s, e.last));
    if (sheet_truth(s, sheet_op(s, OP_EQ, e.first, e.last)))
        e = (Ends){ sheet_sub(s, e.first, value_float(0.5)), sheet_add(s, e.last, value_float(0.5)) };
    return e;
}

/* Estimators of a good width of bins, from the elements x. */
static double spread(Sheet *s, Value x)
{
    return sheet_double(s, NP(s, "max", x)) - sheet_double(s, NP(s, "min", x));
}

static double width_sturges(Sheet *s, Value x, double n) { return spread(s, x) / (log2(n) + 1); }
static double width_sqrt(Sheet *s, Value x, double n) { return spread(s, x) / sqrt(n); }
static double width_rice(Sheet *s, Value x, double n) { return spread(s, x) / (2 * pow(n, 1.0 / 3)); }
static double width_scott(Sheet *s, Value x, double n)
{
    return pow(24 * sqrt(M_PI) / n, 1.0 / 3.0) * sheet_double(s, NP(s, "std", x));
}

static double width_fd(Sheet *s, Value x, double n)
{
    double high = sheet_double(s, NP(s, "percentile", x, value_int(75)));
    double low = sheet_double(s, NP(s, "percentile", x, value_int(25)));
    return 2 * (high - low) * pow(n, -1.0 / 3.0);
}

static double width_auto(Sheet *s, Value x, double n)
{
    double fd = width_fd(s, x, n), sturges = width_sturges(s, x, n), least = width_sqrt(s, x, n) / 2;
    fd = fd < least ? least : fd;
    return fd < sturges ? fd : sturges;
}

static double width_doane(Sheet *s, Value x, double n)
{
    if (n <= 2)
        return 0;
    double sg1 = sqrt(6 * (n - 2) / ((n + 1) * (n + 3))), sigma = sheet_double(s, NP(s, "std", x));
    if (!(sigma > 0))
        return 0;
    Value apart = sheet_div(s, sheet_sub(s, x, NP(s, "mean", x)), value_float(sigma));
    double g1 = sheet_double(s, NP(s, "mean", NP(s, "power", apart, value_int(3))));
    return spread(s, x) / (1 + log2(n) + log2(1 + fabs(g1) / sg1));
}

/* Stone's rule: the number of bins with the least estimated error. */
static double width_stone(Sheet *s, Value x, double n)
{
    double range = spread(s, x), best = 0;
    int64_t most = (int64_t)sqrt(n) > 100 ? (int64_t)sqrt(n) : 100, chosen = 1;
    if (n <= 1 || range == 0)
        return 0;
    for (int64_t bins = 1; bins <= most && !s->failed; bins++) {
        Sheet one;
        sheet_begin(&one, s->run);
        Value pair = NP(&one, "histogram", x, value_int(bins)),
              p = sheet_div(&one, sheet_at(&one, pair, 0), value_float(n));
        double h = (2 - (n + 1) * sheet_double(&one, NP(&one, "dot", p, p))) / (range / (double)bins);
        if (bins == 1 || h < best) {
            best = h;
            chosen = bins;
        }
        Value unused;
        s->failed = !sheet_end(&one, NONE, &unused);
    }
    if (chosen == most)
        sheet_warn(s, RuntimeWarning, "The number of bins estimated may be suboptimal.");
    return range / (double)chosen;
}

typedef double Width(Sheet *, Value x, double n);
static const struct {
    const char *name;
    Width *width;
} estimators[] = {
    { "auto", width_auto },   { "doane", width_doane },     { "fd", width_fd },
    { "rice", width_rice },   { "scott", width_scott },     { "sqrt", width_sqrt },
    { "stone", width_stone }, { "sturges", width_sturges },
};

static int64_t estimate_bins(Sheet *s, Value a, const char *name, Value range, const Ends *e)
{
    Width *width = NULL;
    for (size_t i = 0; i < sizeof estimators / sizeof *estimators; i++)
        if (!strcmp(estimators[i].name, name))
            width = estimators[i].width;
    if (range.tag != V_NONE)
        a = sheet_item(s, a,
                       NP(s, "logical_and", sheet_op(s, OP_GE, a, e->first), sheet_op(s, OP_LE, a, e->last)));
    if (s->failed || !tensor_size(a.tensor))
        return 1;
    double by = width(s, a, (double)tensor_size(a.tensor));
    if (s->failed || by == 0)
        return 1;
    if (dtype_is_int((DType)a.tensor->dtype) && by < 1)
        by = 1;
    return (int64_t)ceil((sheet_double(s, e->last) - sheet_double(s, e->first)) / by);
}

static bool is_estimator(const char *name)
{
    for (size_t i = 0; i < sizeof estimators / sizeof *estimators; i++)
        if (!strcmp(estimators[i].name, name))
            return true;
    return false;
}

/* The bins of a histogram: their edges, and how many equal ones they are (0: they are the user's). */
typedef struct Bins {
    Value edges;
    int64_t equal;
    Ends ends;
} Bins;

/* edges[i] > edges[i + 1] (or >=) somewhere. */
static bool falls_back(Sheet *s, Value edges, Operator op)
{
    return sheet_any(s,
                     sheet_op(s, op, sheet_part(s, edges, 0, 0, -1), sheet_part(s, edges, 0, 1, INT64_MAX)));
}

/* An int of any size; beyond 64 bits it stays the caller's value, which linspace refuses in its words. */
static bool count_of_bins(Sheet *s, Value bins, int64_t *out)
{
    if (bins.tag != V_BIGINT)
        return value_index(s->run, bins, out);
    *out = mpz_sgn(bins.bigint->z) < 0 ? -1 : INT64_MAX;
    return true;
}

static Value count_of_edges(Value bins, int64_t equal)
{
    return bins.tag == V_BIGINT ? bins : value_int(equal < INT64_MAX ? equal + 1 : equal);
}

static void find_bins(Sheet *s, Value a, Value bins, Value range, bool weighted, Bins *out)
{
    *out = (Bins){ .edges = ABSENT };
    if (s->failed)
        return;
    if (bins.tag == V_STR) {
        if (!is_estimator(bins.str->text))
            sheet_fail(s, ValueError, "%s is not a valid estimator for `bins`", value_text(s->run, bins));
        else if (weighted)
            sheet_fail(s, TypeError,
                       "Automated estimation of the number of bins is not supported for weighted data");
        out->ends = outer_edges(s, a, range);
        out->equal = s->failed ? 1 : estimate_bins(s, a, bins.str->text, range, &out->ends);
    } else {
        Tensor *t = bins.tag == V_BIGINT ? NULL : sheet_array(s, bins);
        if (s->failed)
            return;
        if (t && t->ndim == 1) {
            out->edges = value_array(t);
            if (falls_back(s, out->edges, OP_GT))
                sheet_fail(s, ValueError, "`bins` must increase monotonically, when an array");
            return;
        }
        if (t && t->ndim > 1) {
            sheet_fail(s, ValueError, "`bins` must be 1d, when an array");
            return;
        }
        if (!count_of_bins(s, bins, &out->equal)) {
            run_clear_error(s->run);
            sheet_fail(s, TypeError, "`bins` must be an integer, a string, or an array");
        }
        if (!s->failed && out->equal < 1)
            sheet_fail(s, ValueError, "`bins` must be positive, when an integer");
        out->ends = outer_edges(s, a, range);
    }
    Value type = NP(s, "result_type", out->ends.first, out->ends.last, a);
    if (!s->failed && (DType)type.dtype < FLOAT16)
        type = value_of_dtype(FLOAT64);
    out->edges = NP(s, "linspace", out->ends.first, out->ends.last, count_of_edges(bins, out->equal),
                    value_bool(true), value_bool(false), type);
    if (falls_back(s, out->edges, OP_GE))
        sheet_fail(s, ValueError, "Too many bins for data range. Cannot create %lld finite-sized bins.",
                   (long long)out->equal);
}

/* histogram
 * ----------------------------------------------------------------------------------------------------------
 */

enum { BLOCK = 65536 }; /* elements are counted so many at a time, which the sums of weights show */

static const double *doubles_of(Sheet *s, Value v)
{
    Tensor *t = sheet_cast(s, v, FLOAT64),
           *line = t ? sheet_array(s, sheet_tensor(s, c_ordered(s->run, t))) : NULL;
    return line ? (const double *)line->data : NULL;
}

/* The bin of each element among equal ones; -1: outside. */
static void equal_places(const double *a, int64_t n, const double *edges, int64_t bins, double first,
                         double last, int64_t *place)
{
    double range = last - first;
    for (int64_t i = 0; i < n; i++) {
        if (!(a[i] >= first && a[i] <= last)) {
            place[i] = -1;
            continue;
        }
        int64_t k = (int64_t)((a[i] - first) / range * (double)bins);
        k -= k == bins;
        k -= a[i] < edges[k];
        k += a[i] >= edges[k + 1] && k != bins - 1;
        place[i] = k;
    }
}

/* x < y, as NumPy orders complex numbers: by the real part, then by the imaginary one. */
static bool complex_before(const double *x, const double *y)
{
    return (x[0] < y[0] && !isnan(x[1]) && !isnan(y[1])) || (x[0] == y[0] && x[1] < y[1]);
}

/* The bins of complex elements: by the real part of their share of the range. */
static void complex_places(Sheet *s, Value a, const Bins *bins, int64_t *place)
{
    Value range = NP(s, "subtract", bins->ends.last, bins->ends.first),
          share = NP(s, "divide", NP(s, "subtract", a, bins->ends.first), range),
          whole =
              as_value(sheet_cast(s, NP(s, "multiply", share, sheet_hold(s, value_int(bins->equal))), INT64));
    Tensor *at = sheet_cast(s, a, COMPLEX128), *edge = sheet_cast(s, bins->edges, COMPLEX128);
    if (s->failed)
        return;
    const double *z = (const double *)at->data, *edges = (const double *)edge->data;
    const double *first = edges, *last = edges + 2 * bins->equal;
    int64_t n = tensor_size(at);
    for (int64_t i = 0; i < n; i++, z += 2) {
        int64_t k = ((const int64_t *)whole.tensor->data)[i];
        bool inside = !isnan(z[0]) && !isnan(z[1]) && !complex_before(z, first) && !complex_before(last, z);
        if (inside && (k < 0 || k > bins->equal)) {
            sheet_fail(s, IndexError, "index %lld is out of bounds for axis 0 with size %lld", (long long)k,
                       (long long)bins->equal + 1);
            return;
        }
        if (inside) {
            k -= k == bins->equal;
            k -= k && complex_before(z, edges + 2 * k);
            k += k != bins->equal - 1 && !complex_before(z, edges + 2 * (k + 1));
        }
        place[i] = inside ? k : -1;
    }
}

/* Adds the weights (or ones) of n elements to their bins, a block at a time; `step` apart. */
static void add_weights(const int64_t *place, int64_t n, const double *weight, int64_t step, int64_t bins,
                        bool whole, double *room, double *to)
{
    for (int64_t from = 0; from < n; from += BLOCK) {
        int64_t end = from + BLOCK < n ? from + BLOCK : n;
        memset(room, 0, (size_t)bins * sizeof *room);
        for (int64_t i = from; i < end; i++)
            if (place[i] >= 0)
                room[place[i]] += weight[i * step];
        for (int64_t k = 0; k < bins; k++)
            to[k * step] += whole ? trunc(room[k]) : room[k];
    }
}

static Value count_equal(Sheet *s, Value a, Value weights, const Bins *bins)
{
    int64_t n = s->failed ? 0 : tensor_size(a.tensor), count = bins->equal;
    bool weighted = weights.tag != V_NONE;
    DType dtype = weighted && !s->failed ? (DType)weights.tensor->dtype : INT64;
    int64_t *place = data_alloc((size_t)(n + 1) * sizeof *place);
    if (!s->failed && place && dtype_is_complex((DType)a.tensor->dtype)) {
        complex_places(s, a, bins, place);
    } else {
        const double *at = doubles_of(s, a), *edges = doubles_of(s, bins->edges);
        double first = sheet_double(s, bins->ends.first), last = sheet_double(s, bins->ends.last);
        if (!s->failed && place)
            equal_places(at, n, edges, count, first, last, place);
    }
    if (s->failed || !place) {
        data_free(place);
        return ABSENT;
    }
    Value answer;
    if (!weighted) {
        Tensor *counts = sheet_zeros(s, INT64, 1, &count);
        for (int64_t i = 0; counts && i < n; i++)
            if (place[i] >= 0)
                ((int64_t *)counts->data)[place[i]]++;
        answer = as_value(counts);
    } else {
        int parts = dtype_is_complex(dtype) ? 2 : 1;
        Tensor *cast = sheet_cast(s, weights, parts == 2 ? COMPLEX128 : FLOAT64);
        Tensor *w = cast ? sheet_array(s, sheet_tensor(s, c_ordered(s->run, cast))) : NULL;
        Tensor *sums = w ? sheet_zeros(s, parts == 2 ? COMPLEX128 : FLOAT64, 1, &count) : NULL;
        double *room = data_alloc((size_t)(count + 1) * sizeof *room);
        for (int part = 0; sums && room && part < parts; part++)
            add_weights(place, n, (const double *)w->data + part, parts, count, dtype < FLOAT16, room,
                        (double *)sums->data + part);
        data_free(room);
        answer = as_value(sheet_cast(s, as_value(sums), dtype));
    }
    data_free(place);
    return answer;
}

/* How many elements of a sorted line are before each edge, the last of which belongs to its bin. */
static Value edge_places(Sheet *s, Value sorted, Value edges)
{
    Value part[2] = {
        NP(s, "searchsorted", sorted, sheet_part(s, edges, 0, 0, -1), sheet_hold(s, value_cstr("left"))),
        NP(s, "searchsorted", sorted, sheet_part(s, edges, 0, -1, INT64_MAX),
           sheet_hold(s, value_cstr("right"))),
    };
    return NP(s, "concatenate", sheet_tuple(s, 2, part));
}

static Value count_between(Sheet *s, Value a, Value weights, Value edges)
{
    if (weights.tag == V_NONE)
        return NP(s, "diff", edge_places(s, NP(s, "sort", a), edges));
    int64_t n = s->failed ? 0 : a.tensor->dim[0];
    Value sums = as_value(
        s->failed ? NULL : sheet_zeros(s, (DType)weights.tensor->dtype, 1, sheet_array(s, edges)->dim));
    for (int64_t from = 0; from < n && !s->failed; from += BLOCK) {
        Value part = sheet_part(s, a, 0, from, from + BLOCK), order = NP(s, "argsort", part);
        Value w = sheet_item(s, sheet_part(s, weights, 0, from, from + BLOCK), order);
        int64_t one = 1;
        Value zero = as_value(sheet_zeros(s, (DType)weights.tensor->dtype, 1, &one));
        Value upto = NP(s, "concatenate", sheet_tuple(s, 2, (Value[]){ zero, NP(s, "cumsum", w) }));
        sums = sheet_add(s, sums, sheet_item(s, upto, edge_places(s, sheet_item(s, part, order), edges)));
    }
    return NP(s, "diff", sums);
}

enum { HISTOGRAM_BINS = 1, HISTOGRAM_RANGE, HISTOGRAM_DENSITY, HISTOGRAM_WEIGHTS, EDGES_WEIGHTS = 3 };

/* The elements and their weights, flattened. */
static void read_sample(Sheet *s, Call *call, int weights_at, Value *a, Value *weights)
{
    *a = sheet_argument(s, call, 0);
    *weights = NONE;
    if (s->failed)
        return;
    if (a->tensor->dtype == BOOL) {
        sheet_warn(s, RuntimeWarning,
                   "Converting input from bool to <class 'numpy.uint8'> for compatibility.");
        *a = as_value(sheet_cast(s, *a, UINT8));
    }
    if (!s->failed && !arg_none(call, weights_at)) {
        Tensor *w = sheet_array(s, call->arg[weights_at].value);
        if (w && !shape_equal(w->ndim, w->dim, a->tensor->ndim, a->tensor->dim))
            sheet_fail(s, ValueError, "weights should have the same shape as a.");
        *weights = NP(s, "ravel", as_value(w));
    }
    *a = NP(s, "ravel", *a);
}

static bool edges_size(Call *call, int64_t *size, DType *dtype)
{
    Value bins = call->arg[HISTOGRAM_BINS].value;
    DType d = (DType)arg_tensor(call, 0)->dtype;
    *size = DIM_UNKNOWN;
    *dtype = dtype_is_inexact(d) ? d : FLOAT64;
    if (bins.tag == V_INT && bins.i > 0 && bins.i < INT64_MAX)
        *size = bins.i + 1;
    else if (bins.tag != V_STR && bins.tag != V_INT) {
        if (!arg_convert(call, HISTOGRAM_BINS))
            return false;
        const Tensor *t = arg_tensor(call, HISTOGRAM_BINS);
        *size = t->ndim == 1 ? t->dim[0] : DIM_UNKNOWN;
        *dtype = (DType)t->dtype;
    }
    return true;
}

static bool weights_fit(Call *call, int weights_at)
{
    if (arg_none(call, weights_at))
        return true;
    const Tensor *a = arg_tensor(call, 0),
                 *w = arg_convert(call, weights_at) ? arg_tensor(call, weights_at) : NULL;
    return w && (shape_equal(w->ndim, w->dim, a->ndim, a->dim) ||
                 fail(call->run, ValueError, "weights should have the same shape as a."));
}

static bool infer_edges(Call *call, Value *out)
{
    int64_t size;
    DType dtype;
    return sheet_skips(call, out) || (weights_fit(call, EDGES_WEIGHTS) && edges_size(call, &size, &dtype) &&
                                      infer_as(out, dtype, 1, &size));
}

static bool infer_histogram(Call *call, Value *out)
{
    int64_t size, bins;
    DType dtype;
    bool density = false;
    if (sheet_skips(call, out))
        return true;
    if (!weights_fit(call, HISTOGRAM_WEIGHTS) || !edges_size(call, &size, &dtype) ||
        (!arg_none(call, HISTOGRAM_DENSITY) && !arg_truth(call, HISTOGRAM_DENSITY, &density)))
        return false;
    bins = size < 0 ? DIM_UNKNOWN : size ? size - 1 : 0;
    *out = value_tuple_new(2);
    DType counts = density ? FLOAT64 : INT64;
    if (!density && !arg_none(call, HISTOGRAM_WEIGHTS) && arg_convert(call, HISTOGRAM_WEIGHTS))
        counts = (DType)arg_tensor(call, HISTOGRAM_WEIGHTS)->dtype;
    return infer_as(&out->tuple->item[0], counts, 1, &bins) &&
           infer_as(&out->tuple->item[1], dtype, 1, &size);
}

static bool run_edges(Call *call, Value *out)
{
    Sheet s;
    Value a, weights;
    Bins bins;
    sheet_begin(&s, call->run);
    read_sample(&s, call, 3, &a, &weights);
    find_bins(&s, a, call->arg[HISTOGRAM_BINS].value, call->arg[HISTOGRAM_RANGE].value, weights.tag != V_NONE,
              &bins);
    return sheet_answer(&s, bins.edges, out);
}

static bool run_histogram(Call *call, Value *out)
{
    Sheet s;
    Value a, weights;
    Bins bins;
    bool density = false;
    sheet_begin(&s, call->run);
    read_sample(&s, call, HISTOGRAM_WEIGHTS, &a, &weights);
    find_bins(&s, a, call->arg[HISTOGRAM_BINS].value, call->arg[HISTOGRAM_RANGE].value, weights.tag != V_NONE,
              &bins);
    Value n = s.failed     ? ABSENT
              : bins.equal ? count_equal(&s, a, weights, &bins)
                           : count_between(&s, a, weights, bins.edges);
    if (!s.failed && !arg_none(call, HISTOGRAM_DENSITY))
        s.failed = !arg_truth(call, HISTOGRAM_DENSITY, &density);
    if (density) {
        Value widths = as_value(sheet_cast(&s, NP(&s, "diff", bins.edges), FLOAT64));
        n = sheet_div(&s, sheet_div(&s, n, widths), NP(&s, "sum", n));
    }
    return sheet_answer(&s, sheet_tuple(&s, 2, (Value[]){ n, bins.edges }), out);
}

/* several variables
 * -------------------------------------------------------------------------------------------------- */

typedef struct Grid {
    int variables;
    int64_t samples;
    Value column[AXES_MAX], edges[AXES_MAX];
    int64_t bins[AXES_MAX];
} Grid;

/* The edges of variable i: its own, or equal bins. */
static Value grid_edges(Sheet *s, int i, Value column, Value bins, Value range)
{
    Tensor *t = bins.tag == V_BIGINT ? NULL : sheet_array(s, bins);
    if (s->failed)
        return ABSENT;
    if (t && t->ndim > 1) {
        sheet_fail(s, ValueError, "`bins[%d]` must be a scalar or 1d array", i);
        return ABSENT;
    }
    if (t && t->ndim == 1) {
        if (falls_back(s, value_array(t), OP_GT))
            sheet_fail(s, ValueError, "`bins[%d]` must be monotonically increasing, when an array", i);
        return value_array(t);
    }
    int64_t n = 0;
    if (sheet_truth(s, sheet_op(s, OP_LT, bins, value_int(1))))
        sheet_fail(s, ValueError, "`bins[%d]` must be positive, when an integer", i);
    Ends e = outer_edges(s, column, range);
    if (!s->failed && !count_of_bins(s, bins, &n)) {
        run_clear_error(s->run);
        sheet_fail(s, TypeError, "`bins[%d]` must be an integer, when a scalar", i);
    }
    return NP(s, "linspace", e.first, e.last, count_of_edges(bins, n));
}

/* The items of a sequence, or one value for all variables. */
static bool spread_items(Sheet *s, Value v, int n, const char *otherwise, Value item[])
{
    bool sequence =
        v.tag == V_LIST || v.tag == V_TUPLE || v.tag == V_RANGE || (v.tag == V_ARRAY && v.tensor->ndim);
    for (int i = 0; i < n; i++)
        item[i] = v;
    if (!sequence || s->failed)
        return !s->failed;
    Value list;
    if (!value_to_list(s->run, v, &list))
        return s->failed = true, false;
    sheet_hold(s, list);
    if (list.list->count != n)
        return sheet_fail(s, ValueError, "%s", otherwise);
    for (int i = 0; i < n; i++)
        item[i] = list.list->item[i];
    return true;
}

static void find_grid(Sheet *s, Value sample, Value bins, Value range, Grid *g)
{
    Value each_bins[AXES_MAX], each_range[AXES_MAX];
    *g = (Grid){ 0 };
    if (s->failed)
        return;
    if (sample.tensor->ndim != 2) {
        sheet_fail(s, ValueError, "too many values to unpack (expected 2, got %d)", sample.tensor->ndim);
        return;
    }
    g->samples = sample.tensor->dim[0];
    if (sample.tensor->dim[1] > AXES_MAX) {
        s->failed = !fail_axes(s->run, sample.tensor->dim[1]);
        return;
    }
    g->variables = (int)sample.tensor->dim[1];
    if (!spread_items(s, bins, g->variables,
                      "The dimension of bins must be equal to the dimension of the sample x.", each_bins) ||
        !spread_items(s, range, g->variables, "range argument must have one entry per dimension", each_range))
        return;
    if (!g->variables)
        sheet_fail(s, ValueError, "object of too small depth for desired array");
    for (int i = 0; i < g->variables && !s->failed; i++) {
        g->column[i] = sheet_tensor(s, view_item(sample.tensor, 1, i));
        g->edges[i] = grid_edges(s, i, g->column[i], each_bins[i], each_range[i]);
        g->bins[i] = s->failed ? 0 : sheet_array(s, g->edges[i])->dim[0] - 1;
    }
}

/* The number of each sample's cell in the histogram, in C order; -1: outside. */
static bool grid_places(Sheet *s, const Grid *g, int64_t *place)
{
    memset(place, 0, (size_t)g->samples * sizeof *place);
    for (int i = 0; i < g->variables && !s->failed; i++) {
        Value at = NP(s, "searchsorted", g->edges[i], g->column[i], sheet_hold(s, value_cstr("right")));
        const double *x = doubles_of(s, g->column[i]), *edges = doubles_of(s, g->edges[i]);
        for (int64_t k = 0; !s->failed && k < g->samples; k++) {
            int64_t cell = ((const int64_t *)at.tensor->data)[k] - (x[k] == edges[g->bins[i]]) - 1;
            if (cell < 0 || cell >= g->bins[i] || place[k] < 0)
                place[k] = -1;
            else
                place[k] = place[k] * g->bins[i] + cell;
        }
    }
    return !s->failed;
}

static Value count_grid(Sheet *s, const Grid *g, Value weights, bool density)
{
    if (s->failed)
        return ABSENT;
    const double *w = NULL;
    if (weights.tag != V_NONE) {
        weights = as_value(sheet_array(s, weights));
        w = doubles_of(s, weights);
        if (w && tensor_size(weights.tensor) != g->samples)
            sheet_fail(s, ValueError, "The weights and list don't have the same length.");
    }
    Tensor *counts = s->failed ? NULL : sheet_zeros(s, FLOAT64, g->variables, g->bins);
    int64_t *place = data_alloc((size_t)(g->samples + 1) * sizeof *place);
    if (counts && place && grid_places(s, g, place))
        for (int64_t k = 0; k < g->samples; k++)
            if (place[k] >= 0)
                ((double *)counts->data)[place[k]] += w ? w[k] : 1;
    data_free(place);
    Value n = as_value(counts);
    if (!density || s->failed)
        return n;
    Value sum = NP(s, "sum", n);
    for (int i = 0; i < g->variables && !s->failed; i++) {
        int64_t dim[AXES_MAX];
        for (int k = 0; k < g->variables; k++)
            dim[k] = k == i ? g->bins[i] : 1;
        Value widths = NP(s, "diff", g->edges[i]);
        n = sheet_div(s, n,
                      s->failed
                          ? ABSENT
                          : sheet_tensor(s, tensor_reshape(s->run, widths.tensor, g->variables, dim, 'C')));
    }
    return sheet_div(s, n, sum);
}

enum { DD_BINS = 1, DD_RANGE, DD_DENSITY, DD_WEIGHTS };

static bool grid_answer(Sheet *s, Call *call, Value sample, Value bins, int first, Value *out)
{
    Grid g;
    bool density = false;
    if (!s->failed && !arg_none(call, first + DD_DENSITY))
        s->failed = !arg_truth(call, first + DD_DENSITY, &density);
    find_grid(s, sample, bins, call->arg[first + DD_RANGE].value, &g);
    Value n = count_grid(s, &g, call->arg[first + DD_WEIGHTS].value, density);
    if (s->failed)
        return sheet_answer(s, ABSENT, out);
    if (first)
        return sheet_answer(s, sheet_tuple(s, 3, (Value[]){ n, g.edges[0], g.edges[1] }), out);
    return sheet_answer(s, sheet_tuple(s, 2, (Value[]){ n, sheet_list(s, g.variables, g.edges) }), out);
}

/* The numbers of bins of so many variables; false: edges were given, or what is wrong. */
static bool bins_counted(Value bins, int variables, int64_t count[])
{
    bool each = is_sequence(bins);
    const Value *item = !each ? &bins : bins.tag == V_LIST ? bins.list->item : bins.tuple->item;
    if (each && (bins.tag == V_LIST ? bins.list->count : bins.tuple->count) != variables)
        return false;
    for (int i = 0; i < variables; i++) {
        Value v = item[each ? i : 0];
        if (v.tag != V_INT || v.i < 1 || v.i > INT32_MAX)
            return false;
        count[i] = v.i;
    }
    return true;
}

/* Edges are of the samples' dtype, where that is one of floats. */
static bool edges_are_doubles(const Tensor *samples)
{
    return dtype_is_int((DType)samples->dtype) || samples->dtype == FLOAT64;
}

static Value typed_doubles(int ndim, const int64_t *dim)
{
    return value_array(tensor_typed(FLOAT64, ndim, dim));
}

/* The counts, and the edges one by one or as a list. */
static bool infer_grid(int variables, const int64_t *bins, bool as_list, Value *out)
{
    Value edges = as_list ? value_list_new(variables) : value_tuple_new(3);
    for (int i = 0; i < variables; i++) {
        Value line = typed_doubles(1, (int64_t[]){ bins[i] + 1 });
        if (!as_list) {
            edges.tuple->item[i + 1] = line;
            continue;
        }
        list_append(edges.list, line);
        value_drop(line);
    }
    if (as_list) {
        *out = value_tuple_new(2);
        out->tuple->item[1] = edges;
    } else
        *out = edges;
    out->tuple->item[0] = typed_doubles(variables, bins);
    return true;
}

static bool infer_histogramdd(Call *call, Value *out)
{
    int64_t bins[AXES_MAX];
    Value sample = call->arg[0].value;
    if (!call->typed_only || any_unknown(call) || sample.tag != V_ARRAY || sample.tensor->ndim != 2 ||
        !arg_none(call, DD_WEIGHTS) || !edges_are_doubles(sample.tensor) || sample.tensor->dim[1] < 1 ||
        sample.tensor->dim[1] > AXES_MAX ||
        !bins_counted(call->arg[DD_BINS].value, (int)sample.tensor->dim[1], bins))
        return give_unknown(out);
    return infer_grid((int)sample.tensor->dim[1], bins, true, out);
}

static bool infer_histogram2d(Call *call, Value *out)
{
    int64_t bins[2];
    Value x = call->arg[0].value, y = call->arg[1].value;
    if (!call->typed_only || any_unknown(call) || x.tag != V_ARRAY || y.tag != V_ARRAY ||
        x.tensor->ndim != 1 || y.tensor->ndim != 1 || x.tensor->dim[0] != y.tensor->dim[0] ||
        !arg_none(call, 1 + DD_WEIGHTS) || !edges_are_doubles(x.tensor) || !edges_are_doubles(y.tensor) ||
        !bins_counted(call->arg[2].value, 2, bins))
        return give_unknown(out);
    return infer_grid(2, bins, false, out);
}

static bool run_histogramdd(Call *call, Value *out)
{
    Sheet s;
    sheet_begin(&s, call->run);
    Value given = call->arg[0].value, sample;
    if (given.tag == V_ARRAY && given.tensor->ndim == 2)
        sample = given;
    else
        sample = NP(&s, "transpose", NP(&s, "atleast_2d", given));
    if (!s.failed && sample.tensor->ndim != 2)
        sheet_fail(&s, ValueError, "too many values to unpack (expected 2)");
    return grid_answer(&s, call, sample, call->arg[DD_BINS].value, 0, out);
}

static bool run_histogram2d(Call *call, Value *out)
{
    Sheet s;
    int64_t x = 0, y = 0, count = 1;
    sheet_begin(&s, call->run);
    Value bins = call->arg[2].value;
    s.failed = !value_len(s.run, call->arg[0].value, &x) || !value_len(s.run, call->arg[1].value, &y);
    if (x != y)
        sheet_fail(&s, ValueError, "x and y must have the same length.");
    if (!s.failed &&
        (bins.tag == V_LIST || bins.tag == V_TUPLE || (bins.tag == V_ARRAY && bins.tensor->ndim)))
        s.failed = !value_len(s.run, bins, &count);
    if (!s.failed && count != 1 && count != 2) {
        Value edges = as_value(sheet_array(&s, bins));
        bins = sheet_list(&s, 2, (Value[]){ edges, edges });
    }
    Value both = sheet_list(&s, 2, (Value[]){ call->arg[0].value, call->arg[1].value });
    Value sample = NP(&s, "transpose", NP(&s, "atleast_2d", both));
    return grid_answer(&s, call, sample, bins, 1, out);
}

const Func histogram_funcs[] = {
    { .name = "bincount",
      .of = "np",
      .params = "x: any, weights: any = None, minlength: any = 0",
      .brief = "How often each of the numbers 0, 1, 2 … is there.",
      .example = ">>> np.bincount([0, 1, 1, 3])\narray([1, 2, 0, 1])\n",
      .style = PYTHON,
      .infer = infer_bincount,
      .run = run_bincount,
      .gives = AS_ARRAY },
    { .name = "histogram_bin_edges",
      .of = "np",
      .params = "a, bins: any = 10, range: any = None, weights: any = None",
      .brief = "The edges of the bins that np.histogram counts in.",
      .example = ">>> np.histogram_bin_edges([0, 4], bins=4)\narray([0., 1., 2., 3., 4.])\n",
      .style = PYTHON,
      .infer = infer_edges,
      .run = run_edges,
      .gives = AS_ARRAY },
    { .name = "histogram",
      .of = "np",
      .params = "a, bins: any = 10, range: any = None, density: any = None, weights: any = None",
      .brief = "How many elements are in each bin, and the edges of the bins.",
      .example = ">>> np.histogram([1, 2, 1, 3], bins=3)[0]\narray([2, 1, 1])\n",
      .style = PYTHON,
      .infer = infer_histogram,
      .run = run_histogram,
      .gives = AS_ARRAY },
    { .name = "histogram2d",
      .of = "np",
      .params = "x: any, y: any, bins: any = 10, range: any = None, density: any = None, weights: any = None",
      .brief = "How many pairs of elements are in each cell of a grid, and the edges of the cells.",
      .example = ">>> np.histogram2d([0, 1, 1], [0, 0, 1], bins=2)[0]\narray([[1., 0.],\n       [1., 1.]])\n",
      .style = PYTHON,
      .infer = infer_histogram2d,
      .run = run_histogram2d,
      .gives = AS_ARRAY },
    { .name = "histogramdd",
      .of = "np",
      .params = "sample: any, bins: any = 10, range: any = None, density: any = None, weights: any = None",
      .brief = "How many samples of several variables are in each cell of a grid, and its edges.",
      .example =
          ">>> np.histogramdd(np.arange(6).reshape(3, 2), bins=2)[0]\narray([[1., 0.],\n       [0., 2.]])\n",
      .style = PYTHON,
      .infer = infer_histogramdd,
      .run = run_histogramdd,
      .gives = AS_ARRAY },
    { .name = NULL },
};
