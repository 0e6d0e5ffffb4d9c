/* formbuild.c: the form of an expression: what each function that sums products does to it. */
#include "teach/formbuild.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

/* what was found -------------------------------------------------------------------------------------------
 */

/* The shape of what a node came to; -1: it is no array and no number. */
static int shape_at(const Build *b, const Node *node, int64_t dim[FORM_AXES])
{
    Value v = finding(b->found, node_bare(node));
    if (v.tag == V_ARRAY) {
        if (v.tensor->ndim > FORM_AXES)
            return -1;
        for (int i = 0; i < v.tensor->ndim; i++)
            if ((dim[i] = v.tensor->dim[i]) < 0)
                return -1;
        return v.tensor->ndim;
    }
    if (value_is_scalar(v) || value_is_number(v))
        return 0;
    Tensor *t = array_of(b->session, b->found, node_bare(node)); /* of a list or a tuple */
    if (!t)
        return -1;
    int axes = t->ndim <= FORM_AXES ? t->ndim : -1;
    for (int i = 0; i < axes; i++)
        dim[i] = t->dim[i];
    tensor_drop(t);
    return axes;
}

static bool int_at(const Build *b, const Node *node, int64_t *out)
{
    Value v = finding(b->found, node_bare(node));
    if (v.tag != V_INT && v.tag != V_BOOL)
        return false;
    *out = v.i;
    return true;
}

static bool axis_at(const Build *b, const Node *node, int axes, int *out)
{
    int64_t axis;
    if (!int_at(b, node, &axis) || axis < -axes || axis >= axes)
        return false;
    *out = (int)(axis < 0 ? axis + axes : axis);
    return true;
}

/* Marks the axes that axis= names; NULL and None: all. */
static bool axes_at(const Build *b, const Node *node, int axes, bool marked[FORM_AXES])
{
    Value v = node ? finding(b->found, node_bare(node)) : NONE;
    for (int i = 0; i < FORM_AXES; i++)
        marked[i] = v.tag == V_NONE && i < axes;
    if (v.tag == V_NONE)
        return true;
    const Value *item = v.tag == V_TUPLE ? v.tuple->item : &v;
    int64_t count = v.tag == V_TUPLE ? v.tuple->count : 1;
    for (int64_t i = 0; i < count; i++) {
        if (item[i].tag != V_INT || item[i].i < -axes || item[i].i >= axes)
            return false;
        marked[item[i].i < 0 ? item[i].i + axes : item[i].i] = true;
    }
    return true;
}

/* what is not looked into
 * ----------------------------------------------------------------------------------- */

static bool is_word(char c) { return isalnum((unsigned char)c) || c == '_' || (c & 0x80); }

static bool opaque(Build *b, const Node *node, Form *out)
{
    int64_t dim[FORM_AXES];
    int axes = shape_at(b, node, dim);
    if (axes < 0)
        return false;
    Text text = { 0 }, key = { 0 };
    text_puts(&text, source_text(&b->session->run, b->found->tree, node));
    char quote = 0;
    for (size_t i = 0; i < text.length; i++) { /* blanks count in strings and between words */
        char c = text.at[i];
        if (strchr("'\"", c))
            quote = quote == c ? 0 : quote ? quote : c;
        if (c != ' ' || quote || (key.length && is_word(key.at[key.length - 1]) && is_word(text.at[i + 1])))
            text_char(&key, c);
    }
    if (!node_is_pure(b->session, b->found, node)) /* random numbers are others each time */
        text_printf(&key, "#%d", b->forms->atoms);
    enum { SHOWN = 24 };
    if (node->kind != NODE_NAME && node->kind != NODE_CALL && node->kind != NODE_ATTRIBUTE &&
        node->kind != NODE_INDEX && node->kind != NODE_LIST && node->kind != NODE_PAREN) {
        Text bracketed = { 0 };
        text_printf(&bracketed, "(%s)", text_get(&text));
        text_free(&text);
        text = bracketed;
    }
    if (text_columns(text_get(&text), text.length) > SHOWN) {
        text.length = SHOWN - 3;
        while (((unsigned char)text.at[text.length] & 0xC0) == 0x80)
            text.length--;
        text.at[text.length] = 0;
        text_puts(&text, "...");
    }
    form_atom(b->forms, forms_atom(b->forms, text_get(&key), text_get(&text), axes, dim), out);
    text_free(&text);
    text_free(&key);
    return true;
}

