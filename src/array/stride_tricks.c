/* Views with strides of one's own: np.lib.stride_tricks; and what lies under arrays: np.lib.array_utils,
 * np.require. */
#include "func/results.h"

#include <string.h>

/* Do all elements of a view lie in the memory of the array that owns it? NumPy does not ask, and reads what
 * is there. */
static bool stays_inside(Tensor *of, int ndim, const int64_t *dim, const int64_t *stride)
{
    const char *low, *high;
    tensor_bounds(of->base ? of->base : of, &low, &high);
    int64_t first = of->data - low, last = first, reach;
    for (int i = 0; i < ndim; i++) {
        int64_t *end = stride[i] < 0 ? &first : &last;
        if (dim[i] == 0)
            return true;
        if (__builtin_mul_overflow(dim[i] - 1, stride[i], &reach) || __builtin_add_overflow(*end, reach, end))
            return false;
    }
    return first >= 0 && last <= high - low - (int64_t)tensor_itemsize(of);
}

static Tensor *strided(Run *run, Tensor *of, int ndim, const int64_t *dim, const int64_t *stride,
                       bool writeable)
{
    if (of->data && !stays_inside(of, ndim, dim, stride)) {
        fail(run, ValueError, "the view would reach outside of the array's memory");
        return NULL;
    }
    Tensor *view = view_at(of, ndim, dim, stride, 0);
    if (!writeable)
        view->object.flags |= TENSOR_READONLY;
    return view;
}

/* Sizes or strides: tuple(x), of ints. */
static bool ints_in(Run *run, Value v, Shape *out)
{
    Value list;
    if (!value_to_list(run, v, &list))
        return false;
    bool done = list.list->count <= AXES_MAX || fail_axes(run, list.list->count);
    out->ndim = done ? (int)list.list->count : 0;
    for (int i = 0; i < out->ndim && done; i++)
        done = value_index(run, list.list->item[i], &out->dim[i]);
    value_drop(list);
    return done;
}

enum { STRIDED_X, STRIDED_SHAPE, STRIDED_STRIDES, STRIDED_SUBOK, STRIDED_WRITEABLE };

static bool as_strided_infer(Call *call, Value *out)
{
    Run *run = call->run;
    Shape shape, stride;
    bool writeable;
    if (any_unknown(call) || !arg_tensor(call, STRIDED_X))
        return give_unknown(out);
    Tensor *x = arg_held(call, STRIDED_X);
    bool done = x && arg_truth(call, STRIDED_WRITEABLE, &writeable);
    if (!done) {
        tensor_drop(x);
        return false;
    }
    shape_set(&shape, x->ndim, x->dim);
    shape_set(&stride, x->ndim, x->stride);
    done = (arg_none(call, STRIDED_SHAPE) || ints_in(run, call->arg[STRIDED_SHAPE].value, &shape)) &&
           (arg_none(call, STRIDED_STRIDES) || ints_in(run, call->arg[STRIDED_STRIDES].value, &stride));
    if (done && arg_none(call, STRIDED_STRIDES)) {
        stride.ndim = shape.ndim;
        if (!arg_none(call, STRIDED_SHAPE) && tensor_is_c(x)) /* strides are left to the shape */
            strides_c(shape.ndim, shape.dim, tensor_itemsize(x), stride.dim);
    }
    for (int i = 0; i < shape.ndim && done; i++)
        done = shape.dim[i] >= 0 || fail(run, ValueError, "negative dimensions are not allowed");
    if (done && shape.ndim != stride.ndim)
        done = fail(run, ValueError, "mismatch in length of strides and shape");
    done = done &&
           give(out, strided(run, x, shape.ndim, shape.dim, stride.dim, writeable && tensor_writeable(x)));
    tensor_drop(x);
    return done;
}

enum { WINDOW_X, WINDOW_SHAPE, WINDOW_AXIS, WINDOW_SUBOK, WINDOW_WRITEABLE };

static bool is_many(Value v)
{
    return is_sequence(v) || (v.tag == V_ARRAY && v.tensor->ndim) || v.tag == V_RANGE;
}

