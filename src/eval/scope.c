/* scope.c: which variable a name means, inside functions and comprehensions.
 *
 * Names outside of both are global, which is what a node says that nobody resolved: a script's plain
 * statements pass by here at no cost. An outermost def, lambda or comprehension is resolved as a whole when
 * it is first evaluated: variables become slots of a frame, those that inner functions share become cells. */
#include "eval/eval.h"

#include <string.h>

typedef struct Variable {
    Name name;
    int slot;
    bool cell;             /* shared with an inner function */
    bool hidden;           /* of a comprehension that ended */
    struct Variable *from; /* a free variable: the same in the enclosing scope */
} Variable;

typedef struct Scope {
    struct Scope *outer;
    Arena *arena;
    Variable **variable;
    int variables, room;
    Name *global; /* declared global */
    int globals;
    Run *run;
    const Tree *tree;
    const Code *code; /* what the scope is of; NULL: a comprehension outside of functions */
    bool failed;
} Scope;

static Variable *declare(Scope *scope, Name name)
{
    if (scope->variables == scope->room) {
        scope->room = scope->room ? scope->room * 2 : 8;
        Variable **more = arena_alloc(scope->arena, (size_t)scope->room * sizeof *more);
        if (scope->variables)
            memcpy(more, scope->variable, (size_t)scope->variables * sizeof *more);
        scope->variable = more;
    }
    Variable *variable = arena_alloc(scope->arena, sizeof *variable);
    *variable = (Variable){ .name = name, .slot = scope->variables };
    return scope->variable[scope->variables++] = variable;
}

static bool is_global(const Scope *scope, Name name)
{
    for (int i = 0; i < scope->globals; i++)
        if (scope->global[i] == name)
            return true;
    return false;
}

static Variable *own(const Scope *scope, Name name)
{
    for (int i = scope->variables; i-- > 0;)
        if (scope->variable[i]->name == name && !scope->variable[i]->hidden)
            return scope->variable[i];
    return NULL;
}

/* The variable that a name means in a scope; NULL: it is global. */
static Variable *lookup(Scope *scope, Name name)
{
    if (!scope || is_global(scope, name))
        return NULL;
    Variable *variable = own(scope, name);
    if (variable)
        return variable;
    Variable *outer = lookup(scope->outer, name);
    if (!outer)
        return NULL;
    outer->cell = true;
    variable = declare(scope, name);
    variable->cell = true;
    variable->from = outer;
    return variable;
}

static void declare_once(Scope *scope, Name name)
{
    if (!is_global(scope, name) && !own(scope, name))
        declare(scope, name);
}

static void collect_target(Scope *scope, const Node *target)
{
    if (target->kind == NODE_NAME)
        declare_once(scope, target->name);
    else if (target->kind == NODE_TUPLE || target->kind == NODE_LIST || target->kind == NODE_STAR ||
             target->kind == NODE_PAREN)
        for (const Node *kid = target->kid; kid; kid = kid->next)
            collect_target(scope, kid);
}

static void collect_declared(Scope *scope, const Node *node)
{
    if (node->kind == NODE_GLOBAL) {
        Name *more = arena_alloc(scope->arena, (size_t)(scope->globals + node->kids) * sizeof *more);
        if (scope->globals)
            memcpy(more, scope->global, (size_t)scope->globals * sizeof *more);
        for (const Node *kid = node->kid; kid; kid = kid->next)
            more[scope->globals++] = kid->name;
        scope->global = more;
    } else if (node->kind == NODE_NONLOCAL) {
        for (const Node *kid = node->kid; kid; kid = kid->next) {
            Variable *outer = lookup(scope->outer, kid->name);
            if (!outer) {
                fail(scope->run, SyntaxError, "no binding for nonlocal '%s' found", name_text(kid->name));
                scope->failed = true;
                continue;
            }
            outer->cell = true;
            Variable *variable = declare(scope, kid->name);
            variable->cell = true;
            variable->from = outer;
        }
    } else if (node->kind != NODE_DEF && node->kind != NODE_LAMBDA) {
        for (const Node *kid = node->kid; kid; kid = kid->next)
            collect_declared(scope, kid);
    }
}

/* Declares what the statements below a node bind in this scope. */
static void collect(Scope *scope, const Node *node)
{
    switch (node->kind) {
    case NODE_LAMBDA: return;
    case NODE_DEF: declare_once(scope, node->name); return;
    case NODE_ASSIGN:
        for (const Node *kid = node->kid; kid->next; kid = kid->next)
            collect_target(scope, kid);
        break;
    case NODE_AUGMENTED:
    case NODE_ANNOTATED:
    case NODE_FOR:
    case NODE_WALRUS: collect_target(scope, node->kid); break;
    case NODE_WITH_ITEM: collect_target(scope, node->kid->next); break;
    case NODE_DEL:
        for (const Node *kid = node->kid; kid; kid = kid->next)
            collect_target(scope, kid);
        break;
    case NODE_ALIAS:
    case NODE_EXCEPT:
        if (node->name)
            declare_once(scope, node->name);
        break;
    default: break;
    }
    for (const Node *kid = node->kid; kid; kid = kid->next)
        collect(scope, kid);
}

