/* memory_views.c: a.flat, the elements one after another; a.flags, how they lie; a.data. */
#include "array/memory_views.h"

#include "func/results.h"

#include <math.h>
#include <string.h>

/* flat: a record whose field 0 is the array
 * ------------------------------------------------------------------------ */

static const Class flatiter[1] = { { "flatiter", "numpy", { class_object }, "flatiter" } };
static const char *const flatiter_field[] = { "base", "index", "coords" };
enum { FLAT_BASE, FLAT_INDEX, FLAT_COORDS };

static void place_flat(Value flat, int64_t index)
{
    Tensor *a = flat.record->field[FLAT_BASE].tensor;
    int64_t coords[AXES_MAX];
    flat.record->field[FLAT_INDEX] = value_int(index);
    for (int i = a->ndim; i-- > 0;) {
        coords[i] = a->dim[i] ? i ? index % a->dim[i] : index : 0;
        index /= a->dim[i] ? a->dim[i] : 1;
    }
    value_drop(flat.record->field[FLAT_COORDS]);
    flat.record->field[FLAT_COORDS] = value_shape(a->ndim, coords);
}

static bool infer_flat(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    Tensor *a = arg_held(call, 0);
    if (!a)
        return false;
    *out = value_record(flatiter, 3, flatiter_field);
    out->record->field[FLAT_BASE] = value_array(a);
    place_flat(*out, 0);
    return true;
}

static Tensor *flat_array(Call *call) { return call->arg[0].value.record->field[FLAT_BASE].tensor; }

static char *element_of(const Tensor *a, int64_t place)
{
    char *at = a->data;
    for (int i = a->ndim; i-- > 0; place /= a->dim[i])
        at += place % a->dim[i] * a->stride[i];
    return at;
}

/* The element at the place that the iterator has come to, which is itself what goes on. */
static int flat_step(Value flat, Value *out)
{
    Tensor *a = flat.record->field[FLAT_BASE].tensor;
    int64_t place = flat.record->field[FLAT_INDEX].i;
    if (place >= tensor_size(a))
        return 0;
    *out = value_scalar(a->dtype, element_of(a, place));
    place_flat(flat, place + 1);
    return 1;
}

static int flat_next(Run *run, Iterator *iterator, Value *out)
{
    (void)run;
    return flat_step(iterator->of, out);
}

static bool fail_flat_key(Run *run)
{
    return fail(
        run, IndexError,
        "only integers, slices (`:`), ellipsis (`...`) and integer or boolean arrays are valid indices");
}

/* A key of one place: a number, cut to an int, or an array of one without axes. False, without an error: it
 * is another. */
static bool flat_place(Run *run, Value key, int64_t *place)
{
    if (value_is_int(key))
        return value_index(run, key, place);
    DType dtype = FLOAT64;
    const void *at = key.tag == V_ARRAY && key.tensor->ndim == 0 && dtype_is_int((DType)key.tensor->dtype)
                         ? key.tensor->data
                     : key.tag == V_SCALAR ? scalar_data(&key, &dtype)
                     : key.tag == V_FLOAT  ? (const void *)&key.f
                                           : NULL;
    if (key.tag == V_ARRAY && at)
        dtype = (DType)key.tensor->dtype;
    if (!at || dtype == BOOL || dtype_is_complex(dtype))
        return false;
    double number = dtype_is_int(dtype) ? 0 : element_double(dtype, at);
    if (!(fabs(number) < 0x1p62))
        return fail(run, OverflowError, "cannot convert float %s to integer",
                    number != number ? "NaN" : "infinity");
    *place = dtype_is_int(dtype) ? element_int(dtype, at) : (int64_t)number;
    return true;
}

/* The truth that stands for the first place, or for none; false: it is no such key. */
static bool flat_truth(Value key, bool *truth)
{
    bool array = key.tag == V_ARRAY && key.tensor->ndim == 0 && key.tensor->dtype == BOOL;
    *truth = array ? *key.tensor->data != 0 : key.tag == V_BOOL && key.i;
    return array || key.tag == V_BOOL;
}

