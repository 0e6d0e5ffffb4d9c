#include "numeric/linear.h"

#include "base/memory.h"
#include "numeric/blas.h"
#include "numeric/blocked.h"
#include "numeric/gauss.h"

#include "base/complex.h"
#include <limits.h>
#include <math.h>
#include <stddef.h>

typedef double _Complex Complex64; /* of 64-bit parts */

#define T            double
#define NAME(x)      x##_real
#define ABSOLUTE(x)  fabs(x)
#define CONJUGATE(x) (x)
#define SQUARE(x)    ((x) * (x))
#include "numeric/linear_loops.inc"
#undef T
#undef NAME
#undef ABSOLUTE
#undef CONJUGATE
#undef SQUARE

#define T            Complex64
#define NAME(x)      x##_complex
#define ABSOLUTE(x)  cabs(x)
#define CONJUGATE(x) conj(x)
#define SQUARE(x)    (creal(x) * creal(x) + cimag(x) * cimag(x))
#include "numeric/linear_loops.inc"

/* As LAPACK's izamax. */
static double pivot_size(Complex64 x) { return fabs(creal(x)) + fabs(cimag(x)); }

/* Gaussian elimination with partial pivoting, column by column (Golub and Van Loan, algorithm 3.4.1). */
static int64_t lu_complex(int64_t n, Complex64 *a, int64_t *swap)
{
    int64_t zero = 0;
    for (int64_t j = 0; j < n; j++) {
        Complex64 *column = a + j * n;
        int64_t pivot = j;
        for (int64_t i = j + 1; i < n; i++)
            if (pivot_size(column[i]) > pivot_size(column[pivot]))
                pivot = i;
        swap[j] = pivot;
        if (column[pivot] == 0) {
            zero = zero ? zero : j + 1;
            continue;
        }
        for (int64_t k = 0; k < n && pivot != j; k++) {
            Complex64 other = a[k * n + j];
            a[k * n + j] = a[k * n + pivot];
            a[k * n + pivot] = other;
        }
        Complex64 inverse = 1 / column[j];
        for (int64_t i = j + 1; i < n; i++)
            column[i] *= inverse;
        for (int64_t k = j + 1; k < n; k++) {
            Complex64 factor = a[k * n + j];
            for (int64_t i = j + 1; i < n && factor != 0; i++)
                a[k * n + i] -= column[i] * factor;
        }
    }
    return zero;
}

static void solve_complex(int64_t n, const Complex64 *lu, const int64_t *swap, int64_t m, Complex64 *b)
{
    for (; m-- > 0; b += n) {
        for (int64_t i = 0; i < n; i++) {
            Complex64 other = b[i];
            b[i] = b[swap[i]];
            b[swap[i]] = other;
        }
        for (int64_t j = 0; j < n; j++)
            for (int64_t i = j + 1; i < n; i++)
                b[i] -= lu[j * n + i] * b[j];
        for (int64_t j = n; j-- > 0;) {
            b[j] /= lu[j * n + j];
            for (int64_t i = 0; i < j; i++)
                b[i] -= lu[j * n + i] * b[j];
        }
    }
}

static bool cholesky_complex(int64_t n, Complex64 *a)
{
    for (int64_t j = 0; j < n; j++) {
        Complex64 *column = a + j * n;
        double d = creal(column[j]);
        for (int64_t k = 0; k < j; k++)
            d -= SQUARE(a[k * n + j]);
        if (d <= 0)
            return false;
        d = sqrt(d);
        column[j] = d;
        for (int64_t k = 0; k < j; k++) {
            Complex64 factor = conj(a[k * n + j]);
            for (int64_t i = j + 1; i < n; i++)
                column[i] -= a[k * n + i] * factor;
            column[k] = 0;
        }
        for (int64_t i = j + 1; i < n; i++)
            column[i] /= d;
    }
    return true;
}

/* LAPACK's functions: Fortran takes everything by address. */
typedef void Function(void);
typedef void Getrf(const int *m, const int *n, void *a, const int *lda, int *swap, int *info);
typedef void Getrs(const char *transposed, const int *n, const int *m, const void *a, const int *lda,
                   const int *swap, void *b, const int *ldb, int *info, size_t length);
typedef void Potrf(const char *half, const int *n, void *a, const int *lda, int *info, size_t length);
typedef void GesddReal(const char *job, const int *m, const int *n, void *a, const int *lda, double *s,
                       void *u, const int *ldu, void *v, const int *ldv, void *work, const int *room,
                       int *iwork, int *info, size_t length);
typedef void GesddComplex(const char *job, const int *m, const int *n, void *a, const int *lda, double *s,
                          void *u, const int *ldu, void *v, const int *ldv, void *work, const int *room,
                          double *rwork, int *iwork, int *info, size_t length);

/* A function of LAPACK's for large matrices; false if the own one is to do it. */
static bool find(bool large, int64_t n, bool z, const char *real_name, const char *complex_name,
                 void *function)
{
    void *found = large && n <= INT_MAX ? blas_function(z ? complex_name : real_name) : NULL;
    *(void **)function = found;
    return found;
}

