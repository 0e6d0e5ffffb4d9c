/* why.h: what is known about the last error: kept when it happens, shown under it, and at length by %why. */
#ifndef NDCALC_RUN_WHY_H
#define NDCALC_RUN_WHY_H

#include "run/shell.h"
#include "teach/explanation.h"

/* The session's on_failure. */
void why_remember(Session *, const Failure *);
/* The explanation of the error in the session's run; NULL: there is none. */
const Explanation *why_of_error(const Shell *);
void why_forget(Shell *);

bool teach_why(Shell *, const Statement *); /* %why */

#endif
