/* keywords.c: parameters that are called otherwise, or that a function has not. */
#include "func/bind.h"
#include "teach/advice.h"
#include "teach/fixes.h"

#include <string.h>

/* What other libraries call a parameter. */
static const struct {
    const char *asked, *name;
} keywords[] = { { "dim", "axis" },
                 { "dims", "axis" },
                 { "axes", "axis" },
                 { "type", "dtype" },
                 { "keep_dims", "keepdims" },
                 { "keepdim", "keepdims" },
                 { "n", "num" },
                 { "steps", "num" },
                 { "count", "num" },
                 { "size", "num" },
                 { "shape", "newshape" },
                 { "size", "shape" },
                 { "shape", "size" },
                 { "dims", "size" },
                 { "n", "size" },
                 { "k", "size" },
                 { "num", "size" },
                 { "mean", "loc" },
                 { "mu", "loc" },
                 { "std", "scale" },
                 { "sigma", "scale" },
                 { "stddev", "scale" },
                 { "min", "low" },
                 { "max", "high" },
                 { "a", "low" },
                 { "b", "high" },
                 { "replacement", "replace" },
                 { "weights", "p" },
                 { "probs", "p" },
                 { "p", "ord" },
                 { "digits", "decimals" },
                 { "ndigits", "decimals" },
                 { "precision", "decimals" },
                 { "places", "decimals" },
                 { "value", "fill_value" },
                 { "fill", "fill_value" },
                 { "n", "repeats" },
                 { "times", "repeats" },
                 { "degree", "deg" },
                 { "order", "deg" },
                 { "low", "a_min" },
                 { "high", "a_max" },
                 { "lower", "a_min" },
                 { "upper", "a_max" },
                 { "descending", "reverse" },
                 { "sep", "delimiter" },
                 { "delim", "delimiter" },
                 { "nbins", "bins" } };

/* The parameter that a keyword stands for, or those with a name near to it. */
static Suggestions parameters_near(Problem *p, const Signature *signature, const char *wanted)
{
    static const char *const of_ufuncs[] = { "out", "where", "dtype", "casting", "order" };
    Suggestions near = { .wanted = wanted };
    for (int i = p->method; i < signature->count; i++) {
        const char *name = signature->param[i].name;
        suggest(&near, name);
        for (size_t k = 0; k < sizeof keywords / sizeof *keywords; k++)
            if (!strcmp(keywords[k].asked, wanted) && !strcmp(keywords[k].name, name))
                return (Suggestions){ .wanted = wanted, .count = 1, .name = { name } };
    }
    for (int i = 0; p->func->style == UFUNC && i < 5; i++)
        suggest(&near, of_ufuncs[i]);
    return near;
}

static bool has_parameter(const Signature *signature, const char *name)
{
    for (int i = 0; i < signature->count; i++)
        if (!strcmp(signature->param[i].name, name))
            return true;
    return false;
}

/* A call without one of its arguments, of another function. */
static const char *call_without(Problem *p, const char *function, const Node *left_out)
{
    Text text = { 0 };
    bool first = true;
    text_printf(&text, "%s(", function);
    for (const Node *arg = p->node->kid->next; arg; arg = arg->next)
        if (arg != left_out) {
            text_printf(&text, "%s%s", first ? "" : ", ", written(p, arg));
            first = false;
        }
    text_char(&text, ')');
    const char *result = problem_text(p, "%s", text_get(&text));
    text_free(&text);
    return result;
}

/* np.sort(x, reverse=True), np.mean(x, skipna=True): what other libraries have a keyword for is done
 * otherwise.
 */
