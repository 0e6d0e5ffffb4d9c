#include "numeric/decimal.h"

#include <gmp.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"

__extension__ typedef unsigned __int128 uint128;

/* powers of five ---------------------------------------------------------------------------------------- */

enum { POWER_MIN = -342, POWER_MAX = 308 }; /* below and above them 64 bits of digits are 0 or infinite */

typedef struct Power {
    uint64_t high, low;
} Power;

static Power power[POWER_MAX - POWER_MIN + 1];

static void keep_128_bits(mpz_t z, Power *out)
{
    size_t bits = mpz_sizeinbase(z, 2);
    if (bits > 128)
        mpz_tdiv_q_2exp(z, z, bits - 128);
    else
        mpz_mul_2exp(z, z, 128 - bits);
    out->low = mpz_get_ui(z);
    mpz_tdiv_q_2exp(z, z, 64);
    out->high = mpz_get_ui(z);
}

/* 5^q to 128 bits: cut off; of negative q rounded up, as the proof has it. */
static void fill_powers(void)
{
    mpz_t five, z;
    mpz_inits(five, z, NULL);
    for (int q = POWER_MIN; q <= POWER_MAX; q++) {
        mpz_ui_pow_ui(five, 5, (unsigned long)abs(q));
        if (q < 0) {
            size_t bits = mpz_sizeinbase(five, 2);
            mpz_set_ui(z, 1);
            mpz_mul_2exp(z, z, q >= -27 ? bits + 127 : 2 * bits + 128);
            mpz_tdiv_q(z, z, five);
            mpz_add_ui(z, z, 1);
        } else
            mpz_set(z, five);
        keep_128_bits(z, &power[q - POWER_MIN]);
    }
    mpz_clears(five, z, NULL);
}

static const Power *power_of_five(int q)
{
    if (!power[-POWER_MIN].high)
        fill_powers();
    return &power[q - POWER_MIN];
}

/* w * 10^q ------------------------------------------------------------------------------------------------
 */

static double from_bits(uint64_t bits)
{
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

/* The double nearest to w * 10^q; false: 128 bits do not tell. The names are those of Lemire's paper. */
static bool product(uint64_t w, int q, double *out)
{
    enum { MANTISSA = 52, EXTRA = 3, BIAS = 1023, INFINITE = 0x7FF };
    static const uint64_t mask = UINT64_MAX >> (MANTISSA + EXTRA), one = (uint64_t)1 << MANTISSA;
    if (w == 0 || q < POWER_MIN) {
        *out = 0;
        return true;
    }
    if (q > POWER_MAX) {
        *out = INFINITY;
        return true;
    }
    int zeros = __builtin_clzll(w);
    const Power *five = power_of_five(q);
    w <<= zeros;
    uint128 z = (uint128)w * five->high;
    if (((uint64_t)(z >> 64) & mask) == mask)
        z += (uint64_t)((uint128)w * five->low >> 64);
    uint64_t high = (uint64_t)(z >> 64), low = (uint64_t)z;
    if (low == UINT64_MAX && (q < -27 || q > 55))
        return false;
    int upper = (int)(high >> 63), shift = upper + 64 - MANTISSA - EXTRA;
    uint64_t mantissa = high >> shift;
    int exponent = (((152170 + 65536) * q) >> 16) + 63 + upper - zeros + BIAS; /* floor(q log2(10)) … */
    if (exponent <= 0) {                                                       /* subnormal */
        if (1 - exponent >= 64) {
            *out = 0;
            return true;
        }
        mantissa >>= 1 - exponent;
        mantissa = (mantissa + (mantissa & 1)) >> 1;
        *out =
            from_bits(mantissa); /* rounded up to 2^52, it is the smallest normal number: the bits run on */
        return true;
    }
    if (low <= 1 && q >= -4 && q <= 23 && (mantissa & 3) == 1 && mantissa << shift == high)
        mantissa &= ~(uint64_t)1; /* halfway: to even */
    mantissa = (mantissa + (mantissa & 1)) >> 1;
    if (mantissa >= 2 * one) {
        mantissa = one;
        exponent++;
    }
    *out = exponent >= INFINITE ? INFINITY : from_bits((mantissa & ~one) | (uint64_t)exponent << MANTISSA);
    return true;
}

/* The same where 53 bits hold w, and a double the power of ten: one operation, rounded once. */
static bool exact(uint64_t w, int q, double *out)
{
    static const double ten[] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };
    enum { TENS = sizeof ten / sizeof *ten };
    if (w >> 53 || q <= -TENS || q >= TENS)
        return false;
    *out = q < 0 ? (double)w / ten[-q] : (double)w * ten[q];
    return true;
}

