/* transcripts NDCALC FILE...: types what transcripts show to the calculator and compares what it answers.
 *
 * A .txt file holds sessions as Python's prompt shows them: ">>> " begins a statement, "... " goes on with
 * it, what follows is its output. "# --- new session" begins anew, other comments are titles; after "#
 * approx" numbers may differ in their last digits; after "# explained" the answers are those of a pipe, tags,
 * errors and what is said under them included, but for the places of errors ("<stdin>:3: "). In a .md file
 * each fenced block of ```text with ">>> " in it is a session with tags, and each block of ```console holds
 * commands of a shell after "$ ". Prints every difference, and how many answers were right. */
#include "base/text.h"

#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* A statement and its output, each of whole lines. */
typedef struct Case {
    int line; /* where it stands in the file */
    Text source, expected, answer;
    bool answered;
} Case;

typedef struct Session {
    const char *file, *format; /* format NULL: commands of a shell */
    bool approx, explained;
    Case *cases;
    int count;
} Session;

static const char *program; /* absolute */
static int passed, failed;

/* reading ---------------------------------------------------------------------------------------------------
 */

static Case *add_case(Session *session, int line)
{
    session->cases = realloc(session->cases, sizeof(Case) * (size_t)(session->count + 1));
    session->cases[session->count] = (Case){ .line = line };
    return &session->cases[session->count++];
}

static void clear_session(Session *session)
{
    for (int i = 0; i < session->count; i++) {
        text_free(&session->cases[i].source);
        text_free(&session->cases[i].expected);
        text_free(&session->cases[i].answer);
    }
    free(session->cases);
    session->cases = NULL;
    session->count = 0;
    session->approx = session->explained = false;
}

static bool begins(const char *line, const char *with) { return strncmp(line, with, strlen(with)) == 0; }

/* Takes a line of a session; `reading` is 0 outside of statements, 's' in one's source, 'o' in its output. */
static void take_line(Session *session, const char *line, int number, int *reading)
{
    bool shell = !session->format;
    const char *prompt = shell ? "$ " : ">>> ";
    if (begins(line, prompt)) {
        *reading = 's';
        text_printf(&add_case(session, number)->source, "%s\n", line + strlen(prompt));
    } else if (*reading == 's' && shell && begins(line, "> "))
        text_printf(&session->cases[session->count - 1].source, "%s\n", line + 2);
    else if (*reading == 's' && !shell && begins(line, "..."))
        text_printf(&session->cases[session->count - 1].source, "%s\n", line[3] ? line + 4 : "");
    else if (*reading) {
        *reading = 'o';
        text_printf(&session->cases[session->count - 1].expected, "%s\n", line);
    }
}

/* asking ----------------------------------------------------------------------------------------------------
 */

static void read_all(FILE *stream, Text *to)
{
    char piece[4096];
    rewind(stream);
    for (size_t n; (n = fread(piece, 1, sizeof piece, stream)) > 0;)
        text_add(to, piece, n);
    fclose(stream);
}

/* Runs a command with `input` on its standard input and tells how it ended. `said` is what it wrote, `errors`
 * what it wrote to standard error; NULL: that goes to `said` as well. */
static int ask(char *const command[], const Text *input, Text *said, Text *errors)
{
    FILE *given = tmpfile(), *got = tmpfile(), *wrong = errors ? tmpfile() : got;
    fwrite(text_get(input), 1, input->length, given);
    fflush(given);
    rewind(given);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        alarm(60); /* what hangs is killed, and the answers before it count */
        dup2(fileno(given), STDIN_FILENO);
        dup2(fileno(got), STDOUT_FILENO);
        dup2(fileno(wrong), STDERR_FILENO);
        execvp(command[0], command);
        _exit(127);
    }
    int status;
    waitpid(child, &status, 0);
    read_all(got, said);
    if (errors)
        read_all(wrong, errors);
    fclose(given);
    return status;
}

