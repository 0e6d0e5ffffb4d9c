/* set.c: Python's sets, laid out slot by slot as CPython's (Objects/setobject.c), since that decides the
 * order in which they are iterated over and shown. */
#include "value/table.h"

#include <string.h>

enum { SLOTS_MIN = 8, LINEAR_PROBES = 9, PERTURB_SHIFT = 5 };

/* Object.flags: an item is hashed differently by each Python (a text, a function): such sets keep the order
 * of insertion. */
enum { SET_LOOSE = 1 };

static void clear_slots(Dict *set, int64_t slots)
{
    set->index = mem_resize(set->index, (size_t)slots * sizeof *set->index);
    memset(set->index, 0xFF, (size_t)slots * sizeof *set->index); /* SLOT_FREE */
    set->slots = slots;
}

Value value_set_new(void)
{
    Dict *set = table_new(V_SET);
    clear_slots(set, SLOTS_MIN);
    return (Value){ .tag = V_SET, .dict = set };
}

static bool hashed_alike(Value v)
{
    if (v.tag == V_TUPLE) {
        for (int64_t i = 0; i < v.tuple->count; i++)
            if (!hashed_alike(v.tuple->item[i]))
                return false;
        return true;
    }
    return v.tag == V_NONE || value_is_number(v) || value_is_scalar(v);
}

Entry *dict_next(const Dict *dict, int64_t *at)
{
    if (dict->object.tag == V_SET && !(dict->object.flags & SET_LOOSE)) {
        while (*at < dict->slots) {
            int32_t entry = dict->index[(*at)++];
            if (entry >= 0)
                return &dict->entry[entry];
        }
        return NULL;
    }
    while (*at < dict->used) {
        Entry *entry = &dict->entry[(*at)++];
        if (entry->key.tag != V_ABSENT)
            return entry;
    }
    return NULL;
}

/* The slots in the order in which CPython probes them: a few neighbours, then a jump. */
typedef struct Probe {
    uint64_t mask, perturb, start, at, left;
} Probe;

static void start_at(Probe *p, uint64_t start)
{
    p->start = p->at = start;
    p->left = start + LINEAR_PROBES <= p->mask ? LINEAR_PROBES : 0;
}

static Probe probe_begin(const Dict *set, uint64_t hash)
{
    Probe p = { .mask = (uint64_t)set->slots - 1, .perturb = hash };
    start_at(&p, hash & p.mask);
    return p;
}

static void probe_next(Probe *p)
{
    if (p->left) {
        p->left--;
        p->at++;
        return;
    }
    p->perturb >>= PERTURB_SHIFT;
    start_at(p, (p->start * 5 + 1 + p->perturb) & p->mask);
}

/* The slot of an item: one that names it, or the one where it would go: a free one, or the last dropped one
 * before it. -1 after an error. */
static int64_t find(Run *run, const Dict *set, Value key, uint64_t hash)
{
    int64_t dropped = -1;
    for (Probe p = probe_begin(set, hash);; probe_next(&p)) {
        int32_t entry = set->index[p.at];
        if (entry == SLOT_FREE)
            return dropped >= 0 ? dropped : (int64_t)p.at;
        if (entry == SLOT_DROPPED)
            dropped = (int64_t)p.at;
        int same = entry < 0 ? 0 : table_same(run, &set->entry[entry], key, hash);
        if (same)
            return same > 0 ? (int64_t)p.at : -1;
    }
}

/* An item that is known not to be there. */
static void place(Dict *set, int64_t entry)
{
    Probe p = probe_begin(set, set->entry[entry].hash);
    while (set->index[p.at] != SLOT_FREE)
        probe_next(&p);
    set->index[p.at] = (int32_t)entry;
}

/* Lays the items out anew, in the order of the old slots. */
static void resize(Dict *set, int64_t minimum)
{
    int64_t slots = SLOTS_MIN, n = 0, at = 0;
    while (slots <= minimum)
        slots *= 2;
    uint8_t flags = set->object.flags;
    set->object.flags &= (uint8_t)~SET_LOOSE;
    int32_t *order = mem_alloc((size_t)(set->count + 1) * sizeof *order);
    for (Entry *e; (e = dict_next(set, &at));)
        order[n++] = (int32_t)(e - set->entry);
    clear_slots(set, slots);
    for (int64_t i = 0; i < n; i++)
        place(set, order[i]);
    mem_free(order);
    set->object.flags = flags;
}

