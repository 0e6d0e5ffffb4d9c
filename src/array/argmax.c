/* argmax.c: where the largest and the smallest elements are. */
#include "base/vectors.h"

#include "func/bind.h"
#include "func/reduce.h"
#include "func/results.h"
#include "numeric/pool.h"

#include <complex.h>
#include <math.h>
#include <string.h>

/* Long rows, piece by piece: the extreme of each, in lanes; then where it is in the best of the pieces. */
enum { LANES = 64, HALF = LANES / 2, PIECE = 1 << 15, COLUMNS = 512 };

/* I: the integer of T's size. KEEPS(a, b): of two numbers that are no nan a may be the one. Lanes forget
 * nans: whether there was one is asked apart, of two numbers at a time. */
#define LANES_STEP(at, KEEPS, EITHER_NAN)                                                                    \
    for (int k = 0; k < LANES; k++)                                                                          \
        lane[k] = KEEPS(lane[k], (at)[k]) ? lane[k] : (at)[k];                                               \
    for (int k = 0; k < HALF; k++)                                                                           \
        odd[k] = EITHER_NAN((at)[k], (at)[k + HALF]) ? 1 : odd[k];
#define DEFINE_ROW(D, T, I, WHICH, KEEPS, STAYS, EITHER_NAN, NO_NUMBER)                                      \
    VECTORS static T WHICH##_of_##D(const T *x, int64_t n, T in_lane[LANES])                                 \
    {                                                                                                        \
        T lane[LANES];                                                                                       \
        I odd[HALF] = { 0 }, is_odd = 0;                                                                     \
        int64_t i = 0;                                                                                       \
        for (int k = 0; k < LANES; k++)                                                                      \
            lane[k] = x[k];                                                                                  \
        for (; i + LANES <= n; i += LANES) {                                                                 \
            LANES_STEP(x + i, KEEPS, EITHER_NAN)                                                             \
        }                                                                                                    \
        if (i < n) { /* some of the last ones twice */                                                       \
            LANES_STEP(x + n - LANES, KEEPS, EITHER_NAN)                                                     \
        }                                                                                                    \
        memcpy(in_lane, lane, sizeof lane);                                                                  \
        _Pragma("GCC unroll 6") for (int half = HALF; half; half /= 2) for (int k = 0; k < half; k++)        \
            lane[k] = KEEPS(lane[k], lane[k + half]) ? lane[k] : lane[k + half];                             \
        for (int k = 0; k < HALF; k++)                                                                       \
            is_odd = (I)(is_odd | odd[k]);                                                                   \
        return is_odd ? NO_NUMBER : lane[0];                                                                 \
    }                                                                                                        \
    /* Of one piece. The best is often in one lane alone, of which few elements are to be looked at. */      \
    VECTORS static int64_t first_##WHICH##_##D(const T *x, int64_t n)                                        \
    {                                                                                                        \
        T lane[LANES], best = WHICH##_of_##D(x, n, lane);                                                    \
        I lanes = 0, last = 0;                                                                               \
        int64_t at = 0;                                                                                      \
        for (int k = 0; k < LANES; k++) {                                                                    \
            I place = (I)(lane[k] == best ? k : 0);                                                          \
            lanes = (I)(lanes + (lane[k] == best));                                                          \
            last = place > last ? place : last;                                                              \
        }                                                                                                    \
        if (lanes == 1)                                                                                      \
            for (at = last; at < n && x[at] != best; at += LANES)                                            \
                ;                                                                                            \
        else if (best != best) /* a nan */                                                                   \
            while (x[at] == x[at])                                                                           \
                at++;                                                                                        \
        else {                                                                                               \
            for (I met = 0; n - at >= LANES && !met; at += met ? 0 : LANES)                                  \
                for (int k = 0; k < LANES; k++) {                                                            \
                    const I is = x[at + k] == best ? 1 : 0;                                                  \
                    met = is ? 1 : met;                                                                      \
                }                                                                                            \
            while (x[at] != best)                                                                            \
                at++;                                                                                        \
        }                                                                                                    \
        for (int64_t i = n - n % LANES; i < n && at >= n; i++)                                               \
            at = x[i] == best ? i : at;                                                                      \
        return at;                                                                                           \
    }                                                                                                        \
    static int64_t row_##WHICH##_##D(const T *x, int64_t n)                                                  \
    {                                                                                                        \
        T best = x[0], lane[LANES];                                                                          \
        int64_t at = 0, size = n < PIECE + LANES ? n : PIECE;                                                \
        for (int64_t from = 0, count; size < n && from < n && best == best; from += count) {                 \
            count = n - from < PIECE + LANES ? n - from : PIECE;                                             \
            T other = WHICH##_of_##D(x + from, count, lane);                                                 \
            if (!STAYS(best, other)) {                                                                       \
                at = from;                                                                                   \
                size = count;                                                                                \
                best = other;                                                                                \
            }                                                                                                \
        }                                                                                                    \
        return x[0] == x[0] ? at + first_##WHICH##_##D(x + at, size) : 0;                                    \
    }                                                                                                        \
    /* Of lines that lie side by side, row after row. */                                                     \
    VECTORS static void columns_##WHICH##_##D(const char *at, int64_t rows, int64_t step, int64_t n,         \
                                              int64_t *where)                                                \
    {                                                                                                        \
        T best[COLUMNS];                                                                                     \
        for (int64_t k = 0; k < n; k++) {                                                                    \
            best[k] = ((const T *)at)[k];                                                                    \
            where[k] = 0;                                                                                    \
        }                                                                                                    \
        for (int64_t i = 1; i < rows; i++) {                                                                 \
            const T *x = (const T *)(at + i * step);                                                         \
            for (int64_t k = 0; k < n; k++) {                                                                \
                T other = x[k];                                                                              \
                bool stays = STAYS(best[k], other);                                                          \
                where[k] = stays ? where[k] : i;                                                             \
                best[k] = stays ? best[k] : other;                                                           \
            }                                                                                                \
        }                                                                                                    \
    }
