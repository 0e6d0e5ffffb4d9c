/* sorting.c: sort, argsort, partition and kin.
 *
 * A full sort is a partition, too, and takes no longer than linear time where there are many elements. */
#include "array/sorting.h"

#include "func/sheet.h"
#include "numeric/pool.h"
#include "numeric/transpose.h"

#include <ctype.h>
#include <stdatomic.h>
#include <string.h>

SortType sort_type(DType dtype)
{
    static const uint8_t type[DTYPES] = {
        [BOOL] = SORT_U1,      [INT8] = SORT_I1,        [UINT8] = SORT_U1,   [INT16] = SORT_I2,
        [UINT16] = SORT_U2,    [INT32] = SORT_I4,       [UINT32] = SORT_U4,  [INT64] = SORT_I8,
        [UINT64] = SORT_U8,    [FLOAT16] = SORT_F2,     [FLOAT32] = SORT_F4, [FLOAT64] = SORT_F8,
        [COMPLEX64] = SORT_C8, [COMPLEX128] = SORT_C16,
    };
    return type[dtype];
}

/* lines
 * --------------------------------------------------------------------------------------------------------------
 */

bool each_line(Run *run, Tensor *a, Tensor *b, int axis, LineStep *step, void *with)
{
    if (!tensor_size(a))
        return true;
    Tensor *firsts = view_slice(a, axis, 0, 1, 1), *others = b ? view_slice(b, axis, 0, 1, 1) : NULL;
    Places at, to;
    bool ok = true;
    int64_t work = 0;
    places_begin(&at, firsts);
    if (others)
        places_begin(&to, others);
    while (ok && places_next(&at)) {
        if (others)
            places_next(&to);
        ok = step(with, firsts->data + at.offset, others ? others->data + to.offset : NULL);
        if ((work += a->dim[axis]) >= 1 << 18) {
            work = 0;
            ok = ok && run_goes_on(run);
        }
    }
    tensor_drop(firsts);
    tensor_drop(others);
    return ok;
}

/* One line: its elements, brought together where they are apart. */
typedef struct Line {
    Run *run;
    SortType type;
    size_t size;
    int64_t n, step, to_step;
    char *room;
    int places;           /* that are wanted … */
    const int64_t *place; /* … NULL: all */
} Line;

static bool line_begin(Line *line, Run *run, const Tensor *a, int axis)
{
    line->run = run;
    line->type = sort_type((DType)a->dtype);
    line->size = tensor_itemsize(a);
    line->n = a->dim[axis];
    line->step = a->stride[axis];
    line->to_step = 0;
    line->places = 0;
    line->place = NULL;
    line->room = NULL;
    if (line->step != (int64_t)line->size && !(line->room = data_alloc((size_t)line->n * line->size + 1)))
        return fail_memory(run, shape_text(run, 1, &line->n), dtype_info[a->dtype].name,
                           (double)line->n * (double)line->size);
    return true;
}

static void copy_steps(char *to, int64_t to_step, const char *from, int64_t from_step, int64_t n, size_t size)
{
    for (int64_t i = 0; i < n; i++)
        memcpy(to + i * to_step, from + i * from_step, size);
}

static bool no_memory(Run *run, int64_t n)
{
    return fail_memory(run, shape_text(run, 1, &n), "int64", 16.0 * (double)n);
}

static bool sort_line(void *with, char *at, char *unused)
{
    Line *line = with;
    char *to = line->room ? line->room : at;
    (void)unused;
    if (line->room)
        copy_steps(line->room, (int64_t)line->size, at, line->step, line->n, line->size);
    if (!(line->place ? sort_places(line->type, to, line->n, line->places, line->place)
                      : sort_values(line->type, to, line->n)))
        return false;
    if (!line->room)
        return true;
    copy_steps(at, line->step, line->room, (int64_t)line->size, line->n, line->size);
    return true;
}

/* Many lines, which threads share. */
typedef struct Lines {
    const Line *line;
    LineStep *step;
    char *(*at)[2]; /* where each begins, and where what is made of it goes */
    int64_t count, piece;
    atomic_bool failed;
} Lines;

