/* mutate.c: how libFuzzer's inputs are varied: byte by byte, and as programs.
 *
 * Bytes alone seldom leave a program a program, and what is none reaches the parser only. So most variations
 * take the trees of two texts and put an expression of one where an expression of the other stands, call a
 * row with such expressions, or put a statement between others. Where something stands is what the tree's
 * spans say. */
#include "func/func.h"
#include "lang/parser.h"

#include <string.h>

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t room);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t room, unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *data, size_t size, const uint8_t *other, size_t other_size,
                                 uint8_t *out, size_t room, unsigned seed);

static uint64_t state; /* of the random numbers */

static unsigned below(unsigned n)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(state >> 33) % n;
}

/* texts in pieces -------------------------------------------------------------------------------------------
 */

/* A piece of a text: bytes [start, end), and whether it may stand anywhere without brackets. */
typedef struct Piece {
    int start, end;
    bool closed;
} Piece;

enum { PIECES_MAX = 1000 };

typedef struct Program {
    Source *source;
    int expressions, statements; /* how many pieces there are … */
    Piece expression[PIECES_MAX], statement[PIECES_MAX];
} Program;

static bool is_expression(const Node *node)
{
    return node->kind > NODE_NONE && node->kind < NODE_FOR_CLAUSE && node->kind != NODE_FIELD &&
           node->kind != NODE_PAIR && node->kind != NODE_STAR && node->kind != NODE_STARSTAR &&
           node->kind != NODE_COMPARATOR && node->kind != NODE_KEYWORD && node->kind != NODE_SLICE &&
           node->kind != NODE_HOLE;
}

static bool is_closed(const Node *node)
{
    return node->kind == NODE_NAME || node->kind == NODE_CALL || node->kind == NODE_INDEX ||
           node->kind == NODE_ATTRIBUTE || node->kind == NODE_LIST || node->kind == NODE_PAREN;
}

/* Its first kids are no values, but names that are bound, counted here. */
static int targets_of(const Node *node)
{
    switch ((NodeKind)node->kind) {
    case NODE_ASSIGN: return node->kids - 1;
    case NODE_FOR:
    case NODE_FOR_CLAUSE:
    case NODE_AUGMENTED:
    case NODE_WALRUS: return 1;
    case NODE_ANNOTATED: return 2;
    case NODE_DEL:
    case NODE_GLOBAL:
    case NODE_NONLOCAL:
    case NODE_IMPORT:
    case NODE_FROM: return node->kids;
    default: return 0;
    }
}

static void collect(Program *program, const Node *node)
{
    if (is_expression(node) && node->end > node->start && program->expressions < PIECES_MAX)
        program->expression[program->expressions++] = (Piece){ node->start, node->end, is_closed(node) };
    int targets = targets_of(node);
    for (const Node *kid = node->kid; kid; kid = kid->next)
        if (targets-- <= 0)
            collect(program, kid);
}

static void program_read(Program *program, const char *text, size_t length)
{
    static Parser *parser;
    static char stack_end[1]; /* below any stack: the trees of such short texts are not deep */
    Run run = { .stack_limit = stack_end };
    Tree tree;
    parser = parser ? parser : parser_new();
    program->source = source_new("<fuzz>", 1, text, (int)length);
    program->expressions = program->statements = 0;
    ParseResult result;
    for (int at = 0, before = -1; at > before; run_clear_error(&run)) {
        before = at;
        result = parser_next(parser, &run, program->source, &at, READ_FILE, true, &tree);
        if (result != PARSE_TREE)
            continue;
        collect(program, tree.root);
        if (program->statements < PIECES_MAX)
            program->statement[program->statements++] = (Piece){ tree.root->start, at, true };
    }
    arena_free(&run.scratch);
}

/* what is put in
 * ---------------------------------------------------------------------------------------------- */

