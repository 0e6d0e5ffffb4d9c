/* genfromtxt.h: np.genfromtxt: lines are split into cells, which are kept as texts until all of a column are
 * there to tell its type. */
#ifndef NDCALC_FILES_GENFROMTXT_H
#define NDCALC_FILES_GENFROMTXT_H

#include "files/table.h"
#include "python/files.h"

/* The parameters of np.genfromtxt. */
enum {
    FNAME,
    DTYPE_,
    COMMENTS,
    DELIMITER,
    SKIP_HEADER,
    SKIP_FOOTER,
    CONVERTERS,
    MISSING,
    FILLING,
    USECOLS,
    NAMES,
    EXCLUDELIST,
    DELETECHARS,
    REPLACE_SPACE,
    AUTOSTRIP,
    CASE_SENSITIVE,
    DEFAULTFMT,
    UNPACK,
    USEMASK,
    LOOSE,
    INVALID_RAISE,
    MAX_ROWS,
    ENCODING,
    NDMIN,
    LIKE
};

/* What a column's cells become, in the order in which NumPy tries where no dtype is given. */
typedef enum { AS_BOOL, AS_INT, AS_FLOAT, AS_COMPLEX, AS_TEXT, AS_ROUNDED, AS_CALLED } How;

typedef struct Column {
    How how;
    DType dtype;   /* NO_DTYPE: of a converter that gives no number */
    Value call;    /* AS_CALLED: the user's converter, borrowed */
    Value filling; /* borrowed; V_ABSENT: that of `how` */
    Value missing; /* a list of texts */
    int64_t place; /* in the text, counted from 0 */
    bool locked, checked;
} Column;

/* A line that has not as many cells as the first. */
typedef struct Invalid {
    int64_t line, count;
} Invalid;

typedef struct Reading {
    Run *run;
    Value lines; /* an iterator; V_ABSENT: */
    FILE *file;  /* this is read */
    bool owned_file;
    char *line; /* of the file */
    size_t line_room;
    /* how a line is split */
    const char *comments, *delimiter; /* NULL: none, white space */
    int64_t width;                    /* of every column; 0: there is a delimiter, or: */
    const int64_t *edge; /* where columns begin and end, as a slice's ends; NULL: none are given */
    int64_t edges;
    bool strips;
    Cell *cell; /* of the line, in `line` or `text` */
    int64_t cells, cells_room;
    Value text; /* the line that `lines` gave */
    /* what was read */
    Column *column;
    int64_t columns;
    Value *kept; /* rows × columns texts */
    int64_t rows, kept_room;
    Invalid *invalid;
    int64_t invalids, invalids_room;
} Reading;

/* genfromtxt_lines.c: where lines come from, how they are split, the next one (0: there is none, -1: an
 * error), and its cells. */
bool genfromtxt_open(Reading *, Value from);
bool genfromtxt_splitting(Call *, Reading *);
int genfromtxt_next_line(Reading *, Cell *out);
void genfromtxt_split(Reading *, Cell line);

/* genfromtxt_columns.c */
/* The columns that usecols= and the cells of the first line tell, with what is asked for each. */
bool genfromtxt_columns(Call *, Reading *, DType);
/* The dtype of all columns, where none was given. */
bool genfromtxt_common_type(Reading *, DType *out);
/* With a dtype given: converters that give another one make records, or of a single column its dtype. */
bool genfromtxt_converted_type(Reading *, DType *);
/* All that was kept, rows × columns; loose: what cannot be read is filled. */
Tensor *genfromtxt_convert(Reading *, DType, bool loose);
bool fail_records(Run *); /* always false */

#endif
