/* steps.h: what one call, operator, attribute or item did to the axes of its operands, in words. */
#ifndef NDCALC_TEACH_STEPS_H
#define NDCALC_TEACH_STEPS_H

#include "teach/calls.h"
#include "teach/page.h"

/* What there is to say; several things are parted by "; ". */
typedef struct Said {
    Text text;
    bool telling; /* more than that numbers met an array: worth a line of its own */
} Said;

/* Of the node itself: "adds all 8", "axis 0 (size 2) is added away: (2, 3) -> (3,)". */
void step_says(Session *, const Findings *, const Node *, const Page *, Said *);
/* Of its operand: "-> float64" if it was converted, "repeated 3 times along axis 1" if it was stretched. */
void operand_says(Session *, const Findings *, const Node *, const Node *operand, const Page *, Said *);

#endif
