#include "teach/cells.h"

#include "teach/grid.h"
#include "tensor/show.h"
#include "tensor/symbol.h"

#include <math.h>
#include <string.h>

enum {
    TERMS_MAX = 8,   /* of one cell, one by one */
    TABLE_TERMS = 4, /* of each cell of a table */
    TABLE_MAX = 4,   /* rows and columns of a table */
    LETTERS = 26,
    LABEL_MAX = 20, /* columns of an operand's name */
};

/* How the cells of a node's result are made: each a sum of `terms` products of an element of each operand, or
 * one element with another, or a fold of the elements of one operand. */
typedef struct Making {
    Session *session;
    Run *run;
    const Page *page;
    enum { SUMS, PAIRS, OUTER, FOLDS } kind;
    const char *sign;   /* between the elements of a pair: "·", "+" */
    const char *joined; /* between terms: " + " */
    const char *folded; /* of a fold that is not written with signs: "max"; NULL: it is */
    int operands;
    Tensor *operand[2], *result;
    const char *name[2];
    bool same;             /* both operands are one */
    int64_t terms;         /* of each cell */
    int axis[2];           /* SUMS: the axes that are added over */
    bool marked[AXES_MAX]; /* FOLDS: the axes that are folded away */
    bool keepdims;
    int digits;  /* that numbers have behind the point at most */
    Operator op; /* of a pair */
} Making;

static void making_end(Making *m)
{
    for (int i = 0; i < m->operands; i++)
        tensor_drop(m->operand[i]);
    tensor_drop(m->result);
}

static bool is_named(const Func *row, const char *names)
{
    size_t length = strlen(row->name);
    for (const char *at = names; (at = strstr(at, row->name)); at += length)
        if ((at == names || at[-1] == ' ') && (at[length] == ' ' || at[length] == 0))
            return true;
    return false;
}

/* Sums of products: which axes meet. */
static bool read_sums(Making *m, const Func *row)
{
    const Tensor *a = m->operand[0], *b = m->operand[1];
    if (!is_named(row, "dot matmul inner") || m->operands != 2 || !a->ndim || !b->ndim || a->ndim > 2 ||
        b->ndim > 2)
        return false;
    m->kind = SUMS;
    m->sign = page_or(m->page, "·", "*");
    m->joined = " + ";
    m->axis[0] = a->ndim - 1;
    m->axis[1] = b->ndim == 1 || is_named(row, "inner") ? b->ndim - 1 : 0;
    m->terms = a->dim[m->axis[0]];
    return true;
}

static bool read_pairs(Making *m, const Called *called)
{
    static const struct {
        const char *row, *sign, *ascii;
    } signs[] = {
        { "multiply", "·", "*" },   { "add", " + ", " + " }, { "subtract", " - ", " - " },
        { "divide", " / ", " / " }, { "power", "**", "**" },
    };
    if (m->operands == 2 && is_named(called->row, "outer") && m->operand[0]->ndim == 1 &&
        m->operand[1]->ndim == 1) {
        m->kind = OUTER;
        m->sign = page_or(m->page, "·", "*");
        m->joined = "";
        m->terms = 1;
        return true;
    }
    if (!called->row->loops || m->operands != 2)
        return false;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (is_named(called->row, signs[i].row) ||
            (!strcmp(signs[i].row, "divide") && is_named(called->row, "true_divide"))) {
            m->kind = PAIRS;
            m->sign = page_or(m->page, signs[i].sign, signs[i].ascii);
            m->joined = "";
            m->terms = 1;
            return true;
        }
    return false;
}

