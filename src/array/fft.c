/* fft.c: Fourier transforms, np.fft. */
#include "numeric/fft.h"
#include "func/results.h"
#include "numeric/pool.h"

#include <math.h>
#include <string.h>

/* one axis ------------------------------------------------------------------------------------------------
 */

/* What is transformed into what. */
typedef enum Kind { COMPLEX, FROM_REAL, TO_REAL } Kind;

/* One transform along one axis. */
typedef struct Transform {
    Kind kind;
    bool forward;
    int64_t n; /* points: of the real side, if there is one */
    int axis;
    DType dtype; /* of the result */
    bool single; /* computed in float32 */
    double factor;
} Transform;

static const char *ufunc_name(const Transform *t)
{
    return t->kind == FROM_REAL ? t->n % 2 ? "rfft_n_odd" : "rfft_n_even"
           : t->kind == TO_REAL ? "irfft"
           : t->forward         ? "fft"
                                : "ifft";
}

static int64_t points_out(const Transform *t) { return t->kind == FROM_REAL ? t->n / 2 + 1 : t->n; }

typedef enum Norm { NORM_NONE, NORM_BACKWARD, NORM_ORTHO, NORM_FORWARD, NORM_WRONG } Norm;

static Norm norm_of(Value v)
{
    static const char *const name[] = {
        [NORM_BACKWARD] = "backward", [NORM_ORTHO] = "ortho", [NORM_FORWARD] = "forward"
    };
    if (v.tag == V_NONE || v.tag == V_ABSENT)
        return NORM_NONE;
    for (int i = NORM_BACKWARD; v.tag == V_STR && i < NORM_WRONG; i++)
        if (!strcmp(v.str->text, name[i]))
            return (Norm)i;
    return NORM_WRONG;
}

/* The two places that look at a norm spell what they say in two ways. */
static bool fail_norm(Run *run, Value v, bool swapping)
{
    Text text = { 0 };
    if (value_str_of(run, v, &text))
        fail(run, ValueError, "Invalid norm value %s; should be \"backward\",%s\"ortho\" or \"forward\".",
             text_get(&text), swapping ? " " : "");
    text_free(&text);
    return false;
}

/* What a transform in the other direction is scaled by. */
static Norm swapped(Norm norm)
{
    return norm == NORM_ORTHO ? NORM_ORTHO : norm == NORM_FORWARD ? NORM_BACKWARD : NORM_FORWARD;
}

/* A number as a dtype holds it. */
static double rounded(DType dtype, double x)
{
    _Alignas(16) char element[16];
    element_set_complex(dtype, element, x);
    return element_double(dtype, element);
}

/* Worked out in the precision of the input. */
static double factor_of(int64_t n, Norm norm, DType real)
{
    double points = rounded(real, (double)n);
    if (norm == NORM_NONE || norm == NORM_BACKWARD)
        return 1;
    return rounded(real, 1 / (norm == NORM_ORTHO ? rounded(real, sqrt(points)) : points));
}

/* Works out a transform of `a` by n points along an axis, as _raw_fft does it, in its order. */
static bool plan_transform(Run *run, const Tensor *a, int64_t n, int64_t axis, Kind kind, bool forward,
                           Norm norm, Value norm_given, Transform *t)
{
    if (n < 1)
        return fail(run, ValueError, "Invalid number of FFT data points (%lld) specified.", (long long)n);
    if (norm == NORM_WRONG)
        return fail_norm(run, norm_given, !forward);
    if (!forward)
        norm = swapped(norm);
    DType real = dtype_is_inexact(a->dtype) ? dtype_real(a->dtype) : FLOAT64;
    *t = (Transform){ .kind = kind, .forward = forward, .n = n };
    t->factor = factor_of(n, norm, real);
    bool scaled = norm != NORM_NONE && norm != NORM_BACKWARD;
    t->dtype = kind == TO_REAL ? real : dtype_complex(real);
    /* A factor of 1 is a Python int, beside which NumPy finds the double loop first. */
    t->single = scaled && a->dtype == (kind == FROM_REAL ? FLOAT32 : COMPLEX64);
    if (!axis_check(run, axis, a->ndim, &t->axis))
        return false;
    return true;
}