/* Values at the edges of what functions take, two spaces apart. */
static const char edges[] =
    "0  1  -1  2  7  2**31  2**63 - 1  -2**63  2**64  10**30  0.5  -0.0  1e308  5e-324  np.nan  "
    "np.inf  -np.inf  1j  (1-2j)  None  True  False  ...  ''  'abc'  'float16'  'c8'  'ij,jk'  ()  "
    "[]  {}  set()  (1, 2)  [1, 2, 3]  [[1.5, 2], [3, 4]]  [[1], [2, 3]]  {'a': 1}  {1, 2}  "
    "range(3)  slice(None, None, -1)  np.array(5)  np.empty(0)  np.zeros((0, 3))  "
    "np.arange(6).reshape(2, 3)  np.eye(3)  np.arange(24.).reshape(2, 3, 4)[::-1, ::2]  "
    "np.ones((2, 1, 3), dtype=bool)  np.array([1e300, np.nan, -np.inf])  np.arange(5, dtype='u1')  "
    "np.array([1+2j, 0])  np.arange(9, dtype='f2')[::2]  np.broadcast_to(3, (2, 3))  np.int8(-128)  "
    "np.uint64(2**64 - 1)  np.float16(65504)  np.float32(1.5)  np.bool(True)  np.complex64(1j)  "
    "lambda *a: a  lambda x: x  iter([1, 2])  (i for i in range(3))  np.add  int  np.float32  len  "
    "np  a  x";

/* Ways to use values, each @ to be replaced by one; @@ is an @. Statements are a blank line apart. */
static const char expressions[] =
    "@ + @  @ - @  @ * @  @ / @  @ // @  @ % @  @ ** @  @ @@ @  @ << @  @ & @  @ | @  @ ^ @  -@  ~@  "
    "not @  @ == @  @ < @  @ != @  @ <= @ < @  @ in @  @ is @  @ and @  @ or @  @ if @ else @  @[@]  "
    "@[@:@]  @[::@]  @[@, @]  @[..., None]  @[@:@:@, @]  (@, @)  [@, @, @]  {@: @}  {@, @}  [*@, @]  "
    "(*@,)  {**@}  [x for x in @]  [x for x in @ if @]  {x: @ for x in @}  {x for x in @}  "
    "(x for x in @)  f'{@}'  f'{@!r:>12} {@}'  f'{@:{@}}'  '%s %r' % (@, @)  @(@)  @(@, @)  @(*@)  "
    "@(**@)  lambda x, y=@: @  (lambda x: @)(@)  np.array(@)  np.array(@, dtype=@)  @.astype(@)  "
    "@.reshape(@)  @.T  @.shape  @.dtype  repr(@)  str(@)  list(@)  tuple(@)  iter(@)  "
    "sorted(@, key=@)  list(map(@, @))  list(zip(@, @))  (x := @)";
static const char statements[] =
    "@\n\nx = @\n\na = @\n\nx, *a = @\n\nx[@] = @\n\na[@, @] = @\n\nx += @\n\nx @@= @\n\n"
    "x[@:@] *= @\n\nx.shape = @\n\ndel x[@]\n\ndel x\n\nimport math\n\nfrom numpy import *\n\n"
    "print(@, @, sep=@)\n\nassert @, @\n\nraise @\n\n%time @\n\n%explain @\n\n%compare @, @\n\n%broadcast "
    "@\n\n%why\n\n%notes\n\n%whos\n\n%shapes @\n\nx: (@, @)\n\n@?\n\n"
    "for x in @:\n    @\n\nfor x, a in @:\n    if @: break\nelse:\n    @\n\n"
    "while @:\n    x = @\n    if @: break\n\ndef a(x, *y, z=@, **w):\n    return @\n\n"
    "def a(x):\n    def f(): return @\n    return f\n\n"
    "try:\n    @\nexcept Exception as e:\n    x = e\n\ntry:\n    x = @\nfinally:\n    @\n\n"
    "if @:\n    @\nelif @:\n    @\n\nwith np.errstate(all='raise'):\n    @\n\n"
    "with np.printoptions(precision=@, threshold=@):\n    @\n\nx.append(x)\n\nx = [x, x]\n\n"
    "x = lambda: x\n\nnp.add.at(x, @, @)\n\nnp.random.seed(1)\n";

/* One of the forms of a table, between which `gap` stands; *length long. */
static const char *any_form(const char *table, const char *gap, size_t *length)
{
    unsigned count = 1;
    for (const char *at = table; (at = strstr(at, gap)); at += strlen(gap))
        count++;
    for (unsigned chosen = below(count); chosen; chosen--)
        table = strstr(table, gap) + strlen(gap);
    const char *end = strstr(table, gap);
    *length = end ? (size_t)(end - table) : strlen(table);
    return table;
}

static void add_value(Text *out, const Program *donor, int depth);

