/* check_repl NDCALC [PAGE.md ...]: types into sessions on a real terminal and reads what they show.
 *
 * Sessions in the pages' ```text blocks ("In [1]: …") are typed too, and must show what stands there. */
#include "base/text.h"

#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

static const char *program;
static char home[] = "/tmp/ndcalc-repl-XXXXXX"; /* a user's home folder, with its history */
static int passed, failed;

/* a terminal ------------------------------------------------------------------------------------------------
 */

typedef struct Terminal {
    int fd;
    pid_t pid;
    Text screen; /* all that was written, without carriage returns */
    size_t seen; /* what was waited for lies before this */
    bool lost;   /* what was waited for did not come: nothing more is waited for */
} Terminal;

enum { PATIENCE = 10000 }; /* milliseconds */

/* locale: LC_ALL; graphics: whether NO_GRAPHICS is not set. */
static Terminal open_with(const char *type, unsigned short columns, const char *locale, bool graphics)
{
    Terminal terminal = { 0 };
    struct winsize size = { .ws_row = 50, .ws_col = columns };
    fflush(stdout);
    terminal.pid = forkpty(&terminal.fd, NULL, NULL, &size);
    if (terminal.pid == 0) {
        setenv("TERM", type, 1);
        setenv("HOME", home, 1);
        setenv("LC_ALL", locale, 1);
        unsetenv("NO_GRAPHICS");
        if (!graphics)
            setenv("NO_GRAPHICS", "1", 1);
        unsetenv("XDG_STATE_HOME");
        unsetenv("INPUTRC");
        unsetenv("NO_COLOR");
        unsetenv("CLICOLOR_FORCE");
        execl(program, program, (char *)NULL);
        _exit(127);
    }
    return terminal;
}

static Terminal open_window(const char *type, unsigned short columns)
{
    return open_with(type, columns, "C.UTF-8", true);
}

static Terminal open_terminal(const char *type) { return open_window(type, 200); }

/* Takes what is there; false after `milliseconds` without any, or at the end. */
static bool take(Terminal *terminal, int milliseconds)
{
    char piece[4096];
    struct pollfd readable = { terminal->fd, POLLIN, 0 };
    ssize_t length = poll(&readable, 1, milliseconds) > 0 ? read(terminal->fd, piece, sizeof piece) : 0;
    for (ssize_t i = 0; i < length; i++)
        if (piece[i] != '\r')
            text_char(&terminal->screen, piece[i]);
    return length > 0;
}

/* Waits until a text appears after what was waited for before. */
static bool wait_for(Terminal *terminal, const char *text)
{
    while (!terminal->lost) {
        const char *found = strstr(text_get(&terminal->screen) + terminal->seen, text);
        if (found) {
            terminal->seen = (size_t)(found - terminal->screen.at) + strlen(text);
            return true;
        }
        terminal->lost = !take(terminal, PATIENCE);
    }
    return false;
}

static void type(Terminal *terminal, const char *keys)
{
    for (size_t left = strlen(keys); left > 0;) {
        ssize_t wrote = write(terminal->fd, keys, left);
        if (wrote <= 0)
            return;
        keys += wrote;
        left -= (size_t)wrote;
    }
}

/* Waits for the end of the session; its exit status, or -1 if it does not end. */
static int close_terminal(Terminal *terminal)
{
    int status;
    while (take(terminal, PATIENCE))
        ;
    bool ended = false;
    for (int i = 0; i < 400 && !ended; i++) { /* ten seconds: the machine may be busy */
        ended = waitpid(terminal->pid, &status, WNOHANG) == terminal->pid;
        if (!ended)
            usleep(25000);
    }
    if (!ended) {
        kill(terminal->pid, SIGKILL);
        waitpid(terminal->pid, &status, 0);
        status = -1;
    }
    close(terminal->fd);
    text_free(&terminal->screen);
    return status < 0 || !WIFEXITED(status) ? -1 : WEXITSTATUS(status);
}

