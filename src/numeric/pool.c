#include "numeric/pool.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { THREADS_MAX = 64, SPINS = 4000 };

/* The work that is being shared. A worker joins it under the lock while it is open, so that none is left
 * behind in it when the next one begins. */
static struct {
    pthread_mutex_t lock;
    pthread_cond_t wake, left;
    atomic_uint turn; /* counts the works; workers wait for it to change */
    bool open;
    atomic_int inside; /* workers that have joined and not left */
    void (*task)(void *, int64_t);
    void *with;
    int64_t tasks;
    _Atomic int64_t next;
    int caller; /* the processor of the thread that shares its work */
    int wanted; /* threads, the caller included; 0: not known yet */
    int started;
    const volatile int *stop;
} pool = { .lock = PTHREAD_MUTEX_INITIALIZER,
           .wake = PTHREAD_COND_INITIALIZER,
           .left = PTHREAD_COND_INITIALIZER };

static inline void pause_briefly(void)
{
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
}

static void take_tasks(void)
{
    for (int64_t i; (i = atomic_fetch_add_explicit(&pool.next, 1, memory_order_relaxed)) < pool.tasks;)
        pool.task(pool.with, i);
}

/* A worker that lies on the caller's processor would only take turns with it. */
static void leave_processor(int processor)
{
    cpu_set_t set;
    if (processor < 0 || sched_getcpu() != processor || sched_getaffinity(0, sizeof set, &set) != 0 ||
        CPU_COUNT(&set) < 2)
        return;
    cpu_set_t others = set;
    CPU_CLR((size_t)processor, &others);
    sched_setaffinity(0, sizeof others, &others);
    sched_setaffinity(0, sizeof set, &set); /* moved; from here on it may go where it likes */
}

static void *work(void *nothing)
{
    unsigned seen = 0;
    (void)nothing;
    for (;;) {
        for (int i = 0; i < SPINS && atomic_load_explicit(&pool.turn, memory_order_acquire) == seen; i++)
            pause_briefly();
        pthread_mutex_lock(&pool.lock);
        while (atomic_load(&pool.turn) == seen)
            pthread_cond_wait(&pool.wake, &pool.lock);
        seen = atomic_load(&pool.turn);
        bool joined = pool.open;
        if (joined)
            atomic_fetch_add(&pool.inside, 1);
        int caller = pool.caller;
        pthread_mutex_unlock(&pool.lock);
        if (!joined)
            continue;
        leave_processor(caller);
        take_tasks();
        if (atomic_fetch_sub(&pool.inside, 1) == 1) {
            pthread_mutex_lock(&pool.lock);
            pthread_cond_signal(&pool.left);
            pthread_mutex_unlock(&pool.lock);
        }
    }
    return NULL;
}

static int processors(void)
{
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
}

int pool_threads(void)
{
    if (!pool.wanted) {
        const char *text = getenv("OMP_NUM_THREADS");
        int asked = text ? atoi(text) : 0;
        pool_set_threads(asked > 0 ? asked : processors());
    }
    return pool.wanted;
}

bool pool_stopped(void) { return pool.stop && *pool.stop; }

void pool_stop_at(const volatile int *stop) { pool.stop = stop; }

void pool_set_threads(int n) { pool.wanted = n < 1 ? 1 : n > THREADS_MAX ? THREADS_MAX : n; }

static void start_workers(void)
{
    pthread_attr_t attributes;
    sigset_t all, before;
    sigfillset(&all); /* Ctrl-C is for the thread that reads the terminal */
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    for (; pool.started < pool.wanted - 1; pool.started++) {
        pthread_t thread;
        if (pthread_create(&thread, &attributes, work, NULL) != 0) {
            pool.wanted = pool.started + 1;
            break;
        }
    }
    pthread_attr_destroy(&attributes);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void pool_run(int64_t tasks, void (*task)(void *, int64_t), void *with)
{
    if (pool_threads() == 1 || tasks < 2) {
        for (int64_t i = 0; i < tasks; i++)
            task(with, i);
        return;
    }
    start_workers();
    pthread_mutex_lock(&pool.lock);
    pool.task = task;
    pool.with = with;
    pool.tasks = tasks;
    atomic_store(&pool.next, 0);
    pool.caller = sched_getcpu();
    pool.open = true;
    atomic_fetch_add(&pool.turn, 1);
    pthread_cond_broadcast(&pool.wake);
    pthread_mutex_unlock(&pool.lock);
    take_tasks();
    pthread_mutex_lock(&pool.lock);
    pool.open = false;
    for (int i = 0; i < SPINS && atomic_load(&pool.inside); i++) {
        pthread_mutex_unlock(&pool.lock);
        pause_briefly();
        pthread_mutex_lock(&pool.lock);
    }
    while (atomic_load(&pool.inside))
        pthread_cond_wait(&pool.left, &pool.lock);
    pthread_mutex_unlock(&pool.lock);
}
