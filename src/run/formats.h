/* formats.h: how values and errors are written: NumPy's text with tags, Python's prompt to the letter, shapes
 * alone. */
#ifndef NDCALC_RUN_FORMATS_H
#define NDCALC_RUN_FORMATS_H

#include "run/shell.h"

typedef struct Format {
    const char *name;                              /* as --format names it */
    bool (*value)(Shell *, Span statement, Value); /* false: an error, in the run */
    void (*error)(Shell *);                        /* of session->run.error, which is there */
} Format;

extern const Format format_tagged, format_plain, format_shapes;
extern const Format format_bare; /* of --print: str(), arrays as lines of numbers between tabs */

/* By the name that --format gives; NULL: there is none. */
const Format *format_named(const char *name);

/* Adds "(1, 8) float64", "() float64 scalar", and for a tuple of arrays one for each; false: a value of
 * Python's own, which has no tag. */
bool tag_text(const Run *, Value, Text *);

#endif
