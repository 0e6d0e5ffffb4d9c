/* bind.h: which argument is which parameter's. */
#ifndef NDCALC_FUNC_BIND_H
#define NDCALC_FUNC_BIND_H

#include "func/func.h"

/* A row's `params`, read. Kinds other than array matter to those who ask for values: hints, completion,
 * tests. */
typedef enum ParamKind {
    KIND_ARRAY,
    KIND_ANY,
    KIND_ARRAYS,
    KIND_AXIS,
    KIND_AXES,
    KIND_SHAPE,
    KIND_DTYPE,
    KIND_BOOL,
    KIND_INT,
    KIND_INDEX,
    KIND_REPEATS,
    KIND_FLOAT,
    KIND_STR,
    KIND_OUT,
    KIND_FUNC,
    KIND_DEVICE,
    KIND_LIKE,
} ParamKind;

typedef struct Param {
    const char *name;
    ParamKind kind;
    enum { POSITIONAL_ONLY, POSITIONAL, KEYWORD_ONLY, STAR, STARSTAR } how;
    bool required;
    bool walked;    /* `kind+`: what can only be iterated over arrives as a tuple */
    Value fallback; /* its default; V_ABSENT: none, or NumPy's <no value> */
} Param;

/* Parameters that many rows have, each in its own order. */
typedef enum NamedArg {
    ARG_AXIS,
    ARG_DTYPE,
    ARG_OUT,
    ARG_KEEPDIMS,
    ARG_INITIAL,
    ARG_WHERE,
    ARG_MEAN,
    ARG_DDOF,
    ARG_CORRECTION,
    NAMED_ARGS
} NamedArg;

typedef struct Signature {
    const Func *func;
    int count;          /* parameters in all */
    int positional;     /* those that can be given by place; they come first */
    int required;       /* positional ones without a default */
    int star, starstar; /* their places; -1: none */
    bool plain; /* as many values by place as it has parameters need no checks: the usual call of Python's
                   functions */
    int self;   /* 1: the first parameter is the value that the method is of, which messages do not count */
    int8_t place[NAMED_ARGS]; /* of parameters by their names; -1: there is none */
    Param param[];
} Signature;

/* Never NULL; worked out once for each row. */
const Signature *signature_of(const Func *);

/* Where a row has one of these; -1: nowhere. */
static inline int arg_place(const Call *call, NamedArg which) { return call->signature->place[which]; }

/* Fills call->arg, and call->ufunc for rows that take NumPy's ufunc arguments. False: a wrong call, in the
 * words of the row's style. What the call holds is to be given back with call_release in either case. */
bool call_bind(Call *, Run *, const Func *, const Given *);
void call_release(Call *);
/* signature='dd->d', or a tuple of dtypes. Fills args->asked; args->dtype where it asks for a result alone.
 */
bool read_ufunc_signature(Run *, const Func *, Value, UfuncArgs *);
/* Whether signature= allows a loop with operands `in` and results `out`, where the operands are `is`: in the
 * passes in which NumPy looks for one. What is not asked for is what it is; or can be cast safely; or is
 * asked for as the results are. */
typedef enum { BY_TYPE, BY_CAST, BY_RESULT } SignaturePass;
bool signature_allows(const UfuncArgs *, SignaturePass, int nin, int nout, const DType is[], const DType in[],
                      const DType out[]);

#endif
