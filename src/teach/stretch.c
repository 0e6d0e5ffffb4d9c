#include "teach/stretch.h"

#include "teach/grid.h"
#include "tensor/show.h"
#include "tensor/symbol.h"

#include <string.h>

enum { DRAWN_MAX = 6 /* operands */ };

/* A call, what it came to, and its operands that are arrays. */
typedef struct Meeting {
    Session *session;
    Run *run;
    const Page *page;
    const Node *node;
    Tensor *result;
    int operands;
    Tensor *operand[DRAWN_MAX];
    const char *name[DRAWN_MAX];
} Meeting;

static void meeting_end(Meeting *m)
{
    for (int i = 0; i < m->operands; i++)
        tensor_drop(m->operand[i]);
    tensor_drop(m->result);
}

/* False: the node does not work element by element. */
static bool meeting_begin(Meeting *m, Session *s, const Findings *found, const Node *node, const Page *page)
{
    Called called;
    *m = (Meeting){ .session = s, .run = &s->run, .page = page, .node = node };
    Value v = finding(found, node);
    if (!node_called(s, found, node, &called) || !called.row || !called.row->loops || called.operands < 2 ||
        !(v.tag == V_ARRAY || value_is_scalar(v)))
        return false;
    m->result = array_of(s, found, node);
    for (int i = 0; i < called.operands && i < called.row->nin && m->operands < DRAWN_MAX; i++) {
        Tensor *t = array_of(s, found, called.operand[i]);
        if (!t)
            continue;
        m->operand[m->operands] = t;
        m->name[m->operands++] = source_text(m->run, found->tree, called.operand[i]);
    }
    return true;
}

static bool stretches(const Meeting *m)
{
    for (int i = 0; i < m->operands; i++)
        if (m->operand[i]->ndim &&
            !shape_equal(m->operand[i]->ndim, m->operand[i]->dim, m->result->ndim, m->result->dim))
            return true;
    return false;
}

/* The first node, what stands further out before what stands further in, that (`must`) stretches an operand.
 */
static const Node *find_meeting(Session *s, const Findings *found, const Node *node, const Page *page,
                                bool must)
{
    Meeting m;
    bool met = meeting_begin(&m, s, found, node, page);
    bool wanted = met && (!must || stretches(&m));
    meeting_end(&m);
    if (wanted)
        return node;
    for (const Node *kid = node->kid; kid; kid = kid->next) {
        const Node *inner = find_meeting(s, found, kid, page, must);
        if (inner)
            return inner;
    }
    return NULL;
}

static const char *size_text(const Meeting *m, int64_t size)
{
    Text text = { 0 };
    size_spell(m->run, size, &text);
    const char *kept = run_text(m->run, "%s", text_get(&text));
    text_free(&text);
    return kept;
}

/* Along which axes of the result an operand is repeated. */
static bool is_repeated(const Meeting *m, int i, int axis)
{
    const Tensor *t = m->operand[i];
    int own = axis - (m->result->ndim - t->ndim);
    return own < 0 || t->dim[own] != m->result->dim[axis];
}

/* "gets axis 0, repeated 3 times; axis 2 repeated 4 times" */
static const char *told(const Meeting *m, int i)
{
    Text text = { 0 };
    const Tensor *t = m->operand[i];
    if (t->ndim == 0 && m->result->ndim)
        return run_text(m->run, "a scalar: it meets all %s", size_text(m, tensor_size(m->result)));
    for (int axis = 0; axis < m->result->ndim; axis++) {
        int64_t size = m->result->dim[axis];
        bool new = axis < m->result->ndim - t->ndim;
        if (!is_repeated(m, i, axis))
            continue;
        text_printf(&text,
                    size == 0  ? "%saxis %d meets no elements"
                    : !new     ? "%saxis %d repeated %s times"
                    : size > 1 ? "%sgets axis %d, repeated %s times"
                               : "%sgets axis %d",
                    text.length ? "; " : "", axis, size_text(m, size));
    }
    const char *kept = run_text(m->run, "%s", text_get(&text));
    text_free(&text);
    return kept;
}

/* How an operand grows along the last two axes of the result. */
static const char *arrow(const Meeting *m, int i)
{
    int ndim = m->result->ndim;
    const int64_t *size = m->result->dim; /* what is there once or not at all is drawn without */
    bool down = ndim > 1 && size[ndim - 2] > 1 && is_repeated(m, i, ndim - 2),
         right = ndim > 0 && size[ndim - 1] > 1 && is_repeated(m, i, ndim - 1);
    if (down && right)
        return page_or(m->page, "↘", "v>");
    return down ? page_or(m->page, "↓", "v") : right ? page_or(m->page, "→", ">") : "";
}

/* The table of axes ---------------------------------------------------------------------------------------
 */

static void add_axes(const Meeting *m, const Tensor *t, const int width[], Text *out)
{
    int before = m->result->ndim - t->ndim;
    for (int axis = 0; axis < m->result->ndim; axis++) {
        const char *text = axis < before ? page_or(m->page, "·", ".") : size_text(m, t->dim[axis - before]);
        text_pad(out, ' ', width[axis] - text_columns(text, strlen(text)) + 2);
        text_puts(out, text);
    }
}

static void end_line(Text *out)
{
    while (out->length && out->at[out->length - 1] == ' ')
        out->at[--out->length] = 0;
    text_char(out, '\n');
}

