/* windows.c: sinc, the Bessel function i0, and the windows made of cosines and of them. */
/* gcc leaves loops as they are at -O2. */
#if defined __GNUC__ && !defined __clang__
#pragma GCC optimize("O3")
#endif
#include "base/vectors.h"
#include "func/sheet.h"

#include <math.h>

/* i0
 * -----------------------------------------------------------------------------------------------------------------
 */

/* Chebyshev coefficients of exp(-x) I0(x) in [0, 8], and of exp(-x) sqrt(x) I0(x) from 8 on (Cephes). */
static const double below_8[] = {
    -4.41534164647933937950E-18, 3.33079451882223809783E-17,  -2.43127984654795469359E-16,
    1.71539128555513303061E-15,  -1.16853328779934516808E-14, 7.67618549860493561688E-14,
    -4.85644678311192946090E-13, 2.95505266312963983461E-12,  -1.72682629144155570723E-11,
    9.67580903537323691224E-11,  -5.18979560163526290666E-10, 2.65982372468238665035E-9,
    -1.30002500998624804212E-8,  6.04699502254191894932E-8,   -2.67079385394061173391E-7,
    1.11738753912010371815E-6,   -4.41673835845875056359E-6,  1.64484480707288970893E-5,
    -5.75419501008210370398E-5,  1.88502885095841655729E-4,   -5.76375574538582365885E-4,
    1.63947561694133579842E-3,   -4.32430999505057594430E-3,  1.05464603945949983183E-2,
    -2.37374148058994688156E-2,  4.93052842396707084878E-2,   -9.49010970480476444210E-2,
    1.71620901522208775349E-1,   -3.04682672343198398683E-1,  6.76795274409476084995E-1
};
static const double from_8[] = {
    -7.23318048787475395456E-18, -4.83050448594418207126E-18, 4.46562142029675999901E-17,
    3.46122286769746109310E-17,  -2.82762398051658348494E-16, -3.42548561967721913462E-16,
    1.77256013305652638360E-15,  3.81168066935262242075E-15,  -9.55484669882830764870E-15,
    -4.15056934728722208663E-14, 1.54008621752140982691E-14,  3.85277838274214270114E-13,
    7.18012445138366623367E-13,  -1.79417853150680611778E-12, -1.32158118404477131188E-11,
    -3.14991652796324136454E-11, 1.18891471078464383424E-11,  4.94060238822496958910E-10,
    3.39623202570838634515E-9,   2.26666899049817806459E-8,   2.04891858946906374183E-7,
    2.89137052083475648297E-6,   6.88975834691682398426E-5,   3.36911647825569408990E-3,
    8.04490411014108831608E-1
};

enum { TERMS_BELOW = sizeof below_8 / sizeof *below_8, TERMS_FROM = sizeof from_8 / sizeof *from_8 };

/* The sum of a Chebyshev series (Clenshaw), for some elements at a time. */
enum { TOGETHER = 64 };
#define DEFINE_CHEBYSHEV(name, T)                                                                            \
    VECTORS static void chebyshev_##name(int64_t n, const T *x, int terms, const double *term, T *out)       \
    {                                                                                                        \
        for (int64_t from = 0; from < n; from += TOGETHER) {                                                 \
            T at[TOGETHER], sum[2][TOGETHER]; /* the last two sums */                                        \
            int64_t count = n - from < TOGETHER ? n - from : TOGETHER;                                       \
            for (int k = 0; k < TOGETHER; k++) {                                                             \
                at[k] = x[from + (k < count ? k : 0)];                                                       \
                sum[0][k] = (T)term[0];                                                                      \
                sum[1][k] = 0;                                                                               \
            }                                                                                                \
            for (int i = 1; i < terms - 1; i++)                                                              \
                for (int k = 0; k < TOGETHER; k++)                                                           \
                    sum[i % 2][k] = at[k] * sum[(i - 1) % 2][k] - sum[i % 2][k] + (T)term[i];                \
            const T *before = sum[(terms - 1) % 2], *last = sum[terms % 2];                                  \
            for (int64_t k = 0; k < count; k++)                                                              \
                out[from + k] = (T)0.5 * (at[k] * last[k] - before[k] + (T)term[terms - 1] - before[k]);     \
        }                                                                                                    \
    }
DEFINE_CHEBYSHEV(f4, float)
DEFINE_CHEBYSHEV(f8, double)

static Value chebyshev(Sheet *s, Value x, int terms, const double *term)
{
    Tensor *given = sheet_array(s, x);
    DType dtype = given ? (DType)given->dtype : FLOAT16;
    if (dtype == FLOAT32 || dtype == FLOAT64) {
        Tensor *line = sheet_line(s, x, dtype);
        Value sum = line ? sheet_tensor(s, tensor_new(s->run, dtype, line->ndim, line->dim)) : ABSENT;
        if (sum.tag == V_ARRAY && dtype == FLOAT32)
            chebyshev_f4(line->dim[0], (const float *)line->data, terms, term, (float *)sum.tensor->data);
        else if (sum.tag == V_ARRAY)
            chebyshev_f8(line->dim[0], (const double *)line->data, terms, term, (double *)sum.tensor->data);
        return sum;
    }
    /* halves are rounded at every step */
    Value b0 = value_float(term[0]), b1 = value_float(0), b2 = b1;
    for (int i = 1; i < terms; i++) {
        b2 = b1;
        b1 = b0;
        b0 = sheet_add(s, sheet_sub(s, sheet_mul(s, x, b1), b2), value_float(term[i]));
    }
    return sheet_mul(s, value_float(0.5), sheet_sub(s, b0, b2));
}

