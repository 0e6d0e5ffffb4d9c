/* np.einsum: its arguments, the shape of its result, and its answer. */
#include "linalg/einsum.h"

#include "func/gufunc.h"
#include "func/results.h"
#include "linalg/contract.h"

#include <string.h>

/* Places of the keywords in the row's params. */
enum { OPERANDS, OUT, DTYPE, ORDER, CASTING, OPTIMIZE };

/* All that is known of a call before it is computed. */
typedef struct Plan {
    Einsum e;
    Tensor *operand[EINSUM_OPERANDS]; /* counted; once combined, with no label twice */
    Labels label[EINSUM_OPERANDS];    /* theirs */
    int count;
    int64_t size[EINSUM_LABELS];
    Shape shape; /* of the result */
    DType dtype; /* that it is computed in */
    Tensor *into;
    Casting casting;
    char order;
    bool is_view;   /* one operand and nothing to sum: NumPy answers a view */
    bool is_scalar; /* a result without axes is a number, as nearly always */
} Plan;

static void plan_drop(Plan *plan)
{
    for (int i = 0; i < plan->count; i++)
        tensor_drop(plan->operand[i]);
}

/* arguments
 * ----------------------------------------------------------------------------------------------------- */

/* What optimize= may be; *optimized tells whether Python's code is asked first. */
static bool read_optimize(Call *call, int operands, bool *optimized)
{
    Run *run = call->run;
    Value v = call->arg[OPTIMIZE].value;
    *optimized = v.tag != V_ABSENT && !(v.tag == V_BOOL && !v.i);
    if (!*optimized || v.tag == V_BOOL || v.tag == V_NONE)
        return true;
    if (v.tag == V_STR) {
        if (operands > 2 && strcmp(v.str->text, "greedy") && strcmp(v.str->text, "optimal"))
            return fail(run, KeyError, "('Path name %%s not found', %s)", value_text(run, v));
        return true;
    }
    int64_t length = 0;
    const Value *item = sequence_items(v, &length);
    bool path = item && length && item[0].tag == V_STR && !strcmp(item[0].str->text, "einsum_path");
    bool limited =
        item && length == 2 && item[0].tag == V_STR && (value_is_int(item[1]) || item[1].tag == V_FLOAT);
    return path || limited || einsum_fail_path(run, v);
}

/* The subscripts, and the operands as values. NULL on error. */
static const char *read_arguments(Call *call, const Value **operand, int *count, int *step, bool *optimized)
{
    Run *run = call->run;
    const Tuple *argument = call->arg[OPERANDS].value.tuple;
    int64_t given = argument->count;
    bool text = given && argument->item[0].tag == V_STR;
    int64_t operands = text ? given - 1 : given / 2;
    if (!read_optimize(call, (int)operands, optimized))
        return NULL;
    if (!given && *optimized)
        return fail(run, ValueError, "No input operands"), NULL;
    if (!given)
        return fail(run, ValueError,
                    "must specify the einstein sum subscripts string and at least one operand, or at least "
                    "one operand "
                    "and its corresponding subscripts list"),
               NULL;
    if (text && !operands && *optimized)
        return fail(run, ValueError, "Number of einsum subscripts must be equal to the number of operands."),
               NULL;
    if (text && !operands)
        return fail(run, ValueError,
                    "must specify the einstein sum subscripts string and at least one operand"),
               NULL;
    if (!operands)
        return fail(run, ValueError, "must provide at least an operand and a subscripts list to einsum"),
               NULL;
    if (operands > EINSUM_OPERANDS)
        return fail(run, ValueError, "too many operands provided to einstein sum function"), NULL;
    *count = (int)operands;
    *step = text ? 1 : 2;
    *operand = argument->item + (text ? 1 : 0);
    return text ? argument->item[0].str->text : einsum_subscripts(run, argument, *optimized);
}

/* labels and sizes
 * ------------------------------------------------------------------------------------------------ */

