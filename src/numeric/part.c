#include "base/vectors.h"

#include "numeric/part.h"

#include "numeric/gemm.h"

enum { TINY = 2048 }; /* multiplications that are not worth a call of gemm */

/* gemm writes results by rows, so all is turned: c' = b' a'. */
static Matrix turned(Part p, Reading reading)
{
    return reading == AS_IT_LIES ? (Matrix){ (char *)p.at, p.step * 8, 8 }
                                 : (Matrix){ (char *)p.at, 8, p.step * 8 };
}

VECTORS void part_product(int64_t n, int64_t k, int64_t m, Part a, Reading reading, Part b, Part c)
{
    if (n * k * m > TINY &&
        gemm(PRODUCT_FLOAT64, m, k, n, turned(b, AS_IT_LIES), turned(a, reading), turned(c, AS_IT_LIES)))
        return;
    for (int64_t j = 0; j < m; j++)
        for (int64_t i = 0; i < n; i++) {
            double sum = 0;
            for (int64_t p = 0; p < k; p++)
                sum += a.at[reading == TURNED ? p + i * a.step : i + p * a.step] * b.at[p + j * b.step];
            c.at[i + j * c.step] = sum;
        }
}

VECTORS void part_subtract(int64_t n, int64_t k, int64_t m, Part a, Part b, Reading reading, Part c)
{
    if (n * k * m > TINY && gemm_subtract(PRODUCT_FLOAT64, m, k, n, turned(b, reading), turned(a, AS_IT_LIES),
                                          turned(c, AS_IT_LIES)))
        return;
    for (int64_t j = 0; j < m; j++)
        for (int64_t p = 0; p < k; p++) {
            double factor = b.at[reading == TURNED ? j + p * b.step : p + j * b.step];
            const double *from = a.at + p * a.step;
            double *to = c.at + j * c.step;
            for (int64_t i = 0; i < n; i++)
                to[i] -= from[i] * factor;
        }
}
