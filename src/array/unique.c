/* unique.c: the different elements of an array: where they are and how often. */
#include "array/sorting.h"
#include "func/sheet.h"

#include <string.h>

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
    wanted->axis = -1;
    int64_t axis;
    if (!arg_none(call, AXIS) &&
        (!arg_int(call, AXIS, &axis) || !axis_check(call->run, axis, a->ndim, &wanted->axis)))
        return false;
    if (a->ndim == 1)
        wanted->axis = -1;
    return arg_truth(call, EQUAL_NAN, &wanted->equal_nan) && arg_truth(call, SORTED, &wanted->sorted);
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
    { NAMED_TUPLE("UniqueAllResult", "numpy.lib._arraysetops_impl"), all_fields },
    { NAMED_TUPLE("UniqueCountsResult", "numpy.lib._arraysetops_impl"), counts_fields },
    { NAMED_TUPLE("UniqueInverseResult", "numpy.lib._arraysetops_impl"), inverse_fields },
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

static bool infer_unique_values(Call *call, Value *out)
{
    int64_t some = DIM_UNKNOWN;
    return sheet_skips(call, out) || infer_as(out, (DType)arg_tensor(call, 0)->dtype, 1, &some);
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

const Func unique_funcs[] = {
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
      .infer = infer_unique_values,
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
    { .name = NULL },
};
