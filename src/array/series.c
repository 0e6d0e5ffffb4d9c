/* series.c: what the functions of np.polynomial have in common, whatever the basis
 * (numpy/polynomial/polyutils.py). */
#include "array/series.h"

#include "tensor/show.h"

#include <math.h>
#include <string.h>

/* coefficients ---------------------------------------------------------------------------------------------
 */

int64_t series_length(Value c) { return c.tag == V_ARRAY && c.tensor->ndim ? c.tensor->dim[0] : 0; }

Value series_trimmed(Sheet *s, Value c)
{
    if (s->failed)
        return ABSENT;
    const Tensor *t = c.tensor;
    int64_t n = t->dim[0];
    while (n > 1 && !element_true((DType)t->dtype, t->data + (n - 1) * t->stride[0]))
        n--;
    return n == t->dim[0] ? c : sheet_part(s, c, 0, 0, n);
}

/* What np.common_type makes of it; NO_DTYPE: nothing. */
static DType common_dtype(DType all, DType dtype)
{
    dtype = dtype_is_int(dtype) ? FLOAT64 : dtype;
    return dtype == BOOL ? NO_DTYPE : all == NO_DTYPE ? dtype : dtype_promote(all, dtype);
}

bool series_read(Sheet *s, int n, const Value given[], bool trim, Value out[])
{
    DType dtype = NO_DTYPE;
    bool common = true;
    for (int i = 0; i < n; i++)
        out[i] = NP(s, "atleast_1d", as_value(sheet_array(s, given[i])));
    for (int i = 0; i < n && !s->failed; i++)
        if (tensor_size(out[i].tensor) == 0)
            sheet_fail(s, ValueError, "Coefficient array is empty");
        else if (out[i].tensor->ndim != 1)
            sheet_fail(s, ValueError, "Coefficient array is not 1-d");
    for (int i = 0; i < n && !s->failed; i++) {
        out[i] = trim ? series_trimmed(s, out[i]) : out[i];
        common &= out[i].tensor->dtype != BOOL;
        dtype = common ? common_dtype(dtype, (DType)out[i].tensor->dtype) : NO_DTYPE;
    }
    if (!s->failed && !common)
        sheet_fail(s, ValueError, "Coefficient arrays have no common type");
    for (int i = 0; i < n && !s->failed; i++)
        out[i] = NP(s, "array", out[i], value_of_dtype(dtype));
    return !s->failed;
}

/* The longer series with the shorter one added to it, or taken from it. */
static Value join(Sheet *s, Value a, Value b, bool subtract)
{
    Value c[2], given[2] = { a, b };
    if (!series_read(s, 2, given, true, c))
        return ABSENT;
    bool first = series_length(c[0]) > series_length(c[1]);
    if (subtract && !first)
        c[1] = sheet_op(s, OP_NEG, c[1], ABSENT);
    Value into = c[!first], from = c[first];
    sheet_into(s, subtract && first ? "subtract" : "add", sheet_part(s, into, 0, 0, series_length(from)),
               from);
    return series_trimmed(s, into);
}

Value series_add(Sheet *s, Value a, Value b) { return join(s, a, b, false); }
Value series_subtract(Sheet *s, Value a, Value b) { return join(s, a, b, true); }

Value series_multiply(const Basis *basis, Sheet *s, Value a, Value b)
{
    Value c[2], given[2] = { a, b };
    return series_read(s, 2, given, true, c) ? series_trimmed(s, series_product(basis, s, c[0], c[1]))
                                             : ABSENT;
}

Value series_divide(const Basis *basis, Sheet *s, Value a, Value b, Value *rest)
{
    Value c[2], given[2] = { a, b };
    *rest = ABSENT;
    if (!series_read(s, 2, given, true, c))
        return ABSENT;
    const Tensor *by = c[1].tensor;
    if (!element_true((DType)by->dtype, by->data + (by->dim[0] - 1) * by->stride[0]))
        return sheet_fail(s, ZeroDivisionError, "%s", ""), ABSENT;
    Value zero = sheet_mul(s, sheet_part(s, c[0], 0, 0, 1), value_int(0));
    if (series_length(c[0]) < series_length(c[1])) {
        *rest = c[0];
        return zero;
    }
    if (series_length(c[1]) == 1) {
        *rest = zero;
        return sheet_div(s, c[0], sheet_at(s, c[1], -1));
    }
    return series_quotient(basis, s, c[0], c[1], rest);
}

