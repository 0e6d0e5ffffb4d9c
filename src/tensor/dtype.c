#include "tensor/dtype.h"

#include <stdlib.h>
#include <string.h>

#define CODE(letter) #letter
#define DTYPE_ROW(D, T, letter, name_, kind_, ch_, num_)                                                     \
    [D] = { name_, CODE(letter), kind_, ch_, num_, sizeof(T), _Alignof(T) },
const DTypeInfo dtype_info[DTYPES] = { FOR_EACH_DTYPE(DTYPE_ROW) };
#undef DTYPE_ROW

const char *const casting_name[] = { "no", "equiv", "safe", "same_kind", "unsafe" };

/* promotion --------------------------------------------------------------------------------------------- */

DType dtype_real(DType d) { return d == COMPLEX64 ? FLOAT32 : d == COMPLEX128 ? FLOAT64 : d; }

DType dtype_complex(DType d) { return dtype_promote(d, COMPLEX64); }

/* The smallest float that holds every number of a dtype, float64 for ints of more than 53 bits. */
static DType float_for(DType d)
{
    static const DType floats[] = {
        [BOOL] = FLOAT16,      [INT8] = FLOAT16,       [UINT8] = FLOAT16,   [INT16] = FLOAT32,
        [UINT16] = FLOAT32,    [INT32] = FLOAT64,      [UINT32] = FLOAT64,  [INT64] = FLOAT64,
        [UINT64] = FLOAT64,    [FLOAT16] = FLOAT16,    [FLOAT32] = FLOAT32, [FLOAT64] = FLOAT64,
        [COMPLEX64] = FLOAT32, [COMPLEX128] = FLOAT64,
    };
    return floats[d];
}

static DType larger(DType a, DType b) { return a > b ? a : b; }

static DType promote_ints(DType a, DType b)
{
    int a_size = dtype_info[a].size, b_size = dtype_info[b].size;
    if (dtype_is_unsigned(a) == dtype_is_unsigned(b))
        return a_size > b_size ? a : b;
    DType with_sign = dtype_is_unsigned(a) ? b : a, without = dtype_is_unsigned(a) ? a : b;
    if (dtype_info[with_sign].size > dtype_info[without].size)
        return with_sign;
    /* the signed dtype of the next size; there is none after uint64 */
    return without == UINT64 ? FLOAT64 : without == UINT32 ? INT64 : without == UINT16 ? INT32 : INT16;
}

DType dtype_promote(DType a, DType b)
{
    if (a == b || b == BOOL)
        return a;
    if (a == BOOL)
        return b;
    if (!dtype_is_inexact(a) && !dtype_is_inexact(b))
        return promote_ints(a, b);
    DType real = larger(float_for(a), float_for(b));
    if (!dtype_is_complex(a) && !dtype_is_complex(b))
        return real;
    return real == FLOAT64 ? COMPLEX128 : COMPLEX64;
}

DType dtype_weak(DType d, Weak weak)
{
    if (weak == WEAK_INT && d == BOOL)
        return INT64;
    if (weak == WEAK_FLOAT && !dtype_is_inexact(d))
        return FLOAT64;
    if (weak == WEAK_COMPLEX && !dtype_is_complex(d))
        return dtype_is_inexact(d) ? dtype_complex(d) : COMPLEX128;
    return d;
}

/* Promotion of pairs is not associative: int16, uint16 and float32 give float32, though int16 and uint16
 * alone give int32. NumPy takes the operand of the highest number, promotes each other with it, and joins
 * what comes out. */
DType dtype_result(int n, const DType dtype[], const Weak weak[])
{
    DType main = NO_DTYPE;
    Weak most = STRONG;
    for (int i = 0; i < n; i++)
        if (weak && weak[i] != STRONG)
            most = weak[i] > most ? weak[i] : most;
        else if (main == NO_DTYPE || dtype_info[dtype[i]].num > dtype_info[main].num)
            main = dtype[i];
    if (main == NO_DTYPE)
        return most == WEAK_INT ? INT64 : most == WEAK_FLOAT ? FLOAT64 : COMPLEX128;
    DType result = main;
    for (int i = 0; i < n; i++)
        if (!weak || weak[i] == STRONG)
            result = dtype_promote(result, dtype_promote(main, dtype[i]));
    return dtype_weak(result, most);
}

