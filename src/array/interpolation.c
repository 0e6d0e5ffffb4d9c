/* interpolation.c: np.interp: numbers between samples, on the line from one to the next. */
#include "base/vectors.h"

#include "func/sheet.h"
#include "numeric/pool.h"
#include "numeric/sort.h"

#include <math.h>

typedef struct Samples {
    int64_t n;
    const double *x;
    const complex128 *y;
    complex128 left, right;
    double *slope; /* of the real parts from each sample to the next; NULL: there are few numbers to find */
} Samples;

/* The last sample at or before x; -1: x is before all; n: after all. */
static int64_t find_sample(const Samples *p, double x)
{
    int64_t low = 0, high = p->n;
    if (x > p->x[p->n - 1])
        return p->n;
    if (x < p->x[0])
        return -1;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (x >= p->x[middle])
            low = middle + 1;
        else
            high = middle;
    }
    return low - 1;
}

/* On the line from one sample to the next, as NumPy's compiled_base.c computes it; from the other end if that
 * is nan. */
static double on_line(double slope, double x, double x0, double x1, double y0, double y1)
{
    double y = slope * (x - x0) + y0;
    if (isnan(y)) {
        y = slope * (x - x1) + y1;
        if (isnan(y) && y0 == y1)
            y = y0;
    }
    return y;
}

/* j: the last sample at or before x, if it is known. */
static inline complex128 interpolate(const Samples *p, double x, const int64_t *known, bool is_real)
{
    if (isnan(x))
        return x;
    int64_t j = known && x >= p->x[0] && x <= p->x[p->n - 1] ? *known : find_sample(p, x);
    if (j < 0)
        return p->left;
    if (j == p->n)
        return p->right;
    if (j == p->n - 1 || p->x[j] == x)
        return p->y[j];
    union {
        double part[2];
        complex128 z;
    } answer;
    const double x0 = p->x[j], x1 = p->x[j + 1];
    const complex128 y0 = p->y[j], y1 = p->y[j + 1];
    double slope = p->slope ? p->slope[j] : (creal(y1) - creal(y0)) / (x1 - x0);
    answer.part[0] = on_line(slope, x, x0, x1, creal(y0), creal(y1));
    answer.part[1] =
        is_real ? 0 : on_line((cimag(y1) - cimag(y0)) / (x1 - x0), x, x0, x1, cimag(y0), cimag(y1));
    return answer.z;
}

/* Many numbers, which threads share. */
typedef struct SharedSamples {
    const Samples *samples;
    int64_t n;
    const double *from;
    bool searches; /* many samples are looked for at once */
    DType dtype;
    void *to;
} SharedSamples;

enum { SAMPLES_PIECE = SORT_SEARCH_ALONE, SEARCHED = 1024 /* numbers that are searched together */ };

static bool never_falls(const Samples *p)
{
    for (int64_t i = 1; i < p->n; i++)
        if (!(p->x[i - 1] <= p->x[i]))
            return false;
    return true;
}

/* Where numbers that never fall go among the samples, one after the other; false: they fall, or are nan. */
VECTORS static bool places_in_order(const Samples *p, int64_t n, const double *x, int64_t *place)
{
    int64_t falls = 0, at;
    for (int64_t i = 1; i < n; i++)
        falls |= x[i - 1] <= x[i] ? 0 : 1;
    if (falls)
        return false;
    sort_search(SORT_F8, (const char *)p->x, p->n, sizeof *p->x, NULL, 1, (const char *)x, sizeof *x, true,
                &at);
    for (int64_t i = 0; i < n; i++) {
        while (at < p->n && p->x[at] <= x[i])
            at++;
        place[i] = at;
    }
    return true;
}

/* The place of the sample after each of some numbers. */
static void find_places(const Samples *p, int64_t n, const double *x, int64_t *place)
{
    if (!places_in_order(p, n, x, place))
        sort_search(SORT_F8, (const char *)p->x, p->n, sizeof *p->x, NULL, n, (const char *)x, sizeof *x,
                    true, place);
}

