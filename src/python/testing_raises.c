/* testing_raises.c: np.testing.assert_raises and assert_raises_regex, which Python's unittest does for NumPy
 * (unittest/case.py). */
#include "func/results.h"

#include <regex.h>
#include <string.h>

static const Class class_context[1] = {
    { "_AssertRaisesContext", "unittest.case", { class_object }, "assert_raises" }
};
static const char *const context_field[] = { "expected", "exception", "expected_regex", "msg" };
enum { EXPECTED, EXCEPTION, REGEX, MESSAGE, CONTEXT_FIELDS };

static bool is_exception_class(Value v) { return v.tag == V_CLASS && class_is(v.class, BaseException); }

/* Whether a value is an exception's class, or a tuple of such. */
static bool is_expectable(Value v)
{
    if (v.tag != V_TUPLE)
        return is_exception_class(v);
    for (int64_t i = 0; i < v.tuple->count; i++)
        if (!is_exception_class(v.tuple->item[i]))
            return false;
    return true;
}

static bool is_expected(Value expected, const Class *class)
{
    if (expected.tag == V_CLASS)
        return class_is(class, expected.class);
    for (int64_t i = 0; i < expected.tuple->count; i++)
        if (class_is(class, expected.tuple->item[i].class))
            return true;
    return false;
}

/* Python's pattern as the C library reads it, which has no digits, and neither lazy repeats nor what stands
 * after (?. */
static bool compile(Run *run, const char *pattern, regex_t *out)
{
    Text text = { 0 };
    bool known =
        !strstr(pattern, "(?") && !strstr(pattern, "*?") && !strstr(pattern, "+?") && !strstr(pattern, "??");
    for (const char *at = pattern; *at; at++)
        if (*at == '\\' && at[1] == 'd') {
            text_puts(&text, "[0-9]");
            at++;
        } else if (*at == '\\' && at[1]) {
            text_add(&text, at++, 2);
        } else {
            text_char(&text, *at);
        }
    known = known && regcomp(out, text_get(&text), REG_EXTENDED | REG_NOSUB) == 0;
    text_free(&text);
    return known ||
           fail(run, NotImplementedError, "ndcalc cannot search for the pattern %s: write a simpler one",
                run_text(run, "'%s'", pattern));
}

/* The text of the exception must match, if there is a pattern. */
static bool check_pattern(Run *run, const Record *context, Value raised)
{
    Value pattern = context->field[REGEX];
    if (pattern.tag != V_STR)
        return true;
    regex_t compiled;
    Text text = { 0 };
    if (!compile(run, pattern.str->text, &compiled))
        return false;
    bool fine = value_str_of(run, raised, &text) && (regexec(&compiled, text_get(&text), 0, NULL, 0) == 0 ||
                                                     fail(run, AssertionError, "\"%s\" does not match \"%s\"",
                                                          pattern.str->text, text_get(&text)));
    regfree(&compiled);
    text_free(&text);
    return fine;
}

/* What an error is for the assertion: *handled if it is the one that was awaited. */
static bool take_error(Run *run, Record *context, Value raised, bool *handled)
{
    *handled = is_expected(context->field[EXPECTED], value_type(raised));
    if (!*handled)
        return true;
    value_drop(context->field[EXCEPTION]);
    context->field[EXCEPTION] = value_keep(raised);
    return check_pattern(run, context, raised);
}

static bool fail_silent(Run *run, const Record *context, const char *by)
{
    Value expected = context->field[EXPECTED], message = context->field[MESSAGE];
    Text text = { 0 };
    bool fine = true;
    if (expected.tag == V_CLASS)
        text_puts(&text, expected.class->name);
    else
        fine = value_repr(run, expected, &text);
    text_printf(&text, " not raised%s%s", by ? " by " : "", by ? by : "");
    if (fine && message.tag != V_NONE) {
        text_puts(&text, " : ");
        fine = value_str_of(run, message, &text);
    }
    if (fine)
        fail(run, AssertionError, "%s", text_get(&text));
    text_free(&text);
    return false;
}

