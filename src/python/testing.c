/* testing.c: np.testing: assertions about arrays, and what they say where they fail (NumPy's
 * testing/_private/utils.py). */
#include "func/sheet.h"

#include <math.h>
#include <string.h>

/* messages ------------------------------------------------------------------------------------------------
 */

/* What an assertion was given beside the values. */
typedef struct Claim {
    const char *header, *err_msg;
    bool verbose;
    int precision;       /* of the arrays that are shown */
    const char *name[2]; /* what the two values are called */
} Claim;

static Claim claim_of(const char *header, const char *err_msg, bool verbose)
{
    return (Claim){ header, err_msg, verbose, 8, { "ACTUAL", "DESIRED" } };
}

/* The first three lines of an operand's repr, if it has more than four. */
static void add_operand(Sheet *s, const Claim *claim, Value v, Text *out)
{
    Text text = { 0 };
    Value repr =
        v.tag == V_ARRAY ? NP_KEYS(s, "array_repr", v, KEY("precision", value_int(claim->precision))) : NONE;
    if (repr.tag == V_STR)
        text_puts(&text, repr.str->text);
    else if (!s->failed)
        s->failed = !value_repr(s->run, v, &text);
    const char *end = text_get(&text);
    int lines = 0;
    for (const char *at = end; *at; at++)
        if (*at == '\n' && ++lines == 3)
            end = at;
    if (lines > 3) {
        text_add(out, text_get(&text), (size_t)(end - text_get(&text)));
        text_puts(out, "...");
    } else {
        text_puts(out, text_get(&text));
    }
    text_free(&text);
}

/* An AssertionError about two values; always false. */
static bool refute(Sheet *s, const Claim *claim, const char *err_msg, Value a, Value b)
{
    Text text = { 0 };
    const Value operand[2] = { a, b };
    text_char(&text, '\n');
    text_puts(&text, claim->header);
    if (*err_msg) {
        bool beside = !strchr(err_msg, '\n') && strlen(err_msg) + strlen(claim->header) < 79;
        text_char(&text, beside ? ' ' : '\n');
        text_puts(&text, err_msg);
    }
    for (int i = 0; i < 2 && claim->verbose; i++) {
        text_puts(&text, run_text(s->run, "\n %s: ", claim->name[i]));
        add_operand(s, claim, operand[i], &text);
    }
    if (!s->failed)
        sheet_fail(s, AssertionError, "%s", text_get(&text));
    text_free(&text);
    return false;
}

/* arrays --------------------------------------------------------------------------------------------------
 */

typedef struct Comparison {
    enum { EQUAL_TO, LESS_THAN, CLOSE_TO, ALMOST } kind;
    Value rtol, atol, equal_nan; /* of CLOSE_TO */
    int64_t decimal;             /* of ALMOST */
    bool nans, infs;             /* those that stand in the same places are left out */
    bool strict;                 /* dtypes are compared, and a scalar is no array */
} Comparison;

static Value holds(Sheet *s, const Comparison *c, Value x, Value y)
{
    switch (c->kind) {
    case EQUAL_TO: return sheet_op(s, OP_EQ, x, y);
    case LESS_THAN: return sheet_op(s, OP_LT, x, y);
    case CLOSE_TO: {
        return NP(s, "isclose", x, y, c->rtol, c->atol, c->equal_nan);
    }
    default: break;
    }
    Value dtype = NP(s, "result_type", y, value_float(1));
    Value distance = NP(s, "absolute", sheet_sub(s, x, NP(s, "asarray", y, dtype)));
    return sheet_op(s, OP_LT, distance, value_float(1.5 * pow(10, -(double)c->decimal)));
}

static bool all_true(Sheet *s, Value v) { return sheet_truth(s, NP(s, "all", v)); }
static Value inverted(Sheet *s, Value v) { return NP(s, "logical_not", v); }

/* Where both are special, which must be the same places; *flags is a scalar if one of them has no axes. */
static bool same_places(Sheet *s, const Claim *claim, const char *what, Value x, Value y, const Value flag[2],
                        Value *flags)
{
    if (!all_true(s, sheet_op(s, OP_EQ, flag[0], flag[1])))
        return s->failed ? false
                         : refute(s, claim,
                                  run_text(s->run, "%s\n%s location mismatch:", claim->err_msg, what), x, y);
    *flags = flag[value_ndim(flag[0]) != 0];
    return !s->failed;
}

