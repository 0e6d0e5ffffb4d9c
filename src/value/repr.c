/* repr.c: repr(x) and str(x) of every value. */
#include "value/number.h"

#include "tensor/show.h"

#include <string.h>
#include <unictype.h>
#include <unistr.h>

/* Texts ---------------------------------------------------------------------------------------------------
 */

/* What Python's repr shows as it is: no control characters, separators but the space, and unassigned ones. */
static bool is_shown(ucs4_t c)
{
    if (c < 0x80)
        return c >= ' ' && c < 0x7F;
    return !uc_is_general_category_withtable(c, UC_CATEGORY_MASK_C | UC_CATEGORY_MASK_Z);
}

static void escape(Text *out, ucs4_t c)
{
    if (c == '\n' || c == '\r' || c == '\t')
        text_printf(out, "\\%c", c == '\n' ? 'n' : c == '\r' ? 'r' : 't');
    else
        text_printf(out, c <= 0xFF ? "\\x%02x" : c <= 0xFFFF ? "\\u%04x" : "\\U%08x", (unsigned)c);
}

void str_repr(const char *text, int64_t bytes, bool ascii_only, Text *out)
{
    bool single = memchr(text, '\'', (size_t)bytes), twofold = memchr(text, '"', (size_t)bytes);
    char quote = single && !twofold ? '"' : '\'';
    text_char(out, quote);
    for (int64_t i = 0; i < bytes;) {
        ucs4_t c;
        int n = u8_mbtouc(&c, (const uint8_t *)text + i, (size_t)(bytes - i));
        if (c == (ucs4_t)quote || c == '\\')
            text_printf(out, "\\%c", (int)c);
        else if ((ascii_only && c >= 0x80) || !is_shown(c))
            escape(out, c);
        else
            text_add(out, text + i, (size_t)n);
        i += n;
    }
    text_char(out, quote);
}

/* Containers ----------------------------------------------------------------------------------------------
 */

enum { SHOWING = 0x80 }; /* Object.flags: its text is being made, further down it is "..." */

static bool item_repr(Run *run, Value v, Text *out)
{
    return v.tag == V_INT ? int_text(run, v, 10, out) : value_repr(run, v, out);
}

static bool items_repr(Run *run, int64_t count, const Value *item, Text *out)
{
    for (int64_t i = 0; i < count; i++) {
        if (i)
            text_puts(out, ", ");
        if (!item_repr(run, item[i], out))
            return false;
    }
    return true;
}

static bool tuple_repr(Run *run, const Tuple *tuple, Text *out)
{
    if (tuple->names) {
        text_printf(out, "%s(", tuple->names->class.name);
        for (int64_t i = 0; i < tuple->count; i++) {
            text_printf(out, "%s%s=", i ? ", " : "", tuple->names->field[i]);
            if (!value_repr(run, tuple->item[i], out))
                return false;
        }
        text_char(out, ')');
        return true;
    }
    text_char(out, '(');
    if (!items_repr(run, tuple->count, tuple->item, out))
        return false;
    text_puts(out, tuple->count == 1 ? ",)" : ")");
    return true;
}

static bool list_repr(Run *run, const List *list, Text *out)
{
    text_char(out, '[');
    if (!items_repr(run, list->count, list->item, out))
        return false;
    text_char(out, ']');
    return true;
}

static bool table_repr(Run *run, const Dict *table, Text *out)
{
    bool set = table->object.tag == V_SET;
    if (set && !table->count) {
        text_puts(out, "set()");
        return true;
    }
    text_char(out, '{');
    int64_t at = 0;
    bool first = true;
    for (Entry *e; (e = dict_next(table, &at)); first = false) {
        if (!first)
            text_puts(out, ", ");
        if (!item_repr(run, e->key, out))
            return false;
        if (set)
            continue;
        text_puts(out, ": ");
        if (!item_repr(run, e->value, out))
            return false;
    }
    text_char(out, '}');
    return true;
}

static bool container_repr(Run *run, Value v, Text *out)
{
    if (v.object->flags & SHOWING) {
        text_puts(out, v.tag == V_LIST    ? "[...]"
                       : v.tag == V_TUPLE ? "(...)"
                       : v.tag == V_DICT  ? "{...}"
                                          : "set(...)");
        return true;
    }
    if (!run_deeper(run))
        return false;
    v.object->flags |= SHOWING;
    bool ok = v.tag == V_LIST    ? list_repr(run, v.list, out)
              : v.tag == V_TUPLE ? tuple_repr(run, v.tuple, out)
                                 : table_repr(run, v.dict, out);
    v.object->flags &= (uint8_t)~SHOWING;
    return ok;
}

