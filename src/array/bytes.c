/* bytes.c: Python's bytes: a record whose field is an array of uint8. */
#include "array/bytes.h"

#include "func/results.h"

#include "value/format.h"

#include <string.h>

const Class class_bytes[1] = { { "bytes", NULL, { class_object }, "bytes" } };

/* Takes the array. */
static Value bytes_holding(Tensor *held)
{
    static const char *const unnamed[] = { "" };
    held->object.flags |= TENSOR_READONLY;
    Value made = value_record(class_bytes, 1, unnamed);
    made.record->field[0] = value_array(held);
    return made;
}

Value value_bytes(const char *bytes, size_t length)
{
    Tensor *held = tensor_new(NULL, UINT8, 1, (int64_t[]){ (int64_t)length });
    memcpy(held->data, bytes, length);
    return bytes_holding(held);
}

Tensor *bytes_of(Value v)
{
    return v.tag == V_RECORD && v.record->class == class_bytes ? v.record->field[0].tensor : NULL;
}

bool bytes_repr(Run *run, const char *bytes, size_t length, Text *out)
{
    char quote = memchr(bytes, '\'', length) && !memchr(bytes, '"', length) ? '"' : '\'';
    text_printf(out, "b%c", quote);
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)bytes[i];
        const char *letter = memchr("\t\n\r", c, 3);
        if (c == quote || c == '\\')
            text_printf(out, "\\%c", c);
        else if (letter && c)
            text_printf(out, "\\%c", c == '\t' ? 't' : c == '\n' ? 'n' : 'r');
        else if (c < ' ' || c >= 127)
            text_printf(out, "\\x%02x", c);
        else
            text_char(out, (char)c);
        if (i % (1 << 20) == 0 && !run_goes_on(run))
            return false;
    }
    text_char(out, quote);
    return true;
}

static Tensor *self(const Call *call) { return bytes_of(call->arg[0].value); }

static size_t length_of(const Tensor *bytes) { return (size_t)bytes->dim[0]; }

static bool run_repr(Call *call, Value *out)
{
    Text text = { 0 };
    bool fine = run_has_memory(call->run, (int64_t)length_of(self(call)), 2) &&
                bytes_repr(call->run, self(call)->data, length_of(self(call)), &text);
    if (fine)
        *out = value_str(text_get(&text), (int64_t)text.length);
    text_free(&text);
    return fine;
}

static bool run_len(Call *call, Value *out)
{
    *out = value_int(self(call)->dim[0]);
    return true;
}

/* hex(sep, bytes_per_sep): a separator between groups, which are counted from the end, or from the front
 * where their size is negative. */
static bool run_hex(Call *call, Value *out)
{
    enum { SELF, SEPARATOR, GROUP };
    Run *run = call->run;
    Value separator = call->arg[SEPARATOR].value;
    int64_t group = 1, length = self(call)->dim[0];
    Tensor *bytes = bytes_of(separator);
    if (separator.tag != V_ABSENT && separator.tag != V_STR && !bytes)
        return fail(run, TypeError, "object of type '%s' has no len()", value_type_name(separator));
    if (separator.tag == V_STR ? separator.str->length != 1 : bytes && bytes->dim[0] != 1)
        return fail(run, ValueError, "sep must be length 1.");
    char between = separator.tag == V_STR ? *separator.str->text : bytes ? *bytes->data : 0;
    if (between < 0)
        return fail(run, ValueError, "sep must be ASCII.");
    if (!arg_int(call, GROUP, &group))
        return false;
    Text text = { 0 };
    for (int64_t i = 0; i < length; i++) {
        bool border = i && group && (group > 0 ? (length - i) % group == 0 : i % group == 0);
        if (separator.tag != V_ABSENT && border)
            text_char(&text, between);
        text_printf(&text, "%02x", (unsigned char)self(call)->data[i]);
    }
    *out = value_str(text_get(&text), (int64_t)text.length);
    text_free(&text);
    return true;
}

static bool run_equal(Call *call, Value *out)
{
    Tensor *other = bytes_of(call->arg[1].value);
    *out = other ? value_bool(length_of(self(call)) == length_of(other) &&
                              !memcmp(self(call)->data, other->data, length_of(other)))
                 : (Value){ .tag = V_NOTIMPLEMENTED };
    return true;
}

/* As Python's hashes of a text and of its bytes are the same. */
static bool run_hash(Call *call, Value *out)
{
    Value text = value_str(self(call)->data, self(call)->dim[0]);
    uint64_t hash;
    bool fine = value_hash(call->run, text, &hash);
    *out = value_int((int64_t)hash);
    value_drop(text);
    return fine;
}

/* a < b and kin; extra: the operator. */
static bool run_order(Call *call, Value *out)
{
    const Tensor *a = self(call), *b = bytes_of(call->arg[1].value);
    if (!b) {
        *out = (Value){ .tag = V_NOTIMPLEMENTED };
        return true;
    }
    size_t most = length_of(a) < length_of(b) ? length_of(a) : length_of(b);
    int order = memcmp(a->data, b->data, most);
    if (!order)
        order = (length_of(a) > length_of(b)) - (length_of(a) < length_of(b));
    Operator op = (Operator)call->func->extra;
    *out = value_bool(op == OP_LT   ? order < 0
                      : op == OP_LE ? order <= 0
                      : op == OP_GT ? order > 0
                                    : order >= 0);
    return true;
}

