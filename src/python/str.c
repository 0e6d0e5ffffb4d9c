/* str.c: the methods of str, in Python's words. Texts are UTF-8, whose parts can be searched for as bytes;
 * places that the user sees are counted in characters. */
#include "python/str.h"

#include "base/utf8.h"
#include "value/format.h"

#include <limits.h>
#include <string.h>
#include <unistr.h>

Str *str_self(Call *call)
{
    Value self = call->arg[0].value;
    return self.str;
}

bool str_give(Value *out, Text *text)
{
    *out = value_str(text_get(text), (int64_t)text->length);
    text_free(text);
    return true;
}

ucs4_t str_next(const char **at, const char *end)
{
    ucs4_t c = (unsigned char)**at;
    if (c < 128)
        ++*at;
    else
        *at += u8_mbtouc(&c, (const uint8_t *)*at, (size_t)(end - *at));
    return c;
}

static void str_put(Text *out, ucs4_t c)
{
    uint8_t room[6];
    int bytes = u8_uctomb(room, c, sizeof room);
    text_add(out, (const char *)room, bytes > 0 ? (size_t)bytes : 0);
}

bool str_give_part(Value *out, const char *at, const char *end)
{
    *out = value_str(at, end - at);
    return true;
}

static bool give_self(Call *call, Value *out)
{
    *out = value_keep(call->arg[0].value);
    return true;
}

Str *str_arg(Call *call, int i, const char *what)
{
    Value value = call->arg[i].value;
    if (value.tag == V_STR)
        return value.str;
    fail(call->run, TypeError, "%s, not %s", what, value_argument_name(value));
    return NULL;
}

const char *str_end(const Str *str) { return str->text + str->bytes; }

/* where characters are --------------------------------------------------------------------------------------
 */

static const char *place(const Str *str, int64_t characters)
{
    return str->text + (str->ascii ? characters : utf8_offset(str->text, str->bytes, characters));
}

static int64_t characters_before(const Str *str, const char *at)
{
    return str->ascii ? at - str->text : utf8_count(str->text, at - str->text);
}

/* A bound as slices take it: None, or an int that counts from the end if it is negative. */
static bool take_bound(Call *call, int i, int64_t none, int64_t length, int64_t *out)
{
    Value value = call->arg[i].value;
    *out = none;
    if (arg_none(call, i))
        return true;
    if (value.tag == V_BIGINT) {
        *out = mpz_sgn(value.bigint->z) < 0 ? 0 : INT64_MAX;
        return true;
    }
    if (!value_index(call->run, value, out)) {
        if (call->run->error.class == TypeError)
            fail(call->run, TypeError, "slice indices must be integers or None or have an __index__ method");
        return false;
    }
    if (*out < 0)
        *out = *out + length < 0 ? 0 : *out + length;
    return true;
}

/* The part of the string that arguments i and i + 1 bound. *empty: it starts past the end of the string,
 * where not even
 * "" is found. */
static bool take_range(Call *call, int i, const Str *str, const char **start, const char **end, bool *empty)
{
    int64_t from, to;
    if (!take_bound(call, i, 0, str->length, &from) ||
        !take_bound(call, i + 1, str->length, str->length, &to))
        return false;
    if (to > str->length)
        to = str->length;
    *empty = from > to;
    *start = *empty ? NULL : place(str, from);
    *end = *empty ? NULL : place(str, to);
    return true;
}

/* searching -------------------------------------------------------------------------------------------------
 */

const char *str_search(const char *at, const char *end, const Str *part)
{
    return at > end ? NULL : memmem(at, (size_t)(end - at), part->text, (size_t)part->bytes);
}

const char *str_search_back(const char *start, const char *end, const Str *part)
{
    for (const char *at = end - part->bytes; at >= start; at--)
        if (!memcmp(at, part->text, (size_t)part->bytes))
            return at;
    return NULL;
}

const char *str_step_back(const char *start, const char *end)
{
    return start + utf8_back(start, end - start, 1);
}

