/* call.c: calls: the callee, the arguments as they were written, and whoever answers. */
#include "eval/eval.h"

#include "python/exceptions.h"

#include <string.h>

enum { FEW = 12 }; /* arguments that need no block of their own */

typedef struct Arguments {
    const char **keyword;
    const char *few_keyword[FEW];
    int positional, keywords;
    bool starred; /* so that nobody knows which value stands where */
} Arguments;

/* What messages call a callable: "__main__.f", "len", "numpy.dot". */
static const char *callee_text(Session *s, Value callee)
{
    if (callee.tag == V_FUNCTION)
        return run_text(&s->run, "__main__.%s", ((Function *)callee.object)->code->qualname);
    if (callee.tag == V_FUNC) {
        const char *of = callee.func->of;
        bool numpy = !strncmp(of, "np", 2) && (of[2] == 0 || of[2] == ' ');
        return run_text(&s->run, "%s%s", numpy ? "numpy." : "", callee.func->name);
    }
    if (callee.tag == V_CLASS)
        return callee.class->name;
    return value_text(&s->run, callee);
}

static bool push_star(Session *s, const Node *node, Value callee, Arguments *args)
{
    if (!eval(s, node->kid))
        return false;
    Value iterable = take_top(s), iterator, item;
    at(s, node);
    if (!value_iter(&s->run, iterable, &iterator)) {
        if (iterable.tag != V_ARRAY) /* which says why itself */
            fail(&s->run, TypeError, "%s() argument after * must be an iterable, not %s",
                 callee_text(s, callee), value_type_name(iterable));
        value_drop(iterable);
        return false;
    }
    value_drop(iterable);
    int more;
    while ((more = iter_next(&s->run, iterator, &item)) > 0) {
        if (!push(s, item))
            break;
        args->positional++;
    }
    value_drop(iterator);
    return more == 0;
}

/* There is room for it. */
static bool add_keyword(Session *s, Value callee, Arguments *args, const char *keyword)
{
    for (int i = 0; i < args->keywords; i++)
        if (!strcmp(args->keyword[i], keyword))
            return fail(&s->run, TypeError, "%s() got multiple values for keyword argument '%s'",
                        callee_text(s, callee), keyword);
    args->keyword[args->keywords++] = keyword;
    return true;
}

static bool push_mapping(Session *s, const Node *node, Value callee, Arguments *args)
{
    if (!eval(s, node->kid))
        return false;
    Value mapping = take_top(s);
    bool ok = false;
    at(s, node);
    if (mapping.tag != V_DICT) {
        fail(&s->run, TypeError, "%s() argument after ** must be a mapping, not %s", callee_text(s, callee),
             value_type_name(mapping));
        goto done;
    }
    size_t n = (size_t)(args->keywords + mapping.dict->count);
    for (const Node *rest = node->next; rest; rest = rest->next)
        n++;
    const char **keyword = arena_alloc(&s->run.scratch, (n + 1) * sizeof *keyword);
    memcpy(keyword, args->keyword, (size_t)args->keywords * sizeof *keyword);
    args->keyword = keyword;
    for (int64_t i = 0; i < mapping.dict->used; i++) {
        const Entry *entry = &mapping.dict->entry[i];
        if (entry->key.tag == V_ABSENT)
            continue;
        if (entry->key.tag != V_STR) {
            fail(&s->run, TypeError, "keywords must be strings");
            goto done;
        }
        const char *name = run_text(&s->run, "%s", entry->key.str->text);
        if (!add_keyword(s, callee, args, name) || !push(s, value_keep(entry->value)))
            goto done;
    }
    ok = true;
done:
    value_drop(mapping);
    return ok;
}

/* How many of a row's first arguments may be pending. */
static int takes_pending(const Func *row) { return !row ? 0 : row->loops ? row->nin : row->lazy; }

