/* Polynomials as arrays of coefficients, the highest power's first, as numpy/lib/_polynomial_impl.py has
 * them. Where one of the operands is a poly1d (poly1d.c) the result is one too. */
#include "array/polynomial.h"

#include "linalg/linalg.h"
#include "value/number.h"

#include <math.h>

/* The operands of a call as arrays of one axis or more; `truly`: one of the first n was a poly1d. */
static Value at_least_1d(Sheet *s, Call *call, int i) { return NP(s, "atleast_1d", call->arg[i].value); }

static bool any_poly1d(Call *call, int n)
{
    bool truly = false;
    for (int i = 0; i < n; i++)
        truly = truly || is_poly1d(call->arg[i].value);
    return truly;
}

static bool answer(Sheet *s, bool truly, Value result, Value *out)
{
    return sheet_answer(s, truly ? poly1d_of(s, result) : result, out);
}

static int64_t size_of(Value v) { return v.tag == V_ARRAY && v.tensor->ndim ? v.tensor->dim[0] : 0; }

/* len(p) of what has no axes is an error. */
static bool sized(Sheet *s, Tensor *t)
{
    return t && (t->ndim > 0 || sheet_fail(s, TypeError, "len() of unsized object"));
}

/* shape rules ----------------------------------------------------------------------------------------------
 */

/* One axis, of a size that depends on the elements. */
static bool infer_open(Value *out, DType dtype)
{
    int64_t size = DIM_UNKNOWN;
    return infer_as(out, dtype, 1, &size);
}

static int64_t length_of(const Tensor *t) { return t->ndim ? t->dim[0] : 1; }

static bool infer_sum(Call *call, Value *out)
{
    Tensor *a = arg_tensor(call, 0), *b = arg_tensor(call, 1);
    if (sheet_skips(call, out) || !a || !b || any_poly1d(call, 2) || a->ndim > 1 || b->ndim > 1)
        return true;
    int64_t n = length_of(a), m = length_of(b),
            size = n == DIM_UNKNOWN || m == DIM_UNKNOWN ? DIM_UNKNOWN
                   : n > m                              ? n
                                                        : m;
    return infer_as(out, dtype_promote((DType)a->dtype, (DType)b->dtype), 1, &size);
}

static bool infer_product(Call *call, Value *out)
{
    Tensor *a = arg_tensor(call, 0), *b = arg_tensor(call, 1);
    if (sheet_skips(call, out) || !a || !b || any_poly1d(call, 2))
        return true;
    if (a->ndim > 1 || b->ndim > 1)
        return fail(call->run, ValueError, "Polynomial must be 1d only.");
    return infer_open(out, dtype_promote((DType)a->dtype, (DType)b->dtype)); /* leading zeros go */
}

static DType at_least_float(DType d) { return dtype_is_inexact(d) ? d : FLOAT64; }

static bool infer_quotient(Call *call, Value *out)
{
    Tensor *a = arg_tensor(call, 0), *b = arg_tensor(call, 1);
    if (sheet_skips(call, out) || !a || !b || any_poly1d(call, 2))
        return true;
    if (a->ndim > 1 || b->ndim > 1) /* some of these come to something; which, only the division tells */
        return give_unknown(out);
    DType dtype = dtype_promote(at_least_float((DType)a->dtype), at_least_float((DType)b->dtype));
    int64_t n = length_of(a), m = length_of(b);
    int64_t size = n == DIM_UNKNOWN || m == DIM_UNKNOWN ? DIM_UNKNOWN : n - m + 1 > 1 ? n - m + 1 : 1;
    *out = value_tuple_new(2);
    return infer_as(&out->tuple->item[0], dtype, 1, &size) && infer_open(&out->tuple->item[1], dtype);
}

static bool infer_value(Call *call, Value *out)
{
    Tensor *p = arg_tensor(call, 0), *x = arg_tensor(call, 1);
    if (sheet_skips(call, out) || !p || !x || p->ndim != 1 || is_poly1d(call->arg[1].value))
        return true;
    infer_as(out, dtype_promote((DType)p->dtype, (DType)x->dtype), x->ndim, x->dim);
    out->tensor->scalar = x->ndim == 0;
    return true;
}

