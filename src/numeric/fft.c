/* fft.c: plans for Fourier transforms: the factors of a length, and its roots of unity. */
#include "numeric/fft.h"

#include "base/memory.h"
#include "base/vectors.h"
#include "numeric/pool.h"

#include <math.h>
#include <string.h>

/* Passes are compiled for each factor and each generation of processors; once only where errors are looked
 * for, since that takes minutes otherwise. */
#if defined(__SANITIZE_ADDRESS__)
#define EACH static __attribute__((unused))
#define CLONES
#define UNROLL
#else
#define EACH   static inline __attribute__((always_inline))
#define CLONES VECTORS
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("O3", "no-gcse-after-reload") /* which takes long here, and finds nothing */
#define UNROLL _Pragma("GCC unroll 16")
#else
#define UNROLL
#endif
#endif

enum {
    FACTORS_MAX = 64,
    LANES = 8,
    TASKS = 16, /* pieces of a pass for several threads */
    KEPT = 16,
};
static const int64_t threaded = 1 << 16, kept_points = 1 << 23;

typedef struct Root {
    double r, i;
} Root;

/* One factor p of a length: p transforms of `run` numbers are joined, `blocks` times. Results are turned by
 * roots, parts of which lie in two arrays: see NAME(root). */
typedef struct Stage {
    int64_t p, run, blocks;
    void *re, *im; /* in the plan's precision */
    int64_t per_number, per_index;
    void *roots; /* the p-th roots of unity, where p is large */
} Stage;

struct Fft {
    int64_t n;
    bool real, single;
    int factors; /* in the order in which they are applied */
    Stage stage[FACTORS_MAX];
    struct Fft *long_one; /* Bluestein: the plan of the convolution's length; NULL: factors are used */
    void *chirp;          /* … exp(i pi k² / n), k < n: real parts, then imaginary ones */
    void *chirp_long;     /* … its transform, likewise */
};

/* factors -------------------------------------------------------------------------------------------------
 */

static void add_factor(Fft *plan, int64_t factor) { plan->stage[plan->factors++].p = factor; }

/* Complex transforms take 8 first; the 2 stands in front, where its roots are needed least. */
static void factorize(Fft *plan)
{
    int64_t n = plan->n, blocks = 1;
    for (; !plan->real && n % 8 == 0; n /= 8)
        add_factor(plan, 8);
    for (; n % 4 == 0; n /= 4)
        add_factor(plan, 4);
    if (n % 2 == 0) {
        n /= 2;
        add_factor(plan, 2);
        int64_t first = plan->stage[0].p;
        plan->stage[0].p = 2;
        plan->stage[plan->factors - 1].p = first;
    }
    for (int64_t p = 3; p * p <= n; p += 2)
        for (; n % p == 0; n /= p)
            add_factor(plan, p);
    if (n > 1)
        add_factor(plan, n);
    for (int f = 0; f < plan->factors; blocks *= plan->stage[f++].p) {
        plan->stage[f].blocks = blocks;
        plan->stage[f].run = plan->n / (blocks * plan->stage[f].p);
    }
}

static int64_t largest_prime(int64_t n)
{
    int64_t largest = 1;
    for (; n % 2 == 0; n /= 2)
        largest = 2;
    for (int64_t p = 3; p * p <= n; p += 2)
        for (; n % p == 0; n /= p)
            largest = p;
    return n > 1 ? n : largest;
}

/* What a transform by factors costs, roughly. */
static double cost_of(int64_t n)
{
    double cost = 0, all = (double)n;
    for (; n % 2 == 0; n /= 2)
        cost += 2;
    for (int64_t p = 3; p * p <= n; p += 2)
        for (; n % p == 0; n /= p)
            cost += p <= 5 ? (double)p : 1.1 * (double)p;
    if (n > 1)
        cost += n <= 5 ? (double)n : 1.1 * (double)n;
    return cost * all;
}

/* The smallest product of 2, 3, 5, 7 and 11 that is n or more. */
static int64_t smooth_length(int64_t n)
{
    int64_t best = 2 * n;
    if (n <= 12)
        return n;
    for (int64_t f11 = 1; f11 < best; f11 *= 11)
        for (int64_t f7 = f11; f7 < best; f7 *= 7)
            for (int64_t f5 = f7; f5 < best; f5 *= 5)
                for (int64_t f3 = f5; f3 < best; f3 *= 3) {
                    int64_t f = f3;
                    while (f < n)
                        f *= 2;
                    best = f < best ? f : best;
                }
    return best;
}

