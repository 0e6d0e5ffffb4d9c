/* elementwise_scalar.c: operators on NumPy's scalars, without arrays and allocation. Their warnings say
 * "scalar add". */
#include "func/elementwise.h"

#include "tensor/cast.h"

#include <fenv.h>
#include <float.h>
#include <math.h>
#include <string.h>

static bool as_double(Value v, double *out)
{
    if (v.tag == V_FLOAT || (v.tag == V_SCALAR && v.dtype == FLOAT64))
        *out = v.f;
    else if (v.tag == V_INT)
        *out = (double)v.i;
    else
        return false;
    return true;
}

static Value scalar_f8(double f) { return (Value){ .tag = V_SCALAR, .dtype = FLOAT64, .f = f }; }
static Value scalar_i8(int64_t i) { return (Value){ .tag = V_SCALAR, .dtype = INT64, .i = i }; }
static Value scalar_b1(bool b) { return (Value){ .tag = V_SCALAR, .dtype = BOOL, .i = b }; }

/* Doubles, whose result is finite and not too small: nothing to warn of. */
static bool operate_doubles(int op, double x, double y, Value *out)
{
    double r;
    switch (op) {
    case EW_ADD: r = x + y; break;
    case EW_SUBTRACT: r = x - y; break;
    case EW_MULTIPLY: r = x * y; break;
    case EW_DIVIDE: r = x / y; break;
    case EW_LESS: return *out = scalar_b1(x < y), true;
    case EW_LESS_EQUAL: return *out = scalar_b1(x <= y), true;
    case EW_GREATER: return *out = scalar_b1(x > y), true;
    case EW_GREATER_EQUAL: return *out = scalar_b1(x >= y), true;
    case EW_EQUAL: return *out = scalar_b1(x == y), true;
    case EW_NOT_EQUAL: return *out = scalar_b1(x != y), true;
    default: return false;
    }
    *out = scalar_f8(r);
    return isfinite(r) && (fabs(r) >= DBL_MIN || x == 0 || y == 0 || op <= EW_SUBTRACT);
}

static bool operate_ints(int op, int64_t x, int64_t y, Value *out)
{
    int64_t r;
    switch (op) {
    case EW_ADD: return !__builtin_add_overflow(x, y, &r) && (*out = scalar_i8(r), true);
    case EW_SUBTRACT: return !__builtin_sub_overflow(x, y, &r) && (*out = scalar_i8(r), true);
    case EW_MULTIPLY: return !__builtin_mul_overflow(x, y, &r) && (*out = scalar_i8(r), true);
    case EW_LESS: return *out = scalar_b1(x < y), true;
    case EW_LESS_EQUAL: return *out = scalar_b1(x <= y), true;
    case EW_GREATER: return *out = scalar_b1(x > y), true;
    case EW_GREATER_EQUAL: return *out = scalar_b1(x >= y), true;
    case EW_EQUAL: return *out = scalar_b1(x == y), true;
    case EW_NOT_EQUAL: return *out = scalar_b1(x != y), true;
    default: return false;
    }
}

/* The two kinds that are met most, in a switch. */
static bool operate_common(const Func *row, int nin, const Value in[], Value *out)
{
    int op = EW_OPERATOR(row);
    if (nin != 2 || !op)
        return false;
    Value a = in[0], b = in[1];
    bool int_a = a.tag == V_SCALAR && a.dtype == INT64, int_b = b.tag == V_SCALAR && b.dtype == INT64;
    if ((int_a && (int_b || b.tag == V_INT)) || (int_b && a.tag == V_INT))
        return operate_ints(op, a.i, b.i, out);
    double x, y;
    bool float_a = a.tag == V_SCALAR && a.dtype == FLOAT64, float_b = b.tag == V_SCALAR && b.dtype == FLOAT64;
    return (float_a || float_b) && as_double(a, &x) && as_double(b, &y) && operate_doubles(op, x, y, out);
}

