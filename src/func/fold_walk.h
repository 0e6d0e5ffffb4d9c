/* fold_walk.h: the way of a fold through its array.
 *
 * The order in which elements are added is NumPy's, so that the last digit of a sum is, too: axes in the
 * order of their strides, the innermost one as a run (pairwise, if it is summed over), in pieces of 8192
 * where elements are cast. */
#ifndef NDCALC_FUNC_FOLD_WALK_H
#define NDCALC_FUNC_FOLD_WALK_H

#include "numeric/pairwise.h"
#include "tensor/walk.h"

/* The operands of the walk. The output stands still along the axes that are folded. */
enum { FOLD_OUT, FOLD_IN, FOLD_WHERE, FOLD_OPERANDS };

typedef struct Folding {
    Loop *loop, *copy;       /* copy: to the loop's dtype */
    bool cast;               /* the elements are of another dtype */
    int64_t size;            /* of an element of the loop's dtype */
    bool masked, from_first; /* from_first: there is no value to start from but the first element */
    bool any_order;          /* the result is the same, to the bit, in whatever order elements are folded */
    DType work;              /* the loop's dtype */
    AddRows *add_rows;       /* several rows at once; NULL: it is no sum, or there are none of the dtype */
} Folding;

/* Folds all of the walk's elements into its output. The axes are put into NumPy's order and merged;
 * `out_counts`: the output's strides have a say in it. False after Ctrl-C. */
bool fold_walk(Run *, Walk *, const Folding *, bool out_counts);

#endif
