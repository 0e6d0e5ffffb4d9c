/* genfromtxt_columns.c: what the cells of each column become: by a dtype, by the user's converters, or by
 * what they look like (_iotools.py). */
#include "files/genfromtxt.h"

#include "value/number.h"

#include <math.h>
#include <string.h>

/* columns
 * ----------------------------------------------------------------------------------------------------- */

static const DType type_of_how[] = { BOOL, INT64, FLOAT64, COMPLEX128, NO_DTYPE };

/* usecols: a text "0, 2", an int, or a sequence; *uses 0: all columns. */
static bool read_usecols(Call *call, int64_t found, int64_t **use, int64_t *uses)
{
    Run *run = call->run;
    Value given = call->arg[USECOLS].value, list;
    *uses = 0;
    if (arg_none(call, USECOLS))
        return true;
    if (given.tag == V_STR)
        return fail(run, AttributeError,
                    "'NoneType' object has no attribute 'index'"); /* names, and there are none */
    if (is_sequence(given) || given.tag == V_RANGE || given.tag == V_ARRAY || given.tag == V_ITERATOR) {
        if (!value_to_list(run, given, &list))
            return false;
    } else {
        list = value_list_new(1);
        list_append(list.list, given);
    }
    *use = arena_alloc(&run->scratch, (size_t)(list.list->count + 1) * sizeof **use);
    bool fine = true;
    for (int64_t i = 0; fine && i < list.list->count; i++) {
        Value v = list.list->item[i];
        fine = v.tag == V_STR ? fail(run, AttributeError, "'NoneType' object has no attribute 'index'")
                              : value_index(run, v, &(*use)[i]);
        if (fine && (*use)[i] < 0)
            (*use)[i] += found;
    }
    *uses = list.list->count;
    value_drop(list);
    return fine;
}

/* Which of the columns that are read is meant by a key; -1: none. */
static int64_t column_keyed(const Reading *r, bool uses, int64_t key)
{
    for (int64_t i = 0; uses && i < r->columns; i++)
        if (r->column[i].place == key)
            return i;
    return key < 0 ? key + r->columns : key;
}

/* A dict whose keys are columns; `with` is called for each of those that are read. */
static bool each_keyed(Reading *r, bool uses, Value dict, bool (*with)(Reading *, Column *, Value))
{
    const Entry *entry;
    for (int64_t at = 0; (entry = dict_next(dict.dict, &at));) {
        int64_t key;
        if (entry->key.tag == V_STR)
            return fail(r->run, AttributeError, "'NoneType' object has no attribute 'index'");
        if (entry->key.tag == V_NONE) {
            for (int64_t i = 0; i < r->columns; i++)
                if (!with(r, &r->column[i], entry->value))
                    return false;
            continue;
        }
        if (!value_index(r->run, entry->key, &key))
            return false;
        int64_t i = column_keyed(r, uses, key);
        if (i < 0 || i >= r->columns)
            return fail(r->run, IndexError, "list index out of range");
        if (!with(r, &r->column[i], entry->value))
            return false;
    }
    return true;
}

static bool add_missing_text(Reading *r, Column *c, Value v)
{
    Text text = { 0 };
    bool fine = value_str_of(r->run, v, &text);
    Value said = value_str(text_get(&text), (int64_t)text.length);
    list_append(c->missing.list, said);
    value_drop(said);
    text_free(&text);
    return fine;
}

static bool add_missing(Reading *r, Column *c, Value v)
{
    int64_t n;
    const Value *item = sequence_items(v, &n);
    if (!is_sequence(v))
        return add_missing_text(r, c, v);
    for (int64_t i = 0; i < n; i++)
        if (!add_missing_text(r, c, item[i]))
            return false;
    return true;
}

static bool set_filling(Reading *r, Column *c, Value v)
{
    (void)r;
    c->filling = v;
    return true;
}