static bool run_add(Call *call, Value *out)
{
    const Tensor *a = self(call), *b = bytes_of(call->arg[1].value);
    if (!b)
        return fail(call->run, TypeError, "can't concat %s to bytes", value_type_name(call->arg[1].value));
    Text text = { 0 };
    text_add(&text, a->data, length_of(a));
    text_add(&text, b->data, length_of(b));
    *out = value_bytes(text_get(&text), text.length);
    text_free(&text);
    return true;
}

static bool run_repeat(Call *call, Value *out)
{
    Run *run = call->run;
    Value times = call->arg[1].value;
    size_t length = length_of(self(call));
    int64_t count;
    if (times.tag != V_INT && times.tag != V_BOOL && times.tag != V_SCALAR && times.tag != V_BIGINT)
        return fail(run, TypeError, "can't multiply sequence by non-int of type '%s'",
                    value_type_name(times));
    if (!value_index(run, times, &count))
        return false;
    count = length && count > 0 ? count : 0;
    if (!run_has_memory(run, count, length ? length : 1))
        return false;
    int64_t all = count * (int64_t)length;
    Tensor *held = tensor_new(run, UINT8, 1, &all);
    for (int64_t i = 0; held && i < count; i++) {
        memcpy(held->data + (size_t)i * length, self(call)->data, length);
        if (i % (1 << 16) == 0 && !run_goes_on(run)) {
            tensor_drop(held);
            held = NULL;
        }
    }
    if (!held)
        return false;
    *out = bytes_holding(held);
    return true;
}

static bool run_contains(Call *call, Value *out)
{
    Value what = call->arg[1].value;
    const Tensor *whole = self(call), *part = bytes_of(what);
    if (part) {
        *out = value_bool(memmem(whole->data, length_of(whole), part->data, length_of(part)) != NULL);
        return true;
    }
    int64_t byte;
    if (what.tag != V_INT && what.tag != V_BOOL && what.tag != V_SCALAR)
        return fail(call->run, TypeError, "a bytes-like object is required, not '%s'", value_type_name(what));
    if (!value_index(call->run, what, &byte))
        return false;
    if (byte < 0 || byte > 255)
        return fail(call->run, ValueError, "byte must be in range(0, 256)");
    *out = value_bool(memchr(whole->data, (int)byte, length_of(whole)) != NULL);
    return true;
}

/* bytes[k] is an int, bytes[i:j] bytes. */
static bool run_item(Call *call, Value *out)
{
    Run *run = call->run;
    Value key = call->arg[1].value, part;
    int64_t at, length = self(call)->dim[0];
    if (key.tag != V_SLICE) {
        if (!value_index(run, key, &at))
            return false;
        if (at < -length || at >= length)
            return fail(run, IndexError, "index out of range");
        *out = value_int((unsigned char)self(call)->data[at < 0 ? at + length : at]);
        return true;
    }
    if (!hooks.item(run, call->arg[0].value.record->field[0], key, &part))
        return false;
    Tensor *whole = c_ordered(run, part.tensor);
    if (whole)
        *out = value_bytes(whole->data, length_of(whole));
    tensor_drop(whole);
    value_drop(part);
    return whole;
}

static bool run_iter(Call *call, Value *out)
{
    Value list = tensor_tolist(self(call));
    bool fine = value_iter(call->run, list, out);
    value_drop(list);
    return fine;
}

static bool run_tobytes(Call *call, Value *out)
{
    char order;
    if (!arg_order(call, 1, 'C', &order))
        return false;
    Tensor *a = call->arg[0].tensor;
    if (order == 'K' || order == 'A')
        order = order == 'A' && tensor_is_f(a) && !tensor_is_c(a) ? 'F' : 'C';
    bool lies_so = a->data && (order == 'C' ? tensor_is_c(a) : tensor_is_f(a));
    Tensor *held = lies_so ? tensor_keep(a) : tensor_copy(call->run, a, order);
    if (held)
        *out = value_bytes(held->data, (size_t)tensor_size(held) * tensor_itemsize(held));
    tensor_drop(held);
    return held;
}

