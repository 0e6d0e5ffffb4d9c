#include "repl/complete.h"

#include "eval/eval.h"
#include "run/help.h"
#include "run/magics.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The word to be completed, and where what fits is collected. */
typedef struct Query {
    Shell *shell;
    const char *text;
    Candidates *to;
} Query;

/* Python's words: those that begin an expression, those that go on with one, those of statements. */
static const char *const beginning[] = { "False", "None", "True", "lambda", "not", NULL };
static const char *const going_on[] = { "and", "else", "for", "if", "in", "is", "not", "or", NULL };
static const char *const of_statements[] = { "as",     "assert", "break",  "continue", "def",  "del",
                                             "elif",   "else",   "except", "finally",  "for",  "from",
                                             "global", "if",     "import", "nonlocal", "pass", "raise",
                                             "return", "try",    "while",  "with",     NULL };

/* candidates ------------------------------------------------------------------------------------------------
 */

/* Offers prefix + name + suffix if it begins with the text being completed. */
static void offer(const Query *query, const char *prefix, const char *name, const char *suffix)
{
    Candidates *to = query->to;
    Text whole = { 0 };
    text_printf(&whole, "%s%s%s", prefix, name, suffix);
    bool fits = strncmp(text_get(&whole), query->text, strlen(query->text)) == 0;
    for (int i = 0; fits && i < to->count; i++)
        fits = strcmp(to->text[i], text_get(&whole)) != 0;
    if (fits) {
        if (to->count == to->room)
            to->text =
                mem_resize(to->text, sizeof *to->text * (size_t)(to->room = to->room ? 2 * to->room : 64));
        to->text[to->count++] = strdup(whole.at);
    }
    text_free(&whole);
}

/* Rows of a home; private names only where an underscore was typed. */
static void offer_home(const Query *query, const char *prefix, const char *home)
{
    bool private = query->text[strlen(prefix)] == '_';
    FOR_EACH_FUNC(f)
    if (f->example && func_lives_in(f, home) && (private || *f->name != '_'))
        offer(query, prefix, f->name, "");
}

/* The modules within a module: "linalg" of "np", from the homes of rows. */
static void offer_submodules(const Query *query, const char *prefix, const char *module)
{
    size_t length = strlen(module);
    FOR_EACH_FUNC(f)
    for (const char *of = f->of; *of; of += strcspn(of, " "), of += *of == ' ')
        if (strncmp(of, module, length) == 0 && of[length] == '.') {
            char name[40];
            snprintf(name, sizeof name, "%.*s", (int)strcspn(of + length + 1, " ."), of + length + 1);
            offer(query, prefix, name, "");
        }
}

static void offer_class(const Query *query, const char *prefix, const Class *class)
{
    for (; class; class = class->parent[0]) {
        if (class->home)
            offer_home(query, prefix, class->home);
        if (class->parent[1])
            offer_class(query, prefix, class->parent[1]);
    }
}

/* The value of a chain of names, "np.linalg" or "A.T"; false: there is none. Owned. */
static bool chain_value(Shell *shell, const char *chain, size_t length, Value *out)
{
    Session *session = shell->session;
    size_t first = strcspn(chain, ".");
    first = first < length ? first : length;
    Name name = name_of(chain, (int)first);
    Value v = session_get(session, name);
    if (v.tag == V_ABSENT)
        v = builtin_value(session, name);
    if (v.tag == V_ABSENT)
        return false;
    value_keep(v);
    for (size_t at = first + 1; at < length;) {
        char attribute[80];
        size_t end = at + strcspn(chain + at, ".");
        end = end < length ? end : length;
        snprintf(attribute, sizeof attribute, "%.*s", (int)(end - at), chain + at);
        Value next;
        bool found = get_attribute(session, v, attribute, &next);
        value_drop(v);
        if (!found) {
            run_clear_error(&session->run);
            return false;
        }
        v = next;
        at = end + 1;
    }
    *out = v;
    return true;
}