enum { FIND = 0, BACKWARDS = 1, MUST = 2 };

/* find, rfind, index, rindex */
static bool find(Call *call, Value *out)
{
    Str *str = str_self(call);
    Str *part =
        str ? str_arg(call, 1, run_text(call->run, "%s() argument 1 must be str", call->func->name)) : NULL;
    const char *start, *end, *found = NULL;
    bool empty;
    if (!part || !take_range(call, 2, str, &start, &end, &empty))
        return false;
    if (!empty)
        found =
            call->func->extra & BACKWARDS ? str_search_back(start, end, part) : str_search(start, end, part);
    if (!found && call->func->extra & MUST)
        return fail(call->run, ValueError, "substring not found");
    *out = value_int(found ? characters_before(str, found) : -1);
    return true;
}

static bool count(Call *call, Value *out)
{
    Str *str = str_self(call);
    Str *part = str ? str_arg(call, 1, "count() argument 1 must be str") : NULL;
    const char *start, *end;
    bool empty;
    if (!part || !take_range(call, 2, str, &start, &end, &empty))
        return false;
    int64_t times = 0;
    if (!empty && !part->bytes)
        times = characters_before(str, end) - characters_before(str, start) + 1;
    else if (!empty)
        for (const char *at = start; (at = str_search(at, end, part)); at += part->bytes)
            times++;
    *out = value_int(times);
    return true;
}

/* startswith and endswith (extra) */
static bool has_end(Call *call, Value *out)
{
    Str *str = str_self(call);
    Value wanted = call->arg[1].value;
    const char *name = call->func->name, *start, *end;
    bool empty, found = false;
    if (!str || !take_range(call, 2, str, &start, &end, &empty))
        return false;
    if (wanted.tag != V_STR && wanted.tag != V_TUPLE)
        return fail(call->run, TypeError, "%s first arg must be str or a tuple of str, not %s", name,
                    value_type_name(wanted));
    int64_t n = wanted.tag == V_TUPLE ? wanted.tuple->count : 1;
    const Value *item = wanted.tag == V_TUPLE ? wanted.tuple->item : &wanted;
    for (int64_t i = 0; i < n && !found; i++) {
        if (item[i].tag != V_STR)
            return fail(call->run, TypeError, "tuple for %s must only contain str, not %s", name,
                        value_type_name(item[i]));
        const Str *part = item[i].str;
        found = !empty && part->bytes <= end - start &&
                !memcmp(call->func->extra ? end - part->bytes : start, part->text, (size_t)part->bytes);
    }
    *out = value_bool(found);
    return true;
}

static bool replace(Call *call, Value *out)
{
    Str *str = str_self(call);
    Str *old = str ? str_arg(call, 1, "replace() argument 1 must be str") : NULL;
    Str *new = old ? str_arg(call, 2, "replace() argument 2 must be str") : NULL;
    int64_t times;
    if (!new || !arg_size(call, 3, "ssize_t", &times))
        return false;
    if (times < 0)
        times = INT64_MAX;
    const char *at = str->text, *end = str_end(str), *found;
    Text text = { 0 };
    if (!old->bytes) { /* before every character, and at the end */
        for (; times > 0 && at < end; times--) {
            const char *start = at;
            str_next(&at, end);
            text_add(&text, new->text, (size_t) new->bytes);
            text_add(&text, start, (size_t)(at - start));
        }
        if (times > 0)
            text_add(&text, new->text, (size_t) new->bytes);
    } else {
        for (; times > 0 && (found = str_search(at, end, old)); times--) {
            text_add(&text, at, (size_t)(found - at));
            text_add(&text, new->text, (size_t) new->bytes);
            at = found + old->bytes;
        }
    }
    text_add(&text, at, (size_t)(end - at));
    return str_give(out, &text);
}