/* The windows' sizes, and the axis of each. */
static bool read_windows(Call *call, const Tensor *x, Shape *window, Ints *axes)
{
    Run *run = call->run;
    Value given = call->arg[WINDOW_SHAPE].value;
    window->ndim = 1;
    if (is_many(given) ? !ints_in(run, given, window) : !value_index(run, given, &window->dim[0]))
        return false;
    for (int i = 0; i < window->ndim; i++)
        if (window->dim[i] < 0)
            return fail(run, ValueError, "`window_shape` cannot contain negative values");
    if (arg_none(call, WINDOW_AXIS)) {
        if (window->ndim != x->ndim)
            return fail(run, ValueError,
                        "Since axis is `None`, must provide window_shape for all dimensions of `x`; got %d "
                        "window_shape "
                        "elements and `x.ndim` is %d.",
                        window->ndim, x->ndim);
        axes->count = 0;
        return true;
    }
    if (!axes_of(run, call->arg[WINDOW_AXIS].value, x->ndim, NULL, true, axes))
        return false;
    if (axes->count != window->ndim)
        return fail(
            run, ValueError,
            "Must provide matching length window_shape and axis; got %d window_shape elements and %d axes "
            "elements.",
            window->ndim, axes->count);
    return true;
}

static bool sliding_infer(Call *call, Value *out)
{
    Run *run = call->run;
    Shape window;
    Ints axes;
    bool writeable;
    if (any_open(call) || !arg_tensor(call, WINDOW_X))
        return give_unknown(out);
    Tensor *x = arg_held(call, WINDOW_X);
    bool done = x && read_windows(call, x, &window, &axes) && arg_truth(call, WINDOW_WRITEABLE, &writeable);
    int64_t dim[2 * AXES_MAX], stride[2 * AXES_MAX];
    for (int i = 0; done && i < x->ndim; i++)
        dim[i] = x->dim[i], stride[i] = x->stride[i];
    for (int i = 0; done && i < window.ndim; i++) {
        int axis = axes.count ? (int)axes.at[i] : i;
        if (dim[axis] < window.dim[i])
            done = fail(run, ValueError, "window shape cannot be larger than input array shape");
        dim[axis] -= window.dim[i] - 1;
        dim[x->ndim + i] = window.dim[i];
        stride[x->ndim + i] = x->stride[axis];
    }
    if (done && x->ndim + window.ndim > AXES_MAX)
        done = fail_axes(run, x->ndim + window.ndim);
    if (done) {
        Tensor *view = view_at(x, x->ndim + window.ndim, dim, stride, 0);
        if (!writeable || !tensor_writeable(x))
            view->object.flags |= TENSOR_READONLY;
        done = give(out, view);
    }
    tensor_drop(x);
    return done;
}

/* np.require -----------------------------------------------------------------------------------------------
 */

enum { NEEDS_C = 1, NEEDS_F = 2, NEEDS_ALIGNED = 4, NEEDS_WRITEABLE = 8, NEEDS_OWN = 16, NEEDS_ARRAY = 32 };

static bool read_requirement(Run *run, Value v, int *needs)
{
    static const struct {
        const char *name;
        int need;
    } flags[] = { { "C", NEEDS_C },
                  { "C_CONTIGUOUS", NEEDS_C },
                  { "CONTIGUOUS", NEEDS_C },
                  { "F", NEEDS_F },
                  { "F_CONTIGUOUS", NEEDS_F },
                  { "FORTRAN", NEEDS_F },
                  { "A", NEEDS_ALIGNED },
                  { "ALIGNED", NEEDS_ALIGNED },
                  { "W", NEEDS_WRITEABLE },
                  { "WRITEABLE", NEEDS_WRITEABLE },
                  { "O", NEEDS_OWN },
                  { "OWNDATA", NEEDS_OWN },
                  { "E", NEEDS_ARRAY },
                  { "ENSUREARRAY", NEEDS_ARRAY } };
    if (v.tag != V_STR)
        return fail(run, AttributeError, "'%s' object has no attribute 'upper'", value_type_name(v));
    char upper[32];
    size_t n = (size_t)v.str->bytes < sizeof upper - 1 ? (size_t)v.str->bytes : sizeof upper - 1;
    for (size_t i = 0; i < n; i++)
        upper[i] =
            v.str->text[i] >= 'a' && v.str->text[i] <= 'z' ? (char)(v.str->text[i] - 32) : v.str->text[i];
    upper[n] = 0;
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (!strcmp(upper, flags[i].name)) {
            *needs |= flags[i].need;
            return true;
        }
    Value key = value_cstr(upper);
    fail_with(run, KeyError, key);
    value_drop(key);
    return false;
}

