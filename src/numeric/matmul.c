#include "numeric/matmul.h"

#include "base/memory.h"
#include "base/vectors.h"
#include "numeric/blas.h"
#include "numeric/gemm.h"
#include "numeric/gemv.h"
#include "numeric/pool.h"

#if defined __x86_64__
#include <immintrin.h>
#endif
#include <string.h>

/* How the work is divided: a tiny product is three plain loops, a product with a vector is made of dots or of
 * added rows, others go by tiles of 4 rows and two vectors of columns over panels of b; large matrices of
 * floats by gemm.c, of complex numbers by BLAS. */
enum {
    TINY = 96,           /* multiplications that are done at once */
    GEMM_FROM = 1 << 16, /* … that are worth packing: 40 by 40 matrices of floats */
    BLAS_FROM =
        1 << 13,   /* … that are worth the way to BLAS: 20 by 20 complex ones, which have no tiles here */
    FEW_SUMS = 16, /* a product of so few elements, each a long sum, is made of dots */
    LONG_SUMS = 4096,
    DOT_PIECE = 1 << 15,    /* terms that one thread adds, … */
    DOT_THREADED = 1 << 18, /* … from so many on */
    PANEL_ROWS = 128,       /* a panel of b stays in the first-level cache */
    ADDED_BYTES = 8192,     /* a piece of a row that stays there */
};

typedef void Dot(int64_t n, const char *a, int64_t as, const char *b, int64_t bs, char *out);
typedef void Each(int64_t n, const char *a, int64_t as, const char *b, int64_t bs, char *out, int64_t os);
typedef void Add(int64_t n, const char *a, const char *b, int64_t bs, char *out, int64_t os);
typedef void Multiply(int64_t n, int64_t k, int64_t m, Matrix a, Matrix b, Matrix out);

typedef struct Loops {
    Dot *dot;
    Each *each;
    Add *add;
    Multiply *small[2], *matrix[2]; /* of products rounded by themselves; of those rounded with the sum */
    int width;                      /* columns of a tile */
} Loops;

#ifdef __clang__
#define UNROLL
#else
#define UNROLL _Pragma("GCC unroll 8")
#endif

/* How a product is added to a sum, of vectors and of single elements; and how sums are joined. Ints are
 * unsigned, and single ones are kept from becoming signed by promotion, so that nothing overflows. */
#define AND_OR(sum, a, b)  ((sum) = (sum) | ((a) & (b)))
#define OR(sum, other)     ((sum) = (T)((sum) | (other)))
#define TIMES(sum, a, b)   ((sum) = (sum) + (a) * (b))
#define WRAPPED(sum, a, b) ((sum) = (T)((sum) + 1u * (a) * (b)))
#define PLUS(sum, other)   ((sum) = (T)((sum) + (other)))
#define NAME(x)            JOINED(x, LETTER, SUFFIX)
#define INLINE             TARGET static inline __attribute__((always_inline))
#define JOINED(x, a, b)    JOINED2(x, a, b)
#define JOINED2(x, a, b)   x##_##a##_##b

/* The same with one rounding; processors that cannot do that take long. */
#define FUSED1_f4(sum, a, b) ((sum) = __builtin_fmaf(a, b, sum))
#define FUSED1_f8(sum, a, b) ((sum) = __builtin_fma(a, b, sum))
#define FUSED_LANES(fma, sum, a, b)                                                                          \
    for (int l_ = 0; l_ < BYTES / (int)sizeof(T); l_++)                                                      \
    (sum)[l_] = fma(a, (b)[l_], (sum)[l_])

#define TARGET
#define BYTES               16
#define SUFFIX              plain
#define FUSED_f4(sum, a, b) FUSED_LANES(__builtin_fmaf, sum, a, b)
#define FUSED_f8(sum, a, b) FUSED_LANES(__builtin_fma, sum, a, b)
#include "numeric/matmul_types.inc"
#undef FUSED_f4
#undef FUSED_f8
#undef TARGET
#undef BYTES
#undef SUFFIX

