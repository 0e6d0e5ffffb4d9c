/* Shortest digits are found by Schubfach (Raffaello Giulietti, "The Schubfach way to render doubles", 2020),
 * which needs one 128-bit power of ten for each number. Such a power is the product of an entry of `power_27`
 * and a power of five: 24 entries of 192 bits serve where 617 of 128 bits are usual. */
#include "numeric/digits.h"

#include <gmp.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__extension__ typedef unsigned __int128 Wide;

/* The 192 leading bits of 10^(27 j), for j from -11 to 12, the rest cut off. */
static const uint64_t power_27[24][3] = {
    { 0xa76c582338ed2621, 0xaf2af2b80af6f24e, 0x657c8f4d43323a36 }, /* 10^-297 */
    { 0x873e4f75e2224e68, 0x5a7744a6e804a291, 0xcc35eddfcf0996d7 }, /* 10^-270 */
    { 0xda7f5bf590966848, 0xaf39a475506a899e, 0xa30294cc2934e662 }, /* 10^-243 */
    { 0xb080392cc4349dec, 0xbd8d794d96aacfb3, 0xfe13a5c86af64418 }, /* 10^-216 */
    { 0x8e938662882af53e, 0x547eb47b7282ee9c, 0x41b0230e1421487d }, /* 10^-189 */
    { 0xe65829b3046b0afa, 0x0cb4a5a3112a5112, 0xa3b561b1cb208396 }, /* 10^-162 */
    { 0xba121a4650e4ddeb, 0x92f34d62616ce413, 0x21a0183e10583cd3 }, /* 10^-135 */
    { 0x964e858c91ba2655, 0x3a6a07f8d510f86f, 0xe9082f25e9c5e9ec }, /* 10^-108 */
    { 0xf2d56790ab41c2a2, 0xfae27299423fb9c3, 0x3695dad7e8858901 }, /* 10^-81 */
    { 0xc428d05aa4751e4c, 0xaa97e14c3c26b886, 0x96842dc95323f5a8 }, /* 10^-54 */
    { 0x9e74d1b791e07e48, 0x775ea264cf55347d, 0xca49f1c05120c9c7 }, /* 10^-27 */
    { 0x8000000000000000, 0x0000000000000000, 0x0000000000000000 }, /* 10^0 */
    { 0xcecb8f27f4200f3a, 0x0000000000000000, 0x0000000000000000 }, /* 10^27 */
    { 0xa70c3c40a64e6c51, 0x999090b65f67d924, 0x0000000000000000 }, /* 10^54 */
    { 0x86f0ac99b4e8dafd, 0x69a028bb3ded71a3, 0xdf9f915627c04e28 }, /* 10^81 */
    { 0xda01ee641a708de9, 0xe80e6f4820cc9495, 0xd74baad03bc1d8d3 }, /* 10^108 */
    { 0xb01ae745b101e9e4, 0x5ec05dcff72e7f8f, 0xc04c79ffe324301f }, /* 10^135 */
    { 0x8e41ade9fbebc27d, 0x14588f13be847307, 0x23bd6a2059c002f5 }, /* 10^162 */
    { 0xe5d3ef282a242e81, 0x8f1668c8a86da5fa, 0xf0b5ccf5176ecc7c }, /* 10^189 */
    { 0xb9a74a0637ce2ee1, 0x6d953e2bd7173692, 0x88efb0037ac08bde }, /* 10^216 */
    { 0x95f83d0a1fb69cd9, 0x4abdaf101564f98e, 0x0d5a4af7b3a98e47 }, /* 10^243 */
    { 0xf24a01a73cf2dccf, 0xbc633b39673c8cec, 0x3d9c44cd2f36917c }, /* 10^270 */
    { 0xc3b8358109e84f07, 0x0a862f80ec4700c8, 0x02606ea01029dc37 }, /* 10^297 */
    { 0x9e19db92b4e31ba9, 0x6c07a2c26a8346d1, 0x4944d9f52cd0dec2 }, /* 10^324 */
};

