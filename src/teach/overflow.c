/* overflow.c: whole numbers that did not fit their dtype: what they would have been. */
#include "teach/notes.h"

#include "func/func.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Looking is work: past so many elements nobody looks unasked. */
enum { LOOK_AT = 4096, SHOWN = 2 };

/* How many elements are looked at. */
static int64_t limit(const Session *s)
{
    const Notes *notes = s->watching;
    return notes->thorough ? INT64_MAX / 64 : LOOK_AT;
}

/* Exact arithmetic on whole numbers by the name of a row. */
typedef enum { ADD, SUBTRACT, MULTIPLY, POWER, SQUARE, NEGATIVE, ABSOLUTE, SHIFT, NO_OPERATION } Operation;

static const char *const operation_name[] = { "add",    "subtract", "multiply", "power",
                                              "square", "negative", "absolute", "left_shift" };

static Operation operation_of(const char *name)
{
    int i = 0;
    while (i < NO_OPERATION && strcmp(operation_name[i], name))
        i++;
    return (Operation)i;
}

static void set_element(mpz_t out, DType dtype, const char *at)
{
    int64_t i = element_int(dtype, at);
    if (dtype == UINT64)
        mpz_set_ui(out, (unsigned long)i);
    else
        mpz_set_si(out, (long)i);
}

/* False: too large to be worked out here. */
static bool operate_exactly(Operation operation, mpz_t out, const mpz_t a, const mpz_t b)
{
    enum { BITS = 4096 };
    switch (operation) {
    case ADD: mpz_add(out, a, b); return true;
    case SUBTRACT: mpz_sub(out, a, b); return true;
    case MULTIPLY: mpz_mul(out, a, b); return true;
    case SQUARE: mpz_mul(out, a, a); return true;
    case NEGATIVE: mpz_neg(out, a); return true;
    case ABSOLUTE: mpz_abs(out, a); return true;
    case POWER:
        if (mpz_sgn(b) < 0 || mpz_cmp_ui(b, BITS) > 0 || mpz_sizeinbase(a, 2) * mpz_get_ui(b) > BITS)
            return false;
        mpz_pow_ui(out, a, mpz_get_ui(b));
        return true;
    case SHIFT:
        if (mpz_sgn(b) < 0 || mpz_cmp_ui(b, BITS) > 0)
            return false;
        mpz_mul_2exp(out, a, mpz_get_ui(b));
        return true;
    case NO_OPERATION: break;
    }
    return false;
}

static bool fits(const mpz_t z, DType dtype)
{
    if (mpz_sgn(z) < 0)
        return mpz_fits_slong_p(z) && mpz_get_si(z) >= dtype_min(dtype);
    return mpz_fits_ulong_p(z) && mpz_get_ui(z) <= dtype_max(dtype);
}

/* What was found: the first true values and what they became. */
typedef struct Overflows {
    DType dtype;
    int64_t count;
    char *true_value[SHOWN];
    int64_t stored[SHOWN];
    char *operands; /* of the first, as "2**62 * 4" would be read: "a * b" */
} Overflows;

static void overflow_add(Overflows *found, const mpz_t true_value, int64_t stored)
{
    if (found->count < SHOWN) {
        found->true_value[found->count] = mpz_get_str(NULL, 10, true_value);
        found->stored[found->count] = stored;
    }
    found->count++;
}

static const char *stored_text(Run *run, const Overflows *found, int i)
{
    return found->dtype == UINT64 ? run_text(run, "%llu", (unsigned long long)found->stored[i])
                                  : run_text(run, "%lld", (long long)found->stored[i]);
}

