/* What is shown of a line before it is run: it is what comes of it, and nothing is changed by it. */
#include "run/formats.h"
#include "run/preview.h"
#include "run/script.h"

#include <check.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>

static Text shown;

static Shell *open_shell(const Format *format, FILE *out)
{
    Shell *shell = shell_new(format, COLOR_NEVER);
    shell->session->run.out = shell->session->run.err = out;
    return shell;
}

/* Runs a text and answers what it prints; the caller frees it. */
static char *answer_of(Shell *shell, const char *text)
{
    char *said = NULL;
    size_t length = 0;
    FILE *before = shell->session->run.out, *out = open_memstream(&said, &length);
    shell->session->run.out = shell->session->run.err = out;
    script_run_text(shell, "<test>", text, strlen(text));
    shell->session->run.out = shell->session->run.err = before;
    fclose(out);
    return said;
}

static void check_line(Shell *shell, const char *line, Preview what, const char *text)
{
    Preview is = preview_line(shell, line, &shown);
    ck_assert_msg(is == what && !strcmp(text_get(&shown), text), "%s: %d %s", line, is, text_get(&shown));
}

static const char begin[] =
    "import math, random\n"
    "Y = np.array([[1, 0, 1, 1, 0, 1, 0, 0]]); A2 = Y * 0.9; A = np.ones((500, 400))\n"
    "L = [1, 2, 3]; it = iter(L); rng = np.random.default_rng(1)\n"
    "def f(n):\n    while True: n += 1\n\n"
    "def counter():\n    n = 0\n    def count():\n        nonlocal n\n        n += 1\n        return n\n"
    "    return count\n\ncount = counter(); kept = []; table = {}\n"
    "def stores(x):\n    global total\n    kept.append(x); table[x] = x; total = x; Y[0, 0] = x; L.sort(); "
    "L[0] = x\n"
    "    np.random.seed(1); print('told'); return np.ones(len(kept))\n\n";

START_TEST(a_line_shows_what_it_comes_to)
{
    FILE *out = fopen("/dev/null", "w");
    Shell *shell = open_shell(&format_tagged, out);
    free(answer_of(shell, begin));
    check_line(shell, "np.dot(Y, A2.T)", PREVIEW_RESULT, "(1, 1) float64   array([[3.6]])");
    check_line(shell, "np.dot(Y, A2.T", PREVIEW_RESULT, "(1, 1) float64   array([[3.6]])");
    check_line(shell, "np.dot(Y, A2)", PREVIEW_MISFIT,
               "shapes (1,8) and (1,8) not aligned: 8 (dim 1) != 1 (dim 0)");
    check_line(shell, "np.dot(Y, A2", PREVIEW_NOTHING, ""); /* it may go on */
    check_line(shell, "np.dot(Y, ", PREVIEW_HOLE,
               "? may be  (8,) -> (1,)   (8, n) -> (1, n)   (..., 8, n) -> (1, ..., n)");
    check_line(shell, "z = np.sum(Y, axis=", PREVIEW_HOLE, "? may be  0 -> (8,)   1 -> (1,)   None -> ()");
    check_line(shell, "Y ==", PREVIEW_NOTHING, "");
    check_line(shell, "z = np.zeros((3, ", PREVIEW_RESULT, "(3,) float64   array([0., 0., 0.])");
    check_line(shell, "A.T @ A", PREVIEW_RESULT, "(400, 400) float64");
    check_line(shell, "A.sum(axis=2)", PREVIEW_MISFIT, "axis 2 is out of bounds for array of dimension 2");
    check_line(shell, "np.linalg.svd(A)", PREVIEW_RESULT,
               "(500, 500) float64, (400,) float64, (400, 400) float64");
    check_line(shell, "rng.normal(size=3)", PREVIEW_RESULT, "(3,) float64");
    check_line(shell, "1 + 2*3", PREVIEW_RESULT, "7");
    check_line(shell, "math.sqrt(2)", PREVIEW_RESULT, "1.4142135623730951");
    check_line(shell, "3", PREVIEW_NOTHING, "");
    check_line(shell, "Y.nothing", PREVIEW_NOTHING, ""); /* names may not be finished */
    check_line(shell, "'abc", PREVIEW_NOTHING, "");
    check_line(shell, "[1)", PREVIEW_NOTHING, "");
    check_line(shell, "compare Y, A2", PREVIEW_NOTHING, "");
    check_line(shell, "np.dot?", PREVIEW_NOTHING, "");
    check_line(shell, "for y in Y: y", PREVIEW_NOTHING, "");
    shell_free(shell);
    fclose(out);
}
END_TEST

