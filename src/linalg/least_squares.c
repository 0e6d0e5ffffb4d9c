/* Systems without one exact solution, and those over tensors: pinv, lstsq, tensorsolve, tensorinv; and cond,
 * which says how well a system is posed. As NumPy's linalg writes them. */
#include "func/elementwise.h"
#include "func/sheet.h"
#include "linalg/linalg.h"
#include "numeric/decompose.h"
#include "numeric/linear.h"

#include <math.h>
#include <string.h>

static double epsilon_of(DType d) { return d == FLOAT32 || d == COMPLEX64 ? 0x1p-23 : 0x1p-52; }

static bool is_empty_stack(const Tensor *a)
{
    if (tensor_size(a) != 0)
        return false;
    return a->dim[a->ndim - 1] == 0 || (a->ndim >= 2 && a->dim[a->ndim - 2] == 0);
}

/* pinv -----------------------------------------------------------------------------------------------------
 */

enum { PINV_A, PINV_RCOND, PINV_HERMITIAN, PINV_RTOL };

static bool pinv_infer(Call *call, Value *out)
{
    Tensor *a = arg_tensor(call, PINV_A);
    DType dtype = FLOAT64;
    Shape shape;
    if (!a || any_unknown(call))
        return give_unknown(out);
    if (!arg_none(call, PINV_RCOND) && arg_given(call, PINV_RTOL))
        return fail(call->run, ValueError, "`rtol` and `rcond` can't be both set.");
    if (is_empty_stack(a) && a->ndim < 2)
        return fail(call->run, ValueError, "not enough values to unpack (expected 2, got 1)");
    if (is_empty_stack(a))
        dtype = (DType)a->dtype;
    else if (!linalg_check_stacked(call->run, a) || !linalg_dtype(call->run, 1, &a, &dtype))
        return false;
    shape_set(&shape, a->ndim, a->dim);
    shape.dim[a->ndim - 2] = a->dim[a->ndim - 1];
    shape.dim[a->ndim - 1] = a->dim[a->ndim - 2];
    return infer_as(out, dtype, shape.ndim, shape.dim);
}

/* Which singular values count as 0, as an array beside them. */
static Value limit_of(Sheet *s, Call *call, const Tensor *a, Value values)
{
    Value rcond = value_float(1e-15);
    int64_t n = a->dim[a->ndim - 1], m = a->dim[a->ndim - 2];
    if (!arg_none(call, PINV_RCOND))
        rcond = call->arg[PINV_RCOND].value;
    else if (!arg_none(call, PINV_RTOL))
        rcond = call->arg[PINV_RTOL].value;
    else if (arg_given(call, PINV_RTOL) && !dtype_is_inexact(a->dtype))
        sheet_fail(s, ValueError, "data type <class 'numpy.%s'> not inexact", dtype_info[a->dtype].name);
    else if (arg_given(call, PINV_RTOL))
        rcond = value_float((double)(n > m ? n : m) * epsilon_of((DType)a->dtype));
    Value largest = NP_KEYS(s, "max", values, KEY("axis", value_int(-1)), KEY("keepdims", value_bool(true)));
    return NP(s, "multiply", NP(s, "expand_dims", NP(s, "asarray", rcond), value_int(-1)), largest);
}

/* divide(1, s, where=large, out=s); s[~large] = 0 */
static void reciprocals(Sheet *s, Value values, Value is_large)
{
    Tensor *t = sheet_array(s, values), *large = sheet_array(s, is_large);
    if (!t || !large)
        return;
    UfuncArgs args = ufunc_args_none;
    Value divided;
    args.out[0] = t;
    args.where = large;
    if (!elementwise_call(s->run, func_find("np", "divide"), 2, (Value[]){ value_int(1), values }, &args,
                          &divided)) {
        s->failed = true;
        return;
    }
    value_drop(divided);
    NP(s, "putmask", values,
       NP(s, "logical_not", NP(s, "broadcast_to", is_large, sheet_hold(s, value_shape(t->ndim, t->dim)))),
       value_int(0));
}

