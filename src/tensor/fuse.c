#include "tensor/fuse.h"

#include "numeric/pairwise.h"
#include "numeric/pool.h"
#include "tensor/cast.h"

#include <stdatomic.h>
#include <stddef.h>
#include <string.h>

enum {
    BLOCK = 512, /* doubles computed at a time: a handful of blocks fit the first cache */
    BLOCK_BYTES = BLOCK * 8,
    ROW_LEAST =
        FUSE_LEAST / 32, /* of elements that lie in a row, below which a block would be mostly overhead */
    TASK = 1 << 15,      /* elements of a task */
    SHARED = 1 << 17,    /* operations times elements from which threads share the work */
    LEAVES = FUSE_OPERATIONS + FUSE_IN,
    CODES = 4 * FUSE_OPERATIONS,
    BUFFERS = 8,
    ELEMENT_MAX = 16,
    STREAMED = 1 << 25,   /* bytes of a result that no cache holds */
    STREAM_BOUNDARY = 64, /* of a vector's place in memory */
    STEPS = 3 * CODES,    /* of all chains: a load and a save an operation, at most */
};

/* A pending tensor has its operation, and room for the elements of 0-d operands, behind its sizes and
 * strides. */
typedef struct Pending {
    Operation operation;
    Tensor scalar[FUSE_IN];
    char element[FUSE_IN][ELEMENT_MAX];
    int operations; /* of the whole expression */
} Pending;

static Pending *pending_of(const Tensor *t) { return (Pending *)(t->dim + 2 * t->ndim); }

/* making ----------------------------------------------------------------------------------------------------
 */

/* Whether an operand lies as C order has it, where it is not stretched. */
static bool fits(const Tensor *t, int ndim, const int64_t *dim)
{
    if (t->ndim == 0)
        return true;
    if (tensor_pending(t))
        return shape_equal(t->ndim, t->dim, ndim, dim);
    if (!t->data || !(t->ndim == 1 || tensor_is_c(t)))
        return false;
    /* the last axes that are not stretched are a row, and so are those that are */
    int64_t row = 1, stretched = 1;
    int i = t->ndim - 1, at = ndim - 1;
    for (; i >= 0 && t->dim[i] == dim[at]; i--, at--)
        row *= dim[at];
    if (i < 0 && at < 0)
        return true;
    for (int k = ndim - 1; k >= 0 && (k - (ndim - t->ndim) < 0 || t->dim[k - (ndim - t->ndim)] == 1); k--)
        stretched *= dim[k];
    return row >= ROW_LEAST || stretched >= ROW_LEAST;
}

Tensor *fuse_pending(DType dtype, int ndim, const int64_t *dim, const Operation *operation)
{
    int operations = 1;
    for (int i = 0; i < operation->nin; i++) {
        const Tensor *in = operation->in[i];
        if (!fits(in, ndim, dim))
            return NULL;
        operations += tensor_pending(in) ? pending_of(in)->operations : 0;
    }
    if (operations > FUSE_OPERATIONS)
        return NULL;
    Tensor *t = tensor_room(dtype, ndim, dim, sizeof(Pending));
    Pending *pending = pending_of(t);
    pending->operation = *operation;
    pending->operations = operations;
    for (int i = 0; i < operation->nin; i++) {
        Tensor *in = operation->in[i];
        if (in->ndim) {
            tensor_keep(in);
            continue;
        }
        memcpy(pending->element[i], in->data, tensor_itemsize(in));
        pending->scalar[i] = *in;
        pending->scalar[i].data = pending->element[i];
        pending->operation.in[i] = &pending->scalar[i];
    }
    t->object.flags |= TENSOR_PENDING;
    return t;
}

void fuse_drop(Tensor *t)
{
    Pending *pending = pending_of(t);
    for (int i = 0; i < pending->operation.nin; i++)
        if (pending->operation.in[i] != &pending->scalar[i])
            tensor_drop(pending->operation.in[i]);
    t->object.flags &= (uint8_t)~TENSOR_PENDING;
}

/* programs --------------------------------------------------------------------------------------------------
 */

/* An operand of a code: below LEAVES a leaf, from there on a buffer. */
typedef int Place;

