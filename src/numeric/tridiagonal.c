#include "base/vectors.h"

#include "numeric/tridiagonal.h"

#include "base/memory.h"
#include "numeric/householder.h"
#include "numeric/lanes.h"
#include "numeric/pool.h"
#include "numeric/thin.h"

#include <string.h>

enum {
    PANEL = 16,         /* reflections gathered before what follows is changed */
    STRIP = 128,        /* columns of a symmetric matrix that are changed at once */
    TOGETHER = 4,       /* columns that share a pass over a vector */
    SHARED = 48 * 1024, /* elements that are worth another thread */
    TASKS_MAX = 8,
};

/* By the size alone, since the order of a sum hangs on it. */
static int tasks_for(int64_t elements)
{
    int tasks = 1;
    while (tasks < TASKS_MAX && elements >= 2 * tasks * SHARED)
        tasks *= 2;
    return tasks;
}

/* Column j of two that are gathered: the reflection, and its product with the matrix. */
static inline double *column(Part gathered, int64_t j) { return gathered.at + j * gathered.step; }

static Part room_for(int64_t step, int64_t columns)
{
    size_t bytes = (size_t)(step * columns) * sizeof(double);
    double *at = data_alloc(bytes);
    return (Part){ at ? memset(at, 0, bytes) : NULL, step };
}

/* symmetric matrices ---------------------------------------------------------------------------------------
 */

/* y = a v from row and column `from` on. */
typedef struct Symmetric {
    Part a;
    int64_t n, from; /* padded */
    const double *v;
    Part y; /* a column for each task */
    int tasks;
} Symmetric;

PART_OF_VECTORS void multiply_group(Part a, int64_t n, int64_t at, const double *v, double *y)
{
    Lanes sum[TOGETHER] = { { 0 } };
    const double *group = a.at + at * a.step;
    double factor[TOGETHER];
    for (int j = 0; j < TOGETHER; j++)
        factor[j] = v[at + j];
    for (int64_t i = boundary(at) + LANES; i < n; i += LANES) {
        Lanes vs = lanes(v + i), ys = lanes(y + i);
        for (int j = 0; j < TOGETHER; j++) {
            Lanes as = lanes(group + j * a.step + i);
            ys += as * factor[j];
            sum[j] += as * vs;
        }
        *(Lanes *)(y + i) = ys;
    }
    for (int j = 0; j < TOGETHER; j++)
        y[at + j] += lanes_sum(sum[j]);
}

/* The squares on the diagonal are whole. */
VECTORS static void multiply_task(void *with, int64_t task)
{
    const Symmetric *s = with;
    double *y = column(s->y, task);
    memset(y + s->from, 0, (size_t)(s->n - s->from) * sizeof *y);
    for (int64_t at = s->from; at < s->n; at += LANES) {
        if (at / LANES % s->tasks != task)
            continue;
        Lanes square = { 0 };
        for (int j = 0; j < LANES; j++)
            square += lanes(s->a.at + (at + j) * s->a.step + at) * s->v[at + j];
        for (int j = 0; j < LANES; j += TOGETHER)
            multiply_group(s->a, s->n, at + j, s->v, y);
        *(Lanes *)(y + at) += square;
    }
}

VECTORS static void scale(int64_t n, double by, double *x)
{
    for (int64_t i = 0; i < n; i++)
        x[i] *= by;
}

VECTORS static void add(int64_t n, const double *x, double *y)
{
    for (int64_t i = 0; i < n; i++)
        y[i] += x[i];
}

static void multiply(Part a, int64_t n, int64_t from, const double *v, Part partial, double *y)
{
    int tasks = tasks_for((n - from) * (n - from) / 2);
    Symmetric s = { a, n, from, v, partial, tasks };
    pool_run(tasks, multiply_task, &s);
    memset(y + from, 0, (size_t)(n - from) * sizeof *y);
    for (int i = 0; i < tasks; i++)
        add(n - from, column(partial, i) + from, y + from);
}

/* The partners of pairs take each other's place. */
static void exchange_pairs(int64_t pairs, double *x)
{
    for (int64_t i = 0; i < pairs; i++) {
        double first = x[2 * i];
        x[2 * i] = x[2 * i + 1];
        x[2 * i + 1] = first;
    }
}

/* w = tau (a - pairs) v, less the part of it along v that makes the change symmetric. */
static void finish_product(int64_t n, double tau, const double *v, double *w)
{
    double along;
    scale(n, tau, w);
    thin_dots(n, 1, (Part){ w, n }, v, &along);
    along *= tau / 2;
    thin_subtract(n, 1, (Part){ (double *)v, n }, &along, w);
}

