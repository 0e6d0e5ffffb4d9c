/* random_vectors.c: random vectors: multinomial, dirichlet, multivariate_normal, multivariate_hypergeometric.
 */
#include "random/random_parameters.h"

#include <math.h>
#include <string.h>

/* The sizes of a result: those asked for, and the vector's. */
static bool vector_shape(Call *call, int size_at, int64_t length, Shape *shape)
{
    bool single;
    if (!draw_size(call, size_at, &single, shape))
        return false;
    if (shape->ndim == AXES_MAX)
        return fail_axes(call->run, AXES_MAX + 1);
    shape->dim[shape->ndim++] = length;
    return true;
}

static const double *reals(const Tensor *t) { return (const double *)(const void *)t->data; }
static int64_t *wholes(const Tensor *t) { return (int64_t *)(void *)t->data; }

/* multinomial ----------------------------------------------------------------------------------------------
 */

static bool check_pvals(Run *run, const Tensor *p, int64_t kinds)
{
    const double *at = reals(p);
    int64_t size = tensor_size(p);
    for (int64_t i = 0; i < size; i++)
        if (!(at[i] >= 0 && at[i] <= 1))
            return fail(run, ValueError, "pvals < 0, pvals > 1 or pvals contains NaNs");
    for (int64_t i = 0; i < size; i += kinds)
        if (draw_sum(at + i, kinds - 1) > 1.0 + 1e-12)
            return fail(run, ValueError, "sum(pvals%s) > 1.0", p->ndim == 1 ? "[:-1]" : "[...,:-1]");
    return true;
}

/* The counts of one row of probabilities, for every vector asked for. */
static bool multinomial_of_row(Call *call, Rng *rng, const Tensor *p, Value *out)
{
    int at = draw_first(call);
    Run *run = call->run;
    Shape shape;
    int64_t n = element_int(INT64, call->arg[at].tensor->data), kinds = p->dim[0];
    if (!vector_shape(call, at + 2, kinds, &shape))
        return false;
    if (n < 0)
        return fail(run, ValueError, "n < 0");
    Tensor *made = tensor_zeros(run, INT64, shape.ndim, shape.dim);
    if (!made)
        return false;
    int64_t *counts = wholes(made), size = tensor_size(made);
    for (int64_t i = 0; i < size; i += kinds)
        draw_multinomial(rng, n, kinds, reals(p), counts + i);
    return give_instead(out, made);
}

/* The leading shape of many multinomials: that of n and of the rows of p together, which must be what was
 * asked for. */
static bool rows_shape(Call *call, Tensor *n, Tensor *rows, Shape *shape)
{
    Shape size;
    bool single;
    Run *run = call->run;
    if (!draw_broadcast(run, 2, (Tensor *[]){ n, rows }, shape) || !draw_size(call, 3, &single, &size))
        return false;
    if (single)
        return true;
    Tensor *asked = tensor_typed(INT64, size.ndim, size.dim);
    bool ok = draw_broadcast(run, 3, (Tensor *[]){ n, rows, asked }, shape);
    if (ok && !shape_equal(shape->ndim, shape->dim, size.ndim, size.dim))
        ok = fail(run, ValueError, "Output size %s is not compatible with broadcast dimensions of inputs %s.",
                  shape_text(run, size.ndim, size.dim), shape_text(run, shape->ndim, shape->dim));
    tensor_drop(asked);
    return ok;
}

