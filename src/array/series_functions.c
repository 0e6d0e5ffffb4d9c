/* series_functions.c: the functions of np.polynomial: np.polynomial.polynomial.polyadd and kin, a row for
 * each in every basis; the extra of a row is its basis. */
#include "array/series.h"

static const Basis *basis_of(const Call *call) { return &bases[call->func->extra]; }

SHEET_RUN(run_add, series_add(s, ARG(call, 0), ARG(call, 1)))
SHEET_RUN(run_sub, series_subtract(s, ARG(call, 0), ARG(call, 1)))
SHEET_RUN(run_mul, series_multiply(basis_of(call), s, ARG(call, 0), ARG(call, 1)))
SHEET_RUN(run_mulx, series_times_x(basis_of(call), s, ARG(call, 0)))
SHEET_RUN(run_to_powers, series_to_powers(basis_of(call), s, ARG(call, 0)))
SHEET_RUN(run_from_powers, series_from_powers(basis_of(call), s, ARG(call, 0)))

static bool run_div(Call *call, Value *out)
{
    Sheet s;
    Value part[2];
    sheet_begin(&s, call->run);
    part[0] = series_divide(basis_of(call), &s, ARG(call, 0), ARG(call, 1), &part[1]);
    return sheet_answer(&s, s.failed ? ABSENT : sheet_tuple(&s, 2, part), out);
}

SHEET_RUN(run_pow, series_power(basis_of(call), s, ARG(call, 0), ARG(call, 1), ARG(call, 2)))

static bool run_val(Call *call, Value *out)
{
    Sheet s;
    bool tensor;
    if (!arg_truth(call, 2, &tensor))
        return false;
    sheet_begin(&s, call->run);
    return sheet_answer(&s, series_value(basis_of(call), &s, ARG(call, 0), ARG(call, 1), tensor), out);
}

/* Values at points of two or three coordinates: together, or each with every other (a grid). */
static bool value_at(Call *call, bool grid, int n, Value *out)
{
    Sheet s;
    Value c = ARG(call, n), x[3] = { ABSENT };
    sheet_begin(&s, call->run);
    for (int i = 0; i < n; i++)
        x[i] = grid ? ARG(call, i) : as_value(sheet_array(&s, ARG(call, i)));
    for (int i = 1; i < n && !grid && !s.failed; i++)
        if (!shape_equal(x[0].tensor->ndim, x[0].tensor->dim, x[i].tensor->ndim, x[i].tensor->dim))
            sheet_fail(&s, ValueError, n == 3 ? "x, y, z are incompatible" : "x, y are incompatible");
    for (int i = 0; i < n && !s.failed; i++)
        c = series_value(basis_of(call), &s, x[i], c, grid || i == 0);
    return sheet_answer(&s, c, out);
}

static bool run_val2d(Call *call, Value *out) { return value_at(call, false, 2, out); }
static bool run_val3d(Call *call, Value *out) { return value_at(call, false, 3, out); }
static bool run_grid2d(Call *call, Value *out) { return value_at(call, true, 2, out); }
static bool run_grid3d(Call *call, Value *out) { return value_at(call, true, 3, out); }

SHEET_RUN(run_der,
          series_derivative(basis_of(call), s, ARG(call, 0), ARG(call, 1), ARG(call, 2), ARG(call, 3)))

static bool run_int(Call *call, Value *out)
{
    Sheet s;
    sheet_begin(&s, call->run);
    Value k = arg_given(call, 2) ? ARG(call, 2) : sheet_list(&s, 0, NULL);
    return sheet_answer(&s,
                        series_integral(basis_of(call), &s, ARG(call, 0), ARG(call, 1), k, ARG(call, 3),
                                        ARG(call, 4), ARG(call, 5)),
                        out);
}

SHEET_RUN(run_vander, series_vander(basis_of(call), s, ARG(call, 0), ARG(call, 1)))

