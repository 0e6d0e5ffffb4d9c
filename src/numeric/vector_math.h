/* vector_math.h: exp, log, sin, their inverses and their kin over many numbers at a time.
 *
 * math_exp_f8(n, p, s) reads n doubles from p[0], s[0] bytes apart, and writes their exponentials to p[1],
 * s[1] bytes apart; math_exp_f4 does so for floats. Functions of two numbers read p[0] and p[1] and write
 * p[2]. Results may take the place of operands. A number has the same result wherever it stands and however
 * many there are. The processor's flags tell of invalid operands, division by zero, overflow and underflow,
 * as they do after C's function of one number; that one is also called for the few numbers that a kernel
 * leaves out.
 *
 * The kernels need fused multiplication and addition, in vectors of four doubles (AVX2) or eight (AVX-512),
 * and give the same bits in both; other processors call the C library for each number, whose last bits may
 * differ. `make accuracy` measures the errors: none is above .87 ULP, but for exp,
 * log, sin and cos of floats, which do NumPy's own operations one by one, so that their bits are NumPy's: up
 * to 4 ULP. */
#ifndef NDCALC_NUMERIC_VECTOR_MATH_H
#define NDCALC_NUMERIC_VECTOR_MATH_H

#include <stdint.h>

/* X(name, the name that C has for it) for each function of one number, and of two. */
#define VECTOR_MATH1(X)                                                                                      \
    X(exp, exp)                                                                                              \
    X(exp2, exp2)                                                                                            \
    X(expm1, expm1)                                                                                          \
    X(log, log)                                                                                              \
    X(log2, log2)                                                                                            \
    X(log10, log10)                                                                                          \
    X(log1p, log1p)                                                                                          \
    X(sin, sin)                                                                                              \
    X(cos, cos)                                                                                              \
    X(tan, tan)                                                                                              \
    X(arcsin, asin)                                                                                          \
    X(arccos, acos)                                                                                          \
    X(arctan, atan)                                                                                          \
    X(sinh, sinh)                                                                                            \
    X(cosh, cosh)                                                                                            \
    X(tanh, tanh)                                                                                            \
    X(arcsinh, asinh)                                                                                        \
    X(arccosh, acosh)                                                                                        \
    X(arctanh, atanh)                                                                                        \
    X(cbrt, cbrt)
#define VECTOR_MATH2(X)                                                                                      \
    X(power, pow)                                                                                            \
    X(arctan2, atan2)                                                                                        \
    X(hypot, hypot)

#define DECLARE_VECTOR_MATH(name, c)                                                                         \
    void math_##name##_f8(int64_t n, char *const p[], const int64_t s[]);                                    \
    void math_##name##_f4(int64_t n, char *const p[], const int64_t s[]);
VECTOR_MATH1(DECLARE_VECTOR_MATH)
VECTOR_MATH2(DECLARE_VECTOR_MATH)

#endif
