/* memory_views.h: a.flat and a.flags, which stay tied to their array. */
#ifndef NDCALC_ARRAY_MEMORY_VIEWS_H
#define NDCALC_ARRAY_MEMORY_VIEWS_H

#include "func/func.h"

/* a.flat = values: cast, repeated as often as needed. */
bool flat_set(Run *, Tensor *, Value what);
/* a.flags.name = what; *known is false if the record is no flags object or the flag no flag. */
bool flags_set(Run *, Value record, const char *name, Value what, bool *known);

#endif