static bool read_missing(Call *call, Reading *r, bool uses)
{
    Value given = call->arg[MISSING].value;
    if (arg_none(call, MISSING))
        return true;
    if (given.tag == V_DICT)
        return each_keyed(r, uses, given, add_missing);
    if (is_sequence(given)) {
        int64_t n;
        const Value *item = sequence_items(given, &n);
        for (int64_t i = 0; i < n && i < r->columns; i++)
            if (!add_missing_text(r, &r->column[i], item[i]))
                return false;
        return true;
    }
    for (int64_t i = 0; i < r->columns; i++) {
        if (given.tag != V_STR) {
            if (!add_missing_text(r, &r->column[i], given))
                return false;
            continue;
        }
        for (const char *at = given.str->text;; at++) {
            size_t length = strcspn(at, ",");
            Value text = value_str(at, (int64_t)length);
            list_append(r->column[i].missing.list, text);
            value_drop(text);
            at += length;
            if (!*at)
                break;
        }
    }
    return true;
}

static bool read_filling(Call *call, Reading *r, bool uses)
{
    Value given = call->arg[FILLING].value;
    if (arg_none(call, FILLING))
        return true;
    if (given.tag == V_DICT)
        return each_keyed(r, uses, given, set_filling);
    int64_t n;
    const Value *item = sequence_items(given, &n);
    bool many = is_sequence(given);
    for (int64_t i = 0; i < (many ? n : r->columns) && i < r->columns; i++) {
        Value v = many ? item[i] : given;
        r->column[i].filling = v.tag == V_NONE ? ABSENT : v;
    }
    return true;
}

/* The dtype of what a converter gives for a cell. */
static DType dtype_of_result(Run *run, Value v)
{
    DType dtype = NO_DTYPE;
    Tensor *made = v.tag == V_NONE ? NULL : tensor_from_value(run, v, NO_DTYPE, false);
    if (made)
        dtype = (DType)made->dtype;
    else
        run_clear_error(run);
    tensor_drop(made);
    return dtype;
}

/* The converter of a column; `cell` is what its first cell holds. */
static bool set_converter(Reading *r, Column *c, Value call, Cell cell)
{
    Run *run = r->run;
    c->how = AS_CALLED;
    c->call = call;
    c->locked = true;
    if (c->filling.tag != V_ABSENT) {
        c->dtype = dtype_of_result(run, c->filling);
        return true;
    }
    Value text = cell.at < cell.end ? value_str(cell.at, cell.end - cell.at) : value_cstr("1"), made = NONE;
    bool fine = hooks.call(run, call, 1, &text, &made);
    value_drop(text);
    if (!fine && (class_is(run->error.class, TypeError) || class_is(run->error.class, ValueError))) {
        run_clear_error(run);
        made = NONE;
    } else if (!fine) {
        return false;
    }
    c->dtype = dtype_of_result(run, made);
    value_drop(made);
    return true;
}

static bool read_converters(Call *call, Reading *r, bool uses, const Cell *first, int64_t found)
{
    Run *run = call->run;
    Value given = call->arg[CONVERTERS].value;
    const Entry *entry;
    if (arg_none(call, CONVERTERS))
        return true;
    if (given.tag != V_DICT)
        return fail(
            run, TypeError,
            "The input argument 'converter' should be a valid dictionary (got '<class '%s'>' instead)",
            class_full_name(value_type(given), (char[120]){ 0 }, 120));
    for (int64_t at = 0; (entry = dict_next(given.dict, &at));) {
        int64_t key, i;
        if (entry->key.tag == V_STR)
            return fail(run, AttributeError, "'NoneType' object has no attribute 'index'");
        if (!value_index(run, entry->key, &key))
            return false;
        for (i = 0; uses && i < r->columns && r->column[i].place != key;)
            i++;
        if (uses && i == r->columns)
            continue;
        i = uses ? i : key < 0 ? key + r->columns : key;
        int64_t place = key < 0 ? key + found : key;
        if (i < 0 || i >= r->columns || place < 0 || place >= found)
            return fail(run, IndexError, "list index out of range");
        if (!set_converter(r, &r->column[i], entry->value, first[place]))
            return false;
    }
    return true;
}