static void offer_attributes(const Query *query, const char *dot)
{
    Value v;
    if (!chain_value(query->shell, query->text, (size_t)(dot - query->text), &v))
        return;
    char *prefix = mem_text(query->text, (size_t)(dot + 1 - query->text));
    if (v.tag == V_MODULE) {
        offer_home(query, prefix, v.module->name);
        offer_submodules(query, prefix, v.module->name);
    } else
        offer_class(query, prefix, v.tag == V_CLASS ? v.class : value_type(v));
    mem_free(prefix);
    value_drop(v);
}

static bool is_name_char(char c) { return isalnum((unsigned char)c) || c == '_' || c == '.' || (c & 0x80); }

static void offer_words(const Query *query, const char *const words[])
{
    for (int i = 0; words[i]; i++)
        offer(query, "", words[i], "");
}

static bool is_among(const char *const words[], const char *text, size_t length)
{
    for (int i = 0; words[i]; i++)
        if (strlen(words[i]) == length && !strncmp(words[i], text, length))
            return true;
    return false;
}

/* Words that may stand at `start`: after an operand those that go on with it, in brackets none of a
 * statement's. */
static void offer_keywords(const Query *query, const char *line, int start, bool bracketed)
{
    int end = start;
    while (end > 0 && strchr(" \t", line[end - 1]))
        end--;
    int word = end;
    while (word > 0 && is_name_char(line[word - 1]))
        word--;
    const char *before = line + word;
    size_t length = (size_t)(end - word);
    bool value = is_among(beginning, before, length) && strncmp(before, "not", length) && *before != 'l';
    bool operator=
        length && !value &&(is_among(beginning, before, length) || is_among(going_on, before, length) ||
                            is_among(of_statements, before, length));
    bool operand = end > 0 && !operator&&(length || strchr(")]}'\"", line[end - 1]));
    offer_words(query, operand ? going_on : beginning);
    if (!bracketed && (end == 0 || strchr(":;", line[end - 1])))
        offer_words(query, of_statements);
    else if (!bracketed && operand) /* from numpy import linalg as la */
        offer_words(query, (const char *const[]){ "as", "import", NULL });
}

static void offer_variables(const Query *query)
{
    for (Name name = 1; name < name_count(); name++)
        if (session_get(query->shell->session, name).tag != V_ABSENT &&
            (*query->text == '_' || *name_text(name) != '_'))
            offer(query, "", name_text(name), "");
}

static void offer_builtins(const Query *query, bool at_line_start)
{
    offer_home(query, "", "builtins");
    for (const Class *const *class = exception_classes; isupper((unsigned char)*query->text) && *class;
         class ++)
        if (!(*class)->module)
            offer(query, "", (*class)->name, "");
    for (const Magic *magic = magics; at_line_start && magic->name; magic++)
        offer(query, *query->text == '%' ? "%" : "", magic->name, "");
}

static const Module *module_of(const char *dotted, size_t length)
{
    char *name = mem_text(dotted, length);
    const Module *module = module_named(name);
    mem_free(name);
    return module;
}

/* After import and from the modules, after from …  import what stands in one; false: the cursor stands
 * nowhere there. */
static bool offer_imported(const Query *query, const char *line, int start)
{
    const char *end = line + start, *at = end;
    while (at > line && !strchr(";\n", at[-1]))
        at--;
    at += strspn(at, " \t");
    bool from = !strncmp(at, "from ", 5);
    if (!from && strncmp(at, "import ", 7))
        return false;
    at += strcspn(at, " ");
    at += strspn(at, " ");
    size_t length = strcspn(at, " ");
    const Module *outer = NULL;
    if (at + length < end && from && !strncmp(at + length + strspn(at + length, " "), "import ", 7)) {
        outer = module_of(at, length);
        if (outer) {
            offer_home(query, "", outer->name);
            offer_submodules(query, "", outer->name);
        }
        return outer != NULL;
    }
    while (end > line && end[-1] == ' ')
        end--;
    if (at < end && end[-1] != ',')
        return false;
    const char *dot = strrchr(query->text, '.');
    if (dot && !(outer = module_of(query->text, (size_t)(dot - query->text))))
        return true;
    for (const Module *m = modules_below(outer, NULL); m; m = modules_below(outer, m))
        offer(query, "", m->full, "");
    return true;
}

