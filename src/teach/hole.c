#include "teach/hole.h"

#include "teach/calls.h"
#include "tensor/symbol.h"

#include <string.h>

enum {
    SIZES_MAX = 5,  /* of the arrays around the hole */
    AXES_TRIED = 3, /* of a candidate */
    FITS_MAX = 400,
    SHOWN_MAX = 8,
    NAMES_SHOWN = 4,
};

/* A candidate that was accepted. */
typedef struct Fit {
    const char *text, *result;
    int ndim;
    int64_t dim[AXES_TRIED];
} Fit;

typedef struct Hole {
    Session *session;
    Run *run;
    const Tree *tree;
    const Node *expression, *hole;
    const Page *page;
    int sizes;
    int64_t size[SIZES_MAX];
    int64_t any[AXES_TRIED]; /* a symbol of its own for each axis, the last axis first */
    const char *any_name[AXES_TRIED];
    DType dtype;
    int fits;
    Fit fit[FITS_MAX];
} Hole;

static void find_hole(const Node *node, const Node **hole, int *count)
{
    if (node->kind == NODE_HOLE) {
        *hole = node;
        ++*count;
    }
    for (const Node *kid = node->kid; kid; kid = kid->next)
        find_hole(kid, hole, count);
}

const Node *only_hole(const Node *expression)
{
    const Node *hole = NULL;
    int count = 0;
    find_hole(expression, &hole, &count);
    return count == 1 ? hole : NULL;
}

/* trying
 * -----------------------------------------------------------------------------------------------------
 */

/* What an expression comes to with a value in the hole: its shape, dtype or type. NULL: it fails. */
static const char *try_value(Hole *h, Value value, Findings *keep)
{
    Session *s = h->session;
    Findings found;
    Text text = { 0 };
    const char *result = NULL;
    Value hole = s->hole;
    s->hole = value;
    if (session_look(s, h->tree, h->expression, LOOK_AT_SHAPES, &found)) {
        Value v = finding(&found, h->expression);
        if (v.tag == V_ARRAY)
            shape_add(&text, h->run, v.tensor->ndim, v.tensor->dim);
        else if (value_is_scalar(v))
            text_puts(&text, "()");
        else
            text_puts(&text, v.tag == V_UNKNOWN ? "?" : value_type_name(v));
        result = run_text(h->run, "%s", text_get(&text));
        text_free(&text);
    } else
        run_forget_trial(h->run);
    s->hole = hole;
    if (keep)
        *keep = found;
    else
        findings_free(&found);
    return result;
}

static const char *try_shape(Hole *h, int ndim, const int64_t *dim)
{
    Tensor *typed = tensor_typed(h->dtype, ndim, dim);
    const char *result = try_value(h, value_array(typed), NULL);
    tensor_drop(typed);
    return result;
}

static void add_size(Hole *h, int64_t size)
{
    for (int i = 0; i < h->sizes; i++)
        if (h->size[i] == size)
            return;
    if (size > 1 && h->sizes < SIZES_MAX)
        h->size[h->sizes++] = size;
}

/* The sizes of the arrays that stand around the hole. */
static void collect_sizes(Hole *h)
{
    Findings found;
    try_value(h, (Value){ .tag = V_UNKNOWN }, &found);
    for (int i = 0; i < found.nodes; i++) {
        Value v = found.value[i];
        if (v.tag == V_ARRAY)
            for (int axis = v.tensor->ndim - 1; axis >= 0; axis--)
                add_size(h, v.tensor->dim[axis]);
        else if (v.tag == V_LIST)
            add_size(h, v.list->count);
    }
    findings_free(&found);
}

/* shapes
 * -----------------------------------------------------------------------------------------------------
 */

static bool is_any(const Hole *h, const Fit *fit, int axis)
{
    return fit->dim[axis] == h->any[fit->ndim - 1 - axis];
}

/* Whether another fit says all that this one says: it has the same sizes, or any in their place; a 1 that is
 * stretched says no more than the size that it is stretched to. */
