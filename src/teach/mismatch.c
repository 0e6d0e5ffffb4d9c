#include "teach/mismatch.h"

#include "teach/fixes.h"
#include "teach/notes.h"
#include "teach/origin.h"
#include "teach/products.h"
#include "teach/subscripts.h"
#include "tensor/symbol.h"

#include <stdlib.h>
#include <string.h>

/* operands that broadcast ---------------------------------------------------------------------------------
 */

static int64_t size_from_end(const Operand *operand, int column)
{
    return column < operand->ndim ? operand->dim[operand->ndim - 1 - column] : 1;
}

/* The first column from the right in which operands do not fit, and the two that do not; -1: none. */
static int find_conflict(int n, const Operand *const operand[], const Operand *pair[2])
{
    for (int column = 0; column < AXES_MAX; column++)
        for (int i = 0; i < n; i++)
            for (int k = i + 1; k < n; k++) {
                int64_t a = size_from_end(operand[i], column), b = size_from_end(operand[k], column);
                if (a == b || a == 1 || b == 1)
                    continue;
                pair[0] = operand[i];
                pair[1] = operand[k];
                return column;
            }
    return -1;
}

/* The reductions whose results one subtracts and divides by, and what their results are called. */
static const struct {
    const char *name, *plural;
} reductions[] = { { "mean", "means" },     { "sum", "sums" },         { "max", "maxima" },
                   { "min", "minima" },     { "amax", "maxima" },      { "amin", "minima" },
                   { "median", "medians" }, { "average", "averages" }, { "std", "standard deviations" },
                   { "var", "variances" },  { "prod", "products" },    { "norm", "norms" },
                   { "ptp", "ranges" },     { "nanmean", "means" },    { "nansum", "sums" },
                   { "argmax", "places" },  { "argmin", "places" } };

/* `W.mean(axis=1)`: its name's plural, and the node of the axis; NULL: it is no reduction over one axis that
 * drops it. */
static const char *reduction_of(const Node *node, const Node **call, const Node **axis)
{
    while (node->kind == NODE_PAREN)
        node = node->kid;
    if (node->kind != NODE_CALL || node->kid->kind != NODE_ATTRIBUTE)
        return NULL;
    *call = node;
    *axis = NULL;
    for (const Node *arg = node->kid->next; arg; arg = arg->next)
        if (arg->kind == NODE_KEYWORD && !strcmp(name_text(arg->name), "keepdims"))
            return NULL;
        else if (arg->kind == NODE_KEYWORD && !strcmp(name_text(arg->name), "axis"))
            *axis = arg->kid;
    if (!*axis && node->kids > 1) { /* by position: the last argument */
        for (const Node *arg = node->kid->next; arg; arg = arg->next)
            *axis = arg->kind == NODE_INT || arg->kind == NODE_UNARY ? arg : NULL;
    }
    for (size_t i = 0; *axis && i < sizeof reductions / sizeof *reductions; i++)
        if (!strcmp(reductions[i].name, name_text(node->kid->name)))
            return reductions[i].plural;
    return NULL;
}

static const char *verb_of(const Problem *p)
{
    static const struct {
        const char *row, *verb;
    } verbs[] = { { "subtract", "subtracts" },
                  { "add", "adds" },
                  { "divide", "divides by" },
                  { "multiply", "multiplies by" } };
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (!strcmp(p->name, verbs[i].row))
            return verbs[i].verb;
    return NULL;
}

/* keepdims=True, and the same over another axis. Places, as of classes, are compared with places:
 * P.argmax(1) == Y. */
