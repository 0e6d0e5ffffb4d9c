/* transpose.h: a matrix copied with its axes exchanged. */
#ifndef NDCALC_NUMERIC_TRANSPOSE_H
#define NDCALC_NUMERIC_TRANSPOSE_H

#include <stdint.h>

/* Elements of 8 bytes: row i, column j of `from` goes to row j, column i of `to`; rows lie `step` bytes
 * apart. To be called for blocks that fit the first cache. */
void transpose_8(const char *from, int64_t from_step, char *to, int64_t to_step, int64_t rows,
                 int64_t columns);

#endif
