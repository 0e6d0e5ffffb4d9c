/* integer.c: Python's ints: 64 bits as long as they suffice, GMP's beyond. */
#include "value/number.h"

#include <float.h>
#include <math.h>
#include <string.h>

enum { BITS_MAX = 1 << 27 }; /* of an int: 16 MB, a second's work */

static const int64_t EXACT = INT64_C(1) << 53; /* up to here every int is a double */

mpz_srcptr integer_of(Integer *in, Value v)
{
    if (v.tag == V_BIGINT)
        return in->z = v.bigint->z;
    in->limb = v.i < 0 ? 0 - (mp_limb_t)v.i : (mp_limb_t)v.i;
    return in->z = mpz_roinit_n(in->room, &in->limb, v.i < 0 ? -1 : v.i > 0);
}

static double bits_of(Value v)
{
    Integer in;
    return (double)mpz_sizeinbase(integer_of(&in, v), 2);
}

bool int_fits(Run *run, double bits)
{
    return bits <= BITS_MAX ||
           fail(run, MemoryError, "an int of %.0f bits is more than the calculator computes with", bits);
}

static bool divided_by_zero(Run *run) { return fail(run, ZeroDivisionError, "division by zero"); }

/* To and from doubles -------------------------------------------------------------------------------------
 */

double integer_to_double(mpz_srcptr z)
{
    size_t bits = mpz_sizeinbase(z, 2);
    if (bits <= 53)
        return mpz_get_d(z);
    if (bits > 1024 + 64)
        return mpz_sgn(z) * HUGE_VAL;
    /* the top 64 bits, the last of them standing for all below it: converting them rounds as it should */
    mpz_t top;
    mpz_init(top);
    size_t below = bits > 64 ? bits - 64 : 0;
    mpz_tdiv_q_2exp(top, z, below);
    uint64_t digits = mpz_get_ui(top);
    if (below && mpz_scan1(z, 0) < below)
        digits |= 1;
    mpz_clear(top);
    return mpz_sgn(z) * ldexp((double)digits, (int)below);
}

bool int_to_double(Run *run, Value v, double *out)
{
    if (v.tag != V_BIGINT) {
        *out = (double)v.i;
        return true;
    }
    *out = integer_to_double(v.bigint->z);
    return !isinf(*out) || fail(run, OverflowError, "int too large to convert to float");
}

Value int_from_double(double f)
{
    if (fabs(f) < 9e18)
        return value_int((int64_t)f);
    mpz_t z;
    mpz_init_set_d(z, f);
    Value v = value_bigint(z);
    mpz_clear(z);
    return v;
}

int int_compare(Value a, Value b)
{
    if (a.tag != V_BIGINT && b.tag != V_BIGINT)
        return (a.i > b.i) - (a.i < b.i);
    Integer x, y;
    return mpz_cmp(integer_of(&x, a), integer_of(&y, b));
}

int int_compare_double(Value v, double f)
{
    if (v.tag == V_BIGINT)
        return isinf(f) ? (f > 0 ? -1 : 1) : mpz_cmp_d(v.bigint->z, f);
    if (v.i <= EXACT && v.i >= -EXACT)
        return ((double)v.i > f) - ((double)v.i < f);
    if (f >= 0x1p63)
        return -1;
    if (f < -0x1p63)
        return 1;
    int64_t whole = (int64_t)f;
    if (v.i != whole)
        return v.i > whole ? 1 : -1;
    double part = f - (double)whole;
    return (part < 0) - (part > 0);
}

/* Division ------------------------------------------------------------------------------------------------
 */

bool int_divmod(Run *run, Value a, Value b, Value *quotient, Value *remainder)
{
    if (b.tag != V_BIGINT && !b.i)
        return divided_by_zero(run);
    if (a.tag != V_BIGINT && b.tag != V_BIGINT && !(a.i == INT64_MIN && b.i == -1)) {
        int64_t q = a.i / b.i, r = a.i % b.i;
        bool down = r && (r < 0) != (b.i < 0);
        *quotient = value_int(q - down);
        *remainder = value_int(down ? r + b.i : r);
        return true;
    }
    Integer x, y;
    mpz_t q, r;
    mpz_inits(q, r, NULL);
    mpz_fdiv_qr(q, r, integer_of(&x, a), integer_of(&y, b));
    *quotient = value_bigint(q);
    *remainder = value_bigint(r);
    mpz_clears(q, r, NULL);
    return true;
}

