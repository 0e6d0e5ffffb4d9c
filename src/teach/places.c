/* places.c: indices beyond the end, too many of them, of the wrong sort, masks that do not fit, and what is
 * stored at a place. */
#include "teach/advice.h"
#include "teach/fixes.h"
#include "teach/notes.h"
#include "teach/products.h"
#include "tensor/symbol.h"
#include "value/asarray.h"

#include <stdlib.h>
#include <string.h>

/* An item followed by what was to be stored there. */
static const char *stored(Problem *p, const char *item)
{
    const Node *statement = node_parent(p->tree, p->node), *value = p->node;
    if (!statement || statement->kid != p->node ||
        (statement->kind != NODE_ASSIGN && statement->kind != NODE_AUGMENTED))
        return item;
    while (value->next)
        value = value->next;
    return problem_text(p, "%s %s= %s", item,
                        statement->kind == NODE_AUGMENTED ? operator_text[statement->op] : "",
                        written(p, value));
}

/* The item with another one between its brackets; what was to be stored follows. */
static const char *with_items(Problem *p, const char *items)
{
    return stored(p, problem_text(p, "%s[%s]", written(p, p->operand[0].node), items));
}

/* The item whose number is named in the message. */
static const Operand *bad_item(Problem *p, long index)
{
    int last = p->operands - (p->stores ? 1 : 0);
    for (int i = 1; i < last; i++)
        if (p->operand[i].value.tag == V_INT && p->operand[i].value.i == index)
            return &p->operand[i];
    return NULL;
}

/* np.delete(a, 3), a.item(3): a place as an argument */
static bool say_beyond_in_call(Problem *p, long index)
{
    const char *on = strstr(p->text, "axis "), *with = strstr(p->text, "size ");
    long size = with ? atol(with + strlen("size ")) : 0;
    if (p->node->kind != NODE_CALL || !p->operands || !p->operand[0].array || !on || size < 1)
        return false;
    problem_mark(p, &p->operand[0]);
    advise(p, problem_text(p, "axis %d of %s has size %ld: 0 to %ld, or -%ld to -1",
                           atoi(on + strlen("axis ")), p->operand[0].text, size, size - 1, size));
    for (int i = 1; i < p->operands; i++)
        if (p->operand[i].value.tag == V_INT && p->operand[i].value.i == index && !p->operand[i].keyword) {
            problem_mark(p, &p->operand[i]);
            fix_offer(p, FIX_SAME, index < 0 ? "the first" : "the last",
                      with_one(p, p->operand[i].node, problem_text(p, "%ld", index < 0 ? 0 : size - 1)));
            break;
        }
    return true;
}

/* The number in a written list of places. */
static const Node *listed_place(Problem *p, long index)
{
    int last = p->operands - (p->stores ? 1 : 0);
    for (int i = 1; i < last; i++)
        if (p->operand[i].node->kind == NODE_LIST)
            for (const Node *item = p->operand[i].node->kid; item; item = item->next)
                if (item->kind == NODE_INT && strtol(written(p, item), NULL, 0) == index)
                    return item;
    return NULL;
}

/* A[column, row] */
static void offer_exchanged(Problem *p, const Operand *array)
{
    if (p->operands != 3 || array->ndim != 2 || p->stores || p->operand[1].node->kind == NODE_SLICE ||
        p->operand[2].node->kind == NODE_SLICE ||
        shape_is_symbolic(&p->session->run, array->ndim, array->dim))
        return;
    const Node *node[2] = { p->operand[1].node, p->operand[2].node };
    const char *text[2] = { p->operand[2].text, p->operand[1].text };
    fix_offer(p, FIX_SAME + 1, "row first, then column", problem_with(p, 2, node, text));
}

