/* bind.c: a call's arguments, given to parameters; what is wrong with a call in the words of the function's
 * kind: Python's, Argument Clinic's, NumPy's or Cython's parser. */
#include "func/bind.h"

#include "base/closest.h"
#include "func/elementwise.h"
#include "func/refused.h"
#include "func/results.h"
#include "tensor/fuse.h"

#include <string.h>

/* words ----------------------------------------------------------------------------------------------- */

static const char *plural(int n) { return n == 1 ? "" : "s"; }

/* "list.append", "math.sqrt", "len": as messages of C functions without keywords name it. */
static const char *qualified(Run *run, const Func *func)
{
    int length = (int)strcspn(func->of, " ");
    if ((length == 8 && !strncmp(func->of, "builtins", 8)) || strchr(func_says(func), '.'))
        return func_says(func);
    return run_text(run, "%.*s.%s", length, func->of, func_says(func));
}

/* The same of a method that was called on a value: NumPy's scalars share most of theirs. */
static const char *qualified_of(Call *call, const Func *func)
{
    const char *class = call->self.tag == V_ABSENT ? "" : value_type_name(call->self);
    if (!value_is_scalar(call->self)) /* a tuple's count is a list's row */
        return *class && strchr(func->of, ' ') && func_lives_in(func, class)
                   ? run_text(call->run, "%s.%s", class, func->name)
                   : qualified(call->run, func);
    DType dtype;
    scalar_data(&call->self, &dtype);
    bool of_all = func_lives_in(func, "generic"),
         of_ints = dtype_is_int(dtype) && !strcmp(func->name, "is_integer");
    return run_text(call->run, "%s.%s",
                    of_all    ? "generic"
                    : of_ints ? "integer"
                              : dtype_class(dtype)->name,
                    func->name);
}

static bool takes_keywords(const Signature *s)
{
    for (int i = s->self; i < s->count; i++)
        if (s->param[i].how == POSITIONAL || s->param[i].how == KEYWORD_ONLY || s->param[i].how == STARSTAR)
            return true;
    return false;
}

static bool fail_python_count(Call *call, const Signature *s, int given)
{
    const char *dot = strrchr(func_says(s->func), '.');
    int self = dot && (!strcmp(dot, ".__init__") || !strcmp(dot, ".__new__") ||
                       !strncmp(func_says(s->func), "Random.", 7)); /* which Python counts too */
    int keyword_only = 0, least = s->required + self, most = s->positional + self;
    given += self;
    for (int i = s->positional; i < s->count; i++)
        keyword_only += s->param[i].how == KEYWORD_ONLY && call->arg[i].given;
    const char *takes = least == most
                            ? run_text(call->run, "%d positional argument%s", most, plural(most))
                            : run_text(call->run, "from %d to %d positional arguments", least, most);
    if (keyword_only)
        return fail(call->run, TypeError,
                    "%s() takes %s but %d positional argument%s (and %d keyword-only argument%s) were given",
                    func_says(s->func), takes, given, plural(given), keyword_only, plural(keyword_only));
    return fail(call->run, TypeError, "%s() takes %s but %d %s given", func_says(s->func), takes, given,
                given == 1 ? "was" : "were");
}

/* "'a'", "'a' and 'b'", "'a', 'b', and 'c'": the parameters of a kind that are missing. */
static const char *missing_names(Call *call, const Signature *s, bool keyword_only, int *count)
{
    const char *list = "";
    int missing = 0, seen = 0;
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i < s->count; i++) {
            const Param *param = &s->param[i];
            if (!param->required || call->arg[i].given || (param->how == KEYWORD_ONLY) != keyword_only)
                continue;
            if (pass == 0) {
                missing++;
                continue;
            }
            const char *before = seen == 0            ? ""
                                 : seen < missing - 1 ? ", "
                                 : missing == 2       ? " and "
                                                      : ", and ";
            list = run_text(call->run, "%s%s'%s'", list, before, param->name);
            seen++;
        }
    *count = missing;
    return list;
}

