#include "func/reduce.h"

#include "func/elementwise.h"
#include "func/fold_walk.h"
#include "func/results.h"
#include "numeric/pairwise.h"
#include "numeric/pool.h"
#include "tensor/cast.h"
#include "tensor/fuse.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const Reduction reduces_sum[1] = { { ZERO, true, true } };
const Reduction reduces_product[1] = { { ONE, true, true } };
const Reduction reduces_or[1] = { { IS_FALSE, true, false } };
const Reduction reduces_and[1] = { { IS_TRUE, true, false } };
const Reduction reduces_xor[1] = { { IS_FALSE, true, false } };
const Reduction reduces_extreme[1] = { { NO_IDENTITY, true, false } };
const Reduction reduces_bits[1] = { { ZERO, true, false } };
const Reduction reduces_all_bits[1] = { { MINUS_ONE, true, false } };
const Reduction reduces_zero[1] = { { ZERO, true, false } };
const Reduction reduces_logs[1] = { { MINUS_INFINITY, true, false } };

static const char *says(const Func *row) { return row->says ? row->says : row->name; }

/* dtypes and shapes ----------------------------------------------------------------------------------- */

static bool fail_fold(Run *run, const Func *row, DType dtype, DType of)
{
    if (!strcmp(row->name, "gcd") || !strcmp(row->name, "lcm"))
        return fail_no_fold(run, row, dtype, of);
    return fail(run, TypeError, "No loop matching the specified signature and casting was found for ufunc %s",
                says(row));
}

bool fold_dtype(Run *run, const Func *row, DType of, const Fold *fold, DType *work, Loop **loop)
{
    DType d = fold->dtype;
    Work resolved;
    bool widens = row->reduction && row->reduction->widens;
    if (d == NO_DTYPE && row->extra & EW_LOGICAL)
        d = BOOL;
    if (d == NO_DTYPE && !fold->out && widens && of < FLOAT16)
        d = dtype_is_unsigned(of) ? UINT64 : INT64;
    if (d == NO_DTYPE) {
        DType dtype[2] = { fold->out ? (DType)fold->out->dtype : of, of };
        Weak weak[2] = { STRONG, STRONG };
        if (!row_resolve(row, dtype, weak, &resolved))
            return (row->extra & EW_UNIFORM) && strcmp(row->name, "subtract") != 0 && !fold->out
                       ? fail_no_fold(run, row, NO_DTYPE, of)
                       : fail_no_loop(run, row, 2, dtype, weak, NO_DTYPE);
        d = resolved.out[0];
        if (resolved.in[0] != d && d == BOOL && of != BOOL)
            return fail_fold(run, row, fold->dtype, of);
    }
    *work = d;
    *loop = row_fold_loop(row, d);
    return *loop || fail_fold(run, row, fold->dtype, of);
}

bool fold_check_axes(Run *run, const Func *row, int ndim, const bool marked[])
{
    int n = 0;
    for (int i = 0; i < ndim; i++)
        n += marked[i];
    return n < 2 || (row->reduction && row->reduction->reorderable) ||
           fail(run, ValueError,
                "reduction operation '%s' is not reorderable, so at most one axis may be specified",
                says(row));
}

void fold_shape(const Tensor *t, const bool marked[], bool keepdims, Shape *shape)
{
    shape->ndim = 0;
    for (int i = 0; i < t->ndim; i++)
        if (!marked[i] || keepdims)
            shape->dim[shape->ndim++] = marked[i] ? 1 : t->dim[i];
}

/* The last axis of an out along which it has one element and the result several, where it fits but for such
 * axes; -1. */
static int short_axis(const Tensor *out, const Shape *shape)
{
    int found = -1;
    for (int i = 0; i < shape->ndim; i++) {
        if (out->dim[i] == shape->dim[i])
            continue;
        if (out->dim[i] != 1)
            return -1;
        found = i;
    }
    return found;
}

/* "(2,)->(2,newaxis) (2,3) ": an out that does not fit. */
static bool fail_out_shape(Run *run, const Tensor *of, const Tensor *out, const Fold *fold,
                           const Shape *shape)
{
    const char *remapped = "";
    int axis = short_axis(out, shape);
    if (axis >= 0)
        return fail(run, ValueError,
                    "output operand requires a reduction along dimension %d, but the reduction is not "
                    "enabled. The dimension size of 1 does not match the expected output shape.",
                    axis);
    for (int i = 0, at = 0; i < of->ndim; i++) {
        const char *comma = i ? "," : "";
        if (fold->marked[i] && !fold->keepdims)
            remapped = run_text(run, "%s%snewaxis", remapped, comma);
        else
            remapped = run_text(run, "%s%s%lld", remapped, comma, (long long)out->dim[at++]);
    }
    /* the first axis of an operand is not said to be new */
    if (!strncmp(remapped, "newaxis,", 8))
        remapped += 8;
    return fail(
        run, ValueError,
        "operands could not be broadcast together with remapped shapes [original->remapped]: %s->(%s) %s ",
        shape_tight(run, out->ndim, out->dim), remapped, shape_tight(run, of->ndim, of->dim));
}

