/* genfromtxt.c: np.genfromtxt: tables of text with missing cells, widths of columns, and types that are found
 * out (numpy/lib/_npyio_impl.py, _iotools.py). */
#include "files/textfiles.h"

#include "value/number.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 28 && c <= 31); }

/* lines
 * ------------------------------------------------------------------------------------------------------ */

static bool open_lines(Reading *r, Value from)
{
    Run *run = r->run;
    if (is_file(from)) {
        r->file = file_stream(run, from, FILE_READ);
        return r->file != NULL;
    }
    if (from.tag == V_STR) {
        const char *path = path_of(run, from);
        if (path && access(path, F_OK))
            return fail(run, FileNotFoundError, "%s not found.", path);
        r->file = path ? file_open_text(run, path) : NULL;
        r->owned_file = r->file != NULL;
        return r->file != NULL;
    }
    if (value_iter(run, from, &r->lines))
        return true;
    if (run->error.class != TypeError)
        return false;
    run_clear_error(run);
    return fail(
        run, TypeError,
        "fname must be a string, a filehandle, a sequence of strings,\nor an iterator of strings. Got <class "
        "'%s'> instead.",
        class_full_name(value_type(from), (char[120]){ 0 }, 120));
}

/* The next line; 0: there is none, -1: an error. */
static int next_line(Reading *r, Cell *out)
{
    if (r->file) {
        ssize_t length = getline(&r->line, &r->line_room, r->file);
        if (length < 0)
            return ferror(r->file) ? fail_file(r->run, errno, NULL) - 1 : 0;
        *out = (Cell){ r->line, r->line + length };
        return run_goes_on(r->run) ? 1 : -1;
    }
    value_drop(r->text);
    r->text = NONE;
    int more = iter_next(r->run, r->lines, &r->text);
    if (more <= 0) {
        r->text = NONE;
        return more;
    }
    if (r->text.tag != V_STR) {
        fail(r->run, TypeError, "decoding to str: need a bytes-like object, %s found",
             value_type_name(r->text));
        return -1;
    }
    *out = (Cell){ r->text.str->text, r->text.str->text + r->text.str->bytes };
    return 1;
}

/* cells
 * ------------------------------------------------------------------------------------------------------- */

static void add_cell(Reading *r, const char *at, const char *end)
{
    if (r->cells == r->cells_room) {
        r->cells_room = 2 * r->cells_room + 16;
        r->cell = mem_resize(r->cell, (size_t)r->cells_room * sizeof *r->cell);
    }
    while (r->strips && at < end && is_blank(*at))
        at++;
    while (r->strips && at < end && is_blank(end[-1]))
        end--;
    r->cell[r->cells++] = (Cell){ at, end };
}

/* The place so many characters on. */
static const char *characters_on(const char *at, const char *end, int64_t count)
{
    for (; at < end && count > 0; count--)
        for (at++; at < end && (*at & 0xc0) == 0x80;)
            at++;
    return at;
}

static void split_by_width(Reading *r, const char *at, const char *end)
{
    while (at < end && r->width > 0) {
        const char *stop = characters_on(at, end, r->width);
        add_cell(r, at, stop);
        at = stop;
    }
}

static void split_at_edges(Reading *r, const char *at, const char *end)
{
    int64_t length = 0;
    for (const char *c = at; c < end; c++)
        length += (*c & 0xc0) != 0x80;
    for (int64_t i = 0; i + 1 < r->edges; i++) {
        int64_t from = r->edge[i], to = r->edge[i + 1];
        const char *start = characters_on(at, end, from < 0 ? from + length : from);
        const char *stop = characters_on(at, end, to < 0 ? to + length : to);
        add_cell(r, start, stop < start ? start : stop);
    }
}

static void split_at_blanks(Reading *r, const char *at, const char *end)
{
    for (;;) {
        while (at < end && is_blank(*at))
            at++;
        if (at == end)
            return;
        const char *start = at;
        while (at < end && !is_blank(*at))
            at++;
        add_cell(r, start, at);
    }
}

