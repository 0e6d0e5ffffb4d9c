/* bincount.c: how often each of the numbers 0, 1, 2 … is there. */
#include "base/vectors.h"

#include "func/sheet.h"

/* A parameter as a contiguous line of a dtype. Arrays must fit it, what is in lists is converted. */
static bool is_line(Sheet *s, Value given, const Tensor *t, DType dtype)
{
    bool fits = dtype_can_cast((DType)t->dtype, dtype, CAST_SAFE) || (dtype == INT64 && t->dtype == UINT64) ||
                (!tensor_size(t) && given.tag != V_ARRAY);
    if (t->ndim == 0)
        return sheet_fail(s, ValueError, "object of too small depth for desired array");
    if (given.tag == V_ARRAY && t->ndim > 1)
        return sheet_fail(s, ValueError, "object too deep for desired array");
    if (!fits && given.tag == V_ARRAY)
        return sheet_fail(
            s, TypeError,
            "Cannot cast array data from dtype('%s') to dtype('%s') according to the rule 'safe'",
            dtype_info[t->dtype].name, dtype_info[dtype].name);
    if (!fits && dtype_is_complex((DType)t->dtype))
        return sheet_fail(s, TypeError, "%s() argument must be a string%s or a real number, not 'complex'",
                          dtype == INT64 ? "int" : "float", dtype == INT64 ? ", a bytes-like object" : "");
    return t->ndim == 1 || sheet_fail(s, ValueError, "object too deep for desired array");
}

static Tensor *as_line(Sheet *s, Value given, DType dtype)
{
    Tensor *t = s->failed
                    ? NULL
                    : tensor_from_value_within(s->run, given, NO_DTYPE, given.tag == V_ARRAY ? AXES_MAX : 1);
    if (!sheet_array(s, sheet_tensor(s, t)) || !is_line(s, given, t, dtype))
        return NULL;
    return sheet_line(s, value_array(t), dtype);
}

enum { BINCOUNT_WEIGHTS = 1, BINCOUNT_MINLENGTH };

/* The same of arrays and numbers; what lists hold is seen when they are read. */
static bool may_be_line(Sheet *s, Value given, DType dtype)
{
    Tensor scalar;
    return given.tag == V_ARRAY                ? is_line(s, given, given.tensor, dtype)
           : tensor_of_scalar(&scalar, &given) ? is_line(s, given, &scalar, dtype)
                                               : true;
}

static bool infer_bincount(Call *call, Value *out)
{
    int64_t some = DIM_UNKNOWN;
    if (sheet_skips(call, out))
        return true;
    Value given = call->arg[0].value; /* an empty one has no weights */
    bool weighs =
        !arg_none(call, BINCOUNT_WEIGHTS) && !(given.tag == V_ARRAY && tensor_size(given.tensor) == 0);
    Sheet s;
    sheet_begin(&s, call->run);
    Value weights = weighs ? call->arg[BINCOUNT_WEIGHTS].value : NONE;
    if (!may_be_line(&s, given, INT64) || (weighs && !may_be_line(&s, weights, FLOAT64)))
        return false;
    if (given.tag == V_ARRAY && weights.tag == V_ARRAY && given.tensor->dim[0] != weights.tensor->dim[0] &&
        given.tensor->dim[0] >= 0 && weights.tensor->dim[0] >= 0)
        return fail(call->run, ValueError, "The weights and list don't have the same length.");
    return infer_as(out, weighs ? FLOAT64 : INT64, 1, &some);
}

VECTORS static void bounds_of(int64_t n, const int64_t *at, int64_t *least, int64_t *most)
{
    int64_t low = *least, high = *most;
    for (int64_t i = 0; i < n; i++) {
        low = at[i] < low ? at[i] : low;
        high = at[i] > high ? at[i] : high;
    }
    *least = low;
    *most = high;
}

static void count_each(int64_t n, const int64_t *restrict at, int64_t *restrict count)
{
    for (int64_t i = 0; i < n; i++)
        count[at[i]]++;
}

static bool run_bincount(Call *call, Value *out)
{
    Sheet s;
    int64_t size = 0;
    Tensor *weights = NULL;
    sheet_begin(&s, call->run);
    Tensor *x = as_line(&s, call->arg[0].value, INT64);
    if (x && arg_none(call, BINCOUNT_MINLENGTH))
        sheet_fail(&s, TypeError, "use 0 instead of None for minlength");
    s.failed |= s.failed || !arg_int(call, BINCOUNT_MINLENGTH, &size);
    if (!s.failed && size < 0)
        sheet_fail(&s, ValueError, "'minlength' must not be negative");
    if (!s.failed && !arg_none(call, BINCOUNT_WEIGHTS) && x->dim[0])
        weights = as_line(&s, call->arg[BINCOUNT_WEIGHTS].value, FLOAT64);
    if (!s.failed && weights && weights->dim[0] != x->dim[0])
        sheet_fail(&s, ValueError, "The weights and list don't have the same length.");
    int64_t n = s.failed ? 0 : x->dim[0];
    const int64_t *at = s.failed ? NULL : (const int64_t *)x->data;
    int64_t least = 0, most = -1;
    bounds_of(n, at, &least, &most);
    if (least < 0)
        sheet_fail(&s, ValueError, "'list' argument must have no negative elements");
    size = most >= size ? most + (most < INT64_MAX) : size; /* too many in either case */
    Tensor *count = s.failed ? NULL : sheet_zeros(&s, weights ? FLOAT64 : INT64, 1, &size);
    for (int64_t i = 0; count && weights && i < n; i++)
        ((double *)count->data)[at[i]] += ((const double *)weights->data)[i];
    if (count && !weights)
        count_each(n, at, (int64_t *)count->data);
    return sheet_answer(&s, as_value(count), out);
}

const Func bincount_funcs[] = {
    { .name = "bincount",
      .of = "np",
      .params = "x: any, /, weights: any = None, minlength: any = 0",
      .brief = "How often each of the numbers 0, 1, 2 … is there.",
      .example = ">>> np.bincount([0, 1, 1, 3])\narray([1, 2, 0, 1])\n",
      .style = PYTHON,
      .infer = infer_bincount,
      .run = run_bincount,
      .gives = AS_ARRAY },
    { .name = NULL },
};
