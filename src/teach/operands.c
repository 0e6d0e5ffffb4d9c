/* operands.c: values of the wrong sort: arrays where one truth is asked for, lists where arrays are meant,
 * floats that do not fit whole numbers, methods that were not called. */
#include "teach/advice.h"
#include "teach/fixes.h"

#include <string.h>

static void mark_node(Problem *p, const Node *node)
{
    p->out->mark[0] = (Mark){ node_span(p->tree, node), NULL };
    p->out->marks = 1;
}

/* truth ---------------------------------------------------------------------------------------------------
 */

/* A comparison, `left > right`. */
static const char *comparison(Problem *p, const char *left, int op, const char *right)
{
    return problem_text(p, "(%s %s %s)", left, operator_text[op], right);
}

/* a < b < c as (a < b) & (b < c); also where an & between them was read as part of b. NULL: it is no chain.
 */
static const char *pairs(Problem *p, const Node *compare)
{
    const Node *left = compare->kid, *first = left->next, *second = first ? first->next : NULL;
    if (!first)
        return NULL;
    for (const Node *next = first; next; next = next->next)
        if (next->op > NODE_OP_GE)
            return NULL;
    const Node *middle = first->kid;
    bool bits = middle->kind == NODE_BINARY && (middle->op == NODE_OP_AND || middle->op == NODE_OP_OR);
    if (bits && second && !second->next)
        return problem_text(
            p, "%s %s %s", comparison(p, written(p, left), first->op, written(p, middle->kid)),
            operator_text[middle->op],
            comparison(p, written(p, middle->kid->next), second->op, written(p, second->kid)));
    if (!second || second->next)
        return NULL;
    return problem_text(p, "%s & %s", comparison(p, written(p, left), first->op, written(p, middle)),
                        comparison(p, written(p, middle), second->op, written(p, second->kid)));
}

/* and, or, not as &, |, ~ */
static const char *elementwise(Problem *p, const Node *node)
{
    while (node->kind == NODE_PAREN)
        node = node->kid;
    if (node->kind == NODE_AND || node->kind == NODE_OR)
        return problem_text(p, "%s %s %s", elementwise(p, node->kid), node->kind == NODE_AND ? "&" : "|",
                            elementwise(p, node->kid->next));
    if (node->kind == NODE_NOT)
        return problem_text(p, "~%s", elementwise(p, node->kid));
    const char *chain = node->kind == NODE_COMPARE ? pairs(p, node) : NULL;
    return chain ? chain : held(p, node);
}

/* The largest expression of and, or, not that a node is part of. */
static const Node *whole_condition(Problem *p, const Node *node)
{
    for (const Node *parent = node; (parent = node_parent(p->tree, parent));)
        if (parent->kind == NODE_AND || parent->kind == NODE_OR || parent->kind == NODE_NOT)
            node = parent;
        else if (parent->kind != NODE_PAREN)
            break;
    return node;
}

static bool say_mixed(Problem *p, const Node *compare)
{
    const char *text = pairs(p, compare);
    const Node *middle = compare->kid->next->kid;
    if (!text || middle->kind != NODE_BINARY)
        return false;
    advise(p, problem_text(p, "%s binds tighter than %s: %s was taken together", operator_text[middle->op],
                           operator_text[compare->kid->next->op], written(p, middle)));
    mark_node(p, middle);
    fix_offer(p, FIX_SAME, NULL, text);
    return true;
}

static bool is_equality(const Node *node)
{
    return node->kind == NODE_COMPARE && node->kids == 2 && node->kid->next->op == NODE_OP_EQ;
}

