/* The parser: trees and spans, when a statement is complete, what is said of a text that is none. */
#include "lang/parser.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static Run run;
static Parser *parser;
static Source *source;
static int at;
static Tree tree;

static void setup(void)
{
    memset(&run, 0, sizeof run);
    parser = parser_new();
    source = NULL;
}

static void teardown(void)
{
    parser_free(parser);
    source_drop(source);
    source = NULL;
    arena_free(&run.scratch);
}

static void give(const char *text)
{
    source_drop(source);
    source = source_new("<test>", 1, text, (int)strlen(text));
    at = 0;
    run_clear_error(&run);
}

static ParseResult next(Reading reading, bool last)
{
    return parser_next(parser, &run, source, &at, reading, last, &tree);
}

/* A tree as text --------------------------------------------------------------------------------------------
 */

static const char *const words[] = {
    [NODE_NONE] = "-",
    [NODE_NAME] = "",
    [NODE_INT] = "",
    [NODE_FLOAT] = "float",
    [NODE_IMAGINARY] = "imag",
    [NODE_STRING] = "str",
    [NODE_FSTRING] = "f",
    [NODE_FIELD] = "field",
    [NODE_TRUE] = "True",
    [NODE_FALSE] = "False",
    [NODE_NULL] = "None",
    [NODE_ELLIPSIS] = "...",
    [NODE_HOLE] = "?",
    [NODE_TUPLE] = "tuple",
    [NODE_LIST] = "list",
    [NODE_SET] = "set",
    [NODE_DICT] = "dict",
    [NODE_PAIR] = "pair",
    [NODE_STAR] = "*",
    [NODE_STARSTAR] = "**",
    [NODE_PAREN] = "paren",
    [NODE_UNARY] = "unary",
    [NODE_BINARY] = "binary",
    [NODE_COMPARE] = "compare",
    [NODE_COMPARATOR] = "to",
    [NODE_NOT] = "not",
    [NODE_AND] = "and",
    [NODE_OR] = "or",
    [NODE_IFELSE] = "ifelse",
    [NODE_LAMBDA] = "lambda",
    [NODE_WALRUS] = ":=",
    [NODE_CALL] = "call",
    [NODE_KEYWORD] = "keyword",
    [NODE_INDEX] = "index",
    [NODE_SLICE] = "slice",
    [NODE_ATTRIBUTE] = "attr",
    [NODE_LISTCOMP] = "listcomp",
    [NODE_SETCOMP] = "setcomp",
    [NODE_GENERATOR] = "gen",
    [NODE_DICTCOMP] = "dictcomp",
    [NODE_FOR_CLAUSE] = "for",
    [NODE_IF_CLAUSE] = "if",
    [NODE_EXPRESSION] = "show",
    [NODE_ASSIGN] = "=",
    [NODE_AUGMENTED] = "augment",
    [NODE_ANNOTATED] = ":",
    [NODE_DEL] = "del",
    [NODE_PASS] = "pass",
    [NODE_BREAK] = "break",
    [NODE_CONTINUE] = "continue",
    [NODE_RETURN] = "return",
    [NODE_RAISE] = "raise",
    [NODE_GLOBAL] = "global",
    [NODE_NONLOCAL] = "nonlocal",
    [NODE_ASSERT] = "assert",
    [NODE_IMPORT] = "import",
    [NODE_FROM] = "from",
    [NODE_ALIAS] = "alias",
    [NODE_HELP] = "help",
    [NODE_MAGIC] = "magic",
    [NODE_BLOCK] = "block",
    [NODE_IF] = "if",
    [NODE_WHILE] = "while",
    [NODE_FOR] = "for",
    [NODE_DEF] = "def",
    [NODE_PARAMS] = "params",
    [NODE_PARAM] = "param",
    [NODE_WITH] = "with",
    [NODE_WITH_ITEM] = "item",
    [NODE_TRY] = "try",
    [NODE_EXCEPT] = "except",
};
static const char *const signs[] = { "+",  "-", "*",  "/",  "//", "%",      "**", "@",     "&",
                                     "|",  "^", "<<", ">>", "<",  "<=",     "==", "!=",    ">",
                                     ">=", "-", "+",  "~",  "in", "not in", "is", "is not" };