static bool push_argument(Session *s, const Node *node, bool lazy)
{
    Value value = lazy ? evaluate_operand(s, node) : evaluate(s, node);
    return value.tag != V_ABSENT && (value_is_counted(value) || push(s, value));
}

/* The usual call: plain arguments, of which the first ones may be pending, then keywords. */
static bool push_plain(Session *s, const Node *first, int pending, Arguments *args)
{
    for (const Node *arg = first; arg; arg = arg->next) {
        bool keyword = arg->kind == NODE_KEYWORD;
        if (keyword)
            args->keyword[args->keywords++] = name_text(arg->name);
        else
            args->positional++;
        if (!push_argument(s, keyword ? arg->kid : arg, !keyword && args->positional <= pending))
            return false;
    }
    return true;
}

/* With stars: positional values first, whatever their order among the keywords. */
static bool push_starred(Session *s, const Node *first, Value callee, Arguments *args)
{
    for (const Node *arg = first; arg; arg = arg->next) {
        if (arg->kind == NODE_KEYWORD || arg->kind == NODE_STARSTAR)
            continue;
        if (arg->kind == NODE_STAR ? !push_star(s, arg, callee, args) : !eval(s, arg))
            return false;
        if (arg->kind != NODE_STAR)
            args->positional++;
    }
    for (const Node *arg = first; arg; arg = arg->next) {
        if (arg->kind == NODE_KEYWORD) {
            if (!eval(s, arg->kid))
                return false;
            at(s, arg);
            if (!add_keyword(s, callee, args, name_text(arg->name)))
                return false;
        } else if (arg->kind == NODE_STARSTAR && !push_mapping(s, arg, callee, args)) {
            return false;
        }
    }
    return true;
}

static bool push_arguments(Session *s, const Node *call, Value callee, int pending, Arguments *args)
{
    const Node *first = call->kid->next;
    args->positional = args->keywords = 0;
    args->starred = false;
    args->keyword = args->few_keyword;
    if (call->kids > FEW)
        args->keyword = arena_alloc(&s->run.scratch, (size_t)call->kids * sizeof *args->keyword);
    for (const Node *arg = first; arg; arg = arg->next)
        args->starred |= arg->kind == NODE_STAR || arg->kind == NODE_STARSTAR;
    return args->starred ? push_starred(s, first, callee, args) : push_plain(s, first, pending, args);
}

void tell_failure(Session *s, const Node *node, const Func *func, int n, const Value operand[])
{
    if (node && s->on_failure && !s->trying && !s->silent)
        s->on_failure(s, &(Failure){ s->tree, node, func, n, operand, false });
}

void tell_asked(Session *s, const Node *node, Value value)
{
    if (s->on_failure && !s->trying && !s->silent)
        s->on_failure(s, &(Failure){ s->tree, node, NULL, 1, &value, true });
}

static bool call_method(Session *s, Value callee, const Given *given, Value *out)
{
    Value *mark = s->top;
    int n = given->count + given->keywords;
    if (!push(s, value_keep(callee.method->self)))
        return false;
    for (int i = 0; i < n; i++)
        if (!push(s, value_keep(given->value[i])))
            return false;
    Given whole = *given;
    whole.count++;
    whole.value = mark;
    bool ok = func_call(&s->run, callee.method->func, &whole, out);
    if (ok)
        pop_to(s, mark);
    return ok;
}