static bool check_python_missing(Call *call, const Signature *s)
{
    for (int keyword_only = 0; keyword_only < 2; keyword_only++) {
        int missing;
        const char *list = missing_names(call, s, keyword_only, &missing);
        if (missing)
            return fail(call->run, TypeError, "%s() missing %d required %s argument%s: %s",
                        func_says(s->func), missing, keyword_only ? "keyword-only" : "positional",
                        plural(missing), list);
    }
    return true;
}

/* np.float64 is called as Python's float, the other scalar types by a parser that does not know their names.
 */
static bool check_scalar_type(Call *call, const Signature *s, int given, int keywords, const char *keyword)
{
    Run *run = call->run;
    int most = s->positional;
    bool is_float = s->func->class == class_float64, is_bool = s->func->class == class_np_bool;
    if (keywords && is_float)
        return fail(run, TypeError, "float() takes no keyword arguments");
    if (given > most && is_float)
        return fail(run, TypeError, "float expected at most 1 argument, got %d", given);
    if (given + keywords > most)
        return fail(run, TypeError, "%s takes at most %d %sargument%s (%d given)",
                    is_bool ? "bool_()" : "function", most, given ? "" : "keyword ", plural(most),
                    given + keywords);
    return !keywords || fail(run, TypeError, "%s got an unexpected keyword argument '%s'",
                             is_bool ? "bool_()" : "this function", keyword);
}

/* The parsers of Python's C functions, by what the parameters are: one argument and no keywords; places only;
 * any. */
static bool check_clinic_count(Call *call, const Signature *s, int given, int keywords)
{
    Run *run = call->run;
    int least = s->required - s->self, most = s->positional - s->self;
    const char *name = func_says(s->func);
    if (!takes_keywords(s)) {
        if (keywords)
            return fail(run, TypeError, "%s() takes no keyword arguments", qualified_of(call, s->func));
        if (given >= least && (given <= most || s->star >= 0))
            return true;
        if (most == 0)
            return fail(run, TypeError, "%s() takes no arguments (%d given)", qualified_of(call, s->func),
                        given);
        if (least == 1 && most == 1 && s->star < 0 && !s->func->class)
            return fail(run, TypeError, "%s() takes exactly one argument (%d given)",
                        qualified_of(call, s->func), given);
        int bound = given < least ? least : most;
        return fail(run, TypeError, "%s expected %s%d argument%s, got %d", name,
                    least == most && s->star < 0 ? ""
                    : given < least              ? "at least "
                                                 : "at most ",
                    bound, plural(bound), given);
    }
    int all = 0;
    for (int i = s->self; i < s->count; i++)
        all += s->param[i].how <= KEYWORD_ONLY;
    if (s->star < 0 && s->starstar < 0 && given + keywords > all)
        return fail(run, TypeError, "%s() takes at most %d %sargument%s (%d given)", name, all,
                    given ? "" : "keyword ", plural(all), given + keywords);
    if (given > most && s->star < 0)
        return most == 0 ? fail(run, TypeError, "%s() takes no positional arguments", name)
                         : fail(run, TypeError, "%s() takes %s %d positional argument%s (%d given)", name,
                                least < most ? "at most" : "exactly", most, plural(most), given);
    int only = 0; /* leading parameters that have no name to be given by */
    while (s->self + only < s->count && s->param[s->self + only].how == POSITIONAL_ONLY &&
           s->param[s->self + only].required)
        only++;
    if (given < only)
        return fail(run, TypeError, "%s() takes %s %d positional argument%s (%d given)", name,
                    only < most ? "at least" : "exactly", only, plural(only), given);
    return true;
}

