/* sets.c: arrays as sets: unique elements, intersections, differences and membership. */
#include "array/sorting.h"
#include "func/sheet.h"

#include <string.h>

/* equality
 * -----------------------------------------------------------------------------------------------------------
 */

/* Elements beside each other in a sorted array: are they the same? All nans are, if equal_nan says so. */
static inline bool same_element(DType dtype, const char *a, const char *b, bool equal_nan)
{
    if (dtype == INT64 || dtype == UINT64)
        return *(const int64_t *)(const void *)a == *(const int64_t *)(const void *)b;
    if (dtype == FLOAT64) {
        double x = *(const double *)(const void *)a, y = *(const double *)(const void *)b;
        return x == y || (equal_nan && x != x && y != y);
    }
    if (dtype < FLOAT16)
        return !memcmp(a, b, dtype_info[dtype].size);
    complex128 x = element_complex(dtype, a), y = element_complex(dtype, b);
    return x == y || (equal_nan && x != x && y != y);
}

static Tensor *new_line(Run *run, DType dtype, int64_t n) { return tensor_new(run, dtype, 1, &n); }

/* unique
 * -------------------------------------------------------------------------------------------------------------
 */

/* What is found of n things: the permutation that sorts them, and which of them, sorted, are the first of
 * their kind. */
typedef struct Kinds {
    int64_t n, count;
    int64_t *order;
    uint8_t *first;
} Kinds;

static void kinds_drop(Kinds *kinds)
{
    data_free(kinds->order);
    data_free(kinds->first);
}

static bool kinds_new(Run *run, int64_t n, Kinds *kinds)
{
    *kinds = (Kinds){ .n = n,
                      .order = data_alloc((size_t)(n + 1) * sizeof *kinds->order),
                      .first = data_alloc((size_t)n + 1) };
    if (kinds->order && kinds->first)
        return true;
    kinds_drop(kinds);
    return fail_memory(run, shape_text(run, 1, &n), "int64", 8.0 * (double)n);
}

static bool kinds_of_elements(Run *run, const Tensor *line, bool equal_nan, Kinds *kinds)
{
    DType dtype = (DType)line->dtype;
    size_t size = dtype_info[dtype].size;
    if (!kinds_new(run, line->dim[0], kinds))
        return false;
    if (!sort_order(sort_type(dtype), line->data, kinds->n, kinds->order)) {
        kinds_drop(kinds);
        return fail_memory(run, shape_text(run, 1, &kinds->n), "int64", 8.0 * (double)kinds->n);
    }
    for (int64_t i = 0; i < kinds->n; i++) {
        const char *at = line->data + (size_t)kinds->order[i] * size;
        kinds->first[i] =
            !i || !same_element(dtype, line->data + (size_t)kinds->order[i - 1] * size, at, equal_nan);
        kinds->count += kinds->first[i];
    }
    return true;
}

/* Rows of a contiguous n by m array, in the order of their first elements, then of the second … Rows with
 * nans are never the same. */
static bool kinds_of_rows(Run *run, const char *data, DType dtype, int64_t n, int64_t m, Kinds *kinds)
{
    size_t size = dtype_info[dtype].size;
    if (!kinds_new(run, n, kinds))
        return false;
    char *column = data_alloc((size_t)n * size + 1);
    for (int64_t i = 0; i < n; i++)
        kinds->order[i] = i;
    bool ok = column;
    for (int64_t k = m; ok && k-- > 0;) {
        for (int64_t i = 0; i < n; i++)
            memcpy(column + (size_t)i * size, data + (size_t)(i * m + k) * size, size);
        ok = sort_order_again(sort_type(dtype), column, n, kinds->order);
    }
    data_free(column);
    if (!ok) {
        kinds_drop(kinds);
        return fail_memory(run, shape_text(run, 1, &n), "int64", 8.0 * (double)n);
    }
    for (int64_t i = 0; i < n; i++) {
        bool same = i > 0;
        for (int64_t k = 0; same && k < m; k++)
            same = same_element(dtype, data + (size_t)(kinds->order[i - 1] * m + k) * size,
                                data + (size_t)(kinds->order[i] * m + k) * size, false);
        kinds->first[i] = !same;
        kinds->count += !same;
    }
    return true;
}

/* Where each kind is found first. */
static Tensor *kinds_places(Run *run, const Kinds *kinds)
{
    Tensor *t = new_line(run, INT64, kinds->count);
    int64_t *to = t ? (int64_t *)t->data : NULL;
    for (int64_t i = 0; to && i < kinds->n; i++)
        if (kinds->first[i])
            *to++ = kinds->order[i];
    return t;
}

