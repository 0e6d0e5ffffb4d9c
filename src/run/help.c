#include "run/help.h"

#include "eval/eval.h"
#include "run/formats.h"
#include "run/magics.h"
#include "run/teaching.h"
#include "teach/takes.h"

#include <stdlib.h>
#include <string.h>

/* signatures ------------------------------------------------------------------------------------------------
 */

/* The prefix of a home: "np." of a module, "ndarray." of a class, nothing for builtins. */
static void home_add(const Func *f, Text *text)
{
    size_t length = strcspn(f->of, " ");
    if (length == strlen("builtins") && strncmp(f->of, "builtins", length) == 0)
        return;
    text_add(text, f->of, length);
    text_char(text, '.');
}

/* One parameter of the little language of rows, without its kind: "axis: axes = None" is "axis=None". */
static void param_add(const char *param, size_t length, Text *text)
{
    const char *end = param + length, *name_end = param;
    while (name_end < end && *name_end != ':' && *name_end != '=' && *name_end != ' ')
        name_end++;
    text_add(text, param, (size_t)(name_end - param));
    const char *value = memchr(name_end, '=', (size_t)(end - name_end));
    if (!value)
        return;
    value += 1 + strspn(value + 1, " ");
    size_t left = (size_t)(end - value);
    text_char(text, '=');
    if (left == 1 && *value == '?')
        text_puts(text, "<no value>");
    else
        for (size_t i = 0; i < left; i++)
            if (value[i] == '\n')
                text_puts(text, "\\n");
            else
                text_char(text, value[i]);
}

const char *help_param_end(const char *param)
{
    int depth = 0;
    char quote = 0;
    for (; *param; param++)
        if (quote)
            quote = *param == quote ? 0 : quote;
        else if (*param == '\'' || *param == '"')
            quote = *param;
        else if (*param == '(' || *param == '[')
            depth++;
        else if (*param == ')' || *param == ']')
            depth--;
        else if (*param == ',' && depth == 0)
            break;
    return param;
}

void help_signature(const Func *f, Text *text)
{
    home_add(f, text);
    text_puts(text, f->name);
    if (f->style == ATTRIBUTE)
        return;
    text_char(text, '(');
    for (const char *param = f->params ? f->params : ""; *param;) {
        const char *end = help_param_end(param);
        param_add(param, (size_t)(end - param), text);
        param = *end ? end + 1 + strspn(end + 1, " ") : end;
        if (*param)
            text_puts(text, ", ");
    }
    text_char(text, ')');
}

void help_list_functions(FILE *out)
{
    Text text = { 0 };
    FOR_EACH_FUNC(f)
    {
        if (!f->example) /* what is left out */
            continue;
        text_clear(&text);
        help_signature(f, &text);
        fprintf(out, "%s\t%s\n", text_get(&text), f->brief ? f->brief : "");
    }
    text_free(&text);
}

/* subjects --------------------------------------------------------------------------------------------------
 */

static void put_lines(FILE *out, const char *lines)
{
    while (*lines) {
        size_t length = strcspn(lines, "\n");
        fprintf(out, "%s%.*s\n", length ? "   " : "", (int)length, lines);
        lines += length + (lines[length] == '\n');
    }
}

/* Words on lines that fit the window; the first indented by so much, the others by `hang` more. */
static void put_words(const Shell *shell, const char *words, int indent, int hang)
{
    FILE *out = shell->session->run.out;
    int width = shell->out.width < 80 ? shell->out.width : 80, column = indent;
    fprintf(out, "%*s", indent, "");
    for (bool begins = true; *words; begins = false) {
        size_t length = strcspn(words, " ");
        int columns = text_columns(words, length);
        if (!begins && column + 1 + columns > width) {
            column = indent + hang;
            fprintf(out, "\n%*s", column, "");
        } else if (!begins) {
            fputc(' ', out);
            column++;
        }
        fprintf(out, "%.*s", (int)length, words);
        column += columns;
        words += length;
        words += strspn(words, " ");
    }
    fputc('\n', out);
}

