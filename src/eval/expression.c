/* expression.c: the value of an expression. */
#include "eval/eval.h"

#include "value/format.h"

#include <stdlib.h>
#include <string.h>

/* literals ------------------------------------------------------------------------------------------------
 */

/* The value of a literal, kept with its source. */
struct Constant {
    struct Constant *next;
    Value value;
};

static void drop_constants(Source *source)
{
    for (struct Constant *c = source->constants; c; c = c->next)
        value_drop(c->value);
}

static Value int_literal(const char *text)
{
    int base = 10;
    if (text[0] == '0' && text[1]) {
        char mark = text[1] | 0x20;
        base = mark == 'x' ? 16 : mark == 'o' ? 8 : mark == 'b' ? 2 : 10;
        if (base != 10)
            text += 2;
    }
    size_t length = strlen(text);
    if (length <= 15)
        return value_int(strtoll(text, NULL, base));
    mpz_t z;
    mpz_init_set_str(z, text, base);
    Value value = value_bigint(z);
    mpz_clear(z);
    return value;
}

static Value literal(const Node *node)
{
    switch (node->kind) {
    case NODE_INT: return int_literal(node->text);
    case NODE_FLOAT: return value_float(strtod(node->text, NULL));
    case NODE_IMAGINARY: return value_complex(CMPLX(0.0, strtod(node->text, NULL)));
    default: return value_str(node->text, node->length);
    }
}

static const struct Constant *make_constant(Session *s, const Node *node)
{
    Source *source = s->tree->source;
    struct Constant *constant = arena_alloc(&source->arena, sizeof *constant);
    *constant = (struct Constant){ .value = literal(node) };
    if (value_is_counted(constant->value)) {
        constant->next = source->constants;
        source->constants = constant;
        source->drop_constants = drop_constants;
    }
    ((Node *)node)->cache = constant;
    return constant;
}

static Value eval_literal(Session *s, const Node *node)
{
    const struct Constant *constant = node->cache ? node->cache : make_constant(s, node);
    return give(s, value_keep(constant->value));
}

/* names ---------------------------------------------------------------------------------------------------
 */

static bool is_free_slot(const Code *code, int slot)
{
    for (int i = 0; code && i < code->frees; i++)
        if (code->free_slot[i] == slot)
            return true;
    return false;
}

bool unbound(Session *s, const Node *node)
{
    const char *name = name_text(node->name);
    at(s, node);
    if (name_place(node) == AT_GLOBAL)
        return fail(&s->run, NameError, "name '%s' is not defined", name);
    if (name_place(node) == AT_CELL && is_free_slot(s->frame->code, name_slot(node)))
        return fail(
            &s->run, NameError,
            "cannot access free variable '%s' where it is not associated with a value in enclosing scope",
            name);
    return fail(&s->run, UnboundLocalError,
                "cannot access local variable '%s' where it is not associated with a value", name);
}

static Value eval_name(Session *s, const Node *node)
{
    Value value = *variable(s, node);
    if (value.tag == V_ABSENT && name_place(node) == AT_GLOBAL)
        value = builtin_value(s, node->name);
    if (value.tag == V_ABSENT)
        return unbound(s, node), ABSENT;
    return give(s, value_keep(value));
}

/* displays ------------------------------------------------------------------------------------------------
 */

bool eval_items(Session *s, const Node *kids, Value *out)
{
    int64_t count = 0;
    for (const Node *kid = kids; kid; kid = kid->next)
        count++;
    Value list = value_list_new(count);
    if (!push(s, list)) /* the stack owns it while it grows */
        return false;
    for (const Node *kid = kids; kid; kid = kid->next) {
        if (kid->kind == NODE_STAR) {
            if (!eval(s, kid->kid))
                return false;
            at(s, kid);
            if (!list_extend(&s->run, list.list, s->top[-1])) {
                if (s->run.error.class == TypeError)
                    fail(&s->run, TypeError, "Value after * must be an iterable, not %s",
                         value_type_name(s->top[-1]));
                return false;
            }
        } else {
            if (!eval(s, kid))
                return false;
            list_append(list.list, s->top[-1]);
        }
        drop_top(s);
    }
    *out = take_top(s);
    return true;
}

static bool has_star(const Node *node)
{
    for (const Node *kid = node->kid; kid; kid = kid->next)
        if (kid->kind == NODE_STAR)
            return true;
    return false;
}

