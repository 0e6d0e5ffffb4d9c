/* logic.c: questions about whole arrays: are they close, equal, real, the same memory. */
#include "func/reduce.h"
#include "func/results.h"
#include "numeric/diophantine.h"
#include "tensor/mask.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static Value held_value(Call *call, int i)
{
    Tensor *tensor = arg_held(call, i);
    return tensor ? value_array(tensor) : ABSENT;
}

/* True or False as Python's bool; takes the value. */
static bool give_truth(Run *run, Value *out, Value answer)
{
    bool truth = false;
    bool fine = answer.tag != V_ABSENT && value_truth(run, answer, &truth);
    value_drop(answer);
    return fine && value_instead(out, value_bool(truth));
}

static bool infer_truth(Call *call, Value *out)
{
    (void)call;
    *out = (Value){ .tag = V_UNKNOWN };
    return true;
}

/* isclose, allclose ------------------------------------------------------------------------------------ */

static bool infer_isclose(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    Shape shape;
    Tensor *a = arg_tensor(call, 0), *b = arg_tensor(call, 1);
    shape_set(&shape, a->ndim, a->dim);
    if (!shape_broadcast(&shape, b->ndim, b->dim))
        return fail(call->run, ValueError, "operands could not be broadcast together with shapes %s %s ",
                    shape_tight(call->run, a->ndim, a->dim), shape_tight(call->run, b->ndim, b->dim));
    return infer_as(out, BOOL, shape.ndim, shape.dim);
}

/* |x - y| <= atol + rtol * |y|, and equal infinities, in the arithmetic of NumPy's isclose. */
static Value isclose(Call *call, bool equal_nan)
{
    Run *run = call->run;
    Value x = value_keep(call->arg[0].value), y = value_keep(call->arg[1].value);
    Value rtol = value_keep(call->arg[2].value), atol = value_keep(call->arg[3].value);
    for (int i = 0; i < 2; i++) { /* sequences become arrays; numbers stay as they are, weak */
        Value *v = i ? &y : &x;
        if (!value_is_number(*v)) {
            value_drop(*v);
            *v = held_value(call, i);
        }
    }
    if (y.tag == V_ARRAY && !dtype_is_inexact(y.tensor->dtype)) {
        Tensor *cast = tensor_cast(run, y.tensor, dtype_promote(y.tensor->dtype, FLOAT64));
        value_drop(y);
        y = cast ? value_array(cast) : ABSENT;
    } else if (y.tag == V_INT || y.tag == V_BIGINT || y.tag == V_BOOL) {
        double real = 0;
        bool fine = value_to_double(run, y, &real);
        value_drop(y);
        y = fine ? value_float(real) : ABSENT;
    }
    if (x.tag == V_ABSENT || y.tag == V_ABSENT) {
        value_drop(x);
        value_drop(y);
        value_drop(rtol);
        value_drop(atol);
        return ABSENT;
    }
    Value bound = np2(run, "add", atol, np2(run, "multiply", rtol, np1(run, "absolute", value_keep(y))));
    Value apart = np1(run, "absolute", np2(run, "subtract", value_keep(x), value_keep(y)));
    Value close =
        np2(run, "bitwise_and", np2(run, "less_equal", apart, bound), np1(run, "isfinite", value_keep(y)));
    close = np2(run, "bitwise_or", close, np2(run, "equal", value_keep(x), value_keep(y)));
    if (equal_nan)
        close =
            np2(run, "bitwise_or", close,
                np2(run, "bitwise_and", np1(run, "isnan", value_keep(x)), np1(run, "isnan", value_keep(y))));
    value_drop(x);
    value_drop(y);
    return close;
}

static Value isclose_quietly(Call *call)
{
    bool equal_nan;
    if (!arg_truth(call, 4, &equal_nan))
        return ABSENT;
    OnError invalid = call->run->errstate.invalid;
    call->run->errstate.invalid = ERR_IGNORE;
    Value close = isclose(call, equal_nan);
    call->run->errstate.invalid = invalid;
    return close;
}

