/* warnings.h: the module warnings: which warnings are shown, and which are errors. */
#ifndef NDCALC_PYTHON_WARNINGS_H
#define NDCALC_PYTHON_WARNINGS_H

#include "func/func.h"

typedef enum {
    WARNING_SHOWN,  /* once at each place */
    WARNING_ALWAYS, /* each time */
    WARNING_TAKEN,  /* left out, or kept for catch_warnings(record=True), or an error now: run->error tells */
} WarningFate;

/* What the filters make of a warning. */
WarningFate warning_fate(Run *, const Class *, const char *text);

/* From here on warnings of the class are kept and not shown. The answer, the state before, is the caller's,
 * who gives it to warnings_end: that brings it back, and answers the list of what was kept. */
Value warnings_begin(Run *, const Class *);
Value warnings_end(Run *, Value before);

#endif
