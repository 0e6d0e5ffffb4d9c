/* comprehension.c: comprehensions and generator expressions: clauses that are stepped from match to match. */
#include "eval/eval.h"

#include "value/cycles.h"

enum { CLAUSES_MAX = 20 };

/* Where the clauses of a comprehension stand. */
typedef struct Clauses {
    int count;
    bool started;
    const Node *clause[CLAUSES_MAX];
    Value iterator[CLAUSES_MAX]; /* of `for` clauses that were entered; V_ABSENT otherwise */
} Clauses;

static void clauses_free(Clauses *c)
{
    for (int i = 0; i < c->count; i++)
        value_drop(c->iterator[i]);
}

/* Evaluates the first iterable, outside of the comprehension's own variables. */
static bool clauses_begin(Session *s, Clauses *c, const Node *node)
{
    const Node *clause = node->kid;
    while (clause->kind != NODE_FOR_CLAUSE)
        clause = clause->next;
    c->count = 0;
    c->started = false;
    for (; clause; clause = clause->next) {
        if (c->count == CLAUSES_MAX) {
            at(s, clause);
            return fail(&s->run, SyntaxError, "too many statically nested blocks");
        }
        c->iterator[c->count] = ABSENT;
        c->clause[c->count++] = clause;
    }
    const Node *iterable = c->clause[0]->kid->next;
    if (!eval(s, iterable))
        return false;
    at(s, iterable);
    if (!value_iter(&s->run, s->top[-1], &c->iterator[0]))
        return false;
    drop_top(s);
    return true;
}

static bool enter(Session *s, Clauses *c, int k)
{
    const Node *iterable = c->clause[k]->kid->next;
    if (!eval(s, iterable))
        return false;
    at(s, iterable);
    value_drop(c->iterator[k]);
    c->iterator[k] = ABSENT;
    if (!value_iter(&s->run, s->top[-1], &c->iterator[k]))
        return false;
    drop_top(s);
    return true;
}

/* Goes on to the next match of all clauses: 1; 0: there is none; -1 after an error. */
static int clauses_step(Session *s, Clauses *c)
{
    int k = c->started ? c->count - 1 : 0;
    c->started = true;
    while (k >= 0) {
        if (c->clause[k]->kind != NODE_FOR_CLAUSE) { /* a condition has nothing more to offer */
            k--;
            continue;
        }
        Value item;
        if (!run_goes_on(&s->run))
            return -1;
        int more = iter_next(&s->run, c->iterator[k], &item);
        if (more < 0)
            return -1;
        if (!more) {
            k--;
            continue;
        }
        bool ok = assign_to(s, c->clause[k]->kid, item);
        value_drop(item);
        if (!ok)
            return -1;
        bool match = true;
        for (k++; k < c->count; k++) {
            if (c->clause[k]->kind == NODE_FOR_CLAUSE) {
                if (!enter(s, c, k))
                    return -1;
                match = false;
                break;
            }
            if (!eval_truth(s, c->clause[k]->kid, &match))
                return -1;
            if (!match) {
                k--;
                break;
            }
        }
        if (match)
            return 1;
    }
    return 0;
}

/* A comprehension that runs again gets cells of its own for variables that its lambdas share. */
static void fresh_cells(Session *s, const Node *target)
{
    if (target->kind == NODE_NAME && name_place(target) == AT_CELL) {
        Value *slot = &s->frame->local[name_slot(target)];
        value_drop(*slot);
        *slot = (Value){ .tag = V_CELL, .object = &cell_new(ABSENT)->object };
    } else if (target->kind == NODE_TUPLE || target->kind == NODE_LIST || target->kind == NODE_STAR ||
               target->kind == NODE_PAREN) {
        for (const Node *kid = target->kid; kid; kid = kid->next)
            fresh_cells(s, kid);
    }
}

static bool add_match(Session *s, const Node *node, Value result)
{
    Value *mark = s->top;
    bool ok = eval(s, node->kid);
    if (ok && node->kind == NODE_DICTCOMP)
        ok = eval(s, node->kid->next);
    if (!ok)
        return false;
    if (node->kind == NODE_LISTCOMP) {
        list_append(result.list, mark[0]);
    } else {
        at(s, node);
        ok = node->kind == NODE_SETCOMP ? set_add(&s->run, (Dict *)result.object, mark[0])
                                        : dict_set(&s->run, result.dict, mark[0], mark[1]);
    }
    pop_to(s, mark);
    return ok;
}

