/* series_bases.c: the bases of np.polynomial, a row each (numpy/polynomial/polynomial.py and its kin). */
#include "array/series.h"

#include <math.h>
#include <string.h>

#define SERIES_CLASS(c, name, module)                                                                        \
    const Class c[1] = { { name, "numpy.polynomial." module, { class_object }, name } };
SERIES_CLASS(class_polynomial, "Polynomial", "polynomial")
SERIES_CLASS(class_chebyshev, "Chebyshev", "chebyshev")
SERIES_CLASS(class_legendre, "Legendre", "legendre")
SERIES_CLASS(class_hermite, "Hermite", "hermite")
SERIES_CLASS(class_hermite_e, "HermiteE", "hermite_e")
SERIES_CLASS(class_laguerre, "Laguerre", "laguerre")

/* arrays of coefficients -----------------------------------------------------------------------------------
 */

/* first, first + step … for the members of an array along its first axis, in its dtype. */
static Value ramp(Sheet *s, Value c, int64_t first, int64_t step)
{
    if (s->failed)
        return ABSENT;
    Value dim[AXES_MAX];
    for (int i = 0; i < c.tensor->ndim; i++)
        dim[i] = value_int(i ? 1 : c.tensor->dim[0]);
    Value all =
        NP(s, "arange", value_int(first), value_int(first + step * c.tensor->dim[0]), value_int(step));
    all = NP(s, "asarray", all, value_of_dtype((DType)c.tensor->dtype));
    return NP(s, "reshape", all, sheet_tuple(s, c.tensor->ndim, dim));
}

static Value counted(Sheet *s, Value c) { return ramp(s, c, 1, 1); }

/* c[from:to] along the first axis. */
static Value cut(Sheet *s, Value c, int64_t from, int64_t to) { return sheet_part(s, c, 0, from, to); }
static Value rest_of(Sheet *s, Value c) { return cut(s, c, 1, INT64_MAX); }

/* An array of zeros with one member more than c, or `more`. */
static Value longer(Sheet *s, Value c, int64_t more)
{
    if (s->failed)
        return ABSENT;
    Shape shape;
    shape_set(&shape, c.tensor->ndim, c.tensor->dim);
    shape.dim[0] += more;
    return as_value(sheet_zeros(s, (DType)c.tensor->dtype, shape.ndim, shape.dim));
}

static Value negative(Sheet *s, Value v) { return sheet_op(s, OP_NEG, v, ABSENT); }
static Value times(Sheet *s, Value v, double by) { return sheet_mul(s, v, value_float(by)); }
static Value times_int(Sheet *s, Value v, int64_t by) { return sheet_mul(s, v, value_int(by)); }
static Value by_int(Sheet *s, Value v, int64_t by) { return sheet_div(s, v, value_int(by)); }

/* powers of x ----------------------------------------------------------------------------------------------
 */

static Value power_line(Sheet *s, Value off, Value scale)
{
    Value item[2] = { off, scale };
    bool moves = sheet_truth(s, sheet_op(s, OP_NE, scale, value_int(0)));
    return NP(s, "array", sheet_list(s, moves ? 2 : 1, item));
}

static Value power_times_x(Sheet *s, Value c)
{
    Value zero = sheet_mul(s, sheet_part(s, c, 0, 0, 1), value_int(0)), item[2] = { zero, c };
    return NP(s, "concatenate", sheet_tuple(s, 2, item));
}

static Value power_product(Sheet *s, Value a, Value b) { return NP(s, "convolve", a, b); }

static Value power_quotient(Sheet *s, Value a, Value b, Value *rest)
{
    int64_t from = series_length(a) - series_length(b), to = series_length(a) - 1;
    Value lead = sheet_at(s, b, -1);
    b = sheet_div(s, sheet_part(s, b, 0, 0, series_length(b) - 1), lead);
    for (; from >= 0 && !s->failed; from--, to--)
        sheet_into(s, "subtract", sheet_part(s, a, 0, from, to), sheet_mul(s, b, sheet_at(s, a, to)));
    *rest = series_trimmed(s, sheet_part(s, a, 0, 0, to + 1));
    return sheet_div(s, sheet_part(s, a, 0, to + 1, INT64_MAX), lead);
}

