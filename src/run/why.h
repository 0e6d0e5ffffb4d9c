/* why.h: what is known about the last error, note or value: kept when it happens, shown under it, and at
 * length by %why. */
#ifndef NDCALC_RUN_WHY_H
#define NDCALC_RUN_WHY_H

#include "run/shell.h"
#include "teach/explanation.h"

/* The session's on_failure. */
void why_remember(Session *, const Failure *);
/* The explanation of the error in the session's run; NULL: there is none. */
const Explanation *why_of_error(const Shell *);
void why_forget(Shell *);
/* Takes over the notes that were told of the statement being run; none are left. */
void why_of_notes(Shell *);
/* The statement being run showed the value of an expression, or bound it to a name. */
void why_of_value(Shell *, const Tree *, const Node *expression);

/* A command explained an expression: of that there is no more to tell. */
void why_is_told(Shell *, const char *by);

/* Explains the errors that the tracebacks of Python's in a text end in; false: there is none. */
bool why_of_text(Shell *, const char *text, size_t length);

/* Takes the traceback that a text has at *at as a statement; false: there is none. *unfinished: it goes on.
 */
bool why_traceback_at(const Source *, int *at, bool last, Statement *out, bool *unfinished);

bool teach_why(Shell *, const Statement *); /* %why */

#endif
