/* compare_text.c: what the two sides are, and the verdict on their values, in words. */
#include "teach/comparison.h"

#include "teach/callee.h"
#include "tensor/show.h"
#include "tensor/symbol.h"

#include <complex.h>
#include <ctype.h>
#include <math.h>
#include <string.h>

/* lines -----------------------------------------------------------------------------------------------------
 */

/* Whether a line may be broken at a blank: not where NumPy lines up "1. , 2. ]". */
static bool is_break(const char *at) { return *at == 0 || (*at == ' ' && !strchr(",])}", at[1])); }

/* As much of a word as fits a line. */
static size_t cut_word(const char *text, int room)
{
    size_t length = 0;
    while (!is_break(text + length))
        length++;
    while (length > 1 && text_columns(text, length) > room)
        do
            length--;
        while (((unsigned char)text[length] & 0xC0) == 0x80);
    return length;
}

/* The length of the next word of a paragraph: up to a blank outside of brackets, if that fits a line. */
static size_t word_length(const char *text, int room)
{
    int depth = 0;
    for (size_t i = 0;; i++) {
        depth += strchr("([{", text[i]) && text[i] ? 1 : strchr(")]}", text[i]) && text[i] ? -1 : 0;
        if (text[i] == 0 || (is_break(text + i) && depth <= 0))
            return text_columns(text, i) <= room ? i : cut_word(text, room);
    }
}

