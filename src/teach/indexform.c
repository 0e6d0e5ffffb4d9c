#include "teach/indexform.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* sizes, labels, atoms
 * -------------------------------------------------------------------------------------- */

void forms_begin(Forms *forms, Session *session)
{
    *forms = (Forms){ .session = session };
    int64_t dim[2] = { 0, 0 };
    forms_atom(forms, "\n", "δ", 2, dim);
}

void forms_free(Forms *forms)
{
    for (int i = 0; i < forms->atoms; i++) {
        mem_free(forms->atom[i].key);
        mem_free(forms->atom[i].text);
        mem_free(forms->atom[i].divisor);
    }
    mem_free(forms->atom);
    mem_free(forms->label);
    mem_free(forms->size);
}

int size_root(const Forms *forms, int size)
{
    while (forms->size[size].same != size)
        size = forms->size[size].same;
    return size;
}

int forms_size(Forms *forms, int64_t value, bool fixed)
{
    if (forms->sizes == forms->sizes_room) {
        forms->sizes_room = forms->sizes_room ? 2 * forms->sizes_room : 32;
        forms->size = mem_resize(forms->size, (size_t)forms->sizes_room * sizeof *forms->size);
    }
    forms->size[forms->sizes] = (FormSize){ forms->sizes, value, false, fixed, fixed && value != 1 };
    return forms->sizes++;
}

int forms_label(Forms *forms, int size)
{
    if (forms->labels == forms->labels_room) {
        forms->labels_room = forms->labels_room ? 2 * forms->labels_room : 32;
        forms->label = mem_resize(forms->label, (size_t)forms->labels_room * sizeof *forms->label);
    }
    forms->label[forms->labels] = size;
    return forms->labels++;
}

int64_t label_length(const Forms *forms, int label)
{
    return forms->size[size_root(forms, forms->label[label])].value;
}

int forms_atom(Forms *forms, const char *key, const char *text, int axes, const int64_t *dim)
{
    for (int i = 0; i < forms->atoms; i++)
        if (forms->atom[i].axes == axes && strcmp(forms->atom[i].key, key) == 0)
            return i;
    if (forms->atoms == forms->atoms_room) {
        forms->atoms_room = forms->atoms_room ? 2 * forms->atoms_room : 16;
        forms->atom = mem_resize(forms->atom, (size_t)forms->atoms_room * sizeof *forms->atom);
    }
    Atom *atom = &forms->atom[forms->atoms];
    *atom = (Atom){ .key = mem_text(key, strlen(key)), .text = mem_text(text, strlen(text)), .axes = axes };
    for (int i = 0; i < axes; i++)
        atom->size[i] = forms_size(forms, dim[i], false);
    return forms->atoms++;
}

static void join_sizes(Forms *forms, int a, int b)
{
    a = size_root(forms, a);
    b = size_root(forms, b);
    if (a == b)
        return;
    forms->size[a].one |= forms->size[b].one;
    forms->size[a].fixed &= forms->size[b].fixed;
    forms->size[a].tied |= forms->size[b].tied;
    forms->size[b].same = a;
}

/* parts of forms
 * -------------------------------------------------------------------------------------------- */

void form_number(Form *form, double by)
{
    form->axes = 0;
    form->cancelled = false;
    form->terms = by != 0;
    form->term[0] = (Term){ .by = by };
}

void form_atom(Forms *forms, int atom, Form *form)
{
    form_number(form, 1);
    Term *term = form->term;
    term->factors = 1;
    term->factor[0].atom = atom;
    for (int i = 0; i < FORM_AXES; i++)
        term->factor[0].index[i] = INT32_MIN; /* no label, also where there is no axis */
    form->axes = forms->atom[atom].axes;
    for (int i = 0; i < form->axes; i++)
        term->factor[0].index[i] = form->index[i] = forms_label(forms, forms->atom[atom].size[i]);
}

void form_scale(Form *form, double by)
{
    for (int i = 0; i < form->terms; i++)
        form->term[i].by *= by;
    if (by == 0)
        form->terms = 0;
}

static bool term_by_size(const Forms *forms, Term *term, int size, int power)
{
    int at = 0;
    const FormSize *root = &forms->size[size_root(forms, size)];
    if (root->fixed && root->value > 0) {
        term->by *= power > 0 ? (double)root->value : 1 / (double)root->value;
        return true;
    }
    while (at < term->sizes && term->size[at].size != size)
        at++;
    if (at == FORM_SIZES)
        return false;
    if (at == term->sizes) {
        term->size[term->sizes].size = size;
        term->size[term->sizes++].power = 0;
    }
    term->size[at].power += power;
    if (term->size[at].power == 0)
        term->size[at] = term->size[--term->sizes];
    return true;
}

