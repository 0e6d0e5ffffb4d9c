#include "run/preview.h"

#include "func/func.h"
#include "run/formats.h"
#include "run/magics.h"
#include "run/teaching.h"
#include "teach/callee.h"
#include "teach/hole.h"

#include <ctype.h>
#include <signal.h>
#include <string.h>
#include <sys/time.h>

/* A value is shown if all arrays on the way to it together are no larger than this, and it is not long. */
enum { ELEMENTS_MAX = 10000, VALUE_COLUMNS = 40 };

/* The line with the brackets closed that are open at its end. False: it ends within a string or a comment, or
 * brackets do not fit. */
static bool close_brackets(const char *line, Text *out)
{
    enum { DEPTH_MAX = 60 };
    char closing[DEPTH_MAX], quote = 0;
    int depth = 0;
    for (const char *at = line; *at; at++)
        if (quote) {
            if (*at == '\\' && at[1])
                at++;
            else if (*at == quote)
                quote = 0;
        } else if (*at == '\'' || *at == '"') {
            quote = *at;
        } else if (strchr("([{", *at)) {
            if (depth == DEPTH_MAX)
                return false;
            closing[depth++] = *at == '(' ? ')' : *at == '[' ? ']' : '}';
        } else if (strchr(")]}", *at)) {
            if (depth == 0 || closing[--depth] != *at)
                return false;
        } else if (*at == '#') {
            return false;
        }
    text_puts(out, line);
    while (depth > 0)
        text_char(out, closing[--depth]);
    return !quote;
}

/* The expression that a line evaluates: all of it, or what it assigns. NULL: it is none, or is read as it
 * stands. */
static const Node *expression_of(const Tree *tree)
{
    const Node *statement = tree->root->kid;
    if (!statement || statement->next ||
        (statement->kind != NODE_EXPRESSION && statement->kind != NODE_ASSIGN))
        return NULL;
    const Node *expression = statement->kid;
    while (expression->next)
        expression = expression->next;
    bool literal = expression->kind >= NODE_INT && expression->kind <= NODE_STRING;
    return literal ? NULL : expression;
}

/* Whether computing it is little work: no large arrays on the way, and no long ints. */
static bool is_small(const Findings *found)
{
    int64_t elements = 0;
    for (int i = 0; i < found->nodes; i++) {
        Value v = found->value[i];
        if (v.tag == V_BIGINT || v.tag == V_UNKNOWN)
            return false;
        if (v.tag == V_ARRAY && (elements += tensor_size(v.tensor)) > ELEMENTS_MAX)
            return false;
    }
    return true;
}

/* The user's own functions may take any time. */
static bool calls_users(Session *s, const Node *node)
{
    if (node->kind == NODE_CALL && callee_function(s, node).tag != V_ABSENT)
        return true;
    if (node->kind == NODE_LAMBDA || (node->kind >= NODE_LISTCOMP && node->kind <= NODE_DICTCOMP))
        return true;
    for (const Node *kid = node->kid; kid; kid = kid->next)
        if (calls_users(s, kid))
            return true;
    return false;
}

/* NumPy walks what is no sequence more than once, and a generator is empty then. */
static bool has_generator(const Node *node)
{
    bool has = node->kind == NODE_GENERATOR;
    for (const Node *kid = node->kid; kid && !has; kid = kid->next)
        has = has_generator(kid);
    return has;
}

/* Adds a value if it stands on one line and is short. */
static void add_value(Run *run, Value v, const char *before, Text *out)
{
    Text text = { 0 };
    if (value_repr(run, v, &text) && text.length > 0 && !strchr(text_get(&text), '\n') &&
        text_columns(text.at, text.length) <= VALUE_COLUMNS)
        text_printf(out, "%s%s", before, text.at);
    text_free(&text);
}

static void tell_result(Session *s, const Tree *tree, const Node *expression, const Findings *found,
                        Text *out)
{
    Value v = finding(found, expression);
    Findings values = { 0 };
    bool pure = node_is_pure(s, found, expression), users = calls_users(s, expression);
    if ((users && !pure) || has_generator(expression)) /* stores were left out */
        return;
    if (value_is_number(v)) {
        if (pure)
            add_value(&s->run, v, "", out);
        return;
    }
    bool known = pure && !users && is_small(found) && !s->run.errstate.callable &&
                 session_look(s, tree, expression, LOOK_AT_VALUES, &values);
    if (known)
        v = finding(&values, expression);
    if (tag_text(&s->run, v, out) && known)
        add_value(&s->run, v, "   ", out);
    findings_free(&values);
}

/* What is there does not fit. Names and arguments that are wrong may not be finished. */
static bool is_misfit(const Class *class)
{
    return class == ValueError || class == AxisError || class == LinAlgError || class == IndexError;
}

