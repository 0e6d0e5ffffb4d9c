/* What is wrong with a text that the grammar refused: the patterns of grammar/mistakes.peg, tried on its
 * tokens.
 *
 * The patterns are read at the first mistake. Then a rule is a Pattern, and matching is one recursive
 * function over patterns and tokens; as in Python's own parser, what a rule read at a token is remembered
 * where the rule says so. */
#include "lang/inside.h"
#include "ndcalc.y.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Patterns ------------------------------------------------------------------------------------------------
 */

typedef enum {
    TOKEN,     /* number: its kind */
    ASK,       /* number: an Ask */
    RULE,      /* number: of the rule */
    SEQUENCE,  /* kid after kid; message: what to say then */
    CHOICE,    /* the first kid that matches */
    REPEAT,    /* kid, `number` times at least; up to once if `once` */
    LIST,      /* kid, and again after the second kid */
    AHEAD,     /* kid follows */
    NOT_AHEAD, /* kid does not follow */
    CUT,
    FORCED,  /* number: a token, or "expected 'it'" */
    CAPTURE, /* kid; number: 0 for a, 1 for b */
    QUIETLY, /* kid */
} PatternKind;

typedef struct Pattern {
    PatternKind kind;
    int number;
    bool once;
    const char *message;
    struct Pattern *kid, *next;
} Pattern;

typedef enum { INSIDE, LEGACY, SOFT, MATCH, TYPE, ASKS } Ask;
static const struct {
    const char *name, *words; /* the words with a blank on each side */
} asks[ASKS] = { { "INSIDE", "" },
                 { "LEGACY", " print exec " },
                 { "SOFT", " match case type _ " },
                 { "MATCH", " match " },
                 { "TYPE", " type " } };

typedef struct Rule {
    const char *name;
    int length;
    int memo;      /* its column among what is remembered; -1: it is not */
    bool mistakes; /* holds patterns of mistakes: passed over when quiet */
    Pattern *pattern;
} Rule;

enum { RULES_MAX = 256, TOKENS_MAX = 20000, NESTING_MAX = 20000 };

static const char *const lines[] = {
#include "mistakes.inc"
};
enum { LINES = sizeof lines / sizeof *lines };

static Rule rules[RULES_MAX];
static int rule_count, memo_count;
static Arena patterns;

/* Reading the patterns ------------------------------------------------------------------------------------
 */

static int rule_named(const char *name, int length)
{
    for (int i = 0; i < rule_count; i++)
        if (rules[i].length == length && !memcmp(rules[i].name, name, (size_t)length))
            return i;
    return -1;
}

static Pattern *pattern_new(PatternKind kind, int number, Pattern *kid)
{
    Pattern *pattern = arena_alloc(&patterns, sizeof *pattern);
    *pattern = (Pattern){ .kind = kind, .number = number, .kid = kid };
    return pattern;
}

static void skip_blanks(const char **at)
{
    while (**at == ' ')
        ++*at;
}

static Pattern *read_choice(const char **at);

static Pattern *read_word(const char **at)
{
    const char *start = *at;
    while (isalnum((unsigned char)**at) || **at == '_')
        ++*at;
    int length = (int)(*at - start);
    if (!isupper((unsigned char)*start))
        return pattern_new(RULE, rule_named(start, length), NULL);
    for (int i = 0; i < ASKS; i++)
        if ((int)strlen(asks[i].name) == length && !memcmp(asks[i].name, start, (size_t)length))
            return pattern_new(ASK, i, NULL);
    return pattern_new(TOKEN, token_of_name(start, length), NULL);
}

static Pattern *read_quoted(const char **at)
{
    const char *start = ++*at;
    const char *end = strchr(start, '\'');
    *at = end + 1;
    return pattern_new(TOKEN, token_of_spelling(start, (int)(end - start)), NULL);
}

