/* nditer.c: np.nditer and np.nested_iters: what they are given, and what can be asked of them. */
#include "array/nditer.h"

#include <limits.h>
#include <string.h>

static const Class class_nditer[1] = { { "nditer", "numpy", { class_object }, "nditer" } };

/* What stands behind the value. */
typedef struct Walker {
    NdIter *iter; /* NULL: it was closed */
    Run *run;
    bool started, finished;
    Value
        child; /* of nested iterators: the one inside, which begins anew at each step of this one; V_ABSENT */
} Walker;

static Walker *walker_of(Value v) { return v.iterator->state; }

/* The steps begin anew. */
static void begin(Walker *w) { w->started = w->finished = w->iter->size == 0; }

/* one iterator --------------------------------------------------------------------------------------------
 */

static bool read_size(Call *call, int i, int64_t *out)
{
    if (!arg_int(call, i, out))
        return false;
    return (*out >= INT_MIN && *out <= INT_MAX) ||
           fail(call->run, OverflowError, "signed integer is %s",
                *out > 0 ? "greater than maximum" : "less than minimum");
}

/* the value ------------------------------------------------------------------------------------------------
 */

static int next_value(Run *, Iterator *, Value *out);

static void warn_unwritten(Run *run)
{
    warn(run, RuntimeWarning,
         "Temporary data has not been written back to one of the operands. Typically nditer is used as a "
         "context "
         "manager otherwise 'close' must be called before reading iteration results.");
}

static void drop_walker(Iterator *iterator)
{
    Walker *w = iterator->state;
    if (w->iter) {
        Error error = run_set_aside(w->run);
        if (nditer_writes_back(w->iter))
            warn_unwritten(w->run);
        nditer_close(w->run, w->iter);
        run_clear_error(w->run);
        run_bring_back(w->run, error);
    }
    value_drop(w->child);
    mem_free(w);
    iterator->state = NULL;
}

static void visit_walker(const Iterator *iterator, Visitor *visitor, void *with)
{
    const Walker *w = iterator->state;
    if (w && value_is_counted(w->child))
        visitor(w->child, with);
}

static Value new_walker(Run *run, NdIter *it)
{
    Value v = value_iterator(class_nditer, NONE, next_value);
    Walker *w = mem_zeroed(sizeof *w);
    *w = (Walker){ .iter = it, .run = run, .child = ABSENT };
    begin(w);
    v.iterator->state = w;
    v.iterator->drop = drop_walker;
    v.iterator->visit = visit_walker;
    return v;
}

static bool run_nditer(Call *call, Value *out)
{
    enum { OP, FLAGS, OP_FLAGS, OP_DTYPES, ORDER, CASTING, OP_AXES, ITERSHAPE, BUFFERSIZE };
    Run *run = call->run;
    NdPlan plan = { .ndim = -1, .order = 'K' };
    Ints shape = { 0 };
    int *axes = NULL;
    bool shaped = !arg_none(call, ITERSHAPE);
    if (!nditer_read_flags(run, ARG(call, FLAGS), &plan.flags) || !arg_order(call, ORDER, 'K', &plan.order) ||
        !arg_casting(call, CASTING, &plan.casting) ||
        (shaped && !sizes_of(run, ARG(call, ITERSHAPE), &shape)) ||
        !read_size(call, BUFFERSIZE, &plan.buffersize))
        return false;
    NdIter *it = NULL;
    bool fine = nditer_read_operands(run, ARG(call, OP), ARG(call, OP_FLAGS), &plan) &&
                (arg_none(call, OP_DTYPES) || nditer_read_dtypes(run, ARG(call, OP_DTYPES), &plan));
    if (fine && !arg_none(call, OP_AXES)) {
        axes = mem_alloc((size_t)plan.operands * AXES_MAX * sizeof *axes);
        fine = nditer_read_axes(run, ARG(call, OP_AXES), &plan, axes);
    }
    if (fine && shaped && plan.ndim >= 0 && plan.ndim != shape.count)
        fine =
            fail(run, ValueError,
                 "'op_axes' and 'itershape' must have the same number of entries equal to the iterator ndim");
    if (fine && shaped) {
        plan.ndim = shape.count;
        plan.shape = shape.at;
    }
    if (fine)
        it = nditer_new(run, &plan);
    nditer_plan_free(&plan);
    mem_free(axes);
    if (!it)
        return false;
    *out = new_walker(run, it);
    return true;
}