int64_t linear_lu(bool z, int64_t n, void *a, int64_t *swap)
{
    if (!z)
        return n > LINEAR_OWN ? blocked_lu(n, a, swap) : gauss_lu(n, a, swap);
    Getrf *getrf;
    if (!find(n > LINEAR_OWN, n, z, NULL, "zgetrf_", &getrf))
        return lu_complex(n, a, swap);
    int size = (int)n, info = 0, *row = mem_alloc((size_t)n * sizeof *row);
    blas_threads((double)n * (double)n * (double)n);
    getrf(&size, &size, a, &size, row, &info);
    for (int64_t i = 0; i < n; i++)
        swap[i] = row[i] - 1;
    mem_free(row);
    return info > 0 ? info : 0;
}

void linear_solve(bool z, int64_t n, const void *lu, const int64_t *swap, int64_t m, void *b)
{
    if (!z) {
        if (n > LINEAR_OWN)
            blocked_solve(n, lu, swap, m, b);
        else
            gauss_solve(n, lu, swap, m, b);
        return;
    }
    Getrs *getrs;
    if (!find(n > LINEAR_OWN && m <= INT_MAX, n, z, NULL, "zgetrs_", &getrs)) {
        solve_complex(n, lu, swap, m, b);
        return;
    }
    int size = (int)n, columns = (int)m, info = 0, *row = mem_alloc((size_t)n * sizeof *row);
    for (int64_t i = 0; i < n; i++)
        row[i] = (int)swap[i] + 1;
    blas_threads((double)n * (double)n * (double)m);
    getrs("N", &size, &columns, lu, &size, row, b, &size, &info, 1);
    mem_free(row);
}

bool linear_cholesky(bool z, int64_t n, void *a)
{
    if (!z)
        return n > LINEAR_OWN ? blocked_cholesky(n, a) : gauss_cholesky(n, a);
    Potrf *potrf;
    if (!find(n > LINEAR_OWN, n, z, "", "zpotrf_", &potrf))
        return cholesky_complex(n, a);
    int size = (int)n, info = 0;
    blas_threads((double)n * (double)n * (double)n);
    potrf("L", &size, a, &size, &info, 1);
    for (int64_t j = 0; j < n; j++)
        for (int64_t i = 0; i < j; i++)
            ((Complex64 *)a)[j * n + i] = 0;
    return info == 0;
}

/* By LAPACK's divide and conquer. */
static bool singular_lapack(Function *gesdd, bool z, int rows, int columns, void *a, double *value)
{
    int least = rows < columns ? rows : columns, one = 1, room = -1, info = 0;
    int *iwork = mem_alloc(8 * (size_t)least * sizeof *iwork);
    double *rwork = mem_alloc(7 * (size_t)least * sizeof *rwork);
    double asked[2], *work = asked;
    for (int pass = 0; pass < 2 && info == 0; pass++) { /* the first one asks how much room it needs */
        if (z)
            ((GesddComplex *)gesdd)("N", &rows, &columns, a, &rows, value, NULL, &one, NULL, &one, work,
                                    &room, rwork, iwork, &info, 1);
        else
            ((GesddReal *)gesdd)("N", &rows, &columns, a, &rows, value, NULL, &one, NULL, &one, work, &room,
                                 iwork, &info, 1);
        if (pass == 0) {
            room = (int)asked[0];
            work = mem_alloc((size_t)room * (z ? 16 : 8));
        }
    }
    if (work != asked)
        mem_free(work);
    mem_free(iwork);
    mem_free(rwork);
    return info == 0;
}

static void transpose(bool z, int64_t n, int64_t m, const void *from, void *to)
{
    for (int64_t j = 0; j < m; j++)
        for (int64_t i = 0; i < n; i++) {
            if (z)
                ((Complex64 *)to)[i * m + j] = ((const Complex64 *)from)[j * n + i];
            else
                ((double *)to)[i * m + j] = ((const double *)from)[j * n + i];
        }
}

bool linear_singular(bool z, int64_t n, int64_t m, void *a, double *value)
{
    Function *gesdd;
    int64_t least = n < m ? n : m;
    if (!least)
        return true;
    bool infinite = false;
    for (int64_t i = 0; i < n * m * (z ? 2 : 1); i++) {
        if (isnan(((const double *)a)[i]))
            return false;
        infinite |= isinf(((const double *)a)[i]);
    }
    for (int64_t i = 0; i < least && infinite; i++)
        value[i] = NAN;
    if (infinite) /* as what LAPACK comes to */
        return true;
    if (!z && n == 2 && m == 2 && gauss_singular(a, value))
        return true;
    if (find(n <= INT_MAX && m <= INT_MAX, least, z, "dgesdd_", "zgesdd_", &gesdd)) {
        blas_threads((double)n * (double)m * (double)least);
        return singular_lapack(gesdd, z, (int)n, (int)m, a, value);
    }
    if (n >= m)
        return z ? singular_complex(n, m, a, value) : singular_real(n, m, a, value);
    void *turned = mem_alloc((size_t)(n * m) * (z ? 16 : 8));
    transpose(z, n, m, a, turned);
    bool found = z ? singular_complex(m, n, turned, value) : singular_real(m, n, turned, value);
    mem_free(turned);
    return found;
}
