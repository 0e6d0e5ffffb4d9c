/* ndcalc.re: the scanner. It cuts a text into the grammar's tokens; newlines count outside brackets only, and
 * indentation becomes tokens of its own.
 *
 * An f-string is many tokens: its text, and in its fields those of any code. So the scanner keeps a stack of the
 * f-strings it is in; scan_text reads their text, scan_code all else, fields and their brackets too. */
#include "ndcalc.y.h"
#include "lang/inside.h"

#include <stdarg.h>
#include <string.h>
#include <unistr.h>

void scan_begin(Scanner *s, Run *run, Source *source, int at, int limit, bool typed, bool last)
{
    s->run = run;
    s->source = source;
    s->at = s->last_end = s->origin = at;
    s->limit = limit;
    s->typed = typed;
    s->last = last;
    s->line_start = true;
    s->any = s->began = false;
    s->dedents = s->indents = s->brackets = s->fstrings = 0;
    if (at == 0 && limit >= 3 && !memcmp(source->text, "\xEF\xBB\xBF", 3))
        s->at = 3; /* a byte order mark */
}

bool scan_fail(Scanner *s, const Class *class, int start, int end, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char text[256];
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    int length = s->source->length;
    s->run->here = (Span){ s->source, start < length ? start : length, end < length ? end : length };
    return fail(s->run, class, "%s", text);
}

#define FAIL(start, end, ...) (scan_fail(s, SyntaxError, start, end, __VA_ARGS__), SCAN_ERROR)

/* Counted from the statement, as Python's prompt does, or in the file that it stands in. */
static int line_number(const Scanner *s, int at)
{
    int line = s->source->counted_from;
    for (int i = s->origin; i < at; i++)
        line += s->source->text[i] == '\n';
    return line;
}

static int give(Scanner *s, Token *token, int kind, int start, int end)
{
    s->at = s->last_end = end;
    s->any = s->began = true;
    token->place = (Place){ start, end };
    token->level = s->brackets;
    return token->kind = kind;
}

/* A token without text, where the last one ended. */
static int give_mark(Scanner *s, Token *token, int kind)
{
    token->place = (Place){ s->last_end, s->last_end };
    token->level = s->brackets;
    return token->kind = kind;
}

/* Indentation ------------------------------------------------------------------------------------------- */

/* What a line without code is. */
enum { LINE_BLANK = -1, LINE_COMMENT = -2, LINE_END = -3 /* the text ends in it */, LINE_BAD = -4 };

/* A line's indentation, with tabs to 8, and in `narrow` with tabs of 1; of a line without code a LINE_…, and the
 * scanner is behind it. */
static int indentation(Scanner *s, int *narrow)
{
    const char *text = s->source->text;
    int wide = 0, at = s->at, joined = -1;
    *narrow = 0;
    for (;; at++) {
        if (text[at] == ' ')
            wide++, ++*narrow;
        else if (text[at] == '\t')
            wide = (wide / 8 + 1) * 8, ++*narrow;
        else if (text[at] == '\f')
            wide = *narrow = 0;
        else if (text[at] != '\\' || (text[at + 1] != '\n' && text[at + 1] != '\r'))
            break;
        else if (joined < 0)
            joined = wide, at++; /* a joined line is indented as its first part */
        else
            at++;
    }
    int line = LINE_BLANK, end = at;
    if (at < s->limit && text[at] == '#') {
        for (line = LINE_COMMENT; end < s->limit && text[end] != '\n' && text[end] != '\r';)
            end++;
        if (!utf8_error(s, at, end))
            return LINE_BAD;
    }
    if (end >= s->limit) {
        s->at = s->limit;
        return LINE_END;
    }
    if (text[end] != '\n' && text[end] != '\r') {
        s->at = at;
        return joined < 0 ? wide : (*narrow = joined);
    }
    s->at = end + (text[end] == '\r' && text[end + 1] == '\n' ? 2 : 1);
    return line;
}

