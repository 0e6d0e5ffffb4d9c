/* machine.h: what the machine itself can do, measured in the same run as the lines of the bench. */
#ifndef NDCALC_BENCH_MACHINE_H
#define NDCALC_BENCH_MACHINE_H

typedef struct Machine {
    double read;     /* bytes a second that one thread reads from memory */
    double triad;    /* bytes a second of x[i] = y[i] + s * z[i] */
    double multiply; /* float64 multiplications and additions a second, in the vectors of this processor */
    double page;     /* seconds until a fresh page of memory can be written */
} Machine;

Machine machine_measure(void);
double machine_now(void); /* seconds of the clock to measure with */

#endif