/* if x == 2: */
static void say_condition(Problem *p, const Node *condition, const Node *parent)
{
    const char *text = written(p, condition);
    while (condition->kind == NODE_PAREN)
        condition = condition->kid;
    advise(p, "an array of truths is not one: any of them, or all?");
    mark_node(p, condition);
    if (parent && parent->kind == NODE_IFELSE && parent->kid->next == condition)
        fix_offer(p, FIX_SAME, "for each element",
                  problem_text(p, "np.where(%s, %s, %s)", text, written(p, parent->kid),
                               written(p, condition->next)));
    bool every = parent && parent->kind == NODE_ASSERT;
    if (is_equality(condition)) {
        const Node *left = condition->kid, *right = left->next->kid;
        fix_offer(p, every ? FIX_SAME : FIX_SAME + 3, "are they the same array?",
                  problem_text(p, "np.array_equal(%s, %s)", written(p, left), written(p, right)));
    }
    fix_offer(p, every ? FIX_SAME + 2 : FIX_SAME + 1, "any of them", problem_text(p, "np.any(%s)", text));
    fix_offer(p, every ? FIX_SAME + 1 : FIX_SAME + 2, "all of them", problem_text(p, "np.all(%s)", text));
}

static bool say_truth(Problem *p)
{
    const Node *node = p->node;
    p->out->more =
        "if, while, and, or, not and chains such as a < b < c ask for one truth; an array of several "
        "elements "
        "has one for each. np.any and np.all make one of them; &, | and ~ work element by element, with "
        "each comparison in brackets.";
    if (!p->asked) { /* max(M), all(M > 0) */
        const char *name = p->name;
        if (node->kind != NODE_CALL || !p->operands)
            return false;
        advise(p, problem_text(p, "Python's %s walks over axis 0 and asks each part for one truth", name));
        mark_node(p, node);
        bool extreme = !strcmp(name, "max") || !strcmp(name, "min");
        if (extreme && p->operands == 2 && !p->operand[1].keyword) {
            advise(p, problem_text(p, "Python's %s asks for one truth; of each two elements, np.%simum", name,
                                   name));
            fix_offer(p, FIX_SAME, "element by element",
                      problem_text(p, "np.%simum(%s, %s)", name, p->operand[0].text, p->operand[1].text));
            return true;
        }
        if (!strcmp(name, "bool"))
            fix_offer(p, FIX_SAME, "any of them", problem_text(p, "np.any(%s)", p->operand[0].text));
        const char *numpy = !strcmp(name, "sorted") ? "sort" : !strcmp(name, "bool") ? "all" : name;
        fix_offer(p, FIX_SAME, !strcmp(name, "bool") ? "all of them" : NULL,
                  problem_text(p, "np.%s(%s)", numpy, p->operand[0].text));
        if (extreme)
            fix_offer(p, FIX_OTHER, "of each column",
                      problem_text(p, "np.%s(%s, axis=0)", name, p->operand[0].text));
        return true;
    }
    if (node->kind == NODE_COMPARE && say_mixed(p, node))
        return true;
    const Node *whole = whole_condition(p, node), *parent = node_parent(p->tree, whole);
    bool chain = node->kind == NODE_COMPARE && pairs(p, node);
    if (whole->kind == NODE_NOT && whole->kid == node) {
        advise(p, "not asks for one truth; of each element:");
        mark_node(p, whole);
        bool truths =
            p->operands && p->operand[0].value.tag == V_ARRAY && p->operand[0].value.tensor->dtype == BOOL;
        fix_offer(p, FIX_SAME + truths, NULL, problem_text(p, "np.logical_not(%s)", written(p, node)));
        fix_offer(p, FIX_SAME + !truths, truths ? NULL : "where it is true or false",
                  problem_text(p, "~%s", held(p, node)));
        fix_offer(p, FIX_SAME + 2, "what is zero", problem_text(p, "%s == 0", held(p, node)));
        fix_offer(p, FIX_OTHER, "none of them", problem_text(p, "not np.any(%s)", written(p, node)));
    } else if (whole != node || chain) {
        advise(p, chain && whole == node ? "a < b < c asks for one truth of a < b; for each element:"
                                         : problem_text(p, "%s asks for one truth; for each element %s",
                                                        whole->kind == NODE_AND  ? "and"
                                                        : whole->kind == NODE_OR ? "or"
                                                                                 : "not",
                                                        whole->kind == NODE_AND  ? "&"
                                                        : whole->kind == NODE_OR ? "|"
                                                                                 : "~"));
        mark_node(p, whole);
        const char *text = elementwise(p, whole);
        const Node *left = whole->kid;
        if (parent &&
            (parent->kind == NODE_IF || parent->kind == NODE_WHILE || parent->kind == NODE_ASSERT)) {
            fix_offer(p, FIX_SAME, "any of them", problem_text(p, "np.any(%s)", text));
            fix_offer(p, FIX_SAME + 1, "all of them", problem_text(p, "np.all(%s)", text));
        } else {
            fix_offer(p, FIX_SAME, NULL, text);
            if (whole != node && left->next)
                fix_offer(p, FIX_SAME + 1, NULL,
                          problem_text(p, "np.logical_%s(%s, %s)", whole->kind == NODE_AND ? "and" : "or",
                                       written(p, left), written(p, left->next)));
            if (whole->kind == NODE_OR && whole->kid == node)
                fix_offer(p, FIX_OTHER, "the first that is not zero",
                          problem_text(p, "np.where(%s, %s, %s)", written(p, left), written(p, left),
                                       written(p, left->next)));
        }
    } else
        say_condition(p, node, parent);
    return true;
}

