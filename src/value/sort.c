/* sort.c: sorted(x) and list.sort(): CPython's stable merge sort, which asks Python's `<`. */
#include "value/value.h"

#include "numeric/sort.h"

#include <math.h>
#include <string.h>

typedef struct Keyed {
    Value key, item;
} Keyed;

/* Items in order, side by side. */
typedef struct Ascent {
    Keyed *at;
    int64_t count;
    int power; /* how deep in the tree of merges it meets the next one */
} Ascent;

/* CPython's sort (Objects/listobject.c, listsort.txt): ascents that are there already are found, short ones
 * made longer by insertion, and merged by galloping. Comparison for comparison, since with a nan among the
 * items, or sets, the order they come to depends on which of them meet. */
enum { ASCENT_MIN = 64, GALLOP_MIN = 7, ASCENTS_MAX = 85 };

typedef struct Sorter {
    Run *run;
    bool ok;       /* after an error nothing is asked any more; the items are all there, in some order */
    int64_t steps; /* comparisons so far: Ctrl-C is looked for now and then */
    Keyed *first, *room;
    int64_t count, gallop; /* so many wins in a row begin a gallop */
    Ascent ascent[ASCENTS_MAX];
    int ascents;
} Sorter;

/* a < b as an answer. */
static bool value_less(Run *run, Value a, Value b, bool *out)
{
    if (a.tag == V_INT && b.tag == V_INT) {
        *out = a.i < b.i;
        return true;
    }
    return value_compare(run, OP_LT, a, b, out);
}

static bool less(Sorter *s, Keyed a, Keyed b)
{
    bool is = false;
    if (s->ok)
        s->ok = (++s->steps % 4096 || run_goes_on(s->run)) && value_less(s->run, a.key, b.key, &is);
    return s->ok && is;
}

static void turn(Keyed *at, int64_t count)
{
    for (int64_t i = 0; i < count / 2; i++) {
        Keyed moved = at[i];
        at[i] = at[count - 1 - i];
        at[count - 1 - i] = moved;
    }
}

/* How many items from the front are in order, or backwards; those are turned round. */
static int64_t count_ascent(Sorter *s, Keyed *at, int64_t count)
{
    int64_t n = 1, equal = 0;
    while (n < count && !less(s, at[n], at[n - 1]))
        n++;
    if (n == count || (n > 1 && less(s, at[0], at[n - 1])))
        return n;
    turn(at, n); /* equal ones, which are turned back with all the others */
    for (n++; n < count; n++) {
        if (!less(s, at[n], at[n - 1])) {
            if (less(s, at[n - 1], at[n]))
                break;
            equal++;
            continue;
        }
        if (equal)
            turn(at + n - equal - 1, equal + 1);
        equal = 0;
    }
    if (equal)
        turn(at + n - equal - 1, equal + 1);
    turn(at, n);
    while (n < count && !less(s, at[n], at[n - 1]))
        n++;
    return n;
}

/* The first `sorted` ones are in order. */
static void insertion_sort(Sorter *s, Keyed *at, int64_t count, int64_t sorted)
{
    for (; sorted < count; sorted++) {
        Keyed moved = at[sorted];
        int64_t left = 0, right = sorted;
        while (left < right) {
            int64_t middle = (left + right) / 2;
            if (less(s, moved, at[middle]))
                right = middle;
            else
                left = middle + 1;
        }
        memmove(at + left + 1, at + left, (size_t)(sorted - left) * sizeof *at);
        at[left] = moved;
    }
}

/* Where the key belongs among items in order, before its equals or after them. From `hint` in steps that
 * double, then by halves. */
static int64_t gallop(Sorter *s, Keyed key, const Keyed *at, int64_t count, int64_t hint, bool after)
{
#define GOES_LEFT(item) (after ? less(s, key, item) : !less(s, item, key))
    bool left = GOES_LEFT(at[hint]);
    int64_t from = 0, to = 1, most = left ? hint + 1 : count - hint;
    while (to < most && GOES_LEFT(at[left ? hint - to : hint + to]) == left) {
        from = to;
        to = 2 * to + 1;
    }
    to = to > most ? most : to;
    int64_t low = (left ? hint - to : hint + from) + 1, high = left ? hint - from : hint + to;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (GOES_LEFT(at[middle]))
            high = middle;
        else
            low = middle + 1;
    }
    return high;
#undef GOES_LEFT
}

static void copy(Keyed *to, const Keyed *from, int64_t count)
{
    memmove(to, from, (size_t)count * sizeof *to);
}

/* From the front: the first of b goes before all of a, the last of a behind all of b; a is not longer. */
static void merge_forwards(Sorter *s, Keyed *a, int64_t na, Keyed *b, int64_t nb)
{
    int64_t enough = s->gallop, won_a, won_b;
    Keyed *to = a;
    copy(s->room, a, na);
    a = s->room;
    *to++ = *b++;
    if (!--nb || na == 1)
        goto rest;
    while (true) {
        won_a = won_b = 0;
        while (won_a < enough && won_b < enough) {
            if (less(s, *b, *a)) {
                *to++ = *b++;
                won_b++;
                won_a = 0;
                if (!--nb)
                    goto rest;
            } else {
                *to++ = *a++;
                won_a++;
                won_b = 0;
                if (--na == 1)
                    goto rest;
            }
        }
        enough++;
        do {
            enough -= enough > 1;
            s->gallop = enough;
            won_a = gallop(s, *b, a, na, 0, true);
            copy(to, a, won_a);
            to += won_a;
            a += won_a;
            na -= won_a;
            if (na <= 1)
                goto rest;
            *to++ = *b++;
            if (!--nb)
                goto rest;
            won_b = gallop(s, *a, b, nb, 0, false);
            copy(to, b, won_b);
            to += won_b;
            b += won_b;
            nb -= won_b;
            if (!nb)
                goto rest;
            *to++ = *a++;
            if (--na == 1)
                goto rest;
        } while (won_a >= GALLOP_MIN || won_b >= GALLOP_MIN);
        s->gallop = ++enough;
    }
rest:
    if (na == 1 && nb) {
        copy(to, b, nb);
        to[nb] = *a;
    } else {
        copy(to, a, na);
    }
}

