/* nditer_plan.c: what np.nditer and np.nested_iters are asked for, read from Python's values
 * (numpy/_core/src/multiarray/nditer_pywrap.c). */
#include "array/nditer.h"

#include "tensor/fuse.h"

#include <limits.h>
#include <string.h>

/* what is given --------------------------------------------------------------------------------------------
 */

typedef struct Flag {
    const char *name;
    unsigned bit;
} Flag;
#define NDITER_FLAG(name, bit, text)  { text, ITER_##name },
#define OPERAND_FLAG(name, bit, text) { text, OPERAND_##name },
static const Flag iterator_flags[] = { NDITER_FLAGS(NDITER_FLAG){ "growinner", ITER_GROW_INNER },
                                       { NULL, 0 } };
static const Flag operand_flags[] = { OPERAND_FLAGS(OPERAND_FLAG){ NULL, 0 } };

static unsigned flag_named(const Flag *flag, const char *name)
{
    while (flag->name && strcmp(flag->name, name))
        flag++;
    return flag->bit;
}

bool nditer_read_flags(Run *run, Value given, unsigned *flags)
{
    int64_t count;
    *flags = 0;
    if (given.tag == V_NONE)
        return true;
    if (!is_sequence(given))
        return fail(run, ValueError, "Iterator global flags must be a list or tuple of strings");
    const Value *item = sequence_items(given, &count);
    for (int64_t i = 0; i < count; i++) {
        if (item[i].tag != V_STR)
            return fail(run, TypeError, "expected bytes, %s found", value_type_name(item[i]));
        unsigned bit = flag_named(iterator_flags, item[i].str->text);
        if (!bit)
            return fail(run, ValueError, "Unexpected iterator global flag \"%s\"", item[i].str->text);
        *flags |= bit;
    }
    return true;
}

static bool read_operand_flags(Run *run, Value given, unsigned *flags)
{
    int64_t count = 0;
    bool fine = is_sequence(given);
    const Value *item = fine ? sequence_items(given, &count) : NULL;
    *flags = 0;
    for (int64_t i = 0; fine && i < count; i++) {
        unsigned bit = item[i].tag == V_STR ? flag_named(operand_flags, item[i].str->text) : 0;
        fine = item[i].tag == V_STR;
        if (fine && !bit)
            return fail(run, ValueError, "Unexpected per-op iterator flag \"%s\"", item[i].str->text);
        *flags |= bit;
    }
    return fine || fail(run, ValueError, "op_flags must be a tuple or array of per-op flag-tuples");
}

/* A list of flags for each operand, or one for all. */
static bool read_all_flags(Run *run, Value given, NdPlan *plan)
{
    int64_t count = 0;
    const Value *item = is_sequence(given) ? sequence_items(given, &count) : NULL;
    if (count == plan->operands && item[0].tag != V_STR) {
        for (int k = 0; k < plan->operands; k++)
            if (!read_operand_flags(run, item[k], &plan->operand[k].flags))
                return false;
        return true;
    }
    unsigned flags;
    if (!read_operand_flags(run, given, &flags))
        return false;
    for (int k = 0; k < plan->operands; k++)
        plan->operand[k].flags = flags;
    return true;
}

static Tensor *read_array(Run *run, Value v, bool writes)
{
    if (v.tag == V_ARRAY && tensor_pending(v.tensor) && !fuse_force(run, v.tensor))
        return NULL;
    Tensor *t = v.tag == V_ARRAY ? tensor_keep(v.tensor) : tensor_from_value(run, v, NO_DTYPE, false);
    if (t && t->data && (v.tag == V_ARRAY || !writes))
        return t;
    if (t && t->data)
        fail(run, TypeError,
             "Iterator operand is flagged as writeable, but is an object which cannot be written back to via "
             "WRITEBACKIFCOPY");
    else if (t)
        fail_no_data(run);
    tensor_drop(t);
    return NULL;
}

void nditer_plan_free(NdPlan *plan)
{
    for (int k = 0; k < plan->operands; k++)
        tensor_drop(plan->operand[k].array);
    mem_free(plan->operand);
}

