#include "run/shell.h"

#include "run/formats.h"
#include "run/help.h"
#include "run/magics.h"
#include "run/piped.h"
#include "run/report.h"
#include "run/teaching.h"
#include "run/timing.h"
#include "run/why.h"
#include "teach/origin.h"

#include "numeric/pool.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

/* Out keeps results up to this size, in bytes. */
enum { RESULT_MAX = 1 << 20 };

/* what the session remembers --------------------------------------------------------------------------------
 */

static Name underscore(int n)
{
    static Name names[4];
    if (!names[n])
        names[n] = name_of("___", n);
    return names[n];
}

/* The very same value, bit by bit. */
static bool is_same(Value a, Value b) { return a.tag == b.tag && a.dtype == b.dtype && a.i == b.i; }

/* Binds _ as Python's prompt does: unless the user has bound it. */
static bool bind_last(Shell *shell, Value v)
{
    Value bound = session_get(shell->session, underscore(1));
    if (bound.tag != V_ABSENT && !is_same(bound, shell->last))
        return false;
    session_set(shell->session, underscore(1), v);
    value_keep(v);
    value_drop(shell->last);
    shell->last = v;
    return true;
}

static bool is_small(Value v)
{
    return v.tag != V_ARRAY || tensor_size(v.tensor) * (int64_t)tensor_itemsize(v.tensor) <= RESULT_MAX;
}

/* Names remember what made them where explanations are at home: not in plain output. */
static bool remembers_origins(Shell *shell)
{
    if (shell->format != &format_tagged)
        return false;
    if (!shell->origins)
        shell->origins = origins_new();
    return true;
}

/* In a session: _ __ ___ and, if it is not large, _3 and Out[3]. */
static bool remember(Shell *shell, const Tree *tree, const Node *statement, Value v)
{
    Session *session = shell->session;
    Value previous = value_keep(shell->last), before = value_keep(session_get(session, underscore(2)));
    bool ours = bind_last(shell, v), origins = statement->kind == NODE_EXPRESSION && remembers_origins(shell);
    if (ours && origins)
        origins_note_name(shell->origins, session, underscore(1), tree, statement->kid);
    if (!shell->entry || !ours) {
        value_drop(previous);
        value_drop(before);
        return true;
    }
    session_set(session, underscore(3), before);
    session_set(session, underscore(2), previous);
    value_drop(previous);
    value_drop(before);
    if (!is_small(v))
        return true;
    char name[16];
    int length = snprintf(name, sizeof name, "_%d", shell->entry);
    session_set(session, name_of(name, length), v);
    if (origins)
        origins_note_name(shell->origins, session, name_of(name, length), tree, statement->kid);
    return dict_set(&session->run, shell->results, value_int(shell->entry), v);
}

static void forget_results(Shell *shell)
{
    if (shell->results)
        value_drop((Value){ .tag = V_DICT, .dict = shell->results });
    if (shell->inputs)
        value_drop((Value){ .tag = V_LIST, .list = shell->inputs });
    shell->results = NULL;
    shell->inputs = NULL;
}

void shell_begin_entry(Shell *shell, const char *text)
{
    Session *session = shell->session;
    if (!shell->inputs) {
        Value in = value_list_new(16), out = value_dict_new(), empty = value_cstr("");
        list_append(in.list, empty); /* In[0], so that In[1] is the first */
        value_drop(empty);
        session_set(session, name_of("In", 2), in);
        session_set(session, name_of("Out", 3), out);
        shell->inputs = in.list;
        shell->results = out.dict;
    }
    Value input = value_cstr(text);
    list_append(shell->inputs, input);
    value_drop(input);
    shell->entry++;
    report_forget(&shell->warned);
}

/* "Y: (1, 8) int64" after an assignment
 * ---------------------------------------------------------------------- */

