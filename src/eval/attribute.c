/* attribute.c: value.name. */
#include "eval/eval.h"
#include "func/describe.h"

#include "array/attributes.h"
#include "python/exceptions.h"

#include <string.h>

/* A row that was found, with what it was found for: a class or a module, and a name. */
struct Found {
    const void *of;
    Name name;
    const Func *row; /* NULL: there is none */
};

enum { FOUND = 512 }; /* a power of two */

static struct Found *place_of(Session *s, const void *of, Name name)
{
    if (!s->found)
        s->found = mem_zeroed(FOUND * sizeof *s->found);
    return &s->found[((uintptr_t)of / sizeof(Class) * 31 + (uintptr_t)name) % FOUND];
}

/* The row for an attribute; NULL: there is none, or it is to be looked for by name (of records also fields).
 */
static const Func *find_row(Session *s, Value value, const Node *attribute)
{
    const void *of = value.tag == V_MODULE ? (const void *)value.module : (const void *)value_type(value);
    struct Found *found =
        attribute->cache; /* what was found here the last time, or of the same place since */
    if (found && found->of == of && found->name == attribute->name)
        return found->row;
    ((Node *)attribute)->cache = found = place_of(s, of, attribute->name);
    if (found->of == of && found->name == attribute->name)
        return found->row;
    if (value.tag == V_CLASS || value.tag == V_FUNCTION)
        return NULL;
    const char *name = name_text(attribute->name);
    if (value.tag == V_RECORD)
        for (int i = 0; i < value.record->fields; i++)
            if (!strcmp(value.record->name[i], name))
                return NULL;
    const Func *row = value.tag == V_MODULE ? func_find(value.module->name, name) : func_for(value, name);
    if (value.tag != V_RECORD)
        *found = (struct Found){ of, attribute->name, row };
    return row;
}

const Func *find_method(Session *s, Value value, const Node *attribute)
{
    const Func *row = find_row(s, value, attribute);
    return row && (row->style == ATTRIBUTE || row->class || row->of_class) ? NULL : row;
}

bool get_named(Session *s, Value value, const Node *attribute, Value *out)
{
    const Func *row = value.tag == V_ARRAY ? find_row(s, value, attribute) : NULL;
    return row && row->style == ATTRIBUTE ? func_apply(&s->run, row, 1, &value, out)
                                          : get_attribute(s, value, name_text(attribute->name), out);
}

bool row_value(Session *s, const Func *row, Value *out)
{
    if (row->class)
        *out = value_class(row->class);
    else if (row->style == ATTRIBUTE)
        return func_apply(&s->run, row, 0, NULL, out);
    else
        *out = value_func(func_itself(row));
    return true;
}

static const Class *parent_of(const Class *class, int i)
{
    const Class *parent = class->parent[i];
    return parent || i || class == class_object ? parent : class_object;
}

static Value class_parents(const Class *class)
{
    Value parent[2];
    int n = 0;
    for (; n < 2 && parent_of(class, n); n++)
        parent[n] = value_class(parent_of(class, n));
    return value_tuple(n, parent);
}

static void add_ancestors(const Class *class, List *all)
{
    list_append(all, value_class(class));
    for (int i = 0; i < 2 && parent_of(class, i); i++)
        add_ancestors(parent_of(class, i), all);
}

/* In the order in which attributes are looked for: each class behind all that derive from it. */
static Value class_ancestors(const Class *class)
{
    Value all = value_list_new(8), order = value_list_new(8);
    add_ancestors(class, all.list);
    for (int64_t i = 0; i < all.list->count; i++) {
        bool again = false;
        for (int64_t k = i + 1; k < all.list->count; k++)
            again |= all.list->item[k].class == all.list->item[i].class;
        if (!again)
            list_append(order.list, all.list->item[i]);
    }
    Value out = value_tuple(order.list->count, order.list->item);
    value_drop(all);
    value_drop(order);
    return out;
}

/* The row of a class's attribute, and the class it belongs to: the one that its home is named after, or that
 * has the home; NULL: there is none. */
