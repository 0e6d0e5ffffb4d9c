#include "linalg/contract.h"

#include "numeric/pool.h"

#include <string.h>

/* In multiplications: a call, a part of a stack, and a stack that is worth several threads. */
enum { CALL = 64, PART = 1 << 18, SHARED_FROM = 1 << 21 };

DType contract_dtype(DType d) { return d == FLOAT16 ? FLOAT32 : d; }

ProductType contract_type(DType d)
{
    static const uint8_t type[DTYPES] = {
        [BOOL] = PRODUCT_BOOL,           [INT8] = PRODUCT_INT8,
        [UINT8] = PRODUCT_INT8,          [INT16] = PRODUCT_INT16,
        [UINT16] = PRODUCT_INT16,        [INT32] = PRODUCT_INT32,
        [UINT32] = PRODUCT_INT32,        [INT64] = PRODUCT_INT64,
        [UINT64] = PRODUCT_INT64,        [FLOAT16] = PRODUCT_FLOAT32,
        [FLOAT32] = PRODUCT_FLOAT32,     [FLOAT64] = PRODUCT_FLOAT64,
        [COMPLEX64] = PRODUCT_COMPLEX64, [COMPLEX128] = PRODUCT_COMPLEX128,
    };
    return (ProductType)type[d];
}

/* stacks of matrices ------------------------------------------------------------------------------------ */

/* A stack, its axes merged where they can be. */
typedef struct Work {
    int ndim;
    ProductType type;
    int64_t dim[AXES_MAX], n, k, m;
    bool by_blas;
    bool each; /* products of elements one by one, n of them */
    Stack a, b, out;
    int64_t count, some; /* products, and how many of them make a part */
} Work;

static void remove_axis(Work *w, int axis)
{
    size_t after = (size_t)(w->ndim - axis - 1) * sizeof(int64_t);
    memmove(w->dim + axis, w->dim + axis + 1, after);
    memmove(w->a.stride + axis, w->a.stride + axis + 1, after);
    memmove(w->b.stride + axis, w->b.stride + axis + 1, after);
    memmove(w->out.stride + axis, w->out.stride + axis + 1, after);
    w->ndim--;
}

/* Where one matrix is repeated along an axis of the stack, the other's rows (or columns) may run on along it:
 * then that axis is part of one larger product. */
static bool merge_axis(Work *w, int axis)
{
    int64_t along_a = w->a.stride[axis], along_b = w->b.stride[axis], along_out = w->out.stride[axis];
    Matrix *a = &w->a.matrix, *b = &w->b.matrix, *out = &w->out.matrix;
    if (w->dim[axis] == 1)
        return true;
    if (!along_b && (w->n == 1 || (along_a == w->n * a->row && along_out == w->n * out->row))) {
        if (w->n == 1)
            a->row = along_a, out->row = along_out;
        w->n *= w->dim[axis];
        return true;
    }
    if (!along_a && (w->m == 1 || (along_b == w->m * b->column && along_out == w->m * out->column))) {
        if (w->m == 1)
            b->column = along_b, out->column = along_out;
        w->m *= w->dim[axis];
        return true;
    }
    return false;
}

/* Products of a stack from one number to another. */
static void multiply_some(const Work *w, int64_t from, int64_t end)
{
    char *a = w->a.matrix.at, *b = w->b.matrix.at, *out = w->out.matrix.at;
    int64_t at[AXES_MAX], rest = from;
    for (int axis = w->ndim; axis-- > 0; rest /= w->dim[axis]) {
        at[axis] = rest % w->dim[axis];
        a += w->a.stride[axis] * at[axis];
        b += w->b.stride[axis] * at[axis];
        out += w->out.stride[axis] * at[axis];
    }
    for (int64_t i = from; i < end; i++) {
        if (w->each)
            product_each(w->type, w->n, a, w->a.stride[w->ndim], b, w->b.stride[w->ndim], out,
                         w->out.stride[w->ndim]);
        else
            product_matrix(w->type, w->by_blas, w->n, w->k, w->m,
                           (Matrix){ a, w->a.matrix.row, w->a.matrix.column },
                           (Matrix){ b, w->b.matrix.row, w->b.matrix.column },
                           (Matrix){ out, w->out.matrix.row, w->out.matrix.column });
        for (int axis = w->ndim; axis-- > 0;) {
            a += w->a.stride[axis];
            b += w->b.stride[axis];
            out += w->out.stride[axis];
            if (++at[axis] < w->dim[axis])
                break;
            a -= w->a.stride[axis] * w->dim[axis];
            b -= w->b.stride[axis] * w->dim[axis];
            out -= w->out.stride[axis] * w->dim[axis];
            at[axis] = 0;
        }
    }
}

static void multiply_task(void *with, int64_t i)
{
    const Work *w = with;
    int64_t from = i * w->some, left = w->count - from;
    if (!pool_stopped())
        multiply_some(w, from, from + (left < w->some ? left : w->some));
}

/* Some at a time: each such part is long enough to ask after it whether the user still wants the rest, and to
 * be a thread's task. */