/* Whether an expression takes elements of an array by an index. */
static bool takes_items(const Shell *shell, const Node *value)
{
    while (value && value->kind == NODE_PAREN)
        value = value->kid;
    return value && value->kind == NODE_INDEX && value->kid->kind == NODE_NAME &&
           session_get(shell->session, value->kid->name).tag == V_ARRAY;
}

/* Tells of one variable that a value was bound to (NULL: a part of one); *told is how many columns of the
 * line are written. */
static void tell_name(Shell *shell, Name name, const Node *value, int *told)
{
    Value v = session_get(shell->session, name);
    if (v.tag != V_ARRAY && !value_is_scalar(v))
        return;
    enum { INDENT = 3, GAP = 4 };
    FILE *out = shell->session->run.out;
    Text *text = &shell->text;
    text_clear(text);
    text_printf(text, "%s: ", name_text(name));
    tag_text(&shell->session->run, v, text);
    Name of = v.tag == V_ARRAY && v.tensor->base
                  ? session_sharing(shell->session, name, v.tensor, tensor_size(v.tensor))
                  : 0;
    if (of)
        text_printf(text, " view of %s", name_text(of));
    else if (v.tag == V_ARRAY && !v.tensor->base && takes_items(shell, value))
        text_puts(text, " copy");
    int columns = text_columns(text_get(text), text->length);
    bool first = *told == 0, fits = *told + GAP + columns <= shell_page(shell, shell->out).width;
    fprintf(out, "%s%*s%s",
            first  ? ink(shell->out, INK_DIM)
            : fits ? ""
                   : "\n",
            first || !fits ? INDENT : GAP, "", text_get(text));
    *told = columns + (first || !fits ? INDENT : *told + GAP);
}

static void tell_target(Shell *shell, const Node *target, const Node *value, int *told)
{
    if (target->kind == NODE_NAME)
        tell_name(shell, target->name, value, told);
    else if (target->kind == NODE_TUPLE || target->kind == NODE_LIST || target->kind == NODE_PAREN ||
             target->kind == NODE_STAR)
        for (const Node *kid = target->kid; kid; kid = kid->next)
            tell_target(shell, kid, NULL, told);
}

static void tell_assignment(Shell *shell, const Node *statement, int *told)
{
    if (statement->kind == NODE_ASSIGN)
        for (const Node *target = statement->kid; target->next; target = target->next)
            tell_target(shell, target, statement->kids == 2 ? target->next : NULL, told);
    else if (statement->kind == NODE_AUGMENTED || statement->kind == NODE_ANNOTATED)
        tell_target(shell, statement->kid, NULL, told);
}

/* Tells of the assignments from shell->told up to a statement (NULL: all that are left). */
static void tell_until(Shell *shell, const Node *end)
{
    if (!shell->interactive || shell->tags_off || shell->format != &format_tagged)
        return;
    int told = 0;
    for (; shell->told && shell->told != end; shell->told = shell->told->next)
        tell_assignment(shell, shell->told, &told);
    if (told)
        fprintf(shell->session->run.out, "%s\n", ink(shell->out, INK_PLAIN));
}

/* Tells of the assignments in the statements that end before a place. */
static void tell_before(Shell *shell, const Tree *tree, Span place)
{
    const Node *statement = shell->told;
    while (statement && statement->end <= place.start)
        statement = statement->next;
    if (place.source == tree->source)
        tell_until(shell, statement);
}

/* running ---------------------------------------------------------------------------------------------------
 */

static bool display(Session *session, const Tree *tree, const Node *statement, Value v)
{
    Shell *shell = session->owner;
    if (v.tag == V_NONE)
        return true;
    bool last = !statement->next;
    if (shell->interactive)
        tell_before(shell, tree, node_span(tree, statement));
    if (!remember(shell, tree, statement, v))
        return false;
    if (session->watcher) {
        notes_of_value(session, tree, statement, v);
        why_of_value(shell, tree, statement->kid);
    }
    report_notes(shell);
    if (shell->interactive && tree->semicolon && last)
        return true;
    return shell->format->value(shell, node_span(tree, statement), v);
}

