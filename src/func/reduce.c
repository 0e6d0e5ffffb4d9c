#include "func/reduce.h"

#include "func/elementwise.h"
#include "func/results.h"
#include "numeric/pairwise.h"
#include "numeric/pool.h"
#include "tensor/cast.h"
#include "tensor/fuse.h"

#include <fenv.h>
#include <math.h>
#include <stdatomic.h>
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

static bool fail_no_fold(Run *run, const Func *row)
{
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
            return fail_no_loop(run, row, 2, dtype, weak);
        d = resolved.out[0];
        if (resolved.in[0] != d && d == BOOL && of != BOOL)
            return fail_no_fold(run, row);
    }
    *work = d;
    *loop = row_fold_loop(row, d);
    return *loop || fail_no_fold(run, row);
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

/* walking --------------------------------------------------------------------------------------------- */

enum { FOLD_OUT, FOLD_IN, FOLD_WHERE, FOLD_OPERANDS };
enum { PIECE = 8192 }; /* NumPy's buffer: so many elements are cast at a time */

/* The axes of a fold, outermost first; the output stands still along those that are folded. */
typedef struct Axes {
    int ndim, operands;
    int64_t dim[AXES_MAX];
    int64_t stride[FOLD_OPERANDS][AXES_MAX];
    char *data[FOLD_OPERANDS];
} Axes;

static int64_t size_of(int64_t stride) { return stride < 0 ? -stride : stride; }

/* Should axis b stand inside axis a, as NumPy's iterator has it? 0: it does not matter. */
static int compare_axes(const Axes *axes, const bool seen[], int a, int b)
{
    int answer = 0;
    for (int i = 0; i < axes->operands; i++) {
        int64_t outer = axes->stride[i][a], inner = axes->stride[i][b];
        if (!seen[i] || !outer || !inner)
            continue;
        if (size_of(inner) <= size_of(outer))
            answer = 1;
        else if (!answer)
            answer = -1;
    }
    return answer;
}

static void swap_in(Axes *axes, int from, int to)
{
    int64_t dim = axes->dim[from], stride[FOLD_OPERANDS];
    for (int i = 0; i < axes->operands; i++)
        stride[i] = axes->stride[i][from];
    for (int k = from; k < to; k++) {
        axes->dim[k] = axes->dim[k + 1];
        for (int i = 0; i < axes->operands; i++)
            axes->stride[i][k] = axes->stride[i][k + 1];
    }
    axes->dim[to] = dim;
    for (int i = 0; i < axes->operands; i++)
        axes->stride[i][to] = stride[i];
}

/* NumPy's stable insertion sort, from the innermost axis outwards. `seen`: operands whose strides count; an
 * output that NumPy would allocate only later does not. */
static void sort_axes(Axes *axes, const bool seen[])
{
    for (int at = axes->ndim - 2; at >= 0; at--) {
        int to = at;
        for (int inner = at + 1; inner < axes->ndim; inner++) {
            int order = compare_axes(axes, seen, at, inner);
            if (order < 0)
                to = inner;
            else if (order > 0)
                break;
        }
        if (to != at)
            swap_in(axes, at, to);
    }
}

static void merge_axes(Axes *axes)
{
    int kept = -1;
    for (int k = 0; k < axes->ndim; k++) {
        if (axes->dim[k] == 1)
            continue;
        bool runs_on = kept >= 0;
        for (int i = 0; i < axes->operands && runs_on; i++)
            runs_on = axes->stride[i][kept] == axes->stride[i][k] * axes->dim[k];
        if (runs_on)
            axes->dim[kept] *= axes->dim[k];
        else
            axes->dim[++kept] = axes->dim[k];
        for (int i = 0; i < axes->operands; i++)
            axes->stride[i][kept] = axes->stride[i][k];
    }
    axes->ndim = kept + 1;
}

typedef struct Folding {
    Loop *loop, *copy;       /* copy: to the loop's dtype */
    bool cast;               /* the elements are of another dtype */
    int64_t size;            /* of an element of the loop's dtype */
    bool masked, from_first; /* from_first: there is no value to start from but the first element */
    bool any_order;          /* the result is the same, to the bit, in whatever order elements are folded */
    DType work;              /* the loop's dtype */
    AddRows *add_rows;       /* several rows at once; NULL: it is no sum, or there are none of the dtype */
} Folding;

