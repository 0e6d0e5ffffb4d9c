/* takes.h: which shapes a function takes, and what comes of them: by its shape rule, in letters. */
#ifndef NDCALC_TEACH_TAKES_H
#define NDCALC_TEACH_TAKES_H

#include "eval/session.h"
#include "func/func.h"
#include "teach/page.h"

/* Adds a line for each sort of shapes, "2-d · 2-d   (m, k) (k, n)   -> (m, n)", then the functions it is
 * taken for. Nothing of functions that take no arrays. */
void takes_table(Session *, const Func *, const Page *, Text *out);

#endif
