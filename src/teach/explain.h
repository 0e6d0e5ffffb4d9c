/* explain.h: an expression as the tree of its parts, each with shape, dtype and what it did. */
#ifndef NDCALC_TEACH_EXPLAIN_H
#define NDCALC_TEACH_EXPLAIN_H

#include "eval/session.h"
#include "teach/page.h"

/* The tree of an expression that was looked at. */
void explain_tree(Session *, const Findings *, const Node *expression, const Page *, Text *out);

#endif
