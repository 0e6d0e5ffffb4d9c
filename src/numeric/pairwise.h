/* pairwise.h: sums in NumPy's order, so that their last digit is NumPy's.
 *
 * Halves are summed apart until 128 numbers are left, which go to eight accumulators (NumPy's pairwise_sum in
 * numpy/_core/src/umath/loops_utils.h.src). Steps are in bytes and may be of any sign. */
#ifndef NDCALC_NUMERIC_PAIRWISE_H
#define NDCALC_NUMERIC_PAIRWISE_H

#include <complex.h>
#include <stdint.h>

/* float16, added as float32 and not rounded; the caller says how one is read. */
float pairwise_f2(const char *at, int64_t n, int64_t step, float (*read)(uint16_t));
float pairwise_f4(const char *at, int64_t n, int64_t step);
double pairwise_f8(const char *at, int64_t n, int64_t step);
float _Complex pairwise_c8(const char *at, int64_t n, int64_t step);
double _Complex pairwise_c16(const char *at, int64_t n, int64_t step);

/* Adds `rows` rows of n numbers, which lie `step` bytes apart, to those of `to`, each in its turn. */
typedef void AddRows(int64_t n, int64_t rows, char *to, const char *at, int64_t step);
AddRows add_rows_f4, add_rows_f8;

#endif