/* The elements of x and y that are not compared: nans, and infinities, which must be the same. */
static bool leave_out(Sheet *s, const Claim *claim, const Comparison *c, Value x, Value y, Value *flags)
{
    *flags = sheet_op(s, OP_EQ, value_int(0), value_int(1));
    if (c->nans &&
        !same_places(s, claim, "nan", x, y, (Value[]){ NP(s, "isnan", x), NP(s, "isnan", y) }, flags))
        return false;
    if (!c->infs)
        return true;
    Value rest = inverted(s, *flags), infs, in_x = x, in_y = y;
    if (!same_places(s, claim, "inf", x, y,
                     (Value[]){ NP(s, "logical_and", NP(s, "isinf", x), rest),
                                NP(s, "logical_and", NP(s, "isinf", y), rest) },
                     &infs))
        return false;
    if (!sheet_any(s, infs))
        return !s->failed;
    if (value_ndim(x) && value_ndim(y)) {
        in_x = sheet_item(s, x, infs);
        in_y = sheet_item(s, y, infs);
    }
    if (!all_true(s, sheet_op(s, OP_EQ, in_x, in_y)))
        return s->failed ? false
                         : refute(s, claim, run_text(s->run, "%s\ninf values mismatch:", claim->err_msg),
                                  in_x, in_y);
    *flags = NP(s, "logical_or", *flags, infs);
    return !s->failed;
}

enum { MISMATCHES = 5 }; /* that are listed */

static void add_places(Sheet *s, const Claim *claim, Value places, Value x, Value y, Text *out)
{
    Tensor *t = sheet_array(s, places);
    int64_t count = t ? t->dim[0] : 0;
    text_puts(out, count == 1            ? "\nMismatch at index:"
                   : count <= MISMATCHES ? "\nMismatch at indices:"
                                         : "\nFirst 5 mismatches are at indices:");
    for (int64_t i = 0; i < count && i < MISMATCHES && !s->failed; i++) {
        Value place = sheet_method(s, sheet_at(s, places, i), "tolist"), operand[2] = { x, y };
        text_puts(out, "\n ");
        s->failed = s->failed || !value_repr(s->run, place, out);
        for (int k = 0; k < 2 && !s->failed; k++) {
            List *list = place.list;
            Value element = sheet_item(s, operand[k],
                                       value_ndim(operand[k]) ? sheet_tuple(s, (int)list->count, list->item)
                                                              : sheet_tuple(s, 0, NULL));
            text_puts(out, k ? ", " : ": ");
            s->failed = s->failed || !value_str_of(s->run, element, out);
            text_puts(out, run_text(s->run, " (%s)", claim->name[k]));
        }
    }
}

/* The largest difference of those that are wrong, and the largest beside the size of y. */
static void add_differences(Sheet *s, Value x, Value y, Value wrong, Text *out)
{
    Value error = NP(s, "absolute", sheet_sub(s, x, y)), relative = ABSENT;
    if (dtype_is_unsigned(value_dtype(x)))
        error = NP(s, "minimum", error, NP(s, "absolute", sheet_sub(s, y, x)));
    error = as_value(sheet_array(s, error));
    wrong = as_value(sheet_array(s, wrong));
    Value largest = NP(s, "max", sheet_item(s, error, wrong));
    Value both = NP(s, "logical_and", wrong, sheet_op(s, OP_NE, y, value_int(0)));
    if (sheet_any(s, both)) {
        Value at = as_value(sheet_array(s, both));
        Value wide = s->failed ? ABSENT : NP(s, "add", y, NP(s, "zeros_like", y));
        if (!s->failed && value_ndim(y) != value_ndim(error))
            wide = sheet_tensor(s, tensor_broadcast(y.tensor, error.tensor->ndim, error.tensor->dim));
        wide = as_value(sheet_array(s, wide));
        relative =
            NP(s, "max", sheet_div(s, sheet_item(s, error, at), NP(s, "absolute", sheet_item(s, wide, at))));
    } else if (!s->failed) {
        relative = value_float(INFINITY);
    }
    const Value shown[2] = { NP(s, "array2string", largest),
                             NP(s, "array2string", as_value(sheet_array(s, relative))) };
    for (int i = 0; i < 2 && !s->failed; i++)
        text_puts(out, run_text(s->run, "\nMax %s difference among violations: %s",
                                i ? "relative" : "absolute", shown[i].str->text));
}