/* "200 and 300 do not fit int8 (-128 … 127) and wrapped to -56 and 44" */
static void say(Session *s, const Tree *tree, const Node *node, Overflows *found)
{
    Run *run = &s->run;
    if (!found->count)
        return;
    if (notes_open(s, tree, node)) {
        const char *limits = run_text(run, "%lld … %llu", (long long)dtype_min(found->dtype),
                                      (unsigned long long)dtype_max(found->dtype)),
                   *dtype = dtype_info[found->dtype].name;
        Noted *noted;
        if (found->count == 1)
            noted = notes_add(s, tree, node, "%s does not fit %s (%s) and wrapped to %s",
                              found->true_value[0], dtype, limits, stored_text(run, found, 0));
        else if (found->count == 2)
            noted = notes_add(s, tree, node, "%s and %s do not fit %s (%s) and wrapped to %s and %s",
                              found->true_value[0], found->true_value[1], dtype, limits,
                              stored_text(run, found, 0), stored_text(run, found, 1));
        else
            noted =
                notes_add(s, tree, node, "%s, %s and %lld more do not fit %s (%s) and wrapped to %s, %s …",
                          found->true_value[0], found->true_value[1], (long long)found->count - SHOWN, dtype,
                          limits, stored_text(run, found, 0), stored_text(run, found, 1));
        int bits = 8 * (int)dtype_info[found->dtype].size;
        noted_more(
            noted,
            "Arrays count in %d bits and go round: 2**%d more or less is the same to them, and no warning "
            "is given. %s Python's own ints have no end.",
            bits, bits,
            bits < 64 ? "A wider dtype, .astype(np.int64), or floats have room."
                      : "Floats, .astype(float), have room, and about 16 digits.");
    }
    for (int i = 0; i < SHOWN; i++)
        free(found->true_value[i]);
}

/* Whether sums or products of two operands' elements can leave the dtype at all: by their largest amounts. */
static double largest(const Tensor *t)
{
    int64_t n = tensor_size(t), low = 0, high = 0;
    if (!tensor_is_c(t))
        return (double)dtype_max((DType)t->dtype);
#define LOOK(TYPE)                                                                                           \
    for (int64_t i = 0; i < n; i++) {                                                                        \
        int64_t x = ((const TYPE *)(const void *)t->data)[i];                                                \
        low = x < low ? x : low;                                                                             \
        high = x > high ? x : high;                                                                          \
    }                                                                                                        \
    break
    double most = 0; /* of numbers that int64 does not hold */
    switch ((DType)t->dtype) {
    case UINT64:
        for (int64_t i = 0; i < n; i++)
            most = fmax(most, (double)((const uint64_t *)(const void *)t->data)[i]);
        return most;
    case INT8: LOOK(int8_t);
    case INT16: LOOK(int16_t);
    case UINT16: LOOK(uint16_t);
    case INT32: LOOK(int32_t);
    case UINT32: LOOK(uint32_t);
    case INT64: LOOK(int64_t);
    default: LOOK(uint8_t);
    }
#undef LOOK
    return (double)high > -(double)low ? (double)high : -(double)low;
}

static bool is_whole(const Tensor *t)
{
    return t->data && (dtype_is_int((DType)t->dtype) || t->dtype == BOOL);
}

static bool may_overflow(Operation operation, const Tensor *a, const Tensor *b, DType dtype)
{
    double x = largest(a), y = b ? largest(b) : 0, limit = (double)dtype_max(dtype);
    switch (operation) {
    case ADD: return x + y >= limit;
    case SUBTRACT: return dtype_is_unsigned(dtype) || x + y >= limit;
    case MULTIPLY: return x * y >= limit;
    case SQUARE: return x * x >= limit;
    case NEGATIVE:
    case ABSOLUTE: return dtype_is_unsigned(dtype) ? operation == NEGATIVE && x > 0 : x >= limit;
    default: return true;
    }
}

/* The bytes from an operand's first element to the one at an index of the result. */
static int64_t offset_at(const Tensor *t, const Tensor *result, const int64_t *index)
{
    int64_t offset = 0;
    for (int i = 0; i < t->ndim; i++)
        if (t->dim[i] != 1)
            offset += t->stride[i] * index[i + result->ndim - t->ndim];
    return offset;
}

/* Each element of a result that differs from what exact arithmetic gives. stored NULL: the result is yet to
 * be made, in the dtype and shape of `result`. */