static Pattern *read_item(const char **at)
{
    skip_blanks(at);
    if (!strncmp(*at, "&&", 2)) {
        *at += 2;
        Pattern *token = read_quoted(at);
        token->kind = FORCED;
        return token;
    }
    if (**at == '&' || **at == '!') {
        PatternKind kind = *(*at)++ == '&' ? AHEAD : NOT_AHEAD;
        return pattern_new(kind, 0, read_item(at));
    }
    if (**at == '~') {
        ++*at;
        return pattern_new(CUT, 0, NULL);
    }
    if (!strncmp(*at, "quietly ", 8)) {
        *at += 8;
        return pattern_new(QUIETLY, 0, read_item(at));
    }
    if ((**at == 'a' || **at == 'b') && (*at)[1] == ':') {
        int which = **at - 'a';
        *at += 2;
        return pattern_new(CAPTURE, which, read_item(at));
    }
    Pattern *item;
    if (**at == '(') {
        ++*at;
        item = read_choice(at);
        skip_blanks(at);
        ++*at; /* ) */
    } else {
        item = **at == '\'' ? read_quoted(at) : read_word(at);
    }
    if (**at == '*' || **at == '+' || **at == '?') {
        Pattern *repeat = pattern_new(REPEAT, **at == '+', item);
        repeat->once = *(*at)++ == '?';
        return repeat;
    }
    if (!strncmp(*at, " % ", 3)) {
        *at += 3;
        item->next = read_quoted(at);
        return pattern_new(LIST, 0, item);
    }
    return item;
}

static Pattern *read_sequence(const char **at)
{
    Pattern *sequence = pattern_new(SEQUENCE, 0, NULL), **end = &sequence->kid;
    for (;;) {
        skip_blanks(at);
        if (!**at || **at == '|' || **at == ')')
            return sequence;
        if (!strncmp(*at, "=> ", 3)) {
            sequence->message = *at + 3;
            *at += strlen(*at);
            return sequence;
        }
        *end = read_item(at);
        end = &(*end)->next;
    }
}

static Pattern *read_choice(const char **at)
{
    Pattern *choice = pattern_new(CHOICE, 0, NULL), **end = &choice->kid;
    for (;;) {
        *end = read_sequence(at);
        end = &(*end)->next;
        skip_blanks(at);
        if (**at != '|')
            return choice;
        ++*at;
    }
}

/* Each line is part of a rule: its first, or indented. All names are known before the first pattern is read.
 */
static void read_rules(void)
{
    for (int i = 0; i < LINES; i++) {
        const char *line = lines[i];
        if (*line == ' ')
            continue;
        bool memo = !strncmp(line, "memo ", 5);
        line += memo ? 5 : 0;
        Rule *rule = &rules[rule_count++];
        rule->name = line;
        rule->length = (int)strcspn(line, ":");
        rule->memo = memo ? memo_count++ : -1;
        rule->mistakes = !strncmp(line, "bad_", 4) || !strncmp(line, "left_out_", 9);
        rule->pattern = NULL;
    }
    Rule *rule = NULL;
    for (int i = 0; i < LINES; i++) {
        const char *at = lines[i];
        if (*at != ' ') {
            rule = rule ? rule + 1 : rules;
            at = rule->name + rule->length + 1;
            rule->pattern = pattern_new(CHOICE, 0, NULL);
        }
        skip_blanks(&at);
        if (*at == '|')
            at++;
        skip_blanks(&at);
        if (!*at)
            continue;
        Pattern **end = &rule->pattern->kid;
        while (*end)
            end = &(*end)->next;
        *end = read_choice(&at)->kid;
    }
}

/* Matching ------------------------------------------------------------------------------------------------
 */

typedef struct Range {
    int start, end; /* tokens */
} Range;

typedef struct Matcher {
    Run *run;
    Source *source;
    Span statement;
    Token *token;
    int tokens;
    Error scan_error; /* of the last token, if its kind is SCAN_ERROR */
    int16_t **memo;   /* by token, then by the rule's column: 0 unknown, 1 no match, else the end + 2 */
    Arena *arena;
    Range *capture;
    int nesting;
    bool said, quiet, cut;
} Matcher;

