#include "run/piped.h"

#include "files/table.h"
#include "lang/parser.h"
#include "run/report.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

/* An error that reading met, kept so that whoever asks again is told again. */
typedef struct Mistake {
    const Class *class; /* NULL: there was none */
    char *message, *place;
    char *hint; /* what may help; NULL: nothing is known */
} Mistake;

/* A column that the header names. */
typedef struct Column {
    Name name;
    Mistake mistake; /* its first cell that is no number */
} Column;

typedef struct Piped {
    PipedOptions options;
    int descriptor;
    char *text; /* that was read and not used yet */
    size_t length, room;
    bool ended;      /* there is no more */
    char *first;     /* the first line; NULL: it was not read yet */
    char delimiter;  /* 0: white space */
    bool read;       /* all was read, or could not be */
    Value table;     /* V_ABSENT: there was nothing, or it could not be read */
    Name table_name; /* x, unless a column has that name */
    Mistake mistake; /* with which reading ended */
    Column *column;  /* NULL: there is no header */
    int64_t columns;
    int64_t spoiled; /* the column that the first cell which is no number stands in; below 0: none */
} Piped;

static const char source_name[] = "<stdin>";

/* errors ------------------------------------------------------------------------------------------------ */

static void mistake_keep(Run *run, Mistake *mistake)
{
    const Error *error = &run->error;
    mistake->class = error->class;
    mistake->message = mem_text(error->text, strlen(error->text));
    mistake->place = error->place ? mem_text(error->place, strlen(error->place)) : NULL;
    const char *hint = error->notes ? error->note[0].text : NULL;
    mistake->hint = hint ? mem_text(hint, strlen(hint)) : NULL;
}

static bool fail_again(Run *run, const Mistake *mistake)
{
    fail(run, mistake->class, "%s", mistake->message);
    run->error.place = mistake->place ? run_text(run, "%s", mistake->place) : NULL;
    if (mistake->hint)
        note(run, run->here, "%s", mistake->hint);
    return false;
}

static void mistake_free(Mistake *mistake)
{
    mem_free(mistake->message);
    mem_free(mistake->place);
    mem_free(mistake->hint);
}

/* False, with the error's place in the data: line, and cell where it is about one. */
static bool at_line(Run *run, const Table *t, int64_t cell)
{
    run->error.place = cell ? run_text(run, "%s:%lld:%lld", source_name, (long long)t->line, (long long)cell)
                            : run_text(run, "%s:%lld", source_name, (long long)t->line);
    return false;
}

/* The names of the columns that hold numbers alone, or (`spoiled`) of those that do not. */
static void names_add(const Piped *piped, bool numbers, bool texts, Text *all)
{
    bool first = true;
    for (int64_t i = 0; i < piped->columns; i++)
        if (piped->column[i].mistake.class ? texts : numbers) {
            text_printf(all, "%s%s", first ? "" : ", ", name_text(piped->column[i].name));
            first = false;
        }
}

/* cells ------------------------------------------------------------------------------------------------- */

static bool is_word(Cell cell, const char *word)
{
    size_t length = strlen(word);
    return (size_t)(cell.end - cell.at) == length && !memcmp(cell.at, word, length);
}

