/* check_compare.c: index forms, and the verdicts of compare on generated pairs whose truth is known by
 * construction. */
#include "eval/eval.h"
#include "lang/parser.h"
#include "teach/compare.h"
#include "teach/difference.h"
#include "teach/indexform.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static Session *session;
static Parser *parser;
static Source *source;
static Tree tree;

static void setup(void)
{
    session = session_new(stdout, stderr);
    session->run.stack_limit = session->eval_limit = (const char *)__builtin_frame_address(0) - (4 << 20);
    parser = parser_new();
    source = NULL;
    srand(4);
}

static void teardown(void)
{
    source_drop(source);
    parser_free(parser);
    session_free(session);
}

static const Node *parsed(const char *text)
{
    int at = 0;
    source_drop(source);
    source = source_new("<test>", 1, text, (int)strlen(text));
    ck_assert_msg(parser_next(parser, &session->run, source, &at, READ_FILE, true, &tree) == PARSE_TREE, "%s",
                  text);
    return tree.root->kid;
}

static void run_line(const char *text)
{
    parsed(text);
    ck_assert_msg(session_run(session, &tree), "%s: %s", text, session->run.error.text);
}

/* forms -----------------------------------------------------------------------------------------------------
 */

/* The form of an expression; the caller's `forms` holds its atoms. */
static bool form_from(Forms *forms, const char *text, Form *form)
{
    Findings found;
    const Node *node = parsed(text)->kid;
    ck_assert_msg(session_look(session, &tree, node, LOOK_AT_VALUES, &found), "%s: %s", text,
                  session->run.error.text);
    bool has = form_of(forms, &found, node, form);
    findings_free(&found);
    return has;
}

static void ck_spelled(const char *text, const char *expected, bool utf8)
{
    Forms forms;
    Form form;
    Page page = { 80, utf8, false };
    Text out = { 0 };
    forms_begin(&forms, session);
    ck_assert(form_from(&forms, text, &form));
    form_spell(&forms, &form, NULL, &page, &out);
    ck_assert_str_eq(text_get(&out), expected);
    text_free(&out);
    forms_free(&forms);
}

START_TEST(test_spelling)
{
    run_line("Y = np.ones((1, 8)); A2 = np.ones((1, 8)); A = np.eye(2); B = np.eye(2); x = np.ones(2); W = "
             "np.ones((2, 3))");
    ck_spelled("np.dot(Y, A2.T)", "[i,k] = Σ_j Y[i,j]·A2[k,j]", true);
    ck_spelled("np.dot(Y, A2.T)", "[i,k] = sum_j Y[i,j]*A2[k,j]", false);
    ck_spelled("np.sum(np.multiply(Y, A2))", "Σ_ij Y[i,j]·A2[i,j]", true);
    ck_spelled("np.sum(np.dot(A, B))", "Σ_ijk A[i,j]·B[j,k]", true);
    ck_spelled("W.mean(axis=1)", "[i] = 1/3·Σ_j W[i,j]", true);
    ck_spelled("W.mean()", "1/(2·3)·Σ_ij W[i,j]", true);
    ck_spelled("2*x - x @ A", "[i] = 2·x[i] - Σ_j x[j]·A[j,i]", true);
    ck_spelled("np.trace(A)", "Σ_i A[i,i]", true);
    ck_spelled("A[0]", "[i] = A[0,i]", true);
    ck_spelled("np.diag(x)", "[i,j] = x[i]·δ[i,j]", true);
    ck_spelled("np.diag(x) @ A", "[i,j] = x[i]·A[i,j]", true);
    ck_spelled("np.sum(np.eye(3))", "3", true);
    ck_spelled("W @ np.ones(3)", "[i] = Σ_j W[i,j]", true);
    ck_spelled("np.log(A) * B", "[i,j] = np.log(A)[i,j]·B[i,j]", true);
    ck_spelled("x[:, None] - Y[0, 0]", "[i,j] = x[i] - Y[0,0]", true);
    ck_spelled("np.exp(x) / np.exp(x).sum()", "[i] = np.exp(x)[i] / Σ_j np.exp(x)[j]", true);
    ck_spelled("(1 - x) / (1 + x)", "[i] = 1 / (1 + x[i]) - x[i] / (1 + x[i])", true);
    ck_spelled("A / A.sum(axis=1, keepdims=True)", "[i,j] = A[i,j] / Σ_k A[i,k]", true);
    ck_spelled("A / (A.sum(axis=1) - 1)[:, None]", "[i,j] = A[i,j] / (Σ_k A[i,k] - 1)", true);
    ck_spelled("1 - x / (2 * x.sum())", "[i] = 1 - 0.5·x[i] / (Σ_j x[j])", true);
    ck_spelled("np.sum(1 / x)", "Σ_i 1 / x[i]", true);
    ck_spelled("x / 3", "[i] = 1/3·x[i]", true);
    ck_spelled("x * 0.333333333333", "[i] = 0.333333333333·x[i]", true);
    ck_spelled("2 * x / 7 - 0.1", "[i] = 2/7·x[i] - 0.1", true);
    ck_spelled("((x - x.mean())**2).sum()", "Σ_i x[i]·x[i] - 1/2·Σ_ij x[i]·x[j]", true);
    ck_spelled("x - x", "[i] = 0", true);
}
END_TEST

