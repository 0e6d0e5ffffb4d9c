#include "teach/steps.h"

#include "teach/indexform.h"
#include "tensor/show.h"
#include "tensor/symbol.h"

#include <string.h>

/* The node whose step is told, what it called, what it came to. */
typedef struct Step {
    Session *session;
    Run *run;
    const Findings *found;
    const Page *page;
    const Node *node;
    Called called;
    Tensor *operand[CALLED_OPERANDS]; /* NULL: no array */
    Tensor *result;                   /* NULL: no array */
} Step;

static bool begin(Step *step, Session *s, const Findings *found, const Node *node, const Page *page)
{
    *step = (Step){ .session = s, .run = &s->run, .found = found, .page = page, .node = node };
    if (!node_called(s, found, node, &step->called))
        return false;
    for (int i = 0; i < step->called.operands; i++)
        step->operand[i] = array_of(s, found, step->called.operand[i]);
    Value v = finding(found, node);
    step->result = v.tag == V_ARRAY || value_is_scalar(v) ? array_of(s, found, node) : NULL;
    return true;
}

static void end(Step *step)
{
    for (int i = 0; i < step->called.operands; i++)
        tensor_drop(step->operand[i]);
    tensor_drop(step->result);
}

static void say(Said *said, const char *text)
{
    if (said->text.length)
        text_puts(&said->text, "; ");
    text_puts(&said->text, text);
}

static void say_telling(Said *said, const char *text)
{
    say(said, text);
    said->telling = true;
}

static const char *shape_of(const Step *step, const Tensor *t)
{
    return shape_text(step->run, t->ndim, t->dim);
}
static const char *size_of(const Step *step, int64_t size)
{
    Text text = { 0 };
    size_spell(step->run, size, &text);
    const char *kept = run_text(step->run, "%s", text_get(&text));
    text_free(&text);
    return kept;
}
static bool same_shape(const Tensor *a, const Tensor *b)
{
    return shape_equal(a->ndim, a->dim, b->ndim, b->dim);
}
static const char *text_of(const Step *step, int operand)
{
    return source_text(step->run, step->found->tree, step->called.operand[operand]);
}
static bool is_named(const Step *step, const char *names)
{
    const char *name = step->called.row ? step->called.row->name : "";
    size_t length = strlen(name);
    for (const char *at = names; length && (at = strstr(at, name)); at += length)
        if ((at == names || at[-1] == ' ') && (at[length] == ' ' || at[length] == 0))
            return true;
    return false;
}

/* lists ----------------------------------------------------------------------------------------------------
 */

static bool is_list(const Step *step, int operand)
{
    Tag tag = (Tag)finding(step->found, step->called.operand[operand]).tag;
    return tag == V_LIST || tag == V_TUPLE;
}

/* "np.array([1, 2]) * 2 -> array([2, 4])": the operator on the arrays that lists would make; nothing if that
 * is none. */
static void as_arrays(const Step *step, Said *said)
{
    Value operand[2], result;
    Text text = { 0 };
    for (int i = 0; i < 2; i++) {
        bool list = is_list(step, i);
        text_printf(&text, list ? "%snp.array(%s)" : "%s%s",
                    i ? run_text(step->run, " %s ", step->called.operator) : "", text_of(step, i));
        operand[i] = list && step->operand[i] ? value_array(tensor_keep(step->operand[i]))
                                              : value_keep(finding(step->found, step->called.operand[i]));
    }
    Error outer = step->run->error;
    step->run->error = (Error){ 0 };
    if (operate_hook(step->run, (Operator)step->node->op, operand[0], operand[1], &result)) {
        text_puts(&text, " -> ");
        if (value_repr(step->run, result, &text) && !strchr(text_get(&text), '\n'))
            say(said, text_get(&text));
        value_drop(result);
    }
    run_forget_trial(step->run);
    step->run->error = outer;
    value_drop(operand[0]);
    value_drop(operand[1]);
    text_free(&text);
}

static void say_of_lists(const Step *step, Said *said)
{
    if (step->node->kind != NODE_BINARY || !(is_list(step, 0) || is_list(step, 1)) || step->result)
        return; /* beside an array a list is one */
    const char *what = is_list(step, 0) ? value_type_name(finding(step->found, step->called.operand[0]))
                                        : value_type_name(finding(step->found, step->called.operand[1]));
    if (step->node->op == NODE_OP_MUL)
        say_telling(said, run_text(step->run, "%ss repeat", what));
    else if (step->node->op == NODE_OP_ADD)
        say_telling(said, run_text(step->run, "%ss join", what));
    else
        return;
    as_arrays(step, said);
}

