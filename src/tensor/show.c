/* The text of arrays: the rules of numpy/_core/arrayprint.py, whose functions are named beside ours.
 *
 * Elements are first gathered (of a summarised array only the corners), then looked at together, so that a
 * column fits them all, then written one by one with brackets, separators and line breaks between them. */
#include "tensor/show_float.h"

#include <math.h>
#include <string.h>

const PrintOptions print_options_default = {
    .precision = 8,
    .threshold = 1000,
    .edgeitems = 3,
    .linewidth = 75,
    .sign = '-',
    .floatmode = FLOAT_MAXPREC,
    .nanstr = "nan",
    .infstr = "inf",
};

static const PrintOptions *options_of(const Run *run)
{
    return run->print ? run->print : &print_options_default;
}

/* columns ---------------------------------------------------------------------------------------------------
 */

/* How the elements of one array are written; real and imaginary parts have a column each. */
typedef struct Columns {
    DType dtype;
    FloatColumn part[2];
    int width; /* of ints */
    char sign; /* of ints */
    bool is_0d;
    Text imaginary; /* room for a part's text */
} Columns;

/* element_int without a call. */
static int64_t int_at(DType dtype, const char *at)
{
#define READ(D, T)                                                                                           \
    case D: {                                                                                                \
        T value;                                                                                             \
        memcpy(&value, at, sizeof value);                                                                    \
        return (int64_t)value;                                                                               \
    }
    switch (dtype) {
        READ(INT8, int8_t)
        READ(UINT8, uint8_t)
        READ(INT16, int16_t)
        READ(UINT16, uint16_t)
        READ(INT32, int32_t)
        READ(UINT32, uint32_t)
    default: READ(INT64, int64_t)
    }
#undef READ
}

static int int_length(DType dtype, const char *at)
{
    int64_t value = int_at(dtype, at);
    bool negative = dtype != UINT64 && value < 0;
    return decimal_count(negative ? 0 - (uint64_t)value : (uint64_t)value) + negative;
}

/* IntegerFormat */
static void int_column(Columns *columns, int64_t n, const char *data, char sign)
{
    DType dtype = columns->dtype;
    size_t step = dtype_info[dtype].size;
    uint64_t flip = dtype == UINT64 ? 0 : 1ull << 63; /* the order of ints as that of unsigned ones */
    uint64_t high = 0, low = UINT64_MAX;
    const char *most = data, *least = data;
    for (int64_t i = 0; i < n; i++) {
        const char *at = data + (size_t)i * step;
        uint64_t key = (uint64_t)int_at(dtype, at) ^ flip;
        if (key >= high) {
            high = key;
            most = at;
        }
        if (key <= low) {
            low = key;
            least = at;
        }
    }
    columns->sign = '-';
    columns->width = 0;
    if (!n)
        return;
    bool negative_least = dtype != UINT64 && int_at(dtype, least) < 0;
    bool negative_most = dtype != UINT64 && int_at(dtype, most) < 0;
    columns->sign = sign == ' ' && negative_least ? '-' : sign;
    int longest = int_length(dtype, most) + (!negative_most && columns->sign != '-'),
        other = int_length(dtype, least);
    columns->width = longest > other ? longest : other;
}

static bool columns_make(Run *run, Columns *columns, DType dtype, bool is_0d, int64_t n, const char *data,
                         const PrintOptions *options)
{
    *columns = (Columns){ .dtype = dtype, .is_0d = is_0d };
    bool old = print_legacy(options) <= 113;
    if (dtype_is_float(dtype))
        return float_column(run, columns->part, dtype, n, data, dtype_info[dtype].size, is_0d, options,
                            options->sign, options->floatmode);
    if (dtype_is_complex(dtype)) {
        DType part = dtype == COMPLEX64 ? FLOAT32 : FLOAT64;
        size_t size = dtype_info[part].size;
        return float_column(run, &columns->part[0], part, n, data, (int64_t)(2 * size), is_0d, options,
                            options->sign, old ? FLOAT_MAXPREC_EQUAL : options->floatmode) &&
               float_column(run, &columns->part[1], part, n, data + size, (int64_t)(2 * size), is_0d, options,
                            '+', old ? FLOAT_MAXPREC : options->floatmode);
    }
    if (dtype != BOOL)
        int_column(columns, n, data, options->sign);
    return true;
}

