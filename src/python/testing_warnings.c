/* testing_warnings.c: np.testing.assert_warns and assert_no_warnings: that a call, or a block, warns or does
 * not (NumPy's testing/_private/utils.py). */
#include "func/results.h"
#include "python/warnings.h"

#include <string.h>

static const Class class_context[1] = {
    { "_GeneratorContextManager", "contextlib", { class_object }, "assert_warns" }
};
static const char *const context_field[] = { "", "", "" };
enum { EXPECTED, NAME, BEFORE, CONTEXT_FIELDS };

/* From here on warnings are kept: those of the class that is expected, or all where none is. */
static bool begin(Run *run, Record *context)
{
    Value expected = context->field[EXPECTED];
    if (expected.tag != V_NONE && (expected.tag != V_CLASS || !class_is(expected.class, Warning)))
        return fail(run, TypeError, "category must be a Warning subclass");
    value_drop(context->field[BEFORE]);
    context->field[BEFORE] = warnings_begin(run, expected.tag == V_CLASS ? expected.class : Warning);
    return true;
}

/* Ends that. An AssertionError, unless there was an error, where the warnings are not as expected. */
static bool end(Run *run, Record *context, bool failed)
{
    Value kept = warnings_end(run, context->field[BEFORE]), name = context->field[NAME];
    bool wanted = context->field[EXPECTED].tag != V_NONE, some = kept.list->count > 0, fine = true;
    context->field[BEFORE] = NONE;
    const char *called = name.tag == V_STR ? run_text(run, " when calling %s", name.str->text) : "";
    if (!failed && some != wanted)
        fine = wanted ? fail(run, AssertionError, "No warning raised%s", called)
                      : fail(run, AssertionError, "Got warnings%s: %s", called, value_text(run, kept));
    value_drop(kept);
    return fine;
}

static Value new_context(Value expected)
{
    Value made = value_record(class_context, CONTEXT_FIELDS, context_field);
    made.record->field[EXPECTED] = value_keep(expected);
    return made;
}

/* Calls args[first](…) between the two. */
static bool call_between(Run *run, Value expected, const Tuple *args, int first, Dict *keywords, Value *out)
{
    Value context = new_context(expected), function = args->item[first];
    Value *name = &context.record->field[NAME];
    if (!hooks.attribute(run, function, "__name__", name)) {
        *name = NONE;
        value_drop(context);
        return false;
    }
    bool fine = begin(run, context.record);
    if (fine) {
        fine = value_call(run, function, args->count - first - 1, args->item + first + 1, keywords, out);
        Error error = run_set_aside(run);
        bool ended = end(run, context.record, !fine);
        if (fine && !ended)
            value_drop(*out);
        else if (!fine)
            run_bring_back(run, error);
        fine = fine && ended;
    }
    value_drop(context);
    return fine;
}

static bool run_warns(Call *call, Value *out)
{
    enum { CLASS, ARGS, KEYWORDS };
    Run *run = call->run;
    const Tuple *args = ARG(call, ARGS).tuple;
    Dict *keywords = ARG(call, KEYWORDS).dict;
    if (!warn(run, DeprecationWarning,
              "NumPy warning suppression and assertion utilities are deprecated. Use "
              "warnings.catch_warnings, warnings.filterwarnings, pytest.warns, or pytest.filterwarnings "
              "instead. (Deprecated NumPy 2.4)"))
        return false;
    if (args->count)
        return call_between(run, ARG(call, CLASS), args, 0, keywords, out);
    if (dict_find(keywords, "match").tag != V_ABSENT)
        return fail(run, RuntimeError, "assert_warns does not use 'match' kwarg, use pytest.warns instead");
    if (keywords->count)
        return fail(run, RuntimeError, "assert_warns(...) needs at least one arg");
    *out = new_context(ARG(call, CLASS));
    return true;
}

static bool run_no_warnings(Call *call, Value *out)
{
    const Tuple *args = ARG(call, 0).tuple;
    if (args->count)
        return call_between(call->run, NONE, args, 0, ARG(call, 1).dict, out);
    *out = new_context(NONE);
    return true;
}

static bool run_enter(Call *call, Value *out)
{
    *out = NONE;
    return begin(call->run, ARG(call, 0).record);
}

static bool run_exit(Call *call, Value *out)
{
    const Tuple *told = ARG(call, 1).tuple;
    *out = value_bool(false);
    return end(call->run, ARG(call, 0).record, told->count > 1 && told->item[1].tag == V_EXCEPTION);
}

const Func testing_warning_funcs[] = {
    { .name = "assert_warns",
      .of = "np.testing",
      .params = "warning_class: any, *args: any, **kwargs: any",
      .brief = "An AssertionError unless a call, or the block of a with, gives a warning of this class.",
      .example =
          ">>> try: np.testing.assert_warns(RuntimeWarning, np.sqrt, 4.0)\n... except AssertionError as e: "
          "print(e)\n...\nNo warning raised when calling sqrt\n",
      .style = PYTHON,
      .run = run_warns,
      .effects = true },
    { .name = "assert_no_warnings",
      .of = "np.testing",
      .params = "*args: any, **kwargs: any",
      .brief = "An AssertionError if a call, or the block of a with, gives a warning.",
      .example = ">>> np.testing.assert_no_warnings(np.sqrt, 4.0)\nnp.float64(2.0)\n",
      .style = PYTHON,
      .run = run_no_warnings,
      .effects = true },
    { .name = "__enter__",
      .of = "assert_warns",
      .params = "self: any",
      .brief = "Begins a block whose warnings are kept.",
      .example = ">>> with np.testing.assert_no_warnings():\n...     np.sqrt(4.0)\n...\nnp.float64(2.0)\n",
      .style = METHOD,
      .run = run_enter,
      .effects = true },
    { .name = "__exit__",
      .of = "assert_warns",
      .params = "self: any, *told: any",
      .brief = "Ends it, and looks at them.",
      .example = ">>> with np.testing.assert_no_warnings(): print(np.sqrt(4.0))\n...\n2.0\n",
      .style = METHOD,
      .run = run_exit,
      .effects = true },
    { .name = NULL },
};