/* A[i,j] or A[j,i]: one array as it is, or with its axes in another order. */
static bool is_one_atom(const Forms *forms, const Form *form)
{
    const Term *term = form->term;
    if (form->terms != 1 || term->by != 1 || term->factors != 1 || term->sizes != 0)
        return false;
    bool all = forms->atom[term->factor[0].atom].axes == form->axes;
    for (int i = 0; all && i < form->axes; i++) {
        all = false;
        for (int k = 0; k < form->axes; k++)
            all |= term->factor[0].index[k] == form->index[i];
    }
    return all;
}

/* f(…) of each element of forms with common free labels: an atom that is known by what it is of. */
static bool each_element(Build *b, const char *name, const Node *node, Form *a, const Form *other, Form *out)
{
    const Forms *forms = b->forms;
    Text key = { 0 }, text = { 0 };
    const Factor *only = a->term[0].factor;
    bool simple = !other && is_one_atom(forms, a) && only->atom != ATOM_DELTA;
    int64_t dim[FORM_AXES];
    Form made;
    if (simple) {
        const Atom *atom = &forms->atom[only->atom];
        text_printf(&key, "%s\n%s", name, atom->key);
        text_printf(&text, "%s(%s)", name, atom->text);
        for (int i = 0; i < a->axes; i++)
            dim[i] = forms->size[size_root(forms, atom->size[i])].value;
    } else {
        text_printf(&key, "%s\n", name);
        form_key(forms, a, FORM_EVERY_SIZE, &key);
        if (other) {
            text_puts(&key, "\n");
            form_key(forms, other, FORM_EVERY_SIZE, &key);
        }
        text_puts(&text, source_text(&b->session->run, b->found->tree, node));
        if (node->kind != NODE_CALL) {
            Text bracketed = { 0 };
            text_printf(&bracketed, "(%s)", text_get(&text));
            text_free(&text);
            text = bracketed;
        }
        for (int i = 0; i < a->axes; i++)
            dim[i] = label_length(forms, a->index[i]);
    }
    Form kept = *a;
    form_atom(b->forms, forms_atom(b->forms, text_get(&key), text_get(&text), kept.axes, dim), &made);
    for (int i = 0; i < kept.axes; i++) {
        int label = simple ? only->index[i] : kept.index[i];
        form_join(b->forms, &made, label, made.index[i]);
    }
    memcpy(made.index, kept.index, sizeof made.index);
    *out = made;
    text_free(&key);
    text_free(&text);
    return true;
}

/* arithmetic ------------------------------------------------------------------------------------------------
 */

bool build_two(Build *b, const Node *left, const Node *right, Form *one, Form *other)
{
    return build(b, left, one) && build(b, right, other);
}

static bool is_constant(const Form *form) { return form->terms == 1 && form->term[0].factors == 0; }

static bool divide(Build *b, const Node *node, Form *a, Form *by)
{
    if (by->axes == 0 && is_constant(by)) {
        const Term *term = by->term;
        form_scale(a, 1 / term->by);
        for (int i = 0; i < term->sizes; i++)
            if (!form_by_size(b->forms, a, term->size[i].size, -term->size[i].power))
                return false;
        return true;
    }
    if (by->terms == 0)
        return false;
    Form inverse;
    if (by->terms == 1) { /* the number in front is divided by for itself */
        Term *only = by->term;
        form_scale(a, 1 / only->by);
        for (int i = 0; i < only->sizes; i++)
            if (!form_by_size(b->forms, a, only->size[i].size, -only->size[i].power))
                return false;
        only->by = 1;
        only->sizes = 0;
    }
    Form divisor = *by;
    if (!each_element(b, "1/", node, by, NULL, &inverse))
        return false;
    Atom *atom = &b->forms->atom[inverse.term[0].factor[0].atom];
    if (!atom->divisor) {
        const Factor *only = divisor.term[0].factor;
        if (is_one_atom(b->forms, &divisor)) /* its axes in their own order, as those of the quotient */
            memcpy(divisor.index, only->index, sizeof divisor.index);
        atom->divisor = mem_alloc(sizeof divisor);
        *atom->divisor = divisor;
    }
    return form_broadcast(b->forms, a, &inverse) && form_multiply(b->forms, a, &inverse);
}

