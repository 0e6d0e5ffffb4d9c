/* number.c: Python's floats and complex numbers, and operators on numbers of different types.
 *
 * The formulas are CPython's (Objects/floatobject.c, Objects/complexobject.c of 3.14), since their last bits
 * show. */
#include "value/number.h"

#include "numeric/digits.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool divided_by_zero(Run *run) { return fail(run, ZeroDivisionError, "division by zero"); }

/* CMPLX needs a compiler that knows _Imaginary arithmetic; this is exact for signed zeros and infinities too.
 */
static complex128 complex_of(double real, double imag)
{
    union {
        double part[2];
        complex128 z;
    } both = { { real, imag } };
    return both.z;
}

/* Floats --------------------------------------------------------------------------------------------------
 */

void float_divmod(double a, double b, double *quotient, double *remainder)
{
    double mod = fmod(a, b), div = (a - mod) / b;
    if (mod != 0) {
        if ((b < 0) != (mod < 0)) {
            mod += b;
            div -= 1.0;
        }
    } else
        mod = copysign(0.0, b);
    *remainder = mod;
    if (div != 0) {
        *quotient = floor(div);
        if (div - *quotient > 0.5)
            *quotient += 1.0;
    } else
        *quotient = copysign(0.0, a / b);
}

static double float_mod(double a, double b)
{
    double mod = fmod(a, b);
    if (mod == 0)
        return copysign(0.0, b);
    return (b < 0) != (mod < 0) ? mod + b : mod;
}

static bool is_odd(double f) { return fmod(fabs(f), 2.0) == 1.0; }

static bool complex_power(Run *, complex128, complex128, Value *out);

/* What pow() answers for operands that are not finite is settled here, since C libraries differ. */
static bool special_power(double a, double b, double *out)
{
    if (b == 0 || a == 1)
        *out = 1.0;
    else if (isnan(a))
        *out = a;
    else if (isnan(b))
        *out = b;
    else if (isinf(b)) {
        double size = fabs(a);
        *out = size == 1 ? 1.0 : (b > 0) == (size > 1) ? fabs(b) : 0.0;
    } else if (isinf(a)) {
        bool odd = is_odd(b);
        *out = b > 0 ? (odd ? a : fabs(a)) : odd ? copysign(0.0, a) : 0.0;
    } else
        return false;
    return true;
}

bool float_power(Run *run, double a, double b, Value *out)
{
    double r;
    if (special_power(a, b, &r)) {
        *out = value_float(r);
        return true;
    }
    if (a == 0) {
        if (b < 0)
            return fail(run, ZeroDivisionError, "zero to a negative power");
        *out = value_float(is_odd(b) ? a : 0.0);
        return true;
    }
    if (a < 0 && b != floor(b))
        return complex_power(run, a, b, out);
    bool negate = a < 0 && is_odd(b);
    r = fabs(a) == 1 ? 1.0 : pow(fabs(a), b);
    if (isinf(r))
        return fail(run, OverflowError, "(34, 'Numerical result out of range')");
    *out = value_float(negate ? -r : r);
    return true;
}

static bool float_operate(Run *run, Operator op, double a, double b, bool *done, Value *out)
{
    double quotient, mod;
    switch (op) {
    case OP_ADD: *out = value_float(a + b); return true;
    case OP_SUB: *out = value_float(a - b); return true;
    case OP_MUL: *out = value_float(a * b); return true;
    case OP_DIV: *out = value_float(a / b); return b != 0 || divided_by_zero(run);
    case OP_FLOORDIV:
        if (b == 0)
            return divided_by_zero(run);
        float_divmod(a, b, &quotient, &mod);
        *out = value_float(quotient);
        return true;
    case OP_MOD:
        if (b == 0)
            return divided_by_zero(run);
        *out = value_float(float_mod(a, b));
        return true;
    case OP_POW: return float_power(run, a, b, out);
    case OP_NEG: *out = value_float(-a); return true;
    case OP_POS: *out = value_float(a); return true;
    default: *done = false; return true;
    }
}

bool float_to_int(Run *run, double f, Value *out)
{
    if (isnan(f))
        return fail(run, ValueError, "cannot convert float NaN to integer");
    if (isinf(f))
        return fail(run, OverflowError, "cannot convert float infinity to integer");
    *out = int_from_double(f);
    return true;
}

Value float_round_even(double f)
{
    double near = round(f);
    if (fabs(f - near) == 0.5)
        near = 2.0 * round(f / 2.0);
    return int_from_double(near);
}

bool float_round(Run *run, double f, int64_t digits, Value *out)
{
    enum { ALL = 323, NONE_LEFT = -308 }; /* no double has more, or as many, digits there */
    if (!isfinite(f) || digits > ALL || f == 0) {
        *out = value_float(f);
        return true;
    }
    if (digits < NONE_LEFT) {
        *out = value_float(0.0 * f);
        return true;
    }
    Digits d;
    digits_fixed(&d, f, (int)digits);
    char text[DIGITS_MAX + 32];
    snprintf(text, sizeof text, "%s0.%.*se%d", signbit(f) ? "-" : "", d.count, d.digit, d.point);
    *out = value_float(strtod(text, NULL));
    return !isinf(out->f) || fail(run, OverflowError, "rounded value too large to represent");
}