#if defined __x86_64__
#define TARGET              __attribute__((target("avx2,fma")))
#define BYTES               32
#define SUFFIX              avx2
#define FUSED_f4(sum, a, b) ((sum) = _mm256_fmadd_ps(_mm256_set1_ps(a), b, sum))
#define FUSED_f8(sum, a, b) ((sum) = _mm256_fmadd_pd(_mm256_set1_pd(a), b, sum))
#include "numeric/matmul_types.inc"
#undef FUSED_f4
#undef FUSED_f8
#undef TARGET
#undef BYTES
#undef SUFFIX

#define TARGET              __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,fma")))
#define BYTES               64
#define SUFFIX              avx512
#define FUSED_f4(sum, a, b) ((sum) = _mm512_fmadd_ps(_mm512_set1_ps(a), b, sum))
#define FUSED_f8(sum, a, b) ((sum) = _mm512_fmadd_pd(_mm512_set1_pd(a), b, sum))
#include "numeric/matmul_types.inc"
#undef FUSED_f4
#undef FUSED_f8
#undef TARGET
#undef BYTES
#undef SUFFIX
#endif

/* complex numbers --------------------------------------------------------------------------------------- */

/* By the four products of the schoolbook, as NumPy's loops and BLAS have it: C's own complex product looks
 * for infinities first. Without vectors but for long sums: complex matrices that take long go to BLAS. */
