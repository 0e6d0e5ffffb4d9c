/* Arrays from slices: np.mgrid, np.ogrid, np.r_, np.c_, np.s_ and np.index_exp, objects that are only there
 * to be indexed (numpy/lib/_index_tricks_impl.py). */
#include "func/sheet.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define INDEX_MODULE "numpy.lib._index_tricks_impl"
static const Class mgrid_class[1] = { { "MGridClass", INDEX_MODULE, { class_object }, "MGridClass" } };
static const Class ogrid_class[1] = { { "OGridClass", INDEX_MODULE, { class_object }, "MGridClass" } };
static const Class r_class[1] = { { "RClass", INDEX_MODULE, { class_object }, "RClass" } };
static const Class c_class[1] = { { "CClass", INDEX_MODULE, { class_object }, "RClass" } };
static const Class expression_class[1] = {
    { "IndexExpression", INDEX_MODULE, { class_object }, "IndexExpression" }
};

static const char *const grid_fields[] = { "sparse" };
static const char *const joiner_fields[] = { "axis", "matrix", "ndmin", "trans1d" };
static const char *const expression_fields[] = { "maketuple" };

enum { MGRID, OGRID, R_, C_, S_, INDEX_EXP };

static bool infer_object(Call *call, Value *out)
{
    int which = (int)call->func->extra;
    switch (which) {
    case MGRID:
    case OGRID:
        *out = value_record(which == MGRID ? mgrid_class : ogrid_class, 1, grid_fields);
        out->record->field[0] = value_bool(which == OGRID);
        return true;
    case R_:
    case C_:
        *out = value_record(which == R_ ? r_class : c_class, 4, joiner_fields);
        out->record->field[0] = value_int(which == R_ ? 0 : -1);
        out->record->field[1] = value_bool(false);
        out->record->field[2] = value_int(which == R_ ? 1 : 2);
        out->record->field[3] = value_int(which == R_ ? -1 : 0);
        return true;
    default:
        *out = value_record(expression_class, 1, expression_fields);
        out->record->field[0] = value_bool(which == INDEX_EXP);
        return true;
    }
}

/* grids ----------------------------------------------------------------------------------------------------
 */

/* A slice of a key; a step that is complex says how many points there are to be. */
typedef struct Part {
    Value start, stop, step;
    bool counts;
    int64_t points; /* if it counts */
} Part;

static bool is_complex(Value v)
{
    return v.tag == V_COMPLEX || v.tag == V_CSCALAR || (v.tag == V_SCALAR && v.dtype == COMPLEX64);
}

static bool read_part(Sheet *s, Value item, Part *part)
{
    if (item.tag != V_SLICE)
        return sheet_fail(s, AttributeError, "'%s' object has no attribute 'step'", value_type_name(item));
    *part = (Part){ item.slice->start, item.slice->stop, item.slice->step, false, 0 };
    if (part->start.tag == V_NONE)
        part->start = value_int(0);
    if (is_complex(part->step)) {
        complex128 z = 0;
        part->counts = true;
        s->failed = s->failed || !value_to_complex(s->run, part->step, &z);
        part->step = value_float(cabs(z));
        part->points = (int64_t)cabs(z);
    }
    return !s->failed;
}

/* The distance of two points: 1 if there is only one. */
static Value distance(Sheet *s, const Part *part)
{
    if (part->points == 1)
        return value_int(1);
    return sheet_div(s, sheet_sub(s, part->stop, part->start), value_float((double)part->points - 1));
}

/* mgrid[start:stop:step] */
static Value line(Sheet *s, Value key)
{
    Part part;
    if (!read_part(s, key, &part))
        return ABSENT;
    if (!part.counts)
        return NP(s, "arange", part.start, part.stop, part.step);
    Value dtype = NP(s, "result_type", part.start, part.stop, part.step);
    Value points = NP(s, "arange", value_int(0), value_int(part.points), value_int(1), dtype);
    return sheet_add(s, sheet_mul(s, points, distance(s, &part)), part.start);
}

/* How many steps fit: ceil((stop - start) / step). */
static int64_t steps_in(Sheet *s, const Part *part)
{
    if (part->counts)
        return part->points;
    double steps = sheet_double(s, sheet_div(s, sheet_sub(s, part->stop, part->start), part->step));
    if (s->failed || isnan(steps))
        return s->failed ? 0 : (sheet_fail(s, ValueError, "cannot convert float NaN to integer"), 0);
    steps = ceil(steps);
    return steps < 0 ? -1 : steps > 0x1p62 ? INT64_MAX : (int64_t)steps;
}