static bool check_real(Run *run, const Tensor *a, const Transform *t)
{
    return t->kind != FROM_REAL || !dtype_is_complex(a->dtype) ||
           fail(run, TypeError,
                "ufunc '%s' not supported for the input types, and the inputs could not be safely coerced to "
                "any supported types according to the casting rule ''safe''",
                ufunc_name(t));
}

static void result_shape(const Tensor *a, const Transform *t, Shape *shape)
{
    shape_set(shape, a->ndim, a->dim);
    shape->dim[t->axis] = points_out(t);
}

/* Copies `count` elements, `from` and `to` so many bytes apart. */
static void copy_line(const char *from, int64_t from_step, char *to, int64_t to_step, int64_t count,
                      size_t size)
{
    if (size == 4)
        for (int64_t i = 0; i < count; i++)
            memcpy(to + i * to_step, from + i * from_step, 4);
    else if (size == 8)
        for (int64_t i = 0; i < count; i++)
            memcpy(to + i * to_step, from + i * from_step, 8);
    else
        for (int64_t i = 0; i < count; i++)
            memcpy(to + i * to_step, from + i * from_step, 16);
}

/* A line of the array into the buffer, cut or filled up with zeros. Real transforms are packed: r0, r1, i1 …
 */
static void read_line(const Transform *t, const char *from, int64_t step, int64_t count, char *buffer)
{
    size_t real = t->single ? 4 : 8, size = t->kind == FROM_REAL ? real : 2 * real;
    if (t->kind != TO_REAL) {
        int64_t used = count < t->n ? count : t->n;
        copy_line(from, step, buffer, (int64_t)size, used, size);
        memset(buffer + (size_t)used * size, 0, (size_t)(t->n - used) * size);
        return;
    }
    int64_t pairs = (t->n - 1) / 2, used = count - 1 < pairs ? count - 1 : pairs;
    memset(buffer, 0, (size_t)t->n * real);
    memcpy(buffer, from, real);
    copy_line(from + step, step, buffer + real, (int64_t)size, used, size);
    if (t->n % 2 == 0 && t->n / 2 < count)
        memcpy(buffer + (size_t)(t->n - 1) * real, from + t->n / 2 * step, real);
}

static void write_line(const Transform *t, const char *buffer, char *to, int64_t step)
{
    size_t real = t->single ? 4 : 8;
    if (t->kind != FROM_REAL) {
        size_t size = t->kind == COMPLEX ? 2 * real : real;
        copy_line(buffer, (int64_t)size, to, step, t->n, size);
        return;
    }
    memset(to, 0, 2 * real);
    memcpy(to, buffer, real);
    copy_line(buffer + real, (int64_t)(2 * real), to + step, step, (t->n - 1) / 2, 2 * real);
    if (t->n % 2 == 0) {
        char *last = to + t->n / 2 * step;
        memset(last, 0, 2 * real);
        memcpy(last, buffer + (size_t)(t->n - 1) * real, real);
    }
}

/* The lines of an array that are transformed, as jobs of some lines each: those that lie side by side go at
 * once. */
typedef struct Jobs {
    Run *run;
    const Transform *t;
    const Fft *plan;
    const Tensor *from, *to;
    int beside;            /* the axis along which lines lie side by side; -1: they do not */
    int64_t width, strips; /* so many at once, so often */
    int64_t count, first, end;
    int tasks;
    char *room; /* for each task */
    size_t room_size;
} Jobs;

enum { TASKS_MAX = 32, NEAR = 40 << 10 };
static const int64_t points_shared = 1 << 15, points_between = 1 << 22;