static void draw_table(const Meeting *m, Text *out)
{
    enum { NAME_WIDEST = 24 };
    int width[AXES_MAX], name = 6, shape = 0, words = 0, sum = 0; /* "result" */
    for (int axis = 0; axis < m->result->ndim; axis++) {
        width[axis] = axis < 10 ? 1 : 2;
        for (int i = -1; i < m->operands; i++) {
            const Tensor *t = i < 0 ? m->result : m->operand[i];
            int own = axis - (m->result->ndim - t->ndim);
            int columns = own < 0 ? 1 : (int)strlen(size_text(m, t->dim[own]));
            width[axis] = columns > width[axis] ? columns : width[axis];
        }
        sum += width[axis] + 2;
    }
    for (int i = 0; i < m->operands; i++) {
        int columns = text_columns(m->name[i], strlen(m->name[i]));
        name = columns > name ? columns : name;
        columns = (int)strlen(shape_text(m->run, m->operand[i]->ndim, m->operand[i]->dim));
        shape = columns > shape ? columns : shape;
        columns = (int)strlen(told(m, i));
        words = columns > words ? columns : words;
    }
    name = name > NAME_WIDEST ? NAME_WIDEST : name;
    int most = m->page->width - 2 - sum - 5 - shape;
    name = name > most && most > 6 ? most : name;
    bool aside = name + 2 + sum + 5 + shape + 3 + words + 3 <= m->page->width;
    page_cell(out, "axis", name + 2);
    for (int axis = 0; axis < m->result->ndim; axis++)
        text_printf(out, "%*d", width[axis] + 2, axis);
    end_line(out);
    for (int i = 0; i < m->operands; i++) {
        Text cell = { 0 };
        page_cut(m->page, &cell, m->name[i], name);
        page_cell(out, text_get(&cell), name + 2);
        text_free(&cell);
        add_axes(m, m->operand[i], width, out);
        text_puts(out, "     ");
        page_cell(out, shape_text(m->run, m->operand[i]->ndim, m->operand[i]->dim), shape + 3);
        if (aside) {
            page_cell(out, told(m, i), words + 2);
            text_puts(out, arrow(m, i));
        }
        end_line(out);
        if (!aside && *told(m, i)) {
            text_puts(out, "    ");
            page_wrap(m->page, out, told(m, i), "    ");
            end_line(out);
        }
    }
    page_cell(out, "result", name + 2);
    add_axes(m, m->result, width, out);
    text_printf(out, "     %s\n", shape_text(m->run, m->result->ndim, m->result->dim));
}

/* The arrays
 * ------------------------------------------------------------------------------------------------- */

/* A stretched operand, or the result, as a table; false: it is too large, or has more than two axes. */
static bool grid_of(const Meeting *m, Tensor *t, const char *name, const char *mark, Grid *grid)
{
    const Tensor *result = m->result;
    if (!t->data || result->ndim < 1 || result->ndim > 2 || tensor_size(result) == 0)
        return false;
    int64_t rows = result->ndim == 2 ? result->dim[0] : 1, columns = result->dim[result->ndim - 1];
    if (rows > GRID_MAX || columns > GRID_MAX)
        return false;
    Tensor *wide = tensor_broadcast(t, result->ndim, result->dim);
    *grid = (Grid){ .rows = (int)rows, .columns = (int)columns };
    for (int64_t i = 0; i < rows; i++) {
        Text before = { 0 };
        page_cut(m->page, &before, i ? mark : name, 16);
        grid->before[i] = run_text(m->run, "%s", text_get(&before));
        text_free(&before);
        for (int64_t j = 0; j < columns; j++) {
            Text text = { 0 };
            const char *at = wide->data + (result->ndim == 2 ? i * wide->stride[0] : 0) +
                             j * wide->stride[result->ndim - 1];
            element_str((DType)wide->dtype, at, m->run->print, &text);
            grid->cell[i][j] = run_text(m->run, "%s", text_get(&text));
            text_free(&text);
        }
    }
    tensor_drop(wide);
    return grid_width(grid) <= m->page->width;
}

static void draw_arrays(const Meeting *m, Text *out)
{
    Grid grid[DRAWN_MAX];
    const Grid *drawn[DRAWN_MAX];
    for (int i = 0; i < m->operands; i++) {
        if (!grid_of(m, m->operand[i], m->name[i], arrow(m, i), &grid[i]))
            return;
        drawn[i] = &grid[i];
    }
    Text text = { 0 };
    Page narrower = *m->page;
    narrower.width -= 3;
    grids_draw(&narrower, m->operands, drawn, 8, &text);
    text_char(out, '\n');
    for (const char *line = text_get(&text); *line;) {
        size_t length = strcspn(line, "\n");
        text_printf(out, "%s%.*s\n", length ? "   " : "", (int)length, line);
        line += length + 1;
    }
    text_free(&text);
}

static void narrate(const Meeting *m, Text *out)
{
    Text text = { 0 };
    for (int i = 0; i < m->operands; i++) {
        text_printf(&text, "%s is ", m->name[i]);
        page_shape(m->run, &text, m->operand[i]->ndim, m->operand[i]->dim);
        text_printf(&text, *told(m, i) ? ": %s. " : "; it stays as it is. ", told(m, i));
    }
    text_puts(&text, "The result is ");
    page_shape(m->run, &text, m->result->ndim, m->result->dim);
    text_puts(&text, ".");
    page_wrap(m->page, out, text_get(&text), "");
    text_char(out, '\n');
    text_free(&text);
}

bool stretch_drawn(Session *s, const Findings *found, const Node *expression, const Page *page, Text *out)
{
    const Node *node = find_meeting(s, found, expression, page, true);
    if (!node)
        node = find_meeting(s, found, expression, page, false);
    Meeting m;
    if (!node || !meeting_begin(&m, s, found, node, page))
        return false;
    if (page->narrate)
        narrate(&m, out);
    else {
        draw_table(&m, out);
        if (stretches(&m))
            draw_arrays(&m, out);
    }
    meeting_end(&m);
    return true;
}