static void interpolate_piece(void *with, int64_t piece)
{
    const SharedSamples *shared = with;
    int64_t i = piece * SAMPLES_PIECE, end = i + SAMPLES_PIECE, place[SAMPLES_PIECE], first = i;
    end = end < shared->n ? end : shared->n;
    if (shared->searches)
        find_places(shared->samples, end - i, shared->from + i, place);
    for (; i < end; i++) {
        int64_t before = shared->searches ? place[i - first] - 1 : 0;
        const int64_t *known = shared->searches ? &before : NULL;
        const Samples *p = shared->samples;
        if (known && p->slope && before >= 0 && before + 1 < p->n && p->x[before] != shared->from[i]) {
            double quickly = p->slope[before] * (shared->from[i] - p->x[before]) + creal(p->y[before]);
            ((double *)shared->to)[i] = quickly;
            if (quickly == quickly)
                continue;
        }
        if (shared->dtype == FLOAT64)
            ((double *)shared->to)[i] = creal(interpolate(shared->samples, shared->from[i], known, true));
        else
            ((complex128 *)shared->to)[i] = interpolate(shared->samples, shared->from[i], known, false);
    }
}

enum { INTERP_X, INTERP_XP, INTERP_FP, INTERP_LEFT, INTERP_RIGHT, INTERP_PERIOD };

/* A line of numbers that dtype holds. */
static bool fits_doubles(Run *run, const Tensor *t, DType dtype)
{
    return dtype_can_cast((DType)t->dtype, dtype, CAST_SAFE) || dtype_is_int((DType)t->dtype) ||
           fail(run, TypeError,
                "Cannot cast array data from dtype('%s') to dtype('%s') according to the rule 'safe'",
                dtype_info[t->dtype].name, dtype_info[dtype].name);
}

static bool fits_line(Call *call, int i, DType dtype)
{
    Run *run = call->run;
    const Tensor *t = arg_tensor(call, i);
    if (t->ndim > 1)
        return fail_too_deep(run, call->arg[i].value);
    return (t->ndim == 1 || fail(run, ValueError, "object of too small depth for desired array")) &&
           fits_doubles(run, t, dtype);
}

/* Whether two lines are places and the values there. */
static bool are_samples(Run *run, const Tensor *places, const Tensor *values)
{
    if (!places->dim[0])
        return fail(run, ValueError, "array of sample points is empty");
    return places->dim[0] == values->dim[0] || places->dim[0] == DIM_UNKNOWN ||
           values->dim[0] == DIM_UNKNOWN || fail(run, ValueError, "fp and xp are not of the same length.");
}

/* What can be told from shapes and dtypes, in NumPy's order. With a period all is made float64 first. */
static bool check_samples(Call *call)
{
    Run *run = call->run;
    const Tensor *x = arg_tensor(call, INTERP_X), *xp = arg_tensor(call, INTERP_XP),
                 *fp = arg_tensor(call, INTERP_FP);
    Value period = call->arg[INTERP_PERIOD].value;
    double size;
    if (period.tag == V_NONE)
        return fits_line(call, INTERP_FP, dtype_is_complex((DType)fp->dtype) ? COMPLEX128 : FLOAT64) &&
               fits_line(call, INTERP_XP, FLOAT64) && fits_doubles(run, x, FLOAT64) &&
               are_samples(run, xp, fp);
    if (!arg_double(call, INTERP_PERIOD, &size))
        return false;
    if (size == 0)
        return fail(run, ValueError, "period must be a non-zero value");
    if (xp->ndim != 1 || fp->ndim != 1)
        return fail(run, ValueError, "Data points must be 1-D sequences");
    return xp->dim[0] == fp->dim[0] || fail(run, ValueError, "fp and xp are not of the same length");
}

static bool infer_interp(Call *call, Value *out)
{
    if (sheet_skips(call, out))
        return true;
    Tensor *x = arg_tensor(call, INTERP_X), *fp = arg_tensor(call, INTERP_FP);
    return check_samples(call) &&
           infer_as(out, dtype_is_complex((DType)fp->dtype) ? COMPLEX128 : FLOAT64, x->ndim, x->dim);
}

/* A parameter as a contiguous array of a dtype. */
static Value as_doubles(Sheet *s, Value v, DType dtype)
{
    Tensor *t = sheet_cast(s, v, dtype);
    return t ? sheet_tensor(s, c_ordered(s->run, t)) : ABSENT;
}

