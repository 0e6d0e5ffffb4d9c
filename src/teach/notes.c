#include "teach/notes.h"

#include "func/func.h"
#include "teach/callee.h"
#include "tensor/show.h"

#include <string.h>

static const char *shape_of(Session *s, const Tensor *t) { return shape_text(&s->run, t->ndim, t->dim); }

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
    for (; arg; arg = arg->next, place++) /* what was made for it loses nothing */
        if (arg->kind != NODE_KEYWORD && arg->kind != NODE_CALL && place >= 2 &&
            step->operand[place].tag == V_ARRAY && step->operand[place].tensor == step->result.tensor &&
            notes_open(s, step->tree, arg)) {
            const char *name = node_words(s, step->tree, arg, 30);
            const char *a = operand_words(s, step, 0, "a"), *b = operand_words(s, step, 1, "b"), *all = "";
            bool dot = is_np(step->func, "dot") || is_np(step->func, "matmul");
            if (dot || is_np(step->func, "add") || is_np(step->func, "multiply")) {
                const char *sign = dot ? "@" : is_np(step->func, "add") ? "+" : "*";
                all = unbroken(run_text(&s->run, "%s %s %s %s %s", a, sign, b, sign, name));
            }
            Noted *noted =
                notes_add(s, step->tree, arg, "%s was overwritten: the third argument is out=%s%s", name,
                          !*all                      ? ""
                          : is_np(step->func, "add") ? "; all three: "
                                                     : "; three factors: ",
                          all);
            noted_more(noted, "%s takes two arrays and puts the result into the third: what %s held is gone.",
                       step->func->name, name);
            if (*all)
                noted_fix(noted, "%s", all);
            if (dot)
                noted_fix(noted, "np.linalg.multi_dot([%s, %s, %s])", a, b, name);
            return;
        }
}

static void note_stacked_dot(Session *s, const Evaluated *step)
{
    if (step->operands < 2 || step->operand[0].tag != V_ARRAY || step->operand[1].tag != V_ARRAY)
        return;
    const Tensor *a = step->operand[0].tensor, *b = step->operand[1].tensor;
    if (a->ndim <= 2 || b->ndim <= 2 || a->dim[0] != b->dim[0] || !notes_open(s, step->tree, step->node))
        return;
    const char *left = operand_words(s, step, 0, "left"), *right = operand_words(s, step, 1, "right");
    Noted *noted = notes_add(
        s, step->tree, step->node,
        "dot pairs every matrix of %s with every matrix of %s; np.matmul(%s, %s) pairs them one to one", left,
        right, left, right);
    noted_more(noted,
               "%s and %s give %s here: dot keeps the other axes of both, one after another. matmul and @ "
               "take all axes but the last two for a stack, and broadcast them.",
               shape_of(s, a), shape_of(s, b), shape_of(s, step->result.tensor));
    noted_fix(noted, "np.matmul(%s, %s)", left, right);
    noted_fix(noted, "%s @ %s", left, right);
}

/* x.T of one axis. */
static void note_transpose(Session *s, const Evaluated *step)
{
    const Value of = step->operand[0];
    if (of.tag != V_ARRAY || of.tensor->ndim != 1 || strcmp(name_text(step->node->name), "T") ||
        !notes_open(s, step->tree, step->node))
        return;
    const char *x = operand_words(s, step, 0, "x");
    long long n = (long long)of.tensor->dim[0];
    Noted *noted = notes_add(
        s, step->tree, step->node,
        "%s has one axis, so .T changes nothing. column: %s[:, None] (%lld, 1); row: %s[None, :] (1, %lld)",
        x, x, n, x, n);
    noted_more(noted,
               ".T puts the axes in the opposite order, and one axis has only one order. Products with "
               "@ take a line of numbers for a row or a column, as it fits.");
    noted_fix(noted, "%s[:, None]", x);
    noted_fix(noted, "%s[None, :]", x);
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
        run_forget_trial(&s->run);
        return;
    }
    const char *name = step->func->name, *of = operand_words(s, step, 0, "…");
    Noted *noted = notes_add(s, step->tree, node, "Python's %s walks axis 0; np.%s(%s) -> %s", name, name, of,
                             value_text(&s->run, whole));
    noted_more(noted,
               "Python's %s knows no axes: it takes one item of the array after another, and these are its "
               "rows. The same as one reduction: np.%s(%s, axis=0).",
               name, name, of);
    noted_fix(noted, "np.%s(%s)", name, of);
    noted_fix(noted, "np.%s(%s, axis=0)", name, of);
    value_drop(whole);
}