bool form_by_size(const Forms *forms, Form *form, int size, int power)
{
    for (int i = 0; i < form->terms; i++)
        if (!term_by_size(forms, &form->term[i], size, power))
            return false;
    return true;
}

bool form_axis_append(Forms *forms, Form *form, int size)
{
    if (form->axes == FORM_AXES)
        return false;
    form->index[form->axes++] = forms_label(forms, size);
    return true;
}

void term_replace(const Forms *forms, Term *term, int index, int by)
{
    for (int i = 0; i < term->factors; i++)
        for (int axis = 0; axis < forms->atom[term->factor[i].atom].axes; axis++)
            if (term->factor[i].index[axis] == index)
                term->factor[i].index[axis] = by;
}

void form_join(Forms *forms, Form *form, int kept, int gone)
{
    join_sizes(forms, forms->label[kept], forms->label[gone]);
    for (int i = 0; i < form->terms; i++)
        term_replace(forms, &form->term[i], gone, kept);
    for (int i = 0; i < form->axes; i++)
        if (form->index[i] == gone)
            form->index[i] = kept;
}

void form_drop_axis(Form *form, int axis)
{
    form->axes--;
    for (int i = axis; i < form->axes; i++)
        form->index[i] = form->index[i + 1];
}

void form_place(Forms *forms, Form *form, int label, int place)
{
    for (int i = 0; i < form->terms; i++)
        term_replace(forms, &form->term[i], label, index_of_place(place));
    for (int i = form->axes; i-- > 0;)
        if (form->index[i] == label)
            form_drop_axis(form, i);
}

static bool factor_has(const Factor *factor, int label)
{
    for (int axis = 0; axis < FORM_AXES; axis++)
        if (factor->index[axis] == label)
            return true;
    return false;
}

bool term_has(const Term *term, int label)
{
    for (int i = 0; i < term->factors; i++)
        if (factor_has(&term->factor[i], label))
            return true;
    return false;
}

bool form_is_free(const Form *form, int label)
{
    for (int i = 0; i < form->axes; i++)
        if (form->index[i] == label)
            return true;
    return false;
}

bool form_sum_axis(Forms *forms, Form *form, int axis)
{
    int label = form->index[axis];
    form_drop_axis(form, axis);
    if (form_is_free(form, label))
        return false;
    for (int i = 0; i < form->terms; i++)
        if (!term_has(&form->term[i], label) && !term_by_size(forms, &form->term[i], forms->label[label], 1))
            return false;
    form_settle(forms, form);
    return true;
}

bool form_diagonal(Forms *forms, Form *form)
{
    if (form->axes < 2 || label_length(forms, form->index[0]) != label_length(forms, form->index[1]))
        return false;
    int label = form->index[0];
    form_join(forms, form, label, form->index[1]);
    form_drop_axis(form, 1);
    form_drop_axis(form, 0); /* it becomes the last */
    form->index[form->axes++] = label;
    form_settle(forms, form);
    return true;
}

bool form_trace(Forms *forms, Form *form)
{
    return form_diagonal(forms, form) && form_sum_axis(forms, form, form->axes - 1);
}

bool form_broadcast(Forms *forms, Form *a, Form *b)
{
    int axes = a->axes > b->axes ? a->axes : b->axes, common[FORM_AXES];
    for (int axis = axes; axis-- > 0;) {
        int in_a = axis - (axes - a->axes), in_b = axis - (axes - b->axes);
        int label_a = in_a >= 0 ? a->index[in_a] : -1, label_b = in_b >= 0 ? b->index[in_b] : -1;
        if (label_a < 0 || label_b < 0) {
            common[axis] = label_a < 0 ? label_b : label_a;
            continue;
        }
        int64_t length_a = label_length(forms, label_a), length_b = label_length(forms, label_b);
        if (length_a < 0 || length_b < 0)
            return false;
        common[axis] = length_a == 1 && length_b != 1 ? label_b : label_a;
        if (length_a == length_b) {
            form_join(forms, b, label_a, label_b);
        } else {
            Form *stretched = length_a == 1 ? a : b;
            int label = length_a == 1 ? label_a : label_b;
            forms->size[size_root(forms, forms->label[label])].one = true;
            for (int i = 0; i < stretched->terms; i++)
                term_replace(forms, &stretched->term[i], label, index_of_place(0));
        }
    }
    a->axes = b->axes = axes;
    memcpy(a->index, common, sizeof common);
    memcpy(b->index, common, sizeof common);
    return true;
}

