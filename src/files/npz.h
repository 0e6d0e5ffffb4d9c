/* npz.h: several arrays in one file, .npz: a zip archive of .npy files. */
#ifndef NDCALC_FILES_NPZ_H
#define NDCALC_FILES_NPZ_H

#include "python/files.h"

/* The archive in a file as np.load gives it, an NpzFile. Closes the stream with it if `owned`; `from` is the
 * path or the file as it was given. False: BadZipFile; the stream is then as it was. */
bool npz_open(Run *, FILE *, bool owned, Value from, int64_t header_max, Value *out);

#endif