/* What is said of the elements for which the comparison does not hold. */
static bool refute_elements(Sheet *s, const Claim *claim, const Value whole[2], Value x, Value y, Value flags,
                            Value good)
{
    Text text = { 0 };
    Value wrong = inverted(s, good);
    Tensor *all = sheet_array(s, good), *flagged = value_ndim(flags) ? sheet_array(s, flags) : all;
    int64_t count = (int64_t)sheet_double(s, NP(s, "sum", wrong)),
            elements = s->failed ? 1 : tensor_size(flagged);
    text_puts(&text, claim->err_msg);
    text_puts(&text, run_text(s->run, "\nMismatched elements: %lld / %lld (%.3g%%)", (long long)count,
                              (long long)elements, 100.0 * (double)count / (double)elements));
    if (!s->failed && value_ndim(wrong))
        add_places(s, claim,
                   value_ndim(flags) ? sheet_item(s, NP(s, "argwhere", inverted(s, flags)), wrong)
                                     : NP(s, "argwhere", wrong),
                   whole[0], whole[1], &text);
    if (!s->failed && !(value_dtype(x) == BOOL && value_dtype(y) == BOOL)) {
        ErrorState state = s->run->errstate;
        s->run->errstate.divide = s->run->errstate.over = s->run->errstate.under = s->run->errstate.invalid =
            ERR_IGNORE;
        add_differences(s, x, y, wrong, &text);
        s->run->errstate = state;
    }
    if (!s->failed)
        refute(s, claim, run_text(s->run, "%s", text_get(&text)), whole[0], whole[1]);
    text_free(&text);
    return false;
}

static bool compare_arrays(Run *run, const Claim *claim, const Comparison *c, Value a, Value b)
{
    Sheet s;
    Value unused, flags;
    sheet_begin(&s, run);
    const Value whole[2] = { as_value(sheet_array(&s, a)), as_value(sheet_array(&s, b)) };
    Value x = whole[0], y = whole[1];
    const Tensor *t = x.tensor, *u = y.tensor;
    if (s.failed)
        return sheet_end(&s, NONE, &unused);
    bool same = shape_equal(t->ndim, t->dim, u->ndim, u->dim);
    if (!(c->strict ? same && t->dtype == u->dtype : same || !t->ndim || !u->ndim)) {
        const char *why = same ? run_text(run, "(dtypes %s, %s mismatch)", dtype_info[t->dtype].name,
                                          dtype_info[u->dtype].name)
                               : run_text(run, "(shapes %s, %s mismatch)", shape_text(run, t->ndim, t->dim),
                                          shape_text(run, u->ndim, u->dim));
        refute(&s, claim, run_text(run, "%s\n%s", claim->err_msg, why), x, y);
        return sheet_end(&s, NONE, &unused);
    }
    bool left = leave_out(&s, claim, c, x, y, &flags);
    if (left && value_ndim(flags)) {
        Value rest = inverted(&s, flags);
        x = sheet_item(&s, x, rest);
        y = sheet_item(&s, y, rest);
        left = !s.failed && tensor_size(x.tensor);
    } else if (left) {
        left = !sheet_truth(&s, flags);
    }
    Value good = left && !s.failed ? holds(&s, c, x, y) : ABSENT;
    if (good.tag != V_ABSENT && !s.failed && !all_true(&s, good) && !s.failed)
        refute_elements(&s, claim, whole, x, y, flags, good);
    return sheet_end(&s, NONE, &unused);
}

static bool equal_arrays(Run *run, Value a, Value b, const char *err_msg, bool verbose, bool strict)
{
    Claim claim = claim_of("Arrays are not equal", err_msg, verbose);
    Comparison c = { .kind = EQUAL_TO, .nans = true, .infs = true, .strict = strict };
    claim.precision = 6;
    return compare_arrays(run, &claim, &c, a, b);
}

static bool almost_equal_arrays(Run *run, Value a, Value b, int64_t decimal, const char *err_msg,
                                bool verbose)
{
    Claim claim = claim_of(run_text(run, "Arrays are not almost equal to %lld decimals", (long long)decimal),
                           err_msg, verbose);
    Comparison c = { .kind = ALMOST, .decimal = decimal, .nans = true, .infs = true };
    claim.precision = (int)decimal;
    return compare_arrays(run, &claim, &c, a, b);
}

