/* Factors of matrices: eigenvalues, QR, singular values. Each matrix of a stack is treated alone, in double
 * or complex double; float32 comes back as float32. */
#include "func/sheet.h"
#include "linalg/linalg.h"
#include "numeric/decompose.h"
#include "numeric/finite.h"
#include "numeric/linear.h"

#include <math.h>
#include <string.h>
#include <strings.h>

#define MODULE "numpy.linalg._linalg"

static const char *const eig_fields[] = { "eigenvalues", "eigenvectors", NULL };
static const TupleNames eig_names = { NAMED_TUPLE("EigResult", MODULE), eig_fields };
static const TupleNames eigh_names = { NAMED_TUPLE("EighResult", MODULE), eig_fields };
static const char *const qr_fields[] = { "Q", "R", NULL };
static const TupleNames qr_names = { NAMED_TUPLE("QRResult", MODULE), qr_fields };
static const char *const svd_fields[] = { "U", "S", "Vh", NULL };
static const TupleNames svd_names = { NAMED_TUPLE("SVDResult", MODULE), svd_fields };

/* results --------------------------------------------------------------------------------------------------
 */

/* *out = a tuple of the values, which it takes. */
static bool give_tuple(Value *out, const TupleNames *names, int n, const Value item[])
{
    Value tuple = value_tuple_new(n);
    tuple.tuple->names = names;
    for (int i = 0; i < n; i++)
        tuple.tuple->item[i] = item[i];
    value_drop(*out);
    *out = tuple;
    return true;
}

static Value typed(DType dtype, int ndim, const int64_t *dim)
{
    return value_array(tensor_typed(dtype, ndim, dim));
}

/* The array's shape with these sizes instead of its last two. */
static void ending_in(const Tensor *a, int64_t rows, int64_t columns, Shape *shape)
{
    shape_set(shape, a->ndim, a->dim);
    shape->dim[a->ndim - 2] = rows;
    shape->dim[a->ndim - 1] = columns;
}

static int64_t lesser(int64_t n, int64_t m)
{
    return n == DIM_UNKNOWN || m == DIM_UNKNOWN ? DIM_UNKNOWN : n < m ? n : m;
}

/* eigenvalues of any square matrix -------------------------------------------------------------------------
 */

enum { VALUES, WITH_VECTORS };

/* Values and vectors as complex numbers; vectors, NULL if unwanted, lie by columns. */
static bool eigen_all(Run *run, Tensor *work, Tensor *values, Tensor *vectors)
{
    int64_t n = work->dim[work->ndim - 1];
    size_t bytes = linalg_matrix_bytes(work);
    if (!all_finite(tensor_size(work) * (work->dtype == COMPLEX128 ? 2 : 1), (const double *)work->data))
        return fail(run, LinAlgError, "Array must not contain infs or NaNs");
    for (int64_t i = 0; n && i < linalg_stack_size(work); i++) {
        if (!decompose_eigen(work->dtype == COMPLEX128, n, work->data + (size_t)i * bytes,
                             (complex128 *)values->data + i * n,
                             vectors ? (complex128 *)vectors->data + i * n * n : NULL))
            return fail(run, LinAlgError, "Eigenvalues did not converge");
        if (!run_goes_on(run))
            return false;
    }
    return true;
}

static bool any_imaginary(const Tensor *values)
{
    for (int64_t i = 0; i < tensor_size(values); i++)
        if (cimag(((const complex128 *)values->data)[i]) != 0)
            return true;
    return false;
}

/* A complex tensor as one of the result's dtype. */
static Value as_result(Run *run, Tensor *t, DType dtype)
{
    Tensor *part = dtype_is_complex(dtype) ? tensor_keep(t) : tensor_part(run, t, false);
    Tensor *cast = part ? tensor_cast(run, part, dtype) : NULL;
    Tensor *own = cast ? tensor_copy(run, cast, 'C') : NULL;
    tensor_drop(part);
    tensor_drop(cast);
    return own ? value_array(own) : ABSENT;
}