/* flat[k] for an int; the places that any other key names, as int64. *single tells which. */
static bool flat_key(Call *call, bool *single, int64_t *place, Value *places)
{
    Run *run = call->run;
    Tensor *a = flat_array(call);
    Value key = call->arg[1].value;
    int64_t size = tensor_size(a);
    bool truth;
    if (key.tag == V_TUPLE && key.tuple->count > 1) {
        for (int64_t i = 0; i < key.tuple->count; i++)
            if (key.tuple->item[i].tag == V_ELLIPSIS)
                return fail_flat_key(run);
        return fail(
            run, IndexError,
            "too many indices for flat iterator: flat iterator is 1-dimensional, but %lld were indexed",
            (long long)key.tuple->count);
    }
    if (key.tag == V_TUPLE && key.tuple->count == 1)
        key = key.tuple->item[0];
    *single = flat_truth(key, &truth);
    *place = 0;
    if (!*single && (key.tag == V_NONE || key.tag == V_STR))
        return fail_flat_key(run);
    if (!*single && !(*single = flat_place(run, key, place)) && run->error.class)
        return false;
    if (*single && flat_truth(key, &truth) && !truth) {
        *single = false;
        *places = np2(run, "zeros", value_int(0), value_of_dtype(INT64));
        return places->tag != V_ABSENT;
    }
    if (*single) {
        if (*place < -size || *place >= size)
            return fail(run, IndexError, "index %lld is out of bounds for size %lld", (long long)*place,
                        (long long)size);
        *place += *place < 0 ? size : 0;
        return true;
    }
    Value all = np1(run, "arange", value_int(size));
    if (all.tag == V_ABSENT)
        return false;
    bool fine = hooks.item(run, all, key, places);
    value_drop(all);
    if (fine && places->tag != V_ARRAY) {
        value_drop(*places);
        return fail_flat_key(run);
    }
    return fine;
}

static bool run_flat_get(Call *call, Value *out)
{
    bool single;
    int64_t place;
    Value places;
    Tensor *a = flat_array(call);
    place_flat(call->arg[0].value, 0); /* NumPy's begins anew, too */
    if (!flat_key(call, &single, &place, &places))
        return false;
    if (single)
        return value_instead(out, value_scalar(a->dtype, element_of(a, place)));
    Tensor *flat = flat_tensor(call->run, a);
    return value_instead(out, flat ? np2(call->run, "take", value_array(flat), places) : ABSENT);
}

/* Writes values, repeated, to places of an array; places NULL: to all. Takes nothing. */
static bool write_places(Run *run, Tensor *a, Tensor *places, Value what)
{
    Tensor *values = tensor_from_value(run, what, a->dtype, false), *flat = NULL, *line = NULL;
    if (values)
        flat = c_ordered(run, values);
    if (flat)
        line = flat_tensor(run, flat);
    tensor_drop(values);
    tensor_drop(flat);
    if (!line)
        return false;
    Tensor *at = places ? flat_tensor(run, places) : NULL;
    if (places && !at) {
        tensor_drop(line);
        return false;
    }
    size_t item = tensor_itemsize(a);
    int64_t n = at ? at->dim[0] : tensor_size(a), given = line->dim[0], step = at ? at->stride[0] : 0;
    for (int64_t i = 0; given && i < n; i++)
        memcpy(element_of(a, at ? *(int64_t *)(void *)(at->data + i * step) : i),
               line->data + (size_t)(i % given) * item, item);
    tensor_drop(at);
    tensor_drop(line);
    return true;
}

static bool run_flat_set(Call *call, Value *out)
{
    bool single;
    int64_t place;
    Value places;
    Run *run = call->run;
    Tensor *a = flat_array(call);
    *out = NONE;
    if (!tensor_writeable(a))
        return fail(run, ValueError, "underlying array is read-only");
    place_flat(call->arg[0].value, 0);
    if (!flat_key(call, &single, &place, &places))
        return false;
    if (single) {
        _Alignas(16) char element[16];
        if (!element_store(run, a->dtype, element, call->arg[2].value)) {
            run_clear_error(run);
            return fail(run, ValueError, "Error setting single item of array.");
        }
        memcpy(element_of(a, place), element, tensor_itemsize(a));
        return true;
    }
    Value key = call->arg[1].value;
    bool done = key.tag == V_TUPLE && key.tuple->count == 0
                    ? fail(run, IndexError, "Assigning to a flat iterator with a 0-D index is not supported")
                    : write_places(run, a, places.tensor, call->arg[2].value);
    value_drop(places);
    return done;
}

