/* builtins.c: Python's functions about one value: what it is, what it is called; and arithmetic. */
#include "func/results.h"
#include "python/abc.h"

#include "array/attributes.h"
#include "func/elementwise.h"
#include "value/number.h"

#include <string.h>

/* What it is ----------------------------------------------------------------------------------------------
 */

static bool one_or_three(Call *call, const Given *given)
{
    return given->count == 1 || fail(call->run, TypeError, "type() takes 1 or 3 arguments");
}

static bool run_type(Call *call, Value *out)
{
    *out = value_class(value_type(ARG(call, 0).tuple->item[0]));
    return true;
}

static bool run_object(Call *call, Value *out)
{
    (void)call;
    *out = value_record(class_object, 0, NULL);
    return true;
}

static bool run_len(Call *call, Value *out)
{
    int64_t length;
    if (!value_len(call->run, ARG(call, 0), &length))
        return false;
    *out = value_int(length);
    return true;
}

static Value quick_len(Run *run, const Func *func, int n, const Value arg[])
{
    (void)run, (void)func;
    switch (n == 1 ? arg[0].tag : V_ABSENT) {
    case V_STR: return value_int(arg[0].str->length);
    case V_LIST: return value_int(arg[0].list->count);
    case V_TUPLE: return value_int(arg[0].tuple->count);
    case V_DICT:
    case V_SET: return value_int(arg[0].dict->count);
    default: return ABSENT;
    }
}

/* Whether `class` is one of those that `what` names: a class, a union, a tuple of such. */
static bool is_one_of(Run *run, const Class *class, Value what, const char *message, bool *out)
{
    *out = false;
    if (typing_class(what))
        what = value_class(typing_class(what));
    if (what.tag == V_RECORD && what.record->class == class_typing_name)
        return fail(run, TypeError, "%s cannot be used with %.*s", value_text(run, what),
                    (int)strcspn(message, " "), message);
    if (what.tag == V_RECORD && what.record->class == class_typing_generic)
        return fail(run, TypeError, "Subscripted generics cannot be used with class and instance checks");
    if (value_is_generic(what))
        return fail(run, TypeError, "%.*s argument 2 cannot be a parameterized generic",
                    (int)strcspn(message, " "), message);
    if (what.tag == V_CLASS) {
        *out = what.class == class_object || class_is(class, what.class) || class_can(class, what.class);
        return true;
    }
    if (value_is_union(what))
        what = what.record->field[0];
    if (what.tag != V_TUPLE)
        return fail(run, TypeError, "%s", message);
    if (!run_deeper(run))
        return false;
    for (int64_t i = 0; i < what.tuple->count && !*out; i++)
        if (!is_one_of(run, class, what.tuple->item[i], message, out))
            return false;
    return true;
}

static bool run_isinstance(Call *call, Value *out)
{
    bool is;
    if (!is_one_of(call->run, value_type(ARG(call, 0)), ARG(call, 1),
                   "isinstance() arg 2 must be a type, a tuple of types, or a union", &is))
        return false;
    *out = value_bool(is);
    return true;
}

/* Of one of Python's own classes. */
static Value quick_isinstance(Run *run, const Func *func, int n, const Value arg[])
{
    (void)run, (void)func;
    if (n != 2 || arg[1].tag != V_CLASS || arg[1].class->module)
        return ABSENT;
    return value_bool(arg[1].class == class_object || class_is(value_type(arg[0]), arg[1].class));
}

static bool run_issubclass(Call *call, Value *out)
{
    bool is;
    if (ARG(call, 0).tag != V_CLASS)
        return fail(call->run, TypeError, "issubclass() arg 1 must be a class");
    if (!is_one_of(call->run, ARG(call, 0).class, ARG(call, 1),
                   "issubclass() arg 2 must be a class, a tuple of classes, or a union", &is))
        return false;
    *out = value_bool(is);
    return true;
}

static bool run_callable(Call *call, Value *out)
{
    *out = value_bool(func_callable(ARG(call, 0)));
    return true;
}

static bool run_hash(Call *call, Value *out)
{
    uint64_t hash;
    if (!value_hash(call->run, ARG(call, 0), &hash))
        return false;
    *out = value_int((int64_t)hash);
    return true;
}