static void write_node(Text *out, const Node *node)
{
    bool sign = node->kind == NODE_UNARY || node->kind == NODE_BINARY || node->kind == NODE_COMPARATOR ||
                node->kind == NODE_AUGMENTED;
    if (node->kids)
        text_char(out, '(');
    text_puts(out, sign ? signs[node->op] : words[node->kind]);
    if (node->kind == NODE_INDEX && node->tuple)
        text_char(out, ',');
    if (node->name)
        text_printf(out, "%s%s", words[node->kind][0] ? " " : "", name_text(node->name));
    if (node->text)
        text_printf(out, "%s%s", words[node->kind][0] ? " " : "", node->text);
    for (const Node *kid = node->kid; kid; kid = kid->next) {
        text_char(out, ' ');
        write_node(out, kid);
    }
    if (node->kids)
        text_char(out, ')');
}

static void check_tree(const char *text, const char *expected)
{
    Text out = { 0 };
    give(text);
    ck_assert_msg(next(READ_FILE, true) == PARSE_TREE, "%s: %s", text,
                  run.error.class ? run.error.text : "no tree");
    for (const Node *kid = tree.root->kid; kid; kid = kid->next) {
        text_puts(&out, kid == tree.root->kid ? "" : "; ");
        write_node(&out, kid);
    }
    ck_assert_str_eq(text_get(&out), expected);
    text_free(&out);
}

static const struct {
    const char *text, *tree;
} trees[] = {
    { "1 + 2 * 3 ** -x\n", "(show (+ 1 (* 2 (** 3 (- x)))))" },
    { "-2 ** 2", "(show (- (** 2 2)))" },
    { "a - b - c", "(show (- (- a b) c))" },
    { "2 ** 3 ** 2", "(show (** 2 (** 3 2)))" },
    { "a | b ^ c & d << 1", "(show (| a (^ b (& c (<< d 1)))))" },
    { "not a == b and c or d", "(show (or (and (not (compare a (== b))) c) d))" },
    { "a < b <= c is not d not in e", "(show (compare a (< b) (<= c) (is not d) (not in e)))" },
    { "a if b else c if d else e", "(show (ifelse a b (ifelse c d e)))" },
    { "lambda x, *y, z=1, **k: x, 2",
      "(show (tuple (lambda (params (param x - -) (param y - -) (param z - 1) (param k - -)) x) 2))" },
    { "f(a, *b, c=1, **d)", "(show (call f a (* b) (keyword c 1) (** d)))" },
    { "f(x for x in y if z)", "(show (call f (gen x (for x y) (if z))))" },
    { "a[1], a[1,], a[1:2, ::3, ...]",
      "(show (tuple (index a 1) (index, a 1) (index, a (slice 1 2 -) (slice - - 3) ...)))" },
    { "a[*b]", "(show (index, a (* b)))" },
    { "a.b.c(d).T", "(show (attr T (call (attr c (attr b a)) d)))" },
    { "(), (1), (1,), [], {}, {1}, {1: 2, **d}",
      "(show (tuple tuple (paren 1) (tuple 1) list dict (set 1) (dict (pair 1 2) (** d))))" },
    { "{k: v for k, v in d}", "(show (dictcomp k v (for (tuple k v) d)))" },
    { "x = y, *z = 1, 2", "(= x (tuple y (* z)) (tuple 1 2))" },
    { "x[0] //= 2; y: int = 3;", "(// (index x 0) 2); (: y int 3)" },
    { "del a, (b, c.d)", "(del a b (attr d c))" },
    { "if (n := 1): pass", "(if (paren (:= n 1)) (block pass) -)" },
    { "if a: b\nelif c: d\nelse: e\n", "(if a (block (show b)) (if c (block (show d)) (block (show e))))" },
    { "while a:\n  b\nelse:\n  c\n", "(while a (block (show b)) (block (show c)))" },
    { "for i, j in a, b:\n\tc\n", "(for (tuple i j) (tuple a b) (block (show c)) -)" },
    { "def f(a, /, b: int = 1, *, c) -> int:\n  return a\n",
      "(def f (params (param a - -) (param - -) (param b int 1) (param - -) (param c - -)) (block (return "
      "a)))" },
    { "try: a\nexcept E as e: b\nexcept: c\nelse: d\nfinally: f\n",
      "(try (block (show a)) (except e E (block (show b))) (except - (block (show c))) (block (show d)) "
      "(block (show f)))" },
    { "try: a\nfinally: b", "(try (block (show a)) - (block (show b)))" },
    { "with a as b, c: d", "(with (item a b) (item c -) (block (show d)))" },
    { "with (a as b, c as d,): e", "(with (item a b) (item c d) (block (show e)))" },
    { "with (a, b): c", "(with (item a -) (item b -) (block (show c)))" },
    { "import numpy as np, os.path", "(import alias np numpy alias os os.path)" },
    { "from numpy import *; from a . b import (c as d, e,)", "from numpy; (from a.b alias d c alias e e)" },
    { "raise A from b; assert a, b; global g", "(raise A b); (assert a b); (global g)" },
    { "np.dot(Y, ?)", "(show (call (attr dot np) Y ?))" },
    { "np.dot?", "(help (attr dot np))" },
    { "%timeit x + 1", "(magic timeit (+ x 1))" },
    { "0x_ff", "(show 0xff)" },
    { "1_000, .5, 1e3, 2.5j", "(show (tuple 1000 float .5 float 1e3 imag 2.5))" },
    { "'a\\x41\\u00e9\\N{BULLET}\\101\\\n' \"b\" r'\\n'", "(show str aA\u00e9\u2022Ab\\n)" },
    { "f'a{x!r:>{w}}{{}}' 'c'", "(show (f str a (field x (f str > (field w -))) str { str } str c))" },
    { "f'{x = }{y=:2}'", "(show (f (field x =  x -) (field y= y (f str 2))))" },
    { "\xef\xac\x81 = 1", "(= fi 1)" }, /* NFKC */
    { "x = [1,\r\n  2]\r\n", "(= x (list 1 2))" },
    { "x = 1 + \\\n 2", "(= x (+ 1 2))" },
    { "\n# first\n\n  \nx # and last", "(show x)" },
};

