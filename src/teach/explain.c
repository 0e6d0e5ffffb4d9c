#include "teach/explain.h"

#include "teach/steps.h"
#include "tensor/symbol.h"

#include <string.h>

enum {
    WHOLE_MAX = 16, /* columns of a part that is shown whole if there is nothing to say of what is in it */
    VALUE_MAX = 30, /* columns of a value beside its shape */
    KIDS_MAX = 16,
};

/* A line of the tree. */
typedef struct Line {
    const char *label, *shape, *dtype, *value;
    const char *under; /* what stands in front of a further line of words */
    Said said;
    const Node *node;
} Line;

typedef struct Explain {
    Session *session;
    Run *run;
    const Findings *found;
    const Page *page;
    const Node *root;
    Line *line;
    int lines, room;
} Explain;

static const Node *bare(const Node *node)
{
    while (node->kind == NODE_PAREN)
        node = node->kid;
    return node;
}

static bool is_literal(const Node *node)
{
    return (node->kind >= NODE_INT && node->kind <= NODE_STRING) ||
           (node->kind >= NODE_TRUE && node->kind <= NODE_ELLIPSIS);
}

/* A display of literals alone, or a number with a sign. */
static bool is_constant(const Node *node)
{
    node = bare(node);
    if (is_literal(node))
        return true;
    if (node->kind != NODE_TUPLE && node->kind != NODE_LIST && node->kind != NODE_UNARY)
        return false;
    for (const Node *kid = node->kid; kid; kid = kid->next)
        if (!is_constant(kid))
            return false;
    return true;
}

static bool is_array(const Explain *e, const Node *node)
{
    Value v = finding(e->found, node);
    return v.tag == V_ARRAY || value_is_scalar(v) || v.tag == V_UNKNOWN;
}

/* The parts that get lines of their own below a node's; those of a list of arrays stand for it. */
static void add_kid(const Explain *e, const Node *node, const Node *kid[], int *kids)
{
    const Node *operand = bare(node);
    if (is_constant(operand))
        return;
    if (operand->kind == NODE_TUPLE || operand->kind == NODE_LIST)
        for (const Node *item = operand->kid; item; item = item->next)
            add_kid(e, item, kid, kids);
    else if ((is_array(e, operand) || operand->kind == NODE_BINARY) && *kids < KIDS_MAX)
        kid[(*kids)++] = operand;
}

static int kids_of(const Explain *e, const Node *node, const Node *kid[])
{
    Called called;
    int kids = 0;
    if (node_called(e->session, e->found, node, &called))
        for (int i = 0; i < called.operands; i++)
            add_kid(e, called.operand[i], kid, &kids);
    else if (node->kind == NODE_TUPLE || node->kind == NODE_LIST)
        add_kid(e, node, kid, &kids);
    return kids;
}

/* Whether something below a node is worth a line. */
static bool is_telling(const Explain *e, const Node *node)
{
    const Node *kid[KIDS_MAX];
    int kids = kids_of(e, node, kid);
    bool telling = false;
    for (int i = 0; i < kids && !telling; i++) {
        Said said = { 0 };
        operand_says(e->session, e->found, node, kid[i], e->page, &said);
        step_says(e->session, e->found, kid[i], e->page, &said);
        telling = said.telling || is_telling(e, kid[i]);
        text_free(&said.text);
    }
    return telling;
}

static bool is_whole(const Explain *e, const Node *node)
{
    const char *text = source_text(e->run, e->found->tree, node);
    return node != e->root && text_columns(text, strlen(text)) <= WHOLE_MAX && !is_telling(e, node);
}

/* labels ---------------------------------------------------------------------------------------------------
 */

static bool is_among(const Node *node, const Node *const kid[], int kids)
{
    for (int i = 0; i < kids; i++)
        if (kid[i] == bare(node))
            return true;
    return false;
}

static bool holds_kid(const Node *node, const Node *const kid[], int kids)
{
    bool holds = is_among(node, kid, kids);
    for (const Node *item = bare(node)->kid; item && !holds; item = item->next)
        holds = is_among(item, kid, kids);
    return holds;
}