static bool offer_reduction(Problem *p, const Operand *operand, const Operand *other)
{
    const Node *call, *axis;
    const char *plural = reduction_of(operand->node, &call, &axis);
    if (!plural)
        return false;
    bool kept = false, places = !strcmp(plural, "places");
    const char *text = written(p, call);
    int length = (int)strlen(text);
    if (places && other->ndim == operand->ndim + 1)
        fix_offer(p, FIX_SAME, "the places in both",
                  with_one(p, other->node,
                           problem_text(p, "%s.%s(%s)", written_operand(p, other->node),
                                        name_text(call->kid->name), written(p, axis))));
    else if (!places && length && text[length - 1] == ')')
        kept = fix_offer(p, FIX_SAME, NULL,
                         with_one(p, call, problem_text(p, "%.*s, keepdims=True)", length - 1, text)));
    for (int i = 0; i < 3 && (i < other->ndim || i <= operand->ndim); i++) {
        const char *verb = verb_of(p), *remark = NULL;
        if (verb && other->ndim == 2)
            remark = problem_text(p, "%s %s %s instead", verb, i == 0 ? "column" : "row", plural);
        else
            remark = problem_text(p, "over axis %d instead", i);
        fix_offer(p, places ? FIX_SAME : FIX_OTHER + i, remark, with_one(p, axis, problem_text(p, "%d", i)));
    }
    return kept;
}

/* The same with another axis, in another order, in another shape. */
static void offer_views(Problem *p, const Operand *operand, const Operand *other, int edits)
{
    bool target = p->node->kind == NODE_AUGMENTED && operand == &p->operand[0];
    if (target || (operand->keyword && !strcmp(operand->keyword, "out")))
        return;
    const char *text = written_operand(p, operand->node);
    for (int after = 1; operand->ndim == 1 && after < other->ndim;
         after++) { /* along an axis before the last */
        Text column = { 0 };
        text_printf(&column, "%s[:", text);
        for (int i = 0; i < after; i++)
            text_puts(&column, ", None");
        text_char(&column, ']');
        fix_offer(p, FIX_SAME + edits, NULL, with_one(p, operand->node, text_get(&column)));
        text_free(&column);
    }
    if (operand->ndim > 1 && other->ndim > operand->ndim)
        fix_offer(p, FIX_SAME + edits, NULL,
                  with_one(p, operand->node, problem_text(p, "%s[..., None]", text)));
    if (operand->ndim > 1 && other->ndim == operand->ndim + 1)
        fix_offer(p, FIX_SAME + edits, NULL,
                  with_one(p, operand->node, problem_text(p, "%s[:, None]", text)));
    if (operand->ndim > 1)
        fix_offer(p, FIX_SAME + 2 + edits, NULL, with_one(p, operand->node, transposed(p, operand)));
    for (int i = 0; operand->ndim > 2 && operand->ndim == other->ndim && i < operand->ndim; i++)
        for (int k = i + 1; k < operand->ndim; k++)
            if (operand->dim[i] == other->dim[k] && operand->dim[k] == other->dim[i] &&
                operand->dim[i] != operand->dim[k])
                fix_offer(p, FIX_SAME + 3 + edits, NULL,
                          with_one(p, operand->node, problem_text(p, "%s.swapaxes(%d, %d)", text, i, k)));
    if (operand->ndim < other->ndim && shape_size(operand->ndim, operand->dim) > 0 &&
        shape_size(operand->ndim, operand->dim) == shape_size(other->ndim, other->dim)) {
        const char *shape = operand_shape(p, other);
        fix_offer(p, FIX_SAME + 6 + edits, NULL,
                  with_one(p, operand->node,
                           problem_text(p, "%s.reshape(%.*s)", text, (int)strlen(shape) - 2, shape + 1)));
    }
}

/* Whether something says that elements are to be dropped. */
typedef enum { NOT_SAID, NOT_KNOWN, SAID } Said;

/* An expression says so by a slice or a function that gives one element less, also in what made its names. */
static Said drops(Problem *p, const Tree *tree, const Node *node, int depth)
{
    static const char *const functions[] = { "diff", "ediff1d", "histogram" };
    const Notes *notes = p->session->watching;
    Said said = NOT_SAID;
    if (node->kind == NODE_SLICE)
        return SAID;
    if (node->kind == NODE_ATTRIBUTE || node->kind == NODE_NAME)
        for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
            if (!strcmp(name_text(node->name), functions[i]))
                return SAID;
    if (node->kind == NODE_NAME) {
        Value value = session_get(p->session, node->name);
        const Node *made = notes && notes->origins && depth
                               ? origin_of(notes->origins, p->session, node->name, &tree)
                               : NULL;
        if (value.tag == V_MODULE || value.tag == V_FUNC)
            return NOT_SAID;
        return made ? drops(p, tree, made, depth - 1) : NOT_KNOWN;
    }
    for (const Node *kid = node->kid; kid; kid = kid->next) {
        Said more = drops(p, tree, kid, depth);
        said = more > said ? more : said;
    }
    return said;
}