/* The number of each thing's kind. */
static Tensor *kinds_numbers(Run *run, const Kinds *kinds, int ndim, const int64_t *dim)
{
    Tensor *t = tensor_new(run, INT64, ndim, dim);
    int64_t number = -1;
    for (int64_t i = 0; t && i < kinds->n; i++) {
        number += kinds->first[i];
        ((int64_t *)t->data)[kinds->order[i]] = number;
    }
    return t;
}

static Tensor *kinds_counts(Run *run, const Kinds *kinds)
{
    Tensor *t = new_line(run, INT64, kinds->count);
    int64_t *to = t ? (int64_t *)t->data - 1 : NULL;
    for (int64_t i = 0; t && i < kinds->n; i++) {
        if (kinds->first[i])
            *++to = 0;
        ++*to;
    }
    return t;
}

enum { WITH_INDEX = 1, WITH_INVERSE = 2, WITH_COUNTS = 4 };

typedef struct Wanted {
    int parts;
    bool equal_nan, sorted;
    int axis; /* -1: of the flattened array */
} Wanted;

/* Moves the first of each kind of sorted elements to the front; how many there are, and at which place each
 * stood. Elements of eight bytes without branches. */
static int64_t drop_repeated(DType dtype, char *at, int64_t n, bool equal_nan, int64_t *place)
{
    size_t size = dtype_info[dtype].size;
    int64_t kept = n > 0, *eights = (int64_t *)(void *)at, unused;
    if (place && n)
        place[0] = 0;
    if (dtype == INT64 || dtype == UINT64 || dtype == FLOAT64) {
        int64_t before = n ? eights[0] : 0;
        for (int64_t i = 1; i < n; i++) {
            int64_t x = eights[i];
            bool same = same_element(dtype, (char *)&before, (char *)&x, equal_nan);
            eights[kept] = x;
            *(place ? &place[kept] : &unused) = i;
            kept += !same;
            before = x;
        }
        return kept;
    }
    if (dtype == FLOAT32 && !place) {
        float *line = (float *)(void *)at;
        for (int64_t i = 1; i < n; i++) {
            float last = line[i - 1], x = line[i];
            line[kept] = x;
            kept += !(x == last || (equal_nan && x != x && last != last));
        }
        return kept;
    }
    for (int64_t i = 1; i < n; i++) {
        char *last = at + (size_t)(kept - 1) * size;
        if (same_element(dtype, last, at + (size_t)i * size, equal_nan))
            continue;
        memmove(last + size, at + (size_t)i * size, size);
        *(place ? &place[kept] : &unused) = i;
        kept++;
    }
    return kept;
}

/* The elements alone are sorted where they are, and those that repeat dropped. */
static Tensor *unique_elements(Run *run, Tensor *a, bool equal_nan)
{
    Tensor *sorted = tensor_sorted_flat(run, a);
    if (!sorted)
        return NULL;
    DType dtype = (DType)sorted->dtype;
    size_t size = dtype_info[dtype].size;
    int64_t n = sorted->dim[0], kept = drop_repeated(dtype, sorted->data, n, equal_nan, NULL);
    Tensor *unique = new_line(run, dtype, kept);
    if (unique)
        memcpy(unique->data, sorted->data, (size_t)kept * size);
    tensor_drop(sorted);
    return unique;
}

/* The unique elements and how many there are of each, without the permutation that sorts them. */
static bool unique_counts(Run *run, Tensor *a, bool equal_nan, int *count, Value item[4])
{
    Tensor *sorted = tensor_sorted_flat(run, a), *unique = NULL, *counts = NULL;
    int64_t n = sorted ? sorted->dim[0] : 0, *place = data_alloc((size_t)(n + 1) * sizeof *place);
    if (sorted && place) {
        int64_t kinds = drop_repeated((DType)sorted->dtype, sorted->data, n, equal_nan, place);
        unique = new_line(run, (DType)sorted->dtype, kinds);
        counts = new_line(run, INT64, kinds);
        if (unique)
            memcpy(unique->data, sorted->data, (size_t)kinds * tensor_itemsize(sorted));
        for (int64_t i = 0; counts && i < kinds; i++)
            ((int64_t *)counts->data)[i] = (i + 1 < kinds ? place[i + 1] : n) - place[i];
    } else if (sorted) {
        fail_memory(run, shape_text(run, 1, &n), "int64", 8.0 * (double)n);
    }
    data_free(place);
    tensor_drop(sorted);
    if (unique)
        item[(*count)++] = value_array(unique);
    if (counts)
        item[(*count)++] = value_array(counts);
    return unique && counts;
}

