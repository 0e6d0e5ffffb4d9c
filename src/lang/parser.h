/* parser.h: from text to trees: the grammar's push parser, fed by its scanner.
 *
 * A Parser works on one text, statement after statement. parser_next reads one: a logical line of simple
 * statements, or a compound statement with its blocks. */
#ifndef NDCALC_LANG_PARSER_H
#define NDCALC_LANG_PARSER_H

#include "base/error.h"
#include "lang/tree.h"

typedef struct Parser Parser;

typedef enum {
    PARSE_TREE,       /* a statement is there */
    PARSE_EMPTY,      /* the text holds no (further) statement */
    PARSE_UNFINISHED, /* more text is wanted: an open bracket, a triple quote, a backslash, an open block */
    PARSE_ERROR,      /* run->error says what is wrong, in Python's words, with its span */
} ParseResult;

typedef enum {
    READ_TYPED, /* a block ends at a blank line, as at Python's prompt */
    READ_FILE,  /* a block ends at the first token that does not fit */
} Reading;

Parser *parser_new(void);
void parser_free(Parser *);

/* Reads the statement that begins at byte *at of source->text and moves *at behind it (after an error: to the
 * next line that is not indented). `last`: there is no more text after this, so that open blocks end; without
 * it a text that could go on is PARSE_UNFINISHED. The tree lies in source's arena. While an error is recorded
 * nothing is read: it stays. */
ParseResult parser_next(Parser *, Run *, Source *source, int *at, Reading, bool last, Tree *out);

#endif
