#include "run/piped.h"

#include "files/table.h"
#include "lang/parser.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

typedef struct Piped {
    PipedOptions options;
    int descriptor;
    bool read;          /* all was read, or could not be */
    Value x;            /* V_ABSENT: there was nothing, or it could not be read */
    Value names;        /* of the columns: a list of texts; V_ABSENT: none */
    const Class *wrong; /* what reading failed with; NULL: it did not */
    char *message, *place;
    const char *hint; /* what may help; NULL: nothing is known */
} Piped;

static const char source_name[] = "<stdin>";

/* errors ------------------------------------------------------------------------------------------------ */

/* Keeps the error that reading ended with, so that whoever names x again is told again. */
static void remember_error(Run *run, Piped *piped)
{
    piped->wrong = run->error.class;
    piped->message = mem_text(run->error.text, strlen(run->error.text));
    piped->place = run->error.place ? mem_text(run->error.place, strlen(run->error.place)) : NULL;
}

static bool fail_again(Run *run, const Piped *piped)
{
    fail(run, piped->wrong, "%s", piped->message);
    run->error.place = piped->place ? run_text(run, "%s", piped->place) : NULL;
    if (piped->hint)
        note(run, run->here, "%s", piped->hint);
    return false;
}

/* False, with the error's place in the data: line, and cell where it is about one. */
static bool at_line(Run *run, const Table *t, int64_t cell)
{
    run->error.place = cell ? run_text(run, "%s:%lld:%lld", source_name, (long long)t->line, (long long)cell)
                            : run_text(run, "%s:%lld", source_name, (long long)t->line);
    return false;
}

/* cells ------------------------------------------------------------------------------------------------- */

static bool piped_cell(Run *run, Table *t, int64_t column, Cell cell, char *element)
{
    Piped *piped = t->with;
    (void)column;
    Cell bare = cell_stripped(cell);
    if (bare.at == bare.end && piped->options.has_missing) {
        memcpy(element, &piped->options.missing, sizeof piped->options.missing);
        return true;
    }
    if (cell_number(FLOAT64, bare, element))
        return true;
    Text quoted = { 0 };
    str_repr(bare.at, bare.end - bare.at, false, &quoted);
    fail(run, ValueError, "could not convert string %s to float", text_get(&quoted));
    text_free(&quoted);
    piped->hint = bare.at == bare.end                      ? "--missing=nan takes empty cells for nan"
                  : t->rows == 0 && !piped->options.header ? "--header takes the first line for names"
                                                           : NULL;
    return at_line(run, t, t->place + 1);
}

static bool piped_ragged(Run *run, Table *t, int64_t count)
{
    fail(run, ValueError, "the number of columns changed from %lld to %lld", (long long)t->found,
         (long long)count);
    return at_line(run, t, 0);
}

/* the first line ------------------------------------------------------------------------------------------
 */

static char found_delimiter(const char *line, size_t length)
{
    return memchr(line, '\t', length) ? '\t' : memchr(line, ',', length) ? ',' : 0;
}

/* Whether Python takes a text for one name. */
static bool is_name(Run *run, const char *text)
{
    Parser *parser = parser_new();
    Source *source = source_new("", 1, text, (int)strlen(text));
    Tree tree;
    int at = 0;
    bool is = parser_next(parser, run, source, &at, READ_FILE, true, &tree) == PARSE_TREE &&
              tree.root->kid->kind == NODE_EXPRESSION && tree.root->kid->kid->kind == NODE_NAME;
    if (run->error.class)
        run_clear_error(run);
    source_drop(source);
    parser_free(parser);
    return is;
}

/* A column's name as an identifier: "unit price (EUR)" is unit_price_EUR, "2x" is _2x, "class" is class_. */
static Value identifier(Run *run, Cell cell)
{
    Text name = { 0 };
    if (cell.at < cell.end && isdigit((unsigned char)*cell.at))
        text_char(&name, '_');
    for (const char *c = cell.at; c < cell.end; c++)
        if (isalnum((unsigned char)*c) || *c == '_' || (unsigned char)*c >= 0x80)
            text_char(&name, *c);
        else if (name.length && name.at[name.length - 1] != '_')
            text_char(&name, '_');
    while (name.length && name.at[name.length - 1] == '_')
        name.length--;
    if (name.length && !is_name(run, text_get(&name)))
        text_char(&name, '_');
    Value text = value_str(text_get(&name), (int64_t)name.length);
    text_free(&name);
    return text;
}

/* Takes the names from the header, which Table has split. */
static bool header_cell(Run *run, Table *t, int64_t column, Cell cell, char *element)
{
    (void)column, (void)element;
    Piped *piped = t->with;
    Value name = identifier(run, cell_stripped(cell));
    list_append(piped->names.list, name);
    value_drop(name);
    return true;
}

/* Reads the header, the text's first line; the table then begins behind it. */
static bool read_header(Run *run, Piped *piped, Table *t, const char *line, size_t length)
{
    size_t used, mark = length && *line == '#';
    Table header = { .dtype = FLOAT64,
                     .delimiter = t->delimiter,
                     .quote = '"',
                     .most = 1,
                     .slow = true,
                     .cell = header_cell,
                     .with = piped };
    piped->names = value_list_new(8);
    bool fine = table_feed(run, &header, line + mark, length - mark, true, &used);
    table_free(&header);
    return fine;
}

