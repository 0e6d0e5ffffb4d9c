/* counts.c: too many or too few: values to unpack, arguments of a call, items to walk over. */
#include "eval/eval.h"
#include "func/bind.h"
#include "teach/advice.h"
#include "teach/fixes.h"

#include <stdlib.h>
#include <string.h>

static void mark_node(Problem *p, const Node *node)
{
    p->out->mark[0] = (Mark){ node_span(p->tree, node), NULL };
    p->out->marks = 1;
}

/* unpacking -----------------------------------------------------------------------------------------------
 */

/* The statement that unpacks, with other targets or another value; NULL: it is no assignment of its own. */
static const char *unpacked(Problem *p, const char *targets, const char *value)
{
    const Node *statement = node_parent(p->tree, p->node);
    return statement && statement->kind == NODE_ASSIGN && statement->kid == p->node && statement->kids == 2
               ? problem_text(p, "%s = %s", targets, value)
               : NULL;
}

/* a, b = 1, 2, 3 */
static bool say_unpack(Problem *p)
{
    const Node *targets = p->node;
    if ((targets->kind != NODE_TUPLE && targets->kind != NODE_LIST) || !p->operands)
        return false;
    const Operand *value = &p->operand[0];
    int names = targets->kids;
    const char *written_targets = written(p, targets);
    bool written_value = value->node != targets;
    const char *text = written_value ? value->text : "the value";
    mark_node(p, targets);
    const char *got = strstr(p->text, "got ");
    const Node *loop = node_parent(p->tree, targets), *over = targets->next;
    if (loop && loop->kind == NODE_FOR && over && over->kind == NODE_NAME && names == 2 &&
        session_get(p->session, over->name).tag == V_DICT) {
        advise(p, problem_text(p, "a dict gives its keys; %s.items() gives keys and values",
                               name_text(over->name)));
        return true;
    }
    if (!strncmp(p->text, "cannot unpack", 13)) {
        advise(p, problem_text(p, "%d names want %d values; %s is one", names, names, text));
        return true;
    }
    if (value->array && value->ndim > 0 && !value->sequence) {
        int64_t rows = value->dim[0];
        advise(p, problem_text(p, "an array gives its rows, one by one: %s of them, for %d names",
                               size_text(p, rows), names));
        const char *turned =
            value->ndim == 2 && value->dim[1] == names
                ? unpacked(p, written_targets, problem_text(p, "%s.T", written_operand(p, value->node)))
                : NULL;
        if (turned)
            fix_offer(p, FIX_SAME, "its columns", turned);
    } else
        advise(p, got ? problem_text(p, "%d names, %d value%s", names, atoi(got + 4),
                                     atoi(got + 4) == 1 ? "" : "s")
                      : problem_text(p, "%d names, and more values", names));
    bool many = !strncmp(p->text, "too many", 8);
    const char *rest = many && written_value && *written_targets != '(' && *written_targets != '['
                           ? unpacked(p, problem_text(p, "%s, *rest", written_targets), value->text)
                           : NULL;
    if (rest)
        fix_offer(p, FIX_SAME + 1, "the others in a list", rest);
    return true;
}

/* arguments -----------------------------------------------------------------------------------------------
 */

/* The same of a function of the user's. */
static bool say_own(Problem *p, const Node *callee)
{
    Findings found;
    Run *run = &p->session->run;
    session_look(p->session, p->tree, callee, LOOK_AT_SHAPES, &found);
    run_forget_trial(run);
    Value v = finding(&found, callee);
    const Code *code = v.tag == V_FUNCTION ? ((Function *)v.object)->code : NULL;
    Text takes = { 0 };
    for (int i = 0; code && i < code->params; i++)
        text_printf(&takes, "%s%s%s%s", i ? ", " : "",
                    i == code->star       ? "*"
                    : i == code->starstar ? "**"
                                          : "",
                    name_text(code->slot_name[i]),
                    ((Function *)v.object)->value[i].tag == V_ABSENT ? "" : "=…");
    if (code) {
        mark_node(p, callee);
        advise(p,
               code->params ? problem_text(p, "it takes (%s)", text_get(&takes)) : "it takes no arguments");
    }
    text_free(&takes);
    findings_free(&found);
    return code != NULL;
}

/* np.expand_dims(x), np.full((2, 3)): what is missing, as it is most often given. */
static void offer_missing(Problem *p, const Signature *signature)
{
    const char *quote = strstr(p->text, "argument: '"), *end = quote ? strchr(quote + 11, '\'') : NULL;
    const char *text = written(p, p->node);
    int length = (int)strlen(text), i = 0;
    const char *name = end ? problem_text(p, "%.*s", (int)(end - quote - 11), quote + 11) : "";
    while (i < signature->count && strcmp(signature->param[i].name, name))
        i++;
    if (i == signature->count || length < 2 || p->node->kids < 2)
        return;
    static const struct {
        const char *function, *param, *value;
    } usual[] = { { "full", "fill_value", "0" },
                  { "percentile", "q", "50" },
                  { "quantile", "q", "0.5" },
                  { "nanpercentile", "q", "50" },
                  { "nanquantile", "q", "0.5" },
                  { "repeat", "repeats", "2" },
                  { "tile", "reps", "2" },
                  { "roll", "shift", "1" },
                  { "polyfit", "deg", "1" },
                  { "power", "x2", "2" },
                  { "array_split", "indices_or_sections", "2" },
                  { "split", "indices_or_sections", "2" } };
    const char *const axes[] = { "0", "1" };
    bool axis = signature->param[i].kind == KIND_AXIS || signature->param[i].kind == KIND_AXES;
    for (int k = 0; axis && k < 2; k++)
        fix_offer(p, FIX_SAME + k, NULL, problem_text(p, "%.*s, %s=%s)", length - 1, text, name, axes[k]));
    for (size_t k = 0; k < sizeof usual / sizeof *usual; k++)
        if (!strcmp(usual[k].function, p->name) && !strcmp(usual[k].param, name))
            fix_offer(p, FIX_SAME, NULL, problem_text(p, "%.*s, %s)", length - 1, text, usual[k].value));
}

