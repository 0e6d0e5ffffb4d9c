/* noted.c: notes as they are kept, and what more is said of them when somebody asks. */
#include "teach/notes.h"

#include "teach/fixes.h"

#include <stdarg.h>
#include <string.h>

static void free_noted(Noted *noted)
{
    mem_free(noted->text);
    mem_free(noted->more);
    for (int i = 0; i < NOTE_FIXES; i++)
        mem_free(noted->fix[i]);
}

void notes_clear(Notes *notes)
{
    for (int i = 0; i < notes->count; i++)
        free_noted(&notes->at[i]);
    notes->count = 0;
    notes->warned = 0;
    notes->looks = 0;
}

void notes_warned(Notes *notes, const char *text)
{
    if (strstr(text, "invalid value"))
        notes->warned |= WARNED_INVALID;
    else if (strstr(text, "divide by zero"))
        notes->warned |= WARNED_INFINITE;
    else if (strstr(text, "overflow encountered"))
        notes->warned |= WARNED_OVERFLOW;
}

bool notes_open(const Session *s, const Tree *tree, const Node *node)
{
    const Notes *notes = s->watching;
    for (int i = 0; i < notes->count; i++)
        if (notes->at[i].span.source == tree->source && notes->at[i].span.start == node->start &&
            notes->at[i].span.end == node->end)
            return false;
    return notes->count < NOTES_AT_MOST;
}

static char *formatted(const char *format, va_list args)
{
    Text text = { 0 };
    char line[600];
    vsnprintf(line, sizeof line, format, args);
    text_puts(&text, line);
    return text.at;
}

Noted *notes_add(Session *s, const Tree *tree, const Node *node, const char *format, ...)
{
    Notes *notes = s->watching;
    va_list args;
    va_start(args, format);
    Noted *noted = &notes->at[notes->count++];
    *noted = (Noted){ .span = node_span(tree, node), .text = formatted(format, args) };
    va_end(args);
    return noted;
}

void noted_more(Noted *noted, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    mem_free(noted->more);
    noted->more = formatted(format, args);
    va_end(args);
}

void noted_fix(Noted *noted, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    for (int i = 0; i < NOTE_FIXES; i++)
        if (!noted->fix[i]) {
            noted->fix[i] = formatted(format, args);
            break;
        }
    va_end(args);
}

void notes_drop_within(Notes *notes, Span within, const char *beginning)
{
    int kept = 0;
    for (int i = 0; i < notes->count; i++) {
        Noted *noted = &notes->at[i];
        if (noted->span.source == within.source && noted->span.start >= within.start &&
            noted->span.end <= within.end && !strncmp(noted->text, beginning, strlen(beginning)))
            free_noted(noted);
        else
            notes->at[kept++] = *noted;
    }
    notes->count = kept;
}

/* Code is broken into lines nowhere while it is inside a sentence; as a fix it stands alone. */
static char *with_spaces(char *code)
{
    for (char *c = code; *c; c++)
        *c = *c == PAGE_SPACE ? ' ' : *c;
    return code;
}

void note_explained(Session *s, Noted *noted, Explanation *out)
{
    explanation_clear(out);
    Problem p = { .session = s, .name = "", .text = "", .out = out };
    for (int i = 0; i < NOTE_FIXES && noted->fix[i]; i++)
        fix_offer(&p, FIX_SAME, NULL, with_spaces(noted->fix[i]));
    for (int i = 0; i < p.candidates && i < FIXES_MAX; i++)
        out->fix[out->fixes++] = p.candidate[i].fix;
    out->label = "write";
    out->brief = out->diagram.sentence = problem_text(&p, "%s", noted->text);
    out->more = noted->more ? problem_text(&p, "%s", noted->more) : NULL;
    problem_end(&p);
}

/* words ----------------------------------------------------------------------------------------------------
 */

const char *unbroken(const char *code)
{
    for (char *space = strchr(code, ' '); space; space = strchr(space, ' '))
        *space = PAGE_SPACE;
    return code;
}

const char *node_words(Session *s, const Tree *tree, const Node *node, int columns)
{
    const char *text = tree->source->text + node->start;
    int length = node->end - node->start;
    if (text_columns(text, (size_t)length) > columns || memchr(text, '\n', (size_t)length))
        return "…";
    return unbroken(run_text(&s->run, "%.*s", length, text));
}

const char *node_shortened(Session *s, const Tree *tree, const Node *node, int columns)
{
    const char *text = tree->source->text + node->start;
    int length = node->end - node->start;
    if (strcmp(node_words(s, tree, node, columns), "…"))
        return node_words(s, tree, node, columns);
    int head = columns / 2, tail = length - (columns - 1 - head);
    if (tail < head) /* few columns, in several lines */
        head = tail = length / 2;
    while (head > 0 && ((unsigned char)text[head] & 0xc0) == 0x80)
        head--;
    while (tail < length && ((unsigned char)text[tail] & 0xc0) == 0x80)
        tail++;
    char *words = (char *)run_text(&s->run, "%.*s…%s", head, text,
                                   run_text(&s->run, "%.*s", length - tail, text + tail));
    for (char *c = words; *c; c++)
        *c = *c == '\n' ? ' ' : *c;
    return unbroken(words);
}

bool next_index(const Tensor *t, int64_t *index)
{
    for (int i = t->ndim - 1; i >= 0; i--) {
        if (++index[i] < t->dim[i])
            return true;
        index[i] = 0;
    }
    return false;
}

const Node *operand_node(const Evaluated *step, int i)
{
    const Node *node = step->node;
    switch ((NodeKind)node->kind) {
    case NODE_AUGMENTED:
    case NODE_BINARY: return i == 0 ? node->kid : node->kid->next;
    case NODE_COMPARE: return i == 0 ? node->kid : node->kid->next->kid;
    case NODE_UNARY:
    case NODE_ATTRIBUTE: return i == 0 ? node->kid : NULL;
    case NODE_CALL: {
        const Node *arg = node->kid->next;
        int at = 0, given = node->kids - 1;
        if (step->operands > given && i == 0) /* a method's own value */
            return node->kid->kid;
        for (at = step->operands > given; arg && at < i; at++)
            arg = arg->next;
        return arg && arg->kind == NODE_KEYWORD ? arg->kid : arg;
    }
    default: return NULL;
    }
}

const char *operand_words(Session *s, const Evaluated *step, int i, const char *otherwise)
{
    const Node *node = operand_node(step, i);
    const char *text = node ? node_words(s, step->tree, node, 30) : "…";
    return strcmp(text, "…") ? text : otherwise;
}