static Value power_value(Sheet *s, Value x, Value c)
{
    Value sum = sheet_add(s, sheet_at(s, c, -1), sheet_mul(s, x, value_int(0)));
    for (int64_t i = 2; i <= series_length(c) && !s->failed; i++)
        sum = sheet_add(s, sheet_at(s, c, -i), sheet_mul(s, sum, x));
    return sum;
}

static Value power_derivative(Sheet *s, Value c)
{
    Value rest = sheet_part(s, c, 0, 1, INT64_MAX);
    return sheet_mul(s, counted(s, rest), rest);
}

static Value power_integral(Sheet *s, Value c)
{
    Value item[2] = { sheet_mul(s, sheet_part(s, c, 0, 0, 1), value_int(0)), sheet_div(s, c, counted(s, c)) };
    return NP(s, "concatenate", sheet_tuple(s, 2, item));
}

static Value power_next(Sheet *s, Value x, Value last, Value before, int degree)
{
    (void)before;
    return degree == 1 ? x : sheet_mul(s, last, x);
}

static Value power_companion(Sheet *s, Value c)
{
    int64_t n = series_length(c) - 1, dim[2] = { n, n };
    if (s->failed)
        return ABSENT;
    Tensor *m = sheet_zeros(s, (DType)c.tensor->dtype, 2, dim);
    for (int64_t i = 1; m && i < n; i++)
        element_set_complex((DType)m->dtype, m->data + i * m->stride[0] + (i - 1) * m->stride[1], 1);
    Value matrix = as_value(m);
    Value last = sheet_at(s, NP(s, "transpose", matrix), -1);
    sheet_into(s, "subtract", last, sheet_div(s, sheet_part(s, c, 0, 0, n), sheet_at(s, c, -1)));
    return matrix;
}

static Value power_root(Sheet *s, Value c)
{
    return sheet_div(s, sheet_op(s, OP_NEG, sheet_at(s, c, 0), ABSENT), sheet_at(s, c, 1));
}

/* orthogonal bases -----------------------------------------------------------------------------------------
 *
 * The members of these follow from the two before them. So values, products and powers of x come from the
 * coefficients two by two, from the highest degree down (Clenshaw): what is left of the upper two goes down
 * to the next two, by `lower` and `upper`, and at the end by `last`, all of which the basis knows. */

/* c0 + c1 p1(x) of what two coefficients became. */
static Value clenshaw(const Basis *basis, Sheet *s, Value x, Value c)
{
    int64_t n = series_length(c), degree = n;
    Value low = sheet_at(s, c, n > 1 ? -2 : 0), high = n > 1 ? sheet_at(s, c, -1) : value_int(0);
    for (int64_t i = 3; i <= n && !s->failed; i++) {
        Value kept = low;
        degree--;
        low = sheet_sub(s, sheet_at(s, c, -i), basis->lower(s, high, degree));
        high = sheet_add(s, kept, basis->upper(s, high, x, degree));
    }
    return sheet_add(s, low, basis->last(s, high, x));
}

/* A series times x, whatever its zeros. */
Value series_times_x(const Basis *basis, Sheet *s, Value c)
{
    if (!series_read(s, 1, &c, true, &c))
        return ABSENT;
    return series_length(c) > 1 || sheet_any(s, c) ? basis->times_x(s, c) : c;
}

/* The same where the coefficients are series themselves: of `in`, which need not be the basis whose members
 * follow. each: the k-th is the k-th coefficient of c times this; V_ABSENT: it is the coefficient. */
static Value clenshaw_series(const Basis *basis, const Basis *in, Sheet *s, Value c, Value each)
{
    int64_t n = series_length(c);
    Value low, high = value_int(0);
    bool plain = each.tag == V_ABSENT;
    low = sheet_at(s, c, n > 1 ? -2 : 0);
    high = n > 1 ? sheet_at(s, c, -1) : high;
    if (!plain) {
        low = sheet_mul(s, low, each);
        high = n > 1 ? sheet_mul(s, high, each) : high;
    }
    for (int64_t degree = n - 1; degree > 1 && !s->failed; degree--) {
        Value kept = low, item = sheet_at(s, c, degree - 2);
        low =
            series_subtract(s, plain ? item : sheet_mul(s, item, each), basis->lower_series(s, high, degree));
        high = series_add(s, kept, basis->upper_series(s, high, series_times_x(in, s, high), degree));
    }
    return s->failed ? ABSENT : series_add(s, low, basis->last_series(s, high, series_times_x(in, s, high)));
}