static void run_job(const Jobs *jobs, int64_t job, char *room)
{
    const Transform *t = jobs->t;
    const Tensor *from = jobs->from, *to = jobs->to;
    const char *in = from->data;
    char *out = to->data;
    int64_t strip = job % jobs->strips, place = job / jobs->strips, width = jobs->width;
    for (int axis = from->ndim - 1; axis >= 0; axis--)
        if (axis != t->axis && axis != jobs->beside) {
            in += place % from->dim[axis] * from->stride[axis];
            out += place % from->dim[axis] * to->stride[axis];
            place /= from->dim[axis];
        }
    if (jobs->beside >= 0) {
        in += strip * width * from->stride[jobs->beside];
        out += strip * width * to->stride[jobs->beside];
        int64_t left = from->dim[jobs->beside] - strip * width;
        width = left < width ? left : width;
    }
    int64_t step = from->stride[t->axis], used = from->dim[t->axis] < t->n ? from->dim[t->axis] : t->n;
    if (t->kind == COMPLEX) {
        FftLines lines = { .from = in,
                           .from_step = step,
                           .used = used,
                           .from_real = !dtype_is_complex((DType)from->dtype),
                           .to = out,
                           .to_step = to->stride[t->axis],
                           .width = width };
        fft_complex(jobs->plan, &lines, t->factor, t->forward, room, jobs->count == 1);
        return;
    }
    char *line = room + fft_room(jobs->plan, 1);
    read_line(t, in, step, from->dim[t->axis], line);
    fft_real(jobs->plan, line, t->factor, t->forward, room, jobs->count == 1);
    write_line(t, line, out, to->stride[t->axis]);
}

static void run_jobs(void *with, int64_t task)
{
    const Jobs *jobs = with;
    int64_t count = jobs->end - jobs->first;
    for (int64_t k = count * task / jobs->tasks; k < count * (task + 1) / jobs->tasks; k++)
        run_job(jobs, jobs->first + k, jobs->room + (size_t)task * jobs->room_size);
}

static void plan_jobs(Jobs *jobs)
{
    const Transform *t = jobs->t;
    const Tensor *from = jobs->from, *to = jobs->to;
    int64_t most = t->kind == COMPLEX ? fft_columns(jobs->plan) : 1;
    jobs->count = jobs->width = jobs->strips = 1;
    jobs->beside = -1;
    for (int axis = 0; axis < from->ndim; axis++) {
        if (axis != t->axis && from->stride[axis] == (int64_t)tensor_itemsize(from) &&
            to->stride[axis] == (int64_t)tensor_itemsize(to) && from->dim[axis] > 1 && most > 1)
            jobs->beside = axis;
        jobs->count *= axis == t->axis ? 1 : from->dim[axis];
    }
    if (jobs->beside >= 0) {
        int64_t lines = from->dim[jobs->beside];
        jobs->width = lines < most ? lines : most;
        jobs->strips = (lines + jobs->width - 1) / jobs->width;
        jobs->count = jobs->count / lines * jobs->strips;
    }
    int64_t tasks = jobs->count * jobs->width * t->n >= points_shared ? 4 * pool_threads() : 1;
    tasks = tasks < jobs->count ? tasks : jobs->count;
    jobs->tasks = (int)(tasks < TASKS_MAX ? tasks : TASKS_MAX);
    jobs->room_size = fft_room(jobs->plan, jobs->width) + (t->kind == COMPLEX ? 0 : (size_t)t->n * 8 + 16);
    jobs->room_size = (jobs->room_size + 63) / 64 * 64;
}

