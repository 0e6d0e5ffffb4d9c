/* dlpack.c: arrays handed on without a copy: np.from_dlpack (numpy/_core/src/multiarray/dlpack.c). The only
 * device here is the processor's memory, and the only arrays are ours. */
#include "func/results.h"

#include <string.h>

static const Class class_capsule[1] = { { "PyCapsule", NULL, { class_object }, "PyCapsule" } };
static const char *const capsule_field[] = { "" };
enum { ON_CPU = 1 };

/* Checks a device (type, number): None or (1, 0). */
static bool check_device(Run *run, Value device)
{
    if (device.tag == V_NONE)
        return true;
    if (device.tag != V_TUPLE)
        return fail(run, TypeError, "dl_device must be a tuple");
    int64_t type, number;
    if (device.tuple->count != 2)
        return fail(run, TypeError, "function takes exactly 2 arguments (%lld given)",
                    (long long)device.tuple->count);
    if (!value_index(run, device.tuple->item[0], &type) || !value_index(run, device.tuple->item[1], &number))
        return false;
    return (type == ON_CPU && number == 0) || fail(run, BufferError, "unsupported device requested");
}

/* Always, never or (None) not: *copies. */
static bool read_copy(Run *run, Value copy, bool *copies)
{
    *copies = false;
    return copy.tag == V_NONE || value_truth(run, copy, copies);
}

static bool run_dlpack(Call *call, Value *out)
{
    enum { SELF, STREAM, MAX_VERSION, DEVICE, COPY };
    Run *run = call->run;
    Value version = ARG(call, MAX_VERSION);
    bool copies;
    int64_t major = 0;
    if (!arg_none(call, STREAM))
        return fail(run, RuntimeError, "NumPy only supports stream=None.");
    if (version.tag != V_NONE && version.tag != V_TUPLE)
        return fail(run, TypeError, "max_version must be None or a tuple.");
    if (version.tag == V_TUPLE && version.tuple->count && !value_index(run, version.tuple->item[0], &major))
        return false;
    if (!check_device(run, ARG(call, DEVICE)) || !read_copy(run, ARG(call, COPY), &copies))
        return false;
    Tensor *a = ARG(call, SELF).tensor;
    if (!tensor_writeable(a) && major < 1 && !copies)
        return fail(
            run, BufferError,
            "Cannot export readonly array since signalling readonly is unsupported by DLPack (supported by "
            "newer DLPack version).");
    *out = value_record(class_capsule, 1, capsule_field);
    out->record->field[0] = value_cstr(major < 1 ? "dltensor" : "dltensor_versioned");
    return true;
}

static bool run_dlpack_device(Call *call, Value *out)
{
    (void)call;
    Value device[2] = { value_int(ON_CPU), value_int(0) };
    *out = value_tuple(2, device);
    return true;
}

static bool run_capsule_repr(Call *call, Value *out)
{
    Value self = ARG(call, 0);
    Text text = { 0 };
    text_printf(&text, "<capsule object \"%s\" at %p>", self.record->field[0].str->text, (void *)self.record);
    return text_result(true, &text, out);
}

static bool infer_from_dlpack(Call *call, Value *out)
{
    enum { X, DEVICE, COPY };
    Run *run = call->run;
    Value x = ARG(call, X), device = ARG(call, DEVICE);
    bool copies;
    if (any_unknown(call))
        return give_unknown(out);
    if (x.tag != V_ARRAY)
        return fail(run, AttributeError, "'%s' object has no attribute '__dlpack__'", value_type_name(x));
    if (device.tag != V_NONE && (device.tag != V_STR || strcmp(device.str->text, "cpu")))
        return fail(run, ValueError, "Device not understood. Only \"cpu\" is allowed, but received: %s",
                    device.tag == V_STR ? device.str->text : value_text(run, device));
    if (!read_copy(run, ARG(call, COPY), &copies))
        return false;
    return give(out, copies && x.tensor->data ? tensor_copy(run, x.tensor, 'K') : view_whole(x.tensor));
}