static const struct {
    const char *one, *other;
    bool equal;
} form_pairs[] = {
    { "np.trace(np.dot(A, B.T))", "np.sum(A * B)", true },
    { "np.dot(A, C)", "A @ C", true },
    { "np.dot(A, C)", "np.einsum('ij,jk', A, C)", true },
    { "np.dot(A, C)", "np.tensordot(A, C, axes=1)", true },
    { "np.tensordot(A, B, axes=([0, 1], [0, 1]))", "np.vdot(A, B)", true },
    { "np.inner(A, B)", "A @ B.T", true },
    { "(A @ C).T", "C.T @ A.T", true },
    { "np.swapaxes(A, 0, 1)", "np.transpose(A, (1, 0))", true },
    { "np.moveaxis(T, 0, 2)", "T.transpose(1, 2, 0)", true },
    { "np.einsum('ij->ji', A)", "A.T", true },
    { "np.einsum('ii', S)", "np.trace(S)", true },
    { "np.diagonal(S)", "np.einsum('ii->i', S)", true },
    { "np.diag(x) @ A.T", "x[:, None] * A.T", true },
    { "np.eye(3) @ A.T", "A.T", true },
    { "np.outer(x, y)", "x[:, None] * y[None, :]", true },
    { "A.sum(axis=0)", "np.ones(2) @ A", true },
    { "A.mean(axis=1, keepdims=True)[:, 0]", "A.sum(axis=1) / A.shape[1]", true },
    { "np.mean(A)", "np.sum(A) / A.size", true },
    { "(A + B)**2", "A*A + 2*A*B + np.square(B)", true },
    { "np.sum(A @ C)", "A.sum(axis=0) @ C.sum(axis=1)", true },
    { "np.linalg.multi_dot([A, C, A])", "A @ C @ A", true },
    { "np.linalg.matrix_power(S, 2)", "S @ S", false }, /* not looked into: tried */
    { "np.log(A.T)", "np.log(A).T", true },
    { "np.log(1 - A)", "np.log(1 - A)", true },
    { "np.log(1 - A)", "np.log(1 + A)", false },
    { "S @ R", "R @ S", false },
    { "S @ R", "S * R", false },
    { "S", "S.T", false },
    { "A.sum()", "A.mean()", false },
    { "S.sum(axis=0)", "S.sum(axis=1)", false },
    { "A - A", "0 * A", true },
    { "S / 2", "S * 0.5", true },
    { "S / x", "S * (1 / x)", true },
    { "S / (2 * x)", "0.5 * S / x", true },
    { "x / x.mean()", "len(x) * x / x.sum()", true },
    { "x / 3", "x * 0.3333333333333", false }, /* 13 digits are not all */
    { "x + 1 + 1e-13 - 1", "x", false },
    { "x * len('a b')", "x * len('ab')", false },
    { "T @ C", "np.einsum('aij,jk->aik', T, C)", true },
    { "x - x.mean()", "x - np.sum(x) / len(x)", true },
    { "np.sum(S[:, None])", "np.sum(S)", true },
    { "np.sum(A, dtype=float)", "np.sum(A)", false }, /* dtype= is not looked into */
};
enum { FORM_PAIRS = sizeof form_pairs / sizeof *form_pairs };

START_TEST(test_forms)
{
    Forms forms;
    Form one, other;
    run_line(
        "A = np.arange(6.).reshape(2, 3); B = A + 1; C = np.ones((3, 2)); S = np.ones((3, 3)); R = S + 1; "
        "T = np.ones((4, 2, 3)); x = np.arange(3.); y = np.ones(4)");
    forms_begin(&forms, session);
    ck_assert(form_from(&forms, form_pairs[_i].one, &one));
    ck_assert(form_from(&forms, form_pairs[_i].other, &other));
    ck_assert_msg(form_equal(&forms, &one, &other, FORM_EVERY_SIZE) == form_pairs[_i].equal, "%s and %s",
                  form_pairs[_i].one, form_pairs[_i].other);
    forms_free(&forms);
}
END_TEST

static double form_value(const Forms *forms, const Form *form, int64_t *at);

