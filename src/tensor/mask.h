/* mask.h: arrays of True and False as a choice of elements, always in C order. */
#ifndef NDCALC_TENSOR_MASK_H
#define NDCALC_TENSOR_MASK_H

#include "tensor/walk.h"

/* How many elements of a bool tensor are True. */
int64_t mask_count(const Tensor *mask);
/* Where they are: for each axis of the mask (at least one) a 1-d int64 tensor with `count` indices. */
bool mask_places(Run *, const Tensor *mask, int64_t count, Tensor *place[]);
/* The elements of t where a mask of the same shape is True, 1-d; NULL on MemoryError. */
Tensor *mask_get(Run *, const Tensor *t, const Tensor *mask);
/* Sets them from elements of t's dtype that begin at `from` and are `step` bytes apart. */
bool mask_put(Run *, Tensor *t, const Tensor *mask, const char *from, int64_t step);
/* The loop over a mask, elements of so many bytes, and others: these become those before where the mask is
 * True. */
Loop *mask_blend(size_t size);

#endif