static void fold_run(const Folding *f, int64_t n, char *const p[], const int64_t s[])
{
    char *q[3] = { p[FOLD_OUT], p[FOLD_IN], p[FOLD_OUT] };
    int64_t t[3] = { s[FOLD_OUT], s[FOLD_IN], s[FOLD_OUT] };
    f->loop(n, q, t);
}

/* The elements under true mask elements, run by run. */
static void fold_masked(const Folding *f, int64_t n, char *const p[], const int64_t s[])
{
    const char *mask = p[FOLD_WHERE];
    int64_t step = s[FOLD_WHERE];
    for (int64_t i = 0; i < n;) {
        while (i < n && !mask[i * step])
            i++;
        int64_t from = i;
        while (i < n && mask[i * step])
            i++;
        char *q[2] = { p[FOLD_OUT] + from * s[FOLD_OUT], p[FOLD_IN] + from * s[FOLD_IN] };
        if (i > from)
            fold_run(f, i - from, q, s);
    }
}

static void fold_any(const Folding *f, int64_t n, char *const p[], const int64_t s[])
{
    if (f->masked)
        fold_masked(f, n, p, s);
    else
        fold_run(f, n, p, s);
}

/* One run of the innermost axis; cast in pieces, where it must be. */
static void fold_axis(const Folding *f, int64_t n, char *const start[], const int64_t s[], bool first)
{
    char *p[FOLD_OPERANDS] = { start[FOLD_OUT], start[FOLD_IN], f->masked ? start[FOLD_WHERE] : NULL };
    if (first) {
        char *pair[2] = { p[FOLD_IN], p[FOLD_OUT] };
        int64_t step[2] = { s[FOLD_IN], s[FOLD_OUT] }, copied = s[FOLD_OUT] ? n : 1;
        f->copy(copied, pair, step);
        n -= copied;
        p[FOLD_IN] += s[FOLD_IN];
    }
    if (!f->cast) {
        fold_any(f, n, p, s);
        return;
    }
    _Alignas(16) char buffer[PIECE * 16];
    for (int64_t from = 0; from < n; from += PIECE) {
        int64_t count = n - from < PIECE ? n - from : PIECE;
        char *pair[2] = { p[FOLD_IN] + from * s[FOLD_IN], buffer };
        int64_t step[2] = { s[FOLD_IN], f->size };
        f->copy(count, pair, step);
        char *q[3] = { p[FOLD_OUT] + from * s[FOLD_OUT], buffer,
                       f->masked ? p[FOLD_WHERE] + from * s[FOLD_WHERE] : NULL };
        int64_t t[3] = { s[FOLD_OUT], f->size, f->masked ? s[FOLD_WHERE] : 0 };
        fold_any(f, count, q, t);
    }
}

/* How many of the innermost axes NumPy would gather into its buffer to fold them as one: two and more that
 * are all folded and are no single run in memory. *piece: so many elements at a time, whole rows. 1: none. */
static int gathered_axes(const Axes *axes, int64_t *piece)
{
    int inner = axes->ndim - 1, n = 1;
    if (inner < 1 || axes->stride[FOLD_OUT][inner] || axes->stride[FOLD_OUT][inner - 1] ||
        axes->dim[inner] > PIECE || axes->dim[inner] == 0 || axes->dim[inner - 1] == 0)
        return 1;
    int64_t core = axes->dim[inner];
    bool grows = true;
    for (; n <= inner && !axes->stride[FOLD_OUT][inner - n]; n++) {
        grows = grows && core * axes->dim[inner - n] <= PIECE;
        core *= grows && axes->dim[inner - n] ? axes->dim[inner - n] : 1;
    }
    *piece = PIECE / core * core;
    return n;
}