static bool eig_infer(Call *call, Value *out)
{
    Tensor *a = arg_tensor(call, 0);
    DType dtype = FLOAT64;
    if (!a)
        return give_unknown(out);
    if (!linalg_check_square(call->run, a) || !linalg_dtype(call->run, 1, &a, &dtype))
        return false;
    Value values = { .tag = V_UNKNOWN }, vectors = values;
    if (dtype_is_complex(dtype)) { /* else the elements decide whether the results are */
        values = typed(dtype, a->ndim - 1, a->dim);
        vectors = typed(dtype, a->ndim, a->dim);
    }
    if (call->func->extra == WITH_VECTORS)
        return give_tuple(out, &eig_names, 2, (Value[]){ values, vectors });
    value_drop(vectors);
    *out = values;
    return true;
}

static bool eig_run(Call *call, Value *out)
{
    Run *run = call->run;
    DType dtype = FLOAT64;
    bool wanted = call->func->extra == WITH_VECTORS;
    Tensor *a = arg_held(call, 0), *values = NULL, *vectors = NULL;
    Tensor *work = a && linalg_dtype(run, 1, &a, &dtype) ? linalg_by_columns(run, a, dtype) : NULL;
    bool done = work && (values = tensor_new(run, COMPLEX128, a->ndim - 1, a->dim)) &&
                (!wanted || (vectors = tensor_new(run, COMPLEX128, a->ndim, a->dim))) &&
                eigen_all(run, work, values, vectors);
    if (done) {
        if (any_imaginary(values))
            dtype = dtype_complex(dtype);
        Tensor *turned = wanted ? view_swapped(vectors, a->ndim - 1, a->ndim - 2) : NULL;
        Value item[2] = { as_result(run, values, dtype), turned ? as_result(run, turned, dtype) : NONE };
        tensor_drop(turned);
        done = item[0].tag != V_ABSENT && item[1].tag != V_ABSENT;
        if (done)
            done = wanted ? give_tuple(out, &eig_names, 2, item) : value_instead(out, item[0]);
    }
    tensor_drop(a);
    tensor_drop(work);
    tensor_drop(values);
    tensor_drop(vectors);
    return done;
}

/* eigenvalues of a Hermitian matrix ------------------------------------------------------------------------
 */

/* UPLO: which half of the matrix is read. */
static bool half_of(Call *call, bool *upper)
{
    const char *text = arg_text(call, 1);
    if (!text)
        return fail(call->run, AttributeError, "'%s' object has no attribute 'upper'",
                    value_type_name(call->arg[1].value));
    *upper = !strcasecmp(text, "U");
    if (!*upper && strcasecmp(text, "L"))
        return fail(call->run, ValueError, "UPLO argument must be 'L' or 'U'");
    return true;
}

static bool eigh_infer(Call *call, Value *out)
{
    Tensor *a = arg_tensor(call, 0);
    DType dtype = FLOAT64;
    bool upper;
    if (!a || any_unknown(call))
        return give_unknown(out);
    if (!half_of(call, &upper) || !linalg_check_square(call->run, a) ||
        !linalg_dtype(call->run, 1, &a, &dtype))
        return false;
    Value values = typed(dtype_real(dtype), a->ndim - 1, a->dim);
    if (call->func->extra == VALUES)
        return *out = values, true;
    return give_tuple(out, &eigh_names, 2, (Value[]){ values, typed(dtype, a->ndim, a->dim) });
}

static bool eigh_run(Call *call, Value *out)
{
    Run *run = call->run;
    bool upper, wanted = call->func->extra == WITH_VECTORS;
    Tensor *values = wanted ? out->tuple->item[0].tensor : out->tensor;
    Tensor *vectors = wanted ? out->tuple->item[1].tensor : NULL, *a = arg_held(call, 0);
    Tensor *work = a ? linalg_by_columns(run, a, (DType)a->dtype) : NULL;
    bool done = work && half_of(call, &upper);
    int64_t n = done ? work->dim[work->ndim - 1] : 0;
    double *value = mem_alloc((size_t)(n + 1) * sizeof *value);
    for (int64_t i = 0; done && n && i < linalg_stack_size(work); i++) {
        done = decompose_hermitian(work->dtype == COMPLEX128, upper, wanted, n,
                                   work->data + (size_t)i * linalg_matrix_bytes(work), value) ||
               fail(run, LinAlgError, "Eigenvalues did not converge");
        for (int64_t j = 0; j < n && done; j++)
            element_set_complex((DType)values->dtype,
                                values->data + (i * n + j) * (int64_t)tensor_itemsize(values), value[j]);
        done = done && run_goes_on(run);
    }
    mem_free(value);
    done = done && (!wanted || linalg_store_columns(run, work, vectors));
    tensor_drop(a);
    tensor_drop(work);
    return done;
}

