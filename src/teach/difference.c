#include "teach/difference.h"

#include "value/asarray.h"

#include <complex.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool is_numeric(Value v)
{
    return (v.tag == V_ARRAY && v.tensor->data) || value_is_scalar(v) || value_is_number(v) ||
           v.tag == V_LIST || v.tag == V_TUPLE;
}

/* The value as an array in C order; NULL: it is none. */
static Tensor *as_array(Run *run, Value v)
{
    Tensor *t = tensor_from_value(run, v, NO_DTYPE, false);
    if (!t)
        return NULL;
    if (!t->data) {
        tensor_drop(t);
        return NULL;
    }
    Tensor *copy = tensor_copy(run, t, 'C');
    tensor_drop(t);
    return copy;
}

double dtype_epsilon(DType d)
{
    d = dtype_real(d);
    return d == FLOAT16 ? ldexp(1, -10) : d == FLOAT32 ? FLT_EPSILON : DBL_EPSILON;
}

double ulp_of(DType d, double x)
{
    int exponent;
    frexp(x, &exponent);
    return ldexp(dtype_epsilon(d), exponent - 1);
}

/* The number's place among the numbers of its dtype, counted from 0. */
static double rank_of(DType d, double x)
{
    if (d == FLOAT64) {
        int64_t bits;
        memcpy(&bits, &x, sizeof bits);
        return bits < 0 ? -(double)(bits & INT64_MAX) : (double)bits;
    }
    int exponent;
    frexp(x, &exponent);
    int least = d == FLOAT32 ? -125 : -13, digits = d == FLOAT32 ? 24 : 11;
    return x / ldexp(1, (exponent > least ? exponent : least) - digits);
}

double ulps_between(DType d, double a, double b)
{
    if (a == b || (isnan(a) && isnan(b)))
        return 0;
    if (!isfinite(a) || !isfinite(b))
        return INFINITY;
    if (d == FLOAT64) {
        int64_t x, y;
        memcpy(&x, &a, sizeof x);
        memcpy(&y, &b, sizeof y);
        if ((x < 0) == (y < 0))
            return fabs((double)(x - y)); /* exact where it is small */
        return fabs(rank_of(d, a) - rank_of(d, b));
    }
    double larger = fabs(a) > fabs(b) ? a : b;
    return fabs(a - b) / fabs(larger / rank_of(d, larger));
}

static bool same_double(double a, double b) { return a == b || (isnan(a) && isnan(b)); }

static bool same_number(complex128 a, complex128 b)
{
    return same_double(creal(a), creal(b)) && same_double(cimag(a), cimag(b));
}

static bool squeezed_equal(const Tensor *a, const Tensor *b)
{
    int i = 0, k = 0;
    for (;; i++, k++) {
        while (i < a->ndim && a->dim[i] == 1)
            i++;
        while (k < b->ndim && b->dim[k] == 1)
            k++;
        if (i == a->ndim || k == b->ndim)
            return i == a->ndim && k == b->ndim;
        if (a->dim[i] != b->dim[k])
            return false;
    }
}

static void set_place(const Tensor *t, int64_t at, Shape *where)
{
    where->ndim = t->ndim;
    for (int i = t->ndim; i-- > 0;) {
        where->dim[i] = at % t->dim[i];
        at /= t->dim[i];
    }
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return isnan(x) || isnan(y) ? isnan(x) - isnan(y) : (x > y) - (x < y);
}

/* Whether two real arrays hold the same numbers in another order. */
static bool same_sorted(const Tensor *a, const Tensor *b)
{
    int64_t n = tensor_size(a);
    enum { SORTED_MAX = 100000 };
    if (n != tensor_size(b) || n > SORTED_MAX || dtype_is_complex((DType)a->dtype) ||
        dtype_is_complex((DType)b->dtype))
        return false;
    double *x = mem_alloc(((size_t)n + 1) * 2 * sizeof *x), *y = x + n;
    for (int64_t i = 0; i < n; i++) {
        x[i] = element_double((DType)a->dtype, a->data + i * (int64_t)tensor_itemsize(a));
        y[i] = element_double((DType)b->dtype, b->data + i * (int64_t)tensor_itemsize(b));
    }
    qsort(x, (size_t)n, sizeof *x, by_value);
    qsort(y, (size_t)n, sizeof *y, by_value);
    bool same = true;
    for (int64_t i = 0; same && i < n; i++)
        same = same_double(x[i], y[i]);
    mem_free(x);
    return same;
}