static bool power(Build *b, const Node *node, const Node *base, int64_t exponent, Form *out)
{
    if (exponent < 1 || exponent > 4 || !node_is_pure(b->session, b->found, base))
        return opaque(b, node, out);
    if (!build(b, base, out))
        return false;
    for (int64_t i = 1; i < exponent; i++) {
        Form again; /* with labels of its own */
        if (!build(b, base, &again) || !form_broadcast(b->forms, out, &again) ||
            !form_multiply(b->forms, out, &again))
            return false;
    }
    return true;
}

static bool negated(Form *form)
{
    form_scale(form, -1);
    return true;
}

static bool arithmetic(Build *b, int op, const Node *node, const Node *left, const Node *right, Form *out)
{
    Form other;
    int64_t exponent;
    if (op == NODE_OP_POW) {
        const Node *bare = node_bare(right);
        if (bare->kind == NODE_INT && int_at(b, bare, &exponent))
            return power(b, node, left, exponent, out);
    }
    if (!build_two(b, left, right, out, &other))
        return false;
    if (op == NODE_OP_MATMUL)
        return matrix_product(b, out, &other);
    if (op == NODE_OP_DIV)
        return divide(b, node, out, &other);
    if (!form_broadcast(b->forms, out, &other))
        return false;
    switch (op) {
    case NODE_OP_ADD: return form_add(out, &other);
    case NODE_OP_SUB: return negated(&other) && form_add(out, &other);
    case NODE_OP_MUL: return form_multiply(b->forms, out, &other);
    default: {
        Form a = *out;
        char name[8];
        snprintf(name, sizeof name, "op%d", op);
        return each_element(b, name, node, &a, &other, out);
    }
    }
}

/* sums ------------------------------------------------------------------------------------------------------
 */

/* An axis of size 1 where one was summed over. */
static bool keep_axis(Build *b, Form *form, int axis)
{
    if (!form_axis_append(b->forms, form, forms_size(b->forms, 1, true)))
        return false;
    int label = form->index[form->axes - 1];
    memmove(&form->index[axis + 1], &form->index[axis], (size_t)(form->axes - 1 - axis) * sizeof(int));
    form->index[axis] = label;
    return true;
}

static bool summed(Build *b, const Arguments *called, bool mean, Form *out)
{
    bool marked[FORM_AXES];
    int64_t keep = 0;
    const Node *keepdims = called_arg(called, "keepdims");
    if (!build(b, called->arg[0], out) || !axes_at(b, called_arg(called, "axis"), out->axes, marked) ||
        (keepdims && !int_at(b, keepdims, &keep)))
        return false;
    for (int axis = 0; mean && axis < out->axes; axis++)
        if (marked[axis] && (label_length(b->forms, out->index[axis]) == 0 ||
                             !form_by_size(b->forms, out, b->forms->label[out->index[axis]], -1)))
            return false;
    for (int axis = out->axes; axis-- > 0;) {
        if (!marked[axis])
            continue;
        if (!form_sum_axis(b->forms, out, axis) || (keep && !keep_axis(b, out, axis)))
            return false;
    }
    return true;
}

/* The vector on the diagonal of a matrix: v[i]·δ[i,j]. */
static bool matrix_with_diagonal(Build *b, Form *form)
{
    Form delta;
    form_atom(b->forms, ATOM_DELTA, &delta);
    int row = delta.index[0], column = delta.index[1];
    b->forms->label[row] = b->forms->label[column] = b->forms->label[form->index[0]];
    int label = form->index[0];
    form_join(b->forms, &delta, label, row);
    if (!form_multiply(b->forms, form, &delta))
        return false;
    form->index[form->axes++] = column;
    return true;
}