Value series_to_powers(const Basis *basis, Sheet *s, Value c)
{
    if (!series_read(s, 1, &c, true, &c) || series_length(c) == 1)
        return s->failed ? ABSENT : c;
    return clenshaw_series(basis, &bases[BASIS_POWER], s, c, ABSENT);
}

Value series_from_powers(const Basis *basis, Sheet *s, Value c)
{
    if (!series_read(s, 1, &c, true, &c))
        return ABSENT;
    Value sum = value_int(0);
    for (int64_t i = series_length(c); i-- > 0 && !s->failed;)
        sum = series_add(s, series_times_x(basis, s, sum), sheet_at(s, c, i));
    return sum;
}

static Value product_of(const Basis *basis, Sheet *s, Value a, Value b)
{
    bool longer_first = series_length(a) > series_length(b);
    return clenshaw_series(basis, basis, s, longer_first ? b : a, longer_first ? a : b);
}

/* Long division, by multiples of the divisor. */
static Value quotient_of(const Basis *basis, Sheet *s, Value a, Value b, Value *rest)
{
    int64_t n = series_length(a) - series_length(b);
    Value quotient = longer(s, b, n + 1 - series_length(b));
    for (int64_t i = n; i >= 0 && !s->failed; i--) {
        int64_t size = i + 1;
        Tensor *member = sheet_zeros(s, FLOAT64, 1, &size);
        if (!member)
            return ABSENT;
        ((double *)(void *)member->data)[i] = 1;
        Value p = series_multiply(basis, s, as_value(member), b),
              factor = sheet_div(s, sheet_at(s, a, -1), sheet_at(s, p, -1));
        a = sheet_sub(s, cut(s, a, 0, series_length(a) - 1),
                      sheet_mul(s, factor, cut(s, p, 0, series_length(p) - 1)));
        sheet_into(s, "add", cut(s, quotient, i, i + 1), factor);
    }
    *rest = s->failed ? ABSENT : series_trimmed(s, a);
    return quotient;
}

/* c[1:] in the last axis less `share` of the coefficients by the last, and `top` beside the diagonal of the
 * matrix. */
static Value companion_of(Sheet *s, Value c, const double *top, const double *middle, Value share)
{
    int64_t n = series_length(c) - 1, dim[2] = { n, n };
    if (s->failed)
        return ABSENT;
    Tensor *m = sheet_zeros(s, (DType)c.tensor->dtype, 2, dim);
    for (int64_t i = 0; m && i < n; i++) {
        char *at = m->data + i * (m->stride[0] + m->stride[1]);
        if (middle)
            element_set_complex((DType)m->dtype, at, middle[i]);
        if (i + 1 < n) {
            element_set_complex((DType)m->dtype, at + m->stride[1], top[i]);
            element_set_complex((DType)m->dtype, at + m->stride[0], top[i]);
        }
    }
    Value matrix = as_value(m);
    sheet_into(s, "subtract", sheet_at(s, NP(s, "transpose", matrix), -1), share);
    return matrix;
}

static Value shares(Sheet *s, Value c) /* c[:-1] / c[-1] */
{
    return sheet_div(s, cut(s, c, 0, series_length(c) - 1), sheet_at(s, c, -1));
}

static Value floats(Sheet *s, int64_t n, const double *from)
{
    Tensor *t = sheet_zeros(s, FLOAT64, 1, &n);
    if (t)
        memcpy(t->data, from, (size_t)n * sizeof *from);
    return as_value(t);
}

/* Chebyshev */

static Value cheb_times_x(Sheet *s, Value c)
{
    Value product = longer(s, c, 1), half = by_int(s, rest_of(s, c), 2);
    sheet_into(s, "add", cut(s, product, 1, 2), cut(s, c, 0, 1));
    sheet_into(s, "add", cut(s, product, 2, INT64_MAX), half);
    sheet_into(s, "add", cut(s, product, 0, series_length(c) - 1), half);
    return product;
}