static double atom_value(const Atom *atom, const int64_t *place)
{
    Source *text = source_new("<atom>", 1, atom->text, (int)strlen(atom->text));
    Tree of;
    int at = 0;
    Findings found;
    ck_assert(parser_next(parser, &session->run, text, &at, READ_FILE, true, &of) == PARSE_TREE);
    ck_assert(session_look(session, &of, of.root->kid->kid, LOOK_AT_VALUES, &found));
    Tensor *t = tensor_from_value(&session->run, finding(&found, of.root->kid->kid), FLOAT64, false);
    ck_assert_int_eq(t->ndim, atom->axes);
    const char *element = t->data;
    for (int axis = 0; axis < atom->axes; axis++)
        element += place[axis] * t->stride[axis];
    double value = element_double(FLOAT64, element);
    tensor_drop(t);
    findings_free(&found);
    source_drop(text);
    return value;
}

/* What a form comes to at one place: every label gets a number, in turn. */
static double term_value(const Forms *forms, const Term *term, const int *label, int labels, int64_t *at)
{
    if (labels > 0) {
        double sum = 0;
        int64_t was = at[*label];
        for (at[*label] = 0; at[*label] < label_length(forms, *label); at[*label]++)
            sum += term_value(forms, term, label + 1, labels - 1, at);
        at[*label] = was;
        return sum;
    }
    double product = term->by;
    for (int i = 0; i < term->sizes; i++)
        product *= pow((double)forms->size[size_root(forms, term->size[i].size)].value, term->size[i].power);
    for (int i = 0; i < term->factors; i++) {
        const Factor *factor = &term->factor[i];
        const Atom *atom = &forms->atom[factor->atom];
        int64_t place[FORM_AXES];
        for (int axis = 0; axis < atom->axes; axis++)
            place[axis] = factor->index[axis] < 0 ? -1 - factor->index[axis] : at[factor->index[axis]];
        if (factor->atom == ATOM_DELTA)
            product *= place[0] == place[1];
        else if (atom->divisor) {
            int64_t was[FORM_AXES];
            for (int axis = 0; axis < atom->axes; axis++) {
                was[axis] = at[atom->divisor->index[axis]];
                at[atom->divisor->index[axis]] = place[axis];
            }
            product /= form_value(forms, atom->divisor, at);
            for (int axis = atom->axes; axis-- > 0;)
                at[atom->divisor->index[axis]] = was[axis];
        } else
            product *= atom_value(atom, place);
    }
    return product;
}

static double form_value(const Forms *forms, const Form *form, int64_t *at)
{
    double sum = 0;
    for (int k = 0; k < form->terms; k++) {
        int label[FORM_FACTORS * FORM_AXES], labels = term_bound(form, &form->term[k], label);
        sum += term_value(forms, &form->term[k], label, labels, at);
    }
    return sum;
}

static void ck_form_gives(const char *text)
{
    Forms forms;
    Form form;
    int64_t at[500] = { 0 };
    forms_begin(&forms, session);
    ck_assert(form_from(&forms, text, &form));
    ck_assert_int_lt(forms.labels, 500);
    Value v;
    Findings found;
    const Node *node = parsed(text)->kid;
    ck_assert(session_look(session, &tree, node, LOOK_AT_VALUES, &found));
    v = finding(&found, node);
    Tensor *t = tensor_from_value(&session->run, v, FLOAT64, false);
    for (int64_t i = 0; i < tensor_size(t); i++) {
        const char *element = t->data;
        int64_t rest = i;
        for (int axis = t->ndim; axis-- > 0;) {
            at[form.index[axis]] = rest % t->dim[axis];
            element += rest % t->dim[axis] * t->stride[axis];
            rest /= t->dim[axis];
        }
        double sum = form_value(&forms, &form, at);
        double expected = element_double(FLOAT64, element);
        ck_assert_msg(fabs(sum - expected) <= 1e-9 * (1 + fabs(expected)), "%s: %g, not %g", text, sum,
                      expected);
    }
    tensor_drop(t);
    findings_free(&found);
    forms_free(&forms);
}

static const char *const form_values[] = {
    "np.dot(A, C)",
    "np.inner(A, B).T",
    "np.einsum('ab,cb->ca', A, B)",
    "np.einsum('abc->cb', T)",
    "np.einsum('ij,ji', A, C)",
    "np.tensordot(T, A, axes=([1, 2], [0, 1]))",
    "T @ C + np.ones((4, 2, 2))",
    "np.mean((T**2).mean(axis=1), axis=1, keepdims=True)",
    "(np.diag(np.inner(Y, x)) * Y).T",
    "np.diag(S) @ np.diag(x)",
    "np.trace(np.diag(x) @ S)",
    "(np.eye(3) + S).sum()",
    "(2*A - B/4).T @ (x[:2] * 0 + A[:, 0])[:, None]",
    "np.outer(x, x[0] - x) - S[:, 0]",
    "(S - S.mean(axis=1))**2",
    "(A * x).sum(axis=-1) / A.shape[1]",
    "np.squeeze(Y.T) @ S",
    "T.transpose(1, 2, 0)[0]",
    "(x[:, None, None] + T[0]).sum(axis=(0, 2))",
    "np.swapaxes(T, 0, 2).sum(axis=1, keepdims=True) * S[:, :, None]",
    "-np.vdot(A, B) + A.sum() * x",
    "np.linalg.multi_dot([A, S, C])",
    "sum(A) - A[0]",
    "np.dot(2, np.negative(A)) + np.add(A, np.subtract(B, 1))",
    "np.exp(x) / np.exp(x).sum()",
    "A / (A.sum(axis=1, keepdims=True) - 20)",
    "A / (B.sum(axis=0) + x) - 1 / B",
    "(1 - x) / (1 + x) + 2 / (1 + x)",
    "(A.T / (2 * B.T)).T @ (x / 7)",
    "np.divide(x, x[:, None] - 9)",
    "(B / (B / (1 + B.sum(axis=0)))).sum()",
    "1 / (3 * np.outer(x, x)) / x",
    "np.cos(x + 1) / np.cos(1 + x)[::-1]",
};
enum { FORM_VALUES = sizeof form_values / sizeof *form_values };

