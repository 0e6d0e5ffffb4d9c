#include "base/vectors.h"

#include "tensor/index.h"

#include "tensor/cast.h"
#include "tensor/mask.h"
#include "tensor/walk.h"

/* An index is worked out in two steps. First every item is laid against the axes of the array: ints move the
 * start, slices, newaxis and the ellipsis give axes of the result, arrays are set aside together with the
 * axis they pick from. Without arrays that is a view, and all. Otherwise the arrays are broadcast together
 * and give one offset into the array for each place of their common shape; at each of these offsets the axes
 * of the first step lie as before. */

/* An array of indices and the axis of the indexed array that it picks from. */
typedef struct Picker {
    Tensor *index;        /* int64 */
    int axis;             /* -1: a 0-d mask, which picks from none */
    int64_t size, stride; /* of the axis; 0 without one */
} Picker;

enum { PICKERS_MAX = AXES_MAX + INDEX_MAX };

typedef struct Plan {
    int axes;                          /* of the view that the simple items make */
    int64_t dim[AXES_MAX + INDEX_MAX]; /* its sizes … */
    int64_t stride[AXES_MAX + INDEX_MAX];
    int64_t offset; /* … and where it begins */
    int pickers;
    Picker picker[PICKERS_MAX];
    int front;    /* how many of the axes stand before those that the pickers make */
    Shape common; /* what the pickers' shapes broadcast to */
    bool ellipsis;
    bool copies; /* an array of one index (0-d) is among the items: no view */
} Plan;

static void plan_free(Plan *plan)
{
    while (plan->pickers)
        tensor_drop(plan->picker[--plan->pickers].index);
}

void slice_bounds(const Index *slice, int64_t size, int64_t *start, int64_t *stop, int64_t *step)
{
    int64_t by = slice->has_step ? slice->step : 1;
    if (by < -INT64_MAX)
        by = -INT64_MAX;
    int64_t low = by < 0 ? -1 : 0, high = by < 0 ? size - 1 : size;
    int64_t bound[2] = { slice->start, slice->stop };
    for (int i = 0; i < 2; i++) {
        if (bound[i] < 0)
            bound[i] += size;
        if (bound[i] < low)
            bound[i] = low;
        if (bound[i] > high)
            bound[i] = high;
    }
    *start = slice->has_start ? bound[0] : by < 0 ? high : low;
    *stop = slice->has_stop ? bound[1] : by < 0 ? low : high;
    *step = by;
}

void slice_resolve(const Index *slice, int64_t size, int64_t *first, int64_t *step, int64_t *count)
{
    int64_t stop;
    slice_bounds(slice, size, first, &stop, step);
    int64_t span = *step > 0 ? stop - *first : *first - stop, by = *step > 0 ? *step : -*step;
    *count = span > 0 ? (span - 1) / by + 1 : 0;
}

bool slice_check(Run *run, const Index *slice)
{
    if (slice->wrong == SLICE_NO_INT)
        return fail(run, TypeError, "slice indices must be integers or None or have an __index__ method");
    return slice->wrong == SLICE_FINE || fail(run, ValueError, "slice step cannot be zero");
}

bool index_is_basic(int n, const Index item[])
{
    for (int i = 0; i < n; i++)
        if (item[i].kind == INDEX_ARRAY || item[i].kind == INDEX_MASK)
            return false;
    return true;
}

/* An array of one index stands for an int. */
static bool is_int(const Index *item)
{
    return item->kind == INDEX_INT || (item->kind == INDEX_ARRAY && item->array->ndim == 0);
}

static bool is_picker(const Index *item)
{
    return item->kind == INDEX_MASK || (item->kind == INDEX_ARRAY && item->array->ndim > 0);
}

/* How many axes of the array an item uses up. */
static int axes_used(const Index *item)
{
    switch (item->kind) {
    case INDEX_MASK: return item->array->ndim;
    case INDEX_NEWAXIS:
    case INDEX_ELLIPSIS: return 0;
    default: return 1;
    }
}

static bool count_axes(Run *run, const Tensor *t, int n, const Index item[], int *used)
{
    int ellipses = 0;
    *used = 0;
    for (int i = 0; i < n; i++) {
        *used += axes_used(&item[i]);
        ellipses += item[i].kind == INDEX_ELLIPSIS;
    }
    if (ellipses > 1)
        return fail(run, IndexError, "an index can only have a single ellipsis ('...')");
    if (*used > t->ndim)
        return fail(run, IndexError,
                    "too many indices for array: array is %d-dimensional, but %d were indexed", t->ndim,
                    *used);
    return true;
}

