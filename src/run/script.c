#include "run/script.h"

#include "run/formats.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Text that comes in pieces. The statement to be read next begins at `start`. */
typedef struct Input {
    const char *name;
    int descriptor; /* -1: all the text is there */
    char *text;     /* of which [start, length) was not used yet */
    size_t start, length, room;
    bool ended; /* there is no more than this */
    bool run;   /* a statement of it was run */
    int line;   /* the number of the line that begins at `start` */
} Input;

enum { PIECE = 1 << 16 };

/* Waits for more text; false at the end. Moves what is left to the front: places in the text change. */
static bool read_more(Shell *shell, Input *input)
{
    if (input->ended)
        return false;
    fflush(shell->session->run.out);
    if (input->start > 0) {
        memmove(input->text, input->text + input->start, input->length - input->start);
        input->length -= input->start;
        input->start = 0;
    }
    if (input->room - input->length < PIECE) {
        input->room = 2 * input->room + PIECE;
        input->text = mem_resize(input->text, input->room);
    }
    ssize_t got;
    do
        got = read(input->descriptor, input->text + input->length, input->room - input->length);
    while (got < 0 && errno == EINTR);
    if (got < 0) {
        fprintf(shell->session->run.err, "ndcalc: %s: %s\n", input->name, strerror(errno));
        shell->status = 1;
    }
    input->ended = got <= 0;
    input->length += got > 0 ? (size_t)got : 0;
    return got > 0;
}

/* The length, from `start`, of the lines that hold the first `length` bytes and at least one more line, or as
 * many more as are there already, up to `lines`; `length` itself if there is no more text. */
static size_t add_lines(Shell *shell, Input *input, size_t length, int lines)
{
    size_t searched = length;
    for (int added = 0; added < lines;) {
        const char *from = input->text + input->start + searched;
        size_t left = input->length - input->start - searched;
        const char *newline = left ? memchr(from, '\n', left) : NULL;
        if (newline) {
            length = searched = (size_t)(newline + 1 - (input->text + input->start));
            added++;
        } else if (added > 0)
            break;
        else {
            searched += left;
            if (!read_more(shell, input))
                return input->length - input->start;
        }
    }
    return length;
}

static void move_on(Input *input, size_t length)
{
    const char *at = input->text + input->start, *end = at + length;
    for (; (at = memchr(at, '\n', (size_t)(end - at))); at++)
        input->line++;
    input->start += length;
}

/* A line without a statement: blank, or a comment. */
static bool is_idle(const char *line, size_t length)
{
    size_t i = 0;
    while (i < length && (line[i] == ' ' || line[i] == '\t' || line[i] == '\r' || line[i] == '\f'))
        i++;
    return i == length || line[i] == '\n' || line[i] == '#';
}

/* Writes a statement as Python's prompt shows it typed, without the blank lines after it. */
static void echo(Shell *shell, const char *text, size_t length)
{
    while (length && strchr("\n\r \t", text[length - 1]))
        length--;
    for (bool first = true; length || first; first = false) {
        const char *newline = memchr(text, '\n', length);
        size_t line = newline ? (size_t)(newline - text) : length;
        fprintf(shell->session->run.out, "%s%.*s\n", first ? ">>> " : line ? "... " : "...", (int)line, text);
        text += line + (newline != NULL);
        length -= line + (newline != NULL);
        if (!newline)
            break;
    }
}

/* The length of the lines at the front that are indented or idle: after a syntax error they are passed over.
 */
static size_t indented_lines(Shell *shell, Input *input)
{
    for (size_t length = 0;;) {
        size_t end = add_lines(shell, input, length, 1);
        const char *line = input->text + input->start + length;
        if (end == length || !(strchr(" \t", *line) || is_idle(line, end - length)))
            return length;
        length = end;
    }
}

