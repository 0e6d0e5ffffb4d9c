#include "numeric/decompose.h"

#include "base/memory.h"
#include "numeric/blas.h"
#include "numeric/decompose_blocks.h"
#include "numeric/decompose_own.h"
#include "numeric/finite.h"
#include "numeric/householder.h"
#include "numeric/pairs.h"
#include "numeric/symmetric.h"

#include "base/complex.h"
#include <limits.h>
#include <math.h>
#include <string.h>

enum { BLOCKS_FROM = 128 }; /* reflections that are faster by our own blocks */

/* LAPACK's functions: Fortran takes everything by address, and the lengths of texts at the end. */
typedef void GeevReal(const char *left, const char *right, const int *n, void *a, const int *lda, double *re,
                      double *im, void *vl, const int *ldvl, void *vr, const int *ldvr, void *work,
                      const int *room, int *info, size_t, size_t);
typedef void GeevComplex(const char *left, const char *right, const int *n, void *a, const int *lda,
                         void *value, void *vl, const int *ldvl, void *vr, const int *ldvr, void *work,
                         const int *room, double *rwork, int *info, size_t, size_t);
typedef void SyevdReal(const char *job, const char *half, const int *n, void *a, const int *lda,
                       double *value, void *work, const int *room, int *iwork, const int *iroom, int *info,
                       size_t, size_t);
typedef void HeevdComplex(const char *job, const char *half, const int *n, void *a, const int *lda,
                          double *value, void *work, const int *room, double *rwork, const int *rroom,
                          int *iwork, const int *iroom, int *info, size_t, size_t);
typedef void Geqrf(const int *n, const int *m, void *a, const int *lda, void *tau, void *work,
                   const int *room, int *info);
typedef void Orgqr(const int *n, const int *m, const int *k, void *a, const int *lda, const void *tau,
                   void *work, const int *room, int *info);
typedef void GesddReal(const char *job, const int *n, const int *m, void *a, const int *lda, double *s,
                       void *u, const int *ldu, void *v, const int *ldv, void *work, const int *room,
                       int *iwork, int *info, size_t);
typedef void GesddComplex(const char *job, const int *n, const int *m, void *a, const int *lda, double *s,
                          void *u, const int *ldu, void *v, const int *ldv, void *work, const int *room,
                          double *rwork, int *iwork, int *info, size_t);
typedef void GelsdReal(const int *n, const int *m, const int *k, void *a, const int *lda, void *b,
                       const int *ldb, double *s, const double *rcond, int *rank, void *work, const int *room,
                       int *iwork, int *info);
typedef void GelsdComplex(const int *n, const int *m, const int *k, void *a, const int *lda, void *b,
                          const int *ldb, double *s, const double *rcond, int *rank, void *work,
                          const int *room, double *rwork, int *iwork, int *info);

/* One of LAPACK's functions; false if our own is to do it. `work` is about how many multiplications it takes.
 */
static bool find(bool z, const char *real_name, const char *complex_name, int64_t n, int64_t m,
                 void *function)
{
    void *found = n <= INT_MAX && m <= INT_MAX ? blas_function(z ? complex_name : real_name) : NULL;
    *(void **)function = found;
    if (found)
        blas_threads((double)n * (double)m * (double)(n < m ? n : m));
    return found;
}

/* Room for LAPACK's work; each function is called twice, first to ask how much it wants. */
typedef struct Work {
    int room, rroom, iroom; /* -1 while asking */
    Element asked, *work;
    double rasked, *rwork;
    int iasked, *iwork;
} Work;

static void work_ask(Work *w)
{
    w->room = w->rroom = w->iroom = -1;
    w->work = &w->asked;
    w->rwork = &w->rasked;
    w->iwork = &w->iasked;
    w->asked = w->rasked = w->iasked = 1;
}

static void work_have(Work *w, int64_t least_r, int64_t least_i)
{
    w->room = (int)creal(w->asked);
    w->rroom = (int)(w->rasked > (double)least_r ? w->rasked : (double)least_r);
    w->iroom = (int)(w->iasked > least_i ? w->iasked : least_i);
    w->work = mem_alloc((size_t)(w->room + 1) * sizeof *w->work);
    w->rwork = mem_alloc((size_t)(w->rroom + 1) * sizeof *w->rwork);
    w->iwork = mem_alloc((size_t)(w->iroom + 1) * sizeof *w->iwork);
}

