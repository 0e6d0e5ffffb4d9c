/* sliding.c: convolve and correlate: weights that slide along a line. */
#include "base/vectors.h"

#include "func/sheet.h"
#include "numeric/gemv.h"
#include "numeric/pool.h"

#include <string.h>

enum { MODE_VALID, MODE_SAME, MODE_FULL };

static bool read_overlap(Call *call, int i, int *mode)
{
    static const char *const name[] = { "valid", "same", "full" };
    Value v = call->arg[i].value;
    int64_t at;
    if (v.tag == V_STR) {
        for (*mode = 0; *mode < 3; ++*mode)
            if (!strcmp(name[*mode], v.str->text))
                return true;
        if (v.str->text[0] && strchr("vVsSfF", v.str->text[0]))
            return fail(call->run, ValueError,
                        "Use one of 'valid', 'same', or 'full' for convolve/correlate mode");
        return fail(call->run, ValueError, "mode must be one of 'valid', 'same', or 'full' (got %s)",
                    value_text(call->run, v));
    }
    if (!value_is_int(v) && !value_is_scalar(v))
        return fail(call->run, TypeError, "convolve/correlate mode not understood");
    if (!value_index(call->run, v, &at))
        return false;
    *mode = (int)at;
    return (at >= 0 && at < 3) ||
           fail(call->run, ValueError, "integer convolve/correlate mode must be 0, 1, or 2");
}

/* A line of n elements, m weights, the result, of which some elements are computed, and how far the weights
 * stand before the line at the first. */
typedef struct Sliding {
    const void *a, *v;
    int64_t n, m;
    void *out;
    int64_t size, left;
} Sliding;

/* out[i] = sum over j of a[i - left + j] * v[j] for i in [first, end), term by term in the order of j; a loop
 * for each dtype. */
#define DEFINE_SLIDE(name, T, SUM)                                                                           \
    VECTORS static void slide_##name(const Sliding *s, int64_t first, int64_t end)                           \
    {                                                                                                        \
        const T *a = s->a, *v = s->v;                                                                        \
        T *out = s->out;                                                                                     \
        int64_t n = s->n, m = s->m, left = s->left;                                                          \
        memset(out + first, 0, (size_t)(end - first) * sizeof *out);                                         \
        for (int64_t j = 0; j < m; j++) {                                                                    \
            int64_t from = left - j > first ? left - j : first,                                              \
                    to = n + left - j < end ? n + left - j : end;                                            \
            T by = v[j];                                                                                     \
            for (int64_t i = from; i < to; i++)                                                              \
                out[i] = SUM(out[i], a[i - left + j], by);                                                   \
        }                                                                                                    \
    }
#define SUM_PRODUCT(sum, a, b) ((sum) + (a) * (b))
#define SUM_SMALL(sum, a, b)   ((uint32_t)(sum) + (uint32_t)(a) * (uint32_t)(b))
#define SUM_EITHER(sum, a, b)  ((sum) | ((a) & (b)))
DEFINE_SLIDE(b1, uint8_t, SUM_EITHER)
DEFINE_SLIDE(u1, uint8_t, (uint8_t)SUM_SMALL)
DEFINE_SLIDE(u2, uint16_t, (uint16_t)SUM_SMALL)
DEFINE_SLIDE(u4, uint32_t, SUM_PRODUCT)
DEFINE_SLIDE(u8, uint64_t, SUM_PRODUCT)
DEFINE_SLIDE(f4, float, SUM_PRODUCT)
DEFINE_SLIDE(f8, double, SUM_PRODUCT)

/* An element of the result by BLAS's dot. */
static double overlap_dot(const Sliding *s, int64_t i)
{
    int64_t from = i < s->left ? s->left - i : 0, end = s->n + s->left - i;
    return gemv_dot((end < s->m ? end : s->m) - from, (const double *)s->a + i - s->left + from, 1,
                    (const double *)s->v + from, 1);
}

static int64_t within(int64_t i, int64_t first, int64_t end) { return i < first ? first : i > end ? end : i; }

/* Where all weights stand on the line and are few, NumPy sums in a loop of its own, else by BLAS. */
static void slide_double(const Sliding *s, int64_t first, int64_t end)
{
    enum { FEW = 11 };
    bool few = s->m <= FEW;
    int64_t whole = few ? within(s->left, first, end) : end;
    int64_t past = few ? within(s->n - s->m + s->left + 1, whole, end) : end;
    double *out = s->out;
    for (int64_t i = first; i < whole; i++)
        out[i] = overlap_dot(s, i);
    if (whole < past)
        slide_f8(s, whole, past);
    for (int64_t i = past; i < end; i++)
        out[i] = overlap_dot(s, i);
}