static bool view_repr(Run *run, const Record *view, Text *out)
{
    Value keys = { .tag = V_RECORD, .record = (Record *)view }, list;
    if (!run_deeper(run) || !value_to_list(run, keys, &list))
        return false;
    text_printf(out, "%s(", view->class->name);
    bool ok = list_repr(run, list.list, out);
    text_char(out, ')');
    value_drop(list);
    return ok;
}

/* The rest ------------------------------------------------------------------------------------------------
 */

static void complex_text(complex128 z, Text *out) { element_str(COMPLEX128, (const char *)&z, NULL, out); }

static bool slice_repr(Run *run, const Slice *slice, Text *out)
{
    text_puts(out, "slice(");
    bool ok = items_repr(run, 3, &slice->start, out);
    text_char(out, ')');
    return ok;
}

static void range_repr(const Range *r, Text *out)
{
    text_printf(out, r->step == 1 ? "range(%lld, %lld)" : "range(%lld, %lld, %lld)", (long long)r->start,
                (long long)r->stop, (long long)r->step);
}

static bool exception_repr(Run *run, const Raised *raised, Text *out)
{
    text_puts(out, class_shown_name(raised->class));
    const Tuple *args = raised->args.tuple;
    text_char(out, '(');
    bool ok = items_repr(run, args->count, args->item, out);
    text_char(out, ')');
    return ok;
}

/* "<zip object at 0x7f…>"; generators are named after the function they belong to, which has no name here. */
static void object_repr(Value v, Text *out)
{
    char name[128];
    text_printf(out, "<%s object%s at 0x%llx>", class_full_name(value_type(v), name, sizeof name),
                value_type(v) == class_generator ? " <genexpr>" : "",
                (unsigned long long)(uintptr_t)v.object);
}

static bool method_repr(Run *run, Value v, Text *out)
{
    const Method *method = v.method;
    const char *name = hooks.func_name ? hooks.func_name(method->func) : "?", *class = value_type(v)->name;
    if (!strcmp(class, "method")) {
        text_printf(out, "<bound method %s.%s of ", value_type(method->self)->name, name);
        if (!value_repr(run, method->self, out))
            return false;
        text_add(out, ">", 1);
        return true;
    }
    text_printf(out,
                !strcmp(class, "method-wrapper") ? "<method-wrapper '%s' of %s object at 0x%llx>"
                                                 : "<built-in method %s of %s object at 0x%llx>",
                name, value_type_name(method->self), (unsigned long long)(uintptr_t)method);
    return true;
}

static void module_repr(const Module *module, Text *out)
{
    bool built_in =
        !strcmp(module->full, "math") || !strcmp(module->full, "time") || !strcmp(module->full, "sys");
    text_printf(out, "<module '%s'%s>", module->full, built_in ? " (built-in)" : "");
}

/* What np.set_printoptions(override_repr=…) makes of an array. */
static bool overriding_repr(Run *run, Value array, Text *out)
{
    Value text;
    if (!run_deeper(run) ||
        !hooks.call(run, dict_find((Dict *)run->print->given, "override_repr"), 1, &array, &text))
        return false;
    bool ok = text.tag == V_STR ||
              fail(run, TypeError, "__repr__ returned non-string (type %s)", value_type_name(text));
    if (ok)
        text_add(out, text.str->text, (size_t)text.str->bytes);
    value_drop(text);
    return ok;
}

/* A record's family may have a row __repr__ (and __str__) in its class's home. */
static bool record_repr(Run *run, Value v, const char *which, Text *out)
{
    if (value_is_dict_view(v))
        return view_repr(run, v.record, out);
    if (value_is_annotation(v) || v.record->class == class_type_variable)
        return annotation_repr(run, v, out);
    Value method, text;
    if (!v.record->class->home || !hooks.attribute)
        object_repr(v, out);
    else if (!hooks.attribute(run, v, which, &method)) {
        if (run->error.class != AttributeError)
            return false;
        run_clear_error(run);
        if (!strcmp(which, "__str__"))
            return record_repr(run, v, "__repr__", out);
        object_repr(v, out);
    } else {
        bool ok = hooks.call(run, method, 0, NULL, &text);
        value_drop(method);
        if (!ok)
            return false;
        if (text.tag == V_STR)
            text_add(out, text.str->text, (size_t)text.str->bytes);
        value_drop(text);
    }
    return true;
}