/* The values of all products of members of the basis, at points of n coordinates, in one axis. */
static bool vander_of(Call *call, int n, Value *out)
{
    Sheet s;
    Value degrees = ARG(call, n), all = ABSENT;
    int64_t given = 0;
    sheet_begin(&s, call->run);
    if (!value_len(call->run, degrees, &given))
        s.failed = true;
    if (!s.failed && given != n)
        sheet_fail(&s, ValueError, "Expected %d dimensions of degrees, got %lld", n, (long long)given);
    Value point[3];
    for (int i = 0; i < n; i++)
        point[i] = ARG(call, i);
    Value points = sheet_add(&s, as_value(sheet_array(&s, sheet_tuple(&s, n, point))), value_float(0));
    for (int i = 0; i < n && !s.failed; i++) {
        Value v = series_vander(basis_of(call), &s, sheet_at(&s, points, i), sheet_at(&s, degrees, i));
        Value key[4] = { { .tag = V_ELLIPSIS }, NONE, NONE, NONE };
        Value whole = sheet_hold(&s, value_slice(NONE, NONE, NONE));
        key[1 + i] = whole;
        v = sheet_item(&s, v, sheet_tuple(&s, 1 + n, key));
        all = i ? sheet_mul(&s, all, v) : v;
    }
    if (s.failed)
        return sheet_answer(&s, ABSENT, out);
    Shape shape;
    shape_set(&shape, all.tensor->ndim - n + 1, all.tensor->dim);
    shape.dim[shape.ndim - 1] = 1;
    for (int i = 0; i < n; i++)
        shape.dim[shape.ndim - 1] *= all.tensor->dim[all.tensor->ndim - 1 - i];
    return sheet_answer(&s, NP(&s, "reshape", all, sheet_hold(&s, value_shape(shape.ndim, shape.dim))), out);
}

static bool run_vander2d(Call *call, Value *out) { return vander_of(call, 2, out); }
static bool run_vander3d(Call *call, Value *out) { return vander_of(call, 3, out); }

static bool run_fit(Call *call, Value *out)
{
    enum { X, Y, DEG, RCOND, FULL, W };
    Sheet s;
    bool full;
    if (!arg_truth(call, FULL, &full))
        return false;
    sheet_begin(&s, call->run);
    return sheet_answer(&s,
                        series_fit(basis_of(call), &s, ARG(call, X), ARG(call, Y), ARG(call, DEG),
                                   ARG(call, RCOND), full, ARG(call, W)),
                        out);
}

SHEET_RUN(run_trim, series_trim(s, ARG(call, 0), ARG(call, 1)))
SHEET_RUN(run_fromroots, series_from_roots(basis_of(call), s, ARG(call, 0)))
SHEET_RUN(run_roots, series_roots(basis_of(call), s, ARG(call, 0)))
SHEET_RUN(run_companion, series_companion(basis_of(call), s, ARG(call, 0)))
SHEET_RUN(run_line, basis_of(call)->line(s, ARG(call, 0), ARG(call, 1)))

/* seq without the zeros at its end, of which one stays. */
static bool run_trim_sequence(Call *call, Value *out)
{
    Sheet s;
    int64_t length;
    Value sequence = ARG(call, 0), whole = sequence;
    if (!value_len(call->run, sequence, &length))
        return false;
    sheet_begin(&s, call->run);
    int64_t kept = length;
    while (kept > 0 && !s.failed &&
           !sheet_truth(&s, sheet_op(&s, OP_NE, sheet_at(&s, sequence, kept - 1), value_int(0))))
        kept--;
    if (kept < length)
        whole = sheet_item(&s, sequence, sheet_hold(&s, value_slice(NONE, value_int(kept ? kept : 1), NONE)));
    return sheet_answer(&s, whole, out);
}

/* A coefficient as polynomials are printed, by NumPy's print options. */
static bool run_format_float(Call *call, Value *out)
{
    bool parens;
    Text text = { 0 };
    return arg_truth(call, 1, &parens) &&
           text_result(series_number(call->run, ARG(call, 0), parens, &text), &text, out);
}

static bool run_domain(Call *call, Value *out)
{
    Sheet s;
    const Basis *basis = basis_of(call);
    sheet_begin(&s, call->run);
    return sheet_answer(&s, series_pair(&s, basis->domain[0], basis->domain[1]), out);
}

/* 0, 1 and x as series. */
static bool constant(Call *call, int which, Value *out)
{
    Sheet s;
    sheet_begin(&s, call->run);
    Value item = value_int(which);
    return sheet_answer(&s,
                        which == 2 ? basis_of(call)->line(&s, value_int(0), value_int(1))
                                   : NP(&s, "array", sheet_list(&s, 1, &item)),
                        out);
}

static bool run_zero(Call *call, Value *out) { return constant(call, 0, out); }
static bool run_one(Call *call, Value *out) { return constant(call, 1, out); }
static bool run_x(Call *call, Value *out) { return constant(call, 2, out); }

