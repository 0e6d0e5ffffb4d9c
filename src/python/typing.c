/* typing.c: np.typing: names for annotations, which nothing evaluates. */
#include "func/results.h"

static const Class class_alias[1] = { { "TypeAliasType", "typing", { class_object }, "type_alias" } };
static const char *const alias_field[] = { "__name__" };

static Value alias_named(const char *name)
{
    Value made = value_record(class_alias, 1, alias_field);
    made.record->field[0] = value_cstr(name);
    return made;
}

static bool infer_alias(Call *call, Value *out)
{
    *out = alias_named(call->func->name);
    return true;
}

static bool run_alias_repr(Call *call, Value *out)
{
    *out = value_keep(ARG(call, 0).record->field[0]);
    return true;
}

/* numpy.ndarray[tuple[typing.Any, ...], numpy.dtype[of]] */
static Value ndarray_of(Value of)
{
    Value any[2] = { alias_named("typing.Any"), { .tag = V_ELLIPSIS } }, sizes = value_tuple(2, any);
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
    Value type = value_record(class_type_variable, 1, alias_field);
    type.record->field[0] = value_cstr("_ScalarT");
    *out = ndarray_of(type);
    value_drop(type);
    return true;
}

#define ALIAS(title, text)                                                                                   \
    {                                                                                                        \
        .name = title, .of = "np.typing", .params = "", .brief = text,                                       \
        .example = ">>> np.typing." title "\n" title "\n", .style = ATTRIBUTE, .infer = infer_alias          \
    }

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
    { .name = "__repr__",
      .of = "type_alias",
      .params = "self: any",
      .brief = "its name",
      .example = ">>> np.typing.ArrayLike.__repr__()\n'ArrayLike'\n",
      .style = METHOD,
      .run = run_alias_repr },
    { .name = NULL },
};
