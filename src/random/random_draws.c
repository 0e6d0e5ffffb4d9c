/* random_draws.c: random numbers of a distribution: the methods normal, uniform, poisson and kin. */
#include "random/random.h"

#include "numeric/ziggurat.h"

#include <math.h>
#include <string.h>

/* parameters --------------------------------------------------------------------------------------------- */

/* What a parameter must be. */
typedef enum Check {
    FREE,
    NOT_NEGATIVE,
    POSITIVE,
    POSITIVE_NUMBER, /* and no NaN */
    PROBABILITY,     /* 0 <= p <= 1 */
    ABOVE_0,         /* 0 < p <= 1 */
    BELOW_1,         /* 0 <= p < 1 */
    ABOVE_1,
    AT_LEAST_1,
    RATE, /* of a Poisson distribution: what an int64 can count */
} Check;

/* What is beyond a whole number's range. */
static const double rate_most = 9.223372006484771e+18;

/* Whether a value is as it must be, and if not what is wrong with it; many: it is one of an array. */
static bool check_one(Run *run, double x, bool whole, const char *name, Check check, bool many)
{
    const char *is_nan = many ? "contains NaNs" : "is NaN";
    switch (check) {
    case FREE: return true;
    case NOT_NEGATIVE:
        return !(!isnan(x) && (whole ? x < 0 : signbit(x))) || fail(run, ValueError, "%s < 0", name);
    case POSITIVE_NUMBER:
        if (isnan(x))
            return fail(run, ValueError, "%s must not be NaN", name);
        return !(x <= 0) || fail(run, ValueError, "%s <= 0", name);
    case POSITIVE: return !(x <= 0) || fail(run, ValueError, "%s <= 0", name);
    case PROBABILITY:
        return (x >= 0 && x <= 1) ||
               fail(run, ValueError, "%s < 0, %s > 1 or %s %s", name, name, name, is_nan);
    case ABOVE_0:
        return (x > 0 && x <= 1) ||
               fail(run, ValueError, "%s <= 0, %s > 1 or %s contains NaNs", name, name, name);
    case BELOW_1:
        return (x >= 0 && x < 1) ||
               fail(run, ValueError, "%s < 0, %s >= 1 or %s %s", name, name, name, is_nan);
    case ABOVE_1: return x > 1 || fail(run, ValueError, "%s <= 1 or %s %s", name, name, is_nan);
    case AT_LEAST_1: return x >= 1 || fail(run, ValueError, "%s < 1 or %s %s", name, name, is_nan);
    case RATE:
        if (many && !(x <= rate_most))
            return fail(run, ValueError, "%s value too large", name);
        if (!(x >= 0))
            return fail(run, ValueError, "%s < 0 or %s %s", name, name, is_nan);
        return x <= rate_most || fail(run, ValueError, "%s value too large", name);
    }
    return true;
}

static bool check_all(Run *run, const Tensor *t, const char *name, Check check)
{
    Places at;
    places_begin(&at, t);
    while (check != FREE && places_next(&at))
        if (!check_one(run, element_double(t->dtype, t->data + at.offset), t->dtype == INT64, name, check,
                       true))
            return false;
    return true;
}

/* Whether the counts of hypergeometric are single numbers, which NumPy then cuts off to whole ones. */
static bool are_cut(const Call *call)
{
    enum { COUNTS = 3 };
    int first = draw_first(call);
    if (strcmp(call->func->name, "hypergeometric"))
        return false;
    for (int i = first; i < first + COUNTS; i++)
        if (!value_is_number(call->arg[i].value) && !value_is_scalar(call->arg[i].value))
            return false;
    return true;
}

/* Makes a parameter an array of float64, or of int64 (whole). */
bool draw_parameter(Call *call, int i, bool whole)
{
    Run *run = call->run;
    Arg *arg = &call->arg[i];
    DType want = whole ? INT64 : FLOAT64;
    if (arg->value.tag == V_NONE)
        return whole ? fail(run, TypeError,
                            "int() argument must be a string, a bytes-like object or a real number, not "
                            "'NoneType'")
                     : fail(run, TypeError, "must be real number, not NoneType");
    if (arg->value.tag == V_COMPLEX)
        return fail(run, TypeError, "%s() argument must be a string%s or a real number, not 'complex'",
                    whole ? "int" : "float", whole ? ", a bytes-like object" : "");
    bool typed = arg->value.tag == V_ARRAY ||
                 value_is_scalar(arg->value); /* else made as np.array(x, want) makes it */
    Tensor *from = tensor_from_value(run, arg->value, typed ? NO_DTYPE : want, false);
    if (!from)
        return false;
    if (from->dtype != want && !dtype_can_cast(from->dtype, want, are_cut(call) ? CAST_UNSAFE : CAST_SAFE)) {
        fail(run, TypeError, "Cannot cast %s from dtype('%s') to dtype('%s') according to the rule 'safe'",
             from->ndim ? "array data" : "scalar", dtype_info[from->dtype].name, dtype_info[want].name);
        tensor_drop(from);
        return false;
    }
    arg->tensor = from->data ? tensor_cast(run, from, want) : tensor_typed(want, from->ndim, from->dim);
    arg->owned_tensor = arg->tensor != NULL;
    tensor_drop(from);
    return arg->tensor;
}

static bool fail_mismatch(Run *run, int a, const Tensor *x, int b, const Tensor *y)
{
    return fail(run, ValueError,
                "shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between arg %d "
                "with shape "
                "%s and arg %d with shape %s.",
                a, shape_text(run, x->ndim, x->dim), b, shape_text(run, y->ndim, y->dim));
}