/* Rounds q * 2**shift, q of at most 64 bits, its last one standing for all below it, once: also where the
 * result has fewer than 53 bits. */
static double round_scaled(uint64_t q, int bits, int shift)
{
    int extra = (bits > DBL_MIN_EXP - shift ? bits : DBL_MIN_EXP - shift) - DBL_MANT_DIG;
    uint64_t half = UINT64_C(1) << (extra - 1);
    if ((q & half) && (q & (3 * half - 1)))
        q += half;
    return ldexp((double)(q & ~(2 * half - 1)), shift);
}

/* a / b, correctly rounded: Objects/longobject.c, long_true_divide. */
static bool divide_truly(Run *run, Value a, Value b, Value *out)
{
    if (b.tag != V_BIGINT && !b.i)
        return divided_by_zero(run);
    if (a.tag != V_BIGINT && b.tag != V_BIGINT && a.i <= EXACT && a.i >= -EXACT && b.i <= EXACT &&
        b.i >= -EXACT) {
        *out = value_float((double)a.i / (double)b.i);
        return true;
    }
    Integer x, y;
    integer_of(&x, a);
    integer_of(&y, b);
    int sign = mpz_sgn(x.z) * mpz_sgn(y.z) < 0 || (!mpz_sgn(x.z) && mpz_sgn(y.z) < 0) ? -1 : 1;
    long difference = (long)mpz_sizeinbase(x.z, 2) - (long)mpz_sizeinbase(y.z, 2);
    if (!mpz_sgn(x.z) || difference < DBL_MIN_EXP - DBL_MANT_DIG - 1) {
        *out = value_float(sign * 0.0);
        return true;
    }
    if (difference > DBL_MAX_EXP)
        return fail(run, OverflowError, "integer division result too large for a float");
    int shift = (int)(difference > DBL_MIN_EXP ? difference : DBL_MIN_EXP) - DBL_MANT_DIG - 2;
    mpz_t scaled, q, r;
    mpz_inits(scaled, q, r, NULL);
    bool inexact = false;
    if (shift <= 0)
        mpz_mul_2exp(scaled, x.z, (mp_bitcnt_t)-shift);
    else {
        mpz_tdiv_q_2exp(scaled, x.z, (mp_bitcnt_t)shift);
        inexact = mpz_scan1(x.z, 0) < (mp_bitcnt_t)shift;
    }
    mpz_tdiv_qr(q, r, scaled, y.z);
    uint64_t digits = mpz_get_ui(q) | (inexact || mpz_sgn(r));
    double result = round_scaled(digits, (int)mpz_sizeinbase(q, 2), shift);
    mpz_clears(scaled, q, r, NULL);
    *out = value_float(sign * result);
    return !isinf(result) || fail(run, OverflowError, "integer division result too large for a float");
}

/* Powers and shifts ---------------------------------------------------------------------------------------
 */

static bool small_power(int64_t base, uint64_t exponent, int64_t *out)
{
    int64_t result = 1;
    for (; exponent; exponent >>= 1) {
        if ((exponent & 1) && __builtin_mul_overflow(result, base, &result))
            return false;
        if (exponent > 1 && __builtin_mul_overflow(base, base, &base))
            return false;
    }
    *out = result;
    return true;
}

static bool negative(Value v) { return v.tag == V_BIGINT ? mpz_sgn(v.bigint->z) < 0 : v.i < 0; }

static bool power(Run *run, Value a, Value b, Value *out)
{
    if (negative(b)) {
        double x, y;
        return int_to_double(run, a, &x) && int_to_double(run, b, &y) && float_power(run, x, y, out);
    }
    int64_t result;
    if (a.tag != V_BIGINT && a.i >= -1 && a.i <= 1) {
        bool odd = b.tag == V_BIGINT ? mpz_odd_p(b.bigint->z) : b.i & 1;
        bool zero = b.tag != V_BIGINT && !b.i;
        *out = value_int(zero || (a.i == -1 && !odd) ? 1 : a.i);
        return true;
    }
    if (b.tag == V_BIGINT)
        return int_fits(run, HUGE_VAL);
    if (a.tag != V_BIGINT && small_power(a.i, (uint64_t)b.i, &result)) {
        *out = value_int(result);
        return true;
    }
    if (!int_fits(run, (bits_of(a) - 1) * (double)b.i))
        return false;
    Integer x;
    mpz_t z;
    mpz_init(z);
    mpz_pow_ui(z, integer_of(&x, a), (unsigned long)b.i);
    *out = value_bigint(z);
    mpz_clear(z);
    return true;
}

