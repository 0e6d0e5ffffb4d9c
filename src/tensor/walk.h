/* walk.h: runs a loop over one axis of several tensors through all their axes.
 *
 * A Loop works on n elements: p[0], p[1] … point at the operands' first elements, inputs first and outputs
 * after them, and s[] are their steps in bytes. A loop allocates nothing and never fails; floating-point
 * errors stay in the processor's flags (fenv.h), from which the driver reports them. */
#ifndef NDCALC_TENSOR_WALK_H
#define NDCALC_TENSOR_WALK_H

#include "tensor/tensor.h"

typedef void Loop(int64_t n, char *const p[], const int64_t s[]);

enum { OPERANDS_MAX = 8 };

/* An operand seen in the shape of the walk: data and a stride for each axis, 0 where it is stretched. */
typedef struct Walk {
    int operands, ndim;
    bool any_order; /* set by walk_arrange: places may be visited in any order */
    int moves;      /* the loop only copies elements of so many bytes; 0: it does more */
    int64_t dim[AXES_MAX];
    char *data[OPERANDS_MAX];
    int64_t stride[OPERANDS_MAX][AXES_MAX];
} Walk;

/* Starts a walk over a shape. */
void walk_begin(Walk *, int ndim, const int64_t *dim);
/* Adds an operand: a tensor that broadcasts to the shape. */
void walk_add(Walk *, const Tensor *);
/* Puts the axes into the best order (the outputs' smallest strides innermost) and merges those that run on.
 * Not to be called where the order of the visits matters. */
void walk_arrange(Walk *);
/* Drops the axes of 1 and merges those that run on, in the order they stand in. */
void walk_merge(Walk *);
/* Calls the loop along the last axis for every place of the others, in C order; threads share what is large
 * and may be visited in any order. The last operand is an output. False after Ctrl-C. */
bool walk_run(Run *, const Walk *, Loop *);
/* The same with a function that is handed `with`; it may stop the walk by returning false. */
typedef bool WalkStep(void *with, int64_t n, char *const p[], const int64_t s[]);
bool walk_each(Run *, const Walk *, WalkStep *, void *with);

/* Where a walk stands: a count along each outer axis, and the operands' elements there. */
typedef struct WalkPlace {
    int64_t at[AXES_MAX];
    char *p[OPERANDS_MAX];
} WalkPlace;

/* Starts at the first place of the first `outer` axes; false if there is none. */
bool walk_first(WalkPlace *, const Walk *, int outer);
/* On to the next place in C order of the axes from `first` to before `end`; false after the last, back at the
 * first. */
bool walk_next(WalkPlace *, const Walk *, int first, int end);
/* The i-th piece of a walk that is cut along an axis every `size` places. */
Walk walk_piece(const Walk *, int axis, int64_t i, int64_t size);

/* Around a computation: clears the processor's flags; reports those raised, as `np.errstate` says, in NumPy's
 * words: "divide by zero encountered in log". False if one became an error. */
void flags_begin(void);
bool flags_end(Run *, const char *name);
/* The same in two steps, for computations that are shared: what was raised since, and cleared; and its
 * report. */
int flags_take(void);
bool flags_tell(Run *, int raised, const char *name);
/* The flags of which np.errstate wants to hear nothing. */
int flags_ignored(const Run *);

#endif
