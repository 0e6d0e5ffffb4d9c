/* source.h: a text that was given to the calculator, and places in it.
 *
 * A Source is counted: trees, functions and errors that point into it keep it. */
#ifndef NDCALC_BASE_SOURCE_H
#define NDCALC_BASE_SOURCE_H

#include "base/memory.h"

typedef struct Source {
    int count;
    int first_line;   /* the number of its first line in the file it came from */
    int counted_from; /* the number that messages give its first line: 1, as at Python's prompt, or first_line
                       */
    const char *name; /* "<stdin>", a file's name; lives as long as the program */
    const char *text; /* ends in a 0 byte; may hold others */
    int length;
    Arena arena;                             /* the text and the tree */
    struct Constant *constants;              /* counted values that the tree's nodes keep … */
    void (*drop_constants)(struct Source *); /* … and who drops them; NULL: there are none */
} Source;

/* A source with a copy of the text; its arena may be that of a freed source. */
Source *source_new(const char *name, int first_line, const char *text, int length);
Source *source_keep(Source *);
void source_drop(Source *); /* NULL is fine */

typedef struct Span {
    Source *source; /* not counted: whoever keeps a span for long keeps its source */
    int start, end; /* bytes [start, end) of the source's text */
} Span;

int span_line(Span); /* the number of the line it starts on */

#endif
