/* memmap.c: arrays that lie in a file: np.memmap (numpy/_core/memmap.py). */
#include "files/memmap.h"

#include "python/paths.h"

#include <errno.h>
#include <string.h>

static const char *const mode_names[] = { "r", "c", "r+", "w+" }; /* in the order of MapMode */

bool memmap_mode(Run *run, Value name, MapMode *mode)
{
    static const char *const spelled[] = { "readonly", "copyonwrite", "readwrite", "write" };
    for (int i = 0; name.tag == V_STR && i < 4; i++)
        if (!strcmp(name.str->text, mode_names[i]) || !strcmp(name.str->text, spelled[i])) {
            *mode = (MapMode)i;
            return true;
        }
    return fail(run, ValueError,
                "mode must be one of ['r', 'c', 'r+', 'w+', 'readonly', 'copyonwrite', 'readwrite', 'write'] "
                "(got %s)",
                value_text(run, name));
}

Tensor *memmap_line(Run *run, FILE *file, const char *path, MapMode mode, DType dtype, int64_t count,
                    int64_t offset)
{
    const char *absolute = path ? path_absolute(run, path) : NULL;
    Tensor *line = count ? tensor_of_file(dtype, count, fileno(file), offset, mode >= MAP_WRITE,
                                          (FilePlace){ absolute, mode_names[mode], offset })
                         : tensor_new(run, dtype, 1, &count);
    if (!line && count)
        fail_file(run, errno, path);
    if (line)
        line->object.flags |= TENSOR_MEMMAP | (mode == MAP_READ ? TENSOR_READONLY : 0);
    return line;
}

/* np.memmap
 * -------------------------------------------------------------------------------------------------------- */

/* What is asked for: an array of this shape from a byte on, or (no axes are given) all that the file has. */
typedef struct Wanted {
    MapMode mode;
    DType dtype;
    int64_t offset;
    bool whole;
    Shape shape;
    char order;
} Wanted;

static bool read_wanted(Call *call, Wanted *w)
{
    enum { FILENAME, DTYPE, MODE, OFFSET, SHAPE, ORDER };
    Run *run = call->run;
    if (!memmap_mode(run, ARG(call, MODE), &w->mode))
        return false;
    w->whole = arg_none(call, SHAPE);
    if (w->mode == MAP_NEW && w->whole)
        return fail(run, ValueError, "shape must be given if mode == 'w+'");
    if (!arg_dtype(call, DTYPE, &w->dtype) || !arg_int(call, OFFSET, &w->offset) ||
        !arg_order(call, ORDER, 'C', &w->order))
        return false;
    if (w->dtype == NO_DTYPE)
        w->dtype = FLOAT64;
    Ints sizes;
    if (w->whole)
        return true;
    if (!ints_of(run, ARG(call, SHAPE), &sizes))
        return false;
    if (sizes.count > AXES_MAX)
        return fail_axes(run, sizes.count);
    shape_set(&w->shape, (int)sizes.count, sizes.at);
    return true;
}

/* Makes the file as long as the array wants it. */
static bool lengthen(Run *run, FILE *file, const char *path, int64_t length, int64_t *there)
{
    if (*there >= length)
        return true;
    *there = length;
    return (!fseeko(file, length - 1, SEEK_SET) && fputc(0, file) != EOF && !fflush(file)) ||
           fail_file(run, errno, path);
}

/* How many elements there are, in a file of so many bytes; false: NumPy's and mmap's errors. */
static bool find_count(Run *run, FILE *file, const char *path, Wanted *w, int64_t there, int64_t *count)
{
    int64_t item = dtype_info[w->dtype].size, bytes;
    if (w->whole) {
        if ((there - w->offset) % item)
            return fail(run, ValueError, "Size of available data is not a multiple of the data-type size.");
        *count = (there - w->offset) / item;
        shape_set(&w->shape, 1, count);
    } else {
        *count = 1;
        for (int i = 0; i < w->shape.ndim; i++)
            *count = size_times(*count, w->shape.dim[i]);
    }
    bool far =
        __builtin_mul_overflow(*count, item, &bytes) || __builtin_add_overflow(bytes, w->offset, &bytes);
    if (w->offset < 0)
        return fail(run, OverflowError, "memory mapped offset must be positive");
    if (!far && w->mode >= MAP_WRITE && !lengthen(run, file, path, bytes > 1 ? bytes : 1, &there))
        return false;
    if (w->mode < MAP_WRITE && bytes < 0)
        return fail(run, OverflowError, "memory mapped length must be positive");
    if (!there)
        return fail(run, ValueError, "cannot mmap an empty file");
    if (far || bytes > there)
        return fail(run, ValueError, "mmap length is greater than file size");
    return w->whole || check_asked(run, w->dtype, w->shape.ndim, w->shape.dim);
}