START_TEST(test_values)
{
    run_line(
        "A = np.arange(6.).reshape(2, 3) - 2; B = A**2 + 1; C = np.arange(6.).reshape(3, 2)/4; S = "
        "np.arange(9.).reshape(3, 3) - 3; T = np.arange(24.).reshape(4, 2, 3)/8; x = np.arange(3.) - 0.5; "
        "Y = x[None, :] + 0");
    ck_form_gives(form_values[_i]);
}
END_TEST

START_TEST(test_reach)
{
    Forms forms;
    Form one, other;
    double ratio;
    run_line("Y = np.ones((1, 3)); Z = np.ones((1, 3)); S = np.ones((3, 3)); x = np.ones(3)");
    forms_begin(&forms, session);
    form_from(&forms, "np.dot(Y, Z.T)", &one);
    form_from(&forms, "np.sum(Y * Z)", &other);
    ck_assert(!form_equal(&forms, &one, &other, FORM_EVERY_SIZE));
    ck_assert(form_equal(&forms, &one, &other, FORM_HERE));
    form_from(&forms, "S @ x", &one);
    form_from(&forms, "x @ S", &other);
    ck_assert(!form_equal(&forms, &one, &other, FORM_SYMMETRIC));
    for (int i = 0; i < forms.atoms; i++)
        forms.atom[i].symmetric = forms.atom[i].axes == 2;
    ck_assert(form_equal(&forms, &one, &other, FORM_SYMMETRIC));
    ck_assert(!form_equal(&forms, &one, &other, FORM_EVERY_SIZE));
    form_from(&forms, "S + S", &one);
    form_from(&forms, "6 * S", &other);
    ck_assert(form_ratio(&forms, &one, &other, &ratio));
    ck_assert_double_eq(ratio, 3);
    form_from(&forms, "S @ S @ S", &one);
    ck_assert_int_eq(form_products(&forms, &one), 81);
    forms_free(&forms);
}
END_TEST

/* differences -----------------------------------------------------------------------------------------------
 */

START_TEST(test_ulps)
{
    ck_assert_double_eq(ulps_between(FLOAT64, 0.1 + 0.2, 0.3), 1);
    ck_assert_double_eq(ulps_between(FLOAT64, 1, 1 + 0x1p-50), 4);
    ck_assert_double_eq(ulps_between(FLOAT64, 0, 5e-324), 1);
    ck_assert_double_eq(ulps_between(FLOAT64, -5e-324, 5e-324), 2);
    ck_assert_double_eq(ulps_between(FLOAT32, 1, 1 + 0x1p-22), 2);
    ck_assert_double_eq(ulps_between(FLOAT16, 1, 1 + 0x1p-10), 1);
    ck_assert(isinf(ulps_between(FLOAT64, 1, INFINITY)));
    ck_assert_double_eq(ulps_between(FLOAT64, NAN, NAN), 0);
}
END_TEST

/* generated pairs -------------------------------------------------------------------------------------------
 *
 * Dtypes of a pair, one letter each: f float64, g float32, i int64, b bool, s int8, u uint8: those in which
 * the truth holds. Variables: A, B, D are (m, n), C (n, k), S and T (n, n), x and y (n,), v (m,), z (k,). */

typedef struct Pair {
    const char *left, *right, *dtypes;
} Pair;