/* checks ----------------------------------------------------------------------------------------------------
 */

static void check(bool right, const char *what, const Terminal *terminal)
{
    passed += right;
    failed += !right;
    if (!right)
        printf("failed: %s\n--- the terminal shows\n%s\n---\n", what,
               terminal ? text_get(&terminal->screen) : "");
}

/* Types keys, waits for a text. */
static void expect(Terminal *terminal, const char *keys, const char *text)
{
    if (terminal->lost) {
        failed++;
        return;
    }
    type(terminal, keys);
    Text what = { 0 };
    text_printf(&what, "'%s' shows '%s'", keys, text);
    check(wait_for(terminal, text), what.at, terminal);
    text_free(&what);
}

static void check_leaves(const char *keys)
{
    Terminal terminal = open_terminal("dumb");
    bool begun = wait_for(&terminal, "In [1]: ");
    type(&terminal, keys);
    check(begun && close_terminal(&terminal) == 0, keys[0] < ' ' ? "Ctrl-D leaves" : keys, NULL);
}

static void check_values(void)
{
    Terminal terminal = open_terminal("dumb");
    expect(&terminal, "", "In [1]: ");
    expect(&terminal, "1 + 1\r", "Out[1]: 2\n\nIn [2]: ");
    expect(&terminal, "np.float64(3.6)\r", "Out[2]: np.float64(3.6)   # () float64 scalar\n\nIn [3]: ");
    expect(&terminal, "_, __, _1, Out[1], In[1]\r",
           "Out[3]: (np.float64(3.6), 2, 2, 2, '1 + 1')\n\nIn [4]: ");
    expect(&terminal, "7 * 8;\r", "7 * 8;\n\nIn [5]: ");
    expect(&terminal, "_\r", "Out[5]: 56\n\nIn [6]: ");
    expect(&terminal, "Y = np.ones((2, 3)); w = Y[0]\r",
           "   Y: (2, 3) float64    w: (3,) float64 view of Y\n\nIn [7]: ");
    expect(&terminal, "Y\r",
           "Out[7]:\narray([[1., 1., 1.],\n       [1., 1., 1.]])   # (2, 3) float64\n\nIn [8]: ");
    expect(&terminal, "np.dot(Y, Y)\r",
           "ValueError: shapes (2,3) and (2,3) not aligned: 3 (dim 1) != 2 (dim 0)\n\n"
           "   np.dot(Y, Y)\n          -  -\n"
           "   Y . Y   (2, 3) . (2, 3)\n               +- != +\n"
           "   Y has 3 columns, so the right one needs 3 rows; it has 2\n\n"
           "   fits   np.dot(Y, Y.T)      (2, 3).(3, 2) -> (2, 2)\n");
    expect(&terminal, "W = np.arange(2); W + nowhere\r", "   W: (2,) int64\nNameError: name 'nowhere'");
    expect(&terminal, "", "In [10]: ");
    expect(&terminal, "for i in range(2):\r", "\n    ...: ");
    expect(&terminal, "    print(i * 10)\r", "\n    ...: ");
    expect(&terminal, "\r", "\n0\n10\n\nIn [11]: ");
    expect(&terminal, "(1 +\r", "\n    ...: ");
    expect(&terminal, "2)\r", "Out[11]: 3\n\nIn [12]: ");
    expect(&terminal, "np.dot?\r", "np.dot(a, b, out=None)\n");
    expect(&terminal, "whos\r", "name  shape   dtype");
    expect(&terminal, "exit\r", "exit\n");
    check(close_terminal(&terminal) == 0, "exit leaves with status 0", NULL);
}

