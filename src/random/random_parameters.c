/* random_parameters.c: the parameters of distributions: what they must be, and the shape of what is drawn. */
#include "random/random_parameters.h"

#include <math.h>
#include <string.h>

const double draw_rate_most = 9.223372006484771e+18;

bool draw_check_one(Run *run, double x, bool whole, const char *name, Check check, bool many)
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
        if (many && !(x <= draw_rate_most))
            return fail(run, ValueError, "%s value too large", name);
        if (!(x >= 0))
            return fail(run, ValueError, "%s < 0 or %s %s", name, name, is_nan);
        return x <= draw_rate_most || fail(run, ValueError, "%s value too large", name);
    }
    return true;
}

bool draw_check_all(Run *run, const Tensor *t, const char *name, Check check)
{
    Places at;
    places_begin(&at, t);
    while (check != FREE && places_next(&at))
        if (!draw_check_one(run, element_double(t->dtype, t->data + at.offset), t->dtype == INT64, name,
                            check, true))
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

bool draw_shape(Run *run, int n, Tensor *const parameter[], bool single, Shape *size)
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

double draw_sum(const double *x, int64_t n)
{
    double sum = n > 0 ? x[0] : 0.0, lost = 0.0;
    for (int64_t i = 1; i < n; i++) {
        double y = x[i] - lost, t = sum + y;
        lost = t - sum - y;
        sum = t;
    }
    return sum;
}
