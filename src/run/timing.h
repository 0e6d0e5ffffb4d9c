/* timing.h: %time and %timeit, as IPython spells and prints them. Rows in magics.c. */
#ifndef NDCALC_RUN_TIMING_H
#define NDCALC_RUN_TIMING_H

#include "run/shell.h"

bool time_once(Shell *, const Statement *);
bool timeit(Shell *, const Statement *); /* "-n LOOPS -r RUNS STATEMENT" */

/* How many bytes of a text are options of timeit's, "-n 10 -r3 ". */
size_t timing_options(const char *text);

#endif
