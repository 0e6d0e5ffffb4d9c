/* exceptions.h: exceptions as values: made by a call of their class, asked and told by name. */
#ifndef NDCALC_PYTHON_EXCEPTIONS_H
#define NDCALC_PYTHON_EXCEPTIONS_H

#include "func/func.h"

/* ValueError('text'), OSError(2, 'text'), NameError('text', name='x'). */
bool exception_call(Run *, const Class *, const Given *, Value *out);
/* exception.name = what, for any name. */
bool exception_assign(Run *, Raised *, const char *name, Value what);

#endif
