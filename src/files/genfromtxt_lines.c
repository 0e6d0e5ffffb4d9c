/* genfromtxt_lines.c: the lines of a text and the cells that each is split into. */
#include "files/genfromtxt.h"

#include "base/utf8.h"

#include <errno.h>
#include <string.h>

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 28 && c <= 31); }

/* lines
 * ------------------------------------------------------------------------------------------------------ */

bool genfromtxt_open(Reading *r, Value from)
{
    Run *run = r->run;
    if (is_file(from)) {
        r->file = file_stream(run, from, FILE_READ);
        return r->file != NULL;
    }
    if (from.tag == V_STR) {
        r->file = file_open_table(run, from);
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

int genfromtxt_next_line(Reading *r, Cell *out)
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
    return at + utf8_offset(at, end - at, count);
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
    int64_t length = utf8_count(at, end - at);
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

void genfromtxt_split(Reading *r, Cell line)
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

bool genfromtxt_splitting(Call *call, Reading *r)
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
