/* broadcasts.c: arrays that met otherwise than was likely meant: every element with every other, and means of
 * rows that lie along the columns of a square. */
#include "teach/notes.h"

#include "teach/callee.h"
#include "teach/origin.h"
#include "teach/page.h"
#include "value/asarray.h"

#include <string.h>

static const char *shape_of(Session *s, const Tensor *t) { return shape_text(&s->run, t->ndim, t->dim); }

/* tables --------------------------------------------------------------------------------------------------
 */

static bool has_newaxis(const Node *index)
{
    for (const Node *item = index->kid->next; item; item = item->next)
        if (item->kind == NODE_NULL ||
            (item->kind == NODE_ATTRIBUTE && !strcmp(name_text(item->name), "newaxis")))
            return true;
    return false;
}

/* A @ x, np.dot(A, x), A.dot(x): its axes are what the product leaves of those that were given. */
static bool is_product(const Node *node)
{
    if (node->kind == NODE_BINARY)
        return node->op == NODE_OP_MATMUL;
    return node->kind == NODE_CALL && node->kid->kind == NODE_ATTRIBUTE &&
           (!strcmp(name_text(node->kid->name), "dot") || !strcmp(name_text(node->kid->name), "matmul"));
}

/* Whether an expression, or anything it is made of, gives axes to what it works on. */
static bool gives_axes(const Node *node)
{
    if (is_product(node))
        return false;
    static const char *const shaping[] = {
        "reshape", "expand_dims",  "newaxis", "T",    "mT",    "transpose", "atleast_2d",
        "ix_",     "broadcast_to", "array",   "ones", "zeros", NULL
    };
    if (node->kind == NODE_ATTRIBUTE)
        for (int i = 0; shaping[i]; i++)
            if (!strcmp(name_text(node->name), shaping[i]))
                return true;
    if ((node->kind == NODE_INDEX && has_newaxis(node)) ||
        (node->kind == NODE_KEYWORD && !strcmp(name_text(node->name), "keepdims")))
        return true;
    for (const Node *kid = node->kid; kid; kid = kid->next)
        if (gives_axes(kid))
            return true;
    return false;
}

/* Whether an operand was given its axes on the spot: then the broadcast is meant. */
static bool is_shaped_here(const Node *node)
{
    node = node_bare(node);
    return node->kind == NODE_LIST || node->kind == NODE_TUPLE || gives_axes(node);
}

static bool is_column(const Tensor *t) { return t->ndim == 2 && t->dim[1] == 1 && t->dim[0] > 1; }

/* Whether something can follow the node's text without brackets around it. */
static bool is_primary(const Node *node)
{
    return node->kind == NODE_NAME || node->kind == NODE_CALL || node->kind == NODE_INDEX ||
           node->kind == NODE_ATTRIBUTE || node->kind == NODE_PAREN;
}

/* The step's text with one operand's text followed by something. */
static const char *with_operand(Session *s, const Evaluated *step, const Node *operand, const char *more)
{
    const char *text = step->tree->source->text;
    bool brackets = !is_primary(operand);
    return unbroken(run_text(&s->run, "%.*s%s%.*s%s%s%.*s", operand->start - step->node->start,
                             text + step->node->start, brackets ? "(" : "", operand->end - operand->start,
                             text + operand->start, brackets ? ")" : "", more, step->node->end - operand->end,
                             text + operand->end));
}

/* (3,) and (3, 1) met as (3, 3), where three pairs were likely meant. */
static void note_table(Session *s, const Evaluated *step, int first, int second, const Tensor *a,
                       const Tensor *b)
{
    int column = is_column(b) && a->ndim == 1 ? 1 : is_column(a) && b->ndim == 1 ? 0 : -1;
    if (column < 0)
        return;
    const Tensor *row = column ? a : b, *tall = column ? b : a;
    const Node *left = operand_node(step, first), *right = operand_node(step, second);
    if (row->dim[0] != tall->dim[0] || !left || !right || is_shaped_here(left) || is_shaped_here(right) ||
        !notes_open(s, step->tree, step->node))
        return;
    const char *pairs = with_operand(s, step, column ? right : left, "[:, 0]");
    long long n = (long long)row->dim[0];
    Noted *noted =
        notes_add(s, step->tree, step->node, "%s and %s met as %s: every %s with every %s. Pairs: %s",
                  shape_of(s, a), shape_of(s, b), shape_text(&s->run, 2, (int64_t[]){ n, n }),
                  node_shortened(s, step->tree, left, 30), node_shortened(s, step->tree, right, 30), pairs);
    noted_more(
        noted,
        "Axes line up from the right: (%lld,) is taken for (1, %lld), one row, and repeated downwards; "
        "(%lld, 1), one column, is repeated to the right. %%broadcast draws it.",
        n, n, n);
    noted_fix(noted, "%s", pairs);
    noted_fix(noted, "%s", with_operand(s, step, column ? left : right, "[:, None]"));
}

/* squares -------------------------------------------------------------------------------------------------
 */