/* Gives each case the lines that follow its own source in the transcript that the calculator wrote. */
static void deal_out(Session *session, const char *said)
{
    int at = -1;
    bool source = false;
    for (const char *line = said; *line;) {
        size_t length = strcspn(line, "\n");
        if (begins(line, ">>> ") && at + 1 < session->count) {
            source = true;
            session->cases[++at].answered = true;
        } else if (!(source && begins(line, "...")) && at >= 0) {
            source = false;
            text_add(&session->cases[at].answer, line, length);
            text_char(&session->cases[at].answer, '\n');
        }
        line += length + (line[length] == '\n');
    }
}

/* A session must end with status 0 or 1: it did not crash, and a sanitizer found nothing. */
static void ask_calculator(Session *session)
{
    char format[30];
    snprintf(format, sizeof format, "--format=%s", session->format);
    char *command[] = { (char *)program, "--echo", format, NULL };
    Text input = { 0 }, said = { 0 }, errors = { 0 };
    for (int i = 0; i < session->count; i++)
        text_puts(&input, text_get(&session->cases[i].source));
    int status = ask(command, &input, &said, &errors);
    deal_out(session, text_get(&said));
    if (!WIFEXITED(status) || WEXITSTATUS(status) > 1) {
        failed++;
        printf("%s:%d: the session ends with %s %d\n%s", session->file, session->cases[0].line,
               WIFEXITED(status) ? "status" : "signal",
               WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status), text_get(&errors));
    }
    text_free(&input);
    text_free(&said);
    text_free(&errors);
}

/* Between the statements of a session that is explained stands what prints this line. */
static const char end_mark[] = "\x1e\n", print_mark[] = "print('\\x1e')\n";

static void ask_explained(Session *session)
{
    char *command[] = { (char *)program, NULL };
    Text input = { 0 }, said = { 0 };
    for (int i = 0; i < session->count; i++)
        text_printf(&input, "%s%s", text_get(&session->cases[i].source), print_mark);
    ask(command, &input, &said, NULL);
    const char *at = text_get(&said);
    for (int i = 0; i < session->count; i++) {
        const char *end = strstr(at, end_mark);
        session->cases[i].answered = end != NULL;
        for (end = end ? end : at + strlen(at); at < end;) {
            size_t place = 0;
            if (begins(at, "<stdin>:"))
                place = strlen("<stdin>:") + strspn(at + strlen("<stdin>:"), "0123456789") + strlen(": ");
            size_t length = strcspn(at, "\n") + 1;
            text_add(&session->cases[i].answer, at + place, length - place);
            at += length;
        }
        at += session->cases[i].answered ? strlen(end_mark) : 0;
    }
    text_free(&input);
    text_free(&said);
}

static void ask_shell(Session *session)
{
    const Text nothing = { 0 };
    for (int i = 0; i < session->count; i++) {
        char *command[] = { "sh", "-c", session->cases[i].source.at, NULL };
        ask(command, &nothing, &session->cases[i].answer, NULL);
        session->cases[i].answered = true;
    }
}

/* judging ---------------------------------------------------------------------------------------------------
 */

/* Drops the heads of tracebacks, and blank lines at the end. */
static void clean(Text *text)
{
    Text kept = { 0 };
    bool inside = false;
    for (const char *line = text_get(text); *line;) {
        size_t length = strcspn(line, "\n");
        bool head = begins(line, "Traceback (most recent call last):");
        inside = head || (inside && begins(line, "  "));
        if (!inside) {
            text_add(&kept, line, length);
            text_char(&kept, '\n');
        }
        line += length + (line[length] == '\n');
    }
    while (kept.length && strchr("\n ", kept.at[kept.length - 1]))
        kept.at[--kept.length] = 0;
    text_free(text);
    *text = kept;
}

