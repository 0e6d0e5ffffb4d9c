#include "base/vectors.h"

#include "numeric/gemm.h"

#include "base/memory.h"
#include "numeric/pool.h"
#include "numeric/transpose.h"

#include <string.h>

#if defined __x86_64__
#include <immintrin.h>
#endif

/* The innermost loops only become what they are meant to be when they are unrolled into registers. */
#if defined(__GNUC__) && !defined(__clang__)
#define UNROLL _Pragma("GCC unroll 16")
#else
#define UNROLL _Pragma("unroll")
#endif

enum {
    SHARED = 256,            /* terms at a time: a tile's part of b stays in the first cache … */
    BLOCK_BYTES = 256 << 10, /* … a block of a in the second … */
    PANELS_BYTES = 4 << 20,  /* … and the panels of b in the third */
    TILE_MAX = 8 * 32,
    SINGLES_MAX = 32, /* rows or columns of a tile of floats */
    BAND = 32,
    THREADED = 1 << 21, /* multiplications that are worth several threads */
};

/* tiles
 * ------------------------------------------------------------------------------------------------------- */

#define PLAIN(x, v, sum) ((sum) + (x) * (v))

#define TARGET
#define BYTES   16
#define ROWS    4
#define T       double
#define NAME(x) x##_f8_plain
#define FMA     PLAIN
#include "numeric/gemm_tile.inc"
#define T       float
#define NAME(x) x##_f4_plain
#define FMA     PLAIN
#include "numeric/gemm_tile.inc"
#undef TARGET
#undef BYTES
#undef ROWS

#if defined __x86_64__
#define TARGET         __attribute__((target("avx2,fma")))
#define BYTES          32
#define ROWS           6
#define T              double
#define NAME(x)        x##_f8_avx2
#define FMA(x, v, sum) _mm256_fmadd_pd(_mm256_set1_pd(x), v, sum)
#include "numeric/gemm_tile.inc"
#define T              float
#define NAME(x)        x##_f4_avx2
#define FMA(x, v, sum) _mm256_fmadd_ps(_mm256_set1_ps(x), v, sum)
#include "numeric/gemm_tile.inc"
#undef TARGET
#undef BYTES
#undef ROWS

#define TARGET         __attribute__((target("avx512f")))
#define BYTES          64
#define ROWS           8
#define T              double
#define NAME(x)        x##_f8_avx512
#define FMA(x, v, sum) _mm512_fmadd_pd(_mm512_set1_pd(x), v, sum)
#include "numeric/gemm_tile.inc"
#define T              float
#define NAME(x)        x##_f4_avx512
#define FMA(x, v, sum) _mm512_fmadd_ps(_mm512_set1_ps(x), v, sum)
#include "numeric/gemm_tile.inc"
#undef TARGET
#undef BYTES
#undef ROWS
#endif

typedef void Tile(int64_t k, const void *block, const void *panel, void *out, int64_t step, bool more);

/* A tile's loop and its size in rows and columns. */
typedef struct Shape {
    Tile *tile;
    int rows, columns;
} Shape;

static Shape shape_of(ProductType type)
{
    bool single = type == PRODUCT_FLOAT32;
#if defined __x86_64__
    if (__builtin_cpu_supports("avx512f"))
        return single ? (Shape){ tile_f4_avx512, 8, 32 } : (Shape){ tile_f8_avx512, 8, 16 };
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return single ? (Shape){ tile_f4_avx2, 6, 16 } : (Shape){ tile_f8_avx2, 6, 8 };
#endif
    return single ? (Shape){ tile_f4_plain, 4, 8 } : (Shape){ tile_f8_plain, 4, 4 };
}

/* packing
 * ----------------------------------------------------------------------------------------------------- */

/* One product while it is computed: SHARED terms of it, and as many columns as there is room for panels. */
typedef struct Product {
    Shape shape;
    int size; /* bytes of an element */
    int64_t n, k, m;
    Matrix a, b, out;
    int64_t from, terms;     /* of the shared index, now */
    int64_t column, columns; /* of b and out, now */
    int64_t block_rows;      /* of a block of a; whole tiles */
    char *panels;
    char *blocks; /* one for each task */
    int64_t block_bytes;
    bool subtracts;
    bool symmetric; /* b is a's transpose: only what is not above the diagonal is computed */
} Product;

/* `count` lines of `terms` elements, side by side: element p of line i goes to to[p * width + i]; lines up to
 * `width` are 0. */
static void pack(const char *at, int64_t line, int64_t term, int64_t count, int64_t terms, int64_t width,
                 int size, char *to)
{
    for (int64_t i = 0; i < width; i++) {
        const char *from = at + i * line;
        char *put = to + i * size;
        if (i >= count)
            for (int64_t p = 0; p < terms; p++)
                memset(put + p * width * size, 0, (size_t)size);
        else if (size == 8)
            for (int64_t p = 0; p < terms; p++)
                memcpy(put + p * width * 8, from + p * term, 8);
        else
            for (int64_t p = 0; p < terms; p++)
                memcpy(put + p * width * 4, from + p * term, 4);
    }
}

