/* quicksort.h: sorting and selecting unsigned 64-bit keys with vectors of eight, on processors that can pack
 * the chosen lanes of a vector (AVX-512).
 *
 * After J. Wassenberg, M. Blacher et al., "Vectorized and performance-portable Quicksort" (2022): quicksort
 * whose partitions are packed stores, and sorting networks for what is left. */
#ifndef NDCALC_NUMERIC_QUICKSORT_H
#define NDCALC_NUMERIC_QUICKSORT_H

#include <stdbool.h>
#include <stdint.h>

/* Sorts n keys; `room` holds as many. False: this processor cannot. */
bool quicksort_keys(uint64_t *at, int64_t n, uint64_t *room);
/* Moves the k-th of the sorted keys to place k, smaller ones before it, larger ones after it. */
bool quickselect_key(uint64_t *at, int64_t n, int64_t k, uint64_t *room);

#endif