bool call_value(Session *s, Value callee, const Given *given, Value *out)
{
    switch ((Tag)callee.tag) {
    case V_UNKNOWN: *out = callee; return true;
    case V_FUNC: {
        Given loose = *given;
        loose.loose = true;
        return func_call(&s->run, callee.func, &loose, out);
    }
    case V_FUNCTION:
        if (s->pending && !force_pending(s))
            return false;
        return call_function(s, (Function *)callee.object, given, out);
    case V_METHOD: return call_method(s, callee, given, out);
    case V_CLASS: {
        if (class_is(callee.class, BaseException))
            return exception_call(&s->run, callee.class, given, out);
        const Func *row = func_making(callee.class);
        if (row)
            return func_call(&s->run, row, given, out);
        return fail(&s->run, TypeError, "cannot create '%s' instances", callee.class->name);
    }
    default: break;
    }
    if (value_is_generic(callee))
        return call_value(s, callee.record->field[GENERIC_ORIGIN], given, out);
    const Func *row = callee.tag == V_RECORD ? func_for(callee, "__call__") : NULL;
    if (row) {
        Value method = value_method(row, callee);
        bool ok = call_method(s, method, given, out);
        value_drop(method);
        return ok;
    }
    return fail(&s->run, TypeError, "'%s' object is not callable", value_type_name(callee));
}

/* A row that is run while only shapes are looked at computes; what the user defined does not, called by it
 * either. */
bool call_given_hook(Run *run, Value callee, const Given *given, Value *out)
{
    Session *s = run->session;
    Reach reach = run->reach;
    if (callee.tag != V_FUNC && looks_at_shapes(s))
        run->reach = RUN_SHAPES;
    bool ok = call_value(s, callee, given, out);
    run->reach = reach;
    return ok;
}

bool call_hook(Run *run, Value callee, int n, const Value arg[], Value *out)
{
    Given given = { .count = n, .value = arg, .whole = run->here };
    return call_given_hook(run, callee, &given, out);
}

/* Whether the arguments are values by place alone: the usual call. Remembered in the node. */
static bool is_plain(const Node *call)
{
    static char plain, other;
    if (call->cache)
        return call->cache == &plain;
    ((Node *)call)->cache = &plain;
    for (const Node *arg = call->kid->next; arg; arg = arg->next)
        if (arg->kind == NODE_STAR || arg->kind == NODE_STARSTAR || arg->kind == NODE_KEYWORD)
            ((Node *)call)->cache = &other;
    return call->cache == &plain;
}

/* Whether a call can change an array, or lets something be called that can. */
static bool may_change(const Func *row) { return !row || !(row->loops || (row->infer && !row->effects)); }

/* Whether the result of a call may be pending: of an elementwise function of numbers, a large array among
 * them. */
static bool may_wait(const Session *s, const Func *row, const Given *given)
{
    bool large = false;
    if (!row || !row->loops || given->keywords || given->count != row->nin || s->looking ||
        s->run.reach != RUN_ALL)
        return false;
    for (int i = 0; i < given->count; i++) {
        if (!is_operand(given->value[i]))
            return false;
        large |= is_large(given->value[i]);
    }
    return large;
}

/* Calls the method, or what lies at the mark, with arguments that lie after it. */
static bool call_given(Session *s, const Node *node, const Func *method, Value *mark, const Given *given,
                       bool starred, bool lazy, Value *result)
{
    const Func *row = method ? method : mark->tag == V_FUNC ? mark->func : NULL;
    at(s, node);
    if (s->pending && may_change(row) && !force_pending(s))
        return false;
    s->run.lazy = lazy && !is_eager(s) && may_wait(s, row, given);
    bool ok = row ? func_call(&s->run, row, given, result) : call_value(s, *mark, given, result);
    if (s->run.lazy || (lazy && ok)) {
        s->run.lazy = false;
        s->pending |= ok && result->tag == V_ARRAY && tensor_pending(result->tensor);
    }
    if (ok ? is_watched(s) : mark->tag != V_FUNCTION || s->run.error.unbound) {
        int n = starred ? 0 : given->count + given->keywords;
        if (ok)
            tell_step(s, node, row, n, given->value, *result);
        else
            tell_failure(s, node, row, n, given->value);
    }
    return ok;
}

