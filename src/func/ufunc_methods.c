/* ufunc_methods.c: what ufuncs have: np.add.reduce and its kin, and their attributes. */
#include "func/bind.h"
#include "func/elementwise.h"
#include "func/reduce.h"
#include "func/results.h"
#include "tensor/cast.h"
#include "tensor/index.h"

#include <fenv.h>
#include <math.h>
#include <string.h>

static const Func *self_row(const Call *call) { return call->arg[0].value.func; }

/* "reduce only supported for binary functions", whatever else it is called with */
static bool check_binary(Call *call, const Given *given)
{
    if (!given->count || given->value[0].tag != V_FUNC)
        return true;
    const Func *row = given->value[0].func;
    const char *method = call->func->name;
    if (row->core)
        return fail(call->run, RuntimeError, "Reduction not defined on ufunc with signature");
    if (row->nin != 2)
        return fail(call->run, ValueError, "%s only supported for binary functions", method);
    return row_nout(row) == 1 ||
           fail(call->run, ValueError, "%s only supported for functions returning a single value", method);
}

/* reduce ---------------------------------------------------------------------------------------------- */

static bool infer_reduce(Call *call, Value *out)
{
    enum { SELF, ARRAY, AXIS, DTYPE, OUT, KEEPDIMS, INITIAL, WHERE };
    Fold fold = { .initial = call->arg[INITIAL].value, .typed_only = call->typed_only };
    bool ok = arg_axes(call, AXIS, arg_tensor(call, ARRAY)->ndim, fold.marked) &&
              arg_dtype(call, DTYPE, &fold.dtype) && arg_array_out(call, OUT, &fold.out) &&
              arg_keepdims(call, KEEPDIMS, &fold.keepdims) && arg_where(call, WHERE, &fold.where) &&
              fold_reduce(call->run, self_row(call), arg_tensor(call, ARRAY), &fold, out);
    tensor_drop(fold.where);
    return ok;
}

/* The one axis of accumulate and reduceat. */
static bool read_axis(Call *call, int i, const char *method, int *axis)
{
    Value v = call->arg[i].value;
    Tensor *a = arg_tensor(call, 1);
    if (a->ndim == 0 && v.tag == V_INT && v.i != 0 && v.i != -1)
        return axis_check(call->run, v.i, 0, axis);
    if (a->ndim == 0)
        return fail(call->run, TypeError, "cannot %s on a scalar", method);
    return arg_one_axis(call, i, a->ndim, method, axis);
}

static bool infer_accumulate(Call *call, Value *out)
{
    enum { SELF, ARRAY, AXIS, DTYPE, OUT };
    int axis = 0;
    DType dtype;
    Tensor *into;
    return read_axis(call, AXIS, "accumulate", &axis) && arg_dtype(call, DTYPE, &dtype) &&
           arg_array_out(call, OUT, &into) &&
           fold_accumulate(call->run, self_row(call), arg_tensor(call, ARRAY), axis, dtype, into,
                           call->typed_only, out);
}

/* reduceat -------------------------------------------------------------------------------------------- */

typedef struct Slices {
    Loop *loop;
    const int64_t *start;
    int64_t count, size, in, out; /* slices; elements along the axis; steps there */
    int64_t itemsize;
} Slices;

static bool slice_step(void *with, int64_t n, char *const p[], const int64_t s[])
{
    const Slices *slices = with;
    for (int64_t i = 0; i < n; i++)
        for (int64_t k = 0; k < slices->count; k++) {
            int64_t from = slices->start[k], to = k + 1 < slices->count ? slices->start[k + 1] : slices->size;
            char *in = p[0] + i * s[0] + from * slices->in, *out = p[1] + i * s[1] + k * slices->out;
            memcpy(out, in, (size_t)slices->itemsize);
            char *q[3] = { out, in + slices->in, out };
            int64_t t[3] = { 0, slices->in, 0 };
            if (to - from > 1)
                slices->loop(to - from - 1, q, t);
        }
    return true;
}