/* QR -------------------------------------------------------------------------------------------------------
 */

typedef enum { QR_REDUCED, QR_COMPLETE, QR_R, QR_RAW, QR_ECONOMIC } QrMode;

static bool qr_mode(Call *call, bool warns, QrMode *mode)
{
    static const struct {
        const char *name;
        QrMode mode;
    } modes[] = { { "reduced", QR_REDUCED }, { "complete", QR_COMPLETE }, { "r", QR_R },
                  { "raw", QR_RAW },         { "f", QR_REDUCED },         { "full", QR_REDUCED },
                  { "e", QR_ECONOMIC },      { "economic", QR_ECONOMIC }, { NULL, QR_REDUCED } };
    const char *text = arg_text(call, 1);
    for (int i = 0; text && modes[i].name; i++)
        if (!strcmp(text, modes[i].name)) {
            *mode = modes[i].mode;
            if (warns && *mode == QR_ECONOMIC)
                return warn(call->run, DeprecationWarning, "The 'economic' option is deprecated.");
            if (warns && text[0] == 'f')
                return warn(call->run, DeprecationWarning,
                            "The 'full' option is deprecated in favor of 'reduced'.\n"
                            "For backward compatibility let mode default.");
            return true;
        }
    Text said = { 0 };
    bool truth; /* a mode is looked for in a tuple, which asks arrays whether they are equal */
    if (call->arg[1].value.tag == V_ARRAY && !value_truth(call->run, call->arg[1].value, &truth))
        return false;
    if (value_str_of(call->run, call->arg[1].value, &said))
        fail(call->run, ValueError, "Unrecognized mode '%s'", text_get(&said));
    text_free(&said);
    return false;
}

static bool qr_infer(Call *call, Value *out)
{
    Tensor *a = arg_tensor(call, 0);
    DType dtype = FLOAT64;
    QrMode mode = QR_REDUCED;
    Shape q, r;
    if (!a || any_unknown(call))
        return give_unknown(out);
    if (!qr_mode(call, !call->typed_only, &mode) || !linalg_check_stacked(call->run, a) ||
        !linalg_dtype(call->run, 1, &a, &dtype))
        return false;
    int64_t n = a->dim[a->ndim - 2], m = a->dim[a->ndim - 1], least = lesser(n, m);
    int64_t inner = mode == QR_COMPLETE ? n : least;
    ending_in(a, inner, m, &r);
    switch (mode) {
    case QR_R: return infer_as(out, dtype, r.ndim, r.dim);
    case QR_ECONOMIC: return infer_as(out, dtype, a->ndim, a->dim);
    case QR_RAW:
        shape_set(&q, a->ndim, a->dim);
        for (int i = 0; i < q.ndim; i++)
            q.dim[i] = a->dim[q.ndim - 1 - i];
        shape_set(&r, a->ndim - 1, a->dim);
        r.dim[r.ndim - 1] = least;
        return give_tuple(out, NULL, 2,
                          (Value[]){ typed(dtype, q.ndim, q.dim), typed(dtype, r.ndim, r.dim) });
    default: ending_in(a, n, inner, &q);
    }
    return give_tuple(out, &qr_names, 2,
                      (Value[]){ typed(dtype, q.ndim, q.dim), typed(dtype, r.ndim, r.dim) });
}

/* R: the first rows of each matrix, of which what lies below the diagonal is 0. */
static bool store_triangle(Run *run, Tensor *work, Tensor *out)
{
    int last = work->ndim - 1;
    Tensor *first = view_slice(work, last, 0, 1, out->dim[out->ndim - 2]);
    bool done = linalg_store_columns(run, first, out);
    tensor_drop(first);
    int64_t rows = out->dim[last - 1], columns = out->dim[last], size = (int64_t)tensor_itemsize(out);
    for (int64_t k = 0; done && columns && rows > 1 && k < linalg_stack_size(out); k++) {
        for (int64_t i = 1; i < rows; i++)
            memset(out->data + (k * rows + i) * columns * size, 0,
                   (size_t)((i < columns ? i : columns) * size));
        done = run_goes_on(run);
    }
    return done;
}

