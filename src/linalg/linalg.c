/* Linear algebra: equations, inverses, determinants, powers, ranks. Norms stand in norm.c. As NumPy does, all
 * is computed in double or complex double, and float32 comes back as float32. */
#include "linalg/linalg.h"
#include "func/gufunc.h"
#include "func/results.h"
#include "linalg/contract.h"
#include "numeric/linear.h"

#include "base/complex.h"
#include <math.h>
#include <string.h>

Value linalg_np(Sheet *s, const char *name, int n, const Value arg[])
{
    Value out = ABSENT;
    for (int i = 0; i < n; i++)
        s->failed = s->failed || arg[i].tag == V_ABSENT;
    if (s->failed)
        return ABSENT;
    return sheet_hold(s, func_apply(s->run, func_find("np.linalg", name), n, arg, &out) ? out : ABSENT);
}

/* operands
 * ---------------------------------------------------------------------------------------------------- */

bool linalg_check_stacked(Run *run, const Tensor *a)
{
    if (a->ndim < 2)
        return fail(run, LinAlgError, "%d-dimensional array given. Array must be at least two-dimensional",
                    a->ndim);
    return true;
}

bool linalg_check_square(Run *run, const Tensor *a)
{
    if (!linalg_check_stacked(run, a))
        return false;
    if (!dim_fits(a->dim[a->ndim - 1], a->dim[a->ndim - 2]))
        return fail(run, LinAlgError, "Last 2 dimensions of the array must be square");
    return true;
}

bool linalg_dtype(Run *run, int n, Tensor *const operand[], DType *result)
{
    bool is_complex = false, is_double = false;
    for (int i = 0; i < n; i++) {
        DType d = (DType)operand[i]->dtype;
        if (d == FLOAT16)
            return fail(run, TypeError, "array type float16 is unsupported in linalg");
        is_complex = is_complex || dtype_is_complex(d);
        is_double = is_double || (d != FLOAT32 && d != COMPLEX64);
    }
    *result = is_complex ? is_double ? COMPLEX128 : COMPLEX64 : is_double ? FLOAT64 : FLOAT32;
    return true;
}

static DType work_dtype(DType d) { return dtype_is_complex(d) ? COMPLEX128 : FLOAT64; }

Tensor *linalg_by_columns(Run *run, Tensor *a, DType dtype)
{
    Tensor *turned = view_swapped(a, a->ndim - 1, a->ndim - 2);
    Tensor *cast = tensor_cast(run, turned, work_dtype(dtype));
    Tensor *copy = cast ? tensor_copy(run, cast, 'C') : NULL;
    tensor_drop(turned);
    tensor_drop(cast);
    return copy;
}

bool linalg_store_columns(Run *run, Tensor *columns, Tensor *out)
{
    Tensor *turned = view_swapped(columns, columns->ndim - 1, columns->ndim - 2);
    bool stored = tensor_assign(run, out, turned);
    tensor_drop(turned);
    return stored;
}

/* inv
 * -----------------------------------------------------------------------------------------------------------
 */

static bool square_infer(Call *call, Value *out)
{
    Tensor *a = arg_tensor(call, 0);
    DType dtype = FLOAT64;
    if (!a)
        return give_unknown(out);
    return linalg_check_square(call->run, a) && linalg_dtype(call->run, 1, &a, &dtype) &&
           infer_as(out, dtype, a->ndim, a->dim);
}

static void set_identity(bool z, int64_t n, char *at)
{
    memset(at, 0, (size_t)(n * n) * (z ? 16 : 8));
    for (int64_t i = 0; i < n; i++)
        ((double *)at)[(i * n + i) * (z ? 2 : 1)] = 1;
}

/* a, by columns, becomes its inverse. False: a matrix is singular, and nothing is said of it yet. */
static bool invert(Run *run, Tensor *a)
{
    bool z = a->dtype == COMPLEX128, done = true;
    int64_t n = a->dim[a->ndim - 1], count = n ? linalg_stack_size(a) : 0;
    size_t bytes = linalg_matrix_bytes(a);
    int64_t *swap = mem_alloc((size_t)(n + 1) * sizeof *swap);
    char *copy = data_alloc(bytes + 1);
    for (int64_t i = 0; i < count && done && copy; i++) {
        char *at = a->data + (size_t)i * bytes;
        memcpy(copy, at, bytes);
        done = !linear_lu(z, n, copy, swap);
        set_identity(z, n, at);
        linear_solve(z, n, copy, swap, n, at);
        done = done && run_goes_on(run);
    }
    done = done && copy;
    data_free(copy);
    mem_free(swap);
    return done;
}