/* nested iterators -----------------------------------------------------------------------------------------
 */

/* One of the iterators, with the plan as it is for it. */
static bool add_nested(Run *run, NdPlan *plan, const Nest *nest, int i, Value *out)
{
    int none[AXES_MAX];
    memset(none, -1, sizeof none);
    plan->ndim = nest->starts[i + 1] - nest->starts[i];
    for (int k = 0; k < plan->operands; k++) {
        bool made = plan->operand[k].flags & OPERAND_ALLOCATE;
        plan->operand[k].axes = !made ? nest->axis + nest->starts[i] : i ? none : NULL;
    }
    NdIter *it = nditer_new(run, plan);
    if (!it)
        return false;
    *out = new_walker(run, it);
    for (int k = 0; i == 0 && k < plan->operands; k++) {
        NdOperand *op = &plan->operand[k];
        tensor_drop(op->array);
        op->array = tensor_keep(it->operand[k].array);
        op->flags &= ~(unsigned)(OPERAND_COPY | OPERAND_UPDATEIFCOPY);
    }
    return true;
}

static bool nest_iterators(Run *run, NdPlan *plan, const Nest *nest, int64_t buffersize, Value *all)
{
    unsigned inner = plan->flags & ~(unsigned)ITER_COMMON_DTYPE,
             temporary = OPERAND_COPY | OPERAND_UPDATEIFCOPY | OPERAND_ALLOCATE;
    bool buffered = inner & ITER_BUFFERED, fine = true;
    NdOperand *inmost = mem_alloc((size_t)plan->operands * sizeof *inmost);
    for (int k = 0; k < plan->operands; k++) {
        NdOperand *op = &plan->operand[k];
        if (op->array)
            op->flags &= ~(unsigned)OPERAND_ALLOCATE;
        inmost[k] = *op;
        inmost[k].flags = op->flags & ~temporary;
        bool cast_inside = buffered && !(op->flags & temporary);
        if (cast_inside) {
            op->flags &= ~(unsigned)(OPERAND_NBO | OPERAND_ALIGNED | OPERAND_CONTIG);
            op->asked = NO_DTYPE;
        } else {
            inmost[k].asked = NO_DTYPE;
        }
    }
    plan->flags &= ~(unsigned)(ITER_EXTERNAL_LOOP | ITER_BUFFERED);
    for (int i = 0; fine && i < nest->count; i++) {
        if (i == nest->count - 1) {
            plan->flags = inner;
            plan->buffersize = buffersize;
            for (int k = 0; k < plan->operands; k++) {
                plan->operand[k].asked = inmost[k].asked;
                /* what was made is not to be made again, but it lies along the outer axes alone */
                plan->operand[k].flags = inmost[k].flags | (plan->operand[k].flags & OPERAND_ALLOCATE);
            }
        }
        fine = add_nested(run, plan, nest, i, &all->tuple->item[i]);
        plan->flags &= ~(unsigned)ITER_COMMON_DTYPE;
    }
    mem_free(inmost);
    for (int i = 0; fine && i < nest->count - 1; i++) {
        Value outer = all->tuple->item[i], below = all->tuple->item[i + 1];
        walker_of(outer)->child = value_keep(below);
        fine = nditer_rebase(run, walker_of(below)->iter, walker_of(outer)->iter);
    }
    return fine;
}

