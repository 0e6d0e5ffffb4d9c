#include "base/vectors.h"

#include "numeric/householder.h"

#include "base/memory.h"
#include "numeric/lanes.h"
#include "numeric/part.h"

#include <math.h>
#include <string.h>

enum {
    BLOCK = 64,   /* reflections that are applied at once to what is right of them, … */
    COLUMNS = 16, /* … and within their panel */
    TOGETHER = 4, /* columns that share a pass over a v */
};

/* one by one -----------------------------------------------------------------------------------------------
 */

VECTORS static double sum_of_squares(int64_t n, const double *x)
{
    Lanes sums = { 0 };
    int64_t i = 0;
    for (; i + LANES <= n; i += LANES)
        sums += lanes(x + i) * lanes(x + i);
    double sum = lanes_sum(sums);
    for (; i < n; i++)
        sum += x[i] * x[i];
    return sum;
}

static void scale(int64_t n, double *x, double by)
{
    for (int64_t i = 0; i < n; i++)
        x[i] *= by;
}

double householder_reflection(int64_t n, double *x)
{
    double sum = sum_of_squares(n - 1, x + 1), power = 1;
    if (!(sum > 0x1p-900 && sum < 0x1p900)) { /* perhaps only since squares leave the range of numbers */
        double largest = 0;
        for (int64_t i = 1; i < n; i++)
            largest = fmax(largest, fabs(x[i]));
        if (largest == 0)
            return 0;
        power = largest < 1 ? 0x1p600 : 0x1p-600;
        scale(n, x, power);
        sum = sum_of_squares(n - 1, x + 1);
    }
    double alpha = x[0], beta = -copysign(hypot(alpha, sqrt(sum)), alpha);
    for (int64_t i = 1; i < n; i++)
        x[i] /= alpha - beta;
    x[0] = beta / power;
    return (beta - alpha) / beta;
}

/* Columns a (n by TOGETHER, or fewer) are reflected by v. */
PART_OF_VECTORS void reflect_columns(int columns, int64_t n, const double *v, double tau, Part a)
{
    Lanes sums[TOGETHER] = { { 0 } };
    double sum[TOGETHER];
    int64_t i = 0;
    for (; i + LANES <= n; i += LANES)
        for (int j = 0; j < columns; j++)
            sums[j] += lanes(v + i) * lanes(a.at + j * a.step + i);
    for (int j = 0; j < columns; j++) {
        sum[j] = lanes_sum(sums[j]);
        for (int64_t k = i; k < n; k++)
            sum[j] += v[k] * a.at[j * a.step + k];
        sum[j] *= tau;
    }
    for (i = 0; i + LANES <= n; i += LANES)
        for (int j = 0; j < columns; j++)
            *(Lanes *)(a.at + j * a.step + i) -= lanes(v + i) * sum[j];
    for (; i < n; i++)
        for (int j = 0; j < columns; j++)
            a.at[j * a.step + i] -= v[i] * sum[j];
}

VECTORS static void factor_columns(int64_t n, int64_t m, Part a, double *tau)
{
    for (int64_t j = 0; j < m && j < n; j++) {
        double *v = a.at + j * a.step + j, beta;
        tau[j] = householder_reflection(n - j, v);
        beta = v[0];
        v[0] = 1;
        int64_t k = j + 1;
        for (; k + TOGETHER <= m; k += TOGETHER)
            reflect_columns(TOGETHER, n - j, v, tau[j], part(a, j, k));
        for (; k < m; k++)
            reflect_columns(1, n - j, v, tau[j], part(a, j, k));
        v[0] = beta;
    }
}

/* by blocks ------------------------------------------------------------------------------------------------
 */

/* Room for a block of reflections of n rows, to be applied to m columns. */
typedef struct Room {
    double *v, *w, *turned;
    double products[BLOCK * BLOCK], t[BLOCK * BLOCK];
    const volatile int *stop;
} Room;

static Room *room_for(int64_t n, int64_t m, const volatile int *stop)
{
    Room *room = mem_alloc(sizeof *room);
    room->v = mem_alloc((size_t)(n * BLOCK) * sizeof *room->v);
    room->w = mem_alloc((size_t)(m * BLOCK) * sizeof *room->w);
    room->turned = mem_alloc((size_t)(m * BLOCK) * sizeof *room->turned);
    room->stop = stop;
    return room;
}

static void room_free(Room *room)
{
    mem_free(room->v);
    mem_free(room->w);
    mem_free(room->turned);
    mem_free(room);
}

static bool stopped(const Room *room) { return room->stop && *room->stop; }