static bool read_folds(Making *m, const Called *called, const Findings *found, const Node *node)
{
    const Tensor *a = m->operand[0];
    const Node *given = argument_for(called, node, "axis");
    Value axis = given ? finding(found, given) : ABSENT;
    if (!is_named(called->row, "sum prod max amax min amin mean") || !a->ndim || (given && axis.tag != V_INT))
        return false;
    m->kind = FOLDS;
    m->joined = is_named(called->row, "prod")  ? page_or(m->page, "·", "*")
                : is_named(called->row, "sum") ? " + "
                                               : ", ";
    m->folded = is_named(called->row, "max amax")   ? "max"
                : is_named(called->row, "min amin") ? "min"
                : is_named(called->row, "mean")     ? "mean"
                                                    : NULL;
    m->terms = 1;
    for (int i = 0; i < a->ndim; i++) {
        m->marked[i] = !given || axis.i == i || axis.i == i - a->ndim;
        m->terms *= m->marked[i] ? a->dim[i] : 1;
    }
    m->keepdims = m->result->ndim == a->ndim;
    return true;
}

static bool making_begin(Making *m, Session *s, const Findings *found, const Node *node, const Page *page)
{
    Called called;
    *m = (Making){ .session = s, .run = &s->run, .page = page, .digits = s->run.print->precision };
    while (node->kind == NODE_PAREN)
        node = node->kid;
    Value v = finding(found, node);
    if (!node_called(s, found, node, &called) || !called.row || !(v.tag == V_ARRAY || value_is_scalar(v)))
        return false;
    m->result = array_of(s, found, node);
    for (int i = 0; i < called.operands && m->operands < 2; i++) {
        Value operand = finding(found, called.operand[i]);
        Tensor *t =
            operand.tag == V_NONE || operand.tag == V_BOOL ? NULL : array_of(s, found, called.operand[i]);
        if (!t)
            break;
        m->operand[m->operands] = t;
        const Node *written = called.operand[i];
        const char *text = source_text(m->run, found->tree, written);
        bool simple =
            written->kind == NODE_NAME || written->kind == NODE_ATTRIBUTE || written->kind == NODE_CALL;
        m->name[m->operands++] = text_columns(text, strlen(text)) > LABEL_MAX ? (i ? "right" : "left")
                                 : simple                                     ? text
                                          : run_text(m->run, "(%s)", text);
    }
    m->same = m->operands == 2 && strcmp(m->name[0], m->name[1]) == 0 && strcmp(m->name[0], "left");
    return m->operands &&
           (read_sums(m, called.row) || read_pairs(m, &called) || read_folds(m, &called, found, node));
}

/* indices
 * ----------------------------------------------------------------------------------------------------
 */

/* Where the k-th term of a cell is in an operand. */
static void term_at(const Making *m, int operand, const int64_t cell[], int64_t k, int64_t at[])
{
    const Tensor *t = m->operand[operand];
    if (m->kind == SUMS) {
        int own = operand == 0
                      ? 0
                      : m->operand[0]->ndim - 1; /* the first of the result's axes that is this one's */
        for (int i = 0; i < t->ndim; i++)
            at[i] = i == m->axis[operand] ? k : cell[own++];
    } else if (m->kind == OUTER) {
        at[0] = cell[operand];
    } else if (m->kind == PAIRS) {
        int before = m->result->ndim - t->ndim;
        for (int i = 0; i < t->ndim; i++)
            at[i] = t->dim[i] == 1 ? 0 : cell[before + i];
    } else {
        int own = 0;
        for (int i = t->ndim - 1; i >= 0; i--)
            if (m->marked[i]) {
                at[i] = k % t->dim[i];
                k /= t->dim[i];
            }
        for (int i = 0; i < t->ndim; i++) {
            if (!m->marked[i])
                at[i] = cell[own];
            own += !m->marked[i] || m->keepdims;
        }
    }
}

static const char *kept(Run *run, Text *text)
{
    const char *copy = run_text(run, "%s", text_get(text));
    text_free(text);
    return copy;
}

