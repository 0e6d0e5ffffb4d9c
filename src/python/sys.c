/* sys.c: the module sys: what a script needs to leave, and to write elsewhere than print does. */
#include "python/files.h"

#include <limits.h>

static bool run_maxsize(Call *call, Value *out)
{
    (void)call;
    *out = value_int(INT64_MAX);
    return true;
}

static bool run_byteorder(Call *call, Value *out)
{
    (void)call;
    *out = value_cstr(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? "little" : "big");
    return true;
}

/* Of the Python whose language this is. */
static bool run_version_info(Call *call, Value *out)
{
    static const char *const field[] = { "major", "minor", "micro", "releaselevel", "serial", NULL };
    static const TupleNames names = { { "sys.version_info", NULL, { class_tuple }, "tuple" }, field };
    (void)call;
    Value level = value_cstr("final");
    *out = value_tuple(5, (Value[]){ value_int(3), value_int(14), value_int(0), level, value_int(0) });
    out->tuple->names = &names;
    value_drop(level);
    return true;
}

/* extra: the one for errors. */
static bool run_stream(Call *call, Value *out)
{
    bool errors = call->func->extra;
    *out = file_standard(errors ? call->run->err : call->run->out, errors ? "<stderr>" : "<stdout>");
    return true;
}

static bool run_exit(Call *call, Value *out)
{
    (void)out;
    Text text = { 0 };
    if (!value_str_of(call->run, ARG(call, 0), &text))
        return text_free(&text), false;
    fail(call->run, SystemExit, "%s", text_get(&text));
    text_free(&text);
    call->run->error.exception = value_exception(SystemExit, 1, &ARG(call, 0)).object;
    return false;
}

static bool run_get_limit(Call *call, Value *out)
{
    *out = value_int(call->func->extra ? call->run->digits_max : call->run->calls_max);
    return true;
}

static bool run_set_recursion_limit(Call *call, Value *out)
{
    int64_t limit;
    *out = NONE;
    if (!value_index(call->run, ARG(call, 0), &limit))
        return false;
    if (limit < 1)
        return fail(call->run, ValueError, "recursion limit must be greater or equal than 1");
    call->run->calls_max = limit < INT_MAX ? (int)limit : INT_MAX;
    return true;
}

static bool run_set_digits_limit(Call *call, Value *out)
{
    enum { LEAST = 640 };
    int64_t limit;
    *out = NONE;
    if (!value_index(call->run, ARG(call, 0), &limit))
        return false;
    if (limit && limit < LEAST)
        return fail(call->run, ValueError, "maxdigits must be >= %d or 0 for unlimited", LEAST);
    call->run->digits_max = limit < INT_MAX ? (int)limit : INT_MAX;
    return true;
}

#define LIMIT(name_, params_, run_, extra_, brief_, example_)                                                \
    {                                                                                                        \
        .name = name_, .of = "sys", .params = params_, .brief = brief_,                                      \
        .example = ">>> import sys\n" example_, AS_IN_PYTHON, .run = run_, .extra = extra_, .effects = true  \
    }
#define ABOUT(name_, run_, extra_, brief_, example_)                                                         \
    {                                                                                                        \
        .name = name_, .of = "sys", .params = "", .brief = brief_, .example = ">>> import sys\n" example_,   \
        .style = ATTRIBUTE, .run = run_, .extra = extra_                                                     \
    }

const Func sys_funcs[] = {
    ABOUT("maxsize", run_maxsize, 0, "the largest size of a list", ">>> sys.maxsize\n9223372036854775807\n"),
    ABOUT("byteorder", run_byteorder, 0, "which byte of a number stands first in memory",
          ">>> sys.byteorder\n'little'\n"),
    ABOUT("version_info", run_version_info, 0, "the version of Python that is understood",
          ">>> sys.version_info >= (3, 6)\nTrue\n"),
    ABOUT("stdout", run_stream, false, "where print writes", ">>> print(1, file=sys.stdout)\n1\n"),
    ABOUT("stderr", run_stream, true, "where errors and warnings are written",
          ">>> sys.stderr.name\n'<stderr>'\n"),
    LIMIT("getrecursionlimit", "", run_get_limit, 0, "how many calls within calls there may be",
          ">>> sys.getrecursionlimit()\n1000\n"),
    LIMIT("setrecursionlimit", "limit: any, /", run_set_recursion_limit, 0,
          "lets so many calls be within calls, as far as the stack reaches",
          ">>> sys.setrecursionlimit(3000)\n>>> sys.getrecursionlimit()\n3000\n"),
    LIMIT("get_int_max_str_digits", "", run_get_limit, 1, "how many decimal digits an int's text may have",
          ">>> sys.get_int_max_str_digits()\n4300\n"),
    LIMIT("set_int_max_str_digits", "maxdigits: any", run_set_digits_limit, 0,
          "lets an int's text have so many decimal digits; 0: any number",
          ">>> sys.set_int_max_str_digits(0)\n>>> len(str(10**5000))\n5001\n"),
    { .name = "quit",
      .of = "builtins",
      .params = "status: any = None, /",
      .brief = "leaves with a status, or with a message and the status 1",
      .example = ">>> try: quit('done')\n... except SystemExit as e: print(e.code)\n...\ndone\n",
      AS_IN_PYTHON,
      .run = run_exit,
      .effects = true },
    { .name = "exit",
      .of = "sys builtins",
      .params = "status: any = None, /",
      .brief = "leaves with a status, or with a message and the status 1",
      .example = ">>> import sys\n>>> try: sys.exit(3)\n... except SystemExit as e: print(e.code)\n...\n3\n",
      AS_IN_PYTHON,
      .run = run_exit,
      .effects = true },
    { 0 },
};
