/* refused.h: NumPy's words for arguments of which no array of numbers can be made: texts, None, dicts. NumPy
 * has arrays of them, and fails only where the function has no use for those.
 *
 * A row says in gives_to to which ufunc it gives its first argument as it is: "rint", "add.reduce"; or the
 * first two, if they are two factors: "multiply", "multiply.inner"; "float": it makes floats of it; "": it
 * looks at nothing else before it. */
#ifndef NDCALC_FUNC_REFUSED_H
#define NDCALC_FUNC_REFUSED_H

#include "func/func.h"

/* After an error of making an array of it: an array without data stands in for the argument, and the error is
 * set aside. False: it is another error. */
bool refused_stand_in(Call *, Arg *, Error *refusal);
/* The error that NumPy has for such an argument: shapes come first, of which the function's rule speaks, then
 * a ufunc's for want of a loop; else the refusal. Always false. */
bool refused_words(Call *, Error refusal);

#endif