static bool inv_run(Call *call, Value *out)
{
    Run *run = call->run;
    Tensor *a = arg_held(call, 0), *work = a ? linalg_by_columns(run, a, (DType)out->tensor->dtype) : NULL;
    bool done = work && invert(run, work);
    if (work && !done && !run->error.class)
        fail(run, LinAlgError, "Singular matrix");
    done = done && linalg_store_columns(run, work, out->tensor);
    tensor_drop(a);
    tensor_drop(work);
    return done;
}

/* det, slogdet
 * --------------------------------------------------------------------------------------------------- */

/* The sign of a determinant, of size 1 or 0, and the logarithm of its size. */
static void sign_and_log(bool z, int64_t n, void *a, int64_t *swap, complex128 *sign, double *logarithm)
{
    *sign = 1;
    *logarithm = 0;
    if (linear_lu(z, n, a, swap)) {
        *sign = 0;
        *logarithm = -INFINITY;
        return;
    }
    for (int64_t i = 0; i < n; i++)
        *sign = swap[i] == i ? *sign : CMPLX(-creal(*sign), 0);
    for (int64_t i = 0; i < n; i++) {
        complex128 pivot = z ? ((complex128 *)a)[i * n + i] : ((double *)a)[i * n + i];
        double size = z ? cabs(pivot) : fabs(creal(pivot));
        if (z)
            *sign *= pivot / size;
        else if (creal(pivot) < 0) /* nan counts as positive */
            *sign = -*sign;
        *logarithm += log(size);
    }
}

/* Both determinants; `logarithm` is NULL for det. */
static bool determinants(Call *call, Tensor *result, Tensor *logarithm)
{
    Run *run = call->run;
    Tensor *a = arg_held(call, 0), *work = a ? linalg_by_columns(run, a, (DType)result->dtype) : NULL;
    if (!work) {
        tensor_drop(a);
        return false;
    }
    bool z = work->dtype == COMPLEX128;
    int64_t n = work->dim[work->ndim - 1], count = linalg_stack_size(work);
    int64_t *swap = mem_alloc((size_t)(n + 1) * sizeof *swap);
    for (int64_t i = 0; i < count; i++) {
        complex128 sign;
        double log_size;
        sign_and_log(z, n, work->data + (size_t)i * linalg_matrix_bytes(work), swap, &sign, &log_size);
        double size = exp(log_size);
        if (!logarithm) /* with all four products, as NumPy: they decide the signs of zeros */
            sign = z ? CMPLX(creal(sign) * size - cimag(sign) * 0, creal(sign) * 0 + cimag(sign) * size)
                     : creal(sign) * size;
        element_set_complex((DType)result->dtype, result->data + i * (int64_t)tensor_itemsize(result), sign);
        if (logarithm)
            element_set_complex((DType)logarithm->dtype,
                                logarithm->data + i * (int64_t)tensor_itemsize(logarithm), log_size);
    }
    mem_free(swap);
    tensor_drop(a);
    tensor_drop(work);
    return true;
}

static bool det_infer(Call *call, Value *out)
{
    Tensor *a = arg_tensor(call, 0);
    DType dtype = FLOAT64;
    if (!a)
        return give_unknown(out);
    return linalg_check_square(call->run, a) && linalg_dtype(call->run, 1, &a, &dtype) &&
           infer_as(out, dtype, a->ndim - 2, a->dim);
}

static bool det_run(Call *call, Value *out) { return determinants(call, out->tensor, NULL); }

static const char *const slogdet_fields[] = { "sign", "logabsdet", NULL };
static const TupleNames slogdet_names = { NAMED_TUPLE("SlogdetResult", "numpy.linalg._linalg"),
                                          slogdet_fields };

