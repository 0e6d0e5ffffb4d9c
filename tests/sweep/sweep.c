/* sweep: shape rules against what is computed, and against what NumPy answers.
 *
 *   sweep write            the expressions, those of a row after a line "# home.name hash"
 *   sweep check ANSWERS    looks at each one's shape, computes it, and compares both with the answers that
 * record.py wrote down; prints what was inferred wrong (with -v every difference) and the counts
 *
 * Every row with a shape rule gets expressions of its own, with arguments by the kinds and names of its
 * parameters, from a generator that begins anew for each row: a new row changes the expressions of no other.
 * A row whose expressions are not those that were recorded is only held against what is computed. */
#include "eval/session.h"
#include "func/bind.h"
#include "lang/parser.h"

#include <stdlib.h>
#include <string.h>

enum {
    EACH = 32,
    /* Not yet as they should be; these numbers only ever fall. */
    LATE_MAX = 2,  /* errors that depend on no element, and are found only when computing */
    APART_MAX = 40 /* of calls that make little sense, nearly all: errors of another class than NumPy's */
};

/* chance ----------------------------------------------------------------------------------------------------
 */

static uint64_t state;

static uint64_t hash_of(const char *text)
{
    uint64_t hash = 14695981039346656037u; /* FNV-1a */
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 1099511628211u;
    return hash;
}

static int below(int n) /* splitmix64 */
{
    uint64_t z = state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return (int)((z ^ z >> 31) % (uint64_t)n);
}

static bool chance(int percent) { return below(100) < percent; }

#define ONE_OF(...)                                                                                          \
    (((const char *[]){ __VA_ARGS__ })[below(sizeof((const char *[]){ __VA_ARGS__ }) / sizeof(char *))])

/* arrays: a variable for each dtype and shape
 * ----------------------------------------------------------------
 */

static const char *const shape_names[] = { "",   "0",  "1",  "2",   "3",   "4",   "6",
                                           "11", "13", "22", "23",  "31",  "32",  "33",
                                           "34", "44", "03", "123", "222", "234", "243" };
enum { SHAPES = sizeof shape_names / sizeof *shape_names };
static const char *const dtype_codes[] = { "b1", "i1", "u1", "i2", "u2", "i4", "u4",
                                           "i8", "u8", "f2", "f4", "f8", "c8", "c16" };
enum { CODES = sizeof dtype_codes / sizeof *dtype_codes };

/* Python and ndcalc run these first: `v23f4` is an array of shape (2, 3) and dtype float32. */
static void add_prelude(Text *out)
{
    text_puts(out, "rng = np.random.default_rng(1); rs = np.random.RandomState(1)\n");
    for (int i = 0; i < SHAPES; i++) {
        text_printf(out, "base = np.zeros((");
        for (const char *at = shape_names[i]; *at; at++)
            text_printf(out, "%c,", *at);
        text_puts(out, ")); base.flat = [(k * 7 + k // 5) % 5 for k in range(base.size)]\n");
        if (strlen(shape_names[i]) == 2 && shape_names[i][0] == shape_names[i][1])
            text_puts(out, "base += np.eye(len(base)) * 9\n");
        for (int d = 0; d < CODES; d++)
            text_printf(out, "v%s%s = base.astype('%s')\n", shape_names[i], dtype_codes[d], dtype_codes[d]);
    }
}

/* The shapes of one expression are mostly alike. */
static int theme, theme_code;

static const char *array_name(Text *out)
{
    int shape = chance(72) ? theme : chance(50) ? 1 + below(5) : below(SHAPES);
    int code = chance(45) ? theme_code : chance(60) ? (int[]){ 0, 5, 7, 10, 11, 13 }[below(6)] : below(CODES);
    text_printf(out, "v%s%s", shape_names[shape], dtype_codes[code]);
    return shape_names[shape];
}

static int theme_ndim(void) { return (int)strlen(shape_names[theme]); }

/* arguments
 * --------------------------------------------------------------------------------------------------
 */

static void add_array(Text *out)
{
    if (chance(85))
        array_name(out);
    else
        text_puts(out, ONE_OF("2", "1.5", "True", "3j", "[1, 2]", "[[1, 2], [3, 4]]", "[1.5, 2, 3]",
                              "np.float32(2)", "np.int8(3)", "range(3)", "(1, 0)", "[True, False, True]"));
}

