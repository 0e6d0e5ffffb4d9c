/* pyrandom.c: Python's module random, draw for draw: the Mersenne Twister behind it and the arithmetic of
 * CPython's Lib/random.py. np.random has a generator of its own. */
#include "func/func.h"
#include "numeric/bitgen.h"

#include <math.h>
#include <string.h>
#include <sys/random.h>

/* The state: made at the first draw, kept by the run. */
typedef struct Twister {
    BitGen bits;
    bool has_gauss;
    double gauss; /* the second of a pair of normal numbers, for the next call */
} Twister;

static const Class class_twister[1] = { { "Random", "random", { class_object }, NULL } };

static void seed_words_of(Twister *twister, const uint32_t *words, int64_t count)
{
    twister_seed_words(&twister->bits, words, count);
    twister->has_gauss = false;
}

/* From the system's entropy; the time of day is no better where there is none. */
static void seed_freely(Twister *twister)
{
    uint32_t words[TWISTER_WORDS] = { 1 };
    if (getrandom(words, sizeof words, 0) < 0)
        words[0] = (uint32_t)(uintptr_t)twister;
    seed_words_of(twister, words, TWISTER_WORDS);
}

static void free_twister(Record *record) { mem_free(record->state); }

static Twister *twister_of(Call *call)
{
    Run *run = call->run;
    if (!run->twister) {
        Value record = value_record(class_twister, 0, NULL);
        record.record->state = mem_zeroed(sizeof(Twister));
        record.record->drop = free_twister;
        run->twister = record.object;
        seed_freely(record.record->state);
    }
    return ((Record *)run->twister)->state;
}

static double next(Twister *twister) { return bitgen_double(&twister->bits); }

/* 0 … n - 1, by as many bits as n has and rejection. */
static uint64_t below(Twister *twister, uint64_t n)
{
    int bits = 64 - __builtin_clzll(n);
    uint64_t r;
    do {
        if (bits <= 32) {
            r = twister_next(&twister->bits) >> (32 - bits);
        } else {
            r = twister_next(&twister->bits);
            r |= (uint64_t)(twister_next(&twister->bits) >> (64 - bits)) << 32;
        }
    } while (r >= n);
    return r;
}

/* seeds and bits ------------------------------------------------------------------------------------------
 */

static bool run_seed(Call *call, Value *out)
{
    Twister *twister = twister_of(call);
    Value seed = call->arg[0].value;
    mpz_t z;
    *out = NONE;
    if (arg_none(call, 0)) {
        seed_freely(twister);
        return true;
    }
    mpz_init(z);
    if (!value_to_mpz(seed, z)) {
        uint64_t hash;
        if (seed.tag != V_FLOAT || !value_hash(call->run, seed, &hash)) {
            mpz_clear(z);
            return seed.tag == V_STR
                       ? fail(call->run, NotImplementedError, "random.seed takes no text here: give an int")
                       : fail(call->run, TypeError,
                              "The only supported seed types are:\nNone, int, float, str, bytes, and "
                              "bytearray.");
        }
        mpz_set_ui(z, hash);
    }
    mpz_abs(z, z);
    size_t count = (mpz_sizeinbase(z, 2) + 31) / 32, written = 0;
    uint32_t *words = mem_zeroed((count + 1) * sizeof *words);
    mpz_export(words, &written, -1, sizeof *words, 0, 0, z);
    seed_words_of(twister, words, (int64_t)count);
    mem_free(words);
    mpz_clear(z);
    return true;
}

static void draw_bits(Twister *twister, int64_t k, mpz_t out)
{
    size_t count = (size_t)(k + 31) / 32;
    uint32_t *words = mem_zeroed((count + 1) * sizeof *words);
    for (size_t i = 0; i < count; i++, k -= 32)
        words[i] = twister_next(&twister->bits) >> (k < 32 ? 32 - k : 0);
    mpz_import(out, count, -1, sizeof *words, 0, 0, words);
    mem_free(words);
}