static bool reduce_slices(Run *run, Tensor *a, int axis, Loop *loop, const Tensor *starts, Tensor *room)
{
    Slices slices = { loop,
                      (const int64_t *)starts->data,
                      starts->dim[0],
                      a->dim[axis],
                      a->stride[axis],
                      room->stride[axis],
                      (int64_t)tensor_itemsize(a) };
    int64_t dim[AXES_MAX], stride[2][AXES_MAX];
    int ndim = 0;
    for (int i = 0; i < a->ndim; i++)
        if (i != axis) {
            dim[ndim] = a->dim[i];
            stride[0][ndim] = a->stride[i];
            stride[1][ndim++] = room->stride[i];
        }
    Tensor *views[2] = { tensor_view(a, ndim, dim, stride[0], a->data),
                         tensor_view(room, ndim, dim, stride[1], room->data) };
    Walk walk;
    walk_begin(&walk, ndim, dim);
    walk_add(&walk, views[0]);
    walk_add(&walk, views[1]);
    bool ok = walk_each(run, &walk, slice_step, &slices);
    tensor_drop(views[0]);
    tensor_drop(views[1]);
    return ok;
}

/* The places where slices begin, as a contiguous int64 array of one axis. */
static Tensor *read_starts(Call *call, int i)
{
    Run *run = call->run;
    Tensor *given = tensor_from_value(run, call->arg[i].value, NO_DTYPE, false);
    if (!given)
        return NULL;
    Tensor *cast = NULL;
    if (given->ndim != 1)
        fail(run, ValueError,
             given->ndim ? "setting an array element with a sequence. The requested array would exceed "
                           "the maximum number of dimension of 1."
                         : "object of too small depth for desired array");
    else if (!given->data)
        return given;
    else
        cast = tensor_cast(run, given, INT64);
    tensor_drop(given);
    Tensor *starts = cast ? tensor_copy(run, cast, 'C') : NULL;
    tensor_drop(cast);
    return starts;
}

static bool check_starts(Run *run, const Func *row, const Tensor *starts, int64_t size)
{
    for (int64_t k = 0; starts->data && k < starts->dim[0]; k++) {
        int64_t start = ((const int64_t *)starts->data)[k];
        if (start < 0 || start >= size)
            return fail(run, IndexError, "index %lld out-of-bounds in %s.reduceat [0, %lld)",
                        (long long)start, func_says(row), (long long)size);
    }
    return true;
}

static bool infer_reduceat(Call *call, Value *out)
{
    enum { SELF, ARRAY, INDICES, AXIS, DTYPE, OUT };
    Run *run = call->run;
    const Func *row = self_row(call);
    Tensor *a = arg_tensor(call, ARRAY);
    Fold fold = { .initial = ABSENT };
    DType work;
    Loop *loop;
    int axis = 0;
    Tensor *starts = read_starts(call, INDICES);
    if (!starts || !read_axis(call, AXIS, "reduceat", &axis) || !arg_dtype(call, DTYPE, &fold.dtype) ||
        !arg_array_out(call, OUT, &fold.out) || !check_starts(run, row, starts, a->dim[axis]) ||
        !fold_dtype(run, row, (DType)a->dtype, &fold, &work, &loop)) {
        tensor_drop(starts);
        return false;
    }
    Shape shape;
    shape_set(&shape, a->ndim, a->dim);
    shape.dim[axis] = starts->dim[0];
    if (call->typed_only) {
        tensor_drop(starts);
        if (fold.out && !shape_equal(fold.out->ndim, fold.out->dim, shape.ndim, shape.dim))
            return give_unknown(out); /* whether the result fits is told where it is stored */
        return infer_as(out, work, shape.ndim, shape.dim);
    }
    Tensor *in = tensor_cast(run, a, work), *room = in ? tensor_new(run, work, shape.ndim, shape.dim) : NULL;
    bool ok = room != NULL;
    if (ok && tensor_size(room) > 0) {
        flags_begin();
        ok = reduce_slices(run, in, axis, loop, starts, room) && (row->quiet || flags_end(run, "reduceat"));
    }
    tensor_drop(in);
    tensor_drop(starts);
    if (ok && fold.out) {
        ok = tensor_assign(run, fold.out, room);
        tensor_drop(room);
        room = tensor_keep(fold.out);
    }
    if (!ok) {
        tensor_drop(room);
        return false;
    }
    *out = value_array(room);
    return true;
}

/* outer ----------------------------------------------------------------------------------------------- */

