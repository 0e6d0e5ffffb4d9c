/* birth.c: which element a floating-point warning is about: where a nan or an infinity was born, what was
 * divided by zero, and what a dtype of ints could not hold. */
#include "teach/notes.h"

#include "func/func.h"
#include "teach/callee.h"
#include "tensor/show.h"
#include "value/asarray.h"

#include <math.h>
#include <string.h>

enum { LOOK_AT = 1 << 20 }; /* elements; past so many nobody looks unasked */

/* A value as a tensor: an array's own, or one made of a number, or of a list's items and then to be dropped
 * (*made). False if it is none that elements can be read of. */
static bool value_tensor(Session *s, const Value *v, Tensor *room, const Tensor **out, Tensor **made)
{
    *out = room;
    if (v->tag == V_ARRAY)
        *out = v->tensor;
    else if (v->tag == V_LIST || v->tag == V_TUPLE) {
        *out = *made = tensor_from_value(&s->run, *v, NO_DTYPE, false);
        run_forget_trial(&s->run);
    } else if (!tensor_of_scalar(room, v))
        return false;
    return *out && (*out)->data != NULL;
}

/* The element that a tensor gives to a place of the result, to which it was broadcast. */
static const char *element_for(const Tensor *t, const Tensor *result, const int64_t *index)
{
    const char *at = t->data;
    for (int i = 0; i < t->ndim; i++)
        if (t->dim[i] != 1)
            at += t->stride[i] * index[i + result->ndim - t->ndim];
    return at;
}

static const char inf_is_born[] = "inf is born", minus_inf_is_born[] = "-inf is born",
                  overflows[] = "overflow to inf";

typedef struct Birth {
    const Tensor *result, *from[2];
    int operands;
    const char *what; /* "nan is born", "inf is born", "a division by 0" */
} Birth;

/* Whether the operation made a nan, an infinity or a 0 for want of an infinity out of operands without any.
 */
static bool is_born(Birth *birth, unsigned warned, const int64_t *index)
{
    DType dtype = (DType)birth->result->dtype;
    double made = element_double(dtype, element_for(birth->result, birth->result, index)), from[2] = { 0, 0 };
    bool nans = false, infinities = false;
    for (int i = 0; i < birth->operands; i++) {
        from[i] =
            element_double((DType)birth->from[i]->dtype, element_for(birth->from[i], birth->result, index));
        nans |= isnan(from[i]) != 0;
        infinities |= isinf(from[i]) != 0;
    }
    birth->what = dtype_is_int(dtype)        ? "a division by 0"
                  : isnan(made)              ? "nan is born"
                  : warned & WARNED_INFINITE ? made < 0 ? minus_inf_is_born : inf_is_born
                                             : overflows;
    if (dtype_is_int(dtype))
        return birth->operands == 2 && warned & WARNED_INFINITE && from[1] == 0 && made == 0;
    return (warned & WARNED_INVALID && isnan(made) && !nans) ||
           (warned & (WARNED_INFINITE | WARNED_OVERFLOW) && isinf(made) && !nans && !infinities);
}

/* The first name in an expression that is an array. */
static const Node *array_in(Session *s, const Node *node)
{
    if (node->kind == NODE_NAME && session_get(s, node->name).tag == V_ARRAY)
        return node;
    for (const Node *kid = node->kid; kid; kid = kid->next) {
        const Node *found = array_in(s, kid);
        if (found)
            return found;
    }
    return NULL;
}

static bool is_simple(const Node *node)
{
    return node->kind == NODE_NAME || node->kind == NODE_CALL || node->kind == NODE_PAREN;
}

/* Y * np.log(A) where Y and A are 0: the logarithm is taken only where it counts. */
static void add_guard(Session *s, const Evaluated *step, Noted *noted)
{
    for (int i = 0; i < 2; i++) {
        const Node *log = operand_node(step, i), *factor = operand_node(step, !i);
        log = log ? node_bare(log) : NULL;
        if (!log || !factor || log->kind != NODE_CALL || log->kids != 2 || log->kid->kind != NODE_ATTRIBUTE ||
            strncmp(name_text(log->kid->name), "log", 3))
            continue;
        const Node *of = log->kid->next, *array = array_in(s, of);
        const char *call = node_words(s, step->tree, log->kid, 20),
                   *y = node_words(s, step->tree, factor, 30), *inside = node_words(s, step->tree, of, 30),
                   *name = array ? node_words(s, step->tree, array, 20) : NULL;
        bool simple = is_simple(factor);
        const char *open = simple ? "" : "(", *close = simple ? "" : ")";
        noted_fix(noted, "%s%s%s*%s(np.where(%s%s%s > 0, %s, 1))", open, y, close, call, open, y, close,
                  inside);
        if (name)
            noted_fix(noted, "np.clip(%s, np.finfo(%s.dtype).eps, 1 - np.finfo(%s.dtype).eps)", name, name,
                      name);
        noted_more(
            noted,
            "log(0) is -inf, and 0 * -inf has no value, though 0 times any number is 0. Where the factor "
            "is 0 the logarithm does not count: take that of 1 there.%s%s%s",
            name ? " Or keep " : "", name ? name : "", name ? " away from 0 and 1 by eps." : "");
        return;
    }
}

