#include "teach/notes.h"

#include "func/func.h"
#include "teach/page.h"
#include "tensor/show.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

/* collecting ----------------------------------------------------------------------------------------------
 */

void notes_clear(Notes *notes)
{
    for (int i = 0; i < notes->count; i++)
        mem_free(notes->at[i].text);
    notes->count = 0;
    notes->warned = 0;
}

bool notes_open(const Session *s, const Tree *tree, const Node *node)
{
    const Notes *notes = s->watching;
    for (int i = 0; i < notes->count; i++)
        if (notes->at[i].span.source == tree->source && notes->at[i].span.start == node->start &&
            notes->at[i].span.end == node->end)
            return false;
    return notes->count < NOTES_AT_MOST;
}

void notes_add(Session *s, const Tree *tree, const Node *node, const char *format, ...)
{
    Notes *notes = s->watching;
    Text text = { 0 };
    char line[400];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    text_puts(&text, line);
    notes->at[notes->count++] = (Noted){ node_span(tree, node), text.at };
}

/* Code is not broken into lines. */
static const char *unbroken(const char *code)
{
    for (char *space = strchr(code, ' '); space; space = strchr(space, ' '))
        *space = PAGE_SPACE;
    return code;
}

const char *node_words(Session *s, const Tree *tree, const Node *node, int columns)
{
    const char *text = tree->source->text + node->start;
    int length = node->end - node->start;
    if (text_columns(text, (size_t)length) > columns || memchr(text, '\n', (size_t)length))
        return "…";
    return unbroken(run_text(&s->run, "%.*s", length, text));
}

bool next_index(const Tensor *t, int64_t *index)
{
    for (int i = t->ndim - 1; i >= 0; i--) {
        if (++index[i] < t->dim[i])
            return true;
        index[i] = 0;
    }
    return false;
}

static const Node *bare(const Node *node)
{
    while (node && node->kind == NODE_PAREN)
        node = node->kid;
    return node;
}

const Node *operand_node(const Evaluated *step, int i)
{
    const Node *node = step->node;
    switch ((NodeKind)node->kind) {
    case NODE_BINARY: return i == 0 ? node->kid : node->kid->next;
    case NODE_COMPARE: return i == 0 ? node->kid : node->kid->next->kid;
    case NODE_UNARY:
    case NODE_ATTRIBUTE: return i == 0 ? node->kid : NULL;
    case NODE_CALL: {
        const Node *arg = node->kid->next;
        int at = 0, given = node->kids - 1;
        if (step->operands > given && i == 0) /* a method's own value */
            return node->kid->kid;
        for (at = step->operands > given; arg && at < i; at++)
            arg = arg->next;
        return arg && arg->kind == NODE_KEYWORD ? arg->kid : arg;
    }
    default: return NULL;
    }
}

static const char *words(Session *s, const Evaluated *step, int i, const char *otherwise)
{
    const Node *node = operand_node(step, i);
    const char *text = node ? node_words(s, step->tree, node, 30) : "…";
    return strcmp(text, "…") ? text : otherwise;
}

static const char *shape_of(Session *s, const Tensor *t) { return shape_text(&s->run, t->ndim, t->dim); }

/* broadcasts ----------------------------------------------------------------------------------------------
 */

static bool has_newaxis(const Node *index)
{
    for (const Node *item = index->kid->next; item; item = item->next)
        if (item->kind == NODE_NULL ||
            (item->kind == NODE_ATTRIBUTE && !strcmp(name_text(item->name), "newaxis")))
            return true;
    return false;
}