static void columns_free(Columns *columns)
{
    float_column_free(&columns->part[0]);
    float_column_free(&columns->part[1]);
    text_free(&columns->imaginary);
}

static void write_int(const Columns *columns, const char *at, Text *out)
{
    char digit[DECIMAL_ROOM];
    int64_t value = int_at(columns->dtype, at);
    bool negative = columns->dtype != UINT64 && value < 0;
    int count = decimal_write(digit, negative ? 0 - (uint64_t)value : (uint64_t)value);
    char sign = negative ? '-' : columns->sign == '-' ? 0 : columns->sign;
    text_pad(out, ' ', columns->width - count - (sign != 0));
    if (sign)
        text_char(out, sign);
    text_add(out, digit, (size_t)count);
}

/* The j stands before the spaces that fill the column up. */
static void write_complex(Columns *columns, int64_t i, const char *at, Text *out)
{
    float_column_write(&columns->part[0], i, at, out);
    Text *text = &columns->imaginary;
    text_clear(text);
    float_column_write(&columns->part[1], i, at + dtype_info[columns->part[1].dtype].size, text);
    size_t end = text->length;
    while (end > 0 && text->at[end - 1] == ' ')
        end--;
    text_add(out, text_get(text), end);
    text_char(out, 'j');
    text_pad(out, ' ', (ptrdiff_t)(text->length - end));
}

static void columns_write(Columns *columns, int64_t i, const char *at, Text *out)
{
    if (columns->dtype == BOOL)
        text_puts(out, !*at ? "False" : columns->is_0d ? "True" : " True");
    else if (dtype_is_complex(columns->dtype))
        write_complex(columns, i, at, out);
    else if (dtype_is_float(columns->dtype))
        float_column_write(&columns->part[0], i, at, out);
    else
        write_int(columns, at, out);
}

/* gathering -------------------------------------------------------------------------------------------------
 */

/* The indices of an axis that are shown: `lead` from its start and `trail` up to its end. */
typedef struct Corner {
    int64_t lead, trail;
    bool cut; /* dots stand between them */
} Corner;

static int64_t within(int64_t n, int64_t size) { return n < 0 ? 0 : n > size ? size : n; }

/* What is written of an axis. At least its last item is, even with edgeitems=0. */
static Corner corner_shown(int64_t size, bool summary, int edge)
{
    if (!summary || 2 * (int64_t)edge >= size)
        return (Corner){ 0, size, false };
    return (Corner){ within(edge, size), edge < 1 ? 1 : edge, true };
}

/* What is looked at for the width of the columns (_leading_trailing): a[:edge] and a[-edge:], so that an edge
 * of 0 gives everything. */
static Corner corner_looked_at(int64_t size, bool summary, int edge)
{
    if (!summary || size <= 2 * (int64_t)edge)
        return (Corner){ 0, size, false };
    if (edge > 0)
        return (Corner){ edge, edge, true };
    return (Corner){ edge ? within(size + edge, size) : 0, within(size + edge, size), true };
}

typedef Corner CornerRule(int64_t size, bool summary, int edge);

static int64_t gathered(const Tensor *t, CornerRule *rule, bool summary, int edge)
{
    int64_t n = 1;
    for (int axis = 0; axis < t->ndim; axis++) {
        Corner corner = rule(t->dim[axis], summary, edge);
        n *= corner.lead + corner.trail;
    }
    return n;
}

typedef struct Gather {
    const Tensor *tensor;
    CornerRule *rule;
    bool summary;
    int edge;
    char *to;
} Gather;

static void gather(Gather *g, int axis, const char *from)
{
    const Tensor *t = g->tensor;
    size_t size = tensor_itemsize(t);
    if (axis == t->ndim) {
        memcpy(g->to, from, size);
        g->to += size;
        return;
    }
    Corner corner = g->rule(t->dim[axis], g->summary, g->edge);
    for (int64_t i = 0; i < corner.lead + corner.trail; i++) {
        int64_t index = i < corner.lead ? i : t->dim[axis] - corner.trail + (i - corner.lead);
        gather(g, axis + 1, from + index * t->stride[axis]);
    }
}