static const uint64_t power_10[20] = {
    1u,
    10u,
    100u,
    1000u,
    10000u,
    100000u,
    1000000u,
    10000000u,
    100000000u,
    1000000000u,
    10000000000u,
    100000000000u,
    1000000000000u,
    10000000000000u,
    100000000000000u,
    1000000000000000u,
    10000000000000000u,
    100000000000000000u,
    1000000000000000000u,
    10000000000000000000u,
};

/* 5^r, moved to the left until its first bit is set. */
static const uint64_t power_5[27] = {
    0x8000000000000000, 0xa000000000000000, 0xc800000000000000, 0xfa00000000000000, 0x9c40000000000000,
    0xc350000000000000, 0xf424000000000000, 0x9896800000000000, 0xbebc200000000000, 0xee6b280000000000,
    0x9502f90000000000, 0xba43b74000000000, 0xe8d4a51000000000, 0x9184e72a00000000, 0xb5e620f480000000,
    0xe35fa931a0000000, 0x8e1bc9bf04000000, 0xb1a2bc2ec5000000, 0xde0b6b3a76400000, 0x8ac7230489e80000,
    0xad78ebc5ac620000, 0xd8d726b7177a8000, 0x878678326eac9000, 0xa968163f0a57b400, 0xd3c21bcecceda100,
    0x84595161401484a0, 0xa56fa5b99019a5c8,
};

/* The 128 leading bits of 10^e, rounded up; -292 <= e <= 324. Powers up to 10^55 are exact. That the cut
 * tails of the table never show is checked by the unit test, for every e. */
static Wide power_of_ten(int e)
{
    int j = (e + 297) / 27;
    const uint64_t *base = power_27[j];
    uint64_t five = power_5[e + 297 - 27 * j];
    Wide low = (Wide)five * base[2];
    Wide middle = (Wide)five * base[1] + (uint64_t)(low >> 64);
    Wide high = (Wide)five * base[0] + (uint64_t)(middle >> 64);
    if (!(high >> 127))
        high = high << 1 | ((uint64_t)middle >> 63);
    return high + (e < 0 || e > 55);
}

void decimal_power(int e, uint64_t *high, uint64_t *low)
{
    Wide power = power_of_ten(e);
    *high = (uint64_t)(power >> 64);
    *low = (uint64_t)power;
}

static int floor_log2_of_power(int e) { return (e * 1741647) >> 19; }         /* floor(log2(10^e)) */
static int floor_log10_of_power(int e) { return (e * 1262611) >> 22; }        /* floor(log10(2^e)) */
static int floor_log10_of_3_4(int e) { return (e * 1262611 - 524031) >> 22; } /* floor(log10(3/4 * 2^e)) */

/* The leading 64 bits of a 192-bit product; the last one tells also whether anything stands behind it. */
static uint64_t round_to_odd(Wide power, uint64_t factor)
{
    Wide low = (Wide)(uint64_t)power * factor;
    Wide product = (Wide)(uint64_t)(power >> 64) * factor + (uint64_t)(low >> 64);
    return (uint64_t)(product >> 64) | ((uint64_t)product > 1);
}

/* |value| = significand * 2^exponent, with the significand that the format has. */
static uint64_t take_apart(Binary binary, double value, int *exponent, bool *closer_below)
{
    static const struct {
        int bits, least;
    } format[] = { { 11, -24 }, { 24, -149 }, { 53, -1074 } };
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    int biased = (int)(bits >> 52 & 0x7ff), precision = format[binary].bits, least = format[binary].least;
    uint64_t significand = bits & 0xfffffffffffffu;
    if (!biased) {
        *exponent = -1074;
        *closer_below = false;
        return significand;
    }
    significand |= 1ull << 52;
    *exponent = biased - 1023 - (precision - 1);
    if (*exponent < least) { /* subnormal there, though not as a double */
        significand >>= least - *exponent;
        *exponent = least;
    }
    significand >>= 53 - precision;
    *closer_below = significand == 1ull << (precision - 1) && *exponent > least;
    return significand;
}

static uint64_t strip_zeros(uint64_t decimal, int *exponent)
{
    while (decimal % 10000 == 0 && decimal) {
        decimal /= 10000;
        *exponent += 4;
    }
    while (decimal % 10 == 0 && decimal) {
        decimal /= 10;
        ++*exponent;
    }
    return decimal;
}