static Said one_drops(Problem *p, const Operand *left, const Operand *right)
{
    enum { DEPTH = 3 };
    Said one = drops(p, p->tree, left->node, DEPTH), two = drops(p, p->tree, right->node, DEPTH);
    return one > two ? one : two;
}

/* Two vectors of different length. */
static void offer_vectors(Problem *p, const Operand *left, const Operand *right)
{
    const char *one = written_operand(p, left->node), *two = written_operand(p, right->node);
    int64_t a = left->dim[0], b = right->dim[0];
    const Operand *longer = a > b ? left : right, *shorter = a > b ? right : left;
    const char *text = a > b ? one : two;
    long long few = (long long)shorter->dim[0];
    bool near = llabs((long long)(a - b)) == 1, augmented = p->node->kind == NODE_AUGMENTED;
    Said said = one_drops(p, left, right);
    if (said && !size_is_symbolic(&p->session->run, few)) {
        int late = said == SAID ? 0 : 4;
        if (near)
            fix_offer(p, FIX_OTHER + late, "without the last one",
                      with_one(p, longer->node, problem_text(p, "%s[:-1]", text)));
        if (near)
            fix_offer(p, FIX_OTHER + 1 + late, "without the first one",
                      with_one(p, longer->node, problem_text(p, "%s[1:]", text)));
        if (!near)
            fix_offer(p, FIX_OTHER + 4, problem_text(p, "the first %lld alone", few),
                      with_one(p, longer->node, problem_text(p, "%s[:%lld]", text, few)));
    }
    if (!augmented)
        fix_offer(p, FIX_OTHER + 2, "every pair",
                  with_one(p, left->node, problem_text(p, "%s[:, None]", one)));
    if (!strcmp(p->name, "add"))
        fix_offer(p, FIX_OTHER + (near ? 3 : 1), "one after the other",
                  problem_text(p, "%s%snp.concatenate([%s, %s])", augmented ? left->text : "",
                               augmented ? " = " : "", left->text, right->text));
}

/* Arrays of as many axes that differ along one: the longer one cut. */
static void offer_cut(Problem *p, const Operand *left, const Operand *right)
{
    int at = -1;
    for (int i = 0; i < left->ndim; i++)
        if (left->dim[i] != right->dim[i] && left->dim[i] != 1 && right->dim[i] != 1) {
            if (at >= 0)
                return;
            at = i;
        }
    if (at < 0 || at > 1 || size_is_symbolic(&p->session->run, left->dim[at]) ||
        size_is_symbolic(&p->session->run, right->dim[at]))
        return;
    const Operand *longer = left->dim[at] > right->dim[at] ? left : right;
    long long few = (long long)(longer == left ? right : left)->dim[at];
    if (few == 0 || !one_drops(p, left, right))
        return;
    fix_offer(
        p, FIX_OTHER + 3, problem_text(p, "the first %lld %s alone", few, at ? "columns" : "rows"),
        with_one(p, longer->node,
                 problem_text(p, at ? "%s[:, :%lld]" : "%s[:%lld]", written_operand(p, longer->node), few)));
}

/* Matrices with rows of one length: every row of one with every row of the other. */
static void offer_pairs(Problem *p, const Operand *left, const Operand *right)
{
    const Node *node[] = { left->node, right->node };
    const char *one = written_operand(p, left->node), *two = written_operand(p, right->node);
    if (p->node->kind == NODE_AUGMENTED)
        return;
    if (left->dim[1] == right->dim[1])
        fix_offer(p, llabs((long long)(left->dim[0] - right->dim[0])) == 1 ? FIX_OTHER + 5 : FIX_OTHER + 1,
                  "every row with every row", with_one(p, left->node, problem_text(p, "%s[:, None]", one)));
    else if (left->dim[0] == right->dim[0])
        fix_offer(p, FIX_OTHER + 4, "every column with every column",
                  problem_with(p, 2, node,
                               (const char *[]){ problem_text(p, "%s[:, :, None]", one),
                                                 problem_text(p, "%s[:, None]", two) }));
}

