/* lines.c: an array as lines along the axes that are reduced, for medians and quantiles (NumPy's _ureduce).
 */
#include "array/lines.h"

#include "array/sorting.h"

#include <math.h>
#include <string.h>

static void lines_view(const Tensor *a, const bool marked[], int order[])
{
    int n = 0;
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i < a->ndim; i++)
            if (marked[i] == pass)
                order[n++] = i;
}

bool lines_mark(Sheet *s, Call *call, int i, const Tensor *a, bool marked[])
{
    Ints axes;
    Value v = call->arg[i].value;
    memset(marked, v.tag == V_NONE, AXES_MAX * sizeof *marked);
    if (s->failed || v.tag == V_NONE)
        return !s->failed;
    if (!axes_of(s->run, v, a->ndim, NULL, false, &axes)) {
        s->failed = true;
        return false;
    }
    for (int k = 0; k < axes.count; k++)
        marked[axes.at[k]] = true;
    return true;
}

Tensor *lines_of(Sheet *s, Tensor *a, const bool marked[])
{
    int order[AXES_MAX];
    Shape shape = { .ndim = 0 };
    int64_t n = 1;
    for (int i = 0; i < a->ndim; i++)
        if (marked[i])
            n *= a->dim[i];
        else
            shape.dim[shape.ndim++] = a->dim[i];
    shape.dim[shape.ndim++] = n;
    lines_view(a, marked, order);
    Tensor *moved = tensor_transpose(a, order), *copy = tensor_copy(s->run, moved, 'C');
    Tensor *lines = copy ? tensor_reshape_view(copy, shape.ndim, shape.dim) : NULL;
    tensor_drop(moved);
    tensor_drop(copy);
    return sheet_array(s, sheet_tensor(s, lines));
}

/* NumPy moves several axes last and makes one of them by a reshape, which has no answer where the others have
 * no elements. */
static bool lines_fit(Sheet *s, const Tensor *a, const Lines *lines)
{
    const Shape *kept = &lines->kept;
    if (kept->ndim == a->ndim - 1 || shape_size(kept->ndim, kept->dim) != 0)
        return true;
    const char *shape = shape_tight(s->run, kept->ndim, kept->dim);
    int length = (int)strcspn(shape + 1, ")") - (kept->ndim == 1);
    return s->failed = true,
           fail(s->run, ValueError, "cannot reshape array of size 0 into shape (%.*s,newaxis)", length,
                shape + 1);
}

bool lines_begin(Sheet *s, Tensor *a, const bool marked[], Lines *lines)
{
    *lines = (Lines){ .nans = dtype_is_inexact((DType)a->dtype) };
    lines->kept.ndim = 0;
    lines->full.ndim = a->ndim;
    for (int i = 0; i < a->ndim; i++) {
        lines->full.dim[i] = marked[i] ? 1 : a->dim[i];
        if (!marked[i])
            lines->kept.dim[lines->kept.ndim++] = a->dim[i];
    }
    if (!lines_fit(s, a, lines))
        return false;
    lines->line = lines_of(s, a, marked);
    lines->n = lines->line ? lines->line->dim[lines->line->ndim - 1] : 0;
    return lines->line;
}

/* The axes that are reduced, as one and last, in NumPy's order of axes (_ureduce); NULL without an error if
 * that takes a copy. */
static Tensor *lines_inside(Tensor *a, const bool marked[])
{
    int order[AXES_MAX], kept = 0, axis = 0;
    Shape shape = { .ndim = 0 };
    for (int i = 0; i < a->ndim; i++)
        order[i] = i;
    for (int i = 0; i < a->ndim; i++) {
        if (marked[i])
            continue;
        int swapped = order[kept];
        order[kept] = order[i];
        order[i] = swapped;
        shape.dim[shape.ndim++] = a->dim[order[kept++]];
    }
    if (kept == AXES_MAX)
        return NULL;
    for (axis = kept, shape.dim[kept] = 1; axis < a->ndim; axis++)
        shape.dim[kept] *= a->dim[order[axis]];
    Tensor *moved = tensor_transpose(a, order), *lines = tensor_reshape_view(moved, kept + 1, shape.dim);
    tensor_drop(moved);
    return lines;
}

