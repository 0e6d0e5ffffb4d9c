/* utf8.c: where the characters of a UTF-8 text are. */
#include "base/vectors.h"

#include "base/utf8.h"

/* Bytes that are counted at once: few enough for counts of one byte. */
enum { BLOCK = 64 };

PART_OF_VECTORS int count_block(const char *text)
{
    signed char count = 0;
    for (int i = 0; i < BLOCK; i++)
        count += (signed char)text[i] >= -64;
    return count;
}

static int64_t count_rest(const char *text, int64_t bytes)
{
    int64_t count = 0;
    for (int64_t i = 0; i < bytes; i++)
        count += !utf8_goes_on(text[i]);
    return count;
}

VECTORS int64_t utf8_count(const char *text, int64_t bytes)
{
    int64_t count = 0, at = 0;
    for (; bytes - at >= BLOCK; at += BLOCK)
        count += count_block(text + at);
    return count + count_rest(text + at, bytes - at);
}

VECTORS int64_t utf8_offset(const char *text, int64_t bytes, int64_t n)
{
    int64_t at = 0;
    for (int count; bytes - at >= BLOCK && (count = count_block(text + at)) <= n; at += BLOCK)
        n -= count;
    while (at < bytes && (n > 0 || utf8_goes_on(text[at])))
        n -= !utf8_goes_on(text[at++]);
    return at;
}

VECTORS int64_t utf8_back(const char *text, int64_t at, int64_t n)
{
    for (int count; at >= BLOCK && (count = count_block(text + at - BLOCK)) < n; at -= BLOCK)
        n -= count;
    while (n > 0)
        n -= !utf8_goes_on(text[--at]);
    return at;
}
