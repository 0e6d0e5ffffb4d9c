/* typing.c: the modules typing and np.typing: names for annotations, which nothing evaluates. */
#include "python/abc.h"

#include "func/results.h"

#include <string.h>

static const Class class_alias[1] = { { "TypeAliasType", "typing", { class_object }, "type_alias" } };
static const char *const name_field[] = { "__name__", "" }; /* and the text of it */

static Value named(const Class *class, const char *name, const char *text)
{
    Value made = value_record(class, 2, name_field);
    made.record->field[0] = value_cstr(name);
    made.record->field[1] = value_cstr(text);
    return made;
}

static Value type_variable(const char *name)
{
    Value made = value_record(class_type_variable, 1, name_field);
    made.record->field[0] = value_cstr(name);
    return made;
}

/* np.typing -------------------------------------------------------------------------------------------- */

static bool infer_alias(Call *call, Value *out)
{
    *out = named(class_alias, call->func->name, call->func->name);
    return true;
}

static bool run_alias_repr(Call *call, Value *out)
{
    *out = value_keep(ARG(call, 0).record->field[1]);
    return true;
}

/* numpy.ndarray[tuple[typing.Any, ...], numpy.dtype[of]] */
static Value ndarray_of(Value of)
{
    Value any[2] = { named(class_typing_name, "Any", "typing.Any"), { .tag = V_ELLIPSIS } };
    Value sizes = value_tuple(2, any);
    Value part[2] = { value_generic(value_class(class_tuple), sizes),
                      value_generic(value_class(class_dtype), of) };
    Value both = value_tuple(2, part), made = value_generic(value_class(class_ndarray), both);
    Value mine[] = { any[0], sizes, part[0], part[1], both };
    for (size_t i = 0; i < sizeof mine / sizeof *mine; i++)
        value_drop(mine[i]);
    return made;
}

static bool infer_ndarray_alias(Call *call, Value *out)
{
    (void)call;
    Value type = type_variable("_ScalarT");
    *out = ndarray_of(type);
    value_drop(type);
    return true;
}

/* typing ----------------------------------------------------------------------------------------------- */

/* What a name of typing is; the row's extra. */
enum { TYPE, GENERIC, LITERAL, OPTIONAL };

static bool infer_name(Call *call, Value *out)
{
    *out = named(class_typing_name, call->func->name, run_text(call->run, "typing.%s", call->func->name));
    return true;
}

static bool infer_union(Call *call, Value *out)
{
    (void)call;
    *out = value_class(class_union);
    return true;
}

static bool infer_text(Call *call, Value *out)
{
    (void)call;
    *out = value_class(class_str);
    return true;
}

static bool infer_any_str(Call *call, Value *out)
{
    *out = type_variable(call->func->name);
    return true;
}

/* What stands in brackets, as typing keeps it: a text is the name of a type that comes later. */
static Value converted(Run *run, Value v)
{
    bool list = v.tag == V_LIST;
    if (v.tag == V_STR)
        return named(class_typing_name, "ForwardRef", run_text(run, "ForwardRef(%s)", value_text(run, v)));
    if (v.tag == V_NONE)
        return value_class(class_none);
    if (!list && v.tag != V_TUPLE)
        return value_keep(v);
    Value made = value_list_new(list ? v.list->count : v.tuple->count);
    for (int64_t i = 0; i < (list ? v.list->count : v.tuple->count); i++) {
        Value item = list ? v.list->item[i] : v.tuple->item[i];
        bool inner = item.tag == V_TUPLE || (list && item.tag == V_LIST);
        item = inner ? value_keep(item) : converted(run, item);
        list_append(made.list, item);
        value_drop(item);
    }
    if (list)
        return made;
    Value tuple = value_tuple(made.list->count, made.list->item);
    value_drop(made);
    return tuple;
}

static bool run_union_item(Call *call, Value *out)
{
    Value of = converted(call->run, ARG(call, 1));
    bool tuple = of.tag == V_TUPLE;
    int64_t count = tuple ? of.tuple->count : 1;
    bool fine = (count || fail(call->run, TypeError, "Cannot take a Union of no types.")) &&
                value_union(call->run, count, tuple ? of.tuple->item : &of, out);
    value_drop(of);
    return fine;
}

