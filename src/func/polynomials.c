/* polynomials.c: polynomials by their coefficients, the highest power first (NumPy's _polynomial_impl.py). */
#include "func/sheet.h"

#include <math.h>

static Value zeros(Sheet *s, int64_t n, DType dtype)
{
    return as_value(s->failed ? NULL : sheet_zeros(s, dtype, 1, &n));
}

static int64_t size_of(Sheet *s, Value v)
{
    Tensor *t = sheet_array(s, v);
    return t && t->ndim ? t->dim[0] : 0;
}

static Value joined(Sheet *s, Value a, Value b)
{
    return NP(s, "concatenate", sheet_tuple(s, 2, (Value[]){ a, b }));
}

/* np.linalg.name(…) */
static Value linalg(Sheet *s, const char *name, int n, const Value arg[])
{
    Value out;
    for (int i = 0; i < n; i++)
        s->failed |= arg[i].tag == V_ABSENT;
    if (s->failed)
        return ABSENT;
    return sheet_hold(s, func_apply(s->run, func_find("np.linalg", name), n, arg, &out) ? out : ABSENT);
}

/* roots, poly
 * -------------------------------------------------------------------------------------------------------- */

/* NumPy goes through the argument before it looks at it. */
static bool check_iterable(Sheet *s, Value v)
{
    if (value_is_number(v) || value_is_scalar(v))
        sheet_fail(s, TypeError, "dispatcher for __array_function__ did not return an iterable");
    return !s->failed;
}

static bool infer_unknown_line(Call *call, Value *out)
{
    (void)call;
    return give_unknown(out);
}

static bool run_roots(Call *call, Value *out)
{
    Sheet s;
    sheet_begin(&s, call->run);
    check_iterable(&s, call->arg[0].value);
    Value p = NP(&s, "atleast_1d", sheet_argument(&s, call, 0));
    if (!s.failed && p.tensor->ndim != 1)
        sheet_fail(&s, ValueError, "Input must be a rank-1 array.");
    Value places = NP(&s, "flatnonzero", p);
    int64_t count = size_of(&s, places);
    if (s.failed || !count)
        return sheet_answer(&s, zeros(&s, 0, FLOAT64), out);
    const int64_t *at = (const int64_t *)places.tensor->data;
    int64_t first = at[0], last = at[count - 1], at_zero = p.tensor->dim[0] - last - 1;
    p = sheet_part(&s, p, 0, first, last + 1);
    if (!s.failed && !dtype_is_inexact((DType)p.tensor->dtype))
        p = as_value(sheet_cast(&s, p, FLOAT64));
    int64_t n = size_of(&s, p);
    Value roots = zeros(&s, 0, FLOAT64);
    if (!s.failed && n > 1) { /* the eigenvalues of the companion matrix */
        DType dtype = (DType)p.tensor->dtype;
        Value top =
            sheet_div(&s, sheet_op(&s, OP_NEG, sheet_part(&s, p, 0, 1, n), ABSENT), sheet_at(&s, p, 0));
        Value below = NP(&s, "eye", value_int(n - 2), value_int(n - 1), value_int(0), value_of_dtype(dtype));
        Value rows[2] = { NP(&s, "expand_dims", top, value_int(0)), below };
        Value matrix = joined(&s, rows[0], rows[1]);
        roots = linalg(&s, "eigvals", 1, &matrix);
    }
    DType dtype = s.failed ? FLOAT64 : (DType)sheet_array(&s, roots)->dtype;
    return sheet_answer(&s, joined(&s, roots, zeros(&s, at_zero, dtype)), out);
}

