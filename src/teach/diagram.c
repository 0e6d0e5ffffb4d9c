#include "teach/diagram.h"

#include <string.h>

enum { INDENT = 3, GAP = 3, LABEL = 24 };

static int columns_of(const Text *text, size_t from)
{
    return text_columns(text_get(text) + from, text->length - from);
}

/* The column of the middle of a size within its shape's text. */
static int column_of(const DiagramRow *row, int axis)
{
    int column = 1;
    for (int i = 0; i < axis; i++)
        column += text_columns(row->size[i], strlen(row->size[i])) + 2;
    return column + (text_columns(row->size[axis], strlen(row->size[axis])) - 1) / 2;
}

/* The sentence after the line that began at `from`, if it fits there; else on lines of its own afterwards. */
static bool put_beside(const Diagram *diagram, const Page *page, Text *out, size_t from)
{
    enum { SPACE = 4 };
    if (!diagram->sentence ||
        columns_of(out, from) + SPACE + page_columns(page, diagram->sentence) > page->width)
        return false;
    text_pad(out, ' ', SPACE);
    page_puts(page, out, diagram->sentence);
    return true;
}

static void draw_product(const Diagram *diagram, const Page *page, Text *out)
{
    const DiagramRow *left = &diagram->row[0], *right = &diagram->row[1];
    size_t from = out->length;
    int sign = page_columns(page, diagram->sign);
    text_pad(out, ' ', INDENT);
    if (page_columns(page, left->label) + page_columns(page, right->label) + (int)strlen(left->shape) +
            (int)strlen(right->shape) + 2 * sign + INDENT + GAP + 4 <=
        page->width) {
        page_puts(page, out, left->label);
        text_char(out, ' ');
        page_puts(page, out, diagram->sign);
        text_char(out, ' ');
        page_puts(page, out, right->label);
        text_pad(out, ' ', GAP);
    }
    int first = columns_of(out, from);
    text_puts(out, left->shape);
    text_char(out, ' ');
    page_puts(page, out, diagram->sign);
    text_char(out, ' ');
    int second = columns_of(out, from);
    text_puts(out, right->shape);
    bool beside = put_beside(diagram, page, out, from);
    text_char(out, '\n');
    first += column_of(left, diagram->meets[0]);
    second += column_of(right, diagram->meets[1]);
    const char *unequal = page_or(page, "≠", "!="), *line = page_or(page, "─", "-");
    int inside = second - first - 1, middle = page_columns(page, unequal) + 2,
        before = (inside - middle + 1) / 2;
    text_pad(out, ' ', first);
    text_puts(out, page_or(page, "└", "+"));
    for (int i = 0; i < before; i++)
        text_puts(out, line);
    text_printf(out, " %s ", unequal);
    for (int i = before + middle; i < inside; i++)
        text_puts(out, line);
    text_printf(out, "%s\n", page_or(page, "┘", "+"));
    if (!beside && diagram->sentence)
        page_paragraph(page, out, INDENT, diagram->sentence);
}

static void draw_axes(const Diagram *diagram, const Page *page, Text *out)
{
    int columns = 0, wide = 1, label = 0;
    for (int i = 0; i < diagram->rows; i++) {
        const DiagramRow *row = &diagram->row[i];
        int own = page_columns(page, row->label);
        label = own > label ? own : label;
        columns = row->axes > columns ? row->axes : columns;
        for (int k = 0; k < row->axes; k++) {
            own = text_columns(row->size[k], strlen(row->size[k]));
            wide = own > wide ? own : wide;
        }
    }
    label = label > LABEL ? LABEL : label;
    bool said = false;
    for (int i = 0; i < diagram->rows; i++) {
        const DiagramRow *row = &diagram->row[i];
        size_t from = out->length;
        text_pad(out, ' ', INDENT);
        page_cut(page, out, row->label, label);
        text_pad(out, ' ', INDENT + label + 1 - columns_of(out, from));
        for (int k = 0; k < columns; k++) {
            int axis = diagram->from_left ? k : k - (columns - row->axes);
            const char *size = axis >= 0 && axis < row->axes ? row->size[axis] : page_or(page, "·", ".");
            text_pad(out, ' ', 2 + wide - text_columns(size, strlen(size)));
            text_puts(out, size);
        }
        if (i == diagram->rows - 1)
            said = put_beside(diagram, page, out, from);
        text_char(out, '\n');
    }
    const char *unequal = page_or(page, "≠", "!=");
    int at = 0;
    for (int k = 0; k < columns; k++) {
        int from_end = columns - 1 - k, start = INDENT + label + 1 + (k + 1) * (2 + wide);
        if (!diagram->bad[diagram->from_left ? k : from_end])
            continue;
        text_pad(out, ' ', start - page_columns(page, unequal) - at);
        text_puts(out, unequal);
        at = start;
    }
    if (at)
        text_char(out, '\n');
    if (!said && diagram->sentence)
        page_paragraph(page, out, INDENT, diagram->sentence);
}

void diagram_draw(const Diagram *diagram, const Page *page, Text *out)
{
    if (!page->narrate && diagram->kind == PRODUCT)
        draw_product(diagram, page, out);
    else if (!page->narrate && diagram->kind == AXES)
        draw_axes(diagram, page, out);
    else if (diagram->sentence)
        page_paragraph(page, out, page->narrate ? 0 : INDENT, diagram->sentence);
}
