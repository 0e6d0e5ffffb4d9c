/* elementwise_resolve.c: which loop works for operands of some dtypes, and whether they and the results may
 * be cast to what it takes and gives. */
#include "func/bind.h"
#include "func/elementwise.h"

/* The dtype that a row's result has when its loop works in `work`. */
static DType row_result(const Func *row, DType work, int which)
{
    switch (row->makes) {
    case TRUTH: return BOOL;
    case REAL: return dtype_real(work);
    case TO_INT: return which == 1 ? INT32 : work;
    case TO_BYTE: return UINT8;
    default: return work;
    }
}

static bool work_in(const Func *row, int nin, DType d, Work *work)
{
    if (d == NO_DTYPE || !row->loops[d])
        return false;
    work->loop = row->loops[d];
    for (int i = 0; i < nin; i++)
        work->in[i] = d;
    if (row->extra & EW_EXPONENT)
        work->in[1] = INT64;
    for (int i = 0; i < row_nout(row); i++)
        work->out[i] = row_result(row, d, i);
    return true;
}

/* What each operand counts as: a Python number takes the dtype it has beside the others. */
static void operand_dtypes(int nin, const DType dtype[], const Weak weak[], DType is[])
{
    DType strong = NO_DTYPE;
    for (int i = 0; i < nin; i++)
        if (weak[i] == STRONG)
            strong = strong == NO_DTYPE ? dtype[i] : dtype_promote(strong, dtype[i]);
    static const DType alone[] = { NO_DTYPE, INT64, FLOAT64, COMPLEX128 };
    for (int i = 0; i < nin; i++)
        is[i] = weak[i] == STRONG    ? dtype[i]
                : strong == NO_DTYPE ? alone[weak[i]]
                                     : dtype_weak(strong, weak[i]);
}

static bool mixed_comparison(const Func *row, const DType is[], Work *work)
{
    if (is[0] != UINT64 && is[1] != UINT64)
        return false;
    bool first = is[0] == UINT64;
    DType other = is[first];
    if (!dtype_is_int(other) || dtype_is_unsigned(other))
        return false;
    *work =
        (Work){ comparison_mixed(row, first), { first ? UINT64 : INT64, first ? INT64 : UINT64 }, { BOOL } };
    return true;
}

static bool holds(DType d, int nin, const DType is[])
{
    for (int i = 0; i < nin; i++)
        if (is[i] != d && !dtype_can_cast(is[i], d, CAST_SAFE))
            return false;
    return true;
}

bool row_resolve(const Func *row, const DType dtype[], const Weak weak[], Work *work)
{
    int nin = row->nin;
    DType is[OPERANDS_IN];
    if (nin == 2 && weak[0] == STRONG && weak[1] == STRONG && dtype[0] == dtype[1] &&
        !(row->extra & EW_EXPONENT) && work_in(row, nin, dtype[0], work))
        return true;
    if (row->extra & EW_UNIFORM)
        return work_in(row, nin, dtype_result(nin, dtype, weak), work);
    operand_dtypes(nin, dtype, weak, is);
    if (row->extra & EW_COMPARISON && mixed_comparison(row, is, work))
        return true;
    if (row->extra & EW_DIVISION && is[0] < FLOAT16 && is[1] < FLOAT16)
        return work_in(row, nin, FLOAT64, work);
    int sought = nin;
    if (row->extra & EW_EXPONENT) {
        if (weak[0] == WEAK_INT && weak[1] == STRONG && dtype[1] != BOOL)
            is[0] = INT8; /* a Python int takes the least float */
        sought = 1;
        if (!dtype_can_cast(dtype[1], INT64, CAST_SAFE))
            return false;
    }
    for (DType d = BOOL; d < DTYPES; d++)
        if (row->loops[d] && holds(d, sought, is))
            return work_in(row, nin, d, work);
    return false;
}

Loop *row_fold_loop(const Func *row, DType d)
{
    return row->nin == 2 && row_nout(row) == 1 && row->loops[d] && row_result(row, d, 0) == d &&
                   !(row->extra & EW_EXPONENT)
               ? row->loops[d]
               : NULL;
}

static bool any_complex(int nin, const DType dtype[])
{
    for (int i = 0; i < nin; i++)
        if (dtype_is_complex(dtype[i]))
            return true;
    return false;
}

static bool fail_no_such_loop(Run *run, const Func *row)
{
    return fail(run, TypeError, "No loop matching the specified signature and casting was found for ufunc %s",
                func_says(row));
}

/* The first loop that signature= allows, by what operands are, then by what they can be cast to, then by the
 * dtype of the result. */
