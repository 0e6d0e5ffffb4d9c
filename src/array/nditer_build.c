/* nditer_build.c: how np.nditer comes to its axes: what the operands are together, in which order they are
 * walked through, and which of them are copied or made (numpy/_core/src/multiarray/nditer_constr.c). */
#include "array/nditer.h"

#include <stdlib.h>
#include <string.h>

/* what was asked for ---------------------------------------------------------------------------------------
 */

static bool check_flags(Run *run, unsigned flags)
{
    unsigned index = flags & (ITER_C_INDEX | ITER_F_INDEX);
    if (index == (ITER_C_INDEX | ITER_F_INDEX))
        return fail(run, ValueError, "Iterator flags C_INDEX and F_INDEX cannot both be specified");
    if (flags & ITER_EXTERNAL_LOOP && (index || flags & ITER_MULTI_INDEX))
        return fail(run, ValueError,
                    "Iterator flag EXTERNAL_LOOP cannot be used if an index or multi-index is being tracked");
    if (flags & ITER_EXTERNAL_LOOP && flags & ITER_RANGED && !(flags & ITER_BUFFERED))
        return fail(run, ValueError,
                    "Iterator flag RANGED cannot be used with the flag EXTERNAL_LOOP unless BUFFERED is also "
                    "enabled");
    return true;
}

static bool check_axes(Run *run, const NdPlan *plan)
{
    for (int k = 0; k < plan->operands; k++) {
        bool seen[AXES_MAX] = { false };
        for (int axis = 0; plan->operand[k].axes && axis < plan->ndim; axis++) {
            int at = plan->operand[k].axes[axis];
            if (at >= AXES_MAX || (at >= 0 && seen[at]))
                return fail(
                    run, ValueError,
                    "The 'op_axes' provided to the iterator constructor for operand %d contained %s %d", k,
                    at >= AXES_MAX ? "invalid values" : "duplicate value", at);
            if (at >= 0)
                seen[at] = true;
        }
    }
    return true;
}

static bool check_operand_flags(Run *run, NdOperand *op)
{
    unsigned flags = op->flags, how = flags & (OPERAND_READONLY | OPERAND_READWRITE | OPERAND_WRITEONLY);
    if (how & (how - 1))
        return fail(
            run, ValueError,
            "Only one of the iterator flags READWRITE, READONLY, and WRITEONLY may be specified for an "
            "operand");
    if (!how)
        return fail(
            run, ValueError,
            "None of the iterator flags READWRITE, READONLY, or WRITEONLY were specified for an operand");
    op->reads = how != OPERAND_WRITEONLY;
    op->writes = how != OPERAND_READONLY;
    op->masked = flags & OPERAND_WRITEMASKED;
    if (op->writes && (flags & (OPERAND_COPY | OPERAND_UPDATEIFCOPY)) == OPERAND_COPY)
        return fail(run, ValueError,
                    "If an iterator operand is writeable, must use the flag UPDATEIFCOPY instead of COPY");
    if (op->masked && !op->writes)
        return fail(run, ValueError,
                    "The iterator flag WRITEMASKED may only be used with READWRITE or WRITEONLY");
    if (op->masked && flags & OPERAND_ARRAYMASK)
        return fail(run, ValueError, "The iterator flag WRITEMASKED may not be used together with ARRAYMASK");
    if (flags & OPERAND_VIRTUAL && how != OPERAND_READWRITE)
        return fail(run, ValueError, "The iterator flag VIRTUAL should be be used together with READWRITE");
    return true;
}