/* One loop, on blocks. */
typedef struct Code {
    Loop *loop;
    ChainOp chain;
    int nin, operation; /* whose flags it raises */
    Place in[FUSE_IN], out;
    uint8_t size; /* bytes of an element of its result */
} Code;

/* Codes that are run one after the other, or as a chain. */
typedef struct Part {
    int first, end;
    int step, steps; /* of the program's; none: loops */
    bool may_repeat; /* reads no buffer of an earlier part, which it might have written over */
} Part;

typedef struct Program {
    int codes, leaves, operations;
    Code code[CODES];
    Tensor *leaf[LEAVES];
    uint8_t leaf_size[LEAVES];
    const char *name[FUSE_OPERATIONS];
    uint32_t free_buffers;        /* a bit each, while it is made … */
    uint8_t buffer_size[BUFFERS]; /* … and the elements that each holds */
    /* the places of the result: axes that run on in all leaves are one */
    int ndim;
    int64_t dim[AXES_MAX], stride[LEAVES][AXES_MAX], rows;
    int64_t block; /* elements computed at a time */
    bool streams;  /* the result is larger than the caches */
    int parts, steps;
    Part part[CODES];
    ChainStep step[STEPS]; /* without their places … */
    Place place[STEPS];    /* … which move from block to block */
    char *out;             /* where the result goes, in C order; NULL: nowhere, blocks are summed */
    bool lent;             /* `out` is the memory of a leaf, which is read again where flags are looked for */
    size_t out_size;
    _Atomic int raised[FUSE_OPERATIONS]; /* floating-point flags of each operation … */
    _Atomic int known;                   /* … and of all: what was met once is not looked for again */
    Run *run;
} Program;

static bool take_buffer(Program *p, Place *out)
{
    if (!p->free_buffers)
        return false;
    int i = __builtin_ctz(p->free_buffers);
    p->free_buffers &= p->free_buffers - 1;
    *out = LEAVES + i;
    return true;
}

static void give_buffer(Program *p, Place place)
{
    if (place >= LEAVES)
        p->free_buffers |= 1u << (place - LEAVES);
}

static bool add_code(Program *p, Loop *loop, ChainOp chain, int nin, const Place in[], int operation,
                     size_t size, Place *out)
{
    if (p->codes == CODES)
        return false;
    Code *code = &p->code[p->codes++];
    *code = (Code){ .loop = loop, .chain = chain, .nin = nin, .operation = operation, .size = (uint8_t)size };
    memcpy(code->in, in, sizeof *in * (size_t)nin);
    for (int i = 0; i < nin;
         i++) /* a loop may write where it reads, unless it writes more than it has read */
        if (code->in[i] >= LEAVES && p->buffer_size[code->in[i] - LEAVES] >= size)
            give_buffer(p, code->in[i]);
    if (!take_buffer(p, &code->out))
        return false;
    for (int i = 0; i < nin; i++)
        if (code->in[i] != code->out)
            give_buffer(p, code->in[i]);
    *out = code->out;
    p->buffer_size[*out - LEAVES] = (uint8_t)size;
    return true;
}

/* Adds the codes that give a tensor's elements as a dtype. */
static bool compile(Program *p, Tensor *t, DType wanted, int for_operation, Place *out)
{
    if (!tensor_pending(t)) {
        *out = p->leaves;
        if (p->leaves == LEAVES)
            return false;
        p->leaf_size[p->leaves] = (uint8_t)tensor_itemsize(t);
        p->leaf[p->leaves++] = t;
    } else {
        const Operation *operation = &pending_of(t)->operation;
        Place in[FUSE_IN];
        int number = p->operations++;
        p->name[number] = operation->name;
        for (int i = 0; i < operation->nin; i++)
            if (!compile(p, operation->in[i], operation->work[i], number, &in[i]))
                return false;
        if (!add_code(p, operation->loop, operation->chain, operation->nin, in, number, tensor_itemsize(t),
                      out))
            return false;
    }
    DType dtype = (DType)t->dtype;
    return dtype == wanted || add_code(p, cast_loop(dtype, wanted), NO_CHAIN, 1, out, for_operation,
                                       dtype_info[wanted].size, out);
}