/* Generator's multinomial takes many n and many rows of probabilities. */
static bool multinomial_of_rows(Call *call, Rng *rng, Tensor *p, Value *out)
{
    Run *run = call->run;
    Tensor *n = call->arg[1].tensor, *rows = view_item(p, p->ndim - 1, 0), *made = NULL;
    Shape shape;
    int64_t kinds = p->dim[p->ndim - 1];
    Places at, of;
    bool ok = true;
    places_begin(&at, n);
    while (ok && places_next(&at))
        ok = element_int(INT64, n->data + at.offset) >= 0 || fail(run, ValueError, "n < 0");
    if (ok && rows_shape(call, n, rows, &shape)) {
        Tensor *many = tensor_broadcast(n, shape.ndim, shape.dim),
               *row = tensor_broadcast(rows, shape.ndim, shape.dim);
        shape.dim[shape.ndim++] = kinds;
        made = tensor_zeros(run, INT64, shape.ndim, shape.dim);
        places_begin(&at, many);
        places_begin(&of, row);
        for (int64_t *counts = made ? wholes(made) : NULL; made && places_next(&at) && places_next(&of);
             counts += kinds)
            draw_multinomial(rng, element_int(INT64, many->data + at.offset), kinds,
                             (const double *)(const void *)(row->data + of.offset), counts);
        tensor_drop(many);
        tensor_drop(row);
    }
    tensor_drop(rows);
    return give_instead(out, made);
}

static bool run_multinomial(Call *call, Value *out)
{
    int at = draw_first(call);
    Run *run = call->run;
    bool legacy = draw_is_legacy(call);
    Value n = call->arg[at].value, pvals = call->arg[at + 1].value;
    if (legacy && (n.tag == V_STR || is_sequence(n)))
        return fail(run, TypeError, "an integer is required");
    if (!draw_parameter(call, at, true))
        return false;
    if (legacy && call->arg[at].tensor->ndim)
        return fail(run, TypeError, "only 0-dimensional arrays can be converted to Python scalars");
    if (!draw_parameter(call, at + 1, false))
        return false;
    Tensor *given = call->arg[at + 1].tensor;
    if (legacy && given->ndim == 0)
        return fail(run, TypeError, "pvals must be a 1-d sequence");
    if (legacy && given->ndim > 1)
        return fail_too_deep(run, pvals);
    if (!legacy && (given->ndim == 0 || given->dim[given->ndim - 1] == 0))
        return fail(
            run, ValueError,
            "pvals must have at least 1 dimension and the last dimension of pvals must be greater than 0.");
    Tensor *p = c_ordered(run, given);
    Rng *rng = p && check_pvals(run, p, p->dim[p->ndim - 1]) ? draw_rng(call) : NULL;
    bool ok = rng && (call->arg[at].tensor->ndim || p->ndim > 1 ? multinomial_of_rows(call, rng, p, out)
                                                                : multinomial_of_row(call, rng, p, out));
    tensor_drop(p);
    return ok;
}

/* dirichlet -----------------------------------------------------------------------------------------------
 */

/* By gamma numbers, divided by their sum. */
static void dirichlet_by_gammas(Rng *rng, const double *alpha, int64_t k, double *out)
{
    double sum = 0;
    for (int64_t i = 0; i < k; i++)
        sum += out[i] = draw_gamma_of(rng, alpha[i]);
    double factor = 1. / sum;
    for (int64_t i = 0; i < k; i++)
        out[i] *= factor;
}

/* By breaking a stick with beta numbers, for small alphas, whose gamma numbers could all be 0. rest[i] is the
 * sum of the alphas from i on. */
static void dirichlet_by_betas(Rng *rng, const double *alpha, const double *rest, int64_t k, double *out)
{
    double left = 1.;
    for (int64_t i = 0; i < k - 1; i++) {
        double v = draw_beta_of(rng, alpha[i], rest[i + 1]);
        out[i] = left * v;
        left *= 1. - v;
        if (rest[i + 1] == 0)
            break;
    }
    out[k - 1] = left;
}

