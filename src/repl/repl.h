/* repl.h: the session on a terminal. It only reads lines and draws: what they mean is decided in run/. */
#ifndef NDCALC_REPL_REPL_H
#define NDCALC_REPL_REPL_H

#include "run/shell.h"

/* Reads and answers entries until the user leaves. `quiet`: without a greeting. */
void repl_run(Shell *, bool quiet);

#endif
