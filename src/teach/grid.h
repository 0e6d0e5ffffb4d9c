/* grid.h: small tables of texts that stand side by side in a drawing: matrices, and what cells are made of.
 */
#ifndef NDCALC_TEACH_GRID_H
#define NDCALC_TEACH_GRID_H

#include "teach/page.h"

enum { GRID_MAX = 10 }; /* rows and columns */

/* A table of rows by columns, and what stands in front of each row: a name, an arrow, "=". */
typedef struct Grid {
    int rows, columns;
    const char *before[GRID_MAX]; /* NULL: nothing */
    const char *cell[GRID_MAX][GRID_MAX];
} Grid;

int grid_width(const Grid *);
/* Draws grids beside each other, `gap` columns apart, and those that do not fit under them.
 */
void grids_draw(const Page *, int n, const Grid *const[], int gap, Text *out);

#endif
