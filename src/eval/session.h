/* session.h: one calculator: its variables, its operand stack, and the evaluation of trees.
 *
 * A session never prints: the value of an expression statement goes to `display`, a warning to run.warn, an
 * error stays in run.error until run_clear_error. */
#ifndef NDCALC_EVAL_SESSION_H
#define NDCALC_EVAL_SESSION_H

#include "lang/tree.h"
#include "value/value.h"

/* A call or an operator that failed, while its operands are still there. */
typedef struct Failure {
    const Tree *tree;
    const Node *node; /* NODE_CALL, NODE_BINARY, NODE_UNARY, NODE_COMPARE, NODE_AUGMENTED, NODE_INDEX … */
    const struct Func *func; /* the row; NULL: an operator of Python's own values, an item */
    int operands;            /* how many … */
    const Value *operand; /* … their values, borrowed: the value of a method first, then as they stand in the
                             node; none of a call with stars. Of an item: the container, the key and, where
                             it was to be set, the value */
    bool asked; /* operand 0 is what the node itself came to, of which something was asked: its truth, its
                   items */
} Failure;

/* A call of a row, an operator or an attribute that gave an array or a NumPy scalar. */
typedef struct Evaluated {
    const Tree *tree;
    const Node *node;
    const struct Func *func; /* NULL: none that is known here */
    int operands;            /* as in Failure */
    const Value *operand;
    Value result;
} Evaluated;

struct Session;

/* Who follows an evaluation, and is told of what happens while it is still there. Everything is borrowed. */
typedef struct Watcher {
    void (*step)(struct Session *, const Evaluated *);
    /* A name is bound to an array or None by an assignment of its own, in place of what it was (V_ABSENT:
       nothing). */
    void (*bind)(struct Session *, const Node *statement, Value old, Value now);
    /* container[key] = value, or container op= value (key V_ABSENT), before it is done. */
    void (*store)(struct Session *, const Node *target, Value container, Value key, Value what);
    bool eager; /* every step's elements are to be there: none waits to be computed with others */
} Watcher;

/* What an evaluation found on the nodes of a tree. */
typedef struct Findings {
    const Tree *tree;
    int nodes;
    Value *value; /* by node number; V_ABSENT: not reached, or no expression */
} Findings;

/* LOOK_AND_TELL looks at values as the user asked to: what fails is told to on_failure. */
typedef enum { LOOK_AT_VALUES, LOOK_AT_SHAPES, LOOK_AND_TELL } Look;

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
    /* Is asked for a global name that no statement bound (`known`: Python has it built in); *out is owned,
     * V_ABSENT: it has none. False: an error. NULL: nobody. */
    bool (*provide)(struct Session *, Name, bool known, Value *out);
    void *owner;            /* of whoever set display, provide and run.warn */
    const Node *operand[2]; /* of the operator being applied: where its operands stand */
    /* Is told of each call and operator that fails, before anything is cleared, unless a try stands around
     * it. NULL: nobody wants to know. Must leave run.error as it is. */
    void (*on_failure)(struct Session *, const Failure *);
    bool silent;      /* it is not told: the user did not ask for what is evaluated */
    const Node *lazy; /* the node whose value may be a pending tensor: what it is an operand of takes it */
    bool pending;     /* a pending tensor may lie on the stack */
    const Watcher *watcher;  /* NULL: nobody follows */
    void *watching;          /* the watcher's own */
    int trying;              /* how many try statements are being run */
    const char *eval_limit;  /* eval takes its slow way while the C stack is below this: where it ends, or
                                everywhere */
    struct Looking *looking; /* what is recorded of the evaluation; NULL: nothing */
    Value interned;          /* a dict of the literals that look like names, so that equal ones are one */
    Value hole;              /* what `?` stands for; V_ABSENT: it is a mistake */
    struct Found *found;     /* attributes that were looked up lately, see attribute.c; NULL: none yet */
    const struct Func *row[OPERATORS]; /* that operators on arrays call; NULL: not looked up yet */
} Session;

/* np, numpy and math are bound. Output of print goes to out. */
Session *session_new(FILE *out, FILE *err);
void session_free(Session *);

/* Evaluates the statements of a tree; false: run.error says why. What ran before the error stays. */
bool session_run(Session *, const Tree *);

/* Evaluates an expression of a tree and keeps what each of its nodes came to; findings_free afterwards, in
 * either case. LOOK_AT_SHAPES computes nothing that a shape rule can tell, runs no function with effects,
 * changes nothing that existed before and shows nothing; it has a budget of nodes. False: run.error says why
 * (NoDataError: it depends on data); what was found before is there. Names are those of the function being
 * run, if there is one. */
bool session_look(Session *, const Tree *, const Node *expression, Look, Findings *);
/* What was found on a node; borrowed, V_ABSENT: nothing. Brackets are looked through. */
Value finding(const Findings *, const Node *);
void findings_free(Findings *);

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
/* Another variable (not one of the calculator's own, _…) with an array over the same data as a view, of at
 * least so many elements; 0: none. Of two views the one that the other was made from comes first: it is no
 * view of that; with size 0, those that stand side by side count, too. */
Name session_sharing(const Session *, Name view, const Tensor *, int64_t size);
/* Another variable that is the very same array; 0: none. */
Name session_alias(const Session *, Name, const Tensor *);
void session_set(Session *, Name, Value); /* keeps the value; V_ABSENT removes the name */

#endif
