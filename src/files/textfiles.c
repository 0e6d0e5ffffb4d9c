/* textfiles.c: np.loadtxt and np.savetxt (numpy/lib/_npyio_impl.py). */
#include "files/textfiles.h"

#include "value/format.h"

#include <errno.h>
#include <string.h>
#include <unistr.h>

bool arg_ndmin(Call *call, int i, int64_t *ndmin)
{
    if (!arg_int(call, i, ndmin))
        return false;
    return (*ndmin >= 0 && *ndmin <= 2) ||
           fail(call->run, ValueError, "Illegal value of ndmin keyword: %lld", (long long)*ndmin);
}

Tensor *table_shaped(Run *run, Tensor *t, int64_t ndmin, bool unpack)
{
    int64_t dim[2];
    int ndim = 0;
    if (!t)
        return NULL;
    bool squeezed = ndmin < 2;
    for (int i = 0; i < 2; i++)
        if (!squeezed || t->dim[i] != 1)
            dim[ndim++] = t->dim[i];
    if (ndim < ndmin)
        dim[ndim++] = 1;
    Tensor *shaped = tensor_reshape(run, t, ndim, dim, 'C');
    tensor_drop(t);
    if (!shaped || !unpack)
        return shaped;
    Tensor *turned = tensor_transpose(shaped, NULL);
    tensor_drop(shaped);
    return turned;
}

/* Feeds a table from what stands for a text: a path, a file, an iterable of lines. */
static bool feed_value(Run *run, Table *t, Value from, bool by_line)
{
    if (is_file(from)) {
        FILE *file = file_stream(run, from, FILE_READ);
        return file && table_feed_file(run, t, file, by_line);
    }
    if (from.tag != V_STR)
        return table_feed_lines(run, t, from);
    FILE *file = file_open_table(run, from);
    bool fine = file && table_feed_file(run, t, file, false);
    if (file)
        fclose(file);
    return fine;
}

/* np.loadtxt ----------------------------------------------------------------------------------------------
 */

/* What loadtxt's cells need. */
typedef struct Loader {
    Value converters; /* a dict, a callable, or None */
} Loader;

static bool fail_cell(Run *run, const Table *t, Cell cell)
{
    Value text = value_str(cell.at, cell.end - cell.at);
    fail(run, ValueError, "could not convert string %s to %s at row %lld, column %lld.",
         value_text(run, text), dtype_info[t->dtype].name, (long long)t->rows, (long long)t->place + 1);
    value_drop(text);
    return false;
}

static bool load_cell(Run *run, Table *t, int64_t column, Cell cell, char *element)
{
    (void)column;
    if (u8_check((const uint8_t *)cell.at, (size_t)(cell.end - cell.at)))
        return fail(run, UnicodeDecodeError, "'utf-8' codec can't decode a byte at row %lld, column %lld",
                    (long long)t->rows, (long long)t->place + 1);
    const Loader *loader = t->with;
    Value converter = loader->converters, key = value_int(t->place), made;
    if (converter.tag == V_DICT && !dict_get(run, converter.dict, key, &converter))
        return false;
    if (converter.tag == V_NONE || converter.tag == V_ABSENT)
        return cell_number(t->dtype, cell, element) || fail_cell(run, t, cell);
    Value text = value_str(cell.at, cell.end - cell.at);
    bool fine = hooks.call(run, converter, 1, &text, &made);
    value_drop(text);
    if (!fine)
        return false;
    fine = element_store(run, t->dtype, element, made);
    value_drop(made);
    return fine;
}

static bool load_ragged(Run *run, Table *t, int64_t count)
{
    if (t->uses)
        for (int i = 0; i < t->uses; i++)
            if (t->use[i] >= count || t->use[i] < -count)
                return fail(run, ValueError, "invalid column index %lld at row %lld with %lld columns",
                            (long long)t->use[i], (long long)t->rows + 1, (long long)count);
    return fail(run, ValueError,
                "the number of columns changed from %lld to %lld at row %lld; use `usecols` to select a "
                "subset and avoid "
                "this error",
                (long long)t->found, (long long)count, (long long)t->rows + 1);
}

