/* indexing.c: choosing elements by position or condition: where, take, nonzero, compress … What writes into an array
 * (put, place, fill_diagonal) is in placing.c. */
#include "func/indexing.h"

#include <string.h>

/* nonzero --------------------------------------------------------------------------------------------------- */

/* The indices of the true elements in C order: one int64 tensor for each axis, in a tuple. V_ABSENT after an error. */
static Value nonzero(Run *run, Tensor *array)
{
    Tensor *truth = tensor_cast(run, array, BOOL);
    if (!truth)
        return ABSENT;
    int ndim = array->ndim;
    int64_t count = 0;
    Places at;
    places_begin(&at, truth);
    while (places_next(&at))
        count += truth->data[at.offset] != 0;
    Value all = value_tuple_new(ndim);
    int64_t *next[AXES_MAX];
    bool fine = true;
    for (int i = 0; fine && i < ndim; i++) {
        Tensor *line = tensor_new(run, INT64, 1, &count);
        fine = line;
        if (line) {
            next[i] = (int64_t *)line->data;
            all.tuple->item[i] = value_array(line);
        }
    }
    places_begin(&at, truth);
    while (fine && places_next(&at))
        if (truth->data[at.offset])
            for (int i = 0; i < ndim; i++)
                *next[i]++ = at.index[i];
    tensor_drop(truth);
    if (fine)
        return all;
    value_drop(all);
    return ABSENT;
}

static bool fail_nonzero(Run *run)
{
    return fail(run, ValueError,
                "Calling nonzero on 0d arrays is not allowed. Use np.atleast_1d(scalar).nonzero() instead.");
}

static bool infer_lines(int ndim, Value *out)
{
    int64_t any = DIM_UNKNOWN;
    *out = value_tuple_new(ndim);
    for (int i = 0; i < ndim; i++)
        out->tuple->item[i] = value_array(tensor_typed(INT64, 1, &any));
    return true;
}

static bool infer_nonzero(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    Tensor *array = arg_tensor(call, 0);
    return array->ndim ? infer_lines(array->ndim, out) : fail_nonzero(call->run);
}

static bool run_nonzero(Call *call, Value *out)
{
    return value_instead(out, nonzero(call->run, arg_tensor(call, 0)));
}

static bool infer_argwhere(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    return infer_as(out, INT64, 2, (int64_t[]){ DIM_UNKNOWN, arg_tensor(call, 0)->ndim });
}

static bool run_argwhere(Call *call, Value *out)
{
    Tensor *array = arg_held(call, 0), *wide = array ? view_at_least(array, 1) : NULL;
    tensor_drop(array);
    if (!wide)
        return false;
    int ndim = arg_tensor(call, 0)->ndim;
    Value lines = nonzero(call->run, wide);
    tensor_drop(wide);
    if (lines.tag == V_ABSENT)
        return false;
    int64_t count = lines.tuple->item[0].tensor->dim[0];
    Tensor *made = tensor_new(call->run, INT64, 2, (int64_t[]){ count, ndim });
    for (int k = 0; made && k < ndim; k++)
        for (int64_t i = 0; i < count; i++)
            ((int64_t *)made->data)[i * ndim + k] = ((int64_t *)lines.tuple->item[k].tensor->data)[i];
    value_drop(lines);
    return give_instead(out, made);
}

static bool infer_flatnonzero(Call *call, Value *out)
{
    int64_t any = DIM_UNKNOWN;
    if (any_unknown(call))
        return give_unknown(out);
    return infer_as(out, INT64, 1, &any);
}

/* The true elements' places in the flat array. */
static Tensor *flat_places(Run *run, Tensor *array)
{
    Tensor *flat = flat_tensor(run, array);
    if (!flat)
        return NULL;
    Value lines = nonzero(run, flat);
    tensor_drop(flat);
    if (lines.tag == V_ABSENT)
        return NULL;
    Tensor *places = tensor_keep(lines.tuple->item[0].tensor);
    value_drop(lines);
    return places;
}

static bool run_flatnonzero(Call *call, Value *out)
{
    Tensor *array = arg_held(call, 0), *places = array ? flat_places(call->run, array) : NULL;
    tensor_drop(array);
    return give_instead(out, places);
}

/* where ----------------------------------------------------------------------------------------------------- */

static DType where_dtype(Call *call)
{
    Tensor *x = arg_tensor(call, 1), *y = arg_tensor(call, 2);
    DType dtype[2] = { x->dtype, y->dtype };
    Weak weak[2] = { x->weak, y->weak };
    return dtype_result(2, dtype, weak);
}

static bool infer_where(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    Tensor *condition = arg_tensor(call, 0);
    if (!arg_given(call, 1) && !arg_given(call, 2))
        return condition->ndim ? infer_lines(condition->ndim, out) : fail_nonzero(call->run);
    if (!arg_tensor(call, 1) || !arg_tensor(call, 2))
        return fail(call->run, ValueError, "either both or neither of x and y should be given");
    Shape shape;
    shape_set(&shape, condition->ndim, condition->dim);
    for (int i = 1; i <= 2; i++)
        if (!shape_broadcast(&shape, arg_tensor(call, i)->ndim, arg_tensor(call, i)->dim)) {
            const char *text = "";
            for (int k = 0; k < 3; k++)
                text = run_text(call->run, "%s%s ", text,
                                shape_tight(call->run, arg_tensor(call, k)->ndim, arg_tensor(call, k)->dim));
            return fail(call->run, ValueError, "operands could not be broadcast together with shapes %s", text);
        }
    return infer_as(out, where_dtype(call), shape.ndim, shape.dim);
}

