/* positions.c: axes that are not there, indices beyond the end, sizes that do not multiply out. */
#include "teach/advice.h"
#include "teach/fixes.h"
#include "teach/products.h"
#include "tensor/symbol.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *with_one(Problem *p, const Node *node, const char *text)
{
    return problem_with(p, 1, &node, &text);
}

/* axes ----------------------------------------------------------------------------------------------------
 */

/* "axes 0 (size 2) and 1 (size 3)" */
static const char *axes_text(Problem *p, const Operand *array)
{
    Text text = { 0 };
    text_printf(&text, "%s", array->ndim == 1 ? "one axis, 0" : "axes ");
    for (int i = 0; i < array->ndim && array->ndim > 1; i++)
        text_printf(&text, "%s%d (size %s)",
                    i == 0                 ? ""
                    : i == array->ndim - 1 ? " and "
                                           : ", ",
                    i, size_text(p, array->dim[i]));
    if (array->ndim == 1)
        text_printf(&text, " (size %s)", size_text(p, array->dim[0]));
    const char *result = problem_text(p, "%s", text_get(&text));
    text_free(&text);
    return result;
}

/* The argument that an axis was given by: its keyword, or a whole number by position. */
static const Operand *axis_operand(Problem *p, long axis)
{
    for (int i = 1; i < p->operands; i++) {
        const Operand *operand = &p->operand[i];
        bool named = operand->keyword && !strncmp(operand->keyword, "axis", 4);
        if (operand->value.tag == V_INT && operand->value.i == axis && (named || !operand->keyword))
            return operand;
    }
    return NULL;
}

/* np.concatenate([x, y], axis=1) of vectors */
static bool say_join_axis(Problem *p, const Operand *list, const Operand *axis)
{
    int ndim = list->ndim - 1;
    advise(p, problem_text(p, "the arrays have %d ax%s, and concatenate makes no new one: stack does", ndim,
                           ndim == 1 ? "is" : "es"));
    if (axis && axis->value.i == ndim)
        fix_offer(p, FIX_SAME, "along a new axis",
                  problem_text(p, "np.stack(%s, axis=%lld)", list->text, (long long)axis->value.i));
    for (int i = ndim - 1; axis && i >= 0; i--)
        fix_offer(p, FIX_SAME + ndim - i, "one after the other",
                  with_one(p, axis->node, problem_text(p, "%d", i)));
    return true;
}

/* np.transpose(A, (1, 2)), A.swapaxes(1, 2): axes that were counted from 1. */
static void offer_from_zero(Problem *p, const Operand *array)
{
    const Node *node[DIAGRAM_AXES];
    const char *text[DIAGRAM_AXES];
    int n = 0;
    bool identity = true, named = false;
    for (int i = 1; i < p->operands; i++) {
        const Node *at = p->operand[i].node, *kid = at;
        bool many = at->kind == NODE_TUPLE || at->kind == NODE_LIST;
        for (kid = many ? at->kid : at; kid; kid = many ? kid->next : NULL) {
            long axis = kid->kind == NODE_INT ? strtol(written(p, kid), NULL, 10) : 0;
            if (axis < 1 || axis > array->ndim || n == DIAGRAM_AXES)
                return;
            node[n] = kid;
            identity &= axis - 1 == n;
            named |= axis == array->ndim;
            text[n++] = problem_text(p, "%ld", axis - 1);
        }
    }
    if (n > 1 && named && !(identity && !strcmp(p->name, "transpose")))
        fix_offer(p, FIX_SAME, "counted from 0", problem_with(p, n, node, text));
    if (!strcmp(p->name, "transpose"))
        fix_offer(p, FIX_SAME + 1, "all in reverse",
                  problem_text(p, "%s.T", written_operand(p, array->node)));
}

