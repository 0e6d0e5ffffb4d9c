/* piped.h: numbers on standard input, as the variable x.
 *
 * With a command on the command line, standard input is data. It is read when a statement names what nothing
 * binds: x, or with a header a column. One column is (n,), several are (n, k). Where a column is called x,
 * the table is x_. A cell that is no number is a mistake of its column alone, and of the table. */
#ifndef NDCALC_RUN_PIPED_H
#define NDCALC_RUN_PIPED_H

#include "run/shell.h"

typedef struct PipedOptions {
    char delimiter;   /* 0: found from the first line: a tab, a comma, else white space */
    bool header;      /* the first line names the columns */
    bool has_missing; /* empty cells, NA and null are `missing` */
    double missing;
    const char *file; /* that is run as a script, and may have been meant as data; NULL: none */
} PipedOptions;

/* Lets the shell's session find x on a descriptor; below 0: there is nothing. */
void piped_offer(Shell *, int descriptor, const PipedOptions *);
/* Binds all names that the data has, as far as nothing else binds them: the table's and the columns'. Adds
 * the names of columns that are no numbers. False: an error. */
bool piped_bind(Shell *, Text *texts);
/* Whether a column that was read has this name. */
bool piped_names(const Shell *, Name);
void piped_free(struct Piped *);

#endif
