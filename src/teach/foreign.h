/* foreign.h: errors that happened elsewhere: what a traceback of Python's tells is enough to explain them.
 *
 * The message holds the shapes, the marked line the code: names of those shapes are declared, without data,
 * and the line is evaluated. What comes of it is explained only if it is the very same error. */
#ifndef NDCALC_TEACH_FOREIGN_H
#define NDCALC_TEACH_FOREIGN_H

#include "teach/explanation.h"

/* The bytes of the traceback that a text begins with; 0: it begins with none, or has not ended yet
 * (*unfinished). */
int traceback_length(const char *text, bool *unfinished);

/* Explains the error of a traceback, in sessions of its own. False: it cannot be made to happen again from
 * what stands there. *error is its last line in either case; it lives in the explanation's arena, as *line,
 * the code. */
bool explain_traceback(const char *text, int length, Explanation *, const char **error, const char **line);

#endif
