/* math.c: the module math: functions of one number. Those over several are in math_many.c. */
#include "func/results.h"
#include "python/math_gamma.h"

#include "value/number.h"

#include <float.h>
#include <math.h>

/* Floats to floats ----------------------------------------------------------------------------------------
 */

static double radians_of(double x) { return x * (M_PI / 180.0); }
static double degrees_of(double x) { return x * (180.0 / M_PI); }

static double ulp_of(double x)
{
    x = fabs(x);
    if (!isfinite(x))
        return x;
    double up = nextafter(x, HUGE_VAL);
    return isinf(up) ? x - nextafter(x, -HUGE_VAL) : up - x;
}

/* A function by its C name; where it answers NaN or infinity for a finite number, either the text says what
 * was expected of the argument (its %s), or it was too large. */
typedef struct OneNumber {
    double (*of)(double);
    const char *expected; /* NULL: every number will do */
    bool overflows;       /* an infinite answer means a range error */
} OneNumber;

static const char UNIT[] = "expected a number in range from -1 up to 1, got %s";
static const char FINITE[] = "expected a finite input, got %s";
static const char NO_POLE[] = "expected a noninteger or positive integer, got %s";

enum {
    ACOS,
    ACOSH,
    ASIN,
    ASINH,
    ATAN,
    ATANH,
    CBRT,
    COS,
    COSH,
    DEGREES,
    ERF,
    ERFC,
    EXP,
    EXP2,
    EXPM1,
    FABS,
    GAMMA,
    LGAMMA,
    LOG1P,
    RADIANS,
    SIN,
    SINH,
    SQRT,
    TAN,
    TANH,
    ULP,
};

/* Rounded from long double: the C library's own are often off in the last bit. */
static double wide_acosh(double x) { return (double)acoshl(x); }
static double wide_asinh(double x) { return (double)asinhl(x); }
static double wide_atanh(double x) { return (double)atanhl(x); }
static double wide_erf(double x) { return (double)erfl(x); }
static double wide_erfc(double x) { return (double)erfcl(x); }

static const OneNumber one_number[] = {
    [ACOS] = { acos, UNIT, false },
    [ACOSH] = { wide_acosh, "expected argument value not less than 1, got %s", false },
    [ASIN] = { asin, UNIT, false },
    [ASINH] = { wide_asinh, NULL, false },
    [ATAN] = { atan, NULL, false },
    [ATANH] = { wide_atanh, "expected a number between -1 and 1, got %s", false },
    [CBRT] = { cbrt, NULL, false },
    [COS] = { cos, FINITE, false },
    [COSH] = { cosh, NULL, true },
    [DEGREES] = { degrees_of, NULL, false },
    [ERF] = { wide_erf, NULL, false },
    [ERFC] = { wide_erfc, NULL, false },
    [EXP] = { exp, NULL, true },
    [EXP2] = { exp2, NULL, true },
    [EXPM1] = { expm1, NULL, true },
    [FABS] = { fabs, NULL, false },
    [GAMMA] = { math_gamma, NO_POLE, true },
    [LGAMMA] = { math_lgamma, NO_POLE, true },
    [LOG1P] = { log1p, "expected argument value > -1, got %s", false },
    [RADIANS] = { radians_of, NULL, false },
    [SIN] = { sin, FINITE, false },
    [SINH] = { sinh, NULL, true },
    [SQRT] = { sqrt, "expected a nonnegative input, got %s", false },
    [TAN] = { tan, FINITE, false },
    [TANH] = { tanh, NULL, false },
    [ULP] = { ulp_of, NULL, false },
};

static bool unexpected(Run *run, const char *expected, double x)
{
    static const char mark[] = "%s";
    const char *shown = value_text(run, value_float(x)), *at = expected;
    Text text = { 0 };
    for (; *at && (at[0] != mark[0] || at[1] != mark[1]); at++)
        text_char(&text, *at);
    text_puts(&text, *at ? shown : "");
    fail(run, ValueError, "%s", text_get(&text));
    text_free(&text);
    return false;
}

