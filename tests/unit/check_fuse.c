/* Expressions that are computed block by block, on several threads, give the same bits as one operation after
 * the other, and their sums those of NumPy's pairwise tree. */
#include "numeric/pool.h"
#include "run/formats.h"
#include "run/script.h"
#include "run/shell.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

enum { EXPRESSIONS = 120 };

/* Numbers that repeat from run to run. */
static uint32_t state;

static int below(int n)
{
    state = state * 1664525 + 1013904223;
    return (int)((state >> 8) % (uint32_t)n);
}

static const char setup[] =
    "n = 100003\n"
    "i = np.arange(n); f = i % 997 / 100 + 0.25; g = np.sin(i * 0.37) * 3; h = f.astype(np.float32)\n"
    "s = (i % 128).astype(np.int16); m = i % 3 == 0; z = g + 1j * f; r = f[::-1]\n"
    "e = g * 10.0 ** (i % 640 - 330)\n" /* from below the normal numbers to infinity */
    "F = (i[:100000] % 991 + 0.5).reshape(400, 250); R = F[7]; C = F[:, :1]; T = np.ones(250, np.float32)\n";

static const char *const line[] = { "f", "g", "e", "h",   "i",    "s",      "m",
                                    "z", "r", "2", "0.5", "-4.0", "1e-310", "np.float32(3)",
                                    "7" };
static const char *const plane[] = { "F", "R", "C", "T", "F", "2", "1.5" };
static const char *const operator[] = { "+", "-", "*", "/", "+", "*", "<", "==" };
static const char *const function[] = { "np.sqrt",   "np.exp", "np.abs",  "np.negative",
                                        "np.square", "np.log", "np.floor" };

/* Writes a random expression to `whole`, and to `steps` the same with a name for the result of each
 * operation, the last one's being t<number>. */
static int expression(bool planes, int depth, Text *whole, Text *steps, int *number)
{
    int kind = depth == 0 ? 0 : below(8), left, right;
    if (kind == 0 || (kind == 1 && depth < 3)) {
        const char *leaf =
            planes ? plane[below(sizeof plane / sizeof *plane)] : line[below(sizeof line / sizeof *line)];
        text_puts(whole, leaf);
        text_printf(steps, "t%d = %s\n", *number, leaf);
        return (*number)++;
    }
    if (kind == 2 || kind == 3) {
        const char *name = function[below(sizeof function / sizeof *function)];
        text_printf(whole, "%s(", name);
        left = expression(planes, depth - 1, whole, steps, number);
        text_char(whole, ')');
        text_printf(steps, "t%d = %s(t%d)\n", *number, name, left);
        return (*number)++;
    }
    const char *op = operator[below(sizeof operator/ sizeof * operator)];
    text_char(whole, '(');
    left = expression(planes, depth - 1, whole, steps, number);
    text_printf(whole, " %s ", op);
    right = expression(planes, depth - 1, whole, steps, number);
    text_char(whole, ')');
    text_printf(steps, "t%d = t%d %s t%d\n", *number, left, op, right);
    return (*number)++;
}

static void run(Shell *shell, const char *text) { script_run_text(shell, "<test>", text, strlen(text)); }

static Value variable(Shell *shell, const char *name)
{
    return session_get(shell->session, name_of(name, (int)strlen(name)));
}

/* Whether two names have the same value, bit by bit; nans are alike, whatever their sign. */
static bool same_bits(Shell *shell, const char *a, const char *b)
{
    Value x = variable(shell, a), y = variable(shell, b);
    if (x.tag == V_ABSENT || y.tag == V_ABSENT)
        return x.tag == y.tag;
    Text test = { 0 };
    text_printf(&test,
                "same = type(%s) is type(%s) and np.asarray(%s).dtype == np.asarray(%s).dtype and "
                "np.shape(%s) == np.shape(%s) and np.array_equal(%s, %s, equal_nan=True) and "
                "np.array_equal(np.signbit(np.real(%s)), np.signbit(np.real(%s)))\n",
                a, b, a, b, a, b, a, b, a, b);
    run(shell, test.at);
    text_free(&test);
    Value same = variable(shell, "same");
    return (same.tag == V_BOOL || same.tag == V_SCALAR) && same.i & 1;
}