static void compare_elements(Operation operation, const Tensor *result, bool made, const Tensor *a,
                             const Tensor *b, Overflows *found)
{
    mpz_t x, y, z;
    mpz_inits(x, y, z, NULL);
    int64_t index[AXES_MAX] = { 0 };
    do {
        set_element(x, (DType)a->dtype, a->data + offset_at(a, result, index));
        if (b)
            set_element(y, (DType)b->dtype, b->data + offset_at(b, result, index));
        if (!operate_exactly(operation, z, x, y) || fits(z, (DType)result->dtype))
            continue;
        int64_t stored =
            made ? element_int((DType)result->dtype, result->data + offset_at(result, result, index)) : 0;
        if (!made) { /* what it wraps to: its low bits */
            char element[16];
            mpz_fdiv_r_2exp(x, z, 64);
            element_set_int((DType)result->dtype, element, (int64_t)mpz_get_ui(x));
            stored = element_int((DType)result->dtype, element);
        }
        overflow_add(found, z, stored);
    } while (next_index(result, index));
    mpz_clears(x, y, z, NULL);
}

/* An operand as a tensor of whole numbers; false: it is none. */
static bool whole_operand(const Value *v, Tensor *room, const Tensor **out)
{
    *out = room;
    if (v->tag == V_ARRAY)
        *out = v->tensor;
    else if (!tensor_of_scalar(room, v))
        return false;
    return is_whole(*out);
}

static void note_elements(Session *s, const Evaluated *step, Operation operation)
{
    const Tensor *operand[2] = { NULL, NULL }, *result = step->result.tensor;
    Tensor room[2];
    if (step->operands > 2 || step->operands < 1)
        return;
    for (int i = 0; i < step->operands; i++)
        if (!whole_operand(&step->operand[i], &room[i], &operand[i]) || operand[i]->ndim > result->ndim)
            return;
    if (operation < SQUARE && !operand[1])
        return;
    if (operation == POWER && step->func->loops && !strcmp(step->func->name, "square"))
        operation = SQUARE;
    Overflows found = { .dtype = (DType)result->dtype };
    if (may_overflow(operation, operand[0], operand[1], found.dtype))
        compare_elements(operation, result, true, operand[0], operand[1], &found);
    say(s, step->tree, step->node, &found);
}

/* Products and sums into one number or a matrix, of operands with at most two axes. */
static void note_product(Session *s, const Evaluated *step, const Tensor *result)
{
    const Tensor *a, *b;
    Tensor room[2];
    if (step->operands != 2 || !whole_operand(&step->operand[0], &room[0], &a) ||
        !whole_operand(&step->operand[1], &room[1], &b) || a->ndim < 1 || a->ndim > 2 || b->ndim < 1 ||
        b->ndim > 2)
        return;
    int64_t inner = a->dim[a->ndim - 1], rows = a->ndim == 2 ? a->dim[0] : 1,
            columns = b->ndim == 2 ? b->dim[1] : 1;
    if (largest(a) * largest(b) * (double)inner < (double)dtype_max((DType)result->dtype) ||
        rows * columns * inner > 16 * limit(s) || !tensor_is_c(result))
        return;
    Overflows found = { .dtype = (DType)result->dtype };
    mpz_t x, y, z;
    mpz_inits(x, y, z, NULL);
    for (int64_t i = 0; i < rows; i++)
        for (int64_t j = 0; j < columns; j++) {
            mpz_set_ui(z, 0);
            for (int64_t k = 0; k < inner; k++) {
                set_element(x, (DType)a->dtype,
                            a->data + k * a->stride[a->ndim - 1] + (a->ndim == 2 ? i * a->stride[0] : 0));
                set_element(y, (DType)b->dtype,
                            b->data + k * b->stride[0] + (b->ndim == 2 ? j * b->stride[1] : 0));
                mpz_addmul(z, x, y);
            }
            if (!fits(z, found.dtype))
                overflow_add(&found, z,
                             element_int(found.dtype, result->data + (i * columns + j) *
                                                                         (int64_t)tensor_itemsize(result)));
        }
    mpz_clears(x, y, z, NULL);
    say(s, step->tree, step->node, &found);
}