Value series_power(const Basis *basis, Sheet *s, Value c, Value power, Value most)
{
    int64_t n;
    Value whole;
    if (!series_read(s, 1, &c, true, &c))
        return ABSENT;
    if (!func_apply(s->run, func_find("builtins", "int"), 1, &power, &whole))
        return s->failed = true, ABSENT;
    whole = sheet_hold(s, whole);
    if (!sheet_truth(s, sheet_op(s, OP_EQ, whole, power)) || (whole.tag == V_INT && whole.i < 0))
        sheet_fail(s, ValueError, "Power must be a non-negative integer.");
    else if (most.tag != V_NONE && sheet_truth(s, sheet_op(s, OP_GT, whole, most)))
        sheet_fail(s, ValueError, "Power is too large");
    if (s->failed || !value_index(s->run, whole, &n))
        return s->failed = true, ABSENT;
    if (n == 0)
        return NP(s, "ones", value_int(1), value_of_dtype((DType)c.tensor->dtype));
    Value product = c;
    for (int64_t i = 2; i <= n && !s->failed; i++) {
        if (!run_goes_on(s->run) ||
            !run_has_memory(s->run, series_length(product) + series_length(c), sizeof c))
            return s->failed = true, ABSENT;
        product =
            basis->letter ? series_multiply(basis, s, product, c) : series_product(basis, s, product, c);
    }
    return product;
}

Value series_trim(Sheet *s, Value c, Value tolerance)
{
    if (sheet_truth(s, sheet_op(s, OP_LT, tolerance, value_int(0))))
        return sheet_fail(s, ValueError, "tol must be non-negative"), ABSENT;
    if (s->failed || !series_read(s, 1, &c, true, &c))
        return ABSENT;
    Value large = sheet_op(s, OP_GT, NP(s, "abs", c), tolerance);
    int64_t n = series_length(large);
    while (n > 0 && !s->failed && !large.tensor->data[(n - 1) * large.tensor->stride[0]])
        n--;
    if (n == 0)
        return sheet_mul(s, sheet_part(s, c, 0, 0, 1), value_int(0));
    return NP(s, "array", sheet_part(s, c, 0, 0, n));
}

/* values ---------------------------------------------------------------------------------------------------
 */

/* An array of at least one axis, of floats or complex numbers; a copy if `fresh`. */
static Value as_coefficients(Sheet *s, Value c, bool fresh)
{
    c = NP(s, "atleast_1d", as_value(sheet_array(s, c)));
    if (s->failed)
        return ABSENT;
    if (!dtype_is_inexact((DType)c.tensor->dtype))
        return sheet_add(s, c, value_float(0));
    return fresh ? NP(s, "array", c) : c;
}

Value series_value(const Basis *basis, Sheet *s, Value x, Value c, bool tensor)
{
    c = as_coefficients(s, c, false);
    if (is_sequence(x))
        x = as_value(sheet_array(s, x));
    if (s->failed)
        return ABSENT;
    if (c.tensor->dim[0] == 0)
        return sheet_fail(s, IndexError, "index %d is out of bounds for axis 0 with size 0",
                          basis->letter ? -2 : -1),
               ABSENT;
    if (x.tag == V_ARRAY && tensor) {
        int64_t dim[AXES_MAX];
        int ndim = c.tensor->ndim + x.tensor->ndim;
        if (ndim > AXES_MAX)
            return fail_axes(s->run, ndim), s->failed = true, ABSENT;
        for (int i = 0; i < ndim; i++)
            dim[i] = i < c.tensor->ndim ? c.tensor->dim[i] : 1;
        c = NP(s, "reshape", c, sheet_hold(s, value_shape(ndim, dim)));
    }
    return series_sum(basis, s, x, c);
}

bool series_int(Sheet *s, Value v, const char *what, int64_t *out)
{
    if (s->failed || v.tag == V_ABSENT)
        return false;
    if (value_index(s->run, v, out))
        return true;
    Text text = { 0 };
    if (s->run->error.class == TypeError) {
        run_clear_error(s->run);
        if (value_str_of(s->run, v, &text))
            fail(s->run, TypeError, "%s must be an integer, received %s", what, text_get(&text));
    }
    text_free(&text);
    s->failed = true;
    return false;
}

