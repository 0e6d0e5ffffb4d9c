/* errstate.c: what happens at a floating-point error: np.errstate, np.seterr, np.geterr, np.seterrcall. */
#include "func/describe.h"

#include <string.h>

static const char *const mode_text[] = {
    [ERR_IGNORE] = "ignore", [ERR_WARN] = "warn",   [ERR_RAISE] = "raise",
    [ERR_CALL] = "call",     [ERR_PRINT] = "print", [ERR_LOG] = "log",
};

enum { ALL, DIVIDE, OVER, UNDER, INVALID, KINDS };
static const char *const kind_text[KINDS] = { "all", "divide", "over", "under", "invalid" };

static OnError *mode_of(ErrorState *state, int kind)
{
    switch (kind) {
    case DIVIDE: return &state->divide;
    case OVER: return &state->over;
    case UNDER: return &state->under;
    default: return &state->invalid;
    }
}

static bool read_mode(Run *run, Value value, OnError *mode)
{
    for (int m = 0; value.tag == V_STR && m <= ERR_LOG; m++)
        if (!strcmp(value.str->text, mode_text[m]))
            return *mode = (OnError)m, true;
    return fail(run, ValueError, "invalid error mode %s", value_text(run, value));
}

/* What all=, divide=, … make of a state; `mode` are the five of them, as they were given. */
static bool read_state(Run *run, const Value mode[], ErrorState *state)
{
    OnError on[KINDS];
    for (int kind = ALL; kind < KINDS; kind++)
        if (mode[kind].tag != V_NONE && !read_mode(run, mode[kind], &on[kind]))
            return false;
    for (int kind = DIVIDE; kind < KINDS; kind++)
        if (mode[kind].tag != V_NONE || mode[ALL].tag != V_NONE)
            *mode_of(state, kind) = on[mode[kind].tag != V_NONE ? kind : ALL];
    return true;
}

static Value state_dict(ErrorState state)
{
    Value dict = value_dict_new();
    for (int kind = DIVIDE; kind < KINDS; kind++) {
        Value text = value_cstr(mode_text[*mode_of(&state, kind)]);
        dict_put(dict.dict, kind_text[kind], text);
        value_drop(text);
    }
    return dict;
}

static bool geterr(Call *call, Value *out)
{
    *out = state_dict(call->run->errstate);
    return true;
}

static bool seterr(Call *call, Value *out)
{
    ErrorState state = call->run->errstate;
    Value mode[KINDS];
    for (int kind = ALL; kind < KINDS; kind++)
        mode[kind] = call->arg[kind].value;
    if (!read_state(call->run, mode, &state))
        return false;
    *out = state_dict(call->run->errstate);
    call->run->errstate = state;
    return true;
}

/* NumPy casts so many elements at a time; here it changes nothing but what np.getbufsize says. */
static bool getbufsize(Call *call, Value *out)
{
    *out = value_int(call->run->errstate.buffer);
    return true;
}

static bool setbufsize(Call *call, Value *out)
{
    enum { LEAST = 5, MOST = 10000000, MULTIPLE = 16 };
    Value size = call->arg[0].value;
    int64_t asked;
    const char *wrong = NULL;
    if (!value_index(call->run, size, &asked))
        return false;
    if (asked < 0)
        return fail(call->run, ValueError, "buffer size must be non-negative");
    wrong = asked > MOST       ? "too big"
            : asked < LEAST    ? "too small"
            : asked % MULTIPLE ? "not a multiple of 16"
                               : NULL;
    if (wrong)
        return fail(call->run, ValueError, "Buffer size, %lld, is %s", (long long)asked, wrong);
    *out = value_int(call->run->errstate.buffer);
    call->run->errstate.buffer = asked;
    return true;
}

/* the callable ----------------------------------------------------------------------------------------------
 */

static Value callable_of(ErrorState state)
{
    return state.callable ? ((Tuple *)state.callable)->item[0] : NONE;
}

static void drop_callable(ErrorState state)
{
    if (state.callable)
        value_drop((Value){ .tag = state.callable->tag, .object = state.callable });
}

/* Sets the callable of a state, whose own is dropped. */
static bool set_callable(Run *run, ErrorState *state, Value callable)
{
    if (callable.tag != V_NONE && !func_callable(callable))
        return fail(run, TypeError, "python object must be callable or have a callable write method");
    drop_callable(*state);
    state->callable = callable.tag == V_NONE ? NULL : value_tuple(1, &callable).object;
    return true;
}

static bool seterrcall(Call *call, Value *out)
{
    Value before = value_keep(callable_of(call->run->errstate));
    if (!set_callable(call->run, &call->run->errstate, call->arg[0].value)) {
        value_drop(before);
        return false;
    }
    *out = before;
    return true;
}

static bool geterrcall(Call *call, Value *out)
{
    *out = value_keep(callable_of(call->run->errstate));
    return true;
}

