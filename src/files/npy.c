/* npy.c: .npy files: np.save, np.load, and elements without a header: fromfile, tofile. */
#include "files/npy.h"

#include "array/bytes.h"
#include "files/fromstring.h"
#include "files/memmap.h"
#include "files/npz.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <unistr.h>

static const char magic[] = "\x93NUMPY";
enum { MAGIC = sizeof magic - 1, ALIGN = 64, GROWTH_DIGITS = 21 };

/* files past this are mapped: read when they are looked at */
static const int64_t MAP_FROM = 16 << 20;

/* the elements, as they lie in a file ------------------------------------------------------------------- */

/* Writes the elements in C order. */
static bool write_elements(Run *run, FILE *file, Tensor *t)
{
    Tensor *whole = c_ordered(run, t);
    bool fine =
        whole && file_write(run, file, whole->data, (size_t)tensor_size(whole) * tensor_itemsize(whole));
    tensor_drop(whole);
    return fine;
}

/* Turns the bytes of each number around. */
static void swap_bytes(Tensor *t)
{
    size_t size = tensor_itemsize(t) / (dtype_is_complex((DType)t->dtype) ? 2 : 1);
    char *end = t->data + (size_t)tensor_size(t) * tensor_itemsize(t);
    for (char *at = t->data; size > 1 && at < end; at += size)
        for (size_t i = 0; i < size / 2; i++) {
            char byte = at[i];
            at[i] = at[size - 1 - i];
            at[size - 1 - i] = byte;
        }
}

/* `count` elements from here on, of which the file is known to have so many. */
static Tensor *read_elements(Run *run, FILE *file, DType dtype, int64_t count, bool real)
{
    enum { PIECE = 16 << 20 };
    size_t size = (size_t)count * dtype_info[dtype].size;
    if (real && (int64_t)size >= MAP_FROM && ftello(file) % dtype_info[dtype].align == 0) {
        Tensor *mapped = tensor_of_file(dtype, count, fileno(file), ftello(file), false, (FilePlace){ 0 });
        if (mapped)
            fseeko(file, (off_t)size, SEEK_CUR);
        if (mapped)
            return mapped;
    }
    Tensor *made = tensor_new(run, dtype, 1, &count);
    for (size_t at = 0, part; made && at < size; at += part) {
        part = size - at < PIECE ? size - at : PIECE;
        if (run_goes_on(run) && fread(made->data + at, 1, part, file) == part)
            continue;
        if (!run->error.class)
            fail_file(run, ferror(file) ? errno : EIO, NULL);
        tensor_drop(made);
        made = NULL;
    }
    return made;
}

/* writing ----------------------------------------------------------------------------------------------- */

bool npy_write(Run *run, FILE *file, Tensor *t)
{
    bool fortran = tensor_is_f(t) && !tensor_is_c(t);
    Text shape = { 0 }, header = { 0 };
    shape_add(&shape, run, t->ndim, t->dim);
    const DTypeInfo *info = &dtype_info[t->dtype];
    text_printf(&header, "{'descr': '%c%s', 'fortran_order': %s, 'shape': %s, }", info->size == 1 ? '|' : '<',
                info->code, fortran ? "True" : "False", text_get(&shape));
    if (t->ndim) { /* room for a later append, as NumPy leaves it */
        char digits[32];
        int length = snprintf(digits, sizeof digits, "%lld", (long long)t->dim[fortran ? t->ndim - 1 : 0]);
        text_pad(&header, ' ', GROWTH_DIGITS - length);
    }
    text_pad(&header, ' ', ALIGN - (ptrdiff_t)((MAGIC + 4 + header.length + 1) % ALIGN));
    text_char(&header, '\n');
    unsigned char start[MAGIC + 4] = { 0 };
    memcpy(start, magic, MAGIC);
    start[MAGIC] = 1;
    start[MAGIC + 2] = header.length & 255;
    start[MAGIC + 3] = (unsigned char)(header.length >> 8);
    Tensor *lying = fortran ? tensor_transpose(t, NULL) : tensor_keep(t);
    bool fine = file_write(run, file, (char *)start, sizeof start) &&
                file_write(run, file, header.at, header.length) && write_elements(run, file, lying);
    tensor_drop(lying);
    text_free(&shape);
    text_free(&header);
    return fine;
}

