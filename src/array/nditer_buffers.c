/* nditer_buffers.c: the buffers of np.nditer: which operands need one, how far they reach, and what goes in
 * and out (numpy/_core/src/multiarray/nditer_constr.c and nditer_api.c). */
#include "array/nditer.h"

#include "tensor/cast.h"

#include <string.h>

/* the plan -------------------------------------------------------------------------------------------------
 *
 * A buffer holds the values of one or more whole axes (the core), or of a part of the innermost, and goes on
 * along one more axis (the outer one). Which axis that is, is a question of cost: each fill costs as much as
 * there are operands with buffers, and the fewer fills, the better. An operand that is written where it is
 * stretched lets the outer axis repeat the core, or the core repeat each element of the outer axis. */

enum { BUFFER_SIZE = 8192 };

typedef struct OperandPlan {
    int merged; /* so many inner axes have one stride */
    int outer;  /* the axis where a stretched operand begins to move, or to stand; 0: none */
} OperandPlan;

static bool may_exceed(const NdIter *it, int cost) { return cost == 1 && it->flags & ITER_GROW_INNER; }

/* What the axis does to an operand's plan; *cost counts those that need a buffer. */
static void join_axis(const NdIter *it, int axis, int k, OperandPlan *plan, int *cost, int *outer_axis)
{
    int64_t inner = axis_strides(it, axis - 1)[k], stride = axis_strides(it, axis)[k];
    if (plan->merged == axis) {
        if (inner * it->dim[axis - 1] == stride) {
            plan->merged++;
            return;
        }
        *cost += !it->operand[k].casts;
    }
    if (it->operand[k].reduces && (stride == 0 || inner == 0))
        plan->outer = *outer_axis = axis;
}

/* How an operand lies in its buffer, or that it needs none. */
static void lay_out(NdIter *it, int k, const OperandPlan *plan, int outer_axis)
{
    NdOperand *op = &it->operand[k];
    int64_t *inner = axis_strides(it, 0), *outer = axis_strides(it, outer_axis);
    int64_t size = dtype_info[op->dtype].size;
    bool side_by_side = op->flags & OPERAND_CONTIG && !op->writes; /* no value stands for several */
    bool repeats =
        it->reduces && (plan->outer == it->outer_axis || (plan->merged == it->outer_axis && !op->casts) ||
                        (outer[k] == 0 && plan->merged <= it->outer_axis && !side_by_side));
    op->one_stride = plan->merged + repeats > it->outer_axis;
    op->buffered = op->casts || !op->one_stride;
    if (!op->buffered) {
        op->step = inner[k];
        op->outer_step = outer[k];
    } else if (repeats) {
        op->step = outer[k] == 0 ? size : 0;
        op->outer_step = size - op->step;
    } else {
        op->step = op->one_stride && inner[k] == 0 && !side_by_side ? 0 : size;
        op->outer_step = op->step * it->core;
    }
    op->reduces = repeats;
}

void nditer_plan_buffers(NdIter *it, int64_t buffersize)
{
    int64_t most = buffersize > 0 ? buffersize : BUFFER_SIZE;
    OperandPlan *plan = mem_alloc((size_t)it->operands * sizeof *plan);
    int cost = 1, outer_axis = 0;
    for (int k = 0; k < it->operands; k++) {
        plan[k] = (OperandPlan){ .merged = 1 };
        cost += it->operand[k].casts;
    }
    int64_t size = it->dim[0], best_size = size;
    int best_cost = cost;
    it->core = 1;
    it->outer_axis = 0;
    for (int axis = 1; axis < it->ndim && !outer_axis; axis++) {
        if (size >= most && !may_exceed(it, cost))
            break;
        for (int k = 0; k < it->operands; k++)
            join_axis(it, axis, k, &plan[k], &cost, &outer_axis);
        int64_t core = size;
        size *= it->dim[axis];
        if (size == 0)
            break;
        double filled = size > most && !may_exceed(it, cost) ? (double)most : (double)size;
        if (cost * (double)best_size <= best_cost * filled) {
            best_cost = cost;
            best_size = size;
            it->core = core;
            it->outer_axis = axis;
        }
    }
    it->reduces = outer_axis && it->outer_axis == outer_axis;
    bool any = false;
    for (int k = 0; k < it->operands; k++) {
        lay_out(it, k, &plan[k], outer_axis);
        any |= it->operand[k].buffered;
    }
    mem_free(plan);
    if ((any || !(it->flags & ITER_GROW_INNER)) && most < best_size)
        best_size = it->core * (most / it->core);
    it->room = best_size;
}

bool nditer_new_buffers(Run *run, NdIter *it)
{
    for (int k = 0; k < it->operands; k++) {
        NdOperand *op = &it->operand[k];
        if (!op->buffered)
            continue;
        op->buffer = tensor_new(run, op->dtype, 1, &it->room);
        if (!op->buffer) {
            run_clear_error(run);
            return fail(run, MemoryError, "%s", "");
        }
    }
    return true;
}