/* operators -----------------------------------------------------------------------------------------------
 */

/* (y == 1) & x > 3, where x is of floats: the comparison that & took apart is its right operand. */
static bool say_compared(Problem *p, const Node *parent)
{
    const Node *node = p->node, *left = node->kid, *right = left->next;
    while (left->kind == NODE_PAREN)
        left = left->kid;
    if (!parent || parent->kind != NODE_COMPARE || parent->kid != node || parent->kids != 2 ||
        (node->op != NODE_OP_AND && node->op != NODE_OP_OR) || left->kind != NODE_COMPARE ||
        node->next->op > NODE_OP_GE)
        return false;
    const char *op = operator_text[node->op], *than = operator_text[node->next->op];
    advise(p, problem_text(p, "%s binds tighter than %s: %s was taken together", op, than, written(p, node)));
    mark_node(p, node);
    fix_offer(p, FIX_SAME, NULL,
              problem_text(p, "%s %s %s", written(p, node->kid), op,
                           comparison(p, written(p, right), node->next->op, written(p, node->next->kid))));
    return true;
}

/* x << 1 with floats */
static bool say_shift(Problem *p)
{
    bool left = p->name[0] == 'l';
    if (p->operands < 2)
        return false;
    advise(p, problem_text(p, "%s moves the bits of whole numbers", left ? "<<" : ">>"));
    mark_node(p, p->node);
    fix_offer(p, FIX_SAME, NULL,
              problem_text(p, "%s %s 2 ** %s", held(p, p->operand[0].node), left ? "*" : "/",
                           held(p, p->operand[1].node)));
    return true;
}

/* ~x with floats */
static bool say_invert(Problem *p)
{
    if (!p->operands)
        return false;
    advise(p, "~ turns bits and truths round, not floats");
    mark_node(p, p->node);
    fix_offer(p, FIX_SAME, "the opposite numbers", problem_text(p, "-%s", held(p, p->operand[0].node)));
    fix_offer(p, FIX_SAME + 1, "what is zero", problem_text(p, "np.logical_not(%s)", p->operand[0].text));
    return true;
}

/* x > 1 & x < 3 with floats, x ^ 2.0 */
static bool say_bits(Problem *p)
{
    const Node *parent = node_parent(p->tree, p->node);
    if (p->node->kind != NODE_BINARY || p->operands < 2)
        return false;
    if (parent && parent->kind == NODE_COMPARATOR) {
        const Node *compare = node_parent(p->tree, parent);
        if (compare && compare->kid->next == parent && parent->next && say_mixed(p, compare))
            return true;
    }
    int op = p->node->op;
    if (say_compared(p, parent))
        return true;
    advise(p, op == NODE_OP_XOR
                  ? "^ is exclusive or, of bits; a power is **"
                  : problem_text(p, "%s works on bits and truths, not on floats", operator_text[op]));
    mark_node(p, p->node);
    const char *left = p->operand[0].text, *right = p->operand[1].text;
    if (op == NODE_OP_XOR)
        fix_offer(p, FIX_SAME, NULL, problem_text(p, "%s ** %s", left, right));
    else
        fix_offer(p, FIX_SAME, "where they are not zero",
                  problem_text(p, "np.logical_%s(%s, %s)", op == NODE_OP_AND ? "and" : "or", left, right));
    return true;
}