static const Pair equal_pairs[] = {
    { "np.trace(np.dot(A, B.T))", "np.sum(np.multiply(A, B))", "fgi" },
    { "np.dot(A, C).T", "np.dot(C.T, A.T)", "fgibsu" },
    { "A @ x", "np.dot(A, x)", "fgibsu" },
    { "np.einsum('ij,jk->ik', A, C)", "A @ C", "fgisu" },
    { "np.sum(A, axis=0)", "np.ones(A.shape[0]) @ A", "fgi" },
    { "A * (B + D)", "A * B + A * D", "fgibsu" },
    { "np.outer(x, y)", "x[:, None] * y", "fgibsu" },
    { "np.mean(A)", "np.sum(A) / A.size", "fgibsu" },
    { "np.inner(A, B)", "A @ B.T", "fgibsu" },
    { "np.tensordot(A, B, axes=2)", "np.vdot(A, B)", "fgisu" },
    { "np.sum(A + B)", "np.sum(A) + np.sum(B)", "fgi" },
    { "np.diagonal(S)", "np.einsum('ii->i', S)", "fgibsu" },
    { "np.swapaxes(A, 0, 1)", "A.T", "fgibsu" },
    { "np.sum(x ** 2)", "x @ x", "fgi" },
    { "np.maximum(x, y)", "np.where(x > y, x, y)", "fgisu" },
    { "np.sort(x)[::-1]", "-np.sort(-x)", "fgi" },
    { "np.cumsum(A, axis=1)[:, -1]", "A.sum(axis=1)", "fgi" },
    { "np.abs(x)", "np.sqrt(x * x)", "fg" },
    { "np.clip(x, 0, 1)", "np.minimum(np.maximum(x, 0), 1)", "fgi" },
    { "np.linalg.norm(x) ** 2", "x @ x", "f" },
    { "np.concatenate([x, y]).sum()", "x.sum() + y.sum()", "fgi" },
    { "x - x.mean()", "x - np.sum(x) / len(x)", "fgi" },
    { "np.var(x)", "np.mean(x ** 2) - np.mean(x) ** 2", "f" },
    { "(A @ C) @ z", "A @ (C @ z)", "fgibsu" },
    { "np.multiply(A, 2)", "A + A", "fgisu" },
    { "np.diag(v) @ A", "v[:, None] * A", "fgibsu" },
    { "np.eye(A.shape[0]) @ A", "A", "fgi" },
    { "A.reshape(-1)", "A.ravel()", "fgibsu" },
    { "A.sum()", "A.sum(axis=0).sum()", "fgi" },
    { "np.dot(A, C)[0]", "A[0] @ C", "fgibsu" },
    { "np.einsum('ij,ij->', A, B)", "np.trace(A.T @ B)", "fgi" },
    { "np.flip(A)", "A[::-1, ::-1]", "fgibsu" },
    { "np.where(A > 0, A, 0)", "np.maximum(A, 0)", "fgi" },
    { "(A + B) @ x", "A @ x + B @ x", "fgibsu" },
    { "A - A.mean(axis=1, keepdims=True)", "A - A.mean(axis=1)[:, None]", "fgi" },
    { "np.linalg.matrix_power(S, 2)", "S @ S", "fgi" },
    { "np.sum(np.dot(A, C))", "A.sum(axis=0) @ C.sum(axis=1)", "fgi" },
};

static const Pair other_pairs[] = {
    { "S @ T", "T @ S", "fgibsu" },
    { "S @ T", "S * T", "fgibsu" },
    { "S.sum(axis=0)", "S.sum(axis=1)", "fgibsu" },
    { "S", "S.T", "fgibsu" },
    { "S @ T.T", "S.T @ T", "fgibsu" },
    { "A.mean()", "A.sum()", "fgibsu" },
    { "x.max()", "x.sum()", "fgibsu" },
    { "x.std()", "x.std(ddof=1)", "fgi" },
    { "np.median(x)", "x.mean()", "fgi" },
    { "np.sort(x)", "x", "fgibsu" },
    { "np.abs(x)", "x", "fgis" },
    { "np.floor(x)", "np.trunc(x)", "fg" },
    { "np.round(x)", "np.floor(x + 0.5)", "fg" },
    { "x ** 2", "np.abs(x)", "fgi" },
    { "np.maximum(x, 0)", "np.abs(x)", "fgi" },
    { "S - S.mean(axis=0)", "S - S.mean(axis=1)", "fgi" },
    { "np.sum(x)", "np.nansum(x)", "fg" },
    { "np.argmax(x)", "len(x) - 1 - np.argmax(x[::-1])", "fgibsu" },
    { "S.ravel()", "S.T.ravel()", "fgibsu" },
    { "A.reshape(A.shape[1], A.shape[0])", "A.T", "fgibsu" },
    { "np.cumsum(x)", "np.cumsum(x[::-1])", "fgibsu" },
    { "x @ y", "np.sum(x + y)", "fgi" },
    { "np.prod(x)", "np.sum(x)", "fgibsu" },
    { "np.sign(x)", "x", "fgi" },
    { "np.unique(x).size", "x.size", "fgibsu" },
    { "np.sum(np.dot(S, T))", "np.sum(np.multiply(S, T))", "fgibsu" },
    { "np.trace(S @ T)", "np.trace(S) * np.trace(T)", "fgibsu" },
    { "A * A", "A ** 3", "fgi" },
    { "np.linalg.norm(S)", "np.linalg.norm(S, 2)", "fg" },
    { "x / 2", "x // 2", "fgi" },
    { "np.minimum(x, y)", "np.where(x > y, x, y)", "fgibsu" },
    { "np.all(x == y)", "np.any(x == y)", "fgibsu" },
    { "np.exp(x)", "1 + x", "f" },
    { "x[::-1]", "x", "fgibsu" },
    { "np.clip(x, -2, 2)", "x", "fgi" },
    { "np.clip(x, -100, 100)", "x", "fg" },
    { "S + x", "S + x[:, None]", "fgibsu" },
    { "np.dot(S, x)", "np.dot(x, S)", "fgibsu" },
    { "np.isfinite(x)", "x == x", "fg" },
    { "np.signbit(x)", "x < 0", "fg" },
    { "np.count_nonzero(x)", "x.size", "fgibsu" },
};