static bool pinv_run(Call *call, Value *out)
{
    if (tensor_size(out->tensor) == 0)
        return true;
    Sheet s;
    sheet_begin(&s, call->run);
    Value a = NP(&s, "conjugate", sheet_argument(&s, call, PINV_A));
    Value parts = linalg_np(
        &s, "svd", 4, (Value[]){ a, value_bool(false), value_bool(true), call->arg[PINV_HERMITIAN].value });
    Value u = sheet_at(&s, parts, 0), vt = sheet_at(&s, parts, 2), last = value_int(-1),
          before = value_int(-2);
    Value values =
        NP_KEYS(&s, "array", sheet_at(&s, parts, 1), KEY("order", sheet_hold(&s, value_cstr("C"))));
    Value limit = s.failed ? ABSENT : limit_of(&s, call, arg_tensor(call, PINV_A), values);
    reciprocals(&s, values, NP(&s, "greater", values, limit));
    Value scaled =
        NP(&s, "multiply", NP(&s, "expand_dims", values, last), NP(&s, "swapaxes", u, last, before));
    return sheet_answer(&s, NP(&s, "matmul", NP(&s, "swapaxes", vt, last, before), scaled), out);
}

/* lstsq ----------------------------------------------------------------------------------------------------
 */

static bool lstsq_infer(Call *call, Value *out)
{
    Run *run = call->run;
    Tensor *a = arg_tensor(call, 0), *b = arg_tensor(call, 1), *operand[2] = { a, b };
    DType dtype = FLOAT64;
    if (!a || !b || any_unknown(call))
        return give_unknown(out);
    if (a->ndim != 2)
        return fail(run, LinAlgError, "%d-dimensional array given. Array must be two-dimensional", a->ndim);
    if (b->ndim != 1 && b->ndim != 2)
        return fail(run, LinAlgError, "%d-dimensional array given. Array must be two-dimensional", b->ndim);
    int64_t n = a->dim[0], m = a->dim[1];
    if (n != b->dim[0] && n != DIM_UNKNOWN && b->dim[0] != DIM_UNKNOWN)
        return fail(run, LinAlgError, "Incompatible dimensions");
    if (!linalg_dtype(run, 2, operand, &dtype))
        return false;
    int64_t x[2] = { m, b->ndim == 2 ? b->dim[1] : 1 };
    int64_t residues = n != DIM_UNKNOWN && m != DIM_UNKNOWN && n <= m ? 0 : DIM_UNKNOWN;
    int64_t least = n == DIM_UNKNOWN || m == DIM_UNKNOWN ? DIM_UNKNOWN : n < m ? n : m;
    *out = value_tuple_new(4);
    Value *item = out->tuple->item;
    infer_as(&item[0], dtype, b->ndim, x);
    infer_as(&item[1], dtype_real(dtype), 1, &residues);
    infer_as(&item[2], INT32, 0, NULL);
    item[2].tensor->scalar = 1;
    return infer_as(&item[3], dtype_real(dtype), 1, &least);
}

/* The right sides by columns, each with room for a solution. */
static Tensor *right_sides(Run *run, Tensor *b, int64_t rows, DType work)
{
    int64_t dim[2] = { b->ndim == 2 ? b->dim[1] : 1, rows > b->dim[0] ? rows : b->dim[0] },
            one_row[2] = { 1, b->dim[0] };
    Tensor *sides = tensor_zeros(run, work, 2, dim);
    Tensor *turned = b->ndim == 2 ? view_swapped(b, 0, 1) : tensor_reshape(run, b, 2, one_row, 'C');
    Tensor *head = sides && turned ? view_slice(sides, 1, 0, 1, b->dim[0]) : NULL;
    bool done = head && tensor_assign(run, head, turned);
    tensor_drop(head);
    tensor_drop(turned);
    if (!done) {
        tensor_drop(sides);
        return NULL;
    }
    return sides;
}

/* The squares of what is left of each right side, summed in order. */
static Tensor *residues_of(Run *run, const Tensor *sides, int64_t m, int64_t n, DType dtype)
{
    int64_t k = sides->dim[0], rows = sides->dim[1];
    Tensor *sums = tensor_new(run, dtype, 1, &k);
    for (int64_t j = 0; sums && j < k; j++) {
        double sum = 0;
        for (int64_t i = m; i < n; i++) {
            const char *at = sides->data + (j * rows + i) * (int64_t)tensor_itemsize(sides);
            complex128 x = element_complex((DType)sides->dtype, at);
            sum += creal(x) * creal(x) + cimag(x) * cimag(x);
        }
        element_set_complex(dtype, sums->data + j * (int64_t)tensor_itemsize(sums), sum);
    }
    return sums;
}