/* "A[0,1]" */
static const char *spot(const Making *m, int operand, const int64_t at[])
{
    Text text = { 0 };
    text_puts(&text, m->name[operand]);
    for (int i = 0; i < m->operand[operand]->ndim; i++) {
        text_puts(&text, i ? "," : "[");
        size_spell(m->run, at[i], &text);
    }
    text_puts(&text, m->operand[operand]->ndim ? "]" : "");
    return kept(m->run, &text);
}

/* An element as it stands alone, or, if that has more digits than arrays show, as it stands
 * in one; with as many digits that count if it is small. */
static const char *spelled(const Making *m, DType dtype, const char *data)
{
    Text text = { 0 };
    PrintOptions *print = m->run->print, before = *print;
    element_str(dtype, data, print, &text);
    const char *point = strchr(text_get(&text), '.');
    Tensor *alone = point && (int)strspn(point + 1, "0123456789") > m->digits
                        ? tensor_new(m->run, dtype, 1, (int64_t[]){ 1 })
                        : NULL;
    bool small = alone && !dtype_is_complex(dtype) && fabs(element_double(dtype, data)) < 0.1;
    if (alone) {
        memcpy(alone->data, data, tensor_itemsize(alone));
        text_clear(&text);
        print->precision = m->digits;
        if (small) /* in an array little would be left of it */
            text_printf(&text, "%.*g", m->digits, element_double(dtype, data));
        else if (!tensor_str(m->run, alone, &text))
            run_forget_trial(m->run);
        *print = before;
        tensor_drop(alone);
    }
    const char *digits = text_get(&text);
    int open = (int)strspn(digits, "[ ");
    const char *copy = run_text(m->run, "%.*s", (int)strcspn(digits + open, "]"), digits + open);
    text_free(&text);
    return copy;
}

static const char *number(const Making *m, const Tensor *t, const int64_t at[])
{
    const char *data = t->data;
    for (int i = 0; i < t->ndim; i++)
        data += at[i] * t->stride[i];
    return spelled(m, (DType)t->dtype, data);
}

/* A factor that begins with a sign stands in brackets. */
static const char *factor(const Making *m, const char *text)
{
    return *text == '-' ? run_text(m->run, "(%s)", text) : text;
}

/* Elements in C order are a, b, c …; those of the second operand go on, unless it is the first again. */
static const char *letter(const Making *m, int operand, const int64_t at[])
{
    int64_t place = 0;
    const Tensor *t = m->operand[operand];
    for (int i = 0; i < t->ndim; i++)
        place = place * t->dim[i] + at[i];
    if (operand && !m->same)
        place += tensor_size(m->operand[0]);
    return run_text(m->run, "%c", (char)('a' + place));
}

typedef enum { WITH_SPOTS, WITH_NUMBERS, WITH_LETTERS } With;

/* "A[0,0]·B[0,1] + A[0,1]·B[1,1]", "1·2 + 2·3", "a·f + b·h" */
static const char *cell_text(const Making *m, const int64_t cell[], With with)
{
    Text text = { 0 };
    if (m->folded)
        text_printf(&text, "%s(", m->folded);
    for (int64_t k = 0; k < m->terms; k++) {
        text_puts(&text, k ? m->joined : "");
        for (int i = 0; i < m->operands && !(i && m->kind == FOLDS); i++) {
            int64_t at[AXES_MAX];
            term_at(m, i, cell, k, at);
            text_puts(&text, i ? m->sign : "");
            text_puts(&text, with == WITH_SPOTS     ? spot(m, i, at)
                             : with == WITH_LETTERS ? letter(m, i, at)
                                                    : factor(m, number(m, m->operand[i], at)));
        }
    }
    text_puts(&text, m->folded ? ")" : "");
    return kept(m->run, &text);
}

/* one cell
 * ---------------------------------------------------------------------------------------------------
 */

