/* bench NDCALC EMPTY ROUNDS WORD PYTHON…: how fast the calculator is, beside Python and NumPy in the same
 * run.
 *
 * Each line of lines.inc is run by the calculator and by each opponent in turn, ROUNDS times; the medians are
 * printed with their ratios (above 1: the calculator is faster). WORD chooses the lines that hold it, "" all.
 * Every program is given its script through a pipe, the same script but for the languages that are not
 * Python's. NumPy runs twice: as it comes, and with a malloc that keeps freed blocks, which spares it the
 * kernel's fresh pages, and one thread for its BLAS, since two stall each other on a busy machine; ratios are
 * to the faster of these. There is no limit that a figure could miss: it only tells. */
#include "machine.h"

#include <math.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct Line {
    const char *name;
    enum {
        INSIDE,  /* an expression, timed in the process */
        ONCE,    /* statements, timed in the process */
        PROCESS, /* a whole process */
        BY_LINE, /* the same, beside a Python that compiles and runs line by line, as a prompt does */
    } how;
    const char *setup, *statement;
    double n;                                /* figures are for one of so many; 0: 1 */
    long repeat;                             /* PROCESS, BY_LINE: so many statements; 0: 1 */
    double target;                           /* the ratio to reach */
    const char *bc, *lua, *numexpr, *octave; /* the statement in other languages; NULL: not asked */
    double bytes;          /* instead of an opponent: memory's speed for so many bytes … */
    const char *yardstick; /* … or another statement of ours */
} Line;

#include "lines.inc"

enum { LINES = sizeof lines / sizeof *lines, ROUNDS_MAX = 100, WORDS_MAX = 30 };

/* programs
 * --------------------------------------------------------------------------------------------------- */

typedef struct Program {
    const char *name;
    const char *word[WORDS_MAX]; /* of its command; NULL after the last */
    const char *tunables;        /* GLIBC_TUNABLES; NULL: none */
} Program;

static const char keeps_freed[] = "glibc.malloc.mmap_max=0:glibc.malloc.trim_threshold=4294967296:"
                                  "glibc.malloc.top_pad=67108864";
static const char by_line[] = "import sys\nspace = {}\nfor line in sys.stdin:\n"
                              "    exec(compile(line, '<stdin>', 'single'), space)\n";

static Program ours = { .name = "ndcalc" }, python = { .name = "Python" }, warm = { .name = "warm" },
               line_by_line = { .name = "by line" };
static Program bc = { "bc", { "bc", "-l" }, NULL }, lua = { "Lua", { "lua" }, NULL },
               octave = { "Octave", { "octave-cli", "--norc" }, NULL };

/* What became of a process. */
typedef struct Outcome {
    double seconds; /* NAN: it failed */
    double megabytes;
    char output[64]; /* the beginning of it */
} Outcome;

static void become(const Program *program, int in, int out)
{
    signal(SIGPIPE, SIG_DFL);
    dup2(in, 0);
    dup2(out, 1);
    if (!freopen("/dev/null", "w", stderr))
        _exit(126);
    unsetenv("OPENBLAS_CORETYPE"); /* each chooses the kernels made for this processor */
    unsetenv("OPENBLAS_L2_SIZE");
    if (program->tunables) {
        setenv("GLIBC_TUNABLES", program->tunables, 1);
        setenv("OPENBLAS_NUM_THREADS", "1", 1);
    }
    execvp(program->word[0], (char *const *)program->word);
    _exit(127);
}

/* From a file: what this program holds in memory would count as a peak of the child's, too. */
static void feed(int pipe, FILE *script)
{
    char piece[1 << 16];
    rewind(script);
    for (size_t got; (got = fread(piece, 1, sizeof piece, script)) > 0;)
        if (write(pipe, piece, got) != (ssize_t)got)
            break;
    close(pipe);
}

static Outcome run(const Program *program, FILE *script)
{
    Outcome outcome = { .seconds = NAN };
    FILE *output = tmpfile();
    int way[2], status;
    struct rusage used;
    if (!output || pipe(way)) {
        perror("bench");
        exit(1);
    }
    double start = machine_now();
    pid_t child = fork();
    if (child == 0) {
        close(way[1]);
        become(program, way[0], fileno(output));
    }
    close(way[0]);
    feed(way[1], script);
    if (wait4(child, &status, 0, &used) == child && status == 0) {
        outcome.seconds = machine_now() - start;
        outcome.megabytes = (double)used.ru_maxrss / 1024;
        rewind(output);
        outcome.output[fread(outcome.output, 1, sizeof outcome.output - 1, output)] = 0;
    }
    fclose(output);
    return outcome;
}

