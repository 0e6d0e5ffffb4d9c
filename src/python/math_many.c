/* math_many.c: the module math: functions of ints, and of several numbers at once. */
#include "func/results.h"

#include "value/number.h"

#include <float.h>
#include <math.h>

/* Ints ----------------------------------------------------------------------------------------------------
 */

/* An int of any size by __index__; *out is owned. */
static bool int_arg(Run *run, Value v, Value *out)
{
    if (value_is_int(v)) {
        *out = value_keep(v);
        return true;
    }
    int64_t i;
    if (!value_index(run, v, &i))
        return false;
    *out = value_int(i);
    return true;
}

static Value take_integer(mpz_t z)
{
    Value v = value_bigint(z);
    mpz_clear(z);
    return v;
}

/* gcd and lcm: the row's extra is what none gives, 0 or 1. */
static bool run_gcd(Call *call, Value *out)
{
    const Tuple *args = ARG(call, 0).tuple;
    mpz_t z;
    mpz_init_set_si(z, call->func->extra);
    for (int64_t i = 0; i < args->count; i++) {
        Value v;
        Integer in;
        if (!int_arg(call->run, args->item[i], &v)) {
            mpz_clear(z);
            return false;
        }
        if (call->func->extra)
            mpz_lcm(z, z, integer_of(&in, v));
        else
            mpz_gcd(z, z, integer_of(&in, v));
        value_drop(v);
        if (!int_fits(call->run, (double)mpz_sizeinbase(z, 2))) {
            mpz_clear(z);
            return false;
        }
    }
    *out = take_integer(z);
    return true;
}

static Value quick_gcd(Run *run, const Func *func, int n, const Value arg[])
{
    (void)run, (void)func;
    if (n != 2 || arg[0].tag != V_INT || arg[1].tag != V_INT)
        return ABSENT;
    uint64_t a = arg[0].i < 0 ? -(uint64_t)arg[0].i : (uint64_t)arg[0].i;
    uint64_t b = arg[1].i < 0 ? -(uint64_t)arg[1].i : (uint64_t)arg[1].i;
    while (b) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a <= INT64_MAX ? value_int((int64_t)a) : ABSENT;
}

/* The bits of n! / (n - k)!, roughly. */
static double bits_of_product(double n, double k) { return (lgamma(n + 1) - lgamma(n - k + 1)) / M_LN2; }

static bool factorial(Run *run, Value v, Value *out)
{
    if (int_compare(v, value_int(0)) < 0)
        return fail(run, ValueError, "factorial() not defined for negative values");
    if (v.tag == V_BIGINT)
        return fail(run, OverflowError, "factorial() argument should not exceed 9223372036854775807");
    if (!int_fits(run, bits_of_product((double)v.i, (double)v.i)))
        return false;
    mpz_t z;
    mpz_init(z);
    mpz_fac_ui(z, (unsigned long)v.i);
    *out = take_integer(z);
    return true;
}

static bool run_factorial(Call *call, Value *out)
{
    Value v;
    if (!int_arg(call->run, ARG(call, 0), &v))
        return false;
    bool ok = factorial(call->run, v, out);
    value_drop(v);
    return ok;
}

/* n (n - 1) … (n - k + 1) */
static void falling_product(mpz_t out, mpz_srcptr n, unsigned long k)
{
    mpz_t factor;
    mpz_init_set(factor, n);
    mpz_set_ui(out, 1);
    for (; k; k--) {
        mpz_mul(out, out, factor);
        mpz_sub_ui(factor, factor, 1);
    }
    mpz_clear(factor);
}

static bool choose(Run *run, mpz_srcptr n, mpz_srcptr k, bool ordered, Value *out)
{
    if (mpz_sgn(n) < 0)
        return fail(run, ValueError, "n must be a non-negative integer");
    if (mpz_sgn(k) < 0)
        return fail(run, ValueError, "k must be a non-negative integer");
    if (mpz_cmp(k, n) > 0) {
        *out = value_int(0);
        return true;
    }
    mpz_t least;
    mpz_init(least);
    mpz_sub(least, n, k);
    if (ordered || mpz_cmp(k, least) < 0)
        mpz_set(least, k);
    bool fits = mpz_fits_slong_p(least);
    if (!fits)
        fail(run, OverflowError,
             ordered ? "k must not exceed 9223372036854775807"
                     : "min(n - k, k) must not exceed 9223372036854775807");
    double size = mpz_get_d(n), taken = mpz_get_d(least), bits = taken * (double)mpz_sizeinbase(n, 2);
    if (size < 1e15)
        bits = bits_of_product(size, taken) - (ordered ? 0 : lgamma(taken + 1) / M_LN2);
    if (fits && int_fits(run, bits) && int_fits(run, taken * 64)) {
        mpz_t z;
        mpz_init(z);
        if (ordered)
            falling_product(z, n, mpz_get_ui(least));
        else
            mpz_bin_ui(z, n, mpz_get_ui(least));
        *out = take_integer(z);
    } else
        fits = false;
    mpz_clear(least);
    return fits;
}