/* The size of an operand along axis i of ndim. */
static int64_t size_along(const Tensor *t, int i, int ndim)
{
    int own = i - (ndim - t->ndim);
    return own < 0 ? 1 : t->dim[own];
}

/* The shape that several arrays broadcast to; errors name the first two that do not fit. */
bool draw_broadcast(Run *run, int n, Tensor *const operand[], Shape *out)
{
    out->ndim = 0;
    for (int k = 0; k < n; k++)
        if (operand[k]->ndim > out->ndim)
            out->ndim = operand[k]->ndim;
    for (int i = 0; i < out->ndim; i++) {
        int from = 0;
        out->dim[i] = 1;
        for (int k = 0; k < n; k++) {
            int64_t size = size_along(operand[k], i, out->ndim);
            if (size == 1 || size == out->dim[i])
                continue;
            if (out->dim[i] != 1)
                return fail_mismatch(run, from, operand[from], k, operand[k]);
            out->dim[i] = size;
            from = k;
        }
    }
    return true;
}

static bool fail_output(Run *run, const Tensor *made, const Shape *inputs)
{
    return fail(run, ValueError, "Output size %s is not compatible with broadcast dimensions of inputs %s.",
                shape_text(run, made->ndim, made->dim), shape_text(run, inputs->ndim, inputs->dim));
}

/* The shape of what is drawn for n parameters, arrays among them: that of `size`, which they must broadcast
 * to, or (single) their own. */
static bool drawn_shape(Run *run, int n, Tensor *const parameter[], bool single, Shape *size)
{
    Tensor *operand[4];
    Shape all;
    if (single)
        return draw_broadcast(run, n, parameter, size);
    operand[0] = tensor_typed(FLOAT64, size->ndim, size->dim);
    memcpy(operand + 1, parameter, (size_t)n * sizeof *operand);
    bool ok = draw_broadcast(run, n + 1, operand, &all);
    if (ok && !shape_equal(all.ndim, all.dim, size->ndim, size->dim))
        ok = fail_output(run, operand[0], &all);
    tensor_drop(operand[0]);
    return ok;
}

/* distributions -------------------------------------------------------------------------------------------
 */

typedef struct Distribution {
    DrawReal *real;
    DrawWhole *whole; /* one of the two is NULL */
    int count;        /* of parameters */
    struct {
        const char *name; /* as errors name it */
        bool whole;
        Check check, legacy; /* what Generator asks of it, and what RandomState */
    } parameter[3];
    int (*ask)(const Number *,
               bool legacy); /* which of the rules for all of them together is broken; 0: none */
    const char *says[3];     /* … and what is said then */
    bool ask_last;           /* after each of them was looked at */
} Distribution;

/* The parameters at one place. */
static void read_numbers(const Distribution *d, char *const p[], Number out[3])
{
    for (int i = 0; i < d->count; i++)
        memcpy(&out[i], p[i], sizeof *out); /* int64 or float64, as the parameter is */
}

/* A walk over broadcast parameters in C order, calling `visit` with each place's numbers until it says no. */
typedef bool Visit(void *with, const Number *);
typedef struct Visiting {
    const Distribution *d;
    Visit *visit;
    void *with;
} Visiting;

static bool visit_step(void *with, int64_t n, char *const p[], const int64_t s[])
{
    const Visiting *v = with;
    Number number[3];
    char *at[3];
    memcpy(at, p, sizeof *at * (size_t)v->d->count);
    for (int64_t k = 0; k < n; k++) {
        read_numbers(v->d, at, number);
        if (!v->visit(v->with, number))
            return false;
        for (int i = 0; i < v->d->count; i++)
            at[i] += s[i];
    }
    return true;
}

static bool visit_all(Run *run, const Distribution *d, Tensor *const parameter[], const Shape *shape,
                      Visit *visit, void *with)
{
    Walk walk;
    Visiting visiting = { d, visit, with };
    walk_begin(&walk, shape->ndim, shape->dim);
    for (int i = 0; i < d->count; i++)
        walk_add(&walk, parameter[i]);
    return walk_each(run, &walk, visit_step, &visiting);
}

