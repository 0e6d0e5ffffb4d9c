/* bitgen.c: PCG64, the Mersenne Twister, Philox, SFC64, seed sequences, and integers in a range. */
#include "base/vectors.h"

#include "numeric/bitgen.h"

#include "numeric/pool.h"

#include <string.h>

const char *const bitgen_name[] = {
    [BITS_PCG64] = "PCG64",   [BITS_PCG64DXSM] = "PCG64DXSM", [BITS_MT19937] = "MT19937",
    [BITS_PHILOX] = "Philox", [BITS_SFC64] = "SFC64",
};

/* PCG64 -------------------------------------------------------------------------------------------------- */

static const uint64_t dxsm_multiplier = 0xda942042e4dd58b5;

static Uint128 multiplier(const BitGen *bits)
{
    return bits->kind == BITS_PCG64 ? PCG_MULTIPLIER : (Uint128)dxsm_multiplier;
}

/* The output function DXSM, of the state before the step. */
static inline uint64_t dxsm_next(BitGen *bits)
{
    uint64_t high = (uint64_t)(bits->state >> 64), low = (uint64_t)bits->state | 1;
    high ^= high >> 32;
    high *= dxsm_multiplier;
    high ^= high >> 48;
    bits->state = bits->state * dxsm_multiplier + bits->increment;
    return high * low;
}

static void pcg_seed(BitGen *bits, Uint128 state, Uint128 stream)
{
    bits->has_half = false;
    bits->half = 0;
    bits->increment = stream << 1 | 1;
    /* One step from 0, the state added, one more step; those of PCG64, for DXSM too. */
    bits->state = (bits->increment + state) * PCG_MULTIPLIER + bits->increment;
}

/* What `delta` steps at once multiply the state by, and add to it. */
static void pcg_steps(const BitGen *bits, Uint128 delta, Uint128 *all_by, Uint128 *all_plus)
{
    Uint128 by = multiplier(bits), plus = bits->increment;
    *all_by = 1;
    *all_plus = 0;
    for (; delta; delta >>= 1) {
        if (delta & 1) {
            *all_by *= by;
            *all_plus = *all_plus * by + plus;
        }
        plus *= by + 1;
        by *= by;
    }
}

void pcg_skip(BitGen *bits, Uint128 delta)
{
    Uint128 by, plus;
    pcg_steps(bits, delta, &by, &plus);
    bits->state = bits->state * by + plus;
}

void pcg_advance(BitGen *bits, Uint128 delta)
{
    pcg_skip(bits, delta);
    bits->has_half = false;
    bits->half = 0;
}

/* the Mersenne Twister -------------------------------------------------------------------------------------
 */

enum { TWISTER_SHIFT = 397 };

void twister_seed(BitGen *bits, uint32_t seed)
{
    bits->kind = BITS_MT19937;
    for (uint32_t i = 0; i < TWISTER_WORDS; i++) {
        bits->word[i] = seed;
        seed = 1812433253u * (seed ^ seed >> 30) + i + 1;
    }
    bits->at = TWISTER_WORDS;
}

void twister_seed_words(BitGen *bits, const uint32_t *words, int64_t count)
{
    twister_seed(bits, 19650218);
    uint32_t *w = bits->word;
    int64_t rounds = count > TWISTER_WORDS ? count : TWISTER_WORDS, from = 0;
    int i = 1;
    for (int64_t round = 0; round < rounds + TWISTER_WORDS - 1; round++) {
        uint32_t mixed = w[i - 1] ^ w[i - 1] >> 30;
        if (round < rounds) {
            w[i] = (w[i] ^ mixed * 1664525u) + words[from] + (uint32_t)from;
            from = from + 1 < count ? from + 1 : 0;
        } else {
            w[i] = (w[i] ^ mixed * 1566083941u) - (uint32_t)i;
        }
        if (++i == TWISTER_WORDS) {
            w[0] = w[TWISTER_WORDS - 1];
            i = 1;
        }
    }
    w[0] = 0x80000000u;
}

static inline uint32_t twist(uint32_t upper, uint32_t lower, uint32_t far)
{
    uint32_t y = (upper & 0x80000000u) | (lower & 0x7fffffffu);
    return far ^ y >> 1 ^ (-(y & 1) & 0x9908b0dfu);
}