/* An operand that is to be made. */
static bool check_missing(Run *run, unsigned flags, NdOperand *op)
{
    if (!(op->flags & (OPERAND_ALLOCATE | OPERAND_VIRTUAL)))
        return fail(run, ValueError,
                    "Iterator operand was NULL, but neither the ALLOCATE nor the VIRTUAL flag was specified");
    if (op->flags & OPERAND_ALLOCATE && !op->writes)
        return fail(run, ValueError,
                    "Automatic allocation was requested for an iterator operand, but it wasn't flagged for "
                    "writing");
    if (op->flags & OPERAND_ALLOCATE && op->reads &&
        (flags & (ITER_BUFFERED | ITER_DELAY_BUFALLOC)) == ITER_BUFFERED)
        return fail(
            run, ValueError,
            "Automatic allocation was requested for an iterator operand, and it was flagged as readable, "
            "but buffering  without delayed allocation was enabled");
    op->dtype = op->flags & OPERAND_ALLOCATE ? op->asked : NO_DTYPE;
    if (op->dtype == NO_DTYPE && op->flags & OPERAND_ARRAYMASK)
        op->dtype = BOOL;
    return true;
}

static bool check_array(Run *run, unsigned flags, NdOperand *op)
{
    if (op->flags & OPERAND_VIRTUAL)
        return fail(run, ValueError,
                    "Iterator operand flag VIRTUAL was specified, but the operand was not NULL");
    if (op->writes && !tensor_writeable(op->array))
        return fail(run, ValueError, "operand array with iterator write flag set is read-only");
    if (!(flags & ITER_ZEROSIZE_OK) && tensor_size(op->array) == 0)
        return fail(run, ValueError, "Iteration of zero-sized operands is not enabled");
    op->lies = (DType)op->array->dtype;
    op->dtype = op->asked == NO_DTYPE ? op->lies : op->asked;
    op->base = op->array->data;
    return true;
}

static bool check_operands(Run *run, NdIter *it)
{
    bool any_masked = false;
    for (int k = 0; k < it->operands; k++) {
        NdOperand *op = &it->operand[k];
        if (!check_operand_flags(run, op))
            return false;
        if (op->flags & OPERAND_ARRAYMASK && it->mask >= 0)
            return fail(run, ValueError, "Only one iterator operand may receive an ARRAYMASK flag");
        if (op->flags & OPERAND_ARRAYMASK)
            it->mask = k;
        any_masked |= op->masked;
        if (!(op->array ? check_array(run, it->flags, op) : check_missing(run, it->flags, op)))
            return false;
    }
    if (any_masked && it->mask < 0)
        return fail(
            run, ValueError,
            "An iterator operand was flagged as WRITEMASKED, but no ARRAYMASK operand was given to supply "
            "the mask");
    if (!any_masked && it->mask >= 0)
        return fail(
            run, ValueError,
            "An iterator operand was flagged as the ARRAYMASK, but no WRITEMASKED operands were given to "
            "use the mask");
    return true;
}

/* axes -----------------------------------------------------------------------------------------------------
 */

/* NumPy's spelling, with -1 for a new axis: "(2,newaxis)"; in front they are not told. */
static const char *dims_text(Run *run, int ndim, const int64_t *dim)
{
    Text text = { 0 };
    int first = 0;
    while (first < ndim && dim[first] < 0)
        first++;
    for (int i = first; i < ndim; i++)
        if (dim[i] < 0)
            text_puts(&text, i > first ? ",newaxis" : "newaxis");
        else
            text_printf(&text, i > first ? ",%lld" : "%lld", (long long)dim[i]);
    const char *shown = run_text(run, "(%s%s)", text_get(&text), first == 0 && ndim == 1 ? "," : "");
    text_free(&text);
    return shown;
}

/* The sizes of an operand's axes as the iterator has them, -1 where it has none. */
static const char *remapped_text(Run *run, const NdIter *it, const NdOperand *op, bool reversed)
{
    int64_t dim[AXES_MAX];
    for (int i = 0; i < it->ndim; i++) {
        int at = op->axes[reversed ? it->ndim - i - 1 : i];
        dim[i] = at >= 0 && at < op->array->ndim ? op->array->dim[at] : -1;
    }
    return dims_text(run, it->ndim, dim);
}