bool flat_set(Run *run, Tensor *a, Value what)
{
    if (!tensor_writeable(a))
        return fail(run, ValueError, "array is read-only");
    return write_places(run, a, NULL, what);
}

static bool run_flat_next(Call *call, Value *out)
{
    *out = NONE;
    return flat_step(call->arg[0].value, out) || fail(call->run, StopIteration, "%s", "");
}

static bool run_flat_iter(Call *call, Value *out)
{
    return value_instead(out, value_iterator(flatiter, call->arg[0].value, flat_next));
}

static bool run_flat_len(Call *call, Value *out)
{
    return value_instead(out, value_int(tensor_size(flat_array(call))));
}

static bool run_flat_copy(Call *call, Value *out)
{
    Tensor *a = flat_array(call), *flat = flat_tensor(call->run, a), *copy = NULL;
    if (flat)
        copy = tensor_copy(call->run, flat, 'C');
    tensor_drop(flat);
    return give_instead(out, copy);
}

/* flags ------------------------------------------------------------------------------------------------ */

/* Every flag: X(attribute, letter for [ ], long name for [ ] or NULL, its value from those of the array). */
#define FLAGS(X)                                                                                             \
    X(c_contiguous, "C", "C_CONTIGUOUS", c)                                                                  \
    X(f_contiguous, "F", "F_CONTIGUOUS", f)                                                                  \
    X(owndata, "O", "OWNDATA", own)                                                                          \
    X(writeable, "W", "WRITEABLE", write)                                                                    \
    X(aligned, "A", "ALIGNED", aligned)                                                                      \
    X(writebackifcopy, "X", "WRITEBACKIFCOPY", false)                                                        \
    X(behaved, "B", "BEHAVED", write &&aligned)                                                              \
    X(carray, "CA", "CARRAY", write &&aligned &&c)                                                           \
    X(farray, "FA", "FARRAY", write &&aligned &&f && !c)                                                     \
    X(contiguous, "CONTIGUOUS", NULL, c)                                                                     \
    X(fortran, "FORTRAN", NULL, f)                                                                           \
    X(fnc, "FNC", NULL, f && !c)                                                                             \
    X(forc, "FORC", NULL, f || c)

#define FLAG_NAME(name, letter, text, value) #name,
static const char *const flag_field[] = { FLAGS(FLAG_NAME) "num" };
#define FLAG_KEYS(name, letter, text, value) { letter, text },
static const char *const flag_key[][2] = { FLAGS(FLAG_KEYS) };
enum { FLAG_WRITEABLE = 3, FLAG_ALIGNED, FLAG_COUNT = sizeof flag_key / sizeof *flag_key, FLAGS_SHOWN = 6 };

static const Class flagsobj[1] = { { "flagsobj", "numpy._core.multiarray", { class_object }, "flagsobj" } };

static void drop_state(Record *record) { tensor_drop(record->state); }

static bool infer_flags(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    bool scalar = call->arg[0].value.tag != V_ARRAY;
    Tensor *a = arg_held(call, 0);
    if (!a)
        return false;
    bool c = tensor_is_c(a), f = tensor_is_f(a), own = !a->base, write = tensor_writeable(a) && !scalar,
         aligned = !(a->object.flags & TENSOR_UNALIGNED);
    int i = 0;
    *out = value_record(flagsobj, FLAG_COUNT + 1, flag_field);
#define FLAG_VALUE(name, letter, text, value) out->record->field[i++] = value_bool(value);
    FLAGS(FLAG_VALUE)
    out->record->field[i] = value_int(c | f << 1 | own << 2 | (aligned ? 0x100 : 0) | (write ? 0x400 : 0));
    out->record->state = a;
    out->record->drop = drop_state;
    return true;
}

