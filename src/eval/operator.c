/* operator.c: operators: Python's own values, and NumPy's by the rows of the same name. */
#include "eval/eval.h"

#include "func/elementwise.h"
#include "linalg/contract.h"

#include <string.h>

/* The row that an operator on arrays calls. */
static const char *const row_name[OPERATORS] = {
    [OP_ADD] = "add",
    [OP_SUB] = "subtract",
    [OP_MUL] = "multiply",
    [OP_DIV] = "divide",
    [OP_FLOORDIV] = "floor_divide",
    [OP_MOD] = "remainder",
    [OP_POW] = "power",
    [OP_MATMUL] = "matmul",
    [OP_AND] = "bitwise_and",
    [OP_OR] = "bitwise_or",
    [OP_XOR] = "bitwise_xor",
    [OP_LSHIFT] = "left_shift",
    [OP_RSHIFT] = "right_shift",
    [OP_LT] = "less",
    [OP_LE] = "less_equal",
    [OP_EQ] = "equal",
    [OP_NE] = "not_equal",
    [OP_GT] = "greater",
    [OP_GE] = "greater_equal",
    [OP_NEG] = "negative",
    [OP_POS] = "positive",
    [OP_INVERT] = "invert",
};

const Func *operator_row(Session *s, Operator op)
{
    if (!s->row[op])
        s->row[op] = func_find("np", row_name[op]);
    return s->row[op];
}

static bool is_numeric(Value v)
{
    return value_is_number(v) || value_is_scalar(v) || v.tag == V_ARRAY || v.tag == V_LIST ||
           v.tag == V_TUPLE || v.tag == V_RANGE;
}

/* The Python type of an array's elements, which is what object arithmetic would name. */
static const char *element_type_name(Value v)
{
    DType dtype = v.dtype;
    if (v.tag == V_ARRAY)
        dtype = v.tensor->dtype;
    else if (!value_is_scalar(v))
        return value_type_name(v);
    else if (v.tag == V_CSCALAR)
        dtype = COMPLEX128;
    switch (dtype_info[dtype].kind) {
    case 'b': return "bool";
    case 'f': return "float";
    case 'c': return "complex";
    default: return "int";
    }
}

/* == and != with a list that no array here can hold. Where there is text in it, NumPy has all of it as text,
 * to which no number is equal; else items are compared one by one. */
static bool equal_items(Run *run, bool is_equal, Tensor *array, Value list, const Shape *of, Value odd,
                        Value *out)
{
    Shape shape = *of;
    bool ok = true, same = false, text = odd.tag == V_STR;
    if (!shape_broadcast(&shape, array->ndim, array->dim))
        return fail(run, ValueError, "operands could not be broadcast together with shapes %s %s ",
                    shape_tight(run, array->ndim, array->dim), shape_tight(run, of->ndim, of->dim));
    bool fits = shape_equal(of->ndim, of->dim, array->ndim, array->dim);
    Value *items = text || !fits ? NULL : items_from_value(list, of);
    if (!array->data && !tensor_pending(array)) {
        mem_free(items);
        return fail_no_data(run);
    }
    if (!text && !items)
        return tensor_from_value(run, list, NO_DTYPE, false) != NULL; /* which says what it cannot hold */
    Tensor *answer = tensor_zeros(run, BOOL, shape.ndim, shape.dim), *in_order = tensor_copy(run, array, 'C');
    int64_t n = answer && in_order ? tensor_size(answer) : 0;
    size_t size = tensor_itemsize(array);
    for (int64_t i = 0; i < n && ok; i++) {
        Value element = items ? value_item((DType)array->dtype, in_order->data + (size_t)i * size) : NONE;
        ok = !items || value_equal(run, element, items[i], &same);
        answer->data[i] = same == is_equal;
        value_drop(element);
    }
    mem_free(items);
    ok = ok && answer && in_order;
    tensor_drop(in_order);
    if (ok)
        *out = value_array(answer);
    else
        tensor_drop(answer);
    return ok;
}