/* removeprefix and removesuffix (extra) */
static bool remove_end(Call *call, Value *out)
{
    Str *str = str_self(call);
    Str *part =
        str ? str_arg(call, 1, run_text(call->run, "%s() argument must be str", call->func->name)) : NULL;
    if (!part)
        return false;
    bool at_end = call->func->extra;
    const char *end = str_end(str);
    if (part->bytes > str->bytes ||
        memcmp(at_end ? end - part->bytes : str->text, part->text, (size_t)part->bytes) != 0)
        return give_self(call, out);
    return at_end ? str_give_part(out, str->text, end - part->bytes)
                  : str_give_part(out, str->text + part->bytes, end);
}

/* ends and widths -------------------------------------------------------------------------------------------
 */

enum { STRIP_LEFT = 1, STRIP_RIGHT = 2 };

/* Whether a character of the string is to go: white space, or one of those given. */
static bool is_stripped(const char *at, const char *end, const Str *set)
{
    const char *after = at;
    ucs4_t c = str_next(&after, end);
    return set ? memmem(set->text, (size_t)set->bytes, at, (size_t)(after - at)) != NULL : str_is_space(c);
}

/* strip, lstrip and rstrip by `extra` */
static bool strip(Call *call, Value *out)
{
    Str *str = str_self(call), *set = NULL;
    if (!str)
        return false;
    if (!arg_none(call, 1)) {
        if (call->arg[1].value.tag != V_STR)
            return fail(call->run, TypeError, "%s arg must be None or str", call->func->name);
        set = call->arg[1].value.str;
    }
    const char *start = str->text, *end = str_end(str), *limit = end;
    while (call->func->extra & STRIP_LEFT && start < end && is_stripped(start, limit, set))
        str_next(&start, end);
    while (call->func->extra & STRIP_RIGHT && end > start &&
           is_stripped(str_step_back(start, end), limit, set))
        end = str_step_back(start, end);
    return str_give_part(out, start, end);
}

static bool width_fits(Run *run, int64_t width)
{
    return width <= INT_MAX || fail(run, MemoryError, "%s", "");
}

enum { PAD_CENTER, PAD_LEFT, PAD_RIGHT };

/* center, ljust and rjust by `extra` */
static bool justify(Call *call, Value *out)
{
    Str *str = str_self(call);
    Value fill = call->arg[2].value;
    int64_t width;
    if (!str || !arg_size(call, 1, "ssize_t", &width))
        return false;
    if (fill.tag != V_STR)
        return fail(call->run, TypeError, "The fill character must be a unicode character, not %s",
                    value_type_name(fill));
    if (fill.str->length != 1)
        return fail(call->run, TypeError, "The fill character must be exactly one character long");
    if (!width_fits(call->run, width))
        return false;
    int64_t padding = width > str->length ? width - str->length : 0, left = 0;
    if (padding == 0)
        return give_self(call, out);
    if (call->func->extra == PAD_LEFT)
        left = padding;
    else if (call->func->extra == PAD_CENTER)
        left = padding / 2 + (padding & width & 1);
    Text text = { 0 };
    for (int64_t i = 0; i < left; i++)
        text_add(&text, fill.str->text, (size_t)fill.str->bytes);
    text_add(&text, str->text, (size_t)str->bytes);
    for (int64_t i = left; i < padding; i++)
        text_add(&text, fill.str->text, (size_t)fill.str->bytes);
    return str_give(out, &text);
}

static bool zfill(Call *call, Value *out)
{
    Str *str = str_self(call);
    int64_t width;
    if (!str || !arg_size(call, 1, "ssize_t", &width) || !width_fits(call->run, width))
        return false;
    if (width <= str->length)
        return give_self(call, out);
    size_t sign = *str->text == '-' || *str->text == '+';
    Text text = { 0 };
    text_add(&text, str->text, sign);
    text_pad(&text, '0', (ptrdiff_t)(width - str->length));
    text_add(&text, str->text + sign, (size_t)str->bytes - sign);
    return str_give(out, &text);
}