/* Whether the true result of an operation on ints is beyond its dtype. */
static bool int_overflow(const Func *row, DType d, const char *x_at, const char *y_at)
{
    int64_t x = element_int(d, x_at), y = element_int(d, y_at), r = 0;
    uint64_t u = 0;
    bool over = false, unsign = dtype_is_unsigned(d);
    switch (EW_OPERATOR(row)) {
    case EW_ADD:
        over =
            unsign ? __builtin_add_overflow((uint64_t)x, (uint64_t)y, &u) : __builtin_add_overflow(x, y, &r);
        break;
    case EW_SUBTRACT: over = unsign ? (uint64_t)x < (uint64_t)y : __builtin_sub_overflow(x, y, &r); break;
    case EW_MULTIPLY:
        over =
            unsign ? __builtin_mul_overflow((uint64_t)x, (uint64_t)y, &u) : __builtin_mul_overflow(x, y, &r);
        break;
    case EW_NEGATIVE: return unsign ? x != 0 : x == dtype_min(d);
    case EW_ABSOLUTE: return !unsign && x == dtype_min(d);
    default: return false;
    }
    return over || u > dtype_max(d) || r < dtype_min(d) || (r > 0 && (uint64_t)r > dtype_max(d));
}

/* The same for a Python int of more than 64 bits. */
static bool prepare_big(Run *run, Value big, DType work, char *room)
{
    size_t bits = mpz_sizeinbase(big.bigint->z, 2);
    return (work == UINT64 ? mpz_sgn(big.bigint->z) > 0 && bits <= 64
                           : dtype_is_inexact(work) && bits < DBL_MAX_EXP) &&
           element_store(run, work, room, big);
}

/* False, and nothing done, for what elementwise_values must look at: ints out of range, errors. */
static bool prepare(Run *run, const Value *v, const Tensor *t, DType work, char *room)
{
    if (v->tag == V_BIGINT)
        return prepare_big(run, *v, work, room);
    if (v->tag == V_INT && t->weak && dtype_is_int(work) && work != INT64 &&
        (work == UINT64 ? v->i < 0
                        : v->i < dtype_min(work) || (v->i > 0 && (uint64_t)v->i > dtype_max(work))))
        return false;
    char *p[2] = { t->data, room };
    int64_t s[2] = { 0, 0 };
    cast_loop((DType)t->dtype, work)(1, p, s);
    return true;
}

/* What NumPy's scalar of a dtype makes of the other operand: its own kind, a case for the other, or one for
 * the arrays' function, since both become a third. */
typedef enum { TAKES, LEAVES, PROMOTES } Taking;
static Taking scalar_takes(DType own, DType other, Weak weak)
{
    if (own == BOOL)
        return PROMOTES;
    if (weak == WEAK_FLOAT || weak == WEAK_COMPLEX)
        return (weak == WEAK_FLOAT ? dtype_is_inexact(own) : dtype_is_complex(own)) ? TAKES : PROMOTES;
    if (weak == WEAK_INT || dtype_can_cast(other, own, CAST_SAFE))
        return TAKES;
    return dtype_can_cast(own, other, CAST_SAFE) ? LEAVES : PROMOTES;
}

/* Whether an operation on scalars is one of scalars for NumPy, whose warnings say so. */
static bool is_scalar_math(int nin, const Value in[], const DType dtype[], const Weak weak[])
{
    if (nin == 1)
        return true;
    if (!value_is_scalar(in[0]))
        return scalar_takes(dtype[1], dtype[0], weak[0]) == TAKES;
    Taking first = scalar_takes(dtype[0], dtype[1], weak[1]);
    return first == TAKES ||
           (first == LEAVES && value_is_scalar(in[1]) && scalar_takes(dtype[1], dtype[0], weak[0]) == TAKES);
}

/* The scalars of float16 find // and % by divmod, and warn of what either part meets; by 0. they only divide.
 */
static void half_division(const Func *row, Work *work, char *p[])
{
    static const uint16_t zero;
    bool remainder = !strcmp(row->name, "remainder");
    if (!(row->extra & EW_WHOLE) || work->in[0] != FLOAT16 ||
        (!remainder && !memcmp(p[1], &zero, sizeof zero)))
        return;
    work->loop = func_find("np", "divmod")->loops[FLOAT16];
    if (remainder) { /* its result comes second */
        char *quotient = p[3];
        p[3] = p[2];
        p[2] = quotient;
    }
}