static bool run_name_item(Call *call, Value *out)
{
    Value self = ARG(call, 0), key = ARG(call, 1);
    const char *name = self.record->field[0].str->text;
    const Func *row = func_find("typing", name);
    int sort = row ? (int)row->extra : TYPE;
    if (sort == TYPE)
        return fail(call->run, TypeError,
                    strcmp(name, "Any") ? "%s%s is not subscriptable" : "type '%s%s' is not subscriptable",
                    strcmp(name, "Any") ? "typing." : "", name);
    if (sort == OPTIONAL && key.tag == V_TUPLE)
        return fail(call->run, TypeError, "typing.Optional requires a single type. Got %s.",
                    value_text(call->run, key));
    Value of = sort == LITERAL ? value_keep(key) : converted(call->run, key);
    bool fine = true;
    if (sort == OPTIONAL)
        fine = value_union(call->run, 2, (Value[]){ of, NONE }, out);
    else
        *out = value_generic(self, of);
    value_drop(of);
    return fine;
}

/* typing.List(): types are not made by these names. */
static bool run_name_call(Call *call, Value *out)
{
    static const char *const made[] = { "List", "Dict", "Set", "FrozenSet", "Tuple", "Type" };
    const char *name = ARG(call, 0).record->field[0].str->text;
    (void)out;
    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        if (!strcmp(made[i], name)) {
            char *builtin = mem_text(name, strlen(name));
            for (char *c = builtin; *c; c++)
                *c = *c >= 'A' && *c <= 'Z' ? (char)(*c + 32) : *c;
            fail(call->run, TypeError, "Type %s cannot be instantiated; use %s() instead", name, builtin);
            mem_free(builtin);
            return false;
        }
    return fail(call->run, TypeError,
                strcmp(name, "Any") ? "Cannot instantiate typing.%s" : "%s cannot be instantiated", name);
}

const Class *typing_class(Value v)
{
    static const struct {
        const char *name;
        const Class *class;
    } builtin[] = { { "List", class_list },
                    { "Dict", class_dict },
                    { "Set", class_set },
                    { "Tuple", class_tuple },
                    { "Type", class_type } };
    if (v.tag != V_RECORD || v.record->class != class_typing_name)
        return NULL;
    const char *name = v.record->field[0].str->text;
    for (size_t i = 0; i < sizeof builtin / sizeof *builtin; i++)
        if (!strcmp(builtin[i].name, name))
            return builtin[i].class;
    const Func *row = func_find("collections.abc", name);
    return row ? row->class : NULL;
}

static bool run_type_variable(Call *call, Value *out)
{
    if (ARG(call, 0).tag != V_STR)
        return fail(call->run, TypeError, "typevar() argument 'name' must be str, not %s",
                    value_argument_name(ARG(call, 0)));
    *out = type_variable(ARG(call, 0).str->text);
    return true;
}

static bool run_cast(Call *call, Value *out)
{
    *out = value_keep(ARG(call, 1));
    return true;
}

#define ALIAS(title, text)                                                                                   \
    {                                                                                                        \
        .name = title, .of = "np.typing", .params = "", .brief = text,                                       \
        .example = ">>> np.typing." title "\n" title "\n", .style = ATTRIBUTE, .infer = infer_alias          \
    }
#define SHOWN(title, text, infer_, extra_, shown)                                                            \
    {                                                                                                        \
        .name = title, .of = "typing", .params = "", .brief = "in annotations: " text,                       \
        .example = ">>> import typing\n>>> typing." shown "\n", .style = ATTRIBUTE, .infer = infer_,         \
        .extra = extra_                                                                                      \
    }
#define NAME(title, text, of)                                                                                \
    SHOWN(title, text, infer_name, GENERIC, title "[" of "]\ntyping." title "[" of "]")
#define PLAIN(title, text) SHOWN(title, text, infer_name, TYPE, title "\ntyping." title)

