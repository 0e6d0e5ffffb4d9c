#include "tensor/walk.h"

#include "numeric/pool.h"
#include "numeric/transpose.h"

#include <fenv.h>
#include <stdatomic.h>
#include <stdlib.h>
#ifdef __x86_64__
#include <xmmintrin.h>
#endif

/* how the axes lie --------------------------------------------------------------------------------------- */

void walk_begin(Walk *walk, int ndim, const int64_t *dim)
{
    walk->operands = 0;
    walk->ndim = ndim;
    walk->any_order = false;
    walk->moves = 0;
    for (int i = 0; i < ndim; i++)
        walk->dim[i] = dim[i];
}

void walk_add(Walk *walk, const Tensor *t)
{
    int operand = walk->operands++, before = walk->ndim - t->ndim;
    int64_t *stride = walk->stride[operand];
    walk->data[operand] = t->data;
    for (int i = 0; i < before; i++)
        stride[i] = 0;
    for (int i = 0; i < t->ndim; i++)
        stride[before + i] = t->dim[i] == 1 ? 0 : t->stride[i];
}

/* Should axis a stand inside axis b? The last operand that tells them apart decides: outputs come last. */
static bool goes_inside(const Walk *walk, int a, int b)
{
    for (int i = walk->operands - 1; i >= 0; i--) {
        int64_t step_a = llabs(walk->stride[i][a]), step_b = llabs(walk->stride[i][b]);
        if (step_a && step_b && step_a != step_b)
            return step_a < step_b;
    }
    return false;
}

static void swap_axes(Walk *walk, int a, int b)
{
    int64_t dim = walk->dim[a];
    walk->dim[a] = walk->dim[b];
    walk->dim[b] = dim;
    for (int i = 0; i < walk->operands; i++) {
        int64_t stride = walk->stride[i][a];
        walk->stride[i][a] = walk->stride[i][b];
        walk->stride[i][b] = stride;
    }
}

static void move_axis(Walk *walk, int from, int to)
{
    walk->dim[to] = walk->dim[from];
    for (int i = 0; i < walk->operands; i++)
        walk->stride[i][to] = walk->stride[i][from];
}

static void drop_single_axes(Walk *walk)
{
    int kept = 0;
    for (int axis = 0; axis < walk->ndim; axis++)
        if (walk->dim[axis] != 1) {
            if (kept != axis)
                move_axis(walk, axis, kept);
            kept++;
        }
    walk->ndim = kept;
}

/* Does walking on along the inner axis lead to the next place of the outer one, for every operand? */
static bool runs_on(const Walk *walk, int outer, int inner)
{
    for (int i = 0; i < walk->operands; i++)
        if (walk->stride[i][outer] != walk->stride[i][inner] * walk->dim[inner])
            return false;
    return true;
}

void walk_merge(Walk *walk)
{
    int kept = 0;
    drop_single_axes(walk);
    for (int axis = 1; axis < walk->ndim; axis++)
        if (runs_on(walk, kept, axis)) {
            int64_t size = walk->dim[kept] * walk->dim[axis];
            move_axis(walk, axis, kept);
            walk->dim[kept] = size;
        } else {
            kept++;
            if (kept != axis)
                move_axis(walk, axis, kept);
        }
    if (walk->ndim)
        walk->ndim = kept + 1;
}

void walk_arrange(Walk *walk)
{
    walk->any_order = true;
    for (int axis = 0; axis < walk->ndim; axis++)
        if (walk->dim[axis] == 0) { /* nothing will be visited */
            walk->dim[0] = 0;
            walk->ndim = 1;
            return;
        }
    drop_single_axes(walk);
    for (int axis = 1; axis < walk->ndim; axis++)
        for (int i = axis; i > 0 && goes_inside(walk, i - 1, i); i--)
            swap_axes(walk, i - 1, i);
    walk_merge(walk);
}

/* visiting ----------------------------------------------------------------------------------------------- */