/* single values -------------------------------------------------------------------------------------------
 */

static bool is_number(Value v)
{
    return v.tag == V_BOOL || v.tag == V_INT || v.tag == V_FLOAT || v.tag == V_COMPLEX || value_is_scalar(v);
}

static bool is_complex(Value v)
{
    return v.tag == V_COMPLEX || v.tag == V_CSCALAR ||
           (v.tag == V_SCALAR && dtype_is_complex((DType)v.dtype));
}

static bool is_listing(Value v) { return v.tag == V_LIST || v.tag == V_TUPLE; }

/* An assertion about the real and the imaginary parts. */
typedef bool OfParts(Run *, Value a, Value b, const void *with);
static bool both_parts(Run *run, Value a, Value b, OfParts *of, const void *with)
{
    Sheet s;
    Value unused;
    sheet_begin(&s, run);
    for (int i = 0; i < 2 && !s.failed; i++) {
        const char *part = i ? "imag" : "real";
        Value p = NP(&s, part, a), q = NP(&s, part, b);
        s.failed = s.failed || !of(run, p, q, with);
    }
    return sheet_end(&s, NONE, &unused);
}

static bool equal_values(Run *, Value a, Value b, const char *err_msg, bool verbose, bool strict);

static bool equal_part(Run *run, Value a, Value b, const void *with)
{
    (void)with;
    return equal_values(run, a, b, "", true, false);
}

static bool equal_dicts(Run *run, Value a, Value b, const char *err_msg, bool verbose)
{
    if (a.tag != V_DICT)
        return fail(run, AssertionError, "<class '%s'>", value_type_name(a));
    if (!equal_values(run, value_int(a.dict->count), value_int(b.dict->count), err_msg, verbose, false))
        return false;
    Entry *entry;
    for (int64_t at = 0; (entry = dict_next(b.dict, &at));) {
        Value found;
        if (!dict_get(run, a.dict, entry->key, &found))
            return false;
        if (found.tag == V_ABSENT)
            return fail(run, AssertionError, "%s", value_text(run, entry->key));
        if (!equal_values(run, found, entry->value,
                          run_text(run, "key=%s\n%s", value_text(run, entry->key), err_msg), verbose, false))
            return false;
    }
    return true;
}

static Value listed(Value v, int64_t i) { return v.tag == V_LIST ? v.list->item[i] : v.tuple->item[i]; }
static int64_t listed_count(Value v) { return v.tag == V_LIST ? v.list->count : v.tuple->count; }

/* nans are equal, zeros of different signs are not. */
static bool equal_single(Sheet *s, Value a, Value b)
{
    bool numbers = is_number(a) && is_number(b);
    if (numbers && sheet_truth(s, NP(s, "isnan", a)) && sheet_truth(s, NP(s, "isnan", b)))
        return true;
    if (numbers && !is_complex(a) && !is_complex(b) && sheet_double(s, a) == 0 && sheet_double(s, b) == 0 &&
        sheet_truth(s, NP(s, "signbit", a)) != sheet_truth(s, NP(s, "signbit", b)))
        return false;
    return !s->failed && sheet_truth(s, sheet_op(s, OP_EQ, b, a));
}

static bool equal_values(Run *run, Value a, Value b, const char *err_msg, bool verbose, bool strict)
{
    if (!run_deeper(run))
        return false;
    if (b.tag == V_DICT)
        return equal_dicts(run, a, b, err_msg, verbose);
    if (is_listing(a) && is_listing(b)) {
        bool fine = equal_values(run, value_int(listed_count(a)), value_int(listed_count(b)), err_msg,
                                 verbose, false);
        for (int64_t i = 0; fine && i < listed_count(a) && i < listed_count(b); i++)
            fine = equal_values(run, listed(a, i), listed(b, i),
                                run_text(run, "item=%lld\n%s", (long long)i, err_msg), verbose, false);
        return fine;
    }
    if (a.tag == V_ARRAY || b.tag == V_ARRAY)
        return equal_arrays(run, a, b, err_msg, verbose, strict);
    Claim claim = claim_of("Items are not equal:", err_msg, verbose);
    Sheet s;
    Value unused;
    bool fine = true;
    sheet_begin(&s, run);
    if ((is_complex(a) || is_complex(b)) && is_number(a) && is_number(b)) {
        fine = both_parts(run, a, b, equal_part, NULL);
        if (!fine && run->error.class == AssertionError)
            run_clear_error(run);
        else
            s.failed = !fine;
    }
    fine = fine && !s.failed &&
           sheet_truth(&s, NP(&s, "isscalar", a)) == sheet_truth(&s, NP(&s, "isscalar", b)) &&
           equal_single(&s, a, b);
    if (!fine && !s.failed)
        refute(&s, &claim, err_msg, a, b);
    return sheet_end(&s, NONE, &unused);
}

