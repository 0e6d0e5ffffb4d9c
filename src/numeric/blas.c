#include "numeric/blas.h"

#include "numeric/pool.h"

#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>
#include <stddef.h>

/* CBLAS's enumerations, as every CBLAS has them. */
enum { ROW_MAJOR = 101, AS_IT_IS = 111, TRANSPOSED = 112 };

/* Below so many multiplications a second thread may cost more than it brings: OpenBLAS's wait for each other
 * turning, so that on a processor that others use too the work of one thread takes twice as long with two. */
static const double one_thread_below = 1e9;

typedef void Gemm32(int, int, int, int, int, int, float, const void *, int, const void *, int, float, void *,
                    int);
typedef void Gemm64(int, int, int, int, int, int, double, const void *, int, const void *, int, double,
                    void *, int);
typedef void GemmComplex(int, int, int, int, int, int, const void *, const void *, int, const void *, int,
                         const void *, void *, int);

/* LAPACK calls this where an argument of one of its own functions is wrong, as an infinite matrix makes it;
 * what it has itself ends the program. The caller finds out by the result. */
void xerbla_(const char *name, const int *parameter, size_t length);
void xerbla_(const char *name, const int *parameter, size_t length)
{
    (void)name, (void)parameter, (void)length;
}

/* What was opened, once for the whole program. */
static struct {
    void *blas, *lapack; /* NULL: there is none */
    Gemm32 *sgemm;
    Gemm64 *dgemm;
    GemmComplex *cgemm, *zgemm;
    void (*set_threads)(int);
    int (*get_threads)(void);
    int threads, all_threads; /* in use, and as many as the library chose by itself */
} library;

static pthread_once_t opened = PTHREAD_ONCE_INIT;

static void *open_first(const char *const name[], const char *needed)
{
    for (; *name; name++) {
        void *handle = dlopen(*name, RTLD_NOW | RTLD_LOCAL);
        if (handle && dlsym(handle, needed))
            return handle;
        if (handle)
            dlclose(handle);
    }
    return NULL;
}

/* The address of a function of an object pointer's width: ISO C has no cast for what POSIX promises. */
#define FIND(pointer, name) (*(void **)(void *)&(pointer) = dlsym(library.blas, name))

static void open_library(void)
{
    static const char *const blas[] = { "libopenblas.so.0",
                                        "libopenblas.so",
                                        "libcblas.so.3",
                                        "libblas.so.3",
                                        "libcblas.so",
                                        "libblis.so.4",
                                        NULL };
    static const char *const lapack[] = { "libopenblas.so.0", "liblapack.so.3", "libopenblas.so", NULL };
    library.blas = open_first(blas, "cblas_dgemm");
    library.lapack = open_first(lapack, "dgesv_");
    if (!library.blas)
        return;
    FIND(library.sgemm, "cblas_sgemm");
    FIND(library.dgemm, "cblas_dgemm");
    FIND(library.cgemm, "cblas_cgemm");
    FIND(library.zgemm, "cblas_zgemm");
    FIND(library.set_threads, "openblas_set_num_threads");
    FIND(library.get_threads, "openblas_get_num_threads");
    library.threads = library.all_threads = library.get_threads ? library.get_threads() : 1;
}

static bool ready(void)
{
    pthread_once(&opened, open_library);
    return library.blas;
}

void blas_threads(double work)
{
    if (!ready() || !library.set_threads)
        return;
    int wanted = work < one_thread_below ? 1 : pool_threads();
    wanted = wanted < library.all_threads ? wanted : library.all_threads;
    if (wanted == library.threads)
        return;
    library.set_threads(wanted);
    library.threads = wanted;
}

void *blas_function(const char *name)
{
    ready();
    return library.lapack ? dlsym(library.lapack, name) : NULL;
}

/* How BLAS sees a matrix: by rows or, transposed, by columns; false if neither lie in one piece. */
static bool layout(int64_t rows, int64_t columns, Matrix m, int64_t size, int *order, int *leading)
{
    int64_t lead;
    if (m.column == size || columns == 1) {
        *order = AS_IT_IS;
        lead = rows == 1 ? columns * size : m.row;
        if (lead < columns * size)
            return false;
    } else if (m.row == size || rows == 1) {
        *order = TRANSPOSED;
        lead = m.column;
        if (lead < rows * size)
            return false;
    } else {
        return false;
    }
    if (lead % size || lead / size > INT_MAX)
        return false;
    *leading = (int)(lead / size);
    return true;
}

bool blas_product(ProductType type, int64_t n, int64_t k, int64_t m, Matrix a, Matrix b, Matrix out)
{
    static const float one32[2] = { 1, 0 }, zero32[2] = { 0, 0 };
    static const double one64[2] = { 1, 0 }, zero64[2] = { 0, 0 };
    int order_a, order_b, order_out, lead_a, lead_b, lead_out;
    int64_t size = product_size(type);
    if (type < PRODUCT_FLOAT32 || n > INT_MAX || k > INT_MAX || m > INT_MAX || !ready())
        return false;
    if (!layout(n, m, out, size, &order_out, &lead_out))
        return false;
    if (order_out == TRANSPOSED) /* out' = b' a' */
        return blas_product(type, m, k, n, (Matrix){ b.at, b.column, b.row },
                            (Matrix){ a.at, a.column, a.row }, (Matrix){ out.at, out.column, out.row });
    if (!layout(n, k, a, size, &order_a, &lead_a) || !layout(k, m, b, size, &order_b, &lead_b))
        return false;
    blas_threads((double)n * (double)k * (double)m);
    int rows = (int)n, inner = (int)k, columns = (int)m;
    switch (type) {
    case PRODUCT_FLOAT32:
        if (!library.sgemm)
            return false;
        library.sgemm(ROW_MAJOR, order_a, order_b, rows, columns, inner, 1, a.at, lead_a, b.at, lead_b, 0,
                      out.at, lead_out);
        return true;
    case PRODUCT_FLOAT64:
        library.dgemm(ROW_MAJOR, order_a, order_b, rows, columns, inner, 1, a.at, lead_a, b.at, lead_b, 0,
                      out.at, lead_out);
        return true;
    case PRODUCT_COMPLEX64:
        if (!library.cgemm)
            return false;
        library.cgemm(ROW_MAJOR, order_a, order_b, rows, columns, inner, one32, a.at, lead_a, b.at, lead_b,
                      zero32, out.at, lead_out);
        return true;
    default:
        if (!library.zgemm)
            return false;
        library.zgemm(ROW_MAJOR, order_a, order_b, rows, columns, inner, one64, a.at, lead_a, b.at, lead_b,
                      zero64, out.at, lead_out);
        return true;
    }
}
