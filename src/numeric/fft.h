/* fft.h: the discrete Fourier transform of complex and of real numbers, of any length in O(n log n).
 *
 * Lengths are split into factors 8, 4, 2 and odd primes (P. N. Swarztrauber, "Vectorizing the FFTs", 1982);
 * where large primes would make that slow, L. I. Bluestein's convolution is used instead. The order of
 * operations is that of pocketfft, which NumPy uses, so that the last bits and the signs of zeros are
 * NumPy's. */
#ifndef NDCALC_NUMERIC_FFT_H
#define NDCALC_NUMERIC_FFT_H

#include <stdbool.h>
#include <stdint.h>

/* What a length needs: factors and roots of unity. */
typedef struct Fft Fft;

/* A plan for n > 0 numbers in double precision, or (single) in float; real: for fft_real. NULL: no memory. */
Fft *fft_new(int64_t n, bool real, bool single);
void fft_free(Fft *); /* NULL is fine */

/* n complex numbers in place, times `factor`. False: no memory. */
bool fft_complex(const Fft *, void *data, double factor, bool forward);
/* n reals in place. Their transform is packed: r0, r1, i1, r2, i2 … and, if n is even, a last real. Forward
 * from the numbers to the transform, else back. */
bool fft_real(const Fft *, void *data, double factor, bool forward);

#endif
