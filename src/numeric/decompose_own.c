/* decompose_own.c: eigenvalues and factors without LAPACK, as Golub and Van Loan, "Matrix Computations" (4th
 * edition), have them; signs and lengths are those of LAPACK's working notes where they are a matter of
 * choice. */
#include "numeric/decompose_own.h"

#include "base/memory.h"
#include "numeric/finite.h"

#include "base/complex.h"
#include <float.h>
#include <math.h>
#include <string.h>

static double square(Element x) { return creal(x) * creal(x) + cimag(x) * cimag(x); }

static double length(int64_t n, const Element *x)
{
    double largest = 0, sum = 0;
    for (int64_t i = 0; i < n; i++)
        largest = fmax(largest, fmax(fabs(creal(x[i])), fabs(cimag(x[i]))));
    if (largest == 0)
        return 0;
    for (int64_t i = 0; i < n; i++)
        sum += square(x[i] / largest);
    return largest * sqrt(sum);
}

/* sum of conj(x[i]) y[i] */
static Element inner(int64_t n, const Element *x, const Element *y)
{
    Element sum = 0;
    for (int64_t i = 0; i < n; i++)
        sum += conj(x[i]) * y[i];
    return sum;
}

static void set_identity(int64_t n, int64_t columns, Element *a)
{
    memset(a, 0, (size_t)(n * columns) * sizeof *a);
    for (int64_t i = 0; i < n && i < columns; i++)
        a[i * n + i] = 1;
}

/* Householder's reflector (LAPACK's larfg): x becomes (1, v) but for its first element, which becomes beta,
 * with (I - tau v v')' x = beta e1. */
static Element reflector(int64_t n, Element *x)
{
    double rest = length(n - 1, x + 1), beta = -copysign(hypot(cabs(x[0]), rest), creal(x[0]));
    if (rest == 0 && cimag(x[0]) == 0)
        return 0;
    Element tau = (beta - x[0]) / beta, scale = 1 / (x[0] - beta);
    for (int64_t i = 1; i < n; i++)
        x[i] *= scale;
    x[0] = beta;
    return tau;
}

/* x -= tau v (v' x), where v begins with a 1 that is not stored. */
static void reflect(int64_t n, const Element *v, Element tau, Element *x)
{
    Element sum = tau * (x[0] + inner(n - 1, v + 1, x + 1));
    x[0] -= sum;
    for (int64_t i = 1; i < n; i++)
        x[i] -= sum * v[i];
}

/* orthogonal factors (5.2) ---------------------------------------------------------------------------------
 */

void own_qr(int64_t n, int64_t m, Element *a, Element *tau)
{
    for (int64_t j = 0; j < n && j < m; j++) {
        tau[j] = reflector(n - j, a + j * n + j);
        for (int64_t i = j + 1; i < m; i++)
            reflect(n - j, a + j * n + j, conj(tau[j]), a + i * n + j);
    }
}

void own_q(int64_t n, int64_t columns, int64_t k, Element *a, const Element *tau)
{
    Element *v = mem_alloc((size_t)(n * k + 1) * sizeof *v);
    memcpy(v, a, (size_t)(n * k) * sizeof *v);
    set_identity(n, columns, a);
    for (int64_t j = k - 1; j >= 0; j--)
        for (int64_t i = j; i < columns; i++)
            reflect(n - j, v + j * n + j, tau[j], a + i * n + j);
    mem_free(v);
}

/* eigenvalues of any matrix: Hessenberg form (7.4), then QR steps with shifts (7.5) to Schur's triangle -----
 */

static void to_hessenberg(int64_t n, Element *a, Element *q)
{
    Element *v = mem_alloc((size_t)n * sizeof *v);
    set_identity(n, n, q);
    for (int64_t k = 0; k + 2 < n; k++) {
        int64_t rows = n - k - 1;
        Element tau = reflector(rows, a + k * n + k + 1);
        memcpy(v, a + k * n + k + 1, (size_t)rows * sizeof *v);
        memset(a + k * n + k + 2, 0, (size_t)(rows - 1) * sizeof *a);
        v[0] = 1;
        for (int64_t j = k + 1; j < n; j++)
            reflect(rows, v, conj(tau), a + j * n + k + 1);
        for (int side = 0; side < 2; side++)
            for (int64_t i = 0; i < n; i++) { /* from the right, to a and to q */
                Element *row = (side ? q : a) + i, sum = 0;
                for (int64_t j = 0; j < rows; j++)
                    sum += row[(k + 1 + j) * n] * v[j];
                sum *= tau;
                for (int64_t j = 0; j < rows; j++)
                    row[(k + 1 + j) * n] -= sum * conj(v[j]);
            }
    }
    mem_free(v);
}