/* Calls f(*args, **keywords) and asserts that it raises. */
static bool call_and_check(Run *run, Record *context, Value f, const Tuple *args, int skip, Dict *keywords)
{
    Value answer, name;
    bool handled = false,
         answered = value_call(run, f, args->count - skip, args->item + skip, keywords, &answer);
    if (!answered) {
        Value raised = error_value(run);
        Error error = run_set_aside(run);
        bool fine = take_error(run, context, raised, &handled);
        value_drop(raised);
        if (fine && !handled) {
            run_bring_back(run, error);
            return false;
        }
        if (error.exception)
            run->drop(error.exception);
        return fine;
    }
    value_drop(answer);
    const char *by = NULL;
    if (hooks.attribute(run, f, "__name__", &name)) {
        by = name.tag == V_STR ? run_text(run, "%s", name.str->text) : value_text(run, name);
        value_drop(name);
    } else {
        run_clear_error(run);
        by = value_text(run, f);
    }
    return fail_silent(run, context, by);
}

static bool run_raises(Call *call, Value *out)
{
    Run *run = call->run;
    bool by_text = call->func->extra;
    const Tuple *args = ARG(call, 0).tuple;
    Dict *keywords = ARG(call, 1).dict;
    const char *name = by_text ? "assertRaisesRegex" : "assertRaises";
    int taken = by_text ? 2 : 1;
    if (args->count < 1)
        return fail(run, TypeError,
                    "TestCase.%s() missing 1 required positional argument: 'expected_exception'", name);
    if (args->count < taken)
        return fail(run, TypeError,
                    "assert_raises_regex() missing 1 required positional argument: "
                    "'expected_regexp'");
    if (!is_expectable(args->item[0]))
        return fail(run, TypeError, "%s() arg 1 must be an exception type or tuple of exception types", name);
    if (by_text && args->item[1].tag != V_STR)
        return fail(run, TypeError, "first argument must be string or compiled pattern");
    Value made = value_record(class_context, CONTEXT_FIELDS, context_field);
    made.record->field[EXPECTED] = value_keep(args->item[0]);
    if (by_text)
        made.record->field[REGEX] = value_keep(args->item[1]);
    if (args->count > taken) {
        bool fine = call_and_check(run, made.record, args->item[taken], args, taken + 1, keywords);
        value_drop(made);
        *out = NONE;
        return fine;
    }
    int64_t at = 0;
    for (Entry *e = dict_next(keywords, &at); e; e = dict_next(keywords, &at)) {
        if (strcmp(e->key.str->text, "msg")) {
            value_drop(made);
            return fail(run, TypeError, "%s is an invalid keyword argument for this function",
                        value_text(run, e->key));
        }
        made.record->field[MESSAGE] = value_keep(e->value);
    }
    *out = made;
    return true;
}

static bool run_enter(Call *call, Value *out)
{
    *out = value_keep(ARG(call, 0));
    return true;
}

static bool run_exit(Call *call, Value *out)
{
    Record *context = ARG(call, 0).record;
    const Tuple *told = ARG(call, 1).tuple;
    bool handled = false;
    if (told->count < 2 || told->item[1].tag != V_EXCEPTION)
        return fail_silent(call->run, context, NULL);
    if (!take_error(call->run, context, told->item[1], &handled))
        return false;
    *out = value_bool(handled);
    return true;
}

const Func testing_raises_funcs[] = {
    { .name = "assert_raises",
      .of = "np.testing",
      .params = "*args: any, **kwargs: any",
      .brief = "An AssertionError unless a call, or the block of a with, raises an exception of this class.",
      .example = ">>> np.testing.assert_raises(ValueError, np.zeros, -1)\n"
                 ">>> with np.testing.assert_raises(ZeroDivisionError):\n...     1 / 0\n...\n",
      .style = PYTHON,
      .run = run_raises,
      .effects = true },
    { .name = "assert_raises_regex",
      .of = "np.testing",
      .params = "*args: any, **kwargs: any",
      .brief = "The same, and the exception's text must match a pattern.",
      .example = ">>> np.testing.assert_raises_regex(ValueError, 'negative', np.zeros, -1)\n",
      .style = PYTHON,
      .run = run_raises,
      .effects = true,
      .extra = 1 },
    { .name = "__enter__",
      .of = "assert_raises",
      .params = "self: any",
      .brief = "Begins a block that must raise.",
      .example = ">>> with np.testing.assert_raises(KeyError) as caught:\n...     {}['x']\n...\n"
                 ">>> caught.exception\nKeyError('x')\n",
      .style = METHOD,
      .run = run_enter,
      .effects = true },
    { .name = "__exit__",
      .of = "assert_raises",
      .params = "self: any, *told: any",
      .brief = "Ends it: the exception that was awaited is dealt with.",
      .example = ">>> with np.testing.assert_raises(KeyError, msg='no key'):\n...     {}['x']\n...\n",
      .style = METHOD,
      .run = run_exit,
      .effects = true },
    { .name = NULL },
};
