#include "teach/products.h"

#include "teach/fixes.h"

#include <string.h>

const char *transposed(Problem *p, const Operand *operand)
{
    const Node *node = operand->node;
    while (node->kind == NODE_PAREN)
        node = node->kid;
    const char *name = operand->ndim > 2 ? "mT" : "T";
    if (node->kind == NODE_ATTRIBUTE && !strcmp(name_text(node->name), name))
        return written(p, node->kid);
    return problem_text(p, "%s.%s", written_operand(p, operand->node), name);
}

/* which axes meet -----------------------------------------------------------------------------------------
 */

enum { LABELS = 4 };

/* The axes that an operand of a product ends in: "(n?,k)". */
typedef struct Core {
    int count;
    char label[LABELS];
    bool optional[LABELS];
} Core;

static const char *read_core(const char *at, Core *core)
{
    *core = (Core){ 0 };
    for (at += *at == '('; *at && *at != ')'; at++)
        if (*at == '?')
            core->optional[core->count - 1] = true;
        else if (*at != ',' && core->count < LABELS)
            core->label[core->count++] = *at;
    return *at ? at + 1 + (at[1] == ',') : at;
}

/* A vector has no optional axes. */
static void fit_core(Core *core, int ndim)
{
    for (int i = core->count - 1; i >= 0 && core->count > ndim; i--)
        if (core->optional[i]) {
            memmove(core->label + i, core->label + i + 1, (size_t)(core->count - i - 1));
            core->count--;
        }
}

/* Which axes meet, as a signature: it stands in the messages of those that have one. */
static const char *core_of(const Problem *p)
{
    const char *signature = strstr(p->text, "with gufunc signature ");
    if (signature)
        return signature + strlen("with gufunc signature ");
    return !strcmp(p->name, "inner") ? "(n?,k),(m?,k)" : "(n?,k),(k,m?)";
}

/* The axes of the two operands that should be of one size and are not. */
static bool find_axes(const Problem *p, const Operand *left, const Operand *right, int axis[2])
{
    Core a, b;
    read_core(read_core(core_of(p), &a), &b);
    fit_core(&a, left->ndim);
    fit_core(&b, right->ndim);
    for (int i = 0; i < a.count; i++)
        for (int k = 0; k < b.count; k++) {
            axis[0] = left->ndim - a.count + i;
            axis[1] = right->ndim - b.count + k;
            if (a.label[i] == b.label[k] && axis[0] >= 0 && axis[1] >= 0 &&
                left->dim[axis[0]] != right->dim[axis[1]])
                return true;
        }
    return false;
}

/* saying --------------------------------------------------------------------------------------------------
 */

/* "8 columns", "1 row", "3 elements", "size 4 on axis 1" */
static const char *count_text(Problem *p, const Operand *operand, int axis, int64_t size)
{
    const char *number = size_text(p, size), *s = size == 1 ? "" : "s";
    if (operand->ndim == 1)
        return problem_text(p, "%s element%s", number, s);
    if (operand->ndim == 2)
        return problem_text(p, "%s %s%s", number, axis == 0 ? "row" : "column", s);
    return problem_text(p, "size %s on axis %d", number, axis);
}

/* An operand as a sentence names it. */
static const char *spoken(Problem *p, const Operand *operand, const char *otherwise)
{
    enum { COLUMNS = 24 };
    return text_columns(operand->text, strlen(operand->text)) <= COLUMNS
               ? problem_text(p, "%s", operand->text)
               : otherwise;
}

static void draw(Problem *p, const Operand *const operand[2], const int axis[2])
{
    Diagram *diagram = &p->out->diagram;
    diagram->kind = PRODUCT;
    diagram->sign = *p->out->sign == ',' ? "and" : p->out->sign;
    diagram->rows = 2;
    for (int i = 0; i < 2; i++) {
        DiagramRow *row = &diagram->row[i];
        row->label = operand[i]->text;
        row->shape = operand_shape(p, operand[i]);
        row->axes = operand[i]->ndim;
        diagram->meets[i] = axis[i];
        if (row->axes > DIAGRAM_AXES)
            diagram->kind = NO_DIAGRAM;
        for (int k = 0; k < row->axes && k < DIAGRAM_AXES; k++)
            row->size[k] = size_text(p, operand[i]->dim[k]);
    }
    bool same = !strcmp(operand[0]->text, operand[1]->text);
    const char *left = spoken(p, operand[0], "the left"),
               *right = same ? "the right one" : spoken(p, operand[1], "the right");
    int64_t a = operand[0]->dim[axis[0]], b = operand[1]->dim[axis[1]];
    diagram->sentence =
        problem_text(p, "%s has %s, so %s needs %s; it has %s", left, count_text(p, operand[0], axis[0], a),
                     right, count_text(p, operand[1], axis[1], a), size_text(p, b));
    p->out->brief = problem_text(p, "%s, %s", count_text(p, operand[0], axis[0], a),
                                 count_text(p, operand[1], axis[1], b));
}