static bool infer_outer(Call *call, Value *out)
{
    Run *run = call->run;
    const Func *row = self_row(call);
    const Tuple *operand = call->arg[1].value.tuple;
    Dict *keywords = call->arg[2].value.dict;
    if (row->core)
        return fail(run, TypeError, "method outer is not allowed in ufunc with non-trivial signature");
    if (row->nin != 2)
        return fail(run, ValueError, "outer product only supported for binary functions");
    if (operand->count != 2)
        return fail(run, TypeError, "exactly two arguments expected");
    /* Python's numbers become arrays first, so their dtypes count in full */
    Tensor *b = tensor_from_value(run, operand->item[1], NO_DTYPE, false);
    Tensor *a = b ? tensor_from_value(run, operand->item[0], NO_DTYPE, false) : NULL;
    Tensor *spread = NULL;
    if (a && a->ndim + b->ndim > AXES_MAX) {
        fail_axes(run, a->ndim + b->ndim);
    } else if (a) {
        int64_t dim[AXES_MAX], stride[AXES_MAX];
        for (int i = 0; i < a->ndim + b->ndim; i++) {
            dim[i] = i < a->ndim ? a->dim[i] : 1;
            stride[i] = i < a->ndim ? a->stride[i] : 0;
        }
        spread = a->data ? tensor_view(a, a->ndim + b->ndim, dim, stride, a->data)
                         : tensor_typed((DType)a->dtype, a->ndim + b->ndim, dim);
    }
    bool ok = spread != NULL;
    if (ok) {
        enum { MOST = 12 };
        const char *name[MOST];
        Value value[2 + MOST] = { value_array(spread), value_array(b) };
        Given given = { .count = 2, .value = value, .keyword = name, .whole = call->span };
        int64_t at = 0;
        for (Entry *entry; (entry = dict_next(keywords, &at)) && given.keywords < MOST;) {
            name[given.keywords] = entry->key.str->text;
            value[2 + given.keywords++] = entry->value;
        }
        ok = call->typed_only ? func_infer(run, row, &given, out) : func_call(run, row, &given, out);
    }
    tensor_drop(spread);
    tensor_drop(a);
    tensor_drop(b);
    return ok;
}

/* at -------------------------------------------------------------------------------------------------- */

static bool read_slice_end(Run *run, Value v, bool *has, int64_t *out)
{
    *has = v.tag != V_NONE;
    return !*has || value_index(run, v, out);
}

/* One item of an index; what it had to make is put into *made. */
static bool read_index(Run *run, Value v, Index *item, Tensor **made)
{
    *item = (Index){ .kind = INDEX_INT };
    switch ((Tag)v.tag) {
    case V_INT: item->at = v.i; return true;
    case V_NONE: item->kind = INDEX_NEWAXIS; return true;
    case V_ELLIPSIS: item->kind = INDEX_ELLIPSIS; return true;
    case V_SLICE:
        item->kind = INDEX_SLICE;
        item->step = 1;
        return read_slice_end(run, v.slice->start, &item->has_start, &item->start) &&
               read_slice_end(run, v.slice->stop, &item->has_stop, &item->stop) &&
               read_slice_end(run, v.slice->step, &item->has_step, &item->step);
    default: break;
    }
    Tensor *t = v.tag == V_STR ? NULL : tensor_from_value(run, v, NO_DTYPE, false);
    if (!t && v.tag != V_STR)
        return false;
    bool empty_list = t && v.tag != V_ARRAY && tensor_size(t) == 0;
    if (!t || (t->dtype != BOOL && !dtype_is_int((DType)t->dtype) && !empty_list)) {
        tensor_drop(t);
        return fail(run, IndexError,
                    v.tag == V_ARRAY ? "arrays used as indices must be of integer (or boolean) type"
                                     : "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis "
                                       "(`None`) and integer or boolean arrays are valid indices");
    }
    if (t->dtype != BOOL && t->dtype != INT64) {
        Tensor *cast = tensor_cast(run, t, INT64);
        tensor_drop(t);
        if (!(t = cast))
            return false;
    }
    item->kind = t->dtype == BOOL ? INDEX_MASK : INDEX_ARRAY;
    item->array = *made = t;
    item->was_list = v.tag == V_LIST;
    return true;
}

/* The places that an array of ints names in one that has a single axis; NULL: it is another index, or one of
 * them is out of bounds. */