/* As a series in z and 1/z, whose powers multiply; and back. */
static Value to_z(Sheet *s, Value c)
{
    int64_t n = series_length(c);
    Value z = longer(s, c, n - 1);
    sheet_into(s, "add", cut(s, z, n - 1, INT64_MAX), by_int(s, c, 2));
    return sheet_add(s, z, NP(s, "flip", z));
}

static Value from_z(Sheet *s, Value z)
{
    int64_t n = (series_length(z) + 1) / 2;
    Value c = NP(s, "array", cut(s, z, n - 1, INT64_MAX));
    sheet_into(s, "multiply", cut(s, c, 1, n), value_int(2));
    return c;
}

static Value cheb_product(Sheet *s, Value a, Value b)
{
    return from_z(s, NP(s, "convolve", to_z(s, a), to_z(s, b)));
}

static Value cheb_quotient(Sheet *s, Value a, Value b, Value *rest)
{
    Value z = to_z(s, a), by = to_z(s, b);
    int64_t n = series_length(by), last = series_length(z) - n, i = 0, k = last;
    Value lead = sheet_at(s, by, 0), quotient = longer(s, z, last + 1 - series_length(z));
    by = sheet_div(s, by, lead);
    for (; i <= k && !s->failed; i++, k--) {
        Value factor = NP(s, "array", cut(s, z, i, i + 1)), part = sheet_mul(s, factor, by);
        sheet_into(s, "add", cut(s, quotient, i, i + 1), factor);
        sheet_into(s, "subtract", cut(s, z, i, i + n), part);
        if (i == k)
            break;
        sheet_into(s, "add", cut(s, quotient, k, k + 1), factor);
        sheet_into(s, "subtract", cut(s, z, k, k + n), part);
    }
    *rest = s->failed ? ABSENT : series_trimmed(s, from_z(s, NP(s, "array", cut(s, z, i + 1, i - 1 + n))));
    return s->failed ? ABSENT : series_trimmed(s, from_z(s, sheet_div(s, quotient, lead)));
}

static Value same(Sheet *s, Value high, int64_t degree) { return (void)s, (void)degree, high; }
static Value times_2x(Sheet *s, Value high, Value x, int64_t degree)
{
    (void)degree;
    return sheet_mul(s, high, sheet_mul(s, value_int(2), x));
}
static Value last_x(Sheet *s, Value high, Value x) { return sheet_mul(s, high, x); }
static Value twice_moved(Sheet *s, Value high, Value moved, int64_t degree)
{
    (void)high, (void)degree;
    return times_int(s, moved, 2);
}
static Value last_moved(Sheet *s, Value high, Value moved) { return (void)s, (void)high, moved; }

/* The rows that a derivative is made of come from the highest degree down, while c gathers what each adds
 * below. */
static Value rows_of(Sheet *s, int64_t n, Value *row)
{
    Value all = s->failed ? ABSENT : NP(s, "concatenate", sheet_tuple(s, (int)n, row));
    mem_free(row);
    return all;
}

static Value cheb_derivative(Sheet *s, Value c)
{
    int64_t n = series_length(c) - 1;
    Value *row = mem_alloc((size_t)(n + 1) * sizeof *row);
    for (int64_t k = n; k > 2 && !s->failed; k--) {
        Value high = cut(s, c, k, k + 1);
        row[k - 1] = times_int(s, high, 2 * k);
        sheet_into(s, "add", cut(s, c, k - 2, k - 1), by_int(s, times_int(s, high, k), k - 2));
    }
    if (n > 1)
        row[1] = times_int(s, cut(s, c, 2, 3), 4);
    row[0] = cut(s, c, 1, 2);
    return rows_of(s, n, row);
}

static Value cheb_integral(Sheet *s, Value c)
{
    Value sum = longer(s, c, 1), high = rest_of(s, c);
    sheet_into(s, "add", cut(s, sum, 1, 2), cut(s, c, 0, 1));
    sheet_into(s, "add", cut(s, sum, 2, INT64_MAX), sheet_div(s, high, ramp(s, high, 4, 2)));
    high = cut(s, c, 2, INT64_MAX);
    if (series_length(c) > 2)
        sheet_into(s, "subtract", cut(s, sum, 1, series_length(c) - 1),
                   sheet_div(s, high, ramp(s, high, 2, 2)));
    return sum;
}

