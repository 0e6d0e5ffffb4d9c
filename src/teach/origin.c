#include "teach/origin.h"

#include "eval/eval.h"
#include "teach/callee.h"

#include <string.h>

enum { READS_MAX = 6, TEXT_MAX = 400, DEPTH_MAX = 8 };

/* What a variable was: the same bits and, of an array, the same mark. */
typedef struct Read {
    Name name;
    uint8_t tag;
    int64_t bits;
    uint64_t mark;
} Read;

typedef struct Origin {
    Tree tree; /* its source is kept; NULL: there is none */
    const Node *node;
    Read made; /* the name's own value */
    int reads;
    Read read[READS_MAX];
} Origin;

struct Origins {
    Origin **of; /* by Name; NULL: nothing is remembered */
    int room;
};

Origins *origins_new(void) { return mem_zeroed(sizeof(Origins)); }

static void forget(Origins *origins, Name name)
{
    if (name >= origins->room || !origins->of[name])
        return;
    source_drop(origins->of[name]->tree.source);
    mem_free(origins->of[name]);
    origins->of[name] = NULL;
}

void origins_free(Origins *origins)
{
    if (!origins)
        return;
    for (int i = 0; i < origins->room; i++)
        forget(origins, (Name)i);
    mem_free(origins->of);
    mem_free(origins);
}

/* noting ----------------------------------------------------------------------------------------------------
 */

/* A number made of some of an array's elements: at most 64, so that the largest array costs no more. */
static uint64_t mark_of(Value v)
{
    enum { SAMPLES = 64 };
    if (v.tag != V_ARRAY || !v.tensor->data)
        return 0;
    const Tensor *t = v.tensor;
    uint64_t mark = 14695981039346656037u; /* FNV-1a */
    int64_t size = tensor_size(t), step = size > SAMPLES ? size / SAMPLES : 1;
    for (int64_t i = 0, left = SAMPLES; i < size && left-- > 0; i += step) {
        const char *at = t->data;
        int64_t rest = i;
        for (int axis = t->ndim; axis-- > 0;) {
            at += rest % t->dim[axis] * t->stride[axis];
            rest /= t->dim[axis];
        }
        for (size_t byte = 0; byte < tensor_itemsize(t); byte++)
            mark = (mark ^ (unsigned char)at[byte]) * 1099511628211u;
    }
    return mark;
}

static Read read_of(Name name, Value v) { return (Read){ name, v.tag, v.i, mark_of(v) }; }
static bool is_same(Read read, Value v) { return read.tag == v.tag && read.bits == v.i; }

/* Collects the variables that hold data; *own: the name itself is among them. */
static void collect_reads(Session *s, const Node *node, Name name, Origin *origin, bool *own)
{
    if (node->kind == NODE_NAME) {
        Value v = session_get(s, node->name);
        bool data = v.tag != V_ABSENT && v.tag != V_MODULE && v.tag != V_FUNC && v.tag != V_FUNCTION &&
                    v.tag != V_CLASS && v.tag != V_DTYPE;
        *own |= node->name == name;
        for (int i = 0; i < origin->reads; i++)
            data &= origin->read[i].name != node->name;
        if (data && origin->reads < READS_MAX)
            origin->read[origin->reads++] = read_of(node->name, v);
    }
    for (const Node *kid = node->kid; kid; kid = kid->next)
        collect_reads(s, kid, name, origin, own);
}

static void note_expression(Origins *origins, Session *s, Name name, const Tree *tree, const Node *node,
                            bool always)
{
    Origin origin = { .tree = *tree, .node = node, .made = read_of(name, session_get(s, name)) };
    bool own = false;
    forget(origins, name);
    collect_reads(s, node, name, &origin, &own);
    if (own || (!always && origin.reads == 0))
        return;
    if (name >= origins->room) {
        int room = name_count() + 64;
        origins->of = mem_resize(origins->of, (size_t)room * sizeof(Origin *));
        memset(origins->of + origins->room, 0, (size_t)(room - origins->room) * sizeof(Origin *));
        origins->room = room;
    }
    origins->of[name] = mem_alloc(sizeof origin);
    *origins->of[name] = origin;
    source_keep(tree->source);
}

void origins_note(Origins *origins, Session *s, const Tree *tree)
{
    for (const Node *statement = tree->root->kid; statement; statement = statement->next) {
        const Node *target = statement->kid;
        if (statement->kind != NODE_ASSIGN || target->kind != NODE_NAME || target->next->next)
            continue;
        note_expression(origins, s, target->name, tree, target->next, false);
    }
}

void origins_note_name(Origins *origins, Session *s, Name name, const Tree *tree, const Node *node)
{
    note_expression(origins, s, name, tree, node, true);
}

