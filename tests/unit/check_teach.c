/* What explanations look like on every sort of page: as wide as the page at most, with Unicode's lines or in
 * ASCII, or in sentences. */
#include "lang/parser.h"
#include "teach/advice.h"
#include "teach/cells.h"
#include "teach/explain.h"
#include "teach/hole.h"
#include "teach/stretch.h"

#include <check.h>
#include <string.h>

static Session *session;
static Parser *parser;

static void parse(const char *text, Source **source, Tree *tree)
{
    int at = 0;
    *source = source_new("<test>", 1, text, (int)strlen(text));
    ck_assert_int_eq(parser_next(parser, &session->run, *source, &at, READ_FILE, true, tree), PARSE_TREE);
}

static void begin(void)
{
    static const char *const lines[] = {
        "Y = np.array([[1, 0, 1, 1, 0, 1, 0, 0]])",
        "A2 = np.array([[0.8, 0.2, 0.95, 0.92, 0.01, 0.93, 0.1, 0.02]])",
        "A = np.array([[1, 2], [3, 4]]); B = np.array([[1, 2], [2, 3]])",
        "x = np.array([10, 20, 30]); c = np.array([[1], [2], [3]])",
        "P: (M, N)",
    };
    session = session_new(stdout, stderr);
    parser = parser_new();
    session->eval_limit = session->run.stack_limit = (const char *)__builtin_frame_address(0) - (1 << 20);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        Source *source;
        Tree tree;
        parse(lines[i], &source, &tree);
        ck_assert(session_run(session, &tree));
        source_drop(source);
    }
}

static void end(void)
{
    parser_free(parser);
    session_free(session);
}

/* All that there is to say of an expression. */
static void explain(const char *text, const Page *page, Text *out)
{
    Source *source;
    Tree tree;
    Findings found;
    parse(text, &source, &tree);
    const Node *expression = tree.root->kid->kid, *hole = only_hole(expression);
    text_clear(out);
    if (hole)
        ck_assert(hole_told(session, &tree, expression, hole, page, out));
    else {
        ck_assert(session_look(session, &tree, expression, LOOK_AT_VALUES, &found));
        if (!cell_drawn(session, &found, expression, page, out)) {
            explain_tree(session, &found, expression, page, out);
            cells_drawn(session, &found, expression, page, out);
            stretch_drawn(session, &found, expression, page, out);
        }
        findings_free(&found);
    }
    arena_reset(&session->run.scratch);
    source_drop(source);
}

static const char *const expressions[] = {
    "np.sum(np.multiply(np.log(A2), Y) + np.multiply((1 - Y), np.log(1 - A2)))",
    "np.dot(A, B)",
    "np.dot(A, B)[0, 1]",
    "A * B",
    "A ** 2",
    "[1, 2] * 2",
    "np.mean((x - c)**2)",
    "x - c",
    "A - A.mean(axis=1, keepdims=True)",
    "(P @ P.T)[0, 1]",
    "P.sum(axis=0) * 2",
    "np.dot(Y, ?)",
    "P + ?",
    "np.sum(A, axis=?)",
    "np.maximum(np.ones((2, 3, 4)), c)",
    "np.dot(np.ones((5, 2, 3)), np.ones((5, 3, 4)))",
};
enum { EXPRESSIONS = sizeof expressions / sizeof *expressions };

START_TEST(no_line_is_wider_than_the_page)
{
    static const int widths[] = { 40, 60, 80 };
    Text text = { 0 };
    for (int form = 0; form < 9; form++) {
        Page page = { .width = widths[form % 3] - 3, .utf8 = form / 3 == 1, .narrate = form / 3 == 2 };
        explain(expressions[_i], &page, &text);
        ck_assert_msg(text.length > 0, "nothing is said of %s", expressions[_i]);
        for (const char *line = text_get(&text); *line;) {
            size_t length = strcspn(line, "\n");
            ck_assert_msg(text_columns(line, length) <= page.width, "%s at %d: %.*s", expressions[_i],
                          page.width, (int)length, line);
            ck_assert_msg(!length || line[length - 1] != ' ', "blanks at the end of: %.*s", (int)length,
                          line);
            line += length + 1;
        }
        for (const char *at = text_get(&text); !page.utf8 && *at; at++)
            ck_assert_msg(!(*at & 0x80), "beyond ASCII: %s", text_get(&text));
    }
    text_free(&text);
}
END_TEST

START_TEST(the_tree_is_drawn_with_lines)
{
    Text text = { 0 };
    explain("np.sum(np.log(A2) * Y, axis=1)", &(Page){ .width = 77, .utf8 = true }, &text);
    ck_assert_str_eq(text_get(&text), "np.sum(axis=1)  (1,)    float64   [-0.43038915]\n"
                                      "│   axis 1 (size 8) is added away: (1, 8) -> (1,)\n"
                                      "└ *             (1, 8)  float64\n"
                                      "  │   * is element by element; the matrix product is @\n"
                                      "  ├ np.log(A2)  (1, 8)  float64\n"
                                      "  └ Y           (1, 8)  int64     -> float64\n"
                                      "axis          0  1\n"
                                      "np.log(A2)    1  8     (1, 8)\n"
                                      "Y             1  8     (1, 8)\n"
                                      "result        1  8     (1, 8)\n");
    text_free(&text);
}
END_TEST

static Explanation explanation;

static void on_failure(Session *s, const Failure *failure) { explain_failure(s, failure, &explanation); }

/* What fails while an error is explained is not the error: here a key's text, which its class has not. */
START_TEST(an_error_stays_while_it_is_explained)
{
    Source *source;
    Tree tree;
    parse("{np.s_: 1, 'a': 2}['b']", &source, &tree);
    session->on_failure = on_failure;
    ck_assert(!session_run(session, &tree));
    ck_assert_ptr_eq(session->run.error.class, KeyError);
    ck_assert_ptr_eq(explanation.class, KeyError);
    run_clear_error(&session->run);
    explanation_clear(&explanation);
    arena_free(&explanation.arena);
    source_drop(source);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("teach");
    TCase *lines = tcase_create("lines");
    tcase_add_checked_fixture(lines, begin, end);
    tcase_add_loop_test(lines, no_line_is_wider_than_the_page, 0, EXPRESSIONS);
    tcase_add_test(lines, the_tree_is_drawn_with_lines);
    tcase_add_test(lines, an_error_stays_while_it_is_explained);
    suite_add_tcase(suite, lines);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
