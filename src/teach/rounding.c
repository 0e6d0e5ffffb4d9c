#include "teach/rounding.h"

#include "teach/callee.h"
#include "teach/difference.h"

#include "value/asarray.h"

#include <math.h>
#include <string.h>

/* The expression that is being written: the magnitude of the numbers on the way. */
typedef struct Measure {
    Session *session;
    const Findings *found;
    Text *out;
    double steps; /* how many results were rounded, one after another */
    bool estimate;
} Measure;

static void spell(Measure *, const Node *);

static void put_source(Measure *m, int start, int end)
{
    text_add(m->out, m->found->tree->source->text + start, (size_t)(end - start));
}

static bool is_exact_dtype(Value v)
{
    DType d = FLOAT64;
    if (v.tag == V_INT || v.tag == V_BOOL)
        return true;
    if (v.tag == V_ARRAY)
        d = (DType)v.tensor->dtype;
    else if (value_is_scalar(v))
        scalar_data(&v, &d);
    return !dtype_is_inexact(d);
}

/* Variables and numbers, and what is counted exactly: nothing was rounded on the way to them. */
static bool is_exact(const Measure *m, const Node *node)
{
    node = node_bare(node);
    return node->kind == NODE_NAME || node->kind == NODE_INT || node->kind == NODE_FLOAT ||
           is_exact_dtype(finding(m->found, node));
}

static int64_t elements(Value v)
{
    if (v.tag == V_ARRAY)
        return tensor_size(v.tensor);
    return v.tag == V_LIST ? v.list->count : v.tag == V_TUPLE ? v.tuple->count : 1;
}

/* How many elements of the operands meet in one of the result, at most. */
static double terms_of(const Measure *m, const Node *node)
{
    int64_t result = elements(finding(m->found, node)), most = 1;
    for (const Node *kid = node->kid; kid; kid = kid->next) {
        const Node *operand = kid->kind == NODE_ATTRIBUTE ? kid->kid : kid; /* of a method */
        Value v = finding(m->found, node->kind == NODE_BINARY ? kid : operand);
        int64_t count = elements(v) / (result > 0 ? result : 1);
        for (int axis = 0; v.tag == V_ARRAY && axis < v.tensor->ndim; axis++)
            count = v.tensor->dim[axis] > count ? v.tensor->dim[axis] : count;
        most = count > most ? count : most;
    }
    return (double)most;
}

/* What is not looked into: as large as what it came to. */
static void spell_value(Measure *m, const Node *node)
{
    text_puts(m->out, "np.abs(np.float64(1)*(");
    put_source(m, node->start, node->end);
    text_puts(m->out, "))");
}

static void spell_between(Measure *m, const char *before, const Node *node, const char *after)
{
    text_puts(m->out, before);
    spell(m, node);
    text_puts(m->out, after);
}

static void spell_arithmetic(Measure *m, int op, const Node *node, const Node *left, const Node *right)
{
    m->steps += op == NODE_OP_MATMUL ? terms_of(m, node) : 1;
    switch (op) {
    case NODE_OP_ADD:
    case NODE_OP_SUB:
        spell_between(m, "((", left, ")+(");
        spell_between(m, "", right, "))");
        break;
    case NODE_OP_MUL:
    case NODE_OP_MATMUL:
        spell_between(m, "((", left, op == NODE_OP_MUL ? ")*(" : ")@(");
        spell_between(m, "", right, "))");
        break;
    case NODE_OP_DIV:
        spell_between(m, "((", left, ")/");
        spell_value(m, right);
        if (!is_exact(m, right)) {
            spell_between(m, "*((", right, ")/");
            spell_value(m, right);
            text_char(m->out, ')');
        }
        text_char(m->out, ')');
        break;
    default:
        m->steps += 2;
        if (op == NODE_OP_POW && node_bare(right)->kind == NODE_INT) {
            spell_between(m, "((", left, ")**");
            put_source(m, right->start, right->end);
            text_char(m->out, ')');
            break;
        }
        m->estimate |= !is_exact(m, left) || !is_exact(m, right);
        spell_value(m, node);
    }
}

/* calls -----------------------------------------------------------------------------------------------------
 */