static bool run_save(Call *call, Value *out)
{
    enum { FILE_, ARR };
    Run *run = call->run;
    Value to = call->arg[FILE_].value;
    *out = NONE;
    if (is_file(to)) {
        FILE *stream = file_stream(run, to, FILE_WRITE_BYTES);
        return stream && npy_write(run, stream, arg_tensor(call, ARR));
    }
    const char *path = path_of(run, to);
    NewFile file;
    return path && newfile_open(run, path_ending(run, path, ".npy"), &file) &&
           newfile_close(run, &file, npy_write(run, file.stream, arg_tensor(call, ARR)));
}

/* the header: a Python literal -------------------------------------------------------------------------- */

enum { LITERAL_DEPTH = 8 };

static const char *skip_blank(const char *at) { return at + strspn(at, " \t\n\r\f"); }

static bool read_literal(Run *, const char **at, int deep, Value *out);

static bool read_string(const char **at, Value *out)
{
    char quote = *(*at)++;
    Text text = { 0 };
    while (**at && **at != quote && **at != '\\' && **at != '\n')
        text_char(&text, *(*at)++);
    bool whole = **at == quote;
    if (whole) {
        ++*at;
        *out = value_str(text_get(&text), (int64_t)text.length);
    }
    text_free(&text);
    return whole;
}

/* An int, in any base, perhaps with the L of Python 2; a float. Ints past 64 bits are floats, which fit no
 * shape either. */
static bool read_number(const char **at, Value *out)
{
    char *end, *float_end;
    errno = 0;
    long long whole = strtoll(*at, &end, 0);
    double number = strtod(*at, &float_end);
    if (float_end == *at)
        return false;
    *out = float_end > end || errno == ERANGE ? value_float(number) : value_int(whole);
    *at = float_end > end ? float_end : end;
    *at += **at == 'L';
    return true;
}

static bool read_items(Run *run, const char **at, char close, int deep, Value list, bool *comma)
{
    Value item;
    for (*comma = false; *(*at = skip_blank(*at)) != close; *comma = true, ++*at) {
        if (!read_literal(run, at, deep - 1, &item))
            return false;
        list_append(list.list, item);
        value_drop(item);
        *at = skip_blank(*at);
        if (**at == close)
            break;
        if (**at != ',')
            return false;
    }
    ++*at;
    return true;
}

static bool read_sequence(Run *run, const char **at, int deep, Value *out)
{
    char close = *(*at)++ == '(' ? ')' : ']';
    bool comma;
    Value list = value_list_new(4);
    if (!read_items(run, at, close, deep, list, &comma))
        return value_drop(list), false;
    if (close == ']')
        return *out = list, true;
    *out = list.list->count == 1 && !comma ? value_keep(list.list->item[0])
                                           : value_tuple(list.list->count, list.list->item);
    value_drop(list);
    return true;
}

static bool read_dict(Run *run, const char **at, int deep, Value *out)
{
    Value key = ABSENT, value = ABSENT;
    *out = value_dict_new();
    for (++*at; *(*at = skip_blank(*at)) != '}'; ++*at) {
        bool fine = read_literal(run, at, deep - 1, &key);
        *at = skip_blank(*at);
        fine = fine && *(*at)++ == ':' && read_literal(run, at, deep - 1, &value) &&
               dict_set(run, out->dict, key, value);
        value_drop(key);
        value_drop(value);
        key = value = ABSENT;
        *at = skip_blank(*at);
        if (!fine || (**at != ',' && **at != '}')) {
            run_clear_error(run);
            return value_drop(*out), *out = ABSENT, false;
        }
        if (**at == '}')
            break;
    }
    ++*at;
    return true;
}

