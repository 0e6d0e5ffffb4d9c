/* twister_jump.c: the Mersenne Twister 2**128 draws further (H. Haramoto and others, "Efficient jump ahead
 * for F2-linear random number generators", 2008).
 *
 * One step multiplies the state, as a vector of bits, by a matrix whose characteristic polynomial is known
 * (Matsumoto and Nishimura, 1998). So t**(2**128) modulo that polynomial, applied to the matrix, is the jump.
 */
#include "numeric/bitgen.h"

#include "base/memory.h"

#include <string.h>

enum {
    DEGREE = 19937,
    MIDDLE = 397,
    WORD = 64,
    HALF = DEGREE / WORD + 1, /* words of a polynomial of a lower degree */
    WHOLE = 2 * HALF + 2,     /* and of a product of two */
    TERMS_MAX = 1024,         /* of the characteristic polynomial; it has 135 */
};
static const uint32_t twist = 0x9908b0df;

/* polynomials over the field of two elements --------------------------------------------------------------
 */

static bool has_term(const uint64_t *p, int i) { return p[i / WORD] >> i % WORD & 1; }
static void flip_term(uint64_t *p, int i) { p[i / WORD] ^= UINT64_C(1) << i % WORD; }

/* p += t**at * word, of which nothing falls below t**0. */
static void flip_word(uint64_t *p, int at, uint64_t word)
{
    if (at < 0) {
        p[0] ^= word >> -at;
        return;
    }
    p[at / WORD] ^= word << at % WORD;
    if (at % WORD)
        p[at / WORD + 1] ^= word >> (WORD - at % WORD);
}

/* p = p * (t**a + t**b), in place. */
static void times_binomial(uint64_t *p, int a, int b)
{
    uint64_t from[WHOLE];
    memcpy(from, p, sizeof from);
    memset(p, 0, sizeof from);
    for (int i = 0; i <= DEGREE; i++)
        if (has_term(from, i)) {
            flip_term(p, i + a);
            flip_term(p, i + b);
        }
}

/* The exponents of the characteristic polynomial but the highest; how many. */
static int characteristic_terms(int term[])
{
    enum { N = TWISTER_WORDS, BITS = 32 };
    uint64_t sum[WHOLE] = { 0 }, power[WHOLE] = { 1 };
    int count = 0;
    /* the last bit of `twist` alone, then (t**n + t**m) (t**(n-1) + t**(m-1))**k with the bit before it … */
    if (twist >> (BITS - 1) & 1)
        flip_term(sum, 0);
    times_binomial(power, N, MIDDLE);
    for (int k = 0; k < BITS; k++) {
        if (k == BITS - 1 || twist >> (BITS - 2 - k) & 1)
            for (int i = 0; i < WHOLE; i++)
                sum[i] ^= power[i];
        if (k < BITS - 1)
            times_binomial(power, N - 1, MIDDLE - 1);
    }
    for (int i = 0; i < DEGREE && count < TERMS_MAX; i++)
        if (has_term(sum, i))
            term[count++] = i;
    return count;
}

/* p = p * p modulo t**DEGREE + the terms. */
static void square(uint64_t *p, int count, const int term[])
{
    uint64_t wide[WHOLE] = { 0 };
    for (int i = 0; i < DEGREE; i++)
        if (has_term(p, i))
            flip_term(wide, 2 * i);
    /* a word at a time: the second term is more than a word below the first */
    for (int i = 2 * DEGREE / WORD; i >= DEGREE / WORD; i--) {
        uint64_t high = wide[i];
        if (i == DEGREE / WORD)
            high &= ~UINT64_C(0) << DEGREE % WORD;
        wide[i] ^= high;
        for (int k = 0; k < count; k++)
            flip_word(wide, i * WORD - DEGREE + term[k], high);
    }
    memset(p, 0, HALF * sizeof *p);
    for (int i = 0; i < DEGREE; i++)
        if (has_term(wide, i))
            flip_term(p, i);
}

/* states --------------------------------------------------------------------------------------------------
 */

/* One word anew, where the state is read as a ring whose oldest word stands at `at`. */
static void step(BitGen *bits)
{
    uint32_t *word = bits->word;
    int at = bits->at, next = (at + 1) % TWISTER_WORDS;
    uint32_t y = (word[at] & 0x80000000u) | (word[next] & 0x7fffffffu);
    word[at] = word[(at + MIDDLE) % TWISTER_WORDS] ^ y >> 1 ^ (y & 1 ? twist : 0);
    bits->at = next;
}

static void add_state(BitGen *to, const BitGen *from)
{
    for (int i = 0; i < TWISTER_WORDS; i++)
        to->word[(to->at + i) % TWISTER_WORDS] ^= from->word[(from->at + i) % TWISTER_WORDS];
}

void twister_jump(BitGen *bits, Uint128 jumps, const volatile int *stop)
{
    int *term = mem_alloc(TERMS_MAX * sizeof *term), count = characteristic_terms(term), top = DEGREE - 1;
    uint64_t p[HALF] = { 2 };
    for (int i = 0; i < 128; i++)
        square(p, count, term);
    mem_free(term);
    while (!has_term(p, top))
        top--;
    for (; jumps > 0 && !(stop && *stop); jumps--) {
        if (bits->at >= TWISTER_WORDS)
            bits->at = 0;
        BitGen sum = *bits;
        for (int i = top - 1; i >= 0; i--) {
            step(&sum);
            if (has_term(p, i))
                add_state(&sum, bits);
        }
        *bits = sum;
    }
}
