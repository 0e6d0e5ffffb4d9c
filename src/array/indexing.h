/* indexing.h: what the rows that read elements by index share with those that write them. */
#ifndef NDCALC_ARRAY_INDEXING_H
#define NDCALC_ARRAY_INDEXING_H

#include "func/results.h"

#include <string.h>

/* The true elements' places in the flat array, as int64. */
Tensor *flat_places(Run *, Tensor *);
/* An index that one mode allows, made to count from the front; false: out of bounds. */
bool index_at(IndexMode, int64_t size, int64_t *index);
/* One element from place to place: the usual sizes without a call. */
static inline void copy_element(char *to, const char *from, size_t size)
{
    switch (size) {
    case 1: memcpy(to, from, 1); break;
    case 2: memcpy(to, from, 2); break;
    case 4: memcpy(to, from, 4); break;
    case 8: memcpy(to, from, 8); break;
    default: memcpy(to, from, size);
    }
}
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
/* Copies the elements that are named to `other`, of the shape of what is taken, or (put) from there, in C
 * order. */
bool along_axis_copy(Run *, const Along *, Tensor *other, bool put);

#endif
