#include "repl/repl.h"

#include "repl/complete.h"
#include "repl/history.h"
#include "repl/paste.h"
#include "repl/preview.h"

#include <locale.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/history.h>
#include <readline/readline.h>

static Shell *shell;
static sigjmp_buf line_given_up; /* where Ctrl-C leads from within Readline */

/* Tab -------------------------------------------------------------------------------------------------------
 */

static Candidates offered;

static char *next_candidate(const char *text, int state)
{
    static int next;
    (void)text;
    if (state == 0)
        next = 0;
    return next < offered.count ? strdup(offered.text[next++]) : NULL;
}

/* Whether nothing but spaces stands before this place in its line. */
static bool at_line_start(int at)
{
    while (at > 0 && strchr(" \t", rl_line_buffer[at - 1]))
        at--;
    return at == 0 || rl_line_buffer[at - 1] == '\n';
}

/* Where a word begins: in a string after its quote, which is put after what was found. */
static char *word_breaks(void)
{
    static char names[] = " \t\n()[]{},+-*/@=<>!&|^~:;'\"?", quote[2];
    quote[0] = complete_quote(rl_line_buffer, rl_point);
    bool string = quote[0] && quote[0] != '#';
    rl_basic_quote_characters = string && rl_line_buffer[rl_point] != quote[0] ? quote : "";
    return string ? quote : names;
}

static char **complete_word(const char *text, int start, int end)
{
    rl_attempted_completion_over = 1; /* file names where we say so */
    rl_completion_append_character = 0;
    rl_sort_completion_matches = 0;
    if (start == end && at_line_start(start)) { /* there Tab indents */
        char **indent = malloc(2 * sizeof *indent);
        indent[0] = strdup("    ");
        indent[1] = NULL;
        return indent;
    }
    complete(shell, rl_line_buffer, start, text, &offered);
    if (offered.file_names) {
        rl_sort_completion_matches = 1;
        return rl_completion_matches(text, rl_filename_completion_function);
    }
    return offered.count ? rl_completion_matches(text, next_candidate) : NULL;
}

/* the indent of a block -------------------------------------------------------------------------------------
 */

enum { INDENT = 4 };

static Text indent; /* of the next line, as it is offered */
static bool own;    /* the lines of this entry are indented by whoever types them */

/* Where a line's own text ends: before its comment, and the blanks before that. */
static int text_end(const char *line)
{
    int end = 0, length = (int)strlen(line);
    while (end < length && complete_quote(line, end + 1) != '#')
        end++;
    while (end > 0 && strchr(" \t", line[end - 1]))
        end--;
    return end;
}

/* What comes after a line is indented as it is, after a colon more, after what leaves a block less. */
static void indent_after(const char *line)
{
    static const char *const leaving[] = { "return", "pass", "raise", "break", "continue" };
    int blanks = (int)strspn(line, " \t"), end = text_end(line);
    size_t word = strcspn(line + blanks, " ;");
    text_clear(&indent);
    text_add(&indent, line, (size_t)blanks);
    if (end > 0 && line[end - 1] == ':')
        text_pad(&indent, ' ', INDENT);
    for (size_t i = 0; i < sizeof leaving / sizeof *leaving; i++)
        if (word == strlen(leaving[i]) && !strncmp(line + blanks, leaving[i], word) && blanks >= INDENT)
            indent.at[indent.length -= INDENT] = 0;
}

/* Not where every line is read aloud, or written over a slow connection. */
static bool indents(void) { return strcmp(rl_variable_value("enable-bracketed-paste"), "on") == 0; }

/* Backspace in the indent takes back one step of it. */
static int rub_out(int count, int key)
{
    int begin = rl_point, steps = 0;
    while (begin > 0 && rl_line_buffer[begin - 1] == ' ')
        begin--;
    if (count == 1 && rl_point > begin && (begin == 0 || rl_line_buffer[begin - 1] == '\n'))
        steps = (rl_point - begin - 1) % INDENT + 1;
    if (!steps)
        return rl_rubout(count, key);
    rl_delete_text(rl_point - steps, rl_point);
    rl_point -= steps;
    return 0;
}

/* Whoever begins a line with a blank indents by himself, as programs that type do: nothing is offered any
 * more, and what was offered in this line goes. */
static int type_blank(int count, int key)
{
    if (!own && (int)strspn(rl_line_buffer, " \t") == rl_end) {
        own = true;
        rl_delete_text(0, rl_end);
        rl_point = 0;
    }
    return rl_insert(count, key);
}

