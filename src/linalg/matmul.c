/* The products that are ufuncs: matmul, matvec, vecmat, vecdot. All are stacks of matrix products whose
 * signature says which axis is summed over: that which both operands name. */
#include "func/gufunc.h"
#include "func/results.h"
#include "linalg/contract.h"

/* Places of the keywords in the rows' params. */
enum { AXES = 2, AXIS, KEEPDIMS };

static bool resolve(Call *call, Tensor *a, Tensor *b, Core *core)
{
    Tensor *operand[3] = { a, b, call->ufunc.out[0] };
    return core_resolve(call->run, call->func, operand, call->arg[AXES].value, call->arg[AXIS].value,
                        call->arg[KEEPDIMS].value, core);
}

static bool product_infer(Call *call, Value *out)
{
    Tensor *in[2] = { arg_tensor(call, 0), arg_tensor(call, 1) }, *into = call->ufunc.out[0];
    Core core;
    Shape shape;
    if (!in[0] || !in[1])
        return give_unknown(out);
    if (!gufunc_dtype(call, 2, in, &call->work) || !resolve(call, in[0], in[1], &core))
        return false;
    if (into && !call->typed_only)
        return give(out, tensor_keep(into));
    core_shape(&core, 2, &shape);
    return give(out, typed_in_order(into ? (DType)into->dtype : call->work, shape.ndim, shape.dim,
                                    call->ufunc.order == 'F' ? 'F' : 'C'));
}

/* Which names the two operands share, and which the first and the second has alone; -1: none. */
static void roles(const Core *core, int *shared, int *row, int *column)
{
    *shared = *row = *column = -1;
    for (int name = 0; name < core->names; name++) {
        bool in[2] = { false, false };
        for (int i = 0; i < 2; i++)
            for (int j = 0; j < core->ndim[i]; j++)
                in[i] = in[i] || core->name[i][j] == name;
        if (in[0] || in[1])
            *(in[0] && in[1] ? shared : in[0] ? row : column) = name;
    }
}

static void make_stack(const Core *core, int i, const Tensor *t, int row, int column, Stack *stack)
{
    stack->matrix = (Matrix){ t->data, row < 0 ? 0 : core_stride(core, i, t, row),
                              column < 0 ? 0 : core_stride(core, i, t, column) };
    core_loop_strides(core, i, t, stack->stride);
}

static bool product_core(Call *call, const Core *core, Tensor *a, Tensor *b, Tensor *out)
{
    Stack x, y, z;
    int shared, row, column;
    roles(core, &shared, &row, &column);
    make_stack(core, 0, a, row, shared, &x);
    make_stack(core, 1, b, shared, column, &y);
    make_stack(core, 2, out, row, column, &z);
    return contract(call->run, contract_type((DType)out->dtype), true, core->loop.ndim, core->loop.dim,
                    row < 0 ? 1 : core->size[row], core->size[shared], column < 0 ? 1 : core->size[column],
                    &x, &y, &z);
}

/* Sums of products of complex vectors, the conjugates of the first ones taken on the way. */
typedef struct Conjugates {
    ProductType type;
    int64_t n, stride[2];
} Conjugates;

static bool conjugate_step(void *with, int64_t n, char *const p[], const int64_t s[])
{
    const Conjugates *c = with;
    for (int64_t i = 0; i < n; i++)
        product_conjugate_dot(c->type, c->n, p[0] + i * s[0], c->stride[0], p[1] + i * s[1], c->stride[1],
                              p[2] + i * s[2]);
    return true;
}

static bool conjugate_dots(Run *run, const Core *core, Tensor *a, Tensor *b, Tensor *out)
{
    Tensor *const t[3] = { a, b, out };
    int shared = core->name[0][0];
    Conjugates with = { contract_type((DType)out->dtype),
                        core->size[shared],
                        { core_stride(core, 0, a, shared), core_stride(core, 1, b, shared) } };
    Walk walk;
    walk_begin(&walk, core->loop.ndim, core->loop.dim);
    for (walk.operands = 0; walk.operands < 3; walk.operands++) {
        walk.data[walk.operands] = t[walk.operands]->data;
        core_loop_strides(core, walk.operands, t[walk.operands], walk.stride[walk.operands]);
    }
    return walk_each(run, &walk, conjugate_step, &with);
}

/* The conjugate of the first vector is taken by vecdot and vecmat: extra 1. */
static bool product_run(Call *call, Value *out)
{
    Run *run = call->run;
    Core core;
    Tensor *held[2] = { arg_held(call, 0), arg_held(call, 1) }, *work[2] = { NULL }, *room = NULL;
    bool done = held[0] && held[1] && resolve(call, held[0], held[1], &core);
    /* where more than one axis is left, all may be one product of matrices */
    bool by_dots = done && call->func->extra == 1 && dtype_is_complex(call->work) && core.ndim[1] == 1 &&
                   core.loop.ndim < 2;
    for (int i = 0; i < 2 && done; i++) {
        /* first to the dtype of the call, which dtype= may have made smaller than the operands' */
        Tensor *cast = tensor_cast(run, held[i], call->work);
        bool conjugate = i == 0 && call->func->extra == 1 && !by_dots;
        done = cast && (work[i] = contract_operand(run, cast, call->work, conjugate));
        tensor_drop(cast);
    }
    flags_begin();
    done = done && (room = contract_room(run, call->work, out->tensor, work[0], work[1])) &&
           (by_dots ? conjugate_dots(run, &core, work[0], work[1], room)
                    : product_core(call, &core, work[0], work[1], room)) &&
           flags_end(run, call->func->name);
    if (done)
        done = contract_store(run, room, out->tensor);
    else
        tensor_drop(room);
    for (int i = 0; i < 2; i++) {
        tensor_drop(held[i]);
        tensor_drop(work[i]);
    }
    return done;
}

