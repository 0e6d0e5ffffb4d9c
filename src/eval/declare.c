/* declare.c: `P: (M, N)` declares a shape without data; `A: (1, N) = value` tells what N is, or checks it. */
#include "eval/eval.h"

#include "tensor/symbol.h"

#include <string.h>

/* The symbol that a name is in an annotation; NULL: the name means something else. */
static Symbol *symbol_of(Session *s, const Node *node, bool make)
{
    const char *text = name_text(node->name);
    Symbol *symbol = symbol_named(&s->run, text);
    if (symbol || !make)
        return symbol;
    return symbol_make(&s->run, text);
}

Value symbol_value(const Session *s, Name name)
{
    const Symbol *symbol = symbol_named(&s->run, name_text(name));
    return symbol ? value_int(symbol->value >= 0 ? symbol->value : symbol->code) : ABSENT;
}

/* Whether a node can be a size: a whole number, a name that is bound to one, or one that nothing is bound to.
 */
static bool is_size(Session *s, const Node *node)
{
    if (node->kind == NODE_INT)
        return true;
    if (node->kind != NODE_NAME || s->frame)
        return false;
    Value bound = session_get(s, node->name);
    return bound.tag == V_INT || (bound.tag == V_ABSENT && builtin_value(s, node->name).tag == V_ABSENT);
}

/* Whether the sizes of a shape are all sizes; with brackets of their own, or as items of an index. */
static bool are_sizes(Session *s, const Node *first)
{
    for (const Node *size = first; size; size = size->next)
        if (!is_size(s, size))
            return false;
    return true;
}

/* (M, N), () or np.float32[M, N]: its sizes, and its dtype. */
static bool is_shape(Session *s, const Node *annotation, const Node **sizes, DType *dtype)
{
    *dtype = NO_DTYPE;
    while (annotation->kind == NODE_PAREN)
        annotation = annotation->kid;
    if (annotation->kind == NODE_TUPLE) {
        *sizes = annotation->kid;
        return are_sizes(s, *sizes);
    }
    if (annotation->kind != NODE_INDEX)
        return false;
    const Node *base = annotation->kid;
    if (base->kind != NODE_NAME && base->kind != NODE_ATTRIBUTE)
        return false;
    *sizes = base->next;
    if (!are_sizes(s, *sizes))
        return false;
    Value class;
    if (!eval(s, base)) {
        run_clear_error(&s->run);
        return false;
    }
    class = take_top(s);
    bool ok = (class.tag == V_CLASS || class.tag == V_DTYPE) && value_to_dtype(&s->run, class, dtype);
    run_clear_error(&s->run);
    value_drop(class);
    return ok;
}

static bool read_sizes(Session *s, const Node *sizes, Shape *shape)
{
    shape->ndim = 0;
    for (const Node *node = sizes; node; node = node->next) {
        int64_t size;
        if (shape->ndim == AXES_MAX) {
            at(s, node);
            return fail_axes(&s->run, AXES_MAX + 1);
        }
        Value bound = node->kind == NODE_NAME ? session_get(s, node->name) : ABSENT;
        at(s, node);
        if (bound.tag == V_INT) {
            size = bound.i;
        } else if (node->kind == NODE_NAME) {
            Symbol *symbol = symbol_of(s, node, true);
            if (!symbol)
                return false;
            size = symbol->value >= 0 ? symbol->value : symbol->code;
        } else {
            if (!eval(s, node))
                return false;
            Value number = take_top(s);
            bool ok = value_index(&s->run, number, &size);
            value_drop(number);
            if (!ok)
                return false;
        }
        if (size < 0)
            return fail(&s->run, ValueError, "negative dimensions are not allowed");
        shape->dim[shape->ndim++] = size;
    }
    return true;
}

/* A symbol has become a number: in the shapes that were declared with it, too. */
static void settle(Session *s, Symbol *symbol, int64_t value)
{
    symbol->value = value;
    for (Name name = 1; name < s->globals; name++) {
        Value v = s->global[name];
        if (v.tag != V_ARRAY || v.tensor->data)
            continue;
        Tensor *settled = tensor_typed((DType)v.tensor->dtype, v.tensor->ndim, v.tensor->dim);
        for (int i = 0; i < settled->ndim; i++)
            if (settled->dim[i] == symbol->code)
                settled->dim[i] = value;
        strides_c(settled->ndim, settled->dim, tensor_itemsize(settled), settled->stride);
        session_set(s, name, value_array(settled));
        tensor_drop(settled);
    }
}

/* Holds a value's shape against the sizes; symbols without a number take it. */
static bool check_shape(Session *s, const Node *target, const Node *sizes, const Shape *shape, Value value)
{
    Tensor scalar, *t = &scalar;
    if (value.tag == V_ARRAY)
        t = value.tensor;
    else if (!tensor_of_scalar(&scalar, &value))
        return true; /* not an array: the annotation says something else */
    const char *name = target->kind == NODE_NAME ? name_text(target->name) : "the value";
    if (t->ndim != shape->ndim)
        return fail(&s->run, ValueError, "%s is declared %s and is %s", name,
                    shape_text(&s->run, shape->ndim, shape->dim), shape_text(&s->run, t->ndim, t->dim));
    const Node *node = sizes;
    for (int i = 0; i < t->ndim; i++, node = node->next) {
        Symbol *symbol = node->kind == NODE_NAME ? symbol_of(s, node, false) : NULL;
        if (symbol && symbol->value < 0 && t->dim[i] != symbol->code)
            settle(s, symbol, t->dim[i]);
        else if ((symbol && symbol->value >= 0 ? symbol->value : shape->dim[i]) != t->dim[i])
            return symbol && symbol->value >= 0
                       ? fail(&s->run, ValueError, "%s is %s, so %s would be %lld; it is %lld already", name,
                              shape_text(&s->run, t->ndim, t->dim), symbol->name, (long long)t->dim[i],
                              (long long)symbol->value)
                       : fail(&s->run, ValueError, "%s is declared %s and is %s", name,
                              shape_text(&s->run, shape->ndim, shape->dim),
                              shape_text(&s->run, t->ndim, t->dim));
    }
    return true;
}

bool run_declaration(Session *s, const Node *node, bool *declared)
{
    const Node *target = node->kid, *annotation = target->next, *value = annotation->next, *sizes;
    DType dtype;
    Shape shape;
    bool has_value = value && value->kind != NODE_NONE;
    *declared = !s->frame && target->kind == NODE_NAME && is_shape(s, annotation, &sizes, &dtype);
    if (!*declared)
        return true;
    if (!read_sizes(s, sizes, &shape))
        return false;
    if (has_value) {
        if (!eval(s, value))
            return false;
        at(s, annotation);
        if (!check_shape(s, target, sizes, &shape, s->top[-1]) || !assign_to(s, target, s->top[-1]))
            return false;
        drop_top(s);
        return true;
    }
    Value bound = session_get(s, target->name);
    at(s, annotation);
    if (bound.tag == V_ARRAY && bound.tensor->data)
        return check_shape(s, target, sizes, &shape, bound);
    Value typed = value_array(tensor_typed(dtype == NO_DTYPE ? FLOAT64 : dtype, shape.ndim, shape.dim));
    s->run.reach = RUN_WHERE_DATA;
    set_variable(variable(s, target), typed);
    return true;
}