/* np.sum, np.prod of a whole array. */
static void note_fold(Session *s, const Evaluated *step, bool product)
{
    const Tensor *a;
    Tensor room, scalar;
    if (step->operands != 1 || !whole_operand(&step->operand[0], &room, &a) || tensor_size(a) > limit(s) ||
        tensor_size(a) == 0 || !tensor_of_scalar(&scalar, &step->result))
        return;
    Overflows found = { .dtype = (DType)scalar.dtype };
    if (!product && largest(a) * (double)tensor_size(a) < (double)dtype_max(found.dtype))
        return;
    mpz_t x, z;
    mpz_init(x);
    mpz_init_set_ui(z, product);
    int64_t index[AXES_MAX] = { 0 };
    do {
        set_element(x, (DType)a->dtype, a->data + offset_at(a, a, index));
        if (product)
            mpz_mul(z, z, x);
        else
            mpz_add(z, z, x);
    } while (next_index(a, index) && mpz_sizeinbase(z, 2) < LOOK_AT);
    if (!fits(z, found.dtype))
        overflow_add(&found, z, element_int(found.dtype, scalar.data));
    mpz_clears(x, z, NULL);
    say(s, step->tree, step->node, &found);
}

/* The one axis that a fold was given; -1: none, or of all elements. False: it was told more than that. */
static bool fold_axis(const Evaluated *step, int ndim, int *axis)
{
    *axis = -1;
    for (int i = 1; i < step->operands; i++) {
        const Node *node = operand_node(step, i), *parent = node ? node_parent(step->tree, node) : NULL;
        const char *name = parent && parent->kind == NODE_KEYWORD ? name_text(parent->name)
                           : i == 1                               ? "axis"
                                                                  : "";
        Value v = step->operand[i];
        if (!strcmp(name, "axis") && v.tag == V_INT && v.i >= -ndim && v.i < ndim)
            *axis = (int)(v.i < 0 ? v.i + ndim : v.i);
        else if (strcmp(name, "keepdims") && strcmp(name, "dtype") &&
                 !(v.tag == V_NONE && !strcmp(name, "axis")))
            return false;
    }
    return true;
}

/* Sums and products along an axis; running: one for each element, cumsum and cumprod. */
static void note_lines(Session *s, const Evaluated *step, bool product, bool running)
{
    const Tensor *a, *result = step->result.tensor;
    Tensor room, flat;
    int axis;
    if (!whole_operand(&step->operand[0], &room, &a) || tensor_size(a) > limit(s) || tensor_size(a) == 0 ||
        !fold_axis(step, a->ndim, &axis))
        return;
    int64_t size = tensor_size(a), step_bytes = (int64_t)tensor_itemsize(a);
    if (axis < 0) { /* all of them one after another */
        if (!running || !tensor_is_c(a))
            return;
        flat = *a;
        flat.ndim = 1;
        flat.dim = &size;
        flat.stride = &step_bytes;
        a = &flat;
        axis = 0;
    }
    if (result->ndim > a->ndim || result->ndim < a->ndim - !running ||
        (!product && largest(a) * (double)a->dim[axis] < (double)dtype_max((DType)result->dtype)))
        return;
    Overflows found = { .dtype = (DType)result->dtype };
    mpz_t x, z;
    mpz_inits(x, z, NULL);
    int64_t index[AXES_MAX] = { 0 }, n = a->dim[axis];
    do {
        if (index[axis])
            continue;
        int64_t from = 0, to = 0;
        for (int i = 0; i < a->ndim; i++) {
            int at = result->ndim == a->ndim ? i : i - (i > axis);
            from += index[i] * a->stride[i];
            to += i == axis ? 0 : index[i] * result->stride[at];
        }
        mpz_set_ui(z, product);
        for (int64_t k = 0; k < n && mpz_sizeinbase(z, 2) < LOOK_AT; k++) {
            set_element(x, (DType)a->dtype, a->data + from + k * a->stride[axis]);
            if (product)
                mpz_mul(z, z, x);
            else
                mpz_add(z, z, x);
            if ((running || k == n - 1) && !fits(z, found.dtype))
                overflow_add(
                    &found, z,
                    element_int(found.dtype, result->data + to + (running ? k * result->stride[axis] : 0)));
        }
    } while (next_index(a, index));
    mpz_clears(x, z, NULL);
    say(s, step->tree, step->node, &found);
}