/* Takes exit's status from SystemExit's argument, as Python does. */
static void leave_by_exit(Shell *shell)
{
    const Error *error = &shell->session->run.error;
    char *end;
    long status = strtol(error->text, &end, 10);
    shell->leave = true;
    shell->status = *error->text == 0 || strcmp(error->text, "None") == 0 ? 0
                    : *end                                                ? 1
                                                                          : (int)(status & 255);
    if (*end && *error->text && shell->status)
        fprintf(shell->session->run.err, "%s\n", error->text);
}

void shell_failed(Shell *shell)
{
    Run *run = &shell->session->run;
    if (class_is(run->error.class, SystemExit))
        leave_by_exit(shell);
    else {
        if (shell->echo && shell->format != &format_shapes)
            report_plain(shell); /* a transcript holds errors in their place */
        else
            shell->format->error(shell);
        shell->status = 1;
        shell->failed = shell->statements;
        shell->leave = shell->leave || shell->stop;
    }
    run_clear_error(run);
}

/* What %why can tell of when nothing went wrong: what was bound to a name last, beside what was shown. */
static void remember_assigned(Shell *shell, const Tree *tree)
{
    const Node *last = tree->root->kid;
    while (last && last->next)
        last = last->next;
    if (last && last->kind == NODE_ASSIGN && last->kids == 2)
        why_of_value(shell, tree, last->kid->next);
}

static bool run_tree(Shell *shell, const Tree *tree)
{
    const Node *first = tree->root->kid;
    shell->told = first;
    if (first && first->kind == NODE_HELP && !first->next)
        return help_on(shell, tree, first->kid, first->op == 2);
    if (has_hole(shell, tree))
        return teach_hole(shell, tree);
    bool notes = shell->format == &format_tagged && !shell->notes_off;
    shell->session->watcher = notes ? &notes_watcher : NULL;
    shell->session->watching = &shell->notes;
    if (notes)
        notes_of_text(shell->session, tree);
    shell->notes.origins = shell->origins;
    bool ran = session_run(shell->session, tree);
    const Explanation *why = ran ? NULL : why_of_error(shell);
    if (why && why->brief)
        notes_clear(&shell->notes); /* what is said under the error says it better */
    report_notes(shell);
    shell->noted = false;
    if (!ran) {
        tell_before(shell, tree, shell->session->run.error.span);
        return false;
    }
    tell_until(shell, NULL);
    if (remembers_origins(shell)) {
        origins_note(shell->origins, shell->session, tree);
        remember_assigned(shell, tree);
    }
    return true;
}

/* Errors are explained where the explanation is shown, or %why may ask for it. */
static bool explains(const Shell *shell)
{
    return shell->format == &format_tagged || shell->format == &format_bare;
}

bool shell_run(Shell *shell, const Statement *statement)
{
    Run *run = &shell->session->run;
    shell->session->on_failure = explains(shell) ? why_remember : NULL;
    shell->interrupted = 0;
    shell->statements++;
    shell->told = NULL;
    notes_clear(&shell->notes); /* their places are of a text that may be gone */
    const Tree *tree = &statement->tree;
    shell->statement = statement->magic ? statement->argument : node_span(tree, tree->root);
    run->here = shell->statement; /* what was here may be of a text that is gone */
    bool ran = statement->magic ? statement->magic->run(shell, statement) : run_tree(shell, tree);
    if (!ran)
        shell_failed(shell);
    arena_reset(&run->scratch);
    shell->statement = (Span){ 0 };
    return ran;
}

