/* random_draws.c: random numbers of a distribution: the methods normal, uniform, poisson and kin. */
#include "random/random_parameters.h"
#include "random/random_rows.h"

#include "numeric/finite.h"

#include <math.h>
#include <string.h>

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
    bool last_first;         /* they are looked at from the last to the first */
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
    return !legacy && (1 - p[1].f) / p[1].f * (p[0].f + 10 * sqrt(p[0].f)) > draw_rate_most;
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
    [DRAW_binomial] = { .whole = draw_binomial,
                        .count = 2,
                        .parameter = { NATURAL("n", NOT_NEGATIVE), REAL("p", PROBABILITY) },
                        .last_first = true },
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
    return all_finite(tensor_size(made), (const double *)made->data) ||
           fail(run, OverflowError, "%s exceeds valid bounds",
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
    for (int k = 0; k < d->count; k++) {
        int i = d->last_first ? d->count - 1 - k : k;
        Check check = legacy ? d->parameter[i].legacy : d->parameter[i].check;
        const char *name = d->parameter[i].name;
        if (scalars ? !draw_check_one(call->run, element_double(p[i]->dtype, p[i]->data),
                                      d->parameter[i].whole, name, check, false)
                    : !draw_check_all(call->run, p[i], name, check))
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
    if (!scalars && !draw_shape(call->run, d->count, p, single, &shape))
        return false;
    return infer_as(out, d->real ? FLOAT64 : INT64, shape.ndim, shape.dim);
}

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

/* n numbers of the same parameters; uniform and normal ones from standard numbers. */
static void draw_some(Rng *rng, const Distribution *d, const Number *p, int64_t n, char *at)
{
    double *real = (double *)(void *)at;
    int64_t *whole = (int64_t *)(void *)at;
    if (d->real == draw_uniform || d->real == draw_normal) {
        draw_standard(d->real == draw_uniform ? STANDARD_UNIFORM : STANDARD_NORMAL, FLOAT64, rng, 1, n, at);
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

/* rows -----------------------------------------------------------------------------------------------------
 */

#define SIZE "size: any = None"
#define DISTRIBUTION_ROWS(ID, PARAMS, BRIEF, CALL, LEGACY, MODERN)                                           \
    LEGACY_ROWS(ID, PARAMS SIZE, BRIEF, CALL, LEGACY, infer_draw, run_draw, DRAW_##ID),                      \
        MODERN_ROW(ID, PARAMS SIZE, BRIEF, CALL, MODERN, infer_draw, run_draw, DRAW_##ID),

const Func random_draw_funcs[] = { DISTRIBUTIONS(DISTRIBUTION_ROWS){ 0 } };