/* The numbers between the brackets, made positive; false: there is something else. */
static bool read_cell(const Findings *found, const Node *item, const Tensor *result, int64_t cell[])
{
    int count = 0;
    for (const Node *index = item->kid->next; index; index = index->next, count++) {
        Value v = finding(found, index);
        bool minus = v.tag == V_ABSENT && index->kind == NODE_UNARY && index->op == NODE_OP_NEG;
        if (minus)
            v = finding(found, index->kid);
        if (v.tag != V_INT || count >= result->ndim)
            return false;
        cell[count] = minus ? -v.i : v.i;
        cell[count] += cell[count] < 0 ? result->dim[count] : 0;
        if (cell[count] < 0 || cell[count] >= result->dim[count])
            return false;
    }
    return count == result->ndim;
}

/* "row 0 of A", "column 1 of B", "A" */
static const char *line_name(const Making *m, int operand, const int64_t cell[])
{
    const Tensor *t = m->operand[operand];
    if (t->ndim < 2)
        return m->name[operand];
    int64_t at[AXES_MAX];
    term_at(m, operand, cell, 0, at);
    int other = 1 - m->axis[operand];
    return run_text(m->run, "%s %lld of %s", other == 0 ? "row" : "column", (long long)at[other],
                    m->name[operand]);
}

static bool has_data(const Making *m)
{
    for (int i = 0; i < m->operands; i++)
        if (!m->operand[i]->data)
            return false;
    return true;
}

/* The product of the k-th term, as a number. */
static const char *product(const Making *m, const int64_t cell[], int64_t k)
{
    Value factor_of[2], made = ABSENT;
    for (int i = 0; i < 2; i++) {
        int64_t at[AXES_MAX];
        const Tensor *t = m->operand[i];
        term_at(m, i, cell, k, at);
        const char *data = t->data;
        for (int axis = 0; axis < t->ndim; axis++)
            data += at[axis] * t->stride[axis];
        factor_of[i] = value_scalar((DType)t->dtype, data);
    }
    const char *text = "";
    if (operate_hook(m->run, OP_MUL, factor_of[0], factor_of[1], &made)) {
        DType dtype;
        const char *data = scalar_data(&made, &dtype);
        text = spelled(m, dtype, data);
        value_drop(made);
    }
    run_forget_trial(m->run);
    value_drop(factor_of[0]);
    value_drop(factor_of[1]);
    return text;
}

/* The row and the column under each other. */
static void fill_lines(const Making *m, const int64_t cell[], Grid *grid)
{
    *grid = (Grid){ .rows = 2, .columns = (int)m->terms };
    for (int i = 0; i < 2; i++)
        for (int k = 0; k < m->terms; k++) {
            int64_t at[AXES_MAX];
            term_at(m, i, cell, k, at);
            grid->cell[i][k] = number(m, m->operand[i], at);
        }
}

/* The row, the column, and their products; with fewer digits where they are too wide. False: they stay so. */
static bool draw_sum(Making *m, const int64_t cell[], const char *result, Text *out)
{
    enum { DIGITS_MIN = 2 };
    Grid grid;
    Text sum = { 0 };
    const char *label[3] = { line_name(m, 0, cell), line_name(m, 1, cell), "products" };
    int width = 0, given = m->digits;
    for (int i = 0; i < 3; i++)
        width = text_columns(label[i], strlen(label[i])) > width ? text_columns(label[i], strlen(label[i]))
                                                                 : width;
    fill_lines(m, cell, &grid);
    while (width + 2 + grid_width(&grid) > m->page->width) {
        if (m->digits <= DIGITS_MIN) {
            m->digits = given;
            return false;
        }
        m->digits--;
        fill_lines(m, cell, &grid);
    }
    for (int k = 0; k < m->terms; k++)
        text_printf(&sum, "%s%s", k ? " + " : "", factor(m, product(m, cell, k)));
    text_printf(&sum, " = %s", result);
    for (int i = 0; i < 2; i++) {
        Text padded = { 0 };
        page_cell(&padded, label[i], width);
        grid.before[i] = kept(m->run, &padded);
    }
    const Grid *drawn[] = { &grid };
    grids_draw(m->page, 1, drawn, 0, out);
    page_cell(out, label[2], width + 2);
    page_wrap(m->page, out, text_get(&sum), "    ");
    text_char(out, '\n');
    text_free(&sum);
    return true;
}