bool index_out_of_bounds(Run *run, int64_t index, int axis, int64_t size)
{
    return fail(run, IndexError, "index %lld is out of bounds for axis %d with size %lld", (long long)index,
                axis, (long long)size);
}

/* Every mask has the sizes of the axes it lies on. NumPy looks at all masks before any other item. */
static bool check_masks(Run *run, const Tensor *t, int n, const Index item[], int used)
{
    int axis = 0;
    for (int i = 0; i < n; i++) {
        const Tensor *mask = item[i].array;
        if (item[i].kind == INDEX_MASK)
            for (int k = 0; k < mask->ndim; k++)
                if (mask->dim[k] != t->dim[axis + k] && mask->dim[k] > 0 && t->dim[axis + k] >= 0)
                    return fail(
                        run, IndexError,
                        "boolean index did not match indexed array along axis %d; size of axis is %lld but "
                        "size of corresponding boolean axis is %lld",
                        axis + k, (long long)t->dim[axis + k], (long long)mask->dim[k]);
        axis += item[i].kind == INDEX_ELLIPSIS ? t->ndim - used : axes_used(&item[i]);
    }
    return true;
}

/* the first step ------------------------------------------------------------------------------------------
 */

static void add_axis(Plan *plan, int64_t dim, int64_t stride)
{
    plan->dim[plan->axes] = dim;
    plan->stride[plan->axes++] = stride;
}

static void add_picker(Plan *plan, Tensor *index, const Tensor *t, int axis)
{
    plan->picker[plan->pickers++] = (Picker){ .index = index,
                                              .axis = axis,
                                              .size = axis < 0 ? 0 : t->dim[axis],
                                              .stride = axis < 0 ? 0 : t->stride[axis] };
}

/* A mask picks by the places of its True elements, one array of indices for each of its axes. */
static bool add_mask(Run *run, Plan *plan, Tensor *mask, const Tensor *t, int axis)
{
    int64_t count = mask->data ? mask_count(mask) : DIM_UNKNOWN;
    Tensor *place[AXES_MAX];
    if (mask->ndim == 0) { /* one place, or none, along no axis */
        Tensor *index = count < 0 ? tensor_typed(INT64, 1, &count) : tensor_zeros(run, INT64, 1, &count);
        if (index)
            add_picker(plan, index, t, -1);
        return index;
    }
    if (count < 0 || !t->data)
        for (int i = 0; i < mask->ndim; i++)
            place[i] = tensor_typed(INT64, 1, &count);
    else if (!mask_places(run, mask, count, place))
        return false;
    for (int i = 0; i < mask->ndim; i++)
        add_picker(plan, place[i], t, axis + i);
    return true;
}

static bool add_int(Run *run, Plan *plan, const Index *item, const Tensor *t, int axis)
{
    int64_t size = t->dim[axis], at = item->at;
    if (item->kind == INDEX_ARRAY) {
        plan->copies = true;
        if (!item->array->data)
            return true;
        at = element_int(item->array->dtype, item->array->data);
    }
    if (size == DIM_UNKNOWN)
        return true;
    if (at < -size || at >= size)
        return index_out_of_bounds(run, at, axis, size);
    plan->offset += (at < 0 ? at + size : at) * t->stride[axis];
    return true;
}

static void add_slice(Plan *plan, const Index *item, const Tensor *t, int axis)
{
    int64_t first, step, count;
    if (t->dim[axis] == DIM_UNKNOWN) {
        add_axis(plan, DIM_UNKNOWN, 0);
        return;
    }
    slice_resolve(item, t->dim[axis], &first, &step, &count);
    if (count)
        plan->offset += first * t->stride[axis];
    else
        step = 1;
    add_axis(plan, count,
             (int64_t)((uint64_t)step * (uint64_t)t->stride[axis])); /* of one element, it may be any */
}

static bool add_item(Run *run, Plan *plan, const Index *item, const Tensor *t, int axis, int hidden)
{
    switch (item->kind) {
    case INDEX_NEWAXIS: add_axis(plan, 1, 0); return true;
    case INDEX_SLICE:
        if (!slice_check(run, item))
            return false;
        add_slice(plan, item, t, axis);
        return true;
    case INDEX_MASK: return add_mask(run, plan, item->array, t, axis);
    case INDEX_ELLIPSIS:
        plan->ellipsis = true;
        for (int i = 0; i < hidden; i++)
            add_axis(plan, t->dim[axis + i], t->stride[axis + i]);
        return true;
    case INDEX_INT:
    case INDEX_ARRAY: break;
    }
    if (is_int(item))
        return add_int(run, plan, item, t, axis);
    add_picker(plan, tensor_keep(item->array), t, axis);
    return true;
}