static void check_interrupt(void)
{
    Terminal terminal = open_terminal("dumb");
    expect(&terminal, "", "In [1]: ");
    expect(&terminal, "nonsense(\003", "\nIn [1]: ");
    expect(&terminal, "6 * 7\r", "Out[1]: 42\n\nIn [2]: ");
    expect(&terminal, "for i in range(3):\r", "   ...: ");
    expect(&terminal, "\003", "\nIn [2]: ");
    expect(&terminal, "for i in range(3):\r", "   ...: "); /* Ctrl-D gives up the block alone */
    expect(&terminal, "\004", "\nIn [2]: ");
    expect(&terminal, "while True: pass\r", "   ...: ");
    type(&terminal, "\r");
    usleep(200000);
    expect(&terminal, "\003", "KeyboardInterrupt\n\nIn [3]: ");
    expect(&terminal, "6 * 7\r", "Out[3]: 42\n\nIn [4]: ");
    type(&terminal, "\004");
    check(close_terminal(&terminal) == 0, "Ctrl-D leaves after Ctrl-C", NULL);
}

static void check_completion(void)
{
    Terminal terminal = open_terminal("dumb");
    expect(&terminal, "", "In [1]: ");
    expect(&terminal, "np.linspa\t(0, 1, 3)\r", "Out[1]: array([0. , 0.5, 1. ])");
    expect(&terminal, "variable = np.ones(3)\r", "In [3]: ");
    expect(&terminal, "vari\t.resha\t(3, 1).shape\r", "Out[3]: (3, 1)");
    expect(&terminal, "np.sum(variable, keepd\tTrue)\r", "Out[4]: array([3.])");
    expect(&terminal, "np.ones((2, 3)).resha\t(3, 2).shape\r", "Out[5]: (3, 2)"); /* what a call gives */
    expect(&terminal, "[3, 1, 3].cou\t(3)\r", "Out[6]: 2");
    expect(&terminal, "np.sum(variable, dty\tint, ax\t0)\r", "Out[7]: np.int64(3)");
    expect(&terminal, "delta = 2\r", "In [9]: ");
    expect(&terminal, "np.sum(de\t)\r", "Out[9]: np.int64(2)"); /* del and def begin no argument */
    expect(&terminal, "3 if delta is no\t delta el\t 4\r", "3 if delta is not delta else 4");
    expect(&terminal, "np.argm\t\t", "np.argmin");
    /* parameters, then variables: neither self nor the many builtins */
    expect(&terminal, "\025variable.mean(\t\t",
           "axis=      dtype=     out=       keepdims=  where=     In         Out        delta ");
    expect(&terminal, "\025scale = lambda x, /, by=2, *rest, to=1: (x, by, to)\r", "]: ");
    expect(&terminal, "scale(\t\t", "by=       to=       In ");
    expect(&terminal, "\025scale(1, to\t3)\r", "(1, 2, 3)");
    expect(&terminal, "'ab c'.upp\t().lowe\t()\r", "'ab c'\n");
    expect(&terminal, "table = {'alpha': 1, 'beta': 2, 3: 4}\r", "]: ");
    expect(&terminal, "table['al\t], table[\"be\t]\r", "(1, 2)");
    expect(&terminal, "table['\t\t", "alpha  beta");
    expect(&terminal, "\025open('tests/repl/check_re\t).name\r", "'tests/repl/check_repl.c'\n");
    expect(&terminal, "open('tests/re\tcheck_re\t).name\r",
           "'tests/repl/check_repl.c'\n"); /* a folder first */
    expect(&terminal, "\025from numpy.lina\t import svdv\t as values\r",
           "from numpy.linalg import svdvals as values\n");
    expect(&terminal, "\025import func\t, os.pa\t\r", "import functools, os.path\n");
    expect(&terminal, "\025if True:\r", "   ...: ");
    expect(&terminal, "\tprint('indented')\r", "   ...: ");
    expect(&terminal, "\r", "\nindented\n");
    expect(&terminal, "", "]: "); /* Ctrl-D is for the prompt */
    expect(&terminal, "\004", "\n");
    close_terminal(&terminal);
}