static void help_on_func(Shell *shell, const Func *f)
{
    FILE *out = shell->session->run.out;
    Text text = { 0 };
    help_signature(f, &text);
    fputs(ink(shell->out, INK_BOLD), out);
    put_words(shell, text_get(&text), 0, 3);
    fputs(ink(shell->out, INK_PLAIN), out);
    text_free(&text);
    if (f->brief)
        put_words(shell, f->brief, 3, 0);
    const char *other = f->of + strcspn(f->of, " ");
    if (*other)
        fprintf(out, "   also of:%s\n", other);
    Page page = shell_page(shell, shell->out);
    text_clear(&shell->text);
    takes_table(shell->session, f, &page, &shell->text);
    if (shell->text.length)
        fprintf(out, "\n%s", text_get(&shell->text));
    if (f->core)
        fprintf(out, "   shapes: %s\n", f->core);
    if (f->example && *f->example) {
        fputc('\n', out);
        put_lines(out, f->example);
    }
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A heading, and the names of a home in columns, as many as fit; false if there are none. */
static bool put_names(Shell *shell, const char *heading, const char *home)
{
    FILE *out = shell->session->run.out;
    const char **names = NULL;
    size_t count = 0, widest = 0;
    FOR_EACH_FUNC(f) /* but for what operators and functions of Python's stand for */
    if (f->example && func_lives_in(f, home) && strncmp(f->name, "__", 2)) {
        names = mem_resize(names, sizeof *names * (count + 1));
        names[count++] = f->name;
        widest = strlen(f->name) > widest ? strlen(f->name) : widest;
    }
    if (!count)
        return false;
    fputs(heading, out);
    qsort(names, count, sizeof *names, by_text);
    int width = shell->out.width < 80 ? shell->out.width : 80, columns = (width - 3) / (int)(widest + 2);
    columns = columns > 0 ? columns : 1;
    size_t rows = (count + (size_t)columns - 1) / (size_t)columns;
    for (size_t row = 0; row < rows; row++) {
        fputs("  ", out);
        for (size_t i = row; i < count; i += rows)
            fprintf(out, " %-*s", i + rows < count ? (int)widest + 1 : 0, names[i]);
        fputc('\n', out);
    }
    mem_free(names);
    return true;
}

static const Func *func_of_class(const Class *class)
{
    FOR_EACH_FUNC(f)
    if (f->class == class)
        return f;
    return NULL;
}

static bool help_on_class(Shell *shell, const Class *class)
{
    char room[100];
    const Func *f = func_of_class(class);
    if (f)
        help_on_func(shell, f);
    else
        fprintf(shell->session->run.out, "class %s\n", class_full_name(class, room, sizeof room));
    if (!class->home || !put_names(shell, "\n   its attributes and methods:\n", class->home))
        return true;
    const Class *other =
        NULL; /* the ancestor with names of its own, but for object, which has none to show */
    for (const Class *c = class->parent[0]; c; c = c->parent[0])
        if (c->home && c->parent[0] && strcmp(c->home, class->home))
            other = c;
    if (other)
        fprintf(shell->session->run.out, "   and those of %s%s\n", other->module ? "np." : "", other->name);
    return true;
}

/* Text as it was written, on one line and without comments. */
static void source_line_add(const Source *source, int start, int end, Text *text)
{
    char quote = 0;
    for (int i = start; i < end; i++) {
        char c = source->text[i];
        if (!quote && c == '#')
            i += (int)strcspn(source->text + i, "\n"), c = '\n';
        quote = quote ? (c == quote ? 0 : quote) : c == '\'' || c == '"' ? c : 0;
        if (quote || !strchr(" \t\r\n\\", c))
            text_char(text, c);
        else if (text->length && text->at[text->length - 1] != ' ' && text->at[text->length - 1] != '(')
            text_char(text, ' ');
    }
    while (text->length && strchr(" ,", text->at[text->length - 1]))
        text->at[--text->length] = 0;
}

/* Of the user's own function: how it is called, and its docstring; or all of its text. */
static bool help_on_function(Shell *shell, const Node *node, const Function *f, bool source)
{
    FILE *out = shell->session->run.out;
    const Node *code = f->code->node;
    Text text = { 0 };
    if (source && code->kind == NODE_DEF) {
        text_add(&text, f->source->text + code->start, (size_t)(code->end - code->start));
        while (text.length && strchr(" \t\r\n", text.at[text.length - 1]))
            text.at[--text.length] = 0;
        put_lines(out, text_get(&text));
        text_free(&text);
        return true;
    }
    if (code->kind == NODE_DEF) {
        text_printf(&text, "%s(", name_text(code->name));
        source_line_add(f->source, code->kid->start, code->kid->end, &text);
        text_char(&text, ')');
    } else {
        if (node->kind == NODE_NAME)
            text_printf(&text, "%s = ", name_text(node->name));
        source_line_add(f->source, code->start, code->end, &text);
    }
    fputs(ink(shell->out, INK_BOLD), out);
    put_words(shell, text_get(&text), 0, 3);
    fputs(ink(shell->out, INK_PLAIN), out);
    text_free(&text);
    Value doc, of = { .tag = V_FUNCTION, .object = (Object *)f };
    if (!get_attribute(shell->session, of, "__doc__", &doc))
        return false;
    if (doc.tag == V_STR)
        put_lines(out, doc.str->text);
    value_drop(doc);
    return true;
}

/* Of any other value: its tag or type, and its text. */
static bool help_on_value(Shell *shell, const Node *node, Value v)
{
    FILE *out = shell->session->run.out;
    Text text = { 0 };
    if (node->kind == NODE_NAME)
        text_printf(&text, "%s: ", name_text(node->name));
    if (!tag_text(&shell->session->run, v, &text))
        text_puts(&text, value_type_name(v));
    fprintf(out, "%s%s%s\n", ink(shell->out, INK_BOLD), text_get(&text), ink(shell->out, INK_PLAIN));
    text_clear(&text);
    bool shown = value_repr(&shell->session->run, v, &text);
    if (shown)
        put_lines(out, text_get(&text));
    text_free(&text);
    return shown;
}

/* help('np.dot'): a function by its name; false: there is none. */
static bool help_on_named(Shell *shell, const char *name)
{
    char home[60];
    const char *dot = strrchr(name, '.');
    bool numpy = !strncmp(name, "numpy", 5); /* whose rows are at home in np */
    snprintf(home, sizeof home, "%s%.*s", numpy ? "np" : "", dot ? (int)(dot - name) - 5 * numpy : 0,
             name + 5 * numpy);
    const Func *row = func_find(dot ? home : "builtins", dot ? dot + 1 : name);
    if (row)
        help_on_func(shell, row);
    return row != NULL;
}

/* A module: its names, and the modules in it. */
static void help_on_module(Shell *shell, const Module *module)
{
    fprintf(shell->session->run.out, "%s: the names of the module %s\n", module->name, module->full);
    put_names(shell, "", module->name);
    Text below = { 0 };
    for (const Module *m = modules_below(module, NULL); m; m = modules_below(module, m))
        text_printf(&below, "%s%s", below.length ? ", " : "its modules: ", m->name);
    if (below.length)
        put_words(shell, text_get(&below), 3, 3);
    text_free(&below);
}

static bool help_on_any(Shell *shell, const Node *node, Value v, bool source)
{
    switch (v.tag) {
    case V_FUNC: help_on_func(shell, v.func); return true;
    case V_METHOD: help_on_func(shell, v.method->func); return true;
    case V_FUNCTION: return help_on_function(shell, node, (const Function *)v.object, source);
    case V_CLASS: return help_on_class(shell, v.class);
    case V_MODULE: help_on_module(shell, v.module); return true;
    case V_STR:
        if (node->kind == NODE_STRING && help_on_named(shell, v.str->text))
            return true;
        return help_on_value(shell, node, v);
    default: return help_on_value(shell, node, v);
    }
}

static void help_on_magic(Shell *shell, const Magic *magic)
{
    FILE *out = shell->session->run.out;
    fprintf(out, "%s%%%s%s%s%s\n", ink(shell->out, INK_BOLD), magic->name, *magic->params ? " " : "",
            magic->params, ink(shell->out, INK_PLAIN));
    put_words(shell, magic->brief, 3, 0);
    for (const char *line = magic->tells; *line;) {
        int length = (int)strcspn(line, "\n");
        Text text = { 0 };
        text_add(&text, line, (size_t)length);
        if (*line == ' ')
            fprintf(out, "   %s\n", text_get(&text));
        else
            put_words(shell, text_get(&text), 3, 0);
        text_free(&text);
        line += length + (line[length] == '\n');
    }
}

/* The command of a name that is nothing else; NULL: none. */
static const Magic *magic_of(Shell *shell, const Node *node)
{
    if (node->kind != NODE_NAME || session_get(shell->session, node->name).tag != V_ABSENT)
        return NULL;
    const char *word = name_text(node->name);
    return magic_named(word, strlen(word));
}

bool help_on(Shell *shell, const Tree *tree, const Node *expression, bool source)
{
    Value v;
    while (expression->kind == NODE_PAREN)
        expression = expression->kid;
    const Magic *magic = magic_of(shell, expression);
    if (magic)
        return help_on_magic(shell, magic), true;
    bool evaluated = shell_evaluate(shell, tree, expression, &v) && help_on_any(shell, expression, v, source);
    value_drop(v);
    return evaluated;
}

/* What is typed, and beside it, or where the window is narrow under it, what it does. */
static void put_row(Shell *shell, const char *typed, const char *does)
{
    enum { INDENT = 3, UNDER = 6, BESIDE = 33, NARROW = 24 };
    Page page = shell_page(shell, shell->out);
    FILE *out = shell->session->run.out;
    int at = page.width - BESIDE < NARROW ? UNDER : BESIDE,
        used = INDENT + text_columns(typed, strlen(typed));
    bool beside = at == BESIDE && used < BESIDE;
    Text words = { 0 };
    page_paragraph(&page, &words, at, does);
    fprintf(out, "%*s%s%s%s", INDENT, "", typed, beside ? "" : "\n", text_get(&words) + (beside ? used : 0));
    text_free(&words);
}

bool help_overview(Shell *shell)
{
    static const struct {
        const char *typed, *does;
    } examples[] = {
        { "np.dot([1, 2], [3, 4])", "its value, with its shape and dtype" },
        { "A = np.ones((2, 3)); A.T @ A", "a name keeps a value" },
        { "np.dot?  or  help(np.dot)", "what a function does, with an example" },
        { "np?", "all that np holds" },
        { "f??", "the text of a function of yours" },
        { "A?", "what a variable is" },
    };
    put_words(shell, "Type an expression, as in Python with NumPy:", 0, 3);
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++)
        put_row(shell, examples[i].typed, examples[i].does);
    put_words(shell, "Commands (the % may be left out where no variable has the name):", 0, 3);
    Text typed = { 0 };
    for (const Magic *magic = magics; magic->name; magic++) {
        text_clear(&typed);
        text_printf(&typed, "%%%s%s%s", magic->name, *magic->params ? " " : "", magic->params);
        put_row(shell, text_get(&typed), magic->brief);
    }
    text_free(&typed);
    return true;
}