static bool identity_matrix(Build *b, int64_t length, Form *out)
{
    form_atom(b->forms, ATOM_DELTA, out);
    int size = forms_size(b->forms, length, true);
    b->forms->label[out->index[0]] = b->forms->label[out->index[1]] = size;
    return true;
}

static bool constant(Build *b, const Node *node, double value, Form *out)
{
    int64_t dim[FORM_AXES];
    int axes = shape_at(b, node, dim);
    form_number(out, value);
    for (int i = 0; i < axes; i++)
        if (!form_axis_append(b->forms, out, forms_size(b->forms, dim[i], true)))
            return false;
    return axes >= 0;
}

/* axes that move --------------------------------------------------------------------------------------------
 */

static bool transposed(Build *b, const Node *axes, Form *form)
{
    Value v = axes ? finding(b->found, node_bare(axes)) : NONE;
    int index[FORM_AXES];
    memcpy(index, form->index, sizeof index);
    if (v.tag == V_NONE) {
        for (int i = 0; i < form->axes; i++)
            form->index[i] = index[form->axes - 1 - i];
        return true;
    }
    const Value *item = v.tag == V_TUPLE ? v.tuple->item : v.tag == V_LIST ? v.list->item : NULL;
    int64_t count = v.tag == V_TUPLE ? v.tuple->count : v.tag == V_LIST ? v.list->count : 0;
    if (!item || count != form->axes)
        return false;
    for (int i = 0; i < form->axes; i++) {
        if (item[i].tag != V_INT || item[i].i < -form->axes || item[i].i >= form->axes)
            return false;
        form->index[i] = index[item[i].i < 0 ? item[i].i + form->axes : item[i].i];
    }
    return true;
}

/* a.transpose(1, 0), whose axes are separate arguments. */
static bool transposed_method(Build *b, const Arguments *called, Form *form)
{
    int index[FORM_AXES], axis;
    if (called->more < 2)
        return transposed(b, called->more ? called->star[0] : called_arg(called, "axes"), form);
    if (called->more != form->axes)
        return false;
    memcpy(index, form->index, sizeof index);
    for (int i = 0; i < form->axes; i++) {
        if (!axis_at(b, called->star[i], form->axes, &axis))
            return false;
        form->index[i] = index[axis];
    }
    return true;
}

static bool swapped(Build *b, const Node *first, const Node *second, Form *form)
{
    int a, c;
    if (!first || !second || !axis_at(b, first, form->axes, &a) || !axis_at(b, second, form->axes, &c))
        return false;
    int label = form->index[a];
    form->index[a] = form->index[c];
    form->index[c] = label;
    return true;
}

static bool moved(Build *b, const Node *from, const Node *to, Form *form)
{
    int a, c;
    if (!from || !to || !axis_at(b, from, form->axes, &a) || !axis_at(b, to, form->axes, &c))
        return false;
    int label = form->index[a];
    form_drop_axis(form, a);
    memmove(&form->index[c + 1], &form->index[c], (size_t)(form->axes - c) * sizeof(int));
    form->index[c] = label;
    form->axes++;
    return true;
}

/* The same elements in a shape that differs in axes of size 1 alone, as a node's; false: in others too. */
static bool reshaped(Build *b, const Node *node, Form *form)
{
    int64_t dim[FORM_AXES];
    int axes = shape_at(b, node, dim), at = 0, index[FORM_AXES];
    bool same = axes == form->axes;
    if (axes < 0)
        return false;
    for (int i = 0; same && i < axes; i++)
        same = dim[i] == label_length(b->forms, form->index[i]);
    if (same)
        return true;
    for (int i = form->axes; i-- > 0;)
        if (label_length(b->forms, form->index[i]) == 1) {
            b->forms->size[size_root(b->forms, b->forms->label[form->index[i]])].one = true;
            form_place(b->forms, form, form->index[i], 0);
        }
    for (int i = 0; i < axes; i++) {
        if (dim[i] == 1)
            index[i] = forms_label(b->forms, forms_size(b->forms, 1, true));
        else if (at == form->axes || label_length(b->forms, form->index[at]) != dim[i])
            return false;
        else
            index[i] = form->index[at++];
    }
    if (at != form->axes)
        return false;
    form->axes = axes;
    memcpy(form->index, index, sizeof index);
    return true;
}