static int match(Matcher *, const Pattern *, int at);

static Place place_of(const Matcher *m, Range range)
{
    int last = range.end > range.start ? range.end - 1 : range.start;
    return (Place){ m->token[range.start].place.start, m->token[last].place.end };
}

/* Counted from the statement, as Python's prompt does, or in the file that it stands in. */
static int line_of(const Matcher *m, int at)
{
    return span_line((Span){ m->source, at, at }) - span_line(m->statement) + m->source->counted_from;
}

static int say_plain(Matcher *m, const Class *class, Place place, const char *text)
{
    m->said = true;
    m->run->here = (Span){ m->source, place.start, place.end };
    fail(m->run, class, "%s", text);
    return -1;
}

/* What Python calls an expression. */
static const char *sort_of(const Node *node)
{
    static const char *const sorts[] = {
        [NODE_NAME] = "name",
        [NODE_INT] = "literal",
        [NODE_FLOAT] = "literal",
        [NODE_IMAGINARY] = "literal",
        [NODE_STRING] = "literal",
        [NODE_FSTRING] = "f-string expression",
        [NODE_TRUE] = "True",
        [NODE_FALSE] = "False",
        [NODE_NULL] = "None",
        [NODE_ELLIPSIS] = "ellipsis",
        [NODE_TUPLE] = "tuple",
        [NODE_LIST] = "list",
        [NODE_SET] = "set display",
        [NODE_DICT] = "dict literal",
        [NODE_STAR] = "starred",
        [NODE_COMPARE] = "comparison",
        [NODE_IFELSE] = "conditional expression",
        [NODE_LAMBDA] = "lambda",
        [NODE_WALRUS] = "named expression",
        [NODE_CALL] = "function call",
        [NODE_INDEX] = "subscript",
        [NODE_ATTRIBUTE] = "attribute",
        [NODE_LISTCOMP] = "list comprehension",
        [NODE_SETCOMP] = "set comprehension",
        [NODE_DICTCOMP] = "dict comprehension",
        [NODE_GENERATOR] = "generator expression",
    };
    while (node && node->kind == NODE_PAREN)
        node = node->kid;
    const char *sort = node && node->kind < sizeof sorts / sizeof *sorts ? sorts[node->kind] : NULL;
    return sort ? sort : "expression";
}

static const Node *part_of(Matcher *m, Range range)
{
    Place place = place_of(m, range);
    return parse_part(m->run, m->source, place.start, place.end);
}

/* The first part of a target that cannot be one; NULL: all can. `in` of a for is no comparison. */
static const Node *bad_target(const Node *node, bool delete, bool loop)
{
    switch (node->kind) {
    case NODE_PAREN: return bad_target(node->kid, delete, loop);
    case NODE_STAR: return delete ? node : bad_target(node->kid, delete, loop);
    case NODE_TUPLE:
    case NODE_LIST:
        for (const Node *kid = node->kid; kid; kid = kid->next) {
            const Node *bad = bad_target(kid, delete, loop);
            if (bad)
                return bad;
        }
        return NULL;
    case NODE_COMPARE:
        return loop ? node->kid->next->op == NODE_OP_IN ? bad_target(node->kid, delete, loop) : NULL : node;
    case NODE_NAME:
    case NODE_INDEX:
    case NODE_ATTRIBUTE: return NULL;
    default: return node;
    }
}

static int say_target(Matcher *m, Range range, bool delete, bool loop)
{
    const Node *whole = part_of(m, range), *bad = whole ? bad_target(whole, delete, loop) : NULL;
    if (!bad || bad->kind == NODE_HOLE) /* a hole is no Python: for? */
        return -1;
    char text[80];
    snprintf(text, sizeof text, "cannot %s %s", delete ? "delete" : "assign to", sort_of(bad));
    return say_plain(m, SyntaxError, (Place){ bad->start, bad->end }, text);
}

