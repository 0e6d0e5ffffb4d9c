/* describe.h: how rows look as values: type(np.add), repr(len). The evaluator sets these as hooks. */
#ifndef NDCALC_FUNC_DESCRIBE_H
#define NDCALC_FUNC_DESCRIBE_H

#include "func/func.h"

const Class *func_class(const Func *);   /* the class of the function that the row is */
const Class *method_class(const Func *); /* … and of that function as a value's method */
/* Cython's methods are Python's by their class, but look their attributes up in the function. */
extern const Class class_bound_method[1], class_cython[1];
void func_repr(const Func *, Text *out); /* "<built-in function len>", "<ufunc 'add'>" */
const char *func_name(const Func *);

/* errstate.c: calls the function of np.seterrcall, as Run.call_error has it. */
bool errstate_call(Run *, const char *error, int flags);

#endif