/* A paragraph under a label, broken at blanks to the page's width. */
void say(Comparison *c, const char *label, const char *text)
{
    bool narrate = c->page->narrate;
    int width = c->page->width, column = 0, rest = 0;
    if (narrate && *label) {
        int length = (int)strcspn(label, "?");
        text_printf(c->out, "%c%.*s: ", toupper((unsigned char)*label), length - 1, label + 1);
        column = length + 2;
    } else if (*label) {
        page_cell(c->out, label, LABEL);
        column = rest = LABEL;
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

/* Whether NumPy would make an array of it, which it is not yet: it has no shape and no dtype. */
static bool has_items(Value v) { return v.tag == V_LIST || v.tag == V_TUPLE; }

void add_shape(const Comparison *c, Value v, Text *out)
{
    const Run *run = &c->session->run;
    if (v.tag == V_ARRAY)
        shape_add(out, run, v.tensor->ndim, v.tensor->dim);
    else if (value_is_scalar(v) || value_is_number(v))
        text_puts(out, "()");
    else if (has_items(v)) {
        long long count = v.tag == V_LIST ? v.list->count : v.tuple->count;
        text_printf(out, "%lld item%s", count, count == 1 ? "" : "s");
    } else
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

void add_dtype(Value v, Text *out)
{
    DType d;
    if (v.tag == V_ARRAY)
        text_puts(out, dtype_info[v.tensor->dtype].name);
    else if (value_is_scalar(v)) {
        scalar_data(&v, &d);
        text_puts(out, dtype_info[d].name);
    } else
        text_puts(out, has_items(v) ? "-" : value_type_name(v));
}

/* repr(v) on one line, "..." where it is long. */
void add_value(Comparison *c, Value v, int most, Text *out)
{
    Text repr = { 0 };
    if (!value_repr(&c->session->run, v, &repr)) {
        run_forget_trial(&c->session->run);
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

void add_number(complex128 z, Text *out)
{
    Text repr = { 0 };
    if (cimag(z) != 0)
        text_printf(&repr, "(%.17g%+.17gj)", creal(z), cimag(z));
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

/* What both sides come to, with as many digits as it takes to tell them apart. */
static void add_both(Comparison *c, Value left, Value right, int most, Text *out)
{
    enum { DIGITS = 17, WIDER = 200 };
    struct PrintOptions *print = c->session->run.print, kept = *print;
    Text text[2] = { { 0 }, { 0 } };
    add_value(c, left, most, &text[0]);
    add_value(c, right, most, &text[1]);
    if (strcmp(text_get(&text[0]), text_get(&text[1])) == 0) {
        print->precision = DIGITS;
        text_clear(&text[0]);
        text_clear(&text[1]);
        add_value(c, left, WIDER, &text[0]);
        add_value(c, right, WIDER, &text[1]);
        *print = kept;
    }
    text_printf(out, "left %s, right %s", text_get(&text[0]), text_get(&text[1]));
    text_free(&text[0]);
    text_free(&text[1]);
}

void add_example(Comparison *c, const Sample *sample, Text *out)
{
    add_sample(c, sample, out);
    text_puts(out, ": ");
    add_both(c, sample->left, sample->right, 40, out);
}

void add_form(Comparison *c, const Side *side, Text *out)
{
    bool beside = side == &c->side[1] && equal_on_paper(c);
    form_spell(&c->forms, &side->form, beside ? &c->side[0].form : NULL, c->page, out);
}
/* the head --------------------------------------------------------------------------------------------------
 */

/* A form that says no more than the expression itself is not shown. */
static bool says_sums(const Side *side)
{
    int label[FORM_FACTORS * FORM_AXES];
    for (int i = 0; side->has_form && i < side->form.terms; i++) {
        const Term *term = &side->form.term[i];
        if (term->factors > 1 || term->sizes || term_bound(&side->form, term, label) > 0 ||
            (term->factors && (term->by != 1 || side->form.terms > 1)))
            return true;
    }
    return false;
}

static const char *and_form(Comparison *c, const Side *side)
{
    Text text = { 0 };
    if (says_sums(side))
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

static void drop_blanks(Text *out)
{
    while (out->length && out->at[out->length - 1] == ' ')
        out->at[--out->length] = 0;
}

static void head_table(Comparison *c, Text cell[2][ROWS], const bool shown[ROWS])
{
    int width = 0;
    for (int row = 0; row < ROWS; row++)
        if (shown[row]) {
            int columns = text_columns(text_get(&cell[0][row]), cell[0][row].length);
            width = columns > width ? columns : width;
        }
    text_pad(c->out, ' ', 7);
    page_cell(c->out, "left", width + 2);
    text_puts(c->out, "right\n");
    for (int row = 0; row < ROWS; row++) {
        if (!shown[row])
            continue;
        const char *left = text_get(&cell[0][row]), *right = text_get(&cell[1][row]);
        bool verdict = row >= ROW_SHAPE && row <= ROW_DTYPE;
        page_cell(c->out, row_name[row], 7);
        page_cell(c->out, left, width + 2);
        if (verdict) {
            page_cell(c->out, right, 16);
            text_printf(c->out, "  %s\n", strcmp(left, right) == 0 ? "same" : "differs");
        } else {
            text_puts(c->out, right);
            drop_blanks(c->out);
            text_char(c->out, '\n');
        }
    }
}

/* The lines of an array as NumPy breaks them, if the page is as wide as they may be; long ones are cut. */
static void add_array(Comparison *c, Value v, int width)
{
    enum { LINES_MAX = 8 };
    struct PrintOptions *print = c->session->run.print, kept = *print;
    Text repr = { 0 };
    print->linewidth = width;
    if (!value_repr(&c->session->run, v, &repr))
        run_clear_error(&c->session->run);
    *print = kept;
    const char *line = text_get(&repr);
    for (int i = 0; *line && i < LINES_MAX; i++) {
        int length = (int)strcspn(line, "\n");
        bool more = i + 1 == LINES_MAX && line[length];
        text_printf(c->out, "%s%*s%.*s", i ? "\n" : "", LABEL, "", more ? 0 : length, line);
        text_puts(c->out, more ? "..." : "");
        line += length + (line[length] == '\n');
    }
    text_free(&repr);
}

/* A value with its tag behind it, or below where the line is full. */
static void say_value(Comparison *c, Value v, const char *tag)
{
    Text text = { 0 };
    int room = c->page->width - LABEL;
    if (has_data(v))
        add_value(c, v, 3 * c->page->width, &text);
    else
        text_puts(&text, "no data");
    if (v.tag == V_ARRAY && text_columns(text_get(&text), text.length) > room)
        add_array(c, v, room);
    else {
        say(c, " ", text_get(&text));
        c->out->at[--c->out->length] = 0; /* the line goes on */
    }
    bool fits = page_column(c->out) + 3 + text_columns(tag, strlen(tag)) <= c->page->width;
    if (fits)
        text_pad(c->out, ' ', 3);
    else
        text_printf(c->out, "\n%*s", LABEL, "");
    text_printf(c->out, "%s\n", tag);
    text_free(&text);
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
        if (c->page->narrate) {
            int room = 3 * c->page->width;
            if (text_columns(text_get(&cell[i][ROW_VALUE]), cell[i][ROW_VALUE].length) > room) {
                text_clear(&cell[i][ROW_VALUE]);
                add_value(c, c->side[i].value, room, &cell[i][ROW_VALUE]);
            }
            text_printf(&line, "%s, shape %s, %s, dtype %s", text_get(&cell[i][ROW_VALUE]),
                        text_get(&cell[i][ROW_SHAPE]), text_get(&cell[i][ROW_KIND]),
                        text_get(&cell[i][ROW_DTYPE]));
            say(c, "value", text_get(&line));
        } else {
            text_printf(&line, "# %s %s, %s", text_get(&cell[i][ROW_SHAPE]), text_get(&cell[i][ROW_DTYPE]),
                        text_get(&cell[i][ROW_KIND]));
            say_value(c, c->side[i].value, text_get(&line));
        }
        if (shown[ROW_SUM] && cell[i][ROW_SUM].length)
            say(c, c->page->narrate ? "as a sum" : " ", text_get(&cell[i][ROW_SUM]));
        text_free(&line);
    }
}

void say_head(Comparison *c)
{
    Text cell[2][ROWS] = { { { 0 } } };
    bool shown[ROWS];
    int widest[2] = { 0, 0 };
    for (int i = 0; i < 2; i++)
        fill_cells_of(c, &c->side[i], cell[i]);
    for (int row = 0; row < ROWS; row++)
        shown[row] = cell[0][row].length || cell[1][row].length;
    for (int row = 0; row < ROWS; row++)
        for (int i = 0; i < 2 && shown[row]; i++) {
            int columns = text_columns(text_get(&cell[i][row]), cell[i][row].length);
            widest[i] = columns > widest[i] ? columns : widest[i];
        }
    if (c->page->narrate || 7 + widest[0] + 2 + (widest[1] > 25 ? widest[1] : 25) >= c->page->width)
        head_list(c, cell, shown);
    else
        head_table(c, cell, shown);
    for (int i = 0; i < 2; i++)
        for (int row = 0; row < ROWS; row++)
            text_free(&cell[i][row]);
    if (!c->page->narrate)
        text_char(c->out, '\n');
}

/* Whether it sums over an axis: its products are not merely the elements of the result. */
static bool adds_up(const Side *side)
{
    int label[FORM_FACTORS * FORM_AXES];
    for (int i = 0; i < side->form.terms; i++)
        if (term_bound(&side->form, &side->form.term[i], label))
            return true;
    return false;
}

/* How many products each side adds up, where they are few and differ. */
static void add_products(Comparison *c, Text *out)
{
    int64_t left = c->side[0].has_form ? form_products(&c->forms, &c->side[0].form) : 0,
            right = c->side[1].has_form ? form_products(&c->forms, &c->side[1].form) : 0;
    if (left && right && left != right && left < 1000000 && right < 1000000)
        text_printf(out, " left %s %lld products, right %s%lld.", adds_up(&c->side[0]) ? "adds up" : "makes",
                    (long long)left,
                    adds_up(&c->side[0]) == adds_up(&c->side[1]) ? ""
                    : adds_up(&c->side[1])                       ? "adds up "
                                                                 : "makes ",
                    (long long)right);
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

/* Two numbers, and where they stand: " 0 against 1". */
static void add_farthest(const Comparison *c, Text *out)
{
    const Difference *d = &c->difference;
    if (d->count > 1)
        text_printf(out, " %lld of %lld elements, most", (long long)d->differ, (long long)d->count);
    add_place(c, out);
    text_puts(out, d->count > 1 ? ": " : " ");
    add_number(d->left, out);
    text_puts(out, " against ");
    add_number(d->right, out);
    text_char(out, '.');
}

/* The part of an expression that came to the largest number, which it does not name itself; *largest begins
 * as 0. */
static void find_largest(const Findings *found, const Node *node, const Node **part, double *largest)
{
    double number = largest_number(finding(found, node));
    node = node_bare(node);
    if (number > *largest && node->kind != NODE_INT && node->kind != NODE_FLOAT) {
        *largest = number;
        *part = node;
    }
    for (const Node *kid = node->kid; kid; kid = kid->next)
        find_largest(found, kid, part, largest);
}

static void say_cancelled(Comparison *c, Text *text)
{
    const Side *side = NULL;
    const Node *part = NULL;
    double largest = 0;
    for (int i = 0; i < 2; i++) {
        double before = largest;
        find_largest(&c->side[i].found, c->side[i].subject.node, &part, &largest);
        side = largest > before ? &c->side[i] : side;
    }
    Always always = c->verdict.always;
    text_puts(text, "Different numbers here:");
    add_farthest(c, text);
    text_printf(text, " %s, lost to cancellation",
                equal_on_paper(c) || always == ALWAYS_ONES          ? "Equal on paper"
                : always == ALWAYS_TRIED || always == ALWAYS_FINITE ? "Equal as far as was tried"
                                                                    : "No further apart than rounding goes");
    if (part) {
        text_printf(text, ": %s has ", side->name);
        text_add(text, side->subject.tree->source->text + part->start, (size_t)(part->end - part->start));
        text_printf(text, ", as large as %.3g, where neighbouring floats are %.3g apart", largest,
                    ulp_of(c->coarse, largest));
    }
    text_char(text, '.');
}

static bool has_dtype(Value v) { return v.tag == V_ARRAY || value_is_scalar(v); }

/* What is the same, and what is not. */
static void say_same(const Comparison *c, Text *text)
{
    const Difference *d = &c->difference;
    Value left = c->side[0].value, right = c->side[1].value;
    bool items = has_items(left) || has_items(right);
    Text one = { 0 }, other = { 0 };
    (items ? add_kind : add_dtype)(left, &one);
    (items ? add_kind : add_dtype)(right, &other);
    text_puts(text, !d->numbers ? "The same" : d->count == 1 ? "The same number" : "The same numbers");
    text_puts(text, d->numbers && !items ? " and shape." : ".");
    if (strcmp(text_get(&one), text_get(&other)) != 0)
        text_printf(text, " Of other %s: %s and %s.",
                    items                                 ? "kinds"
                    : has_dtype(left) && has_dtype(right) ? "dtypes"
                                                          : "types",
                    text_get(&one), text_get(&other));
    text_free(&one);
    text_free(&other);
}

void say_verdict(Comparison *c)
{
    Text text = { 0 };
    const Difference *d = &c->difference;
    switch (c->verdict.here) {
    case HERE_SAME: say_same(c, &text); break;
    case HERE_ROUNDED:
        if (c->tolerance.rtol >= 0 || c->tolerance.atol >= 0)
            text_printf(&text, "The same within the tolerance: at most %.3g apart", d->largest);
        else
            text_printf(&text, "Same up to rounding%s%s", c->coarse == FLOAT64 ? "" : " in ",
                        c->coarse == FLOAT64 ? "" : dtype_info[c->coarse].name);
        if (d->ulps < 1e4 && !d->exact)
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
    case HERE_CANCELLED: say_cancelled(c, &text); break;
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
        text_puts(&text, "Different: ");
        add_value(c, c->side[0].value, 30, &text);
        text_puts(&text, " and ");
        add_value(c, c->side[1].value, 30, &text);
        text_char(&text, '.');
        break;
    case HERE_NO_DATA: say_no_data(c); break;
    }
    if (text.length)
        say(c, "", text_get(&text));
    text_free(&text);
}
