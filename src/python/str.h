/* str.h: what the files on the methods of str share. */
#ifndef NDCALC_PYTHON_STR_H
#define NDCALC_PYTHON_STR_H

#include "func/func.h"

#include <unitypes.h>

/* The string that a method is of; NULL and a TypeError if it was called as str.upper(5). */
Str *str_self(Call *);
/* *out = the text as a str; frees the text. Always true, so that it can be returned. */
bool str_give(Value *out, Text *);
/* Reads a character and goes past it. */
ucs4_t str_next(const char **at, const char *end);

/* An argument that must be a str; NULL and a TypeError if it is not. `what` begins the message: "must be
 * str", "removeprefix() argument must be str". */
Str *str_arg(Call *, int i, const char *what);
bool str_give_part(Value *out, const char *at, const char *end);
const char *str_end(const Str *);
/* The character that ends before `end`. */
const char *str_step_back(const char *start, const char *end);
/* Where a text stands between two places for the first and the last time; NULL: it does not. */
const char *str_search(const char *start, const char *end, const Str *);
const char *str_search_back(const char *start, const char *end, const Str *);

/* str_parts.c; of split and partition, `extra` says to begin at the end. */
bool str_split(Call *, Value *out);
bool str_splitlines(Call *, Value *out);
bool str_join(Call *, Value *out);
bool str_partition(Call *, Value *out);

/* str_case.c: upper, lower, title, capitalize, swapcase, casefold by the row's `extra`. */
enum { CASE_UPPER, CASE_LOWER, CASE_TITLE, CASE_CAPITALIZE, CASE_SWAP, CASE_FOLD };
bool str_change_case(Call *, Value *out);
/* isalpha and kin by the row's `extra`. */
enum {
    IS_ALPHA,
    IS_DIGIT,
    IS_DECIMAL,
    IS_NUMERIC,
    IS_ALNUM,
    IS_SPACE,
    IS_UPPER,
    IS_LOWER,
    IS_TITLE,
    IS_IDENTIFIER,
    IS_PRINTABLE,
    IS_ASCII,
};
bool str_ask(Call *, Value *out);
bool str_is_space(ucs4_t); /* as Python sees it */

#endif