/* Small values have no place in memory: their tag and bits stand for it. */
static bool run_id(Call *call, Value *out)
{
    Value v = ARG(call, 0);
    uint64_t id = v.tag >= V_BIGINT || v.tag == V_CLASS || v.tag == V_FUNC || v.tag == V_MODULE
                      ? (uint64_t)(uintptr_t)v.object
                      : ((uint64_t)v.i << 9 ^ (uint64_t)v.tag << 4) >> 1;
    *out = value_int((int64_t)(id & INT64_MAX));
    return true;
}

/* Attributes ----------------------------------------------------------------------------------------------
 */

static bool attribute_name(Call *call, const char **name)
{
    Value v = ARG(call, 1);
    if (v.tag != V_STR)
        return fail(call->run, TypeError, "attribute name must be string, not '%s'", value_type_name(v));
    *name = v.str->text;
    return true;
}

/* *out is V_ABSENT if there is no such attribute. */
static bool find_attribute(Call *call, Value *out)
{
    const char *name = NULL;
    if (!attribute_name(call, &name))
        return false;
    if (hooks.attribute(call->run, ARG(call, 0), name, out))
        return true;
    *out = ABSENT;
    return call->run->error.class == AttributeError;
}

static bool run_hasattr(Call *call, Value *out)
{
    Value found;
    if (!find_attribute(call, &found))
        return false;
    if (found.tag == V_ABSENT)
        run_clear_error(call->run);
    *out = value_bool(found.tag != V_ABSENT);
    value_drop(found);
    return true;
}

static bool run_getattr(Call *call, Value *out)
{
    if (!find_attribute(call, out))
        return false;
    if (out->tag != V_ABSENT)
        return true;
    if (!arg_given(call, 2))
        return false; /* the error is there already */
    run_clear_error(call->run);
    *out = value_keep(ARG(call, 2));
    return true;
}

static bool run_setattr(Call *call, Value *out)
{
    const char *name = NULL;
    Value of = ARG(call, 0);
    *out = NONE;
    if (!attribute_name(call, &name))
        return false;
    if (of.tag == V_ARRAY || value_is_scalar(of) || of.tag == V_RECORD)
        return attribute_set(call->run, of, name, ARG(call, 2));
    return fail(call->run, AttributeError,
                func_for(of, name)
                    ? "'%s' object attribute '%s' is read-only"
                    : "'%s' object has no attribute '%s' and no __dict__ for setting new attributes",
                value_type_name(of), name);
}

static void add_names(Run *run, const char *home, Dict *names)
{
    size_t length = strlen(home);
    FOR_EACH_FUNC(f)
    for (const char *of = f->of; (of = strstr(of, home)); of += length)
        if ((of == f->of || of[-1] == ' ') && (of[length] == ' ' || !of[length])) {
            Value name = value_cstr(f->name);
            set_add(run, names, name);
            value_drop(name);
        }
}

/* The names of the rows in the homes of a class. */
static void add_class_names(Run *run, const Class *class, Dict *names)
{
    if (class->home)
        add_names(run, class->home, names);
    for (int i = 0; i < 2 && class->parent[i]; i++)
        add_class_names(run, class->parent[i], names);
}

static bool run_dir(Call *call, Value *out)
{
    Value of = ARG(call, 0), names = value_set_new();
    if (of.tag == V_MODULE)
        add_names(call->run, of.module->name, names.dict);
    else
        add_class_names(call->run, of.tag == V_CLASS ? of.class : value_type(of), names.dict);
    bool ok = value_to_list(call->run, names, out) && list_sort(call->run, out->list, NONE, false);
    value_drop(names);
    return ok;
}

/* Arithmetic ----------------------------------------------------------------------------------------------
 */

static bool apply_np(Call *call, const char *name, int n, Value *out)
{
    Value arg[2] = { ARG(call, 0), n > 1 ? ARG(call, 1) : NONE };
    return func_apply(call->run, func_find("np", name), n, arg, out);
}

static bool is_numpy(Value v) { return v.tag == V_ARRAY || value_is_scalar(v); }

