/* number.h: Python's own numbers: their arithmetic and their text, as CPython 3.14 has them. */
#ifndef NDCALC_VALUE_NUMBER_H
#define NDCALC_VALUE_NUMBER_H

#include "value/value.h"

/* integer.c: ints, bools among them -----------------------------------------------------------------------
 */

/* An int seen as GMP's, without a copy. */
typedef struct Integer {
    mpz_t room;
    mp_limb_t limb;
    mpz_srcptr z;
} Integer;
mpz_srcptr integer_of(Integer *, Value);

/* A binary or unary (b is ignored) operator on two ints; comparisons are not among them. What would need more
 * than a few megabytes is a MemoryError before the work. */
bool int_operate(Run *, Operator, Value a, Value b, Value *out);
int int_compare(Value a, Value b);             /* below, at or above 0 */
int int_compare_double(Value, double);         /* exactly; the double is not a NaN */
bool int_to_double(Run *, Value, double *out); /* rounded to even; "int too large to convert to float" */
double integer_to_double(mpz_srcptr);          /* the same; infinite if it is too large */
Value int_from_double(double);                 /* towards 0; finite */
bool int_power_mod(Run *, Value base, Value exponent, Value modulus, Value *out);
bool int_divmod(Run *, Value a, Value b, Value *quotient, Value *remainder);
bool int_round(Run *, Value, Value digits, Value *out); /* round(1234, -2) */
/* Digits in a base from 2 to 36, after a '-': ValueError past run->digits_max decimal digits. */
bool int_text(Run *, Value, int base, Text *out);
char *int_digits(int64_t,
                 char *end); /* writes its decimal digits before `end`, 20 at most; where they begin */
/* Whether `bits` bits are more than an int may have here: fails if so. */
bool int_fits(Run *, double bits);

/* number.c: floats, complex numbers, and all of them together ----------------------------------------------
 */

/* *done false: they are not two of Python's numbers (or it is an operator that they do not have). */
bool number_operate(Run *, Operator, Value a, Value b, bool *done, Value *out);
bool float_power(Run *, double, double, Value *out);
void float_divmod(double a, double b, double *quotient, double *remainder); /* b is not 0 */
bool float_to_int(Run *, double, Value *out); /* "cannot convert float NaN to integer" */
bool float_round(Run *, double, int64_t digits, Value *out);
Value float_round_even(double); /* to an int; finite */
/* == and < of two numbers: below, at or above 0, or UNORDERED. Complex ones are only equal or not. */
enum { UNORDERED = 2 };
int number_compare(Value a, Value b);

/* literal.c: from text ------------------------------------------------------------------------------------
 */

/* int('12', base), with sign, underscores and white space: ValueError "invalid literal for int() with base
 * 10: 'a'". */
bool int_parse(Run *, const char *text, int64_t bytes, int base, Value *out);
bool float_parse(Run *, const char *text, int64_t bytes, double *out);
bool complex_parse(Run *, const char *text, int64_t bytes, complex128 *out);

#endif
