/* sets.c: arrays as sets: unions, intersections, differences and membership. */
#include "array/sorting.h"
#include "func/sheet.h"

#include <string.h>

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
    Value all = NP(&s, "concatenate", sheet_tuple(&s, 2, set));
    Value order = indices ? NP(&s, "argsort", all) : ABSENT;
    Value sorted = indices ? sheet_item(&s, all, order) : NP(&s, "sort", all);
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

const Func set_funcs[] = {
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
    { .name = NULL },
};