static void fill_dirichlet(Rng *rng, const double *alpha, int64_t k, Tensor *made)
{
    double most = 0, *out = (double *)(void *)made->data, *rest = mem_alloc((size_t)k * sizeof *rest + 1);
    for (int64_t i = k; i-- > 0;) {
        rest[i] = i + 1 < k ? rest[i + 1] + alpha[i] : alpha[i];
        most = i + 1 == k || alpha[i] > most ? alpha[i] : most;
    }
    int64_t size = tensor_size(made);
    bool small = k > 0 && most < 0.1 && !rng->legacy;
    for (int64_t i = 0; i < size; i += k)
        if (!small)
            dirichlet_by_gammas(rng, alpha, k, out + i);
        else if (rest[0] > 0)
            dirichlet_by_betas(rng, alpha, rest, k, out + i);
    mem_free(rest);
}

static bool run_dirichlet(Call *call, Value *out)
{
    int at = draw_first(call);
    Run *run = call->run;
    int64_t length;
    Shape shape;
    bool legacy = draw_is_legacy(call);
    if (!value_len(run, call->arg[at].value, &length) || !draw_parameter(call, at, false))
        return false;
    Tensor *given = call->arg[at].tensor, *alpha;
    if (given->ndim > 1)
        return fail_too_deep(run, call->arg[at].value);
    if (given->ndim == 0)
        return fail(run, ValueError, "object of too small depth for desired array");
    for (int64_t i = 0; i < length; i++) {
        double a = element_double(FLOAT64, given->data + i * given->stride[0]);
        if (a < 0 || (legacy && a <= 0))
            return fail(run, ValueError, legacy ? "alpha <= 0" : "alpha < 0");
    }
    Rng *rng = vector_shape(call, at + 1, length, &shape) ? draw_rng(call) : NULL;
    if (!rng || !(alpha = c_ordered(run, given)))
        return false;
    Tensor *made = tensor_zeros(run, FLOAT64, shape.ndim, shape.dim);
    if (made)
        fill_dirichlet(rng, reals(alpha), length, made);
    tensor_drop(alpha);
    return give_instead(out, made);
}

/* multivariate_hypergeometric -----------------------------------------------------------------------------
 */

static bool fail_colors(Run *run)
{
    return fail(run, ValueError,
                "colors must be a one-dimensional sequence of nonnegative integers not exceeding %lld.",
                (long long)INT64_MAX);
}

/* The colors as int64, contiguous, and their sum. NULL on error. */
static Tensor *read_colors(Run *run, Value given, int64_t *total)
{
    Tensor *from = tensor_from_value(run, given, NO_DTYPE, false), *colors = NULL;
    if (!from)
        return NULL;
    if (from->ndim == 1 && (from->dim[0] == 0 || dtype_is_int(from->dtype)))
        colors = tensor_cast(run, from, INT64);
    else
        fail_colors(run);
    tensor_drop(from);
    Tensor *line = colors ? c_ordered(run, colors) : NULL;
    tensor_drop(colors);
    *total = 0;
    for (int64_t i = 0; line && i < line->dim[0]; i++) {
        bool ok = wholes(line)[i] >= 0
                      ? !__builtin_add_overflow(*total, wholes(line)[i], total) ||
                            fail(run, ValueError,
                                 "sum(colors) must not exceed the maximum value of a 64 bit signed "
                                 "integer (%lld)",
                                 (long long)INT64_MAX)
                      : fail_colors(run);
        if (!ok) {
            tensor_drop(line);
            line = NULL;
        }
    }
    return line;
}

static bool read_sample(Call *call, int64_t *sample)
{
    Run *run = call->run;
    if (!value_index(run, call->arg[2].value, sample)) {
        if (run->error.class != TypeError)
            return false;
        run_clear_error(run);
        return fail(run, ValueError, "nsample must be an integer");
    }
    return *sample >= 0 || fail(run, ValueError, "nsample must be nonnegative.");
}

/* Room for all items, each the number of its color. */
static Tensor *all_items(Run *run, const Tensor *colors, int64_t total)
{
    Tensor *items = tensor_new(run, INT64, 1, &total);
    int64_t *at = items ? wholes(items) : NULL;
    for (int64_t i = 0; items && i < colors->dim[0]; i++)
        for (int64_t k = 0; k < wholes(colors)[i]; k++)
            *at++ = i;
    return items;
}