static bool run_getrandbits(Call *call, Value *out)
{
    int64_t k;
    if (!arg_int(call, 0, &k))
        return false;
    if (k < 0 || k > (1 << 27))
        return fail(call->run, ValueError, k < 0 ? "Cannot convert negative int" : "too many bits");
    mpz_t z;
    mpz_init(z);
    draw_bits(twister_of(call), k, z);
    *out = value_bigint(z);
    mpz_clear(z);
    return true;
}

/* numbers ---------------------------------------------------------------------------------------------------
 */

static bool run_random(Call *call, Value *out)
{
    *out = value_float(next(twister_of(call)));
    return true;
}

/* An item of range(start, stop, step), which may reach beyond 64 bits; false: it has none. */
static bool draw_item(Twister *twister, const mpz_t start, const mpz_t stop, const mpz_t step, Value *out)
{
    mpz_t count, item;
    mpz_inits(count, item, NULL);
    mpz_sub(count, stop, start);
    mpz_cdiv_q(count, count, step);
    bool any = mpz_sgn(count) > 0;
    if (any) {
        do
            draw_bits(twister, (int64_t)mpz_sizeinbase(count, 2), item);
        while (mpz_cmp(item, count) >= 0);
        mpz_mul(item, item, step);
        mpz_add(item, item, start);
        *out = value_bigint(item);
    }
    mpz_clears(count, item, NULL);
    return any;
}

/* The same of ints from first to last, as nearly every call has them; false: they are not. */
static bool draw_small(Twister *twister, Value first, Value last, Value *out)
{
    if (first.tag != V_INT || last.tag != V_INT || first.i > last.i)
        return false;
    uint64_t more = (uint64_t)last.i - (uint64_t)first.i;
    if (more < UINT64_MAX)
        *out = value_int((int64_t)((uint64_t)first.i + below(twister, more + 1)));
    return more < UINT64_MAX;
}

/* An int of a call's argument; false: it is none. */
static bool read_whole(Call *call, int i, mpz_t out)
{
    int64_t small;
    if (value_to_mpz(ARG(call, i), out))
        return true;
    if (!arg_int(call, i, &small))
        return false;
    mpz_set_si(out, small);
    return true;
}

static bool run_randrange(Call *call, Value *out)
{
    Run *run = call->run;
    Value first = ARG(call, 0);
    if (arg_none(call, 1) && !arg_given(call, 2) && first.tag == V_INT && first.i > 0 &&
        draw_small(twister_of(call), value_int(0), value_int(first.i - 1), out))
        return true;
    mpz_t start, stop, step;
    mpz_inits(start, stop, step, NULL);
    mpz_set_ui(step, 1);
    bool one = arg_none(call, 1), fine = read_whole(call, 0, start);
    if (fine && one && arg_given(call, 2))
        fine = fail(run, TypeError, "Missing a non-None stop argument");
    if (one)
        mpz_swap(start, stop);
    fine = fine && (one || (read_whole(call, 1, stop) && read_whole(call, 2, step)));
    if (fine && !mpz_sgn(step))
        fine = fail(run, ValueError, "zero step for randrange()");
    if (fine && !draw_item(twister_of(call), start, stop, step, out)) {
        const char *from = value_text(run, ARG(call, 0)), *to = one ? "" : value_text(run, ARG(call, 1));
        fine = one                   ? fail(run, ValueError, "empty range for randrange()")
               : mpz_cmp_ui(step, 1) ? fail(run, ValueError, "empty range in randrange(%s, %s, %s)", from, to,
                                            value_text(run, ARG(call, 2)))
                                     : fail(run, ValueError, "empty range in randrange(%s, %s)", from, to);
    }
    mpz_clears(start, stop, step, NULL);
    return fine;
}