/* The coordinates along one axis of a grid, in the grid's dtype. */
static Value coordinates(Sheet *s, const Part *part, int64_t size, Value dtype)
{
    Value count = NP(s, "arange", value_int(0), value_int(size), value_int(1), dtype);
    Value step = part->counts ? distance(s, part) : part->step;
    return sheet_add(s, sheet_mul(s, count, step), part->start);
}

/* The values along axis k of n, as an array that is stretched along the others. */
static Value along(Sheet *s, Value values, int n, int k)
{
    Tensor *t = sheet_array(s, values);
    int64_t dim[AXES_MAX];
    for (int i = 0; i < n; i++)
        dim[i] = t && i == k ? t->dim[0] : 1;
    return t ? sheet_tensor(s, tensor_reshape(s->run, t, n, dim, 'C')) : ABSENT;
}

static Value grid(Sheet *s, Value key, bool sparse)
{
    int n = (int)key.tuple->count;
    Part part[AXES_MAX];
    Value kind[3 * AXES_MAX + 1] = { value_int(0) }, item[AXES_MAX];
    int64_t dim[AXES_MAX + 1] = { n };
    for (int k = 0; k < n && !s->failed; k++) {
        Value slice = key.tuple->item[k];
        if (!read_part(s, slice, &part[k]))
            return ABSENT;
        if (part[k].stop.tag == V_NONE)
            return sheet_fail(s, AttributeError, "'tuple' object has no attribute 'step'"), ABSENT;
        if (part[k].step.tag == V_NONE)
            part[k].step = value_int(1);
        dim[k + 1] = steps_in(s, &part[k]);
        kind[3 * k + 1] = part[k].start;
        kind[3 * k + 2] = part[k].stop;
        kind[3 * k + 3] = part[k].step;
    }
    Value dtype = sheet_np(s, "result_type", 3 * n + 1, kind);
    if (s->failed)
        return ABSENT;
    for (int k = 0; k < n; k++)
        if (dim[k + 1] < 0 && !sparse)
            return sheet_fail(s, ValueError, "negative dimensions are not allowed"), ABSENT;
    Value room = sparse ? ABSENT : sheet_tensor(s, tensor_new(s->run, (DType)dtype.dtype, n + 1, dim));
    Tensor *all = room.tag == V_ARRAY ? room.tensor : NULL;
    for (int k = 0; k < n && !s->failed; k++) {
        item[k] = along(s, coordinates(s, &part[k], dim[k + 1], dtype), n, k);
        if (!sparse && !s->failed) {
            Tensor *layer = view_item(all, 0, k);
            s->failed = !tensor_assign(s->run, layer, item[k].tensor);
            tensor_drop(layer);
        }
    }
    return sparse ? sheet_tuple(s, n, item) : as_value(all);
}

static bool run_grid(Call *call, Value *out)
{
    Sheet s;
    sheet_begin(&s, call->run);
    Value self = call->arg[0].value, key = call->arg[1].value;
    bool sparse = self.record->field[0].i;
    if (key.tag == V_TUPLE && key.tuple->count >= AXES_MAX)
        s.failed = !fail_axes(s.run, key.tuple->count + 1);
    else if (key.tag == V_TUPLE && key.tuple->count == 0 && sparse)
        return sheet_answer(&s, sheet_tuple(&s, 0, NULL), out);
    return sheet_answer(&s,
                        s.failed             ? ABSENT
                        : key.tag == V_TUPLE ? grid(&s, key, sparse)
                                             : line(&s, key),
                        out);
}

/* r_ and c_ ------------------------------------------------------------------------------------------------
 */

/* How things are joined: at first as the object says, then as the text in front of them does. */
typedef struct Joining {
    int64_t axis, ndmin, trans1d;
} Joining;

/* "axis", "axis,ndmin" or "axis,ndmin,trans1d" */
static bool read_directive(Sheet *s, const char *text, Joining *how)
{
    int64_t number[3] = { 0 };
    int count = 0;
    const char *at = text;
    char *end;
    bool good = true, many = strchr(text, ',');
    if (!strcmp(text, "r") || !strcmp(text, "c"))
        return sheet_fail(s, NotImplementedError,
                          "np.matrix is left out of ndcalc: arrays of two axes do the same");
    for (; good && count < 3; count++) {
        number[count] = strtoll(at, &end, 10);
        while (*end == ' ')
            end++;
        good = end != at && (*end == ',' || !*end);
        at = end + 1;
        if (!*end) {
            count++;
            break;
        }
    }
    if (!good && many)
        return sheet_fail(s, ValueError, "unknown special directive '%s'", text);
    if (!good)
        return sheet_fail(s, ValueError, "unknown special directive");
    how->axis = number[0];
    if (count > 1)
        how->ndmin = number[1];
    if (count > 2)
        how->trans1d = number[2];
    return true;
}

