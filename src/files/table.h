/* table.h: numbers in the lines and columns of a text.
 *
 * A Table is filled with how the text is written (zero: the usual), fed with pieces of it, and then holds the
 * elements row by row. Lines of numbers and nothing else go through a fast path; all others are split into
 * cells, which `cell` reads. */
#ifndef NDCALC_FILES_TABLE_H
#define NDCALC_FILES_TABLE_H

#include "func/results.h"

/* A cell: a part of a line, without quotes. */
typedef struct Cell {
    const char *at, *end;
} Cell;

typedef struct Table {
    /* how it is written */
    DType dtype;
    char delimiter;             /* 0: white space, any amount */
    char quote;                 /* 0: none */
    const char *const *comment; /* what begins a comment; NULL after the last; NULL: nothing does */
    bool whole;                 /* comments are whole lines */
    int64_t skip;               /* lines at the start that are passed over */
    int64_t most;               /* rows, then it is `full`; below 0: all */
    int uses;                   /* how many columns of `use` are read; 0: all */
    int64_t *use;               /* columns, counted from 0, or from the end below 0 */
    /* Reads a cell of a column that is kept into an element; false on error. */
    bool (*cell)(Run *, struct Table *, int64_t column, Cell, char *element);
    /* A line whose columns are not as many as those of the first; false on error, true: the line is left out.
     */
    bool (*ragged)(Run *, struct Table *, int64_t count);
    void *with; /* of `cell` and `ragged` */
    bool slow;  /* every cell goes through `cell` */
    bool blank; /* in one column a blank line is an empty cell; else it is passed over */

    /* what was read */
    char *data;
    int64_t rows, room; /* rows read, rows there is room for */
    int64_t columns;    /* that are kept; 0 before the first row */
    int64_t found;      /* columns of the first line */
    int64_t line;       /* lines gone through */
    int64_t place;      /* the column of the cell being read, counted in the text from 0 */
    bool full;          /* as many rows as were asked for */

    Cell *cells; /* of the line being split */
    int64_t count, cells_room;
    Text unquoted; /* cells that had quotes in them */
} Table;

/* Reads whole lines; at the end of the text also a last one without a newline. *used: the bytes that were
 * read. */
bool table_feed(Run *, Table *, const char *text, size_t length, bool end, size_t *used);
/* The rest of a file; `by_line`: no more of it than `most` rows need. */
bool table_feed_file(Run *, Table *, FILE *, bool by_line);
/* What an iterable gives, line by line. */
bool table_feed_lines(Run *, Table *, Value lines);
/* An array of (rows, columns); the table is then empty. */
Tensor *table_take(Run *, Table *);
void table_free(Table *);

/* The number of a cell, white space around it left out; false, without an error, if it is none of the dtype.
 */
bool cell_number(DType, Cell, char *element);
Cell cell_stripped(Cell);

#endif
