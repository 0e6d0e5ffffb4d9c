#include "teach/takes.h"

#include "func/bind.h"
#include "tensor/symbol.h"

#include <string.h>

enum { LETTERS = 4, AXES = 3, LINES = 12 };
static const char *const letter[LETTERS] = { "k", "m", "n", "b" };

/* A shape in letters: places in the table above, -1 for an axis of one element. */
typedef struct Form {
    int ndim, axis[AXES];
} Form;

typedef struct Line {
    char *sort, *shapes, *result;
} Line;

typedef struct Table {
    Run *run;
    const Func *row;
    int64_t code[LETTERS];
    int lines;
    Line line[LINES];
} Table;

static Value typed(const Table *t, Form form)
{
    int64_t dim[AXES];
    for (int i = 0; i < form.ndim; i++)
        dim[i] = form.axis[i] < 0 ? 1 : t->code[form.axis[i]];
    return value_array(tensor_typed(FLOAT64, form.ndim, dim));
}

/* What comes of arguments; NULL: it fails, or is no array, or unknown. */
static char *result_of(Table *t, const Given *given)
{
    Value v;
    Text text = { 0 };
    if (!func_infer(t->run, t->row, given, &v)) {
        run_forget_trial(t->run);
        return NULL;
    }
    bool known = v.tag == V_ARRAY;
    for (int i = 0; known && i < v.tensor->ndim; i++)
        known = v.tensor->dim[i] != DIM_UNKNOWN;
    if (known)
        shape_add(&text, t->run, v.tensor->ndim, v.tensor->dim);
    value_drop(v);
    return text.at;
}

static void add_line(Table *t, const char *sort, const char *shapes, char *result)
{
    for (int i = 0; i < t->lines; i++)
        if (!strcmp(t->line[i].sort, sort) && !strcmp(t->line[i].shapes, shapes)) {
            mem_free(result);
            return;
        }
    if (t->lines == LINES) {
        mem_free(result);
        return;
    }
    Text a = { 0 }, b = { 0 };
    text_puts(&a, sort);
    text_puts(&b, shapes);
    t->line[t->lines++] = (Line){ a.at, b.at, result };
}

static const char *sort_of(Table *t, Form left, Form right)
{
    return left.ndim == 0 ? "scalar" : run_text(t->run, "%d-d · %d-d", left.ndim, right.ndim);
}

/* Two arrays: of each two numbers of axes the first shapes that are accepted. square: the left one has as
 * many columns as rows. */
static void add_pairs(Table *t, bool square)
{
    enum { K, M, N, B };
    static const Form any[] = { { 1, { K } }, { 2, { M, K } }, { 3, { B, M, K } }, { 0, { 0 } } },
                      squares[] = { { 2, { K, K } }, { 3, { B, K, K } } },
                      rights[] = { { 1, { K } },       { 2, { K, N } }, { 2, { N, K } }, { 3, { B, K, N } },
                                   { 3, { B, N, K } }, { 1, { N } },    { 2, { M, K } }, { 2, { M, N } } };
    const Form *lefts = square ? squares : any;
    size_t n = square ? sizeof squares / sizeof *squares : sizeof any / sizeof *any;
    for (size_t i = 0; i < n; i++) {
        unsigned done = 0;
        for (size_t k = 0; k < sizeof rights / sizeof *rights; k++) {
            Form left = lefts[i], right = rights[k];
            if (done >> right.ndim & 1 || (left.ndim == 0 && right.ndim != 2))
                continue;
            Value arg[2] = { typed(t, left), typed(t, right) };
            Given given = { .count = 2, .value = arg, .whole = t->run->here };
            char *result = result_of(t, &given);
            if (result) {
                done |= 1u << right.ndim;
                add_line(t, sort_of(t, left, right),
                         run_text(t->run, "%s %s", shape_text(t->run, left.ndim, arg[0].tensor->dim),
                                  shape_text(t->run, right.ndim, arg[1].tensor->dim)),
                         result);
            }
            value_drop(arg[0]);
            value_drop(arg[1]);
        }
    }
}

/* Element by element: how shapes meet. */
static void add_broadcasts(Table *t)
{
    enum { K, M, N };
    static const Form pairs[][2] = { { { 2, { M, N } }, { 2, { M, N } } },
                                     { { 2, { M, N } }, { 1, { N } } },
                                     { { 2, { M, N } }, { 2, { M, -1 } } },
                                     { { 1, { N } }, { 2, { M, -1 } } },
                                     { { 0, { 0 } }, { 2, { M, N } } } };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        Value arg[2] = { typed(t, pairs[i][0]), typed(t, pairs[i][1]) };
        Given given = { .count = 2, .value = arg, .whole = t->run->here };
        char *result = result_of(t, &given);
        if (result)
            add_line(t, sort_of(t, pairs[i][0], pairs[i][1]),
                     run_text(t->run, "%s %s", shape_text(t->run, arg[0].tensor->ndim, arg[0].tensor->dim),
                              shape_text(t->run, arg[1].tensor->ndim, arg[1].tensor->dim)),
                     result);
        value_drop(arg[0]);
        value_drop(arg[1]);
    }
}