/* From the end; b is shorter. */
static void merge_backwards(Sorter *s, Keyed *first_a, int64_t na, Keyed *b, int64_t nb)
{
    int64_t enough = s->gallop, won_a, won_b;
    Keyed *a = first_a + na - 1, *to = b + nb - 1, *first_b = s->room;
    copy(first_b, b, nb);
    b = first_b + nb - 1;
    *to-- = *a--;
    if (!--na || nb == 1)
        goto rest;
    while (true) {
        won_a = won_b = 0;
        while (won_a < enough && won_b < enough) {
            if (less(s, *b, *a)) {
                *to-- = *a--;
                won_a++;
                won_b = 0;
                if (!--na)
                    goto rest;
            } else {
                *to-- = *b--;
                won_b++;
                won_a = 0;
                if (--nb == 1)
                    goto rest;
            }
        }
        enough++;
        do {
            enough -= enough > 1;
            s->gallop = enough;
            won_a = na - gallop(s, *b, first_a, na, na - 1, true);
            to -= won_a;
            a -= won_a;
            copy(to + 1, a + 1, won_a);
            na -= won_a;
            if (!na)
                goto rest;
            *to-- = *b--;
            if (--nb == 1)
                goto rest;
            won_b = nb - gallop(s, *a, first_b, nb, nb - 1, false);
            to -= won_b;
            b -= won_b;
            copy(to + 1, b + 1, won_b);
            nb -= won_b;
            if (nb <= 1)
                goto rest;
            *to-- = *a--;
            if (!--na)
                goto rest;
        } while (won_a >= GALLOP_MIN || won_b >= GALLOP_MIN);
        s->gallop = ++enough;
    }
rest:
    if (nb == 1 && na) {
        copy(to - na + 1, a - na + 1, na);
        to[-na] = *first_b;
    } else {
        copy(to - nb + 1, first_b, nb);
    }
}

/* The ascents at i and i + 1 become one. */
static void merge_at(Sorter *s, int i)
{
    Keyed *a = s->ascent[i].at, *b = s->ascent[i + 1].at;
    int64_t na = s->ascent[i].count, nb = s->ascent[i + 1].count;
    s->ascent[i].count = na + nb;
    s->ascents--;
    if (i + 1 < s->ascents)
        s->ascent[i + 1] = s->ascent[i + 2];
    int64_t in_place = gallop(s, *b, a, na, 0, true);
    a += in_place;
    na -= in_place;
    nb = na ? gallop(s, a[na - 1], b, nb, nb - 1, false) : 0;
    if (!nb)
        return;
    if (na <= nb)
        merge_forwards(s, a, na, b, nb);
    else
        merge_backwards(s, a, na, b, nb);
}

/* How many binary digits of the places of two neighbours' middles, as parts of all items, are to be known to
 * tell them apart: the depth at which they meet in a balanced tree (powersort). */
static int power_between(const Sorter *s, const Ascent *last, int64_t next)
{
    int64_t a = 2 * (last->at - s->first) + last->count, b = a + last->count + next;
    int power = 1;
    for (; a >= s->count || b < s->count; power++) {
        int64_t whole = a >= s->count ? s->count : 0;
        a = 2 * (a - whole);
        b = 2 * (b - whole);
    }
    return power;
}

static void push_ascent(Sorter *s, Keyed *at, int64_t count)
{
    if (s->ascents) {
        int power = power_between(s, &s->ascent[s->ascents - 1], count);
        while (s->ascents > 1 && s->ascent[s->ascents - 2].power > power)
            merge_at(s, s->ascents - 2);
        s->ascent[s->ascents - 1].power = power;
    }
    s->ascent[s->ascents++] = (Ascent){ .at = at, .count = count };
}

static void sort_keyed(Sorter *s)
{
    int64_t least = s->count, odd = 0;
    for (; least >= ASCENT_MIN; least /= 2)
        odd |= least % 2;
    least += odd;
    for (int64_t done = 0, n; done < s->count; done += n) {
        int64_t left = s->count - done, wanted = left < least ? left : least;
        n = count_ascent(s, s->first + done, left);
        if (n < wanted) {
            insertion_sort(s, s->first + done, wanted, n);
            n = wanted;
        }
        push_ascent(s, s->first + done, n);
    }
    while (s->ascents > 1) {
        int i = s->ascents - 2;
        merge_at(s, i > 0 && s->ascent[i - 1].count < s->ascent[i + 1].count ? i - 1 : i);
    }
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
    Sorter sorter = {
        .run = run, .ok = true, .first = at, .room = spare, .count = count, .gallop = GALLOP_MIN
    };
    bool ok = find_keys(run, key, at, count);
    if (ok) { /* equal items stay in their order in a list that is turned round, too */
        if (reverse)
            turn(at, count);
        sort_keyed(&sorter);
        ok = sorter.ok;
        if (reverse)
            turn(at, count);
    }
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
