/* Habits of other languages and of old answers: what to write instead, as a note after Python's own message.
 * Each habit is a function that looks at the tokens of the text that was refused. */
#include "lang/inside.h"
#include "ndcalc.y.h"

#include <stdlib.h>
#include <string.h>

enum { LINE_TOKENS = 512 };

/* The tokens of the text, as far as they can be read. */
typedef struct Line {
    Run *run;
    Source *source;
    const char *text;
    Token token[LINE_TOKENS];
    int count;
    int limit;       /* where the text ends */
    const char *why; /* Python's message */
    int where;       /* the byte that it is about */
} Line;

static Span span_of(const Line *line, int start, int end) { return (Span){ line->source, start, end }; }
static int length_of(Place place) { return place.end - place.start; }
static const char *text_of(const Line *line, Place place) { return line->text + place.start; }

/* Two tokens with nothing between them. */
static bool touch(const Line *line, int first)
{
    return first >= 0 && first + 1 < line->count &&
           line->token[first].place.end == line->token[first + 1].place.start;
}

static bool ends_operand(const Token *token)
{
    return token->kind == T_NAME || token->kind == T_RPAREN || token->kind == T_RBRACKET;
}

/* The name that ends at a token, with what it is an attribute of; its first token, -1 if there is no name. */
static int dotted_start(const Line *line, int last)
{
    if (last < 0 || line->token[last].kind != T_NAME)
        return -1;
    while (last > 1 && line->token[last - 1].kind == T_DOT && line->token[last - 2].kind == T_NAME)
        last -= 2;
    return last;
}

/* print x */
static bool print_statement(const Line *line)
{
    if (strncmp(line->why, "Missing parentheses in call to 'print'", 38))
        return false;
    int first = 0, last;
    while (first < line->count && line->token[first].place.start < line->where)
        first++;
    for (last = first; last + 1 < line->count; last++) {
        int next = line->token[last + 1].kind;
        if (next == T_NEWLINE || next == T_SEMICOLON || next == T_END)
            break;
    }
    last -= line->token[last].kind == T_COMMA;
    if (last <= first)
        return false;
    Place what = { line->token[first + 1].place.start, line->token[last].place.end };
    note(line->run, span_of(line, line->where, what.end), "print is a function: print(%.*s)", length_of(what),
         text_of(line, what));
    return true;
}

/* // comment */
static bool slash_comment(const Line *line)
{
    for (int i = 0; i < line->count; i++)
        if (line->token[i].kind == T_FLOOR && line->token[i].place.start <= line->where) {
            note(line->run, span_of(line, line->token[i].place.start, line->limit),
                 "// divides and rounds down; a comment begins with #");
            return true;
        }
    return false;
}

/* A', but not the apostrophe in a word or in a text: a letter follows it, or a text ends at the word. */
static bool quote_transpose(const Line *line)
{
    for (int i = 0; i < line->count; i++) {
        bool text = line->token[i].kind == T_STRING || line->token[i].kind == SCAN_ERROR;
        int at = line->token[i].place.start;
        if (!text || line->text[at] != '\'' || !touch(line, i - 1) || !ends_operand(&line->token[i - 1]) ||
            is_word_character(line->text[at + 1]))
            continue;
        int first = dotted_start(line, i - 1), start = first < 0 ? at : line->token[first].place.start;
        if (first > 0 && touch(line, first - 1) && line->token[first - 1].kind == T_STRING)
            return false;
        if (first < 0)
            note(line->run, span_of(line, at, at + 1), "' begins a text; the transpose is .T");
        else {
            note(line->run, span_of(line, start, at + 1), "' begins a text; the transpose is %.*s.T",
                 at - start, line->text + start);
            note_code(line->run, "%.*s.T", at - start, line->text + start);
        }
        return true;
    }
    return false;
}

