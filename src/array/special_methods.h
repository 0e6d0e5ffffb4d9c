/* special_methods.h: what methods that operators and functions stand for do, whatever the value is. */
#ifndef NDCALC_ARRAY_SPECIAL_METHODS_H
#define NDCALC_ARRAY_SPECIAL_METHODS_H

#include "func/func.h"

/* Python's function that the row says, of the value and of what else was given. */
Kernel special_builtin;
Kernel special_bool, special_getitem, special_setitem, special_contains;

#endif
