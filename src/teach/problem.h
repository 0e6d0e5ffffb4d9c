/* problem.h: a call, an operator or an item that failed, with its operands as they were written. */
#ifndef NDCALC_TEACH_PROBLEM_H
#define NDCALC_TEACH_PROBLEM_H

#include "eval/session.h"
#include "func/func.h"
#include "teach/explanation.h"

enum { PROBLEM_OPERANDS = 12, CANDIDATES_MAX = 24 };

typedef struct Operand {
    const Node *node;
    const char *text; /* as it was written, on one line */
    Value value;
    bool array;    /* it is an array, a scalar, or a sequence that makes one: its shape is known */
    bool sequence; /* a list or a tuple */
    int ndim;      /* of the array */
    const int64_t *dim;
    const char *keyword; /* NULL: it was given by position */
} Operand;

/* A fix that was tried and accepted, and the order in which it is offered. */
typedef struct Candidate {
    Fix fix;
    int rank;
    bool wider; /* it stands for more than the node that failed */
} Candidate;

typedef struct Problem {
    Session *session;
    const Tree *tree;
    const Node *node; /* what failed */
    const Func *func; /* its row; NULL: none */
    const char *name; /* of the function, "" without one */
    bool asked;       /* operand 0 is the node itself: its truth or its items were asked for */
    bool stores;      /* an item was to be set: the last operand is the value */
    const char *text; /* the error's, sizes that are symbols spelled */
    const Class *class;
    bool method; /* operand 0 is the value whose method was called */
    int operands;
    Operand operand[PROBLEM_OPERANDS];
    Explanation *out;
    struct Parser *parser; /* made when the first fix is tried */
    int candidates;
    Candidate candidate[CANDIDATES_MAX];
} Problem;

/* Reads a failure; its error is in the session's run, and stays there. Fixes are none yet. */
void problem_begin(Problem *, Session *, const Failure *, Explanation *);
void problem_end(Problem *);

/* Texts that live as long as the explanation. */
const char *problem_text(Problem *, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The source of a node, on one line; "" if it cannot stand on one. */
const char *written(Problem *, const Node *);
/* The same as something that `.T` or `[0]` may follow: in brackets, or as an array, where it must be. */
const char *written_operand(Problem *, const Node *);
/* The source of a node, in brackets where they must hold it together. */
const char *held(Problem *, const Node *);
/* Whether it is a name, a number, a call, an item …: no operator that brackets would have to hold together.
 */
bool is_simple(const Node *);
/* The source of the node that failed (wider where an operand stands outside), with the texts of some operands
 * replaced (NULL: as it was). */
const char *problem_with(Problem *, int n, const Node *const node[], const char *const text[]);

const char *with_one(Problem *, const Node *, const char *text); /* of one */

/* Reads an operand that is a part of one; false: it cannot be written on one line. */
bool problem_operand(Problem *, Operand *, const Node *, Value);
/* A float's expression as a whole number: `n / 2` as `n // 2`, 2.7 as 2, x as int(x). */
const char *as_whole(Problem *, const Node *);
/* The whole expression that the node that failed is a part of, with a text in its place; NULL: it is no part
 * of a larger one. */
const char *problem_around(Problem *, const char *text);
/* "(1, 8)" */
const char *operand_shape(Problem *, const Operand *);
const char *axes_text(Problem *, const Operand *); /* "axes 0 (size 2) and 1 (size 3)" */
const char *size_text(Problem *, int64_t size);
/* Underlines an operand, and keeps its shape to be told. */
void problem_mark(Problem *, const Operand *);
/* The operands that are arrays, in order; how many. */
int problem_arrays(Problem *, const Operand *out[PROBLEM_OPERANDS]);

/* Whether a text is of a form, in which * stands for anything. */
bool text_is(const char *text, const char *form);

#endif