/* A character that rules how a text is read, or None. */
static bool control_character(Call *call, int i, const char *name, char *out)
{
    Value v = call->arg[i].value;
    *out = 0;
    if (arg_none(call, i))
        return true;
    if (v.tag != V_STR || v.str->length != 1 || v.str->bytes != 1)
        return fail(call->run, TypeError,
                    "Text reading control character must be a single unicode character or None; but got: %s",
                    value_text(call->run, v));
    *out = v.str->text[0];
    if (*out == '\n' || *out == '\r')
        return fail(call->run, TypeError, "control character '%s' cannot be a newline (`\\r` or `\\n`).",
                    name);
    return true;
}

/* comments=: a text, several, or None; in the run's scratch. */
static bool read_comments(Call *call, int i, Table *t)
{
    Run *run = call->run;
    Value given = call->arg[i].value;
    if (arg_none(call, i))
        return true;
    int64_t n = given.tag == V_STR     ? 1
                : given.tag == V_LIST  ? given.list->count
                : given.tag == V_TUPLE ? given.tuple->count
                                       : -1;
    if (n < 0)
        return fail(run, TypeError, "'%s' object is not iterable", value_type_name(given));
    const char **comment = arena_alloc(&run->scratch, sizeof *comment * (size_t)(n + 1));
    for (int64_t k = 0; k < n; k++) {
        Value v = given.tag == V_STR    ? given
                  : given.tag == V_LIST ? given.list->item[k]
                                        : given.tuple->item[k];
        if (v.tag != V_STR)
            return fail(run, TypeError, "comments must be texts, not %s", value_type_name(v));
        if (!v.str->bytes)
            return fail(run, ValueError,
                        "comments cannot be an empty string. Use comments=None to disable comments.");
        comment[k] = v.str->text;
    }
    comment[n] = NULL;
    t->comment = comment;
    return true;
}

static bool read_usecols(Call *call, int i, Table *t)
{
    Run *run = call->run;
    Value given = call->arg[i].value, list;
    if (arg_none(call, i))
        return true;
    Error outer = run_set_aside(run);
    if (!value_to_list(run, given, &list)) {
        run_clear_error(run);
        list = value_list_new(1);
        list_append(list.list, given);
    }
    run_bring_back(run, outer);
    t->use = arena_alloc(&run->scratch, sizeof *t->use * (size_t)(list.list->count + 1));
    bool fine = true;
    for (int64_t k = 0; fine && k < list.list->count; k++) {
        Value v = list.list->item[k];
        fine = value_index(run, v, &t->use[k]);
        if (!fine) {
            run_clear_error(run);
            fail(run, TypeError,
                 "usecols must be an int or a sequence of ints but it contains at least one element of type "
                 "'%s'",
                 value_type_name(v));
        }
    }
    t->uses = (int)list.list->count;
    value_drop(list);
    return fine;
}

static bool read_count(Call *call, int i, int64_t *out)
{
    if (arg_none(call, i)) {
        *out = -1;
        return true;
    }
    return value_index(call->run, call->arg[i].value, out) &&
           (*out >= 0 || fail(call->run, ValueError, "argument must be nonnegative"));
}

static bool check_converters(Run *run, const Table *t, Value converters)
{
    if (converters.tag == V_NONE || func_callable(converters))
        return true;
    if (converters.tag != V_DICT)
        return fail(
            run, TypeError,
            "converters must be a dictionary mapping columns to converter functions or a single callable.");
    const Entry *entry;
    for (int64_t at = 0; t->found && (entry = dict_next(converters.dict, &at));)
        if (entry->key.tag == V_INT && (entry->key.i >= t->found || entry->key.i < -t->found))
            return fail(
                run, ValueError,
                "converter specified for column %lld, which is invalid for the number of fields %lld.",
                (long long)entry->key.i, (long long)t->found);
    return true;
}