/* X(name, parameters, brief, a call, its answer from RandomState(0), from default_rng(0)) */
#define DISTRIBUTIONS(X)                                                                                     \
    X(beta, "a: any, b: any, ", "Numbers of the beta distribution, between 0 and 1.", "(2, 3)",              \
      "0.6035897484783911", "0.322405312761077")                                                             \
    X(binomial, "n: any, p: any, ", "How many of n trials succeed, each with probability p.", "(10, 0.5)",   \
      "5", "6")                                                                                              \
    X(chisquare, "df: any, ", "Sums of df squares of normal numbers.", "(3)", "8.595176347917409",           \
      "2.615616684311462")                                                                                   \
    X(exponential, "scale: any = 1.0, ", "Waiting times with the mean `scale`.", "(2)", "1.59174901632622",  \
      "1.3598638079378191")                                                                                  \
    X(f, "dfnum: any, dfden: any, ", "Ratios of two chi-square numbers: the F distribution.", "(2, 5)",      \
      "0.5764129611583694", "0.8593797466754598")                                                            \
    X(gamma, "shape: any, scale: any = 1.0, ", "Numbers of the gamma distribution.", "(2, 1)",               \
      "5.138829576340244", "1.8343100674525519")                                                             \
    X(geometric, "p: any, ", "How many trials it takes to succeed once.", "(0.3)", "3", "2")                 \
    X(gumbel, "loc: any = 0.0, scale: any = 1.0, ",                                                          \
      "Numbers of the Gumbel distribution, of extreme values.", "(0, 1)", "0.2283137586277238",              \
      "-0.013159932702447984")                                                                               \
    X(hypergeometric, "ngood: any, nbad: any, nsample: any, ",                                               \
      "How many of a sample are good, drawn without putting back.", "(5, 5, 4)", "2", "3")                   \
    X(laplace, "loc: any = 0.0, scale: any = 1.0, ", "Numbers of the double exponential distribution.",      \
      "(0, 1)", "0.10272732760316473", "0.3200997251577807")                                                 \
    X(logistic, "loc: any = 0.0, scale: any = 1.0, ", "Numbers of the logistic distribution.", "(0, 1)",     \
      "0.19587791157148726", "0.5622011350067172")                                                           \
    X(lognormal, "mean: any = 0.0, sigma: any = 1.0, ", "Numbers whose logarithms are normal.", "(0, 1)",    \
      "5.836039190663969", "1.133976204153072")                                                              \
    X(logseries, "p: any, ", "Whole numbers of the logarithmic series distribution.", "(0.9)", "3", "1")     \
    X(negative_binomial, "n: any, p: any, ", "How many trials fail before n succeed.", "(3, 0.5)", "11",     \
      "0")                                                                                                   \
    X(noncentral_chisquare, "df: any, nonc: any, ",                                                          \
      "Chi-square numbers of normal ones that are off centre.", "(3, 1)", "4.624890807980904",               \
      "2.113105776260429")                                                                                   \
    X(noncentral_f, "dfnum: any, dfden: any, nonc: any, ", "F ratios whose numerator is off centre.",        \
      "(2, 5, 1)", "0.7618056747165585", "1.915412202672662")                                                \
    X(normal, "loc: any = 0.0, scale: any = 1.0, ",                                                          \
      "Normal (Gaussian) numbers around loc with deviation scale.", "(10, 2)", "13.528104691935328",         \
      "10.251460442186787")                                                                                  \
    X(pareto, "a: any, ", "Numbers of the Pareto II distribution.", "(3)", "0.30381098483863833",            \
      "0.2543831878606541")                                                                                  \
    X(poisson, "lam: any = 1.0, ", "Counts of events that come lam at a time on average.", "(3)", "5", "2")  \
    X(power, "a: any, ", "Numbers of the power distribution, between 0 and 1.", "(2)", "0.7408194813362596", \
      "0.7023877190365102")                                                                                  \
    X(rayleigh, "scale: any = 1.0, ", "Lengths of vectors with two normal parts.", "(1)",                    \
      "1.2616453607595994", "1.1661319856421997")                                                            \
    X(standard_cauchy, "", "Ratios of two normal numbers.", "()", "4.40839827218306", "-0.9517455902902531") \
    X(standard_t, "df: any, ", "Numbers of Student's t distribution.", "(4)", "1.66743828277494",            \
      "0.14509028877148727")                                                                                 \
    X(triangular, "left: any, mode: any, right: any, ",                                                      \
      "Numbers between left and right, most often near mode.", "(0, 1, 3)", "1.354667517966034",             \
      "1.5241172553108178")                                                                                  \
    X(uniform, "low: any = 0.0, high: any = 1.0, ", "Numbers spread evenly from low up to high.", "(0, 10)", \
      "5.4881350392732475", "6.369616873214543")                                                             \
    X(vonmises, "mu: any, kappa: any, ", "Angles around mu, concentrated by kappa.", "(0, 4)",               \
      "0.5664411022373059", "-0.742072989908773")                                                            \
    X(wald, "mean: any, scale: any, ", "Numbers of the inverse Gaussian distribution.", "(1, 2)",            \
      "0.3078756406229838", "0.9149595352110188")                                                            \
    X(weibull, "a: any, ", "Numbers of the Weibull distribution.", "(2)", "0.892117990045661",               \
      "0.824579834806133")                                                                                   \
    X(zipf, "a: any, ", "Whole numbers by Zipf's law.", "(3)", "1", "1")

static int ask_triangle(const Number *p, bool legacy)
{
    (void)legacy;
    return p[0].f > p[1].f ? 1 : p[1].f > p[2].f ? 2 : p[0].f == p[2].f ? 3 : 0;
}

static int ask_hypergeometric(const Number *p, bool legacy)
{
    if (!legacy && (p[0].i >= 1000000000 || p[1].i >= 1000000000))
        return 1;
    return (int64_t)((uint64_t)p[0].i + (uint64_t)p[1].i) < p[2].i
               ? 2
               : 0; /* a sum too large is below 0, as NumPy's */
}

static int ask_negative_binomial(const Number *p, bool legacy)
{
    return !legacy && (1 - p[1].f) / p[1].f * (p[0].f + 10 * sqrt(p[0].f)) > rate_most;
}

/* The first rule that is broken anywhere. */
typedef struct Asking {
    const Distribution *d;
    bool legacy;
    int broken;
} Asking;

static bool ask_visit(void *with, const Number *p)
{
    Asking *asking = with;
    int broken = asking->d->ask(p, asking->legacy);
    if (broken && (!asking->broken || broken < asking->broken))
        asking->broken = broken;
    return true;
}

static bool ask_all(Run *run, const Distribution *d, bool legacy, Tensor *const parameter[])
{
    Asking asking = { d, legacy, 0 };
    Shape shape;
    if (!d->ask)
        return true;
    if (!draw_broadcast(run, d->count, parameter, &shape) ||
        !visit_all(run, d, parameter, &shape, ask_visit, &asking))
        return false;
    return !asking.broken || fail(run, ValueError, "%s", d->says[asking.broken - 1]);
}

