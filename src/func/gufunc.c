#include "func/gufunc.h"
#include "func/bind.h"

#include <ctype.h>
#include <string.h>

/* reading the signature -----------------------------------------------------------------------------------
 */

static int core_name(Core *core, const char *word[], const char *at, int length)
{
    for (int i = 0; i < core->names; i++)
        if (!strncmp(word[i], at, (size_t)length) && !isalnum((unsigned char)word[i][length]))
            return i;
    word[core->names] = at;
    return core->names++;
}

/* Signatures are ours: they are well formed. */
static void read_signature(const char *at, Core *core)
{
    const char *word[CORE_NAMES];
    memset(core, 0, offsetof(Core, size));
    for (int i = 0; i < CORE_NAMES; i++)
        core->size[i] = -2;
    for (int operand = 0; *at; at++) {
        if (*at == ')')
            core->operands = ++operand;
        else if (*at == '>')
            core->nin = operand;
        else if (isalnum((unsigned char)*at)) {
            int length = 1;
            while (isalnum((unsigned char)at[length]))
                length++;
            int name = core_name(core, word, at, length);
            core->name[operand][core->ndim[operand]++] = name;
            at += length - 1;
            if (at[1] == '?')
                core->optional[name] = true;
        }
    }
}

static const char *operand_kind(const Core *core, int i) { return i < core->nin ? "Input" : "Output"; }
static int operand_number(const Core *core, int i) { return i < core->nin ? i : i - core->nin; }

static void remove_name(Core *core, int name)
{
    for (int i = 0; i < core->operands; i++)
        for (int j = 0; j < core->ndim[i]; j++)
            if (core->name[i][j] == name) {
                memmove(&core->name[i][j], &core->name[i][j + 1],
                        (size_t)(core->ndim[i] - j - 1) * sizeof core->name[i][0]);
                core->ndim[i]--;
                break;
            }
}

/* Names that an operand lacks are left out everywhere. */
static bool check_ndims(Run *run, const Func *func, Tensor *const operand[], Core *core)
{
    for (int i = 0; i < core->operands; i++) {
        if (!operand[i] || operand[i]->ndim >= core->ndim[i])
            continue;
        for (int j = 0; j < core->ndim[i] && operand[i]->ndim < core->ndim[i];) {
            if (core->optional[core->name[i][j]])
                remove_name(core, core->name[i][j]);
            else
                j++;
        }
        if (operand[i]->ndim < core->ndim[i])
            return fail(
                run, ValueError,
                "%s: %s operand %d does not have enough dimensions (has %d, gufunc core with signature "
                "%s requires %d)",
                func->name, operand_kind(core, i), operand_number(core, i), operand[i]->ndim, func->core,
                core->ndim[i]);
    }
    return true;
}

/* axis, axes, keepdims --------------------------------------------------------------------------------------
 */

static bool given(Value v) { return v.tag != V_ABSENT; }

static bool check_keepdims(Run *run, const Func *func, Core *core, bool keep)
{
    for (int i = 0; i < core->operands; i++) {
        int wanted = i < core->nin ? core->ndim[0] : 0;
        if (core->ndim[i] == wanted)
            continue;
        return fail(
            run, TypeError,
            "%s does not support keepdims: its signature %s requires %s %d to have %d core dimensions, but "
            "keepdims can only be used when all inputs have the same number of core dimensions and all "
            "outputs have no core dimensions.",
            func->name, func->core, i < core->nin ? "input" : "output", operand_number(core, i),
            core->ndim[i]);
    }
    for (int i = core->nin; i < core->operands && keep; i++) {
        core->ndim[i] = core->ndim[0];
        for (int j = 0; j < core->ndim[i]; j++)
            core->name[i][j] = -1;
    }
    core->keepdims = keep;
    return true;
}

static bool put_axis(Run *run, Core *core, int i, int j, int64_t axis, int ndim)
{
    if (!axis_check(run, axis, ndim, &core->axis[i][j]))
        return false;
    for (int before = 0; before < j; before++)
        if (core->axis[i][before] == core->axis[i][j])
            return fail(run, ValueError, "axes item %d has value %d repeated", i, core->axis[i][j]);
    return true;
}

