/* str.c: Python's strings: UTF-8 with their length counted. */
#include "value/value.h"

#include <string.h>

/* Bytes that do not begin a character are its continuation. */
static int64_t count_characters(const char *text, int64_t bytes, bool *ascii)
{
    int64_t length = 0;
    for (int64_t i = 0; i < bytes; i++)
        length += ((unsigned char)text[i] & 0xC0) != 0x80;
    *ascii = length == bytes;
    for (int64_t i = 0; *ascii && i < bytes; i++)
        *ascii = (unsigned char)text[i] < 0x80;
    return length;
}

Value value_str(const char *utf8, int64_t bytes)
{
    Str *str = mem_alloc(sizeof *str + (size_t)bytes + 1);
    str->object = (Object){ .count = 1, .tag = V_STR };
    str->bytes = bytes;
    str->length = count_characters(utf8, bytes, &str->ascii);
    str->hash = 0;
    memcpy(str->text, utf8, (size_t)bytes);
    str->text[bytes] = 0;
    return (Value){ .tag = V_STR, .str = str };
}

Value value_cstr(const char *text) { return value_str(text, (int64_t)strlen(text)); }
