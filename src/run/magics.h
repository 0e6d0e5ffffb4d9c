/* magics.h: commands beside Python: one row a command.
 *
 * `%who`, or `who` where no variable has that name and what follows begins an operand: a line that is
 * Python's as well would end with a NameError, or a SyntaxError. */
#ifndef NDCALC_RUN_MAGICS_H
#define NDCALC_RUN_MAGICS_H

#include "run/shell.h"

typedef struct Magic {
    const char *name;
    enum {
        RAW,
        EXPR,
        TIMED
    } takes;            /* what follows the name: the text of the line, a statement of Python's,
                           or one after options of timeit's */
    const char *params; /* "[N]"; "" if it takes nothing */
    const char *brief;
    const char *tells;                       /* what help adds: lines, an example among them */
    bool (*run)(Shell *, const Statement *); /* false: an error, in session->run */
} Magic;

extern const Magic magics[]; /* one without a name after the last */

/* The row of a word; NULL: none. */
const Magic *magic_named(const char *word, size_t length);

/* The command that the line at `at` begins with, *at then behind its name; NULL: it is Python. */
const Magic *magic_at(Shell *, const Source *, int *at);

#endif
