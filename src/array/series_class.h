/* series_class.h: polynomials that are values: what is behind one, and how the rows of their methods look. */
#ifndef NDCALC_ARRAY_SERIES_CLASS_H
#define NDCALC_ARRAY_SERIES_CLASS_H

#include "array/series.h"

enum { COEF, DOMAIN, WINDOW, SYMBOL, SERIES_FIELDS };
static inline Value part_of(Value v, int which) { return v.record->field[which]; }
/* NULL: it is no polynomial. */
static inline const Basis *basis_of(Value v)
{
    return v.tag == V_RECORD ? basis_of_class(v.record->class) : NULL;
}

#define SERIES_HOMES "Polynomial Chebyshev Legendre Hermite HermiteE Laguerre"
#define FROM         ">>> from numpy.polynomial import Polynomial\n"

#define OF_SERIES(title, parameters, kernel, which, text, shown)                                             \
    {                                                                                                        \
        .name = title, .of = SERIES_HOMES, .params = parameters, .brief = text, .example = FROM shown,       \
        .style = METHOD, .run = kernel, .gives = AS_ARRAY, .extra = which                                    \
    }

#endif
