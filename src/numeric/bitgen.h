/* bitgen.h: sources of random bits, the same bits as NumPy's: PCG64 (M. E. O'Neill, "PCG", 2014), its variant
 * DXSM, the Mersenne Twister (M. Matsumoto and T. Nishimura, 1998), Philox 4x64 (J. K. Salmon and others,
 * "Parallel random numbers: as easy as 1, 2, 3", 2011), and SFC64 (C. Doty-Humphrey, PractRand).
 *
 * Every draw of a distribution takes its bits from here, so the order and the kind of the draws are part of
 * the result. */
#ifndef NDCALC_NUMERIC_BITGEN_H
#define NDCALC_NUMERIC_BITGEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

__extension__ typedef unsigned __int128 Uint128;

enum {
    TWISTER_WORDS = 624,
    SEED_POOL = 4, /* words in the pool of a seed sequence, at least */
};

typedef struct BitGen {
    enum { BITS_PCG64, BITS_PCG64DXSM, BITS_MT19937, BITS_PHILOX, BITS_SFC64 } kind;
    /* PCG */
    Uint128 state, increment;
    bool has_half; /* `half` holds the upper half of a 64-bit draw, to be the next 32-bit one */
    uint32_t half;
    /* Philox: a counter that is ciphered, lowest word first; SFC64: its state */
    uint64_t four[4];
    uint64_t key[2], buffer[4]; /* Philox: what the last counter gave … */
    int place;                  /* … and which of it comes next; 4: none is left */
    /* the twister */
    int at; /* the next word; TWISTER_WORDS: all are used up */
    uint32_t word[TWISTER_WORDS];
} BitGen;

extern const char *const bitgen_name[]; /* "PCG64", by kind */

/* As BitGenerators seed themselves: with so many words of a seed sequence as bitgen_seed_words says. */
int bitgen_seed_words(int kind);
void bitgen_seed(BitGen *, int kind, const uint32_t *words);
/* As np.random.seed does: a twister from one word, or from several. */
void twister_seed(BitGen *, uint32_t);
void twister_seed_words(BitGen *, const uint32_t *words, int64_t count);
/* As if `delta` draws of 64 bits had been made; PCG only. F. Brown, "Random number generation with arbitrary
 * strides". */
void pcg_advance(BitGen *, Uint128 delta);
void pcg_skip(BitGen *, Uint128 delta); /* the same, but half a draw that is left stays */
/* As if `delta` counters had been ciphered; four words, the lowest first. */
void philox_advance(BitGen *, const uint64_t delta[4]);

/* As if 2**128 numbers of 32 bits had been drawn, so many times over; stops when *stop is set. */
void twister_jump(BitGen *, Uint128 jumps, const volatile int *stop);

#define UINT128(high, low) ((Uint128)(high) << 64 | (low))
#define PCG_MULTIPLIER     UINT128(2549297995355413924u, 4865540595714422341u)

/* PCG64's output function XSL RR: both halves xored, turned by the top six bits. */
static inline uint64_t pcg64_output(Uint128 s)
{
    uint64_t folded = (uint64_t)(s >> 64) ^ (uint64_t)s;
    unsigned turn = (unsigned)(s >> 122);
    return folded >> turn | folded << (-turn & 63);
}

static inline uint64_t pcg64_next(BitGen *bits)
{
    return pcg64_output(bits->state = bits->state * PCG_MULTIPLIER + bits->increment);
}

void twister_refill(BitGen *);
/* A word as it is given out. */
static inline uint32_t twister_temper(uint32_t y)
{
    y ^= y >> 11;
    y ^= y << 7 & 0x9d2c5680u;
    y ^= y << 15 & 0xefc60000u;
    return y ^ y >> 18;
}

static inline uint32_t twister_next(BitGen *bits)
{
    if (bits->at >= TWISTER_WORDS)
        twister_refill(bits);
    return twister_temper(bits->word[bits->at++]);
}

uint64_t bitgen_other64(BitGen *); /* of all but PCG64 */
static inline uint64_t bitgen_next64(BitGen *bits)
{
    return bits->kind == BITS_PCG64 ? pcg64_next(bits) : bitgen_other64(bits);
}

static inline uint32_t bitgen_next32(BitGen *bits)
{
    if (bits->kind == BITS_MT19937)
        return twister_next(bits);
    bits->has_half = !bits->has_half;
    if (!bits->has_half)
        return bits->half;
    uint64_t both = bitgen_next64(bits);
    bits->half = (uint32_t)(both >> 32);
    return (uint32_t)both;
}

uint64_t bitgen_raw(BitGen *); /* what the generator gives in one step: 32 bits from the twister */

static inline double unit_double(uint64_t bits) { return (double)(bits >> 11) * 0x1p-53; }
static inline double unit_of_two(uint32_t high, uint32_t low)
{
    return ((high >> 5) * 67108864.0 + (low >> 6)) / 9007199254740992.0;
}

/* In [0, 1), 53 bits. */
static inline double bitgen_double(BitGen *bits)
{
    if (bits->kind != BITS_MT19937)
        return unit_double(bitgen_next64(bits));
    uint32_t high = twister_next(bits);
    return unit_of_two(high, twister_next(bits));
}

static inline float bitgen_float(BitGen *bits)
{
    return (float)(bitgen_next32(bits) >> 8) * (1.0f / 16777216.0f);
}
void bitgen_doubles(BitGen *, int64_t n, double *out);
void bitgen_fill64(BitGen *, int64_t n, uint64_t *out);

/* The pool of a seed sequence (M. E. O'Neill, "Developing a seed_seq alternative", 2015): mixes the words of
 * entropy into `pool`, of `size` words, which need not be set. */
void seed_mix(uint32_t *pool, int64_t size, const uint32_t *entropy, int64_t count);
/* Draws words from a pool: the same for the same pool. */
void seed_words(const uint32_t *pool, int64_t size, uint32_t *out, int64_t count);

/* integers in a range ----------------------------------------------------------------------------------- */

/* 0 … max by masking and rejection, as shuffles draw. */
uint64_t bitgen_interval(BitGen *, uint64_t max);
/* offset … offset + range (inclusive), `bits` wide (1 for bools, 8, 16, 32, 64): by masking, as the legacy
 * functions do, or by multiplication (D. Lemire, "Fast random integer generation in an interval", 2019).
 * Narrow integers share a 32-bit draw, of which `Spare` holds what is left. */
typedef struct Spare {
    uint32_t bits;
    int left;
} Spare;
uint64_t bitgen_bounded(BitGen *, int bits, uint64_t offset, uint64_t range, bool masked, Spare *);
/* n of them, each as so many bytes (1, 2, 4 or 8) at `out`. */
void bitgen_bounded_fill(BitGen *, int bits, uint64_t offset, uint64_t range, bool masked, Spare *, int64_t n,
                         int bytes, void *out);

#endif
