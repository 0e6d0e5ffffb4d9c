/* What Python finds wrong only after parsing: a return outside a function, a name that is parameter and
 * global, a star where nothing can take it apart. */
#include "lang/inside.h"

#include <stdlib.h>

enum { BLOCKS_MAX = 21 }; /* loops, with and try in each other, as Python has it */

/* What was seen of a name in a scope. */
enum { IS_PARAM = 1, IS_BOUND = 2, IS_USED = 4, IS_GLOBAL = 8, IS_NONLOCAL = 16 };

typedef struct Seen {
    Name name;
    int how;
    const Node *where; /* of the nonlocal */
} Seen;

/* The statement itself, or the body of a def or lambda in it. */
typedef struct Scope {
    struct Scope *outer; /* NULL: the statement itself */
    Seen *seen;
    int count, room;
} Scope;

/* A comprehension around what is looked at. */
typedef struct Comprehension {
    struct Comprehension *outer;
    const Node *node;
    bool in_iterable;
} Comprehension;

typedef enum { NAMES, USES } Phase;

typedef struct Checker {
    Run *run;
    Phase phase;
    const Tree *tree;
    Scope *scope;
    Comprehension *comprehension;
    bool names; /* there is a global or nonlocal: what becomes of names must be followed */
    int loops, blocks;
} Checker;

static bool check(Checker *, const Node *);

/* True if it is not the phase's to complain. */
#define WRONG(c, phase_, node, ...)                                                                          \
    ((c)->phase != (phase_) ||                                                                               \
     ((c)->run->here = node_span((c)->tree, (node)), fail((c)->run, SyntaxError, __VA_ARGS__)))

/* Names ------------------------------------------------------------------------------------------------- */

static Seen *seen_of(Scope *scope, Name name)
{
    for (int i = 0; i < scope->count; i++)
        if (scope->seen[i].name == name)
            return &scope->seen[i];
    if (scope->count == scope->room) {
        scope->room = scope->room ? 2 * scope->room : 16;
        scope->seen = mem_resize(scope->seen, (size_t)scope->room * sizeof *scope->seen);
    }
    scope->seen[scope->count] = (Seen){ .name = name };
    return &scope->seen[scope->count++];
}

static void see(Checker *c, Name name, int how)
{
    if (c->names)
        seen_of(c->scope, name)->how |= how;
}

static bool declare(Checker *c, const Node *statement)
{
    const char *word = statement->kind == NODE_GLOBAL ? "global" : "nonlocal";
    int how = statement->kind == NODE_GLOBAL ? IS_GLOBAL : IS_NONLOCAL;
    if (!c->names)
        return true;
    for (const Node *kid = statement->kid; kid; kid = kid->next) {
        Seen *seen = seen_of(c->scope, kid->name);
        const char *name = name_text(kid->name);
        if (seen->how & IS_PARAM)
            return WRONG(c, NAMES, statement, "name '%s' is parameter and %s", name, word);
        if (seen->how & IS_USED)
            return WRONG(c, NAMES, statement, "name '%s' is used prior to %s declaration", name, word);
        if (seen->how & IS_BOUND)
            return WRONG(c, NAMES, statement, "name '%s' is assigned to before %s declaration", name, word);
        seen->how |= how;
        seen->where = statement;
    }
    return true;
}

/* At the end of a scope: its nonlocals must be bound in one around it. Those that are not are asked for
 * there. */
static bool resolve(Checker *c, Scope *scope)
{
    for (int i = 0; i < scope->count; i++) {
        Seen *seen = &scope->seen[i];
        if (!(seen->how & IS_NONLOCAL))
            continue;
        const Scope *outer = scope->outer;
        if (seen->how & IS_GLOBAL)
            return WRONG(c, NAMES, seen->where, "name '%s' is nonlocal and global", name_text(seen->name));
        if (!outer)
            return WRONG(c, NAMES, seen->where, "nonlocal declaration not allowed at module level");
        if (!outer->outer)
            return WRONG(c, NAMES, seen->where, "no binding for nonlocal '%s' found", name_text(seen->name));
        Seen *around = seen_of(scope->outer, seen->name);
        if (around->how & (IS_PARAM | IS_BOUND) && !(around->how & IS_GLOBAL))
            continue;
        around->how |= IS_NONLOCAL;
        around->where = seen->where;
    }
    return true;
}

static bool check_params(Checker *c, const Node *params)
{
    for (const Node *param = params->kid; param; param = param->next) {
        for (const Node *other = params->kid; param->name && other != param; other = other->next)
            if (other->name == param->name)
                return WRONG(c, NAMES, param, "duplicate argument '%s' in function definition",
                             name_text(param->name));
        if (param->name)
            see(c, param->name, IS_PARAM);
    }
    return true;
}