/* Readline calls this before it reads a line, when the keys of the terminal are bound. */
static int begin_line(void)
{
    Keymap map = rl_get_keymap();
    if (map[' '].type == ISFUNC && map[' '].function == rl_insert)
        map[' '].function = type_blank;
    for (int key = 8; key <= 127; key += 127 - 8) /* Ctrl-H and DEL */
        if (map[key].type == ISFUNC && map[key].function == rl_rubout)
            map[key].function = rub_out;
    if (indent.length && !own &&
        !key_within(0, NULL)) /* none waits, as of a paste that does not tell of itself */
        rl_insert_text(text_get(&indent));
    return 0;
}

/* the terminal ----------------------------------------------------------------------------------------------
 */

static void on_interrupt(int signal)
{
    (void)signal;
    shell->interrupted = 1;
}

/* Ctrl-C gives up the line, whatever Readline is doing with it: searching, listing, quoting. It has no way to
 * be told so but to be left. */
static void heed_interrupt(void)
{
    rl_check_signals(); /* hands on to on_interrupt what came while Readline was busy */
    if (shell->interrupted) {
        rl_cleanup_after_signal();
        siglongjmp(line_given_up, 1);
    }
}

static volatile sig_atomic_t continued;

static void on_continue(int signal)
{
    (void)signal;
    continued = 1;
}

/* Readline calls this when a signal came while it waited for a key. After Ctrl-Z and fg the shell has written
 * over the prompt and what was typed. */
static int on_signal_event(void)
{
    heed_interrupt();
    if (continued)
        rl_forced_update_display();
    continued = 0;
    return 0;
}

static int prompt_columns; /* 0: the line is not to be previewed */

static int get_key(FILE *stream)
{
    on_signal_event();
    if (prompt_columns)
        preview_until_key(shell, prompt_columns);
    on_signal_event();
    return rl_getc(stream);
}

static void begin_readline(void)
{
    rl_readline_name = "ndcalc"; /* for `$if ndcalc` in ~/.inputrc */
    rl_signal_event_hook = on_signal_event;
    rl_getc_function = get_key;
    rl_completion_word_break_hook = word_breaks;
    rl_attempted_completion_function = complete_word;
    rl_startup_hook = begin_line;
    history_load();
    rl_initialize();
}

typedef enum { LINE_READ, LINE_GIVEN_UP, LINE_END } LineResult;

/* *line is owned by the caller. */
static LineResult read_line(const char *prompt, char **line)
{
    static Text marked; /* Readline does not count what stands between \001 and \002 */
    text_clear(&marked);
    if (shell->out.color)
        text_printf(&marked, "\001%s\002%s\001%s\002", ink(shell->out, INK_IN), prompt,
                    ink(shell->out, INK_PLAIN));
    else
        text_puts(&marked, prompt);
    shell->interrupted = 0;
    if (sigsetjmp(line_given_up, 1)) {
        RL_UNSETSTATE(RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_COMPLETING | RL_STATE_NUMERICARG |
                      RL_STATE_MOREINPUT | RL_STATE_READCMD);
        shell->interrupted = 0;
        putchar('\n');
        return LINE_GIVEN_UP;
    }
    *line = readline(marked.at);
    if (*line)
        return LINE_READ;
    putchar('\n');
    return LINE_END;
}

/* entries ---------------------------------------------------------------------------------------------------
 */

/* What is being typed: the statements of one entry, of which [at, text.length) was not run yet. */
typedef struct Typed {
    Text text;
    int at;
    bool pasted; /* it came as several lines at once, which blank lines do not end */
    bool ended;  /* a paste ended with a blank line: so do open blocks, but not brackets */
    bool last;   /* nothing follows */
    Pasted copied;
} Typed;

static bool is_blank(const char *line) { return line[strspn(line, " \t\r\n")] == 0; }

/* Reads a line more. False: the entry is given up, or the user leaves: Ctrl-D within a block ends that alone.
 */
