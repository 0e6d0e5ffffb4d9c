#include "run/why.h"

#include "run/help.h"
#include "run/magics.h"
#include "run/teaching.h"
#include "teach/advice.h"
#include "teach/callee.h"
#include "teach/foreign.h"
#include "teach/steps.h"

#include <string.h>

/* What %why tells of beside the last error: whichever was later, unless that was the error. */
typedef struct Happened {
    Notes notes;   /* that were told last */
    long notes_of; /* the number of their statement */
    Tree tree;     /* of the last value, its source counted; source NULL: there is none */
    const Node *value;
    long value_of;       /* the number of its statement */
    long told_of;        /* of the last command that said all there is to say, … */
    const char *told_by; /* … and its name */
} Happened;

static Happened *happened(Shell *shell)
{
    if (!shell->happened)
        shell->happened = mem_zeroed(sizeof *shell->happened);
    return shell->happened;
}

void why_of_notes(Shell *shell)
{
    Notes *notes = &shell->notes, *kept;
    if (notes->count) {
        Happened *h = happened(shell);
        kept = &h->notes;
        if (h->notes_of != shell->statements)
            notes_clear(kept);
        h->notes_of = shell->statements;
        for (int i = 0; i < notes->count && kept->count < NOTES_AT_MOST; i++) {
            kept->at[kept->count++] = notes->at[i];
            notes->at[i] = (Noted){ 0 };
        }
    }
    notes_clear(notes);
}

void why_of_value(Shell *shell, const Tree *tree, const Node *expression)
{
    Happened *h = happened(shell);
    source_drop(h->tree.source);
    h->tree = *tree;
    source_keep(tree->source);
    h->value = expression;
    h->value_of = shell->statements;
}

void why_is_told(Shell *shell, const char *by)
{
    happened(shell)->told_of = shell->statements;
    happened(shell)->told_by = by;
}

/* An error that passes through several calls is told by each of them: the innermost knows best. */
void why_remember(Session *session, const Failure *failure)
{
    Shell *shell = session->owner;
    if (!shell->why)
        shell->why = mem_zeroed(sizeof *shell->why);
    if (!shell->why->shown && explanation_is_of(shell->why, &session->run.error))
        return;
    explain_failure(session, failure, shell->why);
}

const Explanation *why_of_error(const Shell *shell)
{
    bool known =
        shell->why && !shell->why->shown && explanation_is_of(shell->why, &shell->session->run.error);
    return known ? shell->why : NULL;
}

void why_forget(Shell *shell)
{
    if (shell->happened) {
        notes_clear(&shell->happened->notes);
        source_drop(shell->happened->tree.source);
        mem_free(shell->happened);
        shell->happened = NULL;
    }
    if (!shell->why)
        return;
    explanation_clear(shell->why);
    arena_free(&shell->why->arena);
    mem_free(shell->why);
    shell->why = NULL;
}

static void put_explanation(const Explanation *why, const Page *page, Text *out)
{
    size_t before = out->length;
    if (page->narrate)
        explanation_narrate(why, page, true, out);
    else
        explanation_full(why, page, out);
    const char *more = why->more ? why->more : why->class ? class_meaning(why->class) : NULL;
    if (more && out->length > before)
        text_char(out, '\n');
    if (more)
        page_paragraph(page, out, page->narrate ? 0 : 3, more);
}

static void put_notes(Shell *shell, Notes *notes, const Page *page, Text *out)
{
    Explanation about = { 0 };
    for (int i = 0; i < notes->count; i++) {
        note_explained(shell->session, &notes->at[i], &about);
        if (i && about.more && notes->at[i - 1].more && !strcmp(about.more, notes->at[i - 1].more))
            about.more = NULL; /* it was said of the one before */
        text_puts(out, i ? "\n" : "");
        put_explanation(&about, page, out);
    }
    explanation_clear(&about);
    arena_free(&about.arena);
}