/* Equal where S is symmetric, T is S, or A and B have one row; the arrays are made so. */
static const Pair lucky_pairs[] = {
    { "S", "S.T", "fgibsu" },
    { "S @ x", "x @ S", "fgibsu" },
    { "S.sum(axis=0)", "S.sum(axis=1)", "fgibsu" },
    { "S.ravel()", "S.T.ravel()", "fgibsu" },
    { "S @ S", "S @ S.T", "fgibsu" },
    { "np.trace(S @ S)", "np.sum(S * S)", "fgi" },
    { "S @ T", "T @ S", "fgibsu" },
    { "(S - S.mean(axis=1)[:, None]).T", "S - S.mean(axis=0)", "fgi" },
    { "A.reshape(A.shape[1], A.shape[0])", "A.T", "fgibsu" },
    { "np.sum(A @ B.T)", "np.sum(A * B)", "fgi" },
    { "A.ravel()", "A.T.ravel()", "fgibsu" },
};

/* Around both sides. The first two keep what is different different, in every dtype; the others where numbers
 * do not wrap. */
static const char *const wrappers[] = { "%s", "np.transpose(%s)", "2 * (%s)", "1 - (%s)", "np.sum(%s)" };

#define COUNT(table) ((int)(sizeof(table) / sizeof *(table)))

static int below(int n) { return rand() % n; }

static DType dtype_of(char letter)
{
    return letter == 'f'   ? FLOAT64
           : letter == 'g' ? FLOAT32
           : letter == 'i' ? INT64
           : letter == 'b' ? BOOL
           : letter == 's' ? INT8
                           : UINT8;
}

/* Numbers of all sizes, and the whole range of small ints. */
static double wide_number(DType d)
{
    if (dtype_is_int(d) && dtype_info[d].size == 1)
        return below(256) - (d == UINT8 ? 0 : 128);
    if (!dtype_is_inexact(d))
        return below(d == BOOL ? 2 : 2000) - (d == BOOL ? 0 : 1000);
    return (below(5) ? 1 : 0) * (below(2) ? 1 : -1) * pow(10, below(180) / 10.0 - 9) *
           (1 + below(1000) / 999.0);
}

static bool wide;

static void bind_array(const char *name, DType d, int ndim, int64_t rows, int64_t columns)
{
    int64_t dim[2] = { rows, columns };
    Tensor *t = tensor_new(&session->run, d, ndim, dim);
    for (int64_t i = 0; i < tensor_size(t); i++) {
        char *at = t->data + i * (int64_t)tensor_itemsize(t);
        if (wide && dtype_is_inexact(d))
            element_set_complex(d, at, wide_number(d));
        else if (wide)
            element_set_int(d, at, (int64_t)wide_number(d));
        else if (dtype_is_inexact(d))
            element_set_complex(d, at, (below(2000) - 1000) / 256.0);
        else
            element_set_int(d, at, d == BOOL ? below(2) : below(7) - (d == UINT8 ? 0 : 3));
    }
    session_set(session, name_of(name, (int)strlen(name)), value_array(t));
    tensor_drop(t);
}

/* Sizes 0 and 1 come up, too. */
static int64_t some_size(void) { return below(20) == 0 ? 0 : below(8) == 0 ? 1 : 2 + below(3); }

static void bind_all(DType d, bool lucky)
{
    int64_t m = lucky ? 1 : some_size(), n = lucky ? 2 + below(3) : some_size(), k = some_size();
    bind_array("A", d, 2, m, n);
    bind_array("B", d, 2, m, n);
    bind_array("D", d, 2, m, n);
    bind_array("C", d, 2, n, k);
    bind_array("S", d, 2, n, n);
    bind_array("T", d, 2, n, n);
    bind_array("x", d, 1, n, 0);
    bind_array("y", d, 1, n, 0);
    bind_array("v", d, 1, m, 0);
    bind_array("z", d, 1, k, 0);
    if (lucky)
        run_line("S = np.triu(S) | np.triu(S).T if S.dtype == bool else np.triu(S) + np.triu(S, 1).T; T = S");
}

