/* memory.h: blocks that are always there, and arenas that are freed as a whole.
 *
 * A small block that cannot be had ends the program; the data of arrays, which may be of any
 * size, comes from data_alloc, whose callers report NumPy's MemoryError. */
#ifndef NDCALC_BASE_MEMORY_H
#define NDCALC_BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

void *mem_alloc(size_t size);                    /* never NULL; not zeroed */
void *mem_zeroed(size_t size);                   /* never NULL */
void *mem_resize(void *block, size_t size);      /* never NULL */
char *mem_text(const char *text, size_t length); /* a copy that ends in a 0 byte */
size_t mem_room(void *block); /* how many bytes a block has, perhaps more than were asked for */
void mem_free(void *block);
bool mem_fits(int64_t count, size_t size); /* whether a block of so many members of that size can be had */

/* The same for blocks of a few sizes that come and go: those that are given back wait for the next of their
 * size. The sanitizers, which cannot watch them, are given a SMALL_MAX of 0. */
#ifndef SMALL_MAX
#define SMALL_MAX 256
#endif
static inline size_t small_room(size_t size) { return (size + 15) & ~(size_t)15; }
void *small_alloc(size_t size);
void small_free(void *block, size_t size); /* what it was asked for, or any other that has the same room */

/* Lets freed blocks stay with the program, whose next array then need not be given fresh pages by the system,
 * one fault each: on virtual machines those cost more than the arithmetic. Called once at start. */
void mem_keep_freed(void);

/* Array data, on a 64-byte boundary; NULL if there is not so much. */
void *data_alloc(size_t size);
void *data_zeroed(size_t size);
/* Of zeroed data few bytes will be written, far apart: only their pages need to be there. Of data up to
 * DATA_SPARSE_ABOVE bytes nothing is gained: blocks that wait are zeroed faster than the system gives pages.
 */
static const size_t DATA_SPARSE_ABOVE = (size_t)1 << 30;
void data_sparse(void *data, size_t size);
void data_free(void *data);

/* An arena gives away memory and takes it back all at once. { 0 } is an empty one. */
typedef struct Arena {
    struct Chunk *chunk; /* the newest, from which memory is given; older ones hang on it */
    size_t used;
} Arena;

void *arena_alloc(Arena *, size_t size); /* not zeroed */
char *arena_text(Arena *, const char *text, size_t length);
char *arena_printf(Arena *, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Gives back what was given since a mark was taken. */
typedef struct ArenaMark {
    struct Chunk *chunk;
    size_t used;
} ArenaMark;
static inline ArenaMark arena_mark(const Arena *arena) { return (ArenaMark){ arena->chunk, arena->used }; }
void arena_give_back(Arena *, ArenaMark);
static inline void arena_rewind(Arena *arena, ArenaMark mark)
{
    if (arena->chunk != mark.chunk || arena->used != mark.used)
        arena_give_back(arena, mark);
}
void arena_reset(Arena *); /* all is given back, but the newest chunk is kept for what comes next */
void arena_free(Arena *);

#endif
