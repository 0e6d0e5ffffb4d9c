/* codecs.h: texts as bytes, and back: UTF-8, ASCII and Latin-1. */
#ifndef NDCALC_PYTHON_CODECS_H
#define NDCALC_PYTHON_CODECS_H

#include "array/bytes.h"

/* The text that bytes spell. `encoding` and `errors` ("strict", "ignore", "replace") as in Python, NULL for
 * utf-8 and strict. LookupError: an unknown name; UnicodeDecodeError: the bytes are no such text. */
bool decode_bytes(Run *, const Tensor *bytes, const char *encoding, const char *errors, Value *out);

#endif
