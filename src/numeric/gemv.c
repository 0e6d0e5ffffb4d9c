#include "base/vectors.h"

#include "numeric/gemv.h"

#include "base/memory.h"

#include <math.h>

enum {
    WIDE = 8,                   /* lanes of a vector */
    FOUR = 4,                   /* rows, columns, or lanes that are taken together */
    PIECE = 2048,               /* rows or terms that are finished before the next */
    DOT_THREADED = 10000,       /* from more terms on, … */
    GEMV_THREADED = 4 * 115200, /* … from so many products on it works with threads */
};

static inline double at(const double *p, int64_t i, int64_t step) { return p[i * step]; }

/* x0 y0 + x1 y1 + … as a compiler fuses it. */
static inline double sum_of(int64_t n, const double *x, int64_t xs, const double *y, int64_t ys)
{
    double sum = n == 1 ? x[0] * y[0] : fma(x[0], y[0], at(x, 1, xs) * at(y, 1, ys));
    for (int64_t i = 2; i < n; i++)
        sum = fma(at(x, i, xs), at(y, i, ys), sum);
    return sum;
}

/* dots ------------------------------------------------------------------------------------------------- */

/* kernel/x86_64/ddot.c, ddot_microk_skylakex-2.c */
VECTORS static double dot_dense(int64_t n, const double *x, const double *y)
{
    double wide[FOUR][WIDE] = { { 0 } }, sum[FOUR][FOUR];
    int64_t i = 0, whole = n / 16 * 16;
    for (; i + FOUR * WIDE <= whole; i += FOUR * WIDE)
        for (int v = 0; v < FOUR; v++)
            for (int l = 0; l < WIDE; l++)
                wide[v][l] = fma(x[i + v * WIDE + l], y[i + v * WIDE + l], wide[v][l]);
    for (int v = 0; v < FOUR; v++)
        for (int l = 0; l < FOUR; l++)
            sum[v][l] = wide[v][l] + wide[v][l + FOUR];
    for (; i < whole; i += FOUR * FOUR)
        for (int v = 0; v < FOUR; v++)
            for (int l = 0; l < FOUR; l++)
                sum[v][l] = fma(x[i + v * FOUR + l], y[i + v * FOUR + l], sum[v][l]);
    for (int l = 0; l < FOUR; l++)
        sum[0][l] = sum[0][l] + sum[1][l] + sum[2][l] + sum[3][l];
    double dot = (sum[0][0] + sum[0][2]) + (sum[0][1] + sum[0][3]);
    for (; i < n / FOUR * FOUR; i++) /* the compiler made vectors of these products */
        dot += y[i] * x[i];
    for (; i < n; i++)
        dot = fma(y[i], x[i], dot);
    return dot;
}

VECTORS static double dot_strided(int64_t n, const double *x, int64_t xs, const double *y, int64_t ys)
{
    double even = 0, odd = 0;
    int64_t i = 0;
    for (; i + FOUR <= n; i += FOUR) {
        even += fma(at(y, i, ys), at(x, i, xs), at(y, i + 2, ys) * at(x, i + 2, xs));
        odd += fma(at(y, i + 1, ys), at(x, i + 1, xs), at(y, i + 3, ys) * at(x, i + 3, xs));
    }
    for (; i < n; i++)
        even = fma(at(y, i, ys), at(x, i, xs), even);
    return even + odd;
}

double gemv_dot(int64_t n, const double *x, int64_t xs, const double *y, int64_t ys)
{
    return xs == 1 && ys == 1 ? dot_dense(n, x, y) : dot_strided(n, x, xs, y, ys);
}

/* rows that lie in one piece: kernel/x86_64/dgemv_t_4.c, dgemv_t_microk_haswell-4.c --------------------- */

static inline double four_lanes(const double sum[FOUR]) { return (sum[0] + sum[2]) + (sum[1] + sum[3]); }

