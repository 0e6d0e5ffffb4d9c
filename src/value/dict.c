/* dict.c: Python's dicts: entries in the order of insertion beside an index of open addressing. */
#include "value/cycles.h"
#include "value/table.h"

#include <string.h>

/* What dicts and sets share -------------------------------------------------------------------------------
 */

Dict *table_new(Tag tag)
{
    Dict *dict = cycle_alloc(sizeof *dict);
    *dict = (Dict){ .object = { .count = 1, .tag = (uint8_t)tag } };
    return dict;
}

int64_t table_append(Dict *dict, Value key, Value value, uint64_t hash)
{
    if (dict->used == dict->room) {
        dict->room = dict->room ? dict->room * 2 : 4;
        dict->entry = mem_resize(dict->entry, (size_t)dict->room * sizeof *dict->entry);
    }
    dict->entry[dict->used] = (Entry){ value_keep(key), value_keep(value), hash };
    dict->count++;
    return dict->used++;
}

void table_drop(Dict *dict, int64_t entry)
{
    Entry gone = dict->entry[entry];
    dict->entry[entry] = (Entry){ ABSENT, ABSENT, 0 };
    dict->count--;
    value_drop(gone.key);
    value_drop(gone.value);
}

void table_compact(Dict *dict)
{
    int64_t to = 0;
    for (int64_t i = 0; i < dict->used; i++)
        if (dict->entry[i].key.tag != V_ABSENT)
            dict->entry[to++] = dict->entry[i];
    dict->used = to;
}

int table_same(Run *run, const Entry *entry, Value key, uint64_t hash)
{
    bool same;
    if (entry->hash != hash)
        return 0;
    if (entry->key.tag == V_STR && key.tag == V_STR)
        return entry->key.str == key.str ||
               (entry->key.str->bytes == key.str->bytes &&
                !memcmp(entry->key.str->text, key.str->text, (size_t)key.str->bytes));
    if (value_is(entry->key, key))
        return 1;
    return !value_equal(run, entry->key, key, &same) ? -1 : same;
}

bool table_hash(Run *run, Value key, const char *role, uint64_t *out)
{
    if (key.tag == V_STR && key.str->hash)
        return *out = key.str->hash, true;
    if (value_hash(run, key, out))
        return true;
    if (run->error.class != TypeError)
        return false;
    return fail(run, TypeError, "cannot use '%s' as a %s (%s)", value_type_name(key), role,
                run_text(run, "%s", run->error.text));
}

/* The index -----------------------------------------------------------------------------------------------
 */

enum { SEARCHED = 8 }; /* so few entries are searched without an index */

/* The slots of a key one after the other, as CPython's dictobject.c has them: ints are their own hashes, and
 * who looks for one that is not there would pass all that follow each other, were the next slot the next to
 * look at. */
typedef struct Probe {
    uint64_t at, perturb, mask;
} Probe;

static Probe first_slot(const Dict *dict, uint64_t hash)
{
    uint64_t mask = (uint64_t)dict->slots - 1;
    return (Probe){ hash & mask, hash, mask };
}

static void next_slot(Probe *p)
{
    p->perturb >>= 5;
    p->at = (p->at * 5 + p->perturb + 1) & p->mask;
}

static void index_entry(Dict *dict, int64_t entry)
{
    Probe p = first_slot(dict, dict->entry[entry].hash);
    while (dict->index[p.at] >= 0)
        next_slot(&p);
    dict->index[p.at] = (int32_t)entry;
}

static void rebuild(Dict *dict)
{
    table_compact(dict);
    if (dict->count <= SEARCHED) {
        mem_free(dict->index);
        dict->index = NULL;
        dict->slots = 0;
        return;
    }
    int64_t slots = 32;
    while (slots < dict->count * 3)
        slots *= 2;
    dict->index = mem_resize(dict->index, (size_t)slots * sizeof *dict->index);
    memset(dict->index, 0xFF, (size_t)slots * sizeof *dict->index); /* SLOT_FREE */
    dict->slots = slots;
    for (int64_t i = 0; i < dict->used; i++)
        index_entry(dict, i);
}

/* Gives *entry -1 if the key is not there, and the slot that names it. */
static bool find(Run *run, Dict *dict, Value key, uint64_t hash, int64_t *entry, uint64_t *slot)
{
    *entry = -1;
    if (!dict->index) {
        for (int64_t i = 0; i < dict->used; i++) {
            int same = dict->entry[i].key.tag == V_ABSENT ? 0 : table_same(run, &dict->entry[i], key, hash);
            if (same)
                *entry = i;
            if (same)
                return same > 0;
        }
        return true;
    }
    for (Probe p = first_slot(dict, hash); dict->index[p.at] != SLOT_FREE; next_slot(&p)) {
        if (dict->index[p.at] < 0 || dict->entry[dict->index[p.at]].hash != hash)
            continue;
        int same = table_same(run, &dict->entry[dict->index[p.at]], key, hash);
        if (!same)
            continue;
        *entry = dict->index[p.at];
        *slot = p.at;
        return same > 0;
    }
    return true;
}