/* The eigenvalue of the last 2 by 2 block that is next to its corner (Wilkinson's shift). */
static Element shift_of(int64_t n, const Element *a, int64_t last, int step)
{
    Element p = a[(last - 1) * n + last - 1], q = a[last * n + last - 1], r = a[(last - 1) * n + last],
            s = a[last * n + last];
    if (step % 10 == 9) /* out of a circle */
        return s + cabs(r);
    Element half = (p - s) / 2, root = csqrt(half * half + q * r);
    if (creal(half) * creal(root) + cimag(half) * cimag(root) < 0)
        root = -root;
    return half + root == 0 ? s : s - q * r / (half + root);
}

typedef struct Rotation {
    double c;
    Element s;
} Rotation;

static void qr_step(int64_t n, Element *a, Element *q, int64_t first, int64_t last, Element shift,
                    Rotation *turn)
{
    for (int64_t k = first; k <= last; k++)
        a[k * n + k] -= shift;
    for (int64_t k = first; k < last; k++) {
        Element *x = a + k * n + k, y = x[1];
        double size = hypot(cabs(*x), cabs(y)), large = cabs(*x);
        Rotation r = { 1, 0 };
        if (size > 0) {
            r.c = large / size;
            r.s = (large > 0 ? *x / large : 1) * conj(y) / size;
        }
        turn[k] = r;
        for (int64_t j = k; j < n; j++) {
            Element up = a[j * n + k], low = a[j * n + k + 1];
            a[j * n + k] = r.c * up + r.s * low;
            a[j * n + k + 1] = r.c * low - conj(r.s) * up;
        }
        x[1] = 0;
    }
    for (int64_t k = first; k < last; k++) {
        Rotation r = turn[k];
        int64_t end = k + 1;
        for (int side = 0; side < 2; side++) {
            Element *left = (side ? q : a) + k * n, *right = left + n;
            for (int64_t i = 0; i <= (side ? n - 1 : end); i++) {
                Element l = left[i];
                left[i] = r.c * l + conj(r.s) * right[i];
                right[i] = r.c * right[i] - r.s * l;
            }
        }
    }
    for (int64_t k = first; k <= last; k++)
        a[k * n + k] += shift;
}

static bool to_triangle(int64_t n, Element *a, Element *q)
{
    Rotation *turn = mem_alloc((size_t)n * sizeof *turn);
    double norm = length(n * n, a);
    int64_t last = n - 1;
    int step = 0;
    while (last > 0 && step < 300) {
        int64_t first = last;
        for (; first > 0; first--) {
            double beside = cabs(a[(first - 1) * n + first - 1]) + cabs(a[first * n + first]);
            Element *below = a + (first - 1) * n + first;
            if (cabs(*below) <= DBL_EPSILON * (beside > 0 ? beside : norm)) {
                *below = 0;
                break;
            }
        }
        if (first == last) {
            last--;
            step = 0;
            continue;
        }
        qr_step(n, a, q, first, last, shift_of(n, a, last, step++), turn);
    }
    mem_free(turn);
    return last <= 0;
}

/* The vector of the k-th value of a triangle t (7.6.4), as a combination of the columns of q; length 1. */
static void triangle_vector(int64_t n, const Element *t, const Element *q, int64_t k, double norm, Element *x)
{
    Element *y = mem_zeroed((size_t)n * sizeof *y);
    double least = fmax(DBL_EPSILON * norm, DBL_MIN);
    y[k] = 1;
    for (int64_t i = k - 1; i >= 0; i--) {
        Element sum = 0, pivot = t[i * n + i] - t[k * n + k];
        for (int64_t j = i + 1; j <= k; j++)
            sum += t[j * n + i] * y[j];
        y[i] = -sum / (cabs(pivot) < least ? least : pivot);
    }
    for (int64_t i = 0; i < n; i++) {
        x[i] = 0;
        for (int64_t j = 0; j <= k; j++)
            x[i] += q[j * n + i] * y[j];
    }
    mem_free(y);
    double size = length(n, x);
    int64_t largest = 0;
    for (int64_t i = 0; i < n; i++) {
        x[i] /= size;
        if (cabs(x[i]) > cabs(x[largest]) * (1 + 1e-10))
            largest = i;
    }
    if (cimag(x[largest]) != 0) { /* the largest element is made real */
        Element turn = conj(x[largest]) / cabs(x[largest]);
        for (int64_t i = 0; i < n; i++)
            x[i] *= turn;
        x[largest] = creal(x[largest]);
    }
}

