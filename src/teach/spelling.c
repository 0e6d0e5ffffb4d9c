/* spelling.c: names that are not there: other names for the same, names that NumPy has no more, and the
 * nearest ones. */
#include "eval/eval.h"
#include "func/bind.h"
#include "func/removed.h"
#include "teach/advice.h"
#include "teach/fixes.h"
#include "teach/suggest.h"

#include <string.h>

/* What other languages and libraries call it. `write` stands in its place, or, with a $ for what the name was
 * asked of (of a function: its first argument) and @ for the arguments, in that of the whole. */
typedef struct Synonym {
    const char *of; /* "np": of NumPy; "ndarray", "list", "str": of such a value; "": a name of its own */
    const char *name;
    const char *write;
    const char *words; /* NULL: none */
} Synonym;

static const Synonym synonyms[] = {
    { "np", "sigmoid", "1 / (1 + np.exp(-$))", "NumPy has no sigmoid" },
    { "np", "relu", "np.maximum($, 0)", "NumPy has no relu" },
    { "np", "softmax",
      "np.exp($ - np.max($, axis=-1, keepdims=True)) / "
      "np.sum(np.exp($ - np.max($, axis=-1, keepdims=True)), axis=-1, keepdims=True)",
      "NumPy has no softmax" },
    { "np", "ln", "np.log", NULL },
    { "np", "len", "len", "Python's own" },
    { "np", "length", "len", "Python's own" },
    { "np", "inverse", "np.linalg.inv", NULL },
    { "np", "inv", "np.linalg.inv", NULL },
    { "np", "det", "np.linalg.det", NULL },
    { "np", "solve", "np.linalg.solve", NULL },
    { "np", "norm", "np.linalg.norm", NULL },
    { "np", "eig", "np.linalg.eig", NULL },
    { "np", "svd", "np.linalg.svd", NULL },
    { "np", "rand", "np.random.rand", NULL },
    { "np", "randn", "np.random.randn", NULL },
    { "np", "randint", "np.random.randint", NULL },
    { "np", "normal", "np.random.normal", NULL },
    { "np", "choice", "np.random.choice", NULL },
    { "np", "shuffle", "np.random.shuffle", NULL },
    { "np", "avg", "np.mean", NULL },
    { "np", "stdev", "np.std", NULL },
    { "np", "stddev", "np.std", NULL },
    { "np", "standard_deviation", "np.std", NULL },
    { "np", "variance", "np.var", NULL },
    { "np", "mul", "np.multiply", NULL },
    { "np", "div", "np.divide", NULL },
    { "np", "sub", "np.subtract", NULL },
    { "np", "mod2", "np.mod", NULL },
    { "np", "asin", "np.arcsin", NULL },
    { "np", "mm", "np.matmul", NULL },
    { "np", "factorial", "math.factorial", "of one number" },
    { "np", "cat", "np.concatenate", NULL },
    { "np", "range", "np.arange", NULL },
    { "np", "zip", "zip", "Python's own" },
    { "np", "print", "print", "Python's own" },
    { "np", "list", "list", "Python's own" },
    { "ndarray", "length", "len($)", NULL },
    { "ndarray", "len", "len($)", NULL },
    { "ndarray", "count", "$.size", NULL },
    { "ndarray", "append", "np.append($, @)", "arrays do not grow: this makes a new one" },
    { "ndarray", "push", "np.append($, @)", "arrays do not grow: this makes a new one" },
    { "ndarray", "add", "$ + @", NULL },
    { "ndarray", "reverse", "$[::-1]", NULL },
    { "ndarray", "contains", "np.isin(@, $)", NULL },
    { "ndarray", "first", "$[0]", NULL },
    { "ndarray", "last", "$[-1]", NULL },
    { "ndarray", "extend", "np.append($, @)", "arrays do not grow: this makes a new one" },
    { "ndarray", "concat", "np.concatenate([$, @])", NULL },
    { "ndarray", "insert", "np.insert($, @)", "arrays do not grow: this makes a new one" },
    { "ndarray", "remove", "np.delete($, @)", "arrays do not shrink: this makes a new one" },
    { "ndarray", "pop", "$[:-1]", "arrays do not shrink: the last item is $[-1], the others are" },
    { "ndarray", "index", "np.argwhere($ == @)", NULL },
    { "ndarray", "inverse", "np.linalg.inv($)", NULL },
    { "ndarray", "inv", "np.linalg.inv($)", NULL },
    { "ndarray", "det", "np.linalg.det($)", NULL },
    { "ndarray", "norm", "np.linalg.norm($)", NULL },
    { "ndarray", "abs", "np.abs($)", NULL },
    { "ndarray", "H", "$.T.conj()", NULL },
    { "ndarray", "I", "np.linalg.inv($)", NULL },
    { "ndarray", "t", "$.T", NULL },
    { "ndarray", "values", "$", "it is the array already" },
    { "ndarray", "numpy", "$", "it is a NumPy array already" },
    { "ndarray", "map", "np.vectorize(@)($)", NULL },
    { "ndarray", "float", "$.astype(float)", NULL },
    { "ndarray", "int", "$.astype(int)", NULL },
    { "ndarray", "to_list", "$.tolist()", NULL },
    { "ndarray", "toarray", "$", "it is an array already" },
    { "ndarray", "unsqueeze", "np.expand_dims($, @)", NULL },
    { "ndarray", "view_as", "$.reshape(@)", NULL },
    { "ndarray", "permute", "$.transpose(@)", NULL },
    { "list", "add", "$.append(@)", NULL },
    { "list", "push", "$.append(@)", NULL },
    { "list", "length", "len($)", NULL },
    { "list", "size", "len($)", NULL },
    { "list", "len", "len($)", NULL },
    { "str", "length", "len($)", NULL },
    { "", "true", "True", NULL },
    { "", "false", "False", NULL },
    { "", "null", "None", NULL },
    { "", "nil", "None", NULL },
    { "", "NULL", "None", NULL },
    { "", "none", "None", NULL },
    { "", "NaN", "np.nan", NULL },
    { "", "Inf", "np.inf", NULL },
    { "", "infinity", "np.inf", NULL },
    { "", "e", "np.e", NULL },
    { "", "ln", "np.log", NULL },
    { "", "length", "len", NULL },
    { "", "size", "np.size", NULL },
    { "", "inv", "np.linalg.inv", NULL },
    { "", "det", "np.linalg.det", NULL },
    { "", "rand", "np.random.rand", NULL },
    { "", "randn", "np.random.randn", NULL },
    { "", "unicode", "str", NULL },
    { "", "xrange", "range", NULL },
    { "", "raw_input", "input", NULL },
    { "", "long", "int", NULL },
};