static bool run_multivariate_hypergeometric(Call *call, Value *out)
{
    Run *run = call->run;
    const char *method = arg_text(call, 4);
    int64_t sample, total;
    Shape shape;
    if (!method || (strcmp(method, "count") && strcmp(method, "marginals")))
        return fail(run, ValueError, "method must be \"count\" or \"marginals\".");
    bool count = method[0] == 'c';
    Tensor *colors = read_sample(call, &sample) ? read_colors(run, call->arg[1].value, &total) : NULL,
           *items = NULL;
    if (!colors)
        return false;
    bool ok =
        count || total < 1000000000 ||
        fail(run, ValueError, "When method is \"marginals\", sum(colors) must be less than 1000000000.");
    ok = ok && (sample <= total || fail(run, ValueError, "nsample > sum(colors)")) &&
         vector_shape(call, 3, colors->dim[0], &shape);
    Tensor *made = ok ? tensor_zeros(run, INT64, shape.ndim, shape.dim) : NULL;
    Rng *rng = made ? draw_rng(call) : NULL;
    int64_t kinds = colors->dim[0], size = made ? tensor_size(made) : 0;
    if (made && count && total && sample && size && !(items = all_items(run, colors, total))) {
        tensor_drop(made);
        made = NULL;
    }
    for (int64_t i = 0; made && total && sample && i < size; i += kinds)
        if (count)
            draw_counts(rng, total, kinds, wholes(colors), sample, wholes(items), wholes(made) + i);
        else
            draw_marginals(rng, total, kinds, wholes(colors), sample, wholes(made) + i);
    tensor_drop(items);
    tensor_drop(colors);
    return give_instead(out, made);
}

/* multivariate_normal -------------------------------------------------------------------------------------
 */

/* np.linalg.name(a): takes it. */
static Value linalg(Run *run, const char *name, Value a)
{
    Value out;
    bool ok = a.tag != V_ABSENT && func_apply(run, func_find("np.linalg", name), 1, &a, &out);
    value_drop(a);
    return ok ? out : ABSENT;
}

static Value keep(Tensor *t) { return value_array(tensor_keep(t)); }

/* A matrix L with L @ L.T = cov, by the decomposition asked for; its rows are what the legacy way multiplies
 * with. And whether cov is positive semidefinite. */
typedef struct Factor {
    Value left;
    bool definite;
} Factor;

static bool is_close(Run *run, Value a, Value b, double tolerance, bool *out)
{
    Value arg[] = { a, b, value_float(tolerance), value_float(tolerance) };
    Value close = np_call(run, "allclose", 4, arg);
    bool ok = close.tag != V_ABSENT && value_truth(run, close, out);
    value_drop(close);
    return ok;
}

/* u * sqrt(s) of cov = u s vh; the legacy way takes sqrt(s) * v, transposed. */
static bool factor_svd(Run *run, Tensor *cov, bool legacy, double tolerance, Factor *out)
{
    Value parts = linalg(run, "svd", keep(cov));
    if (parts.tag == V_ABSENT)
        return false;
    Value u = parts.tuple->item[0], s = parts.tuple->item[1], vh = parts.tuple->item[2];
    Value v = np1(run, "transpose", value_keep(vh)); /* columns times s, times vh: cov again */
    Value again = np2(run, "matmul", np2(run, "multiply", value_keep(v), value_keep(s)), value_keep(vh));
    bool ok = again.tag != V_ABSENT && is_close(run, again, keep(cov), tolerance, &out->definite);
    if (ok)
        out->left = np2(run, "multiply", value_keep(legacy ? v : u), np1(run, "sqrt", value_keep(s)));
    value_drop(v);
    value_drop(parts);
    return ok && out->left.tag != V_ABSENT;
}

