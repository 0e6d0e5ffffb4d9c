/* gufunc.h: functions of the last axes of their operands, repeated over the others, as a signature says:
 * "(n?,k),(k,m?)->(n?,m?)".
 *
 * The signature is data: the shape rule and the messages are read from it. */
#ifndef NDCALC_FUNC_GUFUNC_H
#define NDCALC_FUNC_GUFUNC_H

#include "func/func.h"

enum { CORE_OPERANDS = 6, CORE_AXES = 3, CORE_NAMES = 6 };

/* What the operands of a call make of a signature. */
typedef struct Core {
    int nin, operands;
    int ndim[CORE_OPERANDS];            /* how many core axes each operand has */
    int name[CORE_OPERANDS][CORE_AXES]; /* what they are called: 0 is the first name in the signature */
    int axis[CORE_OPERANDS][CORE_AXES]; /* where they are: the last ones, or as `axes` says */
    int names;
    bool optional[CORE_NAMES]; /* "n?": an operand may lack it, then none has it */
    int64_t size[CORE_NAMES];  /* of the named axes */
    Shape loop;                /* the other axes, broadcast */
    bool keepdims; /* results keep the core axes of their operands, of size 1; they have no name then: -1 */
} Core;

/* Reads row->core and finds the sizes of names and loop. operand: the inputs, then the outputs, NULL where
 * none was given. axes, axis and keepdims are the user's, V_ABSENT or V_NONE for none. NumPy's ValueErrors,
 * AxisErrors and TypeErrors, in its words. */
bool core_resolve(Run *, const Func *, Tensor *const operand[], Value axes, Value axis, Value keepdims,
                  Core *);

/* A shape as NumPy's iterator writes it: "(2,newaxis,3)" for sizes below 0, which are left out in front. */
const char *shape_remapped(Run *, int ndim, const int64_t *dim);

/* The shape of an output, counted among the operands. */
void core_shape(const Core *, int operand, Shape *);

/* The strides of an operand along the axes of the loop, 0 where it is repeated. */
void core_loop_strides(const Core *, int operand, const Tensor *, int64_t stride[AXES_MAX]);
/* Its stride along the core axis with a name; 0 if it has none. */
int64_t core_stride(const Core *, int operand, const Tensor *, int name);

/* The dtype a call computes in: its operands' promoted one, or what dtype= says; with the casts that this
 * asks for checked: "Cannot cast ufunc 'matmul' input 0 from dtype('float64') to dtype('int64') with casting
 * rule 'same_kind'". */
bool gufunc_dtype(Call *, int nin, Tensor *const in[], DType *out);

#endif