static Value quick_abs(Run *run, const Func *func, int n, const Value arg[])
{
    (void)run, (void)func;
    if (n == 1 && arg[0].tag == V_INT && arg[0].i != INT64_MIN)
        return value_int(arg[0].i < 0 ? -arg[0].i : arg[0].i);
    return n == 1 && arg[0].tag == V_FLOAT ? value_float(__builtin_fabs(arg[0].f)) : ABSENT;
}

static bool run_abs(Call *call, Value *out)
{
    Value v = ARG(call, 0);
    if (is_numpy(v))
        return elementwise_call(call->run, func_find("np", "absolute"), 1, &v, NULL, out);
    if (v.tag == V_FLOAT)
        *out = value_float(__builtin_fabs(v.f));
    else if (v.tag == V_COMPLEX) {
        *out = value_float(cabs(v.number->z));
        if (__builtin_isinf(out->f) && __builtin_isfinite(creal(v.number->z)) &&
            __builtin_isfinite(cimag(v.number->z)))
            return fail(call->run, OverflowError, "absolute value too large");
    } else if (value_is_int(v))
        return int_operate(call->run, int_compare(v, value_int(0)) < 0 ? OP_NEG : OP_POS, v, v, out);
    else
        return fail(call->run, TypeError, "bad operand type for abs(): '%s'", value_type_name(v));
    return true;
}

static bool round_python(Run *run, Value v, Value digits, Value *out)
{
    int64_t places = 0;
    if (digits.tag == V_BIGINT)
        places = mpz_sgn(digits.bigint->z) < 0 ? -100000 : 100000;
    else if (digits.tag != V_NONE && !value_index(run, digits, &places))
        return false;
    if (value_is_int(v))
        return int_round(run, v, digits.tag == V_NONE ? value_int(0) : value_int(places), out);
    if (digits.tag != V_NONE)
        return float_round(run, v.f, places, out);
    if (!float_to_int(run, v.f, out))
        return false;
    value_drop(*out);
    *out = float_round_even(v.f);
    return true;
}

static bool run_round(Call *call, Value *out)
{
    Value v = ARG(call, 0), digits = arg_none(call, 1) ? NONE : ARG(call, 1);
    if (value_is_int(v) || v.tag == V_FLOAT)
        return round_python(call->run, v, digits, out);
    DType dtype = NO_DTYPE;
    const void *at = value_is_scalar(v) ? scalar_data(&v, &dtype) : NULL;
    if (!at || dtype == BOOL || dtype_is_complex(dtype))
        return fail(call->run, TypeError, "type %s doesn't define __round__ method", value_type_name(v));
    if (digits.tag != V_NONE)
        return apply_np(call, "round", 2, out);
    Value item = value_item(dtype, at);
    bool ok = round_python(call->run, item, NONE, out);
    value_drop(item);
    return ok;
}

static bool run_divmod(Call *call, Value *out)
{
    Value a = ARG(call, 0), b = ARG(call, 1), part[2];
    for (int i = 0; i < 2; i++) { /* polynomials */
        const Func *own =
            ARG(call, i).tag == V_RECORD ? func_for(ARG(call, i), i ? "__rdivmod__" : "__divmod__") : NULL;
        if (own && !func_apply(call->run, own, 2, (Value[]){ ARG(call, i), ARG(call, 1 - i) }, out))
            return false;
        if (own && out->tag != V_NOTIMPLEMENTED)
            return true;
    }
    if ((is_numpy(a) || is_numpy(b)) && !without_whole_division(a, b))
        return elementwise_call(call->run, func_find("np", "divmod"), 2, (Value[]){ a, b }, NULL, out);
    if (!value_is_number(a) || !value_is_number(b) || a.tag == V_COMPLEX || b.tag == V_COMPLEX)
        return fail(call->run, TypeError, "unsupported operand type(s) for divmod(): '%s' and '%s'",
                    value_type_name(a), value_type_name(b));
    if (value_is_int(a) && value_is_int(b)) {
        if (!int_divmod(call->run, a, b, &part[0], &part[1]))
            return false;
    } else {
        double x, y, quotient, remainder;
        if (!value_to_double(call->run, a, &x) || !value_to_double(call->run, b, &y))
            return false;
        if (y == 0)
            return fail(call->run, ZeroDivisionError, "division by zero");
        float_divmod(x, y, &quotient, &remainder);
        part[0] = value_float(quotient);
        part[1] = value_float(remainder);
    }
    *out = value_tuple(2, part);
    value_drop(part[0]);
    value_drop(part[1]);
    return true;
}