/* text ------------------------------------------------------------------------------------------------------
 */

static bool is_digit(char c) { return (unsigned char)(c - '0') < 10; }

static double by_strtod(const char *at, const char *behind)
{
    char room[512], *text = room;
    size_t length = (size_t)(behind - at);
    if (length >= sizeof room)
        text = mem_alloc(length + 1);
    memcpy(text, at, length);
    text[length] = 0;
    double number = strtod(text, NULL);
    if (text != room)
        mem_free(text);
    return number;
}

static const char *read_word(const char *at, const char *end, bool negative, double *out)
{
    static const struct {
        const char *word;
        double value;
    } words[] = { { "nan", NAN }, { "infinity", INFINITY }, { "inf", INFINITY } };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t length = strlen(words[i].word);
        if ((size_t)(end - at) >= length && !strncasecmp(at, words[i].word, length)) {
            *out = negative ? -words[i].value : words[i].value;
            return at + length;
        }
    }
    return NULL;
}

/* "e-5" behind a number; what is none is left alone. */
static const char *read_exponent(const char *at, const char *end, int64_t *exponent)
{
    enum { ENOUGH = 1 << 20 };
    const char *from = at + 1;
    if (at == end || (*at | 0x20) != 'e')
        return at;
    bool negative = from < end && *from == '-';
    from += from < end && (*from == '-' || *from == '+');
    if (from == end || !is_digit(*from))
        return at;
    int64_t given = 0;
    for (; from < end && is_digit(*from); from++)
        if (given < ENOUGH)
            given = given * 10 + (*from - '0');
    *exponent += negative ? -given : given;
    return from;
}

const char *decimal_double(const char *at, const char *end, double *out)
{
    enum { DIGITS = 19 }; /* that fit 64 bits */
    const char *start = at;
    bool negative = at < end && *at == '-';
    at += at < end && (*at == '-' || *at == '+');
    const char *digits = at;
    uint64_t w = 0;
    int64_t exponent = 0;
    while (at < end && is_digit(*at))
        w = w * 10 + (uint64_t)(*at++ - '0');
    int64_t count = at - digits;
    if (at < end && *at == '.') {
        const char *point = ++at;
        while (at < end && is_digit(*at))
            w = w * 10 + (uint64_t)(*at++ - '0');
        exponent = point - at;
        count += at - point;
    }
    if (count == 0)
        return read_word(digits, end, negative, out);
    const char *mantissa_end = at;
    at = read_exponent(at, end, &exponent);
    bool cut = false;
    if (count > DIGITS) { /* w has run over: again, with the first digits that count */
        int kept = 0;
        int64_t dropped = 0;
        w = 0;
        for (const char *c = digits; c < mantissa_end; c++) {
            if (*c == '.')
                continue;
            if (kept == DIGITS) {
                dropped++;
                cut |= *c != '0';
            } else if (w || *c != '0') {
                w = w * 10 + (uint64_t)(*c - '0');
                kept++;
            }
        }
        exponent += dropped;
    }
    int q = exponent > 400 ? 400 : exponent < -400 ? -400 : (int)exponent;
    double number, above;
    bool known = !cut && exact(w, q, &number);
    if (!known)
        known = product(w, q, &number) && (!cut || (product(w + 1, q, &above) && above == number));
    if (!known)
        number = fabs(by_strtod(start, at));
    *out = negative ? -number : number;
    return at;
}

const char *decimal_int(const char *at, const char *end, bool is_unsigned, int64_t *out, bool *fits)
{
    bool negative = at < end && *at == '-';
    at += at < end && (*at == '-' || *at == '+');
    const char *digits = at;
    uint64_t w = 0, limit = is_unsigned ? negative ? 0 : UINT64_MAX : (uint64_t)INT64_MAX + negative;
    bool over = false;
    for (; at < end && is_digit(*at); at++) {
        uint64_t digit = (uint64_t)(*at - '0');
        over = over || w > (limit - digit) / 10 || limit < digit;
        w = over ? limit : w * 10 + digit;
    }
    if (at == digits)
        return NULL;
    *fits = !over;
    *out = (int64_t)(negative ? -w : w);
    return at;
}
