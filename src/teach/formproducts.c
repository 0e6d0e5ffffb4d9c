/* formproducts.c: the forms of products of arrays: dot, @, tensordot, einsum and kin. */
#include "teach/formbuild.h"

#include <ctype.h>
#include <string.h>

/* Adds over an axis of each that both have in common; what is left of b's axes follows a's. */
static bool contract(Build *b, Form *a, int axis_a, Form *other, int axis_b)
{
    int label = a->index[axis_a];
    if (label_length(b->forms, label) != label_length(b->forms, other->index[axis_b]))
        return false;
    form_join(b->forms, other, label, other->index[axis_b]);
    form_drop_axis(other, axis_b);
    form_drop_axis(a, axis_a);
    if (a->axes + other->axes > FORM_AXES)
        return false;
    memcpy(a->index + a->axes, other->index, (size_t)other->axes * sizeof(int));
    a->axes += other->axes;
    if (!form_multiply(b->forms, a, other))
        return false;
    /* as an axis again, to be added over: where no factor has it, that is its length */
    a->index[a->axes++] = label;
    return a->axes <= FORM_AXES && form_sum_axis(b->forms, a, a->axes - 1);
}

bool dot(Build *b, Form *a, Form *other)
{
    if (a->axes == 0 || other->axes == 0)
        return form_broadcast(b->forms, a, other) && form_multiply(b->forms, a, other);
    return contract(b, a, a->axes - 1, other, other->axes > 1 ? other->axes - 2 : 0);
}

bool inner(Build *b, Form *a, Form *other)
{
    return a->axes == 0 || other->axes == 0 ? dot(b, a, other)
                                            : contract(b, a, a->axes - 1, other, other->axes - 1);
}

/* a @ b: the last two axes are those of matrices, those before are broadcast. */
bool matrix_product(Build *b, Form *a, Form *other)
{
    if (a->axes == 0 || other->axes == 0)
        return false;
    if (a->axes <= 2 && other->axes <= 2)
        return dot(b, a, other);
    /* Σ_j a[…,i,j] b[…,j,k]: as products of arrays [… i j k] */
    bool vector_a = a->axes == 1, vector_b = other->axes == 1;
    int label = a->index[a->axes - 1], row = vector_a ? -1 : a->index[a->axes - 2];
    int place = vector_b ? 0 : other->axes - 2, column = vector_b ? -1 : other->index[other->axes - 1];
    if (label_length(b->forms, label) != label_length(b->forms, other->index[place]))
        return false;
    form_join(b->forms, other, label, other->index[place]);
    a->axes -= vector_a ? 1 : 2;
    other->axes -= vector_b ? 1 : 2;
    if (!form_broadcast(b->forms, a, other) || !form_multiply(b->forms, a, other) || a->axes + 3 > FORM_AXES)
        return false;
    if (row >= 0)
        a->index[a->axes++] = row;
    if (column >= 0)
        a->index[a->axes++] = column;
    a->index[a->axes++] = label;
    return form_sum_axis(b->forms, a, a->axes - 1);
}

bool outer(Form *a, Form *other, const Forms *forms)
{
    if (a->axes > 1 || other->axes > 1)
        return false;
    memcpy(a->index + a->axes, other->index, (size_t)other->axes * sizeof(int));
    a->axes += other->axes;
    return form_multiply(forms, a, other);
}

/* Σ over all axes of both, which have the same shape. */
bool inner_of_all(Build *b, Form *a, Form *other)
{
    if (a->axes != other->axes)
        return false;
    for (int i = 0; i < a->axes; i++)
        if (label_length(b->forms, a->index[i]) != label_length(b->forms, other->index[i]))
            return false;
    if (!form_broadcast(b->forms, a, other) || !form_multiply(b->forms, a, other))
        return false;
    while (a->axes > 0)
        if (!form_sum_axis(b->forms, a, a->axes - 1))
            return false;
    return true;
}

/* The axes of tensordot: a number of them, or two of ints or sequences of ints. */
static int tensordot_axes(Value v, int axes_a, int axes_b, int a[FORM_AXES], int b[FORM_AXES])
{
    if (v.tag == V_INT) {
        if (v.i < 0 || v.i > axes_a || v.i > axes_b)
            return -1;
        for (int i = 0; i < v.i; i++) {
            a[i] = axes_a - (int)v.i + i;
            b[i] = i;
        }
        return (int)v.i;
    }
    int64_t sides, n;
    const Value *pair = sequence_items(v, &sides);
    if (sides != 2)
        return -1;
    int count[2];
    for (int side = 0; side < 2; side++) {
        Value of = pair[side];
        const Value *item = sequence_items(of, &n);
        if (of.tag != V_LIST && of.tag != V_TUPLE) {
            item = &pair[side];
            n = 1;
        }
        int axes = side ? axes_b : axes_a;
        if (n > FORM_AXES)
            return -1;
        for (int i = 0; i < n; i++) {
            if (item[i].tag != V_INT || item[i].i < -axes || item[i].i >= axes)
                return -1;
            (side ? b : a)[i] = (int)(item[i].i < 0 ? item[i].i + axes : item[i].i);
        }
        count[side] = (int)n;
    }
    return count[0] == count[1] ? count[0] : -1;
}