/* a.astype(np.uint8) of what does not fit. */
static void note_cast(Session *s, const Evaluated *step)
{
    const Tensor *a, *result = step->result.tensor;
    Tensor room;
    if (!whole_operand(&step->operand[0], &room, &a) ||
        !shape_equal(a->ndim, a->dim, result->ndim, result->dim) || result->dtype == BOOL)
        return;
    Overflows found = { .dtype = (DType)result->dtype };
    mpz_t x;
    mpz_init(x);
    int64_t index[AXES_MAX] = { 0 };
    do {
        set_element(x, (DType)a->dtype, a->data + offset_at(a, a, index));
        if (!fits(x, found.dtype))
            overflow_add(&found, x,
                         element_int(found.dtype, result->data + offset_at(result, result, index)));
    } while (next_index(a, index));
    mpz_clear(x);
    say(s, step->tree, step->node, &found);
}

/* Whether to look at one more operation: always at the first of a statement, and at about one in sixteen of
 * the others, which are those of a loop. */
static bool is_looked_at(Notes *notes)
{
    enum { LOOKS_MAX = 4096 };
    notes->looks++;
    return notes->thorough || notes->looks <= LOOKS_MAX || (notes->looks * 2654435761u) >> 28 == 0;
}

void note_overflow(Session *s, const Evaluated *step)
{
    Tensor scalar;
    bool array = step->result.tag == V_ARRAY; /* most results are floats: these are let go first */
    if (array ? !dtype_is_int((DType)step->result.tensor->dtype)
              : !tensor_of_scalar(&scalar, &step->result) || !dtype_is_int((DType)scalar.dtype))
        return;
    if (!is_looked_at(s->watching))
        return;
    const char *name = step->func->name;
    bool sum = !strcmp(name, "sum"), product = !strcmp(name, "dot") || !strcmp(name, "matmul");
    if (!array) {
        if (product)
            note_product(s, step, &scalar);
        else if (sum || !strcmp(name, "prod"))
            note_fold(s, step, !sum);
        return;
    }
    const Tensor *result = step->result.tensor;
    if (!result->data || tensor_size(result) == 0 || tensor_size(result) > limit(s) || step->operands < 1)
        return;
    Operation operation = step->func->loops ? operation_of(name) : NO_OPERATION;
    if (operation != NO_OPERATION)
        note_elements(s, step, operation);
    else if (product)
        note_product(s, step, result);
    else if (!strcmp(name, "astype"))
        note_cast(s, step);
    else if (sum || !strcmp(name, "prod"))
        note_lines(s, step, !sum, false);
    else if (!strcmp(name, "cumsum") || !strcmp(name, "cumprod"))
        note_lines(s, step, !strcmp(name, "cumprod"), true);
}

/* Whether b has, or broadcasts to, the shape of t. */
static bool stretches_to(const Tensor *b, const Tensor *t)
{
    Shape both;
    shape_set(&both, t->ndim, t->dim);
    return shape_broadcast(&both, b->ndim, b->dim) && shape_equal(both.ndim, both.dim, t->ndim, t->dim);
}

void note_overflow_in_place(Session *s, const Node *target, const Tensor *t, Value what)
{
    static const Operation operations[] = { [NODE_OP_ADD] = ADD,
                                            [NODE_OP_SUB] = SUBTRACT,
                                            [NODE_OP_MUL] = MULTIPLY,
                                            [NODE_OP_POW] = POWER,
                                            [NODE_OP_LSHIFT] = SHIFT };
    const Node *statement = node_parent(s->tree, target);
    const Tensor *b;
    Tensor room;
    if (!statement || statement->kind != NODE_AUGMENTED || !is_whole(t) || t->dtype == BOOL ||
        tensor_size(t) == 0 || tensor_size(t) > limit(s) || !whole_operand(&what, &room, &b) ||
        !stretches_to(b, t))
        return;
    Operation operation = statement->op == NODE_OP_ADD || statement->op == NODE_OP_SUB ||
                                  statement->op == NODE_OP_MUL || statement->op == NODE_OP_POW ||
                                  statement->op == NODE_OP_LSHIFT
                              ? operations[statement->op]
                              : NO_OPERATION;
    Overflows found = { .dtype = (DType)t->dtype };
    if (operation != NO_OPERATION && may_overflow(operation, t, b, found.dtype))
        compare_elements(operation, t, false, t, b, &found);
    say(s, s->tree, statement, &found);
}