/* False, without an error, if it is no literal. */
static bool read_literal(Run *run, const char **at, int deep, Value *out)
{
    static const struct {
        const char *word;
        Value value;
    } words[] = { { "True", { .tag = V_BOOL, .i = 1 } },
                  { "False", { .tag = V_BOOL, .i = 0 } },
                  { "None", { .tag = V_NONE } } };
    *at = skip_blank(*at);
    if (deep == 0)
        return false;
    if (**at == '{')
        return read_dict(run, at, deep, out);
    if (**at == '(' || **at == '[')
        return read_sequence(run, at, deep, out);
    if (**at == '\'' || **at == '"')
        return read_string(at, out);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strncmp(*at, words[i].word, strlen(words[i].word))) {
            *at += strlen(words[i].word);
            *out = words[i].value;
            return true;
        }
    return strchr("+-.0123456789", **at) && **at && read_number(at, out);
}

/* reading ----------------------------------------------------------------------------------------------- */

/* What a header says. */
typedef struct Header {
    DType dtype;
    bool fortran, swapped;
    Value shape; /* a tuple of ints, owned */
} Header;

/* Exactly so many bytes: "EOF: reading array header, expected 118 bytes got 3". */
static bool read_exactly(Run *run, FILE *file, size_t length, const char *what, Text *out)
{
    size_t before = out->length;
    if (!file_read(run, file, length, out))
        return false;
    if (out->length - before == length)
        return true;
    return fail(run, ValueError, "EOF: reading %s, expected %zu bytes got %zu", what, length,
                out->length - before);
}

/* The header as a text: version 3 is UTF-8, those before are Latin-1. */
static bool header_text(Run *run, FILE *file, int version, int64_t header_max, Text *out)
{
    Text bytes = { 0 };
    size_t width = version == 1 ? 2 : 4, length = 0;
    bool fine = read_exactly(run, file, width, "array header length", &bytes);
    for (size_t i = 0; fine && i < width; i++)
        length |= (size_t)(unsigned char)bytes.at[i] << (8 * i);
    text_clear(&bytes);
    fine = fine && read_exactly(run, file, length, "array header", &bytes);
    if (fine && (int64_t)length > header_max)
        fine = fail(run, ValueError,
                    "Header info length (%zu) is large and may not be safe to load securely.\nTo allow "
                    "loading, adjust "
                    "`max_header_size` or fully trust the `.npy` file using `allow_pickle=True`.\nFor safety "
                    "against large "
                    "resource use or crashes, sandboxing may be necessary.",
                    length);
    const uint8_t *wrong =
        fine && version == 3 ? u8_check((const uint8_t *)text_get(&bytes), bytes.length) : NULL;
    if (wrong)
        fine = fail(run, UnicodeDecodeError,
                    "'utf-8' codec can't decode byte 0x%02x in position %td: invalid start byte", *wrong,
                    wrong - (const uint8_t *)bytes.at);
    for (size_t i = 0; fine && i < bytes.length; i++) {
        unsigned char c = (unsigned char)bytes.at[i];
        if (version == 3 || c < 0x80)
            text_char(out, (char)c);
        else {
            text_char(out, (char)(0xC0 | c >> 6));
            text_char(out, (char)(0x80 | (c & 0x3F)));
        }
    }
    text_free(&bytes);
    return fine;
}

/* descr: '<f8' and kin. Big-endian numbers are turned around when they are read. */
static bool read_descr(Run *run, Value descr, Header *header)
{
    const char *text = descr.tag == V_STR ? descr.str->text : "";
    if (text[0] == '>' && strlen(text) <= 4 && (header->dtype = dtype_named(text + 1)) != NO_DTYPE) {
        header->swapped = true;
        return true;
    }
    if (!strcmp(text, "|O") || !strcmp(text, "O"))
        return fail(run, ValueError, "Object arrays cannot be loaded when allow_pickle=False");
    if (descr.tag == V_LIST)
        return fail(run, TypeError, "ndcalc has no arrays of records: keep an array for each field");
    if (descr.tag == V_STR && value_to_dtype(run, descr, &header->dtype))
        return true;
    if (run->error.class && !strncmp(run->error.text, "ndcalc has no", 13))
        return false;
    run_clear_error(run);
    return fail(run, ValueError, "descr is not a valid dtype descriptor: %s", value_text(run, descr));
}

static bool is_valid_shape(Value shape)
{
    if (shape.tag != V_TUPLE)
        return false;
    for (int64_t i = 0; i < shape.tuple->count; i++)
        if (shape.tuple->item[i].tag != V_INT)
            return false;
    return true;
}