/* y += a x, for some rows, four at least; k is a multiple of 4. */
static inline void rows_by_four(int rows, int64_t k, const double *a, int64_t step, const double *x,
                                double *y)
{
    double sum[2 * FOUR][FOUR] = { { 0 } };
    for (int64_t i = 0; i < k; i += FOUR)
        for (int r = 0; r < rows; r++)
            for (int l = 0; l < FOUR; l++)
                sum[r][l] = fma(a[r * step + i + l], x[i + l], sum[r][l]);
    for (int r = 0; r < rows; r++)
        y[r] += four_lanes(sum[r]);
}

static inline void rows_by_two(int64_t k, const double *a, int64_t step, const double *x, double *y)
{
    double sum[2][2] = { { 0 } };
    for (int64_t i = 0; i < k; i += 2)
        for (int r = 0; r < 2; r++)
            for (int l = 0; l < 2; l++)
                sum[r][l] += a[r * step + i + l] * x[i + l];
    for (int r = 0; r < 2; r++)
        y[r] += sum[r][0] + sum[r][1];
}

static inline void one_row(int64_t k, const double *a, const double *x, double *y)
{
    double sum[FOUR] = { 0 };
    for (int64_t i = 0; i < k; i += FOUR)
        for (int l = 0; l < FOUR; l++)
            sum[l] += a[i + l] * x[i + l];
    *y += four_lanes(sum);
}

/* y += a x */
VECTORS static void multiply_rows(int64_t n, int64_t k, const double *a, int64_t step, const double *x,
                                  double *y)
{
    int64_t whole = k / FOUR * FOUR, rest = k - whole;
    for (int64_t from = 0, count; from < whole; from += count) {
        count = whole - from < PIECE ? whole - from : PIECE;
        int64_t i = 0;
        for (; i + 2 * FOUR <= n; i += 2 * FOUR)
            rows_by_four(2 * FOUR, count, a + i * step + from, step, x + from, y + i);
        if (i + FOUR <= n) {
            rows_by_four(FOUR, count, a + i * step + from, step, x + from, y + i);
            i += FOUR;
        }
        if (n - i >= 2) {
            rows_by_two(count, a + i * step + from, step, x + from, y + i);
            i += 2;
        }
        if (i < n)
            one_row(count, a + i * step + from, x + from, y + i);
    }
    for (int64_t i = 0; i < n && rest; i++) {
        const double *row = a + i * step + whole;
        y[i] = rest == 1 ? fma(row[0], x[whole], y[i]) : y[i] + sum_of(rest, row, 1, x + whole, 1);
    }
}

/* columns that lie in one piece: kernel/x86_64/dgemv_n_4.c, dgemv_n_microk_skylakex-4.c ---------------- */

/* y += sign a x, for `wide` columns: 4, 2 or 1. */
static inline void columns(int64_t n, int64_t wide, double sign, const double *restrict a, int64_t step,
                           const double *x, int64_t xs, double *restrict y)
{
    const double *b = a + step, *c = b + step, *d = c + step;
    double p = x[0], q = wide > 1 ? x[xs] : 0, r = wide > 2 ? x[2 * xs] : 0, s = wide > 2 ? x[3 * xs] : 0;
    if (wide == 1)
        for (int64_t i = 0; i < n; i++)
            y[i] += sign * (a[i] * p);
    else if (wide == 2)
        for (int64_t i = 0; i < n; i++)
            y[i] += sign * fma(a[i], p, b[i] * q);
    else
        for (int64_t i = 0; i < n; i++)
            y[i] += sign * fma(d[i], s, fma(c[i], r, fma(a[i], p, b[i] * q)));
}