/* A tuple of the last axes. */
static Value last_axes(int count)
{
    Value axes = value_tuple_new(count);
    for (int i = 0; i < count; i++)
        axes.tuple->item[i] = value_int(i - count);
    return axes;
}

bool matmul_inplace(Run *run, Value a, Value b, Value *out)
{
    /* the axes are named, so that no operand but a vector on the left is taken for one */
    static const char *const keyword[] = { "out", "axes" };
    int own = a.tensor->ndim == 1 ? 1 : 2;
    Value axes = value_list_new(3), item[3] = { last_axes(own), last_axes(2), last_axes(own) };
    for (int i = 0; i < 3; i++) {
        list_append(axes.list, item[i]);
        value_drop(item[i]);
    }
    Value value[4] = { a, b, a, axes };
    Given given = { .count = 2, .keywords = 2, .value = value, .keyword = keyword, .whole = run->here };
    bool done = func_call(run, func_find("np", "matmul"), &given, out);
    value_drop(axes);
    if (!done && run->error.class == AxisError) {
        run_clear_error(run);
        fail(run, ValueError,
             "inplace matrix multiplication requires the first operand to have at least one and the "
             "second at least two dimensions.");
    }
    return done;
}

/* The names that np.linalg has them by: two arrays and, of vecdot, an axis. */
static bool linalg_alias(Call *call, bool infer_only, Value *out)
{
    const Func *func = func_find("np", call->func->name);
    static const char *const keyword[] = { "axis" };
    Value value[3] = { call->arg[0].value, call->arg[1].value, call->args > 2 ? call->arg[2].value : ABSENT };
    Given given = {
        .count = 2, .keywords = call->args > 2, .value = value, .keyword = keyword, .whole = call->span
    };
    return infer_only ? func_infer(call->run, func, &given, out) : func_call(call->run, func, &given, out);
}

static bool alias_infer(Call *call, Value *out) { return linalg_alias(call, true, out); }

static bool alias_run(Call *call, Value *out)
{
    Value answer;
    return linalg_alias(call, false, &answer) && value_instead(out, answer);
}

#define KEYWORDS ", /, *, axes: any = ?, axis: any = ?, keepdims: any = ?"

const Func matmul_funcs[] = {
    { "matmul", "np", "x1, x2" KEYWORDS, "the matrix product, of stacks of matrices too: the operator @",
      ">>> np.matmul([[1, 2], [3, 4]], [5, 6])\narray([17, 39])\n", UFUNC, .infer = product_infer,
      .run = product_run, .core = "(n?,k),(k,m?)->(n?,m?)", .nin = 2, .nout = 1 },
    { "matvec", "np", "x1, x2" KEYWORDS, "the product of a matrix and a vector, or of stacks of them",
      ">>> np.matvec([[1, 2], [3, 4]], [5, 6])\narray([17, 39])\n", UFUNC, .infer = product_infer,
      .run = product_run, .core = "(m,n),(n)->(m)", .nin = 2, .nout = 1 },
    { "vecmat", "np", "x1, x2" KEYWORDS,
      "the product of a vector, conjugated, and a matrix, or of stacks of them",
      ">>> np.vecmat([5, 6], [[1, 2], [3, 4]])\narray([23, 34])\n", UFUNC, .infer = product_infer,
      .run = product_run, .core = "(n),(n,m)->(m)", .nin = 2, .nout = 1, .extra = 1 },
    { "vecdot", "np", "x1, x2" KEYWORDS,
      "the product of two vectors, the first conjugated, or of stacks of them",
      ">>> np.vecdot([[1, 2], [3, 4]], [5, 6])\narray([17, 39])\n", UFUNC, .infer = product_infer,
      .run = product_run, .core = "(n),(n)->()", .nin = 2, .nout = 1, .extra = 1 },
    { "matmul", "np.linalg", "x1, x2, /", "the matrix product",
      ">>> np.linalg.matmul([[1, 2]], [[3], [4]])\narray([[11]])\n", PYTHON, .infer = alias_infer,
      .run = alias_run },
    { "vecdot", "np.linalg", "x1, x2, /, *, axis: any = -1",
      "the product of two vectors, the first conjugated",
      ">>> np.linalg.vecdot([1, 2], [3, 4])\nnp.int64(11)\n", PYTHON, .infer = alias_infer,
      .run = alias_run },
    { .name = NULL },
};