static bool has_the_keys(Run *run, Dict *dict)
{
    Value keys = value_list_new(3);
    const Entry *entry;
    for (int64_t at = 0; (entry = dict_next(dict, &at));)
        list_append(keys.list, entry->key);
    bool right = dict->count == 3 && dict_find(dict, "descr").tag != V_ABSENT &&
                 dict_find(dict, "fortran_order").tag != V_ABSENT && dict_find(dict, "shape").tag != V_ABSENT;
    if (!right && list_sort(run, keys.list, NONE, false))
        fail(run, ValueError, "Header does not contain the correct keys: %s", value_text(run, keys));
    value_drop(keys);
    return right;
}

static bool read_parts(Run *run, Value dict, Header *header)
{
    if (dict.tag != V_DICT)
        return fail(run, ValueError, "Header is not a dictionary: %s", value_text(run, dict));
    if (!has_the_keys(run, dict.dict))
        return false;
    Value shape = dict_find(dict.dict, "shape"), order = dict_find(dict.dict, "fortran_order");
    if (!is_valid_shape(shape))
        return fail(run, ValueError, "shape is not valid: %s", value_text(run, shape));
    if (order.tag != V_BOOL)
        return fail(run, ValueError, "fortran_order is not a valid bool: %s", value_text(run, order));
    header->fortran = order.i;
    if (!read_descr(run, dict_find(dict.dict, "descr"), header))
        return false;
    header->shape = value_keep(shape);
    return true;
}

static bool read_header(Run *run, FILE *file, int64_t header_max, Header *header)
{
    Text start = { 0 }, text = { 0 };
    *header = (Header){ 0 };
    bool fine = read_exactly(run, file, MAGIC + 2, "magic string", &start);
    if (fine && memcmp(start.at, magic, MAGIC)) {
        bytes_repr(run, start.at, MAGIC, &text);
        fine = fail(run, ValueError, "the magic string is not correct; expected b'\\x93NUMPY', got %s",
                    text_get(&text));
    }
    int major = fine ? (unsigned char)start.at[MAGIC] : 0,
        minor = fine ? (unsigned char)start.at[MAGIC + 1] : 0;
    if (fine && (major < 1 || major > 3 || minor))
        fine = fail(run, ValueError, "we only support format version (1,0), (2,0), and (3,0), not (%d, %d)",
                    major, minor);
    fine = fine && header_text(run, file, major, header_max, &text);
    Value dict = ABSENT;
    const char *at = text_get(&text);
    if (fine &&
        (strlen(at) != text.length || !read_literal(run, &at, LITERAL_DEPTH, &dict) || *skip_blank(at))) {
        Text quoted = { 0 };
        str_repr(text_get(&text), (int64_t)text.length, false, &quoted);
        fine = fail(run, ValueError, "Cannot parse header: %s", text_get(&quoted));
        text_free(&quoted);
    }
    fine = fine && read_parts(run, dict, header);
    value_drop(dict);
    text_free(&start);
    text_free(&text);
    return fine;
}

/* The number of elements as NumPy counts it: products of 64 bits, which may wrap. */
static int64_t wrapping_size(const Tuple *shape)
{
    uint64_t size = 1;
    for (int64_t i = 0; i < shape->count; i++)
        size *= (uint64_t)shape->item[i].i;
    return (int64_t)size;
}

/* Checks that a shape is one, and writes its sizes. */
static bool read_sizes(Run *run, const Header *header, int64_t *dim)
{
    const Tuple *shape = header->shape.tuple;
    if (shape->count > AXES_MAX)
        return fail_axes(run, shape->count);
    for (int64_t i = 0; i < shape->count; i++)
        dim[i] = shape->item[i].i;
    return true;
}

