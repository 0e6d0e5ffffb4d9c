/* indexing.h: what the rows that read elements by index share with those that write them. */
#ifndef NDCALC_ARRAY_INDEXING_H
#define NDCALC_ARRAY_INDEXING_H

#include "func/results.h"

/* The true elements' places in the flat array, as int64. */
Tensor *flat_places(Run *, Tensor *);
/* An index that one mode allows, made to count from the front; false: out of bounds. */
bool index_at(IndexMode, int64_t size, int64_t *index);
/* The element of a tensor at an index of its axes. */
char *element_at(const Tensor *, const int64_t *index);

/* take_along_axis and put_along_axis: an index for each place beside an axis. */
typedef struct Along {
    Tensor *array; /* owned */
    Tensor *index; /* owned, of any integer dtype */
    int axis;
    Shape shape; /* of what is taken or put */
} Along;
bool along_axis_read(Call *, bool has_values, Along *);
void along_axis_drop(Along *);
/* Calls step for each element that is named, in C order of the index. */
typedef void AlongStep(void *with, char *element);
bool along_axis_each(Run *, const Along *, AlongStep *, void *with);

#endif