/* fixes ---------------------------------------------------------------------------------------------------
 */

/* Offers the product with its operands spelled otherwise. contracted: the size that is summed over. */
static void offer(Problem *p, int rank, const Operand *const operand[2], const char *left, const char *right,
                  int64_t contracted)
{
    const Node *node[] = { operand[0]->node, operand[1]->node };
    const char *text[] = { left, right };
    if (!fix_offer(p, rank, NULL, problem_with(p, 2, node, text)))
        return;
    Fix *fix = &p->candidate[p->candidates - 1].fix;
    if (!strcmp(fix->result, "(1, 1)"))
        fix->remark = "one number, in a matrix";
    else if (contracted == 1)
        fix->remark = "every pair";
}

/* Whether all but one of the axes have one element. */
static bool is_vector(const Operand *operand)
{
    int longer = 0;
    for (int i = 0; i < operand->ndim; i++)
        longer += operand->dim[i] != 1;
    return operand->ndim > 0 && longer <= 1;
}

static int64_t size_at(const Operand *operand, int from_end)
{
    return operand->ndim >= from_end ? operand->dim[operand->ndim - from_end] : -1;
}

static void offer_products(Problem *p, const Operand *const operand[2])
{
    const Operand *left = operand[0], *right = operand[1];
    const char *a = left->ndim > 1 ? transposed(p, left) : NULL,
               *b = right->ndim > 1 ? transposed(p, right) : NULL;
    if (b)
        offer(p, FIX_SAME + 1, operand, NULL, b, size_at(left, 1));
    if (a)
        offer(p, FIX_SAME + 2, operand, a, NULL, size_at(left, 2));
    if (a && b)
        offer(p, FIX_SAME + 4, operand, a, b, size_at(left, 2));
    if (!shape_equal(left->ndim, left->dim, right->ndim, right->dim))
        offer(p, FIX_SAME + 3, operand, written_operand(p, right->node), written_operand(p, left->node),
              size_at(right, 1));
    if (!strcmp(p->name, "inner"))
        fix_offer(p, FIX_SAME, "rows with columns",
                  problem_text(p, "np.dot(%s, %s)", left->text, right->text));
    if (left->ndim == right->ndim)
        fix_offer(p, FIX_OTHER, "element by element",
                  p->node->kind == NODE_CALL && !p->method
                      ? problem_text(p, "np.multiply(%s, %s)", left->text, right->text)
                      : problem_text(p, "%s * %s", left->text, right->text));
    if (is_vector(left) && is_vector(right))
        fix_offer(p, FIX_OTHER + 1, "every pair",
                  problem_text(p, "np.outer(%s, %s)", left->text, right->text));
}

bool say_product(Problem *p)
{
    const Operand *operand[PROBLEM_OPERANDS];
    int n = problem_arrays(p, operand), axis[2];
    if (n < 2 || !find_axes(p, operand[0], operand[1], axis))
        return false;
    problem_mark(p, operand[0]);
    problem_mark(p, operand[1]);
    bool product = strcmp(p->name, "solve") != 0;
    p->out->shapes_told = true;
    p->out->sign = product ? "·" : ", ";
    draw(p, operand, axis);
    if (product)
        p->out->more =
            "A product of matrices adds over the last axis of the left and the last but one of the "
            "right (the only one of a vector): these two are of one size. What remains are the other "
            "axes.";
    if (product)
        offer_products(p, operand);
    return true;
}

