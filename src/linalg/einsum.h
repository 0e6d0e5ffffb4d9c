/* einsum.h: what np.einsum was asked for, and its computation as products of pairs. */
#ifndef NDCALC_LINALG_EINSUM_H
#define NDCALC_LINALG_EINSUM_H

#include "func/func.h"

enum { EINSUM_OPERANDS = 62 };

/* The label of an axis is its letter; those that an ellipsis stands for have labels from ELLIPSIS_LABEL on,
 * which are aligned at the last one. */
enum { ELLIPSIS_LABEL = 128, EINSUM_LABELS = ELLIPSIS_LABEL + AXES_MAX };

typedef struct Labels {
    int ndim;
    uint8_t at[AXES_MAX];
} Labels;

/* Labels of operands, one for each axis, and of the result. */
typedef struct Einsum {
    int count;
    Labels operand[EINSUM_OPERANDS];
    Labels out;
    int ellipsis;            /* how many axes an ellipsis stands for at most */
    int uses[EINSUM_LABELS]; /* how often a label stands in the operands */
} Einsum;

/* Reads "ij,jk->ik" for operands of these numbers of axes. NumPy's ValueErrors, those of its C einsum. */
bool einsum_parse(Run *, const char *subscripts, int count, const int ndim[], Einsum *);
/* The words of the Python code that is asked first where optimize is not False: true if it finds nothing
 * wrong. */
bool einsum_parse_optimized(Run *, const char *subscripts, int count, Tensor *const operand[]);
/* What optimize= cannot be: a TypeError; its length is asked for first. False always. */
bool einsum_fail_path(Run *, Value optimize);
/* "AB,BC->AC" for the form with lists: einsum(a, [0, 1], b, [1, 2], [0, 2]). `argument` holds all positional
 * arguments; their operands are the even ones. NULL on error. */
const char *einsum_subscripts(Run *, const Tuple *argument, bool optimized);

/* out = the sum of products; every operand has the same dtype, one that contract_dtype gave, no label twice,
 * and size 1 or that of the label along each axis. `out` has that dtype too and no memory in common with the
 * operands. */
bool einsum_sum(Run *, int count, Tensor *const operand[], const Labels label[], const Labels *out_label,
                Tensor *out);

#endif
