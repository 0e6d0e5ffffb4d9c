#include "run/report.h"

#include "python/warnings.h"
#include "run/formats.h"
#include "run/teaching.h"
#include "run/why.h"
#include "teach/advice.h"
#include "tensor/symbol.h"

#include <string.h>
#include <unistr.h>

/* the source under an error ---------------------------------------------------------------------------------
 */

/* The line of a source that byte `at` stands on, [start, end), without its indentation. */
static void line_around(const Source *source, int at, int *start, int *end)
{
    *start = at < source->length ? at : source->length;
    *end = *start;
    while (*start > 0 && source->text[*start - 1] != '\n')
        --*start;
    while (*end < source->length && source->text[*end] != '\n' && source->text[*end] != '\r')
        ++*end;
    while (*start < *end && (source->text[*start] == ' ' || source->text[*start] == '\t'))
        ++*start;
}

static bool on_line(Span span, const Source *source, int start, int end)
{
    return span.source == source && span.start >= start && span.start <= end;
}

/* How a line is underlined: its first column, the others. */
typedef struct Pen {
    const char *first, *rest;
} Pen;

/* Moves from column *column to that of span.start and underlines up to span.end or the line's end. */
static void underline(FILE *err, Pen pen, Span span, int start, int end, int *column)
{
    const char *text = span.source->text;
    int from = span.start < start ? start : span.start, stop = span.end < end ? span.end : end;
    int first = text_columns(text + start, (size_t)(from - start));
    int columns = stop > from ? text_columns(text + from, (size_t)(stop - from)) : 1;
    if (first < *column)
        return; /* under it stands a mark already */
    for (; *column < first; ++*column)
        fputc(' ', err);
    for (int i = 0; i < columns; i++, ++*column)
        fputs(i == 0 ? pen.first : pen.rest, err);
}

/* The bytes of the line to show when it is wider than the window: those around the error. */
static void fit(const Source *source, int at, int room, int *start, int *end)
{
    if (*end - *start <= room)
        return;
    int first = at - room / 2;
    if (first > *start)
        *start = first;
    while (*start < *end && ((unsigned char)source->text[*start] & 0xC0) == 0x80)
        ++*start;
    if (*end > *start + room)
        *end = *start + room;
    while (*end > *start && ((unsigned char)source->text[*end] & 0xC0) == 0x80)
        --*end;
}

/* What a terminal would take for more than a character, and bytes that are no UTF-8, are shown as '?'. */
static void put_line(FILE *err, const Source *source, int start, int end)
{
    for (int i = start; i < end;) {
        ucs4_t character;
        int bytes = u8_mbtoucr(&character, (const uint8_t *)source->text + i, (size_t)(end - i));
        if (bytes < 1 || character < 32 || (character >= 127 && character < 160))
            fputc(bytes == 1 && character == '\t' ? ' ' : '?', err);
        else
            fwrite(source->text + i, 1, (size_t)bytes, err);
        i += bytes < 1 ? 1 : bytes;
    }
    fputc('\n', err);
}

/* The source line of a place with what is underlined in it; the column where the underline ends. */
static int show_source(Shell *shell, Span place, int marks, const Mark mark[], int indent, Pen pen)
{
    FILE *err = shell->session->run.err;
    int start, end, column = 0;
    line_around(place.source, place.start, &start, &end);
    fit(place.source, place.start, shell_page(shell, shell->err).width - indent, &start, &end);
    fprintf(err, "%*s", indent, "");
    put_line(err, place.source, start, end);
    fprintf(err, "%*s", indent, "");
    for (int i = 0; i < marks; i++)
        if (on_line(mark[i].span, place.source, start, end))
            underline(err, pen, mark[i].span, start, end, &column);
    if (column == 0)
        underline(err, pen, place, start, end, &column);
    return indent + column;
}

/* What is known of the error, which %why may be asked for; NULL: nothing. */
static Explanation *known_of_error(Shell *shell)
{
    Explanation *why = why_of_error(shell) ? shell->why : NULL;
    if (!why && shell->why)
        explanation_clear(shell->why); /* %why is about the last error, not the one before */
    if (why)
        why->shown = true;
    const Error *error = &shell->session->run.error;
    Span span = error->span;
    bool raised = span.source && !strncmp(span.source->text + span.start, "raise", 5);
    shell->failure = raised ? NULL : error->class; /* what the user raises means what the user says */
    return why;
}