static bool fail_broadcast(Run *run, const NdIter *it, const NdPlan *plan)
{
    Text shapes = { 0 };
    for (int k = 0; k < it->operands; k++) {
        const NdOperand *op = &it->operand[k];
        if (!op->array)
            continue;
        text_puts(&shapes, dims_text(run, op->array->ndim, op->array->dim));
        if (op->axes)
            text_printf(&shapes, "->%s", remapped_text(run, it, op, false));
        text_char(&shapes, ' ');
    }
    fail(run, ValueError, "operands could not be broadcast together with %sshapes %s%s%s%s",
         plan->ndim >= 0 ? "remapped " : "", plan->ndim >= 0 ? "[original->remapped]: " : "",
         text_get(&shapes), plan->shape ? " and requested shape " : "",
         plan->shape ? dims_text(run, it->ndim, plan->shape) : "");
    text_free(&shapes);
    return false;
}

static bool fail_stretched(Run *run, const NdIter *it, const NdOperand *op, const int64_t *dim)
{
    const char *remapped =
        op->axes ? run_text(run, "[remapped to %s] ", remapped_text(run, it, op, true)) : "";
    return fail(
        run, ValueError, "non-broadcastable %soperand with shape %s %sdoesn't match the broadcast shape %s",
        op->flags & OPERAND_READONLY ? "" : "output ", dims_text(run, op->array->ndim, op->array->dim),
        op->axes ? remapped : "", dims_text(run, it->ndim, dim));
}

/* The axis of an operand's array that the iterator's axis i, from the outermost, is; below 0: none. */
static int array_axis(const NdIter *it, const NdOperand *op, int i)
{
    return op->axes ? op->axes[i] : op->array ? i - it->ndim + op->array->ndim : 0;
}

/* The sizes of the axes, the outermost first. */
static bool broadcast_axes(Run *run, NdIter *it, const NdPlan *plan, int64_t *dim)
{
    for (int i = 0; i < it->ndim; i++)
        dim[i] = plan->shape && plan->shape[i] >= 0 ? plan->shape[i] : 1;
    for (int k = 0; k < it->operands; k++) {
        const NdOperand *op = &it->operand[k];
        if (!op->array)
            continue;
        if (!op->axes && op->array->ndim > it->ndim)
            return fail(run, ValueError,
                        "input operand has more dimensions than allowed by the axis remapping");
        for (int i = 0; i < it->ndim; i++) {
            int at = array_axis(it, op, i);
            if (at < 0)
                continue;
            if (at >= op->array->ndim)
                return fail(
                    run, ValueError,
                    "Iterator input op_axes[%d][%d] (==%d) is not a valid axis of op[%d], which has %d "
                    "dimensions ",
                    k, it->ndim - i - 1, at, k, op->array->ndim);
            if (dim[i] == 1)
                dim[i] = op->array->dim[at];
            else if (op->array->dim[at] != dim[i] && op->array->dim[at] != 1)
                return fail_broadcast(run, it, plan);
        }
    }
    for (int i = 0; plan->shape && i < it->ndim; i++)
        if (plan->shape[i] == 1 && dim[i] != 1)
            return fail_broadcast(run, it, plan);
    return true;
}

/* An operand that is written where it is stretched is a reduction. */
static bool check_reduction(Run *run, NdIter *it, int k, int axis)
{
    NdOperand *op = &it->operand[k];
    if (!op->writes)
        return true;
    if (!(it->flags & ITER_REDUCE_OK))
        return fail(
            run, ValueError,
            "output operand requires a reduction along dimension %d, but the reduction is not enabled. "
            "The dimension size of 1 does not match the expected output shape.",
            axis);
    if (!op->reads)
        return fail(run, ValueError,
                    "output operand requires a reduction, but is flagged as write-only, not read-write");
    if (k == it->mask)
        return fail(
            run, ValueError,
            "output operand requires a reduction, but is flagged as the ARRAYMASK operand which is not "
            "permitted to be the result of a reduction");
    return op->reduces = true;
}