static bool next_is(const Matcher *m, int at, Ask ask)
{
    const Token *token = &m->token[at];
    if (ask == INSIDE)
        return at && token[-1].level > 0;
    int length = token->place.end - token->place.start;
    const char *word = m->source->text + token->place.start, *found;
    if (token->kind != T_NAME)
        return false;
    for (found = asks[ask].words; *found; found++)
        if (*found == ' ' && !strncmp(found + 1, word, (size_t)length) && found[length + 1] == ' ')
            return true;
    return false;
}

static int say(Matcher *, const char *message, const Range *capture, int at);

/* The messages that need a closer look; nothing is said if it shows that all is well. */
static int say_after_look(Matcher *m, const char *what, const Range *capture)
{
    Range a = capture[0], whole = { a.start, capture[1].end };
    if (!strncmp(what, "assign", 6) || !strncmp(what, "delete", 6) || !strncmp(what, "for", 3))
        return say_target(m, a, *what == 'd', *what == 'f');
    bool legacy = a.end == a.start + 1 && next_is(m, a.start, LEGACY);
    if (!strncmp(what, "comma", 5))
        return legacy ? -1
                      : say_plain(m, SyntaxError, place_of(m, whole),
                                  "invalid syntax. Perhaps you forgot a comma?");
    if (!strncmp(what, "legacy", 6))
        return legacy ? say(m, "Missing parentheses in call to '$a'. Did you mean $a(...)?", capture, a.start)
                      : -1;
    int commas = 0;
    bool unpacked = false;
    for (int i = a.start; i < a.end; i++) {
        bool outer = a.start && m->token[i].level <= m->token[a.start - 1].level; /* the call's own */
        commas += outer && m->token[i].kind == T_COMMA;
        unpacked |= m->token[i].kind == T_POWER && (i == a.start || m->token[i - 1].kind == T_COMMA);
    }
    if (!strncmp(what, "generator", 9))
        return commas ? say_plain(m, SyntaxError, place_of(m, whole),
                                  "Generator expression must be parenthesized")
                      : -1;
    return say_plain(m, SyntaxError, place_of(m, a),
                     unpacked ? "positional argument follows keyword argument unpacking"
                              : "positional argument follows keyword argument");
}

/* A message, with what it says of the captures put in; -1. */
static int say(Matcher *m, const char *message, const Range *capture, int at)
{
    if (*message == '@')
        return say_after_look(m, message + 1, capture);
    const Class *class = SyntaxError;
    if (!strncmp(message, "indent ", 7)) {
        class = IndentationError;
        message += 7;
    }
    Text text = { 0 };
    for (const char *c = message; *c; c++) {
        int which =
            (c[0] == '$' || c[0] == '%' || c[0] == '#') && (c[1] == 'a' || c[1] == 'b') ? c[1] - 'a' : -1;
        if (which < 0) {
            text_char(&text, *c);
            continue;
        }
        Place place = place_of(m, capture[which]);
        if (*c == '$')
            text_add(&text, m->source->text + place.start, (size_t)(place.end - place.start));
        else if (*c == '%')
            text_puts(&text, sort_of(part_of(m, capture[which])));
        else
            text_printf(&text, "%d", line_of(m, place.start));
        c++;
    }
    Place place = m->token[at < m->tokens ? at : m->tokens - 1].place;
    if (capture[0].start >= 0 && class == SyntaxError)
        place = place_of(m, (Range){ capture[0].start, capture[capture[1].start >= 0].end });
    say_plain(m, class, place, text_get(&text));
    text_free(&text);
    return -1;
}

/* The kind of a token; what cannot be read, or the end of the text in a bracket, is an error. */
static int token_kind(Matcher *m, int at)
{
    const Token *token = &m->token[at];
    if (token->kind == SCAN_ERROR && !m->said) {
        m->said = true;
        m->run->error = m->scan_error;
    } else if (token->kind == T_END && token->level && !m->said) {
        char text[32];
        snprintf(text, sizeof text, "'%c' was never closed", m->source->text[token->body.start]);
        say_plain(m, SyntaxError, token->body, text);
    }
    return token->kind;
}

