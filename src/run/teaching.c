#include "run/teaching.h"

#include "run/formats.h"
#include "run/magics.h"
#include "run/why.h"
#include "teach/cells.h"
#include "teach/compare.h"
#include "teach/explain.h"
#include "teach/hole.h"
#include "teach/stretch.h"

#include <string.h>

Page shell_page(const Shell *shell, Style style)
{
    return (
        Page){ .width = style.width < 80 ? style.width : 80, .utf8 = style.utf8, .narrate = shell->narrate };
}

/* The expression that a command was given; NULL (an error) if it was given something else, or nothing. */
static const Node *given_expression(Shell *shell, const Statement *statement)
{
    const Node *root = statement->tree.root, *first = root ? root->kid : NULL;
    if (first && first->kind == NODE_EXPRESSION && !first->next)
        return first->kid;
    Run *run = &shell->session->run;
    run->here = statement->argument;
    fail(run, ValueError, "usage: %%%s %s", statement->magic->name, statement->magic->params);
    return NULL;
}

bool teach_shapes(Shell *shell, const Statement *statement)
{
    const Node *expression = given_expression(shell, statement);
    if (!expression)
        return false;
    Session *session = shell->session;
    Findings found;
    bool ok = session_look(session, &statement->tree, expression, LOOK_AT_SHAPES, &found);
    if (ok) {
        Value v = finding(&found, expression);
        text_clear(&shell->text);
        if (v.tag == V_UNKNOWN)
            text_char(&shell->text, '?');
        else if (!tag_text(&session->run, v, &shell->text))
            text_puts(&shell->text, value_type_name(v));
        fprintf(session->run.out, "%s\n", text_get(&shell->text));
        why_is_told(shell, statement->magic->name);
    }
    findings_free(&found);
    return ok;
}

/* Shows an explanation: its lines, indented by three. */
static void show_page(Shell *shell, const Text *text)
{
    FILE *out = shell->session->run.out;
    for (const char *line = text_get(text); *line;) {
        size_t length = strcspn(line, "\n");
        fprintf(out, "%s%.*s\n", length ? "   " : "", (int)length, line);
        line += length + (line[length] == '\n');
    }
}

static Page indented_page(const Shell *shell)
{
    Page page = shell_page(shell, shell->out);
    page.width -= 3;
    return page;
}

/* Looks at the expression that a command was given and shows what is said of it; false: there is nothing to
 * say, an error tells why. */
static bool say_of(Shell *shell, const Statement *statement,
                   bool (*say)(Session *, const Findings *, const Node *, const Page *, Text *))
{
    const Node *expression = given_expression(shell, statement);
    if (!expression)
        return false;
    Page page = indented_page(shell);
    Findings found;
    Text text = { 0 };
    bool ok = session_look(shell->session, &statement->tree, expression, LOOK_AND_TELL, &found) &&
              say(shell->session, &found, expression, &page, &text);
    if (ok) {
        show_page(shell, &text);
        why_is_told(shell, statement->magic->name);
    }
    findings_free(&found);
    text_free(&text);
    return ok;
}

bool teach_compare(Shell *shell, const Statement *statement)
{
    Session *session = shell->session;
    const Node *pair = given_expression(shell, statement);
    if (!pair)
        return false;
    while (pair->kind == NODE_PAREN)
        pair = pair->kid;
    if (pair->kind != NODE_TUPLE || pair->kids != 2) {
        session->run.here = statement->argument;
        return fail(&session->run, ValueError, "usage: %%%s %s", statement->magic->name,
                    statement->magic->params);
    }
    Page page = indented_page(shell);
    Verdict verdict;
    Text text = { 0 };
    bool ok = compare(session, shell->origins, &page, (Tolerance){ shell->rtol, shell->atol },
                      &statement->tree, pair->kid, pair->kid->next, &text, &verdict);
    if (ok) {
        show_page(shell, &text);
        why_is_told(shell, statement->magic->name);
        if (verdict.differ && !shell->interactive)
            shell->status = 1;
    }
    text_free(&text);
    return ok;
}

static bool explain(Session *session, const Findings *found, const Node *expression, const Page *page,
                    Text *out)
{
    if (cell_drawn(session, found, expression, page, out))
        return true;
    explain_tree(session, found, expression, page, out);
    Text table = { 0 };
    if (cells_drawn(session, found, expression, page, &table))
        text_printf(out, "\n%s", text_get(&table));
    text_free(&table);
    return true;
}

bool teach_explain(Shell *shell, const Statement *statement) { return say_of(shell, statement, explain); }

static bool broadcast(Session *session, const Findings *found, const Node *expression, const Page *page,
                      Text *out)
{
    session->run.here = node_span(found->tree, expression);
    return stretch_drawn(session, found, expression, page, out) ||
           fail(&session->run, ValueError, "nothing here works element by element on two operands");
}

bool teach_broadcast(Shell *shell, const Statement *statement) { return say_of(shell, statement, broadcast); }

static const Node *hole_of(const Tree *tree)
{
    const Node *first = tree->root->kid;
    return first && first->kind == NODE_EXPRESSION && !first->next ? only_hole(first->kid) : NULL;
}

bool has_hole(const Shell *shell, const Tree *tree)
{
    bool shown = shell->format == &format_tagged || shell->format == &format_bare || shell->echo;
    return shown && hole_of(tree) != NULL;
}

bool teach_hole(Shell *shell, const Tree *tree)
{
    Page page = indented_page(shell);
    Text text = { 0 };
    bool ok = hole_told(shell->session, tree, tree->root->kid->kid, hole_of(tree), &page, &text);
    if (ok)
        why_is_told(shell, "the hole");
    show_page(shell, &text);
    text_free(&text);
    return ok;
}