static Value bessel(Sheet *s, Value given)
{
    Tensor *t = sheet_array(s, given);
    if (!t)
        return ABSENT;
    if (dtype_is_complex((DType)t->dtype))
        sheet_fail(s, TypeError, "i0 not supported for complex values");
    Value x = NP(s, "abs", t->dtype < FLOAT16 ? as_value(sheet_cast(s, given, FLOAT64)) : as_value(t));
    Value small = sheet_op(s, OP_LE, as_value(x.tag == V_ABSENT ? NULL : sheet_array(s, x)), value_float(8));
    Value all = NP(s, "zeros_like", x),
          all_array = as_value(all.tag == V_ABSENT ? NULL : sheet_array(s, all));
    Value low = NP(s, "extract", small, x), high = NP(s, "extract", NP(s, "logical_not", small), x);
    Value below = sheet_mul(
        s, NP(s, "exp", low),
        chebyshev(s, sheet_sub(s, sheet_div(s, low, value_float(2)), value_int(2)), TERMS_BELOW, below_8));
    Value beyond = sheet_div(s, value_float(32), high);
    beyond = sheet_mul(s, NP(s, "exp", high),
                       chebyshev(s, sheet_sub(s, beyond, value_float(2)), TERMS_FROM, from_8));
    beyond = sheet_div(s, beyond, NP(s, "sqrt", high));
    if (s->failed)
        return ABSENT;
    if (tensor_size(low.tensor))
        NP(s, "place", all_array, small, below);
    if (tensor_size(high.tensor))
        NP(s, "place", all_array, NP(s, "logical_not", small), beyond);
    return all_array;
}

/* sinc, i0; extra: complex numbers are refused */
static bool infer_float(Call *call, Value *out)
{
    if (sheet_skips(call, out))
        return true;
    Tensor *x = arg_tensor(call, 0);
    if (call->func->extra && dtype_is_complex((DType)x->dtype))
        return fail(call->run, TypeError, "%s not supported for complex values", call->func->name);
    return infer_as(out, dtype_is_inexact((DType)x->dtype) ? (DType)x->dtype : FLOAT64, x->ndim, x->dim);
}

SHEET_RUN(run_i0, bessel(s, sheet_argument(s, call, 0)))

static bool run_sinc(Call *call, Value *out)
{
    Sheet s;
    sheet_begin(&s, call->run);
    Value x = sheet_mul(&s, value_float(M_PI), sheet_argument(&s, call, 0));
    Tensor *t = sheet_array(&s, x);
    DType d = t ? (DType)t->dtype : FLOAT64;
    double tiny = d == FLOAT16 ? 0x1p-10 : d == FLOAT32 ? 0x1p-23 : d == FLOAT64 ? 0x1p-52 : 1e-20;
    Value y = NP(&s, "where", x, x, value_float(tiny));
    return sheet_answer(&s, sheet_div(&s, NP(&s, "sin", y), y), out);
}

/* windows
 * ------------------------------------------------------------------------------------------------------------
 */

enum { BARTLETT, BLACKMAN, HAMMING, HANNING, KAISER };

/* NumPy makes an array of 0.0, the points and beta to find their dtype. */
static bool are_numbers(Call *call)
{
    int parts = call->func->extra == KAISER ? 3 : 2;
    for (int i = 0; i + 1 < parts; i++)
        if ((call->arg[i].value.tag == V_ARRAY && call->arg[i].value.tensor->ndim) ||
            is_sequence(call->arg[i].value) || call->arg[i].value.tag == V_RANGE)
            return fail(call->run, ValueError,
                        "setting an array element with a sequence. The requested array has an inhomogeneous "
                        "shape after 1 dimensions. The detected shape was (%d,) + inhomogeneous part.",
                        parts);
    return true;
}

/* kaiser asks i0 of its second parameter. */
static bool check_beta(Call *call, double m)
{
    return call->func->extra != KAISER || m == 1 || call->arg[1].value.tag != V_COMPLEX ||
           fail(call->run, TypeError, "i0 not supported for complex values");
}

static bool infer_window(Call *call, Value *out)
{
    double m;
    if (sheet_skips(call, out))
        return true;
    if (!are_numbers(call))
        return false;
    if (!arg_double(call, 0, &m))
        return false;
    if (!check_beta(call, m))
        return false;
    int64_t size = m < 1 ? 0 : m < 0x1p62 ? (int64_t)ceil(m) : DIM_UNKNOWN;
    return infer_as(out, FLOAT64, 1, &size);
}