static bool run_randint(Call *call, Value *out)
{
    if (draw_small(twister_of(call), ARG(call, 0), ARG(call, 1), out))
        return true;
    mpz_t a, end, step;
    mpz_inits(a, end, step, NULL);
    mpz_set_ui(step, 1);
    bool fine = read_whole(call, 0, a) && read_whole(call, 1, end);
    mpz_add_ui(end, end, 1);
    if (fine && !draw_item(twister_of(call), a, end, step, out))
        fine = fail(call->run, ValueError, "empty range in randint(%s, %s)",
                    value_text(call->run, ARG(call, 0)), value_text(call->run, ARG(call, 1)));
    mpz_clears(a, end, step, NULL);
    return fine;
}

static bool run_uniform(Call *call, Value *out)
{
    double a, b;
    if (!arg_double(call, 0, &a) || !arg_double(call, 1, &b))
        return false;
    *out = value_float(a + (b - a) * next(twister_of(call)));
    return true;
}

static bool run_triangular(Call *call, Value *out)
{
    double low, high, mode;
    if (!arg_double(call, 0, &low) || !arg_double(call, 1, &high))
        return false;
    double u = next(twister_of(call)), c = 0.5;
    if (!arg_none(call, 2)) {
        if (!arg_double(call, 2, &mode))
            return false;
        if (high == low)
            return *out = value_float(low), true;
        c = (mode - low) / (high - low);
    }
    if (u > c) {
        u = 1.0 - u;
        c = 1.0 - c;
        double swap = low;
        low = high;
        high = swap;
    }
    *out = value_float(low + (high - low) * sqrt(u * c));
    return true;
}

static bool run_gauss(Call *call, Value *out)
{
    Twister *twister = twister_of(call);
    double mu, sigma, z;
    if (!arg_double(call, 0, &mu) || !arg_double(call, 1, &sigma))
        return false;
    if (twister->has_gauss) {
        z = twister->gauss;
    } else {
        double angle = next(twister) * 2 * M_PI, radius = sqrt(-2.0 * log(1.0 - next(twister)));
        z = cos(angle) * radius;
        twister->gauss = sin(angle) * radius;
    }
    twister->has_gauss = !twister->has_gauss;
    *out = value_float(mu + z * sigma);
    return true;
}

/* A. J. Kinderman and J. F. Monahan, "Computer generation of random variables using the ratio of uniform
 * deviates", 1977. */
static double normal(Run *run, Twister *twister, double mu, double sigma)
{
    double u, v, z;
    do {
        u = next(twister);
        v = 1.0 - next(twister);
        z = 4 * exp(-0.5) / sqrt(2.0) * (u - 0.5) / v;
    } while (!(z * z / 4.0 <= -log(v)) && run_goes_on(run));
    return mu + z * sigma;
}

/* R. C. H. Cheng, "The generation of Gamma variables with non-integral shape parameters", 1977; below 1
 * algorithm GS of Kennedy and Gentle, "Statistical Computing". */
static double gamma_shaped(Run *run, Twister *twister, double alpha)
{
    if (alpha == 1.0)
        return -log(1.0 - next(twister));
    if (alpha > 1.0) {
        double a = sqrt(2.0 * alpha - 1.0), b = alpha - log(4.0), c = alpha + a;
        while (run_goes_on(run)) {
            double u = next(twister);
            if (!(1e-7 < u && u < 0.9999999))
                continue;
            double w = 1.0 - next(twister), v = log(u / (1.0 - u)) / a, x = alpha * exp(v);
            double z = u * u * w, r = b + c * v - x;
            if (r + (1.0 + log(4.5)) - 4.5 * z >= 0.0 || r >= log(z))
                return x;
        }
        return NAN;
    }
    while (run_goes_on(run)) {
        double u = next(twister), b = (M_E + alpha) / M_E, p = b * u;
        double x = p <= 1.0 ? pow(p, 1.0 / alpha) : -log((b - p) / alpha), v = next(twister);
        if (p > 1.0 ? v <= pow(x, alpha - 1.0) : v <= exp(-x))
            return x;
    }
    return NAN;
}