static bool run_flags_repr(Call *call, Value *out)
{
    Text text = { 0 };
    for (int i = 0; i < FLAGS_SHOWN; i++)
        text_printf(&text, "  %s : %s\n", flag_key[i][1],
                    call->arg[0].value.record->field[i].i ? "True" : "False");
    bool done = value_instead(out, value_cstr(text_get(&text)));
    text_free(&text);
    return done;
}

static int flag_named(Value key)
{
    for (int i = 0; key.tag == V_STR && i < FLAG_COUNT; i++)
        for (int k = 0; k < 2; k++)
            if (flag_key[i][k] && !strcmp(flag_key[i][k], key.str->text))
                return i;
    return -1;
}

static bool run_flags_eq(Call *call, Value *out)
{
    Value a = call->arg[0].value, b = call->arg[1].value;
    if (b.tag != V_RECORD || b.record->class != flagsobj)
        return value_instead(out, (Value){ .tag = V_NOTIMPLEMENTED });
    bool same = a.record->field[FLAG_COUNT].i == b.record->field[FLAG_COUNT].i;
    return value_instead(out, value_bool(same != (bool)call->func->extra));
}

static bool run_flags_get(Call *call, Value *out)
{
    int i = flag_named(call->arg[1].value);
    if (i < 0)
        return fail(call->run, KeyError, "'Unknown flag'");
    return value_instead(out, call->arg[0].value.record->field[i]);
}

static bool set_writeable(Run *run, Tensor *a, Value what)
{
    bool on;
    if (!value_truth(run, what, &on))
        return false;
    if (on && a->base && !tensor_writeable(a->base))
        return fail(run, ValueError, "cannot set WRITEABLE flag to True of this array");
    if (on)
        a->object.flags &= (uint8_t)~TENSOR_READONLY;
    else
        a->object.flags |= TENSOR_READONLY;
    return true;
}

static bool set_aligned(Run *run, Tensor *a, Value what)
{
    bool on;
    if (!value_truth(run, what, &on))
        return false;
    if (on)
        a->object.flags &= (uint8_t)~TENSOR_UNALIGNED;
    else
        a->object.flags |= TENSOR_UNALIGNED;
    return true;
}

bool flags_set(Run *run, Value record, const char *name, Value what, bool *known)
{
    bool aligned;
    *known = record.record->class == flagsobj;
    if (!*known)
        return false;
    if (!strcmp(name, "writeable"))
        return set_writeable(run, record.record->state, what) &&
               (record.record->field[FLAG_WRITEABLE] = value_bool(tensor_writeable(record.record->state)),
                true);
    if (!strcmp(name, "aligned"))
        return set_aligned(run, record.record->state, what) && value_truth(run, what, &aligned) &&
               (record.record->field[FLAG_ALIGNED] = value_bool(aligned), true);
    for (int i = 0; i <= FLAG_COUNT; i++)
        if (!strcmp(flag_field[i], name))
            return fail(run, AttributeError,
                        "attribute '%s' of 'numpy._core.multiarray.flagsobj' objects is not writable", name);
    *known = false;
    return false;
}

static bool run_flags_setitem(Call *call, Value *out)
{
    int i = flag_named(call->arg[1].value);
    bool known;
    *out = NONE;
    if (i != FLAG_WRITEABLE && i != FLAG_ALIGNED)
        return fail(call->run, KeyError, "'Unknown flag'");
    return flags_set(call->run, call->arg[0].value, flag_field[i], call->arg[2].value, &known);
}

static bool run_setflags(Call *call, Value *out)
{
    *out = NONE;
    Value self = call->arg[0].value;
    bool back = false;
    if (self.tag != V_ARRAY)
        return true;
    if (!arg_none(call, 2) && !set_aligned(call->run, self.tensor, call->arg[2].value))
        return false;
    if (!arg_none(call, 3) && !arg_truth(call, 3, &back))
        return false;
    if (back)
        return fail(call->run, ValueError, "cannot set WRITEBACKIFCOPY flag to True");
    return arg_none(call, 1) || set_writeable(call->run, self.tensor, call->arg[1].value);
}

