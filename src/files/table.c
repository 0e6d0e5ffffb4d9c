#include "files/table.h"

#include "base/memory.h"
#include "files/fromstring.h"
#include "numeric/decimal.h"
#include "python/files.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/* rows -------------------------------------------------------------------------------------------------- */

/* The place of a new row; NULL: MemoryError. */
static char *next_row(Run *run, Table *t)
{
    size_t bytes = (size_t)t->columns * dtype_info[t->dtype].size;
    if (t->rows == t->room) {
        int64_t room = t->room ? 2 * t->room : 64;
        if (!run_has_memory(run, room, bytes))
            return NULL;
        t->data = mem_resize(t->data, (size_t)room * bytes);
        t->room = room;
    }
    return t->data + (size_t)t->rows * bytes;
}

static void count_row(Table *t) { t->full = ++t->rows == t->most; }

/* lines of cells ---------------------------------------------------------------------------------------- */

static void add_cell(Table *t, const char *at, const char *end)
{
    if (t->count == t->cells_room) {
        t->cells_room = 2 * t->cells_room + 16;
        t->cells = mem_resize(t->cells, sizeof *t->cells * (size_t)t->cells_room);
    }
    t->cells[t->count++] = (Cell){ at, end };
}

/* Where a comment begins, or the end. */
static const char *comment_start(const Table *t, const char *at, const char *end)
{
    const char *text = at;
    while (t->whole && text < end && is_blank(*text))
        text++;
    for (const char *const *c = t->comment; c && *c; c++) {
        const char *found = memmem(at, (size_t)(end - at), *c, strlen(*c));
        if (found && (!t->whole || found == text))
            end = found;
    }
    return end;
}

/* A quoted cell: what stands between the quotes, doubled ones being one. Returns the place behind it. */
static const char *add_quoted(Table *t, const char *at, const char *end)
{
    size_t start = t->unquoted.length;
    for (at++; at < end && (*at != t->quote || (at + 1 < end && at[1] == t->quote)); at++) {
        at += *at == t->quote;
        text_char(&t->unquoted, *at);
    }
    for (at += at < end; at < end && (t->delimiter ? *at != t->delimiter : !is_blank(*at)); at++)
        text_char(&t->unquoted, *at);
    add_cell(t, t->unquoted.at + start, t->unquoted.at + t->unquoted.length);
    return at;
}

static void split_at_blanks(Table *t, const char *at, const char *end)
{
    for (;;) {
        while (at < end && is_blank(*at))
            at++;
        if (at == end)
            return;
        if (t->quote && *at == t->quote) {
            at = add_quoted(t, at, end);
            continue;
        }
        const char *start = at;
        while (at < end && !is_blank(*at))
            at++;
        add_cell(t, start, at);
    }
}

static void split_at_delimiter(Table *t, const char *at, const char *end)
{
    if (at == end)
        return;
    for (;; at++) {
        const char *start = at;
        if (t->quote && at < end && *at == t->quote)
            at = add_quoted(t, at, end);
        else {
            while (at < end && *at != t->delimiter)
                at++;
            add_cell(t, start, at);
        }
        if (at == end)
            return;
    }
}

/* Splits a line into t->cells. */
static void split_line(Table *t, const char *at, const char *end)
{
    t->count = 0;
    text_clear(&t->unquoted);
    if (t->quote) { /* the cells point into it: it must not move */
        text_pad(&t->unquoted, ' ', end - at);
        text_clear(&t->unquoted);
    }
    end = comment_start(t, at, end);
    if (t->delimiter)
        split_at_delimiter(t, at, end);
    else
        split_at_blanks(t, at, end);
}

static bool fail_column(Run *run, const Table *t, int64_t column)
{
    return fail(run, ValueError, "invalid column index %lld at row %lld with %lld columns", (long long)column,
                (long long)t->rows + 1, (long long)t->count);
}

static bool begin_columns(Run *run, Table *t, int64_t count)
{
    t->found = count;
    t->columns = t->uses ? t->uses : count;
    for (int i = 0; i < t->uses; i++)
        if (t->use[i] >= count || t->use[i] < -count)
            return t->ragged ? true : fail_column(run, t, t->use[i]);
    return true;
}

static bool read_cells(Run *run, Table *t)
{
    if (t->count == 0)
        return true;
    if (!t->columns && !begin_columns(run, t, t->count))
        return false;
    if (!t->uses && t->count != t->found)
        return t->ragged(run, t, t->count);
    for (int i = 0; i < t->uses; i++)
        if (t->use[i] >= t->count || t->use[i] < -t->count)
            return t->ragged ? t->ragged(run, t, t->count) : fail_column(run, t, t->use[i]);
    char *element = next_row(run, t);
    if (!element)
        return false;
    for (int64_t i = 0; i < t->columns; i++, element += dtype_info[t->dtype].size) {
        int64_t from = t->uses ? t->use[i] : i;
        t->place = from < 0 ? from + t->count : from;
        if (!t->cell(run, t, i, t->cells[t->place], element))
            return false;
    }
    count_row(t);
    return true;
}

/* lines of numbers -------------------------------------------------------------------------------------- */

/* Reads a line of doubles and nothing else, as many as the first had, and goes behind its newline, which is
 * there. NULL: it is another sort of line; nothing happened. */
static inline const char *read_doubles(Table *t, double *element, const char *at, const char *end)
{
    const char delimiter = t->delimiter;
    for (int64_t i = 0;;) {
        while (*at == ' ' || (*at == '\t' && delimiter != '\t'))
            at++;
        at = decimal_double(at, end, &element[i]);
        if (!at)
            return NULL;
        bool blank = false;
        for (; *at == ' ' || (*at == '\t' && delimiter != '\t'); at++)
            blank = true;
        at += *at == '\r' && at[1] == '\n';
        i++;
        if (*at == '\n')
            return i == t->columns ? at + 1 : NULL;
        if (i == t->columns || (delimiter ? *at++ != delimiter : !blank))
            return NULL;
    }
}