typedef struct Decimals {
    int64_t decimal;
    const char *err_msg;
    bool verbose;
} Decimals;

static bool almost_single(Sheet *s, Value a, Value b, int64_t decimal)
{
    if (is_number(a) && is_number(b) &&
        !(sheet_truth(s, NP(s, "isfinite", a)) && sheet_truth(s, NP(s, "isfinite", b)))) {
        bool nan[2] = { sheet_truth(s, NP(s, "isnan", a)), sheet_truth(s, NP(s, "isnan", b)) };
        return nan[0] || nan[1] ? nan[0] && nan[1] : sheet_truth(s, sheet_op(s, OP_EQ, b, a));
    }
    return sheet_double(s, NP(s, "absolute", sheet_sub(s, b, a))) < 1.5 * pow(10, -(double)decimal);
}

static bool almost_values(Run *run, Value a, Value b, const void *with)
{
    const Decimals *d = with;
    const Decimals plain = { d->decimal, "", true };
    Claim claim =
        claim_of(run_text(run, "Arrays are not almost equal to %lld decimals", (long long)d->decimal),
                 d->err_msg, d->verbose);
    Sheet s;
    Value unused;
    bool fine = true;
    if (a.tag == V_ARRAY || b.tag == V_ARRAY || is_listing(a) || is_listing(b))
        return almost_equal_arrays(run, a, b, d->decimal, d->err_msg, true);
    sheet_begin(&s, run);
    if ((is_complex(a) || is_complex(b)) && is_number(a) && is_number(b)) {
        fine = both_parts(run, a, b, almost_values, &plain);
        if (!fine && run->error.class == AssertionError)
            run_clear_error(run);
        else
            s.failed = !fine;
    }
    fine = fine && !s.failed && almost_single(&s, a, b, d->decimal);
    if (!fine && !s.failed)
        refute(&s, &claim, d->err_msg, a, b);
    return sheet_end(&s, NONE, &unused);
}

/* significant digits, and units in the last place ----------------------------------------------------------
 */

/* Numbers of so many significant digits. */
static bool nearly_equal(Run *run, double a, double b, int64_t significant, const char *err_msg, bool verbose)
{
    double scale = 0.5 * (fabs(a) + fabs(b));
    scale = pow(10, floor(log10(scale)));
    double scaled_a = scale ? a / scale : 0, scaled_b = scale ? b / scale : 0;
    bool fine = a == b;
    if (!fine && isfinite(a) && isfinite(b))
        fine = !(fabs(scaled_b - scaled_a) >= pow(10, -(double)(significant - 1)));
    else if (!fine)
        fine = isnan(a) && isnan(b);
    if (fine)
        return true;
    Claim claim =
        claim_of(run_text(run, "Items are not equal to %lld significant digits:", (long long)significant),
                 err_msg, verbose);
    Sheet s;
    Value unused;
    sheet_begin(&s, run);
    refute(&s, &claim, err_msg, value_float(a), value_float(b));
    return sheet_end(&s, NONE, &unused);
}

/* An array with one more axis in front, of floats. */
static Tensor *as_floats(Sheet *s, Value v, Value dtype)
{
    return sheet_array(s, NP(s, "array", sheet_list(s, 1, &v), dtype));
}

/* The number of floats between two of them: their bits are ordered as they are, but those below 0 backwards.
 */
static double steps_between(DType dtype, const char *x, const char *y)
{
    int64_t place[2];
    const char *at[2] = { x, y };
    int bits = dtype_info[dtype].size * 8;
    uint64_t top = (uint64_t)1 << (bits - 1);
    for (int i = 0; i < 2; i++) {
        uint64_t raw = 0;
        memcpy(&raw, at[i], dtype_info[dtype].size);
        place[i] = (int64_t)(raw & top ? top - raw : raw);
    }
    uint64_t apart = (uint64_t)place[0] - (uint64_t)place[1];
    int64_t steps = (int64_t)(apart << (64 - bits)) >> (64 - bits); /* it wraps as the ints of NumPy do */
    double nan[2] = { element_double(dtype, x), element_double(dtype, y) };
    return isnan(nan[0]) && isnan(nan[1]) ? 0 : fabs((double)steps);
}

