#include "teach/compare.h"

#include "teach/comparison.h"

#include "teach/callee.h"

#include <math.h>
#include <string.h>

Side *other_side(Comparison *c, const Side *side) { return &c->side[side == c->side]; }

/* the sides -------------------------------------------------------------------------------------------------
 */

/* Parses an expression; the source is the caller's, NULL if it is none. */
bool parse(Comparison *c, const char *text, Source **source, Tree *tree, const Node **node)
{
    Run *run = &c->session->run;
    int at = 0;
    *source = source_new("<compare>", 1, text, (int)strlen(text));
    bool ok = parser_next(c->parser, run, *source, &at, READ_FILE, true, tree) == PARSE_TREE;
    const Node *first = ok ? tree->root->kid : NULL;
    ok = first && first->kind == NODE_EXPRESSION && !first->next;
    *node = ok ? first->kid : NULL;
    run_forget_trial(run);
    if (!ok) {
        source_drop(*source);
        *source = NULL;
    }
    return ok;
}

/* Whether two values are the same to the last bit. */
static bool identical(Comparison *c, Value a, Value b)
{
    Difference d;
    Text x = { 0 }, y = { 0 };
    add_dtype(a, &x);
    add_dtype(b, &y);
    bool same = strcmp(text_get(&x), text_get(&y)) == 0;
    text_free(&x);
    text_free(&y);
    if (a.tag == V_ARRAY && !a.tensor->data)
        return same && b.tag == V_ARRAY && !b.tensor->data &&
               shape_equal(a.tensor->ndim, a.tensor->dim, b.tensor->ndim, b.tensor->dim);
    return same && difference_of(&c->session->run, a, b, &NO_SLACK, &d) && d.numbers && d.same_shape &&
           d.differ == 0;
}

/* Puts what made the names in their place, if it gives the same value now. */
static void unfold(Comparison *c, Side *side, int depth)
{
    Text text = { 0 }, stale = { 0 };
    Tree tree;
    const Node *node;
    Source *source;
    Findings found;
    bool replaced =
        c->origins && side->pure &&
        origin_unfold(c->origins, c->session, side->subject.tree, side->subject.node, depth, &text, &stale);
    if (stale.length && !strstr(text_get(&c->stale), text_get(&stale)))
        text_printf(&c->stale, "%s%s", c->stale.length ? " " : "", text_get(&stale));
    if (replaced && parse(c, text_get(&text), &source, &tree, &node)) {
        Tree *kept = arena_alloc(&source->arena, sizeof *kept);
        *kept = tree;
        bool same = session_look(c->session, kept, node, LOOK_AT_VALUES, &found) &&
                    identical(c, finding(&found, node), side->value);
        run_forget_trial(&c->session->run);
        if (same) {
            findings_free(&side->found);
            side->found = found;
            side->source = source;
            node = node_bare(node);
            side->subject = (Subject){ kept, node };
            side->given = side->text;
            side->text = (Text){ 0 };
            text_add(&side->text, source->text + node->start, (size_t)(node->end - node->start));
        } else {
            findings_free(&found);
            source_drop(source);
        }
    }
    text_free(&text);
    text_free(&stale);
}

static bool begin_side(Comparison *c, Side *side, const char *name, const Tree *tree, const Node *node)
{
    node = node_bare(node);
    *side = (Side){ .name = name, .subject = { tree, node } };
    for (int i = node->start; i < node->end; i++)
        if (tree->source->text[i] != '\n')
            text_char(&side->text, tree->source->text[i]);
    bool ok = session_look(c->session, tree, node, LOOK_AND_TELL, &side->found);
    if (ok) {
        side->value = value_keep(finding(&side->found, node));
        side->pure = node_is_pure(c->session, &side->found, node);
    }
    return ok;
}

/* Which matrices are symmetric in the user's data. */
static void mark_symmetric(Comparison *c, const Findings *found, const Node *node)
{
    Value v = finding(found, node);
    if (node->kind == NODE_NAME && v.tag == V_ARRAY && v.tensor->data && v.tensor->ndim == 2 &&
        v.tensor->dim[0] == v.tensor->dim[1] && v.tensor->dim[0] > 1) {
        Difference d;
        Tensor *turned = tensor_transpose(v.tensor, NULL);
        bool symmetric = difference_of(&c->session->run, v, value_array(turned), &NO_SLACK, &d) &&
                         d.numbers && d.differ == 0;
        tensor_drop(turned);
        for (int i = 0; symmetric && i < c->forms.atoms; i++)
            if (strcmp(c->forms.atom[i].key, name_text(node->name)) == 0)
                c->forms.atom[i].symmetric = true;
    }
    for (const Node *kid = node->kid; kid; kid = kid->next)
        mark_symmetric(c, found, kid);
}