/* comb and perm: the row's extra is 1 if the order counts. */
static bool run_choose(Call *call, Value *out)
{
    Run *run = call->run;
    if (call->func->extra && arg_none(call, 1))
        return run_factorial(call, out);
    Value n, k;
    if (!int_arg(run, ARG(call, 0), &n))
        return false;
    bool ok = int_arg(run, ARG(call, 1), &k);
    if (ok) {
        Integer x, y;
        ok = choose(run, integer_of(&x, n), integer_of(&y, k), call->func->extra, out);
        value_drop(k);
    }
    value_drop(n);
    return ok;
}

static bool run_isqrt(Call *call, Value *out)
{
    Value v;
    if (!int_arg(call->run, ARG(call, 0), &v))
        return false;
    Integer in;
    integer_of(&in, v);
    bool ok = mpz_sgn(in.z) >= 0;
    if (ok) {
        mpz_t z;
        mpz_init(z);
        mpz_sqrt(z, in.z);
        *out = take_integer(z);
    }
    value_drop(v);
    return ok || fail(call->run, ValueError, "isqrt() argument must be nonnegative");
}

/* Several floats ------------------------------------------------------------------------------------------
 */

/* A sum or product and what was lost in rounding it. */
typedef struct Exact {
    double high, low;
} Exact;

static Exact exact_product(double x, double y)
{
    double high = x * y;
    return (Exact){ high, fma(x, y, -high) };
}

static Exact exact_sum(double x, double y)
{
    double high = x + y, part = high - x;
    return (Exact){ high, (x - (high - part)) + (y - part) };
}

static Exact sum_of_larger(double larger, double y)
{
    double high = larger + y;
    return (Exact){ high, (larger - high) + y };
}

/* The length of a vector within one unit in the last place: Modules/mathmodule.c, vector_norm. */
static double norm_of(int64_t n, double *x, double max, bool nan)
{
    if (isinf(max))
        return max;
    if (nan)
        return NAN;
    if (max == 0 || n <= 1)
        return max;
    int exponent;
    frexp(max, &exponent);
    if (exponent < -1023) { /* the scale would overflow */
        for (int64_t i = 0; i < n; i++)
            x[i] /= DBL_MIN;
        return DBL_MIN * norm_of(n, x, max / DBL_MIN, nan);
    }
    double scale = ldexp(1.0, -exponent), sum = 1.0, lost = 0, lost_too = 0;
    for (int64_t i = 0; i < n; i++) {
        double scaled = x[i] * scale;
        Exact square = exact_product(scaled, scaled), total = sum_of_larger(sum, square.high);
        sum = total.high;
        lost += square.low;
        lost_too += total.low;
    }
    double root = sqrt(sum - 1.0 + (lost + lost_too));
    Exact square = exact_product(-root, root), total = sum_of_larger(sum, square.high);
    lost += square.low;
    lost_too += total.low;
    root += (total.high - 1.0 + (lost + lost_too)) / (2.0 * root);
    return root / scale;
}

static double norm(int64_t n, double *x)
{
    double max = 0;
    bool nan = false;
    for (int64_t i = 0; i < n; i++) {
        x[i] = fabs(x[i]);
        nan |= isnan(x[i]);
        if (x[i] > max)
            max = x[i];
    }
    return norm_of(n, x, max, nan);
}

/* All numbers of an array of values as doubles, in a new block. */
static bool doubles_of(Run *run, int64_t n, const Value *v, double **out)
{
    *out = mem_alloc((size_t)(n + 1) * sizeof **out);
    for (int64_t i = 0; i < n; i++)
        if (!value_to_double(run, v[i], &(*out)[i])) {
            mem_free(*out);
            return false;
        }
    return true;
}

static bool run_hypot(Call *call, Value *out)
{
    const Tuple *args = ARG(call, 0).tuple;
    double *x;
    if (!doubles_of(call->run, args->count, args->item, &x))
        return false;
    *out = value_float(norm(args->count, x));
    mem_free(x);
    return true;
}

static bool distance(Run *run, const List *p, const List *q, Value *out)
{
    double *x, *y;
    if (p->count != q->count)
        return fail(run, ValueError, "both points must have the same number of dimensions");
    if (!doubles_of(run, p->count, p->item, &x))
        return false;
    bool ok = doubles_of(run, q->count, q->item, &y);
    if (ok) {
        for (int64_t i = 0; i < p->count; i++)
            x[i] -= y[i];
        *out = value_float(norm(p->count, x));
        mem_free(y);
    }
    mem_free(x);
    return ok;
}

