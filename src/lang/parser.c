#include "lang/inside.h"
#include "ndcalc.y.h"

#include <string.h>

enum { DEPTH_MAX = 10000 };   /* of a tree: deeper ones no walk over trees is asked to bear */
enum { WRONG_MAX = 1 << 16 }; /* how far the end is looked for of a logical line that is wrong */

Parser *parser_new(void)
{
    Parser *p = mem_zeroed(sizeof *p);
    p->push = yypstate_new();
    return p;
}

void parser_free(Parser *p)
{
    if (!p)
        return;
    yypstate_delete(p->push);
    mem_free(p->oddity);
    mem_free(p);
}

/* Forgets a statement that was given up half way. */
static void abandon(Parser *p)
{
    yypstate_delete(p->push);
    p->push = yypstate_new();
}

static void begin(Parser *p, Run *run, Source *source)
{
    p->run = run;
    p->source = source;
    p->root = NULL;
    p->nodes = 0;
    p->semicolon = p->check = p->names = p->slips = false;
    p->oddities = 0;
}

/* Hands a token to the grammar. YYPUSH_MORE: go on; 0: that was all; else an error, with run->error set or
 * p->failed. */
static int push(Parser *p, const Token *token)
{
    YYSTYPE value = { 0 };
    Place place = token->place;
    switch (token->kind) {
    case T_NAME: value.T_NAME = token->name; break;
    case T_AUGMENT: value.T_AUGMENT = token->op; break;
    case T_NUMBER: value.T_NUMBER = literal_node(p, token); break;
    case T_STRING: value.T_STRING = literal_node(p, token); break;
    case T_FTEXT: value.T_FTEXT = literal_node(p, token); break;
    case T_MAGIC: value.T_MAGIC = literal_node(p, token); break;
    case T_GLOBAL:
    case T_NONLOCAL: p->names = true; break;
    default: break;
    }
    if (p->run->error.class) {
        abandon(p);
        return 1;
    }
    p->failed = place;
    p->pushed = token->kind;
    return yypush_parse(p->push, token->kind, &value, &place, p);
}

static int push_mark(Parser *p, int kind)
{
    Token token = { .kind = kind, .place = { p->scan.last_end, p->scan.last_end } };
    return push(p, &token);
}

/* Where the statement ends that began with a block's keyword: at a line that is not indented and does not go
 * on with it. */
static bool goes_on(int kind)
{
    return kind == T_ELSE || kind == T_ELIF || kind == T_EXCEPT || kind == T_FINALLY;
}
static bool opens_block(int kind)
{
    return kind == T_IF || kind == T_FOR || kind == T_WHILE || kind == T_DEF || kind == T_WITH ||
           kind == T_TRY || kind == T_AT;
}

static int line_end(const Source *source, int at)
{
    const char *newline = memchr(source->text + at, '\n', (size_t)(source->length - at));
    return newline ? (int)(newline - source->text) : source->length;
}

/* The start of the next line that is not indented and not empty. */
static int next_statement(const Source *source, int at)
{
    do {
        at = line_end(source, at);
        at += at < source->length;
    } while (at < source->length && strchr(" \t\f\r\n", source->text[at]));
    return at;
}

/* Where the logical line ends that holds a place which the grammar refused, by its brackets and quotes; 0: it
 * does not end, or not well. *unfinished: not in this text. */
static int logical_end(Parser *p, Run *run, int start, int place, bool *unfinished)
{
    Scanner *s = &p->scan;
    Token token;
    int kind;
    scan_begin(s, run, p->source, start, p->source->length, false, false);
    do
        kind = scan(s, &token);
    while (kind >= 0 && kind != T_END && (kind != T_NEWLINE || s->at <= place) && s->at - start < WRONG_MAX);
    run_clear_error(run);
    *unfinished = kind == SCAN_UNFINISHED && s->limit - start < WRONG_MAX;
    return kind == T_NEWLINE ? s->at - 1 : 0;
}

/* The statement from `start` on is wrong: at `failed`, unless the run has an error already. In a text that
 * goes on it is wanted whole, so that none of its lines is read as a statement. */
static ParseResult give_up(Parser *p, Run *run, int start, bool whole, int *at)
{
    Source *source = p->source;
    int wrong = !run->error.class                  ? p->failed.end
                : run->error.span.source == source ? run->error.span.end
                                                   : 0;
    int limit = line_end(source, wrong > start ? wrong : start);
    while (limit > start && limit < source->length && source->text[limit - 1] == '\\')
        limit = line_end(source, limit + 1);
    bool unfinished = false;
    int end = run->error.class ? 0 : logical_end(p, run, start, p->failed.start, &unfinished);
    if (unfinished && whole)
        return PARSE_UNFINISHED;
    limit = end > limit ? end : limit;
    if (!run->error.class)
        syntax_error(run, source, start, limit, p->failed, p->pushed == T_INDENT);
    else if (p->scan.at > limit)
        limit = p->scan.at; /* a triple quote that nothing closes has taken the rest of the text */
    if (class_is(run->error.class, SyntaxError))
        habits_note(run, source, start, limit);
    *at = next_statement(source, limit);
    return PARSE_ERROR;
}