static void add_filled(Text *out, const char *table, const char *gap, const Program *donor, int depth)
{
    size_t length;
    const char *form = any_form(table, gap, &length);
    for (const char *end = form + length; form < end; form++)
        if (form[0] == '@' && form[1] == '@')
            text_char(out, *form++);
        else if (*form == '@')
            add_value(out, donor, depth);
        else
            text_char(out, *form);
}

static const Func *any_row(void)
{
    static unsigned count;
    if (!count)
        FOR_EACH_FUNC(f) count++;
    unsigned chosen = below(count);
    FOR_EACH_FUNC(f)
    if (!chosen--)
        return f;
    return NULL;
}

/* Values that fit parameters of a kind. */
static const char *const fitting[][2] = {
    { "array", "x  a  3  [1, 2, 3]  [[1., 2], [3, 4]]  np.arange(6).reshape(2, 3)  np.eye(3, dtype='f4')  "
               "np.array([2, 0, 1])  np.array([[True], [False]])  np.ones((2, 3), 'c16')  np.empty((2, 0))  "
               "np.arange(12., dtype='f2').reshape(3, 4)[::-2, 1:]  np.array([np.nan, 1, -np.inf])" },
    { "arrays", "[x, a]  ([1, 2], [3, 4])  [np.eye(2), np.ones((2, 2), int)]  (np.arange(3),)" },
    { "axis", "0  1  -1  None  2" },
    { "axes", "0  1  -1  None  (0, 1)  (-1, 0)  ()  [1, 0]" },
    { "shape", "3  (2, 3)  (0, 2)  ()  (3, -1)  [6, 1]" },
    { "dtype", "'f4'  'i1'  'u8'  bool  complex  np.float16  int  'f8'  None" },
    { "bool", "True  False" },
    { "int", "0  1  2  3  5  -1  -2  10" },
    { "index", "0  1  2  3  -1" },
    { "repeats", "0  2  [1, 0, 2]  [2, 1]" },
    { "float", "0.5  1  0  -1.5  1e-8  np.inf" },
    { "str", "'C'  'F'  'A'  'K'  'left'  'right'  'linear'  'nearest'  'raise'  'wrap'  'reduced'  'ij'" },
    { "out", "None  x  np.empty(3)  np.zeros((2, 3), 'i4')  np.float32(0)  ..." },
    { "func", "lambda *a: a[0]  lambda *a: x  np.sum  np.add  len  sorted" },
};

/* What is given for the parameter whose text follows its name: ": kind = default". */
static void add_argument(Text *out, const char *kind, const Program *donor, int depth)
{
    kind += strspn(kind, ": ");
    const char *word = *kind && !strchr("=,", *kind) ? kind : "array";
    size_t length = strcspn(word, " ,=");
    for (size_t i = 0; i < sizeof fitting / sizeof *fitting && below(4); i++)
        if (strlen(fitting[i][0]) == length && strncmp(fitting[i][0], word, length) == 0) {
            add_filled(out, fitting[i][1], "  ", donor, depth);
            return;
        }
    add_value(out, donor, depth);
}

static void add_arguments(Text *out, const char *params, const Program *donor, int depth)
{
    bool keywords = false;
    for (int given = 0; *params; params += *params == ',') {
        params += strspn(params, " ");
        size_t name = strcspn(params, ":=, "), length = strcspn(params, ",'");
        if (params[length] == '\'')
            length += strcspn(params + length + 1, "'") + 2;
        bool many = *params == '*', optional = many || memchr(params, '=', length);
        keywords |= many;
        if (*params == '/' || (many && name == 1) || (optional ? below(3) : !below(12)))
            keywords |= optional;
        else {
            text_puts(out, given++ ? ", " : "");
            if (keywords && !many)
                text_printf(out, "%.*s=", (int)name, params);
            add_argument(out, params + name, donor, depth);
        }
        params += length;
        params += strcspn(params, ",");
    }
}

