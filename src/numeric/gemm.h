/* gemm.h: products of large matrices of floats, on all processors.
 *
 * After Goto and van de Geijn, "Anatomy of high-performance matrix multiplication" (2008): a panel of b and a
 * block of a are copied into the order in which the innermost loop reads them; that loop keeps a tile of sums
 * in registers. Terms are added in the order of the shared index, by fused multiply-adds where the processor
 * has them. */
#ifndef NDCALC_NUMERIC_GEMM_H
#define NDCALC_NUMERIC_GEMM_H

#include "numeric/matmul.h"

#include <stdbool.h>

/* out = a b as product_matrix has it; type is PRODUCT_FLOAT32 or PRODUCT_FLOAT64. False: no memory. */
bool gemm(ProductType, int64_t n, int64_t k, int64_t m, Matrix a, Matrix b, Matrix out);
/* out -= a b; out shares no memory with a and b. */
bool gemm_subtract(ProductType, int64_t n, int64_t k, int64_t m, Matrix a, Matrix b, Matrix out);
/* Whether threads share such a product, so that it is not to be asked for within a task of pool.h. */
bool gemm_is_shared(int64_t n, int64_t k, int64_t m);

#endif
