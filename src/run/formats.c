#include "run/formats.h"

#include "run/report.h"
#include "tensor/show.h"
#include "tensor/symbol.h"

#include <inttypes.h>
#include <string.h>

/* tags ----------------------------------------------------------------------------------------------------
 */

static bool is_numpy(Value v) { return v.tag == V_ARRAY || value_is_scalar(v); }

static void tag_one(const Run *run, Value v, Text *text)
{
    if (v.tag == V_ARRAY) {
        shape_add(text, run, v.tensor->ndim, v.tensor->dim);
        text_printf(text, " %s%s", dtype_info[v.tensor->dtype].name,
                    v.tensor->ndim     ? ""
                    : v.tensor->scalar ? " scalar"
                                       : " array, 0-d");
        return;
    }
    DType dtype;
    scalar_data(&v, &dtype);
    text_printf(text, "() %s scalar", dtype_info[dtype].name);
}

/* Past this many arrays in a tuple the tag only counts them. */
enum { TAGS_MAX = 4 };

bool tag_text(const Run *run, Value v, Text *text)
{
    if (is_numpy(v)) {
        tag_one(run, v, text);
        return true;
    }
    if (v.tag != V_TUPLE || v.tuple->count == 0)
        return false;
    int64_t arrays = 0;
    for (int64_t i = 0; i < v.tuple->count; i++) {
        if (!is_numpy(v.tuple->item[i]))
            return false;
        arrays += v.tuple->item[i].tag == V_ARRAY;
    }
    if (arrays == 0)
        return false;
    if (v.tuple->count > TAGS_MAX)
        text_printf(text, "%" PRId64 " arrays", v.tuple->count);
    else
        for (int64_t i = 0; i < v.tuple->count; i++) {
            text_puts(text, i ? ", " : "");
            tag_one(run, v.tuple->item[i], text);
        }
    return true;
}

/* values --------------------------------------------------------------------------------------------------
 */

static void write_text(Shell *shell, const Text *text)
{
    fwrite(text_get(text), 1, text->length, shell->session->run.out);
}

/* repr(v) into shell->text, sizes that are symbols spelled out. */
static bool write_repr(Shell *shell, Value v)
{
    Run *run = &shell->session->run;
    text_clear(&shell->text);
    if (!value_repr(run, v, &shell->text))
        return false;
    const char *text = text_get(&shell->text), *spelled = symbols_spelled(run, text);
    if (spelled != text) {
        text_clear(&shell->text);
        text_puts(&shell->text, spelled);
    }
    return true;
}

static bool plain_value(Shell *shell, Span statement, Value v)
{
    (void)statement;
    if (!write_repr(shell, v))
        return false;
    text_char(&shell->text, '\n');
    write_text(shell, &shell->text);
    return true;
}

/* The columns that the last line of an answer takes, after "Out[3]: " if it is the only one. */
static int last_columns(const Shell *shell, const Text *text)
{
    const char *last = strrchr(text_get(text), '\n');
    if (last)
        return text_columns(last + 1, strlen(last + 1));
    char prompt[30];
    return snprintf(prompt, sizeof prompt, "Out[%d]: ", shell->entry) +
           text_columns(text_get(text), text->length);
}

/* Adds "   # (3,) int64", on a terminal on a line of its own rather than across the edge of the window. */
static void add_tag(Shell *shell, Value v, Text *text)
{
    Text tag = { 0 };
    text_puts(&tag, "   # ");
    bool tagged = v.tag == V_ARRAY && !v.tensor->data ? (text_puts(&tag, "no data"), true)
                                                      : tag_text(&shell->session->run, v, &tag);
    if (tagged && shell->noted)
        text_puts(&tag, ", noted");
    shell->noted = false;
    bool fits =
        !shell->entry || last_columns(shell, text) + text_columns(tag.at, tag.length) <= shell->out.width;
    if (tagged)
        text_printf(text, "%s%s%s%s", fits ? "" : "\n", ink(shell->out, INK_DIM), tag.at,
                    ink(shell->out, INK_PLAIN));
    text_free(&tag);
}

static bool tagged_value(Shell *shell, Span statement, Value v)
{
    (void)statement;
    Text *text = &shell->text;
    if (!write_repr(shell, v))
        return false;
    if (shell->entry) {
        bool lines = memchr(text_get(text), '\n', text->length) != NULL;
        fprintf(shell->session->run.out, "%sOut[%d]:%s%c", ink(shell->out, INK_OUT), shell->entry,
                ink(shell->out, INK_PLAIN), lines ? '\n' : ' ');
    }
    if (!shell->tags_off)
        add_tag(shell, v, text);
    text_char(text, '\n');
    write_text(shell, text);
    return true;
}

static bool shapes_value(Shell *shell, Span statement, Value v)
{
    Text *text = &shell->text;
    text_clear(text);
    if (!tag_text(&shell->session->run, v, text))
        text_puts(text, value_type_name(v));
    const char *scalar = strstr(text_get(text), " scalar");
    FILE *out = shell->session->run.out;
    fprintf(out, "%d: %.*s\n", span_line(statement),
            (int)(scalar && !scalar[7] ? scalar - text_get(text) : (ptrdiff_t)text->length), text_get(text));
    return true;
}

/* Adds an array's rows as lines of numbers between tabs; more than two axes follow each other. */
static void rows_add(Text *text, const Tensor *t, int axis, const char *at)
{
    if (axis == t->ndim) {
        element_str((DType)t->dtype, at, NULL, text);
        return;
    }
    for (int64_t i = 0; i < t->dim[axis]; i++) {
        if (i > 0)
            text_char(text, axis == t->ndim - 1 ? '\t' : '\n');
        rows_add(text, t, axis + 1, at + i * t->stride[axis]);
    }
}

static bool bare_value(Shell *shell, Span statement, Value v)
{
    (void)statement;
    Text *text = &shell->text;
    text_clear(text);
    if (v.tag == V_ARRAY && v.tensor->data)
        rows_add(text, v.tensor, 0, v.tensor->data);
    else if (!value_str_of(&shell->session->run, v, text))
        return false;
    text_char(text, '\n');
    write_text(shell, text);
    return true;
}

/* the table -----------------------------------------------------------------------------------------------
 */

const Format format_tagged = { "tagged", tagged_value, report_tagged };
const Format format_plain = { "plain", plain_value, report_plain };
const Format format_shapes = { "shapes", shapes_value, report_shapes };
const Format format_bare = { "bare", bare_value, report_tagged };

const Format *format_named(const char *name)
{
    static const Format *const formats[] = { &format_tagged, &format_plain, &format_shapes };
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i]->name, name) == 0)
            return formats[i];
    return NULL;
}
