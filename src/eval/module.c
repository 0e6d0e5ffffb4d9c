/* module.c: modules: what can be imported, and what stands in them. */
#include "eval/eval.h"

#include "func/removed.h"

#include <string.h>

/* The first name is the home of a module's rows, the second is Python's. */
static const Module modules[] = {
    { "np", "numpy" },
    { "np.linalg", "numpy.linalg" },
    { "np.fft", "numpy.fft" },
    { "np.random", "numpy.random" },
    { "np.emath", "numpy.emath" },
    { "np.lib", "numpy.lib" },
    { "np.lib.stride_tricks", "numpy.lib.stride_tricks" },
    { "np.lib.scimath", "numpy.lib.scimath" },
    { "np.lib.array_utils", "numpy.lib.array_utils" },
    { "np.exceptions", "numpy.exceptions" },
    { "np.testing", "numpy.testing" },
    { "np.dtypes", "numpy.dtypes" },
    { "np.polynomial", "numpy.polynomial" },
    { "np.polynomial.polynomial", "numpy.polynomial.polynomial" },
    { "np.polynomial.chebyshev", "numpy.polynomial.chebyshev" },
    { "np.polynomial.legendre", "numpy.polynomial.legendre" },
    { "np.polynomial.hermite", "numpy.polynomial.hermite" },
    { "np.polynomial.hermite_e", "numpy.polynomial.hermite_e" },
    { "np.polynomial.laguerre", "numpy.polynomial.laguerre" },
    { "np.polynomial.polyutils", "numpy.polynomial.polyutils" },
    { "np.typing", "numpy.typing" },
    { "np.version", "numpy.version" },
    { "math", "math" },
    { "time", "time" },
    { "timeit", "timeit" },
    { "copy", "copy" },
    { "collections", "collections" },
    { "collections.abc", "collections.abc" },
    { "functools", "functools" },
    { "typing", "typing" },
    { "random", "random" },
    { "tempfile", "tempfile" },
    { "warnings", "warnings" },
    { "io", "io" },
    { "os", "os" },
    { "sys", "sys" },
    { "os.path", "os.path" },
    { NULL, NULL },
};

const Module *module_named(const char *dotted)
{
    for (const Module *m = modules; m->name; m++)
        if (!strcmp(m->full, dotted))
            return m;
    return NULL;
}

const Module *modules_below(const Module *outer, const Module *last)
{
    size_t length = outer ? strlen(outer->full) : 0;
    for (const Module *m = last ? last + 1 : modules; m->name; m++)
        if (!outer ? !strchr(m->full, '.')
                   : !strncmp(m->full, outer->full, length) && m->full[length] == '.' &&
                         !strchr(m->full + length + 1, '.'))
            return m;
    return NULL;
}

static const Module *module_below(const Module *outer, const char *name)
{
    const Module *m = modules_below(outer, NULL);
    while (m && strcmp(m->full + strlen(outer->full) + 1, name))
        m = modules_below(outer, m);
    return m;
}

static const Class *exception_named(const char *module, const char *name)
{
    if (!module && (!strcmp(name, "IOError") || !strcmp(name, "EnvironmentError")))
        return OSError; /* its names of old */
    for (const Class *const *c = exception_classes; *c; c++)
        if (!strcmp((*c)->name, name) &&
            (module ? (*c)->module && !strcmp((*c)->module, module) : !(*c)->module))
            return *c;
    return NULL;
}

/* What stands in a module under a name: V_ABSENT if nothing does. False on error. */
static bool find_in_module(Session *s, const Module *module, const char *name, Value *out)
{
    const Func *row = func_find(module->name, name);
    if (row)
        return row_value(s, row, out);
    const Module *below = module_below(module, name);
    const Class *class = below ? NULL : exception_named(module->full, name);
    *out = below                       ? (Value){ .tag = V_MODULE, .module = below }
           : class                     ? value_class(class)
           : !strcmp(name, "__name__") ? value_cstr(module->full)
                                       : ABSENT;
    return true;
}

bool module_attribute(Session *s, const Module *module, const char *name, Value *out)
{
    if (!find_in_module(s, module, name, out))
        return false;
    if (out->tag != V_ABSENT)
        return true;
    const char *write, *words, *message = removed_message(module->name, name, &write, &words);
    if (message)
        fail(&s->run, AttributeError, "%s", message);
    else
        fail(&s->run, AttributeError, "module '%s' has no attribute '%s'", module->full, name);
    return false;
}

static Value find_builtin(Session *s, const char *text)
{
    const Func *row = func_find("builtins", text);
    Value value = ABSENT;
    if (row && !row_value(s, row, &value))
        return ABSENT;
    const Class *class = row ? NULL : exception_named(NULL, text);
    if (!strcmp(text, "__name__"))
        return value_cstr("__main__");
    return class ? value_class(class) : value;
}

/* A builtin by name; what was found is remembered, and that nothing was. */
Value builtin_value(Session *s, Name name)
{
    if (name >= s->globals)
        return find_builtin(s, name_text(name));
    if (s->builtin[name].tag == V_UNKNOWN)
        s->builtin[name] = find_builtin(s, name_text(name));
    return s->builtin[name];
}