/* in and out -----------------------------------------------------------------------------------------------
 */

/* Elements of an array and the values in a buffer that stand for them. */
typedef struct Transfer {
    int64_t count, step; /* values, and the bytes between them in the buffer */
    bool line;           /* elements lie `stride` bytes apart; else along all axes, from the place on */
    int64_t stride;
} Transfer;

/* What of an operand is in the buffer, of `count` steps. */
static Transfer transfer_of(const NdIter *it, int k, int64_t count)
{
    const NdOperand *op = &it->operand[k];
    int64_t outer = axis_strides(it, it->outer_axis)[k], inner = axis_strides(it, 0)[k];
    if (op->reduces && outer != 0)
        return (Transfer){ it->outer_size, op->outer_step, true, outer };
    if (op->reduces && count > it->core)
        count = it->core;
    if (op->one_stride && inner == 0 && (!(op->flags & OPERAND_CONTIG) || op->writes))
        return (Transfer){ 1, 0, true, 0 };
    return (Transfer){ count, op->step, op->one_stride, inner };
}

/* n values between the array at `element` and the buffer at `value`; only those for which the mask is true.
 */
static void move_line(const NdOperand *op, bool in, int64_t n, char *element, int64_t stride, char *value,
                      int64_t step, const char *mask, int64_t mask_step)
{
    Loop *loop = in ? cast_loop(op->lies, op->dtype) : cast_loop(op->dtype, op->lies);
    char *const pointer[2] = { in ? element : value, in ? value : element };
    const int64_t steps[2] = { in ? stride : step, in ? step : stride };
    if (!mask) {
        loop(n, pointer, steps);
        return;
    }
    for (int64_t i = 0; i < n; i++)
        if (mask[i * mask_step])
            loop(1, (char *const[]){ pointer[0] + i * steps[0], pointer[1] + i * steps[1] }, steps);
}

static void move(const NdIter *it, int k, bool in, int64_t count)
{
    const NdOperand *op = &it->operand[k], *of_mask = op->masked && !in ? &it->operand[it->mask] : NULL;
    const char *mask = !of_mask            ? NULL
                       : of_mask->buffered ? of_mask->buffer->data
                                           : of_mask->base + of_mask->at;
    int64_t mask_step = of_mask ? of_mask->step : 0;
    Transfer t = transfer_of(it, k, count);
    char *element = op->base + op->at, *value = op->buffer->data;
    if (t.line) {
        move_line(op, in, t.count, element, t.stride, value, t.step, mask, mask_step);
        return;
    }
    int64_t place[AXES_MAX], stride = axis_strides(it, 0)[k];
    memcpy(place, it->place, sizeof place);
    for (int64_t left = t.count; left > 0;) {
        int64_t n = it->dim[0] - place[0] < left ? it->dim[0] - place[0] : left;
        move_line(op, in, n, element, stride, value, t.step, mask, mask_step);
        left -= n;
        value += n * t.step;
        mask = mask ? mask + n * mask_step : NULL;
        element -= place[0] * stride;
        place[0] = 0;
        for (int axis = 1; left > 0 && axis < it->ndim; axis++) {
            element += axis_strides(it, axis)[k];
            if (++place[axis] < it->dim[axis])
                break;
            element -= it->dim[axis] * axis_strides(it, axis)[k];
            place[axis] = 0;
        }
    }
}

bool nditer_flush(Run *run, NdIter *it)
{
    int64_t count = it->reduces ? it->filled * it->outer_size : it->filled;
    for (int k = 0; it->filled && k < it->operands; k++)
        if (it->operand[k].buffered && it->operand[k].writes)
            move(it, k, false, count);
    return run_goes_on(run);
}

bool nditer_fill(Run *run, NdIter *it)
{
    int64_t count = it->room, rest = it->core * (it->dim[it->outer_axis] - it->place[it->outer_axis]);
    if (it->core_offset)
        count = it->core - it->core_offset;
    else if (count > rest)
        count = rest;
    if (count > it->to - it->index)
        count = it->to - it->index;
    it->filled = count;
    it->end = it->index + count;
    if (count == 0)
        return true;
    if (it->reduces) {
        it->outer_size = count / it->core;
        if (it->outer_size > 1) {
            it->filled = it->core;
            it->end = it->index + it->core;
        }
        it->outer_place = 0;
    }
    for (int k = 0; k < it->operands; k++) {
        NdOperand *op = &it->operand[k];
        op->shown = op->outer = op->buffered ? 0 : op->at;
        if (op->buffered && op->reads)
            move(it, k, true, count);
    }
    return run_goes_on(run);
}
