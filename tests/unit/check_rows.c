/* Every row of every table: its example is true, and what its shape rule infers is what its kernel computes.
 */
#include "func/func.h"
#include "run/formats.h"
#include "run/help.h"
#include "run/script.h"
#include "run/shell.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const Func *row(int i)
{
    FOR_EACH_FUNC(f)
    if (i-- == 0)
        return f;
    return NULL;
}

static const char *title(const Func *f)
{
    static Text text;
    text_clear(&text);
    help_signature(f, &text);
    return text.at;
}

/* One statement of an example: its source without prompts, and its output. */
static const char *next_statement(const char *at, Text *source, Text *output)
{
    bool begun = false;
    text_clear(source);
    text_clear(output);
    while (*at) {
        size_t length = strcspn(at, "\n");
        bool first = strncmp(at, ">>> ", 4) == 0,
             more = begun && output->length == 0 && strncmp(at, "...", 3) == 0;
        if (first && begun)
            break;
        begun = true;
        Text *to = first || more ? source : output;
        size_t prompt = !(first || more) ? 0 : length > 3 ? 4 : 3;
        text_add(to, at + prompt, length - prompt);
        text_char(to, '\n');
        at += length + (at[length] == '\n');
    }
    return at;
}

/* A shell that answers into a text. */
static Shell *shell_into(char **said, size_t *length)
{
    Shell *shell = shell_new(&format_plain, COLOR_NEVER);
    shell->session->run.out = shell->session->run.err = open_memstream(said, length);
    shell->session->run.warn = NULL;
    return shell;
}

static void close_shell(Shell *shell)
{
    fclose(shell->session->run.out);
    shell_free(shell);
}

static bool is_blank(const char *text) { return text[strspn(text, " \n")] == 0; }

/* Whether two texts are the same but for blank lines at the end. */
static bool same_output(const char *a, const char *b)
{
    size_t i = 0;
    while (a[i] && a[i] == b[i])
        i++;
    return is_blank(a + i) && is_blank(b + i);
}

/* What the calculator leaves out has a row that says so, and no example. */
static bool is_refused(const Func *f)
{
    Shell *shell = shell_new(&format_plain, COLOR_NEVER);
    Value out = ABSENT, self = value_cstr(""); /* of str's methods */
    Given given = { .count = strcmp(f->of, "str") == 0, .value = &self };
    bool called = func_call(&shell->session->run, f, &given, &out);
    value_drop(self);
    bool refused = !called && class_is(shell->session->run.error.class, NotImplementedError);
    shell_free(shell);
    return refused;
}

START_TEST(example_is_true)
{
    const Func *f = row(_i);
    ck_assert_msg(f->params || f->style == ATTRIBUTE, "%s: no parameters", f->name);
    ck_assert_msg(f->brief && *f->brief, "%s: no brief", title(f));
    if (!f->example) {
        ck_assert_msg(is_refused(f), "%s: no example", title(f));
        return;
    }
    char *said = NULL;
    size_t length = 0;
    Text source = { 0 }, output = { 0 };
    Shell *shell = shell_into(&said, &length);
    for (const char *at = f->example; *at;) {
        at = next_statement(at, &source, &output);
        fflush(shell->session->run.out);
        size_t before = length;
        script_run_text(shell, "<stdin>", text_get(&source), source.length);
        fflush(shell->session->run.out);
        ck_assert_msg(same_output(said + before, text_get(&output)), "%s\n>>> %sexpected:\n%sanswered:\n%s",
                      title(f), text_get(&source), text_get(&output), said + before);
    }
    close_shell(shell);
    free(said);
    text_free(&source);
    text_free(&output);
}
END_TEST

/* inferred against computed
 * ----------------------------------------------------------------------------------- */

/* Whether an inferred value agrees with the computed one, wherever inference is sure. */
static bool agrees(Value inferred, Value computed)
{
    if (inferred.tag == V_UNKNOWN)
        return true;
    if (inferred.tag == V_TUPLE && computed.tag == V_TUPLE) {
        bool same = inferred.tuple->count == computed.tuple->count;
        for (int64_t i = 0; same && i < inferred.tuple->count; i++)
            same = agrees(inferred.tuple->item[i], computed.tuple->item[i]);
        return same;
    }
    if (inferred.tag != V_ARRAY)
        return value_type(inferred) == value_type(computed);
    const Tensor *shape = inferred.tensor;
    Tensor scalar;
    const Tensor *result = computed.tag == V_ARRAY ? computed.tensor : &scalar;
    if (computed.tag != V_ARRAY && !tensor_of_scalar(&scalar, &computed))
        return false;
    bool same = shape->dtype == result->dtype && shape->ndim == result->ndim;
    for (int i = 0; same && i < shape->ndim; i++)
        same = shape->dim[i] == DIM_UNKNOWN || shape->dim[i] == result->dim[i];
    return same;
}