static const Func *find_in_class(const Class *class, const char *name, const Class **owner)
{
    const Func *found = class && class->home ? func_find(class->home, name) : NULL;
    *owner = class;
    for (const Class *c = found ? class : NULL; c; c = c->parent[0])
        if (!strcmp(c->name, class->home))
            *owner = c;
    for (int i = 0; !found && class && i < 2; i++)
        found = find_in_class(class->parent[i], name, owner);
    return found;
}

/* Attributes of classes that NumPy writes in Python are no descriptors. */
static bool is_built_in(const Class *class)
{
    for (const Class *const *c = value_classes; *c; c++)
        if (*c == class)
            return true;
    return false;
}

static bool class_attribute(Session *s, const Class *class, const char *name, Value *out)
{
    if (!strcmp(name, "__name__"))
        return *out = value_cstr(class_shown_name(class)), true;
    if (!strcmp(name, "__qualname__"))
        return *out = value_cstr(class->name), true;
    if (!strcmp(name, "__module__"))
        return *out = value_cstr(class->module ? class->module : "builtins"), true;
    if (!strcmp(name, "__mro__") || !strcmp(name, "__bases__"))
        return *out = name[2] == 'm' ? class_ancestors(class) : class_parents(class), true;
    if (!strcmp(name, "__base__"))
        return *out = class == class_object ? NONE : value_class(parent_of(class, 0)), true;
    const Class *owner;
    const Func *row = find_in_class(class, name, &owner);
    if (row && row->style == ATTRIBUTE && row->of_class)
        return func_apply(&s->run, row, 0, NULL, out);
    if (row && row->style != ATTRIBUTE && (!row->of_class || owner == class))
        return *out = value_func(row), true;
    if (row && row->style == ATTRIBUTE && is_built_in(owner))
        return *out = attribute_of_class(owner, row), true;
    char full[100];
    return fail(&s->run, AttributeError, "type object '%s' has no attribute '%s'",
                class_full_name(class, full, sizeof full), name);
}

static bool field(Value value, const char *name, Value *out)
{
    if (value.tag == V_RECORD) {
        for (int i = 0; i < value.record->fields; i++)
            if (!strcmp(value.record->name[i], name))
                return *out = value_keep(value.record->field[i]), true;
    } else if (value.tag == V_TUPLE && value.tuple->names) {
        for (int i = 0; i < value.tuple->count; i++)
            if (!strcmp(value.tuple->names->field[i], name))
                return *out = value_keep(value.tuple->item[i]), true;
    }
    return false;
}

/* A docstring without the blanks that the lines after its first have in common. */
static Value clean_doc(const Str *doc)
{
    Text text = { 0 };
    const char *at = doc->text, *line;
    size_t margin = (size_t)-1;
    at += strspn(at, " ");
    for (line = strchr(at, '\n'); line; line = strchr(line, '\n')) {
        size_t blanks = strspn(++line, " ");
        if (line[blanks] && line[blanks] != '\n' && blanks < margin)
            margin = blanks;
    }
    while (true) {
        size_t length = strcspn(at, "\n");
        text_add(&text, at, length);
        at += length;
        if (!*at)
            break;
        text_char(&text, *at++);
        size_t blanks = strspn(at, " ");
        at += blanks < margin ? blanks : margin;
    }
    Value out = value_str(text_get(&text), (int64_t)text.length);
    text_free(&text);
    return out;
}

static bool function_doc(Session *s, const Code *code, Value *out)
{
    const Node *first = code->body->kind == NODE_BLOCK ? code->body->kid : NULL;
    *out = NONE;
    if (!first || first->kind != NODE_EXPRESSION || first->kid->kind != NODE_STRING)
        return true;
    const Tree *tree = s->tree;
    s->tree = code->tree;
    bool ok = eval(s, first->kid);
    s->tree = tree;
    if (!ok)
        return false;
    Value doc = take_top(s);
    *out = clean_doc(doc.str);
    value_drop(doc);
    return true;
}

/* The defaults of the parameters that can be given by place, or None. */
static Value function_defaults(const Function *f)
{
    int from = 0, to = f->code->positional;
    while (from < to && f->value[from].tag == V_ABSENT)
        from++;
    return from < to ? value_tuple(to - from, f->value + from) : NONE;
}