/* Adds rows of an axis to the output's row, from the one that p is at; how many. */
static int64_t fold_rows(const Folding *f, const Axes *axes, int axis, int64_t at, char *const p[])
{
    enum { MOST = 1 << 18 };
    int inner = axes->ndim - 1;
    int64_t n = axes->dim[inner], left = axes->dim[axis] - at, most = n < MOST / 8 ? MOST / n : 8;
    if (!f->add_rows || axes->stride[FOLD_OUT][axis] || axes->stride[FOLD_OUT][inner] != f->size ||
        axes->stride[FOLD_IN][inner] != f->size)
        return 0;
    left = left < most ? left : most;
    f->add_rows(n, left, p[FOLD_OUT], p[FOLD_IN], axes->stride[FOLD_IN][axis]);
    return left;
}

/* Folds of rows so short that they are folded element after element: column by column, many rows at once; how
 * many. Of a pairwise sum eight elements are a tree. */
static int64_t fold_short_rows(const Folding *f, const Axes *axes, int axis, int64_t at, char *const p[])
{
    enum { MOST = 512, SHORT = 16, TREE = 8, LEAST = 16 };
    int inner = axes->ndim - 1;
    int64_t n = axes->dim[inner], left = axes->dim[axis] - at, out = axes->stride[FOLD_OUT][axis],
            in = axes->stride[FOLD_IN][axis];
    bool is_sum = f->add_rows && (f->work == FLOAT64 || f->work == FLOAT32),
         is_any = (f->any_order || f->work == BOOL) && !f->from_first;
    if ((!is_sum && !is_any) || f->cast || f->masked || axes->stride[FOLD_OUT][inner] || !out || n < 2 ||
        n >= SHORT || left < LEAST)
        return 0;
    left = left < MOST ? left : MOST;
    _Alignas(16) char row[TREE / 2][MOST * sizeof(double)];
    const int64_t step = axes->stride[FOLD_IN][inner], s[3] = { f->size, in, f->size },
                  both[3] = { f->size, f->size, f->size };
    char *const column = p[FOLD_IN];
    int64_t k = is_sum && n >= TREE ? TREE : 1;
    for (int64_t i = 0; i < (k + 1) / 2; i++) {
        f->copy(left, (char *const[]){ column + 2 * i * step, row[i] }, (const int64_t[]){ in, f->size });
        if (k == TREE)
            f->loop(left, (char *const[]){ row[i], column + (2 * i + 1) * step, row[i] }, s);
    }
    for (int64_t half = k / 4, gap = 1; half; half /= 2, gap *= 2)
        for (int64_t i = 0; i < half; i++)
            f->loop(left, (char *const[]){ row[2 * i * gap], row[(2 * i + 1) * gap], row[2 * i * gap] },
                    both);
    for (; k < n; k++)
        f->loop(left, (char *const[]){ row[0], column + k * step, row[0] }, s);
    f->loop(left, (char *const[]){ p[FOLD_OUT], row[0], p[FOLD_OUT] },
            (const int64_t[]){ out, f->size, out });
    return left;
}

/* The last `group` axes as one run, by way of a buffer. */
static void fold_gathered(const Folding *f, const Axes *axes, int group, int64_t piece, char *const start[],
                          bool first)
{
    _Alignas(16) char buffer[PIECE * 16], mask[PIECE];
    int inner = axes->ndim - 1, outer = axes->ndim - group;
    int64_t at[AXES_MAX] = { 0 }, n = axes->dim[inner], filled = 0, skip = first;
    char *p[FOLD_OPERANDS] = { start[FOLD_OUT], start[FOLD_IN], f->masked ? start[FOLD_WHERE] : NULL };
    for (bool more = true; more;) {
        char *pair[2] = { p[FOLD_IN], buffer + filled * f->size };
        int64_t step[2] = { axes->stride[FOLD_IN][inner], f->size };
        f->copy(n, pair, step);
        for (int64_t i = 0; f->masked && i < n; i++)
            mask[filled + i] = p[FOLD_WHERE][i * axes->stride[FOLD_WHERE][inner]];
        filled += n;
        int axis = inner - 1;
        for (; axis >= outer; axis--) {
            if (++at[axis] < axes->dim[axis])
                break;
            at[axis] = 0;
            for (int i = FOLD_IN; i < axes->operands; i++)
                p[i] -= axes->stride[i][axis] * (axes->dim[axis] - 1);
        }
        more = axis >= outer;
        for (int i = FOLD_IN; more && i < axes->operands; i++)
            p[i] += axes->stride[i][axis];
        if (filled < piece && more)
            continue;
        if (skip)
            memcpy(p[FOLD_OUT], buffer, (size_t)f->size);
        char *q[3] = { p[FOLD_OUT], buffer + skip * f->size, mask };
        int64_t t[3] = { 0, f->size, 1 };
        fold_any(f, filled - skip, q, t);
        filled = skip = 0;
    }
}