static void find_form(Comparison *c, Side *side)
{
    if (!side->pure)
        return;
    side->has_form = form_of(&c->forms, &side->found, side->subject.node, &side->form);
    mark_symmetric(c, &side->found, side->subject.node);
}

/* The function that a side ends in: "dot", "@", "sum"; NULL: none. */
const char *top_function(const Side *side)
{
    const Node *node = side->subject.node;
    if (node->kind == NODE_BINARY)
        return operator_text[node->op];
    if (node->kind == NODE_ATTRIBUTE)
        return name_text(node->name);
    if (node->kind != NODE_CALL)
        return NULL;
    const Node *callee = node_bare(node->kid);
    return callee->kind == NODE_NAME || callee->kind == NODE_ATTRIBUTE ? name_text(callee->name) : NULL;
}

/* The side's text where an attribute can follow it. */
const char *as_primary(Comparison *c, const Side *side)
{
    switch ((NodeKind)side->subject.node->kind) {
    case NODE_NAME:
    case NODE_CALL:
    case NODE_INDEX:
    case NODE_ATTRIBUTE:
    case NODE_LIST: return text_get(&side->text);
    default: return run_text(&c->session->run, "(%s)", text_get(&side->text));
    }
}

/* the verdict on the values
 * ------------------------------------------------------------------------------------- */

bool has_data(Value v) { return !(v.tag == V_ARRAY && !v.tensor->data) && v.tag != V_UNKNOWN; }

/* How coarse the dtypes of a side are. */
static void measure(const Side *side, DType *coarse)
{
    for (int i = 0; i < side->found.nodes; i++) {
        DType d = coarsest_dtype(side->found.value[i]);
        *coarse = d < *coarse ? d : *coarse;
    }
}

/* Whether a side is 0 on paper: then nothing is small beside it. */
static bool is_zero_on_paper(const Side *side) { return side->has_form && side->form.terms == 0; }

/* Of values whose difference can come of rounding alone: whether it is a small part of them. Where the steps
 * on the way cancel, it may be all that is left. */
static bool keeps_digits(const Comparison *c, double epsilon)
{
    const Difference *d = &c->difference;
    if (is_zero_on_paper(&c->side[0]) || is_zero_on_paper(&c->side[1]))
        return d->largest <= 64 * epsilon;
    return d->largest <= sqrt(epsilon) * d->scale;
}

/* What rounding explains of the difference of both sides. */
static bool judge_rounding(Comparison *c, bool *small)
{
    Value left = c->side[0].value, right = c->side[1].value;
    Rounding rounding[2];
    measure(&c->side[0], &c->coarse);
    measure(&c->side[1], &c->coarse);
    double epsilon = dtype_epsilon(c->coarse);
    Slack slack = NO_SLACK;
    if (!difference_of(&c->session->run, left, right, &slack, &c->difference))
        return false;
    if (c->difference.differ == 0 || c->difference.exact)
        return true;
    for (int i = 0; i < 2; i++) {
        Side *side = &c->side[i];
        rounding_of(c->session, side->pure ? c->parser : NULL, &side->found, side->subject.node, epsilon,
                    &rounding[i]);
        slack.bound[i] = rounding[i].bound;
        if (rounding[i].estimate)
            slack.atol += 32 * epsilon * rounding[i].scale;
    }
    bool ok = difference_of(&c->session->run, left, right, &slack, &c->difference);
    *small = c->difference.beyond == 0 && keeps_digits(c, epsilon);
    for (int i = 0; i < 2; i++)
        rounding_free(&rounding[i]);
    return ok;
}

static bool judge_values(Comparison *c)
{
    Run *run = &c->session->run;
    Value left = c->side[0].value, right = c->side[1].value;
    Difference *d = &c->difference;
    Here *here = &c->verdict.here;
    bool given = c->tolerance.rtol >= 0 || c->tolerance.atol >= 0, small = false;
    if (!has_data(left) || !has_data(right)) {
        *here = HERE_NO_DATA;
        return true;
    }
    Slack slack = NO_SLACK;
    slack.rtol = fmax(c->tolerance.rtol, 0);
    slack.atol = fmax(c->tolerance.atol, 0);
    if (given ? !difference_of(run, left, right, &slack, d) : !judge_rounding(c, &small))
        return false;
    if (!d->numbers) {
        bool equal = false;
        if (!value_equal(run, left, right, &equal))
            run_forget_trial(run);
        *here = equal ? HERE_SAME : HERE_OTHER_KIND;
        return true;
    }
    bool close = d->differ == 0 || (given ? d->beyond == 0 : !d->exact && small);
    if (d->same_shape)
        *here = d->differ == 0                          ? HERE_SAME
                : close                                 ? HERE_ROUNDED
                : !given && !d->exact && d->beyond == 0 ? HERE_CANCELLED
                                                        : HERE_DIFFERENT;
    else
        *here = d->same_axes && close ? HERE_NUMBERS : HERE_OTHER_SHAPE;
    return true;
}

