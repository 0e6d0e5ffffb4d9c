/* callee.h: which function a call calls, and what it is called with, without calling it. */
#ifndef NDCALC_TEACH_CALLEE_H
#define NDCALC_TEACH_CALLEE_H

#include "eval/session.h"
#include "func/func.h"

/* A call of a row, its arguments by the places of its parameters. */
typedef struct Arguments {
    const Func *func;
    const Node *arg[ARGS_MAX];  /* NULL: not given. The value of a method is its first argument */
    int more;                   /* arguments of *args: how many … */
    const Node *star[ARGS_MAX]; /* … and which */
} Arguments;

/* The row that a node calls: a call, or an attribute as a.T; NULL: none that is known. *self: the value of a
 * method. Findings tell the values that methods are of. */
const Func *callee_row(Session *, const Findings *, const Node *, const Node **self);
/* The user's function that a call calls; V_ABSENT: none. Borrowed. */
Value callee_function(Session *, const Node *call);
/* Binds a call's arguments; false: no row, stars, or arguments that do not fit. */
bool callee_bind(Session *, const Findings *, const Node *call, Arguments *);
/* The argument of a parameter; NULL: not given, or no such parameter. */
const Node *called_arg(const Arguments *, const char *param);
/* Whether no other parameters were given than the first and those named: "axis keepdims". */
bool called_only(const Arguments *, const char *params);

/* Whether evaluating a node again, with other numbers too, comes to an end, changes nothing and gives the
 * same again: no random numbers, no output, no names bound, nothing stored into but what was made on the way.
 */
bool node_is_pure(Session *, const Findings *, const Node *);

/* The node without the brackets around it. */
const Node *node_bare(const Node *);

#endif
