/* results.c: arguments and results of functions of whole arrays. */
#include "func/results.h"

#include "tensor/mask.h"

#include <stdlib.h>
#include <string.h>

/* results ---------------------------------------------------------------------------------------------- */

bool give(Value *out, Tensor *tensor)
{
    if (!tensor)
        return false;
    *out = value_array(tensor);
    return true;
}

bool give_instead(Value *out, Tensor *tensor)
{
    if (!tensor)
        return false;
    value_drop(*out);
    *out = value_array(tensor);
    return true;
}

bool give_part(Call *call, Value *out, Tensor *part)
{
    if (!part)
        return false;
    bool scalar = part->ndim == 0 && value_is_scalar(call->arg[0].value);
    part->weak = STRONG;
    if (scalar && part->data) {
        *out = value_from_tensor(part, true);
        return true;
    }
    part->scalar = scalar;
    *out = value_array(part);
    return true;
}

bool value_instead(Value *out, Value with)
{
    if (with.tag == V_ABSENT)
        return false;
    value_drop(*out);
    *out = with;
    return true;
}

bool give_none(Value *out)
{
    *out = NONE;
    return true;
}

bool give_unknown(Value *out)
{
    *out = (Value){ .tag = V_UNKNOWN };
    return true;
}

bool check_sizes(Run *run, DType dtype, int ndim, const int64_t *dim)
{
    if (ndim > AXES_MAX)
        return fail_axes(run, ndim);
    int64_t bytes = dtype_info[dtype].size;
    bool too_big = false;
    for (int i = 0; i < ndim; i++) {
        if (dim[i] == DIM_UNKNOWN)
            return true;
        if (dim[i] && __builtin_mul_overflow(bytes, dim[i], &bytes))
            too_big = true;
    }
    if (too_big)
        return fail(
            run, ValueError,
            "array is too big; `arr.size * arr.dtype.itemsize` is larger than the maximum possible size.");
    return true;
}

bool check_asked(Run *run, DType dtype, int ndim, const int64_t *dim)
{
    for (int i = 0; i < ndim; i++)
        if (dim[i] < 0)
            return fail(run, ValueError, "negative dimensions are not allowed");
    return check_sizes(run, dtype, ndim, dim);
}

void strides_in_order(int ndim, const int64_t *dim, size_t itemsize, char order, const Tensor *like,
                      int64_t *stride)
{
    if (order == 'A')
        order = like && tensor_is_f(like) && !tensor_is_c(like) ? 'F' : 'C';
    if (order == 'K')
        order = !like || like->ndim != ndim || tensor_is_c(like) ? 'C' : tensor_is_f(like) ? 'F' : 'K';
    int place[AXES_MAX]; /* the axes from the outermost in memory to the innermost */
    for (int i = 0; i < ndim; i++)
        place[i] = order == 'F' ? ndim - 1 - i : i;
    if (order == 'K')
        for (int i = 1; i < ndim; i++) /* stable: axes of equal strides keep their places */
            for (int k = i; k > 0 && llabs(like->stride[place[k]]) > llabs(like->stride[place[k - 1]]); k--) {
                int swapped = place[k];
                place[k] = place[k - 1];
                place[k - 1] = swapped;
            }
    int64_t step = (int64_t)itemsize;
    for (int i = ndim; i-- > 0;) {
        stride[place[i]] = step;
        step = size_times(step, dim[place[i]] > 0 ? dim[place[i]] : 1);
    }
}

void set_order(Tensor *fresh, char order, const Tensor *like)
{
    if (tensor_size(fresh)) /* the strides of an empty array are 0 */
        strides_in_order(fresh->ndim, fresh->dim, tensor_itemsize(fresh), order, like, fresh->stride);
}

Tensor *new_in_order(Run *run, DType dtype, int ndim, const int64_t *dim, char order, const Tensor *like)
{
    Tensor *made = tensor_new(run, dtype, ndim, dim);
    if (made)
        set_order(made, order, like);
    return made;
}

