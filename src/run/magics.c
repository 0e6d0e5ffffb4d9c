#include "run/magics.h"

#include "run/formats.h"
#include "run/help.h"
#include "run/piped.h"
#include "run/report.h"
#include "run/teaching.h"
#include "run/timing.h"
#include "run/why.h"
#include "tensor/show.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* arguments -------------------------------------------------------------------------------------------------
 */

/* The words of a RAW argument, one after another; NULL: none left. `at` begins as 0. */
static const char *next_word(const Statement *statement, int *at, int *length)
{
    Span span = statement->argument;
    const char *text = span.source->text + span.start;
    int end = span.end - span.start;
    while (*at < end && strchr(" \t\r,()", text[*at]))
        ++*at;
    const char *word = text + *at;
    while (*at < end && !strchr(" \t\r,()", text[*at]))
        ++*at;
    *length = (int)(text + *at - word);
    return *length ? word : NULL;
}

static bool has_word(const Statement *statement, const char *wanted)
{
    int at = 0, length;
    for (const char *word; (word = next_word(statement, &at, &length));)
        if ((int)strlen(wanted) == length && strncmp(word, wanted, (size_t)length) == 0)
            return true;
    return false;
}

/* UsageError is IPython's; here it is a ValueError that names the command. */
static bool usage(Shell *shell, const Statement *statement)
{
    Run *run = &shell->session->run;
    run->here = statement->argument;
    return fail(run, ValueError, "usage: %%%s %s", statement->magic->name, statement->magic->params);
}

static bool on_or_off(Shell *shell, const Statement *statement, bool *off)
{
    if (has_word(statement, "on") == has_word(statement, "off"))
        return usage(shell, statement);
    *off = has_word(statement, "off");
    return true;
}

/* variables -------------------------------------------------------------------------------------------------
 */

/* Whether the user made it: not the modules bound at the start, nor In, Out, _3. */
static bool is_users(const Shell *shell, Name name, Value v)
{
    if (v.tag == V_ABSENT || v.tag == V_MODULE || (*name_text(name) == '_' && !piped_names(shell, name)))
        return false;
    return !(v.tag == V_LIST && v.list == shell->inputs) && !(v.tag == V_DICT && v.dict == shell->results);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(name_text(*(const Name *)a), name_text(*(const Name *)b));
}

/* The user's variables in order; 0 after the last. Owned by the caller. */
static Name *users_names(Shell *shell, int *count)
{
    Name *names = mem_alloc(sizeof *names * (size_t)(name_count() + 1));
    *count = 0;
    for (Name name = 1; name < name_count(); name++)
        if (is_users(shell, name, session_get(shell->session, name)))
            names[(*count)++] = name;
    names[*count] = 0;
    qsort(names, (size_t)*count, sizeof *names, by_name);
    return names;
}

/* Shows the user's variables, those of the data on standard input among them. */
static bool list_variables(Shell *shell, void (*put)(Shell *, const Name *, int count))
{
    FILE *out = shell->session->run.out;
    Text texts = { 0 };
    bool bound = piped_bind(shell, &texts);
    if (bound) {
        int count;
        Name *names = users_names(shell, &count);
        put(shell, names, count);
        if (texts.length)
            fprintf(out, "   columns of text: %s\n", text_get(&texts));
        else if (!count)
            fputs("   no variables yet\n", out);
        mem_free(names);
    }
    text_free(&texts);
    return bound;
}

static void put_names(Shell *shell, const Name *names, int count)
{
    for (int i = 0; i < count; i++)
        fprintf(shell->session->run.out, "%s%s%s", i ? "  " : "   ", name_text(names[i]),
                i + 1 < count ? "" : "\n");
}

static bool who(Shell *shell, const Statement *statement)
{
    (void)statement;
    return list_variables(shell, put_names);
}

/* An end of a range: a number of many digits is rounded, so that both ends can be seen. */
static void range_end_add(Run *run, Value v, Text *text)
{
    enum { DIGITS_MAX = 12 };
    Text whole = { 0 };
    value_str_of(run, v, &whole);
    const char *digits = text_get(&whole);
    if (whole.length > DIGITS_MAX)
        text_printf(text, "%.6g", strtod(digits, NULL));
    else
        text_puts(text, digits);
    text_free(&whole);
}

