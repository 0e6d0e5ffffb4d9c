/* expression.c: the value of an expression. */
#include "eval/eval.h"

#include "array/bytes.h"
#include "value/format.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* literals ------------------------------------------------------------------------------------------------
 */

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
    case NODE_BYTES: return value_bytes(node->text, (size_t)node->length);
    default: return value_str(node->text, node->length);
    }
}

/* Keeps a value with the source of the tree. */
static struct Constant *keep_constant(Session *s, Value value)
{
    Source *source = s->tree->source;
    struct Constant *constant = arena_alloc(&source->arena, sizeof *constant);
    *constant = (struct Constant){ .value = value_keep(value) };
    if (value_is_counted(value)) {
        constant->next = source->constants;
        source->constants = constant;
        source->drop_constants = drop_constants;
    }
    return constant;
}

/* As in CPython, literals that look like names are one object: a = 'x'; b = 'x'; a is b. */
static Value interned(Session *s, Value text)
{
    for (int64_t i = 0; i < text.str->bytes; i++)
        if (text.str->text[i] != '_' && !isalnum((unsigned char)text.str->text[i]))
            return text;
    if (s->interned.tag != V_DICT)
        s->interned = value_dict_new();
    Value known = dict_find(s->interned.dict, text.str->text);
    if (known.tag == V_ABSENT)
        return dict_put(s->interned.dict, text.str->text, text), text;
    value_drop(text);
    return value_keep(known);
}

static const struct Constant *make_constant(Session *s, const Node *node)
{
    Value value = literal(node);
    if (value.tag == V_STR)
        value = interned(s, value);
    struct Constant *constant = keep_constant(s, value);
    value_drop(value);
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
    if (name_place(node) == AT_GLOBAL) {
        fail(&s->run, NameError, "name '%s' is not defined", name);
        Value text = value_cstr(name);
        error_about(&s->run, "name", text);
        value_drop(text);
        return false;
    }
    if (name_place(node) == AT_CELL && is_free_slot(s->frame->code, name_slot(node)))
        return fail(
            &s->run, NameError,
            "cannot access free variable '%s' where it is not associated with a value in enclosing scope",
            name);
    return fail(&s->run, UnboundLocalError,
                "cannot access local variable '%s' where it is not associated with a value", name);
}

/* A name that no statement bound: built in, a symbol, or whatever the session's owner provides. */
static __attribute__((noinline)) Value eval_unbound(Session *s, const Node *node)
{
    Value value = ABSENT;
    if (name_place(node) == AT_GLOBAL) {
        value = s->builtin[node->name];
        if (value.tag == V_UNKNOWN) /* not looked for yet */
            value = builtin_value(s, node->name);
        if (value.tag == V_ABSENT && s->run.symbols)
            value = symbol_value(s, node->name);
        if (s->provide) {
            Value provided;
            at(s, node);
            if (!s->provide(s, node->name, value.tag != V_ABSENT, &provided))
                return ABSENT;
            if (provided.tag != V_ABSENT)
                return give(s, provided);
        }
    }
    if (value.tag == V_ABSENT)
        return unbound(s, node), tell_failure(s, node, NULL, 0, NULL), ABSENT;
    return give(s, value_keep(value));
}

static Value eval_name(Session *s, const Node *node)
{
    Value value = *variable(s, node);
    return value.tag != V_ABSENT ? give(s, value_keep(value)) : eval_unbound(s, node);
}

/* displays ------------------------------------------------------------------------------------------------
 */

/* What stars are before. */
static bool extend_by(Session *s, List *list, Value value)
{
    Value iterator;
    if (!value_iter(&s->run, value, &iterator))
        return value.tag != V_ARRAY &&
               fail(&s->run, TypeError, "Value after * must be an iterable, not %s", value_type_name(value));
    bool ok = list_extend(&s->run, list, iterator);
    value_drop(iterator);
    return ok;
}

/* The items of a display, stars unpacked; *out is owned. */
static bool eval_items(Session *s, const Node *kids, Value *out)
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
            if (!extend_by(s, list.list, s->top[-1]))
                return false;
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