/* a[:, None], a[0], a[..., 1]: whole axes, new ones, and places counted from the front. */
static bool item(Build *b, const Node *node, Form *out)
{
    const Node *base = node->kid;
    int64_t dim[FORM_AXES];
    int axes = shape_at(b, base, dim), given = 0;
    if (axes < 0 || !build(b, base, out))
        return false;
    for (const Node *key = base->next; key; key = key->next)
        given += key->kind != NODE_NULL && key->kind != NODE_ELLIPSIS;
    int axis = 0;
    for (const Node *key = base->next; key; key = key->next) {
        const Node *bare = node_bare(key);
        int64_t place;
        if (bare->kind == NODE_SLICE) {
            for (const Node *bound = bare->kid; bound; bound = bound->next)
                if (bound->kind != NODE_NONE && bound->kind != NODE_NULL)
                    return false;
            axis++;
        } else if (bare->kind == NODE_NULL ||
                   (bare->kind == NODE_ATTRIBUTE && strcmp(name_text(bare->name), "newaxis") == 0)) {
            given -= bare->kind == NODE_ATTRIBUTE;
            if (!keep_axis(b, out, axis++))
                return false;
        } else if (bare->kind == NODE_ELLIPSIS) {
            axis += axes - given;
        } else if (bare->kind == NODE_INT && int_at(b, bare, &place) && axis < out->axes &&
                   place < label_length(b->forms, out->index[axis]) && place < 1000) {
            form_place(b->forms, out, out->index[axis], (int)place);
        } else
            return false;
    }
    return true;
}

/* functions -------------------------------------------------------------------------------------------------
 */

static bool is_np(const Func *row, const char *name)
{
    return strcmp(row->name, name) == 0 && (func_lives_in(row, "np") || func_lives_in(row, "ndarray") ||
                                            func_lives_in(row, "generic") || func_lives_in(row, "np.linalg"));
}

/* A size that is read from an array: len(a), a.size, a.shape[0]. *known false: the node is nothing of the
 * kind. */
static bool read_size(Build *b, const Node *node, bool *known, Form *out)
{
    const Node *of = NULL;
    int first = 0, last = 0;
    int64_t dim[FORM_AXES], place;
    const Node *base = node->kid;
    *known = false;
    if (node->kind == NODE_INDEX && base->kind == NODE_ATTRIBUTE &&
        strcmp(name_text(base->name), "shape") == 0) {
        of = base->kid;
        int axes = shape_at(b, of, dim);
        if (!base->next || base->next->next || axes < 0 || !int_at(b, base->next, &place) || place < -axes ||
            place >= axes)
            return false;
        first = last = (int)(place < 0 ? place + axes : place);
    } else if (node->kind == NODE_ATTRIBUTE && strcmp(name_text(node->name), "size") == 0) {
        of = base;
        last = shape_at(b, of, dim) - 1;
    } else if (node->kind == NODE_CALL && node_bare(base)->kind == NODE_NAME &&
               strcmp(name_text(node_bare(base)->name), "len") == 0 && base->next && !base->next->next) {
        of = base->next;
    }
    if (!of || shape_at(b, of, dim) <= last || shape_at(b, of, dim) <= 0 || last < 0)
        return false;
    Form array;
    *known = true;
    form_number(out, 1);
    if (!build(b, of, &array))
        return false;
    for (int i = first; i <= last; i++)
        if (!form_by_size(b->forms, out, b->forms->label[array.index[i]], 1))
            return false;
    return true;
}

