/* Sums of products by labels: operands are multiplied in pairs, each pair as a stack of matrix products, and
 * a label is summed over as soon as nothing that is still to come has it. */
#include "linalg/contract.h"
#include "linalg/einsum.h"

#include <string.h>

typedef struct Factor {
    Tensor *tensor; /* counted */
    Labels labels;
} Factor;

static bool has_label(const Labels *labels, int label)
{
    return memchr(labels->at, label, (size_t)labels->ndim);
}

/* The stride of a tensor along each label, 0 where it has none. */
static void label_strides(const Factor *f, int64_t stride[EINSUM_LABELS])
{
    memset(stride, 0, EINSUM_LABELS * sizeof stride[0]);
    for (int i = 0; i < f->labels.ndim; i++)
        stride[f->labels.at[i]] = f->tensor->stride[i];
}

static int64_t dim_of(const Factor *f, int label)
{
    for (int i = 0; i < f->labels.ndim; i++)
        if (f->labels.at[i] == label)
            return f->tensor->dim[i];
    return 1;
}

static int64_t distance(int64_t stride) { return stride < 0 ? -stride : stride; }

/* Labels, those with the longest stride first. */
static void sort_labels(Labels *labels, const int64_t stride[])
{
    for (int i = 1; i < labels->ndim; i++)
        for (int j = i; j > 0 && distance(stride[labels->at[j - 1]]) < distance(stride[labels->at[j]]); j--) {
            uint8_t label = labels->at[j];
            labels->at[j] = labels->at[j - 1];
            labels->at[j - 1] = label;
        }
}

/* The axes in the order of `labels`, which are its own. */
static Tensor *in_order(const Factor *f, const Labels *labels)
{
    int order[AXES_MAX];
    for (int i = 0; i < labels->ndim; i++)
        for (int j = 0; j < f->labels.ndim; j++)
            if (f->labels.at[j] == labels->at[i])
                order[i] = j;
    return tensor_transpose(f->tensor, order);
}

/* The labels summed over as one: true, with its size and strides, if each runs on from the next in both
 * factors. */
static bool join_sums(const Labels *sums, const int64_t dim[], const int64_t x[], const int64_t y[],
                      int64_t *k, int64_t *x_step, int64_t *y_step)
{
    *k = 1;
    *x_step = *y_step = 0;
    for (int i = sums->ndim; i-- > 0;) {
        int label = sums->at[i];
        if (dim[i] == 1)
            continue;
        if (*k == 1)
            *x_step = x[label], *y_step = y[label];
        else if (x[label] != *k * *x_step || y[label] != *k * *y_step)
            return false;
        *k *= dim[i];
    }
    return true;
}

/* A copy whose last axes are those summed over, in this order. */
static bool sums_last(Run *run, Factor *f, const Labels *sums)
{
    Labels labels = { 0 };
    for (int i = 0; i < f->labels.ndim; i++)
        if (!has_label(sums, f->labels.at[i]))
            labels.at[labels.ndim++] = f->labels.at[i];
    for (int i = 0; i < sums->ndim; i++)
        if (has_label(&f->labels, sums->at[i]))
            labels.at[labels.ndim++] = sums->at[i];
    Tensor *view = in_order(f, &labels), *copy = tensor_copy(run, view, 'C');
    tensor_drop(view);
    if (!copy)
        return false;
    tensor_drop(f->tensor);
    *f = (Factor){ copy, labels };
    return true;
}

/* Of labels in z and in `own` but not in `other`, the one with the shortest stride in z; -1 if there is none.
 */
static int inner_label(const Labels *z, const Labels *own, const Labels *other, const int64_t stride[])
{
    int best = -1;
    for (int i = 0; i < z->ndim; i++) {
        int label = z->at[i];
        if (has_label(own, label) && !has_label(other, label) &&
            (best < 0 || distance(stride[label]) < distance(stride[best])))
            best = label;
    }
    return best;
}

/* z = the product of x and y, summed over the labels that z has not. The factors may be replaced by copies.
 */
