/* histogram.h: the bins that histograms of one and of several variables count in. */
#ifndef NDCALC_ARRAY_HISTOGRAM_H
#define NDCALC_ARRAY_HISTOGRAM_H

#include "func/sheet.h"

/* Where equal bins begin and end: numbers or NumPy's scalars. */
typedef struct Ends {
    Value first, last;
} Ends;

/* The bins of a histogram: their edges, and how many equal ones they are (0: they are the user's). */
typedef struct Bins {
    Value edges;
    int64_t equal;
    Ends ends;
} Bins;

/* Where equal bins begin and end: at range=, two numbers, or (None) the extremes of `a`, an array. */
Ends outer_edges(Sheet *, Value a, Value range);
/* edges[i] > edges[i + 1] (or >=) somewhere. */
bool falls_back(Sheet *, Value edges, Operator);
/* How many equal bins an int of any size asks for, and how many edges they have, for linspace, which refuses
 * what is beyond 64 bits in its own words. False: it is no int. */
bool count_of_bins(Sheet *, Value bins, int64_t *out);
Value count_of_edges(Value bins, int64_t equal);
/* The bins that bins= and range= ask for: a number of them, the name of a rule for it, or their edges.
 * `weighted`: there are weights, of which the rules know nothing. */
void find_bins(Sheet *, Value a, Value bins, Value range, bool weighted, Bins *out);

#endif