static bool slogdet_infer(Call *call, Value *out)
{
    Tensor *a = arg_tensor(call, 0);
    DType dtype = FLOAT64;
    if (!a)
        return give_unknown(out);
    if (!linalg_check_square(call->run, a) || !linalg_dtype(call->run, 1, &a, &dtype))
        return false;
    *out = value_tuple_new(2);
    out->tuple->names = &slogdet_names;
    return infer_as(&out->tuple->item[0], dtype, a->ndim - 2, a->dim) &&
           infer_as(&out->tuple->item[1], dtype_real(dtype), a->ndim - 2, a->dim);
}

static bool slogdet_run(Call *call, Value *out)
{
    return determinants(call, out->tuple->item[0].tensor, out->tuple->item[1].tensor);
}

/* solve
 * -----------------------------------------------------------------------------------------------------------
 */

/* Its signatures: b is one vector if it has one axis, else a stack of matrices. */
static const Func solve_vector = { .name = "solve1", .core = "(m,m),(m)->(m)" };
static const Func solve_matrix = { .name = "solve", .core = "(m,m),(m,n)->(m,n)" };

static bool solve_resolve(Call *call, Tensor *a, Tensor *b, DType *dtype, Core *core)
{
    Tensor *operand[3] = { a, b, NULL };
    return linalg_check_square(call->run, a) && linalg_dtype(call->run, 2, operand, dtype) &&
           core_resolve(call->run, b->ndim == 1 ? &solve_vector : &solve_matrix, operand, ABSENT, ABSENT,
                        ABSENT, core);
}

static bool solve_infer(Call *call, Value *out)
{
    Tensor *a = arg_tensor(call, 0), *b = arg_tensor(call, 1);
    DType dtype = FLOAT64;
    Core core;
    Shape shape;
    if (!a || !b)
        return give_unknown(out);
    if (!solve_resolve(call, a, b, &dtype, &core))
        return false;
    core_shape(&core, 2, &shape);
    return infer_as(out, dtype, shape.ndim, shape.dim);
}

/* Solves for right sides that lie by columns and become the solutions; a has matrices by columns, of which
 * each serves as many right sides as it is repeated for. */
static bool solve_all(Run *run, Tensor *a, Tensor *b, int64_t m)
{
    bool z = a->dtype == COMPLEX128, done = true;
    int64_t n = a->dim[a->ndim - 1], count = shape_size(b->ndim, b->dim);
    size_t side = (size_t)(n * m) * tensor_itemsize(b), bytes = linalg_matrix_bytes(a);
    int64_t *swap = mem_alloc((size_t)(n + 1) * sizeof *swap);
    count = n > 0 && m > 0 ? count / (n * m) : 0;
    for (int64_t i = 0; i < count && done; i++) {
        char *lu = a->data + (size_t)i * bytes;
        done = !linear_lu(z, n, lu, swap) || fail(run, LinAlgError, "Singular matrix");
        if (done)
            linear_solve(z, n, lu, swap, m, b->data + (size_t)i * side);
        done = done && run_goes_on(run);
    }
    mem_free(swap);
    return done;
}

/* An operand of solve in the shape of the whole: the loop's axes, then its own two. */
static Tensor *solve_operand(Run *run, const Core *core, Tensor *t, int own, DType dtype)
{
    int64_t dim[AXES_MAX];
    int ndim = core->loop.ndim;
    memcpy(dim, core->loop.dim, (size_t)ndim * sizeof dim[0]);
    memcpy(dim + ndim, t->dim + t->ndim - own, (size_t)own * sizeof dim[0]);
    Tensor *whole = tensor_broadcast(t, ndim + own, dim), *copy;
    if (own == 2) {
        copy = linalg_by_columns(run, whole, dtype);
    } else {
        Tensor *cast = tensor_cast(run, whole, work_dtype(dtype));
        copy = cast ? tensor_copy(run, cast, 'C') : NULL;
        tensor_drop(cast);
    }
    tensor_drop(whole);
    return copy;
}

