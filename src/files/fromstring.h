/* fromstring.h: an array from a text of numbers and one separator. */
#ifndef NDCALC_FILES_FROMSTRING_H
#define NDCALC_FILES_FROMSTRING_H

#include "func/results.h"

/* One number at `at`, in the dtype it is to be in; the place behind it, NULL if there is none. */
const char *number_from_text(DType, const char *at, const char *end, char *element);
/* Up to `count` numbers (below 0: all). ValueError "string or file could not be read to its end due to
 * unmatched data". */
Tensor *numbers_from_text(Run *, const char *text, size_t length, DType, int64_t count,
                          const char *separator);

#endif
