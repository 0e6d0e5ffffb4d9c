/* functional.c: the user's functions on arrays: fromfunction, apply_along_axis, apply_over_axes, piecewise.
 */
#include "func/sheet.h"
#include "tensor/index.h"

#include <string.h>

/* fromfunction: the function of the whole arrays of coordinates. */
static bool run_fromfunction(Call *call, Value *out)
{
    enum { FUNCTION, SHAPE, DTYPE, LIKE, KEYWORDS };
    Sheet s;
    DType dtype;
    Value coordinate[AXES_MAX];
    sheet_begin(&s, call->run);
    if (!arg_dtype(call, DTYPE, &dtype))
        return s.failed = true, sheet_end(&s, ABSENT, out);
    Value grids = NP(&s, "indices", ARG(call, SHAPE), value_of_dtype(dtype == NO_DTYPE ? FLOAT64 : dtype));
    int64_t n = s.failed ? 0 : grids.tensor->dim[0];
    for (int i = 0; i < n; i++)
        coordinate[i] = sheet_tensor(&s, view_item(grids.tensor, 0, i));
    return sheet_end(
        &s, sheet_call_with(&s, ARG(call, FUNCTION), (int)n, coordinate, NONE, ARG(call, KEYWORDS)), out);
}

/* apply_along_axis
 * --------------------------------------------------------------------------------------------------- */

enum { ALONG_FUNCTION, ALONG_AXIS, ALONG_ARRAY, ALONG_ARGS, ALONG_KEYWORDS };

static bool apply_along(Sheet *s, Call *call, Tensor *a, int axis, Tensor **answers, int *more_axes)
{
    Tensor *lines = sheet_array(s, sheet_tensor(s, view_moved(a, axis, a->ndim - 1)));
    int last = a->ndim - 1;
    int64_t size = shape_size(last, lines->dim);
    if (!size)
        return sheet_fail(s, ValueError, "Cannot apply_along_axis when any iteration dimensions are 0");
    Tensor *room = NULL;
    int64_t index[AXES_MAX] = { 0 }, offset = 0;
    size_t bytes = 0;
    for (int64_t k = 0; k < size; k++) {
        Sheet one;
        Value unused;
        sheet_begin(&one, s->run);
        Value line = sheet_tensor(&one, view_at(lines, 1, &lines->dim[last], &lines->stride[last], offset));
        Value answer = sheet_call_with(&one, call->arg[ALONG_FUNCTION].value, 1, &line,
                                       call->arg[ALONG_ARGS].value, call->arg[ALONG_KEYWORDS].value);
        Tensor *t = answer.tag == V_ABSENT ? NULL : sheet_array(&one, answer);
        if (t && !room) { /* the first answer tells dtype and shape */
            Shape shape;
            shape_set(&shape, last, lines->dim);
            for (int i = 0; i < t->ndim && shape.ndim < AXES_MAX; i++)
                shape.dim[shape.ndim++] = t->dim[i];
            room = sheet_zeros(s, (DType)t->dtype, shape.ndim, shape.dim);
            *more_axes = t->ndim;
            bytes = room ? (size_t)tensor_size(t) * tensor_itemsize(t) : 0;
        }
        if (t && room) {
            Tensor *to = tensor_view(room, *more_axes, room->dim + last, room->stride + last,
                                     room->data + (size_t)k * bytes);
            one.failed |= !tensor_assign(s->run, to, t);
            tensor_drop(to);
        }
        s->failed |= !sheet_end(&one, NONE, &unused) || !room;
        if (s->failed)
            return false;
        for (int i = last; i-- > 0;) {
            offset += lines->stride[i];
            if (++index[i] < lines->dim[i])
                break;
            offset -= lines->dim[i] * lines->stride[i];
            index[i] = 0;
        }
    }
    *answers = room;
    return true;
}

