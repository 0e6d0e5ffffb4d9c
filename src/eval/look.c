/* look.c: evaluating an expression to see what its parts come to, to the values or to the shapes alone. */
#include "eval/eval.h"

enum { NODES_MAX = 20000 };

typedef struct Looking {
    Findings *found;
    int budget;      /* nodes that may still be evaluated */
    bool shapes;     /* at nothing but shapes */
    int cells, room; /* variables of closures that were met, each with its value then */
    struct Met {
        Cell *cell;
        Value value;
    } * met;
} Looking;

bool looks_at_shapes(const Session *s) { return s->looking && s->looking->shapes; }

static void record(Session *s, const Node *node, Value value)
{
    Findings *found = s->looking->found;
    if (s->tree != found->tree || node->number >= found->nodes)
        return;
    Value *at = &found->value[node->number];
    value_drop(*at);
    *at = value_keep(value);
}

/* Names and literals are evaluated without a look at anything, so they are found by what they stand in. */
static void record_names(Session *s, const Node *node)
{
    if (node->kind == NODE_LAMBDA || (node->kind >= NODE_LISTCOMP && node->kind <= NODE_DICTCOMP))
        return; /* names of its own, whose values are gone */
    for (const Node *kid = node->kid; kid; kid = kid->next)
        if (kid->kind == NODE_NAME) {
            Value bound = *variable(s, kid);
            record(s, kid, bound.tag == V_ABSENT ? builtin_value(s, kid->name) : bound);
        } else if (kid->kind == NODE_KEYWORD || kid->kind == NODE_ATTRIBUTE || kid->kind == NODE_COMPARATOR ||
                   kid->kind == NODE_SLICE || kid->kind == NODE_PAREN) {
            record_names(s, kid);
        } else if (kid->kind >= NODE_INT && kid->kind <= NODE_STRING) {
            Value literal = evaluate(s, kid);
            record(s, kid, literal);
            value_drop(take(s, literal));
        }
}

Value evaluate_watched(Session *s, const Node *node)
{
    struct Looking *looking = s->looking;
    if (node->kind >= NODE_NAME && node->kind <= NODE_STRING)
        return evaluate_inside(s, node);
    if (!run_has_room(&s->run))
        return run_deeper(&s->run), ABSENT;
    if (looking && s->run.reach == RUN_SHAPES && looking->budget-- <= 0)
        return fail_no_data(&s->run), ABSENT;
    Value value = evaluate_inside(s, node);
    if (looking) {
        record_names(s, node); /* after a failure, too: its operands are what one asks for */
        if (value.tag != V_ABSENT)
            record(s, node, value);
    }
    return value;
}

/* Names of a function's variables, in an expression that was parsed apart from it. False: it has scopes of
 * its own. */
static bool resolve(const Node *node, const Code *code)
{
    if (node->kind == NODE_LAMBDA || (node->kind >= NODE_LISTCOMP && node->kind <= NODE_DICTCOMP))
        return false;
    if (node->kind == NODE_INDEX)
        ((Node *)node)->cache = NULL; /* its item's place may be another */
    if (node->kind == NODE_NAME)
        for (int slot = 0; slot < code->slots; slot++) {
            if (code->slot_name[slot] != node->name)
                continue;
            Place place = AT_LOCAL;
            for (int i = 0; i < code->frees; i++)
                place = code->free_slot[i] == slot ? AT_CELL : place;
            for (int i = 0; i < code->cells; i++)
                place = code->cell_slot[i] == slot ? AT_CELL : place;
            ((Node *)node)->cache = (void *)((uintptr_t)slot << 2 | place);
        }
    for (const Node *kid = node->kid; kid; kid = kid->next)
        if (!resolve(kid, code))
            return false;
    return true;
}