static bool check_out(Run *run, const Func *row, const Tensor *of, const Fold *fold, const Shape *shape)
{
    const Tensor *out = fold->out;
    if (!out)
        return true;
    if (out->ndim != shape->ndim)
        return fail(
            run, ValueError,
            "output parameter for reduction operation %s has the wrong number of dimensions: Found %d but "
            "expected %d%s",
            says(row), out->ndim, shape->ndim,
            fold->keepdims ? " (must match the operand's when keepdims=True)" : "");
    if (!shape_equal(out->ndim, out->dim, shape->ndim, shape->dim))
        return fail_out_shape(run, of, out, fold, shape);
    return tensor_writeable(out) || fail(run, ValueError, "output array is read-only");
}

/* reductions ------------------------------------------------------------------------------------------ */

/* The fold's start, written to `at` as an element of dtype d. False, no error: there is none, take the first
 * element. */
static bool start_value(Run *run, const Func *row, const Fold *fold, DType d, char *at)
{
    memset(at, 0, 16);
    if (fold->initial.tag == V_NONE)
        return false;
    if (fold->initial.tag != V_ABSENT)
        return element_store(run, d, at, fold->initial);
    switch (row->reduction ? row->reduction->identity : NO_IDENTITY) {
    case ZERO:
    case IS_FALSE: element_set_int(d, at, 0); return true;
    case ONE:
    case IS_TRUE: element_set_int(d, at, 1); return true;
    case MINUS_ONE: element_set_int(d, at, -1); return true;
    case MINUS_INFINITY: element_set_complex(d, at, -INFINITY); return true;
    default: return false;
    }
}

/* Room for the results, its axes in the order of the operand's. */
static Tensor *new_results(Run *run, DType d, Tensor *of, const Shape *shape, const bool marked[],
                           bool keepdims)
{
    int64_t stride[AXES_MAX];
    int ndim = 0;
    if (shape->ndim < 2)
        return tensor_new(run, d, shape->ndim, shape->dim);
    for (int i = 0; i < of->ndim; i++)
        if (!marked[i] || keepdims)
            stride[ndim++] = marked[i] ? 0 : of->stride[i];
    Tensor *like = tensor_view(of, ndim, shape->dim, stride, of->data);
    Tensor *room = tensor_like(run, d, shape->ndim, shape->dim, 1, &like);
    tensor_drop(like);
    return room;
}

static void set_walk(Walk *walk, const Tensor *of, const Tensor *room, const Fold *fold, const Tensor *where)
{
    walk_begin(walk, of->ndim, of->dim);
    walk->operands = FOLD_IN; /* the output stands still where it is folded into */
    walk->data[FOLD_OUT] = room->data;
    for (int i = 0, at = 0; i < of->ndim; i++) {
        walk->stride[FOLD_OUT][i] = fold->marked[i] || of->dim[i] == 1 ? 0 : room->stride[at];
        at += !fold->marked[i] || fold->keepdims;
    }
    walk_add(walk, of);
    if (where)
        walk_add(walk, where);
}

/* Integers wrap around alike in every order, and extremes are one of the elements. Truths that need no cast
 * are looked at one by one, until the answer is known. */
static bool any_order(const Func *row, DType of, DType work)
{
    const Reduction *reduction = row->reduction;
    if (!reduction || !reduction->reorderable || reduction == reduces_zero || dtype_is_complex(work))
        return false; /* lcm may overflow on the way */
    return reduction == reduces_extreme || (work == BOOL ? of != BOOL : work < FLOAT16);
}