static void add(Dict *dict, Value key, Value value, uint64_t hash)
{
    if (dict->used == dict->room && dict->count < dict->used / 2)
        rebuild(dict);
    int64_t entry = table_append(dict, key, value, hash);
    if (dict->index && dict->used * 3 < dict->slots * 2)
        index_entry(dict, entry);
    else if (dict->used > SEARCHED)
        rebuild(dict);
}

/* Dicts ---------------------------------------------------------------------------------------------------
 */

Value value_dict_new(void) { return (Value){ .tag = V_DICT, .dict = table_new(V_DICT) }; }

bool dict_get(Run *run, Dict *dict, Value key, Value *out)
{
    uint64_t hash, slot;
    int64_t entry;
    if (!table_hash(run, key, "dict key", &hash) || !find(run, dict, key, hash, &entry, &slot))
        return false;
    *out = entry < 0 ? ABSENT : dict->entry[entry].value;
    return true;
}

bool dict_set(Run *run, Dict *dict, Value key, Value value)
{
    uint64_t hash, slot;
    int64_t entry;
    if (!table_hash(run, key, "dict key", &hash) || !find(run, dict, key, hash, &entry, &slot))
        return false;
    if (entry < 0) {
        add(dict, key, value, hash);
        return true;
    }
    Value old = dict->entry[entry].value;
    dict->entry[entry].value = value_keep(value);
    value_drop(old);
    return true;
}

bool dict_remove(Run *run, Dict *dict, Value key, bool *found)
{
    uint64_t hash, slot;
    int64_t entry;
    if (!table_hash(run, key, "dict key", &hash) || !find(run, dict, key, hash, &entry, &slot))
        return false;
    *found = entry >= 0;
    if (!*found)
        return true;
    if (dict->index)
        dict->index[slot] = SLOT_DROPPED;
    table_drop(dict, entry);
    if (!dict->count)
        rebuild(dict);
    return true;
}

void dict_clear(Dict *dict)
{
    for (int64_t i = 0; i < dict->used; i++)
        if (dict->entry[i].key.tag != V_ABSENT)
            table_drop(dict, i);
    dict->used = 0;
    mem_free(dict->index);
    dict->index = NULL;
    dict->slots = 0;
}

Value dict_find(Dict *dict, const char *key)
{
    size_t bytes = strlen(key);
    for (int64_t i = 0; i < dict->used; i++) {
        Value at = dict->entry[i].key;
        if (at.tag == V_STR && (size_t)at.str->bytes == bytes && !memcmp(at.str->text, key, bytes))
            return dict->entry[i].value;
    }
    return ABSENT;
}

void dict_put(Dict *dict, const char *key, Value value)
{
    Value text = value_cstr(key);
    dict_set(NULL, dict, text, value); /* a text is hashed and compared without errors */
    value_drop(text);
}

Value dict_copy(const Dict *dict)
{
    Value copy = value_dict_new();
    int64_t at = 0;
    for (Entry *e; (e = dict_next(dict, &at));)
        add(copy.dict, e->key, e->value, e->hash);
    return copy;
}

bool dict_merge(Run *run, Dict *into, Dict *from)
{
    int64_t at = 0;
    for (Entry *e; (e = dict_next(from, &at));) {
        Entry kept = { value_keep(e->key), value_keep(e->value), 0 };
        bool ok = dict_set(run, into, kept.key, kept.value);
        value_drop(kept.key);
        value_drop(kept.value);
        if (!ok)
            return false;
    }
    return true;
}

typedef struct Updating {
    Dict *into;
    int64_t number; /* of the pair that comes next */
} Updating;

static bool add_pair(Run *run, Value pair, void *with)
{
    Updating *updating = with;
    Value items;
    if (pair.tag != V_LIST && pair.tag != V_TUPLE && pair.tag != V_STR && pair.tag != V_ARRAY &&
        pair.tag != V_SET && pair.tag != V_DICT && pair.tag != V_RANGE && pair.tag != V_ITERATOR)
        return fail(run, TypeError, "object is not iterable");
    if (!value_to_list(run, pair, &items))
        return false;
    bool ok =
        items.list->count == 2
            ? dict_set(run, updating->into, items.list->item[0], items.list->item[1])
            : fail(run, ValueError, "dictionary update sequence element #%lld has length %lld; 2 is required",
                   (long long)updating->number, (long long)items.list->count);
    updating->number++;
    value_drop(items);
    return ok;
}

bool dict_update(Run *run, Dict *into, Value pairs)
{
    if (pairs.tag == V_DICT)
        return dict_merge(run, into, pairs.dict);
    return value_each(run, pairs, add_pair, &(Updating){ .into = into });
}
