/* formspell.c: a form as text: "[i,k] = Σ_j Y[i,j]·A2[k,j]". */
#include "teach/indexform.h"

#include "tensor/symbol.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LETTERS = 18 };

typedef struct Spelled {
    const Forms *forms;
    const Form *form;
    const Page *page;
    int label[LETTERS]; /* which label each letter from i on stands for; -1: none yet */
    bool kept[LETTERS]; /* it stands for that in every term */
} Spelled;

/* The letter of a label; free labels and those of the term at hand have theirs. */
static char letter_of(const Spelled *s, int label)
{
    for (int i = 0; i < LETTERS; i++)
        if (s->label[i] == label)
            return (char)('i' + i);
    return '?';
}

static void give_letter(Spelled *s, int label)
{
    for (int i = 0; i < LETTERS; i++)
        if (s->label[i] == label)
            return;
    for (int i = 0; i < LETTERS; i++)
        if (s->label[i] < 0) {
            s->label[i] = label;
            return;
        }
}

static void give_letters(Spelled *s, const Term *term)
{
    for (int i = 0; i < LETTERS; i++)
        if (s->label[i] >= 0 && !s->kept[i])
            s->label[i] = -1;
    for (int i = 0; i < term->factors; i++)
        for (int axis = 0; axis < s->forms->atom[term->factor[i].atom].axes; axis++)
            if (term->factor[i].index[axis] >= 0)
                give_letter(s, term->factor[i].index[axis]);
}

static void spell_factor(const Spelled *s, const Factor *factor, Text *out)
{
    const Atom *atom = &s->forms->atom[factor->atom];
    text_puts(out, factor->atom == ATOM_DELTA ? page_or(s->page, "δ", "delta") : atom->text);
    for (int axis = 0; axis < atom->axes; axis++) {
        text_char(out, axis ? ',' : '[');
        if (factor->index[axis] < 0)
            text_printf(out, "%d", -1 - factor->index[axis]);
        else
            text_char(out, letter_of(s, factor->index[axis]));
    }
    text_puts(out, atom->axes ? "]" : "");
}

static void spell_terms(Spelled *, Text *);

/* " / Σ_j v[j]", " / (1 + v[i])": what a factor 1/… divides by; `last`: nothing follows it. */
static void spell_divisor(const Spelled *s, const Factor *factor, bool last, Text *out)
{
    Form form = *s->forms->atom[factor->atom].divisor;
    int label[FORM_FACTORS * FORM_AXES];
    for (int i = 0; i < form.axes; i++) {
        for (int k = 0; k < form.terms; k++)
            term_replace(s->forms, &form.term[k], form.index[i], factor->index[i]);
        form.index[i] = factor->index[i];
    }
    Spelled inner = *s;
    inner.form = &form;
    for (int i = 0; i < LETTERS; i++)
        inner.kept[i] = inner.label[i] >= 0;
    const Term *only = form.term;
    int bound = term_bound(&form, only, label);
    bool whole = form.terms == 1 && only->by == 1 && only->sizes == 0 && only->factors == 1 &&
                 !s->forms->atom[only->factor[0].atom].divisor && (bound == 0 || last);
    text_puts(out, s->page->narrate ? " divided by " : " / ");
    text_puts(out, whole ? "" : "(");
    spell_terms(&inner, out);
    text_puts(out, whole ? "" : ")");
}

static void spell_sizes(const Spelled *s, const Term *term, int sign, Text *out)
{
    bool first = true;
    for (int i = 0; i < term->sizes; i++)
        for (int k = 0; k < term->size[i].power * sign; k++) {
            text_puts(out, first ? "" : page_or(s->page, "·", "*"));
            size_spell(&s->forms->session->run, s->forms->size[size_root(s->forms, term->size[i].size)].value,
                       out);
            first = false;
        }
}

/* A number as short as it can be written: 0.5, 1/3, 2/7, 0.333333333333. */
static void spell_by(double by, Text *out)
{
    enum { SHORT = 8, BELOW_MAX = 1000 };
    Text digits = { 0 };
    value_repr(NULL, value_float(by), &digits);
    if (digits.length > 2 && strcmp(digits.at + digits.length - 2, ".0") == 0)
        digits.at[digits.length -= 2] = 0;
    for (int below = 2; digits.length > SHORT && below <= BELOW_MAX; below++) {
        double above = rint(by * below);
        if (above >= 1 && above < 1e6 && above / below == by) {
            text_clear(&digits);
            text_printf(&digits, "%.0f/%d", above, below);
            break;
        }
    }
    text_puts(out, text_get(&digits));
    text_free(&digits);
}

