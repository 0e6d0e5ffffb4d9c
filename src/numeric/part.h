/* part.h: parts of matrices of doubles that lie by columns, and their products.
 *
 * Products go to gemm.h unless they are tiny; where that finds no memory, they are computed without. */
#ifndef NDCALC_NUMERIC_PART_H
#define NDCALC_NUMERIC_PART_H

#include <stdbool.h>
#include <stdint.h>

/* A part of a matrix whose columns are `step` apart. */
typedef struct Part {
    double *at;
    int64_t step;
} Part;

static inline Part part(Part p, int64_t row, int64_t column)
{
    return (Part){ p.at + row + column * p.step, p.step };
}

/* How a factor of a product is to be read. */
typedef enum { AS_IT_LIES, TURNED } Reading;

/* c = a b, where a, as read, is n by k and b k by m; c shares no memory with them. */
void part_product(int64_t n, int64_t k, int64_t m, Part a, Reading, Part b, Part c);
/* c -= a b, where a is n by k and b, as read, k by m. */
void part_subtract(int64_t n, int64_t k, int64_t m, Part a, Part b, Reading, Part c);

#endif
