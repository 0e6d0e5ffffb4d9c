/* compare_match.c: what one side is of the other, and what makes it like the other. */
#include "teach/callee.h"
#include "teach/comparison.h"

#include <math.h>
#include <string.h>

/* relations -------------------------------------------------------------------------------------------------
 */

static bool make_transpose(Forms *forms, Form *form)
{
    (void)forms;
    int label = form->index[0];
    form->index[0] = form->index[1];
    form->index[1] = label;
    return form->axes == 2;
}

static bool make_sum(Forms *forms, Form *form)
{
    bool any = form->axes > 0;
    while (form->axes > 0)
        if (!form_sum_axis(forms, form, form->axes - 1))
            return false;
    return any;
}

static bool make_mean(Forms *forms, Form *form)
{
    for (int i = 0; i < form->axes; i++)
        if (!form_by_size(forms, form, forms->label[form->index[i]], -1))
            return false;
    return make_sum(forms, form);
}

static bool make_sum_0(Forms *forms, Form *form) { return form->axes > 1 && form_sum_axis(forms, form, 0); }
static bool make_sum_1(Forms *forms, Form *form) { return form->axes > 1 && form_sum_axis(forms, form, 1); }

static const Relation relations[] = {
    { "the trace of %s, the sum of its diagonal", "np.trace(%s)", form_trace },
    { "the transpose of %s", "%s.T", make_transpose },
    { "the diagonal of %s", "np.diagonal(%s)", form_diagonal },
    { "the sum of all elements of %s", "np.sum(%s)", make_sum },
    { "the sum of %s over axis 0", "np.sum(%s, axis=0)", make_sum_0 },
    { "the sum of %s over axis 1", "np.sum(%s, axis=1)", make_sum_1 },
    { "the mean of all elements of %s", "np.mean(%s)", make_mean },
};
enum { RELATIONS = sizeof relations / sizeof *relations };

const Relation *relation_between(Comparison *c, const Side *from, const Side *to)
{
    Forms *forms = &c->forms;
    if (!from->has_form || !to->has_form)
        return NULL;
    for (int i = 0; i < RELATIONS; i++) {
        Form made = from->form;
        size_t bytes = (size_t)forms->sizes * sizeof *forms->size;
        FormSize *kept = mem_alloc(bytes + 1); /* the diagonal makes two sizes one */
        memcpy(kept, forms->size, bytes);
        bool found = relations[i].make(forms, &made) && form_equal(forms, &made, &to->form, FORM_EVERY_SIZE);
        memcpy(forms->size, kept, bytes);
        mem_free(kept);
        if (found)
            return &relations[i];
    }
    return NULL;
}

void apply_source(Comparison *c, const char *source, const Side *side, Text *out)
{
    const char *at = strstr(source, "%s"), *of = text_get(&side->text);
    size_t length = strlen(of);
    if (!strcmp(source, "%s.T") && length > 2 && !strcmp(of + length - 2, ".T") &&
        node_bare(side->subject.node)->kind == NODE_ATTRIBUTE) { /* x.T turned is x */
        text_add(out, of, length - 2);
        return;
    }
    text_add(out, source, (size_t)(at - source));
    text_puts(out, at == source ? as_primary(c, side) : text_get(&side->text));
    text_puts(out, at + 2);
}
/* to match --------------------------------------------------------------------------------------------------
 */

/* Whether an expression gives the value of a side: its shape and its numbers, up to rounding. Without data:
 * its shape, and its form for every size. */
static bool matches(Comparison *c, const char *text, const Side *like, Text *shape)
{
    Source *source;
    Tree tree;
    const Node *node;
    Findings found = { 0 };
    bool ok = parse(c, text, &source, &tree, &node) &&
              session_look(c->session, &tree, node, LOOK_AT_VALUES, &found);
    Value v = ok ? finding(&found, node) : ABSENT;
    if (ok && has_data(v) && has_data(like->value)) {
        Difference d;
        bool given = c->tolerance.rtol >= 0 || c->tolerance.atol >= 0;
        Slack slack = { fmax(c->tolerance.rtol, 0), fmax(c->tolerance.atol, 0), { ABSENT, ABSENT } };
        if (!given)
            slack.atol = 64 * dtype_epsilon(coarsest_dtype(v)) * largest_number(v);
        ok = difference_of(&c->session->run, v, like->value, &slack, &d) && d.numbers && d.same_shape &&
             d.beyond == 0;
    } else if (ok) {
        Form form;
        ok = v.tag == like->value.tag && like->has_form && form_of(&c->forms, &found, node, &form) &&
             form_equal(&c->forms, &form, &like->form, FORM_EVERY_SIZE);
    }
    if (ok)
        add_shape(c, v, shape);
    run_forget_trial(&c->session->run);
    findings_free(&found);
    source_drop(source);
    return ok;
}

/* np.std(x) with ddof=1, np.cov(x) with ddof=0: the spread of a side divided by the other count. False: it is
 * none.
 */