/* An operand in which no label stands twice: its diagonal along those that do. */
static bool combine(Run *run, Plan *plan, int i)
{
    Tensor *t = plan->operand[i];
    const Labels *all = &plan->e.operand[i];
    Labels *own = &plan->label[i];
    int64_t dim[AXES_MAX], stride[AXES_MAX];
    own->ndim = 0;
    for (int axis = 0; axis < all->ndim; axis++) {
        const uint8_t *found = memchr(own->at, all->at[axis], (size_t)own->ndim);
        int place = found ? (int)(found - own->at) : own->ndim;
        if (!found) {
            own->at[own->ndim++] = all->at[axis];
            dim[place] = t->dim[axis], stride[place] = t->stride[axis];
            continue;
        }
        if (!dim_fits(dim[place], t->dim[axis])) {
            const char *which = plan->is_view ? "single operand" : run_text(run, "operand %d", i);
            return fail(run, ValueError,
                        "dimensions in %s for collapsing index '%c' don't match (%lld != %lld)", which,
                        all->at[axis], (long long)dim[place], (long long)t->dim[axis]);
        }
        stride[place] += t->stride[axis];
    }
    if (own->ndim == all->ndim)
        return true;
    plan->operand[i] = view_at(t, own->ndim, dim, stride, 0);
    tensor_drop(t);
    return true;
}

/* All labels: those of the result, then the others in the order of their numbers. */
static int iteration_labels(const Plan *plan, uint8_t at[EINSUM_LABELS])
{
    int n = plan->e.out.ndim;
    memcpy(at, plan->e.out.at, (size_t)n);
    for (int label = 0; label < EINSUM_LABELS; label++)
        if (plan->e.uses[label] && !memchr(plan->e.out.at, label, (size_t)plan->e.out.ndim))
            at[n++] = (uint8_t)label;
    return n;
}

static const char *remapped_operand(Run *run, const Tensor *t, const Labels *labels, const uint8_t at[],
                                    int n)
{
    int64_t dim[EINSUM_LABELS];
    for (int i = 0; i < n; i++) {
        const uint8_t *found = memchr(labels->at, at[i], (size_t)labels->ndim);
        dim[i] = found ? t->dim[found - labels->at] : -1;
    }
    return run_text(run, "%s->%s ", shape_tight(run, t->ndim, t->dim), shape_remapped(run, n, dim));
}

static bool fail_sizes(Run *run, const Plan *plan)
{
    uint8_t at[EINSUM_LABELS];
    int n = iteration_labels(plan, at);
    const char *text = "";
    for (int i = 0; i < plan->count; i++)
        text = run_text(run, "%s%s", text, remapped_operand(run, plan->operand[i], &plan->label[i], at, n));
    if (plan->into)
        text = run_text(run, "%s%s", text, remapped_operand(run, plan->into, &plan->e.out, at, n));
    return fail(run, ValueError,
                "operands could not be broadcast together with remapped shapes [original->remapped]: %s",
                text);
}

static bool find_sizes(Run *run, Plan *plan)
{
    for (int i = 0; i < EINSUM_LABELS; i++)
        plan->size[i] = 1;
    for (int i = 0; i < plan->count; i++)
        for (int j = 0; j < plan->label[i].ndim; j++) {
            int64_t dim = plan->operand[i]->dim[j], *size = &plan->size[plan->label[i].at[j]];
            if (*size == 1 || (*size == DIM_UNKNOWN && dim != 1))
                *size = dim;
            else if (dim != 1 && !dim_fits(dim, *size))
                return fail_sizes(run, plan);
        }
    plan->shape.ndim = plan->e.out.ndim;
    for (int i = 0; i < plan->shape.ndim; i++)
        plan->shape.dim[i] = plan->size[plan->e.out.at[i]];
    for (int i = 0; plan->into && i < plan->shape.ndim; i++) {
        int64_t dim = plan->into->dim[i];
        if (dim_fits(dim, plan->shape.dim[i]))
            continue;
        if (dim == 1)
            return fail(run, ValueError,
                        "output operand requires a reduction along dimension %d, but the reduction is not "
                        "enabled. The "
                        "dimension size of 1 does not match the expected output shape.",
                        i);
        return fail_sizes(run, plan);
    }
    return true;
}

