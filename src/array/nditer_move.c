/* nditer_move.c: the steps of np.nditer, and what can be asked of where it stands
 * (numpy/_core/src/multiarray/nditer_api.c). */
#include "array/nditer.h"

#include <string.h>

/* steps ----------------------------------------------------------------------------------------------------
 */

/* One step along an axis, and when that is at its end, along the next. */
static bool step_from(NdIter *it, int axis)
{
    for (; axis < it->ndim; axis++) {
        const int64_t *stride = axis_strides(it, axis);
        bool within = ++it->place[axis] < it->dim[axis];
        int64_t steps = within ? 1 : 1 - it->dim[axis];
        for (int k = 0; k <= it->operands; k++)
            it->operand[k].at += steps * stride[k];
        if (within)
            return true;
        it->place[axis] = 0;
    }
    return false;
}

/* The next of the values that are in the buffer. */
static bool step_in_buffer(NdIter *it)
{
    if (it->flags & ITER_EXTERNAL_LOOP) {
        it->index += it->filled;
    } else if (++it->index < it->end) {
        for (int k = 0; k < it->operands; k++)
            it->operand[k].shown += it->operand[k].step;
        return true;
    }
    if (!it->reduces || ++it->outer_place >= it->outer_size)
        return false;
    for (int k = 0; k < it->operands; k++)
        it->operand[k].shown = it->operand[k].outer += it->operand[k].outer_step;
    it->end = it->index + it->filled;
    return true;
}

bool nditer_next(Run *run, NdIter *it, bool *more)
{
    *more = false;
    if (it->one)
        return true;
    if (!(it->flags & ITER_BUFFERED)) {
        if (it->flags & ITER_RANGED && ++it->index >= it->to)
            return true;
        *more = step_from(it, it->flags & ITER_EXTERNAL_LOOP ? 1 : 0);
        return true;
    }
    *more = step_in_buffer(it);
    if (*more)
        return true;
    if (!nditer_flush(run, it))
        return false;
    it->filled = 0;
    if (it->index >= it->to)
        return true;
    nditer_go(it, it->index);
    *more = nditer_fill(run, it);
    return *more;
}

void nditer_go(NdIter *it, int64_t index)
{
    it->index = index;
    for (int k = 0; k <= it->operands; k++)
        it->operand[k].at = it->operand[k].start;
    for (int axis = 0; axis < (it->ndim ? it->ndim : 1); axis++) {
        it->place[axis] = it->dim[axis] ? index % it->dim[axis] : 0;
        index = it->dim[axis] ? index / it->dim[axis] : 0;
        for (int k = 0; k <= it->operands; k++)
            it->operand[k].at += it->place[axis] * axis_strides(it, axis)[k];
    }
    if (it->flags & ITER_BUFFERED)
        it->core_offset = it->index % it->core;
}

/* What is in the buffers is written, and they are there. */
static bool settle(Run *run, NdIter *it)
{
    if (!nditer_delays(it))
        return nditer_flush(run, it);
    it->flags &= ~(unsigned)ITER_DELAY_BUFALLOC;
    return nditer_new_buffers(run, it);
}

bool nditer_reset(Run *run, NdIter *it)
{
    bool buffered = it->flags & ITER_BUFFERED;
    if (buffered && it->filled > 0 && it->index == it->from && it->index == it->end - it->filled &&
        it->end <= it->to)
        return true;
    if (buffered && !settle(run, it))
        return false;
    nditer_go(it, it->from);
    return !buffered || nditer_fill(run, it);
}

bool nditer_rebase(Run *run, NdIter *it, const NdIter *outer)
{
    bool buffered = it->flags & ITER_BUFFERED;
    if (buffered && !settle(run, it))
        return false;
    for (int k = 0; k < it->operands; k++) {
        const NdOperand *op = &outer->operand[k];
        it->operand[k].base = op->base + op->at;
    }
    nditer_go(it, it->from);
    return !buffered || nditer_fill(run, it);
}

/* going elsewhere ------------------------------------------------------------------------------------------
 */

static bool fail_external(Run *run, const char *how)
{
    return fail(run, ValueError, "Cannot call %s on an iterator which has the flag EXTERNAL_LOOP", how);
}

bool nditer_go_to_index(Run *run, NdIter *it, int64_t index)
{
    if (it->flags & ITER_EXTERNAL_LOOP)
        return fail_external(run, "GotoIterIndex");
    if (index < it->from || index >= it->to)
        return fail(run, IndexError,
                    "Iterator GotoIterIndex called with an iterindex outside the iteration range.");
    if (!(it->flags & ITER_BUFFERED)) {
        nditer_go(it, index);
        return true;
    }
    if (nditer_delays(it)) /* there are no buffers yet: NumPy goes on without them */
        return fail(run, ValueError,
                    "Iterator construction used delayed buffer allocation, and no reset has been done yet");
    if (!it->reduces && index < it->end && index >= it->end - it->filled) {
        for (int k = 0; k < it->operands; k++)
            it->operand[k].shown += (index - it->index) * it->operand[k].step;
        it->index = index;
        return true;
    }
    if (!nditer_flush(run, it))
        return false;
    nditer_go(it, index);
    return nditer_fill(run, it);
}