/* 1if x, '\d'. False if the warning became an error. */
static bool warn_of_literal(Run *run, Source *source, Place place)
{
    const char *text = source->text + place.start;
    int length = place.end - place.start;
    run->here = (Span){ source, place.start, place.end };
    if (text[0] != '\\')
        return warn(run, SyntaxWarning, "invalid %s literal", literal_number_kind(text, length));
    return warn(run, SyntaxWarning,
                "\"%.*s\" is an invalid %sescape sequence. Such sequences will not work in the future. Did "
                "you mean \"\\%.*s\"? A raw string is also an option.",
                length, text, text[1] >= '0' && text[1] <= '7' ? "octal " : "", length, text);
}

static ParseResult finish(Parser *p, Run *run, Tree *out)
{
    *out = (Tree){ p->source, p->root, p->nodes, p->semicolon };
    if (p->root->depth > DEPTH_MAX) {
        run->here = node_span(out, p->root);
        fail(run, RecursionError, "maximum recursion depth exceeded during compilation");
        return PARSE_ERROR;
    }
    if (p->check && !check_tree(run, out, p->names))
        return PARSE_ERROR;
    for (int i = 0; i < p->oddities; i++)
        if (!warn_of_literal(run, p->source, p->oddity[i]))
            return PARSE_ERROR;
    return !p->slips || warn_of_slips(run, out) ? PARSE_TREE : PARSE_ERROR;
}

static ParseResult read_statement(Parser *p, Run *run, Source *source, int *at, Reading reading, bool last,
                                  Tree *out)
{
    Scanner *s = &p->scan;
    Token token;
    int start = *at, before = T_NEWLINE, previous = T_NEWLINE, status;
    bool compound = false, decorator = false; /* the last line was one */
    begin(p, run, source);
    scan_begin(s, run, source, *at, source->length, reading == READ_TYPED, last);
    for (bool began = false;; began = true) {
        int line_at = s->at, kind = scan(s, &token);
        if (kind == SCAN_UNFINISHED)
            break;
        if (!began) {
            if (kind == T_END) {
                *at = s->at;
                return PARSE_EMPTY;
            }
            start = kind == SCAN_ERROR || kind == T_INDENT ? line_at : token.place.start;
            compound = opens_block(kind);
        }
        if (kind == SCAN_ERROR) {
            if (began)
                abandon(p);
            return give_up(p, run, start, !last && reading == READ_FILE, at);
        }
        bool line_start = began && (previous == T_NEWLINE || previous == T_DEDENT), ends = false;
        if (line_start && kind == T_END && !last)
            break;
        if (kind == SCAN_BLANK || (line_start && kind == T_END)) {
            for (status = YYPUSH_MORE; s->indents && status == YYPUSH_MORE; s->indents--)
                status = push_mark(p, T_DEDENT);
            ends = true;
        } else if (line_start && !s->indents && kind != T_DEDENT && before != T_COLON && !decorator &&
                   !goes_on(kind)) {
            ends = true;
            s->at = line_at;
        }
        if (!began || line_start)
            decorator = kind == T_AT;
        status = ends ? push_mark(p, T_END) : push(p, &token);
        if (status == YYPUSH_MORE && kind == T_NEWLINE && !compound)
            status = push_mark(p, T_END);
        if (status == 0) {
            *at = s->at;
            return finish(p, run, out);
        }
        if (status != YYPUSH_MORE) {
            if (ends)
                p->failed = token.place;
            return give_up(p, run, start, !last && reading == READ_FILE, at);
        }
        before = previous;
        previous = kind;
    }
    abandon(p);
    return PARSE_UNFINISHED;
}

ParseResult parser_next(Parser *p, Run *run, Source *source, int *at, Reading reading, bool last, Tree *out)
{
    if (run->error.class)
        return PARSE_ERROR;
    Span before = run->here;
    run->here = (Span){ source, *at, *at };
    ParseResult result = read_statement(p, run, source, at, reading, last, out);
    run->here = before;
    return result;
}

Node *parse_part(Run *run, Source *source, int start, int end)
{
    Parser *p = parser_new();
    Token token;
    int status = YYPUSH_MORE;
    begin(p, run, source);
    scan_begin(&p->scan, run, source, start, end, false, true);
    p->scan.line_start = false;
    p->scan.bracket[p->scan.brackets++] = (Bracket){ .open = '(' }; /* in which newlines do not count */
    while (status == YYPUSH_MORE) {
        int kind = scan(&p->scan, &token);
        if (kind == SCAN_ERROR)
            break;
        status = kind == T_END ? push_mark(p, T_NEWLINE) : push(p, &token);
        if (kind == T_END && status == YYPUSH_MORE)
            status = push_mark(p, T_END);
    }
    Node *root = status == 0 ? p->root->kid : NULL;
    run_clear_error(run);
    parser_free(p);
    return root && root->kind == NODE_EXPRESSION ? root->kid : NULL;
}
