/* function.c: the user's functions: making them, binding their arguments, running them. */
#include "eval/eval.h"

#include "base/closest.h"
#include "value/cycles.h"

#include <string.h>

Cell *cell_new(Value value)
{
    Cell *cell = cycle_alloc(sizeof *cell);
    *cell = (Cell){ { 1, V_CELL, 0 }, value_keep(value) };
    return cell;
}

void fill_cells(const Code *code, Value *local, Cell *const *cell)
{
    for (int i = 0; i < code->cells; i++) {
        Value *slot = &local[code->cell_slot[i]];
        Cell *own = cell_new(*slot);
        value_drop(*slot);
        *slot = (Value){ .tag = V_CELL, .object = &own->object };
    }
    for (int i = 0; i < code->frees; i++)
        local[code->free_slot[i]] = value_keep((Value){ .tag = V_CELL, .object = &cell[i]->object });
}

bool make_function(Session *s, const Node *node)
{
    const Code *code = code_of(s, node);
    if (!code)
        return false;
    Function *f = cycle_alloc(sizeof *f);
    *f = (Function){ .object = { 1, V_FUNCTION, 0 } };
    f->code = code;
    f->source = source_keep(s->tree->source);
    f->value = mem_zeroed((size_t)(code->params + 1) * sizeof *f->value);
    f->cell = mem_zeroed((size_t)(code->frees + 1) * sizeof(Cell *));
    for (int i = 0; i < code->frees; i++) {
        f->cell[i] = (Cell *)s->frame->local[code->free_from[i]].object;
        f->cell[i]->object.count++;
    }
    if (!push(s, (Value){ .tag = V_FUNCTION, .object = &f->object }))
        return false;
    for (int i = 0; i < code->params; i++) {
        const Node *otherwise = code->param[i]->kid ? code->param[i]->kid->next : NULL;
        if (!otherwise || otherwise->kind == NODE_NONE)
            continue;
        if (!eval(s, otherwise))
            return false;
        f->value[i] = take_top(s);
    }
    return true;
}

void visit_function(Object *object, Visitor *visitor, void *with)
{
    if (object->tag == V_CELL) {
        visit_value(((Cell *)object)->value, visitor, with);
        return;
    }
    const Function *f = (Function *)object;
    for (int i = 0; i < f->code->params; i++)
        visit_value(f->value[i], visitor, with);
    visit_value(f->names, visitor, with);
    for (int i = 0; i < f->code->frees; i++)
        if (f->cell[i])
            visitor((Value){ .tag = V_CELL, .object = &f->cell[i]->object }, with);
}

void empty_function(Object *object)
{
    if (object->tag == V_CELL) {
        Value held = ((Cell *)object)->value;
        ((Cell *)object)->value = ABSENT;
        value_drop(held);
        return;
    }
    Function *f = (Function *)object;
    for (int i = 0; i < f->code->params; i++) {
        Value held = f->value[i];
        f->value[i] = ABSENT;
        value_drop(held);
    }
    Value names = f->names;
    f->names = ABSENT;
    value_drop(names);
    for (int i = 0; i < f->code->frees; i++) {
        Cell *cell = f->cell[i];
        f->cell[i] = NULL;
        if (cell)
            value_drop((Value){ .tag = V_CELL, .object = &cell->object });
    }
}

void free_function(Object *object)
{
    empty_function(object);
    if (object->tag == V_FUNCTION) {
        Function *f = (Function *)object;
        mem_free(f->value);
        mem_free(f->cell);
        source_drop(f->source);
    }
    cycle_free(object);
}

/* arguments -------------------------------------------------------------------------------------------------
 */

static bool too_many(Session *s, const Function *f, const Given *given)
{
    const Code *code = f->code;
    int required = code->positional, keyword_only = 0;
    for (int i = 0; i < code->positional; i++)
        required -= f->value[i].tag != V_ABSENT;
    for (int k = 0; k < given->keywords; k++)
        for (int i = code->positional; i < code->params; i++)
            keyword_only += i != code->starstar && !strcmp(name_text(code->slot_name[i]), given->keyword[k]);
    const char *takes = required < code->positional
                            ? run_text(&s->run, "from %d to %d", required, code->positional)
                            : run_text(&s->run, "%d", code->positional);
    bool plural = required < code->positional || code->positional != 1;
    const char *were =
        keyword_only
            ? run_text(&s->run, "%d positional argument%s (and %d keyword-only argument%s) were",
                       given->count, given->count == 1 ? "" : "s", keyword_only, keyword_only == 1 ? "" : "s")
            : run_text(&s->run, "%d %s", given->count, given->count == 1 ? "was" : "were");
    return fail(&s->run, TypeError, "%s() takes %s positional argument%s but %s given", code->qualname, takes,
                plural ? "s" : "", were);
}

static bool missing(Session *s, const Function *f, const Value *local, bool keyword_only)
{
    const Code *code = f->code;
    int from = keyword_only ? code->positional : 0, to = keyword_only ? code->params : code->positional,
        n = 0;
    const char *name[256];
    for (int i = from; i < to && n < 256; i++)
        if (i != code->star && i != code->starstar && local[i].tag == V_ABSENT)
            name[n++] = name_text(code->slot_name[i]);
    if (!n)
        return true;
    const char *list = run_text(&s->run, "'%s'", name[0]);
    for (int i = 1; i < n; i++)
        list = run_text(&s->run, "%s%s%s'%s'", list, n > 2 ? "," : "", i == n - 1 ? " and " : " ", name[i]);
    return fail(&s->run, TypeError, "%s() missing %d required %s argument%s: %s", code->qualname, n,
                keyword_only ? "keyword-only" : "positional", n == 1 ? "" : "s", list);
}

