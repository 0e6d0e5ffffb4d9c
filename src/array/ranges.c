/* ranges.c: evenly spaced numbers: arange, linspace, logspace, geomspace (numpy/_core/function_base.py). */
#include "base/vectors.h"

#include "func/elementwise.h"
#include "func/results.h"
#include "tensor/half.h"
#include "value/number.h"

#include <math.h>
#include <string.h>

/* arange ----------------------------------------------------------------------------------------------- */

/* start, stop and step as the caller's values; a 0-d array is its element. */
typedef struct Range3 {
    Value start, stop, step; /* owned */
    DType dtype;
    int64_t count;
} Range3;

static void range_drop(Range3 *range)
{
    value_drop(range->start);
    value_drop(range->stop);
    value_drop(range->step);
}

/* An int of which NumPy makes an array of objects. */
static bool beyond_ints(Value v)
{
    return v.tag == V_BIGINT && (mpz_sgn(v.bigint->z) < 0 || mpz_sizeinbase(v.bigint->z, 2) > 64);
}

/* The dtype an argument brings; false (TypeError) for what is no number. */
static bool range_dtype(Run *run, Value v, DType *dtype)
{
    if (v.tag == V_STR)
        return fail(run, TypeError,
                    "arange() not supported for inputs with DType <class 'numpy.dtypes.StrDType'>.");
    if (v.tag == V_NONE || beyond_ints(v))
        return true; /* the subtraction says what is wrong with it, and with sequences of numbers */
    Tensor *tensor = tensor_from_value(run, v, NO_DTYPE, false);
    if (!tensor)
        return false;
    *dtype = dtype_promote(*dtype, tensor->dtype);
    tensor_drop(tensor);
    return true;
}

static Value range_end(Value v)
{
    if (v.tag == V_ARRAY && v.tensor->ndim == 0 && v.tensor->data)
        return value_item(v.tensor->dtype, v.tensor->data);
    return value_keep(v);
}

/* ceil(length) as NumPy's _arange_safe_ceil_to_intp. */
static bool safe_ceil(Run *run, double length, int64_t *out)
{
    length = ceil(length);
    if (isnan(length))
        return fail(run, ValueError, "arange: cannot compute length");
    if (length > 0x1p63 || length < -0x1p63)
        return fail(run, ValueError, "Maximum allowed size exceeded");
    *out = length == 0x1p63 ? INT64_MIN : (int64_t)length; /* NumPy's cast gives less than nothing */
    return true;
}

/* Arrays have no length of their own, which comes out when one is asked whether it is true. */
static bool no_array(Run *run, Value v, bool *truth)
{
    if (v.tag != V_ARRAY || v.tensor->ndim == 0)
        return true;
    return value_truth(run, v, truth) &&
           fail(run, TypeError, "only 0-dimensional arrays can be converted to Python scalars");
}

/* The steps from start to stop, which Python's own operators find, whatever the values are. */
static bool range_count(Run *run, Range3 *range)
{
    Value distance, steps;
    if (range->stop.tag == V_TUPLE && range->start.tag != V_ARRAY)
        return fail(run, TypeError, "arange: scalar arguments expected instead of a tuple.");
    if (!hooks.operate(run, OP_SUB, range->stop, range->start, &distance))
        return false;
    bool moved = true;
    bool fine = no_array(run, distance, &moved) && hooks.operate(run, OP_DIV, distance, range->step, &steps);
    complex128 length = 0;
    bool of_python = fine && steps.tag == V_COMPLEX;
    if (fine) {
        fine = no_array(run, steps, &moved) && value_truth(run, distance, &moved) &&
               value_to_complex(run, steps, &length);
        value_drop(steps);
    }
    value_drop(distance);
    if (!fine)
        return false;
    double real = creal(length);
    if (of_python && !dtype_is_complex(range->dtype))
        return fail(run, TypeError, "must be real number, not complex");
    if (dtype_is_complex(range->dtype)) {
        int64_t across = 0, up = 0;
        if (!safe_ceil(run, real, &across) || !safe_ceil(run, cimag(length), &up))
            return false;
        range->count = across < up || cimag(length) == 0 ? across : up;
        return true;
    }
    if (real == 0 && moved) { /* the quotient underflowed */
        range->count = signbit(real) ? 0 : 1;
        return true;
    }
    return safe_ceil(run, real, &range->count);
}

