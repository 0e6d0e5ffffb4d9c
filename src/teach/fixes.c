#include "teach/fixes.h"

#include "lang/parser.h"
#include "tensor/symbol.h"
#include "value/asarray.h"

#include <string.h>

/* trying --------------------------------------------------------------------------------------------------
 */

/* A candidate that was parsed. */
typedef struct Trial {
    Source *source;
    Tree tree;
    const Node *expression;
    bool inplace;     /* the result must have the shape of its left operand */
    const Node *into; /* the result must fit these items; NULL: it is stored nowhere */
} Trial;

/* Errors of a trial are nobody's: the outer one stays. */
typedef struct Aside {
    Error error;
    Span here;
    void (*warn)(Run *, const Class *, const char *);
} Aside;

static Aside step_aside(Run *run)
{
    Aside aside = { run->error, run->here, run->warn };
    run->error = (Error){ 0 };
    run->warn = NULL;
    return aside;
}

static void step_back(Run *run, Aside aside)
{
    run_forget_trial(run);
    run->error = aside.error;
    run->here = aside.here;
    run->warn = aside.warn;
}

/* The expression of a statement that is one, or of an assignment: of `a += b` it is `a + (b)`. */
static bool parse(Problem *p, const char *code, Trial *trial)
{
    if (!p->parser)
        p->parser = parser_new();
    int at = 0;
    *trial = (Trial){ .source = source_new("<fix>", 1, code, (int)strlen(code)) };
    if (parser_next(p->parser, &p->session->run, trial->source, &at, READ_FILE, true, &trial->tree) !=
        PARSE_TREE)
        return false;
    const Node *statement = trial->tree.root->kid;
    if (statement->kind == NODE_AUGMENTED && !statement->next) {
        const Node *target = statement->kid, *value = target->next;
        const char *plain =
            problem_text(p, "%.*s %s (%.*s)", target->end - target->start, code + target->start,
                         operator_text[statement->op], value->end - value->start, code + value->start);
        source_drop(trial->source);
        bool parsed = parse(p, plain, trial);
        trial->inplace = true;
        return parsed;
    }
    if (statement->next || (statement->kind != NODE_EXPRESSION && statement->kind != NODE_ASSIGN))
        return false;
    trial->expression = statement->kid;
    if (statement->kind == NODE_ASSIGN && statement->kid->kind == NODE_INDEX)
        trial->into = statement->kid;
    while (trial->expression->next)
        trial->expression = trial->expression->next;
    return true;
}

/* Whether nothing is changed, drawn or printed by it, and no function of the user's is called: then it may be
 * evaluated unasked. */
static bool is_pure(const Node *node, const Findings *found, bool random)
{
    if (node->kind == NODE_WALRUS || node->kind == NODE_LAMBDA)
        return false;
    if (node->kind == NODE_CALL) {
        const Node *callee = node->kid;
        Value v = finding(found, callee);
        const Func *row = v.tag == V_FUNC ? v.func : v.tag == V_METHOD ? v.method->func : NULL;
        if (!row && callee->kind == NODE_ATTRIBUTE) {
            Value of = finding(found, callee->kid);
            row = of.tag == V_MODULE   ? func_find(of.module->name, name_text(callee->name))
                  : of.tag != V_ABSENT ? func_for(of, name_text(callee->name))
                                       : NULL;
        }
        bool draws = row && random && !strncmp(row->of, "np.random", 9);
        if (v.tag != V_CLASS && (!row || (row->effects && !draws)))
            return false;
    }
    for (const Node *kid = node->kid; kid; kid = kid->next)
        if (!is_pure(kid, found, random))
            return false;
    return true;
}

static bool is_unknown(Value v)
{
    for (int i = 0; v.tag == V_ARRAY && i < v.tensor->ndim; i++)
        if (v.tensor->dim[i] == DIM_UNKNOWN)
            return true;
    return false;
}

/* Whether an array of unknown size is no larger than those it is made of: X[y > 0] is, np.bincount(y) is not.
 */
static bool is_bounded(const Node *node)
{
    static const char *const growing[] = { "bincount", "repeat", "arange", "linspace", "resize", NULL };
    if (node->kind != NODE_CALL || (node->kid->kind != NODE_ATTRIBUTE && node->kid->kind != NODE_NAME))
        return true;
    for (int i = 0; growing[i]; i++)
        if (!strcmp(growing[i], name_text(node->kid->name)))
            return false;
    return true;
}

/* Whether it is little work: few elements, and no whole numbers that would be sizes of many. */
static bool is_small(const Node *node, const Findings *found, double *sizes, int64_t *elements)
{
    enum { ELEMENTS_MAX = 100000 };
    Value v = finding(found, node);
    if (v.tag == V_INT && v.i > 1)
        *sizes *= (double)v.i;
    else if (is_unknown(v)) {
        if (!is_bounded(node))
            return false;
    } else if (v.tag == V_ARRAY) {
        int64_t size = tensor_size(v.tensor);
        if (size < 0 || size > ELEMENTS_MAX)
            return false;
        *elements += size;
    }
    for (const Node *kid = node->kid; kid; kid = kid->next)
        if (!is_small(kid, found, sizes, elements))
            return false;
    return *sizes <= ELEMENTS_MAX && *elements <= ELEMENTS_MAX;
}