static bool note_line(void *with, char *at, char *to)
{
    Lines *lines = with;
    lines->at[lines->count][0] = at;
    lines->at[lines->count++][1] = to;
    return true;
}

/* Eight lines of numbers of eight bytes that lie side by side, across the order of memory: they are brought
 * together, sorted and brought back a block at a time. */
static bool sort_eight(const Line *line, char *at)
{
    enum { ROWS = 64 };
    int64_t n = line->n, length = n * 8;
    char *room = data_alloc((size_t)length * 8);
    bool ok = room;
    for (int64_t i = 0; ok && i < n; i += ROWS)
        transpose_8(at + i * line->step, line->step, room + i * 8, length, n - i < ROWS ? n - i : ROWS, 8);
    Line own = *line;
    own.step = 8;
    own.room = NULL;
    for (int k = 0; ok && k < 8; k++)
        ok = sort_line(&own, room + k * length, NULL);
    for (int64_t i = 0; ok && i < n; i += ROWS)
        transpose_8(room + i * 8, length, at + i * line->step, line->step, 8, n - i < ROWS ? n - i : ROWS);
    data_free(room);
    return ok;
}

static bool are_eight(const Lines *lines, int64_t i)
{
    const Line *line = lines->line;
    bool are = lines->step == sort_line && line->room && line->size == 8 && i + 8 <= lines->count;
    for (int k = 1; are && k < 8; k++)
        are = lines->at[i + k][0] == lines->at[i][0] + 8 * k;
    return are;
}

static void run_lines(void *with, int64_t piece)
{
    Lines *lines = with;
    Line line = *lines->line;
    int64_t from = piece * lines->piece, end = from + lines->piece;
    if (line.run->interrupt && *line.run->interrupt)
        return;
    bool ok = !line.room || (line.room = data_alloc((size_t)line.n * line.size + 1));
    for (int64_t i = from, count; ok && i < end && i < lines->count; i += count) {
        count = i + 8 <= end && are_eight(lines, i) ? 8 : 1;
        ok = count == 8 ? sort_eight(&line, lines->at[i][0])
                        : lines->step(&line, lines->at[i][0], lines->at[i][1]);
    }
    if (!ok)
        lines->failed = true;
    if (line.room)
        data_free(line.room);
}

/* Every line of a along an axis, by steps that fail only for want of memory. */
static bool all_lines(Run *run, Tensor *a, Tensor *b, int axis, LineStep *step, Line *line)
{
    enum { SHARED = 1 << 16, LONG = 1 << 17, TASK = 1 << 14 };
    int64_t size = tensor_size(a), count = size / line->n;
    Lines lines = { .line = line, .step = step, .piece = TASK / line->n / 8 * 8 + 8 };
    if (count > 1 && size >= SHARED && line->n < LONG && (pool_threads() > 1 || line->room))
        lines.at = data_alloc((size_t)count * sizeof *lines.at);
    if (!lines.at)
        return each_line(run, a, b, axis, step, line) || (!run->error.class && no_memory(run, line->n));
    bool ok = each_line(run, a, b, axis, note_line, &lines);
    if (ok) {
        pool_run((count + lines.piece - 1) / lines.piece, run_lines, &lines);
        ok = run_goes_on(run) && (!lines.failed || no_memory(run, line->n));
    }
    data_free(lines.at);
    return ok;
}

bool tensor_sort(Run *run, Tensor *a, int axis) { return tensor_sort_places(run, a, axis, 0, NULL); }

bool tensor_sort_places(Run *run, Tensor *a, int axis, int places, const int64_t *place)
{
    Line line;
    if (!tensor_size(a))
        return true;
    if (!line_begin(&line, run, a, axis))
        return false;
    line.places = places;
    line.place = place;
    bool ok = all_lines(run, a, NULL, axis, sort_line, &line);
    data_free(line.room);
    return ok;
}