static bool run_pow(Call *call, Value *out)
{
    Run *run = call->run;
    Value a = ARG(call, 0), b = ARG(call, 1), m = ARG(call, 2);
    if (arg_none(call, 2))
        return hooks.operate(run, OP_POW, a, b, out);
    if (value_is_int(a) && value_is_int(b) && value_is_int(m))
        return int_power_mod(run, a, b, m, out);
    Value asked[] = { a, b, m }; /* in the order in which Python asks them */
    for (int i = 0; i < 3; i++)
        if (asked[i].tag == V_FLOAT)
            return fail(run, TypeError, "pow() 3rd argument not allowed unless all arguments are integers");
        else if (asked[i].tag == V_COMPLEX && value_is_number(a) && value_is_number(b))
            return fail(run, ValueError, "complex modulo");
    return fail(run, TypeError, "unsupported operand type(s) for ** or pow(): '%s', '%s', '%s'",
                value_type_name(a), value_type_name(b), value_type_name(m));
}

static bool run_singleton(Call *call, Value *out)
{
    *out = (Value){ .tag = (uint8_t)call->func->extra };
    return true;
}

/* What the calculator leaves out: the row's brief says what to do instead. */
static bool run_refused(Call *call, Value *out)
{
    (void)out;
    return fail(call->run, NotImplementedError, "%s() is left out of ndcalc: %s", call->func->name,
                call->func->brief);
}

#define REFUSED(name_, instead)                                                                              \
    {                                                                                                        \
        .name = name_, .of = "builtins", .params = "*args: any, **kwargs: any", .brief = instead,            \
        AS_IN_PYTHON, .run = run_refused, .effects = true                                                    \
    }