/* element by element ---------------------------------------------------------------------------------------
 */

static bool is_elementwise(const Step *step)
{
    return step->called.row && step->called.row->loops && step->result;
}

/* "the scalar 1 meets all 8" */
static void say_of_scalars(const Step *step, Said *said)
{
    int64_t size = tensor_size(step->result);
    for (int i = 0; i < step->called.operands && i < step->called.row->nin; i++)
        if (step->operand[i] && step->operand[i]->ndim == 0 && step->result->ndim && size != 1) {
            const char *text = text_of(step, i);
            say(said, run_text(step->run, "the scalar %s meets all %s", strlen(text) < 20 ? text : "",
                               size_of(step, size)));
        }
}

/* What people take * and ** for. */
static void say_of_operator(const Step *step, Said *said)
{
    const Tensor *a = step->operand[0], *b = step->operand[1];
    if (step->node->kind != NODE_BINARY || !a || !b)
        return;
    if (step->node->op == NODE_OP_MUL && a->ndim > 1 && b->ndim > 1)
        say_telling(said, "* is element by element; the matrix product is @");
    if (step->node->op == NODE_OP_POW && a->ndim > 1 && b->ndim == 0) {
        const char *power = text_of(step, 1);
        say_telling(said, strcmp(power, "2") == 0
                              ? "each element squared"
                              : run_text(step->run, "each element to the power of %s", power));
        if (a->dim[a->ndim - 1] == a->dim[a->ndim - 2] && dtype_is_int((DType)b->dtype))
            say(said,
                run_text(step->run, "matrix power: np.linalg.matrix_power(%s, %s)", text_of(step, 0), power));
    }
}

/* Two operands that both grew: "every x with every c". */
static void say_of_pairs(const Step *step, Said *said)
{
    int grown = 0;
    for (int i = 0; i < step->called.row->nin && i < step->called.operands; i++)
        grown += step->operand[i] && step->operand[i]->ndim && !same_shape(step->operand[i], step->result);
    if (grown > 1)
        say_telling(said, run_text(step->run, "%s and %s meet as %s: every %s with every %s",
                                   shape_of(step, step->operand[0]), shape_of(step, step->operand[1]),
                                   shape_of(step, step->result), text_of(step, 0), text_of(step, 1)));
}

/* folds ----------------------------------------------------------------------------------------------------
 */

/* How a family of functions makes one number of many. */
static const struct {
    const char *names;
    const char *all;  /* "adds all 8" */
    const char *away; /* "axis 0 (size 2) is added away" */
} folds[] = {
    { "sum nansum count_nonzero trapezoid", "adds all %s", "added away" },
    { "prod nanprod", "multiplies all %s", "multiplied away" },
    { "mean average nanmean", "the mean of all %s", "averaged away" },
    { "max amax nanmax", "the largest of all %s", "folded to its largest" },
    { "min amin nanmin", "the smallest of all %s", "folded to its smallest" },
    { "argmax nanargmax", "where the largest of all %s is", "folded to the place of its largest" },
    { "argmin nanargmin", "where the smallest of all %s is", "folded to the place of its smallest" },
    { "any", "whether any of all %s is true", "folded to whether any is true" },
    { "all", "whether all %s are true", "folded to whether all are true" },
    { "std nanstd", "the standard deviation of all %s", "folded to its standard deviation" },
    { "var nanvar", "the variance of all %s", "folded to its variance" },
    { "median nanmedian", "the median of all %s", "folded to its median" },
    { "ptp", "largest less smallest of all %s", "folded to largest less smallest" },
    { "cumsum cumprod nancumsum nancumprod cumulative_sum cumulative_prod", "runs over all %s", NULL },
    { "", "folds all %s", "folded away" },
};

/* The axes that a call names; false: it names none, or they cannot be told. */
static bool marked_axes(const Step *step, int ndim, bool marked[AXES_MAX])
{
    const Node *given = argument_for(&step->called, step->node, "axis");
    Value axis = given ? finding(step->found, given) : ABSENT;
    memset(marked, 0, AXES_MAX * sizeof *marked);
    int64_t count = axis.tag == V_TUPLE ? axis.tuple->count : 1;
    for (int64_t i = 0; i < count; i++) {
        Value one = axis.tag == V_TUPLE ? axis.tuple->item[i] : axis;
        int64_t at = one.i;
        if (one.tag != V_INT || at < -ndim || at >= ndim)
            return false;
        marked[at < 0 ? at + ndim : at] = true;
    }
    return true;
}

