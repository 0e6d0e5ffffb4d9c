/* gauss.c: Gaussian elimination with partial pivoting, by halves (OpenBLAS: lapack/getrf/getrf_single.c), a
 * few columns each from all before it (lapack/getf2/getf2_k.c; Golub and Van Loan, algorithm 3.2.9). */
#include "base/vectors.h"

#include "numeric/gauss.h"

#include "numeric/gemv.h"
#include "numeric/linear.h"
#include "numeric/part.h"

#include <float.h>
#include <math.h>
#include <string.h>

enum {
    COLUMNS = 4, /* so many are factored one by one */
    BLOCK = 16,  /* of rows that are solved together; what is over is a block of 8, of 4, of 2 and of 1 */
    SIDES = 8,   /* right sides that are solved at once */
};

/* Rows of right sides, side by side. */
typedef double Sides[LINEAR_OWN][SIDES];

static inline void exchange(double *x, int64_t i, int64_t k)
{
    double other = x[i];
    x[i] = x[k];
    x[k] = other;
}

/* A few columns of n rows; the answer is the first pivot that is 0, counted from 1. */
VECTORS static int64_t factor_columns(int64_t n, int64_t m, Part a, int64_t *swap)
{
    int64_t zero = 0;
    for (int64_t j = 0; j < m; j++) {
        double *column = a.at + j * a.step;
        for (int64_t i = 0; i < j && i < n; i++)
            exchange(column, i, swap[i]);
        for (int64_t i = 1; i < j && i < n; i++)
            column[i] -= gemv_dot(i, a.at + i, a.step, column, 1);
        if (j >= n)
            continue;
        int64_t pivot = j;
        gemv_subtract(n - j, j, a.at + j, a.step, column, 1, column + j);
        for (int64_t i = j + 1; i < n; i++)
            if (fabs(column[i]) > fabs(column[pivot]))
                pivot = i;
        swap[j] = pivot;
        if (column[pivot] == 0) {
            zero = zero ? zero : j + 1;
            continue;
        }
        for (int64_t k = 0; k <= j && pivot != j; k++)
            exchange(a.at + k * a.step, j, pivot);
        double inverse = 1 / column[j];
        for (int64_t i = j + 1; i < n; i++)
            column[i] = fabs(column[j]) < DBL_MIN ? column[i] / column[j] : column[i] * inverse;
    }
    return zero;
}

static inline void take_sides(int64_t n, int64_t sides, const double *b, int64_t step, Sides x)
{
    for (int64_t j = 0; j < SIDES; j++)
        for (int64_t i = 0; i < n; i++)
            x[i][j] = j < sides ? b[i + j * step] : 0;
}

static inline void put_sides(int64_t n, int64_t sides, Sides x, double *b, int64_t step)
{
    for (int64_t j = 0; j < sides; j++)
        for (int64_t i = 0; i < n; i++)
            b[i + j * step] = x[i][j];
}

/* The rows [to, end) of x less l times the rows [from, from + k), each product summed up first. */
static inline void subtract_sums(int64_t to, int64_t end, int64_t from, int64_t k, Part l, Sides x)
{
    for (int64_t i = to; i < end; i++) {
        double sum[SIDES] = { 0 };
        for (int64_t j = from; j < from + k; j++)
            for (int s = 0; s < SIDES; s++)
                sum[s] = fma(l.at[i + j * l.step], x[j][s], sum[s]);
        for (int s = 0; s < SIDES; s++)
            x[i][s] -= sum[s];
    }
}

/* The rows [to, end) of x less l times row j. */
static inline void subtract_row(int64_t to, int64_t end, int64_t j, Part l, Sides x)
{
    for (int64_t i = to; i < end; i++)
        for (int s = 0; s < SIDES; s++)
            x[i][s] = fma(-l.at[i + j * l.step], x[j][s], x[i][s]);
}

/* x becomes the solution of l x = x, where l's diagonal is 1 (OpenBLAS: kernel/generic/trsm_kernel_LT.c). */
static inline void solve_lower(int64_t n, Part l, Sides x)
{
    for (int64_t from = 0, rows; from < n; from += rows) {
        for (rows = BLOCK; rows > n - from;)
            rows /= 2;
        subtract_sums(from, from + rows, 0, from, l, x);
        for (int64_t j = from; j < from + rows; j++)
            subtract_row(j + 1, from + rows, j, l, x);
    }
}

/* The same for u x = x, from the last row on. */
static inline void solve_upper(int64_t n, Part u, Sides x)
{
    for (int64_t end = n, rows; end > 0; end -= rows) {
        for (rows = 1; rows < BLOCK && !(end & rows);)
            rows *= 2;
        subtract_sums(end - rows, end, end, n - end, u, x);
        for (int64_t j = end; j-- > end - rows;) {
            double inverse = 1 / u.at[j + j * u.step];
            for (int s = 0; s < SIDES; s++)
                x[j][s] *= inverse;
            subtract_row(end - rows, j, j, u, x);
        }
    }
}

/* The columns after the first m of a, which are factored, become those of u and of what is left to factor. */
VECTORS static void update(int64_t n, int64_t m, int64_t columns, Part a, const int64_t *swap)
{
    for (int64_t j = m, count; j < m + columns; j += count) {
        double *b = a.at + j * a.step;
        count = m + columns - j < SIDES ? m + columns - j : SIDES;
        for (int64_t k = 0; k < count; k++)
            for (int64_t i = 0; i < m; i++)
                exchange(b + k * a.step, i, swap[i]);
        Sides x;
        take_sides(n, count, b, a.step, x);
        solve_lower(m, a, x);
        subtract_sums(m, n, 0, m, a, x);
        put_sides(n, count, x, b, a.step);
    }
}

