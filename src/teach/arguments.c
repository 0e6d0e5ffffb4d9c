/* arguments.c: what functions want in another form: a shape as one tuple, arrays in one list, sizes one by
 * one. */
#include "func/bind.h"
#include "teach/advice.h"
#include "teach/fixes.h"

#include <math.h>
#include <string.h>

/* The texts of the operands from one on that were given by position, between commas. */
static const char *listed(Problem *p, int from, int to)
{
    Text text = { 0 };
    for (int i = from; i < to && i < p->operands && !p->operand[i].keyword; i++)
        text_printf(&text, "%s%s", i > from ? ", " : "", p->operand[i].text);
    const char *result = problem_text(p, "%s", text_get(&text));
    text_free(&text);
    return result;
}

static int positional(const Problem *p)
{
    int n = 0;
    while (n < p->operands && !p->operand[n].keyword)
        n++;
    return n;
}

/* The call with its arguments by position, from one on, replaced by a text; its keywords stay. */
static const char *with_arguments(Problem *p, int from, const char *text)
{
    int n = positional(p);
    if (from >= n)
        return "";
    const char *source = p->tree->source->text;
    int start = p->operand[from].node->start, end = p->operand[n - 1].node->end;
    return problem_text(p, "%.*s%s%.*s", start - p->node->start, source + p->node->start, text,
                        p->node->end - end, source + end);
}

static const char *callee_text(Problem *p) { return written(p, p->node->kid); }

/* np.zeros(2, 3) */
static bool say_shape(Problem *p)
{
    int n = positional(p), last = !strcmp(p->name, "full") ? n - 1 : n;
    if (n < 2)
        return false;
    if (p->operand[0].sequence && p->operand[0].node->kind != NODE_TUPLE &&
        p->operand[1].value.tag == V_INT && n == 2) { /* np.zeros(X.shape, 3) */
        advise(p, "the second argument is the dtype; all the sizes go into the tuple");
        problem_mark(p, &p->operand[1]);
        fix_offer(p, FIX_SAME, NULL,
                  with_arguments(
                      p, 0, problem_text(p, "(*%s, %s)", held(p, p->operand[0].node), p->operand[1].text)));
        return true;
    }
    if (p->operand[0].node->kind == NODE_TUPLE && p->operand[1].value.tag == V_INT && n == 2) {
        const char *text = p->operand[0].text; /* np.ones((2, 3), 4) */
        int length = (int)strlen(text) - 1;
        length -= length > 1 && text[length - 1] == ',';
        advise(p, "the second argument is the dtype; all the sizes go into the tuple");
        problem_mark(p, &p->operand[1]);
        if (*text == '(' && length > 1)
            fix_offer(p, FIX_SAME, NULL,
                      with_arguments(p, 0, problem_text(p, "%.*s, %s)", length, text, p->operand[1].text)));
        return true;
    }
    for (int i = 0; i < last; i++)
        if (p->operand[i].ndim || !p->operand[i].array)
            return false;
    advise(p, "the shape is one argument, a tuple");
    p->out->mark[0] =
        (Mark){ { p->tree->source, p->operand[0].node->start, p->operand[last - 1].node->end }, NULL };
    p->out->marks = 1;
    const char *shape = problem_text(p, "(%s)", listed(p, 0, last));
    fix_offer(
        p, FIX_SAME, NULL,
        with_arguments(p, 0, last < n ? problem_text(p, "%s, %s", shape, p->operand[last].text) : shape));
    return true;
}

/* np.zeros(X), rng.normal(size=X): an array where its shape is meant */
static bool say_array_as_shape(Problem *p)
{
    for (int i = 0; i < p->operands; i++) {
        const Operand *array = &p->operand[i];
        if (array->value.tag != V_ARRAY || array->ndim == 0 || (i == 0 && p->method))
            continue;
        problem_mark(p, array);
        advise(p, problem_text(p, "%s is an array; its shape is %s.shape", array->text,
                               written_operand(p, array->node)));
        const char *text = problem_text(p, "%s.shape", written_operand(p, array->node));
        fix_offer(p, FIX_SAME, NULL, problem_with(p, 1, &array->node, &text));
        const Node *callee = p->node->kid;
        text = problem_text(p, "%s_like", written(p, callee));
        fix_offer(p, FIX_SAME + 1, "and its dtype", problem_with(p, 1, &callee, &text));
        text = problem_text(p, "*%s.shape", written_operand(p, array->node));
        if (!p->candidates)
            fix_offer(p, FIX_SAME, NULL, problem_with(p, 1, &array->node, &text));
        return p->candidates > 0;
    }
    return false;
}