static bool broadcast_pickers(Run *run, Plan *plan)
{
    plan->common.ndim = 0;
    for (int i = 0; i < plan->pickers; i++) {
        const Tensor *index = plan->picker[i].index;
        if (shape_broadcast(&plan->common, index->ndim, index->dim))
            continue;
        const char *shapes = "";
        for (int k = 0; k < plan->pickers; k++) {
            const Tensor *each = plan->picker[k].index;
            shapes = run_text(run, "%s%s ", shapes, shape_tight(run, each->ndim, each->dim));
        }
        return fail(run, IndexError,
                    "shape mismatch: indexing arrays could not be broadcast together with shapes %s", shapes);
    }
    return true;
}

/* Lays the items against the axes. The axes that pickers make stand where the first of them stood, or in
 * front of all if something stands between two of them; ints beside pickers count as such. */
static bool plan_items(Run *run, Plan *plan, const Tensor *t, int n, const Index item[], int used)
{
    bool any = false, apart = false;
    int axis = 0;
    enum { BEFORE, AMONG, AFTER } state = BEFORE;
    for (int i = 0; i < n; i++)
        any |= is_picker(&item[i]);
    for (int i = 0; i < n; i++) {
        if (any && (is_picker(&item[i]) || is_int(&item[i]))) {
            if (state == BEFORE)
                plan->front = plan->axes;
            apart |= state == AFTER;
            state = AMONG;
        } else if (state == AMONG) {
            state = AFTER;
        }
        if (!add_item(run, plan, &item[i], t, axis, t->ndim - used))
            return false;
        axis += item[i].kind == INDEX_ELLIPSIS ? t->ndim - used : axes_used(&item[i]);
    }
    for (; axis < t->ndim; axis++)
        add_axis(plan, t->dim[axis], t->stride[axis]);
    if (apart)
        plan->front = 0;
    return true;
}

/* The first step, and all that can be wrong in it. plan_free afterwards. */
static bool plan_lay(Run *run, Plan *plan, const Tensor *t, int n, const Index item[])
{
    int used;
    plan->axes = plan->pickers = plan->front = plan->common.ndim = 0;
    plan->offset = 0;
    plan->ellipsis = plan->copies = false;
    if (!count_axes(run, t, n, item, &used) || !check_masks(run, t, n, item, used))
        return false;
    if (plan_items(run, plan, t, n, item, used))
        return true;
    plan_free(plan);
    return false;
}

/* What comes out of it; plan_free afterwards. */
static bool plan_make(Run *run, Plan *plan, const Tensor *t, int n, const Index item[])
{
    if (!plan_lay(run, plan, t, n, item))
        return false;
    if (!broadcast_pickers(run, plan)) {
        plan_free(plan);
        return false;
    }
    int ndim = plan->axes + plan->common.ndim;
    if (ndim > AXES_MAX) {
        plan_free(plan);
        return fail(run, IndexError,
                    "number of dimensions must be within [0, %d], indexing result would have %d", AXES_MAX,
                    ndim);
    }
    return true;
}

static void result_shape(const Plan *plan, Shape *shape)
{
    int common = plan->common.ndim;
    shape->ndim = plan->axes + common;
    for (int i = 0; i < plan->axes; i++)
        shape->dim[i < plan->front ? i : i + common] = plan->dim[i];
    for (int i = 0; i < common; i++)
        shape->dim[plan->front + i] = plan->common.dim[i];
}

Tensor *index_infer(Run *run, Tensor *t, int n, const Index item[])
{
    Plan plan;
    Shape shape;
    if (!plan_make(run, &plan, t, n, item))
        return NULL;
    result_shape(&plan, &shape);
    plan_free(&plan);
    return tensor_typed(t->dtype, shape.ndim, shape.dim);
}

/* the second step -----------------------------------------------------------------------------------------
 */

typedef struct Adding {
    Run *run;
    const Picker *picker;
} Adding;