/* Values of a real matrix: those next to the real axis are real, the others are brought into pairs, the one
 * above the axis first. */
static void make_pairs(int64_t n, double norm, Element *value, Element *vector)
{
    double near_axis = 10 * (double)n * DBL_EPSILON * norm;
    for (int64_t i = 0; i < n; i++) {
        int64_t partner = -1;
        if (fabs(cimag(value[i])) > near_axis)
            for (int64_t j = i + 1; j < n; j++)
                if (fabs(cimag(value[j])) > near_axis &&
                    (partner < 0 || cabs(value[j] - conj(value[i])) < cabs(value[partner] - conj(value[i]))))
                    partner = j;
        if (partner < 0) {
            value[i] = creal(value[i]);
            for (int64_t j = 0; vector && j < n; j++)
                vector[i * n + j] = creal(vector[i * n + j]);
            continue;
        }
        if (cimag(value[i]) < 0 && vector)
            for (int64_t j = 0; j < n; j++)
                vector[i * n + j] = conj(vector[i * n + j]);
        Element upper = CMPLX(creal(value[i]), fabs(cimag(value[i])));
        value[partner] = value[i + 1];
        value[i] = upper;
        value[i + 1] = conj(upper);
        for (int64_t j = 0; vector && j < n; j++) {
            vector[partner * n + j] = vector[(i + 1) * n + j];
            vector[(i + 1) * n + j] = conj(vector[i * n + j]);
        }
        i++;
    }
}

bool own_eigen(bool of_real, int64_t n, Element *a, Element *value, Element *vector)
{
    if (!all_finite(2 * n * n, (const double *)a))
        return false;
    Element *q = mem_alloc((size_t)(n * n) * sizeof *q);
    double norm = length(n * n, a);
    to_hessenberg(n, a, q);
    bool done = to_triangle(n, a, q);
    for (int64_t i = 0; i < n; i++) {
        value[i] = a[i * n + i];
        if (vector && done)
            triangle_vector(n, a, q, i, norm, vector + i * n);
    }
    if (of_real && done)
        make_pairs(n, norm, value, vector);
    mem_free(q);
    return done;
}

/* eigenvalues of a Hermitian matrix: Jacobi's rotations (8.5) ----------------------------------------------
 */

/* Makes a[p][q] of the whole matrix a 0, and turns the columns of v along. */
static void jacobi_turn(int64_t n, Element *a, Element *v, int64_t p, int64_t q)
{
    Element off = a[q * n + p];
    double size = cabs(off), theta = (creal(a[q * n + q]) - creal(a[p * n + p])) / (2 * size);
    double t = copysign(1, theta) / (fabs(theta) + hypot(theta, 1)), c = 1 / hypot(t, 1);
    Element s = t * c * off / size;
    for (int side = 0; side < 2; side++) {
        Element *left = (side ? v : a) + p * n, *right = (side ? v : a) + q * n;
        for (int64_t i = 0; i < n; i++) {
            Element l = left[i], r = right[i];
            left[i] = c * l - conj(s) * r;
            right[i] = c * r + s * l;
        }
    }
    for (int64_t j = 0; j < n; j++) {
        Element up = a[j * n + p], low = a[j * n + q];
        a[j * n + p] = c * up - s * low;
        a[j * n + q] = c * low + conj(s) * up;
    }
    a[q * n + p] = a[p * n + q] = 0;
}

static void swap_columns(int64_t n, Element *a, int64_t i, int64_t j)
{
    for (int64_t k = 0; k < n; k++) {
        Element x = a[i * n + k];
        a[i * n + k] = a[j * n + k];
        a[j * n + k] = x;
    }
}

/* Sorts values with the columns that belong to them. */
static void sort_values(int64_t values, double *value, bool rising, int64_t n, Element *a, int64_t m,
                        Element *b)
{
    for (int64_t i = 0; i < values; i++) {
        int64_t best = i;
        for (int64_t j = i + 1; j < values; j++)
            if (rising ? value[j] < value[best] : value[j] > value[best])
                best = j;
        if (best == i)
            continue;
        double x = value[i];
        value[i] = value[best];
        value[best] = x;
        swap_columns(n, a, i, best);
        if (b)
            swap_columns(m, b, i, best);
    }
}

