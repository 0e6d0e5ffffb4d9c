/* str.c: Python's strings: UTF-8 with their length counted. */
#include "value/value.h"

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

/* Bytes that do not begin a character are its continuation. */
static int64_t count_characters(const char *text, int64_t bytes)
{
    int64_t length = 0;
    for (int64_t i = 0; i < bytes; i++)
        length += ((unsigned char)text[i] & 0xC0) != 0x80;
    return length;
}

Value value_str(const char *utf8, int64_t bytes)
{
    Str *str = mem_alloc(sizeof *str + (size_t)bytes + 1);
    str->object = (Object){ .count = 1, .tag = V_STR };
    str->bytes = bytes;
    str->ascii = is_ascii(utf8, bytes);
    str->length = str->ascii ? bytes : count_characters(utf8, bytes);
    str->hash = 0;
    memcpy(str->text, utf8, (size_t)bytes);
    str->text[bytes] = 0;
    return (Value){ .tag = V_STR, .str = str };
}

Value value_cstr(const char *text) { return value_str(text, (int64_t)strlen(text)); }

Value str_concatenate(Value a, Value b)
{
    const Str *x = a.str, *y = b.str;
    Str *z = mem_alloc(sizeof *z + (size_t)(x->bytes + y->bytes) + 1);
    *z = (Str){ .object = { .count = 1, .tag = V_STR },
                .ascii = x->ascii && y->ascii,
                .length = x->length + y->length,
                .bytes = x->bytes + y->bytes };
    memcpy(z->text, x->text, (size_t)x->bytes);
    memcpy(z->text + x->bytes, y->text, (size_t)y->bytes + 1);
    return (Value){ .tag = V_STR, .str = z };
}

Value str_append(Value a, Value b)
{
    Str *str = a.str;
    int64_t bytes = str->bytes + b.str->bytes;
    size_t size = sizeof *str + (size_t)bytes + 1;
    if (str->object.count > 1) {
        Value both = str_concatenate(a, b);
        value_drop(a);
        return both;
    }
    if (mem_room(str) < size)
        str =
            mem_resize(str, size + size / 8); /* a text that grows bit by bit is not to be copied each time */
    memcpy(str->text + str->bytes, b.str->text, (size_t)b.str->bytes + 1);
    str->ascii &= b.str->ascii;
    str->length += b.str->length;
    str->bytes = bytes;
    str->hash = 0;
    return (Value){ .tag = V_STR, .str = str };
}