/* Whether an operand was given its axes on the spot: then the broadcast is meant. */
static bool is_shaped_here(const Node *node)
{
    static const char *const shaping[] = {
        "reshape", "expand_dims",  "newaxis", "T",    "mT",    "transpose", "atleast_2d",
        "ix_",     "broadcast_to", "array",   "ones", "zeros", NULL
    };
    node = bare(node);
    if (!node)
        return true;
    if (node->kind == NODE_INDEX)
        return has_newaxis(node) || is_shaped_here(node->kid);
    if (node->kind == NODE_CALL) {
        for (const Node *arg = node->kid->next; arg; arg = arg->next)
            if (arg->kind == NODE_KEYWORD && !strcmp(name_text(arg->name), "keepdims"))
                return true;
        if (node->kid->kind == NODE_ATTRIBUTE)
            return is_shaped_here(node->kid);
        return false;
    }
    if (node->kind == NODE_ATTRIBUTE) {
        for (int i = 0; shaping[i]; i++)
            if (!strcmp(name_text(node->name), shaping[i]))
                return true;
        return false;
    }
    if (node->kind == NODE_BINARY)
        return is_shaped_here(node->kid) || is_shaped_here(node->kid->next);
    if (node->kind == NODE_UNARY)
        return is_shaped_here(node->kid);
    return node->kind != NODE_NAME;
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
static void note_table(Session *s, const Evaluated *step, const Tensor *a, const Tensor *b)
{
    int column = is_column(b) && a->ndim == 1 ? 1 : is_column(a) && b->ndim == 1 ? 0 : -1;
    if (column < 0)
        return;
    const Tensor *row = column ? a : b, *tall = column ? b : a;
    const Node *left = operand_node(step, 0), *right = operand_node(step, 1);
    if (row->dim[0] != tall->dim[0] || !left || !right || is_shaped_here(left) || is_shaped_here(right) ||
        !notes_open(s, step->tree, step->node))
        return;
    const char *pairs = with_operand(s, step, column ? right : left, "[:, 0]");
    notes_add(s, step->tree, step->node, "%s and %s met as %s: every %s with every %s. Pairs: %s",
              shape_of(s, a), shape_of(s, b), shape_of(s, step->result.tensor), words(s, step, 0, "left"),
              words(s, step, 1, "right"), pairs);
}

static int whole_number(const Node *node, bool *ok)
{
    bool negative = node->kind == NODE_UNARY && node->op == NODE_OP_NEG;
    if (negative)
        node = node->kid;
    *ok = node->kind == NODE_INT && node->text && strlen(node->text) == 1;
    return *ok ? (negative ? -(node->text[0] - '0') : node->text[0] - '0') : 0;
}

/* The array that a call like W.mean(axis=1) or np.sum(W, 1) folds along its last axis, of two; NULL: it is
 * none. */
static const Node *folded_rows(const Node *call, const char **what)
{
    if (call->kind != NODE_CALL || call->kid->kind != NODE_ATTRIBUTE)
        return NULL;
    static const char *const folds[] = { "mean", "sum", "std", "max", "min", "median", "prod", "var", NULL };
    int i = 0;
    *what = name_text(call->kid->name);
    while (folds[i] && strcmp(folds[i], *what))
        i++;
    if (!folds[i])
        return NULL;
    const Node *of = call->kid->kid, *arg = call->kid->next;
    if (of->kind == NODE_NAME &&
        (!strcmp(name_text(of->name), "np") || !strcmp(name_text(of->name), "numpy"))) {
        of = arg;
        arg = arg ? arg->next : NULL;
    }
    bool ok = false, last = false;
    for (int place = 0; arg; arg = arg->next, place++) {
        const Node *value = arg->kind == NODE_KEYWORD ? arg->kid : arg;
        const char *name = arg->kind == NODE_KEYWORD ? name_text(arg->name) : place == 0 ? "axis" : "";
        if (!strcmp(name, "keepdims"))
            return NULL;
        if (!strcmp(name, "axis")) {
            int axis = whole_number(value, &ok);
            last = ok && (axis == 1 || axis == -1);
        }
    }
    return last ? bare(of) : NULL;
}

static bool same_words(const Tree *tree, const Node *a, const Node *b)
{
    int length = a->end - a->start;
    return length == b->end - b->start &&
           !memcmp(tree->source->text + a->start, tree->source->text + b->start, (size_t)length);
}

/* W - W.mean(axis=1) with W square: the means of the rows lie along the columns, and nothing complains. */
static void note_square(Session *s, const Evaluated *step, const Tensor *a, const Tensor *b)
{
    int line = a->ndim == 2 && b->ndim == 1 ? 1 : a->ndim == 1 && b->ndim == 2 ? 0 : -1;
    if (line < 0)
        return;
    const Tensor *square = line ? a : b;
    const Node *fold = bare(operand_node(step, line)), *other = bare(operand_node(step, !line));
    const char *what;
    if (square->dim[0] != square->dim[1] || square->dim[0] < 2 || !fold || !other)
        return;
    const Node *of = folded_rows(fold, &what);
    if (!of || !same_words(step->tree, of, other) || !notes_open(s, step->tree, step->node))
        return;
    const char *text = step->tree->source->text;
    notes_add(
        s, step->tree, step->node,
        "one %s per row, lined up with the columns: it runs only because %s is square; "
        "%s",
        what, words(s, step, !line, "the array"),
        unbroken(run_text(&s->run, "%.*s, keepdims=True%.*s", fold->end - 1 - step->node->start,
                          text + step->node->start, step->node->end - fold->end + 1, text + fold->end - 1)));
}

/* single functions and operators ----------------------------------------------------------------------------
 */

static bool is_np(const Func *func, const char *name)
{
    return !strcmp(func->name, name) && func_lives_in(func, "np");
}

/* np.dot(a, b, c): the third is where the result goes. */
static void note_out(Session *s, const Evaluated *step)
{
    const Node *node = step->node, *arg = node->kid->next;
    int place = 0;
    if (node->kind != NODE_CALL || node->kids != step->operands + 1 || step->result.tag != V_ARRAY)
        return;
    for (; arg; arg = arg->next, place++)
        if (arg->kind != NODE_KEYWORD && place >= 2 && step->operand[place].tag == V_ARRAY &&
            step->operand[place].tensor == step->result.tensor && notes_open(s, step->tree, arg)) {
            const char *name = node_words(s, step->tree, arg, 30);
            notes_add(s, step->tree, arg,
                      "%s was overwritten: the third argument is out=; three factors: %s @ %s @ %s", name,
                      words(s, step, 0, "a"), words(s, step, 1, "b"), name);
            return;
        }
}

static void note_stacked_dot(Session *s, const Evaluated *step)
{
    if (step->operands < 2 || step->operand[0].tag != V_ARRAY || step->operand[1].tag != V_ARRAY)
        return;
    const Tensor *a = step->operand[0].tensor, *b = step->operand[1].tensor;
    if (a->ndim > 2 && b->ndim > 2 && a->dim[0] == b->dim[0] && notes_open(s, step->tree, step->node))
        notes_add(
            s, step->tree, step->node,
            "dot pairs every matrix of %s with every matrix of %s; np.matmul(%s, %s) pairs them one to one",
            words(s, step, 0, "left"), words(s, step, 1, "right"), words(s, step, 0, "left"),
            words(s, step, 1, "right"));
}

/* x.T of one axis. */
static void note_transpose(Session *s, const Evaluated *step)
{
    const Value of = step->operand[0];
    if (of.tag != V_ARRAY || of.tensor->ndim != 1 || strcmp(name_text(step->node->name), "T") ||
        !notes_open(s, step->tree, step->node))
        return;
    const char *x = words(s, step, 0, "x");
    long long n = (long long)of.tensor->dim[0];
    notes_add(
        s, step->tree, step->node,
        "%s has one axis, so .T changes nothing. column: %s[:, None] (%lld, 1); row: %s[None, :] (1, %lld)",
        x, x, n, x, n);
}

/* sum(M), max(M): Python's own goes through the first axis. */
static void note_pythons(Session *s, const Evaluated *step)
{
    const Node *node = step->node;
    if (node->kind != NODE_CALL || node->kid->kind != NODE_NAME || node->kids != 2 || step->operands != 1 ||
        step->operand[0].tag != V_ARRAY || step->operand[0].tensor->ndim < 2 ||
        strcmp(step->func->name, "sum") || !notes_open(s, step->tree, node))
        return;
    Value whole;
    const Func *row = func_find("np", step->func->name);
    if (!row || !func_apply(&s->run, row, 1, step->operand, &whole)) {
        run_clear_error(&s->run);
        return;
    }
    notes_add(s, step->tree, node, "Python's %s walks axis 0; np.%s(%s) -> %s", step->func->name,
              step->func->name, words(s, step, 0, "…"), value_text(&s->run, whole));
    value_drop(whole);
}

/* 2 ^ 3, A ^ 2: who means bits writes them in another base. */
static void note_xor(Session *s, const Tree *tree, const Node *node)
{
    const Node *right = node->kid ? bare(node->kid->next) : NULL;
    if (node->kind == NODE_BINARY && node->op == NODE_OP_XOR && right->kind == NODE_INT && right->text &&
        *right->text >= '1' && *right->text <= '9' && strcmp(right->text, "1") &&
        !(node->kid->kind == NODE_INT && node->kid->text[0] == '0' && node->kid->text[1]) &&
        notes_open(s, tree, node))
        notes_add(s, tree, node, "^ is bitwise xor; power is **: %s ** %s",
                  node_words(s, tree, node->kid, 30), right->text);
    for (const Node *kid = node->kid; kid; kid = kid->next)
        note_xor(s, tree, kid);
}

void notes_of_text(Session *s, const Tree *tree)
{
    const Node *root = tree->root;
    if (memchr(tree->source->text + root->start, '^', (size_t)(root->end - root->start)))
        note_xor(s, tree, root);
}

void notes_of_value(Session *s, const Tree *tree, const Node *statement, Value v)
{
    const Node *value = statement->kid;
    if (v.tag == V_METHOD && value && value->kind == NODE_ATTRIBUTE && notes_open(s, tree, value)) {
        const char *text = node_words(s, tree, value, 40);
        notes_add(s, tree, value, "%s is the method itself; %s() calls it", text, text);
    }
}

/* np.arange(1, 1.3, 0.1) has four elements. */
static void note_arange(Session *s, const Evaluated *step)
{
    if (step->operands < 3 || step->result.tag != V_ARRAY || step->result.tensor->dtype != FLOAT64 ||
        step->result.tensor->ndim != 1 || !step->result.tensor->data)
        return;
    double stop, by;
    int64_t n = step->result.tensor->dim[0];
    if (n < 2 || !value_to_double(&s->run, step->operand[1], &stop) ||
        !value_to_double(&s->run, step->operand[2], &by)) {
        run_clear_error(&s->run);
        return;
    }
    double last = ((const double *)step->result.tensor->data)[n - 1];
    if ((by > 0 ? last < stop - by / 2 : last > stop - by / 2) || !notes_open(s, step->tree, step->node))
        return;
    notes_add(s, step->tree, step->node,
              "%lld elements: rounding took the stop %s in; np.linspace(%s, %s, %lld) says how many",
              (long long)n, words(s, step, 1, "…"), words(s, step, 0, "…"), words(s, step, 1, "…"),
              (long long)n);
}

/* a == None asks each element. */
static void note_none(Session *s, const Evaluated *step)
{
    const Node *right = bare(operand_node(step, 1));
    if (right && right->kind == NODE_NULL && step->operand[0].tag == V_ARRAY &&
        notes_open(s, step->tree, step->node))
        notes_add(s, step->tree, step->node, "== asks every element; is %s None at all? %s is None",
                  words(s, step, 0, "it"), words(s, step, 0, "it"));
}

/* stores ----------------------------------------------------------------------------------------------------
 */

/* The first number of a value that an integer array would cut; false: none is. */
static bool has_fraction(Value what, double *first, double *stored)
{
    Tensor scalar, *t = &scalar;
    enum { LOOK_AT = 4096 };
    if (what.tag == V_ARRAY)
        t = what.tensor;
    else if (!tensor_of_scalar(&scalar, &what))
        return false;
    if (!t->data || t->dtype < FLOAT16 || dtype_is_complex((DType)t->dtype) || tensor_size(t) > LOOK_AT ||
        tensor_size(t) == 0)
        return false;
    int64_t index[AXES_MAX] = { 0 };
    do {
        const char *at = t->data;
        for (int i = 0; i < t->ndim; i++)
            at += index[i] * t->stride[i];
        *first = element_double((DType)t->dtype, at);
        *stored = trunc(*first);
        if (isfinite(*first) && *stored != *first)
            return true;
    } while (next_index(t, index));
    return false;
}

static void watch_store(Session *s, const Node *target, Value container, Value key, Value what)
{
    if (container.tag != V_ARRAY || !notes_open(s, s->tree, target))
        return;
    const Tensor *t = container.tensor;
    bool in_place = key.tag == V_ABSENT;
    const Node *of = in_place ? target : target->kid;
    if (!in_place && t->object.count == 1 && !t->base &&
        (bare(of)->kind == NODE_INDEX || bare(of)->kind == NODE_CALL)) {
        const Node *root = of;
        while (root->kid)
            root = root->kid;
        notes_add(s, s->tree, target, "stored into a copy that nobody keeps: %s leaves %s as it was",
                  node_words(s, s->tree, target, 40), node_words(s, s->tree, root, 20));
        return;
    }
    if (in_place && of->kind == NODE_NAME)
        note_overflow_in_place(s, target, t, what);
    double given, stored;
    if (!in_place && t->dtype < FLOAT16 && t->dtype != BOOL && has_fraction(what, &given, &stored)) {
        Text text = { 0 };
        const char *name = node_words(s, s->tree, of, 20);
        element_str(FLOAT64, (const char *)&given, NULL, &text);
        notes_add(s, s->tree, target, "%s stored as %.0f: %s is %s; make it float: %s = %s.astype(float)",
                  text_get(&text), stored, name, dtype_info[t->dtype].name, name, name);
        text_free(&text);
        return;
    }
    Name base = of->kind == NODE_NAME && !s->frame && t->base ? session_sharing(s, of->name, t, 0) : 0;
    if (base && notes_open(s, s->tree, target))
        notes_add(s, s->tree, target, "also changes %s (%s is a view); %s = %s.copy() first would not",
                  name_text(base), name_text(of->name), name_text(of->name), name_text(of->name));
}

/* bindings --------------------------------------------------------------------------------------------------
 */

static bool mentions(const Node *node, Name name)
{
    if (node->kind == NODE_NAME && node->name == name)
        return true;
    for (const Node *kid = node->kid; kid; kid = kid->next)
        if (mentions(kid, name))
            return true;
    return false;
}

/* b = b - db, and b has other axes than before. */
static void note_new_shape(Session *s, const Node *statement, const Tensor *old, const Tensor *now)
{
    const Node *target = statement->kid, *value = bare(target->next);
    if (value->kind != NODE_BINARY || value->op == NODE_OP_MATMUL || !mentions(value, target->name) ||
        shape_equal(old->ndim, old->dim, now->ndim, now->dim) || !notes_open(s, s->tree, statement))
        return;
    notes_add(s, s->tree, statement, "%s was %s, now %s", name_text(target->name), shape_of(s, old),
              shape_of(s, now));
}

/* x = a.sort(): x is None. */
static void note_nothing(Session *s, const Node *statement)
{
    static const char *const changing[] = { "sort",    "append",    "extend", "insert", "reverse",
                                            "shuffle", "fill",      "resize", "put",    "update",
                                            "add",     "partition", NULL };
    const Node *target = statement->kid, *call = bare(target->next);
    if (call->kind != NODE_CALL || call->kid->kind != NODE_ATTRIBUTE || !notes_open(s, s->tree, statement))
        return;
    const char *method = name_text(call->kid->name), *of = node_words(s, s->tree, call->kid->kid, 30);
    for (int i = 0; changing[i]; i++)
        if (!strcmp(changing[i], method)) {
            bool sorts = !strcmp(method, "sort");
            notes_add(s, s->tree, statement, "%s is None: .%s() changes %s itself%s%s%s",
                      name_text(target->name), method, strcmp(of, "np.random") ? of : "its argument",
                      sorts ? "; a sorted copy: np.sort(" : "", sorts ? of : "", sorts ? ")" : "");
            return;
        }
}

static void watch_bind(Session *s, const Node *statement, Value old, Value now)
{
    if (now.tag == V_NONE)
        note_nothing(s, statement);
    else if (old.tag == V_ARRAY && now.tag == V_ARRAY && old.tensor != now.tensor)
        note_new_shape(s, statement, old.tensor, now.tensor);
}

/* steps -----------------------------------------------------------------------------------------------------
 */

static void watch_step(Session *s, const Evaluated *step)
{
    const Func *func = step->func;
    const Notes *notes = s->watching;
    if (notes->warned)
        note_birth(s, step);
    if (notes->count == NOTES_AT_MOST)
        return;
    if (step->node->kind == NODE_ATTRIBUTE) {
        note_transpose(s, step);
        return;
    }
    if (!func)
        return;
    if (func->loops) {
        if (step->operands == 2 && step->result.tag == V_ARRAY && step->operand[0].tag == V_ARRAY &&
            step->operand[1].tag == V_ARRAY && step->result.tensor->ndim > 1) {
            note_table(s, step, step->operand[0].tensor, step->operand[1].tensor);
            note_square(s, step, step->operand[0].tensor, step->operand[1].tensor);
        }
        if (step->operands == 3)
            note_out(s, step);
        else if (step->node->kind == NODE_COMPARE && step->node->kids == 2)
            note_none(s, step);
        note_overflow(s, step);
        return;
    }
    if (!strcmp(func->of, "builtins")) {
        note_pythons(s, step);
        return;
    }
    if (is_np(func, "dot")) {
        note_stacked_dot(s, step);
        note_out(s, step);
    } else if (is_np(func, "arange")) {
        note_arange(s, step);
    }
    note_overflow(s, step);
}

const Watcher notes_watcher = { watch_step, watch_bind, watch_store };