/* What follows the panel: a -= pairs turned', where turned's pairs have exchanged places. */
static void change_symmetric(Part a, int64_t n, int64_t from, int64_t columns, Part pairs, Part turned)
{
    for (int64_t j = 0; j < columns; j++)
        memcpy(column(turned, j) + from, column(pairs, j ^ 1) + from, (size_t)(n - from) * sizeof(double));
    for (int64_t at = from; at < n; at += STRIP)
        part_subtract(n - at, columns, n - at < STRIP ? n - at : STRIP, part(pairs, at, 0),
                      part(turned, at, 0), TURNED, part(a, at, at));
}

static void complete_squares(int64_t n, Part a)
{
    for (int64_t j = 0; j < n; j++)
        for (int64_t i = boundary(j); i < j; i++)
            column(a, j)[i] = column(a, i)[j];
}

bool tridiagonal(int64_t n, double *a, int64_t step, double *diagonal, double *beside, double *tau)
{
    int64_t rows = padded(n);
    double factor[2 * PANEL];
    Part whole = { a, step }, pairs = room_for(step, 2 * PANEL), turned = room_for(step, 2 * PANEL),
         partial = room_for(step, TASKS_MAX);
    bool done = pairs.at && turned.at && partial.at;
    if (done)
        complete_squares(n, whole);
    for (int64_t begin = 0; done && begin < n; begin += PANEL) {
        int64_t end = begin + PANEL < n ? begin + PANEL : n;
        for (int64_t i = begin, j = 0; i < end; i++, j += 2) {
            double *x = column(whole, i), *v = column(pairs, j), *w = column(pairs, j + 1);
            int64_t from = boundary(i);
            for (int64_t k = 0; k < j; k++)
                factor[k] = column(pairs, k)[i];
            exchange_pairs(j / 2, factor);
            thin_subtract(rows - from, j, part(pairs, from, 0), factor, x + from);
            diagonal[i] = x[i];
            if (i == n - 1)
                break;
            tau[i] = householder_reflection(n - i - 1, x + i + 1);
            beside[i] = x[i + 1];
            memset(v, 0, (size_t)(i + 1) * sizeof *v);
            v[i + 1] = 1;
            memcpy(v + i + 2, x + i + 2, (size_t)(n - i - 2) * sizeof *v);
            from = boundary(i + 1);
            multiply(whole, rows, from, v, partial, w);
            thin_dots(rows - from, j, part(pairs, from, 0), v + from, factor);
            exchange_pairs(j / 2, factor);
            thin_subtract(rows - from, j, part(pairs, from, 0), factor, w + from);
            finish_product(rows - from, tau[i], v + from, w + from);
            memset(w, 0, (size_t)(i + 1) * sizeof *w);
        }
        if (end < n)
            change_symmetric(whole, n, end, 2 * PANEL, pairs, turned);
    }
    data_free(pairs.at), data_free(turned.at), data_free(partial.at);
    return done;
}

/* others ---------------------------------------------------------------------------------------------------
 */

/* One pass over a: y = tau (a' u + y), row -= y, and x = a row without row's first element. */
typedef struct Sides {
    Part a;
    int64_t n, m, at; /* n and m are padded; u begins at row `at`, `row` after that column */
    const double *u;
    double tau;
    double *y, *row;
    Part x; /* a column for each task */
    int tasks;
} Sides;

PART_OF_VECTORS void both_products(const Sides *s, int64_t group, double *x)
{
    Lanes sum[TOGETHER] = { { 0 } };
    double factor[TOGETHER];
    const double *a = s->a.at + group * s->a.step;
    for (int64_t i = boundary(s->at); i < s->n; i += LANES)
        for (int j = 0; j < TOGETHER; j++)
            sum[j] += lanes(a + j * s->a.step + i) * lanes(s->u + i);
    for (int j = 0; j < TOGETHER; j++) {
        int64_t c = group + j;
        bool wanted = c > s->at;
        s->y[c] = wanted ? s->tau * (lanes_sum(sum[j]) + s->y[c]) : 0;
        s->row[c] = wanted ? s->row[c] - s->y[c] : 0;
        factor[j] = c > s->at + 1 ? s->row[c] : 0;
    }
    for (int64_t i = boundary(s->at + 1); i < s->n; i += LANES) {
        Lanes xs = lanes(x + i);
        for (int j = 0; j < TOGETHER; j++)
            xs += lanes(a + j * s->a.step + i) * factor[j];
        *(Lanes *)(x + i) = xs;
    }
}

VECTORS static void sides_task(void *with, int64_t task)
{
    const Sides *s = with;
    double *x = column(s->x, task);
    int64_t from = boundary(s->at + 1);
    memset(x + from, 0, (size_t)(s->n - from) * sizeof *x);
    for (int64_t group = from; group < s->m; group += TOGETHER)
        if (group / TOGETHER % s->tasks == task)
            both_products(s, group, x);
}

/* y = x + by y. */
VECTORS static void scale_add(int64_t n, double by, const double *x, double *y)
{
    for (int64_t i = 0; i < n; i++)
        y[i] = x[i] + y[i] * by;
}

