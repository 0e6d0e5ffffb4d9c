/* clock.c: the modules time and timeit: what a script needs to measure and to wait. */
#include "func/func.h"

#include <math.h>
#include <string.h>
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

/* timeit: how long a function of the user's takes ----------------------------------------------------------
 */

enum { STATEMENT, SETUP, TIMER };

static bool call_once(Run *run, Value function)
{
    Value answer;
    if (!func_callable(function)) /* 'pass' */
        return true;
    if (!run_goes_on(run) || !hooks.call(run, function, 0, NULL, &answer))
        return false;
    value_drop(answer);
    return true;
}

/* Statements as texts would need a calculator inside this one; 'pass' does nothing. */
static bool check_statement(Run *run, Value v, const char *what)
{
    if (func_callable(v) || (v.tag == V_STR && !strcmp(v.str->text, "pass")))
        return true;
    if (v.tag == V_STR)
        return fail(
            run, NotImplementedError,
            "statements in a text are left out of ndcalc: give a function, timeit(lambda: f(x)), or use "
            "%%timeit");
    return fail(run, ValueError, "%s is neither a string nor callable", what);
}

/* What the timer says, the user's or the clock. */
static bool read_timer(Call *call, Value *out)
{
    Value timer = call->arg[TIMER].value;
    *out = value_float((double)nanoseconds(CLOCK_MONOTONIC) / 1e9);
    return timer.tag == V_ABSENT || hooks.call(call->run, timer, 0, NULL, out);
}

/* So many calls, after one of what sets up; what the timer says later less what it said before. */
static bool time_calls(Call *call, int64_t number, Value *out)
{
    Value before, after;
    if (!call_once(call->run, call->arg[SETUP].value) || !read_timer(call, &before))
        return false;
    bool done = true;
    for (int64_t i = 0; i < number && done; i++)
        done = call_once(call->run, call->arg[STATEMENT].value);
    done = done && read_timer(call, &after);
    if (done) {
        done = hooks.operate(call->run, OP_SUB, after, before, out);
        value_drop(after);
    }
    value_drop(before);
    return done;
}

/* timeit, and repeat (extra 1), which times several rounds. */
static bool run_timeit(Call *call, Value *out)
{
    Run *run = call->run;
    bool rounds = call->func->extra;
    int64_t number, repeat = 1;
    if (!check_statement(run, call->arg[STATEMENT].value, "stmt") ||
        !check_statement(run, call->arg[SETUP].value, "setup") ||
        (rounds && !arg_int(call, TIMER + 1, &repeat)) || !arg_int(call, TIMER + 1 + rounds, &number))
        return false;
    if (!rounds)
        return time_calls(call, number, out);
    Value list = value_list_new(4), time;
    for (int64_t i = 0; i < repeat; i++) {
        if (!time_calls(call, number, &time)) {
            value_drop(list);
            return false;
        }
        list_append(list.list, time);
        value_drop(time);
    }
    *out = list;
    return true;
}

#define CLOCK_OF(home, name_, clock, brief_)                                                                 \
    {                                                                                                        \
        .name = name_, .of = home, .params = "", .style = CLINIC, .brief = brief_,                           \
        .example = ">>> import " home "; " home "." name_ "() > 0\nTrue\n", .run = read_clock,               \
        .extra = clock, .effects = true                                                                      \
    }

#define CLOCK(name, clock, brief) CLOCK_OF("time", name, clock, brief)

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
    CLOCK_OF("timeit", "default_timer", CLOCK_MONOTONIC, "Seconds of the clock that timeit measures with."),
    { .name = "timeit",
      .of = "timeit",
      .params = "stmt: any = 'pass', setup: any = 'pass', timer: any = ?, number: int = 1000000, globals: "
                "any = None",
      .style = PYTHON,
      .brief = "The seconds that so many calls of a function take.",
      .example = ">>> import timeit; timeit.timeit(lambda: np.sin(1.0), number=10) > 0\nTrue\n",
      .run = run_timeit,
      .effects = true },
    { .name = "repeat",
      .of = "timeit",
      .params =
          "stmt: any = 'pass', setup: any = 'pass', timer: any = ?, repeat: int = 5, number: int = 1000000, "
          "globals: any = None",
      .style = PYTHON,
      .brief = "The seconds that so many calls of a function take, in several rounds.",
      .example = ">>> import timeit; len(timeit.repeat(lambda: np.sin(1.0), repeat=3, number=10))\n3\n",
      .run = run_timeit,
      .effects = true,
      .extra = 1 },
    { 0 }
};