#define PLAIN(id, n, ...)                                                                                    \
    {                                                                                                        \
        .real = draw_##id, .count = n, .parameter = { __VA_ARGS__ }                                          \
    }
#define WHOLE(id, n, ...)                                                                                    \
    {                                                                                                        \
        .whole = draw_##id, .count = n, .parameter = { __VA_ARGS__ }                                         \
    }
#define BOTH(check) check, check
#define REAL(name, check)                                                                                    \
    {                                                                                                        \
        name, false, BOTH(check)                                                                             \
    }
#define NATURAL(name, check)                                                                                 \
    {                                                                                                        \
        name, true, BOTH(check)                                                                              \
    }

enum {
#define PLACE(id, params, brief, call, legacy, modern) DRAW_##id,
    DISTRIBUTIONS(PLACE)
#undef PLACE
};

static const Distribution distribution[] = {
    [DRAW_beta] = PLAIN(beta, 2, REAL("a", POSITIVE), REAL("b", POSITIVE)),
    [DRAW_binomial] = WHOLE(binomial, 2, NATURAL("n", NOT_NEGATIVE), REAL("p", PROBABILITY)),
    [DRAW_chisquare] = PLAIN(chisquare, 1, REAL("df", POSITIVE)),
    [DRAW_exponential] = PLAIN(exponential, 1, REAL("scale", NOT_NEGATIVE)),
    [DRAW_f] = PLAIN(f, 2, REAL("dfnum", POSITIVE), REAL("dfden", POSITIVE)),
    [DRAW_gamma] = PLAIN(gamma, 2, REAL("shape", NOT_NEGATIVE), REAL("scale", NOT_NEGATIVE)),
    [DRAW_geometric] = WHOLE(geometric, 1, REAL("p", ABOVE_0)),
    [DRAW_gumbel] = PLAIN(gumbel, 2, REAL("loc", FREE), REAL("scale", NOT_NEGATIVE)),
    [DRAW_hypergeometric] = { .whole = draw_hypergeometric,
                              .count = 3,
                              .parameter = { NATURAL("ngood", NOT_NEGATIVE),
                                             NATURAL("nbad", NOT_NEGATIVE),
                                             { "nsample", true, NOT_NEGATIVE, AT_LEAST_1 } },
                              .ask = ask_hypergeometric,
                              .says = { "both ngood and nbad must be less than 1000000000",
                                        "ngood + nbad < nsample" } },
    [DRAW_laplace] = PLAIN(laplace, 2, REAL("loc", FREE), REAL("scale", NOT_NEGATIVE)),
    [DRAW_logistic] = PLAIN(logistic, 2, REAL("loc", FREE), REAL("scale", NOT_NEGATIVE)),
    [DRAW_lognormal] = PLAIN(lognormal, 2, REAL("mean", FREE), REAL("sigma", NOT_NEGATIVE)),
    [DRAW_logseries] = WHOLE(logseries, 1, REAL("p", BELOW_1)),
    [DRAW_negative_binomial] = { .whole = draw_negative_binomial,
                                 .count = 2,
                                 .parameter = { { "n", false, POSITIVE_NUMBER, POSITIVE },
                                                { "p", false, ABOVE_0, PROBABILITY } },
                                 .ask = ask_negative_binomial,
                                 .says = { "n too large or p too small, see Generator.negative_binomial "
                                           "Notes" },
                                 .ask_last = true },
    [DRAW_noncentral_chisquare] =
        PLAIN(noncentral_chisquare, 2, REAL("df", POSITIVE), REAL("nonc", NOT_NEGATIVE)),
    [DRAW_noncentral_f] =
        PLAIN(noncentral_f, 3, REAL("dfnum", POSITIVE), REAL("dfden", POSITIVE), REAL("nonc", NOT_NEGATIVE)),
    [DRAW_normal] = PLAIN(normal, 2, REAL("loc", FREE), REAL("scale", NOT_NEGATIVE)),
    [DRAW_pareto] = PLAIN(pareto, 1, REAL("a", POSITIVE)),
    [DRAW_poisson] = WHOLE(poisson, 1, REAL("lam", RATE)),
    [DRAW_power] = PLAIN(power, 1, REAL("a", POSITIVE)),
    [DRAW_rayleigh] = PLAIN(rayleigh, 1, REAL("scale", NOT_NEGATIVE)),
    [DRAW_standard_cauchy] = { .real = draw_standard_cauchy },
    [DRAW_standard_t] = PLAIN(standard_t, 1, REAL("df", POSITIVE)),
    [DRAW_triangular] = { .real = draw_triangular,
                          .count = 3,
                          .parameter = { REAL("left", FREE), REAL("mode", FREE), REAL("right", FREE) },
                          .ask = ask_triangle,
                          .says = { "left > mode", "mode > right", "left == right" } },
    [DRAW_uniform] = PLAIN(uniform, 2, REAL("low", FREE), { "high - low", false, NOT_NEGATIVE, FREE }),
    [DRAW_vonmises] = PLAIN(vonmises, 2, REAL("mu", FREE), REAL("kappa", NOT_NEGATIVE)),
    [DRAW_wald] = PLAIN(wald, 2, REAL("mean", POSITIVE), REAL("scale", POSITIVE)),
    [DRAW_weibull] = PLAIN(weibull, 1, REAL("a", NOT_NEGATIVE)),
    [DRAW_zipf] = WHOLE(zipf, 1, REAL("a", ABOVE_1)),
};

/* drawing --------------------------------------------------------------------------------------------------
 */

static bool all_finite(const Tensor *t)
{
    Places at;
    places_begin(&at, t);
    while (places_next(&at))
        if (!isfinite(element_double(FLOAT64, t->data + at.offset)))
            return false;
    return true;
}