static bool infer_unknown(Call *call, Value *out)
{
    sheet_skips(call, out);
    return true;
}

/* sums, products, quotients --------------------------------------------------------------------------------
 */

enum { POLY_ADD = OP_ADD, POLY_SUB = OP_SUB };

/* The shorter one gets zeros in front, of its own dtype. */
static Value padded(Sheet *s, Value a, int64_t size)
{
    int64_t missing = size - size_of(a);
    if (s->failed || missing <= 0)
        return a;
    Tensor *zeros = sheet_zeros(s, (DType)a.tensor->dtype, 1, &missing);
    return NP(s, "concatenate", sheet_tuple(s, 2, (Value[]){ as_value(zeros), a }));
}

static bool run_sum(Call *call, Value *out)
{
    Sheet s;
    sheet_begin(&s, call->run);
    Value a = at_least_1d(&s, call, 0), b = at_least_1d(&s, call, 1);
    int64_t n = size_of(a), m = size_of(b);
    /* NumPy gives the zeros the dtype of the longer one, which changes nothing in the result's */
    Value sum = sheet_op(&s, (Operator)call->func->extra, padded(&s, a, m), padded(&s, b, n));
    return answer(&s, any_poly1d(call, 2), sum, out);
}

static bool run_product(Call *call, Value *out)
{
    Sheet s;
    sheet_begin(&s, call->run);
    Value a = poly1d_of(&s, call->arg[0].value), b = poly1d_of(&s, call->arg[1].value);
    Value product = s.failed ? ABSENT : NP(&s, "convolve", poly1d_coefficients(a), poly1d_coefficients(b));
    return answer(&s, any_poly1d(call, 2), product, out);
}

static bool is_nearly_zero(Sheet *s, Value x)
{
    return sheet_truth(s, NP_KEYS(s, "allclose", x, KEY("rtol", value_float(1e-14)), KEY("b", value_int(0))));
}

static bool run_quotient(Call *call, Value *out)
{
    Sheet s;
    sheet_begin(&s, call->run);
    Value u = sheet_add(&s, at_least_1d(&s, call, 0), value_float(0));
    Value v = sheet_add(&s, at_least_1d(&s, call, 1), value_float(0));
    Value w = sheet_add(&s, sheet_at(&s, u, 0), sheet_at(&s, v, 0));
    Value scale = sheet_div(&s, value_float(1), sheet_at(&s, v, 0));
    if (s.failed)
        return sheet_answer(&s, ABSENT, out);
    int64_t m = size_of(u) - 1, n = size_of(v) - 1, size = m - n + 1 > 1 ? m - n + 1 : 1, first = 0;
    Tensor *q = sheet_zeros(&s, value_dtype(w), 1, &size), *cast = sheet_cast(&s, u, value_dtype(w));
    Value r = cast ? sheet_tensor(&s, tensor_copy(call->run, cast, 'C')) : ABSENT;
    for (int64_t k = 0; k <= m - n && !s.failed; k++) {
        Value d = sheet_mul(&s, scale, sheet_at(&s, r, k)), part = sheet_part(&s, r, 0, k, k + n + 1);
        sheet_into(&s, "subtract", part, sheet_mul(&s, d, v));
        s.failed = s.failed || !element_store(call->run, (DType)q->dtype, q->data + k * q->stride[0], d);
    }
    const Tensor *left =
        s.failed ? NULL : r.tensor; /* NumPy looks at the last axis for whether there is more */
    while (left && left->dim[left->ndim - 1] - (left->ndim == 1 ? first : 0) > 1 &&
           is_nearly_zero(&s, sheet_at(&s, r, first)))
        first++;
    Value pair[2] = { as_value(q), sheet_part(&s, r, 0, first, INT64_MAX) };
    for (int i = 0; i < 2 && any_poly1d(call, 2); i++)
        pair[i] = poly1d_of(&s, pair[i]);
    return sheet_answer(&s, s.failed ? ABSENT : sheet_tuple(&s, 2, pair), out);
}