/* Q, from Householder's vectors in `work` (by columns) and tau. */
static bool store_q(Run *run, Tensor *work, const Tensor *tau, Tensor *out)
{
    int64_t n = out->dim[out->ndim - 2], columns = out->dim[out->ndim - 1], least = tau->dim[tau->ndim - 1];
    Shape shape;
    ending_in(out, columns, n, &shape);
    Tensor *q = tensor_zeros(run, (DType)work->dtype, shape.ndim, shape.dim);
    size_t from = linalg_matrix_bytes(work), to = q ? linalg_matrix_bytes(q) : 0,
           itemsize = tensor_itemsize(work);
    bool done = q;
    for (int64_t i = 0; done && to && i < linalg_stack_size(work); i++) {
        char *at = q->data + (size_t)i * to;
        memcpy(at, work->data + (size_t)i * from, (size_t)(n * least) * itemsize);
        decompose_q(work->dtype == COMPLEX128, n, columns, least, at,
                    tau->data + (size_t)(i * least) * itemsize, run->interrupt);
        done = run_goes_on(run);
    }
    done = done && linalg_store_columns(run, q, out);
    tensor_drop(q);
    return done;
}

static bool qr_run(Call *call, Value *out)
{
    Run *run = call->run;
    QrMode mode = QR_REDUCED;
    Shape shape;
    Tensor *a = arg_held(call, 0), *work = a ? linalg_by_columns(run, a, (DType)a->dtype) : NULL, *tau = NULL;
    bool done = work && qr_mode(call, false, &mode);
    if (done) {
        int64_t n = a->dim[a->ndim - 2], m = a->dim[a->ndim - 1], least = n < m ? n : m;
        shape_set(&shape, a->ndim - 1, a->dim);
        shape.dim[shape.ndim - 1] = least;
        done = (tau = tensor_zeros(run, (DType)work->dtype, shape.ndim, shape.dim));
        for (int64_t i = 0; done && least && i < linalg_stack_size(work); i++) {
            decompose_qr(work->dtype == COMPLEX128, n, m, work->data + (size_t)i * linalg_matrix_bytes(work),
                         tau->data + (size_t)(i * least) * tensor_itemsize(tau), run->interrupt);
            done = run_goes_on(run);
        }
    }
    Value *item = done && out->tag == V_TUPLE ? out->tuple->item : out;
    if (done && mode == QR_R) {
        done = store_triangle(run, work, out->tensor);
    } else if (done && mode == QR_ECONOMIC) {
        done = linalg_store_columns(run, work, out->tensor);
    } else if (done && mode == QR_RAW) {
        Tensor *by_rows = view_swapped(work, work->ndim - 1, work->ndim - 2);
        Tensor *turned = tensor_transpose(by_rows, NULL);
        done = tensor_assign(run, item[0].tensor, turned) && tensor_assign(run, item[1].tensor, tau);
        tensor_drop(turned);
        tensor_drop(by_rows);
    } else if (done) {
        done = store_triangle(run, work, item[1].tensor) && store_q(run, work, tau, item[0].tensor);
    }
    tensor_drop(a);
    tensor_drop(work);
    tensor_drop(tau);
    return done;
}

/* singular values ------------------------------------------------------------------------------------------
 */

enum { SVD_A, SVD_FULL, SVD_VECTORS, SVD_HERMITIAN };

static bool svd_flags(Call *call, bool *full, bool *vectors, bool *hermitian)
{
    return arg_truth(call, SVD_FULL, full) && arg_truth(call, SVD_VECTORS, vectors) &&
           arg_truth(call, SVD_HERMITIAN, hermitian);
}

