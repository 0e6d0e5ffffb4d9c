/* script.h: statements from files, pipes and texts. */
#ifndef NDCALC_RUN_SCRIPT_H
#define NDCALC_RUN_SCRIPT_H

#include "run/shell.h"

/* Runs what a descriptor gives until its end, statement after statement: each is answered before more is
 * waited for. */
void script_run(Shell *, const char *name, int descriptor);
/* The same for a text. */
void script_run_text(Shell *, const char *name, const char *text, size_t length);
/* The same for a text of the command line, without the blanks that all its lines begin with: as of
 * Python 3.14 what stands behind -c may be indented. */
void script_run_command(Shell *, const char *name, const char *command);
/* Whether a text is a statement, and not what a file could well be called. */
bool script_is_code(Shell *, const char *text);

#endif
