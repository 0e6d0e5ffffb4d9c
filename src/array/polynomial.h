/* polynomial.h: np.poly1d, a polynomial that is a value. */
#ifndef NDCALC_ARRAY_POLYNOMIAL_H
#define NDCALC_ARRAY_POLYNOMIAL_H

#include "func/sheet.h"

extern const Class poly1d_class[1];
bool is_poly1d(Value);
/* poly1d(c): of a poly1d, another with its coefficients; ValueError "Polynomial must be 1d only.". */
Value poly1d_of(Sheet *, Value coefficients);
/* Its coefficients, the highest power's first; borrowed. */
Value poly1d_coefficients(Value poly1d);
/* p.coeffs = what, which only sets what is there already (so that p.coeffs *= 2 works); *known is false if
 * the name is none of its own. */
bool poly1d_set(Run *, Value poly1d, const char *name, Value what, bool *known);

#endif