/* p: condition, x, y, result. */
#define CHOOSE_LOOP(name, T)                                                                                 \
    static void name(int64_t n, char *const p[], const int64_t s[])                                          \
    {                                                                                                        \
        const char *condition = p[0], *x = p[1], *y = p[2];                                                  \
        char *to = p[3];                                                                                     \
        for (int64_t i = 0; i < n; i++, condition += s[0], x += s[1], y += s[2], to += s[3])                 \
            *(T *)to = *(const T *)(*condition ? x : y);                                                     \
    }
CHOOSE_LOOP(choose_1, uint8_t)
CHOOSE_LOOP(choose_2, uint16_t)
CHOOSE_LOOP(choose_4, uint32_t)
CHOOSE_LOOP(choose_8, uint64_t)
CHOOSE_LOOP(choose_16, complex128)

static Loop *choose_loop(size_t size)
{
    return size == 1 ? choose_1 : size == 2 ? choose_2 : size == 4 ? choose_4 : size == 8 ? choose_8 : choose_16;
}

static bool run_where(Call *call, Value *out)
{
    if (out->tag == V_TUPLE)
        return run_nonzero(call, out);
    Tensor *made = out->tensor;
    Tensor *operand[3] = { tensor_cast(call->run, arg_tensor(call, 0), BOOL),
                           tensor_cast(call->run, arg_tensor(call, 1), made->dtype),
                           tensor_cast(call->run, arg_tensor(call, 2), made->dtype) };
    bool done = operand[0] && operand[1] && operand[2];
    if (done) {
        Walk walk;
        walk_begin(&walk, made->ndim, made->dim);
        for (int i = 0; i < 3; i++)
            walk_add(&walk, operand[i]);
        walk_add(&walk, made);
        walk_arrange(&walk);
        done = walk_run(call->run, &walk, choose_loop(tensor_itemsize(made)));
    }
    for (int i = 0; i < 3; i++)
        if (operand[i] != &call->arg[i].scalar)
            tensor_drop(operand[i]);
    return done;
}

/* take ------------------------------------------------------------------------------------------------------ */

/* Indices as int64: of an array they must be ints or bools, of anything else int() is taken. Owned. */
static Tensor *take_indices(Call *call, int i)
{
    Value v = call->arg[i].value;
    if (v.tag != V_ARRAY)
        return tensor_from_value(call->run, v, INT64, false);
    if (!dtype_can_cast(v.tensor->dtype, INT64, CAST_SAME_KIND)) {
        fail(call->run, TypeError,
             "Cannot cast array data from dtype('%s') to dtype('int64') according to the rule 'same_kind'",
             dtype_info[v.tensor->dtype].name);
        return NULL;
    }
    return v.tensor->data ? tensor_cast(call->run, v.tensor, INT64) : tensor_keep(v.tensor);
}

/* What take(a, indices, axis, out, mode) and compress come to: places along an axis. */
typedef struct Taking {
    Tensor *array; /* owned; flat for axis=None */
    Tensor *index; /* owned, int64 */
    int axis;
    Shape shape; /* of the result: the axis is replaced by the axes of the index */
    IndexMode mode;
} Taking;

static void taking_drop(Taking *taking)
{
    tensor_drop(taking->array);
    tensor_drop(taking->index);
}

/* The array and axis; axis=None flattens. */
static bool taking_array(Call *call, int array_at, int axis_at, Taking *taking)
{
    taking->array = arg_held(call, array_at);
    if (!taking->array)
        return false;
    if (!arg_none(call, axis_at)) {
        int64_t axis;
        int ndim = taking->array->ndim ? taking->array->ndim : 1;
        Tensor *wide = view_at_least(taking->array, 1);
        tensor_drop(taking->array);
        taking->array = wide;
        return arg_int(call, axis_at, &axis) && axis_named(call->run, axis, ndim, NULL, &taking->axis);
    }
    Tensor *flat = flat_tensor(call->run, taking->array);
    tensor_drop(taking->array);
    taking->array = flat;
    return flat;
}

static bool taking_shape(Call *call, Taking *taking)
{
    int ndim = 0;
    if (taking->array->ndim - 1 + taking->index->ndim > AXES_MAX)
        return fail(call->run, ValueError, "maximum supported dimension for an ndarray is currently %d, found %d",
                    AXES_MAX, taking->array->ndim - 1 + taking->index->ndim);
    for (int i = 0; i < taking->axis; i++)
        taking->shape.dim[ndim++] = taking->array->dim[i];
    for (int i = 0; i < taking->index->ndim; i++)
        taking->shape.dim[ndim++] = taking->index->dim[i];
    for (int i = taking->axis + 1; i < taking->array->ndim; i++)
        taking->shape.dim[ndim++] = taking->array->dim[i];
    taking->shape.ndim = ndim;
    return check_sizes(call->run, taking->array->dtype, ndim, taking->shape.dim);
}

static bool taking_read(Call *call, Taking *taking)
{
    *taking = (Taking){ 0 };
    if (arg_mode(call, 4, &taking->mode) && taking_array(call, 0, 2, taking) &&
        (taking->index = take_indices(call, 1)) && taking_shape(call, taking))
        return true;
    taking_drop(taking);
    return false;
}

bool index_at(IndexMode mode, int64_t size, int64_t *index)
{
    if (mode == MODE_CLIP) {
        *index = *index < 0 ? 0 : *index >= size ? size - 1 : *index;
    } else if (mode == MODE_WRAP) {
        *index = (*index % size + size) % size;
    } else {
        if (*index < -size || *index >= size)
            return false;
        *index += *index < 0 ? size : 0;
    }
    return true;
}

