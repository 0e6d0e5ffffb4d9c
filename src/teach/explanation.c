#include "teach/explanation.h"

#include <string.h>

void explanation_clear(Explanation *e)
{
    source_drop(e->source);
    Arena arena = e->arena;
    arena_reset(&arena);
    *e = (Explanation){ .arena = arena };
}

bool explanation_is_of(const Explanation *e, const Error *error)
{
    return e->class && e->class == error->class && strcmp(e->text, error->text) == 0;
}

/* drawn ---------------------------------------------------------------------------------------------------
 */

/* "(1, 8)·(8, 1) -> (1, 1)", the arrow at a column. */
static void put_result(const Fix *fix, const Page *page, int arrow, Text *out)
{
    if (!*fix->result)
        return;
    page_puts(page, out, fix->shapes);
    text_pad(out, ' ', arrow - page_columns(page, fix->shapes));
    text_printf(out, "-> %s", fix->result);
}

static int larger(int a, int b) { return a > b ? a : b; }

/* Where something so wide begins: at a column, or where it must to fit. */
static int indented(int at, int columns, const Page *page, int least)
{
    return at + columns <= page->width ? at : larger(page->width - columns, least);
}

static void put_fixes(const Explanation *e, const Page *page, Text *out)
{
    enum { INDENT = 3, GAP = 3 };
    int code = 0, arrow = 0, result = 0, start = INDENT + (int)strlen(e->label) + GAP;
    for (int i = 0; i < e->fixes; i++) {
        code = larger(code, page_columns(page, e->fix[i].code));
        arrow = larger(arrow, page_columns(page, e->fix[i].shapes) + (*e->fix[i].shapes != 0));
        result = larger(result, 3 + page_columns(page, e->fix[i].result));
    }
    result += arrow;
    bool beside = start + code + GAP + result <= page->width;
    int at = beside ? start + code + GAP : indented(start + GAP, result, page, INDENT);
    for (int i = 0; i < e->fixes; i++) {
        const Fix *fix = &e->fix[i];
        text_pad(out, ' ', INDENT);
        page_cell(out, i ? "" : e->label, start - INDENT);
        Text under = { 0 };
        text_pad(&under, ' ', start + GAP);
        page_wrap(page, out, fix->code, text_get(&under)); /* in a narrow window it is broken between words */
        text_free(&under);
        if (!beside && *fix->result)
            text_char(out, '\n');
        text_pad(out, ' ', at - page_column(out));
        put_result(fix, page, arrow, out);
        int columns = fix->remark ? page_columns(page, fix->remark) : 0;
        bool fits = at + result + GAP + columns <= page->width;
        if (fix->remark && !fits) {
            text_char(out, '\n');
            text_pad(out, ' ',
                     at + columns <= page->width ? at : indented(start + GAP, columns, page, INDENT));
        } else if (fix->remark)
            text_pad(out, ' ', at + result + GAP - page_column(out));
        if (fix->remark)
            page_puts(page, out, fix->remark);
        while (out->length && out->at[out->length - 1] == ' ')
            out->length--;
        text_char(out, '\n');
    }
}

void explanation_full(const Explanation *e, const Page *page, Text *out)
{
    diagram_draw(&e->diagram, page, out);
    if (e->needs) {
        text_puts(out, "   holds only if ");
        page_puts(page, out, e->needs);
        text_char(out, '\n');
    }
    if (e->fixes && e->diagram.kind != NO_DIAGRAM)
        text_char(out, '\n');
    if (e->fixes)
        put_fixes(e, page, out);
}

/* in one line ---------------------------------------------------------------------------------------------
 */

