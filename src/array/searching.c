/* searching.c: where values belong in what is sorted: searchsorted, digitize. */
#include "array/sorting.h"

#include <ctype.h>
#include <string.h>

static bool read_side(Call *call, int i, bool *right)
{
    Value v = call->arg[i].value;
    if (v.tag != V_STR)
        return fail(call->run, TypeError, "search side must be str, not %s", value_type_name(v));
    const char *text = v.str->text;
    *right = !strcmp(text, "right");
    if (*right || !strcmp(text, "left"))
        return true;
    int first = tolower((unsigned char)text[0]);
    if (first == 'l' || first == 'r')
        return fail(call->run, ValueError, "search side must be one of 'left' or 'right'");
    return fail(call->run, ValueError, "search side must be 'left' or 'right' (got %s)",
                value_text(call->run, v));
}

static bool check_depth(Run *run, const Tensor *a)
{
    if (a->ndim == 1)
        return true;
    return fail(run, ValueError,
                a->ndim ? "object too deep for desired array"
                        : "object of too small depth for desired array");
}

/* The permutation as int64; *order NULL if none was given. */
static bool read_sorter(Call *call, int i, int64_t n, Tensor **order)
{
    Run *run = call->run;
    *order = NULL;
    if (arg_none(call, i))
        return true;
    Tensor *sorter = tensor_from_value(run, call->arg[i].value, NO_DTYPE, false);
    if (!sorter)
        return false;
    bool ok = true;
    if (sorter->ndim != 1)
        ok = fail(run, TypeError, "could not parse sorter argument");
    else if (!dtype_is_int((DType)sorter->dtype) && sorter->dtype != BOOL)
        ok = fail(run, TypeError, "sorter must only contain integers");
    else if (sorter->dim[0] != n)
        ok = fail(run, ValueError, "sorter.size must equal a.size");
    Tensor *cast = ok ? tensor_cast(run, sorter, INT64) : NULL;
    if (cast)
        *order = c_ordered(run, cast);
    tensor_drop(cast);
    tensor_drop(sorter);
    const int64_t *place = *order ? (int64_t *)(*order)->data : NULL;
    for (int64_t k = 0; place && k < n; k++)
        if (place[k] < 0 || place[k] >= n) {
            tensor_drop(*order);
            *order = NULL;
            return fail(run, ValueError, "Sorter index out of range.");
        }
    return *order;
}

static bool infer_searchsorted(Call *call, Value *out)
{
    bool right;
    if (any_unknown(call))
        return give_unknown(out);
    Tensor *v = arg_tensor(call, 1);
    return read_side(call, 2, &right) && check_depth(call->run, arg_tensor(call, 0)) &&
           infer_as(out, INT64, v->ndim, v->dim);
}

/* Where the elements of v go into a; `to` is contiguous. */
static bool search_into(Run *run, Tensor *a, Tensor *v, Tensor *order, bool right, Tensor *to)
{
    DType dtype = dtype_promote((DType)a->dtype, (DType)v->dtype);
    Tensor *in = tensor_cast(run, a, dtype), *keys = in ? tensor_cast(run, v, dtype) : NULL,
           *flat = keys ? c_ordered(run, keys) : NULL;
    if (flat)
        sort_search(sort_type(dtype), in->data, in->dim[0], in->stride[0],
                    order ? (int64_t *)order->data : NULL, tensor_size(flat), flat->data,
                    dtype_info[dtype].size, right, (int64_t *)to->data);
    bool ok = flat;
    tensor_drop(in);
    tensor_drop(keys);
    tensor_drop(flat);
    return ok;
}

static bool run_searchsorted(Call *call, Value *out)
{
    Tensor *a = arg_held(call, 0), *v = arg_held(call, 1), *order;
    bool right;
    bool ok = a && v && read_side(call, 2, &right) && read_sorter(call, 3, a->dim[0], &order);
    if (ok) {
        ok = search_into(call->run, a, v, order, right, out->tensor);
        tensor_drop(order);
    }
    tensor_drop(a);
    tensor_drop(v);
    return ok;
}

static bool check_bins(Run *run, const Tensor *bins)
{
    return !dtype_is_complex((DType)bins->dtype) ||
           fail(run, TypeError,
                "Cannot cast array data from dtype('%s') to dtype('float64') according to the rule 'safe'",
                dtype_info[bins->dtype].name);
}

static bool infer_digitize(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    Tensor *x = arg_tensor(call, 0);
    if (dtype_is_complex((DType)x->dtype))
        return fail(call->run, TypeError, "x may not be complex");
    return check_depth(call->run, arg_tensor(call, 1)) && check_bins(call->run, arg_tensor(call, 1)) &&
           infer_as(out, INT64, x->ndim, x->dim);
}

static bool run_digitize(Call *call, Value *out)
{
    Run *run = call->run;
    Tensor *x = arg_held(call, 0), *bins = arg_held(call, 1), *cast = NULL, *numbers = NULL, *turned = NULL;
    bool right, ok = x && bins && arg_truth(call, 2, &right);
    if (ok && (cast = tensor_cast(run, bins, FLOAT64)))
        numbers = c_ordered(run, cast);
    ok = ok && numbers;
    int64_t n = ok ? bins->dim[0] : 0;
    int direction = ok ? sort_direction((const double *)numbers->data, n) : 0;
    if (ok && !direction)
        ok = fail(run, ValueError, "bins must be monotonically increasing or decreasing");
    if (ok && direction > 0) {
        ok = search_into(run, bins, x, NULL, !right, out->tensor);
    } else if (ok) {
        turned = view_slice(bins, 0, n - 1, -1, n);
        ok = search_into(run, turned, x, NULL, !right, out->tensor);
        int64_t *place = (int64_t *)out->tensor->data, size = tensor_size(out->tensor);
        for (int64_t i = 0; ok && i < size; i++)
            place[i] = n - place[i];
    }
    tensor_drop(turned);
    tensor_drop(numbers);
    tensor_drop(cast);
    tensor_drop(bins);
    tensor_drop(x);
    return ok;
}

const Func searching_funcs[] = {
    { .name = "searchsorted",
      .of = "np",
      .params = "a, v, side: str = 'left', sorter: any = None",
      .brief = "Where values go into a sorted array so that it stays sorted.",
      .example = ">>> np.searchsorted([1, 3, 5], [0, 3, 9])\narray([0, 1, 3])\n",
      .style = PYTHON,
      .infer = infer_searchsorted,
      .run = run_searchsorted },
    { .name = "searchsorted",
      .of = "ndarray generic",
      .params = "self, v, side: str = 'left', sorter: any = None",
      .brief = "Where values go into a sorted array so that it stays sorted.",
      .example = ">>> np.array([1, 3, 5]).searchsorted(4)\nnp.int64(2)\n",
      .style = METHOD,
      .infer = infer_searchsorted,
      .run = run_searchsorted },
    { .name = "digitize",
      .of = "np",
      .params = "x, bins, right: bool = False",
      .brief = "The number of the bin that each element falls into.",
      .example = ">>> np.digitize([0.5, 1.5, 2.5], [0, 1, 2])\narray([1, 2, 3])\n",
      .style = PYTHON,
      .infer = infer_digitize,
      .run = run_digitize },
    { .name = NULL },
};