/* Adds what indices come to, in bytes, to offsets. */
static bool add_offsets(void *with, int64_t n, char *const p[], const int64_t s[])
{
    const Adding *adding = with;
    const Picker *picker = adding->picker;
    const char *index = p[0];
    char *offset = p[1];
    for (int64_t i = 0; i < n; i++, index += s[0], offset += s[1]) {
        int64_t at = *(const int64_t *)index, from_start = at < 0 ? at + picker->size : at;
        if ((uint64_t)from_start >= (uint64_t)picker->size)
            return index_out_of_bounds(adding->run, at, picker->axis, picker->size);
        *(int64_t *)offset += from_start * picker->stride;
    }
    return true;
}

/* The offset for each place of the common shape: in C order, or in the order of the arrays of indices, as
 * NumPy lays out results of one element at each place. */
static Tensor *plan_offsets(Run *run, const Plan *plan, bool in_order)
{
    int ndim = plan->common.ndim;
    Tensor *index[PICKERS_MAX];
    for (int i = 0; i < plan->pickers; i++)
        index[i] = plan->picker[i].index;
    Tensor *offsets = in_order ? tensor_new(run, INT64, ndim, plan->common.dim)
                               : tensor_like(run, INT64, ndim, plan->common.dim, plan->pickers, index);
    if (!offsets)
        return NULL;
    int64_t *offset = (int64_t *)offsets->data;
    for (int64_t i = 0, size = tensor_size(offsets); i < size; i++)
        offset[i] = plan->offset;
    for (int i = 0; i < plan->pickers; i++) {
        Adding adding = { run, &plan->picker[i] };
        Walk walk;
        if (adding.picker->axis < 0)
            continue;
        walk_begin(&walk, ndim, plan->common.dim);
        walk_add(&walk, index[i]);
        walk_add(&walk, offsets);
        if (tensor_is_c(index[i]) && tensor_is_c(offsets))
            walk_arrange(&walk);
        if (!walk_each(run, &walk, add_offsets, &adding)) {
            tensor_drop(offsets);
            return NULL;
        }
    }
    return offsets;
}

/* Copying between the places that offsets name and an array that has them side by side. */
typedef struct Mover {
    Run *run;
    char *data;  /* what the offsets are counted from */
    bool into;   /* the offsets name where to write */
    size_t size; /* bytes of an element */
    bool single; /* one element at each place */
    Walk walk;   /* else: over the axes at a place; operand 0 is read */
    Loop *loop;
} Mover;

#define MOVE_SINGLE(bytes, T)                                                                                \
    static void move_##bytes(const Mover *mover, int64_t n, char *const p[], const int64_t s[])              \
    {                                                                                                        \
        const char *offset = p[0];                                                                           \
        char *other = p[1], *data = mover->data;                                                             \
        if (mover->into)                                                                                     \
            for (int64_t i = 0; i < n; i++)                                                                  \
                *(T *)(data + *(const int64_t *)(offset + i * s[0])) = *(T *)(other + i * s[1]);             \
        else                                                                                                 \
            for (int64_t i = 0; i < n; i++)                                                                  \
                *(T *)(other + i * s[1]) = *(T *)(data + *(const int64_t *)(offset + i * s[0]));             \
    }
FOR_EACH_ELEMENT_SIZE(MOVE_SINGLE)

static bool move(void *with, int64_t n, char *const p[], const int64_t s[])
{
    Mover *mover = with;
    if (mover->single) {
        switch (mover->size) {
        case 1: move_1(mover, n, p, s); break;
        case 2: move_2(mover, n, p, s); break;
        case 4: move_4(mover, n, p, s); break;
        case 8: move_8(mover, n, p, s); break;
        default: move_16(mover, n, p, s); break;
        }
        return true;
    }
    for (int64_t i = 0; i < n; i++) {
        mover->walk.data[mover->into ? 1 : 0] = mover->data + *(const int64_t *)(p[0] + i * s[0]);
        mover->walk.data[mover->into ? 0 : 1] = p[1] + i * s[1];
        if (!walk_run(mover->run, &mover->walk, mover->loop))
            return false;
    }
    return true;
}