static int64_t grown(const Dict *set) { return set->count > 50000 ? set->count * 2 : set->count * 4; }

/* CPython's `fill`: the slots in use, dropped ones included. */
static int64_t filled(const Dict *set) { return set->count + set->dropped; }

/* Moves the entries together. */
static void renumber(Dict *set)
{
    int32_t *to = mem_alloc((size_t)(set->used + 1) * sizeof *to);
    int32_t next = 0;
    for (int64_t i = 0; i < set->used; i++)
        to[i] = set->entry[i].key.tag == V_ABSENT ? SLOT_DROPPED : next++;
    for (int64_t i = 0; i < set->slots; i++)
        if (set->index[i] >= 0)
            set->index[i] = to[set->index[i]];
    mem_free(to);
    table_compact(set);
}

static void lay_out(Dict *set, int64_t minimum)
{
    resize(set, minimum);
    set->dropped = 0;
    if (set->count != set->used)
        renumber(set);
}

static void add_at(Dict *set, int64_t slot, Value key, uint64_t hash)
{
    bool reused = set->index[slot] == SLOT_DROPPED;
    if (set->used == set->room && set->count < set->used / 2)
        renumber(set);
    set->index[slot] = (int32_t)table_append(set, key, NONE, hash);
    set->dropped -= reused;
    if (!hashed_alike(key))
        set->object.flags |= SET_LOOSE;
    if (!reused && filled(set) * 5 >= (set->slots - 1) * 3)
        lay_out(set, grown(set));
}

static bool add_hashed(Run *run, Dict *set, Value key, uint64_t hash)
{
    int64_t slot = find(run, set, key, hash);
    if (slot < 0)
        return false;
    if (set->index[slot] < 0)
        add_at(set, slot, key, hash);
    return true;
}

bool set_add(Run *run, Dict *set, Value key)
{
    uint64_t hash;
    return table_hash(run, key, "set element", &hash) && add_hashed(run, set, key, hash);
}

bool set_has(Run *run, Dict *set, Value key, bool *out)
{
    uint64_t hash;
    if (!table_hash(run, key, "set element", &hash))
        return false;
    int64_t slot = find(run, set, key, hash);
    *out = slot >= 0 && set->index[slot] >= 0;
    return slot >= 0;
}

static void drop_at(Dict *set, int64_t slot)
{
    int32_t entry = set->index[slot];
    set->index[slot] = SLOT_DROPPED;
    set->dropped++;
    table_drop(set, entry);
}

static bool discard_hashed(Run *run, Dict *set, Value key, uint64_t hash, bool *found)
{
    int64_t slot = find(run, set, key, hash);
    if (slot < 0)
        return false;
    *found = set->index[slot] >= 0;
    if (*found)
        drop_at(set, slot);
    return true;
}

bool set_discard(Run *run, Dict *set, Value key, bool *found)
{
    uint64_t hash;
    return table_hash(run, key, "set element", &hash) && discard_hashed(run, set, key, hash, found);
}

bool set_pop(Dict *set, Value *out)
{
    if (!set->count)
        return false;
    int64_t slot = set->finger & (set->slots - 1);
    while (set->index[slot] < 0)
        slot = (slot + 1) & (set->slots - 1);
    *out = value_keep(set->entry[set->index[slot]].key);
    drop_at(set, slot);
    set->finger = slot + 1;
    return true;
}

void set_clear(Dict *set)
{
    for (int64_t i = 0; i < set->used; i++)
        if (set->entry[i].key.tag != V_ABSENT)
            table_drop(set, i);
    set->used = set->dropped = set->finger = 0;
    set->object.flags = 0;
    clear_slots(set, SLOTS_MIN);
}

