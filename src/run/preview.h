/* preview.h: what a line comes to, as far as it is typed. */
#ifndef NDCALC_RUN_PREVIEW_H
#define NDCALC_RUN_PREVIEW_H

#include "run/shell.h"

typedef enum { PREVIEW_NOTHING, PREVIEW_RESULT, PREVIEW_MISFIT, PREVIEW_HOLE } Preview;

/* The shape and dtype of the expression on a line, or of what it assigns, brackets that are open closed, and
 * its value where that is little and small work: "(1, 1) float64   array([[3.6]])". Or, of a whole line, why
 * its arrays do not fit, in NumPy's words; or what may stand where an argument is to come. Nothing for
 * commands, blocks, and what cannot be told or would change anything. */
Preview preview_line(Shell *, const char *line, Text *out);

#endif