/* [1, 2] - [3, 4] */
static bool say_lists(Problem *p)
{
    const Node *node = p->node;
    if (!p->operands || !(p->operand[0].sequence || (p->operands > 1 && p->operand[1].sequence)))
        return false;
    advise(p, "lists join and repeat; arrays compute element by element");
    const Node *of[2];
    const char *text[2];
    int n = 0;
    for (int i = 0; i < p->operands && i < 2; i++)
        if (p->operand[i].sequence) {
            of[n] = p->operand[i].node;
            text[n++] = problem_text(p, "np.array(%s)", p->operand[i].text);
        }
    mark_node(p, node);
    fix_offer(p, FIX_SAME, NULL, problem_with(p, 1, of, text));
    if (n > 1)
        fix_offer(p, FIX_SAME + 1, NULL, problem_with(p, 2, of, text));
    if (node->kind == NODE_BINARY && node->op == NODE_OP_MATMUL && n == 2)
        fix_offer(p, FIX_SAME + 2, NULL,
                  problem_text(p, "np.dot(%s, %s)", p->operand[0].text, p->operand[1].text));
    return true;
}

/* True - True of arrays, -np.array([True]) */
static bool say_bools(Problem *p)
{
    if (p->node->kind == NODE_UNARY) {
        advise(p, "the opposite of a truth is ~");
        fix_offer(p, FIX_SAME, NULL, problem_text(p, "~%s", p->operand[0].text));
        return true;
    }
    if (p->node->kind != NODE_BINARY || p->operands < 2)
        return false;
    advise(p, "truths have no difference: ^ says where they differ");
    const char *left = p->operand[0].text, *right = p->operand[1].text;
    fix_offer(p, FIX_SAME, "where they differ", problem_text(p, "%s ^ %s", left, right));
    fix_offer(p, FIX_SAME + 1, "true on the left alone",
              problem_text(p, "%s & ~%s", held(p, p->operand[0].node), held(p, p->operand[1].node)));
    fix_offer(p, FIX_OTHER, "-1, 0 and 1",
              problem_text(p, "%s.astype(int) - %s", written_operand(p, p->operand[0].node), right));
    return true;
}

/* np.arange(3) ** -1 */
static bool say_power(Problem *p)
{
    if (p->operands < 2)
        return false;
    advise(p, "whole numbers stay whole, and 1/2 is none; floats have these powers");
    const Operand *exponent = &p->operand[1];
    const Node *node = exponent->node;
    const char *text = exponent->value.tag == V_INT
                           ? problem_text(p, "%s.0", exponent->text)
                           : problem_text(p, "%s.astype(float)", written_operand(p, node));
    fix_offer(p, FIX_SAME, NULL, problem_with(p, 1, &node, &text));
    node = p->operand[0].node;
    text = problem_text(p, "%s.astype(float)", written_operand(p, node));
    fix_offer(p, FIX_SAME + 1, NULL, problem_with(p, 1, &node, &text));
    return true;
}

/* a += 0.5 */
static bool say_cast(Problem *p)
{
    if (p->node->kind != NODE_AUGMENTED || p->operands < 2 || p->operand[0].value.tag != V_ARRAY)
        return false;
    const char *target = p->operand[0].text, *op = operator_text[p->node->op];
    const char *dtype = dtype_info[p->operand[0].value.tensor->dtype].name;
    const char *from = strstr(p->text, "dtype('"), *end = from ? strchr(from + 7, '\'') : NULL;
    advise(p, problem_text(p, "%s= keeps %s %s, but the result is %.*s", op, target, dtype,
                           end ? (int)(end - from - 7) : 0, end ? from + 7 : ""));
    mark_node(p, p->node);
    fix_offer(p, FIX_SAME, "a new array",
              problem_text(p, "%s = %s %s %s", target, target, op, held(p, p->operand[1].node)));
    if (p->node->op == NODE_OP_DIV)
        fix_offer(p, FIX_SAME + 1, "rounded down", problem_text(p, "%s //= %s", target, p->operand[1].text));
    return true;
}

