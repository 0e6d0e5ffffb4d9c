/* cast.h: from any dtype to any other, one loop for each pair. */
#ifndef NDCALC_TENSOR_CAST_H
#define NDCALC_TENSOR_CAST_H

#include "tensor/walk.h"

/* p[0] is read, p[1] written. Raises FE_INVALID where NumPy warns "invalid value encountered in cast". */
Loop *cast_loop(DType from, DType to);

/* Every size of an element, and a type that moves it and may look at any element: X(bytes, C type). */
typedef uint8_t __attribute__((may_alias)) Bytes1;
typedef uint16_t __attribute__((may_alias)) Bytes2;
typedef uint32_t __attribute__((may_alias)) Bytes4;
typedef uint64_t __attribute__((may_alias)) Bytes8;
typedef complex128 __attribute__((may_alias)) Bytes16;
#define FOR_EACH_ELEMENT_SIZE(X)                                                                             \
    X(1, Bytes1)                                                                                             \
    X(2, Bytes2)                                                                                             \
    X(4, Bytes4)                                                                                             \
    X(8, Bytes8)                                                                                             \
    X(16, Bytes16)

#endif