static uint64_t schubfach(uint64_t c, int q, bool closer_below, int *exponent)
{
    bool even = !(c & 1);
    int k = closer_below ? floor_log10_of_3_4(q) : floor_log10_of_power(q);
    int h = q + floor_log2_of_power(-k) + 1;
    Wide power = power_of_ten(-k);
    uint64_t low = round_to_odd(power, (4 * c - 2 + closer_below) << h) + !even;
    uint64_t at = round_to_odd(power, (4 * c) << h);
    uint64_t high = round_to_odd(power, (4 * c + 2) << h) - !even;
    uint64_t s = at / 4;
    *exponent = k;
    if (s >= 10) { /* one digit less, if a number so short lies in the interval */
        uint64_t tens = s / 10;
        bool below = low <= 40 * tens, above = 40 * tens + 40 <= high;
        if (below != above) {
            ++*exponent;
            return tens + above;
        }
    }
    bool below = low <= 4 * s, above = 4 * s + 4 <= high;
    if (below != above)
        return s + above;
    uint64_t middle = 4 * s + 2;
    return s + (at > middle || (at == middle && s & 1));
}

uint64_t decimal_shortest(Binary binary, double value, int *exponent)
{
    int q;
    bool closer_below;
    uint64_t c = take_apart(binary, value, &q, &closer_below);
    *exponent = 0;
    if (!c)
        return 0;
    if (q <= 0 && q > -53 &&
        !(c & ((1ull << -q) - 1))) /* an integer without gaps around it is its own digits */
        return strip_zeros(c >> -q, exponent);
    return strip_zeros(schubfach(c, q, closer_below, exponent), exponent);
}

/* z = number * 2^twos * 10^tens, for exponents that are not negative. */
static void scale(mpz_t z, uint64_t number, int twos, int tens)
{
    mpz_t power;
    mpz_init(power);
    mpz_ui_pow_ui(power, 10, (unsigned long)tens);
    mpz_mul_ui(z, power, number);
    mpz_mul_2exp(z, z, (mp_bitcnt_t)twos);
    mpz_clear(power);
}

int decimal_compare(double value, uint64_t decimal, int exponent)
{
    int q;
    bool closer;
    uint64_t c = take_apart(BINARY64, value, &q, &closer);
    if (!c || !decimal)
        return (c > 0) - (decimal > 0);
    int zeros = __builtin_ctzll(c);
    c >>= zeros;
    q += zeros;
    if (exponent <= 0 && exponent >= -19 && q <= 0 && q >= -64 && decimal < 1ull << 60) {
        Wide left = (Wide)c * power_10[-exponent], right = (Wide)decimal << -q;
        return (left > right) - (left < right);
    }
    mpz_t left, right;
    mpz_inits(left, right, NULL);
    scale(left, c, q > 0 ? q : 0, exponent < 0 ? -exponent : 0);
    scale(right, decimal, q < 0 ? -q : 0, exponent > 0 ? exponent : 0);
    int sign = mpz_cmp(left, right);
    mpz_clears(left, right, NULL);
    return (sign > 0) - (sign < 0);
}

int decimal_count(uint64_t number)
{
    int guess = number ? ((64 - __builtin_clzll(number)) * 1233) >> 12 : 0;
    return guess + (guess == 0 || number >= power_10[guess < 20 ? guess : 19]);
}

void decimal_put(char *out, uint64_t number, int count)
{
    static const char pairs[] =
        "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
        "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
        "8081828384858687888990919293949596979899";
    char *at = out + count;
    while (number >= 10000) { /* two pairs at a time, of which neither waits for the other */
        uint64_t rest = number / 10000;
        uint32_t four = (uint32_t)(number - 10000 * rest), high = four / 100;
        memcpy(at -= 2, pairs + 2 * (four - 100 * high), 2);
        memcpy(at -= 2, pairs + 2 * high, 2);
        number = rest;
    }
    while (number >= 100) {
        uint64_t rest = number / 100;
        memcpy(at -= 2, pairs + 2 * (number - 100 * rest), 2);
        number = rest;
    }
    if (number >= 10)
        memcpy(at - 2, pairs + 2 * number, 2);
    else
        at[-1] = (char)('0' + number);
}

