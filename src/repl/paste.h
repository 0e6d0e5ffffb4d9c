/* paste.h: lines that were copied from somewhere: what stands before that which once was typed. */
#ifndef NDCALC_REPL_PASTE_H
#define NDCALC_REPL_PASTE_H

#include "base/text.h"

#include <stdbool.h>

/* How the lines of an entry begin. */
typedef struct Pasted {
    bool prompts;  /* with ">>> " and "... ", or "In [3]: " and "   ...: " */
    size_t indent; /* with so many blanks, of the block they were copied from */
} Pasted;

/* How an entry begins that was typed or pasted as `text`, one line or several. */
Pasted paste_of(const char *text);
/* Adds the lines of `text` without their prompts and the indent that they share. Of several lines with
 * prompts only those are taken that have one: the others are answers. */
void paste_clean(Pasted pasted, const char *text, Text *out);

#endif
