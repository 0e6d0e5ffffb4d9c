#include "run/timing.h"

#include "run/magics.h"

#include <ctype.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

/* running ---------------------------------------------------------------------------------------------------
 */

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* The time that a statement takes when it is run so many times; below 0 after an error. */
static double time_of(Shell *shell, const Tree *tree, int64_t times)
{
    double start = seconds();
    for (int64_t i = 0; i < times; i++)
        if (!session_run(shell->session, tree))
            return -1;
    return seconds() - start;
}

static bool no_statement(Shell *shell, const Statement *statement)
{
    Run *run = &shell->session->run;
    run->here = statement->argument;
    return fail(run, ValueError, "usage: %%%s %s", statement->magic->name, statement->magic->params);
}

/* text ------------------------------------------------------------------------------------------------------
 */

/* "1.23 µs", as IPython's _format_time has it. */
static const char *duration(Shell *shell, double time)
{
    static const char *const units[2][4] = { { "s", "ms", "us", "ns" }, { "s", "ms", "µs", "ns" } };
    static const double scale[] = { 1, 1e3, 1e6, 1e9 };
    Run *run = &shell->session->run;
    if (time >= 60) {
        static const struct {
            const char *name;
            long seconds;
        } parts[] = { { "d", 86400 }, { "h", 3600 }, { "min", 60 }, { "s", 1 } };
        const char *text = "";
        long left = (long)time;
        for (size_t i = 0; i < sizeof parts / sizeof *parts; left %= parts[i++].seconds)
            if (left / parts[i].seconds)
                text = run_text(run, "%s%s%ld%s", text, *text ? " " : "", left / parts[i].seconds,
                                parts[i].name);
        return text;
    }
    int order = time > 0 ? -(int)floor(floor(log10(time)) / 3) : 3;
    order = order > 3 ? 3 : order < 0 ? 0 : order;
    return run_text(run, "%.3g %s", time * scale[order], units[shell->out.utf8][order]);
}

/* 1,000,000 */
static const char *grouped(Run *run, int64_t n)
{
    const char *text =
        n % 1000 || n < 1000 ? run_text(run, n < 1000 ? "%" PRId64 : "%03" PRId64, n % 1000) : "000";
    return n < 1000 ? text : run_text(run, "%s,%s", grouped(run, n / 1000), text);
}

/* %timeit ---------------------------------------------------------------------------------------------------
 */

typedef struct Asked {
    int64_t loops, runs; /* 0: as many as it takes; 7 */
} Asked;

/* Reads one option; NULL: there is none. */
static const char *read_option(const char *text, Asked *asked)
{
    text += strspn(text, " \t");
    if (*text != '-' || (text[1] != 'n' && text[1] != 'r'))
        return NULL;
    const char *number = text + 2 + strspn(text + 2, " \t");
    char *end;
    long n = strtol(number, &end, 10);
    if (!isdigit((unsigned char)*number) || n < 1)
        return NULL;
    *(text[1] == 'n' ? &asked->loops : &asked->runs) = n;
    return end;
}

static const char *read_options(const char *text, Asked *asked)
{
    for (const char *next; (next = read_option(text, asked));)
        text = next;
    return text;
}

size_t timing_options(const char *text)
{
    Asked asked;
    const char *end = read_options(text, &asked);
    return (size_t)(end - text) + strspn(end, " \t");
}

static bool show_nothing(Session *session, const Tree *tree, const Node *statement, Value v)
{
    (void)session, (void)tree, (void)statement, (void)v;
    return true;
}

/* IPython's method: the least power of ten of loops that takes 0.2 s, seven times. */
static bool measure(Shell *shell, const Tree *tree, Asked asked)
{
    int64_t loops = asked.loops ? asked.loops : 1, runs = asked.runs ? asked.runs : 7;
    double took = 0, sum = 0, squares = 0;
    for (took = asked.loops ? 0 : time_of(shell, tree, loops);
         !asked.loops && took >= 0 && took < 0.2 && loops < 1000000000;)
        took = time_of(shell, tree, loops *= 10);
    for (int64_t i = 0; took >= 0 && i < runs; i++) {
        took = time_of(shell, tree, loops);
        double each = took / (double)loops;
        sum += each;
        squares += each * each;
    }
    if (took < 0)
        return false;
    Run *run = &shell->session->run;
    double mean = sum / (double)runs, variance = squares / (double)runs - mean * mean;
    const char *sign = shell->out.utf8 ? "±" : "+-";
    fprintf(run->out, "%s %s %s per loop (mean %s std. dev. of %" PRId64 " run%s, %s loop%s each)\n",
            duration(shell, mean), sign, duration(shell, sqrt(variance > 0 ? variance : 0)), sign, runs,
            runs == 1 ? "" : "s", grouped(run, loops), loops == 1 ? "" : "s");
    return true;
}

