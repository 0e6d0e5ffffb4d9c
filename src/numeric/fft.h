/* fft.h: the discrete Fourier transform of complex and of real numbers, of any length in O(n log n).
 *
 * Lengths are split into factors 8, 4, 2 and odd primes (P. N. Swarztrauber, "Vectorizing the FFTs", 1982);
 * where large primes would make that slow, L. I. Bluestein's convolution is used instead. The order of
 * operations is that of pocketfft, which NumPy uses, so that the last bits and the signs of zeros are
 * NumPy's. */
#ifndef NDCALC_NUMERIC_FFT_H
#define NDCALC_NUMERIC_FFT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a length needs: factors and roots of unity. */
typedef struct Fft Fft;

/* A plan for n > 0 numbers in double precision, or (single) in float; real: for fft_real. Plans are kept for
 * the next transform of that length; this one is there at least until this function is called again. NULL: no
 * memory. */
const Fft *fft_plan(int64_t n, bool real, bool single);

/* Lines of complex numbers to transform: side by side, `width` of them, their numbers so many bytes apart. */
typedef struct FftLines {
    const char *from;
    int64_t from_step, used; /* numbers that are there; the others are 0 */
    bool from_real;          /* they have no imaginary parts */
    char *to;                /* may be where they came from */
    int64_t to_step, width;
} FftLines;

/* How many lines are best taken at once, if there are more. */
int64_t fft_columns(const Fft *);
/* The bytes that a transform of so many lines needs beside them. */
size_t fft_room(const Fft *, int64_t width);

/* Transforms lines, times `factor`. `room` lies on a boundary of 64 bytes; `share`: threads may share the
 * work. */
void fft_complex(const Fft *, const FftLines *, double factor, bool forward, void *room, bool share);
/* n reals in place. Their transform is packed: r0, r1, i1, r2, i2 … and, if n is even, a last real. Forward
 * from the numbers to the transform, else back. */
void fft_real(const Fft *, void *data, double factor, bool forward, void *room, bool share);

#endif
