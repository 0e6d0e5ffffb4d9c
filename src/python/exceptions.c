#include "python/exceptions.h"

#include "func/results.h"

#include <errno.h>
#include <string.h>

/* Making --------------------------------------------------------------------------------------------------
 */

/* Which keywords a class takes beside its arguments; NULL: none. */
static const char *const *keywords_of(const Class *class)
{
    static const char *const name[] = { "name", NULL }, *const object[] = { "name", "obj", NULL },
                             *const module[] = { "name", "path", "name_from", NULL },
                             *const axis[] = { "axis", "ndim", "msg_prefix", NULL };
    return class_is(class, AttributeError) ? object
           : class_is(class, NameError)    ? name
           : class_is(class, ImportError)  ? module
           : class_is(class, AxisError)    ? axis
                                           : NULL;
}

static bool set_keywords(Run *run, Raised *raised, const Given *given)
{
    const char *class = raised->class == AxisError ? "AxisError.__init__" : raised->class->name;
    for (int k = 0; k < given->keywords; k++) {
        const char *const *known = keywords_of(raised->class);
        if (!known)
            return fail(run, TypeError, "%s() takes no keyword arguments", class);
        while (*known && strcmp(*known, given->keyword[k]))
            known++;
        if (!*known)
            return fail(run, TypeError, "%s() got an unexpected keyword argument '%s'", class,
                        given->keyword[k]);
        exception_set(raised, given->keyword[k], given->value[given->count + k]);
    }
    return true;
}

/* An OSError of two arguments or more is one of its kinds, by the number of the error. */
static const Class *os_error_class(Value number)
{
    static const struct {
        int number;
        const Class *class;
    } kinds[] = { { ENOENT, FileNotFoundError }, { EACCES, PermissionError },
                  { EPERM, PermissionError },    { EEXIST, FileExistsError },
                  { EISDIR, IsADirectoryError }, { ENOTDIR, NotADirectoryError },
                  { ETIMEDOUT, TimeoutError } };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (number.tag == V_INT && number.i == kinds[i].number)
            return kinds[i].class;
    return OSError;
}

bool exception_call(Run *run, const Class *class, const Given *given, Value *out)
{
    bool numbered = class_is(class, OSError) && given->count >= 2 && given->count <= 5;
    if (numbered && class == OSError)
        class = os_error_class(given->value[0]);
    *out = value_exception(class, numbered ? 2 : given->count, given->value);
    if (numbered && given->count > 2)
        exception_set(out->exception, "filename", given->value[2]);
    if (set_keywords(run, out->exception, given))
        return true;
    value_drop(*out);
    return false;
}

/* Asking --------------------------------------------------------------------------------------------------
 */

typedef enum { ARGS, CAUSE, CONTEXT, SUPPRESS, TRACEBACK, NAMED, FIRST, SECOND } Part;

static bool run_part(Call *call, Value *out)
{
    const Raised *raised = ARG(call, 0).exception;
    const Tuple *args = raised->args.tuple;
    Part part = (Part)call->func->extra;
    Value found = part == ARGS      ? raised->args
                  : part == CAUSE   ? raised->cause
                  : part == CONTEXT ? raised->context
                  : part >= NAMED   ? exception_get(raised, call->func->name)
                                    : ABSENT;
    if (part == SUPPRESS)
        found = value_bool(raised->suppress);
    /* a number of an error stands beside another argument */
    bool pair = class_is(raised->class, OSError) ||
                (class_is(raised->class, AxisError) && exception_get(raised, "ndim").tag == V_ABSENT &&
                 exception_get(raised, "msg_prefix").tag == V_ABSENT);
    if (found.tag == V_ABSENT && part >= FIRST && args->count > (pair ? 1 : part - FIRST))
        found = args->item[part - FIRST];
    *out = found.tag == V_ABSENT ? NONE : value_keep(found);
    return true;
}

static bool run_add_note(Call *call, Value *out)
{
    Raised *raised = ARG(call, 0).exception;
    Value note = ARG(call, 1), notes = exception_get(raised, "__notes__");
    *out = NONE;
    if (note.tag != V_STR)
        return fail(call->run, TypeError, "add_note() argument must be str, not %s", value_type_name(note));
    if (notes.tag == V_ABSENT) {
        notes = value_list_new(1);
        exception_set(raised, "__notes__", notes);
        value_drop(notes);
    }
    if (notes.tag != V_LIST)
        return fail(call->run, TypeError, "Cannot add note: __notes__ is not a list");
    list_append(notes.list, note);
    return true;
}

static bool run_with_traceback(Call *call, Value *out)
{
    if (ARG(call, 1).tag != V_NONE)
        return fail(call->run, TypeError, "__traceback__ must be a traceback or None");
    *out = value_keep(ARG(call, 0));
    return true;
}