/* Whether a shape is another one without the marked axes, or with size 1 in their place. */
static bool is_fold(const Tensor *a, const bool marked[], const Tensor *result)
{
    int at = 0;
    bool keeps = a->ndim == result->ndim;
    for (int i = 0; i < a->ndim; i++)
        if (keeps ? result->dim[i] != (marked[i] ? 1 : a->dim[i])
                  : !marked[i] && (at >= result->ndim || result->dim[at++] != a->dim[i]))
            return false;
    return keeps || at == result->ndim;
}

static bool says_fold(const Step *step, Said *said)
{
    const Signature *signature = step->called.row ? signature_of(step->called.row) : NULL;
    bool has_axis = false;
    for (int i = 0; signature && i < signature->count; i++)
        has_axis |= strcmp(signature->param[i].name, "axis") == 0;
    const Tensor *a = step->called.operands ? step->operand[0] : NULL, *result = step->result;
    bool marked[AXES_MAX];
    if (!has_axis || !a || !result || a->ndim == 0 || is_named(step, "take diff cumsum cumprod sort argsort"))
        return false;
    size_t family = 0;
    while (*folds[family].names && !is_named(step, folds[family].names))
        family++;
    if (!marked_axes(step, a->ndim, marked)) {
        if (result->ndim != 0)
            return false;
        say_telling(said, run_text(step->run, folds[family].all, size_of(step, tensor_size(a))));
        return true;
    }
    if (!folds[family].away || !is_fold(a, marked, result))
        return false;
    Text text = { 0 };
    for (int i = 0; i < a->ndim; i++)
        if (marked[i])
            text_printf(&text, "%s %d (size %s)", text.length ? " and" : "axis", i, size_of(step, a->dim[i]));
    text_printf(&text, " %s %s: %s -> %s", strstr(text_get(&text), " and ") ? "are" : "is",
                folds[family].away, shape_of(step, a), shape_of(step, result));
    say_telling(said, text_get(&text));
    text_free(&text);
    return true;
}

/* products -------------------------------------------------------------------------------------------------
 */

static bool says_product(const Step *step, Said *said)
{
    if (!is_named(step, "dot matmul inner vdot vecdot matvec vecmat") || step->called.operands < 2)
        return false;
    const Tensor *a = step->operand[0], *b = step->operand[1];
    if (!a || !b || !step->result || a->ndim == 0 || b->ndim == 0)
        return false;
    const char *left = text_of(step, 0), *right = text_of(step, 1);
    const char *sizes = size_of(step, a->dim[a->ndim - 1]);
    if (a->ndim == 1 && b->ndim == 1)
        say_telling(said, run_text(step->run, "each element of %s with its partner in %s: %s products, added",
                                   left, right, sizes));
    else if (is_named(step, "inner"))
        say_telling(said, run_text(step->run, "each row of %s with each row of %s: %s products each, added",
                                   left, right, sizes));
    else if (a->ndim > 2 || b->ndim > 2)
        say_telling(said,
                    run_text(step->run, "%s: %s products each, added",
                             is_named(step, "dot") ? "every matrix of one with every matrix of the other"
                                                   : "matrices pair one to one",
                             sizes));
    else
        say_telling(said,
                    run_text(step->run, "%s with %s: %s products each, added",
                             a->ndim == 1 ? left : run_text(step->run, "each row of %s", left),
                             b->ndim == 1 ? right : run_text(step->run, "each column of %s", right), sizes));
    return true;
}

/* What einsum and its kin come to: "[k] = Σ_ij A[i,j]·W[j,k]". */
static bool says_sum_of_products(const Step *step, Said *said)
{
    if (!is_named(step, "einsum tensordot vdot trace outer multi_dot kron"))
        return false;
    Forms forms;
    Form form;
    Text text = { 0 };
    forms_begin(&forms, step->session);
    bool known =
        form_of(&forms, step->found, step->node, &form) &&
        (form.terms > 1 || (form.terms == 1 && form.term[0].factors > 1) || is_named(step, "einsum trace"));
    if (known) {
        form_spell(&forms, &form, NULL, step->page, &text);
        say_telling(said, text_get(&text));
    }
    forms_free(&forms);
    text_free(&text);
    return known;
}

/* several results ------------------------------------------------------------------------------------------
 */