bool form_add(Form *form, const Form *other)
{
    if (form->terms + other->terms > FORM_TERMS)
        return false;
    memcpy(form->term + form->terms, other->term, (size_t)other->terms * sizeof(Term));
    form->terms += other->terms;
    return true;
}

static bool multiply_term(const Forms *forms, Term *term, const Term *other)
{
    if (term->factors + other->factors > FORM_FACTORS)
        return false;
    term->by *= other->by;
    memcpy(term->factor + term->factors, other->factor, (size_t)other->factors * sizeof(Factor));
    term->factors += other->factors;
    for (int i = 0; i < other->sizes; i++)
        if (!term_by_size(forms, term, other->size[i].size, other->size[i].power))
            return false;
    return true;
}

bool form_multiply(const Forms *forms, Form *form, const Form *other)
{
    if (form->terms * other->terms > FORM_TERMS)
        return false;
    Term *product = mem_alloc(sizeof(Term) * FORM_TERMS);
    bool fits = true;
    int count = 0;
    for (int i = 0; fits && i < form->terms; i++)
        for (int j = 0; fits && j < other->terms; j++) {
            product[count] = form->term[i];
            fits = multiply_term(forms, &product[count++], &other->term[j]);
        }
    memcpy(form->term, product, (size_t)count * sizeof *product);
    form->terms = count;
    mem_free(product);
    return fits;
}

/* Carries out one δ of a term: 1 done, 0 it stays, -1 the term is zero. */
static int settle_delta(Forms *forms, const Form *form, Term *term, int at)
{
    int a = term->factor[at].index[0], b = term->factor[at].index[1];
    bool bound_a = a >= 0 && !form_is_free(form, a), bound_b = b >= 0 && !form_is_free(form, b);
    if (a < 0 && b < 0 && a != b)
        return -1;
    if (a != b && !bound_a && !bound_b)
        return 0;
    memmove(&term->factor[at], &term->factor[at + 1], sizeof(Factor) * (size_t)(--term->factors - at));
    if (a == b) {
        if (bound_a && !term_has(term, a))
            term_by_size(forms, term, forms->label[a], 1);
        return 1;
    }
    int gone = bound_a ? a : b, kept = bound_a ? b : a;
    if (kept >= 0 && !form_is_free(form, kept) && !term_has(term, kept) && !term_has(term, gone))
        term_by_size(forms, term, forms->label[kept], 1); /* Σ_ij δ[i,j] */
    term_replace(forms, term, gone, kept);
    return 1;
}

void form_settle(Forms *forms, Form *form)
{
    for (int i = form->terms; i-- > 0;)
        for (int at = form->term[i].factors; at-- > 0;) {
            Term *term = &form->term[i];
            if (term->factor[at].atom != ATOM_DELTA)
                continue;
            int done = settle_delta(forms, form, term, at);
            if (done < 0) {
                *term = form->term[--form->terms];
                break;
            }
            if (done > 0)
                at = term->factors;
        }
}

int term_bound(const Form *form, const Term *term, int label[FORM_FACTORS * FORM_AXES])
{
    int count = 0;
    for (int i = 0; i < term->factors; i++)
        for (int axis = 0; axis < FORM_AXES; axis++) {
            int index = term->factor[i].index[axis];
            bool known = index < 0 || form_is_free(form, index);
            for (int k = 0; k < count; k++)
                known |= label[k] == index;
            if (!known)
                label[count++] = index;
        }
    return count;
}

int64_t form_products(const Forms *forms, const Form *form)
{
    int64_t count = 0;
    for (int i = 0; i < form->terms; i++) {
        int label[FORM_FACTORS * FORM_AXES], bound = term_bound(form, &form->term[i], label);
        if (form->term[i].factors < 2)
            continue;
        int64_t products = 1;
        for (int k = 0; k < bound + form->axes; k++)
            if (__builtin_mul_overflow(
                    products, label_length(forms, k < bound ? label[k] : form->index[k - bound]), &products))
                return 0;
        count += products;
    }
    return count;
}

/* one text for equal forms: the order of factors and the names of summed labels do not matter
 * ---------------------------------------------------------------------------------------------- */