const Node *origin_of(const Origins *origins, Session *s, Name name, const Tree **tree)
{
    const Origin *origin = name < origins->room ? origins->of[name] : NULL;
    Value value = session_get(s, name);
    if (!origin || !is_same(origin->made, value) || origin->made.mark != mark_of(value))
        return NULL;
    for (int i = 0; i < origin->reads; i++) {
        Value read = session_get(s, origin->read[i].name);
        if (!is_same(origin->read[i], read) || origin->read[i].mark != mark_of(read))
            return NULL;
    }
    *tree = &origin->tree;
    return origin->node;
}

/* unfolding -------------------------------------------------------------------------------------------------
 */

/* What a function's parameters stand for. */
typedef struct Bindings {
    int count;
    Name name[READS_MAX];
    const char *text[READS_MAX];
} Bindings;

typedef struct Unfolding {
    Origins *origins;
    Session *session;
    Text *stale;
    bool replaced, failed;
} Unfolding;

static void spell(Unfolding *, const Source *, const Node *, const Bindings *, int depth, Text *);

static bool same_value(Session *s, Value a, Value b)
{
    if (a.tag != b.tag)
        return false;
    if (a.tag != V_ARRAY) {
        bool equal = a.dtype == b.dtype && a.i == b.i;
        if (value_is_counted(a) && !value_equal(&s->run, a, b, &equal))
            run_forget_trial(&s->run);
        return equal;
    }
    const Tensor *x = a.tensor, *y = b.tensor;
    if (x->dtype != y->dtype || !shape_equal(x->ndim, x->dim, y->ndim, y->dim) || !x->data != !y->data)
        return false;
    if (!x->data)
        return true;
    Tensor *one = tensor_copy(&s->run, a.tensor, 'C'),
           *other = one ? tensor_copy(&s->run, b.tensor, 'C') : NULL;
    bool same = other && memcmp(one->data, other->data, (size_t)tensor_size(one) * tensor_itemsize(one)) == 0;
    tensor_drop(one);
    tensor_drop(other);
    return same;
}

/* Whether the expression gives the very value that the name has. */
static bool still_holds(Session *s, const Origin *origin, Value value)
{
    Findings shapes, found;
    session_look(s, &origin->tree, origin->node, LOOK_AT_SHAPES, &shapes);
    run_forget_trial(&s->run);
    bool holds = node_is_pure(s, &shapes, origin->node);
    findings_free(&shapes);
    if (!holds)
        return false;
    holds = session_look(s, &origin->tree, origin->node, LOOK_AT_VALUES, &found) &&
            same_value(s, finding(&found, origin->node), value);
    run_forget_trial(&s->run);
    findings_free(&found);
    return holds;
}

static void tell_stale(Unfolding *u, Name name, const Origin *origin)
{
    const Read *changed = NULL, *rebound = NULL;
    for (int i = 0; i < origin->reads; i++) {
        Value now = session_get(u->session, origin->read[i].name);
        if (!is_same(origin->read[i], now))
            rebound = rebound ? rebound : &origin->read[i];
        else if (origin->read[i].mark != mark_of(now))
            changed = changed ? changed : &origin->read[i];
    }
    Text expression = { 0 };
    text_add(&expression, origin->tree.source->text + origin->node->start,
             (size_t)(origin->node->end - origin->node->start));
    Text says = { 0 };
    text_printf(&says, "%s was made by %s", name_text(name), text_get(&expression));
    if (rebound)
        text_printf(&says, ", but %s was rebound since.", name_text(rebound->name));
    else if (changed)
        text_printf(&says, ", but the array %s changed since.", name_text(changed->name));
    else
        text_puts(&says, ", which gives another value now.");
    if (!strstr(text_get(u->stale), text_get(&says))) /* the name may come up again */
        text_printf(u->stale, "%s%s", u->stale->length ? " " : "", text_get(&says));
    text_free(&says);
    text_free(&expression);
}

static bool is_primary(const Node *node)
{
    switch ((NodeKind)node->kind) {
    case NODE_NAME:
    case NODE_CALL:
    case NODE_INDEX:
    case NODE_ATTRIBUTE:
    case NODE_PAREN:
    case NODE_LIST: return true;
    default: return false;
    }
}

static void put_replaced(Unfolding *u, const Source *source, const Node *node, const Bindings *bindings,
                         int depth, Text *out)
{
    Text inner = { 0 };
    spell(u, source, node, bindings, depth, &inner);
    text_printf(out, is_primary(node) ? "%s" : "(%s)", text_get(&inner));
    text_free(&inner);
    u->replaced = true;
}

