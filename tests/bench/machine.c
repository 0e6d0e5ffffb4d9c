#include "machine.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

#if defined __x86_64__ && defined __GNUC__
#define VECTORS __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default"), noinline))
#else
#define VECTORS __attribute__((noinline))
#endif

enum { DOUBLES = 20 * 1000 * 1000, PAGES = 4096, PAGE = 4096, TIMES = 5 };

double machine_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

VECTORS static double sum_all(const double *x, size_t n)
{
    double sum[32] = { 0 };
    for (size_t i = 0; i + 32 <= n; i += 32)
        for (size_t k = 0; k < 32; k++)
            sum[k] += x[i + k];
    for (size_t k = 1; k < 32; k++)
        sum[0] += sum[k];
    return sum[0];
}

VECTORS static void triad(double *restrict x, const double *restrict y, const double *restrict z, double s,
                          size_t n)
{
    for (size_t i = 0; i < n; i++)
        x[i] = y[i] + s * z[i];
}

/* Of numbers that stay in registers. */
VECTORS static double multiply_add(double by, long turns)
{
    double x[64];
    for (int k = 0; k < 64; k++)
        x[k] = k;
    for (long i = 0; i < turns; i++)
        for (int k = 0; k < 64; k++)
            x[k] = x[k] * by + 1.0;
    double sum = 0;
    for (int k = 0; k < 64; k++)
        sum += x[k];
    return sum;
}

static double first_touch(void)
{
    char *at = mmap(NULL, (size_t)PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED)
        return NAN;
    madvise(at, (size_t)PAGES * PAGE, MADV_NOHUGEPAGE);
    double start = machine_now();
    for (int i = 0; i < PAGES; i++)
        at[(size_t)i * PAGE] = 1;
    double seconds = machine_now() - start;
    munmap(at, (size_t)PAGES * PAGE);
    return seconds / PAGES;
}

static double least(double a, double b) { return a < b ? a : b; }

/* In large pages where the system has them. */
static double *numbers(void)
{
    enum { LARGE = 2 << 20 };
    size_t size = (DOUBLES * sizeof(double) + LARGE - 1) / LARGE * LARGE;
    double *x = aligned_alloc(LARGE, size);
    if (!x)
        abort();
    madvise(x, size, MADV_HUGEPAGE);
    for (size_t i = 0; i < DOUBLES; i++)
        x[i] = (double)i;
    return x;
}

Machine machine_measure(void)
{
    enum { TURNS = 1000000 };
    double *x = numbers(), *y = numbers(), *z = numbers();
    double read = INFINITY, add = INFINITY, arithmetic = INFINITY, page = INFINITY;
    volatile double sink = 0, one = 0.999;
    for (int i = 0; i < TIMES; i++) {
        double start = machine_now();
        sink += sum_all(x, DOUBLES);
        read = least(read, machine_now() - start);
        start = machine_now();
        triad(x, y, z, one, DOUBLES);
        add = least(add, machine_now() - start);
        start = machine_now();
        sink += multiply_add(one, TURNS);
        arithmetic = least(arithmetic, machine_now() - start);
        page = least(page, first_touch());
    }
    free(x), free(y), free(z);
    double bytes = (double)DOUBLES * sizeof *x;
    return (Machine){ bytes / read, 3 * bytes / add, 64.0 * 2 * TURNS / arithmetic, page };
}