/* "0.01 … 0.95" of an array of real numbers; nothing for others, and those that would take seconds. */
static void range_add(Shell *shell, Value v, Text *text)
{
    enum { RANGED_MAX = 1000000000 };
    const Func *min = func_find("np", "min"), *max = func_find("np", "max");
    if (v.tag != V_ARRAY || tensor_size(v.tensor) == 0 || tensor_size(v.tensor) > RANGED_MAX ||
        dtype_is_complex((DType)v.tensor->dtype) || !min || !max)
        return;
    Value low, high;
    Run *run = &shell->session->run;
    if (!func_apply(run, min, 1, &v, &low)) {
        run_clear_error(run);
        return;
    }
    if (func_apply(run, max, 1, &v, &high)) {
        range_end_add(run, low, text);
        text_puts(text, shell->out.utf8 ? " … " : " ... ");
        range_end_add(run, high, text);
        value_drop(high);
    } else
        run_clear_error(run);
    value_drop(low);
}

enum { WHOS_NAME, WHOS_SHAPE, WHOS_DTYPE, WHOS_RANGE, WHOS_NOTE, WHOS_COLUMNS };

/* "view of v", "shape only" */
static void note_add(Shell *shell, Name name, const Tensor *t, Text *text)
{
    Name of = t->base ? session_sharing(shell->session, name, t, tensor_size(t)) : 0;
    if (!t->data)
        text_puts(text, "shape only");
    else if (of)
        text_printf(text, "view of %s", name_text(of));
}

/* The cells of one variable's row: an array's shape, dtype and range; the type and text of anything else. */
static void whos_row(Shell *shell, Name name, Text cell[WHOS_COLUMNS])
{
    Value v = session_get(shell->session, name);
    text_puts(&cell[WHOS_NAME], name_text(name));
    Text tag = { 0 };
    if (v.tag == V_ARRAY || value_is_scalar(v)) {
        tag_text(&shell->session->run, v, &tag);
        const char *shape_end = strchr(text_get(&tag), ')') + 1;
        text_add(&cell[WHOS_SHAPE], text_get(&tag), (size_t)(shape_end - text_get(&tag)));
        text_puts(&cell[WHOS_DTYPE], shape_end + 1);
    } else {
        const char *type = value_type_name(v), *dot = strrchr(type, '.');
        text_puts(&cell[WHOS_DTYPE], dot ? dot + 1 : type);
    }
    text_free(&tag);
    if (v.tag == V_ARRAY) {
        if (v.tensor->data)
            range_add(shell, v, &cell[WHOS_RANGE]);
        note_add(shell, name, v.tensor, &cell[WHOS_NOTE]);
    }
    if (value_is_number(v) || value_is_scalar(v) || v.tag == V_STR)
        value_str_of(&shell->session->run, v, &cell[WHOS_RANGE]);
}

/* Shortens a cell to its first line and so many columns; dots say that it goes on: the first digits of a
 * number are not that number. */
static void shorten(const Page *page, Text *cell, int columns)
{
    Text whole = *cell;
    size_t line = strcspn(text_get(&whole), "\n");
    *cell = (Text){ 0 };
    if (line < whole.length) {
        whole.at[line] = 0;
        page_cut(page, cell, whole.at, columns - 3);
        text_puts(cell, page_or(page, "…", "..."));
    } else
        page_cut(page, cell, text_get(&whole), columns);
    text_free(&whole);
}

/* Writes a table of rows, its columns as wide as their widest cell. */
static void put_table(FILE *out, const Page *page, int rows, Text (*cell)[WHOS_COLUMNS])
{
    enum { CELL_MAX = 32 }; /* a range fits */
    int width[WHOS_COLUMNS] = { 0 };
    for (int row = 0; row < rows; row++)
        for (int column = 0; column < WHOS_COLUMNS; column++) {
            shorten(page, &cell[row][column], CELL_MAX);
            int columns = text_columns(text_get(&cell[row][column]), cell[row][column].length);
            width[column] = columns > width[column] ? columns : width[column];
        }
    for (int row = 0; row < rows; row++) {
        int blank = 3;
        for (int column = 0; column < WHOS_COLUMNS; column++) {
            const Text *text = &cell[row][column];
            if (text->length)
                fprintf(out, "%*s%s", blank, "", text_get(text));
            int columns = text_columns(text_get(text), text->length);
            blank = (text->length ? 0 : blank) + width[column] - columns + 2;
        }
        fputc('\n', out);
    }
}

