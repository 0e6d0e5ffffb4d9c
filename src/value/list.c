/* list.c: Python's lists: items side by side, with room to grow. */
#include "value/cycles.h"
#include "value/value.h"

#include <string.h>

Value value_list_new(int64_t room)
{
    List *list = cycle_alloc(sizeof *list);
    *list = (List){ .object = { .count = 1, .tag = V_LIST }, .room = room };
    if (room)
        list->item = mem_alloc((size_t)room * sizeof *list->item);
    return (Value){ .tag = V_LIST, .list = list };
}

static void make_room(List *list, int64_t more)
{
    if (list->room - list->count >= more)
        return;
    int64_t room = list->count + more;
    room += room / 8 + 6; /* as CPython: a long list is copied now and then, not at each append */
    list->item = mem_resize(list->item, (size_t)room * sizeof *list->item);
    list->room = room;
}

void list_append(List *list, Value v)
{
    make_room(list, 1);
    list->item[list->count++] = value_keep(v);
}

void list_insert(List *list, int64_t at, Value v)
{
    make_room(list, 1);
    memmove(list->item + at + 1, list->item + at, (size_t)(list->count - at) * sizeof *list->item);
    list->item[at] = value_keep(v);
    list->count++;
}

Value list_take(List *list, int64_t at)
{
    Value v = list->item[at];
    list->count--;
    memmove(list->item + at, list->item + at + 1, (size_t)(list->count - at) * sizeof *list->item);
    return v;
}

void list_clear(List *list)
{
    List old = *list;
    list->count = list->room = 0;
    list->item = NULL;
    for (int64_t i = 0; i < old.count; i++)
        value_drop(old.item[i]);
    mem_free(old.item);
}

bool list_extend(Run *run, List *list, Value iterable)
{
    Value items;
    if (!value_to_list(run, iterable, &items))
        return false;
    List *from = items.list;
    make_room(list, from->count);
    if (from->count)
        memcpy(list->item + list->count, from->item, (size_t)from->count * sizeof *from->item);
    list->count += from->count;
    from->count = 0; /* the items have moved */
    value_drop(items);
    return true;
}
