/* sorting.h: elements in order, as the functions of sets and quantiles want them. */
#ifndef NDCALC_ARRAY_SORTING_H
#define NDCALC_ARRAY_SORTING_H

#include "func/results.h"
#include "numeric/sort.h"

/* What numeric/sort.h calls the elements of a dtype. */
SortType sort_type(DType);
/* Sorts along an axis, in place. */
bool tensor_sort(Run *, Tensor *, int axis);
/* The same, where only the elements at some places are wanted (sort_places); NULL: all. */
bool tensor_sort_places(Run *, Tensor *, int axis, int places, const int64_t *place);
/* A sorted copy in one axis, or the permutation that sorts. NULL on MemoryError. */
Tensor *tensor_sorted_flat(Run *, Tensor *);
/* Calls step for each line along an axis of `a`, with where it begins there and in `b`; b may be NULL. */
typedef bool LineStep(void *with, char *a, char *b);
bool each_line(Run *, Tensor *a, Tensor *b, int axis, LineStep *, void *with);

#endif