/* The defaults of those that are given by name alone, or None. */
static Value keyword_defaults(const Function *f)
{
    Value defaults = NONE;
    const Code *code = f->code;
    for (int i = code->positional; i < code->params; i++) {
        if (i == code->star || i == code->starstar || f->value[i].tag == V_ABSENT)
            continue;
        if (defaults.tag == V_NONE)
            defaults = value_dict_new();
        dict_put(defaults.dict, name_text(code->slot_name[i]), f->value[i]);
    }
    return defaults;
}

/* What can be asked of the user's function: what was set on it stands before what it has by itself. False if
 * there is no such thing. */
static bool function_attribute(Session *s, const Function *f, const char *name, Value *out)
{
    *out = f->names.tag == V_DICT ? dict_find(f->names.dict, name) : ABSENT;
    if (out->tag != V_ABSENT)
        return value_keep(*out), true;
    if (!strcmp(name, "__name__"))
        *out = value_cstr(f->code->name ? name_text(f->code->name) : "<lambda>");
    else if (!strcmp(name, "__qualname__"))
        *out = value_cstr(f->code->qualname);
    else if (!strcmp(name, "__module__"))
        *out = value_cstr("__main__");
    else if (!strcmp(name, "__defaults__"))
        *out = function_defaults(f);
    else if (!strcmp(name, "__kwdefaults__"))
        *out = keyword_defaults(f);
    else if (!strcmp(name, "__dict__"))
        *out = f->names.tag == V_DICT ? dict_copy(f->names.dict) : value_dict_new();
    else if (!strcmp(name, "__doc__"))
        return function_doc(s, f->code, out);
    return out->tag != V_ABSENT;
}

static bool callable_attribute(Session *s, Value value, const char *name, Value *out)
{
    if (value.tag == V_FUNCTION)
        return function_attribute(s, (Function *)value.object, name, out);
    if (value.tag == V_METHOD && !strcmp(name, "__self__"))
        return *out = value_keep(value.method->self), true;
    if (strcmp(name, "__name__") && strcmp(name, "__qualname__"))
        return false;
    if (value.tag == V_FUNC || value.tag == V_METHOD) {
        *out = value_cstr(value.tag == V_FUNC ? value.func->name : value.method->func->name);
    } else {
        return false;
    }
    return true;
}

static bool find_attribute(Session *s, Value value, const char *name, Value *out)
{
    if (value.tag == V_MODULE)
        return module_attribute(s, value.module, name, out);
    if (value.tag == V_UNKNOWN)
        return *out = (Value){ .tag = V_UNKNOWN }, true;
    if (!strcmp(name, "__class__"))
        return *out = value_class(value_type(value)), true;
    if (value.tag == V_CLASS)
        return class_attribute(s, value.class, name, out);
    if (field(value, name, out) || callable_attribute(s, value, name, out))
        return true;
    if (value_is_generic(value) && (name[0] != '_' || !strcmp(name, "__name__"))) /* list[int].append */
        return get_attribute(s, value.record->field[GENERIC_ORIGIN], name, out);
    const Func *row = func_for(value, name);
    if (row && row->style == ATTRIBUTE)
        return func_apply(&s->run, row, 1, &value, out);
    if (row)
        return *out = row->of_class ? value_func(row) : value_method(row, value), true;
    if (value.tag == V_EXCEPTION && exception_get(value.exception, name).tag != V_ABSENT)
        return *out = value_keep(exception_get(value.exception, name)), true;
    if (value.tag == V_EXCEPTION && !strcmp(name, "__dict__"))
        return *out = value.exception->names.tag == V_DICT ? dict_copy(value.exception->names.dict)
                                                           : value_dict_new(),
               true;
    char room[64];
    bool bound = value_type(value) == class_bound_method; /* looked up in the function */
    return fail(&s->run, AttributeError, "'%s' object has no attribute '%s'",
                bound ? class_full_name(class_cython, room, sizeof room) : value_type_name(value), name);
}