static FILE *file_of(const char *setup, const char *statement, long times)
{
    FILE *file = tmpfile();
    if (!file) {
        perror("bench");
        exit(1);
    }
    fputs(setup, file);
    for (long i = 0; i < times; i++)
        fputs(statement, file);
    fflush(file);
    return file;
}

static Outcome run_text(const Program *program, const char *text)
{
    FILE *script = file_of(text, "", 0);
    Outcome outcome = run(program, script);
    fclose(script);
    return outcome;
}

static bool is_there(const Program *program)
{
    return program->word[0] && !isnan(run_text(program, "").seconds);
}

/* scripts
 * ---------------------------------------------------------------------------------------------------- */

static const char *text(const char *maybe) { return maybe ? maybe : ""; }

/* Finds out how often the expression must be evaluated to take 2 ms, does so for a quarter of a second, and
 * prints the shortest time. The result is bound, so that nobody can leave the work out. */
static const char measure[] = "\n"
                              "def once(times):\n"
                              "    start = perf_counter()\n"
                              "    for _ in range(times):\n"
                              "        r = %s\n"
                              "    return perf_counter() - start\n"
                              "\n"
                              "times, total, best = 1, 0, 1e9\n"
                              "while once(times) < 0.002:\n"
                              "    times *= 2\n"
                              "\n"
                              "while total < 0.25:\n"
                              "    t = once(times)\n"
                              "    total += t\n"
                              "    best = min(best, t / times)\n"
                              "\n"
                              "print(best)\n";

static FILE *inside_script(const Line *line, const char *statement)
{
    char *script, *timed;
    bool numpy = strstr(text(line->setup), "np.") || strstr(statement, "np.");
    int made = line->how == ONCE
                   ? asprintf(&timed, "start = perf_counter()\n%sprint(perf_counter() - start)\n", statement)
                   : asprintf(&timed, measure, statement);
    if (made < 0 || asprintf(&script, "from time import perf_counter\n%s%s%s",
                             numpy ? "import numpy as np\n" : "", text(line->setup), timed) < 0)
        abort();
    FILE *file = file_of(script, "", 0);
    free(timed);
    free(script);
    return file;
}

static FILE *octave_script(const Line *line)
{
    char *script;
    const char *format = "n = %.0f; s = round(sqrt(n)); x = linspace(0, 1, n); y = linspace(1, 2, n);\n"
                         "A = reshape(linspace(0, 1, s * s), s, s); B = A' + 1;\n"
                         "best = 1e9; total = 0;\n"
                         "while total < 0.25, tic; r = %s; t = toc; total += t; best = min(best, t); end\n"
                         "printf('%%.9g\\n', best);\n";
    const char *size = strrchr(line->name, ' ');
    double n = line->n ? line->n : pow(strtod(size ? size : "1", NULL), 2);
    if (asprintf(&script, format, n, line->octave) < 0)
        abort();
    FILE *file = file_of(script, "", 0);
    free(script);
    return file;
}

/* measuring
 * -------------------------------------------------------------------------------------------------- */

/* One program's figures for a line, a round each. */
typedef struct Series {
    const Program *program; /* NULL: not asked */
    FILE *script;
    bool inside; /* its figure is what it prints */
    double figure[ROUNDS_MAX], megabytes;
    int count;
    char output[64];
} Series;

enum { OURS, THEIRS, WARM, BC, LUA, NUMEXPR, OCTAVE, YARDSTICK, SERIES };

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(Series *series)
{
    if (!series->count)
        return NAN;
    qsort(series->figure, (size_t)series->count, sizeof(double), by_size);
    return series->figure[series->count / 2];
}

static void ask(Series *series, const Program *program, FILE *script, bool inside)
{
    *series = (Series){ .program = program, .script = script, .inside = inside };
}

