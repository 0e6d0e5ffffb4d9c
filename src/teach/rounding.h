/* rounding.h: how far rounding may have taken a computed value from the true one.
 *
 * Each step of a computation rounds its result to the nearest number, by at most half a unit in the last
 * place of what it comes to on the way: 1 + 1e20 - 1e20 is off by as much as 1e20 rounds. How large the
 * numbers of each element are on the way is told by the same expression in which nothing cancels: of a - b
 * it is |a| + |b| (Higham, Accuracy and Stability of Numerical Algorithms, 2002, sections 3.1 and 3.3). */
#ifndef NDCALC_TEACH_ROUNDING_H
#define NDCALC_TEACH_ROUNDING_H

#include "eval/session.h"
#include "lang/parser.h"

typedef struct Rounding {
    Value bound;   /* float64, one for each element of the value; V_ABSENT: not known. Owned */
    double scale;  /* the largest number that came up */
    bool estimate; /* something is called whose steps are not known: `scale` is all there is to judge by */
} Rounding;

/* Of an expression that was looked at, its variables as they were; `epsilon` is that of its coarsest dtype.
 */
void rounding_of(Session *, Parser *, const Findings *, const Node *, double epsilon, Rounding *);
void rounding_free(Rounding *);

#endif