/* Of a call of a row that is known; *known false: it is not. */
static bool call_form(Build *b, const Node *node, const Arguments *called, bool *known, Form *out)
{
    const Func *row = called->func;
    const Node *first = called->arg[0], *second = called->arg[1];
    Form other;
    *known = true;
    if (is_np(row, "einsum"))
        return called_only(called, "optimize") && einsum(b, called, out);
    if (is_np(row, "transpose") && first && called->more)
        return build(b, first, out) && transposed_method(b, called, out);
    if (!first || called->more) {
        *known = false;
        return false;
    }
    if (second && called_only(called, "b x2")) {
        if (is_np(row, "multiply"))
            return arithmetic(b, NODE_OP_MUL, node, first, second, out);
        if (is_np(row, "add"))
            return arithmetic(b, NODE_OP_ADD, node, first, second, out);
        if (is_np(row, "subtract"))
            return arithmetic(b, NODE_OP_SUB, node, first, second, out);
        if (is_np(row, "divide") || is_np(row, "true_divide"))
            return arithmetic(b, NODE_OP_DIV, node, first, second, out);
        if (is_np(row, "power"))
            return arithmetic(b, NODE_OP_POW, node, first, second, out);
        if (is_np(row, "dot"))
            return build_two(b, first, second, out, &other) && dot(b, out, &other);
        if (is_np(row, "matmul"))
            return build_two(b, first, second, out, &other) && matrix_product(b, out, &other);
        if (is_np(row, "inner"))
            return build_two(b, first, second, out, &other) && inner(b, out, &other);
        if (is_np(row, "outer"))
            return build_two(b, first, second, out, &other) && outer(out, &other, b->forms);
        Value left = finding(b->found, node_bare(first));
        if (is_np(row, "vdot") && left.tag == V_ARRAY && !dtype_is_complex((DType)left.tensor->dtype))
            return build_two(b, first, second, out, &other) && inner_of_all(b, out, &other);
    }
    if (is_np(row, "tensordot") && second)
        return tensordot(b, called, out);
    if ((is_np(row, "sum") || is_np(row, "mean")) && called_only(called, "axis keepdims"))
        return summed(b, called, *row->name == 'm', out);
    if (is_np(row, "average") && called_only(called, "axis keepdims"))
        return summed(b, called, true, out);
    if (func_lives_in(row, "builtins") && strcmp(row->name, "sum") == 0 && !second)
        return build(b, first, out) && out->axes > 0 && form_sum_axis(b->forms, out, 0);
    if (is_np(row, "trace") && called_only(called, ""))
        return build(b, first, out) && form_trace(b->forms, out);
    if (is_np(row, "diagonal") && called_only(called, ""))
        return build(b, first, out) && form_diagonal(b->forms, out);
    if (is_np(row, "diag") && called_only(called, ""))
        return build(b, first, out) &&
               (out->axes == 1 ? matrix_with_diagonal(b, out) : form_diagonal(b->forms, out));
    if (is_np(row, "transpose") || is_np(row, "matrix_transpose"))
        return build(b, first, out) && (is_np(row, "transpose") || out->axes == 2) &&
               transposed(b, called_arg(called, "axes"), out);
    if (is_np(row, "T") || is_np(row, "mT"))
        return build(b, first, out) && (is_np(row, "T") || out->axes == 2) && transposed(b, NULL, out);
    if (is_np(row, "swapaxes"))
        return build(b, first, out) &&
               swapped(b, called_arg(called, "axis1"), called_arg(called, "axis2"), out);
    if (is_np(row, "moveaxis"))
        return build(b, first, out) &&
               moved(b, called_arg(called, "source"), called_arg(called, "destination"), out);
    if (is_np(row, "negative") && called_only(called, ""))
        return build(b, first, out) && negated(out);
    if (is_np(row, "square") && called_only(called, ""))
        return power(b, node, first, 2, out);
    static const char *const same[] = {
        "array",   "asarray",    "copy",       "positive", "reshape",     "ravel",      "flatten",
        "squeeze", "atleast_1d", "atleast_2d", "item",     "expand_dims", "asanyarray", "ascontiguousarray"
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        if (is_np(row, same[i]) && !called_arg(called, "dtype") && !called_arg(called, "order") &&
            finding(b->found, node_bare(first)).tag != V_LIST)
            return build(b, first, out) && reshaped(b, node, out);
    if (is_np(row, "multi_dot") && called_only(called, ""))
        return product_of_several(b, first, out);
    int64_t dim[FORM_AXES];
    if ((is_np(row, "eye") || is_np(row, "identity")) && called_only(called, "M dtype") &&
        shape_at(b, node, dim) == 2 && dim[0] == dim[1])
        return identity_matrix(b, dim[0], out);
    if (is_np(row, "ones") || is_np(row, "ones_like"))
        return constant(b, node, 1, out);
    if (is_np(row, "zeros") || is_np(row, "zeros_like"))
        return constant(b, node, 0, out);
    *known = false;
    if (row->loops && row->nin == 1 && row->nout < 2 && called_only(called, "") && build(b, first, out)) {
        Form a = *out;
        *known = true;
        char name[60];
        snprintf(name, sizeof name, "%s%s", func_lives_in(row, "np") ? "np." : "", row->name);
        return each_element(b, name, node, &a, NULL, out);
    }
    return false;
}

static bool number(Build *b, const Node *node, Form *out)
{
    Value v = finding(b->found, node);
    if (v.tag != V_INT && v.tag != V_FLOAT)
        return opaque(b, node, out);
    form_number(out, v.tag == V_INT ? (double)v.i : v.f);
    return v.tag == V_INT || isfinite(v.f);
}

/* Of what is looked into; *known false: the node is none of these. */
static bool build_known(Build *b, const Node *node, bool *known, Form *out)
{
    Arguments called;
    *known = true;
    if (read_size(b, node, known, out) || *known)
        return *known;
    *known = true;
    switch ((NodeKind)node->kind) {
    case NODE_INT:
    case NODE_FLOAT: return number(b, node, out);
    case NODE_UNARY:
        if (node->op != NODE_OP_INVERT)
            return build(b, node->kid, out) && (node->op == NODE_OP_POS || negated(out));
        break;
    case NODE_BINARY: return arithmetic(b, node->op, node, node->kid, node->kid->next, out);
    case NODE_INDEX: return item(b, node, out);
    case NODE_CALL:
    case NODE_ATTRIBUTE:
        if (callee_bind(b->session, b->found, node, &called) &&
            (node->kind == NODE_CALL) == (called.func->style != ATTRIBUTE))
            return call_form(b, node, &called, known, out);
        break;
    default: break;
    }
    *known = false;
    return false;
}

/* Lists under + and * are joined and repeated; bools are not numbers, complex ones have conjugates. */
static bool is_arithmetic(const Build *b, const Node *node)
{
    if (node->kind != NODE_BINARY)
        return true;
    for (const Node *kid = node->kid; kid; kid = kid->next) {
        Value v = finding(b->found, node_bare(kid));
        if (v.tag != V_ARRAY && !value_is_scalar(v) && !value_is_number(v))
            return false;
    }
    return true;
}

bool build(Build *b, const Node *node, Form *out)
{
    bool known = false;
    node = node_bare(node);
    if (!run_has_room(&b->session->run))
        return false;
    if (is_arithmetic(b, node) && build_known(b, node, &known, out)) {
        /* What was worked out has the shape that was found, or it is not understood. */
        int64_t dim[FORM_AXES];
        bool right = shape_at(b, node, dim) == out->axes;
        for (int i = 0; right && i < out->axes; i++)
            right = label_length(b->forms, out->index[i]) == dim[i];
        if (right)
            return true;
    }
    return opaque(b, node, out);
}

bool form_of(Forms *forms, const Findings *found, const Node *node, Form *out)
{
    Build b = { forms, forms->session, found };
    if (!build(&b, node, out))
        return false;
    form_collect(forms, out);
    return true;
}