/* the open call ---------------------------------------------------------------------------------------------
 */

/* Where the innermost bracket still open at `end` stands; -1: there is none. Strings are passed over. */
static int open_bracket(const char *line, int end)
{
    int bracket[200], depth = 0;
    char quote = 0;
    for (int i = 0; i < end; i++)
        if (quote) {
            if (line[i] == '\\')
                i++;
            else if (line[i] == quote)
                quote = 0;
        } else if (line[i] == '\'' || line[i] == '"')
            quote = line[i];
        else if (strchr("([{", line[i]) && depth < 200)
            bracket[depth++] = i;
        else if (strchr(")]}", line[i]) && depth > 0)
            depth--;
    return quote || depth == 0 ? -1 : bracket[depth - 1];
}

/* Whether a call between two places has the parameter already. */
static bool is_given(const char *call, size_t length, const char *keyword)
{
    size_t name = strlen(keyword);
    for (const char *at = call; at + name < call + length; at++)
        if ((at == call || !is_name_char(at[-1])) && !strncmp(at, keyword, name) &&
            at[name + strspn(at + name, " ")] == '=')
            return true;
    return false;
}

char complete_quote(const char *line, int end)
{
    char quote = 0;
    for (int i = 0; i < end && line[i]; i++)
        if (quote && line[i] == '\\')
            i++;
        else if (quote)
            quote = line[i] == quote ? 0 : quote;
        else if (line[i] == '\'' || line[i] == '"')
            quote = line[i];
        else if (line[i] == '#')
            return '#';
    return quote;
}

static void offer_parameter(const Query *query, const char *call, size_t length, const char *name)
{
    if (*name && !is_given(call, length, name))
        offer(query, "", name, "=");
}

/* Those of a row that can be given by name; what a method belongs to cannot. */
static void offer_row_parameters(const Query *query, const Func *f, bool bound, const char *call,
                                 size_t length)
{
    const char *first = f->params ? f->params : "";
    for (const char *param = first; *param; param += strspn(param, ", ")) {
        if (*param == '/')
            first = param;
        param = help_param_end(param);
    }
    for (const char *param = first; *param; bound = false) {
        char keyword[40];
        snprintf(keyword, sizeof keyword, "%.*s", (int)strcspn(param, " :=,"), param);
        if (!bound && *param != '*' && *param != '/')
            offer_parameter(query, call, length, keyword);
        param = help_param_end(param);
        param += strspn(param, ", ");
    }
}

/* "axis=" and its like: the parameters of the call that the cursor stands in; false: no argument begins
 * there, or nothing is known of the call. */
static bool offer_parameters(const Query *query, const char *line, int start)
{
    int bracket = open_bracket(line, start), name = bracket, before = start;
    while (before > 0 && line[before - 1] == ' ')
        before--;
    if (bracket < 0 || line[bracket] != '(' || !strchr("(,", line[before - 1]))
        return false;
    while (name > 0 && is_name_char(line[name - 1]))
        name--;
    Value v;
    if (name == bracket || !chain_value(query->shell, line + name, (size_t)(bracket - name), &v))
        return false;
    const char *call = line + bracket + 1;
    size_t length = (size_t)(start - bracket - 1);
    bool known = true;
    if (v.tag == V_FUNC || v.tag == V_METHOD)
        offer_row_parameters(query, v.tag == V_FUNC ? v.func : v.method->func, v.tag == V_METHOD, call,
                             length);
    else if (v.tag == V_FUNCTION) {
        const Code *code = ((const Function *)v.object)->code;
        for (int i = code->positional_only; i < code->params; i++)
            if (i != code->star && i != code->starstar)
                offer_parameter(query, call, length, name_text(code->slot_name[i]));
    } else
        known = false;
    value_drop(v);
    return known;
}

/* Where the string begins whose last quote stands before `end`. */
static int string_start(const char *line, int end)
{
    int from = end - 1;
    char quote = 0;
    for (int i = 0; i < end - 1; i++)
        if (quote && line[i] == '\\')
            i++;
        else if (quote)
            quote = line[i] == quote ? 0 : quote;
        else if (line[i] == '\'' || line[i] == '"') {
            quote = line[i];
            from = i;
        }
    return from;
}

