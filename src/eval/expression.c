/* expression.c: the value of an expression. */
#include "eval/eval.h"

#include "value/format.h"

#include <stdlib.h>
#include <string.h>

void pop_to(Session *s, Value *mark)
{
    while (s->top > mark)
        drop_top(s);
}

/* literals ------------------------------------------------------------------------------------------------ */

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

static bool push_literal(Session *s, const Node *node)
{
    struct Constant *constant = node->cache;
    if (!constant) {
        Source *source = s->tree->source;
        constant = arena_alloc(&source->arena, sizeof *constant);
        constant->value = literal(node);
        constant->next = NULL;
        if (constant->value.tag >= V_BIGINT) {
            constant->next = source->constants;
            source->constants = constant;
            source->drop_constants = drop_constants;
        }
        ((Node *)node)->cache = constant;
    }
    return push(s, value_keep(constant->value));
}

/* names --------------------------------------------------------------------------------------------------- */

static bool unbound(Session *s, const Node *node, bool free_variable)
{
    at(s, node);
    if (free_variable)
        return fail(&s->run, NameError,
                    "cannot access free variable '%s' where it is not associated with a value in enclosing scope",
                    name_text(node->name));
    return fail(&s->run, UnboundLocalError,
                "cannot access local variable '%s' where it is not associated with a value", name_text(node->name));
}

static bool is_free_slot(const Code *code, int slot)
{
    for (int i = 0; code && i < code->frees; i++)
        if (code->free_slot[i] == slot)
            return true;
    return false;
}

static bool push_name(Session *s, const Node *node)
{
    Value value;
    switch (name_place(node)) {
    case AT_LOCAL:
        value = s->frame->local[name_slot(node)];
        if (value.tag == V_ABSENT)
            return unbound(s, node, false);
        return push(s, value_keep(value));
    case AT_CELL:
        value = ((Cell *)s->frame->local[name_slot(node)].object)->value;
        if (value.tag == V_ABSENT)
            return unbound(s, node, is_free_slot(s->frame->code, name_slot(node)));
        return push(s, value_keep(value));
    case AT_GLOBAL: break;
    }
    value = session_get(s, node->name);
    if (value.tag == V_ABSENT)
        value = builtin_value(s, node->name);
    if (value.tag == V_ABSENT) {
        at(s, node);
        return fail(&s->run, NameError, "name '%s' is not defined", name_text(node->name));
    }
    return push(s, value_keep(value));
}

/* displays ------------------------------------------------------------------------------------------------ */

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
                    fail(&s->run, TypeError, "Value after * must be an iterable, not %s", value_type_name(s->top[-1]));
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

/* f-strings ----------------------------------------------------------------------------------------------- */

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

/* operators ----------------------------------------------------------------------------------------------- */

static void operands_at(Session *s, const Node *node, const Node *left, const Node *right)
{
    at(s, node);
    s->operand[0] = left;
    s->operand[1] = right;
}

static bool eval_binary(Session *s, const Node *node)
{
    if (!eval(s, node->kid) || !eval(s, node->kid->next))
        return false;
    Value result, a = s->top[-2], b = s->top[-1];
    operands_at(s, node, node->kid, node->kid->next);
    if (!operate(s, (Operator)node->op, a, b, false, &result))
        return false;
    drop_top(s);
    drop_top(s);
    *s->top++ = result;
    return true;
}

