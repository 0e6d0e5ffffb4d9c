/* elementwise.h: what the files elementwise*.c share: functions that treat each element alone, NumPy's
 * ufuncs.
 *
 * elementwise.c has the rows, elementwise_loops.c their loops, elementwise_resolve.c finds the one that
 * operands take, elementwise_run.c runs it over arrays, elementwise_scalar.c is the short way for scalars,
 * elementwise_errors.c has the words for operands that are no numbers, elementwise_round.c the functions that
 * NumPy writes in Python. */
#ifndef NDCALC_FUNC_ELEMENTWISE_H
#define NDCALC_FUNC_ELEMENTWISE_H

#include "func/func.h"
#include "numeric/chain.h"

/* Bits of a row's `extra`: where its dtype rule departs from "the first dtype that holds each operand and has
 * a loop". */
enum {
    EW_UNIFORM = 1,    /* the dtype that all operands promote to, or none: subtract has no loop for bools and
                          takes no other */
    EW_DIVISION = 2,   /* integers work in float64, whatever their size */
    EW_COMPARISON = 4, /* Python ints of any size, and int64 with uint64, by their values */
    EW_EXPONENT = 8,   /* operand 1 is an int64, the loop is that of operand 0 */
    EW_POWER = 16,     /* integers have no negative powers */
    EW_LOGICAL = 32,   /* reductions work in bool */
    EW_WHOLE = 64,     /* floor_divide and remainder: halves of divmod */
};

/* The operators that scalars have a short way for, in the bits above. Those up to EW_MULTIPLY and from
 * EW_NEGATIVE on can overflow ints. */
enum {
    EW_ADD = 1,
    EW_SUBTRACT,
    EW_MULTIPLY,
    EW_DIVIDE,
    EW_LESS,
    EW_LESS_EQUAL,
    EW_GREATER,
    EW_GREATER_EQUAL,
    EW_EQUAL,
    EW_NOT_EQUAL,
    EW_NEGATIVE,
    EW_ABSOLUTE,
};
#define EW_OPERATOR(row) ((int)((row)->extra >> 8))
#define EW_IS(op)        ((int64_t)(op) << 8)

/* What a call of a row works in. */
typedef struct Work {
    Loop *loop;
    DType in[3], out[2];
} Work;

enum { OPERANDS_IN = 3, OPERANDS_OUT = 2 };

static inline int row_nout(const Func *row) { return row->nout ? row->nout : 1; }

/* Finds the loop for operands of these dtypes. False, and no error, if there is none. */
bool row_resolve(const Func *row, const DType dtype[], const Weak weak[], Work *);
/* The loop that dtype= and signature= ask for; false, with an error, if there is none. */
bool row_resolve_as(Run *, const Func *row, const UfuncArgs *, const DType dtype[], const Weak weak[],
                    Work *);
/* The loop that makes elements of dtype `out` of operands of the same dtype: for reductions; NULL: none. */
Loop *row_fold_loop(const Func *row, DType);

/* Whether operands may be cast to what the loop takes, and what it gives to an array given as out=: else
 * false, with NumPy's error. */
bool row_check_inputs(Run *, const Func *row, const DType dtype[], const Weak weak[], const Work *, Casting);
bool row_check_output(Run *, const Func *row, int which, DType from, const Tensor *out, Casting);

/* Comparisons of int64 with uint64, and those whose answer is known; on two operands. */
Loop *comparison_mixed(const Func *row, bool unsigned_first);
Loop *constant_loop(bool truth);

/* What a loop does to doubles, as a step of a chain; NO_CHAIN: it has none. */
ChainOp loop_chain(Loop *);

/* On values without the short way for scalars, as np.add(a, b) is called (operators warn of "scalar add").
 * Operands without data give results without. */
bool elementwise_values(Run *, const Func *, int nin, const Value in[], const UfuncArgs *, bool typed_only,
                        Value *out);

/* Whether complex numbers are put in order, where a nan is worth a warning. */
bool compares_complex(const Func *row, const Work *);

/* The short way for two NumPy scalars, or one and a Python number; *done false: not for it. */
bool elementwise_scalars(Run *, const Func *, int nin, const Value in[], Value *out, bool *done);

/* Errors: always false. */
/* result: the dtype that is asked for, or NO_DTYPE */
bool fail_no_loop(Run *, const Func *, int nin, const DType dtype[], const Weak weak[], DType result);
/* The same of a fold, whose result is asked to be of a dtype, or of none (NO_DTYPE). */
bool fail_no_fold(Run *, const Func *, DType dtype, DType of);
/* The same of a function of one operand whose result was to be of a dtype. */
bool fail_signature(Run *, const Func *, DType operand, DType result);
bool fail_operand(Run *, const Func *, int nin, const Value in[],
                  const UfuncArgs *); /* a text, None, a dict … */
/* Of what comes to a ufunc, or to its method: false if a text is among it. */
bool no_text(Run *, const Func *, const char *method, int nin, const Value in[]);
bool holds_text(Value);
/* The two factors of a product as texts. */
bool fail_text_product(Run *, const Func *, const Value in[2]);
/* The ends of np.linspace, which are promoted with a float: "The DType … could not be promoted by …"; as
 * arrays those of np.geomspace; of one that is neither text nor number what is wrong with it. Always false.
 */
bool fail_text_ends(Run *, const Value end[2], bool as_arrays);
/* NumPy's words for an operand that is no number, and what comparisons of texts and None answer: true, and
 * *out. The arguments of the ufunc may be NULL. */
bool operands_special(Run *, const Func *, int nin, const Value in[], const UfuncArgs *, Value *out,
                      bool *done);
/* Whether Python finds that neither operand knows //, % and divmod: NumPy's complex scalars do not, and what
 * could be one of them leaves the answer to it. */
bool without_whole_division(Value a, Value b);

extern const UfuncArgs ufunc_args_none;

/* elementwise_round.c: these rules do the whole work; where shapes are asked for they give those. */
Infer infer_round, infer_fix, infer_clip, infer_clip_method;
extern const Func clip_ufunc[1]; /* the ufunc behind np.clip, which is in no module */

#endif