static bool say_beyond(Problem *p)
{
    long index = strtol(p->text + strlen("index "), NULL, 10);
    const char *on = strstr(p->text, "axis ");
    int axis = on ? atoi(on + 5) : 0;
    if (p->node->kind == NODE_CALL)
        return say_beyond_in_call(p, index);
    if (p->node->kind != NODE_INDEX || !p->operands || !p->operand[0].array || axis >= p->operand[0].ndim)
        return false;
    const Operand *array = &p->operand[0], *item = bad_item(p, index);
    long long size = (long long)array->dim[axis];
    problem_mark(p, item ? item : array);
    if (size == 0) {
        advise(p, problem_text(p, "axis %d of %s has no elements", axis, array->text));
        return true;
    }
    advise(p, problem_text(p, "axis %d of %s has size %lld: 0 to %lld, or -%lld to -1", axis, array->text,
                           size, size - 1, size));
    const Node *place = item ? NULL : listed_place(p, index);
    if (place)
        fix_offer(p, FIX_SAME, "the last", stored(p, with_one(p, place, problem_text(p, "%lld", size - 1))));
    if (!item) {
        offer_exchanged(p, array);
        return true;
    }
    if (index > 0 && index <= size)
        fix_offer(p, FIX_SAME, "the last",
                  stored(p, with_one(p, item->node, problem_text(p, "%lld", size - 1))));
    else
        fix_offer(p, FIX_SAME, index < 0 ? "the first" : "the last",
                  stored(p, with_one(p, item->node, index < 0 ? "0" : "-1")));
    if (p->stores && index == size && array->ndim == 1 && array->node->kind == NODE_NAME)
        fix_offer(p, FIX_SAME + 1, "a new array, one longer",
                  problem_text(p, "%s = np.append(%s, %s)", array->text, array->text,
                               p->operand[p->operands - 1].text));
    offer_exchanged(p, array);
    return true;
}

/* Whether all elements are 0 or 1. */
static bool is_of_truths(const Tensor *t)
{
    int64_t index[AXES_MAX] = { 0 };
    if (!t->data || tensor_size(t) == 0 || dtype_is_complex((DType)t->dtype))
        return false;
    do {
        const char *at = t->data;
        for (int i = 0; i < t->ndim; i++)
            at += t->stride[i] * index[i];
        double f = element_double((DType)t->dtype, at);
        if (f != 0 && f != 1)
            return false;
    } while (next_index(t, index));
    return true;
}

/* x[np.array([1., 0.])]: floats as places, or as a mask. */
static void say_float_places(Problem *p, const Operand *item, DType dtype, bool truths)
{
    problem_mark(p, item);
    advise(p, problem_text(p, "%s holds %s; places are whole numbers, masks are truths", item->text,
                           dtype_info[dtype].name));
    const char *text = written_operand(p, item->node);
    fix_offer(p, FIX_SAME + truths, truths ? "as places" : NULL,
              with_one(p, item->node, problem_text(p, "%s.astype(int)", text)));
    if (truths)
        fix_offer(p, FIX_SAME, "as a mask",
                  with_one(p, item->node, problem_text(p, "%s.astype(bool)", text)));
}