static bool make_tuple(Session *s, const Node *node)
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

/* (1, 2, 3) is made once. */
static bool eval_tuple(Session *s, const Node *node)
{
    static struct Constant no_constant;
    struct Constant *constant = node->cache;
    if (constant && constant != &no_constant)
        return push(s, value_keep(constant->value));
    if (!make_tuple(s, node))
        return false;
    if (!constant)
        ((Node *)node)->cache = is_constant(node) ? keep_constant(s, s->top[-1]) : &no_constant;
    return true;
}

/* Plain items up to a star are evaluated first, then what is starred goes in as a whole, and the others one
 * by one: it may show in the order. */
static bool eval_starred_set(Session *s, const Node *node, Dict *set)
{
    const Node *kid = node->kid;
    Value list = value_list_new(4);
    bool ok = push(s, list);
    for (; ok && kid->kind != NODE_STAR; kid = kid->next) {
        ok = eval(s, kid);
        if (ok) {
            list_append(list.list, s->top[-1]);
            drop_top(s);
        }
    }
    at(s, node);
    for (int64_t i = 0; ok && i < list.list->count; i++)
        ok = set_add(&s->run, set, list.list->item[i]);
    for (; ok && kid; kid = kid->next) {
        bool star = kid->kind == NODE_STAR;
        if (!eval(s, star ? kid->kid : kid))
            return false;
        at(s, kid);
        ok = star ? set_update(&s->run, set, s->top[-1]) : set_add(&s->run, set, s->top[-1]);
        drop_top(s);
    }
    if (ok)
        drop_top(s);
    return ok;
}

