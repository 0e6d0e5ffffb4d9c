#include "teach/compare.h"

#include "eval/eval.h"
#include "lang/parser.h"
#include "teach/callee.h"
#include "teach/difference.h"
#include "teach/indexform.h"
#include "tensor/symbol.h"

#include <complex.h>
#include <ctype.h>
#include <math.h>
#include <string.h>

/* One of the two. */
typedef struct Side {
    const char *name; /* "left" */
    Text text;        /* as it is shown: the source, names unfolded */
    Text given;       /* as it was written, if that is something else */
    Source *source;   /* of an unfolded one, kept */
    Subject subject;
    Value value; /* owned */
    bool pure;
    bool has_form;
    Form form;
} Side;

typedef struct Comparison {
    Session *session;
    Origins *origins;
    const Page *page;
    Tolerance tolerance;
    Text *out;
    Side side[2];
    Forms forms;
    Difference difference;
    Trials trials;
    Verdict verdict;
    Text stale;
    Parser *parser;
} Comparison;

static Side *other_side(Comparison *c, const Side *side) { return &c->side[side == c->side]; }

/* lines -----------------------------------------------------------------------------------------------------
 */

enum { INDENT = 3, LABEL = 9 };

/* The length of the next word of a paragraph: up to a blank outside of brackets, if that fits a line. */
static size_t word_length(const char *text, int room)
{
    int depth = 0;
    for (size_t i = 0;; i++) {
        depth += strchr("([{", text[i]) && text[i] ? 1 : strchr(")]}", text[i]) && text[i] ? -1 : 0;
        if (text[i] == 0 || (text[i] == ' ' && depth <= 0))
            return text_columns(text, i) <= room ? i : strcspn(text, " ");
    }
}

/* A paragraph under a label, broken at blanks to the page's width. */
static void say(Comparison *c, const char *label, const char *text)
{
    bool narrate = c->page->narrate;
    int width = c->page->width, column = narrate ? 0 : INDENT, rest = narrate ? 0 : INDENT;
    text_pad(c->out, ' ', column);
    if (narrate && *label) {
        text_printf(c->out, "%c%s: ", toupper((unsigned char)*label), label + 1);
        column = (int)strlen(label) + 2;
    } else if (*label) {
        page_cell(c->out, label, LABEL);
        column = rest = INDENT + LABEL;
    }
    for (bool begun = false; *text; begun = true) {
        size_t length = word_length(text, width - rest);
        int columns = text_columns(text, length);
        if (begun && column + 1 + columns > width) {
            text_char(c->out, '\n');
            text_pad(c->out, ' ', rest);
            column = rest;
        } else if (begun) {
            text_char(c->out, ' ');
            column++;
        }
        text_add(c->out, text, length);
        column += columns;
        text += length;
        text += strspn(text, " ");
    }
    text_char(c->out, '\n');
}

/* values and shapes as text
 * --------------------------------------------------------------------------------- */

static void add_shape(const Comparison *c, Value v, Text *out)
{
    const Run *run = &c->session->run;
    if (v.tag == V_ARRAY)
        shape_add(out, run, v.tensor->ndim, v.tensor->dim);
    else if (value_is_scalar(v) || value_is_number(v))
        text_puts(out, "()");
    else if (v.tag == V_LIST || v.tag == V_TUPLE)
        text_printf(out, "%lld items", (long long)(v.tag == V_LIST ? v.list->count : v.tuple->count));
    else
        text_puts(out, "-");
}

static void add_kind(Value v, Text *out)
{
    if (v.tag == V_ARRAY)
        text_printf(out, "%d-d array", v.tensor->ndim);
    else if (value_is_scalar(v))
        text_puts(out, "scalar");
    else
        text_printf(out, "Python's %s", value_type_name(v));
}

static void add_dtype(Value v, Text *out)
{
    DType d;
    if (v.tag == V_ARRAY)
        text_puts(out, dtype_info[v.tensor->dtype].name);
    else if (value_is_scalar(v)) {
        scalar_data(&v, &d);
        text_puts(out, dtype_info[d].name);
    } else
        text_puts(out, value_type_name(v));
}

/* repr(v) on one line, "..." where it is long. */
static void add_value(Comparison *c, Value v, int most, Text *out)
{
    Text repr = { 0 };
    if (!value_repr(&c->session->run, v, &repr)) {
        run_clear_error(&c->session->run);
        text_puts(&repr, "?");
    }
    const char *text = text_get(&repr);
    size_t start = out->length;
    for (size_t i = 0; i < repr.length; i++) {
        bool blank = text[i] == ' ' || text[i] == '\n';
        if (!blank)
            text_char(out, text[i]);
        else if (i == 0 || (text[i - 1] != ' ' && text[i - 1] != '\n'))
            text_char(out, ' ');
    }
    if (text_columns(text_get(out) + start, out->length - start) > most) {
        size_t length = start + (size_t)(most > 6 ? most - 3 : 3);
        while (length > start && ((unsigned char)out->at[length] & 0xC0) == 0x80)
            length--;
        out->length = length;
        out->at[length] = 0;
        text_puts(out, "...");
    }
    text_free(&repr);
}

static void add_number(complex128 z, Text *out)
{
    Text repr = { 0 };
    if (cimag(z) != 0)
        text_printf(&repr, "%.17g%+.17gj", creal(z), cimag(z));
    else
        value_repr(NULL, value_float(creal(z)), &repr);
    size_t length = repr.length;
    const char *text = text_get(&repr);
    if (length > 2 && strcmp(text + length - 2, ".0") == 0)
        length -= 2;
    text_add(out, text, length);
    text_free(&repr);
}

/* "Y = array([[1.]]), A2 = array([[2.]])" */
static void add_sample(Comparison *c, const Sample *sample, Text *out)
{
    for (int i = 0; i < sample->names; i++) {
        text_printf(out, "%s%s = ", i == 0 ? "" : ", ", name_text(sample->name[i]));
        Value v = sample->value[i];
        if (v.tag == V_ARRAY && tensor_size(v.tensor) > 12) {
            text_puts(out, "an array of shape ");
            add_shape(c, v, out);
        } else
            add_value(c, v, 60, out);
    }
}