static bool infer_frombuffer(Call *call, Value *out)
{
    Run *run = call->run;
    Value buffer = call->arg[0].value;
    DType dtype;
    int64_t count, offset;
    if (any_unknown(call))
        return give_unknown(out);
    if (!arg_dtype(call, 1, &dtype) || !arg_int(call, 2, &count) || !arg_int(call, 3, &offset))
        return false;
    Tensor *of = bytes_of(buffer);
    if (!of && (buffer.tag == V_ARRAY || value_is_scalar(buffer))) {
        of = call->arg[0].tensor =
            tensor_from_value(run, buffer, NO_DTYPE, false); /* the call lets go of it */
        call->arg[0].owned_tensor = of;
        if (!of)
            return false;
    }
    if (!of)
        return fail(run, TypeError, "a bytes-like object is required, not '%s'", value_type_name(buffer));
    if (!tensor_is_c(of))
        return fail(run, ValueError, "ndarray is not C-contiguous");
    dtype = dtype == NO_DTYPE ? FLOAT64 : dtype;
    int64_t size = dtype_info[dtype].size, bytes = tensor_size(of) * (int64_t)tensor_itemsize(of);
    if (offset < 0 || offset > bytes)
        return fail(run, ValueError, "offset must be non-negative and no greater than buffer length (%lld)",
                    (long long)bytes);
    if (count < 0 && (bytes - offset) % size)
        return fail(run, ValueError, "buffer size must be a multiple of element size");
    if (count < 0)
        count = (bytes - offset) / size;
    else if (count > (bytes - offset) / size)
        return fail(run, ValueError, "buffer is smaller than requested size");
    Tensor *view = tensor_view(of, 1, &count, &size, of->data ? of->data + offset : NULL);
    view->dtype = (uint8_t)dtype;
    return give(out, view);
}

#define BYTES_METHOD(name_, params_, run_, extra_, brief_, example_)                                         \
    {                                                                                                        \
        .name = name_, .of = "bytes", .params = params_, .brief = brief_, .example = example_,               \
        .style = METHOD, .run = run_, .extra = extra_                                                        \
    }

const Func bytes_funcs[] = {
    { .name = "tobytes",
      .of = "ndarray generic",
      .params = "a, order: any = 'C'",
      .brief = "the bytes of the elements, one after another",
      .example = ">>> np.array([1, 256], np.int16).tobytes()\nb'\\x01\\x00\\x00\\x01'\n",
      .style = CLINIC,
      .run = run_tobytes },
    { .name = "frombuffer",
      .of = "np",
      .params = "buffer: any, dtype: dtype = None, count: int = -1, offset: int = 0, *, like: like = None",
      .brief = "bytes, or the memory of an array, seen as elements",
      .example = ">>> np.frombuffer(np.array([1, 256], np.int16).tobytes(), dtype=np.uint8)\n"
                 "array([1, 0, 0, 1], dtype=uint8)\n",
      .style = CLINIC,
      .infer = infer_frombuffer,
      .gives = AS_ARRAY },
    BYTES_METHOD("__repr__", "self: any", run_repr, 0, "bytes as they would be written",
                 ">>> b'A'.__repr__()\n\"b'A'\"\n"),
    BYTES_METHOD("__len__", "self: any", run_len, 0, "how many bytes", ">>> len(b'abc')\n3\n"),
    BYTES_METHOD("__getitem__", "self: any, key: any", run_item, 0, "a byte as an int, or a part",
                 ">>> b'A'[0]\n65\n"),
    BYTES_METHOD("__iter__", "self: any", run_iter, 0, "the bytes as ints", ">>> list(b'AB')\n[65, 66]\n"),
    BYTES_METHOD("__eq__", "self: any, other: any", run_equal, 0, "are the bytes the same?",
                 ">>> b'A' == bytes([65])\nTrue\n"),
    BYTES_METHOD("__hash__", "self: any", run_hash, 0, "equal bytes have the same",
                 ">>> {b'a': 1}[b'a']\n1\n"),
    BYTES_METHOD("__lt__", "self: any, other: any", run_order, OP_LT, "does it stand before the other?",
                 ">>> b'a' < b'ab'\nTrue\n"),
    BYTES_METHOD("__le__", "self: any, other: any", run_order, OP_LE,
                 "does it stand before the other, or is it the same?", ">>> b'a' <= b'a'\nTrue\n"),
    BYTES_METHOD("__gt__", "self: any, other: any", run_order, OP_GT, "does it stand behind the other?",
                 ">>> b'b' > b'ab'\nTrue\n"),
    BYTES_METHOD("__ge__", "self: any, other: any", run_order, OP_GE,
                 "does it stand behind the other, or is it the same?", ">>> b'a' >= b'b'\nFalse\n"),
    BYTES_METHOD("__add__", "self: any, other: any", run_add, 0, "one after the other",
                 ">>> b'a' + b'b'\nb'ab'\n"),
    BYTES_METHOD("__mul__", "self: any, times: any", run_repeat, 0, "the bytes several times",
                 ">>> b'ab' * 2\nb'abab'\n"),
    BYTES_METHOD("__rmul__", "self: any, times: any", run_repeat, 0, "the bytes several times",
                 ">>> 2 * b'ab'\nb'abab'\n"),
    BYTES_METHOD("__contains__", "self: any, part: any", run_contains, 0, "is a byte among them, or a part?",
                 ">>> b'b' in b'abc', 97 in b'abc'\n(True, True)\n"),
    BYTES_METHOD("hex", "self: any, sep: any = ?, bytes_per_sep: int = 1", run_hex, 0,
                 "two hexadecimal digits for each byte", ">>> np.int16(258).tobytes().hex()\n'0201'\n"),
    { 0 },
};