/* Every so many elements a look at whether the user wants to stop. */
static inline bool goes_on(Run *run, int64_t *work, int64_t more)
{
    enum { PATIENCE = 1 << 18 };
    *work += more;
    if (*work < PATIENCE)
        return true;
    *work = 0;
    return run_goes_on(run);
}

bool walk_first(WalkPlace *place, const Walk *walk, int outer)
{
    for (int i = 0; i < walk->ndim; i++)
        if (walk->dim[i] == 0)
            return false;
    for (int i = 0; i < outer; i++)
        place->at[i] = 0;
    for (int i = 0; i < walk->operands; i++)
        place->p[i] = walk->data[i];
    return true;
}

bool walk_next(WalkPlace *place, const Walk *walk, int first, int end)
{
    for (int axis = end - 1; axis >= first; axis--) {
        if (++place->at[axis] < walk->dim[axis]) {
            for (int i = 0; i < walk->operands; i++)
                place->p[i] += walk->stride[i][axis];
            return true;
        }
        place->at[axis] = 0;
        for (int i = 0; i < walk->operands; i++)
            place->p[i] -= walk->stride[i][axis] * (walk->dim[axis] - 1);
    }
    return false;
}

static void steps_of(const Walk *walk, int axis, int64_t *s)
{
    for (int i = 0; i < walk->operands; i++)
        s[i] = axis < 0 ? 0 : walk->stride[i][axis];
}

/* The two innermost axes are walked in blocks if the last is so short that calling the loop would cost more
 * than the loop, or if an operand lies across the order of the walk and would lose its cache lines before
 * they are used up. */
enum { SHORT_AXIS = 16, BLOCK = 64 };

static bool lies_across(const Walk *walk, int outer, int inner)
{
    if (walk->dim[outer] < BLOCK || walk->dim[inner] < BLOCK)
        return false;
    for (int i = 0; i < walk->operands; i++)
        if (walk->stride[i][outer] && llabs(walk->stride[i][outer]) < llabs(walk->stride[i][inner]))
            return true;
    return false;
}

/* Calls the loop on n elements, once for each of `times` steps along the axis `across`. */
static void run_block(const Walk *walk, Loop *loop, char *const start[], int64_t n, int across, int64_t times,
                      const int64_t s[])
{
    char *p[OPERANDS_MAX];
    for (int i = 0; i < walk->operands; i++)
        p[i] = start[i];
    for (int64_t j = 0; j < times; j++) {
        loop(n, p, s);
        for (int i = 0; i < walk->operands; i++)
            p[i] += walk->stride[i][across];
    }
}

/* All places of the axes `along` and `across` (the walk's last two), in blocks of n by m. */
static void run_blocks(const Walk *walk, Loop *loop, char *const start[], int along, int64_t n, int across,
                       int64_t m, const int64_t s[])
{
    for (int64_t a = 0; a < walk->dim[along]; a += n)
        for (int64_t b = 0; b < walk->dim[across]; b += m) {
            char *p[OPERANDS_MAX];
            for (int i = 0; i < walk->operands; i++)
                p[i] = start[i] + a * walk->stride[i][along] + b * walk->stride[i][across];
            int64_t n_here = walk->dim[along] - a < n ? walk->dim[along] - a : n;
            int64_t m_here = walk->dim[across] - b < m ? walk->dim[across] - b : m;
            if (walk->moves == 8 && walk->stride[0][across] == 8 && walk->stride[1][along] == 8)
                transpose_8(p[0], walk->stride[0][along], p[1], walk->stride[1][across], n_here, m_here);
            else
                run_block(walk, loop, p, n_here, across, m_here, s);
        }
}

static bool walk_blocks(Run *run, const Walk *walk, Loop *loop, int along, int64_t n, int64_t m)
{
    WalkPlace place;
    int64_t s[OPERANDS_MAX], work = 0;
    int outer = walk->ndim - 2, across = along == outer ? outer + 1 : outer;
    steps_of(walk, along, s);
    if (!walk_first(&place, walk, outer))
        return true;
    do {
        run_blocks(walk, loop, place.p, along, n, across, m, s);
        if (!goes_on(run, &work, walk->dim[along] * walk->dim[across]))
            return false;
    } while (walk_next(&place, walk, 0, outer));
    return true;
}