/* Copies the chosen places into `to`, a C-ordered tensor of the result's shape and the array's dtype. */
static bool take_into(Run *run, const Taking *taking, Tensor *to)
{
    Tensor *array = c_ordered(run, taking->array), *index = c_ordered(run, taking->index);
    bool fine = array && index;
    int64_t size = fine ? array->dim[taking->axis] : 0, count = fine ? tensor_size(index) : 0;
    if (fine && size == 0 && tensor_size(to) > 0)
        fine = fail(run, IndexError, "cannot do a non-empty take from an empty axes.");
    if (fine) {
        int64_t before = 1;
        size_t bytes = tensor_itemsize(array);
        for (int i = 0; i < taking->axis; i++)
            before *= array->dim[i];
        for (int i = taking->axis + 1; i < array->ndim; i++)
            bytes *= (size_t)array->dim[i];
        int64_t *place = mem_alloc((size_t)(count ? count : 1) * sizeof *place);
        memcpy(place, index->data, (size_t)count * sizeof *place);
        for (int64_t k = 0; fine && size && k < count; k++) {
            int64_t asked = place[k];
            if (!index_at(taking->mode, size, &place[k]))
                fine = fail(run, IndexError, "index %lld is out of bounds for axis %d with size %lld",
                            (long long)asked, taking->axis, (long long)size);
        }
        char *at = to->data;
        for (int64_t i = 0; fine && i < before && size; i++) {
            const char *from = array->data + i * size * (int64_t)bytes;
            if (bytes == 8) /* the usual case */
                for (int64_t k = 0; k < count; k++, at += 8)
                    memcpy(at, from + place[k] * 8, 8);
            else
                for (int64_t k = 0; k < count; k++, at += bytes)
                    memcpy(at, from + place[k] * (int64_t)bytes, bytes);
        }
        mem_free(place);
    }
    tensor_drop(array);
    tensor_drop(index);
    return fine;
}

/* Runs a taking whose result goes to *out: `given` is the out argument, or NULL. */
static bool take_to(Call *call, const Taking *taking, Tensor *given, Value *out)
{
    Tensor *to = out->tensor;
    if (!given)
        return take_into(call->run, taking, to);
    Tensor *made = tensor_new(call->run, taking->array->dtype, taking->shape.ndim, taking->shape.dim);
    bool done = made && take_into(call->run, taking, made) && tensor_assign(call->run, given, made);
    tensor_drop(made);
    return done;
}

static bool infer_taken(Call *call, const Taking *taking, Tensor *given, Value *out)
{
    if (!given)
        return infer_as(out, taking->array->dtype, taking->shape.ndim, taking->shape.dim);
    if (!shape_equal(given->ndim, given->dim, taking->shape.ndim, taking->shape.dim))
        return fail(call->run, ValueError, "output array does not match result of ndarray.take");
    *out = value_array(tensor_keep(given));
    return true;
}

static bool infer_take(Call *call, Value *out)
{
    Taking taking;
    if (any_unknown(call))
        return give_unknown(out);
    if (!taking_read(call, &taking))
        return false;
    bool fine = infer_taken(call, &taking, arg_out(call, 3), out);
    taking_drop(&taking);
    return fine;
}

static bool run_take(Call *call, Value *out)
{
    Taking taking;
    if (!taking_read(call, &taking))
        return false;
    bool done = take_to(call, &taking, arg_out(call, 3), out);
    taking_drop(&taking);
    return done;
}

/* compress(condition, a, axis, out), as a method (a, condition, axis, out): extra is where `a` lies. */
static bool compress_read(Call *call, Taking *taking)
{
    *taking = (Taking){ 0 };
    int array_at = (int)call->func->extra;
    Tensor *condition = arg_tensor(call, 1 - array_at);
    if (condition->ndim != 1)
        return fail(call->run, ValueError, "condition must be a 1-d array");
    if (taking_array(call, array_at, 2, taking)) {
        int64_t any = DIM_UNKNOWN;
        taking->index = condition->data ? flat_places(call->run, condition) : tensor_typed(INT64, 1, &any);
        if (taking->index && taking_shape(call, taking))
            return true;
    }
    taking_drop(taking);
    return false;
}

static bool infer_compress(Call *call, Value *out)
{
    Taking taking;
    if (any_unknown(call))
        return give_unknown(out);
    if (!compress_read(call, &taking))
        return false;
    bool fine = infer_taken(call, &taking, arg_out(call, 3), out);
    taking_drop(&taking);
    return fine;
}

static bool run_compress(Call *call, Value *out)
{
    Taking taking;
    if (!compress_read(call, &taking))
        return false;
    bool done = take_to(call, &taking, arg_out(call, 3), out);
    taking_drop(&taking);
    return done;
}

static bool infer_extract(Call *call, Value *out)
{
    int64_t any = DIM_UNKNOWN;
    if (any_unknown(call))
        return give_unknown(out);
    return infer_as(out, arg_tensor(call, 1)->dtype, 1, &any);
}

static bool run_extract(Call *call, Value *out)
{
    Tensor *condition = arg_held(call, 0);
    Taking taking = { .index = condition ? flat_places(call->run, condition) : NULL };
    tensor_drop(condition);
    Tensor *array = arg_held(call, 1), *made = NULL;
    taking.array = array ? flat_tensor(call->run, array) : NULL;
    tensor_drop(array);
    if (taking.index && taking.array && taking_shape(call, &taking)) {
        made = tensor_new(call->run, taking.array->dtype, 1, taking.shape.dim);
        if (made && !take_into(call->run, &taking, made)) {
            tensor_drop(made);
            made = NULL;
        }
    }
    taking_drop(&taking);
    return give_instead(out, made);
}

