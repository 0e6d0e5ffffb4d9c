/* elementwise_round.c: round, clip and fix, which NumPy makes of ufuncs. */
#include "func/elementwise.h"
#include "func/results.h"

#include <math.h>
#include <string.h>

/* Calls a row as it was meant: for its result, or for the result's shape. */
static bool apply(Call *call, const Func *row, int n, const Value in[], const UfuncArgs *args, Value *out)
{
    return elementwise_values(call->run, row, n, in, args ? args : &ufunc_args_none, call->typed_only, out);
}

static bool read_out(Call *call, int i, const char *words, Tensor **out)
{
    Value v = call->arg[i].value;
    *out = NULL;
    if (arg_none(call, i))
        return true;
    if (v.tag != V_ARRAY)
        return fail(call->run, TypeError, "%s", words);
    *out = v.tensor;
    return true;
}

/* round ----------------------------------------------------------------------------------------------- */

/* The product, rounded, divided again, in `room`. */
static bool round_scaled(Call *call, Value a, double scale, bool up, Tensor *room)
{
    Value step[2] = { a, value_float(scale) }, ignored;
    UfuncArgs args = ufunc_args_none;
    args.out[0] = room;
    const Func *first = func_find("np", up ? "multiply" : "divide"),
               *last = func_find("np", up ? "divide" : "multiply");
    if (!apply(call, first, 2, step, &args, &ignored))
        return false;
    value_drop(ignored);
    step[0] = value_array(room);
    if (!apply(call, func_find("np", "rint"), 1, step, &args, &ignored))
        return false;
    value_drop(ignored);
    if (!apply(call, last, 2, step, &args, &ignored))
        return false;
    value_drop(ignored);
    return true;
}

/* Of complex numbers each part is rounded by itself. */
static bool round_parts(Call *call, Tensor *a, double scale, bool up, Tensor *room)
{
    bool ok = true;
    for (int imaginary = 0; ok && imaginary < 2; imaginary++) {
        Tensor *from = tensor_part(call->run, a, imaginary), *to = tensor_part(call->run, room, imaginary);
        ok = from && to && round_scaled(call, value_array(from), scale, up, to);
        tensor_drop(from);
        tensor_drop(to);
    }
    return ok;
}

static Tensor *same_shape(Call *call, DType dtype, Tensor *like)
{
    return call->typed_only ? tensor_typed(dtype, like->ndim, like->dim)
                            : tensor_like(call->run, dtype, like->ndim, like->dim, 1, &like);
}

static bool give_room(Call *call, Tensor *room, Value *out)
{
    if (call->typed_only) {
        room->scalar = room->ndim == 0;
        *out = value_array(room);
    } else {
        *out = value_from_tensor(room, room->ndim == 0);
    }
    return true;
}

bool infer_round(Call *call, Value *out)
{
    Run *run = call->run;
    Tensor *a = arg_tensor(call, 0), *into;
    int64_t decimals;
    Value value = call->arg[0].value;
    if (!arg_int(call, 1, &decimals) || !read_out(call, 2, "output must be an array", &into))
        return false;
    if (into && !shape_equal(into->ndim, into->dim, a->ndim, a->dim))
        return fail(run, ValueError, "invalid output shape");
    UfuncArgs args = ufunc_args_none;
    args.out[0] = into;
    DType dtype = (DType)a->dtype;
    if (decimals >= 0 && dtype_is_int(dtype)) /* nothing to do */
        return apply(call, func_find("np", "positive"), 1, &value, &args, out);
    if (decimals == 0)
        return apply(call, func_find("np", "rint"), 1, &value, &args, out);
    DType work = dtype_is_int(dtype) ? FLOAT64 : dtype;
    Tensor *room = into ? tensor_keep(into) : same_shape(call, work, a);
    if (!room)
        return false;
    Value strong = a->weak ? value_array(a) : value;
    uint8_t weak = a->weak;
    a->weak = STRONG; /* Python's numbers, too, are asarray'd first */
    double scale = pow(10, fabs((double)decimals));
    bool parted = !call->typed_only && dtype_is_complex(dtype) && dtype_is_complex(room->dtype);
    bool ok = parted ? round_parts(call, a, scale, decimals > 0, room)
                     : round_scaled(call, strong, scale, decimals > 0, room);
    a->weak = weak;
    if (ok && !into && work != dtype) { /* back to integers, as astype() */
        Tensor *cast =
            call->typed_only ? tensor_typed(dtype, a->ndim, a->dim) : tensor_cast(run, room, dtype);
        tensor_drop(room);
        if (!(room = cast))
            return false;
    }
    if (!ok) {
        tensor_drop(room);
        return false;
    }
    if (into) {
        *out = value_array(room);
        return true;
    }
    return give_room(call, room, out);
}

/* fix ------------------------------------------------------------------------------------------------- */