/* sum(['1', '2']) */
static bool say_sum_of_texts(Problem *p)
{
    if (p->node->kind != NODE_CALL || !p->operands)
        return false;
    mark_node(p, p->operand[0].node);
    advise(p, "these are texts; int and float make numbers of them");
    const char *text = p->operand[0].text;
    if (!fix_offer(p, FIX_SAME, NULL, problem_text(p, "sum(map(int, %s))", text)))
        fix_offer(p, FIX_SAME, NULL, problem_text(p, "sum(map(float, %s))", text));
    fix_offer(p, FIX_OTHER, "one text", problem_text(p, "''.join(%s)", text));
    return true;
}

/* x + 'a' */
static bool say_text(Problem *p)
{
    for (int i = 0; i < p->operands && i < 2; i++) {
        Value v = p->operand[i].value;
        if (v.tag != V_STR)
            continue;
        mark_node(p, p->operand[i].node);
        const Node *node = p->operand[i].node;
        advise(p, problem_text(p, "%s is a text", p->operand[i].text));
        bool made = node->kind == NODE_CALL && node->kid->kind == NODE_NAME && node->kids == 2 &&
                    !strcmp(name_text(node->kid->name), "str"); /* str(x) + 1 */
        const char *text =
            made ? written(p, node->kid->next) : problem_text(p, "int(%s)", p->operand[i].text);
        bool whole = fix_offer(p, FIX_SAME, NULL, problem_with(p, 1, &node, &text));
        text = problem_text(p, "float(%s)", p->operand[i].text);
        if (!whole)
            fix_offer(p, FIX_SAME, NULL, problem_with(p, 1, &node, &text));
        if (p->operands == 2 && p->operand[1 - i].node) {
            node = p->operand[1 - i].node;
            text = problem_text(p, "str(%s)", p->operand[1 - i].text);
            fix_offer(p, FIX_SAME + 1, "a text", problem_with(p, 1, &node, &text));
        }
        return true;
    }
    return false;
}

/* '3' * '4' */
static bool say_texts(Problem *p)
{
    const Node *node[2];
    const char *text[2];
    if (p->operands != 2)
        return false;
    advise(p, "these are texts; int and float make numbers of them");
    for (int kind = 0; kind < 2; kind++) {
        for (int i = 0; i < 2; i++) {
            node[i] = p->operand[i].node;
            text[i] = p->operand[i].value.tag == V_STR
                          ? problem_text(p, kind ? "float(%s)" : "int(%s)", p->operand[i].text)
                          : NULL;
        }
        if (fix_offer(p, FIX_SAME + kind, NULL, problem_with(p, 2, node, text)))
            break;
    }
    return true;
}

/* scalars -------------------------------------------------------------------------------------------------
 */

/* float(np.dot(Y, A2.T)), math.log(a) */
static bool say_scalar(Problem *p)
{
    const Operand *array = p->operands ? &p->operand[0] : NULL;
    if (p->node->kind != NODE_CALL || !array || !array->array)
        return false;
    bool one = shape_size(array->ndim, array->dim) == 1;
    const Node *callee = p->node->kid;
    bool math = callee->kind == NODE_ATTRIBUTE && callee->kid->kind == NODE_NAME &&
                !strcmp(name_text(callee->kid->name), "math");
    problem_mark(p, array);
    advise(p, one    ? problem_text(p, "%s has %d ax%s and one element", operand_shape(p, array), array->ndim,
                                 array->ndim == 1 ? "is" : "es")
              : math ? problem_text(p, "math's %s takes one number, NumPy's an array", p->name)
                     : problem_text(p, "%s has %s elements, not one", operand_shape(p, array),
                                    size_text(p, shape_size(array->ndim, array->dim))));
    if (one)
        p->out->more =
            "Only an array without axes, of shape (), is taken for a number: with axes this was deprecated "
            "in NumPy 1.25 and is an error since 2.4. .item() gives the one element as Python's number.";
    const char *text = written_operand(p, array->node);
    if (math)
        fix_offer(p, FIX_SAME, NULL,
                  problem_text(p, "np.%s%.*s", p->name, p->node->end - callee->end,
                               p->tree->source->text + callee->end));
    if (one) {
        fix_offer(p, FIX_SAME + 1, NULL,
                  !strcmp(p->name, "float") ? problem_text(p, "%s.item()", text)
                                            : problem_text(p, "%s(%s.item())", written(p, callee), text));
    } else if (!strcmp(p->name, "float") || !strcmp(p->name, "int") || !strcmp(p->name, "complex"))
        fix_offer(p, FIX_SAME, "every element", problem_text(p, "%s.astype(%s)", text, p->name));
    return true;
}