/* x[1.0], x['a'] */
static bool say_key(Problem *p)
{
    int last = p->operands - (p->stores ? 1 : 0);
    for (int i = 1; i < last; i++) {
        const Operand *item = &p->operand[i];
        Value v = item->value;
        Tensor scalar;
        p->out->marks = 0;
        if (v.tag == V_FLOAT ||
            (v.tag != V_ARRAY && tensor_of_scalar(&scalar, &v) && scalar.dtype >= FLOAT16)) {
            problem_mark(p, item);
            advise(p, problem_text(p, "%s is a float; places are whole numbers", item->text));
            const Node *node = item->node;
            while (node->kind == NODE_PAREN)
                node = node->kid;
            fix_offer(p, FIX_SAME, NULL, with_one(p, node, as_whole(p, node)));
            fix_offer(p, FIX_SAME + 1, NULL, with_one(p, node, problem_text(p, "int(%s)", written(p, node))));
            return true;
        }
        if (v.tag == V_STR) {
            problem_mark(p, item);
            const char *digits = v.str->text;
            bool number = *digits && !digits[strspn(digits, "0123456789")];
            advise(p, number ? problem_text(p, "%s is a text; places are whole numbers", item->text)
                             : "arrays have no names for their columns here; count them from 0");
            if (number)
                fix_offer(p, FIX_SAME, NULL, with_one(p, item->node, problem_text(p, "%s", digits)));
            return true;
        }
        Tensor *made = v.tag == V_ARRAY ? tensor_keep(v.tensor)
                       : item->sequence ? tensor_from_value(&p->session->run, v, NO_DTYPE, false)
                                        : NULL;
        bool floats = made && made->dtype >= FLOAT16 && made->dtype < DTYPES;
        bool truths = floats && is_of_truths(made) && p->operand[0].array && i - 1 < p->operand[0].ndim &&
                      made->ndim > 0 && made->dim[0] == p->operand[0].dim[i - 1];
        if (floats)
            say_float_places(p, item, (DType)made->dtype, truths);
        tensor_drop(made);
        if (floats)
            return true;
    }
    return false;
}

static bool say_scalar_item(Problem *p)
{
    if (p->node->kind != NODE_INDEX)
        return false;
    advise(p, problem_text(p, "%s is one number: nothing to index", p->operands ? p->operand[0].text : "it"));
    if (p->operands)
        fix_offer(p, FIX_SAME, NULL, p->operand[0].text);
    return true;
}

/* X[y > 0] where y is one column, or one row: its numbers choose the rows of X. */
static void offer_flat_mask(Problem *p, const Operand *array, const Operand *mask)
{
    bool column = mask->ndim == 2 && mask->dim[1] == 1, row = mask->ndim == 2 && mask->dim[0] == 1;
    if ((!column && !row) || array->ndim < 1)
        return;
    const char *text = written_operand(p, mask->node);
    if (array->dim[0] == mask->dim[!column])
        fix_offer(p, FIX_SAME, NULL, with_items(p, problem_text(p, column ? "%s[:, 0]" : "%s[0]", text)));
    if (array->dim[0] == mask->dim[!column])
        fix_offer(p, FIX_SAME + 2, NULL, with_items(p, problem_text(p, "%s.ravel()", text)));
    if (array->ndim > 1 && array->dim[1] == mask->dim[!column])
        fix_offer(p, FIX_SAME + 1, "along axis 1",
                  with_items(p, problem_text(p, column ? ":, %s[:, 0]" : ":, %s[0]", text)));
}

static bool is_all(const Operand *item) /* a[:, 0] */
{
    return item->node->kind == NODE_SLICE && item->value.tag == V_SLICE &&
           item->value.slice->start.tag == V_NONE && item->value.slice->stop.tag == V_NONE;
}

