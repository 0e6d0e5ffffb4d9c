/* pool.h: threads that share the tasks of one piece of work.
 *
 * They are started at the first work that is shared, and sleep between two. Waking one takes some 50 µs, so
 * that only work well above is worth it: who calls pool_run knows how much it is. */
#ifndef NDCALC_NUMERIC_POOL_H
#define NDCALC_NUMERIC_POOL_H

#include <stdbool.h>
#include <stdint.h>

/* Calls task(with, i) for each i from 0 to tasks - 1, in any order, on this thread and on others; comes back
 * when all are done. Not to be called from within a task. */
void pool_run(int64_t tasks, void (*task)(void *with, int64_t i), void *with);
/* Whether what is being worked on is not wanted any more, as *stop says, which is not 0 then: a task of long
 * work may be left undone, if whoever asked for it throws the result away. */
bool pool_stopped(void);
void pool_stop_at(const volatile int *stop); /* NULL: work is always wanted */
/* How many threads share work, this one included: as many as there are processors, or OMP_NUM_THREADS says.
 */
int pool_threads(void);
void pool_set_threads(int); /* before the first work that is shared */

#endif