/* The array with one axis first, as rows in C order. */
static Tensor *rows_of(Run *run, Tensor *a, int axis)
{
    Tensor *moved = view_moved(a, axis, 0), *rows = c_ordered(run, moved);
    tensor_drop(moved);
    return rows;
}

static bool find_kinds(Run *run, Tensor *a, const Wanted *wanted, Kinds *kinds)
{
    if (wanted->axis < 0) {
        Tensor *ordered = c_ordered(run, a), *line = ordered ? flat_tensor(run, ordered) : NULL;
        bool ok = line && kinds_of_elements(run, line, wanted->equal_nan, kinds);
        tensor_drop(ordered);
        tensor_drop(line);
        return ok;
    }
    Tensor *rows = rows_of(run, a, wanted->axis);
    int64_t n = a->dim[wanted->axis], m = 1;
    for (int i = 0; i < a->ndim; i++)
        m *= i == wanted->axis ? 1 : a->dim[i];
    bool ok = rows && kinds_of_rows(run, rows->data, (DType)a->dtype, n, m, kinds);
    tensor_drop(rows);
    return ok;
}

/* The parts that are wanted, as owned values; item 0 are the elements. False: some are missing. */
static bool unique_parts(Run *run, Tensor *a, const Wanted *wanted, int *count, Value item[4])
{
    *count = 0;
    if (!wanted->parts && wanted->axis < 0) {
        Tensor *unique = unique_elements(run, a, wanted->equal_nan);
        if (unique)
            item[(*count)++] = value_array(unique);
        return unique;
    }
    if (wanted->parts == WITH_COUNTS && wanted->axis < 0)
        return unique_counts(run, a, wanted->equal_nan, count, item);
    Kinds kinds;
    if (!find_kinds(run, a, wanted, &kinds))
        return false;
    Tensor *part[4], *places = kinds_places(run, &kinds);
    int n = 1;
    Value taken = ABSENT;
    if (places) {
        Value arg[3] = { value_array(tensor_keep(a)), value_array(tensor_keep(places)),
                         wanted->axis < 0 ? NONE : value_int(wanted->axis) };
        taken = np_call(run, "take", 3, arg);
    }
    part[0] = taken.tag == V_ARRAY ? taken.tensor : NULL;
    if (wanted->parts & WITH_INDEX)
        part[n++] = places ? tensor_keep(places) : NULL;
    if (wanted->parts & WITH_INVERSE)
        part[n++] = wanted->axis < 0 ? kinds_numbers(run, &kinds, a->ndim, a->dim)
                                     : kinds_numbers(run, &kinds, 1, &kinds.n);
    if (wanted->parts & WITH_COUNTS)
        part[n++] = kinds_counts(run, &kinds);
    tensor_drop(places);
    kinds_drop(&kinds);
    bool ok = true;
    for (int i = 0; i < n; i++) {
        ok &= part[i] != NULL;
        if (part[i])
            item[(*count)++] = value_array(part[i]);
    }
    return ok;
}

static bool answer_unique(Run *run, Tensor *a, const Wanted *wanted, const TupleNames *names, Value *out)
{
    Value item[4];
    int count;
    bool ok = a && unique_parts(run, a, wanted, &count, item);
    if (ok && count == 1 && !names)
        return value_instead(out, item[0]);
    if (ok) {
        Value tuple = value_tuple(count, item);
        tuple.tuple->names = names;
        value_instead(out, tuple);
    }
    for (int i = 0; a && i < count; i++)
        value_drop(item[i]);
    return ok;
}

/* NumPy finds unique ints by hashing, and leaves them so where they need not be sorted: the last one found is
 * first. */
static bool unsorted_unique(Run *run, Tensor *a, Value *out)
{
    const Wanted first = { WITH_INDEX, false, false, -1 };
    Sheet s;
    Value item[4];
    int count;
    sheet_begin(&s, run);
    bool ok = unique_parts(run, a, &first, &count, item);
    for (int i = 0; i < count; i++)
        sheet_hold(&s, item[i]);
    s.failed |= !ok;
    Value places = ok ? NP(&s, "sort", item[1]) : ABSENT;
    places = NP(&s, "flip", places);
    return sheet_answer(&s, NP(&s, "take", as_value(a), places), out);
}