/* What compare says of a pair; false: a side cannot be computed for these arrays. */
static bool verdict_of(const char *left, const char *right, Verdict *verdict)
{
    char text[600];
    snprintf(text, sizeof text, "%s, %s", left, right);
    const Node *pair = parsed(text)->kid;
    Text out = { 0 };
    Page page = { 80, true, false };
    bool ok = compare(session, NULL, &page, (Tolerance){ -1, -1 }, &tree, pair->kid, pair->kid->next, &out,
                      verdict);
    for (const char *line = text_get(&out); *line; line += strcspn(line, "\n") + 1)
        ck_assert_msg(text_columns(line, strcspn(line, "\n")) <= 80, "%s: %s", text, line);
    text_free(&out);
    run_clear_error(&session->run);
    arena_reset(&session->run.scratch);
    return ok;
}

typedef struct Tally {
    int pairs, claimed_equal, found_different, here_equal, undecided;
} Tally;

static void run_pairs(const Pair *pairs, int count, int wanted, bool equal, bool lucky, Tally *tally)
{
    for (int i = 0; tally->pairs < wanted; i++) {
        const Pair *pair = &pairs[i % count];
        char letter = pair->dtypes[below((int)strlen(pair->dtypes))];
        bool wraps = strchr("bsu", letter) != NULL;
        const char *wrapper = wrappers[below(equal && !wraps ? COUNT(wrappers) : wraps ? 2 : 4)];
        char left[200], right[200];
        snprintf(left, sizeof left, wrapper, pair->left);
        snprintf(right, sizeof right, wrapper, pair->right);
        Verdict v;
        bind_all(dtype_of(letter), lucky);
        if (!verdict_of(left, right, &v))
            continue;
        tally->pairs++;
        bool different = v.always == NOT_ALWAYS || v.always == SOMETIMES_SIZES;
        bool special = v.always == ALWAYS_FINITE;
        tally->here_equal += v.here <= HERE_NUMBERS;
        tally->found_different += different || (special && !equal);
        tally->claimed_equal += v.always == ALWAYS_PROVED || v.always == ALWAYS_ONES;
        tally->undecided += v.always == ALWAYS_TRIED || v.always == NOT_TRIED;
        if (equal ? different : !different && !special)
            printf("%s, %s (%c): %s\n", left, right, letter,
                   equal ? "called different" : "no counterexample");
        if (equal)
            ck_assert_msg(v.here <= HERE_NUMBERS, "%s and %s differ (%c)", left, right, letter);
        else
            ck_assert_msg(v.always != ALWAYS_PROVED && v.always != ALWAYS_ONES,
                          "%s and %s are called equal (%c)", left, right, letter);
        if (lucky)
            ck_assert_msg(v.here <= HERE_NUMBERS, "%s and %s differ here (%c)", left, right, letter);
    }
}

START_TEST(test_generated)
{
    Tally equal = { 0 }, other = { 0 }, lucky = { 0 };
    run_pairs(equal_pairs, COUNT(equal_pairs), 250, true, false, &equal);
    run_pairs(other_pairs, COUNT(other_pairs), 200, false, false, &other);
    run_pairs(lucky_pairs, COUNT(lucky_pairs), 50, false, true, &lucky);
    printf("%d equal pairs: %d proved, %d called different; %d others: %d counterexamples, %d called equal; "
           "%d equal by luck: %d counterexamples\n",
           equal.pairs, equal.claimed_equal, equal.found_different, other.pairs, other.found_different,
           other.claimed_equal, lucky.pairs, lucky.found_different);
    ck_assert_int_eq(equal.found_different, 0);
    ck_assert_int_eq(other.claimed_equal + lucky.claimed_equal, 0);
    ck_assert_int_ge(100 * (other.found_different + lucky.found_different), 95 * 250);
}
END_TEST

/* Numbers of all sizes: here digits are lost, and products of small ints wrap. What the verdict calls the
 * same must be the same, in any case. */