static void split_line(Reading *r, Cell line)
{
    const char *at = line.at, *end = line.end;
    const char *found = r->comments ? memmem(at, (size_t)(end - at), r->comments, strlen(r->comments)) : NULL;
    r->cells = 0;
    end = found ? found : end;
    /* columns of widths of their own keep the end of the line, as in NumPy */
    const char *ends = r->edge ? "" : r->width ? "\r\n" : " \r\n";
    while (*ends && at < end && strchr(ends, end[-1]))
        end--;
    while (*ends && at < end && strchr(ends, *at))
        at++;
    if (at == end)
        return;
    if (r->edge) {
        split_at_edges(r, at, end);
        return;
    }
    if (r->width) {
        split_by_width(r, at, end);
        return;
    }
    if (!r->delimiter) {
        split_at_blanks(r, at, end);
        return;
    }
    size_t length = strlen(r->delimiter);
    for (const char *stop; (stop = memmem(at, (size_t)(end - at), r->delimiter, length)); at = stop + length)
        add_cell(r, at, stop);
    add_cell(r, at, end);
}

static bool read_splitting(Call *call, Reading *r)
{
    Run *run = call->run;
    Value delimiter = call->arg[DELIMITER].value;
    if (!arg_none(call, COMMENTS) && !(r->comments = arg_text(call, COMMENTS)))
        return fail(run, TypeError, "must be str or None, not %s",
                    value_type_name(call->arg[COMMENTS].value));
    if (r->comments && !*r->comments)
        return fail(run, ValueError, "empty separator");
    if (arg_none(call, DELIMITER))
        return true;
    if (delimiter.tag == V_STR) {
        r->delimiter = delimiter.str->bytes ? delimiter.str->text : NULL;
        return true;
    }
    if (is_sequence(delimiter) || (delimiter.tag == V_ARRAY && delimiter.tensor->ndim)) {
        Ints widths;
        if (!ints_of(run, delimiter, &widths))
            return false;
        int64_t *edge = arena_alloc(&run->scratch, (size_t)(widths.count + 1) * sizeof *edge);
        edge[0] = 0;
        for (int64_t i = 0; i < widths.count; i++)
            edge[i + 1] = (int64_t)((uint64_t)edge[i] + (uint64_t)widths.at[i]);
        r->edge = edge;
        r->edges = widths.count + 1;
        return true;
    }
    return element_store(run, INT64, (char *)&r->width, delimiter);
}

/* columns
 * ----------------------------------------------------------------------------------------------------- */

static const DType type_of_how[] = { BOOL, INT64, FLOAT64, COMPLEX128, NO_DTYPE };

/* usecols: a text "0, 2", an int, or a sequence; *uses 0: all columns. */
static bool read_usecols(Call *call, int64_t found, int64_t **use, int64_t *uses)
{
    Run *run = call->run;
    Value given = call->arg[USECOLS].value, list;
    *uses = 0;
    if (arg_none(call, USECOLS))
        return true;
    if (given.tag == V_STR)
        return fail(run, AttributeError,
                    "'NoneType' object has no attribute 'index'"); /* names, and there are none */
    if (is_sequence(given) || given.tag == V_RANGE || given.tag == V_ARRAY || given.tag == V_ITERATOR) {
        if (!value_to_list(run, given, &list))
            return false;
    } else {
        list = value_list_new(1);
        list_append(list.list, given);
    }
    *use = arena_alloc(&run->scratch, (size_t)(list.list->count + 1) * sizeof **use);
    bool fine = true;
    for (int64_t i = 0; fine && i < list.list->count; i++) {
        Value v = list.list->item[i];
        fine = v.tag == V_STR ? fail(run, AttributeError, "'NoneType' object has no attribute 'index'")
                              : value_index(run, v, &(*use)[i]);
        if (fine && (*use)[i] < 0)
            (*use)[i] += found;
    }
    *uses = list.list->count;
    value_drop(list);
    return fine;
}

/* Which of the columns that are read is meant by a key; -1: none. */
static int64_t column_keyed(const Reading *r, bool uses, int64_t key)
{
    for (int64_t i = 0; uses && i < r->columns; i++)
        if (r->column[i].place == key)
            return i;
    return key < 0 ? key + r->columns : key;
}