/* The same where the elements of a term lie in a row. */
static void pack_rows(const char *at, int64_t term, int64_t count, int64_t terms, int64_t width, int size,
                      char *to)
{
    for (int64_t p = 0; p < terms; p++, at += term, to += width * size) {
        memcpy(to, at, (size_t)(count * size));
        memset(to + count * size, 0, (size_t)((width - count) * size));
    }
}

/* Pairs of lines' elements, side by side, told apart: those of even terms, then those of odd ones. */
static inline void tell_apart(char *at, int64_t pairs, int64_t width)
{
    for (; pairs > 0; pairs--, at += width * 8) {
        uint32_t pair[2 * SINGLES_MAX], apart[2 * SINGLES_MAX];
        memcpy(pair, at, (size_t)width * 8);
        for (int64_t i = 0; i < width; i++) {
            apart[i] = pair[2 * i];
            apart[width + i] = pair[2 * i + 1];
        }
        memcpy(at, apart, (size_t)width * 8);
    }
}

/* The same where a line's elements of 4 bytes lie in a row: pairs of terms are moved as elements of 8 bytes.
 */
VECTORS static void pack_pairs(const char *at, int64_t line, int64_t count, int64_t pairs, int64_t width,
                               char *to)
{
    if (count < width)
        memset(to, 0, (size_t)(pairs * width) * 8);
    transpose_8(at, line, to, width * 8, count, pairs);
    switch (width) { /* known when compiled */
    case 8: tell_apart(to, pairs, 8); break;
    case 32: tell_apart(to, pairs, 32); break;
    default: tell_apart(to, pairs, width);
    }
}

static void pack_lines(const char *at, int64_t line, int64_t term, int64_t count, int64_t terms,
                       int64_t width, int size, char *to)
{
    if (line == size) {
        pack_rows(at, term, count, terms, width, size, to);
    } else if (term == 8 && size == 8) {
        transpose_8(at, line, to, width * 8, count, terms);
        for (int64_t p = 0; p < terms && count < width; p++)
            memset(to + (p * width + count) * 8, 0, (size_t)(width - count) * 8);
    } else if (term == 4 && size == 4) {
        int64_t pairs = terms / 2, done = 2 * pairs;
        pack_pairs(at, line, count, pairs, width, to);
        pack(at + done * 4, line, 4, count, terms - done, width, 4, to + done * width * 4);
    } else
        pack(at, line, term, count, terms, width, size, to);
}

static void pack_panel(void *with, int64_t i)
{
    const Product *p = with;
    int64_t width = p->shape.columns, first = i * width, count = p->columns - first;
    pack_lines(p->b.at + p->from * p->b.row + (p->column + first) * p->b.column, p->b.column, p->b.row,
               count < width ? count : width, p->terms, width, p->size,
               p->panels + first * p->terms * p->size);
}

/* computing
 * --------------------------------------------------------------------------------------------------- */

/* One tile of the result; what hangs over its edges, and a result that does not lie in rows, goes by way of a
 * tile apart. */
static void put_tile(const Product *p, const char *block, const char *panel, int64_t row, int64_t column)
{
    int64_t rows = p->n - row, columns = p->m - column;
    char *to = p->out.at + row * p->out.row + column * p->out.column;
    bool more = p->from > 0 || p->subtracts;
    if (rows >= p->shape.rows && columns >= p->shape.columns && p->out.column == p->size &&
        p->out.row % p->size == 0) {
        p->shape.tile(p->terms, block, panel, to, p->out.row / p->size, more);
        return;
    }
    _Alignas(64) char apart[TILE_MAX * 8];
    rows = rows < p->shape.rows ? rows : p->shape.rows;
    columns = columns < p->shape.columns ? columns : p->shape.columns;
    for (int64_t i = 0; more && i < rows; i++)
        for (int64_t j = 0; j < columns; j++)
            memcpy(apart + (i * p->shape.columns + j) * p->size, to + i * p->out.row + j * p->out.column,
                   (size_t)p->size);
    p->shape.tile(p->terms, block, panel, apart, p->shape.columns, more);
    for (int64_t i = 0; i < rows; i++)
        for (int64_t j = 0; j < columns; j++)
            memcpy(to + i * p->out.row + j * p->out.column, apart + (i * p->shape.columns + j) * p->size,
                   (size_t)p->size);
}

static void negate(int64_t n, int size, void *at)
{
    if (size == 8)
        for (int64_t i = 0; i < n; i++)
            ((double *)at)[i] = -((double *)at)[i];
    else
        for (int64_t i = 0; i < n; i++)
            ((float *)at)[i] = -((float *)at)[i];
}

