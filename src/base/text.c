#include "base/text.h"

#include "base/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistr.h>
#include <uniwidth.h>

void text_room(Text *text, size_t more)
{
    if (text->room - text->length > more)
        return;
    size_t room = text->room ? text->room * 2 : 64;
    while (room - text->length <= more)
        room *= 2;
    text->at = mem_resize(text->at, room);
    text->room = room;
}

void text_add(Text *text, const char *bytes, size_t length)
{
    text_room(text, length);
    if (length)
        memcpy(text->at + text->length, bytes, length);
    text->length += length;
    text->at[text->length] = 0;
}

void text_puts(Text *text, const char *s) { text_add(text, s, strlen(s)); }

void text_char(Text *text, char c)
{
    text_room(text, 1);
    text->at[text->length++] = c;
    text->at[text->length] = 0;
}

void text_pad(Text *text, char c, ptrdiff_t times)
{
    if (times < 1)
        return;
    text_room(text, (size_t)times);
    memset(text->at + text->length, c, (size_t)times);
    text->length += (size_t)times;
    text->at[text->length] = 0;
}

void text_printf(Text *text, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    text_room(text, (size_t)length);
    va_start(args, format);
    vsnprintf(text->at + text->length, (size_t)length + 1, format, args);
    va_end(args);
    text->length += (size_t)length;
}

void text_clear(Text *text)
{
    text->length = 0;
    if (text->at)
        text->at[0] = 0;
}

void text_free(Text *text)
{
    mem_free(text->at);
    *text = (Text){ 0 };
}

const char *text_get(const Text *text) { return text->at ? text->at : ""; }

int text_columns(const char *text, size_t length)
{
    int columns = 0;
    const uint8_t *at = (const uint8_t *)text;
    while (length > 0) {
        ucs4_t character;
        int bytes = u8_mbtouc(&character, at, length), width = uc_width(character, "UTF-8");
        columns += character == '\t' ? 1 : width > 0 ? width : 0;
        at += bytes;
        length -= (size_t)bytes;
    }
    return columns;
}