/* A dict whose keys are columns; `with` is called for each of those that are read. */
static bool each_keyed(Reading *r, bool uses, Value dict, bool (*with)(Reading *, Column *, Value))
{
    const Entry *entry;
    for (int64_t at = 0; (entry = dict_next(dict.dict, &at));) {
        int64_t key;
        if (entry->key.tag == V_STR)
            return fail(r->run, AttributeError, "'NoneType' object has no attribute 'index'");
        if (entry->key.tag == V_NONE) {
            for (int64_t i = 0; i < r->columns; i++)
                if (!with(r, &r->column[i], entry->value))
                    return false;
            continue;
        }
        if (!value_index(r->run, entry->key, &key))
            return false;
        int64_t i = column_keyed(r, uses, key);
        if (i < 0 || i >= r->columns)
            return fail(r->run, IndexError, "list index out of range");
        if (!with(r, &r->column[i], entry->value))
            return false;
    }
    return true;
}

static bool add_missing_text(Reading *r, Column *c, Value v)
{
    Text text = { 0 };
    bool fine = value_str_of(r->run, v, &text);
    Value said = value_str(text_get(&text), (int64_t)text.length);
    list_append(c->missing.list, said);
    value_drop(said);
    text_free(&text);
    return fine;
}

static bool add_missing(Reading *r, Column *c, Value v)
{
    if (!is_sequence(v))
        return add_missing_text(r, c, v);
    int64_t n = v.tag == V_LIST ? v.list->count : v.tuple->count;
    const Value *item = v.tag == V_LIST ? v.list->item : v.tuple->item;
    for (int64_t i = 0; i < n; i++)
        if (!add_missing_text(r, c, item[i]))
            return false;
    return true;
}

static bool set_filling(Reading *r, Column *c, Value v)
{
    (void)r;
    c->filling = v;
    return true;
}

static bool read_missing(Call *call, Reading *r, bool uses)
{
    Value given = call->arg[MISSING].value;
    if (arg_none(call, MISSING))
        return true;
    if (given.tag == V_DICT)
        return each_keyed(r, uses, given, add_missing);
    if (is_sequence(given)) {
        int64_t n = given.tag == V_LIST ? given.list->count : given.tuple->count;
        const Value *item = given.tag == V_LIST ? given.list->item : given.tuple->item;
        for (int64_t i = 0; i < n && i < r->columns; i++)
            if (!add_missing_text(r, &r->column[i], item[i]))
                return false;
        return true;
    }
    for (int64_t i = 0; i < r->columns; i++) {
        if (given.tag != V_STR) {
            if (!add_missing_text(r, &r->column[i], given))
                return false;
            continue;
        }
        for (const char *at = given.str->text;; at++) {
            size_t length = strcspn(at, ",");
            Value text = value_str(at, (int64_t)length);
            list_append(r->column[i].missing.list, text);
            value_drop(text);
            at += length;
            if (!*at)
                break;
        }
    }
    return true;
}

static bool read_filling(Call *call, Reading *r, bool uses)
{
    Value given = call->arg[FILLING].value;
    if (arg_none(call, FILLING))
        return true;
    if (given.tag == V_DICT)
        return each_keyed(r, uses, given, set_filling);
    bool many = is_sequence(given);
    int64_t n = !many ? r->columns : given.tag == V_LIST ? given.list->count : given.tuple->count;
    for (int64_t i = 0; i < n && i < r->columns; i++) {
        Value v = !many ? given : given.tag == V_LIST ? given.list->item[i] : given.tuple->item[i];
        r->column[i].filling = v.tag == V_NONE ? ABSENT : v;
    }
    return true;
}

/* The dtype of what a converter gives for a cell. */
static DType dtype_of_result(Run *run, Value v)
{
    DType dtype = NO_DTYPE;
    Tensor *made = v.tag == V_NONE ? NULL : tensor_from_value(run, v, NO_DTYPE, false);
    if (made)
        dtype = (DType)made->dtype;
    else
        run_clear_error(run);
    tensor_drop(made);
    return dtype;
}

/* The converter of a column; `cell` is what its first cell holds. */
static bool set_converter(Reading *r, Column *c, Value call, Cell cell)
{
    Run *run = r->run;
    c->how = AS_CALLED;
    c->call = call;
    c->locked = true;
    if (c->filling.tag != V_ABSENT) {
        c->dtype = dtype_of_result(run, c->filling);
        return true;
    }
    Value text = cell.at < cell.end ? value_str(cell.at, cell.end - cell.at) : value_cstr("1"), made = NONE;
    bool fine = hooks.call(run, call, 1, &text, &made);
    value_drop(text);
    if (!fine && (class_is(run->error.class, TypeError) || class_is(run->error.class, ValueError))) {
        run_clear_error(run);
        made = NONE;
    } else if (!fine) {
        return false;
    }
    c->dtype = dtype_of_result(run, made);
    value_drop(made);
    return true;
}

