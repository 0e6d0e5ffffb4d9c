/* dtype.h: the types of elements, and how they promote. */
#ifndef NDCALC_TENSOR_DTYPE_H
#define NDCALC_TENSOR_DTYPE_H

#include "base/complex.h"
#include <stdbool.h>
#include <stdint.h>

/* Every dtype, in NumPy's order: X(DTYPE, C type, letter for loops, name, kind, char, NumPy's number).
 * The order of the enumerators is that in which NumPy looks for a loop that fits. */
#define FOR_EACH_DTYPE(X)                                                                                    \
    X(BOOL, uint8_t, b1, "bool", 'b', '?', 0)                                                                \
    X(INT8, int8_t, i1, "int8", 'i', 'b', 1)                                                                 \
    X(UINT8, uint8_t, u1, "uint8", 'u', 'B', 2)                                                              \
    X(INT16, int16_t, i2, "int16", 'i', 'h', 3)                                                              \
    X(UINT16, uint16_t, u2, "uint16", 'u', 'H', 4)                                                           \
    X(INT32, int32_t, i4, "int32", 'i', 'i', 5)                                                              \
    X(UINT32, uint32_t, u4, "uint32", 'u', 'I', 6)                                                           \
    X(INT64, int64_t, i8, "int64", 'i', 'l', 7)                                                              \
    X(UINT64, uint64_t, u8, "uint64", 'u', 'L', 8)                                                           \
    X(FLOAT16, uint16_t, f2, "float16", 'f', 'e', 23)                                                        \
    X(FLOAT32, float, f4, "float32", 'f', 'f', 11)                                                           \
    X(FLOAT64, double, f8, "float64", 'f', 'd', 12)                                                          \
    X(COMPLEX64, complex64, c8, "complex64", 'c', 'F', 14)                                                   \
    X(COMPLEX128, complex128, c16, "complex128", 'c', 'D', 15)

typedef float _Complex complex64;
typedef double _Complex complex128;

#define DTYPE_ENUMERATOR(D, T, letter, name, kind, ch, num) D,
typedef enum { FOR_EACH_DTYPE(DTYPE_ENUMERATOR) DTYPES, NO_DTYPE = DTYPES } DType;
#undef DTYPE_ENUMERATOR

typedef struct DTypeInfo {
    const char *name; /* "float64" */
    const char *code; /* "f8" */
    char kind;        /* 'b' bool, 'i' int, 'u' unsigned, 'f' float, 'c' complex */
    char ch;          /* NumPy's one letter */
    uint8_t num;      /* NumPy's number */
    uint8_t size;     /* bytes of an element */
    uint8_t align;
} DTypeInfo;

extern const DTypeInfo dtype_info[DTYPES];

/* What a value brings to promotion (NEP 50): a Python number is weak and yields to an array's dtype of its
 * own kind or a higher one. A Python bool is not weak: it is np.bool. */
typedef enum { STRONG, WEAK_INT, WEAK_FLOAT, WEAK_COMPLEX } Weak;

static inline bool dtype_is_int(DType d) { return d >= INT8 && d <= UINT64; }
static inline bool dtype_is_unsigned(DType d) { return dtype_is_int(d) && dtype_info[d].kind == 'u'; }
static inline bool dtype_is_float(DType d) { return d >= FLOAT16 && d <= FLOAT64; }
static inline bool dtype_is_complex(DType d) { return d == COMPLEX64 || d == COMPLEX128; }
static inline bool dtype_is_inexact(DType d) { return d >= FLOAT16 && d < DTYPES; }
DType dtype_real(DType);    /* float32 of complex64; a real dtype itself */
DType dtype_complex(DType); /* complex64 of float16, float32 and small ints, else complex128 */

DType dtype_promote(DType, DType); /* np.promote_types */
DType dtype_weak(DType, Weak);     /* what a weak number becomes beside a dtype */
/* np.result_type of n operands; weak[i] is STRONG or the kind of a Python number, whose dtype is then
 * ignored. Python numbers alone give int64, float64, complex128. n is at least 1. */
DType dtype_result(int n, const DType dtype[], const Weak weak[]);

typedef enum { CAST_NO, CAST_EQUIV, CAST_SAFE, CAST_SAME_KIND, CAST_UNSAFE } Casting;
bool dtype_can_cast(DType from, DType to, Casting);
extern const char *const casting_name[]; /* "no", "equiv", "safe", "same_kind", "unsafe" */

/* The dtype that a text names: "float32", "f4", "<f8", "d", "int", "complex", …; NO_DTYPE if none. */
DType dtype_named(const char *text);

/* The limits of an integer dtype (bool: 0 and 1). */
int64_t dtype_min(DType);
uint64_t dtype_max(DType);

#endif