Tensor *tensor_sorted_flat(Run *run, Tensor *a)
{
    int64_t n = tensor_size(a);
    Tensor *flat = tensor_new(run, (DType)a->dtype, 1, &n), *shaped;
    if (!flat)
        return NULL;
    shaped = tensor_reshape_view(flat, a->ndim, a->dim);
    bool ok = tensor_assign(run, shaped, a) && tensor_sort(run, flat, 0);
    tensor_drop(shaped);
    if (ok)
        return flat;
    tensor_drop(flat);
    return NULL;
}

static bool order_elements(const Line *line, const char *at, int64_t *order)
{
    return line->places == 1 ? sort_order_place(line->type, at, line->n, line->place[0], order)
                             : sort_order(line->type, at, line->n, order);
}

static bool order_line(void *with, char *at, char *to)
{
    Line *line = with;
    if (line->room) {
        copy_steps(line->room, (int64_t)line->size, at, line->step, line->n, line->size);
        at = line->room;
    }
    if (line->to_step == sizeof(int64_t))
        return order_elements(line, at, (int64_t *)to);
    int64_t *order = data_alloc((size_t)line->n * sizeof *order);
    bool ok = order && order_elements(line, at, order);
    if (ok)
        copy_steps(to, line->to_step, (char *)order, sizeof *order, line->n, sizeof *order);
    data_free(order);
    return ok;
}

/* arguments
 * ----------------------------------------------------------------------------------------------------------
 */

/* The kind of a sort says nothing that matters here, where every sort is stable, but must be one. */
static bool check_kind(Call *call, int kind, int order, int stable)
{
    Run *run = call->run;
    Value v = call->arg[kind].value;
    if (stable >= 0 && !arg_none(call, stable)) {
        bool unused;
        if (!arg_none(call, kind))
            return fail(run, ValueError,
                        "`kind` and keyword parameters can't be provided at the same time. Use only "
                        "one of them.");
        if (!value_truth(run, call->arg[stable].value, &unused))
            return false;
    }
    if (!arg_none(call, kind)) {
        if (v.tag != V_STR)
            return fail(run, TypeError, "sort kind must be str, not %s", value_type_name(v));
        int first = tolower((unsigned char)v.str->text[0]);
        if (!first || !strchr("qhms", first)) /* NumPy looks at no more than the first letter */
            return fail(run, ValueError, "sort kind must be one of 'quick', 'heap', or 'stable' (got %s)",
                        value_text(run, v));
    }
    return arg_none(call, order) ||
           fail(run, ValueError, "Cannot specify order when the array has no fields.");
}

/* Whether an axis is one or None, wherever it lies. */
static bool check_axis(Call *call, int i)
{
    int64_t axis;
    if (call->arg[i].value.tag == V_FLOAT)
        return fail(call->run, TypeError, "integer argument expected, got float");
    return arg_none(call, i) || call->arg[i].value.tag == V_BOOL || arg_axis_number(call, i, &axis);
}

/* The axis of an array; *axis -1: the flattened array. */
static bool read_axis(Call *call, int i, const Tensor *a, int *axis)
{
    if (call->arg[i].value.tag == V_BOOL && strncmp(call->func->name, "arg", 3) != 0) /* read as C's int */
        return axis_check(call->run, call->arg[i].value.i, a->ndim, axis);
    return arg_axis(call, i, a->ndim, axis);
}

/* Where the parameters of each row are; -1: the row has none. */
typedef struct Params {
    int axis, kind, order, stable, kth;
} Params;
static const Params of_sort = { 1, 2, 3, 4, -1 }, of_partition = { 2, 3, 4, -1, 1 };

static const Params *params_of(const Call *call) { return call->func->extra ? &of_partition : &of_sort; }