static void lay_axes(Program *p, const Tensor *result)
{
    p->ndim = 0;
    for (int axis = 0; axis < result->ndim; axis++) {
        int64_t stride[LEAVES];
        bool runs_on = p->ndim > 0;
        for (int i = 0; i < p->leaves; i++) {
            const Tensor *leaf = p->leaf[i];
            int at = axis - (result->ndim - leaf->ndim);
            stride[i] = at < 0 || leaf->dim[at] == 1 ? 0 : leaf->stride[at];
            runs_on = runs_on && p->stride[i][p->ndim - 1] == stride[i] * result->dim[axis];
        }
        int to = runs_on ? p->ndim - 1 : p->ndim++;
        p->dim[to] = runs_on ? p->dim[to] * result->dim[axis] : result->dim[axis];
        for (int i = 0; i < p->leaves; i++)
            p->stride[i][to] = stride[i];
    }
    p->rows = 1;
    for (int axis = 0; axis < p->ndim - 1; axis++)
        p->rows *= p->dim[axis];
}

/* chains
 * ------------------------------------------------------------------------------------------------------ */

static bool may_chain(const Program *p, const Code *code)
{
    bool may = code->chain != NO_CHAIN;
    for (int i = 0; i < code->nin; i++) {
        int64_t step = code->in[i] < LEAVES ? p->stride[code->in[i]][p->ndim - 1] : (int64_t)sizeof(double);
        may = may && (step == 0 || step == sizeof(double));
    }
    return may;
}

static void add_step(Program *p, ChainOp op, ChainForm form, Place place)
{
    p->step[p->steps] = (ChainStep){ .run = chain_step(op, form) };
    p->place[p->steps++] = place;
}

static bool is_one(const Program *p, Place place)
{
    return place < LEAVES && p->stride[place][p->ndim - 1] == 0;
}

/* The steps of a code: one of its operands is the result of the code before, or is loaded. */
static void chain_code(Program *p, const Code *code, Place held)
{
    int with = code->nin == 2 && (code->in[1] == held || (code->in[0] != held && is_one(p, code->in[0])));
    if (code->in[with] != held) {
        if (held >= 0)
            add_step(p, CHAIN_save, CHAIN_ROW, held);
        add_step(p, CHAIN_load, is_one(p, code->in[with]) ? CHAIN_ONE : CHAIN_ROW, code->in[with]);
    }
    Place other = code->in[code->nin == 2 && !with];
    bool one = code->nin == 2 && is_one(p, other);
    add_step(p, code->chain,
             with  ? (one ? CHAIN_ONE_FIRST : CHAIN_ROW_FIRST)
             : one ? CHAIN_ONE
                   : CHAIN_ROW,
             other);
}

/* Whether codes from `first` on write a buffer before they read it. */
static bool reads_own(const Program *p, int first, int end)
{
    bool written[LEAVES + BUFFERS] = { false };
    for (int c = first; c < end; c++) {
        for (int i = 0; i < p->code[c].nin; i++)
            if (p->code[c].in[i] >= LEAVES && !written[p->code[c].in[i]])
                return false;
        written[p->code[c].out] = true;
    }
    return true;
}

/* Codes that are steps of chains become one. */
static void make_parts(Program *p)
{
    p->parts = p->steps = 0;
    for (int c = 0, end; c < p->codes; c = end) {
        bool chained = chain_width() > 0;
        for (end = c; end < p->codes && may_chain(p, &p->code[end]); end++)
            ;
        chained = chained && end > c;
        end = end > c ? end : c + 1;
        Part *part = &p->part[p->parts++];
        *part = (Part){ .first = c, .end = end, .step = p->steps, .may_repeat = reads_own(p, c, end) };
        for (int k = c; k < end && chained; k++)
            chain_code(p, &p->code[k], k > c ? p->code[k - 1].out : -1);
        if (chained) {
            add_step(p, CHAIN_save, CHAIN_ROW, p->code[end - 1].out);
            part->steps = p->steps - part->step;
        }
    }
}