static bool eval_tuple(Session *s, const Node *node)
{
    if (has_star(node) || node->kids > 1000) {
        Value list;
        if (!eval_items(s, node->kid, &list))
            return false;
        Value tuple = value_tuple(list.list->count, list.list->item);
        value_drop(list);
        return push(s, tuple);
    }
    Value *mark = s->top;
    for (const Node *kid = node->kid; kid; kid = kid->next)
        if (!eval(s, kid))
            return false;
    Value tuple = value_tuple(s->top - mark, mark);
    pop_to(s, mark);
    return push(s, tuple);
}

/* Whether CPython's compiler knows the value: -5 and (1, 2) too. */
static bool is_constant(const Node *node)
{
    if (node->depth > 50)
        return false;
    switch (node->kind) {
    case NODE_PAREN:
    case NODE_UNARY:
    case NODE_BINARY:
    case NODE_TUPLE:
        for (const Node *kid = node->kid; kid; kid = kid->next)
            if (!is_constant(kid))
                return false;
        return true;
    default:
        return (node->kind >= NODE_INT && node->kind <= NODE_STRING) ||
               (node->kind >= NODE_TRUE && node->kind <= NODE_ELLIPSIS);
    }
}

static bool eval_set(Session *s, const Node *node)
{
    Value list, set = value_set_new();
    if (!push(s, set) || !eval_items(s, node->kid, &list))
        return false;
    bool ok = true, constant = node->kids >= 3;
    for (const Node *kid = node->kid; kid; kid = kid->next)
        constant &= is_constant(kid);
    at(s, node);
    for (int64_t i = 0; i < list.list->count && ok; i++)
        ok = set_add(&s->run, (Dict *)set.object, list.list->item[i]);
    value_drop(list);
    if (ok && constant) { /* CPython copies a frozen set, which may show in the order */
        s->top[-1] = set_copy((Dict *)set.object);
        value_drop(set);
    }
    return ok;
}

static bool eval_dict(Session *s, const Node *node)
{
    Value dict = value_dict_new();
    if (!push(s, dict))
        return false;
    for (const Node *kid = node->kid; kid; kid = kid->next) {
        Value *mark = s->top;
        if (!eval(s, kid->kid))
            return false;
        if (kid->kind == NODE_STARSTAR) {
            at(s, kid);
            if (s->top[-1].tag != V_DICT)
                return fail(&s->run, TypeError, "'%s' object is not a mapping", value_type_name(s->top[-1]));
            if (!dict_merge(&s->run, dict.dict, s->top[-1].dict))
                return false;
        } else {
            if (!eval(s, kid->kid->next))
                return false;
            at(s, kid->kid);
            if (!dict_set(&s->run, dict.dict, mark[0], mark[1]))
                return false;
        }
        pop_to(s, mark);
    }
    return true;
}

/* f-strings -----------------------------------------------------------------------------------------------
 */

static bool append_fstring(Session *s, const Node *node, Text *out);

static bool append_field(Session *s, const Node *field, Text *out)
{
    if (field->text)
        text_add(out, field->text, (size_t)field->length);
    if (!eval(s, field->kid))
        return false;
    Value value = s->top[-1];
    const Node *spec = field->kid->next;
    bool plain = !spec || spec->kind == NODE_NONE;
    char conversion = (char)field->op;
    if (!conversion && plain && field->text)
        conversion = 'r'; /* f'{x = }' shows the repr */
    at(s, field);
    bool ok = true;
    if (conversion) {
        Text text = { 0 };
        ok = conversion == 's' ? value_str_of(&s->run, value, &text) : value_repr(&s->run, value, &text);
        value = ok ? value_str(text_get(&text), (int64_t)text.length) : NONE;
        text_free(&text);
        drop_top(s);
        if (!ok || !push(s, value))
            return false;
    }
    Text given = { 0 };
    if (!plain)
        ok = append_fstring(s, spec, &given);
    at(s, field);
    ok = ok && value_format(&s->run, value, text_get(&given), (int64_t)given.length, out);
    text_free(&given);
    if (ok)
        drop_top(s);
    return ok;
}

static bool append_fstring(Session *s, const Node *node, Text *out)
{
    for (const Node *part = node->kid; part; part = part->next) {
        if (part->kind == NODE_STRING)
            text_add(out, part->text, (size_t)part->length);
        else if (part->kind == NODE_FSTRING ? !append_fstring(s, part, out) : !append_field(s, part, out))
            return false;
    }
    return true;
}