/* N. I. Fisher, "Statistical Analysis of Circular Data", 1993. */
static double von_mises(Run *run, Twister *twister, double mu, double kappa)
{
    const double turn = 2 * M_PI;
    if (kappa <= 1e-6)
        return turn * next(twister);
    double s = 0.5 / kappa, r = s + sqrt(1.0 + s * s), z, d, u;
    do {
        z = cos(M_PI * next(twister));
        d = z / (r + z);
        u = next(twister);
    } while (!(u < 1.0 - d * d || u <= (1.0 - d) * exp(d)) && run_goes_on(run));
    double q = 1.0 / r, angle = acos((q + z) / (1.0 + q * z));
    double theta = fmod(next(twister) > 0.5 ? mu + angle : mu - angle, turn);
    return theta < 0 ? theta + turn : theta;
}

/* Of one or two parameters. */
typedef enum { NORMAL, LOGNORMAL, GAMMA, BETA, VON_MISES, PARETO, WEIBULL } Variate;

static bool run_variate(Call *call, Value *out)
{
    Twister *twister = twister_of(call);
    Variate kind = (Variate)call->func->extra;
    double a, b = 0, x = 0;
    if (!arg_double(call, 0, &a) || (call->args > 1 && !arg_double(call, 1, &b)))
        return false;
    if ((kind == GAMMA || kind == BETA) && (a <= 0 || b <= 0))
        return fail(call->run, ValueError, "gammavariate: alpha and beta must be > 0.0");
    switch (kind) {
    case NORMAL: x = normal(call->run, twister, a, b); break;
    case LOGNORMAL: x = exp(normal(call->run, twister, a, b)); break;
    case GAMMA: x = gamma_shaped(call->run, twister, a) * b; break;
    case BETA:
        x = gamma_shaped(call->run, twister, a);
        x = x != 0 ? x / (x + gamma_shaped(call->run, twister, b)) : 0;
        break;
    case VON_MISES: x = von_mises(call->run, twister, a, b); break;
    case PARETO: x = pow(1.0 - next(twister), -1.0 / a); break;
    case WEIBULL: x = a * pow(-log(1.0 - next(twister)), 1.0 / b); break;
    }
    *out = value_float(x);
    return !call->run->error.class; /* of infinite or unknown parameters it draws until it is stopped */
}

static bool run_expovariate(Call *call, Value *out)
{
    double lambd;
    if (!arg_double(call, 0, &lambd))
        return false;
    if (lambd == 0)
        return fail(call->run, ZeroDivisionError, "division by zero");
    *out = value_float(-log(1.0 - next(twister_of(call))) / lambd);
    return true;
}

/* sequences -------------------------------------------------------------------------------------------------
 */

static bool item_at(Call *call, Value sequence, uint64_t i, Value *out)
{
    return hooks.item(call->run, sequence, value_int((int64_t)i), out);
}

static bool run_choice(Call *call, Value *out)
{
    int64_t n;
    Value sequence = call->arg[0].value;
    if (!value_len(call->run, sequence, &n))
        return false;
    if (!n)
        return fail(call->run, IndexError, "Cannot choose from an empty sequence");
    return item_at(call, sequence, below(twister_of(call), (uint64_t)n), out);
}

static void swap_elements(Tensor *t, int64_t i, int64_t j)
{
    char kept[16], *a = t->data + i * t->stride[0], *b = t->data + j * t->stride[0];
    size_t size = (size_t)dtype_info[t->dtype].size;
    memcpy(kept, a, size);
    memmove(a, b, size);
    memcpy(b, kept, size);
}

static bool run_shuffle(Call *call, Value *out)
{
    Value x = call->arg[0].value;
    int64_t n;
    if (!value_len(call->run, x, &n))
        return false;
    bool array = x.tag == V_ARRAY && x.tensor->ndim == 1 && x.tensor->data;
    if (x.tag != V_LIST && !array)
        return fail(call->run, TypeError, "'%s' object does not support item assignment", value_type_name(x));
    for (int64_t i = n - 1; i > 0; i--) {
        int64_t j = (int64_t)below(twister_of(call), (uint64_t)i + 1);
        if (!run_goes_on(call->run))
            return false;
        if (array)
            swap_elements(x.tensor, i, j);
        else {
            Value *item = x.list->item, kept = item[i];
            item[i] = item[j];
            item[j] = kept;
        }
    }
    *out = NONE;
    return true;
}

