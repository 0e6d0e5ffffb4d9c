/* show.h: the text of arrays and of NumPy's scalars, to the letter of NumPy 2.4 (numpy/_core/arrayprint.py).
 */
#ifndef NDCALC_TENSOR_SHOW_H
#define NDCALC_TENSOR_SHOW_H

#include "tensor/tensor.h"

typedef enum { FLOAT_MAXPREC, FLOAT_MAXPREC_EQUAL, FLOAT_FIXED, FLOAT_UNIQUE } FloatMode;

/* np.set_printoptions */
typedef struct PrintOptions {
    int precision;               /* 8; a negative one is an error once floats are shown, as NumPy has it */
    int64_t threshold;           /* 1000 */
    int edgeitems;               /* 3 */
    int linewidth;               /* 75 */
    bool suppress;               /* false */
    char sign;                   /* '-', '+' or ' ' */
    FloatMode floatmode;         /* FLOAT_MAXPREC */
    const char *nanstr, *infstr; /* texts of the program or of `given` */
    struct Object *given; /* a dict, counted: what np.get_printoptions() answers, which holds the values as
                             they were given; NULL: nothing was ever set */
    struct Object *formatter; /* a dict of callables, not counted; NULL for none. The formatting of an element
                                 by one goes through `format_element` */
    bool (*format_element)(Run *, struct Object *formatter, DType, const char *at, Text *out, bool *done);
    bool overridden;   /* `given` has a callable under override_repr, which makes the repr of arrays */
    bool ascii_series; /* np.polynomial.set_default_printstyle('ascii') */
    int legacy;        /* 0: False; 113, 121, 125 … as np.set_printoptions(legacy=…) */
} PrintOptions;

extern const PrintOptions print_options_default;

/* "array([1., 2.])", "array([], dtype=float64)"; wraps at the line width. */
bool tensor_repr(Run *, const Tensor *, Text *out);
/* "[1. 2.]" */
bool tensor_str(Run *, const Tensor *, Text *out);
/* The same with options of the caller's, as np.array_repr and np.array_str take them. */
bool tensor_repr_with(Run *, const Tensor *, const PrintOptions *, Text *out);
bool tensor_str_with(Run *, const Tensor *, const PrintOptions *, Text *out);
/* np.array2string's core: the text with `separator` between elements, lines after the first indented by
 * `indent` more than their brackets, and wrapped so that `suffix` characters still fit after them. */
bool tensor_text(Run *, const Tensor *, const PrintOptions *, const char *separator, int indent, int suffix,
                 Text *out);

/* str() of a scalar: "0.1", "1e+16", "(1+2j)", "True"; without options (of which only `legacy` matters) also
 * of Python's float and complex (FLOAT64, COMPLEX128). */
void element_str(DType, const char *at, const PrintOptions *, Text *out);
/* repr() of NumPy's scalar: "np.float64(0.1)", "np.True_". */
void element_repr(DType, const char *at, const PrintOptions *, Text *out);

/* repr of a Python float: shortest digits, 'r' format: "0.1", "1e+16", "inf". */
void float_repr(double, Text *out);

/* np.format_float_positional and _scientific, for FLOAT16, FLOAT32 and FLOAT64. precision, min_digits,
 * pad_left, pad_right and exp_digits are -1 for None; trim is one of "k.0-". */
typedef struct FloatFormat {
    int precision, min_digits, pad_left, pad_right, exp_digits;
    bool unique, fractional, sign;
    char trim;
} FloatFormat;
void float_positional(DType, double, const FloatFormat *, Text *out);
void float_scientific(DType, double, const FloatFormat *, Text *out);

#endif