/* The call whose function a name is; NULL: it is not called. */
static const Node *call_of(Problem *p)
{
    const Node *parent = node_parent(p->tree, p->node);
    return parent && parent->kind == NODE_CALL && parent->kid == p->node ? parent : NULL;
}

/* What stands between the brackets of a call. */
static const char *arguments_of(Problem *p, const Node *call)
{
    const char *source = p->tree->source->text;
    int start = call->kid->end;
    while (start < call->end && source[start] != '(')
        start++;
    return problem_text(p, "%.*s", call->end - 1 - start - 1, source + start + 1);
}

/* Fills in a text with $ and @; one without them is another name. */
static const char *filled(Problem *p, const char *form, bool function)
{
    const Node *call = call_of(p), *first = call ? call->kid->next : NULL;
    if (!strpbrk(form, "$@"))
        return call ? problem_text(p, "%s(%s)", form, arguments_of(p, call)) : form;
    const char *of = function ? first ? written_operand(p, first) : "x" : written_operand(p, p->node->kid);
    Text text = { 0 };
    for (; *form; form++)
        if (*form == '$')
            text_puts(&text, of);
        else if (*form == '@')
            text_puts(&text, call ? arguments_of(p, call) : "");
        else
            text_char(&text, *form);
    const char *result = problem_text(p, "%s", text_get(&text));
    text_free(&text);
    return result;
}

/* A name in another's place: what it is used for is tried. Where it cannot be, it is said all the same, if
 * the name itself is there. */
static void offer_name(Problem *p, int rank, const char *form, bool function)
{
    const Node *parent = node_parent(p->tree, p->node);
    const char *whole =
        parent && parent->kind == NODE_ATTRIBUTE && !strpbrk(form, "$@") ? problem_around(p, form) : NULL;
    if (whole && fix_offer(p, rank, NULL, whole)) {
        p->candidate[p->candidates - 1].wider = true;
        return;
    }
    if (!fix_offer(p, rank, NULL, filled(p, form, function)) && !strpbrk(form, "$@"))
        fix_offer(p, rank, NULL, form);
}

static bool say_synonym(Problem *p, const char *of, const char *name, bool function)
{
    for (size_t i = 0; i < sizeof synonyms / sizeof *synonyms; i++) {
        const Synonym *s = &synonyms[i];
        if (strcmp(s->of, of) || strcmp(s->name, name))
            continue;
        advise(p, s->words ? filled(p, s->words, function) : NULL);
        if (s->words && !strpbrk(s->words, "$@"))
            advise(p, s->words);
        offer_name(p, FIX_SAME, s->write, function);
        return true;
    }
    return false;
}

