/* compare_why.c: why two expressions are equal or not, and whether they always are. */
#include "teach/comparison.h"

#include "tensor/symbol.h"

#include <ctype.h>
#include <string.h>

/* why -------------------------------------------------------------------------------------------------------
 */

/* "dot adds over j and keeps i and k (1 and 1)" */
static bool add_sums(Comparison *c, Side *side, Text *out)
{
    if (!side->has_form || side->form.terms != 1)
        return false;
    Text summed = { 0 }, kept = { 0 };
    form_letters(&c->forms, &side->form, c->page, &summed, &kept);
    const char *function = top_function(side);
    Side *other = other_side(c, side);
    const char *others = top_function(other);
    if (!function || !isalpha((unsigned char)*function) || (others && strcmp(function, others) == 0))
        function = side->name;
    bool unknown = !summed.length && side->form.term[0].factors == 1 && side->subject.node->kind != NODE_NAME;
    if (unknown) {
        text_free(&kept);
        return false; /* what is not looked into may add up, too */
    }
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
        run_forget_trial(&c->session->run);
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

/* "each element of A with its partner in B", "each row of A with each column of B, and adds up": how a side
 * pairs what it multiplies; *adds: it sums over an axis. False: it does not multiply two arrays. */
static bool add_pairs(const Comparison *c, const Side *side, bool *adds, Text *out)
{
    const Term *term = side->form.term;
    int label[FORM_FACTORS * FORM_AXES], bound = side->has_form ? term_bound(&side->form, term, label) : 0;
    if (!side->has_form || side->form.terms != 1 || term->factors != 2 || bound > 1)
        return false;
    const Atom *atom[2];
    const char *line[2];
    for (int i = 0; i < 2; i++) {
        const Factor *factor = &term->factor[i];
        atom[i] = &c->forms.atom[factor->atom];
        if (factor->atom == ATOM_DELTA || atom[i]->divisor || !atom[i]->axes)
            return false;
        if (bound && (atom[i]->axes != 2 || !has_index(&c->forms, factor, *label)))
            return false;
        line[i] = bound && factor->index[0] == *label ? "column" : "row";
    }
    *adds = bound;
    bool same = term->factor[0].atom == term->factor[1].atom &&
                !memcmp(term->factor[0].index, term->factor[1].index, (size_t)atom[0]->axes * sizeof(int));
    if (bound)
        text_printf(out, "each %s of %s with each %s of %s, and adds up the products", line[0], atom[0]->text,
                    line[1], atom[1]->text);
    else if (same)
        text_printf(out, "each element of %s with itself", atom[0]->text);
    else
        text_printf(out, "each element of %s with its partner in %s", atom[0]->text, atom[1]->text);
    return true;
}

/* A * B against A @ B. */
static bool add_pairings(Comparison *c, Text *out)
{
    Text left = { 0 }, right = { 0 };
    bool adds[2], said = add_pairs(c, &c->side[0], &adds[0], &left) &&
                         add_pairs(c, &c->side[1], &adds[1], &right) && adds[0] != adds[1];
    if (said)
        text_printf(out, "left multiplies %s; right multiplies %s", text_get(&left), text_get(&right));
    text_free(&left);
    text_free(&right);
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

void say_why(Comparison *c)
{
    if (c->verdict.here == HERE_CANCELLED)
        return;
    Text text = { 0 };
    Side *left = &c->side[0], *right = &c->side[1];
    const char *one = top_function(left), *other = top_function(right);
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
    bool sample;
    const Side *spread = c->verdict.here > HERE_CANCELLED ? divided_otherwise(c, &sample) : NULL;
    if (spread) {
        text_printf(&text, "%s divides the squares by %s, as for %s, %s by %s, as for %s: ddof=%d.",
                    spread->name, sample ? "n - 1" : "n", sample ? "a sample" : "all there are",
                    other_side(c, spread)->name, sample ? "n" : "n - 1",
                    sample ? "all there are" : "a sample whose mean was taken from it", !sample);
        say(c, "why", text_get(&text));
        text_free(&text);
        return;
    }
    if (c->verdict.here <= HERE_ROUNDED || c->verdict.here == HERE_CANCELLED) {
        bool given = c->tolerance.rtol >= 0 || c->tolerance.atol >= 0;
        if (c->verdict.here == HERE_ROUNDED && !c->difference.exact && !given)
            say(c, "why",
                "floats keep about 16 digits (float32 7), and each step rounds; the two sides take other "
                "steps, or "
                "the same in another order.");
    } else if (c->verdict.here == HERE_DIFFERENT || c->verdict.here == HERE_NO_DATA) {
        Text more = { 0 };
        bool said = add_algebra(c, left, &text);
        if (add_algebra(c, right, &more))
            text_printf(&text, "%s%s", said ? ". " : "", text_get(&more));
        if (text.length || add_pairings(c, &text)) {
            text_puts(&text, ".");
            say(c, "why", text_get(&text));
        }
        text_free(&more);
    } else {
        Text more = { 0 };
        int label[FORM_FACTORS * FORM_AXES];
        if (add_sums(c, left, &text) && add_sums(c, right, &more) &&
            (term_bound(&left->form, left->form.term, label) ||
             term_bound(&right->form, right->form.term, label))) {
            text_printf(&text, "; %s.", text_get(&more));
            say(c, "why", text_get(&text));
        }
        text_free(&more);
    }
    text_free(&text);
}

/* always? ---------------------------------------------------------------------------------------------------
 */

/* Whether a number in the text says how long one of its axes is. */
static bool is_tied(const Forms *forms, const Atom *atom)
{
    for (int axis = 0; axis < atom->axes; axis++)
        if (forms->size[size_root(forms, atom->size[axis])].tied)
            return true;
    return false;
}

/* "(1, N)": the shape of the first array, of one that is tied if any is: sizes other than 1 as letters,
 * unless a number in the text says what they are. */
void add_general_shape(Comparison *c, Text *out)
{
    static const char letters[] = "NMKLPQ";
    const Forms *forms = &c->forms;
    const Atom *atom = NULL;
    int used = 0, root[FORM_AXES];
    for (int i = ATOM_DELTA + 1; i < forms->atoms; i++)
        if (forms->atom[i].axes > 0 && (!atom || (is_tied(forms, &forms->atom[i]) && !is_tied(forms, atom))))
            atom = &forms->atom[i];
    text_char(out, '(');
    for (int axis = 0; atom && axis < atom->axes; axis++) {
        int size = size_root(forms, atom->size[axis]), at = 0;
        text_puts(out, axis ? ", " : "");
        if (forms->size[size].value == 1 || forms->size[size].tied) {
            text_printf(out, "%lld", (long long)forms->size[size].value);
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
void add_symbols(Comparison *c, Text *out)
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
void add_dtypes(Comparison *c, Text *out)
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

int pairs_of_dtypes(const Comparison *c)
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
    if (!from->has_form || !to->has_form || form_equal(&c->forms, &from->form, &to->form, FORM_EVERY_SIZE))
        return false;
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
        bool one = true;
        for (int i = 0; i < from->form.axes; i++)
            one &= label_length(&c->forms, from->form.index[i]) == 1;
        if (one && from->form.axes &&
            (c->verdict.always == SOMETIMES_SIZES || c->verdict.always == ALWAYS_ONES)) {
            const char *more = add_ones(c, &text);
            text_printf(&text, " so %s has 1 element, and they agree for every ", from->name);
            add_general_shape(c, &text);
            text_printf(&text, ", up to rounding. With more%s they do not: then ", more);
        } else
            text_puts(&text, " So ");
        apply_source(c, relation->source, from, &text);
        text_printf(&text, " is the partner of %s.", to->name);
    } else if (c->side[0].form.terms && c->side[0].form.term[0].factors &&
               form_ratio(&c->forms, &c->side[0].form, &c->side[1].form, &ratio) && ratio != 1) {
        Text one = { 0 }, other = { 0 };
        add_number(ratio, &one);
        add_number(1 / ratio, &other);
        bool right = one.length <= other.length;
        text_printf(&text, "%s is %s times %s.", right ? "right" : "left", text_get(right ? &one : &other),
                    right ? "left" : "right");
        text_free(&one);
        text_free(&other);
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

/* Whether the numbers that are there are the same. */
static bool is_equal_here(const Comparison *c)
{
    Here here = c->verdict.here;
    return here == HERE_SAME || here == HERE_ROUNDED || here == HERE_NUMBERS;
}

static bool form_equal_here(Comparison *c)
{
    return c->side[0].has_form && c->side[1].has_form &&
           form_equal(&c->forms, &c->side[0].form, &c->side[1].form, FORM_HERE);
}

bool equal_on_paper(Comparison *c)
{
    return c->side[0].has_form && c->side[1].has_form &&
           form_equal(&c->forms, &c->side[0].form, &c->side[1].form, FORM_EVERY_SIZE);
}

static bool symmetric_only(Comparison *c)
{
    return c->side[0].has_form && c->side[1].has_form && !equal_on_paper(c) &&
           form_equal(&c->forms, &c->side[0].form, &c->side[1].form, FORM_SYMMETRIC);
}

/* ": both are [i] = v[i]", unless they are a mere number. */
static void add_common_form(Comparison *c, Text *out)
{
    const Form *form = &c->side[1].form;
    if (form->terms && form->term[0].factors) {
        text_puts(out, ": both are ");
        add_form(c, &c->side[1], out);
    }
}

/* " Not with inf, nan or -0.: x = …" */
static void add_special(Comparison *c, Text *out)
{
    if (!c->trials.special.names)
        return;
    text_puts(out, " Not with inf, nan or -0.: ");
    add_example(c, &c->trials.special, out);
    text_char(out, '.');
}

static void add_proved(Comparison *c, Text *out)
{
    bool cancelled = c->side[0].form.cancelled || c->side[1].form.cancelled;
    if (c->verdict.here == HERE_DIFFERENT) {
        text_puts(out, "on paper, for every size");
        add_common_form(c, out);
        text_puts(out, ". Here they differ by more than rounding.");
        return;
    }
    bool tied = false;
    for (int i = ATOM_DELTA + 1; i < c->forms.atoms; i++)
        tied |= is_tied(&c->forms, &c->forms.atom[i]);
    text_puts(out, tied ? "yes, for every " : "yes, for every size");
    if (tied)
        add_general_shape(c, out);
    text_puts(out, ", up to rounding");
    if (cancelled)
        text_puts(out, ", which is that of the terms that cancel");
    add_common_form(c, out);
    text_char(out, '.');
    add_special(c, out);
}

static void add_tried(Comparison *c, Text *out)
{
    const Trials *t = &c->trials;
    const char *same = t->rounding ? "the same up to rounding" : "all the same";
    int pairs = t->tried + t->beyond_tried;
    if (c->verdict.here > HERE_CANCELLED)
        text_printf(out, "no: they differ here, though %d other pairs of sizes from 0 to 6 were %s.", pairs,
                    same);
    else
        text_printf(out, "as far as was tried: %d pairs of sizes from 0 to 6, %s.", pairs, same);
    add_special(c, out);
}

static bool has_empty(const Sample *sample)
{
    for (int i = 0; i < sample->names; i++)
        if (sample->value[i].tag == V_ARRAY && tensor_size(sample->value[i].tensor) == 0)
            return true;
    return false;
}

/* The smallest trial that differs; those of arrays without elements come last, so that they are alone if one
 * of them is the smallest. */
static void add_counterexample(Comparison *c, Text *out)
{
    const Sample *sample = &c->trials.inside;
    if (is_equal_here(c) || c->verdict.here == HERE_CANCELLED) {
        if (equal_on_paper(c)) {
            text_puts(out, has_empty(sample) ? "yes but for empty arrays, up to rounding" : "on paper");
            add_common_form(c, out);
            text_puts(out, has_empty(sample) ? ". Not for " : ". Not for all numbers of these dtypes: ");
        } else if (has_empty(sample))
            text_puts(out, "not for empty arrays: ");
        else
            text_puts(out, symmetric_only(c)
                               ? "only where arrays are symmetric, as here. The smallest that differs: "
                               : "no. The smallest that differs: ");
    }
    add_example(c, sample, out);
    text_char(out, '.');
}

void say_always(Comparison *c)
{
    Text text = { 0 };
    Always always = c->verdict.always;
    bool told = always != ALWAYS_PROVED && say_relation(c);
    switch (always) {
    case ALWAYS_PROVED:
        add_proved(c, &text);
        add_dtypes(c, &text);
        break;
    case ALWAYS_ONES:
        if (told)
            break;
        text_puts(&text, "for every ");
        add_general_shape(c, &text);
        text_puts(&text, ", up to rounding.");
        add_dtypes(c, &text);
        break;
    case ALWAYS_TRIED:
    case ALWAYS_FINITE:
        if (told)
            break;
        add_tried(c, &text);
        add_dtypes(c, &text);
        break;
    case SOMETIMES_SIZES:
        if (told)
            break;
        if (equal_on_paper(c) || (form_equal_here(c) && !c->trials.alike)) {
            text_puts(&text, "for every ");
            add_general_shape(c, &text);
            text_puts(&text, ", up to rounding; with other sizes they differ, ");
        } else if (c->verdict.here > HERE_CANCELLED)
            text_puts(&text, "no: neither here nor with other sizes, ");
        else
            text_puts(&text, "for these sizes; with others they differ, ");
        add_example(c, &c->trials.beyond, &text);
        text_puts(&text, ".");
        break;
    case NOT_ALWAYS: add_counterexample(c, &text); break;
    case NOT_TRIED:
        if (!c->side[0].pure || !c->side[1].pure)
            text_puts(
                &text,
                "not tried: it draws random numbers, prints, changes something or may not come to an end.");
        break;
    }
    bool asked = is_equal_here(c) || c->verdict.here == HERE_CANCELLED || always != NOT_ALWAYS;
    if (text.length)
        say(c, asked ? "always?" : "smallest", text_get(&text));
    text_free(&text);
}

/* what NumPy says of them
 * ---------------------------------------------------------------------------------------- */

/* The first of both that is True if nan is taken for equal to nan. */
static void add_equal_nan(Run *run, const Value pair[2], Text *out)
{
    const struct {
        const char *name;
        int count;
        Value given[5];
    } asks[] = {
        { "array_equal", 3, { pair[0], pair[1], value_bool(true) } },
        { "allclose", 5, { pair[0], pair[1], value_float(1e-5), value_float(1e-8), value_bool(true) } },
    };
    text_puts(out, "; nan == nan is False");
    for (int i = 0; i < 2; i++) {
        const Func *row = func_find("np", asks[i].name);
        Value answer = ABSENT;
        if (!row || !func_apply(run, row, asks[i].count, asks[i].given, &answer))
            run_forget_trial(run);
        bool same = answer.tag == V_BOOL && answer.i;
        value_drop(answer);
        if (same) {
            text_printf(out, ", with equal_nan=True np.%s is True", asks[i].name);
            return;
        }
    }
}

void say_numpy(Comparison *c)
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
            run_forget_trial(run);
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
        run_forget_trial(run);
    }
    if (c->difference.nans && is_equal_here(c))
        add_equal_nan(run, pair, &text);
    say(c, "NumPy", text_get(&text));
    text_free(&text);
}