static bool read_axes_item(Run *run, const Func *func, Core *core, int i, Value item, int ndim)
{
    int64_t axis;
    if (item.tag == V_TUPLE) {
        if (item.tuple->count != core->ndim[i])
            return fail(
                run, AxisError,
                "%s: operand %d has %d core dimensions, but %lld dimensions are specified by axes tuple.",
                func->name, i, core->ndim[i], (long long)item.tuple->count);
        for (int j = 0; j < core->ndim[i]; j++)
            if (!value_index(run, item.tuple->item[j], &axis) || !put_axis(run, core, i, j, axis, ndim))
                return false;
        return true;
    }
    if (core->ndim[i] != 1)
        return fail(run, AxisError,
                    "%s: operand %d has %d core dimensions, but the axes item is a single integer.",
                    func->name, i, core->ndim[i]);
    return value_index(run, item, &axis) && put_axis(run, core, i, 0, axis, ndim);
}

static bool read_axes(Run *run, const Func *func, Core *core, Value axes, const int ndim[])
{
    bool cored = false;
    for (int i = core->nin; i < core->operands; i++)
        cored = cored || core->ndim[i];
    if (axes.tag != V_LIST)
        return fail(run, TypeError, "axes should be a list.");
    int64_t count = axes.list->count;
    if (count != core->operands && (cored || count != core->nin))
        return fail(
            run, ValueError,
            "axes should be a list with an entry for all %d inputs and outputs; entries for outputs can only "
            "be omitted if none of them has core axes.",
            core->operands);
    for (int i = 0; i < count; i++)
        if (!read_axes_item(run, func, core, i, axes.list->item[i], ndim[i]))
            return false;
    return true;
}

/* axis= names the one axis of every operand's core. */
static bool check_shared(Run *run, const Func *func, const Core *core)
{
    bool shared = core->names == 1;
    for (int i = 0; i < core->operands; i++)
        shared = shared && core->ndim[i] <= 1;
    return shared ||
           fail(
               run, TypeError,
               "%s: axis can only be used with a single shared core dimension, not with the %d distinct ones "
               "implied by signature %s.",
               func->name, core->names, func->core);
}

static bool read_axis(Run *run, Core *core, Value value, const int ndim[])
{
    int64_t axis;
    if (!value_index(run, value, &axis))
        return false;
    for (int i = 0; i < core->operands; i++)
        if (core->ndim[i] && !put_axis(run, core, i, 0, axis, ndim[i]))
            return false;
    return true;
}

/* sizes
 * ------------------------------------------------------------------------------------------------------- */

static bool is_core_axis(const Core *core, int i, int axis)
{
    for (int j = 0; j < core->ndim[i]; j++)
        if (core->axis[i][j] == axis)
            return true;
    return false;
}

/* The sizes of the axes of an operand that are none of its core's; how many. */
static int loop_dims(const Core *core, int i, const Tensor *t, int64_t dim[])
{
    int ndim = 0;
    for (int axis = 0; axis < t->ndim; axis++)
        if (!is_core_axis(core, i, axis))
            dim[ndim++] = t->dim[axis];
    return ndim;
}

static bool find_sizes(Run *run, const Func *func, Tensor *const operand[], Core *core)
{
    for (int i = 0; i < core->operands; i++) {
        for (int j = 0; operand[i] && j < core->ndim[i]; j++) {
            int name = core->name[i][j];
            int64_t size = operand[i]->dim[core->axis[i][j]], *known = name < 0 ? NULL : &core->size[name];
            if (known && (*known == -2 || *known == DIM_UNKNOWN)) {
                *known = size;
                continue;
            }
            int64_t wanted = known ? *known : 1;
            if (size != wanted && size != DIM_UNKNOWN)
                return fail(
                    run, ValueError,
                    "%s: %s operand %d has a mismatch in its core dimension %d, with gufunc signature %s "
                    "(size %lld is different from %lld)",
                    func->name, operand_kind(core, i), operand_number(core, i), j, func->core,
                    (long long)size, (long long)wanted);
        }
    }
    return true;
}

/* A lone size has a comma after it only where there is but one axis, new ones counted. */
const char *shape_remapped(Run *run, int ndim, const int64_t *dim)
{
    const char *text = "";
    int i = 0;
    while (i < ndim && dim[i] < 0)
        i++;
    if (i == ndim)
        return "()";
    for (int first = i; i < ndim; i++) {
        const char *comma = i > first ? "," : "";
        text = dim[i] < 0 ? run_text(run, "%s%snewaxis", text, comma)
                          : run_text(run, "%s%s%lld", text, comma, (long long)dim[i]);
    }
    return run_text(run, ndim == 1 ? "(%s,)" : "(%s)", text);
}

/* The axes of the whole iteration as operand i sees them: those of the loop, then the core axes of the
 * output. */
