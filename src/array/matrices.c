/* matrices.c: arrays with a pattern, diagonals and triangles, and where these are. */
#include "func/sheet.h"
#include "tensor/cast.h"

#include <math.h>
#include <string.h>

/* eye, identity, tri ----------------------------------------------------------------------------------- */

/* n rows and, unless m is None, m columns; k; dtype. */
typedef struct Pattern {
    int64_t rows, columns, k;
    DType dtype;
} Pattern;

static bool is_float(Value v)
{
    return v.tag == V_FLOAT || (v.tag == V_SCALAR && dtype_is_float((DType)v.dtype));
}

/* tri and kin count with ranges, which take floats: a size is rounded up. */
static bool arg_count(Call *call, int i, int64_t *out)
{
    Value v = call->arg[i].value;
    double x;
    if (!is_float(v) || !value_to_double(call->run, v, &x) || !(fabs(x) < 0x1p62))
        return arg_int(call, i, out);
    *out = (int64_t)ceil(x);
    return true;
}

/* tri(n, m, k) asks of the ends of its ranges whether int8 would do before it counts with them: what has no
 * order, and what cannot be subtracted, is said in Python's words. */
static bool ends_compare(Call *call, int n_at, int m_at, int k_at, bool upper)
{
    Value n = call->arg[n_at].value, m = call->arg[m_at].value, k = call->arg[k_at].value;
    if (n.tag == V_INT && (m.tag == V_INT || m.tag == V_NONE) && (k.tag == V_INT || is_float(k)))
        return true;
    Sheet s;
    sheet_begin(&s, call->run);
    bool fits = sheet_truth(&s, sheet_op(&s, OP_LE, n, value_int(INT8_MAX)));
    if (upper)
        k = sheet_sub(&s, k, value_int(1));
    Value low = sheet_op(&s, OP_NEG, k, ABSENT), high = sheet_sub(&s, m.tag == V_NONE ? n : m, k);
    fits &= sheet_truth(&s, sheet_op(&s, OP_LE, high, value_int(INT8_MAX))) &&
            sheet_truth(&s, sheet_op(&s, OP_GE, low, value_int(INT8_MIN)));
    if (!s.failed && (value_ndim(n) > 0 || value_ndim(high) > 0))
        sheet_fail(&s, TypeError, "only 0-dimensional arrays can be converted to Python scalars");
    Value ends;
    if (!sheet_end(&s, value_bool(fits), &ends))
        return false;
    value_drop(ends);
    return true;
}

/* The column of the diagonal in row 0 of a range of ints that begins at -k: between 0 and 1 all of its
 * numbers are 0, and no column lies past them. */
static int64_t range_diagonal(double k)
{
    enum { PAST_ALL = 1 << 30 };
    return k > 0 && k < 1 ? PAST_ALL : (int64_t)k;
}

/* The diagonal of a lower triangle, or of an upper one, which is what the lower one before it leaves. */
static bool arg_diagonal(Call *call, int i, bool lower, int64_t *out)
{
    Value v = call->arg[i].value;
    double k;
    if (!is_float(v) || !value_to_double(call->run, v, &k) || !(fabs(k) < 0x1p62))
        return arg_int(call, i, out);
    *out = lower ? range_diagonal(k) : range_diagonal(k - 1) + 1;
    return true;
}

/* eye compares k with the number of columns before it asks for a whole number: beyond them it may be a float.
 */
static bool arg_compared(Call *call, int i, int64_t columns, int64_t *out)
{
    Value v = call->arg[i].value;
    if (v.tag == V_FLOAT && v.f >= (double)columns)
        return *out = columns, true;
    if (v.tag == V_STR || v.tag == V_NONE || v.tag == V_LIST || v.tag == V_TUPLE || v.tag == V_COMPLEX)
        return fail(call->run, TypeError, "'>=' not supported between instances of '%s' and 'int'",
                    value_type_name(v));
    return arg_int(call, i, out);
}

static bool is_bool(Value v) { return v.tag == V_BOOL || (v.tag == V_SCALAR && v.dtype == BOOL); }