static bool eval_set(Session *s, const Node *node)
{
    Value list, set = value_set_new();
    if (!push(s, set))
        return false;
    if (has_star(node))
        return eval_starred_set(s, node, (Dict *)set.object);
    if (!eval_items(s, node->kid, &list))
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
    if (conversion) {
        Value text = value_keep(value);
        if (!value_convert(&s->run, (unsigned char)conversion, &text))
            return value_drop(text), false;
        drop_top(s);
        if (!push(s, text))
            return false;
        value = text;
    }
    Text given = { 0 };
    bool ok = plain || append_fstring(s, spec, &given);
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

bool force_pending(Session *s)
{
    s->pending = false;
    for (Value *v = s->stack; v < s->top; v++)
        if (v->tag == V_ARRAY && !fuse_force(&s->run, v->tensor))
            return false;
    return true;
}

/* With a large array among the operands: the result may be pending. What is no elementwise operation on
 * numbers gets no pending operand. */
static bool operate_large(Session *s, Operator op, Value a, Value b, bool lazy, Value *out)
{
    bool numbers = is_operand(a) && (b.tag == V_ABSENT || is_operand(b)) && op != OP_MATMUL;
    if (s->pending && !numbers && !force_pending(s))
        return false;
    s->run.lazy = lazy && numbers && !s->looking && !is_eager(s) && s->run.reach == RUN_ALL;
    bool ok = operate(s, op, a, b, false, out);
    s->run.lazy = false;
    s->pending |= ok && out->tag == V_ARRAY && tensor_pending(out->tensor);
    return ok;
}

static Value apply(Session *s, const Node *node, const Node *left, const Node *right, Value a, Value b,
                   Value *mark, bool lazy)
{
    Value result;
    if (a.tag == V_STR && b.tag == V_STR && node->op == NODE_OP_ADD) { /* both lie on the stack */
        *mark = str_append(a, b);
        drop_top(s);
        return *mark;
    }
    operands_at(s, node, left, right);
    if (!(is_large(a) || is_large(b) ? operate_large(s, (Operator)node->op, a, b, lazy, &result)
                                     : operate(s, (Operator)node->op, a, b, false, &result)))
        return ABSENT;
    if (is_watched(s))
        tell_operation(s, node, (Operator)node->op, a, b, result);
    pop_to(s, mark);
    return give(s, result);
}

static Value eval_binary(Session *s, const Node *node)
{
    const Node *left = node->kid, *right = left->next;
    bool lazy = s->lazy == node;
    Value *mark = s->top, a = evaluate_operand(s, left);
    if (a.tag == V_ABSENT)
        return ABSENT;
    Value b = evaluate_operand(s, right);
    if (b.tag == V_ABSENT)
        return ABSENT;
    Value result = operate_small((Operator)node->op, a, b);
    return result.tag != V_ABSENT ? result : apply(s, node, left, right, a, b, mark, lazy);
}

static Value eval_unary(Session *s, const Node *node)
{
    const Node *kid = node->kid;
    bool lazy = s->lazy == node;
    Value *mark = s->top, value = evaluate_operand(s, kid);
    if (value.tag == V_ABSENT)
        return ABSENT;
    if (node->op == NODE_OP_NEG && value.tag == V_INT && value.i != INT64_MIN)
        return value_int(-value.i);
    if (node->op == NODE_OP_NEG && value.tag == V_FLOAT)
        return value_float(-value.f);
    return apply(s, node, kid, kid, value, ABSENT, mark, lazy);
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
    bool single = !left->next->next && left->next->op < NODE_OP_NEG, lazy = single && s->lazy == node;
    Value *mark = s->top, result, b, a = single ? evaluate_operand(s, left) : evaluate(s, left);
    if (a.tag == V_ABSENT)
        return ABSENT;
    for (const Node *next = left->next;; next = next->next) {
        const Node *right = next->kid;
        b = single ? evaluate_operand(s, right) : evaluate(s, right);
        if (b.tag == V_ABSENT)
            return ABSENT;
        result = operate_small((Operator)next->op, a, b);
        if (result.tag == V_ABSENT && a.tag == V_STR && b.tag == V_STR && next->op < NODE_OP_NEG) {
            result = value_bool(str_compare((Operator)next->op, a.str, b.str));
        } else if (result.tag == V_ABSENT) {
            operands_at(s, node, left, right);
            if (!(single && (is_large(a) || is_large(b))
                      ? operate_large(s, (Operator)next->op, a, b, lazy, &result)
                      : compare(s, next->op, a, b, &result)))
                return ABSENT;
            if (is_watched(s) && next->op < NODE_OP_NEG)
                tell_operation(s, node, (Operator)next->op, a, b, result);
        }
        if (!next->next)
            break;
        bool goes_on;
        at(s, node);
        if (!value_truth(&s->run, result, &goes_on)) {
            tell_asked(s, node, result);
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
    if (!value_truth(&s->run, value, out)) {
        tell_asked(s, node, value);
        return false;
    }
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
    if (!value_truth(&s->run, value, &truth)) {
        tell_asked(s, node->kid, value);
        return ABSENT;
    }
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

Value evaluate_keys(Session *s, const Node *node)
{
    Value list;
    if (!eval_items(s, node->kid->next, &list))
        return ABSENT;
    Value tuple = value_tuple(list.list->count, list.list->item);
    value_drop(list);
    return give(s, tuple);
}

static Value eval_index(Session *s, const Node *node)
{
    const Value *item = local_item(s, node);
    if (item)
        return give(s, value_keep(*item));
    Value *mark = s->top, result, key, of = evaluate(s, node->kid);
    if (of.tag == V_ABSENT)
        return ABSENT;
    key = evaluate_key(s, node);
    if (key.tag == V_ABSENT)
        return ABSENT;
    at(s, node);
    if (of.tag == V_LIST && key.tag == V_INT && key.i >= 0 && key.i < of.list->count)
        result = value_keep(of.list->item[key.i]);
    else if (!get_item(s, of, key, &result)) {
        tell_failure(s, node, NULL, 2, (Value[]){ of, key });
        return ABSENT;
    }
    pop_to(s, mark);
    return give(s, result);
}

static Value eval_attribute(Session *s, const Node *node)
{
    Value result, of = evaluate(s, node->kid);
    if (of.tag == V_ABSENT)
        return ABSENT;
    at(s, node);
    if (!get_named(s, of, node, &result)) {
        tell_failure(s, node, NULL, 1, &of);
        return ABSENT;
    }
    tell_step(s, node, NULL, 1, &of, result);
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

static Value eval_true(Session *s, const Node *node) { return (void)s, (void)node, value_bool(true); }
static Value eval_false(Session *s, const Node *node) { return (void)s, (void)node, value_bool(false); }
static Value eval_none(Session *s, const Node *node) { return (void)s, (void)node, NONE; }
static Value eval_paren(Session *s, const Node *node)
{
    return s->lazy == node ? evaluate_operand(s, node->kid) : evaluate(s, node->kid);
}

/* What is rarer, or costs more than a way around here. */
static Value eval_other(Session *s, const Node *node)
{
    bool ok;
    switch ((NodeKind)node->kind) {
    case NODE_ELLIPSIS: return (Value){ .tag = V_ELLIPSIS };
    case NODE_FSTRING: ok = eval_fstring(s, node); break;
    case NODE_TUPLE: ok = eval_tuple(s, node); break;
    case NODE_LIST: ok = eval_list(s, node); break;
    case NODE_SET: ok = eval_set(s, node); break;
    case NODE_DICT: ok = eval_dict(s, node); break;
    case NODE_LAMBDA: ok = make_function(s, node); break;
    case NODE_SLICE: ok = eval_slice(s, node); break;
    case NODE_LISTCOMP:
    case NODE_SETCOMP:
    case NODE_DICTCOMP:
    case NODE_GENERATOR: ok = eval_comprehension(s, node); break;
    case NODE_HOLE:
        if (s->hole.tag != V_ABSENT)
            return give(s, value_keep(s->hole)); /* fall through */
    default: at(s, node); ok = fail(&s->run, SyntaxError, "invalid syntax");
    }
    if (!ok)
        return ABSENT;
    return value_is_counted(s->top[-1]) ? s->top[-1] : take_top(s);
}

Evaluator *const evaluators[NODE_EXPRESSION] = {
    [NODE_NONE] = eval_other,          [NODE_NAME] = eval_name,         [NODE_INT] = eval_literal,
    [NODE_FLOAT] = eval_literal,       [NODE_IMAGINARY] = eval_literal, [NODE_STRING] = eval_literal,
    [NODE_BYTES] = eval_literal,       [NODE_FSTRING] = eval_other,     [NODE_FIELD] = eval_other,
    [NODE_TRUE] = eval_true,           [NODE_FALSE] = eval_false,       [NODE_NULL] = eval_none,
    [NODE_ELLIPSIS] = eval_other,      [NODE_HOLE] = eval_other,        [NODE_TUPLE] = eval_other,
    [NODE_LIST] = eval_other,          [NODE_SET] = eval_other,         [NODE_DICT] = eval_other,
    [NODE_PAIR] = eval_other,          [NODE_STAR] = eval_other,        [NODE_STARSTAR] = eval_other,
    [NODE_PAREN] = eval_paren,         [NODE_UNARY] = eval_unary,       [NODE_BINARY] = eval_binary,
    [NODE_COMPARE] = eval_compare,     [NODE_COMPARATOR] = eval_other,  [NODE_NOT] = eval_not,
    [NODE_AND] = eval_and_or,          [NODE_OR] = eval_and_or,         [NODE_IFELSE] = eval_ifelse,
    [NODE_LAMBDA] = eval_other,        [NODE_WALRUS] = eval_walrus,     [NODE_CALL] = eval_call,
    [NODE_KEYWORD] = eval_other,       [NODE_INDEX] = eval_index,       [NODE_SLICE] = eval_other,
    [NODE_ATTRIBUTE] = eval_attribute, [NODE_LISTCOMP] = eval_other,    [NODE_SETCOMP] = eval_other,
    [NODE_GENERATOR] = eval_other,     [NODE_DICTCOMP] = eval_other,    [NODE_FOR_CLAUSE] = eval_other,
    [NODE_IF_CLAUSE] = eval_other,
};
