/* sheet.h: functions that are made of others, as NumPy writes them in Python.
 *
 * A sheet holds what comes up on the way: whatever its functions answer is the sheet's and goes with it.
 * After an error they do nothing and answer V_ABSENT, so that only the end asks whether all went well:
 *
 *     Sheet s;
 *     sheet_begin(&s, run);
 *     Value d = NP(&s, "subtract", a, b);
 *     return sheet_end(&s, NP(&s, "sum", d), out);
 */
#ifndef NDCALC_FUNC_SHEET_H
#define NDCALC_FUNC_SHEET_H

#include "func/results.h"

typedef struct Sheet {
    Run *run;
    bool failed;
    int count, room;
    Value *held, few[24];
} Sheet;

void sheet_begin(Sheet *, Run *);
/* *out = the result, kept; all else is dropped. False if something failed. */
bool sheet_end(Sheet *, Value result, Value *out);

/* The value, now the sheet's; V_ABSENT: it failed. */
Value sheet_hold(Sheet *, Value owned);
Value sheet_tensor(Sheet *, Tensor *owned);
/* Parameter i, an array. */
Value sheet_argument(Sheet *, Call *, int i);
/* np.asarray(value); NULL after an error. Scalars become arrays. */
Tensor *sheet_array(Sheet *, Value);
Tensor *sheet_cast(Sheet *, Value, DType);
/* The same in C order, and its elements; NULL after an error. */
Tensor *sheet_line(Sheet *, Value, DType);
const double *sheet_doubles(Sheet *, Value);
/* A new array of zeros, for the caller to fill. */
Tensor *sheet_zeros(Sheet *, DType, int ndim, const int64_t *dim);
static inline Value as_value(Tensor *t) { return t ? value_array(t) : ABSENT; }

/* np.name(…). */
Value sheet_np(Sheet *, const char *name, int n, const Value arg[]);
#define NP(s, name, ...)                                                                                     \
    sheet_np(s, name, (int)(sizeof((Value[]){ __VA_ARGS__ }) / sizeof(Value)), (Value[]){ __VA_ARGS__ })
/* np.name(a, key=…); keywords that are V_ABSENT are not given. Names and values in turn: KEY("axis", axis).
 */
typedef struct Keyword {
    const char *name;
    Value value;
} Keyword;
#define KEY(name, value) ((Keyword){ name, value })
Value sheet_np_keys(Sheet *, const char *name, Value a, int n, const Keyword key[]);
#define NP_KEYS(s, name, a, ...)                                                                             \
    sheet_np_keys(s, name, a, (int)(sizeof((Keyword[]){ __VA_ARGS__ }) / sizeof(Keyword)),                   \
                  (Keyword[]){ __VA_ARGS__ })
/* Operators as Python has them; unary ones with b ABSENT. */
Value sheet_op(Sheet *, Operator, Value a, Value b);
static inline Value sheet_add(Sheet *s, Value a, Value b) { return sheet_op(s, OP_ADD, a, b); }
static inline Value sheet_sub(Sheet *s, Value a, Value b) { return sheet_op(s, OP_SUB, a, b); }
static inline Value sheet_mul(Sheet *s, Value a, Value b) { return sheet_op(s, OP_MUL, a, b); }
static inline Value sheet_div(Sheet *s, Value a, Value b) { return sheet_op(s, OP_DIV, a, b); }
/* a op b, written into a as np.op(a, b, out=a, casting='unsafe'). */
Value sheet_into(Sheet *, const char *name, Value a, Value b);
Value sheet_item(Sheet *, Value, Value key);   /* value[key] */
Value sheet_at(Sheet *, Value, int64_t index); /* value[index] */
/* array[…, from:to, …] on one axis; from and to count as Python's do, to INT64_MAX: the end. */
Value sheet_part(Sheet *, Value, int axis, int64_t from, int64_t to);
Value sheet_method(Sheet *, Value, const char *name); /* value.name() */
Value sheet_call(Sheet *, Value callable, int n, const Value arg[]);
/* The same with a tuple of further arguments and a dict of keywords, or None. */
Value sheet_call_with(Sheet *, Value callable, int n, const Value arg[], Value more, Value keywords);
Value sheet_tuple(Sheet *, int n, const Value item[]);
Value sheet_list(Sheet *, int n, const Value item[]);
bool sheet_truth(Sheet *, Value);
double sheet_double(Sheet *, Value);
/* np.any(value). */
bool sheet_any(Sheet *, Value);
bool sheet_fail(Sheet *, const Class *, const char *format, ...) __attribute__((format(printf, 3, 4)));
bool sheet_warn(Sheet *, const Class *, const char *text);
/* A NumPy scalar or number as an array without axes; an array as it is. */
int value_ndim(Value);    /* of arrays and scalars; -1 for others */
DType value_dtype(Value); /* of arrays and NumPy's scalars; NO_DTYPE for others */

/* infer for rows whose run works the answer out alone: nothing but shape inference wants the rule's answer.
 * `if (sheet_skips(call, out)) return true;` */
static inline bool sheet_skips(const Call *call, Value *out)
{
    *out = (Value){ .tag = V_UNKNOWN };
    return !call->typed_only || any_unknown(call);
}
/* The run of a row whose answer is one expression of `s`, the sheet, and `call`. */
#define SHEET_RUN(name, answer)                                                                              \
    static bool name(Call *call, Value *out)                                                                 \
    {                                                                                                        \
        Sheet sheet, *s = &sheet;                                                                            \
        sheet_begin(s, call->run);                                                                           \
        return sheet_answer(s, answer, out);                                                                 \
    }

/* The result of a run: *out is what infer gave, which goes. */
bool sheet_answer(Sheet *, Value result, Value *out);

#endif
