#include "lang/names.h"

#include <stdint.h>
#include <string.h>

/* The names, and an open hash of their numbers. */
typedef struct Entry {
    const char *text;
    int length;
    uint32_t hash;
} Entry;

static Entry *names; /* by number; the first is not used */
static int count = 1, room;
static int *slots; /* numbers, 0: free; a power of two of them, at most half in use */
static uint32_t slot_count;
static Arena texts;

static uint32_t hash_of(const char *text, int length)
{
    uint32_t hash = 2166136261u;
    for (int i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * 16777619u;
    return hash ^ hash >> 15;
}

static void grow(void)
{
    room = room ? 2 * room : 256;
    names = mem_resize(names, (size_t)room * sizeof *names);
    slot_count = 2 * (uint32_t)room;
    mem_free(slots);
    slots = mem_zeroed(slot_count * sizeof *slots);
    for (int i = 1; i < count; i++) {
        uint32_t at = names[i].hash & (slot_count - 1);
        while (slots[at])
            at = (at + 1) & (slot_count - 1);
        slots[at] = i;
    }
}

Name name_of(const char *text, int length)
{
    if (count >= room)
        grow();
    uint32_t hash = hash_of(text, length), at = hash & (slot_count - 1);
    for (; slots[at]; at = (at + 1) & (slot_count - 1)) {
        const Entry *entry = &names[slots[at]];
        if (entry->hash == hash && entry->length == length && !memcmp(entry->text, text, (size_t)length))
            return slots[at];
    }
    names[count] = (Entry){ arena_text(&texts, text, (size_t)length), length, hash };
    slots[at] = count;
    return count++;
}

const char *name_text(Name name) { return name > 0 && name < count ? names[name].text : ""; }

int name_count(void) { return count; }

NamesMark names_mark(void) { return (NamesMark){ count, arena_mark(&texts) }; }

/* The newest go first, so that no name is left behind a slot that became free. */
void names_rewind(NamesMark mark)
{
    while (count > mark.count) {
        uint32_t at = names[--count].hash & (slot_count - 1);
        while (slots[at] != count)
            at = (at + 1) & (slot_count - 1);
        slots[at] = 0;
    }
    arena_rewind(&texts, mark.texts);
}