static void add_arrays(Text *out)
{
    int n = 1 + below(3);
    text_char(out, '(');
    for (int i = 0; i < n; i++) {
        add_array(out);
        text_puts(out, i + 1 < n ? ", " : n == 1 ? ",)" : ")");
    }
}

static void add_axis(Text *out)
{
    int ndim = theme_ndim();
    text_printf(out, "%d", chance(80) && ndim ? below(2 * ndim) - ndim : below(7) - 3);
}

static void add_axes(Text *out)
{
    if (chance(50))
        add_axis(out);
    else if (chance(30))
        text_puts(out, "None");
    else {
        text_char(out, '(');
        add_axis(out);
        text_puts(out, ", ");
        add_axis(out);
        text_char(out, ')');
    }
}

static void add_shape(Text *out)
{
    text_puts(out, ONE_OF("3", "(2, 3)", "(3, 2)", "()", "(0,)", "(1, 3)", "6", "(2, 2)", "(3, 1)",
                          "(2, 1, 3)", "(4,)", "[2, 3]", "(-1,)", "(3, -1)", "-1", "(2, -1, 3)"));
}

static void add_dtype(Text *out)
{
    text_puts(out, ONE_OF("np.float32", "'i4'", "float", "int", "bool", "np.complex64", "'u1'", "np.float16",
                          "complex", "np.int8", "'float64'"));
}

static bool is_one_of(const char *name, const char *names)
{
    size_t length = strlen(name);
    for (const char *at = names; (at = strstr(at, name)); at += length)
        if ((at == names || at[-1] == ' ') && (at[length] == ' ' || at[length] == 0))
            return true;
    return false;
}

/* What the name of a parameter of no kind asks for. */
static bool add_by_name(const Func *row, const Param *param, Text *out)
{
    const char *name = param->name;
    if (is_one_of(name, "axis source destination axis1 axis2 axisa axisb axisc start"))
        add_axis(out);
    else if (is_one_of(name, "axes"))
        text_puts(out, strstr(row->name, "tensordot") ? ONE_OF("1", "2", "0", "([0], [1])", "([1], [0])")
                       : strstr(row->name, "fft")
                           ? ONE_OF("(0, 1)", "(1,)", "(0,)", "None", "(-1, 0)", "(2, 0)")
                           : ONE_OF("(1, 0)", "(0, 1)", "None", "(2, 0, 1)", "0", "(0,)"));
    else if (is_one_of(name, "size shape newshape new_shape dims window_shape"))
        add_shape(out);
    else if (is_one_of(name, "dtype type typechars"))
        add_dtype(out);
    else if (is_one_of(
                 name,
                 "keepdims copy subok endpoint assume_unique equal_nan sparse rowvar bias wrap optimize "
                 "stable replace retstep increasing full density"))
        text_puts(out, ONE_OF("True", "False"));
    else if (is_one_of(name, "where mask condition condlist"))
        text_puts(out, ONE_OF("True", "v23b1", "v3b1", "v33b1", "[True, False, True]", "v2b1"));
    else if (is_one_of(name,
                       "n N k M m num offset deg repeats decimals ddof correction nin shift ndmin period"))
        text_puts(out, ONE_OF("0", "1", "2", "3", "4", "-1"));
    else if (is_one_of(name, "kth indices indices_or_sections obj ind key"))
        text_puts(out, ONE_OF("0", "1", "2", "[0, 1]", "-1", "[1]", "(1, 0)", "v2i8", "slice(0, 2)", "5"));
    else if (is_one_of(name, "s"))
        text_puts(out, ONE_OF("(2, 3)", "(4,)", "(3, 2)", "None"));
    else if (is_one_of(name, "norm"))
        text_puts(out, ONE_OF("None", "'ortho'", "'forward'", "'backward'", "'other'"));
    else if (is_one_of(name, "ord"))
        text_puts(out, ONE_OF("None", "1", "2", "np.inf", "'fro'", "'nuc'", "-2", "0"));
    else if (is_one_of(name, "p q pvals prob"))
        text_puts(out, ONE_OF("0.5", "0.25", "[0.25, 0.5]", "0.75", "1"));
    else if (is_one_of(name, "initial rtol atol tol rcond fill_value value constant_values"))
        text_puts(out, ONE_OF("0", "1", "2.5", "3j", "True"));
    else if (is_one_of(name, "out"))
        text_puts(out, ONE_OF("np.zeros((2, 3))", "np.zeros(3)", "None"));
    else if (is_one_of(name, "bins"))
        text_puts(out, ONE_OF("3", "[0, 1, 2]", "[0, 2]", "5"));
    else if (is_one_of(name, "pad_width"))
        text_puts(out, ONE_OF("1", "(1, 2)", "((1, 0), (0, 2))", "2", "0", "-1"));
    else if (is_one_of(
                 name,
                 "stop start step low high loc scale lam mean sigma df a b left right dfnum dfden nonc mu "
                 "kappa ngood nbad nsample real imag val max min") &&
             chance(60))
        text_puts(out, ONE_OF("1", "2", "3", "1.5", "0.5", "4"));
    else if (param->required || param->how == STAR ||
             is_one_of(name, "b y weights aweights append prepend values arr2"))
        add_array(out);
    else
        return false;
    return true;
}