static bool say_axis(Problem *p)
{
    if (!p->operands || !p->operand[0].array)
        return false;
    const Operand *array = &p->operand[0], *axis;
    const char *number = strstr(p->text, "axis ");
    axis = number ? axis_operand(p, strtol(number + 5, NULL, 10)) : NULL;
    problem_mark(p, array);
    if (axis)
        problem_mark(p, axis);
    if (array->ndim == 0) {
        advise(p, problem_text(p, "%s is one number, without axes", array->text));
        return true;
    }
    if (!strcmp(p->name, "expand_dims") && axis) { /* the new axis is one of the result's */
        advise(p, problem_text(p, "%s is %s: the new axis can be 0 to %d", array->text,
                               operand_shape(p, array), array->ndim));
        for (int i = array->ndim; i >= 0; i--)
            fix_offer(p, FIX_SAME + array->ndim - i, NULL, with_one(p, axis->node, problem_text(p, "%d", i)));
        return true;
    }
    if (array->sequence && (!strcmp(p->name, "concatenate") || !strcmp(p->name, "append")) && array->ndim > 0)
        return say_join_axis(p, array, axis);
    advise(p,
           problem_text(p, "%s is %s: %s, or -1%s", array->text, operand_shape(p, array), axes_text(p, array),
                        array->ndim == 1   ? ""
                        : array->ndim == 2 ? ", -2"
                                           : " and so on"));
    offer_from_zero(p, array);
    bool low = axis && axis->value.i < 0;
    for (int k = 0; axis && strcmp(p->name, "transpose") && k < array->ndim;
         k++) { /* the nearest first, and none that is named already */
        int i = low ? k : array->ndim - 1 - k;
        bool named = false;
        for (int other = 1; other < p->operands; other++)
            named |= &p->operand[other] != axis && p->operand[other].value.tag == V_INT &&
                     (p->operand[other].value.i == i || p->operand[other].value.i == i - array->ndim);
        if (!named || p->operands < 3)
            fix_offer(p, FIX_SAME + k, NULL, with_one(p, axis->node, problem_text(p, "%d", i)));
    }
    return true;
}

/* reshape -------------------------------------------------------------------------------------------------
 */

/* The nodes of the sizes that reshape was given, and their numbers; how many. */
static int read_sizes(Problem *p, const Node *node[], int64_t size[], const Node **tuple)
{
    int first = 1, n = 0;
    *tuple = NULL;
    const Node *at = p->operands > first ? p->operand[first].node : NULL;
    Value given = at ? p->operand[first].value : ABSENT;
    if (at && ((at->kind == NODE_TUPLE && given.tag == V_TUPLE) ||
               (at->kind == NODE_LIST && given.tag == V_LIST))) {
        const Value *item = given.tag == V_TUPLE ? given.tuple->item : given.list->item;
        int64_t count = given.tag == V_TUPLE ? given.tuple->count : given.list->count;
        *tuple = at;
        for (const Node *kid = at->kid; kid && n < DIAGRAM_AXES && n < count; kid = kid->next) {
            if (item[n].tag != V_INT)
                return 0;
            node[n] = kid;
            size[n] = item[n].i;
            n++;
        }
        return n;
    }
    for (int i = first; i < p->operands && n < DIAGRAM_AXES && !p->operand[i].keyword; i++) {
        if (p->operand[i].value.tag != V_INT)
            return 0;
        node[n] = p->operand[i].node;
        size[n++] = p->operand[i].value.i;
    }
    return n;
}

/* "(1, 6) (2, 3) (3, 2) (6, 1)" */
static const char *factor_pairs(Problem *p, int64_t elements)
{
    enum { MAX = 8 };
    Text text = { 0 };
    int count = 0;
    for (int64_t i = 1; i <= elements && i <= 4096 && count <= MAX; i++)
        if (elements % i == 0 && ++count <= MAX)
            text_printf(&text, " (%lld, %lld)", (long long)i, (long long)(elements / i));
    if (count > MAX)
        text_puts(&text, " …");
    const char *result = problem_text(p, "%s", text_get(&text));
    text_free(&text);
    return result;
}

static void offer_size(Problem *p, int rank, int n, const Node *const node[], int at, int64_t size)
{
    const char *text[DIAGRAM_AXES] = { NULL };
    text[at] = problem_text(p, "%lld", (long long)size);
    fix_offer(p, rank, NULL, problem_with(p, n, node, text));
}