/* The number in front: "2", "1/8", "2·8", with what joins it to the rest; nothing for 1. */
static void spell_number(const Spelled *s, const Term *term, bool alone, Text *out)
{
    int above = 0, below = 0;
    for (int i = 0; i < term->sizes; i++)
        *(term->size[i].power > 0 ? &above : &below) += abs(term->size[i].power);
    double by = fabs(term->by);
    bool shown = by != 1 || (below && !above) || (alone && !above);
    if (shown)
        spell_by(by, out);
    if (above) {
        text_puts(out, shown ? page_or(s->page, "·", "*") : "");
        spell_sizes(s, term, 1, out);
    }
    if (below) {
        text_puts(out, below > 1 ? "/(" : "/");
        spell_sizes(s, term, -1, out);
        text_puts(out, below > 1 ? ")" : "");
    }
    if (!alone && (shown || above || below))
        text_puts(out, s->page->narrate ? " times " : page_or(s->page, "·", "*"));
}

static void spell_term(Spelled *s, const Term *term, Text *out)
{
    int label[FORM_FACTORS * FORM_AXES], bound = term_bound(s->form, term, label), divisors = 0;
    give_letters(s, term);
    for (int i = 0; i < term->factors; i++)
        divisors += s->forms->atom[term->factor[i].atom].divisor != NULL;
    bool above = term->factors > divisors;
    spell_number(s, term, !above && !bound, out);
    char letters[FORM_FACTORS * FORM_AXES + 1] = "";
    for (int i = 0; i < bound; i++) { /* in the order of the alphabet */
        char letter = letter_of(s, label[i]);
        int at = i;
        for (; at > 0 && letters[at - 1] > letter; at--)
            letters[at] = letters[at - 1];
        letters[at] = letter;
        letters[i + 1] = 0;
    }
    if (bound && s->page->narrate) {
        text_puts(out, "the sum over ");
        for (int i = 0; i < bound; i++)
            text_printf(out, "%s%c", i == 0 ? "" : i + 1 < bound ? ", " : " and ", letters[i]);
        text_puts(out, " of ");
    } else if (bound)
        text_printf(out, "%s%s ", page_or(s->page, "Σ_", "sum_"), letters);
    if (bound && !above)
        text_char(out, '1');
    bool begun = false;
    for (int i = 0; i < term->factors; i++) {
        if (s->forms->atom[term->factor[i].atom].divisor)
            continue;
        text_puts(out, !begun ? "" : s->page->narrate ? " times " : page_or(s->page, "·", "*"));
        spell_factor(s, &term->factor[i], out);
        begun = true;
    }
    for (int i = 0, told = 0; i < term->factors; i++)
        if (s->forms->atom[term->factor[i].atom].divisor)
            spell_divisor(s, &term->factor[i], ++told == divisors && s->form->terms == 1, out);
}

static void spell_terms(Spelled *s, Text *out)
{
    const Form *form = s->form;
    for (int i = 0; i < LETTERS; i++)
        s->kept[i] |= s->label[i] >= 0 && form_is_free(form, s->label[i]);
    for (int i = 0; i < form->terms; i++) {
        bool minus = form->term[i].by < 0;
        text_puts(out, i ? (minus ? " - " : " + ") : minus ? "-" : "");
        spell_term(s, &form->term[i], out);
    }
    if (form->terms == 0)
        text_char(out, '0');
}

/* The letters that a form begins with: those of its first term in order, or of an equal form that is spelled
 * beside it, axis by axis. */
static void begin_letters(Spelled *s, const Form *beside)
{
    const Form *form = s->form;
    for (int i = 0; i < LETTERS; i++)
        s->label[i] = -1;
    if (beside && beside->axes == form->axes) {
        Spelled other = *s;
        other.form = beside;
        begin_letters(&other, NULL);
        for (int i = 0; i < form->axes; i++) {
            int letter = letter_of(&other, beside->index[i]) - 'i';
            if (letter < 0)
                continue; /* the alphabet was too short */
            s->label[letter] = form->index[i];
            s->kept[letter] = true;
        }
    }
    if (form->terms > 0)
        give_letters(s, &form->term[0]);
    for (int i = 0; i < form->axes; i++)
        give_letter(s, form->index[i]);
}

void form_spell(const Forms *forms, const Form *form, const Form *beside, const Page *page, Text *out)
{
    Spelled s = { .forms = forms, .form = form, .page = page };
    begin_letters(&s, beside);
    for (int i = 0; i < form->axes; i++)
        text_printf(out, "%s%c", i ? "," : "[", letter_of(&s, form->index[i]));
    text_puts(out, form->axes ? "] = " : "");
    /* The letters of the first term stay as they were given, for its summed labels too. */
    spell_terms(&s, out);
}

static void add_letters(const Spelled *s, const int *label, int count, Text *out)
{
    for (int i = 0; i < count; i++)
        text_printf(out, "%s%c", i == 0 ? "" : i + 1 < count ? ", " : " and ", letter_of(s, label[i]));
}

void form_letters(const Forms *forms, const Form *form, const Page *page, Text *summed, Text *kept)
{
    Spelled s = { .forms = forms, .form = form, .page = page };
    int label[FORM_FACTORS * FORM_AXES], bound = 0;
    begin_letters(&s, NULL);
    if (form->terms > 0)
        bound = term_bound(form, &form->term[0], label);
    add_letters(&s, label, bound, summed);
    add_letters(&s, form->index, form->axes, kept);
}