static bool fold_alone(Run *run, const Axes *axes, const Folding *f)
{
    int64_t at[AXES_MAX] = { 0 }, s[FOLD_OPERANDS], work = 0, piece = 0;
    int inner = axes->ndim - 1, group = gathered_axes(axes, &piece), outer = axes->ndim - group;
    int64_t n = inner < 0 ? 1 : axes->dim[inner];
    char *p[FOLD_OPERANDS];
    for (int i = 0; i < axes->operands; i++) {
        p[i] = axes->data[i];
        s[i] = inner < 0 ? 0 : axes->stride[i][inner];
    }
    for (;;) {
        bool first = f->from_first;
        for (int axis = 0; axis < outer && first; axis++)
            first = at[axis] == 0 || axes->stride[FOLD_OUT][axis];
        int64_t rows = first || outer < 1 || group > 1 ? 0 : fold_rows(f, axes, outer - 1, at[outer - 1], p);
        if (!rows && !first && outer > 0 && group == 1 && inner == outer)
            rows = fold_short_rows(f, axes, outer - 1, at[outer - 1], p);
        if (group > 1)
            fold_gathered(f, axes, group, piece, p, first);
        else if (!rows)
            fold_axis(f, n, p, s, first);
        rows = rows ? rows : 1;
        if ((work += rows * n) >= 1 << 18) {
            work = 0;
            if (!run_goes_on(run))
                return false;
        }
        int axis = outer - 1;
        if (rows > 1) { /* at the last of them */
            at[axis] += rows - 1;
            for (int i = 0; i < axes->operands; i++)
                p[i] += axes->stride[i][axis] * (rows - 1);
        }
        for (; axis >= 0; axis--) {
            if (++at[axis] < axes->dim[axis]) {
                for (int i = 0; i < axes->operands; i++)
                    p[i] += axes->stride[i][axis];
                break;
            }
            at[axis] = 0;
            for (int i = 0; i < axes->operands; i++)
                p[i] -= axes->stride[i][axis] * (axes->dim[axis] - 1);
        }
        if (axis < 0)
            return true;
    }
}

/* A fold in pieces along one axis, which threads share. */
typedef struct SharedFold {
    Run *run;
    const Axes *axes;
    const Folding *folding;
    int axis;
    int64_t piece;
    char *partial;     /* where the pieces of a folded axis go; NULL: the axis is kept */
    atomic_int raised; /* floating-point flags */
} SharedFold;

static void fold_piece(void *with, int64_t i)
{
    SharedFold *shared = with;
    Run patient = { 0 };
    Axes part = *shared->axes;
    Folding folding = *shared->folding;
    int axis = shared->axis;
    int64_t from = i * shared->piece, left = part.dim[axis] - from;
    if (pool_stopped())
        return;
    part.dim[axis] = left < shared->piece ? left : shared->piece;
    for (int k = 0; k < part.operands; k++)
        part.data[k] += from * part.stride[k][axis];
    if (shared->partial) {
        part.data[FOLD_OUT] = shared->partial + i * folding.size;
        folding.from_first = true;
    }
    (void)flags_take();
    fold_alone(&patient, &part, &folding);
    atomic_fetch_or(&shared->raised, flags_take());
}

static bool share_fold(SharedFold *shared)
{
    shared->raised = flags_take();
    pool_run((shared->axes->dim[shared->axis] + shared->piece - 1) / shared->piece, fold_piece, shared);
    if (shared->raised)
        feraiseexcept(shared->raised);
    return run_goes_on(shared->run);
}

/* Many elements: each result by one thread, its elements in their order; or, where the order is of no
 * account, all into one result by pieces, which are as many on every machine. */