/* Everything modulo the period, with the ends repeated beyond each other. */
static void wrap_period(Sheet *s, Value period, Value *x, Value *xp, Value *fp)
{
    period = NP(s, "abs", period);
    *x = sheet_op(s, OP_MOD, *x, period);
    *xp = sheet_op(s, OP_MOD, *xp, period);
    Value order = NP(s, "argsort", *xp);
    *xp = sheet_item(s, *xp, order);
    *fp = sheet_item(s, *fp, order);
    if (s->failed)
        return;
    Value x3[3] = { sheet_sub(s, sheet_part(s, *xp, 0, -1, INT64_MAX), period), *xp,
                    sheet_add(s, sheet_part(s, *xp, 0, 0, 1), period) };
    Value y3[3] = { sheet_part(s, *fp, 0, -1, INT64_MAX), *fp, sheet_part(s, *fp, 0, 0, 1) };
    *xp = NP(s, "concatenate", sheet_tuple(s, 3, x3));
    *fp = NP(s, "concatenate", sheet_tuple(s, 3, y3));
}

static void read_end(Sheet *s, Value given, DType dtype, complex128 *end)
{
    if (s->failed || given.tag == V_NONE)
        return;
    if (dtype == COMPLEX128)
        s->failed = !value_to_complex(s->run, given, end);
    else
        *end = sheet_double(s, given);
}

static bool run_interp(Call *call, Value *out)
{
    Sheet s;
    Samples p;
    sheet_begin(&s, call->run);
    DType dtype = dtype_is_complex((DType)arg_tensor(call, INTERP_FP)->dtype) ? COMPLEX128 : FLOAT64;
    bool periodic = call->arg[INTERP_PERIOD].value.tag != V_NONE;
    s.failed = !check_samples(call);
    Value fp = as_doubles(&s, sheet_argument(&s, call, INTERP_FP), dtype);
    Value xp = as_doubles(&s, sheet_argument(&s, call, INTERP_XP), FLOAT64);
    Value x = as_doubles(&s, sheet_argument(&s, call, INTERP_X), FLOAT64);
    if (periodic)
        wrap_period(&s, call->arg[INTERP_PERIOD].value, &x, &xp, &fp);
    Tensor *at = sheet_array(&s, x), *xs = sheet_array(&s, xp), *ys = sheet_cast(&s, fp, COMPLEX128);
    if (!s.failed && !xs->dim[0])
        sheet_fail(&s, ValueError, "array of sample points is empty");
    if (s.failed)
        return sheet_answer(&s, ABSENT, out);
    ys = sheet_array(&s, sheet_tensor(&s, c_ordered(s.run, ys)));
    p = (Samples){ .n = xs->dim[0], .x = (const double *)xs->data, .y = (const complex128 *)ys->data };
    p.left = p.y[0];
    p.right = p.y[p.n - 1];
    if (!periodic) {
        read_end(&s, call->arg[INTERP_LEFT].value, dtype, &p.left);
        read_end(&s, call->arg[INTERP_RIGHT].value, dtype, &p.right);
    }
    Tensor *answer = s.failed ? NULL : tensor_new(s.run, dtype, at->ndim, at->dim);
    Value result = sheet_tensor(&s, answer);
    int64_t n = answer ? tensor_size(answer) : 0;
    SharedSamples shared = { .samples = &p, .n = n, .dtype = dtype };
    if (answer) {
        shared.from = (const double *)at->data;
        shared.to = answer->data;
        shared.searches = n >= SEARCHED && p.n / 8 <= n && never_falls(&p);
        p.slope = p.n <= n && dtype == FLOAT64 ? mem_alloc((size_t)p.n * sizeof *p.slope) : NULL;
        for (int64_t i = 0; p.slope && i + 1 < p.n; i++)
            p.slope[i] = (creal(p.y[i + 1]) - creal(p.y[i])) / (p.x[i + 1] - p.x[i]);
    }
    pool_run((n + SAMPLES_PIECE - 1) / SAMPLES_PIECE, interpolate_piece, &shared);
    mem_free(p.slope);
    return sheet_answer(&s, result, out);
}

const Func interpolation_funcs[] = {
    { .name = "interp",
      .of = "np",
      .params = "x, xp, fp, left: any = None, right: any = None, period: any = None",
      .brief = "Values between samples, on straight lines.",
      .example = ">>> np.interp(2.5, [1, 2, 3], [3, 2, 0])\nnp.float64(1.0)\n",
      .style = PYTHON,
      .infer = infer_interp,
      .run = run_interp },
    { .name = NULL },
};