static bool check_go(Run *run, const NdIter *it, const char *how)
{
    if (it->flags & ITER_BUFFERED)
        return fail(run, ValueError, "Cannot call %s on an iterator which is buffered", how);
    return !(it->flags & ITER_EXTERNAL_LOOP) || fail_external(run, how);
}

bool nditer_go_to_flat(Run *run, NdIter *it, int64_t index)
{
    int64_t step = 0, factor = 1;
    if (!check_go(run, it, "GotoIndex"))
        return false;
    if (index < 0 || index >= it->size)
        return fail(run, IndexError, "Iterator GotoIndex called with an out-of-bounds index");
    for (int axis = 0; axis < it->ndim; axis++) {
        int64_t stride = axis_strides(it, axis)[it->operands], dim = it->dim[axis], i = 0;
        if (stride)
            i = stride < 0 ? dim - index / -stride % dim - 1 : index / stride % dim;
        step += factor * i;
        factor *= dim;
    }
    if (step < it->from || step >= it->to)
        return fail(run, IndexError,
                    "Iterator GotoIndex called with an index outside the restricted iteration range.");
    nditer_go(it, step);
    return true;
}

bool nditer_go_to_place(Run *run, NdIter *it, const int64_t *place)
{
    int64_t step = 0, factor = 1;
    if (!check_go(run, it, "GotoMultiIndex"))
        return false;
    for (int axis = 0; axis < it->ndim; axis++) {
        bool backwards;
        int before = axis_before(it, axis, it->ndim, &backwards);
        if (place[before] < 0 || place[before] >= it->dim[axis])
            return fail(run, IndexError, "Iterator GotoMultiIndex called with an out-of-bounds multi-index");
        step += factor * (backwards ? it->dim[axis] - place[before] - 1 : place[before]);
        factor *= it->dim[axis];
    }
    if (step < it->from || step >= it->to)
        return fail(
            run, IndexError,
            "Iterator GotoMultiIndex called with a multi-index outside the restricted iteration range");
    nditer_go(it, step);
    return true;
}

bool nditer_range(Run *run, NdIter *it, int64_t from, int64_t to)
{
    if (!(it->flags & ITER_RANGED))
        return fail(
            run, ValueError,
            "Cannot call ResetToIterIndexRange on an iterator without requesting ranged iteration support "
            "in the constructor");
    if (from < 0 || to > it->size)
        return fail(run, ValueError, "Out-of-bounds range [%lld, %lld) passed to ResetToIterIndexRange",
                    (long long)from, (long long)to);
    if (to < from)
        return fail(run, ValueError, "Invalid range [%lld, %lld) passed to ResetToIterIndexRange",
                    (long long)from, (long long)to);
    it->from = from;
    it->to = to;
    return nditer_reset(run, it);
}

/* other axes -----------------------------------------------------------------------------------------------
 */

bool nditer_remove_axis(Run *run, NdIter *it, int64_t axis)
{
    if (!(it->flags & ITER_MULTI_INDEX))
        return fail(run, RuntimeError,
                    "Iterator RemoveAxis may only be called if a multi-index is being tracked");
    if (it->flags & (ITER_C_INDEX | ITER_F_INDEX))
        return fail(run, RuntimeError, "Iterator RemoveAxis may not be called on an index is being tracked");
    if (it->flags & ITER_BUFFERED)
        return fail(run, RuntimeError, "Iterator RemoveAxis may not be called on a buffered iterator");
    if (axis < 0 || axis >= it->ndim)
        return fail(run, ValueError, "axis out of bounds in iterator RemoveAxis");
    bool backwards = false;
    int gone = 0;
    while (axis_before(it, gone, it->ndim, &backwards) != axis)
        gone++;
    int64_t *stride = axis_strides(it, gone);
    for (int k = 0; backwards && k < it->operands; k++)
        it->operand[k].start += (it->dim[gone] - 1) * stride[k];
    int inner = it->ndim - 1 - (int)axis;
    bool empty = it->size == 0; /* of arrays without elements there is none along the other axes, either */
    it->ndim--;
    it->size = !empty;
    for (int i = 0; i < it->ndim; i++) {
        if (i >= gone) {
            it->perm[i] = it->perm[i + 1];
            it->dim[i] = it->dim[i + 1];
            memcpy(axis_strides(it, i), axis_strides(it, i + 1), (size_t)(it->operands + 1) * sizeof *stride);
        }
        int p = it->perm[i];
        it->perm[i] = (int8_t)(p >= 0 ? p - (p > inner) : p + (p < -1 - inner));
        it->size *= it->dim[i];
    }
    it->from = 0;
    it->to = it->size;
    if (it->ndim == 0) {
        it->dim[0] = 1;
        memset(axis_strides(it, 0), 0, (size_t)(it->operands + 1) * sizeof *stride);
        it->one = true;
    }
    return nditer_reset(run, it);
}

