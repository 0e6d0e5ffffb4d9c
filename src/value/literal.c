/* literal.c: numbers from text, as int(), float() and complex() read them. */
#include "value/number.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unictype.h>
#include <unistr.h>

/* Python's white space: ASCII's, and what Unicode counts as such in two or three bytes. */
static int space_at(const char *text, const char *end)
{
    unsigned char c = (unsigned char)*text;
    if (c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1C && c <= 0x1F))
        return 1;
    static const char *const wide[] = { "\xc2\x85", "\u00a0", "\u1680", "\u2000", "\u2001",
                                        "\u2002",   "\u2003", "\u2004", "\u2005", "\u2006",
                                        "\u2007",   "\u2008", "\u2009", "\u200a", "\u2028",
                                        "\u2029",   "\u202f", "\u205f", "\u3000" };
    if (c < 0x80)
        return 0;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
        size_t bytes = strlen(wide[i]);
        if ((size_t)(end - text) >= bytes && !memcmp(text, wide[i], bytes))
            return (int)bytes;
    }
    return 0;
}

static void trim(const char **text, const char **end)
{
    for (int n; *text < *end && (n = space_at(*text, *end)); *text += n)
        ;
    for (bool more = true; more && *text < *end;) {
        more = false;
        for (int n = 1; n <= 3 && !more && *end - n >= *text; n++)
            if (space_at(*end - n, *end) == n) {
                *end -= n;
                more = true;
            }
    }
}

static const char *quoted(Run *run, const char *text, int64_t bytes)
{
    Value str = value_str(text, bytes);
    const char *shown = value_text(run, str);
    value_drop(str);
    return shown;
}

/* The text with the decimal digits of all scripts as ASCII's: itself, or made in `room`. */
static const char *with_ascii_digits(const char *text, int64_t *bytes, Text *room)
{
    int64_t i = 0;
    while (i < *bytes && (unsigned char)text[i] < 0x80)
        i++;
    if (i == *bytes)
        return text;
    for (i = 0; i < *bytes;) {
        ucs4_t c;
        int n = u8_mbtouc(&c, (const uint8_t *)text + i, (size_t)(*bytes - i)), digit = uc_decimal_value(c);
        if (digit >= 0)
            text_char(room, (char)('0' + digit));
        else
            text_add(room, text + i, (size_t)n);
        i += n;
    }
    *bytes = (int64_t)room->length;
    return text_get(room);
}

static int digit_value(char c)
{
    return isdigit((unsigned char)c)   ? c - '0'
           : isalpha((unsigned char)c) ? tolower((unsigned char)c) - 'a' + 10
                                       : 99;
}

/* The base that a prefix tells, whose two characters are passed over: "0x1f". */
static int take_prefix(const char **at, const char *end, int base)
{
    if (end - *at < 2 || (*at)[0] != '0')
        return base ? base : 10;
    char c = (char)tolower((unsigned char)(*at)[1]);
    int told = c == 'x' ? 16 : c == 'o' ? 8 : c == 'b' ? 2 : 0;
    if (!told || (base && base != told))
        return base ? base : -1; /* -1: base 10 where only zeros may stand */
    *at += 2;
    if (*at < end && **at == '_')
        ++*at;
    return told;
}

/* The digits without underscores, as GMP reads them; NULL if they are no number in this base. */
static char *plain_digits(const char *at, const char *end, int base, int64_t *count)
{
    char *digits = mem_alloc((size_t)(end - at) + 1);
    int64_t n = 0;
    bool ok = at < end && *at != '_' && end[-1] != '_';
    for (const char *p = at; ok && p < end; p++) {
        if (*p == '_')
            ok = p[1] != '_';
        else if ((ok = digit_value(*p) < base))
            digits[n++] = *p;
    }
    digits[n] = 0;
    *count = n;
    if (ok)
        return digits;
    mem_free(digits);
    return NULL;
}

static bool invalid_int(Run *run, const char *text, int64_t bytes, int base)
{
    return fail(run, ValueError, "invalid literal for int() with base %d: %s", base,
                quoted(run, text, bytes));
}

/* at … end is the text with ASCII's digits. */
static bool read_int(Run *run, const char *at, const char *end, const char *text, int64_t bytes, int base,
                     Value *out)
{
    trim(&at, &end);
    bool minus = at < end && *at == '-';
    if (at < end && (*at == '-' || *at == '+'))
        at++;
    int in = take_prefix(&at, end, base);
    int64_t count;
    char *digits = plain_digits(at, end, in < 0 ? 10 : in, &count);
    if (!digits)
        return invalid_int(run, text, bytes, base);
    if (in < 0 && strspn(digits, "0") != (size_t)count) {
        mem_free(digits);
        return invalid_int(run, text, bytes, base);
    }
    if (in < 0)
        in = 10;
    bool ok = true;
    if (run->digits_max && count > run->digits_max && (in & (in - 1)))
        ok = fail(run, ValueError,
                  "Exceeds the limit (%d digits) for integer string conversion: value has %lld digits; use "
                  "sys.set_int_max_str_digits() to increase the limit",
                  run->digits_max, (long long)count);
    else if (count < 12) {
        int64_t i = strtoll(digits, NULL, in);
        *out = value_int(minus ? -i : i);
    } else {
        mpz_t z;
        mpz_init_set_str(z, digits, in);
        if (minus)
            mpz_neg(z, z);
        *out = value_bigint(z);
        mpz_clear(z);
    }
    mem_free(digits);
    return ok;
}