/* What is forgiven of one element by how its side was rounded. */
static double bound_at(Value bound, int64_t count, int64_t i)
{
    if (bound.tag != V_ARRAY || tensor_size(bound.tensor) != count)
        return 0;
    double x = element_double(FLOAT64, bound.tensor->data + i * (int64_t)sizeof(double));
    return isnan(x) ? 0 : x;
}

static void compare_elements(const Tensor *a, const Tensor *b, const Slack *slack, Difference *d)
{
    DType dtype_a = (DType)a->dtype, dtype_b = (DType)b->dtype, coarse = FLOAT64;
    if (dtype_is_inexact(dtype_a))
        coarse = dtype_real(dtype_a);
    if (dtype_is_inexact(dtype_b) && dtype_real(dtype_b) < coarse)
        coarse = dtype_real(dtype_b);
    d->exact = !dtype_is_inexact(dtype_a) && !dtype_is_inexact(dtype_b);
    d->count = tensor_size(a);
    for (int64_t i = 0; i < d->count; i++) {
        const char *at_a = a->data + i * (int64_t)tensor_itemsize(a),
                   *at_b = b->data + i * (int64_t)tensor_itemsize(b);
        complex128 x = element_complex(dtype_a, at_a), y = element_complex(dtype_b, at_b);
        for (int side = 0; side < 2; side++) {
            double size = cabs(side ? y : x);
            d->scale = isfinite(size) && size > d->scale ? size : d->scale;
        }
        bool same = d->exact && dtype_a != UINT64 && dtype_b != UINT64
                        ? element_int(dtype_a, at_a) == element_int(dtype_b, at_b)
                        : same_number(x, y);
        d->nans |= same && (isnan(creal(x)) || isnan(cimag(x)));
        if (same)
            continue;
        double distance = cabs(x - y), ulps = fmax(ulps_between(coarse, creal(x), creal(y)),
                                                   ulps_between(coarse, cimag(x), cimag(y)));
        if (!isfinite(distance))
            distance = ulps = INFINITY;
        d->differ++;
        double rounded = bound_at(slack->bound[0], d->count, i) + bound_at(slack->bound[1], d->count, i);
        d->beyond += !isfinite(distance) || !(distance <= slack->atol + slack->rtol * cabs(y) + rounded);
        d->ulps = fmax(d->ulps, ulps);
        if (d->differ > 1 && !(distance > d->largest))
            continue;
        d->largest = distance;
        d->left = x;
        d->right = y;
        set_place(a, i, &d->where);
    }
}

bool difference_of(Run *run, Value left, Value right, const Slack *slack, Difference *d)
{
    memset(d, 0, sizeof *d);
    if (!is_numeric(left) || !is_numeric(right))
        return true;
    Tensor *a = as_array(run, left), *b = a ? as_array(run, right) : NULL;
    bool ok = a && b;
    if (ok) {
        d->numbers = true;
        d->same_shape = shape_equal(a->ndim, a->dim, b->ndim, b->dim);
        d->same_axes = squeezed_equal(a, b);
        if (d->same_axes)
            compare_elements(a, b, slack, d);
        d->same_numbers = (!d->same_axes || d->differ > 0) && same_sorted(a, b);
    } else {
        run_forget_trial(run); /* a list of something else than numbers */
    }
    tensor_drop(a);
    tensor_drop(b);
    return true;
}

double largest_number(Value v)
{
    double largest = 0;
    if (v.tag == V_INT || v.tag == V_FLOAT)
        largest = fabs(v.tag == V_INT ? (double)v.i : v.f);
    Tensor scalar, *t = &scalar;
    if (v.tag == V_ARRAY)
        t = v.tensor;
    else if (!tensor_of_scalar(&scalar, &v))
        return largest;
    if (!t->data || !tensor_is_c(t))
        return largest;
    for (int64_t i = 0; i < tensor_size(t); i++) {
        double x = cabs(element_complex((DType)t->dtype, t->data + i * (int64_t)tensor_itemsize(t)));
        if (isfinite(x) && x > largest)
            largest = x;
    }
    return largest;
}

DType coarsest_dtype(Value v)
{
    DType dtype = FLOAT64;
    if (v.tag == V_ARRAY)
        dtype = (DType)v.tensor->dtype;
    else if (value_is_scalar(v))
        scalar_data(&v, &dtype);
    return dtype_is_inexact(dtype) ? dtype_real(dtype) : FLOAT64;
}