/* np.random.rand((2, 3)), np.random.randn(X.shape) */
static bool say_sizes(Problem *p)
{
    if (!p->operands || !p->operand[0].sequence)
        return false;
    const Node *sizes = p->operand[0].node;
    advise(p, problem_text(p, "%s takes its sizes one by one", p->name));
    problem_mark(p, &p->operand[0]);
    const char *text = p->operand[0].text;
    int length = (int)strlen(text);
    bool written_out = (sizes->kind == NODE_TUPLE && *text == '(') || sizes->kind == NODE_LIST;
    const char *apart =
        written_out ? problem_text(p, "%.*s", length - 2, text + 1) : problem_text(p, "*%s", held(p, sizes));
    if (!fix_offer(p, FIX_SAME, NULL, with_arguments(p, 0, apart)) && !strcmp(p->name, "identity"))
        fix_offer(p, FIX_SAME, NULL, problem_text(p, "np.eye(%s)", apart));
    if (!strcmp(p->name, "rand"))
        fix_offer(p, FIX_SAME + 1, "takes the tuple", problem_text(p, "np.random.random(%s)", text));
    if (!strcmp(p->name, "randn"))
        fix_offer(p, FIX_SAME + 1, "takes the tuple", problem_text(p, "np.random.normal(size=%s)", text));
    return true;
}

/* np.array([1, 2], [3, 4]) */
static bool say_rows(Problem *p)
{
    int n = positional(p);
    if (n < 2)
        return false;
    advise(p, "the second argument is the dtype; all the elements go into one list");
    p->out->marks = 0;
    problem_mark(p, &p->operand[1]);
    fix_offer(p, FIX_SAME, NULL, with_arguments(p, 0, problem_text(p, "[%s]", listed(p, 0, n))));
    return true;
}

/* np.concatenate(a, b) */
static bool say_one_list(Problem *p)
{
    int n = positional(p);
    if (n < 2 || !p->operand[1].array || (p->operand[1].ndim == 0 && strcmp(p->name, "hstack")))
        return false;
    bool axis = strcmp(p->name, "vstack") && strcmp(p->name, "hstack") && strcmp(p->name, "column_stack") &&
                strcmp(p->name, "dstack");
    advise(p,
           axis ? "the second argument is axis; the arrays go into one list" : "the arrays go into one list");
    problem_mark(p, &p->operand[1]);
    const char *list = problem_text(p, "[%s]", listed(p, 0, n));
    fix_offer(p, FIX_SAME, NULL, with_arguments(p, 0, list));
    if (strcmp(p->name, "vstack"))
        fix_offer(p, FIX_OTHER, "below each other", problem_text(p, "np.vstack(%s)", list));
    if (strcmp(p->name, "hstack"))
        fix_offer(p, FIX_OTHER + 1, "side by side", problem_text(p, "np.hstack(%s)", list));
    return true;
}

