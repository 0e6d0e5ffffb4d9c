#include "run/why.h"

#include "run/magics.h"
#include "run/teaching.h"
#include "teach/advice.h"

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
        text_puts(&shell->text, "   nothing to explain yet: this is about the last error\n");
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
