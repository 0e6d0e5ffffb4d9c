/* lanes.h: eight doubles at once, for files that base/vectors.h builds. */
#ifndef NDCALC_NUMERIC_LANES_H
#define NDCALC_NUMERIC_LANES_H

#include "base/vectors.h"

enum { LANES = 8 };

typedef double Lanes __attribute__((vector_size(LANES * 8), aligned(8), may_alias));

PART_OF_VECTORS Lanes lanes(const double *x) { return *(const Lanes *)x; }

PART_OF_VECTORS double lanes_sum(Lanes x)
{
    return ((x[0] + x[4]) + (x[2] + x[6])) + ((x[1] + x[5]) + (x[3] + x[7]));
}

#endif
