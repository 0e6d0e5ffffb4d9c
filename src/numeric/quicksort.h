/* quicksort.h: sorting and selecting unsigned keys of 32 and 64 bits with vectors, on processors that can
 * pack the chosen lanes of one (AVX-512).
 *
 * After J. Wassenberg, M. Blacher et al., "Vectorized and performance-portable Quicksort" (2022): quicksort
 * whose partitions are packed stores, and sorting networks for what is left. */
#ifndef NDCALC_NUMERIC_QUICKSORT_H
#define NDCALC_NUMERIC_QUICKSORT_H

#include <stdbool.h>
#include <stdint.h>

/* False: this processor cannot. */
bool quicksort_32(uint32_t *at, int64_t n);
bool quicksort_64(uint64_t *at, int64_t n);
/* Moves the k-th of the sorted keys to place k, smaller ones before it, larger ones after it. */
bool quickselect_32(uint32_t *at, int64_t n, int64_t k);
bool quickselect_64(uint64_t *at, int64_t n, int64_t k);

#endif