/* The elements in the order in which they are written; NULL (MemoryError) if there is no room for them. */
static char *gather_all(Run *run, const Tensor *t, CornerRule *rule, bool summary, int edge, int64_t *n)
{
    *n = gathered(t, rule, summary, edge);
    char *data = data_alloc((size_t)*n * tensor_itemsize(t) + 1);
    if (!data) {
        fail_memory(run, shape_text(run, t->ndim, t->dim), dtype_info[t->dtype].name,
                    (double)*n * (double)tensor_itemsize(t));
        return NULL;
    }
    Gather g = { t, rule, summary, edge, data };
    gather(&g, 0, t->data);
    return data;
}

/* writing (_formatArray) ------------------------------------------------------------------------------------
 */

typedef struct Writer {
    Run *run;
    const Tensor *tensor;
    const PrintOptions *options;
    const char *separator;
    size_t itemsize;
    bool ascii;                          /* nanstr and infstr are: a byte is a character */
    size_t separator_bytes, tight_bytes; /* with and without the space at its end */
    int separator_width, tight_width;
    bool summary, same; /* same: the elements written are those the columns were made from */
    bool prepared;      /* the columns are made */
    bool custom;        /* the word came from the user's formatter */
    Columns columns;
    const char *data;  /* the elements, as gathered */
    int64_t count, at; /* of them, and the next one */
    int line;          /* characters on the line that is being written, its indent among them */
    Text word;         /* room for one that has to move */
    Text *out;
} Writer;

static bool prepare(Writer *w)
{
    const Tensor *t = w->tensor;
    w->prepared = true;
    if (w->same)
        return columns_make(w->run, &w->columns, t->dtype, t->ndim == 0, w->count, w->data, w->options);
    int64_t looked_at;
    char *data = gather_all(w->run, t, corner_looked_at, w->summary, w->options->edgeitems, &looked_at);
    bool ok = data && columns_make(w->run, &w->columns, t->dtype, t->ndim == 0, looked_at, data, w->options);
    data_free(data);
    return ok;
}

/* Adds the next element's text. */
static bool write_element(Writer *w)
{
    const PrintOptions *options = w->options;
    const char *at = w->data + (size_t)w->at * w->itemsize;
    w->custom = false;
    if (options->formatter && options->format_element &&
        !options->format_element(w->run, options->formatter, w->tensor->dtype, at, w->out, &w->custom))
        return false;
    if (!w->custom) {
        if (!w->prepared && !prepare(w))
            return false;
        columns_write(&w->columns, w->same ? w->at : -1, at, w->out);
    }
    w->at++;
    return true;
}

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

static void break_line(Writer *w, int indent)
{
    Text *out = w->out;
    while (out->length > 0 && is_space(out->at[out->length - 1]))
        out->length--;
    text_char(out, '\n');
    text_pad(out, ' ', indent);
    w->line = indent;
}

/* Moves the text from `start` on, a word of `length` characters, to the next line if this one is full
 * (_extendLine). */
static void fit_on_line(Writer *w, size_t start, int length, int width, int indent)
{
    if (w->line + length > width && w->line > indent) {
        text_clear(&w->word);
        text_add(&w->word, w->out->at + start, w->out->length - start);
        w->out->length = start;
        break_line(w, indent);
        text_add(w->out, text_get(&w->word), w->word.length);
    } else if (w->line + length > width && print_legacy(w->options) <= 113) {
        /* NumPy 1.13 broke the line in vain, and cut off all of that but a space */
        text_clear(&w->word);
        text_char(&w->word, ' ');
        text_add(&w->word, w->out->at + start, w->out->length - start);
        w->out->length = start;
        text_add(w->out, text_get(&w->word), w->word.length);
    }
    w->line += length;
}

/* _extendLine_pretty: a word of several lines, which a formatter may give, keeps its shape. */
static void fit_lines(Writer *w, size_t start, int width, int indent)
{
    text_clear(&w->word);
    text_add(&w->word, w->out->at + start, w->out->length - start);
    w->out->length = start;
    const char *text = text_get(&w->word), *end = text + w->word.length;
    int longest = 0, last = 0;
    for (const char *line = text, *stop; line < end; line = stop + 1) {
        stop = memchr(line, '\n', (size_t)(end - line));
        stop = stop ? stop : end;
        last = utf8_count(line, stop - line);
        longest = last > longest ? last : longest;
    }
    if (w->line + longest > width && w->line > indent)
        break_line(w, indent);
    int column = w->line;
    for (const char *line = text, *stop; line < end; line = stop + 1) {
        stop = memchr(line, '\n', (size_t)(end - line));
        stop = stop ? stop : end;
        if (line > text)
            break_line(w, column);
        text_add(w->out, line, (size_t)(stop - line));
        w->line += utf8_count(line, stop - line);
    }
    text_pad(w->out, ' ', longest - last);
    w->line += longest - last;
}