static bool multiply_pair(Run *run, Factor *x, Factor *y, const Factor *z)
{
    int64_t xs[EINSUM_LABELS], ys[EINSUM_LABELS], zs[EINSUM_LABELS], sum_dim[2 * AXES_MAX];
    int64_t dim[AXES_MAX], k, x_step, y_step;
    Labels sums = { 0 }, loop = { 0 };
    for (int i = 0; i < x->labels.ndim; i++)
        if (!has_label(&z->labels, x->labels.at[i]))
            sums.at[sums.ndim++] = x->labels.at[i];
    label_strides(x, xs);
    sort_labels(&sums, xs);
    for (int i = 0; i < sums.ndim; i++)
        sum_dim[i] = dim_of(x, sums.at[i]);
    label_strides(y, ys);
    label_strides(z, zs);
    if (!join_sums(&sums, sum_dim, xs, ys, &k, &x_step, &y_step)) {
        if (!sums_last(run, x, &sums) || !sums_last(run, y, &sums))
            return false;
        label_strides(x, xs);
        label_strides(y, ys);
        join_sums(&sums, sum_dim, xs, ys, &k, &x_step, &y_step);
    }
    int row = inner_label(&z->labels, &x->labels, &y->labels, zs);
    int column = inner_label(&z->labels, &y->labels, &x->labels, zs);
    for (int i = 0; i < z->labels.ndim; i++)
        if (z->labels.at[i] != row && z->labels.at[i] != column)
            loop.at[loop.ndim++] = z->labels.at[i];
    sort_labels(&loop, zs);
    Stack a = { .matrix = { x->tensor->data, row < 0 ? 0 : xs[row], x_step } };
    Stack b = { .matrix = { y->tensor->data, y_step, column < 0 ? 0 : ys[column] } };
    Stack c = { .matrix = { z->tensor->data, row < 0 ? 0 : zs[row], column < 0 ? 0 : zs[column] } };
    for (int i = 0; i < loop.ndim; i++) {
        int label = loop.at[i];
        dim[i] = dim_of(z, label);
        a.stride[i] = xs[label], b.stride[i] = ys[label], c.stride[i] = zs[label];
    }
    return contract(run, contract_type((DType)z->tensor->dtype), false, loop.ndim, dim,
                    row < 0 ? 1 : dim_of(z, row), k, column < 0 ? 1 : dim_of(z, column), &a, &b, &c);
}

/* A factor of one number, 1: what is multiplied by it is only summed. */
static bool unit_factor(Run *run, DType dtype, Factor *unit)
{
    unit->labels.ndim = 0;
    unit->tensor = tensor_new(run, dtype, 0, NULL);
    if (unit->tensor)
        element_set_int(dtype, unit->tensor->data, 1);
    return unit->tensor;
}

/* Who needs a label once some factors are multiplied: the result or one of the other factors. */
static bool is_needed(int label, const Labels *out, int count, const Factor factor[], int one, int other)
{
    if (has_label(out, label))
        return true;
    for (int i = 0; i < count; i++)
        if (i != one && i != other && has_label(&factor[i].labels, label))
            return true;
    return false;
}

/* The labels of the product of two factors (the second may be NULL), and how many elements it has. */
static double product_labels(const Factor *x, const Factor *y, const Labels *out, int count,
                             const Factor factor[], int one, int other, Labels *labels, int64_t dim[])
{
    double size = 1;
    labels->ndim = 0;
    for (int side = 0; side < (y ? 2 : 1); side++) {
        const Factor *f = side ? y : x;
        for (int i = 0; i < f->labels.ndim; i++) {
            int label = f->labels.at[i];
            if (has_label(labels, label) || !is_needed(label, out, count, factor, one, other))
                continue;
            if (labels->ndim == AXES_MAX)
                return -1;
            dim[labels->ndim] = f->tensor->dim[i];
            size *= (double)f->tensor->dim[i];
            labels->at[labels->ndim++] = (uint8_t)label;
        }
    }
    return size;
}

/* Axes of size 1 that other operands have longer are left out: they are repeated. */
static void drop_repeated(Factor *f, const int64_t size[])
{
    Tensor *t = f->tensor;
    int64_t dim[AXES_MAX], stride[AXES_MAX];
    Labels labels = { 0 };
    for (int i = 0; i < f->labels.ndim; i++)
        if (t->dim[i] == size[f->labels.at[i]]) {
            dim[labels.ndim] = t->dim[i], stride[labels.ndim] = t->stride[i];
            labels.at[labels.ndim++] = f->labels.at[i];
        }
    if (labels.ndim == f->labels.ndim)
        return;
    f->tensor = tensor_view(t, labels.ndim, dim, stride, t->data);
    f->labels = labels;
    tensor_drop(t);
}

