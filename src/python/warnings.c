/* warnings.c: the module warnings: which warnings are shown, and which are errors. */
#include "python/warnings.h"

#include "func/results.h"

#include <regex.h>
#include <string.h>

/* run->warnings: a list of the filters, latest first, each a tuple of these; of a list in which warnings are
 * kept instead of being shown, or None; and of one for those that somebody waits for, or None. */
enum { FILTERS, KEPT, AWAITED, PARTS };
enum { FILTER_ACTION, FILTER_MESSAGE, FILTER_CATEGORY, FILTER_PARTS };

static Value as_value(Object *list) { return (Value){ .tag = V_LIST, .object = list }; }

static const char AWAIT[] = "await"; /* the action of a filter that nobody can ask for by name */

static Value new_state(Value filters, Value kept, Value awaited)
{
    Value state = value_list_new(PARTS), part[PARTS] = { filters, kept, awaited };
    for (int i = 0; i < PARTS; i++) {
        list_append(state.list, part[i]);
        value_drop(part[i]);
    }
    return state;
}

static Value *state_of(Run *run)
{
    if (!run->warnings)
        run->warnings = new_state(value_list_new(0), NONE, NONE).object;
    return as_value(run->warnings).list->item;
}

static bool matches(const Value *filter, const Class *class, const char *text)
{
    if (filter[FILTER_CATEGORY].tag != V_CLASS || !class_is(class, filter[FILTER_CATEGORY].class))
        return false;
    const Str *message = filter[FILTER_MESSAGE].str;
    regex_t pattern;
    if (!message->bytes)
        return true;
    if (regcomp(&pattern, message->text, REG_EXTENDED | REG_ICASE))
        return false;
    regmatch_t found[1];
    bool fits = regexec(&pattern, text, 1, found, 0) == 0 && found[0].rm_so == 0;
    regfree(&pattern);
    return fits;
}

static const Class class_message[1] = {
    { "WarningMessage", "warnings", { class_object }, "WarningMessage" }
};

static const char *const message_field[] = { "message", "category", "filename", "lineno",
                                             "file",    "line",     "source" };
enum { TOLD_MESSAGE, TOLD_CATEGORY, TOLD_FILENAME, TOLD_LINENO, TOLD_FIELDS = 7 };

static void keep_warning(const Run *run, List *kept, const Class *class, const char *text)
{
    Value made = value_record(class_message, TOLD_FIELDS, message_field), words = value_cstr(text);
    Value *told = made.record->field;
    Span here = run->here;
    told[TOLD_MESSAGE] = value_exception(class, 1, &words);
    told[TOLD_CATEGORY] = value_class(class);
    told[TOLD_FILENAME] = value_cstr(here.source ? here.source->name : "<stdin>");
    told[TOLD_LINENO] = value_int(here.source ? span_line(here) : 1);
    list_append(kept, made);
    value_drop(words);
    value_drop(made);
}

/* str(w), and repr(w) with the class around it. */
static bool run_told(Call *call, Value *out)
{
    const Value *told = ARG(call, 0).record->field;
    bool whole = call->func->extra, fine;
    Text text = { 0 };
    text_puts(&text, whole ? "<WarningMessage {message : " : "{message : ");
    fine = value_repr(call->run, told[TOLD_MESSAGE], &text);
    text_printf(&text, ", category : '%s', filename : ", told[TOLD_CATEGORY].class->name);
    fine = fine && value_repr(call->run, told[TOLD_FILENAME], &text);
    text_printf(&text, ", lineno : %lld, line : None}%s", (long long)told[TOLD_LINENO].i, whole ? ">" : "");
    return text_result(fine, &text, out);
}