/* set_merge of CPython: into an empty set the slots are copied, or laid out without comparing. */
static bool merge(Run *run, Dict *into, const Dict *from)
{
    if (from == into || !from->count)
        return true;
    if ((filled(into) + from->count) * 5 >= (into->slots - 1) * 3)
        lay_out(into, (into->count + from->count) * 2);
    bool fresh = !filled(into), loose = from->object.flags & SET_LOOSE;
    bool same_slots = fresh && !loose && into->slots == from->slots && !from->dropped;
    if (fresh)
        into->object.flags = from->object.flags;
    if (same_slots) {
        for (int64_t i = 0; i < from->slots; i++)
            if (from->index[i] >= 0) {
                const Entry *e = &from->entry[from->index[i]];
                into->index[i] = (int32_t)table_append(into, e->key, NONE, e->hash);
            }
        return true;
    }
    int64_t at = 0;
    for (Entry *e; (e = dict_next(from, &at));) {
        if (fresh)
            place(into, table_append(into, e->key, NONE, e->hash));
        else if (!add_hashed(run, into, e->key, e->hash))
            return false;
    }
    return true;
}

Value set_copy(const Dict *set)
{
    Value copy = value_set_new();
    merge(NULL, copy.dict, set);
    return copy;
}

static bool update_from_dict(Run *run, Dict *into, const Dict *from)
{
    if ((filled(into) + from->count) * 5 >= (into->slots - 1) * 3)
        lay_out(into, (into->count + from->count) * 2);
    int64_t at = 0;
    for (Entry *e; (e = dict_next(from, &at));)
        if (!add_hashed(run, into, e->key, e->hash))
            return false;
    return true;
}

static bool add_item(Run *run, Value item, void *into) { return set_add(run, into, item); }

bool set_update(Run *run, Dict *into, Value iterable)
{
    if (iterable.tag == V_SET)
        return merge(run, into, iterable.dict);
    if (iterable.tag == V_DICT)
        return update_from_dict(run, into, iterable.dict);
    return value_each(run, iterable, add_item, into);
}

/* Adds to `into` the items of `from` that are, or are not, in `other`. */
static bool sift(Run *run, Dict *into, const Dict *from, const Dict *other, bool in)
{
    int64_t at = 0;
    for (Entry *e; (e = dict_next(from, &at));) {
        int64_t slot = find(run, other, e->key, e->hash);
        if (slot < 0 || ((other->index[slot] >= 0) == in && !add_hashed(run, into, e->key, e->hash)))
            return false;
    }
    return true;
}

static bool remove_all(Run *run, Dict *set, const Dict *other)
{
    int64_t at = 0;
    bool found;
    for (Entry *e; (e = dict_next(other, &at));)
        if (!discard_hashed(run, set, e->key, e->hash, &found))
            return false;
    if (filled(set) - set->count > (set->slots - 1) / 4)
        lay_out(set, grown(set));
    return true;
}

/* Items of `other` that are there go, the others come. */
static bool toggle_all(Run *run, Dict *set, const Dict *other)
{
    int64_t at = 0;
    bool found;
    for (Entry *e; (e = dict_next(other, &at));)
        if (!discard_hashed(run, set, e->key, e->hash, &found) ||
            (!found && !add_hashed(run, set, e->key, e->hash)))
            return false;
    return true;
}

bool set_combine(Run *run, Operator op, Dict *a, Dict *b, Value *out)
{
    bool ok;
    switch (op) {
    case OP_OR:
        *out = set_copy(a);
        ok = merge(run, out->dict, b);
        break;
    case OP_AND:
        *out = value_set_new();
        ok = b->count > a->count ? sift(run, out->dict, a, b, true) : sift(run, out->dict, b, a, true);
        break;
    case OP_SUB:
        if (a->count >> 2 > b->count) {
            *out = set_copy(a);
            ok = remove_all(run, out->dict, b);
            break;
        }
        *out = value_set_new();
        ok = sift(run, out->dict, a, b, false);
        break;
    default: /* OP_XOR */ *out = set_copy(b); ok = toggle_all(run, out->dict, a);
    }
    if (!ok)
        value_drop(*out);
    return ok;
}

