/* Every fix that is offered in the cases evaluates to what was promised; and the first ones are what was
 * meant. */
#include "eval/session.h"
#include "lang/parser.h"
#include "teach/advice.h"
#include "tensor/tensor.h"

#include <check.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>

static Parser *parser;

/* evaluating a fix where its error happened -----------------------------------------------------------------
 */

/* The expression of a text, or of its assignment; `a += b` is `a + (b)`. */
static const Node *expression_of(Session *s, const char *code, Source **source, Tree *tree)
{
    int at = 0;
    *source = source_new("<fix>", 1, code, (int)strlen(code));
    if (parser_next(parser, &s->run, *source, &at, READ_FILE, true, tree) != PARSE_TREE)
        return NULL;
    const Node *statement = tree->root->kid, *last = statement->kid;
    while (last && last->next)
        last = last->next;
    if (statement->kind == NODE_AUGMENTED) {
        char plain[300];
        const Node *target = statement->kid;
        snprintf(plain, sizeof plain, "%.*s %s (%.*s)", target->end, code, operator_text[statement->op],
                 last->end - last->start, code + last->start);
        source_drop(*source);
        return expression_of(s, plain, source, tree);
    }
    return statement->kind == NODE_EXPRESSION || statement->kind == NODE_ASSIGN ? last : NULL;
}

static void add_result(Session *s, Value v, Text *out)
{
    const Value *part = v.tag == V_LIST ? v.list->item : v.tag == V_TUPLE ? v.tuple->item : NULL;
    int64_t parts = v.tag == V_LIST ? v.list->count : v.tag == V_TUPLE ? v.tuple->count : 0;
    if (v.tag == V_ARRAY && v.tensor->ndim) {
        shape_add(out, &s->run, v.tensor->ndim, v.tensor->dim);
        text_puts(out, v.tensor->dtype == BOOL ? " bool" : "");
    } else if (parts && part[0].tag == V_ARRAY) {
        for (int64_t i = 0; i < parts; i++) {
            text_puts(out, i ? ", " : "[");
            add_result(s, part[i], out);
        }
        text_char(out, ']');
    } else
        value_str_of(&s->run, v, out);
}

/* What a text comes to now: its shape, or the text of what has none; repr: its whole repr. False: it fails.
 */
static bool result_of(Session *s, const char *code, bool repr, Text *out)
{
    Error error = s->run.error;
    Span here = s->run.here;
    s->run.error = (Error){ 0 };
    Source *source;
    Tree tree;
    Findings found = { 0 };
    const Node *expression = expression_of(s, code, &source, &tree);
    bool ok = expression && session_look(s, &tree, expression, LOOK_AT_VALUES, &found);
    text_clear(out);
    if (ok && repr)
        value_repr(&s->run, finding(&found, expression), out);
    else if (ok)
        add_result(s, finding(&found, expression), out);
    findings_free(&found);
    source_drop(source);
    run_clear_error(&s->run);
    s->run.error = error;
    s->run.here = here;
    return ok;
}

/* Runs a text statement by statement; errors are told to on_failure, and forgotten. */
static void run_text_of(Session *s, const char *text)
{
    Source *source = source_new("<cases>", 1, text, (int)strlen(text));
    Tree tree;
    int at = 0;
    ParseResult result;
    while ((result = parser_next(parser, &s->run, source, &at, READ_FILE, true, &tree)) != PARSE_EMPTY) {
        if (result != PARSE_TREE) {
            run_clear_error(&s->run);
            break;
        }
        session_run(s, &tree);
        run_clear_error(&s->run);
        arena_reset(&s->run.scratch);
    }
    source_drop(source);
}

static Session *begin(void (*on_failure)(Session *, const Failure *))
{
    static FILE *nowhere;
    nowhere = nowhere ? nowhere : fopen("/dev/null", "w");
    Session *s = session_new(nowhere, nowhere);
    s->run.warn = NULL;
    s->run.stack_limit = s->eval_limit = (const char *)__builtin_frame_address(0) - (4 << 20);
    s->on_failure = on_failure;
    return s;
}