bool int_power_mod(Run *run, Value base, Value exponent, Value modulus, Value *out)
{
    if (modulus.tag != V_BIGINT && !modulus.i)
        return fail(run, ValueError, "pow() 3rd argument cannot be 0");
    Integer x, y, m;
    integer_of(&x, base);
    integer_of(&y, exponent);
    integer_of(&m, modulus);
    mpz_t z;
    mpz_init(z);
    bool ok = true;
    if (mpz_sgn(y.z) >= 0)
        mpz_powm(z, x.z, y.z, m.z);
    else if (mpz_cmpabs_ui(m.z, 1) == 0)
        mpz_set_ui(z, 0);
    else if (mpz_invert(z, x.z, m.z)) {
        mpz_t up;
        mpz_init(up);
        mpz_neg(up, y.z);
        mpz_powm(z, z, up, m.z);
        mpz_clear(up);
    } else
        ok = fail(run, ValueError, "base is not invertible for the given modulus");
    if (mpz_sgn(m.z) < 0 && mpz_sgn(z))
        mpz_add(z, z, m.z);
    if (ok)
        *out = value_bigint(z);
    mpz_clear(z);
    return ok;
}

static bool shift(Run *run, Operator op, Value a, Value b, Value *out)
{
    if (negative(b))
        return fail(run, ValueError, "negative shift count");
    if (a.tag != V_BIGINT && !a.i) {
        *out = value_int(0);
        return true;
    }
    bool far = b.tag == V_BIGINT;
    if (op == OP_LSHIFT) {
        if (far)
            return fail(run, OverflowError, "too many digits in integer");
        if (!int_fits(run, bits_of(a) + (double)b.i))
            return false;
    } else if (far || b.i > BITS_MAX * INT64_C(2)) {
        *out = value_int(negative(a) ? -1 : 0);
        return true;
    }
    if (op == OP_RSHIFT && a.tag != V_BIGINT) {
        *out = value_int(a.i >> (b.i > 63 ? 63 : b.i));
        return true;
    }
    Integer x;
    mpz_t z;
    mpz_init(z);
    integer_of(&x, a);
    if (op == OP_LSHIFT)
        mpz_mul_2exp(z, x.z, (mp_bitcnt_t)b.i);
    else
        mpz_fdiv_q_2exp(z, x.z, (mp_bitcnt_t)b.i);
    *out = value_bigint(z);
    mpz_clear(z);
    return true;
}

/* Operators -----------------------------------------------------------------------------------------------
 */

static bool operate_large(Run *run, Operator op, Value a, Value b, Value *out)
{
    if (op == OP_MUL && !int_fits(run, bits_of(a) + bits_of(b) - 1))
        return false;
    Integer x, y;
    integer_of(&x, a);
    if (op != OP_NEG && op != OP_INVERT)
        integer_of(&y, b);
    mpz_t z;
    mpz_init(z);
    switch (op) {
    case OP_ADD: mpz_add(z, x.z, y.z); break;
    case OP_SUB: mpz_sub(z, x.z, y.z); break;
    case OP_MUL: mpz_mul(z, x.z, y.z); break;
    case OP_AND: mpz_and(z, x.z, y.z); break;
    case OP_OR: mpz_ior(z, x.z, y.z); break;
    case OP_XOR: mpz_xor(z, x.z, y.z); break;
    case OP_NEG: mpz_neg(z, x.z); break;
    default: mpz_com(z, x.z); /* OP_INVERT */
    }
    *out = value_bigint(z);
    mpz_clear(z);
    return true;
}

