/* calls: random calls of every row, many of them wrong: an answer or an error, never a crash.
 *
 *   calls EACH [SEED [NAME]]   EACH calls of every row (of those named NAME), in a shell that writes to
 * nowhere calls write EACH SEED      the calls, those of a row after a line "# home.name", after the lines
 * that come first
 *
 * Each row's calls are made in a process of its own: what kills it is told, and the row goes on after the
 * call that did. It prints how many calls were made and how many of them succeeded. It makes a million of
 * them where EACH is 1000. */
#include "run/formats.h"
#include "run/script.h"

#include "expressions.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    ODD = 22,           /* of a hundred arguments */
    SUCCEEDING = 30,    /* of a hundred calls, at least */
    PATIENCE = 400000,  /* microseconds of processor time until a call is interrupted, … */
    INSISTENCE = 20000, /* … again and again; */
    LOST = 120,         /* seconds after which it is lost */
    MEMORY = 1 << 30,   /* bytes that may be had */
    FOUND_MAX = 5       /* of one row: then it is left alone */
};

/* What the process of a row tells the one that waits for it. */
static struct {
    volatile int made, succeeded, interrupted;
    volatile double slowest;
    char call[4000], slow[4000];
} * told;

static Shell *volatile shell;
static volatile bool late;

static void interrupt(int signal)
{
    (void)signal;
    Shell *running = shell;
    if (!running)
        return;
    late = true;
    running->interrupted = 1;
    running->leave = true;
    running->session->eval_limit = running->session->run.stack_limit = (const char *)UINTPTR_MAX;
}

/* Waiting takes no time. */
int nanosleep(const struct timespec *asked, struct timespec *left)
{
    (void)asked, (void)left;
    return 0;
}

static void set_alarm(int first, int next)
{
    setitimer(ITIMER_VIRTUAL, &(struct itimerval){ { 0, next }, { 0, first } }, NULL);
}

static void add_first_lines(Text *out)
{
    text_puts(out, "import copy, functools, io, math, os, random, sys, time\n"
                   "np.savez('archive.npz', a=1, b=[1, 2])\n");
    add_prelude(out);
}

static Shell *begin(const Format *format, FILE *nowhere)
{
    Text text = { 0 };
    Shell *made = shell_new(format, COLOR_NEVER);
    made->session->run.out = nowhere;
    made->session->run.err = nowhere;
    made->session->run.stack_limit = made->session->eval_limit =
        (const char *)__builtin_frame_address(0) - (4 << 20);
    add_first_lines(&text);
    script_run_text(made, "<calls>", text_get(&text), text.length);
    text_free(&text);
    return made;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void begin_row(const Func *row, unsigned seed)
{
    char name[200];
    snprintf(name, sizeof name, "%s.%s", row->of, row->name);
    state = hash_of(name) + seed * 1000003u;
}

/* In a process of its own: the calls from the `first` on. */
static void run_calls(const Func *row, int first, int each, Shell *made)
{
    Text one = { 0 };
    const char *stack = (const char *)__builtin_frame_address(0);
    signal(SIGVTALRM, interrupt);
    for (int i = 0; i < each; i++) {
        text_clear(&one);
        if (!write_expression(row, &one))
            continue;
        if (i < first)
            continue;
        text_char(&one, '\n');
        snprintf(told->call, sizeof told->call, "%s", text_get(&one));
        told->made = i + 1;
        long failed = made->failed, statements = made->statements;
        double before = now();
        late = made->leave = false;
        made->session->run.stack_limit = made->session->eval_limit = stack - (4 << 20);
        shell = made;
        alarm(LOST);
        set_alarm(PATIENCE, INSISTENCE);
        script_run_text(made, "<calls>", text_get(&one), one.length);
        set_alarm(0, 0);
        shell = NULL;
        made->interrupted = 0;
        if (now() - before > told->slowest) {
            told->slowest = now() - before;
            snprintf(told->slow, sizeof told->slow, "%s", text_get(&one));
        }
        told->interrupted += late;
        told->succeeded += made->failed == failed && made->statements > statements && !late;
    }
    shell_free(made);
    text_free(&one);
}

int main(int argc, char **argv)
{
    bool writes = argc == 4 && strcmp(argv[1], "write") == 0;
    if (!writes && (argc < 2 || argc > 4 || atoi(argv[1]) <= 0)) {
        fprintf(stderr, "usage: calls EACH [SEED [NAME]] | calls write EACH SEED\n");
        return 2;
    }
    int each = atoi(argv[writes ? 2 : 1]);
    unsigned seed = argc > 2 ? (unsigned)atoi(argv[writes ? 3 : 2]) : 1;
    const char *only = argc > 3 && !writes ? argv[3] : NULL;
    Text one = { 0 };
    odd = ODD;
    if (writes) {
        add_first_lines(&one);
        printf("%s", text_get(&one));
        FOR_EACH_FUNC(row)
        {
            printf("# %.*s.%s\n", (int)strcspn(row->of, " "), row->of, row->name);
            begin_row(row, seed);
            for (int i = 0; i < each; i++) {
                text_clear(&one);
                if (write_expression(row, &one))
                    printf("%s\n", text_get(&one));
            }
        }
        text_free(&one);
        return 0;
    }

    char folder[] = "/tmp/calls-XXXXXX";
    FILE *nowhere = fopen("/dev/null", "w");
#ifndef __SANITIZE_ADDRESS__ /* which takes terabytes that nobody writes to */
    setrlimit(RLIMIT_AS, &(struct rlimit){ MEMORY, MEMORY });
#endif
    told = mmap(NULL, sizeof *told, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (!nowhere || told == MAP_FAILED || !mkdtemp(folder) || chdir(folder) < 0) {
        perror("calls");
        return 2;
    }
    Shell *ready = begin(&format_tagged, nowhere);
    long made = 0, succeeded = 0, interrupted = 0, rows = 0, unmade = 0, found = 0;
    FOR_EACH_FUNC(row)
    {
        if (only && strcmp(row->name, only))
            continue;
        int found_here = 0;
        *(char *)told->call = 0;
        told->made = told->succeeded = told->interrupted = 0;
        told->slowest = 0.3;
        *told->slow = 0;
        begin_row(row, seed);
        if (!write_expression(row, &one)) {
            unmade++;
            printf("no calls: %s.%s\n", row->of, row->name);
            continue;
        }
        text_clear(&one);
        for (int first = 0; first < each && found_here < FOUND_MAX; first = told->made) {
            int status;
            fflush(NULL);
            begin_row(row, seed);
            pid_t child = fork();
            if (child == 0) {
                run_calls(row, first, each, ready);
                exit(0);
            }
            waitpid(child, &status, 0);
            if (status == 0)
                break;
            found_here++;
            printf("FOUND %s %d: %s", WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) : "exit",
                   WEXITSTATUS(status), told->call);
        }
        if (*told->slow && told->slowest > 1)
            printf("slow: %.1f s: %s", told->slowest, told->slow);
        rows++;
        found += found_here;
        made += told->made;
        succeeded += told->succeeded;
        interrupted += told->interrupted;
    }
    double share = 100.0 * (double)succeeded / (double)(made ? made : 1);
    printf("%ld calls of %ld rows, %.1f %% of them succeeded, %ld interrupted; %ld rows that no call is made "
           "of; %ld found\n",
           made, rows, share, interrupted, unmade, found);
    shell_free(ready);
    text_clear(&one);
    text_printf(&one, "rm -rf %s", folder);
    if (chdir("/") < 0 || system(text_get(&one)) != 0)
        return 2;
    text_free(&one);
    return found || (!only && share < SUCCEEDING);
}