static bool run_isclose(Call *call, Value *out) { return value_instead(out, isclose_quietly(call)); }

static bool infer_allclose(Call *call, Value *out)
{
    if (!infer_isclose(call, out)) /* the shapes must fit */
        return false;
    value_drop(*out);
    return infer_truth(call, out);
}

static bool run_allclose(Call *call, Value *out)
{
    return give_truth(call->run, out, np1(call->run, "all", isclose_quietly(call)));
}

/* array_equal, array_equiv ----------------------------------------------------------------------------- */

/* The two as arrays; false without an error where one is no array at all. */
static bool equal_operands(Call *call, Tensor *pair[2])
{
    pair[0] = tensor_from_value(call->run, call->arg[0].value, NO_DTYPE, false);
    pair[1] = pair[0] ? tensor_from_value(call->run, call->arg[1].value, NO_DTYPE, false) : NULL;
    if (pair[1])
        return true;
    tensor_drop(pair[0]);
    return false;
}

/* Of lists that no array here can hold: item by item. */
static bool equal_items(Call *call, Value *out)
{
    Run *run = call->run;
    Shape shape[2];
    Value odd, *items[2] = { NULL };
    bool ok = true, same = false;
    for (int i = 0; i < 2; i++)
        if (!shape_from_value(run, call->arg[i].value, &shape[i], &odd))
            return false;
    bool fits = shape_equal(shape[0].ndim, shape[0].dim, shape[1].ndim, shape[1].dim);
    for (int i = 0; i < 2 && fits; i++)
        items[i] = items_from_value(call->arg[i].value, &shape[i]);
    if (items[0] && items[1]) {
        int64_t n = shape_size(shape[0].ndim, shape[0].dim);
        same = true;
        for (int64_t i = 0; i < n && ok && same; i++)
            ok = value_equal(run, items[0][i], items[1][i], &same);
    } else if (fits || call->func->extra) {
        ok = equal_operands(call, (Tensor *[2]){ NULL }); /* which says what no array can hold */
    }
    mem_free(items[0]);
    mem_free(items[1]);
    return ok && value_instead(out, value_bool(same));
}

static bool run_array_equal(Call *call, Value *out)
{
    Run *run = call->run;
    bool equal_nan, equiv = call->func->extra;
    Tensor *pair[2];
    if (equiv)
        equal_nan = false;
    else if (!arg_truth(call, 2, &equal_nan))
        return false;
    Value a = call->arg[0].value, b = call->arg[1].value;
    Shape shape;
    Value odd[2];
    if (!shape_from_value(run, a, &shape, &odd[0]) || !shape_from_value(run, b, &shape, &odd[1])) {
        run_clear_error(run);
        return value_instead(out, value_bool(false));
    }
    if (odd[0].tag != V_ABSENT || odd[1].tag != V_ABSENT)
        return equal_items(call, out);
    if (!equal_operands(call, pair)) {
        run_clear_error(run);
        return value_instead(out, value_bool(false));
    }
    shape_set(&shape, pair[0]->ndim, pair[0]->dim);
    bool fits = equiv ? shape_broadcast(&shape, pair[1]->ndim, pair[1]->dim)
                      : shape_equal(shape.ndim, shape.dim, pair[1]->ndim, pair[1]->dim);
    Value x = value_array(pair[0]), y = value_array(pair[1]);
    if (!fits) {
        value_drop(x);
        value_drop(y);
        return value_instead(out, value_bool(false));
    }
    if (equal_nan && a.tag == V_ARRAY && b.tag == V_ARRAY && a.tensor == b.tensor) {
        value_drop(x);
        value_drop(y);
        return value_instead(out, value_bool(true));
    }
    Value equal = np2(run, "equal", value_keep(x), value_keep(y));
    if (equal_nan && dtype_is_inexact(pair[0]->dtype) && dtype_is_inexact(pair[1]->dtype))
        equal =
            np2(run, "bitwise_or", equal,
                np2(run, "bitwise_and", np1(run, "isnan", value_keep(x)), np1(run, "isnan", value_keep(y))));
    value_drop(x);
    value_drop(y);
    return give_truth(run, out, np1(run, "all", equal));
}