/* What one step along an axis is in an operand; axis i counts from the outermost. */
static bool set_stride(Run *run, NdIter *it, int k, int i, const int64_t *dim, int64_t *stride)
{
    const NdOperand *op = &it->operand[k];
    int at = array_axis(it, op, i), inner = it->ndim - i - 1;
    bool refuses = op->flags & OPERAND_NO_BROADCAST;
    *stride = 0;
    if (!op->axes && !op->array)
        return true;
    if (dim[i] == 1)
        return op->axes || at >= 0 || !refuses || fail_stretched(run, it, op, dim);
    if (at >= 0 && !op->array)
        return true;
    if (at >= 0 && op->array->dim[at] != 1) {
        *stride = op->array->stride[at];
        return true;
    }
    if (refuses && (at >= 0 || !op->axes))
        return fail_stretched(run, it, op, dim);
    return check_reduction(run, it, k, op->axes ? at : inner);
}

static bool set_axes(Run *run, NdIter *it, const NdPlan *plan)
{
    int64_t dim[AXES_MAX] = { 0 };
    bool empty = false, overflow = false;
    if (!broadcast_axes(run, it, plan, dim))
        return false;
    it->dim[0] = 1;
    for (int axis = 0; axis < it->ndim; axis++) {
        int i = it->ndim - axis - 1;
        it->perm[axis] = (int8_t)axis;
        it->dim[axis] = dim[i];
        for (int k = 0; k < it->operands; k++)
            if (!set_stride(run, it, k, i, dim, &axis_strides(it, axis)[k]))
                return false;
    }
    it->size = 1;
    for (int i = 0; i < it->ndim && !overflow; i++) {
        empty |= dim[i] == 0;
        overflow = __builtin_mul_overflow(it->size, dim[i], &it->size);
    }
    if (overflow)
        return fail(run, ValueError, "iterator is too large");
    /* An array without elements has none along the axes that the iterator leaves to it. */
    for (int k = 0; k < it->operands; k++)
        empty |= it->operand[k].array && tensor_size(it->operand[k].array) == 0;
    it->size = empty ? 0 : it->size;
    it->from = 0;
    it->to = it->size;
    return true;
}

static void set_index_strides(NdIter *it)
{
    int64_t stride = 1;
    for (int i = 0; i < it->ndim; i++) {
        int axis = it->flags & ITER_C_INDEX ? i : it->ndim - 1 - i;
        axis_strides(it, axis)[it->operands] = it->dim[axis] == 1 ? 0 : stride;
        stride *= it->dim[axis];
    }
}

/* the order of the axes ------------------------------------------------------------------------------------
 */

/* Axis i becomes the one that was order[i]. */
static void permute_axes(NdIter *it, const int *order)
{
    size_t width = (size_t)it->operands + 1;
    int64_t *old = mem_alloc((size_t)it->ndim * width * sizeof *old), dim[AXES_MAX];
    memcpy(old, it->stride, (size_t)it->ndim * width * sizeof *old);
    memcpy(dim, it->dim, sizeof dim);
    for (int i = 0; i < it->ndim; i++) {
        it->perm[i] = (int8_t)order[i];
        it->dim[i] = dim[order[i]];
        memcpy(axis_strides(it, i), old + (size_t)order[i] * width, width * sizeof *old);
    }
    mem_free(old);
}

static void reverse_axes(NdIter *it)
{
    int order[AXES_MAX];
    for (int i = 0; i < it->ndim; i++)
        order[i] = it->ndim - 1 - i;
    permute_axes(it, order);
}

/* Whether an axis is to be inside another that is outside of it now: 1, or that it is not: -1; 0: no operand
 * moves along both. Where they disagree, C order wins. */