static bool run_nested(Call *call, Value *out)
{
    enum { OP, AXES, FLAGS, OP_FLAGS, OP_DTYPES, ORDER, CASTING, BUFFERSIZE };
    Run *run = call->run;
    NdPlan plan = { .ndim = -1 };
    int64_t buffersize;
    int axis[AXES_MAX], starts[AXES_MAX + 1];
    Nest nest = { .axis = axis, .starts = starts };
    if (!nditer_read_flags(run, ARG(call, FLAGS), &plan.flags) || !arg_order(call, ORDER, 'K', &plan.order) ||
        !arg_casting(call, CASTING, &plan.casting) || !read_size(call, BUFFERSIZE, &buffersize) ||
        !nditer_read_nest(run, ARG(call, AXES), &nest))
        return false;
    Value all = value_tuple_new(nest.count);
    bool fine = nditer_read_operands(run, ARG(call, OP), ARG(call, OP_FLAGS), &plan) &&
                (arg_none(call, OP_DTYPES) || nditer_read_dtypes(run, ARG(call, OP_DTYPES), &plan)) &&
                nest_iterators(run, &plan, &nest, buffersize, &all);
    nditer_plan_free(&plan);
    if (fine)
        *out = all;
    else
        value_drop(all);
    return fine;
}

/* The iterators inside begin anew where this one stands. */
static bool rebase_nested(Run *run, Walker *w)
{
    while (w->child.tag != V_ABSENT) {
        Walker *below = walker_of(w->child);
        if (!below->iter || !w->iter)
            return fail(run, ValueError, "Iterator is invalid");
        if (!nditer_rebase(run, below->iter, w->iter))
            return false;
        begin(below);
        w = below;
    }
    return true;
}

/* steps and values -----------------------------------------------------------------------------------------
 */

static bool check_open(Run *run, const Walker *w)
{
    return w->iter || fail(run, ValueError, "Iterator is invalid");
}

static bool check_here(Run *run, const Walker *w)
{
    return (w->iter && !w->finished) || fail(run, ValueError, "Iterator is past the end");
}

static bool check_value(Run *run, const Walker *w)
{
    if (!check_here(run, w))
        return false;
    return !nditer_delays(w->iter) ||
           fail(run, ValueError,
                "Iterator construction used delayed buffer allocation, and no reset has been done yet");
}

static bool value_here(Run *run, const Walker *w, Value *out)
{
    if (!check_value(run, w))
        return false;
    int operands = w->iter->operands;
    if (operands == 1) {
        *out = value_array(nditer_value(w->iter, 0));
        return true;
    }
    *out = value_tuple_new(operands);
    for (int k = 0; k < operands; k++)
        out->tuple->item[k] = value_array(nditer_value(w->iter, k));
    return true;
}

static bool step(Run *run, Walker *w, bool *more)
{
    *more = false;
    if (w->iter && !w->finished && !nditer_next(run, w->iter, more))
        return false;
    w->finished |= !*more;
    return !*more || rebase_nested(run, w);
}

static int next_value(Run *run, Iterator *iterator, Value *out)
{
    Walker *w = iterator->state;
    bool more;
    if (!w || !w->iter || w->finished)
        return 0;
    if (nditer_delays(w->iter) && w->started) /* there are no buffers to go through */
        return check_value(run, w) ? 0 : -1;
    if (w->started) {
        if (!step(run, w, &more))
            return -1;
        if (!more)
            return 0;
    }
    w->started = true;
    return value_here(run, w, out) ? 1 : -1;
}

static Walker *self_of(Call *call) { return walker_of(ARG(call, 0)); }

static bool run_iternext(Call *call, Value *out)
{
    bool more;
    Walker *w = self_of(call);
    if (w->iter && nditer_delays(w->iter) && !check_value(call->run, w))
        return false;
    if (!step(call->run, w, &more))
        return false;
    *out = value_bool(more);
    return true;
}

static bool run_next(Call *call, Value *out)
{
    int more = next_value(call->run, ARG(call, 0).iterator, out);
    return more > 0 || (more == 0 && fail(call->run, StopIteration, "%s", ""));
}