/* saying --------------------------------------------------------------------------------------------------
 */

static bool is_array(Value v) { return v.tag == V_ARRAY; }

static void add_shape(Problem *p, Value v, Text *out)
{
    shape_add(out, &p->session->run, v.tensor->ndim, v.tensor->dim);
}

static const char *sign_of(const char *function)
{
    static const struct {
        const char *function, *sign;
    } signs[] = { { "dot", "·" },      { "matmul", "·" },   { "inner", "·" }, { "vdot", "·" },
                  { "multiply", "*" }, { "subtract", "-" }, { "add", "+" },   { "divide", "/" } };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (!strcmp(signs[i].function, function))
            return signs[i].sign;
    return ", ";
}

/* "(1, 8)·(8, 1)": the operands of the outermost call or operator that are arrays. */
static const char *shapes_text(Problem *p, const Node *node, const Findings *found)
{
    Text out = { 0 };
    const char *sign = NULL;
    while (node->kind == NODE_PAREN)
        node = node->kid;
    const Node *kid = node->kid;
    if (node->kind == NODE_BINARY)
        sign = node->op == NODE_OP_MATMUL ? "·" : operator_text[node->op];
    else if (node->kind == NODE_COMPARE && node->kids == 2)
        sign = kid->next->op < NODE_OP_NEG ? operator_text[kid->next->op] : ", "; /* is, in */
    else if (node->kind == NODE_CALL) {
        if (kid->kind == NODE_ATTRIBUTE || kid->kind == NODE_NAME)
            sign = sign_of(name_text(kid->name));
        if (kid->kind == NODE_ATTRIBUTE && is_array(finding(found, kid->kid)))
            add_shape(p, finding(found, kid->kid), &out);
        kid = kid->next;
    }
    for (; kid && sign; kid = kid->next) {
        const Node *operand = kid->kind == NODE_COMPARATOR ? kid->kid : kid;
        if (operand->kind != NODE_KEYWORD && is_array(finding(found, operand))) {
            text_puts(&out, out.length ? sign : "");
            add_shape(p, finding(found, operand), &out);
        }
    }
    const char *text = problem_text(p, "%s", text_get(&out));
    text_free(&out);
    return text;
}

/* A value in a few characters: "3.6"; NULL: it has none. */
static const char *short_text(Problem *p, Value v)
{
    enum { COLUMNS = 24 };
    Text text = { 0 };
    const char *result = NULL;
    if (value_str_of(&p->session->run, v, &text) && text.length <= COLUMNS &&
        !strpbrk(text_get(&text), "\n<"))
        result = problem_text(p, "%s", text_get(&text));
    text_free(&text);
    return result;
}

/* "[(2,), (1,)]"; NULL: they are no arrays, or too many. */
static const char *shapes_of_parts(Problem *p, const Value *part, int64_t count)
{
    enum { PARTS_MAX = 4 };
    Text text = { 0 };
    for (int64_t i = 0; i < count; i++) {
        if (count > PARTS_MAX || part[i].tag != V_ARRAY || part[i].tensor->ndim == 0) {
            text_free(&text);
            return NULL;
        }
        text_puts(&text, i ? ", " : "[");
        add_shape(p, part[i], &text);
    }
    const char *result = text.length ? problem_text(p, "%s]", text.at) : NULL;
    text_free(&text);
    return result;
}

/* Whether `a += b` can be stored into a, and the value of `a[0] = b` into a[0]. */
static bool can_store(Problem *p, const Trial *trial, const Findings *found)
{
    if (trial->into) {
        Findings of;
        bool fits = session_look(p->session, &trial->tree, trial->into, LOOK_AT_SHAPES, &of);
        Value to = fits ? finding(&of, trial->into) : ABSENT, what = finding(found, trial->expression);
        Tensor *made = NULL;
        if (fits && is_array(to) && (what.tag == V_LIST || what.tag == V_TUPLE))
            fits = (made = tensor_from_value(&p->session->run, what, NO_DTYPE, false));
        const Tensor *value = is_array(what) ? what.tensor : made;
        if (fits && is_array(to) && value) {
            Shape room;
            shape_set(&room, to.tensor->ndim, to.tensor->dim);
            fits = shape_broadcast(&room, value->ndim, value->dim) &&
                   shape_equal(room.ndim, room.dim, to.tensor->ndim, to.tensor->dim);
        }
        tensor_drop(made);
        findings_free(&of);
        return fits;
    }
    if (!trial->inplace)
        return true;
    Value to = finding(found, trial->expression->kid), what = finding(found, trial->expression);
    if (!is_array(to))
        return !is_array(what);
    return is_array(what) &&
           shape_equal(to.tensor->ndim, to.tensor->dim, what.tensor->ndim, what.tensor->dim);
}

/* What a value is said to be: its shape, or the text of what has none. NULL: nobody knows; "": it is too
 * long. */