void explanation_brief(const Explanation *e, const Page *page, int column, int indent, Text *out)
{
    Text part[3] = { 0 };
    int parts = 0;
    if (e->shapes_told) {
        int shapes = 0;
        for (int i = 0; i < e->marks; i++)
            if (e->mark[i].shape)
                text_printf(&part[0], "%s%s", shapes++ ? e->sign ? e->sign : ", " : "", e->mark[i].shape);
        if (part[0].length && e->brief)
            text_puts(&part[0], ": ");
    }
    if (e->brief)
        text_puts(&part[0], e->brief);
    parts += part[0].length != 0;
    if (e->needs)
        text_printf(&part[parts++], "holds only if %s", e->needs);
    if (e->fixes) {
        text_printf(&part[parts], "%s: %s", e->label, e->fix[0].code);
        if (*e->fix[0].result)
            text_printf(&part[parts], " -> %s", e->fix[0].result);
        parts++;
    }
    for (int i = 0; i < parts; i++) {
        Text *text = &part[i];
        bool more = i + 1 < parts && !strchr("?:", text->at[text->length - 1]);
        int columns = page_columns(page, text_get(text)) + more, gap = i ? 1 : 3;
        if (column + gap + columns <= page->width) {
            text_pad(out, ' ', gap);
            page_puts(page, out, text_get(text));
            text_puts(out, more ? "." : "");
            column += gap + columns;
            continue;
        }
        text_char(out, '\n');
        text_puts(text, more ? "." : "");
        bool one_line = e->fixes && i == parts - 1 && indent + columns <= page->width;
        for (char *at = text->at; one_line && *at; at++)
            *at = *at == ' ' ? PAGE_SPACE : *at; /* code stays on one line, if there is room for it */
        size_t from = out->length;
        page_paragraph(page, out, indent, text_get(text));
        out->length--;
        const char *last = out->at + out->length;
        while (last > out->at + from && last[-1] != '\n')
            last--;
        column = text_columns(last, (size_t)(out->at + out->length - last));
    }
    text_char(out, '\n');
    for (int i = 0; i < 3; i++)
        text_free(&part[i]);
}

/* told ----------------------------------------------------------------------------------------------------
 */

/* "(1, 8)" as "1 by 8"; other texts as they are. */
static void put_spoken(Text *out, const char *shape)
{
    size_t length = strcspn(shape, ")");
    if (*shape != '(' || !shape[length]) {
        text_puts(out, shape);
        return;
    }
    if (length == 1)
        text_puts(out, "of a single number");
    for (const char *at = shape + 1; at < shape + length; at++)
        if (*at == ',')
            text_puts(out, at[1] == ')' ? "" : " by");
        else
            text_char(out, *at);
    text_puts(out, shape + length + 1);
}

void explanation_narrate(const Explanation *e, const Page *page, bool all, Text *out)
{
    Text text = { 0 };
    int shapes = 0;
    if (e->place.source && e->shapes_told) {
        text_printf(&text, "In %.*s", e->place.end - e->place.start, e->place.source->text + e->place.start);
        for (int i = 0; i < e->marks; i++) {
            const Mark *mark = &e->mark[i];
            if (!mark->shape)
                continue;
            text_printf(&text, ", %s%.*s has shape ",
                        e->diagram.kind != PRODUCT ? ""
                        : shapes                   ? "right operand "
                                                   : "left operand ",
                        mark->span.end - mark->span.start, mark->span.source->text + mark->span.start);
            put_spoken(&text, mark->shape);
            shapes++;
        }
        text_char(&text, '.');
        for (size_t i = 0; i < text.length; i++)
            text.at[i] = text.at[i] == '\n' ? ' ' : text.at[i];
        if (shapes)
            page_paragraph(page, out, 0, text.at);
        text_clear(&text);
    }
    const char *said = e->diagram.sentence ? e->diagram.sentence : e->brief;
    if (said) {
        text_puts(&text, said);
        if (text.at[text.length - 1] != '.')
            text_char(&text, '.');
        page_paragraph(page, out, 0, text.at);
        text_clear(&text);
    }
    if (e->needs) {
        text_printf(&text, "It holds only if %s.", e->needs);
        page_paragraph(page, out, 0, text.at);
    }
    for (int i = 0; i < e->fixes && (all || i == 0); i++) {
        static const char *const nth[] = { "First", "Second", "Third" };
        text_clear(&text);
        text_printf(&text, "%s fix: %s", nth[i], e->fix[i].code);
        if (*e->fix[i].result) {
            text_puts(&text, e->fix[i].result[0] == '(' ? ", result shape " : ", result ");
            put_spoken(&text, e->fix[i].result);
        }
        if (e->fix[i].remark)
            text_printf(&text, ", %s", e->fix[i].remark);
        text_char(&text, '.');
        if (!all && e->fixes > 1)
            text_printf(&text, " %s more: type why.", e->fixes == 3 ? "Two" : "One");
        page_paragraph(page, out, 0, text.at);
    }
    text_free(&text);
}
