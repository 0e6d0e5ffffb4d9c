/* exception.c: Python's exceptions: their arguments, and what else is known of them. */
#include "value/cycles.h"

#include <stdio.h>
#include <string.h>

Value value_exception(const Class *class, int n, const Value arg[])
{
    Raised *raised = cycle_alloc(sizeof *raised);
    *raised = (Raised){ .object = { 1, V_EXCEPTION, 0 }, .class = class, .args = value_tuple(n, arg) };
    return (Value){ .tag = V_EXCEPTION, .exception = raised };
}

void exception_empty(Raised *raised)
{
    Value held[] = { raised->cause, raised->context, raised->names };
    raised->cause = raised->context = raised->names = ABSENT;
    for (size_t i = 0; i < sizeof held / sizeof *held; i++)
        value_drop(held[i]);
}

void exception_free(Raised *raised)
{
    exception_empty(raised);
    value_drop(raised->args);
    cycle_free(raised);
}

Value exception_get(const Raised *raised, const char *name)
{
    return raised->names.tag == V_DICT ? dict_find(raised->names.dict, name) : ABSENT;
}

void exception_set(Raised *raised, const char *name, Value what)
{
    if (raised->names.tag == V_ABSENT)
        raised->names = value_dict_new();
    dict_put(raised->names.dict, name, what);
}

/* NumPy makes an AxisError of its numbers; where it was recorded they stand in the text alone. */
static bool axis_error_args(const Error *error, Value arg[3])
{
    long axis, ndim;
    const char *text = error->text, *colon = strstr(text, ": axis ");
    if (error->class != AxisError ||
        sscanf(colon ? colon + 2 : text, "axis %ld is out of bounds for array of dimension %ld", &axis,
               &ndim) != 2)
        return false;
    arg[0] = value_int(axis);
    arg[1] = value_int(ndim);
    arg[2] = colon ? value_str(text, colon - text) : NONE;
    return true;
}

Value error_value(Run *run)
{
    Error *error = &run->error;
    if (!error->exception) {
        Value arg[3] = { ABSENT, ABSENT, ABSENT };
        if (axis_error_args(error, arg)) {
            error->exception = value_exception(error->class, 3, arg).object;
            value_drop(arg[2]);
        } else {
            arg[0] = value_cstr(error->text);
            error->exception = value_exception(error->class, error->text[0] ? 1 : 0, arg).object;
            value_drop(arg[0]);
        }
    }
    return value_keep((Value){ .tag = V_EXCEPTION, .object = error->exception });
}

bool fail_with(Run *run, const Class *class, Value arg)
{
    fail(run, class, "%s", value_text(run, arg));
    run->error.exception = value_exception(class, 1, &arg).object;
    return false;
}

bool error_about(Run *run, const char *name, Value what)
{
    Value exception = error_value(run);
    exception_set(exception.exception, name, what);
    value_drop(exception);
    return false;
}

static bool os_error_str(Run *run, const Raised *raised, Text *out)
{
    const Tuple *args = raised->args.tuple;
    Value file = exception_get(raised, "filename");
    text_puts(out, "[Errno ");
    bool ok = value_str_of(run, args->item[0], out);
    text_puts(out, "] ");
    ok = ok && value_str_of(run, args->item[1], out);
    if (!ok || file.tag == V_ABSENT)
        return ok;
    text_puts(out, ": ");
    return value_repr(run, file, out);
}

/* An argument of an AxisError, by place or by name; V_ABSENT: it was not given. */
static Value axis_error_part(const Raised *raised, int i)
{
    static const char *const name[] = { "axis", "ndim", "msg_prefix" };
    const Tuple *args = raised->args.tuple;
    Value named = exception_get(raised, name[i]);
    return named.tag != V_ABSENT ? named : i < args->count ? args->item[i] : ABSENT;
}

/* Of a single argument that is the whole text. */
static bool axis_error_str(Run *run, const Raised *raised, Text *out)
{
    Value axis = axis_error_part(raised, 0), ndim = axis_error_part(raised, 1),
          prefix = axis_error_part(raised, 2);
    bool prefixed = prefix.tag != V_ABSENT && prefix.tag != V_NONE;
    if (ndim.tag == V_ABSENT && prefix.tag == V_ABSENT)
        return axis.tag == V_ABSENT || value_str_of(run, axis, out);
    if (prefixed && !value_str_of(run, prefix, out))
        return false;
    text_puts(out, prefixed ? ": axis " : "axis ");
    bool ok = value_str_of(run, axis.tag == V_ABSENT ? NONE : axis, out);
    text_puts(out, " is out of bounds for array of dimension ");
    return ok && value_str_of(run, ndim.tag == V_ABSENT ? NONE : ndim, out);
}

bool exception_str(Run *run, const Raised *raised, Text *out)
{
    const Tuple *args = raised->args.tuple;
    if (!run_deeper(run)) /* it may stand among its own arguments */
        return false;
    if (args->count == 2 && class_is(raised->class, OSError))
        return os_error_str(run, raised, out);
    if (class_is(raised->class, AxisError))
        return axis_error_str(run, raised, out);
    if (!args->count)
        return true;
    if (args->count > 1)
        return value_repr(run, raised->args, out);
    return class_is(raised->class, KeyError) ? value_repr(run, args->item[0], out)
                                             : value_str_of(run, args->item[0], out);
}