/* The coefficients, and how often; whether the axis is an int is asked before whether it is there. */
static Value prepare(Sheet *s, Value c, Value m, Value axis, const char *what, int64_t *times)
{
    int64_t at;
    c = as_coefficients(s, c, true);
    if (!series_int(s, m, run_text(s->run, "the order of %s", what), times) ||
        !series_int(s, axis, "the axis", &at))
        return ABSENT;
    if (*times < 0)
        return sheet_fail(s, ValueError, "The order of %s must be non-negative", what), ABSENT;
    return c;
}

static bool find_axis(Sheet *s, Value c, Value axis, int *at)
{
    int64_t given;
    if (s->failed || !value_index(s->run, axis, &given) ||
        !axis_named(s->run, given, c.tensor->ndim, NULL, at)) {
        s->failed = true;
        return false;
    }
    return true;
}

/* A broadcast series can have more terms than there is room for a value of each. */
static bool has_room(Sheet *s, Value c)
{
    if (!s->failed && !run_has_memory(s->run, series_length(c), sizeof(Value)))
        s->failed = true;
    return !s->failed;
}

Value series_derivative(const Basis *basis, Sheet *s, Value c, Value m, Value scale, Value axis)
{
    int64_t times = 0;
    int at = 0;
    c = prepare(s, c, m, axis, "derivation", &times);
    if (!find_axis(s, c, axis, &at) || times == 0)
        return c;
    c = NP(s, "moveaxis", c, value_int(at), value_int(0));
    if (times >= series_length(c))
        c = sheet_mul(s, sheet_part(s, c, 0, 0, 1), value_int(0));
    else
        for (int64_t i = 0; i < times && !s->failed; i++) {
            c = sheet_into(s, "multiply", c, scale);
            c = has_room(s, c) ? basis->derivative(s, c) : ABSENT;
        }
    return NP(s, "moveaxis", c, value_int(0), value_int(at));
}

Value series_integral(const Basis *basis, Sheet *s, Value c, Value m, Value k, Value from, Value scale,
                      Value axis)
{
    int64_t times = 0, constants = 0;
    int at = 0;
    Value all;
    if (s->failed)
        return ABSENT;
    bool iterable = value_to_list(s->run, k, &all);
    if (iterable) {
        all = sheet_hold(s, all);
    } else {
        run_clear_error(s->run);
        all = sheet_list(s, 1, &k);
    }
    c = prepare(s, c, m, axis, "integration", &times);
    if (s->failed)
        return ABSENT;
    constants = all.list->count;
    Value dims[2] = { NP(s, "ndim", from), NP(s, "ndim", scale) };
    if (constants > times)
        return sheet_fail(s, ValueError, "Too many integration constants"), ABSENT;
    for (int i = 0; i < 2 && !s->failed; i++)
        if (dims[i].i != 0)
            sheet_fail(s, ValueError, "%s must be a scalar.", i ? "scl" : "lbnd");
    if (!find_axis(s, c, axis, &at) || times == 0)
        return c;
    c = NP(s, "moveaxis", c, value_int(at), value_int(0));
    if (!s->failed && c.tensor->dim[0] == 0)
        return sheet_fail(s, IndexError, "index 0 is out of bounds for axis 0 with size 0"), ABSENT;
    for (int64_t i = 0; i < times && !s->failed; i++) {
        Value constant = i < constants ? all.list->item[i] : value_int(0);
        if (!run_goes_on(s->run) || !run_has_memory(s->run, series_length(c) + 1, sizeof c))
            return s->failed = true, ABSENT;
        c = sheet_into(s, "multiply", c, scale);
        if (s->failed)
            return ABSENT;
        Value first = sheet_part(s, c, 0, 0, 1);
        if (series_length(c) == 1 && !sheet_any(s, first)) {
            sheet_into(s, "add", first, constant);
            continue;
        }
        c = basis->integral(s, c);
        Value there = series_value(basis, s, from, c, true);
        sheet_into(s, "add", sheet_part(s, c, 0, 0, 1), sheet_sub(s, constant, there));
    }
    return NP(s, "moveaxis", c, value_int(0), value_int(at));
}