/* What a dtype's cells are read as. */
static How how_for(DType dtype)
{
    return dtype == NO_DTYPE || dtype == BOOL  ? AS_BOOL
           : dtype == INT64 || dtype == UINT64 ? AS_INT
           : dtype_is_int(dtype)               ? AS_ROUNDED
           : dtype_is_complex(dtype)           ? AS_COMPLEX
                                               : AS_FLOAT;
}

bool genfromtxt_columns(Call *call, Reading *r, DType dtype)
{
    int64_t found = r->cells, *use = NULL, uses;
    if (!read_usecols(call, found, &use, &uses))
        return false;
    r->columns = uses ? uses : found;
    r->column = mem_zeroed((size_t)(r->columns + 1) * sizeof *r->column);
    for (int64_t i = 0; i < r->columns; i++) {
        Value none = value_str("", 0), list = value_list_new(1);
        list_append(list.list, none);
        value_drop(none);
        r->column[i] = (Column){ .how = how_for(dtype),
                                 .dtype = dtype == NO_DTYPE ? BOOL : dtype,
                                 .filling = ABSENT,
                                 .missing = list,
                                 .place = uses ? use[i] : i,
                                 .locked = dtype != NO_DTYPE };
    }
    return read_missing(call, r, uses > 0) && read_filling(call, r, uses > 0) &&
           read_converters(call, r, uses > 0, r->cell, found);
}

/* conversion
 * -------------------------------------------------------------------------------------------------- */

static bool parse_bool(Value text, Value *out)
{
    bool yes = text.str->bytes == 4 && !strcasecmp(text.str->text, "true");
    if (!yes && !(text.str->bytes == 5 && !strcasecmp(text.str->text, "false")))
        return false;
    *out = value_bool(yes);
    return true;
}

/* An int as Python reads it, if it fits: one that does not is as good as none where the type is still sought.
 */
static bool parse_int(Run *run, DType dtype, bool seeking, Value text, Value *out)
{
    char room[16];
    if (!int_parse(run, text.str->text, text.str->bytes, 10, out))
        return false;
    if (!seeking || element_store(run, dtype, room, *out))
        return true;
    value_drop(*out);
    return false;
}

/* What a cell is by its column's rule; false: it cannot be read, which is an error of the run only if it is
 * none of ValueError's. */
static bool convert(Reading *r, const Column *c, bool seeking, Value text, Value *out)
{
    Run *run = r->run;
    double number;
    complex128 z;
    Cell cell = { text.str->text, text.str->text + text.str->bytes };
    bool fine = false;
    *out = NONE;
    switch (c->how) {
    case AS_BOOL: return parse_bool(text, out);
    case AS_INT: fine = parse_int(run, c->dtype, seeking, text, out); break;
    case AS_FLOAT:
    case AS_ROUNDED:
        fine = cell_number(FLOAT64, cell, (char *)&number) ||
               float_parse(run, text.str->text, text.str->bytes, &number);
        if (fine && c->how == AS_FLOAT)
            *out = value_float(number);
        else if (fine && number != number)
            fine = fail(run, ValueError, "cannot convert float NaN to integer");
        else if (fine)
            fine = func_apply(run, func_find("builtins", "int"), 1, (Value[]){ value_float(number) }, out);
        break;
    case AS_COMPLEX:
        fine = complex_parse(run, text.str->text, text.str->bytes, &z);
        if (fine)
            *out = value_complex(z);
        break;
    case AS_CALLED: fine = hooks.call(run, c->call, 1, &text, out); break;
    case AS_TEXT: return false;
    }
    if (!fine && run->error.class &&
        (class_is(run->error.class, ValueError) || (seeking && run->error.class == OverflowError)))
        run_clear_error(run);
    return fine;
}