/* How the parts of a decomposition make its operand again, where their shapes fit. */
static void say_of_parts(const Step *step, const Tuple *parts, Said *said)
{
    const char *name = step->called.operands ? text_of(step, 0) : "";
    const Tensor *last =
        parts->item[parts->count - 1].tag == V_ARRAY ? parts->item[parts->count - 1].tensor : NULL;
    const Tensor *first = parts->item[0].tag == V_ARRAY ? parts->item[0].tensor : NULL;
    if (!first || !last || last->ndim != 2)
        return;
    if (is_named(step, "svd") && first->ndim == 2 && first->dim[1] == last->dim[0])
        say(said, run_text(step->run, "(U * S) @ Vh is %s again", name));
    else if (is_named(step, "qr") && first->ndim == 2)
        say(said, run_text(step->run, "Q @ R is %s again", name));
    else if (is_named(step, "eig eigh"))
        say(said, run_text(step->run, "%s times a column of eigenvectors is that column times its eigenvalue",
                           name));
}

/* "U (2, 2), S (2,), Vh (2, 3)" */
static bool says_several(const Step *step, Said *said)
{
    enum { SHOWN = 6 };
    Value v = finding(step->found, step->node);
    if (step->node->kind != NODE_CALL || v.tag != V_TUPLE || v.tuple->count == 0 || v.tuple->count > SHOWN)
        return false;
    Text text = { 0 };
    bool arrays = true;
    for (int64_t i = 0; arrays && i < v.tuple->count; i++) {
        Value item = v.tuple->item[i];
        arrays = item.tag == V_ARRAY || value_is_scalar(item);
        if (!arrays)
            break;
        DType dtype = FLOAT64;
        if (item.tag == V_ARRAY)
            dtype = (DType)item.tensor->dtype;
        else
            scalar_data(&item, &dtype);
        text_printf(&text, "%s%s%s%s %s", i ? ", " : "", v.tuple->names ? v.tuple->names->field[i] : "",
                    v.tuple->names ? " " : "", item.tag == V_ARRAY ? shape_of(step, item.tensor) : "()",
                    dtype_info[dtype].name);
    }
    if (arrays) {
        say_telling(said, text_get(&text));
        say_of_parts(step, v.tuple, said);
    }
    text_free(&text);
    return arrays;
}

/* other shapes ---------------------------------------------------------------------------------------------
 */

static bool says_rearranged(const Step *step, Said *said)
{
    const Tensor *a = step->called.operands ? step->operand[0] : NULL, *result = step->result;
    if (!a || !result)
        return false;
    const char *change = run_text(step->run, "%s -> %s", shape_of(step, a), shape_of(step, result));
    if (is_named(step, "T mT transpose permute_dims swapaxes matrix_transpose")) {
        bool same = a->ndim < 2;
        say_telling(said, same ? "one axis: nothing to swap"
                               : run_text(step->run, "the axes in another order: %s", change));
        return true;
    }
    if (is_named(step, "reshape ravel flatten")) {
        say_telling(said, run_text(step->run, "the same %s elements in their order, cut anew: %s",
                                   size_of(step, tensor_size(a)), change));
        return true;
    }
    return false;
}

/* a[1], a[:, 0], a[a > 2] */
static bool says_item(const Step *step, Said *said)
{
    const Tensor *a = step->called.operands ? step->operand[0] : NULL, *result = step->result;
    if (step->node->kind != NODE_INDEX || !a || !result)
        return false;
    const char *copy = !result->data || result->ndim == 0 ? "" : result->base ? ", a view" : ", a copy";
    say_telling(said, run_text(step->run, "%s -> %s%s", shape_of(step, a), shape_of(step, result), copy));
    return true;
}

static bool says_change(const Step *step, Said *said)
{
    const Tensor *a = step->called.operands ? step->operand[0] : NULL, *result = step->result;
    Value v = a ? finding(step->found, step->called.operand[0]) : ABSENT;
    if (!a || !result || v.tag != V_ARRAY || step->node->kind == NODE_BINARY || same_shape(a, result))
        return false;
    say_telling(said, run_text(step->run, "%s -> %s", shape_of(step, a), shape_of(step, result)));
    return true;
}

/* What people do not expect of a function. */
static void say_of_habits(const Step *step, Said *said)
{
    const Tensor *a = step->called.operands ? step->operand[0] : NULL;
    if (is_named(step, "std var nanstd nanvar") && !argument_for(&step->called, step->node, "ddof"))
        say_telling(said, "divides by n; ddof=1 by n - 1");
    if (is_named(step, "round around rint") && step->result)
        say_telling(said, "halves go to the even neighbour: 2.5 -> 2.0, 3.5 -> 4.0");
    if (is_named(step, "append insert delete") && step->result && a)
        say_telling(said,
                    run_text(step->run, "a new array; %s stays %s", text_of(step, 0), shape_of(step, a)));
}