WarningFate warning_fate(Run *run, const Class *class, const char *text)
{
    if (!run->warnings)
        return WARNING_SHOWN;
    const Value *state = state_of(run);
    const List *filters = state[FILTERS].list;
    const char *action = "default";
    for (int64_t i = 0; i < filters->count; i++)
        if (matches(filters->item[i].tuple->item, class, text)) {
            action = filters->item[i].tuple->item[FILTER_ACTION].str->text;
            break;
        }
    if (!strcmp(action, "ignore"))
        return WARNING_TAKEN;
    if (!strcmp(action, "error")) {
        fail(run, class, "%s", text);
        return WARNING_TAKEN;
    }
    if (!strcmp(action, AWAIT)) {
        keep_warning(run, state[AWAITED].list, class, text);
        return WARNING_TAKEN;
    }
    if (state[KEPT].tag == V_LIST) {
        keep_warning(run, state[KEPT].list, class, text);
        return WARNING_TAKEN;
    }
    return !strcmp(action, "always") || !strcmp(action, "all") ? WARNING_ALWAYS : WARNING_SHOWN;
}

/* filters
 * ---------------------------------------------------------------------------------------------------------
 */

static bool is_warning_class(Value v) { return v.tag == V_CLASS && class_is(v.class, Warning); }

static bool check_action(Run *run, Value action)
{
    static const char actions[] = " error ignore always all default module once ";
    if (action.tag == V_STR && !strchr(action.str->text, ' ') &&
        strstr(actions, run_text(run, " %s ", action.str->text)))
        return true;
    return fail(run, ValueError, "invalid action: %s", value_text(run, action));
}

/* The filter goes before all others, or behind them. */
static void add_filter(Run *run, Value action, Value message, Value category, bool last)
{
    Value *state = state_of(run), filter = value_tuple(FILTER_PARTS, (Value[]){ action, message, category }),
          all = value_list_new(0);
    const List *before = state[FILTERS].list;
    if (!last)
        list_append(all.list, filter);
    for (int64_t i = 0; i < before->count; i++)
        list_append(all.list, before->item[i]);
    if (last)
        list_append(all.list, filter);
    value_drop(filter);
    value_drop(state[FILTERS]);
    state[FILTERS] = all;
}

static bool run_simplefilter(Call *call, Value *out)
{
    enum { ACTION, CATEGORY, LINENO, APPEND };
    bool append;
    if (!check_action(call->run, call->arg[ACTION].value) || !arg_truth(call, APPEND, &append))
        return false;
    Value message = value_cstr(""), category = call->arg[CATEGORY].value;
    add_filter(call->run, call->arg[ACTION].value, message,
               category.tag == V_ABSENT ? value_class(Warning) : category, append);
    value_drop(message);
    return give_none(out);
}

static bool run_filterwarnings(Call *call, Value *out)
{
    enum { ACTION, MESSAGE, CATEGORY, MODULE, LINENO, APPEND };
    Run *run = call->run;
    Value message = call->arg[MESSAGE].value, category = call->arg[CATEGORY].value;
    bool append;
    regex_t pattern;
    if (!check_action(run, call->arg[ACTION].value))
        return false;
    if (message.tag != V_STR)
        return fail(run, TypeError, "message must be a string");
    if (category.tag != V_ABSENT && !is_warning_class(category))
        return fail(run, TypeError, "category must be a Warning subclass");
    if (!arg_truth(call, APPEND, &append))
        return false;
    if (regcomp(&pattern, message.str->text, REG_EXTENDED | REG_ICASE | REG_NOSUB))
        return fail(run, NotImplementedError, "ndcalc does not read this pattern: %s",
                    value_text(run, message));
    regfree(&pattern);
    add_filter(run, call->arg[ACTION].value, message,
               category.tag == V_ABSENT ? value_class(Warning) : category, append);
    return give_none(out);
}

static bool run_resetwarnings(Call *call, Value *out)
{
    Value *state = state_of(call->run);
    value_drop(state[FILTERS]);
    state[FILTERS] = value_list_new(0);
    return give_none(out);
}