/* values, derivatives, integrals ---------------------------------------------------------------------------
 */

/* Horner's rule, by the operators of what x is. */
static bool run_value(Call *call, Value *out)
{
    Sheet s;
    sheet_begin(&s, call->run);
    Value p = NP(&s, "asarray", call->arg[0].value), x = call->arg[1].value, y = value_int(0);
    if (!is_poly1d(x)) {
        x = NP(&s, "asanyarray", x);
        y = NP(&s, "zeros_like", x);
    }
    if (p.tag == V_ARRAY && p.tensor->ndim == 0)
        sheet_fail(&s, TypeError, "iteration over a 0-d array");
    if (!run_has_memory(call->run, size_of(p), sizeof y)) /* it can be broadcast */
        s.failed = true;
    for (int64_t i = 0; i < size_of(p) && !s.failed; i++) {
        y = sheet_add(&s, sheet_mul(&s, y, x), sheet_at(&s, p, i));
        s.failed |= !run_goes_on(call->run);
    }
    return sheet_answer(&s, y, out);
}

static bool order_of_call(Sheet *s, Call *call, const char *what, int64_t *m)
{
    enum { CALLS_MAX = 1000 }; /* NumPy's calls itself m times */
    Value given = call->arg[1].value, whole = NONE;
    if (given.tag != V_FLOAT ? !arg_int(call, 1, m) : !float_to_int(call->run, given.f, &whole))
        return s->failed = true, false;
    if (given.tag == V_FLOAT)
        *m = whole.tag == V_INT ? whole.i : given.f < 0 ? -1 : INT64_MAX;
    value_drop(whole);
    if (*m > CALLS_MAX)
        return s->failed = true, run_recursion_error(call->run);
    return *m >= 0 || sheet_fail(s, ValueError, "%s", what);
}

static bool run_derivative(Call *call, Value *out)
{
    Sheet s;
    int64_t m = 1;
    sheet_begin(&s, call->run);
    order_of_call(&s, call, "Order of derivative must be positive (see polyint)", &m);
    Value p = NP(&s, "asarray", call->arg[0].value);
    sized(&s, sheet_array(&s, p));
    for (; m >= 0 && !s.failed; m--) { /* NumPy derives once more than it answers, which can fail */
        int64_t n = size_of(p) - 1;
        Value powers = NP(&s, "arange", value_int(n), value_int(0), value_int(-1));
        Value next = sheet_mul(&s, sheet_part(&s, p, 0, 0, n < 0 ? 0 : n), powers);
        p = m ? next : p;
    }
    return answer(&s, any_poly1d(call, 1), p, out);
}

static bool run_integral(Call *call, Value *out)
{
    Sheet s;
    int64_t m = 1;
    sheet_begin(&s, call->run);
    order_of_call(&s, call, "Order of integral must be positive (see polyder)", &m);
    Value p = NP(&s, "asarray", call->arg[0].value), k;
    k = arg_none(call, 2) ? s.failed ? ABSENT : as_value(sheet_zeros(&s, FLOAT64, 1, &m))
                          : NP(&s, "atleast_1d", call->arg[2].value);
    if (!s.failed && size_of(k) == 1 && m > 1)
        k = sheet_mul(&s, sheet_at(&s, k, 0), NP(&s, "ones", value_int(m)));
    if (!s.failed && size_of(k) < m)
        sheet_fail(&s, ValueError, "k must be a scalar or a rank-1 array of length 1 or >m.");
    sized(&s, sheet_array(&s, p));
    for (int64_t i = 0; i < m && !s.failed; i++) {
        Value powers = NP(&s, "arange", value_int(size_of(p)), value_int(0), value_int(-1));
        Value constant = sheet_list(&s, 1, (Value[]){ sheet_at(&s, k, i) });
        p = NP(&s, "concatenate", sheet_tuple(&s, 2, (Value[]){ sheet_div(&s, p, powers), constant }));
    }
    return answer(&s, any_poly1d(call, 1), p, out);
}