static bool infer_none(Call *call, Value *out)
{
    (void)call;
    *out = NONE;
    return true;
}

/* data ------------------------------------------------------------------------------------------------- */

static const Class memoryview[1] = { { "memoryview", NULL, { class_object }, "memoryview" } };
static const char *const memoryview_field[] = { "nbytes",  "itemsize", "ndim", "shape",
                                                "strides", "readonly", "obj" };

static bool infer_data(Call *call, Value *out)
{
    if (any_unknown(call))
        return give_unknown(out);
    Tensor *a = arg_held(call, 0);
    if (!a)
        return false;
    *out = value_record(memoryview, 7, memoryview_field);
    Value *field = out->record->field;
    field[0] = value_int(tensor_size(a) * (int64_t)tensor_itemsize(a));
    field[1] = value_int((int64_t)tensor_itemsize(a));
    field[2] = value_int(a->ndim);
    field[3] = value_shape(a->ndim, a->dim);
    field[4] = value_shape(a->ndim, a->stride);
    field[5] = value_bool(!tensor_writeable(a));
    field[6] = value_array(a);
    return true;
}

static bool run_data_repr(Call *call, Value *out)
{
    Text text = { 0 };
    text_printf(&text, "<memory at %p>", (void *)call->arg[0].value.record->field[6].tensor->data);
    bool done = value_instead(out, value_cstr(text_get(&text)));
    text_free(&text);
    return done;
}

/* What the array's method of this name says. */
static bool run_data_method(Call *call, Value *out)
{
    Value array = call->arg[0].value.record->field[6], answer = NONE;
    return func_apply(call->run, func_find("ndarray", call->func->name), 1, &array, &answer) &&
           value_instead(out, answer);
}

static bool run_data_iter(Call *call, Value *out)
{
    const Tensor *a = call->arg[0].value.record->field[6].tensor;
    if (a->ndim != 1)
        return fail(call->run, a->ndim ? NotImplementedError : TypeError,
                    a->ndim ? "multi-dimensional sub-views are not implemented"
                            : "invalid indexing of 0-dim memory");
    Value items = tensor_tolist(a);
    bool done = value_iter(call->run, items, out);
    value_drop(items);
    return done;
}

/* np.info: how an array lies in memory (numpy/lib/_utils_impl.py, _info), or what is said of anything else.
 */
static bool run_info(Call *call, Value *out)
{
    Run *run = call->run;
    Value of = call->arg[0].value, doc;
    *out = NONE;
    if (of.tag == V_STR) {
        fprintf(run->out, "Help for %s not found.\n", of.str->text);
        return true;
    }
    if (of.tag == V_FUNC) {
        fprintf(run->out, "%s\n", of.func->brief);
        return true;
    }
    if (of.tag != V_ARRAY) {
        if (!hooks.attribute(run, of, "__doc__", &doc)) {
            run_clear_error(run);
            doc = NONE;
        }
        fprintf(run->out, "%s\n", value_text(run, doc));
        value_drop(doc);
        return true;
    }
    const Tensor *a = of.tensor;
    if (!a->data)
        return fail_no_data(run);
    Value shape = value_shape(a->ndim, a->dim), strides = value_shape(a->ndim, a->stride);
    bool c = tensor_is_c(a), f = tensor_is_f(a);
    fprintf(run->out, "class:  ndarray\nshape:  %s\nstrides:  %s\nitemsize:  %d\n", value_text(run, shape),
            value_text(run, strides), (int)tensor_itemsize(a));
    fprintf(run->out, "aligned:  True\ncontiguous:  %s\nfortran:  %s\n", c ? "True" : "False",
            f ? "True" : "False");
    fprintf(run->out, "data pointer: %p\nbyteorder:  little\nbyteswap:  False\ntype: %s\n", (void *)a->data,
            dtype_info[a->dtype].name);
    value_drop(shape);
    value_drop(strides);
    return true;
}