static void put_variables(Shell *shell, const Name *names, int count)
{
    static const char *const title[WHOS_COLUMNS] = { "name", "shape", "dtype", "range", "note" };
    Text(*cell)[WHOS_COLUMNS] = mem_zeroed(sizeof *cell * (size_t)(count + 1));
    for (int column = 0; column < WHOS_COLUMNS; column++)
        text_puts(&cell[0][column], title[column]);
    for (int i = 0; i < count; i++)
        whos_row(shell, names[i], cell[i + 1]);
    bool noted = false;
    for (int i = 1; i <= count; i++)
        noted |= cell[i][WHOS_NOTE].length > 0;
    if (!noted)
        text_clear(&cell[0][WHOS_NOTE]);
    Page page = shell_page(shell, shell->out);
    if (count)
        put_table(shell->session->run.out, &page, count + 1, cell);
    for (int row = 0; row <= count; row++)
        for (int column = 0; column < WHOS_COLUMNS; column++)
            text_free(&cell[row][column]);
    mem_free(cell);
}

static bool whos(Shell *shell, const Statement *statement)
{
    (void)statement;
    return list_variables(shell, put_variables);
}

static bool reset(Shell *shell, const Statement *statement)
{
    (void)statement;
    int count;
    Name *names = users_names(shell, &count);
    for (int i = 0; i < count; i++)
        session_set(shell->session, names[i], ABSENT);
    mem_free(names);
    return true;
}

/* the session
 * ------------------------------------------------------------------------------------------------ */

static bool history(Shell *shell, const Statement *statement)
{
    FILE *out = shell->session->run.out;
    int indent = has_word(statement, "-n") ? 6 : 0; /* the lines of a block stand below one another */
    for (int64_t i = 1; shell->inputs && i + 1 < shell->inputs->count; i++) {
        const char *line = shell->inputs->item[i].str->text;
        if (indent)
            fprintf(out, "%*" PRId64 ": ", indent - 2, i);
        for (bool first = true; *line || first; first = false) {
            size_t length = strcspn(line, "\n");
            fprintf(out, "%*s%.*s\n", first || !length ? 0 : indent, "", (int)length, line);
            line += length + (line[length] == '\n');
        }
    }
    return true;
}

static bool notes(Shell *shell, const Statement *statement)
{
    return on_or_off(shell, statement, &shell->notes_off);
}

static bool preview(Shell *shell, const Statement *statement)
{
    return on_or_off(shell, statement, &shell->preview_off);
}

static bool tags(Shell *shell, const Statement *statement)
{
    return on_or_off(shell, statement, &shell->tags_off);
}

/* %precision 3, as IPython has it: digits after the point; without an argument NumPy's own 8. */
static bool precision(Shell *shell, const Statement *statement)
{
    int at = 0, length, digits = print_options_default.precision;
    const char *word = next_word(statement, &at, &length);
    if (word) {
        char *end;
        long given = strtol(word, &end, 10);
        if (end != word + length || given < 0 || given > 300)
            return usage(shell, statement);
        digits = (int)given;
    }
    shell->session->run.print->precision = digits;
    return true;
}

static bool clear(Shell *shell, const Statement *statement)
{
    (void)statement;
    style_clear_screen(shell->session->run.out);
    return true;
}

static bool leave(Shell *shell, const Statement *statement)
{
    int at = 0, length;
    const char *word = next_word(statement, &at, &length);
    if (word) {
        char *end;
        long status = strtol(word, &end, 10);
        if (end != word + length)
            return usage(shell, statement);
        shell->status = (int)(status & 255);
    } else if (shell->interactive)
        shell->status = 0;
    shell->leave = true;
    return true;
}

static bool help(Shell *shell, const Statement *statement)
{
    const Node *root = statement->tree.root, *first = root ? root->kid : NULL;
    if (!first)
        return help_overview(shell);
    if (first->next || (first->kind != NODE_EXPRESSION && first->kind != NODE_HELP))
        return usage(shell, statement); /* help x = 5 */
    while (first->kind == NODE_EXPRESSION || first->kind == NODE_PAREN)
        first = first->kid;
    if (first->kind == NODE_TUPLE && first->kids == 0)
        return help_overview(shell);
    bool source = first->kind == NODE_HELP && first->op == 2;
    if (first->kind == NODE_HELP)
        first = first->kid;
    return help_on(shell, &statement->tree, first, source);
}

static bool list_magics(Shell *shell, const Statement *statement)
{
    (void)statement;
    for (const Magic *magic = magics; magic->name; magic++)
        fprintf(shell->session->run.out, "%s%%%s", magic == magics ? "   " : "  ", magic->name);
    fputc('\n', shell->session->run.out);
    return true;
}