/* The start of a line that is in no bracket: passes over lines without code; INDENT, or 0 for none. */
static int begin_line(Scanner *s, Token *token)
{
    int wide, narrow;
    while ((wide = indentation(s, &narrow)) == LINE_COMMENT || wide == LINE_BLANK)
        if (wide == LINE_BLANK && s->typed && s->began)
            return SCAN_BLANK;
    if (wide == LINE_BAD)
        return SCAN_ERROR;
    s->line_start = false;
    s->origin = s->began ? s->origin : s->at;
    if (wide < 0)
        return 0; /* the end of the text, which closes blocks if it is the last */
    int top = s->indents ? s->indent[s->indents - 1] : 0, narrow_top = s->indents ? s->narrow[s->indents - 1] : 0;
    if (wide > top && narrow > narrow_top) {
        if (s->indents == INDENTS_MAX - 1)
            return scan_fail(s, IndentationError, s->at, s->at, "too many levels of indentation"), SCAN_ERROR;
        s->indent[s->indents] = wide;
        s->narrow[s->indents++] = narrow;
        token->place = (Place){ s->at, s->at };
        token->level = 0;
        return token->kind = T_INDENT;
    }
    while (s->indents && wide < s->indent[s->indents - 1])
        s->indents--, s->dedents++;
    top = s->indents ? s->indent[s->indents - 1] : 0;
    narrow_top = s->indents ? s->narrow[s->indents - 1] : 0;
    if (wide < top || (wide > top && s->dedents))
        return scan_fail(s, IndentationError, s->at, s->at, "unindent does not match any outer indentation level"),
               SCAN_ERROR;
    if (narrow != narrow_top)
        return scan_fail(s, TabError, s->at, s->at, "inconsistent use of tabs and spaces in indentation"), SCAN_ERROR;
    return 0;
}

/* The text ends here. */
static int end_of_text(Scanner *s, Token *token)
{
    s->at = s->limit;
    if (s->brackets)
        return s->last ? give_mark(s, token, T_END) : SCAN_UNFINISHED;
    if (s->any) {
        s->any = false;
        s->line_start = true;
        return give_mark(s, token, T_NEWLINE);
    }
    if (s->last && s->indents) {
        s->indents--;
        return give_mark(s, token, T_DEDENT);
    }
    return give_mark(s, token, T_END);
}

/* Brackets ---------------------------------------------------------------------------------------------- */

static Fstring *inner_fstring(Scanner *s) { return s->fstrings ? &s->fstring[s->fstrings - 1] : NULL; }

/* In a field of an f-string, in none of the field's own brackets. */
static bool in_field(Scanner *s)
{
    Fstring *f = inner_fstring(s);
    return f && s->brackets == f->level + f->fields;
}

static int open_bracket(Scanner *s, Token *token, int kind, int start, bool field)
{
    if (s->brackets == BRACKETS_MAX)
        return FAIL(start, start + 1, "too many nested parentheses");
    s->bracket[s->brackets++] = (Bracket){ s->source->text[start], field, start };
    return give(s, token, kind, start, start + 1);
}

static int close_bracket(Scanner *s, Token *token, int kind, int start)
{
    char close = s->source->text[start];
    if (in_field(s) && close == '}') {
        Fstring *f = inner_fstring(s);
        f->spec[f->fields--] = false;
        s->brackets--;
        return give(s, token, T_FCLOSE, start, start + 1);
    }
    if (!s->brackets)
        return FAIL(start, start + 1, "unmatched '%c'", close);
    Bracket open = s->bracket[s->brackets - 1];
    if (in_field(s))
        return FAIL(start, start + 1, "f-string: unmatched '%c'", close);
    if (strchr("()[]{}", open.open)[1] != close) {
        int line = line_number(s, open.at);
        if (line == line_number(s, start))
            return FAIL(start, start + 1, "closing parenthesis '%c' does not match opening parenthesis '%c'", close,
                        open.open);
        return FAIL(start, start + 1, "closing parenthesis '%c' does not match opening parenthesis '%c' on line %d",
                    close, open.open, line);
    }
    s->brackets--;
    return give(s, token, kind, start, start + 1);
}

/* Strings ----------------------------------------------------------------------------------------------- */