/* Complex numbers -----------------------------------------------------------------------------------------
 */

static double boxed(double part) { return copysign(isinf(part) ? 1.0 : 0.0, part); }
static double zero_if_nan(double part) { return isnan(part) ? copysign(0.0, part) : part; }

/* _Py_c_prod: infinities that came out as nan+nanj are put right as in C11, annex G.5.1. */
static complex128 complex_product(complex128 z, complex128 w)
{
    double a = creal(z), b = cimag(z), c = creal(w), d = cimag(w);
    double ac = a * c, bd = b * d, ad = a * d, bc = b * c;
    double real = ac - bd, imag = ad + bc;
    if (!isnan(real) || !isnan(imag))
        return complex_of(real, imag);
    bool again = false;
    if (isinf(a) || isinf(b)) {
        a = boxed(a), b = boxed(b), c = zero_if_nan(c), d = zero_if_nan(d);
        again = true;
    }
    if (isinf(c) || isinf(d)) {
        c = boxed(c), d = boxed(d), a = zero_if_nan(a), b = zero_if_nan(b);
        again = true;
    }
    if (!again && (isinf(ac) || isinf(bd) || isinf(ad) || isinf(bc))) {
        a = zero_if_nan(a), b = zero_if_nan(b), c = zero_if_nan(c), d = zero_if_nan(d);
        again = true;
    }
    return again ? complex_of(HUGE_VAL * (a * c - b * d), HUGE_VAL * (a * d + b * c))
                 : complex_of(real, imag);
}

/* _Py_c_quot: divides by the larger part first; false: division by zero. */
static bool complex_quotient(complex128 z, complex128 w, complex128 *out)
{
    double a = creal(z), b = cimag(z), c = creal(w), d = cimag(w), real, imag;
    if (fabs(c) >= fabs(d)) {
        if (c == 0)
            return false;
        double ratio = d / c, denominator = c + d * ratio;
        real = (a + b * ratio) / denominator;
        imag = (b - a * ratio) / denominator;
    } else if (fabs(d) >= fabs(c)) {
        double ratio = c / d, denominator = c * ratio + d;
        real = (a * ratio + b) / denominator;
        imag = (b * ratio - a) / denominator;
    } else
        real = imag = NAN;
    if (isnan(real) && isnan(imag)) {
        if ((isinf(a) || isinf(b)) && isfinite(c) && isfinite(d)) {
            double x = boxed(a), y = boxed(b);
            real = HUGE_VAL * (x * c + y * d);
            imag = HUGE_VAL * (y * c - x * d);
        } else if ((isinf(c) || isinf(d)) && isfinite(a) && isfinite(b)) {
            double x = boxed(c), y = boxed(d);
            real = 0.0 * (a * x + b * y);
            imag = 0.0 * (b * x - a * y);
        }
    }
    *out = complex_of(real, imag);
    return true;
}

/* _Py_rc_quot: a real number by a complex one. */
static bool real_by_complex(double a, complex128 w, complex128 *out)
{
    double c = creal(w), d = cimag(w);
    if (fabs(c) >= fabs(d)) {
        if (c == 0)
            return false;
        double ratio = d / c, denominator = c + d * ratio;
        *out = complex_of(a / denominator, (-a * ratio) / denominator);
    } else if (fabs(d) >= fabs(c)) {
        double ratio = c / d, denominator = c * ratio + d;
        *out = complex_of((a * ratio) / denominator, (-a) / denominator);
    } else
        *out = complex_of(NAN, NAN);
    if (isnan(creal(*out)) && isnan(cimag(*out)) && isfinite(a) && (isinf(c) || isinf(d)))
        *out = complex_of(0.0 * (a * boxed(c)), 0.0 * (-a * boxed(d)));
    return true;
}

/* c_powu: the product with 1 + 0j counts, it decides the signs of zeros. */
static complex128 power_by_products(complex128 z, int n)
{
    complex128 square = z, result = complex_of(1, 0);
    for (; n; n >>= 1) {
        if (n & 1)
            result = complex_product(result, square);
        if (n > 1)
            square = complex_product(square, square);
    }
    return result;
}

static bool complex_power(Run *run, complex128 z, complex128 w, Value *out)
{
    double a = creal(z), b = cimag(z), c = creal(w), d = cimag(w);
    static const char *const zero = "zero to a negative or complex power";
    complex128 r;
    if (d == 0 && c == floor(c) && fabs(c) <= 100) { /* small whole powers by products: more exact */
        r = power_by_products(z, (int)fabs(c));
        if (c < 0 && !complex_quotient(complex_of(1, 0), r, &r))
            return fail(run, ZeroDivisionError, "%s", zero);
    } else if (a == 0 && b == 0) {
        if (d != 0 || c < 0)
            return fail(run, ZeroDivisionError, "%s", zero);
        r = complex_of(0, 0);
    } else {
        double size = hypot(a, b), length = pow(size, c), angle = atan2(b, a), phase = angle * c;
        if (d != 0) {
            length *= exp(-angle * d);
            phase += d * log(size);
        }
        if (isinf(phase)) /* an angle without cosine, for which Python has no words of its own */
            return fail(run, ZeroDivisionError, "%s", zero);
        r = complex_of(length * cos(phase), length * sin(phase));
    }
    if (isinf(creal(r)) || isinf(cimag(r)))
        return fail(run, OverflowError, "complex exponentiation");
    *out = value_complex(r);
    return true;
}

