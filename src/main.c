/* main.c: the options of the command line. */
#include "numeric/pool.h"
#include "repl/repl.h"
#include "run/formats.h"
#include "run/help.h"
#include "run/piped.h"
#include "run/script.h"
#include "run/why.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char usage_text[] =
    "usage: ndcalc [options] [FILE ...]\n"
    "Evaluate NumPy expressions and print each result with its shape. Without FILE: a\n"
    "session on a terminal, else statements from standard input ('-'). After an error\n"
    "the next statement is run; --stop leaves, as Python does.\n"
    "\n"
    "  -c, --command TEXT    evaluate TEXT (may repeat), then leave\n"
    "  -p, --print TEXT      the same, bare: str() of it, arrays as lines with tabs\n"
    "  -d, --delimiter=CHAR  with -c or -p standard input is data, and called x; what\n"
    "                        stands between its columns (else tabs, commas or blanks)\n"
    "      --header          its first line names the columns: price.mean()\n"
    "      --missing=NUMBER  what empty cells of the data, NA and null are\n"
    "  -i, --interactive     after FILE or -c, stay for a session\n"
    "      --format=WHAT     tagged (with '# shape dtype'; default), plain, shapes\n"
    "      --echo            write the inputs too, as a transcript\n"
    "      --stop            leave at the first error (else go on, exit 1 at last)\n"
    "      --rtol=R --atol=A tolerance of compare; else only rounding is forgiven\n"
    "      --color=WHEN      auto, always, never (obeys NO_COLOR, CLICOLOR_FORCE)\n"
    "      --why             explain Python's tracebacks on standard input\n"
    "      --narrate         sentences instead of diagrams (also: NO_GRAPHICS=1)\n"
    "      --no-notes        no notes on what a statement did that it does not show\n"
    "      --no-preview      no shape under the line while it is typed\n"
    "      --threads=N       processors for large arrays (all, or OMP_NUM_THREADS)\n"
    "      --quiet           begin a session without a greeting\n"
    "      --list-functions  print all functions, their parameters and what they do\n"
    "  -h, --help            -V, --version\n"
    "\n"
    "Exit status: 0 all well; 1 a statement failed; 2 wrong usage.\n"
    "Files: ~/.local/state/ndcalc/history (XDG), ~/.inputrc ($if ndcalc)\n"
    "\n"
    "  ndcalc -c 'np.dot([1, 2], [3, 4])'            np.int64(11)   # () int64 scalar\n"
    "  cut -f3 data.tsv | ndcalc -p 'np.mean(x)'     3.6\n"
    "  ndcalc --format=shapes < script.py            4: (1, 1) float64\n";

/* A text of -c or -p. */
typedef struct Command {
    const char *text;
    bool bare;
} Command;

typedef struct Options {
    Command *command;
    int commands;
    const Format *format; /* NULL: not given */
    ColorWhen color;
    bool interactive, echo, stop, narrate, no_notes, no_preview, quiet, why;
    double rtol, atol; /* below 0: not given */
    PipedOptions piped;
} Options;

enum {
    OPTION_FORMAT = 256,
    OPTION_ECHO,
    OPTION_STOP,
    OPTION_COLOR,
    OPTION_NARRATE,
    OPTION_WHY,
    OPTION_NO_NOTES,
    OPTION_NO_PREVIEW,
    OPTION_THREADS,
    OPTION_QUIET,
    OPTION_RTOL,
    OPTION_ATOL,
    OPTION_LIST,
    OPTION_HEADER,
    OPTION_MISSING
};