/* U * S, where U has more columns than S has numbers, and nothing else fits. */
static void offer_columns(Problem *p, const Operand *matrix, const Operand *vector)
{
    long long few = (long long)vector->dim[0];
    if (size_is_symbolic(&p->session->run, matrix->dim[1]) || size_is_symbolic(&p->session->run, few) ||
        few >= matrix->dim[1] || few < 2 || p->candidates)
        return;
    fix_offer(
        p, FIX_OTHER + 3, problem_text(p, "the first %lld columns alone", few),
        with_one(p, matrix->node, problem_text(p, "%s[:, :%lld]", written_operand(p, matrix->node), few)));
}

static void draw_axes(Problem *p, int n, const Operand *const operand[])
{
    Diagram *diagram = &p->out->diagram;
    diagram->kind = AXES;
    for (int i = 0; i < n && diagram->rows < DIAGRAM_ROWS; i++) {
        DiagramRow *row = &diagram->row[diagram->rows];
        if (operand[i]->ndim > DIAGRAM_AXES) {
            diagram->kind = NO_DIAGRAM;
            return;
        }
        row->label = operand[i]->text;
        row->shape = operand_shape(p, operand[i]);
        row->axes = operand[i]->ndim;
        for (int axis = 0; axis < row->axes; axis++)
            row->size[axis] = size_text(p, operand[i]->dim[axis]);
        diagram->rows++;
    }
}

/* a = a + b, for a += b whose result is larger than a. */
static void offer_new_array(Problem *p)
{
    const char *target = p->operand[0].text;
    fix_offer(p, FIX_SAME, "a new array",
              problem_text(p, "%s = %s %s %s", target, target, operator_text[p->node->op],
                           is_simple(p->operand[1].node) ? p->operand[1].text
                                                         : problem_text(p, "(%s)", p->operand[1].text)));
}

static bool say_larger(Problem *p)
{
    if (p->operands < 2 || !p->operand[0].array || !p->operand[1].array)
        return false;
    problem_mark(p, &p->operand[0]);
    problem_mark(p, &p->operand[1]);
    p->out->brief = problem_text(p, "the result is larger than %s, which stays %s", p->operand[0].text,
                                 operand_shape(p, &p->operand[0]));
    p->out->diagram.sentence = p->out->brief;
    if (p->node->kind == NODE_AUGMENTED)
        offer_new_array(p);
    return true;
}