START_TEST(parses_to_the_tree) { check_tree(trees[_i].text, trees[_i].tree); }
END_TEST

/* Spans -----------------------------------------------------------------------------------------------------
 */

static void check_span(const Node *node, const char *text)
{
    ck_assert_str_eq(text, run_text(&run, "%.*s", node->end - node->start, source->text + node->start));
}

START_TEST(nodes_know_their_place)
{
    give("y = (a + b) * np.dot( x , 2 )  # so\n");
    ck_assert(next(READ_FILE, true) == PARSE_TREE);
    const Node *assign = tree.root->kid, *product = assign->kid->next;
    check_span(assign, "y = (a + b) * np.dot( x , 2 )");
    check_span(product, "(a + b) * np.dot( x , 2 )");
    check_span(product->kid, "(a + b)");
    check_span(product->kid->kid, "a + b");
    check_span(product->kid->next, "np.dot( x , 2 )");
    check_span(product->kid->next->kid->next, "x");
}
END_TEST

static int greatest_number(const Node *node, int *count)
{
    int greatest = node->number;
    ++*count;
    for (const Node *kid = node->kid; kid; kid = kid->next) {
        int number = greatest_number(kid, count);
        greatest = number > greatest ? number : greatest;
    }
    return greatest;
}

START_TEST(nodes_are_numbered)
{
    int count = 0;
    give("def f(x, *y):\n  for i in x: print(f'{i}' 'a', i if x else {1: 2})\n");
    ck_assert(next(READ_FILE, true) == PARSE_TREE);
    ck_assert_int_lt(greatest_number(tree.root, &count), tree.nodes);
    ck_assert_int_le(count, tree.nodes);
}
END_TEST

START_TEST(depth_is_kept)
{
    give("-(-(1))");
    ck_assert(next(READ_FILE, true) == PARSE_TREE);
    ck_assert_int_eq(tree.root->depth, 7);
}
END_TEST

/* When a statement is complete
 * ------------------------------------------------------------------------------- */