VECTORS void twister_refill(BitGen *bits)
{
    uint32_t *w = bits->word;
    int i = 0;
    for (; i < TWISTER_WORDS - TWISTER_SHIFT; i++)
        w[i] = twist(w[i], w[i + 1], w[i + TWISTER_SHIFT]);
    for (; i < TWISTER_WORDS - 1; i++)
        w[i] = twist(w[i], w[i + 1], w[i + TWISTER_SHIFT - TWISTER_WORDS]);
    w[i] = twist(w[i], w[0], w[TWISTER_SHIFT - 1]);
    bits->at = 0;
}

/* Philox and SFC64 ----------------------------------------------------------------------------------------
 */

void philox_advance(BitGen *bits, const uint64_t delta[4])
{
    bool carry = false;
    for (int i = 0; i < 4; i++) {
        Uint128 sum = (Uint128)bits->four[i] + delta[i] + carry;
        bits->four[i] = (uint64_t)sum;
        carry = sum >> 64;
    }
    bits->place = 4;
    bits->has_half = false;
}

/* Ten rounds of multiplying, each with another key. */
static void philox_cipher(BitGen *bits)
{
    enum { ROUNDS = 10 };
    const uint64_t *counter = bits->four;
    uint64_t a = counter[0], b = counter[1], c = counter[2], d = counter[3], k = bits->key[0],
             l = bits->key[1];
    for (int i = 0; i < ROUNDS; i++) {
        Uint128 first = (Uint128)a * 0xd2e7470ee14c6c93, second = (Uint128)c * 0xca5a826395121157;
        a = (uint64_t)(second >> 64) ^ b ^ k;
        b = (uint64_t)second;
        c = (uint64_t)(first >> 64) ^ d ^ l;
        d = (uint64_t)first;
        k += 0x9e3779b97f4a7c15;
        l += 0xbb67ae8584caa73b;
    }
    bits->buffer[0] = a;
    bits->buffer[1] = b;
    bits->buffer[2] = c;
    bits->buffer[3] = d;
}

static uint64_t philox_next(BitGen *bits)
{
    if (bits->place >= 4) {
        for (int i = 0; i < 4 && ++bits->four[i] == 0; i++)
            continue;
        philox_cipher(bits);
        bits->place = 0;
    }
    return bits->buffer[bits->place++];
}

static inline uint64_t sfc_next(BitGen *bits)
{
    uint64_t *s = bits->four, sum = s[0] + s[1] + s[3]++;
    s[0] = s[1] ^ s[1] >> 11;
    s[1] = s[2] + (s[2] << 3);
    s[2] = (s[2] << 24 | s[2] >> 40) + sum;
    return sum;
}

/* draws ----------------------------------------------------------------------------------------------------
 */

uint64_t bitgen_other64(BitGen *bits)
{
    switch (bits->kind) {
    case BITS_PCG64DXSM: return dxsm_next(bits);
    case BITS_PHILOX: return philox_next(bits);
    case BITS_SFC64: return sfc_next(bits);
    default: break;
    }
    uint64_t high = twister_next(bits);
    return high << 32 | twister_next(bits);
}

uint64_t bitgen_raw(BitGen *bits)
{
    return bits->kind == BITS_MT19937 ? twister_next(bits) : bitgen_next64(bits);
}

/* Two generators, each of which makes every second step: neither waits for the other's multiplication. */
#define IN_PAIRS(bits, n, out, FROM)                                                                         \
    do {                                                                                                     \
        Uint128 by, plus, last = (bits)->state;                                                              \
        Uint128 even = last * PCG_MULTIPLIER + (bits)->increment;                                            \
        Uint128 odd = even * PCG_MULTIPLIER + (bits)->increment;                                             \
        int64_t i = 0;                                                                                       \
        pcg_steps(bits, 2, &by, &plus);                                                                      \
        for (; i + 2 <= (n); i += 2) {                                                                       \
            (out)[i] = FROM(pcg64_output(even));                                                             \
            (out)[i + 1] = FROM(pcg64_output(odd));                                                          \
            last = odd;                                                                                      \
            even = even * by + plus;                                                                         \
            odd = odd * by + plus;                                                                           \
        }                                                                                                    \
        (bits)->state = last;                                                                                \
        for (; i < (n); i++)                                                                                 \
            (out)[i] = FROM(pcg64_next(bits));                                                               \
    } while (0)