static bool read_converters(Call *call, Reading *r, bool uses, const Cell *first, int64_t found)
{
    Run *run = call->run;
    Value given = call->arg[CONVERTERS].value;
    const Entry *entry;
    if (arg_none(call, CONVERTERS))
        return true;
    if (given.tag != V_DICT)
        return fail(
            run, TypeError,
            "The input argument 'converter' should be a valid dictionary (got '<class '%s'>' instead)",
            class_full_name(value_type(given), (char[120]){ 0 }, 120));
    for (int64_t at = 0; (entry = dict_next(given.dict, &at));) {
        int64_t key, i;
        if (entry->key.tag == V_STR)
            return fail(run, AttributeError, "'NoneType' object has no attribute 'index'");
        if (!value_index(run, entry->key, &key))
            return false;
        for (i = 0; uses && i < r->columns && r->column[i].place != key;)
            i++;
        if (uses && i == r->columns)
            continue;
        i = uses ? i : key < 0 ? key + r->columns : key;
        int64_t place = key < 0 ? key + found : key;
        if (i < 0 || i >= r->columns || place < 0 || place >= found)
            return fail(run, IndexError, "list index out of range");
        if (!set_converter(r, &r->column[i], entry->value, first[place]))
            return false;
    }
    return true;
}

/* What a dtype's cells are read as. */
static How how_for(DType dtype)
{
    return dtype == NO_DTYPE || dtype == BOOL  ? AS_BOOL
           : dtype == INT64 || dtype == UINT64 ? AS_INT
           : dtype_is_int(dtype)               ? AS_ROUNDED
           : dtype_is_complex(dtype)           ? AS_COMPLEX
                                               : AS_FLOAT;
}

static bool make_columns(Call *call, Reading *r, DType dtype)
{
    int64_t found = r->cells, *use = NULL, uses;
    if (!read_usecols(call, found, &use, &uses))
        return false;
    r->columns = uses ? uses : found;
    r->column = mem_zeroed((size_t)(r->columns + 1) * sizeof *r->column);
    for (int64_t i = 0; i < r->columns; i++) {
        Value none = value_str("", 0), list = value_list_new(1);
        list_append(list.list, none);
        value_drop(none);
        r->column[i] = (Column){ .how = how_for(dtype),
                                 .dtype = dtype == NO_DTYPE ? BOOL : dtype,
                                 .filling = ABSENT,
                                 .missing = list,
                                 .place = uses ? use[i] : i,
                                 .locked = dtype != NO_DTYPE };
    }
    return read_missing(call, r, uses > 0) && read_filling(call, r, uses > 0) &&
           read_converters(call, r, uses > 0, r->cell, found);
}

/* rows
 * -------------------------------------------------------------------------------------------------------- */

static bool keep_row(Reading *r, bool uses, int64_t number)
{
    bool fits = uses || r->cells == r->columns;
    for (int64_t i = 0; uses && i < r->columns; i++)
        fits &= r->column[i].place < r->cells && r->column[i].place >= -r->cells;
    if (!fits) {
        if (r->invalids == r->invalids_room) {
            r->invalids_room = 2 * r->invalids_room + 8;
            r->invalid = mem_resize(r->invalid, (size_t)r->invalids_room * sizeof *r->invalid);
        }
        r->invalid[r->invalids++] = (Invalid){ number, r->cells };
        return true;
    }
    if ((r->rows + 1) * r->columns > r->kept_room) {
        r->kept_room = 2 * r->kept_room + 16 * r->columns;
        if (!run_has_memory(r->run, r->kept_room, sizeof *r->kept))
            return false;
        r->kept = mem_resize(r->kept, (size_t)r->kept_room * sizeof *r->kept);
    }
    Value *kept = r->kept + r->rows++ * r->columns;
    for (int64_t i = 0; i < r->columns; i++) {
        int64_t place = uses ? r->column[i].place : i;
        Cell cell = r->cell[place < 0 ? place + r->cells : place];
        kept[i] = value_str(cell.at, cell.end - cell.at);
    }
    return true;
}

/* "Some errors were detected !": the lines that had not as many cells as the first, but for those of the
 * footer. */