/* uniform draws from low and the distance to high, which takes high's place. */
static bool high_to_range(Call *call, int at)
{
    Run *run = call->run;
    Arg *low = &call->arg[at], *high = &call->arg[at + 1];
    if (!low->tensor->data || !high->tensor->data) {
        Shape shape;
        if (!draw_broadcast(run, 2, (Tensor *[]){ low->tensor, high->tensor }, &shape))
            return false;
        tensor_drop(high->tensor);
        high->tensor = tensor_typed(FLOAT64, shape.ndim, shape.dim);
        return true;
    }
    bool scalars = low->tensor->ndim == 0 && high->tensor->ndim == 0;
    ErrorState held = run->errstate;
    run->errstate = (ErrorState){ ERR_IGNORE, ERR_IGNORE, ERR_IGNORE, ERR_IGNORE, NULL, 0 };
    Value range =
        np2(run, "subtract", value_array(tensor_keep(high->tensor)), value_array(tensor_keep(low->tensor)));
    run->errstate = held;
    if (range.tag == V_ABSENT)
        return false;
    Tensor *made = tensor_from_value(run, range, FLOAT64, false);
    value_drop(range);
    if (!made)
        return false;
    tensor_drop(high->tensor);
    high->tensor = made;
    return all_finite(made) || fail(run, OverflowError, "%s exceeds valid bounds",
                                    scalars && !draw_is_legacy(call) ? "high - low range" : "Range");
}

/* The arrays of a call's parameters, which the call owns. */
static bool parameters(Call *call, const Distribution *d, Tensor *out[3], bool *scalars, bool *known)
{
    int first = draw_first(call);
    *scalars = *known = true;
    for (int i = 0; i < d->count; i++) {
        if (!call->arg[first + i].owned_tensor && !draw_parameter(call, first + i, d->parameter[i].whole))
            return false;
        *scalars &= call->arg[first + i].tensor->ndim == 0;
        *known &= call->arg[first + i].tensor->data != NULL;
    }
    if (d->real == draw_uniform && !call->work && !high_to_range(call, first))
        return false;
    call->work = 1; /* high has become the range */
    for (int i = 0; i < d->count; i++)
        out[i] = call->arg[first + i].tensor;
    return true;
}

static bool check_parameters(Call *call, const Distribution *d, Tensor *const p[], bool scalars)
{
    bool legacy = draw_is_legacy(call);
    if (!d->ask_last && !ask_all(call->run, d, legacy, p))
        return false;
    for (int i = 0; i < d->count; i++) {
        Check check = legacy ? d->parameter[i].legacy : d->parameter[i].check;
        const char *name = d->parameter[i].name;
        if (scalars ? !check_one(call->run, element_double(p[i]->dtype, p[i]->data), d->parameter[i].whole,
                                 name, check, false)
                    : !check_all(call->run, p[i], name, check))
            return false;
    }
    return !d->ask_last || ask_all(call->run, d, legacy, p);
}

static bool infer_draw(Call *call, Value *out)
{
    const Distribution *d = &distribution[call->func->extra];
    Tensor *p[3];
    Shape shape;
    bool scalars, known, single;
    if (any_open(call))
        return give_unknown(out);
    call->work = 0;
    if (!parameters(call, d, p, &scalars, &known) || (known && !check_parameters(call, d, p, scalars)) ||
        !draw_size(call, draw_first(call) + d->count, &single, &shape))
        return false;
    if (scalars && single)
        return give_unknown(out); /* a number of Python's */
    if (!scalars && !drawn_shape(call->run, d->count, p, single, &shape))
        return false;
    return infer_as(out, d->real ? FLOAT64 : INT64, shape.ndim, shape.dim);
}

enum { STANDARD_UNIFORM, STANDARD_NORMAL, STANDARD_EXPONENTIAL, STANDARD_GAMMA, INVERSE_EXPONENTIAL };
enum { BETWEEN_LOOKS = 4096 }; /* numbers drawn before a look at the keyboard */

/* Where the next drawn number goes. */
typedef struct Drawing {
    Run *run;
    const Distribution *d;
    Rng *rng;
    char *at;
    int64_t drawn;
} Drawing;

static bool draw_visit(void *with, const Number *p)
{
    Drawing *drawing = with;
    Number drawn;
    if (drawing->d->real)
        drawn.f = drawing->d->real(drawing->rng, p);
    else
        drawn.i = drawing->d->whole(drawing->rng, p);
    memcpy(drawing->at, &drawn, sizeof drawn);
    drawing->at += sizeof drawn;
    return ++drawing->drawn % BETWEEN_LOOKS || run_goes_on(drawing->run);
}

static void fill_standard(int kind, DType dtype, Rng *rng, double shape, int64_t n, char *out);

/* n numbers of the same parameters; uniform and normal ones from standard numbers. */
static void draw_some(Rng *rng, const Distribution *d, const Number *p, int64_t n, char *at)
{
    double *real = (double *)(void *)at;
    int64_t *whole = (int64_t *)(void *)at;
    if (d->real == draw_uniform || d->real == draw_normal) {
        fill_standard(d->real == draw_uniform ? STANDARD_UNIFORM : STANDARD_NORMAL, FLOAT64, rng, 1, n, at);
        for (int64_t i = 0; i < n; i++)
            real[i] = p[0].f + p[1].f * real[i];
    } else if (d->real) {
        for (int64_t i = 0; i < n; i++)
            real[i] = d->real(rng, p);
    } else {
        for (int64_t i = 0; i < n; i++)
            whole[i] = d->whole(rng, p);
    }
}