static bool run_alone(Run *run, const Walk *walk, Loop *loop)
{
    int inner = walk->ndim - 1;
    if (walk->any_order && inner > 0) {
        if (walk->dim[inner] < SHORT_AXIS && walk->dim[inner - 1] > 2 * walk->dim[inner])
            return walk_blocks(run, walk, loop, inner - 1, 4096 / walk->dim[inner], walk->dim[inner]);
        if (lies_across(walk, inner - 1, inner))
            return walk_blocks(run, walk, loop, inner, BLOCK, BLOCK);
    }
    WalkPlace place;
    int64_t s[OPERANDS_MAX], n = inner < 0 ? 1 : walk->dim[inner], work = 0;
    steps_of(walk, inner, s);
    if (!walk_first(&place, walk, inner))
        return true;
    do {
        loop(n, place.p, s);
        if (!goes_on(run, &work, n))
            return false;
    } while (walk_next(&place, walk, 0, inner));
    return true;
}

Walk walk_piece(const Walk *walk, int axis, int64_t i, int64_t size)
{
    Walk part = *walk;
    int64_t from = i * size, left = walk->dim[axis] - from;
    part.dim[axis] = left < size ? left : size;
    for (int k = 0; k < part.operands; k++)
        part.data[k] += from * part.stride[k][axis];
    return part;
}

/* A walk in pieces along one axis, which threads share. */
typedef struct Shared {
    const Walk *walk;
    Loop *loop;
    int axis;
    int64_t piece;
    atomic_int raised; /* floating-point flags */
} Shared;

static void run_piece(void *with, int64_t i)
{
    Shared *shared = with;
    Run patient = { 0 };
    if (pool_stopped())
        return;
    Walk part = walk_piece(shared->walk, shared->axis, i, shared->piece);
    (void)flags_take();
    run_alone(&patient, &part, shared->loop);
    atomic_fetch_or(&shared->raised, flags_take());
}

/* The longest axis, if the walk is long and no two of its places lie on one element of the output; else -1.
 */
static int axis_to_share(const Walk *walk, int64_t *size)
{
    enum { SHARED = 1 << 17 };
    const int64_t *stride = walk->stride[walk->operands - 1];
    int longest = 0;
    *size = 1;
    for (int axis = walk->ndim - 1; axis >= 0; axis--) {
        int64_t inside = axis + 1 < walk->ndim ? llabs(stride[axis + 1]) * walk->dim[axis + 1] : 1;
        if (llabs(stride[axis]) < inside)
            return -1;
        *size *= walk->dim[axis];
        longest = walk->dim[axis] >= walk->dim[longest] ? axis : longest;
    }
    return walk->any_order && walk->ndim && *size >= SHARED && pool_threads() > 1 ? longest : -1;
}

bool walk_run(Run *run, const Walk *walk, Loop *loop)
{
    enum { TASK = 1 << 15, WHOLE = 2 * BLOCK }; /* pieces of whole vectors and blocks */
    int64_t size;
    int axis = axis_to_share(walk, &size);
    if (axis < 0)
        return run_alone(run, walk, loop);
    int64_t length = walk->dim[axis], piece = length * TASK / size / WHOLE * WHOLE;
    Shared shared = {
        .walk = walk, .loop = loop, .axis = axis, .piece = piece ? piece : WHOLE, .raised = flags_take()
    };
    pool_run((length + shared.piece - 1) / shared.piece, run_piece, &shared);
    if (shared.raised)
        feraiseexcept(shared.raised);
    return run_goes_on(run);
}