static bool svd_infer(Call *call, Value *out)
{
    Tensor *a = arg_tensor(call, SVD_A);
    DType dtype = FLOAT64;
    bool full, vectors, hermitian;
    Shape u, v;
    if (!a || any_unknown(call))
        return give_unknown(out);
    if (!svd_flags(call, &full, &vectors, &hermitian) ||
        !(hermitian ? linalg_check_square(call->run, a) : linalg_check_stacked(call->run, a)) ||
        !linalg_dtype(call->run, 1, &a, &dtype))
        return false;
    int64_t n = a->dim[a->ndim - 2], m = a->dim[a->ndim - 1], least = lesser(n, m);
    Shape s;
    shape_set(&s, a->ndim - 1, a->dim);
    s.dim[s.ndim - 1] = least;
    if (!vectors)
        return infer_as(out, dtype_real(dtype), s.ndim, s.dim);
    ending_in(a, n, full ? n : least, &u);
    ending_in(a, full ? m : least, m, &v);
    return give_tuple(out, &svd_names, 3,
                      (Value[]){ typed(dtype, u.ndim, u.dim), typed(dtype_real(dtype), s.ndim, s.dim),
                                 typed(dtype, v.ndim, v.dim) });
}

/* Of a Hermitian matrix: from its eigenvalues, whose signs go into the right vectors. */
static bool svd_hermitian(Call *call, bool vectors, Value *out)
{
    Sheet s;
    sheet_begin(&s, call->run);
    Value a = sheet_argument(&s, call, SVD_A), eigen = linalg_np(&s, vectors ? "eigh" : "eigvalsh", 1, &a);
    if (!vectors) {
        Value sorted = NP(&s, "sort", NP(&s, "absolute", eigen));
        return sheet_answer(&s, NP(&s, "flip", sorted, value_int(-1)), out);
    }
    Value value = sheet_at(&s, eigen, 0), u = sheet_at(&s, eigen, 1);
    Value sign = NP(&s, "copysign", value_float(1), value), size = NP(&s, "absolute", value);
    Value order = NP(&s, "flip", NP(&s, "argsort", size), value_int(-1)), last = value_int(-1);
    Value beside = NP(&s, "expand_dims", order, value_int(-2));
    sign = NP(&s, "take_along_axis", sign, order, last);
    size = NP(&s, "take_along_axis", size, order, last);
    u = NP(&s, "take_along_axis", u, beside, last);
    Value turned = NP(&s, "multiply", u, NP(&s, "expand_dims", sign, value_int(-2)));
    Value v = NP(&s, "conjugate", NP(&s, "swapaxes", turned, last, value_int(-2)));
    Value answer = s.failed ? ABSENT : sheet_tuple(&s, 3, (Value[]){ u, size, v });
    if (answer.tag == V_TUPLE)
        answer.tuple->names = &svd_names;
    return sheet_answer(&s, answer, out);
}

/* u and v lie by columns. */
static bool svd_all(Run *run, bool full, Tensor *work, Tensor *values, Tensor *u, Tensor *v)
{
    int64_t n = work->dim[work->ndim - 1], m = work->dim[work->ndim - 2], least = n < m ? n : m;
    double *value = mem_alloc((size_t)(least + 1) * sizeof *value);
    bool done = true, z = work->dtype == COMPLEX128;
    for (int64_t i = 0; least && done && i < linalg_stack_size(work); i++) {
        char *at = work->data + (size_t)i * linalg_matrix_bytes(work);
        done = u ? decompose_svd(z, full, n, m, at, value, u->data + (size_t)i * linalg_matrix_bytes(u),
                                 v->data + (size_t)i * linalg_matrix_bytes(v))
                 : linear_singular(z, n, m, at, value);
        if (!done)
            fail(run, LinAlgError, "SVD did not converge");
        for (int64_t j = 0; j < least && done; j++)
            element_set_complex((DType)values->dtype,
                                values->data + (i * least + j) * (int64_t)tensor_itemsize(values), value[j]);
        done = done && run_goes_on(run);
    }
    mem_free(value);
    return done;
}

/* A tensor for an output by columns: identities where nothing is computed, since a size is 0. */
static Tensor *columns_for(Run *run, DType dtype, const Tensor *out, bool identity)
{
    Shape shape;
    ending_in(out, out->dim[out->ndim - 1], out->dim[out->ndim - 2], &shape);
    Tensor *made = tensor_zeros(run, dtype, shape.ndim, shape.dim);
    int64_t n = out->dim[out->ndim - 1];
    for (int64_t i = 0; made && identity && n == out->dim[out->ndim - 2] && i < linalg_stack_size(made) * n;
         i++)
        element_set_complex(dtype, made->data + (i * n + i % n) * (int64_t)tensor_itemsize(made), 1);
    return made;
}