static bool names_positional_only(const Code *code, const char *keyword)
{
    for (int i = 0; i < code->positional_only; i++)
        if (!strcmp(name_text(code->slot_name[i]), keyword))
            return true;
    return false;
}

static const char *positional_only_given(Session *s, const Code *code, const Given *given)
{
    const char *list = NULL;
    for (int i = 0; i < code->positional_only; i++)
        for (int k = 0; k < given->keywords; k++)
            if (!strcmp(name_text(code->slot_name[i]), given->keyword[k]))
                list = list ? run_text(&s->run, "%s, %s", list, given->keyword[k]) : given->keyword[k];
    return list;
}

static bool bind_keyword(Session *s, const Function *f, const Given *given, Value *local, const char *keyword,
                         Value value)
{
    const Code *code = f->code;
    for (int i = code->positional_only; i < code->params; i++) {
        if (i == code->star || i == code->starstar || strcmp(name_text(code->slot_name[i]), keyword))
            continue;
        if (local[i].tag != V_ABSENT)
            return fail(&s->run, TypeError, "%s() got multiple values for argument '%s'", code->qualname,
                        keyword);
        local[i] = value_keep(value);
        return true;
    }
    if (code->starstar >= 0)
        return dict_put(local[code->starstar].dict, keyword, value), true;
    if (names_positional_only(code, keyword))
        return fail(&s->run, TypeError,
                    "%s() got some positional-only arguments passed as keyword arguments: '%s'",
                    code->qualname, positional_only_given(s, code, given));
    Closest closest = { .word = keyword };
    for (int i = code->positional_only; i < code->params; i++)
        if (i != code->star && i != code->starstar)
            closest_try(&closest, name_text(code->slot_name[i]));
    return fail(&s->run, TypeError, "%s() got an unexpected keyword argument '%s'%s", code->qualname, keyword,
                closest.found ? run_text(&s->run, ". Did you mean '%s'?", closest.found) : "");
}

static bool bind(Session *s, const Function *f, const Given *given, Value *local)
{
    const Code *code = f->code;
    int n = given->count < code->positional ? given->count : code->positional;
    for (int i = 0; i < n; i++)
        local[i] = value_keep(given->value[i]);
    if (code->star >= 0)
        local[code->star] = value_tuple(given->count - n, given->value + n);
    if (code->starstar >= 0)
        local[code->starstar] = value_dict_new();
    for (int k = 0; k < given->keywords; k++)
        if (!bind_keyword(s, f, given, local, given->keyword[k], given->value[given->count + k]))
            return false;
    if (given->count > n && code->star < 0)
        return too_many(s, f, given);
    bool all = true;
    for (int i = 0; i < code->params; i++) {
        if (local[i].tag == V_ABSENT)
            local[i] = value_keep(f->value[i]);
        all &= local[i].tag != V_ABSENT;
    }
    return all || (missing(s, f, local, false) && missing(s, f, local, true));
}

/* calls -----------------------------------------------------------------------------------------------------
 */

static bool run_body(Session *s, const Code *code, Frame *frame)
{
    if (code->body->kind != NODE_BLOCK) {
        Value value = evaluate(s, code->body);
        frame->result = take(s, value);
        return value.tag != V_ABSENT;
    }
    return run_block(s, code->body) != FAILED;
}

static bool has_room(Session *s, const Code *code)
{
    if (s->depth < s->run.calls_max && s->end - s->top >= code->slots)
        return true;
    return run_recursion_error(&s->run);
}

/* Runs the body, with its arguments bound in their slots: an owned value, or ABSENT. The caller counts the
 * function. */
static Value run_function(Session *s, const Function *f, Value *local)
{
    const Code *code = f->code;
    for (int i = 0; s->looking && i < code->frees; i++)
        keep_cell(s, f->cell[i]);
    if (code->cells || code->frees)
        fill_cells(code, local, f->cell);
    if (cycles_due())
        cycles_collect();
    Frame frame = { s->frame, code, local, NONE };
    const Tree *tree = s->tree;
    Span here = s->run.here;
    ArenaMark scratch = arena_mark(&s->run.scratch);
    s->frame = &frame;
    s->tree = code->tree;
    s->depth++;
    bool ok = run_body(s, code, &frame);
    s->depth--;
    s->tree = tree;
    s->frame = frame.caller;
    if (!ok) {
        s->run.error.called = here;
        s->run.error.unbound = false; /* of the callers, it may be of what was called in here */
        return ABSENT;
    }
    arena_rewind(&s->run.scratch, scratch);
    return frame.result;
}

Value call_in_place(Session *s, const Function *f, Value *arg)
{
    const Code *code = f->code;
    int count = (int)(s->top - arg);
    if (count != code->positional || count != code->params) {
        Given given = { .count = count, .value = arg, .whole = s->run.here };
        Value result;
        return call_function(s, f, &given, &result) ? result : ABSENT;
    }
    if (!has_room(s, code))
        return ABSENT;
    while (s->top < arg + code->slots)
        *s->top++ = ABSENT;
    return run_function(s, f, arg);
}

bool call_function(Session *s, const Function *f, const Given *given, Value *out)
{
    const Code *code = f->code;
    Value *mark = s->top;
    if (!has_room(s, code))
        return false;
    for (int i = 0; i < code->slots; i++)
        *s->top++ = ABSENT;
    Value self =
        value_keep((Value){ .tag = V_FUNCTION, .object = (Object *)f }); /* it may rebind its own name */
    Span here = s->run.here;
    bool bound = bind(s, f, given, mark);
    s->run.error.unbound = !bound;
    *out = bound ? run_function(s, f, mark) : ABSENT;
    bool ok = out->tag != V_ABSENT;
    if (ok) {
        pop_to(s, mark);
        s->run.here = here;
    }
    value_drop(self);
    return ok;
}
