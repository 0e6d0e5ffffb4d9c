#include "base/vectors.h"

#include "numeric/decompose_blocks.h"

#include "base/memory.h"
#include "numeric/blas.h"
#include "numeric/householder.h"
#include "numeric/thin.h"
#include "numeric/transpose.h"
#include "numeric/tridiagonal.h"

#include <limits.h>
#include <string.h>

enum { FROM = 96 };

/* LAPACK's functions: Fortran takes everything by address, and the lengths of texts at the end. */
typedef void Stedc(const char *job, const int *n, double *d, double *e, double *z, const int *ldz,
                   double *work, const int *room, int *iwork, const int *iroom, int *info, size_t);
typedef void Bdsdc(const char *half, const char *job, const int *n, double *d, double *e, double *u,
                   const int *ldu, double *v, const int *ldv, double *q, int *iq, double *work, int *iwork,
                   int *info, size_t, size_t);

static bool find(const char *name, void *function)
{
    void *found = blas_function(name);
    *(void **)function = found;
    return found;
}

/* Without their signs, bits of numbers have the order of the numbers, and after them come infinity and nan.
 */
VECTORS static double largest_size(int64_t count, const double *a)
{
    int64_t largest = 0, bits;
    double size;
    for (int64_t i = 0; i < count; i++) {
        memcpy(&bits, a + i, sizeof bits);
        bits &= INT64_MAX;
        largest = largest < bits ? bits : largest;
    }
    memcpy(&size, &largest, sizeof size);
    return size;
}

bool blocks_fit(int64_t least, int64_t count, const double *a)
{
    if (least < FROM || count > INT_MAX / 2) /* their work takes somewhat more than n n */
        return false;
    double largest = largest_size(count, a);
    return largest > 0x1p-400 && largest < 0x1p400;
}

static double *room_for(int64_t count) { return mem_alloc((size_t)count * sizeof(double)); }

/* `to`, whose columns are `step` apart, becomes a (n by m) with its axes exchanged. */
static void turn(int64_t n, int64_t m, const double *a, int64_t step, double *to)
{
    enum { SQUARE = 32 };
    for (int64_t j = 0; j < m; j += SQUARE)
        for (int64_t i = 0; i < n; i += SQUARE)
            transpose_8((const char *)(a + j * n + i), n * 8, (char *)(to + i * step + j), step * 8,
                        m - j < SQUARE ? m - j : SQUARE, n - i < SQUARE ? n - i : SQUARE);
}

/* A copy of a (n by m) as numeric/thin.h wants it, its axes exchanged if asked; NULL: there is no memory. */
static double *padded_copy(int64_t n, int64_t m, const double *a, bool exchanged)
{
    int64_t rows = exchanged ? m : n, all = exchanged ? n : m, step = padded(rows), columns = padded(all);
    double *to = data_alloc((size_t)(step * columns) * sizeof *to);
    for (int64_t j = 0; to && j < columns; j++) {
        int64_t kept = j < all ? rows : 0;
        memset(to + j * step + kept, 0, (size_t)(step - kept) * sizeof *to);
        if (kept && !exchanged)
            memcpy(to + j * step, a + j * n, (size_t)n * sizeof *to);
    }
    if (to && exchanged)
        turn(n, m, a, step, to);
    return to;
}

bool blocks_symmetric(int64_t count, bool upper, bool vectors, double *a, double *value, bool *done)
{
    Stedc *stedc = NULL;
    int n = (int)count, room = 1 + 4 * n + n * n, iroom = 3 + 5 * n, info = 0;
    *done = !vectors || (!upper && find("dstedc_", &stedc));
    if (!*done)
        return false;
    double *beside = room_for(n), *tau = room_for(n), *reduced = padded_copy(n, n, a, upper);
    *done = reduced && tridiagonal(n, reduced, padded(n), value, beside, tau);
    if (*done && vectors) {
        double *work = room_for(room);
        int *iwork = mem_alloc((size_t)iroom * sizeof *iwork);
        blas_threads((double)n * n * n);
        stedc("I", &n, value, beside, a, &n, work, &room, iwork, &iroom, &info, 1);
        if (info == 0) /* what is below the first row */
            householder_apply(count - 1, count - 1, reduced + 1, padded(n), tau, count, a + 1, count);
        mem_free(work), mem_free(iwork);
    } else if (*done) {
        info = !tridiagonal_values(count, value, beside);
    }
    mem_free(beside), mem_free(tau), data_free(reduced);
    return info == 0;
}

/* Left and right as bidiagonal has them, which takes no more columns than rows: else they change places. */
bool blocks_svd(bool full, int64_t n, int64_t m, double *a, double *value, double *u, double *v, bool *done)
{
    Bdsdc *bdsdc;
    bool wide = n < m;
    int64_t least = wide ? n : m, most = wide ? m : n, u_columns = full ? n : least,
            v_rows = full ? m : least, step = padded(most), least_step = padded(least);
    int rows = (int)n, size = (int)least, lead = (int)v_rows, info = 0;
    *done = most < least * 11 / 6 && find("dbdsdc_", &bdsdc);
    if (!*done)
        return false;
    double *beside = room_for(least), *most_tau = room_for(least), *least_tau = room_for(least),
           *most_v = padded_copy(n, m, a, wide),
           *least_v = data_alloc((size_t)(least_step * least) * sizeof *least_v);
    *done = most_v && least_v &&
            bidiagonal(most, least, most_v, step, least_v, least_step, value, beside, most_tau, least_tau);
    if (*done) {
        double *conquer = room_for(3 * least * least + 4 * least), *turned = room_for(m * v_rows);
        int *iwork = mem_alloc(8 * (size_t)least * sizeof *iwork);
        memset(u, 0, (size_t)(n * u_columns) * sizeof *u);
        memset(v, 0, (size_t)(m * v_rows) * sizeof *v);
        for (int64_t i = least; i < u_columns; i++)
            u[i * n + i] = 1;
        for (int64_t i = least; i < v_rows; i++)
            v[i * v_rows + i] = 1;
        blas_threads((double)n * (double)m * (double)least);
        bdsdc(wide ? "L" : "U", "I", &size, value, beside, u, &rows, v, &lead, NULL, NULL, conquer, iwork,
              &info, 1, 1);
        turn(v_rows, m, v, m, turned);
        /* on the side with two diagonals reflections leave the first row alone */
        double *of_most = wide ? turned : u, *of_least = wide ? u : turned;
        householder_apply(most, least, most_v, step, most_tau, wide ? v_rows : u_columns, of_most, most);
        householder_apply(least - 1, least - 1, least_v + 1, least_step, least_tau, wide ? u_columns : v_rows,
                          of_least + 1, least);
        turn(m, v_rows, turned, v_rows, v);
        mem_free(conquer), mem_free(turned), mem_free(iwork);
    }
    mem_free(beside), mem_free(most_tau), mem_free(least_tau);
    data_free(most_v), data_free(least_v);
    return info == 0;
}