static bool run_apply_along(Call *call, Value *out)
{
    Sheet s;
    int axis = 0, more = 0, order[AXES_MAX];
    Tensor *room = NULL;
    sheet_begin(&s, call->run);
    Tensor *a = sheet_array(&s, sheet_argument(&s, call, ALONG_ARRAY));
    int64_t asked;
    if (!a || !arg_int(call, ALONG_AXIS, &asked) || !axis_check(s.run, asked, a->ndim, &axis) ||
        !apply_along(&s, call, a, axis, &room, &more))
        return s.failed = true, sheet_answer(&s, ABSENT, out);
    /* the axes of the answers go where the line's was */
    int n = 0;
    for (int i = 0; i < axis; i++)
        order[n++] = i;
    for (int i = 0; i < more; i++)
        order[n++] = a->ndim - 1 + i;
    for (int i = axis; i < a->ndim - 1; i++)
        order[n++] = i;
    return sheet_answer(&s, sheet_tensor(&s, tensor_transpose(room, order)), out);
}

/* apply_over_axes
 * ---------------------------------------------------------------------------------------------------- */

static bool run_apply_over(Call *call, Value *out)
{
    enum { FUNCTION, ARRAY, AXES };
    Sheet s;
    Ints axes;
    Value given = call->arg[ARRAY].value, unused;
    if (given.tag != V_ARRAY && !value_is_scalar(given)) { /* NumPy asks it for its number of axes */
        if (!hooks.attribute(call->run, given, "ndim", &unused))
            return false;
        value_drop(unused);
    }
    sheet_begin(&s, call->run);
    Value value = as_value(sheet_array(&s, given));
    int ndim = s.failed ? 0 : value.tensor->ndim;
    s.failed |= s.failed || !ints_of(s.run, call->arg[AXES].value, &axes);
    for (int i = 0; !s.failed && i < axes.count; i++) {
        Value axis = value_int(axes.at[i] < 0 ? axes.at[i] + ndim : axes.at[i]);
        Value answer = sheet_call(&s, call->arg[FUNCTION].value, 2, (Value[]){ value, axis });
        Tensor *before = sheet_array(&s, value), *t = s.failed ? NULL : sheet_array(&s, answer);
        if (t && t->ndim != before->ndim) {
            answer = NP(&s, "expand_dims", answer, axis);
            t = s.failed ? NULL : sheet_array(&s, answer);
            if (t && t->ndim != before->ndim)
                sheet_fail(&s, ValueError, "function is not returning an array of the correct shape");
        }
        value = answer;
    }
    return sheet_answer(&s, value, out);
}

/* piecewise
 * ----------------------------------------------------------------------------------------------------------
 */

/* The conditions as a bool array whose first axis counts them. */
static Value read_conditions(Sheet *s, Value given, const Tensor *x)
{
    bool sequence =
        given.tag == V_LIST || given.tag == V_TUPLE || (given.tag == V_ARRAY && given.tensor->ndim);
    bool nested = false;
    if (sequence) {
        Value first = sheet_item(s, given, value_int(0));
        nested = first.tag == V_LIST || first.tag == V_ARRAY;
    }
    if (!sequence || (!nested && x->ndim))
        given = sheet_list(s, 1, &given);
    Tensor *t = s->failed ? NULL : tensor_from_value(s->run, given, BOOL, false);
    return sheet_tensor(s, t);
}

static void set_where(Sheet *s, Tensor *to, Tensor *mask, Value what)
{
    Tensor *t = sheet_array(s, what);
    if (!t || s->failed)
        return;
    Index item = { .kind = INDEX_MASK, .array = mask };
    s->failed = !index_set(s->run, to, 1, &item, t);
}