static bool transform_lines(Run *run, const Transform *t, const Tensor *from, Tensor *to)
{
    _Alignas(64) char near[NEAR];                                           /* for small transforms */
    Jobs jobs = { .run = run, .t = t, .from = from, .to = to, .width = 1 }; /* a plan may not be had */
    if (tensor_size(from) == 0)
        return true;
    if ((jobs.plan = fft_plan(t->n, t->kind != COMPLEX, t->single))) {
        plan_jobs(&jobs);
        size_t size = jobs.room_size * (size_t)jobs.tasks;
        jobs.room = size <= NEAR ? near : data_alloc(size);
    }
    int64_t between =
        points_between / (t->n * jobs.width) + jobs.tasks; /* jobs until an interrupt is looked for */
    while (jobs.room && jobs.first < jobs.count && run_goes_on(run)) {
        jobs.end = jobs.count - jobs.first < between ? jobs.count : jobs.first + between;
        if (jobs.tasks > 1)
            pool_run(jobs.tasks, run_jobs, &jobs);
        else
            run_jobs(&jobs, 0);
        jobs.first = jobs.end;
    }
    if (jobs.room != near)
        data_free(jobs.room);
    if (!jobs.room)
        fail_memory(run, shape_tight(run, 1, &t->n), "complex128", 16.0 * (double)t->n);
    return jobs.room && !run->error.class;
}

/* The transform as a new array. */
static Tensor *transformed(Run *run, Tensor *a, const Transform *t)
{
    Shape shape;
    result_shape(a, t, &shape);
    DType work = t->kind == TO_REAL ? (t->single ? FLOAT32 : FLOAT64) : t->single ? COMPLEX64 : COMPLEX128;
    bool is_real = t->kind == FROM_REAL || (t->kind == COMPLEX && !dtype_is_complex((DType)a->dtype));
    DType takes = is_real ? (t->single ? FLOAT32 : FLOAT64) : t->single ? COMPLEX64 : COMPLEX128;
    if (!check_sizes(run, work, shape.ndim, shape.dim))
        return NULL;
    Tensor *from = tensor_cast(run, a, takes),
           *made = from ? new_in_order(run, work, shape.ndim, shape.dim, 'K', a) : NULL;
    if (made && a->dim[t->axis] == 0) { /* nothing but the zeros that it is filled up with */
        memset(made->data, 0, (size_t)tensor_size(made) * tensor_itemsize(made));
    } else if (made && !transform_lines(run, t, from, made)) {
        tensor_drop(made);
        made = NULL;
    }
    tensor_drop(from);
    Tensor *cast = made ? tensor_cast(run, made, t->dtype) : NULL;
    tensor_drop(made);
    return cast;
}

/* Puts a transform into `out`, if there is one, which is then the result; takes it. */
static Tensor *into_out(Run *run, Tensor *made, Value out)
{
    if (!made || out.tag != V_ARRAY)
        return made;
    bool ok = tensor_assign(run, out.tensor, made);
    tensor_drop(made);
    return ok ? tensor_keep(out.tensor) : NULL;
}

/* What is given as out; hfft, ifft2 and irfft2 take it and do not use it, as NumPy's. */
static Value out_of(const Call *call)
{
    const char *name = call->func->name;
    return !strcmp(name, "hfft") || !strcmp(name, "ifft2") || !strcmp(name, "irfft2") ? NONE
                                                                                      : call->arg[4].value;
}

static bool check_out(Run *run, const Tensor *a, const Transform *t, Value out)
{
    Shape shape;
    result_shape(a, t, &shape);
    if (out.tag == V_NONE || out.tag == V_ABSENT)
        return true;
    if (out.tag != V_ARRAY)
        return fail(run, TypeError, "return arrays must be of ArrayType");
    if (out.tensor->ndim != a->ndim || out.tensor->dim[t->axis] != points_out(t))
        return fail(run, ValueError, "output array has wrong shape.");
    DType made = t->kind == TO_REAL ? FLOAT64 : COMPLEX128;
    if (!dtype_can_cast(made, out.tensor->dtype, CAST_SAME_KIND))
        return fail(
            run, _UFuncOutputCastingError,
            "Cannot cast ufunc '%s' output from dtype('%s') to dtype('%s') with casting rule 'same_kind'",
            ufunc_name(t), dtype_info[made].name, dtype_info[out.tensor->dtype].name);
    if (!shape_equal(shape.ndim, shape.dim, out.tensor->ndim, out.tensor->dim))
        return fail(run, ValueError, "output array has wrong shape.");
    return tensor_writeable(out.tensor) || fail(run, ValueError, "output array is read-only");
}

