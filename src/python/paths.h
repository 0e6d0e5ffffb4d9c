/* paths.h: names of files and folders. */
#ifndef NDCALC_PYTHON_PATHS_H
#define NDCALC_PYTHON_PATHS_H

#include "python/files.h"

/* The path from the root, without "." and ".."; lives until the statement is done. */
const char *path_absolute(Run *, const char *path);

#endif
