/* positions.c: axes that are not there, sizes that do not multiply out, matrices that are not square. */
#include "teach/advice.h"
#include "teach/fixes.h"
#include "teach/products.h"
#include "tensor/symbol.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* axes ----------------------------------------------------------------------------------------------------
 */

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

/* x.mean(axis='rows') */
static bool say_named_axis(Problem *p)
{
    static const char *const down[] = { "rows", "row", "index", NULL };
    for (int i = 0; i < p->operands; i++) {
        const Operand *axis = &p->operand[i];
        if (axis->value.tag != V_STR || !axis->keyword || strncmp(axis->keyword, "axis", 4))
            continue;
        bool rows = false;
        for (int k = 0; down[k]; k++)
            rows |= !strcmp(down[k], axis->value.str->text);
        problem_mark(p, axis);
        advise(p, "axes are counted: 0 goes down the rows, 1 along the columns");
        for (int k = 0; k < 2; k++)
            fix_offer(p, FIX_SAME + (k == rows), k ? "one for each row" : "one for each column",
                      with_one(p, axis->node, k ? "1" : "0"));
        return true;
    }
    return false;
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
        if (p->method && !strcmp(p->name, "sort")) /* which gives None, and nothing to look at */
            fix_offer(p, FIX_SAME + k, "a new array",
                      problem_text(p, "%s = np.sort(%s, axis=%d)", array->text, array->text, i));
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
    fix_offer(p, FIX_OTHER + 1, "of the rows' products",
              with_one(p, matrix->node, problem_text(p, "%s @ %s", written_operand(p, matrix->node), other)));
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
    for (int i = 1; i < p->operands; i++) { /* the axis goes all the same: the first along it stays */
        Value v = p->operand[i].value;
        int64_t axis = v.tag != V_INT ? -1 : v.i < 0 ? v.i + array->ndim : v.i;
        const char *text = written_operand(p, array->node);
        if (axis >= 0 && axis < 3)
            fix_offer(p, FIX_OTHER, "the first along it",
                      problem_text(p,
                                   axis == 0   ? "%s[0]"
                                   : axis == 1 ? "%s[:, 0]"
                                               : "%s[:, :, 0]",
                                   text));
    }
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
    { TypeError, "'str' object cannot be interpreted as an integer", NULL, say_named_axis },
    { ValueError, "axes don't match array", NULL, say_transpose },
    { AxisError, "*axis * is out of bounds for array of dimension *", NULL, say_axis },
    { ValueError, "cannot reshape array of size * into shape *", "reshape", say_reshape },
    { ValueError, "can only specify one unknown dimension", "reshape", say_reshape },
    { LinAlgError, "Last 2 dimensions of the array must be square", NULL, say_square },
    { LinAlgError, "*-dimensional array given. Array must be *", NULL, say_flat },
    { LinAlgError, "Singular matrix", NULL, say_singular },
    { ValueError, "array split does not result in an equal division", NULL, say_split },
    { ValueError, "cannot select an axis to squeeze out *", NULL, say_squeeze },
    { 0 },
};