static void work_free(Work *w)
{
    mem_free(w->work);
    mem_free(w->rwork);
    mem_free(w->iwork);
}

/* For the own algorithms: a copy as complex numbers, and back. */
static Element *widen(bool z, int64_t count, const void *from)
{
    Element *to = mem_alloc((size_t)(count + 1) * sizeof *to);
    if (z)
        memcpy(to, from, (size_t)count * sizeof *to);
    else
        for (int64_t i = 0; i < count; i++)
            to[i] = ((const double *)from)[i];
    return to;
}

static void narrow(bool z, int64_t count, Element *from, void *to)
{
    if (z)
        memcpy(to, from, (size_t)count * sizeof *from);
    else
        for (int64_t i = 0; i < count; i++)
            ((double *)to)[i] = creal(from[i]);
    mem_free(from);
}

/* eigenvalues ----------------------------------------------------------------------------------------------
 */

/* LAPACK keeps a pair of conjugate vectors as two real columns, the first's real and imaginary parts. */
static void unpack_vectors(int64_t n, const Element *value, const double *packed, Element *vector)
{
    for (int64_t j = 0; j < n; j++, packed += n, vector += n) {
        bool pair = cimag(value[j]) != 0 && j + 1 < n;
        for (int64_t i = 0; i < n; i++) {
            double im = pair ? packed[n + i] : 0;
            vector[i] = CMPLX(packed[i], im);
            if (pair)
                vector[n + i] = CMPLX(packed[i], -im);
        }
        if (pair)
            j++, packed += n, vector += n;
    }
}

static bool eigen_real(GeevReal *geev, int64_t count, void *a, Element *value, Element *vector)
{
    int n = (int)count, one = 1, lead = vector ? n : 1, info = 0;
    double *part = mem_alloc(2 * (size_t)n * sizeof *part);
    double *packed = vector ? mem_alloc((size_t)count * (size_t)count * sizeof *packed) : NULL;
    Work w;
    work_ask(&w);
    for (int pass = 0; pass < 2 && info == 0; pass++) {
        if (pass)
            work_have(&w, 0, 0);
        geev("N", vector ? "V" : "N", &n, a, &n, part, part + n, NULL, &one, packed, &lead, w.work, &w.room,
             &info, 1, 1);
    }
    if (w.work != &w.asked)
        work_free(&w);
    for (int i = 0; i < n; i++)
        value[i] = CMPLX(part[i], part[n + i]);
    if (vector)
        unpack_vectors(n, value, packed, vector);
    mem_free(part);
    mem_free(packed);
    return info == 0;
}

static bool eigen_complex(GeevComplex *geev, int64_t count, void *a, Element *value, Element *vector)
{
    int n = (int)count, one = 1, lead = vector ? n : 1, info = 0;
    double *rwork = mem_alloc(2 * (size_t)n * sizeof *rwork);
    Work w;
    work_ask(&w);
    for (int pass = 0; pass < 2 && info == 0; pass++) {
        if (pass)
            work_have(&w, 0, 0);
        geev("N", vector ? "V" : "N", &n, a, &n, value, NULL, &one, vector, &lead, w.work, &w.room, rwork,
             &info, 1, 1);
    }
    if (w.work != &w.asked)
        work_free(&w);
    mem_free(rwork);
    return info == 0;
}

bool decompose_eigen(bool z, int64_t n, void *a, Element *value, Element *vector)
{
    void *geev;
    if (find(z, "dgeev_", "zgeev_", n, n, &geev))
        return z ? eigen_complex(*(GeevComplex **)(void *)&geev, n, a, value, vector)
                 : eigen_real(*(GeevReal **)(void *)&geev, n, a, value, vector);
    double pair[2], vectors[4];
    if (!z && n == 2 && all_finite(4, a) && pair_eigen(a, pair, vectors)) {
        for (int i = 0; i < 4; i++) {
            value[i / 2] = pair[i / 2];
            if (vector)
                vector[i] = vectors[i];
        }
        return true;
    }
    Element *copy = widen(z, n * n, a);
    bool done = own_eigen(!z, n, copy, value, vector);
    mem_free(copy);
    return done;
}