/* Of float64 alone: a finite result has raised no flag that matters, and reading those takes longer. */
static bool operate_finite(const Run *run, const Func *row, int nin, const Tensor t[], const DType dtype[],
                           const Work *work, Value *out)
{
    double result;
    char *p[3] = { t[0].data, nin == 2 ? t[1].data : (char *)&result, (char *)&result };
    int64_t s[3] = { 0 };
    for (int i = 0; i < nin; i++)
        if (dtype[i] != FLOAT64 || work->in[i] != FLOAT64)
            return false;
    if (row_nout(row) != 1 || work->out[0] != FLOAT64 || run->errstate.under != ERR_IGNORE)
        return false;
    work->loop(1, p, s);
    if (isfinite(result))
        *out = value_scalar(FLOAT64, (const char *)&result);
    return isfinite(result);
}

bool elementwise_scalars(Run *run, const Func *row, int nin, const Value in[], Value *out, bool *done)
{
    *done = operate_common(row, nin, in, out);
    if (*done)
        return true;
    Tensor t[2];
    DType dtype[2];
    Weak weak[2];
    bool numpy = false;
    if (nin > 2 || nin != row->nin)
        return true;
    for (int i = 0; i < nin; i++) {
        numpy |= value_is_scalar(in[i]);
        if (in[i].tag == V_BIGINT && nin == 2 && !(row->extra & EW_COMPARISON)) {
            dtype[i] = INT64;
            weak[i] = WEAK_INT;
            continue;
        }
        if (in[i].tag == V_ARRAY || !tensor_of_scalar(&t[i], &in[i]))
            return true;
        dtype[i] = (DType)t[i].dtype;
        weak[i] = (Weak)t[i].weak;
    }
    Work work;
    if (!numpy || !row_resolve(row, dtype, weak, &work) || (row->extra & EW_EXPONENT && weak[1] != STRONG))
        return true;
    if (operate_finite(run, row, nin, t, dtype, &work, out))
        return *done = true;
    _Alignas(16) char room[4][16];
    char *p[4] = { room[0], room[1], room[2], room[3] };
    int64_t s[4] = { 0 };
    bool math = is_scalar_math(nin, in, dtype, weak),
         quiet = row->quiet && (math || !compares_complex(row, &work));
    flags_begin();
    for (int i = 0; i < nin; i++)
        if (!prepare(run, &in[i], &t[i], work.in[i], room[i]))
            return true;
    if (row->extra & EW_POWER && dtype_is_int(work.in[1]) && !dtype_is_unsigned(work.in[1]) &&
        element_int(work.in[1], room[1]) < 0)
        return true;
    /* an infinity that was made by the cast: "overflow encountered in cast" */
    if (fetestexcept(FE_OVERFLOW | FE_INVALID) && !flags_end(run, "cast"))
        return false;
    char *result = room[nin];
    int op = EW_OPERATOR(row);
    bool overflows =
        math && dtype_is_int(work.out[0]) && int_overflow(row, work.out[0], room[0], room[nin - 1]);
    if (math && nin == 2 && dtype_is_complex(work.in[0]) && op == EW_MULTIPLY) {
        result = room[0]; /* as a reduction: multiplied without fused additions, as scalars are */
        p[2] = p[0];
    }
    half_division(row, &work, p);
    if (op == EW_ABSOLUTE &&
        dtype_is_complex(work.in[0])) { /* abs(z) is the C library's, np.absolute's is not */
        work.loop = func_find("np", "hypot")->loops[work.out[0]];
        p[2] = p[1];
        p[1] = p[0] + dtype_info[work.out[0]].size;
    }
    work.loop(1, p, s);
    if (overflows) {
        feraiseexcept(FE_OVERFLOW);
        quiet = false;
    }
    if (!quiet && fetestexcept(FE_ALL_EXCEPT & ~FE_INEXACT) &&
        !flags_end(run, run_text(run, "%s%s", math ? "scalar " : "", func_says(row))))
        return false;
    *done = true;
    if (row_nout(row) == 1) {
        *out = value_scalar(work.out[0], result);
        return true;
    }
    *out = value_tuple_new(2);
    for (int i = 0; i < 2; i++)
        out->tuple->item[i] = value_scalar(work.out[i], room[nin + i]);
    return true;
}