static bool fold_walk(Run *run, const Axes *axes, const Folding *f)
{
    enum { SHARED = 1 << 17, TASK = 1 << 16, WHOLE = 64, ROW_MOST = 2048, PARTS = 64 };
    int64_t size = 1, kept = 1;
    int longest = -1;
    for (int axis = 0; axis < axes->ndim; axis++) {
        size *= axes->dim[axis];
        if (!axes->stride[FOLD_OUT][axis])
            continue;
        kept *= axes->dim[axis];
        longest = longest < 0 || axes->dim[axis] > axes->dim[longest] ? axis : longest;
    }
    if (size == 0)
        return true;
    if (size < SHARED)
        return fold_alone(run, axes, f);
    SharedFold shared = { .run = run, .axes = axes, .folding = f, .axis = longest };
    if (longest >= 0 && axes->dim[longest] >= 8) {
        /* outputs that lie side by side are cut into long rows, and by whole lines of the cache */
        int64_t length = axes->dim[longest], whole = longest == axes->ndim - 1 ? WHOLE : 1;
        int64_t piece = whole == 1 ? length * TASK / size : (length + pool_threads() - 1) / pool_threads();
        piece = piece < ROW_MOST ? piece : ROW_MOST;
        shared.piece = piece < 1 ? whole : (piece + whole - 1) / whole * whole;
        return share_fold(&shared);
    }
    if (kept > 1 || f->masked || !f->any_order)
        return fold_alone(run, axes, f);
    _Alignas(64) char partial[PARTS * 16];
    int64_t length = axes->dim[0], step = (length + PARTS - 1) / PARTS;
    shared.axis = 0;
    shared.piece = length * TASK / size > step ? length * TASK / size : step;
    shared.partial = partial;
    if (!share_fold(&shared))
        return false;
    Folding all = { f->loop, cast_loop(f->work, f->work), false, f->size, false, f->from_first, true, f->work,
                    NULL };
    char *p[FOLD_OPERANDS] = { axes->data[FOLD_OUT], partial };
    int64_t s[FOLD_OPERANDS] = { 0, f->size };
    fold_axis(&all, (length + shared.piece - 1) / shared.piece, p, s, f->from_first);
    return true;
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

static void set_axes(Axes *axes, const Tensor *of, const Tensor *room, const Fold *fold, Tensor *where)
{
    axes->ndim = of->ndim;
    axes->operands = where ? 3 : 2;
    axes->data[FOLD_IN] = of->data;
    axes->data[FOLD_OUT] = room->data;
    if (where)
        axes->data[FOLD_WHERE] = where->data;
    for (int i = 0, at = 0; i < of->ndim; i++) {
        axes->dim[i] = of->dim[i];
        axes->stride[FOLD_IN][i] = of->dim[i] == 1 ? 0 : of->stride[i];
        bool kept = !fold->marked[i] || fold->keepdims;
        axes->stride[FOLD_OUT][i] = fold->marked[i] || of->dim[i] == 1 ? 0 : room->stride[at];
        at += kept;
        if (where)
            axes->stride[FOLD_WHERE][i] = of->dim[i] == 1 ? 0 : where->stride[i];
    }
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
    const bool seen[FOLD_OPERANDS] = { fold->out != NULL, true, true };
    char start[16];
    Axes axes;
    f.from_first = !start_value(run, row, fold, work, start);
    bool ok = !run->error.class;
    if (ok && !f.from_first)
        fill_element(room, start);
    if (ok) {
        set_axes(&axes, of, room, fold, where);
        sort_axes(&axes, seen);
        merge_axes(&axes);
        ok = fold_walk(run, &axes, &f);
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
        if (!shape_broadcast(&all, fold->where->ndim, fold->where->dim) ||
            !shape_equal(all.ndim, all.dim, of->ndim, of->dim))
            return fold->where->ndim > of->ndim
                       ? fail(run, ValueError,
                              "input operand has more dimensions than allowed by the axis remapping")
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
    bool rows =
        walk.ndim == 1 && walk.dim[0] > 8 && line.n > 1 && size_of(line.out) > size_of(walk.stride[1][0]);
    bool ok = rows ? accumulate_rows(run, &line, &walk) : walk_each(run, &walk, accumulate_line, &line);
    tensor_drop(views[0]);
    tensor_drop(views[1]);
    return ok;
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
        return fail(run, ValueError, "provided out is the wrong size for the accumulation.");
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