/* np.dot(a), f(1, 2, 3): the call beside what the function takes. */
static bool say_arguments(Problem *p)
{
    if (p->node->kind != NODE_CALL)
        return false;
    const Node *callee = p->node->kid;
    if (!p->func)
        return say_own(p, callee);
    const Signature *signature = signature_of(p->func);
    Text takes = { 0 };
    for (int i = p->method || signature->self ? 1 : 0; i < signature->count; i++) {
        const Param *param = &signature->param[i];
        if (param->how == KEYWORD_ONLY)
            break;
        text_printf(&takes, "%s%s%s%s", takes.length ? ", " : "",
                    param->how == STAR       ? "*"
                    : param->how == STARSTAR ? "**"
                                             : "",
                    param->name, param->required || param->how == STAR || param->how == STARSTAR ? "" : "=…");
    }
    mark_node(p, callee);
    advise(p, takes.length ? problem_text(p, "it takes (%s)", text_get(&takes)) : "it takes no arguments");
    text_free(&takes);
    offer_missing(p, signature);
    return true;
}

/* items to walk over --------------------------------------------------------------------------------------
 */

/* for i in 5, len(5) */
static bool say_number(Problem *p)
{
    if (!p->operands || p->operand[0].value.tag == V_NONE)
        return false;
    const Operand *number = NULL; /* zip(a, 3): the first that is one */
    for (int i = 0; i < p->operands && !number; i++)
        if (value_is_number(p->operand[i].value) || (p->operand[i].array && p->operand[i].ndim == 0))
            number = &p->operand[i];
    if (!number)
        return false;
    mark_node(p, number->node);
    advise(p, problem_text(p, "%s is one number", number->text));
    if (p->asked && number->value.tag == V_INT)
        fix_offer(p, FIX_SAME, NULL, problem_text(p, "range(%s)", number->text));
    else if (!strcmp(p->name, "len"))
        fix_offer(p, FIX_SAME, NULL, problem_text(p, "np.size(%s)", number->text));
    else if (number->array && number->ndim == 0)
        fix_offer(p, FIX_SAME, "one element on an axis", problem_text(p, "np.atleast_1d(%s)", number->text));
    return true;
}

/* range(x) of an array or a list */
static bool say_range_of(Problem *p)
{
    const Operand *of = p->operands ? &p->operand[p->operands - 1] : NULL;
    Value v = of ? of->value : ABSENT;
    if (!of || (!of->sequence && v.tag != V_ARRAY))
        return false;
    int64_t n = v.tag == V_LIST    ? v.list->count
                : v.tag == V_TUPLE ? v.tuple->count
                : of->ndim         ? of->dim[0]
                                   : 1;
    mark_node(p, of->node);
    advise(p, problem_text(p, "range counts up to a number; to walk over the %s item%s: for item in %s",
                           size_text(p, n), n == 1 ? "" : "s", of->text));
    const char *text = problem_text(p, "len(%s)", of->text);
    fix_offer(p, FIX_SAME, NULL, problem_with(p, 1, &of->node, &text));
    return true;
}

/* f(lenght=2) */
static bool say_own_keyword(Problem *p)
{
    return p->node->kind == NODE_CALL && !p->func && say_own(p, p->node->kid);
}

const Advice count_advices[] = {
    { ValueError, "too many values to unpack *", NULL, say_unpack },
    { ValueError, "not enough values to unpack *", NULL, say_unpack },
    { TypeError, "cannot unpack non-iterable *", NULL, say_unpack },
    { TypeError, "only integer scalar arrays can be converted to a scalar index", "range", say_range_of },
    { TypeError, "'list' object cannot be interpreted as an integer", "range", say_range_of },
    { TypeError, "'tuple' object cannot be interpreted as an integer", "range", say_range_of },
    { TypeError, "'*' object is not iterable", NULL, say_number },
    { TypeError, "iteration over a 0-d array", NULL, say_number },
    { TypeError, "object of type '*' has no len()", NULL, say_number },
    { TypeError, "len() of unsized object", NULL, say_number },
    { TypeError, "*() missing *", NULL, say_arguments },
    { TypeError, "*() takes * argument* given)", NULL, say_arguments },
    { TypeError, "*() takes * argument* were given", NULL, say_arguments },
    { TypeError, "* expected * argument*, got *", NULL, say_arguments },
    { TypeError, "*() got *keyword argument*", NULL, say_own_keyword },
    { 0 },
};