static int goes_inside(const NdIter *it, int axis, int other)
{
    const int64_t *a = axis_strides(it, axis), *b = axis_strides(it, other);
    int answer = 0;
    for (int k = 0; k < it->operands; k++)
        if (a[k] && b[k])
            answer = llabs(b[k]) <= llabs(a[k]) ? -1 : answer ? answer : 1;
    return answer;
}

/* The smallest strides innermost. */
static void sort_axes(NdIter *it)
{
    int order[AXES_MAX];
    for (int i = 0; i < it->ndim; i++) {
        int to = i;
        for (int k = i; k-- > 0;) {
            int inside = goes_inside(it, i, order[k]);
            if (inside < 0)
                break;
            if (inside)
                to = k;
        }
        memmove(order + to + 1, order + to, (size_t)(i - to) * sizeof *order);
        order[to] = i;
    }
    permute_axes(it, order);
}

/* Axes along which all operands go backwards are gone through from their ends. */
static void turn_axes(NdIter *it)
{
    for (int axis = 0; axis < it->ndim; axis++) {
        int64_t *stride = axis_strides(it, axis);
        bool any = false, forward = false;
        for (int k = 0; k < it->operands; k++) {
            any |= stride[k] < 0;
            forward |= stride[k] > 0;
        }
        if (!any || forward)
            continue;
        for (int k = 0; k <= it->operands; k++) {
            it->operand[k].start += (it->dim[axis] - 1) * stride[k];
            stride[k] = -stride[k];
        }
        it->perm[axis] = (int8_t)(-1 - it->perm[axis]);
    }
}

static void order_axes(NdIter *it, char order)
{
    bool fortran = order == 'F', missing = false;
    if (order == 'A') {
        fortran = true;
        for (int k = 0; k < it->operands; k++)
            fortran &= !it->operand[k].array || tensor_is_f(it->operand[k].array);
    }
    if (fortran && it->ndim > 1)
        reverse_axes(it);
    if (order != 'K')
        return;
    for (int k = 0; k < it->operands; k++)
        missing |= !it->operand[k].array;
    if (it->ndim > 1)
        sort_axes(it);
    if (!missing)
        turn_axes(it);
}

/* dtypes ---------------------------------------------------------------------------------------------------
 */

static bool find_dtypes(Run *run, NdIter *it)
{
    bool common = it->flags & ITER_COMMON_DTYPE, missing = false;
    DType dtype = NO_DTYPE;
    for (int k = 0; k < it->operands; k++) {
        const NdOperand *op = &it->operand[k];
        missing |= op->dtype == NO_DTYPE;
        if (op->dtype != NO_DTYPE && (common || op->reads))
            dtype = dtype == NO_DTYPE ? op->dtype : dtype_promote(dtype, op->dtype);
    }
    if (!common && !missing)
        return true;
    if (dtype == NO_DTYPE)
        return fail(run, TypeError, "no arrays or types available to calculate result type");
    for (int k = 0; k < it->operands; k++)
        if (common || it->operand[k].dtype == NO_DTYPE)
            it->operand[k].dtype = dtype;
    return true;
}

static bool check_casts(Run *run, NdIter *it, Casting casting)
{
    for (int k = 0; k < it->operands; k++) {
        NdOperand *op = &it->operand[k];
        if (!op->array || op->lies == op->dtype)
            continue;
        const char *lies = dtype_info[op->lies].name, *wanted = dtype_info[op->dtype].name;
        if (op->reads && !dtype_can_cast(op->lies, op->dtype, casting))
            return fail(
                run, TypeError,
                "Iterator operand %d dtype could not be cast from dtype('%s') to dtype('%s') according to "
                "the rule '%s'",
                k, lies, wanted, casting_name[casting]);
        if (op->writes && !dtype_can_cast(op->dtype, op->lies, casting))
            return fail(
                run, TypeError,
                "Iterator requested dtype could not be cast from dtype('%s') to dtype('%s'), the operand "
                "%d dtype, according to the rule '%s'",
                wanted, lies, k, casting_name[casting]);
        op->casts = true;
    }
    return true;
}

