/* report.h: how an error and a warning are told. */
#ifndef NDCALC_RUN_REPORT_H
#define NDCALC_RUN_REPORT_H

#include "run/shell.h"

/* Each tells session->run.error; what a statement printed before it is flushed first. */
void report_tagged(Shell *); /* NumPy's line, then the source with the operands underlined */
void report_plain(Shell *);  /* as Python's prompt does */
void report_shapes(Shell *); /* "3: error" */

/* Shows a warning, once for each place; the session's run.warn. */
void report_warning(Run *, const Class *, const char *text);
/* Tells the notes of the statement being run, each in full once for each text of a statement. */
void report_notes(Shell *);
/* A note on the data on standard input, where notes are shown. */
void report_data_note(Shell *, const char *place, const char *words);
void report_forget(Once *);

#endif