/* Too many terms to write them all, or a number of them that has a name: the first and the last. */
static void draw_ends(const Making *m, const int64_t cell[], Text *out)
{
    Text text = { 0 };
    if (m->folded)
        text_printf(&text, "%s(", m->folded);
    for (int end = 0; end < 2; end++) {
        if (end)
            text_printf(&text, "%s%s%s", m->joined, page_or(m->page, "…", "..."), m->joined);
        for (int i = 0; i < m->operands && !(i && m->kind == FOLDS); i++) {
            int64_t at[AXES_MAX];
            term_at(m, i, cell, end ? m->terms - 1 : 0, at);
            text_printf(&text, "%s%s", i ? m->sign : "", spot(m, i, at));
        }
    }
    text_puts(&text, m->folded ? "), " : ", ");
    size_spell(m->run, m->terms, &text);
    text_puts(&text, " terms");
    page_wrap(m->page, out, text_get(&text), "  ");
    text_char(out, '\n');
    text_free(&text);
}

bool cell_drawn(Session *s, const Findings *found, const Node *item, const Page *page, Text *out)
{
    Making m;
    int64_t cell[AXES_MAX];
    while (item->kind == NODE_PAREN)
        item = item->kid;
    if (item->kind != NODE_INDEX)
        return false;
    bool made =
        making_begin(&m, s, found, item->kid, page) && read_cell(found, item, m.result, cell) && m.terms > 0;
    Value v = made ? finding(found, item) : ABSENT;
    Text value = { 0 };
    if (made && has_data(&m))
        value_str_of(m.run, v, &value);
    if (made && m.terms > TERMS_MAX) {
        draw_ends(&m, cell, out);
        if (value.length)
            text_printf(out, "= %s\n", text_get(&value));
    } else if (made) {
        bool drawn =
            m.kind == SUMS && has_data(&m) && !page->narrate && draw_sum(&m, cell, text_get(&value), out);
        Text text = { 0 }, numbers = { 0 };
        text_puts(&text, cell_text(&m, cell, WITH_SPOTS));
        if (has_data(&m)) {
            text_printf(&numbers, " = %s", cell_text(&m, cell, WITH_NUMBERS));
            for (int64_t k = 0; m.kind == SUMS && !drawn && m.terms > 1 && k < m.terms; k++)
                text_printf(&numbers, " %s %s", k ? "+" : "=", factor(&m, product(&m, cell, k)));
            text_printf(&numbers, " = %s", text_get(&value));
        }
        /* What is drawn above says the numbers already: they are said again where there is room. */
        if (!drawn ||
            text_columns(text_get(&text), text.length) + text_columns(text_get(&numbers), numbers.length) <=
                page->width)
            text_puts(&text, text_get(&numbers));
        text_free(&numbers);
        page_wrap(page, out, text_get(&text), "  ");
        text_char(out, '\n');
        text_free(&text);
    }
    text_free(&value);
    making_end(&m);
    return made;
}

/* all cells
 * ----------------------------------------------------------------------------------------------------
 */

static bool is_small(const Tensor *t)
{
    return t->ndim <= 2 && (t->ndim < 1 || t->dim[0] <= TABLE_MAX) &&
           (t->ndim < 2 || t->dim[1] <= TABLE_MAX) && tensor_size(t) > 0;
}

/* The cells of a result with at most two axes as a table. */
static void grid_of(const Making *m, Grid *grid, With with)
{
    const Tensor *r = m->result;
    *grid = (Grid){ .rows = r->ndim == 2 ? (int)r->dim[0] : 1,
                    .columns = r->ndim ? (int)r->dim[r->ndim - 1] : 1 };
    for (int i = 0; i < grid->rows; i++)
        for (int j = 0; j < grid->columns; j++)
            grid->cell[i][j] = cell_text(m, r->ndim == 2 ? (int64_t[]){ i, j } : (int64_t[]){ j }, with);
}