static bool say_broadcast(Problem *p)
{
    const Operand *operand[PROBLEM_OPERANDS], *pair[2];
    int n = problem_arrays(p, operand), column = find_conflict(n, operand, pair);
    if (column < 0)
        return false;
    int shown = 0;
    for (int i = 0; i < n; i++)
        if (operand[i]->ndim > 0)
            operand[shown++] = operand[i];
    p->out->shapes_told = true;
    for (int i = 0; i < shown; i++)
        problem_mark(p, operand[i]);
    draw_axes(p, shown, operand);
    for (int k = 0; k < DIAGRAM_AXES; k++) {
        int64_t size = 1;
        for (int i = 0; i < shown; i++) {
            int64_t own = size_from_end(operand[i], k);
            p->out->diagram.bad[k] |= own != 1 && size != 1 && own != size;
            size = own == 1 ? size : own;
        }
    }
    const char *a = size_text(p, size_from_end(pair[0], column)),
               *b = size_text(p, size_from_end(pair[1], column));
    p->out->brief = problem_text(p, "from the right, %s against %s", a, b);
    p->out->diagram.sentence = problem_text(p, "sizes line up from the right: %s against %s", a, b);
    p->out->more = "Two sizes fit if they are equal or if one of them is 1, which is then repeated. Where an "
                   "array has fewer axes, ones stand before them.";

    const Operand *left = pair[0], *right = pair[1];
    if (p->node->kind == NODE_AUGMENTED && p->operands == 2)
        offer_new_array(p);
    bool kept = offer_reduction(p, right, left);
    kept |= offer_reduction(p, left, right);
    if (!strcmp(p->name, "equal") || !strcmp(p->name, "not_equal"))
        fix_offer(p, FIX_SAME, !strcmp(p->name, "equal") ? "are they the same array?" : "do they differ?",
                  problem_text(p, "%snp.array_equal(%s, %s)", !strcmp(p->name, "equal") ? "" : "not ",
                               left->text, right->text));
    if (!kept) {
        offer_views(p, right, left, 1);
        offer_views(p, left, right, 2);
    }
    if (!strcmp(p->name, "multiply") && n == 2)
        fix_offer(p, FIX_OTHER, "matrix product",
                  p->node->kind == NODE_CALL ? problem_text(p, "np.matmul(%s, %s)", left->text, right->text)
                                             : problem_text(p, "%s @ %s", left->text, right->text));
    if (left->ndim == 1 && right->ndim == 1)
        offer_vectors(p, left, right);
    else if (left->ndim == 2 && right->ndim == 2) {
        offer_pairs(p, left, right);
        offer_cut(p, left, right);
    } else if (left->ndim == 2 && right->ndim == 1)
        offer_columns(p, left, right);
    else if (left->ndim == 1 && right->ndim == 2)
        offer_columns(p, right, left);
    return true;
}

/* np.repeat(a, [1, 2, 3], axis=0) */
static bool say_repeats(Problem *p)
{
    if (p->operands < 2 || !p->operand[0].array || p->operand[1].ndim != 1)
        return false;
    const Operand *array = &p->operand[0], *counts = &p->operand[1];
    problem_mark(p, array);
    problem_mark(p, counts);
    p->out->brief = p->out->diagram.sentence =
        problem_text(p, "one count for each element along the axis, or one for all; %s holds %s",
                     counts->text, size_text(p, counts->dim[0]));
    for (int i = 2; i < p->operands; i++)
        for (int axis = 0; axis < array->ndim; axis++)
            if (p->operand[i].value.tag == V_INT && array->dim[axis] == counts->dim[0])
                fix_offer(p, FIX_SAME, problem_text(p, "along axis %d", axis),
                          with_one(p, p->operand[i].node, problem_text(p, "%d", axis)));
    return true;
}

/* np.broadcast_to(x, (2, 2)) */
static bool say_broadcast_to(Problem *p)
{
    const Operand *array = &p->operand[0];
    if (p->operands < 2 || !array->array || p->operand[1].value.tag != V_TUPLE)
        return false;
    problem_mark(p, array);
    p->out->brief = p->out->diagram.sentence =
        problem_text(p, "%s is %s: only sizes of 1 are repeated, lined up from the right", array->text,
                     operand_shape(p, array));
    if (array->ndim == 1)
        fix_offer(p, FIX_SAME, "as a column",
                  with_one(p, array->node, problem_text(p, "%s[:, None]", written_operand(p, array->node))));
    const Node *last = p->operand[1].node->kid;
    while (last && last->next)
        last = last->next;
    if (last && p->operand[1].node->kind == NODE_TUPLE && array->ndim > 0)
        fix_offer(p, FIX_OTHER, "as rows", with_one(p, last, size_text(p, array->dim[array->ndim - 1])));
    return true;
}

/* symbols -------------------------------------------------------------------------------------------------
 */

/* Sets each size that is `from` to `to` in the arrays without data that variables hold. */
static void replace_size(Value *variable, int64_t from, int64_t to)
{
    if (variable->tag != V_ARRAY || variable->tensor->data)
        return;
    Tensor *of = variable->tensor, *typed = NULL;
    for (int i = 0; i < of->ndim; i++)
        if (of->dim[i] == from) {
            typed = typed ? typed : tensor_typed((DType)of->dtype, of->ndim, of->dim);
            typed->dim[i] = to;
        }
    if (!typed)
        return;
    strides_c(typed->ndim, typed->dim, tensor_itemsize(typed), typed->stride);
    value_drop(*variable);
    *variable = value_array(typed);
}