static bool run_warn(Call *call, Value *out)
{
    enum { MESSAGE, CATEGORY };
    Run *run = call->run;
    Value message = call->arg[MESSAGE].value, category = call->arg[CATEGORY].value;
    const Class *class = UserWarning;
    if (message.tag == V_EXCEPTION && class_is(message.exception->class, Warning))
        class = message.exception->class;
    else if (is_warning_class(category))
        class = category.class;
    else if (category.tag != V_NONE)
        return fail(run, TypeError, "category must be a Warning subclass, not '%s'",
                    value_type_name(category));
    Text text = { 0 };
    bool fine = value_str_of(run, message, &text) && warn(run, class, "%s", text_get(&text));
    text_free(&text);
    return fine && give_none(out);
}

/* with catch_warnings():
 * ------------------------------------------------------------------------------------------ */

static const Class class_catch[1] = { { "catch_warnings", "warnings", { class_object }, "catch_warnings" } };
enum { CATCH_RECORD, CATCH_ACTION, CATCH_CATEGORY, CATCH_APPEND, CATCH_BEFORE, CATCH_FIELDS };

static bool run_catch(Call *call, Value *out)
{
    static const char *const field[CATCH_FIELDS] = { "", "", "", "", "" };
    enum { RECORD, MODULE, ACTION, CATEGORY, LINENO, APPEND };
    bool record, append;
    if (!arg_truth(call, RECORD, &record) || !arg_truth(call, APPEND, &append))
        return false;
    *out = value_record(class_catch, CATCH_FIELDS, field);
    Value *made = out->record->field;
    made[CATCH_RECORD] = value_bool(record);
    made[CATCH_ACTION] = value_keep(call->arg[ACTION].value);
    made[CATCH_CATEGORY] = call->arg[CATEGORY].value.tag == V_ABSENT ? value_class(Warning)
                                                                     : value_keep(call->arg[CATEGORY].value);
    made[CATCH_APPEND] = value_bool(append);
    return true;
}

/* A new state with the same filters; takes the lists. Answers the one before. */
static Value push_state(Run *run, Value kept, Value awaited)
{
    const Value *now = state_of(run);
    Value before = as_value(run->warnings), filters = value_list_new(0);
    for (int64_t i = 0; i < now[FILTERS].list->count; i++)
        list_append(filters.list, now[FILTERS].list->item[i]);
    run->warnings = new_state(filters, kept, awaited).object;
    return before;
}

Value warnings_begin(Run *run, const Class *class)
{
    Value before = push_state(run, value_keep(state_of(run)[KEPT]), value_list_new(0)),
          action = value_cstr(AWAIT), any = value_cstr("");
    add_filter(run, action, any, value_class(class), false);
    value_drop(action);
    value_drop(any);
    return before;
}

Value warnings_end(Run *run, Value before)
{
    Value state = as_value(run->warnings), kept = value_keep(state.list->item[AWAITED]);
    value_drop(state);
    run->warnings = before.object;
    return kept;
}

static bool run_enter(Call *call, Value *out)
{
    Run *run = call->run;
    Value *made = call->arg[0].value.record->field;
    if (made[CATCH_BEFORE].tag != V_NONE)
        return fail(run, RuntimeError, "Cannot enter catch_warnings() twice");
    const Value *now = state_of(run);
    Value kept = made[CATCH_RECORD].i ? value_list_new(0) : value_keep(now[KEPT]);
    *out = made[CATCH_RECORD].i ? value_keep(kept) : NONE;
    made[CATCH_BEFORE] = push_state(run, kept, value_keep(now[AWAITED]));
    if (made[CATCH_ACTION].tag == V_NONE)
        return true;
    if (!check_action(run, made[CATCH_ACTION]))
        return false;
    Value message = value_cstr("");
    add_filter(run, made[CATCH_ACTION], message, made[CATCH_CATEGORY], made[CATCH_APPEND].i);
    value_drop(message);
    return true;
}