static const struct {
    const char *text;
    ParseResult typed, file; /* with more text to come */
} complete[] = {
    { "x = 1\n", PARSE_TREE, PARSE_TREE },
    { "x = 1", PARSE_TREE, PARSE_TREE },
    { "", PARSE_EMPTY, PARSE_EMPTY },
    { "  \n# only this\n", PARSE_EMPTY, PARSE_EMPTY },
    { "x = (1 +\n", PARSE_UNFINISHED, PARSE_UNFINISHED },
    { "x = '''a\n", PARSE_UNFINISHED, PARSE_UNFINISHED },
    { "x = f'''a{1}\n", PARSE_UNFINISHED, PARSE_UNFINISHED },
    { "x = f'{1 +\n", PARSE_UNFINISHED, PARSE_UNFINISHED },
    { "x = 1 + \\\n", PARSE_UNFINISHED, PARSE_UNFINISHED },
    { "x = 'a\\\n", PARSE_UNFINISHED, PARSE_UNFINISHED },
    { "x = 1 +\n", PARSE_ERROR, PARSE_ERROR },
    { "if x:\n", PARSE_UNFINISHED, PARSE_UNFINISHED },
    { "if x:\n  y\n", PARSE_UNFINISHED, PARSE_UNFINISHED },
    { "if x: y\n", PARSE_UNFINISHED, PARSE_UNFINISHED },
    { "if x:\n  y\n\n", PARSE_TREE, PARSE_UNFINISHED },
    { "if x: y\n\n", PARSE_TREE, PARSE_UNFINISHED },
    { "if x:\n  y\n# not the end\n", PARSE_UNFINISHED, PARSE_UNFINISHED },
    { "if x:\n  y\n\nz", PARSE_TREE, PARSE_TREE },
    { "if x:\n  y\n\nelse:\n", PARSE_TREE, PARSE_UNFINISHED },
    { "if x:\n  y\nz", PARSE_TREE, PARSE_TREE },
    { "(1 2\n", PARSE_ERROR, PARSE_UNFINISHED }, /* wrong, but the whole line is to be passed over */
    { "(1 2)\n", PARSE_ERROR, PARSE_ERROR },
    { "f(a,\n\n b)\n", PARSE_TREE, PARSE_TREE },
};

START_TEST(knows_when_it_is_complete)
{
    give(complete[_i].text);
    ck_assert_int_eq(next(READ_TYPED, false), complete[_i].typed);
    give(complete[_i].text);
    ck_assert_int_eq(next(READ_FILE, false), complete[_i].file);
}
END_TEST

START_TEST(goes_on_behind_each_statement)
{
    give("a = 1; b = 2\n\nif a:\n    b\n\n    c\nelse: d\nwhile e: f\n  # between\n\tif x: "
         "y\ng;\n'''h\ni'''\n");
    ck_assert(next(READ_FILE, true) == PARSE_TREE && tree.root->kids == 2 && !tree.semicolon);
    ck_assert(next(READ_FILE, true) == PARSE_TREE && tree.root->kid->kind == NODE_IF);
    ck_assert_int_eq(tree.root->kid->kid->next->kids, 2);
    ck_assert_int_eq(next(READ_FILE, true), PARSE_ERROR); /* the indented line after `while e: f` */
    ck_assert_str_eq(run.error.class->name, "IndentationError");
    run_clear_error(&run);
    ck_assert(next(READ_FILE, true) == PARSE_TREE && tree.semicolon);
    ck_assert(next(READ_FILE, true) == PARSE_TREE && tree.root->kid->kid->kind == NODE_STRING);
    ck_assert_int_eq(next(READ_FILE, true), PARSE_EMPTY);
}
END_TEST

/* Errors
 * ----------------------------------------------------------------------------------------------------- */