static bool run_poly(Call *call, Value *out)
{
    Sheet s;
    sheet_begin(&s, call->run);
    check_iterable(&s, call->arg[0].value);
    Value z = NP(&s, "atleast_1d", sheet_argument(&s, call, 0));
    if (s.failed)
        return sheet_answer(&s, ABSENT, out);
    Tensor *t = z.tensor;
    if (t->ndim == 2 && t->dim[0] == t->dim[1] && t->dim[0])
        z = linalg(&s, "eigvals", 1, &z);
    else if (t->ndim != 1)
        sheet_fail(&s, ValueError, "input must be 1d or non-empty square 2d array.");
    else if (!dtype_is_inexact((DType)t->dtype) || t->dtype == FLOAT16)
        z = as_value(sheet_cast(&s, z, FLOAT64));
    int64_t n = size_of(&s, z);
    if (s.failed || !n)
        return sheet_answer(&s, value_float(1), out);
    DType dtype = (DType)z.tensor->dtype;
    Value a = as_value(sheet_cast(&s, NP(&s, "ones", value_int(1)), dtype));
    for (int64_t i = 0; i < n && !s.failed; i++) {
        Value factor[2] = { value_int(1), sheet_op(&s, OP_NEG, sheet_at(&s, z, i), ABSENT) };
        a = NP(&s, "convolve", a, as_value(sheet_cast(&s, sheet_list(&s, 2, factor), dtype)));
    }
    if (!s.failed && dtype_is_complex(dtype)) { /* conjugate roots make real coefficients */
        Value roots = as_value(sheet_cast(&s, z, COMPLEX128));
        Value same = sheet_op(&s, OP_EQ, NP(&s, "sort", roots), NP(&s, "sort", NP(&s, "conjugate", roots)));
        if (sheet_truth(&s, NP(&s, "all", same)))
            a = sheet_tensor(&s, tensor_copy(s.run, NP(&s, "real", a).tensor, 'C'));
    }
    return sheet_answer(&s, a, out);
}

/* arithmetic
 * ---------------------------------------------------------------------------------------------------------
 */

enum { ADD, SUBTRACT };

static bool run_add(Call *call, Value *out)
{
    Sheet s;
    sheet_begin(&s, call->run);
    Value a = NP(&s, "atleast_1d", sheet_argument(&s, call, 0)),
          b = NP(&s, "atleast_1d", sheet_argument(&s, call, 1));
    int64_t more = size_of(&s, b) - size_of(&s, a);
    if (!s.failed && more > 0)
        a = joined(&s, zeros(&s, more, (DType)a.tensor->dtype), a);
    else if (!s.failed && more < 0)
        b = joined(&s, zeros(&s, -more, (DType)b.tensor->dtype), b);
    return sheet_answer(&s, sheet_op(&s, call->func->extra == ADD ? OP_ADD : OP_SUB, a, b), out);
}

/* Coefficients without zeros in front; [0] for none. */
static Value trimmed(Sheet *s, Value p)
{
    p = NP(s, "atleast_1d", p);
    if (!s->failed && p.tensor->ndim > 1)
        sheet_fail(s, ValueError, "Polynomial must be 1d only.");
    Value places = NP(s, "flatnonzero", p);
    if (s->failed)
        return ABSENT;
    return size_of(s, places) ? sheet_part(s, p, 0, *(const int64_t *)places.tensor->data, INT64_MAX)
                              : zeros(s, 1, (DType)p.tensor->dtype);
}

static bool run_multiply(Call *call, Value *out)
{
    Sheet s;
    sheet_begin(&s, call->run);
    Value a = trimmed(&s, sheet_argument(&s, call, 0)), b = trimmed(&s, sheet_argument(&s, call, 1));
    return sheet_answer(&s, NP(&s, "convolve", a, b), out);
}

static bool run_divide(Call *call, Value *out)
{
    Sheet s;
    sheet_begin(&s, call->run);
    Value u = sheet_add(&s, NP(&s, "atleast_1d", sheet_argument(&s, call, 0)), value_float(0));
    Value v = sheet_add(&s, NP(&s, "atleast_1d", sheet_argument(&s, call, 1)), value_float(0));
    Value w = sheet_add(&s, sheet_at(&s, u, 0), sheet_at(&s, v, 0));
    DType dtype = s.failed ? FLOAT64 : value_dtype(w);
    int64_t m = size_of(&s, u) - 1, n = size_of(&s, v) - 1, steps = m - n + 1;
    Value scale = sheet_div(&s, value_float(1), sheet_at(&s, v, 0));
    Value q = zeros(&s, steps > 1 ? steps : 1, dtype);
    Value r = s.failed ? ABSENT : sheet_tensor(&s, tensor_copy(s.run, sheet_cast(&s, u, dtype), 'C'));
    for (int64_t k = 0; k < steps && !s.failed; k++) {
        Value d = sheet_mul(&s, scale, sheet_at(&s, r, k));
        Tensor *element = sheet_cast(&s, d, dtype), *to = sheet_array(&s, sheet_part(&s, q, 0, k, k + 1));
        s.failed |= !element || !to || !tensor_assign(s.run, to, element);
        sheet_into(&s, "subtract", sheet_part(&s, r, 0, k, k + n + 1), sheet_mul(&s, d, v));
    }
    while (!s.failed && size_of(&s, r) > 1 &&
           sheet_truth(&s, NP_KEYS(&s, "isclose", sheet_at(&s, r, 0), KEY("b", value_int(0)),
                                   KEY("rtol", value_float(1e-14)))))
        r = sheet_part(&s, r, 0, 1, INT64_MAX);
    return sheet_answer(&s, sheet_tuple(&s, 2, (Value[]){ q, r }), out);
}

