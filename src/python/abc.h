/* abc.h: the classes of collections.abc, which say what values can do, and the names of typing for classes.
 */
#ifndef NDCALC_PYTHON_ABC_H
#define NDCALC_PYTHON_ABC_H

#include "value/value.h"

/* Whether values of `class` count as values of `abstract`, one of collections.abc. */
bool class_can(const Class *class, const Class *abstract);
/* The class that a name of typing stands for: list for typing.List; NULL: the value is none that does. */
const Class *typing_class(Value);

#endif