/* Where the expression stands that a line of numbers comes from: itself, or what its name was bound to. */
typedef struct SourceOf {
    const Tree *tree;
    const Node *node;
    bool named; /* by a name */
} SourceOf;

static int whole_number(const Node *node)
{
    bool negative = node->kind == NODE_UNARY && node->op == NODE_OP_NEG;
    if (negative)
        node = node->kid;
    if (node->kind != NODE_INT || !node->text || strlen(node->text) != 1)
        return 9;
    return negative ? -(*node->text - '0') : *node->text - '0';
}

static bool is_numpy(const Node *node)
{
    if (node->kind == NODE_ATTRIBUTE)
        return !strcmp(name_text(node->name), "linalg") && is_numpy(node->kid);
    return node->kind == NODE_NAME &&
           (!strcmp(name_text(node->name), "np") || !strcmp(name_text(node->name), "numpy"));
}

/* A line of numbers of an array, one for each place along an axis. */
typedef struct Line {
    const Node *of;   /* the array */
    const char *what; /* "mean", "element" */
    int along;        /* 0: one number a row, 1: one a column */
} Line;

/* A call like W.mean(axis=1) or np.sum(W, 1). */
static bool read_fold(const Node *call, Line *line)
{
    static const char *const folds[] = { "mean", "sum",     "std",     "max",    "min",  "median",
                                         "prod", "var",     "norm",    "argmax", "amax", "amin",
                                         "ptp",  "average", "nanmean", "nansum", NULL };
    int i = 0;
    if (call->kid->kind != NODE_ATTRIBUTE)
        return false;
    line->what = name_text(call->kid->name);
    while (folds[i] && strcmp(folds[i], line->what))
        i++;
    if (!folds[i])
        return false;
    const Node *of = call->kid->kid, *arg = call->kid->next;
    bool function = is_numpy(of);
    if (function && arg) {
        of = arg;
        arg = arg->next;
    }
    int axis = 9;
    for (int place = 0; arg; arg = arg->next, place++) {
        const char *name = arg->kind == NODE_KEYWORD ? name_text(arg->name) : "";
        if (!strcmp(name, "keepdims"))
            return false;
        if (!strcmp(name, "axis") || (!*name && place == 0 && strcmp(line->what, "norm")))
            axis = whole_number(arg->kind == NODE_KEYWORD ? arg->kid : arg);
    }
    line->of = node_bare(of);
    line->along = axis == 1 || axis == -1 ? 0 : 1;
    return axis >= -2 && axis <= 1;
}

static bool is_whole_slice(const Node *item)
{
    return item->kind == NODE_SLICE && item->kid->kind == NODE_NONE && item->kid->next->kind == NODE_NONE;
}

/* W[:, 0]: one number of each row; W[0]: of each column. */
static bool read_item(const Node *index, Line *line)
{
    const Node *item = index->kid->next;
    line->of = node_bare(index->kid);
    line->what = "element";
    line->along = 0;
    return index->kids == 3 && is_whole_slice(item) && whole_number(item->next) != 9;
}

static bool read_line(const Node *node, Line *line)
{
    return (node->kind == NODE_CALL && read_fold(node, line)) ||
           (node->kind == NODE_INDEX && read_item(node, line));
}

static bool binds(const Node *target, Name name)
{
    if (target->kind == NODE_NAME)
        return target->name == name;
    if (target->kind != NODE_TUPLE && target->kind != NODE_LIST && target->kind != NODE_PAREN &&
        target->kind != NODE_STAR)
        return false;
    for (const Node *kid = target->kid; kid; kid = kid->next)
        if (binds(kid, name))
            return true;
    return false;
}

/* The last statement before a place that binds a name, in a body of statements and those within. */
static void find_binding(const Node *node, Name name, int before, const Node **last)
{
    for (const Node *kid = node->kid; kid && kid->start < before; kid = kid->next) {
        bool ends = kid->end <= before;
        if (kid->kind == NODE_ASSIGN && ends) {
            for (const Node *target = kid->kid; target->next; target = target->next)
                if (binds(target, name))
                    *last = kid;
        } else if ((kid->kind == NODE_AUGMENTED && ends) || kid->kind == NODE_FOR) {
            if (binds(kid->kid, name))
                *last = kid;
        }
        if (kid->kind >= NODE_BLOCK && kid->kind != NODE_DEF && kid->kind != NODE_PARAMS)
            find_binding(kid, name, before, last);
    }
}

static const Node *last_binding(const Evaluated *step, Name name)
{
    const Node *scope = step->node, *above = scope, *last = NULL;
    for (; above && above->kind != NODE_DEF; above = node_parent(step->tree, above))
        scope = above;
    find_binding(scope, name, step->node->start, &last);
    return last;
}

/* Whether a line's array was bound anew since a name was bound to the line. */
static bool is_stale(const Evaluated *step, const SourceOf *from, const Line *line)
{
    if (!from->named || from->tree->source != step->tree->source || line->of->kind != NODE_NAME)
        return false;
    const Node *last = last_binding(step, line->of->name);
    return last && last->start > from->node->start;
}

