/* series_bases.c: the bases of np.polynomial, a row each (numpy/polynomial/polynomial.py and its kin). */
#include "array/series.h"

const Class class_polynomial[1] = {
    { "Polynomial", "numpy.polynomial.polynomial", { class_object }, "Polynomial" }
};

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

/* 1, 2, 3 … for the members of an array, in its dtype. */
static Value counted(Sheet *s, Value c)
{
    if (s->failed)
        return ABSENT;
    Value dim[AXES_MAX];
    for (int i = 0; i < c.tensor->ndim; i++)
        dim[i] = value_int(i ? 1 : c.tensor->dim[0]);
    Value count = NP(s, "arange", value_int(1), value_int(c.tensor->dim[0] + 1));
    count = NP(s, "asarray", count, value_of_dtype((DType)c.tensor->dtype));
    return NP(s, "reshape", count, sheet_tuple(s, c.tensor->ndim, dim));
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
};

const Basis *basis_of_class(const Class *class)
{
    for (int i = 0; i < BASES; i++)
        if (bases[i].class == class)
            return &bases[i];
    return NULL;
}