/* A row past the fours. The sums of the matrix that has no others are taken in pairs, or by four. */
static inline double row_apart(int64_t k, const double *a, int64_t step, const double *x, int64_t xs,
                               int64_t rows)
{
    double sum = 0;
    int64_t i = 0, together = step != rows || xs != 1 ? 0 : rows == 1 ? FOUR : 2;
    for (; together && i < k / FOUR * FOUR; i += together)
        sum += sum_of(together, a + i * step, step, x + i, 1);
    for (; i < k; i++)
        sum = fma(at(a, i, step), at(x, i, xs), sum);
    return sum;
}

/* y += sign a x, where the sign is 1 or -1. */
VECTORS static void multiply_columns(int64_t n, int64_t k, double sign, const double *a, int64_t step,
                                     const double *x, int64_t xs, double *y)
{
    int64_t whole = n / FOUR * FOUR;
    for (int64_t from = 0, count; from < whole; from += count) {
        count = whole - from < PIECE ? whole - from : PIECE;
        for (int64_t j = 0, wide; j < k; j += wide) {
            wide = k - j >= FOUR ? FOUR : k - j >= 2 && xs == 1 ? 2 : 1;
            columns(count, wide, sign, a + from + j * step, step, x + j * xs, xs, y + from);
        }
    }
    for (int64_t i = whole; i < n; i++)
        y[i] += sign * row_apart(k, a + i, step, x, xs, n - whole);
}

void gemv_subtract(int64_t n, int64_t k, const double *a, int64_t step, const double *x, int64_t xs,
                   double *y)
{
    multiply_columns(n, k, -1, a, step, x, xs, y);
}

/* ---------------------------------------------------------------------------------------------------- */

enum { SIZE = (int)sizeof(double) };

/* The elements from one to the next; 0: not what BLAS takes. */
static int64_t stride_of(int64_t bytes) { return bytes > 0 && bytes % SIZE == 0 ? bytes / SIZE : 0; }

/* The elements from one line to the next, where lines of n lie in one piece; 0: they don't. */
static int64_t line_step(int64_t line, int64_t within, int64_t n)
{
    return within == SIZE && stride_of(line) >= n ? stride_of(line) : 0;
}

bool gemv(int64_t n, int64_t k, int64_t m, Matrix a, Matrix b, Matrix out)
{
    if (n == 1 && m == 1) {
        int64_t xs = stride_of(a.column), ys = stride_of(b.row);
        if (!xs || !ys || k > DOT_THREADED)
            return false;
        const double *x = (const double *)(const void *)a.at, *y = (const double *)(const void *)b.at;
        *(double *)(void *)out.at = gemv_dot(k, x, xs, y, ys);
        return true;
    }
    if (n == 1) /* out' = b' a' */
        return gemv(m, k, 1, (Matrix){ b.at, b.column, b.row }, (Matrix){ a.at, a.column, a.row },
                    (Matrix){ out.at, out.column, out.row });
    int64_t xs = stride_of(b.row), rows = line_step(a.row, a.column, k), step = line_step(a.column, a.row, n);
    if (k < 2 || !xs || !(rows || step) || n * k >= GEMV_THREADED)
        return false;
    enum { ROOM = 256 };
    bool dense = out.row == SIZE;
    int64_t copied = rows && xs > 1 ? k : 0, room = copied + (dense ? 0 : n);
    double own[ROOM], *copy = room > ROOM ? mem_alloc((size_t)room * sizeof *copy) : own;
    const double *matrix = (const double *)(const void *)a.at, *x = (const double *)(const void *)b.at;
    double *y = dense ? (double *)(void *)out.at : copy + copied;
    for (int64_t i = 0; i < n; i++)
        y[i] = 0;
    for (int64_t i = 0; i < copied; i++)
        copy[i] = x[i * xs];
    if (rows)
        multiply_rows(n, k, matrix, rows, copied ? copy : x, y);
    else
        multiply_columns(n, k, 1, matrix, step, x, xs, y);
    for (int64_t i = 0; i < n && !dense; i++)
        *(double *)(void *)(out.at + i * out.row) = y[i];
    if (copy != own)
        mem_free(copy);
    return true;
}