/* 2 ^ 3, A ^ 2: who means bits writes them in another base. */
static void note_xor(Session *s, const Tree *tree, const Node *node)
{
    const Node *right = node->kid && node->kid->next ? node_bare(node->kid->next) : NULL;
    if (node->kind == NODE_BINARY && node->op == NODE_OP_XOR && right->kind == NODE_INT && right->text &&
        *right->text >= '1' && *right->text <= '9' && strcmp(right->text, "1") &&
        !(node->kid->kind == NODE_INT && node->kid->text[0] == '0' && node->kid->text[1]) &&
        notes_open(s, tree, node)) {
        const char *left = node_words(s, tree, node->kid, 30);
        Noted *noted = notes_add(s, tree, node, "^ is bitwise xor; power is **: %s ** %s", left, right->text);
        noted_more(noted,
                   "^ compares two numbers bit by bit and keeps the bits in which they differ: 2\1^\0013 is "
                   "1 (10 and 11 differ in the last).");
        noted_fix(noted, "%s ** %s", left, right->text);
    }
    for (const Node *kid = node->kid; kid; kid = kid->next)
        note_xor(s, tree, kid);
}

/* In a function: np.append(a, x) by itself, and nobody keeps or sees what it gives. */
static void note_unkept(Session *s, const Tree *tree, const Node *node, bool hidden)
{
    static const char *const making[] = { "append",  "insert", "delete",    "concatenate", "sort",
                                          "reshape", "clip",   "transpose", "round",       "where",
                                          "roll",    "flip",   "vstack",    "hstack",      NULL };
    const Node *call = node->kind == NODE_EXPRESSION ? node_bare(node->kid) : NULL;
    if (hidden && call && call->kind == NODE_CALL && call->kids > 1 && call->kid->kind == NODE_ATTRIBUTE &&
        call->kid->kid->kind == NODE_NAME && !strcmp(name_text(call->kid->kid->name), "np"))
        for (int i = 0; making[i]; i++)
            if (!strcmp(making[i], name_text(call->kid->name)) && notes_open(s, tree, call)) {
                const char *code = node_words(s, tree, call, 40),
                           *of = node_words(s, tree, call->kid->next, 20);
                bool named = call->kid->next->kind == NODE_NAME;
                Noted *noted = notes_add(
                    s, tree, call, "np.%s makes a new array, which nobody keeps here%s%s%s%s", making[i],
                    named ? ": " : "", named ? of : "", named ? "\1=\1" : "", named ? code : "");
                noted_more(noted,
                           "NumPy's functions leave what they are given as it was; methods like a.sort() "
                           "and a.fill() change it.");
                break;
            }
    for (const Node *kid = node->kid; kid; kid = kid->next)
        if (kid->kind == NODE_EXPRESSION || kid->kind >= NODE_BLOCK)
            note_unkept(s, tree, kid, hidden || node->kind == NODE_DEF);
}

void notes_of_text(Session *s, const Tree *tree)
{
    const Node *root = tree->root;
    if (memchr(tree->source->text + root->start, '^', (size_t)(root->end - root->start)))
        note_xor(s, tree, root);
    if (root->kid && root->kid->kind == NODE_DEF)
        note_unkept(s, tree, root, false);
}

void notes_of_value(Session *s, const Tree *tree, const Node *statement, Value v)
{
    const Node *value = statement->kid;
    if (v.tag == V_METHOD && value && value->kind == NODE_ATTRIBUTE && notes_open(s, tree, value)) {
        const char *text = node_words(s, tree, value, 40);
        Noted *noted = notes_add(s, tree, value, "%s is the method itself; %s() calls it", text, text);
        noted_more(noted, "A function or a method is a value like others; brackets after it call it.");
        noted_fix(noted, "%s()", text);
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
        run_forget_trial(&s->run);
        return;
    }
    double last = ((const double *)step->result.tensor->data)[n - 1];
    if ((by > 0 ? last < stop - by / 2 : last > stop - by / 2) || !notes_open(s, step->tree, step->node))
        return;
    const char *from = operand_words(s, step, 0, "…"), *to = operand_words(s, step, 1, "…");
    Noted *noted =
        notes_add(s, step->tree, step->node,
                  "%lld elements: rounding took the stop %s in; np.linspace(%s, %s, %lld) says how many",
                  (long long)n, to, from, to, (long long)n);
    noted_more(noted,
               "arange makes ceil((stop - start) / step) elements, and that quotient is rounded like all "
               "floats. linspace takes how many, and both ends are in.");
    noted_fix(noted, "np.linspace(%s, %s, %lld)", from, to, (long long)n);
    noted_fix(noted, "np.linspace(%s, %s, %lld, endpoint=False)", from, to, (long long)n - 1);
}