static const struct {
    const char *text, *message;
    const char *rest; /* where reading goes on */
} errors[] = {
    { "1)\nx", "SyntaxError: unmatched ')'", "x" },
    { "(1, 2]\nx", "SyntaxError: closing parenthesis ']' does not match opening parenthesis '('", "x" },
    { "(1,\n2]\nx", "SyntaxError: closing parenthesis ']' does not match opening parenthesis '(' on line 1",
      "x" },
    { "x = (1,\ny = 2\nz", "SyntaxError: '(' was never closed", "z" },
    { "x = (1,", "SyntaxError: '(' was never closed", "" },
    { "f(1 2)", "SyntaxError: invalid syntax. Perhaps you forgot a comma?", "" },
    { "f(a=1, 2)", "SyntaxError: positional argument follows keyword argument", "" },
    { "f(**a, *b)", "SyntaxError: iterable argument unpacking follows keyword argument unpacking", "" },
    { "f(a=1, a=2)", "SyntaxError: keyword argument repeated: a", "" },
    { "f(a.b=1)", "SyntaxError: expression cannot contain assignment, perhaps you meant \"==\"?", "" },
    { "{1: 2, 3}", "SyntaxError: ':' expected after dictionary key", "" },
    { "if x\n  y\nz", "SyntaxError: expected ':'", "z" },
    { "def f(: return 1\n    x\n\n  y\nz", "SyntaxError: invalid syntax", "z" },
    { "if x:\ny\nz", "IndentationError: expected an indented block after 'if' statement on line 1", "z" },
    { "def f():\n", "IndentationError: expected an indented block after function definition on line 1", "" },
    { "if x:\n    y\n  z\nw", "IndentationError: unindent does not match any outer indentation level", "w" },
    { "if x:\n  y\n    z\nw", "IndentationError: unexpected indent", "w" },
    { "  x\ny", "IndentationError: unexpected indent", "y" },
    { "if 1:\n\tx\n        y\n", "TabError: inconsistent use of tabs and spaces in indentation", "" },
    { "try: x\ny\nz", "SyntaxError: expected 'except' or 'finally' block", "z" },
    { "f() = 1", "SyntaxError: cannot assign to function call here. Maybe you meant '==' instead of '='?",
      "" },
    { "x = 1 = b", "SyntaxError: cannot assign to literal", "" },
    { "None = 1", "SyntaxError: cannot assign to None", "" },
    { "if x = 1: y", "SyntaxError: invalid syntax. Maybe you meant '==' or ':=' instead of '='?", "" },
    { "x + 1 += 2", "SyntaxError: 'expression' is an illegal expression for augmented assignment", "" },
    { "del f()", "SyntaxError: cannot delete function call", "" },
    { "return 1", "SyntaxError: 'return' outside function", "" },
    { "break", "SyntaxError: 'break' outside loop", "" },
    { "def f(x, x): x", "SyntaxError: duplicate argument 'x' in function definition", "" },
    { "def f(x=1, y): x", "SyntaxError: parameter without a default follows parameter with a default", "" },
    { "def f(x):\n  global x\n", "SyntaxError: name 'x' is parameter and global", "" },
    { "def f():\n  nonlocal y\n", "SyntaxError: no binding for nonlocal 'y' found", "" },
    { "*a = 1", "SyntaxError: starred assignment target must be in a list or tuple", "" },
    { "print x", "SyntaxError: Missing parentheses in call to 'print'. Did you mean print(...)?", "" },
    { "x = 1 if 2", "SyntaxError: expected 'else' after 'if' expression", "" },
    { "import", "SyntaxError: Expected one or more names after 'import'", "" },
    { "007",
      "SyntaxError: leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal "
      "integers",
      "" },
    { "12ab", "SyntaxError: invalid decimal literal", "" },
    { "0b12", "SyntaxError: invalid digit '2' in binary literal", "" },
    { "'abc\nx", "SyntaxError: unterminated string literal (detected at line 1)", "x" },
    { "'''abc\nx", "SyntaxError: unterminated triple-quoted string literal (detected at line 2)", "" },
    { "f'{'", "SyntaxError: f-string: expecting '}'", "" },
    { "f'{}'", "SyntaxError: f-string: valid expression required before '}'", "" },
    { "f'}'", "SyntaxError: f-string: single '}' is not allowed", "" },
    { "'\\x4'",
      "SyntaxError: (unicode error) 'unicodeescape' codec can't decode bytes in position 0-2: truncated "
      "\\xXX escape",
      "" },
    { "a\xc3\x97"
      "b\nx",
      "SyntaxError: invalid character '\u00d7' (U+00D7)", "x" },
    { "a \\ b", "SyntaxError: unexpected character after line continuation character", "" },
    { "'\xff'",
      "SyntaxError: (unicode error) 'utf-8' codec can't decode byte 0xff in position 1: invalid start byte",
      "" },
    { "class A: pass\nx",
      "SyntaxError: classes are left out: keep data in arrays and dicts, and write functions with def", "x" },
    { "def f(): yield 1",
      "SyntaxError: yield is left out: build a list and return it, or write (f(x) for x in y)", "" },
    { "[x async for x in y]", "SyntaxError: async is left out: statements run one after the other", "" },
    { "def f[T](x): pass", "SyntaxError: type parameters are left out: a def takes values of every type",
      "" },
    { "type X[T] = list", "SyntaxError: type aliases are left out", "" },
    { "0or 1", "SyntaxError: invalid octal literal", "" },
    { "f'{lambda x:1}'", "SyntaxError: f-string: lambda expressions are not allowed without parentheses",
      "" },
    { "f(g(i, j) for i in range(3>), 2)", "SyntaxError: invalid syntax", "" },
    { "for ~i in [1]:\n    1\n  2", "SyntaxError: cannot assign to expression", "" },
    { "def f(*\n): 1", "SyntaxError: named arguments must follow bare *", "" },
    { "a = > 1 + \\\n2\nx", "SyntaxError: invalid syntax", "x" },
};

START_TEST(says_what_is_wrong)
{
    give(errors[_i].text);
    ck_assert_int_eq(next(READ_FILE, true), PARSE_ERROR);
    ck_assert_str_eq(run_text(&run, "%s: %s", run.error.class->name, run.error.text), errors[_i].message);
    while (at < source->length && source->text[at] == '\n')
        at++;
    ck_assert_str_eq(source->text + at, errors[_i].rest);
}
END_TEST