/* memory ----------------------------------------------------------------------------------------------- */

/* The terms by which the places of an array's bytes differ from the first. */
static int add_terms(const Tensor *t, Term term[])
{
    int n = 0;
    int64_t size = (int64_t)tensor_itemsize(t);
    for (int i = 0; i < t->ndim; i++)
        if (t->dim[i] > 1 && t->stride[i])
            term[n++] = (Term){ llabs(t->stride[i]), t->dim[i] - 1 };
    if (size > 1)
        term[n++] = (Term){ 1, size - 1 };
    return n;
}

static bool goes_on(void *run) { return run_goes_on(run); }

/* Whether a byte of one array is one of the other's: counted from the lowest byte of the first, those of the
 * second are taken from its end. */
static bool share_bytes(Run *run, const Tensor *a, const Tensor *b, int64_t work, Solvable *found)
{
    const char *low_a, *high_a, *low_b, *high_b;
    Term term[DIOPHANTINE_TERMS];
    *found = NO_SOLUTION;
    if (!tensor_overlap(a, b))
        return true;
    tensor_bounds(a, &low_a, &high_a);
    tensor_bounds(b, &low_b, &high_b);
    if (work == 0) {
        *found = TOO_MUCH_WORK;
        return true;
    }
    int64_t from_a = high_b - 1 - low_a, from_b = high_a - 1 - low_b;
    int n = add_terms(a, term);
    n += add_terms(b, term + n);
    *found = diophantine_solvable(n, term, from_a < from_b ? from_a : from_b, work, goes_on, run);
    return !run->error.class;
}

/* max_work: how many tries; 0: the bounds alone, below 0: until it is known. */
static bool run_shares_memory(Call *call, Value *out)
{
    Tensor *pair[2];
    Run *run = call->run;
    Value max_work = call->arg[2].value;
    bool may = call->func->extra;
    int64_t work = may ? 0 : -1;
    Solvable found = NO_SOLUTION;
    if (!arg_none(call, 2)) {
        if (!value_is_int(max_work) && max_work.tag != V_BOOL)
            return fail(run, ValueError, "max_work must be an integer");
        if (!value_index(run, max_work, &work))
            return false;
        if (work < -2)
            return fail(run, ValueError, "Invalid value for max_work");
    }
    if (!equal_operands(call, pair))
        return false;
    bool both = call->arg[0].value.tag == V_ARRAY && call->arg[1].value.tag == V_ARRAY;
    bool fine = !both || share_bytes(run, pair[0], pair[1], work, &found);
    tensor_drop(pair[0]);
    tensor_drop(pair[1]);
    if (fine && found == TOO_MUCH_WORK && !may)
        return fail(run, TooHardError, "Exceeded max_work");
    return fine && value_instead(out, value_bool(found != NO_SOLUTION));
}

/* kinds of values -------------------------------------------------------------------------------------- */

static bool infer_kind_question(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    Value x = call->arg[0].value, odd;
    Shape shape;
    if (!shape_from_value(call->run, x, &shape, &odd))
        return false;
    Tensor *t = odd.tag == V_ABSENT ? tensor_from_value(call->run, x, NO_DTYPE, false) : NULL;
    bool known = t || odd.tag != V_ABSENT, is_complex = t && dtype_is_complex(t->dtype); /* text is not */
    tensor_drop(t);
    *out = value_bool(is_complex == !call->func->extra);
    return known;
}

static bool infer_isscalar(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    Value v = call->arg[0].value;
    *out = value_bool(value_is_number(v) || v.tag == V_STR || value_is_scalar(v));
    return true;
}