static bool say_item(Problem *p)
{
    const Operand *array = p->operands ? &p->operand[0] : NULL;
    if (!array || !array->array)
        return false;
    problem_mark(p, array);
    advise(p, problem_text(p, "%s is %s: which of its elements?", array->text, operand_shape(p, array)));
    const char *text = written_operand(p, array->node);
    fix_offer(p, FIX_SAME, "all of them, as a list", problem_text(p, "%s.tolist()", text));
    fix_offer(p, FIX_SAME + 1, "the first", problem_text(p, "%s.item(0)", text));
    return true;
}

static bool say_round(Problem *p)
{
    const char *arguments = p->operands ? p->operand[0].text : "";
    advise(p, "Python's round takes one number");
    fix_offer(p, FIX_SAME, NULL,
              p->operands > 1 ? problem_text(p, "np.round(%s, %s)", arguments, p->operand[1].text)
                              : problem_text(p, "np.round(%s)", arguments));
    return true;
}

/* calls ---------------------------------------------------------------------------------------------------
 */

/* x.shape(), A.T(), x(1) */
static bool say_not_callable(Problem *p)
{
    const Node *callee = p->node->kid;
    if (p->node->kind != NODE_CALL)
        return false;
    const char *text = written(p, callee), *source = p->tree->source->text;
    mark_node(p, callee);
    if (callee->kind == NODE_ATTRIBUTE) {
        advise(p, problem_text(p, "%s is an attribute: no brackets", name_text(callee->name)));
        if (p->node->kids == 1)
            fix_offer(p, FIX_SAME, NULL, text);
        else {
            const char *arguments =
                problem_text(p, "%.*s", p->node->end - 1 - callee->end - 1, source + callee->end + 1);
            fix_offer(p, FIX_SAME, NULL, problem_text(p, "%s[%s]", text, arguments));
            if (!strcmp(name_text(callee->name), "shape"))
                fix_offer(p, FIX_SAME + 1, NULL,
                          problem_text(p, "%s.reshape(%s)", written_operand(p, callee->kid), arguments));
        }
        return true;
    }
    if (p->node->kids == 1)
        return false;
    const char *arguments =
        problem_text(p, "%.*s", p->node->end - 1 - callee->end - 1, source + callee->end + 1);
    const char *variable = callee->kind == NODE_NAME ? name_text(callee->name) : "";
    const Func *hidden = *variable ? func_find("builtins", variable) : NULL;
    if (hidden) {
        advise(p, problem_text(p, "%s is a variable of yours, and hides the function until `del %s`",
                               variable, variable));
        fix_offer(p, FIX_SAME, NULL, problem_text(p, "np.%s(%s)", variable, arguments));
        return true;
    }
    if (callee->kind == NODE_INT || callee->kind == NODE_FLOAT || callee->kind == NODE_PAREN) {
        advise(p, "a product is written with *");
        fix_offer(p, FIX_SAME, NULL, problem_text(p, "%s * (%s)", text, arguments));
        return true;
    }
    advise(p, "items stand in square brackets, and count from 0");
    const Node *item = callee->next;
    if (p->node->kids == 2 && item->kind == NODE_INT && p->operands &&
        p->operand[p->operands - 1].value.i > 0)
        fix_offer(p, FIX_SAME, "the same place, counted from 0",
                  problem_text(p, "%s[%lld]", text, (long long)p->operand[p->operands - 1].value.i - 1));
    fix_offer(p, FIX_SAME + 1, NULL, problem_text(p, "%s[%s]", text, arguments));
    return true;
}