bool check_bools_counted(Run *run, DType dtype, int64_t count)
{
    return dtype != BOOL || count <= 2 ||
           fail(run, TypeError,
                "arange() is only supported for booleans when the result has at most length 2.");
}

/* Reads the arguments: arange(stop), arange(start, stop, step). */
static bool range_read(Call *call, Range3 *range)
{
    Run *run = call->run;
    const Value *start = &call->arg[0].value, *stop = &call->arg[1].value, *step = &call->arg[2].value;
    static const Value zero = { .tag = V_INT, .i = 0 }, one = { .tag = V_INT, .i = 1 };
    bool has_start = call->arg[0].given, has_stop = call->arg[1].given && stop->tag != V_NONE;
    if (!has_stop) {
        if (!has_start || (!call->arg[1].given && !call->places))
            return fail(run, TypeError, "arange() requires stop to be specified.");
        stop = start;
        start = &zero;
    } else if (!has_start) {
        start = &zero;
    }
    if (!call->arg[2].given || step->tag == V_NONE)
        step = &one;
    if (!arg_dtype(call, 3, &range->dtype))
        return false;
    DType found = INT64;
    bool dtype_given = range->dtype != NO_DTYPE;
    if (!dtype_given && !(range_dtype(run, *start, &found) && range_dtype(run, *stop, &found) &&
                          range_dtype(run, *step, &found)))
        return false;
    if (range->dtype == NO_DTYPE)
        range->dtype = found;
    range->start = range_end(*start);
    range->stop = range_end(*stop);
    range->step = range_end(*step);
    bool fine = range_count(run, range);
    if (!fine && run->error.class == OverflowError) /* the quotient of two ints is no float */
        fail(run, ValueError, "Maximum allowed size exceeded");
    if (fine && !dtype_given && (beyond_ints(*start) || beyond_ints(*stop) || beyond_ints(*step)))
        fine = fail(run, OverflowError, "ndcalc has no arrays of ints beyond 64 bits: give dtype=float");
    if (!fine) {
        range_drop(range);
        return false;
    }
    if (range->count < 0 || (range->count == 0))
        range->count = 0;
    if (!check_bools_counted(run, range->dtype, range->count)) {
        range_drop(range);
        return false;
    }
    return true;
}

static bool infer_arange(Call *call, Value *out)
{
    Range3 range;
    if (any_open(call))
        return give_unknown(out);
    if (!range_read(call, &range))
        return false;
    range_drop(&range);
    return check_sizes(call->run, range.dtype, 1, &range.count) &&
           infer_as(out, range.dtype, 1, &range.count);
}

enum { FILLED = 1 << 20 }; /* elements until Ctrl-C is looked for */

/* Elements 2 and on from the first two: first + i * (second - first), computed in the dtype, as NumPy's fill
 * functions do: so that an int dtype goes on in whole steps. Those of [from, to). */
static void range_fill(Tensor *made, int64_t from, int64_t to)
{
    switch (made->dtype) {
#define FILL(D, T, C)                                                                                        \
    case D: {                                                                                                \
        T *at = (T *)made->data;                                                                             \
        T start = at[0], delta = (T)(at[1] - at[0]);                                                         \
        for (int64_t i = from; i < to; i++)                                                                  \
            at[i] = (T)((C)start + (C)i * (C)delta);                                                         \
        break;                                                                                               \
    }
        FILL(INT8, int8_t, uint64_t)
        FILL(UINT8, uint8_t, uint64_t)
        FILL(INT16, int16_t, uint64_t)
        FILL(UINT16, uint16_t, uint64_t)
        FILL(INT32, int32_t, uint64_t)
        FILL(UINT32, uint32_t, uint64_t)
        FILL(UINT64, uint64_t, uint64_t)
        FILL(FLOAT32, float, float)
        FILL(FLOAT64, double, double)
#undef FILL
    case INT64: { /* wraps, as NumPy's does */
        uint64_t *at = (uint64_t *)made->data, start = at[0], delta = at[1] - at[0];
        for (int64_t i = from; i < to; i++)
            at[i] = start + (uint64_t)i * delta;
        break;
    }
    case FLOAT16: {
        uint16_t *at = (uint16_t *)made->data;
        float start = half_to_float(at[0]), delta = half_to_float(at[1]) - start;
        for (int64_t i = from; i < to; i++)
            at[i] = half_from_float(start + (float)i * delta);
        break;
    }
    case COMPLEX64: {
        float *at = (float *)made->data, re = at[0], im = at[1], dre = at[2] - re, dim = at[3] - im;
        for (int64_t i = from; i < to; i++) {
            at[2 * i] = re + (float)i * dre;
            at[2 * i + 1] = im + (float)i * dim;
        }
        break;
    }
    case COMPLEX128: {
        double *at = (double *)made->data, re = at[0], im = at[1], dre = at[2] - re, dim = at[3] - im;
        for (int64_t i = from; i < to; i++) {
            at[2 * i] = re + (double)i * dre;
            at[2 * i + 1] = im + (double)i * dim;
        }
        break;
    }
    default: break;
    }
}