/* Moves elements between an indexed array and `other`, whose strides are given for the axes of the result. */
static bool run_plan(Run *run, const Plan *plan, Tensor *t, Tensor *offsets, char *other,
                     const int64_t *stride, bool into)
{
    int common = plan->common.ndim;
    Mover mover = { .run = run, .data = t->data, .into = into, .size = tensor_itemsize(t) };
    mover.loop = cast_loop(t->dtype, t->dtype);
    Walk *inner = &mover.walk, outer;
    walk_begin(inner, plan->axes, plan->dim);
    inner->operands = 2;
    for (int i = 0; i < plan->axes; i++) {
        inner->stride[into ? 1 : 0][i] = plan->stride[i];
        inner->stride[into ? 0 : 1][i] = stride[i < plan->front ? i : i + common];
    }
    walk_arrange(inner);
    mover.single = inner->ndim == 0;
    walk_begin(&outer, common, plan->common.dim);
    walk_add(&outer, offsets);
    outer.operands = 2;
    outer.data[1] = other;
    for (int i = 0; i < common; i++)
        outer.stride[1][i] = stride[plan->front + i];
    if (!into)
        walk_arrange(&outer);
    return walk_each(run, &outer, move, &mover);
}

/* NumPy lays the result out with the axes of the pickers outermost, in their own order, and the others inside
 * in the order they have in the array; then it turns the axes to where they belong. */
static Tensor *make_result(Run *run, const Plan *plan, const Tensor *t, const Tensor *offsets)
{
    Shape memory;
    int common = plan->common.ndim, order[AXES_MAX];
    int64_t stride[AXES_MAX];
    shape_set(&memory, common, plan->common.dim);
    for (int i = 0; i < common; i++)
        stride[i] = (INT64_C(1) << 61) + offsets->stride[i]; /* beyond all others */
    for (int i = 0; i < plan->axes; i++) {
        stride[memory.ndim] = plan->stride[i];
        memory.dim[memory.ndim++] = plan->dim[i];
    }
    Tensor laid = { .dtype = t->dtype, .ndim = (uint8_t)memory.ndim, .dim = memory.dim, .stride = stride };
    Tensor *like = &laid, *made = tensor_like(run, t->dtype, memory.ndim, memory.dim, 1, &like);
    if (!made || plan->front == 0)
        return made;
    for (int i = 0; i < memory.ndim; i++)
        order[i] = i < plan->front ? common + i : i < plan->front + common ? i - plan->front : i;
    Tensor *result = tensor_transpose(made, order);
    tensor_drop(made);
    return result;
}

static Tensor *pick(Run *run, const Plan *plan, Tensor *t)
{
    Tensor *offsets = plan_offsets(run, plan, shape_size(plan->axes, plan->dim) != 1);
    Tensor *result = offsets ? make_result(run, plan, t, offsets) : NULL;
    if (result && tensor_size(result) &&
        !run_plan(run, plan, t, offsets, result->data, result->stride, false)) {
        tensor_drop(result);
        result = NULL;
    }
    tensor_drop(offsets);
    return result;
}

/* one array of indices into one axis ------------------------------------------------------------------------
 */
/* a[indices] of a 1-d array: no offsets are kept. */
static Tensor *take(Run *run, Tensor *t, Tensor *index)
{
    Tensor *result = tensor_like(run, t->dtype, index->ndim, index->dim, 1, &index);
    if (!result || index_take(run, t, index, result))
        return result;
    tensor_drop(result);
    return NULL;
}

/* all of it ------------------------------------------------------------------------------------------------
 */

/* A mask of the array's own shape, and nothing else. */
static bool is_whole_mask(const Tensor *t, int n, const Index item[])
{
    return n == 1 && item->kind == INDEX_MASK &&
           shape_equal(t->ndim, t->dim, item->array->ndim, item->array->dim);
}

bool index_check(Run *run, const Tensor *t, int n, const Index item[])
{
    Plan plan;
    bool fits = plan_lay(run, &plan, t, n, item);
    if (fits)
        plan_free(&plan);
    return fits;
}

static Tensor *plan_view(const Plan *plan, Tensor *t)
{
    return tensor_view(t, plan->axes, plan->dim, plan->stride, t->data + plan->offset);
}

Tensor *index_get(Run *run, Tensor *t, int n, const Index item[], bool *scalar)
{
    *scalar = false;
    if (is_whole_mask(t, n, item))
        return mask_get(run, t, item->array);
    if (n == 1 && t->ndim == 1 && item->kind == INDEX_ARRAY && item->array->ndim)
        return take(run, t, item->array);
    Plan plan;
    if (!plan_make(run, &plan, t, n, item))
        return NULL;
    Tensor *result;
    if (plan.pickers) {
        result = pick(run, &plan, t);
    } else {
        *scalar = plan.axes == 0 && !plan.ellipsis;
        result = plan_view(&plan, t);
        if (plan.copies) {
            Tensor *copy = tensor_copy(run, result, 'K');
            tensor_drop(result);
            result = copy;
        }
    }
    plan_free(&plan);
    return result;
}

