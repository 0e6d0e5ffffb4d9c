/* format.h: Python's three ways to put values into a text. */
#ifndef NDCALC_VALUE_FORMAT_H
#define NDCALC_VALUE_FORMAT_H

#include "value/value.h"

/* format(x, spec): the format mini-language; declared in value/value.h as value_format, made in format.c. */

/* "…%5.2f…" % arg: a tuple's items, a dict's for %(name)s, or one value. */
bool format_percent(Run *, const Str *format, Value arg, Text *out);
/* "…{0:>5}…".format(*args, **kwargs); kwargs may be NULL. Fields may hold attributes and indices: {a.shape[0]}. */
bool format_braces(Run *, const Str *format, int64_t count, const Value arg[], Dict *kwargs, Text *out);

#endif