static bool read_wanted(Call *call, Wanted *wanted)
{
    enum { INDEX = 1, INVERSE, COUNTS, AXIS, EQUAL_NAN, SORTED };
    Tensor *a = arg_tensor(call, 0);
    wanted->parts = 0;
    for (int i = INDEX; i <= COUNTS; i++) {
        bool truth;
        if (!arg_truth(call, i, &truth))
            return false;
        wanted->parts |= truth ? 1 << (i - INDEX) : 0;
    }
    if (!arg_axis(call, AXIS, a->ndim, &wanted->axis) || !arg_truth(call, EQUAL_NAN, &wanted->equal_nan) ||
        !arg_truth(call, SORTED, &wanted->sorted))
        return false;
    if (a->ndim == 1)
        wanted->axis = -1;
    return true;
}

/* Dtypes are known, the number of unique elements is not. */
static bool infer_parts(const Tensor *a, const Wanted *wanted, const TupleNames *names, Value *out)
{
    int64_t some = DIM_UNKNOWN;
    Shape values = { .ndim = 1 };
    Value item[4];
    int n = 1;
    values.dim[0] = DIM_UNKNOWN;
    if (wanted->axis >= 0) {
        shape_set(&values, a->ndim, a->dim);
        values.dim[wanted->axis] = DIM_UNKNOWN;
    }
    infer_as(&item[0], (DType)a->dtype, values.ndim, values.dim);
    if (wanted->parts & WITH_INDEX)
        infer_as(&item[n++], INT64, 1, &some);
    if (wanted->parts & WITH_INVERSE)
        infer_as(&item[n++], INT64, wanted->axis < 0 ? a->ndim : 1,
                 wanted->axis < 0 ? a->dim : &a->dim[wanted->axis]);
    if (wanted->parts & WITH_COUNTS)
        infer_as(&item[n++], INT64, 1, &some);
    if (n == 1 && !names) {
        *out = item[0];
        return true;
    }
    *out = value_tuple(n, item);
    out->tuple->names = names;
    for (int i = 0; i < n; i++)
        value_drop(item[i]);
    return true;
}

static bool infer_unique(Call *call, Value *out)
{
    Wanted wanted;
    if (sheet_skips(call, out))
        return true;
    return read_wanted(call, &wanted) && infer_parts(arg_tensor(call, 0), &wanted, NULL, out);
}

static bool run_unique(Call *call, Value *out)
{
    Wanted wanted;
    Tensor *a = arg_held(call, 0);
    bool ok = a && read_wanted(call, &wanted);
    if (ok && !wanted.sorted && !wanted.parts && wanted.axis < 0 && a->dtype < FLOAT16)
        ok = unsorted_unique(call->run, a, out);
    else
        ok = ok && answer_unique(call->run, a, &wanted, NULL, out);
    tensor_drop(a);
    return ok;
}

/* unique_all and kin: named tuples
 * ----------------------------------------------------------------------------------- */

static const char *const all_fields[] = { "values", "indices", "inverse_indices", "counts", NULL };
static const char *const counts_fields[] = { "values", "counts", NULL };
static const char *const inverse_fields[] = { "values", "inverse_indices", NULL };
static const TupleNames unique_names[] = {
    { "UniqueAllResult", all_fields, "numpy" },
    { "UniqueCountsResult", counts_fields, "numpy" },
    { "UniqueInverseResult", inverse_fields, "numpy" },
};
static const int unique_parts_of[] = { WITH_INDEX | WITH_INVERSE | WITH_COUNTS, WITH_COUNTS, WITH_INVERSE };

static bool infer_named(Call *call, Value *out)
{
    int which = (int)call->func->extra;
    if (sheet_skips(call, out))
        return true;
    const Wanted wanted = { unique_parts_of[which], false, true, -1 };
    return infer_parts(arg_tensor(call, 0), &wanted, &unique_names[which], out);
}

static bool run_named(Call *call, Value *out)
{
    int which = (int)call->func->extra;
    const Wanted wanted = { unique_parts_of[which], false, true, -1 };
    Tensor *a = arg_held(call, 0);
    bool ok = answer_unique(call->run, a, &wanted, &unique_names[which], out);
    tensor_drop(a);
    return ok;
}

/* Extra: the dtype of two sets is what theirs promote to; WEAK: numbers yield. */
enum { PROMOTED = 1, WEAK };

