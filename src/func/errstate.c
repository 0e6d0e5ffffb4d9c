/* errstate.c: what happens at a floating-point error: np.errstate, np.seterr, np.geterr. */
#include "func/func.h"

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

static bool read_mode(Call *call, int i, OnError *mode)
{
    const char *text = arg_text(call, i);
    for (int m = 0; text && m <= ERR_LOG; m++)
        if (!strcmp(text, mode_text[m]))
            return *mode = (OnError)m, true;
    Value value = call->arg[i].value;
    return fail(call->run, ValueError, "invalid error mode %s", value_text(call->run, value));
}

/* The state that a call's all=, divide=, … ask for; parameter `first` is `all`. */
static bool read_state(Call *call, int first, ErrorState *state)
{
    *state = call->run->errstate;
    OnError all, mode;
    bool has_all = !arg_none(call, first);
    if (has_all && !read_mode(call, first, &all))
        return false;
    for (int kind = DIVIDE; kind < KINDS; kind++) {
        if (!arg_none(call, first + kind)) {
            if (!read_mode(call, first + kind, &mode))
                return false;
            *mode_of(state, kind) = mode;
        } else if (has_all) {
            *mode_of(state, kind) = all;
        }
    }
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
    ErrorState state;
    if (!read_state(call, 0, &state))
        return false;
    *out = state_dict(call->run->errstate);
    call->run->errstate = state;
    return true;
}

/* errstate(…) is a record that holds the state to set, and between enter and exit the one to go back to. */
const Class class_errstate[1] = { { "errstate", "numpy", { class_object }, "errstate" } };

static void free_state(Record *record) { mem_free(record->state); }

static bool errstate(Call *call, Value *out)
{
    ErrorState state;
    if (!read_state(call, 1, &state))
        return false;
    *out = value_record(class_errstate, 0, NULL);
    out->record->state = mem_alloc(sizeof state);
    out->record->drop = free_state;
    memcpy(out->record->state, &state, sizeof state);
    return true;
}

static bool swap_state(Call *call, Value *out)
{
    ErrorState *held = call->arg[0].value.record->state, now = call->run->errstate;
    call->run->errstate = *held;
    *held = now;
    *out = NONE;
    return true;
}

const Func errstate_funcs[] = {
    { .name = "errstate",
      .of = "np",
      .params = "*, call: any = None, all: str = None, divide: str = None, over: str = None, "
                "under: str = None, invalid: str = None",
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
      .run = swap_state,
      .effects = true },
    { .name = "__exit__",
      .of = "errstate",
      .params = "self: any",
      .brief = "Restores the error state.",
      .example = ">>> e = np.errstate(divide='ignore'); e.__enter__(); e.__exit__()\n",
      .run = swap_state,
      .effects = true },
    { .name = "geterr",
      .of = "np",
      .params = "",
      .brief = "The current way of handling floating-point errors.",
      .example = ">>> np.geterr()\n{'divide': 'warn', 'over': 'warn', 'under': 'ignore', 'invalid': 'warn'}\n",
      .run = geterr },
    { .name = "seterr",
      .of = "np",
      .params = "all: str = None, divide: str = None, over: str = None, under: str = None, invalid: str = None",
      .brief = "Set how floating-point errors are handled.",
      .example = ">>> np.seterr(over='raise')['over']\n'warn'\n",
      .run = seterr,
      .effects = true },
    { 0 }
};