static bool lstsq_run(Call *call, Value *out)
{
    Run *run = call->run;
    Tensor *a = arg_held(call, 0), *b = arg_held(call, 1), *operand[2] = { a, b }, *work = NULL,
           *sides = NULL;
    DType dtype = FLOAT64;
    double rcond = 0;
    bool done = a && b && linalg_dtype(run, 2, operand, &dtype) &&
                (work = linalg_by_columns(run, a, dtype)) &&
                (sides = right_sides(run, b, a->dim[1], (DType)work->dtype));
    int64_t n = done ? a->dim[0] : 0, m = done ? a->dim[1] : 0, least = n < m ? n : m, rank = 0;
    double *value = mem_zeroed((size_t)(least + 1) * sizeof *value);
    if (arg_none(call, 2))
        rcond = 0x1p-52 * (double)(n > m ? n : m);
    else
        done = done && value_to_double(run, call->arg[2].value, &rcond);
    if (done && least) {
        int64_t k = sides->dim[0]; /* LAPACK wants a right side at least */
        void *zeros = k ? NULL : mem_zeroed((size_t)(n + m) * sizeof(complex128));
        done = decompose_least_squares(work->dtype == COMPLEX128, n, m, k ? k : 1, work->data,
                                       k ? sides->data : zeros, rcond, value, &rank) ||
               fail(run, LinAlgError, "SVD did not converge in Linear Least Squares");
        mem_free(zeros);
    }
    if (done) {
        Value *item = out->tuple->item;
        DType real = dtype_real(dtype);
        int64_t none = 0;
        Tensor *residues =
            rank == m && n > m ? residues_of(run, sides, m, n, real) : tensor_new(run, real, 1, &none);
        Tensor *x = view_slice(sides, 1, 0, 1, m), *turned = view_swapped(x, 0, 1);
        Tensor *shaped = b->ndim == 2 ? tensor_keep(turned) : view_item(turned, 1, 0);
        done = residues && tensor_assign(run, item[0].tensor, shaped);
        tensor_drop(x);
        tensor_drop(turned);
        tensor_drop(shaped);
        for (int64_t i = 0; i < least; i++)
            element_set_complex(real, item[3].tensor->data + i * (int64_t)tensor_itemsize(item[3].tensor),
                                value[i]);
        int32_t found = (int32_t)rank;
        value_drop(item[2]);
        item[2] = value_scalar(INT32, &found);
        if (residues) {
            value_drop(item[1]);
            item[1] = value_array(residues);
        }
    }
    mem_free(value);
    tensor_drop(a);
    tensor_drop(b);
    tensor_drop(work);
    tensor_drop(sides);
    return done;
}

/* cond -----------------------------------------------------------------------------------------------------
 */

static bool cond_is_spectral(Value p)
{
    if (p.tag == V_NONE || p.tag == V_ABSENT)
        return true;
    return (p.tag == V_INT && (p.i == 2 || p.i == -2)) || (p.tag == V_FLOAT && (p.f == 2 || p.f == -2));
}

/* p is looked for in a set. */
static bool can_be_found(Run *run, Value p)
{
    uint64_t hash;
    if (value_hash(run, p, &hash))
        return true;
    run_clear_error(run);
    return fail(run, TypeError, "cannot use '%s' as a set element (unhashable type: '%s')",
                value_type_name(p), value_type_name(p));
}

static bool cond_infer(Call *call, Value *out)
{
    Tensor *a = arg_tensor(call, 0);
    DType dtype = FLOAT64;
    if (!a || any_unknown(call))
        return give_unknown(out);
    if (is_empty_stack(a))
        return fail(call->run, LinAlgError, "cond is not defined on empty arrays");
    if (!arg_none(call, 1) && !can_be_found(call->run, call->arg[1].value))
        return false;
    bool checked = cond_is_spectral(call->arg[1].value) ? linalg_check_stacked(call->run, a)
                                                        : linalg_check_square(call->run, a);
    return checked && linalg_dtype(call->run, 1, &a, &dtype) &&
           infer_as(out, dtype_real(dtype), a->ndim - 2, a->dim);
}

