#include "base/vectors.h"

#include "numeric/blocked.h"

#include "numeric/part.h"

#include <math.h>
#include <string.h>

enum {
    COLUMNS = 16, /* so many are factored one by one */
    ROWS = 16,    /* so many are solved one by one, … */
    SIDES = 16,   /* … for so many right sides at once */
    SQUARE = 64,  /* of a triangle that is computed as a whole */
};

/* Where n, which is more than `whole`, is cut: a multiple of that. */
static int64_t half_of(int64_t n, int64_t whole)
{
    int64_t half = n / 2 / whole * whole;
    return half ? half : whole;
}

/* triangles
 * --------------------------------------------------------------------------------------------------- */

/* A few rows of SIDES right sides, side by side. */
typedef double Sides[ROWS][SIDES];

static void take_sides(int64_t n, Part b, int64_t sides, Sides to)
{
    for (int64_t j = 0; j < SIDES; j++)
        for (int64_t i = 0; i < n; i++)
            to[i][j] = j < sides ? b.at[i + j * b.step] : 0;
}

static void put_sides(int64_t n, Sides from, int64_t sides, Part b)
{
    for (int64_t j = 0; j < sides; j++)
        for (int64_t i = 0; i < n; i++)
            b.at[i + j * b.step] = from[i][j];
}

static inline void less(double *x, const double *y, double factor)
{
    for (int j = 0; j < SIDES; j++)
        x[j] -= y[j] * factor;
}

/* b (n by m) becomes the x of l x = b, where l's diagonal is 1. */
VECTORS static void solve_lower(int64_t n, Part l, int64_t m, Part b)
{
    if (n > ROWS) {
        int64_t half = half_of(n, ROWS);
        solve_lower(half, l, m, b);
        part_subtract(n - half, half, m, part(l, half, 0), b, AS_IT_LIES, part(b, half, 0));
        solve_lower(n - half, part(l, half, half), m, part(b, half, 0));
        return;
    }
    for (int64_t column = 0; column < m; column += SIDES) {
        Sides x;
        int64_t sides = m - column < SIDES ? m - column : SIDES;
        take_sides(n, part(b, 0, column), sides, x);
        for (int64_t j = 0; j < n; j++)
            for (int64_t i = j + 1; i < n; i++)
                less(x[i], x[j], l.at[i + j * l.step]);
        put_sides(n, x, sides, part(b, 0, column));
    }
}

/* The same for u x = b. */
VECTORS static void solve_upper(int64_t n, Part u, int64_t m, Part b)
{
    if (n > ROWS) {
        int64_t half = half_of(n, ROWS);
        solve_upper(n - half, part(u, half, half), m, part(b, half, 0));
        part_subtract(half, n - half, m, part(u, 0, half), part(b, half, 0), AS_IT_LIES, b);
        solve_upper(half, u, m, b);
        return;
    }
    for (int64_t column = 0; column < m; column += SIDES) {
        Sides x;
        int64_t sides = m - column < SIDES ? m - column : SIDES;
        take_sides(n, part(b, 0, column), sides, x);
        for (int64_t j = n; j-- > 0;) {
            for (int side = 0; side < SIDES; side++)
                x[j][side] /= u.at[j + j * u.step];
            for (int64_t i = 0; i < j; i++)
                less(x[i], x[j], u.at[i + j * u.step]);
        }
        put_sides(n, x, sides, part(b, 0, column));
    }
}

/* One right side: column by column. */
VECTORS static void solve_one(int64_t n, const double *lu, double *b)
{
    for (int64_t j = 0; j < n; j++)
        for (int64_t i = j + 1; i < n; i++)
            b[i] -= lu[j * n + i] * b[j];
    for (int64_t j = n; j-- > 0;) {
        b[j] /= lu[j * n + j];
        for (int64_t i = 0; i < j; i++)
            b[i] -= lu[j * n + i] * b[j];
    }
}

static void swap_rows(Part a, int64_t columns, int64_t rows, const int64_t *swap)
{
    for (int64_t j = 0; j < columns; j++) {
        double *column = a.at + j * a.step;
        for (int64_t i = 0; i < rows; i++) {
            double other = column[i];
            column[i] = column[swap[i]];
            column[swap[i]] = other;
        }
    }
}

void blocked_solve(int64_t n, const double *lu, const int64_t *swap, int64_t m, double *b)
{
    Part factors = { (double *)lu, n }, sides = { b, n };
    swap_rows(sides, m, n, swap);
    if (m < SIDES / 2) {
        for (int64_t j = 0; j < m; j++)
            solve_one(n, lu, b + j * n);
        return;
    }
    solve_lower(n, factors, m, sides);
    solve_upper(n, factors, m, sides);
}

/* L U
 * ---------------------------------------------------------------------------------------------------------
 */

