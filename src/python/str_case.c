/* str_case.c: upper and lower case, and what kinds of characters a str is of; by Unicode's tables, as CPython
 * does it. */
#include "python/str.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <unistr.h>

static bool is_cased(ucs4_t c) { return uc_is_property_cased(c); }

/* case ------------------------------------------------------------------------------------------------------
 */

/* A sigma that ends a word: a cased letter stands before it and none after it, but for marks that have no
 * case. */
static bool is_final_sigma(const Str *str, const char *sigma, const char *after)
{
    const char *end = str->text + str->bytes;
    bool before = false;
    for (const char *at = str->text; at < sigma;) {
        ucs4_t c = str_next(&at, end);
        if (!uc_is_property_case_ignorable(c))
            before = is_cased(c);
    }
    while (before && after < end) {
        ucs4_t c = str_next(&after, end);
        if (!uc_is_property_case_ignorable(c))
            return !is_cased(c);
    }
    return before;
}

/* Adds a character in another case, which may be several. */
static void put_case(Text *out, int how, const Str *str, const char *at, const char *after)
{
    enum { ROOM = 32 };
    uint8_t room[ROOM];
    size_t length = ROOM, size = (size_t)(after - at);
    const uint8_t *text = (const uint8_t *)at;
    static const char sigma[] = "\xce\xa3";
    if (how == CASE_LOWER && size == 2 && !memcmp(at, sigma, 2)) {
        text_puts(out, is_final_sigma(str, at, after) ? "\xcf\x82" : "\xcf\x83");
        return;
    }
    uint8_t *made = how == CASE_UPPER   ? u8_toupper(text, size, NULL, NULL, room, &length)
                    : how == CASE_LOWER ? u8_tolower(text, size, NULL, NULL, room, &length)
                    : how == CASE_TITLE ? u8_totitle(text, size, NULL, NULL, room, &length)
                                        : u8_casefold(text, size, NULL, NULL, room, &length);
    if (!made)
        return;
    text_add(out, (const char *)made, length);
    if (made != room)
        free(made);
}

/* How a character is to be written, from what stands before it. */
static int case_of(int how, ucs4_t c, bool first, bool after_cased)
{
    switch (how) {
    case CASE_TITLE: return after_cased ? CASE_LOWER : CASE_TITLE;
    case CASE_CAPITALIZE: return first ? CASE_TITLE : CASE_LOWER;
    case CASE_SWAP:
        return uc_is_property_uppercase(c) ? CASE_LOWER : uc_is_property_lowercase(c) ? CASE_UPPER : -1;
    default: return how;
    }
}

bool str_change_case(Call *call, Value *out)
{
    Str *str = str_self(call);
    if (!str)
        return false;
    Text text = { 0 };
    const char *end = str->text + str->bytes;
    bool after_cased = false;
    for (const char *at = str->text; at < end;) {
        const char *start = at;
        ucs4_t c = str_next(&at, end);
        int how = case_of((int)call->func->extra, c, start == str->text, after_cased);
        if (c < 128) {
            bool upper = c >= 'A' && c <= 'Z', lower = c >= 'a' && c <= 'z';
            bool turns = how == CASE_UPPER || how == CASE_TITLE ? lower : how >= 0 && upper;
            text_char(&text, (char)(turns ? c ^ 0x20 : c));
            after_cased = upper || lower;
        } else {
            if (how < 0)
                text_add(&text, start, (size_t)(at - start));
            else
                put_case(&text, how, str, start, at);
            after_cased = is_cased(c);
        }
    }
    return str_give(out, &text);
}

/* kinds -----------------------------------------------------------------------------------------------------
 */

bool str_is_space(ucs4_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1c && c <= 0x1f) ||
           (c > 127 && uc_is_property_white_space(c));
}

static bool is_alpha(ucs4_t c) { return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L); }
static bool is_decimal(ucs4_t c) { return uc_decimal_value(c) >= 0; }
static bool is_digit(ucs4_t c) { return uc_digit_value(c) >= 0; }
static bool is_numeric(ucs4_t c) { return uc_numeric_value(c).denominator != 0; }
static bool is_alnum(ucs4_t c) { return is_alpha(c) || is_numeric(c) || is_digit(c); }

static bool is_printable(ucs4_t c)
{
    return c == ' ' || !uc_is_general_category_withtable(c, UC_CATEGORY_MASK_C | UC_CATEGORY_MASK_Z);
}

/* Every character is of the kind; an empty text is of none. */
static bool all_are(const Str *str, bool (*kind)(ucs4_t))
{
    const char *end = str->text + str->bytes;
    for (const char *at = str->text; at < end;)
        if (!kind(str_next(&at, end)))
            return false;
    return str->bytes > 0;
}

/* isupper and islower: no cased character is of another case, and there is one. */
static bool all_cased(const Str *str, bool upper)
{
    const char *end = str->text + str->bytes;
    bool found = false;
    for (const char *at = str->text; at < end;) {
        ucs4_t c = str_next(&at, end);
        bool is_upper = uc_is_property_uppercase(c), is_lower = uc_is_property_lowercase(c);
        if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Lt) || (upper ? is_lower : is_upper))
            return false;
        found |= upper ? is_upper : is_lower;
    }
    return found;
}

static bool is_title(const Str *str)
{
    const char *end = str->text + str->bytes;
    bool found = false, inside = false;
    for (const char *at = str->text; at < end;) {
        ucs4_t c = str_next(&at, end);
        bool starts = uc_is_property_uppercase(c) || uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Lt);
        bool goes_on = uc_is_property_lowercase(c);
        if ((starts && inside) || (goes_on && !inside))
            return false;
        inside = starts || goes_on;
        found |= inside;
    }
    return found;
}

static bool is_identifier(const Str *str)
{
    const char *end = str->text + str->bytes;
    for (const char *at = str->text; at < end;) {
        bool first = at == str->text;
        ucs4_t c = str_next(&at, end);
        if (c != '_' && !(first ? uc_is_property_xid_start(c) : uc_is_property_xid_continue(c)))
            return false;
    }
    return str->bytes > 0;
}

bool str_ask(Call *call, Value *out)
{
    static bool (*const kinds[])(ucs4_t) = {
        [IS_ALPHA] = is_alpha,     [IS_DIGIT] = is_digit, [IS_DECIMAL] = is_decimal,
        [IS_NUMERIC] = is_numeric, [IS_ALNUM] = is_alnum, [IS_SPACE] = str_is_space,
    };
    Str *str = str_self(call);
    if (!str)
        return false;
    bool answer;
    switch (call->func->extra) {
    case IS_UPPER: answer = all_cased(str, true); break;
    case IS_LOWER: answer = all_cased(str, false); break;
    case IS_TITLE: answer = is_title(str); break;
    case IS_IDENTIFIER: answer = is_identifier(str); break;
    case IS_PRINTABLE: answer = !str->bytes || all_are(str, is_printable); break;
    case IS_ASCII: answer = str->ascii; break;
    default: answer = all_are(str, kinds[call->func->extra]); break;
    }
    *out = value_bool(answer);
    return true;
}