static Value cheb_next(Sheet *s, Value x, Value last, Value before, int degree)
{
    return degree == 1 ? x : sheet_sub(s, sheet_mul(s, last, sheet_mul(s, value_int(2), x)), before);
}

static Value cheb_companion(Sheet *s, Value c)
{
    int64_t n = series_length(c) - 1;
    double *top = mem_alloc((size_t)n * sizeof *top), *scale = mem_alloc((size_t)n * sizeof *scale);
    for (int64_t i = 0; i < n; i++) {
        top[i] = i ? 0.5 : sqrt(0.5);
        scale[i] = i ? sqrt(0.5) : 1;
    }
    Value weights = sheet_div(s, floats(s, n, scale), value_float(scale[n - 1]));
    Value m = companion_of(s, c, top, NULL, times(s, sheet_mul(s, shares(s, c), weights), 0.5));
    mem_free(top);
    mem_free(scale);
    return m;
}

/* Legendre */

static Value leg_times_x(Sheet *s, Value c)
{
    Value product = longer(s, c, 1), high = rest_of(s, c), odd = ramp(s, high, 3, 2);
    sheet_into(s, "add", cut(s, product, 1, 2), cut(s, c, 0, 1));
    sheet_into(s, "add", cut(s, product, 2, INT64_MAX),
               sheet_div(s, sheet_mul(s, high, ramp(s, high, 2, 1)), odd));
    sheet_into(s, "add", cut(s, product, 0, series_length(c) - 1),
               sheet_div(s, sheet_mul(s, high, counted(s, high)), odd));
    return product;
}

static Value leg_lower(Sheet *s, Value high, int64_t n)
{
    return times(s, high, (double)(n - 1) / (double)n);
}
static Value leg_upper(Sheet *s, Value high, Value x, int64_t n)
{
    return times(s, sheet_mul(s, high, x), (double)(2 * n - 1) / (double)n);
}
static Value leg_lower_series(Sheet *s, Value high, int64_t n)
{
    return by_int(s, times_int(s, high, n - 1), n);
}
static Value leg_upper_series(Sheet *s, Value high, Value moved, int64_t n)
{
    (void)high;
    return by_int(s, times_int(s, moved, 2 * n - 1), n);
}

static Value leg_derivative(Sheet *s, Value c)
{
    int64_t n = series_length(c) - 1;
    Value *row = mem_alloc((size_t)(n + 1) * sizeof *row);
    for (int64_t k = n; k > 2 && !s->failed; k--) {
        row[k - 1] = times_int(s, cut(s, c, k, k + 1), 2 * k - 1);
        sheet_into(s, "add", cut(s, c, k - 2, k - 1), cut(s, c, k, k + 1));
    }
    if (n > 1)
        row[1] = times_int(s, cut(s, c, 2, 3), 3);
    row[0] = cut(s, c, 1, 2);
    return rows_of(s, n, row);
}

static Value leg_integral(Sheet *s, Value c)
{
    Value sum = longer(s, c, 1), part = sheet_div(s, c, ramp(s, c, 1, 2));
    sheet_into(s, "add", cut(s, sum, 1, INT64_MAX), part);
    if (series_length(c) > 2)
        sheet_into(s, "subtract", cut(s, sum, 1, series_length(c) - 1), cut(s, part, 2, INT64_MAX));
    return sum;
}

static Value leg_next(Sheet *s, Value x, Value last, Value before, int n)
{
    if (n == 1)
        return x;
    return by_int(
        s, sheet_sub(s, times_int(s, sheet_mul(s, last, x), 2 * n - 1), times_int(s, before, n - 1)), n);
}

static Value leg_companion(Sheet *s, Value c)
{
    int64_t n = series_length(c) - 1;
    double *top = mem_alloc((size_t)n * sizeof *top), *scale = mem_alloc((size_t)n * sizeof *scale);
    for (int64_t i = 0; i < n; i++)
        scale[i] = 1 / sqrt((double)(2 * i + 1));
    for (int64_t i = 0; i + 1 < n; i++)
        top[i] = (double)(i + 1) * scale[i] * scale[i + 1];
    Value weights = sheet_div(s, floats(s, n, scale), value_float(scale[n - 1]));
    Value m = companion_of(s, c, top, NULL,
                           times(s, sheet_mul(s, shares(s, c), weights), (double)n / (double)(2 * n - 1)));
    mem_free(top);
    mem_free(scale);
    return m;
}

