#include "func/fold_walk.h"

#include "numeric/pool.h"
#include "tensor/cast.h"

#include <fenv.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { PIECE = 8192 }; /* NumPy's buffer: so many elements are cast at a time */

/* how the axes lie --------------------------------------------------------------------------------------- */

/* Should axis b stand inside axis a, as NumPy's iterator has it? 0: it does not matter. */
static int compare_axes(const Walk *walk, const bool seen[], int a, int b)
{
    int answer = 0;
    for (int i = 0; i < walk->operands; i++) {
        int64_t outer = walk->stride[i][a], inner = walk->stride[i][b];
        if (!seen[i] || !outer || !inner)
            continue;
        if (llabs(inner) <= llabs(outer))
            answer = 1;
        else if (!answer)
            answer = -1;
    }
    return answer;
}

static void swap_in(Walk *walk, int from, int to)
{
    int64_t dim = walk->dim[from], stride[FOLD_OPERANDS];
    for (int i = 0; i < walk->operands; i++)
        stride[i] = walk->stride[i][from];
    for (int k = from; k < to; k++) {
        walk->dim[k] = walk->dim[k + 1];
        for (int i = 0; i < walk->operands; i++)
            walk->stride[i][k] = walk->stride[i][k + 1];
    }
    walk->dim[to] = dim;
    for (int i = 0; i < walk->operands; i++)
        walk->stride[i][to] = stride[i];
}

/* NumPy's stable insertion sort, from the innermost axis outwards. `seen`: operands whose strides count; an
 * output that NumPy would allocate only later does not. */
static void sort_axes(Walk *walk, const bool seen[])
{
    for (int at = walk->ndim - 2; at >= 0; at--) {
        int to = at;
        for (int inner = at + 1; inner < walk->ndim; inner++) {
            int order = compare_axes(walk, seen, at, inner);
            if (order < 0)
                to = inner;
            else if (order > 0)
                break;
        }
        if (to != at)
            swap_in(walk, at, to);
    }
}

/* folding ------------------------------------------------------------------------------------------------ */

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
static int gathered_axes(const Walk *walk, int64_t *piece)
{
    int inner = walk->ndim - 1, n = 1;
    if (inner < 1 || walk->stride[FOLD_OUT][inner] || walk->stride[FOLD_OUT][inner - 1] ||
        walk->dim[inner] > PIECE || walk->dim[inner] == 0 || walk->dim[inner - 1] == 0)
        return 1;
    int64_t core = walk->dim[inner];
    bool grows = true;
    for (; n <= inner && !walk->stride[FOLD_OUT][inner - n]; n++) {
        grows = grows && core * walk->dim[inner - n] <= PIECE;
        core *= grows && walk->dim[inner - n] ? walk->dim[inner - n] : 1;
    }
    *piece = PIECE / core * core;
    return n;
}

/* Adds rows of an axis to the output's row, from the one that p is at; how many. */
static int64_t fold_rows(const Folding *f, const Walk *walk, int axis, int64_t at, char *const p[])
{
    enum { MOST = 1 << 18 };
    int inner = walk->ndim - 1;
    int64_t n = walk->dim[inner], left = walk->dim[axis] - at, most = n < MOST / 8 ? MOST / n : 8;
    if (!f->add_rows || walk->stride[FOLD_OUT][axis] || walk->stride[FOLD_OUT][inner] != f->size ||
        walk->stride[FOLD_IN][inner] != f->size)
        return 0;
    left = left < most ? left : most;
    f->add_rows(n, left, p[FOLD_OUT], p[FOLD_IN], walk->stride[FOLD_IN][axis]);
    return left;
}

/* Folds of rows so short that they are folded element after element: column by column, many rows at once; how
 * many. Of a pairwise sum eight elements are a tree. */