static bool run_arange(Call *call, Value *out)
{
    Range3 range;
    if (!range_read(call, &range))
        return false;
    Tensor *made = out->tensor;
    bool fine = true;
    if (range.count > 0)
        fine = element_store(call->run, made->dtype, made->data, range.start);
    if (fine && range.count > 1) {
        Value second;
        fine = hooks.operate(call->run, OP_ADD, range.start, range.step, &second);
        if (fine) {
            fine = element_store(call->run, made->dtype, made->data + tensor_itemsize(made), second);
            value_drop(second);
        }
    }
    for (int64_t from = 2, to; fine && from < range.count; from = to) {
        to = range.count - from < FILLED ? range.count : from + FILLED;
        range_fill(made, from, to);
        fine = run_goes_on(call->run);
    }
    range_drop(&range);
    return fine;
}

/* linspace --------------------------------------------------------------------------------------------- */

/* What linspace and kin are asked for. */
typedef struct Spacing {
    int64_t count;
    bool endpoint;
    DType work;  /* the dtype it is computed in */
    DType dtype; /* the result's */
    bool floor;  /* an integer dtype was asked for */
    Shape ends;  /* start and stop, broadcast */
    int axis;    /* of the result, where the samples lie */
} Spacing;

/* The shape of the result: that of the ends, of fewer than AXES_MAX axes, with the samples' axis put in. */
static void spacing_shape(const Spacing *spacing, Shape *shape)
{
    shape->ndim = spacing->ends.ndim + 1;
    for (int i = 0, from = 0; i < shape->ndim; i++)
        shape->dim[i] = i == spacing->axis ? spacing->count : spacing->ends.dim[from++];
}

/* start and stop as arrays; their difference is the first thing that None spoils. */
static bool ends_read(Call *call, bool geometric)
{
    Value start = call->arg[0].value, stop = call->arg[1].value;
    if (start.tag == V_NONE || stop.tag == V_NONE)
        return fail(call->run, TypeError, "unsupported operand type(s) for -: '%s' and '%s'",
                    value_type_name(stop), value_type_name(start));
    if (holds_text(start) || holds_text(stop))
        return fail_text_ends(call->run, (Value[]){ start, stop }, geometric);
    return arg_convert(call, 0) && arg_convert(call, 1);
}

/* How many samples are asked for. From near 2^63 on the answer is that of np.arange(0, num): nothing at 2^63
 * itself, where the endpoint has no place. */
static bool count_read(Call *call, Spacing *spacing)
{
    Run *run = call->run;
    Value asked = ARG(call, 2);
    double wanted = 0;
    if (asked.tag != V_BIGINT) {
        if (!arg_int(call, 2, &spacing->count))
            return false;
        wanted = (double)spacing->count;
    } else if (!int_to_double(run, asked, &wanted)) {
        return false;
    }
    if (wanted < 0)
        return fail(run, ValueError, "Number of samples, %s, must be non-negative.", value_text(run, asked));
    if (!arg_truth(call, 3, &spacing->endpoint))
        return false;
    if (wanted < 0x1p63)
        return true;
    spacing->count = 0;
    return safe_ceil(run, wanted, &(int64_t){ 0 }) &&
           (!spacing->endpoint || fail(run, IndexError, "index -1 is out of bounds for axis 0 with size 0"));
}

/* Rows begin "start, stop, num, endpoint"; where the others lie differs. Geometric: the ends are arrays
 * before all else. */
