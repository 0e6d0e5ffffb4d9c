/* series_gauss.c: points and weights of Gauss's quadrature, and Chebyshev's points
 * (numpy/polynomial/chebyshev.py and its kin); the extra of a row is its basis. */
#include "array/series.h"

#include <math.h>

static const double PI = 3.14159265358979323846;

/* What differs between the bases here. */
typedef struct Rule {
    double total; /* the sum of the weights */
    double norm; /* of the members as they are computed: the integral of the weight; 0: they are not normed */
    double spread;  /* of normed members: 2 for the physicists' Hermite, 1 for the others */
    bool symmetric; /* about 0 */
} Rule;

static Rule rule_of(int basis)
{
    switch (basis) {
    case BASIS_HERMITE: return (Rule){ sqrt(PI), PI, 2, true };
    case BASIS_HERMITE_E: return (Rule){ sqrt(2 * PI), 2 * PI, 1, true };
    case BASIS_LAGUERRE: return (Rule){ 1, 0, 0, false };
    default: return (Rule){ 2, 0, 0, true };
    }
}

static Value number(double x) { return value_float(x); }

/* The member of degree n at x, normed so that high degrees do not overflow. */
static Value normed(Sheet *s, const Rule *rule, Value x, int64_t n)
{
    double start = 1 / sqrt(sqrt(rule->norm)), degree = (double)n;
    if (n == 0)
        return NP(s, "full_like", x, number(start));
    Value low = number(0), high = number(start);
    for (int64_t i = 0; i < n - 1 && !s->failed; i++, degree--) {
        Value kept = low;
        low = sheet_mul(s, sheet_op(s, OP_NEG, high, ABSENT), number(sqrt((degree - 1) / degree)));
        high = sheet_add(s, kept, sheet_mul(s, sheet_mul(s, high, x), number(sqrt(rule->spread / degree))));
    }
    Value last = sheet_mul(s, high, x);
    return sheet_add(s, low, rule->spread == 2 ? sheet_mul(s, last, number(sqrt(2))) : last);
}

static Value scaled_to_one(Sheet *s, Value v) { return sheet_div(s, v, NP(s, "max", NP(s, "abs", v))); }

static Value halved(Sheet *s, Value v, Operator op)
{
    return sheet_div(s, sheet_op(s, op, v, NP(s, "flip", v)), value_int(2));
}

static bool read_degree(Sheet *s, Value v, int64_t *n)
{
    if (!series_int(s, v, "deg", n))
        return false;
    if (*n <= 0)
        return sheet_fail(s, ValueError, "deg must be a positive integer");
    return *n < INT32_MAX || sheet_fail(s, MemoryError, "%s", "");
}

/* The roots of the member of this degree, one step of Newton's nearer, and their weights. */
static bool run_gauss(Call *call, Value *out)
{
    Sheet s;
    int64_t n = 0, size;
    int which = (int)call->func->extra;
    const Basis *basis = &bases[which];
    Rule rule = rule_of(which);
    Value x = ABSENT, off, slope, below, weight, pair[2];
    sheet_begin(&s, call->run);
    size = read_degree(&s, ARG(call, 0), &n) ? n + 1 : 0;
    Value member = s.failed ? ABSENT : as_value(sheet_zeros(&s, FLOAT64, 1, &size));
    if (!s.failed)
        ((double *)(void *)member.tensor->data)[n] = 1;
    Value matrix = s.failed ? ABSENT : series_companion(basis, &s, member);
    if (!s.failed && !func_apply(call->run, func_find("np.linalg", "eigvalsh"), 1, &matrix, &x))
        s.failed = true;
    if (s.failed)
        return sheet_answer(&s, ABSENT, out);
    x = sheet_hold(&s, x);
    if (rule.norm != 0) {
        off = normed(&s, &rule, x, n);
        slope = sheet_mul(&s, normed(&s, &rule, x, n - 1), number(sqrt(rule.spread * (double)n)));
    } else {
        off = series_value(basis, &s, x, member, true);
        slope = series_value(basis, &s, x,
                             series_derivative(basis, &s, member, value_int(1), value_int(1), value_int(0)),
                             true);
    }
    x = sheet_sub(&s, x, sheet_div(&s, off, slope));
    below = rule.norm != 0 ? normed(&s, &rule, x, n - 1)
                           : series_value(basis, &s, x, sheet_part(&s, member, 0, 1, INT64_MAX), true);
    below = scaled_to_one(&s, below);
    weight =
        sheet_div(&s, value_int(1), sheet_mul(&s, below, rule.norm != 0 ? below : scaled_to_one(&s, slope)));
    if (rule.symmetric) {
        weight = halved(&s, weight, OP_ADD);
        x = halved(&s, x, OP_SUB);
    }
    Value sum = NP(&s, "sum", weight);
    pair[1] = which == BASIS_LAGUERRE ? sheet_div(&s, weight, sum)
                                      : sheet_mul(&s, weight, sheet_div(&s, number(rule.total), sum));
    pair[0] = x;
    return sheet_answer(&s, s.failed ? ABSENT : sheet_tuple(&s, 2, pair), out);
}

