/* What the literals of a text mean: numbers without their underscores, strings with their escapes done. */
#include "lang/inside.h"
#include "ndcalc.y.h"

#include <string.h>
#include <unictype.h>
#include <uniname.h>
#include <uninorm.h>
#include <unistr.h>

/* Characters ----------------------------------------------------------------------------------------------
 */

bool utf8_error(Scanner *s, int start, int end)
{
    const char *text = s->source->text;
    bool ascii = true;
    for (int i = start; i < end; i++)
        ascii &= (signed char)text[i] >= 0;
    if (ascii)
        return true;
    const uint8_t *bad = u8_check((const uint8_t *)text + start, (size_t)(end - start));
    if (!bad)
        return true;
    int at = (int)((const char *)bad - text), line_start = at;
    while (line_start && text[line_start - 1] != '\n')
        line_start--;
    /* Python names the byte that is wrong, not the character's first */
    const char *why = "invalid start byte";
    if (*bad >= 0xc2 && *bad < 0xf5)
        why = at + 1 < s->source->length && text[at + 1] != '\n' ? "invalid continuation byte"
                                                                 : "unexpected end of data";
    return scan_fail(s, SyntaxError, at, at + 1,
                     "(unicode error) 'utf-8' codec can't decode byte 0x%02x in position %d: %s", *bad,
                     at - line_start, why);
}

/* As Python's str.isprintable has it, which calls a space printable but no other separator. */
static bool is_printable(ucs4_t c)
{
    return !uc_is_general_category_withtable(
        c, UC_CATEGORY_MASK_Cc | UC_CATEGORY_MASK_Cf | UC_CATEGORY_MASK_Cs | UC_CATEGORY_MASK_Co |
               UC_CATEGORY_MASK_Cn | UC_CATEGORY_MASK_Zl | UC_CATEGORY_MASK_Zp | UC_CATEGORY_MASK_Zs);
}

bool identifier_error(Scanner *s, int start, int end)
{
    if (!utf8_error(s, start, end))
        return false;
    const uint8_t *text = (const uint8_t *)s->source->text;
    for (int at = start; at < end;) {
        ucs4_t c;
        int size = u8_mbtouc(&c, text + at, (size_t)(end - at));
        bool good = c == '_' || (at == start ? uc_is_property_xid_start(c) : uc_is_property_xid_continue(c));
        if (!good && is_printable(c))
            return scan_fail(s, SyntaxError, at, at + size, "invalid character '%.*s' (U+%04X)", size,
                             text + at, (unsigned)c);
        if (!good)
            return scan_fail(s, SyntaxError, at, at + size, "invalid non-printable character U+%04X",
                             (unsigned)c);
        at += size;
    }
    return true;
}

Name identifier_name(const char *text, int length)
{
    uint8_t room[256];
    size_t size = sizeof room;
    uint8_t *normal = u8_normalize(UNINORM_NFKC, (const uint8_t *)text, (size_t)length, room, &size);
    if (!normal)
        return name_of(text, length);
    Name name = name_of((const char *)normal, (int)size);
    if (normal != room)
        free(normal);
    return name;
}