/* "np.sum(axis=0)", "np.where(..., ..., 0)": a call without the arguments that have lines of their own. */
static void label_call(const Explain *e, const Node *call, const Node *const kid[], int kids, Text *out)
{
    const Node *callee = call->kid;
    bool method = callee->kind == NODE_ATTRIBUTE && is_among(callee->kid, kid, kids), any = method;
    if (method)
        text_printf(out, ".%s", name_text(callee->name));
    else
        text_puts(out, source_text(e->run, e->found->tree, callee));
    size_t open = out->length;
    int left_out = 0;
    text_char(out, '(');
    for (const Node *argument = callee->next; argument; argument = argument->next) {
        if (holds_kid(argument->kind == NODE_KEYWORD ? argument->kid : argument, kid, kids)) {
            left_out++;
            continue;
        }
        for (; left_out && argument->kind != NODE_KEYWORD; left_out--)
            text_printf(out, "%s%s", out->length > open + 1 ? ", " : "", page_or(e->page, "…", "..."));
        any = true;
        text_printf(out, "%s%s", out->length > open + 1 ? ", " : "",
                    source_text(e->run, e->found->tree, argument));
    }
    text_char(out, ')');
    if (!any && kids)
        out->at[out->length = open] = 0;
}

static void label_operator(const Explain *e, const Called *called, const Node *const kid[], int kids,
                           Text *out)
{
    const char *dots = page_or(e->page, "…", "...");
    if (called->operands == 1) {
        text_puts(out, called->operator);
        return;
    }
    for (int i = 0; i < 2; i++) {
        if (i)
            text_printf(out, kids > 1 ? "%s" : " %s ", called->operator);
        if (!is_among(called->operand[i], kid, kids))
            text_puts(out, source_text(e->run, e->found->tree, called->operand[i]));
        else if (kids == 1)
            text_puts(out, dots);
    }
}

static const char *label_of(const Explain *e, const Node *node, const Node *const kid[], int kids)
{
    Called called;
    Text text = { 0 };
    if (kids == 0 || !node_called(e->session, e->found, node, &called))
        return source_text(e->run, e->found->tree, node);
    if (node->kind == NODE_CALL)
        label_call(e, node, kid, kids, &text);
    else if (called.operator)
        label_operator(e, &called, kid, kids, &text);
    else if (node->kind == NODE_ATTRIBUTE)
        text_printf(&text, ".%s", name_text(node->name));
    else { /* an item: what stands between the brackets */
        Span item = { e->found->tree->source, node->kid->end, node->end };
        text_add(&text, item.source->text + item.start, (size_t)(item.end - item.start));
    }
    const char *kept = run_text(e->run, "%s", text_get(&text));
    text_free(&text);
    return kept;
}

/* lines ----------------------------------------------------------------------------------------------------
 */

/* A value on one short line; "" if it takes more. */
static const char *value_line(const Explain *e, const Node *node)
{
    Value v = finding(e->found, node);
    bool single = value_is_scalar(v) || (v.tag == V_ARRAY && v.tensor->ndim == 0);
    if (v.tag == V_UNKNOWN || v.tag == V_ABSENT || (v.tag == V_ARRAY && !v.tensor->data) ||
        (!single && node != e->root && v.tag == V_ARRAY) || (v.tag == V_ARRAY && tensor_size(v.tensor) > 16))
        return "";
    Text text = { 0 };
    bool ok = value_str_of(e->run, v, &text) && !strchr(text_get(&text), '\n') &&
              text_columns(text_get(&text), text.length) <= VALUE_MAX;
    const char *kept = ok ? run_text(e->run, "%s", text_get(&text)) : "";
    run_forget_trial(e->run);
    text_free(&text);
    return kept;
}

static Line *add_line(Explain *e, const Node *node, const char *label, const char *under)
{
    if (e->lines == e->room) {
        e->room = e->room ? 2 * e->room : 16;
        e->line = mem_resize(e->line, sizeof *e->line * (size_t)e->room);
    }
    Line *line = &e->line[e->lines++];
    *line = (Line){ .label = label, .under = under, .node = node, .shape = "", .dtype = "" };
    Value v = finding(e->found, node);
    if (v.tag == V_ARRAY || value_is_scalar(v)) {
        Tensor *t = array_of(e->session, e->found, node);
        line->shape = t ? shape_text(e->run, t->ndim, t->dim) : "";
        line->dtype = t ? dtype_info[t->dtype].name : "";
        tensor_drop(t);
    } else if (v.tag != V_ABSENT)
        line->dtype = v.tag == V_UNKNOWN ? "?" : value_type_name(v);
    line->value = value_line(e, node);
    return line;
}

/* The lines of a node and of what is below it. `before` stands in front of its label, `stem` in front of what
 * follows. */
