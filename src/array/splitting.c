/* splitting.c: one array becomes several: split and its kin, unstack. */
#include "func/results.h"

#include <math.h>
#include <string.h>

/* A list of views of an axis between the points [at[i], at[i+1]), which Python's slices read. */
static Value split_at(Tensor *tensor, int axis, int parts, const int64_t *at)
{
    Value list = value_list_new(parts);
    int64_t size = tensor->dim[axis];
    for (int i = 0; i < parts; i++) {
        int64_t from = at[i] < 0 ? at[i] + size : at[i], to = at[i + 1] < 0 ? at[i + 1] + size : at[i + 1];
        from = from < 0 ? 0 : from > size ? size : from;
        to = to < from ? from : to > size ? size : to;
        Value part = value_array(view_slice(tensor, axis, from, 1, to - from));
        list_append(list.list, part);
        value_drop(part);
    }
    return list;
}

/* The array that split and kin are given: a list has no shape, which they need. */
static bool split_array(Call *call, Tensor **tensor)
{
    Value v = call->arg[0].value;
    if (v.tag == V_ARRAY) {
        *tensor = tensor_keep(v.tensor);
        return true;
    }
    *tensor = tensor_from_value(call->run, v, NO_DTYPE, false);
    return *tensor;
}

/* Whether what split is to split at are places, not a number of sections. */
static bool has_points(Value asked)
{
    return is_sequence(asked) || asked.tag == V_STR || asked.tag == V_RANGE ||
           (asked.tag == V_ARRAY && asked.tensor->ndim);
}

/* Equal sections, if `equal`, or the points of a sequence, along an axis that Python's indexing reads. */
static bool split_along(Call *call, Tensor *tensor, int64_t axis, bool equal, Value *out)
{
    Run *run = call->run;
    Value asked = call->arg[1].value;
    int at_axis = 0;
    bool shaped = call->arg[0].value.tag == V_ARRAY ||
                  value_is_scalar(call->arg[0].value); /* of what has no shape NumPy takes the length */
    if (shaped && (axis < -tensor->ndim || axis >= tensor->ndim))
        return fail(run, IndexError, "tuple index out of range");
    if (!shaped && !axis_named(run, axis, tensor->ndim, "axis1", &at_axis))
        return false;
    axis = axis < 0 ? axis + tensor->ndim : axis;
    int64_t size = tensor->dim[shaped ? axis : 0];
    if (has_points(asked)) {
        Ints points;
        if (!ints_of(run, asked, &points)) {
            if (run->error.class != TypeError)
                return false;
            run_clear_error(run);
            return fail(run, TypeError, "slice indices must be integers or None or have an __index__ method");
        }
        int64_t *at = arena_alloc(&run->scratch, (size_t)(points.count + 2) * sizeof *at);
        at[0] = 0;
        memcpy(at + 1, points.at, (size_t)points.count * sizeof *at);
        at[points.count + 1] = size;
        *out = split_at(tensor, (int)axis, points.count + 1, at);
        return true;
    }
    double sections = 0;
    if (asked.tag == V_NONE && equal)
        return fail(run, TypeError, "unsupported operand type(s) for %%: 'int' and 'NoneType'");
    if (!value_to_double(run, asked, &sections))
        return false;
    if (sections != sections)
        return fail(run, ValueError, "cannot convert float NaN to integer");
    if (isinf(sections))
        return fail(run, OverflowError, "cannot convert float infinity to integer");
    if (equal && sections == 0)
        return fail(run, ZeroDivisionError, "division by zero");
    if (equal && (double)size / sections != floor((double)size / sections))
        return fail(run, ValueError, "array split does not result in an equal division");
    if (sections < 1)
        return fail(run, ValueError, "number sections must be larger than 0.");
    if (sections > 1 << 24)
        return fail(run, MemoryError, "%s", "");
    int parts = (int)sections;
    int64_t *at = mem_alloc(((size_t)parts + 1) * sizeof *at);
    at[0] = 0;
    for (int i = 0; i < parts; i++)
        at[i + 1] = at[i] + size / parts + (i < size % parts);
    *out = split_at(tensor, (int)axis, parts, at);
    mem_free(at);
    return true;
}

static bool infer_split(Call *call, Value *out)
{
    int64_t axis;
    Tensor *tensor;
    if (any_open(call))
        return give_unknown(out);
    bool equal = call->func->extra == 's';
    Value v = call->arg[0].value, asked = call->arg[1].value;
    bool points = has_points(asked);
    if (equal && v.tag != V_ARRAY && !value_is_scalar(v) && !points)
        return fail(call->run, AttributeError, "'%s' object has no attribute 'shape'", value_type_name(v));
    if (value_is_number(v)) /* without a shape, its length is asked for */
        return fail(call->run, TypeError, "object of type '%s' has no len()", value_type_name(v));
    if (!arg_place_in(call, 2, "tuple", &axis) || !split_array(call, &tensor))
        return false;
    bool fine = split_along(call, tensor, axis, equal, out);
    tensor_drop(tensor);
    return fine;
}