static void resolve(Scope *, Node *);

static void resolve_kids(Scope *scope, Node *node)
{
    for (Node *kid = node->kid; kid; kid = kid->next)
        resolve(scope, kid);
}

/* Until all is known a node's cache points to its variable. */
static void use(Scope *scope, Node *node) { node->cache = lookup(scope, node->name); }

static void resolve_clauses(Scope *scope, Node *node)
{
    Node *first = node->kid;
    while (first->kind != NODE_FOR_CLAUSE)
        first = first->next;
    int before = scope->variables;
    for (Node *clause = first; clause; clause = clause->next) {
        if (clause->kind == NODE_FOR_CLAUSE) {
            if (clause != first)
                resolve(scope, clause->kid->next);
            /* targets hide what stood outside, unless an earlier clause has the same name */
            Scope names = { .arena = scope->arena };
            collect_target(&names, clause->kid);
            for (int i = 0; i < names.variables; i++) {
                Variable *there = own(scope, names.variable[i]->name);
                if (!there || there->slot < before)
                    declare(scope, names.variable[i]->name);
            }
            resolve(scope, clause->kid);
        } else {
            resolve_kids(scope, clause);
        }
    }
    for (Node *kid = node->kid; kid != first; kid = kid->next)
        resolve(scope, kid);
    for (int i = before; i < scope->variables; i++)
        if (!scope->variable[i]->from)
            scope->variable[i]->hidden = true;
}

static Node *first_iterable(Node *node)
{
    Node *clause = node->kid;
    while (clause->kind != NODE_FOR_CLAUSE)
        clause = clause->next;
    return clause->kid->next;
}

static void set_params(Scope *scope, Code *code, Node *params)
{
    code->star = code->starstar = -1;
    code->param = arena_alloc(scope->arena, (size_t)(params->kids + 1) * sizeof *code->param);
    bool keyword_only = false;
    for (Node *param = params->kid; param; param = param->next) {
        if (param->op == PARAM_SLASH) {
            code->positional_only = code->params;
            continue;
        }
        if (param->op == PARAM_BARE_STAR) {
            keyword_only = true;
            continue;
        }
        if (param->op == PARAM_STAR) {
            code->star = code->params;
            keyword_only = true;
        } else if (param->op == PARAM_STARSTAR) {
            code->starstar = code->params;
        } else if (!keyword_only) {
            code->positional++;
        }
        code->param[code->params++] = param;
        declare(scope, param->name);
    }
}

static void finish_code(Scope *scope, Code *code)
{
    size_t n = (size_t)scope->variables + 1;
    code->slots = scope->variables;
    code->slot_name = arena_alloc(scope->arena, n * sizeof *code->slot_name);
    code->free_slot = arena_alloc(scope->arena, n * sizeof *code->free_slot);
    code->free_from = arena_alloc(scope->arena, n * sizeof *code->free_from);
    code->cell_slot = arena_alloc(scope->arena, n * sizeof *code->cell_slot);
    code->frees = code->cells = 0;
    for (int i = 0; i < scope->variables; i++) {
        const Variable *variable = scope->variable[i];
        code->slot_name[i] = variable->name;
        if (variable->from) {
            code->free_slot[code->frees] = i;
            code->free_from[code->frees++] = variable->from->slot;
        } else if (variable->cell) {
            code->cell_slot[code->cells++] = i;
        }
    }
}

static void *encoded(const Variable *variable)
{
    if (!variable)
        return NULL;
    return (void *)(((uintptr_t)variable->slot << 2) | (variable->cell ? AT_CELL : AT_LOCAL));
}

static void place(Node *node);

static void place_kids(Node *node)
{
    for (Node *kid = node->kid; kid; kid = kid->next)
        place(kid);
}

/* Turns the variables that caches point to into slots. */
static void place(Node *node)
{
    switch (node->kind) {
    case NODE_NAME:
    case NODE_ALIAS:
    case NODE_EXCEPT: node->cache = encoded(node->cache); break;
    case NODE_DEF:
    case NODE_LAMBDA:
    case NODE_GENERATOR:
    case NODE_LISTCOMP:
    case NODE_SETCOMP:
    case NODE_DICTCOMP: {
        /* What is evaluated outside, a default or a first iterable, is resolved on its own, perhaps already.
         */
        Code *code = node->cache;
        bool inlined =
            node->kind == NODE_LISTCOMP || node->kind == NODE_SETCOMP || node->kind == NODE_DICTCOMP;
        if (code ? !code->scope : !inlined)
            return;
        if (!code)
            break;
        finish_code(code->scope, code);
        code->scope = NULL;
        if (node->kind == NODE_DEF)
            code->bind = encoded(code->bind);
        break;
    }
    default: break;
    }
    place_kids(node);
}