/* A few columns of n rows, one by one; the answer is the first pivot that is 0, counted from 1. */
VECTORS static int64_t factor_columns(int64_t n, int64_t m, Part a, int64_t *swap)
{
    int64_t zero = 0;
    for (int64_t j = 0; j < m; j++) {
        double *column = a.at + j * a.step;
        int64_t pivot = j;
        for (int64_t i = j + 1; i < n; i++)
            if (fabs(column[i]) > fabs(column[pivot]))
                pivot = i;
        swap[j] = pivot;
        if (column[pivot] == 0) {
            zero = zero ? zero : j + 1;
            continue;
        }
        for (int64_t k = 0; k < m && pivot != j; k++) {
            double other = a.at[k * a.step + j];
            a.at[k * a.step + j] = a.at[k * a.step + pivot];
            a.at[k * a.step + pivot] = other;
        }
        double inverse = 1 / column[j];
        for (int64_t i = j + 1; i < n; i++)
            column[i] = isinf(inverse) ? column[i] / column[j] : column[i] * inverse;
        for (int64_t k = j + 1; k < m; k++) {
            double factor = a.at[k * a.step + j], *to = a.at + k * a.step;
            for (int64_t i = j + 1; i < n; i++)
                to[i] -= column[i] * factor;
        }
    }
    return zero;
}

static int64_t factor(int64_t n, int64_t m, Part a, int64_t *swap)
{
    if (m <= COLUMNS)
        return factor_columns(n, m, a, swap);
    int64_t half = half_of(m, COLUMNS);
    Part right = part(a, 0, half), rest = part(a, half, half);
    int64_t zero = factor(n, half, a, swap);
    swap_rows(right, m - half, half, swap);
    solve_lower(half, a, m - half, right);
    part_subtract(n - half, half, m - half, part(a, half, 0), right, AS_IT_LIES, rest);
    int64_t later = factor(n - half, m - half, rest, swap + half);
    swap_rows(part(a, half, 0), half, m - half, swap + half);
    for (int64_t i = half; i < m; i++)
        swap[i] += half;
    return zero ? zero : later ? later + half : 0;
}

int64_t blocked_lu(int64_t n, double *a, int64_t *swap) { return factor(n, n, (Part){ a, n }, swap); }

/* Cholesky
 * ---------------------------------------------------------------------------------------------------- */

/* a (m by n) becomes the x of x l' = a. */
VECTORS static void solve_right(int64_t m, int64_t n, Part l, Part a)
{
    if (n > ROWS) {
        int64_t half = half_of(n, ROWS);
        solve_right(m, half, l, a);
        part_subtract(m, half, n - half, a, part(l, half, 0), TURNED, part(a, 0, half));
        solve_right(m, n - half, part(l, half, half), part(a, 0, half));
        return;
    }
    for (int64_t j = 0; j < n; j++) {
        double *column = a.at + j * a.step, diagonal = l.at[j + j * l.step];
        for (int64_t i = 0; i < m; i++)
            column[i] /= diagonal;
        for (int64_t k = j + 1; k < n; k++) {
            double factor = l.at[k + j * l.step], *to = a.at + k * a.step;
            for (int64_t i = 0; i < m; i++)
                to[i] -= column[i] * factor;
        }
    }
}

/* The lower triangle of c (n by n) -= a a', where a is n by k. */
static void subtract_square(int64_t n, int64_t k, Part a, Part c)
{
    if (n <= SQUARE) {
        part_subtract(n, k, n, a, a, TURNED, c);
        return;
    }
    int64_t half = half_of(n, ROWS);
    subtract_square(half, k, a, c);
    part_subtract(n - half, k, half, part(a, half, 0), a, TURNED, part(c, half, 0));
    subtract_square(n - half, k, part(a, half, 0), part(c, half, half));
}

static bool cholesky_columns(int64_t n, Part a)
{
    for (int64_t j = 0; j < n; j++) {
        double *column = a.at + j * a.step;
        if (column[j] <= 0)
            return false;
        column[j] = sqrt(column[j]);
        for (int64_t i = j + 1; i < n; i++)
            column[i] /= column[j];
        for (int64_t k = j + 1; k < n; k++)
            for (int64_t i = k; i < n; i++)
                a.at[i + k * a.step] -= column[i] * column[k];
    }
    return true;
}

static bool cholesky(int64_t n, Part a)
{
    if (n <= ROWS)
        return cholesky_columns(n, a);
    int64_t half = half_of(n, ROWS);
    Part below = part(a, half, 0), rest = part(a, half, half);
    if (!cholesky(half, a))
        return false;
    solve_right(n - half, half, a, below);
    subtract_square(n - half, half, below, rest);
    return cholesky(n - half, rest);
}

bool blocked_cholesky(int64_t n, double *a)
{
    bool positive = cholesky(n, (Part){ a, n });
    for (int64_t j = 1; j < n; j++)
        memset(a + j * n, 0, (size_t)j * sizeof *a);
    return positive;
}