static bool expandtabs(Call *call, Value *out)
{
    Str *str = str_self(call);
    int64_t size, column = 0;
    if (!str || !arg_size(call, 1, "int", &size) || !width_fits(call->run, size))
        return false;
    Text text = { 0 };
    const char *end = str_end(str);
    for (const char *at = str->text; at < end;) {
        const char *start = at;
        ucs4_t c = str_next(&at, end);
        if (c == '\t') {
            int64_t spaces = size > 0 ? size - column % size : 0;
            text_pad(&text, ' ', (ptrdiff_t)spaces);
            column += spaces;
        } else {
            text_add(&text, start, (size_t)(at - start));
            column = c == '\n' || c == '\r' ? 0 : column + 1;
        }
    }
    return str_give(out, &text);
}

/* characters for others -------------------------------------------------------------------------------------
 */

/* dict[chr] = to, by the character's number */
static bool map_character(Run *run, Value map, ucs4_t c, Value to)
{
    return dict_set(run, map.dict, value_int(c), to);
}

static bool map_dict(Run *run, Dict *from, Value map)
{
    int64_t at = 0;
    for (Entry *entry; (entry = dict_next(from, &at));) {
        Value key = entry->key;
        if (key.tag == V_STR) {
            if (key.str->length != 1)
                return fail(run, ValueError, "string keys in translatetable must be of length 1");
            const char *text = key.str->text;
            key = value_int(str_next(&text, str_end(key.str)));
        } else if (!value_is_int(key)) {
            return fail(run, TypeError, "keys in translate table mustbe strings or integers");
        }
        if (!dict_set(run, map.dict, key, entry->value))
            return false;
    }
    return true;
}

static bool map_strings(Call *call, Value map)
{
    Str *to = str_arg(call, 1, "maketrans() argument 2 must be str");
    bool takes_away = call->arg[2].value.tag != V_ABSENT;
    Str *gone = to && takes_away ? str_arg(call, 2, "maketrans() argument 3 must be str") : NULL;
    if (!to || (!gone && takes_away))
        return false;
    if (call->arg[0].value.tag != V_STR)
        return fail(call->run, TypeError,
                    "first maketrans argument must be a string if there is a second argument");
    Str *from = call->arg[0].value.str;
    if (from->length != to->length)
        return fail(call->run, ValueError, "the first two maketrans arguments must have equal length");
    const char *x = from->text, *y = to->text, *z = gone ? gone->text : NULL;
    while (x < str_end(from)) {
        ucs4_t c = str_next(&x, str_end(from));
        if (!map_character(call->run, map, c, value_int(str_next(&y, str_end(to)))))
            return false;
    }
    while (gone && z < str_end(gone))
        if (!map_character(call->run, map, str_next(&z, str_end(gone)), NONE))
            return false;
    return true;
}

static bool maketrans(Call *call, Value *out)
{
    Value only = call->arg[0].value;
    bool one = call->arg[1].value.tag == V_ABSENT;
    if (one && only.tag != V_DICT)
        return fail(call->run, TypeError, "if you give only one argument to maketrans it must be a dict");
    *out = value_dict_new();
    if (one ? map_dict(call->run, only.dict, *out) : map_strings(call, *out))
        return true;
    value_drop(*out);
    *out = NONE;
    return false;
}

static bool put_translated(Run *run, Value to, Text *out)
{
    if (to.tag == V_STR) {
        text_add(out, to.str->text, (size_t)to.str->bytes);
    } else if (value_is_int(to)) {
        if (to.tag == V_BIGINT || to.i < 0 || to.i > 0x10ffff)
            return fail(run, ValueError, "character mapping must be in range(0x110000)");
        str_put(out, (ucs4_t)to.i);
    } else if (to.tag != V_NONE) {
        return fail(run, TypeError, "character mapping must return integer, None or str");
    }
    return true;
}

