/* digits.h: the shortest decimal digits that read back as the same number, and exact rounding to a given
 * place.
 *
 * Shortest digits follow Steele and White's condition as CPython's repr and NumPy's Dragon4 meet it: of the
 * shortest ones the closest to the number. */
#ifndef NDCALC_NUMERIC_DIGITS_H
#define NDCALC_NUMERIC_DIGITS_H

#include <stdbool.h>
#include <stdint.h>

enum { DIGITS_MAX = 1100 };

/* The number is 0.d1d2d3… times 10^point; digits holds `count` characters '0' to '9', no 0 byte after them,
 * without trailing zeros (a zero has the one digit '0' and point 1). The value is finite; its sign is
 * ignored. */
typedef struct Digits {
    int count, point;
    char digit[DIGITS_MAX];
} Digits;

typedef enum { BINARY16, BINARY32, BINARY64 } Binary;

void digits_shortest(Digits *, Binary, double value);
/* Rounded, half to even on the exact binary value, to `places` after the decimal point (may be negative). */
void digits_fixed(Digits *, double value, int places);
/* Rounded to `count` significant digits, at least 1. */
void digits_precise(Digits *, double value, int count);

/* The same digits as one number: the value is the answer times 10^*exponent, the answer at most 17 digits
 * long and without trailing zeros; 0 and exponent 0 for zero. */
uint64_t decimal_shortest(Binary, double value, int *exponent);
/* Rounds what decimal_shortest gave for this value to `keep` of its digits (0: to nothing or a one before
 * them), half to even on the exact value; `keep` is less than their number. */
uint64_t decimal_round(uint64_t decimal, int *exponent, double value, int keep);
/* The shortest digits of a double, rounded to so many places after the point where they have more, without
 * looking for them. False: neither number nor places are small enough. */
bool decimal_at_places(double value, int places, uint64_t *decimal, int *exponent);
/* The sign of |value| - decimal * 10^exponent, exactly. */
int decimal_compare(double value, uint64_t decimal, int exponent);
/* The 128 leading bits of 10^e, rounded up where they are not all; -292 <= e <= 324. */
void decimal_power(int e, uint64_t *high, uint64_t *low);
/* Writes a number's decimal digits, without a 0 byte; how many they are. */
int decimal_write(char *out, uint64_t number);
void decimal_put(char *out, uint64_t number, int count); /* the same, their number being known */
int decimal_count(uint64_t number);                      /* of digits; 1 for 0 */

enum { DECIMAL_ROOM = 20 }; /* bytes that decimal_write needs at most */

/* True if the value, rounded to so many significant digits, is its shortest digits filled up with zeros: the
 * format keeps that many decimal digits for sure. */
bool decimal_suffices(Binary, double value, int digits);

#endif
