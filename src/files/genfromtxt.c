/* genfromtxt.c: np.genfromtxt: tables of text with missing cells, widths of columns, and types that are found
 * out (numpy/lib/_npyio_impl.py, _iotools.py). */
#include "files/genfromtxt.h"

#include "files/textfiles.h"

#include <stdlib.h>

static bool keep_row(Reading *r, bool uses, int64_t number)
{
    bool fits = uses || r->cells == r->columns;
    for (int64_t i = 0; uses && i < r->columns; i++)
        fits &= r->column[i].place < r->cells && r->column[i].place >= -r->cells;
    if (!fits) {
        if (r->invalids == r->invalids_room) {
            r->invalids_room = 2 * r->invalids_room + 8;
            r->invalid = mem_resize(r->invalid, (size_t)r->invalids_room * sizeof *r->invalid);
        }
        r->invalid[r->invalids++] = (Invalid){ number, r->cells };
        return true;
    }
    if ((r->rows + 1) * r->columns > r->kept_room) {
        r->kept_room = 2 * r->kept_room + 16 * r->columns;
        if (!run_has_memory(r->run, r->kept_room, sizeof *r->kept))
            return false;
        r->kept = mem_resize(r->kept, (size_t)r->kept_room * sizeof *r->kept);
    }
    Value *kept = r->kept + r->rows++ * r->columns;
    for (int64_t i = 0; i < r->columns; i++) {
        int64_t place = uses ? r->column[i].place : i;
        Cell cell = r->cell[place < 0 ? place + r->cells : place];
        kept[i] = value_str(cell.at, cell.end - cell.at);
    }
    return true;
}

/* "Some errors were detected !": the lines that had not as many cells as the first, but for those of the
 * footer. */
static bool tell_invalid(Call *call, Reading *r, int64_t header, int64_t *footer)
{
    bool raises;
    int64_t kept = r->invalids;
    if (!r->invalids)
        return true;
    if (!arg_truth(call, INVALID_RAISE, &raises))
        return false;
    if (*footer > 0) {
        for (int64_t i = 0; i < r->invalids; i++)
            kept -= r->invalid[i].line > r->rows + r->invalids - *footer + header;
        *footer -= r->invalids - kept;
    }
    if (kept <= 0)
        return true;
    Text said = { 0 };
    text_puts(&said, "Some errors were detected !");
    for (int64_t i = 0; i < kept; i++)
        text_printf(&said, "\n    Line #%lld (got %lld columns instead of %lld)",
                    (long long)r->invalid[i].line, (long long)r->invalid[i].count, (long long)r->columns);
    bool fine = raises ? fail(r->run, ValueError, "%s", text_get(&said))
                       : warn(r->run, UserWarning, "%s", text_get(&said));
    text_free(&said);
    return fine;
}

/* The first line that has cells, after so many that are skipped. */
static bool first_line(Reading *r, int64_t skip)
{
    Cell line;
    int more = 1;
    for (int64_t i = 0; i < skip && (more = genfromtxt_next_line(r, &line)) > 0; i++)
        continue;
    while (more > 0 && r->cells == 0 && (more = genfromtxt_next_line(r, &line)) > 0)
        genfromtxt_split(r, line);
    return more >= 0;
}

static bool read_rows(Call *call, Reading *r, int64_t header, int64_t most)
{
    bool uses = !arg_none(call, USECOLS);
    int more = 1;
    Cell line;
    for (int64_t number = header + 1; more > 0; number++) {
        if (r->cells && !keep_row(r, uses, number))
            return false;
        if (most >= 0 && r->rows >= most)
            return true;
        more = genfromtxt_next_line(r, &line);
        if (more > 0)
            genfromtxt_split(r, line);
    }
    return more == 0;
}

