/* teaching.h: the commands that explain, %shapes and kin: they read what an evaluation found. Rows in
 * magics.c. */
#ifndef NDCALC_RUN_TEACHING_H
#define NDCALC_RUN_TEACHING_H

#include "run/shell.h"
#include "teach/page.h"

/* The page of a stream of the shell's. */
Page shell_page(const Shell *, Style);

bool teach_shapes(Shell *, const Statement *);    /* %shapes EXPR: dtype and shape, nothing computed */
bool teach_explain(Shell *, const Statement *);   /* %explain EXPR: the tree of its parts, or one cell */
bool teach_compare(Shell *, const Statement *);   /* %compare A, B: whether they are equal, and why */
bool teach_broadcast(Shell *, const Statement *); /* %broadcast A - B: how their axes meet */
/* Whether a line is an expression with a hole, np.dot(Y, ?), and holes are told of. */
bool has_hole(const Shell *, const Tree *);
bool teach_hole(Shell *, const Tree *); /* shows what fits into it */

#endif