/* the verdict on all others
 * ------------------------------------------------------------------------------------- */

/* Whether either form takes it for granted that an array has an axis of size 1. */
static bool needs_ones(const Comparison *c)
{
    for (int i = ATOM_DELTA + 1; i < c->forms.atoms; i++)
        for (int axis = 0; axis < c->forms.atom[i].axes; axis++)
            if (c->forms.size[size_root(&c->forms, c->forms.atom[i].size[axis])].one)
                return true;
    return false;
}

static bool judge_always(Comparison *c)
{
    Side *left = &c->side[0], *right = &c->side[1];
    bool forms = left->has_form && right->has_form;
    bool equal = forms && form_equal(&c->forms, &left->form, &right->form, FORM_EVERY_SIZE);
    bool here = forms && form_equal(&c->forms, &left->form, &right->form, FORM_HERE);
    bool strict = c->verdict.here != HERE_NUMBERS;
    Always *always = &c->verdict.always;
    *always = NOT_TRIED;
    bool names = left->subject.node->kind == NODE_NAME && right->subject.node->kind == NODE_NAME;
    if (!left->pure || !right->pure || names)
        return true; /* of two names there is nothing to try: other values would be other values */
    if (!trials_run(c->session, left->subject, right->subject, strict, equal, &c->trials))
        return false;
    const Trials *t = &c->trials;
    if (!t->possible)
        return true;
    if (t->inside.names)
        *always = NOT_ALWAYS;
    else if (t->beyond.names)
        *always = SOMETIMES_SIZES;
    else if (equal)
        *always = needs_ones(c) ? ALWAYS_ONES : ALWAYS_PROVED;
    else if (here && !strict)
        *always = ALWAYS_ONES;
    else if (t->tried == 0)
        *always = NOT_TRIED;
    else
        *always = t->special.names ? ALWAYS_FINITE : ALWAYS_TRIED;
    return true;
}
/* all -------------------------------------------------------------------------------------------------------
 */

static bool differs(const Verdict *v)
{
    if (v->here != HERE_NO_DATA)
        return v->here >= HERE_NUMBERS;
    return v->always == NOT_ALWAYS || v->always == SOMETIMES_SIZES;
}

static bool judge_and_say(Comparison *c)
{
    enum { DEPTH = 8 };
    c->session->run.warn = NULL; /* what there is to warn of was told */
    for (int i = 0; i < 2; i++)
        unfold(c, &c->side[i], DEPTH);
    for (int i = 0; i < 2; i++)
        find_form(c, &c->side[i]);
    if (!judge_values(c) || !judge_always(c))
        return false;
    c->verdict.differ = differs(&c->verdict);
    say_head(c);
    say_verdict(c);
    if (c->verdict.here != HERE_NO_DATA || c->verdict.differ)
        say_why(c);
    if (c->verdict.here != HERE_NO_DATA || c->verdict.always >= ALWAYS_TRIED)
        say_always(c);
    say_numpy(c);
    say_match(c);
    if (c->stale.length)
        say(c, "stale", text_get(&c->stale));
    return run_goes_on(&c->session->run);
}

static bool run_comparison(Comparison *c, const Tree *tree, const Node *left, const Node *right)
{
    if (!begin_side(c, &c->side[0], "left", tree, left) || !begin_side(c, &c->side[1], "right", tree, right))
        return false;
    if (judge_and_say(c))
        return true;
    c->session->run.error.span = (Span){ 0 }; /* it may be in a text of ours, which goes away */
    return false;
}

bool compare(Session *s, Origins *origins, const Page *page, Tolerance tolerance, const Tree *tree,
             const Node *left, const Node *right, Text *out, Verdict *verdict)
{
    Comparison *c = mem_zeroed(sizeof *c);
    *c = (Comparison){ .session = s, .origins = origins, .page = page, .tolerance = tolerance, .out = out };
    void (*warned)(Run *, const Class *, const char *) = s->run.warn;
    c->coarse = FLOAT64;
    c->parser = parser_new();
    forms_begin(&c->forms, s);
    bool ok = run_comparison(c, tree, left, right);
    *verdict = c->verdict;
    s->run.warn = warned;
    parser_free(c->parser);
    forms_free(&c->forms);
    trials_free(&c->trials);
    text_free(&c->stale);
    for (int i = 0; i < 2; i++) {
        text_free(&c->side[i].text);
        text_free(&c->side[i].given);
        value_drop(c->side[i].value);
        findings_free(&c->side[i].found);
        source_drop(c->side[i].source);
    }
    mem_free(c);
    return ok;
}