/* Chebyshev's have a formula. */
static bool run_chebgauss(Call *call, Value *out)
{
    Sheet s;
    int64_t n = 0;
    Value pair[2];
    sheet_begin(&s, call->run);
    if (!read_degree(&s, ARG(call, 0), &n))
        return sheet_answer(&s, ABSENT, out);
    Value odd = NP(&s, "arange", value_int(1), sheet_mul(&s, value_int(2), value_int(n)), value_int(2));
    pair[0] = NP(&s, "cos", sheet_div(&s, sheet_mul(&s, number(PI), odd), number(2.0 * (double)n)));
    pair[1] = sheet_mul(&s, NP(&s, "ones", value_int(n)), number(PI / (double)n));
    return sheet_answer(&s, s.failed ? ABSENT : sheet_tuple(&s, 2, pair), out);
}

static bool run_weight(Call *call, Value *out)
{
    Sheet s;
    Value x = ARG(call, 0), w;
    sheet_begin(&s, call->run);
    switch (call->func->extra) {
    case BASIS_CHEBYSHEV:
        w = sheet_mul(&s, NP(&s, "sqrt", sheet_add(&s, number(1), x)),
                      NP(&s, "sqrt", sheet_sub(&s, number(1), x)));
        w = sheet_div(&s, number(1), w);
        break;
    case BASIS_LEGENDRE: w = sheet_add(&s, sheet_mul(&s, x, number(0)), number(1)); break;
    case BASIS_HERMITE:
        w = NP(&s, "exp", sheet_op(&s, OP_NEG, sheet_op(&s, OP_POW, x, value_int(2)), ABSENT));
        break;
    case BASIS_HERMITE_E:
        w = NP(&s, "exp", sheet_mul(&s, number(-.5), sheet_op(&s, OP_POW, x, value_int(2))));
        break;
    default: w = NP(&s, "exp", sheet_op(&s, OP_NEG, x, ABSENT));
    }
    return sheet_answer(&s, w, out);
}

/* Chebyshev's points of the first kind. */
static Value points(Sheet *s, int64_t n)
{
    Value odd = NP(s, "arange", value_int(-n + 1), value_int(n + 1), value_int(2));
    return NP(s, "sin", sheet_mul(s, number(0.5 * PI / (double)n), odd));
}

/* extra: of the first kind or of the second, which is the least number too. */
static bool run_points(Call *call, Value *out)
{
    Sheet s;
    Value given = ARG(call, 0), whole;
    int64_t n = 0, least = call->func->extra;
    if (!func_apply(call->run, func_find("builtins", "int"), 1, &given, &whole))
        return false;
    sheet_begin(&s, call->run);
    whole = sheet_hold(&s, whole);
    if (!sheet_truth(&s, sheet_op(&s, OP_EQ, whole, given)) && !s.failed)
        sheet_fail(&s, ValueError, "npts must be integer");
    if (!s.failed && !value_index(call->run, whole, &n))
        s.failed = true;
    if (!s.failed && n < least)
        sheet_fail(&s, ValueError, "npts must be >= %d", (int)least);
    if (!s.failed && n > INT32_MAX)
        sheet_fail(&s, MemoryError, "%s", "");
    if (s.failed)
        return sheet_answer(&s, ABSENT, out);
    Value x = least == 1 ? points(&s, n)
                         : NP(&s, "cos", NP(&s, "linspace", number(-PI), value_int(0), value_int(n)));
    return sheet_answer(&s, x, out);
}

Value series_interpolate(Sheet *s, Value func, Value degree, Value args, Value window, Value domain)
{
    Tensor *d = sheet_array(s, degree);
    int64_t n = 0, count = 0;
    if (s->failed)
        return ABSENT;
    if (d->ndim > 0 || !dtype_is_int((DType)d->dtype))
        return sheet_fail(s, TypeError, "deg must be an int"), ABSENT;
    n = element_int((DType)d->dtype, d->data);
    if (n < 0)
        return sheet_fail(s, ValueError, "expected deg >= 0"), ABSENT;
    if (n >= INT32_MAX)
        return sheet_fail(s, MemoryError, "%s", ""), ABSENT;
    Value x = points(s, n + 1), at = domain.tag == V_ABSENT ? x : series_mapped(s, x, window, domain), list;
    if (s->failed || !value_to_list(s->run, args, &list))
        return s->failed = true, ABSENT;
    list = sheet_hold(s, list);
    count = list.list->count;
    Value *arg = mem_alloc(((size_t)count + 1) * sizeof *arg);
    arg[0] = at;
    for (int64_t i = 0; i < count; i++)
        arg[1 + i] = list.list->item[i];
    Value y = sheet_call(s, func, (int)count + 1, arg);
    mem_free(arg);
    Value c = NP(s, "dot", NP(s, "transpose", series_vander(&bases[BASIS_CHEBYSHEV], s, x, value_int(n))), y);
    sheet_into(s, "divide", sheet_part(s, c, 0, 0, 1), value_int(n + 1));
    sheet_into(s, "divide", sheet_part(s, c, 0, 1, INT64_MAX), number(0.5 * (double)(n + 1)));
    return c;
}