Tensor *typed_in_order(DType dtype, int ndim, const int64_t *dim, char order)
{
    Tensor *made = tensor_typed(dtype, ndim, dim);
    if (order == 'F')
        set_order(made, order, NULL);
    return made;
}

/* views ------------------------------------------------------------------------------------------------ */

Tensor *view_at(Tensor *of, int ndim, const int64_t *dim, const int64_t *stride, int64_t offset)
{
    return tensor_view(of, ndim, dim, stride, of->data ? of->data + offset : NULL);
}

Tensor *view_whole(Tensor *of) { return view_at(of, of->ndim, of->dim, of->stride, 0); }

Tensor *view_expanded(Tensor *of, int ndim, const bool *is_new)
{
    int64_t dim[AXES_MAX], stride[AXES_MAX];
    for (int i = 0, from = 0; i < ndim; i++) {
        dim[i] = is_new[i] ? 1 : of->dim[from];
        stride[i] = is_new[i] ? 0 : of->stride[from];
        from += !is_new[i];
    }
    return view_at(of, ndim, dim, stride, 0);
}

Tensor *view_slice(Tensor *of, int axis, int64_t start, int64_t step, int64_t count)
{
    Tensor *view = view_at(of, of->ndim, of->dim, of->stride, count > 0 ? start * of->stride[axis] : 0);
    view->dim[axis] = count;
    view->stride[axis] = of->stride[axis] * step;
    return view;
}

Tensor *view_item(Tensor *of, int axis, int64_t index)
{
    int64_t dim[AXES_MAX], stride[AXES_MAX];
    for (int i = 0, to = 0; i < of->ndim; i++)
        if (i != axis) {
            dim[to] = of->dim[i];
            stride[to++] = of->stride[i];
        }
    return view_at(of, of->ndim - 1, dim, stride, index * of->stride[axis]);
}

Tensor *view_moved(Tensor *of, int from, int to)
{
    int order[AXES_MAX];
    for (int i = 0, next = 0; i < of->ndim; i++) {
        next += next == from;
        order[i] = i == to ? from : next++;
    }
    return tensor_transpose(of, order);
}

Tensor *view_swapped(Tensor *of, int axis, int other)
{
    int order[AXES_MAX];
    for (int i = 0; i < of->ndim; i++)
        order[i] = i == axis ? other : i == other ? axis : i;
    return tensor_transpose(of, order);
}

Tensor *view_at_least(Tensor *of, int ndim)
{
    if (of->ndim >= ndim)
        return tensor_keep(of);
    bool is_new[AXES_MAX];
    for (int i = 0; i < ndim; i++)
        is_new[i] = i < ndim - of->ndim;
    return view_expanded(of, ndim, is_new);
}

Tensor *flat_tensor(Run *run, Tensor *of)
{
    int64_t size = tensor_size(of);
    return tensor_reshape(run, of, 1, &size, 'C');
}

Tensor *c_ordered(Run *run, Tensor *of)
{
    return tensor_is_c(of) ? tensor_keep(of) : tensor_copy(run, of, 'C');
}

/* arguments -------------------------------------------------------------------------------------------- */

Tensor *arg_held(Call *call, int i)
{
    Tensor *tensor = call->arg[i].tensor;
    if (tensor != &call->arg[i].scalar)
        return tensor_keep(tensor);
    Tensor *copy = tensor_new(call->run, tensor->dtype, 0, NULL);
    if (copy && tensor->data)
        memcpy(copy->data, tensor->data, tensor_itemsize(tensor));
    return copy;
}

bool arg_convert(Call *call, int i)
{
    Arg *arg = &call->arg[i];
    if (arg->tensor)
        return true;
    if (arg->value.tag == V_ARRAY) {
        arg->tensor = arg->value.tensor;
    } else if (tensor_of_scalar(&arg->scalar, &arg->value)) {
        arg->tensor = &arg->scalar;
    } else {
        arg->tensor = tensor_from_value(call->run, arg->value, NO_DTYPE, true);
        arg->owned_tensor = arg->tensor;
    }
    return arg->tensor;
}