/* Hermite, as physicists have it, and (e) as statisticians do */

static Value herm_line(Sheet *s, Value off, Value scale)
{
    Value half = by_int(s, scale, 2), item[2] = { off, half };
    bool moves = sheet_truth(s, sheet_op(s, OP_NE, scale, value_int(0)));
    return NP(s, "array", sheet_list(s, moves ? 2 : 1, item));
}

static Value moved_up(Sheet *s, Value c, Value up)
{
    Value product = longer(s, c, 1), high = rest_of(s, c);
    sheet_into(s, "add", cut(s, product, 1, INT64_MAX), up);
    sheet_into(s, "add", cut(s, product, 0, series_length(c) - 1), sheet_mul(s, high, counted(s, high)));
    return product;
}

static Value herm_times_x(Sheet *s, Value c) { return moved_up(s, c, by_int(s, c, 2)); }
static Value herme_times_x(Sheet *s, Value c) { return moved_up(s, c, c); }
static Value herm_lower(Sheet *s, Value high, int64_t n) { return times_int(s, high, 2 * (n - 1)); }
static Value herme_lower(Sheet *s, Value high, int64_t n) { return times_int(s, high, n - 1); }
static Value herm_upper(Sheet *s, Value high, Value x, int64_t n)
{
    (void)n;
    return sheet_mul(s, high, sheet_mul(s, x, value_int(2)));
}
static Value herme_upper(Sheet *s, Value high, Value x, int64_t n) { return (void)n, sheet_mul(s, high, x); }
static Value herm_last(Sheet *s, Value high, Value x) { return herm_upper(s, high, x, 0); }
static Value herm_last_series(Sheet *s, Value high, Value moved) { return twice_moved(s, high, moved, 0); }
static Value herme_upper_series(Sheet *s, Value high, Value moved, int64_t n)
{
    return (void)s, (void)high, (void)n, moved;
}

static Value herm_derivative(Sheet *s, Value c)
{
    Value high = rest_of(s, c);
    return sheet_mul(s, ramp(s, high, 2, 2), high);
}

static Value herm_integral(Sheet *s, Value c)
{
    Value sum = longer(s, c, 1);
    sheet_into(s, "add", cut(s, sum, 1, INT64_MAX), sheet_div(s, c, ramp(s, c, 2, 2)));
    return sum;
}

static Value herm_next(Sheet *s, Value x, Value last, Value before, int n)
{
    Value twice = sheet_mul(s, x, value_int(2));
    return n == 1 ? twice : sheet_sub(s, sheet_mul(s, last, twice), times_int(s, before, 2 * (n - 1)));
}

static Value herme_next(Sheet *s, Value x, Value last, Value before, int n)
{
    return n == 1 ? x : sheet_sub(s, sheet_mul(s, last, x), times_int(s, before, n - 1));
}

/* unit: 2 for the physicists' */
static Value hermite_companion(Sheet *s, Value c, double unit)
{
    int64_t n = series_length(c) - 1;
    double *top = mem_alloc((size_t)n * sizeof *top), *scale = mem_alloc((size_t)n * sizeof *scale),
           product = 1;
    for (int64_t i = n - 1; i >= 0; i--) {
        product *= i == n - 1 ? 1 : 1 / sqrt(unit * (double)(i + 1));
        scale[i] = product;
        top[i] = sqrt((unit == 2 ? 0.5 : 1) * (double)(i + 1));
    }
    Value share =
        sheet_div(s, sheet_mul(s, floats(s, n, scale), cut(s, c, 0, n)),
                  unit == 2 ? sheet_mul(s, value_float(2), sheet_at(s, c, -1)) : sheet_at(s, c, -1));
    Value m = companion_of(s, c, top, NULL, share);
    mem_free(top);
    mem_free(scale);
    return m;
}

static Value herm_companion(Sheet *s, Value c) { return hermite_companion(s, c, 2); }
static Value herme_companion(Sheet *s, Value c) { return hermite_companion(s, c, 1); }
static Value herm_root(Sheet *s, Value c)
{
    return sheet_div(s, sheet_mul(s, value_float(-0.5), sheet_at(s, c, 0)), sheet_at(s, c, 1));
}