/* Both arguments as lists. */
static bool two_lists(Call *call, Value list[2])
{
    if (!value_to_list(call->run, ARG(call, 0), &list[0]))
        return false;
    if (value_to_list(call->run, ARG(call, 1), &list[1]))
        return true;
    value_drop(list[0]);
    return false;
}

static bool run_dist(Call *call, Value *out)
{
    Value list[2];
    if (!two_lists(call, list))
        return false;
    bool ok = distance(call->run, list[0].list, list[1].list, out);
    value_drop(list[0]);
    value_drop(list[1]);
    return ok;
}

/* Shewchuk's sum: partial sums that do not overlap, exact together (Modules/mathmodule.c, math_fsum). */
typedef struct Partials {
    double *at;
    int64_t count, room;
    double special; /* the sum of the infinities and NaNs */
    double infinities;
} Partials;

static bool add_exactly(Run *run, Partials *p, double x)
{
    double given = x;
    int64_t kept = 0;
    for (int64_t i = 0; i < p->count; i++) {
        double y = p->at[i];
        if (fabs(x) < fabs(y)) {
            double other = x;
            x = y;
            y = other;
        }
        Exact sum = sum_of_larger(x, y);
        if (sum.low != 0)
            p->at[kept++] = sum.low;
        x = sum.high;
    }
    p->count = kept;
    if (x == 0)
        return true;
    if (!isfinite(x)) {
        if (isfinite(given))
            return fail(run, OverflowError, "intermediate overflow in fsum");
        if (isinf(given))
            p->infinities += given;
        p->special += given;
        p->count = 0;
        return true;
    }
    if (p->count == p->room)
        p->at = mem_resize(p->at, (size_t)(p->room = p->room ? p->room * 2 : 32) * sizeof *p->at);
    p->at[p->count++] = x;
    return true;
}

/* Rounded once, half to even, though the partial sums are added from the largest down. */
static double total_of(const Partials *p)
{
    if (!p->count)
        return 0.0;
    int64_t n = p->count;
    double high = p->at[--n], low = 0;
    while (n > 0) {
        Exact sum = sum_of_larger(high, p->at[--n]);
        high = sum.high;
        low = sum.low;
        if (low != 0)
            break;
    }
    if (n > 0 && ((low < 0 && p->at[n - 1] < 0) || (low > 0 && p->at[n - 1] > 0))) {
        double twice = low * 2.0, next = high + twice;
        if (twice == next - high)
            high = next;
    }
    return high;
}

static bool add_item(Run *run, Value item, void *partials)
{
    double x;
    return value_to_double(run, item, &x) && add_exactly(run, partials, x);
}

static bool run_fsum(Call *call, Value *out)
{
    Run *run = call->run;
    Partials p = { 0 };
    bool ok = value_each(run, ARG(call, 0), add_item, &p);
    if (ok && p.special != 0) {
        if (isnan(p.infinities))
            ok = fail(run, ValueError, "-inf + inf in fsum");
        *out = value_float(p.special);
    } else if (ok)
        *out = value_float(total_of(&p));
    mem_free(p.at);
    return ok;
}

static bool multiply_item(Run *run, Value item, void *with)
{
    Value *product = with, next;
    if (!hooks.operate(run, OP_MUL, *product, item, &next))
        return false;
    value_drop(*product);
    *product = next;
    return true;
}

static bool run_prod(Call *call, Value *out)
{
    Value product = value_keep(ARG(call, 1));
    if (!value_each(call->run, ARG(call, 0), multiply_item, &product))
        return value_drop(product), false;
    *out = product;
    return true;
}

/* Floats are multiplied and added with three times their digits, others as `+` and `*` do it. */
static bool are_floats(const List *p, const List *q)
{
    bool floats = false;
    for (int64_t i = 0; i < p->count; i++) {
        Value a = p->item[i], b = q->item[i];
        if ((a.tag != V_FLOAT && a.tag != V_INT && a.tag != V_BOOL) ||
            (b.tag != V_FLOAT && b.tag != V_INT && b.tag != V_BOOL))
            return false;
        floats |= a.tag == V_FLOAT || b.tag == V_FLOAT;
    }
    return floats;
}