static const struct option long_options[] = {
    { "command", required_argument, NULL, 'c' },
    { "print", required_argument, NULL, 'p' },
    { "delimiter", required_argument, NULL, 'd' },
    { "header", no_argument, NULL, OPTION_HEADER },
    { "missing", required_argument, NULL, OPTION_MISSING },
    { "interactive", no_argument, NULL, 'i' },
    { "format", required_argument, NULL, OPTION_FORMAT },
    { "echo", no_argument, NULL, OPTION_ECHO },
    { "stop", no_argument, NULL, OPTION_STOP },
    { "color", required_argument, NULL, OPTION_COLOR },
    { "narrate", no_argument, NULL, OPTION_NARRATE },
    { "why", no_argument, NULL, OPTION_WHY },
    { "no-notes", no_argument, NULL, OPTION_NO_NOTES },
    { "no-preview", no_argument, NULL, OPTION_NO_PREVIEW },
    { "threads", required_argument, NULL, OPTION_THREADS },
    { "quiet", no_argument, NULL, OPTION_QUIET },
    { "rtol", required_argument, NULL, OPTION_RTOL },
    { "atol", required_argument, NULL, OPTION_ATOL },
    { "list-functions", no_argument, NULL, OPTION_LIST },
    { "help", no_argument, NULL, 'h' },
    { "version", no_argument, NULL, 'V' },
    { 0 },
};

static _Noreturn void wrong_usage(const char *option, const char *value)
{
    if (option)
        fprintf(stderr, "ndcalc: %s cannot be '%s'\n", option, value);
    fputs("Try 'ndcalc --help'.\n", stderr);
    exit(2);
}

static ColorWhen color_when(const char *text)
{
    static const char *const names[] = {
        [COLOR_AUTO] = "auto", [COLOR_ALWAYS] = "always", [COLOR_NEVER] = "never"
    };
    for (int when = COLOR_AUTO; when <= COLOR_NEVER; when++)
        if (strcmp(names[when], text) == 0)
            return (ColorWhen)when;
    wrong_usage("--color", text);
}

static double number(const char *option, const char *text)
{
    char *end;
    double given = strtod(text, &end);
    if (end == text || *end)
        wrong_usage(option, text);
    return given;
}

static double tolerance(const char *option, const char *text)
{
    double given = number(option, text);
    if (!(given >= 0))
        wrong_usage(option, text);
    return given;
}

/* One character; a tab may be written as a shell can: \\t. */
static char delimiter(const char *text)
{
    if (!strcmp(text, "\\t"))
        return '\t';
    if (strlen(text) != 1 || *text == '\n')
        wrong_usage("--delimiter", text);
    return *text;
}

/* Leaves with what was written to standard output, or says that it could not be. */
static int finish(int status)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    fprintf(stderr, "ndcalc: standard output: %s\n", strerror(errno));
    return 1;
}

static int whole_number(const char *option, const char *text)
{
    char *end;
    long n = strtol(text, &end, 10);
    if (end == text || *end || n < 1 || n > INT_MAX)
        wrong_usage(option, text);
    return (int)n;
}

static void read_options(int argc, char **argv, Options *options)
{
    for (int option; (option = getopt_long(argc, argv, "c:p:d:ihV", long_options, NULL)) != -1;)
        switch (option) {
        case 'c':
        case 'p':
            options->command =
                mem_resize(options->command, sizeof(Command) * (size_t)(options->commands + 1));
            options->command[options->commands++] = (Command){ optarg, option == 'p' };
            break;
        case 'd': options->piped.delimiter = delimiter(optarg); break;
        case OPTION_HEADER: options->piped.header = true; break;
        case OPTION_MISSING:
            options->piped.missing = number("--missing", optarg);
            options->piped.has_missing = true;
            break;
        case 'i': options->interactive = true; break;
        case OPTION_FORMAT:
            options->format = format_named(optarg);
            if (!options->format)
                wrong_usage("--format", optarg);
            break;
        case OPTION_ECHO: options->echo = true; break;
        case OPTION_STOP: options->stop = true; break;
        case OPTION_COLOR: options->color = color_when(optarg); break;
        case OPTION_NARRATE: options->narrate = true; break;
        case OPTION_WHY: options->why = true; break;
        case OPTION_NO_NOTES: options->no_notes = true; break;
        case OPTION_NO_PREVIEW: options->no_preview = true; break;
        case OPTION_THREADS: pool_set_threads(whole_number("--threads", optarg)); break;
        case OPTION_QUIET: options->quiet = true; break;
        case OPTION_RTOL: options->rtol = tolerance("--rtol", optarg); break;
        case OPTION_ATOL: options->atol = tolerance("--atol", optarg); break;
        case OPTION_LIST: help_list_functions(stdout); exit(finish(0));
        case 'h': fputs(usage_text, stdout); exit(finish(0));
        case 'V': puts("ndcalc " NDCALC_VERSION); exit(finish(0));
        default: wrong_usage(NULL, NULL);
        }
}

