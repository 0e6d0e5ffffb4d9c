/* fixes.h: what to write instead: texts that are tried before they are shown.
 *
 * A candidate is the source of an expression, or of an assignment of one. It is parsed and looked at; what
 * the shape rules do not accept is never shown. */
#ifndef NDCALC_TEACH_FIXES_H
#define NDCALC_TEACH_FIXES_H

#include "teach/problem.h"

/* The order of offers: what means the same comes first (the same function over the same axes), then what
 * answers another question, which its remark says; within each, fewer edits come first. */
enum { FIX_SAME = 0, FIX_OTHER = 100 };

/* Tries a candidate; false: it is not accepted. remark NULL: none. */
bool fix_offer(Problem *, int rank, const char *remark, const char *code);
/* Puts the best of the accepted ones into the explanation. */
void fixes_choose(Problem *);

/* Whether an expression could be evaluated now, by the shape rules; *shape, if wanted, is that of its result,
 * with ndim -1 where it is no array. */
bool code_fits(Problem *, const char *code, Shape *shape);

#endif