static bool add_argument(const Func *row, const Param *param, Text *out)
{
    switch (param->kind) {
    case KIND_ARRAY: add_array(out); break;
    case KIND_ARRAYS: add_arrays(out); break;
    case KIND_AXIS: add_axis(out); break;
    case KIND_AXES: add_axes(out); break;
    case KIND_SHAPE: add_shape(out); break;
    case KIND_DTYPE: add_dtype(out); break;
    case KIND_BOOL: text_puts(out, ONE_OF("True", "False")); break;
    case KIND_INT: text_puts(out, ONE_OF("0", "1", "2", "3", "-1")); break;
    case KIND_INDEX: text_puts(out, ONE_OF("0", "1", "[0, 1]", "[[0], [1]]", "-1", "v2i8", "5")); break;
    case KIND_REPEATS: text_puts(out, ONE_OF("2", "[1, 2]", "[2, 0, 1]", "0", "[1, 2, 3]")); break;
    case KIND_FLOAT: text_puts(out, ONE_OF("0.5", "1.5", "2", "0", "-1.0")); break;
    case KIND_STR: return false;
    case KIND_OUT:
        text_puts(out, ONE_OF("np.zeros((2, 3))", "np.zeros(3)", "np.zeros((), 'f4')", "None"));
        break;
    case KIND_FUNC: return false;
    default: return add_by_name(row, param, out);
    }
    return true;
}

/* A value of a class, by its home; NULL: there is none here. */
static const char *receiver(const char *home, Text *room)
{
    text_clear(room);
    if (strcmp(home, "ndarray") == 0)
        array_name(room);
    else if (strcmp(home, "generic") == 0)
        text_puts(room, ONE_OF("np.float32(2)", "np.int8(3)", "np.True_", "np.complex128(1)", "np.uint16(7)",
                               "np.float64(0.5)"));
    else if (strcmp(home, "RandomState") == 0)
        text_puts(room, "rs");
    else if (strcmp(home, "Generator") == 0)
        text_puts(room, "rng");
    else if (strcmp(home, "dtype") == 0)
        text_printf(room, "np.dtype('%s')", dtype_codes[below(CODES)]);
    else if (strcmp(home, "ufunc") == 0)
        text_puts(room, ONE_OF("np.add", "np.multiply", "np.maximum", "np.subtract", "np.logical_or",
                               "np.sin", "np.greater"));
    else
        return NULL;
    return text_get(room);
}

/* One of the homes of a row that expressions can be made for; false: none is. */
static bool choose_home(const Func *row, char home[40])
{
    const char *could[8];
    int lengths[8], count = 0;
    Text room = { 0 };
    for (const char *at = row->of; *at; at += strspn(at, " ")) {
        int length = (int)strcspn(at, " ");
        snprintf(home, 40, "%.*s", length, at);
        if (count < 8 && (strncmp(home, "np", 2) == 0 || receiver(home, &room)))
            could[count] = at, lengths[count++] = length;
        at += length;
    }
    text_free(&room);
    if (count == 0)
        return false;
    int i = below(count);
    snprintf(home, 40, "%.*s", lengths[i], could[i]);
    return true;
}