static const Pair wide_pairs[] = {
    { "x + 1e6 - 1e6", "x", "fg" },
    { "(x + 1e17) - 1e17", "x", "f" },
    { "x + v[:1] - v[:1]", "x", "fg" },
    { "((x - x.mean())**2).sum()", "(x**2).sum() - len(x)*x.mean()**2", "fg" },
    { "np.var(x)", "np.mean(x**2) - np.mean(x)**2", "fg" },
    { "x.sum()", "math.fsum(x)", "fg" },
    { "1 - np.cos(x)", "2*np.sin(x/2)**2", "f" },
    { "x / x.sum()", "x * (1 / x.sum())", "fg" },
    { "2/(1 + x) - 1", "(1 - x)/(1 + x)", "fg" },
    { "np.sqrt(x*x + 1) - np.abs(x)", "1/(np.sqrt(x*x + 1) + np.abs(x))", "f" },
    { "np.log(1 + x*x)", "np.log1p(x*x)", "f" },
    { "(x + y)*(x - y)", "x*x - y*y", "fg" },
    { "A @ x - B @ x", "(A - B) @ x", "fg" },
    { "A / A.sum(axis=1, keepdims=True)", "(A.T / A.sum(axis=1)).T", "fg" },
    { "np.sum(x)", "np.cumsum(x)[-1]", "fg" },
    { "np.exp(x - x.max())", "np.exp(x) / np.exp(x.max())", "f" },
    { "x.mean()", "(x - y[0]).mean() + y[0]", "fg" },
    { "x + 1e-14", "x", "f" },
    { "x + 1", "x", "f" },
    { "x * 1.0000000000001", "x", "f" },
    { "x / 3", "x * 0.333333333333", "f" },
    { "x.sum() + 1e-9", "x.sum()", "f" },
    { "A @ x + 1e-7", "A @ x", "f" },
    { "x + x", "2*x.astype(int)", "us" },
    { "x * y", "x * y.astype(float)", "us" },
    { "np.sum(x)", "np.sum(x, dtype=x.dtype)", "us" },
    { "x @ y", "np.sum(x * y)", "us" },
    { "x - y", "x.astype(int) - y", "u" },
    { "-x", "0 - x.astype(int)", "us" },
    { "(x + y) / 2", "x / 2 + y / 2", "us" },
    { "np.diff(x)", "x[1:].astype(int) - x[:-1]", "u" },
    { "x == y", "(x - y) == 0", "usfg" },
    { "x < y", "x - y < 0", "us" },
    { "~(x > 0)", "x <= 0", "usfg" },
    { "np.abs(x)", "np.abs(x.astype(int))", "s" },
};

/* The same within half of the digits of the largest number, or in all those of 1. */
static bool is_near(const char *left, const char *right, double half, double all)
{
    char text[700];
    snprintf(text, sizeof text,
             "(lambda l, r: l.shape == r.shape and bool(np.all(np.isclose(l, r, rtol=0, equal_nan=True, "
             "atol=%g + %g*max(np.max(np.abs(l), initial=0), np.max(np.abs(r), initial=0))))))"
             "(np.asarray(%s)*np.float64(1), np.asarray(%s)*np.float64(1))",
             all, half, left, right);
    Findings found;
    const Node *node = parsed(text)->kid;
    bool looked = session_look(session, &tree, node, LOOK_AT_VALUES, &found);
    ck_assert_msg(looked, "%s: %s", text, session->run.error.text);
    Value v = finding(&found, node);
    bool near = v.tag == V_BOOL && v.i;
    findings_free(&found);
    return near;
}

START_TEST(test_wide)
{
    int same = 0, rounded = 0, cancelled = 0, different = 0, pairs = 0;
    wide = true;
    for (int i = 0; pairs < 500; i++) {
        const Pair *pair = &wide_pairs[i % COUNT(wide_pairs)];
        char letter = pair->dtypes[below((int)strlen(pair->dtypes))];
        Verdict v;
        bind_all(dtype_of(letter), false);
        if (!verdict_of(pair->left, pair->right, &v))
            continue;
        pairs++;
        same += v.here == HERE_SAME;
        rounded += v.here == HERE_ROUNDED;
        cancelled += v.here == HERE_CANCELLED;
        different += v.here == HERE_DIFFERENT;
        bool close = v.here == HERE_SAME || v.here == HERE_ROUNDED || v.here == HERE_NUMBERS;
        ck_assert_int_eq(close, !v.differ);
        if (close)
            ck_assert_msg(is_near(pair->left, pair->right, letter == 'g' ? 3.5e-4 : 1.5e-8,
                                  letter == 'g' ? 1e-5 : 2e-14),
                          "%s and %s (%c) are called the same", pair->left, pair->right, letter);
        else if (v.here == HERE_DIFFERENT) /* what differs here is not called equal elsewhere */
            ck_assert_msg(v.always >= SOMETIMES_SIZES, "%s and %s (%c): %d", pair->left, pair->right, letter,
                          v.always);
    }
    wide = false;
    printf("%d pairs of numbers of all sizes: %d the same, %d but for rounding, %d but for cancellation, %d "
           "different\n",
           pairs, same, rounded, cancelled, different);
    ck_assert_int_ge(cancelled, 10);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("compare");
    TCase *test = tcase_create("compare");
    tcase_add_checked_fixture(test, setup, teardown);
    tcase_set_timeout(test, 300);
    tcase_add_test(test, test_spelling);
    tcase_add_loop_test(test, test_forms, 0, FORM_PAIRS);
    tcase_add_loop_test(test, test_values, 0, FORM_VALUES);
    tcase_add_test(test, test_reach);
    tcase_add_test(test, test_ulps);
    tcase_add_test(test, test_generated);
    tcase_add_test(test, test_wide);
    suite_add_tcase(suite, test);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