static void check_history(void)
{
    Terminal first = open_terminal("dumb"), second = open_terminal("dumb");
    expect(&first, "", "In [1]: ");
    expect(&second, "", "In [1]: ");
    expect(&first, "for i in [5, 6]:\r", "   ...: ");
    expect(&first, "    print(i * 111)\r", "   ...: ");
    expect(&first, "\r", "\n555\n666\n\nIn [2]: ");
    expect(&second, "'from the second'\r", "In [2]: ");
    expect(&first, "\020\r", "   ...: "); /* the block as a whole; a blank line ends it again */
    expect(&first, "\r", "\n555\n666\n\nIn [3]: ");
    type(&first, "\004");
    type(&second, "\004");
    close_terminal(&first);
    close_terminal(&second);
    Terminal third = open_terminal("dumb");
    expect(&third, "", "In [1]: ");
    expect(&third, "\020\r", "Out[1]: 'from the second'");
    expect(&third, "\020\020\r", "   ...: ");
    expect(&third, "\r", "\n555\n666\n\nIn [3]: ");
    type(&third, "\004");
    close_terminal(&third);
}

static void check_paste(void)
{
    Terminal terminal = open_terminal("xterm");
    expect(&terminal, "", "]: ");
    expect(
        &terminal,
        "\033[200~a = 3\ndef double(x):\n    y = x + x\n\n    return y\n\ndouble(a)\nb = (1,\n  2)\033[201~",
        "2)");
    expect(&terminal, "\r", " 6\n");
    expect(&terminal, "b\r", " (1, 2)\n");
    /* a block that was copied with its last line's end needs no blank line more; brackets wait */
    expect(&terminal, "\033[200~def triple(x):\n    y = 3 * x\n\n    return y\n\033[201~", "return y");
    expect(&terminal, "\r", "]: ");
    expect(&terminal, "\033[200~triple(a,\n\033[201~", "a,");
    expect(&terminal, "\r", "...: ");
    expect(&terminal, ")\r", " 9\n");
    expect(&terminal, "", "]: ");
    type(&terminal, "\004");
    close_terminal(&terminal);
}

/* A block is indented for whoever types it; Backspace takes back a step, and what is pasted has its own. */
static void check_indent(void)
{
    Terminal terminal = open_terminal("xterm");
    expect(&terminal, "", "]: ");
    expect(&terminal, "def f(x):\r", "...: \033[0m    ");
    expect(&terminal, "for i in range(3):  # a comment: of three\r", "...: \033[0m        ");
    expect(&terminal, "if i == x: return 'found'\r", "...: \033[0m        ");
    expect(&terminal, "if x < 0:\r", "...: \033[0m            ");
    expect(&terminal, "return 'below'\r", "...: \033[0m        ");
    expect(&terminal, "\177return 'not'\r", "...: \033[0m");
    expect(&terminal, "\r", "]: ");
    expect(&terminal, "f(2), f(-1), f(3)\r", "('found', 'below', 'not')\n");
    expect(&terminal, "for i in range(2):\r    print('row', i)\r\r", "row 0\nrow 1\n");
    /* Who begins a line with a blank indents by himself. */
    expect(&terminal, "for i in range(2):\r", "...: \033[0m    ");
    expect(&terminal, "    if i:\r", "...: \033[0m");
    expect(&terminal, "        print('one')\r", "...: \033[0m");
    expect(&terminal, "    else:\r", "...: \033[0m");
    expect(&terminal, "        print('none')\r", "...: \033[0m");
    expect(&terminal, "\r", "none\none\n");
    expect(&terminal, "if 2 < 1:\r", "...: \033[0m    ");
    expect(&terminal, "    1\r", "...: \033[0m");
    expect(&terminal, "else:\r", "...: \033[0m");
    expect(&terminal, "    'else'\r", "...: \033[0m");
    expect(&terminal, "\r", "'else'\n");
    expect(&terminal, "", "]: ");
    type(&terminal, "\004");
    close_terminal(&terminal);
}