static bool require_needs(Call *call, int *needs)
{
    Value v = call->arg[2].value, list;
    *needs = 0;
    if (arg_none(call, 2))
        return true;
    if (!value_to_list(call->run, v, &list))
        return false;
    bool done = true;
    for (int64_t i = 0; i < list.list->count && done; i++)
        done = read_requirement(call->run, list.list->item[i], needs);
    value_drop(list);
    if (done && (*needs & NEEDS_C) && (*needs & NEEDS_F))
        return fail(call->run, ValueError, "Cannot specify both \"C\" and \"F\" order");
    return done;
}

static bool require_infer(Call *call, Value *out)
{
    Tensor *a = arg_tensor(call, 0);
    DType dtype;
    int needs;
    if (!a || any_unknown(call))
        return give_unknown(out);
    if (!arg_dtype(call, 1, &dtype) || !require_needs(call, &needs))
        return false;
    if (!call->typed_only)
        return give_unknown(out); /* run answers the array itself where that will do */
    return infer_as(out, dtype == NO_DTYPE ? (DType)a->dtype : dtype, a->ndim, a->dim);
}

static bool require_run(Call *call, Value *out)
{
    Run *run = call->run;
    DType dtype;
    int needs;
    Tensor *a = arg_held(call, 0), *cast = NULL, *result = NULL;
    bool done = a && arg_dtype(call, 1, &dtype) && require_needs(call, &needs) &&
                (cast = tensor_cast(run, a, dtype == NO_DTYPE ? (DType)a->dtype : dtype));
    if (done) {
        bool fits = (!(needs & NEEDS_C) || tensor_is_c(cast)) && (!(needs & NEEDS_F) || tensor_is_f(cast)) &&
                    (!(needs & NEEDS_WRITEABLE) || tensor_writeable(cast)) &&
                    (!(needs & NEEDS_OWN) || !cast->base);
        bool fortran = needs & NEEDS_F || (!(needs & NEEDS_C) && tensor_is_f(cast) && !tensor_is_c(cast));
        result = fits ? tensor_keep(cast) : tensor_copy(run, cast, fortran ? 'F' : 'C');
    }
    tensor_drop(a);
    tensor_drop(cast);
    return result && give_instead(out, result);
}

/* np.lib.array_utils ----------------------------------------------------------------------------------------
 */

static bool byte_bounds_run(Call *call, Value *out)
{
    const char *low, *high;
    tensor_bounds(arg_tensor(call, 0), &low, &high);
    if (low == high)
        high += tensor_itemsize(arg_tensor(call, 0));
    Value bound[2] = { value_int((intptr_t)low), value_int((intptr_t)high) };
    return value_instead(out, value_tuple(2, bound));
}

static bool normalize_infer(Call *call, Value *out)
{
    int64_t axis, ndim;
    int found;
    if (any_unknown(call))
        return give_unknown(out);
    const char *prefix = arg_none(call, 2) ? NULL : arg_text(call, 2);
    if (!arg_int(call, 0, &axis) || !arg_int(call, 1, &ndim))
        return false;
    if (axis < INT32_MIN || axis > INT32_MAX || ndim < INT32_MIN || ndim > INT32_MAX)
        return fail(call->run, OverflowError, "Python int too large to convert to C int");
    if (prefix && (axis < -ndim || axis >= ndim))
        return fail(call->run, AxisError, "%s: axis %lld is out of bounds for array of dimension %lld",
                    prefix, (long long)axis, (long long)ndim);
    if (!axis_check(call->run, axis, (int)ndim, &found))
        return false;
    *out = value_int(found);
    return true;
}

static bool normalize_tuple_infer(Call *call, Value *out)
{
    int64_t ndim;
    bool repeats;
    Ints axes;
    if (any_unknown(call))
        return give_unknown(out);
    if (!arg_int(call, 1, &ndim) || !arg_truth(call, 3, &repeats) ||
        !axes_of(call->run, call->arg[0].value, (int)ndim, arg_none(call, 2) ? NULL : arg_text(call, 2),
                 repeats, &axes))
        return false;
    *out = value_tuple_new(axes.count);
    for (int i = 0; i < axes.count; i++)
        out->tuple->item[i] = value_int(axes.at[i]);
    return true;
}

/* np.mintypecode --------------------------------------------------------------------------------------------
 */

/* The letters of NumPy's types by their size, the largest first. */
static const char letters_by_size[] = "GDFgdfQqPpNnLlIiHhBb?";