static bool fold_into(Run *run, const Func *row, Tensor *of, const Fold *fold, DType work, Loop *loop,
                      Tensor *room)
{
    Tensor *where = fold->where ? tensor_broadcast(fold->where, of->ndim, of->dim) : NULL;
    Folding f = { .loop = loop,
                  .copy = cast_loop((DType)of->dtype, work),
                  .cast = of->dtype != work,
                  .size = dtype_info[work].size,
                  .masked = where != NULL,
                  .any_order = any_order(row, (DType)of->dtype, work),
                  .work = work };
    if (EW_OPERATOR(row) == EW_ADD && !f.cast && !f.masked)
        f.add_rows = work == FLOAT64 ? add_rows_f8 : work == FLOAT32 ? add_rows_f4 : NULL;
    char start[16];
    Walk walk;
    f.from_first = !start_value(run, row, fold, work, start);
    bool ok = !run->error.class;
    if (ok && !f.from_first)
        fill_element(room, start);
    if (ok) {
        set_walk(&walk, of, room, fold, where);
        ok = fold_walk(run, &walk, &f, fold->out != NULL);
    }
    tensor_drop(where);
    return ok;
}

static bool check_start(Run *run, const Func *row, const Tensor *of, const Fold *fold)
{
    bool has_identity = row->reduction && row->reduction->identity != NO_IDENTITY;
    if (fold->initial.tag == V_ABSENT ? has_identity : fold->initial.tag != V_NONE)
        return true;
    if (fold->where)
        return fail(
            run, ValueError,
            "reduction operation '%s' does not have an identity, so to use a where mask one has to specify "
            "'initial'",
            says(row));
    for (int i = 0; i < of->ndim; i++)
        if (fold->marked[i] && of->dim[i] == 0)
            return fail(run, ValueError, "zero-size array to reduction operation %s which has no identity",
                        says(row));
    return true;
}

/* A full sum of many elements, or of some that are not computed yet, in the order of NumPy's. *done false:
 * not this. */
static bool fold_whole(Run *run, const Func *row, Tensor *of, const Fold *fold, DType work, char *element,
                       bool *done)
{
    *done = false;
    bool sum =
        !strcmp(row->name, "add") && !fold->where && fold->initial.tag == V_ABSENT && work == of->dtype;
    for (int i = 0; i < of->ndim && sum; i++)
        sum = fold->marked[i];
    if (sum && !fuse_sum(run, of, element, done))
        return false;
    if (*done) { /* it begins with 0, so that no sum is -0 */
        if (work == FLOAT64)
            *(double *)(void *)element += 0.0;
        else
            *(float *)(void *)element += 0.0f;
    }
    return *done || fuse_force(run, of);
}

static bool give_element(Run *run, DType dtype, const char *element, bool is_scalar, const Shape *shape,
                         Value *out)
{
    Tensor *t = is_scalar ? NULL : tensor_new(run, dtype, shape->ndim, shape->dim);
    if (t)
        memcpy(t->data, element, tensor_itemsize(t));
    if (is_scalar)
        *out = value_scalar(dtype, element);
    else if (t)
        *out = value_array(t);
    return is_scalar || t;
}

bool fold_reduce(Run *run, const Func *row, Tensor *of, const Fold *fold, Value *out)
{
    DType work;
    Loop *loop;
    Shape shape;
    if (!fold_dtype(run, row, (DType)of->dtype, fold, &work, &loop) ||
        !fold_check_axes(run, row, of->ndim, fold->marked))
        return false;
    fold_shape(of, fold->marked, fold->keepdims, &shape);
    if (!check_out(run, row, of, fold, &shape))
        return false;
    if (fold->where) {
        Shape all;
        shape_set(&all, of->ndim, of->dim);
        bool meet = shape_broadcast(&all, fold->where->ndim, fold->where->dim);
        if (!meet || !shape_equal(all.ndim, all.dim, of->ndim, of->dim))
            return fold->where->ndim > of->ndim
                       ? fail(run, ValueError,
                              "input operand has more dimensions than allowed by the axis remapping")
                   : meet
                       ? fail(run, ValueError,
                              "non-broadcastable operand with shape %s doesn't match the broadcast shape %s",
                              shape_tight(run, of->ndim, of->dim), shape_tight(run, all.ndim, all.dim))
                       : fail(run, ValueError,
                              "operands could not be broadcast together with remapped shapes "
                              "[original->remapped]: %s %s ",
                              shape_tight(run, of->ndim, of->dim),
                              shape_tight(run, fold->where->ndim, fold->where->dim));
    }
    if (!check_start(run, row, of, fold))
        return false;
    if (fold->typed_only) {
        _Alignas(16) char start[16];
        if (fold->initial.tag == V_COMPLEX && !element_store(run, work, start, fold->initial))
            return false;
        Tensor *t = fold->out ? tensor_keep(fold->out) : tensor_typed(work, shape.ndim, shape.dim);
        if (!fold->out && shape.ndim == 0 && !fold->keep_array)
            t->scalar = 1;
        *out = value_array(t);
        return true;
    }
    /* the element of a full sum needs no block of its own */
    _Alignas(16) char element[16];
    Tensor local = { .object.count = 1, .dtype = (uint8_t)work, .data = element };
    bool done = false, is_scalar = shape.ndim == 0 && !fold->keep_array && !fold->out;
    if (shape_size(shape.ndim, shape.dim) == 1 && !fold->out &&
        (tensor_pending(of) || tensor_size(of) >= FUSE_LEAST)) {
        flags_begin();
        if (!fold_whole(run, row, of, fold, work, element, &done) || (done && !flags_end(run, "reduce")))
            return false;
        if (done)
            return give_element(run, work, element, is_scalar, &shape, out);
    } else if (!fuse_force(run, of)) {
        return false;
    }
    bool direct =
        fold->out && fold->out->dtype == work && tensor_is_c(fold->out) && !tensor_overlap(fold->out, of);
    Tensor *room = is_scalar ? &local
                   : direct  ? tensor_keep(fold->out)
                             : new_results(run, work, of, &shape, fold->marked, fold->keepdims);
    if (!room)
        return false;
    bool sum = is_scalar && work == FLOAT64 && !strcmp(row->name, "add");
    bool ok = !sum || fold_into(run, row, of, fold, work, loop, room);
    /* a sum that is finite has raised no flag, and reading those takes longer than to add a few numbers */
    if (ok && !(sum && isfinite(*(double *)(void *)element))) {
        flags_begin();
        ok = fold_into(run, row, of, fold, work, loop, room) && (row->quiet || flags_end(run, "reduce"));
    }
    if (ok && fold->out && !direct) {
        ok = tensor_assign(run, fold->out, room);
        tensor_drop(room);
        room = tensor_keep(fold->out);
    }
    if (!ok) {
        if (!is_scalar)
            tensor_drop(room);
        return false;
    }
    *out = is_scalar ? value_scalar(work, element) : value_from_tensor(room, false);
    return true;
}