#define AS_IT_IS(x) (x)

void bitgen_fill64(BitGen *bits, int64_t n, uint64_t *out)
{
    if (bits->kind == BITS_PCG64)
        IN_PAIRS(bits, n, out, AS_IT_IS);
    else
        for (int64_t i = 0; i < n; i++)
            out[i] = bitgen_next64(bits);
}

/* Pieces of many doubles, which threads share: each begins where the one before it will end. */
enum { DOUBLES_PIECE = 1 << 15 };
typedef struct Doubles {
    const BitGen *bits;
    int64_t n;
    double *out;
} Doubles;

static void fill_doubles(void *with, int64_t piece)
{
    const Doubles *doubles = with;
    int64_t from = piece * DOUBLES_PIECE, left = doubles->n - from;
    BitGen held = { .kind = BITS_PCG64,
                    .state = doubles->bits->state,
                    .increment = doubles->bits->increment };
    double *out = doubles->out + from;
    pcg_skip(&held, (Uint128)from);
    IN_PAIRS(&held, left < DOUBLES_PIECE ? left : DOUBLES_PIECE, out, unit_double);
}

/* Of pairs of the twister's words. */
VECTORS static void doubles_of_words(const uint32_t *word, int64_t n, double *out)
{
    for (int64_t i = 0; i < n; i++)
        out[i] = unit_of_two(twister_temper(word[2 * i]), twister_temper(word[2 * i + 1]));
}

static void twister_doubles(BitGen *bits, int64_t n, double *out)
{
    for (int64_t some; n > 0; n -= some, out += some) {
        if (bits->at >= TWISTER_WORDS)
            twister_refill(bits);
        some = (TWISTER_WORDS - bits->at) / 2 < n ? (TWISTER_WORDS - bits->at) / 2 : n;
        doubles_of_words(bits->word + bits->at, some, out);
        bits->at += (int)(2 * some);
        if (!some) { /* the last word and the next first one */
            *out = bitgen_double(bits);
            some = 1;
        }
    }
}

void bitgen_doubles(BitGen *bits, int64_t n, double *out)
{
    enum { FEW = 16, SHARED = 1 << 17 };
    if (bits->kind == BITS_MT19937) {
        twister_doubles(bits, n, out);
        return;
    }
    if (bits->kind != BITS_PCG64 || n < FEW) {
        for (int64_t i = 0; i < n; i++)
            out[i] = bitgen_double(bits);
        return;
    }
    Doubles doubles = { bits, n, out };
    int64_t pieces = (n + DOUBLES_PIECE - 1) / DOUBLES_PIECE;
    if (n >= SHARED)
        pool_run(pieces, fill_doubles, &doubles);
    for (int64_t i = 0; n < SHARED && i < pieces; i++)
        fill_doubles(&doubles, i);
    pcg_skip(bits, (Uint128)n);
}

/* seeds ----------------------------------------------------------------------------------------------------
 */

static uint32_t hash_mix(uint32_t value, uint32_t *hash)
{
    value ^= *hash;
    *hash *= 0x931e8875u;
    value *= *hash;
    return value ^ value >> 16;
}

static uint32_t mix(uint32_t x, uint32_t y)
{
    uint32_t mixed = 0xca01f9ddu * x - 0x4973f715u * y;
    return mixed ^ mixed >> 16;
}

void seed_mix(uint32_t *pool, int64_t size, const uint32_t *entropy, int64_t count)
{
    uint32_t hash = 0x43b0d7e5u;
    for (int64_t i = 0; i < size; i++)
        pool[i] = hash_mix(i < count ? entropy[i] : 0, &hash);
    for (int64_t from = 0; from < size; from++)
        for (int64_t to = 0; to < size; to++)
            if (from != to)
                pool[to] = mix(pool[to], hash_mix(pool[from], &hash));
    for (int64_t from = size; from < count; from++)
        for (int64_t to = 0; to < size; to++)
            pool[to] = mix(pool[to], hash_mix(entropy[from], &hash));
}