static bool plain_repr(Value v, Text *out)
{
    char name[128];
    switch (v.tag) {
    case V_NONE: text_puts(out, "None"); return true;
    case V_ELLIPSIS: text_puts(out, "Ellipsis"); return true;
    case V_NOTIMPLEMENTED: text_puts(out, "NotImplemented"); return true;
    case V_BOOL: text_puts(out, v.i ? "True" : "False"); return true;
    case V_FLOAT: float_repr(v.f, out); return true;
    case V_COMPLEX: complex_text(v.number->z, out); return true;
    case V_DTYPE: text_printf(out, "dtype('%s')", dtype_info[v.dtype].name); return true;
    case V_CLASS: text_printf(out, "<class '%s'>", class_full_name(v.class, name, sizeof name)); return true;
    case V_FUNC:
        if (hooks.func_repr)
            hooks.func_repr(v.func, out);
        return true;
    case V_MODULE: module_repr(v.module, out); return true;
    case V_RANGE: range_repr(v.range, out); return true;
    case V_FUNCTION:
        text_printf(out, "<function %s at 0x%llx>", hooks.function_name ? hooks.function_name(v.object) : "?",
                    (unsigned long long)(uintptr_t)v.object);
        return true;
    default: object_repr(v, out); return true;
    }
}

/* Of an array that has no data. */
static bool shape_repr(Run *run, const Tensor *t, Text *out)
{
    text_printf(out, "shape %s %s", shape_text(run, t->ndim, t->dim), dtype_info[t->dtype].name);
    return true;
}

static bool array_repr(Run *run, Value v, Text *out)
{
    if (!v.tensor->data)
        return shape_repr(run, v.tensor, out);
    return run->print && run->print->overridden ? overriding_repr(run, v, out)
                                                : tensor_repr(run, v.tensor, out);
}

bool value_repr(Run *run, Value v, Text *out)
{
    DType dtype;
    const char *at;
    switch (v.tag) {
    case V_INT:
    case V_BIGINT: return int_text(run, v, 10, out);
    case V_METHOD: return method_repr(run, v, out);
    case V_SCALAR:
    case V_CSCALAR:
        at = scalar_data(&v, &dtype);
        element_repr(dtype, at, run->print, out);
        return true;
    case V_STR: str_repr(v.str->text, v.str->bytes, false, out); return true;
    case V_TUPLE:
    case V_LIST:
    case V_DICT:
    case V_SET: return container_repr(run, v, out);
    case V_SLICE: return run_deeper(run) && slice_repr(run, v.slice, out);
    case V_ARRAY: return array_repr(run, v, out);
    case V_EXCEPTION: return run_deeper(run) && exception_repr(run, v.exception, out);
    case V_RECORD: return record_repr(run, v, "__repr__", out);
    default: return plain_repr(v, out);
    }
}

bool value_str_of(Run *run, Value v, Text *out)
{
    DType dtype;
    const char *at;
    switch (v.tag) {
    case V_STR: text_add(out, v.str->text, (size_t)v.str->bytes); return true;
    case V_SCALAR:
    case V_CSCALAR:
        at = scalar_data(&v, &dtype);
        element_str(dtype, at, run->print, out);
        return true;
    case V_ARRAY: return v.tensor->data ? tensor_str(run, v.tensor, out) : shape_repr(run, v.tensor, out);
    case V_DTYPE: text_puts(out, dtype_info[v.dtype].name); return true;
    case V_EXCEPTION: return run_deeper(run) && exception_str(run, v.exception, out);
    case V_RECORD: return record_repr(run, v, "__str__", out);
    default: return value_repr(run, v, out);
    }
}

const char *value_text(Run *run, Value v)
{
    Text text = { 0 };
    Error before = run_set_aside(run);
    const char *shown = value_repr(run, v, &text) ? run_text(run, "%s", text_get(&text)) : "?";
    run_bring_back(run, before); /* a message is being made: an error in it is none */
    text_free(&text);
    return shown;
}
