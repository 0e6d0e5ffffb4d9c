#include "tensor/tensor.h"

Tensor *tensor_broadcast(Tensor *of, int ndim, const int64_t *dim)
{
    int64_t stride[AXES_MAX];
    int before = ndim - of->ndim;
    for (int i = 0; i < ndim; i++)
        stride[i] = i < before || of->dim[i - before] == 1 ? 0 : of->stride[i - before];
    return tensor_view(of, ndim, dim, stride, of->data);
}

Tensor *tensor_transpose(Tensor *t, const int *order)
{
    int64_t dim[AXES_MAX], stride[AXES_MAX];
    for (int i = 0; i < t->ndim; i++) {
        int axis = order ? order[i] : t->ndim - 1 - i;
        dim[i] = t->dim[axis];
        stride[i] = t->stride[axis];
    }
    return tensor_view(t, t->ndim, dim, stride, t->data);
}

/* Strides for a new shape over the same elements in C order, if there are any: groups of old axes are matched
 * with groups of new ones of the same product, and each group of old axes must run on. As NumPy does it. */
static bool strides_for(const Tensor *t, int ndim, const int64_t *dim, int64_t *stride)
{
    int64_t old_dim[AXES_MAX], old_stride[AXES_MAX];
    int olds = 0;
    for (int i = 0; i < t->ndim; i++)
        if (t->dim[i] != 1) {
            old_dim[olds] = t->dim[i];
            old_stride[olds++] = t->stride[i];
        }
    int o = 0, n = 0;
    while (n < ndim && o < olds) {
        int o_end = o + 1, n_end = n + 1;
        int64_t old_size = old_dim[o], new_size = dim[n];
        while (old_size != new_size)
            if (new_size < old_size)
                new_size *= dim[n_end++];
            else
                old_size *= old_dim[o_end++];
        for (int i = o; i < o_end - 1; i++)
            if (old_stride[i] != old_dim[i + 1] * old_stride[i + 1])
                return false;
        stride[n_end - 1] = old_stride[o_end - 1];
        for (int i = n_end - 1; i > n; i--)
            stride[i - 1] = stride[i] * dim[i];
        o = o_end;
        n = n_end;
    }
    for (int64_t last = n ? stride[n - 1] : (int64_t)tensor_itemsize(t); n < ndim; n++)
        stride[n] = last;
    return true;
}

Tensor *tensor_reshape_view(Tensor *t, int ndim, const int64_t *dim)
{
    int64_t stride[AXES_MAX];
    if (tensor_is_c(t))
        strides_c(ndim, dim, tensor_itemsize(t), stride);
    else if (!strides_for(t, ndim, dim, stride))
        return NULL;
    return tensor_view(t, ndim, dim, stride, t->data);
}

static Tensor *reshape_c(Run *run, Tensor *t, int ndim, const int64_t *dim)
{
    if (!t->data)
        return tensor_typed(t->dtype, ndim, dim);
    Tensor *view = tensor_reshape_view(t, ndim, dim);
    if (view)
        return view;
    Tensor *copy = tensor_copy(run, t, 'C');
    if (copy)
        tensor_reshape_self(copy, ndim, dim, NULL);
    return copy;
}

static void reverse_axes(Tensor *t)
{
    for (int i = 0, j = t->ndim - 1; i < j; i++, j--) {
        int64_t dim = t->dim[i], stride = t->stride[i];
        t->dim[i] = t->dim[j];
        t->stride[i] = t->stride[j];
        t->dim[j] = dim;
        t->stride[j] = stride;
    }
}

Tensor *tensor_reshape(Run *run, Tensor *t, int ndim, const int64_t *dim, char order)
{
    if (order == 'A')
        order = tensor_is_f(t) && !tensor_is_c(t) ? 'F' : 'C';
    if (order != 'F')
        return reshape_c(run, t, ndim, dim);
    /* in Fortran order a reshape is one in C order of the reversed axes */
    int64_t reversed[AXES_MAX];
    for (int i = 0; i < ndim; i++)
        reversed[i] = dim[ndim - 1 - i];
    Tensor *back = tensor_transpose(t, NULL);
    Tensor *shaped = reshape_c(run, back, ndim, reversed);
    tensor_drop(back);
    if (!shaped)
        return NULL;
    if (!shaped->base) { /* a copy: it is turned round where it is */
        reverse_axes(shaped);
        return shaped;
    }
    Tensor *result = tensor_transpose(shaped, NULL);
    tensor_drop(shaped);
    return result;
}
