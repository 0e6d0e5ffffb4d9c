/* calls.h: what a node of an expression calls, and with which operands: what findings alone do not tell.
 *
 * An operator on arrays is a call of the row of the same name. */
#ifndef NDCALC_TEACH_CALLS_H
#define NDCALC_TEACH_CALLS_H

#include "eval/eval.h"
#include "func/bind.h"

enum { CALLED_OPERANDS = 8 };

/* A call, an operator, an attribute or an item, as it stands in the tree. */
typedef struct Called {
    const Func *row;      /* NULL: a function of the user's, an operator of Python's own values, an item */
    const char *operator; /* "+"; NULL: it is no operator */
    int operands; /* those that stand in the node, the value of a method first; stars and keywords are none */
    const Node *operand[CALLED_OPERANDS];
} Called;

/* False: the node is none of these. */
bool node_called(Session *, const Findings *, const Node *, Called *);
/* The node given for a parameter of the row; NULL: none was. */
const Node *argument_for(const Called *, const Node *call, const char *parameter);
/* The array that an operand came to, or that a list, tuple or number is taken for; NULL: it is none. The
 * caller owns it; data NULL: only dtype and shape are known. */
Tensor *array_of(Session *, const Findings *, const Node *);
/* A node as it was written, on one line; lives until the statement is done. */
const char *source_text(Run *, const Tree *, const Node *);

#endif