/* An empty cell, or what R, pandas and databases write for one. */
static bool is_missing(Cell cell)
{
    static const char *const words[] = { "", "NA", "N/A", "n/a", "<NA>", "NULL", "null", "None" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (is_word(cell, words[i]))
            return true;
    return false;
}

static bool is_number(Cell cell)
{
    double number;
    return cell_number(FLOAT64, cell, (char *)&number);
}

/* Whether a line looks like names of columns. */
static bool are_names(const Table *t)
{
    for (int64_t i = 0; i < t->count; i++) {
        Cell cell = cell_stripped(t->cells[i]);
        if (cell.at == cell.end ||
            !(isalpha((unsigned char)*cell.at) || *cell.at == '_' || *cell.at & 0x80) || is_number(cell) ||
            is_missing(cell) || is_word(cell, "True") || is_word(cell, "False"))
            return false;
    }
    return true;
}

/* A character that splits a line into numbers; 0: none does. */
static char other_delimiter(const Table *t)
{
    const char *at = t->cells[0].at, *end = t->cells[t->count - 1].end;
    for (const char *c = ";|,:\t"; *c && !t->unquoted.length; c++) {
        int parts = 0;
        for (Cell part = { at, at }; part.end <= end; part.at = ++part.end, parts++) {
            while (part.end < end && *part.end != *c)
                part.end++;
            if (!is_number(part))
                break;
            if (part.end == end && parts)
                return *c;
        }
    }
    return 0;
}

/* How a shell takes the columns that hold numbers in this line; it knows no quotes. */
static const char *cut_text(Run *run, const Table *t)
{
    if (t->unquoted.length)
        return NULL;
    Text places = { 0 };
    bool blanks = !t->delimiter;
    for (int64_t i = 0; i < t->count; i++)
        if (is_number(t->cells[i]))
            text_printf(&places, blanks ? "%s$%lld" : "%s%lld", places.length ? "," : "", (long long)i + 1);
    const char *text = !places.length ? NULL
                       : blanks       ? run_text(run, "awk '{ print %s }'", text_get(&places))
                       : t->delimiter == '\t'
                           ? run_text(run, "cut -f%s", text_get(&places))
                           : run_text(run, "cut '-d%c' -f%s", t->delimiter, text_get(&places));
    text_free(&places);
    return text;
}

/* What may help with a cell that is no number. */
static void note_cell(Run *run, const Piped *piped, const Table *t, Cell cell)
{
    char delimiter = other_delimiter(t);
    const char *cut = t->rows || piped->options.header ? NULL : cut_text(run, t);
    if (cell.end - cell.at > 6 && !memcmp(cell.at, "\x93NUMPY", 6))
        note(run, run->here, "np.load reads what np.save wrote: np.load('FILE')");
    else if (cell.at == cell.end)
        note(run, run->here, "--missing=nan takes empty cells for nan");
    else if (is_missing(cell))
        note(run, run->here, "--missing=nan takes empty cells and %.*s for nan", (int)(cell.end - cell.at),
             cell.at);
    else if (delimiter)
        note(run, run->here, delimiter == '\t' ? "-d '\\t' splits at tabs" : "-d '%c' splits at it",
             delimiter);
    else if (t->rows == 0 && !piped->options.header && are_names(t))
        note(run, run->here, "--header takes the first line for names");
    else if (cut)
        note(run, run->here, "%s takes the numbers alone", cut);
}

static bool fail_cell(Run *run, const Piped *piped, const Table *t, Cell cell)
{
    Text quoted = { 0 };
    str_repr(cell.at, cell.end - cell.at, false, &quoted);
    fail(run, ValueError, "could not convert string %s to float", text_get(&quoted));
    text_free(&quoted);
    note_cell(run, piped, t, cell);
    return at_line(run, t, t->place + 1);
}

/* With a header a column of text is a mistake of its own alone: the others may be asked for. */
static bool piped_cell(Run *run, Table *t, int64_t column, Cell cell, char *element)
{
    Piped *piped = t->with;
    if (cell_number(FLOAT64, cell, element))
        return true;
    cell = cell_stripped(cell);
    double number = NAN;
    Mistake *mistake = piped->column ? &piped->column[column].mistake : NULL;
    if (piped->options.has_missing && is_missing(cell))
        number = piped->options.missing;
    else if (!mistake)
        return fail_cell(run, piped, t, cell);
    else if (!mistake->class) {
        fail_cell(run, piped, t, cell);
        mistake_keep(run, mistake);
        run_clear_error(run);
        piped->spoiled = piped->spoiled < 0 ? column : piped->spoiled;
    }
    memcpy(element, &number, sizeof number);
    return true;
}

static bool piped_ragged(Run *run, Table *t, int64_t count)
{
    const Piped *piped = t->with;
    if (t->rows || !piped->column)
        fail(run, ValueError, "the number of columns changed from %lld to %lld", (long long)t->found,
             (long long)count);
    else {
        fail(run, ValueError, "the header names %lld column%s, the line has %lld", (long long)t->found,
             t->found == 1 ? "" : "s", (long long)count);
        if (count == 1 && !t->delimiter)
            note(run, run->here, "-d '\\t' keeps the words of a name together");
    }
    return at_line(run, t, 0);
}

/* names ---------------------------------------------------------------------------------------------------
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

/* The name of a column, from 0 on, as an identifier: "unit price (EUR)" is unit_price_EUR, "2x" is _2x,
 * "class" is class_, and the third is _3 if it has none. */
static Name identifier(Run *run, Cell cell, int64_t column)
{
    Text text = { 0 };
    if (cell.at < cell.end && isdigit((unsigned char)*cell.at))
        text_char(&text, '_');
    for (const char *c = cell.at; c < cell.end; c++)
        if (isalnum((unsigned char)*c) || *c == '_' || (unsigned char)*c >= 0x80)
            text_char(&text, *c);
        else if (text.length && text.at[text.length - 1] != '_')
            text_char(&text, '_');
    while (text.length && text.at[text.length - 1] == '_')
        text.length--;
    if (!text.length)
        text_printf(&text, "_%lld", (long long)column + 1);
    else if (!is_name(run, text_get(&text)))
        text_char(&text, '_');
    Name name = name_of(text_get(&text), (int)text.length);
    text_free(&text);
    return name;
}

/* The first column of a name; below 0: none. */
static int64_t column_named(const Piped *piped, Name name)
{
    for (int64_t i = 0; i < piped->columns; i++)
        if (piped->column[i].name == name)
            return i;
    return -1;
}

static Name name_printed(Run *run, const char *format, const char *name, int n)
{
    const char *text = run_text(run, format, name, n);
    return name_of(text, (int)strlen(text));
}

/* Each column gets a name of its own, beside those of modules; what is called otherwise than it is written is
 * told. Then the table gets its name. */
static void tell_apart(Shell *shell, Piped *piped)
{
    Run *run = &shell->session->run;
    for (int64_t i = 0; i < piped->columns; i++) {
        Name name = piped->column[i].name, other = name;
        const char *text = name_text(name);
        int64_t same = column_named(piped, name);
        bool module = session_get(shell->session, name).tag == V_MODULE;
        if (module)
            other = name_printed(run, "%s_", text, 0);
        for (int n = 2; other == name ? same < i : column_named(piped, other) >= 0; n++)
            other = name_printed(run, "%s_%d", text, n);
        if (other == name)
            continue;
        piped->column[i].name = other;
        report_data_note(shell, run_text(run, "%s:1", source_name),
                         module ? run_text(run, "column %lld is %s: %s is a module", (long long)i + 1,
                                           name_text(other), text)
                                : run_text(run, "column %lld is %s: column %lld is called %s, too",
                                           (long long)i + 1, name_text(other), (long long)same + 1, text));
    }
    while (column_named(piped, piped->table_name) >= 0)
        piped->table_name = name_printed(run, "%s_", name_text(piped->table_name), 0);
}

/* Takes the names from the header, which Table has split. */
static bool header_cell(Run *run, Table *t, int64_t at, Cell cell, char *element)
{
    (void)element;
    Piped *piped = t->with;
    if (at == 0) {
        piped->column = mem_zeroed(sizeof *piped->column * (size_t)t->columns);
        piped->columns = t->columns;
    }
    piped->column[at].name = identifier(run, cell_stripped(cell), at);
    return true;
}

/* Whether all cells of the header are numbers; they are in a table. */
static bool header_number(Run *run, Table *t, int64_t at, Cell cell, char *element)
{
    (void)run, (void)at;
    *(bool *)t->with &= is_number(cell);
    memset(element, 0, sizeof(double));
    return true;
}

/* Hands the cells of the first line to a function. */
static bool split_first(Run *run, const Piped *piped, bool (*cell)(Run *, Table *, int64_t, Cell, char *),
                        void *with)
{
    const char *line = piped->first + (*piped->first == '#');
    Table header = { .dtype = FLOAT64,
                     .delimiter = piped->delimiter,
                     .quote = '"',
                     .most = 1,
                     .slow = true,
                     .cell = cell,
                     .with = with };
    size_t used;
    bool fine = table_feed(run, &header, line, strlen(line), true, &used);
    table_free(&header);
    return fine;
}

/* Reads the names of the columns from the first line. */
static bool read_header(Shell *shell, Piped *piped)
{
    Run *run = &shell->session->run;
    bool numbers = true;
    if (!split_first(run, piped, header_cell, piped) || !split_first(run, piped, header_number, &numbers))
        return false;
    tell_apart(shell, piped);
    if (numbers && piped->columns)
        report_data_note(shell, run_text(run, "%s:1", source_name),
                         "the first line holds numbers, and --header takes it for names");
    return true;
}

/* reading -------------------------------------------------------------------------------------------------
 */

/* Waits for another piece, so many milliseconds or (below 0) until it is there; false: an error, or the time
 * is over. */
static bool read_piece(Run *run, Piped *piped, int patience)
{
    enum { PIECE = 1 << 18 };
    if (piped->room - piped->length < PIECE / 2)
        piped->text = mem_resize(piped->text, piped->room = piped->room ? 2 * piped->room : PIECE);
    for (;;) {
        struct pollfd waiting = { .fd = piped->descriptor, .events = POLLIN };
        if (patience >= 0 && poll(&waiting, 1, patience) <= 0)
            return false;
        ssize_t got = read(piped->descriptor, piped->text + piped->length, piped->room - piped->length);
        if (got < 0 && errno == EINTR && run_goes_on(run))
            continue;
        if (got < 0)
            return run->error.class ? false
                                    : fail(run, OSError, "[Errno %d] %s: '%s'", errno, strerror(errno),
                                           source_name);
        piped->length += (size_t)got;
        piped->ended = got == 0;
        return true;
    }
}

/* Reads the first line, which is then in piped->text as well; NULL there: there is nothing. */
static bool read_first(Run *run, Piped *piped, int patience)
{
    const char *newline = NULL;
    while (!piped->first && !newline && !piped->ended) {
        if (!read_piece(run, piped, patience))
            return false;
        newline = memchr(piped->text, '\n', piped->length);
    }
    if (piped->first || !piped->length)
        return true;
    static const char mark[] = "\xef\xbb\xbf"; /* that the text is UTF-8 */
    if (piped->length >= 3 && !memcmp(piped->text, mark, 3))
        memmove(piped->text, piped->text + 3, piped->length -= 3);
    newline = memchr(piped->text, '\n', piped->length);
    size_t length = newline ? (size_t)(newline - piped->text) : piped->length;
    piped->first = mem_text(piped->text, length);
    piped->delimiter = !piped->options.delimiter         ? found_delimiter(piped->text, length)
                       : piped->options.delimiter == ' ' ? 0
                                                         : piped->options.delimiter;
    return true;
}

/* Reads until the end. */
static bool read_all(Shell *shell, Piped *piped, Table *t)
{
    Run *run = &shell->session->run;
    if (!read_first(run, piped, -1))
        return false;
    if (!piped->first)
        return true;
    size_t used = 0;
    t->delimiter = piped->delimiter;
    t->whole = t->delimiter != 0;
    if (piped->options.header) {
        if (!read_header(shell, piped))
            return false;
        used = strlen(piped->first);
        used += used < piped->length;
        t->line = 1;
        t->columns = t->found = piped->columns;
    }
    for (bool more = true; more;) {
        memmove(piped->text, piped->text + used, piped->length - used);
        piped->length -= used;
        more = !piped->ended;
        if (!table_feed(run, t, piped->text, piped->length, piped->ended, &used) ||
            (more && !read_piece(run, piped, -1)))
            return false;
    }
    return true;
}

static void read_table(Shell *shell, Piped *piped)
{
    static const char *const comment[] = { "#", NULL };
    Run *run = &shell->session->run;
    Table t = { .dtype = FLOAT64,
                .quote = '"',
                .comment = comment,
                .most = -1,
                .blank = piped->options.has_missing,
                .cell = piped_cell,
                .ragged = piped_ragged,
                .with = piped };
    piped->read = true;
    bool fine = read_all(shell, piped, &t);
    if (fine && t.columns) {
        Tensor *x = table_take(run, &t);
        if (x && x->dim[1] == 1)
            tensor_reshape_self(x, 1, (int64_t[]){ x->dim[0] }, NULL);
        fine = x;
        if (x)
            piped->table = value_array(x);
    }
    table_free(&t);
    mem_free(piped->text);
    piped->text = NULL;
    if (!fine) {
        mistake_keep(run, &piped->mistake);
        run_clear_error(run);
    }
}

/* names that are asked for ----------------------------------------------------------------------------------
 */

/* A column, or (below 0) the table; owned. False: there are cells in it that are no numbers. */
static bool take(Run *run, const Piped *piped, int64_t column, Value *out)
{
    const Mistake *mistake = column >= 0           ? &piped->column[column].mistake
                             : piped->spoiled >= 0 ? &piped->column[piped->spoiled].mistake
                                                   : NULL;
    if (mistake && mistake->class) {
        fail_again(run, mistake);
        Text names = { 0 };
        names_add(piped, true, false, &names);
        if (column < 0 && names.length && !mistake->hint)
            note(run, run->here, "the columns of numbers are %s", text_get(&names));
        text_free(&names);
        return false;
    }
    *out = column < 0 || piped->table.tensor->ndim == 1
               ? value_keep(piped->table)
               : value_array(view_item(piped->table.tensor, 1, column));
    return out->tag != V_ABSENT;
}

/* A name that neither a statement nor the data binds. */
static bool fail_unbound(Run *run, const Piped *piped, Name name)
{
    fail(run, NameError, "name '%s' is not defined", name_text(name));
    if (!piped->columns) {
        const char *file = piped->options.file;
        note(run, run->here,
             file ? "there is nothing on standard input; < %s puts it there"
                  : "there is nothing on standard input",
             file);
        return false;
    }
    Text all = { 0 };
    names_add(piped, true, true, &all);
    const char *other = piped->columns == 1 ? strpbrk(piped->first, ";|:") : NULL;
    note(run, run->here, "the columns are %s", text_get(&all));
    if (other)
        note(run, run->here, "-d '%c' splits the first line", *other);
    text_free(&all);
    return false;
}

typedef struct Wanted {
    Name name;
    bool found;
} Wanted;

static bool wanted_cell(Run *run, Table *t, int64_t at, Cell cell, char *element)
{
    Wanted *wanted = t->with;
    wanted->found |= identifier(run, cell_stripped(cell), at) == wanted->name;
    memset(element, 0, sizeof(double));
    return true;
}

/* A name that nothing binds, and that no header was asked to name: the first line may hold it. */
static bool first_line_names(Run *run, Piped *piped, Name name)
{
    enum { PATIENCE = 100 }; /* nobody may be about to write */
    Wanted wanted = { .name = name };
    if (!read_first(run, piped, PATIENCE) || !piped->first ||
        !split_first(run, piped, wanted_cell, &wanted)) {
        if (run->error.class)
            run_clear_error(run);
        return false;
    }
    return wanted.found;
}

/* What the session asks for a name that no statement bound. Columns come before what Python has built in. */
static bool provide(Session *session, Name name, bool known, Value *out)
{
    Shell *shell = session->owner;
    Piped *piped = shell->piped;
    Run *run = &session->run;
    *out = ABSENT;
    if (!piped->options.header && name != piped->table_name) {
        if (known || !first_line_names(run, piped, name))
            return true;
        fail(run, NameError, "name '%s' is not defined", name_text(name));
        return note(run, run->here, "--header takes the first line for names"), false;
    }
    if (!piped->read)
        read_table(shell, piped);
    if (piped->mistake.class)
        return known || fail_again(run, &piped->mistake);
    int64_t column = column_named(piped, name);
    if (piped->table.tag != V_ABSENT && (column >= 0 || name == piped->table_name)) {
        if (!take(run, piped, column, out))
            return false;
        session_set(session, name, *out);
    }
    return out->tag != V_ABSENT || known || fail_unbound(run, piped, name);
}

bool piped_bind(Shell *shell, Text *texts)
{
    Piped *piped = shell->piped;
    Run *run = &shell->session->run;
    if (!piped || (!piped->options.header && session_get(shell->session, piped->table_name).tag != V_ABSENT))
        return true;
    if (!piped->read)
        read_table(shell, piped);
    if (piped->mistake.class)
        return fail_again(run, &piped->mistake);
    for (int64_t i = -1; i < piped->columns && piped->table.tag != V_ABSENT; i++) {
        Name name = i < 0 ? piped->table_name : piped->column[i].name;
        Value value;
        if (session_get(shell->session, name).tag != V_ABSENT)
            continue;
        if (take(run, piped, i, &value)) {
            session_set(shell->session, name, value);
            value_drop(value);
        } else if (class_is(run->error.class, MemoryError))
            return false;
        else
            run_clear_error(run);
    }
    names_add(piped, false, true, texts);
    return true;
}

bool piped_names(const Shell *shell, Name name)
{
    return shell->piped && column_named(shell->piped, name) >= 0;
}

void piped_offer(Shell *shell, int descriptor, const PipedOptions *options)
{
    Piped *piped = shell->piped = mem_zeroed(sizeof *piped);
    piped->options = *options;
    piped->descriptor = descriptor;
    piped->ended = descriptor < 0;
    piped->table_name = name_of("x", 1);
    piped->spoiled = -1;
    shell->session->provide = provide;
}

void piped_free(Piped *piped)
{
    if (!piped)
        return;
    value_drop(piped->table);
    for (int64_t i = 0; i < piped->columns; i++)
        mistake_free(&piped->column[i].mistake);
    mistake_free(&piped->mistake);
    mem_free(piped->column);
    mem_free(piped->first);
    mem_free(piped->text);
    mem_free(piped);
}
