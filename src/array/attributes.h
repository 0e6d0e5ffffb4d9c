/* attributes.h: setting attributes of NumPy's values: a.shape = …, a.real = …, a.flags.writeable = … */
#ifndef NDCALC_ARRAY_ATTRIBUTES_H
#define NDCALC_ARRAY_ATTRIBUTES_H

#include "func/func.h"

/* np.ndarray.shape: what an attribute is before there is a value. */
Value attribute_of_class(const Class *owner, const Func *row);
/* value.name = what. AttributeErrors are NumPy's: "attribute 'T' of 'numpy.ndarray' objects is not writable",
 * "'numpy.ndarray' object has no attribute 'foo' and no __dict__ for setting new attributes". */
bool attribute_set(Run *, Value, const char *name, Value what);

#endif
