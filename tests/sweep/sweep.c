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
#include "lang/parser.h"

#include "expressions.h"

#include <stdlib.h>
#include <string.h>

enum {
    EACH = 32,
    /* Not yet as they should be; these numbers only ever fall. */
    LATE_MAX = 2,  /* errors that depend on no element, and are found only when computing */
    APART_MAX = 43 /* of calls that make little sense, nearly all: errors of another class than NumPy's */
};

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

static void begin_session(void)
{
    session = session_new(stdout, stderr);
    parser = parser_new();
    session->run.warn = NULL;
    session->run.stack_limit = session->eval_limit = (const char *)__builtin_frame_address(0) - (4 << 20);
}

/* Every row finds the arrays as they were, whatever the rows before it wrote into them. */
static void run_prelude(void)
{
    Text prelude = { 0 };
    Tree tree;
    int at = 0;
    add_prelude(&prelude);
    Source *source = source_new("<sweep>", 1, text_get(&prelude), (int)prelude.length);
    while (parser_next(parser, &session->run, source, &at, READ_FILE, true, &tree) == PARSE_TREE)
        if (!session_run(session, &tree)) {
            printf("prelude: %s\n", session->run.error.text);
            exit(1);
        }
    source_drop(source);
    text_free(&prelude);
}

static void check_row(const Func *row, const Recorded *recorded)
{
    char *expressions = expressions_of(row), heading[160];
    if (!expressions)
        return;
    count.rows++;
    heading_of(row, expressions, heading);
    run_prelude();
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