bool tensordot(Build *b, const Arguments *called, Form *out)
{
    Form other;
    int axis_a[FORM_AXES], axis_b[FORM_AXES], kept[2 * FORM_AXES], count = 0;
    const Node *axes = called_arg(called, "axes");
    if (!build_two(b, called->arg[0], called->arg[1], out, &other))
        return false;
    int pairs = tensordot_axes(axes ? finding(b->found, node_bare(axes)) : value_int(2), out->axes,
                               other.axes, axis_a, axis_b);
    if (pairs < 0)
        return false;
    int label[FORM_AXES];
    for (int i = 0; i < pairs; i++) {
        label[i] = out->index[axis_a[i]];
        if (label_length(b->forms, label[i]) != label_length(b->forms, other.index[axis_b[i]]))
            return false;
    }
    for (int i = 0; i < pairs; i++)
        form_join(b->forms, &other, label[i], other.index[axis_b[i]]);
    for (int side = 0; side < 2; side++) {
        const Form *form = side ? &other : out;
        for (int i = 0; i < form->axes; i++) {
            bool gone = false;
            for (int k = 0; k < pairs; k++)
                gone |= (side ? axis_b : axis_a)[k] == i;
            if (!gone)
                kept[count++] = form->index[i];
        }
    }
    if (count + pairs > FORM_AXES || !form_multiply(b->forms, out, &other))
        return false;
    memcpy(out->index, kept, (size_t)count * sizeof(int));
    memcpy(out->index + count, label, (size_t)pairs * sizeof(int));
    out->axes = count + pairs;
    while (out->axes > count)
        if (!form_sum_axis(b->forms, out, out->axes - 1))
            return false;
    return true;
}

/* einsum with subscripts as a text and without "...". */
bool einsum(Build *b, const Arguments *called, Form *out)
{
    Value v = called->more > 0 ? finding(b->found, node_bare(called->star[0])) : ABSENT;
    if (v.tag != V_STR || strchr(v.str->text, '.') || called->more < 2)
        return false;
    int of_letter[128], times[128] = { 0 }, result[FORM_AXES], results = 0;
    for (int i = 0; i < 128; i++)
        of_letter[i] = -1;
    const char *at = v.str->text;
    form_number(out, 1);
    for (int operand = 1; operand < called->more; operand++) {
        Form form;
        int axis = 0;
        if (!build(b, called->star[operand], &form))
            return false;
        for (; *at && *at != ',' && *at != '-'; at++) {
            if (*at == ' ')
                continue;
            if (!isalpha((unsigned char)*at) || axis >= form.axes)
                return false;
            int letter = *at;
            times[letter]++;
            if (of_letter[letter] < 0)
                of_letter[letter] = form.index[axis];
            else if (label_length(b->forms, of_letter[letter]) != label_length(b->forms, form.index[axis]))
                return false;
            else
                form_join(b->forms, &form, of_letter[letter], form.index[axis]);
            axis++;
        }
        at += *at == ',';
        if (axis != form.axes || !form_multiply(b->forms, out, &form))
            return false;
    }
    if (*at == '-') {
        for (at += 2; *at; at++)
            if (*at != ' ') {
                if (results == FORM_AXES || !isalpha((unsigned char)*at))
                    return false;
                result[results++] = of_letter[(int)*at];
            }
    } else
        for (int letter = 'A'; letter <= 'z'; letter++)
            if (times[letter] == 1) {
                if (results == FORM_AXES)
                    return false;
                result[results++] = of_letter[letter];
            }
    out->axes = results;
    memcpy(out->index, result, (size_t)results * sizeof(int));
    for (int letter = 0; letter < 128; letter++) {
        bool kept = of_letter[letter] < 0;
        for (int i = 0; i < results; i++)
            kept |= result[i] == of_letter[letter];
        if (kept)
            continue;
        if (out->axes == FORM_AXES)
            return false;
        out->index[out->axes++] = of_letter[letter];
        if (!form_sum_axis(b->forms, out, out->axes - 1))
            return false;
    }
    form_settle(b->forms, out);
    return true;
}

bool product_of_several(Build *b, const Node *list, Form *out)
{
    list = node_bare(list);
    if ((list->kind != NODE_LIST && list->kind != NODE_TUPLE) || !list->kid || !build(b, list->kid, out))
        return false;
    for (const Node *item = list->kid->next; item; item = item->next) {
        Form other;
        if (item->kind == NODE_STAR || !build(b, item, &other) || !dot(b, out, &other))
            return false;
    }
    return true;
}