/* Elements on one axis, in the shape of the header, in its order. Takes `flat`. */
static Tensor *in_shape(Run *run, Tensor *flat, const Header *header)
{
    int64_t dim[AXES_MAX], backwards[AXES_MAX], size = tensor_size(flat);
    int ndim = (int)header->shape.tuple->count;
    Tensor *shaped = NULL;
    if (read_sizes(run, header, dim)) {
        bool negative = false;
        for (int i = 0; i < ndim; i++) {
            backwards[ndim - 1 - i] = dim[i];
            negative |= dim[i] < 0;
        }
        if (negative || shape_size(ndim, dim) != size)
            fail(run, ValueError, "cannot reshape array of size %lld into shape %s", (long long)size,
                 shape_tight(run, ndim, dim));
        else
            shaped = tensor_reshape_view(flat, ndim, header->fortran ? backwards : dim);
    }
    if (shaped && header->fortran) {
        Tensor *turned = tensor_transpose(shaped, NULL);
        tensor_drop(shaped);
        shaped = turned;
    }
    tensor_drop(flat);
    return shaped;
}

/* So many elements are not there. */
static bool fail_short(Run *run, const Header *header, int64_t count, int64_t there)
{
    return fail(run, ValueError,
                "Failed to read all data for array. Expected %s = %lld elements, could only read %lld "
                "elements. (file seems "
                "not fully written?)",
                value_text(run, header->shape), (long long)count, (long long)there);
}

/* `packed`: the bytes of a member of an archive; below 0: it is a file. */
static Tensor *read_array(Run *run, FILE *file, int64_t packed, const Header *header)
{
    bool real = packed < 0;
    int64_t count = wrapping_size(header->shape.tuple), rest = real ? file_rest(file) : packed,
            size = dtype_info[header->dtype].size;
    if (rest < 0)
        return fail_file(run, ESPIPE, NULL), NULL;
    if (count < 0 || count > rest / size) {
        if (real || count < 0)
            fail_short(run, header, count, rest / size);
        else
            fail(run, ValueError, "EOF: reading array data, expected %lld bytes got %lld",
                 (long long)(count > INT64_MAX / size ? INT64_MAX : count * size), (long long)rest);
        return NULL;
    }
    Tensor *flat = read_elements(run, file, header->dtype, count, real && !header->swapped);
    if (flat && header->swapped)
        swap_bytes(flat);
    return flat ? in_shape(run, flat, header) : NULL;
}

static Tensor *read_whole(Run *run, FILE *file, int64_t packed, int64_t header_max)
{
    Header header;
    Tensor *read =
        read_header(run, file, header_max, &header) ? read_array(run, file, packed, &header) : NULL;
    value_drop(header.shape);
    return read;
}

Tensor *npy_read(Run *run, FILE *file, int64_t header_max) { return read_whole(run, file, -1, header_max); }

Tensor *npy_read_packed(Run *run, FILE *file, int64_t length, int64_t header_max)
{
    return read_whole(run, file, length, header_max);
}

/* np.load ---------------------------------------------------------------------------------------------------
 */

/* The array as np.memmap. */
static Tensor *map_array(Run *run, const char *path, MapMode mode, int64_t header_max)
{
    FILE *file = fopen(path, mode == MAP_WRITE ? "r+be" : "rbe");
    Header header = { 0 };
    Tensor *mapped = NULL;
    if (!file)
        return fail_file(run, errno, path), NULL;
    if (read_header(run, file, header_max, &header)) {
        int64_t dim[AXES_MAX], size = 0, item = dtype_info[header.dtype].size, rest = file_rest(file);
        bool fine = read_sizes(run, &header, dim) &&
                    check_asked(run, header.dtype, (int)header.shape.tuple->count, dim);
        if (fine)
            size = shape_size((int)header.shape.tuple->count, dim);
        if (fine && size > rest / item)
            fine = fail(run, ValueError, "mmap length is greater than file size");
        if (fine && header.swapped)
            fine = fail(run, TypeError,
                        "ndcalc has no arrays of big-endian numbers: np.load without mmap_mode turns them");
        Tensor *flat = fine ? memmap_line(run, file, path, mode, header.dtype, size, ftello(file)) : NULL;
        if (flat)
            mapped = in_shape(run, flat, &header);
    }
    value_drop(header.shape);
    fclose(file);
    return mapped;
}

static bool fail_pickle(Run *run, bool allowed)
{
    if (allowed)
        return fail(run, NotImplementedError, "ndcalc reads no pickled objects, which may run any program");
    return fail(
        run, ValueError,
        "This file contains pickled (object) data. If you trust the file you can load it unsafely using the "
        "`allow_pickle=` keyword argument or `pickle.load()`.");
}