static int match_rule(Matcher *m, const Rule *rule, int at)
{
    if (rule->mistakes && m->quiet)
        return -1;
    int16_t *known = NULL;
    if (rule->memo >= 0) {
        if (!m->memo[at]) {
            m->memo[at] = arena_alloc(m->arena, (size_t)memo_count * sizeof **m->memo);
            memset(m->memo[at], 0, (size_t)memo_count * sizeof **m->memo);
        }
        known = &m->memo[at][rule->memo];
        if (*known)
            return *known - 2;
    }
    if (m->nesting++ > NESTING_MAX || !run_deeper(m->run)) {
        m->said = true;
        m->nesting--;
        return say_plain(m, MemoryError, m->token[at].place,
                         "Parser stack overflowed - Python source too complex to parse");
    }
    Range capture[2] = { { -1, -1 }, { -1, -1 } }, *outer = m->capture;
    m->capture = capture;
    int end = match(m, rule->pattern, at);
    m->capture = outer;
    m->nesting--;
    if (known)
        *known = (int16_t)(end + 2);
    return end;
}

static int match_sequence(Matcher *m, const Pattern *pattern, int at)
{
    for (const Pattern *kid = pattern->kid; kid; kid = kid->next)
        if ((at = match(m, kid, at)) < 0)
            return -1;
    return pattern->message ? say(m, pattern->message, m->capture, at) : at;
}

static int match_choice(Matcher *m, const Pattern *pattern, int at)
{
    bool outer = m->cut;
    int end = -1;
    m->cut = false;
    for (const Pattern *kid = pattern->kid; kid && end < 0 && !m->cut && !m->said; kid = kid->next)
        end = match_sequence(m, kid, at);
    m->cut = outer;
    return end;
}

static int match_repeat(Matcher *m, const Pattern *pattern, int at)
{
    int times = 0;
    for (int end; (end = match(m, pattern->kid, at)) >= 0 && end > at; times++) {
        at = end;
        if (pattern->once)
            return at;
    }
    return times < pattern->number || m->said ? -1 : at;
}

static int match_list(Matcher *m, const Pattern *pattern, int at)
{
    int end = match(m, pattern->kid, at);
    while (end >= 0 && !m->said) {
        at = end;
        int next = match(m, pattern->kid->next, at);
        end = next < 0 ? -1 : match(m, pattern->kid, next);
        if (end < 0 && !m->said)
            return at;
    }
    return -1;
}

/* The token behind what the pattern matches from `at` on; -1: it does not match, or there was something to
 * say. */
static int match(Matcher *m, const Pattern *pattern, int at)
{
    if (m->said)
        return -1;
    int end;
    switch (pattern->kind) {
    case TOKEN: return token_kind(m, at) == pattern->number && !m->said ? at + 1 : -1;
    case ASK: return !next_is(m, at, (Ask)pattern->number) ? -1 : pattern->number == INSIDE ? at : at + 1;
    case RULE: return match_rule(m, &rules[pattern->number], at);
    case SEQUENCE: return match_sequence(m, pattern, at);
    case CHOICE: return match_choice(m, pattern, at);
    case REPEAT: return match_repeat(m, pattern, at);
    case LIST: return match_list(m, pattern, at);
    case AHEAD: return match(m, pattern->kid, at) >= 0 ? at : -1;
    case NOT_AHEAD: return match(m, pattern->kid, at) < 0 && !m->said ? at : -1;
    case CUT: m->cut = true; return at;
    case FORCED:
        if (token_kind(m, at) == pattern->number)
            return at + 1;
        if (!m->said) {
            char text[32];
            snprintf(text, sizeof text, "expected '%s'", pattern->number == T_COLON ? ":" : "(");
            say_plain(m, SyntaxError, m->token[at].place, text);
        }
        return -1;
    case CAPTURE:
        end = match(m, pattern->kid, at);
        if (end >= 0)
            m->capture[pattern->number] = (Range){ at, end };
        return end;
    case QUIETLY: {
        bool before = m->quiet;
        m->quiet = true;
        end = match(m, pattern->kid, at);
        m->quiet = before;
        return end;
    }
    }
    return -1;
}