static bool infer_some(Call *call, Value *out)
{
    int64_t some = DIM_UNKNOWN;
    if (sheet_skips(call, out))
        return true;
    DType dtype = (DType)arg_tensor(call, 0)->dtype;
    if (call->func->extra == WEAK) {
        Tensor *both[2] = { arg_tensor(call, 0), arg_tensor(call, 1) };
        dtype = tensors_dtype(&(Tensors){ 2, both });
    } else if (call->func->extra) {
        dtype = dtype_promote(dtype, (DType)arg_tensor(call, 1)->dtype);
    }
    return infer_as(out, dtype, 1, &some);
}

static bool run_unique_values(Call *call, Value *out)
{
    Tensor *a = arg_held(call, 0);
    const Wanted wanted = { 0, false, false, -1 };
    bool ok = a && a->dtype < FLOAT16 ? unsorted_unique(call->run, a, out)
                                      : answer_unique(call->run, a, &wanted, NULL, out);
    tensor_drop(a);
    return ok;
}

/* two sets
 * -----------------------------------------------------------------------------------------------------------
 */

static Value flat_pair(Sheet *s, Value a, Value b)
{
    return NP(s, "concatenate", sheet_tuple(s, 2, (Value[]){ a, b }), NONE);
}

static bool run_union(Call *call, Value *out)
{
    Sheet s;
    sheet_begin(&s, call->run);
    Value pair =
        sheet_tuple(&s, 2, (Value[]){ call->arg[0].value, call->arg[1].value }); /* as they were given */
    return sheet_answer(&s, NP(&s, "unique", NP(&s, "concatenate", pair, NONE)), out);
}

/* unique(a), or a flattened if it is known to be. */
static Value as_set(Sheet *s, Value a, bool is_unique) { return NP(s, is_unique ? "ravel" : "unique", a); }

static bool run_setxor(Call *call, Value *out)
{
    Sheet s;
    bool is_unique;
    sheet_begin(&s, call->run);
    s.failed = !arg_truth(call, 2, &is_unique);
    Value a = as_set(&s, sheet_argument(&s, call, 0), is_unique),
          b = as_set(&s, sheet_argument(&s, call, 1), is_unique);
    Value both = NP(&s, "sort", flat_pair(&s, a, b));
    Tensor *all = sheet_array(&s, both);
    if (!all || !all->dim[0])
        return sheet_answer(&s, both, out);
    int64_t n = all->dim[0];
    Tensor *alone = sheet_zeros(&s, BOOL, 1, &n);
    size_t size = tensor_itemsize(all);
    bool before = false;
    for (int64_t i = 0; alone && i < n; i++) {
        char *at = all->data + (size_t)i * size;
        bool after = i + 1 < n && same_element((DType)all->dtype, at, at + size, false);
        alone->data[i] = !before && !after;
        before = after;
    }
    return sheet_answer(&s, sheet_item(&s, both, as_value(alone)), out);
}

static bool infer_intersect(Call *call, Value *out)
{
    bool indices = false;
    if (sheet_skips(call, out))
        return true;
    if (!arg_truth(call, 3, &indices) || !infer_some(call, out))
        return false;
    if (indices) {
        int64_t some = DIM_UNKNOWN;
        Value item[3] = { *out };
        infer_as(&item[1], INT64, 1, &some);
        infer_as(&item[2], INT64, 1, &some);
        *out = value_tuple(3, item);
        for (int i = 0; i < 3; i++)
            value_drop(item[i]);
    }
    return true;
}

static bool run_intersect(Call *call, Value *out)
{
    Sheet s;
    bool is_unique = false, indices = false;
    Value set[2], place[2] = { ABSENT, ABSENT };
    sheet_begin(&s, call->run);
    s.failed = !arg_truth(call, 2, &is_unique) || !arg_truth(call, 3, &indices);
    for (int i = 0; i < 2; i++) {
        set[i] = sheet_argument(&s, call, i);
        if (indices && !is_unique) {
            Value both = NP_KEYS(&s, "unique", set[i], KEY("return_index", value_bool(true)));
            set[i] = sheet_at(&s, both, 0);
            place[i] = sheet_at(&s, both, 1);
        } else {
            set[i] = as_set(&s, set[i], is_unique);
        }
    }
    Value all = NP(&s, "concatenate", sheet_tuple(&s, 2, set)), order = NP(&s, "argsort", all);
    Value sorted = sheet_item(&s, all, order);
    Value left = s.failed ? ABSENT : sheet_part(&s, sorted, 0, 0, -1),
          right = sheet_part(&s, sorted, 0, 1, INT64_MAX);
    Value mask = sheet_op(&s, OP_EQ, right, left), common = sheet_item(&s, left, mask);
    if (!indices || s.failed)
        return sheet_answer(&s, common, out);
    Value first = sheet_item(&s, sheet_part(&s, order, 0, 0, -1), mask);
    Value second = sheet_item(&s, sheet_part(&s, order, 0, 1, INT64_MAX), mask);
    second = sheet_sub(&s, second, value_int(s.failed ? 0 : tensor_size(sheet_array(&s, set[0]))));
    if (!is_unique) {
        first = sheet_item(&s, place[0], first);
        second = sheet_item(&s, place[1], second);
    }
    return sheet_answer(&s, sheet_tuple(&s, 3, (Value[]){ common, first, second }), out);
}

