#include "numeric/decompose_blocks.h"

#include "base/memory.h"
#include "numeric/blas.h"
#include "numeric/householder.h"
#include "numeric/transpose.h"

#include <limits.h>
#include <math.h>
#include <string.h>

enum { FROM = 256 };

/* LAPACK's functions: Fortran takes everything by address, and the lengths of texts at the end. */
typedef void Sytrd(const char *half, const int *n, double *a, const int *lda, double *d, double *e,
                   double *tau, double *work, const int *room, int *info, size_t);
typedef void Stedc(const char *job, const int *n, double *d, double *e, double *z, const int *ldz,
                   double *work, const int *room, int *iwork, const int *iroom, int *info, size_t);
typedef void Gebrd(const int *n, const int *m, double *a, const int *lda, double *d, double *e, double *tauq,
                   double *taup, double *work, const int *room, int *info);
typedef void Bdsdc(const char *half, const char *job, const int *n, double *d, double *e, double *u,
                   const int *ldu, double *v, const int *ldv, double *q, int *iq, double *work, int *iwork,
                   int *info, size_t, size_t);

static bool find(const char *name, void *function)
{
    void *found = blas_function(name);
    *(void **)function = found;
    return found;
}

bool blocks_fit(int64_t least, int64_t count, const double *a)
{
    double largest = 0;
    if (least < FROM || count > INT_MAX / 2) /* their work takes somewhat more than n n */
        return false;
    for (int64_t i = 0; i < count; i++) {
        if (!isfinite(a[i]))
            return false;
        largest = fmax(largest, fabs(a[i]));
    }
    return largest > 0x1p-400 && largest < 0x1p400;
}

static double *room_for(int64_t count) { return mem_alloc((size_t)count * sizeof(double)); }

bool blocks_symmetric(int64_t count, double *a, double *value, bool *done)
{
    Sytrd *sytrd;
    Stedc *stedc;
    int n = (int)count, room = 1 + 4 * n + n * n, iroom = 3 + 5 * n, info;
    *done = find("dsytrd_", &sytrd) && find("dstedc_", &stedc);
    if (!*done)
        return false;
    double *beside = room_for(n), *tau = room_for(n), *z = room_for(count * count), *work = room_for(room);
    int *iwork = mem_alloc((size_t)iroom * sizeof *iwork);
    blas_threads((double)n * n * n);
    sytrd("L", &n, a, &n, value, beside, tau, work, &room, &info, 1);
    stedc("I", &n, value, beside, z, &n, work, &room, iwork, &iroom, &info, 1);
    if (info == 0) { /* what is below the first row */
        householder_apply(count - 1, count - 1, a + 1, count, tau, count, z + 1, count);
        memcpy(a, z, (size_t)(count * count) * sizeof *a);
    }
    mem_free(beside), mem_free(tau), mem_free(z), mem_free(work), mem_free(iwork);
    return info == 0;
}

/* A copy of a (n by m) with its axes exchanged. */
static double *turn(int64_t n, int64_t m, const double *a, double *to)
{
    enum { SQUARE = 32 };
    for (int64_t j = 0; j < m; j += SQUARE)
        for (int64_t i = 0; i < n; i += SQUARE)
            transpose_8((const char *)(a + j * n + i), n * 8, (char *)(to + i * m + j), m * 8,
                        m - j < SQUARE ? m - j : SQUARE, n - i < SQUARE ? n - i : SQUARE);
    return to;
}

bool blocks_svd(bool full, int64_t n, int64_t m, double *a, double *value, double *u, double *v, bool *done)
{
    Gebrd *gebrd;
    Bdsdc *bdsdc;
    int64_t least = n < m ? n : m, u_columns = full ? n : least, v_rows = full ? m : least;
    int rows = (int)n, columns = (int)m, size = (int)least, lead = (int)v_rows, room = 64 * (rows + columns),
        info;
    *done = (n < m ? m : n) < least * 11 / 6 && find("dgebrd_", &gebrd) && find("dbdsdc_", &bdsdc);
    if (!*done)
        return false;
    double *beside = room_for(least), *left = room_for(least), *right = room_for(least),
           *work = room_for(room), *conquer = room_for(3 * least * least + 4 * least),
           *turned = room_for(n * m), *v_turned = room_for(m * v_rows);
    int *iwork = mem_alloc(8 * (size_t)least * sizeof *iwork);
    blas_threads((double)n * (double)m * (double)least);
    gebrd(&rows, &columns, a, &rows, value, beside, left, right, work, &room, &info);
    memset(u, 0, (size_t)(n * u_columns) * sizeof *u);
    memset(v, 0, (size_t)(m * v_rows) * sizeof *v);
    for (int64_t i = least; i < u_columns; i++)
        u[i * n + i] = 1;
    for (int64_t i = least; i < v_rows; i++)
        v[i * v_rows + i] = 1;
    bdsdc(n >= m ? "U" : "L", "I", &size, value, beside, u, &rows, v, &lead, NULL, NULL, conquer, iwork,
          &info, 1, 1);
    if (info == 0) {
        /* on the side with two diagonals reflections leave the first row alone */
        int64_t skip_u = n < m, skip_v = n >= m;
        householder_apply(n - skip_u, least - skip_u, a + skip_u, n, left, u_columns, u + skip_u, n);
        turn(n, m, a, turned);
        turn(v_rows, m, v, v_turned);
        householder_apply(m - skip_v, least - skip_v, turned + skip_v, m, right, v_rows, v_turned + skip_v,
                          m);
        turn(m, v_rows, v_turned, v);
    }
    mem_free(beside), mem_free(left), mem_free(right), mem_free(work), mem_free(conquer);
    mem_free(turned), mem_free(v_turned), mem_free(iwork);
    return info == 0;
}