/* every fix of every case -----------------------------------------------------------------------------------
 */

static int fixes, wrong;

static void check_fixes(Session *s, const Failure *failure)
{
    static Explanation why;
    static Text result;
    explain_failure(s, failure, &why);
    for (int i = 0; i < why.fixes; i++) {
        const Fix *fix = &why.fix[i];
        fixes++;
        if (!*fix->result)
            continue;
        bool ok = result_of(s, fix->code, false, &result);
        if (ok && strcmp(text_get(&result), fix->result) == 0)
            continue;
        wrong++;
        printf("%s promises %s and comes to %s\n", fix->code, fix->result,
               ok ? text_get(&result) : "an error");
    }
    explanation_clear(&why);
}

/* The statements of a transcript, without its outputs and its commands. */
static void run_transcript(const char *path)
{
    FILE *file = fopen(path, "r");
    Text statements = { 0 };
    Session *s = begin(check_fixes);
    char *line = NULL;
    size_t room = 0;
    ssize_t length;
    bool source = false;
    while ((length = getline(&line, &room, file)) > 0) {
        if (strncmp(line, "# --- new session", 17) == 0) {
            run_text_of(s, text_get(&statements));
            text_clear(&statements);
            session_free(s);
            s = begin(check_fixes);
        }
        if (strncmp(line, ">>> ", 4) == 0) {
            /* each on its own: what cannot be parsed must not hide the others */
            run_text_of(s, text_get(&statements));
            text_clear(&statements);
            source = line[4] != '%' && strncmp(line + 4, "why", 3) != 0;
            text_puts(&statements, source ? line + 4 : "");
        } else if (source && strncmp(line, "...", 3) == 0)
            text_puts(&statements, line[3] == ' ' ? line + 4 : "\n");
        else
            source = false;
    }
    run_text_of(s, text_get(&statements));
    session_free(s);
    free(line);
    fclose(file);
    text_free(&statements);
}

START_TEST(fixes_hold_what_they_promise)
{
    glob_t paths;
    parser = parser_new();
    ck_assert_int_eq(glob("tests/cases/*.txt", 0, NULL, &paths), 0);
    for (size_t i = 0; i < paths.gl_pathc; i++)
        run_transcript(paths.gl_pathv[i]);
    globfree(&paths);
    parser_free(parser);
    ck_assert_msg(fixes > 200, "only %d fixes were offered", fixes);
    ck_assert_msg(wrong == 0, "%d of %d fixes do not hold what they promise", wrong, fixes);
}
END_TEST

/* first fixes -----------------------------------------------------------------------------------------------
 */

typedef struct Mistake {
    const char *before, *typed, *meant;
} Mistake;

#define M(before, typed, meant) { before, typed, meant },
static const Mistake mistakes[] = {
#include "mistakes.inc"
}, mistakes_afresh[] = {
#include "mistakes_afresh.inc"
}, mistakes_third[] = {
#include "mistakes_third.inc"
}, mistakes_fourth[] = {
#include "mistakes_fourth.inc"
}, mistakes_fifth[] = {
#include "mistakes_fifth.inc"
}, mistakes_sixth[] = {
#include "mistakes_sixth.inc"
}, mistakes_seventh[] = {
#include "mistakes_seventh.inc"
};
#undef M
static const struct {
    const Mistake *mistake;
    int count;
} collections[] = {
    { mistakes, sizeof mistakes / sizeof *mistakes },
    { mistakes_afresh, sizeof mistakes_afresh / sizeof *mistakes_afresh },
    { mistakes_third, sizeof mistakes_third / sizeof *mistakes_third },
    { mistakes_fourth, sizeof mistakes_fourth / sizeof *mistakes_fourth },
    { mistakes_fifth, sizeof mistakes_fifth / sizeof *mistakes_fifth },
    { mistakes_sixth, sizeof mistakes_sixth / sizeof *mistakes_sixth },
    { mistakes_seventh, sizeof mistakes_seventh / sizeof *mistakes_seventh },
};
enum { COLLECTIONS = sizeof collections / sizeof *collections };

