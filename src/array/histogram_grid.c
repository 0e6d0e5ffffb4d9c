/* histogram_grid.c: histograms of several variables, whose cells are a grid (NumPy's _histograms_impl.py,
 * _twodim_base_impl.py). */
#include "array/histogram.h"

#include <string.h>

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
        const double *x = sheet_doubles(s, g->column[i]), *edges = sheet_doubles(s, g->edges[i]);
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
        w = sheet_doubles(s, weights);
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
    int64_t items;
    const Value *each = sequence_items(bins, &items);
    if (each && items != variables)
        return false;
    for (int i = 0; i < variables; i++) {
        Value v = each ? each[i] : bins;
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

const Func histogram_grid_funcs[] = {
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