static void prepare(const Line *line, Series series[SERIES])
{
    memset(series, 0, SERIES * sizeof *series);
    if (line->how == PROCESS || line->how == BY_LINE) {
        long times = line->repeat ? line->repeat : 1;
        const char *setup = text(line->setup);
        const struct {
            int at;
            const Program *program;
            const char *setup, *statement;
        } asked[] = {
            { OURS, &ours, setup, line->statement },
            { THEIRS, line->how == BY_LINE ? &line_by_line : &python, setup, line->statement },
            { BC, &bc, setup, line->bc },
            { LUA, &lua, setup, line->lua },
        };
        for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
            if (asked[i].statement)
                ask(&series[asked[i].at], asked[i].program,
                    file_of(asked[i].setup, asked[i].statement, times), false);
        return;
    }
    ask(&series[OURS], &ours, inside_script(line, line->statement), true);
    if (line->yardstick)
        ask(&series[YARDSTICK], &ours, inside_script(line, line->yardstick), true);
    if (line->yardstick || line->bytes)
        return;
    ask(&series[THEIRS], &python, inside_script(line, line->statement), true);
    if (strstr(text(line->setup), "np.") || strstr(line->statement, "np."))
        ask(&series[WARM], &warm, inside_script(line, line->statement), true);
    if (line->numexpr) {
        char *call;
        if (asprintf(&call, "__import__('numexpr').evaluate('%s')", line->numexpr) < 0)
            abort();
        ask(&series[NUMEXPR], &warm, inside_script(line, call), true);
        free(call);
    }
    if (line->octave)
        ask(&series[OCTAVE], &octave, octave_script(line), true);
}

static void play(Series *series)
{
    Outcome outcome = run(series->program, series->script);
    double figure = series->inside ? strtod(outcome.output, NULL) : outcome.seconds;
    if (isnan(outcome.seconds) || figure <= 0) {
        series->program = NULL; /* it cannot: not asked again */
        return;
    }
    series->figure[series->count++] = figure;
    series->megabytes = outcome.megabytes;
    memcpy(series->output, outcome.output, sizeof series->output);
}

/* telling
 * ---------------------------------------------------------------------------------------------------- */

static const char *seconds_text(double seconds, char room[16])
{
    static const struct {
        double above, times;
        const char *unit;
    } units[] = { { 1, 1, "s" }, { 1e-3, 1e3, "ms" }, { 1e-6, 1e6, "µs" }, { 0, 1e9, "ns" } };
    int u = 0;
    if (isnan(seconds))
        return "-";
    while (seconds < units[u].above)
        u++;
    double value = seconds * units[u].times;
    snprintf(room, 16, "%.*f %s", value < 10 ? 2 : value < 100 ? 1 : 0, value, units[u].unit);
    return room;
}

/* Right-aligned in so many columns; a character of two bytes is one column. */
static void cell(const char *what, int width)
{
    int columns = 0;
    for (const char *c = what; *c; c++)
        columns += (*c & 0xC0) != 0x80;
    printf("%*s%s", width > columns ? width - columns : 0, "", what);
}

static void name_cell(const char *what, int width)
{
    int columns = 0;
    for (const char *c = what; *c; c++)
        columns += (*c & 0xC0) != 0x80;
    printf("%s%*s", what, width > columns ? width - columns : 0, "");
}

static void tell_heading(const Line *line)
{
    bool whole = line[1].how == PROCESS || line[1].how == BY_LINE;
    printf("\n");
    name_cell(line->name, 52);
    cell("ndcalc", 10);
    cell(line[1].yardstick || line[1].bytes ? "limit" : "Python", 10);
    cell(whole ? "" : "warm", 10);
    cell("ratio", 8);
    cell("target", 8);
    printf("%s\n", whole ? "     MB: ndcalc, Python; others" : "     others");
}

static void tell(const Line *line, Series series[SERIES], const Machine *machine)
{
    char room[16];
    double n = line->n ? line->n : 1, figure[SERIES];
    for (int i = 0; i < SERIES; i++)
        figure[i] = median(&series[i]) / n;
    double limit = line->bytes       ? line->bytes / machine->read
                   : line->yardstick ? figure[YARDSTICK]
                                     : figure[THEIRS];
    double ratio = fmin(limit, figure[WARM]) / figure[OURS];
    name_cell(line->name, 52);
    cell(seconds_text(figure[OURS], room), 10);
    cell(seconds_text(limit, room), 10);
    cell(series[WARM].count ? seconds_text(figure[WARM], room) : "", 10);
    if (isnan(ratio))
        printf("%8s", "-");
    else
        printf("%8.*f", ratio < 10 ? 2 : 1, ratio);
    printf("%8.3g %s", line->target, isnan(ratio) ? " " : ratio < line->target ? "<" : " ");
    const char *between = "  ";
    if (line->how == PROCESS || line->how == BY_LINE) {
        printf("  %5.1f %6.1f", series[OURS].megabytes, series[THEIRS].megabytes);
        between = "; ";
    }
    static const struct {
        int at;
        const char *name;
    } others[] = { { BC, "bc" }, { LUA, "Lua" }, { NUMEXPR, "numexpr" }, { OCTAVE, "Octave" } };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (series[others[i].at].count) {
            printf("%s%s %s", between, others[i].name, seconds_text(figure[others[i].at], room));
            between = ", ";
        }
    if (line->how == PROCESS && series[THEIRS].count && strcmp(series[OURS].output, series[THEIRS].output))
        printf("   (they answer otherwise)");
    printf("\n");
    fflush(stdout);
}