static Value with_ndmin(Sheet *s, Value v, int64_t ndmin, Value dtype)
{
    return NP_KEYS(s, "array", v, KEY("copy", NONE), KEY("ndmin", value_int(ndmin)), KEY("dtype", dtype));
}

/* A slice as the points that it names. */
static Value points_of(Sheet *s, Value slice, const Joining *how)
{
    Part part;
    Value points;
    if (!read_part(s, slice, &part))
        return ABSENT;
    if (part.counts)
        points = NP(s, "linspace", part.start, part.stop, value_int(part.points));
    else
        points = NP(s, "arange", part.start, part.stop, part.step.tag == V_NONE ? value_int(1) : part.step);
    if (how->ndmin <= 1)
        return points;
    points = with_ndmin(s, points, how->ndmin, ABSENT);
    return how->trans1d == -1 ? points : NP(s, "swapaxes", points, value_int(-1), value_int(how->trans1d));
}

/* An array with as many axes as asked for; new ones stand where trans1d puts the old ones not. */
static Value array_of(Sheet *s, Value item, const Joining *how)
{
    Tensor *t = sheet_array(s, item);
    Value made = with_ndmin(s, as_value(t), how->ndmin, ABSENT);
    if (s->failed || how->trans1d == -1 || t->ndim >= how->ndmin)
        return made;
    int n = (int)how->ndmin, k2 = n - t->ndim, k1 = (int)how->trans1d + (how->trans1d < 0 ? k2 + 1 : 0),
        order[AXES_MAX];
    int from[3] = { 0, k2, k1 }, to[3] = { k1, n, k2 },
        count = 0; /* defaxes[:k1] + defaxes[k2:] + defaxes[k1:k2] */
    for (int part = 0; part < 3; part++)
        for (int i = from[part]; i < to[part] && count < n; i++)
            order[count++] = i;
    if (count != n)
        return sheet_fail(s, ValueError, "axes don't match array"), ABSENT;
    return sheet_tensor(s, tensor_transpose(made.tensor, order));
}

/* np.result_type of dtypes and scalars. */
static DType common_dtype(int64_t count, const Value kind[])
{
    DType *dtype = mem_alloc((size_t)count * sizeof *dtype);
    Weak *weak = mem_alloc((size_t)count * sizeof *weak);
    for (int64_t k = 0; k < count; k++) {
        Value v = kind[k];
        weak[k] = v.tag == V_FLOAT                      ? WEAK_FLOAT
                  : v.tag == V_COMPLEX                  ? WEAK_COMPLEX
                  : v.tag == V_INT || v.tag == V_BIGINT ? WEAK_INT
                                                        : STRONG;
        dtype[k] = v.tag == V_DTYPE    ? (DType)v.dtype
                   : v.tag == V_BOOL   ? BOOL
                   : weak[k] == STRONG ? value_dtype(v)
                                       : INT64;
    }
    DType common = dtype_result((int)count, dtype, weak);
    mem_free(dtype);
    mem_free(weak);
    return common;
}

static bool run_join(Call *call, Value *out)
{
    Value key = call->arg[1].value, self = call->arg[0].value, *field = self.record->field;
    Joining how = { field[0].i, field[2].i, field[3].i };
    int64_t count = key.tag == V_TUPLE ? key.tuple->count : 1, kept = 0;
    const Value *item = key.tag == V_TUPLE ? key.tuple->item : &key;
    if (key.tag == V_STR)
        return fail(call->run, NotImplementedError,
                    "np.matrix is left out of ndcalc: arrays of two axes do the same");
    Sheet s;
    sheet_begin(&s, call->run);
    Value *object = mem_alloc((size_t)(count + 1) * sizeof *object),
          *kind = mem_alloc((size_t)(count + 1) * sizeof *kind);
    for (int64_t k = 0; k < count && !s.failed; k++) {
        Value v = item[k];
        if (v.tag == V_STR) {
            if (k)
                sheet_fail(&s, ValueError, "special directives must be the first entry.");
            else
                read_directive(&s, v.str->text, &how);
            if (!s.failed && (how.ndmin > AXES_MAX || how.ndmin < 0))
                sheet_fail(&s, ValueError,
                           "ndmin bigger than allowable number of dimensions NPY_MAXDIMS (=64)");
            continue;
        }
        bool scalar = value_is_number(v) || value_is_scalar(v);
        object[kept] = v.tag == V_SLICE ? points_of(&s, v, &how) : scalar ? v : array_of(&s, v, &how);
        kind[kept] = scalar || s.failed ? v : value_of_dtype(value_dtype(object[kept]));
        kept++;
    }
    Value dtype = kept && !s.failed ? value_of_dtype(common_dtype(kept, kind)) : ABSENT, list = ABSENT;
    if (!s.failed)
        list = sheet_list(&s, 0, NULL);
    for (int64_t k = 0; k < kept && !s.failed; k++) {
        Value made = with_ndmin(&s, object[k], how.ndmin, dtype);
        if (!s.failed)
            list_append(list.list, made);
    }
    mem_free(object);
    mem_free(kind);
    return sheet_answer(&s, NP(&s, "concatenate", list, value_int(how.axis)), out);
}