/* hsplit, vsplit, dsplit: extra is the least number of axes. */
static bool infer_split_kin(Call *call, Value *out)
{
    Tensor *tensor;
    if (any_open(call))
        return give_unknown(out);
    if (!split_array(call, &tensor))
        return false;
    int least = (int)call->func->extra;
    bool fine;
    if (tensor->ndim < least)
        fine = fail(call->run, ValueError, "%s only works on arrays of %d or more dimensions",
                    call->func->name, least);
    else if (call->arg[0].value.tag != V_ARRAY && (least == 1 || !has_points(call->arg[1].value)))
        fine = fail(call->run, AttributeError, "'%s' object has no attribute '%s'",
                    value_type_name(call->arg[0].value), least == 1 ? "ndim" : "shape");
    else
        fine = split_along(call, tensor, least == 1 ? tensor->ndim > 1 : least == 2 ? 0 : 2, true, out);
    tensor_drop(tensor);
    return fine;
}

static bool infer_unstack(Call *call, Value *out)
{
    int64_t asked;
    int axis = 0;
    if (any_open(call))
        return give_unknown(out);
    Value v = call->arg[0].value;
    if (!check_has_ndim(call, 0))
        return false;
    if (v.tag != V_ARRAY || v.tensor->ndim == 0)
        return fail(call->run, ValueError, "Input array must be at least 1-d.");
    Tensor *tensor = v.tensor;
    if (!arg_int(call, 1, &asked) || !axis_named(call->run, asked, tensor->ndim, "source", &axis))
        return false;
    if (tensor->dim[axis] > INT32_MAX ||
        !run_has_memory(call->run, tensor->dim[axis], sizeof(Tensor) + sizeof(Value)))
        return call->run->error.class ? false : fail(call->run, MemoryError, "%s", "");
    *out = value_tuple_new(tensor->dim[axis]);
    for (int64_t i = 0; i < tensor->dim[axis]; i++) {
        Tensor *part = view_item(tensor, axis, i);
        out->tuple->item[i] = value_from_tensor(part, part->ndim == 0 && part->data);
    }
    return true;
}

const Func splitting_funcs[] = {
    { .name = "split",
      .of = "np",
      .params = "ary: any, indices_or_sections: any, axis: int = 0",
      .brief = "a list of equal parts, or of the parts between indices",
      .example = ">>> np.split(np.arange(6), 3)\n[array([0, 1]), array([2, 3]), array([4, 5])]\n",
      .style = PYTHON,
      .infer = infer_split,
      .gives = AS_ARRAY,
      .extra = 's' },
    { .name = "array_split",
      .of = "np",
      .params = "ary: any, indices_or_sections: any, axis: int = 0",
      .brief = "a list of parts, as equal as can be",
      .example = ">>> np.array_split(np.arange(5), 3)\n[array([0, 1]), array([2, 3]), array([4])]\n",
      .style = PYTHON,
      .infer = infer_split,
      .gives = AS_ARRAY },
    { .name = "hsplit",
      .of = "np",
      .params = "ary: any, indices_or_sections: any",
      .brief = "parts side by side",
      .example = ">>> np.hsplit(np.arange(4).reshape(2, 2), 2)\n"
                 "[array([[0],\n"
                 "       [2]]), array([[1],\n"
                 "       [3]])]\n",
      .style = PYTHON,
      .infer = infer_split_kin,
      .gives = AS_ARRAY,
      .extra = 1 },
    { .name = "vsplit",
      .of = "np",
      .params = "ary: any, indices_or_sections: any",
      .brief = "parts one below another",
      .example = ">>> np.vsplit(np.arange(4).reshape(2, 2), 2)\n[array([[0, 1]]), array([[2, 3]])]\n",
      .style = PYTHON,
      .infer = infer_split_kin,
      .gives = AS_ARRAY,
      .extra = 2 },
    { .name = "dsplit",
      .of = "np",
      .params = "ary: any, indices_or_sections: any",
      .brief = "parts one behind another",
      .example = ">>> np.dsplit(np.zeros((1, 2, 2)), 2)\n"
                 "[array([[[0.],\n"
                 "        [0.]]]), array([[[0.],\n"
                 "        [0.]]])]\n",
      .style = PYTHON,
      .infer = infer_split_kin,
      .gives = AS_ARRAY,
      .extra = 3 },
    { .name = "unstack",
      .of = "np",
      .params = "x: any, /, *, axis: int = 0",
      .brief = "a tuple of the parts along an axis",
      .example = ">>> np.unstack(np.arange(4).reshape(2, 2))\n(array([0, 1]), array([2, 3]))\n",
      .style = PYTHON,
      .infer = infer_unstack,
      .gives = AS_ARRAY },
    { 0 },
};
