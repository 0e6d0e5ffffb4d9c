/* parser.c: any bytes through the parser, in both readings, whole and line by line: it ends, and every place
 * that it tells of is in the text. */
#include "lang/parser.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define DEMAND(condition) ((condition) ? (void)0 : (fputs("not so: " #condition "\n", stderr), abort()))

/* Where a tree's node may stand: no kid outside of its parent. */
static void check_node(const Tree *tree, const Node *node, int start, int end)
{
    int kids = 0;
    DEMAND(start <= node->start && node->start <= node->end && node->end <= end);
    DEMAND(node->number >= 0 && node->number < tree->nodes);
    for (const Node *kid = node->kid; kid; kid = kid->next, kids++) {
        DEMAND(kid->depth < node->depth);
        check_node(tree, kid, 0, tree->source->length);
    }
    DEMAND(kids == node->kids);
}

static void check_result(const Run *run, ParseResult result, const Tree *tree)
{
    if (result == PARSE_TREE)
        check_node(tree, tree->root, 0, tree->source->length);
    DEMAND((result == PARSE_ERROR) == (run->error.class != NULL));
    if (result != PARSE_ERROR)
        return;
    for (int i = -1; i < run->error.notes; i++) {
        Span span = i < 0 ? run->error.span : run->error.note[i].span;
        DEMAND(!span.source ||
               (0 <= span.start && span.start <= span.end && span.end <= span.source->length));
    }
}

static ParseResult next(Parser *parser, Run *run, Source *source, int *at, Reading reading, bool last)
{
    Tree tree;
    int before = *at;
    ParseResult result = parser_next(parser, run, source, at, reading, last, &tree);
    check_result(run, result, &tree);
    DEMAND(*at >= before && *at <= source->length);
    DEMAND(result != PARSE_UNFINISHED || !last);
    DEMAND(result == PARSE_EMPTY || result == PARSE_UNFINISHED || *at > before);
    return result;
}

static void read_whole(Parser *parser, Run *run, const char *text, int length, Reading reading)
{
    Source *source = source_new("<fuzz>", 1, text, length);
    for (int at = 0; next(parser, run, source, &at, reading, true) != PARSE_EMPTY;) {
        run_clear_error(run);
        arena_reset(&run->scratch);
    }
    source_drop(source);
}

static int line_end(const char *text, int length, int at)
{
    const char *newline = at < length ? memchr(text + at, '\n', (size_t)(length - at)) : NULL;
    return newline ? (int)(newline - text) + 1 : length;
}

/* As a session and a pipe read: as many lines as the statement needs. */
static void read_lines(Parser *parser, Run *run, const char *text, int length, Reading reading)
{
    for (int start = 0; start < length;) {
        int end = line_end(text, length, start), at;
        for (;; end = line_end(text, length, end)) {
            Source *source = source_new("<fuzz>", 1, text + start, end - start);
            at = 0;
            ParseResult result = next(parser, run, source, &at, reading, end == length);
            run_clear_error(run);
            arena_reset(&run->scratch);
            source_drop(source);
            if (result != PARSE_UNFINISHED)
                break;
        }
        start = at ? start + at : end;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    struct rlimit stack;
    getrlimit(RLIMIT_STACK, &stack);
    Run run = { .stack_limit = (const char *)__builtin_frame_address(0) - stack.rlim_cur / 2 };
    Parser *parser = parser_new();
    NamesMark mark = names_mark();
    for (Reading reading = READ_TYPED; reading <= READ_FILE; reading++) {
        read_whole(parser, &run, text, (int)size, reading);
        read_lines(parser, &run, text, (int)size, reading);
    }
    names_rewind(mark);
    parser_free(parser);
    arena_free(&run.scratch);
    return 0;
}