/* What variables were bound to that a timed statement binds. */
typedef struct Bindings {
    Name *name;
    Value *value;
    int count;
} Bindings;

static void keep_names(Session *session, const Node *target, Bindings *kept)
{
    if (target->kind == NODE_NAME) {
        kept->name = mem_resize(kept->name, sizeof *kept->name * (size_t)(kept->count + 1));
        kept->value = mem_resize(kept->value, sizeof *kept->value * (size_t)(kept->count + 1));
        kept->name[kept->count] = target->name;
        kept->value[kept->count++] = value_keep(session_get(session, target->name));
    }
    for (const Node *kid = target->kid; kid; kid = kid->next)
        keep_names(session, kid, kept);
}

static void keep_bound(Session *session, const Node *node, Bindings *kept)
{
    bool binds = node->kind == NODE_ASSIGN || node->kind == NODE_AUGMENTED || node->kind == NODE_FOR ||
                 node->kind == NODE_WALRUS;
    for (const Node *target = node->kid; binds && target && target->next; target = target->next) {
        keep_names(session, target, kept);
        binds = node->kind == NODE_ASSIGN; /* a = b = value */
    }
    for (const Node *kid = node->kid; kid; kid = kid->next)
        keep_bound(session, kid, kept);
}

static void give_back(Session *session, Bindings *kept)
{
    while (kept->count-- > 0) {
        session_set(session, kept->name[kept->count], kept->value[kept->count]);
        value_drop(kept->value[kept->count]);
    }
    mem_free(kept->name);
    mem_free(kept->value);
}

/* Variables keep their values: IPython times a statement in a function of its own. */
bool timeit(Shell *shell, const Statement *statement)
{
    Asked asked = { 0, 0 };
    if (!statement->tree.root)
        return no_statement(shell, statement);
    read_options(statement->argument.source->text + statement->argument.start, &asked);
    bool (*display)(Session *, const Tree *, const Node *, Value) = shell->session->display;
    shell->session->display = show_nothing;
    Bindings kept = { 0 };
    keep_bound(shell->session, statement->tree.root, &kept);
    bool measured = measure(shell, &statement->tree, asked);
    give_back(shell->session, &kept);
    shell->session->display = display;
    return measured;
}

/* %time -----------------------------------------------------------------------------------------------------
 */

/* The value of the statement that is timed; it is shown after the times. */
typedef struct Held {
    bool (*display)(Session *, const Tree *, const Node *, Value);
    const Node *statement;
    Value value;
} Held;

static _Thread_local Held held;

static bool hold(Session *session, const Tree *tree, const Node *statement, Value v)
{
    if (held.statement && !held.display(session, tree, held.statement, held.value))
        return false;
    value_drop(held.value);
    held.statement = statement;
    held.value = value_keep(v);
    return true;
}

static double in_seconds(struct timeval t) { return (double)t.tv_sec + 1e-6 * (double)t.tv_usec; }

bool time_once(Shell *shell, const Statement *statement)
{
    Session *session = shell->session;
    struct rusage before, after;
    if (!statement->tree.root)
        return no_statement(shell, statement);
    held = (Held){ .display = session->display, .value = ABSENT };
    session->display = hold;
    getrusage(RUSAGE_SELF, &before);
    double took = time_of(shell, &statement->tree, 1);
    getrusage(RUSAGE_SELF, &after);
    session->display = held.display;
    bool ok = took >= 0;
    if (ok) {
        double user = in_seconds(after.ru_utime) - in_seconds(before.ru_utime),
               system = in_seconds(after.ru_stime) - in_seconds(before.ru_stime);
        FILE *out = session->run.out;
        fprintf(out, "CPU times: user %s, sys: %s, ", duration(shell, user), duration(shell, system));
        fprintf(out, "total: %s\nWall time: %s\n", duration(shell, user + system), duration(shell, took));
        ok = !held.statement || session->display(session, &statement->tree, held.statement, held.value);
    }
    value_drop(held.value);
    return ok;
}
