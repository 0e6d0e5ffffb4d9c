/* argmax.c: where the largest and the smallest elements are. */
/* gcc leaves loops as they are at -O2. */
#if defined __GNUC__ && !defined __clang__
#pragma GCC optimize("O3")
#endif
#include "base/vectors.h"
#include "func/bind.h"
#include "func/reduce.h"
#include "func/results.h"

#include <complex.h>
#include <math.h>

/* Long rows, piece by piece: the extreme of each, in lanes that a nan stays in; then where it is in the best
 * of the pieces. */
enum { LANES = 64, PIECE = 4096 };

#define DEFINE_ROW(D, T, WHICH, STAYS)                                                                       \
    VECTORS static T WHICH##_of_##D(const T *x, int64_t n)                                                   \
    {                                                                                                        \
        T lane[LANES];                                                                                       \
        int64_t i = LANES;                                                                                   \
        for (int k = 0; k < LANES; k++)                                                                      \
            lane[k] = x[k];                                                                                  \
        for (; i + LANES <= n; i += LANES)                                                                   \
            for (int k = 0; k < LANES; k++)                                                                  \
                lane[k] = STAYS(lane[k], x[i + k]) ? lane[k] : x[i + k];                                     \
        for (; i < n; i++)                                                                                   \
            lane[0] = STAYS(lane[0], x[i]) ? lane[0] : x[i];                                                 \
        for (int k = 1; k < LANES; k++)                                                                      \
            lane[0] = STAYS(lane[0], lane[k]) ? lane[0] : lane[k];                                           \
        return lane[0];                                                                                      \
    }                                                                                                        \
    static int64_t row_##WHICH##_##D(const T *x, int64_t n)                                                  \
    {                                                                                                        \
        T best = x[0];                                                                                       \
        int64_t at = 0;                                                                                      \
        for (int64_t from = 0, count; from < n && best == best; from += count) {                             \
            count = n - from < PIECE + LANES ? n - from : PIECE;                                             \
            T other = WHICH##_of_##D(x + from, count);                                                       \
            if (!STAYS(best, other) || other == best) {                                                      \
                at = other == best ? at : from;                                                              \
                best = other;                                                                                \
            }                                                                                                \
        }                                                                                                    \
        while (best == best ? x[at] != best : x[at] == x[at])                                                \
            at++;                                                                                            \
        return at;                                                                                           \
    }
#define INT_ABOVE(a, b)     ((a) >= (b))
#define INT_BELOW(a, b)     ((a) <= (b))
#define FLOAT_ABOVE(a, b)   (((a) != (a)) | ((a) >= (b)))
#define FLOAT_BELOW(a, b)   (((a) != (a)) | ((a) <= (b)))
#define DEFINE_INTS(D, T)   DEFINE_ROW(D, T, most, INT_ABOVE) DEFINE_ROW(D, T, least, INT_BELOW)
#define DEFINE_FLOATS(D, T) DEFINE_ROW(D, T, most, FLOAT_ABOVE) DEFINE_ROW(D, T, least, FLOAT_BELOW)
DEFINE_INTS(i1, int8_t)
DEFINE_INTS(u1, uint8_t)
DEFINE_INTS(i2, int16_t)
DEFINE_INTS(u2, uint16_t)
DEFINE_INTS(i4, int32_t)
DEFINE_INTS(u4, uint32_t)
DEFINE_INTS(i8, int64_t)
DEFINE_INTS(u8, uint64_t)
DEFINE_FLOATS(f4, float)
DEFINE_FLOATS(f8, double)

static int64_t find_in_row(DType dtype, const void *x, int64_t n, bool lowest)
{
    switch (dtype) {
    case INT8: return lowest ? row_least_i1(x, n) : row_most_i1(x, n);
    case BOOL:
    case UINT8: return lowest ? row_least_u1(x, n) : row_most_u1(x, n);
    case INT16: return lowest ? row_least_i2(x, n) : row_most_i2(x, n);
    case UINT16: return lowest ? row_least_u2(x, n) : row_most_u2(x, n);
    case INT32: return lowest ? row_least_i4(x, n) : row_most_i4(x, n);
    case UINT32: return lowest ? row_least_u4(x, n) : row_most_u4(x, n);
    case INT64: return lowest ? row_least_i8(x, n) : row_most_i8(x, n);
    case UINT64: return lowest ? row_least_u8(x, n) : row_most_u8(x, n);
    case FLOAT32: return lowest ? row_least_f4(x, n) : row_most_f4(x, n);
    default: return lowest ? row_least_f8(x, n) : row_most_f8(x, n);
    }
}