static bool say_option(Problem *p, const Node *arg)
{
    const char *name = name_text(arg->name), *function = written(p, p->node->kid);
    bool yes = arg->kid->kind == NODE_TRUE, no = arg->kid->kind == NODE_FALSE;
    bool falls = (yes && (!strcmp(name, "reverse") || !strcmp(name, "descending"))) ||
                 (no && !strcmp(name, "ascending"));
    if (falls && !strcmp(p->name, "sort") && p->method && p->operands) {
        advise(p, "sort goes upwards; backwards it goes down");
        const char *array = p->operand[0].text;
        return fix_offer(p, FIX_SAME, "a new array", problem_text(p, "%s = np.sort(%s)[::-1]", array, array));
    }
    if (falls && (!strcmp(p->name, "sort") || !strcmp(p->name, "argsort"))) {
        advise(p, problem_text(p, "%s goes upwards; backwards it goes down", p->name));
        const char *rows = p->operands && p->operand[0].ndim > 1 ? "..., " : "";
        return fix_offer(p, FIX_SAME, NULL,
                         problem_text(p, "%s[%s::-1]", call_without(p, function, arg), rows));
    }
    if (!strcmp(name, "size") && (!strcmp(p->name, "rand") || !strcmp(p->name, "randn"))) {
        const char *sizes = written(p, arg->kid);
        int length = (int)strlen(sizes);
        bool apart = (arg->kid->kind == NODE_TUPLE && *sizes == '(') || arg->kid->kind == NODE_LIST;
        advise(p, problem_text(p, "%s takes its sizes one by one", p->name));
        return fix_offer(p, FIX_SAME, NULL,
                         p->operands && !p->operand[0].keyword ? call_without(p, function, arg)
                         : apart ? problem_text(p, "%s(%.*s)", function, length - 2, sizes + 1)
                         : arg->kid->kind == NODE_INT ? problem_text(p, "%s(%s)", function, sizes)
                                                      : problem_text(p, "%s(*%s)", function, sizes));
    }
    const char *nan = problem_text(p, "nan%s", p->name);
    if (yes && !p->method && (!strcmp(name, "skipna") || !strcmp(name, "ignore_nan")) &&
        func_find("np", nan)) {
        advise(p, problem_text(p, "%s leaves nan out", nan));
        return fix_offer(p, FIX_SAME, NULL, call_without(p, problem_text(p, "np.%s", nan), arg));
    }
    return false;
}

/* np.sum(M, axs=0) */
static bool say_keyword(Problem *p)
{
    enum { MOST = 4 };
    const char *said = strstr(p->text, "argument '"); /* or: 'x' is an invalid keyword argument for … */
    const char *name_at = said ? said + strlen("argument '") : p->text + (*p->text == '\''),
               *end = strchr(name_at, '\'');
    if (!end || !p->func || p->node->kind != NODE_CALL)
        return false;
    const char *wanted = problem_text(p, "%.*s", (int)(end - name_at), name_at);
    const Signature *signature = signature_of(p->func);
    const Node *node[MOST], *asked = NULL;
    const char *text[MOST];
    Suggestions first = { 0 };
    int n = 0;
    for (const Node *arg = p->node->kid->next; arg; arg = arg->next) {
        if (arg->kind != NODE_KEYWORD || n == MOST)
            continue;
        const char *name = name_text(arg->name);
        if (has_parameter(signature, name) && strcmp(name, wanted))
            continue;
        Suggestions near = parameters_near(p, signature, name);
        if (!strcmp(name, wanted)) {
            asked = arg;
            first = near;
        }
        node[n] = arg;
        text[n++] = near.count ? problem_text(p, "%s=%s", near.name[0], written(p, arg->kid)) : NULL;
    }
    if (!asked)
        return false;
    p->out->mark[0] = (Mark){ node_span(p->tree, asked), NULL };
    p->out->marks = 1;
    if (say_option(p, asked))
        return true;
    const Func *numpy = func_lives_in(p->func, "builtins") ? func_find("np", p->func->name) : NULL;
    if (numpy && has_parameter(signature_of(numpy), wanted)) { /* sum(x, axis=0) */
        advise(p, problem_text(p, "Python's %s takes no %s, NumPy's does", p->func->name, wanted));
        const Node *callee = p->node->kid;
        fix_offer(p, FIX_SAME, NULL, with_one(p, callee, problem_text(p, "np.%s", p->func->name)));
        return true;
    }
    if (say_near(p, &first, "")) {
        fix_offer(p, FIX_SAME, NULL, problem_with(p, n, node, text));
        return true;
    }
    Text names = { 0 };
    for (int i = p->method; i < signature->count; i++)
        text_printf(&names, "%s%s%s", names.length ? ", " : "",
                    i == signature->star       ? "*"
                    : i == signature->starstar ? "**"
                                               : "",
                    signature->param[i].name);
    advise(p, problem_text(p, "%s takes %s", p->func->name, text_get(&names)));
    text_free(&names);
    return true;
}

const Advice keyword_advices[] = {
    { TypeError, "*() got an unexpected keyword argument '*'*", NULL, say_keyword },
    { TypeError, "'*' is an invalid keyword argument for *", NULL, say_keyword },
    { 0 },
};