/* choose and select ----------------------------------------------------------------------------------------- */

typedef struct Choosing {
    Tensors choices; /* owned */
    Tensor *index;   /* owned, int64 */
    Shape shape;
    DType dtype;
    IndexMode mode;
} Choosing;

static void choosing_drop(Choosing *c)
{
    tensors_drop(&c->choices);
    tensor_drop(c->index);
}

static bool choosing_prepare(Call *call, Choosing *c)
{
    Run *run = call->run;
    Tensor *index = arg_tensor(call, 0);
    if (!arg_mode(call, 3, &c->mode) || !tensors_from(run, call->arg[1].value, true, &c->choices))
        return false;
    if (c->choices.count == 0)
        return fail(run, ValueError, "0-length sequence.");
    if (!dtype_can_cast(index->dtype, INT64, CAST_SAFE))
        return fail(run, TypeError, "Cannot cast %s from dtype('%s') to dtype('int64') according to the rule 'safe'",
                    index->ndim ? "array data" : "scalar", dtype_info[index->dtype].name);
    Tensor *held = arg_held(call, 0);
    if (!held)
        return false;
    c->index = held->data ? tensor_cast(run, held, INT64) : tensor_keep(held);
    tensor_drop(held);
    c->dtype = tensors_dtype(&c->choices);
    shape_set(&c->shape, index->ndim, index->dim);
    for (int i = 0; i < c->choices.count; i++) {
        Tensor *choice = c->choices.at[i];
        if (!shape_broadcast(&c->shape, choice->ndim, choice->dim))
            return fail(run, ValueError,
                        "shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between arg 0 "
                        "with shape %s and arg %d with shape %s.",
                        shape_text(run, choice->ndim, choice->dim), c->choices.count,
                        shape_text(run, index->ndim, index->dim));
    }
    return c->index;
}

static bool choosing_read(Call *call, Choosing *c)
{
    *c = (Choosing){ 0 };
    if (choosing_prepare(call, c))
        return true;
    choosing_drop(c);
    return false;
}

static bool infer_choose(Call *call, Value *out)
{
    Choosing c;
    if (any_unknown(call))
        return give_unknown(out);
    if (!choosing_read(call, &c))
        return false;
    Tensor *given = arg_out(call, 2);
    if (given)
        *out = value_array(tensor_keep(given));
    else
        infer_as(out, c.dtype, c.shape.ndim, c.shape.dim);
    choosing_drop(&c);
    return true;
}

char *element_at(const Tensor *tensor, const int64_t *index)
{
    char *at = tensor->data;
    for (int i = 0; i < tensor->ndim; i++)
        at += index[i] * tensor->stride[i];
    return at;
}

static bool choose_into(Run *run, Choosing *c, Tensor *to)
{
    int n = c->choices.count;
    for (int i = 0; i < n; i++) { /* all of one dtype and shape */
        Tensor *cast = tensor_cast(run, c->choices.at[i], c->dtype);
        if (!cast)
            return false;
        tensor_drop(c->choices.at[i]);
        c->choices.at[i] = tensor_broadcast(cast, c->shape.ndim, c->shape.dim);
        tensor_drop(cast);
    }
    Tensor *index = tensor_broadcast(c->index, c->shape.ndim, c->shape.dim);
    size_t size = dtype_info[c->dtype].size;
    char *at = to->data;
    bool fine = true;
    Places place;
    places_begin(&place, index);
    while (fine && places_next(&place)) {
        int64_t which = *(int64_t *)(index->data + place.offset);
        if (c->mode == MODE_RAISE ? which < 0 || which >= n : !index_at(c->mode, n, &which))
            fine = fail(run, ValueError, "invalid entry in choice array");
        else
            memcpy(at, element_at(c->choices.at[which], place.index), size);
        at += size;
    }
    tensor_drop(index);
    return fine;
}

static bool run_choose(Call *call, Value *out)
{
    Choosing c;
    if (!choosing_read(call, &c))
        return false;
    Tensor *given = arg_out(call, 2);
    bool done;
    if (given) {
        Tensor *made = tensor_new(call->run, c.dtype, c.shape.ndim, c.shape.dim);
        done = made && choose_into(call->run, &c, made) && tensor_assign(call->run, given, made);
        tensor_drop(made);
    } else {
        done = choose_into(call->run, &c, out->tensor);
    }
    choosing_drop(&c);
    return done;
}

/* select(condlist, choicelist, default) */
typedef struct Selecting {
    Tensors conditions, choices; /* owned; the default is the last choice */
    Shape shape;
    DType dtype;
} Selecting;

static void selecting_drop(Selecting *s)
{
    tensors_drop(&s->conditions);
    tensors_drop(&s->choices);
}