/* roots ----------------------------------------------------------------------------------------------------
 */

/* The eigenvalues of the companion matrix. */
static Value roots_of(Sheet *s, Value p)
{
    int64_t n = size_of(p);
    if (s->failed || n <= 1)
        return NP(s, "array", sheet_list(s, 0, NULL));
    int64_t dim[2] = { n - 1, n - 1 };
    Tensor *companion = sheet_zeros(s, (DType)p.tensor->dtype, 2, dim);
    for (int64_t i = 1; companion && i < n - 1; i++)
        element_set_int((DType)companion->dtype,
                        companion->data + i * companion->stride[0] + (i - 1) * companion->stride[1], 1);
    Value head =
        sheet_div(s, sheet_op(s, OP_NEG, sheet_part(s, p, 0, 1, INT64_MAX), ABSENT), sheet_at(s, p, 0));
    Value row = sheet_at(s, as_value(companion), 0);
    if (!s->failed && !tensor_assign(s->run, row.tensor, head.tensor))
        s->failed = true;
    return linalg_np(s, "eigvals", 1, (Value[]){ as_value(companion) });
}

/* roots and poly of one number: their dispatchers in NumPy go through the argument. */
static bool check_many(Call *call)
{
    Value v = call->arg[0].value;
    return (!value_is_number(v) && !value_is_scalar(v) && (v.tag != V_ARRAY || v.tensor->ndim)) ||
           fail(call->run, TypeError, "dispatcher for __array_function__ did not return an iterable");
}

static bool run_roots(Call *call, Value *out)
{
    Sheet s;
    if (!check_many(call))
        return false;
    sheet_begin(&s, call->run);
    Value p = at_least_1d(&s, call, 0);
    if (!s.failed && p.tensor->ndim != 1)
        sheet_fail(&s, ValueError, "Input must be a rank-1 array.");
    int64_t n = size_of(p), first = 0, last = n - 1;
    if (s.failed)
        return sheet_answer(&s, ABSENT, out);
    const Tensor *t = p.tensor;
    while (first < n && !element_true((DType)t->dtype, t->data + first * t->stride[0]))
        first++;
    if (first == n)
        return sheet_answer(&s, NP(&s, "array", sheet_list(&s, 0, NULL)), out);
    while (!element_true((DType)t->dtype, t->data + last * t->stride[0]))
        last--;
    int64_t zeros_at_0 = n - 1 - last;
    p = sheet_part(&s, p, 0, first, last + 1);
    if (!s.failed && !dtype_is_inexact(p.tensor->dtype))
        p = as_value(sheet_cast(&s, p, FLOAT64));
    Value roots = roots_of(&s, p);
    Tensor *zeros = s.failed ? NULL : sheet_zeros(&s, value_dtype(roots), 1, &zeros_at_0);
    return sheet_answer(&s, NP(&s, "hstack", sheet_tuple(&s, 2, (Value[]){ roots, as_value(zeros) })), out);
}

/* Are complex roots all pairs, so that the coefficients are real? */
static bool are_pairs(Sheet *s, Value roots)
{
    Value z = NP(s, "asarray", roots, value_of_dtype(COMPLEX128));
    Value same = sheet_op(s, OP_EQ, NP(s, "sort", z), NP(s, "sort", NP(s, "conjugate", z)));
    return sheet_truth(s, NP(s, "all", same));
}

