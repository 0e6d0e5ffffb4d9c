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

static void visit_items(int64_t count, const Value *item, Visitor *visitor, void *with)
{
    for (int64_t i = 0; i < count; i++)
        visit_value(item[i], visitor, with);
}

/* Objects of the row are handed to the visitor; those that only stand between, as tuples do, are looked
 * through. */
void visit_value(Value v, Visitor *visitor, void *with)
{
    if (in_row(v)) {
        visitor(v, with);
        return;
    }
    if (v.tag < V_BIGINT || v.object->count > 1) /* shared: whoever else holds it counts as outside */
        return;
    switch ((Tag)v.tag) {
    case V_TUPLE: visit_items(v.tuple->count, v.tuple->item, visitor, with); break;
    case V_METHOD: visit_value(v.method->self, visitor, with); break;
    case V_RECORD: visit_items(v.record->fields, v.record->field, visitor, with); break;
    default: break;
    }
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
    case V_ITERATOR: visit_value(v.iterator->of, visitor, with); break;
    case V_EXCEPTION:
        visit_value(v.exception->args, visitor, with);
        visit_value(v.exception->cause, visitor, with);
        visit_value(v.exception->context, visitor, with);
        visit_value(v.exception->names, visitor, with);
        break;
    default: hooks.visit_function(object, visitor, with); break;
    }
}

static void take_back(Value v, void *with)
{
    (void)with;
    link_of(v.object)->outside--;
}

typedef struct Waiting {
    Link **link;
    size_t count, room;
} Waiting;

static void reach(Value v, void *with)
{
    Waiting *waiting = with;
    Link *link = link_of(v.object);
    if (link->reached)
        return;
    link->reached = true;
    if (waiting->count == waiting->room) {
        waiting->room = waiting->room ? 2 * waiting->room : 256;
        waiting->link = mem_resize(waiting->link, waiting->room * sizeof *waiting->link);
    }
    waiting->link[waiting->count++] = link;
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
        of = v.iterator->of;
        v.iterator->of = NONE;
        value_drop(of);
        break;
    case V_EXCEPTION: exception_empty(v.exception); break;
    default: hooks.empty_function(object); break;
    }
}

void cycles_collect(void)
{
    if (row.collecting)
        return;
    row.collecting = true;
    for (Link *link = row.first; link; link = link->next) {
        link->outside = object_of(link)->count;
        link->reached = false;
    }
    for (Link *link = row.first; link; link = link->next)
        visit_held(object_of(link), take_back, NULL);
    Waiting waiting = { 0 };
    for (Link *link = row.first; link; link = link->next)
        if (link->outside)
            reach((Value){ .tag = object_of(link)->tag, .object = object_of(link) }, &waiting);
    while (waiting.count)
        visit_held(object_of(waiting.link[--waiting.count]), reach, &waiting);
    /* held once more, so that emptying one does not free another that is still to be emptied */
    Waiting dead = { 0 };
    for (Link *link = row.first; link; link = link->next)
        if (!link->reached) {
            Value v = { .tag = object_of(link)->tag, .object = object_of(link) };
            reach(value_keep(v), &dead);
        }
    for (size_t i = 0; i < dead.count; i++)
        empty(object_of(dead.link[i]));
    for (size_t i = 0; i < dead.count; i++)
        value_drop((Value){ .tag = object_of(dead.link[i])->tag, .object = object_of(dead.link[i]) });
    mem_free(waiting.link);
    mem_free(dead.link);
    row.limit = 2 * row.count;
    row.collecting = false;
}