static bool tell_invalid(Call *call, Reading *r, int64_t header, int64_t *footer)
{
    bool raises;
    int64_t kept = r->invalids;
    if (!r->invalids)
        return true;
    if (!arg_truth(call, INVALID_RAISE, &raises))
        return false;
    if (*footer > 0) {
        for (int64_t i = 0; i < r->invalids; i++)
            kept -= r->invalid[i].line > r->rows + r->invalids - *footer + header;
        *footer -= r->invalids - kept;
    }
    if (kept <= 0)
        return true;
    Text said = { 0 };
    text_puts(&said, "Some errors were detected !");
    for (int64_t i = 0; i < kept; i++)
        text_printf(&said, "\n    Line #%lld (got %lld columns instead of %lld)",
                    (long long)r->invalid[i].line, (long long)r->invalid[i].count, (long long)r->columns);
    bool fine = raises ? fail(r->run, ValueError, "%s", text_get(&said))
                       : warn(r->run, UserWarning, "%s", text_get(&said));
    text_free(&said);
    return fine;
}

/* conversion
 * -------------------------------------------------------------------------------------------------- */

static bool parse_bool(Value text, Value *out)
{
    bool yes = text.str->bytes == 4 && !strcasecmp(text.str->text, "true");
    if (!yes && !(text.str->bytes == 5 && !strcasecmp(text.str->text, "false")))
        return false;
    *out = value_bool(yes);
    return true;
}

/* An int as Python reads it, if it fits: one that does not is as good as none where the type is still sought.
 */
static bool parse_int(Run *run, DType dtype, bool seeking, Value text, Value *out)
{
    char room[16];
    if (!int_parse(run, text.str->text, text.str->bytes, 10, out))
        return false;
    if (!seeking || element_store(run, dtype, room, *out))
        return true;
    value_drop(*out);
    return false;
}

/* What a cell is by its column's rule; false: it cannot be read, which is an error of the run only if it is
 * none of ValueError's. */
static bool convert(Reading *r, const Column *c, bool seeking, Value text, Value *out)
{
    Run *run = r->run;
    double number;
    complex128 z;
    Cell cell = { text.str->text, text.str->text + text.str->bytes };
    bool fine = false;
    *out = NONE;
    switch (c->how) {
    case AS_BOOL: return parse_bool(text, out);
    case AS_INT: fine = parse_int(run, c->dtype, seeking, text, out); break;
    case AS_FLOAT:
    case AS_ROUNDED:
        fine = cell_number(FLOAT64, cell, (char *)&number) ||
               float_parse(run, text.str->text, text.str->bytes, &number);
        if (fine && c->how == AS_FLOAT)
            *out = value_float(number);
        else if (fine && number != number)
            fine = fail(run, ValueError, "cannot convert float NaN to integer");
        else if (fine)
            fine = func_apply(run, func_find("builtins", "int"), 1, (Value[]){ value_float(number) }, out);
        break;
    case AS_COMPLEX:
        fine = complex_parse(run, text.str->text, text.str->bytes, &z);
        if (fine)
            *out = value_complex(z);
        break;
    case AS_CALLED: fine = hooks.call(run, c->call, 1, &text, out); break;
    case AS_TEXT: return false;
    }
    if (!fine && run->error.class &&
        (class_is(run->error.class, ValueError) || (seeking && run->error.class == OverflowError)))
        run_clear_error(run);
    return fine;
}

/* Owned. */
static Value filling_of(const Column *c)
{
    if (c->filling.tag != V_ABSENT)
        return value_keep(c->filling);
    switch (c->how) {
    case AS_BOOL: return value_bool(false);
    case AS_INT:
    case AS_ROUNDED: return value_int(-1);
    case AS_COMPLEX: return value_complex(CMPLX(NAN, 0));
    default: return c->how == AS_CALLED && dtype_is_int(c->dtype) ? value_int(-1) : value_float(NAN);
    }
}

static bool is_missing(const Column *c, Value text)
{
    Cell cell = cell_stripped((Cell){ text.str->text, text.str->text + text.str->bytes });
    for (int64_t i = 0; i < c->missing.list->count; i++) {
        Value m = c->missing.list->item[i];
        if (m.str->bytes == cell.end - cell.at && !memcmp(m.str->text, cell.at, (size_t)m.str->bytes))
            return true;
    }
    return false;
}