const Func typing_funcs[] = {
    ALIAS("ArrayLike", "in annotations: what can be made an array"),
    ALIAS("DTypeLike", "in annotations: what can be made a dtype"),
    { .name = "NDArray",
      .of = "np.typing",
      .params = "",
      .brief = "in annotations: arrays of a dtype",
      .example =
          ">>> def mean(x: np.typing.NDArray[np.float64]): return x.mean()\n...\n>>> mean(np.ones(3))\n"
          "np.float64(1.0)\n",
      .style = ATTRIBUTE,
      .infer = infer_ndarray_alias },
    NAME("List", "lists", "int"),
    NAME("Dict", "dicts", "str, int"),
    NAME("Set", "sets", "int"),
    NAME("FrozenSet", "sets that cannot change", "int"),
    NAME("Tuple", "tuples", "int, ..."),
    NAME("Type", "classes", "int"),
    NAME("Callable", "what can be called, with these arguments and this result", "[int, int], float"),
    NAME("Iterable", "what can be gone through", "int"),
    NAME("Iterator", "what gives one item after another", "int"),
    NAME("Generator", "generators", "int, str, str"),
    NAME("Sequence", "lists, tuples and the like", "int"),
    NAME("MutableSequence", "lists and the like", "int"),
    NAME("Mapping", "dicts and the like", "str, int"),
    NAME("MutableMapping", "dicts and the like", "str, int"),
    NAME("Collection", "what has items and a length", "int"),
    NAME("Container", "what has items", "int"),
    NAME("Final", "a name that is not bound again", "int"),
    SHOWN("Literal", "these values alone", infer_name, LITERAL,
          "Literal['up', 'down']\ntyping.Literal['up', 'down']"),
    SHOWN("Optional", "a type, or None", infer_name, OPTIONAL, "Optional[int]\nint | None"),
    SHOWN("Union", "one of these types", infer_union, TYPE, "Union[int, str]\nint | str"),
    NAME("ClassVar", "a name of a class", "int"),
    PLAIN("Any", "any value"),
    PLAIN("Self", "the class that it stands in"),
    PLAIN("NoReturn", "what never returns"),
    PLAIN("Never", "no value"),
    PLAIN("Hashable", "what can be a key"),
    PLAIN("Sized", "what has a length"),
    SHOWN("Text", "texts", infer_text, TYPE, "Text\n<class 'str'>"),
    SHOWN("AnyStr", "texts or bytes", infer_any_str, TYPE, "AnyStr\n~AnyStr"),
    { .name = "TypeVar",
      .of = "typing",
      .params = "name: any, *constraints: any, **options: any",
      .brief = "in annotations: any type, the same wherever the name stands",
      .example = ">>> from typing import List, TypeVar\n>>> T = TypeVar('T')\n>>> List[T], List[T][int]\n"
                 "(typing.List[~T], typing.List[int])\n",
      .style = PYTHON,
      .run = run_type_variable },
    { .name = "cast",
      .of = "typing",
      .params = "typ: any, val: any",
      .brief = "the value as it is",
      .example = ">>> import typing\n>>> typing.cast(int, 'a')\n'a'\n",
      .style = PYTHON,
      .run = run_cast },
    { .name = "__class_getitem__",
      .of = "union",
      .params = "self: any, of: any",
      .brief = "one of these types",
      .example =
          ">>> from typing import Union\n>>> Union[int, 'Node', None]\nint | ForwardRef('Node') | None\n",
      .style = METHOD,
      .run = run_union_item },
    { .name = "__getitem__",
      .of = "typing_name",
      .params = "self: any, of: any",
      .brief = "the type, of these",
      .example = ">>> from typing import List\n>>> List['Node']\ntyping.List[ForwardRef('Node')]\n",
      .style = METHOD,
      .run = run_name_item },
    { .name = "__call__",
      .of = "typing_name",
      .params = "self: any, *args: any, **keywords: any",
      .brief = "nothing is made by these names",
      .example = ">>> import typing\n>>> try: typing.List()\n... except TypeError as e: print(e)\n...\n"
                 "Type List cannot be instantiated; use list() instead\n",
      .style = METHOD,
      .run = run_name_call },
    { .name = "__repr__",
      .of = "type_alias typing_name",
      .params = "self: any",
      .brief = "its name",
      .example = ">>> np.typing.ArrayLike.__repr__()\n'ArrayLike'\n",
      .style = METHOD,
      .run = run_alias_repr },
    { .name = NULL },
};