static double sumprod_floats(const List *p, const List *q)
{
    double high = 0, low = 0, tiny = 0;
    for (int64_t i = 0; i < p->count; i++) {
        double x = p->item[i].tag == V_FLOAT ? p->item[i].f : (double)p->item[i].i;
        double y = q->item[i].tag == V_FLOAT ? q->item[i].f : (double)q->item[i].i;
        Exact product = exact_product(x, y), sum = exact_sum(high, product.high);
        Exact first = exact_sum(low, product.low), second = exact_sum(first.high, sum.low);
        high = sum.high;
        low = second.high;
        tiny += first.low + second.low;
    }
    return high + exact_sum(low, tiny).high;
}

static bool sumprod_values(Run *run, const List *p, const List *q, Value *out)
{
    *out = value_int(0);
    for (int64_t i = 0; i < p->count; i++) {
        Value product, sum;
        bool ok = hooks.operate(run, OP_MUL, p->item[i], q->item[i], &product);
        if (ok) {
            ok = hooks.operate(run, OP_ADD, *out, product, &sum);
            value_drop(product);
        }
        value_drop(*out);
        if (!ok)
            return false;
        *out = sum;
    }
    return true;
}

static bool run_sumprod(Call *call, Value *out)
{
    Value list[2];
    if (!two_lists(call, list))
        return false;
    const List *p = list[0].list, *q = list[1].list;
    bool ok = p->count == q->count || fail(call->run, ValueError, "Inputs are not the same length");
    if (ok && are_floats(p, q)) {
        double sum = sumprod_floats(p, q);
        if (isfinite(sum))
            *out = value_float(sum);
        else
            ok = sumprod_values(call->run, p, q, out);
    } else if (ok)
        ok = sumprod_values(call->run, p, q, out);
    value_drop(list[0]);
    value_drop(list[1]);
    return ok;
}

const Func math_many_funcs[] = {
    { .name = "gcd",
      .of = "math",
      .params = "*integers: any",
      .brief = "the greatest common divisor",
      .example = ">>> math.gcd(12, 18)\n6\n",
      AS_IN_PYTHON,
      .run = run_gcd,
      .quick = quick_gcd,
      .extra = 0 },
    { .name = "lcm",
      .of = "math",
      .params = "*integers: any",
      .brief = "the least common multiple",
      .example = ">>> math.lcm(4, 6)\n12\n",
      AS_IN_PYTHON,
      .run = run_gcd,
      .extra = 1 },
    { .name = "factorial",
      .of = "math",
      .params = "n: any, /",
      .brief = "1 * 2 * ... * n",
      .example = ">>> math.factorial(5)\n120\n",
      AS_IN_PYTHON,
      .run = run_factorial },
    { .name = "comb",
      .of = "math",
      .params = "n: any, k: any, /",
      .brief = "in how many ways k of n can be chosen",
      .example = ">>> math.comb(5, 2)\n10\n",
      AS_IN_PYTHON,
      .run = run_choose,
      .extra = 0 },
    { .name = "perm",
      .of = "math",
      .params = "n: any, k: any = None, /",
      .brief = "in how many ways k of n can be put in order",
      .example = ">>> math.perm(5, 2)\n20\n",
      AS_IN_PYTHON,
      .run = run_choose,
      .extra = 1 },
    { .name = "isqrt",
      .of = "math",
      .params = "n: any, /",
      .brief = "the square root of an int, rounded down",
      .example = ">>> math.isqrt(10)\n3\n",
      AS_IN_PYTHON,
      .run = run_isqrt },
    { .name = "hypot",
      .of = "math",
      .params = "*coordinates: any",
      .brief = "the length of a vector",
      .example = ">>> math.hypot(3, 4)\n5.0\n",
      AS_IN_PYTHON,
      .run = run_hypot },
    { .name = "dist",
      .of = "math",
      .params = "p: any, q: any, /",
      .brief = "how far two points are from each other",
      .example = ">>> math.dist([0, 0], [3, 4])\n5.0\n",
      AS_IN_PYTHON,
      .run = run_dist },
    { .name = "fsum",
      .of = "math",
      .params = "seq: any, /",
      .brief = "the exact sum of floats, rounded once",
      .example = ">>> math.fsum([0.1] * 10)\n1.0\n",
      AS_IN_PYTHON,
      .run = run_fsum },
    { .name = "prod",
      .of = "math",
      .params = "iterable: any, /, *, start: any = 1",
      .brief = "the product of the items",
      .example = ">>> math.prod([2, 3, 4])\n24\n",
      AS_IN_PYTHON,
      .run = run_prod },
    { .name = "sumprod",
      .of = "math",
      .params = "p: any, q: any, /",
      .brief = "the sum of the products of the items",
      .example = ">>> math.sumprod([1, 2], [3, 4])\n11\n",
      AS_IN_PYTHON,
      .run = run_sumprod },
    { 0 },
};
