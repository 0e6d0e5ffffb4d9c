/* codecs.h: texts as bytes, and back: UTF-8, with or without a mark at its beginning, ASCII and Latin-1. */
#ifndef NDCALC_PYTHON_CODECS_H
#define NDCALC_PYTHON_CODECS_H

#include "array/bytes.h"

/* The text that bytes spell. `encoding` and `errors` ("strict", "ignore", "replace") as in Python, NULL for
 * utf-8 and strict. LookupError: an unknown name; UnicodeDecodeError: the bytes are no such text. */
bool decode_text(Run *, const char *bytes, size_t count, const char *encoding, const char *errors,
                 Value *out);
/* Adds the bytes of a text. UnicodeEncodeError: it has characters that the encoding has not. */
bool encode_text(Run *, const Str *, const char *encoding, const char *errors, Text *out);

/* How a file's bytes are read: a character may take several of them; they may begin with a mark, which is no
 * part of the text. LookupError: there is no such encoding. */
bool encoding_for_file(Run *, const char *encoding, bool *wide, bool *marked);
#define UTF_8_MARK "\xEF\xBB\xBF"

#endif