static Tensor *shaped(Tensor *line, const Wanted *w)
{
    int64_t backwards[AXES_MAX];
    int ndim = w->shape.ndim;
    for (int i = 0; i < ndim; i++)
        backwards[ndim - 1 - i] = w->shape.dim[i];
    Tensor *made = tensor_reshape_view(line, ndim, w->order == 'F' ? backwards : w->shape.dim);
    if (made && w->order == 'F') {
        Tensor *turned = tensor_transpose(made, NULL);
        tensor_drop(made);
        made = turned;
    }
    return made;
}

static bool run_memmap(Call *call, Value *out)
{
    static const char *const open_as[] = { "rbe", "rbe", "r+be", "w+be" };
    Run *run = call->run;
    Wanted w = { .mode = MAP_READ };
    if (!read_wanted(call, &w))
        return false;
    Value from = ARG(call, 0);
    bool given = is_file(from);
    const char *path = given ? NULL : path_of(run, from);
    if (!given && !path)
        return false;
    FILE *file = given ? file_stream(run, from, FILE_READ) : fopen(path, open_as[w.mode]);
    if (!file)
        return given ? false : fail_file(run, errno, path);
    Tensor *line = NULL, *made = NULL;
    int64_t count;
    if (given && fileno(file) < 0)
        fail(run, OSError, "fileno");
    else if (fseeko(file, 0, SEEK_END))
        fail_file(run, errno, path);
    else if (find_count(run, file, path, &w, ftello(file), &count))
        line = memmap_line(run, file, path, w.mode, w.dtype, count, w.offset);
    if (line)
        made = shaped(line, &w);
    tensor_drop(line);
    if (!given)
        fclose(file);
    return give_instead(out, made);
}

/* of an array
 * ---------------------------------------------------------------------------------------------------- */

typedef enum { PART_FILENAME, PART_OFFSET, PART_MODE } Part;

static bool run_part(Call *call, Value *out)
{
    const FilePlace *place = tensor_file_place(ARG(call, 0).tensor);
    *out = NONE;
    if (place && call->func->extra == PART_OFFSET)
        *out = value_int(place->offset);
    else if (place && call->func->extra == PART_MODE)
        *out = value_cstr(place->mode);
    else if (place && place->path)
        *out = value_cstr(place->path);
    return true;
}

static bool run_flush(Call *call, Value *out)
{
    *out = NONE;
    return tensor_file_flush(ARG(call, 0).tensor) || fail_file(call->run, errno, NULL);
}

#define MADE                                                                                                 \
    ">>> from tempfile import TemporaryFile\n"                                                               \
    ">>> a = np.memmap(TemporaryFile(), dtype=float, mode='w+', shape=3)\n"
#define PART(name_, extra_, brief_, example_)                                                                \
    {                                                                                                        \
        .name = name_, .of = "memmap", .params = "self: any", .brief = brief_, .example = MADE example_,     \
        .style = ATTRIBUTE, .run = run_part, .extra = extra_                                                 \
    }

const Func memmap_funcs[] = {
    { .name = "memmap",
      .of = "np",
      .params =
          "filename: any, dtype: dtype = 'uint8', mode: any = 'r+', offset: any = 0, shape: any = None, "
          "order: any = 'C'",
      .brief = "an array whose elements lie in a file: they are read where they are looked at, and stores "
               "into them change it (modes 'r+' and 'w+')",
      .example = MADE ">>> a[1:] = 5; a\nmemmap([0., 5., 5.])\n",
      .style = PYTHON,
      .says = "memmap.__new__",
      .run = run_memmap,
      .class = class_memmap,
      .gives = AS_ARRAY,
      .effects = true },
    PART("filename", PART_FILENAME, "the path of the file", ">>> a.filename\n"),
    PART("offset", PART_OFFSET, "the byte of the file where the array begins", ">>> a.offset\n0\n"),
    PART("mode", PART_MODE, "how the file was opened", ">>> a.mode\n'w+'\n"),
    { .name = "flush",
      .of = "memmap",
      .params = "self: any",
      .brief = "hands what was stored to the file",
      .example = MADE ">>> a[0] = 1; a.flush()\n",
      .style = METHOD,
      .run = run_flush,
      .effects = true },
    { .name = NULL },
};