/* Sums a factor over the labels that only it has. */
static bool sum_alone(Run *run, const Labels *out, int count, Factor factor[], int which)
{
    Factor unit, result;
    int64_t dim[AXES_MAX];
    product_labels(&factor[which], NULL, out, count, factor, which, which, &result.labels, dim);
    if (result.labels.ndim == factor[which].labels.ndim)
        return true;
    DType dtype = (DType)factor[which].tensor->dtype;
    if (!unit_factor(run, dtype, &unit))
        return false;
    result.tensor = tensor_new(run, dtype, result.labels.ndim, dim);
    bool done = result.tensor && multiply_pair(run, &factor[which], &unit, &result);
    tensor_drop(unit.tensor);
    if (!done) {
        tensor_drop(result.tensor);
        return false;
    }
    tensor_drop(factor[which].tensor);
    factor[which] = result;
    return true;
}

/* The pair whose product is smallest beside its factors. */
static void best_pair(const Labels *out, int count, const Factor factor[], int *one, int *other)
{
    double best = 0;
    Labels labels;
    int64_t dim[AXES_MAX];
    *one = 0, *other = 1;
    for (int i = 0; i < count && count > 2; i++)
        for (int j = i + 1; j < count; j++) {
            double size = product_labels(&factor[i], &factor[j], out, count, factor, i, j, &labels, dim);
            if (size < 0)
                continue;
            size -= (double)tensor_size(factor[i].tensor) + (double)tensor_size(factor[j].tensor);
            if ((i == 0 && j == 1) || size < best)
                best = size, *one = i, *other = j;
        }
}

static bool sum_factors(Run *run, int count, Factor factor[], const Factor *result)
{
    const Labels *out = &result->labels;
    for (int i = 0; i < count && count > 1; i++)
        if (!sum_alone(run, out, count, factor, i))
            return false;
    while (count > 2) {
        int one, other;
        Factor product;
        int64_t dim[AXES_MAX];
        best_pair(out, count, factor, &one, &other);
        if (product_labels(&factor[one], &factor[other], out, count, factor, one, other, &product.labels,
                           dim) < 0)
            return fail(run, ValueError, "einstein sum subscript string has too many distinct labels");
        product.tensor = tensor_new(run, (DType)result->tensor->dtype, product.labels.ndim, dim);
        if (!product.tensor)
            return false;
        bool done = multiply_pair(run, &factor[one], &factor[other], &product);
        tensor_drop(factor[one].tensor);
        factor[one] = product;
        tensor_drop(factor[other].tensor);
        factor[other] = factor[--count];
        factor[count].tensor = NULL;
        if (!done)
            return false;
    }
    if (count == 2)
        return multiply_pair(run, &factor[0], &factor[1], result);
    if (factor[0].labels.ndim == out->ndim) {
        Tensor *view = in_order(&factor[0], out);
        bool done = tensor_assign(run, result->tensor, view);
        tensor_drop(view);
        return done;
    }
    Factor unit;
    bool done = unit_factor(run, (DType)result->tensor->dtype, &unit) &&
                multiply_pair(run, &factor[0], &unit, result);
    tensor_drop(unit.tensor);
    return done;
}

bool einsum_sum(Run *run, int count, Tensor *const operand[], const Labels label[], const Labels *out_label,
                Tensor *out)
{
    Factor factor[EINSUM_OPERANDS] = { 0 }, result = { out, *out_label };
    int64_t size[EINSUM_LABELS];
    for (int i = 0; i < EINSUM_LABELS; i++)
        size[i] = 1;
    for (int i = 0; i < count; i++)
        for (int j = 0; j < label[i].ndim; j++)
            if (operand[i]->dim[j] != 1)
                size[label[i].at[j]] = operand[i]->dim[j];
    for (int i = 0; i < count; i++) {
        factor[i] = (Factor){ tensor_keep(operand[i]), label[i] };
        drop_repeated(&factor[i], size);
    }
    bool done = sum_factors(run, count, factor, &result);
    for (int i = 0; i < count; i++)
        tensor_drop(factor[i].tensor);
    return done;
}
