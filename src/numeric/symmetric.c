#include "numeric/symmetric.h"

#include "base/memory.h"

#include <float.h>
#include <math.h>
#include <string.h>

static double hypotenuse(double x, double y) /* dlapy2 */
{
    double large = fmax(fabs(x), fabs(y)), small = fmin(fabs(x), fabs(y));
    return small == 0 ? large : large * sqrt(1 + small / large * (small / large));
}

static double inner(int64_t n, const double *x, const double *y)
{
    double sum = 0;
    for (int64_t i = 0; i < n; i++)
        sum = fma(x[i], y[i], sum);
    return sum;
}

/* to three diagonals (dsytd2) ---------------------------------------------------------------------------- */

/* (I - tau v v') x = beta e1, where v begins with 1: x becomes v, and *beta is told (dlarfg). */
static double reflector(int64_t n, double *x, double *beta)
{
    double largest = 0, sum = 0;
    for (int64_t i = 1; i < n; i++)
        largest = fmax(largest, fabs(x[i]));
    *beta = x[0];
    if (largest == 0)
        return 0;
    for (int64_t i = 1; i < n; i++)
        sum += x[i] / largest * (x[i] / largest);
    double first = x[0];
    *beta = -copysign(hypotenuse(first, largest * sqrt(sum)), first);
    for (int64_t i = 1; i < n; i++)
        x[i] *= 1 / (first - *beta);
    x[0] = 1;
    return (*beta - first) / *beta;
}

/* The diagonals d and e; below them in a stay the vectors of the reflections, with their tau. w: room for n.
 */
static void to_diagonals(int64_t n, double *a, double *d, double *e, double *tau, double *w)
{
    for (int64_t k = 0; k + 1 < n; k++) {
        int64_t m = n - k - 1;
        double *v = a + k * n + k + 1, *rest = a + (k + 1) * n + k + 1;
        tau[k] = reflector(m, v, &e[k]);
        if (tau[k] != 0) {
            for (int64_t i = 0; i < m; i++) {
                w[i] = 0;
                for (int64_t j = 0; j < m; j++)
                    w[i] = fma(i < j ? rest[i * n + j] : rest[j * n + i], v[j], w[i]);
                w[i] *= tau[k];
            }
            double half = -0.5 * tau[k] * inner(m, w, v);
            for (int64_t i = 0; i < m; i++)
                w[i] = fma(half, v[i], w[i]);
            for (int64_t j = 0; j < m; j++)
                for (int64_t i = j; i < m; i++)
                    rest[j * n + i] = fma(-v[j], w[i], fma(-w[j], v[i], rest[j * n + i]));
        }
        d[k] = a[k * n + k];
    }
    d[n - 1] = a[(n - 1) * n + n - 1];
}

/* The reflections, the last one first, of the columns of z (dormtr). */
static void reflect_back(int64_t n, const double *a, const double *tau, double *z)
{
    for (int64_t k = n - 2; k >= 0; k--) {
        const double *v = a + k * n + k + 1;
        for (int64_t j = 0; j < n && tau[k] != 0; j++) {
            double *x = z + j * n + k + 1, sum = -tau[k] * inner(n - k - 1, v, x);
            for (int64_t i = 0; i < n - k - 1; i++)
                x[i] = fma(sum, v[i], x[i]);
        }
    }
}

/* values and vectors of three diagonals (dsteqr) --------------------------------------------------------- */

typedef struct Diagonals {
    int64_t n;
    double *d, *e, *z; /* z: the vectors, which all rotations turn */
    double *c, *s;     /* a sweep's rotations, by the first of the two columns that each turns */
    int64_t left;      /* sweeps that may be made */
} Diagonals;

/* Columns j and j + 1 are turned by the rotation of j. */
static void turn(Diagonals *t, int64_t j)
{
    double *x = t->z + j * t->n, *y = x + t->n, c = t->c[j], s = t->s[j];
    for (int64_t i = 0; i < t->n && (c != 1 || s != 0); i++) {
        double other = y[i];
        y[i] = c * other - s * x[i];
        x[i] = s * other + c * x[i];
    }
}

/* The values of a b; b c, the larger size first, and the vector of the first (dlaev2). */
static void pair(double a, double b, double c, double value[2], double *cs, double *sn)
{
    double sum = a + c, difference = a - c, size = fabs(difference), twice = b + b, off = fabs(twice);
    double most = fabs(a) > fabs(c) ? a : c, least = fabs(a) > fabs(c) ? c : a;
    double root = size > off   ? size * sqrt(1 + off / size * (off / size))
                  : size < off ? off * sqrt(1 + size / off * (size / off))
                               : off * sqrt(2);
    int first = sum < 0 ? -1 : 1, second = difference >= 0 ? 1 : -1;
    value[0] = sum == 0 ? 0.5 * root : 0.5 * (sum + first * root);
    value[1] = sum == 0 ? -0.5 * root : most / value[0] * least - b / value[0] * b;
    double across = difference + second * root;
    if (fabs(across) > off) {
        double cotangent = -twice / across;
        *sn = 1 / sqrt(1 + cotangent * cotangent);
        *cs = cotangent * *sn;
    } else if (off == 0) {
        *cs = 1;
        *sn = 0;
    } else {
        double tangent = -across / twice;
        *cs = 1 / sqrt(1 + tangent * tangent);
        *sn = tangent * *cs;
    }
    if (first == second) {
        double tangent = *cs;
        *cs = -*sn;
        *sn = tangent;
    }
}