static bool run_loadtxt(Call *call, Value *out)
{
    enum {
        FNAME,
        DTYPE_,
        COMMENTS,
        DELIMITER,
        CONVERTERS,
        SKIPROWS,
        USECOLS,
        UNPACK,
        NDMIN,
        ENCODING,
        MAX_ROWS,
        QUOTE
    };
    Run *run = call->run;
    Value from = call->arg[FNAME].value;
    Loader loader = { call->arg[CONVERTERS].value };
    Table t = {
        .cell = load_cell, .ragged = load_ragged, .with = &loader, .slow = !arg_none(call, CONVERTERS)
    };
    int64_t ndmin;
    bool unpack;
    if (!arg_dtype(call, DTYPE_, &t.dtype) || !arg_truth(call, UNPACK, &unpack) ||
        !arg_ndmin(call, NDMIN, &ndmin) || !read_comments(call, COMMENTS, &t) ||
        !read_usecols(call, USECOLS, &t) || !control_character(call, DELIMITER, "delimiter", &t.delimiter) ||
        !control_character(call, QUOTE, "quote", &t.quote) || !read_count(call, SKIPROWS, &t.skip) ||
        !read_count(call, MAX_ROWS, &t.most) || !check_converters(run, &t, loader.converters))
        return false;
    t.dtype = t.dtype == NO_DTYPE ? FLOAT64 : t.dtype;
    const char *comment = t.comment ? t.comment[0] : NULL;
    if (comment && !comment[1] && comment[0] == ' ' && !t.delimiter)
        return fail(run, TypeError,
                    "The values for control characters 'delimiter' and 'comment' are incompatible");
    if (comment && !comment[1] && t.delimiter && comment[0] == t.delimiter)
        return fail(run, TypeError,
                    "The values for control characters 'comment' and 'delimiter' are incompatible");
    if (comment && (comment[1] || t.comment[1]) && t.quote)
        return fail(run, ValueError,
                    "when multiple comments or a multi-character comment is given, quotes are not supported. "
                    " In this case "
                    "quotechar must be set to None.");
    if (from.tag != V_STR && from.tag != V_LIST && from.tag != V_TUPLE && from.tag != V_ITERATOR &&
        !is_file(from))
        return fail(
            run, ValueError,
            "fname must be a string, filehandle, list of strings,\nor generator. Got <class '%s'> instead.",
            class_full_name(value_type(from), (char[120]){ 0 }, 120));
    t.full = t.most == 0;
    bool fine = feed_value(run, &t, from, t.most >= 0) && check_converters(run, &t, loader.converters);
    bool empty = fine && !t.rows;
    Tensor *made = fine ? table_shaped(run, table_take(run, &t), ndmin, unpack) : NULL;
    table_free(&t);
    if (made && empty &&
        !warn(run, UserWarning, "loadtxt: input contained no data: \"%s\"",
              from.tag == V_STR ? from.str->text : value_text(run, from))) {
        tensor_drop(made);
        return false;
    }
    return give_instead(out, made);
}

/* np.savetxt ----------------------------------------------------------------------------------------------
 */

/* How a row is written. */
typedef struct Writer {
    Value format; /* of a whole row, with its newline; owned */
    bool is_complex;
    const Tensor *of;
} Writer;

static int64_t count_percents(const char *text)
{
    int64_t n = 0;
    for (; *text; text++)
        n += *text == '%';
    return n;
}