/* T of the reflections whose v's are the columns of V: column j is -tau[j] T V' v[j] above, tau[j] on its
 * diagonal. */
VECTORS static void triangle(int64_t n, int64_t k, Part v, const double *tau, double *products, double *t)
{
    part_product(k, n, k, v, TURNED, v, (Part){ products, k });
    memset(t, 0, (size_t)(k * k) * sizeof *t);
    for (int64_t j = 0; j < k; j++) {
        double *column = t + j * k;
        for (int64_t p = 0; p < j; p++) {
            double factor = -tau[j] * products[j * k + p];
            for (int64_t i = 0; i <= p; i++)
                column[i] += t[p * k + i] * factor;
        }
        column[j] = tau[j];
    }
}

/* The block of the k reflections that are stored in a (n by k), with its ones and zeros. */
static void take_block(int64_t n, int64_t k, Part a, const double *tau, Room *room)
{
    for (int64_t j = 0; j < k; j++) {
        double *v = room->v + j * n;
        memset(v, 0, (size_t)j * sizeof *v);
        v[j] = 1;
        memcpy(v + j + 1, a.at + j * a.step + j + 1, (size_t)(n - j - 1) * sizeof *v);
    }
    triangle(n, k, (Part){ room->v, n }, tau, room->products, room->t);
}

/* c (n by m) becomes Q c, or Q' c if `reading` is TURNED, where Q is the block that was taken. */
static void reflect(int64_t n, int64_t k, Reading reading, int64_t m, Part c, Room *room)
{
    Part v = { room->v, n }, w = { room->w, k }, turned = { room->turned, k }, t = { room->t, k };
    if (m == 0)
        return;
    part_product(k, n, m, v, TURNED, c, w);
    part_product(k, k, m, t, reading, w, turned);
    part_subtract(n, k, m, v, turned, AS_IT_LIES, c);
}

static int64_t lesser(int64_t n, int64_t m) { return n < m ? n : m; }

/* By panels of `width`, and they by panels of COLUMNS. */
static void factor(int64_t n, int64_t m, Part a, double *tau, int64_t width, Room *room)
{
    for (int64_t j = 0; j < lesser(n, m) && !stopped(room); j += width) {
        int64_t rows = n - j, columns = lesser(m - j, width), k = lesser(rows, columns);
        Part panel = part(a, j, j);
        if (width == COLUMNS)
            factor_columns(rows, columns, panel, tau + j);
        else
            factor(rows, columns, panel, tau + j, COLUMNS, room);
        if (j + columns < m) {
            take_block(rows, k, panel, tau + j, room);
            reflect(rows, k, TURNED, m - j - columns, part(panel, 0, columns), room);
        }
    }
}

void householder_qr(int64_t n, int64_t m, double *a, double *tau, const volatile int *stop)
{
    Room *room = room_for(n, m, stop);
    factor(n, m, (Part){ a, n }, tau, BLOCK, room);
    room_free(room);
}

/* From the last block to the first: left of a block, Q's columns are still those of the identity. */
void householder_q(int64_t n, int64_t m, int64_t k, double *a, const double *tau, const volatile int *stop)
{
    Room *room = room_for(n, m, stop);
    for (int64_t j = k; j < m; j++) {
        memset(a + j * n, 0, (size_t)n * sizeof *a);
        a[j * n + j] = 1;
    }
    for (int64_t j = k ? (k - 1) / BLOCK * BLOCK : -1; j >= 0 && !stopped(room); j -= BLOCK) {
        int64_t columns = lesser(k - j, BLOCK);
        Part panel = part((Part){ a, n }, j, j);
        take_block(n - j, columns, panel, tau + j, room);
        for (int64_t i = 0; i < columns; i++) {
            memset(a + (j + i) * n, 0, (size_t)n * sizeof *a);
            panel.at[i * n + i] = 1;
        }
        reflect(n - j, columns, AS_IT_LIES, m - j, panel, room);
    }
    room_free(room);
}

void householder_apply(int64_t n, int64_t k, const double *v, int64_t v_step, const double *tau, int64_t m,
                       double *c, int64_t step)
{
    Room *room = room_for(n, m, NULL);
    for (int64_t j = k ? (k - 1) / BLOCK * BLOCK : -1; j >= 0; j -= BLOCK) {
        int64_t columns = lesser(k - j, BLOCK);
        take_block(n - j, columns, part((Part){ (double *)v, v_step }, j, j), tau + j, room);
        reflect(n - j, columns, AS_IT_LIES, m, part((Part){ c, step }, j, 0), room);
    }
    room_free(room);
}
