/* mismatch.h: shapes that do not fit: which axis of which operand, and what would fit. */
#ifndef NDCALC_TEACH_MISMATCH_H
#define NDCALC_TEACH_MISMATCH_H

#include "teach/advice.h"

/* "holds only if N == M": the sizes that would have to be equal, where shapes have symbols. */
void explain_symbols(Problem *);

#endif