#define IS_ABOVE(a, b)    ((a) > (b))
#define IS_BELOW(a, b)    ((a) < (b))
#define INT_ABOVE(a, b)   ((a) >= (b))
#define INT_BELOW(a, b)   ((a) <= (b))
#define FLOAT_ABOVE(a, b) (((a) != (a)) | ((a) >= (b)))
#define FLOAT_BELOW(a, b) (((a) != (a)) | ((a) <= (b)))
#define NEVER(x, y)       false
#define DEFINE_INTS(D, T, I)                                                                                 \
    DEFINE_ROW(D, T, I, most, INT_ABOVE, INT_ABOVE, NEVER, 0)                                                \
    DEFINE_ROW(D, T, I, least, INT_BELOW, INT_BELOW, NEVER, 0)
#define DEFINE_FLOATS(D, T, I)                                                                               \
    DEFINE_ROW(D, T, I, most, IS_ABOVE, FLOAT_ABOVE, isunordered, (T)NAN)                                    \
    DEFINE_ROW(D, T, I, least, IS_BELOW, FLOAT_BELOW, isunordered, (T)NAN)
DEFINE_INTS(i1, int8_t, int8_t)
DEFINE_INTS(u1, uint8_t, int8_t)
DEFINE_INTS(i2, int16_t, int16_t)
DEFINE_INTS(u2, uint16_t, int16_t)
DEFINE_INTS(i4, int32_t, int32_t)
DEFINE_INTS(u4, uint32_t, int32_t)
DEFINE_INTS(i8, int64_t, int64_t)
DEFINE_INTS(u8, uint64_t, int64_t)
DEFINE_FLOATS(f4, float, int32_t)
DEFINE_FLOATS(f8, double, int64_t)

/* The loops of a dtype, for the largest and for the smallest; complex numbers and halves have none. */
typedef struct Loops {
    int64_t (*row[2])(const void *, int64_t);
    void (*columns[2])(const char *, int64_t rows, int64_t step, int64_t n, int64_t *where);
} Loops;

#define ROW_OF(D, T)                                                                                         \
    static int64_t any_most_##D(const void *x, int64_t n) { return row_most_##D(x, n); }                     \
    static int64_t any_least_##D(const void *x, int64_t n) { return row_least_##D(x, n); }