/* a[mask] with a mask of another length */
static bool say_mask(Problem *p)
{
    const char *at = strstr(p->text, "along axis "), *has = strstr(p->text, "size of axis is "),
               *got = strstr(p->text, "boolean axis is ");
    if (p->node->kind != NODE_INDEX || p->operands < 2 || !at || !has || !got)
        return false;
    const Operand *array = &p->operand[0], *mask = &p->operand[1];
    long wanted = atol(got + strlen("boolean axis is "));
    problem_mark(p, array);
    problem_mark(p, mask);
    long size = atol(has + strlen("size of axis is "));
    advise(p, problem_text(p, "the mask has %ld truth%s, axis %d of %s has %ld element%s", wanted,
                           wanted == 1 ? "" : "s", atoi(at + 11), array->text, size, size == 1 ? "" : "s"));
    if (mask->ndim == 1 && array->ndim > 0 && p->operands == 2 && array->dim[0] == size && !p->stores) {
        if (wanted < size)
            fix_offer(p, FIX_OTHER, problem_text(p, "of the first %ld alone", wanted),
                      problem_text(p, "%s[:%ld][%s]", written_operand(p, array->node), wanted, mask->text));
        else
            fix_offer(
                p, FIX_OTHER, problem_text(p, "the first %ld truths alone", size),
                with_one(p, mask->node, problem_text(p, "%s[:%ld]", written_operand(p, mask->node), size)));
    }
    if (mask->ndim == 1)
        for (int axis = 1; axis < array->ndim && p->operands == (p->stores ? 3 : 2); axis++)
            if (array->dim[axis] == wanted && axis == 1)
                fix_offer(p, FIX_SAME, "along axis 1", with_items(p, problem_text(p, ":, %s", mask->text)));
    offer_flat_mask(p, array, mask);
    const Operand *last = &p->operand[p->operands - 1 - p->stores];
    if (last != mask && last->ndim == 1 && is_all(mask) && array->ndim > 0 && last->dim[0] == array->dim[0])
        fix_offer(p, FIX_SAME, "along axis 0", with_items(p, last->text)); /* X[:, rows] */
    if (mask->ndim == 2)
        fix_offer(p, FIX_SAME + 1, NULL, with_items(p, transposed(p, mask)));
    return true;
}

static bool is_zero(const Node *item) { return item->kind == NODE_INT && !strcmp(item->text, "0"); }

/* x[1, 3] of a vector: two of its places, a stretch of them, or one, the other a row or a column that is not
 * there. */
static bool offer_places_of_vector(Problem *p, const Operand *array)
{
    const Operand *a = &p->operand[1], *b = &p->operand[2];
    if (array->ndim != 1 || p->operands != 3 || p->stores || a->value.tag != V_INT || b->value.tag != V_INT ||
        a->value.i == 0 || b->value.i == 0)
        return false;
    const char *text = written_operand(p, array->node);
    fix_offer(p, FIX_SAME, "these two", problem_text(p, "%s[[%s, %s]]", text, a->text, b->text));
    if (a->value.i < b->value.i)
        fix_offer(p, FIX_SAME + 1, "from one to before the other",
                  problem_text(p, "%s[%s:%s]", text, a->text, b->text));
    return true;
}

static bool say_too_many(Problem *p)
{
    if (p->node->kind != NODE_INDEX || !p->operands || !p->operand[0].array)
        return false;
    const Operand *array = &p->operand[0];
    const char *text = written_operand(p, array->node);
    problem_mark(p, array);
    if (array->ndim == 0) {
        advise(p, problem_text(p, "%s is one number (): no axis to index", array->text));
        fix_offer(p, FIX_SAME, NULL, problem_text(p, "%s.item()", text));
        fix_offer(p, FIX_SAME + 1, NULL, problem_text(p, "%s[()]", text));
        return true;
    }
    advise(p, problem_text(p, "%s is %s: %s", array->text, operand_shape(p, array), axes_text(p, array)));
    if (p->operands > 1 && p->operand[1].value.tag == V_ARRAY && p->operand[1].value.tensor->dtype == BOOL)
        offer_flat_mask(p, array, &p->operand[1]);
    const Node *first = array->node->next;
    bool several = offer_places_of_vector(p, array);
    for (const Node *item = first; item && array->ndim == 1; item = item->next)
        if (item->kind != NODE_SLICE)
            fix_offer(p, FIX_SAME + 3 * several + (is_zero(item) ? 2 : item == first), NULL,
                      problem_text(p, "%s[%s]", text, written(p, item)));
    if (array->ndim == 1 && first && first->kind == NODE_SLICE)
        fix_offer(p, FIX_SAME + 2, "as one column", problem_text(p, "%s[:, None]", text));
    if (array->ndim == 2 && first && first->next)
        fix_offer(p, FIX_SAME, NULL,
                  problem_text(p, "%s[%s, %s]", text, written(p, first), written(p, first->next)));
    return true;
}