/* np.sum(a, b), np.max(3, 5) */
static bool say_reduction(Problem *p)
{
    static const struct {
        const char *name, *pairwise, *words;
    } rows[] = { { "sum", "np.add", "add two" },
                 { "prod", "np.multiply", "multiply two" },
                 { "max", "np.maximum", "the larger of two" },
                 { "min", "np.minimum", "the smaller of two" },
                 { "amax", "np.maximum", "the larger of two" },
                 { "amin", "np.minimum", "the smaller of two" },
                 { "all", "np.logical_and", "both" },
                 { "any", "np.logical_or", "either" } };
    int n = positional(p);
    bool numbers = n >= 2 && p->operand[0].array && p->operand[0].ndim == 0 && p->operand[1].ndim == 0;
    if (n < 2 || p->method || !p->operand[1].array || (p->operand[1].ndim == 0 && !numbers))
        return false;
    advise(p, problem_text(p, "%s reduces one array; the second argument is axis", p->name));
    problem_mark(p, &p->operand[1]);
    const char *one = p->operand[0].text, *two = p->operand[1].text;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (!strcmp(rows[i].name, p->name) && n == 2)
            fix_offer(p, FIX_SAME, rows[i].words, problem_text(p, "%s(%s, %s)", rows[i].pairwise, one, two));
    if (!strcmp(p->name, "sum") && !numbers)
        fix_offer(p, FIX_SAME + 1, "all elements of both",
                  problem_text(p, "np.sum(%s) + np.sum(%s)", one, two));
    if (numbers)
        fix_offer(p, FIX_SAME + 1, "of one list",
                  problem_text(p, "%s([%s])", callee_text(p), listed(p, 0, n)));
    else
        fix_offer(p, FIX_SAME + 2, "of both, in one list",
                  problem_text(p, "%s([%s])", callee_text(p), listed(p, 0, n)));
    return true;
}

/* np.dot(a, b, c) */
static bool say_third(Problem *p)
{
    if (positional(p) != 3 || p->method)
        return false;
    advise(p, problem_text(p, "%s takes two arrays; the third argument is out=", p->name));
    problem_mark(p, &p->operand[2]);
    const char *one = p->operand[0].text, *two = p->operand[1].text, *three = p->operand[2].text;
    bool arrays = p->operand[0].node->kind == NODE_NAME && p->operand[1].node->kind == NODE_NAME;
    if (arrays)
        fix_offer(p, FIX_SAME, "all three", problem_text(p, "%s @ %s @ %s", one, two, three));
    fix_offer(p, FIX_SAME + 1, "all three",
              problem_text(p, "np.linalg.multi_dot([%s, %s, %s])", one, two, three));
    fix_offer(p, FIX_OTHER, "the first two", problem_text(p, "np.dot(%s, %s)", one, two));
    return true;
}

/* np.random.random(2, 3), np.random.normal(0, 1, 2, 3): sizes that go into one tuple */
static bool say_size(Problem *p)
{
    const Signature *signature = p->func ? signature_of(p->func) : NULL;
    int n = positional(p), self = p->method || (signature && signature->self), at = -1;
    for (int i = 0; signature && i < signature->count; i++)
        if (!strcmp(signature->param[i].name, "size"))
            at = i - (signature->self && !p->method);
    if (at < 0 || n - at < 2 || self < 0)
        return false;
    advise(p, "the sizes are one argument, a tuple");
    return fix_offer(p, FIX_SAME, NULL,
                     with_arguments(p, at, problem_text(p, at ? "size=(%s)" : "(%s)", listed(p, at, n))));
}

/* np.random.choice(x, 20, replace=False) of fewer */
static bool say_sample(Problem *p)
{
    advise(p, "without replacement each can be drawn once");
    for (int i = 1; i < p->operands; i++) {
        const Node *node = p->operand[i].node;
        const char *keyword = p->operand[i].keyword, *all = problem_text(p, "len(%s)", p->operand[0].text);
        const char *yes = "True";
        if (keyword && !strcmp(keyword, "replace"))
            fix_offer(p, FIX_SAME, "with repetitions", problem_with(p, 1, &node, &yes));
        else if (p->operand[0].ndim > 0 && (keyword ? !strcmp(keyword, "size") : i == 1))
            fix_offer(p, FIX_SAME + 1, "each once", problem_with(p, 1, &node, &all));
    }
    return true;
}

/* np.eye(2, 3, 'int'): a dtype where another argument stands */
static bool say_misplaced_dtype(Problem *p)
{
    int n = positional(p);
    if (n < 2 || p->operand[n - 1].value.tag != V_STR || !p->func || !strstr(p->func->params, "dtype"))
        return false;
    if (!fix_offer(p, FIX_SAME, NULL,
                   with_arguments(p, n - 1, problem_text(p, "dtype=%s", p->operand[n - 1].text))))
        return false; /* no dtype is called so */
    problem_mark(p, &p->operand[n - 1]);
    advise(p, "the dtype goes by its name");
    return true;
}