/* Of a def or a lambda. */
static bool check_function(Checker *c, const Node *params, const Node *body)
{
    for (const Node *param = params->kid; param; param = param->next)
        if (!check(c, param->kid) || !check(c, param->kid->next))
            return false;
    Checker inside = *c;
    Scope scope = { .outer = c->scope };
    inside.scope = &scope;
    inside.comprehension = NULL;
    inside.loops = inside.blocks = 0;
    bool good = check_params(&inside, params) && check(&inside, body) && resolve(c, &scope);
    mem_free(scope.seen);
    return good;
}

/* Targets ----------------------------------------------------------------------------------------------- */

static bool bind(Checker *c, const Node *target)
{
    switch (target->kind) {
    case NODE_NAME: see(c, target->name, IS_BOUND); return true;
    case NODE_PAREN:
    case NODE_STAR: return bind(c, target->kid);
    case NODE_TUPLE:
    case NODE_LIST: {
        int stars = 0;
        for (const Node *kid = target->kid; kid; kid = kid->next) {
            stars += kid->kind == NODE_STAR;
            if (!bind(c, kid))
                return false;
        }
        return stars < 2 || WRONG(c, USES, target, "multiple starred expressions in assignment");
    }
    default: return check(c, target);
    }
}

static bool bind_whole(Checker *c, const Node *target)
{
    return bind(c, target) &&
           (target->kind != NODE_STAR ||
            WRONG(c, USES, target, "starred assignment target must be in a list or tuple"));
}

static bool binds(const Node *target, Name name)
{
    if (target->kind == NODE_NAME)
        return target->name == name;
    if (target->kind == NODE_ATTRIBUTE || target->kind == NODE_INDEX)
        return false;
    for (const Node *kid = target->kid; kid; kid = kid->next)
        if (binds(kid, name))
            return true;
    return false;
}

static bool check_walrus(Checker *c, const Node *node)
{
    Name name = node->kid->name;
    for (const Comprehension *around = c->comprehension; around; around = around->outer) {
        if (around->in_iterable)
            return WRONG(c, NAMES, node,
                         "assignment expression cannot be used in a comprehension iterable expression");
        for (const Node *kid = around->node->kid; kid; kid = kid->next)
            if (kid->kind == NODE_FOR_CLAUSE && binds(kid->kid, name))
                return WRONG(c, NAMES, node->kid,
                             "assignment expression cannot rebind comprehension iteration variable '%s'",
                             name_text(name));
    }
    see(c, name, IS_BOUND);
    return check(c, node->kid->next);
}

/* Expressions and statements ---------------------------------------------------------------------------- */

static bool check_each(Checker *c, const Node *kid)
{
    for (; kid; kid = kid->next)
        if (!check(c, kid))
            return false;
    return true;
}

/* The same where a star may stand. */
static bool check_items(Checker *c, const Node *kid)
{
    for (; kid; kid = kid->next)
        if (!check(c, kid->kind == NODE_STAR ? kid->kid : kid))
            return false;
    return true;
}

static bool check_call(Checker *c, const Node *node)
{
    for (const Node *kid = node->kid; kid; kid = kid->next)
        for (const Node *other = node->kid; kid->kind == NODE_KEYWORD && other != kid; other = other->next)
            if (other->kind == NODE_KEYWORD && other->name == kid->name &&
                !WRONG(c, USES, kid, "keyword argument repeated: %s", name_text(kid->name)))
                return false;
    return check_items(c, node->kid);
}

/* Its names are its own, but for those in the first iterable. */
static bool check_comprehension(Checker *c, const Node *node)
{
    Comprehension here = { c->comprehension, node, false };
    bool names = c->names, first = true, good = true;
    c->comprehension = &here;
    for (const Node *kid = node->kid; kid && good; kid = kid->next) {
        c->names = names && kid->kind == NODE_FOR_CLAUSE && first;
        if (kid->kind != NODE_FOR_CLAUSE) {
            good = check(c, kid);
            continue;
        }
        here.in_iterable = true;
        good = check(c, kid->kid->next);
        here.in_iterable = c->names = first = false;
        good = good && bind_whole(c, kid->kid);
    }
    c->comprehension = here.outer;
    c->names = names;
    return good;
}

static bool enter_block(Checker *c, const Node *node)
{
    return c->blocks++ < BLOCKS_MAX || WRONG(c, USES, node, "too many statically nested blocks");
}

/* A loop's body, and its else, which is not in the loop. */
static bool check_loop(Checker *c, const Node *node, const Node *body)
{
    if (!enter_block(c, node))
        return false;
    c->loops++;
    bool good = check(c, body);
    c->loops--;
    c->blocks--;
    return good && check(c, body->next);
}

