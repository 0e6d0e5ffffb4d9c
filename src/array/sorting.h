/* sorting.h: elements in order, as the functions of sets and quantiles want them. */
#ifndef NDCALC_ARRAY_SORTING_H
#define NDCALC_ARRAY_SORTING_H

#include "func/results.h"
#include "numeric/sort.h"

#include <string.h>

/* What numeric/sort.h calls the elements of a dtype. */
SortType sort_type(DType);
/* Sorts along an axis, in place. */
bool tensor_sort(Run *, Tensor *, int axis);
/* The same, where only the elements at some places are wanted (sort_places); NULL: all. */
bool tensor_sort_places(Run *, Tensor *, int axis, int places, const int64_t *place);
/* A sorted copy in one axis, or the permutation that sorts. NULL on MemoryError. */
Tensor *tensor_sorted_flat(Run *, Tensor *);
/* Whether two elements are the same, as those beside each other in a sorted array may be; all nans are, if
 * equal_nan says so. */
static inline bool same_element(DType dtype, const char *a, const char *b, bool equal_nan)
{
    if (dtype == INT64 || dtype == UINT64)
        return *(const int64_t *)(const void *)a == *(const int64_t *)(const void *)b;
    if (dtype == FLOAT64) {
        double x = *(const double *)(const void *)a, y = *(const double *)(const void *)b;
        return x == y || (equal_nan && x != x && y != y);
    }
    if (dtype < FLOAT16)
        return !memcmp(a, b, dtype_info[dtype].size);
    complex128 x = element_complex(dtype, a), y = element_complex(dtype, b);
    return x == y || (equal_nan && x != x && y != y);
}
/* Calls step for each line along an axis of `a`, with where it begins there and in `b`; b may be NULL. */
typedef bool LineStep(void *with, char *a, char *b);
bool each_line(Run *, Tensor *a, Tensor *b, int axis, LineStep *, void *with);

#endif