const char *modules_text(Run *run)
{
    const char *all = NULL, *last = NULL;
    for (const Module *m = modules_below(NULL, NULL); m; m = modules_below(NULL, m)) {
        all = !last ? all : all ? run_text(run, "%s, %s", all, last) : last;
        last = m->full;
    }
    return run_text(run, "%s and %s", all, last);
}

/* import
 * ------------------------------------------------------------------------------------------------------ */

/* What is said of a name of NumPy's that has no place here; NULL: it is no such name. */
static const char *left_out(const Module *module, const char *name)
{
    const char *write, *words, *message = removed_message(module->name, name, &write, &words);
    return message && strstr(message, " is left out of ndcalc: ") ? message : NULL;
}

static bool no_module(Session *s, const char *dotted)
{
    const char *dot = strchr(dotted, '.');
    const char *outer = dot ? run_text(&s->run, "%.*s", (int)(dot - dotted), dotted) : NULL;
    if (outer && !module_named(outer))
        fail(&s->run, ModuleNotFoundError, "No module named '%s'", outer);
    else if (outer && strcmp(outer, "numpy"))
        fail(&s->run, ModuleNotFoundError, "No module named '%s'; '%s' is not a package", dotted, outer);
    else if (outer && left_out(module_named(outer), dot + 1))
        fail(&s->run, ModuleNotFoundError, "%s", left_out(module_named(outer), dot + 1));
    else
        fail(&s->run, ModuleNotFoundError, "No module named '%s'", dotted);
    note(&s->run, s->run.here, "ndcalc has %s", modules_text(&s->run));
    Value name = value_cstr(outer && !module_named(outer) ? outer : dotted);
    error_about(&s->run, "name", name);
    value_drop(name);
    return false;
}

static void bind_alias(Session *s, const Node *alias, Value value)
{
    set_variable(variable(s, alias),
                 value_keep(value)); /* an alias has the name and the place of a name node */
}

static bool import_module(Session *s, const Node *alias)
{
    const Module *module = module_named(alias->text);
    if (!module)
        return no_module(s, alias->text);
    if (!alias->tuple) { /* import a.b binds a */
        const char *dot = strchr(alias->text, '.');
        if (dot)
            module = module_named(run_text(&s->run, "%.*s", (int)(dot - alias->text), alias->text));
    }
    bind_alias(s, alias, (Value){ .tag = V_MODULE, .module = module });
    return true;
}

static bool import_all(Session *s, const Module *module)
{
    FOR_EACH_FUNC(row)
    {
        Value value;
        if (!func_lives_in(row, module->name) || row->name[0] == '_')
            continue;
        if (!row_value(s, row, &value))
            return false;
        session_set(s, name_of(row->name, (int)strlen(row->name)), value);
        value_drop(value);
    }
    for (const Module *below = modules; below->name; below++) {
        const char *dot = strrchr(below->full, '.');
        if (dot && module_below(module, dot + 1) == below)
            session_set(s, name_of(dot + 1, (int)strlen(dot + 1)),
                        (Value){ .tag = V_MODULE, .module = below });
    }
    return true;
}

/* What later versions of Python were to bring, all of it there by now; nothing is bound. */
static bool import_future(Session *s, const Node *node)
{
    static const char features[] =
        " nested_scopes generators division absolute_import with_statement print_function "
        "unicode_literals barry_as_FLUFL generator_stop annotations ";
    for (const Node *alias = node->kid; alias; alias = alias->next)
        if (!strstr(features, run_text(&s->run, " %s ", alias->text)))
            return fail(&s->run, SyntaxError, "future feature %s is not defined", alias->text);
    return node->kid || fail(&s->run, SyntaxError, "future feature * is not defined");
}

bool run_import(Session *s, const Node *node)
{
    if (node->kind == NODE_IMPORT) {
        for (const Node *alias = node->kid; alias; alias = alias->next)
            if (!import_module(s, alias)) {
                tell_failure(s, alias, NULL, 0, NULL);
                return false;
            }
        return true;
    }
    if (node->text[0] == '.') /* from . import x */
        return fail(&s->run, ImportError, "attempted relative import with no known parent package");
    if (!strcmp(node->text, "__future__"))
        return import_future(s, node);
    const Module *module = module_named(node->text);
    if (!module) {
        no_module(s, node->text);
        tell_failure(s, node, NULL, 0, NULL);
        return false;
    }
    if (!node->kid)
        return import_all(s, module);
    for (const Node *alias = node->kid; alias; alias = alias->next) {
        Value value;
        if (!find_in_module(s, module, alias->text, &value))
            return false;
        if (value.tag == V_ABSENT) {
            const char *left = left_out(module, alias->text);
            if (left)
                fail(&s->run, ImportError, "%s", left);
            else
                fail(&s->run, ImportError, "cannot import name '%s' from '%s' (unknown location)",
                     alias->text, module->full);
            tell_failure(s, alias, NULL, 0, NULL);
            return false;
        }
        bind_alias(s, alias, value);
        value_drop(value);
    }
    return true;
}
