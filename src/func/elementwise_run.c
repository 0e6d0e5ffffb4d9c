/* elementwise_run.c: from operands to results: the dtype that a loop works in, broadcasting, casts on the
 * way, where= and out=. */
#include "func/bind.h"
#include "func/elementwise.h"

#include "func/results.h"
#include "numeric/finite.h"
#include "tensor/cast.h"
#include "tensor/fuse.h"

#include <fenv.h>
#include <math.h>
#include <string.h>

const UfuncArgs ufunc_args_none = { .dtype = NO_DTYPE, .casting = CAST_SAME_KIND, .order = 'K' };

/* shapes ---------------------------------------------------------------------------------------------- */

static bool fail_broadcast(Run *run, int n, Tensor *const in[], const UfuncArgs *args, int nout)
{
    const char *shapes = "";
    for (int i = 0; i < n; i++)
        shapes = run_text(run, "%s%s ", shapes, shape_tight(run, in[i]->ndim, in[i]->dim));
    for (int i = 0; i < nout; i++)
        if (args->out[i])
            shapes = run_text(run, "%s%s ", shapes, shape_tight(run, args->out[i]->ndim, args->out[i]->dim));
    if (args->where)
        shapes = run_text(run, "%s%s ", shapes, shape_tight(run, args->where->ndim, args->where->dim));
    return fail(run, ValueError, "operands could not be broadcast together with shapes %s", shapes);
}

/* The shape of the result: of operands, outputs and mask. */
static bool broadcast_all(Run *run, const Func *row, Tensor *const in[], const UfuncArgs *args, Shape *shape)
{
    int nin = row->nin, nout = row_nout(row);
    shape_set(shape, in[0]->ndim, in[0]->dim);
    bool fits = true;
    for (int i = 1; i < nin && fits; i++)
        fits = shape_broadcast(shape, in[i]->ndim, in[i]->dim);
    for (int i = 0; i < nout && fits; i++)
        if (args->out[i])
            fits = shape_broadcast(shape, args->out[i]->ndim, args->out[i]->dim);
    if (args->where && fits)
        fits = shape_broadcast(shape, args->where->ndim, args->where->dim);
    if (!fits)
        return fail_broadcast(run, nin, in, args, nout);
    for (int i = 0; i < nout; i++) {
        Tensor *to = args->out[i];
        if (to && !shape_equal(to->ndim, to->dim, shape->ndim, shape->dim))
            return fail(run, ValueError,
                        "non-broadcastable output operand with shape %s doesn't match the broadcast shape %s",
                        shape_tight(run, to->ndim, to->dim), shape_tight(run, shape->ndim, shape->dim));
        if (to && !tensor_writeable(to))
            return fail(run, ValueError, "output array is read-only");
    }
    return true;
}

/* operands -------------------------------------------------------------------------------------------- */

/* A 0-d tensor on a number that lies somewhere else. */
static void scalar_tensor(Tensor *t, DType dtype, char *data)
{
    *t = (Tensor){ .object.count = 1,
                   .dtype = (uint8_t)dtype,
                   .scalar = 1,
                   .dim = no_axes,
                   .stride = no_axes,
                   .data = data };
}

/* A Python int that its dtype cannot hold: comparisons know the answer without. */
static bool out_of_range(Value v, DType d, int *side)
{
    if (v.tag == V_BIGINT) {
        int sign = mpz_sgn(v.bigint->z);
        if (d == UINT64 && sign > 0 && mpz_sizeinbase(v.bigint->z, 2) <= 64)
            return false;
        *side = sign;
        return true;
    }
    if (v.tag != V_INT ||
        (d == UINT64 ? v.i >= 0 : v.i >= dtype_min(d) && (v.i < 0 || (uint64_t)v.i <= dtype_max(d))))
        return false;
    *side = v.i < 0 ? -1 : 1;
    return true;
}

/* The loop that gives what a comparison with a number beyond the dtype's range comes to. */
static Loop *known_comparison(const Func *row, int which, int side)
{
    if (!strcmp(row->name, "equal") || !strcmp(row->name, "not_equal"))
        return constant_loop(row->name[0] == 'n');
    bool below = row->name[0] == 'l'; /* less, less_equal */
    return constant_loop(below == (which == 1 ? side > 0 : side < 0));
}