int decimal_write(char *out, uint64_t number)
{
    int count = decimal_count(number);
    decimal_put(out, number, count);
    return count;
}

/* No number shorter than the shortest digits lies between them and the value: on which side of a half the
 * value is, they tell, unless they are that half themselves. */
uint64_t decimal_round(uint64_t decimal, int *exponent, double value, int keep)
{
    int count = decimal_count(decimal);
    uint64_t unit = power_10[count - keep], kept = decimal / unit, rest = decimal - kept * unit;
    bool up = rest > unit / 2;
    if (rest == unit / 2) {
        int side = decimal_compare(value, decimal, *exponent);
        up = side > 0 || (side == 0 && kept & 1);
    }
    *exponent += count - keep;
    kept += up;
    if (!kept)
        *exponent = 0;
    return strip_zeros(kept, exponent);
}

/* Below 2^20 a double lies so near its shortest digits that, if these have no more places, they are what it
 * is rounded to. */
bool decimal_at_places(double value, int places, uint64_t *decimal, int *exponent)
{
    int q;
    bool closer_below;
    if (!(fabs(value) < 0x1p20) || places < 0 || places > 8)
        return false;
    Wide product = (Wide)take_apart(BINARY64, value, &q, &closer_below) * power_10[places];
    int shift = -q; /* 33 at least */
    uint64_t kept = 0;
    if (shift < 100) { /* the product has 80 bits at most */
        Wide rest = product & (((Wide)1 << shift) - 1), half = (Wide)1 << (shift - 1);
        kept = (uint64_t)(product >> shift);
        kept += rest > half || (rest == half && kept & 1);
    }
    *exponent = kept ? -places : 0;
    *decimal = strip_zeros(kept, exponent);
    return true;
}

bool decimal_suffices(Binary binary, double value, int digits)
{
    static const struct {
        int digits;
        double normal;
    } format[] = { { 3, 0x1p-14 }, { 6, 0x1p-126 }, { 15, 0x1p-1022 } };
    return digits <= format[binary].digits && fabs(value) >= format[binary].normal;
}

static void set_digits(Digits *digits, uint64_t decimal, int exponent)
{
    digits->count = decimal_write(digits->digit, decimal);
    digits->point = decimal ? digits->count + exponent : 1;
}

void digits_shortest(Digits *digits, Binary binary, double value)
{
    int exponent;
    uint64_t decimal = decimal_shortest(binary, value, &exponent);
    set_digits(digits, decimal, exponent);
}

/* The C library rounds exactly, to any number of digits; a double has no more than 767 of them. */
static void digits_by_printf(Digits *digits, double value, int count)
{
    char text[800];
    if (count > 780)
        count = 780;
    snprintf(text, sizeof text, "%.*e", count - 1, fabs(value));
    digits->digit[0] = text[0];
    memcpy(digits->digit + 1, text + 2, (size_t)count - 1);
    digits->point = atoi(strchr(text, 'e') + 1) + 1;
    while (count > 1 && digits->digit[count - 1] == '0')
        count--;
    digits->count = count;
}

/* `fixed`: places after the point, else significant digits. */
static void round_digits(Digits *digits, double value, bool fixed, int wanted)
{
    int exponent;
    uint64_t decimal = decimal_shortest(BINARY64, value, &exponent);
    int count = decimal_count(decimal);
    int keep = wanted < DIGITS_MAX ? wanted : DIGITS_MAX; /* more digits than that are zeros */
    if (fixed)
        keep += count + exponent;
    if (decimal == 0 || keep < 0) {
        set_digits(digits, 0, 0);
    } else if (keep < count) {
        decimal = decimal_round(decimal, &exponent, value, keep);
        set_digits(digits, decimal, exponent);
    } else if (decimal_suffices(BINARY64, value, keep) || decimal_compare(value, decimal, exponent) == 0) {
        set_digits(digits, decimal, exponent);
    } else {
        digits_by_printf(digits, value, keep);
    }
}

void digits_fixed(Digits *digits, double value, int places) { round_digits(digits, value, true, places); }
void digits_precise(Digits *digits, double value, int count) { round_digits(digits, value, false, count); }