bool infer_fix(Call *call, Value *out)
{
    UfuncArgs args = ufunc_args_none;
    Value value = call->arg[0].value;
    return read_out(call, 1, "return arrays must be of ArrayType", &args.out[0]) &&
           apply(call, func_find("np", "trunc"), 1, &value, &args, out);
}

/* clip ------------------------------------------------------------------------------------------------ */

static bool absent(const Call *call, int i) { return call->arg[i].value.tag == V_ABSENT; }

/* np.clip's limits under their two pairs of names. */
static bool read_limits(Call *call, Value *low, Value *high)
{
    enum { A, A_MIN, A_MAX, OUT, MIN, MAX };
    const Arg *arg = call->arg;
    if (absent(call, A_MIN) && absent(call, A_MAX)) {
        *low = absent(call, MIN) ? NONE : arg[MIN].value;
        *high = absent(call, MAX) ? NONE : arg[MAX].value;
        return true;
    }
    if (absent(call, A_MIN) || absent(call, A_MAX))
        return fail(call->run, TypeError, "clip() missing 1 required positional argument: '%s'",
                    absent(call, A_MIN) ? "a_min" : "a_max");
    if (!absent(call, MIN) || !absent(call, MAX))
        return fail(
            call->run, ValueError,
            "Passing `min` or `max` keyword argument when `a_min` and `a_max` are provided is forbidden.");
    *low = arg[A_MIN].value;
    *high = arg[A_MAX].value;
    return true;
}

/* A limit that all numbers of an integer dtype keep. */
static bool is_no_limit(Value v, DType d, bool low)
{
    if (v.tag == V_NONE)
        return true;
    if (!dtype_is_int(d))
        return false;
    if (v.tag == V_BIGINT) {
        int sign = mpz_sgn(v.bigint->z);
        return low ? sign < 0 : sign > 0 && (d != UINT64 || mpz_sizeinbase(v.bigint->z, 2) > 64);
    }
    if (v.tag != V_INT)
        return false;
    return low ? v.i <= dtype_min(d) : v.i >= 0 && (uint64_t)v.i >= dtype_max(d);
}

static bool clip(Call *call, Value low, Value high, Value into, Dict *more, Value *out)
{
    Value a = call->arg[0].value;
    Tensor *made = NULL, scalar;
    DType dtype = NO_DTYPE;
    if (a.tag == V_ARRAY)
        dtype = (DType)a.tensor->dtype;
    else if (tensor_of_scalar(&scalar, &a))
        dtype = (DType)scalar.dtype;
    else if (a.tag == V_LIST || a.tag == V_TUPLE || a.tag == V_RANGE) {
        Error error = run_set_aside(call->run);
        if ((made = tensor_from_value(call->run, a, NO_DTYPE, false))) {
            a = value_array(made);
            dtype = (DType)made->dtype;
        }
        run_bring_back(call->run, error);
    }
    bool no_low = is_no_limit(low, dtype, true), no_high = is_no_limit(high, dtype, false);
    const Func *row = no_low && no_high ? func_find("np", "positive")
                      : no_low          ? func_find("np", "minimum")
                      : no_high         ? func_find("np", "maximum")
                                        : clip_ufunc;
    /* a Python number that is clipped counts as its array, not as a number that yields */
    if (!made && a.tag != V_ARRAY && value_is_number(a) && a.tag != V_BIGINT) {
        made = tensor_from_value(call->run, a, NO_DTYPE, false);
        if (!made)
            return false;
        a = value_array(made);
    }
    Value value[16] = { a };
    const char *keyword[12];
    Given given = { .count = 1, .value = value, .keyword = keyword, .whole = call->span };
    if (!no_low)
        value[given.count++] = low;
    if (!no_high)
        value[given.count++] = high;
    if (into.tag != V_NONE) {
        keyword[given.keywords] = "out";
        value[given.count + given.keywords++] = into;
    }
    for (int64_t i = 0; more && i < more->used && given.keywords < 10; i++)
        if (more->entry[i].key.tag == V_STR) {
            keyword[given.keywords] = more->entry[i].key.str->text;
            value[given.count + given.keywords++] = more->entry[i].value;
        }
    bool ok =
        call->typed_only ? func_infer(call->run, row, &given, out) : func_call(call->run, row, &given, out);
    tensor_drop(made);
    return ok;
}

bool infer_clip(Call *call, Value *out)
{
    Value low, high;
    Value more = call->arg[6].value;
    return read_limits(call, &low, &high) &&
           clip(call, low, high, call->arg[3].value, more.tag == V_DICT ? more.dict : NULL, out);
}

bool infer_clip_method(Call *call, Value *out)
{
    Value more = call->arg[4].value;
    return clip(call, call->arg[1].value, call->arg[2].value, call->arg[3].value,
                more.tag == V_DICT ? more.dict : NULL, out);
}