/* table[key]; V_ABSENT where that is a LookupError. */
static bool table_item(Run *run, Value table, Value key, Value *out)
{
    if (table.tag == V_DICT) {
        bool ok = dict_get(run, table.dict, key, out);
        if (ok)
            value_keep(*out);
        return ok;
    }
    if (hooks.item(run, table, key, out))
        return true;
    if (!class_is(run->error.class, LookupError))
        return false;
    run_clear_error(run);
    *out = ABSENT;
    return true;
}

static bool translate(Call *call, Value *out)
{
    Run *run = call->run;
    Str *str = str_self(call);
    Value table = call->arg[1].value;
    if (!str)
        return false;
    Text text = { 0 };
    const char *end = str_end(str);
    for (const char *at = str->text; at < end;) {
        const char *start = at;
        Value to;
        bool ok = table_item(run, table, value_int(str_next(&at, end)), &to);
        if (ok && to.tag == V_ABSENT)
            text_add(&text, start, (size_t)(at - start));
        else if (ok) {
            ok = put_translated(run, to, &text);
            value_drop(to);
        }
        if (!ok) {
            text_free(&text);
            return false;
        }
    }
    return str_give(out, &text);
}

/* formatting ------------------------------------------------------------------------------------------------
 */

static bool format_with(Call *call, int64_t n, const Value *arg, Dict *names, Value *out)
{
    Str *str = str_self(call);
    Text text = { 0 };
    if (str && format_braces(call->run, str, n, arg, names, &text))
        return str_give(out, &text);
    text_free(&text);
    return false;
}

static bool format(Call *call, Value *out)
{
    Tuple *places = call->arg[1].value.tuple;
    return format_with(call, places->count, places->item, call->arg[2].value.dict, out);
}

static bool format_map(Call *call, Value *out)
{
    Value names = call->arg[1].value;
    if (names.tag != V_DICT)
        return fail(call->run, TypeError, "'%s' object is not subscriptable", value_type_name(names));
    return format_with(call, FORMAT_MAP, NULL, names.dict, out);
}

/* the table -------------------------------------------------------------------------------------------------
 */

#define SELF        "self: any, /"
#define FIND_PARAMS "self: any, sub: any, start: any = None, end: any = None, /"
/* A row: name, parameters, function, which of several it is, what it does, an example. */
#define METHOD_ROW(name_, params_, run_, extra_, brief_, example_)                                           \
    {                                                                                                        \
        .name = name_, .of = "str", .params = params_, .brief = brief_, .example = example_,                 \
        .style = CLINIC, .run = run_, .extra = extra_                                                        \
    }

