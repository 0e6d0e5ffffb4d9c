/* text.h: a text that grows. { 0 } is an empty one; it always ends in a 0 byte once written to. */
#ifndef NDCALC_BASE_TEXT_H
#define NDCALC_BASE_TEXT_H

#include <stddef.h>

enum { TEXT_ROOM = 4 }; /* bytes for each of a text that is being made, with room to grow, and then copied */

typedef struct Text {
    char *at; /* NULL while nothing was written */
    size_t length, room;
} Text;

void text_add(Text *, const char *bytes, size_t length);
void text_puts(Text *, const char *);
void text_char(Text *, char);
void text_pad(Text *, char, ptrdiff_t times); /* nothing if times is below 1 */
void text_printf(Text *, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_room(Text *, size_t more); /* room for so many bytes behind the last, and the 0 byte */
void text_clear(Text *);             /* keeps the room */
void text_free(Text *);
const char *text_get(const Text *); /* "" while nothing was written */
/* The columns that bytes of UTF-8 take on a terminal. */
int text_columns(const char *text, size_t length);

#endif
