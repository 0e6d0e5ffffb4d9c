/* frequencies.c: the frequencies of Fourier transforms, and results with frequency 0 in the middle: the rest
 * of np.fft (numpy/fft/_helper.py). */
#include "func/results.h"

static bool is_whole(Value v)
{
    DType dtype;
    return value_is_int(v) || (value_is_scalar(v) && (scalar_data(&v, &dtype), dtype_is_int(dtype)));
}

/* 1.0 / (n * d), as Python computes it. */
static bool spacing(Call *call, Value *out)
{
    Value product;
    if (!hooks.operate(call->run, OP_MUL, call->arg[0].value, call->arg[1].value, &product))
        return false;
    bool ok = hooks.operate(call->run, OP_DIV, value_float(1.0), product, out);
    value_drop(product);
    return ok;
}

static bool infer_fftfreq(Call *call, Value *out)
{
    Value n = call->arg[0].value, d = call->arg[1].value;
    bool spaced = (d.tag == V_FLOAT && d.f != 0) || (d.tag == V_INT && d.i != 0);
    if (!call->typed_only || n.tag != V_INT || n.i < 1 || n.i > INT32_MAX || !spaced)
        return give_unknown(out);
    return infer_as(out, FLOAT64, 1, (int64_t[]){ call->func->extra ? n.i / 2 + 1 : n.i });
}

/* fftfreq: 0, 1, … and then -n/2 … -1; rfftfreq (extra): 0 … n/2. */
static bool run_fftfreq(Call *call, Value *out)
{
    Run *run = call->run;
    int64_t n;
    Value step;
    bool real = call->func->extra;
    if (!is_whole(call->arg[0].value))
        return fail(run, ValueError, "n should be an integer");
    if (!spacing(call, &step))
        return false;
    Tensor *made = NULL;
    bool ok = arg_int(call, 0, &n);
    if (ok && !real && call->arg[0].value.tag == V_BOOL)
        ok = fail(run, TypeError, "expected a sequence of integers or a single integer, got '%s'",
                  n ? "True" : "False");
    int64_t count = real ? n / 2 + 1 - (n < 0 && n % 2 != 0) : n, positive = n / 2 + n % 2;
    if (real && count < 0)
        count = 0;
    made = ok && check_asked(run, INT64, 1, &count) ? tensor_new(run, INT64, 1, &count) : NULL;
    for (int64_t i = 0; made && i < count; i++)
        ((int64_t *)(void *)made->data)[i] = real || i < positive ? i : i - n;
    Value product = ABSENT;
    if (made && !hooks.operate(run, OP_MUL, value_array(made), step, &product))
        product = ABSENT;
    tensor_drop(made);
    value_drop(step);
    return value_instead(out, product);
}

/* One axis of x, which Python finds in x.shape, and half its size. */
static bool half_of(Run *run, const Tensor *x, Value axis, int64_t *at, int64_t *half)
{
    if (!value_is_int(axis) && !value_is_scalar(axis))
        return fail(run, TypeError, "tuple indices must be integers or slices, not %s",
                    value_type_name(axis));
    if (!value_index(run, axis, at))
        return false;
    if (*at < -x->ndim || *at >= x->ndim)
        return fail(run, IndexError, "tuple index out of range");
    *half = x->dim[*at < 0 ? *at + x->ndim : *at] / 2;
    return true;
}

/* The axes that are to be shifted, and how: the arguments of np.roll, owned. fftshift and ifftshift (extra)
 * roll each axis by half its size, forward or back. */
static bool read_shift(Call *call, Value *shifts, Value *which)
{
    Run *run = call->run;
    const Tensor *x = arg_tensor(call, 0);
    Value asked = call->arg[1].value, axes;
    bool all = arg_none(call, 1);
    if (all) {
        axes = value_list_new(x->ndim);
        for (int i = 0; i < x->ndim; i++)
            list_append(axes.list, value_int(i));
    } else if (value_is_int(asked) || value_is_scalar(asked)) {
        int64_t single;
        if (!arg_int(call, 1, &single))
            return false;
        axes = value_list_new(1);
        list_append(axes.list, asked);
    } else if (!value_to_list(run, asked, &axes)) {
        return false;
    }
    int64_t count = axes.list->count, at = 0, half = 0;
    bool ok = count || x->ndim || fail(run, ValueError, "not enough values to unpack (expected 2, got 0)");
    *shifts = value_tuple_new(count);
    *which = value_tuple_new(count);
    for (int64_t i = 0; ok && i < count; i++) {
        ok = half_of(run, x, axes.list->item[i], &at, &half);
        shifts->tuple->item[i] = value_int(call->func->extra ? -half : half);
        which->tuple->item[i] = value_int(at);
    }
    value_drop(axes);
    if (!ok) {
        value_drop(*shifts);
        value_drop(*which);
    }
    return ok;
}

static bool run_shift(Call *call, Value *out)
{
    Value arg[3] = { call->arg[0].value };
    if (!read_shift(call, &arg[1], &arg[2]))
        return false;
    value_keep(arg[0]);
    return value_instead(out, np_call(call->run, "roll", 3, arg));
}

static bool infer_shift(Call *call, Value *out)
{
    const Tensor *x = arg_tensor(call, 0);
    Value shift, axis;
    if (!call->typed_only || any_open(call))
        return give_unknown(out);
    if (!read_shift(call, &shift, &axis))
        return false;
    value_drop(shift);
    value_drop(axis);
    return infer_as(out, x->dtype, x->ndim, x->dim);
}

#define ROW(NAME, PARAMS, BRIEF, EXAMPLE, INFER, KERNEL, EXTRA)                                              \
    {                                                                                                        \
        .name = #NAME, .of = "np.fft", .params = PARAMS, .brief = BRIEF,                                     \
        .example = ">>> np.fft." #NAME EXAMPLE, .infer = INFER, .run = KERNEL, .gives = AS_ARRAY,            \
        .extra = EXTRA                                                                                       \
    }

const Func frequency_funcs[] = {
    ROW(fftfreq, "n: any, d: any = 1.0, device: device = None",
        "The frequencies of fft's results, for samples d apart.",
        "(4)\narray([ 0.  ,  0.25, -0.5 , -0.25])\n", infer_fftfreq, run_fftfreq, 0),
    ROW(rfftfreq, "n: any, d: any = 1.0, device: device = None",
        "The frequencies of rfft's results, for samples d apart.", "(4)\narray([0.  , 0.25, 0.5 ])\n",
        infer_fftfreq, run_fftfreq, 1),
    ROW(fftshift, "x, axes: any = None", "Puts frequency 0 into the middle.",
        "([0, 1, 2, -2, -1])\narray([-2, -1,  0,  1,  2])\n", infer_shift, run_shift, 0),
    ROW(ifftshift, "x, axes: any = None", "Inverse of fftshift.",
        "([-2, -1, 0, 1, 2])\narray([ 0,  1,  2, -2, -1])\n", infer_shift, run_shift, 1),
    { 0 }
};