static bool solve_run(Call *call, Value *out)
{
    Run *run = call->run;
    DType dtype = FLOAT64;
    Core core;
    Tensor *a = arg_held(call, 0), *b = arg_held(call, 1), *x = NULL, *y = NULL;
    bool done = a && b && solve_resolve(call, a, b, &dtype, &core);
    if (done) {
        int own = b->ndim == 1 ? 1 : 2;
        int64_t m = own == 1 ? 1 : b->dim[b->ndim - 1];
        done = (x = solve_operand(run, &core, a, 2, dtype)) &&
               (y = solve_operand(run, &core, b, own, dtype)) && solve_all(run, x, y, m) &&
               (own == 1 ? tensor_assign(run, out->tensor, y) : linalg_store_columns(run, y, out->tensor));
    }
    tensor_drop(a);
    tensor_drop(b);
    tensor_drop(x);
    tensor_drop(y);
    return done;
}

/* cholesky
 * -------------------------------------------------------------------------------------------------------- */

static bool cholesky_run(Call *call, Value *out)
{
    Run *run = call->run;
    Tensor *result = out->tensor, *a = arg_held(call, 0), *work = NULL;
    bool upper, done = a && arg_truth(call, 1, &upper);
    /* the upper triangle of a is the lower one of its transpose, conjugated */
    if (done && upper) {
        Tensor *turned = view_swapped(a, a->ndim - 1, a->ndim - 2);
        tensor_drop(a);
        a = contract_operand(run, turned, (DType)result->dtype, true);
        tensor_drop(turned);
    }
    done = done && a && (work = linalg_by_columns(run, a, (DType)result->dtype));
    if (done && upper &&
        work->dtype == COMPLEX128) { /* LAPACK multiplies by 1 + 0j, which may turn -0 to 0 */
        complex128 *element = (complex128 *)work->data;
        for (int64_t i = 0; i < tensor_size(work); i++) {
            double re = creal(element[i]), im = -cimag(element[i]);
            element[i] = CMPLX(re - 0 * im, -(im + 0 * re));
        }
    }
    for (int64_t i = 0; done && tensor_size(work) && i < linalg_stack_size(work); i++)
        if (!linear_cholesky(work->dtype == COMPLEX128, work->dim[work->ndim - 1],
                             work->data + (size_t)i * linalg_matrix_bytes(work)))
            done = fail(run, LinAlgError, "Matrix is not positive definite");
    if (done && upper && work->dtype == COMPLEX128) { /* what is 0 stays 0, not -0 */
        complex128 *element = (complex128 *)work->data;
        for (int64_t i = 0; i < tensor_size(work); i++)
            if (cimag(element[i]) == 0)
                element[i] = CMPLX(creal(element[i]), -0.0);
    }
    if (done && upper) {
        Tensor *conjugated = contract_operand(run, work, (DType)work->dtype, true);
        done = conjugated && tensor_assign(run, result, conjugated);
        tensor_drop(conjugated);
    } else if (done) {
        done = linalg_store_columns(run, work, result);
    }
    tensor_drop(a);
    tensor_drop(work);
    return done;
}

/* powers
 * ----------------------------------------------------------------------------------------------------------
 */

static bool power_exponent(Call *call, int64_t *n)
{
    if (value_index(call->run, call->arg[1].value, n))
        return true;
    if (call->run->error.class != TypeError)
        return false;
    run_clear_error(call->run);
    return fail(call->run, TypeError, "exponent must be an integer");
}

static bool power_infer(Call *call, Value *out)
{
    Tensor *a = arg_tensor(call, 0);
    int64_t n;
    if (!a || any_unknown(call))
        return give_unknown(out);
    if (!linalg_check_square(call->run, a) || !power_exponent(call, &n))
        return false;
    DType dtype = (DType)a->dtype;
    if (n < 0 && !linalg_dtype(call->run, 1, &a, &dtype))
        return false;
    return infer_as(out, dtype, a->ndim, a->dim);
}