static bool selecting_prepare(Call *call, Selecting *s)
{
    Run *run = call->run;
    if (!tensors_from(run, call->arg[0].value, false, &s->conditions) ||
        !tensors_from(run, call->arg[1].value, true, &s->choices))
        return false;
    if (s->conditions.count != s->choices.count)
        return fail(run, ValueError, "list of cases must be same length as list of conditions");
    if (s->conditions.count == 0)
        return fail(run, ValueError, "select with an empty condition list is not possible");
    Value other = call->arg[2].value;
    Tensor *last = tensor_from_value(run, other.tag == V_ABSENT ? value_int(0) : other, NO_DTYPE, true);
    if (!last)
        return false;
    s->choices.at = mem_resize(s->choices.at, (size_t)(s->choices.count + 1) * sizeof *s->choices.at);
    s->choices.at[s->choices.count++] = last;
    s->dtype = tensors_dtype(&s->choices);
    shape_set(&s->shape, 0, NULL);
    for (int i = 0; i < s->conditions.count; i++)
        if (s->conditions.at[i]->dtype != BOOL)
            return fail(run, TypeError, "invalid entry %d in condlist: should be boolean ndarray", i);
    for (int i = 0; i < s->conditions.count + s->choices.count; i++) {
        Tensor *each = i < s->conditions.count ? s->conditions.at[i] : s->choices.at[i - s->conditions.count];
        if (!shape_broadcast(&s->shape, each->ndim, each->dim))
            return fail(run, ValueError, "shape mismatch: objects cannot be broadcast to a single shape");
    }
    return true;
}

static bool selecting_read(Call *call, Selecting *s)
{
    *s = (Selecting){ 0 };
    if (selecting_prepare(call, s))
        return true;
    selecting_drop(s);
    return false;
}

static bool infer_select(Call *call, Value *out)
{
    Selecting s;
    if (any_unknown(call))
        return give_unknown(out);
    if (!selecting_read(call, &s))
        return false;
    infer_as(out, s.dtype, s.shape.ndim, s.shape.dim);
    selecting_drop(&s);
    return true;
}

/* The default everywhere, then from the last condition to the first, which so wins. */
static bool run_select(Call *call, Value *out)
{
    Selecting s;
    if (!selecting_read(call, &s))
        return false;
    bool done = tensor_assign(call->run, out->tensor, s.choices.at[s.choices.count - 1]);
    for (int i = s.conditions.count; done && i-- > 0;)
        done = assign_where(call->run, out->tensor, s.choices.at[i], s.conditions.at[i]);
    selecting_drop(&s);
    return done;
}

/* take_along_axis -------------------------------------------------------------------------------------------- */

bool along_axis_read(Call *call, bool has_values, Along *along)
{
    Run *run = call->run;
    Value array = call->arg[0].value, index = call->arg[1].value, axis = call->arg[has_values ? 3 : 2].value;
    *along = (Along){ 0 };
    if (axis.tag != V_NONE && array.tag != V_ARRAY)
        return fail(run, AttributeError, "'%s' object has no attribute 'ndim'", value_type_name(array));
    if (axis.tag == V_NONE && index.tag != V_ARRAY)
        return fail(run, AttributeError, "'%s' object has no attribute 'ndim'", value_type_name(index));
    if (axis.tag == V_NONE && array.tag != V_ARRAY)
        return fail(run, AttributeError, "'%s' object has no attribute 'flat'", value_type_name(array));
    if (axis.tag == V_NONE && index.tensor->ndim != 1)
        return fail(run, ValueError, "when axis=None, `indices` must have a single dimension.");
    int64_t asked;
    Tensor *tensor = array.tensor;
    if (axis.tag != V_NONE &&
        (!value_index(run, axis, &asked) || !axis_named(run, asked, tensor->ndim, NULL, &along->axis)))
        return false;
    if (index.tag != V_ARRAY)
        return fail(run, AttributeError, "'%s' object has no attribute 'dtype'", value_type_name(index));
    if (!dtype_is_int(index.tensor->dtype))
        return fail(run, IndexError, "`indices` must be an integer array");
    int ndim = axis.tag == V_NONE ? 1 : tensor->ndim;
    if (ndim != index.tensor->ndim)
        return fail(run, ValueError, "`indices` and `arr` must have the same number of dimensions");
    along->array = axis.tag == V_NONE ? flat_tensor(run, tensor) : tensor_keep(tensor);
    along->index = tensor_keep(index.tensor);
    if (!along->array)
        return false;
    shape_set(&along->shape, ndim, index.tensor->dim);
    bool fits = true;
    for (int i = 0; i < ndim; i++) {
        int64_t *size = &along->shape.dim[i], other = along->array->dim[i];
        if (i == along->axis || *size == other)
            continue;
        fits &= *size == 1 || other == 1;
        *size = *size == 1 ? other : *size;
    }
    if (fits)
        return true;
    const char *text = "";
    for (int i = 0; i < ndim; i++) {
        int64_t line[AXES_MAX];
        for (int k = 0; k < ndim; k++)
            line[k] = k == i ? along->array->dim[i] : 1;
        text = run_text(run, "%s%s ", text, shape_tight(run, ndim, i == along->axis ? index.tensor->dim : line));
    }
    along_axis_drop(along);
    return fail(run, IndexError, "shape mismatch: indexing arrays could not be broadcast together with shapes %s", text);
}

void along_axis_drop(Along *along)
{
    tensor_drop(along->array);
    tensor_drop(along->index);
}

bool along_axis_each(Run *run, const Along *along, AlongStep *step, void *with)
{
    Tensor *index = tensor_broadcast(along->index, along->shape.ndim, along->shape.dim);
    int64_t size = along->array->dim[along->axis];
    bool fine = true;
    Places at;
    places_begin(&at, index);
    while (fine && places_next(&at)) {
        int64_t place = element_int(index->dtype, index->data + at.offset), asked = place;
        if (!index_at(MODE_RAISE, size, &place)) {
            fine = fail(run, IndexError, "index %lld is out of bounds for axis %d with size %lld", (long long)asked,
                        along->axis, (long long)size);
            break;
        }
        char *element = along->array->data + place * along->array->stride[along->axis];
        for (int i = 0; i < index->ndim; i++)
            if (i != along->axis && along->array->dim[i] != 1)
                element += at.index[i] * along->array->stride[i];
        step(with, element);
    }
    tensor_drop(index);
    return fine;
}