static bool resolve_signature(const Func *row, const UfuncArgs *args, const DType dtype[], const Weak weak[],
                              Work *work)
{
    UfuncArgs asked = *args;
    DType is[OPERANDS_IN];
    operand_dtypes(row->nin, dtype, weak, is);
    if (row->extra & EW_EXPONENT && asked.asked[1] == INT32)
        asked.asked[1] = INT64; /* NumPy has a loop for both */
    for (int pass = BY_TYPE; pass <= BY_RESULT; pass++)
        for (DType d = BOOL; d < DTYPES; d++)
            if (work_in(row, row->nin, d, work) &&
                signature_allows(&asked, pass, row->nin, row_nout(row), is, work->in, work->out))
                return true;
    return false;
}

bool row_resolve_as(Run *run, const Func *row, const UfuncArgs *args, const DType dtype[], const Weak weak[],
                    Work *work)
{
    DType found = NO_DTYPE;
    if (args->has_loop)
        return resolve_signature(row, args, dtype, weak, work) || fail_no_such_loop(run, row);
    bool same = row->makes == SAME || (row->makes == REAL && !any_complex(row->nin, dtype));
    if (found == NO_DTYPE && same) {
        found = args->dtype;
        if (row->makes == REAL && dtype_is_complex(found))
            return fail_signature(run, row, dtype[0], found);
    } else if (found == NO_DTYPE) {
        DType is[OPERANDS_IN];
        operand_dtypes(row->nin, dtype, weak, is);
        for (DType d = BOOL; d < DTYPES && found == NO_DTYPE; d++)
            if (row->loops[d] && row_result(row, d, 0) == args->dtype && holds(d, row->nin, is))
                found = d;
    }
    if (work_in(row, row->nin, found, work) && (args->dtype == NO_DTYPE || work->out[0] == args->dtype))
        return true;
    if (row->extra & EW_UNIFORM && same)
        return fail_no_loop(run, row, row->nin, dtype, weak, args->dtype);
    return fail_no_such_loop(run, row);
}

/* Beside other operands a Python number is cast whatever the rule, within what its kind becomes: only 'equiv'
 * wants the dtype that it has alone. */
static bool yields_to(Weak weak, DType to)
{
    return weak == WEAK_INT ? to != BOOL : weak == WEAK_FLOAT ? dtype_is_inexact(to) : dtype_is_complex(to);
}

bool row_check_inputs(Run *run, const Func *row, const DType dtype[], const Weak weak[], const Work *work,
                      Casting casting)
{
    static const DType alone[] = { NO_DTYPE, INT64, FLOAT64, COMPLEX128 };
    static const char *const of_python[] = { "", "int", "float", "complex" };
    bool yields[OPERANDS_IN];
    for (int i = 0; i < row->nin; i++) {
        yields[i] = weak[i] != STRONG && row->nin > 1 && yields_to(weak[i], work->in[i]);
        if (yields[i] && casting == CAST_EQUIV && alone[weak[i]] != work->in[i])
            return fail(run, TypeError, "cannot cast Python %s to %s under the casting rule 'equiv'",
                        of_python[weak[i]], dtype_info[work->in[i]].name);
    }
    for (int i = 0; i < row->nin; i++) {
        DType from = weak[i] == STRONG ? dtype[i] : alone[weak[i]];
        if (weak[i] == WEAK_COMPLEX && row->nin > 1 && (work->in[i] == FLOAT16 || work->in[i] == FLOAT32))
            from = COMPLEX64; /* what it is beside a float as narrow */
        if (yields[i] || from == work->in[i] || dtype_can_cast(from, work->in[i], casting))
            continue;
        if (weak[i] == WEAK_INT && casting >= CAST_SAME_KIND && dtype_is_int(work->in[i]))
            continue;
        return fail(run, _UFuncInputCastingError,
                    "Cannot cast ufunc '%s' input%s from dtype('%s') to dtype('%s') with casting rule '%s'",
                    func_says(row), row->nin > 1 ? run_text(run, " %d", i) : "", dtype_info[from].name,
                    dtype_info[work->in[i]].name, casting_name[casting]);
    }
    return true;
}

bool row_check_output(Run *run, const Func *row, int which, DType from, const Tensor *out, Casting casting)
{
    if (from == out->dtype || dtype_can_cast(from, out->dtype, casting))
        return true;
    return fail(run, _UFuncOutputCastingError,
                "Cannot cast ufunc '%s' output%s from dtype('%s') to dtype('%s') with casting rule '%s'",
                func_says(row), row_nout(row) > 1 ? run_text(run, " %d", which + 1) : "",
                dtype_info[from].name, dtype_info[out->dtype].name, casting_name[casting]);
}