/* The text of an option that must be one of a few. */
static const char *option_text(Call *call, int i)
{
    Value v = call->arg[i].value;
    return v.tag == V_STR ? v.str->text : NULL;
}

bool check_has_ndim(Call *call, int i)
{
    Value v = call->arg[i].value;
    return v.tag == V_ARRAY || value_is_scalar(v) ||
           fail(call->run, AttributeError, "'%s' object has no attribute 'ndim'", value_type_name(v));
}

bool arg_order(Call *call, int i, char none, char *out)
{
    *out = none;
    if (arg_none(call, i))
        return true;
    const char *text = option_text(call, i);
    if (!text)
        return fail(call->run, TypeError, "order must be str, not %s", value_type_name(call->arg[i].value));
    char letter = text[0] && !text[1] ? (char)(text[0] & ~0x20) : 0;
    if (!letter || !strchr("CFAK", letter))
        return fail(call->run, ValueError, "order must be one of 'C', 'F', 'A', or 'K' (got %s)",
                    value_text(call->run, call->arg[i].value));
    *out = letter;
    return true;
}

bool arg_casting(Call *call, int i, Casting *out)
{
    const char *text = option_text(call, i);
    for (int c = CAST_NO; text && c <= CAST_UNSAFE; c++)
        if (!strcmp(text, casting_name[c])) {
            *out = (Casting)c;
            return true;
        }
    if (!text)
        return fail(call->run, TypeError, "casting must be str, not %s", value_type_name(call->arg[i].value));
    return fail(call->run, ValueError,
                "casting must be one of 'no', 'equiv', 'safe', 'same_kind', 'unsafe' (got %s)",
                value_text(call->run, call->arg[i].value));
}

bool arg_mode(Call *call, int i, IndexMode *out)
{
    *out = MODE_RAISE;
    if (arg_none(call, i))
        return true;
    const char *text = option_text(call, i);
    if (!text) {
        int64_t number;
        if (!value_is_int(call->arg[i].value))
            return fail(call->run, TypeError, "clipmode must be a string or an int");
        if (!value_index(call->run, call->arg[i].value, &number))
            return false;
        *out = number == 0 ? MODE_CLIP : number == 1 ? MODE_WRAP : MODE_RAISE;
        return true;
    }
    switch (text[0]) { /* NumPy looks at the first letter, whatever its case, and at the length */
    case 'r':
    case 'R': *out = MODE_RAISE; break;
    case 'w':
    case 'W': *out = MODE_WRAP; break;
    case 'c':
    case 'C': *out = MODE_CLIP; break;
    default: text = NULL;
    }
    static const char *const full[] = { "raise", "wrap", "clip" };
    if (text && !strcasecmp(text, full[*out]))
        return true;
    return fail(call->run, ValueError, "clipmode must be one of 'clip', 'raise', or 'wrap' (got %s)",
                value_text(call->run, call->arg[i].value));
}

bool any_unknown(const Call *call)
{
    for (int i = 0; i < call->args; i++)
        if (arg_unknown(call, i))
            return true;
    return false;
}

static bool open_size(Value v)
{
    if (v.tag == V_TUPLE || v.tag == V_LIST) {
        int64_t count = v.tag == V_TUPLE ? v.tuple->count : v.list->count;
        const Value *item = v.tag == V_TUPLE ? v.tuple->item : v.list->item;
        for (int64_t i = 0; i < count; i++)
            if (item[i].tag == V_UNKNOWN || (item[i].tag == V_ARRAY && open_size(item[i])))
                return true;
    }
    for (int i = 0; v.tag == V_ARRAY && i < v.tensor->ndim; i++)
        if (v.tensor->dim[i] == DIM_UNKNOWN)
            return true;
    return false;
}