/* "did you mean np.multiply?" */
static bool say_near(Problem *p, const Suggestions *near, const char *before)
{
    if (!near->count)
        return false;
    Text text = { 0 };
    text_puts(&text, "did you mean ");
    int count = near->count > 1 && near->distance[1] > near->distance[0] + 1 ? 1 : near->count;
    for (int i = 0; i < count; i++)
        text_printf(&text, "%s%s%s", i == 0 ? "" : i == count - 1 ? " or " : ", ", before, near->name[i]);
    text_char(&text, '?');
    advise(p, problem_text(p, "%s", text_get(&text)));
    text_free(&text);
    p->out->short_form = true;
    return true;
}

/* names ---------------------------------------------------------------------------------------------------
 */

/* linalg.inv(A), random.random(): modules that stand elsewhere or were not imported. */
static bool say_module_name(Problem *p, const char *name)
{
    static const char *const inside[] = { "linalg", "fft", "random" };
    const char *import = module_named(name) ? name : NULL, *home = NULL;
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++)
        home = strcmp(inside[i], name) ? home : name;
    if (!import && !home)
        return false;
    advise(p, !import ? problem_text(p, "%s is a part of NumPy: np.%s", name, name)
              : home  ? problem_text(p, "%s is Python's own after `import %s`, NumPy's is np.%s", name, name,
                                     name)
                      : problem_text(p, "it is there after `import %s`", name));
    if (home) {
        const char *whole = problem_around(p, problem_text(p, "np.%s", name));
        if (whole && fix_offer(p, FIX_SAME, NULL, whole))
            p->candidate[p->candidates - 1].wider = true;
    }
    return true;
}

static bool say_unbound(Problem *p)
{
    if (p->node->kind != NODE_NAME)
        return false;
    const char *name = name_text(p->node->name);
    if (say_synonym(p, "", name, true) || (call_of(p) && say_synonym(p, "np", name, true)))
        return true;
    const Func *row = func_find("np", name);
    if (row) {
        advise(p, "NumPy's functions stand behind np");
        offer_name(p, FIX_SAME, problem_text(p, "np.%s", name), true);
        return true;
    }
    if (say_module_name(p, name))
        return true;
    static const char *const words[] = { "True", "False", "None", "numpy", "np", "math" };
    Suggestions near = { .wanted = name };
    for (Name other = 1; other < p->session->globals; other++)
        if (p->session->global[other].tag != V_ABSENT)
            suggest(&near, name_text(other));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        suggest(&near, words[i]);
    FOR_EACH_FUNC(f)
    if (func_lives_in(f, "builtins"))
        suggest(&near, f->name);
    if (strlen(name) >= 4 && (!near.count || near.distance[0] > 2)) {
        Suggestions numpy = { .wanted = name };
        FOR_EACH_FUNC(f)
        if (func_lives_in(f, "np"))
            suggest(&numpy, f->name);
        if (numpy.count && (!near.count || numpy.distance[0] < near.distance[0]))
            return say_near(p, &numpy, "np.");
    }
    static const char *const elsewhere[] = { "plt",     "pd",    "pandas", "scipy", "torch", "tf",
                                             "sklearn", "sympy", "jax",    "cv2",   "sys" };
    for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++)
        if (!strcmp(name, elsewhere[i])) {
            advise(p, problem_text(p, "this calculator has %s; no other modules",
                                   modules_text(&p->session->run)));
            return true;
        }
    if (!near.count) {
        Suggestions other = { .wanted = name };
        for (size_t i = 0; i < sizeof synonyms / sizeof *synonyms; i++)
            if (!*synonyms[i].of && strlen(synonyms[i].name) > 3)
                suggest(&other, synonyms[i].name);
        return other.count && say_synonym(p, "", other.name[0], true);
    }
    if (!say_near(p, &near, ""))
        return false;
    const char *whole = problem_around(p, near.name[0]);
    fix_offer(p, FIX_SAME, NULL, whole ? whole : near.name[0]);
    return true;
}