/* By squaring, in the order that NumPy multiplies in. */
static bool power_run(Call *call, Value *out)
{
    Run *run = call->run;
    int64_t n;
    if (!power_exponent(call, &n))
        return false;
    Value a = value_keep(call->arg[0].value), square = ABSENT, result = ABSENT;
    if (n == 0) {
        Value last = value_int(out->tensor->dim[out->tensor->ndim - 1]);
        Value identity = np1(run, "eye", last);
        bool done = identity.tag == V_ARRAY && tensor_assign(run, out->tensor, identity.tensor);
        value_drop(identity);
        value_drop(a);
        return done;
    }
    if (n < 0) {
        Value inverse = ABSENT;
        bool done = func_apply(run, func_find("np.linalg", "inv"), 1, &a, &inverse);
        value_drop(a);
        if (!done)
            return false;
        a = inverse;
    }
    uint64_t left = n < 0 ? -(uint64_t)n : (uint64_t)n;
    if (left == 3) {
        result = np2(run, "matmul", np2(run, "matmul", value_keep(a), value_keep(a)), a);
        return value_instead(out, result);
    }
    for (; left; left >>= 1) {
        square = square.tag == V_ABSENT ? value_keep(a) : np2(run, "matmul", value_keep(square), square);
        if (square.tag == V_ABSENT)
            break;
        if (left & 1)
            result =
                result.tag == V_ABSENT ? value_keep(square) : np2(run, "matmul", result, value_keep(square));
        if (result.tag == V_ABSENT && left & 1)
            break;
    }
    value_drop(square);
    value_drop(a);
    if (left) {
        value_drop(result);
        return false;
    }
    if (result.tag != V_ARRAY) { /* a list to the first power */
        Tensor *t = tensor_from_value(run, result, NO_DTYPE, false);
        value_drop(result);
        return t && give_instead(out, t);
    }
    return value_instead(out, result);
}

/* multi_dot
 * ------------------------------------------------------------------------------------------------------- */

/* The cheapest way to multiply matrices of sizes p[i] by p[i+1]: split[i][j] is where the product of i to j
 * falls apart (Cormen, Leiserson, Rivest, Stein, section 15.2). */
static void chain_order(int n, const int64_t p[], int *split)
{
    double *cost = mem_zeroed((size_t)(n * n) * sizeof *cost);
    for (int length = 1; length < n; length++)
        for (int i = 0; i < n - length; i++) {
            int j = i + length;
            cost[i * n + j] = INFINITY;
            split[i * n + j] = i;
            for (int k = i; k < j; k++) {
                double q = cost[i * n + k] + cost[(k + 1) * n + j] +
                           (double)p[i] * (double)p[k + 1] * (double)p[j + 1];
                if (q < cost[i * n + j])
                    cost[i * n + j] = q, split[i * n + j] = k;
            }
        }
    mem_free(cost);
}

static Value multiply_chain(Run *run, int n, Tensor *const matrix[], const int *split, int i, int j,
                            Value last)
{
    if (i == j)
        return value_array(tensor_keep(matrix[i]));
    int k = split[i * n + j];
    Value a = multiply_chain(run, n, matrix, split, i, k, ABSENT);
    Value b = a.tag == V_ABSENT ? ABSENT : multiply_chain(run, n, matrix, split, k + 1, j, ABSENT);
    if (b.tag == V_ABSENT) {
        value_drop(a);
        return ABSENT;
    }
    Value arg[3] = { a, b, last };
    return np_call(run, "dot", last.tag == V_ABSENT ? 2 : 3, arg);
}

/* Vectors at both ends become a row and a column. */
static bool chain_operands(Run *run, Tensors *operand)
{
    int n = operand->count;
    for (int i = 0; i < n; i++) {
        Tensor *t = operand->at[i];
        if (t->ndim == 1 && (i == 0 || i == n - 1)) {
            int64_t dim[2] = { i ? t->dim[0] : 1, i ? 1 : t->dim[0] },
                    stride[2] = { t->stride[0], t->stride[0] };
            operand->at[i] = tensor_view(t, 2, dim, stride, t->data);
            tensor_drop(t);
        } else if (t->ndim != 2) {
            return fail(run, LinAlgError, "%d-dimensional array given. Array must be two-dimensional",
                        t->ndim);
        }
    }
    return true;
}

