/* str_parts.c: strings taken apart at separators, and joined. */
#include "python/str.h"

#include <string.h>

/* partition and rpartition (extra) */
bool str_partition(Call *call, Value *out)
{
    Str *str = str_self(call);
    if (!str)
        return false;
    if (call->arg[1].value.tag != V_STR)
        return fail(call->run, TypeError, "must be str, not %s", value_type_name(call->arg[1].value));
    Str *part = call->arg[1].value.str;
    if (!part->bytes)
        return fail(call->run, ValueError, "empty separator");
    const char *end = str_end(str);
    const char *found =
        call->func->extra ? str_search_back(str->text, end, part) : str_search(str->text, end, part);
    Value item[3];
    if (found) {
        str_give_part(&item[0], str->text, found);
        item[1] = value_keep(call->arg[1].value);
        str_give_part(&item[2], found + part->bytes, end);
    } else {
        int whole = call->func->extra ? 2 : 0;
        for (int i = 0; i < 3; i++)
            item[i] = i == whole ? value_keep(call->arg[0].value) : value_cstr("");
    }
    *out = value_tuple(3, item);
    for (int i = 0; i < 3; i++)
        value_drop(item[i]);
    return true;
}

static void append_part(Value list, const char *at, const char *end)
{
    Value part = value_str(at, end - at);
    list_append(list.list, part);
    value_drop(part);
}

static bool space_at(const char *at, const char *end) { return str_is_space(str_next(&at, end)); }

static void split_words(Value list, const Str *str, int64_t times)
{
    const char *at = str->text, *end = str_end(str);
    for (;;) {
        while (at < end && space_at(at, end))
            str_next(&at, end);
        if (at == end)
            return;
        const char *start = at;
        if (times-- == 0) {
            append_part(list, start, end);
            return;
        }
        while (at < end && !space_at(at, end))
            str_next(&at, end);
        append_part(list, start, at);
    }
}

static void split_words_back(Value list, const Str *str, int64_t times)
{
    const char *start = str->text, *end = str_end(str), *limit = end;
    for (;;) {
        while (end > start && space_at(str_step_back(start, end), limit))
            end = str_step_back(start, end);
        if (end == start)
            return;
        if (times-- == 0) {
            append_part(list, start, end);
            return;
        }
        const char *last = end;
        while (end > start && !space_at(str_step_back(start, end), limit))
            end = str_step_back(start, end);
        append_part(list, end, last);
    }
}

static void reverse(List *list)
{
    for (int64_t i = 0, k = list->count - 1; i < k; i++, k--) {
        Value item = list->item[i];
        list->item[i] = list->item[k];
        list->item[k] = item;
    }
}

/* split and rsplit (extra) */
bool str_split(Call *call, Value *out)
{
    Str *str = str_self(call);
    int64_t times;
    if (!str || !arg_size(call, 2, "ssize_t", &times))
        return false;
    if (times < 0)
        times = INT64_MAX;
    bool back = call->func->extra, words = arg_none(call, 1);
    Str *separator = words ? NULL : str_arg(call, 1, "must be str or None");
    if (!words && !separator)
        return false;
    if (!words && !separator->bytes)
        return fail(call->run, ValueError, "empty separator");
    *out = value_list_new(0);
    const char *at = str->text, *end = str_end(str), *found;
    if (words) {
        (back ? split_words_back : split_words)(*out, str, times);
    } else if (back) {
        for (; times > 0 && (found = str_search_back(at, end, separator)); times--) {
            append_part(*out, found + separator->bytes, end);
            end = found;
        }
        append_part(*out, at, end);
    } else {
        for (; times > 0 && (found = str_search(at, end, separator)); times--) {
            append_part(*out, at, found);
            at = found + separator->bytes;
        }
        append_part(*out, at, end);
    }
    if (back)
        reverse(out->list);
    return true;
}

static bool is_line_end(ucs4_t c)
{
    return (c >= '\n' && c <= '\r') || (c >= 0x1c && c <= 0x1e) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

bool str_splitlines(Call *call, Value *out)
{
    Str *str = str_self(call);
    bool keep;
    if (!str || !arg_bool(call, 1, &keep))
        return false;
    *out = value_list_new(0);
    const char *end = str_end(str);
    for (const char *at = str->text, *start = at; at < end; start = at) {
        const char *stop = at;
        while (at < end) {
            stop = at;
            ucs4_t c = str_next(&at, end);
            if (is_line_end(c)) {
                if (c == '\r' && at < end && *at == '\n')
                    at++;
                break;
            }
            stop = at;
        }
        append_part(*out, start, keep ? at : stop);
    }
    return true;
}

bool str_join(Call *call, Value *out)
{
    Run *run = call->run;
    Str *str = str_self(call);
    Value parts = value_keep(call->arg[1].value), iterator;
    if (parts.tag != V_LIST && parts.tag != V_TUPLE) {
        value_drop(parts);
        if (!value_iter(run, parts, &iterator)) {
            run_clear_error(run);
            return fail(run, TypeError, "can only join an iterable");
        }
        bool ok = value_to_list(run, iterator, &parts);
        value_drop(iterator);
        if (!ok)
            return false;
    }
    int64_t count = parts.tag == V_LIST ? parts.list->count : parts.tuple->count, texts = 0;
    const Value *part = parts.tag == V_LIST ? parts.list->item : parts.tuple->item;
    while (texts < count && part[texts].tag == V_STR)
        texts++;
    bool ok = texts == count || fail(run, TypeError, "sequence item %lld: expected str instance, %s found",
                                     (long long)texts, value_type_name(part[texts]));
    if (ok)
        *out = str_joined(str, count, part);
    value_drop(parts);
    return ok;
}
