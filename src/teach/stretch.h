/* stretch.h: how operands of different shapes meet: the table of their axes, and the arrays as they are
 * stretched. */
#ifndef NDCALC_TEACH_STRETCH_H
#define NDCALC_TEACH_STRETCH_H

#include "teach/calls.h"
#include "teach/page.h"

/* Of the first call in the expression that works element by element and stretches an operand, else of the
 * first that works element by element. False: there is none. */
bool stretch_drawn(Session *, const Findings *, const Node *expression, const Page *, Text *out);

#endif