/* The mistake ---------------------------------------------------------------------------------------------
 */

/* The statement's tokens; false: there are too many to look at. The last is END, whose body is the innermost
 * open bracket, or SCAN_ERROR. */
static bool read_tokens(Matcher *m, int start, int limit)
{
    Scanner *s = mem_zeroed(sizeof *s);
    int room = 64;
    m->token = mem_alloc((size_t)room * sizeof *m->token);
    scan_begin(s, m->run, m->source, start, limit, false, true);
    int kind;
    do {
        if (m->tokens == room)
            m->token = mem_resize(m->token, (size_t)(room *= 2) * sizeof *m->token);
        Token *token = &m->token[m->tokens];
        kind = scan(s, token);
        if (kind == SCAN_ERROR) {
            m->scan_error = m->run->error;
            *token = (Token){ .kind = kind, .place = { s->at, s->at } };
            run_clear_error(m->run);
        } else if (kind == T_END && s->brackets) {
            int open = s->bracket[s->brackets - 1].at;
            token->body = (Place){ open, open + 1 };
        }
        m->tokens++;
    } while (kind != T_END && kind != SCAN_ERROR && m->tokens < TOKENS_MAX);
    mem_free(s);
    return kind == T_END || kind == SCAN_ERROR;
}

/* Mistakes in indentation and after a backslash do not stand above others of the same line, as the rest of
 * the scanner's do. */
static bool is_weak(const Error *error)
{
    return class_is(error->class, IndentationError) ||
           !strncmp(error->text, "unexpected character after line", 31);
}

static void forget(Matcher *m)
{
    memset(m->memo, 0, (size_t)m->tokens * sizeof *m->memo);
    arena_reset(m->arena);
}

/* Reads the text twice, as Python does: what the first reading finds wrong stands before all else. */
static void read_twice(Matcher *m)
{
    m->quiet = true;
    match_rule(m, &rules[0], 0);
    m->quiet = false;
    if (m->said)
        return;
    forget(m);
    match_rule(m, &rules[0], 0);
}

static void say_what_is_wrong(Matcher *m, Place failed, bool indent)
{
    const Token *last = &m->token[m->tokens - 1];
    read_twice(m);
    if (indent) { /* Python looks no further */
        if (!m->said)
            say_plain(m, IndentationError, failed, "unexpected indent");
        return;
    }
    if (last->kind == SCAN_ERROR &&
        (!is_weak(&m->scan_error) || (!m->said && failed.start >= last->place.start))) {
        m->run->error = m->scan_error;
        return;
    }
    if (last->kind == T_END && last->level && line_of(m, failed.start) > line_of(m, last->body.start)) {
        m->said = false;
        token_kind(m, m->tokens - 1);
        return;
    }
    if (m->said)
        return;
    say_plain(m, SyntaxError, failed, "invalid syntax");
}

bool syntax_error(Run *run, Source *source, int start, int limit, Place failed, bool indent)
{
    Arena arena = { 0 };
    Matcher m = { .run = run, .source = source, .arena = &arena, .statement = { source, start, limit } };
    if (!rule_count)
        read_rules();
    if (read_tokens(&m, start, limit)) {
        m.memo = mem_zeroed((size_t)m.tokens * sizeof *m.memo);
        say_what_is_wrong(&m, failed, indent);
    } else {
        say_plain(&m, SyntaxError, failed, "invalid syntax");
    }
    mem_free(m.memo);
    mem_free(m.token);
    arena_free(&arena);
    return false;
}