/* More of narrow elements; and where results seldom leave the registers, as many as a buffer holds. */
static int64_t block_size(const Program *p)
{
    uint8_t widest = 1;
    for (int i = 0; i < p->leaves; i++)
        widest = p->leaf_size[i] > widest ? p->leaf_size[i] : widest;
    for (int c = 0; c < p->codes; c++)
        widest = p->code[c].size > widest ? p->code[c].size : widest;
    int64_t block = BLOCK_BYTES / widest;
    return p->parts == 1 && widest == sizeof(double) ? 2 * BLOCK : block < BLOCK ? BLOCK : block;
}

/* False: too many codes or buffers. */
static bool program_make(Program *p, Run *run, Tensor *t)
{
    Place out;
    memset(p, 0, offsetof(Program, dim));
    p->free_buffers = (1u << BUFFERS) - 1;
    p->run = run;
    p->out_size = tensor_itemsize(t);
    for (int i = 0; i < FUSE_OPERATIONS; i++)
        p->raised[i] = 0;
    p->known = flags_ignored(run);
    p->streams = false;
    if (!compile(p, t, (DType)t->dtype, 0, &out))
        return false;
    lay_axes(p, t);
    make_parts(p);
    p->block = block_size(p);
    return true;
}

/* running ---------------------------------------------------------------------------------------------------
 */

/* Where the leaves' elements of a row begin. */
static void row_begin(const Program *p, int64_t row, char *at[])
{
    for (int i = 0; i < p->leaves; i++)
        at[i] = p->leaf[i]->data;
    for (int axis = p->ndim - 2; axis >= 0; axis--) {
        int64_t index = row % p->dim[axis];
        row /= p->dim[axis];
        for (int i = 0; i < p->leaves; i++)
            at[i] += index * p->stride[i][axis];
    }
}

typedef struct Buffers {
    _Alignas(64) char at[BUFFERS][BLOCK * ELEMENT_MAX];
    _Alignas(64) char result[BLOCK * ELEMENT_MAX];
    bool watched; /* flags are looked for after each block */
} Buffers;

/* The codes from `first` on, on n elements; the last one's result goes to `out`. */
static void run_codes(const Program *p, int first, int last, Buffers *buffers, char *const leaf[], int64_t n,
                      char *out)
{
    int inner = p->ndim - 1;
    uint8_t size[LEAVES + BUFFERS]; /* of the elements in each buffer */
    for (int c = 0; c < last; c++) {
        const Code *code = &p->code[c];
        char *at[FUSE_IN + 1];
        int64_t step[FUSE_IN + 1];
        for (int i = 0; i < code->nin; i++) {
            Place in = code->in[i];
            at[i] = in < LEAVES ? leaf[in] : buffers->at[in - LEAVES];
            step[i] = in < LEAVES ? p->stride[in][inner] : size[in];
        }
        size[code->out] = code->size;
        if (c < first)
            continue;
        at[code->nin] = c == p->codes - 1 ? out : buffers->at[code->out - LEAVES];
        step[code->nin] = code->size;
        code->loop(n, at, step);
    }
}

/* All codes, in chains where there are some. The last round of a chain ends where the elements do, and does
 * some of them twice; loops take the place of chains that may not. */
static void run_parts(const Program *p, Buffers *buffers, char *const leaf[], int64_t n, char *out)
{
    int64_t width = chain_width();
    for (const Part *part = p->part; part < p->part + p->parts; part++) {
        int64_t rest = part->steps ? n % width : n;
        bool alone = part->end == part->first + 1 && !p->streams; /* a loop is as good */
        if (part->steps == 0 || alone || n < width || (rest && !part->may_repeat)) {
            run_codes(p, part->first, part->end, buffers, leaf, n, out);
            continue;
        }
        ChainStep step[STEPS + 1];
        for (int i = 0; i < part->steps; i++) {
            Place place = p->place[part->step + i];
            step[i].run = p->step[part->step + i].run;
            step[i].at = place < LEAVES ? leaf[place] : buffers->at[place - LEAVES];
        }
        ChainStep *last = &step[part->steps - 1];
        if (part->end == p->codes)
            last->at = out;
        step[part->steps].run = NULL;
        if (p->streams && part->end == p->codes && (uintptr_t)out % STREAM_BOUNDARY == 0)
            last->run = chain_step(CHAIN_stream, CHAIN_ROW);
        chain_run(step, 0, n - rest);
        last->run = chain_step(CHAIN_save, CHAIN_ROW);
        if (rest)
            chain_run(step, n - width, n);
    }
}