static const char *value_result(Problem *p, Value v)
{
    if (v.tag == V_UNKNOWN || v.tag == V_ABSENT)
        return NULL;
    if (v.tag == V_ARRAY && v.tensor->ndim > 0) {
        Text text = { 0 };
        if (is_unknown(v))
            return NULL;
        add_shape(p, v, &text);
        text_puts(&text, v.tensor->dtype == BOOL ? " bool" : "");
        const char *result = problem_text(p, "%s", text_get(&text));
        text_free(&text);
        return result;
    }
    if (v.tag == V_ARRAY && !v.tensor->data)
        return "()";
    const char *parts = v.tag == V_LIST    ? shapes_of_parts(p, v.list->item, v.list->count)
                        : v.tag == V_TUPLE ? shapes_of_parts(p, v.tuple->item, v.tuple->count)
                                           : NULL;
    const char *result = parts ? parts : short_text(p, v);
    return result ? result : "";
}

/* What an expression comes to. Where that is little work and changes nothing it is evaluated: some functions
 * refuse values, not shapes. NULL: it fails, or nobody knows. */
static const char *result_text(Problem *p, const Trial *trial, const Findings *found)
{
    Run *run = &p->session->run;
    const char *result = value_result(p, finding(found, trial->expression));
    double sizes = 1;
    int64_t elements = 0;
    if (!is_pure(trial->expression, found, true) || !is_small(trial->expression, found, &sizes, &elements))
        return result;
    Findings values;
    struct Object *random = run->random; /* what is drawn for a look is drawn elsewhere */
    run->random = NULL;
    if (session_look(p->session, &trial->tree, trial->expression, LOOK_AT_VALUES, &values))
        result = value_result(p, finding(&values, trial->expression));
    else if (run->error.class != NoDataError)
        result = NULL;
    findings_free(&values);
    if (run->random)
        run->drop(run->random);
    run->random = random;
    return result;
}

/* offers --------------------------------------------------------------------------------------------------
 */

bool code_fits(Problem *p, const char *code, Shape *shape)
{
    Run *run = &p->session->run;
    Aside aside = step_aside(run);
    Trial trial;
    Findings found = { 0 };
    bool fits = *code && parse(p, code, &trial) &&
                session_look(p->session, &trial.tree, trial.expression, LOOK_AT_SHAPES, &found);
    if (fits && shape) {
        Value v = finding(&found, trial.expression);
        shape->ndim = -1;
        if (v.tag == V_ARRAY)
            shape_set(shape, v.tensor->ndim, v.tensor->dim);
    }
    findings_free(&found);
    if (*code)
        source_drop(trial.source);
    step_back(run, aside);
    return fits;
}

bool fix_offer(Problem *p, int rank, const char *remark, const char *code)
{
    enum { COLUMNS_MAX = 200 }; /* two lines and a half: what is longer nobody reads */
    if (!*code || text_columns(code, strlen(code)) > COLUMNS_MAX || p->candidates == CANDIDATES_MAX)
        return false;
    for (int i = 0; i < p->candidates; i++)
        if (!strcmp(p->candidate[i].fix.code, code))
            return false;
    Run *run = &p->session->run;
    Aside aside = step_aside(run);
    Trial trial;
    Findings found = { 0 };
    const char *result = NULL, *shapes = "";
    if (parse(p, code, &trial) &&
        session_look(p->session, &trial.tree, trial.expression, LOOK_AT_SHAPES, &found) &&
        can_store(p, &trial, &found)) {
        result = result_text(p, &trial, &found);
        shapes = shapes_text(p, trial.expression, &found);
    }
    findings_free(&found);
    source_drop(trial.source);
    step_back(run, aside);
    if (result)
        p->candidate[p->candidates++] =
            (Candidate){ { problem_text(p, "%s", code), shapes, result, remark }, rank, false };
    return result != NULL;
}

/* Fixes with which the rest of the line goes on come first, if there are such. */
static void prefer_what_goes_on(Problem *p)
{
    bool goes_on[CANDIDATES_MAX], any = false;
    for (int i = 0; i < p->candidates; i++) {
        const char *whole = problem_around(p, p->candidate[i].fix.code);
        goes_on[i] = p->candidate[i].wider || (whole && code_fits(p, whole, NULL));
        any |= goes_on[i];
    }
    for (int i = 0; i < p->candidates && any; i++)
        p->candidate[i].rank += goes_on[i] ? 0 : 2 * FIX_OTHER;
}

void fixes_choose(Problem *p)
{
    Explanation *out = p->out;
    if (p->candidates > 1)
        prefer_what_goes_on(p);
    for (out->fixes = 0; out->fixes < FIXES_MAX; out->fixes++) {
        Candidate *best = NULL;
        for (int i = 0; i < p->candidates; i++)
            if (p->candidate[i].rank >= 0 && (!best || p->candidate[i].rank < best->rank))
                best = &p->candidate[i];
        if (!best)
            break;
        out->fix[out->fixes] = best->fix;
        best->rank = -1;
    }
}