/* np.float32(0.1) == 0.1: Python's number takes the dtype of the other side before they meet. */
static void say_of_weak(const Step *step, Said *said)
{
    for (int i = 0; step->called.operands == 2 && i < 2; i++) {
        const Tensor *other = step->operand[!i];
        if (finding(step->found, step->called.operand[i]).tag == V_FLOAT && other &&
            (other->dtype == FLOAT32 || other->dtype == FLOAT16) &&
            finding(step->found, step->called.operand[!i]).tag != V_FLOAT)
            say_telling(said, run_text(step->run, "%s becomes %s first, the dtype of the other side",
                                       text_of(step, i), dtype_info[other->dtype].name));
    }
}

void step_says(Session *s, const Findings *found, const Node *node, const Page *page, Said *said)
{
    Step step;
    if (!begin(&step, s, found, node, page))
        return;
    say_of_lists(&step, said);
    if (is_elementwise(&step)) {
        say_of_operator(&step, said);
        say_of_pairs(&step, said);
        say_of_weak(&step, said);
        if (!said->text.length)
            say_of_scalars(&step, said);
    } else if (!says_product(&step, said) && !says_sum_of_products(&step, said) &&
               !says_several(&step, said) && !says_fold(&step, said) && !says_rearranged(&step, said) &&
               !says_item(&step, said))
        says_change(&step, said);
    say_of_habits(&step, said);
    end(&step);
}

/* The dtype in which a call meets its operands: that of its result, if it is what they promote to; NO_DTYPE:
 * cannot be told. */
static DType meeting_dtype(const Step *step)
{
    if (!step->result || !step->called.row)
        return NO_DTYPE;
    if (is_elementwise(step) && step->called.row->makes == SAME && !is_named(step, "left_shift right_shift"))
        return (DType)step->result->dtype;
    if (!is_elementwise(step) &&
        !is_named(step,
                  "dot matmul inner outer vdot vecdot matvec vecmat tensordot einsum kron cross convolve "
                  "correlate concatenate concat stack hstack vstack column_stack append where"))
        return NO_DTYPE; /* an index is not converted to what is taken */
    DType promoted = NO_DTYPE;
    for (int i = is_named(step, "where"); i < step->called.operands; i++) {
        Value v = finding(step->found, step->called.operand[i]);
        if (v.tag == V_ARRAY || value_is_scalar(v))
            promoted = promoted == NO_DTYPE ? (DType)step->operand[i]->dtype
                                            : dtype_promote(promoted, (DType)step->operand[i]->dtype);
    }
    return is_elementwise(step) || promoted == step->result->dtype ? promoted : NO_DTYPE;
}

/* "gets axis 0, repeated 3 times", "repeated 3 times along axis 1" */
static void say_stretched(const Step *step, const Tensor *a, Said *said)
{
    const Tensor *result = step->result;
    int before = result->ndim - a->ndim;
    for (int i = 0; i < result->ndim; i++) {
        const char *times = size_of(step, result->dim[i]);
        if (result->dim[i] == 0 && (i < before || a->dim[i - before] != 0))
            say_telling(said, run_text(step->run, "axis %d meets no elements", i));
        else if (i < before && result->dim[i] == 1)
            say_telling(said, run_text(step->run, "gets axis %d", i));
        else if (i < before)
            say_telling(said, run_text(step->run, "gets axis %d, repeated %s times", i, times));
        else if (a->dim[i - before] != result->dim[i])
            say_telling(said, run_text(step->run, "axis %d repeated %s times", i, times));
    }
}

void operand_says(Session *s, const Findings *found, const Node *node, const Node *operand, const Page *page,
                  Said *said)
{
    Step step;
    if (!begin(&step, s, found, node, page))
        return;
    Value v = finding(found, operand);
    for (int i = 0; i < step.called.operands; i++) {
        const Tensor *a = step.operand[i];
        if (step.called.operand[i] != operand || !a || !(v.tag == V_ARRAY || value_is_scalar(v)))
            continue;
        if (is_elementwise(&step) && a->ndim && !same_shape(a, step.result))
            say_stretched(&step, a, said);
        DType meeting = i == 0 && is_named(&step, "where") ? NO_DTYPE : meeting_dtype(&step);
        if (meeting != NO_DTYPE && meeting != a->dtype)
            say_telling(said, run_text(step.run, "-> %s", dtype_info[meeting].name));
    }
    end(&step);
}