static bool add_element(Writer *w, int width, int indent)
{
    size_t start = w->out->length;
    if (!write_element(w))
        return false;
    size_t bytes = w->out->length - start;
    if (w->custom && memchr(text_get(w->out) + start, '\n', bytes))
        fit_lines(w, start, width, indent);
    else
        fit_on_line(w, start,
                    w->ascii && !w->custom ? (int)bytes : utf8_count(text_get(w->out) + start, bytes), width,
                    indent);
    return true;
}

static void add_separator(Writer *w)
{
    text_add(w->out, w->separator, w->separator_bytes);
    w->line += w->separator_width;
}

/* The last axis: elements and line breaks. `width` is what is left of the line width at this depth. */
static bool write_row(Writer *w, Corner corner, int indent, int width)
{
    bool old = print_legacy(w->options) <= 113;
    int room = width - (old || w->tight_width > 1 ? w->tight_width : 1);
    w->line = indent;
    for (int64_t i = 0; i < corner.lead; i++) {
        if (!add_element(w, room, indent))
            return false;
        add_separator(w);
    }
    if (corner.cut) {
        text_puts(w->out, "...");
        fit_on_line(w, w->out->length - 3, 3, room, indent);
        if (old) {
            text_puts(w->out, ", ");
            w->line += 2;
        } else {
            add_separator(w);
        }
    }
    for (int64_t i = corner.trail; i > 1; i--) {
        if (!add_element(w, room, indent))
            return false;
        add_separator(w);
    }
    return add_element(w, old ? width : room, indent);
}

static bool write_axis(Writer *w, int axis, int indent, int width)
{
    const Tensor *t = w->tensor;
    bool old = print_legacy(w->options) <= 113;
    if (!run_goes_on(w->run))
        return false;
    if (axis == t->ndim)
        return add_element(w, width, 0);
    Corner corner = corner_shown(t->dim[axis], w->summary, w->options->edgeitems);
    text_char(w->out, '[');
    if (axis == t->ndim - 1) {
        if (!write_row(w, corner, indent, width))
            return false;
    } else {
        int64_t items = corner.lead + corner.trail;
        for (int64_t i = 0; i < items; i++) {
            if (i == corner.lead && corner.cut) {
                text_puts(w->out, "...");
                if (old) {
                    text_puts(w->out, ", \n");
                } else {
                    text_add(w->out, w->separator, w->tight_bytes);
                    text_pad(w->out, '\n', t->ndim - axis - 1);
                }
                text_pad(w->out, ' ', indent);
            }
            if (!write_axis(w, axis + 1, indent + 1, old ? width : width - 1))
                return false;
            if (i + 1 == items)
                break;
            text_add(w->out, w->separator, w->tight_bytes);
            text_pad(w->out, '\n', t->ndim - axis - 1);
            text_pad(w->out, ' ', indent);
        }
    }
    text_char(w->out, ']');
    return true;
}

static bool is_ascii(const char *text) { return utf8_count(text, strlen(text)) == (int)strlen(text); }

/* array(5).item(), as NumPy 1.13 printed arrays of no axes: as a Python number. */
static void write_item(const Tensor *t, Text *out)
{
    if (dtype_is_float(t->dtype)) {
        float_repr(float_element(t->dtype, t->data), out);
    } else if (t->dtype == COMPLEX64) {
        complex128 value = element_complex(t->dtype, t->data);
        element_str(COMPLEX128, (const char *)&value, NULL, out);
    } else {
        element_str(t->dtype, t->data, NULL, out);
    }
}

