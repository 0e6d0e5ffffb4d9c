/* ziggurat.c: normal and exponential numbers by layers. */
#include "numeric/ziggurat.h"

#include <math.h>

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

/* Beyond the base: Marsaglia's method for the tail. */
static double normal_beyond(BitGen *bits, bool negative)
{
    for (;;) {
        double x = -normal_tail_inverse * log1p(-bitgen_double(bits));
        double y = -log1p(-bitgen_double(bits));
        if (y + y > x * x)
            return negative ? -(normal_tail + x) : normal_tail + x;
    }
}

double ziggurat_normal(BitGen *bits)
{
    for (;;) { /* a draw is 3 bits that are not used, 52 of the place, a sign, 8 of the layer */
        uint64_t draw = bitgen_next64(bits);
        int at = draw & 0xff;
        uint64_t place = draw >> 9 & 0x000fffffffffffff;
        const Layer *layer = &normal_layer[at];
        double x = (double)place * layer->width;
        if (draw >> 8 & 1)
            x = -x;
        if (place < layer->inside)
            return x;
        if (at == 0)
            return normal_beyond(bits, place >> 8 & 1);
        if ((layer[-1].height - layer->height) * bitgen_double(bits) + layer->height < exp(-0.5 * x * x))
            return x;
    }
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