/* Laguerre */

static Value lag_line(Sheet *s, Value off, Value scale)
{
    Value item[2] = { off };
    bool moves = sheet_truth(s, sheet_op(s, OP_NE, scale, value_int(0)));
    if (moves) {
        item[0] = sheet_add(s, off, scale);
        item[1] = negative(s, scale);
    }
    return NP(s, "array", sheet_list(s, moves ? 2 : 1, item));
}

static Value lag_times_x(Sheet *s, Value c)
{
    Value product = longer(s, c, 1), high = rest_of(s, c);
    sheet_into(s, "add", cut(s, product, 1, INT64_MAX), sheet_mul(s, negative(s, c), counted(s, c)));
    sheet_into(s, "add", cut(s, product, 0, series_length(c)), sheet_mul(s, c, ramp(s, c, 1, 2)));
    sheet_into(s, "subtract", cut(s, product, 0, series_length(c) - 1), sheet_mul(s, high, counted(s, high)));
    return product;
}

static Value lag_upper(Sheet *s, Value high, Value x, int64_t n)
{
    return by_int(s, sheet_mul(s, high, sheet_sub(s, value_int(2 * n - 1), x)), n);
}
static Value lag_last(Sheet *s, Value high, Value x)
{
    return sheet_mul(s, high, sheet_sub(s, value_int(1), x));
}
static Value lag_upper_series(Sheet *s, Value high, Value moved, int64_t n)
{
    Value apart = series_subtract(s, sheet_mul(s, value_int(2 * n - 1), high), moved);
    return by_int(s, apart, n);
}
static Value lag_last_series(Sheet *s, Value high, Value moved) { return series_subtract(s, high, moved); }

static Value lag_derivative(Sheet *s, Value c)
{
    int64_t n = series_length(c) - 1;
    Value *row = mem_alloc((size_t)(n + 1) * sizeof *row);
    for (int64_t k = n; k > 1 && !s->failed; k--) {
        row[k - 1] = negative(s, cut(s, c, k, k + 1));
        sheet_into(s, "add", cut(s, c, k - 1, k), cut(s, c, k, k + 1));
    }
    row[0] = negative(s, cut(s, c, 1, 2));
    return rows_of(s, n, row);
}

static Value lag_integral(Sheet *s, Value c)
{
    Value sum = longer(s, c, 1);
    sheet_into(s, "subtract", cut(s, sum, 1, INT64_MAX), c);
    sheet_into(s, "add", cut(s, sum, 0, series_length(c)), c);
    return sum;
}

static Value lag_next(Sheet *s, Value x, Value last, Value before, int n)
{
    if (n == 1)
        return sheet_sub(s, value_int(1), x);
    return by_int(
        s,
        sheet_sub(s, sheet_mul(s, last, sheet_sub(s, value_int(2 * n - 1), x)), times_int(s, before, n - 1)),
        n);
}

static Value lag_companion(Sheet *s, Value c)
{
    int64_t n = series_length(c) - 1;
    double *top = mem_alloc((size_t)n * sizeof *top), *middle = mem_alloc((size_t)n * sizeof *middle);
    for (int64_t i = 0; i < n; i++) {
        top[i] = -(double)(i + 1);
        middle[i] = 2 * (double)i + 1;
    }
    Value m = companion_of(s, c, top, middle, negative(s, times_int(s, shares(s, c), n)));
    mem_free(top);
    mem_free(middle);
    return m;
}

static Value lag_root(Sheet *s, Value c)
{
    return sheet_add(s, value_int(1), sheet_div(s, sheet_at(s, c, 0), sheet_at(s, c, 1)));
}

/* rows -----------------------------------------------------------------------------------------------------
 */