static bool eval_fstring(Session *s, const Node *node)
{
    Text text = { 0 };
    bool ok = append_fstring(s, node, &text);
    if (ok)
        ok = push(s, value_str(text_get(&text), (int64_t)text.length));
    text_free(&text);
    return ok;
}

/* operators -----------------------------------------------------------------------------------------------
 */

static void operands_at(Session *s, const Node *node, const Node *left, const Node *right)
{
    at(s, node);
    s->operand[0] = left;
    s->operand[1] = right;
}

static Value eval_operation(Session *s, const Node *node)
{
    const Node *left = node->kid, *right = node->kind == NODE_UNARY ? left : left->next;
    Value *mark = s->top, result, a = evaluate(s, left), b = ABSENT;
    if (a.tag == V_ABSENT)
        return ABSENT;
    if (right != left) {
        b = evaluate(s, right);
        if (b.tag == V_ABSENT)
            return ABSENT;
        result = operate_small((Operator)node->op, a, b);
        if (result.tag != V_ABSENT)
            return result;
    }
    operands_at(s, node, left, right);
    if (!operate(s, (Operator)node->op, a, b, false, &result))
        return ABSENT;
    pop_to(s, mark);
    return give(s, result);
}

static bool compare(Session *s, int op, Value a, Value b, Value *out)
{
    bool answer;
    switch (op) {
    case NODE_OP_IS: *out = value_bool(value_is(a, b)); return true;
    case NODE_OP_IS_NOT: *out = value_bool(!value_is(a, b)); return true;
    case NODE_OP_IN:
    case NODE_OP_NOT_IN:
        if (!contains(s, b, a, &answer))
            return false;
        *out = value_bool(answer == (op == NODE_OP_IN));
        return true;
    default: return operate(s, (Operator)op, a, b, false, out);
    }
}

/* a < b < c is (a < b) and (b < c), with b evaluated once. */
static Value eval_compare(Session *s, const Node *node)
{
    const Node *left = node->kid;
    Value *mark = s->top, result, b, a = evaluate(s, left);
    if (a.tag == V_ABSENT)
        return ABSENT;
    for (const Node *next = left->next;; next = next->next) {
        const Node *right = next->kid;
        b = evaluate(s, right);
        if (b.tag == V_ABSENT)
            return ABSENT;
        result = operate_small((Operator)next->op, a, b);
        if (result.tag == V_ABSENT) {
            operands_at(s, node, left, right);
            if (!compare(s, next->op, a, b, &result))
                return ABSENT;
        }
        if (!next->next)
            break;
        bool goes_on;
        at(s, node);
        if (!value_truth(&s->run, result, &goes_on)) {
            value_drop(result);
            return ABSENT;
        }
        if (!goes_on)
            break;
        value_drop(result);
        left = right;
        a = b;
    }
    pop_to(s, mark);
    return give(s, result);
}

bool eval_truth(Session *s, const Node *node, bool *out)
{
    Value value = evaluate(s, node);
    if (value.tag == V_BOOL)
        return *out = value.i, true;
    if (value.tag == V_ABSENT)
        return false;
    at(s, node);
    if (!value_truth(&s->run, value, out))
        return false;
    value_drop(take(s, value));
    return true;
}

static Value eval_and_or(Session *s, const Node *node)
{
    bool truth;
    Value value = evaluate(s, node->kid);
    if (value.tag == V_ABSENT)
        return ABSENT;
    at(s, node->kid);
    if (!value_truth(&s->run, value, &truth))
        return ABSENT;
    if (truth == (node->kind == NODE_OR))
        return value;
    value_drop(take(s, value));
    return evaluate(s, node->kid->next);
}

static Value eval_ifelse(Session *s, const Node *node)
{
    bool truth;
    const Node *value = node->kid, *condition = value->next;
    return eval_truth(s, condition, &truth) ? evaluate(s, truth ? value : condition->next) : ABSENT;
}

/* the rest ------------------------------------------------------------------------------------------------
 */

static bool eval_slice(Session *s, const Node *node)
{
    Value *mark = s->top;
    for (const Node *kid = node->kid; kid; kid = kid->next)
        if (kid->kind == NODE_NONE ? !push(s, NONE) : !eval(s, kid))
            return false;
    Value slice = value_slice(mark[0], mark[1], mark[2]);
    pop_to(s, mark);
    return push(s, slice);
}