/* roots of unity ------------------------------------------------------------------------------------------
 */

/* exp(2 pi i k / n), by the octant in which it lies: `unit` is the angle pi / 4 n, and k / n an eighth of 8 k
 * units. */
static Root exact_root(int64_t k, int64_t n, double unit)
{
    int64_t x = 8 * k;
    bool below = x >= 4 * n;
    if (below)
        x = 8 * n - x;
    bool left = x >= 2 * n;
    if (left)
        x -= 2 * n;
    bool steep = x >= n;
    double near = (double)(steep ? 2 * n - x : x) * unit, c = cos(near), s = sin(near);
    double along = steep ? s : c, up = steep ? c : s; /* within the quadrant */
    Root root = left ? (Root){ -up, along } : (Root){ along, up };
    if (below)
        root.i = -root.i;
    return root;
}

/* All n roots, most of them products of two: one of 2^shift near 1 and one of the coarser steps. */
static bool make_roots(int64_t n, Root *out)
{
    double unit = (double)(0.25L * 3.141592653589793238462643383279502884197L / (long double)n);
    int64_t needed = (n + 2) / 2;
    int shift = 1;
    while ((INT64_C(1) << shift) * (INT64_C(1) << shift) < needed)
        shift++;
    int64_t fine = INT64_C(1) << shift, coarse = (needed + fine - 1) / fine;
    Root *near = data_alloc((size_t)(fine + coarse) * sizeof *near), *far = near + fine;
    if (!near)
        return false;
    near[0] = far[0] = (Root){ 1, 0 };
    for (int64_t k = 1; k < fine; k++)
        near[k] = exact_root(k, n, unit);
    for (int64_t k = 1; k < coarse; k++)
        far[k] = exact_root(k * fine, n, unit);
    for (int64_t k = 0; k < n; k++) {
        int64_t up = 2 * k <= n ? k : n - k;
        Root a = near[up & (fine - 1)], b = far[up >> shift];
        out[k] = (Root){ a.r * b.r - a.i * b.i, a.r * b.i + a.i * b.r };
        if (up != k)
            out[k].i = -out[k].i;
    }
    data_free(near);
    return true;
}

/* cos and sin of 2 pi m / p for m up to p / 2. */
static const Root root3[] = { { 1, 0 }, { -0.5, 0.8660254037844386467637231707529362 } };
static const Root root5[] = { { 1, 0 },
                              { 0.3090169943749474241022934171828191, 0.9510565162951535721164393333793821 },
                              { -0.8090169943749474241022934171828191,
                                0.5877852522924731291687059546390728 } };
static const Root root7[] = { { 1, 0 },
                              { 0.6234898018587335305250048840042398, 0.7818314824680298087084445266740578 },
                              { -0.2225209339563144042889025644967948, 0.9749279121818236070181316829939312 },
                              { -0.9009688679024191262361023195074451,
                                0.433883739117558120475768332848359 } };
static const Root root11[] = {
    { 1, 0 },
    { 0.8412535328311811688618116489193677, 0.5406408174555975821076359543186917 },
    { 0.4154150130018864255292741492296232, 0.9096319953545183714117153830790285 },
    { -0.1423148382732851404437926686163697, 0.9898214418809327323760920377767188 },
    { -0.6548607339452850640569250724662936, 0.7557495743542582837740358439723444 },
    { -0.9594929736144973898903680570663277, 0.2817325568414296977114179153466169 }
};
static const Root *const root_of[] = { [3] = root3, [5] = root5, [7] = root7, [11] = root11 };

#define SQRT_HALF 0.707106781186547524400844362104849L
#define SQRT_2    1.414213562373095048801688724209698L