static bool run_poly(Call *call, Value *out)
{
    Sheet s;
    if (!check_many(call))
        return false;
    sheet_begin(&s, call->run);
    Value roots = at_least_1d(&s, call, 0);
    Tensor *t = sheet_array(&s, roots);
    if (!t)
        return sheet_answer(&s, ABSENT, out);
    if (t->ndim == 2 && t->dim[0] == t->dim[1] && t->dim[0]) {
        roots = linalg_np(&s, "eigvals", 1, &roots);
    } else if (t->ndim == 1) {
        DType d = (DType)t->dtype;
        roots = as_value(sheet_cast(&s, roots, d == FLOAT32 || dtype_is_complex(d) ? d : FLOAT64));
    } else {
        sheet_fail(&s, ValueError, "input must be 1d or non-empty square 2d array.");
    }
    if (!s.failed && size_of(roots) == 0)
        return sheet_answer(&s, value_float(1), out);
    DType dtype = s.failed ? FLOAT64 : (DType)roots.tensor->dtype;
    Value a = NP(&s, "ones", sheet_tuple(&s, 1, (Value[]){ value_int(1) }), value_of_dtype(dtype));
    for (int64_t i = 0; i < size_of(roots) && !s.failed; i++) {
        Value zero = sheet_op(&s, OP_NEG, sheet_at(&s, roots, i), ABSENT);
        Value factor = sheet_list(&s, 2, (Value[]){ value_int(1), zero });
        a = NP(&s, "convolve", a, NP(&s, "array", factor, value_of_dtype(dtype)));
    }
    if (!s.failed && dtype_is_complex(a.tensor->dtype) && are_pairs(&s, roots)) {
        Tensor *real = tensor_part(call->run, a.tensor, false);
        a = NP(&s, "copy", sheet_tensor(&s, real));
    }
    return sheet_answer(&s, a, out);
}

static bool infer_roots(Call *call, Value *out)
{
    Tensor *a = arg_tensor(call, 0);
    if (sheet_skips(call, out) || !a || a->ndim < 2)
        return true;
    return fail(call->run, ValueError, "Input must be a rank-1 array.");
}

/* fitting --------------------------------------------------------------------------------------------------
 */

enum { FIT_X, FIT_Y, FIT_DEG, FIT_RCOND, FIT_FULL, FIT_W, FIT_COV };

/* What is wrong with the arguments, in NumPy's order. */
static bool check_fit(Run *run, double degree, const Tensor *x, const Tensor *y, const Tensor *w)
{
    if (degree < 0)
        return fail(run, ValueError, "expected deg >= 0");
    if (x->ndim != 1)
        return fail(run, TypeError, "expected 1D vector for x");
    if (x->dim[0] == 0)
        return fail(run, TypeError, "expected non-empty vector for x");
    if (y->ndim < 1 || y->ndim > 2)
        return fail(run, TypeError, "expected 1D or 2D array for y");
    if (x->dim[0] != y->dim[0] && x->dim[0] != DIM_UNKNOWN && y->dim[0] != DIM_UNKNOWN)
        return fail(run, TypeError, "expected x and y to have same length");
    if (w && w->ndim != 1)
        return fail(run, TypeError, "expected a 1-d array for weights");
    if (w && w->dim[0] != y->dim[0] && w->dim[0] != DIM_UNKNOWN && y->dim[0] != DIM_UNKNOWN)
        return fail(run, TypeError, "expected w and y to have the same length");
    return true;
}

static bool infer_fit(Call *call, Value *out)
{
    Tensor *x = arg_tensor(call, FIT_X), *y = arg_tensor(call, FIT_Y), *operand[2] = { x, y };
    double degree;
    DType dtype = FLOAT64;
    bool full, cov;
    if (!x || !y || any_unknown(call))
        return give_unknown(out);
    if (!value_to_double(call->run, call->arg[FIT_DEG].value, &degree) ||
        !check_fit(call->run, degree, x, y, arg_tensor(call, FIT_W)) ||
        !linalg_dtype(call->run, 2, operand, &dtype))
        return false;
    if (sheet_skips(call, out) || !arg_truth(call, FIT_FULL, &full) || full)
        return true;
    if (call->arg[FIT_COV].value.tag == V_STR || !arg_truth(call, FIT_COV, &cov) || cov)
        return true;
    int64_t dim[2] = { degree < 0x1p62 ? (int64_t)degree + 1 : DIM_UNKNOWN, y->ndim == 2 ? y->dim[1] : 1 };
    return infer_as(out, dtype, y->ndim, dim);
}