bool errstate_call(Run *run, const char *error, int flags)
{
    if (!error)
        return fail(run, AttributeError, "'%s' object has no attribute 'write'",
                    value_type_name(callable_of(run->errstate)));
    Value arg[2] = { value_cstr(error), value_int(flags) }, ignored;
    Value callable = value_keep(callable_of(run->errstate)); /* it may set another one */
    bool ok = hooks.call(run, callable, 2, arg, &ignored);
    value_drop(callable);
    value_drop(arg[0]);
    if (ok)
        value_drop(ignored);
    return ok;
}

/* with np.errstate(…) ---------------------------------------------------------------------------------------
 */

/* A record of the arguments, which are looked at on entering; its state is the one to go back to. */
const Class class_errstate[1] = { { "errstate", "numpy", { class_object }, "errstate" } };
enum { FIELD_CALL = KINDS, FIELDS };

static void free_state(Record *record)
{
    drop_callable(*(ErrorState *)record->state);
    mem_free(record->state);
}

static bool errstate(Call *call, Value *out)
{
    static const char *const name[FIELDS] = { "_all", "_divide", "_over", "_under", "_invalid", "_call" };
    *out = value_record(class_errstate, FIELDS, name);
    for (int i = 0; i < FIELDS; i++)
        out->record->field[i] = value_keep(call->arg[i].value);
    return true;
}

static bool enter_errstate(Call *call, Value *out)
{
    Run *run = call->run;
    Record *record = call->arg[0].value.record;
    ErrorState state = run->errstate;
    Value callable = record->field[FIELD_CALL];
    if (record->state)
        return fail(run, TypeError, "Cannot enter `np.errstate` twice.");
    if (!read_state(run, record->field, &state))
        return false;
    state.callable = NULL;
    if (!set_callable(run, &state, callable.tag == V_ABSENT ? callable_of(run->errstate) : callable))
        return false;
    record->state = mem_alloc(sizeof state);
    memcpy(record->state, &run->errstate, sizeof state);
    record->drop = free_state;
    run->errstate = state;
    *out = NONE;
    return true;
}

static bool exit_errstate(Call *call, Value *out)
{
    ErrorState *held = call->arg[0].value.record->state, now = call->run->errstate;
    if (!held)
        return fail(call->run, TypeError, "expected an instance of Token, got None");
    call->run->errstate = *held;
    *held = now;
    *out = NONE;
    return true;
}

const Func errstate_funcs[] = {
    { .name = "errstate",
      .of = "np",
      .params = "*, all: any = None, divide: any = None, over: any = None, under: any = None, "
                "invalid: any = None, call: any = ?",
      .says = "errstate.__init__",
      .brief = "Context manager for floating-point error handling.",
      .example = ">>> with np.errstate(divide='ignore'): np.array([1.]) / 0\narray([inf])\n",
      .run = errstate,
      .effects = true,
      .class = class_errstate },
    { .name = "__enter__",
      .of = "errstate",
      .params = "self: any",
      .brief = "Sets the error state.",
      .example = ">>> np.errstate(divide='ignore').__enter__()\n",
      .run = enter_errstate,
      .effects = true },
    { .name = "__exit__",
      .of = "errstate",
      .params = "self: any, *exc: any",
      .brief = "Restores the error state.",
      .example = ">>> e = np.errstate(divide='ignore'); e.__enter__(); e.__exit__()\n",
      .run = exit_errstate,
      .effects = true },
    { .name = "geterr",
      .of = "np",
      .params = "",
      .brief = "The current way of handling floating-point errors.",
      .example =
          ">>> np.geterr()\n{'divide': 'warn', 'over': 'warn', 'under': 'ignore', 'invalid': 'warn'}\n",
      .run = geterr },
    { .name = "seterr",
      .of = "np",
      .params =
          "all: any = None, divide: any = None, over: any = None, under: any = None, invalid: any = None",
      .brief = "Set how floating-point errors are handled.",
      .example = ">>> np.seterr(over='raise')['over']\n'warn'\n",
      .run = seterr,
      .effects = true },
    { .name = "getbufsize",
      .of = "np",
      .params = "",
      .brief = "How many elements NumPy casts at a time.",
      .example = ">>> np.getbufsize()\n8192\n",
      .run = getbufsize },
    { .name = "setbufsize",
      .of = "np",
      .params = "size: any",
      .brief = "Sets how many elements are cast at a time; gives what was set before.",
      .example = ">>> np.setbufsize(4096)\n8192\n",
      .run = setbufsize,
      .effects = true },
    { .name = "geterrcall",
      .of = "np",
      .params = "",
      .brief = "The function that is called at floating-point errors set to 'call'.",
      .example = ">>> np.geterrcall()\n",
      .run = geterrcall },
    { .name = "seterrcall",
      .of = "np",
      .params = "func: any",
      .brief = "Sets the function to call with the error's name and flag where errors are set to 'call'.",
      .example = ">>> np.seterrcall(print)\n"
                 ">>> with np.errstate(divide='call'): np.log(0)\n"
                 "divide by zero 1\n"
                 "np.float64(-inf)\n",
      .run = seterrcall,
      .effects = true },
    { 0 }
};