bool lines_sort_given(Sheet *s, Call *call, int overwrite, Tensor *a, const bool marked[])
{
    bool wanted = false;
    if (!arg_truth(call, overwrite, &wanted))
        return false;
    Tensor *lines =
        wanted && call->arg[0].value.tag == V_ARRAY && tensor_size(a) ? lines_inside(a, marked) : NULL;
    bool done = true;
    if (lines && tensor_writeable(a))
        done = tensor_sort(s->run, lines, lines->ndim - 1);
    else if (lines && !(call->func->extra & 2 && lines->ndim > 1))
        done = fail(s->run, ValueError, "partition array is read-only");
    tensor_drop(lines);
    return done;
}

bool lines_fit_into(Run *run, const Tensor *given, int ndim, const int64_t *dim)
{
    Shape both;
    shape_set(&both, ndim, dim);
    return (shape_broadcast(&both, given->ndim, given->dim) &&
            shape_equal(both.ndim, both.dim, given->ndim, given->dim)) ||
           fail(run, ValueError,
                "non-broadcastable output operand with shape %s doesn't match the broadcast shape %s",
                shape_tight(run, given->ndim, given->dim), shape_tight(run, ndim, dim));
}

Value lines_answer(Sheet *s, const Lines *lines, Value answer, bool keepdims, Tensor *out)
{
    if (s->failed || answer.tag == V_ABSENT)
        return ABSENT;
    if (keepdims || out) {
        Tensor *t = sheet_array(s, answer);
        int extra = t ? t->ndim - lines->kept.ndim : 0;
        Shape shape;
        if (t && keepdims) {
            shape_set(&shape, extra, t->dim);
            for (int i = 0; i < lines->full.ndim; i++)
                shape.dim[shape.ndim++] = lines->full.dim[i];
            answer = sheet_tensor(s, tensor_reshape(s->run, t, shape.ndim, shape.dim, 'C'));
        }
    }
    if (!out || s->failed)
        return answer;
    Tensor *t = sheet_array(s, answer);
    s->failed = !lines_fit_into(s->run, out, t->ndim, t->dim) || !tensor_assign(s->run, out, t);
    return value_array(out);
}

/* The elements at one place of each sorted line: rows of the lines' other axes. */
static Value row_at(Sheet *s, const Lines *lines, int64_t place)
{
    Value v = sheet_tensor(s, view_item(lines->line, lines->line->ndim - 1, place));
    return v.tag == V_ARRAY && v.tensor->ndim == 0 ? sheet_item(s, v, sheet_hold(s, value_tuple_new(0))) : v;
}

Value lines_spread_nans(Sheet *s, const Lines *lines, Value answer)
{
    if (!lines->nans || !lines->n || s->failed)
        return answer;
    Value last = row_at(s, lines, lines->n - 1), nan = NP(s, "isnan", last);
    if (!sheet_any(s, nan))
        return answer;
    Value dtype = NP(s, "where", nan, last, answer);
    DType wanted = value_dtype(answer);
    if (s->failed || value_dtype(dtype) == wanted)
        return value_ndim(answer) || s->failed ? dtype
                                               : sheet_item(s, dtype, sheet_hold(s, value_tuple_new(0)));
    Tensor *cast = sheet_cast(s, dtype, wanted);
    return as_value(cast);
}

bool lines_keepdims(Sheet *s, Call *call, int i)
{
    bool keep = false;
    if (!s->failed && call->arg[i].value.tag != V_ABSENT)
        s->failed = !arg_truth(call, i, &keep);
    return keep;
}

