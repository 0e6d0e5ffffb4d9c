#include "run/why.h"

#include "run/magics.h"
#include "run/teaching.h"
#include "teach/advice.h"
#include "teach/foreign.h"

#include <string.h>

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
    bool known = shell->why && explanation_is_of(shell->why, &shell->session->run.error);
    return known ? shell->why : NULL;
}

void why_forget(Shell *shell)
{
    if (!shell->why)
        return;
    explanation_clear(shell->why);
    arena_free(&shell->why->arena);
    mem_free(shell->why);
    shell->why = NULL;
}

bool teach_why(Shell *shell, const Statement *statement)
{
    (void)statement;
    FILE *out = shell->session->run.out;
    const Explanation *why = shell->why;
    Page page = shell_page(shell, shell->out);
    text_clear(&shell->text);
    if (!why || !why->class || !why->shown)
        text_puts(&shell->text, "   nothing more is known; this is about the last error\n");
    else if (page.narrate)
        explanation_narrate(why, &page, true, &shell->text);
    else
        explanation_full(why, &page, &shell->text);
    if (why && why->more && shell->text.length)
        text_char(&shell->text, '\n');
    if (why && why->more)
        page_paragraph(&page, &shell->text, page.narrate ? 0 : 3, why->more);
    if (!shell->text.length)
        text_puts(&shell->text, "   nothing more is known of the last error\n");
    fputs(text_get(&shell->text), out);
    return true;
}

void why_of_traceback(Shell *shell, const char *text, int length)
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
    if (known && page.narrate)
        explanation_narrate(shell->why, &page, true, out);
    else if (known)
        explanation_full(shell->why, &page, out);
    else
        page_paragraph(
            &page, out, page.narrate ? 0 : 3,
            line ? "this line alone does not tell what its names were; paste the lines that made them"
                 : "the traceback shows no line of code");
    fputs(text_get(out), shell->session->run.out);
}

bool why_of_text(Shell *shell, const char *text, size_t length)
{
    static const char head[] = "Traceback (most recent call last):";
    const char *end = text + length;
    int count = 0;
    for (const char *at = text; (at = strstr(at, head)); count++) {
        bool unfinished;
        int size = traceback_length(at, &unfinished);
        if (count)
            fputc('\n', shell->session->run.out);
        why_of_traceback(shell, at, size ? size : (int)(end - at));
        at += size ? size : (int)strlen(head);
    }
    return count > 0;
}

static bool run_traceback(Shell *shell, const Statement *statement)
{
    Span span = statement->argument;
    why_of_traceback(shell, span.source->text + span.start, span.end - span.start);
    return true;
}

static const Magic magic_traceback = { "Traceback", RAW, "", "", run_traceback };

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