/* Whether two texts are the same but for spaces and the last digits of their numbers. */
static bool near(const char *a, const char *b)
{
    for (;;) {
        a += strspn(a, " \n");
        b += strspn(b, " \n");
        if (!*a || !*b)
            return *a == *b;
        if (isdigit((unsigned char)*a) && isdigit((unsigned char)*b)) {
            char *after_a, *after_b;
            double x = strtod(a, &after_a), y = strtod(b, &after_b);
            if (fabs(x - y) > 1e-12 && fabs(x - y) > 1e-6 * fmax(fabs(x), fabs(y)))
                return false;
            a = after_a;
            b = after_b;
        } else if (*a++ != *b++)
            return false;
    }
}

static void put_lines(const char *mark, const char *text)
{
    do {
        size_t length = strcspn(text, "\n");
        printf("    %s %.*s\n", mark, (int)length, text);
        text += length + (text[length] == '\n');
    } while (*text);
}

static void judge(const Session *session, Case *c)
{
    clean(&c->expected);
    clean(&c->answer);
    const char *expected = text_get(&c->expected), *answer = text_get(&c->answer);
    if (c->answered && (strcmp(expected, answer) == 0 || (session->approx && near(expected, answer)))) {
        passed++;
        return;
    }
    failed++;
    printf("%s:%d: %s", session->file, c->line, c->source.at);
    put_lines("expected", expected);
    put_lines("answered", c->answered ? answer : "(the calculator did not get to it)");
}

static void finish(Session *session)
{
    if (session->count > 0) {
        if (session->explained)
            ask_explained(session);
        else if (session->format)
            ask_calculator(session);
        else
            ask_shell(session);
        for (int i = 0; i < session->count; i++)
            judge(session, &session->cases[i]);
    }
    clear_session(session);
}

/* files -----------------------------------------------------------------------------------------------------
 */

static void run_transcript(Session *session, FILE *stream)
{
    char *line = NULL;
    size_t room = 0;
    int reading = 0, number = 0;
    for (ssize_t length; (length = getline(&line, &room, stream)) > 0;) {
        line[strcspn(line, "\n")] = 0;
        number++;
        if (*line == '#') {
            reading = 0;
            if (begins(line, "# --- new session"))
                finish(session);
            else if (strcmp(line, "# approx") == 0)
                session->approx = true;
            else if (strcmp(line, "# explained") == 0)
                session->explained = true;
        } else
            take_line(session, line, number, &reading);
    }
    free(line);
    finish(session);
}

/* The fenced blocks of a page. */
static void run_page(Session *session, FILE *stream)
{
    char *line = NULL;
    size_t room = 0;
    int reading = 0, number = 0;
    bool inside = false;
    for (ssize_t length; (length = getline(&line, &room, stream)) > 0;) {
        line[strcspn(line, "\n")] = 0;
        number++;
        if (begins(line, "```")) {
            finish(session);
            reading = 0;
            inside = strcmp(line, "```text") == 0 || strcmp(line, "```console") == 0;
            session->format = strcmp(line, "```console") == 0 ? NULL : "tagged";
        } else if (inside)
            take_line(session, line, number, &reading);
    }
    free(line);
    finish(session);
}

int main(int argc, char **argv)
{
    if (argc < 2 || !(program = realpath(argv[1], NULL))) {
        fprintf(stderr, "usage: transcripts NDCALC FILE...\n");
        return 2;
    }
    /* Commands in pages find the calculator under its name. */
    Text path = { 0 };
    text_printf(&path, "%.*s:%s", (int)(strrchr(program, '/') - program), program, getenv("PATH"));
    setenv("PATH", path.at, 1);
    text_free(&path);
    for (int i = 2; i < argc; i++) {
        FILE *stream = fopen(argv[i], "r");
        if (!stream) {
            perror(argv[i]);
            return 2;
        }
        bool page = strlen(argv[i]) > 3 && strcmp(argv[i] + strlen(argv[i]) - 3, ".md") == 0;
        Session session = { .file = argv[i], .format = "plain" };
        if (page)
            run_page(&session, stream);
        else
            run_transcript(&session, stream);
        fclose(stream);
    }
    free((char *)program);
    printf("%d passed, %d failed\n", passed, failed);
    return failed != 0;
}