/* c f + s g = r, c g - s f = 0 (dlartg) */
static void rotation(double f, double g, double *c, double *s, double *r)
{
    if (g == 0) {
        *c = 1;
        *s = 0;
        *r = f;
    } else if (f == 0) {
        *c = 0;
        *s = copysign(1, g);
        *r = fabs(g);
    } else {
        double length = sqrt(f * f + g * g);
        *c = fabs(f) / length;
        *r = copysign(length, f);
        *s = g / *r;
    }
}

/* The block from `from` to `to`, which is coupled throughout: `step` 1 finds the values from the first on by
 * QL, step -1 from the last on by QR. */
static bool solve_block(Diagonals *t, int64_t from, int64_t to, int step)
{
    double *d = t->d, *e = t->e + (step < 0 ? -1 : 0); /* e[i] lies between i and i + step */
    int64_t l = step > 0 ? from : to, end = step > 0 ? to : from;
    while ((end - l) * step >= 0) {
        int64_t m = l;
        for (; m != end; m += step) {
            double size = fabs(e[m]) * fabs(e[m]);
            if (size <= DBL_EPSILON / 2 * (DBL_EPSILON / 2) * fabs(d[m]) * fabs(d[m + step]) + DBL_MIN)
                break;
        }
        if (m != end)
            e[m] = 0;
        if (m == l) {
            l += step;
            continue;
        }
        if (m == l + step) {
            int64_t first = step > 0 ? l : m;
            double value[2];
            pair(d[first], e[l], d[first + 1], value, &t->c[first], &t->s[first]);
            turn(t, first);
            d[first] = value[0];
            d[first + 1] = value[1];
            e[l] = 0;
            l += 2 * step;
            continue;
        }
        if (!t->left--)
            return false;
        double p = d[l], g = (d[l + step] - p) / (2 * e[l]), r = hypotenuse(g, 1), s = 1, c = 1;
        g = d[m] - p + e[l] / (g + copysign(r, g));
        p = 0;
        for (int64_t i = m - step; (i - l) * step >= 0; i -= step) {
            double f = s * e[i], b = c * e[i];
            rotation(g, f, &c, &s, &r);
            if (i != m - step)
                e[i + step] = r;
            g = d[i + step] - p;
            r = (d[i] - g) * s + 2 * c * b;
            p = s * r;
            d[i + step] = g + p;
            g = c * r - b;
            int64_t column = step > 0 ? i : i - 1;
            t->c[column] = c;
            t->s[column] = -s * step;
        }
        for (int64_t i = m - step; (i - l) * step >= 0; i -= step)
            turn(t, step > 0 ? i : i - 1);
        d[l] -= p;
        e[l] = g;
    }
    return true;
}

static bool solve_diagonals(Diagonals *t)
{
    const double *d = t->d;
    for (int64_t from = 0, to; from < t->n; from = to + 1) {
        for (to = from; to + 1 < t->n; to++)
            if (fabs(t->e[to]) <= sqrt(fabs(d[to])) * sqrt(fabs(d[to + 1])) * (DBL_EPSILON / 2)) {
                t->e[to] = 0;
                break;
            }
        if (to > from && !solve_block(t, from, to, fabs(d[to]) < fabs(d[from]) ? -1 : 1))
            return false;
    }
    return true;
}

static void sort_vectors(int64_t n, double *value, double *z)
{
    for (int64_t i = 0; i + 1 < n; i++) {
        int64_t least = i;
        for (int64_t j = i + 1; j < n; j++)
            if (value[j] < value[least])
                least = j;
        double other = value[least];
        value[least] = value[i];
        value[i] = other;
        for (int64_t k = 0; k < n && least != i; k++) {
            other = z[i * n + k];
            z[i * n + k] = z[least * n + k];
            z[least * n + k] = other;
        }
    }
}

bool symmetric_vectors(int64_t n, double *a, double *value)
{
    double largest = 0;
    for (int64_t j = 0; j < n; j++)
        for (int64_t i = j; i < n; i++)
            largest = !(fabs(a[j * n + i]) <= largest) ? fabs(a[j * n + i]) : largest;
    if (!(largest < 1e100) || (largest > 0 && largest < 1e-100))
        return false; /* LAPACK scales what is larger or smaller */
    double *room = mem_zeroed((size_t)(2 * n * n + 5 * n) * sizeof *room), *work = room + n * n,
           *e = work + n * n, *tau = e + n;
    memcpy(work, a, (size_t)(n * n) * sizeof *work);
    Diagonals t = { n, value, e, room, tau + n, tau + 2 * n, 30 * n };
    to_diagonals(n, work, value, e, tau, tau + 3 * n);
    for (int64_t i = 0; i < n; i++)
        room[i * n + i] = 1;
    bool done = solve_diagonals(&t);
    if (done) {
        sort_vectors(n, value, room);
        reflect_back(n, work, tau, room);
        memcpy(a, room, (size_t)(n * n) * sizeof *a);
    }
    mem_free(room);
    return done;
}