/* The parser of NumPy's C functions and methods, and (places only) Python's older one. */
static bool check_numpy_count(Call *call, const Signature *s, int given, int keywords)
{
    int least = s->required - s->self, most = s->positional - s->self;
    if (keywords && s->func->style == SLOT)
        return fail(call->run, TypeError, "wrapper %s() takes no keyword arguments", s->func->name);
    if (s->func->style == SLOT)
        return (given >= least && given <= most) ||
               fail(call->run, TypeError, "expected %d argument%s, got %d", least, plural(least), given);
    if (keywords && s->func->style == C && !takes_keywords(s) && !s->func->class)
        return fail(call->run, TypeError, "numpy.%s() takes no keyword arguments", func_says(s->func));
    if (keywords && s->func->style == METHOD && !takes_keywords(s))
        return fail(
            call->run, TypeError, "%s() takes no keyword arguments",
            value_is_scalar(call->self)
                ? qualified_of(call, s->func)
                : run_text(call->run, "%.*s.%s", (int)strcspn(s->func->of, " "), s->func->of, s->func->name));
    if (s->func->style == METHOD && !takes_keywords(s)) {
        if (given >= least && (given <= most || s->star >= 0))
            return true;
        if (most == 0)
            return fail(call->run, TypeError, "function takes exactly 0 arguments (%d given)", given);
        int bound = given < least ? least : most;
        return fail(call->run, TypeError, "%s() takes %s %d argument%s (%d given)", func_says(s->func),
                    least == most && s->star < 0 ? "exactly"
                    : given < least              ? "at least"
                                                 : "at most",
                    bound, plural(bound), given);
    }
    if (given <= most || s->star >= 0)
        return true;
    return least == most
               ? fail(call->run, TypeError, "%s() takes %d positional arguments but %d were given",
                      func_says(s->func), most, given)
               : fail(call->run, TypeError, "%s() takes from %d to %d positional arguments but %d were given",
                      func_says(s->func), least, most, given);
}

static bool check_numpy_missing(Call *call, const Signature *s)
{
    for (int i = s->self; i < s->count; i++)
        if (s->param[i].required && !call->arg[i].given && s->func->style == C && !takes_keywords(s))
            return fail(call->run, TypeError, "%s() missing required positional argument %d",
                        func_says(s->func), i - s->self);
        else if (s->param[i].required && !call->arg[i].given)
            return fail(call->run, TypeError, "%s() missing required argument '%s' (pos %d)",
                        func_says(s->func), s->param[i].name, i - s->self);
    return true;
}

static bool fail_cython_count(Call *call, const Signature *s, int given, bool few)
{
    int least = s->required - s->self, most = s->positional - s->self, bound = few ? least : most;
    return fail(call->run, TypeError, "%s() takes %s %d positional argument%s (%d given)", func_says(s->func),
                least == most && s->star < 0 ? "exactly"
                : few                        ? "at least"
                                             : "at most",
                bound, plural(bound), given);
}

static bool fail_twice(Call *call, const Signature *s, int i)
{
    const char *name = s->param[i].name;
    switch (s->func->style) {
    case C:
    case METHOD:
        return fail(call->run, TypeError, "argument for %s() given by name ('%s') and position (position %d)",
                    func_says(s->func), name, i - s->self);
    case CLINIC:
        return fail(call->run, TypeError, "argument for %s() given by name ('%s') and position (%d)",
                    func_says(s->func), name, i + 1 - s->self);
    case CYTHON:
        return fail(call->run, TypeError, "%s() got multiple values for keyword argument '%s'",
                    func_says(s->func), name);
    default:
        return fail(call->run, TypeError, "%s() got multiple values for argument '%s'", func_says(s->func),
                    name);
    }
}

/* binding --------------------------------------------------------------------------------------------- */

static void set_arg(Arg *arg, Value value)
{
    arg->value = value;
    arg->given = true;
}

static void clear_arg(Arg *arg)
{
    arg->value = ABSENT;
    arg->tensor = NULL;
    arg->given = arg->owned_value = arg->owned_tensor = false;
}