/* Complex products by their formula, whatever infinities make of it. */
static void slide_c16(const Sliding *s, int64_t first, int64_t end)
{
    const double *a = s->a, *v = s->v;
    double *out = s->out;
    memset(out + 2 * first, 0, (size_t)(end - first) * 2 * sizeof *out);
    for (int64_t j = 0; j < s->m; j++)
        for (int64_t i = first; i < end; i++) {
            int64_t at = i - s->left + j;
            if (at < 0 || at >= s->n)
                continue;
            out[2 * i] += a[2 * at] * v[2 * j] - a[2 * at + 1] * v[2 * j + 1];
            out[2 * i + 1] += a[2 * at] * v[2 * j + 1] + a[2 * at + 1] * v[2 * j];
        }
}

typedef void Slide(const Sliding *, int64_t first, int64_t end);
static Slide *slide_of(DType d)
{
    static Slide *const by_size[] = { [1] = slide_u1, [2] = slide_u2, [4] = slide_u4, [8] = slide_u8 };
    return d == BOOL         ? slide_b1
           : d == FLOAT32    ? slide_f4
           : d == FLOAT64    ? slide_double
           : d == COMPLEX128 ? slide_c16
                             : by_size[dtype_info[d].size];
}

typedef struct SharedSliding {
    Sliding sliding;
    Slide *slide;
} SharedSliding;

enum { SLIDE_PIECE = 1024 }; /* elements of the result that stay in the cache while the weights pass */

static void slide_piece(void *with, int64_t i)
{
    const SharedSliding *shared = with;
    int64_t first = i * SLIDE_PIECE, end = first + SLIDE_PIECE;
    if (!pool_stopped())
        shared->slide(&shared->sliding, first, end < shared->sliding.size ? end : shared->sliding.size);
}

static int64_t overlap_size(int mode, int64_t n, int64_t m)
{
    return mode == MODE_VALID ? n - m + 1 : mode == MODE_SAME ? n : n + m - 1;
}

static bool are_lines(Run *run, const Tensor *a, const Tensor *v)
{
    if (a->ndim > 1 || v->ndim > 1)
        return fail(run, ValueError, "object too deep for desired array");
    if (!a->ndim || !v->ndim)
        return fail(run, ValueError, "object of too small depth for desired array");
    if (!a->dim[0])
        return fail(run, ValueError, "first array argument cannot be empty");
    return v->dim[0] || fail(run, ValueError, "second array argument cannot be empty");
}

/* Slides the shorter of two lines along the longer one. float16 and complex64 are summed in the wider dtype.
 */
static Value slide(Sheet *s, Value first, Value second, int mode)
{
    Tensor *a = sheet_array(s, first), *v = sheet_array(s, second);
    if (s->failed)
        return ABSENT;
    if (!are_lines(s->run, a, v))
        return s->failed = true, ABSENT;
    DType dtype = dtype_promote((DType)a->dtype, (DType)v->dtype);
    DType work = dtype == FLOAT16 ? FLOAT32 : dtype == COMPLEX64 ? COMPLEX128 : dtype;
    bool turned = a->dim[0] < v->dim[0];
    Tensor *in[2] = { sheet_cast(s, value_array(turned ? v : a), work),
                      sheet_cast(s, value_array(turned ? a : v), work) };
    for (int i = 0; i < 2 && !s->failed; i++)
        in[i] = sheet_array(s, sheet_tensor(s, c_ordered(s->run, in[i])));
    if (s->failed)
        return ABSENT;
    int64_t n = in[0]->dim[0], m = in[1]->dim[0], size = overlap_size(mode, n, m);
    int64_t left = mode == MODE_VALID ? 0 : mode == MODE_SAME ? m / 2 : m - 1;
    Tensor *out = sheet_array(s, sheet_tensor(s, tensor_new(s->run, work, 1, &size)));
    if (!out)
        return ABSENT;
    SharedSliding shared = { { in[0]->data, in[1]->data, n, m, out->data, size, left }, slide_of(work) };
    int64_t pieces = (size + SLIDE_PIECE - 1) / SLIDE_PIECE;
    if ((double)size * (double)m >= 1 << 17)
        pool_run(pieces, slide_piece, &shared);
    else
        for (int64_t i = 0; i < pieces; i++)
            slide_piece(&shared, i);
    Value answer = as_value(sheet_cast(s, value_array(out), dtype));
    return turned ? NP(s, "flip", answer) : answer;
}

