/* stores.c: what is stored into an array: cut to its dtype, kept by nobody, or seen through other names. */
#include "teach/notes.h"

#include "teach/callee.h"
#include "tensor/show.h"

#include <math.h>
#include <string.h>

enum { LOOK_AT = 4096 };

/* fractions ------------------------------------------------------------------------------------------------
 */

/* The first number of a value that an integer array would cut; false: none is. */
static bool has_fraction(const Notes *notes, Value what, double *first, double *stored)
{
    Tensor scalar, *t = &scalar;
    if (what.tag == V_LIST || what.tag == V_TUPLE) {
        const Value *item = what.tag == V_LIST ? what.list->item : what.tuple->item;
        int64_t count = what.tag == V_LIST ? what.list->count : what.tuple->count;
        for (int64_t i = 0; i < count && i < LOOK_AT; i++)
            if (item[i].tag != V_LIST && item[i].tag != V_TUPLE &&
                has_fraction(notes, item[i], first, stored))
                return true;
        return false;
    }
    if (what.tag == V_ARRAY)
        t = what.tensor;
    else if (!tensor_of_scalar(&scalar, &what))
        return false;
    if (!t->data || t->dtype < FLOAT16 || dtype_is_complex((DType)t->dtype) || tensor_size(t) == 0 ||
        (tensor_size(t) > LOOK_AT && !notes->thorough))
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

static bool is_whole(const Tensor *t) { return t->dtype < FLOAT16 && t->dtype != BOOL; }

static void add_cut(Session *s, const Tree *tree, const Node *node, const Node *array, const Tensor *t,
                    double given, double stored)
{
    Text text = { 0 };
    const char *name = array ? node_words(s, tree, array, 20) : "…", *dtype = dtype_info[t->dtype].name;
    bool named = strcmp(name, "…") != 0;
    element_str(FLOAT64, (const char *)&given, NULL, &text);
    Noted *noted = notes_add(
        s, tree, node, "%s stored as %.0f: %s is %s; make it float: %s%s%s.astype(float)", text_get(&text),
        stored, named ? name : "the array", dtype, array && array->kind == NODE_NAME ? name : "",
        array && array->kind == NODE_NAME ? unbroken(run_text(&s->run, " = ")) : "", named ? name : "");
    text_free(&text);
    noted_more(noted,
               "An array keeps its dtype: what is stored into it is converted, and on the way to %s what "
               "stands behind the point is cut off (not rounded). Arrays of whole numbers come from whole "
               "numbers: np.array([1, 2]); one float makes floats of all: np.array([1., 2]).",
               dtype);
    if (named)
        noted_fix(noted, "%s.astype(float)", name);
}

void note_cut(Session *s, const Evaluated *step)
{
    if (step->result.tag != V_ARRAY || !is_whole(step->result.tensor))
        return;
    const char *name = step->func->name;
    int at = !strcmp(name, "full_like") ? 1 : !strcmp(name, "insert") ? 2 : 0;
    double given, stored;
    if (!at || step->operands != at + 1 || !has_fraction(s->watching, step->operand[at], &given, &stored) ||
        !notes_open(s, step->tree, step->node))
        return;
    add_cut(s, step->tree, step->node, operand_node(step, 0), step->result.tensor, given, stored);
}

/* copies and views -----------------------------------------------------------------------------------------
 */

/* a[a > 2][0] = 99 */
static void note_lost(Session *s, const Node *target)
{
    const Node *of = node_bare(target->kid), *root = of;
    while (root->kid)
        root = root->kid;
    const char *array = node_words(s, s->tree, root, 20);
    Noted *noted =
        notes_add(s, s->tree, target, "stored into a copy that nobody keeps: %s leaves %s as it was",
                  node_words(s, s->tree, target, 40), array);
    noted_more(noted, "%s Store by one index: %s[…] = …",
               of->kind == NODE_INDEX
                   ? "An index with a list or with truths makes a new array; a slice or a number makes none."
                   : "A call makes a new array; it can be kept under a name of its own.",
               array);
}

/* The value that a target of `A[0], A[1] = A[1], A[0]` gets, if it reads what a target before it has
 * overwritten; NULL: it does not. */
static const Node *overwritten(const Tree *tree, const Node *target)
{
    const Node *tuple = node_parent(tree, target), *statement = tuple ? node_parent(tree, tuple) : NULL;
    if (!tuple || tuple->kind != NODE_TUPLE || !statement || statement->kind != NODE_ASSIGN ||
        statement->kid != tuple || tuple->next->next || tuple->next->kind != NODE_TUPLE)
        return NULL;
    const Node *value = tuple->next->kid;
    for (const Node *kid = tuple->kid; kid != target && value; kid = kid->next)
        value = value->next;
    const char *text = tree->source->text;
    for (const Node *kid = tuple->kid; kid != target && value; kid = kid->next)
        if (kid->end - kid->start == value->end - value->start &&
            !memcmp(text + kid->start, text + value->start, (size_t)(kid->end - kid->start)))
            return value;
    return NULL;
}

static void note_swap(Session *s, const Node *target, const Tensor *t, const Tensor *what)
{
    const Node *value =
        what->base && what->base == (t->base ? t->base : t) ? overwritten(s->tree, target) : NULL;
    if (!value)
        return;
    const Node *statement = node_parent(s->tree, node_parent(s->tree, target));
    const char *view = node_words(s, s->tree, value, 30);
    if (!notes_open(s, s->tree, statement))
        return;
    Noted *noted = notes_add(s, s->tree, statement,
                             "%s is a view, and was overwritten before it was stored: both are the same now; "
                             "swap copies: %s.copy()",
                             view, view);
    noted_more(noted, "%s",
               "The right side is read before anything is stored, but a row or a column that is read is no "
               "copy: it shows what stands there now. Rows are swapped by one index: A[[0, 1]] = A[[1, 0]].");
}

static void note_shared(Session *s, const Node *target, const Node *of, const Tensor *t)
{
    if (s->frame || of->kind != NODE_NAME || !notes_open(s, s->tree, target))
        return;
    Name base = t->base ? session_sharing(s, of->name, t, 0) : 0,
         alias = !base && t->object.count > 2 ? session_alias(s, of->name, t) : 0;
    if (!base && !alias)
        return;
    const char *name = name_text(of->name), *other = name_text(base ? base : alias);
    Noted *noted =
        notes_add(s, s->tree, target, "also changes %s (%s is %s); %s\1=\1%s.copy() before would not", other,
                  name, base ? "a view" : "the same array", name, name);
    if (base)
        noted_more(
            noted,
            "A slice, a row, .T and reshape show the elements of %s and copy none; an index with a list "
            "or with truths makes a copy. np.shares_memory(%s, %s) is True.",
            other, name, other);
    else
        noted_more(noted, "An assignment copies nothing: %s and %s are two names of one array.", other, name);
    noted_fix(noted, "%s.copy()", name);
}

/* W -= W.mean(axis=1) */
static void note_in_place(Session *s, const Node *target, Value container, Value what)
{
    const Node *statement = node_parent(s->tree, target);
    Value operand[2] = { container, what };
    if (what.tag == V_ARRAY && container.tensor->ndim > 1 && statement && statement->kind == NODE_AUGMENTED)
        note_broadcast(s, &(Evaluated){ s->tree, statement, NULL, 2, operand, container });
    if (target->kind == NODE_NAME && notes_open(s, s->tree, target))
        note_overflow_in_place(s, target, container.tensor, what);
}

void watch_store(Session *s, const Node *target, Value container, Value key, Value what)
{
    if (container.tag != V_ARRAY || !notes_open(s, s->tree, target))
        return;
    const Tensor *t = container.tensor;
    if (key.tag == V_ABSENT) {
        note_in_place(s, target, container, what);
        note_shared(s, target, target, t);
        return;
    }
    const Node *of = node_bare(target->kid);
    double given, stored;
    if (t->object.count == 1 && !t->base && (of->kind == NODE_INDEX || of->kind == NODE_CALL))
        note_lost(s, target);
    else if (is_whole(t) && has_fraction(s->watching, what, &given, &stored))
        add_cut(s, s->tree, target, of, t, given, stored);
    else {
        if (what.tag == V_ARRAY)
            note_swap(s, target, t, what.tensor);
        note_shared(s, target, of, t);
    }
}