Value series_vander(const Basis *basis, Sheet *s, Value x, Value degree)
{
    int64_t n;
    if (!series_int(s, degree, "deg", &n))
        return ABSENT;
    if (n < 0)
        return sheet_fail(s, ValueError, "deg must be non-negative"), ABSENT;
    x = sheet_add(s, NP(s, "atleast_1d", as_value(sheet_array(s, x))), value_float(0));
    if (s->failed)
        return ABSENT;
    if (x.tensor->ndim == AXES_MAX)
        return sheet_fail(s, ValueError,
                          "maximum supported dimension for an ndarray is currently %d, found %d", AXES_MAX,
                          AXES_MAX + 1),
               ABSENT;
    if (n >= INT32_MAX ||
        !run_has_memory(s->run, n + 1, (size_t)(tensor_size(x.tensor) + 1) * sizeof(double))) {
        if (!s->run->error.class)
            fail(s->run, MemoryError, "%s", "");
        s->failed = true;
        return ABSENT;
    }
    Value rows = sheet_hold(s, value_list_new(n + 1)),
          last = sheet_add(s, sheet_mul(s, x, value_int(0)), value_int(1)), before = ABSENT;
    for (int i = 0; i <= n && !s->failed; i++) {
        if (i) {
            Value next = basis->next(s, x, last, before, i);
            before = last;
            last = next;
        }
        if (!s->failed)
            list_append(rows.list, last);
    }
    Value all = NP(s, "stack", rows);
    return NP(s, "moveaxis", all, value_int(0), value_int(-1));
}

/* least squares --------------------------------------------------------------------------------------------
 */

static bool is_ints(const Tensor *t) { return dtype_is_int((DType)t->dtype); }

Value series_fit(const Basis *basis, Sheet *s, Value x, Value y, Value degree, Value rcond, bool full,
                 Value weights)
{
    x = as_value(sheet_array(s, sheet_add(s, as_value(sheet_array(s, x)), value_float(0))));
    y = as_value(sheet_array(s, sheet_add(s, as_value(sheet_array(s, y)), value_float(0))));
    Tensor *d = sheet_array(s, degree);
    if (s->failed)
        return ABSENT;
    const Tensor *tx = x.tensor, *ty = y.tensor;
    if (d->ndim > 1 || !is_ints(d) || tensor_size(d) == 0)
        return sheet_fail(s, TypeError, "deg must be an int or non-empty 1-D array of int"), ABSENT;
    bool several = d->ndim == 1;
    Value degrees = several ? NP(s, "sort", as_value(d)) : as_value(d);
    Value least = NP(s, "min", degrees), most = NP(s, "max", degrees);
    if (sheet_truth(s, sheet_op(s, OP_LT, least, value_int(0))))
        return sheet_fail(s, ValueError, "expected deg >= 0"), ABSENT;
    if (tx->ndim != 1)
        return sheet_fail(s, TypeError, "expected 1D vector for x"), ABSENT;
    if (tensor_size(tx) == 0)
        return sheet_fail(s, TypeError, "expected non-empty vector for x"), ABSENT;
    if (ty->ndim < 1 || ty->ndim > 2)
        return sheet_fail(s, TypeError, "expected 1D or 2D array for y"), ABSENT;
    if (tx->dim[0] != ty->dim[0])
        return sheet_fail(s, TypeError, "expected x and y to have same length"), ABSENT;
    Value vander = series_vander(basis, s, x, most);
    if (several) {
        Value key[2] = { { .tag = V_ELLIPSIS }, degrees };
        vander = sheet_item(s, vander, sheet_tuple(s, 2, key));
    }
    Value left = NP(s, "transpose", vander), right = NP(s, "transpose", y);
    if (weights.tag != V_NONE) {
        Value w = as_value(sheet_array(s, sheet_add(s, as_value(sheet_array(s, weights)), value_float(0))));
        if (s->failed)
            return ABSENT;
        if (w.tensor->ndim != 1)
            return sheet_fail(s, TypeError, "expected 1D vector for w"), ABSENT;
        if (w.tensor->dim[0] != tx->dim[0])
            return sheet_fail(s, TypeError, "expected x and w to have same length"), ABSENT;
        left = sheet_mul(s, left, w);
        right = sheet_mul(s, right, w);
    }
    if (s->failed)
        return ABSENT;
    if (rcond.tag == V_NONE) {
        DType real = dtype_real((DType)tx->dtype);
        double eps = real == FLOAT64 ? 0x1p-52 : real == FLOAT32 ? 0x1p-23 : 0x1p-10;
        float single = (float)eps;
        Value each = real == FLOAT32 ? sheet_hold(s, value_scalar(FLOAT32, &single))
                                     : sheet_hold(s, value_scalar(FLOAT64, &eps));
        rcond = sheet_mul(s, value_int(tx->dim[0]), each);
    }
    Value squares =
        dtype_is_complex((DType)left.tensor->dtype)
            ? sheet_add(s, NP(s, "square", NP(s, "real", left)), NP(s, "square", NP(s, "imag", left)))
            : NP(s, "square", left);
    Value scale = NP(s, "sqrt", NP(s, "sum", squares, value_int(1)));
    scale = NP(s, "where", sheet_op(s, OP_EQ, scale, value_int(0)), value_int(1), scale);
    Value arg[3] = { sheet_div(s, NP(s, "transpose", left), scale), NP(s, "transpose", right), rcond }, found;
    if (s->failed)
        return ABSENT;
    if (!func_apply(s->run, func_find("np.linalg", "lstsq"), 3, arg, &found))
        return s->failed = true, ABSENT;
    found = sheet_hold(s, found);
    const Value *part = found.tuple->item; /* solution, residuals, rank, singular values */
    Value c = NP(s, "transpose", sheet_div(s, NP(s, "transpose", part[0]), scale));
    int64_t order = 0, rank = 0;
    if (s->failed || !value_index(s->run, most, &order) || !value_index(s->run, part[2], &rank))
        return s->failed = true, ABSENT;
    int64_t unknowns = several ? d->dim[0] : order + 1;
    if (several) {
        int64_t dim[2] = { order + 1, c.tensor->ndim == 2 ? c.tensor->dim[1] : 1 };
        Value whole = as_value(sheet_zeros(s, (DType)c.tensor->dtype, c.tensor->ndim, dim));
        if (!s->failed && !hooks.set_item(s->run, whole, degrees, c))
            s->failed = true;
        c = whole;
    }
    if (rank != unknowns && !full)
        sheet_warn(s, RankWarning, "The fit may be poorly conditioned");
    if (!full)
        return c;
    Value status[4] = { part[1], part[2], part[3], rcond }, both[2] = { c, sheet_list(s, 4, status) };
    return sheet_tuple(s, 2, both);
}