/* arrays that are made -------------------------------------------------------------------------------------
 */

/* An array for an operand, which lies in memory as the iterator goes: of these sizes, or (dim NULL) of those
 * that the iterator's axes give it. */
static Tensor *new_array(Run *run, const NdIter *it, const NdOperand *op, int ndim, const int64_t *dim)
{
    int64_t made[AXES_MAX] = { 0 }, stride[AXES_MAX], item = dtype_info[op->dtype].size, next = item,
            factor = 1;
    bool set[AXES_MAX] = { false }, backwards;
    int used = 0;
    for (int axis = 0; axis < it->ndim; axis++) {
        int at = axis_before(it, axis, op->axes ? it->ndim : ndim, &backwards);
        at = op->axes ? op->axes[at] : at;
        used += op->axes ? at >= 0 : 1;
        if (at < 0)
            continue;
        if (!dim && at >= it->ndim) {
            fail(run, ValueError,
                 "automatically allocated output array specified with an inconsistent axis mapping; the axis "
                 "mapping cannot include dimension %d which is too large for the iterator dimension of %d.",
                 at, it->ndim);
            return NULL;
        }
        set[at] = true;
        stride[at] = next;
        made[at] = dim ? dim[at] : it->dim[axis];
        if (__builtin_mul_overflow(next, made[at], &next))
            next = INT64_MAX; /* such an array cannot be had */
    }
    ndim = dim ? ndim : used;
    for (int i = 0; !dim && i < ndim; i++)
        if (!set[i]) {
            fail(run, ValueError,
                 "automatically allocated output array specified with an inconsistent axis mapping; the axis "
                 "mapping is missing an entry for dimension %d.",
                 i);
            return NULL;
        }
    for (int i = ndim; i-- > 0;) /* axes that the iterator leaves alone lie inside of those that it takes */
        if (!set[i]) {
            stride[i] = factor * item;
            factor *= dim[i];
        }
    Tensor *t = tensor_new(run, op->dtype, ndim, dim ? dim : made);
    for (int i = 0; t && i < ndim; i++)
        t->stride[i] = tensor_size(t) ? stride[i] * (set[i] ? factor : 1) : 0;
    return t;
}

/* The array takes the place of the operand's, or of none. */
static void put_array(NdIter *it, NdOperand *op, Tensor *array, int ndim)
{
    int k = (int)(op - it->operand);
    tensor_drop(op->array);
    op->array = array;
    op->lies = op->dtype;
    op->base = array->data;
    op->casts = false;
    op->start = 0;
    for (int axis = 0; axis < it->ndim; axis++) {
        bool backwards;
        int at = axis_before(it, axis, op->axes ? it->ndim : ndim, &backwards);
        at = op->axes ? op->axes[at] : at;
        if (at < 0 || array->dim[at] == 1)
            continue;
        int64_t stride = array->stride[at];
        axis_strides(it, axis)[k] = backwards ? -stride : stride;
        op->start += backwards ? stride * (array->dim[at] - 1) : 0;
    }
}

/* Whether two operands can be taken element by element though they are the same memory. */
static bool same_elements(const NdOperand *a, const NdOperand *b)
{
    const Tensor *x = a->array, *y = b->array;
    bool same = a->flags & b->flags & OPERAND_ASSUME_ELEMENTWISE && x->data == y->data &&
                x->dtype == y->dtype && shape_equal(x->ndim, x->dim, y->ndim, y->dim) &&
                !memcmp(x->stride, y->stride, (size_t)x->ndim * sizeof *x->stride);
    for (int i = 0; same && i < x->ndim; i++)
        same = x->stride[i] || x->dim[i] <= 1;
    return same;
}

