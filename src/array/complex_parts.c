/* complex_parts.c: parts of complex numbers; and numbers in place of nan and infinities, part by part. */
#include "func/results.h"

#include <math.h>

Tensor *tensor_part(Run *run, Tensor *z, bool imaginary)
{
    if (dtype_is_complex(z->dtype)) {
        Tensor *view = view_whole(z);
        view->dtype = dtype_real(z->dtype);
        if (imaginary && view->data)
            view->data += dtype_info[view->dtype].size;
        return view;
    }
    if (!imaginary)
        return tensor_keep(z);
    if (!z->data)
        return tensor_typed(z->dtype, z->ndim, z->dim);
    Tensor *zeros = tensor_zeros(run, z->dtype, z->ndim, z->dim);
    if (zeros)
        zeros->object.flags |= TENSOR_READONLY;
    return zeros;
}

/* np.real(val) is val.real where val has one: Python's numbers give Python's. */
static bool infer_part(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    Value v = call->arg[0].value;
    bool imaginary = call->func->extra;
    if (value_is_number(v)) {
        complex128 z = 0;
        if (v.tag == V_COMPLEX) {
            value_to_complex(call->run, v, &z);
            *out = value_float(imaginary ? cimag(z) : creal(z));
        } else if (imaginary) {
            *out = v.tag == V_FLOAT ? value_float(0) : value_int(0);
        } else {
            *out = v.tag == V_BOOL ? value_int(v.i) : value_keep(v);
        }
        return true;
    }
    Tensor *held = arg_held(call, 0);
    bool fine = held && give_part(call, out, tensor_part(call->run, held, imaginary));
    tensor_drop(held);
    return fine;
}

static bool infer_angle(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    Tensor *z = arg_tensor(call, 0);
    DType real = dtype_real(z->dtype);
    if (!dtype_is_inexact(real)) /* the first float that holds it */
        real = real == BOOL ? FLOAT64 : real <= UINT8 ? FLOAT16 : real <= UINT16 ? FLOAT32 : FLOAT64;
    return infer_as(out, real, z->ndim, z->dim);
}

static bool run_angle(Call *call, Value *out)
{
    Run *run = call->run;
    bool degrees;
    Tensor *z = arg_held(call, 0);
    if (!z || !arg_truth(call, 1, &degrees)) {
        tensor_drop(z);
        return false;
    }
    Value angle;
    if (dtype_is_complex(z->dtype))
        angle = np2(run, "arctan2", value_array(tensor_part(run, z, true)),
                    value_array(tensor_part(run, z, false)));
    else
        angle = np2(run, "arctan2", value_int(0), value_array(tensor_keep(z)));
    tensor_drop(z);
    if (degrees)
        angle = np2(run, "multiply", angle, value_float(180 / M_PI));
    return value_instead(out, angle);
}

static bool infer_real_if_close(Call *call, Value *out)
{
    Value a = call->arg[0].value;
    if (!call->typed_only || any_unknown(call) || a.tag != V_ARRAY ||
        dtype_is_complex((DType)a.tensor->dtype))
        return give_unknown(out);
    return infer_as(out, (DType)a.tensor->dtype, a.tensor->ndim, a.tensor->dim);
}

static bool run_real_if_close(Call *call, Value *out)
{
    double tol = 0;
    Tensor *a = arg_held(call, 0);
    bool has_parts = a && dtype_is_complex(a->dtype), large;
    if (!a || (has_parts && (!value_compares(call->run, call->arg[1].value, OP_GT, 1, &large) ||
                             !arg_double(call, 1, &tol)))) {
        tensor_drop(a);
        return false;
    }
    if (has_parts) {
        if (tol > 1)
            tol *= a->dtype == COMPLEX64 ? 0x1p-23 : 0x1p-52;
        bool close = true;
        Places at;
        places_begin(&at, a);
        while (close && places_next(&at))
            close = fabs(cimag(element_complex(a->dtype, a->data + at.offset))) < tol;
        if (close) {
            Tensor *real = tensor_part(call->run, a, false);
            tensor_drop(a);
            a = real;
        }
    }
    value_drop(*out);
    *out = value_from_tensor(a, false);
    return true;
}