/* The format of a row from fmt=: one for all columns, one for each, or one for the row. */
static bool row_format(Call *call, Value fmt, const char *delimiter, const Tensor *x, Text *out)
{
    Run *run = call->run;
    int64_t columns = x->dim[1];
    bool is_complex = dtype_is_complex((DType)x->dtype);
    if (fmt.tag == V_LIST || fmt.tag == V_TUPLE) {
        int64_t n;
        const Value *item = sequence_items(fmt, &n);
        if (n != columns)
            return fail(run, AttributeError, "fmt has wrong shape.  %s", value_text(run, fmt));
        for (int64_t i = 0; i < n; i++) {
            if (item[i].tag != V_STR)
                return fail(run, TypeError, "sequence item %lld: expected str instance, %s found",
                            (long long)i, value_type_name(item[i]));
            text_printf(out, "%s%s", i ? delimiter : "", item[i].str->text);
        }
        return true;
    }
    if (fmt.tag != V_STR)
        return fail(run, ValueError, "invalid fmt: %s", value_text(run, fmt));
    int64_t percents = count_percents(fmt.str->text);
    if (percents == 1) {
        int64_t needed = x->dim[0] ? columns : 0; /* no rows may be of any width */
        if (!run_has_memory(run, needed, strlen(fmt.str->text) + strlen(delimiter)))
            return false;
        for (int64_t i = 0; i < needed && run_goes_on(run); i++)
            text_printf(out, is_complex ? "%s (%s+%sj)" : "%s%s", i ? delimiter : "", fmt.str->text,
                        fmt.str->text);
        return !run->error.class;
    }
    if (percents != (is_complex ? 2 : 1) * columns)
        return fail(run, ValueError, "fmt has wrong number of %% formats:  %s", fmt.str->text);
    text_puts(out, fmt.str->text);
    return true;
}

static void replace_signs(Text *text, size_t from) /* "+-" becomes "-" */
{
    size_t to = from;
    for (size_t i = from; i < text->length; i++)
        if (text->at[i] != '+' || i + 1 == text->length || text->at[i + 1] != '-')
            text->at[to++] = text->at[i];
    if (text->at)
        text->at[text->length = to] = 0;
}

static bool write_row(Run *run, const Writer *w, int64_t row, const char *newline, Text *out)
{
    const Tensor *x = w->of;
    int64_t columns = x->dim[1], parts = w->is_complex ? 2 : 1;
    Value items = value_tuple_new(columns * parts);
    for (int64_t i = 0; i < columns; i++) {
        const char *at = x->data + row * x->stride[0] + i * x->stride[1];
        if (w->is_complex) {
            complex128 z = element_complex((DType)x->dtype, at);
            items.tuple->item[2 * i] = value_float(__real__ z);
            items.tuple->item[2 * i + 1] = value_float(__imag__ z);
        } else
            items.tuple->item[i] = value_item((DType)x->dtype, at);
    }
    size_t start = out->length;
    bool fine = format_percent(run, w->format.str, items, out);
    value_drop(items);
    if (!fine && run->error.class == TypeError) {
        run_clear_error(run);
        return fail(run, TypeError, "Mismatch between array dtype ('%s') and format specifier ('%s')",
                    dtype_info[x->dtype].name, w->format.str->text);
    }
    text_puts(out, newline);
    if (w->is_complex)
        replace_signs(out, start);
    return fine;
}

/* A header or footer: each of its lines begins as a comment. */
static void add_remark(Text *out, const char *remark, const char *comments, const char *newline)
{
    if (!*remark)
        return;
    text_puts(out, comments);
    for (; *remark; remark++) {
        text_char(out, *remark);
        if (*remark == '\n')
            text_puts(out, comments);
    }
    text_puts(out, newline);
}

static bool flush(Run *run, FILE *file, Text *text, size_t beyond)
{
    bool fine = text->length <= beyond || file_write(run, file, text->at, text->length);
    if (text->length > beyond)
        text_clear(text);
    return fine;
}

enum { FNAME, X_, FMT, DELIMITER, NEWLINE, HEADER, FOOTER, COMMENTS, ENCODING };

