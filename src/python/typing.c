/* typing.c: np.typing: names for annotations, which nothing evaluates. */
#include "func/results.h"

static const Class class_alias[1] = { { "TypeAliasType", "typing", { class_object }, "type_alias" } };
static const Class class_generic_alias[1] = {
    { "GenericAlias", "types", { class_object }, "generic_alias" }
};
static const char *const alias_field[] = { "__name__" };
static const char *const generic_field[] = { "__args__" };

static bool infer_alias(Call *call, Value *out)
{
    *out = value_record(class_alias, 1, alias_field);
    out->record->field[0] = value_cstr(call->func->name);
    return true;
}

static bool run_alias_repr(Call *call, Value *out)
{
    *out = value_keep(ARG(call, 0).record->field[0]);
    return true;
}

static bool infer_ndarray_alias(Call *call, Value *out)
{
    (void)call;
    *out = value_record(class_generic_alias, 1, generic_field);
    return true;
}

/* NDArray[np.float64]: any value is taken, as Python's aliases take it. */
static bool run_generic_item(Call *call, Value *out)
{
    *out = value_record(class_generic_alias, 1, generic_field);
    out->record->field[0] = value_keep(ARG(call, 1));
    return true;
}

static bool run_generic_repr(Call *call, Value *out)
{
    char name[100];
    Value of = ARG(call, 0).record->field[0];
    Text text = { 0 };
    text_puts(&text, "numpy.ndarray[tuple[typing.Any, ...], numpy.dtype[");
    bool fine = true;
    if (of.tag == V_NONE)
        text_puts(&text, "~_ScalarT");
    else if (of.tag == V_CLASS)
        text_puts(&text, class_full_name(of.class, name, sizeof name));
    else
        fine = value_repr(call->run, of, &text);
    text_puts(&text, "]]");
    return text_result(fine, &text, out);
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
    { .name = "__getitem__",
      .of = "generic_alias",
      .params = "self: any, of: any",
      .brief = "arrays of this dtype",
      .example =
          ">>> np.typing.NDArray[np.int8]\nnumpy.ndarray[tuple[typing.Any, ...], numpy.dtype[numpy.int8]]\n",
      .style = METHOD,
      .run = run_generic_item },
    { .name = "__repr__",
      .of = "generic_alias",
      .params = "self: any",
      .brief = "the type, as text",
      .example = ">>> np.typing.NDArray\nnumpy.ndarray[tuple[typing.Any, ...], numpy.dtype[~_ScalarT]]\n",
      .style = METHOD,
      .run = run_generic_repr },
    { .name = "__repr__",
      .of = "type_alias",
      .params = "self: any",
      .brief = "its name",
      .example = ">>> np.typing.ArrayLike.__repr__()\n'ArrayLike'\n",
      .style = METHOD,
      .run = run_alias_repr },
    { .name = NULL },
};