bool say_no_axes(Problem *p)
{
    const Operand *operand[PROBLEM_OPERANDS];
    int n = problem_arrays(p, operand);
    if (n < 2)
        return false;
    for (int i = 0; i < 2; i++) {
        problem_mark(p, operand[i]);
        if (operand[i]->ndim == 0)
            p->out->brief =
                problem_text(p, "%s is a scalar, and %s needs axes", spoken(p, operand[i], "one of them"),
                             p->node->kind == NODE_CALL ? p->name : "@");
    }
    p->out->diagram.sentence = p->out->brief;
    fix_offer(p, FIX_SAME, "element by element",
              problem_text(p, "%s * %s", operand[0]->text, operand[1]->text));
    fix_offer(p, FIX_SAME + 1, NULL, problem_text(p, "np.dot(%s, %s)", operand[0]->text, operand[1]->text));
    return true;
}

/* einsum --------------------------------------------------------------------------------------------------
 */

/* The subscripts of two operands, "ij,jk->ik". */
typedef struct Subscripts {
    char of[2][DIAGRAM_AXES + 1];
    const char *result; /* "->ik"; "": none is written */
} Subscripts;

static bool read_subscripts(Problem *p, Subscripts *s)
{
    if (p->operands != 3 || p->operand[0].value.tag != V_STR)
        return false;
    const char *at = p->operand[0].value.str->text;
    for (int i = 0; i < 2; i++) {
        int n = 0;
        for (at += i; *at && *at != ',' && *at != '-'; at++)
            if (*at != ' ' && n < DIAGRAM_AXES)
                s->of[i][n++] = *at;
        s->of[i][n] = 0;
        if (i == 0 && *at != ',')
            return false;
        if (n != p->operand[i + 1].ndim || strchr(s->of[i], '.'))
            return false;
    }
    s->result = at;
    return true;
}

static void offer_subscripts(Problem *p, int rank, const char *remark, const char *text)
{
    const Node *node = p->operand[0].node;
    char quote = p->tree->source->text[node->start];
    const char *quoted = problem_text(p, "%c%s%c", quote, text, quote);
    fix_offer(p, rank, remark, problem_with(p, 1, &node, &quoted));
}

/* The letters in the reverse order. */
static const char *reversed(Problem *p, const char *letters)
{
    size_t n = strlen(letters);
    char *back = arena_text(&p->out->arena, letters, n);
    for (size_t i = 0; i < n; i++)
        back[i] = letters[n - 1 - i];
    return back;
}

bool say_einsum(Problem *p)
{
    Subscripts s;
    if (!read_subscripts(p, &s))
        return false;
    const Operand *left = &p->operand[1], *right = &p->operand[2];
    int axis[2] = { -1, -1 };
    for (int i = 0; i < left->ndim; i++)
        for (int k = 0; k < right->ndim; k++)
            if (s.of[0][i] == s.of[1][k] && left->dim[i] != right->dim[k] && axis[0] < 0) {
                axis[0] = i;
                axis[1] = k;
            }
    if (axis[0] < 0)
        return false;
    p->out->shapes_told = true;
    problem_mark(p, left);
    problem_mark(p, right);
    p->out->brief = p->out->diagram.sentence =
        problem_text(p, "%c is %s in %s and %s in %s", s.of[0][axis[0]], size_text(p, left->dim[axis[0]]),
                     left->text, size_text(p, right->dim[axis[1]]), right->text);
    p->out->more =
        "A letter stands for one size wherever it stands. Letters that are not in the result are added up: "
        "'ij,jk' keeps i and k, 'ij,ij->ij' keeps both, 'ij,ij' gives one number, of shape ().";
    offer_subscripts(p, FIX_SAME + 1, NULL,
                     problem_text(p, "%s,%s%s", s.of[0], reversed(p, s.of[1]), s.result));
    offer_subscripts(p, FIX_SAME + 2, NULL,
                     problem_text(p, "%s,%s%s", reversed(p, s.of[0]), s.of[1], s.result));
    offer_subscripts(p, FIX_OTHER, "element by element",
                     problem_text(p, "%s,%s->%s", s.of[0], s.of[0], s.of[0]));
    offer_subscripts(p, FIX_OTHER + 1, "their sum", problem_text(p, "%s,%s->", s.of[0], s.of[0]));
    return true;
}