/* ------------------------------------------------------------------------------------------------------- */

static bool read_line(Run *run, Table *t, const char *at, const char *end)
{
    if (end > at && end[-1] == '\r')
        end--;
    if (memchr(at, '\r', (size_t)(end - at)))
        return fail(run, ValueError,
                    "Found an unquoted embedded newline within a single line of input.  This is currently "
                    "not supported.");
    split_line(t, at, end);
    if (t->count == 0 && t->blank && t->found == 1 && cell_stripped((Cell){ at, end }).at == end)
        add_cell(t, end, end);
    return read_cells(run, t);
}

bool table_feed(Run *run, Table *t, const char *text, size_t length, bool last, size_t *used)
{
    enum { OFTEN = 4096 };
    const char *at = text, *end = text + length, *newline = memrchr(text, '\n', length);
    bool fast = t->dtype == FLOAT64 && !t->slow && !t->uses, fine = true;
    while (fine && at < end && !t->full && (newline || last)) {
        t->line++;
        if (t->line % OFTEN == 0 && !run_goes_on(run)) {
            fine = false;
            break;
        }
        if (t->line > t->skip && fast && t->columns && newline && at < newline) {
            double *row = (double *)(void *)next_row(run, t);
            if (!row) {
                fine = false;
                break;
            }
            const char *behind = read_doubles(t, row, at, newline + 1);
            if (behind) {
                at = behind;
                count_row(t);
                if (at > newline)
                    newline = NULL;
                continue;
            }
        }
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        if (!stop && !last) {
            t->line--;
            break;
        }
        if (!stop)
            stop = end;
        fine = t->line <= t->skip || read_line(run, t, at, stop);
        at = stop < end ? stop + 1 : end;
        if (at > newline)
            newline = NULL;
    }
    *used = (size_t)(at - text);
    return fine;
}

static bool feed_by_line(Run *run, Table *t, FILE *file)
{
    char *line = NULL;
    size_t room = 0, used;
    bool fine = true;
    for (ssize_t length; fine && !t->full && (length = getline(&line, &room, file)) >= 0;)
        fine = table_feed(run, t, line, (size_t)length, true, &used);
    free(line);
    return fine;
}

bool table_feed_file(Run *run, Table *t, FILE *file, bool by_line)
{
    enum { PIECE = 1 << 18 }; /* stays in the processor's second cache */
    if (by_line)
        return feed_by_line(run, t, file);
    size_t room = PIECE, length = 0, used, got;
    char *text = mem_alloc(room);
    bool fine = true;
    do {
        if (room - length < PIECE / 2)
            text = mem_resize(text, room *= 2); /* one line longer than the room */
        got = fread(text + length, 1, room - length, file);
        length += got;
        fine = (got || !ferror(file) || fail_file(run, errno, NULL)) &&
               run_has_memory(run, (int64_t)room, 2) && table_feed(run, t, text, length, got == 0, &used);
        if (fine) {
            memmove(text, text + used, length - used);
            length -= used;
        }
    } while (fine && got && !t->full);
    mem_free(text);
    return fine;
}

bool table_feed_lines(Run *run, Table *t, Value lines)
{
    Value iterator, line;
    if (!value_iter(run, lines, &iterator))
        return false;
    int more = 1;
    size_t used;
    while (!t->full && (more = iter_next(run, iterator, &line)) > 0) {
        bool fine = line.tag == V_STR || fail(run, TypeError, "non-string returned while reading data");
        fine = fine && table_feed(run, t, line.str->bytes ? line.str->text : "\n",
                                  line.str->bytes ? (size_t)line.str->bytes : 1, true, &used);
        value_drop(line);
        if (!fine) {
            more = -1;
            break;
        }
    }
    value_drop(iterator);
    return more >= 0;
}

Tensor *table_take(Run *run, Table *t)
{
    int64_t columns = t->columns ? t->columns : t->uses ? t->uses : 1;
    Tensor *made = tensor_new(run, t->dtype, 2, (int64_t[]){ t->rows, columns });
    if (made && t->rows)
        memcpy(made->data, t->data, (size_t)t->rows * (size_t)columns * dtype_info[t->dtype].size);
    mem_free(t->data);
    t->data = NULL;
    t->rows = t->room = 0;
    return made;
}

void table_free(Table *t)
{
    mem_free(t->data);
    mem_free(t->cells);
    text_free(&t->unquoted);
}

/* cells ------------------------------------------------------------------------------------------------- */

Cell cell_stripped(Cell cell)
{
    while (cell.at < cell.end && is_blank(*cell.at))
        cell.at++;
    while (cell.at < cell.end && is_blank(cell.end[-1]))
        cell.end--;
    return cell;
}

bool cell_number(DType dtype, Cell cell, char *element)
{
    cell = cell_stripped(cell);
    if (dtype != BOOL && !dtype_is_int(dtype))
        return number_from_text(dtype, cell.at, cell.end, element) == cell.end && cell.at < cell.end;
    int64_t whole;
    bool fits, is_unsigned = dtype == UINT64;
    if (decimal_int(cell.at, cell.end, is_unsigned, &whole, &fits) != cell.end || !fits ||
        cell.at == cell.end)
        return false;
    if (dtype == BOOL)
        whole = whole != 0;
    else if (!is_unsigned && (whole < dtype_min(dtype) || (whole > 0 && (uint64_t)whole > dtype_max(dtype))))
        return false;
    element_set_int(dtype, element, whole);
    return true;
}