bool decompose_hermitian(bool z, bool upper, bool vectors, int64_t count, void *a, double *value)
{
    void *found;
    bool done = false;
    if (!z && blocks_fit(count, count * count, a)) {
        bool found_all = blocks_symmetric(count, upper, vectors, a, value, &done);
        if (done)
            return found_all;
    }
    if (!find(z, "dsyevd_", "zheevd_", count, count, &found)) {
        if (!z && !upper && symmetric_vectors(count, a, value))
            return true;
        Element *copy = widen(z, count * count, a);
        done = own_hermitian(upper, count, copy, value);
        narrow(z, count * count, copy, a);
        return done;
    }
    int n = (int)count, info = 0;
    const char *job = vectors ? "V" : "N", *half = upper ? "U" : "L";
    Work w;
    work_ask(&w);
    for (int pass = 0; pass < 2 && info == 0; pass++) {
        if (pass)
            work_have(&w, 0, 0);
        if (z)
            (*(HeevdComplex **)(void *)&found)(job, half, &n, a, &n, value, w.work, &w.room, w.rwork,
                                               &w.rroom, w.iwork, &w.iroom, &info, 1, 1);
        else
            (*(SyevdReal **)(void *)&found)(job, half, &n, a, &n, value, w.work, &w.room, w.iwork, &w.iroom,
                                            &info, 1, 1);
    }
    if (w.work != &w.asked)
        work_free(&w);
    return info == 0;
}

/* orthogonal factors ---------------------------------------------------------------------------------------
 */

void decompose_qr(bool z, int64_t rows, int64_t columns, void *a, void *tau, const volatile int *stop)
{
    Geqrf *geqrf;
    int64_t least = rows < columns ? rows : columns;
    if (!z && least >= BLOCKS_FROM && all_finite(rows * columns, a)) {
        householder_qr(rows, columns, a, tau, stop);
        return;
    }
    if (!find(z, "dgeqrf_", "zgeqrf_", rows, columns, &geqrf)) {
        Element *copy = widen(z, rows * columns, a), *factor = mem_alloc((size_t)least * sizeof *factor);
        own_qr(rows, columns, copy, factor);
        narrow(z, rows * columns, copy, a);
        narrow(z, least, factor, tau);
        return;
    }
    int n = (int)rows, m = (int)columns, info = 0;
    Work w;
    work_ask(&w);
    geqrf(&n, &m, a, &n, tau, w.work, &w.room, &info);
    work_have(&w, 0, 0);
    geqrf(&n, &m, a, &n, tau, w.work, &w.room, &info);
    work_free(&w);
}

static void make_q(bool z, int64_t rows, int64_t columns, int64_t reflectors, void *a, const void *tau,
                   const volatile int *stop)
{
    Orgqr *orgqr;
    if (!z && reflectors >= BLOCKS_FROM && all_finite(rows * reflectors, a) && all_finite(reflectors, tau)) {
        householder_q(rows, columns, reflectors, a, tau, stop);
        return;
    }
    if (!find(z, "dorgqr_", "zungqr_", rows, columns, &orgqr)) {
        Element *copy = widen(z, rows * columns, a), *factor = widen(z, reflectors, tau);
        own_q(rows, columns, reflectors, copy, factor);
        narrow(z, rows * columns, copy, a);
        mem_free(factor);
        return;
    }
    int n = (int)rows, m = (int)columns, k = (int)reflectors, info = 0;
    Work w;
    work_ask(&w);
    orgqr(&n, &m, &k, a, &n, tau, w.work, &w.room, &info);
    work_have(&w, 0, 0);
    orgqr(&n, &m, &k, a, &n, tau, w.work, &w.room, &info);
    work_free(&w);
}

/* How many reflections at the beginning leave everything as it is: those of an upper triangle. */
static int64_t idle_reflections(bool z, int64_t reflectors, const double *tau)
{
    int64_t idle = 0;
    while (!z && idle < reflectors && tau[idle] == 0)
        idle++;
    return idle;
}

/* Below the diagonal their columns are -tau v, zeros whose signs LAPACK's libraries keep or not: as NumPy's
 * does, they are kept. */
void decompose_q(bool z, int64_t rows, int64_t columns, int64_t reflectors, void *a, const void *tau,
                 const volatile int *stop)
{
    int64_t idle = idle_reflections(z, reflectors, tau);
    double *q = a, *v = idle ? mem_alloc((size_t)(rows * idle) * sizeof *v) : NULL;
    if (idle)
        memcpy(v, q, (size_t)(rows * idle) * sizeof *v);
    make_q(z, rows, columns, reflectors, a, tau, stop);
    for (int64_t j = 0; j < idle; j++)
        for (int64_t i = j + 1; i < rows; i++)
            q[j * rows + i] = -((const double *)tau)[j] * v[j * rows + i];
    mem_free(v);
}