/* Marks what is written while another operand reads of the same memory. */
static bool find_overlaps(Run *run, NdIter *it)
{
    for (int k = 0; k < it->operands; k++) {
        NdOperand *op = &it->operand[k];
        for (int i = 0; op->array && op->writes && !op->copied && i < it->operands; i++) {
            const NdOperand *other = &it->operand[i];
            if (i == k || !other->array || !other->reads || other->copied || same_elements(op, other))
                continue;
            Value shared = np_call(run, "may_share_memory", 3,
                                   (Value[]){ value_array(tensor_keep(op->array)),
                                              value_array(tensor_keep(other->array)), value_int(1) });
            if (shared.tag == V_ABSENT)
                return false;
            op->copied = shared.i;
        }
    }
    return true;
}

static bool copy_array(Run *run, NdIter *it, NdOperand *op)
{
    int ndim = op->array->ndim;
    Tensor *copy = new_array(run, it, op, ndim, op->array->dim);
    if (!copy || (op->reads && !tensor_assign(run, copy, op->array))) {
        tensor_drop(copy);
        return false;
    }
    if (op->writes) { /* until it is written back nobody else may write */
        op->original = tensor_keep(op->array);
        op->array->object.flags |= TENSOR_READONLY;
    }
    put_array(it, op, copy, ndim);
    return true;
}

static bool set_array(Run *run, NdIter *it, NdOperand *op)
{
    if (!op->array) {
        Tensor *made = new_array(run, it, op, it->ndim, NULL);
        if (made)
            put_array(it, op, made, it->ndim);
        return made;
    }
    if (op->casts && !op->writes && op->array->ndim == 0) {
        Tensor *cast = tensor_cast(run, op->array, op->dtype);
        if (cast)
            put_array(it, op, cast, 0);
        return cast;
    }
    if ((op->casts && op->flags & (OPERAND_COPY | OPERAND_UPDATEIFCOPY)) || op->copied)
        return copy_array(run, it, op);
    return !op->casts || it->flags & ITER_BUFFERED ||
           fail(run, TypeError,
                "Iterator operand required copying or buffering, but neither copying nor buffering was "
                "enabled");
}

static bool set_arrays(Run *run, NdIter *it)
{
    if (it->flags & ITER_COPY_IF_OVERLAP && !find_overlaps(run, it))
        return false;
    for (int k = 0; k < it->operands; k++) {
        NdOperand *op = &it->operand[k];
        if (!set_array(run, it, op))
            return false;
        if (!(op->flags & OPERAND_CONTIG) || axis_strides(it, 0)[k] == dtype_info[op->dtype].size)
            continue;
        op->casts = true;
        if (!(it->flags & ITER_BUFFERED))
            return fail(
                run, TypeError,
                "Iterator operand required buffering, to be contiguous as requested, but buffering is not "
                "enabled");
    }
    for (int k = 0; k < it->operands; k++)
        for (int axis = 0; it->operand[k].masked && it->operand[k].reduces && axis < it->ndim; axis++)
            if (axis_strides(it, axis)[it->mask] && !axis_strides(it, axis)[k])
                return fail(run, ValueError,
                            "Iterator reduction operand is WRITEMASKED, but also broadcasts to multiple mask "
                            "values. There can be only one mask value per WRITEMASKED element.");
    return true;
}

/* all ------------------------------------------------------------------------------------------------------
 */

static NdIter *allocate(int operands, int ndim)
{
    NdIter *it = mem_zeroed(sizeof *it);
    it->operands = operands;
    it->ndim = ndim;
    it->operand = mem_zeroed(((size_t)operands + 1) * sizeof *it->operand);
    it->stride = mem_zeroed((size_t)(ndim ? ndim : 1) * ((size_t)operands + 1) * sizeof *it->stride);
    return it;
}

static void free_all(NdIter *it)
{
    for (int k = 0; k < it->operands; k++) {
        tensor_drop(it->operand[k].array);
        tensor_drop(it->operand[k].original);
        tensor_drop(it->operand[k].buffer);
    }
    mem_free(it->operand);
    mem_free(it->stride);
    mem_free(it);
}