/* An operand's elements as letters, or the numbers of a result. */
static void elements(const Making *m, int operand, Grid *grid)
{
    const Tensor *t = operand < 0 ? m->result : m->operand[operand];
    *grid = (Grid){ .rows = t->ndim == 2 ? (int)t->dim[0] : 1,
                    .columns = t->ndim ? (int)t->dim[t->ndim - 1] : 1 };
    for (int i = 0; i < grid->rows; i++)
        for (int j = 0; j < grid->columns; j++) {
            const int64_t *at = t->ndim == 2 ? (int64_t[]){ i, j } : (int64_t[]){ j };
            grid->cell[i][j] = operand < 0 ? number(m, t, at) : letter(m, operand, at);
        }
    grid->before[0] = operand < 0 ? "=" : m->name[operand];
}

static void narrate_cells(const Making *m, Text *out)
{
    const Tensor *r = m->result;
    for (int64_t i = 0; i < (r->ndim == 2 ? r->dim[0] : 1); i++)
        for (int64_t j = 0; j < (r->ndim ? r->dim[r->ndim - 1] : 1); j++) {
            const int64_t *cell = r->ndim == 2 ? (int64_t[]){ i, j } : (int64_t[]){ j };
            Text text = { 0 };
            if (r->ndim == 2)
                text_printf(&text, "Row %lld, column %lld: ", (long long)i, (long long)j);
            else if (r->ndim == 1)
                text_printf(&text, "Element %lld: ", (long long)j);
            text_puts(&text, cell_text(m, cell, WITH_SPOTS));
            if (has_data(m))
                text_printf(&text, " = %s = %s", cell_text(m, cell, WITH_NUMBERS), number(m, r, cell));
            text_puts(&text, ".");
            page_wrap(m->page, out, text_get(&text), "  ");
            text_char(out, '\n');
            text_free(&text);
        }
}

bool cells_drawn(Session *s, const Findings *found, const Node *node, const Page *page, Text *out)
{
    Making m;
    bool made = making_begin(&m, s, found, node, page) && m.kind != FOLDS && m.terms > 0 &&
                m.terms <= TABLE_TERMS && m.operands == 2 && is_small(m.result) && is_small(m.operand[0]) &&
                is_small(m.operand[1]) &&
                (m.kind != PAIRS ||
                 (!strcmp(m.sign, page_or(page, "·", "*")) && m.operand[0]->ndim && m.operand[1]->ndim));
    int64_t letters = made ? tensor_size(m.operand[0]) + (m.same ? 0 : tensor_size(m.operand[1])) : 0;
    made = made && letters <= LETTERS;
    if (made && page->narrate)
        narrate_cells(&m, out);
    else if (made) {
        Grid left, right, lettered, numbers, values;
        elements(&m, 0, &left);
        grid_of(&m, &lettered, WITH_LETTERS);
        lettered.before[0] = "->";
        const Grid *names[] = { &left, &lettered, &lettered };
        if (!m.same) {
            elements(&m, 1, &right);
            names[1] = &right;
        }
        grids_draw(page, m.same ? 2 : 3, names, 4, out);
        if (has_data(&m) && m.result->data) {
            grid_of(&m, &numbers, WITH_NUMBERS);
            elements(&m, -1, &values);
            const Grid *counted[] = { &numbers, &values };
            text_char(out, '\n');
            if (grid_width(&numbers) + 3 <= page->width)
                grids_draw(page, 2, counted, 3, out);
            else /* numbers of many digits: a line for each element */
                narrate_cells(&m, out);
        }
    }
    making_end(&m);
    return made;
}