/* np.arange('5'), range(text): a number in a text */
static bool say_number_in_text(Problem *p)
{
    for (int i = 0; i < p->operands; i++) {
        const Operand *operand = &p->operand[i];
        const char *digits = operand->value.tag == V_STR ? operand->value.str->text : "";
        if (!*digits || digits[strspn(digits, "0123456789")])
            continue;
        const Node *node = operand->node;
        const char *text = node->kind == NODE_STRING ? problem_text(p, "%s", digits)
                                                     : problem_text(p, "int(%s)", operand->text);
        problem_mark(p, operand);
        advise(p, problem_text(p, "%s is a text; this wants a number", operand->text));
        return fix_offer(p, FIX_SAME, NULL, problem_with(p, 1, &node, &text));
    }
    return false;
}

/* np.arange([0, 5]) */
static bool say_bounds_in_list(Problem *p)
{
    const Node *list = p->operands == 1 ? p->operand[0].node : NULL;
    if (!list || (list->kind != NODE_LIST && list->kind != NODE_TUPLE) || list->kids > 3)
        return false;
    problem_mark(p, &p->operand[0]);
    advise(p, "start, stop and step are arguments of their own");
    const char *text = p->operand[0].text;
    return fix_offer(p, FIX_SAME, NULL,
                     with_arguments(p, 0, problem_text(p, "%.*s", (int)strlen(text) - 2, text + 1)));
}

/* np.transpose(a, 1, 0), np.reshape(a, 2, 5) */
static bool say_axes(Problem *p)
{
    int n = positional(p);
    if (n < 3)
        return false;
    advise(p, strcmp(p->name, "reshape") ? "the axes are one argument, a tuple"
                                         : "the shape is one argument, a tuple");
    fix_offer(p, FIX_SAME, NULL, with_arguments(p, 1, problem_text(p, "(%s)", listed(p, 1, n))));
    return true;
}

/* np.zeros(n / 2), range(2.0), np.linspace(0, 1, 0.1) */
static bool say_whole(Problem *p)
{
    for (int i = 0; i < p->operands; i++) {
        const Operand *operand = &p->operand[i];
        Tensor scalar;
        bool is_float = operand->value.tag == V_FLOAT ||
                        (tensor_of_scalar(&scalar, &operand->value) && dtype_is_inexact((DType)scalar.dtype));
        if (!is_float)
            continue;
        problem_mark(p, operand);
        if (!strcmp(p->name, "linspace") && i == 2 && operand->value.tag == V_FLOAT && operand->value.f < 1) {
            advise(p, "the third argument is how many numbers, not a step");
            fix_offer(p, FIX_SAME, "steps, the end left out",
                      problem_text(p, "np.arange(%s)", listed(p, 0, 3)));
            double from, to;
            if (value_to_double(&p->session->run, p->operand[0].value, &from) &&
                value_to_double(&p->session->run, p->operand[1].value, &to) && operand->value.f > 0)
                fix_offer(p, FIX_SAME + 1, "the end included",
                          with_arguments(p, 2, problem_text(p, "%.0f", (to - from) / operand->value.f + 1)));
            return true;
        }
        advise(p, problem_text(p, "%s is a float; this wants a whole number", operand->text));
        const Node *node = operand->node;
        const char *text = as_whole(p, node);
        fix_offer(p, FIX_SAME, NULL, problem_with(p, 1, &node, &text));
        if (!strcmp(p->name, "range"))
            fix_offer(p, FIX_SAME + 1, "steps may be floats",
                      problem_text(p, "np.arange(%s)", listed(p, 0, positional(p))));
        return true;
    }
    return false;
}