static void add_lines(Explain *e, const Node *parent, const Node *node, const char *before, const char *stem)
{
    const Node *kid[KIDS_MAX];
    bool whole = is_whole(e, node);
    int kids = whole ? 0 : kids_of(e, node, kid);
    const char *label = whole ? source_text(e->run, e->found->tree, node) : label_of(e, node, kid, kids);
    const char *bar = page_or(e->page, "│ ", "| ");
    Line *line = add_line(e, node, run_text(e->run, "%s%s", before, label),
                          run_text(e->run, "%s%s  ", stem, kids ? bar : "  "));
    if (parent)
        operand_says(e->session, e->found, parent, node, e->page, &line->said);
    Said own = { 0 };
    step_says(e->session, e->found, node, e->page, &own);
    if (own.text.length)
        text_printf(&line->said.text, "%s%s", line->said.text.length ? "; " : "", text_get(&own.text));
    text_free(&own.text);
    for (int i = 0; i < kids; i++) {
        bool last = i + 1 == kids;
        const char *fork = last ? page_or(e->page, "└ ", "`-") : page_or(e->page, "├ ", "|-");
        add_lines(e, node, kid[i], run_text(e->run, "%s%s%s", stem, fork, e->page->utf8 ? "" : " "),
                  run_text(e->run, "%s%s%s", stem, last ? "  " : bar, e->page->utf8 ? "" : " "));
    }
}

static int widest(int width, const char *text)
{
    int columns = text_columns(text, strlen(text));
    return columns > width ? columns : width;
}

static void draw(const Explain *e, Text *out)
{
    int label = 0, shape = 0, dtype = 0;
    for (int i = 0; i < e->lines; i++) {
        label = widest(label, e->line[i].label);
        shape = widest(shape, e->line[i].shape);
        dtype = widest(dtype, e->line[i].dtype);
    }
    int most = e->page->width - shape - dtype - 4;
    label = label < most ? label : most > 12 ? most : 12;
    for (int i = 0; i < e->lines; i++) {
        const Line *line = &e->line[i];
        Text cell = { 0 };
        page_cut(e->page, &cell, line->label, label);
        page_cell(out, text_get(&cell), label + 2);
        text_free(&cell);
        page_cell(out, line->shape, shape + (shape ? 2 : 0));
        text_puts(out, line->dtype);
        int pad = dtype - text_columns(line->dtype, strlen(line->dtype)) + 3;
        const char *words = text_get(&line->said.text);
        int room = e->page->width - page_column(out) - pad;
        if (*line->value && text_columns(line->value, strlen(line->value)) <= room) {
            text_pad(out, ' ', pad);
            text_puts(out, line->value);
            pad = 3;
            room = e->page->width - page_column(out) - pad;
        }
        if (*words && text_columns(words, strlen(words)) <= room) {
            text_pad(out, ' ', pad);
            text_puts(out, words);
        } else if (*words) {
            text_printf(out, "\n%s", line->under);
            page_wrap(e->page, out, words, line->under);
        }
        text_char(out, '\n');
    }
}

/* Step by step, what is read before what reads it. */
static void narrate(const Explain *e, Text *out)
{
    for (int i = e->lines - 1, n = 1; i >= 0; i--, n++) {
        const Line *line = &e->line[i];
        Text text = { 0 };
        text_printf(&text, "Step %d: %s", n, source_text(e->run, e->found->tree, line->node));
        Tensor *t = array_of(e->session, e->found, line->node);
        if (t && *line->shape) {
            text_puts(&text, " is ");
            page_shape(e->run, &text, t->ndim, t->dim);
            text_printf(&text, ", %s", line->dtype);
        } else if (*line->dtype)
            text_printf(&text, " is of type %s", line->dtype);
        tensor_drop(t);
        if (*line->value)
            text_printf(&text, ", %s", line->value);
        if (line->said.text.length)
            text_printf(&text, ": %s", text_get(&line->said.text));
        text_char(&text, '.');
        page_wrap(e->page, out, text_get(&text), "");
        text_char(out, '\n');
        text_free(&text);
    }
}

void explain_tree(Session *s, const Findings *found, const Node *expression, const Page *page, Text *out)
{
    Explain e = { .session = s, .run = &s->run, .found = found, .page = page, .root = bare(expression) };
    add_lines(&e, NULL, e.root, "", "");
    page->narrate ? narrate(&e, out) : draw(&e, out);
    for (int i = 0; i < e.lines; i++)
        text_free(&e.line[i].said.text);
    mem_free(e.line);
}