static bool append_item(Call *call, Value list, Value sequence, uint64_t i)
{
    Value item;
    if (!run_goes_on(call->run) || !item_at(call, sequence, i, &item))
        return false;
    list_append(list.list, item);
    value_drop(item);
    return true;
}

/* Whether a number is new among those in a table, which now holds it; 0: a place without one. Linear probing:
 * Knuth, The Art of Computer Programming 3, 6.4. */
static bool is_new(uint64_t *table, uint64_t mask, uint64_t number)
{
    uint64_t place = (number * 0x9E3779B97F4A7C15u >> 20) & mask;
    while (table[place] && table[place] != number + 1)
        place = (place + 1) & mask;
    bool fresh = !table[place];
    table[place] = number + 1;
    return fresh;
}

/* Few of many: numbers drawn anew where they come twice; else a pool, the last moving up into each gap. */
static bool sample(Call *call, Value population, uint64_t n, uint64_t k, Value list)
{
    Twister *twister = twister_of(call);
    double pool_room = 21;
    if (k > 5)
        pool_room += pow(4, ceil(log((double)k * 3) / log(4)));
    bool few = (double)n > pool_room, ok = true;
    uint64_t places = 16;
    while (few && places < 2 * k)
        places *= 2;
    if (!run_has_memory(call->run, (int64_t)(few ? places : n), sizeof(uint64_t)))
        return false;
    uint64_t *chosen = few ? mem_zeroed(places * sizeof *chosen) : mem_alloc((size_t)n * sizeof *chosen);
    for (uint64_t i = 0; !few && i < n; i++)
        chosen[i] = i;
    for (uint64_t i = 0; ok && i < k; i++) {
        uint64_t j;
        if (few) {
            do
                j = below(twister, n);
            while (!is_new(chosen, places - 1, j));
        } else {
            uint64_t at = below(twister, n - i);
            j = chosen[at];
            chosen[at] = chosen[n - i - 1];
        }
        ok = append_item(call, list, population, j);
    }
    mem_free(chosen);
    return ok;
}

/* Each item of the population so many times: numbers are drawn of all of them, and each is the item within
 * whose running count it falls. */
static bool sample_counted(Call *call, Value population, int64_t k, Value counts, Value *out)
{
    Run *run = call->run;
    Value list;
    int64_t n, total = 0;
    if (!value_len(run, population, &n) || !value_to_list(run, counts, &list))
        return false;
    bool ok =
        list.list->count == n || fail(run, ValueError, "The number of counts does not match the population");
    int64_t *sum = mem_alloc((size_t)(list.list->count + 1) * sizeof *sum);
    for (int64_t i = 0; ok && i < n; i++) {
        ok = list.list->item[i].tag == V_INT || fail(run, TypeError, "Counts must be integers");
        if (ok)
            sum[i] = total += list.list->item[i].i;
    }
    value_drop(list);
    ok = ok && (total >= 0 || fail(run, ValueError, "Counts must be non-negative")) &&
         ((k >= 0 && k <= total) || fail(run, ValueError, "Sample larger than population or is negative")) &&
         run_has_memory(run, k, 2 * sizeof(Value));
    if (ok) {
        Value all = value_range(0, total, 1), drawn = value_list_new(k);
        *out = value_list_new(k);
        ok = sample(call, all, (uint64_t)total, (uint64_t)k, drawn);
        for (int64_t i = 0; ok && i < k; i++) {
            int64_t low = 0, high = n - 1;
            while (low < high) {
                int64_t middle = (low + high) / 2;
                if (drawn.list->item[i].i < sum[middle])
                    high = middle;
                else
                    low = middle + 1;
            }
            ok = append_item(call, *out, population, (uint64_t)low);
        }
        value_drop(all);
        value_drop(drawn);
        if (!ok)
            value_drop(*out);
    }
    mem_free(sum);
    return ok;
}

