#include "base/memory.h"

#include <malloc.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *must(void *block)
{
    if (block)
        return block;
    fputs("ndcalc: out of memory\n", stderr);
    exit(1);
}

void *mem_alloc(size_t size) { return must(malloc(size ? size : 1)); }
void *mem_zeroed(size_t size) { return must(calloc(1, size ? size : 1)); }
void *mem_resize(void *block, size_t size) { return must(realloc(block, size ? size : 1)); }
size_t mem_room(void *block) { return malloc_usable_size(block); }
void mem_free(void *block) { free(block); }

char *mem_text(const char *text, size_t length)
{
    char *copy = mem_alloc(length + 1);
    memcpy(copy, text, length);
    copy[length] = 0;
    return copy;
}

void mem_keep_freed(void)
{
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 256 << 20);
    mallopt(M_TOP_PAD, 64 << 10);
}

/* No allocation may be larger than this, or the difference of two pointers would overflow. */
static const size_t DATA_MAX = PTRDIFF_MAX / 2;

void *data_alloc(size_t size)
{
    void *data = NULL;
    if (size > DATA_MAX || posix_memalign(&data, 64, size ? size : 1))
        return NULL;
    return data;
}

void *data_zeroed(size_t size)
{
    /* calloc, since the kernel's fresh pages are zero already; malloc's 16-byte boundary will do here */
    return size > DATA_MAX ? NULL : calloc(1, size ? size : 1);
}

void data_free(void *data) { free(data); }

struct Chunk {
    struct Chunk *older;
    size_t size;
    max_align_t data[];
};

enum { CHUNK = 8192 };

void *arena_alloc(Arena *arena, size_t size)
{
    size = (size + 15) & ~(size_t)15;
    if (!arena->chunk || arena->chunk->size - arena->used < size) {
        size_t room = size > CHUNK ? size : CHUNK;
        struct Chunk *chunk = mem_alloc(sizeof *chunk + room);
        chunk->older = arena->chunk;
        chunk->size = room;
        arena->chunk = chunk;
        arena->used = 0;
    }
    void *at = (char *)arena->chunk->data + arena->used;
    arena->used += size;
    return at;
}

char *arena_text(Arena *arena, const char *text, size_t length)
{
    char *copy = arena_alloc(arena, length + 1);
    memcpy(copy, text, length);
    copy[length] = 0;
    return copy;
}

char *arena_printf(Arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = arena_alloc(arena, (size_t)length + 1);
    va_start(args, format);
    vsnprintf(text, (size_t)length + 1, format, args);
    va_end(args);
    return text;
}

static void free_chunks(struct Chunk *chunk)
{
    while (chunk) {
        struct Chunk *older = chunk->older;
        mem_free(chunk);
        chunk = older;
    }
}

void arena_give_back(Arena *arena, ArenaMark mark)
{
    while (arena->chunk != mark.chunk && arena->chunk->older) {
        struct Chunk *older = arena->chunk->older;
        mem_free(arena->chunk);
        arena->chunk = older;
    }
    arena->used =
        arena->chunk == mark.chunk ? mark.used : 0; /* an arena that was empty keeps its first chunk */
}

void arena_reset(Arena *arena)
{
    if (!arena->chunk)
        return;
    free_chunks(arena->chunk->older);
    arena->chunk->older = NULL;
    arena->used = 0;
    if (arena->chunk->size > 16 * CHUNK)
        arena_free(arena);
}

void arena_free(Arena *arena)
{
    free_chunks(arena->chunk);
    *arena = (Arena){ 0 };
}