/* One array, along an axis or all of it. */
static void add_axes(Table *t, const Signature *signature)
{
    enum { K, M, N };
    static const struct {
        int64_t axis; /* -1: none is given */
        bool keepdims;
        const char *text;
    } rows[] = { { -1, false, "" },
                 { 0, false, ", axis=0" },
                 { 1, false, ", axis=1" },
                 { 1, true, ", axis=1, keepdims=True" } };
    bool keepdims = false;
    for (int i = 0; i < signature->count; i++)
        keepdims |= !strcmp(signature->param[i].name, "keepdims");
    Value of = typed(t, (Form){ 2, { M, N } });
    const char *shape = shape_text(t->run, 2, of.tensor->dim);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].keepdims && !keepdims)
            continue;
        Value arg[3] = { of, value_int(rows[i].axis), value_bool(true) };
        Given given = { .count = 1,
                        .keywords = rows[i].axis < 0 ? 0 : 1 + rows[i].keepdims,
                        .value = arg,
                        .keyword = (const char *[]){ "axis", "keepdims" },
                        .whole = t->run->here };
        char *result = result_of(t, &given);
        if (result)
            add_line(t, "", run_text(t->run, "%s%s", shape, rows[i].text), result);
    }
    value_drop(of);
}

/* One array alone. */
static void add_single(Table *t)
{
    enum { K, M, N, B };
    static const Form forms[] = { { 1, { N } }, { 2, { M, N } }, { 2, { K, K } }, { 3, { B, K, K } } };
    bool any = false;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (i >= 2 && any)
            break; /* it takes more than square ones */
        Value of = typed(t, forms[i]);
        Given given = { .count = 1, .value = &of, .whole = t->run->here };
        char *result = result_of(t, &given);
        if (result)
            add_line(t, "", shape_text(t->run, of.tensor->ndim, of.tensor->dim), result);
        any |= i == 1 && result;
        value_drop(of);
    }
}

/* Functions that are taken for each other. */
static const char *const kin[] = { "dot matmul multiply inner vdot outer",
                                   "max maximum",
                                   "min minimum",
                                   "sum add",
                                   "prod multiply",
                                   "concatenate stack",
                                   "reshape transpose",
                                   "array_equal allclose isclose equal",
                                   "append concatenate",
                                   NULL };

static void add_kin(Table *t, const Page *page, Text *out)
{
    enum { SHOWN = 3 };
    size_t length = strlen(t->row->name);
    int shown = 0;
    if (!func_lives_in(t->row, "np"))
        return;
    for (const char *const *group = kin; *group; group++) {
        const char *at = strstr(*group, t->row->name);
        if (!at || (at != *group && at[-1] != ' ') || (at[length] != ' ' && at[length] != 0))
            continue;
        for (const char *name = *group; *name && shown < SHOWN;) {
            size_t size = strcspn(name, " ");
            char other[40];
            snprintf(other, sizeof other, "%.*s", (int)size, name);
            const Func *row = strcmp(other, t->row->name) ? func_find("np", other) : NULL;
            if (row && row->brief) {
                text_puts(out, shown++ ? "         " : "   not   ");
                page_wrap(page, out, run_text(t->run, "np.%s: %s", other, row->brief), "            ");
                text_char(out, '\n');
            }
            name += size + (name[size] == ' ');
        }
        return;
    }
}

static int widest(const Table *t, const Page *page, bool sorts)
{
    int most = 0;
    for (int i = 0; i < t->lines; i++) {
        int columns = page_columns(page, sorts ? t->line[i].sort : t->line[i].shapes);
        most = columns > most ? columns : most;
    }
    return most;
}

void takes_table(Session *s, const Func *row, const Page *page, Text *out)
{
    Table t = { .run = &s->run, .row = row };
    const Signature *signature = signature_of(row);
    int symbols = s->run.symbols ? s->run.symbols->count : 0, arrays = 0;
    while (arrays < signature->count && signature->param[arrays].kind == KIND_ARRAY &&
           (signature->param[arrays].required || (row->loops && arrays < row->nin)))
        arrays++;
    bool axis = false;
    for (int i = 0; i < signature->count; i++)
        axis |= signature->param[i].kind == KIND_AXES || signature->param[i].kind == KIND_AXIS;
    if (row->effects || (!row->infer && !row->loops && !row->core) || !arrays)
        return;
    for (int i = 0; i < LETTERS; i++) {
        Symbol *symbol = symbol_named(&s->run, letter[i]);
        symbol = symbol ? symbol : symbol_make(&s->run, letter[i]);
        if (!symbol) { /* the user has too many of his own */
            run_forget_trial(&s->run);
            symbols_drop(&s->run, symbols);
            return;
        }
        t.code[i] = symbol->code;
    }
    if (row->loops && row->nin == 2)
        add_broadcasts(&t);
    else if (arrays == 2 && !row->loops)
        add_pairs(&t, false);
    else if (arrays == 1 && axis)
        add_axes(&t, signature);
    else if (arrays == 1 && !row->loops && row->style != ATTRIBUTE)
        add_single(&t);
    if (arrays == 2 && !row->loops && !t.lines)
        add_pairs(&t, true);
    int sort = widest(&t, page, true), shapes = widest(&t, page, false);
    for (int i = 0; i < t.lines; i++) {
        Line *line = &t.line[i];
        if (page->narrate)
            text_printf(out, "%s give%s %s.\n", line->shapes, *line->sort ? "" : "s", line->result);
        else {
            text_puts(out, "   ");
            page_puts(page, out, line->sort);
            text_pad(out, ' ', (sort ? sort + 6 : 3) - page_column(out));
            page_puts(page, out, line->shapes);
            text_pad(out, ' ', (sort ? sort + 6 : 3) + shapes + 2 - page_column(out));
            text_printf(out, "-> %s\n", line->result);
        }
        mem_free(line->sort);
        mem_free(line->shapes);
        mem_free(line->result);
    }
    add_kin(&t, page, out);
    symbols_drop(&s->run, symbols);
}
