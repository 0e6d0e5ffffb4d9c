/* sys.c: the module sys: what a script needs to leave, and to write elsewhere than print does. */
#include "python/files.h"

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

#define ABOUT(name_, run_, extra_, brief_, example_)                                                         \
    {                                                                                                        \
        .name = name_, .of = "sys", .params = "", .brief = brief_, .example = ">>> import sys\n" example_,   \
        .style = ATTRIBUTE, .run = run_, .extra = extra_                                                     \
    }

const Func sys_funcs[] = {
    ABOUT("maxsize", run_maxsize, 0, "the largest size of a list", ">>> sys.maxsize\n9223372036854775807\n"),
    ABOUT("byteorder", run_byteorder, 0, "which byte of a number stands first in memory",
          ">>> sys.byteorder\n'little'\n"),
    ABOUT("stdout", run_stream, false, "where print writes", ">>> print(1, file=sys.stdout)\n1\n"),
    ABOUT("stderr", run_stream, true, "where errors and warnings are written",
          ">>> sys.stderr.name\n'<stderr>'\n"),
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