/* n times the distance from 1 to the next number, as a scalar of the real dtype. */
static Value epsilons(Sheet *s, int64_t n, DType d)
{
    double epsilon = d == FLOAT16 ? 0x1p-10 : d == FLOAT32 || d == COMPLEX64 ? 0x1p-23 : 0x1p-52;
    _Alignas(16) char element[16];
    d = dtype_real(d);
    element_set_complex(d, element, (double)n * epsilon);
    return sheet_hold(s, value_scalar(d, element));
}

/* The covariance of the coefficients: the inverse of lhs' lhs by the scale, times what is left unexplained.
 */
static Value covariance(Sheet *s, Call *call, Value lhs, Value scale, Value residues, int64_t order)
{
    Value cov = call->arg[FIT_COV].value;
    Value base = linalg_np(s, "inv", 1, (Value[]){ NP(s, "dot", NP(s, "transpose", lhs), lhs) });
    base = sheet_div(s, base, NP(s, "outer", scale, scale));
    Value factor = value_int(1);
    if (cov.tag != V_STR) {
        int64_t points = s->failed ? 0 : lhs.tensor->dim[0];
        if (points <= order)
            sheet_fail(s, ValueError,
                       "the number of data points must exceed order to scale the covariance matrix");
        factor = sheet_div(s, residues, value_int(points - order));
    }
    if (!s->failed && arg_tensor(call, FIT_Y)->ndim > 1)
        base = NP(s, "expand_dims", base, value_int(-1));
    return sheet_mul(s, base, factor);
}

/* int(degree) + 1 columns of powers. */
static bool count_powers(Run *run, double degree, int64_t *out)
{
    static const double most = 9.2e18;
    if (isnan(degree))
        return fail(run, ValueError, "cannot convert float NaN to integer");
    if (isinf(degree))
        return fail(run, OverflowError, "cannot convert float infinity to integer");
    if (degree > most)
        return fail(run, ValueError, "Maximum allowed dimension exceeded");
    *out = (int64_t)degree + 1;
    return true;
}

static bool run_fit(Call *call, Value *out)
{
    Sheet s;
    double degree = 0;
    bool full = false, cov = false;
    sheet_begin(&s, call->run);
    int64_t order = 0;
    s.failed = !value_to_double(call->run, call->arg[FIT_DEG].value, &degree) ||
               !count_powers(call->run, degree, &order) || !arg_truth(call, FIT_FULL, &full) ||
               !arg_truth(call, FIT_COV, &cov);
    Value x = sheet_add(&s, sheet_argument(&s, call, FIT_X), value_float(0));
    Value y = sheet_add(&s, sheet_argument(&s, call, FIT_Y), value_float(0));
    Value rcond = call->arg[FIT_RCOND].value;
    if (arg_none(call, FIT_RCOND) && !s.failed)
        rcond = epsilons(&s, size_of(x), (DType)x.tensor->dtype);
    Value lhs = NP(&s, "vander", x, value_int(order));
    if (!arg_none(call, FIT_W)) {
        Value w = sheet_add(&s, sheet_argument(&s, call, FIT_W), value_float(0));
        Value column = NP(&s, "expand_dims", w, value_int(-1));
        lhs = sheet_into(&s, "multiply", lhs, column);
        y = sheet_into(&s, "multiply", y, !s.failed && y.tensor->ndim == 2 ? column : w);
    }
    Value squares = NP(&s, "sum", sheet_mul(&s, lhs, lhs), value_int(0));
    Value scale = NP(&s, "sqrt", squares);
    lhs = sheet_into(&s, "divide", lhs, scale);
    Value solved = linalg_np(&s, "lstsq", 3, (Value[]){ lhs, y, rcond });
    Value c = sheet_at(&s, solved, 0), residues = sheet_at(&s, solved, 1), rank = sheet_at(&s, solved, 2);
    c = NP(&s, "transpose", sheet_div(&s, NP(&s, "transpose", c), scale));
    if (!s.failed && !full && rank.i != order)
        sheet_warn(&s, RankWarning, "Polyfit may be poorly conditioned");
    Value result = c;
    if (full)
        result = sheet_tuple(&s, 5, (Value[]){ c, residues, rank, sheet_at(&s, solved, 3), rcond });
    else if (cov)
        result = sheet_tuple(&s, 2, (Value[]){ c, covariance(&s, call, lhs, scale, residues, order) });
    return sheet_answer(&s, result, out);
}

