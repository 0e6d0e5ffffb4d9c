/* attribute.c: value.name. */
#include "eval/eval.h"

#include "func/attributes.h"

#include <string.h>

/* A row found at a node is kept there with what it was found for: the class of the value, or the module. */
typedef struct Found {
    const void *of;
    const Func *row;
} Found;

const Func *find_method(Session *s, Value value, const Node *attribute)
{
    const void *of = value.tag == V_MODULE ? (const void *)value.module : (const void *)value_type(value);
    Found *found = attribute->cache;
    if (found && found->of == of)
        return found->row;
    if (value.tag == V_CLASS || value.tag == V_FUNCTION)
        return NULL;
    const char *name = name_text(attribute->name);
    if (value.tag == V_RECORD)
        for (int i = 0; i < value.record->fields; i++)
            if (!strcmp(value.record->name[i], name))
                return NULL;
    const Func *row = value.tag == V_MODULE ? func_find(value.module->name, name) : func_for(value, name);
    if (row && (row->style == ATTRIBUTE || row->class))
        row = NULL;
    if (value.tag != V_RECORD) {
        found = arena_alloc(&s->tree->source->arena, sizeof *found);
        *found = (Found){ of, row };
        ((Node *)attribute)->cache = found;
    }
    return row;
}

bool row_value(Session *s, const Func *row, Value *out)
{
    if (row->class)
        *out = value_class(row->class);
    else if (row->style == ATTRIBUTE)
        return func_apply(&s->run, row, 0, NULL, out);
    else
        *out = value_func(row);
    return true;
}

static bool class_attribute(Session *s, const Class *class, const char *name, Value *out)
{
    if (!strcmp(name, "__name__") || !strcmp(name, "__qualname__"))
        return *out = value_cstr(class->name), true;
    if (!strcmp(name, "__module__"))
        return *out = value_cstr(class->module ? class->module : "builtins"), true;
    for (const Class *c = class; c; c = c->parent[0]) {
        const Func *row = c->home ? func_find(c->home, name) : NULL;
        if (row && row->style != ATTRIBUTE)
            return *out = value_func(row), true;
    }
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

static bool callable_attribute(Value value, const char *name, Value *out)
{
    if (strcmp(name, "__name__") && strcmp(name, "__qualname__"))
        return false;
    if (value.tag == V_FUNCTION) {
        Name own = ((Function *)value.object)->code->name;
        *out = value_cstr(own ? name_text(own) : "<lambda>");
    } else if (value.tag == V_FUNC || value.tag == V_METHOD) {
        *out = value_cstr(value.tag == V_FUNC ? value.func->name : value.method->func->name);
    } else {
        return false;
    }
    return true;
}

bool get_attribute(Session *s, Value value, const char *name, Value *out)
{
    if (value.tag == V_MODULE)
        return module_attribute(s, value.module, name, out);
    if (value.tag == V_UNKNOWN)
        return *out = (Value){ .tag = V_UNKNOWN }, true;
    if (!strcmp(name, "__class__"))
        return *out = value_class(value_type(value)), true;
    if (value.tag == V_CLASS)
        return class_attribute(s, value.class, name, out);
    if (field(value, name, out) || callable_attribute(value, name, out))
        return true;
    const Func *row = func_for(value, name);
    if (row && row->style == ATTRIBUTE)
        return func_apply(&s->run, row, 1, &value, out);
    if (row)
        return *out = value_method(row, value), true;
    return fail(&s->run, AttributeError, "'%s' object has no attribute '%s'", value_type_name(value), name);
}

bool attribute_hook(Run *run, Value value, const char *name, Value *out)
{
    return get_attribute(run->session, value, name, out);
}

bool set_attribute(Session *s, Value value, const char *name, Value what)
{
    if (s->run.reach == RUN_SHAPES)
        return fail_no_data(&s->run);
    if (value.tag == V_ARRAY || value_is_scalar(value) || value.tag == V_RECORD)
        return attribute_set(&s->run, value, name, what);
    if (value.tag == V_MODULE)
        return fail(&s->run, AttributeError, "module '%s' is not writable here: its attributes cannot be set",
                    value.module->full);
    if (func_for(value, name))
        return fail(&s->run, AttributeError, "'%s' object attribute '%s' is read-only",
                    value_type_name(value), name);
    return fail(&s->run, AttributeError,
                "'%s' object has no attribute '%s' and no __dict__ for setting new attributes",
                value_type_name(value), name);
}