static bool spacing_read(Call *call, int dtype_at, int axis_at, bool geometric, Spacing *spacing)
{
    Run *run = call->run;
    if (ARG(call, 2).tag != V_BIGINT && !arg_int(call, 2, &spacing->count))
        return false;
    if (!(geometric ? ends_read(call, true) && count_read(call, spacing)
                    : count_read(call, spacing) && ends_read(call, false)))
        return false;
    Tensor *start = arg_tensor(call, 0), *stop = arg_tensor(call, 1);
    int64_t axis = 0;
    if (!arg_dtype(call, dtype_at, &spacing->dtype) || !arg_int(call, axis_at, &axis))
        return false;
    shape_set(&spacing->ends, start->ndim, start->dim);
    if (!shape_broadcast(&spacing->ends, stop->ndim, stop->dim))
        return fail(run, ValueError, "operands could not be broadcast together with shapes %s %s ",
                    shape_tight(run, stop->ndim, stop->dim), shape_tight(run, start->ndim, start->dim));
    DType dtypes[3] = { start->dtype, stop->dtype, FLOAT64 };
    Weak weak[3] = { start->weak, stop->weak, WEAK_FLOAT };
    spacing->work = dtype_result(3, dtypes, weak);
    spacing->floor = spacing->dtype != NO_DTYPE && dtype_is_int(spacing->dtype);
    if (spacing->dtype == NO_DTYPE)
        spacing->dtype = spacing->work;
    return axis_named(run, axis, spacing->ends.ndim + 1, "destination", &spacing->axis);
}

static bool infer_spacing(Call *call, const Spacing *spacing, Value *out)
{
    Shape shape;
    if (spacing->ends.ndim == AXES_MAX)
        return fail_axes(call->run, AXES_MAX + 1);
    spacing_shape(spacing, &shape);
    return check_sizes(call->run, spacing->dtype, shape.ndim, shape.dim) &&
           infer_as(out, spacing->dtype, shape.ndim, shape.dim);
}

static bool infer_linspace(Call *call, Value *out)
{
    Spacing spacing;
    bool with_step = false;
    if (any_open(call))
        return give_unknown(out);
    if (!spacing_read(call, 5, 6, false, &spacing) || !arg_truth(call, 4, &with_step) ||
        !infer_spacing(call, &spacing, out))
        return false;
    if (with_step) {
        Value pair = value_tuple_new(2);
        pair.tuple->item[0] = *out;
        pair.tuple->item[1] = value_array(tensor_typed(spacing.work, spacing.ends.ndim, spacing.ends.dim));
        pair.tuple->item[1].tensor->scalar = spacing.ends.ndim == 0;
        *out = pair;
    }
    return true;
}

VECTORS static void multiples(int64_t n, double step, double start, double *at)
{
    for (int64_t i = 0; i < n; i++)
        at[i] = (double)i * step + start;
}

/* The usual case, two plain numbers, without a temporary. */
static void linspace_doubles(const Spacing *spacing, double start, double stop, double *at, double *step)
{
    int64_t parts = spacing->endpoint ? spacing->count - 1 : spacing->count;
    double delta = stop - start;
    *step = parts > 0 ? delta / (double)parts : NAN;
    if (parts <= 0 || *step != 0)
        multiples(spacing->count, parts <= 0 ? delta : *step, start, at);
    else /* denormal: divide first */
        for (int64_t i = 0; i < spacing->count; i++)
            at[i] = (double)i / (double)parts * delta + start;
    if (spacing->endpoint && spacing->count > 1)
        at[spacing->count - 1] = stop;
}

static Value tensor_value(Tensor *tensor) { return tensor ? value_array(tensor) : ABSENT; }

