/* annotation.c: types as values, as annotations have them: int | None, list[int]. */
#include "value/value.h"

#include <string.h>

/* int | None ------------------------------------------------------------------------------------------- */

static bool is_among(Run *run, Value v, int64_t count, const Value item[], bool *out)
{
    *out = false;
    for (int64_t i = 0; i < count && !*out; i++)
        if (!value_equal(run, item[i], v, out))
            return false;
    return true;
}

bool value_is_union(Value v) { return v.tag == V_RECORD && v.record->class == class_union; }

/* Appends what is not there yet. */
static bool add_to_union(Run *run, List *all, Value v)
{
    bool there = false;
    if (value_is_union(v)) {
        for (int64_t i = 0; i < v.record->field[0].tuple->count; i++)
            if (!add_to_union(run, all, v.record->field[0].tuple->item[i]))
                return false;
        return true;
    }
    Value type = v.tag == V_NONE ? value_class(class_none) : v;
    if (!is_among(run, type, all->count, all->item, &there))
        return false;
    if (!there)
        list_append(all, type);
    return true;
}

static bool is_name(Value v) { return v.tag == V_RECORD && v.record->class == class_typing_name; }

static bool is_variable(Value v) { return v.tag == V_RECORD && v.record->class == class_type_variable; }

static bool is_type(Value v) { return v.tag == V_CLASS || value_is_annotation(v) || is_variable(v); }

bool value_joins(Value a, Value b)
{
    return (is_type(a) && (is_type(b) || b.tag == V_NONE)) || (a.tag == V_NONE && is_type(b));
}

bool value_union(Run *run, int64_t count, const Value type[], Value *out)
{
    static const char *const name[] = { "__args__" };
    Value all = value_list_new(count);
    bool fine = true;
    for (int64_t i = 0; i < count && fine; i++)
        fine = add_to_union(run, all.list, type[i]);
    if (fine && all.list->count == 1)
        *out = value_keep(all.list->item[0]);
    else if (fine) {
        *out = value_record(class_union, 1, name);
        out->record->field[0] = value_tuple(all.list->count, all.list->item);
    }
    value_drop(all);
    return fine;
}

/* list[int] -------------------------------------------------------------------------------------------- */

bool value_is_generic(Value v)
{
    return v.tag == V_RECORD &&
           (v.record->class == class_generic_alias || v.record->class == class_typing_generic);
}

bool value_is_annotation(Value v) { return value_is_union(v) || value_is_generic(v) || is_name(v); }

bool class_is_generic(const Class *class)
{
    static const Class *const all[] = { class_list, class_tuple,     class_dict,    class_set,
                                        class_type, class_enumerate, class_ndarray, class_dtype };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i] == class)
            return true;
    return class->module && !strcmp(class->module, "collections.abc");
}

Value value_generic(Value origin, Value of)
{
    static const char *const name[] = { "__origin__", "__args__" };
    Value made = value_record(origin.tag == V_CLASS ? class_generic_alias : class_typing_generic, 2, name);
    made.record->field[GENERIC_ORIGIN] = value_keep(origin);
    made.record->field[GENERIC_ARGS] = of.tag == V_TUPLE ? value_keep(of) : value_tuple(1, &of);
    return made;
}

/* list[T][int] ----------------------------------------------------------------------------------------- */

/* What stands in it: the items of a list in brackets, of a union, of list[…]; NULL: it is of one part. */
static Value *parts_of(Value v, int64_t *count)
{
    if (v.tag == V_LIST) {
        *count = v.list->count;
        return v.list->item;
    }
    if (!value_is_union(v) && !value_is_generic(v))
        return NULL;
    Tuple *parts = v.record->field[value_is_union(v) ? 0 : GENERIC_ARGS].tuple;
    *count = parts->count;
    return parts->item;
}

/* Appends the type variables of an annotation, each once. */
static bool add_variables(Run *run, List *all, Value v)
{
    int64_t count;
    Value *part = parts_of(v, &count);
    for (int64_t i = 0; is_variable(v) && i < all->count; i++)
        if (value_is(all->item[i], v))
            return true;
    if (is_variable(v))
        list_append(all, v);
    if (!part)
        return true;
    if (!run_deeper(run))
        return false;
    for (int64_t i = 0; i < count; i++)
        if (!add_variables(run, all, part[i]))
            return false;
    return true;
}

/* The annotation with types in place of its variables; owned, V_ABSENT on error. */
static Value substituted(Run *run, Value v, const List *variables, const Value type[])
{
    int64_t count;
    Value *part = parts_of(v, &count);
    for (int64_t i = 0; i < variables->count; i++)
        if (value_is(variables->item[i], v))
            return value_keep(type[i]);
    if (!part)
        return value_keep(v);
    Value made = value_list_new(count), out = ABSENT;
    bool fine = run_deeper(run);
    for (int64_t i = 0; fine && i < count; i++) {
        Value item = substituted(run, part[i], variables, type);
        fine = item.tag != V_ABSENT;
        if (fine)
            list_append(made.list, item);
        value_drop(item);
    }
    if (fine && v.tag == V_LIST)
        return made;
    if (fine && value_is_generic(v)) {
        Value args = value_tuple(count, made.list->item);
        out = value_generic(v.record->field[GENERIC_ORIGIN], args);
        value_drop(args);
    } else if (fine && !value_union(run, count, made.list->item, &out))
        out = ABSENT;
    value_drop(made);
    return out;
}