static bool find_dtype(Call *call, Plan *plan)
{
    Run *run = call->run;
    DType asked;
    if (!arg_dtype(call, DTYPE, &asked))
        return false;
    plan->dtype = (DType)plan->operand[0]->dtype;
    for (int i = 1; i < plan->count; i++)
        plan->dtype = dtype_promote(plan->dtype, (DType)plan->operand[i]->dtype);
    if (asked != NO_DTYPE && !plan->is_view)
        plan->dtype = asked;
    for (int i = 0; i < plan->count && !plan->is_view; i++)
        if (!dtype_can_cast((DType)plan->operand[i]->dtype, plan->dtype, plan->casting))
            return fail(run, TypeError,
                        "Iterator operand %d dtype could not be cast from dtype('%s') to dtype('%s') "
                        "according to the "
                        "rule '%s'",
                        i, dtype_info[plan->operand[i]->dtype].name, dtype_info[plan->dtype].name,
                        casting_name[plan->casting]);
    if (plan->into && !dtype_can_cast(plan->dtype, (DType)plan->into->dtype, plan->casting))
        return fail(run, TypeError,
                    "Iterator requested dtype could not be cast from dtype('%s') to dtype('%s'), the operand "
                    "%d dtype, "
                    "according to the rule '%s'",
                    dtype_info[plan->dtype].name, dtype_info[plan->into->dtype].name, plan->count,
                    casting_name[plan->casting]);
    return true;
}

/* With optimize=True NumPy's last step may be a matmul, whose answer it reshapes: that stays an array. */
static bool shares_label(const Plan *plan)
{
    for (int i = 1; i < plan->count; i++)
        for (int j = 0; j < plan->label[i].ndim; j++)
            for (int k = 0; k < i && plan->operand[i]->dim[j] != 1; k++) {
                const uint8_t *found =
                    memchr(plan->label[k].at, plan->label[i].at[j], (size_t)plan->label[k].ndim);
                if (found && plan->operand[k]->dim[found - plan->label[k].at] != 1)
                    return true;
            }
    return false;
}

/* Everything but the sums. *unknown: an operand is not known yet, nothing more can be said. */
static bool make_plan(Call *call, Plan *plan, bool *unknown)
{
    Run *run = call->run;
    const Value *value = NULL;
    int step = 1, ndim[EINSUM_OPERANDS], count = 0;
    bool optimized = false;
    *unknown = false;
    plan->count = 0;
    const char *subscripts = read_arguments(call, &value, &count, &step, &optimized);
    if (!subscripts)
        return false;
    plan->casting = CAST_SAFE;
    plan->into = NULL;
    if (!arg_none(call, OUT) && !(plan->into = arg_out(call, OUT)))
        return fail(run, TypeError, "keyword parameter out must be an array for einsum");
    if (!arg_order(call, ORDER, 'K', &plan->order) || !arg_casting(call, CASTING, &plan->casting))
        return false;
    for (; plan->count < count; plan->count++) {
        if (value[plan->count * step].tag == V_UNKNOWN) {
            *unknown = true;
            return true;
        }
        Tensor *t = tensor_from_value(run, value[plan->count * step], NO_DTYPE, false);
        if (!t)
            return false;
        plan->operand[plan->count] = t;
        ndim[plan->count] = t->ndim;
    }
    if (optimized && !einsum_parse_optimized(run, subscripts, count, plan->operand))
        return false;
    if (!einsum_parse(run, subscripts, count, ndim, &plan->e))
        return false;
    if (plan->into && plan->into->ndim != plan->e.out.ndim)
        return fail(run, ValueError,
                    "out parameter does not have the correct number of dimensions, has %d but should have %d",
                    plan->into->ndim, plan->e.out.ndim);
    plan->is_view = count == 1 && !plan->into;
    for (int i = 0; i < plan->e.operand[0].ndim && plan->is_view; i++)
        plan->is_view = memchr(plan->e.out.at, plan->e.operand[0].at[i], (size_t)plan->e.out.ndim);
    for (int i = 0; i < count; i++)
        if (!combine(run, plan, i))
            return false;
    plan->is_scalar = !plan->e.out.ndim && !plan->into && !(optimized && shares_label(plan));
    return find_sizes(run, plan) && find_dtype(call, plan);
}