/* derivatives, integrals
 * --------------------------------------------------------------------------------------------- */

static bool run_derivative(Call *call, Value *out)
{
    Sheet s;
    int64_t m;
    sheet_begin(&s, call->run);
    Value p = sheet_argument(&s, call, 0);
    s.failed |= !arg_int(call, 1, &m);
    if (!s.failed && m < 0)
        sheet_fail(&s, ValueError, "Order of derivative must be positive (see polyint)");
    while (!s.failed && m-- > 0) {
        Value powers = NP(&s, "arange", value_int(size_of(&s, p) - 1), value_int(0), value_int(-1));
        p = sheet_mul(&s, sheet_part(&s, p, 0, 0, -1), powers);
    }
    return sheet_answer(&s, p, out);
}

static bool run_integral(Call *call, Value *out)
{
    Sheet s;
    int64_t m;
    sheet_begin(&s, call->run);
    Value p = sheet_argument(&s, call, 0), k = call->arg[2].value;
    s.failed |= !arg_int(call, 1, &m);
    if (!s.failed && m < 0)
        sheet_fail(&s, ValueError, "Order of integral must be positive (see polyder)");
    k = k.tag == V_NONE ? zeros(&s, s.failed ? 0 : m, FLOAT64) : NP(&s, "atleast_1d", k);
    int64_t constants = size_of(&s, k);
    bool one = constants == 1 && m > 1;
    if (!s.failed && constants < m && !one)
        sheet_fail(&s, ValueError, "k must be a scalar or a rank-1 array of length 1 or >m.");
    for (int64_t i = 0; !s.failed && i < m; i++) {
        Value powers = NP(&s, "arange", value_int(size_of(&s, p)), value_int(0), value_int(-1));
        Value next = sheet_part(&s, k, 0, one ? 0 : i, one ? 1 : i + 1);
        p = joined(&s, sheet_div(&s, p, powers), one ? sheet_mul(&s, next, value_float(1)) : next);
    }
    return sheet_answer(&s, p, out);
}

/* polyval, polyfit
 * --------------------------------------------------------------------------------------------------- */

static bool infer_value(Call *call, Value *out)
{
    if (sheet_skips(call, out))
        return true;
    Tensor *p = arg_tensor(call, 0), *x = arg_tensor(call, 1);
    return infer_as(out, dtype_promote((DType)p->dtype, (DType)x->dtype), x->ndim, x->dim);
}

/* Horner's rule. */
static bool run_value(Call *call, Value *out)
{
    Sheet s;
    sheet_begin(&s, call->run);
    Value p = sheet_argument(&s, call, 0), x = sheet_argument(&s, call, 1);
    if (!s.failed && !p.tensor->ndim)
        sheet_fail(&s, TypeError, "iteration over a 0-d array");
    Value y = NP(&s, "zeros_like", x);
    int64_t n = size_of(&s, p);
    for (int64_t i = 0; i < n && !s.failed; i++)
        y = sheet_add(&s, sheet_mul(&s, y, x), sheet_at(&s, p, i));
    return sheet_answer(&s, y, out);
}

enum { FIT_X, FIT_Y, FIT_DEGREE, FIT_RCOND, FIT_FULL, FIT_WEIGHTS, FIT_COV };

