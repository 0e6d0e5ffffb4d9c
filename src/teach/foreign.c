#include "teach/foreign.h"

#include "eval/eval.h"
#include "lang/parser.h"
#include "teach/advice.h"
#include "teach/problem.h"
#include "tensor/symbol.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const char head[] = "Traceback (most recent call last)"; /* then a colon, but in IPython's */

/* reading -------------------------------------------------------------------------------------------------
 */

static bool begins(const char *text, const char *with) { return strncmp(text, with, strlen(with)) == 0; }

/* How a traceback begins. IPython draws a line, and has the error's class before the words. */
typedef struct Head {
    size_t length;     /* 0: the text begins with none */
    const char *class; /* NULL: not told yet */
    size_t name;       /* its length */
    bool unfinished;   /* no more than IPython's line is there */
} Head;

static Head read_head(const char *text)
{
    enum { DRAWN = 40 };
    if (begins(text, head))
        return (Head){ .length = strlen(head) };
    size_t dashes = strspn(text, "-");
    const char *at = dashes < DRAWN ? text : text + dashes;
    at += *at == '\r';
    at += *at == '\n';
    Head found = { .class = at, .unfinished = dashes >= DRAWN && !*at };
    while (isalnum((unsigned char)at[found.name]) || at[found.name] == '_')
        found.name++;
    at += found.name;
    size_t blanks = strspn(at, " ");
    if (found.name && blanks && begins(at + blanks, head))
        found.length = (size_t)(at + blanks - text) + strlen(head);
    return found;
}

/* Whether a line is the error itself, with which a traceback ends; IPython's places begin their lines, too.
 */
static bool is_error(const Head *known, const char *line)
{
    if (!known->class)
        return !strchr(" \t\r\n", *line);
    return !strncmp(line, known->class, known->name) && strchr(":\r\n", line[known->name]);
}

int traceback_length(const char *text, bool *unfinished)
{
    Head known = read_head(text);
    *unfinished = known.unfinished;
    if (!known.length)
        return 0;
    const char *line = text + known.length;
    line += strcspn(line, "\n");
    *unfinished = true;
    while (*line) {
        line++;
        size_t length = strcspn(line, "\n");
        if (is_error(&known, line)) {
            *unfinished = !line[length];
            return (int)(line + length + (line[length] == '\n') - text);
        }
        line += length;
    }
    return 0;
}

/* What a traceback says. */
typedef struct Traceback {
    const char *error; /* its last line */
    const char *class; /* "ValueError" */
    const char *text;  /* the message; NumPy's blanks at the end of a line may be lost */
    const char *code;  /* the line of the user's code that is nearest to the error, or one that stands for it;
                          NULL: none */
    const char *shown; /* NULL: there was none */
    const char *missing; /* the name that is not defined; "": there is none */
} Traceback;

/* A message without what Python's prompt adds to it. */
static const char *without_guess(Arena *arena, const char *text)
{
    static const char *const guesses[] = { ". Did you mean: ", ". Did you forget to import " };
    for (size_t i = 0; i < sizeof guesses / sizeof *guesses; i++) {
        const char *at = strstr(text, guesses[i]);
        if (at)
            return arena_text(arena, text, (size_t)(at - text));
    }
    return text;
}

/* What stands between a word and the next quote or the end. */
static const char *quoted_after(Arena *arena, const char *text, const char *words)
{
    const char *at = strstr(text, words);
    at = at ? at + strlen(words) : "";
    return arena_text(arena, at, strcspn(at, "'"));
}