/* Of the powers alone: the product of the distances from the roots. */
static bool run_valfromroots(Call *call, Value *out)
{
    enum { X, R, TENSOR };
    Sheet s;
    bool tensor;
    Value x = ARG(call, X);
    if (!arg_truth(call, TENSOR, &tensor))
        return false;
    sheet_begin(&s, call->run);
    Value r = NP(&s, "atleast_1d", as_value(sheet_array(&s, ARG(call, R))));
    if (!s.failed && !dtype_is_inexact((DType)r.tensor->dtype))
        r = sheet_add(&s, r, value_float(0));
    if (is_sequence(x))
        x = as_value(sheet_array(&s, x));
    if (!s.failed && x.tag == V_ARRAY && tensor) {
        int64_t dim[AXES_MAX];
        int ndim = r.tensor->ndim + x.tensor->ndim;
        if (ndim > AXES_MAX)
            s.failed = !fail_axes(call->run, ndim);
        for (int i = 0; !s.failed && i < ndim; i++)
            dim[i] = i < r.tensor->ndim ? r.tensor->dim[i] : 1;
        if (!s.failed)
            r = NP(&s, "reshape", r, sheet_hold(&s, value_shape(ndim, dim)));
    } else if (!s.failed && x.tag == V_ARRAY && x.tensor->ndim >= r.tensor->ndim) {
        sheet_fail(&s, ValueError, "x.ndim must be < r.ndim when tensor == False");
    }
    return sheet_answer(&s, NP(&s, "prod", sheet_sub(&s, x, r), value_int(0)), out);
}

/* polyutils */

static bool run_mapparms(Call *call, Value *out)
{
    Sheet s;
    Value part[2];
    sheet_begin(&s, call->run);
    series_map(&s, ARG(call, 0), ARG(call, 1), &part[0], &part[1]);
    return sheet_answer(&s, s.failed ? ABSENT : sheet_tuple(&s, 2, part), out);
}

SHEET_RUN(run_mapdomain, series_mapped(s, ARG(call, 0), ARG(call, 1), ARG(call, 2)))
SHEET_RUN(run_getdomain, series_domain_of(s, ARG(call, 0)))

static bool run_as_series(Call *call, Value *out)
{
    Sheet s;
    bool trim;
    Value list, *made;
    if (!arg_truth(call, 1, &trim) || !value_to_list(call->run, ARG(call, 0), &list))
        return false;
    int n = list.list->count > INT32_MAX ? 0 : (int)list.list->count;
    made = mem_alloc(((size_t)n + 1) * sizeof *made);
    sheet_begin(&s, call->run);
    sheet_hold(&s, list);
    bool read = series_read(&s, n, list.list->item, trim, made);
    Value all = read ? sheet_list(&s, n, made) : ABSENT;
    mem_free(made);
    return sheet_answer(&s, all, out);
}

#define FUNCTION(basis, home, title, parameters, kernel, text, shown)                                        \
    {                                                                                                        \
        .name = title, .of = home, .params = parameters, .brief = text, .example = shown, .style = PYTHON,   \
        .run = kernel, .gives = AS_ARRAY, .extra = basis                                                     \
    }
#define CONSTANT(basis, home, title, kernel, text, shown)                                                    \
    {                                                                                                        \
        .name = title, .of = home, .params = "", .brief = text, .example = shown, .style = ATTRIBUTE,        \
        .run = kernel, .gives = AS_ARRAY, .extra = basis                                                     \
    }