/* What a value's own operation does to its operands: "* is element by element; the matrix product is @". */
static void put_step(Shell *shell, const Happened *h, const Page *page, Text *out)
{
    Session *session = shell->session;
    const Node *node = node_bare(h->value);
    Findings found;
    Said said = { 0 };
    if (session_look(session, &h->tree, node, LOOK_AT_VALUES, &found))
        step_says(session, &found, node, page, &said);
    run_clear_error(&session->run);
    findings_free(&found);
    if (said.telling) {
        Text words = { 0 };
        text_printf(&words, "%s: %s", source_text(&session->run, &h->tree, node), text_get(&said.text));
        page_paragraph(page, out, page->narrate ? 0 : 3, text_get(&words));
        text_free(&words);
    }
    text_free(&said.text);
}

static void hear_warning(Run *run, const Class *class, const char *text)
{
    (void)class;
    notes_warned(run->session->watching, text);
}

/* What there is to tell of the last value: notes on large arrays, too, at which nobody looked unasked, and
 * what the operation is. It is evaluated once more, so it must be the same again. */
static void put_value(Shell *shell, Happened *h, const Page *page, Text *out)
{
    Session *session = shell->session;
    Run *run = &session->run;
    Findings shapes;
    session_look(session, &h->tree, h->value, LOOK_AT_SHAPES, &shapes);
    run_clear_error(run);
    bool again = node_is_pure(session, &shapes, h->value);
    findings_free(&shapes);
    if (!again)
        return;
    Notes asked = { .thorough = true, .origins = shell->origins };
    void (*report)(Run *, const Class *, const char *) = run->warn;
    Value value;
    run->warn = hear_warning; /* they were shown before */
    session->watcher = &notes_thorough_watcher;
    session->watching = &asked;
    if (shell_evaluate(shell, &h->tree, h->value, &value))
        value_drop(value);
    run_clear_error(run);
    session->watcher = NULL;
    session->watching = &shell->notes;
    put_notes(shell, &asked, page, out);
    notes_clear(&asked);
    if (!out->length && node_parent(&h->tree, h->value)->kind == NODE_EXPRESSION)
        put_step(shell, h, page, out);
    run->warn = report;
}

/* The statement that %why is asked about: the last of those of which it can tell. */
static long latest(const Shell *shell)
{
    const Happened *h = shell->happened;
    long last = shell->failed;
    last = h->notes_of > last ? h->notes_of : last;
    last = h->value_of > last ? h->value_of : last;
    return h->told_of > last ? h->told_of : last;
}

bool teach_why(Shell *shell, const Statement *statement)
{
    const Node *asked = statement->tree.root ? statement->tree.root->kid : NULL;
    if (asked && asked->kind == NODE_EXPRESSION && !asked->next)
        return help_on(shell, &statement->tree, asked->kid, false);
    const Explanation *why = shell->why;
    Happened *h = happened(shell);
    Page page = shell_page(shell, shell->out);
    Text text = { 0 }, said = { 0 };
    long last = latest(shell);
    if (h->value_of > shell->failed && h->value_of > h->notes_of)
        put_value(shell, h, &page, &said);
    long of = last; /* what is said of a value names it */
    if (said.length == 0 && h->notes_of > shell->failed) {
        put_notes(shell, &h->notes, &page, &said);
        of = h->notes_of;
    } else if (said.length == 0 && why && why->class && why->shown) {
        put_explanation(why, &page, &said);
        of = shell->failed;
    }
    const char *meaning = shell->failed && shell->failure ? class_meaning(shell->failure) : NULL;
    if (!said.length && meaning) {
        page_paragraph(&page, &said, page.narrate ? 0 : 3, meaning);
        of = shell->failed;
    }
    if (said.length && of != last) /* it is about something before that */
        page_paragraph(&page, &text, page.narrate ? 0 : 3,
                       run_text(&shell->session->run, "%s; the last %s before it:",
                                h->told_of == last
                                    ? run_text(&shell->session->run, "%s said all there is", h->told_by)
                                    : "nothing more is known of the last value",
                                of == shell->failed ? "error" : "note"));
    text_puts(&text, text_get(&said));
    text_free(&said);
    if (!text.length && h->told_of == last && last)
        text_printf(&text, "   nothing more is known: %s said all there is\n", h->told_by);
    else if (!text.length)
        text_puts(&text, shell->failed ? "   nothing more is known of the last error\n"
                                       : "   nothing more is known; this is about the last error or note\n");
    fputs(text_get(&text), shell->session->run.out);
    text_free(&text);
    return true;
}