static bool multiply_stack(Run *run, Work *w)
{
    double each = CALL + (double)w->n * (double)w->k * (double)w->m;
    w->some = each < PART ? (int64_t)(PART / each) : 1;
    int64_t parts = (w->count + w->some - 1) / w->some;
    if (each * (double)w->count >= SHARED_FROM && !product_is_shared(w->type, w->n, w->k, w->m)) {
        pool_run(parts, multiply_task, w);
        return run_goes_on(run);
    }
    for (int64_t i = 0; i < parts; i++) {
        multiply_task(w, i);
        if (!run_goes_on(run))
            return false;
    }
    return true;
}

bool contract(Run *run, ProductType type, bool by_blas, int ndim, const int64_t *dim, int64_t n, int64_t k,
              int64_t m, const Stack *a, const Stack *b, const Stack *out)
{
    if (ndim == 0) {
        product_matrix(type, by_blas, n, k, m, a->matrix, b->matrix, out->matrix);
        return true;
    }
    if (shape_size(ndim, dim) == 0 || n == 0 || m == 0)
        return true;
    Work w = { .ndim = ndim, .type = type, .by_blas = by_blas, .n = n, .k = k, .m = m };
    size_t bytes = (size_t)ndim * sizeof(int64_t);
    w.a.matrix = a->matrix, w.b.matrix = b->matrix, w.out.matrix = out->matrix;
    memcpy(w.dim, dim, bytes);
    memcpy(w.a.stride, a->stride, bytes);
    memcpy(w.b.stride, b->stride, bytes);
    memcpy(w.out.stride, out->stride, bytes);
    bool apart = by_blas && type == PRODUCT_FLOAT64 && k > 1 && (n == 1 || m == 1); /* rounded one by one */
    for (int axis = ndim; axis-- > 0 && !apart;)
        if (merge_axis(&w, axis))
            remove_axis(&w, axis);
    /* nothing is summed, no matrix left: the innermost axis is a row of products */
    if (w.ndim && w.n == 1 && k == 1 && w.m == 1) {
        w.ndim--;
        w.n = w.dim[w.ndim];
        w.each = true;
    }
    w.count = shape_size(w.ndim, w.dim);
    return multiply_stack(run, &w);
}

bool contract_last(Run *run, Tensor *a, Tensor *b, int axis, Tensor *out)
{
    Stack x = { .matrix = { a->data, 0, a->stride[a->ndim - 1] } };
    Stack y = { .matrix = { b->data, b->stride[axis], 0 } };
    Stack z = { .matrix = { out->data, 0, 0 } };
    int64_t dim[AXES_MAX], n = 1, m = 1;
    int ndim = 0, to = 0, last = b->ndim - 1 == axis ? b->ndim - 2 : b->ndim - 1;
    for (int i = 0; i < a->ndim - 1; i++, to++) {
        if (i == a->ndim - 2) {
            n = a->dim[i], x.matrix.row = a->stride[i], z.matrix.row = out->stride[to];
            continue;
        }
        dim[ndim] = a->dim[i];
        x.stride[ndim] = a->stride[i], y.stride[ndim] = 0, z.stride[ndim++] = out->stride[to];
    }
    for (int i = 0; i < b->ndim; i++) {
        if (i == axis)
            continue;
        if (i == last) {
            m = b->dim[i], y.matrix.column = b->stride[i], z.matrix.column = out->stride[to++];
            continue;
        }
        dim[ndim] = b->dim[i];
        x.stride[ndim] = 0, y.stride[ndim] = b->stride[i], z.stride[ndim++] = out->stride[to++];
    }
    return contract(run, contract_type(out->dtype), true, ndim, dim, n, a->dim[a->ndim - 1], m, &x, &y, &z);
}

/* operands and results ---------------------------------------------------------------------------------- */

Tensor *contract_operand(Run *run, Tensor *t, DType dtype, bool conjugate)
{
    Tensor *cast = tensor_cast(run, t, contract_dtype(dtype));
    if (!cast || !conjugate || !dtype_is_complex(dtype))
        return cast;
    Tensor *conjugated = tensor_like(run, (DType)cast->dtype, cast->ndim, cast->dim, 1, &cast);
    bool done = conjugated && contract_elementwise(run, "conjugate", cast, NULL, conjugated, NULL);
    tensor_drop(cast);
    if (done)
        return conjugated;
    tensor_drop(conjugated);
    return NULL;
}

Tensor *contract_room(Run *run, DType dtype, Tensor *out, const Tensor *a, const Tensor *b)
{
    DType sums = contract_dtype(dtype);
    if (out->dtype == sums && !tensor_overlap(out, a) && !tensor_overlap(out, b))
        return tensor_keep(out);
    return tensor_new(run, sums, out->ndim, out->dim);
}

bool contract_store(Run *run, Tensor *room, Tensor *out)
{
    bool stored = room == out || tensor_assign(run, out, room);
    tensor_drop(room);
    return stored;
}

bool contract_elementwise(Run *run, const char *name, Tensor *a, Tensor *b, Tensor *out, Value *result)
{
    Value in[2] = { value_array(a), b ? value_array(b) : ABSENT };
    UfuncArgs args = { .out = { out }, .dtype = NO_DTYPE, .casting = CAST_SAME_KIND, .order = 'K' };
    Value answer;
    if (!elementwise_call(run, func_find("np", name), b ? 2 : 1, in, &args, &answer))
        return false;
    if (result)
        *result = answer;
    else
        value_drop(answer);
    return true;
}