/* That of the products one after the other. */
static bool multi_dot_infer(Call *call, Value *out)
{
    Tensors operand;
    if (!call->typed_only || any_unknown(call) || !arg_none(call, 1))
        return give_unknown(out);
    if (!tensors_from(call->run, call->arg[0].value, false, &operand))
        return false;
    bool fine = operand.count > 1 || fail(call->run, ValueError, "Expecting at least two arrays.");
    for (int i = 0; fine && i < operand.count; i++) {
        bool end = i == 0 || i == operand.count - 1;
        if (operand.at[i]->ndim != 2 && !(end && operand.at[i]->ndim == 1)) {
            tensors_drop(&operand);
            return give_unknown(out);
        }
    }
    Value product = fine ? value_array(tensor_keep(operand.at[0])) : ABSENT;
    for (int i = 1; fine && i < operand.count; i++)
        product = np2(call->run, "dot", product, value_array(tensor_keep(operand.at[i])));
    tensors_drop(&operand);
    if (product.tag == V_ABSENT)
        return false;
    *out = product;
    return true;
}

static bool multi_dot_run(Call *call, Value *out)
{
    Run *run = call->run;
    Tensors operand;
    Value into = arg_none(call, 1) ? ABSENT : call->arg[1].value, result = ABSENT;
    if (!tensors_from(run, call->arg[0].value, false, &operand))
        return false;
    int n = operand.count;
    if (n < 2) {
        tensors_drop(&operand);
        return fail(run, ValueError, "Expecting at least two arrays.");
    }
    if (n == 2) {
        Value arg[3] = { value_array(tensor_keep(operand.at[0])), value_array(tensor_keep(operand.at[1])),
                         value_keep(into) };
        result = np_call(run, "dot", into.tag == V_ABSENT ? 2 : 3, arg);
        tensors_drop(&operand);
        return value_instead(out, result);
    }
    bool first = operand.at[0]->ndim == 1, last = operand.at[n - 1]->ndim == 1;
    if (chain_operands(run, &operand)) {
        int64_t *p = mem_alloc((size_t)(n + 1) * sizeof *p);
        int *split = mem_zeroed((size_t)(n * n) * sizeof *split);
        for (int i = 0; i < n; i++)
            p[i] = operand.at[i]->dim[0];
        p[n] = operand.at[n - 1]->dim[1];
        chain_order(n, p, split);
        if (n == 3) { /* NumPy takes the second way where both cost the same */
            double left =
                (double)p[0] * (double)operand.at[2]->dim[0] * (double)(operand.at[0]->dim[1] + p[3]);
            double right =
                (double)operand.at[0]->dim[1] * (double)p[3] * (double)(p[0] + operand.at[2]->dim[0]);
            split[2] = left < right ? 1 : 0;
        }
        result = multiply_chain(run, n, operand.at, split, 0, n - 1, value_keep(into));
        mem_free(p);
        mem_free(split);
    }
    tensors_drop(&operand);
    if (result.tag == V_ABSENT)
        return false;
    if (first && last)
        result = np1(run, "squeeze", result);
    else if (first || last)
        result = np1(run, "ravel", result);
    if (first && last && result.tag == V_ARRAY)
        result = value_from_tensor(result.tensor, true);
    return value_instead(out, result);
}

/* singular values
 * --------------------------------------------------------------------------------------------------- */

/* The singular values of each matrix of a stack into `out`, which is C-contiguous. */
static bool singular_values(Run *run, Tensor *a, Tensor *out)
{
    bool done = linalg_check_stacked(run, a);
    Tensor *work = done ? linalg_by_columns(
                              run, a, a->dtype == COMPLEX128 || a->dtype == COMPLEX64 ? COMPLEX128 : FLOAT64)
                        : NULL;
    if (!work)
        return false;
    int64_t n = a->dim[a->ndim - 2], m = a->dim[a->ndim - 1], least = n < m ? n : m,
            count = least ? linalg_stack_size(a) : 0;
    double *value = mem_alloc((size_t)(least + 1) * sizeof *value);
    for (int64_t i = 0; i < count && done; i++) {
        if (!linear_singular(work->dtype == COMPLEX128, n, m,
                             work->data + (size_t)i * linalg_matrix_bytes(work), value))
            done = fail(run, LinAlgError, "SVD did not converge");
        done = done && run_goes_on(run);
        for (int64_t j = 0; j < least && done; j++)
            element_set_complex((DType)out->dtype,
                                out->data + (i * least + j) * (int64_t)tensor_itemsize(out), value[j]);
    }
    mem_free(value);
    tensor_drop(work);
    return done;
}