/* Numbers -------------------------------------------------------------------------------------------------
 */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word_character(char c) { return is_digit(c) || c == '_' || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'); }

/* Passes over digits of a base, with single underscores between them. */
static int pass_digits(const char *text, int at, int base)
{
    for (;; at++) {
        char c = text[at + (text[at] == '_')];
        bool good =
            base == 16 ? is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f') : c >= '0' && c < '0' + base;
        if (!good)
            return at;
        at += text[at] == '_';
    }
}

static const struct {
    char letter;
    int base;
    const char *name;
} bases[] = { { 'x', 16, "hexadecimal" }, { 'o', 8, "octal" }, { 'b', 2, "binary" } };

const char *literal_number_kind(const char *text, int length)
{
    for (int i = 0; i < 3; i++)
        if (length > 1 && text[0] == '0' && (text[1] | 0x20) == bases[i].letter)
            return bases[i].name;
    return (text[length - 1] | 0x20) == 'j' ? "imaginary" : "decimal";
}

bool literal_number_error(Scanner *s, int start)
{
    const char *text = s->source->text;
    for (int i = 0; i < 3; i++)
        if (text[start] == '0' && (text[start + 1] | 0x20) == bases[i].letter) {
            int at = pass_digits(text, start + 2, bases[i].base);
            if (is_digit(text[at]))
                return scan_fail(s, SyntaxError, start, at + 1, "invalid digit '%c' in %s literal", text[at],
                                 bases[i].name);
            return scan_fail(s, SyntaxError, start, at + 1, "invalid %s literal", bases[i].name);
        }
    int at = start;
    while (is_word_character(text[at]) || text[at] == '.')
        at++;
    int digits = pass_digits(text, start, 10);
    if (text[digits] == '.')
        digits = pass_digits(text, digits + 1, 10);
    if ((text[digits] | 0x20) == 'e') {
        int exponent = digits + 1 + (text[digits + 1] == '-' || text[digits + 1] == '+');
        digits = is_digit(text[exponent]) ? pass_digits(text, exponent, 10) : digits;
    }
    bool imaginary = (text[digits] | 0x20) == 'j';
    return scan_fail(s, SyntaxError, start, at, "invalid %s literal", imaginary ? "imaginary" : "decimal");
}

static void remember_oddity(Parser *p, Place place)
{
    if (p->oddities == p->oddity_room) {
        p->oddity_room = 2 * p->oddity_room + 4;
        p->oddity = mem_resize(p->oddity, (size_t)p->oddity_room * sizeof *p->oddity);
    }
    p->oddity[p->oddities++] = place;
}

enum { INT_DIGITS_MAX = 4300 }; /* Python's guard against slow conversions */

static Node *number_node(Parser *p, const Token *token)
{
    const char *text = p->source->text + token->body.start;
    int length = token->body.end - token->body.start, used = 0;
    char *digits = arena_alloc(&p->source->arena, (size_t)length + 1);
    bool based = text[0] == '0' && length > 1 && strchr("xXoObB", text[1]);
    NodeKind kind = NODE_INT;
    for (int i = 0; i < length; i++) {
        if (text[i] == '_')
            continue;
        if (!based && !is_digit(text[i]))
            kind = (text[i] | 0x20) == 'j' ? NODE_IMAGINARY : NODE_FLOAT;
        digits[used++] = text[i];
    }
    used -= kind == NODE_IMAGINARY;
    digits[used] = 0;
    if (kind == NODE_INT && !based && used > INT_DIGITS_MAX) {
        scan_fail(
            &p->scan, SyntaxError, token->place.start, token->place.end,
            "Exceeds the limit (%d digits) for integer string conversion: value has %d digits; use "
            "sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer "
            "literals to avoid decimal conversion limits.",
            INT_DIGITS_MAX, used);
        return NULL;
    }
    if (token->place.end < p->source->length && is_word_character(text[length]))
        remember_oddity(p, token->place);
    Node *node = node_new(p, kind, token->place);
    node->text = digits;
    node->length = used;
    return node;
}

/* Strings -------------------------------------------------------------------------------------------------
 */

typedef struct Decoder {
    Parser *p;
    const Token *token;
    const char *at, *end;
    char *out; /* as long as the text at most: no escape is shorter than what it stands for */
    int used;
} Decoder;

/* Where Python's decoder says it is: it counts a character beyond ASCII as the ten bytes of \UXXXXXXXX. */
static int decoder_position(const Decoder *d, const char *at)
{
    int position = 0;
    for (const char *c = d->p->source->text + d->token->body.start; c < at; c++)
        position += (signed char)*c >= 0 ? 1 : (*c & 0xc0) == 0xc0 ? 10 : 0;
    return position;
}

static bool escape_error(const Decoder *d, const char *start, const char *last, const char *why)
{
    int from = decoder_position(d, start), to = decoder_position(d, last);
    return scan_fail(&d->p->scan, SyntaxError, d->token->place.start, d->token->place.end,
                     "(unicode error) 'unicodeescape' codec can't decode bytes in position %d-%d: %s", from,
                     to, why);
}

static bool put_character(Decoder *d, const char *start, ucs4_t c)
{
    if (c > 0x10ffff)
        return escape_error(d, start, d->at - 1, "illegal Unicode character");
    if (c >= 0xd800 && c < 0xe000)
        return scan_fail(
            &d->p->scan, SyntaxError, d->token->place.start, d->token->place.end,
            "surrogates such as \\u%04x are left out: write the character itself, or \\U and its number",
            (unsigned)c);
    d->used += u8_uctomb((uint8_t *)d->out + d->used, c, 6);
    return true;
}

static int hex_value(char c)
{
    return is_digit(c) ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
}

static bool put_hex(Decoder *d, const char *start, int digits, const char *truncated)
{
    ucs4_t c = 0;
    for (int i = 0; i < digits; i++, d->at++) {
        if (d->at >= d->end || hex_value(*d->at) < 0)
            return escape_error(d, start, d->at - 1, truncated);
        c = c * 16 + (ucs4_t)hex_value(*d->at);
    }
    return put_character(d, start, c);
}

/* A byte of a bytes literal. */
static bool put_hex_byte(Decoder *d, const char *start)
{
    int high = d->at < d->end ? hex_value(*d->at) : -1, low = d->at + 1 < d->end ? hex_value(d->at[1]) : -1;
    if (high < 0 || low < 0)
        return scan_fail(&d->p->scan, SyntaxError, d->token->place.start, d->token->place.end,
                         "(value error) invalid \\x escape at position %d",
                         (int)(start - (d->p->source->text + d->token->body.start)));
    d->out[d->used++] = (char)(16 * high + low);
    d->at += 2;
    return true;
}

static bool put_named(Decoder *d, const char *start)
{
    const char *close = *d->at == '{' && d->at < d->end ? memchr(d->at, '}', (size_t)(d->end - d->at)) : NULL;
    char name[256];
    if (!close || close == d->at + 1)
        return escape_error(d, start,
                            close                             ? close - 1
                            : d->at < d->end && *d->at == '{' ? d->end - 1
                                                              : d->at - 1,
                            "malformed \\N character escape");
    snprintf(name, sizeof name, "%.*s", (int)(close - d->at - 1), d->at + 1);
    ucs4_t c = close - d->at > 200 ? UNINAME_INVALID : unicode_name_character(name);
    d->at = close + 1;
    if (c == UNINAME_INVALID)
        return escape_error(d, start, close, "unknown Unicode character name");
    return put_character(d, start, c);
}

/* Python keeps a backslash that means nothing, and warns. */
static void remember_escape(Decoder *d, const char *start, int length)
{
    int at = (int)(start - d->p->source->text);
    remember_oddity(d->p, (Place){ at, at + length });
}

static bool put_escape(Decoder *d)
{
    const char *start = d->at++;
    char c = *d->at++;
    static const char letters[] = "\\'\"abfnrtv", meanings[] = "\\'\"\a\b\f\n\r\t\v";
    const char *letter = c ? strchr(letters, c) : NULL;
    if (letter) {
        d->out[d->used++] = meanings[letter - letters];
        return true;
    }
    switch (c) {
    case '\n': return true;
    case '\r': d->at += *d->at == '\n'; return true;
    case 'x':
        return d->token->bytes ? put_hex_byte(d, start) : put_hex(d, start, 2, "truncated \\xXX escape");
    default: break;
    }
    switch (d->token->bytes ? 0 : c) {
    case 'u': return put_hex(d, start, 4, "truncated \\uXXXX escape");
    case 'U': return put_hex(d, start, 8, "truncated \\UXXXXXXXX escape");
    case 'N': return put_named(d, start);
    default: break;
    }
    if (c >= '0' && c <= '7') {
        ucs4_t value = (ucs4_t)(c - '0');
        for (int i = 0; i < 2 && d->at < d->end && *d->at >= '0' && *d->at <= '7'; i++)
            value = value * 8 + (ucs4_t)(*d->at++ - '0');
        if (value > 0377)
            remember_escape(d, start, (int)(d->at - start));
        if (!d->token->bytes)
            return put_character(d, start, value);
        d->out[d->used++] = (char)value;
        return true;
    }
    d->at--;
    int length = u8_mblen((const uint8_t *)d->at, (size_t)(d->end - d->at));
    remember_escape(d, start, 1 + (length > 0 ? length : 1));
    d->out[d->used++] = '\\';
    return true;
}

static Node *string_node(Parser *p, const Token *token)
{
    const char *text = p->source->text;
    int length = token->body.end - token->body.start;
    Decoder d = { p,
                  token,
                  text + token->body.start,
                  text + token->body.end,
                  arena_alloc(&p->source->arena, (size_t)length + 1),
                  0 };
    while (d.at < d.end) {
        if (token->bytes && (signed char)*d.at < 0) {
            scan_fail(&p->scan, SyntaxError, token->place.start, token->place.end,
                      "bytes can only contain ASCII literal characters");
            return NULL;
        }
        if (*d.at == '\\' && !token->raw && d.at + 1 < d.end) {
            if (!put_escape(&d))
                return NULL;
        } else if (*d.at == '\r') { /* a line ends in \n, whatever the file has */
            d.out[d.used++] = '\n';
            d.at += d.at + 1 < d.end && d.at[1] == '\n' ? 2 : 1;
        } else {
            d.out[d.used++] = *d.at++;
        }
    }
    d.out[d.used] = 0;
    Node *node = node_new(p, token->bytes ? NODE_BYTES : NODE_STRING, token->place);
    node->text = d.out;
    node->length = d.used;
    return node;
}

Node *literal_node(Parser *p, const Token *token)
{
    switch (token->kind) {
    case T_NUMBER: return number_node(p, token);
    case T_MAGIC:
        return node_text(p, NODE_MAGIC, token->place, p->source->text + token->body.start,
                         token->body.end - token->body.start);
    default: return string_node(p, token);
    }
}

/* The text of plain strings, or the bytes of bytes, as one. */
static Node *join_texts(Parser *p, Place place, const Node *strings)
{
    NodeKind kind = strings->kind;
    int length = 0, used = 0;
    for (const Node *string = strings; string; string = string->next)
        length += string->length;
    char *text = arena_alloc(&p->source->arena, (size_t)length + 1);
    for (; strings; strings = strings->next) {
        memcpy(text + used, strings->text, (size_t)strings->length);
        used += strings->length;
    }
    text[length] = 0;
    Node *node = node_new(p, kind, place);
    node->text = text;
    node->length = length;
    return node;
}

Node *literal_join(Parser *p, Place place, Nodes strings)
{
    Node *first = nodes_open(strings);
    if (!first->next)
        return first;
    bool alike = true;
    int bytes = 0, all = 0;
    for (const Node *string = first; string; string = string->next, all++) {
        alike &= string->kind == first->kind;
        bytes += string->kind == NODE_BYTES;
    }
    if (bytes && bytes < all) {
        scan_fail(&p->scan, SyntaxError, place.start, place.end, "cannot mix bytes and nonbytes literals");
        return NULL;
    }
    if (alike && first->kind != NODE_FSTRING)
        return join_texts(p, place, first);
    Nodes parts = { 0 };
    for (Node *string = first, *next; string; string = next) {
        next = string->next;
        parts = nodes_join(parts, string->kind == NODE_STRING ? nodes_of(string) : nodes_of_kids(string));
    }
    return node_list(p, NODE_FSTRING, place, parts);
}