/* Whether a file that stands at an array begins so; the place is kept. Also: are there any bytes? */
static bool begins_with(FILE *file, const char *bytes, size_t length, bool *empty)
{
    char start[8];
    off_t at = ftello(file);
    size_t got = fread(start, 1, length, file);
    fseeko(file, at, SEEK_SET);
    *empty = got == 0;
    return got == length && !memcmp(start, bytes, length);
}

/* What open() gave, or a file that is opened here and then the caller's; NULL on error. */
static FILE *file_to_read(Run *run, Value from, const char **path)
{
    if (is_file(from))
        return file_stream(run, from, FILE_READ);
    *path = path_of(run, from);
    return *path ? file_open(run, *path) : NULL;
}

static bool run_load(Call *call, Value *out)
{
    enum { FILE_, MODE, PICKLE, FIX, ENCODING, HEADER };
    Run *run = call->run;
    bool pickle, empty;
    MapMode mode = MAP_READ;
    int64_t header_max;
    const char *encoding = arg_text(call, ENCODING), *path = NULL;
    if (!encoding || (strcmp(encoding, "ASCII") && strcmp(encoding, "latin1") && strcmp(encoding, "bytes")))
        return fail(run, ValueError, "encoding must be 'ASCII', 'latin1', or 'bytes'");
    if (!arg_truth(call, PICKLE, &pickle) || !arg_int(call, HEADER, &header_max))
        return false;
    Value from = call->arg[FILE_].value;
    bool given = is_file(from);
    FILE *file = file_to_read(run, from, &path);
    if (!file)
        return false;
    header_max = pickle ? INT64_MAX : header_max;
    Tensor *read = NULL;
    if (begins_with(file, magic, MAGIC, &empty)) {
        if (arg_none(call, MODE))
            read = npy_read(run, file, header_max);
        else if (given)
            fail(
                run, ValueError,
                "Filename must be a string or a path-like object.  Memmap cannot use existing file handles.");
        else if (memmap_mode(run, call->arg[MODE].value, &mode) &&
                 (mode != MAP_NEW ||
                  fail(run, ValueError, "np.load reads: mmap_mode 'w+' would empty the file")))
            read = map_array(run, path, mode, header_max);
    } else if (begins_with(file, "PK\3\4", 4, &empty) || begins_with(file, "PK\5\6", 4, &empty)) {
        if (npz_open(run, file, !given, from, header_max, out))
            return true;
    } else if (empty)
        fail(run, EOFError, "No data left in file");
    else
        fail_pickle(run, pickle);
    if (!given)
        fclose(file);
    return give_instead(out, read);
}

/* elements alone --------------------------------------------------------------------------------------------
 */

static bool run_fromfile(Call *call, Value *out)
{
    enum { FILE_, DTYPE, COUNT, SEP, OFFSET };
    Run *run = call->run;
    DType dtype;
    int64_t count, offset;
    const char *sep = arg_text(call, SEP), *path = NULL;
    if (!sep)
        return fail(run, TypeError, "fromfile() argument 4 must be str, not %s",
                    value_argument_name(call->arg[SEP].value));
    if (!arg_dtype(call, DTYPE, &dtype) || !arg_int(call, COUNT, &count) || !arg_int(call, OFFSET, &offset))
        return false;
    dtype = dtype == NO_DTYPE ? FLOAT64 : dtype;
    if (*sep && offset)
        return fail(run, TypeError, "'offset' argument only permitted for binary files");
    Value from = call->arg[FILE_].value;
    bool given = is_file(from);
    FILE *file = file_to_read(run, from, &path);
    if (!file)
        return false;
    Tensor *read = NULL;
    if (*sep) {
        Text text = { 0 };
        if (file_read(run, file, SIZE_MAX, &text))
            read = numbers_from_text(run, text_get(&text), text.length, dtype, count, sep);
        text_free(&text);
    } else if (fseeko(file, (off_t)offset, SEEK_CUR) || file_rest(file) < 0) {
        fail_file(run, errno ? errno : ESPIPE, NULL);
    } else {
        int64_t there = file_rest(file) / dtype_info[dtype].size;
        read = read_elements(run, file, dtype, count < 0 || count > there ? there : count, true);
    }
    if (!given)
        fclose(file);
    return give_instead(out, read);
}