typedef struct Sieve {
    Dict *set; /* whose items are looked for */
    Dict *into;
} Sieve;

static bool add_if_there(Run *run, Value item, void *with)
{
    const Sieve *sieve = with;
    uint64_t hash;
    if (!value_hash(run, item, &hash)) /* in fewer words than add's */
        return false;
    int64_t slot = find(run, sieve->set, item, hash);
    return slot >= 0 && (sieve->set->index[slot] < 0 || add_hashed(run, sieve->into, item, hash));
}

static bool discard_item(Run *run, Value item, void *set)
{
    bool found;
    return set_discard(run, set, item, &found);
}

static bool remove_each(Run *run, Dict *set, Value iterable)
{
    if (!value_each(run, iterable, discard_item, set))
        return false;
    if (filled(set) - set->count > (set->slots - 1) / 4)
        lay_out(set, grown(set));
    return true;
}

static bool sift_dict(Run *run, Dict *into, const Dict *from, Dict *other)
{
    int64_t at = 0;
    for (Entry *e; (e = dict_next(from, &at));) {
        Value found;
        if (!dict_get(run, other, e->key, &found) ||
            (found.tag == V_ABSENT && !add_hashed(run, into, e->key, e->hash)))
            return false;
    }
    return true;
}

/* `mine`: a is nobody else's, and may change. *out is owned, on error too. */
static bool combine_one(Run *run, Operator op, Value a, bool mine, Value other, Value *out)
{
    bool is_set = other.tag == V_SET, is_dict = other.tag == V_DICT;
    *out = ABSENT;
    if (is_set && (op == OP_AND || (op == OP_SUB && !mine)))
        return set_combine(run, op, a.dict, other.dict, out) || (*out = ABSENT, false);
    bool sifted = op == OP_SUB && !mine && is_dict && a.dict->count >> 2 <= other.dict->count;
    bool anew = op == OP_AND || op == OP_XOR || sifted;
    *out = anew ? value_set_new() : mine ? value_keep(a) : set_copy(a.dict);
    switch (op) {
    case OP_OR: return set_update(run, out->dict, other);
    case OP_XOR: return set_update(run, out->dict, other) && toggle_all(run, out->dict, a.dict);
    case OP_AND: return value_each(run, other, add_if_there, &(Sieve){ a.dict, out->dict });
    default: /* OP_SUB */
        return sifted   ? sift_dict(run, out->dict, a.dict, other.dict)
               : is_set ? remove_all(run, out->dict, other.dict)
                        : remove_each(run, out->dict, other);
    }
}

bool set_combine_with(Run *run, Operator op, Dict *a, int64_t count, const Value iterable[], Value *out)
{
    Value all = { .tag = V_SET, .dict = a }, next;
    bool ok = true;
    value_keep(all);
    for (int64_t i = 0; ok && i < count; i++) {
        ok = combine_one(run, op, all, i > 0, iterable[i], &next);
        value_drop(all);
        all = next;
    }
    *out = count ? all : set_copy(a);
    if (!ok || !count)
        value_drop(all);
    return ok;
}

void set_exchange(Dict *a, Dict *b)
{
    Dict mine = *a;
    Object object = a->object;
    *a = *b;
    *b = mine;
    a->object.count = object.count;
    b->object.count = 1;
}

bool set_combine_into(Run *run, Operator op, Dict *set, Dict *other)
{
    if (op == OP_OR)
        return merge(run, set, other);
    if (op == OP_SUB && set != other)
        return remove_all(run, set, other);
    Value result;
    if (op == OP_XOR && set != other)
        return toggle_all(run, set, other);
    if (!set_combine(run, op, set, other, &result))
        return false;
    set_exchange(set, result.dict);
    value_drop(result);
    return true;
}

bool set_subset(Run *run, Dict *a, Dict *b, bool *out)
{
    *out = a->count <= b->count;
    int64_t at = 0;
    for (Entry *e; *out && (e = dict_next(a, &at));) {
        int64_t slot = find(run, b, e->key, e->hash);
        if (slot < 0)
            return false;
        *out = b->index[slot] >= 0;
    }
    return true;
}