static bool run_copy(Call *call, Value *out)
{
    Walker *w = self_of(call);
    if (!check_open(call->run, w))
        return false;
    NdIter *it = nditer_copy(call->run, w->iter);
    if (!it)
        return false;
    *out = new_walker(call->run, it);
    walker_of(*out)->started = w->started;
    walker_of(*out)->finished = w->finished;
    return true;
}

static bool run_remove_axis(Call *call, Value *out)
{
    Walker *w = self_of(call);
    int64_t axis;
    *out = NONE;
    if (!check_open(call->run, w) || !read_size(call, 1, &axis) ||
        !nditer_remove_axis(call->run, w->iter, axis))
        return false;
    begin(w);
    return true;
}

/* A change of the whole iterator, which then begins anew. */
static bool change(Call *call, bool (*how)(Run *, NdIter *), Value *out)
{
    Walker *w = self_of(call);
    *out = NONE;
    if (!check_open(call->run, w) || !how(call->run, w->iter))
        return false;
    begin(w);
    return true;
}

static bool run_reset(Call *call, Value *out)
{
    return change(call, nditer_reset, out) && rebase_nested(call->run, self_of(call));
}

static bool run_remove_places(Call *call, Value *out) { return change(call, nditer_remove_places, out); }
static bool run_external_loop(Call *call, Value *out) { return change(call, nditer_external_loop, out); }

static bool run_enter(Call *call, Value *out)
{
    if (!self_of(call)->iter)
        return fail(call->run, RuntimeError, "operation on non-initialized iterator");
    *out = value_keep(ARG(call, 0));
    return true;
}

static bool run_close(Call *call, Value *out)
{
    Walker *w = self_of(call);
    NdIter *it = w->iter;
    *out = NONE;
    w->iter = NULL;
    value_drop(w->child);
    w->child = ABSENT;
    return !it || nditer_close(call->run, it);
}

/* items ----------------------------------------------------------------------------------------------------
 */

static bool run_len(Call *call, Value *out)
{
    const NdIter *it = self_of(call)->iter;
    *out = value_int(it ? it->operands : 0);
    return true;
}

/* it[i] or it[i:k]: which operands. `reads` or writes. */
static bool read_key(Call *call, bool reads, bool *single, int *from, int *to)
{
    Run *run = call->run;
    Value key = ARG(call, 1);
    Walker *w = self_of(call);
    int64_t at, step = 1, bound[2] = { 0, INT64_MAX };
    if (!check_value(run, w))
        return false;
    int operands = w->iter->operands;
    *single = key.tag != V_SLICE;
    if (*single) {
        if (!value_is_int(key) && !(key.tag == V_SCALAR && dtype_is_int((DType)key.dtype)))
            return fail(run, TypeError, "invalid index type for iterator indexing");
        if (!value_index(run, key, &at))
            return false;
        if (at < -(int64_t)operands || at >= operands)
            return fail(run, IndexError, "Iterator operand index %lld is out of bounds", (long long)at);
        *from = (int)(at < 0 ? at + operands : at);
        return true;
    }
    if (key.slice->step.tag != V_NONE && !value_index(run, key.slice->step, &step))
        return false;
    if (step == 0)
        return fail(run, ValueError, "slice step cannot be zero");
    for (int i = 0; i < 2; i++) {
        Value v = i ? key.slice->stop : key.slice->start;
        if (v.tag != V_NONE && !value_index(run, v, &bound[i]))
            return false;
        if (bound[i] < 0)
            bound[i] = bound[i] + operands < 0 ? 0 : bound[i] + operands;
        bound[i] = bound[i] > operands ? operands : bound[i];
    }
    if (step != 1)
        return fail(run, ValueError, "Iterator slic%s only supports a step of 1",
                    reads ? "ing" : "e assignment");
    *from = (int)(bound[0] >= operands ? operands - 1 : bound[0]);
    *to = (int)(bound[1] < *from ? *from : bound[1]);
    return true;
}