static bool pattern_read(Call *call, Pattern *p)
{
    bool ranges = call->func->extra == 'T';
    int dtype_at = 3;
    p->k = 0;
    if (!ranges && (is_bool(call->arg[0].value) || (call->func->extra != 'I' && is_bool(call->arg[1].value))))
        return fail(call->run, TypeError, "an integer is required");
    if (ranges && !ends_compare(call, 0, 1, 2, false))
        return false;
    if (ranges ? !arg_count(call, 0, &p->rows) : !arg_int(call, 0, &p->rows))
        return false;
    p->columns = p->rows;
    if (call->func->extra == 'I')
        dtype_at = 1; /* identity(n, dtype) */
    else if (ranges ? (!arg_none(call, 1) && !arg_count(call, 1, &p->columns)) ||
                          !arg_diagonal(call, 2, true, &p->k)
                    : (!arg_none(call, 1) && !arg_int(call, 1, &p->columns)) ||
                          !arg_compared(call, 2, p->columns, &p->k))
        return false;
    if (!arg_dtype(call, dtype_at, &p->dtype))
        return false;
    if (p->dtype == NO_DTYPE)
        p->dtype = FLOAT64;
    if (call->func->extra == 'T') { /* tri counts with ranges, which are empty below 0 */
        p->rows = p->rows < 0 ? 0 : p->rows;
        p->columns = p->columns < 0 ? 0 : p->columns;
    }
    return check_asked(call->run, p->dtype, 2, (int64_t[]){ p->rows, p->columns });
}

static bool infer_pattern(Call *call, Value *out)
{
    Pattern p;
    if (any_open(call))
        return give_unknown(out);
    return pattern_read(call, &p) && infer_as(out, p.dtype, 2, (int64_t[]){ p.rows, p.columns });
}

static void zero_fill(Tensor *made)
{
    size_t bytes = (size_t)tensor_size(made) * tensor_itemsize(made);
    if (bytes)
        memset(made->data, 0, bytes);
}

/* A matrix of zeros; the memory of a very large one comes from the system page by page as it is touched. */
static bool give_zeros(Call *call, DType dtype, int64_t rows, int64_t columns, Value *out)
{
    const int64_t dim[2] = { rows, columns };
    if (call->typed_only)
        return infer_as(out, dtype, 2, dim);
    bool sparse = (double)rows * (double)columns * dtype_info[dtype].size > (double)DATA_SPARSE_ABOVE;
    Tensor *made = (sparse ? tensor_zeros : tensor_new)(call->run, dtype, 2, dim);
    if (!give(out, made))
        return false;
    if (sparse)
        data_sparse(made->data, (size_t)tensor_size(made) * tensor_itemsize(made));
    else
        zero_fill(made);
    return true;
}

static bool infer_eye(Call *call, Value *out)
{
    Pattern p;
    if (any_open(call))
        return give_unknown(out);
    return pattern_read(call, &p) && give_zeros(call, p.dtype, p.rows, p.columns, out);
}

static bool run_eye(Call *call, Value *out)
{
    Pattern p;
    char order = 'C';
    if (!pattern_read(call, &p) || (call->func->extra == 'E' && !arg_order(call, 4, 'C', &order)))
        return false;
    Tensor *made = out->tensor;
    set_order(made, order, NULL);
    for (int64_t i = p.k >= 0 ? 0 : p.k > -p.rows ? -p.k : p.rows; i < p.rows && p.k < p.columns - i; i++)
        element_set_int(p.dtype, made->data + i * made->stride[0] + (i + p.k) * made->stride[1], 1);
    return true;
}

static bool run_tri(Call *call, Value *out)
{
    Pattern p;
    if (!pattern_read(call, &p))
        return false;
    Tensor *made = out->tensor;
    zero_fill(made);
    _Alignas(16) char one[16];
    element_set_int(p.dtype, one, 1);
    Loop *copy = cast_loop(p.dtype, p.dtype);
    for (int64_t i = 0; i < p.rows; i++) {
        int64_t ones = p.k > 0 && i >= INT64_MAX - p.k ? INT64_MAX : i + p.k + 1,
                steps[2] = { 0, made->stride[1] };
        char *pair[2] = { one, made->data + i * made->stride[0] };
        if (ones > 0)
            copy(ones < p.columns ? ones : p.columns, pair, steps);
    }
    return true;
}

/* diag, diagflat --------------------------------------------------------------------------------------- */