/* fft and kin: a, n, axis, norm, out -----------------------------------------------------------------------
 */

/* What a row does: extra. */
enum { FFT, IFFT, RFFT, IRFFT, HFFT, IHFFT };

static bool is_inverse(int64_t which) { return which == IFFT || which == IRFFT || which == HFFT; }
static Kind kind_of(int64_t which)
{
    return which == RFFT || which == IHFFT ? FROM_REAL : which == IRFFT || which == HFFT ? TO_REAL : COMPLEX;
}

/* a.shape[axis] */
static bool size_along(Run *run, const Tensor *a, int64_t axis, int64_t *size)
{
    if (axis < -a->ndim || axis >= a->ndim)
        return fail(run, IndexError, "tuple index out of range");
    *size = a->dim[axis < 0 ? axis + a->ndim : axis];
    return true;
}

/* The number of points that is meant where none is given. */
static bool default_points(Run *run, const Tensor *a, int64_t axis, int64_t which, int64_t *n)
{
    if (!size_along(run, a, axis, n))
        return false;
    if (kind_of(which) == TO_REAL)
        *n = (*n - 1) * 2;
    return true;
}

/* n as _raw_fft compares it with 1 before anything is made of it. */
static bool read_points(Call *call, int64_t *n)
{
    Value v = call->arg[1].value;
    bool few;
    if (!value_compares(call->run, v, OP_LT, 1, &few))
        return false;
    if (few) {
        Text said = { 0 };
        if (value_str_of(call->run, v, &said))
            fail(call->run, ValueError, "Invalid number of FFT data points (%s) specified.", text_get(&said));
        text_free(&said);
        return false;
    }
    if (v.tag == V_BOOL)
        return fail(call->run, TypeError, "an integer is required");
    return arg_int(call, 1, n);
}

static bool read_transform(Call *call, Transform *t)
{
    Run *run = call->run;
    const Tensor *a = arg_tensor(call, 0);
    int64_t n, axis, which = call->func->extra;
    int at;
    Value given = call->arg[3].value;
    Norm norm = norm_of(given);
    bool sized = !arg_none(call, 1);
    if (sized ? !read_points(call, &n) || !axis_of(run, call->arg[2].value, a->ndim, NULL, &at)
              : !arg_place_in(call, 2, "tuple", &axis) || !default_points(run, a, axis, which, &n))
        return false;
    axis = sized ? at : axis;
    if (which == HFFT || which == IHFFT) {
        if (norm == NORM_WRONG)
            return fail_norm(run, given, true);
        norm = swapped(norm);
    }
    return plan_transform(run, a, n, axis, kind_of(which), !is_inverse(which), norm, given, t) &&
           check_out(run, a, t, out_of(call)) && check_real(run, a, t);
}

static bool infer_fft(Call *call, Value *out)
{
    Transform t;
    Shape shape;
    if (any_open(call))
        return give_unknown(out);
    if (!read_transform(call, &t))
        return false;
    if (!call->typed_only)
        return give_unknown(out); /* the kernel makes its own room */
    result_shape(arg_tensor(call, 0), &t, &shape);
    return infer_as(out, t.dtype, shape.ndim, shape.dim);
}

static Tensor *conjugated(Run *run, Tensor *a)
{
    Value made = np1(run, "conjugate", value_array(a));
    return made.tag == V_ARRAY ? made.tensor : NULL;
}

static bool run_fft(Call *call, Value *out)
{
    Transform t;
    Run *run = call->run;
    Tensor *a = arg_tensor(call, 0), *made;
    if (!read_transform(call, &t))
        return false;
    if (call->func->extra == HFFT) {
        Tensor *conjugate = conjugated(run, tensor_keep(a));
        made = conjugate ? transformed(run, conjugate, &t) : NULL;
        tensor_drop(conjugate);
    } else {
        made = transformed(run, a, &t);
        if (made && call->func->extra == IHFFT)
            made = conjugated(run, made);
    }
    return give_instead(out, into_out(run, made, out_of(call)));
}

