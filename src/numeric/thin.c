#include "base/vectors.h"

#include "numeric/lanes.h"
#include "numeric/thin.h"

enum { TOGETHER = 8 }; /* columns that share a pass over the vector */

PART_OF_VECTORS void subtract(int columns, int64_t n, Part a, const double *x, double *y)
{
    double factor[TOGETHER];
    for (int j = 0; j < columns; j++)
        factor[j] = x[j];
    for (int64_t i = 0; i < n; i += LANES) {
        Lanes sum = lanes(a.at + i) * factor[0];
        for (int j = 1; j < columns; j++)
            sum += lanes(a.at + j * a.step + i) * factor[j];
        *(Lanes *)(y + i) -= sum;
    }
}

VECTORS void thin_subtract(int64_t n, int64_t k, Part a, const double *x, double *y)
{
    int64_t j = 0;
    for (; j + TOGETHER <= k; j += TOGETHER)
        subtract(TOGETHER, n, part(a, 0, j), x + j, y);
    for (; j + 2 <= k; j += 2)
        subtract(2, n, part(a, 0, j), x + j, y);
    if (j < k)
        subtract(1, n, part(a, 0, j), x + j, y);
}

PART_OF_VECTORS void dots(int columns, int64_t n, Part a, const double *x, double *y)
{
    Lanes sum[TOGETHER] = { { 0 } };
    for (int64_t i = 0; i < n; i += LANES)
        for (int j = 0; j < columns; j++)
            sum[j] += lanes(a.at + j * a.step + i) * lanes(x + i);
    for (int j = 0; j < columns; j++)
        y[j] = lanes_sum(sum[j]);
}

VECTORS void thin_dots(int64_t n, int64_t k, Part a, const double *x, double *y)
{
    int64_t j = 0;
    for (; j + TOGETHER <= k; j += TOGETHER)
        dots(TOGETHER, n, part(a, 0, j), x, y + j);
    for (; j + 2 <= k; j += 2)
        dots(2, n, part(a, 0, j), x, y + j);
    if (j < k)
        dots(1, n, part(a, 0, j), x, y + j);
}