static int unterminated(Scanner *s, int start, int end, bool triple, const char *f, bool escaped)
{
    if (triple)
        s->at = end; /* it has taken all that follows */
    return FAIL(start, end, "unterminated %s%sstring literal (detected at line %d)%s", triple ? "triple-quoted " : "",
                f, line_number(s, end), escaped ? "; perhaps you escaped the end quote?" : "");
}

/* A string whose opening quote is at `quote_at`. */
static int scan_string(Scanner *s, Token *token, int start, int quote_at, bool raw)
{
    const char *text = s->source->text;
    char quote = text[quote_at];
    int size = text[quote_at + 1] == quote && text[quote_at + 2] == quote ? 3 : 1, at = quote_at + size;
    bool escaped = false, joined = false; /* a quote was; the last line was, with one to come */
    for (;; at++) {
        char c = at < s->limit ? text[at] : '\n';
        if (at >= s->limit || (size == 1 && (c == '\n' || c == '\r')))
            break;
        if (c == quote && (size == 1 || (text[at + 1] == quote && text[at + 2] == quote))) {
            token->body = (Place){ quote_at + size, at };
            token->raw = raw;
            return utf8_error(s, quote_at, at) ? give(s, token, T_STRING, start, at + size) : SCAN_ERROR;
        }
        if (c == 0)
            return FAIL(at, at + 1, "source code string cannot contain null bytes");
        if (c == '\\') {
            at += text[at + 1] == '\r' && text[at + 2] == '\n' ? 2 : 1;
            escaped |= text[at] == quote;
            joined = at + 1 >= s->limit;
        }
    }
    if (!s->last && at >= s->limit && (size == 3 || joined))
        return SCAN_UNFINISHED;
    at = at < s->limit ? at : s->limit;
    Fstring *f = inner_fstring(s);
    if (f && f->quote == quote && f->triple == (size == 3))
        return FAIL(start, start + 1, "f-string: expecting '}'");
    return unterminated(s, start, at, size == 3, "", escaped && size == 1);
}

/* A string whose prefix is [start, quote_at). */
static int begin_string(Scanner *s, Token *token, int start, int quote_at)
{
    bool saw[128] = { false };
    for (int i = start; i < quote_at; i++)
        saw[s->source->text[i] | 0x20] = true;
    static const char apart[][2] = { "ub", "ur", "uf", "ut", "bf", "bt", "ft" };
    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++)
        if (saw[(int)apart[i][0]] && saw[(int)apart[i][1]])
            return FAIL(start, quote_at, "'%c' and '%c' prefixes are incompatible", apart[i][0], apart[i][1]);
    int kind = saw['f'] ? T_FSTART : scan_string(s, token, start, quote_at, saw['r']);
    token->bytes = saw['b'];
    if (kind == T_STRING && saw['t'])
        return FAIL(start, quote_at, "template strings are left out: write an f-string");
    if (kind != T_FSTART)
        return kind;
    if (s->fstrings == FSTRINGS_MAX)
        return FAIL(start, quote_at, "too many nested f-strings or t-strings");
    const char *quote = s->source->text + quote_at;
    bool triple = quote[1] == quote[0] && quote[2] == quote[0];
    s->fstring[s->fstrings++] =
        (Fstring){ .quote = quote[0], .triple = triple, .raw = saw['r'], .level = s->brackets, .at = start };
    return give(s, token, T_FSTART, start, quote_at + (triple ? 3 : 1));
}

static int give_text(Scanner *s, Token *token, int start, int end, int skip)
{
    if (!utf8_error(s, start, end))
        return SCAN_ERROR;
    token->body = (Place){ start, end };
    token->raw = inner_fstring(s)->raw;
    token->bytes = false;
    return give(s, token, T_FTEXT, start, end + skip);
}