/* several axes: a, s, axes, norm, out -----------------------------------------------------------------------
 */

/* The axes of an n-d transform, and the points along each. */
typedef struct Axes {
    int count;
    int64_t axis[AXES_MAX], points[AXES_MAX];
    bool chosen[AXES_MAX]; /* points are given; else what a 1-d transform takes by itself */
} Axes;

static bool read_ints(Run *run, Value v, Ints *out, bool *none)
{
    Value list;
    if (!is_sequence(v) && v.tag != V_ARRAY && v.tag != V_RANGE)
        return fail(run, TypeError, "'%s' object is not iterable", value_type_name(v));
    if (!value_to_list(run, v, &list))
        return false;
    bool ok = list.list->count <= AXES_MAX || fail(run, ValueError, "Shape and axes have different lengths.");
    out->count = ok ? (int)list.list->count : 0;
    out->at = arena_alloc(&run->scratch, (size_t)(out->count + 1) * sizeof *out->at);
    for (int i = 0; ok && i < out->count; i++) {
        Value item = list.list->item[i];
        if (none)
            none[i] = item.tag == V_NONE;
        out->at[i] = 0;
        ok = item.tag == V_NONE
                 ? none || fail(run, TypeError, "'NoneType' object cannot be interpreted as an integer")
                 : value_index(run, item, &out->at[i]);
    }
    value_drop(list);
    return ok;
}

static bool read_axes(Call *call, const Tensor *a, bool to_real, Axes *out)
{
    Run *run = call->run;
    bool shapeless = arg_none(call, 1), last = call->arg[2].value.tag == V_NONE, none[AXES_MAX] = { false },
         any_none = false;
    int64_t pair[] = { -2, -1 }, one; /* of fft2, if none are given */
    Ints sizes = { 0 }, axes = { .count = 2, .at = pair };
    if (shapeless &&
        value_is_number(call->arg[2].value)) /* it is taken from a.shape, for each of its items */
        return arg_int(call, 2, &one) &&
               (one >= a->ndim || one < -a->ndim
                    ? fail(run, IndexError, "index %lld is out of bounds for axis 0 with size %d",
                           (long long)one, a->ndim)
                    : fail(run, TypeError, "'numpy.int64' object is not iterable"));
    if ((!shapeless && !read_ints(run, call->arg[1].value, &sizes, none)) ||
        (!arg_none(call, 2) && !read_ints(run, call->arg[2].value, &axes, NULL)))
        return false;
    if (last && !shapeless &&
        !warn(run, DeprecationWarning,
              "`axes` should not be `None` if `s` is not `None` (Deprecated in NumPy 2.0). In a future "
              "version of NumPy, "
              "this will raise an error and `s[i]` will correspond to the size along the transformed axis "
              "specified by "
              "`axes[i]`. To retain current behaviour, pass a sequence [0, ..., k-1] to `axes` for an array "
              "of dimension "
              "k."))
        return false;
    out->count = last ? shapeless ? a->ndim : sizes.count : axes.count;
    for (int i = 0; i < out->count; i++) {
        int64_t axis = out->axis[i] = last ? i - out->count : axes.at[i];
        out->chosen[i] = true;
        if (!shapeless)
            continue;
        if (axis < -a->ndim || axis >= a->ndim)
            return a->ndim ? fail(run, IndexError, "index %lld is out of bounds for axis 0 with size %d",
                                  (long long)axis, a->ndim)
                           : fail(run, IndexError, "cannot do a non-empty take from an empty axes.");
        out->points[i] = a->dim[axis < 0 ? axis + a->ndim : axis];
    }
    if (!shapeless && sizes.count != out->count)
        return fail(run, ValueError, "Shape and axes have different lengths.");
    if (to_real && shapeless && out->count)
        out->points[out->count - 1] = (out->points[out->count - 1] - 1) * 2;
    for (int i = 0; !shapeless && i < out->count; i++) {
        any_none |= none[i];
        out->points[i] = sizes.at[i];
        out->chosen[i] = !none[i];
        if (!none[i] && sizes.at[i] == -1 && !size_along(run, a, out->axis[i], &out->points[i]))
            return false;
    }
    return !any_none || warn(run, DeprecationWarning,
                             "Passing an array containing `None` values to `s` is deprecated in NumPy 2.0 "
                             "and will raise an error in a "
                             "future version of NumPy. To use the default behaviour of the corresponding 1-D "
                             "transform, pass the value "
                             "matching the default for its `n` parameter. To use the default behaviour for "
                             "every axis, the `s` argument "
                             "can be omitted.");
}