bool any_open(const Call *call)
{
    if (any_unknown(call))
        return true;
    for (int i = 0; call->typed_only && i < call->args; i++)
        if (open_size(call->arg[i].value))
            return true;
    return false;
}

bool arg_truth(Call *call, int i, bool *out) { return value_truth(call->run, call->arg[i].value, out); }

bool is_sequence(Value v) { return v.tag == V_TUPLE || v.tag == V_LIST; }

bool tensors_from(Run *run, Value sequence, bool weak, Tensors *out)
{
    *out = (Tensors){ 0 };
    Value list = NONE;
    int64_t count;
    const Value *item = NULL;
    Tensor *rows = NULL;
    if (sequence.tag == V_TUPLE) {
        count = sequence.tuple->count;
        item = sequence.tuple->item;
    } else if (sequence.tag == V_ARRAY && sequence.tensor->ndim > 0) {
        rows = sequence.tensor;
        count = rows->dim[0];
    } else {
        if (sequence.tag == V_LIST)
            list = value_keep(sequence);
        else if (!value_to_list(run, sequence, &list))
            return false;
        count = list.list->count;
        item = list.list->item;
    }
    if (count > INT32_MAX || !run_has_memory(run, count, sizeof(Tensor) + sizeof *out->at)) {
        value_drop(list);
        return run->error.class ? false : fail(run, MemoryError, "%s", "");
    }
    out->at = mem_zeroed((size_t)(count > 0 ? count : 1) * sizeof *out->at);
    for (int64_t i = 0; i < count; i++) {
        Tensor *made = rows ? view_item(rows, 0, i) : tensor_from_value(run, item[i], NO_DTYPE, weak);
        if (!made) {
            tensors_drop(out);
            value_drop(list);
            return false;
        }
        out->at[out->count++] = made;
    }
    value_drop(list);
    return true;
}

void tensors_drop(Tensors *these)
{
    for (int i = 0; i < these->count; i++)
        tensor_drop(these->at[i]);
    mem_free(these->at);
    *these = (Tensors){ 0 };
}

DType tensors_dtype(const Tensors *these)
{
    size_t n = (size_t)these->count;
    DType *dtype = mem_alloc(n * sizeof *dtype);
    Weak *weak = mem_alloc(n * sizeof *weak);
    for (size_t i = 0; i < n; i++) {
        dtype[i] = these->at[i]->dtype;
        weak[i] = these->at[i]->weak;
    }
    DType result = dtype_result(these->count, dtype, weak);
    mem_free(weak);
    mem_free(dtype);
    return result;
}

bool fail_one_shape(Run *run, int n, Tensor *const of[])
{
    Shape all, pair;
    int i = 0, k = 0;
    shape_set(&all, 0, NULL);
    while (k < n - 1 && shape_broadcast(&all, of[k]->ndim, of[k]->dim))
        k++;
    do
        shape_set(&pair, of[i]->ndim, of[i]->dim);
    while (shape_broadcast(&pair, of[k]->ndim, of[k]->dim) && ++i < k);
    return fail(run, ValueError,
                "shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between "
                "arg %d with shape %s and arg %d with shape %s.",
                i, shape_text(run, of[i]->ndim, of[i]->dim), k, shape_text(run, of[k]->ndim, of[k]->dim));
}

/* Ints, each read by `read`. */
static bool read_ints(Run *run, Value v, bool (*read)(Run *, Value, int64_t *), Ints *out)
{
    *out = (Ints){ 0 };
    int64_t count = 1;
    const Value *item = &v;
    Value list = NONE;
    if (v.tag == V_TUPLE) {
        count = v.tuple->count;
        item = v.tuple->item;
    } else if (v.tag == V_LIST || v.tag == V_RANGE || (v.tag == V_ARRAY && v.tensor->ndim > 0)) {
        if (!value_len(run, v, &count))
            return false;
        if (count > INT32_MAX)
            return fail(run, MemoryError, "%s", "");
        if (!value_to_list(run, v, &list))
            return false;
        item = list.list->item;
    } else {
        out->single = true;
    }
    out->at = arena_alloc(&run->scratch, (size_t)(count + 1) * sizeof *out->at);
    for (int64_t i = 0; i < count; i++)
        if (!read(run, item[i], &out->at[i])) {
            value_drop(list);
            return false;
        }
    out->count = (int)count;
    value_drop(list);
    return true;
}