static bool infer_take_along_axis(Call *call, Value *out)
{
    Along along;
    if (any_unknown(call))
        return give_unknown(out);
    if (!along_axis_read(call, false, &along))
        return false;
    infer_as(out, along.array->dtype, along.shape.ndim, along.shape.dim);
    along_axis_drop(&along);
    return true;
}

typedef struct Filling {
    char *at;
    size_t size;
} Filling;

static void take_step(void *with, char *element)
{
    Filling *filling = with;
    memcpy(filling->at, element, filling->size);
    filling->at += filling->size;
}

static bool run_take_along_axis(Call *call, Value *out)
{
    Along along;
    if (!along_axis_read(call, false, &along))
        return false;
    Filling filling = { out->tensor->data, tensor_itemsize(out->tensor) };
    bool done = along_axis_each(call->run, &along, take_step, &filling);
    along_axis_drop(&along);
    return done;
}

/* diagonal -------------------------------------------------------------------------------------------------- */

static bool infer_diagonal(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    Run *run = call->run;
    Tensor *array = arg_tensor(call, 0);
    int64_t offset, one, two;
    int first = 0, second = 0, ndim = 0;
    if (array->ndim < 2)
        return fail(run, ValueError, "diag requires an array of at least two dimensions");
    if (!arg_int(call, 1, &offset) || !arg_int(call, 2, &one) || !arg_int(call, 3, &two) ||
        !axis_named(run, one, array->ndim, "axis1", &first) || !axis_named(run, two, array->ndim, "axis2", &second))
        return false;
    if (first == second)
        return fail(run, ValueError, "axis1 and axis2 cannot be the same");
    int64_t dim[AXES_MAX], stride[AXES_MAX];
    for (int i = 0; i < array->ndim; i++)
        if (i != first && i != second) {
            dim[ndim] = array->dim[i];
            stride[ndim++] = array->stride[i];
        }
    int64_t down = array->dim[first] - (offset < 0 ? -offset : 0), across = array->dim[second] - (offset > 0 ? offset : 0);
    int64_t n = down < across ? down : across;
    dim[ndim] = n < 0 ? 0 : n;
    stride[ndim++] = array->stride[first] + array->stride[second];
    int64_t start = n <= 0 ? 0 : offset < 0 ? -offset * array->stride[first] : offset * array->stride[second];
    if (!give(out, view_at(array, ndim, dim, stride, start)))
        return false;
    out->tensor->object.flags |= TENSOR_READONLY;
    return true;
}

/* ix_ ------------------------------------------------------------------------------------------------------- */

static bool run_ix(Call *call, Value *out)
{
    const Tuple *given = call->arg[0].value.tuple;
    int n = (int)given->count;
    Value all = value_tuple_new(n);
    bool fine = true;
    for (int i = 0; fine && i < n; i++) {
        Tensor *line = tensor_from_value(call->run, given->item[i], NO_DTYPE, false), *made = NULL;
        fine = line;
        if (line && line->ndim != 1)
            fine = fail(call->run, ValueError, "Cross index must be 1 dimensional");
        if (fine && line->dtype == BOOL) {
            made = flat_places(call->run, line);
        } else if (fine) {
            bool empty = tensor_size(line) == 0 && given->item[i].tag != V_ARRAY;
            made = empty ? tensor_cast(call->run, line, INT64) : tensor_keep(line);
        }
        tensor_drop(line);
        fine = fine && made;
        if (fine) {
            int64_t dim[AXES_MAX], size = tensor_size(made);
            for (int k = 0; k < n; k++)
                dim[k] = k == i ? size : 1;
            Tensor *shaped = tensor_reshape(call->run, made, n, dim, 'C');
            fine = shaped;
            if (shaped)
                all.tuple->item[i] = value_array(shaped);
        }
        tensor_drop(made);
    }
    if (fine)
        return value_instead(out, all);
    value_drop(all);
    return false;
}

/* unravel_index, ravel_multi_index --------------------------------------------------------------------------------- */

static bool index_tensor(Run *run, Value v, Tensor **index)
{
    *index = tensor_from_value(run, v, NO_DTYPE, false);
    if (!*index || dtype_is_int((*index)->dtype))
        return *index;
    bool empty = tensor_size(*index) == 0 && v.tag != V_ARRAY;
    tensor_drop(*index);
    return fail(run, TypeError,
                empty ? "indices must be integral: the provided empty sequence was inferred as float. Wrap it with "
                        "'np.array(indices, dtype=np.intp)'"
                      : "only int indices permitted");
}

/* A tuple with one array (or, of 0-d indices, one scalar) for each axis. */
static bool run_unravel_index(Call *call, Value *out)
{
    Ints sizes;
    char order;
    Tensor *index;
    Run *run = call->run;
    if (!ints_of(run, call->arg[1].value, &sizes) || !arg_order(call, 2, 'C', &order) ||
        !index_tensor(run, call->arg[0].value, &index))
        return false;
    int64_t total = shape_size(sizes.count, sizes.at);
    Tensor *line[AXES_MAX];
    int n = sizes.count < AXES_MAX ? sizes.count : AXES_MAX, made = 0;
    bool fine = true;
    for (; fine && made < n; made++)
        fine = (line[made] = tensor_new(run, INT64, index->ndim, index->dim));
    Places at;
    places_begin(&at, index);
    for (int64_t k = 0; fine && places_next(&at); k++) {
        int64_t place = element_int(index->dtype, index->data + at.offset);
        if (place < 0 || place >= total) {
            fine = fail(run, ValueError, "index %lld is out of bounds for array with size %lld", (long long)place,
                        (long long)total);
            break;
        }
        for (int i = 0; i < n; i++) {
            int axis = order == 'F' ? i : n - 1 - i;
            ((int64_t *)line[axis]->data)[k] = place % sizes.at[axis];
            place /= sizes.at[axis];
        }
    }
    bool scalar = index->ndim == 0;
    tensor_drop(index);
    if (!fine) {
        for (int i = 0; i < made; i++)
            tensor_drop(line[i]);
        return false;
    }
    Value all = value_tuple_new(n);
    for (int i = 0; i < n; i++)
        all.tuple->item[i] = value_from_tensor(line[i], scalar);
    return value_instead(out, all);
}