static int find_param(const Signature *s, const char *name)
{
    for (int i = 0; i < s->count; i++)
        if ((s->param[i].how == POSITIONAL || s->param[i].how == KEYWORD_ONLY) &&
            !strcmp(s->param[i].name, name))
            return i;
    return -1;
}

/* Python names all that are given by name and have a place alone, in the order of their places. */
static const char *misnamed(Call *call, const Signature *s, const Given *given)
{
    const char *names = NULL;
    for (int i = 0; i < s->count; i++)
        for (int k = 0; k < given->keywords; k++)
            if (s->param[i].how == POSITIONAL_ONLY && !strcmp(s->param[i].name, given->keyword[k]))
                names = names ? run_text(call->run, "%s, %s", names, s->param[i].name) : s->param[i].name;
    return names;
}

/* The k-th of the keywords. */
static bool bind_keyword(Call *call, const Signature *s, const Given *given, int k)
{
    const char *name = given->keyword[k];
    Value value = given->value[given->count + k];
    int i = find_param(s, name);
    if (i >= 0) {
        if (call->arg[i].given)
            return fail_twice(call, s, i);
        set_arg(&call->arg[i], value);
        return true;
    }
    if (s->starstar >= 0) {
        dict_put(call->arg[s->starstar].value.dict, name, value);
        return true;
    }
    const char *places = s->func->style == PYTHON ? misnamed(call, s, given) : NULL;
    if (places)
        return fail(call->run, TypeError,
                    "%s() got some positional-only arguments passed as keyword arguments: '%s'",
                    func_says(s->func), places);
    Closest closest = { .word = name };
    if (s->func->style == PYTHON || s->func->style == CLINIC)
        for (i = 0; i < s->count; i++)
            if (s->param[i].how == POSITIONAL || s->param[i].how == KEYWORD_ONLY)
                closest_try(&closest, s->param[i].name);
    const char *meant = closest.found ? run_text(call->run, ". Did you mean '%s'?", closest.found) : "";
    if (s->func->style == METHOD && s->star >= 0) /* reshape and resize, whose parser knows no name */
        return fail(call->run, TypeError, "this function got an unexpected keyword argument '%s'", name);
    return fail(call->run, TypeError, "%s() got an unexpected keyword argument '%s'%s", func_says(s->func),
                name, meant);
}

/* Keywords before counts, or counts before keywords, as each parser does it. */
static bool bind_keywords(Call *call, const Signature *s, const Given *given)
{
    for (int k = 0; k < given->keywords; k++)
        if (!bind_keyword(call, s, given, k))
            return false;
    return true;
}

/* Cython's functions count what was given by place, then look at keywords, then count what is given before
 * the first that is missing. */
static bool bind_cython(Call *call, const Signature *s, int given, const Given *all)
{
    if (given > s->positional - s->self && s->star < 0)
        return fail_cython_count(call, s, given, given < s->required - s->self);
    if (!bind_keywords(call, s, all))
        return false;
    for (int i = s->self; i < s->required; i++)
        if (!call->arg[i].given)
            return fail_cython_count(call, s, i - s->self, true);
    return true;
}

/* Argument Clinic's parser says what is missing before it looks at keywords that fit nothing. */
static bool bind_clinic(Call *call, const Signature *s, const Given *given)
{
    bool named[ARGS_MAX] = { false };
    for (int k = 0; k < given->keywords; k++) {
        int i = find_param(s, given->keyword[k]);
        if (i >= 0)
            named[i] = true;
    }
    for (int i = s->self; i < s->count; i++)
        if (s->param[i].required && !call->arg[i].given && !named[i])
            return fail(call->run, TypeError, "%s() missing required argument '%s' (pos %d)",
                        func_says(s->func), s->param[i].name, i + 1 - s->self);
    return bind_keywords(call, s, given);
}

