#include "teach/products.h"

#include "teach/advice.h"
#include "teach/fixes.h"
#include "tensor/symbol.h"

#include <string.h>

static bool is_numpy_call(const Node *node, const char *function)
{
    return node->kind == NODE_CALL && node->kid->kind == NODE_ATTRIBUTE &&
           node->kid->kid->kind == NODE_NAME &&
           (!strcmp(name_text(node->kid->kid->name), "np") ||
            !strcmp(name_text(node->kid->kid->name), "numpy")) &&
           !strcmp(name_text(node->kid->name), function);
}

/* What x.T, x.transpose() or np.transpose(x) is the transpose of; NULL: it is none. */
static const Node *turned(const Node *node)
{
    while (node->kind == NODE_PAREN)
        node = node->kid;
    if (node->kind == NODE_ATTRIBUTE && !strcmp(name_text(node->name), "T"))
        return node->kid;
    if (is_numpy_call(node, "transpose") && node->kids == 2)
        return node->kid->next;
    return node->kind == NODE_CALL && node->kids == 1 && node->kid->kind == NODE_ATTRIBUTE &&
                   !strcmp(name_text(node->kid->name), "transpose")
               ? node->kid->kid
               : NULL;
}

const char *transposed(Problem *p, const Operand *operand)
{
    const Node *node = operand->node, *of = operand->ndim > 2 ? NULL : turned(node);
    while (node->kind == NODE_PAREN)
        node = node->kid;
    if (operand->ndim > 2 && node->kind == NODE_ATTRIBUTE && !strcmp(name_text(node->name), "mT"))
        of = node->kid;
    return of ? written(p, of)
              : problem_text(p, "%s.%s", written_operand(p, operand->node), operand->ndim > 2 ? "mT" : "T");
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

enum { FACTORS = 4 };

/* The operands of A @ B, np.dot(A, B), A.dot(B). */
static bool read_product(const Node *node, const Node *operand[2])
{
    if (node->kind == NODE_BINARY && node->op == NODE_OP_MATMUL)
        operand[0] = node->kid;
    else if (is_numpy_call(node, "dot") || is_numpy_call(node, "matmul"))
        operand[0] = node->kid->next;
    else if (node->kind == NODE_CALL && node->kids == 2 && node->kid->kind == NODE_ATTRIBUTE &&
             !strcmp(name_text(node->kid->name), "dot")) {
        operand[0] = node->kid->kid;
        operand[1] = node->kid->next;
        return true;
    } else
        return false;
    operand[1] = operand[0] ? operand[0]->next : NULL;
    return operand[1] && !operand[1]->next;
}

/* The factors of A @ B @ C, np.dot(np.dot(A, B), C) from the left, after n others; how many then, more than
 * FACTORS if they are too many. */
static int read_factors(const Node *node, const Node *factor[FACTORS], int n)
{
    const Node *operand[2], *bare = node;
    while (bare->kind == NODE_PAREN)
        bare = bare->kid;
    if (read_product(bare, operand)) {
        n = read_factors(operand[0], factor, n);
        return n > FACTORS ? n : read_factors(operand[1], factor, n);
    }
    if (n < FACTORS)
        factor[n] = node;
    return n + 1;
}

/* The whole product that the node that failed is a part of. */
static const Node *whole_product(Problem *p)
{
    const Node *whole = p->node, *operand[2];
    for (const Node *at = whole, *parent; (parent = node_parent(p->tree, at)); at = parent)
        if (read_product(parent, operand))
            whole = parent;
        else if (parent->kind != NODE_PAREN && parent->kind != NODE_ATTRIBUTE)
            break;
    return whole;
}

static void offer_whole(Problem *p, int rank, const char *remark, const char *code)
{
    if (fix_offer(p, rank, remark, code))
        p->candidate[p->candidates - 1].wider = true;
}

/* A factor with as many columns (of the left), or rows, as a diagonal is long; NULL: it has not so many. */
static const char *cut_to(Problem *p, const Node *factor, bool columns, int64_t length)
{
    Shape shape;
    const char *text = held(p, factor);
    if (!code_fits(p, text, &shape) || shape.ndim != 2 || shape.dim[columns] < length)
        return NULL;
    return shape.dim[columns] == length ? text
                                        : problem_text(p, columns ? "%s[:, :%lld]" : "%s[:%lld]",
                                                       written_operand(p, factor), (long long)length);
}

/* U @ S @ V: a vector between two matrices is meant as a diagonal; so is np.diag(S) @ V. The matrices may
 * have more columns and rows than it is long. */
static void offer_diagonal(Problem *p, int n, const Node *const factor[])
{
    for (int i = 0; i < n; i++) {
        Shape shape;
        const char *text = held(p, factor[i]);
        bool made = is_numpy_call(factor[i], "diag"), between = i > 0 && i + 1 < n;
        if (!code_fits(p, text, &shape) || shape.ndim != (made ? 2 : 1) || (!made && !between) ||
            size_is_symbolic(&p->session->run, shape.dim[0]))
            continue;
        const char *left = i > 0 ? cut_to(p, factor[i - 1], true, shape.dim[0]) : "",
                   *right = i + 1 < n ? cut_to(p, factor[i + 1], false, shape.dim[0]) : "";
        Text before = { 0 }, after = { 0 };
        for (int k = 0; k < i - 1; k++)
            text_printf(&before, "%s @ ", held(p, factor[k]));
        for (int k = i + 2; k < n; k++)
            text_printf(&after, " @ %s", held(p, factor[k]));
        if (left && right && !made)
            offer_whole(
                p, FIX_SAME, "as a diagonal",
                problem_text(p, "%s%s * %s @ %s%s", text_get(&before), left, text, right, text_get(&after)));
        if (left && right)
            offer_whole(p, FIX_SAME, "as a diagonal",
                        problem_text(p, made ? "%s%s%s%s%s%s%s" : "%s%s%snp.diag(%s)%s%s%s",
                                     text_get(&before), left, *left ? " @ " : "", text, *right ? " @ " : "",
                                     right, text_get(&after)));
        text_free(&before);
        text_free(&after);
    }
}

/* A @ C @ B: the same factors in another order, those first that differ by one exchange. */
static void offer_order(Problem *p, int n, const Node *const factor[])
{
    for (int i = 0; n > 2 && i < n; i++)
        for (int k = i + 1; k < n; k++) {
            Text text = { 0 };
            for (int at = 0; at < n; at++)
                text_printf(&text, "%s%s", at ? " @ " : "", held(p, factor[at == i ? k : at == k ? i : at]));
            offer_whole(p, FIX_SAME + k - i - 1, "in another order", text_get(&text));
            text_free(&text);
        }
}

/* q.T of several matrices turns all the axes round; .mT those of each matrix. NULL: it is not so written. */
static const char *matrices_turned(Problem *p, const Operand *operand)
{
    const Node *of = operand->ndim > 2 ? turned(operand->node) : NULL;
    return of ? problem_text(p, "%s.mT", written_operand(p, of)) : NULL;
}

static int64_t size_at(const Operand *operand, int from_end)
{
    return operand->ndim >= from_end ? operand->dim[operand->ndim - from_end] : -1;
}

/* Stacks: dot pairs every matrix with every other, and matmul takes no stack of vectors. */
static void offer_stacks(Problem *p, const Operand *left, const Operand *right, const char *each_left,
                         const char *each)
{
    const char *a = written_operand(p, left->node), *b = written_operand(p, right->node);
    if (!strcmp(p->name, "dot") && left->ndim > 2 && right->ndim > 2) {
        if (each)
            fix_offer(p, FIX_SAME, "one to one", problem_text(p, "%s @ %s", a, each));
        if (each_left)
            fix_offer(p, FIX_SAME, "one to one", problem_text(p, "%s @ %s", each_left, b));
        fix_offer(p, FIX_SAME + 1, "one to one", problem_text(p, "%s @ %s", a, transposed(p, right)));
    }
    if (right->ndim > 1 && left->ndim == right->ndim + 1 && size_at(left, 1) == size_at(right, 1))
        fix_offer(p, FIX_SAME, "each with its vector",
                  problem_text(p, "np.matvec(%s, %s)", left->text, right->text));
    if (left->ndim > 1 && right->ndim == left->ndim + 1 && size_at(right, 2) == size_at(left, 1))
        fix_offer(p, FIX_SAME, "each with its vector",
                  problem_text(p, "np.vecmat(%s, %s)", left->text, right->text));
}

/* Whether all but one of the axes have one element. */
static bool is_vector(const Operand *operand)
{
    int longer = 0;
    for (int i = 0; i < operand->ndim; i++)
        longer += operand->dim[i] != 1;
    return operand->ndim > 0 && longer <= 1;
}

static void offer_products(Problem *p, const Operand *const operand[2])
{
    const Operand *left = operand[0], *right = operand[1];
    const char *a = left->ndim > 1 ? transposed(p, left) : NULL,
               *b = right->ndim > 1 ? transposed(p, right) : NULL;
    const char *each = matrices_turned(p, right), *each_left = matrices_turned(p, left);
    const Node *factor[FACTORS];
    int factors = read_factors(whole_product(p), factor, 0);
    if (factors <= FACTORS) {
        offer_diagonal(p, factors, factor);
        offer_order(p, factors, factor);
    }
    offer_stacks(p, left, right, each_left, each);
    if (each)
        offer(p, FIX_SAME, operand, NULL, each, size_at(left, 1));
    if (each_left)
        offer(p, FIX_SAME, operand, each_left, NULL, size_at(left, 1));
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

/* X @ w with one weight more than X has columns: a column of ones before them. */
static void offer_ones(Problem *p, const Operand *left, const Operand *right)
{
    int64_t wanted = size_at(right, right->ndim > 1 ? 2 : 1), has = size_at(left, 1);
    if (left->ndim == 2 && wanted == has + 1 && !size_is_symbolic(&p->session->run, has)) {
        const char *text = problem_text(p, "np.column_stack([np.ones(len(%s)), %s])", left->text, left->text);
        if (fix_offer(p, FIX_OTHER + 1, "with a column of ones before",
                      problem_with(p, 1, &left->node, &text)))
            return;
    }
    if (left->ndim == 2 && right->ndim == 1 && has == wanted + 1 &&
        !size_is_symbolic(&p->session->run, has)) {
        const char *text = problem_text(p, "np.append(1, %s)", right->text);
        fix_offer(p, FIX_OTHER + 1, "with a 1 before", problem_with(p, 1, &right->node, &text));
    }
}

/* np.linalg.solve(A, b) with b lying down: one of them turned. */
static void offer_turned(Problem *p, int n, const Operand *const operand[])
{
    for (int i = n - 1; i >= 0; i--)
        if (operand[i]->ndim > 1) {
            const char *text = transposed(p, operand[i]);
            fix_offer(p, FIX_SAME + n - 1 - i, NULL, problem_with(p, 1, &operand[i]->node, &text));
        }
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
    if (product) {
        offer_products(p, operand);
        offer_ones(p, operand[0], operand[1]);
    } else
        offer_turned(p, 2, operand);
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

/* np.tensordot(A, B, axes=1) */
bool say_tensordot(Problem *p)
{
    const Operand *operand[PROBLEM_OPERANDS];
    if (problem_arrays(p, operand) < 2 || operand[0]->ndim < 1 || operand[1]->ndim < 1)
        return false;
    for (int i = 0; i < 2; i++)
        problem_mark(p, operand[i]);
    advise(p,
           "the axes that are summed over must be of one size in both: axes=1 takes the last of the left and "
           "the first of the right");
    p->out->shapes_told = true;
    for (int i = 1; i >= 0; i--)
        if (operand[i]->ndim > 1) {
            const char *text = problem_text(p, "%s.T", written_operand(p, operand[i]->node));
            fix_offer(p, FIX_SAME + 1 - i, NULL, problem_with(p, 1, &operand[i]->node, &text));
        }
    return true;
}

/* np.linalg.lstsq(A, b) */
bool say_rows_of_both(Problem *p)
{
    const Operand *operand[PROBLEM_OPERANDS];
    if (problem_arrays(p, operand) < 2 || operand[0]->ndim < 1 || operand[1]->ndim < 1)
        return false;
    for (int i = 0; i < 2; i++)
        problem_mark(p, operand[i]);
    p->out->shapes_told = true;
    advise(p, problem_text(p, "as many numbers on the right as the matrix has rows: %s, not %s",
                           size_text(p, operand[0]->dim[0]), size_text(p, operand[1]->dim[0])));
    offer_turned(p, 2, operand);
    return true;
}

/* np.dot(A, B, C, D), A.dot(B, C, D) */
bool say_chain(Problem *p)
{
    Text chain = { 0 }, list = { 0 };
    for (int i = 0; i < p->operands; i++) {
        if (!p->operand[i].array || p->operand[i].keyword)
            break;
        text_printf(&chain, "%s%s", i ? " @ " : "", held(p, p->operand[i].node));
        text_printf(&list, "%s%s", i ? ", " : "", p->operand[i].text);
    }
    advise(p, problem_text(p, "%s takes two arrays", p->name));
    fix_offer(p, FIX_SAME, "all of them", problem_text(p, "%s", text_get(&chain)));
    fix_offer(p, FIX_SAME + 1, "in the cheapest order",
              problem_text(p, "np.linalg.multi_dot([%s])", text_get(&list)));
    text_free(&chain);
    text_free(&list);
    return p->candidates > 0;
}

/* np.vdot(A, b) of arrays of different size */
bool say_flattened(Problem *p)
{
    const Operand *operand[PROBLEM_OPERANDS];
    if (problem_arrays(p, operand) != 2)
        return false;
    for (int i = 0; i < 2; i++)
        problem_mark(p, operand[i]);
    const Operand *a = operand[0], *b = operand[1];
    advise(p, problem_text(p, "vdot lays both out in one line: %s elements and %s",
                           size_text(p, shape_size(a->ndim, a->dim)),
                           size_text(p, shape_size(b->ndim, b->dim))));
    fix_offer(p, FIX_OTHER, "rows with columns", problem_text(p, "np.dot(%s, %s)", a->text, b->text));
    fix_offer(p, FIX_OTHER + 1, "rows with rows", problem_text(p, "np.inner(%s, %s)", a->text, b->text));
    return true;
}