static Tensor *places_in_line(Run *run, const Tensor *a, Value index)
{
    if (a->ndim != 1 || index.tag != V_ARRAY || index.tensor->dtype != INT64 || !index.tensor->ndim ||
        !index.tensor->data || !tensor_is_c(index.tensor))
        return NULL;
    const int64_t *from = (const int64_t *)index.tensor->data, size = a->dim[0],
                  n = tensor_size(index.tensor);
    Tensor *places = tensor_new(run, INT64, index.tensor->ndim, index.tensor->dim);
    uint64_t outside = 0;
    for (int64_t i = 0; places && i < n; i++) {
        int64_t place = from[i] + (from[i] < 0 ? size : 0);
        outside |= (uint64_t)place >= (uint64_t)size;
        ((int64_t *)places->data)[i] = place;
    }
    if (!outside)
        return places;
    tensor_drop(places);
    return NULL;
}

/* Which elements an index names: their places in C order. */
static Tensor *named_places(Run *run, const Tensor *a, Value index)
{
    Index item[INDEX_MAX];
    Tensor *made[INDEX_MAX] = { NULL }, *line = places_in_line(run, a, index);
    int n = 0;
    bool ok = true, scalar;
    if (line || run->error.class)
        return line;
    const Value *each = index.tag == V_TUPLE ? index.tuple->item : &index;
    int64_t count = index.tag == V_TUPLE ? index.tuple->count : 1;
    for (; n < count && n < INDEX_MAX && ok; n++)
        ok = read_index(run, each[n], &item[n], &made[n]);
    Tensor *places = ok ? tensor_new(run, INT64, a->ndim, a->dim) : NULL, *named = NULL;
    if (places) {
        int64_t size = tensor_size(places);
        for (int64_t i = 0; i < size; i++)
            ((int64_t *)places->data)[i] = i;
        named = index_get(run, places, n, item, &scalar);
        tensor_drop(places);
    }
    for (int i = 0; i < n; i++)
        tensor_drop(made[i]);
    return named;
}

static char *element_at(const Tensor *a, int64_t place)
{
    char *at = a->data;
    for (int axis = a->ndim - 1; axis >= 0; axis--) {
        at += place % a->dim[axis] * a->stride[axis];
        place /= a->dim[axis];
    }
    return at;
}

typedef struct At {
    Tensor *a;
    const Work *work;
    Loop *into, *other, *back; /* casts: of a's elements, of the operand's, of results */
    int nin;
    bool plain; /* the elements lie in a row, and nothing is cast */
} At;

/* The usual sums, without a call for each. */
#define ADD_AT(T)                                                                                            \
    for (int64_t i = 0; i < n; i++)                                                                          \
    ((T *)(void *)data)[*(const int64_t *)(const void *)(p[0] + i * s[0])] +=                                \
        *(const T *)(const void *)(p[1] + i * s[1])
static bool plain_step(const At *at, int64_t n, char *const p[], const int64_t s[])
{
    char *data = at->a->data;
    Loop *loop = at->work->loop;
    int64_t size = (int64_t)tensor_itemsize(at->a);
    if (loop == func_find("np", "add")->loops[FLOAT64])
        ADD_AT(double);
    else if (loop == func_find("np", "add")->loops[FLOAT32])
        ADD_AT(float);
    else if (loop == func_find("np", "add")->loops[INT64])
        ADD_AT(uint64_t);
    else
        for (int64_t i = 0; i < n; i++) {
            char *element = data + *(const int64_t *)(const void *)(p[0] + i * s[0]) * size;
            char *q[3] = { element, at->nin == 2 ? p[1] + i * s[1] : element, element };
            loop(1, q, (const int64_t[]){ 0, 0, 0 });
        }
    return true;
}

static bool at_step(void *with, int64_t n, char *const p[], const int64_t s[])
{
    const At *at = with;
    if (at->plain)
        return plain_step(at, n, p, s);
    _Alignas(16) char room[3][16];
    char *q[3] = { room[0], room[1], room[2] };
    int64_t t[3] = { 0, 0, 0 };
    for (int64_t i = 0; i < n; i++) {
        char *element = element_at(at->a, *(const int64_t *)(p[0] + i * s[0]));
        char *in[2] = { element, room[0] }, *out[2] = { room[at->nin], element };
        at->into(1, in, t);
        if (at->nin == 2) {
            char *other[2] = { p[1] + i * s[1], room[1] };
            at->other(1, other, t);
        }
        at->work->loop(1, q, t);
        at->back(1, out, t);
    }
    return true;
}