/* singular values ------------------------------------------------------------------------------------------
 */

static bool svd_own(bool z, bool full, int64_t n, int64_t m, const void *a, double *value, void *u, void *v)
{
    int64_t least = n < m ? n : m, left = n * (full ? n : least), right = m * (full ? m : least);
    Element *copy = widen(z, n * m, a), *own_u = mem_alloc((size_t)left * sizeof *own_u),
            *own_v = mem_alloc((size_t)right * sizeof *own_v);
    bool done = own_svd(full, n, m, copy, value, own_u, own_v);
    mem_free(copy);
    narrow(z, left, own_u, u);
    narrow(z, right, own_v, v);
    return done;
}

bool decompose_svd(bool z, bool full, int64_t rows, int64_t columns, void *a, double *value, void *u, void *v)
{
    void *found;
    bool done = false;
    if (!z && rows == 2 && columns == 2 && all_finite(4, a) && pair_svd(a, u, value, v))
        return true;
    if (!z && blocks_fit(rows < columns ? rows : columns, rows * columns, a)) {
        bool found_all = blocks_svd(full, rows, columns, a, value, u, v, &done);
        if (done)
            return found_all;
    }
    if (!find(z, "dgesdd_", "zgesdd_", rows, columns, &found))
        return svd_own(z, full, rows, columns, a, value, u, v);
    int n = (int)rows, m = (int)columns, least = n < m ? n : m, most = n < m ? m : n, lead = full ? m : least,
        info = 0;
    const char *job = full ? "A" : "S";
    int64_t room = 5 * (int64_t)least * least + 5 * least,
            other = 2 * (int64_t)most * least + 2 * (int64_t)least * least;
    Work w;
    work_ask(&w);
    for (int pass = 0; pass < 2 && info == 0; pass++) {
        if (pass)
            work_have(&w, z ? (room > other + least ? room : other + least) : 0, 8 * (int64_t)least);
        if (z)
            (*(GesddComplex **)(void *)&found)(job, &n, &m, a, &n, value, u, &n, v, &lead, w.work, &w.room,
                                               w.rwork, w.iwork, &info, 1);
        else
            (*(GesddReal **)(void *)&found)(job, &n, &m, a, &n, value, u, &n, v, &lead, w.work, &w.room,
                                            w.iwork, &info, 1);
    }
    if (w.work != &w.asked)
        work_free(&w);
    return info == 0;
}

/* least squares --------------------------------------------------------------------------------------------
 */

bool decompose_least_squares(bool z, int64_t rows, int64_t columns, int64_t sides, void *a, void *b,
                             double rcond, double *value, int64_t *rank)
{
    void *found;
    int64_t most = rows < columns ? columns : rows;
    if (!all_finite(rows * columns * (z ? 2 : 1),
                    a)) /* an illegal value to LAPACK, and some end the program */
        return false;
    if (!find(z, "dgelsd_", "zgelsd_", rows, columns, &found) || sides > INT_MAX) {
        Element *copy = widen(z, rows * columns, a), *right = widen(z, most * sides, b);
        bool done = own_least_squares(rows, columns, sides, copy, right, rcond, value, rank);
        mem_free(copy);
        narrow(z, most * sides, right, b);
        return done;
    }
    int n = (int)rows, m = (int)columns, k = (int)sides, lead = (int)most, info = 0, found_rank = 0;
    Work w;
    work_ask(&w);
    for (int pass = 0; pass < 2 && info == 0; pass++) {
        if (pass)
            work_have(&w, 0, 0);
        if (z)
            (*(GelsdComplex **)(void *)&found)(&n, &m, &k, a, &n, b, &lead, value, &rcond, &found_rank,
                                               w.work, &w.room, w.rwork, w.iwork, &info);
        else
            (*(GelsdReal **)(void *)&found)(&n, &m, &k, a, &n, b, &lead, value, &rcond, &found_rank, w.work,
                                            &w.room, w.iwork, &info);
    }
    if (w.work != &w.asked)
        work_free(&w);
    *rank = found_rank;
    return info == 0;
}