/* the answer
 * -------------------------------------------------------------------------------------------------------- */

/* The operand's axes in the order of the result's. */
static Tensor *only_view(const Plan *plan)
{
    const Tensor *t = plan->operand[0];
    int64_t dim[AXES_MAX], stride[AXES_MAX];
    for (int i = 0; i < plan->e.out.ndim; i++) {
        const uint8_t *found = memchr(plan->label[0].at, plan->e.out.at[i], (size_t)plan->label[0].ndim);
        dim[i] = t->dim[found - plan->label[0].at];
        stride[i] = t->stride[found - plan->label[0].at];
    }
    return view_at(plan->operand[0], plan->e.out.ndim, dim, stride, 0);
}

static bool einsum_infer(Call *call, Value *out)
{
    Plan plan;
    bool unknown, done = make_plan(call, &plan, &unknown);
    if (done && unknown)
        done = give_unknown(out);
    else if (done && plan.is_view)
        done = give(out, only_view(&plan));
    else if (done && plan.into && !call->typed_only)
        done = give(out, tensor_keep(plan.into));
    else if (done)
        done = give(out, typed_in_order(plan.into ? (DType)plan.into->dtype : plan.dtype, plan.shape.ndim,
                                        plan.shape.dim, plan.order == 'F' ? 'F' : 'C'));
    if (done && !unknown && plan.is_scalar)
        out->tensor->scalar = 1;
    plan_drop(&plan);
    return done;
}

static bool compute(Call *call, Plan *plan, Tensor *out)
{
    Run *run = call->run;
    Tensor *work[EINSUM_OPERANDS] = { NULL };
    DType sums = contract_dtype(plan->dtype);
    bool done = true, apart = out->dtype == sums;
    for (int i = 0; i < plan->count && done; i++) {
        /* dtype= may ask for fewer digits than the operands have */
        Tensor *cast = tensor_cast(run, plan->operand[i], plan->dtype);
        work[i] = cast ? contract_operand(run, cast, plan->dtype, false) : NULL;
        tensor_drop(cast);
        done = work[i];
        apart = apart && done && !tensor_overlap(out, work[i]);
    }
    Tensor *room = !done ? NULL : apart ? tensor_keep(out) : tensor_new(run, sums, out->ndim, out->dim);
    done = room && einsum_sum(run, plan->count, work, plan->label, &plan->e.out, room);
    if (done)
        done = contract_store(run, room, out);
    else
        tensor_drop(room);
    for (int i = 0; i < plan->count; i++)
        tensor_drop(work[i]);
    return done;
}

static bool einsum_run(Call *call, Value *out)
{
    Plan plan;
    bool unknown, done = make_plan(call, &plan, &unknown);
    if (done && !plan.is_view)
        done = compute(call, &plan, out->tensor);
    if (done && plan.is_scalar)
        *out = value_from_tensor(out->tensor, true);
    plan_drop(&plan);
    return done;
}

const Func einsum_funcs[] = {
    { "einsum", "np",
      "*operands, out: any = None, dtype: dtype = None, order: any = 'K', casting: any = 'safe', optimize: "
      "any = "
      "False",
      "sums of products, by letters for the axes: 'ij,jk->ik' is the matrix product",
      ">>> np.einsum('ij,jk->ik', [[1, 2], [3, 4]], [[5, 6], [7, 8]])\narray([[19, 22],\n       [43, 50]])\n",
      PYTHON, .infer = einsum_infer, .run = einsum_run, .gives = AS_ARRAY },
    { .name = NULL },
};
