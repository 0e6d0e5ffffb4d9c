/* packing.c: np.packbits and np.unpackbits: truths as the bits of bytes, and back. */
#include "base/vectors.h"

#include "func/results.h"

#include <string.h>

/* 'big' or 'little'; other words are an error, and no word at all is one of another kind. */
static bool read_order(Call *call, int i, const char *of, const char *wrong, bool *little)
{
    Value order = call->arg[i].value;
    if (order.tag != V_STR)
        return fail(call->run, TypeError, "%s() argument %d must be str, not %s", of, i + 1,
                    value_type_name(order));
    *little = order.str->text[0] == 'l';
    return *little || order.str->text[0] == 'b' || fail(call->run, ValueError, "%s", wrong);
}

/* The array with at least one axis, flat for axis=None. *axis: the one that is packed. */
static Tensor *operand(Call *call, int *axis)
{
    Tensor *held = arg_held(call, 0), *wide = held ? view_at_least(held, 1) : NULL, *flat = wide;
    tensor_drop(held);
    *axis = 0;
    if (wide && arg_none(call, 1)) {
        flat = flat_tensor(call->run, wide);
        tensor_drop(wide);
    } else if (wide) {
        int64_t given;
        if (!arg_axis_number(call, 1, &given) || !axis_check(call->run, given, wide->ndim, axis)) {
            tensor_drop(wide);
            return NULL;
        }
    }
    return flat;
}

/* What is done with each run of elements along the axis. */
typedef struct Lines {
    bool little;
    int64_t from, to; /* elements of a line of the operand, and of the result */
    int64_t from_step, to_step;
} Lines;

/* Eight bytes as one number, the first of them lowest; each is 1 if it is not 0. */
#define EIGHT(x) (UINT64_C(0x0101010101010101) * (x))
static uint64_t truths(uint64_t bytes)
{
    return (((bytes & EIGHT(0x7f)) + EIGHT(0x7f)) | bytes) >> 7 & EIGHT(1);
}

static uint64_t little_endian(uint64_t x)
{
#if defined __BYTE_ORDER__ && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return __builtin_bswap64(x);
#else
    return x;
#endif
}

static const uint64_t first_highest = UINT64_C(0x0102040810204080); /* the bit for each of eight bytes … */
static const uint64_t first_lowest = UINT64_C(0x8040201008040201);

/* Eights of neighbours; the product brings each together in its highest byte. */
VECTORS static void pack_eights(int64_t n, const char *from, char *to, uint64_t places)
{
    for (int64_t i = 0; i < n; i++) {
        uint64_t bytes;
        memcpy(&bytes, from + i * 8, sizeof bytes);
        to[i] = (char)(truths(little_endian(bytes)) * places >> 56);
    }
}

/* Eight rows or fewer become one, column by column. */
VECTORS static void pack_rows(int64_t rows, int64_t step, int64_t n, const char *from, char *to, bool little)
{
    memset(to, 0, (size_t)n);
    for (int64_t k = 0; k < rows; k++, from += step) {
        const char bit = (char)(1 << (little ? k : 7 - k));
        for (int64_t i = 0; i < n; i++)
            to[i] = (char)(to[i] | (from[i] ? bit : 0));
    }
}

/* One row becomes so many, bit by bit. */
VECTORS static void unpack_rows(int64_t rows, int64_t n, const char *from, char *to, bool little)
{
    for (int64_t k = 0; k < rows; k++, to += n) {
        const int shift = (int)(little ? k : 7 - k);
        for (int64_t i = 0; i < n; i++)
            to[i] = (char)((unsigned char)from[i] >> shift & 1);
    }
}

static void pack_line(const Lines *l, DType dtype, const char *from, char *to)
{
    int64_t whole = dtype_info[dtype].size == 1 && l->from_step == 1 && l->to_step == 1 ? l->from / 8 : 0;
    pack_eights(whole, from, to, l->little ? first_highest : first_lowest);
    for (int64_t i = whole; i < l->to; i++) {
        unsigned byte = 0;
        for (int64_t k = 0; k < 8 && i * 8 + k < l->from; k++)
            if (element_true(dtype, from + (i * 8 + k) * l->from_step))
                byte |= 1u << (l->little ? k : 7 - k);
        to[i * l->to_step] = (char)byte;
    }
}

static void unpack_line(const Lines *l, const char *from, char *to)
{
    int64_t whole = l->to_step == 1 ? l->to / 8 : 0;
    whole = whole < l->from ? whole : l->from;
    uint64_t spread[256]; /* the eight that each byte becomes */
    for (uint64_t byte = 0; whole && byte < 256; byte++)
        spread[byte] = little_endian(truths(EIGHT(byte) & (l->little ? first_lowest : first_highest)));
    for (int64_t i = 0; i < whole; i++)
        memcpy(to + i * 8, &spread[(unsigned char)from[i * l->from_step]], 8);
    for (int64_t i = 8 * whole; i < l->to; i++) {
        unsigned byte = i / 8 < l->from ? (unsigned char)from[i / 8 * l->from_step] : 0;
        to[i * l->to_step] = (char)(byte >> (l->little ? i % 8 : 7 - i % 8) & 1);
    }
}