/* Under the error's own line: the source, what does not fit, what to write. */
static void explain(Shell *shell)
{
    Session *session = shell->session;
    FILE *err = session->run.err;
    const Error *error = &session->run.error;
    Explanation *why = known_of_error(shell);
    Page page = shell_page(shell, shell->err);
    Text *text = &shell->text;
    text_clear(text);
    Span place = error->span;
    if (why)
        place = why->marks ? why->mark[0].span : why->place.source ? why->place : place;
    fputs(ink(shell->err, INK_DIM), err);
    if (shell->narrate) {
        if (why)
            explanation_narrate(why, &page, false, text);
    } else if (!shell->interactive) {
        enum { INDENT = 4 };
        int column = place.source ? show_source(shell, place, why ? why->marks : 0, why ? why->mark : NULL,
                                                INDENT, (Pen){ "^", "~" })
                                  : 0;
        if (why)
            explanation_brief(why, &page, column, INDENT, text);
        else if (place.source)
            text_char(text, '\n');
    } else {
        enum { INDENT = 3 };
        if (place.source && !(why && why->short_form)) {
            fputc('\n', err);
            show_source(shell, place, why ? why->marks : 0, why ? why->mark : NULL, INDENT,
                        shell->err.utf8 ? (Pen){ "─", "─" } : (Pen){ "-", "-" });
            fputc('\n', err);
        }
        if (why)
            explanation_full(why, &page, text);
    }
    fprintf(err, "%s%s", text_get(text), ink(shell->err, INK_PLAIN));
}

/* errors ----------------------------------------------------------------------------------------------------
 */

/* What add_note() added, a line each. */
static void put_notes(FILE *err, Run *run)
{
    Value notes = run->error.exception ? exception_get((Raised *)run->error.exception, "__notes__") : ABSENT;
    for (int64_t i = 0; notes.tag == V_LIST && i < notes.list->count; i++)
        if (notes.list->item[i].tag == V_STR)
            fprintf(err, "\n%s", notes.list->item[i].str->text);
}

static void put_error(FILE *err, Run *run)
{
    const Error *error = &run->error;
    char room[100];
    fputs(class_full_name(error->class, room, sizeof room), err);
    if (*error->text)
        fprintf(err, ": %s", symbols_spelled(run, error->text));
    put_notes(err, run);
}

/* Where the error is: its own place, or that of the statement. */
static Span error_place(const Shell *shell)
{
    Span span = shell->session->run.error.span;
    return span.source ? span : shell->statement;
}

/* What a note says, with what the line comes to when it is written so. */
static const char *note_text(Shell *shell, const Note *about)
{
    Run *run = &shell->session->run;
    const Source *source = about->span.source;
    if (!about->code || !source)
        return about->text;
    int start, end;
    line_around(source, about->span.start, &start, &end);
    if (about->span.end > end)
        return about->text;
    const char *line = run_text(run, "%.*s%s%.*s", about->span.start - start, source->text + start,
                                about->code, end - about->span.end, source->text + about->span.end);
    const char *result = line_result(shell->session, &run->scratch, line);
    return result ? run_text(run, "%s -> %s", about->text, result) : about->text;
}

/* In a script, where a function was called that an error happened in: its own place is in the function. */
static void put_call(Shell *shell, Span place)
{
    FILE *err = shell->session->run.err;
    Span call = shell->session->run.error.called;
    if (shell->interactive || !call.source || call.source != shell->statement.source ||
        (place.source == call.source && span_line(place) == span_line(call)))
        return;
    int start, end, line = span_line(call);
    line_around(call.source, call.start, &start, &end);
    fputs(ink(shell->err, INK_DIM), err);
    int used = fprintf(err, "%s:%d: called here: ", call.source->name, line);
    fit(call.source, call.start, shell_page(shell, shell->err).width - used, &start, &end);
    put_line(err, call.source, start, end);
    fputs(ink(shell->err, INK_PLAIN), err);
}

void report_tagged(Shell *shell)
{
    const Error *error = &shell->session->run.error;
    FILE *err = shell->session->run.err;
    fflush(shell->session->run.out);
    Span place = error_place(shell);
    if (error->place)
        fprintf(err, "%s: ", error->place);
    else if (!shell->interactive && place.source)
        fprintf(err, "%s:%d: ", place.source->name, span_line(place));
    fputs(ink(shell->err, INK_ERROR), err);
    put_error(err, &shell->session->run);
    fprintf(err, "%s\n", ink(shell->err, INK_PLAIN));
    if (class_is(error->class, KeyboardInterrupt))
        return;
    shell->failure = error->class;
    if (!error->place)
        explain(shell);
    Page page = shell_page(shell, shell->err);
    for (int i = 0; i < error->notes; i++) {
        text_clear(&shell->text);
        page_paragraph(&page, &shell->text, shell->interactive ? 3 : 4, note_text(shell, &error->note[i]));
        fprintf(err, "%s%s%s", ink(shell->err, INK_DIM), text_get(&shell->text), ink(shell->err, INK_PLAIN));
    }
    put_call(shell, place);
}