static bool bind_plain(Call *call, const Signature *s, const Given *given)
{
    int places = given->count < s->positional ? given->count : s->positional, passed = given->count - s->self;
    for (int i = 0; i < places; i++)
        set_arg(&call->arg[i], given->value[i]);
    if (s->star >= 0) {
        int64_t rest = given->count - places;
        Arg *arg = &call->arg[s->star];
        arg->value = value_tuple(rest, rest ? given->value + places : NULL);
        arg->owned_value = true;
        arg->given = rest > 0;
    }
    if (s->starstar >= 0) {
        call->arg[s->starstar].value = value_dict_new();
        call->arg[s->starstar].owned_value = true;
    }
    switch (s->func->style) {
    case CLINIC:
        if (s->func->class && !strcmp(s->func->of, "np") && class_dtype_of(s->func->class) != NO_DTYPE)
            return check_scalar_type(call, s, given->count, given->keywords,
                                     given->keywords ? given->keyword[0] : NULL);
        /* fall through */
    case ATTRIBUTE:
        return (!s->func->precheck || s->func->precheck(call, given)) &&
               check_clinic_count(call, s, passed, given->keywords) && bind_clinic(call, s, given);
    case C:
    case METHOD:
    case SLOT:
        return (!s->func->precheck || s->func->precheck(call, given)) &&
               check_numpy_count(call, s, passed, given->keywords) && bind_keywords(call, s, given) &&
               check_numpy_missing(call, s);
    case CYTHON: return bind_cython(call, s, passed, given);
    default:
        return bind_keywords(call, s, given) &&
               (given->count <= s->positional || s->star >= 0 || fail_python_count(call, s, given->count)) &&
               check_python_missing(call, s);
    }
}

/* ufuncs' own arguments ------------------------------------------------------------------------------- */

static bool set_out(Call *call, int which, Value value)
{
    if (value.tag == V_NONE)
        return true;
    if (value.tag == V_ELLIPSIS) {
        call->ufunc.keep_array = true;
        return true;
    }
    if (value.tag != V_ARRAY)
        return fail(call->run, TypeError, "return arrays must be of ArrayType");
    call->ufunc.out[which] = value.tensor;
    return true;
}

static bool bind_out(Call *call, Value value)
{
    int nout = call->func->nout ? call->func->nout : 1;
    if (value.tag == V_TUPLE) {
        if (value.tuple->count != nout)
            return fail(call->run, ValueError,
                        "The 'out' tuple must have exactly one entry per ufunc output");
        call->ufunc.out_tuple = true;
        for (int i = 0; i < nout; i++)
            if (!set_out(call, i, value.tuple->item[i]))
                return false;
        return true;
    }
    if (nout > 1 && value.tag != V_NONE && value.tag != V_ELLIPSIS)
        return fail(call->run, TypeError, "'out' must be a tuple of arrays");
    return set_out(call, 0, value);
}

static bool bind_where(Call *call, Arg *room, Value value)
{
    if (value.tag == V_BOOL && value.i)
        return true;
    Tensor *mask = where_of(call->run, value);
    if (!mask)
        return false;
    room->tensor = call->ufunc.where = mask;
    room->owned_tensor = true;
    return true;
}

static bool bind_choice(Call *call, const char *what, Value value, const char *const *choice, int n,
                        const char *list, int *out)
{
    if (value.tag != V_STR)
        return fail(call->run, TypeError, "%s must be str, not %s", what, value_type_name(value));
    for (*out = 0; *out < n; ++*out)
        if (!strcmp(value.str->text, choice[*out]))
            return true;
    return fail(call->run, ValueError, "%s must be one of %s (got %s)", what, list,
                value_text(call->run, value));
}