static bool out_of_range(Run *run) { return fail(run, OverflowError, "math range error"); }

static bool run_one_number(Call *call, Value *out)
{
    const OneNumber *f = &one_number[call->func->extra];
    double x, r;
    if (!value_to_double(call->run, ARG(call, 0), &x))
        return false;
    r = f->of(x);
    bool pole = f->of == math_gamma || f->of == math_lgamma ? x <= 0 && x == floor(x) : !f->overflows;
    if (isnan(r) && !isnan(x))
        return unexpected(call->run, f->expected ? f->expected : "math domain error", x);
    if (isinf(r) && isfinite(x) && f->of != degrees_of && f->of != ulp_of)
        return pole && f->expected ? unexpected(call->run, f->expected, x) : out_of_range(call->run);
    *out = value_float(r);
    return true;
}

static Value quick_one_number(Run *run, const Func *func, int n, const Value arg[])
{
    (void)run;
    if (n != 1 || (arg[0].tag != V_FLOAT && arg[0].tag != V_INT))
        return ABSENT;
    double r = one_number[func->extra].of(arg[0].tag == V_INT ? (double)arg[0].i : arg[0].f);
    return isfinite(r) ? value_float(r) : ABSENT;
}

/* Questions -----------------------------------------------------------------------------------------------
 */

enum { IS_FINITE, IS_INF, IS_NAN };

static bool run_question(Call *call, Value *out)
{
    double x;
    if (!value_to_double(call->run, ARG(call, 0), &x))
        return false;
    *out = value_bool(call->func->extra == IS_FINITE ? isfinite(x)
                      : call->func->extra == IS_INF  ? isinf(x)
                                                     : isnan(x));
    return true;
}

/* To ints -------------------------------------------------------------------------------------------------
 */

enum { TO_FLOOR, TO_CEIL, TO_TRUNC };

static bool run_to_int(Call *call, Value *out)
{
    Value v = ARG(call, 0);
    int64_t way = call->func->extra;
    if (value_is_int(v))
        return int_operate(call->run, OP_POS, v, v, out);
    bool is_float = v.tag == V_FLOAT || (v.tag == V_SCALAR && v.dtype == FLOAT64);
    if (way == TO_TRUNC && !is_float)
        return fail(call->run, TypeError, "type %s doesn't define __trunc__ method", value_type_name(v));
    double x;
    if (!value_to_double(call->run, v, &x))
        return false;
    return float_to_int(call->run, way == TO_FLOOR ? floor(x) : way == TO_CEIL ? ceil(x) : x, out);
}

/* Logarithms ----------------------------------------------------------------------------------------------
 */

/* Of ints of any size: the logarithm of a fraction and so often that of 2. */
static double log_of_integer(mpz_srcptr z, double (*log_of)(double))
{
    double x = integer_to_double(z);
    if (!isinf(x))
        return log_of(x);
    long exponent;
    double fraction = mpz_get_d_2exp(&exponent, z);
    return log_of(fraction) + log_of(2.0) * (double)exponent;
}

static bool logarithm(Run *run, Value v, double (*log_of)(double), double *out)
{
    if (value_is_int(v)) {
        Integer in;
        integer_of(&in, v);
        if (mpz_sgn(in.z) <= 0)
            return fail(run, ValueError, "expected a positive input");
        *out = log_of_integer(in.z, log_of);
        return true;
    }
    double x;
    if (!value_to_double(run, v, &x))
        return false;
    if (x <= 0)
        return unexpected(run, "expected a positive input, got %s", x);
    *out = log_of(x);
    return true;
}

static bool run_log(Call *call, Value *out)
{
    double x, base;
    if (!logarithm(call->run, ARG(call, 0), log, &x))
        return false;
    if (arg_given(call, 1)) {
        if (!logarithm(call->run, ARG(call, 1), log, &base))
            return false;
        if (base == 0)
            return fail(call->run, ZeroDivisionError, "division by zero");
        x /= base;
    }
    *out = value_float(x);
    return true;
}