static Shell *new_shell(void)
{
    Shell *shell = shell_new(&format_plain, COLOR_NEVER);
    shell->session->run.warn = NULL;
    shell->session->run.err = fopen("/dev/null", "w");
    run(shell, setup);
    return shell;
}

static void close_shell(Shell *shell)
{
    fclose(shell->session->run.err);
    shell_free(shell);
}

START_TEST(fused_is_stepwise)
{
    static const int threads[] = { 1, 2, 3, 8 };
    Shell *shell = new_shell();
    Text whole = { 0 }, steps = { 0 }, text = { 0 };
    pool_set_threads(threads[_i]);
    state = 20240601;
    for (int k = 0; k < EXPRESSIONS; k++) {
        int number = 0;
        text_clear(&whole);
        text_clear(&steps);
        int last = expression(k % 3 == 2, 1 + below(4), &whole, &steps, &number);
        text_clear(&text);
        for (int i = 0; i <= last; i++) /* what an error leaves is of this expression */
            text_printf(&text, "t%d = None\ndel t%d\n", i, i);
        text_printf(&text, "%stotal = np.sum(t%d); average = np.mean(t%d); step = t%d\n", steps.at, last,
                    last, last);
        run(shell, text.at);
        text_clear(&text);
        text_printf(
            &text, "fused = %s\nfused_total = np.sum(%s); fused_average = np.mean(%s); method = (%s).sum()\n",
            whole.at, whole.at, whole.at, whole.at);
        if (variable(shell, "step").tag == V_ARRAY)
            run(shell, text.at);
        else
            continue;
        ck_assert_msg(same_bits(shell, "fused", "step"), "%s", whole.at);
        ck_assert_msg(same_bits(shell, "fused_total", "total"), "np.sum(%s)", whole.at);
        ck_assert_msg(same_bits(shell, "method", "total"), "(%s).sum()", whole.at);
        ck_assert_msg(same_bits(shell, "fused_average", "average"), "np.mean(%s)", whole.at);
        run(shell, "step = fused = total = average = None\n");
    }
    text_free(&whole);
    text_free(&steps);
    text_free(&text);
    close_shell(shell);
}
END_TEST

/* Results that no cache holds are written past them. */
START_TEST(large_is_stepwise)
{
    static const int threads[] = { 1, 3 };
    Shell *shell = new_shell();
    pool_set_threads(threads[_i]);
    run(shell,
        "x = np.arange(4_300_001) / 7; y = np.sqrt(x)\n"
        "one = x + y; two = np.exp(-y) * x\n"
        "plane = x[:4286 * 1001].reshape(-1, 1001) / y[1:1002]\n" /* most rows begin between two vectors */
        "same = one[-1] == x[-1] + y[-1] and two[-1] == np.exp(-y[-1]) * x[-1]\n"
        "for k in range(0, 4286, 5):\n"
        "    at = slice(k * 1001, k * 1001 + 1001)\n"
        "    a, b, c = x[at], y[at], np.exp(-y[at])\n"
        "    same = same and bool(np.all(one[at] == a + b) and np.all(two[at] == c * a))\n"
        "    same = same and bool(np.all(plane[k] == a / y[1:1002]))\n\n");
    Value same = variable(shell, "same");
    ck_assert(same.tag != V_ABSENT && same.i & 1);
    close_shell(shell);
}
END_TEST

/* Sums of every kind of size: the tree is cut where NumPy's is, so that parts add up to the whole in one way
 * only. */
