/* sort.c: sorted(x) and list.sort(): a stable merge sort that asks Python's `<`. */
#include "value/value.h"

#include "numeric/sort.h"

#include <math.h>
#include <string.h>

typedef struct Sorter {
    Run *run;
    bool reverse;
    int64_t steps; /* comparisons so far: Ctrl-C is looked for now and then */
} Sorter;

typedef struct Keyed {
    Value key, item;
} Keyed;

/* a < b as an answer. */
static bool value_less(Run *run, Value a, Value b, bool *out)
{
    if (a.tag == V_INT && b.tag == V_INT) {
        *out = a.i < b.i;
        return true;
    }
    return value_compare(run, OP_LT, a, b, out);
}

/* Whether `right` goes before `left`, which came first. */
static bool goes_before(Sorter *s, Value right, Value left, bool *out)
{
    if (++s->steps % 4096 == 0 && !run_goes_on(s->run))
        return false;
    return s->reverse ? value_less(s->run, left, right, out) : value_less(s->run, right, left, out);
}

static bool insertion_sort(Sorter *s, Keyed *at, int64_t count)
{
    for (int64_t i = 1; i < count; i++) {
        Keyed moved = at[i];
        int64_t to = i;
        for (; to; to--) {
            bool before;
            if (!goes_before(s, moved.key, at[to - 1].key, &before)) {
                at[to] = moved;
                return false;
            }
            if (!before)
                break;
            at[to] = at[to - 1];
        }
        at[to] = moved;
    }
    return true;
}

static bool merge_sort(Sorter *s, Keyed *at, Keyed *room, int64_t count)
{
    if (count <= 8)
        return insertion_sort(s, at, count);
    int64_t half = count / 2;
    if (!merge_sort(s, at, room, half) || !merge_sort(s, at + half, room, count - half))
        return false;
    memcpy(room, at, (size_t)half * sizeof *at);
    int64_t left = 0, right = half, to = 0;
    bool ok = true;
    while (ok && left < half && right < count) {
        bool before;
        ok = goes_before(s, at[right].key, room[left].key, &before);
        if (ok)
            at[to++] = before ? at[right++] : room[left++];
    }
    memcpy(at + to, room + left, (size_t)(half - left) * sizeof *at); /* all items stay, whatever happened */
    return ok;
}

static bool find_keys(Run *run, Value key, Keyed *at, int64_t count)
{
    for (int64_t i = 0; i < count; i++)
        at[i].key = NONE;
    for (int64_t i = 0; i < count; i++) {
        if (key.tag == V_NONE)
            at[i].key = value_keep(at[i].item);
        else if (!hooks.call(run, key, 1, &at[i].item, &at[i].key))
            return at[i].key = NONE, false;
    }
    return true;
}

/* Whether all items are ints of 64 bits, or all floats without a nan, whose order does not depend on who
 * asks. */
static bool are_numbers(const List *list)
{
    uint32_t tag = list->count ? list->item[0].tag : V_ABSENT;
    if (tag != V_INT && tag != V_FLOAT)
        return false;
    for (int64_t i = 0; i < list->count; i++)
        if (list->item[i].tag != tag || (tag == V_FLOAT && isnan(list->item[i].f)))
            return false;
    return true;
}

/* Backwards, sorted, and backwards again, what is equal (0.0 and -0.0) stays in its order. */
static bool sort_numbers(List *list, bool reverse)
{
    enum { FEW = 64 };
    int64_t few[FEW], n = list->count, *at = n <= FEW ? few : mem_alloc((size_t)n * sizeof *at);
    for (int64_t i = 0; i < n; i++)
        at[reverse ? n - 1 - i : i] = list->item[i].i; /* of floats the bits */
    bool ok = sort_values(list->item[0].tag == V_INT ? SORT_I8 : SORT_F8, at, n);
    for (int64_t i = 0; ok && i < n; i++)
        list->item[i].i = at[reverse ? n - 1 - i : i];
    if (at != few)
        mem_free(at);
    return ok;
}

bool list_sort(Run *run, List *list, Value key, bool reverse)
{
    if (key.tag == V_NONE && are_numbers(list) && sort_numbers(list, reverse))
        return true;
    int64_t count = list->count, room = list->room;
    Value *item = list->item;
    Keyed *at = mem_alloc((size_t)(count + 1) * sizeof *at),
          *spare = mem_alloc((size_t)(count + 1) * sizeof *at);
    for (int64_t i = 0; i < count; i++)
        at[i].item = item[i];
    list->count = list->room = 0; /* while it is sorted the list looks empty, as in CPython */
    list->item = NULL;
    Sorter sorter = { .run = run, .reverse = reverse };
    bool ok = find_keys(run, key, at, count) && merge_sort(&sorter, at, spare, count);
    for (int64_t i = 0; i < count; i++) {
        item[i] = at[i].item;
        value_drop(at[i].key);
    }
    mem_free(at);
    mem_free(spare);
    bool changed = list->item != NULL;
    list_clear(list);
    list->item = item;
    list->count = count;
    list->room = room;
    return ok && (!changed || fail(run, ValueError, "list modified during sort"));
}