static const Mistake *mistake;
static int first_hits, hits;
static bool judged;

/* Whether a fix in place of a part of the line comes to what was meant. */
static bool is_meant_at(Session *s, const char *source, int start, int end, const char *fix,
                        const char *meant)
{
    static Text a, b, line;
    text_clear(&line);
    text_printf(&line, "%.*s(%s)%s", start, source, fix, source + end);
    return result_of(s, meant, true, &a) && result_of(s, text_get(&line), true, &b) &&
           strcmp(text_get(&a), text_get(&b)) == 0;
}

/* Whether a fix is what was meant: it comes to the very same, or the line does with the fix where the failure
 * was, or where the mark stands; or it is the same text; what is stored must go into the same items. */
static bool is_meant(Session *s, const Failure *failure, const Mark *mark, const char *fix, const char *meant)
{
    static Text a, b;
    const char *source = failure->tree->source->text;
    const char *is = strstr(meant, "] = "), *into = strstr(fix, "] = ");
    if (strcmp(fix, meant) == 0)
        return true;
    if (is && (!into || is - meant != into - fix || strncmp(meant, fix, (size_t)(is - meant))))
        return false;
    return (result_of(s, meant, true, &a) && result_of(s, fix, true, &b) &&
            strcmp(text_get(&a), text_get(&b)) == 0) ||
           is_meant_at(s, source, failure->node->start, failure->node->end, fix, meant) ||
           (mark && is_meant_at(s, source, mark->span.start, mark->span.end, fix, meant));
}

static void judge(Session *s, const Failure *failure)
{
    static Explanation why;
    static Text meant;
    if (judged) /* the failure of something further out */
        return;
    judged = true;
    explain_failure(s, failure, &why);
    ck_assert_msg(result_of(s, mistake->meant, true, &meant), "%s fails", mistake->meant);
    int hit = -1;
    for (int i = why.fixes - 1; i >= 0; i--)
        if (is_meant(s, failure, why.marks == 1 ? why.mark : NULL, why.fix[i].code, mistake->meant))
            hit = i;
    first_hits += hit == 0;
    hits += hit >= 0;
    if (hit != 0) {
        printf("%s: meant %s, offered", mistake->typed, mistake->meant);
        for (int i = 0; i < why.fixes; i++)
            printf("%s %s", i ? "," : "", why.fix[i].code);
        printf("%s\n", why.fixes ? "" : " nothing");
    }
    explanation_clear(&why);
}

START_TEST(first_fixes_are_what_was_meant)
{
    parser = parser_new();
    int n = collections[_i].count;
    first_hits = hits = 0;
    for (int i = 0; i < n; i++) {
        mistake = &collections[_i].mistake[i];
        judged = false;
        Session *s = begin(NULL);
        run_text_of(s, mistake->before);
        s->on_failure = judge;
        run_text_of(s, mistake->typed);
        if (!judged)
            printf("%s: meant %s, nobody told\n", mistake->typed, mistake->meant);
        session_free(s);
    }
    parser_free(parser);
    printf("of %d mistakes the first fix is what was meant for %d (%.0f %%), one of three for %d (%.0f %%)\n",
           n, first_hits, 100.0 * first_hits / n, hits, 100.0 * hits / n);
    fflush(stdout);
    ck_assert_msg(10 * first_hits >= 7 * n, "the first fix is what was meant for %d of %d", first_hits, n);
    ck_assert_msg(10 * hits >= 9 * n, "one of the fixes is what was meant for %d of %d", hits, n);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("fixes");
    TCase *tests = tcase_create("fixes");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, fixes_hold_what_they_promise);
    tcase_add_loop_test(tests, first_fixes_are_what_was_meant, 0, COLLECTIONS);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
