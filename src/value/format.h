/* format.h: Python's three ways to put values into a text. */
#ifndef NDCALC_VALUE_FORMAT_H
#define NDCALC_VALUE_FORMAT_H

#include "value/value.h"

/* format(x, spec): the format mini-language; declared in value/value.h as value_format, made in format.c. */

/* "…%5.2f…" % arg: a tuple's items, a dict's for %(name)s, or one value. */
bool format_percent(Run *, const Str *format, Value arg, Text *out);
/* "…{0:>5}…".format(*args, **kwargs); kwargs may be NULL. Fields may hold attributes and indices:
 * {a.shape[0]}. */
enum { FORMAT_MAP = -1 }; /* the count for format_map, which has names alone */
bool format_braces(Run *, const Str *format, int64_t count, const Value arg[], Dict *kwargs, Text *out);

/* A double by one of the codes e, f, g, E, F, G or r (shortest digits), as CPython's PyOS_double_to_string
 * writes it. */
enum {
    FLOAT_ALTERNATE = 1, /* the point stays, and for g the zeros after it */
    FLOAT_DOT_0 = 2,     /* ".0" after what would look like an int */
    FLOAT_NO_NEGATIVE_ZERO = 4,
};
void float_text(double, char code, int precision, int flags, Text *out);
/* What ascii() does to a repr: "\\xe9" for é. */
void text_ascii(const char *text, size_t bytes, Text *out);

#endif