static bool is_among(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

/* Sums of products: the magnitude of the result is theirs of the operands. */
static const char *const sums[] = { "dot",     "matmul",    "inner",    "outer",     "vdot",
                                    "vecdot",  "matvec",    "vecmat",   "sum",       "mean",
                                    "einsum",  "tensordot", "trace",    "cumsum",    "nansum",
                                    "nanmean", "average",   "kron",     "prod",      "norm",
                                    "cumprod", "fsum",      "convolve", "multi_dot", NULL };
/* The same elements in other places. */
static const char *const moves[] = {
    "transpose",   "T",           "mT",         "swapaxes",     "moveaxis", "reshape", "ravel",    "flatten",
    "squeeze",     "expand_dims", "diagonal",   "diag",         "flip",     "fliplr",  "flipud",   "roll",
    "concatenate", "stack",       "hstack",     "vstack",       "tile",     "repeat",  "take",     "array",
    "asarray",     "copy",        "item",       "broadcast_to", "tril",     "triu",    "rot90",    "where",
    "atleast_1d",  "atleast_2d",  "delete",     "positive",     "negative", "abs",     "absolute", "maximum",
    "fabs",        "compress",    "nan_to_num", "float",        NULL
};
/* Of numbers as they were given, right to a few units in the last place. */
static const char *const accurate[] = {
    "sort",      "max",        "min",     "amax",       "amin",     "clip",   "nanmax",   "nanmin",
    "median",    "var",        "std",     "percentile", "quantile", "ptp",    "round",    "minimum",
    "unique",    "ones",       "zeros",   "eye",        "full",     "arange", "identity", "sqrt",
    "ones_like", "zeros_like", "float64", "linspace",   "hypot",    "fmax",   "fmin",     NULL
};

static void spell_argument(Measure *m, const Node *argument)
{
    const Node *bare = node_bare(argument);
    Value v = finding(m->found, bare);
    bool number = v.tag == V_FLOAT || v.tag == V_COMPLEX ||
                  ((v.tag == V_ARRAY || value_is_scalar(v)) && coarsest_dtype(v) != BOOL);
    if (v.tag == V_ARRAY && v.tensor->dtype == BOOL)
        number = false;
    if (number && argument->kind != NODE_KEYWORD) {
        spell(m, bare);
        return;
    }
    if (bare->kind != NODE_LIST && bare->kind != NODE_TUPLE) {
        put_source(m, argument->start, argument->end);
        return;
    }
    int at = bare->start;
    for (const Node *kid = bare->kid; kid; kid = kid->next) {
        put_source(m, at, kid->start);
        spell_argument(m, kid);
        at = kid->end;
    }
    put_source(m, at, bare->end);
}

/* The call with the magnitudes of its operands in their place. */
static void spell_call(Measure *m, const Node *node, const Node *self)
{
    const Node *callee = node->kind == NODE_CALL ? node_bare(node->kid) : node;
    int at = callee->end;
    if (self) {
        spell_between(m, "(", self, ")");
        put_source(m, self->end, callee->end);
    } else
        put_source(m, callee->start, callee->end);
    for (const Node *kid = node->kind == NODE_CALL ? node->kid->next : NULL; kid; kid = kid->next) {
        put_source(m, at, kid->start);
        spell_argument(m, kid);
        at = kid->end;
    }
    put_source(m, at, node->end);
}

/* f(x) by its own size, and by how much it changes when x does: |f| + |f(x + h·|x|) - f(x)|/h. */
static void spell_smooth(Measure *m, const Node *node, const Node *self, const Node *x)
{
    spell_value(m, node);
    if (is_exact(m, x))
        return;
    const Node *callee = node_bare(node->kid);
    text_puts(m->out, "+np.abs(");
    if (self) {
        text_char(m->out, '(');
        put_source(m, self->start, self->end);
        spell_between(m, "+1e-8*", self, ")");
        put_source(m, self->end, node->end);
    } else {
        put_source(m, callee->start, callee->end);
        text_char(m->out, '(');
        put_source(m, x->start, x->end);
        spell_between(m, "+1e-8*(", x, "))");
    }
    text_char(m->out, '-');
    put_source(m, node->start, node->end);
    text_puts(m->out, ")*1e8");
}

static void spell_known_call(Measure *m, const Func *row, const Node *node, const Node *self)
{
    const Node *first = self ? self : node->kid->next, *second = NULL;
    bool call = node->kind == NODE_CALL, operands = first && first->kind != NODE_KEYWORD;
    if (call && operands)
        second = self ? node->kid->next : first->next;
    static const struct {
        const char *name;
        int op;
    } operators[] = { { "add", NODE_OP_ADD },    { "subtract", NODE_OP_SUB },    { "multiply", NODE_OP_MUL },
                      { "divide", NODE_OP_DIV }, { "true_divide", NODE_OP_DIV }, { "power", NODE_OP_POW } };
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (strcmp(row->name, operators[i].name) == 0 && second && !second->next && !self) {
            spell_arithmetic(m, operators[i].op, node, first, second);
            return;
        }
    bool cast = strcmp(row->name, "astype") == 0;
    if (operands && (cast || is_among(row->name, moves))) {
        m->steps += cast;
        spell_call(m, node, self);
    } else if (operands && (is_among(row->name, sums) || strcmp(row->name, "square") == 0)) {
        m->steps += 2 + terms_of(m, node);
        spell_call(m, node, self);
    } else if (call && operands && row->loops && row->nin == 1 && row->nout < 2 && !second) {
        m->steps += 3;
        text_char(m->out, '(');
        spell_smooth(m, node, self, first);
        text_char(m->out, ')');
    } else {
        bool exact = is_among(row->name, accurate) || func_lives_in(row, "math");
        for (const Node *kid = self ? self : first; kid; kid = kid == self ? node->kid->next : kid->next)
            exact &= is_exact(m, kid->kind == NODE_KEYWORD ? kid->kid : kid);
        m->steps += 3 + 2 * terms_of(m, node);
        m->estimate |= !exact;
        spell_value(m, node);
    }
}

static void spell(Measure *m, const Node *node)
{
    node = node_bare(node);
    Value v = finding(m->found, node);
    if (!run_has_room(&m->session->run) || node->kind == NODE_NAME || is_exact_dtype(v)) {
        spell_value(m, node);
        return;
    }
    const Node *self;
    const Func *row = node->kind == NODE_CALL || node->kind == NODE_ATTRIBUTE
                          ? callee_row(m->session, m->found, node, &self)
                          : NULL;
    switch ((NodeKind)node->kind) {
    case NODE_FLOAT:
        m->steps += 0.5;
        spell_value(m, node);
        return;
    case NODE_UNARY:
        if (node->op != NODE_OP_INVERT) {
            spell(m, node->kid);
            return;
        }
        break;
    case NODE_BINARY: spell_arithmetic(m, node->op, node, node->kid, node->kid->next); return;
    case NODE_INDEX:
        spell_between(m, "(", node->kid, ")");
        put_source(m, node->kid->end, node->end);
        return;
    case NODE_LIST:
    case NODE_TUPLE: spell_argument(m, node); return;
    case NODE_CALL:
    case NODE_ATTRIBUTE:
        if (row) {
            spell_known_call(m, row, node, self);
            return;
        }
        break;
    default: break;
    }
    m->steps += 1;
    m->estimate = true;
    spell_value(m, node);
}

/* its value -------------------------------------------------------------------------------------------------
 */

static Value value_of(Session *s, Parser *parser, const char *text)
{
    Source *source = source_new("<rounding>", 1, text, (int)strlen(text));
    Tree tree;
    Findings found = { 0 };
    int at = 0;
    Value v = ABSENT;
    const Node *node = NULL;
    if (parser_next(parser, &s->run, source, &at, READ_FILE, true, &tree) == PARSE_TREE)
        node = tree.root->kid;
    if (node && node->kind == NODE_EXPRESSION && session_look(s, &tree, node->kid, LOOK_AT_VALUES, &found)) {
        Tensor *t = tensor_from_value(&s->run, finding(&found, node->kid), FLOAT64, false);
        Tensor *copy = t && t->data ? tensor_copy(&s->run, t, 'C') : NULL;
        v = copy ? value_array(copy) : ABSENT;
        tensor_drop(t);
    }
    run_forget_trial(&s->run);
    findings_free(&found);
    source_drop(source);
    return v;
}

void rounding_of(Session *s, Parser *parser, const Findings *found, const Node *node, double epsilon,
                 Rounding *out)
{
    Text text = { 0 };
    Measure m = { .session = s, .found = found, .out = &text };
    *out = (Rounding){ .bound = ABSENT };
    for (int i = 0; i < found->nodes; i++)
        out->scale = fmax(out->scale, largest_number(found->value[i]));
    spell(&m, node);
    out->estimate = m.estimate || !parser;
    if (parser && m.steps > 0) {
        Text whole = { 0 };
        text_printf(&whole, "(%s)*%.17g", text_get(&text), m.steps * epsilon / 2);
        out->bound = value_of(s, parser, text_get(&whole));
        out->estimate |= out->bound.tag == V_ABSENT;
        text_free(&whole);
    }
    text_free(&text);
}

void rounding_free(Rounding *rounding)
{
    value_drop(rounding->bound);
    *rounding = (Rounding){ .bound = ABSENT };
}