/* The first of bool, int, float and complex that a whole column can be read as. */
static bool seek_type(Reading *r, int64_t i)
{
    Run *run = r->run;
    Column *c = &r->column[i];
    c->checked = true;
    for (int64_t row = 0; row < r->rows;) {
        Value text = r->kept[row * r->columns + i], made;
        bool fine = convert(r, c, true, text, &made);
        if (fine)
            value_drop(made);
        else if (run->error.class)
            return false;
        if (fine || is_missing(c, text)) {
            c->checked &= fine || c->how != AS_BOOL;
            row++;
            continue;
        }
        if (c->locked)
            return fail(
                run, ValueError,
                "Converter #%lld is locked and cannot be upgraded: (occurred line #%lld for value '%s')",
                (long long)i, (long long)row + 1, text.str->text);
        if (++c->how == AS_TEXT)
            return fail(run, TypeError, "ndcalc has no arrays of text: keep strings in a list");
        c->dtype = type_of_how[c->how];
        c->checked = true;
        row = 0;
    }
    return true;
}

static bool fail_records(Run *run)
{
    return fail(run, TypeError, "ndcalc has no arrays of records: keep an array for each field");
}

/* The dtype of all columns, where none was given. */
static bool common_type(Reading *r, DType *out)
{
    *out = NO_DTYPE;
    for (int64_t i = 0; i < r->columns; i++)
        if (!seek_type(r, i))
            return false;
    for (int64_t i = 0; i < r->columns; i++) {
        const Column *c = &r->column[i];
        if (!c->checked)
            continue;
        if (*out != NO_DTYPE && c->dtype != *out)
            return fail_records(r->run);
        *out = c->dtype;
    }
    return *out != NO_DTYPE || fail_records(r->run);
}

/* With a dtype given: converters that give another one make records, or of a single column its dtype. */
static bool converted_type(Reading *r, DType *dtype)
{
    for (int64_t i = 0; i < r->columns; i++) {
        const Column *c = &r->column[i];
        if (c->how != AS_CALLED || c->dtype == *dtype)
            continue;
        if (r->columns > 1 || c->dtype == NO_DTYPE)
            return fail_records(r->run);
        *dtype = c->dtype;
    }
    return true;
}

static Tensor *convert_all(Reading *r, DType dtype, bool loose)
{
    Run *run = r->run;
    Tensor *made = tensor_new(run, dtype, 2, (int64_t[]){ r->rows, r->columns });
    size_t size = dtype_info[dtype].size;
    for (int64_t i = 0; made && i < r->columns; i++)
        for (int64_t row = 0; made && row < r->rows; row++) {
            const Column *c = &r->column[i];
            Value text = r->kept[row * r->columns + i], v;
            bool fine = convert(r, c, false, text, &v);
            if (!fine && !run->error.class) {
                fine = loose || is_missing(c, text) ||
                       fail(run, ValueError, "Cannot convert string '%s'", text.str->text);
                if (fine)
                    v = filling_of(c);
            }
            if (fine) {
                fine = element_store(run, dtype, made->data + (size_t)(row * r->columns + i) * size, v);
                value_drop(v);
            }
            if (!fine || !run_goes_on(run)) {
                tensor_drop(made);
                made = NULL;
            }
        }
    return made;
}

/* -------------------------------------------------------------------------------------------------------------
 */

/* The first line that has cells, after so many that are skipped. */
static bool first_line(Reading *r, int64_t skip)
{
    Cell line;
    int more = 1;
    for (int64_t i = 0; i < skip && (more = next_line(r, &line)) > 0; i++)
        continue;
    while (more > 0 && r->cells == 0 && (more = next_line(r, &line)) > 0)
        split_line(r, line);
    return more >= 0;
}

static bool read_rows(Call *call, Reading *r, int64_t header, int64_t most)
{
    bool uses = !arg_none(call, USECOLS);
    int more = 1;
    Cell line;
    for (int64_t number = header + 1; more > 0; number++) {
        if (r->cells && !keep_row(r, uses, number))
            return false;
        if (most >= 0 && r->rows >= most)
            return true;
        more = next_line(r, &line);
        if (more > 0)
            split_line(r, line);
    }
    return more == 0;
}