static bool infer_iterable(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    Value v = call->arg[0].value;
    *out = value_bool(v.tag == V_STR || v.tag == V_TUPLE || v.tag == V_LIST || v.tag == V_DICT ||
                      v.tag == V_SET || v.tag == V_RANGE || v.tag == V_ITERATOR ||
                      (v.tag == V_ARRAY && v.tensor->ndim > 0));
    return true;
}

static bool infer_isfortran(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    Value v = call->arg[0].value;
    if (v.tag != V_ARRAY && !value_is_scalar(v))
        return fail(call->run, AttributeError, "'%s' object has no attribute 'flags'", value_type_name(v));
    *out = value_bool(v.tag == V_ARRAY && tensor_is_f(v.tensor) && !tensor_is_c(v.tensor));
    return true;
}

static bool infer_bools(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    if (call->typed_only && call->func->extra && value_is_number(call->arg[0].value))
        return give_unknown(out); /* Python's bool, not NumPy's */
    return infer_as(out, BOOL, arg_tensor(call, 0)->ndim, arg_tensor(call, 0)->dim);
}

/* iscomplex: has the element an imaginary part; isreal (extra): has it none. */
static bool run_iscomplex(Call *call, Value *out)
{
    Tensor *x = arg_tensor(call, 0);
    char *to = out->tensor->data;
    bool real = call->func->extra;
    if (!dtype_is_complex((DType)x->dtype)) {
        memset(to, real, (size_t)tensor_size(x));
    } else if (x->dtype == COMPLEX128 && tensor_is_c(x)) {
        const double *part = (const double *)x->data;
        for (int64_t i = 0, n = tensor_size(x); i < n; i++)
            to[i] = (part[2 * i + 1] == 0) == real;
    } else {
        Places at;
        places_begin(&at, x);
        while (places_next(&at))
            *to++ = (cimag(element_complex(x->dtype, x->data + at.offset)) != 0) == !real;
    }
    Value v = call->arg[0].value;
    if (call->func->extra && value_is_number(v)) /* imag(x) == 0 of a Python number is Python's bool */
        return value_instead(out, value_bool(out->tensor->data[0]));
    return true;
}

/* isposinf, isneginf: extra is the sign. */
static bool infer_isinf(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    Tensor *x = arg_tensor(call, 0);
    if (dtype_is_complex(x->dtype))
        return fail(call->run, TypeError,
                    "This operation is not supported for %s values because it would be ambiguous.",
                    dtype_info[x->dtype].name);
    Tensor *given = arg_out(call, 1);
    if (!check_out_array(call, 1, "return arrays must be of ArrayType"))
        return false;
    if (!given)
        return infer_as(out, BOOL, x->ndim, x->dim);
    if (!call->typed_only) {
        *out = value_array(tensor_keep(given));
        return true;
    }
    Value is = value_array(tensor_typed(BOOL, x->ndim, x->dim));
    bool fits =
        infer_operation(call->run, func_find("np", "logical_and"), 2, (Value[]){ is, is }, given, out);
    value_drop(is);
    return fits;
}

static bool run_isinf(Call *call, Value *out)
{
    Tensor *x = arg_tensor(call, 0), *given = arg_out(call, 1);
    Tensor *made = given ? tensor_new(call->run, BOOL, x->ndim, x->dim) : tensor_keep(out->tensor);
    if (!made)
        return false;
    Value is_there =
        np_call(call->run, "equal", 3,
                (Value[]){ value_array(tensor_keep(x)), value_float((double)call->func->extra * INFINITY),
                           value_array(tensor_keep(made)) });
    bool done = is_there.tag != V_ABSENT;
    value_drop(is_there);
    if (done && given) { /* NumPy's last step, whose words an array that does not fit gets */
        Value is = value_array(tensor_keep(made));
        Value answer = np_call(call->run, "logical_and", 3,
                               (Value[]){ value_keep(is), is, value_array(tensor_keep(given)) });
        done = answer.tag != V_ABSENT;
        value_drop(answer);
    }
    tensor_drop(made);
    return done;
}

