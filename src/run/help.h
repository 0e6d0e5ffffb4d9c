/* help.h: what the rows of functions say of themselves, and what is known of a value. */
#ifndef NDCALC_RUN_HELP_H
#define NDCALC_RUN_HELP_H

#include "func/func.h"
#include "run/shell.h"

/* Without a subject: how to begin. False: an error. */
bool help_overview(Shell *);
/* Of the value that an expression gives: `np.dot?`, `help(np.dot)`; of a function of the user's its source:
 * `f??`. */
bool help_on(Shell *, const Tree *, const Node *expression, bool source);

/* "np.sum(a, axis=None, dtype=None)": the row's first home, its name, its parameters as Python writes them.
 */
void help_signature(const Func *, Text *);
/* Where the parameter that begins here ends: at a comma, or at the end of the text. */
const char *help_param_end(const char *param);
/* Every row, a line each, sorted by nothing but the tables: "np.sum(…)\tbrief". */
void help_list_functions(FILE *out);

#endif
