/* sort.h: sorting and searching plain arrays. NaNs stand after all numbers.
 *
 * Real numbers become unsigned keys of the same order, whose bytes are sorted: by insertion when there are
 * few, by a quicksort of vectors or by radix (least digit first, linear) when there are many. Complex
 * numbers, which have no such key, are merged. Elements are contiguous. */
#ifndef NDCALC_NUMERIC_SORT_H
#define NDCALC_NUMERIC_SORT_H

#include <stdbool.h>
#include <stdint.h>

/* Every type that can be sorted: X(name, C type, its value as a number that `<` compares, kind). */
typedef enum SortType {
    SORT_U1,
    SORT_I1,
    SORT_U2,
    SORT_I2,
    SORT_U4,
    SORT_I4,
    SORT_U8,
    SORT_I8,
    SORT_F2,
    SORT_F4,
    SORT_F8, /* float16 as its bits */
    SORT_C8,
    SORT_C16,
    SORT_TYPES
} SortType;

/* Sorts n elements in place; equal ones, 0.0 and -0.0 among them, keep their order. False: no memory. */
bool sort_values(SortType, void *at, int64_t n);
/* Puts what a sort would into each of some places, which do not fall; what stands between them belongs there,
 * in some order, and nans are at the end. */
bool sort_places(SortType, void *at, int64_t n, int count, const int64_t place[]);
/* order[i] becomes the place of the element that is i-th when sorted; equal ones keep their order. */
bool sort_order(SortType, const void *at, int64_t n, int64_t *order);
/* The same, but sorted only as far as sort_places would with one place: smaller elements before it, larger
 * ones after it. */
bool sort_order_place(SortType, const void *at, int64_t n, int64_t place, int64_t *order);
/* The same as sort_order, where `order` holds a permutation already: elements that are equal keep their order
 * in it (lexsort). */
bool sort_order_again(SortType, const void *at, int64_t n, int64_t *order);
/* So many keys are searched for on the thread that asks, which may be one that shares other work; more are
 * shared. */
enum { SORT_SEARCH_ALONE = 1 << 12 };
/* For each key where it goes into n sorted elements, `step` bytes apart: before those that are equal, or
 * (right) after them. `order` NULL, or the permutation that sorts them; its entries are within 0 … n - 1.
 * NumPy's search, step by step, so that answers are the same on elements that are not sorted. */
void sort_search(SortType, const char *at, int64_t n, int64_t step, const int64_t *order, int64_t keys,
                 const char *key, int64_t key_step, bool right, int64_t *out);
/* 1: never falls, -1: never rises, 0: neither. A constant array never falls. */
int sort_direction(const double *at, int64_t n);

#endif
