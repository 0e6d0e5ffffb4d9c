/* choosing.c: of several arrays, element by element the one that an index or a condition names. */
#include "array/indexing.h"
#include "tensor/symbol.h"

#include <string.h>

/* choose ----------------------------------------------------------------------------------------------- */

typedef struct Choosing {
    Tensors choices; /* owned */
    Tensor *index;   /* owned, int64 */
    Shape shape;
    DType dtype;
    IndexMode mode;
} Choosing;

/* As many arrays as NumPy broadcasts at once, the index among them. */
enum { BROADCAST_MOST = 64 };

static void choosing_drop(Choosing *c)
{
    tensors_drop(&c->choices);
    tensor_drop(c->index);
}

static bool choosing_prepare(Call *call, Choosing *c)
{
    Run *run = call->run;
    Tensor *index = arg_tensor(call, 0);
    if (!arg_mode(call, 3, &c->mode) || !tensors_from(run, call->arg[1].value, true, &c->choices))
        return false;
    if (c->choices.count == 0)
        return fail(run, ValueError, "0-length sequence.");
    if (!dtype_can_cast(index->dtype, INT64, CAST_SAFE))
        return fail(run, TypeError,
                    "Cannot cast %s from dtype('%s') to dtype('int64') according to the rule 'safe'",
                    index->ndim ? "array data" : "scalar", dtype_info[index->dtype].name);
    Tensor *held = arg_held(call, 0);
    if (!held)
        return false;
    c->index = held->data ? tensor_cast(run, held, INT64) : tensor_keep(held);
    tensor_drop(held);
    if (c->choices.count >= BROADCAST_MOST)
        return fail(run, ValueError, "Need at least 0 and at most %d array objects.", BROADCAST_MOST);
    c->dtype = tensors_dtype(&c->choices);
    shape_set(&c->shape, index->ndim, index->dim);
    for (int i = 0; i < c->choices.count; i++) {
        Tensor *choice = c->choices.at[i];
        if (!shape_broadcast(&c->shape, choice->ndim,
                             choice->dim)) { /* the index comes last, as NumPy counts them */
            Tensor **all = arena_alloc(&run->scratch, (size_t)(c->choices.count + 1) * sizeof *all);
            memcpy(all, c->choices.at, (size_t)c->choices.count * sizeof *all);
            all[c->choices.count] = index;
            return fail_one_shape(run, c->choices.count + 1, all);
        }
    }
    return c->index;
}

static bool choosing_read(Call *call, Choosing *c)
{
    *c = (Choosing){ 0 };
    if (choosing_prepare(call, c))
        return true;
    choosing_drop(c);
    return false;
}

static bool infer_choose(Call *call, Value *out)
{
    Choosing c;
    Value choices = call->arg[1].value;
    if (any_open(call) || (choices.tag == V_ARRAY && choices.tensor->ndim &&
                           size_is_symbolic(call->run, choices.tensor->dim[0])))
        return give_unknown(out);
    if (!check_out_array(call, 2, "output must be an array") || !choosing_read(call, &c))
        return false;
    Tensor *given = arg_out(call, 2);
    bool fits = !given || shape_equal(given->ndim, given->dim, c.shape.ndim, c.shape.dim);
    if (!fits)
        fail(call->run, TypeError, "choose: invalid shape for output array.");
    else if (given)
        *out = value_array(tensor_keep(given));
    else
        infer_as(out, c.dtype, c.shape.ndim, c.shape.dim);
    choosing_drop(&c);
    return fits;
}

static bool choose_into(Run *run, Choosing *c, Tensor *to)
{
    int n = c->choices.count;
    for (int i = 0; i < n; i++) { /* all of one dtype and shape */
        Tensor *cast = tensor_cast(run, c->choices.at[i], c->dtype);
        if (!cast)
            return false;
        tensor_drop(c->choices.at[i]);
        c->choices.at[i] = tensor_broadcast(cast, c->shape.ndim, c->shape.dim);
        tensor_drop(cast);
    }
    Tensor *index = tensor_broadcast(c->index, c->shape.ndim, c->shape.dim);
    size_t size = dtype_info[c->dtype].size;
    char *at = to->data;
    bool fine = true, in_rows = tensor_is_c(index);
    for (int i = 0; i < n; i++)
        in_rows &= tensor_is_c(c->choices.at[i]);
    Places place;
    places_begin(&place, index);
    while (fine && places_next(&place)) {
        int64_t which = *(int64_t *)(index->data + place.offset);
        if (c->mode == MODE_RAISE ? which < 0 || which >= n : !index_at(c->mode, n, &which))
            fine = fail(run, ValueError, "invalid entry in choice array");
        else if (in_rows)
            copy_element(at, c->choices.at[which]->data + (at - to->data), size);
        else
            copy_element(at, element_at(c->choices.at[which], place.index), size);
        at += size;
    }
    tensor_drop(index);
    return fine;
}

static bool run_choose(Call *call, Value *out)
{
    Choosing c;
    if (!choosing_read(call, &c))
        return false;
    Tensor *given = arg_out(call, 2);
    bool done;
    if (given) {
        Tensor *made = tensor_new(call->run, c.dtype, c.shape.ndim, c.shape.dim);
        done = made && choose_into(call->run, &c, made) && tensor_assign(call->run, given, made);
        tensor_drop(made);
    } else {
        done = choose_into(call->run, &c, out->tensor);
    }
    choosing_drop(&c);
    return done;
}