void seed_words(const uint32_t *pool, int64_t size, uint32_t *out, int64_t count)
{
    uint32_t hash = 0x8b51f9ddu;
    for (int64_t i = 0; i < count; i++) {
        uint32_t value = pool[i % size] ^ hash;
        hash *= 0x58f38dedu;
        value *= hash;
        out[i] = value ^ value >> 16;
    }
}

int bitgen_seed_words(int kind)
{
    return kind == BITS_MT19937 ? TWISTER_WORDS : kind == BITS_PHILOX ? 4 : kind == BITS_SFC64 ? 6 : 8;
}

/* Two words as one, the low half first. */
static uint64_t two_words(const uint32_t *w) { return (uint64_t)w[1] << 32 | w[0]; }
/* Four words as one number: each pair is a 64-bit word; of those the high one comes first. */
static Uint128 four_words(const uint32_t *w) { return UINT128(two_words(w), two_words(w + 2)); }

void bitgen_seed(BitGen *bits, int kind, const uint32_t *words)
{
    enum { SFC_ROUNDS = 12 }; /* until every bit depends on all of the seed */
    bits->kind = kind;
    if (kind == BITS_PHILOX) {
        bits->key[0] = two_words(words);
        bits->key[1] = two_words(words + 2);
        bits->place = 4;
        return;
    }
    if (kind == BITS_SFC64) {
        for (int i = 0; i < 3; i++)
            bits->four[i] = two_words(words + 2 * i);
        bits->four[3] = 1;
        for (int i = 0; i < SFC_ROUNDS; i++)
            sfc_next(bits);
        return;
    }
    if (kind != BITS_MT19937) {
        pcg_seed(bits, four_words(words), four_words(words + 4));
        return;
    }
    bits->word[0] = 0x80000000u; /* so that not all of them are 0 */
    for (int i = 1; i < TWISTER_WORDS; i++)
        bits->word[i] = words[i];
    bits->at = TWISTER_WORDS - 1;
}

/* integers in a range --------------------------------------------------------------------------------------
 */

static uint64_t mask_of(uint64_t max) { return max ? UINT64_MAX >> __builtin_clzll(max) : 0; }

uint64_t bitgen_interval(BitGen *bits, uint64_t max)
{
    if (max == 0)
        return 0;
    uint64_t mask = mask_of(max), value;
    do
        value = (max <= UINT32_MAX ? bitgen_next32(bits) : bitgen_next64(bits)) & mask;
    while (value > max);
    return value;
}

/* A draw of so many bits; narrow ones come from the low end of a 32-bit draw, one after the other. */
#define INLINE static inline __attribute__((always_inline))
INLINE uint64_t draw_bits(BitGen *bits, int width, Spare *spare)
{
    if (width == 64)
        return bitgen_next64(bits);
    if (width == 32)
        return bitgen_next32(bits);
    if (spare->left == 0) {
        spare->bits = bitgen_next32(bits);
        spare->left = 32 / width - 1;
    } else {
        spare->bits >>= width;
        spare->left--;
    }
    return spare->bits & ((1u << width) - 1);
}

INLINE uint64_t draw_lemire(BitGen *bits, int width, uint64_t range, Spare *spare)
{
    uint64_t count = range + 1, all = width == 64 ? UINT64_MAX : (UINT64_C(1) << width) - 1;
    if (width < 64) {
        uint64_t product = draw_bits(bits, width, spare) * count;
        if ((product & all) < count) {
            uint64_t threshold = (all - range) % count;
            while ((product & all) < threshold)
                product = draw_bits(bits, width, spare) * count;
        }
        return product >> width;
    }
    Uint128 product = (Uint128)draw_bits(bits, width, spare) * count;
    if ((uint64_t)product < count) {
        uint64_t threshold = (all - range) % count;
        while ((uint64_t)product < threshold)
            product = (Uint128)draw_bits(bits, width, spare) * count;
    }
    return (uint64_t)(product >> 64);
}

INLINE uint64_t draw_bounded(BitGen *bits, int width, uint64_t range, bool masked, Spare *spare)
{
    uint64_t all = width == 64 ? UINT64_MAX : (UINT64_C(1) << width) - 1;
    if (range == all || width == 1)
        return draw_bits(bits, width, spare);
    if (!masked)
        return draw_lemire(bits, width, range, spare);
    uint64_t mask = mask_of(range), value;
    do
        value = draw_bits(bits, width, spare) & mask;
    while (value > range);
    return value;
}