/* A.*B, A./B, A.^B */
static bool dotted_operator(const Line *line)
{
    static const struct {
        int kind;
        const char *written, *meant;
    } rows[] = {
        { T_STAR, "*", "*" }, { T_SLASH, "/", "/" }, { T_CARET, "^", "**" }, { T_POWER, "**", "**" }
    };
    for (int i = 0; i + 1 < line->count; i++)
        for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
            if (line->token[i].kind != T_DOT || line->token[i + 1].kind != rows[k].kind || !touch(line, i))
                continue;
            int left = dotted_start(line, i - 1), right = i + 2;
            Place all = { line->token[i].place.start, line->token[i + 1].place.end };
            if (left >= 0 && right < line->count &&
                (line->token[right].kind == T_NAME || line->token[right].kind == T_NUMBER))
                note(line->run, span_of(line, all.start, all.end),
                     "%s works element by element: %.*s %s %.*s", rows[k].meant,
                     line->token[i - 1].place.end - line->token[left].place.start,
                     line->text + line->token[left].place.start, rows[k].meant,
                     length_of(line->token[right].place), text_of(line, line->token[right].place));
            else
                note(line->run, span_of(line, all.start, all.end),
                     "%s works element by element: write %s for .%s", rows[k].meant, rows[k].meant,
                     rows[k].written);
            note_code(line->run, " %s ", rows[k].meant);
            return true;
        }
    return false;
}

/* A\b */
static bool backslash_solve(const Line *line)
{
    const Token *last = &line->token[line->count - 1];
    if (strncmp(line->why, "unexpected character after line continuation", 44) || line->count < 2)
        return false;
    int left = dotted_start(line, line->count - 2), at = last->place.start;
    int right = at + 1 + (int)strspn(line->text + at + 1, " "), end = right;
    while (is_word_character(line->text[end]) || line->text[end] == '.')
        end++;
    if (line->text[at] != '\\' || left < 0 || end == right)
        return false;
    Place name = { line->token[left].place.start, line->token[line->count - 2].place.end };
    note(line->run, span_of(line, name.start, end), "to solve: np.linalg.solve(%.*s, %.*s)", length_of(name),
         text_of(line, name), end - right, line->text + right);
    note_code(line->run, "np.linalg.solve(%.*s, %.*s)", length_of(name), text_of(line, name), end - right,
              line->text + right);
    return true;
}

/* [1 2; 3 4], [1 2 3]: written as NumPy wants them if they hold nothing but numbers and names. */
static bool matrix_rows(const Line *line)
{
    int open = -1, close = -1, rows = 1, items = 0;
    for (int i = 0; i < line->count && close < 0; i++) {
        if (line->token[i].kind == T_LBRACKET)
            open = i, rows = 1;
        else if (line->token[i].kind == T_RBRACKET && open >= 0)
            close = i;
        else if (line->token[i].kind == T_SEMICOLON && line->token[i].level)
            rows++;
    }
    if (open < 0 || close < 0 || line->token[open].place.start > line->where ||
        (rows == 1 && !strstr(line->why, "forgot a comma")))
        return false;
    Text text = { 0 };
    text_puts(&text, rows > 1 ? "np.array([[" : "np.array([");
    bool plain = true;
    for (int i = open + 1; i < close; i++) {
        const Token *token = &line->token[i];
        bool sign = token->kind == T_MINUS && touch(line, i);
        if (token->kind == T_SEMICOLON) {
            text_puts(&text, "], [");
            items = 0;
        } else if (token->kind == T_NUMBER || token->kind == T_NAME || sign) {
            text_puts(&text, items++ ? ", " : "");
            if (sign)
                text_char(&text, '-');
            token = &line->token[i += sign];
            plain &= token->kind == T_NUMBER || token->kind == T_NAME;
            text_add(&text, text_of(line, token->place), (size_t)length_of(token->place));
        } else {
            plain &= token->kind == T_COMMA;
        }
    }
    text_puts(&text, rows > 1 ? "]])" : "])");
    Span span = span_of(line, line->token[open].place.start, line->token[close].place.end);
    if (plain && items) {
        note(line->run, span, "commas between elements%s: %s", rows > 1 ? ", a list for each row" : "",
             text_get(&text));
        note_code(line->run, "%s", text_get(&text));
    } else if (rows > 1)
        note(line->run, span, "commas between elements, a list for each row: np.array([[1, 2], [3, 4]])");
    text_free(&text);
    return plain || rows > 1;
}