/* Pairs are gathered so that a - left right' is the matrix as it would be by now. */
typedef struct Reduction {
    int64_t n, m, rows, columns; /* the latter are padded */
    Part a, left, right, partial;
} Reduction;

/* Column i as it would be by now is reflected, and the reflection becomes column j of `left`; the answer is
 * tau. */
static double reflect_column(const Reduction *r, int64_t i, int64_t j)
{
    double *x = column(r->a, i), *u = column(r->left, j), factor[2 * PANEL];
    int64_t from = boundary(i);
    for (int64_t k = 0; k < j; k++)
        factor[k] = column(r->right, k)[i];
    thin_subtract(r->rows - from, j, part(r->left, from, 0), factor, x + from);
    double tau = householder_reflection(r->n - i, x + i);
    memset(u, 0, (size_t)i * sizeof *u);
    u[i] = 1;
    memcpy(u + i + 1, x + i + 1, (size_t)(r->n - i - 1) * sizeof *u);
    return tau;
}

/* Right of that column, its reflection's product with the matrix as it would be by now becomes column j of
 * `right`, and row i, which that changes, column j + 1; the matrix times that row, without its first element
 * and still without what is gathered, becomes column j + 1 of `left`. */
static void multiply_both(const Reduction *r, int64_t i, int64_t j, double tau)
{
    double *u = column(r->left, j), *x = column(r->left, j + 1), *y = column(r->right, j),
           *row = column(r->right, j + 1), of_u[2 * PANEL], of_row[2 * PANEL];
    int64_t from = boundary(i), tasks = tasks_for((r->n - i) * (r->m - i));
    thin_dots(r->rows - from, j, part(r->left, from, 0), u + from, of_u);
    for (int64_t k = 0; k < j; k++)
        of_row[k] = column(r->left, k)[i];
    from = boundary(i + 1);
    memset(y, 0, (size_t)r->columns * sizeof *y);
    for (int64_t c = 0; c < r->columns; c++)
        row[c] = c > i ? column(r->a, c)[i] : 0;
    thin_subtract(r->columns - from, j, part(r->right, from, 0), of_u, y + from);
    thin_subtract(r->columns - from, j, part(r->right, from, 0), of_row, row + from);
    Sides s = { r->a, r->rows, r->columns, i, u, tau, y, row, r->partial, (int)tasks };
    pool_run(tasks, sides_task, &s);
    memset(x, 0, (size_t)r->rows * sizeof *x);
    for (int64_t task = 0; task < tasks; task++)
        add(r->rows - from, column(r->partial, task) + from, x + from);
}

/* That row is reflected, and column j + 1 of `left` becomes the reflection's product with the matrix. */
static double reflect_row(const Reduction *r, int64_t i, int64_t j, double *beside)
{
    double *x = column(r->left, j + 1), *v = column(r->right, j + 1), first = v[i + 1], factor[2 * PANEL];
    int64_t from = boundary(i + 1);
    double tau = householder_reflection(r->m - i - 1, v + i + 1);
    *beside = v[i + 1];
    v[i + 1] = 1;
    if (tau != 0) { /* v is the row by its first element less the other diagonal's */
        scale_add(r->rows - from, 1 / (first - *beside), column(r->a, i + 1) + from, x + from);
        thin_dots(r->columns - from, j + 1, part(r->right, from, 0), v + from, factor);
        thin_subtract(r->rows - from, j + 1, part(r->left, from, 0), factor, x + from);
    }
    scale(r->rows - from, tau, x + from);
    memset(x, 0, (size_t)(i + 1) * sizeof *x);
    return tau;
}

bool bidiagonal(int64_t n, int64_t m, double *a, int64_t step, double *p, int64_t p_step, double *diagonal,
                double *beside, double *q_tau, double *p_tau)
{
    int64_t rows = padded(n), columns = padded(m);
    Reduction r = { n,
                    m,
                    rows,
                    columns,
                    { a, step },
                    room_for(step, 2 * PANEL),
                    room_for(columns, 2 * PANEL),
                    room_for(step, TASKS_MAX) };
    bool done = r.left.at && r.right.at && r.partial.at;
    for (int64_t begin = 0; done && begin < m; begin += PANEL) {
        int64_t end = begin + PANEL < m ? begin + PANEL : m;
        for (int64_t i = begin, j = 0; i < end; i++, j += 2) {
            q_tau[i] = reflect_column(&r, i, j);
            diagonal[i] = column(r.a, i)[i];
            if (i == m - 1)
                break;
            multiply_both(&r, i, j, q_tau[i]);
            p_tau[i] = reflect_row(&r, i, j, &beside[i]);
            memcpy(p + i * p_step, column(r.right, j + 1), (size_t)m * sizeof *p);
        }
        if (end < m)
            part_subtract(n - end, 2 * PANEL, m - end, part(r.left, end, 0), part(r.right, end, 0), TURNED,
                          part(r.a, end, end));
    }
    data_free(r.left.at), data_free(r.right.at), data_free(r.partial.at);
    return done;
}