static bool infer_flatiter(Call *call, Value *out)
{
    (void)out;
    return fail(call->run, TypeError, "cannot create 'numpy.flatiter' instances");
}

const Func memory_view_funcs[] = {
    { .name = "flatiter",
      .of = "np",
      .params = "*args: any, **kwargs: any",
      .brief = "the type of a.flat",
      .example = ">>> isinstance(np.arange(3).flat, np.flatiter)\nTrue\n",
      .style = CLINIC,
      .infer = infer_flatiter,
      .class = flatiter },
    { .name = "flat",
      .of = "ndarray generic",
      .params = "a",
      .brief = "the elements one after another; can be indexed and set",
      .example = ">>> np.array([[1, 2], [3, 4]]).flat[2]\nnp.int64(3)\n",
      .style = ATTRIBUTE,
      .infer = infer_flat },
    { .name = "__getitem__",
      .of = "flatiter",
      .params = "flat: any, key: any",
      .brief = "elements by their places in C order",
      .example = ">>> np.array([[1, 2], [3, 4]]).flat[1:3]\narray([2, 3])\n",
      .style = METHOD,
      .run = run_flat_get },
    { .name = "__setitem__",
      .of = "flatiter",
      .params = "flat: any, key: any, value: any",
      .brief = "sets elements by their places in C order",
      .example =
          ">>> a = np.zeros((2, 2))\n>>> a.flat[[0, 3]] = 1\n>>> a\narray([[1., 0.],\n       [0., 1.]])\n",
      .style = METHOD,
      .infer = infer_none,
      .run = run_flat_set,
      .effects = true },
    { .name = "__iter__",
      .of = "flatiter",
      .params = "flat: any",
      .brief = "the elements in C order",
      .example =
          ">>> list(np.array([[1, 2], [3, 4]]).flat)\n[np.int64(1), np.int64(2), np.int64(3), np.int64(4)]\n",
      .style = METHOD,
      .run = run_flat_iter },
    { .name = "__next__",
      .of = "flatiter",
      .params = "flat: any",
      .brief = "the next element in C order",
      .example =
          ">>> it = np.array([[1, 2], [3, 4]]).flat\n>>> next(it), next(it)\n(np.int64(1), np.int64(2))\n",
      .style = METHOD,
      .run = run_flat_next,
      .effects = true },
    { .name = "__len__",
      .of = "flatiter",
      .params = "flat: any",
      .brief = "the number of elements",
      .example = ">>> len(np.zeros((2, 3)).flat)\n6\n",
      .style = METHOD,
      .run = run_flat_len },
    { .name = "__array__",
      .of = "flatiter",
      .params = "flat: any",
      .brief = "the elements as an array of one axis",
      .example = ">>> np.array(np.eye(2).flat)\narray([1., 0., 0., 1.])\n",
      .style = METHOD,
      .run = run_flat_copy,
      .gives = AS_ARRAY },
    { .name = "copy",
      .of = "flatiter",
      .params = "flat: any",
      .brief = "the elements as an array of one axis",
      .example = ">>> np.eye(2).flat.copy()\narray([1., 0., 0., 1.])\n",
      .style = METHOD,
      .run = run_flat_copy,
      .gives = AS_ARRAY },
    { .name = "flags",
      .of = "ndarray generic",
      .params = "a",
      .brief = "how the elements lie in memory, and may they be written",
      .example = ">>> np.zeros((2, 3)).flags\n"
                 "  C_CONTIGUOUS : True\n"
                 "  F_CONTIGUOUS : False\n"
                 "  OWNDATA : True\n"
                 "  WRITEABLE : True\n"
                 "  ALIGNED : True\n"
                 "  WRITEBACKIFCOPY : False\n",
      .style = ATTRIBUTE,
      .infer = infer_flags },
    { .name = "__repr__",
      .of = "flagsobj",
      .params = "flags: any",
      .brief = "the flags as text",
      .example = ">>> print(np.zeros(3).flags)\n"
                 "  C_CONTIGUOUS : True\n"
                 "  F_CONTIGUOUS : True\n"
                 "  OWNDATA : True\n"
                 "  WRITEABLE : True\n"
                 "  ALIGNED : True\n"
                 "  WRITEBACKIFCOPY : False\n",
      .style = METHOD,
      .run = run_flags_repr },
    { .name = "__eq__",
      .of = "flagsobj",
      .params = "flags: any, other: any",
      .brief = "whether all the flags are the same",
      .example = ">>> np.arange(3).flags == np.arange(4).flags\nTrue\n",
      .style = METHOD,
      .run = run_flags_eq },
    { .name = "__ne__",
      .of = "flagsobj",
      .params = "flags: any, other: any",
      .brief = "whether a flag differs",
      .example = ">>> np.arange(3).flags != np.arange(4).flags\nFalse\n",
      .style = METHOD,
      .run = run_flags_eq,
      .extra = 1 },
    { .name = "__getitem__",
      .of = "flagsobj",
      .params = "flags: any, key: any",
      .brief = "a flag by its name in capitals",
      .example = ">>> np.zeros(3).flags['C_CONTIGUOUS']\nTrue\n",
      .style = METHOD,
      .run = run_flags_get },
    { .name = "__setitem__",
      .of = "flagsobj",
      .params = "flags: any, key: any, value: any",
      .brief = "sets a flag by its name in capitals",
      .example = ">>> a = np.zeros(3)\n>>> a.flags['WRITEABLE'] = False\n>>> a.flags.writeable\nFalse\n",
      .style = METHOD,
      .infer = infer_none,
      .run = run_flags_setitem,
      .effects = true },
    { .name = "setflags",
      .of = "ndarray generic",
      .params = "a: any, write: any = None, align: any = None, uic: any = None",
      .brief = "may the array be written to",
      .example = ">>> a = np.zeros(3)\n>>> a.setflags(write=False)\n>>> a.flags.writeable\nFalse\n",
      .style = CLINIC,
      .infer = infer_none,
      .run = run_setflags,
      .effects = true },
    { .name = "info",
      .of = "np",
      .params = "object: any = None, maxwidth: int = 76, output: any = None, toplevel: str = 'numpy'",
      .brief = "prints how an array lies in memory, or what a function does",
      .example = ">>> np.info(np.hypot)\nThe hypotenuse of right triangles.\n",
      .style = PYTHON,
      .run = run_info,
      .effects = true },
    { .name = "data",
      .of = "ndarray generic",
      .params = "a",
      .brief = "the memory of the elements",
      .example = ">>> np.zeros(3).data.nbytes\n24\n",
      .style = ATTRIBUTE,
      .infer = infer_data },
    { .name = "__repr__",
      .of = "memoryview",
      .params = "data: any",
      .brief = "where the memory is, as text",
      .example = ">>> repr(np.zeros(3).data)[:10]\n'<memory at'\n",
      .style = METHOD,
      .run = run_data_repr },
    { .name = "tobytes",
      .of = "memoryview",
      .params = "data: any",
      .brief = "the bytes of the elements, in C order",
      .example = ">>> np.arange(3, dtype=np.uint8).data.tobytes()\nb'\\x00\\x01\\x02'\n",
      .style = METHOD,
      .run = run_data_method },
    { .name = "tolist",
      .of = "memoryview",
      .params = "data: any",
      .brief = "the elements as Python's numbers, in lists",
      .example = ">>> np.arange(3).data.tolist()\n[0, 1, 2]\n",
      .style = METHOD,
      .run = run_data_method },
    { .name = "__len__",
      .of = "memoryview",
      .params = "data: any",
      .brief = "the size of the first axis",
      .example = ">>> len(np.zeros((2, 3)).data)\n2\n",
      .style = METHOD,
      .run = run_data_method },
    { .name = "__iter__",
      .of = "memoryview",
      .params = "data: any",
      .brief = "its elements one after the other",
      .example = ">>> list(np.arange(3).data)\n[0, 1, 2]\n",
      .style = METHOD,
      .run = run_data_iter },
    { 0 },
};
