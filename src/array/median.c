/* median.c: the middle of the sorted elements, with and without nans (NumPy's _function_base_impl.py,
 * _nanfunctions_impl.py). */
#include "array/lines.h"
#include "array/sorting.h"

static Value median_of(Sheet *s, const Lines *lines, bool check_nans)
{
    int axis = lines->line->ndim - 1;
    int64_t half = lines->n / 2, from = lines->n % 2 || !lines->n ? half : half - 1;
    Value middle = sheet_part(s, value_array(lines->line), axis, from, lines->n ? half + 1 : 0);
    Value mean = NP_KEYS(s, "mean", middle, KEY("axis", value_int(axis)));
    return check_nans ? lines_spread_nans(s, lines, mean) : mean;
}

enum { MEDIAN_AXIS = 1, MEDIAN_OUT, MEDIAN_OVERWRITE, MEDIAN_KEEPDIMS };

/* An array that is given to median has the axes of the result, as for a reduction. */
static bool check_median_out(Call *call, const Tensor *a, const bool marked[], bool keep)
{
    if (!check_out_array(call, MEDIAN_OUT, "return arrays must be of ArrayType"))
        return false;
    const Tensor *given = arg_out(call, MEDIAN_OUT);
    Shape shape = { .ndim = 0 };
    for (int i = 0; i < a->ndim; i++)
        if (!marked[i] || keep)
            shape.dim[shape.ndim++] = marked[i] ? 1 : a->dim[i];
    if (given && keep && given->ndim < shape.ndim)
        return fail(call->run, IndexError,
                    "too many indices for array: array is %d-dimensional, but %d were indexed", given->ndim,
                    shape.ndim);
    if (given && !keep && given->ndim != shape.ndim)
        return fail(
            call->run, ValueError,
            "output parameter for reduction operation add has the wrong number of dimensions: Found %d but "
            "expected %d",
            given->ndim, shape.ndim);
    return !given || lines_fit_into(call->run, given, shape.ndim, shape.dim);
}

static bool infer_median(Call *call, Value *out)
{
    Shape shape = { .ndim = 0 };
    if (sheet_skips(call, out))
        return true;
    Sheet s;
    bool marked[AXES_MAX], keep = false;
    Tensor *a = arg_tensor(call, 0);
    sheet_begin(&s, call->run);
    if (!lines_mark(&s, call, MEDIAN_AXIS, a, marked) ||
        (call->arg[MEDIAN_KEEPDIMS].value.tag != V_ABSENT && !arg_truth(call, MEDIAN_KEEPDIMS, &keep)) ||
        !check_median_out(call, a, marked, keep))
        return false;
    return lines_infer(call, MEDIAN_AXIS, MEDIAN_KEEPDIMS, arg_out(call, MEDIAN_OUT),
                       dtype_is_inexact((DType)a->dtype) ? (DType)a->dtype : FLOAT64, &shape, out);
}

static bool run_median(Call *call, Value *out)
{
    Sheet s;
    Lines lines;
    bool marked[AXES_MAX];
    sheet_begin(&s, call->run);
    Tensor *a = sheet_array(&s, sheet_argument(&s, call, 0));
    bool keep = lines_keepdims(&s, call, MEDIAN_KEEPDIMS);
    if (!a || !lines_mark(&s, call, MEDIAN_AXIS, a, marked) || !check_median_out(call, a, marked, keep) ||
        !lines_sort_given(&s, call, MEDIAN_OVERWRITE, a, marked) || !lines_begin(&s, a, marked, &lines))
        return s.failed = true, sheet_answer(&s, ABSENT, out);
    const int64_t middle[2] = { lines.n > 1 ? lines.n / 2 - 1 : 0, lines.n / 2 };
    if (!tensor_sort_places(s.run, lines.line, lines.line->ndim - 1, 2, middle))
        return s.failed = true, sheet_answer(&s, ABSENT, out);
    Value answer = median_of(&s, &lines, true);
    return sheet_answer(&s, lines_answer(&s, &lines, answer, keep, arg_out(call, MEDIAN_OUT)), out);
}

static Value median_of_line(Sheet *s, const Lines *lines, const void *with)
{
    (void)with;
    return median_of(s, lines, false);
}

static bool run_nanmedian(Call *call, Value *out)
{
    Sheet s;
    Lines lines;
    bool marked[AXES_MAX];
    sheet_begin(&s, call->run);
    Tensor *a = sheet_array(&s, sheet_argument(&s, call, 0));
    if (a && !tensor_size(a))
        return sheet_answer(&s,
                            NP_KEYS(&s, "nanmean", value_array(a), KEY("axis", call->arg[MEDIAN_AXIS].value),
                                    KEY("out", call->arg[MEDIAN_OUT].value),
                                    KEY("keepdims", call->arg[MEDIAN_KEEPDIMS].value)),
                            out);
    bool keep = lines_keepdims(&s, call, MEDIAN_KEEPDIMS);
    if (!a || !lines_mark(&s, call, MEDIAN_AXIS, a, marked) || !check_median_out(call, a, marked, keep) ||
        !lines_sort_given(&s, call, MEDIAN_OVERWRITE, a, marked) || !lines_begin(&s, a, marked, &lines) ||
        !tensor_sort(s.run, lines.line, lines.line->ndim - 1))
        return s.failed = true, sheet_answer(&s, ABSENT, out);
    Value nan = nans_like(&s, value_float(0), lines.nans ? (DType)a->dtype : FLOAT64);
    Value answer = lines_each(&s, &lines, median_of_line, NULL, nan);
    return sheet_answer(&s, lines_answer(&s, &lines, answer, keep, arg_out(call, MEDIAN_OUT)), out);
}

const Func median_funcs[] = {
    { .name = "median",
      .gives_to = "add.reduce",
      .of = "np",
      .params =
          "a, axis: axes = None, out: out = None, overwrite_input: bool = False, keepdims: bool = False",
      .brief = "The middle element of the sorted ones, or the mean of the middle two.",
      .example = ">>> np.median([3, 1, 2, 10])\nnp.float64(2.5)\n",
      .style = PYTHON,
      .infer = infer_median,
      .run = run_median,
      .gives = AS_ARRAY },
    { .name = "nanmedian",
      .of = "np",
      .params = "a, axis: axes = None, out: out = None, overwrite_input: bool = False, keepdims: bool = ?",
      .brief = "The median of the elements that are not nan.",
      .example = ">>> np.nanmedian([3, np.nan, 2])\nnp.float64(2.5)\n",
      .style = PYTHON,
      .infer = infer_median,
      .run = run_nanmedian,
      .gives = AS_ARRAY,
      .extra = 2 },
    { .name = NULL },
};