/* The functions of one basis: h its module, p what their names begin with. */
#define FUNCTIONS(basis, h, p, most)                                                                         \
    FUNCTION(basis, h, p "add", "c1: any, c2: any", run_add, "The sum of two series.",                       \
             ">>> " h "." p "add([1, 2], [3])\narray([4., 2.])\n"),                                          \
        FUNCTION(basis, h, p "sub", "c1: any, c2: any", run_sub, "The difference of two series.",            \
                 ">>> " h "." p "sub([1, 2], [3])\narray([-2.,  2.])\n"),                                    \
        FUNCTION(basis, h, p "mul", "c1: any, c2: any", run_mul, "The product of two series.",               \
                 ">>> " h "." p "mul([1, 2], [3])\narray([3., 6.])\n"),                                      \
        FUNCTION(basis, h, p "mulx", "c: any", run_mulx, "A series times x.",                                \
                 ">>> " h "." p "mulx([0])\narray([0.])\n"),                                                 \
        FUNCTION(basis, h, p "div", "c1: any, c2: any", run_div,                                             \
                 "The quotient of two series, and the rest.",                                                \
                 ">>> " h "." p "div([3, 6], [3])\n(array([1., 2.]), array([0.]))\n"),                       \
        FUNCTION(basis, h, p "pow", "c: any, pow: any, maxpower: any = " most, run_pow,                      \
                 "A series times itself, so many times.", ">>> " h "." p "pow([2], 3)\narray([8.])\n"),      \
        FUNCTION(basis, h, p "val", "x: any, c: any, tensor: any = True", run_val,                           \
                 "The values of a series.", ">>> " h "." p "val([4, 5], [3])\narray([3., 3.])\n"),           \
        FUNCTION(basis, h, p "val2d", "x: any, y: any, c: any", run_val2d,                                   \
                 "The values of a series in x and y.",                                                       \
                 ">>> " h "." p "val2d([4], [5], [[3]])\narray([3.])\n"),                                    \
        FUNCTION(basis, h, p "val3d", "x: any, y: any, z: any, c: any", run_val3d,                           \
                 "The values of a series in x, y and z.",                                                    \
                 ">>> " h "." p "val3d([4], [5], [6], [[[3]]])\narray([3.])\n"),                             \
        FUNCTION(basis, h, p "grid2d", "x: any, y: any, c: any", run_grid2d,                                 \
                 "The values of a series in x and y, at each x with every y.",                               \
                 ">>> " h "." p "grid2d([4], [5], [[3]])\narray([[3.]])\n"),                                 \
        FUNCTION(basis, h, p "grid3d", "x: any, y: any, z: any, c: any", run_grid3d,                         \
                 "The values of a series in x, y and z, each with every other.",                             \
                 ">>> " h "." p "grid3d([4], [5], [6], [[[3]]])\narray([[[3.]]])\n"),                        \
        FUNCTION(basis, h, p "der", "c: any, m: any = 1, scl: any = 1, axis: any = 0", run_der,              \
                 "The derivative of a series.", ">>> " h "." p "der([3])\narray([0.])\n"),                   \
        FUNCTION(basis, h, p "int",                                                                          \
                 "c: any, m: any = 1, k: any = ?, lbnd: any = 0, scl: any = 1, axis: any = 0", run_int,      \
                 "The integral of a series.", ">>> " h "." p "int([0], k=3)\narray([3.])\n"),                \
        FUNCTION(basis, h, p "vander", "x: any, deg: any", run_vander,                                       \
                 "The values of the basis up to a degree.",                                                  \
                 ">>> " h "." p "vander([4, 5], 0)\narray([[1.],\n       [1.]])\n"),                         \
        FUNCTION(basis, h, p "vander2d", "x: any, y: any, deg: any", run_vander2d,                           \
                 "The values of the products of the basis in x and y.",                                      \
                 ">>> " h "." p "vander2d([4], [5], [0, 0])\narray([[1.]])\n"),                              \
        FUNCTION(basis, h, p "vander3d", "x: any, y: any, z: any, deg: any", run_vander3d,                   \
                 "The values of the products of the basis in x, y and z.",                                   \
                 ">>> " h "." p "vander3d([4], [5], [6], [0, 0, 0])\narray([[1.]])\n"),                      \
        FUNCTION(basis, h, p "fit",                                                                          \
                 "x: any, y: any, deg: any, rcond: any = None, full: any = False, w: any = None", run_fit,   \
                 "The series that is nearest to points, by the sum of squares.",                             \
                 ">>> " h "." p "fit([0, 1, 2], [3, 3, 3], 0).round(9)\narray([3.])\n"),                     \
        FUNCTION(basis, h, p "trim", "c: any, tol: any = 0", run_trim,                                       \
                 "A series without what is small at its end.",                                               \
                 ">>> " h "." p "trim([1, 2, 0, 0])\narray([1., 2.])\n"),                                    \
        FUNCTION(basis, h, p "fromroots", "roots: any", run_fromroots, "The series with these roots.",       \
                 ">>> " h "." p "fromroots([])\narray([1.])\n"),                                             \
        FUNCTION(basis, h, p "roots", "c: any", run_roots, "Where a series is 0.",                           \
                 ">>> " h "." p "roots([3])\narray([], dtype=float64)\n"),                                   \
        FUNCTION(basis, h, p "companion", "c: any", run_companion,                                           \
                 "A matrix whose eigenvalues are the roots of a series.",                                    \
                 ">>> " h "." p "companion([1, 2]).shape\n(1, 1)\n"),                                        \
        FUNCTION(basis, h, p "line", "off: any, scl: any", run_line, "off + scl * x as a series.",           \
                 ">>> " h "." p "line(3, 0)\narray([3])\n"),                                                 \
        CONSTANT(basis, h, p "domain", run_domain, "The interval where the basis is at home.",               \
                 ">>> " h "." p "domain.shape\n(2,)\n"),                                                     \
        CONSTANT(basis, h, p "zero", run_zero, "0 as a series.", ">>> " h "." p "zero\narray([0])\n"),       \
        CONSTANT(basis, h, p "one", run_one, "1 as a series.", ">>> " h "." p "one\narray([1])\n"),          \
        CONSTANT(basis, h, p "x", run_x, "x as a series.", ">>> " h "." p "x.shape\n(2,)\n")