bool walk_each(Run *run, const Walk *walk, WalkStep *step, void *with)
{
    WalkPlace place;
    int64_t s[OPERANDS_MAX], work = 0;
    int inner = walk->ndim - 1;
    int64_t n = inner < 0 ? 1 : walk->dim[inner];
    steps_of(walk, inner, s);
    if (!walk_first(&place, walk, inner))
        return true;
    do {
        if (!step(with, n, place.p, s))
            return false;
        if (!goes_on(run, &work, n))
            return false;
    } while (walk_next(&place, walk, 0, inner));
    return true;
}

/* floating-point flags ------------------------------------------------------------------------------------
 */

enum { WATCHED = FE_DIVBYZERO | FE_OVERFLOW | FE_UNDERFLOW | FE_INVALID };

/* fenv.h's functions take up to 100 ns, which small arrays would feel. On x86-64 numbers are computed with
 * SSE, whose flags are read at once; the old unit's are raised by feraiseexcept and by long doubles. */
#ifdef __x86_64__
static int flags_of_old_unit(void)
{
    unsigned short word;
    __asm__ volatile("fnstsw %0" : "=a"(word));
    return word & WATCHED;
}

static void clear_flags(void)
{
    _mm_setcsr(_mm_getcsr() & ~(unsigned)WATCHED);
    if (flags_of_old_unit())
        feclearexcept(WATCHED);
}

static int flags_raised(void) { return (int)(_mm_getcsr() & WATCHED) | flags_of_old_unit(); }
#else
static void clear_flags(void) { feclearexcept(WATCHED); }

static int flags_raised(void) { return fetestexcept(WATCHED); }
#endif

void flags_begin(void)
{
    if (flags_raised())
        clear_flags();
}

/* The flags as NumPy numbers them. */
static int numpy_flags(int raised)
{
    return (raised & FE_DIVBYZERO ? 1 : 0) | (raised & FE_OVERFLOW ? 2 : 0) |
           (raised & FE_UNDERFLOW ? 4 : 0) | (raised & FE_INVALID ? 8 : 0);
}

static bool report(Run *run, OnError what, const char *error, int raised, const char *name)
{
    switch (what) {
    case ERR_IGNORE: return true;
    case ERR_WARN: return warn(run, RuntimeWarning, "%s encountered in %s", error, name);
    case ERR_RAISE: return fail(run, FloatingPointError, "%s encountered in %s", error, name);
    case ERR_PRINT:
        fflush(run->out);
        fprintf(run->err, "Warning: %s encountered in %s\n", error, name);
        return true;
    case ERR_CALL:
        if (run->errstate.callable)
            return run->call_error(run, error, numpy_flags(raised));
        return fail(run, NameError, "python callback specified for %s (in  %s) but no function found.", error,
                    name);
    case ERR_LOG:
        if (run->errstate.callable) /* no value here has a method write */
            return run->call_error(run, NULL, 0);
        return fail(run, NameError, "log specified for %s (in %s) but no object with write method found.",
                    error, name);
    }
    return true;
}

int flags_take(void)
{
    int raised = flags_raised();
    if (raised)
        clear_flags();
    return raised;
}

int flags_ignored(const Run *run)
{
    const ErrorState *on = &run->errstate;
    return (on->divide == ERR_IGNORE ? FE_DIVBYZERO : 0) | (on->over == ERR_IGNORE ? FE_OVERFLOW : 0) |
           (on->under == ERR_IGNORE ? FE_UNDERFLOW : 0) | (on->invalid == ERR_IGNORE ? FE_INVALID : 0);
}

bool flags_end(Run *run, const char *name)
{
    int raised = flags_take();
    return !raised || flags_tell(run, raised, name);
}

bool flags_tell(Run *run, int raised, const char *name)
{
    const ErrorState on[1] = { run->errstate }; /* a callable may set another one */
    return (!(raised & FE_DIVBYZERO) || report(run, on->divide, "divide by zero", raised, name)) &&
           (!(raised & FE_OVERFLOW) || report(run, on->over, "overflow", raised, name)) &&
           (!(raised & FE_UNDERFLOW) || report(run, on->under, "underflow", raised, name)) &&
           (!(raised & FE_INVALID) || report(run, on->invalid, "invalid value", raised, name));
}