/* nulp_diff: how many floats lie between the elements of two arrays. */
static Value steps_apart(Sheet *s, Value x, Value y, Value dtype)
{
    if (dtype.tag != V_NONE) {
        x = NP(s, "asarray", x, dtype);
        y = NP(s, "asarray", y, dtype);
    }
    x = as_value(sheet_array(s, x));
    y = as_value(sheet_array(s, y));
    Value type = NP(s, "common_type", x, y);
    if (!s->failed && (dtype_is_complex(x.tensor->dtype) || dtype_is_complex(y.tensor->dtype)))
        sheet_fail(s, NotImplementedError, "_nulp not implemented for complex array");
    Tensor *a = as_floats(s, x, type), *b = as_floats(s, y, type);
    if (!s->failed && !shape_equal(a->ndim, a->dim, b->ndim, b->dim))
        sheet_fail(s, ValueError, "Arrays do not have the same shape: %s - %s",
                   shape_text(s->run, a->ndim, a->dim), shape_text(s->run, b->ndim, b->dim));
    Tensor *apart = s->failed ? NULL : sheet_zeros(s, (DType)a->dtype, a->ndim, a->dim);
    Places places, others, to;
    if (!apart)
        return ABSENT;
    places_begin(&places, a);
    places_begin(&others, b);
    places_begin(&to, apart);
    while (places_next(&places) && places_next(&others) && places_next(&to))
        element_set_complex((DType)apart->dtype, apart->data + to.offset,
                            steps_between((DType)a->dtype, a->data + places.offset, b->data + others.offset));
    return as_value(apart);
}

/* "%g" of a number, or of the largest element. */
static const char *short_text(Sheet *s, Value v)
{
    Text text = { 0 };
    if (!s->failed && !value_format(s->run, v, "g", 1, &text))
        s->failed = true;
    const char *shown = run_text(s->run, "%s", text_get(&text));
    text_free(&text);
    return shown;
}

static bool run_nulp(Call *call, Value *out)
{
    enum { X, Y, NULP };
    Sheet s;
    Value x = ARG(call, X), y = ARG(call, Y), nulp = ARG(call, NULP), unused;
    *out = NONE;
    sheet_begin(&s, call->run);
    Value ax = NP(&s, "abs", x), ay = NP(&s, "abs", y);
    Value larger = NP(&s, "where", sheet_op(&s, OP_GT, ax, ay), ax, ay);
    Value most = sheet_mul(&s, nulp, NP(&s, "spacing", larger));
    Value apart = NP(&s, "abs", sheet_sub(&s, x, y));
    if (!all_true(&s, sheet_op(&s, OP_LE, apart, most)) && !s.failed) {
        const char *number = value_text(call->run, nulp);
        if (sheet_truth(&s, NP(&s, "iscomplexobj", x)) || sheet_truth(&s, NP(&s, "iscomplexobj", y)))
            sheet_fail(&s, AssertionError, "Arrays are not equal to %s ULP", number);
        else {
            const char *max = short_text(&s, NP(&s, "max", steps_apart(&s, x, y, NONE)));
            if (!s.failed)
                sheet_fail(&s, AssertionError, "Arrays are not equal to %s ULP (max is %s)", number, max);
        }
    }
    return sheet_end(&s, NONE, &unused);
}

static bool run_max_ulp(Call *call, Value *out)
{
    enum { A, B, MAX, DTYPE };
    Sheet s;
    Value most = ARG(call, MAX);
    sheet_begin(&s, call->run);
    Value apart = steps_apart(&s, ARG(call, A), ARG(call, B), ARG(call, DTYPE));
    if (!all_true(&s, sheet_op(&s, OP_LE, apart, most)) && !s.failed) {
        const char *asked = short_text(&s, most), *max = short_text(&s, NP(&s, "max", apart));
        if (!s.failed)
            sheet_fail(&s, AssertionError,
                       "Arrays are not almost equal up to %s ULP (max difference is %s ULP)", asked, max);
    }
    return sheet_answer(&s, apart, out);
}