/* The usual calls of rows that answer without binding; ABSENT: it is another case, and nothing was done. */
static Value call_quickly(Session *s, const Node *node, const Func *row, int n, const Value arg[])
{
    if (!row || !row->quick || s->pending || s->run.reach)
        return ABSENT;
    at(s, node);
    Value result = row->quick(&s->run, row, n, arg);
    tell_step(s, node, row, n, arg, result);
    return result;
}

static Value call_plain(Session *s, const Node *node, const Func *method, Value *mark, bool lazy)
{
    const Func *row = method ? method : mark->tag == V_FUNC ? mark->func : NULL;
    int pending = takes_pending(row) - (method != NULL); /* besides the value whose method it is */
    for (const Node *arg = node->kid->next; arg; arg = arg->next)
        if (!push_argument(s, arg, pending-- > 0))
            return ABSENT;
    Value result;
    if (mark->tag == V_FUNCTION && !method) {
        if (s->pending && !force_pending(s))
            return ABSENT;
        at(s, node);
        int count = (int)(s->top - mark - 1);
        result = call_in_place(s, (Function *)mark->object, mark + 1);
        if (result.tag != V_ABSENT)
            at(s, node);
        else if (s->run.error.unbound)
            tell_failure(s, node, NULL, count, mark + 1);
        return result;
    }
    const Value *first = method ? mark : mark + 1;
    result = call_quickly(s, node, mark->tag == V_CLASS ? func_making(mark->class) : row,
                          (int)(s->top - first), first);
    if (result.tag != V_ABSENT)
        return result;
    Given given = { .count = (int)(s->top - first),
                    .value = first,
                    .whole = node_span(s->tree, node),
                    .loose = row && !method };
    return call_given(s, node, method, mark, &given, false, lazy, &result) ? result : ABSENT;
}

static Value call_any(Session *s, const Node *node, const Func *method, Value *mark, bool lazy)
{
    Arguments args;
    Value callee = method ? value_func(method) : *mark;
    int pending = callee.tag == V_FUNC ? takes_pending(callee.func) - (method != NULL) : 0;
    if (!push_arguments(s, node, callee, pending, &args))
        return ABSENT;
    Value result;
    Given given = { .count = args.positional + (method != NULL),
                    .keywords = args.keywords,
                    .keyword = args.keyword,
                    .value = method ? mark : mark + 1,
                    .whole = node_span(s->tree, node),
                    .loose = mark->tag == V_FUNC && !method };
    return call_given(s, node, method, mark, &given, args.starred, lazy, &result) ? result : ABSENT;
}

/* Whether a method of this name folds a pending array as it is. */
static bool folds(Name name)
{
    static Name sum, mean;
    if (!sum) {
        sum = name_of("sum", 3);
        mean = name_of("mean", 4);
    }
    return name == sum || name == mean;
}

Value eval_call(Session *s, const Node *node)
{
    const Node *callee = node->kid;
    const Func *method = NULL;
    Value *mark = s->top, result;
    bool lazy = s->lazy == node;
    s->lazy = NULL;
    if (callee->kind == NODE_ATTRIBUTE) {
        if (!push_argument(s, callee->kid, folds(callee->name)))
            return ABSENT;
        method = find_method(s, *mark, callee);
        if (s->pending && mark->tag == V_ARRAY && !takes_pending(method) &&
            !fuse_force(&s->run, mark->tensor))
            return ABSENT;
        if (!method) {
            at(s, callee);
            if (!get_attribute(s, *mark, name_text(callee->name), &result)) {
                tell_failure(s, callee, NULL, 1, mark);
                return ABSENT;
            }
            value_drop(*mark);
            *mark = result;
        } else if (mark->tag == V_MODULE) {
            *mark = value_func(method);
            method = NULL;
        }
    } else if (!eval(s, callee)) {
        return ABSENT;
    }
    result = is_plain(node) ? call_plain(s, node, method, mark, lazy) : call_any(s, node, method, mark, lazy);
    if (result.tag == V_ABSENT)
        return ABSENT;
    pop_to(s, mark);
    return give(s, result);
}