/* A line of code that fails with a message, with A and B for its operands; NULL: none is known. */
static const char *code_for(Arena *arena, const char *text)
{
    static const struct {
        const char *form, *code;
    } rows[] = {
        { "shapes * not aligned: *", "np.dot(A, B)" },
        { "matmul: Input operand *", "A @ B" },
        { "solve: Input operand *", "np.linalg.solve(A, B)" },
        { "operands could not be broadcast together with shapes *", "A + B" },
        { "all the input array dimensions except * along dimension 0,*", "np.concatenate((A, B), axis=1)" },
        { "all the input array dimensions except *", "np.concatenate((A, B))" },
        { "all the input arrays must have same number of dimensions*", "np.concatenate((A, B))" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (text_is(text, rows[i].form))
            return rows[i].code;
    long number = strtol(text + strcspn(text, "-0123456789"), NULL, 10);
    if (text_is(text, "cannot reshape array of size * into shape (*)")) {
        const char *shape = strstr(text, "into shape (") + strlen("into shape (");
        Text sizes = { 0 };
        for (; *shape && *shape != ')'; shape++)
            if (!strncmp(shape, "newaxis", 7)) {
                text_puts(&sizes, "-1");
                shape += 6;
            } else
                text_char(&sizes, *shape);
        const char *code = arena_printf(arena, "A.reshape(%s)", text_get(&sizes));
        text_free(&sizes);
        return code;
    }
    const char *axis = strstr(text, "for axis ");
    if (axis && text_is(text, "index * is out of bounds for axis * with size *")) {
        Text before = { 0 };
        for (int i = atoi(axis + strlen("for axis ")); i > 0 && before.length < 60; i--)
            text_puts(&before, ":, ");
        const char *code = arena_printf(arena, "A[%s%ld]", text_get(&before), number);
        text_free(&before);
        return code;
    }
    if (text_is(text, "axis * is out of bounds for array of dimension *"))
        return arena_printf(arena, "np.sum(A, axis=%ld)", number);
    if (text_is(text, "module 'numpy*' has no attribute '*'"))
        return arena_printf(arena, "np%s.%s", quoted_after(arena, text, "module 'numpy"),
                            quoted_after(arena, text, "no attribute '"));
    if (text_is(text, "name '*' is not defined"))
        return quoted_after(arena, text, "name '");
    return NULL;
}

/* The code that an arrow of IPython's points at, "----> 2 Z = X @ W"; NULL: there is none. */
static const char *pointed_at(const char *line)
{
    size_t shaft = strspn(line, "-");
    if (shaft < 2 || line[shaft] != '>')
        return NULL;
    line += shaft + 1;
    line += strspn(line, " ");
    size_t digits = strspn(line, "0123456789");
    return digits ? line + digits + strspn(line + digits, " \t") : NULL;
}

/* The code of the last frame that is none of a library's. */
static Traceback read_traceback(const char *text, int length, Arena *arena)
{
    Traceback t = { 0 };
    Head known = read_head(text);
    bool own = known.class != NULL, wanted = false;
    const char *end = text + length, *line = text + known.length;
    for (line += strcspn(line, "\n"), line += line < end; line < end;) {
        size_t size = strcspn(line, "\n");
        char *copy = arena_text(arena, line, size);
        const char *bare = copy + strspn(copy, " \t"), *pointed = known.class ? pointed_at(bare) : NULL;
        bool place = known.class ? *copy && bare == copy && !pointed : begins(bare, "File \"");
        if (is_error(&known, copy) && *copy) {
            t.error = copy;
            break;
        } else if (place) {
            own = !strstr(bare, "site-packages") && !strstr(bare, "__array_function__") &&
                  !strstr(bare, "/lib/python");
            wanted = own && !known.class;
        } else if (pointed && own && *pointed)
            t.code = pointed;
        else if (wanted && *bare) {
            t.code = bare;
            wanted = false;
        }
        line += size + (line + size < end);
    }
    t.error = t.error ? t.error : "";
    size_t name = strcspn(t.error, ":");
    t.class = arena_text(arena, t.error, name);
    t.text = t.error + name + (t.error[name] == ':');
    t.text += *t.text == ' ';
    t.text = without_guess(arena, t.text);
    t.shown = t.code;
    t.missing = text_is(t.text, "name '*' is not defined") ? quoted_after(arena, t.text, "name '") : "";
    if (!t.code)
        t.code = code_for(arena, t.text);
    return t;
}

/* Whether two messages are the same but for blanks at their ends. */
static bool same_text(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b);
    while (n && isspace((unsigned char)a[n - 1]))
        n--;
    while (m && isspace((unsigned char)b[m - 1]))
        m--;
    return n == m && !memcmp(a, b, n);
}

/* The expression or assignment of a line: without the words and the colon of a compound statement. */
static const char *statement_of(const char *code, Arena *arena)
{
    static const char *const words[] = { "return ", "if ", "elif ", "while ", "assert ", "yield ", "print " };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (begins(code, words[i])) {
            code += strlen(words[i]);
            break;
        }
    const char *in = begins(code, "for ") ? strstr(code, " in ") : NULL;
    code = in ? in + 4 : code;
    size_t length = strlen(code);
    while (length && (isspace((unsigned char)code[length - 1]) || code[length - 1] == ':'))
        length--;
    return arena_text(arena, code, length);
}

/* shapes --------------------------------------------------------------------------------------------------
 */

enum { OPERANDS = 4 };

/* The shapes that a message names, as Shape; those that it does not name in full have symbols. */
typedef struct Shapes {
    int count;
    Shape shape[OPERANDS];
} Shapes;

static void add_size(Shape *shape, int64_t size)
{
    if (shape->ndim < AXES_MAX)
        shape->dim[shape->ndim++] = size;
}

static int64_t symbol(Session *s, int i)
{
    static const char *const names[] = { "m", "n", "p", "q", "r", "s" };
    Symbol *made = symbol_make(&s->run, names[i % 6]);
    return made ? made->code : 1;
}

/* "(2,3)" and the like, in order. */
static void read_written(const char *text, Shapes *out)
{
    for (; (text = strchr(text, '(')) && out->count < OPERANDS; text++) {
        char *at = (char *)text + 1;
        Shape shape = { 0 };
        while (isdigit((unsigned char)*at)) {
            add_size(&shape, strtoll(at, &at, 10));
            at += *at == ',';
            at += *at == ' ';
        }
        if (*at == ')' && (shape.ndim != 1 || at[-1] == ','))
            out->shape[out->count++] = shape;
    }
}

static long number_after(const char *text, const char *words)
{
    const char *at = strstr(text, words);
    return at ? strtol(at + strlen(words), NULL, 10) : -1;
}

/* What a message lets one know of the shapes of the operands; variant: another guess of what it leaves open.
 */
static void read_shapes(Session *s, const char *text, int variant, Shapes *out)
{
    *out = (Shapes){ .count = 0 };
    Shape *first = &out->shape[0], *second = &out->shape[1];
    first->ndim = second->ndim = 0;
    long size = number_after(text, "(size "), other = number_after(text, "is different from ");
    if (size >= 0 && other >= 0) { /* matmul */
        if (variant < 2)
            add_size(first, symbol(s, 0));
        add_size(first, other);
        add_size(second, size);
        if (variant % 2 == 0)
            add_size(second, symbol(s, 1));
        out->count = 2;
        return;
    }
    long axis = number_after(text, "for axis "), dimension = number_after(text, "array of dimension ");
    if ((size = number_after(text, "with size ")) >= 0 &&
        axis >= 0) { /* index 5 is out of bounds for axis 1 with size 3 */
        for (int i = 0; i < axis; i++)
            add_size(first, symbol(s, i));
        add_size(first, size);
        if (variant == 1)
            add_size(first, symbol(s, (int)axis));
        out->count = 1;
        return;
    }
    if (dimension < 0)
        dimension = number_after(text, "array is "); /* 1-dimensional, but 2 were indexed */
    if (dimension >= 0) {
        for (int i = 0; i < dimension; i++)
            add_size(first, symbol(s, i));
        out->count = 1;
        return;
    }
    if ((size = number_after(text, "reshape array of size ")) >= 0) {
        add_size(first, size);
        out->count = 1;
        return;
    }
    long along = number_after(text, "along dimension ");
    const char *one = strstr(text, " has size "), *two = one ? strstr(one + 1, " has size ") : NULL;
    if (along >= 0 && two) { /* arrays that are joined */
        for (int k = 0; k < 2; k++) {
            Shape *shape = &out->shape[k];
            shape->ndim = 0;
            for (int i = 0; i <= along || i < 2; i++)
                add_size(shape, i == along ? strtol((k ? two : one) + 10, NULL, 10) : symbol(s, i));
        }
        out->count = 2;
        return;
    }
    const char *has = strstr(text, " has "), *then = has ? strstr(has + 1, " has ") : NULL;
    if (then && strstr(text, "dimension(s)")) {
        for (int k = 0; k < 2; k++) {
            long axes = strtol((k ? then : has) + 5, NULL, 10);
            out->shape[k].ndim = 0;
            for (int i = 0; i < axes; i++)
                add_size(&out->shape[k], symbol(s, i + (axes < 2)));
        }
        out->count = 2;
        return;
    }
    read_written(text, out);
}

/* happening again -----------------------------------------------------------------------------------------
 */

/* What stands for an operand while the error is made to happen again. */
typedef struct Stand {
    const char *name, *text; /* the name that is declared, and the code that it stands for */
    bool simple;
} Stand;

typedef struct Again {
    Session *session;
    Parser *parser;
    Arena *arena;
    const Traceback *traceback;
    Explanation *out;
    bool explained;
    bool declared; /* the shapes are the message's; else any */
    int stands;
    Stand stand[OPERANDS];
} Again;

static _Thread_local Again *again;

static void on_failure(Session *s, const Failure *failure)
{
    if (!again->explained)
        explain_failure(s, failure, again->out);
    again->explained = true;
}

/* The operands of a node that can be arrays, in the order of the source; how many. */
static int operands_of(const Node *node, const Node *operand[OPERANDS])
{
    const Node *first = node->kid;
    int n = 0;
    if (node->kind == NODE_CALL && first) {
        const Node *sequence = first->next;
        if (first->kind == NODE_ATTRIBUTE && first->kid->kind != NODE_NAME)
            operand[n++] = first->kid;
        else if (first->kind == NODE_ATTRIBUTE && strcmp(name_text(first->kid->name), "np") &&
                 strcmp(name_text(first->kid->name), "numpy") && strcmp(name_text(first->kid->name), "math"))
            operand[n++] = first->kid;
        first = first->next;
        if (sequence && (sequence->kind == NODE_TUPLE || sequence->kind == NODE_LIST))
            first = sequence->kid;
    }
    for (; first && n < OPERANDS; first = first->next) {
        const Node *kid = first->kind == NODE_COMPARATOR ? first->kid : first;
        while (kid->kind == NODE_PAREN)
            kid = kid->kid;
        if (kid->kind == NODE_NAME || (kid->kind >= NODE_UNARY && kid->kind <= NODE_COMPARE) ||
            (kid->kind >= NODE_CALL && kid->kind <= NODE_ATTRIBUTE))
            operand[n++] = kid;
        if (node->kind == NODE_INDEX)
            break;
    }
    return n;
}

static void declare(Session *s, const char *name, const Shape *shape)
{
    Tensor *typed = tensor_typed(FLOAT64, shape->ndim, shape->dim);
    session_set(s, name_of(name, (int)strlen(name)), value_array(typed));
    tensor_drop(typed);
    s->run.reach = RUN_WHERE_DATA;
}

static const char *copied(Again *a, const char *text, int length)
{
    return arena_text(a->arena, text, (size_t)length);
}

/* The code with names in place of its operands, which are declared; operands that are names keep theirs. */
static const char *with_stands(Again *a, const char *code, const Node *whole, int n,
                               const Node *const operand[], const Shapes *shapes)
{
    Text text = { 0 };
    int at = whole->start;
    a->stands = 0;
    for (int i = 0; i < n; i++) {
        const Node *node = operand[i];
        const char *name =
            node->kind == NODE_NAME ? name_text(node->name) : arena_printf(a->arena, "operand_%d", i);
        if (node->start < at)
            continue;
        text_add(&text, code + at, (size_t)(node->start - at));
        text_puts(&text, name);
        at = node->end;
        if (node->kind != NODE_NAME)
            a->stand[a->stands++] = (Stand){ name, copied(a, code + node->start, node->end - node->start),
                                             node->kind >= NODE_CALL && node->kind <= NODE_ATTRIBUTE };
        declare(a->session, name, &shapes->shape[i]);
    }
    text_add(&text, code + at, (size_t)(whole->end - at));
    const char *result = copied(a, text_get(&text), (int)text.length);
    text_free(&text);
    return result;
}

/* Names that nothing is known of become arrays of so many elements, so that the line can be evaluated at all;
 * 0: the number 0. The one that is missing stays so. */
static void declare_names(Session *s, const Node *node, int64_t elements, const char *missing)
{
    if (node->kind == NODE_NAME && strcmp(name_text(node->name), missing) &&
        session_get(s, node->name).tag == V_ABSENT && builtin_value(s, node->name).tag == V_ABSENT) {
        Tensor *t = elements ? tensor_zeros(&s->run, FLOAT64, 1, &elements) : NULL;
        session_set(s, node->name, t ? value_array(t) : value_int(0));
        tensor_drop(t);
    }
    for (const Node *kid = node->kid; kid; kid = kid->next)
        declare_names(s, kid, elements, missing);
}

/* Evaluates; whether the very same error came of it. */
static bool happens(Again *a, const char *code)
{
    Session *s = a->session;
    Source *source = source_new("<traceback>", 1, code, (int)strlen(code));
    Tree tree;
    int at = 0;
    bool same = false;
    a->explained = false;
    explanation_clear(a->out);
    if (parser_next(a->parser, &s->run, source, &at, READ_FILE, true, &tree) == PARSE_TREE &&
        !session_run(s, &tree)) {
        char room[100];
        const char *class = class_full_name(s->run.error.class, room, sizeof room);
        const char *said = symbols_spelled(&s->run, s->run.error.text); /* of which there is the first line */
        same = same_text(arena_text(a->arena, said, strcspn(said, "\n")), a->traceback->text) &&
               (same_text(class, a->traceback->class) ||
                same_text(s->run.error.class->name, a->traceback->class));
    }
    run_forget_trial(&s->run);
    source_drop(source);
    return same && a->explained;
}

static Session *new_session(FILE *nowhere)
{
    Session *s = session_new(nowhere, nowhere);
    s->run.warn = NULL;
    s->on_failure = on_failure;
    return s;
}

/* Tries the parts of a line, the innermost first. */
static bool try_parts(Again *a, const char *code, const Node *node, FILE *nowhere, const char **limit)
{
    for (const Node *kid = node->kid; kid; kid = kid->next)
        if (try_parts(a, code, kid, nowhere, limit))
            return true;
    const Node *operand[OPERANDS];
    bool has_operands = node->kind == NODE_BINARY || node->kind == NODE_CALL || node->kind == NODE_COMPARE ||
                        node->kind == NODE_INDEX || node->kind == NODE_AUGMENTED;
    int n = has_operands ? operands_of(node, operand) : 0;
    for (int variant = 0; variant < 4 && n; variant++) {
        a->session = new_session(nowhere);
        a->session->eval_limit = a->session->run.stack_limit = *limit;
        Shapes shapes;
        read_shapes(a->session, a->traceback->text, variant, &shapes);
        if (node->kind == NODE_AUGMENTED && shapes.count == 3)
            shapes.count = 2; /* the third is the left one again */
        bool fits = shapes.count > 0 && n >= shapes.count;
        const char *part = fits ? with_stands(a, code, node, shapes.count, operand, &shapes) : NULL;
        if (fits && node->kind == NODE_INDEX)
            declare_names(a->session, node, 0, "");
        bool same = fits && happens(a, part);
        session_free(a->session);
        if (same)
            return a->declared = true;
        if (!fits)
            break;
    }
    return false;
}

/* texts back ----------------------------------------------------------------------------------------------
 */

/* A text with what stood for operands replaced by them. */
static const char *restored(Again *a, const char *text)
{
    for (int i = 0; text && i < a->stands; i++) {
        const Stand *stand = &a->stand[i];
        const char *at;
        size_t length = strlen(stand->name);
        while ((at = strstr(text, stand->name))) {
            bool held = !stand->simple && (at[length] == '.' || at[length] == '[');
            text = arena_printf(&a->out->arena, "%.*s%s%s%s%s", (int)(at - text), text, held ? "(" : "",
                                stand->text, held ? ")" : "", at + length);
        }
    }
    return text;
}

static void restore(Again *a)
{
    Explanation *e = a->out;
    for (int i = 0; i < e->fixes; i++) {
        e->fix[i].code = restored(a, e->fix[i].code);
        e->fix[i].remark = restored(a, e->fix[i].remark);
        if (!a->declared)
            e->fix[i].shapes = e->fix[i].result = "";
    }
    e->brief = restored(a, e->brief);
    e->diagram.sentence = restored(a, e->diagram.sentence);
    for (int i = 0; i < e->diagram.rows; i++)
        e->diagram.row[i].label = restored(a, e->diagram.row[i].label);
}

bool explain_traceback(const char *text, int length, Explanation *out, const char **error, const char **line)
{
    Arena arena = { 0 };
    Traceback traceback = read_traceback(text, length, &arena);
    Again a = { .parser = parser_new(), .arena = &arena, .traceback = &traceback, .out = out };
    FILE *nowhere = fopen("/dev/null", "w");
    const char *limit = (const char *)__builtin_frame_address(0) - (1 << 20);
    bool same = false;
    again = &a;
    if (traceback.code && nowhere) {
        const char *code = statement_of(traceback.code, &arena);
        Source *source = source_new("<traceback>", 1, code, (int)strlen(code));
        Session *s = a.session = new_session(nowhere);
        s->eval_limit = s->run.stack_limit = limit;
        Tree tree;
        int at = 0;
        bool parsed = parser_next(a.parser, &s->run, source, &at, READ_FILE, true, &tree) == PARSE_TREE;
        if (parsed) {
            same = try_parts(&a, code, tree.root, nowhere, &limit);
            static const int64_t sizes[] = { 3, 1 };
            for (int i = 0; i < 2 && !a.declared && !(same && out->fixes);
                 i++) { /* no shapes: whatever they are */
                a.session = new_session(nowhere);
                a.session->eval_limit = a.session->run.stack_limit = limit;
                a.stands = 0;
                declare_names(a.session, tree.root, sizes[i], traceback.missing);
                same = happens(&a, code);
                session_free(a.session);
            }
        }
        run_forget_trial(&s->run);
        session_free(s);
        source_drop(source);
    }
    if (same)
        restore(&a);
    else
        explanation_clear(out);
    source_drop(out->source); /* its places are those of a line that is gone */
    out->source = NULL;
    out->marks = 0;
    out->place = (Span){ 0 };
    out->shapes_told = false;
    *error = arena_text(&out->arena, traceback.error, strlen(traceback.error));
    *line = traceback.shown ? arena_text(&out->arena, traceback.shown, strlen(traceback.shown)) : NULL;
    again = NULL;
    parser_free(a.parser);
    arena_free(&arena);
    if (nowhere)
        fclose(nowhere);
    return same;
}