/* Which operations raise flags that are new, code by code; `raised` are those that were seen. */
static void look_for_flags(Program *p, Buffers *buffers, char *const leaf[], int64_t n, char *to, int raised)
{
    for (int c = 0; raised && c < p->codes; c++) {
        run_codes(p, c, c + 1, buffers, leaf, n, to);
        int flags = flags_take();
        if (flags)
            atomic_fetch_or(&p->raised[p->code[c].operation], flags);
    }
    /* an operation that has not raised a flag yet may do so in a block to come */
    int all = raised ? ~0 : 0;
    for (int i = 0; all && i < p->operations; i++)
        all &= p->name[i] ? atomic_load(&p->raised[i]) : ~0;
    if (all)
        atomic_fetch_or(&p->known, all);
}

static int new_flags(Program *p)
{
    return flags_take() & ~atomic_load_explicit(&p->known, memory_order_relaxed);
}

/* n elements of a row, from those that `leaf` points at on. */
static void run_block(Program *p, Buffers *buffers, char *const leaf[], int64_t n, char *out)
{
    char *to = p->lent ? buffers->result : out;
    run_parts(p, buffers, leaf, n, to);
    if (buffers->watched)
        look_for_flags(p, buffers, leaf, n, to, new_flags(p));
    if (p->lent)
        memcpy(out, to, (size_t)n * p->out_size);
}

/* The flags are read once for many blocks, as that takes as long as to add a hundred numbers. If there are
 * new ones, the blocks are computed again and watched one by one; so are all from the first where that is
 * known before, or where results take the place of what would be read again. */
static void begin_watch(Program *p, Buffers *buffers)
{
    buffers->watched = p->lent;
    for (int i = 0; i < p->operations; i++)
        buffers->watched = buffers->watched || atomic_load(&p->raised[i]);
    (void)flags_take();
}

/* Whether the blocks are to be computed again. */
static bool watch_again(Program *p, Buffers *buffers)
{
    if (buffers->watched || !new_flags(p))
        return false;
    return buffers->watched = true;
}

/* A part of a row. */
static void run_part(Program *p, Buffers *buffers, int64_t row, int64_t from, int64_t to)
{
    char *leaf[LEAVES];
    int inner = p->ndim - 1;
    row_begin(p, row, leaf);
    for (int i = 0; i < p->leaves; i++)
        leaf[i] += from * p->stride[i][inner];
    for (int64_t at = from; at < to; at += p->block) {
        int64_t n = to - at < p->block ? to - at : p->block;
        run_block(p, buffers, leaf, n, p->out + (size_t)(row * p->dim[inner] + at) * p->out_size);
        for (int i = 0; i < p->leaves; i++)
            leaf[i] += n * p->stride[i][inner];
    }
}

/* Rows are shared among tasks; long ones are cut. */
static int64_t parts_of_row(const Program *p) { return (p->dim[p->ndim - 1] + TASK - 1) / TASK; }

static int64_t rows_of_task(const Program *p)
{
    int64_t row = p->dim[p->ndim - 1];
    return row >= TASK ? 1 : TASK / row;
}

static void run_task(void *with, int64_t task)
{
    Program *p = with;
    Buffers buffers;
    int64_t parts = parts_of_row(p), length = p->dim[p->ndim - 1];
    if (pool_stopped())
        return;
    int64_t rows = parts > 1 ? 1 : rows_of_task(p), first = parts > 1 ? task / parts : task * rows,
            last = first + rows < p->rows ? first + rows : p->rows,
            from = parts > 1 ? task % parts * TASK : 0,
            to = parts > 1 && from + TASK < length ? from + TASK : length;
    begin_watch(p, &buffers);
    do
        for (int64_t row = first; row < last; row++)
            run_part(p, &buffers, row, from, to);
    while (watch_again(p, &buffers));
}

