/* products.h: products whose axes do not meet: dot, matmul, inner and kin. */
#ifndef NDCALC_TEACH_PRODUCTS_H
#define NDCALC_TEACH_PRODUCTS_H

#include "teach/problem.h"

bool say_product(Problem *);   /* two axes that should be of one size */
bool say_no_axes(Problem *);   /* a number where @ wants axes */
bool say_tensordot(Problem *); /* axes that are summed over, of different size */
bool say_flattened(Problem *);
bool say_rows_of_both(Problem *); /* lstsq: as many rows on both sides */
bool say_chain(Problem *);        /* more than two arrays for dot or matmul */
bool say_rows_of_both(Problem *);
bool say_chain(Problem *); /* vdot of arrays of different size */

/* The source of an operand with its last two axes exchanged: "A2.T"; of A2.T: "A2". */
const char *transposed(Problem *, const Operand *);

#endif