static bool infer_fit(Call *call, Value *out)
{
    int64_t degree;
    bool full, cov;
    if (sheet_skips(call, out) || call->arg[FIT_COV].value.tag == V_STR)
        return true;
    if (!arg_int(call, FIT_DEGREE, &degree) || !arg_truth(call, FIT_FULL, &full) ||
        !arg_truth(call, FIT_COV, &cov))
        return false;
    Tensor *x = arg_tensor(call, FIT_X), *y = arg_tensor(call, FIT_Y);
    if (full || cov || degree < 0 || y->ndim < 1 || y->ndim > 2)
        return true;
    DType dtype = dtype_promote(dtype_promote((DType)x->dtype, (DType)y->dtype), FLOAT64);
    return infer_as(out, dtype, y->ndim, (int64_t[]){ degree + 1, y->ndim == 2 ? y->dim[1] : 1 });
}

static void check_fit(Sheet *s, int64_t degree, const Tensor *x, const Tensor *y)
{
    if (s->failed)
        return;
    if (degree < 0)
        sheet_fail(s, ValueError, "expected deg >= 0");
    else if (x->ndim != 1)
        sheet_fail(s, TypeError, "expected 1D vector for x");
    else if (!x->dim[0])
        sheet_fail(s, TypeError, "expected non-empty vector for x");
    else if (y->ndim < 1 || y->ndim > 2)
        sheet_fail(s, TypeError, "expected 1D or 2D array for y");
    else if (x->dim[0] != y->dim[0])
        sheet_fail(s, TypeError, "expected x and y to have same length");
}

/* A line as a column. */
static Value column(Sheet *s, Value v) { return NP(s, "expand_dims", v, value_int(1)); }

static Value scaled(Sheet *s, Value matrix, Value weights)
{
    bool line = s->failed || matrix.tensor->ndim == 1;
    return sheet_mul(s, matrix, line ? weights : column(s, weights));
}

static bool run_fit(Call *call, Value *out)
{
    Sheet s;
    int64_t degree = 0;
    bool full = false, cov = false;
    sheet_begin(&s, call->run);
    Value given = call->arg[FIT_COV].value;
    bool unscaled = given.tag == V_STR;
    s.failed = !arg_int(call, FIT_DEGREE, &degree) || !arg_truth(call, FIT_FULL, &full) ||
               !arg_truth(call, FIT_COV, &cov);
    Value x = sheet_add(&s, sheet_argument(&s, call, FIT_X), value_float(0));
    Value y = sheet_add(&s, sheet_argument(&s, call, FIT_Y), value_float(0));
    Tensor *xs = sheet_array(&s, x), *ys = s.failed ? NULL : sheet_array(&s, y);
    check_fit(&s, degree, xs, ys);
    if (s.failed)
        return sheet_answer(&s, ABSENT, out);
    int64_t points = xs->dim[0];
    Value rcond = call->arg[FIT_RCOND].value;
    if (rcond.tag == V_NONE)
        rcond = value_float((double)points * (xs->dtype == FLOAT32 ? 0x1p-23 : 0x1p-52));
    Value matrix = NP(&s, "vander", x, value_int(degree + 1)), right = y;
    if (!arg_none(call, FIT_WEIGHTS)) {
        Value w = sheet_add(&s, as_value(sheet_array(&s, call->arg[FIT_WEIGHTS].value)), value_float(0));
        Tensor *t = s.failed ? NULL : sheet_array(&s, w);
        if (t && t->ndim != 1)
            sheet_fail(&s, TypeError, "expected a 1-d array for weights");
        else if (t && t->dim[0] != points)
            sheet_fail(&s, TypeError, "expected w and y to have the same length");
        matrix = scaled(&s, matrix, w);
        right = scaled(&s, right, w);
    }
    Value scale = NP(&s, "sqrt", NP(&s, "sum", sheet_mul(&s, matrix, matrix), value_int(0)));
    matrix = sheet_div(&s, matrix, scale);
    Value arg[3] = { matrix, right, rcond }, solved = linalg(&s, "lstsq", 3, arg);
    Value c = NP(&s, "transpose", sheet_div(&s, NP(&s, "transpose", sheet_at(&s, solved, 0)), scale));
    Value residuals = sheet_at(&s, solved, 1), rank = sheet_at(&s, solved, 2);
    if (!full && sheet_truth(&s, sheet_op(&s, OP_NE, rank, value_int(degree + 1))))
        sheet_warn(&s, RuntimeWarning, "Polyfit may be poorly conditioned");
    if (full) {
        Value all[5] = { c, residuals, rank, sheet_at(&s, solved, 3), rcond };
        return sheet_answer(&s, sheet_tuple(&s, 5, all), out);
    }
    if (!cov)
        return sheet_answer(&s, c, out);
    Value normal = NP(&s, "dot", NP(&s, "transpose", matrix), matrix);
    Value base = sheet_div(&s, linalg(&s, "inv", 1, &normal), NP(&s, "outer", scale, scale)),
          factor = value_int(1);
    if (!unscaled) {
        if (!s.failed && points <= degree + 1)
            sheet_fail(&s, ValueError,
                       "the number of data points must exceed order to scale the covariance matrix");
        factor = sheet_div(&s, residuals, value_int(points - degree - 1));
    }
    if (!s.failed && ys->ndim == 2)
        base = NP(&s, "expand_dims", base, value_int(2));
    return sheet_answer(&s, sheet_tuple(&s, 2, (Value[]){ c, sheet_mul(&s, base, factor) }), out);
}

