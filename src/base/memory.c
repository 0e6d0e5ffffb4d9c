#include "base/memory.h"

#include <malloc.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* No block may be larger than MEMORY_MAX, or the difference of two pointers would overflow; data from
 * MEMORY_LARGE on is mapped by itself. The fuzz targets are built with a small limit, and without mapping,
 * which sanitizers cannot watch. */
#ifndef MEMORY_MAX
#define MEMORY_MAX (PTRDIFF_MAX / 2)
#endif
#ifndef MEMORY_LARGE
#define MEMORY_LARGE (1 << 20)
#endif

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

/* Small blocks that wait, by their room, and what is left of the piece that new ones are cut from. */
typedef struct Waiting {
    struct Waiting *next;
} Waiting;
enum { PIECE = 16 << 10 };
static _Thread_local struct {
    Waiting *first[SMALL_MAX / 16 + 1];
    char *at, *end;
} small;

static void *small_cut(size_t room)
{
    if ((size_t)(small.end - small.at) < room) {
        small.at = mem_alloc(PIECE);
        small.end = small.at + PIECE;
    }
    small.at += room;
    return small.at - room;
}

void *small_alloc(size_t size)
{
    if (size > SMALL_MAX)
        return mem_alloc(size);
    Waiting **first = &small.first[small_room(size) / 16], *block = *first;
    if (!block)
        return small_cut(small_room(size));
    *first = block->next;
    return block;
}

void small_free(void *block, size_t size)
{
    if (size > SMALL_MAX) {
        mem_free(block);
        return;
    }
    Waiting **first = &small.first[small_room(size) / 16], *waiting = block;
    waiting->next = *first;
    *first = waiting;
}

/* Whether there is memory for so many bytes that will all be written. The kernel promises more than it has,
 * and ends a program that takes it at its word. */
static bool is_there(size_t size)
{
    enum { SURELY = 1 << 30 };
    char line[100];
    size_t kilobytes = SIZE_MAX;
    FILE *told = size < SURELY ? NULL : fopen("/proc/meminfo", "r");
    while (told && fgets(line, sizeof line, told))
        if (sscanf(line, "MemAvailable: %zu kB", &kilobytes) == 1)
            break;
    if (told)
        fclose(told);
    return kilobytes > size / 1024;
}

bool mem_fits(int64_t count, size_t size)
{
    if (count > (int64_t)(MEMORY_MAX / size))
        return false;
    if (count <= 0)
        return true;
    void *block = malloc((size_t)count * size + 1);
    free(block);
    return block && is_there((size_t)count * size);
}

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

/* Large blocks are mapped by themselves, on the boundaries of huge pages: the system gives those out forty
 * times faster, element for element. Freed ones wait for the next array of about their size. */
enum { HUGE_PAGE = 2 << 20, WAITING_MAX = 32 };

typedef struct Block {
    void *at;
    size_t size; /* whole huge pages */
} Block;

/* Every large block, by address: those in use, and those that wait. Threads that share work ask for some too.
 */
static struct {
    pthread_mutex_t lock;
    Block *used;
    size_t count, room;
    Block waiting[WAITING_MAX]; /* the oldest first */
    int waits;
    size_t waiting_bytes;
} large = { .lock = PTHREAD_MUTEX_INITIALIZER };

static void large_remember(void *at, size_t size)
{
    if (large.count == large.room) {
        large.room = large.room ? 2 * large.room : 64;
        large.used = mem_resize(large.used, large.room * sizeof *large.used);
    }
    large.used[large.count++] = (Block){ at, size };
}

static void *large_map(size_t size)
{
    char *mapped = mmap(NULL, size + HUGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapped == MAP_FAILED)
        return NULL;
    char *at = (char *)(((uintptr_t)mapped + HUGE_PAGE - 1) & ~(uintptr_t)(HUGE_PAGE - 1));
    if (at > mapped)
        munmap(mapped, (size_t)(at - mapped));
    munmap(at + size, (size_t)(mapped + HUGE_PAGE - at));
#ifdef MADV_HUGEPAGE
    madvise(at, size, MADV_HUGEPAGE);
#endif
    return at;
}

static Block take_waiting(int i)
{
    Block block = large.waiting[i];
    memmove(&large.waiting[i], &large.waiting[i + 1], (size_t)(--large.waits - i) * sizeof block);
    large.waiting_bytes -= block.size;
    return block;
}

static void forget_oldest(void)
{
    Block block = take_waiting(0);
    munmap(block.at, block.size);
}

/* The newest that waits and is not much too large, else a new one. */
static void *large_alloc(size_t size, bool zeroed)
{
    size = (size + HUGE_PAGE - 1) & ~(size_t)(HUGE_PAGE - 1);
    if (!zeroed && !is_there(size))
        return NULL;
    Block block = { NULL, size };
    pthread_mutex_lock(&large.lock);
    for (int i = large.waits - 1; i >= 0 && !block.at && !zeroed; i--)
        if (large.waiting[i].size >= size && large.waiting[i].size <= size + size / 4)
            block = take_waiting(i);
    while (!block.at && !(block.at = large_map(size)) && large.waits)
        forget_oldest();
    if (block.at)
        large_remember(block.at, block.size);
    pthread_mutex_unlock(&large.lock);
    return block.at;
}

static void let_wait(Block block)
{
    while (large.waits == WAITING_MAX ||
           (large.waits && large.waiting_bytes + block.size > DATA_SPARSE_ABOVE))
        forget_oldest();
    if (block.size > DATA_SPARSE_ABOVE) {
        munmap(block.at, block.size);
        return;
    }
    large.waiting[large.waits++] = block;
    large.waiting_bytes += block.size;
}

/* False: it is no large block. */
static bool large_free(void *at)
{
    if ((uintptr_t)at % HUGE_PAGE)
        return false;
    pthread_mutex_lock(&large.lock);
    size_t i = large.count;
    while (i && large.used[i - 1].at != at)
        i--;
    if (i) {
        Block block = large.used[i - 1];
        large.used[i - 1] = large.used[--large.count];
        let_wait(block);
    }
    pthread_mutex_unlock(&large.lock);
    return i > 0;
}

void *data_alloc(size_t size)
{
    void *data = NULL;
    if (size >= MEMORY_LARGE && size <= MEMORY_MAX)
        return large_alloc(size, false);
    if (size > MEMORY_MAX || posix_memalign(&data, 64, size ? size : 1))
        return NULL;
    return data;
}

void *data_zeroed(size_t size)
{
    /* calloc, since the kernel's fresh pages are zero already; malloc's 16-byte boundary will do here */
    if (size >= MEMORY_LARGE && size <= MEMORY_MAX)
        return large_alloc(size, true);
    return size > MEMORY_MAX ? NULL : calloc(1, size ? size : 1);
}

void data_sparse(void *data, size_t size)
{
#ifdef MADV_NOHUGEPAGE
    if (size > DATA_SPARSE_ABOVE) /* smaller ones are handed on when they are free */
        madvise(data, size, MADV_NOHUGEPAGE);
#else
    (void)data, (void)size;
#endif
}

void data_free(void *data)
{
    if (!large_free(data))
        free(data);
}

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