/* One of the transforms of an n-d one; takes `a`, and gives dtype and shape alone if it has no data. */
static Tensor *along_axis(Call *call, Tensor *a, const Axes *axes, int i, int64_t which, Value out)
{
    Run *run = call->run;
    Transform t;
    int64_t n = axes->points[i];
    Value given = call->arg[3].value;
    Tensor *made = NULL;
    bool ok = (axes->chosen[i] || default_points(run, a, axes->axis[i], which, &n)) &&
              plan_transform(run, a, n, axes->axis[i], kind_of(which), !is_inverse(which), norm_of(given),
                             given, &t) &&
              check_out(run, a, &t, out) && check_real(run, a, &t);
    if (ok && a->data) {
        made = into_out(run, transformed(run, a, &t), out);
    } else if (ok) {
        Shape shape;
        result_shape(a, &t, &shape);
        made = tensor_typed(t.dtype, shape.ndim, shape.dim);
    }
    tensor_drop(a);
    return made;
}

/* All axes: complex ones from the last to the first; real ones first where the real side is the input, and
 * last where it is the result. */
static Tensor *all_axes(Call *call, Tensor *a, Value out)
{
    int64_t which = call->func->extra;
    Kind kind = kind_of(which);
    Axes axes;
    if (!read_axes(call, a, kind == TO_REAL, &axes))
        return NULL;
    int last = axes.count - 1;
    if (kind != COMPLEX && last < 0) {
        fail(call->run, IndexError, "list index out of range");
        return NULL;
    }
    Tensor *made = tensor_keep(a);
    if (kind == FROM_REAL)
        made = along_axis(call, made, &axes, last, RFFT, out);
    for (int i = kind == COMPLEX ? last : last - 1; kind != TO_REAL && made && i >= 0; i--)
        made = along_axis(call, made, &axes, i, kind == COMPLEX ? which : FFT, out);
    for (int i = 0; kind == TO_REAL && made && i < last; i++)
        made = along_axis(call, made, &axes, i, IFFT, NONE);
    if (kind == TO_REAL && made)
        made = along_axis(call, made, &axes, last, IRFFT, out);
    return made;
}

static bool infer_fftn(Call *call, Value *out)
{
    if (!call->typed_only || any_open(call))
        return give_unknown(out);
    Tensor *a = arg_tensor(call, 0), *typed = tensor_typed(a->dtype, a->ndim, a->dim);
    Tensor *made = all_axes(call, typed, out_of(call));
    tensor_drop(typed);
    return give(out, made);
}

static bool run_fftn(Call *call, Value *out)
{
    Tensor *a = arg_held(call, 0);
    if (!a)
        return false;
    a->weak = STRONG;
    Tensor *made = all_axes(call, a, out_of(call));
    tensor_drop(a);
    return give_instead(out, made);
}

/* rows ------------------------------------------------------------------------------------------------------
 */

#define ROW(NAME, PARAMS, BRIEF, EXAMPLE, INFER, KERNEL, EXTRA)                                              \
    {                                                                                                        \
        .name = #NAME, .of = "np.fft", .params = PARAMS, .brief = BRIEF,                                     \
        .example = ">>> np.fft." #NAME EXAMPLE, .infer = INFER, .run = KERNEL, .gives = AS_ARRAY,            \
        .extra = EXTRA                                                                                       \
    }