/* The inverses of a stack of matrices; those that have none are NaN. */
static Tensor *inverse_or_nan(Run *run, Tensor *a, DType dtype)
{
    Tensor *work = linalg_by_columns(run, a, dtype);
    if (!work)
        return NULL;
    bool z = work->dtype == COMPLEX128;
    int64_t n = work->dim[work->ndim - 1], parts = z ? 2 : 1,
            *swap = mem_alloc((size_t)(n + 1) * sizeof *swap);
    size_t bytes = linalg_matrix_bytes(work);
    double *lu = mem_alloc(bytes + 1);
    for (int64_t i = 0; i < linalg_stack_size(work); i++) {
        double *at = (double *)(work->data + (size_t)i * bytes);
        memcpy(lu, at, bytes);
        bool singular = linear_lu(z, n, lu, swap);
        for (int64_t j = 0; j < n * n * parts; j++)
            at[j] = singular ? NAN : 0;
        for (int64_t j = 0; j < n && !singular; j++)
            at[(j * n + j) * parts] = 1;
        if (!singular)
            linear_solve(z, n, lu, swap, n, at);
    }
    mem_free(lu);
    mem_free(swap);
    Tensor *turned = view_swapped(work, work->ndim - 1, work->ndim - 2);
    tensor_drop(work);
    return turned;
}

static Value norm_of(Sheet *s, Value a, Value p)
{
    Value axes = sheet_tuple(s, 2, (Value[]){ value_int(-2), value_int(-1) });
    return linalg_np(s, "norm", 3, (Value[]){ a, p, axes });
}

/* Where the answer is NaN though the matrix has none, it is infinite. */
static void infinite_for_nan(Sheet *s, Tensor *r, Value a)
{
    Value axes = sheet_tuple(s, 2, (Value[]){ value_int(-2), value_int(-1) });
    Tensor *bad = sheet_array(s, NP(s, "any", NP(s, "isnan", a), axes));
    for (int64_t i = 0; bad && i < tensor_size(r); i++) {
        char *at = r->data + i * (int64_t)tensor_itemsize(r);
        if (isnan(element_double((DType)r->dtype, at)) && !bad->data[i])
            element_set_complex((DType)r->dtype, at, INFINITY);
    }
}

static bool cond_run(Call *call, Value *out)
{
    Sheet s;
    ErrorState kept = call->run->errstate;
    Value p = call->arg[1].value, r;
    sheet_begin(&s, call->run);
    call->run->errstate = (ErrorState){ ERR_IGNORE, ERR_IGNORE, ERR_IGNORE, ERR_IGNORE, NULL, 0 };
    Value a = sheet_argument(&s, call, 0);
    if (cond_is_spectral(p)) {
        Value values = linalg_np(&s, "svdvals", 1, &a);
        int64_t count = s.failed ? 0 : values.tensor->dim[values.tensor->ndim - 1];
        Value first = NP(&s, "take", values, value_int(0), value_int(-1));
        Value last = NP(&s, "take", values, value_int(count - 1), value_int(-1));
        bool upside_down = (p.tag == V_INT && p.i == -2) || (p.tag == V_FLOAT && p.f == -2);
        r = upside_down ? NP(&s, "divide", last, first) : NP(&s, "divide", first, last);
    } else {
        DType work = s.failed || !dtype_is_complex(a.tensor->dtype) ? FLOAT64 : COMPLEX128;
        Value inverse = s.failed ? ABSENT : sheet_tensor(&s, inverse_or_nan(call->run, a.tensor, work));
        r = NP(&s, "multiply", norm_of(&s, a, p), norm_of(&s, inverse, p));
    }
    call->run->errstate = kept;
    Tensor *found = sheet_array(&s, r);
    if (!found || !tensor_assign(call->run, out->tensor, found))
        s.failed = true;
    else
        infinite_for_nan(&s, out->tensor, a);
    Value nothing;
    return sheet_end(&s, NONE, &nothing);
}

/* tensors --------------------------------------------------------------------------------------------------
 */

static int64_t product(int n, const int64_t *dim)
{
    int64_t all = 1;
    for (int i = 0; i < n; i++)
        all = size_times(all, dim[i]);
    return all;
}

