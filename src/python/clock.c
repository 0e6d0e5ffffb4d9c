/* clock.c: the module time: what a script needs to measure and to wait. */
#include "func/func.h"

#include <math.h>
#include <time.h>

static int64_t nanoseconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

/* A row's `extra` is its clock, negative (less one) for the one that counts nanoseconds. */
static bool read_clock(Call *call, Value *out)
{
    int64_t which = call->func->extra;
    *out = which < 0 ? value_int(nanoseconds((clockid_t)(-which - 1)))
                     : value_float((double)nanoseconds((clockid_t)which) / 1e9);
    return true;
}

/* Sleeps in short stretches, so that Ctrl-C is obeyed. */
static bool sleep_for(Call *call, Value *out)
{
    double seconds;
    Run *run = call->run;
    if (!arg_double(call, 0, &seconds))
        return run->error.class == TypeError
                   ? fail(run, TypeError, "'%s' object cannot be interpreted as an integer or float",
                          value_type_name(call->arg[0].value))
                   : false;
    if (isnan(seconds))
        return fail(run, ValueError, "Invalid value NaN (not a number)");
    if (seconds < 0)
        return fail(run, ValueError, "sleep length must be non-negative");
    fflush(run->out);
    int64_t end = nanoseconds(CLOCK_MONOTONIC) + (seconds < 9e9 ? (int64_t)(seconds * 1e9) : INT64_MAX / 2);
    for (int64_t left; (left = end - nanoseconds(CLOCK_MONOTONIC)) > 0;) {
        int64_t stretch = left < 50000000 ? left : 50000000;
        nanosleep(&(struct timespec){ .tv_nsec = stretch }, NULL);
        if (!run_goes_on(run))
            return false;
    }
    *out = NONE;
    return true;
}

#define CLOCK(name_, clock, brief_)                                                                          \
    {                                                                                                        \
        .name = name_, .of = "time", .params = "", .style = CLINIC, .brief = brief_,                         \
        .example = ">>> import time; time." name_ "() > 0\nTrue\n", .run = read_clock, .extra = clock,       \
        .effects = true                                                                                      \
    }

const Func clock_funcs[] = {
    CLOCK("monotonic", CLOCK_MONOTONIC, "Seconds of a clock that never goes back."),
    CLOCK("monotonic_ns", -CLOCK_MONOTONIC - 1, "Nanoseconds of a clock that never goes back."),
    CLOCK("perf_counter", CLOCK_MONOTONIC, "Seconds of the clock to measure with."),
    CLOCK("perf_counter_ns", -CLOCK_MONOTONIC - 1, "Nanoseconds of the clock to measure with."),
    CLOCK("process_time", CLOCK_PROCESS_CPUTIME_ID, "Seconds of processor time that were used."),
    CLOCK("time", CLOCK_REALTIME, "Seconds since 1970."),
    CLOCK("time_ns", -CLOCK_REALTIME - 1, "Nanoseconds since 1970."),
    { .name = "sleep",
      .of = "time",
      .params = "seconds: any, /",
      .style = CLINIC,
      .brief = "Waits for a number of seconds.",
      .example = ">>> import time; time.sleep(0)\n",
      .run = sleep_for,
      .effects = true },
    { 0 }
};
