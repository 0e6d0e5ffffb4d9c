/* compare.h: two expressions side by side: what they are, whether they are equal, here and always, and why.
 *
 * The verdict stands on three legs: the values that are there, the index forms of both (indexform.h), and
 * trials on other arrays (trials.h). */
#ifndef NDCALC_TEACH_COMPARE_H
#define NDCALC_TEACH_COMPARE_H

#include "teach/origin.h"
#include "teach/page.h"
#include "teach/trials.h"

typedef struct Tolerance {
    double rtol, atol; /* below 0: not given; then only rounding is forgiven */
} Tolerance;

/* How the two values are to each other. */
typedef enum {
    HERE_SAME,      /* the same numbers and shape */
    HERE_ROUNDED,   /* … up to rounding, or within the tolerance */
    HERE_NUMBERS,   /* the same numbers in shapes that differ in axes of size 1 */
    HERE_CANCELLED, /* other numbers, but no further apart than the steps on the way were rounded */
    HERE_DIFFERENT, /* other numbers, one shape */
    HERE_OTHER_SHAPE,
    HERE_OTHER_KIND, /* not both numbers, and not equal */
    HERE_NO_DATA,    /* only shapes are known */
} Here;

/* What holds for other arrays. */
typedef enum {
    ALWAYS_PROVED,   /* one index form: equal for every size, up to rounding */
    ALWAYS_ONES,     /* one index form while axes of size 1 stay so */
    ALWAYS_TRIED,    /* no trial differed */
    ALWAYS_FINITE,   /* none but with -0., inf or nan */
    SOMETIMES_SIZES, /* trials of other sizes differed, those of sizes like the user's did not */
    NOT_ALWAYS,      /* a trial differed */
    NOT_TRIED,       /* nothing to try, or it has effects */
} Always;

typedef struct Verdict {
    Here here;
    Always always;
    bool differ; /* for the exit status: the two values differ, or, without data, the expressions do */
} Verdict;

/* Writes what there is to say; false: run.error says why a side could not be evaluated. Origins may be NULL.
 */
bool compare(Session *, Origins *, const Page *, Tolerance, const Tree *, const Node *left, const Node *right,
             Text *out, Verdict *);

#endif