/* Beside a number or an array of NumPy's, a Python int as ldexp's exponent has to be an int32. */
static bool exponent_fits(Run *run, const Weak weak[], Value exponent)
{
    _Alignas(16) char room[16];
    return weak[0] != STRONG || weak[1] != WEAK_INT || (exponent.tag != V_INT && exponent.tag != V_BIGINT) ||
           element_store(run, INT32, room, exponent);
}

/* A scalar operand as an element of the dtype that the loop wants. */
static bool cast_scalar(Run *run, const Tensor *from, Value v, DType to, char *room)
{
    if (!from->data || (from->weak == WEAK_INT && dtype_is_int(to) && to != INT64))
        return element_store(run, to, room, v);
    char *p[2] = { from->data, room };
    int64_t s[2] = { 0, 0 };
    bool narrows = to == FLOAT16 || (dtype_is_inexact(to) && dtype_is_inexact((DType)from->dtype));
    if (narrows)
        flags_begin();
    cast_loop((DType)from->dtype, to)(1, p, s);
    return !narrows || flags_end(run, "cast");
}

/* Whether two elements of a tensor may be the same memory: steps along an axis are not longer than what the
 * shorter ones span. */
static bool may_overlap_itself(const Tensor *t)
{
    int64_t span = (int64_t)tensor_itemsize(t), done = -1;
    while (true) {
        int64_t next = INT64_MAX, reach = 0;
        for (int i = 0; i < t->ndim; i++) {
            int64_t stride = t->stride[i] < 0 ? -t->stride[i] : t->stride[i];
            if (t->dim[i] < 2 || stride <= done || stride > next)
                continue;
            if (stride == next)
                return true; /* two axes with the same steps */
            next = stride;
            reach = stride * (t->dim[i] - 1);
        }
        if (next == INT64_MAX)
            return false;
        if (next < span)
            return true;
        span += reach;
        done = next;
    }
}

/* An input that shares memory with an output must be read whole before, unless they are the same elements. */
static bool must_copy(const Tensor *in, const Tensor *out)
{
    if (!out || !in->data || in->scalar || !tensor_overlap(in, out))
        return false;
    return !(in->data == out->data && in->dtype == out->dtype &&
             shape_equal(in->ndim, in->dim, out->ndim, out->dim) &&
             !memcmp(in->stride, out->stride, sizeof *in->stride * in->ndim) && !may_overlap_itself(out));
}

/* running --------------------------------------------------------------------------------------------- */

enum { CHUNK = 512, ELEMENT_MAX = 16 }; /* elements that are cast at a time; bytes of the largest */

typedef struct Stage {
    Loop *loop;
    int nin, nout;
    Loop *cast[OPERANDS_IN + OPERANDS_OUT];   /* into the loop's dtype, or out of it; NULL: none needed */
    uint8_t size[OPERANDS_IN + OPERANDS_OUT]; /* of the loop's elements */
    bool masked;
} Stage;

static void run_stage(const Stage *stage, int64_t n, char *const p[], const int64_t s[])
{
    int operands = stage->nin + stage->nout;
    char buffer[OPERANDS_IN + OPERANDS_OUT][CHUNK * ELEMENT_MAX];
    char *q[OPERANDS_IN + OPERANDS_OUT];
    int64_t t[OPERANDS_IN + OPERANDS_OUT];
    for (int64_t from = 0; from < n; from += CHUNK) {
        int64_t count = n - from < CHUNK ? n - from : CHUNK;
        for (int i = 0; i < operands; i++) {
            q[i] = p[i] + from * s[i];
            t[i] = s[i];
            if (!stage->cast[i])
                continue;
            char *pair[2] = { q[i], buffer[i] };
            int64_t step[2] = { s[i], stage->size[i] };
            bool one = s[i] == 0 && i < stage->nin;
            if (i < stage->nin)
                stage->cast[i](one ? 1 : count, pair, step);
            q[i] = buffer[i];
            t[i] = one ? 0 : stage->size[i];
        }
        stage->loop(count, q, t);
        for (int i = stage->nin; i < operands; i++)
            if (stage->cast[i]) {
                char *pair[2] = { buffer[i], p[i] + from * s[i] };
                int64_t step[2] = { stage->size[i], s[i] };
                stage->cast[i](count, pair, step);
            }
    }
}

