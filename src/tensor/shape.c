#include "tensor/symbol.h"

#include <inttypes.h>
#include <string.h>

int64_t shape_size(int ndim, const int64_t *dim)
{
    int64_t size = 1;
    bool overflow = false, unknown = false, empty = false;
    for (int i = 0; i < ndim; i++) {
        empty |= dim[i] == 0;
        unknown |= dim[i] == DIM_UNKNOWN;
        overflow |= !unknown && __builtin_mul_overflow(size, dim[i], &size);
    }
    return unknown ? DIM_UNKNOWN : empty ? 0 : overflow ? -2 : size;
}

bool shape_equal(int ndim, const int64_t *dim, int ndim2, const int64_t *dim2)
{
    if (ndim != ndim2)
        return false;
    for (int i = 0; i < ndim; i++)
        if (dim[i] != dim2[i])
            return false;
    return true;
}

void shape_set(Shape *shape, int ndim, const int64_t *dim)
{
    shape->ndim = ndim;
    for (int i = 0; i < ndim; i++)
        shape->dim[i] = dim[i];
}

/* What two sizes of one axis come to: an unknown one is taken for whatever fits. False if they do not fit. */
static bool broadcast_dim(int64_t *into, int64_t dim)
{
    if (dim == 1 || dim == *into || (dim == DIM_UNKNOWN && *into != 1))
        return true;
    if (*into != 1 && *into != DIM_UNKNOWN)
        return false;
    *into = dim;
    return true;
}

bool shape_broadcast(Shape *into, int ndim, const int64_t *dim)
{
    if (ndim > into->ndim) {
        int more = ndim - into->ndim;
        memmove(into->dim + more, into->dim, (size_t)into->ndim * sizeof *into->dim);
        for (int i = 0; i < more; i++)
            into->dim[i] = 1;
        into->ndim = ndim;
    }
    int64_t *last = into->dim + into->ndim - ndim;
    for (int i = 0; i < ndim; i++)
        if (!broadcast_dim(last + i, dim[i]))
            return false;
    return true;
}

static void spell_shape(Text *text, const Run *run, int ndim, const int64_t *dim, const char *comma)
{
    text_char(text, '(');
    for (int i = 0; i < ndim; i++) {
        if (i)
            text_puts(text, comma);
        size_spell(run, dim[i], text);
    }
    text_puts(text, ndim == 1 ? ",)" : ")");
}

void shape_add(Text *text, const Run *run, int ndim, const int64_t *dim)
{
    spell_shape(text, run, ndim, dim, ", ");
}

static const char *spelled(Run *run, int ndim, const int64_t *dim, const char *comma)
{
    Text text = { 0 };
    spell_shape(&text, run, ndim, dim, comma);
    const char *kept = arena_text(&run->scratch, text.at, text.length);
    text_free(&text);
    return kept;
}

const char *shape_text(Run *run, int ndim, const int64_t *dim) { return spelled(run, ndim, dim, ", "); }
const char *shape_tight(Run *run, int ndim, const int64_t *dim) { return spelled(run, ndim, dim, ","); }

bool fail_axes(Run *run, int64_t axes)
{
    return fail(run, ValueError, "maximum supported dimension for an ndarray is currently %d, found %" PRId64,
                AXES_MAX, axes);
}

bool axis_check(Run *run, int64_t axis, int ndim, int *out)
{
    if (axis < -(int64_t)ndim || axis >= ndim)
        return fail(run, AxisError, "axis %lld is out of bounds for array of dimension %d", (long long)axis,
                    ndim);
    *out = (int)(axis < 0 ? axis + ndim : axis);
    return true;
}

void strides_c(int ndim, const int64_t *dim, size_t itemsize, int64_t *stride)
{
    int64_t step = (int64_t)itemsize;
    for (int i = ndim - 1; i >= 0; i--) {
        stride[i] = step;
        if (dim[i] > 0 && __builtin_mul_overflow(step, dim[i], &step))
            step = 0; /* no memory holds so many: what is past this axis is never reached */
    }
}