/* Text of an f-string, or of a field's format spec. */
static int scan_text(Scanner *s, Token *token)
{
    Fstring *f = inner_fstring(s);
    const char *text = s->source->text, *cursor = text + s->at, *marker, *start;
    int first = s->at;
    for (;;) {
        start = cursor;
        int here = (int)(start - text);
        if (here >= s->limit)
            break;
        /*!re2c
        re2c:define:YYCTYPE = "unsigned char";
        re2c:define:YYCURSOR = cursor;
        re2c:define:YYMARKER = marker;
        re2c:yyfill:enable = 0;
        newline = "\r\n" | "\n" | "\r";

        ["']    { if (*start != f->quote || (f->triple && (start[1] != f->quote || start[2] != f->quote)))
                      continue;
                  if (here > first)
                      return give_text(s, token, first, here, 0);
                  s->fstrings--;
                  s->brackets = f->level;
                  return give(s, token, T_FEND, here, here + (f->triple ? 3 : 1)); }
        "{{"    { if (!f->fields)
                      return give_text(s, token, first, here + 1, 1);
                  cursor--;
                  goto open; }
        "{"     { open:
                  if (here > first)
                      return give_text(s, token, first, here, 0);
                  if (f->fields == FIELDS_MAX)
                      return FAIL(here, here + 1, "f-string: expressions nested too deeply");
                  f->spec[++f->fields] = false;
                  return open_bracket(s, token, T_FOPEN, here, true); }
        "}}"    { if (!f->fields)
                      return give_text(s, token, first, here + 1, 1);
                  cursor--;
                  goto close; }
        "}"     { close:
                  if (here > first)
                      return give_text(s, token, first, here, 0);
                  if (!f->fields)
                      return FAIL(here, here + 1, "f-string: single '}' is not allowed");
                  return close_bracket(s, token, T_FCLOSE, here); }
        "\\N{" [^}\n\x00'"]* "}" { if (f->raw) cursor = start + 2; continue; }
        "\\" [{}]       { cursor--; continue; }
        "\\" (newline | [^\x00]) { continue; }
        newline { if (f->triple)
                      continue;
                  if (f->fields)
                      return FAIL(here, here + 1,
                                  "f-string: newlines are not allowed in format specifiers for single quoted f-strings");
                  break; }
        "\x00"  { return FAIL(here, here + 1, "source code string cannot contain null bytes"); }
        [^'"{}\\\r\n\x00]+ { continue; }
        *       { continue; }
        */
    }
    int end = (int)(start - text) < s->limit ? (int)(start - text) : s->limit;
    if (!s->last && end == s->limit && (f->triple || (end && text[end - 1] == '\\')))
        return SCAN_UNFINISHED;
    return unterminated(s, f->at, end, f->triple, "f-", false);
}

/* Code -------------------------------------------------------------------------------------------------- */

static int give_name(Scanner *s, Token *token, int start, int end, bool ascii)
{
    const char *text = s->source->text + start;
    if (!ascii && !identifier_error(s, start, end))
        return SCAN_ERROR;
    token->name = ascii ? name_of(text, end - start) : identifier_name(text, end - start);
    return give(s, token, T_NAME, start, end);
}

static int give_number(Scanner *s, Token *token, int start, int end)
{
    const char *next = s->source->text + end;
    if (is_word_character(*next)) {
        /* a word may follow at once: 1if x else 2 */
        static const char *const words[] = { "if", "in", "is", "and", "else", "for", "or", "not" };
        bool word = false, octal = end == start + 1 && s->source->text[start] == '0' && (*next | 0x20) == 'o';
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
            size_t length = strlen(words[i]);
            word |= !strncmp(next, words[i], length) && (i < 3 || !is_word_character(next[length]));
        }
        if (!word || octal)
            return literal_number_error(s, start), SCAN_ERROR;
    }
    token->body = (Place){ start, end };
    return give(s, token, T_NUMBER, start, end);
}

static int give_augment(Scanner *s, Token *token, int start, int end, int op)
{
    token->op = op;
    return give(s, token, T_AUGMENT, start, end);
}