bool read_ufunc_signature(Run *run, const Func *func, Value value, UfuncArgs *args)
{
    int nin = func->nin, nout = func->nout ? func->nout : 1, nargs = nin + nout, n = 0;
    DType type[5];
    if (value.tag == V_STR) {
        const char *text = value.str->text, *arrow = strstr(text, "->");
        if (strlen(text) == 1 && nargs > 1)
            return fail(run, TypeError, "Use `dtype` or  fill the tuple with more than one 'None'.");
        if (!arrow || arrow - text != nin || strlen(arrow + 2) != (size_t)nout)
            return fail(run, ValueError,
                        "a type-string for %s, %d typecode(s) before and %d after the -> sign",
                        func_says(func), nin, nout);
        for (const char *c = text; *c; c += c == arrow ? 2 : 1)
            if (c != arrow && (type[n++] = dtype_named((char[]){ *c, 0 })) == NO_DTYPE)
                return fail(run, ValueError, "Invalid data-type for array");
    } else if (value.tag == V_TUPLE) {
        const Tuple *types = value.tuple;
        if (types->count == 1 && nargs > 1)
            return fail(run, TypeError, "%s",
                        types->item[0].tag == V_NONE
                            ? "a single item type tuple cannot contain None."
                            : "Use `dtype` or  fill the tuple with more than one 'None'.");
        if (types->count != nargs)
            return fail(run, ValueError, "a type-tuple must be specified of length %d for ufunc '%s'", nargs,
                        func_says(func));
        for (; n < nargs; n++) {
            type[n] = NO_DTYPE;
            if (types->item[n].tag != V_NONE && !value_to_dtype(run, types->item[n], &type[n]))
                return false;
        }
    } else {
        return fail(run, TypeError, "the signature object to ufunc must be a string or a tuple.");
    }
    for (int i = 0; i < nin; i++)
        args->has_loop |= type[i] != NO_DTYPE;
    memcpy(args->asked, type, (size_t)nargs * sizeof *type);
    if (!args->has_loop)
        args->dtype = type[nin];
    return true;
}

bool signature_allows(const UfuncArgs *args, SignaturePass pass, int nin, int nout, const DType is[],
                      const DType in[], const DType out[])
{
    DType result = args->asked[nin];
    for (int i = 0; i < nout; i++) {
        if (args->asked[nin + i] != NO_DTYPE && args->asked[nin + i] != out[i])
            return false;
        if (args->asked[nin + i] != result)
            result = NO_DTYPE;
    }
    if (pass == BY_RESULT && result == NO_DTYPE)
        return false;
    for (int i = 0; i < nin; i++) {
        DType wanted = args->asked[i] == NO_DTYPE && pass == BY_RESULT ? result : args->asked[i];
        if (wanted != NO_DTYPE
                ? wanted != in[i]
                : is[i] != in[i] && (pass == BY_TYPE || !dtype_can_cast(is[i], in[i], CAST_SAFE)))
            return false;
    }
    return true;
}

static bool bind_ufunc_keyword(Call *call, const Given *given, int k)
{
    const char *name = given->keyword[k];
    Value value = given->value[given->count + k];
    static const char *const order_choice[] = { "C", "F", "A", "K" };
    int which;
    if (!strcmp(name, "out"))
        return bind_out(call, value);
    if (!strcmp(name, "where") && !call->func->core)
        return bind_where(call, &call->arg[ARGS_MAX - 1], value);
    if (!strcmp(name, "dtype"))
        return value.tag == V_NONE || value_to_dtype(call->run, value, &call->ufunc.dtype);
    if (!strcmp(name, "casting")) {
        if (!bind_choice(call, "casting", value, casting_name, 5,
                         "'no', 'equiv', 'safe', 'same_kind', 'unsafe'", &which))
            return false;
        call->ufunc.casting = (Casting)which;
        return true;
    }
    if (!strcmp(name, "order")) {
        if (!bind_choice(call, "order", value, order_choice, 4, "'C', 'F', 'A', or 'K'", &which))
            return false;
        call->ufunc.order = "CFAK"[which];
        return true;
    }
    if (!strcmp(name, "subok"))
        return value.tag == V_BOOL || fail(call->run, TypeError, "'subok' must be a boolean");
    if (!strcmp(name, "signature") || !strcmp(name, "sig"))
        return read_ufunc_signature(call->run, call->func, value, &call->ufunc);
    return bind_keyword(call, signature_of(call->func), given, k);
}