/* select(condlist, choicelist, default) */
typedef struct Selecting {
    Tensors conditions, choices; /* owned; the default is the last choice */
    Shape shape;
    DType dtype;
} Selecting;

static void selecting_drop(Selecting *s)
{
    tensors_drop(&s->conditions);
    tensors_drop(&s->choices);
}

/* Whether all of them can be broadcast together. */
static bool are_alike(Run *run, const Tensors *of)
{
    Shape shape;
    shape_set(&shape, 0, NULL);
    for (int i = 0; i < of->count; i++)
        if (!shape_broadcast(&shape, of->at[i]->ndim, of->at[i]->dim))
            return fail_one_shape(run, of->count, of->at);
    return true;
}

static bool selecting_prepare(Call *call, Selecting *s)
{
    Run *run = call->run;
    if (!tensors_from(run, call->arg[0].value, false, &s->conditions) ||
        !tensors_from(run, call->arg[1].value, true, &s->choices))
        return false;
    if (s->conditions.count != s->choices.count)
        return fail(run, ValueError, "list of cases must be same length as list of conditions");
    if (s->conditions.count == 0)
        return fail(run, ValueError, "select with an empty condition list is not possible");
    Value other = call->arg[2].value;
    Tensor *last = tensor_from_value(run, other.tag == V_ABSENT ? value_int(0) : other, NO_DTYPE, true);
    if (!last)
        return false;
    s->choices.at = mem_resize(s->choices.at, (size_t)(s->choices.count + 1) * sizeof *s->choices.at);
    s->choices.at[s->choices.count++] = last;
    s->dtype = tensors_dtype(&s->choices);
    shape_set(&s->shape, 0, NULL);
    if (!are_alike(run, &s->conditions) || !are_alike(run, &s->choices))
        return false;
    for (int i = 0; i < s->conditions.count; i++)
        if (s->conditions.at[i]->dtype != BOOL)
            return fail(run, TypeError, "invalid entry %d in condlist: should be boolean ndarray", i);
    Shape each[2] = { { .ndim = 0 }, { .ndim = 0 } }; /* of all conditions, and of all choices */
    for (int i = 0; i < s->conditions.count + s->choices.count; i++) {
        bool choice = i >= s->conditions.count;
        Tensor *t = choice ? s->choices.at[i - s->conditions.count] : s->conditions.at[i];
        shape_broadcast(&each[choice], t->ndim, t->dim);
    }
    for (int i = 0; i < 2; i++)
        if (!shape_broadcast(&s->shape, each[i].ndim, each[i].dim)) {
            Tensor *two[2];
            for (int k = 0; k < 2; k++)
                two[k] = tensor_typed(BOOL, each[k].ndim, each[k].dim);
            fail_one_shape(run, 2, two);
            tensor_drop(two[0]);
            tensor_drop(two[1]);
            return false;
        }
    return true;
}

static bool selecting_read(Call *call, Selecting *s)
{
    *s = (Selecting){ 0 };
    if (selecting_prepare(call, s))
        return true;
    selecting_drop(s);
    return false;
}

static bool infer_select(Call *call, Value *out)
{
    Selecting s;
    if (any_open(call))
        return give_unknown(out);
    if (!selecting_read(call, &s))
        return false;
    infer_as(out, s.dtype, s.shape.ndim, s.shape.dim);
    selecting_drop(&s);
    return true;
}

/* The default everywhere, then from the last condition to the first, which so wins. */
static bool run_select(Call *call, Value *out)
{
    Selecting s;
    if (!selecting_read(call, &s))
        return false;
    bool done = tensor_assign(call->run, out->tensor, s.choices.at[s.choices.count - 1]);
    for (int i = s.conditions.count; done && i-- > 0;)
        done = assign_where(call->run, out->tensor, s.choices.at[i], s.conditions.at[i]);
    selecting_drop(&s);
    return done;
}

const Func choosing_funcs[] = {
    { .name = "choose",
      .of = "np",
      .params = "a, choices: arrays, out: out = None, mode: str = 'raise'",
      .brief = "of several arrays, element by element the one that the index names",
      .example = ">>> np.choose([0, 1, 0], [[1, 2, 3], [10, 20, 30]])\narray([ 1, 20,  3])\n",
      .style = PYTHON,
      .infer = infer_choose,
      .run = run_choose,
      .gives = AS_SCALAR },
    { .name = "choose",
      .of = "ndarray generic",
      .params = "a, choices: arrays, out: out = None, mode: str = 'raise'",
      .brief = "of several arrays, element by element the one that the index names",
      .example = ">>> np.array([0, 1]).choose([[1, 2], [10, 20]])\narray([ 1, 20])\n",
      .style = METHOD,
      .infer = infer_choose,
      .run = run_choose,
      .gives = AS_SCALAR },
    { .name = "select",
      .of = "np",
      .params = "condlist: arrays, choicelist: arrays, default: any = 0",
      .brief = "from the first choice whose condition is true",
      .example = ">>> x = np.arange(4)\n"
                 ">>> np.select([x < 1, x > 2], [x, x * 10], default=-1)\n"
                 "array([ 0, -1, -1, 30])\n",
      .style = PYTHON,
      .infer = infer_select,
      .run = run_select,
      .gives = AS_ARRAY },
    { 0 },
};