/* With the clauses begun: builds the list, set or dict and pushes it. */
static bool collect(Session *s, const Node *node, Clauses *c)
{
    for (int i = 0; i < c->count; i++)
        if (c->clause[i]->kind == NODE_FOR_CLAUSE)
            fresh_cells(s, c->clause[i]->kid);
    Value result = node->kind == NODE_LISTCOMP  ? value_list_new(0)
                   : node->kind == NODE_SETCOMP ? value_set_new()
                                                : value_dict_new();
    if (!push(s, result))
        return false;
    int more;
    while ((more = clauses_step(s, c)) > 0)
        if (!add_match(s, node, result))
            return false;
    return more == 0;
}

/* generators ------------------------------------------------------------------------------------------------
 */

typedef struct Generator {
    Session *session;
    Frame frame;
    Source *source;
    const Node *node;
    Clauses clauses;
    bool running, done;
} Generator;

static int generator_next(Run *run, Iterator *iterator, Value *out)
{
    Generator *g = iterator->state;
    Session *s = g->session;
    if (g->done)
        return 0;
    if (g->running)
        return fail(run, ValueError, "generator already executing") - 1;
    const Tree *tree = s->tree;
    Span here = run->here;
    Value *mark = s->top;
    g->frame.caller = s->frame;
    g->running = true;
    s->frame = &g->frame;
    s->tree = g->frame.code->tree;
    int more = clauses_step(s, &g->clauses);
    if (more > 0) {
        if (eval(s, g->node->kid))
            *out = take_top(s);
        else
            more = -1;
    }
    s->tree = tree;
    s->frame = g->frame.caller;
    g->running = false;
    if (more >= 0) {
        pop_to(s, mark);
        run->here = here;
    }
    if (more <= 0)
        g->done = true;
    return more;
}

static void generator_visit(const Iterator *iterator, Visitor *visitor, void *with)
{
    const Generator *g = iterator->state;
    for (int i = 0; i < g->clauses.count; i++)
        visit_value(g->clauses.iterator[i], visitor, with);
    for (int i = 0; i < g->frame.code->slots; i++)
        visit_value(g->frame.local[i], visitor, with);
}

static void generator_drop(Iterator *iterator)
{
    Generator *g = iterator->state;
    clauses_free(&g->clauses);
    for (int i = 0; i < g->frame.code->slots; i++)
        value_drop(g->frame.local[i]);
    mem_free(g->frame.local);
    source_drop(g->source);
    mem_free(g);
}

static bool eval_generator(Session *s, const Node *node)
{
    const Code *code = code_of(s, node);
    if (!code)
        return false;
    Generator *g = mem_zeroed(sizeof *g);
    g->session = s;
    g->node = node;
    g->source = source_keep(s->tree->source);
    g->frame.code = code;
    g->frame.local = mem_zeroed((size_t)(code->slots + 1) * sizeof(Value));
    Value value = value_iterator(class_generator, NONE, generator_next);
    value.iterator->state = g;
    value.iterator->drop = generator_drop;
    value.iterator->visit = generator_visit;
    if (!push(s, value) || !clauses_begin(s, &g->clauses, node))
        return false;
    Cell **cell = mem_alloc((size_t)(code->frees + 1) * sizeof(Cell *));
    for (int i = 0; i < code->frees; i++)
        cell[i] = (Cell *)s->frame->local[code->free_from[i]].object;
    fill_cells(code, g->frame.local, cell);
    mem_free(cell);
    return true;
}

/* Outside of any function a comprehension has a frame of its own. */
static bool eval_at_top(Session *s, const Node *node, Clauses *c)
{
    const Code *code = comprehension_code(s, node);
    Value *mark = s->top;
    if (s->end - s->top <= code->slots)
        return run_recursion_error(&s->run);
    for (int i = 0; i < code->slots; i++)
        *s->top++ = ABSENT;
    fill_cells(code, mark, NULL);
    Frame frame = { NULL, code, mark, NONE };
    s->frame = &frame;
    bool ok = collect(s, node, c);
    s->frame = NULL;
    if (!ok)
        return false;
    Value result = take_top(s);
    pop_to(s, mark);
    *s->top++ = result;
    return true;
}

bool eval_comprehension(Session *s, const Node *node)
{
    if (node->kind == NODE_GENERATOR)
        return eval_generator(s, node);
    Clauses c = { 0 };
    bool ok = clauses_begin(s, &c, node) && (s->frame ? collect(s, node, &c) : eval_at_top(s, node, &c));
    clauses_free(&c);
    return ok;
}