/* Other places of the array that have the shape of the value. */
static void offer_places(Problem *p, const Operand *value, const Shape *room)
{
    const Operand *array = &p->operand[0], *first = &p->operand[1];
    int items = p->operands - 2;
    const char *text = written(p, array->node), *of = value->text;
    if (!array->array || array->ndim > 2 || value->ndim != 1)
        return;
    bool number = first->value.tag == V_INT;
    if (room->ndim == 1 && array->ndim == 2 && items == 1 && number)
        fix_offer(p, FIX_SAME, "a column", problem_text(p, "%s[:, %s] = %s", text, first->text, of));
    if (room->ndim == 1 && array->ndim == 2 && items == 2 && is_all(first) &&
        p->operand[2].value.tag == V_INT)
        fix_offer(p, FIX_SAME, "a row", problem_text(p, "%s[%s] = %s", text, p->operand[2].text, of));
    if (room->ndim == 0 && array->ndim == 2 && items == 2 && number)
        fix_offer(p, FIX_SAME, "a row", problem_text(p, "%s[%s] = %s", text, first->text, of));
    if (room->ndim == 0 && array->ndim == 1 && items == 1)
        fix_offer(p, FIX_SAME, "all of it", problem_text(p, "%s[:] = %s", text, of));
    if (room->ndim == 0 && array->ndim == 1 && items == 1 && number && first->value.i >= 0)
        fix_offer(p, FIX_SAME + 1, "from there on",
                  problem_text(p, "%s[%s:%lld] = %s", text, first->text,
                               (long long)(first->value.i + value->dim[0]), of));
}

/* a[: n / 2] */
static bool say_bounds(Problem *p)
{
    for (int i = 1; p->node->kind == NODE_INDEX && i < p->operands; i++) {
        const Operand *item = &p->operand[i];
        if (item->node->kind != NODE_SLICE || item->value.tag != V_SLICE)
            continue;
        const struct Slice *slice = item->value.slice;
        Value bound[3] = { slice->start, slice->stop, slice->step };
        const Node *kid = item->node->kid;
        for (int k = 0; k < 3 && kid; k++, kid = kid->next) {
            Tensor scalar;
            if (bound[k].tag == V_NONE || bound[k].tag == V_INT || !tensor_of_scalar(&scalar, &bound[k]) ||
                !dtype_is_inexact((DType)scalar.dtype))
                continue;
            p->out->mark[0] = (Mark){ node_span(p->tree, kid), NULL };
            p->out->marks = 1;
            advise(p, problem_text(p, "%s is a float; places are whole numbers", written(p, kid)));
            fix_offer(p, FIX_SAME, NULL, with_one(p, kid, as_whole(p, kid)));
            return true;
        }
    }
    return false;
}

/* A[0] = v, x[1:] = v with too few numbers in v: as many places as there are numbers. */
static void offer_fewer_places(Problem *p, const Operand *value, const Shape *room)
{
    const Operand *array = &p->operand[0], *slice = NULL;
    int items = p->operands - 2;
    if (value->ndim != 1 || room->ndim < 1 || value->dim[0] >= room->dim[room->ndim - 1] ||
        value->dim[0] == 0 || !array->array)
        return;
    long long n = (long long)value->dim[0], from = 0;
    Text text = { 0 };
    for (int i = 1; i <= items; i++) {
        const Operand *item = &p->operand[i];
        text_puts(&text, i > 1 ? ", " : "");
        bool later = false; /* the last axis that is left is cut */
        for (int k = i + 1; k <= items; k++)
            later |= p->operand[k].node->kind == NODE_SLICE;
        if (item->node->kind != NODE_SLICE || later) {
            text_puts(&text, item->text);
            continue;
        }
        const struct Slice *of = item->value.tag == V_SLICE ? item->value.slice : NULL;
        if (slice || !of || of->step.tag != V_NONE || (of->start.tag != V_NONE && of->start.tag != V_INT) ||
            (of->start.tag == V_INT && of->start.i < 0)) {
            text_free(&text);
            return;
        }
        slice = item;
        from = of->start.tag == V_INT ? (long long)of->start.i : 0;
        if (from)
            text_printf(&text, "%lld:%lld", from, from + n);
        else
            text_printf(&text, ":%lld", n);
    }
    if (!slice && array->ndim == items + 1)
        text_printf(&text, ", :%lld", n);
    fix_offer(p, FIX_OTHER, problem_text(p, "the first %lld of them", n),
              problem_text(p, "%s[%s] = %s", written(p, array->node), text_get(&text), value->text));
    text_free(&text);
}

