/* attribute_set.c: attributes that can be set: a.shape = (2, 3). */
#include "array/attributes.h"
#include "array/memory_views.h"
#include "array/nditer.h"
#include "array/polynomial.h"
#include "array/series.h"
#include "array/shaping.h"
#include "random/random.h"

#include <string.h>

static bool set_shape(Run *run, Tensor *a, Value what)
{
    Ints sizes;
    Shape shape;
    if (!sizes_of(run, what, &sizes) || !reshape_sizes(run, tensor_size(a), &sizes, &shape))
        return false;
    Tensor *view = reshape_as_view(a, &shape, 'C');
    if (!view)
        return fail(
            run, AttributeError,
            "Incompatible shape for in-place modification. Use `.reshape()` to make a copy with the desired "
            "shape.");
    tensor_reshape_self(a, view->ndim, view->dim, view->stride);
    tensor_drop(view);
    return true;
}

static bool set_dtype(Run *run, Tensor *a, Value what)
{
    DType dtype;
    int64_t dim[AXES_MAX], stride[AXES_MAX];
    if (!value_to_dtype(run, what, &dtype))
        return run->error.class == TypeError && fail(run, TypeError, "invalid data-type for array");
    if (!view_sizes(run, a, dtype, dim, stride))
        return false;
    a->dtype = dtype;
    memcpy(a->dim, dim, (size_t)a->ndim * sizeof *dim);
    memcpy(a->stride, stride, (size_t)a->ndim * sizeof *stride);
    return true;
}

static bool set_strides(Run *run, Tensor *a, Value what)
{
    Ints strides;
    if (!ints_of(run, what, &strides))
        return false;
    if (strides.count != a->ndim)
        return fail(run, ValueError, "strides must be  same length as shape (%d)", a->ndim);
    int64_t low = 0, high = 0;
    for (int i = 0; i < a->ndim; i++) {
        int64_t reach = (a->dim[i] - 1) * strides.at[i];
        *(reach < 0 ? &low : &high) += a->dim[i] > 1 ? reach : 0;
    }
    const char *first, *end;
    tensor_bounds(a->base ? a->base : a, &first, &end);
    if (tensor_size(a) && (a->data + low < first || a->data + high + tensor_itemsize(a) > end))
        return fail(run, ValueError, "strides is not compatible with available memory");
    memcpy(a->stride, strides.at, (size_t)a->ndim * sizeof *a->stride);
    return true;
}

static bool set_part(Run *run, Tensor *a, bool imaginary, Value what)
{
    if (!tensor_writeable(a))
        return fail(run, ValueError, "assignment destination is read-only");
    if (imaginary && !dtype_is_complex(a->dtype))
        return fail(run, TypeError, "array does not have imaginary part to set");
    Tensor *part = tensor_part(run, a, imaginary), *from = tensor_from_value(run, what, NO_DTYPE, false);
    bool done = part && from && tensor_assign(run, part, from);
    tensor_drop(from);
    tensor_drop(part);
    return done;
}

static bool fail_writing(Run *run, Value value, const char *name)
{
    const Func *row = func_for(value, name);
    static const char in_struct[] = " kind type char num byteorder itemsize alignment flags "; /* of dtypes */
    const char *of = value_is_scalar(value) ? "numpy.generic"
                     : value.tag == V_DTYPE ? "numpy.dtype"
                                            : value_type_name(value);
    if (value.tag == V_DTYPE && strstr(in_struct, run_text(run, " %s ", name)))
        return fail(run, AttributeError, "readonly attribute");
    if (row && row->style == ATTRIBUTE)
        return fail(run, AttributeError, "attribute '%s' of '%s' objects is not writable", name, of);
    if (row)
        return fail(run, AttributeError, "'%s' object attribute '%s' is read-only", value_type_name(value),
                    name);
    return fail(run, AttributeError,
                "'%s' object has no attribute '%s' and no __dict__ for setting new attributes",
                value_type_name(value), name);
}

bool attribute_set(Run *run, Value value, const char *name, Value what)
{
    if (value.tag == V_RECORD) {
        if (class_is(value.record->class, class_bit_generator) && !strcmp(name, "state"))
            return random_set_state(run, value, what);
        bool known;
        bool done = is_poly1d(value)   ? poly1d_set(run, value, name, what, &known)
                    : series_is(value) ? series_set(run, value, name, what, &known)
                                       : flags_set(run, value, name, what, &known);
        return known ? done : fail_writing(run, value, name);
    }
    if (value.tag == V_ITERATOR) {
        bool known, done = nditer_set(run, value, name, what, &known);
        return known ? done : fail_writing(run, value, name);
    }
    if (value.tag != V_ARRAY)
        return fail_writing(run, value, name);
    Tensor *a = value.tensor;
    if (!strcmp(name, "shape"))
        return set_shape(run, a, what);
    if (!strcmp(name, "dtype"))
        return set_dtype(run, a, what);
    if (!strcmp(name, "strides"))
        return set_strides(run, a, what);
    if (!strcmp(name, "real") || !strcmp(name, "imag"))
        return set_part(run, a, name[0] == 'i', what);
    if (!strcmp(name, "flat"))
        return flat_set(run, a, what);
    return fail_writing(run, value, name);
}