/* a == None asks each element. */
static void note_none(Session *s, const Evaluated *step)
{
    const Node *right = operand_node(step, 1);
    if (!right || node_bare(right)->kind != NODE_NULL || step->operand[0].tag != V_ARRAY ||
        !notes_open(s, step->tree, step->node))
        return;
    const char *it = operand_words(s, step, 0, "it");
    Noted *noted =
        notes_add(s, step->tree, step->node, "== asks every element; is %s None at all? %s is None", it, it);
    noted_more(noted,
               "== of an array pairs its elements with what stands on the other side, and gives as many "
               "answers; `is` asks whether two names are one object.");
    noted_fix(noted, "%s is None", it);
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

/* What a note on a broadcast says of it after the shapes: ": every b with every db. Pairs: …"; it is told no
 * more. "": there is none. */
static const char *take_broadcast(Session *s, const Node *value)
{
    const Notes *notes = s->watching;
    for (int i = 0; i < notes->count; i++) {
        const Noted *noted = &notes->at[i];
        const char *every = strstr(noted->text, ": every ");
        if (noted->span.source == s->tree->source && noted->span.start == value->start &&
            noted->span.end == value->end && every) {
            every = run_text(&s->run, "%s", every);
            notes_drop_within(s->watching, node_span(s->tree, value), "(");
            return every;
        }
    }
    return "";
}

/* b = b - db, and b has other axes than before. */
static void note_new_shape(Session *s, const Node *statement, const Tensor *old, const Tensor *now)
{
    const Node *target = statement->kid, *value = node_bare(target->next);
    if (value->kind != NODE_BINARY || value->op == NODE_OP_MATMUL ||
        shape_equal(old->ndim, old->dim, now->ndim, now->dim) || !mentions(value, target->name) ||
        !notes_open(s, s->tree, statement))
        return;
    const char *name = name_text(target->name), *was = shape_of(s, old), *every = take_broadcast(s, value);
    Noted *noted =
        notes_add(s, s->tree, statement, "%s was %s, now %s%s", name, was, shape_of(s, now), every);
    noted_more(noted,
               "`%s = …` takes whatever shape comes. %s %s= … keeps %s, and is an error where the result "
               "does not fit.",
               name, name, operator_text[value->op], was);
}

/* x = a.sort(): x is None. */
static void note_nothing(Session *s, const Node *statement)
{
    static const char *const changing[] = { "sort",    "append",        "extend", "insert", "reverse",
                                            "shuffle", "fill",          "resize", "put",    "update",
                                            "add",     "partition",     "place",  "copyto", "putmask",
                                            "clear",   "fill_diagonal", NULL };
    const Node *target = statement->kid, *call = node_bare(target->next);
    if (call->kind != NODE_CALL || call->kid->kind != NODE_ATTRIBUTE || !notes_open(s, s->tree, statement))
        return;
    const char *method = name_text(call->kid->name), *of;
    const Node *changed = call->kid->kid, *first = call->kid->next;
    bool module = changed->kind == NODE_NAME && session_get(s, changed->name).tag == V_MODULE;
    if ((module || !strcmp(method, "shuffle")) && first) /* np.put(a, …), rng.shuffle(a) */
        changed = first->kind == NODE_KEYWORD ? first->kid : first;
    of = node_words(s, s->tree, changed, 30);
    for (int i = 0; changing[i]; i++)
        if (!strcmp(changing[i], method)) {
            bool sorts = !strcmp(method, "sort");
            bool list = changed->kind == NODE_NAME && session_get(s, changed->name).tag == V_LIST;
            const char *copy = !sorts ? "" : list ? "; a sorted copy: sorted(" : "; a sorted copy: np.sort(";
            Noted *noted = notes_add(s, s->tree, statement, "%s is None: .%s() changes %s itself%s%s%s",
                                     name_text(target->name), method, strcmp(of, "…") ? of : "its argument",
                                     copy, sorts ? of : "", sorts ? ")" : "");
            noted_more(noted,
                       "What changes its own value gives None back, so that nobody takes it for a new one.");
            if (sorts)
                noted_fix(noted, list ? "sorted(%s)" : "np.sort(%s)", of);
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
        if (step->operands == 2 && step->result.tag == V_ARRAY && step->result.tensor->ndim > 1)
            note_broadcast(s, step);
        if (step->operands == 3)
            note_out(s, step);
        else if (step->node->kind == NODE_COMPARE && step->node->kids == 2)
            note_none(s, step);
        note_overflow(s, step);
        return;
    }
    if (*func->of == 'b' && !strcmp(func->of, "builtins")) {
        note_pythons(s, step);
        return;
    }
    if (is_np(func, "dot")) {
        note_stacked_dot(s, step);
        note_out(s, step);
    } else if (is_np(func, "arange")) {
        note_arange(s, step);
    } else if (is_np(func, "where") || is_np(func, "isclose") || is_np(func, "allclose")) {
        note_broadcast(s, step);
    } else
        note_cut(s, step);
    note_overflow(s, step);
}

const Watcher notes_watcher = { watch_step, watch_bind, watch_store, false };
const Watcher notes_thorough_watcher = { watch_step, watch_bind, watch_store, true };