static bool say_reshape(Problem *p)
{
    enum { SEARCHED = 1 << 20 };
    const Node *node[DIAGRAM_AXES], *tuple;
    int64_t size[DIAGRAM_AXES], product = 1;
    int n = p->operands && p->operand[0].array ? read_sizes(p, node, size, &tuple) : 0, unknown = -1,
        unknowns = 0;
    if (!n)
        return false;
    const Operand *array = &p->operand[0];
    int64_t elements = shape_size(array->ndim, array->dim);
    bool searched = elements <= SEARCHED; /* for sizes that fit */
    for (int i = 0; i < n; i++) {
        if (size[i] < 0) {
            unknown = i;
            unknowns++;
        } else if (__builtin_mul_overflow(product, size[i], &product))
            return false;
        searched &= size[i] <= SEARCHED;
    }
    if (elements <= 0 || size_is_symbolic(&p->session->run, elements))
        return false;
    problem_mark(p, array);
    const char *has = problem_text(p, "%s has %lld elements", array->text, (long long)elements);
    if (unknowns > 1) {
        advise(p, problem_text(p, "one -1 at a time: it is worked out from the others; %s", has));
        for (int i = 0; i < n; i++)
            if (size[i] < 0)
                for (int k = array->ndim - 1; k >= 0; k--)
                    if (array->ndim > 1)
                        offer_size(p, FIX_SAME + (i == n - 1 ? 0 : 1) + (k == array->ndim - 1 ? 0 : 2), n,
                                   node, i, array->dim[k]);
        int first = 0;
        while (first < n && size[first] >= 0)
            first++;
        for (int64_t i = 2, rest = product ? elements / product : 0; i < rest && searched; i++)
            if (rest % i == 0)
                offer_size(p, FIX_SAME + 5, n, node, n == 2 ? 1 : first, i);
        return true;
    }
    if (unknown >= 0)
        advise(p,
               problem_text(p, "%s, so -1 would be %lld/%lld", has, (long long)elements, (long long)product));
    else
        advise(p, problem_text(p, "%s, and %s are wanted", has, size_text(p, product)));
    if (n == 2)
        p->out->more = problem_text(p, "Sizes that work:%s", factor_pairs(p, elements));
    if (!searched)
        return true;
    /* one size is worked out from the others, or is the nearest divisor */
    for (int i = n - 1, rank = 0; i >= 0; i--) {
        int64_t others = 1;
        for (int k = 0; k < n; k++)
            others *= k == i || size[k] < 0 ? 1 : size[k];
        if (unknown < 0 && others > 0 && elements % others == 0)
            offer_size(p, FIX_SAME + rank++, n, node, i, elements / others);
        if (unknown >= 0 && i != unknown && others > 0)
            for (int64_t away = 1; away < size[i] + elements; away++)
                for (int side = -1; side <= 1; side += 2) {
                    int64_t other = size[i] + side * away;
                    if (other > 0 && other <= elements && elements % (other * others) == 0 && rank < 3)
                        offer_size(p, FIX_SAME + rank++, n, node, i, other);
                }
    }
    if (n == 1)
        fix_offer(p, FIX_SAME + 3, "all in one row",
                  problem_text(p, "%s.reshape(-1)", written_operand(p, array->node)));
    for (int64_t i = 2; i < elements && n == 2 && unknown < 0; i++)
        if (elements % i == 0) {
            const char *text[2] = { problem_text(p, "%lld", (long long)i),
                                    problem_text(p, "%lld", (long long)(elements / i)) };
            /* the nearer to what was written, the earlier */
            int64_t away = llabs(i - size[0]) + llabs(elements / i - size[1]);
            fix_offer(p, FIX_SAME + 4 + (int)(away < 90 ? away : 90), NULL, problem_with(p, 2, node, text));
        }
    return true;
}