bool get_attribute(Session *s, Value value, const char *name, Value *out)
{
    if (find_attribute(s, value, name, out))
        return true;
    if (s->run.error.class == AttributeError && !s->run.error.exception) {
        Value text = value_cstr(name);
        error_about(&s->run, "name", text);
        error_about(&s->run, "obj", value);
        value_drop(text);
    }
    return false;
}

bool attribute_hook(Run *run, Value value, const char *name, Value *out)
{
    return get_attribute(run->session, value, name, out);
}

static bool function_assign(Session *s, Function *f, const char *name, Value what)
{
    if (what.tag != V_STR && (!strcmp(name, "__name__") || !strcmp(name, "__qualname__")))
        return fail(&s->run, TypeError, "%s must be set to a string object", name);
    if (f->names.tag == V_ABSENT)
        f->names = value_dict_new();
    dict_put(f->names.dict, name, what);
    return true;
}

bool set_attribute_hook(Run *run, Value value, const char *name, Value what)
{
    return set_attribute(run->session, value, name, what);
}

bool set_attribute(Session *s, Value value, const char *name, Value what)
{
    if (s->run.reach == RUN_SHAPES)
        return fail_no_data(&s->run);
    if (value.tag == V_ARRAY || value_is_scalar(value) || value.tag == V_RECORD || value.tag == V_ITERATOR ||
        value.tag == V_DTYPE)
        return attribute_set(&s->run, value, name, what);
    if (value.tag == V_MODULE)
        return fail(&s->run, AttributeError, "module '%s' is not writable here: its attributes cannot be set",
                    value.module->full);
    if (value.tag == V_EXCEPTION)
        return exception_assign(&s->run, value.exception, name, what);
    if (value.tag == V_FUNCTION)
        return function_assign(s, (Function *)value.object, name, what);
    Value item;
    if (field(value, name, &item)) { /* of a named tuple */
        value_drop(item);
        return fail(&s->run, AttributeError, "can't set attribute");
    }
    if (func_for(value, name))
        return fail(&s->run, AttributeError, "'%s' object attribute '%s' is read-only",
                    value_type_name(value), name);
    return fail(&s->run, AttributeError,
                "'%s' object has no attribute '%s' and no __dict__ for setting new attributes",
                value_type_name(value), name);
}

/* Nothing can be deleted of a value of a class of Python's or NumPy's: in the words of whoever is asked. */
static bool fail_delete(Session *s, Value value, const char *name)
{
    static const char *const part[][2] = { { "shape", "shape" },    { "strides", "strides" },
                                           { "dtype", "dtype" },    { "flat", "flat iterator" },
                                           { "real", "real part" }, { "imag", "imaginary part" } };
    const Func *row = func_for(value, name);
    for (size_t i = 0; value.tag == V_ARRAY && i < sizeof part / sizeof *part; i++)
        if (!strcmp(part[i][0], name))
            return fail(&s->run, AttributeError, "Cannot delete array %s", part[i][1]);
    if (row && row->style != ATTRIBUTE)
        return fail(&s->run, AttributeError, "'%s' object attribute '%s' is read-only",
                    value_type_name(value), name);
    if (!row && value.tag != V_RECORD)
        return fail(&s->run, AttributeError,
                    "'%s' object has no attribute '%s' and no __dict__ for setting new attributes",
                    value_type_name(value), name);
    return fail(&s->run, AttributeError, "attribute '%s' of '%s' objects is not writable", name,
                value_is_scalar(value) ? "numpy.generic" : value_type_name(value));
}

bool delete_attribute(Session *s, Value value, const char *name)
{
    Value names = value.tag == V_EXCEPTION  ? value.exception->names
                  : value.tag == V_FUNCTION ? ((Function *)value.object)->names
                                            : ABSENT;
    if (value.tag != V_EXCEPTION && value.tag != V_FUNCTION)
        return fail_delete(s, value, name);
    if (value.tag == V_EXCEPTION && !strcmp(name, "args"))
        return fail(&s->run, TypeError, "args may not be deleted");
    Value key = value_cstr(name);
    bool found = false, ok = names.tag != V_DICT || dict_remove(&s->run, names.dict, key, &found);
    value_drop(key);
    return ok && (found || fail(&s->run, AttributeError, "'%s' object has no attribute '%s'",
                                value_type_name(value), name));
}