static void iteration_dims(const Core *core, int i, const Tensor *t, int loop_ndim, int64_t dim[])
{
    int64_t own[AXES_MAX];
    int ndim = loop_dims(core, i, t, own), core_ndim = core->ndim[core->nin];
    for (int axis = 0; axis < loop_ndim; axis++)
        dim[axis] = axis < loop_ndim - ndim ? -1 : own[axis - (loop_ndim - ndim)];
    for (int j = 0; j < core_ndim; j++)
        dim[loop_ndim + j] = i < core->nin ? -1 : t->dim[core->axis[i][j]];
}

static bool fail_broadcast(Run *run, Tensor *const operand[], const Core *core, int loop_ndim)
{
    const char *text = "";
    int64_t dim[2 * AXES_MAX];
    int core_ndim = core->ndim[core->nin];
    for (int i = 0; i < core->operands; i++) {
        if (!operand[i])
            continue;
        iteration_dims(core, i, operand[i], loop_ndim, dim);
        text = run_text(run, "%s%s->%s ", text, shape_tight(run, operand[i]->ndim, operand[i]->dim),
                        shape_remapped(run, loop_ndim + core_ndim, dim));
    }
    for (int axis = 0; axis < loop_ndim; axis++)
        dim[axis] = -1;
    for (int j = 0; j < core_ndim; j++)
        dim[loop_ndim + j] = core->name[core->nin][j] < 0 ? 1 : core->size[core->name[core->nin][j]];
    return fail(run, ValueError,
                "operands could not be broadcast together with remapped shapes [original->remapped]: %s and "
                "requested "
                "shape %s",
                text, shape_remapped(run, loop_ndim + core_ndim, dim));
}

/* An output that was given has all axes of the loop, at full size. */
static bool check_output(Run *run, const Core *core, int i, const Tensor *t)
{
    int64_t own[AXES_MAX], reversed[2 * AXES_MAX], whole[2 * AXES_MAX];
    int ndim = loop_dims(core, i, t, own), missing = core->loop.ndim - ndim,
        total = core->loop.ndim + core->ndim[i];
    for (int axis = 0; axis < missing; axis++)
        if (core->loop.dim[axis] != 1)
            return fail(
                run, ValueError,
                "output operand requires a reduction along dimension -1, but the reduction is not enabled. "
                "The dimension size of 1 does not match the expected output shape.");
    for (int axis = 0; axis < ndim; axis++) {
        if (own[axis] == core->loop.dim[missing + axis])
            continue;
        iteration_dims(core, i, t, core->loop.ndim, whole);
        for (int j = 0; j < total; j++)
            reversed[j] = whole[total - 1 - j];
        memcpy(whole, core->loop.dim, (size_t)core->loop.ndim * sizeof whole[0]);
        return fail(run, ValueError,
                    "non-broadcastable output operand with shape %s [remapped to %s] doesn't match the "
                    "broadcast shape "
                    "%s",
                    shape_tight(run, t->ndim, t->dim), shape_remapped(run, total, reversed),
                    shape_tight(run, total, whole));
    }
    return true;
}

static bool broadcast_loop(Run *run, Tensor *const operand[], Core *core)
{
    int most = 0;
    int64_t dim[AXES_MAX];
    for (int i = 0; i < core->operands; i++)
        if (operand[i] && operand[i]->ndim - core->ndim[i] > most)
            most = operand[i]->ndim - core->ndim[i];
    if (most + core->ndim[core->nin] > AXES_MAX)
        return fail(run, ValueError, "too many dimensions for generalized ufunc %s", "");
    core->loop.ndim = 0;
    for (int i = 0; i < core->operands; i++)
        if (operand[i] && !shape_broadcast(&core->loop, loop_dims(core, i, operand[i], dim), dim))
            return fail_broadcast(run, operand, core, most);
    for (int i = core->nin; i < core->operands; i++)
        if (operand[i] && !check_output(run, core, i, operand[i]))
            return false;
    return true;
}