/* by * cos(pi * n / (m - 1)) */
static Value cosine(Sheet *s, double by, double factor, Value n, double m)
{
    Value angle = sheet_div(s, sheet_mul(s, value_float(factor), n), value_float(m - 1));
    return sheet_mul(s, value_float(by), NP(s, "cos", angle));
}

static Value triangle(Sheet *s, Value n, double m)
{
    Value part = sheet_div(s, n, value_float(m - 1));
    return NP(s, "where", NP(s, "less_equal", n, value_int(0)), sheet_add(s, value_int(1), part),
              sheet_sub(s, value_int(1), part));
}

static Value kaiser(Sheet *s, double m, Value given)
{
    double beta = sheet_double(s, given), alpha = (m - 1) / 2;
    Value n = NP(s, "arange", value_int(0), value_float(m));
    Value x = sheet_div(s, sheet_sub(s, n, value_float(alpha)), value_float(alpha));
    Value root = NP(s, "sqrt", sheet_sub(s, value_int(1), sheet_op(s, OP_POW, x, value_float(2))));
    return sheet_div(s, bessel(s, sheet_mul(s, value_float(beta), root)), bessel(s, value_float(beta)));
}

static bool run_window(Call *call, Value *out)
{
    Sheet s;
    sheet_begin(&s, call->run);
    s.failed = !are_numbers(call);
    double m = s.failed ? 0 : sheet_double(&s, call->arg[0].value);
    s.failed = s.failed || !check_beta(call, m);
    int which = (int)call->func->extra;
    int64_t size = m == 1;
    if (s.failed || m == 1 || (m < 1 && which != KAISER)) {
        Tensor *t = sheet_zeros(&s, FLOAT64, 1, &size);
        if (t && size)
            *(double *)t->data = 1;
        return sheet_answer(&s, as_value(t), out);
    }
    Value n = NP(&s, "arange", value_float(1 - m), value_float(m), value_int(2)), w;
    switch (which) {
    case BARTLETT: w = triangle(&s, n, m); break;
    case BLACKMAN:
        w = sheet_add(&s, sheet_add(&s, value_float(0.42), cosine(&s, 0.5, M_PI, n, m)),
                      cosine(&s, 0.08, 2 * M_PI, n, m));
        break;
    case HAMMING: w = sheet_add(&s, value_float(0.54), cosine(&s, 0.46, M_PI, n, m)); break;
    case HANNING: w = sheet_add(&s, value_float(0.5), cosine(&s, 0.5, M_PI, n, m)); break;
    default: w = kaiser(&s, m, call->arg[1].value);
    }
    return sheet_answer(&s, w, out);
}

#define WINDOW(which, title, text, shown)                                                                    \
    {                                                                                                        \
        .name = title, .of = "np", .params = "M: any", .brief = text, .example = shown, .style = PYTHON,     \
        .infer = infer_window, .run = run_window, .gives = AS_ARRAY, .extra = which                          \
    }

const Func window_funcs[] = {
    { .name = "sinc",
      .of = "np",
      .params = "x",
      .brief = "sin(pi x) / (pi x), and 1 at 0.",
      .example = ">>> np.sinc([0, 0.5])\narray([1.        , 0.63661977])\n",
      .style = PYTHON,
      .infer = infer_float,
      .run = run_sinc },
    { .name = "i0",
      .gives_to = "float",
      .of = "np",
      .params = "x",
      .brief = "The modified Bessel function of the first kind, order 0.",
      .example = ">>> np.i0([0., 1.])\narray([1.        , 1.26606588])\n",
      .style = PYTHON,
      .infer = infer_float,
      .run = run_i0,
      .gives = AS_ARRAY,
      .extra = true },
    WINDOW(BARTLETT, "bartlett", "The triangular window of M points.",
           ">>> np.bartlett(5)\narray([0. , 0.5, 1. , 0.5, 0. ])\n"),
    WINDOW(BLACKMAN, "blackman", "The Blackman window of M points.",
           ">>> np.blackman(5).round(2)\narray([-0.  ,  0.34,  1.  ,  0.34, -0.  ])\n"),
    WINDOW(HAMMING, "hamming", "The Hamming window of M points.",
           ">>> np.hamming(5)\narray([0.08, 0.54, 1.  , 0.54, 0.08])\n"),
    WINDOW(HANNING, "hanning", "The Hann window of M points.",
           ">>> np.hanning(5)\narray([0. , 0.5, 1. , 0.5, 0. ])\n"),
    { .name = "kaiser",
      .of = "np",
      .params = "M: any, beta: any",
      .brief = "The Kaiser window of M points.",
      .example = ">>> np.kaiser(3, 14).round(6)\narray([8.e-06, 1.e+00, 8.e-06])\n",
      .style = PYTHON,
      .infer = infer_window,
      .run = run_window,
      .gives = AS_ARRAY,
      .extra = KAISER },
    { .name = NULL },
};