static bool run_interpolate(Call *call, Value *out)
{
    Sheet s;
    sheet_begin(&s, call->run);
    Value args = arg_given(call, 2) ? ARG(call, 2) : sheet_tuple(&s, 0, NULL);
    return sheet_answer(&s, series_interpolate(&s, ARG(call, 0), ARG(call, 1), args, ABSENT, ABSENT), out);
}

#define FUNCTION(basis, home, title, parameters, kernel, text, shown)                                        \
    {                                                                                                        \
        .name = title, .of = "np.polynomial." home, .params = parameters, .brief = text,                     \
        .example = ">>> np.polynomial." home "." shown, .style = PYTHON, .run = kernel, .gives = AS_ARRAY,   \
        .extra = basis                                                                                       \
    }
#define POINTS "Points and weights of Gauss's quadrature."
#define WEIGHT "The weight under which the basis is orthogonal."

const Func series_gauss_funcs[] = {
    FUNCTION(BASIS_CHEBYSHEV, "chebyshev", "chebgauss", "deg: any", run_chebgauss, POINTS,
             "chebgauss(2)\n(array([ 0.70710678, -0.70710678]), array([1.57079633, 1.57079633]))\n"),
    FUNCTION(BASIS_LEGENDRE, "legendre", "leggauss", "deg: any", run_gauss, POINTS,
             "leggauss(2)\n(array([-0.57735027,  0.57735027]), array([1., 1.]))\n"),
    FUNCTION(BASIS_HERMITE, "hermite", "hermgauss", "deg: any", run_gauss, POINTS,
             "hermgauss(2)\n(array([-0.70710678,  0.70710678]), array([0.88622693, 0.88622693]))\n"),
    FUNCTION(BASIS_HERMITE_E, "hermite_e", "hermegauss", "deg: any", run_gauss, POINTS,
             "hermegauss(2)\n(array([-1.,  1.]), array([1.25331414, 1.25331414]))\n"),
    FUNCTION(BASIS_LAGUERRE, "laguerre", "laggauss", "deg: any", run_gauss, POINTS,
             "laggauss(2)\n(array([0.58578644, 3.41421356]), array([0.85355339, 0.14644661]))\n"),
    FUNCTION(BASIS_CHEBYSHEV, "chebyshev", "chebweight", "x: any", run_weight, WEIGHT,
             "chebweight(0)\nnp.float64(1.0)\n"),
    FUNCTION(BASIS_LEGENDRE, "legendre", "legweight", "x: any", run_weight, WEIGHT, "legweight(0)\n1.0\n"),
    FUNCTION(BASIS_HERMITE, "hermite", "hermweight", "x: any", run_weight, WEIGHT,
             "hermweight(0)\nnp.float64(1.0)\n"),
    FUNCTION(BASIS_HERMITE_E, "hermite_e", "hermeweight", "x: any", run_weight, WEIGHT,
             "hermeweight(0)\nnp.float64(1.0)\n"),
    FUNCTION(BASIS_LAGUERRE, "laguerre", "lagweight", "x: any", run_weight, WEIGHT,
             "lagweight(0)\nnp.float64(1.0)\n"),
    FUNCTION(1, "chebyshev", "chebpts1", "npts: any", run_points, "Chebyshev's points of the first kind.",
             "chebpts1(2)\narray([-0.70710678,  0.70710678])\n"),
    FUNCTION(2, "chebyshev", "chebpts2", "npts: any", run_points, "Chebyshev's points of the second kind.",
             "chebpts2(2)\narray([-1.,  1.])\n"),
    FUNCTION(BASIS_CHEBYSHEV, "chebyshev", "chebinterpolate", "func: any, deg: any, args: any = ?",
             run_interpolate, "The series that meets a function at Chebyshev's points.",
             "chebinterpolate(np.exp, 1).round(8)\narray([1.26059184, 1.08544164])\n"),
    { .name = NULL },
};