/* a.__array_interface__: where the elements lie, and as what. */
static bool run_interface(Call *call, Value *out)
{
    static const char *const part[] = { "descr", "str" };
    const Tensor *a = arg_tensor(call, 0);
    bool scalar = ARG(call, 0).tag != V_ARRAY;
    Value place = value_tuple(2, (Value[]){ value_int((int64_t)(uintptr_t)a->data),
                                            value_bool(scalar || a->object.flags & TENSOR_READONLY) }),
          strides = tensor_is_c(a) ? NONE : value_shape(a->ndim, a->stride),
          shape = value_shape(a->ndim, a->dim), of_dtype[2] = { NONE, NONE };
    bool fine = true;
    for (int i = 0; i < 2 && fine; i++)
        fine = hooks.attribute(call->run, value_of_dtype((DType)a->dtype), part[i], &of_dtype[i]);
    const struct {
        const char *key;
        Value value;
    } entries[] = { { "data", place },          { "strides", strides }, { "descr", of_dtype[0] },
                    { "typestr", of_dtype[1] }, { "shape", shape },     { "version", value_int(3) } };
    *out = fine ? value_dict_new() : NONE;
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        if (fine)
            dict_put(out->dict, entries[i].key, entries[i].value);
        value_drop(entries[i].value);
    }
    return fine;
}

/* Which of two objects makes the result: of arrays and scalars. */
static bool run_priority(Call *call, Value *out)
{
    *out = value_float(ARG(call, 0).tag == V_ARRAY ? 0 : -1000000);
    return true;
}

/* What is of use to programs alone. */
static bool run_program(Call *call, Value *out)
{
    (void)out;
    return fail(call->run, call->func->style == METHOD ? NotImplementedError : AttributeError,
                "a.%s is left out of ndcalc: %s", call->func->name, call->func->brief);
}

#define LEFT_OUT(name_, style_, written, instead)                                                            \
    {                                                                                                        \
        .name = name_, .of = "ndarray generic", .params = "a: any, *args: any", .brief = instead,            \
        .style = style_, .run = run_program,                                                                 \
        .example = ">>> try: np.zeros(3)." written "\n... except Exception: print('left out')\n...\n"        \
                   "left out\n"                                                                              \
    }

const Func dlpack_funcs[] = {
    { .name = "from_dlpack",
      .of = "np",
      .params = "obj: any, /, *, device: any = None, copy: any = None",
      .brief = "the same elements as another array object",
      .example = ">>> a = np.arange(3)\n>>> b = np.from_dlpack(a)\n>>> b[0] = 7\n>>> a\narray([7, 1, 2])\n",
      .style = C,
      .infer = infer_from_dlpack,
      .gives = AS_ARRAY },
    { .name = "__dlpack__",
      .of = "ndarray",
      .params = "self: any, *, stream: any = None, max_version: any = None, dl_device: any = None, copy: any "
                "= None",
      .brief = "what np.from_dlpack of another library takes",
      .example = ">>> repr(np.arange(3).__dlpack__())[:26]\n'<capsule object \"dltensor\"'\n",
      .style = METHOD,
      .run = run_dlpack },
    { .name = "__dlpack_device__",
      .of = "ndarray",
      .params = "self: any, /",
      .brief = "where the elements are: 1 is the processor's memory",
      .example = ">>> np.arange(3).__dlpack_device__()\n(1, 0)\n",
      .style = METHOD,
      .run = run_dlpack_device },
    { .name = "__array_interface__",
      .of = "ndarray generic",
      .params = "a",
      .brief = "where the elements lie, and as what, for other programs",
      .example = ">>> np.zeros((2, 3)).__array_interface__['shape']\n(2, 3)\n",
      .style = ATTRIBUTE,
      .run = run_interface },
    { .name = "__array_priority__",
      .of = "ndarray generic",
      .params = "a: any",
      .brief = "which of two objects makes the result of an operator: the one with more of it",
      .example = ">>> np.zeros(3).__array_priority__\n0.0\n",
      .style = ATTRIBUTE,
      .run = run_priority },
    LEFT_OUT("dump", METHOD, "dump('a')", "np.save writes arrays to files"),
    LEFT_OUT("dumps", METHOD, "dumps()", "a.tobytes() gives the elements as bytes"),
    LEFT_OUT("ctypes", ATTRIBUTE, "ctypes", "it is for programs in C"),
    { .name = "__repr__",
      .of = "PyCapsule",
      .params = "self: any",
      .brief = "what the capsule holds, as text",
      .example = ">>> np.arange(3).__dlpack__().__repr__()[:15]\n'<capsule object'\n",
      .style = METHOD,
      .run = run_capsule_repr },
    { .name = NULL },
};
