/* series.h: polynomials as sums over a basis: np.polynomial. Coefficients stand in the order of their
 * degrees. */
#ifndef NDCALC_ARRAY_SERIES_H
#define NDCALC_ARRAY_SERIES_H

#include "func/sheet.h"

/* What differs between the bases. Coefficients are arrays of floats or complex numbers; `c` of one axis,
 * unless it is said otherwise, and never empty. */
typedef struct Basis {
    const char *prefix;                             /* "poly": of the names of functions */
    const char *letter;                             /* "T", as in T_2(x); NULL: powers */
    const Class *class;                             /* Polynomial … */
    double domain[2];                               /* where the basis is at home, which is the window, too */
    Value (*line)(Sheet *, Value off, Value scale); /* the series of off + scale * x */
    Value (*times_x)(Sheet *, Value c);             /* of a series without zeros at the end */
    Value (*product)(Sheet *, Value a, Value b);    /* the same */
    Value (*quotient)(Sheet *, Value a, Value b, Value *rest);
    Value (*value)(Sheet *, Value x, Value c); /* c may have axes behind the first */
    Value (*derivative)(Sheet *, Value c);     /* the same; of two coefficients or more. c is spoiled */
    Value (*integral)(Sheet *, Value c);       /* the same; the constant is 0 */
    Value (*next)(Sheet *, Value x, Value last, Value before,
                  int degree);            /* of the values of the basis; before may be
                                             V_ABSENT, where degree is 1 */
    Value (*companion)(Sheet *, Value c); /* a matrix whose eigenvalues are the roots; of three
                                             coefficients or more */
    Value (*root)(Sheet *, Value c);      /* of two coefficients */
    bool turned; /* the companion is turned around before its eigenvalues are computed */
} Basis;

extern const Class class_polynomial[1];
extern const Basis bases[];
enum { BASIS_POWER, BASES };
const Basis *basis_of_class(const Class *); /* NULL: none */

/* as_series: arrays of one axis in a common float or complex dtype, fresh; trim: without zeros at the end. */
bool series_read(Sheet *, int n, const Value given[], bool trim, Value out[]);
Value series_trimmed(Sheet *, Value c); /* a view without zeros at the end */
int64_t series_length(Value c);         /* 0 after an error */

Value series_add(Sheet *, Value a, Value b);
Value series_subtract(Sheet *, Value a, Value b);
Value series_multiply(const Basis *, Sheet *, Value a, Value b);
Value series_divide(const Basis *, Sheet *, Value a, Value b, Value *rest);
Value series_power(const Basis *, Sheet *, Value c, Value power, Value most);
Value series_value(const Basis *, Sheet *, Value x, Value c, bool tensor);
Value series_derivative(const Basis *, Sheet *, Value c, Value m, Value scale, Value axis);
Value series_integral(const Basis *, Sheet *, Value c, Value m, Value k, Value from, Value scale, Value axis);
Value series_vander(const Basis *, Sheet *, Value x, Value degree);
Value series_fit(const Basis *, Sheet *, Value x, Value y, Value degree, Value rcond, bool full,
                 Value weights);
Value series_from_roots(const Basis *, Sheet *, Value roots);
Value series_roots(const Basis *, Sheet *, Value c);
Value series_companion(const Basis *, Sheet *, Value c);
Value series_trim(Sheet *, Value c, Value tolerance);
/* mapparms: *off and *scale of the line that takes the interval `old` to the interval `new`. */
void series_map(Sheet *, Value old, Value new, Value *off, Value *scale);
Value series_mapped(Sheet *, Value x, Value old, Value new);
Value series_domain_of(Sheet *, Value x); /* from the least element to the greatest */
Value series_pair(Sheet *, double a, double b);

/* A number as it stands before a term; braced: in brackets where it has an exponent. */
bool series_number(Run *, Value, bool braced, Text *out);

bool series_is(Value); /* whether it is a Polynomial or one of its kin */
/* p.name = what; *known false: that is none of its parts. */
bool series_set(Run *, Value series, const char *name, Value what, bool *known);

#endif