/* np.array([[1, 2], [3]]) */
static bool say_ragged(Problem *p)
{
    const Node *list = p->operands ? p->operand[0].node : NULL;
    if (!list || (list->kind != NODE_LIST && list->kind != NODE_TUPLE) || !list->kid)
        return false;
    const Node *first = list->kid;
    int row = 0, usual = first->kids;
    for (const Node *item = first; item; item = item->next, row++) {
        bool sequence = item->kind == NODE_LIST || item->kind == NODE_TUPLE;
        if (sequence && item->kids == usual)
            continue;
        p->out->mark[0] = (Mark){ node_span(p->tree, item), NULL };
        p->out->marks = 1;
        if (sequence)
            advise(p, problem_text(p, "row 0 has %d element%s, row %d has %d", usual, usual == 1 ? "" : "s",
                                   row, item->kids));
        else
            advise(p, problem_text(p, "row 0 is a list of %d, item %d is no list", usual, row));
        p->out->more =
            "Every row of an array has as many elements as the others. A list of arrays of different "
            "length stays a list; np.nan can stand where a number is missing.";
        return true;
    }
    return false;
}

#define REDUCING "sum prod max min amax amin mean std var median average ptp"
#define SHAPED                                                                                               \
    "zeros ones empty full rand randn eye random normal uniform integers randint standard_normal choice"
const Advice argument_advices[] = {
    { TypeError, "Cannot interpret '*' as a data type", "zeros ones empty full", say_shape },
    { TypeError, "'tuple' object cannot be interpreted as an integer", "rand randn eye identity", say_sizes },
    { TypeError, "'list' object cannot be interpreted as an integer", "rand randn eye identity", say_sizes },
    { TypeError, "only integer scalar arrays can be converted to a scalar index", SHAPED,
      say_array_as_shape },
    { TypeError, "'numpy.*' object cannot be interpreted as an integer", SHAPED, say_array_as_shape },
    { TypeError, "'tuple' object cannot be interpreted as an integer", "concatenate stack", say_one_list },
    { TypeError, "Field elements must be 2- or 3-tuples, got *", "array asarray", say_rows },
    { TypeError, "Tuple must have size 2, but has size *", "array asarray", say_rows },
    { TypeError, "array() takes from 1 to 2 positional arguments but *", "array", say_rows },
    { TypeError, "Cannot interpret '*' as a data type", "array asarray", say_rows },
    { ValueError, "setting an array element with a sequence. *", "array asarray", say_ragged },
    { TypeError, "only integer scalar arrays can be converted to a scalar index", "concatenate stack",
      say_one_list },
    { TypeError, "'list' object cannot be interpreted as an integer", "concatenate stack", say_one_list },
    { TypeError, "*() takes 1 positional argument but *", "vstack hstack column_stack dstack", say_one_list },
    { TypeError, "only integer scalar arrays can be converted to a scalar index",
      "sum prod max min amax amin all any mean", say_reduction },
    { TypeError, "'list' object cannot be interpreted as an integer",
      "sum prod max min amax amin all any mean", say_reduction },
    { AxisError, "axis * is out of bounds for array of dimension 0", REDUCING, say_reduction },
    { TypeError, "integer argument expected, got float", REDUCING, say_reduction },
    { TypeError, "'float' object cannot be interpreted as an integer", REDUCING, say_reduction },
    { TypeError, "return arrays must be of ArrayType", "sum prod max min amax amin", say_reduction },
    { TypeError, "'out' must be an array", "dot", say_third },
    { ValueError, "output array is not acceptable *", "dot", say_third },
    { TypeError, "* takes at most * positional argument* given)", NULL, say_size },
    { TypeError, "Cannot interpret '*' as a data type", "random integers randint standard_normal", say_size },
    { TypeError, "'str' object cannot be interpreted as an integer", NULL, say_misplaced_dtype },
    { TypeError, "'str' object cannot be interpreted as an integer", NULL, say_number_in_text },
    { TypeError, "arange() not supported for inputs with DType *", "arange", say_number_in_text },
    { ValueError, "Cannot take a larger sample than population *", NULL, say_sample },
    { TypeError, "'>=' not supported between instances of 'str' and 'int'", "eye", say_misplaced_dtype },
    { TypeError, "unsupported operand type(s) for -: '*' and 'int'", "arange", say_bounds_in_list },
    { TypeError, "* takes from * positional arguments but *", "transpose reshape", say_axes },
    { TypeError, "order must be str, not int", "reshape", say_axes },
    { TypeError, "'float' object cannot be interpreted as an integer", NULL, say_whole },
    { TypeError, "expected a sequence of integers or a single integer, got '*'", NULL, say_whole },
    { 0 },
};
