/* diophantine.c: equations in whole numbers, with bounds. */
#include "numeric/diophantine.h"

#include <stdlib.h>

__extension__ typedef __int128 Wide;

/* An equation, and what is known of its first i + 2 terms: that all their sums are multiples of gcd[i], at
 * most most[i] of them; and gamma*(those before) + epsilon*(the last) = gcd. */
typedef struct Equation {
    const Term *term;
    int64_t gcd[DIOPHANTINE_TERMS], gamma[DIOPHANTINE_TERMS], epsilon[DIOPHANTINE_TERMS];
    Wide most[DIOPHANTINE_TERMS];
    int64_t work, tries; /* work below 0: without end */
    bool (*go_on)(void *);
    void *with;
} Equation;

/* gcd = a*x + b*y, Euclid's way. */
static int64_t extended_gcd(int64_t a, int64_t b, int64_t *x, int64_t *y)
{
    int64_t x1 = 1, y1 = 0, x2 = 0, y2 = 1;
    while (b) {
        int64_t times = a / b, rest = a % b, x3 = x1 - times * x2, y3 = y1 - times * y2;
        a = b, b = rest;
        x1 = x2, y1 = y2;
        x2 = x3, y2 = y3;
    }
    *x = x1;
    *y = y1;
    return a;
}

static Wide floor_div(Wide a, Wide b) { return a / b - (a % b != 0 && a < 0); } /* b > 0 */
static Wide ceil_div(Wide a, Wide b) { return -floor_div(-a, b); }

/* The terms up to number v, which come to b: v's unknown runs through what the others leave of it. */
static Solvable search(Equation *e, int v, Wide b)
{
    int before = v - 1; /* what is known of the terms before v, and v */
    int64_t gcd = e->gcd[before];
    if ((e->work >= 0 && e->tries >= e->work) || (e->tries % 4096 == 4095 && e->go_on && !e->go_on(e->with)))
        return TOO_MUCH_WORK;
    e->tries += v == 1;
    if (b % gcd)
        return NO_SOLUTION;
    int64_t first = v == 1 ? e->term[0].a : e->gcd[before - 1], last = e->term[v].a;
    Wide most_first = v == 1 ? e->term[0].most : e->most[before - 1], most_last = e->term[v].most;
    Wide c = b / gcd, step_first = last / gcd, step_last = first / gcd;
    Wide x = e->gamma[before] * c,
         y = e->epsilon[before] * c; /* a solution; the others: x + step_first*t, y - step_last*t */
    Wide low = ceil_div(-x, step_first), low_last = ceil_div(y - most_last, step_last);
    Wide high = floor_div(most_first - x, step_first), high_last = floor_div(y, step_last);
    low = low_last > low ? low_last : low;
    high = high_last < high ? high_last : high;
    if (low > high)
        return NO_SOLUTION;
    if (v == 1)
        return HAS_SOLUTION;
    for (Wide t = low; t <= high; t++) {
        Solvable found = search(e, v - 1, b - last * (y - step_last * t));
        if (found != NO_SOLUTION)
            return found;
    }
    return NO_SOLUTION;
}

static int compare_terms(const void *p, const void *q)
{
    const Term *a = p, *b = q;
    return (a->a < b->a) - (a->a > b->a);
}

/* Terms of the same factor are one; no unknown can be more than b allows. */
static int simplify(int n, Term term[], int64_t b)
{
    int kept = 0;
    qsort(term, (size_t)n, sizeof *term, compare_terms);
    for (int i = 0; i < n; i++)
        if (kept && term[kept - 1].a == term[i].a) {
            if (__builtin_add_overflow(term[kept - 1].most, term[i].most, &term[kept - 1].most))
                term[kept - 1].most = INT64_MAX;
        } else
            term[kept++] = term[i];
    n = kept;
    kept = 0;
    for (int i = 0; i < n; i++) {
        int64_t most = b / term[i].a;
        if (most < term[i].most)
            term[i].most = most;
        if (term[i].most)
            term[kept++] = term[i];
    }
    return kept;
}

Solvable diophantine_solvable(int n, Term term[], int64_t b, int64_t work, bool (*go_on)(void *), void *with)
{
    n = simplify(n, term, b);
    if (n == 0)
        return b == 0 ? HAS_SOLUTION : NO_SOLUTION;
    if (n == 1)
        return b % term[0].a == 0 && b / term[0].a <= term[0].most ? HAS_SOLUTION : NO_SOLUTION;
    Equation *e = &(Equation){ .term = term, .work = work, .go_on = go_on, .with = with };
    for (int i = 0; i < n - 1; i++) {
        int64_t first = i ? e->gcd[i - 1] : term[0].a, last = term[i + 1].a;
        e->gcd[i] = extended_gcd(first, last, &e->gamma[i], &e->epsilon[i]);
        e->most[i] = (i ? e->most[i - 1] : term[0].most) * (first / e->gcd[i]) +
                     (Wide)term[i + 1].most * (last / e->gcd[i]);
    }
    return search(e, n - 1, b);
}