/* ------------------------------------------------------------------------------------------------------- */

/* Reads from the descriptor until its end. */
static bool read_all(Run *run, Piped *piped, Table *t)
{
    enum { PIECE = 1 << 18 };
    size_t room = PIECE, length = 0, used = 0;
    char *text = mem_alloc(room);
    bool fine = true, begun = false, ended = false;
    while (fine && !ended) {
        if (room - length < PIECE / 2)
            text = mem_resize(text, room *= 2);
        ssize_t got = read(piped->descriptor, text + length, room - length);
        if (got < 0 && errno == EINTR && run_goes_on(run))
            continue;
        if (got < 0) {
            fine = run->error.class ? false
                                    : fail(run, OSError, "[Errno %d] %s: '%s'", errno, strerror(errno),
                                           source_name);
            break;
        }
        length += (size_t)got;
        ended = got == 0;
        used = 0;
        const char *newline = begun ? NULL : memchr(text, '\n', length);
        if (!begun && (newline || ended) && length) {
            if (length >= 3 && !memcmp(text, "\xef\xbb\xbf", 3)) /* a mark that the text is UTF-8 */
                memmove(text, text + 3, length -= 3);
            newline = memchr(text, '\n', length);
            size_t first = newline ? (size_t)(newline - text) + 1 : length;
            begun = true;
            t->delimiter = t->delimiter ? t->delimiter : found_delimiter(text, first);
            if (piped->options.header) {
                fine = read_header(run, piped, t, text, first);
                t->line = 1;
                used = first;
                if (fine && t->blank && piped->names.list->count == 1)
                    t->columns = t->found = 1;
            }
        }
        if (fine && begun) {
            size_t more;
            fine = table_feed(run, t, text + used, length - used, ended, &more);
            used += more;
            memmove(text, text + used, length - used);
            length -= used;
        }
    }
    mem_free(text);
    return fine;
}

static bool read_x(Run *run, Piped *piped)
{
    static const char *const comment[] = { "#", NULL };
    Table t = { .dtype = FLOAT64,
                .delimiter = piped->options.delimiter == ' ' ? 0 : piped->options.delimiter,
                .quote = '"',
                .comment = comment,
                .most = -1,
                .blank = piped->options.has_missing,
                .cell = piped_cell,
                .ragged = piped_ragged,
                .with = piped };
    piped->read = true;
    bool fine = read_all(run, piped, &t);
    if (fine && !t.rows && piped->names.tag == V_LIST) /* a header and no more */
        t.columns = piped->names.list->count;
    if (fine && t.columns) {
        Tensor *x = table_take(run, &t);
        if (x && x->dim[1] == 1)
            tensor_reshape_self(x, 1, (int64_t[]){ x->dim[0] }, NULL);
        fine = x;
        if (x)
            piped->x = value_array(x);
    }
    table_free(&t);
    if (!fine)
        remember_error(run, piped);
    return fine;
}

/* The column that a name means; V_ABSENT: none. */
static Value column_named(const Piped *piped, const char *name)
{
    for (int64_t i = 0; piped->names.tag == V_LIST && i < piped->names.list->count; i++)
        if (!strcmp(piped->names.list->item[i].str->text, name)) {
            Tensor *x = piped->x.tensor;
            return x->ndim == 1    ? value_keep(piped->x)
                   : i < x->dim[1] ? value_array(view_item(x, 1, i))
                                   : ABSENT;
        }
    return ABSENT;
}

/* A name that neither a statement nor the data binds. */
static bool fail_unbound(Run *run, const Piped *piped, const char *name)
{
    fail(run, NameError, "name '%s' is not defined", name);
    if (piped->names.tag != V_LIST)
        return note(run, run->here, "there is nothing on standard input"), false;
    Text all = { 0 };
    for (int64_t i = 0; i < piped->names.list->count; i++)
        text_printf(&all, "%s%s", i ? ", " : "", piped->names.list->item[i].str->text);
    note(run, run->here, "the columns are %s", text_get(&all));
    text_free(&all);
    return false;
}

/* What the session asks for a name that no statement bound. Columns come before what Python has built in. */
static bool provide(Session *session, Name name, bool known, Value *out)
{
    Shell *shell = session->owner;
    Piped *piped = shell->piped;
    const char *text = name_text(name);
    bool is_x = !strcmp(text, "x");
    *out = ABSENT;
    if (!is_x && !piped->options.header)
        return true;
    if (!piped->read)
        read_x(&session->run, piped);
    if (piped->wrong)
        return known ? run_clear_error(&session->run), true : fail_again(&session->run, piped);
    if (piped->x.tag != V_ABSENT)
        *out = is_x ? value_keep(piped->x) : column_named(piped, text);
    if (out->tag != V_ABSENT)
        session_set(session, name, *out);
    return out->tag != V_ABSENT || known || fail_unbound(&session->run, piped, text);
}

void piped_offer(Shell *shell, int descriptor, const PipedOptions *options)
{
    shell->piped = mem_zeroed(sizeof *shell->piped);
    shell->piped->options = *options;
    shell->piped->descriptor = descriptor;
    shell->session->provide = provide;
}

void piped_free(Piped *piped)
{
    if (!piped)
        return;
    value_drop(piped->x);
    value_drop(piped->names);
    mem_free(piped->message);
    mem_free(piped->place);
    mem_free(piped);
}