static bool is_shared(const Program *p, int64_t size) { return size * (p->codes + 1) >= SHARED; }

static void share(bool shared, int64_t tasks, void (*task)(void *, int64_t), void *with)
{
    if (shared)
        pool_run(tasks, task, with);
    else
        for (int64_t i = 0; i < tasks; i++)
            task(with, i);
}

/* In the order of evaluation: operands before what is made of them. */
static bool tell_flags(Program *p)
{
    if (!run_goes_on(p->run))
        return false;
    bool told[FUSE_OPERATIONS] = { false };
    for (int c = 0; c < p->codes; c++) {
        int i = p->code[c].operation;
        bool is_last = true;
        for (int later = c + 1; later < p->codes; later++)
            is_last &= p->code[later].operation != i;
        if (!is_last || told[i])
            continue;
        told[i] = true;
        if (p->name[i] && !flags_tell(p->run, p->raised[i], p->name[i]))
            return false;
    }
    return true;
}

/* An operand that nobody else holds lends its memory to the result. */
static Tensor *memory_to_reuse(const Program *p, const Tensor *t)
{
    for (int i = 0; i < p->leaves; i++) {
        Tensor *leaf = p->leaf[i];
        if (leaf->object.count == 1 && leaf->ndim && !leaf->base && (leaf->object.flags & TENSOR_HEAP_DATA) &&
            tensor_itemsize(leaf) == p->out_size && shape_equal(leaf->ndim, leaf->dim, t->ndim, t->dim) &&
            tensor_is_c(leaf))
            return leaf;
    }
    return NULL;
}

/* Forces the operands of an expression that is too large for one program. */
static bool force_operands(Run *run, Tensor *t)
{
    const Operation *operation = &pending_of(t)->operation;
    for (int i = 0; i < operation->nin; i++)
        if (!fuse_force(run, operation->in[i]))
            return false;
    return true;
}

/* Computes a pending tensor, which has no operation any more then; `to`: where to, if not into memory of its
 * own. */
static bool force(Run *run, Tensor *t, char *to)
{
    Program p;
    if (!program_make(&p, run, t) && (!force_operands(run, t) || !program_make(&p, run, t)))
        return false;
    int64_t size = tensor_size(t);
    Tensor *lender = to ? NULL : memory_to_reuse(&p, t);
    p.out = to ? to : lender ? lender->data : tensor_data_new(run, t);
    p.lent = lender != NULL;
    if (!p.out)
        return false;
    p.streams = !lender && size >= STREAMED / (int64_t)p.out_size;
    if (p.codes == 1 && !lender) /* no buffer is used */
        p.block *= 8;
    int64_t parts = parts_of_row(&p), rows = rows_of_task(&p),
            tasks = parts > 1 ? p.rows * parts : (p.rows + rows - 1) / rows;
    share(is_shared(&p, size), tasks, run_task, &p);
    bool ok = tell_flags(&p);
    if (ok && lender) { /* its elements are gone: it keeps nothing */
        lender->data = NULL;
        lender->object.flags &= (uint8_t)~TENSOR_HEAP_DATA;
    }
    if (!ok) {
        if (!lender && !to)
            data_free(p.out);
        return false;
    }
    fuse_drop(t);
    if (to)
        return true;
    t->data = p.out;
    t->object.flags |= TENSOR_HEAP_DATA;
    return true;
}

bool fuse_force(Run *run, Tensor *t) { return !tensor_pending(t) || force(run, t, NULL); }

bool fuse_into(Run *run, Tensor *t, Tensor *to)
{
    bool ok = force(run, t, to->data);
    tensor_drop(t);
    return ok;
}

/* sums ------------------------------------------------------------------------------------------------------
 */

/* The subtrees of a pairwise sum that are tasks, from left to right. */
typedef struct Summing {
    Program *program; /* NULL: the elements are there */
    const char *data;
    int64_t size; /* bytes of an element … */
    int64_t step; /* … and to the next */
    bool single;  /* float32 */
    int64_t parts, room;
    int64_t *from, *count;
    double *sum; /* of each */
} Summing;

/* Where NumPy's pairwise sum cuts n elements. */
static int64_t cut(int64_t n) { return n / 2 - n / 2 % 8; }