static bool eval_unary(Session *s, const Node *node)
{
    if (!eval(s, node->kid))
        return false;
    Value result;
    operands_at(s, node, node->kid, node->kid);
    if (!operate(s, (Operator)node->op, s->top[-1], ABSENT, false, &result))
        return false;
    drop_top(s);
    *s->top++ = result;
    return true;
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
static bool eval_compare(Session *s, const Node *node)
{
    if (!eval(s, node->kid))
        return false;
    const Node *left = node->kid;
    for (const Node *next = left->next; next; next = next->next) {
        Value result;
        if (!eval(s, next->kid))
            return false;
        operands_at(s, node, left, next->kid);
        left = next->kid;
        if (!compare(s, next->op, s->top[-2], s->top[-1], &result))
            return false;
        value_drop(s->top[-2]);
        s->top[-2] = s->top[-1];
        s->top[-1] = result;
        if (next->next) {
            bool goes_on;
            if (!value_truth(&s->run, result, &goes_on))
                return false;
            if (goes_on) {
                drop_top(s);
                continue;
            }
        }
        value_drop(s->top[-2]);
        s->top[-2] = s->top[-1];
        s->top--;
        break;
    }
    return true;
}

bool eval_truth(Session *s, const Node *node, bool *out)
{
    if (!eval(s, node))
        return false;
    at(s, node);
    if (!value_truth(&s->run, s->top[-1], out))
        return false;
    drop_top(s);
    return true;
}

static bool eval_and_or(Session *s, const Node *node)
{
    bool truth;
    if (!eval(s, node->kid))
        return false;
    at(s, node->kid);
    if (!value_truth(&s->run, s->top[-1], &truth))
        return false;
    if (truth == (node->kind == NODE_OR))
        return true;
    drop_top(s);
    return eval(s, node->kid->next);
}

static bool eval_ifelse(Session *s, const Node *node)
{
    bool truth;
    const Node *value = node->kid, *condition = value->next;
    return eval_truth(s, condition, &truth) && eval(s, truth ? value : condition->next);
}

/* the rest ------------------------------------------------------------------------------------------------ */

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

/* What stands between the brackets, as one value. */
bool eval_key(Session *s, const Node *node)
{
    const Node *first = node->kid->next;
    if (!node->tuple && first && !first->next && first->kind != NODE_STAR)
        return eval(s, first);
    Value list;
    if (!eval_items(s, first, &list))
        return false;
    Value tuple = value_tuple(list.list->count, list.list->item);
    value_drop(list);
    return push(s, tuple);
}

static bool eval_index(Session *s, const Node *node)
{
    if (!eval(s, node->kid) || !eval_key(s, node))
        return false;
    Value result;
    at(s, node);
    if (!get_item(s, s->top[-2], s->top[-1], &result))
        return false;
    drop_top(s);
    drop_top(s);
    *s->top++ = result;
    return true;
}

static bool eval_attribute(Session *s, const Node *node)
{
    if (!eval(s, node->kid))
        return false;
    Value result;
    at(s, node);
    if (!get_attribute(s, s->top[-1], name_text(node->name), &result))
        return false;
    drop_top(s);
    *s->top++ = result;
    return true;
}

static bool eval_list(Session *s, const Node *node)
{
    Value list;
    return eval_items(s, node->kid, &list) && push(s, list);
}

static bool eval_walrus(Session *s, const Node *node)
{
    if (!eval(s, node->kid->next))
        return false;
    set_name(s, node->kid, s->top[-1]);
    return true;
}

static bool eval_not(Session *s, const Node *node)
{
    bool truth;
    return eval_truth(s, node->kid, &truth) && push(s, value_bool(!truth));
}

bool eval(Session *s, const Node *node)
{
    if (!run_has_room(&s->run))
        return run_deeper(&s->run);
    switch ((NodeKind)node->kind) {
    case NODE_NAME: return push_name(s, node);
    case NODE_INT:
    case NODE_FLOAT:
    case NODE_IMAGINARY:
    case NODE_STRING: return push_literal(s, node);
    case NODE_FSTRING: return eval_fstring(s, node);
    case NODE_TRUE: return push(s, value_bool(true));
    case NODE_FALSE: return push(s, value_bool(false));
    case NODE_NULL: return push(s, NONE);
    case NODE_ELLIPSIS: return push(s, (Value){ .tag = V_ELLIPSIS });
    case NODE_TUPLE: return eval_tuple(s, node);
    case NODE_LIST: return eval_list(s, node);
    case NODE_SET: return eval_set(s, node);
    case NODE_DICT: return eval_dict(s, node);
    case NODE_PAREN: return eval(s, node->kid);
    case NODE_UNARY: return eval_unary(s, node);
    case NODE_BINARY: return eval_binary(s, node);
    case NODE_COMPARE: return eval_compare(s, node);
    case NODE_NOT: return eval_not(s, node);
    case NODE_AND:
    case NODE_OR: return eval_and_or(s, node);
    case NODE_IFELSE: return eval_ifelse(s, node);
    case NODE_LAMBDA: return make_function(s, node);
    case NODE_WALRUS: return eval_walrus(s, node);
    case NODE_CALL: return eval_call(s, node);
    case NODE_INDEX: return eval_index(s, node);
    case NODE_SLICE: return eval_slice(s, node);
    case NODE_ATTRIBUTE: return eval_attribute(s, node);
    case NODE_LISTCOMP:
    case NODE_SETCOMP:
    case NODE_DICTCOMP:
    case NODE_GENERATOR: return eval_comprehension(s, node);
    case NODE_HOLE:
        at(s, node);
        return fail(&s->run, SyntaxError, "invalid syntax");
    default: break;
    }
    at(s, node);
    return fail(&s->run, SyntaxError, "invalid syntax");
}