/* membership
 * ---------------------------------------------------------------------------------------------------------
 */

/* Ints that do not lie far apart are looked up in a table. False: they do, or there is no memory. */
static bool look_up_members(const Tensor *a, const Tensor *b, Tensor *answer, bool invert)
{
    const int64_t *element = (const int64_t *)a->data, *member = (const int64_t *)b->data;
    int64_t n = tensor_size(a), m = tensor_size(b), least = m ? member[0] : 0, most = least;
    for (int64_t i = 1; i < m; i++) {
        least = member[i] < least ? member[i] : least;
        most = member[i] > most ? member[i] : most;
    }
    uint64_t range = (uint64_t)most - (uint64_t)least;
    uint8_t *table = range <= 8 * (uint64_t)(n + m) ? data_zeroed((size_t)range + 2) : NULL;
    if (!table)
        return false;
    for (int64_t i = 0; i < m; i++)
        table[(uint64_t)member[i] - (uint64_t)least] = 1;
    for (int64_t i = 0; i < n; i++) {
        uint64_t place = (uint64_t)element[i] - (uint64_t)least;
        answer->data[i] = (char)(invert ^ table[place <= range ? place : range + 1]);
    }
    data_free(table);
    return true;
}

/* In a sorted set each element is searched. */
static bool search_members(Run *run, const Tensor *a, Tensor *b, Tensor *answer, bool invert)
{
    DType dtype = (DType)a->dtype;
    Tensor *set = tensor_sorted_flat(run, b);
    int64_t n = tensor_size(a), size = dtype_info[dtype].size, members = set ? set->dim[0] : 0;
    int64_t *place = data_alloc((size_t)(n + 1) * sizeof *place);
    if (set && place)
        sort_search(sort_type(dtype), set->data, members, size, NULL, n, a->data, size, false, place);
    for (int64_t i = 0; set && place && i < n; i++)
        answer->data[i] = invert ^ (place[i] < members && same_element(dtype, set->data + place[i] * size,
                                                                       a->data + i * size, false));
    bool ok = set && (place || fail_memory(run, shape_text(run, 1, &n), "int64", 8.0 * (double)n));
    data_free(place);
    tensor_drop(set);
    return ok;
}

/* Which elements of a are in b; bool, in the shape of a. */
static Tensor *find_members(Run *run, Tensor *a, Tensor *b, bool invert)
{
    DType dtype = dtype_promote((DType)a->dtype, (DType)b->dtype);
    dtype = dtype < FLOAT16 && dtype != UINT64 ? INT64 : dtype;
    Tensor *wanted = tensor_cast(run, b, dtype), *members = wanted ? c_ordered(run, wanted) : NULL;
    Tensor *cast = members ? tensor_cast(run, a, dtype) : NULL, *each = cast ? c_ordered(run, cast) : NULL;
    Tensor *answer = each ? tensor_new(run, BOOL, a->ndim, a->dim) : NULL;
    if (answer && !(dtype == INT64 && look_up_members(each, members, answer, invert)) &&
        !search_members(run, each, members, answer, invert)) {
        tensor_drop(answer);
        answer = NULL;
    }
    tensor_drop(wanted);
    tensor_drop(members);
    tensor_drop(cast);
    tensor_drop(each);
    return answer;
}

static bool check_isin(Call *call, int kind, const Tensor *a, const Tensor *b)
{
    Value v = call->arg[kind].value;
    if (v.tag == V_NONE)
        return true;
    bool table = v.tag == V_STR && !strcmp(v.str->text, "table");
    if (!table && (v.tag != V_STR || strcmp(v.str->text, "sort"))) {
        Text text = { 0 };
        bool ok = value_str_of(call->run, v, &text);
        if (ok)
            fail(call->run, ValueError, "Invalid kind: '%s'. Please use None, 'sort' or 'table'.",
                 text_get(&text));
        text_free(&text);
        return false;
    }
    if (table && (a->dtype >= FLOAT16 || b->dtype >= FLOAT16))
        return fail(call->run, ValueError,
                    "The 'table' method is only supported for boolean or integer arrays. Please "
                    "select 'sort' or None for kind.");
    return true;
}