static bool draw_many(Drawing *drawing, const Number *p, int64_t n)
{
    for (int64_t i = 0; i < n; i += BETWEEN_LOOKS) {
        draw_some(drawing->rng, drawing->d, p, n - i < BETWEEN_LOOKS ? n - i : BETWEEN_LOOKS,
                  drawing->at + i * 8);
        if (!run_goes_on(drawing->run))
            return false;
    }
    return true;
}

static bool run_draw(Call *call, Value *out)
{
    const Distribution *d = &distribution[call->func->extra];
    Tensor *p[3];
    Number number[3], one;
    bool scalars, known;
    if (!parameters(call, d, p, &scalars, &known))
        return false;
    Drawing drawing = { call->run, d, draw_rng(call), out->tag == V_ARRAY ? out->tensor->data : (char *)&one,
                        0 };
    if (!drawing.rng)
        return false;
    if (!scalars) {
        Shape shape;
        shape_set(&shape, out->tensor->ndim, out->tensor->dim);
        return visit_all(call->run, d, p, &shape, draw_visit, &drawing);
    }
    for (int i = 0; i < d->count; i++)
        memcpy(&number[i], p[i]->data, sizeof number[i]);
    if (out->tag == V_ARRAY)
        return draw_many(&drawing, number, tensor_size(out->tensor));
    draw_visit(&drawing, number);
    return value_instead(out, d->real ? value_float(one.f) : value_int(one.i));
}

/* standard numbers: random, standard_normal and kin -------------------------------------------------------
 */

/* Generator's take dtype and out, the legacy ones do not. size, dtype and out are at `first` and after it. */
typedef struct Standard {
    int kind;
    Tensor *out;
    DType dtype;
    Tensor *shape; /* of gamma */
} Standard;

static bool check_out(Call *call, const Standard *s, bool c_order, bool single, const Shape *size)
{
    Run *run = call->run;
    Tensor *out = s->out;
    if (!tensor_writeable(out) || !(tensor_is_c(out) || (!c_order && tensor_is_f(out))))
        return fail(
            run, ValueError,
            "Supplied output array must be %scontiguous, writable, aligned, and in machine byte-order.",
            c_order ? "C-" : "");
    if (out->dtype != s->dtype)
        return fail(run, TypeError, "Supplied output array has the wrong type. Expected %s, got %s",
                    dtype_info[s->dtype].name, dtype_info[out->dtype].name);
    if (!single && !shape_equal(size->ndim, size->dim, out->ndim, out->dim))
        return fail(run, ValueError, "size must match out.shape when used together");
    return true;
}

/* Reads the options of a row "…, size, dtype, method, out"; the legacy rows end with size. */
static bool read_standard(Call *call, Standard *s, bool *single, Shape *size)
{
    int at = draw_first(call);
    Run *run = call->run;
    *s = (Standard){ .kind = (int)call->func->extra, .dtype = FLOAT64 };
    if (s->kind == STANDARD_GAMMA) {
        if (!call->arg[at].owned_tensor && !draw_parameter(call, at, false))
            return false;
        s->shape = call->arg[at++].tensor;
    }
    if (call->args > at + 1) {
        int last = call->args - 1;
        if (call->arg[at + 1].given && !arg_dtype(call, at + 1, &s->dtype))
            return false;
        if (s->dtype == NO_DTYPE)
            s->dtype = FLOAT64;
        if (s->dtype != FLOAT64 && s->dtype != FLOAT32)
            return fail(run, TypeError, "Unsupported dtype dtype('%s') for %s", dtype_info[s->dtype].name,
                        call->func->name);
        if (s->kind == STANDARD_EXPONENTIAL &&
            (!arg_text(call, at + 2) || strcmp(arg_text(call, at + 2), "zig")))
            s->kind = INVERSE_EXPONENTIAL;
        if (!arg_none(call, last) && call->arg[last].value.tag != V_ARRAY)
            return fail(run, TypeError, "Cannot convert %s to numpy.ndarray",
                        value_type_name(call->arg[last].value));
        s->out = arg_out(call, last);
    }
    if (!draw_size(call, at, single, size))
        return false;
    return !s->out || check_out(call, s, s->shape != NULL, *single, size);
}

static bool infer_standard(Call *call, Value *out)
{
    Standard s;
    Shape size;
    bool single;
    if (any_open(call))
        return give_unknown(out);
    if (!read_standard(call, &s, &single, &size))
        return false;
    bool many = s.shape && s.shape->ndim;
    if (s.shape && s.shape->data &&
        !(many ? check_all(call->run, s.shape, "shape", NOT_NEGATIVE)
               : check_one(call->run, element_double(FLOAT64, s.shape->data), false, "shape", NOT_NEGATIVE,
                           false)))
        return false;
    if (s.out) {
        shape_set(&size, s.out->ndim, s.out->dim);
        if (many && !drawn_shape(call->run, 1, &s.shape, false, &size))
            return false;
        return give(out, tensor_keep(s.out));
    }
    if (single && !many)
        return give_unknown(out);
    if (many && !drawn_shape(call->run, 1, &s.shape, single, &size))
        return false;
    return infer_as(out, s.dtype, size.ndim, size.dim);
}

static float draw_float(int kind, BitGen *bits, double shape)
{
    switch (kind) {
    case STANDARD_UNIFORM: return bitgen_float(bits);
    case STANDARD_NORMAL: return ziggurat_normal_f(bits);
    case STANDARD_EXPONENTIAL: return ziggurat_exponential_f(bits);
    case INVERSE_EXPONENTIAL: return (float)-log1p(-bitgen_float(bits));
    default: return draw_standard_gamma_f(bits, (float)shape);
    }
}