bool tensor_text(Run *run, const Tensor *t, const PrintOptions *options, const char *separator, int indent,
                 int suffix, Text *out)
{
    int64_t size = tensor_size(t);
    if (size == 0) {
        text_puts(out, "[]");
        return true;
    }
    if (t->ndim == 0 && print_legacy(options) <= 113) {
        write_item(t, out);
        return true;
    }
    size_t bytes = strlen(separator), tight = bytes;
    while (tight > 0 && is_space(separator[tight - 1]))
        tight--;
    Writer w = {
        .run = run,
        .tensor = t,
        .options = options,
        .itemsize = tensor_itemsize(t),
        .ascii = is_ascii(options_of(run)->nanstr) && is_ascii(options_of(run)->infstr),
        .separator = separator,
        .separator_bytes = bytes,
        .tight_bytes = tight,
        .separator_width = utf8_count(separator, bytes),
        .tight_width = utf8_count(separator, tight),
        .summary = size > options->threshold,
        .out = out,
    };
    w.same = !w.summary || options->edgeitems > 0;
    char *data = NULL;
    if (!w.summary && tensor_is_c(t)) {
        w.count = size;
        w.data = t->data;
    } else {
        data = gather_all(run, t, corner_shown, w.summary, options->edgeitems, &w.count);
        if (!data)
            return false;
        w.data = data;
    }
    int width = options->linewidth < 0 ? -1 : options->linewidth - (print_legacy(options) > 113 ? suffix : 0);
    bool ok = write_axis(&w, 0, 1 + indent, width);
    data_free(data);
    columns_free(&w.columns);
    text_free(&w.word);
    return ok;
}

/* str and repr ----------------------------------------------------------------------------------------------
 */

bool tensor_str_with(Run *run, const Tensor *t, const PrintOptions *options, Text *out)
{
    if (t->ndim > 0 || print_legacy(options_of(run)) <= 113)
        return tensor_text(run, t, options, " ", 0, 0, out);
    element_str(t->dtype, t->data, options_of(run), out);
    return true;
}

static bool dtype_is_implied(DType dtype, const PrintOptions *options)
{
    if (dtype == BOOL)
        return print_legacy(options) > 113;
    return dtype == INT64 || dtype == FLOAT64 || dtype == COMPLEX128;
}

/* What the elements cannot tell: "shape=(0, 3), dtype=float32)". */
static void write_extras(Run *run, const Tensor *t, int64_t size, const PrintOptions *options, Text *out)
{
    /* array_repr takes the threshold from the options in force, whatever else it was given. */
    const PrintOptions *current = options_of(run);
    bool empty_of_shape = size == 0 && !(t->ndim == 1 && t->dim[0] == 0);
    if (empty_of_shape || (print_legacy(current) > 210 && size > current->threshold))
        text_printf(out, "shape=%s", shape_text(run, t->ndim, t->dim));
    if (!dtype_is_implied(t->dtype, options) || size == 0)
        text_printf(out, "%sdtype=%s", out->length ? ", " : "", dtype_info[t->dtype].name);
}

bool tensor_repr_with(Run *run, const Tensor *t, const PrintOptions *options, Text *out)
{
    const char *prefix = t->object.flags & TENSOR_MEMMAP ? "memmap(" : "array(";
    const int indent = (int)strlen(prefix);
    size_t start = out->length;
    int64_t size = tensor_size(t);
    text_puts(out, prefix);
    if (!tensor_text(run, t, options, ", ", indent, 1, out))
        return false;
    Text extras = { 0 };
    write_extras(run, t, size, options, &extras);
    if (extras.length) {
        text_char(out, ',');
        text_char(&extras, ')');
        size_t line = out->length;
        while (line > start && out->at[line - 1] != '\n')
            line--;
        int last = utf8_count(out->at + line, out->length - line);
        if (print_legacy(options) > 113 && last + (int)extras.length + 1 > options->linewidth) {
            text_char(out, '\n');
            text_pad(out, ' ', indent);
        } else {
            text_char(out, ' ');
        }
        text_add(out, text_get(&extras), extras.length);
        text_free(&extras);
    } else {
        text_char(out, ')');
    }
    return true;
}

bool tensor_repr(Run *run, const Tensor *t, Text *out)
{
    return tensor_repr_with(run, t, options_of(run), out);
}
bool tensor_str(Run *run, const Tensor *t, Text *out)
{
    return tensor_str_with(run, t, options_of(run), out);
}