static bool run_exit(Call *call, Value *out)
{
    Run *run = call->run;
    Value *made = call->arg[0].value.record->field;
    if (made[CATCH_BEFORE].tag == V_NONE)
        return fail(run, RuntimeError, "Cannot exit catch_warnings() without entering first");
    value_drop(as_value(run->warnings));
    run->warnings = value_keep(made[CATCH_BEFORE]).object;
    return give_none(out);
}

#define IMPORTED ">>> import warnings\n"
#define CAUGHT   IMPORTED ">>> with warnings.catch_warnings(record=True) as w: print(np.sqrt(4.0))\n...\n2.0\n"

const Func warning_funcs[] = {
    { .name = "simplefilter",
      .of = "warnings",
      .params = "action: any, category: any = ?, lineno: int = 0, append: any = False",
      .brief = "what becomes of warnings: 'ignore', 'error', 'always', 'default' (shown once)",
      .example = IMPORTED ">>> warnings.simplefilter('ignore')\n>>> np.array([1.]) / 0\narray([inf])\n",
      .style = PYTHON,
      .run = run_simplefilter,
      .effects = true },
    { .name = "filterwarnings",
      .of = "warnings",
      .params = "action: any, message: any = '', category: any = ?, module: any = '', lineno: int = 0, "
                "append: any = False",
      .brief = "what becomes of warnings whose text begins with a pattern",
      .example = IMPORTED
      ">>> warnings.filterwarnings('ignore', 'divide by zero')\n>>> np.array([1.]) / 0\narray([inf])\n",
      .style = PYTHON,
      .run = run_filterwarnings,
      .effects = true },
    { .name = "resetwarnings",
      .of = "warnings",
      .params = "",
      .brief = "forgets what was asked for with simplefilter and filterwarnings",
      .example = IMPORTED ">>> warnings.resetwarnings()\n",
      .style = PYTHON,
      .run = run_resetwarnings,
      .effects = true },
    { .name = "warn",
      .of = "warnings",
      .params = "message: any, category: any = None, stacklevel: int = 1, source: any = None, *, "
                "skip_file_prefixes: any = ()",
      .brief = "warns, or raises an error where simplefilter('error') says so",
      .example = IMPORTED ">>> warnings.warn('mind this')\n",
      .style = CLINIC,
      .run = run_warn,
      .effects = true },
    { .name = "catch_warnings",
      .of = "warnings",
      .params = "*, record: any = False, module: any = None, action: any = None, category: any = ?, "
                "lineno: int = 0, append: any = False",
      .brief = "a block after which all is as before; record=True keeps the warnings in a list",
      .example = IMPORTED
      ">>> with warnings.catch_warnings(action='ignore'): np.array([1.]) / 0\n...\narray([inf])\n",
      .style = PYTHON,
      .says = "catch_warnings.__init__",
      .run = run_catch,
      .class = class_catch },
    { .name = "__enter__",
      .of = "catch_warnings",
      .params = "self: any",
      .brief = "begins the block",
      .example = IMPORTED ">>> warnings.catch_warnings(record=True).__enter__()\n[]\n",
      .style = METHOD,
      .run = run_enter,
      .effects = true },
    { .name = "__exit__",
      .of = "catch_warnings",
      .params = "self: any, *exc: any",
      .brief = "ends the block",
      .example = IMPORTED ">>> c = warnings.catch_warnings(); c.__enter__(); c.__exit__()\n",
      .style = METHOD,
      .run = run_exit,
      .effects = true },
    { .name = "__repr__",
      .of = "WarningMessage",
      .params = "self: any",
      .brief = "what was warned of, where",
      .example = CAUGHT ">>> [repr(told) for told in w]\n[]\n",
      .style = METHOD,
      .run = run_told,
      .extra = 1 },
    { .name = "__str__",
      .of = "WarningMessage",
      .params = "self: any",
      .brief = "the same",
      .example = CAUGHT ">>> [str(told) for told in w]\n[]\n",
      .style = METHOD,
      .run = run_told },
    { 0 },
};