/* a.tofile(f, sep=','): the elements as repr shows them, or by a format. */
static bool write_texts(Run *run, FILE *file, Tensor *t, const char *sep, Value format)
{
    Text text = { 0 };
    Places places;
    bool first = true, fine = true;
    places_begin(&places, t);
    while (fine && places_next(&places)) {
        if (!first)
            text_puts(&text, sep);
        first = false;
        Value item = value_item((DType)t->dtype, t->data + places.offset);
        if (!format.str->bytes)
            fine = value_str_of(run, item, &text);
        else {
            Value made;
            fine = hooks.operate(run, OP_MOD, format, item, &made);
            if (fine && made.tag == V_STR)
                text_add(&text, made.str->text, (size_t)made.str->bytes);
            if (fine)
                value_drop(made);
        }
        value_drop(item);
        if (fine && text.length > 1 << 16) {
            fine = file_write(run, file, text.at, text.length);
            text_clear(&text);
        }
    }
    fine = fine && file_write(run, file, text_get(&text), text.length);
    text_free(&text);
    return fine;
}

static bool run_tofile(Call *call, Value *out)
{
    enum { SELF, FILE_, SEP, FORMAT };
    Run *run = call->run;
    Tensor *t = arg_tensor(call, SELF);
    const char *sep = arg_text(call, SEP), *path = NULL;
    *out = NONE;
    if (!sep || !arg_text(call, FORMAT))
        return fail(run, TypeError, "tofile() argument %d must be str, not %s", sep ? 3 : 2,
                    value_argument_name(call->arg[sep ? FORMAT : SEP].value));
    NewFile file = { 0 };
    Value to = call->arg[FILE_].value;
    FILE *stream = NULL;
    if (is_file(to)) {
        if (!(stream = file_stream(run, to, FILE_WRITE_BYTES)))
            return false;
    } else if (!(path = path_of(run, to)) || !newfile_open(run, path, &file))
        return false;
    FILE *into = stream ? stream : file.stream;
    bool fine = *sep ? write_texts(run, into, t, sep, call->arg[FORMAT].value) : write_elements(run, into, t);
    return stream ? fine : newfile_close(run, &file, fine);
}

const Func npy_funcs[] = {
    { .name = "save",
      .of = "np",
      .params = "file: any, arr, allow_pickle: any = True",
      .brief = "writes an array to a .npy file",
      .example = ">>> import io\n>>> f = io.BytesIO(); np.save(f, [1, 2]); f.getvalue()[:6]\nb'\\x93NUMPY'\n",
      .style = PYTHON,
      .run = run_save,
      .effects = true },
    { .name = "load",
      .of = "np",
      .params = "file: any, mmap_mode: any = None, allow_pickle: any = False, fix_imports: any = True, "
                "encoding: any = "
                "'ASCII', *, max_header_size: any = 10000",
      .brief = "the array in a .npy file; large ones are read when they are looked at",
      .example = ">>> import io\n>>> f = io.BytesIO(); np.save(f, [[1, 2]]); f.seek(0)\n0\n>>> "
                 "np.load(f)\narray([[1, 2]])\n",
      .style = PYTHON,
      .run = run_load,
      .effects = true,
      .gives = AS_ARRAY },
    { .name = "fromfile",
      .of = "np",
      .params = "file: any, dtype: dtype = None, count: int = -1, sep: any = '', offset: int = 0, *, like: "
                "like = None",
      .brief = "an array of the bytes, or with sep= of the numbers, of a file",
      .example = ">>> np.fromfile('/dev/null', sep=',')\narray([], dtype=float64)\n",
      .style = CLINIC,
      .run = run_fromfile,
      .effects = true,
      .gives = AS_ARRAY },
    { .name = "tofile",
      .of = "ndarray generic",
      .params = "a, fid: any, sep: any = '', format: any = '%s'",
      .brief = "writes the elements to a file, as bytes or as text",
      .example = ">>> np.arange(3).tofile('/dev/null')\n",
      .style = METHOD,
      .run = run_tofile,
      .effects = true },
    { 0 },
};