/* One expression; false: the row is of a home or needs an argument that there is none of. */
static bool write_expression(const Func *row, Text *out)
{
    char home[40];
    Text self = { 0 };
    const Signature *signature = signature_of(row);
    theme = below(SHAPES);
    theme_code = below(CODES);
    if (!choose_home(row, home))
        return false;
    const char *value = receiver(home, &self);
    bool stores = value && row->effects && strcmp(home, "ndarray") == 0;
    text_printf(out, "%s%s.%s", value ? value : home, stores ? ".copy()" : "", row->name);
    text_free(&self);
    if (row->style == ATTRIBUTE)
        return value != NULL;
    text_char(out, '(');
    bool first = true, keyword = false, ok = true;
    for (int i = value ? 1 : 0; i < signature->count && ok; i++) {
        const Param *param = &signature->param[i];
        if (param->how == STARSTAR || (!param->required && param->how != STAR && !chance(22))) {
            keyword |= param->how == POSITIONAL_ONLY || param->how == POSITIONAL;
            continue;
        }
        int times = param->how == STAR ? below(4) : 1;
        for (int n = 0; n < times && ok; n++) {
            size_t before = out->length;
            text_puts(out, first ? "" : ", ");
            if ((keyword && param->how != STAR) || param->how == KEYWORD_ONLY)
                text_printf(out, "%s=", param->name);
            if (param->how == POSITIONAL_ONLY && keyword) {
                out->at[out->length = before] = 0;
                break;
            }
            if (add_argument(row, param, out))
                first = false;
            else {
                out->at[out->length = before] = 0;
                keyword = true;
                ok = !param->required;
            }
        }
    }
    if (row->loops && chance(12))
        text_printf(out, "%sdtype=%s", first ? "" : ", ", ONE_OF("np.float32", "'i4'", "float", "complex"));
    text_char(out, ')');
    return ok;
}

/* All the expressions of a row, a line each; NULL: it has no shape rule, or none can be made. Owned by the
 * caller. */
static char *expressions_of(const Func *row)
{
    if (!row->infer && !row->loops)
        return NULL;
    Text all = { 0 }, one = { 0 };
    char name[100];
    snprintf(name, sizeof name, "%s.%s", row->of, row->name);
    state = hash_of(name);
    for (int i = 0; i < EACH; i++) {
        text_clear(&one);
        if (!write_expression(row, &one)) {
            text_free(&all);
            text_free(&one);
            return NULL;
        }
        text_printf(&all, "%s\n", text_get(&one));
    }
    text_free(&one);
    return all.at;
}

/* answers
 * ----------------------------------------------------------------------------------------------------
 */

static void describe(Value v, Text *out)
{
    DType dtype;
    if (v.tag == V_ARRAY) {
        if (!v.tensor->scalar) {
            text_char(out, '(');
            for (int i = 0; i < v.tensor->ndim; i++)
                text_printf(out, v.tensor->dim[i] == DIM_UNKNOWN ? "?," : "%lld,",
                            (long long)v.tensor->dim[i]);
            text_char(out, ')');
        }
        text_puts(out, dtype_info[v.tensor->dtype].code);
    } else if (value_is_scalar(v)) {
        scalar_data(&v, &dtype);
        text_puts(out, dtype_info[dtype].code);
    } else if (v.tag == V_TUPLE || v.tag == V_LIST) {
        int64_t n = v.tag == V_TUPLE ? v.tuple->count : v.list->count;
        const Value *item = v.tag == V_TUPLE ? v.tuple->item : v.list->item;
        text_char(out, v.tag == V_TUPLE ? '<' : '[');
        for (int64_t i = 0; i < n; i++) {
            text_puts(out, i ? " " : "");
            describe(item[i], out);
        }
        text_char(out, v.tag == V_TUPLE ? '>' : ']');
    } else if (v.tag == V_UNKNOWN)
        text_char(out, '?');
    else
        text_puts(out, value_type(v)->name);
}

/* Whether what was inferred allows for what was computed: `?` stands for any size, or for anything. */
static bool allows(Value inferred, Value computed)
{
    if (inferred.tag == V_UNKNOWN)
        return true;
    Text a = { 0 }, b = { 0 };
    bool same;
    if (inferred.tag == V_ARRAY && computed.tag == V_ARRAY) {
        same = inferred.tensor->dtype == computed.tensor->dtype &&
               inferred.tensor->ndim == computed.tensor->ndim &&
               inferred.tensor->scalar == computed.tensor->scalar;
        for (int i = 0; same && i < inferred.tensor->ndim; i++)
            same =
                inferred.tensor->dim[i] == DIM_UNKNOWN || inferred.tensor->dim[i] == computed.tensor->dim[i];
    } else if ((inferred.tag == V_TUPLE && computed.tag == V_TUPLE) ||
               (inferred.tag == V_LIST && computed.tag == V_LIST)) {
        bool tuple = inferred.tag == V_TUPLE;
        int64_t n = tuple ? inferred.tuple->count : inferred.list->count;
        same = n == (tuple ? computed.tuple->count : computed.list->count);
        for (int64_t i = 0; same && i < n; i++)
            same = allows(tuple ? inferred.tuple->item[i] : inferred.list->item[i],
                          tuple ? computed.tuple->item[i] : computed.list->item[i]);
    } else {
        describe(inferred, &a);
        describe(computed, &b);
        same = strcmp(text_get(&a), text_get(&b)) == 0;
        text_free(&a);
        text_free(&b);
    }
    return same;
}