/* What a function is whose body is one return, after a text perhaps; NULL: it is more. */
static const Node *returned(const Code *code)
{
    if (code->node->kind == NODE_LAMBDA)
        return code->body;
    const Node *statement = code->body->kid;
    if (statement && statement->kind == NODE_EXPRESSION && statement->kid->kind == NODE_STRING)
        statement = statement->next;
    return statement && statement->kind == NODE_RETURN && !statement->next && statement->kid &&
                   statement->kid->kind != NODE_NONE
               ? statement->kid
               : NULL;
}

/* A call of such a function, its arguments given by position. */
static bool put_call(Unfolding *u, const Source *source, const Node *node, const Bindings *bindings,
                     int depth, Text *out)
{
    Value function = callee_function(u->session, node);
    if (function.tag != V_FUNCTION || depth == 0)
        return false;
    const Function *f = (const Function *)function.object;
    const Code *code = f->code;
    const Node *body = returned(code);
    if (!body || code->params != node->kids - 1 || code->positional != code->params || code->frees ||
        code->slots != code->params || code->params > READS_MAX)
        return false;
    Bindings inner = { .count = code->params };
    Text text[READS_MAX] = { { 0 } };
    int i = 0;
    bool plain = true;
    for (const Node *argument = node->kid->next; argument; argument = argument->next, i++) {
        plain &=
            argument->kind != NODE_STAR && argument->kind != NODE_STARSTAR && argument->kind != NODE_KEYWORD;
        if (!plain)
            break;
        Text spelled = { 0 };
        spell(u, source, argument, bindings, depth, &spelled);
        text_printf(&text[i], is_primary(argument) ? "%s" : "(%s)", text_get(&spelled));
        text_free(&spelled);
        inner.name[i] = code->slot_name[i];
        inner.text[i] = text_get(&text[i]);
    }
    if (plain)
        put_replaced(u, f->source, body, &inner, depth - 1, out);
    for (i = 0; i < READS_MAX; i++)
        text_free(&text[i]);
    return plain;
}

static bool put_name(Unfolding *u, const Node *node, const Bindings *bindings, int depth, Text *out)
{
    for (int i = 0; bindings && i < bindings->count; i++)
        if (bindings->name[i] == node->name)
            return text_puts(out, bindings->text[i]), true;
    if (depth == 0 || node->name >= u->origins->room || !u->origins->of[node->name])
        return false;
    const Origin *origin = u->origins->of[node->name];
    Value value = session_get(u->session, node->name);
    if (!is_same(origin->made, value) || origin->made.mark != mark_of(value))
        return false; /* it was bound in some other way since, or changed itself */
    if (!still_holds(u->session, origin, value)) {
        tell_stale(u, node->name, origin);
        return false;
    }
    put_replaced(u, origin->tree.source, origin->node, NULL, depth - 1, out);
    return true;
}

/* A piece of source on one line. */
static void put_source(Unfolding *u, const Source *source, int start, int end, Text *out)
{
    for (int i = start; i < end; i++) {
        char c = source->text[i];
        u->failed |= c == '#';
        text_char(out, c == '\n' || c == '\r' ? ' ' : c);
    }
    u->failed |= out->length > TEXT_MAX;
}

static void spell(Unfolding *u, const Source *source, const Node *node, const Bindings *bindings, int depth,
                  Text *out)
{
    if (u->failed)
        return;
    if (node->kind == NODE_NAME && put_name(u, node, bindings, depth, out))
        return;
    if (node->kind == NODE_CALL && put_call(u, source, node, bindings, depth, out))
        return;
    bool scopes = node->kind == NODE_LAMBDA || (node->kind >= NODE_LISTCOMP && node->kind <= NODE_DICTCOMP) ||
                  node->kind == NODE_FSTRING || node->kind == NODE_WALRUS;
    int at = node->start;
    for (const Node *kid = node->kid; kid && !scopes; kid = kid->next) {
        if (kid->kind == NODE_NONE || kid->start < at || kid->end > node->end)
            continue;
        put_source(u, source, at, kid->start, out);
        spell(u, source, kid, bindings, depth, out);
        at = kid->end;
    }
    if (scopes && bindings && bindings->count)
        u->failed = true; /* parameters may stand inside */
    put_source(u, source, at, node->end, out);
}

bool origin_unfold(Origins *origins, Session *s, const Tree *tree, const Node *node, int depth, Text *out,
                   Text *stale)
{
    Unfolding u = { .origins = origins, .session = s, .stale = stale };
    text_clear(out);
    text_clear(stale);
    spell(&u, tree->source, node, NULL, depth < DEPTH_MAX ? depth : DEPTH_MAX, out);
    return u.replaced && !u.failed;
}