START_TEST(sums_are_pairwise)
{
    Shell *shell = new_shell();
    pool_set_threads(3);
    run(shell,
        "big = np.sin(np.arange(1200007.0))\n"
        "def tree(a):\n"
        "    n = len(a)\n"
        "    if n <= 32768: return np.sum(a)\n"
        "    h = n // 2; h -= h % 8\n"
        "    return tree(a[:h]) + tree(a[h:])\n\n"
        "good = 0\n"
        "for n in (131072, 131073, 200000, 524288, 524289, 1000003, 1200007):\n"
        "    a = big[:n]\n"
        "    good += np.sum(a) == tree(a) and np.sum(a * 1) == np.sum(a) and np.sum(a + 0) == a.sum()\n"
        "    b = a.astype(np.float32)\n"
        "    good += np.sum(b) == tree(b) and np.sum(b * 1) == np.sum(b)\n\n");
    ck_assert_int_eq(variable(shell, "good").i, 14);
    close_shell(shell);
}
END_TEST

/* Folds that threads share, along every axis: each result is that of its elements alone, in their order. */
START_TEST(axes_are_folded_in_order)
{
    static const int threads[] = { 1, 2, 3, 8 };
    Shell *shell = new_shell();
    pool_set_threads(threads[_i]);
    run(shell, "A = (np.sin(np.arange(600 * 420.0)) * 9).reshape(600, 420); A[7, 9] = np.nan\n"
               "B = (np.arange(252000) * 7919 % 10007).reshape(600, 420); T = A.reshape(60, 70, 60)\n"
               "def same(a, b): return np.array_equal(a, b, equal_nan=True)\n"
               "def in_turn(f, rows):\n"
               "    r = rows[0].copy()\n"
               "    for row in rows[1:]: r = f(r, row)\n"
               "    return r\n\n"
               "good = 0\n"
               "for a in (A, A.astype(np.float32), B, B.astype(np.int16)):\n"
               "    good += same(np.sum(a, axis=1), np.array([np.sum(row) for row in a]))\n"
               "    good += same(np.max(a, axis=1), np.array([np.max(row) for row in a]))\n"
               "    good += same(np.sum(a, axis=0), in_turn(np.add, a * np.ones(1, np.sum(a).dtype)))\n"
               "    good += same(np.min(a, axis=0), in_turn(np.minimum, a))\n"
               "    good += same(np.std(a, axis=1), np.array([np.std(row) for row in a]))\n"
               "good += same(np.sum(T, axis=1), np.array([in_turn(np.add, t) for t in T]))\n"
               "good += np.max(B) == max(B.ravel().tolist()) and np.sum(B) == sum(B.ravel().tolist())\n"
               "good += np.isnan(np.min(A)) and np.fmin.reduce(A, axis=None) == np.nanmin(A.ravel())\n"
               "good += np.std(B) == np.sqrt(np.sum(np.square(B - np.mean(B))) / B.size)\n"
               "good += np.any(A > 8.99) and np.all(A != 0) == (A.ravel()[0] != 0)\n");
    ck_assert_int_eq(variable(shell, "good").i, 25);
    close_shell(shell);
}
END_TEST

/* What is pending reads its operands before anybody changes them. */
START_TEST(changes_come_after)
{
    Shell *shell = new_shell();
    run(shell, "a = np.zeros(5000)\n"
               "def change(b):\n"
               "    b[0] = 100.0\n"
               "    return 0\n\n"
               "first = ((a + 1) + change(a))[0]\n"
               "second = ((a + 1) + [change(a) for _ in range(1)][0])[0]\n"
               "third = np.sum((a + 1) * np.apply_along_axis(lambda b: change(a), 0, a[:2]))\n"
               "good = first == 1 and second == 101 and third == 0 and a[0] == 100\n");
    ck_assert(variable(shell, "good").i & 1);
    close_shell(shell);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("fuse");
    TCase *tcase = tcase_create("fuse");
    tcase_set_timeout(tcase, 300);
    tcase_add_loop_test(tcase, fused_is_stepwise, 0, 4);
    tcase_add_loop_test(tcase, large_is_stepwise, 0, 2);
    tcase_add_test(tcase, sums_are_pairwise);
    tcase_add_loop_test(tcase, axes_are_folded_in_order, 0, 4);
    tcase_add_test(tcase, changes_come_after);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