static void bench(const Line *line, int rounds, const Machine *machine)
{
    Series series[SERIES];
    prepare(line, series);
    for (int round = 0; round < rounds; round++)
        for (int i = 0; i < SERIES; i++)
            if (series[i].program)
                play(&series[i]);
    tell(line, series, machine);
    for (int i = 0; i < SERIES; i++)
        if (series[i].script)
            fclose(series[i].script);
}

static void tell_first_line(const char *before, const char *command)
{
    char line[200];
    FILE *answer = popen(command, "r");
    if (answer && fgets(line, sizeof line, answer))
        printf("%s%s", before, line);
    if (answer)
        pclose(answer);
}

static void tell_machine(const char *empty, int rounds, const Machine *machine)
{
    tell_first_line("processor: ", "sed -n 's/^model name[^:]*: //p' /proc/cpuinfo");
    printf("           %ld of them; ", sysconf(_SC_NPROCESSORS_ONLN));
    tell_first_line("load now ", "cut -d ' ' -f 1-3 /proc/loadavg");
    printf("memory:    one thread reads %.1f GB/s, triad %.1f GB/s; a fresh page costs %.1f µs\n",
           machine->read / 1e9, machine->triad / 1e9, machine->page * 1e6);
    printf("float64:   %.0f GFLOP/s on one thread\n", machine->multiply / 1e9);
    Outcome version =
        run_text(&python, "import sys; print('Python', sys.version.split()[0], end='')\n"
                          "try:\n    import numpy; print(', NumPy', numpy.__version__, end='')\n"
                          "except ImportError: pass\n\nprint()\n");
    printf("opponent:  %s", *version.output ? version.output : "none\n");
    static const char *const kind[] = { "dynamic", "static" };
    for (int k = 0; k < 2; k++) {
        char *path, room[16];
        if (asprintf(&path, "%s-%s", empty, kind[k]) < 0)
            abort();
        Program program = { .word = { path } };
        Series series = { .program = &program, .script = file_of("", "", 0) };
        for (int i = 0; i < 3 * rounds && series.program && series.count < ROUNDS_MAX; i++)
            play(&series);
        printf("%s%s C program that does nothing: %s, %.1f MB", k ? "; " : "start:     ", kind[k],
               seconds_text(median(&series), room), series.megabytes);
        fclose(series.script);
        free(path);
    }
    printf("\nrounds:    %d, medians; < marks a ratio below its target\n", rounds);
}

static void set_command(Program *program, int words, char **word, const char *more, const char *argument)
{
    int n = 0;
    for (; n < words && n < WORDS_MAX - 3; n++)
        program->word[n] = word[n];
    program->word[n++] = more;
    program->word[n] = argument;
}

int main(int argc, char **argv)
{
    if (argc < 6) {
        fprintf(stderr, "usage: bench NDCALC EMPTY ROUNDS WORD PYTHON...\n");
        return 2;
    }
    int rounds = atoi(argv[3]);
    rounds = rounds < 1 ? 1 : rounds > ROUNDS_MAX ? ROUNDS_MAX : rounds;
    signal(SIGPIPE, SIG_IGN); /* who does not read its script has failed, and is told so by its status */
    char *command[] = { argv[1], "--format=plain" };
    set_command(&ours, 2, command, NULL, NULL);
    set_command(&python, argc - 5, argv + 5, "-", NULL);
    set_command(&warm, argc - 5, argv + 5, "-", NULL);
    set_command(&line_by_line, argc - 5, argv + 5, "-c", by_line);
    warm.tunables = keeps_freed;
    Program *other[] = { &bc, &lua, &octave };
    for (int i = 0; i < 3; i++)
        if (!is_there(other[i]))
            other[i]->word[0] = "false";
    Machine machine = machine_measure();
    tell_machine(argv[2], rounds, &machine);
    const Line *heading = NULL;
    for (int i = 0; i < LINES; i++) {
        if (!lines[i].statement)
            heading = &lines[i];
        else if (strstr(lines[i].name, argv[4])) {
            if (heading)
                tell_heading(heading);
            heading = NULL;
            bench(&lines[i], rounds, &machine);
        }
    }
    return 0;
}
