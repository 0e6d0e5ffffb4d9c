/* str.c: Python's strings: UTF-8 with their length counted. */
#include "value/value.h"

#include "base/utf8.h"

#include <string.h>

static bool is_ascii(const char *text, int64_t bytes)
{
    uint64_t seen = 0, eight;
    int64_t i = 0;
    for (; i + 8 <= bytes; i += 8) {
        memcpy(&eight, text + i, 8);
        seen |= eight;
    }
    for (; i < bytes; i++)
        seen |= (uint64_t)(unsigned char)text[i];
    return !(seen & 0x8080808080808080u);
}

static size_t size_of(int64_t bytes) { return sizeof(Str) + (size_t)bytes + 1; }

/* Room for a text that is to be written yet; its length and whether it is ASCII are known. */
static Str *str_new(int64_t bytes, int64_t length, bool ascii)
{
    Str *str = small_alloc(size_of(bytes));
    str->object = (Object){ .count = 1, .tag = V_STR };
    str->bytes = bytes;
    str->ascii = ascii;
    str->length = length;
    str->hash = 0;
    str->text[bytes] = 0;
    return str;
}

void str_free(Str *str) { small_free(str, size_of(str->bytes)); }

Value value_str(const char *utf8, int64_t bytes)
{
    bool ascii = is_ascii(utf8, bytes);
    Str *str = str_new(bytes, ascii ? bytes : utf8_count(utf8, bytes), ascii);
    memcpy(str->text, utf8, (size_t)bytes);
    return (Value){ .tag = V_STR, .str = str };
}

Value value_cstr(const char *text) { return value_str(text, (int64_t)strlen(text)); }

Value str_concatenate(Value a, Value b)
{
    const Str *x = a.str, *y = b.str;
    Str *z = str_new(x->bytes + y->bytes, x->length + y->length, x->ascii && y->ascii);
    memcpy(z->text, x->text, (size_t)x->bytes);
    memcpy(z->text + x->bytes, y->text, (size_t)y->bytes);
    return (Value){ .tag = V_STR, .str = z };
}

/* A text that grows bit by bit is not to be copied each time. */
static Str *grow(Str *str, size_t before, size_t size)
{
    if (before <= SMALL_MAX ? small_room(before) >= size : mem_room(str) >= size)
        return str;
    if (before > SMALL_MAX)
        return mem_resize(str, size + size / 8);
    Str *grown = size > SMALL_MAX ? mem_alloc(size + size / 8) : small_alloc(size);
    memcpy(grown, str, before);
    small_free(str, before);
    return grown;
}

Value str_append(Value a, Value b)
{
    Str *str = a.str;
    int64_t bytes = str->bytes + b.str->bytes;
    if (str->object.count > 1) {
        Value both = str_concatenate(a, b);
        value_drop(a);
        return both;
    }
    str = grow(str, size_of(str->bytes), size_of(bytes));
    memcpy(str->text + str->bytes, b.str->text, (size_t)b.str->bytes + 1);
    str->ascii &= b.str->ascii;
    str->length += b.str->length;
    str->bytes = bytes;
    str->hash = 0;
    return (Value){ .tag = V_STR, .str = str };
}

Value str_joined(const Str *between, int64_t count, const Value *part)
{
    int64_t times = count ? count - 1 : 0, bytes = between->bytes * times, length = between->length * times;
    bool ascii = between->ascii || !times;
    for (int64_t i = 0; i < count; i++) {
        bytes += part[i].str->bytes;
        length += part[i].str->length;
        ascii &= part[i].str->ascii;
    }
    Str *all = str_new(bytes, length, ascii);
    char *at = all->text;
    for (int64_t i = 0; i < count; i++) {
        if (i && between->bytes)
            at = (char *)memcpy(at, between->text, (size_t)between->bytes) + between->bytes;
        at = (char *)memcpy(at, part[i].str->text, (size_t)part[i].str->bytes) + part[i].str->bytes;
    }
    return (Value){ .tag = V_STR, .str = all };
}
