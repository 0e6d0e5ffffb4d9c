/* lines.h: an array as lines along the axes that are reduced, which medians and quantiles sort: the axes are
 * moved last and become one, in a copy. */
#ifndef NDCALC_ARRAY_LINES_H
#define NDCALC_ARRAY_LINES_H

#include "func/sheet.h"

/* The lines that are reduced: a copy of the array whose last axis they are. */
typedef struct Lines {
    Tensor *line;     /* the sheet's */
    Shape kept, full; /* the shape that is left, and with axes of size 1 where they were reduced */
    int64_t n;
    bool nans;   /* there may be some */
    bool sorted; /* whole; else quantiles_of puts what it needs into its place */
} Lines;

/* Marks the axes that parameter i, axis=, names. */
bool lines_mark(Sheet *, Call *, int i, const Tensor *, bool marked[]);
bool lines_begin(Sheet *, Tensor *, const bool marked[], Lines *);
Tensor *lines_of(Sheet *, Tensor *, const bool marked[]); /* the copy alone */
/* overwrite_input=True: the lines of an array that was given are sorted where they are, if they are lines
 * without a copy. */
bool lines_sort_given(Sheet *, Call *, int overwrite, Tensor *, const bool marked[]);
/* Lines whose last element, sorted, is nan are nan. */
Value lines_spread_nans(Sheet *, const Lines *, Value answer);
/* Every line on its own, without its nans: what `of` makes of it. */
typedef Value OfLine(Sheet *, const Lines *, const void *with);
Value lines_each(Sheet *, const Lines *, OfLine *of, const void *with, Value when_empty);
Value nans_like(Sheet *, Value q, DType); /* nan of a dtype, as many as there are quantiles */

/* The rule: the shape that reducing leaves behind the axes of `before`; the result is in `given`, if that is
 * an array. */
bool lines_infer(Call *, int axis, int keepdims, Tensor *given, DType, Shape *before, Value *out);
/* Whether an array that was given takes a result of a shape: else ValueError. */
bool lines_fit_into(Run *, const Tensor *given, int ndim, const int64_t *dim);
bool lines_keepdims(Sheet *, Call *, int i);
/* The answer in its shape with keepdims, or in out. */
Value lines_answer(Sheet *, const Lines *, Value answer, bool keepdims, Tensor *out);

#endif