static bool run_sample(Call *call, Value *out)
{
    Value population = call->arg[0].value;
    int64_t n, k;
    if (population.tag != V_LIST && population.tag != V_TUPLE && population.tag != V_STR &&
        population.tag != V_RANGE)
        return fail(call->run, TypeError,
                    "Population must be a sequence.  For dicts or sets, use sorted(d).");
    if (!value_len(call->run, population, &n) || !arg_int(call, 1, &k))
        return false;
    if (!arg_none(call, 2))
        return sample_counted(call, population, k, call->arg[2].value, out);
    if (k < 0 || k > n)
        return fail(call->run, ValueError, "Sample larger than population or is negative");
    if (!run_has_memory(call->run, k, sizeof(Value)))
        return false;
    Value list = value_list_new(k);
    if (!sample(call, population, (uint64_t)n, (uint64_t)k, list)) {
        value_drop(list);
        return false;
    }
    *out = list;
    return true;
}

/* The running sums of the weights, which may be given as such; NULL on error. */
static double *cumulated(Call *call, Value weights, bool summed, int64_t n)
{
    Value list;
    if (!value_to_list(call->run, weights, &list))
        return NULL;
    bool ok = list.list->count == n ||
              fail(call->run, ValueError, "The number of weights does not match the population");
    double total = 0, *sum = ok ? mem_alloc((size_t)(n + 1) * sizeof *sum) : NULL;
    for (int64_t i = 0; ok && i < n; i++) {
        double weight;
        ok = value_to_double(call->run, list.list->item[i], &weight);
        sum[i] = total = (summed ? 0 : total) + (ok ? weight : 0);
    }
    value_drop(list);
    if (ok && total <= 0)
        ok = fail(call->run, ValueError, "Total of weights must be greater than zero");
    if (ok && !isfinite(total))
        ok = fail(call->run, ValueError, "Total of weights must be finite");
    if (ok)
        return sum;
    mem_free(sum);
    return NULL;
}

static bool run_choices(Call *call, Value *out)
{
    Value population = call->arg[0].value;
    Twister *twister = twister_of(call);
    bool weighted = !arg_none(call, 1), summed = !arg_none(call, 2);
    int64_t n, k;
    if (!value_len(call->run, population, &n) || !arg_int(call, 3, &k))
        return false;
    if (weighted && summed)
        return fail(call->run, TypeError, "Cannot specify both weights and cumulative weights");
    if (n == 0 && k > 0)
        return fail(call->run, IndexError, "list index out of range");
    if (!run_has_memory(call->run, k, sizeof(Value)))
        return false;
    double *sum = NULL;
    if ((weighted || summed) && !(sum = cumulated(call, call->arg[summed ? 2 : 1].value, summed, n)))
        return false;
    Value list = value_list_new(0);
    bool ok = true;
    for (int64_t i = 0; ok && i < k; i++) {
        int64_t j = 0;
        if (sum) {
            double at = next(twister) * sum[n - 1];
            for (int64_t end = n - 1; j < end;) { /* the first sum above it */
                int64_t middle = j + (end - j) / 2;
                if (sum[middle] > at)
                    end = middle;
                else
                    j = middle + 1;
            }
        } else {
            j = (int64_t)floor(next(twister) * (double)n);
        }
        ok = append_item(call, list, population, (uint64_t)j);
    }
    mem_free(sum);
    if (ok)
        *out = list;
    else
        value_drop(list);
    return ok;
}

#define ROW(name_, params_, run_, extra_, style_, brief_, example_)                                          \
    {                                                                                                        \
        .name = name_, .of = "random", .params = params_, .brief = brief_, .style = style_,                  \
        .example = ">>> import random; random.seed(5)\n" example_, .run = run_, .extra = extra_,             \
        .effects = true, .says = "Random." name_                                                             \
    }