/* Anything else, step by step as NumPy computes it; samples along axis 0. */
static Value linspace_arrays(Run *run, const Spacing *spacing, Tensor *start, Tensor *stop, Value *step)
{
    int64_t parts = spacing->endpoint ? spacing->count - 1 : spacing->count;
    Value delta = np2(run, "subtract", tensor_value(tensor_cast(run, stop, spacing->work)),
                      tensor_value(tensor_cast(run, start, spacing->work)));
    if (delta.tag == V_ABSENT)
        return ABSENT;
    Tensor *counting = tensor_new(run, FLOAT64, 1, &spacing->count), *y = NULL;
    if (counting) {
        for (int64_t i = 0; i < spacing->count; i++)
            ((double *)counting->data)[i] = (double)i;
        y = tensor_cast(run, counting, spacing->work);
        tensor_drop(counting);
    }
    if (y) { /* (count, 1, …): one axis for each of the ends */
        int64_t dim[AXES_MAX] = { spacing->count };
        for (int i = 0; i < spacing->ends.ndim; i++)
            dim[i + 1] = 1;
        Tensor *column = tensor_reshape_view(y, spacing->ends.ndim + 1, dim);
        tensor_drop(y);
        y = column;
    }
    Value samples = tensor_value(y);
    *step = parts > 0 ? np2(run, "true_divide", value_keep(delta), value_int(parts)) : value_float(NAN);
    bool zero = false;
    if (parts > 0) {
        Value any = np1(run, "any", np2(run, "equal", value_keep(*step), value_int(0)));
        if (any.tag == V_ABSENT || !value_truth(run, any, &zero)) {
            value_drop(samples);
            samples = ABSENT;
        }
        value_drop(any);
    }
    if (parts > 0 && !zero)
        samples = np2(run, "multiply", samples, value_keep(*step));
    else
        samples = np2(run, "multiply", zero ? np2(run, "true_divide", samples, value_int(parts)) : samples,
                      value_keep(delta));
    value_drop(delta);
    samples = np2(run, "add", samples, tensor_value(tensor_keep(start)));
    if (samples.tag != V_ABSENT && spacing->endpoint && spacing->count > 1) {
        Tensor *last = view_item(samples.tensor, 0, spacing->count - 1);
        bool fine = tensor_assign(run, last, stop);
        tensor_drop(last);
        if (!fine) {
            value_drop(samples);
            return ABSENT;
        }
    }
    return samples;
}

/* Moves the samples to their axis and casts them to the dtype; takes them. */
static Value spacing_finish(Run *run, const Spacing *spacing, Value samples)
{
    if (samples.tag == V_ABSENT)
        return ABSENT;
    if (spacing->axis) {
        Value moved = value_array(view_moved(samples.tensor, 0, spacing->axis));
        value_drop(samples);
        samples = moved;
    }
    if (spacing->floor) /* which complex numbers have not */
        samples = np1(run, "floor", samples);
    if (samples.tag == V_ABSENT || samples.tensor->dtype == spacing->dtype)
        return samples;
    Tensor *cast = tensor_cast(run, samples.tensor, spacing->dtype);
    value_drop(samples);
    return tensor_value(cast);
}

/* Whether a step from one end to the other is a number: else there are warnings to give on the way. */
static bool is_narrow(const Tensor *start, const Tensor *stop)
{
    return isfinite(element_double(stop->dtype, stop->data) - element_double(start->dtype, start->data));
}

/* The samples and the step, both owned; V_ABSENT after an error. */
static Value linspace(Call *call, const Spacing *spacing, Value *step)
{
    Tensor *start = arg_held(call, 0), *stop = arg_held(call, 1);
    Value samples = ABSENT;
    *step = NONE;
    if (start && stop && spacing->work == FLOAT64 && spacing->ends.ndim == 0 && is_narrow(start, stop)) {
        Tensor *made = tensor_new(call->run, FLOAT64, 1, &spacing->count);
        if (made) {
            double width = 0;
            linspace_doubles(spacing, element_double(start->dtype, start->data),
                             element_double(stop->dtype, stop->data), (double *)made->data, &width);
            *step = isnan(width) && !(spacing->count > spacing->endpoint) ? value_float(NAN)
                                                                          : value_scalar(FLOAT64, &width);
            samples = value_array(made);
        }
    } else if (start && stop) {
        samples = linspace_arrays(call->run, spacing, start, stop, step);
    }
    tensor_drop(start);
    tensor_drop(stop);
    return samples;
}

static bool run_linspace(Call *call, Value *out)
{
    Spacing spacing;
    bool with_step = false;
    Value step;
    if (!spacing_read(call, 5, 6, false, &spacing) || !arg_truth(call, 4, &with_step))
        return false;
    Value samples = spacing_finish(call->run, &spacing, linspace(call, &spacing, &step));
    if (samples.tag != V_ABSENT && with_step) {
        Value pair = value_tuple_new(2);
        pair.tuple->item[0] = samples;
        pair.tuple->item[1] = step;
        return value_instead(out, pair);
    }
    value_drop(step);
    return value_instead(out, samples);
}