static Scope *scope_new(Scope *outer, Run *run, const Tree *tree)
{
    Arena *arena = &tree->source->arena;
    Scope *scope = arena_alloc(arena, sizeof *scope);
    *scope = (Scope){ .outer = outer, .arena = arena, .run = run, .tree = tree };
    return scope;
}

/* A tree that lasts as long as its source. */
static const Tree *lasting(const Tree *tree)
{
    Tree *copy = arena_alloc(&tree->source->arena, sizeof *copy);
    *copy = *tree;
    return copy;
}

/* As Python tells where a function was made: "f.<locals>.g". */
static const char *qualname(const Scope *scope, const Node *node)
{
    const char *own = node->kind == NODE_GENERATOR ? "<genexpr>"
                      : node->name                 ? name_text(node->name)
                                                   : "<lambda>";
    const Code *outer = scope->outer ? scope->outer->code : NULL;
    if (!outer || (node->kind == NODE_DEF && is_global(scope->outer, node->name)))
        return own;
    const char *between = outer->node->kind == NODE_GENERATOR ? "." : ".<locals>.";
    size_t size = strlen(outer->qualname) + strlen(between) + strlen(own) + 1;
    char *text = arena_alloc(scope->arena, size);
    snprintf(text, size, "%s%s%s", outer->qualname, between, own);
    return text;
}

static Code *open_code(Scope *scope, Node *node)
{
    Code *code = arena_alloc(scope->arena, sizeof *code);
    *code = (Code){ .tree = scope->tree,
                    .scope = scope,
                    .node = node,
                    .name = node->name,
                    .qualname = qualname(scope, node),
                    .star = -1,
                    .starstar = -1 };
    scope->code = code;
    node->cache = code;
    return code;
}

static void resolve_function(Scope *outer, Node *node, Run *run, const Tree *tree)
{
    Scope *scope = scope_new(outer, run, tree);
    Code *code = open_code(scope, node);
    if (node->kind == NODE_GENERATOR) {
        resolve_clauses(scope, node);
    } else {
        Node *params = node->kid, *body = params->next;
        code->body = body;
        set_params(scope, code, params); /* which take the first slots */
        if (node->kind == NODE_DEF) {
            collect_declared(scope, body);
            collect(scope, body);
        }
        resolve(scope, body);
    }
    if (scope->failed && outer)
        outer->failed = true;
}

static void resolve(Scope *scope, Node *node)
{
    switch (node->kind) {
    case NODE_NAME: use(scope, node); return;
    case NODE_ALIAS:
    case NODE_EXCEPT:
        if (node->name)
            use(scope, node);
        resolve_kids(scope, node);
        return;
    case NODE_DEF:
    case NODE_LAMBDA:
        for (Node *param = node->kid->kid; param; param = param->next)
            if (param->kid)
                resolve(scope, param->kid->next); /* defaults belong to the scope around */
        for (Node *decorator = node->kid->next->next; decorator; decorator = decorator->next)
            resolve(scope, decorator);
        resolve_function(scope, node, scope->run, scope->tree);
        if (node->kind == NODE_DEF)
            ((Code *)node->cache)->bind = lookup(scope, node->name);
        return;
    case NODE_GENERATOR:
        resolve(scope, first_iterable(node));
        resolve_function(scope, node, scope->run, scope->tree);
        return;
    case NODE_LISTCOMP:
    case NODE_SETCOMP:
    case NODE_DICTCOMP:
        resolve(scope, first_iterable(node));
        resolve_clauses(scope, node);
        return;
    case NODE_GLOBAL:
    case NODE_NONLOCAL: return;
    default: resolve_kids(scope, node);
    }
}

const Code *code_of(Session *s, const Node *node)
{
    if (node->cache)
        return node->cache;
    Node *mine = (Node *)node; /* the one field that is not const */
    resolve_function(NULL, mine, &s->run, lasting(s->tree));
    if (s->run.error.class) {
        mine->cache = NULL;
        return NULL;
    }
    place(mine);
    return mine->cache;
}

const Code *comprehension_code(Session *s, const Node *node)
{
    if (node->cache)
        return node->cache;
    Node *mine = (Node *)node;
    Scope *scope = scope_new(NULL, &s->run, lasting(s->tree));
    Code *code = arena_alloc(scope->arena, sizeof *code);
    *code = (Code){ .tree = scope->tree, .node = node, .star = -1, .starstar = -1 };
    resolve_clauses(scope, mine);
    place_kids(mine);
    finish_code(scope, code);
    return mine->cache = code;
}