/* What an array answers beside None, a function, a dict …: NumPy would make an object array of it. */
static bool operate_object(Session *s, Operator op, Value a, Value b, Value *out)
{
    if (op == OP_EQ || op == OP_NE) {
        Value array = is_numeric(a) ? a : b;
        if (array.tag != V_ARRAY && a.tag != V_STR && b.tag != V_STR)
            return *out = value_bool(op == OP_NE), true;
        Tensor *of = tensor_from_value(&s->run, array, NO_DTYPE, false);
        if (!of)
            return false;
        bool typed = of->ndim && (looks_at_shapes(s) || (!of->data && !tensor_pending(of)));
        Tensor *answer =
            typed ? tensor_typed(BOOL, of->ndim, of->dim) : tensor_zeros(&s->run, BOOL, of->ndim, of->dim);
        if (answer && !typed && op == OP_NE)
            memset(answer->data, 1, (size_t)tensor_size(answer));
        bool scalar = array.tag != V_ARRAY;
        tensor_drop(of);
        if (!answer)
            return false;
        *out = value_from_tensor(answer, scalar || answer->ndim == 0);
        return true;
    }
    const char *left = element_type_name(a), *right = element_type_name(b);
    if (op >= OP_LT && op <= OP_GE)
        return fail(&s->run, TypeError, "'%s' not supported between instances of '%s' and '%s'",
                    operator_text[op], left, right);
    return fail(&s->run, TypeError, "unsupported operand type(s) for %s: '%s' and '%s'",
                op == OP_POW ? "** or pow()" : operator_text[op], left, right);
}

/* NumPy's own short ways for a ** 2 and its kin, which differ from power() in dtype or last digit. */
static const char *power_row(Value a, Value b)
{
    if (a.tag != V_ARRAY || !(b.tag == V_INT || b.tag == V_FLOAT))
        return NULL;
    double exponent = b.tag == V_INT ? (double)b.i : b.f;
    if (dtype_is_inexact(a.tensor->dtype)) {
        if (exponent == 2)
            return "square";
        if (exponent == 1)
            return "positive";
        if (exponent == -1)
            return "reciprocal";
        if (exponent == 0.5)
            return "sqrt";
    } else if (b.tag == V_INT && exponent == 2) {
        return "square";
    }
    return NULL;
}

/* Python finds that neither operand knows the operator: no NumPy scalar has @, no complex one // and %. */
static bool is_unsupported(Operator op, Value a, Value b)
{
    if (op == OP_MATMUL)
        return a.tag != V_ARRAY && b.tag != V_ARRAY && a.tag != V_RECORD && b.tag != V_RECORD;
    return (op == OP_FLOORDIV || op == OP_MOD) && without_whole_division(a, b);
}

static bool fail_operands(Session *s, Operator op, bool inplace, Value a, Value b)
{
    return fail(&s->run, TypeError, "unsupported operand type(s) for %s%s: '%s' and '%s'", operator_text[op],
                inplace ? "=" : "", value_type_name(a), value_type_name(b));
}

static bool operate_arrays(Session *s, Operator op, Value a, Value b, bool inplace, Value *out)
{
    Value operand[2] = { a, b };
    int n = op >= OP_NEG ? 1 : 2;
    const Func *row = operator_row(s, op);
    UfuncArgs args = { .dtype = NO_DTYPE, .casting = CAST_SAME_KIND, .order = 'K' };
    if (n == 2 && is_unsupported(op, a, b))
        return fail_operands(s, op, inplace, a, b);
    inplace = inplace && a.tag == V_ARRAY;
    if (inplace)
        args.out[0] = a.tensor;
    if (op == OP_POW) {
        const char *other = power_row(a, b);
        if (other) {
            row = func_find("np", other);
            n = 1;
        }
    }
    if (op == OP_MATMUL) {
        return inplace ? matmul_inplace(&s->run, a, b, out) : func_apply(&s->run, row, 2, operand, out);
    }
    if (op >= OP_LT && op <= OP_GE && a.tag != V_ARRAY && !value_is_scalar(a)) {
        /* Python asks the array, whose comparison is the mirrored one */
        static const Operator mirrored[] = {
            [OP_LT] = OP_GT, [OP_LE] = OP_GE, [OP_GT] = OP_LT,
            [OP_GE] = OP_LE, [OP_EQ] = OP_EQ, [OP_NE] = OP_NE,
        };
        op = mirrored[op];
        row = operator_row(s, op);
        operand[0] = b;
        operand[1] = a;
    }
    bool equality = op == OP_EQ || op == OP_NE, text = a.tag == V_STR || b.tag == V_STR;
    bool left = a.tag == V_LIST || a.tag == V_TUPLE;
    if (n == 2 && !inplace && equality && (left || b.tag == V_LIST || b.tag == V_TUPLE)) {
        Shape shape;
        Value list = left ? a : b, odd;
        if (!shape_from_value(&s->run, list, &shape, &odd))
            return false;
        if (odd.tag != V_ABSENT && odd.tag != V_BIGINT) {
            Tensor *array = tensor_from_value(&s->run, left ? b : a, NO_DTYPE, false);
            bool ok = array && equal_items(&s->run, op == OP_EQ, array, list, &shape, odd, out);
            tensor_drop(array);
            return ok;
        }
    }
    if (n == 2 && !inplace && (equality || !text) && (!is_numeric(a) || !is_numeric(b)))
        return operate_object(s, op, operand[0], operand[1], out);
    return elementwise_call(&s->run, row, n, operand, inplace ? &args : NULL, out);
}