const Func str_funcs[] = {
    METHOD_ROW("upper", SELF, str_change_case, CASE_UPPER, "In capital letters.",
               ">>> 'abc'.upper()\n'ABC'\n"),
    METHOD_ROW("lower", SELF, str_change_case, CASE_LOWER, "In small letters.", ">>> 'ABC'.lower()\n'abc'\n"),
    METHOD_ROW("title", SELF, str_change_case, CASE_TITLE, "Every word with a capital.",
               ">>> 'hello world'.title()\n'Hello World'\n"),
    METHOD_ROW("capitalize", SELF, str_change_case, CASE_CAPITALIZE,
               "The first letter as a capital, the others small.",
               ">>> 'hello World'.capitalize()\n'Hello world'\n"),
    METHOD_ROW("swapcase", SELF, str_change_case, CASE_SWAP, "Capitals and small letters exchanged.",
               ">>> 'aBc'.swapcase()\n'AbC'\n"),
    METHOD_ROW("casefold", SELF, str_change_case, CASE_FOLD, "In a form in which case makes no difference.",
               ">>> 'Straße'.casefold()\n'strasse'\n"),
    METHOD_ROW("isalpha", SELF, str_ask, IS_ALPHA, "Whether all characters are letters.",
               ">>> 'abc'.isalpha()\nTrue\n"),
    METHOD_ROW("isdigit", SELF, str_ask, IS_DIGIT, "Whether all characters are digits.",
               ">>> '123'.isdigit()\nTrue\n"),
    METHOD_ROW("isdecimal", SELF, str_ask, IS_DECIMAL, "Whether all characters are decimal digits.",
               ">>> '1.5'.isdecimal()\nFalse\n"),
    METHOD_ROW("isnumeric", SELF, str_ask, IS_NUMERIC, "Whether all characters stand for numbers.",
               ">>> '½'.isnumeric()\nTrue\n"),
    METHOD_ROW("isalnum", SELF, str_ask, IS_ALNUM, "Whether all characters are letters or digits.",
               ">>> 'abc1'.isalnum()\nTrue\n"),
    METHOD_ROW("isspace", SELF, str_ask, IS_SPACE, "Whether all characters are white space.",
               ">>> ' '.isspace()\nTrue\n"),
    METHOD_ROW("isupper", SELF, str_ask, IS_UPPER, "Whether all letters are capitals.",
               ">>> 'ABC'.isupper()\nTrue\n"),
    METHOD_ROW("islower", SELF, str_ask, IS_LOWER, "Whether all letters are small.",
               ">>> 'Abc'.islower()\nFalse\n"),
    METHOD_ROW("istitle", SELF, str_ask, IS_TITLE, "Whether every word has a capital.",
               ">>> 'Hello World'.istitle()\nTrue\n"),
    METHOD_ROW("isidentifier", SELF, str_ask, IS_IDENTIFIER, "Whether it could be a name.",
               ">>> 'a1'.isidentifier()\nTrue\n"),
    METHOD_ROW("isprintable", SELF, str_ask, IS_PRINTABLE, "Whether all characters can be seen.",
               ">>> 'a\\n'.isprintable()\nFalse\n"),
    METHOD_ROW("isascii", SELF, str_ask, IS_ASCII, "Whether all characters are ASCII.",
               ">>> 'abc'.isascii()\nTrue\n"),
    METHOD_ROW("strip", "self: any, chars: any = None, /", strip, STRIP_LEFT | STRIP_RIGHT,
               "Without white space, or the given characters, at its ends.", ">>> ' a '.strip()\n'a'\n"),
    METHOD_ROW("lstrip", "self: any, chars: any = None, /", strip, STRIP_LEFT,
               "Without white space, or the given characters, at its start.", ">>> ' a '.lstrip()\n'a '\n"),
    METHOD_ROW("rstrip", "self: any, chars: any = None, /", strip, STRIP_RIGHT,
               "Without white space, or the given characters, at its end.", ">>> ' a '.rstrip()\n' a'\n"),
    METHOD_ROW("split", "self: any, /, sep: any = None, maxsplit: index = -1", str_split, false,
               "The parts between separators, or the words.", ">>> 'a,b,c'.split(',')\n['a', 'b', 'c']\n"),
    METHOD_ROW("rsplit", "self: any, /, sep: any = None, maxsplit: index = -1", str_split, true,
               "The parts between separators, the last ones if not all.",
               ">>> 'a,b,c'.rsplit(',', 1)\n['a,b', 'c']\n"),
    METHOD_ROW("splitlines", "self: any, /, keepends: bool = False", str_splitlines, 0, "The lines.",
               ">>> 'a\\nb'.splitlines()\n['a', 'b']\n"),
    METHOD_ROW("join", "self: any, iterable: any, /", str_join, 0,
               "The strings given, with this one between them.", ">>> ', '.join(['a', 'b'])\n'a, b'\n"),
    METHOD_ROW("replace", "self: any, old: any, new: any, /, count: index = -1", replace, 0,
               "With one part put for another.", ">>> 'hello'.replace('l', 'L')\n'heLLo'\n"),
    METHOD_ROW("startswith", "self: any, prefix: any, start: any = None, end: any = None, /", has_end, false,
               "Whether it starts with a text, or one of a tuple.", ">>> 'hello'.startswith('he')\nTrue\n"),
    METHOD_ROW("endswith", "self: any, suffix: any, start: any = None, end: any = None, /", has_end, true,
               "Whether it ends with a text, or one of a tuple.", ">>> 'hello'.endswith('lo')\nTrue\n"),
    METHOD_ROW("find", FIND_PARAMS, find, FIND, "Where a text begins in it; -1 if it does not.",
               ">>> 'hello'.find('l')\n2\n"),
    METHOD_ROW("rfind", FIND_PARAMS, find, BACKWARDS,
               "Where a text begins in it for the last time; -1 if it does not.",
               ">>> 'hello'.rfind('l')\n3\n"),
    METHOD_ROW("index", FIND_PARAMS, find, MUST, "Where a text begins in it; an error if it does not.",
               ">>> 'hello'.index('e')\n1\n"),
    METHOD_ROW("rindex", FIND_PARAMS, find, MUST | BACKWARDS,
               "Where a text begins in it for the last time; an error if it does not.",
               ">>> 'hello'.rindex('l')\n3\n"),
    METHOD_ROW("count", FIND_PARAMS, count, 0, "How often a text stands in it.",
               ">>> 'hello'.count('l')\n2\n"),
    METHOD_ROW("partition", "self: any, sep: any, /", str_partition, false,
               "What stands before a separator, it, and the rest.",
               ">>> 'a=b=c'.partition('=')\n('a', '=', 'b=c')\n"),
    METHOD_ROW("rpartition", "self: any, sep: any, /", str_partition, true,
               "What stands before the last separator, it, and the rest.",
               ">>> 'a=b=c'.rpartition('=')\n('a=b', '=', 'c')\n"),
    METHOD_ROW("removeprefix", "self: any, prefix: any, /", remove_end, false, "Without a text at its start.",
               ">>> 'unhappy'.removeprefix('un')\n'happy'\n"),
    METHOD_ROW("removesuffix", "self: any, suffix: any, /", remove_end, true, "Without a text at its end.",
               ">>> 'data.npy'.removesuffix('.npy')\n'data'\n"),
    METHOD_ROW("center", "self: any, width: index, fillchar: any = ' ', /", justify, PAD_CENTER,
               "Filled up on both sides.", ">>> 'a'.center(5, '*')\n'**a**'\n"),
    METHOD_ROW("ljust", "self: any, width: index, fillchar: any = ' ', /", justify, PAD_RIGHT,
               "Filled up on the right.", ">>> 'a'.ljust(3, '.')\n'a..'\n"),
    METHOD_ROW("rjust", "self: any, width: index, fillchar: any = ' ', /", justify, PAD_LEFT,
               "Filled up on the left.", ">>> 'a'.rjust(3)\n'  a'\n"),
    METHOD_ROW("zfill", "self: any, width: index, /", zfill, 0, "Filled up with zeros after its sign.",
               ">>> '-42'.zfill(5)\n'-0042'\n"),
    METHOD_ROW("expandtabs", "self: any, /, tabsize: index = 8", expandtabs, 0, "With spaces for its tabs.",
               ">>> 'a\\tb'.expandtabs(4)\n'a   b'\n"),
    METHOD_ROW("format", "self: any, /, *args: any, **kwargs: any", format, 0,
               "With values put into its braces.", ">>> '{}: {:.2f}'.format('pi', 3.14159)\n'pi: 3.14'\n"),
    METHOD_ROW("format_map", "self: any, mapping: any, /", format_map, 0,
               "With a dict's values put into its braces.", ">>> '{a}'.format_map({'a': 1})\n'1'\n"),
    METHOD_ROW("translate", "self: any, table: any, /", translate, 0,
               "With characters changed as a table says.",
               ">>> 'abc'.translate({97: 'x', 98: None})\n'xc'\n"),
    { .name = "maketrans",
      .of = "str",
      .params = "x: any, y: any = ?, z: any = ?, /",
      .brief = "A table for translate.",
      .example = ">>> str.maketrans('ab', 'xy')\n{97: 120, 98: 121}\n",
      .style = CLINIC,
      .run = maketrans,
      .of_class = true },
    { 0 },
};