static void add_example(Comparison *c, const Sample *sample, Text *out)
{
    add_sample(c, sample, out);
    text_puts(out, ": left ");
    add_value(c, sample->left, 40, out);
    text_puts(out, ", right ");
    add_value(c, sample->right, 40, out);
}

static void add_form(const Comparison *c, const Side *side, Text *out)
{
    form_spell(&c->forms, &side->form, c->page, out);
}

/* the sides -------------------------------------------------------------------------------------------------
 */

/* Parses an expression; the source is the caller's. */
static bool parse(Comparison *c, const char *text, Source **source, Tree *tree, const Node **node)
{
    Run *run = &c->session->run;
    int at = 0;
    *source = source_new("<compare>", 1, text, (int)strlen(text));
    bool ok = parser_next(c->parser, run, *source, &at, READ_FILE, true, tree) == PARSE_TREE;
    const Node *first = ok ? tree->root->kid : NULL;
    ok = first && first->kind == NODE_EXPRESSION && !first->next;
    *node = ok ? first->kid : NULL;
    run_clear_error(run);
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
    return same && difference_of(&c->session->run, a, b, 0, 0, &d) && d.numbers && d.same_shape &&
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
        bool same = session_look(c->session, &tree, node, LOOK_AT_VALUES, &found) &&
                    identical(c, finding(&found, node), side->value);
        run_clear_error(&c->session->run);
        findings_free(&found);
        if (same) {
            Tree *kept = arena_alloc(&source->arena, sizeof *kept);
            *kept = tree;
            side->source = source;
            side->subject = (Subject){ kept, node };
            side->given = side->text;
            side->text = text;
            text = (Text){ 0 };
        } else
            source_drop(source);
    }
    text_free(&text);
    text_free(&stale);
}

static bool begin_side(Comparison *c, Side *side, const char *name, const Tree *tree, const Node *node)
{
    Findings found;
    node = node_bare(node);
    *side = (Side){ .name = name, .subject = { tree, node } };
    for (int i = node->start; i < node->end; i++)
        if (tree->source->text[i] != '\n')
            text_char(&side->text, tree->source->text[i]);
    bool ok = session_look(c->session, tree, node, LOOK_AT_VALUES, &found);
    if (ok) {
        side->value = value_keep(finding(&found, node));
        side->pure = node_is_pure(c->session, &found, node);
    }
    findings_free(&found);
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
        bool symmetric =
            difference_of(&c->session->run, v, value_array(turned), 0, 0, &d) && d.numbers && d.differ == 0;
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
    Findings found;
    if (side->pure &&
        session_look(c->session, side->subject.tree, side->subject.node, LOOK_AT_VALUES, &found)) {
        side->has_form = form_of(&c->forms, &found, side->subject.node, &side->form);
        mark_symmetric(c, &found, side->subject.node);
        findings_free(&found);
    } else if (side->pure)
        findings_free(&found);
    run_clear_error(&c->session->run);
}

/* The function that a side ends in: "dot", "@", "sum"; NULL: none. */
static const char *top_function(Comparison *c, const Side *side)
{
    const Node *node = side->subject.node;
    if (node->kind == NODE_BINARY)
        return operator_text[node->op];
    if (node->kind == NODE_ATTRIBUTE)
        return name_text(node->name);
    if (node->kind != NODE_CALL)
        return NULL;
    (void)c;
    const Node *callee = node_bare(node->kid);
    return callee->kind == NODE_NAME || callee->kind == NODE_ATTRIBUTE ? name_text(callee->name) : NULL;
}

/* The side's text where an attribute can follow it. */
static const char *as_primary(Comparison *c, const Side *side)
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

static bool has_data(Value v) { return !(v.tag == V_ARRAY && !v.tensor->data) && v.tag != V_UNKNOWN; }

/* The numbers that come up in a side, and how coarse its dtypes are. */
static void measure(Comparison *c, const Side *side, double *scale, DType *coarse)
{
    Findings found;
    if (side->pure &&
        session_look(c->session, side->subject.tree, side->subject.node, LOOK_AT_VALUES, &found))
        for (int i = 0; i < found.nodes; i++) {
            *scale = fmax(*scale, largest_number(found.value[i]));
            DType d = coarsest_dtype(found.value[i]);
            *coarse = d < *coarse ? d : *coarse;
        }
    if (side->pure)
        findings_free(&found);
    run_clear_error(&c->session->run);
}

static bool judge_values(Comparison *c)
{
    Run *run = &c->session->run;
    Value left = c->side[0].value, right = c->side[1].value;
    Difference *d = &c->difference;
    Here *here = &c->verdict.here;
    double rtol = 0, atol = 0;
    if (!has_data(left) || !has_data(right)) {
        *here = HERE_NO_DATA;
        return true;
    }
    if (c->tolerance.rtol >= 0 || c->tolerance.atol >= 0) {
        rtol = c->tolerance.rtol >= 0 ? c->tolerance.rtol : 0;
        atol = c->tolerance.atol >= 0 ? c->tolerance.atol : 0;
    } else {
        double scale = 0;
        DType coarse = FLOAT64;
        measure(c, &c->side[0], &scale, &coarse);
        measure(c, &c->side[1], &scale, &coarse);
        rtol = 4 * dtype_epsilon(coarse);
        atol = 64 * dtype_epsilon(coarse) * scale;
    }
    if (!difference_of(run, left, right, rtol, atol, d))
        return false;
    if (!d->numbers) {
        bool equal = false;
        if (!value_equal(run, left, right, &equal))
            run_clear_error(run);
        *here = equal ? HERE_SAME : HERE_OTHER_KIND;
        return true;
    }
    bool given = c->tolerance.rtol >= 0 || c->tolerance.atol >= 0;
    bool close = d->exact && !given ? d->differ == 0 : d->beyond == 0;
    if (d->same_shape)
        *here = d->differ == 0 ? HERE_SAME : close ? HERE_ROUNDED : HERE_DIFFERENT;
    else
        *here = d->same_axes && close ? HERE_NUMBERS : HERE_OTHER_SHAPE;
    return true;
}