/* What was recorded: the distinct answers, and for each row its name, the hash of its expressions, and the
 * number of each one's answer. */
typedef struct Recorded {
    char *text, **answer, **row;
    int answers, rows;
} Recorded;

static bool read_recorded(const char *path, Recorded *out)
{
    FILE *file = fopen(path, "r");
    Text text = { 0 };
    char piece[4096];
    if (!file)
        return false;
    for (size_t n; (n = fread(piece, 1, sizeof piece, file)) > 0;)
        text_add(&text, piece, n);
    fclose(file);
    *out = (Recorded){ .text = text.at };
    int room = 1;
    for (size_t i = 0; i < text.length; i++)
        room += text.at[i] == '\n';
    out->answer = calloc((size_t)room, sizeof *out->answer);
    out->row = calloc((size_t)room, sizeof *out->row);
    for (char *line = strtok(text.at, "\n"); line; line = strtok(NULL, "\n"))
        if (*line == '=')
            out->answer[out->answers++] = line + 1;
        else if (*line != '#')
            out->row[out->rows++] = line;
    return true;
}

/* The numbers of a row's answers; NULL: its expressions were not recorded. */
static const char *recorded_row(const Recorded *recorded, const char *heading)
{
    size_t length = strlen(heading);
    for (int i = 0; i < recorded->rows; i++)
        if (strncmp(recorded->row[i], heading, length) == 0 && recorded->row[i][length] == ' ')
            return recorded->row[i] + length;
    return NULL;
}

static void heading_of(const Func *row, const char *expressions, char heading[160])
{
    snprintf(heading, 160, "%.*s.%s %08x", (int)strcspn(row->of, " "), row->of, row->name,
             (unsigned)hash_of(expressions));
}

/* the sweep
 * --------------------------------------------------------------------------------------------------
 */

static Session *session;
static Parser *parser;
static struct {
    int expressions, errors, unknown, rows, unrecorded;
    int wrong; /* inferred, and something else was computed */
    int late;  /* inferred, and an error came */
    int apart; /* computed, and NumPy answers something else */
} count;
static bool verbose; /* show the late and the apart too */

static bool parse(const char *text, Source **source, Tree *tree)
{
    int at = 0;
    *source = source_new("<sweep>", 1, text, (int)strlen(text));
    return parser_next(parser, &session->run, *source, &at, READ_FILE, true, tree) == PARSE_TREE;
}

static void differ(int *counter, const char *expression, const char *what, const char *a, const char *b)
{
    ++*counter;
    if (verbose || counter == &count.wrong)
        printf("%s\n    %s %s, but %s\n", expression, what, a, b);
}