/* Whether what failed would hold if one size were another. */
static bool holds_with(Problem *p, int64_t from, int64_t to)
{
    Session *s = p->session;
    int globals = s->globals;
    Value *kept = mem_alloc((size_t)(globals + 1) * sizeof *kept);
    for (int i = 0; i < globals; i++) {
        kept[i] = value_keep(s->global[i]);
        replace_size(&s->global[i], from, to);
    }
    bool holds = code_fits(p, written(p, p->node), NULL);
    for (int i = 0; i < globals; i++) {
        value_drop(s->global[i]);
        s->global[i] = kept[i];
    }
    mem_free(kept);
    return holds;
}

void explain_symbols(Problem *p)
{
    const Operand *operand[PROBLEM_OPERANDS];
    const Run *run = &p->session->run;
    int n = problem_arrays(p, operand);
    for (int i = 0; i < n; i++)
        for (int axis = operand[i]->ndim - 1; axis >= 0; axis--) {
            int64_t from = operand[i]->dim[axis];
            if (!size_is_symbolic(run, from))
                continue;
            for (int k = 0; k < n; k++)
                for (int other = 0; other < operand[k]->ndim; other++) {
                    int64_t to = operand[k]->dim[other];
                    if (to == from || !holds_with(p, from, to))
                        continue;
                    p->out->needs = problem_text(p, "%s == %s", size_text(p, from), size_text(p, to));
                    return;
                }
        }
}

/* arrays that are joined ----------------------------------------------------------------------------------
 */

/* The items of a list or a tuple that was written out. */
static int read_items(Problem *p, const Operand *sequence, Operand item[DIAGRAM_ROWS])
{
    const Node *node = sequence->node;
    while (node->kind == NODE_PAREN)
        node = node->kid;
    Value v = sequence->value;
    if ((node->kind != NODE_LIST && node->kind != NODE_TUPLE) || (v.tag != V_LIST && v.tag != V_TUPLE))
        return 0;
    int64_t count;
    const Value *value = sequence_items(v, &count);
    if (count != node->kids || count > DIAGRAM_ROWS)
        return 0;
    int n = 0;
    for (const Node *kid = node->kid; kid; kid = kid->next, n++)
        if (!problem_operand(p, &item[n], kid, value[n]) || !item[n].array)
            return 0;
    return n;
}

/* A vector as a matrix of one column, or of one row. */
static void stand_up(Problem *p, Operand *vector, bool column)
{
    int64_t *dim = arena_alloc(&p->out->arena, 2 * sizeof *dim);
    dim[0] = column ? vector->dim[0] : 1;
    dim[1] = column ? 1 : vector->dim[0];
    vector->dim = dim;
    vector->ndim = 2;
}

/* One y for each x: the longer one cut. */
static void offer_shorter(Problem *p, const Operand *a, const Operand *b)
{
    const Node *bare[2] = { a->node, b->node };
    Shape shape[2];
    for (int i = 0; i < 2; i++)
        if (!code_fits(p, written(p, bare[i]), &shape[i]) || shape[i].ndim != 1 ||
            size_is_symbolic(&p->session->run, shape[i].dim[0]))
            return;
    int longer = shape[0].dim[0] < shape[1].dim[0];
    long long few = (long long)shape[!longer].dim[0];
    if (few > 0 && few < shape[longer].dim[0])
        fix_offer(
            p, FIX_OTHER + 3, problem_text(p, "the first %lld alone", few),
            with_one(p, bare[longer], problem_text(p, "%s[:%lld]", written_operand(p, bare[longer]), few)));
}

/* np.polyfit(x, y, 1), np.interp(1, x, y) */
static bool say_lengths(Problem *p)
{
    const Operand *operand[PROBLEM_OPERANDS];
    int n = problem_arrays(p, operand), vectors = 0;
    for (int i = 0; i < n; i++)
        if (operand[i]->ndim > 0)
            operand[vectors++] = operand[i];
    if (vectors < 2)
        return false;
    const Operand *x = operand[vectors > 2 ? vectors - 2 : 0], *y = operand[vectors > 2 ? vectors - 1 : 1];
    problem_mark(p, x);
    problem_mark(p, y);
    p->out->shapes_told = true;
    advise(p, "one y for each x");
    offer_shorter(p, x, y);
    return true;
}