/* Reads and runs the statement that begins with the first `length` bytes, of one line. */
static void run_next(Shell *shell, Input *input, size_t length)
{
    Source *source = NULL;
    Statement statement;
    ParseResult result;
    int at;
    for (int lines = 1;; lines *= 2) {
        at = 0;
        source = source_new(input->name, input->line, input->text + input->start, (int)length);
        if (shell->format != &format_plain && !shell->echo)
            source->counted_from = input->line; /* which stands beside the message */
        bool last = input->ended && input->start + length == input->length;
        result = shell_next(shell, source, &at, READ_FILE, last, &statement);
        if (result != PARSE_UNFINISHED || last)
            break;
        source_drop(source);
        length = add_lines(shell, input, length, lines);
    }
    size_t used = at > 0 ? (size_t)at : length;
    if (shell->echo)
        echo(shell, source->text, used);
    move_on(input, used);
    if (result == PARSE_TREE)
        shell_run(shell, &statement);
    else if (result == PARSE_ERROR) {
        Run *run = &shell->session->run;
        bool data = !input->run && input->descriptor > STDIN_FILENO && shell->commands;
        shell->statement = run->error.span;
        if (data)
            note(run, run->error.span, "%s is read as statements; < %s makes it data", input->name,
                 input->name);
        shell_failed(shell);
        arena_reset(&run->scratch);
        if (data)
            input->start = input->length, input->ended = true;
        else if (used == length)
            move_on(input, indented_lines(shell, input));
    }
    input->run = true;
    source_drop(source);
}

static void run_input(Shell *shell, Input *input)
{
    while (!shell->leave) {
        size_t length = add_lines(shell, input, 0, 1);
        if (length == 0)
            break;
        const char *line = input->text + input->start;
        if (is_idle(line, length)) {
            if (shell->echo && memchr(line, '#', length))
                echo(shell, line, length);
            move_on(input, length);
        } else
            run_next(shell, input, length);
    }
}

void script_run(Shell *shell, const char *name, int descriptor)
{
    static const char mark[] = "\xEF\xBB\xBF"; /* of UTF-8, at the front of a file; no part of the text */
    Input input = { .name = name, .descriptor = descriptor, .line = 1 };
    read_more(shell, &input);
    if (input.length >= 3 && memcmp(input.text, mark, 3) == 0)
        input.start = 3;
    run_input(shell, &input);
    mem_free(input.text);
}

/* How many blanks all lines begin with that are not blank as a whole. */
static size_t shared_margin(const char *text)
{
    const char *first = NULL;
    size_t margin = 0;
    for (const char *line = text; *line; line += *line == '\n') {
        size_t blanks = strspn(line, " \t"), same = 0;
        if (line[blanks] && line[blanks] != '\n') {
            while (first && same < margin && line[same] == first[same])
                same++;
            margin = first ? same : blanks;
            first = first ? first : line;
        }
        line += strcspn(line, "\n");
    }
    return margin;
}

void script_run_command(Shell *shell, const char *name, const char *command)
{
    size_t margin = shared_margin(command);
    Text text = { 0 };
    for (const char *line = command; *line; line += *line == '\n') {
        size_t length = strcspn(line, "\n");
        size_t skipped = strspn(line, " \t") < length ? margin : length;
        text_add(&text, line + skipped, length - skipped);
        text_puts(&text, line[length] ? "\n" : "");
        line += length;
    }
    script_run_text(shell, name, text_get(&text), text.length);
    text_free(&text);
}

void script_run_text(Shell *shell, const char *name, const char *text, size_t length)
{
    Input input = { .name = name, .descriptor = -1, .line = 1, .ended = true, .length = length };
    input.text = mem_text(text, length);
    run_input(shell, &input);
    mem_free(input.text);
}

bool script_is_code(Shell *shell, const char *text)
{
    Run *run = &shell->session->run;
    Source *source = source_new("", 1, text, (int)strlen(text));
    Tree tree;
    int at = 0;
    bool is = strpbrk(text, "()[]{}<>=+*%@ ") &&
              parser_next(shell->parser, run, source, &at, READ_FILE, true, &tree) == PARSE_TREE;
    if (run->error.class)
        run_clear_error(run);
    source_drop(source);
    return is;
}