/* Whether an element is before the best so far; a nan is before everything, and stays. */
#define DEFINE_FIND(D, T, LOAD, MORE, IS_NAN)                                                                \
    static int64_t find_##D(const char *at, int64_t n, int64_t step, bool lowest)                            \
    {                                                                                                        \
        int64_t best = 0;                                                                                    \
        T found = LOAD(at);                                                                                  \
        for (int64_t i = 1; i < n && !IS_NAN(found); i++) {                                                  \
            T x = LOAD(at + i * step);                                                                       \
            if (IS_NAN(x) || (lowest ? MORE(found, x) : MORE(x, found))) {                                   \
                found = x;                                                                                   \
                best = i;                                                                                    \
            }                                                                                                \
        }                                                                                                    \
        return best;                                                                                         \
    }
#define IS_NAN(x)           ((x) != (x))
#define IS_ABOVE(x, y)      ((x) > (y))
#define COMPLEX_NAN(z)      (isnan(creal(z)) || isnan(cimag(z)))
#define COMPLEX_ABOVE(x, y) (creal(x) > creal(y) || (creal(x) == creal(y) && cimag(x) > cimag(y)))

/* Integers by way of int64, whose order is theirs but for uint64. */
static int64_t find_int(DType dtype, const char *at, int64_t n, int64_t step, bool lowest)
{
    uint64_t flip = dtype == UINT64 ? 0 : (uint64_t)1 << 63;
    int64_t best = 0;
    uint64_t found = (uint64_t)element_int(dtype, at) ^ flip;
    for (int64_t i = 1; i < n; i++) {
        uint64_t x = (uint64_t)element_int(dtype, at + i * step) ^ flip;
        if (lowest ? x < found : x > found) {
            found = x;
            best = i;
        }
    }
    return best;
}

#define LOAD_AS(T, at) (*(const T *)(at))
#define LOAD_F4(at)    LOAD_AS(float, at)
#define LOAD_F8(at)    LOAD_AS(double, at)
#define LOAD_F2(at)    element_double(FLOAT16, at)
#define LOAD_C8(at)    LOAD_AS(complex64, at)
#define LOAD_C16(at)   LOAD_AS(complex128, at)
DEFINE_FIND(f2, double, LOAD_F2, IS_ABOVE, IS_NAN)
DEFINE_FIND(f4, float, LOAD_F4, IS_ABOVE, IS_NAN)
DEFINE_FIND(f8, double, LOAD_F8, IS_ABOVE, IS_NAN)
DEFINE_FIND(c8, complex64, LOAD_C8, COMPLEX_ABOVE, COMPLEX_NAN)
DEFINE_FIND(c16, complex128, LOAD_C16, COMPLEX_ABOVE, COMPLEX_NAN)

static int64_t find_best(DType dtype, const char *at, int64_t n, int64_t step, bool lowest)
{
    if (n >= 2 * LANES && step == dtype_info[dtype].size && dtype != FLOAT16 && !dtype_is_complex(dtype))
        return find_in_row(dtype, at, n, lowest);
    switch (dtype) {
    case FLOAT16: return find_f2(at, n, step, lowest);
    case FLOAT32: return find_f4(at, n, step, lowest);
    case FLOAT64: return find_f8(at, n, step, lowest);
    case COMPLEX64: return find_c8(at, n, step, lowest);
    case COMPLEX128: return find_c16(at, n, step, lowest);
    default: return find_int(dtype, at, n, step, lowest);
    }
}

typedef struct Search {
    DType dtype;
    int64_t n, step;
    bool lowest;
} Search;