/* the verdict on all others
 * ------------------------------------------------------------------------------------- */

/* Whether two sizes of 1 or a stretched axis were taken for granted by either form. */
static bool needs_ones(const Comparison *c)
{
    for (int i = 0; i < c->forms.sizes; i++)
        if (c->forms.size[i].one && size_root(&c->forms, i) == i)
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
    if (!left->pure || !right->pure)
        return true;
    if (!trials_run(c->session, left->subject, right->subject, strict, equal, &c->trials))
        return false;
    const Trials *t = &c->trials;
    if (!t->possible)
        return true;
    if (t->inside.names)
        *always = NOT_ALWAYS;
    else if (t->beyond.names && !equal)
        *always = SOMETIMES_SIZES;
    else if (t->beyond.names)
        *always = ALWAYS_ONES;
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

/* relations -------------------------------------------------------------------------------------------------
 */

/* What one form can be of another. */
typedef struct Relation {
    const char *says;   /* "the trace of %s, the sum of its diagonal" */
    const char *source; /* "np.trace(%s)"; of a primary if it begins with %s */
    bool (*make)(Forms *, Form *);
} Relation;

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
        if (!form_by_size(form, forms->label[form->index[i]], -1))
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

/* The first that makes `to` of `from`; NULL: none does. */
static const Relation *relation_between(Comparison *c, const Side *from, const Side *to)
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

static void apply_source(Comparison *c, const char *source, const Side *side, Text *out)
{
    const char *at = strstr(source, "%s");
    text_add(out, source, (size_t)(at - source));
    text_puts(out, at == source ? as_primary(c, side) : text_get(&side->text));
    text_puts(out, at + 2);
}

/* why -------------------------------------------------------------------------------------------------------
 */

/* "dot adds over j and keeps i and k (1 and 1)" */
static bool add_sums(Comparison *c, Side *side, Text *out)
{
    if (!side->has_form || side->form.terms != 1)
        return false;
    Text summed = { 0 }, kept = { 0 };
    form_letters(&c->forms, &side->form, c->page, &summed, &kept);
    const char *function = top_function(c, side);
    Side *other = other_side(c, side);
    const char *others = top_function(c, other);
    if (!function || !isalpha((unsigned char)*function) || (others && strcmp(function, others) == 0))
        function = side->name;
    if (!summed.length)
        text_printf(out, "%s adds nothing up", function);
    else if (side->form.axes == 0)
        text_printf(out, "%s adds over %s: every axis away", function, text_get(&summed));
    else {
        text_printf(out, "%s adds over %s and keeps %s (", function, text_get(&summed), text_get(&kept));
        for (int i = 0; i < side->form.axes; i++) {
            text_puts(out, i == 0 ? "" : i + 1 < side->form.axes ? ", " : " and ");
            size_spell(&c->session->run, label_length(&c->forms, side->form.index[i]), out);
        }
        text_puts(out, ")");
    }
    text_free(&summed);
    text_free(&kept);
    return true;
}

/* The two factors of a number Σ A·B; false: the form is another. */
static bool two_factors(const Side *side, const Factor **a, const Factor **b)
{
    const Term *term = side->form.term;
    if (!side->has_form || side->form.axes != 0 || side->form.terms != 1 || term->factors != 2 ||
        term->by != 1 || term->sizes != 0)
        return false;
    *a = &term->factor[0];
    *b = &term->factor[1];
    return true;
}

static bool has_index(const Forms *forms, const Factor *factor, int index)
{
    for (int axis = 0; axis < forms->atom[factor->atom].axes; axis++)
        if (factor->index[axis] == index)
            return true;
    return false;
}

/* "A.sum(axis=0)": the factor added over the axes that the other does not have; false: more than one is left.
 */
static bool add_partial_sum(const Comparison *c, const Factor *factor, const Factor *other, Text *out)
{
    const Forms *forms = &c->forms;
    const Atom *atom = &forms->atom[factor->atom];
    int left = 0, axis_summed = -1, summed = 0;
    for (int axis = 0; axis < atom->axes; axis++)
        if (has_index(forms, other, factor->index[axis]))
            left++;
        else {
            axis_summed = axis;
            summed++;
        }
    if (left != 1 || summed > 1)
        return false;
    text_puts(out, atom->text);
    if (summed)
        text_printf(out, ".sum(axis=%d)", axis_summed);
    return true;
}

/* The numbers of a vector, " 4*3 + 6*5" of two; nothing if there are many or they are not there. */
static void add_numbers(Comparison *c, const char *source_a, const char *source_b, Text *out)
{
    enum { SHOWN = 6 };
    Source *source[2] = { NULL, NULL };
    Findings found[2] = { { 0 } };
    Tensor *t[2] = { NULL, NULL };
    const char *text[2] = { source_a, source_b };
    int sides = source_b ? 2 : 1;
    bool ok = true;
    for (int i = 0; ok && i < sides; i++) {
        Tree tree;
        const Node *node;
        ok = parse(c, text[i], &source[i], &tree, &node) &&
             session_look(c->session, &tree, node, LOOK_AT_VALUES, &found[i]);
        Value v = ok ? finding(&found[i], node) : ABSENT;
        ok = v.tag == V_ARRAY && v.tensor->data && v.tensor->ndim == 1 && v.tensor->dim[0] <= SHOWN &&
             v.tensor->dim[0] > 0;
        t[i] = ok ? v.tensor : NULL;
        run_clear_error(&c->session->run);
    }
    if (ok && (sides == 1 || t[0]->dim[0] == t[1]->dim[0])) {
        text_puts(out, sides == 2 ? " = " : ": ");
        for (int64_t k = 0; k < t[0]->dim[0]; k++) {
            text_puts(out, k ? " + " : "");
            for (int i = 0; i < sides; i++) {
                text_puts(out, i ? "*" : "");
                add_number(element_complex((DType)t[i]->dtype, t[i]->data + k * t[i]->stride[0]), out);
            }
        }
    }
    for (int i = 0; i < 2; i++) {
        findings_free(&found[i]);
        source_drop(source[i]);
    }
}

/* What a sum of products of two arrays comes to, in other words. */
static bool add_algebra(Comparison *c, Side *side, Text *out)
{
    const Factor *a, *b;
    const Forms *forms = &c->forms;
    if (!two_factors(side, &a, &b))
        return false;
    const Atom *atom_a = &forms->atom[a->atom], *atom_b = &forms->atom[b->atom];
    if (a->atom == ATOM_DELTA || b->atom == ATOM_DELTA)
        return false;
    Text one = { 0 }, two = { 0 };
    bool said = true;
    if (atom_a->axes == 2 && atom_b->axes == 2 && a->index[0] != a->index[1] &&
        has_index(forms, b, a->index[0]) && has_index(forms, b, a->index[1])) {
        bool aligned = a->index[0] == b->index[0];
        text_printf(&one, "np.dot(%s, %s%s)", atom_a->text, atom_b->text, aligned ? ".T" : "");
        text_printf(out, "%s is the sum of the diagonal of %s", side->name, text_get(&one));
        text_printf(&two, "np.diagonal(%s)", text_get(&one));
        add_numbers(c, text_get(&two), NULL, out);
    } else if (add_partial_sum(c, a, b, &one) && add_partial_sum(c, b, a, &two)) {
        text_printf(out, "%s = %s @ %s", side->name, text_get(&one), text_get(&two));
        add_numbers(c, text_get(&one), text_get(&two), out);
        int in_a = has_index(forms, b, a->index[0]) ? 0 : 1, in_b = has_index(forms, a, b->index[0]) ? 0 : 1;
        if (atom_a->axes == 2 && atom_b->axes == 2)
            text_printf(out, ": each %s of %s meets the whole %s of %s", in_a ? "column" : "row",
                        atom_a->text, in_b ? "column" : "row", atom_b->text);
    } else
        said = false;
    text_free(&one);
    text_free(&two);
    return said;
}

static bool is_reshape(const char *function)
{
    return function && (strcmp(function, "reshape") == 0 || strcmp(function, "ravel") == 0);
}

static bool is_transpose(const char *function)
{
    return function && (strcmp(function, "T") == 0 || strcmp(function, "transpose") == 0 ||
                        strcmp(function, "swapaxes") == 0);
}

static void say_why(Comparison *c)
{
    Text text = { 0 };
    Side *left = &c->side[0], *right = &c->side[1];
    const char *one = top_function(c, left), *other = top_function(c, right);
    if (c->difference.same_numbers &&
        ((is_reshape(one) && is_transpose(other)) || (is_transpose(one) && is_reshape(other)))) {
        text_printf(&text,
                    "%s %s keeps the order of the elements and cuts the row of them anew; %s %s swaps the "
                    "axes, so that rows become columns.",
                    is_reshape(one) ? "left:" : "right:", is_reshape(one) ? one : other,
                    is_reshape(one) ? "right:" : "left:", is_reshape(one) ? other : one);
        say(c, "why", text_get(&text));
        text_free(&text);
        return;
    }
    if (c->verdict.here == HERE_SAME || c->verdict.here == HERE_ROUNDED) {
        if (c->verdict.here == HERE_ROUNDED && !c->difference.exact)
            say(c, "why",
                "floats keep about 16 digits (float32 7), and each step rounds; the two sides take other "
                "steps, or "
                "the same in another order.");
    } else if (c->verdict.here == HERE_DIFFERENT || c->verdict.here == HERE_NO_DATA) {
        Text more = { 0 };
        bool said = add_algebra(c, left, &text);
        if (add_algebra(c, right, &more))
            text_printf(&text, "%s%s", said ? ". " : "", text_get(&more));
        if (text.length) {
            text_puts(&text, ".");
            say(c, "why", text_get(&text));
        }
        text_free(&more);
    } else {
        Text more = { 0 };
        if (add_sums(c, left, &text) && add_sums(c, right, &more)) {
            text_printf(&text, "; %s.", text_get(&more));
            say(c, "why", text_get(&text));
        }
        text_free(&more);
    }
    text_free(&text);
}

/* always? ---------------------------------------------------------------------------------------------------
 */

/* "(1, N)": the shape of the first array, sizes other than 1 as letters. */
static void add_general_shape(Comparison *c, Text *out)
{
    static const char letters[] = "NMKLPQ";
    const Forms *forms = &c->forms;
    const Atom *atom = NULL;
    int used = 0, root[FORM_AXES];
    for (int i = ATOM_DELTA + 1; i < forms->atoms && !atom; i++)
        if (forms->atom[i].axes > 0)
            atom = &forms->atom[i];
    text_char(out, '(');
    for (int axis = 0; atom && axis < atom->axes; axis++) {
        int size = size_root(forms, atom->size[axis]), at = 0;
        text_puts(out, axis ? ", " : "");
        if (forms->size[size].value == 1) {
            text_char(out, '1');
            continue;
        }
        while (at < used && root[at] != size)
            at++;
        if (at == used)
            root[used++] = size;
        if (size_is_symbolic(&c->session->run, forms->size[size].value))
            size_spell(&c->session->run, forms->size[size].value, out);
        else
            text_char(out, letters[at]);
    }
    text_puts(out, atom && atom->axes == 1 ? ",)" : ")");
}

/* The symbols that the sizes of both sides are made of: "M, N"; nothing if there are none. */
static void add_symbols(Comparison *c, Text *out)
{
    const Symbols *symbols = c->session->run.symbols;
    bool any = false;
    for (int i = 0; symbols && i < symbols->count; i++) {
        bool used = false;
        for (int size = 0; size < c->forms.sizes; size++)
            used |= c->forms.size[size].value == symbols->at[i].code;
        if (used) {
            text_printf(out, "%s%s", any ? ", " : "", symbols->at[i].name);
            any = true;
        }
    }
}

/* What a dtype does on a side: "dot ORs". */
static bool add_reason(const Sample *sample, DType d, Text *out)
{
    for (int side = 0; side < 2; side++)
        if (sample->product[side] && !sample->product[!side]) {
            text_printf(out, "%s %s", sample->product[side], d == BOOL ? "ORs" : "wraps");
            return true;
        }
    return false;
}

/* "Not for bool (dot ORs) or small ints (dot wraps)."; nothing if no dtype differs. */
static void add_dtypes(Comparison *c, Text *out)
{
    int told = 0;
    bool small_ints = false;
    for (int i = 0; i < TRIAL_DTYPES; i++) {
        const TrialsOfDType *of = &c->trials.dtype[i];
        bool small = of->dtype == INT8 || of->dtype == UINT8;
        if (!of->differs.names || (small && small_ints))
            continue;
        small_ints |= small;
        text_printf(out, "%s%s", told++ ? " or " : " Not for ",
                    small ? "small ints" : dtype_info[of->dtype].name);
        Text reason = { 0 };
        if (add_reason(&of->differs, of->dtype, &reason))
            text_printf(out, " (%s)", text_get(&reason));
        text_free(&reason);
    }
    if (told)
        text_char(out, '.');
}

static int pairs_of_dtypes(const Comparison *c)
{
    int tried = 0;
    for (int i = 0; i < TRIAL_DTYPES; i++)
        tried = c->trials.dtype[i].tried > tried ? c->trials.dtype[i].tried : tried;
    return tried;
}

/* Which axis is 1: " Y has 1 row,". What there would be more of: "rows"; "" if there is no such axis. */
static const char *add_ones(Comparison *c, Text *out)
{
    for (int i = ATOM_DELTA + 1; i < c->forms.atoms; i++) {
        const Atom *atom = &c->forms.atom[i];
        for (int axis = 0; axis < atom->axes; axis++)
            if (c->forms.size[size_root(&c->forms, atom->size[axis])].value == 1) {
                text_printf(
                    out, atom->axes == 2 ? " %s has 1 %s," : " %s has size 1 along axis %s,", atom->text,
                    atom->axes == 2 ? axis ? "column" : "row" : run_text(&c->session->run, "%d", axis));
                return atom->axes != 2 ? "" : axis ? " columns" : " rows";
            }
    }
    return "";
}

/* The relation of the two sides, if there is one; and who is whose partner. */
static bool say_relation(Comparison *c)
{
    Side *from = &c->side[0], *to = &c->side[1];
    const Relation *relation = relation_between(c, from, to);
    if (!relation) {
        from = &c->side[1];
        to = &c->side[0];
        relation = relation_between(c, from, to);
    }
    double ratio = 1;
    Text text = { 0 };
    if (relation) {
        text_printf(&text, "%s is ", to->name);
        const char *at = strstr(relation->says, "%s");
        text_add(&text, relation->says, (size_t)(at - relation->says));
        text_printf(&text, "%s%s.", from->name, at + 2);
        if (c->verdict.always == SOMETIMES_SIZES || c->verdict.always == ALWAYS_ONES) {
            const char *more = add_ones(c, &text);
            text_printf(&text, " so %s has 1 element, and they agree for every ", from->name);
            add_general_shape(c, &text);
            text_printf(&text, ", up to rounding. With more%s they do not: then ", more);
        } else
            text_puts(&text, " So ");
        apply_source(c, relation->source, from, &text);
        text_printf(&text, " is the partner of %s.", to->name);
    } else if (c->side[0].has_form && c->side[1].has_form &&
               form_ratio(&c->forms, &c->side[0].form, &c->side[1].form, &ratio) && ratio != 1) {
        text_printf(&text, "right is %.12g times left.", ratio);
    }
    if (!text.length)
        return false;
    Text dtypes = { 0 };
    add_dtypes(c, &dtypes);
    text_puts(&text, text_get(&dtypes));
    say(c, c->verdict.here == HERE_NO_DATA ? "relation" : "always?", text_get(&text));
    text_free(&dtypes);
    text_free(&text);
    return true;
}

static bool is_equal_here(const Comparison *c)
{
    Here here = c->verdict.here;
    return here == HERE_SAME || here == HERE_ROUNDED || here == HERE_NUMBERS;
}

static bool symmetric_only(Comparison *c)
{
    return c->side[0].has_form && c->side[1].has_form &&
           form_equal(&c->forms, &c->side[0].form, &c->side[1].form, FORM_SYMMETRIC);
}

static void say_always(Comparison *c)
{
    Text text = { 0 };
    const Trials *t = &c->trials;
    Always always = c->verdict.always;
    bool told = always != ALWAYS_PROVED && say_relation(c);
    switch (always) {
    case ALWAYS_PROVED:
        text_puts(&text, "yes, for every size, up to rounding: both are ");
        add_form(c, &c->side[1], &text);
        text_puts(&text, ".");
        add_dtypes(c, &text);
        break;
    case ALWAYS_ONES:
        if (told)
            break;
        text_puts(&text, "for every ");
        add_general_shape(c, &text);
        text_puts(&text, ", up to rounding.");
        if (t->beyond.names) {
            text_puts(&text, " Not with other sizes: ");
            add_example(c, &t->beyond, &text);
            text_puts(&text, ".");
        }
        add_dtypes(c, &text);
        break;
    case ALWAYS_TRIED:
    case ALWAYS_FINITE:
        text_printf(&text, "as far as was tried: %d pairs of sizes from 0 to 6, %s.",
                    t->tried + t->beyond_tried, t->rounding ? "the same up to rounding" : "all the same");
        if (always == ALWAYS_FINITE) {
            text_puts(&text, " Not with inf, nan or -0.: ");
            add_example(c, &t->special, &text);
            text_puts(&text, ".");
        }
        add_dtypes(c, &text);
        break;
    case SOMETIMES_SIZES:
        if (told)
            break;
        text_puts(&text, "for these sizes; with others they differ, ");
        add_example(c, &t->beyond, &text);
        text_puts(&text, ".");
        break;
    case NOT_ALWAYS:
        if (is_equal_here(c))
            text_puts(&text, symmetric_only(c)
                                 ? "only where arrays are symmetric, as here. The smallest that differs: "
                                 : "no, with these numbers only. The smallest that differs: ");
        add_example(c, &t->inside, &text);
        text_puts(&text, ".");
        break;
    case NOT_TRIED: break;
    }
    if (text.length)
        say(c, is_equal_here(c) || always != NOT_ALWAYS ? "always?" : "smallest", text_get(&text));
    text_free(&text);
}

/* what NumPy says of them
 * ---------------------------------------------------------------------------------------- */

static void say_numpy(Comparison *c)
{
    static const char *const asks[] = { "allclose", "array_equal" };
    Value pair[2] = { c->side[0].value, c->side[1].value };
    Run *run = &c->session->run;
    Text text = { 0 };
    if (c->verdict.here == HERE_NO_DATA || !c->difference.numbers)
        return;
    for (int i = 0; i < 2; i++) {
        Value answer;
        const Func *row = func_find("np", asks[i]);
        if (!row || !func_apply(run, row, 2, pair, &answer)) {
            run_clear_error(run);
            continue;
        }
        text_printf(&text, "%snp.%s ", text.length ? ", " : "", asks[i]);
        value_repr(run, answer, &text);
        value_drop(answer);
    }
    Value answer;
    if (hooks.operate(run, OP_EQ, pair[0], pair[1], &answer)) {
        Text shown = { 0 };
        value_repr(run, answer, &shown);
        if (shown.length <= 40 && !strchr(text_get(&shown), '\n'))
            text_printf(&text, ", left == right %s", text_get(&shown));
        text_free(&shown);
        value_drop(answer);
    } else {
        text_printf(&text, ", left == right %s", run->error.class->name);
        run_clear_error(run);
    }
    say(c, "NumPy", text_get(&text));
    text_free(&text);
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
        double tolerance = 64 * dtype_epsilon(coarsest_dtype(v)) * largest_number(v);
        ok = difference_of(&c->session->run, v, like->value, 0, tolerance, &d) && d.numbers && d.same_shape &&
             d.beyond == 0;
    } else if (ok) {
        Form form;
        ok = v.tag == like->value.tag && like->has_form && form_of(&c->forms, &found, node, &form) &&
             form_equal(&c->forms, &form, &like->form, FORM_EVERY_SIZE);
    }
    if (ok)
        add_shape(c, v, shape);
    run_clear_error(&c->session->run);
    findings_free(&found);
    source_drop(source);
    return ok;
}