static bool run_get(Call *call, Value *out)
{
    bool single;
    int from, to;
    if (!read_key(call, true, &single, &from, &to))
        return false;
    const NdIter *it = self_of(call)->iter;
    if (single) {
        *out = value_array(nditer_value(it, from));
        return true;
    }
    *out = value_tuple_new(to - from);
    for (int k = from; k < to; k++)
        out->tuple->item[k - from] = value_array(nditer_value(it, k));
    return true;
}

static bool set_value(Run *run, const NdIter *it, int k, Value what)
{
    if (!it->operand[k].writes)
        return fail(run, RuntimeError, "Iterator operand %d is not writeable", k);
    Tensor *value = nditer_value(it, k);
    Value place = value_array(view_at_least(value, 1));
    tensor_drop(value);
    bool done = hooks.set_item(run, place, (Value){ .tag = V_ELLIPSIS }, what);
    value_drop(place);
    return done;
}

static bool run_set(Call *call, Value *out)
{
    Run *run = call->run;
    bool single, done = true;
    int from, to;
    Value what = ARG(call, 2);
    *out = NONE;
    if (!read_key(call, false, &single, &from, &to))
        return false;
    const NdIter *it = self_of(call)->iter;
    if (single)
        return set_value(run, it, from, what);
    int64_t count = -1;
    if (is_sequence(what) || what.tag == V_ARRAY || what.tag == V_STR || what.tag == V_RANGE) {
        if (!value_len(run, what, &count))
            return false;
    }
    if (count != to - from)
        return fail(run, ValueError, "Wrong size to assign to iterator slice");
    for (int k = from; done && k < to; k++) {
        Value item;
        done = hooks.item(run, what, value_int(k - from), &item);
        if (done) {
            done = set_value(run, it, k, item);
            value_drop(item);
        }
    }
    return done;
}

/* attributes -----------------------------------------------------------------------------------------------
 */

enum {
    DTYPES_,
    FINISHED,
    HAS_DELAYED,
    HAS_INDEX,
    HAS_PLACES,
    INDEX,
    NEEDS_API,
    ITERINDEX,
    ITERRANGE,
    ITERSIZE,
    ITVIEWS,
    PLACES,
    NDIM,
    NOP,
    OPERANDS,
    SHAPE,
    VALUE,
};

/* A value for each operand. */
static Value each_operand(const NdIter *it, int which)
{
    Value all = value_tuple_new(it->operands);
    for (int k = 0; k < it->operands; k++)
        all.tuple->item[k] = which == DTYPES_   ? value_of_dtype(it->operand[k].dtype)
                             : which == ITVIEWS ? value_array(nditer_view(it, k))
                                                : value_array(tensor_keep(it->operand[k].array));
    return all;
}

static bool check_places(Run *run, const NdIter *it)
{
    if (!(it->flags & ITER_MULTI_INDEX))
        return fail(run, ValueError, "Iterator is not tracking a multi-index");
    return !nditer_delays(it) ||
           fail(run, ValueError,
                "Iterator construction used delayed buffer allocation, and no reset has been done yet");
}

static bool tracks_index(const NdIter *it) { return it->flags & (ITER_C_INDEX | ITER_F_INDEX); }