/* kth of partition: an int or ints, each within the axis. */
static bool check_kth(Call *call, int i, int64_t size)
{
    Run *run = call->run;
    Value v = call->arg[i].value;
    Tensor *kth = tensor_from_value_within(run, v, NO_DTYPE, 1);
    if (!kth)
        return false;
    bool ok = true;
    if (kth->ndim > 1)
        ok = fail(run, ValueError, "object too deep for desired array");
    else if (kth->dtype == BOOL)
        ok = fail(run, ValueError, "Booleans unacceptable as partition index");
    else if (!dtype_is_int((DType)kth->dtype))
        ok = fail(run, TypeError, "Partition index must be integer");
    int64_t n = ok ? tensor_size(kth) : 0, step = kth->ndim ? kth->stride[0] : 0;
    for (int64_t k = 0; ok && k < n && size > 0; k++) {
        int64_t index = element_int((DType)kth->dtype, kth->data + k * step);
        if (index < 0)
            index += size;
        if (index < 0 || index >= size)
            ok = fail(run, ValueError, "kth(=%lld) out of bounds (%lld)", (long long)index, (long long)size);
    }
    tensor_drop(kth);
    return ok;
}

enum { PLACES_MOST = 8, SELECTS = 512 };

/* The places that partition asks for, if it is worth while to find only them; they do not fall. 0: everything
 * is to be sorted. */
static int wanted_places(Call *call, int64_t n, int64_t place[PLACES_MOST])
{
    int kth = params_of(call)->kth, count = 0;
    Tensor *given = kth >= 0 && n >= SELECTS
                        ? tensor_from_value_within(call->run, call->arg[kth].value, NO_DTYPE, 1)
                        : NULL;
    int64_t size = given ? tensor_size(given) : 0, step = given && given->ndim ? given->stride[0] : 0;
    for (int64_t k = 0; k < size && size <= PLACES_MOST; k++) {
        int64_t index = element_int((DType)given->dtype, given->data + k * step);
        int at = count++;
        index += index < 0 ? n : 0;
        for (; at > 0 && place[at - 1] > index; at--)
            place[at] = place[at - 1];
        place[at] = index;
    }
    tensor_drop(given);
    return count;
}

/* What sort or partition makes of an array. */
static bool sort_as_wanted(Call *call, Tensor *a, int axis)
{
    int64_t place[PLACES_MOST];
    int places = wanted_places(call, a->dim[axis], place);
    return places ? tensor_sort_places(call->run, a, axis, places, place) : tensor_sort(call->run, a, axis);
}

static bool check_select(Call *call, int kind, int order)
{
    Value v = call->arg[kind].value;
    if (v.tag != V_STR)
        return fail(call->run, TypeError, "select kind must be str, not %s", value_type_name(v));
    if (strcmp(v.str->text, "introselect"))
        return fail(call->run, ValueError, "select kind must be 'introselect' (got %s)",
                    value_text(call->run, v));
    return arg_none(call, order) ||
           fail(call->run, ValueError, "Cannot specify order when the array has no fields.");
}

/* sort, partition
 * ---------------------------------------------------------------------------------------------------- */

/* All that can be wrong; *axis -1: flattened. */
static bool read_sort(Call *call, const Tensor *a, int *axis)
{
    const Params *p = params_of(call);
    if (p->kth < 0)
        return check_axis(call, p->axis) && check_kind(call, p->kind, p->order, p->stable) &&
               read_axis(call, p->axis, a, axis);
    bool none = arg_none(call, p->axis);
    return check_axis(call, p->axis) && check_select(call, p->kind, p->order) &&
           read_axis(call, p->axis, a, axis) &&
           (call->arg[p->kth].value.tag != V_SLICE || arg_convert(call, p->kth)) &&
           (call->typed_only || check_kth(call, p->kth, none ? tensor_size(a) : a->dim[*axis]));
}

static bool infer_sort(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    Tensor *a = arg_tensor(call, 0);
    int axis;
    if (!read_sort(call, a, &axis))
        return false;
    int64_t size = tensor_size(a);
    if (axis < 0)
        return infer_as(out, (DType)a->dtype, 1, &size);
    Tensor *typed = tensor_typed((DType)a->dtype, a->ndim, a->dim);
    if (size > 0)
        set_order(typed, 'K', a);
    return give(out, typed);
}