static double draw_double(int kind, Rng *rng, double shape)
{
    switch (kind) {
    case STANDARD_UNIFORM: return bitgen_double(rng->bits);
    case STANDARD_NORMAL: return draw_standard_normal(rng, NULL);
    case STANDARD_EXPONENTIAL: return draw_standard_exponential(rng, NULL);
    case INVERSE_EXPONENTIAL: return -log1p(-bitgen_double(rng->bits));
    default: return draw_gamma_of(rng, shape);
    }
}

/* n numbers of the same kind. */
static void fill_standard(int kind, DType dtype, Rng *rng, double shape, int64_t n, char *out)
{
    if (dtype == FLOAT32)
        for (int64_t i = 0; i < n; i++)
            ((float *)(void *)out)[i] = draw_float(kind, rng->bits, shape);
    else if (kind == STANDARD_UNIFORM)
        bitgen_doubles(rng->bits, n, (double *)(void *)out);
    else if (kind == STANDARD_NORMAL && !rng->legacy)
        ziggurat_normals(rng->bits, n, (double *)(void *)out);
    else
        for (int64_t i = 0; i < n; i++)
            ((double *)(void *)out)[i] = draw_double(kind, rng, shape);
}

/* All elements of an array. */
static bool fill_all(Run *run, const Standard *s, Rng *rng, double shape, Tensor *made)
{
    int64_t n = tensor_size(made), size = (int64_t)tensor_itemsize(made);
    /* of the quickest kinds so many that threads may share them */
    bool quick = s->dtype == FLOAT64 && (s->kind == STANDARD_UNIFORM || s->kind == STANDARD_NORMAL);
    int64_t between = quick ? BETWEEN_LOOKS << 10 : BETWEEN_LOOKS;
    for (int64_t i = 0; i < n; i += between) {
        fill_standard(s->kind, s->dtype, rng, shape, i + between < n ? between : n - i,
                      made->data + i * size);
        if (!run_goes_on(run))
            return false;
    }
    return true;
}

/* One number for each shape of gamma, in C order. */
static bool fill_gammas(Call *call, const Standard *s, Rng *rng, Tensor *made)
{
    Tensor *shapes = tensor_broadcast(s->shape, made->ndim, made->dim);
    Places at;
    char *to = made->data;
    (void)call;
    places_begin(&at, shapes);
    for (; places_next(&at); to += tensor_itemsize(made))
        fill_standard(s->kind, s->dtype, rng, element_double(FLOAT64, shapes->data + at.offset), 1, to);
    tensor_drop(shapes);
    return true;
}

static bool run_standard(Call *call, Value *out)
{
    Standard s;
    Shape size;
    bool single;
    double one;
    Rng *rng = draw_rng(call);
    if (!rng || !read_standard(call, &s, &single, &size))
        return false;
    if (s.shape && s.shape->ndim)
        return fill_gammas(call, &s, rng, out->tensor);
    double shape = s.shape ? element_double(FLOAT64, s.shape->data) : 0;
    if (out->tag == V_ARRAY)
        return fill_all(call->run, &s, rng, shape, out->tensor);
    fill_standard(s.kind, s.dtype, rng, shape, 1, (char *)&one);
    if (s.dtype == FLOAT32) {
        float single_one;
        memcpy(&single_one, &one, sizeof single_one);
        one = single_one;
    }
    return value_instead(out, value_float(one));
}

/* rand(2, 3), randn(2, 3): the sizes are the arguments. */
static bool read_sizes(Call *call, bool *single, Shape *size)
{
    int at = draw_first(call);
    Value sizes = call->arg[at].value;
    *single = sizes.tuple->count == 0;
    size->ndim = 0;
    return arg_shape(call, at, size) && check_asked(call->run, FLOAT64, size->ndim, size->dim);
}

static bool infer_rand(Call *call, Value *out)
{
    bool single;
    Shape size;
    if (any_open(call))
        return give_unknown(out);
    if (!read_sizes(call, &single, &size))
        return false;
    return single ? give_unknown(out) : infer_as(out, FLOAT64, size.ndim, size.dim);
}

static bool run_rand(Call *call, Value *out)
{
    Standard s = { .kind = (int)call->func->extra, .dtype = FLOAT64 };
    Rng *rng = draw_rng(call);
    double one;
    if (!rng)
        return false;
    if (out->tag == V_ARRAY)
        return fill_all(call->run, &s, rng, 0, out->tensor);
    fill_standard(s.kind, s.dtype, rng, 0, 1, (char *)&one);
    return value_instead(out, value_float(one));
}

static bool infer_tomaxint(Call *call, Value *out)
{
    bool single;
    Shape size;
    if (any_open(call))
        return give_unknown(out);
    if (!draw_size(call, draw_first(call), &single, &size))
        return false;
    return single ? give_unknown(out) : infer_as(out, INT64, size.ndim, size.dim);
}

static bool run_tomaxint(Call *call, Value *out)
{
    Rng *rng = draw_rng(call);
    int64_t one, *to = out->tag == V_ARRAY ? (int64_t *)(void *)out->tensor->data : &one;
    if (!rng)
        return false;
    for (int64_t i = out->tag == V_ARRAY ? tensor_size(out->tensor) : 1; i > 0; i--)
        *to++ = (int64_t)(bitgen_next64(rng->bits) >> 1);
    return out->tag == V_ARRAY || value_instead(out, value_int(one));
}

/* rows -----------------------------------------------------------------------------------------------------
 */