static bool run_attribute(Call *call, Value *out)
{
    Run *run = call->run;
    const Walker *w = self_of(call);
    const NdIter *it = w->iter;
    int64_t dim[AXES_MAX];
    int which = (int)call->func->extra;
    if (which == FINISHED)
        return *out = value_bool(it && w->finished), true;
    bool of_place =
        which == INDEX || which == ITERINDEX || which == PLACES || which == SHAPE || which == VALUE;
    if (of_place ? !check_here(run, w) : !check_open(run, w))
        return false;
    switch (which) {
    case HAS_DELAYED: *out = value_bool(nditer_delays(it)); break;
    case HAS_INDEX: *out = value_bool(tracks_index(it)); break;
    case HAS_PLACES: *out = value_bool(it->flags & ITER_MULTI_INDEX); break;
    case NEEDS_API: *out = value_bool(false); break;
    case INDEX:
        if (!tracks_index(it))
            return fail(run, ValueError, "Iterator does not have an index");
        *out = value_int(it->operand[it->operands].at);
        break;
    case ITERINDEX: *out = value_int(nditer_index(it)); break;
    case ITERRANGE: {
        Value range[2] = { value_int(it->from), value_int(it->to) };
        *out = value_tuple(2, range);
        break;
    }
    case ITERSIZE: *out = value_int(it->size); break;
    case NDIM: *out = value_int(it->ndim); break;
    case NOP: *out = value_int(it->operands); break;
    case PLACES:
        if (!check_places(run, it))
            return false;
        nditer_place(it, dim);
        *out = value_shape(it->ndim, dim);
        break;
    case SHAPE:
        nditer_shape(it, dim);
        *out = value_shape(it->ndim, dim);
        break;
    case VALUE: return value_here(run, w, out);
    default:
        if (which == ITVIEWS && it->flags & ITER_BUFFERED)
            return fail(run, ValueError, "cannot provide an iterator view when buffering is enabled");
        *out = each_operand(it, which);
    }
    return true;
}

static bool go_to_place(Run *run, NdIter *it, Value what)
{
    int64_t count, place[AXES_MAX];
    if (!(it->flags & ITER_MULTI_INDEX))
        return fail(run, ValueError, "Iterator is not tracking a multi-index");
    bool sequence = is_sequence(what) || what.tag == V_ARRAY || what.tag == V_STR || what.tag == V_RANGE;
    if (!sequence)
        return fail(run, ValueError, "multi_index must be set with a sequence");
    if (!value_len(run, what, &count))
        return false;
    if (count != it->ndim)
        return fail(run, ValueError, "Wrong number of indices");
    for (int i = 0; i < it->ndim; i++) {
        Value item;
        if (!hooks.item(run, what, value_int(i), &item))
            return false;
        bool fine = value_index(run, item, &place[i]);
        value_drop(item);
        if (!fine)
            return false;
    }
    return nditer_go_to_place(run, it, place);
}

static bool go_to_range(Run *run, NdIter *it, Value what)
{
    int64_t from, to;
    if (what.tag != V_TUPLE)
        return fail(run, SystemError, "new style getargs format but argument is not a tuple");
    if (what.tuple->count != 2)
        return fail(run, TypeError, "function takes exactly 2 arguments (%lld given)",
                    (long long)what.tuple->count);
    return value_index(run, what.tuple->item[0], &from) && value_index(run, what.tuple->item[1], &to) &&
           nditer_range(run, it, from, to);
}

bool nditer_set(Run *run, Value iterator, const char *name, Value what, bool *known)
{
    int64_t at;
    bool done, is_index = !strcmp(name, "index"), is_iterindex = !strcmp(name, "iterindex"),
               is_range = !strcmp(name, "iterrange"), is_place = !strcmp(name, "multi_index");
    *known = iterator.iterator->class == class_nditer && (is_index || is_iterindex || is_range || is_place);
    if (!*known)
        return false;
    Walker *w = walker_of(iterator);
    if (!check_open(run, w))
        return false;
    if (is_index && !tracks_index(w->iter))
        return fail(run, ValueError, "Iterator does not have an index");
    if (is_place)
        done = go_to_place(run, w->iter, what);
    else if (is_range)
        done = go_to_range(run, w->iter, what);
    else
        done = value_index(run, what, &at) &&
               (is_index ? nditer_go_to_flat(run, w->iter, at) : nditer_go_to_index(run, w->iter, at));
    if (!done)
        return false;
    w->started = w->finished = is_range && w->iter->from >= w->iter->to;
    return rebase_nested(run, w);
}

#define OF_NDITER(title, which, text, shown)                                                                 \
    {                                                                                                        \
        .name = title, .of = "nditer", .params = "self: any", .brief = text, .example = shown,               \
        .style = ATTRIBUTE, .run = run_attribute, .gives = AS_ARRAY, .extra = which                          \
    }