static bool write_table(Call *call, FILE *file, Tensor *given)
{
    enum { PIECE = 1 << 16 };
    Run *run = call->run;
    const char *part[COMMENTS + 1] = { 0 };
    for (int i = DELIMITER; i <= COMMENTS; i++)
        if (!(part[i] = arg_text(call, i)))
            return fail(run, TypeError,
                        "savetxt() needs texts for delimiter, newline, header, footer and comments");
    if (given->ndim == 0 || given->ndim > 2)
        return fail(run, ValueError, "Expected 1D or 2D array, got %dD array instead", given->ndim);
    Tensor *x = given->ndim == 2 ? tensor_keep(given) : view_expanded(given, 2, (bool[]){ false, true });
    Text format = { 0 }, text = { 0 };
    bool fine = row_format(call, call->arg[FMT].value, part[DELIMITER], x, &format);
    Writer writer = { .format = value_str(text_get(&format), (int64_t)format.length),
                      .is_complex = dtype_is_complex((DType)x->dtype),
                      .of = x };
    add_remark(&text, part[HEADER], part[COMMENTS], part[NEWLINE]);
    for (int64_t i = 0; fine && i < x->dim[0]; i++)
        fine = write_row(run, &writer, i, part[NEWLINE], &text) && flush(run, file, &text, PIECE);
    add_remark(&text, part[FOOTER], part[COMMENTS], part[NEWLINE]);
    fine = fine && flush(run, file, &text, 0);
    value_drop(writer.format);
    text_free(&format);
    text_free(&text);
    tensor_drop(x);
    return fine;
}

static bool run_savetxt(Call *call, Value *out)
{
    Run *run = call->run;
    Value to = call->arg[FNAME].value;
    *out = NONE;
    if (is_file(to)) {
        FILE *stream = file_stream(run, to, FILE_WRITE_TEXT);
        return stream && write_table(call, stream, arg_tensor(call, X_));
    }
    if (to.tag != V_STR)
        return fail(run, ValueError, "fname must be a string or file handle");
    const char *path = path_of(run, to);
    NewFile file;
    if (!path || !newfile_open(run, path, &file))
        return false;
    FILE *packed = is_packed(path) ? file_packed(file.stream) : NULL;
    bool fine = write_table(call, packed ? packed : file.stream, arg_tensor(call, X_));
    if (packed && fclose(packed) && fine)
        fine = fail_file(run, errno, path);
    return newfile_close(run, &file, fine);
}

const Func textfile_funcs[] = {
    { .name = "loadtxt",
      .of = "np",
      .params = "fname: any, dtype: dtype = None, comments: any = '#', delimiter: any = None, converters: "
                "any = None, "
                "skiprows: any = 0, usecols: any = None, unpack: any = False, ndmin: any = 0, encoding: any "
                "= None, "
                "max_rows: any = None, *, quotechar: any = None, like: like = None",
      .brief = "an array of the numbers in a text file, a list of lines or an open file",
      .example = ">>> np.loadtxt(['1 2', '3 4'])\narray([[1., 2.],\n       [3., 4.]])\n",
      .style = PYTHON,
      .run = run_loadtxt,
      .effects = true,
      .gives = AS_ARRAY },
    { .name = "savetxt",
      .of = "np",
      .params = "fname: any, X, fmt: any = '%.18e', delimiter: any = ' ', newline: any = '\n', header: any = "
                "'', footer: any "
                "= '', comments: any = '# ', encoding: any = None",
      .brief = "writes an array to a text file, a row a line",
      .example = ">>> from io import StringIO\n>>> f = StringIO(); np.savetxt(f, [[1, 2], [3, 4]], fmt='%d', "
                 "delimiter=',')\n>>> f.getvalue()\n'1,2\\n3,4\\n'\n",
      .style = PYTHON,
      .run = run_savetxt,
      .effects = true },
    { 0 },
};