/* One mode for all axes, or a tuple of them. */
static bool modes_read(Call *call, int i, int n, IndexMode mode[])
{
    Value v = call->arg[i].value, one = v;
    for (int k = 0; k < n; k++) {
        if (is_sequence(v)) {
            int64_t count = v.tag == V_TUPLE ? v.tuple->count : v.list->count;
            if (count != n)
                return fail(call->run, ValueError, "invalid number of modes, expected %d, got %lld", n, (long long)count);
            one = v.tag == V_TUPLE ? v.tuple->item[k] : v.list->item[k];
        }
        call->arg[i].value = one;
        bool fine = arg_mode(call, i, &mode[k]);
        call->arg[i].value = v;
        if (!fine)
            return false;
    }
    return true;
}

static bool run_ravel_multi_index(Call *call, Value *out)
{
    Run *run = call->run;
    Ints sizes;
    char order;
    IndexMode mode[AXES_MAX];
    Tensors index;
    if (!ints_of(run, call->arg[1].value, &sizes))
        return false;
    int n = sizes.count;
    if (n > AXES_MAX || !modes_read(call, 2, n, mode) || !arg_order(call, 3, 'C', &order) ||
        !tensors_from(run, call->arg[0].value, false, &index))
        return false;
    Shape shape;
    shape_set(&shape, 0, NULL);
    bool fine = index.count == n || fail(run, ValueError, "parameter multi_index must be a sequence of length %d", n);
    for (int i = 0; fine && i < n; i++) {
        if (!dtype_is_int(index.at[i]->dtype))
            fine = fail(run, TypeError, "only int indices permitted");
        else if (!shape_broadcast(&shape, index.at[i]->ndim, index.at[i]->dim))
            fine = fail(run, ValueError, "shape mismatch: objects cannot be broadcast to a single shape");
    }
    Tensor *made = fine ? tensor_new(run, INT64, shape.ndim, shape.dim) : NULL;
    for (int i = 0; made && i < n; i++) {
        Tensor *wide = tensor_broadcast(index.at[i], shape.ndim, shape.dim);
        tensor_drop(index.at[i]);
        index.at[i] = wide;
    }
    fine = made;
    Places at;
    if (made)
        places_begin(&at, made);
    for (int64_t k = 0; fine && places_next(&at); k++) {
        int64_t place = 0;
        for (int i = 0; fine && i < n; i++) {
            int axis = order == 'F' ? n - 1 - i : i;
            int64_t each = element_int(index.at[axis]->dtype, element_at(index.at[axis], at.index));
            bool inside = mode[axis] == MODE_RAISE ? each >= 0 && each < sizes.at[axis]
                                                   : sizes.at[axis] > 0 && index_at(mode[axis], sizes.at[axis], &each);
            if (!inside)
                fine = fail(run, ValueError, "invalid entry in coordinates array");
            place = place * sizes.at[axis] + each;
        }
        ((int64_t *)made->data)[k] = place;
    }
    tensors_drop(&index);
    if (fine)
        return value_instead(out, value_from_tensor(made, shape.ndim == 0));
    tensor_drop(made);
    return false;
}