/* Endless and large work ends soon, and what a line would do is not done. */
START_TEST(a_look_is_short_and_changes_nothing)
{
    static const char *const lines[] = {
        "f(3)",
        "sum(range(10**12))",
        "[x for x in range(10**12)]",
        "9**9**9",
        "np.ones(10**12).sum()",
        "any(x > 5 for x in iter(int, 1))",
        "L.append(4)",
        "next(it)",
        "Y.sort()",
        "Y.fill(7)",
        "np.random.seed(1)",
        "rng.random()",
        "random.seed(3)",
        "np.seterr(all='raise')",
        "print(Y)",
        "Y = 5",
        "L = L + [4]",
        "np.float64(1) / 0",
        "(q := 5)",
        "Y[0, 0] = 9",
        "exit()",
        "count()",
        "count() + count()",
        "[count() for i in L]",
        "stores(8)",
        "np.ones(count())",
    };
    static const char now[] =
        "Y, L, np.geterr()['divide'], rng.random(), next(it), count(), kept, table\nq\ntotal\n";
    char *said = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&said, &length);
    Shell *shell = open_shell(&format_plain, out), *other = open_shell(&format_plain, out);
    free(answer_of(shell, begin));
    free(answer_of(other, begin));
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        preview_line(shell, lines[i], &shown);
    char *is = answer_of(shell, now), *was = answer_of(other, now);
    ck_assert_str_eq(is, was);
    ck_assert(!shell->leave);
    free(is);
    free(was);
    shell_free(shell);
    shell_free(other);
    fclose(out);
    ck_assert_str_eq(said, ""); /* nor is anything told */
    free(said);
}
END_TEST

/* Whether a line printed in the format of shapes, "7: (3,) int64", what was foretold: "(3,) int64 scalar",
 * "(?,) int64   array([…])". */
static bool is_told(const char *printed, const char *foretold)
{
    const char *at = strstr(printed, ": ");
    const char *end = strstr(foretold, "   ");
    end = end ? end : foretold + strlen(foretold);
    for (at = at ? at + 2 : ""; foretold < end && *at && *at != '\n'; foretold++)
        if (*foretold == '?')
            at += strspn(at, "0123456789");
        else if (*at++ != *foretold)
            return false;
    return *at == '\n' && (foretold == end || end - foretold == (ptrdiff_t)strlen(" scalar"));
}

/* Every line of the transcripts before it is run, and of some the beginning that wants an argument. */
START_TEST(lines_of_transcripts_are_foretold)
{
    FILE *out = fopen("/dev/null", "w");
    glob_t paths;
    int right = 0, lines = 0, typed = 0;
    ck_assert_int_eq(glob("tests/cases/*.txt", 0, NULL, &paths), 0);
    for (size_t i = 0; i < paths.gl_pathc; i++) {
        FILE *file = fopen(paths.gl_pathv[i], "r");
        Shell *shell = open_shell(&format_shapes, out);
        char line[5000];
        while (fgets(line, sizeof line, file)) {
            if (strncmp(line, ">>> ", 4) || strlen(line) > 400 || strstr(line, "exit") ||
                strstr(line, "quit"))
                continue;
            char *code = line + 4;
            size_t length = strcspn(code, "\n");
            if (!length)
                continue;
            size_t end = length - 1; /* where an argument was to come last */
            while (end > 1 && !strchr(",(=", code[end - 1]))
                end--;
            char next = code[end];
            code[end] = 0;
            if (++typed % 4 == 0) /* they take long under the sanitizers */
                preview_line(shell, code, &shown);
            code[end] = next;
            code[length] = 0;
            Preview what = preview_line(shell, code, &shown);
            bool array =
                what == PREVIEW_RESULT && *text_get(&shown) == '(' && !strstr(text_get(&shown), "j)");
            bool expression = array && !strchr(code, ';');
            char foretold[400];
            snprintf(foretold, sizeof foretold, "%s", text_get(&shown));
            strcpy(code + length, "\n");
            char *said = answer_of(shell, code);
            if (expression && strstr(said, ": (") && !strstr(said, "Warning") && !strstr(said, "Error")) {
                lines++;
                right += is_told(said, foretold);
                if (!is_told(said, foretold))
                    printf("%s%s%s\n", code, said, foretold); /* for whoever mends it */
            }
            free(said);
        }
        fclose(file);
        shell_free(shell);
    }
    globfree(&paths);
    fclose(out);
    printf("%d lines foretold, %d of them rightly\n", lines, right);
    ck_assert_int_ge(lines, 1000);
    ck_assert_int_eq(lines, right);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("preview");
    TCase *tests = tcase_create("preview");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, a_line_shows_what_it_comes_to);
    tcase_add_test(tests, a_look_is_short_and_changes_nothing);
    tcase_add_test(tests, lines_of_transcripts_are_foretold);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    text_free(&shown);
    return failed != 0;
}
