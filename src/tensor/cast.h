/* cast.h: from any dtype to any other, one loop for each pair. */
#ifndef NDCALC_TENSOR_CAST_H
#define NDCALC_TENSOR_CAST_H

#include "tensor/walk.h"

/* p[0] is read, p[1] written. Raises FE_INVALID where NumPy warns "invalid value encountered in cast". */
Loop *cast_loop(DType from, DType to);

#endif