/* The shape and dtype of a stack's singular values. LinAlgError for less than two axes. */
static bool singular_shape(Run *run, Tensor *a, DType *dtype, Shape *shape)
{
    if (!linalg_check_stacked(run, a) || !linalg_dtype(run, 1, &a, dtype))
        return false;
    *dtype = dtype_real(*dtype);
    shape_set(shape, a->ndim - 1, a->dim);
    int64_t n = a->dim[a->ndim - 2], m = a->dim[a->ndim - 1];
    shape->dim[shape->ndim - 1] = n == DIM_UNKNOWN || m == DIM_UNKNOWN ? DIM_UNKNOWN : n < m ? n : m;
    return true;
}

static bool svdvals_infer(Call *call, Value *out)
{
    Tensor *a = arg_tensor(call, 0);
    DType dtype = FLOAT64;
    Shape shape;
    if (!a)
        return give_unknown(out);
    return singular_shape(call->run, a, &dtype, &shape) && infer_as(out, dtype, shape.ndim, shape.dim);
}

static bool svdvals_run(Call *call, Value *out)
{
    Tensor *a = arg_held(call, 0);
    bool done = a && singular_values(call->run, a, out->tensor);
    tensor_drop(a);
    return done;
}

Value linalg_svdvals(Run *run, Tensor *a)
{
    DType dtype = FLOAT64;
    Shape shape;
    if (!singular_shape(run, a, &dtype, &shape))
        return ABSENT;
    Tensor *values = tensor_new(run, dtype, shape.ndim, shape.dim);
    if (values && singular_values(run, a, values))
        return value_array(values);
    tensor_drop(values);
    return ABSENT;
}

static bool rank_infer(Call *call, Value *out)
{
    Tensor *a = arg_tensor(call, 0);
    DType dtype = FLOAT64;
    if (!a || any_unknown(call) || a->ndim < 2)
        return give_unknown(out);
    return linalg_dtype(call->run, 1, &a, &dtype) && infer_as(out, INT64, a->ndim - 2, a->dim);
}

/* The singular values of Hermitian matrices, by their eigenvalues. */
static Value hermitian_svdvals(Run *run, Tensor *a)
{
    Value arg[4] = { value_array(a), value_bool(false), value_bool(false), value_bool(true) }, out = ABSENT;
    return func_apply(run, func_find("np.linalg", "svd"), 4, arg, &out) ? out : ABSENT;
}

/* matrix_rank: how many singular values are above a limit. */
static bool rank_run(Call *call, Value *out)
{
    enum { TOL = 1, HERMITIAN, RTOL };
    Run *run = call->run;
    Tensor *a = arg_held(call, 0);
    if (!a)
        return false;
    if (!arg_none(call, TOL) && !arg_none(call, RTOL)) {
        tensor_drop(a);
        return fail(run, ValueError, "`tol` and `rtol` can't be both set.");
    }
    if (a->ndim < 2) {
        Value any = np1(run, "any", value_array(a));
        bool truth, done = any.tag != V_ABSENT && value_truth(run, any, &truth);
        value_drop(any);
        return done && value_instead(out, value_int(truth));
    }
    int64_t n = a->dim[a->ndim - 1], m = a->dim[a->ndim - 2];
    bool hermitian;
    Value s = ABSENT, limit = ABSENT;
    if (arg_truth(call, HERMITIAN, &hermitian))
        s = hermitian ? hermitian_svdvals(run, a) : linalg_svdvals(run, a);
    tensor_drop(a);
    if (s.tag == V_ABSENT)
        return false;
    Value column[2] = { arg_none(call, TOL) ? call->arg[RTOL].value : call->arg[TOL].value, value_int(-1) };
    if (!arg_none(call, TOL) || !arg_none(call, RTOL))
        limit = np_call(run, "expand_dims", 2, (Value[]){ value_keep(column[0]), column[1] });
    else
        limit = value_float((double)(n > m ? n : m) *
                            (s.tensor->dtype == FLOAT32 ? 1.1920928955078125e-07 : 0x1p-52));
    if (arg_none(call, TOL)) {
        Value largest = np_call(
            run, "max", 5, (Value[]){ value_keep(s), value_int(-1), NONE, value_bool(true), value_int(0) });
        limit = np2(run, "multiply", largest, limit);
    }
    Value above = np2(run, "greater", s, limit);
    return value_instead(out, np_call(run, "count_nonzero", 2, (Value[]){ above, value_int(-1) }));
}

