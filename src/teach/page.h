/* page.h: where an explanation is written to.
 *
 * Explanations are text in a Text, lines that end in a newline; who shows them adds colour and indentation.
 * Each has three forms: drawn with Unicode's lines, drawn in ASCII, and told in sentences (`narrate`). No
 * line is wider than the page. */
#ifndef NDCALC_TEACH_PAGE_H
#define NDCALC_TEACH_PAGE_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct Page {
    int width;    /* columns, at most 80 */
    bool utf8;    /* more than ASCII may be used */
    bool narrate; /* sentences in place of drawings */
} Page;

/* One of two spellings: page_or(page, "≠", "!="). */
const char *page_or(const Page *, const char *utf8, const char *ascii);
/* Adds a text and pads it to so many columns; nothing is cut. */
void page_cell(Text *, const char *text, int columns);
/* Adds a text, cut to so many columns with "..." at its end. */
void page_cut(const Page *, Text *, const char *text, int columns);
/* Adds a text as lines that are broken between words, `rest` before each but the first, which begins where
 * the last line of *out ends. */
void page_wrap(const Page *, Text *out, const char *text, const char *rest);
/* The columns of the line that is being written. */
int page_column(const Text *);
/* Adds a text; signs of ours beyond ASCII (· ≠ …) become their ASCII twins where the page has no others. */
void page_puts(const Page *, Text *, const char *text);
/* The columns that page_puts takes. */
int page_columns(const Page *, const char *text);
/* Adds a text as page_puts does, as lines between `indent` and the width. */
void page_paragraph(const Page *, Text *, int indent, const char *text);
/* A shape as a sentence says it: "1 by 8", "3 elements", "a single number". */
void page_shape(const Run *, Text *, int ndim, const int64_t *dim);

/* A space that page_wrap does not break at: it stands inside of code. */
#define PAGE_SPACE '\1'

#endif