/* Owned. */
static Value filling_of(const Column *c)
{
    if (c->filling.tag != V_ABSENT)
        return value_keep(c->filling);
    switch (c->how) {
    case AS_BOOL: return value_bool(false);
    case AS_INT:
    case AS_ROUNDED: return value_int(-1);
    case AS_COMPLEX: return value_complex(CMPLX(NAN, 0));
    default: return c->how == AS_CALLED && dtype_is_int(c->dtype) ? value_int(-1) : value_float(NAN);
    }
}

static bool is_missing(const Column *c, Value text)
{
    Cell cell = cell_stripped((Cell){ text.str->text, text.str->text + text.str->bytes });
    for (int64_t i = 0; i < c->missing.list->count; i++) {
        Value m = c->missing.list->item[i];
        if (m.str->bytes == cell.end - cell.at && !memcmp(m.str->text, cell.at, (size_t)m.str->bytes))
            return true;
    }
    return false;
}

/* The first of bool, int, float and complex that a whole column can be read as. */
static bool seek_type(Reading *r, int64_t i)
{
    Run *run = r->run;
    Column *c = &r->column[i];
    c->checked = true;
    for (int64_t row = 0; row < r->rows;) {
        Value text = r->kept[row * r->columns + i], made;
        bool fine = convert(r, c, true, text, &made);
        if (fine)
            value_drop(made);
        else if (run->error.class)
            return false;
        if (fine || is_missing(c, text)) {
            c->checked &= fine || c->how != AS_BOOL;
            row++;
            continue;
        }
        if (c->locked)
            return fail(
                run, ValueError,
                "Converter #%lld is locked and cannot be upgraded: (occurred line #%lld for value '%s')",
                (long long)i, (long long)row + 1, text.str->text);
        if (++c->how == AS_TEXT)
            return fail(run, TypeError, "ndcalc has no arrays of text: keep strings in a list");
        c->dtype = type_of_how[c->how];
        c->checked = true;
        row = 0;
    }
    return true;
}

bool fail_records(Run *run)
{
    return fail(run, TypeError, "ndcalc has no arrays of records: keep an array for each field");
}

bool genfromtxt_common_type(Reading *r, DType *out)
{
    *out = NO_DTYPE;
    for (int64_t i = 0; i < r->columns; i++)
        if (!seek_type(r, i))
            return false;
    for (int64_t i = 0; i < r->columns; i++) {
        const Column *c = &r->column[i];
        if (!c->checked)
            continue;
        if (*out != NO_DTYPE && c->dtype != *out)
            return fail_records(r->run);
        *out = c->dtype;
    }
    return *out != NO_DTYPE || fail_records(r->run);
}

bool genfromtxt_converted_type(Reading *r, DType *dtype)
{
    for (int64_t i = 0; i < r->columns; i++) {
        const Column *c = &r->column[i];
        if (c->how != AS_CALLED || c->dtype == *dtype)
            continue;
        if (r->columns > 1 || c->dtype == NO_DTYPE)
            return fail_records(r->run);
        *dtype = c->dtype;
    }
    return true;
}

Tensor *genfromtxt_convert(Reading *r, DType dtype, bool loose)
{
    Run *run = r->run;
    Tensor *made = tensor_new(run, dtype, 2, (int64_t[]){ r->rows, r->columns });
    size_t size = dtype_info[dtype].size;
    for (int64_t i = 0; made && i < r->columns; i++)
        for (int64_t row = 0; made && row < r->rows; row++) {
            const Column *c = &r->column[i];
            Value text = r->kept[row * r->columns + i], v;
            bool fine = convert(r, c, false, text, &v);
            if (!fine && !run->error.class) {
                fine = loose || is_missing(c, text) ||
                       fail(run, ValueError, "Cannot convert string '%s'", text.str->text);
                if (fine)
                    v = filling_of(c);
            }
            if (fine) {
                fine = element_store(run, dtype, made->data + (size_t)(row * r->columns + i) * size, v);
                value_drop(v);
            }
            if (!fine || !run_goes_on(run)) {
                tensor_drop(made);
                made = NULL;
            }
        }
    return made;
}