static bool operate_small(Operator op, int64_t a, int64_t b, int64_t *r)
{
    switch (op) {
    case OP_ADD: return !__builtin_add_overflow(a, b, r);
    case OP_SUB: return !__builtin_sub_overflow(a, b, r);
    case OP_MUL: return !__builtin_mul_overflow(a, b, r);
    case OP_AND: *r = a & b; return true;
    case OP_OR: *r = a | b; return true;
    case OP_XOR: *r = a ^ b; return true;
    case OP_NEG: return !__builtin_sub_overflow(0, a, r);
    default: *r = ~a; return true; /* OP_INVERT */
    }
}

static bool divide_down(Run *run, Operator op, Value a, Value b, Value *out)
{
    Value quotient, remainder;
    if (!int_divmod(run, a, b, &quotient, &remainder))
        return false;
    *out = op == OP_MOD ? remainder : quotient;
    value_drop(op == OP_MOD ? quotient : remainder);
    return true;
}

bool int_operate(Run *run, Operator op, Value a, Value b, Value *out)
{
    switch (op) {
    case OP_DIV: return divide_truly(run, a, b, out);
    case OP_FLOORDIV:
    case OP_MOD: return divide_down(run, op, a, b, out);
    case OP_POW: return power(run, a, b, out);
    case OP_LSHIFT:
    case OP_RSHIFT: return shift(run, op, a, b, out);
    case OP_POS: *out = a.tag == V_BIGINT ? value_keep(a) : value_int(a.i); return true;
    default: break;
    }
    int64_t r;
    bool unary = op == OP_NEG || op == OP_INVERT;
    if (a.tag != V_BIGINT && (unary || b.tag != V_BIGINT) && operate_small(op, a.i, b.i, &r)) {
        *out = value_int(r);
        return true;
    }
    return operate_large(run, op, a, b, out);
}

/* Half to even at a power of ten. */
bool int_round(Run *run, Value v, Value digits, Value *out)
{
    if (!negative(digits)) {
        *out = v.tag == V_BIGINT ? value_keep(v) : value_int(v.i);
        return true;
    }
    Integer in;
    integer_of(&in, v);
    if (digits.tag == V_BIGINT || -(double)digits.i > bits_of(v)) {
        *out = value_int(0);
        return true;
    }
    mpz_t place, q, r;
    mpz_inits(place, q, r, NULL);
    mpz_ui_pow_ui(place, 10, (unsigned long)-digits.i);
    mpz_fdiv_qr(q, r, in.z, place);
    mpz_mul_2exp(r, r, 1);
    int above = mpz_cmp(r, place);
    if (above > 0 || (above == 0 && mpz_odd_p(q)))
        mpz_add_ui(q, q, 1);
    mpz_mul(q, q, place);
    *out = value_bigint(q);
    mpz_clears(place, q, r, NULL);
    (void)run;
    return true;
}

char *int_digits(int64_t i, char *end)
{
    uint64_t u = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
    for (; u >= 100; u /= 100) { /* two at a time: divisions are what takes the time */
        unsigned two = (unsigned)(u % 100);
        *--end = (char)('0' + two % 10);
        *--end = (char)('0' + two / 10);
    }
    do
        *--end = (char)('0' + u % 10);
    while (u /= 10);
    if (i < 0)
        *--end = '-';
    return end;
}

bool int_text(Run *run, Value v, int base, Text *out)
{
    if (v.tag != V_BIGINT && base == 10) {
        char text[24], *end = text + sizeof text, *at = int_digits(v.i, end);
        text_add(out, at, (size_t)(end - at));
        return true;
    }
    Integer in;
    integer_of(&in, v);
    size_t digits = mpz_sizeinbase(in.z, base);
    size_t most = base & (base - 1) && run->digits_max ? (size_t)run->digits_max : SIZE_MAX - 1;
    char *text = digits > most + 1 ? NULL : mem_alloc(digits + 2);
    if (text)
        mpz_get_str(text, base, in.z);
    if (!text || strlen(text) - (text[0] == '-') > most) {
        mem_free(text);
        return fail(run, ValueError,
                    "Exceeds the limit (%d digits) for integer string conversion; use "
                    "sys.set_int_max_str_digits() to "
                    "increase the limit",
                    run->digits_max);
    }
    text_puts(out, text);
    mem_free(text);
    return true;
}