static bool infer_diag(Call *call, Value *out)
{
    Tensor *v = arg_tensor(call, 0);
    int64_t k;
    if (any_open(call))
        return give_unknown(out);
    if (!arg_int(call, 1, &k))
        return false;
    if (v->ndim == 1) {
        int64_t n;
        if (k == INT64_MIN || __builtin_add_overflow(v->dim[0], k < 0 ? -k : k, &n))
            return fail(call->run, ValueError, "Maximum allowed dimension exceeded");
        return check_asked(call->run, v->dtype, 2, (int64_t[]){ n, n }) &&
               give_zeros(call, v->dtype, n, n, out);
    }
    if (v->ndim != 2)
        return fail(call->run, ValueError, "Input must be 1- or 2-d.");
    /* the diagonal of a matrix is a view of it, which may not be written to */
    int64_t row = k < 0 ? -(k + (k == INT64_MIN)) : 0, column = k > 0 ? k : 0;
    int64_t down = v->dim[0] - row, across = v->dim[1] - column, n = down < across ? down : across;
    n = n < 0 ? 0 : n;
    int64_t stride = v->stride[0] + v->stride[1];
    if (!give(out, view_at(v, 1, &n, &stride, n ? row * v->stride[0] + column * v->stride[1] : 0)))
        return false;
    out->tensor->object.flags |= TENSOR_READONLY;
    return true;
}

static bool infer_diagflat(Call *call, Value *out)
{
    Tensor *v = arg_tensor(call, 0);
    int64_t k, n;
    if (any_open(call))
        return give_unknown(out);
    if (!arg_int(call, 1, &k))
        return false;
    if (k == INT64_MIN || __builtin_add_overflow(tensor_size(v), k < 0 ? -k : k, &n))
        return fail(call->run, ValueError, "Maximum allowed dimension exceeded");
    return check_asked(call->run, v->dtype, 2, (int64_t[]){ n, n }) && give_zeros(call, v->dtype, n, n, out);
}

static bool run_diag(Call *call, Value *out)
{
    Tensor *v = arg_tensor(call, 0), *made = out->tensor;
    int64_t k;
    if (made->ndim == 1)
        return true; /* a view */
    if (!arg_int(call, 1, &k))
        return false;
    size_t size = tensor_itemsize(v);
    char *to = made->data + (k < 0 ? -k * made->stride[0] : k * made->stride[1]);
    Places at;
    places_begin(&at, v);
    while (places_next(&at)) {
        memcpy(to, v->data + at.offset, size);
        to += made->stride[0] + made->stride[1];
    }
    return true;
}

/* tril, triu ------------------------------------------------------------------------------------------- */

static bool infer_triangle(Call *call, Value *out)
{
    Tensor *m = arg_tensor(call, 0);
    int64_t k;
    if (any_open(call))
        return give_unknown(out);
    if (m->ndim == 0)
        return fail(call->run, TypeError, "tri() missing 1 required positional argument: 'N'");
    if (!arg_diagonal(call, 1, call->func->extra == 'L', &k))
        return false;
    if (m->ndim > 1)
        return infer_as(out, m->dtype, m->ndim, m->dim);
    return infer_as(out, m->dtype, 2, (int64_t[]){ m->dim[0], m->dim[0] });
}

/* extra: 'L' keeps what lies on and below diagonal k, 'U' what lies on and above it. */
static bool run_triangle(Call *call, Value *out)
{
    Tensor *made = out->tensor;
    int64_t k;
    if (!arg_diagonal(call, 1, call->func->extra == 'L', &k) ||
        !tensor_assign(call->run, made, arg_tensor(call, 0)))
        return false;
    int64_t rows = made->dim[made->ndim - 2], columns = made->dim[made->ndim - 1];
    k = k > columns ? columns : k < -rows ? -rows : k;
    size_t size = tensor_itemsize(made);
    bool lower = call->func->extra == 'L';
    int64_t matrices = rows && columns ? tensor_size(made) / (rows * columns) : 0;
    for (int64_t at = 0; at < matrices * rows; at++) {
        int64_t edge = at % rows + k + lower; /* the first column past the part before the diagonal's end */
        edge = edge < 0 ? 0 : edge > columns ? columns : edge;
        char *row = made->data + at * columns * (int64_t)size;
        if (lower)
            memset(row + edge * (int64_t)size, 0, (size_t)(columns - edge) * size);
        else
            memset(row, 0, (size_t)edge * size);
    }
    return true;
}

/* vander ----------------------------------------------------------------------------------------------- */

static bool infer_vander(Call *call, Value *out)
{
    Tensor *x = arg_tensor(call, 0);
    if (any_open(call))
        return give_unknown(out);
    if (x->ndim != 1)
        return fail(call->run, ValueError, "x must be a one-dimensional array or sequence.");
    int64_t dim[2] = { x->dim[0], x->dim[0] };
    DType dtype = dtype_promote(x->dtype, INT64);
    return (arg_none(call, 1) || arg_int(call, 1, &dim[1])) && check_asked(call->run, dtype, 2, dim) &&
           infer_as(out, dtype, 2, dim);
}

