/* session.h: one calculator: its variables, its operand stack, and the evaluation of trees.
 *
 * A session never prints: the value of an expression statement goes to `display`, a warning to run.warn, an
 * error stays in run.error until run_clear_error. */
#ifndef NDCALC_EVAL_SESSION_H
#define NDCALC_EVAL_SESSION_H

#include "lang/tree.h"
#include "value/value.h"

/* What an operand of the failed call was: for the lines under an error. */
typedef struct FailedOperand {
    Span span;
    const char *shape; /* "(1, 8)"; lives until the error is cleared */
    const char *dtype;
} FailedOperand;

typedef struct Session {
    Run run;
    Value *stack, *top, *end; /* the operand stack: it owns what lies on it */
    Value *global;            /* by Name; V_ABSENT: not defined */
    int globals;              /* room in `global` */
    Value *builtin;           /* by Name, found when first used; V_UNKNOWN: not looked for yet */
    const Tree *tree;         /* being evaluated */
    struct Frame *frame;      /* of the function being run; NULL outside of any */
    int depth;                /* calls within calls */
    struct Raised **handling; /* the exceptions being handled, innermost last … */
    int handlings;            /* … and how many */
    /* Is handed the value of each expression statement, None too; false: it recorded an error. Borrowed. */
    bool (*display)(struct Session *, const Tree *, const Node *statement, Value);
    void *owner; /* of whoever set display and run.warn */
    FailedOperand
        failed[8]; /* the operands of the innermost row that failed, 0 if the error is of another sort */
    int failed_count;
    const Node *operand[2];            /* of the operator being applied: where its operands stand */
    const struct Func *row[OPERATORS]; /* that operators on arrays call; NULL: not looked up yet */
} Session;

/* np, numpy and math are bound. Output of print goes to out. */
Session *session_new(FILE *out, FILE *err);
void session_free(Session *);

/* Evaluates the statements of a tree; false: run.error says why. What ran before the error stays. */
bool session_run(Session *, const Tree *);

/* A global variable; V_ABSENT: not defined. The place changes when another name is met for the first time. */
void session_grow(Session *, Name);
static inline Value *session_variable(Session *s, Name name)
{
    if (name >= s->globals)
        session_grow(s, name);
    return &s->global[name];
}
static inline Value session_get(const Session *s, Name name) /* borrowed */
{
    return name < s->globals ? s->global[name] : ABSENT;
}
void session_set(Session *, Name, Value); /* keeps the value; V_ABSENT removes the name */

#endif