bool own_hermitian(bool upper, int64_t n, Element *a, double *value)
{
    enum { SWEEPS = 60 };
    if (n == 1) {
        *value = creal(*a);
        *a = 1;
        return true;
    }
    if (!all_finite(2 * n * n, (const double *)a)) {
        for (int64_t i = 0; i < n * n && n == 2; i++) /* two by two LAPACK does without repeating anything */
            a[i] = NAN;
        for (int64_t i = 0; i < n; i++)
            value[i] = NAN;
        return n == 2;
    }
    for (int64_t j = 0; j < n; j++) {
        a[j * n + j] = creal(a[j * n + j]);
        for (int64_t i = j + 1; i < n; i++) {
            if (upper)
                a[j * n + i] = conj(a[i * n + j]);
            else
                a[i * n + j] = conj(a[j * n + i]);
        }
    }
    Element *v = mem_alloc((size_t)(n * n) * sizeof *v);
    double norm = length(n * n, a);
    bool turned = true;
    set_identity(n, n, v);
    for (int sweep = 0; sweep < SWEEPS && turned; sweep++) {
        turned = false;
        for (int64_t p = 0; p < n; p++)
            for (int64_t q = p + 1; q < n; q++)
                if (cabs(a[q * n + p]) > DBL_EPSILON / 8 * norm) {
                    jacobi_turn(n, a, v, p, q);
                    turned = true;
                }
    }
    for (int64_t i = 0; i < n; i++)
        value[i] = creal(a[i * n + i]);
    sort_values(n, value, true, n, v, 0, NULL);
    for (int64_t j = 0; j < n; j++) { /* the last element that is not 0 is made positive */
        int64_t last = n - 1;
        while (last > 0 && cabs(v[j * n + last]) < 1e-14)
            last--;
        Element turn = conj(v[j * n + last]) / cabs(v[j * n + last]);
        for (int64_t i = 0; i < n; i++)
            a[j * n + i] = v[j * n + i] * turn;
    }
    mem_free(v);
    return !turned;
}

/* singular values: Jacobi's rotations from one side (8.6.3), Hestenes' way
 * ----------------------------------- */

/* Makes columns p and q of a (n rows) orthogonal; the columns of v (m rows) are turned along. False: they are
 * already, or one is so short that it is nothing but rounding. */
static bool hestenes_turn(int64_t n, Element *a, int64_t m, Element *v, int64_t p, int64_t q, double shortest)
{
    Element *left = a + p * n, *right = a + q * n, off = inner(n, left, right);
    double l2 = creal(inner(n, left, left)), r2 = creal(inner(n, right, right)), size = cabs(off);
    if (size == 0 || size <= 4 * DBL_EPSILON * sqrt(l2) * sqrt(r2) || sqrt(l2) <= shortest ||
        sqrt(r2) <= shortest)
        return false;
    double theta = (r2 - l2) / (2 * size), t = copysign(1, theta) / (fabs(theta) + hypot(theta, 1)),
           c = 1 / hypot(t, 1);
    Element s = t * c * off / size;
    for (int side = 0; side < 2; side++) {
        Element *x = side ? v + p * m : left, *y = side ? v + q * m : right;
        for (int64_t i = 0; i < (side ? m : n); i++) {
            Element l = x[i];
            x[i] = c * l - conj(s) * y[i];
            y[i] = c * y[i] + s * l;
        }
    }
    return true;
}

/* Columns from `known` on become orthogonal to those before them: each begins as the unit vector that is
 * farthest from their span. */
static void complete_columns(int64_t n, int64_t known, int64_t columns, Element *u)
{
    for (int64_t j = known; j < columns; j++) {
        Element *x = u + j * n;
        int64_t best = 0;
        double least = INFINITY;
        for (int64_t i = 0; i < n; i++) {
            double sum = 0;
            for (int64_t k = 0; k < j; k++)
                sum += square(u[k * n + i]);
            if (sum < least - 1e-12)
                least = sum, best = i;
        }
        memset(x, 0, (size_t)n * sizeof *x);
        x[best] = 1;
        for (int pass = 0; pass < 2; pass++)
            for (int64_t k = 0; k < j; k++) {
                Element along = inner(n, u + k * n, x);
                for (int64_t i = 0; i < n; i++)
                    x[i] -= along * u[k * n + i];
            }
        double size = length(n, x);
        for (int64_t i = 0; i < n; i++)
            x[i] /= size;
    }
}

/* The first element of a left vector is made negative, as Householder's reflections leave it, unless the
 * vector is one of the axes. */
