/* ziggurat.h: normal and exponential numbers by layers of equal area (G. Marsaglia and W. W. Tsang, "The
 * ziggurat method for generating random variables", 2000), with NumPy's 256 layers, so that the numbers are
 * NumPy's.
 *
 * Layer 0 is the base with the tail beyond x = 3.6541528853610088 (normal) or 7.6971174701310497
 * (exponential). For the normal layers the recurrence x' = sqrt(-2 log(v / x + f(x))), f(x) = exp(-x * x /
 * 2), ran in double precision with the area v = 0x1.43016a5a4372ep-8, and f of layer 38 is one unit in the
 * last place above what a correctly rounded exp gives; thresholds are rounded to even at 52 bits. For the
 * exponential ones x' = -log(v / x + exp(-x)) was exact before it was rounded; thresholds are cut to an even
 * number of 53 bits. */
#ifndef NDCALC_NUMERIC_ZIGGURAT_H
#define NDCALC_NUMERIC_ZIGGURAT_H

#include "numeric/bitgen.h"

double ziggurat_normal(BitGen *);
void ziggurat_normals(BitGen *, int64_t n, double *out);
double ziggurat_exponential(BitGen *);
float ziggurat_normal_f(BitGen *);
float ziggurat_exponential_f(BitGen *);

#endif