static bool read_table(Call *call, Reading *r, Value *out)
{
    Run *run = call->run;
    Value from = call->arg[FNAME].value;
    DType dtype;
    int64_t header, footer, most = -1, ndmin;
    bool unpack, loose, masks;
    if (!arg_dtype(call, DTYPE_, &dtype) || !value_index(run, call->arg[SKIP_HEADER].value, &header) ||
        !value_index(run, call->arg[SKIP_FOOTER].value, &footer) || !arg_ndmin(call, NDMIN, &ndmin) ||
        !arg_truth(call, UNPACK, &unpack) || !arg_truth(call, LOOSE, &loose) ||
        !arg_truth(call, USEMASK, &masks) || !arg_truth(call, AUTOSTRIP, &r->strips) ||
        !read_splitting(call, r))
        return false;
    if (!arg_none(call, MAX_ROWS)) {
        if (footer)
            return fail(run, ValueError,
                        "The keywords 'skip_footer' and 'max_rows' can not be specified at the same time.");
        if (!value_index(run, call->arg[MAX_ROWS].value, &most))
            return false;
        if (most < 1)
            return fail(run, ValueError, "'max_rows' must be at least 1.");
    }
    if (masks)
        return fail(run, NotImplementedError,
                    "masked arrays are left out of ndcalc: missing cells are nan, or "
                    "filling_values");
    if (!arg_none(call, NAMES) && !(call->arg[NAMES].value.tag == V_BOOL && !call->arg[NAMES].value.i))
        return fail_records(run);
    if (!open_lines(r, from) || !first_line(r, header))
        return false;
    bool empty = r->cells == 0;
    if (empty && !warn(run, UserWarning, "genfromtxt: Empty input file: \"%s\"",
                       from.tag == V_STR ? from.str->text : value_text(run, from)))
        return false;
    if (!make_columns(call, r, dtype) || !read_rows(call, r, header, most))
        return false;
    if (dtype == NO_DTYPE && !empty && !common_type(r, &dtype))
        return false;
    if (!tell_invalid(call, r, header, &footer))
        return false;
    for (int64_t end = footer > 0 ? r->rows - footer : r->rows; r->rows > (end > 0 ? end : 0);)
        for (int64_t i = (r->rows-- - 1) * r->columns, n = 0; n < r->columns; n++)
            value_drop(r->kept[i + n]);
    dtype = dtype == NO_DTYPE ? FLOAT64 : dtype;
    if (!converted_type(r, &dtype))
        return false;
    if (r->rows == 0) { /* np.array([]) */
        Tensor *nothing = tensor_new(run, dtype, 1, (int64_t[]){ 0 });
        return nothing && give_instead(out, nothing);
    }
    return give_instead(out, table_shaped(run, convert_all(r, dtype, loose), ndmin, unpack));
}

static bool run_genfromtxt(Call *call, Value *out)
{
    Reading r = { .run = call->run, .lines = ABSENT, .text = NONE };
    bool fine = read_table(call, &r, out);
    for (int64_t i = 0; i < r.rows * r.columns; i++)
        value_drop(r.kept[i]);
    for (int64_t i = 0; r.column && i < r.columns; i++)
        value_drop(r.column[i].missing);
    if (r.owned_file)
        fclose(r.file);
    value_drop(r.lines);
    value_drop(r.text);
    mem_free(r.column);
    mem_free(r.kept);
    mem_free(r.invalid);
    mem_free(r.cell);
    free(r.line);
    return fine;
}

const Func genfromtxt_funcs[] = {
    { .name = "genfromtxt",
      .of = "np",
      .params =
          "fname: any, dtype: dtype = 'float64', comments: any = '#', delimiter: any = None, skip_header: "
          "any = 0, "
          "skip_footer: any = 0, converters: any = None, missing_values: any = None, filling_values: any = "
          "None, usecols: any = None, names: any = None, excludelist: any = None, deletechars: any = "
          "?, replace_space: any = '_', autostrip: any = False, "
          "case_sensitive: any = True, defaultfmt: any = 'f%i', unpack: any = None, usemask: any = False, "
          "loose: any = True, invalid_raise: any = True, max_rows: any = None, encoding: any = None, *, "
          "ndmin: "
          "any = 0, like: like = None",
      .brief = "an array of the numbers in a text whose cells may be missing, or as wide as they are",
      .example = ">>> np.genfromtxt(['1,2,3', '4,,6'], delimiter=',')\n"
                 "array([[ 1.,  2.,  3.],\n       [ 4., nan,  6.]])\n",
      .style = PYTHON,
      .run = run_genfromtxt,
      .effects = true,
      .gives = AS_ARRAY },
    { 0 },
};