static bool run_sort(Call *call, Value *out)
{
    Tensor *a = arg_tensor(call, 0), *to = out->tensor;
    int axis;
    if (!read_axis(call, params_of(call)->axis, a, &axis))
        return false;
    if (axis >= 0)
        return tensor_assign(call->run, to, a) && sort_as_wanted(call, to, axis);
    Tensor *shaped = tensor_reshape_view(to, a->ndim, a->dim);
    bool ok = tensor_assign(call->run, shaped, a) && sort_as_wanted(call, to, 0);
    tensor_drop(shaped);
    return ok;
}

/* a.sort(), a.partition() */
static bool run_sort_inplace(Call *call, Value *out)
{
    const Params *p = params_of(call);
    Value self = call->arg[0].value;
    Tensor *a = arg_tensor(call, 0);
    int axis;
    if (call->arg[p->axis].value.tag == V_NONE)
        return fail(call->run, TypeError, "'NoneType' object cannot be interpreted as an integer");
    if (!read_sort(call, a, &axis))
        return false;
    if (self.tag == V_ARRAY && !tensor_writeable(a))
        return fail(call->run, ValueError, "%s array is read-only", p->kth < 0 ? "sort" : "partition");
    *out = NONE;
    return sort_as_wanted(call, a, axis);
}

static bool infer_argsort(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    Tensor *a = arg_tensor(call, 0);
    int axis = -1;
    int64_t one = 1;
    if (a->ndim == 0) { /* seen as an array of one element */
        Tensor *line = tensor_typed((DType)a->dtype, 1, &one);
        bool ok = read_sort(call, line, &axis);
        tensor_drop(line);
        return ok && infer_as(out, INT64, 1, &one);
    }
    if (!read_sort(call, a, &axis))
        return false;
    int64_t size = tensor_size(a);
    return axis < 0 ? infer_as(out, INT64, 1, &size) : infer_as(out, INT64, a->ndim, a->dim);
}

static bool run_argsort(Call *call, Value *out)
{
    Run *run = call->run;
    Tensor *a = arg_tensor(call, 0), *to = out->tensor, *flat = NULL;
    int axis = 0;
    int64_t place[PLACES_MOST];
    Line line;
    if (a->ndim == 0) {
        *(int64_t *)to->data = 0;
        return true;
    }
    if (!read_axis(call, params_of(call)->axis, a, &axis))
        return false;
    if (axis < 0) {
        if (!(a = flat = flat_tensor(run, a)))
            return false;
        axis = 0;
    }
    bool ok = true;
    if (tensor_size(a)) {
        ok = line_begin(&line, run, a, axis);
        line.to_step = to->stride[axis];
        line.place = place;
        line.places = ok ? wanted_places(call, line.n, place) : 0;
        ok = ok && all_lines(run, a, to, axis, order_line, &line);
        data_free(line.room);
    }
    tensor_drop(flat);
    return ok;
}

static bool run_sort_complex(Call *call, Value *out)
{
    int axis;
    Tensor *a = arg_tensor(call, 0);
    DType dtype = (DType)a->dtype;
    bool small = dtype == INT8 || dtype == INT16 || dtype == UINT8 || dtype == UINT16;
    Tensor *sorted = tensor_copy(call->run, a, 'K'), *answer;
    if (!sorted)
        return false;
    bool ok = axis_check(call->run, -1, a->ndim, &axis) && tensor_sort(call->run, sorted, axis);
    answer = !ok                       ? NULL
             : dtype_is_complex(dtype) ? tensor_keep(sorted)
                                       : tensor_cast(call->run, sorted, small ? COMPLEX64 : COMPLEX128);
    tensor_drop(sorted);
    return give_instead(out, answer);
}

static bool infer_sort_complex(Call *call, Value *out)
{
    if (sheet_skips(call, out))
        return true;
    Tensor *a = arg_tensor(call, 0);
    DType d = (DType)a->dtype;
    bool small = d == INT8 || d == INT16 || d == UINT8 || d == UINT16;
    int axis;
    return axis_check(call->run, -1, a->ndim, &axis) && infer_as(out,
                                                                 dtype_is_complex(d) ? d
                                                                 : small             ? COMPLEX64
                                                                                     : COMPLEX128,
                                                                 a->ndim, a->dim);
}