/* An array with an axis of size 1 more, or without one that it has, at every place. */
static void offer_axis(Problem *p, const Operand *item, bool more)
{
    const char *text = written_operand(p, item->node);
    for (int axis = item->ndim - !more; axis >= 0; axis--) {
        if (!more && item->dim[axis] != 1)
            continue;
        bool last = axis == item->ndim - !more && axis > 0;
        Text all = { 0 };
        for (int i = 0; i < axis && !last; i++)
            text_puts(&all, i ? ", :" : ":");
        if (last)
            text_puts(&all, "...");
        text_printf(&all, "%s%s", all.length ? ", " : "", more ? "None" : "0");
        fix_offer(p, FIX_SAME + more, NULL,
                  with_one(p, item->node, problem_text(p, "%s[%s]", text, text_get(&all))));
        text_free(&all);
    }
}

static bool say_join(Problem *p)
{
    Operand item[DIAGRAM_ROWS];
    const Operand *rows[DIAGRAM_ROWS];
    bool pairs = !strcmp(p->name, "corrcoef") || !strcmp(p->name, "cov");
    bool appends = (pairs || !strcmp(p->name, "append")) && p->operands > 1;
    int n = p->operands && !appends ? read_items(p, &p->operand[0], item) : 0, ndim = 0, low = AXES_MAX;
    for (; appends && n < 2 && p->operand[n].array; n++)
        item[n] = p->operand[n];
    for (int i = 0; i < n; i++) {
        ndim = item[i].ndim > ndim ? item[i].ndim : ndim;
        low = item[i].ndim < low ? item[i].ndim : low;
    }
    if (n < 2 || (class_is(p->class, AxisError) && low == ndim))
        return false;
    p->out->shapes_told = true;
    for (int i = 0; i < n; i++)
        problem_mark(p, rows[i] = &item[i]);
    long axis = 0;
    for (int i = 1; i < p->operands; i++)
        if (p->operand[i].value.tag == V_INT &&
            (!p->operand[i].keyword || !strcmp(p->operand[i].keyword, "axis")))
            axis = (long)p->operand[i].value.i;
    if (!strcmp(p->name, "hstack") && ndim > 1)
        axis = 1;
    bool stacks = !strcmp(p->name, "stack"), columns = !strcmp(p->name, "column_stack");
    if (columns || !strcmp(p->name, "vstack")) { /* vectors are columns, or rows, of matrices there */
        axis = columns;
        for (int i = 0; i < n; i++)
            if (item[i].ndim == 1)
                stand_up(p, &item[i], columns);
        low = ndim = 2;
    }
    draw_axes(p, n, rows);
    Diagram *diagram = &p->out->diagram;
    diagram->from_left = true;
    if (low != ndim) {
        diagram->sentence =
            problem_text(p, "one has %d ax%s, another %d", ndim, ndim == 1 ? "is" : "es", low);
        p->out->brief = diagram->sentence;
    } else {
        for (int k = 0; k < ndim && k < DIAGRAM_AXES; k++)
            for (int i = 1; i < n; i++)
                if ((k != axis || stacks) && item[i].dim[k] != item[0].dim[k]) {
                    if (!diagram->sentence) {
                        p->out->brief =
                            problem_text(p, "axis %d is %s and %s", k, size_text(p, item[0].dim[k]),
                                         size_text(p, item[i].dim[k]));
                        diagram->sentence =
                            stacks ? problem_text(p, "stack wants equal shapes; %s", p->out->brief)
                                   : problem_text(p, "joined along axis %ld; %s", axis, p->out->brief);
                    }
                    diagram->bad[k] = true;
                }
    }
    for (int i = n - 1; i >= 0; i--) {
        const char *text = written_operand(p, item[i].node);
        if (item[i].ndim == 1 && ndim == 2) {
            fix_offer(p, FIX_SAME, NULL, with_one(p, item[i].node, problem_text(p, "%s[None, :]", text)));
            fix_offer(p, FIX_SAME + 1, NULL, with_one(p, item[i].node, problem_text(p, "%s[:, None]", text)));
        } else if (low + 1 == ndim && ndim > 1 && ndim <= 4)
            offer_axis(p, &item[i], item[i].ndim == low);
        else if (item[i].ndim == 0 && ndim == 1)
            fix_offer(p, FIX_SAME, NULL, with_one(p, item[i].node, problem_text(p, "[%s]", item[i].text)));
        else if (item[i].ndim == 2)
            fix_offer(p, FIX_SAME + 4, NULL, with_one(p, item[i].node, transposed(p, &item[i])));
    }
    if (n == 2 && item[0].dim && item[1].dim)
        offer_shorter(p, &item[0], &item[1]);
    if (pairs)
        return true;
    const char *list = appends ? problem_text(p, "[%s, %s]", item[0].text, item[1].text) : p->operand[0].text;
    if (!strcmp(p->name, "concatenate") && ndim == low)
        for (int k = 0; k < ndim && k < 3; k++)
            if (k != axis)
                fix_offer(p, FIX_SAME + 3, problem_text(p, "along axis %d instead", k),
                          problem_text(p, "np.concatenate(%s, axis=%d)", list, k));
    if (stacks)
        fix_offer(p, FIX_OTHER, "one after the other", problem_text(p, "np.concatenate(%s)", list));
    static const struct {
        const char *name, *remark;
    } others[] = { { "vstack", "below each other" },
                   { "hstack", "side by side" },
                   { "column_stack", "side by side, as columns" } };
    for (int i = 0; i < 3; i++)
        if (strcmp(p->name, others[i].name))
            fix_offer(p, (strcmp(p->name, "stack") ? FIX_SAME + 3 : FIX_OTHER + 2) + i, others[i].remark,
                      problem_text(p, "np.%s(%s)", others[i].name, list));
    return true;
}