/* Every line of `a` along the axis becomes one of `size` bytes. */
static bool each_line(Call *call, Tensor *a, int axis, int64_t size, bool pack, bool little, Value *out)
{
    Shape shape;
    shape_set(&shape, a->ndim, a->dim);
    shape.dim[axis] = size;
    Tensor *made = tensor_new(call->run, UINT8, shape.ndim, shape.dim);
    if (!made || !tensor_size(made))
        return give_instead(out, made);
    if (pack && tensor_is_c(a) && axis < a->ndim - 1 && tensor_itemsize(a) == 1) {
        int64_t step = made->stride[axis], length = a->dim[axis], blocks = shape_size(axis, a->dim);
        for (int64_t block = 0; block < blocks; block++)
            for (int64_t i = 0; i < size; i++)
                pack_rows(length - 8 * i < 8 ? length - 8 * i : 8, step, step,
                          a->data + (block * length + 8 * i) * step, made->data + (block * size + i) * step,
                          little);
        return give_instead(out, made);
    }
    if (!pack && tensor_is_c(a) && axis < a->ndim - 1) {
        int64_t step = made->stride[axis], length = a->dim[axis], blocks = shape_size(axis, a->dim);
        memset(made->data, 0, (size_t)tensor_size(made));
        for (int64_t block = 0; block < blocks; block++)
            for (int64_t i = 0; i < length && 8 * i < size; i++)
                unpack_rows(size - 8 * i < 8 ? size - 8 * i : 8, step, a->data + (block * length + i) * step,
                            made->data + (block * size + 8 * i) * step, little);
        return give_instead(out, made);
    }
    Lines lines = { little, a->dim[axis], size, a->stride[axis], made->stride[axis] };
    Tensor *heads = view_slice(made, axis, 0, 1, 1);
    Places place;
    places_begin(&place, heads);
    while (places_next(&place)) {
        const char *from = a->data;
        for (int i = 0; i < a->ndim; i++)
            from += place.index[i] * a->stride[i];
        if (pack)
            pack_line(&lines, (DType)a->dtype, from, heads->data + place.offset);
        else
            unpack_line(&lines, from, heads->data + place.offset);
    }
    tensor_drop(heads);
    return give_instead(out, made);
}

static bool run_packbits(Call *call, Value *out)
{
    bool little = false;
    int axis;
    if (!read_order(call, 2, "pack", "'order' must be either 'little' or 'big'", &little))
        return false;
    DType dtype = (DType)arg_tensor(call, 0)->dtype;
    if (dtype != BOOL && !dtype_is_int(dtype))
        return fail(call->run, TypeError, "Expected an input array of integer or boolean data type");
    Tensor *given = operand(call, &axis), *a = given ? tensor_cast(call->run, given, BOOL) : NULL;
    tensor_drop(given);
    bool done = a && each_line(call, a, axis, a->dim[axis] / 8 + (a->dim[axis] % 8 != 0), true, little, out);
    tensor_drop(a);
    return done;
}

static bool run_unpackbits(Call *call, Value *out)
{
    bool little = false;
    int axis;
    int64_t count = 0;
    if (!read_order(call, 3, "unpack", "'order' must begin with 'l' or 'b'", &little))
        return false;
    if (arg_tensor(call, 0)->dtype != UINT8)
        return fail(call->run, TypeError, "Expected an input array of unsigned byte data type");
    if (!arg_none(call, 2) && !arg_int(call, 2, &count))
        return false;
    Tensor *a = operand(call, &axis);
    if (!a)
        return false;
    int64_t bits = size_times(a->dim[axis], 8), size = arg_none(call, 2) ? bits
                                                       : count < 0       ? bits + count
                                                                         : count;
    bool done = size >= 0 ? each_line(call, a, axis, size, false, little, out)
                          : fail(call->run, ValueError, "-count larger than number of elements");
    tensor_drop(a);
    return done;
}

const Func packing_funcs[] = {
    { .name = "packbits",
      .of = "np",
      .params = "a, /, axis: any = None, bitorder: any = 'big'",
      .brief = "truths packed into the bits of bytes",
      .example = ">>> np.packbits([1, 0, 1])\narray([160], dtype=uint8)\n",
      .style = PYTHON,
      .run = run_packbits,
      .gives = AS_ARRAY },
    { .name = "unpackbits",
      .of = "np",
      .params = "a, /, axis: any = None, count: any = None, bitorder: any = 'big'",
      .brief = "the bits of bytes as zeros and ones",
      .example = ">>> np.unpackbits(np.array([7], np.uint8))\narray([0, 0, 0, 0, 0, 1, 1, 1], dtype=uint8)\n",
      .style = PYTHON,
      .run = run_unpackbits,
      .gives = AS_ARRAY },
    { 0 },
};