bool ints_of(Run *run, Value v, Ints *out) { return read_ints(run, v, value_index, out); }

static bool read_size(Run *run, Value v, int64_t *out)
{
    if (v.tag == V_BOOL)
        return fail(run, TypeError, "an integer is required");
    if (v.tag == V_BIGINT)
        return fail(run, ValueError, "Maximum allowed dimension exceeded");
    return value_index(run, v, out);
}

bool sizes_of(Run *run, Value v, Ints *out)
{
    bool one = v.tag == V_INT || v.tag == V_BIGINT || (v.tag == V_SCALAR && dtype_is_int((DType)v.dtype)) ||
               (v.tag == V_ARRAY && !v.tensor->ndim && dtype_is_int((DType)v.tensor->dtype));
    bool many = v.tag == V_TUPLE || v.tag == V_LIST || v.tag == V_RANGE || v.tag == V_STR ||
                (v.tag == V_ARRAY && v.tensor->ndim);
    if (!one && !many && v.tag != V_NONE)
        return fail(run, TypeError, "expected a sequence of integers or a single integer, got '%s'",
                    value_text(run, v));
    int64_t count = 0;
    if (many && v.tag != V_STR && !value_len(run, v, &count))
        return false;
    if (count > AXES_MAX)
        return fail_axes(run, count);
    return read_ints(run, v, read_size, out);
}

bool fail_too_deep(Run *run, Value given)
{
    return fail(run, ValueError,
                is_sequence(given) ? "setting an array element with a sequence. The requested array would "
                                     "exceed the maximum number of dimension of 1."
                                   : "object too deep for desired array");
}

bool axis_named(Run *run, int64_t axis, int ndim, const char *name, int *out)
{
    if (axis >= -(int64_t)ndim && axis < ndim) {
        *out = (int)(axis < 0 ? axis + ndim : axis);
        return true;
    }
    if (axis < INT32_MIN || axis > INT32_MAX)
        return fail(run, OverflowError, "Python int too large to convert to C int");
    return fail(run, AxisError, "%s%saxis %lld is out of bounds for array of dimension %d", name ? name : "",
                name ? ": " : "", (long long)axis, ndim);
}

static bool read_axis(Run *run, Value v, int64_t *out)
{
    if (v.tag == V_FLOAT || (v.tag == V_SCALAR && dtype_is_float((DType)v.dtype)))
        return fail(run, TypeError, "integer argument expected, got float");
    return value_index(run, v, out);
}

bool value_compares(Run *run, Value v, Operator op, int64_t with, bool *out)
{
    Value answer;
    if (v.tag == V_INT && (op == OP_LT || op == OP_GT)) {
        *out = op == OP_LT ? v.i < with : v.i > with;
        return true;
    }
    if (!hooks.operate(run, op, v, value_int(with), &answer))
        return false;
    bool fine = value_truth(run, answer, out);
    value_drop(answer);
    return fine;
}

bool axis_of(Run *run, Value v, int ndim, const char *name, int *out)
{
    int64_t axis;
    return read_axis(run, v, &axis) && axis_named(run, axis, ndim, name, out);
}

bool check_out_array(Call *call, int i, const char *words)
{
    return arg_none(call, i) || call->arg[i].value.tag == V_ARRAY || call->arg[i].value.tag == V_UNKNOWN ||
           fail(call->run, TypeError, "%s", words);
}

