/* ziggurat.c: normal and exponential numbers by layers. */
#include "base/vectors.h"

#include "numeric/ziggurat.h"

#include "numeric/pool.h"

#include <math.h>
#include <string.h>

typedef struct Layer {
    uint64_t inside; /* draws below it lie under the curve */
    double width;    /* of the layer, for a draw of 1 */
    double height;   /* of the curve at the layer's end */
} Layer;

typedef struct LayerF {
    uint32_t inside;
    float width, height;
} LayerF;

static const double normal_tail = 3.6541528853610087963519472518;
static const double normal_tail_inverse = 0.27366123732975827203338247596;
static const double exponential_tail = 7.6971174701310497140446280481;

#define DOUBLE(k, w, f, kf, wf, ff) { k, w, f },
#define SINGLE(k, w, f, kf, wf, ff) { kf, wf, ff },
#define NOTHING(k, w, f, kf, wf, ff)
#define NORMAL_LAYER      DOUBLE
#define EXPONENTIAL_LAYER NOTHING
static const Layer normal_layer[256] = {
#include "numeric/ziggurat_layers.inc"
};
#undef NORMAL_LAYER
#define NORMAL_LAYER SINGLE
static const LayerF normal_layer_f[256] = {
#include "numeric/ziggurat_layers.inc"
};
#undef NORMAL_LAYER
#undef EXPONENTIAL_LAYER
#define NORMAL_LAYER      NOTHING
#define EXPONENTIAL_LAYER DOUBLE
static const Layer exponential_layer[256] = {
#include "numeric/ziggurat_layers.inc"
};
#undef EXPONENTIAL_LAYER
#define EXPONENTIAL_LAYER SINGLE
static const LayerF exponential_layer_f[256] = {
#include "numeric/ziggurat_layers.inc"
};

/* log(1 - u) rounded once: C libraries differ in the last bit of log1pf. */
static float log1p_f(float u) { return (float)log1p(-(double)u); }

/* Where draws come from: some that were made ahead, then the generator. */
typedef struct Draws {
    BitGen *bits;
    const uint64_t *ahead;
    int at, count;
    int64_t beyond; /* draws taken from the generator */
} Draws;

static inline uint64_t next_draw(Draws *draws)
{
    if (draws->at < draws->count)
        return draws->ahead[draws->at++];
    draws->beyond++;
    return bitgen_next64(draws->bits);
}

static inline double next_double(Draws *draws)
{
    if (draws->at < draws->count)
        return unit_double(draws->ahead[draws->at++]);
    draws->beyond++;
    return bitgen_double(draws->bits);
}

/* Beyond the base: Marsaglia's method for the tail. */
static double normal_beyond(Draws *draws, bool negative)
{
    for (;;) {
        double x = -normal_tail_inverse * log1p(-next_double(draws));
        double y = -log1p(-next_double(draws));
        if (y + y > x * x)
            return negative ? -(normal_tail + x) : normal_tail + x;
    }
}

/* A draw is 3 bits that are not used, 52 of the place, a sign, 8 of the layer. */
static inline double normal_at(uint64_t draw, uint64_t *place)
{
    *place = draw >> 9 & 0x000fffffffffffff;
    double x = (double)(int64_t)*place * normal_layer[draw & 0xff].width;
    return draw >> 8 & 1 ? -x : x;
}

static inline double normal_from(Draws *draws)
{
    for (;;) {
        uint64_t draw = next_draw(draws), place;
        int at = draw & 0xff;
        const Layer *layer = &normal_layer[at];
        double x = normal_at(draw, &place);
        if (place < layer->inside)
            return x;
        if (at == 0)
            return normal_beyond(draws, place >> 8 & 1);
        if ((layer[-1].height - layer->height) * next_double(draws) + layer->height < exp(-0.5 * x * x))
            return x;
    }
}

double ziggurat_normal(BitGen *bits) { return normal_from(&(Draws){ .bits = bits }); }

/* What each draw comes to if it lies inside its layer, as nearly all do. */
VECTORS static void normals_at(const uint64_t *draw, int n, double *x, uint8_t *inside)
{
    for (int i = 0; i < n; i++) {
        uint64_t place;
        x[i] = normal_at(draw[i], &place);
        inside[i] = place < normal_layer[draw[i] & 0xff].inside;
    }
}

/* The normals that begin within the next `count` draws, at most one for each. *over: how many draws more than
 * those the last of them takes. */
static int64_t normals_of_draws(BitGen *bits, int64_t count, double *out, int64_t *over)
{
    enum { AHEAD = 256 };
    int64_t made = 0, taken = 0;
    while (taken < count) {
        uint64_t draw[AHEAD];
        double x[AHEAD];
        uint8_t inside[AHEAD];
        int some = count - taken < AHEAD ? (int)(count - taken) : AHEAD;
        bitgen_fill64(bits, some, draw);
        normals_at(draw, some, x, inside);
        Draws draws = { bits, draw, 0, some, 0 };
        while (draws.at < some)
            if (inside[draws.at])
                out[made++] = x[draws.at++];
            else
                out[made++] = normal_from(&draws);
        taken += some + draws.beyond;
    }
    *over = taken - count;
    return made;
}