/* Records whose class has a row for an operator (__add__, or __radd__ where it stands on the right) answer by
 * it; beside arrays, on the right of NumPy's scalars and in comparisons a record is the array that its
 * __array__ gives. *done false: no record has a say. */
static bool operate_record(Session *s, Operator op, Value a, Value b, bool *done, Value *out)
{
    static const char *const method[OPERATORS] = {
        [OP_ADD] = "__radd__",
        [OP_SUB] = "__rsub__",
        [OP_MUL] = "__rmul__",
        [OP_DIV] = "__rtruediv__",
        [OP_FLOORDIV] = "__rfloordiv__",
        [OP_MOD] = "__rmod__",
        [OP_POW] = "__rpow__",
        [OP_EQ] = "__eq__",
        [OP_NE] = "__ne__",
        [OP_NEG] = "__neg__",
        [OP_POS] = "__pos__",
        [OP_LT] = "__lt__",
        [OP_LE] = "__le__",
        [OP_GT] = "__gt__",
        [OP_GE] = "__ge__",
    };
    const char *name = method[op], *own = name && name[2] == 'r' ? run_text(&s->run, "__%s", name + 3) : name;
    const Func *row = own && a.tag == V_RECORD ? func_for(a, own) : NULL;
    Value operand[2] = { a, b };
    *done = true;
    if (row) {
        if (!func_apply(&s->run, row, op >= OP_NEG ? 1 : 2, operand, out))
            return false;
        if (out->tag != V_NOTIMPLEMENTED)
            return true;
    }
    bool compares = op >= OP_LT && op <= OP_GE && !row, left = a.tag == V_RECORD,
         other_is_array = left ? b.tag == V_ARRAY : a.tag == V_ARRAY || value_is_scalar(a);
    if (op < OP_NEG && (other_is_array || (compares && is_numeric(left ? b : a))) &&
        func_for(left ? a : b, "__array__")) {
        Tensor *array = tensor_from_value(&s->run, left ? a : b, NO_DTYPE, false);
        bool ok =
            array && operate(s, op, left ? value_array(array) : a, left ? b : value_array(array), false, out);
        tensor_drop(array);
        return ok;
    }
    *done = !left && b.tag == V_RECORD;
    row = *done && name && name[2] == 'r' ? func_for(b, name) : NULL;
    *done = row;
    operand[0] = b;
    operand[1] = a;
    return !row || func_apply(&s->run, row, 2, operand, out);
}

/* float64 is a subclass of Python's float, so Python's complex numbers compute with it themselves. */
static bool complex_takes_float(Operator op, Value a, Value b)
{
    return a.tag == V_COMPLEX && b.tag == V_SCALAR && b.dtype == FLOAT64 &&
           (op == OP_ADD || op == OP_SUB || op == OP_MUL || op == OP_DIV || op == OP_POW || op == OP_EQ ||
            op == OP_NE);
}

bool operate(Session *s, Operator op, Value a, Value b, bool inplace, Value *out)
{
    *out = operate_small(op, a, b);
    if (out->tag != V_ABSENT)
        return true;
    if (complex_takes_float(op, a, b))
        b = value_float(b.f);
    bool done = false;
    if (a.tag == V_UNKNOWN || b.tag == V_UNKNOWN) {
        *out = (Value){ .tag = V_UNKNOWN };
        return true;
    }
    inplace &= s->run.reach != RUN_SHAPES;
    if (a.tag == V_RECORD || b.tag == V_RECORD) {
        bool ok = operate_record(s, op, a, b, &done, out);
        if (!ok || done)
            return ok;
    }
    bool pythons = !python_operate(&s->run, op, a, b, inplace, &done, out);
    if (!pythons && (done || operate_arrays(s, op, a, b, inplace, out)))
        return true;
    Value operand[2] = { a, b };
    if (s->operand[0]) { /* else nothing in the source stands for them */
        const Node *node = node_parent(s->tree, s->operand[0]);
        if (node && node->kind == NODE_COMPARATOR)
            node = node_parent(s->tree, node);
        tell_failure(s, node, operator_row(s, op), op >= OP_NEG ? 1 : 2, operand);
    }
    return false;
}