Tensor *where_of(Run *run, Value v)
{
    if (v.tag != V_ARRAY && !value_is_scalar(v))
        return tensor_from_value(run, v, BOOL, false);
    Tensor *mask = tensor_from_value(run, v, NO_DTYPE, false);
    if (!mask || mask->dtype == BOOL)
        return mask;
    if (v.tag == V_ARRAY && !dtype_can_cast((DType)mask->dtype, BOOL, CAST_SAFE)) {
        fail(run, TypeError,
             "Cannot cast array data from dtype('%s') to dtype('bool') according to the rule 'safe'",
             dtype_info[mask->dtype].name);
        tensor_drop(mask);
        return NULL;
    }
    Tensor *cast = mask->data ? tensor_cast(run, mask, BOOL) : tensor_typed(BOOL, mask->ndim, mask->dim);
    tensor_drop(mask);
    return cast;
}

bool axes_of(Run *run, Value v, int ndim, const char *name, bool repeats, Ints *out)
{
    bool iterable = v.tag == V_TUPLE || v.tag == V_LIST || v.tag == V_RANGE || v.tag == V_STR ||
                    v.tag == V_ARRAY || value_is_int(v) ||
                    (v.tag == V_SCALAR && dtype_is_int((DType)v.dtype));
    if (!iterable && v.tag != V_UNKNOWN)
        return fail(run, TypeError, "'%s' object is not iterable", value_type_name(v));
    if (!read_ints(run, v, read_axis, out))
        return false;
    bool repeated = false;
    for (int i = 0; i < out->count; i++) {
        int axis = 0;
        if (!axis_named(run, out->at[i], ndim, name, &axis))
            return false;
        for (int before = 0; before < i && !repeated; before++)
            repeated = out->at[before] == axis;
        out->at[i] = axis;
    }
    if (repeated && !repeats)
        return name ? fail(run, ValueError, "repeated axis in `%s` argument", name)
                    : fail(run, ValueError, "repeated axis");
    return true;
}

/* elements --------------------------------------------------------------------------------------------- */

void fill_element(Tensor *to, const void *element)
{
    size_t item = tensor_itemsize(to), bytes = (size_t)tensor_size(to) * item;
    if (!bytes)
        return;
    memcpy(to->data, element, item);
    for (size_t done = item; done < bytes;) { /* doubles what is there */
        size_t more = done < bytes - done ? done : bytes - done;
        if (more > 1 << 16)
            more = 1 << 16;
        memcpy(to->data + done, to->data, more);
        done += more;
    }
}

void fill_int(Tensor *to, int64_t value)
{
    char element[16];
    element_set_int(to->dtype, element, value);
    fill_element(to, element);
}

bool fill_value(Run *run, Tensor *to, Value v)
{
    if (value_is_int(v) || v.tag == V_STR) /* these must fit the dtype; floats are cast as C does it */
        return tensor_store(run, to, v);
    Tensor *from = tensor_from_value(run, v, NO_DTYPE, false);
    if (!from && run->error.class == TypeError) { /* texts and objects, which are cast one by one */
        run_clear_error(run);
        from = tensor_from_value(run, v, to->dtype, false);
    }
    bool done = from && tensor_assign(run, to, from);
    tensor_drop(from);
    return done;
}

bool assign_where(Run *run, Tensor *to, Tensor *from, Tensor *mask)
{
    Shape shape;
    shape_set(&shape, to->ndim, to->dim);
    if (!shape_broadcast(&shape, from->ndim, from->dim) ||
        !shape_equal(shape.ndim, shape.dim, to->ndim, to->dim))
        return fail(run, ValueError, "could not broadcast input array from shape %s into shape %s",
                    shape_tight(run, from->ndim, from->dim), shape_tight(run, to->ndim, to->dim));
    if (!shape_broadcast(&shape, mask->ndim, mask->dim) ||
        !shape_equal(shape.ndim, shape.dim, to->ndim, to->dim))
        return fail(run, ValueError, "could not broadcast where mask from shape %s into shape %s",
                    shape_tight(run, mask->ndim, mask->dim), shape_tight(run, to->ndim, to->dim));
    if (!tensor_writeable(to))
        return fail(run, ValueError, "assignment destination is read-only");
    Tensor *cast = tensor_cast(run, from, to->dtype), *truth = tensor_cast(run, mask, BOOL), *apart = NULL;
    bool done = cast && truth;
    if (done && tensor_overlap(to, cast)) {
        apart = tensor_copy(run, cast, 'K');
        done = apart;
    }
    if (done) {
        Walk walk;
        walk_begin(&walk, to->ndim, to->dim);
        walk_add(&walk, truth);
        walk_add(&walk, apart ? apart : cast);
        walk_add(&walk, to);
        walk_arrange(&walk);
        done = walk_run(run, &walk, mask_blend(tensor_itemsize(to)));
    }
    tensor_drop(apart);
    tensor_drop(cast);
    tensor_drop(truth);
    return done;
}

