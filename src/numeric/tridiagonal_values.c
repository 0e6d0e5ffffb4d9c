/* tridiagonal_values.c: eigenvalues of symmetric tridiagonal matrices; declared in tridiagonal.h. */
#include "numeric/sort.h"
#include "numeric/tridiagonal.h"

#include <float.h>
#include <math.h>

enum { SWEEPS = 30 }; /* for each value, at most */

/* Here e holds the squares of the elements beside the diagonal. */
static bool is_small(double e, double d, double after)
{
    return e <= DBL_EPSILON / 2 * (DBL_EPSILON / 2) * fabs(d * after);
}

static void exchange(double *x, double *y)
{
    double kept = *x;
    *x = *y;
    *y = kept;
}

/* The values of a matrix of two rows, of which the larger is found first. */
static void two_values(double *x, double e, double *y)
{
    double sum = *x + *y, root = hypot(*x - *y, 2 * sqrt(e)), large = fabs(*x) > fabs(*y) ? *x : *y,
           small = large == *x ? *y : *x, first = (sum < 0 ? sum - root : sum + root) / 2;
    *y = first == 0 ? 0 : sum == 0 ? -first : large / first * small - e / first;
    *x = first;
}

/* One sweep from place `last` to `first`, which makes e[first] smaller. Each step waits for the p of the one
 * before it; of the divisions on that way, two follow each other in LAPACK's dsterf and one does here. */
static void sweep(int64_t first, int64_t last, double *d, double *e)
{
    double root = sqrt(e[first]), half = (d[first + 1] - d[first]) / (2 * root),
           shift = d[first] - root / (half + copysign(hypot(half, 1), half)), c = 1, s = 0,
           gamma = d[last] - shift, p = gamma * gamma;
    for (int64_t i = last - 1; i >= first; i--) {
        double square = e[i], r = p + square, step = d[i] - shift, next = (p * step - square * gamma) / r,
               inverse = r / p, old_c = c;
        if (i < last - 1)
            e[i + 1] = s * r;
        c = p / r;
        s = square / r;
        d[i + 1] = gamma + (d[i] - next);
        gamma = next;
        p = c != 0 ? gamma * gamma * inverse : old_c * square;
    }
    e[first] = s * p;
    d[first] = shift + gamma;
}

/* A part that hangs together, from `first` to `last`; false: it takes too many sweeps. */
static bool find_values(int64_t first, int64_t last, double *d, double *e)
{
    int64_t sweeps = SWEEPS * (last - first + 1);
    if (fabs(d[last]) < fabs(d[first])) { /* small elements are found at the beginning */
        for (int64_t i = first, j = last; i < j; i++, j--)
            exchange(d + i, d + j);
        for (int64_t i = first, j = last - 1; i < j; i++, j--)
            exchange(e + i, e + j);
    }
    while (first < last) {
        int64_t end = first;
        while (end < last && !is_small(e[end], d[end], d[end + 1]))
            end++;
        if (end < last)
            e[end] = 0;
        if (end == first) {
            first++;
        } else if (end == first + 1) {
            two_values(d + first, e[first], d + end);
            first += 2;
        } else if (sweeps-- == 0) {
            return false;
        } else {
            sweep(first, end, d, e);
        }
    }
    return true;
}

bool tridiagonal_values(int64_t n, double *d, double *e)
{
    double largest = 0;
    int exponent;
    for (int64_t i = 0; i < n; i++)
        largest = fmax(largest, fmax(fabs(d[i]), i < n - 1 ? fabs(e[i]) : 0));
    frexp(largest, &exponent);
    for (int64_t i = 0; i < n; i++)
        d[i] = ldexp(d[i], -exponent);
    for (int64_t i = 0; i < n - 1; i++) {
        e[i] = ldexp(e[i], -exponent);
        e[i] *= e[i];
    }
    bool found = true;
    for (int64_t first = 0, last; first < n && found; first = last + 1) {
        for (last = first; last < n - 1 && !is_small(e[last], d[last], d[last + 1]);)
            last++;
        found = find_values(first, last, d, e);
    }
    for (int64_t i = 0; i < n; i++)
        d[i] = ldexp(d[i], exponent);
    return found && sort_values(SORT_F8, d, n);
}
