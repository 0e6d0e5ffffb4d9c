/* builtins.h: small things that the tables of Python's own functions share. */
#ifndef NDCALC_FUNC_BUILTINS_H
#define NDCALC_FUNC_BUILTINS_H

#include "func/func.h"

#define ARG(call, i) ((call)->arg[i].value)

/* In a row: wrong calls get CPython's words, and a 0-d array that comes out stays one. */
#define AS_IN_PYTHON .style = CLINIC, .gives = AS_ARRAY

/* The text as a str; the text is freed. */
Value text_value(Text *);
/* The same if all went well, else it is only freed; answers `ok`. */
bool text_result(bool ok, Text *, Value *out);

#endif