static void run_file(Shell *shell, const char *name)
{
    if (strcmp(name, "-") == 0) {
        script_run(shell, "<stdin>", STDIN_FILENO);
        return;
    }
    int file = open(name, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        fflush(stdout);
        fprintf(stderr, "ndcalc: %s: %s\n", name, strerror(errno));
        if (script_is_code(shell, name))
            fprintf(stderr, "    it is read as the name of a file; ndcalc -c '%s' evaluates it\n", name);
        shell->status = 2;
        shell->leave = true;
        return;
    }
    script_run(shell, name, file);
    close(file);
}

static void run_command(Shell *shell, const Command *command)
{
    const Format *format = shell->format;
    if (command->bare)
        shell->format = &format_bare;
    script_run_command(shell, "<string>", command->text);
    shell->format = format;
}

/* --why: the whole of standard input. */
static void explain_input(Shell *shell)
{
    Text text = { 0 };
    char piece[4096];
    for (size_t n; (n = fread(piece, 1, sizeof piece, stdin)) > 0;)
        text_add(&text, piece, n);
    if (!why_of_text(shell, text_get(&text), text.length)) {
        fputs("ndcalc: standard input holds no traceback of Python's\n", stderr);
        shell->status = 1;
    }
    text_free(&text);
}

/* A transcript is Python's prompt to the letter, unless another format is asked for. */
static const Format *chosen_format(const Options *options)
{
    return options->format ? options->format : options->echo ? &format_plain : &format_tagged;
}

int main(int argc, char **argv)
{
    Options options = { .color = COLOR_AUTO, .rtol = -1, .atol = -1 };
    signal(SIGPIPE, SIG_DFL); /* `ndcalc … | head` ends quietly, also where the caller ignores it */
    read_options(argc, argv, &options);
    bool nothing_given = optind == argc && options.commands == 0;
    bool terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
    bool session = terminal && (options.interactive || nothing_given);

    mem_keep_freed();
    Shell *shell = shell_new(chosen_format(&options), options.color);
    shell->echo = options.echo;
    shell->stop = options.stop;
    shell->rtol = options.rtol;
    shell->atol = options.atol;
    shell->notes_off = options.no_notes;
    shell->preview_off = options.no_preview;
    const char *no_graphics = getenv("NO_GRAPHICS");
    shell->narrate = options.narrate || (no_graphics && *no_graphics);
    if (options.why)
        explain_input(shell);
    else if (options.commands && !options.interactive) {
        options.piped.file = optind < argc ? argv[optind] : NULL;
        piped_offer(shell, isatty(STDIN_FILENO) ? -1 : STDIN_FILENO, &options.piped);
    }
    shell->commands = options.commands;
    for (int i = optind; i < argc && !shell->leave; i++)
        run_file(shell, argv[i]);
    for (int i = 0; i < options.commands && !shell->leave; i++)
        run_command(shell, &options.command[i]);
    if (session && !options.why && !shell->leave)
        repl_run(shell, options.quiet);
    else if ((nothing_given && !options.why) || (options.interactive && !shell->leave))
        script_run(shell, "<stdin>", STDIN_FILENO);

    int status = shell->status;
    shell_free(shell);
    mem_free(options.command);
    return finish(status);
}