const Func indexing_funcs[] = {
    { .name = "where", .of = "np", .params = "condition, x: array = ?, y: array = ?, /",
      .brief = "x where the condition is true, else y; alone, the indices where it is true",
      .example = ">>> np.where([True, False], [1, 2], [10, 20])\narray([ 1, 20])\n",
      .style = PYTHON, .infer = infer_where, .run = run_where, .gives = AS_ARRAY },
    { .name = "nonzero", .of = "np", .params = "a",
      .brief = "the indices of elements that are not 0, an array for each axis",
      .example = ">>> np.nonzero([[1, 0], [0, 2]])\n(array([0, 1]), array([0, 1]))\n",
      .style = PYTHON, .infer = infer_nonzero, .run = run_nonzero, .gives = AS_ARRAY },
    { .name = "nonzero", .of = "ndarray generic", .params = "a, /",
      .brief = "the indices of elements that are not 0, an array for each axis",
      .example = ">>> np.array([3, 0, 5]).nonzero()\n(array([0, 2]),)\n",
      .style = METHOD, .infer = infer_nonzero, .run = run_nonzero, .gives = AS_ARRAY },
    { .name = "argwhere", .of = "np", .params = "a", .brief = "the indices of elements that are not 0, a row for each",
      .example = ">>> np.argwhere([[1, 0], [0, 2]])\narray([[0, 0],\n       [1, 1]])\n",
      .style = PYTHON, .infer = infer_argwhere, .run = run_argwhere, .gives = AS_ARRAY },
    { .name = "flatnonzero", .of = "np", .params = "a", .brief = "the places of elements that are not 0 in the flat array",
      .example = ">>> np.flatnonzero([[1, 0], [0, 2]])\narray([0, 3])\n",
      .style = PYTHON, .infer = infer_flatnonzero, .run = run_flatnonzero, .gives = AS_ARRAY },
    { .name = "take", .of = "np",
      .params = "a, indices: any, axis: axis = None, out: out = None, mode: str = 'raise'",
      .brief = "elements by their indices along an axis", .example = ">>> np.take([4, 3, 5, 7], [0, 2])\narray([4, 5])\n",
      .style = PYTHON, .infer = infer_take, .run = run_take, .gives = AS_SCALAR },
    { .name = "take", .of = "ndarray generic",
      .params = "a, indices: any, axis: axis = None, out: out = None, mode: str = 'raise'",
      .brief = "elements by their indices along an axis", .example = ">>> np.array([4, 3, 5, 7]).take([0, 2])\narray([4, 5])\n",
      .style = CLINIC, .infer = infer_take, .run = run_take, .gives = AS_SCALAR },
    { .name = "compress", .of = "np", .params = "condition, a, axis: axis = None, out: out = None",
      .brief = "elements along an axis where a condition is true", .example = ">>> np.compress([True, False, True], [1, 2, 3])\narray([1, 3])\n",
      .style = PYTHON, .infer = infer_compress, .run = run_compress, .gives = AS_ARRAY, .extra = 1 },
    { .name = "compress", .of = "ndarray generic", .params = "a, condition, axis: axis = None, out: out = None",
      .brief = "elements along an axis where a condition is true", .example = ">>> np.arange(3).compress([True, False, True])\narray([0, 2])\n",
      .style = CLINIC, .infer = infer_compress, .run = run_compress, .gives = AS_ARRAY, .extra = 0 },
    { .name = "extract", .of = "np", .params = "condition, arr",
      .brief = "the elements where a condition is true", .example = ">>> np.extract([True, False, True], [1, 2, 3])\narray([1, 3])\n",
      .style = PYTHON, .infer = infer_extract, .run = run_extract, .gives = AS_ARRAY },
    { .name = "choose", .of = "np", .params = "a, choices: arrays, out: out = None, mode: str = 'raise'",
      .brief = "of several arrays, element by element the one that the index names",
      .example = ">>> np.choose([0, 1, 0], [[1, 2, 3], [10, 20, 30]])\narray([ 1, 20,  3])\n",
      .style = PYTHON, .infer = infer_choose, .run = run_choose, .gives = AS_SCALAR },
    { .name = "choose", .of = "ndarray generic", .params = "a, choices: arrays, out: out = None, mode: str = 'raise'",
      .brief = "of several arrays, element by element the one that the index names",
      .example = ">>> np.array([0, 1]).choose([[1, 2], [10, 20]])\narray([ 1, 20])\n",
      .style = METHOD, .infer = infer_choose, .run = run_choose, .gives = AS_SCALAR },
    { .name = "select", .of = "np", .params = "condlist: arrays, choicelist: arrays, default: any = 0",
      .brief = "from the first choice whose condition is true",
      .example = ">>> x = np.arange(4)\n"
                 ">>> np.select([x < 1, x > 2], [x, x * 10], default=-1)\n"
                 "array([ 0, -1, -1, 30])\n",
      .style = PYTHON, .infer = infer_select, .run = run_select, .gives = AS_ARRAY },
    { .name = "take_along_axis", .of = "np", .params = "arr: any, indices: any, axis: any = -1",
      .brief = "elements by indices that lie beside them, as argsort gives them",
      .example = ">>> np.take_along_axis(np.array([[3, 1, 2]]), np.array([[1, 2, 0]]), axis=1)\narray([[1, 2, 3]])\n",
      .style = PYTHON, .infer = infer_take_along_axis, .run = run_take_along_axis, .gives = AS_ARRAY },
    { .name = "diagonal", .of = "np", .params = "a, offset: int = 0, axis1: int = 0, axis2: int = 1",
      .brief = "a diagonal, as a view", .example = ">>> np.diagonal([[1, 2], [3, 4]])\narray([1, 4])\n",
      .style = PYTHON, .infer = infer_diagonal, .gives = AS_ARRAY },
    { .name = "diagonal", .of = "ndarray generic", .params = "a, offset: int = 0, axis1: int = 0, axis2: int = 1",
      .brief = "a diagonal, as a view", .example = ">>> np.array([[1, 2], [3, 4]]).diagonal(1)\narray([2])\n",
      .style = CLINIC, .infer = infer_diagonal, .gives = AS_ARRAY },
    { .name = "ix_", .of = "np", .params = "*args: any", .brief = "indices for all combinations of rows and columns",
      .example = ">>> np.ix_([0, 1], [2, 3])\n(array([[0],\n       [1]]), array([[2, 3]]))\n", .style = PYTHON, .run = run_ix, .gives = AS_ARRAY },
    { .name = "unravel_index", .of = "np", .params = "indices: any, shape: any, order: str = 'C'",
      .brief = "places in the flat array as indices for each axis", .example = ">>> np.unravel_index(5, (2, 3))\n(np.int64(1), np.int64(2))\n",
      .style = PYTHON, .run = run_unravel_index, .gives = AS_ARRAY },
    { .name = "ravel_multi_index", .of = "np",
      .params = "multi_index: any, dims: any, mode: any = 'raise', order: str = 'C'",
      .brief = "indices for each axis as places in the flat array", .example = ">>> np.ravel_multi_index((1, 2), (2, 3))\nnp.int64(5)\n",
      .style = PYTHON, .run = run_ravel_multi_index, .gives = AS_SCALAR },
    { 0 },
};