/* z with the other operand real: its missing imaginary part is no 0, so the sign of z's survives. */
static bool mixed_operate(Run *run, Operator op, complex128 z, double x, bool real_first, bool *done,
                          Value *out)
{
    double a = creal(z), b = cimag(z);
    complex128 r;
    switch (op) {
    case OP_ADD: r = complex_of(a + x, b); break;
    case OP_SUB: r = real_first ? complex_of(x - a, -b) : complex_of(a - x, b); break;
    case OP_MUL: r = complex_of(a * x, b * x); break;
    case OP_DIV:
        if (real_first) {
            if (!real_by_complex(x, z, &r))
                return divided_by_zero(run);
            break;
        }
        if (x == 0)
            return divided_by_zero(run);
        r = complex_of(a / x, b / x);
        break;
    case OP_POW:
        return real_first ? complex_power(run, complex_of(x, 0), z, out)
                          : complex_power(run, z, complex_of(x, 0), out);
    default: *done = false; return true;
    }
    *out = value_complex(r);
    return true;
}

static bool complex_operate(Run *run, Operator op, complex128 z, complex128 w, bool *done, Value *out)
{
    complex128 r;
    switch (op) {
    case OP_ADD: r = complex_of(creal(z) + creal(w), cimag(z) + cimag(w)); break;
    case OP_SUB: r = complex_of(creal(z) - creal(w), cimag(z) - cimag(w)); break;
    case OP_MUL: r = complex_product(z, w); break;
    case OP_DIV:
        if (!complex_quotient(z, w, &r))
            return divided_by_zero(run);
        break;
    case OP_POW: return complex_power(run, z, w, out);
    case OP_NEG: r = complex_of(-creal(z), -cimag(z)); break;
    case OP_POS: r = z; break;
    default: *done = false; return true;
    }
    *out = value_complex(r);
    return true;
}

/* All of them ----------------------------------------------------------------------------------------------
 */

int number_compare(Value a, Value b)
{
    if (a.tag == V_COMPLEX || b.tag == V_COMPLEX) {
        if (a.tag != V_COMPLEX)
            return number_compare(b, a);
        Value real = value_float(creal(a.number->z));
        if (b.tag == V_COMPLEX)
            return a.number->z == b.number->z ? 0 : UNORDERED;
        return cimag(a.number->z) == 0 && number_compare(real, b) == 0 ? 0 : UNORDERED;
    }
    bool whole_a = a.tag != V_FLOAT, whole_b = b.tag != V_FLOAT;
    if ((!whole_a && isnan(a.f)) || (!whole_b && isnan(b.f)))
        return UNORDERED;
    if (whole_a)
        return whole_b ? int_compare(a, b) : int_compare_double(a, b.f);
    return whole_b ? -int_compare_double(b, a.f) : (a.f > b.f) - (a.f < b.f);
}

bool number_operate(Run *run, Operator op, Value a, Value b, bool *done, Value *out)
{
    bool unary = op == OP_NEG || op == OP_POS || op == OP_INVERT;
    *done = value_is_number(a) && (unary || value_is_number(b)) && op != OP_MATMUL;
    if (!*done)
        return true;
    if (unary)
        b = a;
    if (value_is_int(a) && value_is_int(b)) {
        if (!unary && a.tag == V_BOOL && b.tag == V_BOOL && (op == OP_AND || op == OP_OR || op == OP_XOR)) {
            *out = value_bool(op == OP_AND ? a.i & b.i : op == OP_OR ? a.i | b.i : a.i ^ b.i);
            return true;
        }
        return int_operate(run, op, a, b, out);
    }
    /* an int that is too large for a float is told of only where floats have the operator */
    if (op == OP_AND || op == OP_OR || op == OP_XOR || op == OP_LSHIFT || op == OP_RSHIFT ||
        op == OP_INVERT ||
        ((op == OP_FLOORDIV || op == OP_MOD) && (a.tag == V_COMPLEX || b.tag == V_COMPLEX))) {
        *done = false;
        return true;
    }
    if (a.tag == V_COMPLEX && b.tag == V_COMPLEX)
        return complex_operate(run, op, a.number->z, b.number->z, done, out);
    double x = 0, y = 0;
    if ((a.tag != V_COMPLEX && !value_to_double(run, a, &x)) ||
        (b.tag != V_COMPLEX && !value_to_double(run, b, &y)))
        return false;
    if (a.tag == V_COMPLEX)
        return mixed_operate(run, op, a.number->z, y, false, done, out);
    if (b.tag == V_COMPLEX)
        return mixed_operate(run, op, b.number->z, x, true, done, out);
    return float_operate(run, op, x, y, done, out);
}