static bool svd_run(Call *call, Value *out)
{
    Run *run = call->run;
    bool full, vectors, hermitian;
    if (!svd_flags(call, &full, &vectors, &hermitian))
        return false;
    if (hermitian)
        return svd_hermitian(call, vectors, out);
    Tensor *a = arg_held(call, SVD_A), *work = a ? linalg_by_columns(run, a, (DType)a->dtype) : NULL,
           *u = NULL, *v = NULL;
    Value *item = vectors ? out->tuple->item : NULL;
    bool done = work, empty = work && (!work->dim[work->ndim - 1] || !work->dim[work->ndim - 2]);
    if (done && vectors)
        done = (u = columns_for(run, (DType)work->dtype, item[0].tensor, empty)) &&
               (v = columns_for(run, (DType)work->dtype, item[2].tensor, empty));
    done = done && svd_all(run, full, work, vectors ? item[1].tensor : out->tensor, u, v);
    if (done && vectors)
        done = linalg_store_columns(run, u, item[0].tensor) && linalg_store_columns(run, v, item[2].tensor);
    tensor_drop(a);
    tensor_drop(work);
    tensor_drop(u);
    tensor_drop(v);
    return done;
}

const Func decomposition_funcs[] = {
    { .name = "eig",
      .of = "np.linalg",
      .params = "a",
      .style = PYTHON,
      .infer = eig_infer,
      .run = eig_run,
      .gives = AS_ARRAY,
      .extra = WITH_VECTORS,
      .brief = "the eigenvalues of a square matrix, and its eigenvectors as columns",
      .example = ">>> np.linalg.eig([[2, 0], [0, 3]])\n"
                 "EigResult(eigenvalues=array([2., 3.]), eigenvectors=array([[1., 0.],\n"
                 "       [0., 1.]]))\n" },
    { .name = "eigvals",
      .of = "np.linalg",
      .params = "a",
      .style = PYTHON,
      .infer = eig_infer,
      .run = eig_run,
      .gives = AS_ARRAY,
      .extra = VALUES,
      .brief = "the eigenvalues of a square matrix",
      .example = ">>> np.linalg.eigvals([[0, -1], [1, 0]])\narray([0.+1.j, 0.-1.j])\n" },
    { .name = "eigh",
      .of = "np.linalg",
      .params = "a, UPLO: str = 'L'",
      .style = PYTHON,
      .infer = eigh_infer,
      .run = eigh_run,
      .gives = AS_ARRAY,
      .extra = WITH_VECTORS,
      .brief = "the eigenvalues of a symmetric or Hermitian matrix, and its eigenvectors as columns",
      .example = ">>> np.linalg.eigh([[2, 0], [0, 1]]).eigenvalues\narray([1., 2.])\n" },
    { .name = "eigvalsh",
      .of = "np.linalg",
      .params = "a, UPLO: str = 'L'",
      .style = PYTHON,
      .infer = eigh_infer,
      .run = eigh_run,
      .gives = AS_ARRAY,
      .extra = VALUES,
      .brief = "the eigenvalues of a symmetric or Hermitian matrix, in rising order",
      .example = ">>> np.linalg.eigvalsh([[1, -2j], [2j, 5]]).round(6)\narray([0.171573, 5.828427])\n" },
    { .name = "qr",
      .of = "np.linalg",
      .params = "a, mode: str = 'reduced'",
      .style = PYTHON,
      .infer = qr_infer,
      .run = qr_run,
      .gives = AS_ARRAY,
      .brief = "a as Q @ R: orthonormal columns, and an upper triangle",
      .example =
          ">>> np.linalg.qr([[3., 1], [4, 2]]).R.round(6)\narray([[-5. , -2.2],\n       [ 0. ,  0.4]])\n" },
    { .name = "svd",
      .of = "np.linalg",
      .params = "a, full_matrices: bool = True, compute_uv: bool = True, hermitian: bool = False",
      .style = PYTHON,
      .infer = svd_infer,
      .run = svd_run,
      .gives = AS_ARRAY,
      .brief = "a as U @ diag(S) @ Vh: orthonormal vectors, and singular values, the largest first",
      .example = ">>> np.linalg.svd([[3, 0], [0, 4]], compute_uv=False)\narray([4., 3.])\n" },
    { .name = NULL },
};
