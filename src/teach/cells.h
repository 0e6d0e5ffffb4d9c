/* cells.h: where the cells of a result come from: one with its row and column, all of a small product, with
 * numbers and with letters, as textbooks write them. */
#ifndef NDCALC_TEACH_CELLS_H
#define NDCALC_TEACH_CELLS_H

#include "teach/calls.h"
#include "teach/page.h"

/* EXPR[i, j], where EXPR is a product, works element by element, or folds axes. False: it is none of these,
 * or the indices are no numbers. */
bool cell_drawn(Session *, const Findings *, const Node *item, const Page *, Text *out);
/* All cells of a product, of matrices or element by element, if it is small. False: it is not. */
bool cells_drawn(Session *, const Findings *, const Node *product, const Page *, Text *out);

#endif