/* logspace: base ** linspace
 * ----------------------------------------------------------------------------------- */

static DType log_dtype(const Spacing *spacing, const Tensor *base)
{
    DType dtypes[2] = { spacing->work, base->dtype };
    Weak weak[2] = { STRONG, base->weak };
    return dtype_result(2, dtypes, weak);
}

static bool logspace_read(Call *call, Spacing *spacing, Tensor **base)
{
    *base = NULL;
    if (!spacing_read(call, 5, 6, false, spacing))
        return false;
    *base = arg_tensor(call, 4);
    if (arg_none(call, 5))
        spacing->dtype = log_dtype(spacing, *base);
    if ((*base)->ndim > spacing->ends.ndim) {
        int64_t axis = 0;
        shape_broadcast(&spacing->ends, (*base)->ndim, (*base)->dim);
        return arg_int(call, 6, &axis) &&
               axis_named(call->run, axis, spacing->ends.ndim + 1, "destination", &spacing->axis);
    }
    return shape_broadcast(&spacing->ends, (*base)->ndim, (*base)->dim) ||
           fail(call->run, ValueError, "shape mismatch: objects cannot be broadcast to a single shape");
}

static bool infer_logspace(Call *call, Value *out)
{
    Spacing spacing;
    Tensor *base;
    if (any_open(call))
        return give_unknown(out);
    return logspace_read(call, &spacing, &base) && infer_spacing(call, &spacing, out);
}

static bool run_logspace(Call *call, Value *out)
{
    Spacing spacing;
    Tensor *base;
    Value step;
    if (!logspace_read(call, &spacing, &base))
        return false;
    Spacing even = spacing;
    even.dtype = spacing.work;
    even.floor = false;
    Shape ends = spacing.ends;
    shape_set(&even.ends, 0, NULL);
    for (int i = 0; i < 2; i++)
        shape_broadcast(&even.ends, arg_tensor(call, i)->ndim, arg_tensor(call, i)->dim);
    even.ends.ndim = ends.ndim; /* a base with more axes lends them to the samples */
    for (int i = 0; i < ends.ndim; i++)
        even.ends.dim[i] = 1;
    Value samples = spacing_finish(call->run, &even, linspace(call, &even, &step));
    value_drop(step);
    Value power = call->arg[4].value;
    if (base->ndim) {
        bool is_new[AXES_MAX] = { false };
        int ndim = base->ndim + 1;
        Tensor *wide = view_at_least(base, ends.ndim);
        ndim = wide->ndim + 1;
        is_new[spacing.axis] = true;
        power = value_array(view_expanded(wide, ndim, is_new));
        tensor_drop(wide);
    } else {
        value_keep(power);
    }
    samples = np2(call->run, "power", power, samples);
    if (samples.tag == V_ABSENT || samples.tensor->dtype == spacing.dtype)
        return value_instead(out, samples);
    Tensor *cast = tensor_cast(call->run, samples.tensor, spacing.dtype);
    value_drop(samples);
    return give_instead(out, cast);
}

/* geomspace -------------------------------------------------------------------------------------------- */

static bool geomspace_read(Call *call, Spacing *spacing)
{
    if (!spacing_read(call, 4, 5, true, spacing))
        return false;
    DType asked = spacing->dtype, dtypes[4] = { arg_tensor(call, 0)->dtype, arg_tensor(call, 1)->dtype,
                                                FLOAT64, arg_none(call, 4) ? FLOAT64 : asked };
    Weak weak[4] = { STRONG, STRONG, WEAK_FLOAT, STRONG };
    spacing->work = dtype_result(4, dtypes, weak);
    spacing->dtype = arg_none(call, 4) ? spacing->work : asked;
    spacing->floor = false;
    for (int i = 0; i < 2; i++) {
        Tensor *end = arg_tensor(call, i);
        Places at;
        places_begin(&at, end);
        while (end->data && places_next(&at))
            if (!element_true(end->dtype, end->data + at.offset))
                return fail(call->run, ValueError, "Geometric sequence cannot include zero");
    }
    return true;
}