static bool walk_at(Run *run, const Func *row, Tensor *a, Tensor *places, Tensor *b)
{
    DType dtype[2] = { (DType)a->dtype, b ? (DType)b->dtype : BOOL };
    Weak weak[2] = { STRONG, b ? (Weak)b->weak : STRONG };
    Work work;
    Shape shape;
    shape_set(&shape, places->ndim, places->dim);
    if (!row_resolve(row, dtype, weak, &work))
        return fail_no_loop(run, row, row->nin, dtype, weak, NO_DTYPE);
    if (b && (!shape_broadcast(&shape, b->ndim, b->dim) ||
              !shape_equal(shape.ndim, shape.dim, places->ndim, places->dim)))
        return fail(run, ValueError, "array is not broadcastable to correct shape");
    At at = { a,
              &work,
              cast_loop(dtype[0], work.in[0]),
              b ? cast_loop(dtype[1], work.in[1]) : NULL,
              cast_loop(work.out[0], dtype[0]),
              row->nin,
              tensor_is_c(a) && dtype[0] == work.in[0] && work.out[0] == dtype[0] &&
                  (!b || dtype[1] == work.in[1]) && !dtype_is_complex(dtype[0]) &&
                  (!b || !tensor_overlap(a, b)) };
    Walk walk;
    walk_begin(&walk, places->ndim, places->dim);
    walk_add(&walk, places);
    if (b)
        walk_add(&walk, b);
    flags_begin();
    return walk_each(run, &walk, at_step, &at) && (row->quiet || flags_end(run, func_says(row)));
}

static bool run_at(Call *call, Value *out)
{
    enum { SELF, ARRAY, INDICES, OTHER };
    Run *run = call->run;
    const Func *row = self_row(call);
    Value array = call->arg[ARRAY].value;
    bool has_other = call->arg[OTHER].value.tag != V_ABSENT;
    if (row->core)
        return fail(run, TypeError,
                    "%s.at does not support ufunc with non-trivial signature: %s has signature %s.",
                    func_says(row), func_says(row), row->core);
    if (row->nin > 2)
        return fail(run, ValueError, "Only unary and binary ufuncs supported at this time");
    if (row_nout(row) > 1)
        return fail(run, ValueError, "Only single output ufuncs supported at this time");
    if (row->nin == 2 && !has_other)
        return fail(run, ValueError, "second operand needed for ufunc");
    if (row->nin == 1 && has_other)
        return fail(run, ValueError, "second operand provided when ufunc is unary");
    if (array.tag != V_ARRAY)
        return fail(run, TypeError, "first operand must be array");
    if (!tensor_writeable(array.tensor))
        return fail(run, ValueError, "array is read-only");
    Tensor *places = named_places(run, array.tensor, call->arg[INDICES].value), *b = NULL;
    bool ok = places != NULL;
    if (ok && has_other)
        ok = (b = tensor_from_value(run, call->arg[OTHER].value, NO_DTYPE, true)) != NULL;
    ok = ok && walk_at(run, row, array.tensor, places, b);
    tensor_drop(places);
    tensor_drop(b);
    *out = NONE;
    return ok;
}

/* attributes ------------------------------------------------------------------------------------------ */

enum { NIN, NOUT, NARGS, NAME_OF, SIGNATURE, IDENTITY };

static Value identity_of(const Func *row)
{
    switch (row->reduction ? row->reduction->identity : NO_IDENTITY) {
    case ZERO: return value_int(0);
    case ONE: return value_int(1);
    case MINUS_ONE: return value_int(-1);
    case MINUS_INFINITY: return value_float(-INFINITY);
    case IS_FALSE: return value_bool(false);
    case IS_TRUE: return value_bool(true);
    default: return NONE;
    }
}

static bool infer_attribute(Call *call, Value *out)
{
    const Func *row = self_row(call);
    switch (call->func->extra) {
    case NIN: *out = value_int(row->nin); break;
    case NOUT: *out = value_int(row_nout(row)); break;
    case NARGS: *out = value_int(row->nin + row_nout(row)); break;
    case NAME_OF: *out = value_cstr(func_says(row)); break;
    case SIGNATURE: *out = row->core ? value_cstr(row->core) : NONE; break;
    default: *out = identity_of(row); break;
    }
    return true;
}