/* Explains the error that a traceback of Python's ends in. */
static void why_of_traceback(Shell *shell, const char *text, int length)
{
    if (!shell->why)
        shell->why = mem_zeroed(sizeof *shell->why);
    const char *error, *line;
    bool known = explain_traceback(text, length, shell->why, &error, &line);
    shell->why->shown = known;
    Page page = shell_page(shell, shell->out);
    Text *out = &shell->text;
    text_clear(out);
    text_printf(out, "%s\n", error);
    if (line && !page.narrate)
        text_printf(out, "\n   %s\n", line);
    else if (!line && known && !class_is(shell->why->class, AttributeError) &&
             !class_is(shell->why->class, NameError))
        page_paragraph(&page, out, page.narrate ? 0 : 3,
                       "the traceback shows no line of code: A and B stand for the operands");
    if (known && page.narrate)
        explanation_narrate(shell->why, &page, true, out);
    else if (known && (shell->why->brief || shell->why->fixes || shell->why->diagram.kind != NO_DIAGRAM))
        explanation_full(shell->why, &page, out);
    else if (known)
        page_paragraph(&page, out, 3, class_meaning(shell->why->class));
    else
        page_paragraph(
            &page, out, page.narrate ? 0 : 3,
            line ? "this line alone does not tell what its names were; paste the lines that made them"
                 : "the traceback shows no line of code");
    fputs(text_get(out), shell->session->run.out);
}

bool why_of_text(Shell *shell, const char *text, size_t length)
{
#define CLASS_LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_."
    static const char head[] = "Traceback (most recent call last)";
    const char *end = text + length;
    int count = 0;
    for (const char *at = text, *found; (found = strstr(at, head)); count++) {
        bool unfinished;
        at = found;
        while (found[strlen(head)] != ':' && at > text && at[-1] != '\n')
            at--; /* in IPython's the class stands before it */
        int size = traceback_length(at, &unfinished);
        if (count)
            fputc('\n', shell->session->run.out);
        why_of_traceback(shell, at, size ? size : (int)(end - at));
        at = size ? at + size : found + strlen(head);
    }
    size_t line = strcspn(text, "\n"), class = strspn(text, CLASS_LETTERS);
    if (count == 0 && class > 5 && text[class] == ':' && !strncmp(text + class - 5, "Error", 5)) {
        Text alone = { 0 }; /* the last line of one */
        text_printf(&alone, "%s\n%.*s\n", head, (int)line, text);
        why_of_traceback(shell, text_get(&alone), (int)alone.length);
        text_free(&alone);
        count++;
    }
    return count > 0;
}

static bool run_traceback(Shell *shell, const Statement *statement)
{
    Span span = statement->argument;
    why_of_traceback(shell, span.source->text + span.start, span.end - span.start);
    return true;
}

static const Magic magic_traceback = { "Traceback", RAW, "", "", "", run_traceback };

bool why_traceback_at(const Source *source, int *at, bool last, Statement *out, bool *unfinished)
{
    int length = traceback_length(source->text + *at, unfinished);
    *unfinished &= !last;
    if (!length && !*unfinished)
        return false;
    out->magic = &magic_traceback;
    out->argument = (Span){ (Source *)source, *at, *at + length };
    *at += *unfinished ? 0 : length;
    return true;
}