static bool run_piecewise(Call *call, Value *out)
{
    enum { X, CONDITIONS, FUNCTIONS, ARGS, KEYWORDS };
    Sheet s;
    sheet_begin(&s, call->run);
    Value x = sheet_argument(&s, call, X), list;
    if (!s.failed && !value_to_list(s.run, call->arg[FUNCTIONS].value, &list))
        s.failed = true;
    if (s.failed)
        return sheet_answer(&s, ABSENT, out);
    sheet_hold(&s, list);
    Value conditions = read_conditions(&s, call->arg[CONDITIONS].value, x.tensor);
    int64_t n = s.failed ? 0 : conditions.tensor->dim[0], functions = list.list->count;
    if (!s.failed && n == functions - 1) {
        Value other =
            NP(&s, "logical_not",
               NP_KEYS(&s, "any", conditions, KEY("axis", value_int(0)), KEY("keepdims", value_bool(true))));
        conditions = NP(&s, "concatenate", sheet_tuple(&s, 2, (Value[]){ conditions, other }), value_int(0));
        n++;
    } else if (!s.failed && n != functions) {
        sheet_fail(&s, ValueError, "with %lld condition(s), either %lld or %lld functions are expected",
                   (long long)n, (long long)n, (long long)n + 1);
    }
    Tensor *y = s.failed ? NULL : sheet_zeros(&s, (DType)x.tensor->dtype, x.tensor->ndim, x.tensor->dim);
    for (int64_t i = 0; y && !s.failed && i < n; i++) {
        Tensor *mask = sheet_array(&s, sheet_tensor(&s, view_item(conditions.tensor, 0, i)));
        Value function = list.list->item[i];
        if (!func_callable(function)) {
            set_where(&s, y, mask, function);
            continue;
        }
        Value some = sheet_item(&s, x, as_value(mask));
        Tensor *t = s.failed ? NULL : sheet_array(&s, some);
        if (t && tensor_size(t))
            set_where(
                &s, y, mask,
                sheet_call_with(&s, function, 1, &some, call->arg[ARGS].value, call->arg[KEYWORDS].value));
    }
    return sheet_answer(&s, as_value(y), out);
}

const Func functional_funcs[] = {
    { .name = "fromfunction",
      .of = "np",
      .params = "function: any, shape: any, *, dtype: dtype = None, like: like = None, **kwargs: any",
      .brief = "what a function answers to the coordinates of a grid",
      .example =
          ">>> np.fromfunction(lambda i, j: i + j, (2, 3))\narray([[0., 1., 2.],\n       [1., 2., 3.]])\n",
      .style = PYTHON,
      .run = run_fromfunction,
      .gives = AS_ARRAY },
    { .name = "apply_along_axis",
      .of = "np",
      .params = "func1d: func, axis: axis, arr, *args: any, **kwargs: any",
      .brief = "A function of lines on each line along an axis.",
      .example = ">>> np.apply_along_axis(lambda r: r[::-1], 1, [[1, 2], [3, 4]])\narray([[2, 1],\n       "
                 "[4, 3]])\n",
      .style = PYTHON,
      .run = run_apply_along,
      .gives = AS_ARRAY,
      .effects = true },
    { .name = "apply_over_axes",
      .of = "np",
      .params = "func: func, a: any, axes: any",
      .brief = "A function that reduces an axis, on one axis after another.",
      .example = ">>> np.apply_over_axes(np.sum, np.ones((2, 3)), [0, 1])\narray([[6.]])\n",
      .style = PYTHON,
      .run = run_apply_over,
      .gives = AS_ARRAY,
      .effects = true },
    { .name = "piecewise",
      .of = "np",
      .params = "x, condlist: any, funclist: any, *args: any, **kw: any",
      .brief = "A function of several pieces: for each condition a function or a number.",
      .example =
          ">>> x = np.array([-1, 0, 2])\n>>> np.piecewise(x, [x < 0, x >= 0], [-1, lambda v: v * 10])\n"
          "array([-1,  0, 20])\n",
      .style = PYTHON,
      .run = run_piecewise,
      .gives = AS_ARRAY,
      .effects = true },
    { .name = NULL },
};