/* lexsort
 * ------------------------------------------------------------------------------------------------------------
 */

/* The keys, of one shape, and the axis along which they are compared. */
static bool read_keys(Call *call, Tensors *keys, int *axis)
{
    Run *run = call->run;
    Value v = call->arg[0].value;
    *keys = (Tensors){ 0 };
    bool sequence =
        v.tag == V_LIST || v.tag == V_TUPLE || v.tag == V_RANGE || (v.tag == V_ARRAY && v.tensor->ndim);
    if (sequence && !tensors_from(run, v, false, keys))
        return false;
    bool ok = keys->count > 0 || fail(run, TypeError, "need sequence of keys with len > 0 in lexsort");
    for (int i = 1; ok && i < keys->count; i++)
        ok = shape_equal(keys->at[0]->ndim, keys->at[0]->dim, keys->at[i]->ndim, keys->at[i]->dim) ||
             fail(run, ValueError, "all keys need to be the same shape");
    *axis = 0;
    int64_t asked = -1;
    ok = ok && (!arg_given(call, 1) || arg_int(call, 1, &asked));
    if (ok && keys->at[0]->ndim) /* the axis of a scalar may be 0 or -1 */
        ok = axis_check(run, asked, keys->at[0]->ndim, axis);
    else if (ok && asked != 0 && asked != -1)
        ok = axis_check(run, asked, 0, axis);
    if (!ok)
        tensors_drop(keys);
    return ok;
}

static bool infer_lexsort(Call *call, Value *out)
{
    Tensors keys;
    int axis;
    if (any_unknown(call))
        return give_unknown(out);
    if (!read_keys(call, &keys, &axis))
        return false;
    bool ok = infer_as(out, INT64, keys.at[0]->ndim, keys.at[0]->dim);
    tensors_drop(&keys);
    return ok;
}

static bool order_again(void *with, char *at, char *to)
{
    Line *line = with;
    copy_steps(line->room, (int64_t)line->size, at, line->step, line->n, line->size);
    int64_t *order = data_alloc((size_t)line->n * sizeof *order);
    if (!order)
        return no_memory(line->run, line->n);
    copy_steps((char *)order, sizeof *order, to, line->to_step, line->n, sizeof *order);
    bool ok = sort_order_again(line->type, line->room, line->n, order) || no_memory(line->run, line->n);
    copy_steps(to, line->to_step, (char *)order, sizeof *order, line->n, sizeof *order);
    data_free(order);
    return ok;
}

/* Sorts by each key in turn, the last of them last: sorts are stable. */
static bool run_lexsort(Call *call, Value *out)
{
    Tensors keys;
    int axis;
    Tensor *to = out->tensor;
    if (!read_keys(call, &keys, &axis))
        return false;
    bool ok = true;
    if (!to->ndim)
        *(int64_t *)to->data = 0;
    Places at;
    places_begin(&at, to);
    while (to->ndim && places_next(&at))
        *(int64_t *)(to->data + at.offset) = at.index[axis];
    for (int i = 0; ok && to->ndim && tensor_size(to) && i < keys.count; i++) {
        Tensor *key = keys.at[i];
        Line line = { .run = call->run,
                      .type = sort_type((DType)key->dtype),
                      .size = tensor_itemsize(key),
                      .n = key->dim[axis],
                      .step = key->stride[axis],
                      .to_step = to->stride[axis] };
        line.room = data_alloc((size_t)line.n * line.size);
        ok = line.room ? each_line(call->run, key, to, axis, order_again, &line)
                       : no_memory(call->run, line.n);
        data_free(line.room);
    }
    tensors_drop(&keys);
    return ok;
}

#define SORT_PARAMS      "axis: axis = -1, kind: str = None, order: any = None, *, stable: any = None"
#define PARTITION_PARAMS "kth: any, axis: axis = -1, kind: str = 'introselect', order: any = None"