static const struct {
    const char *text, *note;
} habits[] = {
    { "print a, b", "print is a function: print(a, b)" },
    { "// comment", "// divides and rounds down; a comment begins with #" },
    { "x = A' * 2", "' begins a text; the transpose is A.T" },
    { "A.*B", "* works element by element: A * B" },
    { "A.^2", "** works element by element: A ** 2" },
    { "[1 2; 3 -4]", "commas between elements, a list for each row: np.array([[1, 2], [3, -4]])" },
    { "A\\b", "to solve: np.linalg.solve(A, b)" },
    { "if a && b: c", "write and; between arrays &, with each comparison in parentheses" },
};

START_TEST(says_what_to_write)
{
    give(habits[_i].text);
    ck_assert_int_eq(next(READ_FILE, true), PARSE_ERROR);
    ck_assert_int_eq(run.error.notes, 1);
    ck_assert_str_eq(run.error.note[0].text, habits[_i].note);
}
END_TEST

/* What fails is at the text that is read; and what has failed before, anywhere else, stays. */
START_TEST(knows_where_it_fails)
{
    Source *other = source_new("<other>", 1, "a long text, and another", 24);
    run.here = (Span){ other, 12, 24 };
    run.stack_limit = (const char *)UINTPTR_MAX;
    give("def f(): x = [y for y in z]\n");
    ck_assert_int_eq(next(READ_FILE, true), PARSE_ERROR);
    ck_assert_ptr_eq(run.error.class, RecursionError);
    ck_assert_ptr_eq(run.error.span.source, source);
    ck_assert_ptr_eq(run.here.source, other);
    run.stack_limit = NULL;
    give("1");
    run_recursion_error(&run);
    ck_assert_int_eq(next(READ_FILE, true), PARSE_ERROR);
    ck_assert_ptr_eq(run.error.span.source, other);
    source_drop(other);
}
END_TEST

/* What is too long or too deep is refused, or read, but never a crash. */
static const struct {
    const char *first, *repeated, *last;
    const char *message; /* NULL: it is read */
} large[] = {
    { "1", "+1", "\n", "RecursionError: maximum recursion depth exceeded during compilation" },
    { "", "-", "1\n", "MemoryError: Parser stack overflowed - Python source too complex to parse" },
    { "", "not ", "1\n", "MemoryError: Parser stack overflowed - Python source too complex to parse" },
    { "", "(", "\n", "SyntaxError: too many nested parentheses" },
    { "x", ".a", " b\n", "SyntaxError: invalid syntax" },
    { "[", "1,", "]\n", NULL },
    { "1", "<1", "\n", NULL },
    { "x", "=x", "\n", NULL },
    { "'", "a", "'\n", NULL },
};

START_TEST(bears_large_texts)
{
    enum { TIMES = 200000 };
    Text text = { 0 };
    text_puts(&text, large[_i].first);
    for (int i = 0; i < TIMES; i++)
        text_puts(&text, large[_i].repeated);
    text_puts(&text, large[_i].last);
    give(text_get(&text));
    text_free(&text);
    ParseResult result = next(READ_FILE, true);
    ck_assert_int_eq(result, large[_i].message ? PARSE_ERROR : PARSE_TREE);
    if (large[_i].message)
        ck_assert_str_eq(run_text(&run, "%s: %s", run.error.class->name, run.error.text), large[_i].message);
    ck_assert_int_eq(at, source->length);
}
END_TEST

#define COUNT(rows) ((int)(sizeof(rows) / sizeof *(rows)))

int main(void)
{
    Suite *suite = suite_create("parser");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, setup, teardown);
    tcase_add_loop_test(all, parses_to_the_tree, 0, COUNT(trees));
    tcase_add_test(all, nodes_know_their_place);
    tcase_add_test(all, nodes_are_numbered);
    tcase_add_test(all, depth_is_kept);
    tcase_add_loop_test(all, knows_when_it_is_complete, 0, COUNT(complete));
    tcase_add_test(all, goes_on_behind_each_statement);
    tcase_add_loop_test(all, says_what_is_wrong, 0, COUNT(errors));
    tcase_add_loop_test(all, says_what_to_write, 0, COUNT(habits));
    tcase_add_test(all, knows_where_it_fails);
    tcase_add_loop_test(all, bears_large_texts, 0, COUNT(large));
    suite_add_tcase(suite, all);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