static bool infer_isin(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    if (call->arg[1].value.tag == V_SET) /* one element, which no number equals */
        return infer_as(out, BOOL, arg_tensor(call, 0)->ndim, arg_tensor(call, 0)->dim);
    if (!arg_convert(call, 1))
        return false;
    Tensor *a = arg_tensor(call, 0);
    return check_isin(call, 4, a, arg_tensor(call, 1)) && infer_as(out, BOOL, a->ndim, a->dim);
}

static bool run_isin(Call *call, Value *out)
{
    bool invert;
    if (call->arg[1].value.tag == V_SET) {
        if (!arg_truth(call, 3, &invert))
            return false;
        memset(out->tensor->data, invert, (size_t)tensor_size(out->tensor));
        return true;
    }
    Tensor *a = arg_held(call, 0), *b = arg_held(call, 1);
    bool ok =
        a && b && arg_truth(call, 3, &invert) && give_instead(out, find_members(call->run, a, b, invert));
    tensor_drop(a);
    tensor_drop(b);
    return ok;
}

static bool run_setdiff(Call *call, Value *out)
{
    Sheet s;
    bool is_unique;
    sheet_begin(&s, call->run);
    s.failed = !arg_truth(call, 2, &is_unique);
    Value a = as_set(&s, sheet_argument(&s, call, 0), is_unique), b = sheet_argument(&s, call, 1);
    Value alone = s.failed ? ABSENT : sheet_tensor(&s, find_members(call->run, a.tensor, b.tensor, true));
    return sheet_answer(&s, sheet_item(&s, a, alone), out);
}

/* ediff1d
 * ------------------------------------------------------------------------------------------------------------
 */

static bool check_ends(Call *call)
{
    static const char *const name[] = { NULL, "to_end", "to_begin" };
    DType dtype = (DType)arg_tensor(call, 0)->dtype;
    for (int i = 2; i >= 1; i--)
        if (!arg_none(call, i) && !dtype_can_cast((DType)arg_tensor(call, i)->dtype, dtype, CAST_SAME_KIND))
            return fail(call->run, TypeError,
                        "dtype of `%s` must be compatible with input `ary` under the `same_kind` rule.",
                        name[i]);
    return true;
}

static bool infer_ediff(Call *call, Value *out)
{
    if (sheet_skips(call, out))
        return true;
    Tensor *a = arg_tensor(call, 0);
    if (a->dtype != BOOL && !check_ends(call)) /* of bools the difference is what fails */
        return false;
    int64_t n = tensor_size(a), size = n > 0 ? n - 1 : n;
    for (int i = 1; i <= 2; i++) {
        int64_t more = arg_none(call, i) ? 0 : tensor_size(arg_tensor(call, i));
        size = size < 0 || more < 0 ? DIM_UNKNOWN : size + more;
    }
    return infer_as(out, (DType)a->dtype, 1, &size);
}

static bool run_ediff(Call *call, Value *out)
{
    Sheet s;
    sheet_begin(&s, call->run);
    Value a = NP(&s, "ravel", sheet_argument(&s, call, 0));
    DType dtype = s.failed ? BOOL : (DType)a.tensor->dtype;
    Value diff = sheet_sub(&s, sheet_part(&s, a, 0, 1, INT64_MAX), sheet_part(&s, a, 0, 0, -1)), end[3];
    s.failed = s.failed || !check_ends(call);
    for (int i = 2; i >= 1; i--) {
        end[i] = ABSENT;
        if (s.failed || arg_none(call, i))
            continue;
        end[i] = as_value(sheet_cast(&s, NP(&s, "ravel", sheet_argument(&s, call, i)), dtype));
    }
    Value part[3];
    int n = 0;
    if (end[2].tag != V_ABSENT)
        part[n++] = end[2];
    part[n++] = diff;
    if (end[1].tag != V_ABSENT)
        part[n++] = end[1];
    return sheet_answer(&s, n == 1 ? diff : NP(&s, "concatenate", sheet_tuple(&s, n, part)), out);
}

