/* hole.h: np.dot(Y, ?): what may stand in the hole.
 *
 * Candidates are put into the hole and looked at, to their shapes alone: arrays of shapes made of the sizes
 * that stand around it, of 1 and of any size; the axes, shapes and dtypes that a parameter asks for; and the
 * user's names. */
#ifndef NDCALC_TEACH_HOLE_H
#define NDCALC_TEACH_HOLE_H

#include "eval/session.h"
#include "teach/page.h"

/* The hole of an expression that has one and no more; NULL: it has none, or several. */
const Node *only_hole(const Node *expression);
/* What fits, and which names have it. False: the rest of the expression fails whatever stands there,
 * run.error says why. */
bool hole_told(Session *, const Tree *, const Node *expression, const Node *hole, const Page *, Text *out);

#endif