static bool factor_eigh(Run *run, Tensor *cov, double tolerance, Factor *out)
{
    Value parts = linalg(run, "eigh", keep(cov));
    if (parts.tag == V_ABSENT)
        return false;
    Value s = parts.tuple->item[0], u = parts.tuple->item[1];
    out->definite = true;
    for (int64_t i = 0; i < s.tensor->dim[0]; i++)
        out->definite &= !(element_double(FLOAT64, s.tensor->data + i * s.tensor->stride[0]) < -tolerance);
    out->left = np2(run, "multiply", value_keep(u), np1(run, "sqrt", np1(run, "abs", value_keep(s))));
    value_drop(parts);
    return out->left.tag != V_ABSENT;
}

static bool factor(Call *call, Tensor *cov, Factor *out)
{
    int at = draw_first(call);
    Run *run = call->run;
    double tolerance;
    const char *method = draw_is_legacy(call) ? "svd" : arg_text(call, at + 5),
               *check = arg_text(call, at + 3);
    if (!arg_double(call, at + 4, &tolerance))
        return false;
    if (!strcmp(method, "cholesky")) {
        out->left = linalg(run, "cholesky", keep(cov));
        return out->left.tag != V_ABSENT;
    }
    if (!check || (strcmp(check, "warn") && strcmp(check, "raise") && strcmp(check, "ignore")))
        return fail(run, ValueError, "check_valid must equal 'warn', 'raise', or 'ignore'");
    bool ok = !strcmp(method, "svd") ? factor_svd(run, cov, draw_is_legacy(call), tolerance, out)
                                     : factor_eigh(run, cov, tolerance, out);
    if (!ok || out->definite || !strcmp(check, "ignore"))
        return ok;
    ok = !strcmp(check, "warn")
             ? warn(run, RuntimeWarning, "covariance is not symmetric positive-semidefinite.")
             : fail(run, ValueError, "covariance is not symmetric positive-semidefinite.");
    if (!ok)
        value_drop(out->left);
    return ok;
}

static bool check_moments(Run *run, const Tensor *mean, const Tensor *cov)
{
    if (dtype_is_complex(mean->dtype) || dtype_is_complex(cov->dtype))
        return fail(run, TypeError, "mean and cov must not be complex");
    if (mean->ndim != 1)
        return fail(run, ValueError, "mean must be 1 dimensional");
    if (cov->ndim != 2 || cov->dim[0] != cov->dim[1])
        return fail(run, ValueError, "cov must be 2 dimensional and square");
    return mean->dim[0] == cov->dim[0] || fail(run, ValueError, "mean and cov must have same length");
}

/* mean + x @ left.T for normal numbers x. */
static bool draw_normals(Call *call, Tensor *mean, Tensor *cov, Value *out)
{
    Run *run = call->run;
    Shape shape;
    Factor found;
    int64_t length = mean->dim[0];
    Rng *rng = vector_shape(call, draw_first(call) + 2, length, &shape) ? draw_rng(call) : NULL;
    if (!rng)
        return false;
    int64_t size = shape_size(shape.ndim, shape.dim), rows[] = { length ? size / length : 0, length };
    Tensor *x = tensor_new(run, FLOAT64, 2, rows);
    if (!x)
        return false;
    for (int64_t i = 0; i < size; i++)
        ((double *)(void *)x->data)[i] = draw_standard_normal(rng, NULL);
    if (!factor(call, cov, &found)) {
        tensor_drop(x);
        return false;
    }
    Value made =
        np2(run, "add", np2(run, "matmul", value_array(x), np1(run, "transpose", found.left)), keep(mean));
    if (made.tag == V_ABSENT)
        return false;
    Tensor *shaped = tensor_reshape(run, made.tensor, shape.ndim, shape.dim, 'C');
    value_drop(made);
    return give_instead(out, shaped);
}