/* the table -----------------------------------------------------------------------------------------------
 */

const Advice mismatches[] = {
    { ValueError, "shapes * not aligned: *", "dot inner vdot", say_product },
    { ValueError, "*: Input operand * has a mismatch in its core dimension *", NULL, say_product },
    { ValueError, "*: Input operand * does not have enough dimensions *", NULL, say_no_axes },
    { ValueError, "operands could not be broadcast together with remapped *", "einsum", say_einsum },
    { ValueError, "operand has more dimensions than subscripts given in einstein sum*", "einsum",
      say_letters },
    { ValueError, "einstein sum subscripts string contains too many subscripts for operand *", "einsum",
      say_letters },
    { ValueError, "* operands provided to einstein sum function than specified *", "einsum", say_groups },
    { ValueError, "einstein sum subscripts string include* output subscript '*", "einsum", say_result },
    { ValueError, "cannot reshape array of size * into shape *", "vdot", say_flattened },
    { ValueError, "shape-mismatch for sum", "tensordot", say_tensordot },
    { LinAlgError, "Incompatible dimensions", "lstsq", say_rows_of_both },
    { TypeError, "* takes from * positional arguments but *", "dot matmul", say_chain },
    { ValueError, "operands could not be broadcast together with shape * *", "repeat", say_repeats },
    { ValueError, "*requested shape *", "broadcast_to", say_broadcast_to },
    { ValueError, "operands could not be broadcast together *", NULL, say_broadcast },
    { ValueError, "non-broadcastable output operand *", NULL, say_larger },
    { ValueError, "shape mismatch: objects cannot be broadcast to a single shape*", NULL, say_broadcast },
    { ValueError, "all the input array dimensions except for the concatenation axis *", NULL, say_join },
    { ValueError, "all the input arrays must have same number of dimensions*", NULL, say_join },
    { ValueError, "all input arrays must have the same shape", NULL, say_join },
    { TypeError, "expected x and y to have same length", NULL, say_lengths },
    { ValueError, "fp and xp are not of the same length.", NULL, say_lengths },
    { AxisError, "axis * is out of bounds for array of dimension *", "concatenate append", say_join },
    { 0 },
};