bool annotation_item(Run *run, Value v, Value key, Value *out)
{
    Value variables = value_list_new(2);
    int64_t given = key.tag == V_TUPLE ? key.tuple->count : 1;
    bool fine = add_variables(run, variables.list, v);
    int64_t wanted = variables.list->count;
    if (fine && !wanted)
        fine = fail(run, TypeError, "%s is not a generic class", value_text(run, v));
    else if (fine && given != wanted)
        fine = fail(run, TypeError, "Too %s arguments for %s; actual %lld, expected %lld",
                    given > wanted ? "many" : "few", value_text(run, v), (long long)given, (long long)wanted);
    if (fine) {
        *out = substituted(run, v, variables.list, key.tag == V_TUPLE ? key.tuple->item : &key);
        fine = out->tag != V_ABSENT;
    }
    value_drop(variables);
    return fine;
}

/* equal ------------------------------------------------------------------------------------------------ */

/* The members of a union have no order. */
static bool same_members(Run *run, const Tuple *a, const Tuple *b, bool *out)
{
    *out = a->count == b->count;
    for (int64_t i = 0; i < a->count && *out; i++)
        if (!is_among(run, a->item[i], b->count, b->item, out))
            return false;
    return true;
}

bool annotation_equal(Run *run, Value a, Value b, bool *out)
{
    *out = false;
    if (!run_deeper(run))
        return false;
    if (is_name(a) || is_name(b))
        return !is_name(a) || !is_name(b) || value_equal(run, a.record->field[1], b.record->field[1], out);
    if (value_is_union(a) && value_is_union(b))
        return same_members(run, a.record->field[0].tuple, b.record->field[0].tuple, out);
    const Value *one = a.record->field, *other = b.record->field;
    if (value_is_union(a) || value_is_union(b))
        return true;
    return value_equal(run, one[GENERIC_ORIGIN], other[GENERIC_ORIGIN], out) &&
           (!*out || value_equal(run, one[GENERIC_ARGS], other[GENERIC_ARGS], out));
}

bool annotation_hash(Run *run, Value v, uint64_t *out)
{
    *out = 0;
    if (!run_deeper(run))
        return false;
    if (is_name(v) || value_is_generic(v))
        return value_hash(run, v.record->field[is_name(v) ? 1 : GENERIC_ARGS], out);
    const Tuple *members = v.record->field[0].tuple;
    for (int64_t i = 0; i < members->count; i++) {
        uint64_t hash;
        if (!value_hash(run, members->item[i], &hash))
            return false;
        *out += hash;
    }
    return true;
}

/* text ------------------------------------------------------------------------------------------------- */

static bool items_repr(Run *run, int64_t count, const Value item[], Text *out)
{
    for (int64_t i = 0; i < count; i++) {
        text_puts(out, i ? ", " : "");
        if (!annotation_repr(run, item[i], out))
            return false;
    }
    return true;
}

static bool union_repr(Run *run, const Tuple *members, Text *out)
{
    for (int64_t i = 0; i < members->count; i++) {
        Value member = members->item[i];
        text_puts(out, i ? " | " : "");
        if (!annotation_repr(run, member.class == class_none ? NONE : member, out))
            return false;
    }
    return true;
}

bool annotation_repr(Run *run, Value v, Text *out)
{
    char name[128];
    if (v.tag == V_CLASS)
        return text_puts(out, class_full_name(v.class, name, sizeof name)), true;
    if (v.tag == V_ELLIPSIS)
        return text_puts(out, "..."), true;
    if (is_name(v))
        return text_puts(out, v.record->field[1].str->text), true;
    if (is_variable(v))
        return text_printf(out, "~%s", v.record->field[0].str->text), true;
    if (v.tag != V_LIST && !value_is_union(v) && !value_is_generic(v))
        return value_repr(run, v, out);
    if (!run_deeper(run))
        return false;
    if (value_is_union(v))
        return union_repr(run, v.record->field[0].tuple, out);
    bool list = v.tag == V_LIST;
    if (!list && !annotation_repr(run, v.record->field[GENERIC_ORIGIN], out))
        return false;
    const Tuple *args = list ? NULL : v.record->field[GENERIC_ARGS].tuple;
    text_char(out, '[');
    if (list ? !items_repr(run, v.list->count, v.list->item, out)
             : !items_repr(run, args->count, args->item, out))
        return false;
    text_puts(out, args && !args->count ? "()]" : "]");
    return true;
}