/* Errors about the values of elements, which no shape rule can foresee: a part of their text each. */
static bool decided_by_data;
static char error_text[200];
static bool is_by_data(const char *text)
{
    static const char *const parts[] = {
        "out of bounds",
        "invalid entry in choice array",
        "must be monotonically",
        "Weights sum to zero",
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (strstr(text, parts[i]))
            return true;
    return false;
}

/* What an expression comes to, described; the value is kept in *out. An error is "!ValueError". */
static void look(const Tree *tree, Look how, Text *said, Value *out)
{
    Findings found;
    const Node *expression = tree->root->kid->kid;
    *out = ABSENT;
    text_clear(said);
    if (session_look(session, tree, expression, how, &found)) {
        *out = value_keep(finding(&found, expression));
        describe(*out, said);
    } else {
        text_printf(said, "!%s", session->run.error.class->name);
        decided_by_data = is_by_data(session->run.error.text) || session->run.error.class == LinAlgError;
        snprintf(error_text, sizeof error_text, "%s", session->run.error.text);
        run_clear_error(&session->run);
    }
    findings_free(&found);
}

static void check_expression(const char *expression, const char *answer)
{
    Source *source;
    Tree tree;
    Text inferred = { 0 }, computed = { 0 };
    Value shape, value;
    count.expressions++;
    if (!parse(expression, &source, &tree)) {
        differ(&count.wrong, expression, "it is", "no expression", session->run.error.text);
        run_clear_error(&session->run);
        source_drop(source);
        return;
    }
    look(&tree, LOOK_AT_SHAPES, &inferred, &shape);
    look(&tree, LOOK_AT_VALUES, &computed, &value);
    arena_reset(&session->run.scratch);
    bool failed = *text_get(&computed) == '!',
         known = shape.tag != V_UNKNOWN && strcmp(text_get(&inferred), "!NoDataError");
    count.errors += failed;
    count.unknown += !known;
    if (failed && decided_by_data && shape.tag != V_ABSENT)
        known = false;
    if (known && (failed || shape.tag == V_ABSENT ? strcmp(text_get(&inferred), text_get(&computed))
                                                  : !allows(shape, value)))
        differ(failed && shape.tag != V_ABSENT ? &count.late : &count.wrong, expression, "inferred",
               text_get(&inferred),
               run_text(&session->run, "computed %s %s", text_get(&computed), failed ? error_text : ""));
    if (answer && strcmp(answer, "*") &&
        strcmp(answer, text_get(&computed))) /* "*": a dtype that ndcalc has not */
        differ(&count.apart, expression, "computed", text_get(&computed),
               run_text(&session->run, "NumPy %s", answer));
    value_drop(shape);
    value_drop(value);
    text_free(&inferred);
    text_free(&computed);
    source_drop(source);
}

static void check_row(const Func *row, const Recorded *recorded)
{
    char *expressions = expressions_of(row), heading[160];
    if (!expressions)
        return;
    count.rows++;
    heading_of(row, expressions, heading);
    const char *numbers = recorded_row(recorded, heading);
    count.unrecorded += !numbers;
    char *rest = expressions;
    for (char *line; *(line = rest);) {
        rest = strchr(line, '\n');
        *rest++ = 0;
        char *end = (char *)numbers;
        long number = numbers ? strtol(numbers, &end, 10) : -1;
        numbers = end;
        check_expression(line, number >= 0 && number < recorded->answers ? recorded->answer[number] : NULL);
    }
    free(expressions);
}

static void begin_session(void)
{
    Text prelude = { 0 };
    Source *source;
    Tree tree;
    session = session_new(stdout, stderr);
    parser = parser_new();
    session->run.warn = NULL;
    session->run.stack_limit = session->eval_limit = (const char *)__builtin_frame_address(0) - (4 << 20);
    add_prelude(&prelude);
    int at = 0;
    source = source_new("<sweep>", 1, text_get(&prelude), (int)prelude.length);
    while (parser_next(parser, &session->run, source, &at, READ_FILE, true, &tree) == PARSE_TREE)
        if (!session_run(session, &tree)) {
            printf("prelude: %s\n", session->run.error.text);
            exit(1);
        }
    text_free(&prelude);
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "write") == 0) {
        Text prelude = { 0 };
        add_prelude(&prelude);
        printf("%s", text_get(&prelude));
        text_free(&prelude);
        FOR_EACH_FUNC(row)
        {
            char *expressions = expressions_of(row), heading[160];
            if (!expressions)
                continue;
            heading_of(row, expressions, heading);
            printf("# %s\n%s", heading, expressions);
            free(expressions);
        }
        return 0;
    }
    Recorded recorded;
    verbose = argc == 4 && strcmp(argv[3], "-v") == 0;
    if (argc < 3 || strcmp(argv[1], "check") != 0 || !read_recorded(argv[2], &recorded)) {
        fprintf(stderr, "usage: sweep write | sweep check ANSWERS [-v]\n");
        return 2;
    }
    begin_session();
    FOR_EACH_FUNC(row) check_row(row, &recorded);
    printf("%d expressions of %d rows, %d of them errors: %d shapes wrong, %d unknown before computing, %d "
           "errors late; "
           "%d apart from NumPy; %d rows not recorded\n",
           count.expressions, count.rows, count.errors, count.wrong, count.unknown, count.late, count.apart,
           count.unrecorded);
    free(recorded.text);
    free(recorded.answer);
    free(recorded.row);
    return count.wrong || count.late > LATE_MAX || count.apart > APART_MAX ||
           count.unrecorded > count.rows / 10;
}