static bool search_step(void *with, int64_t n, char *const p[], const int64_t s[])
{
    const Search *search = with;
    for (int64_t i = 0; i < n; i++)
        *(int64_t *)(p[1] + i * s[1]) =
            find_best(search->dtype, p[0] + i * s[0], search->n, search->step, search->lowest);
    return true;
}

static bool search_into(Run *run, Tensor *a, int axis, bool lowest, Tensor *result)
{
    Search search = { (DType)a->dtype, a->ndim ? a->dim[axis] : 1, a->ndim ? a->stride[axis] : 0, lowest };
    int64_t dim[AXES_MAX], stride[AXES_MAX];
    int ndim = 0;
    for (int i = 0; i < a->ndim; i++)
        if (i != axis) {
            dim[ndim] = a->dim[i];
            stride[ndim++] = a->stride[i];
        }
    Tensor *lines = tensor_view(a, ndim, dim, stride, a->data);
    int64_t of_result[AXES_MAX];
    strides_c(ndim, dim, sizeof(int64_t), of_result);
    Tensor *flat = tensor_view(result, ndim, dim, of_result, result->data);
    Walk walk;
    walk_begin(&walk, ndim, dim);
    walk_add(&walk, lines);
    walk_add(&walk, flat);
    bool ok = walk_each(run, &walk, search_step, &search);
    tensor_drop(lines);
    tensor_drop(flat);
    return ok;
}

static bool check_search_out(Call *call, const Tensor *out, const Shape *shape)
{
    if (!out)
        return true;
    if (!shape_equal(out->ndim, out->dim, shape->ndim, shape->dim))
        return fail(call->run, ValueError, "output array does not match result of np.%s.", call->func->name);
    return dtype_can_cast((DType)out->dtype, INT64, CAST_SAFE) ||
           fail(call->run, TypeError,
                "Cannot cast array data from dtype('%s') to dtype('int64') according to the rule "
                "'safe'",
                dtype_info[out->dtype].name);
}

bool infer_search(Call *call, Value *out)
{
    Run *run = call->run;
    Tensor *a = arg_tensor(call, 0), *into;
    int axis, keep = arg_place(call, ARG_KEEPDIMS);
    bool keepdims = false, marked[AXES_MAX] = { false };
    int64_t number = 0;
    Shape shape;
    if (a->ndim == 0 && !arg_none(call, 1)) { /* a scalar has the axes of a list of one */
        if (!arg_int(call, 1, &number))
            return false;
        if (number != 0 && number != -1)
            return axis_check(run, number, 1, &axis);
        axis = -1;
    } else if (!arg_axis(call, 1, a->ndim, &axis)) {
        return false;
    }
    if (!check_out_array(call, 2, "output must be an array") || !arg_array_out(call, 2, &into) ||
        (keep >= 0 && !arg_keepdims(call, keep, &keepdims)))
        return false;
    for (int i = 0; i < a->ndim; i++)
        marked[i] = axis < 0 || i == axis;
    fold_shape(a, marked, keepdims, &shape);
    int64_t along = axis < 0 ? tensor_size(a) : a->dim[axis];
    if (along == 0 && shape_size(shape.ndim, shape.dim) != 0)
        return fail(run, ValueError, "attempt to get %s of an empty sequence", call->func->name);
    if (!check_search_out(call, into, &shape))
        return false;
    if (call->typed_only) {
        Tensor *t = into ? tensor_keep(into) : tensor_typed(INT64, shape.ndim, shape.dim);
        t->scalar |= !into && shape.ndim == 0;
        *out = value_array(t);
        return true;
    }
    Tensor *result = tensor_new(run, INT64, shape.ndim, shape.dim);
    int64_t size = tensor_size(a);
    Tensor *flat = axis < 0 ? tensor_reshape(run, a, 1, &size, 'C') : tensor_keep(a);
    bool ok = result && flat && search_into(run, flat, axis < 0 ? 0 : axis, call->func->extra, result);
    tensor_drop(flat);
    if (ok && into) {
        ok = tensor_assign(run, into, result);
        tensor_drop(result);
        result = tensor_keep(into);
    }
    if (!ok) {
        tensor_drop(result);
        return false;
    }
    *out = value_from_tensor(result, result->ndim == 0 && !into);
    return true;
}
