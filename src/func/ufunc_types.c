/* ufunc_types.c: the loops that NumPy has for each ufunc: types, ntypes, resolve_dtypes. */
#include "func/bind.h"
#include "func/elementwise.h"
#include "func/results.h"

#include <string.h>

/* NumPy's loops in its order, those of dtypes too that are not here (long doubles, times, objects). A type
 * alone stands for a loop whose operands are all of it, and whose result is what the row makes of it; rarer
 * ones are written in full. */
#define INTS    "bBhHiIlLqQ"
#define FLOATS  "efdg"
#define COMPLEX "FDG"
#define TWICE                                                                                                \
    "efd" FLOATS COMPLEX "O" /* some have a second loop for the dtypes that vectors are made for             \
                              */
#define COMPARES "?" INTS " qQ->? Qq->? " FLOATS COMPLEX " Mm OO->? OO->O"
static const struct {
    const char *rows, *loops;
} loops_of[] = {
    { "absolute", "?" INTS FLOATS "m F->f D->d G->g O" },
    { "add", "?" INTS FLOATS COMPLEX " Mm->M mm->m mM->M O" },
    { "subtract", INTS FLOATS COMPLEX " Mm->M mm->m MM->m O" },
    { "multiply", "?" INTS FLOATS COMPLEX " mq->m qm->m md->m dm->m O" },
    { "divide", FLOATS COMPLEX " mq->m md->m mm->d O" },
    { "floor_divide", INTS FLOATS " mq->m md->m mm->q O" },
    { "remainder", INTS FLOATS "mO" },
    { "divmod", INTS FLOATS " mm->qm" },
    { "fmod", INTS FLOATS "O" },
    { "power", INTS "efd" FLOATS COMPLEX "O" },
    { "float_power", "dgDG" },
    { "arccos arccosh arcsin arcsinh arctan arctanh cosh exp2 expm1 log10 log1p log2 sinh tan tanh", TWICE },
    { "exp log rint sqrt", "efdfdg" COMPLEX "O" },
    { "sin cos", FLOATS COMPLEX "O" },
    { "cbrt", "efd" FLOATS "O" },
    { "deg2rad degrees rad2deg radians fabs arctan2 hypot", FLOATS "O" },
    { "copysign nextafter heaviside logaddexp logaddexp2 spacing modf frexp signbit", FLOATS },
    { "ceil floor trunc", "?" INTS "efdfdgO" },
    { "invert bitwise_and bitwise_or bitwise_xor", "?" INTS "O" },
    { "bitwise_count gcd lcm left_shift right_shift", INTS "O" },
    { "conjugate reciprocal square", INTS FLOATS COMPLEX "O" },
    { "negative positive", INTS FLOATS "m" COMPLEX "O" },
    { "sign", INTS FLOATS COMPLEX "mO" },
    { "isfinite isinf isnan", "?" INTS FLOATS COMPLEX "mM" },
    { "logical_and logical_or logical_xor logical_not", "?" INTS FLOATS COMPLEX "O" },
    { "maximum minimum fmax fmin", "?" INTS FLOATS COMPLEX "mMO" },
    { "equal not_equal less less_equal greater greater_equal", COMPARES },
    { "ldexp", " ei->e fi->f el->e fl->f di->d dl->d gi->g gl->g" },
    { "matmul matvec vecmat vecdot", "?" INTS FLOATS COMPLEX "O" },
};

static const Func *self_row(const Call *call) { return func_itself(call->arg[0].value.func); }

/* The word of a row in the list above; NULL: NumPy has no ufunc of this name. */
static const char *loops_named(const char *name)
{
    size_t length = strlen(name);
    for (size_t i = 0; i < sizeof loops_of / sizeof *loops_of; i++)
        for (const char *at = loops_of[i].rows; *at; at += strspn(at, " ")) {
            size_t word = strcspn(at, " ");
            if (word == length && memcmp(at, name, length) == 0)
                return loops_of[i].loops;
            at += word;
        }
    return NULL;
}

/* "dd->d" of 'd' */
static void add_loop(Text *out, const Func *row, char type)
{
    for (int i = 0; i < row->nin; i++)
        text_char(out, type);
    text_puts(out, "->");
    for (int i = 0; i < row_nout(row); i++)
        text_char(out, type == 'O'                                      ? 'O'
                       : row->makes == TRUTH                            ? '?'
                       : row->makes == TO_BYTE                          ? 'B'
                       : row->makes == TO_INT && i + 1 == row_nout(row) ? 'i'
                                                                        : type);
}

static Value types_of(const Func *row)
{
    Value list = value_list_new(24);
    Text one = { 0 };
    for (const char *at = loops_named(row->name); at && *at; at += strspn(at, " ")) {
        size_t length = strcspn(at, " ");
        bool in_full = memmem(at, length, "->", 2);
        for (size_t i = 0; i < (in_full ? 1 : length); i++) {
            text_clear(&one);
            if (in_full)
                text_add(&one, at, length);
            else
                add_loop(&one, row, at[i]);
            Value text = value_cstr(text_get(&one));
            list_append(list.list, text);
            value_drop(text);
        }
        at += length;
    }
    text_free(&one);
    return list;
}

static bool infer_types(Call *call, Value *out)
{
    *out = types_of(self_row(call));
    if (call->func->extra) {
        int64_t count = out->list->count;
        value_drop(*out);
        *out = value_int(count);
    }
    return true;
}

/* resolve_dtypes -------------------------------------------------------------------------------------------
 */