/* np.multipy */
static bool say_module(Problem *p, const Module *module)
{
    const char *name = name_text(p->node->name), *write = NULL, *words = NULL;
    if (!strcmp(module->name, "np") && removed_message(name, &write, &words)) {
        const char *use = strstr(p->text, "Use `"), *end = use ? strchr(use + 5, '`') : NULL;
        if (!write && end) {
            write = problem_text(p, "%.*s", (int)(end - use - 5), use + 5);
            if (strpbrk(write, "()<> "))
                write = NULL;
        }
        p->out->short_form = true;
        advise(p, words);
        if (write)
            offer_name(p, FIX_SAME, write, true);
        p->out->label = "now";
        return words || p->candidates;
    }
    if (say_synonym(p, module->name, name, true))
        return true;
    static const char *const others[] = { "np", "np.linalg", "np.random", "np.fft", "math" };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (func_find(others[i], name)) {
            advise(p, problem_text(p, "%s is in %s", name, others[i]));
            offer_name(p, FIX_SAME, problem_text(p, "%s.%s", others[i], name), true);
            return true;
        }
    Suggestions near = { .wanted = name };
    FOR_EACH_FUNC(f)
    if (func_lives_in(f, module->name))
        suggest(&near, f->name);
    const char *before = problem_text(p, "%s.", written(p, p->node->kid));
    if (!say_near(p, &near, before))
        return false;
    if (call_of(p))
        fix_offer(p, FIX_SAME, NULL, filled(p, problem_text(p, "%s%s", before, near.name[0]), true));
    return true;
}

static void suggest_of(Suggestions *near, Value v)
{
    for (const Class *class = value_type(v); class; class = class->parent[0]) {
        if (!class->home)
            continue;
        FOR_EACH_FUNC(f)
        if (*f->name != '_' && func_lives_in(f, class->home))
            suggest(near, f->name);
    }
}

/* x.avg(): what others call a function of NumPy's, as a method of the array or as that function of it. */
static bool say_function(Problem *p, const char *name)
{
    for (size_t i = 0; i < sizeof synonyms / sizeof *synonyms; i++) {
        const Synonym *s = &synonyms[i];
        if (strcmp(s->of, "np") || strcmp(s->name, name) || strncmp(s->write, "np.", 3) ||
            strpbrk(s->write, "$@"))
            continue;
        const Node *call = call_of(p);
        advise(p, s->words);
        if (func_find("ndarray", s->write + 3))
            fix_offer(p, FIX_SAME, NULL,
                      filled(p, problem_text(p, call ? "$.%s(@)" : "$.%s()", s->write + 3), false));
        fix_offer(p, FIX_SAME + 1, NULL,
                  filled(p, problem_text(p, call && call->kids > 1 ? "%s($, @)" : "%s($)", s->write), false));
        return true;
    }
    return false;
}

static bool say_attribute(Problem *p)
{
    if (p->node->kind != NODE_ATTRIBUTE || !p->operands)
        return false;
    Value of = p->operand[0].value;
    if (of.tag == V_MODULE)
        return say_module(p, of.module);
    const char *name = name_text(p->node->name), *text = written_operand(p, p->node->kid);
    bool array = of.tag == V_ARRAY || value_is_scalar(of);
    if (say_synonym(p,
                    array              ? "ndarray"
                    : of.tag == V_LIST ? "list"
                    : of.tag == V_STR  ? "str"
                                       : "-",
                    name, false))
        return true;
    if ((of.tag == V_LIST || of.tag == V_TUPLE || value_is_number(of)) && func_find("ndarray", name)) {
        advise(p, problem_text(p, "%s is of arrays; this is %s", name,
                               of.tag == V_LIST    ? "a list"
                               : of.tag == V_TUPLE ? "a tuple"
                                                   : "a number of Python's"));
        fix_offer(p, FIX_SAME, NULL,
                  filled(p,
                         problem_text(p, call_of(p) ? "np.array(%s).%s(@)" : "np.array(%s).%s",
                                      p->operand[0].text, name),
                         false));
        return true;
    }
    if (of.tag == V_METHOD || of.tag == V_FUNC || of.tag == V_FUNCTION) {
        advise(p, problem_text(p, "%s is a function that was not called", text));
        fix_offer(p, FIX_SAME, NULL,
                  filled(p, problem_text(p, call_of(p) ? "$().%s(@)" : "$().%s", name), false));
        return true;
    }
    if (array && func_find("np", name)) {
        advise(p, problem_text(p, "%s is a function of NumPy's, not a method", name));
        const Node *call = call_of(p);
        fix_offer(
            p, FIX_SAME, NULL,
            filled(p, problem_text(p, call && call->kids > 1 ? "np.%s($, @)" : "np.%s($)", name), false));
        return true;
    }
    if (array && say_function(p, name))
        return true;
    Suggestions near = { .wanted = name };
    suggest_of(&near, of);
    const char *kind = array ? "ndarray" : of.tag == V_LIST ? "list" : "str";
    if (!near.count) {
        for (size_t i = 0; i < sizeof synonyms / sizeof *synonyms; i++)
            if (!strcmp(synonyms[i].of, kind) && strlen(synonyms[i].name) > 3)
                suggest(&near, synonyms[i].name);
        return near.count && say_synonym(p, kind, near.name[0], false);
    }
    if (!say_near(p, &near, problem_text(p, "%s.", text)))
        return false;
    const char *better = near.name[0];
    const Func *row = func_for(of, better);
    if (row && (row->style == ATTRIBUTE || call_of(p)))
        fix_offer(p, FIX_SAME, NULL,
                  filled(p, problem_text(p, row->style == ATTRIBUTE ? "$.%s" : "$.%s(@)", better), false));
    return true;
}