Value evaluate_key(Session *s, const Node *node)
{
    const Node *first = node->kid->next;
    if (!node->tuple && first && !first->next && first->kind != NODE_STAR)
        return evaluate(s, first);
    Value list;
    if (!eval_items(s, first, &list))
        return ABSENT;
    Value tuple = value_tuple(list.list->count, list.list->item);
    value_drop(list);
    return give(s, tuple);
}

static Value eval_index(Session *s, const Node *node)
{
    Value *mark = s->top, result, key, of = evaluate(s, node->kid);
    if (of.tag == V_ABSENT)
        return ABSENT;
    key = evaluate_key(s, node);
    if (key.tag == V_ABSENT)
        return ABSENT;
    at(s, node);
    if (!get_item(s, of, key, &result))
        return ABSENT;
    pop_to(s, mark);
    return give(s, result);
}

static Value eval_attribute(Session *s, const Node *node)
{
    Value result, of = evaluate(s, node->kid);
    if (of.tag == V_ABSENT)
        return ABSENT;
    at(s, node);
    if (!get_attribute(s, of, name_text(node->name), &result))
        return ABSENT;
    value_drop(take(s, of));
    return give(s, result);
}

static bool eval_list(Session *s, const Node *node)
{
    Value list;
    return eval_items(s, node->kid, &list) && push(s, list);
}

static Value eval_walrus(Session *s, const Node *node)
{
    Value value = evaluate(s, node->kid->next);
    if (value.tag != V_ABSENT)
        set_variable(variable(s, node->kid), value_keep(value));
    return value;
}

static Value eval_not(Session *s, const Node *node)
{
    bool truth;
    return eval_truth(s, node->kid, &truth) ? value_bool(!truth) : ABSENT;
}

/* What was pushed, as evaluate() gives it. */
static Value pushed(Session *s, bool ok)
{
    if (!ok)
        return ABSENT;
    return value_is_counted(s->top[-1]) ? s->top[-1] : take_top(s);
}

Value evaluate(Session *s, const Node *node)
{
    switch ((NodeKind)node->kind) {
    case NODE_NAME: return eval_name(s, node);
    case NODE_INT:
    case NODE_FLOAT:
    case NODE_IMAGINARY:
    case NODE_STRING: return eval_literal(s, node);
    case NODE_TRUE: return value_bool(true);
    case NODE_FALSE: return value_bool(false);
    case NODE_NULL: return NONE;
    case NODE_ELLIPSIS: return (Value){ .tag = V_ELLIPSIS };
    default: break;
    }
    if ((const char *)__builtin_frame_address(0) <= s->eval_limit)
        return evaluate_watched(s, node);
    return evaluate_inside(s, node);
}

Value evaluate_inside(Session *s, const Node *node)
{
    switch ((NodeKind)node->kind) {
    case NODE_PAREN: return evaluate(s, node->kid);
    case NODE_UNARY:
    case NODE_BINARY: return eval_operation(s, node);
    case NODE_COMPARE: return eval_compare(s, node);
    case NODE_NOT: return eval_not(s, node);
    case NODE_AND:
    case NODE_OR: return eval_and_or(s, node);
    case NODE_IFELSE: return eval_ifelse(s, node);
    case NODE_WALRUS: return eval_walrus(s, node);
    case NODE_INDEX: return eval_index(s, node);
    case NODE_ATTRIBUTE: return eval_attribute(s, node);
    case NODE_CALL: return eval_call(s, node);
    case NODE_FSTRING: return pushed(s, eval_fstring(s, node));
    case NODE_TUPLE: return pushed(s, eval_tuple(s, node));
    case NODE_LIST: return pushed(s, eval_list(s, node));
    case NODE_SET: return pushed(s, eval_set(s, node));
    case NODE_DICT: return pushed(s, eval_dict(s, node));
    case NODE_LAMBDA: return pushed(s, make_function(s, node));
    case NODE_SLICE: return pushed(s, eval_slice(s, node));
    case NODE_LISTCOMP:
    case NODE_SETCOMP:
    case NODE_DICTCOMP:
    case NODE_GENERATOR: return pushed(s, eval_comprehension(s, node));
    case NODE_HOLE:
        if (s->hole.tag != V_ABSENT)
            return give(s, value_keep(s->hole));
        break;
    default: break;
    }
    at(s, node);
    fail(&s->run, SyntaxError, "invalid syntax");
    return ABSENT;
}