static bool is_covered(const Hole *h, const Fit *fit, const Fit *by)
{
    if (fit == by || fit->ndim != by->ndim)
        return false;
    bool differs = false;
    for (int axis = 0; axis < fit->ndim; axis++) {
        bool same = fit->dim[axis] == by->dim[axis];
        differs |= !same;
        if (!same && !is_any(h, by, axis) && !(fit->dim[axis] == 1 && by->dim[axis] != 1))
            return false;
    }
    return differs;
}

static void try_shapes_of(Hole *h, int ndim)
{
    int choices = h->sizes + 2, total = 1;
    for (int i = 0; i < ndim; i++)
        total *= choices;
    for (int n = 0; n < total && h->fits < FITS_MAX; n++) {
        Fit fit = { .ndim = ndim };
        for (int axis = 0, rest = n; axis < ndim; axis++, rest /= choices) {
            int choice = rest % choices;
            fit.dim[axis] = choice < h->sizes    ? h->size[choice]
                            : choice == h->sizes ? 1
                                                 : h->any[ndim - 1 - axis];
        }
        fit.result = try_shape(h, ndim, fit.dim);
        if (fit.result)
            h->fit[h->fits++] = fit;
    }
}

static void drop_covered(Hole *h)
{
    int count = 0;
    bool keep[FITS_MAX];
    for (int i = 0; i < h->fits; i++) {
        keep[i] = true;
        for (int k = 0; k < h->fits && keep[i]; k++)
            keep[i] = !is_covered(h, &h->fit[i], &h->fit[k]);
    }
    for (int i = 0; i < h->fits; i++)
        if (keep[i])
            h->fit[count++] = h->fit[i];
    h->fits = count;
}