static bool run_log2_10(Call *call, Value *out)
{
    double x;
    if (!logarithm(call->run, ARG(call, 0), call->func->extra == 2 ? log2 : log10, &x))
        return false;
    *out = value_float(x);
    return true;
}

/* Parts of a float ----------------------------------------------------------------------------------------
 */

static bool run_frexp(Call *call, Value *out)
{
    double x;
    int exponent = 0;
    if (!value_to_double(call->run, ARG(call, 0), &x))
        return false;
    if (isfinite(x))
        x = frexp(x, &exponent);
    *out = value_tuple(2, (Value[]){ value_float(x), value_int(exponent) });
    return true;
}

static bool run_modf(Call *call, Value *out)
{
    double x, whole;
    if (!value_to_double(call->run, ARG(call, 0), &x))
        return false;
    double fraction = modf(x, &whole);
    *out = value_tuple(2, (Value[]){ value_float(fraction), value_float(whole) });
    return true;
}

static bool run_ldexp(Call *call, Value *out)
{
    double x;
    Value exponent = ARG(call, 1);
    if (!value_to_double(call->run, ARG(call, 0), &x))
        return false;
    if (!value_is_int(exponent))
        return fail(call->run, TypeError, "Expected an int as second argument to ldexp.");
    int sign = int_compare(exponent, value_int(0));
    int e = exponent.tag != V_BIGINT && exponent.i >= -100000 && exponent.i <= 100000 ? (int)exponent.i
                                                                                      : sign * 100000;
    double r = ldexp(x, e);
    if (isinf(r) && isfinite(x))
        return out_of_range(call->run);
    *out = value_float(r);
    return true;
}

/* Of two and three numbers --------------------------------------------------------------------------------
 */

enum { ATAN2, COPYSIGN, FMOD, REMAINDER, POW };

/* NaN from numbers is a domain error, infinity from finite ones a range error. */
static bool checked(Run *run, double x, double y, double r, Value *out)
{
    if (isnan(r) && !isnan(x) && !isnan(y))
        return fail(run, ValueError, "math domain error");
    if (isinf(r) && isfinite(x) && isfinite(y))
        return out_of_range(run);
    *out = value_float(r);
    return true;
}

static bool run_two_numbers(Call *call, Value *out)
{
    double x, y, r;
    if (!value_to_double(call->run, ARG(call, 0), &x) || !value_to_double(call->run, ARG(call, 1), &y))
        return false;
    switch (call->func->extra) {
    case ATAN2: r = atan2(x, y); break;
    case COPYSIGN: r = copysign(x, y); break;
    case FMOD: r = fmod(x, y); break;
    case REMAINDER: r = remainder(x, y); break;
    default:
        if (x == 0 && y < 0 && isfinite(y))
            return fail(call->run, ValueError, "math domain error");
        r = pow(x, y);
    }
    if (call->func->extra == COPYSIGN) {
        *out = value_float(r);
        return true;
    }
    return checked(call->run, x, y, r, out);
}

static bool run_fma(Call *call, Value *out)
{
    double x, y, z;
    if (!value_to_double(call->run, ARG(call, 0), &x) || !value_to_double(call->run, ARG(call, 1), &y) ||
        !value_to_double(call->run, ARG(call, 2), &z))
        return false;
    double r = fma(x, y, z);
    if (isnan(r) && !isnan(x) && !isnan(y) && !isnan(z))
        return fail(call->run, ValueError, "invalid operation in fma");
    if (isinf(r) && isfinite(x) && isfinite(y) && isfinite(z))
        return fail(call->run, OverflowError, "overflow in fma");
    *out = value_float(r);
    return true;
}

static bool run_isclose(Call *call, Value *out)
{
    double a, b, relative, absolute;
    if (!value_to_double(call->run, ARG(call, 0), &a) || !value_to_double(call->run, ARG(call, 1), &b) ||
        !value_to_double(call->run, ARG(call, 2), &relative) ||
        !value_to_double(call->run, ARG(call, 3), &absolute))
        return false;
    if (relative < 0 || absolute < 0)
        return fail(call->run, ValueError, "tolerances must be non-negative");
    double apart = fabs(b - a);
    *out = value_bool(a == b ||
                      (!isinf(a) && !isinf(b) &&
                       (apart <= fabs(relative * b) || apart <= fabs(relative * a) || apart <= absolute)));
    return true;
}