bool compares_complex(const Func *row, const Work *work)
{
    int op = EW_OPERATOR(row);
    return op >= EW_LESS && op <= EW_GREATER_EQUAL && dtype_is_complex(work->in[0]);
}

static bool any_cast(const Stage *stage)
{
    for (int i = 0; i < stage->nin + stage->nout; i++)
        if (stage->cast[i])
            return true;
    return false;
}

/* The mask comes after the inputs: runs of true elements are computed, the rest is left alone. */
static bool masked_step(void *with, int64_t n, char *const p[], const int64_t s[])
{
    const Stage *stage = with;
    int nin = stage->nin, operands = nin + stage->nout;
    const char *mask = p[nin];
    char *q[OPERANDS_IN + OPERANDS_OUT];
    int64_t t[OPERANDS_IN + OPERANDS_OUT];
    for (int64_t i = 0; i < n;) {
        if (!mask[i * s[nin]]) {
            i++;
            continue;
        }
        int64_t from = i;
        while (i < n && mask[i * s[nin]])
            i++;
        for (int k = 0; k < operands; k++) {
            int at = k < nin ? k : k + 1;
            q[k] = p[at] + from * s[at];
            t[k] = s[at];
        }
        run_stage(stage, i - from, q, t);
    }
    return true;
}

static bool cast_step(void *with, int64_t n, char *const p[], const int64_t s[])
{
    run_stage(with, n, p, s);
    return true;
}

/* All operands run on in memory in the same order, or are one element: the whole is one run. */
static bool one_run(int n, Tensor *const t[], int ndim, const int64_t *dim, char *p[], int64_t s[])
{
    for (int i = 0; i < n; i++) {
        p[i] = t[i]->data;
        if (t[i]->ndim == 0) {
            s[i] = 0;
            continue;
        }
        if (t[i]->ndim != ndim || memcmp(t[i]->dim, dim, sizeof *dim * (size_t)ndim) != 0)
            return false;
        if (ndim == 1)
            s[i] = t[i]->stride[0];
        else if (tensor_is_c(t[i]))
            s[i] = (int64_t)tensor_itemsize(t[i]);
        else
            return false;
    }
    return true;
}

static bool run_loops(Run *run, Stage *stage, Tensor *const in[], Tensor *where, Tensor *const out[])
{
    Tensor *all[OPERANDS_IN + OPERANDS_OUT + 1];
    int n = 0;
    for (int i = 0; i < stage->nin; i++)
        all[n++] = in[i];
    if (where)
        all[n++] = where;
    for (int i = 0; i < stage->nout; i++)
        all[n++] = out[i];
    const Tensor *shape = out[0];
    int64_t size = shape_size(shape->ndim, shape->dim);
    if (size == 0)
        return true;
    char *p[OPERANDS_IN + OPERANDS_OUT + 1];
    int64_t s[OPERANDS_IN + OPERANDS_OUT + 1];
    if (!where && one_run(n, all, shape->ndim, shape->dim, p, s) && size < 1 << 17) {
        if (any_cast(stage))
            run_stage(stage, size, p, s);
        else
            stage->loop(size, p, s);
        return true;
    }
    Walk walk;
    walk_begin(&walk, shape->ndim, shape->dim);
    for (int i = 0; i < n; i++)
        walk_add(&walk, all[i]);
    walk_arrange(&walk);
    if (where)
        return walk_each(run, &walk, masked_step, stage);
    if (any_cast(stage))
        return walk_each(run, &walk, cast_step, stage);
    return walk_run(run, &walk, stage->loop);
}