/* The first token of the operand that ends at a token: a name with what it is an attribute of, a number, what
 * stands in brackets and before them. -1: none ends there. */
static int operand_start(const Line *line, int last)
{
    int first = last;
    if (last >= 0 && line->token[last].kind == T_RPAREN) {
        int level = line->token[last].level; /* of what stands between the brackets */
        while (first >= 0 && !(line->token[first].kind == T_LPAREN && line->token[first].level == level + 1))
            first--;
        if (first < 0)
            return -1;
        int called = touch(line, first - 1) ? dotted_start(line, first - 1) : -1;
        return called < 0 ? first : called;
    }
    return last >= 0 && line->token[last].kind == T_NUMBER ? last : dotted_start(line, last);
}

/* n! */
static bool factorial(const Line *line)
{
    for (int i = 1; i < line->count; i++) {
        if (line->token[i].kind != T_BANG || !touch(line, i - 1))
            continue;
        int first = operand_start(line, i - 1);
        if (first < 0)
            continue;
        int start = line->token[first].place.start, end = line->token[i].place.start;
        bool bare = line->token[first].kind == T_LPAREN; /* has brackets of its own */
        note(line->run, span_of(line, start, end + 1), "the factorial is math.factorial%s%.*s%s",
             bare ? "" : "(", end - start, line->text + start, bare ? "" : ")");
        note_code(line->run, "math.factorial%s%.*s%s", bare ? "" : "(", end - start, line->text + start,
                  bare ? "" : ")");
        return true;
    }
    return false;
}

/* Signs that Python writes as words, or otherwise. */
static bool other_signs(const Line *line)
{
    static const struct {
        int first, second;
        const char *instead;
    } rows[] = {
        { T_AMPERSAND, T_AMPERSAND, "write and; between arrays &, with each comparison in parentheses" },
        { T_BAR, T_BAR, "write or; between arrays |, with each comparison in parentheses" },
        { T_PLUS, T_PLUS, "write += 1" },
        { T_MINUS, T_MINUS, "write -= 1" },
        { T_TILDE, T_ASSIGN, "write != for not equal" },
        { T_BANG, 0, "write not x; between arrays ~x" },
        { T_ELSE, T_IF, "write elif" },
    };
    for (int i = 0; i < line->count; i++)
        for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
            bool pair = rows[k].second && i + 1 < line->count && line->token[i + 1].kind == rows[k].second &&
                        (touch(line, i) || rows[k].first == T_ELSE);
            if (line->token[i].kind != rows[k].first || (rows[k].second && !pair))
                continue;
            int end = line->token[i + pair].place.end;
            if (line->token[i].place.start > line->where || end + 1 < line->where)
                continue;
            note(line->run, span_of(line, line->token[i].place.start, end), "%s", rows[k].instead);
            return true;
        }
    return false;
}

/* a ? b : c */
static bool question_mark(const Line *line)
{
    for (int i = 1; i + 3 < line->count; i++) {
        if (line->token[i].kind != T_HOLE || line->token[i].level || !ends_operand(&line->token[i - 1]))
            continue;
        for (int k = i + 1; k < line->count; k++)
            if (line->token[k].kind == T_COLON && line->token[k].level == 0) {
                note(line->run, span_of(line, line->token[i].place.start, line->token[k].place.end),
                     "a ? b : c is b if a else c; for each element np.where(a, b, c)");
                return true;
            }
    }
    return false;
}

