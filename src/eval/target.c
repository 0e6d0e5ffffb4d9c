/* target.c: what stands left of `=`, in a for, after as and in del. */
#include "eval/eval.h"

/* unpacking -------------------------------------------------------------------------------------------------
 */

static bool wrong_count(Session *s, int64_t expected, bool starred, int64_t got, bool known)
{
    if (got < expected)
        return fail(&s->run, ValueError, "not enough values to unpack (expected %s%lld, got %lld)",
                    starred ? "at least " : "", (long long)expected, (long long)got);
    if (known)
        return fail(&s->run, ValueError, "too many values to unpack (expected %lld, got %lld)",
                    (long long)expected, (long long)got);
    return fail(&s->run, ValueError, "too many values to unpack (expected %lld)", (long long)expected);
}

static bool assign_starred(Session *s, const Node *targets, const Value *item, int64_t count, int64_t before,
                           int64_t after)
{
    int64_t i = 0;
    for (const Node *target = targets->kid; target; target = target->next) {
        if (target->kind != NODE_STAR) {
            if (!assign_to(s, target, item[i++]))
                return false;
            continue;
        }
        int64_t n = count - before - after;
        Value list = value_list_new(n);
        for (int64_t k = 0; k < n; k++)
            list_append(list.list, item[i + k]);
        i += n;
        bool ok = assign_to(s, target->kid, list);
        value_drop(list);
        if (!ok)
            return false;
    }
    return true;
}

static bool unpack_into(Session *s, const Node *targets, Value value, bool *began)
{
    int64_t before = 0, after = 0, limit;
    bool starred = false;
    for (const Node *target = targets->kid; target; target = target->next) {
        if (target->kind == NODE_STAR)
            starred = true;
        else if (starred)
            after++;
        else
            before++;
    }
    int64_t expected = before + after;
    if ((value.tag == V_LIST || value.tag == V_TUPLE) && !starred) { /* no copy; held while targets are set */
        int64_t n = value.tag == V_LIST ? value.list->count : value.tuple->count;
        if (n != expected)
            return at(s, targets), wrong_count(s, expected, false, n, true);
        *began = true;
        if (value.tag == V_TUPLE) {
            int64_t i = 0;
            for (const Node *target = targets->kid; target; target = target->next)
                if (!assign_to(s, target, value.tuple->item[i++]))
                    return false;
            return true;
        }
    }
    Value iterator, item;
    at(s, targets);
    if (!value_iter(&s->run, value, &iterator))
        return value.tag != V_ARRAY && /* which says why itself */
               fail(&s->run, TypeError, "cannot unpack non-iterable %s object", value_type_name(value));
    /* one more than fits is enough to know that it does not */
    limit = starred ? INT64_MAX : expected + 1;
    Value list = value_list_new(expected + 1);
    int more = 1;
    while (list.list->count < limit && (more = iter_next(&s->run, iterator, &item)) > 0) {
        list_append(list.list, item);
        value_drop(item);
    }
    value_drop(iterator);
    bool ok = more >= 0;
    int64_t got = list.list->count;
    bool known = value.tag == V_DICT || value.tag == V_LIST || value.tag == V_TUPLE;
    if (ok && (got < expected || (!starred && got > expected)))
        ok = wrong_count(s, expected, starred, value.tag == V_DICT ? value.dict->count : got, known);
    *began = ok;
    ok = ok && assign_starred(s, targets, list.list->item, got, before, after);
    value_drop(list);
    return ok;
}

static bool unpack(Session *s, const Node *targets, Value value)
{
    bool began = false;
    if (unpack_into(s, targets, value, &began))
        return true;
    if (!began)
        tell_failure(s, targets, NULL, 1, &value);
    return false;
}

bool assign_to(Session *s, const Node *target, Value value)
{
    switch ((NodeKind)target->kind) {
    case NODE_NAME: set_variable(variable(s, target), value_keep(value)); return true;
    case NODE_PAREN: return assign_to(s, target->kid, value);
    case NODE_TUPLE:
    case NODE_LIST: return unpack(s, target, value);
    case NODE_ATTRIBUTE: {
        if (!eval(s, target->kid))
            return false;
        at(s, target);
        if (!set_attribute(s, s->top[-1], name_text(target->name), value))
            return false;
        drop_top(s);
        return true;
    }
    case NODE_INDEX: {
        Value *item = local_item(s, target);
        if (item)
            return set_variable(item, value_keep(value)), true;
        Value *mark = s->top, key, of = evaluate(s, target->kid);
        key = of.tag == V_ABSENT ? ABSENT : evaluate_key(s, target);
        if (key.tag == V_ABSENT)
            return false;
        at(s, target);
        if (is_watched(s))
            s->watcher->store(s, target, of, key, value);
        if (!set_item(s, of, key, value)) {
            tell_failure(s, target, NULL, 3, (Value[]){ of, key, value });
            return false;
        }
        pop_to(s, mark);
        return true;
    }
    default: at(s, target); return fail(&s->run, SyntaxError, "cannot assign to expression");
    }
}

static bool delete_name(Session *s, const Node *name)
{
    if (variable(s, name)->tag == V_ABSENT)
        return unbound(s, name);
    set_variable(variable(s, name), ABSENT);
    return true;
}

bool delete_target(Session *s, const Node *target)
{
    switch ((NodeKind)target->kind) {
    case NODE_NAME: return delete_name(s, target);
    case NODE_PAREN:
    case NODE_TUPLE:
    case NODE_LIST:
        for (const Node *kid = target->kid; kid; kid = kid->next)
            if (!delete_target(s, kid))
                return false;
        return true;
    case NODE_INDEX:
        if (!eval(s, target->kid) || !push_key(s, target))
            return false;
        at(s, target);
        if (!delete_item(s, s->top[-2], s->top[-1]))
            return false;
        drop_top(s);
        drop_top(s);
        return true;
    case NODE_ATTRIBUTE:
        if (!eval(s, target->kid))
            return false;
        at(s, target);
        if (!delete_attribute(s, s->top[-1], name_text(target->name)))
            return false;
        drop_top(s);
        return true;
    default: at(s, target); return fail(&s->run, SyntaxError, "cannot delete expression");
    }
}