/* items ---------------------------------------------------------------------------------------------------
 */

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
        fix_offer(p, FIX_SAME, "the last", with_one(p, place, problem_text(p, "%lld", size - 1)));
    if (!item)
        return true;
    if (index > 0 && index <= size)
        fix_offer(p, FIX_SAME, "the last", with_one(p, item->node, problem_text(p, "%lld", size - 1)));
    else
        fix_offer(p, FIX_SAME, index < 0 ? "the first" : "the last",
                  with_one(p, item->node, index < 0 ? "0" : "-1"));
    if (p->operands == 3 && array->ndim == 2 && !p->stores && p->operand[1].array && p->operand[2].array &&
        !shape_is_symbolic(&p->session->run, array->ndim, array->dim)) {
        const Node *node[2] = { p->operand[1].node, p->operand[2].node };
        const char *text[2] = { p->operand[2].text, p->operand[1].text };
        fix_offer(p, FIX_SAME + 1, "row first, then column", problem_with(p, 2, node, text));
    }
    return true;
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
        if (v.tag == V_ARRAY && v.tensor->dtype >= FLOAT16) {
            problem_mark(p, item);
            advise(p, problem_text(p, "%s holds %s; places are whole numbers", item->text,
                                   dtype_info[v.tensor->dtype].name));
            fix_offer(
                p, FIX_SAME, NULL,
                with_one(p, item->node, problem_text(p, "%s.astype(int)", written_operand(p, item->node))));
            return true;
        }
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