typedef struct Canon {
    const Forms *forms;
    const Form *form;
    FormReach reach;
    Factor factor[FORM_FACTORS]; /* sorted by atom, then tried in every order within an atom */
    int factors;
    char best[400], now[400];
} Canon;

static bool is_one(const Forms *forms, int size) { return forms->size[size_root(forms, size)].value == 1; }

/* Writes the factors in the order in which they lie, labels numbered as they come up. */
static void write_factors(Canon *c)
{
    int seen[FORM_FACTORS * FORM_AXES], count = 0, length = 0;
    c->now[0] = 0;
    for (int i = 0; i < c->factors; i++) {
        length += snprintf(c->now + length, sizeof c->now - (size_t)length, " %d", c->factor[i].atom);
        for (int axis = 0; axis < c->forms->atom[c->factor[i].atom].axes; axis++) {
            int index = c->factor[i].index[axis], number = -1;
            char kind = 'f';
            if (index >= 0 && c->reach == FORM_HERE && is_one(c->forms, c->forms->label[index]))
                index = index_of_place(0);
            for (int k = 0, f = 0; index >= 0 && k < c->form->axes; k++) {
                if (c->reach == FORM_HERE && is_one(c->forms, c->forms->label[c->form->index[k]]))
                    continue;
                if (c->form->index[k] == index)
                    number = f;
                f++;
            }
            if (index < 0) {
                kind = '=';
                number = -1 - index;
            } else if (number < 0) {
                kind = 'b';
                for (number = 0; number < count && seen[number] != index;)
                    number++;
                if (number == count)
                    seen[count++] = index;
            }
            length += snprintf(c->now + length, sizeof c->now - (size_t)length, "%c%d", kind, number);
        }
    }
    if (!*c->best || strcmp(c->now, c->best) < 0)
        memcpy(c->best, c->now, sizeof c->now);
}

static bool is_symmetric(const Canon *c, int atom)
{
    return atom == ATOM_DELTA ||
           (c->reach != FORM_EVERY_SIZE && c->forms->atom[atom].symmetric && c->forms->atom[atom].axes == 2);
}

static void swap_ints(int *a, int *b)
{
    int kept = *a;
    *a = *b;
    *b = kept;
}

/* Tries each order of the factors from `at` on, and both orders of the indices of symmetric ones. */
static void try_orders(Canon *c, int at)
{
    if (at == c->factors) {
        write_factors(c);
        return;
    }
    for (int i = at; i < c->factors && c->factor[i].atom == c->factor[at].atom; i++) {
        Factor kept = c->factor[at];
        c->factor[at] = c->factor[i];
        c->factor[i] = kept;
        try_orders(c, at + 1);
        if (is_symmetric(c, c->factor[at].atom)) {
            int *index = c->factor[at].index;
            swap_ints(&index[0], &index[1]);
            try_orders(c, at + 1);
            swap_ints(&index[0], &index[1]);
        }
        kept = c->factor[at];
        c->factor[at] = c->factor[i];
        c->factor[i] = kept;
    }
}

static int by_atom(const void *a, const void *b)
{
    return ((const Factor *)a)->atom - ((const Factor *)b)->atom;
}

typedef struct TermKey {
    char text[500];
    double by;
} TermKey;

static int by_text(const void *a, const void *b)
{
    return strcmp(((const TermKey *)a)->text, ((const TermKey *)b)->text);
}

static void term_key(const Forms *forms, const Form *form, const Term *term, FormReach reach, TermKey *key)
{
    Canon c = { .forms = forms, .form = form, .reach = reach, .factors = term->factors };
    memcpy(c.factor, term->factor, sizeof c.factor);
    qsort(c.factor, (size_t)c.factors, sizeof *c.factor, by_atom);
    try_orders(&c, 0);
    key->by = term->by;
    int length = snprintf(key->text, sizeof key->text, "%s;", c.best);
    int power_of[FORM_SIZES], root[FORM_SIZES], count = 0;
    for (int i = 0; i < term->sizes; i++) {
        int size = size_root(forms, term->size[i].size), at = 0;
        if (reach == FORM_HERE) {
            key->by *= pow((double)forms->size[size].value, term->size[i].power);
            continue;
        }
        while (at < count && root[at] != size)
            at++;
        if (at == count) {
            root[count] = size;
            power_of[count++] = 0;
        }
        power_of[at] += term->size[i].power;
    }
    for (int last = -1;;) {
        int next = -1;
        for (int i = 0; i < count; i++)
            if (root[i] > last && (next < 0 || root[i] < root[next]))
                next = i;
        if (next < 0)
            break;
        last = root[next];
        if (power_of[next])
            length += snprintf(key->text + length, sizeof key->text - (size_t)length, "s%d^%d", last,
                               power_of[next]);
    }
}