static bool is_infinite(const Birth *birth)
{
    return birth->what == inf_is_born || birth->what == minus_inf_is_born || birth->what == overflows;
}

static void add_birth(Session *s, const Evaluated *step, const Birth *birth, const int64_t *index)
{
    Text from = { 0 };
    if (!is_infinite(birth)) { /* the nan that comes of it shows the infinity */
        notes_drop_within(s->watching, node_span(step->tree, step->node), inf_is_born);
        notes_drop_within(s->watching, node_span(step->tree, step->node), minus_inf_is_born);
    }
    for (int i = 0; i < birth->operands; i++) {
        if (i)
            text_printf(&from, "\1%s\1",
                        step->node->kind == NODE_BINARY ? operator_text[step->node->op] : "and");
        size_t start = from.length;
        element_str((DType)birth->from[i]->dtype, element_for(birth->from[i], birth->result, index), NULL,
                    &from);
        if (i == 0 && from.at[start] == '-' && step->node->kind == NODE_BINARY &&
            step->node->op == NODE_OP_POW) {
            const char *base = run_text(&s->run, "(%s)", from.at + start); /* -8 ** x is -(8 ** x) */
            from.length = start;
            text_puts(&from, base);
        }
    }
    Noted *noted = notes_add(
        s, step->tree, step->node, "%s at %s%s%s: %s", birth->what,
        node_shortened(s, step->tree, step->node, 40), birth->result->ndim ? ", index " : "",
        birth->result->ndim ? shape_text(&s->run, birth->result->ndim, index) : "", text_get(&from));
    text_free(&from);
    if (!strcmp(step->func->name, "multiply"))
        add_guard(s, step, noted);
    if (!noted->more)
        noted_more(
            noted, "%s",
            is_infinite(birth)
                ? "1/0 and log(0) are infinite, and so is what no float has room for (about 1.8e308 for "
                  "float64). np.isinf finds such elements; np.errstate(all='raise') makes them errors."
            : dtype_is_int((DType)birth->result->dtype)
                ? "Whole numbers have no infinity: the result is 0. / gives floats, and inf."
                : "0/0, inf - inf, 0*inf and roots or logarithms of negative numbers have no value. "
                  "np.isnan finds such elements; np.errstate(all='raise') makes them errors.");
}

/* Whether a float of one dtype has no place in another. */
static bool is_beyond(double f, DType to, const char *made)
{
    return dtype_is_int(to) ? !(f > (double)dtype_min(to) - 1 && f < (double)dtype_max(to) + 1)
                            : isfinite(f) && isinf(element_double(to, made));
}

static void note_cast(Session *s, const Evaluated *step, const Tensor *from, const Tensor *result)
{
    int64_t index[AXES_MAX] = { 0 };
    do {
        const char *at = element_for(from, result, index);
        if (!is_beyond(element_double((DType)from->dtype, at), (DType)result->dtype,
                       element_for(result, result, index)))
            continue;
        Text text = { 0 };
        element_str((DType)from->dtype, at, NULL, &text);
        Noted *noted = notes_add(s, step->tree, step->node, "%s has no %s, which is at index %s of %s",
                                 dtype_info[result->dtype].name, text_get(&text),
                                 shape_text(&s->run, result->ndim, index),
                                 node_words(s, step->tree, operand_node(step, 0), 40));
        noted_more(
            noted, "%s",
            "What is stored there is whatever the processor makes of it. np.isfinite finds nan and inf; "
            "np.nan_to_num or np.clip put numbers in their place before the conversion.");
        text_free(&text);
        return;
    } while (next_index(result, index));
}

/* The first element that was born in an operation on numbers. */
static void note_element(Session *s, const Evaluated *step, Birth *birth, unsigned warned)
{
    int64_t index[AXES_MAX] = { 0 };
    for (int i = 0; i < birth->operands; i++)
        if (birth->from[i]->ndim > birth->result->ndim)
            return;
    do
        if (is_born(birth, warned, index)) {
            add_birth(s, step, birth, index);
            return;
        }
    while (next_index(birth->result, index));
}

void note_birth(Session *s, const Evaluated *step)
{
    Notes *notes = s->watching;
    unsigned warned = notes->warned;
    Tensor room[3], *made[3] = { NULL };
    Birth birth = { .operands = step->operands };
    notes->warned = 0;
    bool casts = step->func && !strcmp(step->func->name, "astype");
    if (!step->func || step->operands < 1 || (!casts && (!step->func->loops || step->operands > 2)) ||
        !value_tensor(s, &step->result, &room[2], &birth.result, &made[2]) ||
        (tensor_size(birth.result) > LOOK_AT && !notes->thorough) || tensor_size(birth.result) == 0 ||
        !notes_open(s, step->tree, step->node))
        return;
    bool read = value_tensor(s, &step->operand[0], &room[0], &birth.from[0], &made[0]) &&
                (casts || step->operands < 2 ||
                 value_tensor(s, &step->operand[1], &room[1], &birth.from[1], &made[1]));
    if (read && !casts)
        note_element(s, step, &birth, warned);
    else if (read && operand_node(step, 0) && birth.from[0]->ndim == birth.result->ndim)
        note_cast(s, step, birth.from[0], birth.result);
    for (int i = 0; i < 3; i++)
        tensor_drop(made[i]);
}
