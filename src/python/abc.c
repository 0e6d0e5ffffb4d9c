/* abc.c: the module collections.abc: classes that say what values can do. */
#include "python/abc.h"

#include "array/bytes.h"
#include "func/describe.h"
#include "func/results.h"

#include <string.h>

enum {
    ITERABLE = 1,
    CONTAINER = 2,
    SIZED = 4,
    COLLECTION = ITERABLE | CONTAINER | SIZED,
    REVERSIBLE = 8,
    SEQUENCE = COLLECTION | REVERSIBLE | 16,
    MUTABLE = 32,
    SET = COLLECTION | 64,
    MAPPING = COLLECTION | REVERSIBLE | 128,
    ITERATOR = ITERABLE | 256,
    GENERATOR = ITERATOR | 512,
    HASHABLE = 1024,
    CALLABLE = 2048,
};

static int abilities(const Class *class)
{
    static const struct {
        const Class *class;
        int can;
    } all[] = {
        { class_list, SEQUENCE | MUTABLE },
        { class_tuple, SEQUENCE | HASHABLE },
        { class_str, SEQUENCE | HASHABLE },
        { class_range, SEQUENCE | HASHABLE },
        { class_bytes, SEQUENCE | HASHABLE },
        { class_dict, MAPPING | MUTABLE },
        { class_set, SET | MUTABLE },
        { class_dict_keys, SET | REVERSIBLE },
        { class_dict_items, SET | REVERSIBLE },
        { class_dict_values, COLLECTION | REVERSIBLE | HASHABLE },
        { class_ndarray, COLLECTION },
        { class_generator, GENERATOR | HASHABLE },
        { class_function, CALLABLE | HASHABLE },
        { class_builtin, CALLABLE | HASHABLE },
        { class_type, CALLABLE | HASHABLE },
        { class_descriptor, CALLABLE | HASHABLE },
        { class_bound_method, CALLABLE | HASHABLE },
        { class_cython, CALLABLE | HASHABLE },
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (class_is(class, all[i].class))
            return all[i].can;
    const char *home = class->home ? class->home : "";
    bool iterator = func_find(home, "__next__"),
         called = func_find(home, "__call__") || !strcmp(home, "function") || !strcmp(home, "ufunc");
    return HASHABLE | (iterator ? ITERATOR : 0) | (called ? CALLABLE : 0);
}

#define ABSTRACTS                                                                                            \
    X(Callable, CALLABLE, "what can be called", "len", "method '__call__'")                                  \
    X(Collection, COLLECTION, "what has items and a length", "{1}",                                          \
      "methods '__contains__', '__iter__', '__len__'")                                                       \
    X(Container, CONTAINER, "what has items", "[1]", "method '__contains__'")                                \
    X(Generator, GENERATOR, "generators", "(x for x in 'ab')", "methods 'send', 'throw'")                    \
    X(Hashable, HASHABLE, "what can be a key", "(1, 2)", "method '__hash__'")                                \
    X(Iterable, ITERABLE, "what can be gone through", "'ab'", "method '__iter__'")                           \
    X(Iterator, ITERATOR, "what gives one item after another", "iter('ab')", "method '__next__'")            \
    X(Mapping, MAPPING, "dicts and the like", "{}", "methods '__getitem__', '__iter__', '__len__'")          \
    X(MutableMapping, MAPPING | MUTABLE, "dicts and the like", "{}",                                         \
      "methods '__delitem__', '__getitem__', '__iter__', '__len__', '__setitem__'")                          \
    X(MutableSequence, SEQUENCE | MUTABLE, "lists and the like", "[1]",                                      \
      "methods '__delitem__', '__getitem__', '__len__', '__setitem__', 'insert'")                            \
    X(MutableSet, SET | MUTABLE, "sets", "{1}",                                                              \
      "methods '__contains__', '__iter__', '__len__', 'add', 'discard'")                                     \
    X(Reversible, REVERSIBLE, "what can be gone through backwards", "[1]",                                   \
      "methods '__iter__', '__reversed__'")                                                                  \
    X(Sequence, SEQUENCE, "lists, tuples, texts and the like", "[1]", "methods '__getitem__', '__len__'")    \
    X(Set, SET, "sets and the like", "{1}", "methods '__contains__', '__iter__', '__len__'")                 \
    X(Sized, SIZED, "what has a length", "[1]", "method '__len__'")

#define X(name, can, text, example, wants)                                                                   \
    static const Class abstract_##name[1] = { { #name, "collections.abc", { class_object }, NULL } };
ABSTRACTS
#undef X

bool class_can(const Class *class, const Class *abstract)
{
    static const struct {
        const Class *class;
        int can;
    } all[] = {
#define X(name, can, text, example, wants) { abstract_##name, can },
        ABSTRACTS
#undef X
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].class == abstract)
            return (abilities(class) & all[i].can) == all[i].can;
    return false;
}

static bool run_abstract(Call *call, Value *out)
{
    (void)out;
    return fail(call->run, TypeError,
                "Can't instantiate abstract class %s without an implementation for abstract %s",
                call->func->name, call->func->says);
}

const Func abc_funcs[] = {
#define X(name_, can, text, shown, wants)                                                                    \
    { .name = #name_,                                                                                        \
      .of = "collections.abc",                                                                               \
      .params = "",                                                                                          \
      .brief = "in annotations and for isinstance: " text,                                                   \
      .example =                                                                                             \
          ">>> from collections.abc import " #name_ "\n>>> isinstance(" shown ", " #name_ ")\nTrue\n",       \
      .style = PYTHON,                                                                                       \
      .run = run_abstract,                                                                                   \
      .class = abstract_##name_,                                                                             \
      .says = wants },
    ABSTRACTS
#undef X
    { 0 },
};