#define DRAW(name, params, run, brief, example) ROW(name, params, run, 0, PYTHON, brief, example)
#define VARIATE(name, params, kind, brief, example)                                                          \
    ROW(name, params, run_variate, kind, PYTHON, brief, example)

const Func pyrandom_funcs[] = {
    DRAW("choice", "seq: any", run_choice, "An item of a sequence.", ">>> random.choice('abc')\n'c'\n"),
    DRAW("choices", "population: any, weights: any = None, *, cum_weights: any = None, k: int = 1",
         run_choices, "k items of a sequence, each as if it were the first.",
         ">>> random.choices([1, 2, 3], k=4)\n[2, 3, 3, 3]\n"),
    DRAW("expovariate", "lambd: float = 1.0", run_expovariate, "An exponentially distributed number.",
         ">>> random.expovariate(2)\n0.4876246846321968\n"),
    DRAW("gauss", "mu: float = 0.0, sigma: float = 1.0", run_gauss,
         "A normally distributed number, by pairs.", ">>> random.gauss()\n-1.1788417512306717\n"),
    ROW("getrandbits", "k: int, /", run_getrandbits, 0, CLINIC, "An int of k random bits.",
        ">>> random.getrandbits(10)\n637\n"),
    VARIATE("betavariate", "alpha: float, beta: float", BETA, "A beta distributed number.",
            ">>> random.betavariate(1, 2)\n0.20957752423396792\n"),
    VARIATE("gammavariate", "alpha: float, beta: float", GAMMA, "A gamma distributed number.",
            ">>> random.gammavariate(2, 1)\n2.672219371094728\n"),
    VARIATE("lognormvariate", "mu: float, sigma: float", LOGNORMAL,
            "The exponential of a normally distributed number.",
            ">>> random.lognormvariate(0, 1)\n2.2626576476213778\n"),
    VARIATE("normalvariate", "mu: float = 0.0, sigma: float = 1.0", NORMAL, "A normally distributed number.",
            ">>> random.normalvariate()\n0.816540072671196\n"),
    VARIATE("paretovariate", "alpha: float", PARETO, "A Pareto distributed number.",
            ">>> random.paretovariate(2)\n1.6284435553736896\n"),
    VARIATE("vonmisesvariate", "mu: float, kappa: float", VON_MISES, "An angle around mu.",
            ">>> random.vonmisesvariate(0, 1)\n1.250665281814779\n"),
    VARIATE("weibullvariate", "alpha: float, beta: float", WEIBULL, "A Weibull distributed number.",
            ">>> random.weibullvariate(1, 2)\n0.9875471478690998\n"),
    DRAW("randint", "a: int, b: int", run_randint, "An int from a to b, both included.",
         ">>> random.randint(1, 6)\n5\n"),
    ROW("random", "", run_random, 0, CLINIC, "A number from 0 to 1, below 1.",
        ">>> random.random()\n0.6229016948897019\n"),
    DRAW("randrange", "start: int, stop: any = None, step: int = 1", run_randrange,
         "An item of range(start, stop, step).", ">>> random.randrange(10)\n9\n"),
    DRAW("sample", "population: any, k: int, *, counts: any = None", run_sample,
         "k different items of a sequence.", ">>> random.sample(range(100), 3)\n[79, 32, 94]\n"),
    DRAW("seed", "a: any = None, version: any = 2", run_seed, "Begins the stream of random numbers anew.",
         ">>> random.random()\n0.6229016948897019\n"),
    DRAW("shuffle", "x: any", run_shuffle, "Puts a list's items in random order.",
         ">>> l = [1, 2, 3]; random.shuffle(l); l\n[1, 2, 3]\n"),
    DRAW("triangular", "low: float = 0.0, high: float = 1.0, mode: any = None", run_triangular,
         "A number between low and high, most often near mode.",
         ">>> random.triangular()\n0.5657775310337465\n"),
    DRAW("uniform", "a: float, b: float", run_uniform, "A number between a and b.",
         ">>> random.uniform(1, 2)\n1.622901694889702\n"),
    { 0 }
};
