/* vector_math.h: exp, log and their kin over many numbers at a time.
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
 * differ. `make accuracy` measures the errors: none is above .70 ULP. Results of float are
 * those of double, rounded. */
#ifndef NDCALC_NUMERIC_VECTOR_MATH_H
#define NDCALC_NUMERIC_VECTOR_MATH_H

#include <stdint.h>

/* X(name) for each, by NumPy's names. */
#define VECTOR_MATH1(X)                                                                                      \
    X(exp)                                                                                                   \
    X(exp2)                                                                                                  \
    X(expm1)                                                                                                 \
    X(log)                                                                                                   \
    X(log2)                                                                                                  \
    X(log10)                                                                                                 \
    X(log1p)                                                                                                 \
    X(sin)                                                                                                   \
    X(cos)                                                                                                   \
    X(tan)                                                                                                   \
    X(sinh)                                                                                                  \
    X(cosh)                                                                                                  \
    X(tanh)                                                                                                  \
    X(arcsin)                                                                                                \
    X(arccos)                                                                                                \
    X(arctan)                                                                                                \
    X(arcsinh)                                                                                               \
    X(arccosh)                                                                                               \
    X(arctanh)                                                                                               \
    X(cbrt)
#define VECTOR_MATH2(X)                                                                                      \
    X(power)                                                                                                 \
    X(arctan2)

#define DECLARE_VECTOR_MATH(name)                                                                            \
    void math_##name##_f8(int64_t n, char *const p[], const int64_t s[]);                                    \
    void math_##name##_f4(int64_t n, char *const p[], const int64_t s[]);
VECTOR_MATH1(DECLARE_VECTOR_MATH)
VECTOR_MATH2(DECLARE_VECTOR_MATH)

#endif