/* rows ----------------------------------------------------------------------------------------------------
 */

/* str(err_msg) */
static bool read_message(Call *call, int i, const char **out)
{
    Text text = { 0 };
    bool read = value_str_of(call->run, call->arg[i].value, &text);
    *out = run_text(call->run, "%s", text_get(&text));
    text_free(&text);
    return read;
}

static bool run_equal(Call *call, Value *out)
{
    enum { ACTUAL, DESIRED, MESSAGE, VERBOSE, STRICT };
    const char *message;
    bool verbose, strict;
    *out = NONE;
    return read_message(call, MESSAGE, &message) && arg_truth(call, VERBOSE, &verbose) &&
           arg_truth(call, STRICT, &strict) &&
           (call->func->extra ? equal_arrays : equal_values)(call->run, ARG(call, ACTUAL), ARG(call, DESIRED),
                                                             message, verbose, strict);
}

static bool run_less(Call *call, Value *out)
{
    enum { X, Y, MESSAGE, VERBOSE, STRICT };
    const char *message;
    bool verbose;
    Comparison c = { .kind = LESS_THAN, .nans = true };
    if (!read_message(call, MESSAGE, &message) || !arg_truth(call, VERBOSE, &verbose) ||
        !arg_truth(call, STRICT, &c.strict))
        return false;
    Claim claim = { "Arrays are not strictly ordered `x < y`", message, verbose, 6, { "x", "y" } };
    *out = NONE;
    return compare_arrays(call->run, &claim, &c, ARG(call, X), ARG(call, Y));
}

static bool run_close(Call *call, Value *out)
{
    enum { ACTUAL, DESIRED, RTOL, ATOL, EQUAL_NAN, MESSAGE, VERBOSE, STRICT };
    const char *message;
    bool verbose;
    double rtol, atol;
    Comparison c = {
        .kind = CLOSE_TO, .rtol = ARG(call, RTOL), .atol = ARG(call, ATOL), .equal_nan = ARG(call, EQUAL_NAN)
    };
    if (!read_message(call, MESSAGE, &message) || !arg_truth(call, VERBOSE, &verbose) ||
        !arg_truth(call, STRICT, &c.strict) || !arg_truth(call, EQUAL_NAN, &c.nans) ||
        !arg_double(call, RTOL, &rtol) || !arg_double(call, ATOL, &atol))
        return false;
    c.infs = true;
    Claim claim = claim_of(run_text(call->run, "Not equal to tolerance rtol=%g, atol=%g", rtol, atol),
                           message, verbose);
    claim.precision = 6;
    *out = NONE;
    return compare_arrays(call->run, &claim, &c, ARG(call, ACTUAL), ARG(call, DESIRED));
}

static bool run_almost(Call *call, Value *out)
{
    enum { ACTUAL, DESIRED, DECIMAL, MESSAGE, VERBOSE };
    Decimals d;
    Value a = ARG(call, ACTUAL), b = ARG(call, DESIRED);
    *out = NONE;
    return arg_int(call, DECIMAL, &d.decimal) && read_message(call, MESSAGE, &d.err_msg) &&
           arg_truth(call, VERBOSE, &d.verbose) &&
           (call->func->extra ? almost_equal_arrays(call->run, a, b, d.decimal, d.err_msg, d.verbose)
                              : almost_values(call->run, a, b, &d));
}

/* float(x) */
static bool read_float(Call *call, int i, double *out)
{
    Value number;
    if (!func_apply(call->run, func_find("builtins", "float"), 1, &ARG(call, i), &number))
        return false;
    *out = number.f;
    return true;
}

static bool run_approx(Call *call, Value *out)
{
    enum { ACTUAL, DESIRED, SIGNIFICANT, MESSAGE, VERBOSE };
    double a, b;
    int64_t significant;
    const char *message;
    bool verbose;
    *out = NONE;
    return read_float(call, ACTUAL, &a) && read_float(call, DESIRED, &b) &&
           arg_int(call, SIGNIFICANT, &significant) && read_message(call, MESSAGE, &message) &&
           arg_truth(call, VERBOSE, &verbose) && nearly_equal(call->run, a, b, significant, message, verbose);
}

static bool run_assert(Call *call, Value *out)
{
    bool holds;
    const char *message;
    *out = NONE;
    return arg_truth(call, 0, &holds) && read_message(call, 1, &message) &&
           (holds || fail(call->run, AssertionError, "%s", message));
}