/* A dtype, or int, float or complex for a Python number; None: *dtype is NO_DTYPE. */
static bool read_operand(Run *run, Value v, DType *dtype, Weak *weak)
{
    static const struct {
        const Class *class;
        DType dtype;
        Weak weak;
    } python[] = { { class_int, INT64, WEAK_INT },
                   { class_float, FLOAT64, WEAK_FLOAT },
                   { class_complex, COMPLEX128, WEAK_COMPLEX } };
    *weak = STRONG;
    *dtype = NO_DTYPE;
    if (v.tag == V_NONE)
        return true;
    if (v.tag == V_DTYPE) {
        *dtype = (DType)v.dtype;
        return true;
    }
    for (size_t i = 0; v.tag == V_CLASS && i < sizeof python / sizeof *python; i++)
        if (v.class == python[i].class) {
            *dtype = python[i].dtype;
            *weak = python[i].weak;
            return true;
        }
    return fail(run, TypeError, "Provided dtype must be a valid NumPy dtype, int, float, complex, or None.");
}

static bool infer_resolve(Call *call, Value *out)
{
    enum { SELF, DTYPES_GIVEN, SIGNATURE, CASTING, REDUCTION };
    const Func *row = self_row(call);
    const Value given = call->arg[DTYPES_GIVEN].value;
    int nin = row->nin, nargs = nin + row_nout(row);
    DType dtype[OPERANDS_IN + OPERANDS_OUT];
    Weak weak[OPERANDS_IN + OPERANDS_OUT];
    Casting casting = CAST_SAME_KIND;
    bool reduction;
    Work work;
    if (any_unknown(call))
        return give_unknown(out);
    if (!row->loops)
        return fail(call->run, NotImplementedError,
                    "resolve_dtypes of functions of axes is left out of ndcalc");
    if (given.tag != V_TUPLE || given.tuple->count != nargs)
        return fail(call->run, TypeError,
                    "resolve_dtypes: The dtypes must be a tuple of `ufunc.nargs` length.");
    if (!arg_truth(call, REDUCTION, &reduction) ||
        (!arg_none(call, CASTING) && !arg_casting(call, CASTING, &casting)))
        return false;
    for (int i = 0; i < nargs; i++)
        if (!read_operand(call->run, given.tuple->item[i], &dtype[i], &weak[i]))
            return false;
    if (reduction && dtype[0] == NO_DTYPE && nin == 2) {
        dtype[0] = dtype[1];
        weak[0] = weak[1];
    }
    for (int i = 0; i < nin; i++)
        if (dtype[i] == NO_DTYPE)
            return fail(call->run, TypeError,
                        "All input dtypes must be provided (except the first one in reductions)");
    UfuncArgs asked = { .dtype = NO_DTYPE };
    if (reduction && !arg_none(call, SIGNATURE) && call->arg[SIGNATURE].value.tag == V_TUPLE) {
        const Tuple *types = call->arg[SIGNATURE].value.tuple;
        if (types->count == nargs && types->item[nargs - 1].tag != V_NONE)
            return fail(
                call->run, ValueError,
                "Reduction signature must end with None, instead pass the first DType in the signature.");
    }
    if (!arg_none(call, SIGNATURE) &&
        !read_ufunc_signature(call->run, row, call->arg[SIGNATURE].value, &asked))
        return false;
    if (asked.has_loop || asked.dtype != NO_DTYPE) {
        if (!row_resolve_as(call->run, row, &asked, dtype, weak, &work))
            return false;
    } else if (!row_resolve(row, dtype, weak, &work)) {
        return fail_no_loop(call->run, row, nin, dtype, weak, NO_DTYPE);
    }
    Value item[OPERANDS_IN + OPERANDS_OUT];
    for (int i = 0; i < nargs; i++) {
        DType found = i < nin ? work.in[i] : work.out[i - nin];
        if (i < nin ? !dtype_can_cast(dtype[i], found, casting) && weak[i] == STRONG
                    : dtype[i] != NO_DTYPE && !dtype_can_cast(found, dtype[i], casting))
            return fail(call->run, i < nin ? _UFuncInputCastingError : _UFuncOutputCastingError,
                        "Cannot cast ufunc '%s' %s%s from dtype('%s') to dtype('%s') "
                        "with casting rule '%s'",
                        row->name, i < nin ? "input" : "output",
                        i < nin && nin > 1            ? run_text(call->run, " %d", i)
                        : i >= nin && nargs > nin + 1 ? run_text(call->run, " %d", i - nin)
                                                      : "",
                        dtype_info[i < nin ? dtype[i] : found].name,
                        dtype_info[i < nin ? found : dtype[i]].name, casting_name[casting]);
        item[i] = value_of_dtype(found);
    }
    *out = value_tuple(nargs, item);
    return true;
}

const Func ufunc_type_funcs[] = {
    { .name = "types",
      .of = "ufunc",
      .params = "self: func",
      .brief = "The loops that NumPy has for it: letters of the operands' dtypes, and of the results'.",
      .example = ">>> np.hypot.types\n"
                 "['ee->e', 'ff->f', 'dd->d', 'gg->g', 'OO->O']\n",
      .style = ATTRIBUTE,
      .infer = infer_types },
    { .name = "ntypes",
      .of = "ufunc",
      .params = "self: func",
      .brief = "How many loops NumPy has for it.",
      .example = ">>> np.hypot.ntypes\n"
                 "5\n",
      .style = ATTRIBUTE,
      .infer = infer_types,
      .extra = 1 },
    { .name = "resolve_dtypes",
      .of = "ufunc",
      .params =
          "self: func, dtypes: any, *, signature: any = None, casting: any = None, reduction: any = False",
      .brief = "The dtypes that its loop works in, for operands and results of these (None: any).",
      .example = ">>> np.add.resolve_dtypes((np.dtype('i4'), np.dtype('f4'), None))\n"
                 "(dtype('float64'), dtype('float64'), dtype('float64'))\n",
      .style = C,
      .infer = infer_resolve },
    { 0 }
};