bool nditer_read_operands(Run *run, Value op, Value flags, NdPlan *plan)
{
    int64_t count = 1;
    const Value *item = &op;
    plan->operands = 0;
    plan->operand = NULL;
    if (is_sequence(op))
        item = sequence_items(op, &count);
    if (count == 0)
        return fail(run, ValueError, "Must provide at least one operand");
    if (count > INT_MAX)
        return fail(run, ValueError, "Too many operands to nditer, found %lld.", (long long)count);
    plan->operands = (int)count;
    plan->operand = mem_zeroed((size_t)count * sizeof *plan->operand);
    for (int k = 0; k < plan->operands; k++) {
        plan->operand[k].asked = NO_DTYPE;
        plan->operand[k].flags =
            item[k].tag == V_NONE ? OPERAND_WRITEONLY | OPERAND_ALLOCATE : OPERAND_READONLY;
    }
    if (flags.tag != V_NONE && !read_all_flags(run, flags, plan))
        return false;
    for (int k = 0; k < plan->operands; k++) {
        bool writes = plan->operand[k].flags & (OPERAND_READWRITE | OPERAND_WRITEONLY);
        if (item[k].tag != V_NONE && !(plan->operand[k].array = read_array(run, item[k], writes)))
            return false;
    }
    return true;
}

static bool read_dtype(Run *run, Value v, DType *out)
{
    *out = NO_DTYPE;
    return v.tag == V_NONE || value_to_dtype(run, v, out);
}

bool nditer_read_dtypes(Run *run, Value given, NdPlan *plan)
{
    int64_t count = 0;
    const Value *item = is_sequence(given) ? sequence_items(given, &count) : NULL;
    bool each = count == plan->operands;
    for (int k = 0; each && k < plan->operands; k++)
        each = read_dtype(run, item[k], &plan->operand[k].asked);
    if (each)
        return true;
    run_clear_error(run);
    DType dtype;
    if (!read_dtype(run, given, &dtype))
        return false;
    for (int k = 0; k < plan->operands; k++)
        plan->operand[k].asked = dtype;
    return true;
}

bool nditer_read_axes(Run *run, Value given, NdPlan *plan, int *room)
{
    int64_t count = 0, axes;
    const Value *item = is_sequence(given) ? sequence_items(given, &count) : NULL;
    if (!item || count != plan->operands)
        return fail(run, ValueError, "op_axes must be a tuple/list matching the number of ops");
    for (int k = 0; k < plan->operands; k++) {
        if (item[k].tag == V_NONE)
            continue;
        if (!is_sequence(item[k]))
            return fail(run, ValueError, "Each entry of op_axes must be None or a tuple/list");
        const Value *axis = sequence_items(item[k], &axes);
        if (plan->ndim < 0 && axes > AXES_MAX)
            return fail(run, ValueError, "Too many dimensions in op_axes");
        plan->ndim = plan->ndim < 0 ? (int)axes : plan->ndim;
        if (plan->ndim != axes)
            return fail(run, ValueError, "Each entry of op_axes must have the same size");
        plan->operand[k].axes = room;
        for (int i = 0; i < plan->ndim; i++, room++) {
            int64_t at = -1;
            if (axis[i].tag != V_NONE && !value_index(run, axis[i], &at))
                return false;
            if (at < INT_MIN || at > INT_MAX)
                return fail(run, ValueError, "integer won't fit into a C int");
            *room = (int)at;
        }
    }
    return plan->ndim >= 0 ||
           fail(run, ValueError,
                "If op_axes is provided, at least one list of axes must be contained within it");
}

bool nditer_read_nest(Run *run, Value given, Nest *nest)
{
    int64_t count = 0, axes, at;
    bool used[AXES_MAX] = { false };
    if (!is_sequence(given))
        return fail(run, ValueError, "axes must be a tuple of axis arrays");
    const Value *item = sequence_items(given, &count);
    if (count < 2)
        return fail(run, ValueError, "axes must have at least 2 entries for nested iteration");
    if (count > AXES_MAX) /* where NumPy writes beyond its arrays */
        return fail(run, ValueError, "Too many axes given");
    nest->count = (int)count;
    for (int64_t i = 0; i < count; i++) {
        nest->starts[i] = nest->axes;
        if (!is_sequence(item[i]))
            return fail(run, ValueError, "Each item in axes must be an integer tuple");
        const Value *axis = sequence_items(item[i], &axes);
        if (nest->axes + axes > AXES_MAX)
            return fail(run, ValueError, "Too many axes given");
        for (int64_t k = 0; k < axes; k++) {
            if (!value_index(run, axis[k], &at)) {
                run_clear_error(run);
                at = -1;
            }
            if (at < 0 || at >= AXES_MAX)
                return fail(run, ValueError, "An axis is out of bounds");
            if (used[at])
                return fail(run, ValueError, "An axis is used more than once");
            used[at] = true;
            nest->axis[nest->axes++] = (int)at;
        }
    }
    nest->starts[count] = nest->axes;
    return true;
}
