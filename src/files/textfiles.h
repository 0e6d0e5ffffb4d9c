/* textfiles.h: what np.loadtxt and np.genfromtxt share. */
#ifndef NDCALC_FILES_TEXTFILES_H
#define NDCALC_FILES_TEXTFILES_H

#include "files/table.h"
#include "python/files.h"

/* ndmin: 0, 1 or 2: "Illegal value of ndmin keyword: 3". */
bool arg_ndmin(Call *, int i, int64_t *ndmin);
/* A table of (rows, columns) without its axes of size 1, but with ndmin axes; turned, if it is to be
 * unpacked. Takes it. */
Tensor *table_shaped(Run *, Tensor *, int64_t ndmin, bool unpack);

#endif