const Func builtin_funcs[] = {
    { .name = "type",
      .of = "builtins",
      .params = "*args: any",
      .brief = "the class of a value",
      .example = ">>> type(1.5)\n<class 'float'>\n",
      AS_IN_PYTHON,
      .precheck = one_or_three,
      .run = run_type,
      .class = class_type },
    { .name = "object",
      .of = "builtins",
      .params = "",
      .brief = "the class of everything",
      .example = ">>> isinstance(1, object)\nTrue\n",
      AS_IN_PYTHON,
      .run = run_object,
      .class = class_object },
    { .name = "len",
      .of = "builtins",
      .params = "obj: any, /",
      .brief = "how many items there are",
      .example = ">>> len([1, 2, 3])\n3\n",
      AS_IN_PYTHON,
      .run = run_len,
      .quick = quick_len },
    { .name = "isinstance",
      .of = "builtins",
      .params = "obj: any, class_or_tuple: any, /",
      .brief = "whether a value is of a class, or of one of several",
      .example = ">>> isinstance(True, int)\nTrue\n",
      AS_IN_PYTHON,
      .run = run_isinstance,
      .quick = quick_isinstance },
    { .name = "issubclass",
      .of = "builtins",
      .params = "cls: any, class_or_tuple: any, /",
      .brief = "whether a class derives from another",
      .example = ">>> issubclass(np.float64, float)\nTrue\n",
      AS_IN_PYTHON,
      .run = run_issubclass },
    { .name = "callable",
      .of = "builtins",
      .params = "obj: any, /",
      .brief = "whether the value can be called",
      .example = ">>> callable(len)\nTrue\n",
      AS_IN_PYTHON,
      .run = run_callable },
    { .name = "hash",
      .of = "builtins",
      .params = "obj: any, /",
      .brief = "a number that equal values share",
      .example = ">>> hash(2.5)\n1152921504606846978\n",
      AS_IN_PYTHON,
      .run = run_hash },
    { .name = "id",
      .of = "builtins",
      .params = "obj: any, /",
      .brief = "a number that no other living object has",
      .example = ">>> x = []\n>>> id(x) == id(x)\nTrue\n",
      AS_IN_PYTHON,
      .run = run_id },
    { .name = "hasattr",
      .of = "builtins",
      .params = "obj: any, name: any, /",
      .brief = "whether a value has an attribute",
      .example = ">>> hasattr([], 'append')\nTrue\n",
      AS_IN_PYTHON,
      .run = run_hasattr },
    { .name = "getattr",
      .of = "builtins",
      .params = "obj: any, name: any, default: any = ?, /",
      .brief = "an attribute by its name",
      .example = ">>> getattr(3 + 4j, 'imag')\n4.0\n",
      AS_IN_PYTHON,
      .run = run_getattr },
    { .name = "setattr",
      .of = "builtins",
      .params = "obj: any, name: any, value: any, /",
      .brief = "sets an attribute by its name",
      .example =
          ">>> a = np.arange(4)\n>>> setattr(a, 'shape', (2, 2))\n>>> a\narray([[0, 1],\n       [2, 3]])\n",
      AS_IN_PYTHON,
      .run = run_setattr,
      .effects = true },
    { .name = "dir",
      .of = "builtins",
      .params = "object: any, /",
      .brief = "the names of a value's attributes and methods",
      .example = ">>> 'append' in dir([])\nTrue\n",
      AS_IN_PYTHON,
      .run = run_dir },
    { .name = "abs",
      .of = "builtins",
      .params = "number: any, /",
      .brief = "the size of a number",
      .example = ">>> abs(3 + 4j)\n5.0\n",
      AS_IN_PYTHON,
      .run = run_abs,
      .quick = quick_abs },
    { .name = "round",
      .of = "builtins",
      .params = "number: any, ndigits: any = None",
      .brief = "rounds to an int, or to some decimal places; halves go to the even neighbour",
      .example = ">>> round(2.5), round(3.14159, 2)\n(2, 3.14)\n",
      AS_IN_PYTHON,
      .run = run_round },
    { .name = "divmod",
      .of = "builtins",
      .params = "x: any, y: any, /",
      .brief = "the pair (x // y, x % y)",
      .example = ">>> divmod(-7, 2)\n(-4, 1)\n",
      AS_IN_PYTHON,
      .run = run_divmod },
    { .name = "pow",
      .of = "builtins",
      .params = "base: any, exp: any, mod: any = None",
      .brief = "base ** exp, or base ** exp % mod",
      .example = ">>> pow(2, 10, 7)\n2\n",
      AS_IN_PYTHON,
      .run = run_pow },
    { .name = "NotImplemented",
      .of = "builtins",
      .params = "",
      .brief = "what an operator answers that knows no answer",
      .example = ">>> NotImplemented\nNotImplemented\n",
      .style = ATTRIBUTE,
      .run = run_singleton,
      .extra = V_NOTIMPLEMENTED },
    { .name = "Ellipsis",
      .of = "builtins",
      .params = "",
      .brief = "what `...` is",
      .example = ">>> Ellipsis\nEllipsis\n",
      .style = ATTRIBUTE,
      .run = run_singleton,
      .extra = V_ELLIPSIS },
    REFUSED("input", "a script reads its values from its own text"),
    REFUSED("eval", "type the expression itself"),
    REFUSED("exec", "type the statements themselves"),
    REFUSED("compile", "type the statements themselves"),
    REFUSED("vars", "%whos lists the variables"),
    REFUSED("globals", "%whos lists the variables"),
    REFUSED("locals", "%whos lists the variables"),
    REFUSED("bytearray", "np.array([...], dtype=np.uint8) holds bytes"),
    REFUSED("memoryview", "slices of arrays are views"),
    REFUSED("frozenset", "use a set, or a tuple where it is to be a key"),
    REFUSED("super", "there are no classes to define"),
    REFUSED("property", "there are no classes to define"),
    REFUSED("staticmethod", "there are no classes to define"),
    REFUSED("classmethod", "there are no classes to define"),
    REFUSED("delattr", "attributes here cannot be deleted"),
    REFUSED("breakpoint", "%why and %explain show what happened"),
    REFUSED("__import__", "use the statement `import`"),
    { 0 },
};
#undef REFUSED