static void describe(Shell *shell, Value v, Text *text)
{
    text_puts(text, value_type_name(v));
    text_char(text, ' ');
    if (v.tag == V_ARRAY && !v.tensor->data)
        text_printf(text, "%s %s", shape_text(&shell->session->run, v.tensor->ndim, v.tensor->dim),
                    dtype_info[v.tensor->dtype].name);
    else if (!tag_text(&shell->session->run, v, text))
        text_puts(text, value_text(&shell->session->run, v));
}

static void compare_call(Shell *shell, const Func *f, const Given *given)
{
    Run *run = &shell->session->run;
    Value inferred = ABSENT, computed = ABSENT;
    if (f->effects || !func_call(run, f, given, &computed)) {
        run_clear_error(run);
        return; /* an example of an error */
    }
    ck_assert_msg(func_infer(run, f, given, &inferred), "%s: infer fails: %s", title(f), run->error.text);
    if (!agrees(inferred, computed)) {
        Text text = { 0 };
        text_printf(&text, "%s: inferred ", title(f));
        describe(shell, inferred, &text);
        text_puts(&text, ", computed ");
        describe(shell, computed, &text);
        ck_abort_msg("%s", text.at);
    }
    value_drop(inferred);
    value_drop(computed);
}

/* Compares a call in an example if it is one of this row, with arguments that stand there as they are. */
static void compare_node(Shell *shell, const Func *f, const Tree *tree, const Node *node)
{
    Value callee, value[ARGS_MAX + 1];
    const char *keyword[ARGS_MAX];
    Given given = { .value = value, .keyword = keyword };
    bool usable = shell_evaluate(shell, tree, node->kid, &callee);
    if (usable && node->kind == NODE_ATTRIBUTE) {
        usable = func_for(callee, name_text(node->name)) == f && f->style == ATTRIBUTE;
        value[given.count++] = value_keep(callee);
    } else if (usable) {
        usable = (callee.tag == V_FUNC && callee.func == f) ||
                 (callee.tag == V_METHOD && callee.method->func == f) ||
                 (callee.tag == V_CLASS && f->class == callee.class);
        if (usable && callee.tag == V_METHOD)
            value[given.count++] = value_keep(callee.method->self);
        for (const Node *kid = node->kid->next; kid && usable; kid = kid->next) {
            bool named = kid->kind == NODE_KEYWORD;
            usable =
                kid->kind != NODE_STAR && kid->kind != NODE_STARSTAR &&
                given.count + given.keywords < ARGS_MAX &&
                shell_evaluate(shell, tree, named ? kid->kid : kid, &value[given.count + given.keywords]);
            if (usable && named)
                keyword[given.keywords++] = name_text(kid->name);
            else if (usable)
                given.count++;
        }
    }
    run_clear_error(&shell->session->run);
    if (usable)
        compare_call(shell, f, &given);
    for (int i = 0; i < given.count + given.keywords; i++)
        value_drop(value[i]);
    value_drop(callee);
}

static void compare_nodes(Shell *shell, const Func *f, const Tree *tree, const Node *node)
{
    if (node->kind == NODE_CALL || node->kind == NODE_ATTRIBUTE)
        compare_node(shell, f, tree, node);
    if (node->kind != NODE_LISTCOMP && node->kind != NODE_LAMBDA && node->kind != NODE_DEF)
        for (const Node *kid = node->kid; kid; kid = kid->next)
            compare_nodes(shell, f, tree, kid);
}

START_TEST(inferred_is_computed)
{
    const Func *f = row(_i);
    char *said = NULL;
    size_t length = 0;
    Text source = { 0 }, output = { 0 };
    Shell *shell = shell_into(&said, &length);
    for (const char *at = f->example ? f->example : ""; *at;) {
        at = next_statement(at, &source, &output);
        Source *kept = source_new("<stdin>", 1, text_get(&source), (int)source.length);
        Statement statement;
        int start = 0;
        if (shell_next(shell, kept, &start, READ_FILE, true, &statement) == PARSE_TREE && !statement.magic) {
            compare_nodes(shell, f, &statement.tree, statement.tree.root);
            shell_run(shell, &statement);
        }
        source_drop(kept);
    }
    close_shell(shell);
    free(said);
    text_free(&source);
    text_free(&output);
}
END_TEST

int main(void)
{
    int rows = 0;
    FOR_EACH_FUNC(f)
    rows++;
    Suite *suite = suite_create("rows");
    TCase *tcase = tcase_create("rows");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, example_is_true, 0, rows);
    tcase_add_loop_test(tcase, inferred_is_computed, 0, rows);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
