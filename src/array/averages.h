/* averages.h: what weighted averages share with weighted quantiles. */
#ifndef NDCALC_ARRAY_AVERAGES_H
#define NDCALC_ARRAY_AVERAGES_H

#include "func/sheet.h"

/* Weights in a shape that goes with an array: those of its own shape, or of its axes (NULL: all) alone. */
Value weights_for(Sheet *, Value weights, Tensor *a, const Ints *axes);

#endif