static bool infer_len(Call *call, Value *out)
{
    (void)call;
    *out = value_int(0);
    return true;
}

/* s_ and index_exp -----------------------------------------------------------------------------------------
 */

static bool infer_expression(Call *call, Value *out)
{
    Value key = call->arg[1].value;
    if (call->arg[0].value.record->field[0].i && key.tag != V_TUPLE)
        *out = value_tuple(1, &key);
    else
        *out = value_keep(key);
    return true;
}

/* mask_indices ---------------------------------------------------------------------------------------------
 */

static bool run_mask_indices(Call *call, Value *out)
{
    Sheet s;
    sheet_begin(&s, call->run);
    Value n = call->arg[0].value, shape = sheet_tuple(&s, 2, (Value[]){ n, n });
    Value m = NP(&s, "ones", shape, value_of_dtype(INT64));
    Value masked = sheet_call(&s, call->arg[1].value, 2, (Value[]){ m, call->arg[2].value });
    return sheet_answer(&s, NP(&s, "nonzero", sheet_op(&s, OP_NE, masked, value_int(0))), out);
}

#define OBJECT(title, which, text, shown)                                                                    \
    {                                                                                                        \
        .name = title, .of = "np", .params = "", .style = ATTRIBUTE, .infer = infer_object,                  \
        .gives = AS_ARRAY, .extra = which, .brief = text, .example = shown                                   \
    }

const Func index_trick_funcs[] = {
    OBJECT(
        "mgrid", MGRID, "the coordinates of a grid, by slices: np.mgrid[0:2, 0:1:5j]",
        ">>> np.mgrid[0:2, 0:2]\narray([[[0, 0],\n        [1, 1]],\n\n       [[0, 1],\n        [0, 1]]])\n"),
    OBJECT("ogrid", OGRID, "the coordinates of a grid, an array along each axis",
           ">>> np.ogrid[0:2, 0:3]\n(array([[0],\n       [1]]), array([[0, 1, 2]]))\n"),
    OBJECT("r_", R_, "slices, numbers and arrays in one row: np.r_[1:4, 0, 5]",
           ">>> np.r_[1:4, 0, 5]\narray([1, 2, 3, 0, 5])\n"),
    OBJECT("c_", C_, "arrays as columns: np.c_[[1, 2], [3, 4]]",
           ">>> np.c_[[1, 2], [3, 4]]\narray([[1, 3],\n       [2, 4]])\n"),
    OBJECT("s_", S_, "what stands between the brackets, to be used as an index",
           ">>> np.s_[::2]\nslice(None, None, 2)\n"),
    OBJECT("index_exp", INDEX_EXP, "what stands between the brackets, always as a tuple",
           ">>> np.index_exp[::2]\n(slice(None, None, 2),)\n"),
    { .name = "__getitem__",
      .of = "MGridClass",
      .params = "grid: any, key: any",
      .style = METHOD,
      .run = run_grid,
      .gives = AS_ARRAY,
      .brief = "the grid that slices name",
      .example = ">>> np.mgrid[0:1:5j]\narray([0.  , 0.25, 0.5 , 0.75, 1.  ])\n" },
    { .name = "__getitem__",
      .of = "RClass",
      .params = "joiner: any, key: any",
      .style = METHOD,
      .run = run_join,
      .gives = AS_ARRAY,
      .brief = "slices, numbers and arrays joined",
      .example = ">>> np.r_[0:1:3j]\narray([0. , 0.5, 1. ])\n" },
    { .name = "__len__",
      .of = "RClass",
      .params = "joiner: any",
      .style = METHOD,
      .infer = infer_len,
      .brief = "0",
      .example = ">>> len(np.r_)\n0\n" },
    { .name = "__getitem__",
      .of = "IndexExpression",
      .params = "expression: any, key: any",
      .style = METHOD,
      .infer = infer_expression,
      .gives = AS_ARRAY,
      .brief = "the index itself",
      .example = ">>> np.s_[1:2, 3]\n(slice(1, 2, None), 3)\n" },
    { .name = "mask_indices",
      .of = "np",
      .params = "n: any, mask_func: any, k: any = 0",
      .style = PYTHON,
      .run = run_mask_indices,
      .gives = AS_ARRAY,
      .brief = "the indices that a function like np.triu keeps",
      .example = ">>> np.mask_indices(3, np.triu, 1)\n(array([0, 0, 1]), array([1, 2, 2]))\n" },
    { .name = NULL },
};
