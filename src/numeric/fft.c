/* fft.c: plans for Fourier transforms: the factors of a length, and its roots of unity. */
#include "numeric/fft.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

enum { FACTORS_MAX = 64 };

typedef struct Root {
    double r, i;
} Root;

/* The factors of a transform, in the order in which they are applied. */
typedef struct Factors {
    int count;
    int64_t at[FACTORS_MAX];
} Factors;

struct Fft {
    int64_t n;
    bool real, single;
    Factors factors;
    void *roots;          /* exp(2 pi i k / n) for k < n, in the plan's precision */
    struct Fft *long_one; /* Bluestein: the plan of the convolution's length; NULL: factors are used */
    void *chirp;          /* … exp(i pi k² / n), k < n */
    void *chirp_long;     /* … its transform, of which the first half is needed */
};

/* factors -------------------------------------------------------------------------------------------------
 */

static void add_factor(Factors *f, int64_t factor) { f->at[f->count++] = factor; }

/* Complex transforms take 8 first; the 2 stands in front, where its roots are needed least. */
static void factorize(Factors *f, int64_t n, bool real)
{
    f->count = 0;
    for (; !real && n % 8 == 0; n /= 8)
        add_factor(f, 8);
    for (; n % 4 == 0; n /= 4)
        add_factor(f, 4);
    if (n % 2 == 0) {
        n /= 2;
        add_factor(f, 2);
        int64_t first = f->at[0];
        f->at[0] = 2;
        f->at[f->count - 1] = first;
    }
    for (int64_t p = 3; p * p <= n; p += 2)
        for (; n % p == 0; n /= p)
            add_factor(f, p);
    if (n > 1)
        add_factor(f, n);
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

/* What is to be compiled anew for each factor: the compiler would share one copy. */
#define EACH static inline __attribute__((always_inline))

#define SQRT_HALF 0.707106781186547524400844362104849L
#define SQRT_2    1.414213562373095048801688724209698L

#define REAL       double
#define NAME(name) name##_double
#include "numeric/fft_passes.inc"
#undef REAL
#undef NAME
#define REAL       float
#define NAME(name) name##_float
#include "numeric/fft_passes.inc"
#undef REAL
#undef NAME

/* plans ----------------------------------------------------------------------------------------------------
 */

static bool fill_plan(Fft *plan)
{
    int64_t n = plan->n;
    if (!plan->long_one)
        return plan->single ? set_roots_float(plan) : set_roots_double(plan);
    Root *chirp = data_alloc((size_t)(2 * n) * sizeof *chirp);
    bool ok = chirp && make_roots(2 * n, chirp) &&
              (plan->single ? set_chirp_float(plan, chirp) : set_chirp_double(plan, chirp));
    data_free(chirp);
    return ok;
}

Fft *fft_new(int64_t n, bool real, bool single)
{
    Fft *plan = mem_zeroed(sizeof *plan);
    *plan = (Fft){ .n = n, .real = real, .single = single };
    int64_t prime = n < 50 ? 0 : largest_prime(n);
    if (prime && prime > n / prime && n < INT64_MAX / 8) {
        int64_t longer = smooth_length(2 * n - 1);
        if (2 * cost_of(longer) * 1.5 < cost_of(n) * (real ? 0.5 : 1) &&
            !(plan->long_one = fft_new(longer, false, single))) {
            fft_free(plan);
            return NULL;
        }
    }
    if (!plan->long_one)
        factorize(&plan->factors, n, real);
    if (fill_plan(plan))
        return plan;
    fft_free(plan);
    return NULL;
}

void fft_free(Fft *plan)
{
    if (!plan)
        return;
    fft_free(plan->long_one);
    data_free(plan->roots);
    data_free(plan->chirp);
    data_free(plan->chirp_long);
    mem_free(plan);
}

bool fft_complex(const Fft *plan, void *data, double factor, bool forward)
{
    return plan->single ? transform_float(plan, data, (float)factor, forward)
                        : transform_double(plan, data, factor, forward);
}

bool fft_real(const Fft *plan, void *data, double factor, bool forward)
{
    return plan->single ? transform_real_float(plan, data, (float)factor, forward)
                        : transform_real_double(plan, data, factor, forward);
}
