/* bytes.h: Python's bytes: what files hold and a.tobytes() gives. */
#ifndef NDCALC_ARRAY_BYTES_H
#define NDCALC_ARRAY_BYTES_H

#include "func/func.h"

extern const Class class_bytes[1];

Value value_bytes(const char *bytes, size_t length); /* copies them */
/* The bytes that a value holds: uint8, of one axis, read-only. Borrowed; NULL, without an error: it is none.
 */
Tensor *bytes_of(Value);
/* What str() shows of them: b'a\x00'. False: interrupted. */
bool bytes_repr(Run *, const char *bytes, size_t length, Text *out);

#endif
