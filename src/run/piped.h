/* piped.h: numbers on standard input, as the variable x.
 *
 * With a command on the command line, standard input is data. It is read when a statement names what nothing
 * binds: x, or with a header a column. One column is (n,), several are (n, k). */
#ifndef NDCALC_RUN_PIPED_H
#define NDCALC_RUN_PIPED_H

#include "run/shell.h"

typedef struct PipedOptions {
    char delimiter;   /* 0: found from the first line: a tab, a comma, else white space */
    bool header;      /* the first line names the columns */
    bool has_missing; /* empty cells are `missing` */
    double missing;
} PipedOptions;

/* Lets the shell's session find x on a descriptor. */
void piped_offer(Shell *, int descriptor, const PipedOptions *);
void piped_free(struct Piped *);

#endif
