/* memmap.h: arrays that lie in a file: np.memmap, and np.load(…, mmap_mode=…). */
#ifndef NDCALC_FILES_MEMMAP_H
#define NDCALC_FILES_MEMMAP_H

#include "python/files.h"

/* A mode by its name: MAP_READ, MAP_COPY, MAP_WRITE or MAP_NEW. ValueError for any other. */
typedef enum { MAP_READ, MAP_COPY, MAP_WRITE, MAP_NEW } MapMode;
bool memmap_mode(Run *, Value name, MapMode *);

/* `count` elements of a file that is open, from byte `offset` on, as a memmap of one axis; the path is for
 * a.filename, NULL where there is none. NULL: an OSError. */
Tensor *memmap_line(Run *, FILE *, const char *path, MapMode, DType, int64_t count, int64_t offset);

#endif
