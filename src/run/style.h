/* style.h: colour, and what the terminal can show. Every escape sequence of the project stands in style.c. */
#ifndef NDCALC_RUN_STYLE_H
#define NDCALC_RUN_STYLE_H

#include <stdbool.h>
#include <stdio.h>

typedef enum { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER } ColorWhen;

typedef enum { INK_PLAIN, INK_DIM, INK_ERROR, INK_IN, INK_OUT, INK_BOLD, INKS } Ink;

/* What may be used on one stream. */
typedef struct Style {
    bool color;
    bool utf8; /* drawings may use more than ASCII: the locale is set and has UTF-8 */
    int width; /* columns; 80 where there is no terminal */
} Style;

/* NO_COLOR, CLICOLOR_FORCE and TERM=dumb are obeyed under COLOR_AUTO. */
Style style_of(FILE *, ColorWhen);
/* The sequence that begins an ink, or "" where colour is off; INK_PLAIN ends it. */
const char *ink(Style, Ink);
void style_clear_screen(FILE *);
/* Writes a dim line so many rows below the cursor, which is in that column (from 0), and goes back to it; and
 * takes it away again. Only relative moves: at the bottom of the screen it scrolls. */
void style_draw_below(FILE *, Style, int rows, int column, const char *line);
void style_erase_below(FILE *, int rows, int column);

#endif