static int scan_code(Scanner *s, Token *token)
{
    const char *text = s->source->text, *cursor = text + s->at, *marker, *start;
    for (;;) {
        start = cursor;
        int here = (int)(start - text);
        if (here >= s->limit)
            return end_of_text(s, token);
#define END        ((int)(cursor - text))
#define GIVE(kind) return give(s, token, kind, here, END)
#define AUGMENT(op) return give_augment(s, token, here, END, op)
        /*!re2c
        digit   = [0-9];
        decimal = digit ("_"? digit)*;
        exponent = [eE] [+\-]? decimal;
        float   = decimal "." decimal? exponent? | "." decimal exponent? | decimal exponent;
        letter  = [A-Za-z_];

        [ \t\f]+        { continue; }
        "#" [^\r\n\x00]* { if (!utf8_error(s, here, END)) return SCAN_ERROR; continue; }
        newline         { if (s->brackets)
                              continue;
                          s->at = END;
                          s->any = false;
                          s->line_start = true;
                          return give_mark(s, token, T_NEWLINE); }
        "\\" newline    { if (END < s->limit)
                              continue;
                          if (!s->last)
                              return SCAN_UNFINISHED;
                          return FAIL(here, here + 1, "unexpected EOF while parsing"); }
        "\\"            { if (END == s->limit)
                              return s->last ? FAIL(here, here + 1, "unexpected EOF while parsing") : SCAN_UNFINISHED;
                          return FAIL(here + 1, here + 1, "unexpected character after line continuation character"); }
        "\x00"          { return FAIL(here, here + 1, "source code string cannot contain null bytes"); }

        "False"    { GIVE(T_FALSE); }    "None"     { GIVE(T_NONE); }     "True"   { GIVE(T_TRUE); }
        "and"      { GIVE(T_AND); }      "as"       { GIVE(T_AS); }       "assert" { GIVE(T_ASSERT); }
        "async"    { GIVE(T_ASYNC); }    "await"    { GIVE(T_AWAIT); }    "break"  { GIVE(T_BREAK); }
        "class"    { GIVE(T_CLASS); }    "continue" { GIVE(T_CONTINUE); } "def"    { GIVE(T_DEF); }
        "del"      { GIVE(T_DEL); }      "elif"     { GIVE(T_ELIF); }     "else"   { GIVE(T_ELSE); }
        "except"   { GIVE(T_EXCEPT); }   "finally"  { GIVE(T_FINALLY); }  "for"    { GIVE(T_FOR); }
        "from"     { GIVE(T_FROM); }     "global"   { GIVE(T_GLOBAL); }   "if"     { GIVE(T_IF); }
        "import"   { GIVE(T_IMPORT); }   "in"       { GIVE(T_IN); }       "is"     { GIVE(T_IS); }
        "lambda"   { GIVE(T_LAMBDA); }   "nonlocal" { GIVE(T_NONLOCAL); } "not"    { GIVE(T_NOT); }
        "or"       { GIVE(T_OR); }       "pass"     { GIVE(T_PASS); }     "raise"  { GIVE(T_RAISE); }
        "return"   { GIVE(T_RETURN); }   "try"      { GIVE(T_TRY); }      "while"  { GIVE(T_WHILE); }
        "with"     { GIVE(T_WITH); }     "yield"    { GIVE(T_YIELD); }

        letter (letter | digit)*
                        { return give_name(s, token, here, END, true); }
        (letter | [\x80-\xff]) (letter | digit | [\x80-\xff])*
                        { return give_name(s, token, here, END, false); }
        "%" letter (letter | digit)*
                        { if (s->any || s->brackets) {
                              cursor = start + 1;
                              GIVE(T_PERCENT);
                          }
                          token->body = (Place){ here + 1, END };
                          GIVE(T_MAGIC); }

        [rRbBuUfFtT]? [rRbBuUfFtT]? ["']
                        { if (cursor - start == 3 && (*start | 0x20) == (start[1] | 0x20))
                              return give_name(s, token, here, here + 2, true);
                          return begin_string(s, token, here, END - 1); }

        "0" [xX] ("_"? [0-9a-fA-F])+ | "0" [oO] ("_"? [0-7])+ | "0" [bB] ("_"? [01])+ | [1-9] ("_"? digit)*
        | "0" ("_"? "0")* | float | (decimal | float) [jJ]
                        { return give_number(s, token, here, END); }
        decimal         { if (*cursor == '_')
                              return literal_number_error(s, here), SCAN_ERROR;
                          return FAIL(here, END, "leading zeros in decimal integer literals are not permitted; "
                                            "use an 0o prefix for octal integers"); }

        "("  { return open_bracket(s, token, T_LPAREN, here, false); }
        "["  { return open_bracket(s, token, T_LBRACKET, here, false); }
        "{"  { return open_bracket(s, token, T_LBRACE, here, false); }
        ")"  { return close_bracket(s, token, T_RPAREN, here); }
        "]"  { return close_bracket(s, token, T_RBRACKET, here); }
        "}"  { return close_bracket(s, token, T_RBRACE, here); }

        "!"  { GIVE(in_field(s) ? T_FCONV : T_BANG); }
        "=" [ \t\r\n]*
             { if (!in_field(s)) {
                   cursor = start + 1;
                   GIVE(T_ASSIGN);
               }
               GIVE(T_FEQUAL); }
        ":=" { if (!in_field(s))
                   GIVE(T_WALRUS);
               cursor--;
               goto colon; }
        ":"  { colon:
               if (!in_field(s))
                   GIVE(T_COLON);
               Fstring *f = inner_fstring(s);
               f->spec[f->fields] = true;
               GIVE(T_FSPEC); }

        "+=" { AUGMENT(NODE_OP_ADD); }   "-=" { AUGMENT(NODE_OP_SUB); }     "*=" { AUGMENT(NODE_OP_MUL); }
        "/=" { AUGMENT(NODE_OP_DIV); }   "//=" { AUGMENT(NODE_OP_FLOORDIV); } "%=" { AUGMENT(NODE_OP_MOD); }
        "**=" { AUGMENT(NODE_OP_POW); }  "@=" { AUGMENT(NODE_OP_MATMUL); }  "&=" { AUGMENT(NODE_OP_AND); }
        "|=" { AUGMENT(NODE_OP_OR); }    "^=" { AUGMENT(NODE_OP_XOR); }     "<<=" { AUGMENT(NODE_OP_LSHIFT); }
        ">>=" { AUGMENT(NODE_OP_RSHIFT); }

        "==" { GIVE(T_EQ); }      "!=" { GIVE(T_NE); }      "<=" { GIVE(T_LE); }      ">=" { GIVE(T_GE); }
        "<"  { GIVE(T_LT); }      ">"  { GIVE(T_GT); }      "<>" { GIVE(T_UNEQUAL); } "->" { GIVE(T_ARROW); }
        "<<" { GIVE(T_LSHIFT); }  ">>" { GIVE(T_RSHIFT); }  "**" { GIVE(T_POWER); }   "//" { GIVE(T_FLOOR); }
        "..." { GIVE(T_ELLIPSIS); } "??" { GIVE(T_HELP); }  "?"  { GIVE(T_HOLE); }    "."  { GIVE(T_DOT); }
        ","  { GIVE(T_COMMA); }   ";"  { GIVE(T_SEMICOLON); } "|" { GIVE(T_BAR); }    "^"  { GIVE(T_CARET); }
        "&"  { GIVE(T_AMPERSAND); } "+" { GIVE(T_PLUS); }   "-"  { GIVE(T_MINUS); }   "*"  { GIVE(T_STAR); }
        "/"  { GIVE(T_SLASH); }   "@"  { GIVE(T_AT); }      "%"  { GIVE(T_PERCENT); } "~"  { GIVE(T_TILDE); }

        [$`\x21-\x7e]   { GIVE(T_UNKNOWN); }
        *               { return FAIL(here, END, "invalid non-printable character U+%04X", (unsigned char)*start); }
        */
#undef END
#undef GIVE
#undef AUGMENT
    }
}

int scan(Scanner *s, Token *token)
{
    if (s->fstrings) {
        Fstring *f = inner_fstring(s);
        if (f->fields == 0 || f->spec[f->fields])
            return scan_text(s, token);
    }
    if (s->line_start && !s->brackets) {
        int kind = begin_line(s, token);
        if (kind)
            return kind;
    }
    if (s->dedents) {
        s->dedents--;
        return give_mark(s, token, T_DEDENT);
    }
    return scan_code(s, token);
}