const Func poly_funcs[] = {
    { .name = "polyadd",
      .of = "np",
      .params = "a1, a2",
      .style = PYTHON,
      .infer = infer_sum,
      .run = run_sum,
      .gives = AS_ARRAY,
      .extra = POLY_ADD,
      .brief = "the sum of two polynomials",
      .example = ">>> np.polyadd([1, 2], [9, 5, 4])\narray([9, 6, 6])\n" },
    { .name = "polysub",
      .of = "np",
      .params = "a1, a2",
      .style = PYTHON,
      .infer = infer_sum,
      .run = run_sum,
      .gives = AS_ARRAY,
      .extra = POLY_SUB,
      .brief = "the difference of two polynomials",
      .example = ">>> np.polysub([2, 10, -2], [3, 10, -4])\narray([-1,  0,  2])\n" },
    { .name = "polymul",
      .of = "np",
      .params = "a1, a2",
      .style = PYTHON,
      .infer = infer_product,
      .run = run_product,
      .gives = AS_ARRAY,
      .brief = "the product of two polynomials",
      .example = ">>> np.polymul([1, 2, 3], [9, 5, 1])\narray([ 9, 23, 38, 17,  3])\n" },
    { .name = "polydiv",
      .of = "np",
      .params = "u, v",
      .style = PYTHON,
      .infer = infer_quotient,
      .run = run_quotient,
      .gives = AS_ARRAY,
      .brief = "the quotient and the remainder of two polynomials",
      .example = ">>> np.polydiv([3.0, 5.0, 2.0], [2.0, 1.0])\n(array([1.5 , 1.75]), array([0.25]))\n" },
    { .name = "polyval",
      .of = "np",
      .params = "p, x",
      .style = PYTHON,
      .infer = infer_value,
      .run = run_value,
      .gives = AS_ARRAY,
      .brief = "a polynomial's values; its coefficients are given from the highest power down",
      .example = ">>> np.polyval([3, 0, 1], 5)\nnp.int64(76)\n" },
    { .name = "polyder",
      .of = "np",
      .params = "p, m: any = 1",
      .style = PYTHON,
      .infer = infer_unknown,
      .run = run_derivative,
      .gives = AS_ARRAY,
      .brief = "the derivative of a polynomial",
      .example = ">>> np.polyder([1, 1, 1, 1])\narray([3, 2, 1])\n" },
    { .name = "polyint",
      .of = "np",
      .params = "p, m: any = 1, k: any = None",
      .style = PYTHON,
      .infer = infer_unknown,
      .run = run_integral,
      .gives = AS_ARRAY,
      .brief = "the integral of a polynomial",
      .example = ">>> np.polyint([6, 2, 1])\narray([2., 1., 1., 0.])\n" },
    { .name = "roots",
      .gives_to = "float",
      .of = "np",
      .params = "p",
      .style = PYTHON,
      .infer = infer_roots,
      .run = run_roots,
      .gives = AS_ARRAY,
      .brief = "where a polynomial is 0",
      .example = ">>> np.roots([1, -3, 2])\narray([2., 1.])\n" },
    { .name = "poly",
      .of = "np",
      .params = "seq_of_zeros",
      .style = PYTHON,
      .infer = infer_unknown,
      .run = run_poly,
      .gives = AS_ARRAY,
      .brief = "the polynomial with these roots",
      .example = ">>> np.poly([1, 2])\narray([ 1., -3.,  2.])\n" },
    { .name = "polyfit",
      .of = "np",
      .params = "x, y, deg: any, rcond: any = None, full: any = False, w: array = None, cov: any = False",
      .style = PYTHON,
      .infer = infer_fit,
      .run = run_fit,
      .gives = AS_ARRAY,
      .brief = "the polynomial of a degree that fits points best",
      .example = ">>> np.polyfit([0, 1, 2], [1, 3, 5], 1).round(6)\narray([2., 1.])\n" },
    { .name = NULL },
};