/* the table
 * -------------------------------------------------------------------------------------------------- */

const Magic magics[] = {
    { "help", EXPR, "[NAME]", "this page, or what a function does",
      "The same as np.dot? and ?np.dot. Of a variable it shows the value, of a module its names.\n"
      "   help np.dot\n   help compare",
      help },
    { "who", RAW, "", "the names of your variables", "whos tells their shapes as well.", who },
    { "whos", RAW, "", "your variables with shape, dtype and range",
      "A note says of which variable one is a view, and what is a shape without data.", whos },
    { "reset", RAW, "", "forget your variables", "np and math stay.", reset },
    { "history", RAW, "[-n]", "what was typed, with numbers", "The numbers come with -n.", history },
    { "time", EXPR, "STATEMENT", "run it and say how long it took", "   time A @ A", time_once },
    { "timeit", TIMED, "[-n LOOPS] [-r RUNS] STATEMENT", "run it many times and say how long it takes",
      "The mean and the standard deviation of the runs, as IPython says them.\n   timeit -n 100 A @ A",
      timeit },
    { "precision", RAW, "[DIGITS]", "digits after the point of printed arrays",
      "Without a number NumPy's own 8.\n   precision 3", precision },
    { "explain", EXPR, "EXPR", "its parts with shape, dtype and what each did",
      "Of one cell, where its number comes from: row, column and products.\n"
      "   explain np.dot(A, B)\n   explain np.dot(A, B)[0, 1]",
      teach_explain },
    { "broadcast", EXPR, "EXPR", "how the axes of its operands meet",
      "A table of the axes, and small arrays as they are stretched.\n   broadcast x - c[:, None]",
      teach_broadcast },
    { "shapes", EXPR, "EXPR", "its shape and dtype, without computing it",
      "Shapes without data will do: P: (M, N).\n   shapes P @ P.T", teach_shapes },
    { "compare", EXPR, "EXPR, EXPR", "whether two expressions are equal, here and always, and why",
      "Values, shapes and dtypes side by side, both as sums over indices, the verdict here, the verdict on "
      "other sizes, numbers and dtypes, and what makes one like the other. A file and -c end with status 1 "
      "if "
      "the two differ; --rtol and --atol say what is forgiven.\n"
      "   compare np.dot(x, y), np.sum(x * y)",
      teach_compare },
    { "notes", RAW, "on|off", "say what a statement did that its text does not show",
      "One line, as of arrays that met in an unexpected way, or of numbers that did not fit.", notes },
    { "why", EXPR, "[FUNCTION]", "more about the last error, note or value, and all fixes",
      "   why\n   why np.dot", teach_why },
    { "tags", RAW, "on|off", "show shape and dtype after values", "   array([1, 2])   # (2,) int64", tags },
    { "preview", RAW, "on|off", "show what a line comes to while it is typed",
      "Shape and dtype, a small value, or what does not fit, under the line. Nothing is changed by it.",
      preview },
    { "lsmagic", RAW, "", "the names of these commands", "help lists what they do.", list_magics },
    { "clear", RAW, "", "clear the screen", "Variables stay; Ctrl-L does the same.", clear },
    { "exit", RAW, "[STATUS]", "leave (also quit, Ctrl-D)", "", leave },
    { "quit", RAW, "[STATUS]", "leave", "", leave },
    { 0 },
};

const Magic *magic_named(const char *word, size_t length)
{
    for (const Magic *magic = magics; magic->name; magic++)
        if (*magic->name == *word && strncmp(magic->name, word, length) == 0 && magic->name[length] == 0)
            return magic;
    return NULL;
}

static bool is_word(char c) { return isalnum((unsigned char)c) || c == '_' || (c & 0x80); }

static bool is_among(const char *word, size_t length, const char *const *words)
{
    for (; *words; words++)
        if (strlen(*words) == length && strncmp(*words, word, length) == 0)
            return true;
    return false;
}

static size_t word_length(const char *text)
{
    size_t length = 0;
    while (is_word(text[length]))
        length++;
    return length;
}

/* Whether a word with `rest` behind it can be a command: what follows cannot go on an expression. It is the
 * end of the line, or another operand. */