void tell_operation(Session *s, const Node *node, Operator op, Value a, Value b, Value result)
{
    Value operand[2] = { a, b };
    tell_step(s, node, operator_row(s, op), b.tag == V_ABSENT ? 1 : 2, operand, result);
}

bool operate_hook(Run *run, Operator op, Value a, Value b, Value *out)
{
    Session *s = run->session;
    const Node *left = s->operand[0];
    s->operand[0] = NULL; /* nothing in the source stands for these operands */
    bool ok = operate(s, op, a, b, false, out);
    s->operand[0] = left;
    return ok;
}

bool contains_hook(Run *run, Value container, Value what, bool *out)
{
    return contains(run->session, container, what, out);
}

/* x in container --------------------------------------------------------------------------------------------
 */

static bool contains_item(Session *s, const Value *item, int64_t count, Value what, bool *out)
{
    *out = false;
    for (int64_t i = 0; i < count && !*out; i++)
        if (value_is(item[i], what))
            *out = true;
        else if (!value_equal(&s->run, item[i], what, out))
            return false;
    return true;
}

static bool contains_element(Session *s, Value array, Value what, bool *out)
{
    Value equal;
    if (!operate(s, OP_EQ, array, what, false, &equal))
        return false;
    const Func *any = func_find("np", "any");
    Value answer;
    bool ok = func_apply(&s->run, any, 1, &equal, &answer);
    value_drop(equal);
    if (!ok)
        return false;
    ok = value_truth(&s->run, answer, out);
    value_drop(answer);
    return ok;
}

static bool contains_iterated(Session *s, Value container, Value what, bool *out)
{
    Value iterator, item;
    if (container.tag != V_ITERATOR && container.tag != V_RECORD && container.tag != V_RANGE)
        return fail(&s->run, TypeError, "argument of type '%s' is not a container or iterable",
                    value_type_name(container));
    if (!value_iter(&s->run, container, &iterator))
        return false;
    int more;
    *out = false;
    while (!*out && (more = iter_next(&s->run, iterator, &item)) != 0) {
        bool ok = more > 0 && value_equal(&s->run, item, what, out);
        if (more > 0)
            value_drop(item);
        if (!ok) {
            value_drop(iterator);
            return false;
        }
    }
    value_drop(iterator);
    return true;
}

bool contains(Session *s, Value container, Value what, bool *out)
{
    switch ((Tag)container.tag) {
    case V_LIST: return contains_item(s, container.list->item, container.list->count, what, out);
    case V_TUPLE: return contains_item(s, container.tuple->item, container.tuple->count, what, out);
    case V_SET:
        if (what.tag == V_SET) /* asks for a frozenset, and there is none */
            return *out = false, true;
        return set_has(&s->run, container.dict, what, out);
    case V_DICT: {
        Value found;
        if (!dict_get(&s->run, container.dict, what, &found))
            return false;
        *out = found.tag != V_ABSENT;
        return true;
    }
    case V_STR:
        if (what.tag != V_STR)
            return fail(&s->run, TypeError, "'in <string>' requires string as left operand, not %s",
                        value_type_name(what));
        *out = memmem(container.str->text, (size_t)container.str->bytes, what.str->text,
                      (size_t)what.str->bytes) != NULL;
        return true;
    case V_RANGE: {
        const Range *range = container.range;
        if (what.tag == V_INT || what.tag == V_BOOL) {
            int64_t offset = what.i - range->start;
            *out = range->count && offset % range->step == 0 && offset / range->step >= 0 &&
                   offset / range->step < range->count;
            return true;
        }
        return contains_iterated(s, container, what, out);
    }
    case V_ARRAY: return contains_element(s, container, what, out);
    case V_RECORD: {
        const Func *row = func_for(container, "__contains__");
        Value answer;
        if (!row)
            return container.record->class == class_dict_keys
                       ? contains(s, container.record->field[0], what, out)
                       : contains_iterated(s, container, what, out);
        if (!func_apply(&s->run, row, 2, (Value[]){ container, what }, &answer))
            return false;
        *out = answer.i; /* a bool */
        return true;
    }
    default: return contains_iterated(s, container, what, out);
    }
}