static bool infer_count_nonzero(Call *call, Value *out)
{
    bool marked[AXES_MAX], keep;
    Tensor *a = arg_tensor(call, 0);
    if (any_unknown(call))
        return give_unknown(out);
    if (!arg_axes(call, 1, a->ndim, marked) || !arg_truth(call, 2, &keep))
        return false;
    Shape shape = { 0 };
    for (int i = 0; i < a->ndim; i++)
        if (!marked[i] || keep)
            shape.dim[shape.ndim++] = marked[i] ? 1 : a->dim[i];
    return infer_as(out, INT64, shape.ndim, shape.dim);
}

static bool run_count_nonzero(Call *call, Value *out)
{
    bool marked[AXES_MAX];
    Tensor *a = arg_tensor(call, 0), *made = out->tensor;
    if (!arg_axes(call, 1, a->ndim, marked))
        return false;
    bool whole = true, ok = true;
    for (int i = 0; i < a->ndim; i++)
        whole &= marked[i];
    bool as_it_is = whole && tensor_itemsize(a) == 1; /* of bytes those that are not 0 are counted */
    Tensor *truth = as_it_is ? view_whole(a) : tensor_cast(call->run, a, BOOL);
    if (!truth)
        return false;
    truth->dtype = BOOL;
    if (whole) {
        *(int64_t *)made->data = mask_count(truth);
    } else {
        Value sum;
        Fold fold = { .dtype = INT64, .out = made, .keepdims = made->ndim == a->ndim };
        memcpy(fold.marked, marked, sizeof marked);
        ok = fold_reduce(call->run, func_find("np", "add"), truth, &fold, &sum);
        if (ok)
            value_drop(sum);
    }
    tensor_drop(truth);
    return ok;
}

