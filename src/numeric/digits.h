/* digits.h: the shortest decimal digits that read back as the same number, and exact rounding to a given place.
 *
 * Shortest digits follow Steele and White's condition as CPython's repr and NumPy's Dragon4 meet it: of the
 * shortest ones the closest to the number. */
#ifndef NDCALC_NUMERIC_DIGITS_H
#define NDCALC_NUMERIC_DIGITS_H

enum { DIGITS_MAX = 1100 };

/* The number is 0.d1d2d3… times 10^point; digits holds `count` characters '0' to '9', no 0 byte after them, without
 * trailing zeros (a zero has the one digit '0' and point 1). The value is finite; its sign is ignored. */
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

#endif