static bool has_negative(void *with, int64_t n, char *const p[], const int64_t s[])
{
    DType d = *(const DType *)with;
    for (int64_t i = 0; i < n; i++)
        if (element_int(d, p[0] + i * s[0]) < 0)
            return false;
    return true;
}

/* Integers to negative integer powers: NumPy's loop would stop; ours are asked before. */
static bool check_exponents(Run *run, const Tensor *exponent, DType work)
{
    if (!dtype_is_int(work) || dtype_is_unsigned(work) || dtype_is_unsigned((DType)exponent->dtype))
        return true;
    Walk walk;
    DType d = (DType)exponent->dtype;
    walk_begin(&walk, exponent->ndim, exponent->dim);
    walk_add(&walk, exponent);
    if (walk_each(run, &walk, has_negative, &d))
        return true;
    return !run->error.class && fail(run, ValueError, "Integers to negative integer powers are not allowed.");
}

/* results --------------------------------------------------------------------------------------------- */

/* Where the i-th of several results goes. */
static Value *result_at(Value *out, int nout, int i) { return nout > 1 ? &out->tuple->item[i] : out; }

static bool give_types(const Func *row, const Work *work, const UfuncArgs *args, const Shape *shape,
                       Value *out)
{
    int nout = row_nout(row);
    if (nout > 1)
        *out = value_tuple_new(nout);
    for (int i = 0; i < nout; i++) {
        Tensor *t =
            args->out[i] ? tensor_keep(args->out[i]) : tensor_typed(work->out[i], shape->ndim, shape->dim);
        if (!args->out[i] && shape->ndim == 0 && !args->keep_array)
            t->scalar = 1;
        *result_at(out, nout, i) = value_array(t);
    }
    return true;
}

typedef struct Operands {
    Tensor *in[OPERANDS_IN];
    Tensor scalar[OPERANDS_IN];
    char room[OPERANDS_IN][ELEMENT_MAX];
    Tensor *copy[OPERANDS_IN + 1]; /* owned: of operands that overlap an output, and of the mask */
    Tensor *where;
} Operands;

static bool prepare_operands(Run *run, Operands *o, int nin, Tensor *const in[], const Value value[],
                             Work *work, const UfuncArgs *args, int nout)
{
    o->where = args->where;
    for (int i = 0; i < nin; i++) {
        o->in[i] = in[i];
        if (in[i]->ndim == 0 && (in[i]->dtype != work->in[i] || !in[i]->data)) {
            if (!cast_scalar(run, in[i], value ? value[i] : ABSENT, work->in[i], o->room[i]))
                return false;
            scalar_tensor(&o->scalar[i], work->in[i], o->room[i]);
            o->in[i] = &o->scalar[i];
        }
    }
    for (int k = 0; k < nout; k++)
        for (int i = 0; args->out[k] && i <= nin; i++) {
            Tensor **operand = i < nin ? &o->in[i] : &o->where;
            if (!*operand || o->copy[i] || !must_copy(*operand, args->out[k]))
                continue;
            if (!(o->copy[i] = tensor_copy(run, *operand, 'K')))
                return false;
            *operand = o->copy[i];
        }
    return true;
}

static Tensor *new_result(Run *run, const UfuncArgs *args, DType dtype, const Shape *shape, int nin,
                          Tensor *const in[])
{
    if (args->order != 'K' && shape->ndim > 1)
        return new_in_order(run, dtype, shape->ndim, shape->dim, args->order, in[0]);
    if (args->where)
        return tensor_zeros(run, dtype, shape->ndim, shape->dim);
    bool plain = true;
    for (int i = 0; i < nin && plain; i++)
        plain = in[i]->ndim < 2 || tensor_is_c(in[i]);
    return plain ? tensor_new(run, dtype, shape->ndim, shape->dim)
                 : tensor_like(run, dtype, shape->ndim, shape->dim, nin, in);
}