const Func set_funcs[] = {
    { .name = "unique",
      .of = "np",
      .params = "ar, return_index: bool = False, return_inverse: bool = False, return_counts: bool = False, "
                "axis: axis = None, *, equal_nan: bool = True, sorted: bool = True",
      .brief = "The different elements, sorted; where they are and how often.",
      .example = ">>> np.unique([3, 1, 1], return_counts=True)\n(array([1, 3]), array([2, 1]))\n",
      .style = PYTHON,
      .infer = infer_unique,
      .run = run_unique,
      .gives = AS_ARRAY },
    { .name = "unique_values",
      .of = "np",
      .params = "x, /",
      .brief = "The different elements, in no order.",
      .example = ">>> np.sort(np.unique_values([3, 1, 1]))\narray([1, 3])\n",
      .style = PYTHON,
      .infer = infer_some,
      .run = run_unique_values,
      .gives = AS_ARRAY },
    { .name = "unique_all",
      .of = "np",
      .params = "x, /",
      .brief = "The different elements, where each is first, the number of each element's, and their counts.",
      .example = ">>> np.unique_all([3, 1, 1]).counts\narray([2, 1])\n",
      .style = PYTHON,
      .infer = infer_named,
      .run = run_named,
      .gives = AS_ARRAY,
      .extra = 0 },
    { .name = "unique_counts",
      .of = "np",
      .params = "x, /",
      .brief = "The different elements and how often each is there.",
      .example =
          ">>> np.unique_counts([3, 1, 1])\nUniqueCountsResult(values=array([1, 3]), counts=array([2, 1]))\n",
      .style = PYTHON,
      .infer = infer_named,
      .run = run_named,
      .gives = AS_ARRAY,
      .extra = 1 },
    { .name = "unique_inverse",
      .of = "np",
      .params = "x, /",
      .brief = "The different elements, and which of them each element is.",
      .example = ">>> np.unique_inverse([3, 1, 1]).inverse_indices\narray([1, 0, 0])\n",
      .style = PYTHON,
      .infer = infer_named,
      .run = run_named,
      .gives = AS_ARRAY,
      .extra = 2 },
    { .name = "union1d",
      .of = "np",
      .params = "ar1, ar2",
      .brief = "The elements that are in one of two arrays, sorted.",
      .example = ">>> np.union1d([1, 2], [2, 3])\narray([1, 2, 3])\n",
      .style = PYTHON,
      .infer = infer_some,
      .run = run_union,
      .gives = AS_ARRAY,
      .extra = WEAK },
    { .name = "intersect1d",
      .of = "np",
      .params = "ar1, ar2, assume_unique: bool = False, return_indices: bool = False",
      .brief = "The elements that are in both arrays, sorted.",
      .example = ">>> np.intersect1d([1, 2, 3], [2, 3, 4])\narray([2, 3])\n",
      .style = PYTHON,
      .infer = infer_intersect,
      .run = run_intersect,
      .gives = AS_ARRAY,
      .extra = 1 },
    { .name = "setdiff1d",
      .of = "np",
      .params = "ar1, ar2, assume_unique: bool = False",
      .brief = "The elements of the first array that are not in the second, sorted.",
      .example = ">>> np.setdiff1d([1, 2, 3], [2])\narray([1, 3])\n",
      .style = PYTHON,
      .infer = infer_some,
      .run = run_setdiff,
      .gives = AS_ARRAY },
    { .name = "setxor1d",
      .of = "np",
      .params = "ar1, ar2, assume_unique: bool = False",
      .brief = "The elements that are in one of two arrays, but not in both, sorted.",
      .example = ">>> np.setxor1d([1, 2], [2, 3])\narray([1, 3])\n",
      .style = PYTHON,
      .infer = infer_some,
      .run = run_setxor,
      .gives = AS_ARRAY,
      .extra = PROMOTED },
    { .name = "isin",
      .of = "np",
      .params = "element, test_elements: any, assume_unique: bool = False, invert: bool = False, *, kind: "
                "str = None",
      .brief = "Whether each element is among others.",
      .example = ">>> np.isin([1, 2, 3], [2, 4])\narray([False,  True, False])\n",
      .style = PYTHON,
      .infer = infer_isin,
      .run = run_isin,
      .gives = AS_ARRAY },
    { .name = "ediff1d",
      .of = "np",
      .params = "ary, to_end = None, to_begin = None",
      .brief = "Differences of neighbours in the flattened array.",
      .example = ">>> np.ediff1d([1, 4, 9], to_end=99)\narray([ 3,  5, 99])\n",
      .style = PYTHON,
      .infer = infer_ediff,
      .run = run_ediff,
      .gives = AS_ARRAY },
    { .name = NULL },
};