#define REAL             double
#define NAME(x)          x##_double
#define VECTOR(x)        x##_doubles
#define REALS_IN_VECTORS 1
#include "numeric/fft_passes.inc"
#include "numeric/fft_real.inc"
#undef REAL
#undef REALS_IN_VECTORS
#undef NAME
#undef VECTOR
#define REAL             float
#define NAME(x)          x##_float
#define VECTOR(x)        x##_floats
#define REALS_IN_VECTORS 0 /* few ask for them */
#include "numeric/fft_passes.inc"
#include "numeric/fft_real.inc"

/* plans ----------------------------------------------------------------------------------------------------
 */

static void plan_free(Fft *plan)
{
    if (!plan)
        return;
    plan_free(plan->long_one);
    for (int f = 0; f < plan->factors; f++) {
        data_free(plan->stage[f].re);
        data_free(plan->stage[f].roots);
    }
    data_free(plan->chirp);
    data_free(plan->chirp_long);
    mem_free(plan);
}

static bool fill_plan(Fft *plan)
{
    int64_t n = plan->long_one ? 2 * plan->n : plan->n;
    Root *root = data_alloc((size_t)n * sizeof *root);
    bool ok = root && make_roots(n, root);
    if (plan->long_one)
        ok = ok && (plan->single ? set_chirp_float : set_chirp_double)(plan, root);
    for (int f = 0; f < plan->factors && ok; f++)
        ok = (plan->single ? set_stage_float : set_stage_double)(&plan->stage[f], root, n, plan->real);
    data_free(root);
    return ok;
}

static Fft *plan_new(int64_t n, bool real, bool single)
{
    Fft *plan = mem_zeroed(sizeof *plan);
    plan->n = n;
    plan->real = real;
    plan->single = single;
    int64_t prime = n < 50 ? 0 : largest_prime(n);
    if (prime && prime > n / prime && n < INT64_MAX / 8) {
        int64_t longer = smooth_length(2 * n - 1);
        if (2 * cost_of(longer) * 1.5 < cost_of(n) * (real ? 0.5 : 1) &&
            !(plan->long_one = plan_new(longer, false, single))) {
            plan_free(plan);
            return NULL;
        }
    }
    if (!plan->long_one)
        factorize(plan);
    if (fill_plan(plan))
        return plan;
    plan_free(plan);
    return NULL;
}

/* The plans that were used last, the latest first. */
static Fft *kept[KEPT];

const Fft *fft_plan(int64_t n, bool real, bool single)
{
    int at = 0;
    while (at < KEPT && kept[at] &&
           (kept[at]->n != n || kept[at]->real != real || kept[at]->single != single))
        at++;
    Fft *plan = at < KEPT && kept[at] ? kept[at] : plan_new(n, real, single);
    if (!plan)
        return NULL;
    if (at == KEPT)
        plan_free(kept[--at]);
    memmove(kept + 1, kept, (size_t)at * sizeof *kept);
    kept[0] = plan;
    int64_t points = n;
    for (int k = 1; k < KEPT && kept[k]; k++)
        if ((points += kept[k]->n) > kept_points) {
            plan_free(kept[k]);
            memmove(kept + k, kept + k + 1, (size_t)(KEPT - k - 1) * sizeof *kept);
            kept[KEPT - 1] = NULL;
            k--;
        }
    return plan;
}

int64_t fft_columns(const Fft *plan)
{
    int64_t most = (1 << 14) / plan->n;
    return plan->real || plan->long_one ? 1 : most < LANES ? LANES : most > 64 ? 64 : most / LANES * LANES;
}

size_t fft_room(const Fft *plan, int64_t width)
{
    if (plan->real)
        return plan->single ? real_room_size_float(plan) : real_room_size_double(plan);
    return plan->single ? room_size_float(plan, width) : room_size_double(plan, width);
}

void fft_complex(const Fft *plan, const FftLines *lines, double factor, bool forward, void *room, bool share)
{
    share = share && plan->n * lines->width >= threaded && pool_threads() > 1;
    if (plan->single)
        transform_float(plan, lines, (float)factor, forward, room, share);
    else
        transform_double(plan, lines, factor, forward, room, share);
}

void fft_real(const Fft *plan, void *data, double factor, bool forward, void *room, bool share)
{
    share = share && plan->n >= threaded && pool_threads() > 1;
    if (plan->single)
        transform_real_float(plan, data, (float)factor, forward, room, share);
    else
        transform_real_double(plan, data, factor, forward, room, share);
}