static bool build(Run *run, NdIter *it, const NdPlan *plan)
{
    if (!check_operands(run, it) || !set_axes(run, it, plan))
        return false;
    if (it->flags & (ITER_C_INDEX | ITER_F_INDEX) && it->size != 1)
        set_index_strides(it);
    order_axes(it, plan->order);
    if (!find_dtypes(run, it) || !check_casts(run, it, plan->casting) || !set_arrays(run, it))
        return false;
    for (int k = 0; k < it->operands; k++)
        it->operand[k].axes = NULL;
    if (it->ndim > 1 && !(it->flags & ITER_MULTI_INDEX))
        nditer_merge_axes(it);
    bool buffered = it->flags & ITER_BUFFERED;
    if (buffered)
        nditer_plan_buffers(it, plan->buffersize);
    else
        it->one = it->size == (it->flags & ITER_EXTERNAL_LOOP ? it->dim[0] : 1);
    nditer_go(it, 0);
    return !buffered || nditer_delays(it) || (nditer_new_buffers(run, it) && nditer_fill(run, it));
}

NdIter *nditer_new(Run *run, const NdPlan *plan)
{
    int ndim = plan->ndim;
    if (!check_axes(run, plan) || !check_flags(run, plan->flags))
        return NULL;
    for (int k = 0; plan->ndim < 0 && k < plan->operands; k++)
        if (plan->operand[k].array && plan->operand[k].array->ndim > ndim)
            ndim = plan->operand[k].array->ndim;
    NdIter *it = allocate(plan->operands, ndim < 0 ? 0 : ndim);
    it->flags = plan->flags;
    it->mask = -1;
    memcpy(it->operand, plan->operand, (size_t)plan->operands * sizeof *it->operand);
    for (int k = 0; k < it->operands; k++)
        if (it->operand[k].array)
            tensor_keep(it->operand[k].array);
    if (build(run, it, plan))
        return it;
    for (int k = 0; k < it->operands; k++)
        if (it->operand[k].original)
            it->operand[k].original->object.flags &= (uint8_t)~TENSOR_READONLY;
    free_all(it);
    return NULL;
}

NdIter *nditer_copy(Run *run, const NdIter *from)
{
    NdIter *it = allocate(from->operands, from->ndim);
    NdOperand *operand = it->operand;
    int64_t *stride = it->stride;
    *it = *from;
    it->operand = operand;
    it->stride = stride;
    memcpy(operand, from->operand, ((size_t)it->operands + 1) * sizeof *operand);
    memcpy(stride, from->stride,
           (size_t)(it->ndim ? it->ndim : 1) * ((size_t)it->operands + 1) * sizeof *stride);
    bool has_buffers = false;
    for (int k = 0; k < it->operands; k++) {
        has_buffers |= operand[k].buffer != NULL;
        operand[k].buffer = NULL;
        tensor_keep(operand[k].array);
        if (operand[k].original)
            tensor_keep(operand[k].original);
    }
    it->filled = 0;
    if (has_buffers && !nditer_new_buffers(run, it)) {
        free_all(it);
        return NULL;
    }
    if (it->flags & ITER_BUFFERED && from->filled) {
        nditer_go(it, it->index);
        nditer_fill(run, it);
    }
    return it;
}

bool nditer_writes_back(const NdIter *it)
{
    for (int k = 0; k < it->operands; k++)
        if (it->operand[k].original)
            return true;
    return false;
}

bool nditer_close(Run *run, NdIter *it)
{
    bool fine = !(it->flags & ITER_BUFFERED) || nditer_flush(run, it);
    for (int k = 0; k < it->operands; k++) {
        Tensor *original = it->operand[k].original;
        if (!original)
            continue;
        original->object.flags &= (uint8_t)~TENSOR_READONLY;
        fine = tensor_assign(run, original, it->operand[k].array) && fine;
    }
    free_all(it);
    return fine;
}