uint64_t bitgen_bounded(BitGen *bits, int width, uint64_t offset, uint64_t range, bool masked, Spare *spare)
{
    if (range == 0)
        return offset;
    return offset + draw_bounded(bits, width == 64 && range <= UINT32_MAX ? 32 : width, range, masked, spare);
}

/* Wide integers by Lemire's method from PCG64, most of what is asked for: the state stays in registers. */
static void fill_pcg32(BitGen *bits, uint64_t offset, uint32_t range, int64_t n, uint64_t *out)
{
    BitGen held = { .state = bits->state, .increment = bits->increment };
    bool has_half = bits->has_half;
    uint32_t half = bits->half, threshold = (UINT32_MAX - range) % (range + 1);
    for (int64_t i = 0; i < n; i++) {
        uint64_t product;
        do {
            uint32_t draw = half;
            if (!has_half) {
                uint64_t both = pcg64_next(&held);
                draw = (uint32_t)both;
                half = (uint32_t)(both >> 32);
            }
            has_half = !has_half;
            product = (uint64_t)draw * (range + UINT64_C(1));
        } while ((uint32_t)product < threshold);
        out[i] = offset + (product >> 32);
    }
    bits->state = held.state;
    bits->has_half = has_half;
    bits->half = half;
}

/* The same of one width, from what of the generator changes: PCG64's state stays in registers. */
#define FILL_BOUNDED(bits_, width, T)                                                                        \
    for (int64_t i = 0; i < n; i++)                                                                          \
    ((T *)out)[i] = (T)(offset + draw_bounded(bits_, width, range, masked, &here))
#define FILL_WIDTHS(bits_)                                                                                   \
    switch (bytes) {                                                                                         \
    case 1:                                                                                                  \
        if (width == 1)                                                                                      \
            FILL_BOUNDED(bits_, 1, uint8_t);                                                                 \
        else                                                                                                 \
            FILL_BOUNDED(bits_, 8, uint8_t);                                                                 \
        break;                                                                                               \
    case 2: FILL_BOUNDED(bits_, 16, uint16_t); break;                                                        \
    case 4: FILL_BOUNDED(bits_, 32, uint32_t); break;                                                        \
    default:                                                                                                 \
        if (range <= UINT32_MAX)                                                                             \
            FILL_BOUNDED(bits_, 32, uint64_t);                                                               \
        else                                                                                                 \
            FILL_BOUNDED(bits_, 64, uint64_t);                                                               \
    }
static void fill_pcg(BitGen *bits, int width, uint64_t offset, uint64_t range, bool masked, Spare *spare,
                     int64_t n, int bytes, void *out)
{
    BitGen held = { .kind = BITS_PCG64,
                    .state = bits->state,
                    .increment = bits->increment,
                    .has_half = bits->has_half,
                    .half = bits->half };
    Spare here = *spare;
    FILL_WIDTHS(&held)
    *spare = here;
    bits->state = held.state;
    bits->has_half = held.has_half;
    bits->half = held.half;
}

void bitgen_bounded_fill(BitGen *bits, int width, uint64_t offset, uint64_t range, bool masked, Spare *spare,
                         int64_t n, int bytes, void *out)
{
    if (width == 64 && bits->kind == BITS_PCG64 && !masked && range && range < UINT32_MAX) {
        fill_pcg32(bits, offset, (uint32_t)range, n, out);
        return;
    }
    Spare none = { 0 }, here;
    spare = spare ? spare : &none;
    here = *spare;
    if (width == 8 && range == UINT8_MAX && !here.left && !(offset & UINT8_MAX)) /* as they come */
        for (; n >= 4; n -= 4, out = (char *)out + 4)
            memcpy(out, &(uint32_t){ bitgen_next32(bits) }, 4);
    if (range == 0) {
        for (int64_t i = 0; i < n; i++)
            memcpy((char *)out + i * bytes, &offset,
                   (size_t)bytes); /* of a little-endian number the first bytes */
        return;
    }
    if (bits->kind == BITS_PCG64) {
        fill_pcg(bits, width, offset, range, masked, spare, n, bytes, out);
        return;
    }
    FILL_WIDTHS(bits)
    *spare = here;
}