static void find_parts(Summing *s, int64_t from, int64_t n)
{
    if (n > TASK) {
        find_parts(s, from, cut(n));
        find_parts(s, from + cut(n), n - cut(n));
        return;
    }
    if (s->parts == s->room) {
        s->room = s->room ? 2 * s->room : 64;
        s->from = mem_resize(s->from, (size_t)s->room * sizeof *s->from);
        s->count = mem_resize(s->count, (size_t)s->room * sizeof *s->count);
    }
    s->from[s->parts] = from;
    s->count[s->parts++] = n;
}

static double add(const Summing *s, double a, double b) { return s->single ? (float)a + (float)b : a + b; }

/* The parts' sums, added as the tree has them. */
static double gather(const Summing *s, int64_t n, int64_t *part)
{
    if (n <= TASK)
        return s->sum[(*part)++];
    double left = gather(s, cut(n), part), right = gather(s, n - cut(n), part);
    return add(s, left, right);
}

/* A subtree: its leaves are computed block by block; a block has the tree of its own size. */
static double sum_blocks(const Summing *s, Buffers *buffers, char *const leaf[], int64_t from, int64_t n)
{
    if (n > s->program->block) {
        double left = sum_blocks(s, buffers, leaf, from, cut(n));
        return add(s, left, sum_blocks(s, buffers, leaf, from + cut(n), n - cut(n)));
    }
    Program *p = s->program;
    char *at[LEAVES];
    for (int i = 0; i < p->leaves; i++)
        at[i] = leaf[i] + from * p->stride[i][0];
    run_block(p, buffers, at, n, buffers->result);
    return s->single ? (double)pairwise_f4(buffers->result, n, s->size)
                     : pairwise_f8(buffers->result, n, s->size);
}

static void sum_part(void *with, int64_t part)
{
    Summing *s = with;
    if (!s->program) {
        const char *at = s->data + s->from[part] * s->step;
        s->sum[part] = s->single ? (double)pairwise_f4(at, s->count[part], s->step)
                                 : pairwise_f8(at, s->count[part], s->step);
        return;
    }
    Program *p = s->program;
    Buffers buffers;
    if (pool_stopped())
        return;
    char *leaf[LEAVES];
    row_begin(p, 0, leaf);
    begin_watch(p, &buffers);
    do
        s->sum[part] = sum_blocks(s, &buffers, leaf, s->from[part], s->count[part]);
    while (watch_again(p, &buffers));
}

/* Whether elements lie at equal steps in C order, as those of a slice of a line do. */
static bool at_steps(const Tensor *t, int64_t *step)
{
    *step = t->ndim ? t->stride[t->ndim - 1] : 0;
    for (int i = t->ndim - 1; i > 0; i--)
        if (t->stride[i - 1] != t->stride[i] * t->dim[i])
            return false;
    return *step > 0;
}

bool fuse_sum(Run *run, Tensor *t, void *sum, bool *done)
{
    Program p;
    bool pending = tensor_pending(t);
    int64_t n = tensor_size(t), step = (int64_t)tensor_itemsize(t);
    *done = false;
    if ((t->dtype != FLOAT64 && t->dtype != FLOAT32) ||
        (!pending && (n < SHARED || (!tensor_is_c(t) && !at_steps(t, &step)))))
        return true;
    if (pending && (!program_make(&p, run, t) || p.ndim != 1))
        return true;
    p.lent = false;
    Summing s = { .program = pending ? &p : NULL,
                  .data = t->data,
                  .size = (int64_t)tensor_itemsize(t),
                  .step = step,
                  .single = t->dtype == FLOAT32 };
    find_parts(&s, 0, n);
    s.sum = mem_alloc((size_t)s.parts * sizeof *s.sum);
    share(pending ? is_shared(&p, n) : true, s.parts, sum_part, &s);
    int64_t part = 0;
    double all = gather(&s, n, &part);
    mem_free(s.from);
    mem_free(s.count);
    mem_free(s.sum);
    if (s.single)
        *(float *)sum = (float)all;
    else
        *(double *)sum = all;
    *done = true;
    return !pending || tell_flags(&p);
}
