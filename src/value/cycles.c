#include "value/cycles.h"

/* Stands before each object of the row. */
typedef struct Link {
    struct Link *next, *previous;
    uint32_t outside; /* while collecting: how many references come from elsewhere … */
    bool reached;     /* … and whether one of those leads here */
    max_align_t object[];
} Link;

static _Thread_local struct {
    Link *first;
    size_t count, limit; /* of objects; collect when there are so many */
    bool collecting;
} row;

enum { FEWEST = 10000 };

static Link *link_of(const Object *object) { return (Link *)((char *)object - offsetof(Link, object)); }
static Object *object_of(Link *link) { return (Object *)link->object; }

static bool in_row(Value v)
{
    switch ((Tag)v.tag) {
    case V_LIST:
    case V_DICT:
    case V_SET:
    case V_FUNCTION:
    case V_CELL:
    case V_ITERATOR:
    case V_EXCEPTION: return true;
    default: return false;
    }
}

void *cycle_alloc(size_t size)
{
    Link *link = mem_alloc(sizeof *link + size);
    link->previous = NULL;
    link->next = row.first;
    if (row.first)
        row.first->previous = link;
    row.first = link;
    row.count++;
    return link->object;
}

void cycle_free(void *object)
{
    Link *link = link_of(object);
    if (link->previous)
        link->previous->next = link->next;
    else
        row.first = link->next;
    if (link->next)
        link->next->previous = link->previous;
    row.count--;
    mem_free(link);
}

bool cycles_due(void) { return row.count > FEWEST && row.count > row.limit; }

/* Whether it can be on the way from an object of the row to another: it holds values, and is not of the row.
 */
static bool is_between(Value v)
{
    switch ((Tag)v.tag) {
    case V_TUPLE:
    case V_SLICE:
    case V_METHOD:
    case V_RECORD: return true;
    default: return false;
    }
}

void visit_value(Value v, Visitor *visitor, void *with)
{
    if (in_row(v) || is_between(v))
        visitor(v, with);
}

static void visit_items(int64_t count, const Value *item, Visitor *visitor, void *with)
{
    for (int64_t i = 0; i < count; i++)
        visit_value(item[i], visitor, with);
}

static void visit_held(Object *object, Visitor *visitor, void *with)
{
    Value v = { .tag = object->tag, .object = object };
    switch ((Tag)object->tag) {
    case V_LIST: visit_items(v.list->count, v.list->item, visitor, with); break;
    case V_DICT:
    case V_SET:
        for (int64_t i = 0; i < v.dict->used; i++) {
            visit_value(v.dict->entry[i].key, visitor, with);
            visit_value(v.dict->entry[i].value, visitor, with);
        }
        break;
    case V_ITERATOR:
        visit_value(v.iterator->of, visitor, with);
        if (v.iterator->visit)
            v.iterator->visit(v.iterator, visitor, with);
        break;
    case V_TUPLE: visit_items(v.tuple->count, v.tuple->item, visitor, with); break;
    case V_SLICE:
        visit_value(v.slice->start, visitor, with);
        visit_value(v.slice->stop, visitor, with);
        visit_value(v.slice->step, visitor, with);
        break;
    case V_METHOD: visit_value(v.method->self, visitor, with); break;
    case V_EXCEPTION:
        visit_value(v.exception->args, visitor, with);
        visit_value(v.exception->cause, visitor, with);
        visit_value(v.exception->context, visitor, with);
        visit_value(v.exception->names, visitor, with);
        break;
    case V_RECORD: visit_items(v.record->fields, v.record->field, visitor, with); break;
    default: hooks.visit_function(object, visitor, with); break;
    }
}

/* collecting ------------------------------------------------------------------------------------------------
 */

/* An object between those of the row that several hold: what a Link is to those of the row. */
typedef struct Between {
    Object *object; /* NULL: a free slot */
    uint32_t outside;
    bool reached;
} Between;

typedef struct Waiting {
    Object **object;
    size_t count, room;
} Waiting;

typedef struct Collection {
    Waiting waiting;        /* to be visited */
    Between *slot;          /* an open hash by address … */
    size_t slots, betweens; /* … of a power of two of slots, at most half of them in use */
} Collection;