/* Where the call, the item or the literal begins that ends at `end`: the brackets and what stands right
 * before them. */
static int primary_start(const char *line, int end)
{
    while (end > 0 && (is_name_char(line[end - 1]) || strchr(")]}'\"", line[end - 1]))) {
        int depth = 0;
        if (is_name_char(line[end - 1])) {
            end--;
            continue;
        }
        if (line[end - 1] == '\'' || line[end - 1] == '"') {
            end = string_start(line, end);
            continue;
        }
        while (end > 0) {
            char c = line[--end];
            depth += strchr(")]}", c) ? 1 : strchr("([{", c) ? -1 : 0;
            if (depth == 0)
                break;
        }
    }
    return end;
}

/* Hands what stands before `end`, looked at without computing it, to what offers something of it. */
static void offer_of(const Query *query, const char *line, int end, void (*offers)(const Query *, Value))
{
    Session *session = query->shell->session;
    int from = primary_start(line, end), at = 0;
    if (from == end)
        return;
    Source *source = source_new("<completion>", 1, line + from, end - from);
    Parser *parser = parser_new();
    Tree tree;
    Findings found = { 0 };
    if (parser_next(parser, &session->run, source, &at, READ_FILE, true, &tree) == PARSE_TREE &&
        tree.root->kid->kind == NODE_EXPRESSION &&
        session_look(session, &tree, tree.root->kid->kid, LOOK_AT_SHAPES, &found)) {
        Value v = finding(&found, tree.root->kid->kid);
        if (v.tag != V_UNKNOWN && v.tag != V_ABSENT)
            offers(query, v);
    }
    findings_free(&found);
    run_clear_error(&session->run);
    parser_free(parser);
    source_drop(source);
}

static void offer_class_of(const Query *query, Value v) { offer_class(query, ".", value_type(v)); }

/* The keys of a dict that can stand between the quotes as they are. */
static void offer_keys(const Query *query, Value v)
{
    int64_t at = 0;
    for (Entry *entry; v.tag == V_DICT && (entry = dict_next(v.dict, &at));)
        if (entry->key.tag == V_STR && !strpbrk(entry->key.str->text, "'\"\\\n"))
            offer(query, "", entry->key.str->text, "");
}

/* Within a string: the keys of d['…'], file names elsewhere. */
static void complete_string(const Query *query, const char *line, int start)
{
    int bracket = open_bracket(line, start - 1);
    bool item = bracket >= 0 && line[bracket] == '[' && primary_start(line, bracket) < bracket &&
                (int)strspn(line + bracket + 1, " ") == start - 1 - (bracket + 1);
    if (item)
        offer_of(query, line, bracket, offer_keys);
    query->to->file_names = !item;
}

static int by_text(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static void sort_from(Candidates *to, int first)
{
    if (to->count > first)
        qsort(to->text + first, (size_t)(to->count - first), sizeof *to->text, by_text);
}

void complete(Shell *shell, const char *line, int start, const char *text, Candidates *to)
{
    complete_free(to);
    Query query = { shell, text, to };
    const char *dot = strrchr(text, '.');
    int parameters = 0;
    char quote = complete_quote(line, start);
    if (quote && (quote == '#' || line[start - 1] != quote))
        return;
    if (quote)
        complete_string(&query, line, start);
    else if (offer_imported(&query, line, start))
        ; /* nothing else stands there */
    else if (dot == text)
        offer_of(&query, line, start, offer_class_of);
    else if (dot)
        offer_attributes(&query, dot);
    else {
        bool argument = offer_parameters(&query, line, start);
        parameters = to->count;
        offer_variables(&query);
        if (!argument || *text) { /* they are many, and would hide what the call is about */
            offer_keywords(&query, line, start, open_bracket(line, start) >= 0);
            offer_builtins(&query, (int)strspn(line, " \t") == start);
        }
    }
    sort_from(to, parameters);
}

void complete_free(Candidates *candidates)
{
    for (int i = 0; i < candidates->count; i++)
        free(candidates->text[i]);
    mem_free(candidates->text);
    *candidates = (Candidates){ 0 };
}