/* a with the axes that are named moved to the end, in that order; counted. */
static Tensor *axes_to_end(Run *run, Tensor *a, Value axes)
{
    int order[AXES_MAX];
    Ints named;
    if (axes.tag == V_NONE || axes.tag == V_ABSENT)
        return tensor_keep(a);
    if (value_is_int(axes)) {
        fail(run, TypeError, "'%s' object is not iterable", value_type_name(axes));
        return NULL;
    }
    if (!ints_of(run, axes, &named))
        return NULL;
    for (int i = 0; i < a->ndim; i++)
        order[i] = i;
    for (int k = 0; k < named.count; k++) {
        int at = 0;
        while (at < a->ndim && order[at] != named.at[k])
            at++;
        if (at == a->ndim) {
            fail(run, ValueError, "list.remove(x): x not in list");
            return NULL;
        }
        memmove(order + at, order + at + 1, (size_t)(a->ndim - at - 1) * sizeof order[0]);
        order[a->ndim - 1] = (int)named.at[k];
    }
    return tensor_transpose(a, order);
}

/* Whether the elements of b are as many as a square matrix has rows: solve's own rule. */
static bool fits_square(Run *run, int64_t n, const Tensor *b)
{
    int64_t elements = tensor_size(b);
    if (n < 0 || elements < 0)
        return true;
    Value square = value_array(tensor_typed(FLOAT64, 2, (int64_t[]){ n, n })),
          line = value_array(tensor_typed(FLOAT64, 1, &elements)), out;
    bool fits =
        infer_operation(run, func_find("np.linalg", "solve"), 2, (Value[]){ square, line }, NULL, &out);
    if (fits)
        value_drop(out);
    value_drop(square);
    value_drop(line);
    return fits;
}

static bool tensorsolve_infer(Call *call, Value *out)
{
    Tensor *a = arg_tensor(call, 0), *b = arg_tensor(call, 1), *operand[2] = { a, b };
    DType dtype = FLOAT64;
    if (!a || !b || any_unknown(call))
        return give_unknown(out);
    Tensor *turned = axes_to_end(call->run, a, call->arg[2].value);
    if (!turned)
        return false;
    int rest = a->ndim - b->ndim; /* a.shape[-rest:], which for 0 is all of it */
    rest = rest > 0 ? rest : rest == 0 ? a->ndim : -rest < a->ndim ? a->ndim + rest : 0;
    int64_t n = product(rest, turned->dim + turned->ndim - rest), size = product(a->ndim, a->dim);
    bool done = (n == DIM_UNKNOWN || size == DIM_UNKNOWN || size == size_times(n, n) ||
                 fail(call->run, LinAlgError,
                      "Input arrays must satisfy the requirement             prod(a.shape[b.ndim:]) == "
                      "prod(a.shape[:b.ndim])")) &&
                linalg_dtype(call->run, 2, operand, &dtype) && fits_square(call->run, n, b) &&
                infer_as(out, dtype, rest, turned->dim + turned->ndim - rest);
    tensor_drop(turned);
    return done;
}

/* The result in the shape that infer found. */
static bool answer_shaped(Sheet *s, Call *call, Value result, Value *out)
{
    Tensor *t = sheet_array(s, result);
    Value shaped =
        t ? sheet_tensor(s, tensor_reshape(call->run, t, out->tensor->ndim, out->tensor->dim, 'C')) : ABSENT;
    return sheet_answer(s, shaped, out);
}

static Value square_of(Sheet *s, Tensor *a, int64_t n)
{
    int64_t dim[2] = { n, n ? tensor_size(a) / n : 0 };
    return sheet_tensor(s, tensor_reshape(s->run, a, 2, dim, 'C'));
}

static bool tensorsolve_run(Call *call, Value *out)
{
    Sheet s;
    sheet_begin(&s, call->run);
    Value a = sheet_argument(&s, call, 0), b = NP(&s, "ravel", sheet_argument(&s, call, 1));
    Value turned = s.failed ? ABSENT : sheet_tensor(&s, axes_to_end(call->run, a.tensor, call->arg[2].value));
    Value square = s.failed ? ABSENT : square_of(&s, turned.tensor, tensor_size(out->tensor));
    return answer_shaped(&s, call, linalg_np(&s, "solve", 2, (Value[]){ square, b }), out);
}

