/* complete.h: what Tab offers. */
#ifndef NDCALC_REPL_COMPLETE_H
#define NDCALC_REPL_COMPLETE_H

#include "run/shell.h"

typedef struct Candidates {
    char **text; /* each whole: "np.dot" for "np.d" */
    int count, room;
} Candidates;

/* What the word `text`, which begins at byte `start` of a line, may become: names, what stands after a dot,
 * the parameters of the call that it stands in. The candidates that were there are dropped. */
void complete(Shell *, const char *line, int start, const char *text, Candidates *);
void complete_free(Candidates *);

#endif