/* accumulations --------------------------------------------------------------------------------------- */

typedef struct Line {
    Loop *loop;
    int64_t n, in, out, size; /* elements along the axis, the steps there, bytes of one */
} Line;

static bool accumulate_line(void *with, int64_t n, char *const p[], const int64_t s[])
{
    const Line *line = with;
    for (int64_t i = 0; i < n; i++) {
        char *in = p[0] + i * s[0], *out = p[1] + i * s[1];
        memcpy(out, in, (size_t)line->size);
        char *q[3] = { out, in + line->in, out + line->out };
        int64_t t[3] = { line->out, line->in, line->out };
        if (line->n > 1)
            line->loop(line->n - 1, q, t);
    }
    return true;
}

/* Row by row where the axis is not the innermost: each row is the one before it and the operand's. */
static bool accumulate_rows(Run *run, const Line *line, const Walk *rows)
{
    int64_t last = rows->ndim - 1, n = rows->dim[last], done = 0;
    char *in = rows->data[0], *out = rows->data[1];
    int64_t is = rows->stride[0][last], os = rows->stride[1][last];
    for (int64_t j = 0; j < n; j++)
        memcpy(out + j * os, in + j * is, (size_t)line->size);
    for (int64_t i = 1; i < line->n; i++) {
        char *q[3] = { out + (i - 1) * line->out, in + i * line->in, out + i * line->out };
        int64_t t[3] = { os, is, os };
        line->loop(n, q, t);
        if ((done += n) >= 1 << 18) {
            done = 0;
            if (!run_goes_on(run))
                return false;
        }
    }
    return true;
}

static bool accumulate_into(Run *run, Tensor *of, int axis, Loop *loop, Tensor *room)
{
    if (tensor_size(of) == 0)
        return true;
    Line line = { loop, of->dim[axis], of->stride[axis], room->stride[axis], (int64_t)tensor_itemsize(room) };
    int64_t dim[AXES_MAX], stride[2][AXES_MAX];
    int ndim = 0;
    for (int i = 0; i < of->ndim; i++)
        if (i != axis) {
            dim[ndim] = of->dim[i];
            stride[0][ndim] = of->stride[i];
            stride[1][ndim++] = room->stride[i];
        }
    Tensor *views[2] = { tensor_view(of, ndim, dim, stride[0], of->data),
                         tensor_view(room, ndim, dim, stride[1], room->data) };
    Walk walk;
    walk_begin(&walk, ndim, dim);
    walk_add(&walk, views[0]);
    walk_add(&walk, views[1]);
    walk_arrange(&walk);
    bool rows = walk.ndim == 1 && walk.dim[0] > 8 && line.n > 1 && llabs(line.out) > llabs(walk.stride[1][0]);
    bool ok = rows ? accumulate_rows(run, &line, &walk) : walk_each(run, &walk, accumulate_line, &line);
    tensor_drop(views[0]);
    tensor_drop(views[1]);
    return ok;
}