static bool run_vander(Call *call, Value *out)
{
    Tensor *x = arg_tensor(call, 0), *made = out->tensor;
    bool increasing;
    if (!arg_truth(call, 2, &increasing))
        return false;
    int64_t columns = made->dim[1];
    flags_begin();
    for (int64_t i = 0; i < made->dim[0]; i++) {
        const char *from = x->data + i * x->stride[0];
        char *to = made->data + i * made->stride[0] + (increasing ? 0 : (columns - 1) * made->stride[1]);
        int64_t step = increasing ? made->stride[1] : -made->stride[1];
        uint64_t whole = 1;
        complex128 power = 1;
        double real = 1;
        for (int64_t k = 0; k < columns; k++, to += step) {
            if (made->dtype == INT64) {
                memcpy(to, &whole, sizeof whole);
                whole *= (uint64_t)element_int(x->dtype, from);
            } else if (made->dtype == FLOAT64) {
                memcpy(to, &real, sizeof real);
                real *= element_double(x->dtype, from);
            } else {
                element_set_complex(made->dtype, to, power);
                complex128 z = element_complex(x->dtype, from);
                complex128 next;
                ((double *)&next)[0] = creal(power) * creal(z) - cimag(power) * cimag(z);
                ((double *)&next)[1] = creal(power) * cimag(z) + cimag(power) * creal(z);
                power = next;
            }
        }
    }
    return flags_end(call->run, "accumulate");
}

/* indices of triangles and diagonals
 * ------------------------------------------------------------------------------ */

/* NumPy numbers rows and columns first. */
static bool line_fits(Run *run, int64_t length)
{
    Tensor *line = tensor_new(run, INT64, 1, &length);
    tensor_drop(line);
    return line;
}

/* tril_indices(n, k, m), triu_indices; with 'l' and 'u' for extra their _from kin, whose n and m are an
 * array's. */
static bool triangle_read(Call *call, Pattern *p, bool *lower)
{
    char which = (char)call->func->extra;
    *lower = which == 'L' || which == 'l';
    p->k = 0;
    if (which == 'l' || which == 'u') {
        Tensor *array = arg_tensor(call, 0);
        if (!check_has_ndim(call, 0))
            return false;
        if (array->ndim != 2)
            return fail(call->run, ValueError, "input array must be 2-d");
        p->rows = array->dim[0];
        p->columns = array->dim[1];
        return arg_diagonal(call, 1, *lower, &p->k);
    }
    if (!ends_compare(call, 0, 2, 1, !*lower) || !arg_count(call, 0, &p->rows) ||
        !arg_diagonal(call, 1, *lower, &p->k))
        return false;
    p->columns = p->rows;
    if (!arg_none(call, 2) && !arg_count(call, 2, &p->columns))
        return false;
    p->rows = p->rows < 0 ? 0 : p->rows;
    p->columns = p->columns < 0 ? 0 : p->columns;
    return line_fits(call->run, p->rows) && line_fits(call->run, p->columns);
}

/* Columns [first, end) of a row are in the triangle. */
static void triangle_row(const Pattern *p, bool lower, int64_t row, int64_t *first, int64_t *end)
{
    int64_t k = p->k > p->columns ? p->columns : p->k < -p->rows ? -p->rows : p->k, edge = row + k + lower;
    edge = edge < 0 ? 0 : edge > p->columns ? p->columns : edge;
    *first = lower ? 0 : edge;
    *end = lower ? edge : p->columns;
}

static bool infer_triangle_indices(Call *call, Value *out)
{
    Pattern p;
    bool lower;
    if (any_open(call))
        return give_unknown(out);
    if (!triangle_read(call, &p, &lower))
        return false;
    int64_t count = 0, first, end;
    for (int64_t i = 0; i < p.rows; i++) {
        triangle_row(&p, lower, i, &first, &end);
        count += end - first;
    }
    *out = value_tuple_new(2);
    for (int i = 0; i < 2; i++)
        out->tuple->item[i] = value_array(tensor_typed(INT64, 1, &count));
    return true;
}