/* The same for those that are no powers: to powers, and from them. */
#define ORTHOGONAL(basis, h, p)                                                                              \
    FUNCTIONS(basis, h, p, "16"),                                                                            \
        FUNCTION(basis, h, p "2poly", "c: any", run_to_powers, "A series as powers of x.",                   \
                 ">>> " h "." p "2poly([3])\narray([3.])\n"),                                                \
        FUNCTION(basis, h, "poly2" p, "pol: any", run_from_powers, "Powers of x as a series.",               \
                 ">>> " h ".poly2" p "([3])\narray([3.])\n")

#define POWERS "np.polynomial.polynomial"
#define UTILS  "np.polynomial.polyutils"

const Func series_function_funcs[] = {
    FUNCTIONS(BASIS_POWER, POWERS, "poly", "None"),
    FUNCTION(BASIS_POWER, POWERS, "polyvalfromroots", "x: any, r: any, tensor: any = True", run_valfromroots,
             "The values of the polynomial with these roots, whose highest power stands alone.",
             ">>> " POWERS ".polyvalfromroots(3, [1, 2])\nnp.float64(2.0)\n"),
    ORTHOGONAL(BASIS_CHEBYSHEV, "np.polynomial.chebyshev", "cheb"),
    ORTHOGONAL(BASIS_LEGENDRE, "np.polynomial.legendre", "leg"),
    ORTHOGONAL(BASIS_HERMITE, "np.polynomial.hermite", "herm"),
    ORTHOGONAL(BASIS_HERMITE_E, "np.polynomial.hermite_e", "herme"),
    ORTHOGONAL(BASIS_LAGUERRE, "np.polynomial.laguerre", "lag"),
    FUNCTION(0, UTILS, "trimcoef", "c: any, tol: any = 0", run_trim,
             "Coefficients without what is small at the end.",
             ">>> " UTILS ".trimcoef([1, 2, 0])\narray([1., 2.])\n"),
    FUNCTION(0, UTILS, "trimseq", "seq: any", run_trim_sequence, "A sequence without the zeros at its end.",
             ">>> " UTILS ".trimseq([1, 2, 0, 0])\n[1, 2]\n"),
    FUNCTION(0, UTILS, "format_float", "x: any, parens: any = False", run_format_float,
             "A coefficient as polynomials are printed.",
             ">>> " UTILS ".format_float(np.float64(1 / 3))\n'0.33333333'\n"),
    FUNCTION(0, UTILS, "getdomain", "x: any", run_getdomain,
             "The interval from the least to the greatest element.",
             ">>> " UTILS ".getdomain([3, 1, 2])\narray([1., 3.])\n"),
    FUNCTION(0, UTILS, "mapparms", "old: any, new: any", run_mapparms,
             "The line off + scl * x that takes one interval to another.",
             ">>> " UTILS ".mapparms((-1, 1), (0, 4))\n(2.0, 2.0)\n"),
    FUNCTION(0, UTILS, "mapdomain", "x: any, old: any, new: any", run_mapdomain,
             "Points taken along as one interval goes to another.",
             ">>> " UTILS ".mapdomain([-1, 0, 1], (-1, 1), (0, 4))\narray([0., 2., 4.])\n"),
    FUNCTION(0, UTILS, "as_series", "alist: any, trim: any = True", run_as_series,
             "Arrays of one axis in a common dtype, without zeros at their ends.",
             ">>> " UTILS ".as_series([[1, 2, 0], 3])\n[array([1., 2.]), array([3.])]\n"),
    { .name = NULL },
};
