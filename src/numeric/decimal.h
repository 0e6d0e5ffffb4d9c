/* decimal.h: numbers from decimal text, to the last bit, at the speed of memory. */
#ifndef NDCALC_NUMERIC_DECIMAL_H
#define NDCALC_NUMERIC_DECIMAL_H

#include <stdbool.h>
#include <stdint.h>

/* Reads the number that begins at `at` and ends before `end`, which may be anywhere: "12", "-.5e-3", "nan",
 * "Infinity". Returns the place behind it; NULL: none begins there. Rounds to the nearest double as strtod
 * does: exactly where 53 bits and 22 powers of ten suffice (W. D. Clinger, "How to Read Floating Point
 * Numbers Accurately", 1990), else by a product of 64 with 128 bits (D. Lemire, "Number Parsing at a Gigabyte
 * per Second", 2021, with M. Eisel's proof), else by strtod. */
const char *decimal_double(const char *at, const char *end, double *out);
/* The same for an int of decimal digits alone. *fits false: beyond 64 bits, *out is then the limit. Ints past
 * INT64_MAX come as their bits in a uint64_t, if `is_unsigned`. */
const char *decimal_int(const char *at, const char *end, bool is_unsigned, int64_t *out, bool *fits);

#endif
