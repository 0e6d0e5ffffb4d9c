/* diophantine.h: has a1*x1 + a2*x2 + … = b a solution in whole numbers within bounds?
 *
 * By which NumPy decides whether two arrays share an element (numpy/_core/src/common/mem_overlap.c): the
 * unknowns are taken one by one, each within what the greatest common divisors of the others leave of it. The
 * work can grow as the product of the bounds. */
#ifndef NDCALC_NUMERIC_DIOPHANTINE_H
#define NDCALC_NUMERIC_DIOPHANTINE_H

#include <stdbool.h>
#include <stdint.h>

/* a*x with 0 <= x <= most; a and most are above 0. */
typedef struct Term {
    int64_t a, most;
} Term;

enum { DIOPHANTINE_TERMS = 2 * 64 + 2 }; /* the axes of two arrays, and the bytes of their elements */

typedef enum { NO_SOLUTION, HAS_SOLUTION, TOO_MUCH_WORK } Solvable;

/* b >= 0; `work`: so many tries at most, below 0: all that are needed. `go_on` is asked now and then, NULL:
 * nobody is. The terms are put into another order. */
Solvable diophantine_solvable(int n, Term term[], int64_t b, int64_t work, bool (*go_on)(void *), void *with);

#endif
