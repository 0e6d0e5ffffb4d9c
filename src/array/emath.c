/* np.emath: functions that leave the real axis where NumPy's own answer NaN (numpy/lib/_scimath_impl.py). */
#include "func/sheet.h"

/* What makes the function go on with complex numbers. */
enum { BELOW_ZERO, BEYOND_ONE };

static bool any_outside(Sheet *s, Value x, int where)
{
    Value outside = where == BELOW_ZERO ? sheet_op(s, OP_LT, x, value_int(0))
                                        : sheet_op(s, OP_GT, NP(s, "absolute", x), value_int(1));
    if (!dtype_is_complex(value_dtype(x)))
        return sheet_any(s, outside);
    return sheet_any(s, NP(s, "logical_and", NP(s, "isreal", x), outside));
}

static bool fits_single(DType d)
{
    return d == FLOAT32 || d == COMPLEX64 || d == INT8 || d == INT16 || d == UINT8 || d == UINT16;
}

/* x as it is, or as complex numbers. */
static Value widened(Sheet *s, Value x, int where)
{
    x = NP(s, "asarray", x);
    if (!any_outside(s, x, where))
        return x;
    return as_value(sheet_cast(s, x, fits_single(value_dtype(x)) ? COMPLEX64 : COMPLEX128));
}

static bool infer_unary(Call *call, Value *out)
{
    Tensor *x = arg_tensor(call, 0);
    if (sheet_skips(call, out) || !x || !dtype_is_complex(x->dtype))
        return true; /* the elements decide on the dtype */
    return infer_as(out, (DType)x->dtype, x->ndim, x->dim);
}

static bool run_unary(Call *call, Value *out)
{
    Sheet s;
    sheet_begin(&s, call->run);
    Value x = widened(&s, sheet_argument(&s, call, 0), (int)call->func->extra);
    return sheet_answer(&s, NP(&s, call->func->name, x), out);
}

static bool infer_binary(Call *call, Value *out)
{
    sheet_skips(call, out);
    return true;
}

static bool run_logn(Call *call, Value *out)
{
    Sheet s;
    sheet_begin(&s, call->run);
    Value x = widened(&s, sheet_argument(&s, call, 1), BELOW_ZERO);
    Value n = widened(&s, sheet_argument(&s, call, 0), BELOW_ZERO);
    return sheet_answer(&s, sheet_div(&s, NP(&s, "log", x), NP(&s, "log", n)), out);
}

static bool run_power(Call *call, Value *out)
{
    Sheet s;
    sheet_begin(&s, call->run);
    Value x = widened(&s, sheet_argument(&s, call, 0), BELOW_ZERO), p = sheet_argument(&s, call, 1);
    if (any_outside(&s, p, BELOW_ZERO))
        p = sheet_mul(&s, p, value_float(1)); /* ints have no negative powers */
    return sheet_answer(&s, NP(&s, "power", x, p), out);
}

#define UNARY(title, where, text, shown)                                                                     \
    {                                                                                                        \
        .name = title, .of = "np.emath np.lib.scimath", .params = "x", .style = PYTHON,                      \
        .infer = infer_unary, .run = run_unary, .extra = where, .brief = text, .example = shown              \
    }
#define BINARY(title, parameters, kernel, text, shown)                                                       \
    {                                                                                                        \
        .name = title, .of = "np.emath np.lib.scimath", .params = parameters, .style = PYTHON,               \
        .infer = infer_binary, .run = kernel, .brief = text, .example = shown                                \
    }

const Func emath_funcs[] = {
    UNARY("sqrt", BELOW_ZERO, "the square root, complex of negative numbers",
          ">>> np.emath.sqrt([-1, 4])\narray([0.+1.j, 2.+0.j])\n"),
    UNARY("log", BELOW_ZERO, "the natural logarithm, complex of negative numbers",
          ">>> np.emath.log(-1)\nnp.complex128(3.141592653589793j)\n"),
    UNARY("log2", BELOW_ZERO, "the logarithm to base 2, complex of negative numbers",
          ">>> np.emath.log2(8)\nnp.float64(3.0)\n"),
    UNARY("log10", BELOW_ZERO, "the logarithm to base 10, complex of negative numbers",
          ">>> np.emath.log10(100)\nnp.float64(2.0)\n"),
    UNARY("arccos", BEYOND_ONE, "the inverse cosine, complex beyond 1",
          ">>> np.emath.arccos(1)\nnp.float64(0.0)\n"),
    UNARY("arcsin", BEYOND_ONE, "the inverse sine, complex beyond 1",
          ">>> np.emath.arcsin(0)\nnp.float64(0.0)\n"),
    UNARY("arctanh", BEYOND_ONE, "the inverse hyperbolic tangent, complex beyond 1",
          ">>> np.emath.arctanh(0.5)\nnp.float64(0.5493061443340549)\n"),
    BINARY("logn", "n, x", run_logn, "the logarithm of x to base n, complex of negative numbers",
           ">>> np.emath.logn(2, [4, 8])\narray([2., 3.])\n"),
    BINARY("power", "x, p", run_power, "x to the power p, complex of negative numbers",
           ">>> np.emath.power([2, 4], -2)\narray([0.25  , 0.0625])\n"),
    { .name = NULL },
};