/* A block of rows of the result. */
static void run_block(void *with, int64_t i)
{
    const Product *p = with;
    int64_t first = i * p->block_rows, end = first + p->block_rows < p->n ? first + p->block_rows : p->n;
    int64_t tile = p->shape.rows * p->terms * p->size, width = p->shape.columns;
    char *block = p->blocks + i * p->block_bytes;
    for (int64_t row = first, at = 0; row < end; row += p->shape.rows, at += tile) {
        int64_t rows = end - row < p->shape.rows ? end - row : p->shape.rows;
        pack_lines(p->a.at + row * p->a.row + p->from * p->a.column, p->a.row, p->a.column, rows, p->terms,
                   p->shape.rows, p->size, block + at);
    }
    if (p->subtracts)
        negate((end - first + p->shape.rows - 1) / p->shape.rows * tile / p->size, p->size, block);
    for (int64_t column = 0; column < p->columns; column += width)
        for (int64_t row = first, at = 0; row < end; row += p->shape.rows, at += tile)
            if (!p->symmetric || p->column + column < row + p->shape.rows)
                put_tile(p, block + at, p->panels + column * p->terms * p->size, row, p->column + column);
}

bool gemm_is_shared(int64_t n, int64_t k, int64_t m) { return (double)n * (double)k * (double)m >= THREADED; }

static void share(const Product *p, int64_t tasks, void (*task)(void *, int64_t))
{
    if (pool_stopped())
        return;
    if (gemm_is_shared(p->n, p->k, p->m))
        pool_run(tasks, task, (void *)p);
    else
        for (int64_t i = 0; i < tasks; i++)
            task((void *)p, i);
}

/* What is above the diagonal, from what is below it: a band of rows and the columns on its right. */
static void mirror(void *with, int64_t i)
{
    const Product *p = with;
    int64_t first = i * BAND, end = first + BAND < p->n ? first + BAND : p->n;
    for (int64_t from = first; from < p->n; from += BAND)
        for (int64_t row = first; row < end; row++)
            for (int64_t column = from > row ? from : row + 1; column < from + BAND && column < p->n;
                 column++)
                memcpy(p->out.at + row * p->out.row + column * p->out.column,
                       p->out.at + column * p->out.row + row * p->out.column, (size_t)p->size);
}

static int64_t up(int64_t n, int64_t whole) { return (n + whole - 1) / whole * whole; }

static bool multiply(ProductType type, int64_t n, int64_t k, int64_t m, Matrix a, Matrix b, Matrix out,
                     bool subtracts)
{
    Product p = { .shape = shape_of(type),
                  .size = product_size(type),
                  .n = n,
                  .k = k,
                  .m = m,
                  .a = a,
                  .b = b,
                  .out = out,
                  .subtracts = subtracts,
                  .symmetric =
                      !subtracts && a.at == b.at && n == m && a.row == b.column && a.column == b.row };
    int64_t terms = k < SHARED ? k : SHARED, rows = p.shape.rows, columns = p.shape.columns;
    int64_t most_columns = up(PANELS_BYTES / (terms * p.size), columns), threads = pool_threads();
    most_columns = most_columns < up(m, columns) ? most_columns : up(m, columns);
    p.block_rows = up(BLOCK_BYTES / (terms * p.size), rows);
    while (p.block_rows > rows && (n + p.block_rows - 1) / p.block_rows < 4 * threads)
        p.block_rows = up(p.block_rows / 2, rows); /* something to do for every thread */
    int64_t blocks = (n + p.block_rows - 1) / p.block_rows;
    p.block_bytes = p.block_rows * terms * p.size;
    p.panels = data_alloc((size_t)(most_columns * terms * p.size));
    p.blocks = data_alloc((size_t)(blocks * p.block_bytes));
    bool ok = p.panels && p.blocks;
    for (p.column = 0; ok && p.column < m; p.column += most_columns) {
        p.columns = m - p.column < most_columns ? m - p.column : most_columns;
        for (p.from = 0; p.from < k; p.from += terms) {
            p.terms = k - p.from < terms ? k - p.from : terms;
            share(&p, (p.columns + columns - 1) / columns, pack_panel);
            share(&p, blocks, run_block);
        }
    }
    if (ok && p.symmetric)
        share(&p, (n + BAND - 1) / BAND, mirror);
    data_free(p.panels);
    data_free(p.blocks);
    return ok;
}

bool gemm(ProductType type, int64_t n, int64_t k, int64_t m, Matrix a, Matrix b, Matrix out)
{
    return multiply(type, n, k, m, a, b, out, false);
}

bool gemm_subtract(ProductType type, int64_t n, int64_t k, int64_t m, Matrix a, Matrix b, Matrix out)
{
    return multiply(type, n, k, m, a, b, out, true);
}