/* M.sum + 1, M.mean[0] */
static bool say_not_called(Problem *p)
{
    for (int i = 0; i < p->operands; i++) {
        const Operand *operand = &p->operand[i];
        if (operand->value.tag != V_METHOD && operand->value.tag != V_FUNC &&
            operand->value.tag != V_FUNCTION)
            continue;
        const Node *node = operand->node;
        mark_node(p, node);
        advise(p, problem_text(p, "%s is a function that was not called", operand->text));
        const char *text = problem_text(p, "%s()", operand->text);
        fix_offer(p, FIX_SAME, NULL, problem_with(p, 1, &node, &text));
        if (p->node->kind == NODE_BINARY && p->operands == 2 && operand->value.tag == V_FUNC) {
            text = problem_text(p, "%s(%s)", operand->text, p->operand[1 - i].text);
            fix_offer(p, FIX_SAME + 1, NULL, problem_with(p, 1, &node, &text));
        }
        if (p->node->kind == NODE_INDEX && node == p->node->kid) {
            const char *source = p->tree->source->text;
            fix_offer(p, FIX_SAME + 1, "round brackets call",
                      problem_text(p, "%s(%.*s)", operand->text, p->node->end - 1 - node->end - 1,
                                   source + node->end + 1));
        }
        return true;
    }
    return false;
}

#define TRUTH "The truth value of an array with more than one element is ambiguous. *"
const Advice operand_advices[] = {
    { ValueError, TRUTH, NULL, say_truth },
    { TypeError, "ufunc 'bitwise_* not supported for the input types*", NULL, say_bits },
    { TypeError, "ufunc '*_shift' not supported for the input types*", NULL, say_shift },
    { TypeError, "ufunc 'invert' not supported for the input types*", NULL, say_invert },
    { TypeError, "unsupported operand type(s) for ^: *", NULL, say_bits },
    { TypeError, "unsupported operand type(s) for &: *", NULL, say_bits },
    { TypeError, "*'builtin_function_or_method'*", NULL, say_not_called },
    { TypeError, "*'function'*", NULL, say_not_called },
    { TypeError, "*'numpy._ArrayFunctionDispatcher'*", NULL, say_not_called },
    { TypeError, "*'numpy.ufunc'*", NULL, say_not_called },
    { TypeError, "unsupported operand type(s) for *: *'list'*", NULL, say_lists },
    { TypeError, "bad operand type for unary *: 'list'", NULL, say_lists },
    { TypeError, "'*' not supported between instances of *'list'*", NULL, say_lists },
    { TypeError, "can't multiply sequence by non-int of type *", NULL, say_lists },
    { TypeError, "can't multiply sequence by non-int of type 'str'", NULL, say_texts },
    { TypeError, "can only concatenate list *", NULL, say_lists },
    { TypeError, "numpy boolean subtract, *", NULL, say_bools },
    { TypeError, "The numpy boolean negative, *", NULL, say_bools },
    { ValueError, "Integers to negative integer powers are not allowed.", NULL, say_power },
    { UFuncTypeError, "Cannot cast ufunc '*' output from *", NULL, say_cast },
    { UFuncTypeError, "ufunc '*' did not contain a loop with signature matching types *dtype('<U*", NULL,
      say_text },
    { TypeError, "unsupported operand type(s) for *'NoneType'*", NULL, say_text },
    { TypeError, "unsupported operand type(s) for +: 'int' and 'str'", "sum", say_sum_of_texts },
    { TypeError, "can only concatenate str *", NULL, say_text },
    { TypeError, "unsupported operand type(s) for *'str'*", NULL, say_text },
    { TypeError, "only 0-dimensional arrays can be converted to Python scalars", NULL, say_scalar },
    { ValueError, "can only convert an array of size 1 to a Python scalar", NULL, say_item },
    { TypeError, "type numpy.ndarray doesn't define __round__ method", NULL, say_round },
    { TypeError, "'*' object is not callable", NULL, say_not_callable },
    { 0 },
};