/* roots ----------------------------------------------------------------------------------------------------
 */

Value series_from_roots(const Basis *basis, Sheet *s, Value roots)
{
    int64_t n = 0;
    if (!s->failed && !value_len(s->run, roots, &n))
        s->failed = true;
    if (s->failed)
        return ABSENT;
    if (n == 0)
        return NP(s, "ones", value_int(1));
    if (!series_read(s, 1, &roots, false, &roots))
        return ABSENT;
    roots = NP(s, "sort", roots);
    n = series_length(roots);
    Value *part = mem_alloc((size_t)n * sizeof *part);
    for (int64_t i = 0; i < n && !s->failed; i++)
        part[i] = basis->line(s, sheet_op(s, OP_NEG, sheet_at(s, roots, i), ABSENT), value_int(1));
    while (n > 1 && !s->failed) { /* pairs of factors, and pairs of these */
        int64_t half = n / 2;
        for (int64_t i = 0; i < half && !s->failed; i++) {
            part[i] = series_multiply(basis, s, part[i], part[i + half]);
        }
        if (n % 2)
            part[0] = series_multiply(basis, s, part[0], part[n - 1]);
        n = half;
    }
    Value product = s->failed ? ABSENT : part[0];
    mem_free(part);
    return product;
}

/* Of three coefficients or more; a matrix that cannot be had is not begun. */
static Value companion(const Basis *basis, Sheet *s, Value c)
{
    int64_t n = series_length(c);
    if (run_has_memory(s->run, n, (size_t)n * sizeof(double)))
        return basis->companion(s, c);
    s->failed = true;
    return ABSENT;
}

Value series_companion(const Basis *basis, Sheet *s, Value c)
{
    if (!series_read(s, 1, &c, true, &c))
        return ABSENT;
    if (series_length(c) < 2)
        return sheet_fail(s, ValueError, "Series must have maximum degree of at least 1."), ABSENT;
    if (series_length(c) > 2)
        return companion(basis, s, c);
    Value root = basis->root(s, c), row = sheet_list(s, 1, &root);
    return NP(s, "array", sheet_list(s, 1, &row));
}

/* Real where no imaginary part is there, if the matrix was. */
static Value real_if_zero(Sheet *s, Value roots, Value matrix)
{
    if (s->failed || dtype_is_complex((DType)matrix.tensor->dtype) ||
        !dtype_is_complex((DType)roots.tensor->dtype) || sheet_any(s, NP(s, "imag", roots)))
        return roots;
    return NP(s, "real", roots);
}