static bool stands_alone(const char *rest)
{
    static const char *const operators[] = { "if", "in", "is", "and", "or", "else", "for", NULL };
    const char *next = rest + strspn(rest, " \t");
    if (*next == '\n' || *next == '\r' || *next == 0 || *next == '#')
        return true;
    if (next == rest ||
        !(is_word(*next) || strchr("\"'", *next) || (*next == '-' && isalpha((unsigned char)next[1]))))
        return false;
    size_t length = word_length(next);
    const char *after = next + length + strspn(next + length, " \t");
    if (length == 3 && strncmp(next, "not", 3) == 0)
        return !(word_length(after) == 2 && strncmp(after, "in", 2) == 0); /* not in */
    return !is_among(next, length, operators);
}

/* What a command that takes an expression may be given besides: it begins with a bracket or a sign. Python
 * would call the word, index it or calculate with it, and there is nothing of that name. */
static bool begins_operand(const char *rest)
{
    const char *next = rest + strspn(rest, " \t");
    if (next == rest)
        return false;
    switch (*next) {
    case '(':
    case '[':
    case '{':
    case '~': return true;
    case '+':
    case '-': return next[1] != '=';
    case '.': return isdigit((unsigned char)next[1]);
    default: return false;
    }
}

/* help and what explains are called like functions, too. */
static bool is_called(const Magic *magic, const char *rest)
{
    bool explains = magic->run == teach_compare || magic->run == teach_explain ||
                    magic->run == teach_broadcast || magic->run == teach_shapes;
    if (magic->takes != RAW && *rest && begins_operand(rest))
        return true;
    return *rest == '(' && (magic->run == help || explains);
}

/* What begins as a command but is none, and what a shell would do, are refused by name. */
static bool unknown(Shell *shell, const Statement *statement)
{
    Span span = statement->argument;
    const char *word = span.source->text + span.start;
    int length = (int)strcspn(word, " \t\r\n");
    Run *run = &shell->session->run;
    run->here = span;
    return fail(run, SyntaxError, "there is no command %%%.*s; %%lsmagic lists them", length, word);
}

static bool no_shell(Shell *shell, const Statement *statement)
{
    Run *run = &shell->session->run;
    run->here = statement->argument;
    return fail(run, SyntaxError, "'!' would run a program; ndcalc starts none: use Ctrl-Z, then fg");
}

/* %%time is IPython's for a cell of many lines. */
static bool no_cells(Shell *shell, const Statement *statement)
{
    Span span = statement->argument;
    const char *word = span.source->text + span.start;
    size_t length = word_length(word);
    const Magic *magic = magic_named(word, length);
    Run *run = &shell->session->run;
    run->here = span;
    if (!magic)
        return unknown(shell, statement);
    const char *of = magic->takes == RAW ? "" : ", of one statement, which may be a block";
    return fail(run, SyntaxError, "%%%%%s would be of a cell of many lines: write %%%s%s", magic->name,
                magic->name, of);
}

static const Magic magic_cell = { "%%", RAW, "", "", "", no_cells };
static const Magic magic_unknown = { "%", RAW, "", "", "", unknown },
                   magic_shell = { "!", RAW, "", "", "", no_shell };

const Magic *magic_at(Shell *shell, const Source *source, int *at)
{
    const char *start = source->text + *at, *word = start + (*start == '%');
    if (*start == '!')
        return ++*at, &magic_shell;
    if (*start == '%' && start[1] == '%')
        return *at += 2, &magic_cell;
    size_t marks = *start == '?' ? strspn(start, "?") : 0; /* ? alone is help, ?np.dot is np.dot? */
    if (marks &&
        (stands_alone(start + marks) || (is_word(start[marks]) && !isdigit((unsigned char)start[marks]))))
        return *at += (int)marks, magic_named("help", 4);
    if (!islower((unsigned char)*word))
        return NULL;
    size_t length = word_length(word);
    const char *rest = word + length;
    bool percent = *start == '%', alone = *rest != '(' && stands_alone(rest);
    if (!percent && !alone && *rest != '(' && !begins_operand(rest))
        return NULL; /* as nearly every line of a script */
    const Magic *magic = magic_named(word, length);
    if (magic && percent && *rest == '?') /* %compare? */
        return ++*at, magic_named("help", 4);
    if (!magic && percent)
        return ++*at, &magic_unknown;
    if (!magic || (!percent && !alone && !is_called(magic, rest)))
        return NULL;
    if (!percent && session_get(shell->session, name_of(word, (int)length)).tag != V_ABSENT)
        return NULL;
    *at += (int)(rest - start);
    return magic;
}