const Func logic_funcs[] = {
    { .name = "isclose",
      .of = "np",
      .params = "a, b, rtol: any = 1e-05, atol: any = 1e-08, equal_nan: any = False",
      .brief = "are elements equal up to a tolerance",
      .example = ">>> np.isclose([1, 2], [1.0000001, 2.1])\narray([ True, False])\n",
      .style = PYTHON,
      .infer = infer_isclose,
      .run = run_isclose,
      .gives = AS_SCALAR,
      .quiet = true },
    { .name = "allclose",
      .of = "np",
      .params = "a, b, rtol: any = 1e-05, atol: any = 1e-08, equal_nan: any = False",
      .brief = "are all elements equal up to a tolerance",
      .example = ">>> np.allclose([1, 2], [1.0000001, 2])\nTrue\n",
      .style = PYTHON,
      .infer = infer_allclose,
      .run = run_allclose,
      .quiet = true },
    { .name = "array_equal",
      .of = "np",
      .params = "a1: any, a2: any, equal_nan: any = False",
      .brief = "have two arrays one shape and equal elements",
      .example = ">>> np.array_equal([1, 2], [1, 2])\nTrue\n",
      .style = PYTHON,
      .infer = infer_truth,
      .run = run_array_equal },
    { .name = "array_equiv",
      .of = "np",
      .params = "a1: any, a2: any",
      .brief = "are two arrays equal once broadcast",
      .example = ">>> np.array_equiv([1, 1], [[1, 1], [1, 1]])\nTrue\n",
      .style = PYTHON,
      .infer = infer_truth,
      .run = run_array_equal,
      .extra = 1 },
    { .name = "shares_memory",
      .of = "np",
      .params = "a: any, b: any, /, max_work: any = -1",
      .brief = "does writing to one array change the other",
      .example = ">>> a = np.arange(4)\n>>> np.shares_memory(a[::2], a[1::2])\nFalse\n",
      .style = PYTHON,
      .infer = infer_truth,
      .run = run_shares_memory },
    { .name = "may_share_memory",
      .of = "np",
      .params = "a: any, b: any, /, max_work: any = 0",
      .brief = "do the memory ranges of two arrays overlap",
      .example = ">>> a = np.arange(4)\n>>> np.may_share_memory(a[::2], a[1::2])\nTrue\n",
      .style = PYTHON,
      .infer = infer_truth,
      .run = run_shares_memory,
      .extra = 1 },
    { .name = "iscomplexobj",
      .of = "np",
      .params = "x: any",
      .brief = "is the dtype complex",
      .example = ">>> np.iscomplexobj([1, 2j])\nTrue\n",
      .style = PYTHON,
      .infer = infer_kind_question },
    { .name = "isrealobj",
      .of = "np",
      .params = "x: any",
      .brief = "is the dtype not complex",
      .example = ">>> np.isrealobj([1, 2j])\nFalse\n",
      .style = PYTHON,
      .infer = infer_kind_question,
      .extra = 1 },
    { .name = "isscalar",
      .of = "np",
      .params = "element: any",
      .brief = "is the value a number or a text, not an array",
      .example = ">>> np.isscalar(3.1), np.isscalar(np.array(3.1))\n(True, False)\n",
      .style = PYTHON,
      .infer = infer_isscalar },
    { .name = "iterable",
      .of = "np",
      .params = "y: any",
      .brief = "can one iterate over the value",
      .example = ">>> np.iterable([1, 2]), np.iterable(2)\n(True, False)\n",
      .style = PYTHON,
      .infer = infer_iterable },
    { .name = "isfortran",
      .of = "np",
      .params = "a: any",
      .brief = "do columns, not rows, lie one after another",
      .example = ">>> np.isfortran(np.ones((2, 3)).T)\nTrue\n",
      .style = PYTHON,
      .infer = infer_isfortran },
    { .name = "iscomplex",
      .of = "np",
      .params = "x",
      .brief = "have elements an imaginary part that is not 0",
      .example = ">>> np.iscomplex([1, 2j])\narray([False,  True])\n",
      .style = PYTHON,
      .infer = infer_bools,
      .run = run_iscomplex,
      .gives = AS_SCALAR },
    { .name = "isreal",
      .of = "np",
      .params = "x",
      .brief = "is the imaginary part of elements 0",
      .example = ">>> np.isreal([1, 2j])\narray([ True, False])\n",
      .style = PYTHON,
      .infer = infer_bools,
      .run = run_iscomplex,
      .gives = AS_SCALAR,
      .extra = 1 },
    { .name = "isposinf",
      .gives_to = "isinf",
      .of = "np",
      .params = "x, out: out = None",
      .brief = "are elements positive infinity",
      .example = ">>> np.isposinf([-np.inf, 0, np.inf])\narray([False, False,  True])\n",
      .style = PYTHON,
      .infer = infer_isinf,
      .run = run_isinf,
      .gives = AS_SCALAR,
      .extra = 1 },
    { .name = "isneginf",
      .gives_to = "isinf",
      .of = "np",
      .params = "x, out: out = None",
      .brief = "are elements negative infinity",
      .example = ">>> np.isneginf([-np.inf, 0, np.inf])\narray([ True, False, False])\n",
      .style = PYTHON,
      .infer = infer_isinf,
      .run = run_isinf,
      .gives = AS_SCALAR,
      .extra = -1 },
    { .name = "count_nonzero",
      .of = "np",
      .params = "a, axis: axes = None, *, keepdims: any = False",
      .brief = "how many elements are not 0",
      .example = ">>> np.count_nonzero([[0, 1], [2, 0]])\nnp.int64(2)\n",
      .style = PYTHON,
      .infer = infer_count_nonzero,
      .run = run_count_nonzero,
      .gives = AS_SCALAR },
    { 0 },
};
