/* diagram.h: operands that do not fit, with their axes side by side.
 *
 * A diagram is data until it is drawn, since each page draws it in its own form. */
#ifndef NDCALC_TEACH_DIAGRAM_H
#define NDCALC_TEACH_DIAGRAM_H

#include "teach/page.h"

enum { DIAGRAM_ROWS = 6, DIAGRAM_AXES = 8 };

typedef struct DiagramRow {
    const char *label; /* the operand, as it was written */
    const char *shape; /* "(1, 8)" */
    int axes;
    const char *size[DIAGRAM_AXES]; /* of each axis, spelled */
} DiagramRow;

typedef struct Diagram {
    enum {
        NO_DIAGRAM,
        PRODUCT, /* two operands, an axis of one beside an axis of the other:  Y · A2   (1, 8) · (1, 8) */
        AXES,    /* a row for each operand, a column for each axis */
    } kind;
    const char *sign; /* of a product: "·", "@" */
    bool from_left;   /* the axes line up from the first on; else from the last */
    int rows;
    DiagramRow row[DIAGRAM_ROWS];
    int meets[2];           /* of a product: the axis of the left and of the right that meet */
    bool bad[DIAGRAM_AXES]; /* the columns that do not fit, counted from where the axes line up */
    const char *sentence;   /* what does not fit, in words; NULL: nothing to add */
} Diagram;

/* Adds the lines of a diagram, its sentence beside or under it. Nothing of a page that narrates but the
 * sentence. */
void diagram_draw(const Diagram *, const Page *, Text *);

#endif
