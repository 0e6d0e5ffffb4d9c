/* Notes are rare and true: programs with a planted bug are noted, each of them; a course of correct ones is
 * not. */
#include "run/formats.h"
#include "run/script.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

typedef struct Counts {
    int programs, lines, notes, unnoted;
} Counts;

/* The notes that a program gets. */
static int notes_of(const Text *program, const Format *format, bool off)
{
    char *said = NULL;
    size_t length = 0;
    FILE *out = fopen("/dev/null", "w"), *err = open_memstream(&said, &length);
    Shell *shell = shell_new(format, COLOR_NEVER);
    shell->session->run.out = out;
    shell->session->run.err = err;
    shell->notes_off = off;
    script_run_text(shell, "<program>", text_get(program), program->length);
    shell_free(shell);
    fclose(out);
    fclose(err);
    int notes = 0;
    for (const char *at = said; (at = strstr(at, "note: ")); at++)
        notes++;
    free(said);
    return notes;
}

/* Runs the sessions of a transcript, each as a program of its own. */
static Counts run_programs(const char *path, const Format *format, bool off)
{
    FILE *file = fopen(path, "r");
    ck_assert_msg(file != NULL, "%s cannot be read", path);
    Counts counts = { 0 };
    Text program = { 0 };
    char *line = NULL;
    size_t room = 0;
    bool more = true;
    while (more) {
        more = getline(&line, &room, file) > 0;
        if (!more || strncmp(line, "# --- new session", 17) == 0) {
            if (program.length) {
                int notes = notes_of(&program, format, off);
                counts.programs++;
                counts.notes += notes;
                counts.unnoted += notes == 0;
            }
            text_clear(&program);
        } else if (strncmp(line, ">>> ", 4) == 0 || strncmp(line, "... ", 4) == 0) {
            text_puts(&program, line + 4);
            counts.lines++;
        }
    }
    free(line);
    fclose(file);
    text_free(&program);
    return counts;
}

START_TEST(planted_bugs_are_noted)
{
    Counts counts = run_programs("tests/cases/planted-bugs.txt", &format_tagged, false);
    ck_assert_int_ge(counts.programs, 30);
    ck_assert_int_eq(counts.unnoted, 0);
    printf("%d programs with a planted bug, each noted\n", counts.programs);
}
END_TEST

START_TEST(correct_programs_are_not_noted)
{
    Counts counts = run_programs("tests/cases/course.txt", &format_tagged, false);
    ck_assert_int_ge(counts.lines, 500);
    ck_assert_int_le(counts.notes, 1);
    printf("%d correct lines, %d notes\n", counts.lines, counts.notes);
}
END_TEST

START_TEST(notes_are_not_for_other_formats)
{
    const Format *const formats[] = { &format_plain, &format_shapes, &format_bare };
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        ck_assert_int_eq(run_programs("tests/cases/planted-bugs.txt", formats[i], false).notes, 0);
    ck_assert_int_eq(run_programs("tests/cases/planted-bugs.txt", &format_tagged, true).notes, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("notes");
    TCase *tests = tcase_create("notes");
    tcase_add_test(tests, planted_bugs_are_noted);
    tcase_add_test(tests, correct_programs_are_not_noted);
    tcase_add_test(tests, notes_are_not_for_other_formats);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