/* "np.clip(…, …)", "….clip(…)" */
static void add_call(Text *out, const Program *donor, int depth)
{
    static const char *const modules[] = { "np", "math", "random", "time" };
    const Func *row = any_row();
    int home = (int)strcspn(row->of, " ");
    const char *params = row->params ? row->params : "";
    bool module = false;
    for (size_t i = 0; i < sizeof modules / sizeof *modules; i++)
        module |= strncmp(row->of, modules[i], strlen(modules[i])) == 0 &&
                  strchr(". ", row->of[strlen(modules[i])]);
    if (module)
        text_printf(out, "%.*s.", home, row->of);
    else if (strncmp(row->of, "builtins", (size_t)home)) {
        add_argument(out, "", donor, depth);
        text_char(out, '.');
        params += strcspn(params, ",");
        params += *params == ',';
    }
    text_puts(out, row->name);
    if (row->style == ATTRIBUTE || below(30) == 0)
        return;
    text_char(out, '(');
    add_arguments(out, params, donor, depth);
    text_char(out, ')');
}

static void add_value(Text *out, const Program *donor, int depth)
{
    unsigned how = below(10);
    if (depth > 3)
        how %= 5;
    if (how < 3 && donor && donor->expressions) {
        Piece piece = donor->expression[below((unsigned)donor->expressions)];
        text_puts(out, piece.closed ? "" : "(");
        text_add(out, donor->source->text + piece.start, (size_t)(piece.end - piece.start));
        text_puts(out, piece.closed ? "" : ")");
    } else if (how < 8) {
        text_char(out, '(');
        add_filled(out, how < 6 ? edges : expressions, "  ", donor, depth + 1);
        text_char(out, ')');
    } else
        add_call(out, donor, depth + 1);
}

/* What a row's example types. */
static void add_example(Text *out)
{
    const Func *row = any_row();
    const char *line = row->example ? row->example : "";
    for (size_t length; *line; line += length + (line[length] == '\n')) {
        length = strcspn(line, "\n");
        bool typed = strncmp(line, ">>> ", 4) == 0 || strncmp(line, "... ", 4) == 0;
        if (typed) {
            text_add(out, line + 4, length - 4);
            text_char(out, '\n');
        }
    }
}

/* varying
 * ----------------------------------------------------------------------------------------------------- */

static void add_statement(Text *out, const Program *donor)
{
    unsigned how = below(4);
    if (how == 0)
        add_example(out);
    else if (how == 1 && donor && donor->statements) {
        Piece piece = donor->statement[below((unsigned)donor->statements)];
        text_add(out, donor->source->text + piece.start, (size_t)(piece.end - piece.start));
        text_char(out, '\n');
    } else {
        add_filled(out, statements, "\n\n", donor, 0);
        text_char(out, '\n');
    }
}

/* The text with one thing changed; pieces of it and of the donor are put together. */
static void vary(Text *out, const Program *text, const Program *donor)
{
    const char *at = text->source->text;
    Piece gone = { text->source->length, text->source->length, false };
    if (below(3) && text->expressions)
        gone = text->expression[below((unsigned)text->expressions)];
    else if (text->statements) {
        gone = text->statement[below((unsigned)text->statements)];
        if (below(4)) /* put in before it, else in its place */
            gone.end = gone.start;
    }
    bool expression = text->expressions && gone.end > gone.start && below(8);
    text_add(out, at, (size_t)gone.start);
    if (expression)
        add_value(out, below(2) ? donor : text, 0);
    else if (gone.end == gone.start || below(2)) {
        if (gone.start && at[gone.start - 1] != '\n')
            text_char(out, '\n');
        add_statement(out, donor);
    }
    text_add(out, at + gone.end, (size_t)(text->source->length - gone.end));
}

static size_t vary_text(const uint8_t *data, size_t size, const uint8_t *other, size_t other_size,
                        uint8_t *out, size_t room)
{
    static Program text, donor;
    Text varied = { 0 };
    NamesMark mark = names_mark();
    program_read(&text, (const char *)data, size);
    if (other)
        program_read(&donor, (const char *)other, other_size);
    vary(&varied, &text, other ? &donor : &text);
    source_drop(text.source);
    if (other)
        source_drop(donor.source);
    names_rewind(mark);
    size_t length = varied.length < room ? varied.length : room;
    memcpy(out, text_get(&varied), length);
    text_free(&varied);
    return length;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t room, unsigned seed)
{
    state = seed;
    if (below(8) == 0)
        return LLVMFuzzerMutate(data, size, room);
    return vary_text(data, size, NULL, 0, data, room);
}

size_t LLVMFuzzerCustomCrossOver(const uint8_t *data, size_t size, const uint8_t *other, size_t other_size,
                                 uint8_t *out, size_t room, unsigned seed)
{
    state = seed;
    return vary_text(data, size, other, other_size, out, room);
}