/* nan_to_num ------------------------------------------------------------------------------------------- */

static double largest(DType real)
{
    return real == FLOAT16 ? 65504 : real == FLOAT32 ? 0x1.fffffep127 : 0x1.fffffffffffffp1023;
}

static bool infer_nan_to_num(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    Tensor *x = arg_tensor(call, 0);
    bool copy;
    if (!arg_truth(call, 1, &copy))
        return false;
    if (copy || call->arg[0].value.tag != V_ARRAY)
        return infer_as(out, x->dtype, x->ndim, x->dim);
    *out = value_array(tensor_keep(x));
    return true;
}

/* Writes what nan, posinf and neginf ask for over the elements of a real array that are no finite numbers. */
static bool fill_strange(Call *call, Tensor *real, double large)
{
    static const char *const test[] = { "isnan", "isposinf", "isneginf" };
    enum { TESTS = 3 };
    Run *run = call->run;
    Value mask[TESTS], fill[TESTS] = { call->arg[2].value, value_float(large), value_float(-large) };
    bool fine = true;
    for (int i = 0; i < TESTS; i++) {
        mask[i] = np1(run, test[i], value_array(tensor_keep(real)));
        fine = fine && mask[i].tag != V_ABSENT;
        if (i && !arg_none(call, 2 + i))
            fill[i] = call->arg[2 + i].value;
    }
    for (int i = 0; i < TESTS; i++)
        if (fine)
            fine = np_call(run, "copyto", 4,
                           (Value[]){ value_array(tensor_keep(real)), value_keep(fill[i]),
                                      value_cstr("same_kind"), mask[i] })
                       .tag != V_ABSENT;
        else if (mask[i].tag != V_ABSENT)
            value_drop(mask[i]);
    return fine;
}

static bool run_nan_to_num(Call *call, Value *out)
{
    Tensor *made = out->tensor, *x = arg_tensor(call, 0);
    DType real = dtype_real(made->dtype);
    if (made != x && !tensor_assign(call->run, made, x))
        return false;
    if (!dtype_is_inexact(real))
        return true;
    bool fine = true;
    for (int part = 0; part <= (made->dtype != real) && fine; part++) {
        Tensor *of = tensor_part(call->run, made, part);
        fine = of && fill_strange(call, of, largest(real));
        tensor_drop(of);
    }
    return fine;
}

const Func complex_part_funcs[] = {
    { .name = "real",
      .of = "np",
      .params = "val",
      .brief = "the real part",
      .example = ">>> np.real([1+2j, 3])\narray([1., 3.])\n",
      .style = PYTHON,
      .infer = infer_part,
      .gives = AS_ARRAY },
    { .name = "imag",
      .of = "np",
      .params = "val",
      .brief = "the imaginary part",
      .example = ">>> np.imag([1+2j, 3])\narray([2., 0.])\n",
      .style = PYTHON,
      .infer = infer_part,
      .gives = AS_ARRAY,
      .extra = 1 },
    { .name = "angle",
      .of = "np",
      .params = "z, deg: any = False",
      .brief = "the angle in the complex plane",
      .example = ">>> np.angle([1, 1j], deg=True)\narray([ 0., 90.])\n",
      .style = PYTHON,
      .infer = infer_angle,
      .run = run_angle,
      .gives = AS_SCALAR },
    { .name = "real_if_close",
      .of = "np",
      .params = "a, tol: float = 100",
      .brief = "the real part if the imaginary one is all but 0",
      .example = ">>> np.real_if_close([1 + 1e-16j])\narray([1.])\n",
      .style = PYTHON,
      .infer = infer_real_if_close,
      .run = run_real_if_close,
      .gives = AS_ARRAY },
    { .name = "nan_to_num",
      .of = "np",
      .params = "x, copy: any = True, nan: any = 0.0, posinf: any = None, neginf: any = None",
      .brief = "nan as 0 and infinities as large numbers",
      .example = ">>> np.nan_to_num([1, np.nan, np.inf], posinf=9)\narray([1., 0., 9.])\n",
      .style = PYTHON,
      .infer = infer_nan_to_num,
      .run = run_nan_to_num,
      .gives = AS_SCALAR },
    { 0 },
};