/* What a name stands for: the expression that it was bound to last in the same text, or in a line before. */
static bool source_of(Session *s, const Evaluated *step, const Node *node, SourceOf *out)
{
    *out = (SourceOf){ step->tree, node, false };
    if (node->kind != NODE_NAME)
        return true;
    out->named = true;
    const Node *last = last_binding(step, node->name);
    if (last) {
        out->node = node_bare(last->kid->next);
        return last->kind == NODE_ASSIGN && !last->kid->next->next && last->kid->kind == NODE_NAME;
    }
    const Notes *notes = s->watching;
    out->node = s->frame || !notes->origins ? NULL : origin_of(notes->origins, s, node->name, &out->tree);
    if (out->node)
        out->node = node_bare(out->node);
    return out->node != NULL;
}

static bool same_words(const Tree *tree, const Node *a, const Tree *other, const Node *b)
{
    int length = a->end - a->start;
    return length == b->end - b->start &&
           !memcmp(tree->source->text + a->start, other->source->text + b->start, (size_t)length);
}

/* Whether an operand is the array, or element by element made of it, its axes where they were (along 0), or
 * of its transpose (along 1). */
static bool lies_as(const Tree *tree, const Node *node, const SourceOf *line, const Line *of)
{
    node = node_bare(node);
    if (of->along == 1)
        return node->kind == NODE_ATTRIBUTE && !strcmp(name_text(node->name), "T") &&
               same_words(tree, node_bare(node->kid), line->tree, of->of);
    if (same_words(tree, node, line->tree, of->of))
        return true;
    if (node->kind == NODE_BINARY && node->op != NODE_OP_MATMUL)
        return lies_as(tree, node->kid, line, of) || lies_as(tree, node->kid->next, line, of);
    return node->kind == NODE_UNARY && lies_as(tree, node->kid, line, of);
}

/* W - W.mean(axis=1) with W square: the means of the rows lie along the columns, and nothing complains. */
static void note_square(Session *s, const Evaluated *step, const Tensor *a, const Tensor *b)
{
    int at = a->ndim == 2 && b->ndim == 1 ? 1 : a->ndim == 1 && b->ndim == 2 ? 0 : -1;
    if (at < 0)
        return;
    const Tensor *square = at ? a : b;
    const Node *node = operand_node(step, at), *other = operand_node(step, !at);
    SourceOf from;
    Line line;
    if (square->dim[0] != square->dim[1] || square->dim[0] < 2 || !node || !other ||
        !source_of(s, step, node_bare(node), &from) || !read_line(from.node, &line) ||
        !lies_as(step->tree, other, &from, &line) || is_stale(step, &from, &line) ||
        !notes_open(s, step->tree, step->node))
        return;
    const char *text = step->tree->source->text, *fix;
    const Node *call = node_bare(node);
    if (!from.named && call->kind == NODE_CALL && line.along == 0)
        fix = unbroken(run_text(&s->run, "%.*s, keepdims=True%.*s", call->end - 1 - step->node->start,
                                text + step->node->start, step->node->end - call->end + 1,
                                text + call->end - 1));
    else
        fix = with_operand(s, step, call, "[:, None]");
    const char *array = operand_words(s, step, !at, "the array"), *row = line.along ? "column" : "row";
    Noted *noted = notes_add(s, step->tree, step->node,
                             "one %s per %s%s%s%s, lined up with the %ss: it runs only because %s is square; "
                             "%s",
                             line.what, row, from.named ? " (" : "",
                             from.named ? node_words(s, from.tree, from.node, 30) : "", from.named ? ")" : "",
                             line.along ? "row" : "column", array, fix);
    noted_more(noted,
               "Axes line up from the right: number j meets column j. As (%lld, 1) the numbers lie along the "
               "rows, and number i meets row i. Were %s not square, this would be an error.",
               (long long)square->dim[0], array);
    noted_fix(noted, "%s", fix);
}

/* An operand as an array: its own, or one made of a list's or a tuple's items, which *made owns. */
static const Tensor *operand_array(Session *s, Value operand, Tensor **made)
{
    *made = NULL;
    if (operand.tag == V_LIST || operand.tag == V_TUPLE) {
        *made = tensor_from_value(&s->run, operand, NO_DTYPE, false);
        run_forget_trial(&s->run);
        return *made;
    }
    return operand.tag == V_ARRAY ? operand.tensor : NULL;
}

void note_broadcast(Session *s, const Evaluated *step)
{
    enum { MEETING = 3 };
    const Tensor *array[MEETING];
    Tensor *made[MEETING];
    int n = step->operands < MEETING ? step->operands : MEETING;
    for (int i = 0; i < n; i++)
        array[i] = operand_array(s, step->operand[i], &made[i]);
    for (int i = 0; i < n; i++)
        for (int k = i + 1; k < n; k++)
            if (array[i] && array[k])
                note_table(s, step, i, k, array[i], array[k]);
    if (n == 2 && array[0] && array[1])
        note_square(s, step, array[0], array[1]);
    for (int i = 0; i < n; i++)
        tensor_drop(made[i]);
}