/* a[0] = [1, 2, 3, 4], a[0, 0] = [1, 2] */
static bool say_store(Problem *p)
{
    if (!p->stores || p->operands < 2)
        return false;
    const Operand *value = &p->operand[p->operands - 1];
    if (!value->array)
        return false;
    const char *into = strstr(p->text, "into shape ");
    p->out->mark[0] = (Mark){ node_span(p->tree, p->node), NULL };
    p->out->marks = 1;
    problem_mark(p, value);
    const char *target = written(p, p->node);
    Shape room;
    bool known = code_fits(p, target, &room);
    room.ndim = known && room.ndim < 0 ? 0 : room.ndim; /* one number */
    p->out->brief = p->out->diagram.sentence =
        known && !room.ndim
            ? problem_text(p, "%s is one number, the value has shape %s", target, operand_shape(p, value))
            : problem_text(p, "%s has shape %s, the value %s", target,
                           known  ? shape_text(&p->session->run, room.ndim, room.dim)
                           : into ? into + strlen("into shape ")
                                  : "?",
                           operand_shape(p, value));
    if (!known)
        return true;
    offer_places(p, value, &room);
    offer_fewer_places(p, value, &room);
    const char *text = written_operand(p, value->node);
    /* The value's own fixes: `a[0] = v[:3]` is accepted if v[:3] has the shape of a[0]. */
    if (value->ndim == 1 && room.ndim == 1 && value->dim[0] > room.dim[0])
        fix_offer(p, FIX_OTHER, problem_text(p, "the first %lld alone", (long long)room.dim[0]),
                  problem_text(p, "%s = %s[:%lld]", target, text, (long long)room.dim[0]));
    if (value->ndim == 1 && room.ndim == 2 && value->dim[0] == room.dim[0])
        fix_offer(p, FIX_SAME, NULL, problem_text(p, "%s = %s[:, None]", target, text));
    if (value->ndim == 2 && room.ndim == 2 && value->dim[0] == room.dim[1] && value->dim[1] == room.dim[0])
        fix_offer(p, FIX_SAME, NULL, problem_text(p, "%s = %s", target, transposed(p, value)));
    if (shape_size(value->ndim, value->dim) == shape_size(room.ndim, room.dim) && room.ndim == 1)
        fix_offer(p, FIX_SAME + 1, NULL, problem_text(p, "%s = %s.ravel()", target, text));
    return true;
}

const Advice place_advices[] = {
    { IndexError, "index * is out of bounds for *", NULL, say_beyond },
    { IndexError, "too many indices for array: *", NULL, say_too_many },
    { IndexError, "only integers, slices *", NULL, say_key },
    { IndexError, "arrays used as indices must be of integer *", NULL, say_key },
    { IndexError, "invalid index to scalar variable.", NULL, say_scalar_item },
    { IndexError, "boolean index did not match indexed array along axis *", NULL, say_mask },
    { ValueError, "could not broadcast input array from shape * into shape *", NULL, say_store },
    { ValueError, "setting an array element with a sequence.*", NULL, say_store },
    { TypeError, "*() argument must be a string* or a real number, not '*'", NULL, say_store },
    { TypeError, "only 0-dimensional arrays can be converted to Python scalars", NULL, say_store },
    { TypeError, "slice indices must be integers *", NULL, say_bounds },
    { 0 },
};