static bool compute(Run *run, const Func *row, Operands *o, const Work *work, const UfuncArgs *args,
                    const Shape *shape, Value *out)
{
    int nin = row->nin, nout = row_nout(row);
    Stage stage = { .loop = work->loop, .nin = nin, .nout = nout };
    Tensor *to[OPERANDS_OUT], scalar[OPERANDS_OUT];
    char room[OPERANDS_OUT][ELEMENT_MAX];
    bool to_scalar = shape->ndim == 0 && !args->keep_array && !args->where, ok = true;
    for (int i = 0; i < nin; i++) {
        stage.size[i] = dtype_info[work->in[i]].size;
        stage.cast[i] =
            o->in[i]->dtype == work->in[i] ? NULL : cast_loop((DType)o->in[i]->dtype, work->in[i]);
    }
    for (int i = 0; i < nout; i++) {
        if (args->out[i])
            to[i] = tensor_keep(args->out[i]);
        else if (to_scalar)
            scalar_tensor(to[i] = &scalar[i], work->out[i], room[i]);
        else if (!(to[i] = new_result(run, args, work->out[i], shape, nin, o->in))) {
            while (i--)
                if (to[i] != &scalar[i])
                    tensor_drop(to[i]);
            return false;
        }
        stage.size[nin + i] = dtype_info[work->out[i]].size;
        stage.cast[nin + i] =
            to[i]->dtype == work->out[i] ? NULL : cast_loop(work->out[i], (DType)to[i]->dtype);
    }
    bool silent = row->quiet && !compares_complex(row, work), quiet = silent && !any_cast(&stage);
    if (!quiet)
        flags_begin();
    ok = run_loops(run, &stage, o->in, o->where, to);
    if (silent && !quiet) /* only what came of the casts counts */
        feclearexcept(FE_INVALID | FE_DIVBYZERO);
    if (!quiet)
        ok = ok && flags_end(run, func_says(row));
    if (ok && nout > 1)
        *out = value_tuple_new(nout);
    for (int i = 0; i < nout; i++) {
        bool local = to[i] == &scalar[i], zero = to[i]->ndim == 0 && !args->out[i] && !args->keep_array;
        if (ok)
            *result_at(out, nout, i) =
                local ? value_scalar(work->out[i], room[i]) : value_from_tensor(to[i], zero);
        else if (!local)
            tensor_drop(to[i]);
    }
    return ok;
}

/* Whether the operation can become part of an expression that is computed as a whole. */
static bool may_fuse(const Run *run, const Func *row, const Work *work, const UfuncArgs *args)
{
    const ErrorState *on = &run->errstate;
    bool raises =
        on->divide > ERR_WARN || on->over > ERR_WARN || on->under > ERR_WARN || on->invalid > ERR_WARN;
    return !raises && row_nout(row) == 1 && !args->out[0] && !args->where && args->order == 'K' &&
           !args->keep_array && !(row->extra & EW_POWER && work->in[1] < FLOAT16);
}

/* Leaves the result pending where the caller takes that; computes it with its pending operands, or shares the
 * work of a large one among threads. *done false: none of it, and the operands are not pending any more. */
static bool fuse(Run *run, const Func *row, Operands *o, const Work *work, const UfuncArgs *args,
                 const Shape *shape, bool *done, Value *out)
{
    enum { LARGE = FUSE_LEAST << 5 };
    bool lazy = run->lazy, pending = false;
    int64_t size = 1;
    run->lazy = false;
    for (int i = 0; i < row->nin; i++)
        pending |= tensor_pending(o->in[i]);
    for (int i = 0; i < shape->ndim; i++)
        size *= shape->dim[i];
    if ((pending || size >= (lazy ? FUSE_LEAST : LARGE)) && size > 0 && may_fuse(run, row, work, args)) {
        Operation operation = { .loop = work->loop,
                                .chain = loop_chain(work->loop),
                                .name = row->quiet ? NULL : func_says(row),
                                .nin = row->nin };
        for (int i = 0; i < row->nin; i++) {
            operation.in[i] = o->in[i];
            operation.work[i] = work->in[i];
        }
        Tensor *t = fuse_pending(work->out[0], shape->ndim, shape->dim, &operation);
        if (t && !lazy && !fuse_force(run, t)) {
            tensor_drop(t);
            return false;
        }
        if (t) {
            *out = value_array(t);
            *done = true;
            return true;
        }
    }
    for (int i = 0; i < row->nin && pending; i++)
        if (!fuse_force(run, o->in[i]))
            return false;
    return true;
}