/* One element is set as NumPy sets it from an object: an array will not do. */
static bool set_single(Run *run, Tensor *place, Tensor *value)
{
    if (value->ndim == 0)
        return tensor_assign(run, place, value);
    if (dtype_is_complex(place->dtype))
        return fail(run, TypeError, "only 0-dimensional arrays can be converted to Python scalars");
    return fail(run, ValueError, "setting an array element with a sequence.");
}

/* The strides of a value stretched to a shape; it may have more axes of size 1 in front. */
static bool value_strides(const Tensor *value, const Shape *shape, int64_t *stride)
{
    int skip = 0;
    while (value->ndim - skip > shape->ndim && value->dim[skip] == 1)
        skip++;
    int before = shape->ndim - (value->ndim - skip);
    if (before < 0)
        return false;
    for (int i = 0; i < before; i++)
        stride[i] = 0;
    for (int i = before; i < shape->ndim; i++) {
        int axis = skip + i - before;
        if (value->dim[axis] != 1 && value->dim[axis] != shape->dim[i])
            return false;
        stride[i] = value->dim[axis] == 1 ? 0 : value->stride[axis];
    }
    return true;
}

/* The value as the array's dtype, and apart from its memory. */
static Tensor *value_apart(Run *run, Tensor *t, Tensor *value)
{
    if (value->dtype != t->dtype)
        return tensor_cast(run, value, t->dtype);
    return tensor_overlap(t, value) ? tensor_copy(run, value, 'K') : tensor_keep(value);
}

static bool put(Run *run, const Plan *plan, Tensor *t, Tensor *value)
{
    Shape shape;
    int64_t stride[AXES_MAX];
    result_shape(plan, &shape);
    if (!value_strides(value, &shape, stride))
        return fail(
            run, ValueError,
            "shape mismatch: value array of shape %s could not be broadcast to indexing result of shape %s",
            shape_tight(run, value->ndim, value->dim), shape_tight(run, shape.ndim, shape.dim));
    Tensor *offsets = plan_offsets(run, plan, true);
    Tensor *apart = offsets ? value_apart(run, t, value) : NULL;
    bool ok = apart && value_strides(apart, &shape, stride) &&
              (shape_size(shape.ndim, shape.dim) == 0 ||
               run_plan(run, plan, t, offsets, apart->data, stride, true));
    tensor_drop(apart);
    tensor_drop(offsets);
    return ok;
}

static bool put_by_mask(Run *run, Tensor *t, Tensor *mask, Tensor *value)
{
    int64_t count = mask_count(mask), given = tensor_size(value);
    if (value->ndim > 1)
        return fail(run, TypeError,
                    "NumPy boolean array indexing assignment requires a 0 or 1-dimensional input, input has "
                    "%d dimensions",
                    value->ndim);
    if (value->ndim == 1 && given != count && given != 1)
        return fail(run, ValueError,
                    "NumPy boolean array indexing assignment cannot assign %lld input values to the %lld "
                    "output values "
                    "where the mask is true",
                    (long long)given, (long long)count);
    if (count == 0)
        return true;
    Tensor *apart = value_apart(run, t, value), *own_mask = NULL;
    if (apart)
        own_mask = tensor_overlap(t, mask) ? tensor_copy(run, mask, 'K') : tensor_keep(mask);
    bool ok = own_mask && mask_put(run, t, own_mask, apart->data, given == 1 ? 0 : apart->stride[0]);
    tensor_drop(own_mask);
    tensor_drop(apart);
    return ok;
}

bool index_set(Run *run, Tensor *t, int n, const Index item[], Tensor *value)
{
    if (!tensor_writeable(t))
        return fail(run, ValueError, "assignment destination is read-only");
    if (is_whole_mask(t, n, item))
        return put_by_mask(run, t, item->array, value);
    Plan plan;
    if (!plan_make(run, &plan, t, n, item))
        return false;
    bool ok;
    if (plan.pickers) {
        ok = put(run, &plan, t, value);
    } else {
        Tensor *view = plan_view(&plan, t);
        ok =
            plan.axes == 0 && !plan.ellipsis ? set_single(run, view, value) : tensor_assign(run, view, value);
        tensor_drop(view);
    }
    plan_free(&plan);
    return ok;
}