#define ROW(NAME, HOME, SELF, PARAMS, BRIEF, EXAMPLE, INFER, KERNEL, EXTRA)                                  \
    { .name = #NAME,                                                                                         \
      .of = HOME,                                                                                            \
      .params = SELF PARAMS,                                                                                 \
      .brief = BRIEF,                                                                                        \
      .example = EXAMPLE,                                                                                    \
      .style = CYTHON,                                                                                       \
      .infer = INFER,                                                                                        \
      .run = KERNEL,                                                                                         \
      .gives = AS_ARRAY,                                                                                     \
      .effects = true,                                                                                       \
      .extra = EXTRA },
#define LEGACY_ROWS(NAME, PARAMS, BRIEF, CALL, ANSWER, INFER, KERNEL, EXTRA)                                 \
    ROW(NAME, "np.random", "", PARAMS, BRIEF,                                                                \
        ">>> np.random.seed(0); np.random." #NAME CALL "\n" ANSWER "\n", INFER, KERNEL, EXTRA)               \
    ROW(NAME, "RandomState", "self: any, ", PARAMS, BRIEF,                                                   \
        ">>> np.random.RandomState(0)." #NAME CALL "\n" ANSWER "\n", INFER, KERNEL, EXTRA)
#define MODERN_ROW(NAME, PARAMS, BRIEF, CALL, ANSWER, INFER, KERNEL, EXTRA)                                  \
    ROW(NAME, "Generator", "self: any, ", PARAMS, BRIEF,                                                     \
        ">>> np.random.default_rng(0)." #NAME CALL "\n" ANSWER "\n", INFER, KERNEL, EXTRA)
#define DISTRIBUTION_ROWS(ID, PARAMS, BRIEF, CALL, LEGACY, MODERN)                                           \
    LEGACY_ROWS(ID, PARAMS "size: any = None", BRIEF, CALL, LEGACY, infer_draw, run_draw, DRAW_##ID)         \
    MODERN_ROW(ID, PARAMS "size: any = None", BRIEF, CALL, MODERN, infer_draw, run_draw, DRAW_##ID)
#define SIZE       "size: any = None"
#define SIZE_DTYPE SIZE ", dtype: dtype = ?"
#define UNIFORM_ROWS(NAME)                                                                                   \
    LEGACY_ROWS(NAME, SIZE, "Numbers spread evenly from 0 up to 1.", "()", "0.5488135039273248",             \
                infer_standard, run_standard, STANDARD_UNIFORM)

const Func random_draw_funcs[] = {
    DISTRIBUTIONS(DISTRIBUTION_ROWS) UNIFORM_ROWS(random) UNIFORM_ROWS(random_sample) ROW(
        ranf, "np.random", "", SIZE, "random_sample by another name.",
        ">>> np.random.seed(0); np.random.ranf()\n0.5488135039273248\n", infer_standard, run_standard,
        STANDARD_UNIFORM) ROW(sample, "np.random", "", SIZE, "random_sample by another name.",
                              ">>> np.random.seed(0); np.random.sample()\n0.5488135039273248\n",
                              infer_standard, run_standard, STANDARD_UNIFORM)
        MODERN_ROW(random, SIZE_DTYPE ", out: out = None", "Numbers spread evenly from 0 up to 1.", "()",
                   "0.6369616873214543", infer_standard, run_standard, STANDARD_UNIFORM)
            LEGACY_ROWS(standard_normal, SIZE, "Normal numbers around 0 with deviation 1.", "()",
                        "1.764052345967664", infer_standard, run_standard,
                        STANDARD_NORMAL) MODERN_ROW(standard_normal, SIZE_DTYPE ", out: out = None",
                                                    "Normal numbers around 0 with deviation 1.", "()",
                                                    "0.1257302210933933", infer_standard, run_standard,
                                                    STANDARD_NORMAL)
                LEGACY_ROWS(standard_exponential, SIZE, "Waiting times with the mean 1.", "()",
                            "0.79587450816311", infer_standard, run_standard, STANDARD_EXPONENTIAL)
                    MODERN_ROW(standard_exponential, SIZE_DTYPE ", method: any = 'zig', out: out = None",
                               "Waiting times with the mean 1.", "()", "0.6799319039689096", infer_standard,
                               run_standard, STANDARD_EXPONENTIAL)
                        LEGACY_ROWS(standard_gamma, "shape: any, " SIZE,
                                    "Numbers of the gamma distribution of scale 1.", "(2)",
                                    "5.138829576340244", infer_standard, run_standard, STANDARD_GAMMA)
                            MODERN_ROW(standard_gamma, "shape: any, " SIZE_DTYPE ", out: out = None",
                                       "Numbers of the gamma distribution of scale 1.", "(2)",
                                       "1.8343100674525519", infer_standard, run_standard, STANDARD_GAMMA)
                                LEGACY_ROWS(
                                    rand, "*args",
                                    "Numbers spread evenly from 0 up to 1, in the shape of the arguments.",
                                    "(2)", "array([0.5488135 , 0.71518937])", infer_rand, run_rand,
                                    STANDARD_UNIFORM)
                                    LEGACY_ROWS(randn, "*args",
                                                "Normal numbers, in the shape of the arguments.", "(2)",
                                                "array([1.76405235, 0.40015721])", infer_rand, run_rand,
                                                STANDARD_NORMAL)
                                        ROW(tomaxint, "RandomState", "self: any, ", SIZE,
                                            "Whole numbers from 0 up to the largest int64.",
                                            ">>> np.random.RandomState(0).tomaxint()\n5061911111874532631\n",
                                            infer_tomaxint, run_tomaxint, 0){ 0 }
};