/* correlate makes arrays of one axis of lists. */
static bool lists_are_lines(Call *call)
{
    for (int i = 0; i < 2; i++)
        if (is_sequence(call->arg[i].value) && arg_tensor(call, i)->ndim > 1)
            return fail(call->run, ValueError,
                        "setting an array element with a sequence. The requested array would exceed the "
                        "maximum number of dimension of 1.");
    return true;
}

static bool infer_slide(Call *call, Value *out)
{
    int mode;
    if (sheet_skips(call, out))
        return true;
    Tensor *a = arg_tensor(call, 0), *v = arg_tensor(call, 1);
    if (!read_overlap(call, 2, &mode))
        return false;
    if (!call->func->extra && !lists_are_lines(call))
        return false;
    bool lifts = call->func->extra; /* convolve takes a number for an array of one element */
    if (lifts && tensor_size(a) == 0 && a->ndim < 2)
        return fail(call->run, ValueError, "a cannot be empty");
    if (lifts && tensor_size(v) == 0 && v->ndim < 2)
        return fail(call->run, ValueError, "v cannot be empty");
    if (!(lifts && (a->ndim == 0 || v->ndim == 0) && a->ndim < 2 && v->ndim < 2) &&
        !are_lines(call->run, a, v))
        return false;
    int64_t n = tensor_size(a), m = tensor_size(v), size = DIM_UNKNOWN;
    if (n > 0 && m > 0)
        size = n > m ? overlap_size(mode, n, m) : overlap_size(mode, m, n);
    return infer_as(out, dtype_promote((DType)a->dtype, (DType)v->dtype), 1, &size);
}

static bool run_convolve(Call *call, Value *out)
{
    Sheet s;
    int mode = MODE_FULL;
    sheet_begin(&s, call->run);
    Value a = NP(&s, "atleast_1d", sheet_argument(&s, call, 0)),
          v = NP(&s, "atleast_1d", sheet_argument(&s, call, 1));
    if (!s.failed && !a.tensor->dim[0])
        sheet_fail(&s, ValueError, "a cannot be empty");
    else if (!s.failed && !v.tensor->dim[0])
        sheet_fail(&s, ValueError, "v cannot be empty");
    if (!s.failed && v.tensor->dim[0] > a.tensor->dim[0]) {
        Value swapped = a;
        a = v;
        v = swapped;
    }
    s.failed |= s.failed || !read_overlap(call, 2, &mode);
    if (!s.failed)
        v = sheet_tensor(&s, view_slice(v.tensor, 0, v.tensor->dim[0] - 1, -1, v.tensor->dim[0]));
    return sheet_answer(&s, slide(&s, a, v, mode), out);
}

static bool run_correlate(Call *call, Value *out)
{
    Sheet s;
    int mode = MODE_VALID;
    sheet_begin(&s, call->run);
    s.failed = !read_overlap(call, 2, &mode) || !lists_are_lines(call);
    Value a = sheet_argument(&s, call, 0), v = sheet_argument(&s, call, 1);
    if (!s.failed && dtype_is_complex((DType)sheet_array(&s, v)->dtype))
        v = NP(&s, "conjugate", v);
    return sheet_answer(&s, slide(&s, a, v, mode), out);
}

const Func sliding_funcs[] = {
    { .name = "convolve",
      .of = "np",
      .params = "a, v, mode: any = 'full'",
      .brief = "The convolution of two sequences.",
      .example = ">>> np.convolve([1, 2, 3], [0, 1, 0.5])\narray([0. , 1. , 2.5, 4. , 1.5])\n",
      .style = PYTHON,
      .infer = infer_slide,
      .run = run_convolve,
      .gives = AS_ARRAY,
      .extra = 1 },
    { .name = "correlate",
      .of = "np",
      .params = "a, v, mode: any = 'valid'",
      .brief = "The correlation of two sequences.",
      .example = ">>> np.correlate([1, 2, 3], [0, 1, 0.5])\narray([3.5])\n",
      .style = PYTHON,
      .infer = infer_slide,
      .run = run_correlate,
      .gives = AS_ARRAY },
    { .name = NULL },
};
