#include "base/vectors.h"

#include "tensor/mask.h"

#include "tensor/cast.h"
#include "tensor/walk.h"

#include <string.h>

/* counting ------------------------------------------------------------------------------------------------
 */

static uint64_t eight_bytes(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

/* The bytes among n neighbours that are not 0: in lanes that do not overflow. */
VECTORS static int64_t count_row(const char *mask, int64_t n)
{
    enum { LANES = 128 };
    int64_t count = 0, i = 0;
    while (n - i >= LANES) {
        uint8_t lane[LANES] = { 0 };
        int64_t rounds = (n - i) / LANES < UINT8_MAX ? (n - i) / LANES : UINT8_MAX;
        for (int64_t end = i + rounds * LANES; i < end; i += LANES)
            for (int k = 0; k < LANES; k++)
                lane[k] = (uint8_t)(lane[k] + (mask[i + k] ? 1 : 0));
        for (int k = 0; k < LANES; k++)
            count += lane[k];
    }
    for (; i < n; i++)
        count += mask[i] != 0;
    return count;
}

static bool count_step(void *with, int64_t n, char *const p[], const int64_t s[])
{
    int64_t *count = with;
    if (s[0] == 1)
        *count += count_row(p[0], n);
    else
        for (int64_t i = 0; i < n; i++)
            *count += p[0][i * s[0]] != 0;
    return true;
}

int64_t mask_count(const Tensor *mask)
{
    Run patient = { 0 };
    Walk walk;
    int64_t count = 0;
    walk_begin(&walk, mask->ndim, mask->dim);
    walk_add(&walk, mask);
    walk_arrange(&walk);
    walk_each(&patient, &walk, count_step, &count);
    return count;
}

/* places --------------------------------------------------------------------------------------------------
 */

/* A bit for each of eight bytes that are 0 or 1. */
static inline unsigned bits_of(uint64_t bytes)
{
    return (unsigned)(bytes * UINT64_C(0x0102040810204080) >> 56);
}

static inline bool none_of_64(const char *at)
{
    uint64_t any = 0;
    for (int i = 0; i < 64; i += 8)
        any |= eight_bytes(at + i);
    return !any;
}

/* The indices of the Trues of a row, of which `left` are still to come; returns how many it had. */
VECTORS static int64_t row_places(const char *mask, int64_t n, int64_t step, int64_t left, int64_t *out)
{
    int64_t found = 0, i = 0;
    for (; step == 1 && n - i >= 8 && left - found >= 8; i += 8) {
        while (n - i >= 64 && none_of_64(mask + i))
            i += 64;
        if (n - i < 8)
            break;
        unsigned bits = bits_of(eight_bytes(mask + i));
        const uint8_t *lane = (const uint8_t *)&bits_set_first[bits];
        for (int k = 0; k < 8; k++)
            out[found + k] = i + lane[k];
        found += __builtin_popcount(bits);
    }
    for (; i < n && found < left; i++) { /* written without a branch, then kept or not */
        out[found] = i;
        found += mask[i * step] != 0;
    }
    return found;
}

typedef struct Places {
    int ndim;
    int64_t found, count, at[AXES_MAX]; /* at: of the row, along all axes but the last */
    const int64_t *dim;
    int64_t **out; /* for each axis */
} Places;

static bool places_step(void *with, int64_t n, char *const p[], const int64_t s[])
{
    Places *places = with;
    int last = places->ndim - 1;
    int64_t more =
        row_places(p[0], n, s[0], places->count - places->found, places->out[last] + places->found);
    for (int axis = 0; axis < last; axis++)
        for (int64_t i = 0; i < more; i++)
            places->out[axis][places->found + i] = places->at[axis];
    places->found += more;
    for (int axis = last - 1; axis >= 0 && ++places->at[axis] == places->dim[axis]; axis--)
        places->at[axis] = 0;
    return true;
}

bool mask_places(Run *run, const Tensor *mask, int64_t count, Tensor *place[])
{
    int64_t *out[AXES_MAX];
    bool ok = true;
    int made = 0;
    for (; made < mask->ndim && ok; made++) {
        place[made] = tensor_new(run, INT64, 1, &count);
        ok = place[made];
        out[made] = ok ? (int64_t *)place[made]->data : NULL;
    }
    if (ok) {
        Places places = { .ndim = mask->ndim, .count = count, .dim = mask->dim, .out = out };
        Walk walk;
        walk_begin(&walk, mask->ndim, mask->dim);
        walk_add(&walk, mask);
        ok = walk_each(run, &walk, places_step, &places);
    }
    while (!ok && made)
        tensor_drop(place[--made]);
    return ok;
}

/* taking and putting --------------------------------------------------------------------------------------
 */

typedef struct Choice {
    size_t size;      /* bytes of an element */
    char *out;        /* taking: where the next goes … */
    int64_t left;     /* … and how many are to come */
    const char *from; /* putting: the next value … */
    int64_t step;     /* … and the bytes to the one after it */
} Choice;

/* The chosen ones of eight neighbours at a time, all of which are written in the order of bits_set_first.
 * Returns how far it came. */
#if defined __GNUC__ && !defined __clang__
#define TAKE_EIGHTS(bytes, T)                                                                                \
    typedef T Eight##bytes __attribute__((vector_size(8 * bytes), aligned(bytes)));                          \
    VECTORS static int64_t take_eights_##bytes(Choice *choice, const T *from, const char *mask, int64_t n)   \
    {                                                                                                        \
        T *out = (T *)choice->out;                                                                           \
        int64_t found = 0, left = choice->left, i = 0;                                                       \
        for (; n - i >= 8 && left - found >= 8; i += 8) {                                                    \
            unsigned bits = bits_of(eight_bytes(mask + i));                                                  \
            const uint8_t *lane = (const uint8_t *)&bits_set_first[bits];                                    \
            Eight##bytes order, x = *(const Eight##bytes *)(from + i);                                       \
            for (int k = 0; k < 8; k++)                                                                      \
                order[k] = lane[k];                                                                          \
            *(Eight##bytes *)(out + found) = __builtin_shuffle(x, order);                                    \
            found += __builtin_popcount(bits);                                                               \
        }                                                                                                    \
        choice->out += found * bytes;                                                                        \
        choice->left -= found;                                                                               \
        return i;                                                                                            \
    }
TAKE_EIGHTS(4, Bytes4)
TAKE_EIGHTS(8, Bytes8)

static int64_t take_eights(Choice *choice, int64_t n, char *const p[])
{
    return choice->size == 8   ? take_eights_8(choice, (const Bytes8 *)p[0], p[1], n)
           : choice->size == 4 ? take_eights_4(choice, (const Bytes4 *)p[0], p[1], n)
                               : 0;
}
#else
static int64_t take_eights(Choice *choice, int64_t n, char *const p[])
{
    return (void)choice, (void)n, (void)p, 0;
}
#endif

/* p[0] is the array, p[1] the mask. Every element is written and only then kept or not, which spares a branch
 * that nobody could foretell; groups of eight Falses are passed over at once. */
#define TAKE(bytes, T)                                                                                       \
    static void take_##bytes(Choice *choice, int64_t n, char *const p[], const int64_t s[])                  \
    {                                                                                                        \
        T *out = (T *)choice->out;                                                                           \
        const char *from = p[0], *mask = p[1];                                                               \
        int64_t found = 0, left = choice->left, i = 0;                                                       \
        if (s[1] == 1)                                                                                       \
            for (; n - i >= 8 && left - found >= 8; i += 8)                                                  \
                for (int64_t k = eight_bytes(mask + i) ? i : i + 8; k < i + 8; k++) {                        \
                    out[found] = *(const T *)(from + k * s[0]);                                              \
                    found += mask[k];                                                                        \
                }                                                                                            \
        for (; i < n && found < left; i++) {                                                                 \
            out[found] = *(const T *)(from + i * s[0]);                                                      \
            found += mask[i * s[1]] != 0;                                                                    \
        }                                                                                                    \
        choice->out += found * bytes;                                                                        \
        choice->left -= found;                                                                               \
    }
FOR_EACH_ELEMENT_SIZE(TAKE)

/* One value for all: every element is written, itself or the value, again without a branch. */
#define SPREAD(bytes, T)                                                                                     \
    VECTORS static void spread_##bytes(const char *from, int64_t n, char *to, const char *mask)              \
    {                                                                                                        \
        const T value = *(const T *)from;                                                                    \
        T *element = (T *)to;                                                                                \
        for (int64_t i = 0; i < n; i++)                                                                      \
            element[i] ^= (element[i] ^ value) & (T) - (T)(mask[i] != 0);                                    \
    }
SPREAD(1, Bytes1)
SPREAD(2, Bytes2)
SPREAD(4, Bytes4)
SPREAD(8, Bytes8)

static void spread_16(const char *from, int64_t n, char *to, const char *mask)
{
    for (int64_t i = 0; i < n; i++, to += 16) {
        const char *either[] = { to, from };
        memmove(to, either[mask[i] != 0], 16);
    }
}

#define PUT(bytes, T)                                                                                        \
    static void put_##bytes(Choice *choice, int64_t n, char *const p[], const int64_t s[])                   \
    {                                                                                                        \
        char *to = p[0];                                                                                     \
        const char *mask = p[1], *from = choice->from;                                                       \
        int64_t step = choice->step;                                                                         \
        if (step == 0 && s[0] == bytes && s[1] == 1) {                                                       \
            spread_##bytes(from, n, to, mask);                                                               \
            return;                                                                                          \
        }                                                                                                    \
        for (int64_t i = 0; i < n; i++)                                                                      \
            if (mask[i * s[1]]) {                                                                            \
                *(T *)(to + i * s[0]) = *(const T *)from;                                                    \
                from += step;                                                                                \
            }                                                                                                \
        choice->from = from;                                                                                 \
    }
FOR_EACH_ELEMENT_SIZE(PUT)

static bool take_step(void *with, int64_t n, char *const start[], const int64_t s[])
{
    Choice *choice = with;
    bool in_a_row = s[0] == (int64_t)choice->size && s[1] == 1;
    int64_t taken = in_a_row ? take_eights(choice, n, start) : 0;
    char *const p[2] = { start[0] + taken * s[0], start[1] + taken * s[1] };
    n -= taken;
    switch (choice->size) {
    case 1: take_1(choice, n, p, s); break;
    case 2: take_2(choice, n, p, s); break;
    case 4: take_4(choice, n, p, s); break;
    case 8: take_8(choice, n, p, s); break;
    default: take_16(choice, n, p, s); break;
    }
    return true;
}

static bool put_step(void *with, int64_t n, char *const p[], const int64_t s[])
{
    Choice *choice = with;
    switch (choice->size) {
    case 1: put_1(choice, n, p, s); break;
    case 2: put_2(choice, n, p, s); break;
    case 4: put_4(choice, n, p, s); break;
    case 8: put_8(choice, n, p, s); break;
    default: put_16(choice, n, p, s); break;
    }
    return true;
}

/* Visits array and mask side by side in C order. */
static bool visit(Run *run, const Tensor *t, const Tensor *mask, WalkStep *step, Choice *choice)
{
    Walk walk;
    walk_begin(&walk, t->ndim, t->dim);
    walk_add(&walk, t);
    walk_add(&walk, mask);
    if (tensor_is_c(t) && tensor_is_c(mask))
        walk_arrange(&walk); /* comes to one axis */
    return walk_each(run, &walk, step, choice);
}

Tensor *mask_get(Run *run, const Tensor *t, const Tensor *mask)
{
    int64_t count = mask_count(mask);
    Tensor *result = tensor_new(run, t->dtype, 1, &count);
    if (!result)
        return NULL;
    Choice choice = { .size = tensor_itemsize(t), .out = result->data, .left = count };
    if (visit(run, t, mask, take_step, &choice))
        return result;
    tensor_drop(result);
    return NULL;
}

bool mask_put(Run *run, Tensor *t, const Tensor *mask, const char *from, int64_t step)
{
    Choice choice = { .size = tensor_itemsize(t), .from = from, .step = step };
    return visit(run, t, mask, put_step, &choice);
}

#define BLEND(bytes, T)                                                                                      \
    VECTORS static void blend_##bytes(int64_t n, char *const p[], const int64_t s[])                         \
    {                                                                                                        \
        const char *mask = p[0], *from = p[1];                                                               \
        char *to = p[2];                                                                                     \
        if (s[0] == 1 && s[2] == bytes && s[1] == bytes)                                                     \
            for (int64_t i = 0; i < n; i++) {                                                                \
                T old = ((const T *)to)[i], new = ((const T *)from)[i];                                      \
                ((T *)to)[i] = old ^ ((old ^ new) & (T) - (T)(mask[i] != 0));                                \
            }                                                                                                \
        else if (s[0] == 1 && s[2] == bytes && s[1] == 0 && n > 0)                                           \
            spread_##bytes(from, n, to, mask);                                                               \
        else                                                                                                 \
            for (int64_t i = 0; i < n; i++)                                                                  \
                if (mask[i * s[0]])                                                                          \
                    memcpy(to + i * s[2], from + i * s[1], bytes);                                           \
    }
BLEND(1, Bytes1)
BLEND(2, Bytes2)
BLEND(4, Bytes4)
BLEND(8, Bytes8)

static void blend_16(int64_t n, char *const p[], const int64_t s[])
{
    for (int64_t i = 0; i < n; i++)
        if (p[0][i * s[0]])
            memcpy(p[2] + i * s[2], p[1] + i * s[1], 16);
}

Loop *mask_blend(size_t size)
{
    return size == 1 ? blend_1 : size == 2 ? blend_2 : size == 4 ? blend_4 : size == 8 ? blend_8 : blend_16;
}