const Func ufunc_funcs[] = {
    { .name = "reduce",
      .of = "ufunc",
      .params = "self: func, array, axis: axes = 0, dtype: dtype = None, out: out = None, keepdims: bool = "
                "False, initial: any = ?, where: any = True",
      .brief = "Folds an array along axes: np.add.reduce is a sum.",
      .example = ">>> np.add.reduce([[1, 2], [3, 4]])\n"
                 "array([4, 6])\n",
      .style = C,
      .precheck = check_binary,
      .infer = infer_reduce,
      .gives = AS_ARRAY },
    { .name = "accumulate",
      .of = "ufunc",
      .params = "self: func, array, axis: axes = 0, dtype: dtype = None, out: out = None",
      .brief = "All the results on the way of reduce.",
      .example = ">>> np.add.accumulate([1, 2, 3])\n"
                 "array([1, 3, 6])\n",
      .style = C,
      .precheck = check_binary,
      .infer = infer_accumulate,
      .gives = AS_ARRAY },
    { .name = "reduceat",
      .of = "ufunc",
      .params = "self: func, array, indices: any, axis: axes = 0, dtype: dtype = None, out: out = None",
      .brief = "Folds the slices that begin at indices.",
      .example = ">>> np.add.reduceat([1, 2, 3, 4], [0, 2])\n"
                 "array([3, 7])\n",
      .style = C,
      .precheck = check_binary,
      .infer = infer_reduceat,
      .gives = AS_ARRAY },
    { .name = "outer",
      .of = "ufunc",
      .params = "self: func, /, *args, **kwargs",
      .brief = "Applies the function to all pairs of elements of two arrays.",
      .example = ">>> np.multiply.outer([1, 2], [3, 4])\n"
                 "array([[3, 4],\n"
                 "       [6, 8]])\n",
      .style = C,
      .infer = infer_outer,
      .gives = AS_ARRAY },
    { .name = "at",
      .of = "ufunc",
      .params = "self: func, a: any, indices: any, b: any = ?, /",
      .brief = "Applies the function in place at indices, once for each time they are named.",
      .example = ">>> a = np.zeros(3, int)\n"
                 ">>> np.add.at(a, [0, 0, 1], 5)\n"
                 ">>> a\n"
                 "array([10,  5,  0])\n",
      .style = METHOD,
      .run = run_at,
      .gives = AS_ARRAY,
      .effects = true },
    { .name = "nin",
      .of = "ufunc",
      .params = "self: func",
      .brief = "How many operands it takes.",
      .example = ">>> np.add.nin\n"
                 "2\n",
      .style = ATTRIBUTE,
      .infer = infer_attribute,
      .extra = NIN,
      .gives = AS_ARRAY },
    { .name = "nout",
      .of = "ufunc",
      .params = "self: func",
      .brief = "How many results it gives.",
      .example = ">>> np.divmod.nout\n"
                 "2\n",
      .style = ATTRIBUTE,
      .infer = infer_attribute,
      .extra = NOUT,
      .gives = AS_ARRAY },
    { .name = "nargs",
      .of = "ufunc",
      .params = "self: func",
      .brief = "How many operands and results it has.",
      .example = ">>> np.add.nargs\n"
                 "3\n",
      .style = ATTRIBUTE,
      .infer = infer_attribute,
      .extra = NARGS,
      .gives = AS_ARRAY },
    { .name = "__name__",
      .of = "ufunc",
      .params = "self: func",
      .brief = "Its name.",
      .example = ">>> np.add.__name__\n"
                 "'add'\n",
      .style = ATTRIBUTE,
      .infer = infer_attribute,
      .extra = NAME_OF,
      .gives = AS_ARRAY },
    { .name = "signature",
      .of = "ufunc",
      .params = "self: func",
      .brief = "Which axes it works on together, of functions like matmul.",
      .example = ">>> np.matmul.signature\n"
                 "'(n?,k),(k,m?)->(n?,m?)'\n",
      .style = ATTRIBUTE,
      .infer = infer_attribute,
      .extra = SIGNATURE,
      .gives = AS_ARRAY },
    { .name = "identity",
      .of = "ufunc",
      .params = "self: func",
      .brief = "What it folds nothing to, or None.",
      .example = ">>> np.multiply.identity\n"
                 "1\n",
      .style = ATTRIBUTE,
      .infer = infer_attribute,
      .extra = IDENTITY,
      .gives = AS_ARRAY },
    { .name = NULL },
};