/* What a line comes to stands under it while nothing is typed, and is gone when it is run. */
static void check_preview(void)
{
    Terminal terminal = open_terminal("xterm");
    expect(&terminal, "", "]: ");
    expect(&terminal, "Y = np.ones((2, 3))", "\n\033[2m        \u2192 (2, 3) float64\033[0m\033[1A\033[28G");
    expect(&terminal, "\r", "\033[1B\033[J\033[1A\033[28G");
    expect(&terminal, "", "   Y: (2, 3) float64");
    expect(&terminal, "", "]: ");
    expect(&terminal, "Y @ Y", "\u2717 matmul: Input operand 1 has a mismatch in its core dimension 0");
    expect(&terminal, ".T", "\u2192 (2, 2) float64");
    expect(&terminal, "\003", "\033[1B\033[J\033[1A");
    expect(&terminal, "", "]: ");
    expect(&terminal, "Y.sum(", "\u2192 () float64 scalar   np.float64(6.0)");
    expect(&terminal, "\025%preview off\r", "]: ");
    expect(&terminal, "Y.sum(axis=0)\r", "Y.sum(axis=0)\n\033[?2004l\033[31mOut[");
    expect(&terminal, "", "]: ");
    type(&terminal, "\004");
    close_terminal(&terminal);
}

/* Prompts, the answers between them and the indent of a block are not Python. */
static void check_copied(void)
{
    Terminal terminal = open_terminal("xterm");
    expect(&terminal, "", "]: ");
    expect(&terminal, ">>> a = np.arange(4)\r", "   a: (4,) int64");
    expect(&terminal, "In [3]: a * 2\r", "array([0, 2, 4, 6])");
    expect(&terminal, "    a.sum() * 7\r", "np.int64(42)");
    expect(&terminal, ">>> for i in range(2):\r", "...: ");
    expect(&terminal, "...     print('row', i * 5)\r", "...: ");
    expect(&terminal, "...\r", "row 0\nrow 5\n");
    expect(&terminal, "\020\r", "...: "); /* the history has it without prompts */
    expect(&terminal, "\r", "row 0\nrow 5\n");
    expect(&terminal,
           "\033[200~>>> for i in range(2):\n...     print('line', i * 7)\n...\nline 0\nline 7\n"
           ">>> a.sum() * 3\n18\033[201~",
           "18");
    expect(&terminal, "\r", "line 0\nline 7\n");
    expect(&terminal, "", "np.int64(18)");
    expect(&terminal,
           "\033[200~f = 2\n\nIn [4]: def g(x):\n   ...:     return x + f\n   ...: \n\nIn [5]: "
           "g(a)\nOut[5]: array([2, 3, 4, 5])\033[201~",
           "5])");
    expect(&terminal, "\r", "array([2, 3, 4, 5])");
    expect(&terminal, "\033[200~    b = a + 1\n    if True:\n        print(b.sum() * 11)\nb.size\033[201~",
           "size");
    expect(&terminal, "\r", "110\n");
    expect(&terminal, "\033[200~    >>> b = a + 2\n    >>> b.sum() * 11\n    154\033[201~", "154");
    expect(&terminal, "\r", "np.int64(154)");
    expect(&terminal, "...\r", "Ellipsis");
    expect(&terminal, "", "]: ");
    type(&terminal, "\004");
    close_terminal(&terminal);
}