bool nditer_remove_places(Run *run, NdIter *it)
{
    if (!nditer_reset(run, it))
        return false;
    if (it->flags & ITER_MULTI_INDEX)
        nditer_merge_axes(it);
    return true;
}

bool nditer_external_loop(Run *run, NdIter *it)
{
    if (it->flags & (ITER_C_INDEX | ITER_F_INDEX | ITER_MULTI_INDEX))
        return fail(run, ValueError,
                    "Iterator flag EXTERNAL_LOOP cannot be used if an index or multi-index is being tracked");
    if (it->flags & ITER_RANGED && !(it->flags & ITER_BUFFERED))
        return fail(
            run, ValueError,
            "Iterator flag EXTERNAL_LOOP cannot be used with ranged iteration unless buffering is also "
            "enabled");
    it->flags |= ITER_EXTERNAL_LOOP;
    it->one |= !(it->flags & ITER_BUFFERED) && it->size == it->dim[0];
    return nditer_reset(run, it);
}

void nditer_merge_axes(NdIter *it)
{
    int last = 0, width = it->operands + 1;
    it->flags &= ~(unsigned)ITER_MULTI_INDEX;
    for (int axis = 1; axis < it->ndim; axis++) {
        int64_t *inner = axis_strides(it, last), *outer = axis_strides(it, axis);
        int64_t dim = it->dim[last], dim2 = it->dim[axis];
        bool merge = true;
        for (int k = 0; k < width; k++)
            merge &=
                (dim == 1 && inner[k] == 0) || (dim2 == 1 && outer[k] == 0) || inner[k] * dim == outer[k];
        if (!merge) {
            it->dim[++last] = dim2;
            memmove(axis_strides(it, last), outer, (size_t)width * sizeof *outer);
            continue;
        }
        it->dim[last] *= dim2;
        for (int k = 0; k < width; k++)
            inner[k] = inner[k] ? inner[k] : outer[k];
    }
    if (it->ndim == 0 || last + 1 == it->ndim)
        return;
    it->ndim = last + 1;
    for (int axis = 0; axis < it->ndim; axis++)
        it->perm[axis] = (int8_t)axis;
}

/* asking ---------------------------------------------------------------------------------------------------
 */

int64_t nditer_index(const NdIter *it)
{
    if (it->flags & (ITER_RANGED | ITER_BUFFERED))
        return it->index;
    int64_t index = 0;
    for (int axis = it->ndim; axis-- > 0;)
        index = index * it->dim[axis] + it->place[axis];
    return index;
}

void nditer_place(const NdIter *it, int64_t *place)
{
    for (int axis = 0; axis < it->ndim; axis++) {
        bool backwards;
        int before = axis_before(it, axis, it->ndim, &backwards);
        place[before] = backwards ? it->dim[axis] - it->place[axis] - 1 : it->place[axis];
    }
}

void nditer_shape(const NdIter *it, int64_t *dim)
{
    for (int axis = 0; axis < it->ndim; axis++) {
        bool backwards;
        dim[it->flags & ITER_MULTI_INDEX ? axis_before(it, axis, it->ndim, &backwards) : axis] =
            it->dim[axis];
    }
}

static Tensor *view_for(const NdOperand *op, Tensor *of, int ndim, const int64_t *dim, const int64_t *stride,
                        char *data)
{
    Tensor *view = tensor_view(of, ndim, dim, stride, data);
    view->dtype = (uint8_t)op->dtype;
    if (op->writes)
        view->object.flags &= (uint8_t)~TENSOR_READONLY;
    else
        view->object.flags |= TENSOR_READONLY;
    view->object.flags &= (uint8_t)~TENSOR_MEMMAP;
    return view;
}

Tensor *nditer_value(const NdIter *it, int k)
{
    const NdOperand *op = &it->operand[k];
    bool in_buffer = it->flags & ITER_BUFFERED;
    char *data = in_buffer && op->buffered ? op->buffer->data + op->shown
                 : in_buffer               ? op->base + op->shown
                                           : op->base + op->at;
    return view_for(op, in_buffer && op->buffered ? op->buffer : op->array,
                    it->flags & ITER_EXTERNAL_LOOP ? 1 : 0, in_buffer ? &it->filled : &it->dim[0],
                    in_buffer ? &op->step : axis_strides(it, 0) + k, data);
}

Tensor *nditer_view(const NdIter *it, int k)
{
    const NdOperand *op = &it->operand[k];
    int64_t dim[AXES_MAX], stride[AXES_MAX];
    for (int axis = 0; axis < it->ndim; axis++) {
        dim[it->ndim - axis - 1] = it->dim[axis];
        stride[it->ndim - axis - 1] = axis_strides(it, axis)[k];
    }
    return view_for(op, op->array, it->ndim, dim, stride, op->base + op->start);
}