/* Whether a sum of numbers in front is 0 but for their own rounding. */
static bool is_nothing(double by, double largest) { return fabs(by) <= 16 * DBL_EPSILON * largest; }

void form_collect(const Forms *forms, Form *form)
{
    TermKey *key = mem_alloc((size_t)(form->terms + 1) * sizeof *key);
    bool taken[FORM_TERMS] = { false };
    int count = 0, terms = form->terms;
    for (int i = 0; i < terms; i++)
        term_key(forms, form, &form->term[i], FORM_EVERY_SIZE, &key[i]);
    for (int i = 0; i < terms; i++) {
        if (taken[i])
            continue;
        double by = form->term[i].by, largest = fabs(by);
        for (int k = i + 1; k < terms; k++)
            if (!taken[k] && strcmp(key[k].text, key[i].text) == 0) {
                taken[k] = true;
                by += form->term[k].by;
                largest = fmax(largest, fabs(form->term[k].by));
            }
        if (is_nothing(by, largest)) {
            form->cancelled = true;
            continue;
        }
        form->term[count] = form->term[i];
        form->term[count++].by = by;
    }
    form->terms = count;
    mem_free(key);
}

/* The keys of the terms in order, equal ones added, zeros left out; owned by the caller. */
static TermKey *term_keys(const Forms *forms, const Form *form, FormReach reach, int *count)
{
    TermKey *key = mem_alloc((size_t)(form->terms + 1) * sizeof *key);
    for (int i = 0; i < form->terms; i++)
        term_key(forms, form, &form->term[i], reach, &key[i]);
    qsort(key, (size_t)form->terms, sizeof *key, by_text);
    *count = 0;
    for (int i = 0; i < form->terms;) {
        double by = 0, largest = 0;
        int first = i;
        for (; i < form->terms && strcmp(key[i].text, key[first].text) == 0; i++) {
            by += key[i].by;
            largest = fmax(largest, fabs(key[i].by));
        }
        if (is_nothing(by, largest))
            continue;
        if (*count != first)
            key[*count] = key[first];
        key[(*count)++].by = by;
    }
    return key;
}

static int axes_counted(const Forms *forms, const Form *form, FormReach reach)
{
    int axes = 0;
    for (int i = 0; i < form->axes; i++)
        axes += reach != FORM_HERE || !is_one(forms, forms->label[form->index[i]]);
    return axes;
}

static bool compare_forms(const Forms *forms, const Form *a, const Form *b, FormReach reach, double *ratio)
{
    int count_a, count_b;
    if (axes_counted(forms, a, reach) != axes_counted(forms, b, reach))
        return false;
    for (int i = 0; reach != FORM_HERE && i < a->axes; i++)
        if (label_length(forms, a->index[i]) != label_length(forms, b->index[i]))
            return false;
    TermKey *key_a = term_keys(forms, a, reach, &count_a), *key_b = term_keys(forms, b, reach, &count_b);
    bool same = count_a == count_b && (count_a > 0 || *ratio == 1);
    if (same && count_a > 0 && *ratio == 0)
        *ratio = key_b[0].by / key_a[0].by;
    for (int i = 0; same && i < count_a; i++)
        same = strcmp(key_a[i].text, key_b[i].text) == 0 &&
               is_nothing(key_a[i].by * *ratio - key_b[i].by, fabs(key_b[i].by));
    mem_free(key_a);
    mem_free(key_b);
    return same;
}

bool form_equal(const Forms *forms, const Form *a, const Form *b, FormReach reach)
{
    double ratio = 1;
    return compare_forms(forms, a, b, reach, &ratio);
}

bool form_ratio(const Forms *forms, const Form *a, const Form *b, double *ratio)
{
    *ratio = 0;
    return compare_forms(forms, a, b, FORM_EVERY_SIZE, ratio);
}

void form_key(const Forms *forms, const Form *form, FormReach reach, Text *out)
{
    int count;
    TermKey *key = term_keys(forms, form, reach, &count);
    text_printf(out, "%d", form->axes);
    for (int i = 0; i < count; i++)
        text_printf(out, "|%.17g%s", key[i].by, key[i].text);
    mem_free(key);
}
