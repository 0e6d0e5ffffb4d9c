/* complete.h: what Tab offers. */
#ifndef NDCALC_REPL_COMPLETE_H
#define NDCALC_REPL_COMPLETE_H

#include "run/shell.h"

typedef struct Candidates {
    char **text; /* each whole: "np.dot" for "np.d" */
    int count, room;
    bool file_names; /* names of files as well */
} Candidates;

/* What the word `text`, which begins at byte `start` of a line, may become: the parameters of the call that
 * it stands in before names; what stands after a dot; in a string, the keys of a dict or names of files. The
 * candidates that were there are dropped. */
void complete(Shell *, const char *line, int start, const char *text, Candidates *);
/* The quote of the string that is open at a place; '#' in a comment, 0 elsewhere. */
char complete_quote(const char *line, int end);
void complete_free(Candidates *);

#endif