static bool run_triangle_indices(Call *call, Value *out)
{
    Pattern p;
    bool lower;
    if (!triangle_read(call, &p, &lower))
        return false;
    int64_t count = out->tuple->item[0].tensor->dim[0], first, end;
    Value pair = value_tuple_new(2);
    Tensor *rows = tensor_new(call->run, INT64, 1, &count),
           *columns = tensor_new(call->run, INT64, 1, &count);
    if (!rows || !columns) {
        tensor_drop(rows);
        tensor_drop(columns);
        value_drop(pair);
        return false;
    }
    int64_t *row = (int64_t *)rows->data, *column = (int64_t *)columns->data;
    for (int64_t i = 0; i < p.rows; i++) {
        triangle_row(&p, lower, i, &first, &end);
        for (int64_t k = first; k < end; k++) {
            *row++ = i;
            *column++ = k;
        }
    }
    pair.tuple->item[0] = value_array(rows);
    pair.tuple->item[1] = value_array(columns);
    return value_instead(out, pair);
}

/* diag_indices_from(array) is diag_indices of its length and its number of axes. */
static bool infer_diag_indices_from(Call *call, Value *out)
{
    if (any_open(call))
        return give_unknown(out);
    Tensor *array = arg_tensor(call, 0);
    if (!check_has_ndim(call, 0))
        return false;
    if (array->ndim < 2)
        return fail(call->run, ValueError, "input array must be at least 2-d");
    for (int i = 1; i < array->ndim; i++)
        if (array->dim[i] != array->dim[0])
            return fail(call->run, ValueError, "All dimensions of input must be of equal length");
    return func_apply(call->run, func_find("np", "diag_indices"), 2,
                      (Value[]){ value_int(array->dim[0]), value_int(array->ndim) }, out);
}

static bool infer_diag_indices(Call *call, Value *out)
{
    const Value *n = &ARG(call, 0), *ndim = &ARG(call, 1);
    enum { FEW = 64 }; /* no more than a look at the shapes should make */
    if (any_open(call) || n->tag != V_INT || ndim->tag != V_INT || ndim->i > FEW)
        return give_unknown(out);
    *out = value_tuple_new(ndim->i < 0 ? 0 : ndim->i);
    for (int64_t i = 0; i < out->tuple->count; i++)
        out->tuple->item[i] = value_array(tensor_typed(INT64, 1, (int64_t[]){ n->i < 0 ? 0 : n->i }));
    return true;
}

static bool run_diag_indices(Call *call, Value *out)
{
    Sheet s;
    value_drop(*out);
    *out = ABSENT;
    sheet_begin(&s, call->run);
    Value line = NP(&s, "arange", ARG(call, 0));
    return sheet_end(&s, sheet_op(&s, OP_MUL, sheet_tuple(&s, 1, &line), ARG(call, 1)), out);
}

