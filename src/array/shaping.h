/* shaping.h: what reshape's family shares with the attributes that set a shape. */
#ifndef NDCALC_ARRAY_SHAPING_H
#define NDCALC_ARRAY_SHAPING_H

#include "func/results.h"

/* Works out a shape of which one size may be below 0 (to be found out) for `size` elements: "cannot reshape
 * array of size 6 into shape (4,newaxis)", "can only specify one unknown dimension". */
bool reshape_sizes(Run *, int64_t size, const Ints *asked, Shape *out);
/* The tensor seen in another shape, in order 'C' or 'F'; NULL where strides do not allow it. */
Tensor *reshape_as_view(Tensor *, const Shape *, char order);
/* The sizes and strides of its memory seen in elements of another dtype: "When changing to a larger dtype,
 * …". */
bool view_sizes(Run *, const Tensor *, DType, int64_t *dim, int64_t *stride);

#endif