static bool check_try(Checker *c, const Node *node)
{
    for (const Node *kid = node->kid->next; kid->kind == NODE_EXCEPT; kid = kid->next)
        if (kid->kid->kind == NODE_NONE && kid->next->kind == NODE_EXCEPT &&
            !WRONG(c, USES, kid, "default 'except:' must be last"))
            return false;
    int before = c->blocks;
    for (const Node *kid = node->kid; kid; kid = kid->next) {
        bool handler = kid->kind == NODE_EXCEPT; /* which Python counts twice */
        if (!enter_block(c, node) || (handler && !enter_block(c, node)) || !check(c, kid))
            return false;
        c->blocks = before;
    }
    return true;
}

static bool check_with(Checker *c, const Node *node)
{
    int before = c->blocks;
    for (const Node *kid = node->kid; kid; kid = kid->next) {
        if (kid->kind != NODE_WITH_ITEM) {
            if (!check(c, kid))
                return false;
        } else if (!enter_block(c, node) || !check(c, kid->kid) || !bind_whole(c, kid->kid->next)) {
            return false;
        }
    }
    c->blocks = before;
    return true;
}

static bool check_aliases(Checker *c, const Node *node)
{
    if (node->kind == NODE_FROM && !node->kids && c->scope->outer)
        return WRONG(c, NAMES, node, "import * only allowed at module level");
    for (const Node *kid = node->kid; kid; kid = kid->next)
        see(c, kid->name, IS_BOUND);
    return true;
}

/* The value first. */
static bool check_assign(Checker *c, const Node *node)
{
    for (const Node *kid = node->kid; kid; kid = kid->next)
        if (!kid->next && !check(c, kid))
            return false;
    for (const Node *kid = node->kid; kid->next; kid = kid->next)
        if (!bind_whole(c, kid))
            return false;
    return true;
}

static bool check(Checker *c, const Node *node)
{
    if (!run_deeper(c->run))
        return false;
    switch (node->kind) {
    case NODE_NAME: see(c, node->name, IS_USED); return true;
    case NODE_STAR: return WRONG(c, USES, node, "can't use starred expression here") && check(c, node->kid);
    case NODE_TUPLE:
    case NODE_LIST:
    case NODE_SET:
    case NODE_INDEX: return check_items(c, node->kid);
    case NODE_CALL: return check_call(c, node);
    case NODE_LAMBDA: return check_function(c, node->kid, node->kid->next);
    case NODE_WALRUS: return check_walrus(c, node);
    case NODE_LISTCOMP:
    case NODE_SETCOMP:
    case NODE_DICTCOMP:
    case NODE_GENERATOR: return check_comprehension(c, node);
    case NODE_ASSIGN: return check_assign(c, node);
    case NODE_AUGMENTED: return check(c, node->kid->next) && bind(c, node->kid);
    case NODE_ANNOTATED: return check_each(c, node->kid->next) && bind(c, node->kid);
    case NODE_DEL:
        for (const Node *kid = node->kid; kid; kid = kid->next)
            if (!bind(c, kid))
                return false;
        return true;
    case NODE_GLOBAL:
    case NODE_NONLOCAL: return declare(c, node);
    case NODE_IMPORT:
    case NODE_FROM: return check_aliases(c, node);
    case NODE_RETURN:
        return (c->scope->outer || WRONG(c, USES, node, "'return' outside function")) &&
               check_each(c, node->kid);
    case NODE_BREAK: return c->loops || WRONG(c, USES, node, "'break' outside loop");
    case NODE_CONTINUE: return c->loops || WRONG(c, USES, node, "'continue' not properly in loop");
    case NODE_WHILE: return check(c, node->kid) && check_loop(c, node, node->kid->next);
    case NODE_FOR:
        return check(c, node->kid->next) && bind_whole(c, node->kid) &&
               check_loop(c, node, node->kid->next->next);
    case NODE_DEF:
        see(c, node->name, IS_BOUND);
        return check_each(c, node->kid->next->next) && check_function(c, node->kid, node->kid->next);
    case NODE_WITH: return check_with(c, node);
    case NODE_TRY: return check_try(c, node);
    case NODE_EXCEPT:
        if (node->name)
            see(c, node->name, IS_BOUND);
        return check_each(c, node->kid);
    default: return check_each(c, node->kid);
    }
}

bool check_tree(Run *run, const Tree *tree, bool names)
{
    Scope scope = { 0 };
    Checker c = { .run = run, .phase = NAMES, .tree = tree, .scope = &scope, .names = names };
    bool good = check(&c, tree->root) && resolve(&c, &scope);
    mem_free(scope.seen);
    scope = (Scope){ 0 };
    c.phase = USES;
    c.names = false;
    return good && check(&c, tree->root);
}
