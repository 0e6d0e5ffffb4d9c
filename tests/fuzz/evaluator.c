/* evaluator.c: any bytes as a script in a pipe, in a session of its own, whose answers nobody reads.
 *
 * A script may rightly take for ever; so after a while of processor time it is interrupted as by Ctrl-C,
 * again and again, and nothing is evaluated any more: what then still runs is a loop that does not look
 * whether it is wanted.
 *
 * Then it runs once more, and is interrupted at one of its looks, which its bytes choose. */
#include "run/formats.h"
#include "run/script.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <unistd.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Microseconds of processor time: until the first Ctrl-C, and from one to the next. */
enum { PATIENCE = 50000, INSISTENCE = 2000 };

static FILE *out, *err;
static Shell *volatile shell;
static NamesMark names_before;
static unsigned long inputs, programs, interrupted; /* how many; without a SyntaxError; that took too long */
static bool refused, late, quoted;                  /* quoted: the script has these words itself */
static long looks, last_look; /* whether work may go on: how many, and at which it may not */

/* What a session asks of the system is the same each time, and waiting takes no time. */
ssize_t getrandom(void *to, size_t size, unsigned flags)
{
    (void)flags;
    for (size_t i = 0; i < size; i++)
        ((uint8_t *)to)[i] = (uint8_t)(i * 37 + 1);
    return (ssize_t)size;
}
int nanosleep(const struct timespec *asked, struct timespec *left)
{
    (void)asked, (void)left;
    return 0;
}

/* A script's files are not on any disk: what it writes goes nowhere, what it reads is a small table. A
 * script's are closed on exec ("e"); what libFuzzer keeps of a finding while the script stands is written
 * where it says. */
static int memory_file(const char *text)
{
    int file = memfd_create("fuzz", MFD_CLOEXEC);
    if (write(file, text, strlen(text)) < 0 || lseek(file, 0, SEEK_SET) < 0)
        abort();
    return file;
}
int mkostemp(char *name, int flags)
{
    (void)name, (void)flags;
    return memory_file("");
}
FILE *fopen(const char *path, const char *mode)
{
    static FILE *(*real)(const char *, const char *);
    if (!real)
        *(void **)(void *)&real = dlsym(RTLD_NEXT, "fopen");
    return shell && strchr(mode, 'e') ? fdopen(memory_file(*mode == 'r' ? "1 2\n3.5 4\n" : ""), mode)
                                      : real(path, mode);
}
int rename(const char *from, const char *to)
{
    static int (*real)(const char *, const char *);
    if (!real)
        *(void **)(void *)&real = dlsym(RTLD_NEXT, "rename");
    return shell ? 0 : real(from, to);
}
int unlink(const char *path)
{
    static int (*real)(const char *);
    if (!real)
        *(void **)(void *)&real = dlsym(RTLD_NEXT, "unlink");
    return shell ? 0 : real(path);
}

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

void run_looks(void)
{
    if (++looks >= last_look)
        interrupt(0);
}

static void set_alarm(int first, int next)
{
    setitimer(ITIMER_VIRTUAL, &(struct itimerval){ { 0, next }, { 0, first } }, NULL);
}

/* Nobody reads what is written; but that a text was no program is counted. */
static ssize_t swallow(void *cookie, const char *text, size_t size)
{
    (void)cookie;
    if (!quoted && memmem(text, size, "returned NULL", 13))
        abort(); /* a row failed and did not say why */
    refused |= memmem(text, size, "SyntaxError", 11) || memmem(text, size, "IndentationError", 16) ||
               memmem(text, size, "TabError", 8);
    return (ssize_t)size;
}

static void run_script(const char *text, size_t size, const Format *format, bool interactive, long until)
{
    Shell *made = shell_new(format, COLOR_NEVER);
    made->session->run.out = out;
    made->session->run.err = err;
    made->interactive = interactive;
    if (interactive)
        shell_begin_entry(made, "");
    quoted = memmem(text, size, "NULL", 4);
    shell = made;
    looks = 0;
    last_look = until;
    set_alarm(PATIENCE, INSISTENCE);
    script_run_text(made, "<fuzz>", text, size);
    set_alarm(0, 0);
    shell = NULL;
    shell_free(made);
    fflush(out);
    fflush(err);
}

static void tell_counts(void)
{
    fprintf(stderr, "evaluator: %lu inputs, %lu (%.1f %%) without a SyntaxError, %lu interrupted\n", inputs,
            programs, inputs ? 100.0 * (double)programs / (double)inputs : 0, interrupted);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    setenv("OPENBLAS_NUM_THREADS", "1", 0);
    out = fopen("/dev/null", "w");
    err = fopencookie(NULL, "w", (cookie_io_functions_t){ .write = swallow });
    signal(SIGVTALRM, interrupt);
    static const char first[] =
        "1\n2\n3\nx = np.ones(2); x.sum(), x.mean()\n"; /* names that the program keeps are made */
    run_script(first, strlen(first), &format_tagged, true, LONG_MAX);
    names_before = names_mark();
    atexit(tell_counts);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const Format *const formats[] = { &format_plain, &format_tagged, &format_shapes, &format_tagged };
    const Format *format = formats[size % 4];
    unsigned long hash = 0;
    for (size_t i = 0; i < size; i++)
        hash = hash * 31 + data[i];
    refused = late = false;
    run_script((const char *)data, size, format, size % 4 == 3, LONG_MAX);
    names_rewind(names_before);
    inputs++;
    programs += !refused;
    interrupted += late;
    run_script((const char *)data, size, format, size % 4 == 3,
               1 + (long)(hash % (unsigned long)(looks + 1)));
    names_rewind(names_before);
    return 0;
}