const Func sorting_funcs[] = {
    { .name = "sort",
      .of = "np",
      .params = "a, " SORT_PARAMS,
      .brief = "A sorted copy; nans come last.",
      .example = ">>> np.sort([3, 1, 2])\narray([1, 2, 3])\n",
      .style = PYTHON,
      .infer = infer_sort,
      .run = run_sort,
      .gives = AS_ARRAY },
    { .name = "sort",
      .of = "ndarray generic",
      .params = "self, " SORT_PARAMS,
      .brief = "Sorts the array in place; nans come last.",
      .example = ">>> a = np.array([3, 1, 2])\n>>> a.sort()\n>>> a\narray([1, 2, 3])\n",
      .style = METHOD,
      .run = run_sort_inplace,
      .effects = true },
    { .name = "argsort",
      .of = "np",
      .params = "a, " SORT_PARAMS,
      .brief = "The indices that would sort the array.",
      .example = ">>> np.argsort([30, 10, 20])\narray([1, 2, 0])\n",
      .style = PYTHON,
      .infer = infer_argsort,
      .run = run_argsort,
      .gives = AS_ARRAY },
    { .name = "argsort",
      .of = "ndarray generic",
      .params = "self, " SORT_PARAMS,
      .brief = "The indices that would sort the array.",
      .example = ">>> np.array([30, 10, 20]).argsort()\narray([1, 2, 0])\n",
      .style = METHOD,
      .infer = infer_argsort,
      .run = run_argsort,
      .gives = AS_ARRAY },
    { .name = "partition",
      .of = "np",
      .params = "a, " PARTITION_PARAMS,
      .brief = "A copy whose kth element is where it would be if sorted, smaller ones before it.",
      .example = ">>> np.partition([7, 1, 9, 3], 1)[:2]\narray([1, 3])\n",
      .style = PYTHON,
      .infer = infer_sort,
      .run = run_sort,
      .gives = AS_ARRAY,
      .extra = 1 },
    { .name = "partition",
      .of = "ndarray",
      .params = "self, " PARTITION_PARAMS,
      .brief = "Partitions in place: the kth element where it would be if sorted, smaller ones before it.",
      .example = ">>> a = np.array([7, 1, 9, 3])\n>>> a.partition(1)\n>>> a[1]\nnp.int64(3)\n",
      .style = METHOD,
      .run = run_sort_inplace,
      .effects = true,
      .extra = 1 },
    { .name = "argpartition",
      .of = "np",
      .params = "a, " PARTITION_PARAMS,
      .brief = "The indices that would partition the array.",
      .example = ">>> np.argpartition([7, 1, 9, 3], 1)[:2]\narray([1, 3])\n",
      .style = PYTHON,
      .infer = infer_argsort,
      .run = run_argsort,
      .gives = AS_ARRAY,
      .extra = 1 },
    { .name = "argpartition",
      .of = "ndarray",
      .params = "self, " PARTITION_PARAMS,
      .brief = "The indices that would partition the array.",
      .example = ">>> np.array([7, 1, 9, 3]).argpartition(1)[:2]\narray([1, 3])\n",
      .style = METHOD,
      .infer = infer_argsort,
      .run = run_argsort,
      .gives = AS_ARRAY,
      .extra = 1 },
    { .name = "sort_complex",
      .of = "np",
      .params = "a",
      .brief = "A sorted copy as complex numbers: by the real part, then the imaginary one.",
      .example = ">>> np.sort_complex([2, 1j, 1])\narray([0.+1.j, 1.+0.j, 2.+0.j])\n",
      .style = PYTHON,
      .infer = infer_sort_complex,
      .run = run_sort_complex,
      .gives = AS_ARRAY },
    { .name = "lexsort",
      .of = "np",
      .params = "keys: arrays, axis: axis = -1",
      .brief = "The indices that sort by several keys, the last one first.",
      .example = ">>> np.lexsort(([1, 1, 0], [2, 1, 3]))\narray([1, 0, 2])\n",
      .style = PYTHON,
      .infer = infer_lexsort,
      .run = run_lexsort },
    { .name = NULL },
};