static bool is_ufunc_keyword(const Func *func, const char *name)
{
    static const char *const known[] = { "out",   "where", "dtype",     "casting",
                                         "order", "subok", "signature", "sig" };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (!strcmp(name, known[i]))
            return strcmp(name, "where") != 0 || !func->core;
    return false;
}

static bool bind_ufunc(Call *call, const Signature *s, const Given *given)
{
    int nin = s->positional, nout = s->func->nout ? s->func->nout : 1, outs = given->count - nin;
    call->ufunc = ufunc_args_none;
    clear_arg(&call->arg[ARGS_MAX - 1]);
    if (outs < 0 || outs > nout)
        return fail(call->run, TypeError, "%s() takes from %d to %d positional arguments but %d %s given",
                    func_says(s->func), nin, nin + nout, given->count, given->count == 1 ? "was" : "were");
    for (int i = 0; i < nin; i++)
        set_arg(&call->arg[i], given->value[i]);
    bool has_dtype = false, has_signature = false, has_out = outs > 0;
    for (int k = 0; k < given->keywords; k++) {
        const char *name = given->keyword[k];
        if (!is_ufunc_keyword(s->func, name) && find_param(s, name) < 0)
            return bind_keyword(call, s, given, k);
        if (outs && !strcmp(name, "out"))
            return fail(call->run, TypeError,
                        "cannot specify 'out' as both a positional and keyword argument");
        has_out |= !strcmp(name, "out");
        has_dtype |= !strcmp(name, "dtype");
        has_signature |= !strcmp(name, "signature") || !strcmp(name, "sig");
    }
    if (has_dtype && has_signature)
        return fail(call->run, TypeError, "cannot specify both 'signature' and 'dtype'");
    for (int i = 0; i < outs; i++)
        if (!set_out(call, i, given->value[nin + i]))
            return false;
    for (int k = 0; k < given->keywords; k++)
        if (!bind_ufunc_keyword(call, given, k))
            return false;
    return !call->ufunc.where || has_out || call->run->reach == RUN_SHAPES ||
           warn(
               call->run, UserWarning,
               "'where' used without 'out', expect unitialized memory in output. If this is intentional, use "
               "out=None.");
}

/* arrays ---------------------------------------------------------------------------------------------- */

/* None is left out where it is the default, else it is a value, of which no array of numbers can be made. */
static bool arg_to_tensor(Call *call, const Param *param, Arg *arg)
{
    if (arg->value.tag == V_ARRAY) {
        arg->tensor = arg->value.tensor;
        return call->func->lazy || fuse_force(call->run, arg->tensor);
    }
    if (arg->value.tag < V_NONE || (arg->value.tag == V_NONE && param->fallback.tag == V_NONE))
        return true;
    if (tensor_of_scalar(&arg->scalar, &arg->value)) {
        arg->tensor = &arg->scalar;
        return true;
    }
    Span here = call->run->here;
    arg->tensor = tensor_from_value(call->run, arg->value, NO_DTYPE, arg->value.tag != V_BIGINT);
    arg->owned_tensor = arg->tensor != NULL;
    call->run->here = here;
    return arg->tensor != NULL;
}

/* list.append(…): whether the first value is one that the method is of. */
static bool check_self(Run *run, const Func *func, const Given *given)
{
    int length = (int)strcspn(func->of, " ");
    const char *of = func->of;
    if (!given->count)
        return fail(run, TypeError, "unbound method %.*s.%s() needs an argument", length, of, func->name);
    if (func_for(given->value[0], func->name) == func)
        return true;
    return fail(run, TypeError, "descriptor '%s' for '%s%.*s' objects doesn't apply to a '%s' object",
                func->name, strncmp(of, "ndarray", 7) ? "" : "numpy.", length, of,
                value_type_name(given->value[0]));
}