/* The letter of an item: itself, or its dtype's. 0 on error. */
static char letter_of(Run *run, Value item)
{
    if (item.tag == V_STR)
        return item.str->bytes == 1 ? item.str->text[0] : ' ';
    Tensor *t = tensor_from_value(run, item, NO_DTYPE, false);
    char letter = t ? dtype_info[t->dtype].ch : 0;
    tensor_drop(t);
    return letter;
}

static bool mintypecode_infer(Call *call, Value *out)
{
    const char *set = arg_text(call, 1);
    Value list;
    bool found[128] = { false }, any = false, done = true;
    if (any_unknown(call))
        return give_unknown(out);
    if (!set || !value_to_list(call->run, call->arg[0].value, &list))
        return !set && fail(call->run, TypeError, "argument of type '%s' is not a container or iterable",
                            value_type_name(call->arg[1].value));
    for (int64_t i = 0; i < list.list->count && done; i++) {
        char letter = letter_of(call->run, list.list->item[i]);
        done = letter;
        if (letter > ' ' && strchr(set, letter))
            any = found[(int)letter & 127] = true;
    }
    value_drop(list);
    if (!done)
        return false;
    if (!any)
        return *out = value_keep(call->arg[2].value), true;
    char answer = 'D';
    if (!found['F'] || !found['d']) {
        const char *least = letters_by_size;
        while (*least && !found[(int)*least])
            least++;
        answer = *least;
    }
    *out = value_str(&answer, 1);
    return true;
}

const Func stride_funcs[] = {
    { .name = "as_strided",
      .of = "np.lib.stride_tricks",
      .params = "x, shape: any = None, strides: any = None, subok: any = False, writeable: any = True",
      .style = PYTHON,
      .infer = as_strided_infer,
      .gives = AS_ARRAY,
      .brief = "a view with another shape and strides, in bytes",
      .example = ">>> np.lib.stride_tricks.as_strided(np.arange(6), (2, 3), (8, 16))\narray([[0, 2, 4],\n    "
                 "   [1, 3, 5]])\n" },
    { .name = "sliding_window_view",
      .of = "np.lib.stride_tricks",
      .params = "x, window_shape: any, axis: any = None, *, subok: any = False, writeable: any = False",
      .style = PYTHON,
      .infer = sliding_infer,
      .gives = AS_ARRAY,
      .brief = "every window of a size, as a view",
      .example = ">>> np.lib.stride_tricks.sliding_window_view([1, 2, 3, 4], 3)\narray([[1, 2, 3],\n       "
                 "[2, 3, 4]])\n" },
    { .name = "require",
      .of = "np",
      .params = "a, dtype: dtype = None, requirements: any = None, *, like: like = None",
      .style = PYTHON,
      .infer = require_infer,
      .run = require_run,
      .gives = AS_ARRAY,
      .brief = "an array that lies in memory as it is to",
      .example = ">>> np.require([[1, 2], [3, 4]], float, ['F']).flags.f_contiguous\nTrue\n" },
    { .name = "byte_bounds",
      .of = "np.lib.array_utils",
      .params = "a",
      .style = PYTHON,
      .run = byte_bounds_run,
      .gives = AS_ARRAY,
      .brief = "the addresses between which the elements lie",
      .example = ">>> low, high = np.lib.array_utils.byte_bounds(np.zeros(6))\n>>> high - low\n48\n" },
    { .name = "normalize_axis_index",
      .of = "np.lib.array_utils",
      .params = "axis: int, ndim: int, msg_prefix: any = None",
      .style = CLINIC,
      .infer = normalize_infer,
      .gives = AS_ARRAY,
      .brief = "an axis counted from the front",
      .example = ">>> np.lib.array_utils.normalize_axis_index(-1, ndim=3)\n2\n" },
    { .name = "normalize_axis_tuple",
      .of = "np.lib.array_utils",
      .params = "axis: any, ndim: int, argname: any = None, allow_duplicate: any = False",
      .style = PYTHON,
      .infer = normalize_tuple_infer,
      .gives = AS_ARRAY,
      .brief = "axes counted from the front, as a tuple",
      .example = ">>> np.lib.array_utils.normalize_axis_tuple((0, -1), 3)\n(0, 2)\n" },
    { .name = "mintypecode",
      .of = "np",
      .params = "typechars: any, typeset: any = 'GDFgdf', default: any = 'd'",
      .style = PYTHON,
      .infer = mintypecode_infer,
      .gives = AS_ARRAY,
      .brief = "the letter of the smallest type that the given ones can be cast to",
      .example = ">>> np.mintypecode(['d', 'f', 'S'])\n'd'\n" },
    { .name = NULL },
};