/* What does not fit into the window goes to lines of its own. */
static void check_narrow(void)
{
    Terminal terminal = open_window("dumb", 80);
    expect(&terminal, "", "In [1]: ");
    expect(&terminal, "np.arange(4) + 10.12345678\r",
           "Out[1]: array([10.12345678, 11.12345678, 12.12345678, 13.12345678])\n   # (4,) float64\n");
    expect(&terminal, "np.arange(4) + 0.12345678\r",
           "Out[2]: array([0.12345678, 1.12345678, 2.12345678, 3.12345678])   # (4,) float64\n");
    expect(&terminal, "help\r",
           "\n   %timeit [-n LOOPS] [-r RUNS] STATEMENT\n                                 run it many times");
    expect(&terminal, "",
           "   %compare EXPR, EXPR           whether two expressions are equal, here and\n"
           "                                 always, and why\n");
    expect(&terminal, "", "]: ");
    type(&terminal, "\004");
    close_terminal(&terminal);

    terminal = open_window("dumb", 40);
    expect(&terminal, "", "In [1]: ");
    expect(&terminal, "help\r",
           "\n   np.dot([1, 2], [3, 4])\n      its value, with its shape and\n      dtype\n");
    expect(&terminal, "", "\n   %help [NAME]\n      this page, or what a function does\n   %who\n");
    expect(&terminal, "", "]: ");
    expect(&terminal, "for i in range(2):\r", "...: ");
    expect(&terminal, "    i\r", "...: ");
    expect(&terminal, "\r", "1\n\nIn [3]: ");
    expect(&terminal, "%history -n\r", "   1: help\n   2: for i in range(2):\n          i\n");
    expect(&terminal, "", "]: ");
    type(&terminal, "\004");
    close_terminal(&terminal);
}

/* An error is explained by what was said of it, not of an earlier one with the same words. */
static void check_twice(void)
{
    Terminal terminal = open_terminal("dumb");
    expect(&terminal, "", "In [1]: ");
    expect(&terminal, "a[1][5]\r", "\n   a[1][5]\n   -\n");
    expect(&terminal, "explain a.sum(axis=0)\r", "\n   explain a.sum(axis=0)\n           -\n");
    expect(&terminal, "", "]: ");
    type(&terminal, "\004");
    close_terminal(&terminal);
}

/* What is said under an error, drawn with more than ASCII, and under another that needs no source. */
static void check_explained(void)
{
    Terminal terminal = open_terminal("xterm");
    expect(&terminal, "", "]: ");
    expect(&terminal, "Y = np.ones((1, 8)); A = Y * 2\r", "float64");
    expect(&terminal, "np.dot(Y, A)\r",
           "          ─  ─\n"
           "   Y · A   (1, 8) · (1, 8)    Y has 8 columns, so A needs 8 rows; it has 1\n"
           "               └─ ≠ ─┘\n\n"
           "   fits   np.dot(Y, A.T)      (1, 8)·(8, 1) -> (1, 1)   one number, in a matrix\n");
    expect(&terminal, "np.multipy(Y, A)\r", "AttributeError: module 'numpy' has no attribute 'multipy'");
    expect(&terminal, "",
           "   did you mean np.multiply?\n   write   np.multiply(Y, A)   (1, 8)*(1, 8) -> (1, 8)\n");
    expect(&terminal, "np.asscalar(np.dot(Y, A.T))\r", "attribute 'asscalar'");
    expect(&terminal, "", "   removed in NumPy 1.23\n   now   np.dot(Y, A.T).item()   (1, 1) -> 16.0\n");
    expect(&terminal, "", "]: ");
    type(&terminal, "\004");
    close_terminal(&terminal);
}

/* pages -----------------------------------------------------------------------------------------------------
 */

/* Results stand for the expressions that gave them. */
static void check_compared(void)
{
    Terminal terminal = open_terminal("xterm");
    expect(&terminal, "", "]: ");
    expect(&terminal, "Y = np.ones((1, 8))\r", "In [2]: ");
    expect(&terminal, "np.dot(Y, Y.T)\r", "In [3]: ");
    expect(&terminal, "np.sum(np.multiply(Y, Y))\r", "In [4]: ");
    expect(&terminal, "compare _2, _3\r", "from   np.dot(Y, Y.T)             np.sum(np.multiply(Y, Y))");
    expect(&terminal, "", "In [5]: ");
    type(&terminal, "\004");
    check(close_terminal(&terminal) == 0, "a session ends with status 0 after a comparison that differs",
          NULL);
}