/* What other libraries call a parameter. */
static const struct {
    const char *asked, *name;
} keywords[] = { { "dim", "axis" },       { "dims", "axis" },          { "axes", "axis" },
                 { "type", "dtype" },     { "keep_dims", "keepdims" }, { "n", "num" },
                 { "shape", "newshape" }, { "size", "shape" },         { "shape", "size" } };

/* np.sum(M, axs=0) */
static bool say_keyword(Problem *p)
{
    const char *quote = strstr(p->text, "argument '"), *end = quote ? strchr(quote + 10, '\'') : NULL;
    if (!end || !p->func || p->node->kind != NODE_CALL)
        return false;
    const char *wanted = problem_text(p, "%.*s", (int)(end - quote - 10), quote + 10);
    Suggestions near = { .wanted = wanted };
    const Signature *signature = signature_of(p->func);
    Text names = { 0 };
    for (int i = p->method; i < signature->count; i++) {
        const char *name = signature->param[i].name;
        text_printf(&names, "%s%s", names.length ? ", " : "", name);
        suggest(&near, name);
        for (size_t k = 0; k < sizeof keywords / sizeof *keywords; k++)
            if (!strcmp(keywords[k].asked, wanted) && !strcmp(keywords[k].name, name))
                near = (Suggestions){ .wanted = wanted, .count = 1, .name = { name } };
        if (near.count && !near.distance[0])
            break;
    }
    const char *takes = problem_text(p, "%s takes %s", p->func->name, text_get(&names));
    text_free(&names);
    static const char *const of_ufuncs[] = { "out", "where", "dtype", "casting", "order" };
    for (int i = 0; p->func->style == UFUNC && i < 5; i++)
        suggest(&near, of_ufuncs[i]);
    for (const Node *arg = p->node->kid->next; arg; arg = arg->next)
        if (arg->kind == NODE_KEYWORD && !strcmp(name_text(arg->name), wanted)) {
            p->out->mark[0] = (Mark){ node_span(p->tree, arg), NULL };
            p->out->marks = 1;
            const char *text =
                near.count ? problem_text(p, "%s=%s", near.name[0], written(p, arg->kid)) : NULL;
            if (!say_near(p, &near, "")) {
                advise(p, takes);
                return true;
            }
            fix_offer(p, FIX_SAME, NULL, problem_with(p, 1, &arg, &text));
            return true;
        }
    return false;
}

/* x.astype('flaot') */
static bool say_dtype(Problem *p)
{
    const char *quote = strchr(p->text, '\''), *end = quote ? strchr(quote + 1, '\'') : NULL;
    if (!end)
        return false;
    Suggestions near = { .wanted = problem_text(p, "%.*s", (int)(end - quote - 1), quote + 1) };
    for (int dtype = 0; dtype < DTYPES; dtype++)
        suggest(&near, dtype_info[dtype].name);
    static const char *const others[] = { "float", "int", "bool", "complex" };
    for (int i = 0; i < 4; i++)
        suggest(&near, others[i]);
    if (!say_near(p, &near, ""))
        return false;
    for (int i = 0; i < p->operands; i++)
        if (p->operand[i].value.tag == V_STR) {
            const Node *node = p->operand[i].node;
            const char *text = problem_text(p, "'%s'", near.name[0]);
            fix_offer(p, FIX_SAME, NULL, problem_with(p, 1, &node, &text));
        }
    return true;
}

const Advice name_advices[] = {
    { NameError, "name '*' is not defined", NULL, say_unbound },
    { AttributeError, "*", NULL, say_attribute },
    { TypeError, "*() got an unexpected keyword argument '*'*", NULL, say_keyword },
    { TypeError, "'*' is an invalid keyword argument for *", NULL, say_keyword },
    { TypeError, "data type '*' not understood", NULL, say_dtype },
    { 0 },
};