static void choose_sign(int64_t n, Element *u, int64_t m, Element *v)
{
    int64_t first = -1, many = 0;
    for (int64_t i = 0; i < n; i++)
        if (cabs(u[i]) > 1e-14) {
            first = first < 0 ? i : first;
            many++;
        }
    if (first < 0)
        return;
    Element turn = (many > 1 ? -1 : 1) * conj(u[first]) / cabs(u[first]);
    for (int64_t i = 0; i < n; i++)
        u[i] *= turn;
    for (int64_t i = 0; i < m; i++)
        v[i] *= turn;
}

/* For n >= m: u is n by n or by m, v is m by m, its columns being the right vectors. */
static bool svd_tall(bool full, int64_t n, int64_t m, Element *a, double *value, Element *u, Element *v)
{
    enum { SWEEPS = 60 };
    bool turned = true;
    double shortest = DBL_EPSILON * length(n * m, a);
    set_identity(m, m, v);
    for (int sweep = 0; sweep < SWEEPS && turned; sweep++) {
        turned = false;
        for (int64_t p = 0; p < m; p++)
            for (int64_t q = p + 1; q < m; q++)
                turned = hestenes_turn(n, a, m, v, p, q, shortest) || turned;
    }
    for (int64_t j = 0; j < m; j++)
        value[j] = length(n, a + j * n);
    sort_values(m, value, false, n, a, m, v);
    int64_t known = 0;
    for (; known < m && value[known] > shortest; known++) {
        for (int64_t i = 0; i < n; i++)
            u[known * n + i] = a[known * n + i] / value[known];
        choose_sign(n, u + known * n, m, v + known * m);
    }
    complete_columns(n, known, full ? n : m, u);
    return !turned;
}

static void conjugate_transpose(int64_t n, int64_t m, const Element *from, Element *to)
{
    for (int64_t j = 0; j < m; j++)
        for (int64_t i = 0; i < n; i++)
            to[i * m + j] = conj(from[j * n + i]);
}

bool own_svd(bool full, int64_t n, int64_t m, Element *a, double *value, Element *u, Element *v)
{
    if (!all_finite(2 * n * m, (const double *)a))
        return false;
    int64_t least = n < m ? n : m, most = n < m ? m : n;
    Element *tall = mem_alloc((size_t)(most * (full ? most : least)) * sizeof *tall),
            *square_part = mem_alloc((size_t)(least * least) * sizeof *square_part);
    bool done;
    if (n >= m) {
        done = svd_tall(full, n, m, a, value, u, square_part);
        conjugate_transpose(m, m, square_part, v);
    } else {
        Element *turned = mem_alloc((size_t)(n * m) * sizeof *turned);
        conjugate_transpose(n, m, a, turned);
        done = svd_tall(full, m, n, turned, value, tall, u);
        conjugate_transpose(m, full ? m : n, tall, v);
        mem_free(turned);
    }
    mem_free(tall);
    mem_free(square_part);
    return done;
}

/* least squares (5.5): x is the sum over the singular values of v (u' b) / value
 * ------------------------------ */

bool own_least_squares(int64_t n, int64_t m, int64_t k, Element *a, Element *b, double rcond, double *value,
                       int64_t *rank)
{
    int64_t least = n < m ? n : m, most = n < m ? m : n;
    Element *u = mem_alloc((size_t)(n * least) * sizeof *u), *v = mem_alloc((size_t)(m * least) * sizeof *v),
            *x = mem_alloc((size_t)m * sizeof *x);
    bool done = own_svd(false, n, m, a, value, u, v);
    if (rcond < 0)
        rcond = DBL_EPSILON;
    *rank = 0;
    while (*rank < least && value[*rank] > rcond * value[0])
        ++*rank;
    for (int64_t j = 0; j < k && done; j++) {
        Element *side = b + j * most;
        memset(x, 0, (size_t)m * sizeof *x);
        for (int64_t i = 0; i < *rank; i++) {
            Element along = inner(n, u + i * n, side);
            for (int64_t p = 0; p < m; p++)
                x[p] += conj(v[p * least + i]) * (along / value[i]);
            for (int64_t p = 0; p < n; p++)
                side[p] -= along * u[i * n + p];
        }
        if (n > m) { /* what is left of b is as long as the rows below the solution are to be */
            double left = length(n, side);
            memset(side, 0, (size_t)n * sizeof *side);
            side[m] = left;
        }
        memcpy(side, x, (size_t)m * sizeof *x);
    }
    mem_free(u);
    mem_free(v);
    mem_free(x);
    return done;
}