/* Whether the results of a loop can show that it raised no flag that matters, which is sooner known of some
 * ten numbers than the flags are read: what is invalid gives nan, divisions by zero and overflows infinities.
 */
static bool shows_flags(const Run *run, const Work *work, int64_t n)
{
    enum { FEW = 64 };
    return work->out[0] == FLOAT64 && n <= FEW && run->errstate.under == ERR_IGNORE;
}

/* Of ints only divisions have flags. */
static bool has_flags(const Func *row, const Work *work)
{
    int op = EW_OPERATOR(row);
    return !(row->quiet && !compares_complex(row, work)) &&
           !(dtype_is_int(work->in[0]) && dtype_is_int(work->out[0]) && op >= EW_ADD && op <= EW_MULTIPLY);
}

/* Small arrays of one shape, of the dtype that is worked in and in the order of memory, or one and a scalar:
 * what the general way decides is known. *done false: it is another operation. */
static bool compute_small(Run *run, const Func *row, int nin, Tensor *const in[], const Value value[],
                          const Work *work, bool *done, Value *out)
{
    _Alignas(16) char room[OPERANDS_IN][ELEMENT_MAX];
    char *p[OPERANDS_IN + 1];
    int64_t s[OPERANDS_IN + 1];
    const Tensor *shape = in[0]->ndim ? in[0] : in[nin - 1];
    *done = false;
    if (row_nout(row) != 1 || !shape->ndim || (row->extra & EW_POWER && work->in[1] < FLOAT16))
        return true;
    for (int i = 0; i < nin; i++)
        if (!in[i]->data || (in[i]->dtype != work->in[i] && (in[i]->ndim || work->in[i] < FLOAT16)))
            return true;
    int64_t size = shape_size(shape->ndim, shape->dim);
    if (!size || size >= FUSE_LEAST || !one_run(nin, in, shape->ndim, shape->dim, p, s))
        return true;
    for (int i = 0; i < nin; i++)
        if (in[i]->dtype != work->in[i]) {
            if (!cast_scalar(run, in[i], value ? value[i] : ABSENT, work->in[i], room[i]))
                return false;
            p[i] = room[i];
        }
    Tensor *made = tensor_new(run, work->out[0], shape->ndim, shape->dim);
    if (!made)
        return false;
    *done = true;
    run->lazy = false;
    p[nin] = made->data;
    s[nin] = dtype_info[work->out[0]].size;
    bool shown = shows_flags(run, work, size), watched = has_flags(row, work) && !shown;
    if (watched)
        flags_begin();
    work->loop(size, p, s);
    if (shown && has_flags(row, work) && !all_finite(size, (const double *)(void *)made->data)) {
        watched = true;
        flags_begin();
        work->loop(size, p, s);
    }
    if (watched && !flags_end(run, func_says(row))) {
        tensor_drop(made);
        return false;
    }
    *out = value_array(made);
    return true;
}

/* in[i] may be a scalar's tensor. The values are those the tensors were made of, for the range of Python
 * ints.
 */