#define EQUAL_PARAMS                                                                                         \
    "actual: any, desired: any, err_msg: any = '', verbose: any = True, *, strict: any = False"
#define ALMOST_PARAMS(decimal)                                                                               \
    "actual: any, desired: any, decimal: any = " decimal ", err_msg: any = '', verbose: any = True"

const Func testing_funcs[] = {
    { .name = "assert_allclose",
      .of = "np.testing",
      .params = "actual: any, desired: any, rtol: any = 1e-07, atol: any = 0, equal_nan: any = True, "
                "err_msg: any = '', verbose: any = True, *, strict: any = False",
      .brief = "An AssertionError unless the elements are within atol + rtol * |desired| of each other.",
      .example = ">>> np.testing.assert_allclose([1e10, 1e-7], [1.00001e10, 1e-7], rtol=1e-4)\n",
      .style = PYTHON,
      .run = run_close },
    { .name = "assert_equal",
      .of = "np.testing",
      .params = EQUAL_PARAMS,
      .brief = "An AssertionError unless two values, or all that they hold, are equal.",
      .example = ">>> np.testing.assert_equal([4, np.nan], [4, np.nan])\n",
      .style = PYTHON,
      .run = run_equal },
    { .name = "assert_array_equal",
      .of = "np.testing",
      .params = EQUAL_PARAMS,
      .brief = "An AssertionError unless two arrays are equal, nans included.",
      .example = ">>> np.testing.assert_array_equal([1, np.nan], [1, np.nan])\n",
      .style = PYTHON,
      .run = run_equal,
      .extra = 1 },
    { .name = "assert_almost_equal",
      .of = "np.testing",
      .params = ALMOST_PARAMS("7"),
      .brief = "An AssertionError unless two values are equal to so many decimals.",
      .example = ">>> np.testing.assert_almost_equal(2.3333333333333, 2.33333334)\n",
      .style = PYTHON,
      .run = run_almost },
    { .name = "assert_array_almost_equal",
      .of = "np.testing",
      .params = ALMOST_PARAMS("6"),
      .brief = "An AssertionError unless two arrays are equal to so many decimals.",
      .example = ">>> np.testing.assert_array_almost_equal([1, 2.333], [1, 2.3330001])\n",
      .style = PYTHON,
      .run = run_almost,
      .extra = 1 },
    { .name = "assert_array_less",
      .of = "np.testing",
      .params = "x: any, y: any, err_msg: any = '', verbose: any = True, *, strict: any = False",
      .brief = "An AssertionError unless each element of x is less than that of y.",
      .example = ">>> np.testing.assert_array_less([1, 2], [2, 3])\n",
      .style = PYTHON,
      .run = run_less },
    { .name = "assert_approx_equal",
      .of = "np.testing",
      .params = "actual: any, desired: any, significant: any = 7, err_msg: any = '', verbose: any = True",
      .brief = "An AssertionError unless two numbers are equal to so many significant digits.",
      .example = ">>> np.testing.assert_approx_equal(0.12345677777777e-20, 0.1234567e-20)\n",
      .style = PYTHON,
      .run = run_approx },
    { .name = "assert_array_almost_equal_nulp",
      .of = "np.testing",
      .params = "x: any, y: any, nulp: any = 1",
      .brief = "An AssertionError if elements are further apart than so many spacings of floats.",
      .example = ">>> np.testing.assert_array_almost_equal_nulp(1.0, 1.0 + 2**-52)\n",
      .style = PYTHON,
      .run = run_nulp },
    { .name = "assert_array_max_ulp",
      .of = "np.testing",
      .params = "a: any, b: any, maxulp: any = 1, dtype: any = None",
      .brief = "How many floats lie between the elements; an AssertionError if too many do.",
      .example = ">>> np.testing.assert_array_max_ulp([1.0], [1.0 + 2**-52])\narray([[1.]])\n",
      .style = PYTHON,
      .run = run_max_ulp,
      .gives = AS_ARRAY },
    { .name = "assert_",
      .of = "np.testing",
      .params = "val: any, msg: any = ''",
      .brief = "An AssertionError with this text unless the value is true.",
      .example = ">>> np.testing.assert_(2 > 1)\n",
      .style = PYTHON,
      .run = run_assert },
    { .name = NULL },
};
