#include "numeric/pairs.h"

#include <float.h>
#include <math.h>

static double hypotenuse(double x, double y) /* as LAPACK rounds it */
{
    double large = fmax(fabs(x), fabs(y)), small = fmin(fabs(x), fabs(y));
    return small == 0 ? large : large * sqrt(1 + small / large * (small / large));
}

/* eigenvalues -------------------------------------------------------------------------------------------- */

/* The matrix a, b; c, d is turned to triangular form by the eigenvector (z, c) of the value d + z, where z is
 * the larger of the two in size; one that is triangular below by exchanging its rows and columns. */
bool pair_eigen(const double m[4], double value[2], double vector[4])
{
    double a = m[0], c = m[1], b = m[2], d = m[3], p = (a - d) / 2, cs = 1, sn = 0, above = b;
    bool turned = b == 0;
    if ((b == 0 && c == 0) || ((b == 0 || c == 0) && a == d))
        return false;
    value[0] = turned ? d : a;
    value[1] = turned ? a : d;
    if (turned) {
        above = c;
    } else if (c != 0) {
        double most = fmax(fabs(b), fabs(c)), least = copysign(fmin(fabs(b), fabs(c)), b * c);
        double scale = fmax(fabs(p), most), square = p / scale * p + most / scale * least;
        if (square < 4 * DBL_EPSILON)
            return false;
        double z = p + copysign(sqrt(scale) * sqrt(square), p), length = hypotenuse(c, z);
        cs = z / length;
        sn = c / length;
        value[0] = d + z;
        value[1] = d - most / z * least;
        above = b - c;
    }
    double x = -above / (value[0] - value[1]), v[2] = { cs * x - sn, sn * x + cs },
           length = hypot(v[0], v[1]);
    vector[turned] = cs;
    vector[!turned] = sn;
    vector[2 + turned] = v[0] / length;
    vector[2 + !turned] = v[1] / length;
    return true;
}

/* singular values ---------------------------------------------------------------------------------------- */

/* Those of f, g; 0, h with their rotations; what they turn f, g; 0, h into has signs (LAPACK's dlasv2). */
typedef struct Turned {
    double most, least;
    double left_cos, left_sin, right_cos, right_sin;
} Turned;

static double sign(double x) { return copysign(1, x); }

static Turned turn(double f, double g, double h)
{
    bool swapped = fabs(h) > fabs(f);
    double top = swapped ? h : f, low = swapped ? f : h, fa = fabs(top), ha = fabs(low), ga = fabs(g);
    Turned t = { fa, ha, 1, 0, 1, 0 };
    if (ga > fa && fa / ga < DBL_EPSILON / 2) {
        t = (Turned){ ga, ha > 1 ? fa / (ga / ha) : fa / ga * ha, 1, low / g, top / g, 1 };
    } else if (ga != 0) {
        double gap = fa - ha, l = gap == fa ? 1 : gap / fa, m = g / top, s = sqrt((2 - l) * (2 - l) + m * m);
        double r = l == 0 ? fabs(m) : sqrt(l * l + m * m), a = 0.5 * (s + r), tangent;
        if (m * m != 0)
            tangent = (m / (s + (2 - l)) + m / (r + l)) * (1 + a);
        else
            tangent = l == 0 ? 2 * sign(top) * sign(g) : g / copysign(gap, top) + m / (2 - l);
        double length = sqrt(tangent * tangent + 4);
        t.most = fa * a;
        t.least = ha / a;
        t.right_cos = 2 / length;
        t.right_sin = tangent / length;
        t.left_cos = (t.right_cos + t.right_sin * m) / a;
        t.left_sin = low / top * t.right_sin / a;
    }
    if (swapped)
        t = (Turned){ t.most, t.least, t.right_sin, t.right_cos, t.left_sin, t.left_cos };
    double signs = ga > fa   ? sign(t.right_sin) * sign(t.left_cos) * sign(g)
                   : swapped ? sign(t.right_sin) * sign(t.left_sin) * sign(h)
                             : sign(t.right_cos) * sign(t.left_cos) * sign(f);
    t.most = copysign(t.most, signs);
    t.least = copysign(t.least, signs * sign(f) * sign(h));
    return t;
}

/* The unit vectors, turned: c x + s y and c y - s x, which decides the signs of zeros. */
static void rotate(double c, double s, double *first, double *first_low, double *second, double *second_low)
{
    *first = c * 1 + s * 0;
    *first_low = c * 0 + s * 1;
    *second = c * 0 - s * 1;
    *second_low = c * 1 - s * 0;
}

static void exchange(double *x, double *y)
{
    double other = *x;
    *x = *y;
    *y = other;
}

bool pair_svd(const double a[4], double u[4], double value[2], double v[4])
{
    double largest = 0, first = a[0], above = a[2], last = a[3], tau = 0, w = 0;
    for (int i = 0; i < 4; i++)
        largest = fmax(largest, fabs(a[i]));
    if (largest > 0 && !(largest > 1e-138 && largest < 1e138))
        return false;
    if (a[1] != 0) { /* the reflection I - tau (1, w)' (1, w) makes it 0 */
        double length = -copysign(hypotenuse(first, a[1]), first);
        tau = (length - first) / length;
        w = a[1] * (1 / (first - length));
        double part = -tau * fma(w, last, above);
        above += part;
        last = fma(part, w, last);
        first = length;
    }
    Turned t = { first, last, 1, 0, 1, 0 };
    if (above != 0)
        t = turn(first, above, last);
    rotate(t.left_cos, t.left_sin, &u[0], &u[1], &u[2], &u[3]);
    rotate(t.right_cos, t.right_sin, &v[0], &v[2], &v[1], &v[3]);
    for (int j = 0; j < 2 && tau != 0; j++) {
        double sum = tau * (u[2 * j] + w * u[2 * j + 1]);
        u[2 * j] -= sum;
        u[2 * j + 1] -= sum * w;
    }
    value[0] = fabs(t.most);
    value[1] = fabs(t.least);
    for (int i = 0; i < 2; i++) { /* the sign goes to the vector */
        v[2 * i] *= t.most < 0 ? -1 : 1;
        v[2 * i + 1] *= t.least < 0 ? -1 : 1;
    }
    for (int i = 0; i < 2 && value[0] < value[1]; i++) {
        exchange(&u[i], &u[2 + i]);
        exchange(&v[2 * i], &v[2 * i + 1]);
    }
    if (value[0] < value[1])
        exchange(&value[0], &value[1]);
    return true;
}