/* n rows, m columns, n >= m. */
static int64_t factor(int64_t n, int64_t m, Part a, int64_t *swap)
{
    int64_t half = (m / 2 + 1) / 2 * 2, zero = 0;
    if (half <= COLUMNS)
        return factor_columns(n, m, a, swap);
    for (int64_t j = 0, columns; j < m; j += columns) {
        columns = half < m - j ? half : m - j;
        int64_t found = factor(n - j, columns, part(a, j, j), swap + j);
        zero = !zero && found ? found + j : zero;
        update(n - j, columns, m - j - columns, part(a, j, j), swap + j);
        for (int64_t i = j; i < j + columns; i++)
            swap[i] += j;
    }
    for (int64_t j = 0; j < m; j++) /* later exchanges */
        for (int64_t i = j / half * half + half; i < m; i++)
            exchange(a.at + j * a.step, i, swap[i]);
    return zero;
}

int64_t gauss_lu(int64_t n, double *a, int64_t *swap) { return factor(n, n, (Part){ a, n }, swap); }

/* One right side (OpenBLAS: driver/level2/trsv_L.c, trsv_U.c). */
VECTORS static void solve_one(int64_t n, Part lu, double *x)
{
    for (int64_t j = 0; j < n; j++)
        for (int64_t i = j + 1; i < n; i++)
            x[i] = fma(-lu.at[i + j * lu.step], x[j], x[i]);
    for (int64_t j = n; j-- > 0;) {
        x[j] /= lu.at[j + j * lu.step];
        for (int64_t i = 0; i < j; i++)
            x[i] = fma(-lu.at[i + j * lu.step], x[j], x[i]);
    }
}

VECTORS static void solve_many(int64_t n, Part lu, int64_t m, double *b)
{
    for (int64_t j = 0, count; j < m; j += count) {
        count = m - j < SIDES ? m - j : SIDES;
        Sides x;
        take_sides(n, count, b + j * n, n, x);
        solve_lower(n, lu, x);
        solve_upper(n, lu, x);
        put_sides(n, count, x, b + j * n, n);
    }
}

void gauss_solve(int64_t n, const double *lu, const int64_t *swap, int64_t m, double *b)
{
    Part factors = { (double *)lu, n };
    for (int64_t j = 0; j < m; j++)
        for (int64_t i = 0; i < n; i++)
            exchange(b + j * n, i, swap[i]);
    if (m == 1)
        solve_one(n, factors, b);
    else
        solve_many(n, factors, m, b);
}

/* Cholesky ---------------------------------------------------------------------------------------------- */

/* Column by column, each from all before it (OpenBLAS: lapack/potf2/potf2_L.c). */
bool gauss_cholesky(int64_t n, double *a)
{
    for (int64_t j = 0; j < n; j++) {
        double *column = a + j * n, pivot = column[j] - gemv_dot(j, a + j, n, a + j, n);
        if (pivot <= 0) /* a nan goes on, as in OpenBLAS */
            return false;
        pivot = sqrt(pivot);
        column[j] = pivot;
        gemv_subtract(n - j - 1, j, a + j + 1, n, a + j, n, column + j + 1);
        for (int64_t i = j + 1; i < n; i++)
            column[i] *= 1 / pivot;
    }
    for (int64_t j = 1; j < n; j++)
        memset(a + j * n, 0, (size_t)j * sizeof *a);
    return true;
}

/* Singular values --------------------------------------------------------------------------------------- */

/* Those of an upper triangle f, g, h (LAPACK: dlas2), the larger one first. */
static void triangle_singular(double f, double g, double h, double value[2])
{
    double most = fmax(f, h), least = fmin(f, h);
    if (least == 0) {
        double large = fmax(most, g), small = fmin(most, g);
        value[0] = large == 0 ? 0 : large * sqrt(1 + small / large * (small / large));
        value[1] = 0;
    } else if (g < most) {
        double sum = 1 + least / most, difference = (most - least) / most, side = g / most * (g / most);
        double c = 2 / (sqrt(sum * sum + side) + sqrt(difference * difference + side));
        value[0] = most / c;
        value[1] = least * c;
    } else {
        double side = most / g, sum = (1 + least / most) * side, difference = (most - least) / most * side;
        double c = 1 / (sqrt(1 + sum * sum) + sqrt(1 + difference * difference));
        value[0] = side == 0 ? g : g / (c + c);
        value[1] = side == 0 ? most * least / g : 2 * (least * c * side);
    }
}

bool gauss_singular(const double a[4], double value[2])
{
    double largest = 0, first = a[0], above = a[2], last = a[3];
    for (int i = 0; i < 4; i++)
        largest = fmax(largest, fabs(a[i]));
    if (largest > 0 && (largest < 1e-138 || largest > 1e138))
        return false;
    if (a[1] != 0) { /* a reflection makes it 0 (dgebd2) */
        double large = fmax(fabs(first), fabs(a[1])), small = fmin(fabs(first), fabs(a[1]));
        double length = -copysign(large * sqrt(1 + small / large * (small / large)), first);
        double v = a[1] * (1 / (first - length)), part = fma(v, last, above) * -((length - first) / length);
        above = above + part;
        last = fma(part, v, last);
        first = length;
    }
    triangle_singular(fabs(first), fabs(above), fabs(last), value);
    return true;
}