#define ONE_AXIS "a, n: any = None, axis: any = -1, norm: any = None, out: any = None"
#define ALL_AXES "a, s: any = None, axes: any = None, norm: any = None, out: any = None"
#define TWO_AXES "a, s: any = None, axes: any = ?, norm: any = None, out: any = None"

const Func fft_funcs[] = {
    ROW(fft, ONE_AXIS, "Fourier transform along one axis.", "([1, 2])\narray([ 3.+0.j, -1.+0.j])\n",
        infer_fft, run_fft, FFT),
    ROW(ifft, ONE_AXIS, "Inverse Fourier transform along one axis.", "([3, -1])\narray([1.+0.j, 2.+0.j])\n",
        infer_fft, run_fft, IFFT),
    ROW(rfft, ONE_AXIS, "Fourier transform of real numbers: the frequencies from 0 up.",
        "([1, 2, 3, 4])\narray([10.+0.j, -2.+2.j, -2.+0.j])\n", infer_fft, run_fft, RFFT),
    ROW(irfft, ONE_AXIS, "Inverse of rfft: real numbers.", "([10, -2+2j, -2])\narray([1., 2., 3., 4.])\n",
        infer_fft, run_fft, IRFFT),
    ROW(hfft, ONE_AXIS, "Fourier transform of a signal that is its mirror's conjugate: a real spectrum.",
        "([1, 2, 3])\narray([ 8., -2.,  0., -2.])\n", infer_fft, run_fft, HFFT),
    ROW(ihfft, ONE_AXIS, "Inverse of hfft.", "([1, 2, 3, 4])\narray([ 2.5-0.j , -0.5-0.5j, -0.5-0.j ])\n",
        infer_fft, run_fft, IHFFT),
    ROW(fftn, ALL_AXES, "Fourier transform along several axes, or all.",
        "([[1, 2], [3, 4]])\narray([[10.+0.j, -2.+0.j],\n       [-4.+0.j,  0.+0.j]])\n", infer_fftn, run_fftn,
        FFT),
    ROW(ifftn, ALL_AXES, "Inverse of fftn.",
        "([[10, -2], [-4, 0]])\narray([[1.+0.j, 2.+0.j],\n       [3.+0.j, 4.+0.j]])\n", infer_fftn, run_fftn,
        IFFT),
    ROW(rfftn, ALL_AXES, "Fourier transform of real numbers along several axes.",
        "([[1, 2], [3, 4]])\narray([[10.+0.j, -2.+0.j],\n       [-4.+0.j,  0.+0.j]])\n", infer_fftn, run_fftn,
        RFFT),
    ROW(irfftn, ALL_AXES, "Inverse of rfftn.", "([[10, -2], [-4, 0]])\narray([[1., 2.],\n       [3., 4.]])\n",
        infer_fftn, run_fftn, IRFFT),
    ROW(fft2, TWO_AXES, "Fourier transform along the last two axes.",
        "([[1, 2], [3, 4]])\narray([[10.+0.j, -2.+0.j],\n       [-4.+0.j,  0.+0.j]])\n", infer_fftn, run_fftn,
        FFT),
    ROW(ifft2, TWO_AXES, "Inverse of fft2.",
        "([[10, -2], [-4, 0]])\narray([[1.+0.j, 2.+0.j],\n       [3.+0.j, 4.+0.j]])\n", infer_fftn, run_fftn,
        IFFT),
    ROW(rfft2, TWO_AXES, "Fourier transform of real numbers along the last two axes.",
        "([[1, 2], [3, 4]])\narray([[10.+0.j, -2.+0.j],\n       [-4.+0.j,  0.+0.j]])\n", infer_fftn, run_fftn,
        RFFT),
    ROW(irfft2, TWO_AXES, "Inverse of rfft2.", "([[10, -2], [-4, 0]])\narray([[1., 2.],\n       [3., 4.]])\n",
        infer_fftn, run_fftn, IRFFT),
    { 0 }
};