static bool other_ddof(const Side *side, Text *out)
{
    static const struct {
        const char *function;
        int ddof; /* without asking */
    } rows[] = { { "std", 0 }, { "var", 0 }, { "nanstd", 0 }, { "nanvar", 0 }, { "cov", 1 } };
    const Node *call = node_bare(side->subject.node), *given = NULL;
    const char *function = top_function(side), *text = text_get(&side->text);
    size_t row = 0, count = sizeof rows / sizeof *rows;
    while (row < count && (!function || strcmp(rows[row].function, function)))
        row++;
    if (row == count || call->kind != NODE_CALL || text[side->text.length - 1] != ')')
        return false;
    for (const Node *arg = call->kid->next; arg; arg = arg->next)
        if (arg->kind == NODE_KEYWORD && !strcmp(name_text(arg->name), "ddof"))
            given = arg->kid;
    if (!given) {
        text_printf(out, "%.*s, ddof=%d)", (int)side->text.length - 1, text, !rows[row].ddof);
        return true;
    }
    const char *source = side->subject.tree->source->text;
    int ddof = given->kind == NODE_INT && !strcmp(given->text, "1") ? 0 : 1;
    text_printf(out, "%.*s%d%.*s", given->start - call->start, source + call->start, ddof,
                call->end - given->end, source + given->end);
    return true;
}

const Side *divided_otherwise(Comparison *c, bool *sample)
{
    for (int i = 0; i < 2; i++) {
        Side *side = &c->side[i];
        Text text = { 0 }, shape = { 0 };
        bool found =
            side->pure && other_ddof(side, &text) && matches(c, text_get(&text), other_side(c, side), &shape);
        *sample = found && strstr(text_get(&text), "ddof=0") != NULL;
        text_free(&text);
        text_free(&shape);
        if (found)
            return side;
    }
    return NULL;
}

/* A line if the expression makes `side` like the other one. */
static bool offer(Comparison *c, Side *side, const char *text, int *told)
{
    enum { COLUMNS = 42 };
    Text shape = { 0 }, line = { 0 };
    const char *label = *told == 0 ? "to match" : c->page->narrate ? "or" : " ";
    bool ok = matches(c, text, other_side(c, side), &shape);
    int columns = text_columns(text, strlen(text));
    if (ok && !c->page->narrate && LABEL + COLUMNS + 16 + (int)shape.length <= c->page->width &&
        columns <= COLUMNS) {
        page_cell(c->out, label, LABEL);
        page_cell(c->out, text, COLUMNS);
        text_printf(c->out, "  %s becomes %s\n", side->name, text_get(&shape));
    } else if (ok) {
        text_printf(&line, "%s, so that %s becomes %s", text, side->name, text_get(&shape));
        say(c, label, text_get(&line));
    }
    *told += ok;
    text_free(&shape);
    text_free(&line);
    return ok;
}

static bool offer_template(Comparison *c, Side *side, const char *source, int *told)
{
    Text text = { 0 };
    apply_source(c, source, side, &text);
    bool ok = offer(c, side, text_get(&text), told);
    text_free(&text);
    return ok;
}

/* The call with keepdims=True; false: it takes none, or has it. */
static bool offer_keepdims(Comparison *c, Side *side, int *told)
{
    const char *text = text_get(&side->text);
    if (side->subject.node->kind != NODE_CALL || strstr(text, "keepdims") ||
        text[side->text.length - 1] != ')')
        return false;
    Text with = { 0 };
    bool empty = text[side->text.length - 2] == '(';
    text_add(&with, text, side->text.length - 1);
    text_puts(&with, empty ? "keepdims=True)" : ", keepdims=True)");
    bool ok = offer(c, side, text_get(&with), told);
    text_free(&with);
    return ok;
}

static bool offer_reshape(Comparison *c, Side *side, int *told)
{
    Value like = other_side(c, side)->value;
    if (like.tag != V_ARRAY)
        return false;
    Text text = { 0 };
    text_printf(&text, "np.reshape(%s, ", text_get(&side->text));
    shape_add(&text, &c->session->run, like.tensor->ndim, like.tensor->dim);
    text_char(&text, ')');
    bool ok = offer(c, side, text_get(&text), told);
    text_free(&text);
    return ok;
}

void say_match(Comparison *c)
{
    int told = 0;
    Here here = c->verdict.here;
    if (!c->side[0].pure || !c->side[1].pure || here == HERE_SAME || here == HERE_ROUNDED ||
        here == HERE_CANCELLED || here == HERE_OTHER_KIND || (here == HERE_NO_DATA && !c->verdict.differ))
        return;
    for (int i = 0; i < 2; i++) {
        Side *side = &c->side[i];
        Value like = other_side(c, side)->value;
        bool to_number = like.tag != V_ARRAY || like.tensor->ndim == 0;
        if (here == HERE_NUMBERS) {
            if ((to_number && offer_template(c, side, "%s.item()", &told)) ||
                offer_keepdims(c, side, &told) || offer_template(c, side, "%s[0]", &told) ||
                offer_template(c, side, "%s[:, 0]", &told) || offer_template(c, side, "%s[:, None]", &told) ||
                offer_template(c, side, "%s[None, :]", &told) || offer_template(c, side, "%s.T", &told))
                continue;
            offer_reshape(c, side, &told);
            continue;
        }
        Text same = { 0 };
        bool found = matches(c, text_get(&side->text), other_side(c, side), &same); /* nearly as it is */
        text_free(&same);
        if (found)
            continue;
        Text spread = { 0 };
        found = other_ddof(side, &spread) && offer(c, side, text_get(&spread), &told);
        text_free(&spread);
        for (int k = 0; k < RELATIONS && !found; k++)
            found = offer_template(c, side, relations[k].source, &told);
        if (!found && here == HERE_OTHER_SHAPE)
            found = offer_keepdims(c, side, &told) || offer_reshape(c, side, &told);
        if (!found)
            offer_template(c, side, "-%s", &told);
    }
}