static bool tensorinv_infer(Call *call, Value *out)
{
    Tensor *a = arg_tensor(call, 0);
    DType dtype = FLOAT64;
    int64_t ind;
    if (!a || any_unknown(call))
        return give_unknown(out);
    if (!arg_int(call, 1, &ind))
        return false;
    if (ind <= 0)
        return fail(call->run, ValueError, "Invalid ind argument.");
    int head = ind < a->ndim ? (int)ind : a->ndim, tail = a->ndim - head;
    int64_t rows = product(tail, a->dim + head), columns = product(head, a->dim);
    int64_t size = size_times(rows, columns);
    if (rows == 0)
        return fail(call->run, ValueError, "cannot reshape array of size 0 into shape (0,newaxis)");
    if (size != DIM_UNKNOWN && size_times(rows, rows) != size)
        return fail(call->run, LinAlgError, "Last 2 dimensions of the array must be square");
    Shape shape;
    shape_set(&shape, a->ndim, a->dim);
    for (int i = 0; i < a->ndim; i++)
        shape.dim[i] = a->dim[(i + head) % a->ndim];
    return linalg_dtype(call->run, 1, &a, &dtype) && infer_as(out, dtype, shape.ndim, shape.dim);
}

static bool tensorinv_run(Call *call, Value *out)
{
    Sheet s;
    int64_t ind, rows = 1;
    sheet_begin(&s, call->run);
    Value a = sheet_argument(&s, call, 0);
    if (!arg_int(call, 1, &ind))
        s.failed = true;
    for (int64_t i = ind; !s.failed && i < a.tensor->ndim; i++)
        rows *= a.tensor->dim[i];
    Value square = s.failed ? ABSENT : square_of(&s, a.tensor, rows);
    return answer_shaped(&s, call, linalg_np(&s, "inv", 1, &square), out);
}

const Func least_squares_funcs[] = {
    { .name = "pinv",
      .gives_to = "",
      .of = "np.linalg",
      .params = "a, rcond: any = None, hermitian: bool = False, *, rtol: any = ?",
      .style = PYTHON,
      .infer = pinv_infer,
      .run = pinv_run,
      .gives = AS_ARRAY,
      .brief = "the pseudo-inverse (Moore-Penrose) of a matrix of any shape",
      .example = ">>> np.linalg.pinv([[1, 0], [0, 2]])\narray([[1. , 0. ],\n       [0. , 0.5]])\n" },
    { .name = "lstsq",
      .of = "np.linalg",
      .params = "a, b, rcond: any = None",
      .style = PYTHON,
      .infer = lstsq_infer,
      .run = lstsq_run,
      .gives = AS_ARRAY,
      .brief = "the x for which a @ x is next to b; with it the residues, the rank and the singular values",
      .example = ">>> np.linalg.lstsq([[0, 1], [1, 1], [2, 1]], [1, 3, 5])[0].round(6)\narray([2., 1.])\n" },
    { .name = "cond",
      .of = "np.linalg",
      .params = "x, p: any = None",
      .style = PYTHON,
      .infer = cond_infer,
      .run = cond_run,
      .brief = "the condition number of a matrix",
      .example = ">>> np.linalg.cond([[4, 0], [0, 2]])\nnp.float64(2.0)\n" },
    { .name = "tensorsolve",
      .of = "np.linalg",
      .params = "a, b, axes: any = None",
      .style = PYTHON,
      .infer = tensorsolve_infer,
      .run = tensorsolve_run,
      .gives = AS_ARRAY,
      .brief = "the x for which np.tensordot(a, x, x.ndim) is b",
      .example = ">>> np.linalg.tensorsolve(2 * np.eye(4).reshape(2, 2, 4), np.ones((2, 2)))\n"
                 "array([0.5, 0.5, 0.5, 0.5])\n" },
    { .name = "tensorinv",
      .of = "np.linalg",
      .params = "a, ind: int = 2",
      .style = PYTHON,
      .infer = tensorinv_infer,
      .run = tensorinv_run,
      .gives = AS_ARRAY,
      .brief = "the inverse of a tensor as tensordot multiplies",
      .example = ">>> np.linalg.tensorinv(np.eye(6).reshape(2, 3, 6)).shape\n(6, 2, 3)\n" },
    { .name = NULL },
};
