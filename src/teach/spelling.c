/* spelling.c: names that are not there: other names for the same, names that NumPy has no more, and the
 * nearest ones. */
#include "eval/eval.h"
#include "func/bind.h"
#include "func/removed.h"
#include "teach/advice.h"
#include "teach/fixes.h"
#include "teach/suggest.h"

#include <string.h>

/* What other languages and libraries call it. `write` stands in its place, or, where it is a form, in that of
 * the whole. In a form
 *     $   is what the name was asked of: a value, or a function's first argument
 *     $2  the argument after that; without it the form is none of this call
 *     @   all the arguments
 *     %   the axis that was given; "None" without one
 *     &   ", axis=1, keepdims=True" with that axis or the last; nothing for a vector */
typedef struct Synonym {
    const char *of; /* "np": of NumPy; "ndarray", "list" …: of a value of that class; "": a name of its own */
    const char *name;
    const char *write;
    const char *words; /* NULL: none */
} Synonym;

static const Synonym synonyms[] = {
    { "np", "sigmoid", "1 / (1 + np.exp(-$))", "NumPy has no sigmoid" },
    { "np", "expit", "1 / (1 + np.exp(-$))", "NumPy has no expit" },
    { "np", "logistic", "1 / (1 + np.exp(-$))", "the logistic function" },
    { "np", "logit", "np.log($ / (1 - $))", "NumPy has no logit" },
    { "np", "relu", "np.maximum($, 0)", "NumPy has no relu" },
    { "np", "leaky_relu", "np.where($ > 0, $, 0.01 * $)", "NumPy has no leaky_relu" },
    { "np", "elu", "np.where($ > 0, $, np.expm1($))", "NumPy has no elu" },
    { "np", "softplus", "np.logaddexp(0, $)", "NumPy has no softplus" },
    { "np", "silu", "$ / (1 + np.exp(-$))", "NumPy has no silu" },
    { "np", "softmax", "np.exp($ - np.max($&)) / np.sum(np.exp($ - np.max($&))&)", "NumPy has no softmax" },
    { "np", "log_softmax", "$ - np.max($&) - np.log(np.sum(np.exp($ - np.max($&))&))",
      "NumPy has no log_softmax" },
    { "np", "logsumexp", "np.logaddexp.reduce($, axis=%)", "NumPy has no logsumexp" },
    { "np", "one_hot", "np.eye($2)[$]", "NumPy has no one_hot: rows of the identity are" },
    { "np", "one_hot", "np.eye(np.max($) + 1)[$]", "NumPy has no one_hot: rows of the identity are" },
    { "np", "mse", "np.mean(($ - $2)**2)", "the mean of the squared differences" },
    { "np", "mean_squared_error", "np.mean(($ - $2)**2)", "the mean of the squared differences" },
    { "np", "rmse", "np.sqrt(np.mean(($ - $2)**2))", "the root of the mean of the squared differences" },
    { "np", "mae", "np.mean(np.abs($ - $2))", "the mean of the differences' sizes" },
    { "np", "accuracy", "np.mean($ == $2)", "the share of those that are equal" },
    { "np", "accuracy_score", "np.mean($ == $2)", "the share of those that are equal" },
    { "np", "cosine_similarity", "np.dot($, $2) / (np.linalg.norm($) * np.linalg.norm($2))", NULL },
    { "np", "distance", "np.linalg.norm($ - $2)", NULL },
    { "np", "euclidean", "np.linalg.norm($ - $2)", NULL },
    { "np", "dist", "np.linalg.norm($ - $2)", NULL },
    { "np", "normalize", "$ / np.linalg.norm($)", "to length 1" },
    { "np", "zscore", "($ - np.mean($)) / np.std($)", NULL },
    { "np", "standardize", "($ - np.mean($)) / np.std($)", NULL },
    { "np", "magnitude", "np.linalg.norm", NULL },
    { "np", "rank", "np.linalg.matrix_rank", NULL },
    { "np", "eigenvalues", "np.linalg.eigvals", NULL },
    { "np", "clamp", "np.clip", NULL },
    { "np", "tensor", "np.array", NULL },
    { "np", "numel", "np.size", NULL },
    { "np", "unsqueeze", "np.expand_dims", NULL },
    { "np", "permute", "np.transpose", NULL },
    { "np", "manual_seed", "np.random.seed", NULL },
    { "np", "corr", "np.corrcoef", NULL },
    { "np", "matrix_multiply", "np.matmul", NULL },
    { "np", "bmm", "np.matmul", NULL },
    { "np", "reduce_sum", "np.sum", NULL },
    { "np", "reduce_mean", "np.mean", NULL },
    { "np", "reduce_max", "np.max", NULL },
    { "np", "sqr", "np.square", NULL },
    { "np", "eq", "np.equal", NULL },
    { "np", "ne", "np.not_equal", NULL },
    { "np", "lt", "np.less", NULL },
    { "np", "le", "np.less_equal", NULL },
    { "np", "gt", "np.greater", NULL },
    { "np", "ge", "np.greater_equal", NULL },
    { "np", "isnull", "np.isnan", NULL },
    { "np", "sorted", "np.sort", NULL },
    { "np", "reversed", "np.flip", NULL },
    { "np", "isna", "np.isnan", NULL },
    { "np", "ln", "np.log", NULL },
    { "np", "len", "len", "Python's own" },
    { "np", "length", "len", "Python's own" },
    { "np", "inverse", "np.linalg.inv", NULL },
    { "np", "avg", "np.mean", NULL },
    { "np", "stdev", "np.std", NULL },
    { "np", "stddev", "np.std", NULL },
    { "np", "standard_deviation", "np.std", NULL },
    { "np", "variance", "np.var", NULL },
    { "np", "mul", "np.multiply", NULL },
    { "np", "div", "np.divide", NULL },
    { "np", "sub", "np.subtract", NULL },
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
    { "ndarray", "dim", "$.ndim", NULL },
    { "ndarray", "ndims", "$.ndim", NULL },
    { "ndarray", "numel", "$.size", NULL },
    { "ndarray", "empty", "$.size == 0", NULL },
    { "ndarray", "to_numpy", "$", "it is a NumPy array already" },
    { "ndarray", "detach", "$", "a NumPy array keeps no gradients" },
    { "ndarray", "cpu", "$", "a NumPy array is there already" },
    { "ndarray", "double", "$.astype(float)", NULL },
    { "ndarray", "long", "$.astype(int)", NULL },
    { "ndarray", "bool", "$.astype(bool)", NULL },
    { "ndarray", "head", "$[:$2]", NULL },
    { "ndarray", "head", "$[:5]", NULL },
    { "ndarray", "tail", "$[-$2:]", NULL },
    { "ndarray", "tail", "$[-5:]", NULL },
    { "ndarray", "fillna", "np.nan_to_num($, nan=$2)", NULL },
    { "ndarray", "dropna", "$[~np.isnan($)]", NULL },
    { "ndarray", "apply", "np.vectorize(@)($)", NULL },
    { "list", "add", "$.append(@)", NULL },
    { "list", "push", "$.append(@)", NULL },
    { "list", "length", "len($)", NULL },
    { "list", "size", "len($)", NULL },
    { "list", "len", "len($)", NULL },
    { "list", "contains", "@ in $", NULL },
    { "Generator", "rand", "$.random((@))", NULL },
    { "Generator", "randn", "$.standard_normal((@))", NULL },
    { "Generator", "randint", "$.integers(@)", NULL },
    { "Generator", "random_sample", "$.random(@)", NULL },
    { "tuple", "append", "$ + (@,)", "tuples do not change: this makes a new one" },
    { "dict", "has_key", "@ in $", NULL },
    { "dict", "contains", "@ in $", NULL },
    { "dict", "iteritems", "$.items()", NULL },
    { "str", "contains", "@ in $", NULL },
    { "str", "reverse", "$[::-1]", NULL },
    { "str", "trim", "$.strip()", NULL },
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

/* The argument by position, from 0 on; NULL: there are not so many. */
static const Node *argument_at(const Node *call, int n)
{
    const Node *arg = call ? call->kid->next : NULL;
    for (; arg && arg->kind != NODE_KEYWORD; arg = arg->next)
        if (n-- == 0)
            return arg;
    return NULL;
}

/* The axis that a call was given, by name or as the n-th argument; NULL: none. */
static const char *axis_given(Problem *p, const Node *call, int n)
{
    for (const Node *arg = call ? call->kid->next : NULL; arg; arg = arg->next)
        if (arg->kind == NODE_KEYWORD &&
            (!strcmp(name_text(arg->name), "axis") || !strcmp(name_text(arg->name), "dim")))
            return written(p, arg->kid);
    const Node *arg = argument_at(call, n);
    return arg ? written(p, arg) : NULL;
}

static bool is_form(const char *text) { return strpbrk(text, "$@") != NULL; }

/* What a name is used in. */
typedef struct Use {
    const Node *call; /* whose function it is; NULL: it is not called */
    const Node *of;   /* the value it was asked of; NULL: none, it is a function's */
} Use;

/* A form filled in; what is none is another name. "": it is none of this use. */
static const char *fill(Problem *p, const char *form, Use use)
{
    if (!is_form(form))
        return use.call ? problem_text(p, "%s(%s)", form, arguments_of(p, use.call)) : form;
    const Node *of = use.of ? use.of : argument_at(use.call, 0), *second = argument_at(use.call, !use.of);
    if (strstr(form, "$2") && !second)
        return "";
    const char *text = of ? written_operand(p, of) : "x", *bare = of ? written(p, of) : "x",
               *axis = axis_given(p, use.call, !use.of), *along = "";
    Shape shape;
    if (strchr(form, '&') && (axis || !code_fits(p, text, &shape) || shape.ndim != 1))
        along = problem_text(p, ", axis=%s, keepdims=True", axis ? axis : "-1");
    Text out = { 0 };
    for (const char *at = form; *at; at++)
        if (*at == '$' && at[1] == '2') {
            text_puts(&out, held(p, second));
            at++;
        } else if (*at == '$') /* between brackets of a call it needs no others */
            text_puts(&out, at > form && at[-1] == '(' && strchr(",)&", at[1]) ? bare : text);
        else if (*at == '@')
            text_puts(&out, use.call ? arguments_of(p, use.call) : "");
        else if (*at == '&')
            text_puts(&out, along);
        else if (*at == '%')
            text_puts(&out, axis ? axis : "None");
        else
            text_char(&out, *at);
    const char *result = problem_text(p, "%s", text_get(&out));
    text_free(&out);
    return result;
}

/* Fills in a form for the node that failed. */
static const char *filled(Problem *p, const char *form, bool function)
{
    return fill(p, form, (Use){ call_of(p), function ? NULL : p->node->kid });
}

/* A name in another's place: what it is used for is tried. Where it cannot be, it is said all the same, if
 * the name itself is there. */
static void offer_name(Problem *p, int rank, const char *form, bool function)
{
    const Node *parent = node_parent(p->tree, p->node);
    const char *whole =
        parent && parent->kind == NODE_ATTRIBUTE && !is_form(form) ? problem_around(p, form) : NULL;
    if (whole && fix_offer(p, rank, NULL, whole)) {
        p->candidate[p->candidates - 1].wider = true;
        return;
    }
    if (!fix_offer(p, rank, NULL, filled(p, form, function)) && !is_form(form))
        fix_offer(p, rank, NULL, form);
}

/* The next synonym of a name, asked of what `of` says; NULL: no more. */
static const Synonym *next_synonym(const Synonym *from, const char *of, const char *name)
{
    const Synonym *end = synonyms + sizeof synonyms / sizeof *synonyms;
    while (from < end && (strcmp(from->of, of) || strcmp(from->name, name)))
        from++;
    return from < end ? from : NULL;
}

static bool say_synonym(Problem *p, const char *of, const char *name, bool function)
{
    const Synonym *s = synonyms;
    while ((s = next_synonym(s, of, name)) && !*filled(p, s->write, function))
        s++;
    if (!s)
        return false;
    advise(p, !s->words ? NULL : is_form(s->words) ? filled(p, s->words, function) : s->words);
    offer_name(p, FIX_SAME, s->write, function);
    return true;
}

/* The synonym whose name is near to one that is not there, or begins or goes on as it does: first one that it
 * is the beginning of. NULL: none. */
static const char *synonym_near(const char *of, const char *name)
{
    enum { SHORTEST = 4 };
    Suggestions near = { .wanted = name };
    size_t length = strlen(name);
    const char *longer = NULL;
    for (size_t i = 0; i < sizeof synonyms / sizeof *synonyms; i++) {
        const char *other = synonyms[i].name;
        size_t shared = strlen(other) < length ? strlen(other) : length;
        if (strcmp(synonyms[i].of, of) || strlen(other) < SHORTEST)
            continue;
        suggest(&near, other);
        if (length >= SHORTEST && !strncmp(other, name, length))
            return other;
        if (shared >= SHORTEST && !strncmp(other, name, shared))
            longer = other;
    }
    return near.count ? near.name[0] : longer;
}

bool say_near(Problem *p, const Suggestions *near, const char *before)
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

static const char *const homes[] = { "np", "np.linalg", "np.random", "np.fft", "math" };

/* np.inv(A), inv(A): the function is there, in another module. */
static bool say_home(Problem *p, const char *name)
{
    for (size_t i = 0; i < sizeof homes / sizeof *homes; i++)
        if (func_find(homes[i], name)) {
            advise(p, problem_text(p, "%s is in %s", name, homes[i]));
            offer_name(p, FIX_SAME, problem_text(p, "%s.%s", homes[i], name), true);
            return true;
        }
    return false;
}

/* torch.sigmoid(x), scipy.linalg.inv(A): other libraries, and what NumPy has of them. */
static bool say_other_library(Problem *p, const char *name)
{
    static const char *const elsewhere[] = {
        "plt",       "pd",   "pandas",   "scipy", "torch",   "tf",    "sklearn",    "sympy",  "jax",
        "cv2",       "sys",  "F",        "nn",    "special", "stats", "jnp",        "keras",  "tensorflow",
        "itertools", "json", "datetime", "re",    "sns",     "csv",   "statistics", "pathlib"
    };
    size_t i = 0, count = sizeof elsewhere / sizeof *elsewhere;
    while (i < count && strcmp(name, elsewhere[i]))
        i++;
    const Node *function = p->node, *parent;
    while ((parent = node_parent(p->tree, function)) && parent->kind == NODE_ATTRIBUTE)
        function = parent;
    if (i == count)
        return false;
    Use use = { parent && parent->kind == NODE_CALL && parent->kid == function ? parent : NULL, NULL };
    const char *wanted = use.call ? name_text(function->name) : "", *code = "";
    for (const Synonym *s = synonyms; !*code && (s = next_synonym(s, "np", wanted)); s++)
        code = fill(p, s->write, use);
    for (size_t k = 0; !*code && k < sizeof homes / sizeof *homes; k++)
        if (func_find(homes[k], wanted))
            code = fill(p, problem_text(p, "%s.%s", homes[k], wanted), use);
    bool sure = strlen(name) > 2 || (strlen(name) == 2 && function != p->node); /* F may be anything */
    if (!fix_offer(p, FIX_SAME, NULL, code) && !sure)
        return false;
    advise(p, problem_text(p, "this calculator has %s; no other modules", modules_text(&p->session->run)));
    return true;
}

static bool say_unbound(Problem *p)
{
    if (p->node->kind != NODE_NAME)
        return false;
    const char *name = name_text(p->node->name);
    if (say_synonym(p, "", name, true) || (call_of(p) && say_synonym(p, "np", name, true)))
        return true;
    if (func_find("np", name)) {
        advise(p, "NumPy's functions stand behind np");
        offer_name(p, FIX_SAME, problem_text(p, "np.%s", name), true);
        return true;
    }
    if (say_module_name(p, name) || say_home(p, name) || say_other_library(p, name))
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
    if (!near.count) {
        const char *other = synonym_near("", name), *numpy = synonym_near("np", name);
        return (other && say_synonym(p, "", other, true)) ||
               (numpy && call_of(p) && say_synonym(p, "np", numpy, true));
    }
    if (!say_near(p, &near, ""))
        return false;
    const char *whole = problem_around(p, near.name[0]);
    fix_offer(p, FIX_SAME, NULL, whole ? whole : near.name[0]);
    return true;
}

/* sys.stdin: the names of a module that is no part of NumPy, if they are few. */
static bool say_names(Problem *p, const Module *module)
{
    enum { FEW = 12 };
    Text names = { 0 };
    int count = 0;
    FOR_EACH_FUNC(f)
    if (f->example && *f->name != '_' && func_lives_in(f, module->name))
        text_printf(&names, "%s%s", count++ ? ", " : "", f->name);
    const char *input = strcmp(module->name, "sys") ? NULL : strstr(name_text(p->node->name), "stdin");
    if (input)
        advise(p, "numbers on standard input are x, with -c or -p");
    else if (count && count <= FEW)
        advise(p, problem_text(p, "functions and values of %s here: %s", module->full, text_get(&names)));
    text_free(&names);
    return input || (count && count <= FEW);
}

/* np.multipy */
static bool say_module(Problem *p, const Module *module)
{
    const char *name = name_text(p->node->name), *write = NULL, *words = NULL;
    if (removed_message(module->name, name, &write, &words)) {
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
    bool numbers = !strncmp(module->full, "numpy", 5) || !strcmp(module->full, "math") ||
                   !strcmp(module->full, "random");
    if (say_synonym(p, module->name, name, true) ||
        (numbers && (say_synonym(p, "np", name, true) || say_home(p, name)))) /* np.linalg.inverse */
        return true;
    const Node *call = call_of(p), *first = argument_at(call, 0);
    if (first && !strcmp(module->name, "np") && func_find("ndarray", name)) { /* np.flatten(x) */
        advise(p, problem_text(p, "%s is a method of arrays", name));
        const char *source = p->tree->source->text;
        const Node *second = first->next;
        fix_offer(p, FIX_SAME, NULL,
                  problem_text(p, "%s.%s(%.*s)", written_operand(p, first), name,
                               second ? call->end - 1 - second->start : 0,
                               second ? source + second->start : ""));
        return true;
    }
    Suggestions near = { .wanted = name };
    FOR_EACH_FUNC(f)
    if (func_lives_in(f, module->name))
        suggest(&near, f->name);
    const char *head = strrchr(name, '_');
    const char *shorter = head ? problem_text(p, "%.*s", (int)(head - name), name) : "";
    if (!near.count && func_find(module->name, shorter)) /* np.average_value(x) */
        near = (Suggestions){ .wanted = name, .count = 1, .name = { shorter } };
    static const char *const inside[] = { "linalg", "random", "fft", "emath", "testing" };
    for (size_t i = 0; i < sizeof inside / sizeof *inside && !strcmp(module->name, "np"); i++)
        suggest(&near, inside[i]);
    const char *before = problem_text(p, "%s.", written(p, p->node->kid));
    const char *other = numbers ? synonym_near("np", name) : NULL;
    if (!say_near(p, &near, before))
        return numbers ? other && say_synonym(p, "np", other, true) : say_names(p, module);
    const Node *parent = node_parent(p->tree, p->node);
    if (parent && parent->kind == NODE_ATTRIBUTE) { /* np.lingalg.inv(A) */
        const char *whole = problem_around(p, problem_text(p, "%s%s", before, near.name[0]));
        if (whole && fix_offer(p, FIX_SAME, NULL, whole))
            p->candidate[p->candidates - 1].wider = true;
        return true;
    }
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
    const Node *call = call_of(p);
    for (const Synonym *s = synonyms; (s = next_synonym(s, "np", name)); s++) {
        if (is_form(s->write) && *filled(p, s->write, false)) {
            advise(p, s->words);
            fix_offer(p, FIX_SAME, NULL, filled(p, s->write, false));
            return true;
        }
        if (is_form(s->write) || strncmp(s->write, "np.", 3))
            continue;
        advise(p, s->words);
        if (func_find("ndarray", s->write + 3) && strcmp(s->write, "np.sort")) /* a.sort() gives None */
            fix_offer(p, FIX_SAME, NULL,
                      filled(p, problem_text(p, call ? "$.%s(@)" : "$.%s()", s->write + 3), false));
        fix_offer(p, FIX_SAME + 1, NULL,
                  filled(p, problem_text(p, call && call->kids > 1 ? "%s($, @)" : "%s($)", s->write), false));
        return true;
    }
    return false;
}

/* np.linalg.eigh(A).value: a result with names for its parts. */
static bool say_field(Problem *p, const TupleNames *names, const char *name)
{
    Suggestions near = { .wanted = name };
    Text fields = { 0 };
    const char *inside = NULL;
    int places = 0;
    for (; names->field[places]; places++) {
        const char *field = names->field[places];
        text_printf(&fields, "%s%s", places ? ", " : "", field);
        suggest(&near, field);
        if (strstr(field, name))
            inside = inside ? inside : field;
    }
    advise(p, problem_text(p, "its parts are %s", text_get(&fields)));
    text_free(&fields);
    const char *of = written_operand(p, p->node->kid), *better = near.count ? near.name[0] : inside;
    if (better)
        fix_offer(p, FIX_SAME, NULL, problem_text(p, "%s.%s", of, better));
    for (int i = 0; i < places && places <= 3; i++)
        if (!better || strcmp(names->field[i], better))
            fix_offer(p, FIX_SAME + 1 + i, NULL, problem_text(p, "%s.%s", of, names->field[i]));
    return true;
}

/* d.price, where d['price'] is there */
static bool say_key(Problem *p, Value of, const char *name)
{
    int64_t at = 0;
    for (Entry *entry; of.tag == V_DICT && (entry = dict_next(of.dict, &at));)
        if (entry->key.tag == V_STR && !strcmp(entry->key.str->text, name)) {
            advise(p, "what a dict holds stands in square brackets");
            return fix_offer(p, FIX_SAME, NULL,
                             problem_text(p, "%s['%s']", written_operand(p, p->node->kid), name));
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
    if (say_synonym(p, array ? "ndarray" : value_type(of)->name, name, false) || say_key(p, of, name))
        return true;
    if (of.tag == V_TUPLE && of.tuple->names)
        return say_field(p, of.tuple->names, name);
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
    const char *synonym = near.count ? NULL : synonym_near(kind, name);
    if (!near.count)
        return synonym && say_synonym(p, kind, synonym, false);
    if (!say_near(p, &near, problem_text(p, "%s.", text)))
        return false;
    const char *better = near.name[0];
    const Func *row = func_for(of, better);
    if (row && (row->style == ATTRIBUTE || call_of(p)))
        fix_offer(p, FIX_SAME, NULL,
                  filled(p, problem_text(p, row->style == ATTRIBUTE ? "$.%s" : "$.%s(@)", better), false));
    return true;
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

/* An import that is known to find what it names. */
static void offer_import(Problem *p, const char *code)
{
    if (p->candidates < CANDIDATES_MAX)
        p->candidate[p->candidates++] = (Candidate){ { code, "", "", NULL }, FIX_SAME, true };
}

/* " as np", as an alias has it */
static const char *as_text(Problem *p, const Node *alias)
{
    return alias->tuple ? problem_text(p, " as %s", name_text(alias->name)) : "";
}

/* from numpy import aray */
static bool say_import_name(Problem *p)
{
    const Node *from = node_parent(p->tree, p->node);
    const Module *module = from && from->kind == NODE_FROM ? module_named(from->text) : NULL;
    if (!module)
        return false;
    const char *name = p->node->text, *as = as_text(p, p->node);
    for (size_t i = 0; i < sizeof homes / sizeof *homes; i++)
        if (func_find(homes[i], name)) {
            const Module *home = module_named(homes[i]);
            const char *full = home ? home->full : problem_text(p, "numpy%s", homes[i] + strlen("np"));
            advise(p, problem_text(p, "%s is in %s", name, full));
            offer_import(p, problem_text(p, "from %s import %s%s", full, name, as));
            return true;
        }
    const Synonym *s = next_synonym(synonyms, "np", name);
    if (s && is_form(s->write)) {
        advise(p, s->words);
        return s->words != NULL;
    }
    if (s && !strncmp(s->write, "np.", 3)) { /* from numpy.linalg import inverse */
        const char *last = strrchr(s->write, '.');
        offer_import(p, problem_text(p, "from numpy%.*s import %s%s", (int)(last - s->write) - 2,
                                     s->write + 2, last + 1, as));
        advise(p, NULL);
        return true;
    }
    Suggestions near = { .wanted = name };
    FOR_EACH_FUNC(f)
    if (func_lives_in(f, module->name))
        suggest(&near, f->name);
    static const char *const inside[] = { "linalg", "random", "fft" };
    for (size_t i = 0; i < sizeof inside / sizeof *inside && !strcmp(module->name, "np"); i++)
        suggest(&near, inside[i]);
    if (!say_near(p, &near, ""))
        return false;
    offer_import(p, problem_text(p, "from %s import %s%s", from->text, near.name[0], as));
    return true;
}

/* import nmupy as np, from numpy.linlg import inv */
static bool say_import_module(Problem *p)
{
    static const char *const others[] = { "numpy",     "numpy.linalg", "numpy.random", "numpy.fft",
                                          "math",      "random",       "time",         "copy",
                                          "functools", "io",           "os",           "sys" };
    const Node *node = p->node;
    Suggestions near = { .wanted = node->text };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (module_named(others[i]))
            suggest(&near, others[i]);
    if (!strcmp(node->text, "np"))
        near = (Suggestions){ .wanted = node->text, .count = 1, .name = { "numpy" } };
    if (!say_near(p, &near, ""))
        return false;
    const char *text = written(p, node), *after = strstr(text, node->text);
    if (node->kind == NODE_ALIAS)
        offer_import(p, problem_text(p, "import %s%s", near.name[0],
                                     strcmp(node->text, "np") ? as_text(p, node) : " as np"));
    else if (after)
        offer_import(p, problem_text(p, "from %s%s", near.name[0], after + strlen(node->text)));
    return true;
}

const Advice name_advices[] = {
    { ModuleNotFoundError, "No module named '*'*", NULL, say_import_module },
    { ImportError, "cannot import name '*' from '*", NULL, say_import_name },
    { NameError, "name '*' is not defined", NULL, say_unbound },
    { AttributeError, "*", NULL, say_attribute },
    { TypeError, "data type '*' not understood", NULL, say_dtype },
    { 0 },
};
