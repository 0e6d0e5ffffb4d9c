#include "func/func.h"

#include <string.h>

#define LIST_TABLE(topic, table) { topic, table },
const FuncTable func_tables[] = { FUNC_TABLES(LIST_TABLE){ NULL, NULL } };
#undef LIST_TABLE

/* One hash for all homes. It is built at first use, from constants, and never changes after. */
typedef struct Slot {
    const char *home; /* points into the row's `of`, which may name several */
    int home_length;
    const Func *func; /* NULL: free */
} Slot;

static struct {
    Slot *slot;
    size_t mask;
} names;

static size_t hash_text(size_t hash, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * 0x100000001b3u;
    return hash;
}

static size_t hash_name(const char *home, size_t home_length, const char *name)
{
    size_t hash = hash_text(hash_text(0xcbf29ce484222325u, home, home_length) + 1, name, strlen(name));
    return hash ^ hash >> 17;
}

static Slot *find_slot(const char *home, size_t home_length, const char *name)
{
    for (size_t i = hash_name(home, home_length, name);; i++) {
        Slot *slot = &names.slot[i & names.mask];
        if (!slot->func || (slot->home_length == (int)home_length && !memcmp(slot->home, home, home_length) &&
                            !strcmp(slot->func->name, name)))
            return slot;
    }
}

/* Calls for each word of `of`. */
static const char *next_home(const char **of, size_t *length)
{
    *of += strspn(*of, " ");
    const char *home = *of;
    *length = strcspn(home, " ");
    *of += *length;
    return *length ? home : NULL;
}

static void build_names(void)
{
    size_t count = 0, length;
    FOR_EACH_FUNC(f)
    for (const char *of = f->of; next_home(&of, &length);)
        count++;
    size_t size = 64;
    while (size < 2 * count)
        size *= 2;
    names.mask = size - 1;
    names.slot = mem_zeroed(size * sizeof *names.slot);
    FOR_EACH_FUNC(f)
    {
        const char *of = f->of, *home;
        while ((home = next_home(&of, &length))) {
            Slot *slot = find_slot(home, length, f->name);
            if (!slot->func)
                *slot = (Slot){ home, (int)length, f };
        }
    }
}

const Func *func_find(const char *home, const char *name)
{
    if (!names.slot)
        build_names();
    return find_slot(home, strlen(home), name)->func;
}

const Func *func_itself(const Func *f)
{
    const Func *itself = f->says && !strcmp(f->of, "np") ? func_find("np", f->says) : NULL;
    return itself ? itself : f;
}

/* The rows that make values of classes, by class: built like the names. */
static struct {
    const Func **slot;
    size_t mask;
} makers;

static const Func **maker_slot(const Class *class)
{
    for (size_t i = (uintptr_t) class / sizeof *class;; i++) {
        const Func **slot = &makers.slot[i & makers.mask];
        if (!*slot || (*slot)->class == class)
            return slot;
    }
}

static void build_makers(void)
{
    size_t count = 0, size = 64;
    FOR_EACH_FUNC(f)
    count += f->class != NULL;
    while (size < 2 * count)
        size *= 2;
    makers.mask = size - 1;
    makers.slot = mem_zeroed(size * sizeof *makers.slot);
    FOR_EACH_FUNC(f)
    if (f->class) {
        const Func **slot = maker_slot(f->class), *named = *slot;
        if (!named || (strcmp(named->name, f->class->name) && !strcmp(f->name, f->class->name)))
            *slot = f;
    }
}

const Func *func_making(const Class *class)
{
    if (!makers.slot)
        build_makers();
    return *maker_slot(class);
}

static const Func *find_in_class(const Class *class, const char *name)
{
    const Func *found = class && class->home ? func_find(class->home, name) : NULL;
    for (int i = 0; !found && class && i < 2; i++)
        found = find_in_class(class->parent[i], name);
    return found;
}

const Func *func_for(Value value, const char *name) { return find_in_class(value_type(value), name); }

bool func_callable(Value v)
{
    return v.tag == V_FUNC || v.tag == V_FUNCTION || v.tag == V_METHOD || v.tag == V_CLASS ||
           value_is_generic(v) || (v.tag == V_RECORD && func_for(v, "__call__"));
}

bool func_lives_in(const Func *f, const char *home)
{
    size_t length = strlen(home);
    for (const char *of = f->of; *of; of += strcspn(of, " "), of += *of == ' ')
        if (strncmp(of, home, length) == 0 && (of[length] == ' ' || of[length] == 0))
            return true;
    return false;
}