static bool begins(const char *line, const char *with) { return strncmp(line, with, strlen(with)) == 0; }

/* The characters after a prompt "In [3]: " or "   ...: "; NULL: another line. */
static const char *typed_part(const char *line)
{
    const char *dots = line + strspn(line, " ");
    if (dots > line && begins(dots, "...:"))
        return dots[4] ? dots + 5 : dots + 4;
    const char *prompt = begins(line, "In [") ? strstr(line, "]: ") : NULL;
    return prompt ? prompt + 3 : NULL;
}

/* Types the inputs of a session, one after another, and compares the terminal with the whole of it. */
/* Names and texts beyond ASCII, underlined by columns, not bytes; axes of 0 and 1 elements. */
static void check_letters(void)
{
    Terminal terminal = open_window("dumb", 80);
    expect(&terminal, "", "In [1]: ");
    expect(&terminal, "größe = np.array([1, 2])\r", "   größe: (2,) int64\n\nIn [2]: ");
    expect(&terminal, "'Straße ≠ €'\r", "Out[2]: 'Straße ≠ €'\n\nIn [3]: ");
    expect(&terminal, "größe @ np.ones(3)\r",
           "\n   größe @ np.ones(3)\n   -----   ----------\n   größe . np.ones(3)   (2,) . (3,)\n"
           "                         +- != -+\n");
    expect(&terminal, "λ = np.ones((0, 3)); ö = np.ones((2, 1))\r",
           "   λ: (0, 3) float64    ö: (2, 1) float64\n");
    expect(&terminal, "λ - ö\r",
           "   λ   0  3\n   ö   2  1    sizes line up from the right: 0 against 2\n      !=\n");
    expect(&terminal, "broadcast λ + λ[:1]\r", "   λ         0  3     (0, 3)\n");
    expect(&terminal, "", "]: ");
    expect(&terminal, "\004", "\n");
    close_terminal(&terminal);
}

/* Without UTF-8 every drawing is ASCII, on a terminal that could do more too. */
static void check_plain_locale(void)
{
    Terminal terminal = open_with("xterm", 80, "C", true);
    expect(&terminal, "", "]: ");
    expect(&terminal, "Y = np.ones((1, 8)); A = Y * 2\r", "float64");
    expect(&terminal, "np.dot(Y, A)\r",
           "   np.dot(Y, A)\n          -  -\n"
           "   Y . A   (1, 8) . (1, 8)    Y has 8 columns, so A needs 8 rows; it has 1\n"
           "               +- != +\n\n   fits   np.dot(Y, A.T)      (1, 8).(8, 1) -> (1, 1)");
    expect(&terminal, "broadcast np.arange(2) - np.ones((2, 1))\r", "   np.arange(2)       .  2     (2,)");
    expect(&terminal, "explain Y @ A.T\r", "`- A.T");
    expect(&terminal, "'Stra\303\237e'\r", "'Stra\303\237e'");
    expect(&terminal, "", "]: ");
    type(&terminal, "\004");
    close_terminal(&terminal);
}

/* NO_GRAPHICS=1: sentences in place of drawings. */
static void check_narrated(void)
{
    Terminal terminal = open_with("xterm", 80, "C.UTF-8", false);
    expect(&terminal, "", "]: ");
    expect(&terminal, "Y = np.ones((1, 8)); A = Y * 2\r", "float64");
    expect(&terminal, "np.dot(Y, A)\r",
           "In np.dot(Y, A), left operand Y has shape 1 by 8, right operand A has shape 1 by\n8.\n"
           "Y has 8 columns, so A needs 8 rows; it has 1.\n"
           "First fix: np.dot(Y, A.T), result shape 1 by 1");
    expect(&terminal, "broadcast np.arange(3) - np.ones((3, 1))\r", "The result is 3 by 3.");
    expect(&terminal, "explain Y @ A.T\r", "Step 1: A.T is 8 by 1, float64");
    expect(&terminal, "", "]: ");
    type(&terminal, "\004");
    close_terminal(&terminal);
}