/* Threads share the draws: each takes a piece of the stream and makes of it what begins there. That is right
 * if the last normal of the piece before ends where this one begins, as in all but a few of a hundred; those
 * are made again from where it ends. */
enum { PIECE = 1 << 15 };
typedef struct Pieces {
    const BitGen *bits;
    double *out;
    int64_t *made, *over; /* of each */
} Pieces;

static void normals_of_piece(void *with, int64_t i)
{
    Pieces *pieces = with;
    BitGen held = { .kind = BITS_PCG64, .state = pieces->bits->state, .increment = pieces->bits->increment };
    pcg_skip(&held, (Uint128)(i * PIECE));
    pieces->made[i] = normals_of_draws(&held, PIECE, pieces->out + i * PIECE, &pieces->over[i]);
}

/* At most n normals, of n draws and those that the last one takes. */
static int64_t normals_shared(BitGen *bits, int64_t n, double *out)
{
    enum { MOST = 128 };
    int64_t made[MOST], over[MOST], count = n / PIECE < MOST ? n / PIECE : MOST, total = 0, late = 0;
    Pieces pieces = { bits, out, made, over };
    pool_run(count, normals_of_piece, &pieces);
    for (int64_t i = 0; i < count; i++) {
        if (late == 0) {
            memmove(out + total, out + i * PIECE, (size_t)made[i] * sizeof *out);
            late = over[i];
        } else {
            BitGen held = { .kind = BITS_PCG64, .state = bits->state, .increment = bits->increment };
            pcg_skip(&held, (Uint128)(i * PIECE + late));
            made[i] = normals_of_draws(&held, PIECE - late, out + total, &late);
        }
        total += made[i];
    }
    pcg_skip(bits, (Uint128)(count * PIECE + late));
    return total;
}

void ziggurat_normals(BitGen *bits, int64_t n, double *out)
{
    enum { FEW = 16, SHARED = 1 << 17 };
    int64_t i = 0, over;
    while (bits->kind == BITS_PCG64 && n - i >= SHARED)
        i += normals_shared(bits, n - i, out + i);
    while (bits->kind != BITS_MT19937 && n - i >= FEW)
        i += normals_of_draws(bits, n - i, out + i, &over);
    for (; i < n; i++)
        out[i] = ziggurat_normal(bits);
}

static float normal_beyond_f(BitGen *bits, bool negative)
{
    for (;;) {
        float x = -(float)normal_tail_inverse * log1p_f(bitgen_float(bits));
        float y = -log1p_f(bitgen_float(bits));
        if (y + y > x * x)
            return negative ? -((float)normal_tail + x) : (float)normal_tail + x;
    }
}

float ziggurat_normal_f(BitGen *bits)
{
    for (;;) {
        uint32_t draw = bitgen_next32(bits);
        int at = draw & 0xff;
        uint32_t place = draw >> 9 & 0x007fffff;
        const LayerF *layer = &normal_layer_f[at];
        float x = (float)place * layer->width;
        if (draw >> 8 & 1)
            x = -x;
        if (place < layer->inside)
            return x;
        if (at == 0)
            return normal_beyond_f(bits, place >> 8 & 1);
        float y = (layer[-1].height - layer->height) * bitgen_float(bits) + layer->height;
        if (y < exp(-0.5 * x * x)) /* in double precision, as NumPy has it */
            return x;
    }
}

double ziggurat_exponential(BitGen *bits)
{
    for (;;) {
        uint64_t draw = bitgen_next64(bits) >> 3, place = draw >> 8;
        int at = draw & 0xff;
        const Layer *layer = &exponential_layer[at];
        double x = (double)place * layer->width;
        if (place < layer->inside)
            return x;
        if (at == 0)
            return exponential_tail - log1p(-bitgen_double(bits));
        if ((layer[-1].height - layer->height) * bitgen_double(bits) + layer->height < exp(-x))
            return x;
    }
}

float ziggurat_exponential_f(BitGen *bits)
{
    for (;;) {
        uint32_t draw = bitgen_next32(bits) >> 1, place = draw >> 8;
        int at = draw & 0xff;
        const LayerF *layer = &exponential_layer_f[at];
        float x = (float)place * layer->width;
        if (place < layer->inside)
            return x;
        if (at == 0)
            return (float)exponential_tail - log1p_f(bitgen_float(bits));
        if ((layer[-1].height - layer->height) * bitgen_float(bits) + layer->height < (float)exp(-(double)x))
            return x;
    }
}
