/* series.h: polynomials as sums over a basis: np.polynomial. Coefficients stand in the order of their
 * degrees. */
#ifndef NDCALC_ARRAY_SERIES_H
#define NDCALC_ARRAY_SERIES_H

#include "func/sheet.h"

/* What differs between the bases. Coefficients are arrays of floats or complex numbers; `c` of one axis,
 * unless it is said otherwise, and never empty. */
typedef struct Basis {
    const char *prefix;                             /* "cheb": of the names of functions */
    const char *letter;                             /* "T", as in T_2(x); NULL: powers */
    const Class *class;                             /* Chebyshev … */
    double domain[2];                               /* where the basis is at home, which is the window, too */
    Value (*line)(Sheet *, Value off, Value scale); /* the series of off + scale * x */
    Value (*times_x)(Sheet *, Value c);             /* of a series that is not 0, without zeros at the end */
    /* NULL where the basis has no way of its own, but what follows */
    Value (*product)(Sheet *, Value a, Value b);
    Value (*quotient)(Sheet *, Value a, Value b, Value *rest);
    Value (*value)(Sheet *, Value x, Value c); /* c may have axes behind the first */
    /* how the members follow from each other: see series_bases.c. degree is that of the member above */
    Value (*lower)(Sheet *, Value high, int64_t degree);
    Value (*upper)(Sheet *, Value high, Value x, int64_t degree);
    Value (*last)(Sheet *, Value high, Value x);
    /* the same for series; moved is high times x */
    Value (*lower_series)(Sheet *, Value high, int64_t degree);
    Value (*upper_series)(Sheet *, Value high, Value moved, int64_t degree);
    Value (*last_series)(Sheet *, Value high, Value moved);
    /* along the first axis of c */
    Value (*derivative)(Sheet *, Value c); /* of two coefficients or more; c is spoiled */
    Value (*integral)(Sheet *, Value c);   /* the constant is 0 */
    /* the values of the member of this degree, by those of the two before; `before` only from degree 2 on */
    Value (*next)(Sheet *, Value x, Value last, Value before, int degree);
    Value (*companion)(Sheet *,
                       Value c); /* a matrix whose eigenvalues are the roots; of three coefficients or more */
    Value (*root)(Sheet *, Value c); /* of two coefficients */
    bool turned;                     /* the companion is turned around before its eigenvalues are computed */
} Basis;

extern const Class class_polynomial[1], class_chebyshev[1], class_legendre[1], class_hermite[1],
    class_hermite_e[1], class_laguerre[1];
extern const Basis bases[];
enum { BASIS_POWER, BASIS_CHEBYSHEV, BASIS_LEGENDRE, BASIS_HERMITE, BASIS_HERMITE_E, BASIS_LAGUERRE, BASES };
const Basis *basis_of_class(const Class *); /* NULL: none */

/* as_series: arrays of one axis in a common float or complex dtype, fresh; trim: without zeros at the end. */
bool series_read(Sheet *, int n, const Value given[], bool trim, Value out[]);
/* operator.index: TypeError "deg must be an integer, received 1.5". */
bool series_int(Sheet *, Value, const char *what, int64_t *out);
Value series_trimmed(Sheet *, Value c); /* a view without zeros at the end */
int64_t series_length(Value c);         /* 0 after an error */

/* By what a row says, of series without zeros at the end. */
Value series_product(const Basis *, Sheet *, Value a, Value b);
Value series_quotient(const Basis *, Sheet *, Value a, Value b, Value *rest);
Value series_sum(const Basis *, Sheet *, Value x, Value c);

Value series_times_x(const Basis *, Sheet *, Value c);
Value series_to_powers(const Basis *, Sheet *, Value c);
Value series_from_powers(const Basis *, Sheet *, Value c);
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
/* The Chebyshev series that meets func(x, *args) at Chebyshev's points, which are taken from the window to
 * the domain; V_ABSENT: they are not. */
Value series_interpolate(Sheet *, Value func, Value degree, Value args, Value window, Value domain);
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