/* x = 1:10 */
static bool colon_range(const Line *line)
{
    for (int i = 1; i + 3 < line->count; i++)
        if (line->token[i].kind == T_ASSIGN && line->token[i + 1].kind == T_NUMBER &&
            line->token[i + 2].kind == T_COLON && line->token[i + 3].kind == T_NUMBER &&
            !line->token[i].level) {
            Place first = line->token[i + 1].place, last = line->token[i + 3].place;
            note(line->run, span_of(line, first.start, last.end), "a range of numbers: np.arange(%.*s, %ld)",
                 length_of(first), text_of(line, first), strtol(text_of(line, last), NULL, 0) + 1);
            note_code(line->run, "np.arange(%.*s, %ld)", length_of(first), text_of(line, first),
                      strtol(text_of(line, last), NULL, 0) + 1);
            return true;
        }
    return false;
}

/* Signs of pages and of other keyboards: “a”, x – 1, 3 × 4, x ≤ 2, f（x）. */
static bool printed_sign(const Line *line)
{
    static const struct {
        const char *signs, *instead;
    } rows[] = {
        { "“”„‟«»″＂", "write \"" },
        { "‘’‚′＇", "write '" },
        { "–—−‐‑－", "write -" },
        { "×·⋅∙＊", "write *; between matrices @" },
        { "÷／", "write /" },
        { "²", "write **2" },
        { "³", "write **3" },
        { "≤", "write <=" },
        { "≥", "write >=" },
        { "≠", "write !=" },
        { "√", "write np.sqrt(...)" },
        { "∞", "write np.inf" },
        { "…", "write ..." },
        { "，、", "write ," },
        { "：", "write :" },
        { "；", "write ;" },
        { "（", "write (" },
        { "）", "write )" },
        { "［", "write [" },
        { "］", "write ]" },
        { "＝", "write =" },
        { "＋", "write +" },
        { "\u00a0\u2007\u2009\u202f\u3000", "a blank of another sort: write a plain one" },
        { "\u200b\u200c\u200d\u2060\ufeff", "a sign that cannot be seen: take it away" },
    };
    const char *at = line->text + line->where;
    unsigned char first = (unsigned char)*at;
    if (strncmp(line->why, "invalid ", 8) || first < 0xc0 || line->where >= line->limit)
        return false;
    int length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    char sign[5] = "";
    strncat(sign, at, (size_t)length);
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
        if (strstr(rows[k].signs, sign)) {
            note(line->run, span_of(line, line->where, line->where + length), "%s", rows[k].instead);
            return true;
        }
    return false;
}

static void read_line(Line *line, int start)
{
    Error error = line->run->error;
    Scanner *s = mem_alloc(sizeof *s);
    scan_begin(s, line->run, line->source, start, line->limit, false, true);
    int kind = T_NEWLINE;
    while (line->count < LINE_TOKENS && kind != T_END && kind != SCAN_ERROR) {
        Token *token = &line->token[line->count++];
        kind = token->kind = scan(s, token);
        if (kind == SCAN_ERROR)
            token->place = (Place){ s->at, s->at };
    }
    mem_free(s);
    /* what the scanner could not read begins behind the blanks */
    Token *last = &line->token[line->count - 1];
    if (last->kind == SCAN_ERROR)
        while (line->text[last->place.start] == ' ')
            last->place.start++;
    line->run->error = error;
}

void habits_note(Run *run, Source *source, int start, int limit)
{
    static bool (*const habits[])(const Line *) = { print_statement, slash_comment,   quote_transpose,
                                                    dotted_operator, backslash_solve, matrix_rows,
                                                    factorial,       other_signs,     question_mark,
                                                    colon_range,     printed_sign };
    Line *line = mem_zeroed(sizeof *line);
    line->run = run;
    line->source = source;
    line->text = source->text;
    line->limit = limit;
    line->why = run->error.text;
    line->where = run->error.span.start;
    read_line(line, start);
    for (size_t i = 0; i < sizeof habits / sizeof *habits; i++)
        if (habits[i](line))
            break;
    mem_free(line);
}