/* Where it casts, and along more than one axis, NumPy walks the first axes of out beside those of the
 * operand. */
static bool fail_accumulate_out(Run *run, const Tensor *of, DType work, const Tensor *out)
{
    int ndim = of->ndim;
    int64_t both[AXES_MAX], reversed[AXES_MAX];
    bool meet = true, fits = true;
    if (ndim > 1 || of->dtype != work || out->dtype != work) {
        if (out->ndim < ndim)
            return fail(run, ValueError,
                        "Iterator input op_axes[0][%d] (==%d) is not a valid axis of op[0], which has %d "
                        "dimensions ",
                        ndim - 1 - out->ndim, out->ndim, out->ndim);
        for (int i = 0; i < ndim; i++) {
            bool same = out->dim[i] == of->dim[i];
            meet &= same || out->dim[i] == 1 || of->dim[i] == 1;
            fits &= same || out->dim[i] != 1;
            both[i] = out->dim[i] == 1 ? of->dim[i] : out->dim[i];
            reversed[ndim - 1 - i] = out->dim[i];
        }
        const char *shape = shape_tight(run, out->ndim, out->dim), *operand = shape_tight(run, ndim, of->dim);
        if (!meet)
            return fail(run, ValueError,
                        "operands could not be broadcast together with remapped shapes [original->remapped]: "
                        "%s->%s %s->%s ",
                        shape, shape_tight(run, ndim, out->dim), operand, operand);
        if (!fits)
            return fail(run, ValueError,
                        "non-broadcastable output operand with shape %s [remapped to %s] doesn't match the "
                        "broadcast shape %s",
                        shape, shape_tight(run, ndim, reversed), shape_tight(run, ndim, both));
    }
    return fail(run, ValueError, "provided out is the wrong size for the accumulation.");
}

bool fold_accumulate(Run *run, const Func *row, Tensor *of, int axis, DType dtype, Tensor *out,
                     bool typed_only, Value *result)
{
    Fold fold = { .dtype = dtype, .out = out };
    DType work;
    Loop *loop;
    if (!fold_dtype(run, row, (DType)of->dtype, &fold, &work, &loop))
        return false;
    if (out && !shape_equal(out->ndim, out->dim, of->ndim, of->dim))
        return fail_accumulate_out(run, of, work, out);
    if (out && !tensor_writeable(out))
        return fail(run, ValueError, "output array is read-only");
    if (typed_only) {
        *result = value_array(out ? tensor_keep(out) : tensor_typed(work, of->ndim, of->dim));
        return true;
    }
    Tensor *in = tensor_cast(run, of, work);
    if (!in)
        return false;
    bool direct = out && out->dtype == work && !tensor_overlap(out, in);
    Tensor *room = direct ? tensor_keep(out) : tensor_like(run, work, of->ndim, of->dim, 1, &in);
    bool ok = room != NULL;
    if (ok) {
        flags_begin();
        ok = accumulate_into(run, in, axis, loop, room) && (row->quiet || flags_end(run, "accumulate"));
    }
    tensor_drop(in);
    if (ok && out && !direct) {
        ok = tensor_assign(run, out, room);
        tensor_drop(room);
        room = tensor_keep(out);
    }
    if (!ok) {
        tensor_drop(room);
        return false;
    }
    *result = value_array(room);
    return true;
}

/* arguments ------------------------------------------------------------------------------------------- */

bool arg_array_out(Call *call, int i, Tensor **out)
{
    Value v = call->arg[i].value;
    *out = NULL;
    if (v.tag == V_TUPLE && v.tuple->count == 1)
        v = v.tuple->item[0];
    if (v.tag == V_NONE || v.tag == V_ABSENT)
        return true;
    if (v.tag != V_ARRAY)
        return fail(call->run, TypeError, "return arrays must be of ArrayType");
    *out = v.tensor;
    return true;
}

bool arg_keepdims(Call *call, int i, bool *out)
{
    Value v = call->arg[i].value;
    int64_t truth = 0;
    if (v.tag != V_ABSENT && !value_index(call->run, v, &truth))
        return false;
    *out = truth != 0;
    return true;
}

bool arg_where(Call *call, int i, Tensor **owned)
{
    Value v = call->arg[i].value;
    *owned = NULL;
    if (v.tag == V_ABSENT || (v.tag == V_BOOL && v.i))
        return true;
    *owned = where_of(call->run, v);
    return *owned != NULL;
}
