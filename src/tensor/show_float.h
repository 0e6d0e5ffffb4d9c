/* show_float.h: floats laid out as NumPy's Dragon4 lays them out, one by one and in columns. */
#ifndef NDCALC_TENSOR_SHOW_FLOAT_H
#define NDCALC_TENSOR_SHOW_FLOAT_H

#include "base/utf8.h"
#include "numeric/digits.h"
#include "tensor/show.h"

/* A float as a column keeps it between its two passes: number * 10^exponent, or what it is instead. */
typedef struct Decimal {
    uint64_t number;
    int16_t exponent;
    uint8_t count; /* digits of `number` */
    bool negative : 1, nan : 1, infinite : 1;
    bool too_long : 1; /* more digits than `number` holds: count, exponent and the digits are worked out again
                        */
} Decimal;

/* How the floats of an array are written so that they stand in line: FloatingFormat of
 * numpy/_core/arrayprint.py. */
typedef struct FloatColumn {
    DType dtype; /* FLOAT16, FLOAT32 or FLOAT64 */
    bool scientific;
    bool unique;
    char trim, sign;
    int precision;  /* digits after the point at most; -1: as many as needed */
    int min_digits; /* at least; -1: none */
    int pad_left, pad_right, exp_digits;
    const char *nanstr, *infstr;
    Decimal *kept; /* of the elements it was made from; NULL if they were too many */
} FloatColumn;

/* Looks at n floats, `step` bytes apart, to find the column's widths. `sign` and `mode` may differ from the
 * options'. ValueError for a negative precision. To be freed. */
bool float_column(Run *, FloatColumn *, DType, int64_t n, const char *at, int64_t step, bool is_0d,
                  const PrintOptions *, char sign, FloatMode mode);
void float_column_free(FloatColumn *);
/* Adds the text of element i of those the column was made from, or of any float if i is -1. */
void float_column_write(const FloatColumn *, int64_t i, const char *at, Text *out);

/* The value of PrintOptions.legacy by which later rules are told from earlier ones. */
enum { LEGACY_NONE = 1000 };
static inline int print_legacy(const PrintOptions *options)
{
    return options->legacy ? options->legacy : LEGACY_NONE;
}

double float_element(DType, const char *at);

#endif