static bool infer_geomspace(Call *call, Value *out)
{
    Spacing spacing;
    if (any_open(call))
        return give_unknown(out);
    return geomspace_read(call, &spacing) && infer_spacing(call, &spacing, out);
}

/* Sets row `at` of the samples. */
static bool set_row(Run *run, Value samples, int64_t at, Value row)
{
    Tensor *view = view_item(samples.tensor, 0, at), *from = tensor_from_value(run, row, NO_DTYPE, false);
    bool fine = from && tensor_assign(run, view, from);
    tensor_drop(view);
    tensor_drop(from);
    return fine;
}

static bool run_geomspace(Call *call, Value *out)
{
    Run *run = call->run;
    Spacing spacing;
    if (!geomspace_read(call, &spacing))
        return false;
    Tensor *first = arg_held(call, 0), *second = arg_held(call, 1);
    Value start = tensor_value(tensor_cast(run, first, spacing.work));
    Value stop = tensor_value(tensor_cast(run, second, spacing.work));
    tensor_drop(first);
    tensor_drop(second);
    Value sign = start.tag == V_ABSENT ? ABSENT : np1(run, "sign", value_keep(start));
    start = np2(run, "true_divide", start, value_keep(sign));
    stop = np2(run, "true_divide", stop, value_keep(sign));
    Value ends[6] = { ABSENT,
                      ABSENT,
                      value_int(spacing.count),
                      value_bool(spacing.endpoint),
                      value_float(10.0),
                      value_of_dtype(spacing.work) };
    if (start.tag != V_ABSENT && stop.tag != V_ABSENT) {
        ends[0] = np1(run, "log10", value_keep(start));
        ends[1] = np1(run, "log10", value_keep(stop));
    }
    Value samples = np_call(run, "logspace", 6, ends);
    bool fine = samples.tag != V_ABSENT;
    if (fine && spacing.count > 0)
        fine = set_row(run, samples, 0, start);
    if (fine && spacing.count > 1 && spacing.endpoint)
        fine = set_row(run, samples, spacing.count - 1, stop);
    value_drop(start);
    value_drop(stop);
    if (!fine) {
        value_drop(samples);
        value_drop(sign);
        return false;
    }
    samples = np2(run, "multiply", samples, sign);
    return value_instead(out, spacing_finish(run, &spacing, samples));
}

const Func range_funcs[] = {
    { .name = "arange",
      .of = "np",
      .params = "start: any = ?, stop: any = None, step: any = None, dtype: dtype = None, *, "
                "device: device = None, like: like = None",
      .brief = "numbers from start up to but without stop, step apart",
      .example = ">>> np.arange(2, 10, 3)\narray([2, 5, 8])\n",
      .style = C,
      .infer = infer_arange,
      .run = run_arange,
      .gives = AS_ARRAY },
    { .name = "linspace",
      .of = "np",
      .params = "start: any, stop: any, num: int = 50, endpoint: any = True, retstep: any = False, dtype: "
                "dtype = None, "
                "axis: int = 0, *, device: device = None",
      .brief = "num evenly spaced numbers from start to stop",
      .example = ">>> np.linspace(0, 1, 5)\narray([0.  , 0.25, 0.5 , 0.75, 1.  ])\n",
      .style = PYTHON,
      .infer = infer_linspace,
      .run = run_linspace,
      .gives = AS_ARRAY },
    { .name = "logspace",
      .of = "np",
      .params = "start: any, stop: any, num: int = 50, endpoint: any = True, base: array = 10.0, dtype: "
                "dtype = None, "
                "axis: int = 0",
      .brief = "base to the power of evenly spaced numbers",
      .example = ">>> np.logspace(0, 3, 4)\narray([   1.,   10.,  100., 1000.])\n",
      .style = PYTHON,
      .infer = infer_logspace,
      .run = run_logspace,
      .gives = AS_ARRAY },
    { .name = "geomspace",
      .of = "np",
      .params =
          "start: any, stop: any, num: int = 50, endpoint: any = True, dtype: dtype = None, axis: int = 0",
      .brief = "numbers from start to stop, each the same multiple of the one before",
      .example = ">>> np.geomspace(1, 1000, 4)\narray([   1.,   10.,  100., 1000.])\n",
      .style = PYTHON,
      .infer = infer_geomspace,
      .run = run_geomspace,
      .gives = AS_ARRAY },
    { 0 },
};