const Basis bases[] = {
    [BASIS_POWER] = { .prefix = "poly",
                      .class = class_polynomial,
                      .domain = { -1, 1 },
                      .line = power_line,
                      .times_x = power_times_x,
                      .product = power_product,
                      .quotient = power_quotient,
                      .value = power_value,
                      .derivative = power_derivative,
                      .integral = power_integral,
                      .next = power_next,
                      .companion = power_companion,
                      .root = power_root },
    [BASIS_CHEBYSHEV] = { .prefix = "cheb",
                          .letter = "T",
                          .class = class_chebyshev,
                          .domain = { -1, 1 },
                          .line = power_line,
                          .times_x = cheb_times_x,
                          .product = cheb_product,
                          .quotient = cheb_quotient,
                          .lower = same,
                          .upper = times_2x,
                          .last = last_x,
                          .lower_series = same,
                          .upper_series = twice_moved,
                          .last_series = last_moved,
                          .derivative = cheb_derivative,
                          .integral = cheb_integral,
                          .next = cheb_next,
                          .companion = cheb_companion,
                          .root = power_root,
                          .turned = true },
    [BASIS_LEGENDRE] = { .prefix = "leg",
                         .letter = "P",
                         .class = class_legendre,
                         .domain = { -1, 1 },
                         .line = power_line,
                         .times_x = leg_times_x,
                         .lower = leg_lower,
                         .upper = leg_upper,
                         .last = last_x,
                         .lower_series = leg_lower_series,
                         .upper_series = leg_upper_series,
                         .last_series = last_moved,
                         .derivative = leg_derivative,
                         .integral = leg_integral,
                         .next = leg_next,
                         .companion = leg_companion,
                         .root = power_root,
                         .turned = true },
    [BASIS_HERMITE] = { .prefix = "herm",
                        .letter = "H",
                        .class = class_hermite,
                        .domain = { -1, 1 },
                        .line = herm_line,
                        .times_x = herm_times_x,
                        .lower = herm_lower,
                        .upper = herm_upper,
                        .last = herm_last,
                        .lower_series = herm_lower,
                        .upper_series = twice_moved,
                        .last_series = herm_last_series,
                        .derivative = herm_derivative,
                        .integral = herm_integral,
                        .next = herm_next,
                        .companion = herm_companion,
                        .root = herm_root,
                        .turned = true },
    [BASIS_HERMITE_E] = { .prefix = "herme",
                          .letter = "He",
                          .class = class_hermite_e,
                          .domain = { -1, 1 },
                          .line = power_line,
                          .times_x = herme_times_x,
                          .lower = herme_lower,
                          .upper = herme_upper,
                          .last = last_x,
                          .lower_series = herme_lower,
                          .upper_series = herme_upper_series,
                          .last_series = last_moved,
                          .derivative = power_derivative,
                          .integral = power_integral,
                          .next = herme_next,
                          .companion = herme_companion,
                          .root = power_root,
                          .turned = true },
    [BASIS_LAGUERRE] = { .prefix = "lag",
                         .letter = "L",
                         .class = class_laguerre,
                         .domain = { 0, 1 },
                         .line = lag_line,
                         .times_x = lag_times_x,
                         .lower = leg_lower_series,
                         .upper = lag_upper,
                         .last = lag_last,
                         .lower_series = leg_lower_series,
                         .upper_series = lag_upper_series,
                         .last_series = lag_last_series,
                         .derivative = lag_derivative,
                         .integral = lag_integral,
                         .next = lag_next,
                         .companion = lag_companion,
                         .root = lag_root,
                         .turned = true },
};

const Basis *basis_of_class(const Class *class)
{
    for (int i = 0; i < BASES; i++)
        if (bases[i].class == class)
            return &bases[i];
    return NULL;
}

Value series_product(const Basis *basis, Sheet *s, Value a, Value b)
{
    return basis->product ? basis->product(s, a, b) : product_of(basis, s, a, b);
}

Value series_quotient(const Basis *basis, Sheet *s, Value a, Value b, Value *rest)
{
    return basis->quotient ? basis->quotient(s, a, b, rest) : quotient_of(basis, s, a, b, rest);
}

Value series_sum(const Basis *basis, Sheet *s, Value x, Value c)
{
    enum { FEW = 3 }; /* terms that show what all of them do where there are no elements */
    int64_t n = series_length(c);
    if (n > FEW && tensor_size(c.tensor) == 0)
        c = sheet_part(s, c, 0, 0, FEW);
    else if (!run_has_memory(s->run, n, sizeof c)) /* it can be broadcast */
        return s->failed = true, ABSENT;
    return basis->value ? basis->value(s, x, c) : clenshaw(basis, s, x, c);
}