/* Floats of one sign are in the order of their bits: steps are counted on these. */
static bool run_nextafter(Call *call, Value *out)
{
    double x, y;
    int64_t steps = 1;
    if (!value_to_double(call->run, ARG(call, 0), &x) || !value_to_double(call->run, ARG(call, 1), &y))
        return false;
    Value given = ARG(call, 2);
    if (!arg_none(call, 2)) {
        if (given.tag == V_BIGINT)
            steps = mpz_sgn(given.bigint->z) < 0 ? -1 : INT64_MAX;
        else if (!value_index(call->run, given, &steps))
            return false;
        if (steps < 0)
            return fail(call->run, ValueError, "steps must be a non-negative integer");
    }
    union {
        double f;
        int64_t bits;
    } from = { x }, to = { y };
    *out = value_float(steps ? y : x);
    if (!steps || isnan(x) || isnan(y) || x == y) {
        out->f = steps && isnan(x) ? x : out->f;
        return true;
    }
    /* as ints that run through all floats from below to above */
    int64_t a = from.bits < 0 ? INT64_MIN - from.bits : from.bits,
            b = to.bits < 0 ? INT64_MIN - to.bits : to.bits;
    uint64_t apart = a < b ? (uint64_t)b - (uint64_t)a : (uint64_t)a - (uint64_t)b;
    if ((uint64_t)steps < apart) {
        a = a < b ? a + steps : a - steps;
        from.bits = a < 0 ? INT64_MIN - a : a;
        if (from.bits == 0 && a == 0 && x < 0)
            from.f = -0.0;
        out->f = from.f;
    }
    return true;
}

/* Constants -----------------------------------------------------------------------------------------------
 */

static bool run_constant(Call *call, Value *out)
{
    static const double constant[] = { M_PI, M_E, 2 * M_PI, HUGE_VAL, NAN };
    *out = value_float(constant[call->func->extra]);
    if (isnan(out->f))
        out->dtype = UINT32_MAX; /* math.nan is not np.nan */
    return true;
}

#define ONE(name_, which, brief_, example_)                                                                  \
    {                                                                                                        \
        .name = name_, .of = "math", .params = "x: any, /", .brief = brief_, .example = example_,            \
        AS_IN_PYTHON, .run = run_one_number, .quick = quick_one_number, .extra = which                       \
    }
#define TWO(name_, params_, which, brief_, example_)                                                         \
    {                                                                                                        \
        .name = name_, .of = "math", .params = params_, .brief = brief_, .example = example_, AS_IN_PYTHON,  \
        .run = run_two_numbers, .extra = which                                                               \
    }
#define CONSTANT(name_, which, brief_, example_)                                                             \
    {                                                                                                        \
        .name = name_, .of = "math", .params = "", .brief = brief_, .example = example_, .style = ATTRIBUTE, \
        .run = run_constant, .extra = which                                                                  \
    }

