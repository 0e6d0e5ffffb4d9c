/* trials.h: two expressions tried on arrays of other sizes, numbers and dtypes than those that are there.
 *
 * The variables that both read are replaced, one trial after another, and what they were is put back. Sizes
 * that are equal in the user's arrays are kept equal or made two; sizes of 1 stay so or become others. */
#ifndef NDCALC_TEACH_TRIALS_H
#define NDCALC_TEACH_TRIALS_H

#include "eval/session.h"

enum { TRIAL_NAMES = 6, TRIAL_DTYPES = 6 };

/* An expression of a tree. */
typedef struct Subject {
    const Tree *tree;
    const Node *node;
} Subject;

/* Values for the names, and what both sides came to. */
typedef struct Sample {
    int names; /* 0: there is no sample */
    Name name[TRIAL_NAMES];
    Value value[TRIAL_NAMES];
    Value left, right;
    const char *product[2]; /* of trials of dtypes: what added bools or small ints in their own dtype on each
                               side, "dot"; NULL: nothing */
} Sample;

typedef struct TrialsOfDType {
    DType dtype;
    int tried; /* pairs that both sides could compute */
    Sample differs;
} TrialsOfDType;

typedef struct Trials {
    bool possible;    /* there are names to replace, and evaluation has no effects */
    int tried;        /* pairs whose sizes are as the user's: equal where those are, 1 where those are */
    int beyond_tried; /* pairs of other sizes */
    bool rounding;    /* some were the same only up to rounding */
    Sample inside;    /* the smallest that differs, of the first … */
    Sample beyond;    /* … and of the second, where none of the first did; */
    bool alike;       /* of the first, too, if none of just the user's sizes did */
    Sample special;   /* one that differs by -0., inf or nan, where no other did */
    TrialsOfDType dtype[TRIAL_DTYPES];
} Trials;

/* `quick`: the expressions are known to be equal; few trials suffice. `strict`: shapes must be the same, not
 * only up to axes of size 1. False: run.error (Ctrl-C). trials_free afterwards, in either case. */
bool trials_run(Session *, Subject left, Subject right, bool strict, bool quick, Trials *);
void trials_free(Trials *);

#endif