Value series_roots(const Basis *basis, Sheet *s, Value c)
{
    if (!series_read(s, 1, &c, true, &c))
        return ABSENT;
    if (series_length(c) < 2)
        return NP(s, "zeros", value_int(0), value_of_dtype((DType)c.tensor->dtype));
    if (series_length(c) == 2) {
        Value root = basis->root(s, c);
        return NP(s, "array", sheet_list(s, 1, &root));
    }
    Value matrix = companion(basis, s, c), found;
    if (basis->turned)
        matrix = NP(s, "flip", matrix);
    if (s->failed || !func_apply(s->run, func_find("np.linalg", "eigvals"), 1, &matrix, &found))
        return s->failed = true, ABSENT;
    return real_if_zero(s, NP(s, "sort", sheet_hold(s, found)), matrix);
}

/* intervals ------------------------------------------------------------------------------------------------
 */

Value series_pair(Sheet *s, double a, double b)
{
    Value item[2] = { value_float(a), value_float(b) };
    return NP(s, "array", sheet_list(s, 2, item));
}

void series_map(Sheet *s, Value old, Value new, Value *off, Value *scale)
{
    Value o[2] = { sheet_at(s, old, 0), sheet_at(s, old, 1) },
          n[2] = { sheet_at(s, new, 0), sheet_at(s, new, 1) };
    Value wide = sheet_sub(s, o[1], o[0]);
    *off = sheet_div(s, sheet_sub(s, sheet_mul(s, o[1], n[0]), sheet_mul(s, o[0], n[1])), wide);
    *scale = sheet_div(s, sheet_sub(s, n[1], n[0]), wide);
}

Value series_mapped(Sheet *s, Value x, Value old, Value new)
{
    Value off, scale;
    bool plain = x.tag == V_INT || x.tag == V_FLOAT || x.tag == V_COMPLEX || x.tag == V_BIGINT ||
                 value_is_scalar(x) || x.tag == V_RECORD;
    if (!plain)
        x = as_value(sheet_array(s, x));
    series_map(s, old, new, &off, &scale);
    return sheet_add(s, off, sheet_mul(s, scale, x));
}

Value series_domain_of(Sheet *s, Value x)
{
    if (!series_read(s, 1, &x, false, &x))
        return ABSENT;
    Value end[2];
    if (dtype_is_complex((DType)x.tensor->dtype)) {
        Value re = NP(s, "real", x), im = NP(s, "imag", x);
        for (int i = 0; i < 2; i++) {
            const char *name = i ? "max" : "min";
            end[i] = sheet_add(s, NP(s, name, re),
                               sheet_mul(s, sheet_hold(s, value_complex(CMPLX(0, 1))), NP(s, name, im)));
        }
    } else {
        end[0] = NP(s, "min", x);
        end[1] = NP(s, "max", x);
    }
    return NP(s, "array", sheet_list(s, 2, end));
}

/* numbers as text ------------------------------------------------------------------------------------------
 */

bool series_number(Run *run, Value v, bool braced, Text *out)
{
    DType dtype = FLOAT64;
    const void *at = v.tag == V_FLOAT     ? (const void *)&v.f
                     : value_is_scalar(v) ? scalar_data(&v, &dtype)
                                          : NULL;
    if (!at || !dtype_is_float(dtype))
        return value_str_of(run, v, out);
    const PrintOptions *print = run->print;
    double x = element_double(dtype, at), size = fabs(x);
    if (isnan(x) || isinf(x)) {
        text_puts(out, isnan(x) ? print->nanstr : print->infstr);
        return true;
    }
    int low = -(print->precision - 1);
    low = low >= 0 ? 0 : (low - 1) / 2; /* rounded down */
    bool fixed = print->floatmode == FLOAT_FIXED;
    FloatFormat format = { .precision = print->precision,
                           .min_digits = -1,
                           .pad_left = -1,
                           .pad_right = -1,
                           .exp_digits = -1,
                           .unique = !fixed,
                           .fractional = true,
                           .sign = print->sign == '+',
                           .trim = fixed ? 'k' : '0' };
    bool exponent = x != 0 && (size >= 1e8 || size < pow(10, low));
    if (exponent && braced)
        text_char(out, '(');
    (exponent ? float_scientific : float_positional)(dtype, x, &format, out);
    if (exponent && braced)
        text_char(out, ')');
    return true;
}