static bool run_multivariate_normal(Call *call, Value *out)
{
    int at = draw_first(call);
    Run *run = call->run;
    const char *method = draw_is_legacy(call) ? "svd" : arg_text(call, at + 5);
    if (!method || (strcmp(method, "eigh") && strcmp(method, "svd") && strcmp(method, "cholesky")))
        return fail(run, ValueError, "method must be one of {'eigh', 'svd', 'cholesky'}");
    Tensor *mean = tensor_from_value(run, call->arg[at].value, NO_DTYPE, false);
    Tensor *cov = mean ? tensor_from_value(run, call->arg[at + 1].value, NO_DTYPE, false) : NULL,
           *real = NULL;
    bool ok = cov && check_moments(run, mean, cov) && (real = tensor_cast(run, cov, FLOAT64)) &&
              draw_normals(call, mean, real, out);
    tensor_drop(mean);
    tensor_drop(cov);
    tensor_drop(real);
    return ok;
}

/* rows ----------------------------------------------------------------------------------------------------
 */

#define ROW(NAME, HOME, PARAMS, BRIEF, EXAMPLE)                                                              \
    {                                                                                                        \
        .name = #NAME, .of = HOME, .params = PARAMS, .brief = BRIEF, .example = ">>> np.random." EXAMPLE,    \
        .style = CYTHON, .run = run_##NAME, .gives = AS_ARRAY, .effects = true                               \
    }
#define LEGACY_ROWS(NAME, PARAMS, BRIEF, EXAMPLE)                                                            \
    ROW(NAME, "np.random", PARAMS, BRIEF, "seed(0); np.random." EXAMPLE),                                    \
        ROW(NAME, "RandomState", "self: any, " PARAMS, BRIEF, "RandomState(0)." EXAMPLE)
#define NORMAL "mean: any, cov: any, size: any = None, check_valid: any = 'warn', tol: any = 1e-8"

const Func random_vector_funcs[] = {
    ROW(multinomial, "Generator", "self: any, n: any, pvals: any, size: any = None",
        "How often each of several outcomes comes in n trials.",
        "default_rng(0).multinomial(10, [0.2, 0.3, 0.5])\narray([2, 2, 6])\n"),
    LEGACY_ROWS(multinomial, "n: any, pvals: any, size: any = None",
                "How often each of several outcomes comes in n trials.",
                "multinomial(10, [0.2, 0.3, 0.5])\narray([2, 4, 4])\n"),
    ROW(dirichlet, "Generator", "self: any, alpha: any, size: any = None",
        "Random parts of a whole: numbers of the Dirichlet distribution, which sum to 1.",
        "default_rng(0).dirichlet([1, 2]).round(8)\narray([0.31163762, 0.68836238])\n"),
    LEGACY_ROWS(dirichlet, "alpha: any, size: any = None",
                "Random parts of a whole: numbers of the Dirichlet distribution, which sum to 1.",
                "dirichlet([1, 2]).round(8)\narray([0.22016185, 0.77983815])\n"),
    ROW(multivariate_normal, "Generator", "self: any, " NORMAL ", *, method: any = 'svd'",
        "Normal vectors around a mean with a covariance matrix.",
        "default_rng(0).multivariate_normal([0, 1], [[4, 0], [0, 1]]).round(8)\narray([0.25146044, "
        "0.86789514])\n"),
    LEGACY_ROWS(multivariate_normal, NORMAL, "Normal vectors around a mean with a covariance matrix.",
                "multivariate_normal([0, 1], [[4, 0], [0, 1]]).round(8)\narray([3.52810469, 1.40015721])\n"),
    ROW(multivariate_hypergeometric, "Generator",
        "self: any, colors: any, nsample: any, size: any = None, method: any = 'marginals'",
        "How many of each color are in a sample, drawn without putting back.",
        "default_rng(0).multivariate_hypergeometric([5, 3, 2], 4)\narray([3, 0, 1])\n"),
    { 0 }
};