#define COMPLEX_LOOPS(R, letter, SWAPPED)                                                                    \
    /* Sums of real and imaginary parts by themselves, and of either by the other: how far it went. */       \
    VECTORS static int64_t long_dot_##letter(int64_t n, const R *a, const R *b, R sign, R sum[2])            \
    {                                                                                                        \
        typedef R Part __attribute__((vector_size(64), aligned(sizeof(R)), may_alias));                      \
        enum { SUMS = 64 / (int)sizeof(R) };                                                                 \
        Part own[2] = { { 0 }, { 0 } }, other[2] = { { 0 }, { 0 } };                                         \
        int64_t i = 0;                                                                                       \
        for (; i + 2 * SUMS <= 2 * n; i += 2 * SUMS)                                                         \
            for (int v = 0; v < 2; v++) {                                                                    \
                const Part x = ((const Part *)(a + i))[v], y = ((const Part *)(b + i))[v];                   \
                own[v] += x * y;                                                                             \
                other[v] += x * SWAPPED(y);                                                                  \
            }                                                                                                \
        own[0] += own[1];                                                                                    \
        other[0] += other[1];                                                                                \
        for (int l = 0; l < SUMS; l += 2) {                                                                  \
            sum[0] += own[0][l] - sign * own[0][l + 1];                                                      \
            sum[1] += other[0][l] + sign * other[0][l + 1];                                                  \
        }                                                                                                    \
        return i / 2;                                                                                        \
    }                                                                                                        \
    /* sign -1: of the conjugates of the first numbers */                                                    \
    static inline void sum_##letter(int64_t n, const char *a, int64_t as, const char *b, int64_t bs, R sign, \
                                    char *out)                                                               \
    {                                                                                                        \
        R sum[2] = { 0, 0 };                                                                                 \
        int64_t i = 0;                                                                                       \
        if (n >= PRODUCT_EXACT && as == sizeof sum && bs == sizeof sum)                                      \
            i = long_dot_##letter(n, (const R *)a, (const R *)b, sign, sum);                                 \
        for (; i < n; i++) {                                                                                 \
            const R *x = (const R *)(a + i * as), *y = (const R *)(b + i * bs);                              \
            sum[0] += x[0] * y[0] - sign * x[1] * y[1];                                                      \
            sum[1] += x[0] * y[1] + sign * x[1] * y[0];                                                      \
        }                                                                                                    \
        memcpy(out, sum, sizeof sum);                                                                        \
    }                                                                                                        \
    static void dot_##letter(int64_t n, const char *a, int64_t as, const char *b, int64_t bs, char *out)     \
    {                                                                                                        \
        sum_##letter(n, a, as, b, bs, 1, out);                                                               \
    }                                                                                                        \
    static void conjugate_dot_##letter(int64_t n, const char *a, int64_t as, const char *b, int64_t bs,      \
                                       char *out)                                                            \
    {                                                                                                        \
        sum_##letter(n, a, as, b, bs, -1, out);                                                              \
    }                                                                                                        \
    static void each_##letter(int64_t n, const char *a, int64_t as, const char *b, int64_t bs, char *out,    \
                              int64_t os)                                                                    \
    {                                                                                                        \
        for (; n-- > 0; a += as, b += bs, out += os)                                                         \
            dot_##letter(1, a, as, b, bs, out);                                                              \
    }                                                                                                        \
    static void add_##letter(int64_t n, const char *a, const char *b, int64_t bs, char *out, int64_t os)     \
    {                                                                                                        \
        const R *x = (const R *)a;                                                                           \
        for (; n-- > 0; b += bs, out += os) {                                                                \
            const R *y = (const R *)b;                                                                       \
            R *to = (R *)out;                                                                                \
            to[0] += x[0] * y[0] - x[1] * y[1];                                                              \
            to[1] += x[0] * y[1] + x[1] * y[0];                                                              \
        }                                                                                                    \
    }                                                                                                        \
    static void matrix_##letter(int64_t n, int64_t k, int64_t m, Matrix a, Matrix b, Matrix out)             \
    {                                                                                                        \
        for (int64_t i = 0; i < n; i++)                                                                      \
            for (int64_t j = 0; j < m; j++)                                                                  \
                dot_##letter(k, a.at + i * a.row, a.column, b.at + j * b.column, b.row,                      \
                             out.at + i * out.row + j * out.column);                                         \
    }                                                                                                        \
    static const Loops loops_##letter = { dot_##letter,                                                      \
                                          each_##letter,                                                     \
                                          add_##letter,                                                      \
                                          { matrix_##letter, matrix_##letter },                              \
                                          { matrix_##letter, matrix_##letter },                              \
                                          1 };

#define SWAPPED_c8(y)  __builtin_shufflevector(y, y, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14)
#define SWAPPED_c16(y) __builtin_shufflevector(y, y, 1, 0, 3, 2, 5, 4, 7, 6)
COMPLEX_LOOPS(float, c8, SWAPPED_c8)
COMPLEX_LOOPS(double, c16, SWAPPED_c16)

/* choosing ---------------------------------------------------------------------------------------------- */

#define TABLE(suffix)                                                                                        \
    {                                                                                                        \
        [PRODUCT_BOOL] = &loops_b1_##suffix, [PRODUCT_INT8] = &loops_i1_##suffix,                            \
        [PRODUCT_INT16] = &loops_i2_##suffix, [PRODUCT_INT32] = &loops_i4_##suffix,                          \
        [PRODUCT_INT64] = &loops_i8_##suffix, [PRODUCT_FLOAT32] = &loops_f4_##suffix,                        \
        [PRODUCT_FLOAT64] = &loops_f8_##suffix, [PRODUCT_COMPLEX64] = &loops_c8,                             \
        [PRODUCT_COMPLEX128] = &loops_c16,                                                                   \
    }

static const Loops *loops_of(ProductType type)
{
    static const Loops *const plain[PRODUCT_TYPES] = TABLE(plain);
#if defined __x86_64__
    static const Loops *const avx2[PRODUCT_TYPES] = TABLE(avx2), *const avx512[PRODUCT_TYPES] = TABLE(avx512);
    if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl"))
        return avx512[type];
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return avx2[type];
#endif
    return plain[type];
}

static const int8_t sizes[PRODUCT_TYPES] = { 1, 1, 2, 4, 8, 4, 8, 8, 16 };

int product_size(ProductType type) { return sizes[type]; }

void product_dot(ProductType type, int64_t n, const char *a, int64_t a_stride, const char *b,
                 int64_t b_stride, char *out)
{
    loops_of(type)->dot(n, a, a_stride, b, b_stride, out);
}

void product_conjugate_dot(ProductType type, int64_t n, const char *a, int64_t a_stride, const char *b,
                           int64_t b_stride, char *out)
{
    (type == PRODUCT_COMPLEX64 ? conjugate_dot_c8 : conjugate_dot_c16)(n, a, a_stride, b, b_stride, out);
}

void product_each(ProductType type, int64_t n, const char *a, int64_t a_stride, const char *b,
                  int64_t b_stride, char *out, int64_t out_stride)
{
    loops_of(type)->each(n, a, a_stride, b, b_stride, out, out_stride);
}

static Matrix transposed(Matrix m) { return (Matrix){ m.at, m.column, m.row }; }

static void set_zero(int64_t n, int64_t m, Matrix out, size_t size)
{
    for (int64_t i = 0; i < n; i++)
        for (int64_t j = 0; j < m; j++)
            memset(out.at + i * out.row + j * out.column, 0, size);
}

static void copy_matrix(int64_t n, int64_t m, Matrix from, Matrix to, size_t size)
{
    for (int64_t i = 0; i < n; i++)
        for (int64_t j = 0; j < m; j++)
            memcpy(to.at + i * to.row + j * to.column, from.at + i * from.row + j * from.column, size);
}

/* A copy by rows, where neither rows nor columns lie in one piece; `copy` is to be freed. False: no memory.
 */
static bool in_one_piece(int64_t n, int64_t m, Matrix *matrix, int64_t size, char **copy)
{
    *copy = NULL;
    if ((matrix->column == size && matrix->row >= m * size && matrix->row % size == 0) ||
        (matrix->row == size && matrix->column >= n * size && matrix->column % size == 0))
        return true;
    if (!(*copy = data_alloc((size_t)(n * m * size))))
        return false;
    Matrix to = { *copy, m * size, size };
    copy_matrix(n, m, *matrix, to, (size_t)size);
    *matrix = to;
    return true;
}

/* By BLAS; false if that cannot be. The product of a matrix with its own transpose is made exactly symmetric.
 */
static bool multiply_by_blas(ProductType type, int64_t n, int64_t k, int64_t m, Matrix a, Matrix b,
                             Matrix out)
{
    int64_t size = sizes[type];
    char *copy_a = NULL, *copy_b = NULL, *copy_out = NULL;
    bool symmetric = n == m && a.at == b.at && a.row == b.column && a.column == b.row;
    Matrix result = out;
    bool done = in_one_piece(n, k, &a, size, &copy_a) && in_one_piece(k, m, &b, size, &copy_b) &&
                in_one_piece(n, m, &result, size, &copy_out) && blas_product(type, n, k, m, a, b, result);
    if (done && copy_out)
        copy_matrix(n, m, result, out, (size_t)size);
    for (int64_t i = 0; done && symmetric && i < n; i++)
        for (int64_t j = 0; j < i; j++)
            memcpy(out.at + i * out.row + j * out.column, out.at + j * out.row + i * out.column,
                   (size_t)size);
    data_free(copy_a);
    data_free(copy_b);
    data_free(copy_out);
    return done;
}

/* A row times a matrix whose rows lie in one piece: its rows are added, a piece of them at a time. */
static void add_rows(const Loops *loops, int64_t k, int64_t m, Matrix a, Matrix b, Matrix out, int64_t size)
{
    int64_t piece = ADDED_BYTES / size;
    set_zero(1, m, out, (size_t)size);
    for (int64_t j = 0; j < m; j += piece)
        for (int64_t p = 0; p < k; p++)
            loops->add(m - j < piece ? m - j : piece, a.at + p * a.column, b.at + p * b.row + j * size, size,
                       out.at + j * out.column, out.column);
}

/* No sums: products of every element of a column with every one of a row. */
static void outer(const Loops *loops, int64_t n, int64_t m, Matrix a, Matrix b, Matrix out)
{
    for (int64_t i = 0; i < n && m >= n; i++)
        loops->each(m, a.at + i * a.row, 0, b.at, b.column, out.at + i * out.row, out.column);
    for (int64_t j = 0; j < m && m < n; j++)
        loops->each(n, a.at, a.row, b.at + j * b.column, 0, out.at + j * out.column, out.row);
}

/* A long sum by pieces, which threads share; they are added in their order, however many threads there are.
 */
typedef struct LongDot {
    const Loops *loops;
    const char *a, *b;
    int64_t k, size;
    char *sums; /* one of each piece */
} LongDot;

static void dot_piece(void *with, int64_t i)
{
    const LongDot *d = with;
    int64_t from = i * DOT_PIECE, n = d->k - from < DOT_PIECE ? d->k - from : DOT_PIECE;
    d->loops->dot(n, d->a + from * d->size, d->size, d->b + from * d->size, d->size, d->sums + i * d->size);
}

static void long_dot(const Loops *loops, bool floats, int64_t size, int64_t k, const char *a, const char *b,
                     char *out)
{
    int64_t pieces = (k + DOT_PIECE - 1) / DOT_PIECE;
    if (!floats || k < DOT_THREADED) {
        loops->dot(k, a, size, b, size, out);
        return;
    }
    LongDot d = { loops, a, b, k, size, mem_alloc((size_t)(pieces * size)) };
    pool_run(pieces, dot_piece, &d);
    float sum32 = 0;
    double sum64 = 0;
    for (int64_t i = 0; i < pieces; i++) {
        if (size == sizeof sum32)
            sum32 += ((const float *)(const void *)d.sums)[i];
        else
            sum64 += ((const double *)(const void *)d.sums)[i];
    }
    memcpy(out, size == sizeof sum32 ? (const void *)&sum32 : (const void *)&sum64, (size_t)size);
    mem_free(d.sums);
}

static bool is_float(ProductType type) { return type == PRODUCT_FLOAT32 || type == PRODUCT_FLOAT64; }

bool product_is_shared(ProductType type, int64_t n, int64_t k, int64_t m)
{
    if (is_float(type))
        return k >= DOT_THREADED || gemm_is_shared(n, k, m);
    return type >= PRODUCT_COMPLEX64 && (double)n * (double)k * (double)m >= BLAS_FROM;
}

void product_matrix(ProductType type, bool by_blas, int64_t n, int64_t k, int64_t m, Matrix a, Matrix b,
                    Matrix out)
{
    const Loops *loops = loops_of(type);
    int64_t size = sizes[type];
    if (!n || !m)
        return;
    if (!k) {
        set_zero(n, m, out, (size_t)size);
        return;
    }
    bool vector = n == 1 || m == 1, floats = is_float(type);
    if (by_blas && vector && type == PRODUCT_FLOAT64 && gemv(n, k, m, a, b, out))
        return;
    if (n <= TINY && m <= TINY && k < PRODUCT_EXACT && n * k * m <= TINY) {
        loops->small[by_blas && !vector](n, k, m, a, b, out);
        return;
    }
    if (k == 1) {
        outer(loops, n, m, a, b, out);
        return;
    }
    double work = (double)n * (double)k * (double)m;
    if (type >= PRODUCT_COMPLEX64 && work >= BLAS_FROM && !vector &&
        multiply_by_blas(type, n, k, m, a, b, out))
        return;
    if (n * m <= FEW_SUMS && k >= LONG_SUMS && a.column == size && b.row == size) {
        for (int64_t i = 0; i < n; i++)
            for (int64_t j = 0; j < m; j++)
                long_dot(loops, floats, size, k, a.at + i * a.row, b.at + j * b.column,
                         out.at + i * out.row + j * out.column);
        return;
    }
    if (floats && k > PRODUCT_EXACT && work >= GEMM_FROM && !vector && gemm(type, n, k, m, a, b, out))
        return;
    /* out' = b' a' where that way round has the longer rows */
    if (m < n && m < loops->width && !(m == 1 && a.column == size)) {
        product_matrix(type, by_blas, m, k, n, transposed(b), transposed(a), transposed(out));
        return;
    }
    if (n == 1 && m > 1 && b.column == size && m * k > TINY) {
        add_rows(loops, k, m, a, b, out, size);
        return;
    }
    if (work > TINY && !vector) {
        loops->matrix[by_blas](n, k, m, a, b, out);
        return;
    }
    for (int64_t i = 0; i < n; i++)
        for (int64_t j = 0; j < m; j++)
            loops->dot(k, a.at + i * a.row, a.column, b.at + j * b.column, b.row,
                       out.at + i * out.row + j * out.column);
}