/* The text with one name in place of another, where that stands alone. */
static const char *renamed(Hole *h, const char *text, const char *from, const char *to)
{
    Text out = { 0 };
    size_t length = strlen(from);
    for (const char *at = text; *at;) {
        size_t word = strspn(at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");
        if (word == length && strncmp(at, from, length) == 0)
            text_puts(&out, to);
        else
            text_add(&out, at, word ? word : 1);
        at += word ? word : 1;
    }
    const char *kept = run_text(h->run, "%s", text_get(&out));
    text_free(&out);
    return kept;
}

/* "(8, n)"; a first axis of any size that others may go before as well is "…". */
static void spell_fit(Hole *h, Fit *fit)
{
    const char *dots = page_or(h->page, "…", "...");
    fit->text = shape_text(h->run, fit->ndim, fit->dim);
    if (fit->ndim == AXES_TRIED && is_any(h, fit, 0)) {
        fit->text = renamed(h, fit->text, h->any_name[AXES_TRIED - 1], dots);
        fit->result = renamed(h, fit->result, h->any_name[AXES_TRIED - 1], dots);
    }
    if (fit->ndim >= 2 && is_any(h, fit, fit->ndim - 2) &&
        !is_any(h, fit, fit->ndim - 1)) { /* one symbol is n */
        fit->text = renamed(h, fit->text, h->any_name[1], h->any_name[0]);
        fit->result = renamed(h, fit->result, h->any_name[1], h->any_name[0]);
    }
}

static void try_shapes(Hole *h)
{
    static const DType dtypes[] = { FLOAT64, INT64, BOOL };
    for (size_t i = 0; i < sizeof dtypes / sizeof *dtypes && h->fits == 0; i++) {
        h->dtype = dtypes[i];
        for (int ndim = 1; ndim <= AXES_TRIED; ndim++)
            try_shapes_of(h, ndim);
        drop_covered(h);
        Fit scalar = { .ndim = 0 };
        scalar.result = try_shape(h, 0, NULL);
        if (scalar.result && h->fits < FITS_MAX)
            h->fit[h->fits++] = scalar;
    }
    for (int i = 0; i < h->fits; i++)
        spell_fit(h, &h->fit[i]);
}

/* arguments that are no arrays
 * -------------------------------------------------------------------------------
 */

/* The parameter that the hole is the argument of; NULL: it is an operand, or nobody knows. */
static const Param *parameter(Hole *h, const Node **call)
{
    const Node *at = h->hole, *above = node_parent(h->tree, at);
    const char *keyword = NULL;
    while (above && (above->kind == NODE_TUPLE || above->kind == NODE_PAREN || above->kind == NODE_KEYWORD)) {
        keyword = above->kind == NODE_KEYWORD ? name_text(above->name) : keyword;
        at = above;
        above = node_parent(h->tree, at);
    }
    if (!above || above->kind != NODE_CALL || at == above->kid)
        return NULL;
    Findings found;
    Called called;
    try_value(h, (Value){ .tag = V_UNKNOWN }, &found);
    bool known = node_called(h->session, &found, above, &called) && called.row;
    findings_free(&found);
    if (!known)
        return NULL;
    const Signature *signature = signature_of(called.row);
    bool method =
        above->kid->kind == NODE_ATTRIBUTE && called.operands && called.operand[0] == above->kid->kid;
    int place = method;
    *call = above;
    for (const Node *argument = above->kid->next; argument && argument != at && !keyword;
         argument = argument->next)
        place++;
    for (int i = 0; i < signature->count; i++)
        if (keyword ? !strcmp(signature->param[i].name, keyword)
                    : i == place || (i < place && signature->star == i))
            return &signature->param[i];
    return NULL;
}

static void add_value(Hole *h, Value value, const char *text)
{
    const char *result = try_value(h, value, NULL);
    if (result && h->fits < FITS_MAX)
        h->fit[h->fits++] = (Fit){ .text = text, .result = result };
}

static void try_axes(Hole *h)
{
    for (int axis = 0; axis < 6; axis++)
        add_value(h, value_int(axis), run_text(h->run, "%d", axis));
    add_value(h, (Value){ .tag = V_NONE }, "None");
}

/* The shapes of as many elements as the array has. */
static void try_new_shapes(Hole *h)
{
    int64_t total = 1;
    bool array = false;
    Findings found;
    try_value(h, (Value){ .tag = V_UNKNOWN }, &found);
    for (int i = 0; i < found.nodes; i++)
        if (found.value[i].tag == V_ARRAY) {
            array = true;
            if (tensor_size(found.value[i].tensor) > total)
                total = tensor_size(found.value[i].tensor);
        }
    findings_free(&found);
    if (!array) { /* the shape of something new may be any */
        static const int64_t example[] = { 2, 3, 4 };
        add_value(h, value_int(3), "3");
        for (int ndim = 2; ndim <= 3; ndim++) {
            Value shape = value_shape(ndim, example);
            add_value(h, shape, shape_text(h->run, ndim, example));
            value_drop(shape);
        }
        return;
    }
    for (int64_t rows = 1; rows <= total && rows <= 4096 && total <= 1 << 20; rows++) {
        if (total % rows)
            continue;
        Value shape = value_shape(2, (int64_t[]){ rows, total / rows });
        add_value(h, shape, run_text(h->run, "(%lld, %lld)", (long long)rows, (long long)(total / rows)));
        value_drop(shape);
    }
    add_value(h, value_int(-1), "-1");
}

/* Whole numbers: the first that are accepted. */
static void try_numbers(Hole *h)
{
    enum { ENOUGH = 3, MOST = 4096 };
    for (int n = 1; n <= MOST && h->fits < ENOUGH; n++)
        add_value(h, value_int(n), run_text(h->run, "%d", n));
    add_value(h, value_int(-1), "-1");
}

static bool is_one_of(const char *name, const char *const names[])
{
    for (; *names; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

static void try_dtypes(Hole *h)
{
    static const DType dtypes[] = { BOOL, INT64, FLOAT32, FLOAT64, COMPLEX128 };
    for (size_t i = 0; i < sizeof dtypes / sizeof *dtypes; i++)
        add_value(h, value_of_dtype(dtypes[i]), run_text(h->run, "np.%s", dtype_info[dtypes[i]].name));
}

/* Axes, shapes and dtypes, if that is what the parameter asks for; false: it asks for an array. */
static bool try_values(Hole *h)
{
    static const char *const axes[] = { "axis", "axis1", "axis2", "axes", "source", "destination", NULL };
    static const char *const shapes[] = { "shape", "newshape", "new_shape", NULL };
    const Node *call;
    const Param *param = parameter(h, &call);
    if (!param)
        return false;
    if (param->kind == KIND_AXIS || param->kind == KIND_AXES || is_one_of(param->name, axes))
        try_axes(h);
    else if (param->kind == KIND_DTYPE || strcmp(param->name, "dtype") == 0)
        try_dtypes(h);
    else if (param->kind == KIND_INT ||
             ((param->kind == KIND_SHAPE || is_one_of(param->name, shapes)) &&
              (param->how == STAR || node_parent(h->tree, h->hole)->kind == NODE_TUPLE)))
        try_numbers(h);
    else if (param->kind == KIND_SHAPE || is_one_of(param->name, shapes))
        try_new_shapes(h);
    return h->fits > 0;
}

/* An item holds together: its spaces are marked. result NULL: the text is all. */
static void add_item(Text *items, const char *text, const char *result)
{
    size_t start = items->length + (items->length > 0);
    text_printf(items, "%s%s", items->length ? " " : "", text);
    if (result)
        text_printf(items, " -> %s", result);
    for (size_t i = start; i < items->length; i++)
        if (items->at[i] == ' ')
            items->at[i] = '\1';
}

/* names
 * ------------------------------------------------------------------------------------------------------
 */

/* What can be made of a name to fit, and what to say of it. */
static const struct {
    const char *suffix, *advice;
} turns[] = { { "", NULL },
              { ".T", "transpose it" },
              { "[:, None]", "make it a column" },
              { "[None, :]", "make it a row" } };

/* The shape that a suffix makes of another; false: it changes nothing, or does not apply. */
static bool turned(const Tensor *t, int turn, Shape *shape)
{
    shape_set(shape, t->ndim, t->dim);
    if (turn == 1) {
        shape->dim[0] = t->ndim == 2 ? t->dim[1] : 0;
        shape->dim[1] = t->ndim == 2 ? t->dim[0] : 0;
        return t->ndim == 2 && t->dim[0] != t->dim[1];
    }
    if (turn >= 2) {
        shape->ndim = 2;
        shape->dim[turn == 2 ? 0 : 1] = t->ndim == 1 ? t->dim[0] : 0;
        shape->dim[turn == 2 ? 1 : 0] = 1;
        return t->ndim == 1;
    }
    return true;
}

/* Which names fit, as they are or turned. */
static void add_names(Hole *h, Text *have, Text *near)
{
    int shown = 0;
    for (Name name = 1; name < name_count() && shown < NAMES_SHOWN; name++) {
        Value v = session_get(h->session, name);
        if (v.tag != V_ARRAY || *name_text(name) == '_')
            continue;
        for (int turn = 0; turn < 4; turn++) {
            Shape shape;
            if (!turned(v.tensor, turn, &shape))
                continue;
            Tensor *typed = tensor_typed((DType)v.tensor->dtype, shape.ndim, shape.dim);
            const char *result = try_value(h, value_array(typed), NULL);
            tensor_drop(typed);
            if (!result)
                continue;
            const char *with = run_text(h->run, "%s%s %s", name_text(name), turns[turn].suffix,
                                        shape_text(h->run, shape.ndim, shape.dim));
            add_item(have, with, result);
            if (turn)
                add_item(near,
                         run_text(h->run, "%s %s: %s", name_text(name),
                                  shape_text(h->run, v.tensor->ndim, v.tensor->dim), turns[turn].advice),
                         NULL);
            shown++;
            break;
        }
    }
}

/* telling
 * ----------------------------------------------------------------------------------------------------
 */

/* Items that hold together, three spaces apart, as lines with a label before the first. */
static void add_items(const Page *page, const char *label, const Text *items, Text *out)
{
    enum { INDENT = 10 };
    if (!items->length)
        return;
    page_cell(out, label, INDENT);
    bool first = true;
    for (const char *at = text_get(items); *at;) {
        size_t length = strcspn(at, " ");
        int columns = 0; /* a marked space is one, too */
        for (size_t i = 0, word; i < length; i += word + 1) {
            word = strcspn(at + i, " \1");
            columns += text_columns(at + i, word) + (i + word < length);
        }
        if (!first && page_column(out) + 3 + columns > page->width) {
            text_char(out, '\n');
            text_pad(out, ' ', INDENT);
        } else if (!first)
            text_puts(out, "   ");
        for (size_t i = 0, word; i < length; i++) {
            for (word = i + 1; word < length && at[word] != '\1';)
                word++;
            if (at[i] != '\1')
                text_char(out, at[i]);
            else if (page_column(out) + 1 + text_columns(at + i + 1, word - i - 1) <= page->width)
                text_char(out, ' ');
            else { /* an item that is wider than the page */
                text_char(out, '\n');
                text_pad(out, ' ', INDENT);
            }
        }
        at += length;
        at += *at == ' ';
        first = false;
    }
    text_char(out, '\n');
}

static void narrate_items(const Page *page, const char *sentence, const Text *items, Text *out)
{
    if (!items->length)
        return;
    Text text = { 0 };
    text_puts(&text, sentence);
    for (const char *at = text_get(items); *at; at++)
        if (*at == '\1' && strncmp(at, "\1->\1", 4) == 0) {
            text_puts(&text, ", which gives ");
            at += 3;
        } else
            text_printf(&text, "%s%c", *at == ' ' ? ";" : "", *at == '\1' ? ' ' : *at);
    text_puts(&text, ".");
    page_wrap(page, out, text_get(&text), "");
    text_char(out, '\n');
    text_free(&text);
}

static void tell(Hole *h, bool arrays, Text *out)
{
    Text may = { 0 }, have = { 0 }, near = { 0 };
    for (int i = 0; i < h->fits && i < SHOWN_MAX; i++)
        add_item(&may, h->fit[i].text, h->fit[i].result);
    if (arrays)
        add_names(h, &have, &near);
    const char *of = h->dtype == INT64 ? "whole numbers: " : h->dtype == BOOL ? "truths: " : "";
    if (!may.length)
        text_puts(out,
                  have.length
                      ? ""
                      : "nothing that was tried fits here: arrays of up to 3 axes, numbers, your names\n");
    if (h->page->narrate) {
        narrate_items(h->page, run_text(h->run, "The hole may be %s", of), &may, out);
        narrate_items(h->page, "You have ", &have, out);
        narrate_items(h->page, "Near is ", &near, out);
    } else {
        if (*of && may.length)
            text_printf(out, "of %.*s\n", (int)strlen(of) - 2, of);
        add_items(h->page, "? may be", &may, out);
        add_items(h->page, "you have", &have, out);
        add_items(h->page, "near", &near, out);
    }
    text_free(&may);
    text_free(&have);
    text_free(&near);
}

/* Whether the rest of the expression can be evaluated at all; else its error is recorded. */
static bool stands(Hole *h)
{
    Session *s = h->session;
    Findings found;
    Value hole = s->hole;
    s->hole = (Value){ .tag = V_UNKNOWN };
    bool ok =
        session_look(s, h->tree, h->expression, LOOK_AT_SHAPES, &found) || s->run.error.class == NoDataError;
    if (ok)
        run_forget_trial(h->run);
    s->hole = hole;
    findings_free(&found);
    return ok;
}

bool hole_told(Session *s, const Tree *tree, const Node *expression, const Node *hole, const Page *page,
               Text *out)
{
    static const char *const names[] = { "n", "m", "k", "p", "q", "r" };
    Hole h = {
        .session = s, .run = &s->run, .tree = tree, .expression = expression, .hole = hole, .page = page
    };
    int symbols = s->run.symbols ? s->run.symbols->count : 0, made = 0;
    h.dtype = FLOAT64;
    for (size_t i = 0; i < sizeof names / sizeof *names && made < AXES_TRIED; i++) {
        if (symbol_named(&s->run, names[i]))
            continue;
        Symbol *symbol = symbol_make(&s->run, names[i]);
        if (!symbol) /* the user has many: sizes alone are tried */
            run_forget_trial(&s->run);
        h.any[made] = symbol ? symbol->code : 1;
        h.any_name[made++] = names[i];
    }
    bool arrays = !try_values(&h);
    if (arrays) {
        collect_sizes(&h);
        try_shapes(&h);
    }
    bool ok = h.fits || stands(&h);
    if (ok)
        tell(&h, arrays, out);
    symbols_drop(&s->run, symbols);
    return ok;
}
