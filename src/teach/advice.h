/* advice.h: which explanation an error gets: a row for each sort of error, tried in order. */
#ifndef NDCALC_TEACH_ADVICE_H
#define NDCALC_TEACH_ADVICE_H

#include "teach/problem.h"

/* A sort of error: its class, the form of its text (* stands for anything), and the functions that it is
 * about. `say` fills the explanation; false: it is none of this sort after all, and the next row is tried. */
typedef struct Advice {
    const Class *class;
    const char *form;
    const char *of; /* names of rows between spaces; NULL: any */
    bool (*say)(Problem *);
} Advice;

/* Explains an error that has just happened, and that stays as it is. Nothing is known of it: *out has marks
 * at most. */
void explain_failure(Session *, const Failure *, Explanation *out);

#endif