/* The item with another one between its brackets; what was to be stored follows. */
static const char *with_items(Problem *p, const char *items)
{
    const char *item = problem_text(p, "%s[%s]", written(p, p->operand[0].node), items);
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

static bool is_all(const Operand *item) /* a[:, 0] */
{
    return item->node->kind == NODE_SLICE && item->value.tag == V_SLICE &&
           item->value.slice->start.tag == V_NONE && item->value.slice->stop.tag == V_NONE;
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

/* matrices ------------------------------------------------------------------------------------------------
 */

static bool say_square(Problem *p)
{
    if (!p->operands || !p->operand[0].array || p->operand[0].ndim < 2)
        return false;
    const Operand *matrix = &p->operand[0];
    problem_mark(p, matrix);
    advise(p, problem_text(p, "%s has %s rows and %s columns", matrix->text,
                           size_text(p, matrix->dim[matrix->ndim - 2]),
                           size_text(p, matrix->dim[matrix->ndim - 1])));
    if (!strcmp(p->name, "inv"))
        fix_offer(p, FIX_SAME, "the pseudo-inverse", problem_text(p, "np.linalg.pinv(%s)", matrix->text));
    if (!strcmp(p->name, "solve") && p->operands > 1)
        fix_offer(p, FIX_SAME, "the least squares",
                  problem_text(p, "np.linalg.lstsq(%s, %s)[0]", matrix->text, p->operand[1].text));
    const char *other = transposed(p, matrix);
    fix_offer(p, FIX_OTHER, "of the columns' products",
              with_one(p, matrix->node, problem_text(p, "%s @ %s", other, written_operand(p, matrix->node))));
    return true;
}

static bool say_flat(Problem *p)
{
    if (!p->operands || !p->operand[0].array)
        return false;
    const Operand *vector = &p->operand[0];
    problem_mark(p, vector);
    advise(p, problem_text(p, "%s is no matrix: it has %d ax%s", vector->text, vector->ndim,
                           vector->ndim == 1 ? "is" : "es"));
    if (vector->ndim == 1)
        fix_offer(p, FIX_SAME, "on the diagonal",
                  with_one(p, vector->node, problem_text(p, "np.diag(%s)", vector->text)));
    return true;
}

static bool say_singular(Problem *p)
{
    if (!p->operands || !p->operand[0].array)
        return false;
    problem_mark(p, &p->operand[0]);
    advise(p, problem_text(p, "%s has no inverse: its rows depend on each other", p->operand[0].text));
    if (!strcmp(p->name, "inv"))
        fix_offer(p, FIX_OTHER, "the pseudo-inverse",
                  problem_text(p, "np.linalg.pinv(%s)", p->operand[0].text));
    if (!strcmp(p->name, "solve") && p->operands > 1)
        fix_offer(p, FIX_OTHER, "the least squares",
                  problem_text(p, "np.linalg.lstsq(%s, %s)[0]", p->operand[0].text, p->operand[1].text));
    return true;
}

/* np.squeeze(a, axis=0), np.split(x, 2) */
static bool say_split(Problem *p)
{
    if (p->operands < 2 || !p->operand[0].array || p->operand[0].ndim < 1)
        return false;
    const Operand *array = &p->operand[0];
    problem_mark(p, array);
    advise(p, problem_text(p, "%s are no %s equal parts", size_text(p, array->dim[0]), p->operand[1].text));
    fix_offer(p, FIX_SAME, "parts of nearly one size",
              problem_text(p, "np.array_split(%s, %s)", array->text, p->operand[1].text));
    return true;
}

static bool say_squeeze(Problem *p)
{
    if (!p->operands || !p->operand[0].array)
        return false;
    const Operand *array = &p->operand[0];
    problem_mark(p, array);
    advise(p, problem_text(p, "%s is %s: %s", array->text, operand_shape(p, array), axes_text(p, array)));
    fix_offer(p, FIX_SAME, "all axes of size 1", problem_text(p, "np.squeeze(%s)", array->text));
    return true;
}

/* img.transpose(1, 2): these axes first, the others after them. */
static void offer_all_axes(Problem *p, const Operand *array)
{
    bool named[DIAGRAM_AXES] = { false };
    Text axes = { 0 };
    for (int i = 1; i < p->operands && array->ndim <= DIAGRAM_AXES; i++) {
        Value v = p->operand[i].value;
        if (v.tag != V_INT || v.i < 0 || v.i >= array->ndim || named[v.i]) {
            text_free(&axes);
            return;
        }
        named[v.i] = true;
        text_printf(&axes, "%s%lld", axes.length ? ", " : "", (long long)v.i);
    }
    for (int i = 0; i < array->ndim && axes.length && array->ndim <= DIAGRAM_AXES; i++)
        if (!named[i])
            text_printf(&axes, ", %d", i);
    if (axes.length && p->method)
        fix_offer(p, FIX_SAME + 1, "the others after them",
                  problem_text(p, "%s.transpose(%s)", written_operand(p, array->node), text_get(&axes)));
    text_free(&axes);
}

/* np.transpose(a, (0, 1, 2)) */
static bool say_transpose(Problem *p)
{
    if (!p->operands || !p->operand[0].array)
        return false;
    const Operand *array = &p->operand[0];
    problem_mark(p, array);
    advise(p, problem_text(p, "%s is %s: %s, each named once", array->text, operand_shape(p, array),
                           axes_text(p, array)));
    if (array->ndim > 2 && p->operands == 3 && p->operand[1].value.tag == V_INT &&
        p->operand[2].value.tag == V_INT)
        fix_offer(p, FIX_SAME, "these two exchanged",
                  problem_text(p, "%s.swapaxes(%s, %s)", written_operand(p, array->node), p->operand[1].text,
                               p->operand[2].text));
    offer_all_axes(p, array);
    fix_offer(p, FIX_SAME + 2, "all in reverse", problem_text(p, "%s.T", written_operand(p, array->node)));
    return true;
}

const Advice position_advices[] = {
    { ValueError, "axes don't match array", NULL, say_transpose },
    { AxisError, "*axis * is out of bounds for array of dimension *", NULL, say_axis },
    { ValueError, "cannot reshape array of size * into shape *", "reshape", say_reshape },
    { ValueError, "can only specify one unknown dimension", "reshape", say_reshape },
    { IndexError, "index * is out of bounds for *", NULL, say_beyond },
    { IndexError, "too many indices for array: *", NULL, say_too_many },
    { IndexError, "only integers, slices *", NULL, say_key },
    { IndexError, "invalid index to scalar variable.", NULL, say_scalar_item },
    { IndexError, "boolean index did not match indexed array along axis *", NULL, say_mask },
    { ValueError, "could not broadcast input array from shape * into shape *", NULL, say_store },
    { ValueError, "setting an array element with a sequence.*", NULL, say_store },
    { TypeError, "*() argument must be a string* or a real number, not '*'", NULL, say_store },
    { TypeError, "only 0-dimensional arrays can be converted to Python scalars", NULL, say_store },
    { TypeError, "slice indices must be integers *", NULL, say_bounds },
    { LinAlgError, "Last 2 dimensions of the array must be square", NULL, say_square },
    { LinAlgError, "*-dimensional array given. Array must be *", NULL, say_flat },
    { LinAlgError, "Singular matrix", NULL, say_singular },
    { ValueError, "array split does not result in an equal division", NULL, say_split },
    { ValueError, "cannot select an axis to squeeze out *", NULL, say_squeeze },
    { 0 },
};