void report_plain(Shell *shell)
{
    Run *run = &shell->session->run;
    Span place = error_place(shell);
    FILE *to = shell->echo ? run->out : run->err;
    fflush(run->out);
    fputs("Traceback (most recent call last):\n", to);
    if (place.source && !shell->echo)
        fprintf(to, "  File \"%s\", line %d, in <module>\n", place.source->name, span_line(place));
    put_error(to, run);
    fputc('\n', to);
    if (shell->session->on_failure && !class_is(run->error.class, KeyboardInterrupt))
        known_of_error(shell);
}

void report_shapes(Shell *shell)
{
    Span place = shell->statement.source ? shell->statement : error_place(shell);
    fprintf(shell->session->run.out, "%d: error\n", place.source ? span_line(place) : 0);
}

/* warnings --------------------------------------------------------------------------------------------------
 */

/* The slot of a place in the table of those known: its own, or a free one (0). */
static uint64_t *slot_of(uint64_t *table, int room, uint64_t place)
{
    uint64_t *slot = &table[place % (uint64_t)room];
    while (*slot && *slot != place)
        slot = slot == table + room - 1 ? table : slot + 1;
    return slot;
}

/* Remembers a place; false: it was known. */
static bool first_time(Once *once, uint64_t place)
{
    place += !place;
    if (2 * once->count >= once->room) {
        int room = once->room ? 2 * once->room : 32;
        uint64_t *table = mem_zeroed(sizeof *table * (size_t)room);
        for (int i = 0; i < once->room; i++)
            if (once->seen[i])
                *slot_of(table, room, once->seen[i]) = once->seen[i];
        mem_free(once->seen);
        once->seen = table;
        once->room = room;
    }
    uint64_t *slot = slot_of(once->seen, once->room, place);
    if (*slot)
        return false;
    *slot = place;
    once->count++;
    return true;
}

static uint64_t hash_bytes(uint64_t hash, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * 1099511628211u;
    return hash;
}

enum { HASH_START = 16777619 };

void report_forget(Once *once)
{
    mem_free(once->seen);
    *once = (Once){ 0 };
}

/* The same without the ellipsis, the one character of notes that is not in every locale. */
static const char *text_ascii(Run *run, const char *text)
{
    for (const char *dots; (dots = strstr(text, "…"));)
        text = run_text(run, "%.*s...%s", (int)(dots - text), text, dots + strlen("…"));
    return text;
}

/* One note: where it is read beside its statement without its place. */
static void put_note(Shell *shell, const char *place, const char *words)
{
    bool beside = shell->interactive || shell->echo;
    FILE *to = shell->echo ? shell->session->run.out : shell->session->run.err;
    Style style = shell->echo ? shell->out : shell->err;
    Text *text = &shell->text;
    fflush(shell->session->run.out);
    text_clear(text);
    if (beside)
        text_puts(text, "   ");
    else
        text_printf(text, "%s: ", place);
    text_puts(text, "note: ");
    Page page = shell_page(shell, style);
    page_wrap(&page, text, style.utf8 ? words : text_ascii(&shell->session->run, words),
              beside ? "         " : "    ");
    fprintf(to, "%s%s%s\n", ink(style, INK_DIM), text_get(text), ink(style, INK_PLAIN));
}

/* A note in full, once for each text of a statement. */
void report_notes(Shell *shell)
{
    Notes *notes = &shell->notes;
    for (int i = 0; i < notes->count; i++) {
        const Noted *noted = &notes->at[i];
        const Span *of = shell->statement.source ? &shell->statement : &noted->span;
        uint64_t hash = hash_bytes(HASH_START, of->source->text + of->start, (size_t)(of->end - of->start));
        if (first_time(&shell->told_notes, hash_bytes(hash, noted->text, strlen(noted->text))))
            put_note(
                shell,
                run_text(&shell->session->run, "%s:%d", noted->span.source->name, span_line(noted->span)),
                noted->text);
        else
            shell->noted = true;
    }
    why_of_notes(shell);
}

void report_data_note(Shell *shell, const char *place, const char *words)
{
    if (!shell->notes_off && (shell->format == &format_tagged || shell->format == &format_bare))
        put_note(shell, place, words);
}

void report_warning(Run *run, const Class *class, const char *text)
{
    Shell *shell = run->session->owner;
    Span place = run->here.source ? run->here : shell->statement;
    WarningFate fate = warning_fate(run, class, text);
    if (fate == WARNING_TAKEN)
        return;
    int line = place.source ? span_line(place) : 0;
    notes_warned(&shell->notes, text);
    uint64_t hash = hash_bytes(HASH_START, text, strlen(text));
    if (!first_time(&shell->warned, hash_bytes(hash, (const char *)&line, sizeof line)) &&
        fate == WARNING_SHOWN)
        return;
    fflush(run->out);
    if (!shell->interactive && place.source)
        fprintf(run->err, "%s:%d: ", place.source->name, line);
    fprintf(run->err, "%s%s: %s%s\n", ink(shell->err, INK_DIM), class->name, text,
            ink(shell->err, INK_PLAIN));
}