static int64_t fold_short_rows(const Folding *f, const Walk *walk, int axis, int64_t at, char *const p[])
{
    enum { MOST = 512, SHORT = 16, TREE = 8, LEAST = 16 };
    int inner = walk->ndim - 1;
    int64_t n = walk->dim[inner], left = walk->dim[axis] - at, out = walk->stride[FOLD_OUT][axis],
            in = walk->stride[FOLD_IN][axis];
    bool is_sum = f->add_rows && (f->work == FLOAT64 || f->work == FLOAT32),
         is_any = (f->any_order || f->work == BOOL) && !f->from_first;
    if ((!is_sum && !is_any) || f->cast || f->masked || walk->stride[FOLD_OUT][inner] || !out || n < 2 ||
        n >= SHORT || left < LEAST)
        return 0;
    left = left < MOST ? left : MOST;
    _Alignas(16) char row[TREE / 2][MOST * sizeof(double)];
    const int64_t step = walk->stride[FOLD_IN][inner], s[3] = { f->size, in, f->size },
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
static void fold_gathered(const Folding *f, const Walk *walk, int group, int64_t piece, char *const start[],
                          bool first)
{
    _Alignas(16) char buffer[PIECE * 16], mask[PIECE];
    int inner = walk->ndim - 1, outer = walk->ndim - group;
    int64_t n = walk->dim[inner], filled = 0, skip = first;
    WalkPlace place = { .at = { 0 } };
    char *const *p = place.p;
    memcpy(place.p, start, sizeof *start * (size_t)walk->operands);
    for (bool more = true; more;) {
        char *pair[2] = { p[FOLD_IN], buffer + filled * f->size };
        int64_t step[2] = { walk->stride[FOLD_IN][inner], f->size };
        f->copy(n, pair, step);
        for (int64_t i = 0; f->masked && i < n; i++)
            mask[filled + i] = p[FOLD_WHERE][i * walk->stride[FOLD_WHERE][inner]];
        filled += n;
        more = walk_next(&place, walk, outer, inner); /* the output stands still */
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

static bool fold_alone(Run *run, const Walk *walk, const Folding *f)
{
    int64_t s[FOLD_OPERANDS], work = 0, piece = 0;
    int inner = walk->ndim - 1, group = gathered_axes(walk, &piece), outer = walk->ndim - group;
    int64_t n = inner < 0 ? 1 : walk->dim[inner];
    WalkPlace place;
    int64_t *at = place.at;
    char **p = place.p;
    for (int i = 0; i < walk->operands; i++)
        s[i] = inner < 0 ? 0 : walk->stride[i][inner];
    if (!walk_first(&place, walk, outer))
        return true;
    do {
        bool first = f->from_first;
        for (int axis = 0; axis < outer && first; axis++)
            first = at[axis] == 0 || walk->stride[FOLD_OUT][axis];
        int64_t rows = first || outer < 1 || group > 1 ? 0 : fold_rows(f, walk, outer - 1, at[outer - 1], p);
        if (!rows && !first && outer > 0 && group == 1 && inner == outer)
            rows = fold_short_rows(f, walk, outer - 1, at[outer - 1], p);
        if (group > 1)
            fold_gathered(f, walk, group, piece, p, first);
        else if (!rows)
            fold_axis(f, n, p, s, first);
        rows = rows ? rows : 1;
        if ((work += rows * n) >= 1 << 18) {
            work = 0;
            if (!run_goes_on(run))
                return false;
        }
        if (rows > 1) { /* at the last of them */
            at[outer - 1] += rows - 1;
            for (int i = 0; i < walk->operands; i++)
                p[i] += walk->stride[i][outer - 1] * (rows - 1);
        }
    } while (walk_next(&place, walk, 0, outer));
    return true;
}

/* How many pieces of one length another has; near 2^63 a sum of both is too much. */
static int64_t pieces_of(int64_t length, int64_t piece) { return length / piece + (length % piece != 0); }

/* A fold in pieces along one axis, which threads share. */
typedef struct SharedFold {
    Run *run;
    const Walk *walk;
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
    Folding folding = *shared->folding;
    if (pool_stopped())
        return;
    Walk part = walk_piece(shared->walk, shared->axis, i, shared->piece);
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
    pool_run(pieces_of(shared->walk->dim[shared->axis], shared->piece), fold_piece, shared);
    if (shared->raised)
        feraiseexcept(shared->raised);
    return run_goes_on(shared->run);
}

/* Many elements: each result by one thread, its elements in their order; or, where the order is of no
 * account, all into one result by pieces, which are as many on every machine. */
bool fold_walk(Run *run, Walk *walk, const Folding *f, bool out_counts)
{
    enum { SHARED = 1 << 17, TASK = 1 << 16, WHOLE = 64, ROW_MOST = 2048, PARTS = 64 };
    int64_t size = 1, kept = 1;
    int longest = -1;
    sort_axes(walk, (const bool[FOLD_OPERANDS]){ out_counts, true, true });
    walk_merge(walk);
    for (int axis = 0; axis < walk->ndim; axis++) {
        size *= walk->dim[axis];
        if (!walk->stride[FOLD_OUT][axis])
            continue;
        kept *= walk->dim[axis];
        longest = longest < 0 || walk->dim[axis] > walk->dim[longest] ? axis : longest;
    }
    if (size == 0)
        return true;
    if (size < SHARED)
        return fold_alone(run, walk, f);
    SharedFold shared = { .run = run, .walk = walk, .folding = f, .axis = longest };
    if (longest >= 0 && walk->dim[longest] >= 8) {
        /* outputs that lie side by side are cut into long rows, and by whole lines of the cache */
        int64_t length = walk->dim[longest], whole = longest == walk->ndim - 1 ? WHOLE : 1;
        int64_t piece = whole == 1 ? length / (size / TASK) : pieces_of(length, pool_threads());
        piece = piece < ROW_MOST ? piece : ROW_MOST;
        shared.piece = piece < 1 ? whole : (piece + whole - 1) / whole * whole;
        return share_fold(&shared);
    }
    if (kept > 1 || f->masked || !f->any_order)
        return fold_alone(run, walk, f);
    _Alignas(64) char partial[PARTS * 16];
    int64_t length = walk->dim[0], step = pieces_of(length, PARTS), task = length / (size / TASK);
    shared.axis = 0;
    shared.piece = task > step ? task : step;
    shared.partial = partial;
    if (!share_fold(&shared))
        return false;
    Folding all = { f->loop, cast_loop(f->work, f->work), false, f->size, false, f->from_first, true, f->work,
                    NULL };
    char *p[FOLD_OPERANDS] = { walk->data[FOLD_OUT], partial };
    int64_t s[FOLD_OPERANDS] = { 0, f->size };
    fold_axis(&all, pieces_of(length, shared.piece), p, s, f->from_first);
    return true;
}