bool lines_infer(Call *call, int axis, int keepdims, Tensor *given, DType dtype, Shape *before, Value *out)
{
    bool marked[AXES_MAX], keep = false;
    Sheet s;
    Tensor *a = arg_tensor(call, 0);
    sheet_begin(&s, call->run);
    if (!lines_mark(&s, call, axis, a, marked) ||
        (call->arg[keepdims].value.tag != V_ABSENT && !arg_truth(call, keepdims, &keep)))
        return false;
    for (int i = 0; i < a->ndim; i++)
        if (!marked[i] || keep)
            before->dim[before->ndim++] = marked[i] ? 1 : a->dim[i];
    if (given)
        return lines_fit_into(call->run, given, before->ndim, before->dim) &&
               infer_as(out, (DType)given->dtype, given->ndim, given->dim);
    infer_as(out, dtype, before->ndim, before->dim);
    out->tensor->scalar = before->ndim == 0 && !keep;
    return true;
}

Value lines_each(Sheet *s, const Lines *lines, OfLine *of, const void *with, Value when_empty)
{
    Tensor *a = lines->line;
    size_t size = tensor_itemsize(a);
    int64_t rows = lines->n ? tensor_size(a) / lines->n : 0;
    Value all = ABSENT;
    int64_t answers = 1;
    for (int64_t row = 0; row < rows && !s->failed; row++) {
        char *from = a->data + (size_t)(row * lines->n) * size;
        int64_t n = lines->n;
        for (; n > 0 && lines->nans; n--) {
            complex128 z = element_complex((DType)a->dtype, from + (size_t)(n - 1) * size);
            if (z == z)
                break;
        }
        Sheet one;
        Value answer = ABSENT;
        sheet_begin(&one, s->run);
        if (!n) {
            sheet_warn(&one, RuntimeWarning, "All-NaN slice encountered");
            answer = when_empty;
        } else {
            Lines part = { .line = tensor_view(a, 1, &n, (int64_t[]){ (int64_t)size }, from),
                           .n = n,
                           .sorted = true };
            sheet_tensor(&one, part.line);
            answer = of(&one, &part, with);
        }
        Tensor *t = sheet_array(&one, answer);
        if (t && all.tag == V_ABSENT) { /* the first tells dtype and shape */
            Shape shape;
            shape_set(&shape, t->ndim, t->dim);
            for (int i = 0; i < lines->kept.ndim; i++)
                shape.dim[shape.ndim++] = lines->kept.dim[i];
            answers = tensor_size(t);
            all = as_value(sheet_zeros(s,
                                       dtype_promote((DType)t->dtype, dtype_is_inexact((DType)a->dtype)
                                                                          ? (DType)a->dtype
                                                                          : (DType)t->dtype),
                                       shape.ndim, shape.dim));
        }
        Tensor *flat = t && all.tag == V_ARRAY ? sheet_line(&one, answer, (DType)all.tensor->dtype) : NULL;
        size_t item = flat ? tensor_itemsize(flat) : 0;
        for (int64_t k = 0; flat && k < answers; k++)
            memcpy(all.tensor->data + (size_t)(k * rows + row) * item, flat->data + (size_t)k * item, item);
        Value unused;
        s->failed |= !sheet_end(&one, NONE, &unused) || !flat;
    }
    if (!s->failed && all.tag == V_ARRAY && !all.tensor->ndim)
        return sheet_item(s, all, sheet_hold(s, value_tuple_new(0)));
    return all;
}

Value nans_like(Sheet *s, Value q, DType dtype)
{
    Tensor *t = sheet_array(s, q), *nans = t ? sheet_zeros(s, dtype, t->ndim, t->dim) : NULL;
    _Alignas(16) char nan[16];
    if (!nans)
        return ABSENT;
    element_set_complex(dtype, nan, NAN);
    fill_element(nans, nan);
    return as_value(nans);
}