/* Ctrl-C in a comparison: in the values, in what is tried, and where a library computes. */
static void check_stopped(void)
{
    Terminal terminal = open_terminal("dumb");
    expect(&terminal, "", "In [1]: ");
    type(&terminal, "compare sum(i for i in range(10**9)), 5\r");
    usleep(300000);
    expect(&terminal, "\003", "KeyboardInterrupt\n\nIn [2]: ");
    expect(&terminal, "big = np.ones((1200, 1200))\r", "In [3]: ");
    type(&terminal, "compare big @ big @ big @ big, np.dot(big, big).T\r");
    usleep(100000);
    expect(&terminal, "\003", "KeyboardInterrupt\n\nIn [4]: ");
    expect(&terminal, "6 * 7\r", "Out[4]: 42\n\nIn [5]: ");
    type(&terminal, "\004");
    close_terminal(&terminal);
}

static void check_session(const char *page, const Text *block)
{
    const char *shown = strstr(text_get(block), "In [");
    Terminal terminal = open_terminal("dumb");
    bool going = wait_for(&terminal, "In [1]: ");
    size_t start = terminal.seen - strlen("In [1]: ");
    char prompt[20] = "";
    for (const char *line = shown; going && *line;) {
        size_t length = strcspn(line, "\n");
        const char *keys = typed_part(line);
        if (keys) {
            snprintf(prompt, sizeof prompt, "%.*s", (int)(keys - line), line);
            going = line == shown || wait_for(&terminal, prompt);
            Text typed = { 0 };
            text_add(&typed, keys, (size_t)(line + length - keys));
            text_char(&typed, '\r');
            type(&terminal, typed.at);
            text_free(&typed);
        }
        line += length + (line[length] == '\n');
    }
    type(&terminal, "'the end'\r");
    going = going && wait_for(&terminal, ": 'the end'");
    const char *screen = text_get(&terminal.screen) + (start < terminal.screen.length ? start : 0);
    check(going && begins(screen, shown), page, &terminal);
    type(&terminal, "\004");
    close_terminal(&terminal);
}

static void check_page(const char *page)
{
    FILE *stream = fopen(page, "r");
    char *line = NULL;
    size_t room = 0;
    bool inside = false;
    Text block = { 0 };
    while (stream && getline(&line, &room, stream) > 0)
        if (begins(line, "```")) {
            if (inside && strstr(text_get(&block), "In [1]: "))
                check_session(page, &block);
            inside = !inside && begins(line, "```text");
            text_clear(&block);
        } else if (inside)
            text_puts(&block, line);
    free(line);
    text_free(&block);
    if (stream)
        fclose(stream);
}

int main(int argc, char **argv)
{
    if (argc < 2 || !(program = realpath(argv[1], NULL)) || !mkdtemp(home)) {
        fprintf(stderr, "usage: check_repl NDCALC [PAGE.md ...]\n");
        return 2;
    }
    check_values();
    check_interrupt();
    check_completion();
    check_history();
    check_paste();
    check_indent();
    check_preview();
    check_copied();
    check_narrow();
    check_twice();
    check_explained();
    check_compared();
    check_letters();
    check_plain_locale();
    check_narrated();
    check_stopped();
    static const char *const ways[] = { "exit\r", "quit\r", "exit()\r", "quit()\r", "\004" };
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        check_leaves(ways[i]);
    for (int i = 2; i < argc; i++)
        check_page(argv[i]);
    Text remove = { 0 };
    text_printf(&remove, "rm -rf %s", home);
    if (system(remove.at) != 0)
        printf("%s is left\n", home);
    text_free(&remove);
    free((char *)program);
    printf("%d passed, %d failed\n", passed, failed);
    return failed != 0;
}