bool int_parse(Run *run, const char *text, int64_t bytes, int base, Value *out)
{
    Text room = { 0 };
    int64_t count = bytes;
    const char *at = with_ascii_digits(text, &count, &room);
    bool ok = read_int(run, at, at + count, text, bytes, base, out);
    text_free(&room);
    return ok;
}

static bool word_is(const char *at, const char *end, const char *word)
{
    size_t length = strlen(word);
    return (size_t)(end - at) >= length && !strncasecmp(at, word, length);
}

/* Reads the longest number at *at: digits with underscores between them, a point, an exponent, or inf and
 * nan. */
static bool take_float(const char **at, const char *end, double *out)
{
    const char *p = *at;
    bool minus = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+'))
        p++;
    int word = word_is(p, end, "infinity") ? 8 : word_is(p, end, "inf") || word_is(p, end, "nan") ? 3 : 0;
    if (word) {
        *out = tolower((unsigned char)*p) == 'i' ? HUGE_VAL : NAN;
        *out = copysign(*out, minus ? -1.0 : 1.0);
        *at = p + word;
        return true;
    }
    Text plain = { 0 };
    text_puts(&plain, minus ? "-" : "");
    bool digits = false;
    enum { WHOLE, FRACTION, EXPONENT } part = WHOLE;
    for (; p < end; p++) {
        bool before = p > *at && isdigit((unsigned char)p[-1]),
             after = p + 1 < end && isdigit((unsigned char)p[1]);
        if (isdigit((unsigned char)*p))
            digits = true;
        else if (*p == '_' && before && after)
            continue;
        else if (*p == '.' && part == WHOLE)
            part = FRACTION;
        else if ((*p == 'e' || *p == 'E') && digits && part != EXPONENT &&
                 (after || (p + 2 < end && (p[1] == '-' || p[1] == '+') && isdigit((unsigned char)p[2])))) {
            part = EXPONENT;
            text_char(&plain, *p);
            if (!after)
                text_char(&plain, *++p);
            continue;
        } else
            break;
        text_char(&plain, *p);
    }
    *out = digits ? strtod(text_get(&plain), NULL) : 0;
    text_free(&plain);
    *at = p;
    return digits;
}

bool float_parse(Run *run, const char *text, int64_t bytes, double *out)
{
    Text room = { 0 };
    int64_t count = bytes;
    const char *at = with_ascii_digits(text, &count, &room), *end = at + count;
    trim(&at, &end);
    bool ok = take_float(&at, end, out) && at == end;
    text_free(&room);
    return ok || fail(run, ValueError, "could not convert string to float: %s", quoted(run, text, bytes));
}

/* "a+bj", "bj", "a", with "j" alone for an imaginary part of one; the whole may stand in parentheses. */
static bool read_complex(const char *at, const char *end, double part[2])
{
    part[0] = part[1] = 0;
    for (int number = 0; number < 2; number++) {
        double f;
        const char *from = at;
        bool sign = at < end && (*at == '-' || *at == '+');
        if (number && !sign)
            return false;
        if (!take_float(&at, end, &f)) {
            at = from + sign;
            if (at == end || (*at != 'j' && *at != 'J'))
                return false;
            f = sign && *from == '-' ? -1 : 1;
        }
        bool imaginary = at < end && (*at == 'j' || *at == 'J');
        if (number && !imaginary)
            return false;
        part[imaginary] = f;
        if (imaginary)
            return at + 1 == end;
        if (at == end)
            return true;
    }
    return false;
}

bool complex_parse(Run *run, const char *text, int64_t bytes, complex128 *out)
{
    Text room = { 0 };
    int64_t count = bytes;
    const char *at = with_ascii_digits(text, &count, &room), *end = at + count;
    trim(&at, &end);
    if (at < end && *at == '(' && end[-1] == ')') {
        at++, end--;
        trim(&at, &end);
    }
    double part[2];
    bool ok = read_complex(at, end, part);
    text_free(&room);
    if (!ok)
        return memchr(text, '_', (size_t)bytes)
                   ? fail(run, ValueError, "could not convert string to complex: %s",
                          quoted(run, text, bytes))
                   : fail(run, ValueError, "complex() arg is a malformed string");
    memcpy(out, part, sizeof part);
    return true;
}
