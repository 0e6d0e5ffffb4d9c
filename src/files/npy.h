/* npy.h: arrays in NumPy's own format, .npy (numpy/lib/_format_impl.py). */
#ifndef NDCALC_FILES_NPY_H
#define NDCALC_FILES_NPY_H

#include "python/files.h"

enum { NPY_HEADER_MAX = 10000 }; /* NumPy's limit for headers of files that nobody vouches for */

/* Writes header and elements. */
bool npy_write(Run *, FILE *, Tensor *);
/* Reads the array that begins here. Whatever stands there gives an array or a ValueError; nothing is
 * allocated that the file does not fill. */
Tensor *npy_read(Run *, FILE *, int64_t header_max);
/* The same in what is unpacked from an archive, of `length` bytes. */
Tensor *npy_read_packed(Run *, FILE *, int64_t length, int64_t header_max);

#endif