/* Telling -------------------------------------------------------------------------------------------------
 */

static bool link_to(Run *run, Value *link, const char *what, Value exception)
{
    if (exception.tag != V_NONE && exception.tag != V_EXCEPTION)
        return fail(run, TypeError, "exception %s must be None or derive from BaseException", what);
    value_keep(exception);
    value_drop(*link);
    *link = exception;
    return true;
}

bool exception_assign(Run *run, Raised *raised, const char *name, Value what)
{
    if (!strcmp(name, "args")) {
        Value list;
        if (!value_to_list(run, what, &list))
            return false;
        value_drop(raised->args);
        raised->args = value_tuple(list.list->count, list.list->item);
        value_drop(list);
    } else if (!strcmp(name, "__cause__")) {
        raised->suppress = true;
        return link_to(run, &raised->cause, "cause", what);
    } else if (!strcmp(name, "__context__")) {
        return link_to(run, &raised->context, "context", what);
    } else if (!strcmp(name, "__suppress_context__")) {
        if (what.tag != V_BOOL)
            return fail(run, TypeError, "attribute value type must be bool");
        raised->suppress = what.i != 0;
    } else if (!strcmp(name, "__traceback__")) {
        return what.tag == V_NONE || fail(run, TypeError, "__traceback__ must be a traceback or None");
    } else {
        exception_set(raised, name, what);
    }
    return true;
}

/* The table -----------------------------------------------------------------------------------------------
 */

#define PART(name_, of_, part, brief_, example_)                                                             \
    {                                                                                                        \
        .name = name_, .of = of_, .params = "self: any, /", .brief = brief_, .example = example_,            \
        .style = ATTRIBUTE, .gives = AS_ARRAY, .run = run_part, .extra = part                                \
    }

const Func exception_funcs[] = {
    PART("args", "BaseException", ARGS, "what the exception was made with",
         ">>> ValueError('x', 1).args\n('x', 1)\n"),
    PART("__cause__", "BaseException", CAUSE, "the exception after `from`, or None",
         ">>> ValueError('x').__cause__ is None\nTrue\n"),
    PART("__context__", "BaseException", CONTEXT,
         "the exception that was being handled when it was raised, or None",
         ">>> ValueError('x').__context__ is None\nTrue\n"),
    PART("__suppress_context__", "BaseException", SUPPRESS,
         "whether `from` told what to show instead of the context",
         ">>> ValueError('x').__suppress_context__\nFalse\n"),
    PART("__traceback__", "BaseException", TRACEBACK, "None: no frames are kept",
         ">>> ValueError('x').__traceback__ is None\nTrue\n"),
    PART("value", "StopIteration", FIRST, "what the iterator gave at its end",
         ">>> StopIteration(5).value\n5\n"),
    PART("code", "SystemExit", FIRST, "the status to leave with", ">>> SystemExit(3).code\n3\n"),
    PART("msg", "ImportError SyntaxError", FIRST, "the text", ">>> ImportError('x').msg\n'x'\n"),
    PART("name", "NameError AttributeError ImportError", NAMED, "the name that was not found",
         ">>> try: undefined\n... except NameError as e: e.name\n'undefined'\n"),
    PART("obj", "AttributeError", NAMED, "the value that has no such attribute",
         ">>> try: (5).foo\n... except AttributeError as e: e.obj\n5\n"),
    PART("errno", "OSError", FIRST, "the number of the error", ">>> OSError(2, 'x').errno\n2\n"),
    PART("strerror", "OSError", SECOND, "what the number means", ">>> OSError(2, 'x').strerror\n'x'\n"),
    PART("filename", "OSError", NAMED, "the file", ">>> OSError(2, 'x', 'a.txt').filename\n'a.txt'\n"),
    PART("axis", "AxisError", FIRST, "the axis that is out of bounds",
         ">>> try: np.ones(2).sum(axis=5)\n... except ValueError as e: e.axis\n5\n"),
    PART("ndim", "AxisError", SECOND, "how many axes the array has",
         ">>> try: np.ones(2).sum(axis=5)\n... except ValueError as e: e.ndim\n1\n"),
    { .name = "add_note",
      .of = "BaseException",
      .params = "self: any, note: any, /",
      .brief = "adds a line to what is shown of the exception",
      .example = ">>> e = ValueError('x')\n>>> e.add_note('y')\n>>> e.__notes__\n['y']\n",
      AS_IN_PYTHON,
      .run = run_add_note,
      .effects = true },
    { .name = "with_traceback",
      .of = "BaseException",
      .params = "self: any, tb: any, /",
      .brief = "the exception itself",
      .example = ">>> ValueError('x').with_traceback(None)\nValueError('x')\n",
      AS_IN_PYTHON,
      .run = run_with_traceback },
    { 0 },
};