static bool read_table(Call *call, Reading *r, Value *out)
{
    Run *run = call->run;
    Value from = call->arg[FNAME].value;
    DType dtype;
    int64_t header, footer, most = -1, ndmin;
    bool unpack, loose, masks;
    Value type = call->arg[DTYPE_].value;
    if (type.tag == V_TUPLE || type.tag == V_LIST) /* a dtype for each column */
        return fail(run, TypeError, "ndcalc has no arrays of records: keep an array for each field");
    if (!arg_dtype(call, DTYPE_, &dtype) || !value_index(run, call->arg[SKIP_HEADER].value, &header) ||
        !value_index(run, call->arg[SKIP_FOOTER].value, &footer) || !arg_ndmin(call, NDMIN, &ndmin) ||
        !arg_truth(call, UNPACK, &unpack) || !arg_truth(call, LOOSE, &loose) ||
        !arg_truth(call, USEMASK, &masks) || !arg_truth(call, AUTOSTRIP, &r->strips) ||
        !genfromtxt_splitting(call, r))
        return false;
    if (!arg_none(call, MAX_ROWS)) {
        if (footer)
            return fail(run, ValueError,
                        "The keywords 'skip_footer' and 'max_rows' can not be specified at the same time.");
        if (!value_index(run, call->arg[MAX_ROWS].value, &most))
            return false;
        if (most < 1)
            return fail(run, ValueError, "'max_rows' must be at least 1.");
    }
    if (masks)
        return fail(run, NotImplementedError,
                    "masked arrays are left out of ndcalc: missing cells are nan, or "
                    "filling_values");
    if (!arg_none(call, NAMES) && !(call->arg[NAMES].value.tag == V_BOOL && !call->arg[NAMES].value.i))
        return fail_records(run);
    if (!genfromtxt_open(r, from) || !first_line(r, header))
        return false;
    bool empty = r->cells == 0;
    if (empty && !warn(run, UserWarning, "genfromtxt: Empty input file: \"%s\"",
                       from.tag == V_STR ? from.str->text : value_text(run, from)))
        return false;
    if (!genfromtxt_columns(call, r, dtype) || !read_rows(call, r, header, most))
        return false;
    if (dtype == NO_DTYPE && !empty && !genfromtxt_common_type(r, &dtype))
        return false;
    if (!tell_invalid(call, r, header, &footer))
        return false;
    for (int64_t end = footer > 0 ? r->rows - footer : r->rows; r->rows > (end > 0 ? end : 0);)
        for (int64_t i = (r->rows-- - 1) * r->columns, n = 0; n < r->columns; n++)
            value_drop(r->kept[i + n]);
    dtype = dtype == NO_DTYPE ? FLOAT64 : dtype;
    if (!genfromtxt_converted_type(r, &dtype))
        return false;
    if (r->rows == 0) { /* np.array([]) */
        Tensor *nothing = tensor_new(run, dtype, 1, (int64_t[]){ 0 });
        return nothing && give_instead(out, nothing);
    }
    return give_instead(out, table_shaped(run, genfromtxt_convert(r, dtype, loose), ndmin, unpack));
}

static bool run_genfromtxt(Call *call, Value *out)
{
    Reading r = { .run = call->run, .lines = ABSENT, .text = NONE };
    bool fine = read_table(call, &r, out);
    for (int64_t i = 0; i < r.rows * r.columns; i++)
        value_drop(r.kept[i]);
    for (int64_t i = 0; r.column && i < r.columns; i++)
        value_drop(r.column[i].missing);
    if (r.owned_file)
        fclose(r.file);
    value_drop(r.lines);
    value_drop(r.text);
    mem_free(r.column);
    mem_free(r.kept);
    mem_free(r.invalid);
    mem_free(r.cell);
    free(r.line);
    return fine;
}

const Func genfromtxt_funcs[] = {
    { .name = "genfromtxt",
      .of = "np",
      .params =
          "fname: any, dtype: dtype = 'float64', comments: any = '#', delimiter: any = None, skip_header: "
          "any = 0, "
          "skip_footer: any = 0, converters: any = None, missing_values: any = None, filling_values: any = "
          "None, usecols: any = None, names: any = None, excludelist: any = None, deletechars: any = "
          "?, replace_space: any = '_', autostrip: any = False, "
          "case_sensitive: any = True, defaultfmt: any = 'f%i', unpack: any = None, usemask: any = False, "
          "loose: any = True, invalid_raise: any = True, max_rows: any = None, encoding: any = None, *, "
          "ndmin: "
          "any = 0, like: like = None",
      .brief = "an array of the numbers in a text whose cells may be missing, or as wide as they are",
      .example = ">>> np.genfromtxt(['1,2,3', '4,,6'], delimiter=',')\n"
                 "array([[ 1.,  2.,  3.],\n       [ 4., nan,  6.]])\n",
      .style = PYTHON,
      .run = run_genfromtxt,
      .effects = true,
      .gives = AS_ARRAY },
    { 0 },
};