#define LOOPS_OF(D)                                                                                          \
    {                                                                                                        \
        { any_most_##D, any_least_##D }, { columns_most_##D, columns_least_##D }                             \
    }
ROW_OF(i1, int8_t)
ROW_OF(u1, uint8_t)
ROW_OF(i2, int16_t)
ROW_OF(u2, uint16_t)
ROW_OF(i4, int32_t)
ROW_OF(u4, uint32_t)
ROW_OF(i8, int64_t)
ROW_OF(u8, uint64_t)
ROW_OF(f4, float)
ROW_OF(f8, double)

/* The first True, the first False: nothing beyond it is looked at. */
static int64_t any_most_b1(const void *x, int64_t n)
{
    const char *at = x;
    for (int64_t i = 0; i < n; i++) {
        uint64_t word = 0;
        for (; n - i >= 8 && (memcpy(&word, at + i, 8), !word); i += 8)
            ;
        if (i < n && at[i])
            return i;
    }
    return 0;
}

static int64_t any_least_b1(const void *x, int64_t n)
{
    const char *found = memchr(x, 0, (size_t)n);
    return found ? found - (const char *)x : 0;
}

static const Loops loops[DTYPES] = {
    [BOOL] = { { any_most_b1, any_least_b1 }, { columns_most_u1, columns_least_u1 } },
    [INT8] = LOOPS_OF(i1),
    [UINT8] = LOOPS_OF(u1),
    [INT16] = LOOPS_OF(i2),
    [UINT16] = LOOPS_OF(u2),
    [INT32] = LOOPS_OF(i4),
    [UINT32] = LOOPS_OF(u4),
    [INT64] = LOOPS_OF(i8),
    [UINT64] = LOOPS_OF(u8),
    [FLOAT32] = LOOPS_OF(f4),
    [FLOAT64] = LOOPS_OF(f8),
};

/* Whether an element is before the best so far; a nan is before everything, and stays. */
#define DEFINE_FIND(D, T, LOAD, MORE, IS_NAN, IS_LATER)                                                      \
    static int64_t find_##D(const char *at, int64_t n, int64_t step, bool lowest)                            \
    {                                                                                                        \
        int64_t best = 0;                                                                                    \
        T found = LOAD(at);                                                                                  \
        for (int64_t i = 1; i < n && !IS_NAN(found); i++) {                                                  \
            T x = LOAD(at + i * step);                                                                       \
            if (lowest ? IS_LATER(found, x) : IS_LATER(x, found)) /* most are */                             \
                continue;                                                                                    \
            if (IS_NAN(x) || (lowest ? MORE(found, x) : MORE(x, found))) {                                   \
                found = x;                                                                                   \
                best = i;                                                                                    \
            }                                                                                                \
        }                                                                                                    \
        return best;                                                                                         \
    }
#define IS_NAN(x)           ((x) != (x))
#define COMPLEX_LATER(x, y) (__real__ x < __real__ y && __imag__ x == __imag__ x && __imag__ y == __imag__ y)
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
DEFINE_FIND(f2, double, LOAD_F2, IS_ABOVE, IS_NAN, NEVER)
DEFINE_FIND(f4, float, LOAD_F4, IS_ABOVE, IS_NAN, NEVER)
DEFINE_FIND(f8, double, LOAD_F8, IS_ABOVE, IS_NAN, NEVER)
DEFINE_FIND(c8, complex64, LOAD_C8, COMPLEX_ABOVE, COMPLEX_NAN, COMPLEX_LATER)
DEFINE_FIND(c16, complex128, LOAD_C16, COMPLEX_ABOVE, COMPLEX_NAN, COMPLEX_LATER)

static int64_t find_best(DType dtype, const char *at, int64_t n, int64_t step, bool lowest)
{
    if (n >= 2 * LANES && step == dtype_info[dtype].size && loops[dtype].row[lowest])
        return loops[dtype].row[lowest](at, n);
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

/* Some of many lines, or a piece of a long one, which threads share. */
typedef struct SharedSearch {
    const Search *search;
    int64_t n, piece;
    char *const *p;
    const int64_t *s;
    int64_t *place; /* of the best of each piece of a line */
} SharedSearch;

static void search_lines(const Search *search, int64_t n, char *const p[], const int64_t s[])
{
    DType dtype = search->dtype;
    int64_t done = 0;
    if (s[0] == dtype_info[dtype].size && s[1] == sizeof(int64_t) && loops[dtype].columns[search->lowest])
        for (int64_t count; done < n; done += count) {
            count = n - done < COLUMNS ? n - done : COLUMNS;
            loops[dtype].columns[search->lowest](p[0] + done * s[0], search->n, search->step, count,
                                                 (int64_t *)(void *)p[1] + done);
        }
    for (; done < n; done++)
        *(int64_t *)(void *)(p[1] + done * s[1]) =
            find_best(dtype, p[0] + done * s[0], search->n, search->step, search->lowest);
}

static void search_some_lines(void *with, int64_t i)
{
    const SharedSearch *shared = with;
    int64_t from = i * shared->piece, left = shared->n - from;
    char *const p[2] = { shared->p[0] + from * shared->s[0], shared->p[1] + from * shared->s[1] };
    search_lines(shared->search, left < shared->piece ? left : shared->piece, p, shared->s);
}

static void search_piece(void *with, int64_t i)
{
    const SharedSearch *shared = with;
    const Search *search = shared->search;
    int64_t from = i * shared->piece, left = search->n - from,
            count = left < shared->piece ? left : shared->piece;
    shared->place[i] = from + find_best(search->dtype, shared->p[0] + from * search->step, count,
                                        search->step, search->lowest);
}

static bool search_step(void *with, int64_t n, char *const p[], const int64_t s[])
{
    enum { SHARED = 1 << 17, TASK = 1 << 15, PIECES_MOST = 64 };
    const Search *search = with;
    int64_t place[PIECES_MOST], size = dtype_info[search->dtype].size, best = 0;
    SharedSearch shared = { search, n, TASK / search->n + 1, p, s, place };
    if (n * search->n < SHARED) {
        search_lines(search, n, p, s);
    } else if (n > 1) {
        if (s[0] == size) /* side by side: long rows of them */
            shared.piece = (n + pool_threads() - 1) / pool_threads();
        pool_run((n + shared.piece - 1) / shared.piece, search_some_lines, &shared);
    } else {
        int64_t least = search->n / PIECES_MOST + 1, count;
        _Alignas(16) char element[PIECES_MOST * 16];
        shared.piece = least < TASK ? TASK : least;
        count = (search->n + shared.piece - 1) / shared.piece;
        pool_run(count, search_piece, &shared);
        for (int64_t i = 0; i < count; i++)
            memcpy(element + i * size, p[0] + place[i] * search->step, (size_t)size);
        best = place[find_best(search->dtype, element, count, size, search->lowest)];
        *(int64_t *)(void *)p[1] = best;
    }
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
                "Cannot cast %s from dtype('%s') to dtype('int64') according to the rule 'safe'",
                out->ndim ? "array data" : "scalar", dtype_info[out->dtype].name);
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
        if (!arg_axis_number(call, 1, &number))
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
    if (along == 0)
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

const Func argmax_funcs[] = {
    { .name = "argmax",
      .of = "np",
      .params = "a, axis: axis = None, out: out = None, *, keepdims: bool = ?",
      .brief = "The index of the first of the largest elements.",
      .example = ">>> np.argmax([[1, 5], [7, 3]], axis=1)\n"
                 "array([1, 0])\n",
      .style = PYTHON,
      .infer = infer_search,
      .extra = 0,
      .gives = AS_ARRAY },
    { .name = "argmax",
      .of = "ndarray generic",
      .params = "self, axis: axis = None, out: out = None, *, keepdims: bool = False",
      .brief = "The index of the first of the largest elements.",
      .example = ">>> np.array([3, 1, 2]).argmax()\n"
                 "np.int64(0)\n",
      .style = METHOD,
      .infer = infer_search,
      .extra = 0,
      .gives = AS_ARRAY },
    { .name = "argmin",
      .of = "np",
      .params = "a, axis: axis = None, out: out = None, *, keepdims: bool = ?",
      .brief = "The index of the first of the smallest elements.",
      .example = ">>> np.argmin([[1, 5], [7, 3]], axis=1)\n"
                 "array([0, 1])\n",
      .style = PYTHON,
      .infer = infer_search,
      .extra = 1,
      .gives = AS_ARRAY },
    { .name = "argmin",
      .of = "ndarray generic",
      .params = "self, axis: axis = None, out: out = None, *, keepdims: bool = False",
      .brief = "The index of the first of the smallest elements.",
      .example = ">>> np.array([3, 1, 2]).argmin()\n"
                 "np.int64(1)\n",
      .style = METHOD,
      .infer = infer_search,
      .extra = 1,
      .gives = AS_ARRAY },
    { .name = NULL },
};