/* device= and like=, which have one answer each here: 'cpu', and what is an array. */
static bool check_place(Run *run, const Param *param, Value v)
{
    if (v.tag == V_NONE || v.tag == V_UNKNOWN)
        return true;
    if (param->kind == KIND_LIKE)
        return v.tag == V_ARRAY || fail(run, TypeError,
                                        "The `like` argument must be an array-like that implements the "
                                        "`__array_function__` protocol.");
    return (v.tag == V_STR && !strcmp(v.str->text, "cpu")) ||
           fail(run, ValueError, "Device not understood. Only \"cpu\" is allowed, but received: %s",
                v.tag == V_STR ? v.str->text : value_text(run, v));
}

/* A generator is walked here, once, before infer and run both ask for it; a look at shapes leaves it alone.
 */
static bool arg_walk(Run *run, Arg *arg)
{
    Tag tag = (Tag)arg->value.tag;
    if (tag != V_ITERATOR && tag != V_DICT && tag != V_SET && !value_is_dict_view(arg->value))
        return true;
    Value walked = { .tag = V_UNKNOWN }, list;
    if (tag != V_ITERATOR || run->reach != RUN_SHAPES) {
        if (!value_to_list(run, arg->value, &list))
            return false;
        walked = value_tuple(list.list->count, list.list->item);
        value_drop(list);
    }
    if (arg->owned_value)
        value_drop(arg->value);
    arg->value = walked;
    arg->owned_value = true;
    return true;
}

bool call_bind(Call *call, Run *run, const Func *func, const Given *given)
{
    const Signature *s = signature_of(func);
    call->run = run;
    call->func = func;
    call->signature = s;
    call->span = given->whole;
    call->self = s->self && given->count ? given->value[0] : ABSENT;
    call->args = s->count;
    call->places = given->count;
    call->work = NO_DTYPE;
    call->typed_only = false;
    for (int i = 0; i < s->count; i++)
        clear_arg(&call->arg[i]);
    if (s->plain && given->count == s->count && !given->keywords && !(given->loose && s->self)) {
        for (int i = 0; i < s->count; i++)
            set_arg(&call->arg[i], given->value[i]);
        return true;
    }
    bool ufunc = func->loops || func->core;
    Error refusal; /* the first of them */
    refusal.class = NULL;
    if (given->loose && s->self && !check_self(run, func, given))
        return false;
    if (!(ufunc ? bind_ufunc(call, s, given) : bind_plain(call, s, given)))
        return false;
    for (int i = 0; i < s->count; i++) {
        Arg *arg = &call->arg[i];
        if (!arg->given && !arg->owned_value)
            arg->value = s->param[i].fallback;
        if (s->param[i].walked && !arg_walk(run, arg))
            return false;
        if (s->param[i].kind == KIND_ARRAY && !func->loops && !arg_to_tensor(call, &s->param[i], arg) &&
            !refused_stand_in(call, arg, &refusal))
            return false;
        if (s->param[i].kind >= KIND_DEVICE && arg->given && !check_place(run, &s->param[i], arg->value))
            return false;
    }
    return !refusal.class || refused_words(call, refusal);
}

void call_release(Call *call)
{
    int n = call->args;
    for (int i = 0; i < n; i++) {
        if (call->arg[i].owned_tensor)
            tensor_drop(call->arg[i].tensor);
        if (call->arg[i].owned_value)
            value_drop(call->arg[i].value);
    }
    if ((call->func->loops || call->func->core) && call->arg[ARGS_MAX - 1].owned_tensor)
        tensor_drop(call->arg[ARGS_MAX - 1].tensor);
}