const Func linalg_funcs[] = {
    { .name = "inv",
      .of = "np.linalg",
      .params = "a",
      .style = PYTHON,
      .infer = square_infer,
      .run = inv_run,
      .brief = "the inverse of a square matrix",
      .gives = AS_ARRAY,
      .example = ">>> np.linalg.inv([[2, 0], [0, 4]])\narray([[0.5 , 0.  ],\n       [0.  , 0.25]])\n" },
    { .name = "det",
      .of = "np.linalg",
      .params = "a",
      .style = PYTHON,
      .infer = det_infer,
      .run = det_run,
      .brief = "the determinant of a square matrix",
      .example = ">>> np.linalg.det([[1, 2], [3, 4]])\nnp.float64(-2.0000000000000004)\n" },
    { .name = "slogdet",
      .of = "np.linalg",
      .params = "a",
      .style = PYTHON,
      .infer = slogdet_infer,
      .run = slogdet_run,
      .brief = "the sign of a determinant, and the logarithm of its size",
      .example = ">>> np.linalg.slogdet([[0, 1], [1, 0]])\n"
                 "SlogdetResult(sign=np.float64(-1.0), logabsdet=np.float64(0.0))\n" },
    { .name = "solve",
      .of = "np.linalg",
      .params = "a, b",
      .style = PYTHON,
      .infer = solve_infer,
      .run = solve_run,
      .brief = "the x for which a @ x is b",
      .gives = AS_ARRAY,
      .example = ">>> np.linalg.solve([[2, 0], [0, 4]], [1, 2])\narray([0.5, 0.5])\n" },
    { .name = "cholesky",
      .of = "np.linalg",
      .params = "a, /, *, upper: bool = False",
      .style = PYTHON,
      .infer = square_infer,
      .run = cholesky_run,
      .gives = AS_ARRAY,
      .brief = "the triangular L for which L @ L.T is a positive definite matrix",
      .example = ">>> np.linalg.cholesky([[4, 2], [2, 5]])\narray([[2., 0.],\n       [1., 2.]])\n" },
    { .name = "matrix_power",
      .of = "np.linalg",
      .params = "a, n: any",
      .style = PYTHON,
      .infer = power_infer,
      .run = power_run,
      .brief = "a square matrix multiplied by itself n times",
      .gives = AS_ARRAY,
      .example = ">>> np.linalg.matrix_power([[1, 1], [0, 1]], 5)\narray([[1, 5],\n       [0, 1]])\n" },
    { .name = "multi_dot",
      .of = "np.linalg",
      .params = "arrays: any, *, out: any = None",
      .style = PYTHON,
      .infer = multi_dot_infer,
      .run = multi_dot_run,
      .brief = "the product of several matrices, in the order that costs least",
      .example = ">>> np.linalg.multi_dot([[1, 2], [[1, 0], [0, 1]], [3, 4]])\nnp.int64(11)\n" },
    { .name = "svdvals",
      .of = "np.linalg",
      .params = "x, /",
      .style = PYTHON,
      .infer = svdvals_infer,
      .run = svdvals_run,
      .brief = "the singular values of a matrix, the largest first",
      .gives = AS_ARRAY,
      .example = ">>> np.linalg.svdvals([[3, 0], [0, 4]])\narray([4., 3.])\n" },
    { .name = "matrix_rank",
      .of = "np.linalg",
      .params = "A, tol: any = None, hermitian: bool = False, *, rtol: any = None",
      .style = PYTHON,
      .infer = rank_infer,
      .run = rank_run,
      .brief = "how many rows of a matrix are independent",
      .example = ">>> np.linalg.matrix_rank([[1, 2], [2, 4]])\nnp.int64(1)\n" },
    { .name = NULL },
};
