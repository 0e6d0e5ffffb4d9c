/* signature.c: what the text of a row's parameters says, read once. */
#include "func/bind.h"

#include <stdlib.h>
#include <string.h>

static const char *const kind_names[] = { "array", "any",  "arrays", "axis",   "axes",    "shape",
                                          "dtype", "bool", "int",    "index",  "repeats", "float",
                                          "str",   "out",  "func",   "device", "like",    NULL };

static ParamKind kind_named(const char *text, size_t length)
{
    for (int i = 0; kind_names[i]; i++)
        if (strlen(kind_names[i]) == length && !memcmp(kind_names[i], text, length))
            return (ParamKind)i;
    return KIND_ANY;
}

/* A default as it is written: None, True, False, a number, 'text', or ? for NumPy's <no value>. */
static Value read_default(const char *text, size_t length)
{
    if (*text == '\'' || *text == '"')
        return value_str(text + 1, (int64_t)length - 2);
    if (!strncmp(text, "None", 4))
        return NONE;
    if (!strncmp(text, "True", 4) || !strncmp(text, "False", 5))
        return value_bool(*text == 'T');
    if (*text == '?')
        return ABSENT;
    if (memchr(text, '.', length) || memchr(text, 'e', length))
        return value_float(strtod(text, NULL));
    return value_int(strtoll(text, NULL, 10));
}

/* The end of a parameter: the comma after it, but for those inside quotes. */
static const char *param_end(const char *at)
{
    for (char quote = 0; *at && (quote || *at != ','); at++)
        if (quote ? *at == quote : *at == '\'' || *at == '"')
            quote = quote ? 0 : *at;
    return at;
}

static void read_param(Param *param, const char *at, const char *end)
{
    while (end > at && end[-1] == ' ')
        end--;
    const char *name_end = at + strcspn(at, " :=,");
    if (name_end > end)
        name_end = end;
    param->name = mem_text(at, (size_t)(name_end - at));
    param->kind = KIND_ARRAY;
    param->fallback = ABSENT;
    param->required = true;
    const char *colon = memchr(at, ':', (size_t)(end - at)), *equals = memchr(at, '=', (size_t)(end - at));
    if (colon && (!equals || colon < equals)) {
        const char *kind = colon + 1 + strspn(colon + 1, " ");
        size_t length = strcspn(kind, " =,+");
        param->kind = kind_named(kind, length);
        param->walked = kind[length] == '+';
    }
    if (equals) {
        const char *value = equals + 1 + strspn(equals + 1, " ");
        param->required = false;
        param->fallback = read_default(value, (size_t)(end - value));
    }
}

static bool is_module_home(const char *of)
{
    static const char *const modules[] = { "np",        "builtins", "math",     "random",
                                           "time",      "sys",      "tempfile", "io",
                                           "os",        "os.path",  "copy",     "warnings",
                                           "functools", "timeit",   "typing",   "collections" };
    size_t length = strcspn(of, " .");
    for (size_t i = 0; i < sizeof modules / sizeof *modules; i++)
        if (strlen(modules[i]) == length && !memcmp(of, modules[i], length))
            return true;
    return false;
}

static Signature *read_signature(const Func *func)
{
    Signature *signature = mem_zeroed(sizeof *signature + ARGS_MAX * sizeof *signature->param);
    signature->func = func;
    signature->star = signature->starstar = -1;
    int how = POSITIONAL;
    for (const char *at = func->params ? func->params : ""; *at;) {
        at += strspn(at, " ,");
        const char *end = param_end(at);
        if (*at == '/') {
            for (int i = 0; i < signature->count; i++)
                signature->param[i].how = POSITIONAL_ONLY;
        } else if (*at == '*' && (at[1] == ',' || at[1] == ' ' || !at[1])) {
            how = KEYWORD_ONLY;
        } else if (*at) {
            int i = signature->count++, stars = (int)strspn(at, "*");
            Param *param = &signature->param[i];
            read_param(param, at + stars, end);
            param->how = how;
            if (stars == 1) {
                signature->star = i;
                param->how = STAR;
                how = KEYWORD_ONLY;
            } else if (stars == 2) {
                signature->starstar = i;
                param->how = STARSTAR;
            } else if (how == POSITIONAL) {
                signature->positional++;
                signature->required += param->required;
            }
            if (stars) {
                param->required = false;
                if (!strchr(at, ':') || strchr(at, ':') > end)
                    param->kind = KIND_ANY;
            }
        }
        at = end;
    }
    static const char *const named[NAMED_ARGS] = { "axis",  "dtype", "out",  "keepdims",  "initial",
                                                   "where", "mean",  "ddof", "correction" };
    for (int k = 0; k < NAMED_ARGS; k++) {
        signature->place[k] = -1;
        for (int i = 0; i < signature->count; i++)
            if (!strcmp(signature->param[i].name, named[k]))
                signature->place[k] = (int8_t)i;
    }
    signature->plain = !func->loops && !func->core && signature->positional == signature->count;
    for (int i = 0; i < signature->count; i++)
        signature->plain &= signature->param[i].kind != KIND_ARRAY &&
                            signature->param[i].kind < KIND_DEVICE && !signature->param[i].walked;
    signature->self = !func->of_class && (func->style == METHOD || func->style == ATTRIBUTE ||
                                          (func->of && !is_module_home(func->of)));
    return signature;
}

/* Signatures by row; grown when half full. Worked out once, from constants. */
static struct {
    Signature **slot;
    size_t mask, used;
} signatures;

static Signature **signature_slot(const Func *func)
{
    size_t i = (uintptr_t)func / sizeof *func;
    for (;; i++) {
        Signature **slot = &signatures.slot[i & signatures.mask];
        if (!*slot || (*slot)->func == func)
            return slot;
    }
}

static void grow_signatures(void)
{
    Signature **old = signatures.slot;
    size_t size = old ? signatures.mask + 1 : 0;
    signatures.mask = size ? 2 * size - 1 : 255;
    signatures.slot = mem_zeroed((signatures.mask + 1) * sizeof *signatures.slot);
    for (size_t i = 0; i < size; i++)
        if (old[i])
            *signature_slot(old[i]->func) = old[i];
    mem_free(old);
}

const Signature *signature_of(const Func *func)
{
    if (2 * signatures.used >= signatures.mask)
        grow_signatures();
    Signature **slot = signature_slot(func);
    if (!*slot) {
        *slot = read_signature(func);
        signatures.used++;
    }
    return *slot;
}