const Func math_funcs[] = {
    CONSTANT("pi", 0, "the circle's circumference over its diameter", ">>> math.pi\n3.141592653589793\n"),
    CONSTANT("e", 1, "the base of natural logarithms", ">>> math.e\n2.718281828459045\n"),
    CONSTANT("tau", 2, "two pi", ">>> math.tau\n6.283185307179586\n"),
    CONSTANT("inf", 3, "infinity", ">>> math.inf\ninf\n"),
    CONSTANT("nan", 4, "not a number", ">>> math.nan\nnan\n"),
    ONE("acos", ACOS, "the angle whose cosine is x", ">>> math.acos(1)\n0.0\n"),
    ONE("acosh", ACOSH, "the inverse hyperbolic cosine", ">>> math.acosh(1)\n0.0\n"),
    ONE("asin", ASIN, "the angle whose sine is x", ">>> math.asin(1)\n1.5707963267948966\n"),
    ONE("asinh", ASINH, "the inverse hyperbolic sine", ">>> math.asinh(0)\n0.0\n"),
    ONE("atan", ATAN, "the angle whose tangent is x", ">>> math.atan(1)\n0.7853981633974483\n"),
    ONE("atanh", ATANH, "the inverse hyperbolic tangent", ">>> math.atanh(0.5)\n0.5493061443340549\n"),
    ONE("cbrt", CBRT, "the cube root", ">>> math.cbrt(8)\n2.0\n"),
    ONE("cos", COS, "the cosine of an angle in radians", ">>> math.cos(0)\n1.0\n"),
    ONE("cosh", COSH, "the hyperbolic cosine", ">>> math.cosh(0)\n1.0\n"),
    ONE("degrees", DEGREES, "an angle in radians as degrees", ">>> math.degrees(math.pi)\n180.0\n"),
    ONE("erf", ERF, "the error function", ">>> math.erf(0.5)\n0.5204998778130465\n"),
    ONE("erfc", ERFC, "1 - erf(x), exact where erf(x) is near 1", ">>> math.erfc(0)\n1.0\n"),
    ONE("exp", EXP, "e to the power of x", ">>> math.exp(1)\n2.718281828459045\n"),
    ONE("exp2", EXP2, "2 to the power of x", ">>> math.exp2(10)\n1024.0\n"),
    ONE("expm1", EXPM1, "exp(x) - 1, exact for small x", ">>> math.expm1(1e-10)\n1.00000000005e-10\n"),
    ONE("fabs", FABS, "the absolute value, as a float", ">>> math.fabs(-2)\n2.0\n"),
    ONE("gamma", GAMMA, "the gamma function: (x - 1)! for whole x", ">>> math.gamma(5)\n24.0\n"),
    ONE("lgamma", LGAMMA, "the logarithm of the gamma function's size",
        ">>> math.lgamma(10)\n12.801827480081467\n"),
    ONE("log1p", LOG1P, "log(1 + x), exact for small x", ">>> math.log1p(1e-10)\n9.999999999500001e-11\n"),
    ONE("radians", RADIANS, "an angle in degrees as radians", ">>> math.radians(180)\n3.141592653589793\n"),
    ONE("sin", SIN, "the sine of an angle in radians", ">>> math.sin(1)\n0.8414709848078965\n"),
    ONE("sinh", SINH, "the hyperbolic sine", ">>> math.sinh(1)\n1.1752011936438014\n"),
    ONE("sqrt", SQRT, "the square root", ">>> math.sqrt(2)\n1.4142135623730951\n"),
    ONE("tan", TAN, "the tangent of an angle in radians", ">>> math.tan(1)\n1.5574077246549023\n"),
    ONE("tanh", TANH, "the hyperbolic tangent", ">>> math.tanh(1)\n0.7615941559557649\n"),
    ONE("ulp", ULP, "how far the next float is", ">>> math.ulp(1)\n2.220446049250313e-16\n"),
    TWO("atan2", "y: any, x: any, /", ATAN2, "the angle of the point (x, y)",
        ">>> math.atan2(1, -1)\n2.356194490192345\n"),
    TWO("copysign", "x: any, y: any, /", COPYSIGN, "the size of x with the sign of y",
        ">>> math.copysign(3, -0.0)\n-3.0\n"),
    TWO("fmod", "x: any, y: any, /", FMOD, "the remainder with the sign of x",
        ">>> math.fmod(-7, 3)\n-1.0\n"),
    TWO("remainder", "x: any, y: any, /", REMAINDER, "how far x is from the nearest multiple of y",
        ">>> math.remainder(5, 3)\n-1.0\n"),
    TWO("pow", "x: any, y: any, /", POW, "x to the power of y, as floats",
        ">>> math.pow(2, 0.5)\n1.4142135623730951\n"),
    { .name = "fma",
      .of = "math",
      .params = "x: any, y: any, z: any, /",
      .brief = "x * y + z, rounded once",
      .example = ">>> math.fma(2, 3, 4)\n10.0\n",
      AS_IN_PYTHON,
      .run = run_fma },
    { .name = "isclose",
      .of = "math",
      .params = "a: any, b: any, *, rel_tol: any = 1e-09, abs_tol: any = 0.0",
      .brief = "whether two numbers are close to each other",
      .example = ">>> math.isclose(0.1 + 0.2, 0.3)\nTrue\n",
      AS_IN_PYTHON,
      .run = run_isclose },
    { .name = "nextafter",
      .of = "math",
      .params = "x: any, y: any, /, *, steps: any = None",
      .brief = "the float next to x on the way to y",
      .example = ">>> math.nextafter(1, 2)\n1.0000000000000002\n",
      AS_IN_PYTHON,
      .run = run_nextafter },
    { .name = "isfinite",
      .of = "math",
      .params = "x: any, /",
      .brief = "whether it is neither infinite nor NaN",
      .example = ">>> math.isfinite(1e308)\nTrue\n",
      AS_IN_PYTHON,
      .run = run_question,
      .extra = IS_FINITE },
    { .name = "isinf",
      .of = "math",
      .params = "x: any, /",
      .brief = "whether it is infinite",
      .example = ">>> math.isinf(-math.inf)\nTrue\n",
      AS_IN_PYTHON,
      .run = run_question,
      .extra = IS_INF },
    { .name = "isnan",
      .of = "math",
      .params = "x: any, /",
      .brief = "whether it is not a number",
      .example = ">>> math.isnan(math.nan)\nTrue\n",
      AS_IN_PYTHON,
      .run = run_question,
      .extra = IS_NAN },
    { .name = "floor",
      .of = "math",
      .params = "x: any, /",
      .brief = "the largest int at or below x",
      .example = ">>> math.floor(-2.5)\n-3\n",
      AS_IN_PYTHON,
      .run = run_to_int,
      .extra = TO_FLOOR },
    { .name = "ceil",
      .of = "math",
      .params = "x: any, /",
      .brief = "the smallest int at or above x",
      .example = ">>> math.ceil(-2.5)\n-2\n",
      AS_IN_PYTHON,
      .run = run_to_int,
      .extra = TO_CEIL },
    { .name = "trunc",
      .of = "math",
      .params = "x: any, /",
      .brief = "the int towards zero",
      .example = ">>> math.trunc(-2.5)\n-2\n",
      AS_IN_PYTHON,
      .run = run_to_int,
      .extra = TO_TRUNC },
    { .name = "log",
      .of = "math",
      .params = "x: any, base: any = ?, /",
      .brief = "the natural logarithm, or that to a base",
      .example = ">>> math.log(8, 2)\n3.0\n",
      AS_IN_PYTHON,
      .run = run_log },
    { .name = "log2",
      .of = "math",
      .params = "x: any, /",
      .brief = "the logarithm to base 2",
      .example = ">>> math.log2(2**2000)\n2000.0\n",
      AS_IN_PYTHON,
      .run = run_log2_10,
      .extra = 2 },
    { .name = "log10",
      .of = "math",
      .params = "x: any, /",
      .brief = "the logarithm to base 10",
      .example = ">>> math.log10(1000)\n3.0\n",
      AS_IN_PYTHON,
      .run = run_log2_10,
      .extra = 10 },
    { .name = "frexp",
      .of = "math",
      .params = "x: any, /",
      .brief = "x as (m, e) with x = m * 2**e and 0.5 <= |m| < 1",
      .example = ">>> math.frexp(8)\n(0.5, 4)\n",
      AS_IN_PYTHON,
      .run = run_frexp },
    { .name = "modf",
      .of = "math",
      .params = "x: any, /",
      .brief = "the parts of x after and before the point",
      .example = ">>> math.modf(2.5)\n(0.5, 2.0)\n",
      AS_IN_PYTHON,
      .run = run_modf },
    { .name = "ldexp",
      .of = "math",
      .params = "x: any, i: any, /",
      .brief = "x * 2**i",
      .example = ">>> math.ldexp(0.5, 4)\n8.0\n",
      AS_IN_PYTHON,
      .run = run_ldexp },
    { 0 },
};
