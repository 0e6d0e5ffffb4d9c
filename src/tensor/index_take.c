/* index_take.c: elements along one axis by an array of indices. */
#include "base/vectors.h"

#include "tensor/index.h"

#include "numeric/pool.h"
#include "tensor/cast.h"
#include "tensor/walk.h"

#include <stdatomic.h>

/* Elements by their indices (p[0]), of which bounds are checked piece by piece before. Answers how many were
 * fine: n, or the place of a bad one. */
enum { TAKE_PIECE = 1024 };

VECTORS static bool within(const char *index, int64_t n, int64_t step, int64_t size)
{
    uint64_t bad = 0;
    if (step == sizeof(int64_t))
        for (int64_t i = 0; i < n; i++)
            bad |= (uint64_t)((const int64_t *)(const void *)index)[i] + (uint64_t)size >= 2 * (uint64_t)size;
    else
        for (int64_t i = 0; i < n; i++)
            bad |= (uint64_t)(*(const int64_t *)(const void *)(index + i * step)) + (uint64_t)size >=
                   2 * (uint64_t)size;
    return !bad;
}

#define TAKE(bytes, T)                                                                                       \
    /* of neighbours, by indices that are within and lie side by side */                                     \
    VECTORS static void gather_##bytes(const T *restrict data, const int64_t *restrict index, int64_t n,     \
                                       int64_t size, T *restrict to)                                         \
    {                                                                                                        \
        for (int64_t i = 0; i < n; i++)                                                                      \
            to[i] = data[index[i] + (size & index[i] >> 63)];                                                \
    }                                                                                                        \
    static int64_t take_##bytes(const Tensor *from, int64_t n, char *const p[], const int64_t s[])           \
    {                                                                                                        \
        const char *data = from->data;                                                                       \
        const int64_t size = from->dim[0], stride = from->stride[0], step = s[0], to_step = s[1];            \
        for (int64_t done = 0; done < n; done += TAKE_PIECE) {                                               \
            int64_t count = n - done < TAKE_PIECE ? n - done : TAKE_PIECE;                                   \
            const char *index = p[0] + done * s[0];                                                          \
            char *to = p[1] + done * s[1];                                                                   \
            bool fine = within(index, count, s[0], size);                                                    \
            if (fine && step == 8 && to_step == bytes && stride == bytes) {                                  \
                gather_##bytes((const T *)data, (const int64_t *)index, count, size, (T *)to);               \
                continue;                                                                                    \
            }                                                                                                \
            for (int64_t i = 0; i < count; i++) {                                                            \
                int64_t at = *(const int64_t *)(index + i * step);                                           \
                at += size & at >> 63;                                                                       \
                if (!fine && (uint64_t)at >= (uint64_t)size)                                                 \
                    return done + i;                                                                         \
                *(T *)(to + i * to_step) = *(const T *)(data + at * stride);                                 \
            }                                                                                                \
        }                                                                                                    \
        return n;                                                                                            \
    }
FOR_EACH_ELEMENT_SIZE(TAKE)

typedef struct Taking {
    Run *run;
    const Tensor *from;
} Taking;

static int64_t take_some(const Taking *taking, int64_t n, char *const p[], const int64_t s[])
{
    const Tensor *from = taking->from;
    switch (tensor_itemsize(from)) {
    case 1: return take_1(from, n, p, s);
    case 2: return take_2(from, n, p, s);
    case 4: return take_4(from, n, p, s);
    case 8: return take_8(from, n, p, s);
    default: return take_16(from, n, p, s);
    }
}

/* A run of indices that threads share. */
typedef struct SharedTaking {
    const Taking *taking;
    int64_t n;
    char *const *p;
    const int64_t *s;
    _Atomic int64_t bad; /* the first place of a bad index in a piece where there are some */
} SharedTaking;

enum { TAKE_TASK = 1 << 14, TAKE_SHARED = 1 << 16 };

static void take_task(void *with, int64_t i)
{
    SharedTaking *shared = with;
    int64_t from = i * TAKE_TASK, left = shared->n - from, n = left < TAKE_TASK ? left : TAKE_TASK;
    char *const p[2] = { shared->p[0] + from * shared->s[0], shared->p[1] + from * shared->s[1] };
    int64_t fine = take_some(shared->taking, n, p, shared->s), known = atomic_load(&shared->bad);
    while (fine < n && from + fine < known &&
           !atomic_compare_exchange_weak(&shared->bad, &known, from + fine))
        ;
}

static bool take_step(void *with, int64_t n, char *const p[], const int64_t s[])
{
    Taking *taking = with;
    int64_t fine;
    if (n >= TAKE_SHARED && pool_threads() > 1) {
        SharedTaking shared = { .taking = taking, .n = n, .p = p, .s = s, .bad = n };
        pool_run((n + TAKE_TASK - 1) / TAKE_TASK, take_task, &shared);
        fine = shared.bad;
    } else {
        fine = take_some(taking, n, p, s);
    }
    return fine == n ||
           index_out_of_bounds(taking->run, *(const int64_t *)(p[0] + fine * s[0]), 0, taking->from->dim[0]);
}

bool index_take(Run *run, Tensor *t, Tensor *index, Tensor *result)
{
    Taking taking = { run, t };
    Walk walk;
    walk_begin(&walk, index->ndim, index->dim);
    walk_add(&walk, index);
    walk_add(&walk, result);
    if (tensor_is_c(index)) /* else the first bad index would not be NumPy's */
        walk_arrange(&walk);
    return walk_each(run, &walk, take_step, &taking);
}