ParseResult shell_next(Shell *shell, Source *source, int *at, Reading reading, bool last, Statement *out)
{
    Run *run = &shell->session->run;
    *out = (Statement){ 0 };
    bool unfinished;
    if (explains(shell) && why_traceback_at(source, at, last, out, &unfinished))
        return unfinished ? PARSE_UNFINISHED : PARSE_TREE;
    out->magic = magic_at(shell, source, at);
    if (!out->magic)
        return parser_next(shell->parser, run, source, at, reading, last, &out->tree);
    *at += (int)strspn(source->text + *at, " \t");
    const char *newline = memchr(source->text + *at, '\n', (size_t)(source->length - *at));
    int end = newline ? (int)(newline - source->text) : source->length;
    out->argument = (Span){ source, *at, end };
    if (out->magic->takes == TIMED)
        *at += (int)timing_options(source->text + *at);
    if (out->magic->takes != RAW && *at < end && source->text[*at] != '\r')
        return parser_next(shell->parser, run, source, at, reading, last, &out->tree);
    *at = newline ? end + 1 : end;
    return PARSE_TREE;
}

/* Where shell_evaluate wants the value of its expression. */
static _Thread_local Value *wanted;

static bool capture(Session *session, const Tree *tree, const Node *statement, Value v)
{
    (void)session, (void)tree, (void)statement;
    *wanted = value_keep(v);
    return true;
}

bool shell_evaluate(Shell *shell, const Tree *tree, const Node *expression, Value *out)
{
    /* The expression alone, as the only statement of a line: the tree itself stays as it is. */
    Arena *arena = &tree->source->arena;
    Node *value = arena_alloc(arena, sizeof *value), *statement = arena_alloc(arena, sizeof *statement);
    Node *block = arena_alloc(arena, sizeof *block);
    *value = *expression;
    value->next = NULL;
    *statement = (Node){ .kind = NODE_EXPRESSION,
                         .kids = 1,
                         .kid = value,
                         .start = value->start,
                         .end = value->end,
                         .depth = value->depth };
    *block = *statement;
    block->kind = NODE_BLOCK;
    block->kid = statement;
    Tree line = { .source = tree->source, .root = block, .nodes = tree->nodes };
    Session *session = shell->session;
    bool (*display_before)(Session *, const Tree *, const Node *, Value) = session->display;
    *out = ABSENT;
    wanted = out;
    session->display = capture;
    bool evaluated = session_run(session, &line);
    session->display = display_before;
    return evaluated;
}

/* a shell ---------------------------------------------------------------------------------------------------
 */

/* The C stack must not grow past this: its limit, less what functions below the last check need. */
static const char *stack_limit(void)
{
    enum { RESERVE = 256 << 10, UNLIMITED = 64 << 20 };
    struct rlimit limit;
    size_t size = UNLIMITED;
    if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY && limit.rlim_cur < UNLIMITED)
        size = limit.rlim_cur;
    return (const char *)((uintptr_t)__builtin_frame_address(0) -
                          (size - (size > 2 * RESERVE ? RESERVE : size / 2)));
}

Shell *shell_new(const Format *format, ColorWhen color)
{
    Shell *shell = mem_zeroed(sizeof *shell);
    shell->session = session_new(stdout, stderr);
    shell->parser = parser_new();
    shell->format = format;
    shell->color = color;
    shell->rtol = shell->atol = -1;
    shell->out = style_of(stdout, color);
    shell->err = style_of(stderr, color);
    Session *session = shell->session;
    session->owner = shell;
    session->display = display;
    session->run.warn = report_warning;
    session->eval_limit = session->run.stack_limit = stack_limit();
    session->run.interrupt = &shell->interrupted;
    pool_stop_at(&shell->interrupted);
    return shell;
}

void shell_free(Shell *shell)
{
    pool_stop_at(NULL);
    value_drop(shell->last);
    origins_free(shell->origins);
    forget_results(shell);
    session_free(shell->session);
    parser_free(shell->parser);
    report_forget(&shell->warned);
    report_forget(&shell->told_notes);
    notes_clear(&shell->notes);
    why_forget(shell);
    text_free(&shell->text);
    piped_free(shell->piped);
    mem_free(shell);
}
