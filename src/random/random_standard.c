/* random_standard.c: random numbers without a place and a scale: random, standard_normal and kin. */
#include "random/random_parameters.h"
#include "random/random_rows.h"

#include "numeric/ziggurat.h"

#include <math.h>
#include <string.h>

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
            return fail(run, ValueError,
                        "Supplied output array must be contiguous, writable, aligned, and in machine "
                        "byte-order.");
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
        !(many ? draw_check_all(call->run, s.shape, "shape", NOT_NEGATIVE)
               : draw_check_one(call->run, element_double(FLOAT64, s.shape->data), false, "shape",
                                NOT_NEGATIVE, false)))
        return false;
    if (s.out) {
        shape_set(&size, s.out->ndim, s.out->dim);
        if (many && !draw_shape(call->run, 1, &s.shape, false, &size))
            return false;
        return give(out, tensor_keep(s.out));
    }
    if (single && !many)
        return give_unknown(out);
    if (many && !draw_shape(call->run, 1, &s.shape, single, &size))
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

void draw_standard(int kind, DType dtype, Rng *rng, double shape, int64_t n, char *out)
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
        draw_standard(s->kind, s->dtype, rng, shape, i + between < n ? between : n - i,
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
        draw_standard(s->kind, s->dtype, rng, element_double(FLOAT64, shapes->data + at.offset), 1, to);
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
    draw_standard(s.kind, s.dtype, rng, shape, 1, (char *)&one);
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
    draw_standard(s.kind, s.dtype, rng, 0, 1, (char *)&one);
    return value_instead(out, value_float(one));
}

#define SIZE       "size: any = None"
#define SIZE_DTYPE SIZE ", dtype: dtype = ?"
#define EVENLY     "Numbers spread evenly from 0 up to 1."
/* random_sample by another name, which messages do not know. */
#define SAMPLE_ROW(NAME)                                                                                     \
    {                                                                                                        \
        .name = #NAME, .of = "np.random", .params = SIZE, .brief = "random_sample by another name.",         \
        .example = ">>> np.random.seed(0); np.random." #NAME "()\n0.5488135039273248\n",                     \
        .says = "random_sample", .style = CYTHON, .infer = infer_standard, .run = run_standard,              \
        .gives = AS_ARRAY, .effects = true, .extra = STANDARD_UNIFORM                                        \
    }

const Func random_standard_funcs[] = {
    LEGACY_ROWS(random, SIZE, EVENLY, "()", "0.5488135039273248", infer_standard, run_standard,
                STANDARD_UNIFORM),
    LEGACY_ROWS(random_sample, SIZE, EVENLY, "()", "0.5488135039273248", infer_standard, run_standard,
                STANDARD_UNIFORM),
    SAMPLE_ROW(ranf),
    SAMPLE_ROW(sample),
    MODERN_ROW(random, SIZE_DTYPE ", out: out = None", EVENLY, "()", "0.6369616873214543", infer_standard,
               run_standard, STANDARD_UNIFORM),
    LEGACY_ROWS(standard_normal, SIZE, "Normal numbers around 0 with deviation 1.", "()", "1.764052345967664",
                infer_standard, run_standard, STANDARD_NORMAL),
    MODERN_ROW(standard_normal, SIZE_DTYPE ", out: out = None", "Normal numbers around 0 with deviation 1.",
               "()", "0.1257302210933933", infer_standard, run_standard, STANDARD_NORMAL),
    LEGACY_ROWS(standard_exponential, SIZE, "Waiting times with the mean 1.", "()", "0.79587450816311",
                infer_standard, run_standard, STANDARD_EXPONENTIAL),
    MODERN_ROW(standard_exponential, SIZE_DTYPE ", method: any = 'zig', out: out = None",
               "Waiting times with the mean 1.", "()", "0.6799319039689096", infer_standard, run_standard,
               STANDARD_EXPONENTIAL),
    LEGACY_ROWS(standard_gamma, "shape: any, " SIZE, "Numbers of the gamma distribution of scale 1.", "(2)",
                "5.138829576340244", infer_standard, run_standard, STANDARD_GAMMA),
    MODERN_ROW(standard_gamma, "shape: any, " SIZE_DTYPE ", out: out = None",
               "Numbers of the gamma distribution of scale 1.", "(2)", "1.8343100674525519", infer_standard,
               run_standard, STANDARD_GAMMA),
    LEGACY_ROWS(rand, "*args", "Numbers spread evenly from 0 up to 1, in the shape of the arguments.", "(2)",
                "array([0.5488135 , 0.71518937])", infer_rand, run_rand, STANDARD_UNIFORM),
    LEGACY_ROWS(randn, "*args", "Normal numbers, in the shape of the arguments.", "(2)",
                "array([1.76405235, 0.40015721])", infer_rand, run_rand, STANDARD_NORMAL),
    { 0 },
};