const Func matrix_funcs[] = {
    { .name = "eye",
      .of = "np",
      .params = "N: int, M: int = None, k: int = 0, dtype: dtype = None, order: str = 'C', *, device: device "
                "= None, "
                "like: like = None",
      .brief = "ones on a diagonal, zeros elsewhere",
      .example = ">>> np.eye(3, k=1)\narray([[0., 1., 0.],\n       [0., 0., 1.],\n       [0., 0., 0.]])\n",
      .style = PYTHON,
      .infer = infer_eye,
      .run = run_eye,
      .gives = AS_ARRAY,
      .extra = 'E' },
    { .name = "identity",
      .of = "np",
      .params = "n: int, dtype: dtype = None, *, like: like = None",
      .brief = "the identity matrix",
      .example = ">>> np.identity(2)\narray([[1., 0.],\n       [0., 1.]])\n",
      .style = PYTHON,
      .infer = infer_eye,
      .run = run_eye,
      .gives = AS_ARRAY,
      .extra = 'I' },
    { .name = "tri",
      .of = "np",
      .params = "N: int, M: int = None, k: int = 0, dtype: dtype = None, *, like: like = None",
      .brief = "ones on and below a diagonal",
      .example = ">>> np.tri(3)\narray([[1., 0., 0.],\n       [1., 1., 0.],\n       [1., 1., 1.]])\n",
      .style = PYTHON,
      .infer = infer_pattern,
      .run = run_tri,
      .gives = AS_ARRAY,
      .extra = 'T' },
    { .name = "diag",
      .of = "np",
      .params = "v, k: int = 0",
      .brief = "a matrix with this diagonal, or the diagonal of a matrix",
      .example = ">>> np.diag([1, 2])\narray([[1, 0],\n       [0, 2]])\n",
      .style = PYTHON,
      .infer = infer_diag,
      .run = run_diag,
      .gives = AS_ARRAY },
    { .name = "diagflat",
      .of = "np",
      .params = "v, k: int = 0",
      .brief = "a matrix with all elements on its diagonal",
      .example = ">>> np.diagflat([[1, 2]])\narray([[1, 0],\n       [0, 2]])\n",
      .style = PYTHON,
      .infer = infer_diagflat,
      .run = run_diag,
      .gives = AS_ARRAY },
    { .name = "tril",
      .of = "np",
      .params = "m, k: int = 0",
      .brief = "the lower triangle, zeros above",
      .example = ">>> np.tril([[1, 2], [3, 4]])\narray([[1, 0],\n       [3, 4]])\n",
      .style = PYTHON,
      .infer = infer_triangle,
      .run = run_triangle,
      .gives = AS_ARRAY,
      .extra = 'L' },
    { .name = "triu",
      .of = "np",
      .params = "m, k: int = 0",
      .brief = "the upper triangle, zeros below",
      .example = ">>> np.triu([[1, 2], [3, 4]])\narray([[1, 2],\n       [0, 4]])\n",
      .style = PYTHON,
      .infer = infer_triangle,
      .run = run_triangle,
      .gives = AS_ARRAY,
      .extra = 'U' },
    { .name = "vander",
      .of = "np",
      .params = "x, N: int = None, increasing: any = False",
      .brief = "a matrix of the powers of x",
      .example = ">>> np.vander([1, 2, 3])\narray([[1, 1, 1],\n       [4, 2, 1],\n       [9, 3, 1]])\n",
      .style = PYTHON,
      .infer = infer_vander,
      .run = run_vander,
      .gives = AS_ARRAY },
    { .name = "tril_indices",
      .of = "np",
      .params = "n: int, k: int = 0, m: int = None",
      .brief = "the indices of the lower triangle",
      .example = ">>> np.tril_indices(2)\n(array([0, 1, 1]), array([0, 0, 1]))\n",
      .style = PYTHON,
      .infer = infer_triangle_indices,
      .run = run_triangle_indices,
      .gives = AS_ARRAY,
      .extra = 'L' },
    { .name = "triu_indices",
      .of = "np",
      .params = "n: int, k: int = 0, m: int = None",
      .brief = "the indices of the upper triangle",
      .example = ">>> np.triu_indices(2)\n(array([0, 0, 1]), array([0, 1, 1]))\n",
      .style = PYTHON,
      .infer = infer_triangle_indices,
      .run = run_triangle_indices,
      .gives = AS_ARRAY,
      .extra = 'U' },
    { .name = "tril_indices_from",
      .of = "np",
      .params = "arr, k: int = 0",
      .brief = "the indices of the lower triangle of an array",
      .example = ">>> np.tril_indices_from(np.ones((2, 2)))\n(array([0, 1, 1]), array([0, 0, 1]))\n",
      .style = PYTHON,
      .infer = infer_triangle_indices,
      .run = run_triangle_indices,
      .gives = AS_ARRAY,
      .extra = 'l' },
    { .name = "triu_indices_from",
      .of = "np",
      .params = "arr, k: int = 0",
      .brief = "the indices of the upper triangle of an array",
      .example = ">>> np.triu_indices_from(np.ones((2, 2)))\n(array([0, 0, 1]), array([0, 1, 1]))\n",
      .style = PYTHON,
      .infer = infer_triangle_indices,
      .run = run_triangle_indices,
      .gives = AS_ARRAY,
      .extra = 'u' },
    { .name = "diag_indices",
      .of = "np",
      .params = "n: int, ndim: int = 2",
      .brief = "the indices of the main diagonal",
      .example = ">>> np.diag_indices(3)\n(array([0, 1, 2]), array([0, 1, 2]))\n",
      .style = PYTHON,
      .infer = infer_diag_indices,
      .run = run_diag_indices,
      .gives = AS_ARRAY },
    { .name = "diag_indices_from",
      .of = "np",
      .params = "arr",
      .brief = "the indices of the main diagonal of an array",
      .example = ">>> np.diag_indices_from(np.ones((2, 2)))\n(array([0, 1]), array([0, 1]))\n",
      .style = PYTHON,
      .infer = infer_diag_indices_from,
      .gives = AS_ARRAY },
    { 0 },
};