static bool elementwise_tensors(Run *run, const Func *row, int nin, Tensor *const in[], const Value value[],
                                const UfuncArgs *args, bool typed_only, Value *out)
{
    if (!args)
        args = &ufunc_args_none;
    DType dtype[OPERANDS_IN];
    Weak weak[OPERANDS_IN];
    Work work;
    Shape shape;
    for (int i = 0; i < nin; i++) {
        dtype[i] = (DType)in[i]->dtype;
        weak[i] = (Weak)in[i]->weak;
    }
    bool forced = args->dtype != NO_DTYPE || args->has_loop;
    if (forced ? !row_resolve_as(run, row, args, dtype, weak, &work)
               : !row_resolve(row, dtype, weak, &work) && !fail_no_loop(run, row, nin, dtype, weak, NO_DTYPE))
        return false;
    if (row->extra & EW_EXPONENT && value && !exponent_fits(run, weak, value[1]))
        return false;
    bool done = false;
    if (args == &ufunc_args_none && !typed_only &&
        !compute_small(run, row, nin, in, value, &work, &done, out))
        return false;
    if (done)
        return true;
    if ((forced || args->casting != CAST_SAME_KIND) &&
        !row_check_inputs(run, row, dtype, weak, &work, args->casting))
        return false;
    for (int i = 0; i < row_nout(row); i++)
        if (args->out[i] && !row_check_output(run, row, i, work.out[i], args->out[i], args->casting))
            return false;
    if (!broadcast_all(run, row, in, args, &shape))
        return false;

    Operands o;
    memset(o.copy, 0, sizeof o.copy);
    Value known[2];
    if (row->extra & EW_COMPARISON && value && nin == 2) {
        memcpy(known, value, sizeof known);
        for (int i = 0, side; i < 2; i++)
            if (weak[i] == WEAK_INT && dtype[!i] != BOOL && work.in[i] < FLOAT16 &&
                out_of_range(value[i], work.in[i], &side)) {
                work.loop = known_comparison(row, i, side);
                known[i] = value_int(0);
            }
        value = known;
    }
    if (typed_only)
        return give_types(row, &work, args, &shape, out);
    bool ok = prepare_operands(run, &o, nin, in, value, &work, args, row_nout(row)) &&
              fuse(run, row, &o, &work, args, &shape, &done, out) &&
              (done || !(row->extra & EW_POWER) || shape_size(shape.ndim, shape.dim) == 0 ||
               check_exponents(run, o.in[1], work.in[1])) &&
              (done || compute(run, row, &o, &work, args, &shape, out));
    for (int i = 0; i <= nin; i++)
        tensor_drop(o.copy[i]);
    return ok;
}

/* from values ----------------------------------------------------------------------------------------- */

bool elementwise_values(Run *run, const Func *row, int nin, const Value in[], const UfuncArgs *args,
                        bool typed_only, Value *out)
{
    Tensor room[OPERANDS_IN], *tensor[OPERANDS_IN], *made[OPERANDS_IN] = { NULL };
    uint64_t large;
    bool ok = true, done = false;
    typed_only |= run->reach == RUN_SHAPES;
    for (int i = 0; i < nin && ok; i++) {
        if (in[i].tag == V_ARRAY) {
            tensor[i] = in[i].tensor;
            typed_only |= !tensor[i]->data && !tensor_pending(tensor[i]);
        } else if (tensor_of_scalar(&room[i], &in[i])) {
            tensor[i] = &room[i];
        } else if (in[i].tag == V_UNKNOWN) {
            *out = (Value){ .tag = V_UNKNOWN };
            done = true;
            break;
        } else if (in[i].tag == V_BIGINT && nin == 1 && mpz_fits_ulong_p(in[i].bigint->z)) {
            large = mpz_get_ui(in[i].bigint->z);
            scalar_tensor(&room[i], UINT64, (char *)&large);
            tensor[i] = &room[i];
        } else if (in[i].tag == V_BIGINT && nin > 1) {
            scalar_tensor(&room[i], INT64, NULL);
            room[i].weak = WEAK_INT;
            tensor[i] = &room[i];
        } else {
            ok = operands_special(run, row, nin, in, args, out, &done);
            if (!ok || done)
                break;
            tensor[i] = made[i] = tensor_from_value(run, in[i], NO_DTYPE, true);
            if (!made[i])
                ok = fail_operand(run, row, nin, in, args);
            else
                typed_only |= !made[i]->data;
        }
    }
    if (ok && !done)
        ok = elementwise_tensors(run, row, nin, tensor, in, args, typed_only, out);
    for (int i = 0; i < nin; i++)
        tensor_drop(made[i]);
    return ok;
}

bool elementwise_call(Run *run, const Func *row, int nin, const Value in[], const UfuncArgs *args, Value *out)
{
    bool done;
    if (!args && !elementwise_scalars(run, row, nin, in, out, &done))
        return false;
    if (!args && done)
        return true;
    return elementwise_values(run, row, nin, in, args, false, out);
}