void places_begin(Places *at, const Tensor *tensor)
{
    at->ndim = tensor->ndim;
    at->dim = tensor->dim;
    at->stride = tensor->stride;
    at->left = tensor_size(tensor);
    at->offset = 0;
    at->started = false;
    memset(at->index, 0, (size_t)tensor->ndim * sizeof *at->index);
}

bool places_next(Places *at)
{
    if (at->left-- <= 0)
        return false;
    if (!at->started)
        return at->started = true;
    for (int i = at->ndim; i-- > 0;) {
        at->offset += at->stride[i];
        if (++at->index[i] < at->dim[i])
            return true;
        at->offset -= at->dim[i] * at->stride[i];
        at->index[i] = 0;
    }
    return true;
}

/* NumPy's functions from C ----------------------------------------------------------------------------- */

bool infer_operation(Run *run, const Func *row, int n, const Value of[], Tensor *into, Value *out)
{
    enum { OPERANDS = 4 };
    Value value[OPERANDS + 1];
    for (int i = 0; i < n && i < OPERANDS; i++)
        value[i] = of[i];
    value[n] = into ? value_array(into) : NONE;
    Given given = { .count = n,
                    .keywords = into != NULL,
                    .value = value,
                    .keyword = (const char *[]){ "out" },
                    .whole = run->here };
    return func_infer(run, row, &given, out);
}

Value np_call(Run *run, const char *name, int n, Value arg[])
{
    Value out = ABSENT;
    bool whole = true;
    for (int i = 0; i < n; i++)
        whole &= arg[i].tag != V_ABSENT;
    if (whole && !func_apply(run, func_find("np", name), n, arg, &out))
        out = ABSENT;
    for (int i = 0; i < n; i++)
        value_drop(arg[i]);
    return out;
}

Value np1(Run *run, const char *name, Value a) { return np_call(run, name, 1, &a); }

Value np2(Run *run, const char *name, Value a, Value b)
{
    Value both[2] = { a, b };
    return np_call(run, name, 2, both);
}

Value text_value(Text *text)
{
    Value v = value_str(text_get(text), (int64_t)text->length);
    text_free(text);
    return v;
}

bool text_result(bool ok, Text *text, Value *out)
{
    if (ok)
        *out = text_value(text);
    else
        text_free(text);
    return ok;
}

bool value_call(Run *run, Value function, int64_t count, const Value *arg, Dict *keywords, Value *out)
{
    int64_t all = count + keywords->count, at = 0;
    Value *value = mem_alloc((size_t)(all + 1) * sizeof *value);
    const char **keyword = mem_alloc((size_t)(keywords->count + 1) * sizeof *keyword);
    Given given = { .count = (int)count, .value = value, .keyword = keyword, .whole = run->here };
    if (count)
        memcpy(value, arg, (size_t)count * sizeof *value);
    for (Entry *entry; (entry = dict_next(keywords, &at));) {
        keyword[given.keywords] = entry->key.str->text;
        value[count + given.keywords++] = entry->value;
    }
    bool done = hooks.call_given(run, function, &given, out);
    mem_free(keyword);
    mem_free(value);
    return done;
}