/* A look at shapes may bind names on its way; afterwards they are what they were. */
static Value *keep_globals(Session *s)
{
    Value *kept = mem_alloc((size_t)(s->globals + 1) * sizeof *kept);
    for (int i = 0; i < s->globals; i++)
        kept[i] = value_keep(s->global[i]);
    return kept;
}

static void restore_globals(Session *s, Value *kept, int count)
{
    for (int i = 0; i < s->globals; i++) {
        value_drop(s->global[i]);
        s->global[i] = i < count ? kept[i] : ABSENT;
    }
    mem_free(kept);
}

void keep_cell(Session *s, Cell *cell)
{
    Looking *looking = s->looking;
    if (!looking->shapes)
        return;
    if (looking->cells == looking->room) {
        looking->room = 2 * looking->room + 8;
        looking->met = mem_resize(looking->met, (size_t)looking->room * sizeof *looking->met);
    }
    cell->object.count++;
    looking->met[looking->cells++] = (struct Met){ cell, value_keep(cell->value) };
}

/* The first that was kept of a cell is the last that it gets. */
static void restore_cells(Looking *looking)
{
    while (looking->cells > 0) {
        struct Met *met = &looking->met[--looking->cells];
        set_variable(&met->cell->value, met->value);
        value_drop((Value){ .tag = V_CELL, .object = &met->cell->object });
    }
    mem_free(looking->met);
}

/* What np.seterrcall was given. */
static Value callable_of(const Run *run)
{
    Object *o = run->errstate.callable;
    return o ? (Value){ .tag = o->tag, .object = o } : NONE;
}

bool session_look(Session *s, const Tree *tree, const Node *expression, Look look, Findings *found)
{
    *found = (Findings){ tree, tree->nodes, mem_zeroed((size_t)tree->nodes * sizeof *found->value) };
    bool apart = s->frame && s->frame->code && s->tree != tree && s->tree->source != tree->source;
    if (apart && !resolve(expression, s->frame->code))
        return fail_no_data(&s->run);
    struct Looking *looking = s->looking, now = { .found = found,
                                                  .budget = NODES_MAX,
                                                  .shapes = look == LOOK_AT_SHAPES || looks_at_shapes(s) };
    Session before = *s;
    value_keep(callable_of(&s->run));
    Value *mark = s->top;
    s->looking = &now;
    s->silent = look != LOOK_AND_TELL || before.silent;
    s->eval_limit = (const char *)UINTPTR_MAX;
    s->tree = tree;
    if (look == LOOK_AT_SHAPES) {
        s->run.reach = RUN_SHAPES;
        s->display = NULL;
        s->run.warn = NULL;
    }
    int globals = s->globals;
    Value *kept = look == LOOK_AT_SHAPES ? keep_globals(s) : NULL;
    Value value = evaluate(s, expression);
    bool ok = value.tag != V_ABSENT;
    if (ok)
        record(s, expression, value);
    pop_to(s, mark);
    if (kept)
        restore_globals(s, kept, globals);
    restore_cells(&now);
    s->looking = looking;
    s->silent = before.silent;
    s->eval_limit = before.eval_limit;
    s->tree = before.tree;
    s->frame = before.frame;
    s->depth = before.depth;
    s->trying = before.trying;
    s->handlings = before.handlings;
    s->display = before.display;
    s->run.reach = before.run.reach;
    s->run.warn = before.run.warn;
    value_drop(callable_of(&s->run));
    s->run.errstate = before.run.errstate;
    s->run.here = before.run.here;
    s->operand[0] = before.operand[0];
    s->operand[1] = before.operand[1];
    return ok;
}

Value finding(const Findings *found, const Node *node)
{
    while (node->kind == NODE_PAREN && found->value[node->number].tag == V_ABSENT)
        node = node->kid;
    return node->number < found->nodes ? found->value[node->number] : ABSENT;
}

void findings_free(Findings *found)
{
    for (int i = 0; i < found->nodes; i++)
        value_drop(found->value[i]);
    mem_free(found->value);
    *found = (Findings){ 0 };
}