#define POLY_ROW(title, parameters, infers, runs, which, text, shown)                                        \
    {                                                                                                        \
        .name = title, .of = "np", .params = parameters, .brief = text, .example = shown, .style = PYTHON,   \
        .infer = infers, .run = runs, .gives = AS_ARRAY, .extra = which                                      \
    }

const Func polynomial_funcs[] = {
    POLY_ROW("roots", "p", infer_unknown_line, run_roots, 0, "The roots of a polynomial.",
             ">>> np.roots([1, -3, 2])\narray([2., 1.])\n"),
    POLY_ROW("poly", "seq_of_zeros", infer_unknown_line, run_poly, 0, "The polynomial that has these roots.",
             ">>> np.poly([1, 2])\narray([ 1., -3.,  2.])\n"),
    POLY_ROW("polyval", "p, x", infer_value, run_value, 0, "The values of a polynomial.",
             ">>> np.polyval([1, 0, 2], 3)\nnp.int64(11)\n"),
    POLY_ROW("polyadd", "a1, a2", infer_unknown_line, run_add, ADD, "The sum of two polynomials.",
             ">>> np.polyadd([1, 2], [9, 5, 4])\narray([9, 6, 6])\n"),
    POLY_ROW("polysub", "a1, a2", infer_unknown_line, run_add, SUBTRACT, "The difference of two polynomials.",
             ">>> np.polysub([2, 10, -2], [3, 10, -4])\narray([-1,  0,  2])\n"),
    POLY_ROW("polymul", "a1, a2", infer_unknown_line, run_multiply, 0, "The product of two polynomials.",
             ">>> np.polymul([1, 2, 3], [9, 5, 1])\narray([ 9, 23, 38, 17,  3])\n"),
    POLY_ROW("polydiv", "u, v", infer_unknown_line, run_divide, 0,
             "The quotient and the remainder of two polynomials.",
             ">>> np.polydiv([3, 5, 2], [2, 1])\n(array([1.5 , 1.75]), array([0.25]))\n"),
    POLY_ROW("polyder", "p, m: int = 1", infer_unknown_line, run_derivative, 0,
             "The derivative of a polynomial.", ">>> np.polyder([1, 1, 1, 1])\narray([3, 2, 1])\n"),
    POLY_ROW("polyint", "p, m: int = 1, k: any = None", infer_unknown_line, run_integral, 0,
             "The integral of a polynomial.", ">>> np.polyint([6, 2])\narray([3., 2., 0.])\n"),
    POLY_ROW("polyfit",
             "x, y, deg: int, rcond: any = None, full: bool = False, w: any = None, cov: any = False",
             infer_fit, run_fit, 0, "The polynomial of a degree that fits points best.",
             ">>> np.polyfit([0, 1, 2], [1, 3, 5], 1).round(6)\narray([2., 1.])\n"),
    { .name = NULL },
};