/* A line if the expression makes `side` like the other one. */
static bool offer(Comparison *c, Side *side, const char *text, int *told)
{
    Text shape = { 0 }, line = { 0 };
    bool ok = matches(c, text, other_side(c, side), &shape);
    if (ok) {
        text_printf(&line, "%s", text);
        text_pad(&line, ' ', 42 - text_columns(text_get(&line), line.length));
        bool narrow = 2 + text_columns(text_get(&line), line.length) + 24 > c->page->width - INDENT - LABEL;
        if (c->page->narrate) {
            text_clear(&line);
            text_printf(&line, "%s, so that %s becomes %s", text, side->name, text_get(&shape));
            say(c, *told ? "or" : "to match", text_get(&line));
        } else {
            text_pad(c->out, ' ', INDENT);
            page_cell(c->out, *told ? "" : "to match", LABEL);
            text_printf(c->out, "%s%s%s becomes %s\n", text_get(&line), narrow ? "  # " : "  ", side->name,
                        text_get(&shape));
        }
        ++*told;
    }
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

static void say_match(Comparison *c)
{
    int told = 0;
    Here here = c->verdict.here;
    if (!c->side[0].pure || !c->side[1].pure || here == HERE_SAME || here == HERE_ROUNDED ||
        here == HERE_OTHER_KIND || (here == HERE_NO_DATA && !c->verdict.differ))
        return;
    for (int i = 0; i < 2; i++) {
        Side *side = &c->side[i];
        Value like = other_side(c, side)->value;
        bool to_number = like.tag != V_ARRAY || like.tensor->ndim == 0;
        if (here == HERE_NUMBERS) {
            if ((to_number && offer_template(c, side, "%s.item()", &told)) ||
                offer_keepdims(c, side, &told) || offer_template(c, side, "%s[0]", &told) ||
                offer_template(c, side, "%s[:, 0]", &told) || offer_template(c, side, "%s[:, None]", &told) ||
                offer_template(c, side, "%s[None, :]", &told))
                continue;
            offer_reshape(c, side, &told);
            continue;
        }
        bool found = false;
        for (int k = 0; k < RELATIONS && !found; k++)
            found = offer_template(c, side, relations[k].source, &told);
        if (!found && here == HERE_OTHER_SHAPE)
            found = offer_keepdims(c, side, &told) || offer_reshape(c, side, &told);
        if (!found)
            offer_template(c, side, "-%s", &told);
    }
}

/* the head --------------------------------------------------------------------------------------------------
 */

static const char *and_form(Comparison *c, const Side *side)
{
    Text text = { 0 };
    if (side->has_form)
        add_form(c, side, &text);
    const char *kept = run_text(&c->session->run, "%s", text_get(&text));
    text_free(&text);
    return kept;
}

enum { ROW_TEXT, ROW_GIVEN, ROW_VALUE, ROW_SHAPE, ROW_KIND, ROW_DTYPE, ROW_SUM, ROWS };
static const char *const row_name[ROWS] = {
    [ROW_TEXT] = "",     [ROW_GIVEN] = "from",  [ROW_VALUE] = "value", [ROW_SHAPE] = "shape",
    [ROW_KIND] = "kind", [ROW_DTYPE] = "dtype", [ROW_SUM] = "sum",
};

static void fill_cells_of(Comparison *c, const Side *side, Text cell[ROWS])
{
    text_puts(&cell[ROW_TEXT], text_get(side->given.length ? &side->given : &side->text));
    if (side->given.length)
        text_puts(&cell[ROW_GIVEN], text_get(&side->text));
    if (has_data(side->value))
        add_value(c, side->value, 400, &cell[ROW_VALUE]);
    else
        text_puts(&cell[ROW_VALUE], "no data");
    add_shape(c, side->value, &cell[ROW_SHAPE]);
    add_kind(side->value, &cell[ROW_KIND]);
    add_dtype(side->value, &cell[ROW_DTYPE]);
    text_puts(&cell[ROW_SUM], and_form(c, side));
}

/* A form that says no more than the expression itself is not shown. */
static bool says_sums(const Side *side)
{
    if (!side->has_form)
        return false;
    for (int i = 0; i < side->form.terms; i++)
        if (side->form.term[i].factors > 1 || side->form.term[i].sizes || side->form.term[i].by != 1 ||
            side->form.terms > 1)
            return true;
    int label[FORM_FACTORS * FORM_AXES];
    return side->form.terms == 1 && term_bound(&side->form, side->form.term, label) > 0;
}

static void head_table(Comparison *c, Text cell[2][ROWS], const bool shown[ROWS])
{
    int width = 0;
    for (int row = 0; row < ROWS; row++)
        if (shown[row]) {
            int columns = text_columns(text_get(&cell[0][row]), cell[0][row].length);
            width = columns > width ? columns : width;
        }
    text_pad(c->out, ' ', INDENT + 7);
    page_cell(c->out, "left", width + 2);
    text_puts(c->out, "right\n");
    for (int row = 0; row < ROWS; row++) {
        if (!shown[row])
            continue;
        const char *left = text_get(&cell[0][row]), *right = text_get(&cell[1][row]);
        bool verdict = row >= ROW_SHAPE && row <= ROW_DTYPE;
        text_pad(c->out, ' ', INDENT);
        page_cell(c->out, row_name[row], 7);
        page_cell(c->out, left, width + 2);
        if (verdict) {
            page_cell(c->out, right, 16);
            text_printf(c->out, "  %s\n", strcmp(left, right) == 0 ? "same" : "differs");
        } else
            text_printf(c->out, "%s\n", right);
    }
}

/* One side under the other, where they are too wide for columns, or to be read out. */
static void head_list(Comparison *c, Text cell[2][ROWS], const bool shown[ROWS])
{
    for (int i = 0; i < 2; i++) {
        Text line = { 0 };
        say(c, c->side[i].name, text_get(&cell[i][ROW_TEXT]));
        if (shown[ROW_GIVEN] && cell[i][ROW_GIVEN].length) {
            text_printf(&line, "from %s", text_get(&cell[i][ROW_GIVEN]));
            say(c, c->page->narrate ? "made by" : " ", text_get(&line) + (c->page->narrate ? 5 : 0));
            text_clear(&line);
        }
        int room = 3 * c->page->width;
        if (text_columns(text_get(&cell[i][ROW_VALUE]), cell[i][ROW_VALUE].length) > room) {
            text_clear(&cell[i][ROW_VALUE]);
            add_value(c, c->side[i].value, room, &cell[i][ROW_VALUE]);
        }
        if (c->page->narrate)
            text_printf(&line, "%s, shape %s, %s, dtype %s", text_get(&cell[i][ROW_VALUE]),
                        text_get(&cell[i][ROW_SHAPE]), text_get(&cell[i][ROW_KIND]),
                        text_get(&cell[i][ROW_DTYPE]));
        else
            text_printf(&line, "%s   # %s %s, %s", text_get(&cell[i][ROW_VALUE]),
                        text_get(&cell[i][ROW_SHAPE]), text_get(&cell[i][ROW_DTYPE]),
                        text_get(&cell[i][ROW_KIND]));
        say(c, c->page->narrate ? "value" : " ", text_get(&line));
        if (shown[ROW_SUM] && cell[i][ROW_SUM].length)
            say(c, c->page->narrate ? "as a sum" : " ", text_get(&cell[i][ROW_SUM]));
        text_free(&line);
    }
}

static void say_head(Comparison *c)
{
    Text cell[2][ROWS] = { { { 0 } } };
    bool shown[ROWS];
    int widest[2] = { 0, 0 };
    for (int i = 0; i < 2; i++)
        fill_cells_of(c, &c->side[i], cell[i]);
    for (int row = 0; row < ROWS; row++)
        shown[row] = cell[0][row].length || cell[1][row].length;
    shown[ROW_SUM] = shown[ROW_SUM] && (says_sums(&c->side[0]) || says_sums(&c->side[1]));
    for (int row = 0; row < ROWS; row++)
        for (int i = 0; i < 2 && shown[row]; i++) {
            int columns = text_columns(text_get(&cell[i][row]), cell[i][row].length);
            widest[i] = columns > widest[i] ? columns : widest[i];
        }
    if (c->page->narrate || INDENT + 7 + widest[0] + 2 + (widest[1] > 25 ? widest[1] : 25) >= c->page->width)
        head_list(c, cell, shown);
    else
        head_table(c, cell, shown);
    for (int i = 0; i < 2; i++)
        for (int row = 0; row < ROWS; row++)
            text_free(&cell[i][row]);
    if (!c->page->narrate)
        text_char(c->out, '\n');
}

/* How many products each side adds up, where they are few and differ. */
static void add_products(Comparison *c, Text *out)
{
    int64_t left = c->side[0].has_form ? form_products(&c->forms, &c->side[0].form) : 0,
            right = c->side[1].has_form ? form_products(&c->forms, &c->side[1].form) : 0;
    if (left && right && left != right && left < 1000000 && right < 1000000)
        text_printf(out, " left adds up %lld products, right %lld.", (long long)left, (long long)right);
}

static void add_place(const Comparison *c, Text *out)
{
    const Difference *d = &c->difference;
    if (d->count <= 1)
        return;
    text_puts(out, " at [");
    for (int i = 0; i < d->where.ndim; i++)
        text_printf(out, "%s%lld", i ? ", " : "", (long long)d->where.dim[i]);
    text_puts(out, "]");
}

static void say_no_data(Comparison *c)
{
    Text text = { 0 }, symbols = { 0 };
    Always always = c->verdict.always;
    add_symbols(c, &symbols);
    if (always == ALWAYS_PROVED) {
        text_printf(&text, "Equal for every %s, up to rounding: both are ",
                    symbols.length ? text_get(&symbols) : "size");
        add_form(c, &c->side[1], &text);
        text_puts(&text, ".");
    } else if (always == ALWAYS_ONES) {
        text_puts(&text, "Equal for every ");
        add_general_shape(c, &text);
        text_puts(&text, ", up to rounding.");
    } else if (always == ALWAYS_TRIED || always == ALWAYS_FINITE)
        text_puts(&text, "Equal as far as was tried.");
    else if (always == SOMETIMES_SIZES)
        text_puts(&text, "Equal for sizes like these only.");
    else if (always == NOT_ALWAYS)
        text_puts(&text, "Not equal.");
    else
        text_puts(&text, "Only shapes are known, and nothing could be tried.");
    if (always == ALWAYS_PROVED || always == ALWAYS_ONES) {
        add_dtypes(c, &text);
        int pairs = pairs_of_dtypes(c);
        if (pairs)
            text_printf(&text, " Tried on %d pairs of each dtype.", pairs);
    }
    say(c, "", text_get(&text));
    text_free(&text);
    text_free(&symbols);
}

static void say_verdict(Comparison *c)
{
    Text text = { 0 };
    const Difference *d = &c->difference;
    Text left = { 0 }, right = { 0 };
    add_dtype(c->side[0].value, &left);
    add_dtype(c->side[1].value, &right);
    switch (c->verdict.here) {
    case HERE_SAME:
        text_printf(&text, "The same%s.",
                    d->numbers ? d->count == 1 ? " number and shape" : " numbers and shape" : "");
        if (strcmp(text_get(&left), text_get(&right)) != 0)
            text_printf(&text, " Of other dtypes: %s and %s.", text_get(&left), text_get(&right));
        break;
    case HERE_ROUNDED:
        if (c->tolerance.rtol >= 0 || c->tolerance.atol >= 0)
            text_printf(&text, "The same within the tolerance: at most %.3g apart", d->largest);
        else
            text_puts(&text, "Same up to rounding");
        if (isfinite(d->ulps) && !d->exact)
            text_printf(&text, ": %.12g unit%s in the last place apart", ceil(d->ulps - 1e-9),
                        d->ulps <= 1 ? "" : "s");
        text_puts(&text, " (");
        add_number(d->left, &text);
        text_puts(&text, " and ");
        add_number(d->right, &text);
        add_place(c, &text);
        text_puts(&text, ").");
        break;
    case HERE_NUMBERS:
        text_printf(&text, "Same number%s, different shape.%s", d->count == 1 ? "" : "s",
                    d->differ ? " (up to rounding)" : "");
        break;
    case HERE_DIFFERENT: {
        text_puts(&text, "Different numbers, same shape ");
        add_shape(c, c->side[0].value, &text);
        text_puts(&text, ":");
        if (d->count > 1)
            text_printf(&text, " %lld of %lld elements, most", (long long)d->differ, (long long)d->count);
        add_place(c, &text);
        text_puts(&text, d->count > 1 ? ": " : " ");
        add_number(d->left, &text);
        text_puts(&text, " against ");
        add_number(d->right, &text);
        text_puts(&text, ".");
        if (d->same_numbers && d->count > 1)
            text_printf(&text, " They are the same %lld numbers in another order.", (long long)d->count);
        add_products(c, &text);
        break;
    }
    case HERE_OTHER_SHAPE:
        text_puts(&text, "Different shapes: ");
        add_shape(c, c->side[0].value, &text);
        text_puts(&text, " and ");
        add_shape(c, c->side[1].value, &text);
        text_puts(&text, d->same_axes ? ", and different numbers." : ".");
        if (d->same_numbers)
            text_puts(&text, " They hold the same numbers.");
        break;
    case HERE_OTHER_KIND:
        text_printf(&text, "Different: %s and %s.", value_type_name(c->side[0].value),
                    value_type_name(c->side[1].value));
        break;
    case HERE_NO_DATA: say_no_data(c); break;
    }
    if (text.length)
        say(c, "", text_get(&text));
    text_free(&text);
    text_free(&left);
    text_free(&right);
}

/* all -------------------------------------------------------------------------------------------------------
 */

static bool differs(const Verdict *v)
{
    if (v->here != HERE_NO_DATA)
        return v->here >= HERE_NUMBERS;
    return v->always == NOT_ALWAYS || v->always == SOMETIMES_SIZES;
}

static bool run_comparison(Comparison *c, const Tree *tree, const Node *left, const Node *right)
{
    enum { DEPTH = 8 };
    if (!begin_side(c, &c->side[0], "left", tree, left) || !begin_side(c, &c->side[1], "right", tree, right))
        return false;
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
    return true;
}

bool compare(Session *s, Origins *origins, const Page *page, Tolerance tolerance, const Tree *tree,
             const Node *left, const Node *right, Text *out, Verdict *verdict)
{
    Comparison *c = mem_zeroed(sizeof *c);
    *c = (Comparison){ .session = s, .origins = origins, .page = page, .tolerance = tolerance, .out = out };
    void (*warned)(Run *, const Class *, const char *) = s->run.warn;
    void (*told)(Session *, const Failure *) = s->on_failure;
    s->on_failure = NULL;
    c->parser = parser_new();
    forms_begin(&c->forms, s);
    bool ok = run_comparison(c, tree, left, right);
    *verdict = c->verdict;
    s->run.warn = warned;
    s->on_failure = told;
    parser_free(c->parser);
    forms_free(&c->forms);
    trials_free(&c->trials);
    text_free(&c->stale);
    for (int i = 0; i < 2; i++) {
        text_free(&c->side[i].text);
        text_free(&c->side[i].given);
        value_drop(c->side[i].value);
        source_drop(c->side[i].source);
    }
    mem_free(c);
    return ok;
}
