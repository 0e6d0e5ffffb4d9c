/* What Python warns of when it reads a text: comparisons by `is` with a literal, calls and subscripts of what
 * has none (a comma is missing, most often), assertions that always hold, jumps out of a finally. */
#include "lang/inside.h"

#include <stdarg.h>
#include <stdio.h>

typedef struct Slips {
    Run *run;
    const Tree *tree;
    bool in_finally, in_loop; /* of the function that is looked at; the loop within the finally */
} Slips;

static bool slip(Slips *s, const Node *node, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* False if the warning became an error. */
static bool slip(Slips *s, const Node *node, const char *format, ...)
{
    char text[256];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    s->run->here = node_span(s->tree, node);
    return warn(s->run, SyntaxWarning, "%s", text);
}

static const Node *without_brackets(const Node *node)
{
    while (node->kind == NODE_PAREN)
        node = node->kid;
    return node;
}

/* The class of what is always of one; NULL: that cannot be told from the text. */
static const char *literal_class(const Node *node)
{
    switch (node->kind) {
    case NODE_INT: return "int";
    case NODE_FLOAT: return "float";
    case NODE_IMAGINARY: return "complex";
    case NODE_STRING:
    case NODE_FSTRING: return "str";
    case NODE_BYTES: return "bytes";
    case NODE_TRUE:
    case NODE_FALSE: return "bool";
    case NODE_NULL: return "NoneType";
    case NODE_ELLIPSIS: return "ellipsis";
    case NODE_TUPLE: return "tuple";
    case NODE_LIST:
    case NODE_LISTCOMP: return "list";
    case NODE_DICT:
    case NODE_DICTCOMP: return "dict";
    case NODE_SET:
    case NODE_SETCOMP: return "set";
    case NODE_GENERATOR: return "generator";
    case NODE_LAMBDA: return "function";
    default: return NULL;
    }
}

/* A literal of which there may be many: no None, no list, which is made anew. */
static bool is_value_literal(const Node *node)
{
    node = without_brackets(node);
    if (node->kind != NODE_TUPLE)
        return node->kind >= NODE_INT && node->kind <= NODE_STRING;
    for (const Node *item = node->kid; item; item = item->next)
        if (!literal_class(without_brackets(item)) ||
            (!is_value_literal(item) && (item->kind < NODE_TRUE || item->kind > NODE_ELLIPSIS)))
            return false;
    return true;
}

static bool check_identity(Slips *s, const Node *node)
{
    bool left = is_value_literal(node->kid);
    for (const Node *next = node->kid->next; next; next = next->next) {
        bool right = is_value_literal(next->kid), is = next->op == NODE_OP_IS;
        if ((left || right) &&
            (is || next->op == NODE_OP_IS_NOT)) /* Python names the first, if one on the left is */
            return slip(s, node, "\"%s\" with '%s' literal. Did you mean \"%s\"?", is ? "is" : "is not",
                        literal_class(without_brackets(left ? node->kid : next->kid)), is ? "==" : "!=");
        left = right;
    }
    return true;
}

static bool check_callee(Slips *s, const Node *node)
{
    const Node *callee = without_brackets(node->kid);
    const char *class = callee->kind == NODE_LAMBDA ? NULL : literal_class(callee);
    return !class || slip(s, node, "'%s' object is not callable; perhaps you missed a comma?", class);
}

static bool check_item(Slips *s, const Node *node)
{
    const Node *value = without_brackets(node->kid), *key = without_brackets(node->kid->next);
    const char *class = literal_class(value), *of = node->tuple ? "tuple" : literal_class(key);
    switch (value->kind) {
    case NODE_DICT:
    case NODE_DICTCOMP: return true;
    case NODE_STRING:
    case NODE_FSTRING:
    case NODE_BYTES:
    case NODE_TUPLE:
    case NODE_LIST:
    case NODE_LISTCOMP: {
        bool index =
            !node->tuple && (key->kind == NODE_INT || key->kind == NODE_TRUE || key->kind == NODE_FALSE);
        return !of || index ||
               slip(s, node, "%s indices must be integers or slices, not %s; perhaps you missed a comma?",
                    class, of);
    }
    default:
        return !class ||
               slip(s, node, "'%s' object is not subscriptable; perhaps you missed a comma?", class);
    }
}

static bool look(Slips *s, const Node *node)
{
    if (!run_deeper(s->run))
        return false;
    Slips inside = *s;
    bool jumps =
        s->in_finally && (node->kind == NODE_RETURN ||
                          (!s->in_loop && (node->kind == NODE_BREAK || node->kind == NODE_CONTINUE)));
    if (jumps && !slip(s, node, "'%s' in a 'finally' block",
                       node->kind == NODE_RETURN  ? "return"
                       : node->kind == NODE_BREAK ? "break"
                                                  : "continue"))
        return false;
    switch (node->kind) {
    case NODE_COMPARE:
        if (!check_identity(s, node))
            return false;
        break;
    case NODE_CALL:
        if (!check_callee(s, node))
            return false;
        break;
    case NODE_INDEX:
        if (!check_item(s, node))
            return false;
        break;
    case NODE_ASSERT: {
        const Node *test = without_brackets(node->kid);
        if (test->kind == NODE_TUPLE && test->kid &&
            !slip(s, node, "assertion is always true, perhaps remove parentheses?"))
            return false;
        break;
    }
    case NODE_DEF:
    case NODE_LAMBDA: inside.in_finally = false; break;
    case NODE_FOR:
    case NODE_WHILE: inside.in_loop = true; break;
    default: break;
    }
    for (const Node *kid = node->kid; kid; kid = kid->next) {
        if (node->kind == NODE_TRY && !kid->next && kid->kind == NODE_BLOCK) {
            inside.in_finally = true;
            inside.in_loop = false;
        }
        if (!look(&inside, kid))
            return false;
    }
    return true;
}

bool warn_of_slips(Run *run, const Tree *tree)
{
    Slips s = { .run = run, .tree = tree };
    return look(&s, tree->root);
}