static bool read_more(Typed *entry)
{
    char prompt[40];
    bool first = entry->text.length == 0;
    int width = snprintf(prompt, sizeof prompt, "In [%d]: ", shell->entry + 1);
    if (!first)
        snprintf(prompt, sizeof prompt, "%*s", width, "...: ");
    if (first) {
        text_clear(&indent);
        own = false;
    }
    prompt_columns = first && indents() && !shell->preview_off && !shell->narrate ? width : 0;
    char *line;
    LineResult result = read_line(prompt, &line);
    if (result == LINE_END && first) {
        shell->leave = true;
        shell->status = 0;
    }
    if (result != LINE_READ)
        return false;
    if (first) {
        entry->pasted = strchr(line, '\n') != NULL;
        entry->copied = paste_of(line);
    }
    if (!entry->pasted && !entry->copied.prompts && indents())
        indent_after(line);
    Text clean = { 0 };
    paste_clean(entry->copied, line, &clean);
    bool blank = is_blank(text_get(&clean));
    const char *last_line = strrchr(text_get(&clean), '\n');
    entry->ended = first && last_line && is_blank(last_line);
    if (!blank)
        history_add_line(clean.at, first);
    if (blank && !first)
        entry->last = entry->pasted;
    text_puts(&entry->text, blank ? "" : clean.at);
    text_char(&entry->text, '\n');
    text_free(&clean);
    free(line);
    return true;
}

static void begin_numbered(const Typed *entry, int start, int end)
{
    while (end > start && strchr(" \n\r\t", entry->text.at[end - 1]))
        end--;
    while (start < end && entry->text.at[start] == '\n')
        start++;
    char *text = mem_text(entry->text.at + start, (size_t)(end - start));
    shell_begin_entry(shell, text);
    mem_free(text);
}

static ParseResult next_statement(Typed *entry, Source *source, Statement *statement)
{
    Reading reading = entry->pasted ? READ_FILE : READ_TYPED;
    int start = entry->at;
    ParseResult result = shell_next(shell, source, &entry->at, reading, entry->last, statement);
    if (result != PARSE_UNFINISHED || !entry->ended)
        return result;
    entry->at = start;
    result = shell_next(shell, source, &entry->at, reading, true, statement);
    if (result != PARSE_ERROR)
        return result;
    run_clear_error(&shell->session->run);
    return PARSE_UNFINISHED;
}

/* Runs the statement at entry->at; false: it wants more lines, or there is none. */
static bool run_statement_at(Typed *entry, ParseResult *result)
{
    int start = entry->at, length = (int)entry->text.length;
    Source *source = source_new("<stdin>", 1, entry->text.at, length);
    Statement statement;
    *result = next_statement(entry, source, &statement);
    bool ran = *result == PARSE_TREE || *result == PARSE_ERROR;
    if (ran) {
        if (*result == PARSE_ERROR && entry->at <= start)
            entry->at = length;
        begin_numbered(entry, start, entry->at);
        if (entry->at == length)
            history_save();
        if (*result == PARSE_TREE)
            shell_run(shell, &statement);
        else
            shell_failed(shell);
    } else
        entry->at = start;
    source_drop(source);
    return ran;
}

/* Reads an entry and runs its statements, those of a paste one after the other. */
static void run_entry(void)
{
    Typed entry = { 0 };
    ParseResult result = PARSE_UNFINISHED;
    shell->out = style_of(stdout, shell->color); /* the window may have another width by now */
    shell->err = style_of(stderr, shell->color);
    bool ran = false;
    while (!shell->leave && result != PARSE_EMPTY) {
        if (result == PARSE_UNFINISHED && !(entry.last && entry.text.length) && !read_more(&entry))
            break;
        if (is_blank(entry.text.at + entry.at))
            break;
        ran |= run_statement_at(&entry, &result);
        if (result == PARSE_UNFINISHED && entry.last)
            break;
    }
    history_save();
    text_free(&entry.text);
    if (ran && !shell->leave)
        putchar('\n');
    fflush(stdout);
}

void repl_run(Shell *of, bool quiet)
{
    shell = of;
    setlocale(LC_CTYPE, ""); /* not LC_NUMERIC: numbers are written and read as Python does */
    shell->interactive = true;
    struct sigaction action = { .sa_handler = on_interrupt, .sa_flags = SA_RESTART };
    sigaction(SIGINT, &action, NULL);
    action.sa_handler = on_continue;
    sigaction(SIGCONT, &action, NULL);
    begin_readline();
    if (!quiet)
        puts("ndcalc " NDCALC_VERSION " - NumPy with its shapes. Try: help, np.dot?\n");
    while (!shell->leave)
        run_entry();
    complete_free(&offered);
    text_free(&indent);
}
