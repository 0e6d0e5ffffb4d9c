/* histogram.c: how many elements are in each bin (NumPy's _histograms_impl.py). */
#include "base/vectors.h"

#include "array/histogram.h"

#include <math.h>
#include <string.h>

enum { BLOCK = 65536 }; /* elements are counted so many at a time, which the sums of weights show */

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
        const double *at = sheet_doubles(s, a), *edges = sheet_doubles(s, bins->edges);
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
        DType sum = parts == 2 ? COMPLEX128 : FLOAT64;
        Tensor *w = sheet_line(s, weights, sum), *sums = w ? sheet_zeros(s, sum, 1, &count) : NULL;
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

const Func histogram_funcs[] = {
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
      .gives_to = "minimum",
      .of = "np",
      .params = "a, bins: any = 10, range: any = None, density: any = None, weights: any = None",
      .brief = "How many elements are in each bin, and the edges of the bins.",
      .example = ">>> np.histogram([1, 2, 1, 3], bins=3)[0]\narray([2, 1, 1])\n",
      .style = PYTHON,
      .infer = infer_histogram,
      .run = run_histogram,
      .gives = AS_ARRAY },
    { .name = NULL },
};