static void wait_for(Waiting *waiting, Object *object)
{
    if (waiting->count == waiting->room) {
        waiting->room = waiting->room ? 2 * waiting->room : 256;
        waiting->object = mem_resize(waiting->object, waiting->room * sizeof *waiting->object);
    }
    waiting->object[waiting->count++] = object;
}

static Between *find_between(const Collection *c, const Object *object)
{
    size_t at = ((uintptr_t)object >> 4) * 0x9E3779B97F4A7C15u >> 20;
    while (c->slot[at & (c->slots - 1)].object && c->slot[at & (c->slots - 1)].object != object)
        at++;
    return &c->slot[at & (c->slots - 1)];
}

static void grow_betweens(Collection *c)
{
    Collection old = *c;
    c->slots = old.slots ? 2 * old.slots : 256;
    c->slot = mem_zeroed(c->slots * sizeof *c->slot);
    for (size_t i = 0; i < old.slots; i++)
        if (old.slot[i].object)
            *find_between(c, old.slot[i].object) = old.slot[i];
    mem_free(old.slot);
}

static void visit_waiting(Collection *c, Visitor *visitor)
{
    while (c->waiting.count)
        visit_held(c->waiting.object[--c->waiting.count], visitor, c);
}

static void take_back(Value v, void *with)
{
    Collection *c = with;
    if (in_row(v)) {
        link_of(v.object)->outside--;
        return;
    }
    if (v.object->count > 1) {
        if (2 * c->betweens >= c->slots)
            grow_betweens(c);
        Between *between = find_between(c, v.object);
        if (between->object) {
            between->outside--;
            return;
        }
        *between = (Between){ v.object, v.object->count - 1, false };
        c->betweens++;
    }
    wait_for(&c->waiting, v.object);
}

static void reach(Value v, void *with)
{
    Collection *c = with;
    bool only_once = false, *reached = in_row(v)             ? &link_of(v.object)->reached
                                       : v.object->count > 1 ? &find_between(c, v.object)->reached
                                                             : &only_once;
    if (!*reached)
        wait_for(&c->waiting, v.object);
    *reached = true;
}

/* Empties an object of a dead cycle; its own memory goes when the last reference to it does. */
static void empty(Object *object)
{
    Value v = { .tag = object->tag, .object = object };
    Value of = NONE;
    switch ((Tag)object->tag) {
    case V_LIST: list_clear(v.list); break;
    case V_DICT: dict_clear(v.dict); break;
    case V_SET: set_clear(v.dict); break;
    case V_ITERATOR:
        if (v.iterator->drop)
            v.iterator->drop(v.iterator);
        v.iterator->drop = NULL;
        v.iterator->visit = NULL;
        of = v.iterator->of;
        v.iterator->of = NONE;
        value_drop(of);
        break;
    case V_EXCEPTION: exception_empty(v.exception); break;
    default: hooks.empty_function(object); break;
    }
}

static Value value_of(Object *object) { return (Value){ .tag = object->tag, .object = object }; }

void cycles_collect(void)
{
    if (row.collecting)
        return;
    row.collecting = true;
    Collection c = { 0 };
    for (Link *link = row.first; link; link = link->next) {
        link->outside = object_of(link)->count;
        link->reached = false;
    }
    for (Link *link = row.first; link; link = link->next) {
        visit_held(object_of(link), take_back, &c);
        visit_waiting(&c, take_back);
    }
    for (Link *link = row.first; link; link = link->next)
        if (link->outside)
            reach(value_of(object_of(link)), &c);
    for (size_t i = 0; i < c.slots; i++)
        if (c.slot[i].outside)
            reach(value_of(c.slot[i].object), &c);
    visit_waiting(&c, reach);
    /* held once more, so that emptying one does not free another that is still to be emptied */
    Waiting dead = { 0 };
    for (Link *link = row.first; link; link = link->next)
        if (!link->reached) {
            value_keep(value_of(object_of(link)));
            wait_for(&dead, object_of(link));
        }
    for (size_t i = 0; i < dead.count; i++)
        empty(dead.object[i]);
    for (size_t i = 0; i < dead.count; i++)
        value_drop(value_of(dead.object[i]));
    mem_free(c.waiting.object);
    mem_free(c.slot);
    mem_free(dead.object);
    row.limit = 2 * row.count;
    row.collecting = false;
}
