/* utf8.h: where the characters of a UTF-8 text are. */
#ifndef NDCALC_BASE_UTF8_H
#define NDCALC_BASE_UTF8_H

#include <stdbool.h>
#include <stdint.h>

/* Whether a byte goes on with a character that began before it. */
static inline bool utf8_goes_on(char byte) { return (signed char)byte < -64; }

/* How many characters so many bytes are. */
int64_t utf8_count(const char *text, int64_t bytes);
/* The place of character n, counted in bytes; `bytes` if there are no more than n. */
int64_t utf8_offset(const char *text, int64_t bytes, int64_t n);
/* The place of the character that is n before the one at a place, which are there. */
int64_t utf8_back(const char *text, int64_t at, int64_t n);

#endif