#define NDITER_METHOD(title, arguments, text, shown, kernel)                                                 \
    {                                                                                                        \
        .name = title, .of = "nditer", .params = arguments, .brief = text, .example = shown,                 \
        .style = METHOD, .run = kernel, .gives = AS_ARRAY, .effects = true                                   \
    }

const Func nditer_funcs[] = {
    { .name = "nditer",
      .of = "np",
      .params = "op: any, flags: any = None, op_flags: any = None, op_dtypes: any = None, order: str = 'K', "
                "casting: str = 'safe', op_axes: any = None, itershape: any = None, buffersize: int = 0",
      .brief = "Goes through the elements of one or more arrays together, in the order in which they lie.",
      .example = ">>> for x, y in np.nditer([[1, 2], [[10], [20]]]):\n"
                 "...     print(x, y)\n"
                 "...\n"
                 "1 10\n"
                 "2 10\n"
                 "1 20\n"
                 "2 20\n",
      .style = CLINIC,
      .run = run_nditer,
      .gives = AS_ARRAY,
      .class = class_nditer },
    { .name = "nested_iters",
      .of = "np",
      .params = "op: any, axes: any, flags: any = None, op_flags: any = None, op_dtypes: any = None, "
                "order: str = 'K', casting: str = 'safe', buffersize: int = 0",
      .brief = "Iterators for loops inside each other, each over axes of its own.",
      .example = ">>> rows, columns = np.nested_iters([np.array([[1, 2], [3, 4]])], [[0], [1]])\n"
                 ">>> for row in rows:\n"
                 "...     print([int(x) for x in columns])\n"
                 "...\n"
                 "[1, 2]\n"
                 "[3, 4]\n",
      .style = CLINIC,
      .run = run_nested,
      .gives = AS_ARRAY },
    NDITER_METHOD("__next__", "self: any", "The next elements.",
                  ">>> next(np.nditer([1, 2]))\n(array(1), array(2))\n", run_next),
    NDITER_METHOD("__len__", "self: any", "The number of operands.", ">>> len(np.nditer([1, 2]))\n2\n",
                  run_len),
    NDITER_METHOD("__getitem__", "self: any, key: any", "The elements of one operand, or of several.",
                  ">>> np.nditer([1, 2])[1]\narray(2)\n", run_get),
    NDITER_METHOD("__setitem__", "self: any, key: any, value: any", "Writes the elements of an operand.",
                  ">>> a = np.zeros(2)\n"
                  ">>> it = np.nditer(a, op_flags=['readwrite'])\n"
                  ">>> it[0] = 7\n"
                  ">>> a\n"
                  "array([7., 0.])\n",
                  run_set),
    NDITER_METHOD("__enter__", "self: any", "The iterator itself: for a with.",
                  ">>> with np.nditer(np.zeros(2)) as it:\n...     print(it.itersize)\n...\n2\n", run_enter),
    NDITER_METHOD("__exit__", "self: any, *args: any",
                  "Closes it: what is not yet written goes to the arrays.", ">>> np.nditer(5).__exit__()\n",
                  run_close),
    NDITER_METHOD("close", "self: any", "What is not yet written goes to the arrays.",
                  ">>> np.nditer(5).close()\n", run_close),
    NDITER_METHOD("iternext", "self: any", "One step on; is there an element?",
                  ">>> np.nditer(np.arange(2)).iternext()\nTrue\n", run_iternext),
    NDITER_METHOD("reset", "self: any", "Begins again.", ">>> np.nditer(5).reset()\n", run_reset),
    NDITER_METHOD("copy", "self: any", "Another iterator, that stands where this one does.",
                  ">>> it = np.nditer([1, 2])\n>>> it.copy().nop\n2\n", run_copy),
    NDITER_METHOD("__copy__", "self: any", "Another iterator, that stands where this one does.",
                  ">>> it = np.nditer([1, 2])\n>>> it.__copy__().nop\n2\n", run_copy),
    NDITER_METHOD("remove_axis", "self: any, i: int, /", "Leaves an axis out, and begins again.",
                  ">>> it = np.nditer(np.ones((2, 3)), flags=['multi_index'])\n"
                  ">>> it.remove_axis(1)\n"
                  ">>> it.itersize\n"
                  "2\n",
                  run_remove_axis),
    NDITER_METHOD("remove_multi_index", "self: any",
                  "Forgets the places, so that axes can be taken together.",
                  ">>> it = np.nditer(np.ones((2, 3)), flags=['multi_index'])\n"
                  ">>> it.remove_multi_index()\n"
                  ">>> it.ndim\n"
                  "1\n",
                  run_remove_places),
    NDITER_METHOD("enable_external_loop", "self: any", "From now on each step is as many elements as fit.",
                  ">>> it = np.nditer(np.arange(3))\n"
                  ">>> it.enable_external_loop()\n"
                  ">>> next(it)\n"
                  "array([0, 1, 2])\n",
                  run_external_loop),
    OF_NDITER("dtypes", DTYPES_, "The dtypes of the elements as they are given.",
              ">>> np.nditer([1, 2.0]).dtypes\n(dtype('int64'), dtype('float64'))\n"),
    OF_NDITER("finished", FINISHED, "Is there no element left?", ">>> np.nditer(5).finished\nFalse\n"),
    OF_NDITER("has_delayed_bufalloc", HAS_DELAYED, "Are there no buffers yet?",
              ">>> np.nditer(5).has_delayed_bufalloc\nFalse\n"),
    OF_NDITER("has_index", HAS_INDEX, "Is there an index?",
              ">>> np.nditer(5, ['c_index']).has_index\nTrue\n"),
    OF_NDITER("has_multi_index", HAS_PLACES, "Is there a multi_index?",
              ">>> np.nditer(5).has_multi_index\nFalse\n"),
    OF_NDITER("index", INDEX, "The number of the element, in the order that was asked for.",
              ">>> it = np.nditer(np.ones((2, 2)), ['f_index'])\n>>> [it.index for x in it]\n[0, 2, 1, 3]\n"),
    OF_NDITER("iterationneedsapi", NEEDS_API, "Do the elements hold Python's objects?",
              ">>> np.nditer(5).iterationneedsapi\nFalse\n"),
    OF_NDITER("iterindex", ITERINDEX, "The number of the step.", ">>> np.nditer(5).iterindex\n0\n"),
    OF_NDITER("iterrange", ITERRANGE, "From which step on, and up to which.",
              ">>> np.nditer(np.arange(3)).iterrange\n(0, 3)\n"),
    OF_NDITER("itersize", ITERSIZE, "The number of elements.",
              ">>> np.nditer(np.ones((2, 3))).itersize\n6\n"),
    OF_NDITER("itviews", ITVIEWS, "The operands with their axes as the iterator goes through them.",
              ">>> np.nditer(np.ones((2, 2)).T).itviews\n(array([1., 1., 1., 1.]),)\n"),
    OF_NDITER("multi_index", PLACES, "The place of the element.",
              ">>> it = np.nditer(np.ones((1, 2)), ['multi_index'])\n"
              ">>> [it.multi_index for x in it]\n"
              "[(0, 0), (0, 1)]\n"),
    OF_NDITER("ndim", NDIM, "The number of axes that are gone through.",
              ">>> np.nditer(np.ones((2, 3))).ndim\n1\n"),
    OF_NDITER("nop", NOP, "The number of operands.", ">>> np.nditer([1, 2]).nop\n2\n"),
    OF_NDITER("operands", OPERANDS, "The arrays that are gone through.",
              ">>> np.nditer([1, 2]).operands\n(array(1), array(2))\n"),
    OF_NDITER("shape", SHAPE, "The sizes of the axes that are gone through.",
              ">>> np.nditer(np.ones((2, 3)), ['multi_index']).shape\n(2, 3)\n"),
    OF_NDITER("value", VALUE, "The elements where the iterator stands.",
              ">>> np.nditer(5).value\narray(5)\n"),
    { .name = NULL },
};
