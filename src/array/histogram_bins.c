/* histogram_bins.c: the bins of a histogram: where they begin and end, and how many are a good number of them
 * (NumPy's _histograms_impl.py). */
#include "array/histogram.h"

#include <math.h>
#include <string.h>

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

Ends outer_edges(Sheet *s, Value a, Value range)
{
    Ends e = { ABSENT, ABSENT };
    const char *what = "autodetected";
    if (s->failed)
        return e;
    if (range.tag != V_NONE) {
        Value list;
        if (!value_to_list(s->run, range, &list)) {
            if (value_is_number(range))
                fail(s->run, TypeError, "cannot unpack non-iterable %s object", value_type_name(range));
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

bool falls_back(Sheet *s, Value edges, Operator op)
{
    return sheet_any(s,
                     sheet_op(s, op, sheet_part(s, edges, 0, 0, -1), sheet_part(s, edges, 0, 1, INT64_MAX)));
}

bool count_of_bins(Sheet *s, Value bins, int64_t *out)
{
    if (bins.tag != V_BIGINT)
        return value_index(s->run, bins, out);
    *out = mpz_sgn(bins.bigint->z) < 0 ? -1 : INT64_MAX;
    return true;
}

Value count_of_edges(Value bins, int64_t equal)
{
    return bins.tag == V_BIGINT ? bins : value_int(equal < INT64_MAX ? equal + 1 : equal);
}

void find_bins(Sheet *s, Value a, Value bins, Value range, bool weighted, Bins *out)
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