bool core_resolve(Run *run, const Func *func, Tensor *const operand[], Value axes, Value axis, Value keepdims,
                  Core *core)
{
    int ndim[CORE_OPERANDS], loop_ndim = 0;
    read_signature(func->core, core);
    if (given(axes) && given(axis))
        return fail(run, TypeError, "cannot specify both 'axis' and 'axes'");
    if (given(keepdims)) {
        if (keepdims.tag != V_BOOL)
            return fail(run, TypeError, "'keepdims' must be a boolean");
        if (!check_keepdims(run, func, core, keepdims.i))
            return false;
    }
    if (given(axis) && !check_shared(run, func, core))
        return false;
    if (!check_ndims(run, func, operand, core))
        return false;
    for (int i = 0; i < core->nin; i++)
        if (operand[i]->ndim - core->ndim[i] > loop_ndim)
            loop_ndim = operand[i]->ndim - core->ndim[i];
    for (int i = 0; i < core->operands; i++) {
        ndim[i] = operand[i] ? operand[i]->ndim : loop_ndim + core->ndim[i];
        for (int j = 0; j < core->ndim[i]; j++)
            core->axis[i][j] = ndim[i] - core->ndim[i] + j;
    }
    if (given(axes) && !read_axes(run, func, core, axes, ndim))
        return false;
    if (given(axis) && !read_axis(run, core, axis, ndim))
        return false;
    return find_sizes(run, func, operand, core) && broadcast_loop(run, operand, core);
}

void core_shape(const Core *core, int operand, Shape *shape)
{
    int at = 0;
    shape->ndim = core->loop.ndim + core->ndim[operand];
    for (int axis = 0; axis < shape->ndim; axis++) {
        if (!is_core_axis(core, operand, axis)) {
            shape->dim[axis] = core->loop.dim[at++];
            continue;
        }
        for (int j = 0; j < core->ndim[operand]; j++)
            if (core->axis[operand][j] == axis)
                shape->dim[axis] = core->name[operand][j] < 0 ? 1 : core->size[core->name[operand][j]];
    }
}

void core_loop_strides(const Core *core, int operand, const Tensor *t, int64_t stride[AXES_MAX])
{
    int missing = core->loop.ndim - (t->ndim - core->ndim[operand]), at = 0;
    while (at < missing)
        stride[at++] = 0;
    for (int axis = 0; axis < t->ndim; axis++)
        if (!is_core_axis(core, operand, axis))
            stride[at] = t->dim[axis] == 1 && core->loop.dim[at] != 1 ? 0 : t->stride[axis], at++;
}

int64_t core_stride(const Core *core, int operand, const Tensor *t, int name)
{
    for (int j = 0; j < core->ndim[operand]; j++)
        if (core->name[operand][j] == name)
            return t->stride[core->axis[operand][j]];
    return 0;
}

/* The first dtype that signature= allows for all operands and the result. */
static bool signature_dtype(Call *call, int nin, Tensor *const in[], DType *out)
{
    DType is[CORE_OPERANDS], all[CORE_OPERANDS];
    for (int i = 0; i < nin; i++)
        is[i] = (DType)in[i]->dtype;
    for (int pass = BY_TYPE; pass <= BY_RESULT; pass++)
        for (*out = BOOL; *out < DTYPES; ++*out) {
            for (int i = 0; i <= nin; i++)
                all[i] = *out;
            if (signature_allows(&call->ufunc, pass, nin, 1, is, all, all))
                return true;
        }
    return fail(call->run, TypeError,
                "No loop matching the specified signature and casting was found for ufunc %s",
                call->func->name);
}

bool gufunc_dtype(Call *call, int nin, Tensor *const in[], DType *out)
{
    Run *run = call->run;
    const UfuncArgs *args = &call->ufunc;
    DType dtype = in[0]->dtype;
    for (int i = 1; i < nin; i++)
        dtype = dtype_promote(dtype, in[i]->dtype);
    if (args->dtype != NO_DTYPE)
        dtype = args->dtype;
    else if (args->has_loop && !signature_dtype(call, nin, in, &dtype))
        return false;
    for (int i = 0; i < nin; i++)
        if (!dtype_can_cast((DType)in[i]->dtype, dtype, args->casting))
            return fail(
                run, _UFuncInputCastingError,
                "Cannot cast ufunc '%s' input %d from dtype('%s') to dtype('%s') with casting rule '%s'",
                call->func->name, i, dtype_info[in[i]->dtype].name, dtype_info[dtype].name,
                casting_name[args->casting]);
    if (args->out[0] && !dtype_can_cast(dtype, (DType)args->out[0]->dtype, args->casting))
        return fail(run, _UFuncOutputCastingError,
                    "Cannot cast ufunc '%s' output from dtype('%s') to dtype('%s') with casting rule '%s'",
                    call->func->name, dtype_info[dtype].name, dtype_info[args->out[0]->dtype].name,
                    casting_name[args->casting]);
    *out = dtype;
    return true;
}