/* How kinds follow each other: a cast of the "same kind" goes to the same or a later one. */
static int kind_order(DType d)
{
    switch (dtype_info[d].kind) {
    case 'b': return 0;
    case 'u': return 1;
    case 'i': return 2;
    case 'f': return 3;
    default: return 4;
    }
}

bool dtype_can_cast(DType from, DType to, Casting casting)
{
    if (from == to || casting == CAST_UNSAFE)
        return true;
    if (casting < CAST_SAFE)
        return false;
    if (dtype_promote(from, to) == to)
        return true;
    return casting == CAST_SAME_KIND && kind_order(from) <= kind_order(to);
}

/* names ------------------------------------------------------------------------------------------------- */

/* The names that are not in dtype_info: those of C's types and Python's, and letters that share a dtype. */
static const struct {
    const char *name;
    DType dtype;
} aliases[] = {
    { "bool_", BOOL },
    { "byte", INT8 },
    { "ubyte", UINT8 },
    { "short", INT16 },
    { "ushort", UINT16 },
    { "intc", INT32 },
    { "uintc", UINT32 },
    { "int", INT64 },
    { "int_", INT64 },
    { "long", INT64 },
    { "longlong", INT64 },
    { "intp", INT64 },
    { "uint", UINT64 },
    { "ulong", UINT64 },
    { "ulonglong", UINT64 },
    { "uintp", UINT64 },
    { "half", FLOAT16 },
    { "single", FLOAT32 },
    { "double", FLOAT64 },
    { "float", FLOAT64 },
    { "csingle", COMPLEX64 },
    { "cdouble", COMPLEX128 },
    { "complex", COMPLEX128 },
    { "q", INT64 },
    { "p", INT64 },
    { "n", INT64 },
    { "Q", UINT64 },
    { "P", UINT64 },
    { "N", UINT64 },
};

/* "f8", "i04": the letter of a kind and a number of bytes. */
static DType named_by_code(const char *text)
{
    if (text[1] < '0' || text[1] > '9')
        return NO_DTYPE;
    char *end;
    long size = strtol(text + 1, &end, 10);
    if (*end)
        return NO_DTYPE;
    for (DType d = 0; d < DTYPES; d++)
        if (dtype_info[d].code[0] == text[0] && dtype_info[d].size == size)
            return d;
    return NO_DTYPE;
}

static DType named_by_letter(const char *text)
{
    for (DType d = 0; d < DTYPES; d++)
        if (dtype_info[d].ch == text[0])
            return d;
    return NO_DTYPE;
}

/* What a mark of the byte order may stand before: a letter, or a code. */
static DType named_short(const char *text)
{
    if (!text[0])
        return NO_DTYPE;
    if (text[1])
        return named_by_code(text);
    DType d = named_by_letter(text);
    for (size_t i = 0; d == NO_DTYPE && i < sizeof aliases / sizeof *aliases; i++)
        if (!strcmp(aliases[i].name, text))
            d = aliases[i].dtype;
    return d;
}

DType dtype_named(const char *text)
{
    if (text[0] && strchr("<=|>", text[0])) {
        DType d = named_short(text + 1);
        return text[0] == '>' && d != NO_DTYPE && dtype_info[d].size > 1 ? NO_DTYPE : d;
    }
    DType found = named_short(text);
    for (DType d = 0; found == NO_DTYPE && d < DTYPES; d++)
        if (!strcmp(dtype_info[d].name, text))
            found = d;
    for (size_t i = 0; found == NO_DTYPE && i < sizeof aliases / sizeof *aliases; i++)
        if (!strcmp(aliases[i].name, text))
            found = aliases[i].dtype;
    return found;
}

/* limits ------------------------------------------------------------------------------------------------ */

int64_t dtype_min(DType d)
{
    if (d == BOOL || dtype_is_unsigned(d))
        return 0;
    return -(int64_t)((UINT64_C(1) << (8 * dtype_info[d].size - 1)) - 1) - 1;
}

uint64_t dtype_max(DType d)
{
    if (d == BOOL)
        return 1;
    int bits = 8 * dtype_info[d].size - (dtype_is_unsigned(d) ? 0 : 1);
    return bits == 64 ? UINT64_MAX : (UINT64_C(1) << bits) - 1;
}