/* A look that takes longer than this is given up, as by Ctrl-C. */
enum { PATIENCE = 50000 /* microseconds */ };

static volatile int late;

static void on_alarm(int signal)
{
    (void)signal;
    late = 1;
}

/* Lets the alarm interrupt what runs; what SIGALRM meant before is kept, for Readline uses it, too. */
static void begin_patience(Run *run, struct sigaction *before)
{
    struct sigaction action = { .sa_handler = on_alarm, .sa_flags = SA_RESTART };
    late = 0;
    run->interrupt = &late;
    sigaction(SIGALRM, &action, before);
    setitimer(ITIMER_REAL, &(struct itimerval){ { 0, PATIENCE }, { 0, PATIENCE } }, NULL);
}

static void end_patience(const struct sigaction *before)
{
    setitimer(ITIMER_REAL, &(struct itimerval){ { 0, 0 }, { 0, 0 } }, NULL);
    sigaction(SIGALRM, before, NULL);
}

/* The expression on a line; NULL: there is none. */
static const Node *read_expression(Shell *shell, Source *source, Tree *tree)
{
    int at = 0;
    bool python = !magic_at(shell, source, &at) && parser_next(shell->parser, &shell->session->run, source,
                                                               &at, READ_TYPED, true, tree) == PARSE_TREE;
    return python ? expression_of(tree) : NULL;
}

/* What a line comes to that is read as it stands. */
static Preview tell_line(Shell *shell, const Text *line, bool whole, Text *out)
{
    Session *s = shell->session;
    Preview told = PREVIEW_NOTHING;
    Tree tree;
    Findings found = { 0 };
    Source *source = source_new("<preview>", 1, text_get(line), (int)line->length);
    const Node *expression = read_expression(shell, source, &tree);
    if (expression && session_look(s, &tree, expression, LOOK_AT_SHAPES, &found)) {
        tell_result(s, &tree, expression, &found, out);
        told = out->length ? PREVIEW_RESULT : PREVIEW_NOTHING;
    } else if (expression && whole && is_misfit(s->run.error.class)) {
        text_add(out, s->run.error.text, strcspn(s->run.error.text, "\n"));
        told = PREVIEW_MISFIT;
    }
    findings_free(&found);
    run_forget_trial(&s->run);
    source_drop(source);
    return told;
}

/* Whether an operand or an argument is to come at the end of a line. */
static bool wants_more(const char *line)
{
    size_t end = strlen(line);
    while (end > 0 && line[end - 1] == ' ')
        end--;
    if (end < 2 || !strchr(",(+-*/@=", line[end - 1]))
        return false;
    unsigned char before = (unsigned char)line[end - 2];
    return line[end - 1] != '=' || before == '_' || isalnum(before);
}

/* What fits into the hole of a line that has one at its end: the first line of the answer to np.dot(Y, ?). */
static Preview tell_hole(Shell *shell, const Text *line, Text *out)
{
    Session *s = shell->session;
    Preview told = PREVIEW_NOTHING;
    Tree tree;
    Text fits = { 0 };
    Page page = shell_page(shell, shell->out);
    Source *source = source_new("<preview>", 1, text_get(line), (int)line->length);
    const Node *expression = read_expression(shell, source, &tree);
    const Node *hole = expression ? only_hole(expression) : NULL;
    if (hole && hole != expression && hole_told(s, &tree, expression, hole, &page, &fits)) {
        text_add(out, text_get(&fits), strcspn(text_get(&fits), "\n"));
        told = out->length ? PREVIEW_HOLE : PREVIEW_NOTHING;
    }
    run_forget_trial(&s->run);
    source_drop(source);
    text_free(&fits);
    return told;
}

Preview preview_line(Shell *shell, const char *line, Text *out)
{
    Session *s = shell->session;
    Run *run = &s->run;
    Text closed = { 0 }, open = { 0 };
    Preview told = PREVIEW_NOTHING;
    text_clear(out);
    if (close_brackets(line, &closed)) {
        ArenaMark mark = arena_mark(&run->scratch);
        Session before = *s;
        struct sigaction alarm;
        begin_patience(run, &alarm);
        run->warn = NULL;
        s->on_failure = NULL;
        s->watcher = NULL;
        told = tell_line(shell, &closed, closed.length == strlen(line), out);
        if (told == PREVIEW_NOTHING && wants_more(line) && !late) {
            text_printf(&open, "%s?%s", line, closed.at + strlen(line));
            told = tell_hole(shell, &open, out);
        }
        end_patience(&alarm);
        run->interrupt = before.run.interrupt;
        run->warn = before.run.warn;
        run->here = before.run.here;
        s->on_failure = before.on_failure;
        s->watcher = before.watcher;
        arena_give_back(&run->scratch, mark);
    }
    text_free(&closed);
    text_free(&open);
    return told;
}
