/* file_objects.c: what open(), StringIO and BytesIO give. */
#include "python/files.h"

#include "array/bytes.h"
#include "python/codecs.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <unistr.h>

static const Class class_text_file[1] = { { "TextIOWrapper", "_io", { class_object }, "file" } };
static const Class class_reader[1] = { { "BufferedReader", "_io", { class_object }, "file" } };
static const Class class_writer[1] = { { "BufferedWriter", "_io", { class_object }, "file" } };
static const Class class_both[1] = { { "BufferedRandom", "_io", { class_object }, "file" } };
static const Class class_string_file[1] = { { "StringIO", "_io", { class_object }, "file" } };
static const Class class_bytes_file[1] = { { "BytesIO", "_io", { class_object }, "file" } };

enum { FILE_NAME, FILE_MODE, FILE_FIELDS };
static const char *const file_field[] = { "name", "mode" };

/* Behind a record of these classes. */
typedef struct Stream {
    FILE *file; /* NULL: closed */
    bool text, reads, writes;
    bool in_memory;         /* StringIO, BytesIO: a file without a name */
    bool borrowed;          /* the program's own: it stays open */
    bool wide;              /* a text whose characters may be several bytes */
    bool marked;            /* its first bytes are a mark, no part of the text */
    char last;              /* 'r', 'w': what was done last; between the two C wants a seek */
    Value encoding, errors; /* a str; absent: utf-8, strict */
} Stream;

static bool is_file_class(const Class *class) { return class->home && !strcmp(class->home, "file"); }

bool is_file(Value v) { return v.tag == V_RECORD && is_file_class(v.record->class); }

static Stream *stream_of(const Call *call) { return call->arg[0].value.record->state; }

static void drop_file(Record *record)
{
    Stream *stream = record->state;
    if (stream->file && !stream->borrowed)
        fclose(stream->file);
    value_drop(stream->encoding);
    value_drop(stream->errors);
    mem_free(stream);
}

static bool fail_closed(Run *run, const Stream *stream)
{
    return fail(run, ValueError, "I/O operation on closed file%s", stream->in_memory ? "" : ".");
}

static bool ready(Run *run, Stream *stream, bool to_write)
{
    if (!stream->file)
        return fail_closed(run, stream);
    if (to_write ? !stream->writes : !stream->reads)
        return fail(run, UnsupportedOperation, "not %s", to_write ? "writable" : "readable");
    char does = to_write ? 'w' : 'r';
    if (stream->last && stream->last != does)
        fseeko(stream->file, 0, SEEK_CUR);
    stream->last = does;
    return true;
}

FILE *file_stream(Run *run, Value v, FileUse use)
{
    Stream *stream = v.record->state;
    if (stream->text && use == FILE_WRITE_BYTES)
        return fail(run, TypeError, "write() argument must be str, not bytes"), NULL;
    if (!stream->file)
        return fail(run, ValueError, "%s of closed file", use == FILE_READ ? "read" : "write"), NULL;
    return ready(run, stream, use != FILE_READ) ? stream->file : NULL;
}

static Value file_value(const Class *class, FILE *file, Stream about)
{
    Value made = value_record(class, FILE_FIELDS, file_field);
    Stream *stream = mem_alloc(sizeof *stream);
    *stream = about;
    stream->file = file;
    if (about.encoding.tag == V_ABSENT)
        stream->wide = about.text;
    made.record->state = stream;
    made.record->drop = drop_file;
    return made;
}

Value file_standard(FILE *file, const char *name)
{
    Value made =
        file_value(class_text_file, file, (Stream){ .text = true, .writes = true, .borrowed = true });
    made.record->field[FILE_NAME] = value_cstr(name);
    made.record->field[FILE_MODE] = value_cstr("w");
    return made;
}

/* The parts of a mode, as Python reads it. */
static bool read_mode(Run *run, const char *mode, char *main, bool *binary, bool *plus)
{
    int mains = 0;
    *main = 'r';
    *binary = *plus = false;
    bool text = false;
    for (const char *c = mode; *c; c++) {
        if (!strchr("rwaxbt+", *c) || strchr(c + 1, *c))
            return fail(run, ValueError, "invalid mode: '%s'", mode);
        *binary |= *c == 'b';
        *plus |= *c == '+';
        text |= *c == 't';
        if (strchr("rwax", *c)) {
            *main = *c;
            mains++;
        }
    }
    if (*binary && text)
        return fail(run, ValueError, "can't have text and binary mode at once");
    if (mains != 1)
        return fail(run, ValueError,
                    mains ? "must have exactly one of create/read/write/append mode"
                          : "Must have exactly one of create/read/write/append mode and at most one plus");
    return true;
}

/* open's encoding= and errors=, which are for texts. */
static bool read_encoding(Call *call, bool binary, Stream *stream)
{
    enum { ENCODING = 3, ERRORS = 4 };
    Value *const to[] = { &stream->encoding, &stream->errors };
    for (int k = ENCODING; k <= ERRORS; k++) {
        Value given = call->arg[k].value;
        const char *name = k == ENCODING ? "encoding" : "errors";
        if (arg_none(call, k))
            continue;
        if (given.tag != V_STR)
            return fail(call->run, TypeError, "open() argument '%s' must be str or None, not %s", name,
                        value_argument_name(given));
        if (binary)
            return fail(call->run, ValueError, "binary mode doesn't take an %s argument", name);
        *to[k - ENCODING] = given;
    }
    return stream->encoding.tag == V_ABSENT ||
           encoding_for_file(call->run, stream->encoding.str->text, &stream->wide, &stream->marked);
}

static bool run_open(Call *call, Value *out)
{
    enum { PATH, MODE };
    Run *run = call->run;
    char how, c_mode[5];
    bool binary, plus;
    const char *path = path_of(run, call->arg[PATH].value), *mode = arg_text(call, MODE);
    if (!path)
        return false;
    if (!mode)
        return fail(run, TypeError, "open() argument 'mode' must be str, not %s",
                    value_argument_name(call->arg[MODE].value));
    if (!read_mode(run, mode, &how, &binary, &plus))
        return false;
    Stream opened = { .text = !binary, .reads = how == 'r' || plus, .writes = how != 'r' || plus };
    if (!read_encoding(call, binary, &opened))
        return false;
    snprintf(c_mode, sizeof c_mode, "%c%s%s", how == 'x' ? 'w' : how, plus ? "+" : "",
             how == 'x' ? "xe" : "e");
    FILE *file = fopen(path, c_mode);
    struct stat about;
    if (!file || (!fstat(fileno(file), &about) && S_ISDIR(about.st_mode))) {
        fail_file(run, file ? EISDIR : errno, path);
        if (file)
            fclose(file);
        return false;
    }
    const Class *class = !binary      ? class_text_file
                         : plus       ? class_both
                         : how == 'r' ? class_reader
                                      : class_writer;
    value_keep(opened.encoding);
    value_keep(opened.errors);
    *out = file_value(class, file, opened);
    out->record->field[FILE_NAME] = value_keep(call->arg[PATH].value);
    out->record->field[FILE_MODE] = value_keep(call->arg[MODE].value);
    return true;
}

/* A file without a name, which is gone when it is closed. NULL after an error. */
static FILE *unnamed_file(Run *run)
{
    int descriptor = memfd_create("ndcalc", MFD_CLOEXEC);
    FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "w+");
    if (!file)
        fail_file(run, errno, NULL);
    return file;
}

static bool run_temporary_file(Call *call, Value *out)
{
    Value mode = call->arg[0].value;
    bool text = mode.tag == V_STR && !strchr(mode.str->text, 'b');
    if (mode.tag != V_STR || !strchr(mode.str->text, '+') ||
        mode.str->text[strspn(mode.str->text, "rwxab+t")])
        return fail(call->run, ValueError, "invalid mode: %s", value_text(call->run, mode));
    FILE *file = unnamed_file(call->run);
    if (!file)
        return false;
    *out = file_value(text ? class_text_file : class_both, file,
                      (Stream){ .text = text, .reads = true, .writes = true });
    out->record->field[FILE_NAME] = value_int(fileno(file));
    out->record->field[FILE_MODE] = value_cstr(text ? "w+" : "rb+");
    return true;
}

/* StringIO(text), BytesIO(bytes). */
static bool run_memory_file(Call *call, Value *out)
{
    Run *run = call->run;
    bool text = call->func->class == class_string_file;
    Value given = call->arg[0].value;
    const char *at = "";
    size_t length = 0;
    Tensor *bytes = text ? NULL : bytes_of(given);
    if (text && given.tag == V_STR) {
        at = given.str->text;
        length = (size_t)given.str->bytes;
    } else if (bytes) {
        at = bytes->data;
        length = (size_t)bytes->dim[0];
    } else if (!arg_none(call, 0))
        return text
                   ? fail(run, TypeError, "initial_value must be str or None, not %s", value_type_name(given))
                   : fail(run, TypeError, "a bytes-like object is required, not '%s'",
                          value_type_name(given));
    FILE *file = unnamed_file(run);
    if (!file)
        return false;
    *out = file_value(call->func->class, file,
                      (Stream){ .text = text, .reads = true, .writes = true, .in_memory = true });
    if (file_write(run, file, at, length) && !fseeko(file, 0, SEEK_SET))
        return true;
    value_drop(*out);
    return false;
}

/* reading ----------------------------------------------------------------------------------------------- */

static const char *known(Value v) { return v.tag == V_STR ? v.str->text : NULL; }

/* What was read, as str or bytes; takes the text. */
static bool give_read(Run *run, const Stream *stream, Text *text, Value *out)
{
    const char *at = text_get(text);
    bool fine = true;
    if (!stream->text)
        *out = value_bytes(at, text->length);
    else if (stream->wide && !u8_check((const uint8_t *)at, text->length))
        *out = value_str(at, (int64_t)text->length);
    else
        fine = decode_text(run, at, text->length, stream->wide ? NULL : known(stream->encoding),
                           known(stream->errors), out);
    text_free(text);
    return fine;
}

/* A mark at the beginning of a file is passed over. */
static void pass_mark(const Stream *stream)
{
    char first[sizeof UTF_8_MARK] = "";
    size_t count = fread(first, 1, strlen(UTF_8_MARK), stream->file);
    if (strcmp(first, UTF_8_MARK) != 0 || count != strlen(UTF_8_MARK))
        rewind(stream->file);
}

/* One character of a text file ('\r\n' is '\n'), or one byte; EOF at the end. */
static int next_char(const Stream *stream)
{
    int c = getc_unlocked(stream->file);
    if (c != '\r' || !stream->text || stream->in_memory)
        return c;
    int after = getc_unlocked(stream->file);
    if (after != '\n' && after != EOF)
        ungetc(after, stream->file);
    return '\n';
}

/* Up to `most` characters (below 0: all), or a line. */
static bool read_some(Run *run, Stream *stream, int64_t most, bool line, Text *text)
{
    enum { OFTEN = 1 << 16 };
    int c = 0;
    if (stream->marked && ftello(stream->file) == 0)
        pass_mark(stream);
    for (int64_t n = 0; most < 0 || n < most; n++) {
        if (n % OFTEN == 0 && (!run_goes_on(run) || !run_has_memory(run, (int64_t)text->length, TEXT_ROOM)))
            return false;
        if ((c = next_char(stream)) == EOF)
            break;
        text_char(text, (char)c);
        for (int more = !stream->wide ? 0 : c >= 0xF0 ? 3 : c >= 0xE0 ? 2 : c >= 0xC0; more > 0; more--)
            if ((c = getc_unlocked(stream->file)) != EOF)
                text_char(text, (char)c);
        if (line && c == '\n')
            break;
    }
    return c != EOF || !ferror(stream->file) || fail_file(run, errno, NULL);
}

static bool read_value(Run *run, Stream *stream, int64_t most, bool line, Value *out)
{
    Text text = { 0 };
    if (!read_some(run, stream, most, line, &text))
        return text_free(&text), false;
    return give_read(run, stream, &text, out);
}

/* read(n), readline(n): extra tells which. */
static bool run_read(Call *call, Value *out)
{
    int64_t most = -1;
    if (!ready(call->run, stream_of(call), false) ||
        (!arg_none(call, 1) && !value_index(call->run, call->arg[1].value, &most)))
        return false;
    return read_value(call->run, stream_of(call), most, call->func->extra, out);
}

static int next_line(Run *run, Iterator *iterator, Value *out)
{
    Stream *stream = iterator->of.record->state;
    Text text = { 0 };
    if (!ready(run, stream, false) || !read_some(run, stream, -1, true, &text))
        return text_free(&text), -1;
    return text.length ? give_read(run, stream, &text, out) ? 1 : -1 : 0;
}

static bool run_iter(Call *call, Value *out)
{
    if (!ready(call->run, stream_of(call), false))
        return false;
    *out = value_iterator(call->arg[0].value.record->class, call->arg[0].value, next_line);
    return true;
}

static bool run_next(Call *call, Value *out)
{
    Stream *stream = stream_of(call);
    Text text = { 0 };
    if (!ready(call->run, stream, false) || !read_some(call->run, stream, -1, true, &text))
        return text_free(&text), false;
    return text.length ? give_read(call->run, stream, &text, out) : fail(call->run, StopIteration, "%s", "");
}

static bool run_readlines(Call *call, Value *out)
{
    Value iterator;
    if (!run_iter(call, &iterator))
        return false;
    bool fine = value_to_list(call->run, iterator, out);
    value_drop(iterator);
    return fine;
}

static bool run_getvalue(Call *call, Value *out)
{
    Stream *stream = stream_of(call);
    if (!stream->file)
        return fail_closed(call->run, stream);
    off_t at = ftello(stream->file);
    rewind(stream->file);
    Text text = { 0 };
    bool fine = file_read(call->run, stream->file, SIZE_MAX, &text);
    fseeko(stream->file, at, SEEK_SET);
    if (!fine)
        return text_free(&text), false;
    return give_read(call->run, stream, &text, out);
}

/* writing ----------------------------------------------------------------------------------------------- */

static bool write_value(Run *run, Stream *stream, Value what, int64_t *count)
{
    Tensor *bytes = bytes_of(what);
    if (!ready(run, stream, true))
        return false;
    if (stream->text && what.tag != V_STR)
        return stream->in_memory
                   ? fail(run, TypeError, "string argument expected, got '%s'", value_type_name(what))
                   : fail(run, TypeError, "write() argument must be str, not %s", value_type_name(what));
    if (!stream->text && !bytes)
        return fail(run, TypeError, "a bytes-like object is required, not '%s'", value_type_name(what));
    *count = stream->text ? what.str->length : bytes->dim[0];
    if (!stream->text)
        return file_write(run, stream->file, bytes->data, (size_t)bytes->dim[0]);
    if (stream->wide)
        return (!stream->marked || ftello(stream->file) > 0 ||
                file_write(run, stream->file, UTF_8_MARK, 3)) &&
               file_write(run, stream->file, what.str->text, (size_t)what.str->bytes);
    Text text = { 0 };
    bool fine = encode_text(run, what.str, known(stream->encoding), known(stream->errors), &text) &&
                file_write(run, stream->file, text_get(&text), text.length);
    text_free(&text);
    return fine;
}

static bool run_write(Call *call, Value *out)
{
    int64_t count;
    if (!write_value(call->run, stream_of(call), call->arg[1].value, &count))
        return false;
    *out = value_int(count);
    return true;
}

static bool write_line(Run *run, Value line, void *stream)
{
    int64_t count;
    return write_value(run, stream, line, &count);
}

static bool run_writelines(Call *call, Value *out)
{
    *out = NONE;
    return value_each(call->run, call->arg[1].value, write_line, stream_of(call));
}

/* places ------------------------------------------------------------------------------------------------ */

static bool run_seek(Call *call, Value *out)
{
    int64_t to, whence;
    Stream *stream = stream_of(call);
    if (!stream->file)
        return fail_closed(call->run, stream);
    if (!arg_int(call, 1, &to) || !arg_int(call, 2, &whence))
        return false;
    if (whence < 0 || whence > 2)
        return fail(call->run, ValueError, "invalid whence (%lld, should be 0, 1 or 2)", (long long)whence);
    if (whence == 0 && to < 0)
        return fail(call->run, ValueError, "negative seek position %lld", (long long)to);
    if (fseeko(stream->file, to, whence == 0 ? SEEK_SET : whence == 1 ? SEEK_CUR : SEEK_END))
        return fail_file(call->run, errno, NULL);
    stream->last = 0;
    *out = value_int(ftello(stream->file));
    return true;
}

static bool run_tell(Call *call, Value *out)
{
    Stream *stream = stream_of(call);
    if (!stream->file)
        return fail_closed(call->run, stream);
    off_t at = ftello(stream->file);
    *out = value_int(at);
    return at >= 0 || fail_file(call->run, errno, NULL);
}

static bool run_flush(Call *call, Value *out)
{
    Stream *stream = stream_of(call);
    *out = NONE;
    if (!stream->file)
        return fail_closed(call->run, stream);
    return !stream->writes || !fflush(stream->file) || fail_file(call->run, errno, NULL);
}

static bool run_close(Call *call, Value *out)
{
    Stream *stream = stream_of(call);
    FILE *file = stream->file;
    *out = NONE;
    stream->file = NULL;
    return !file || stream->borrowed || !fclose(file) || fail_file(call->run, errno, NULL);
}

static bool run_enter(Call *call, Value *out)
{
    if (!stream_of(call)->file)
        return fail_closed(call->run, stream_of(call));
    *out = value_keep(call->arg[0].value);
    return true;
}

typedef enum { ASK_CLOSED, ASK_READABLE, ASK_WRITABLE } Question;

static bool run_asked(Call *call, Value *out)
{
    const Stream *stream = stream_of(call);
    *out = value_bool(call->func->extra == ASK_CLOSED     ? !stream->file
                      : call->func->extra == ASK_READABLE ? stream->reads
                                                          : stream->writes);
    return true;
}

static bool run_encoding(Call *call, Value *out)
{
    if (!stream_of(call)->text)
        return fail(call->run, AttributeError, "'%s' object has no attribute '%s'",
                    value_type_name(call->arg[0].value), call->func->name);
    const Stream *stream = stream_of(call);
    Value known_one = call->func->extra ? stream->errors : stream->encoding;
    *out = stream->in_memory        ? NONE
           : known_one.tag == V_STR ? value_keep(known_one)
                                    : value_cstr(call->func->extra ? "strict" : "UTF-8");
    return true;
}

static bool run_repr(Call *call, Value *out)
{
    const Record *record = call->arg[0].value.record;
    const Stream *stream = record->state;
    Text text = { 0 };
    text_printf(&text, "<_io.%s", record->class->name);
    if (stream->in_memory)
        text_printf(&text, " object at %p", (const void *)record);
    else {
        text_puts(&text, " name=");
        value_repr(call->run, record->field[FILE_NAME], &text); /* a path; a number where there is none */
    }
    if (stream->text && !stream->in_memory)
        text_printf(&text, " mode='%s' encoding='%s'", record->field[FILE_MODE].str->text,
                    stream->encoding.tag == V_STR ? stream->encoding.str->text : "UTF-8");
    text_char(&text, '>');
    *out = value_str(text_get(&text), (int64_t)text.length);
    text_free(&text);
    return true;
}

#define FILE_METHOD(name_, params_, run_, extra_, brief_, example_)                                          \
    {                                                                                                        \
        .name = name_, .of = "file", .params = params_, .brief = brief_, .example = example_,                \
        .style = METHOD, .run = run_, .extra = extra_, .effects = true                                       \
    }
#define FILE_PART(name_, run_, extra_, brief_, example_)                                                     \
    {                                                                                                        \
        .name = name_, .of = "file", .params = "self: any", .brief = brief_, .example = example_,            \
        .style = ATTRIBUTE, .run = run_, .extra = extra_                                                     \
    }
#define FROM_IO ">>> from io import StringIO\n"

const Func file_funcs[] = {
    { .name = "open",
      .of = "builtins",
      .params = "file: any, mode: any = 'r', buffering: any = -1, encoding: any = None, errors: any = None, "
                "newline: any = "
                "None",
      .brief = "opens a file: 'r' to read, 'w' to write, 'a' to append; with 'b' as bytes",
      .example = ">>> open('/dev/null').read()\n''\n",
      .style = CLINIC,
      .run = run_open,
      .effects = true },
    { .name = "StringIO",
      .of = "io",
      .params = "initial_value: any = '', newline: any = '\n'",
      .brief = "a text that can be read and written like a file",
      .example = FROM_IO ">>> StringIO('a\\nb').readlines()\n['a\\n', 'b']\n",
      .style = CLINIC,
      .run = run_memory_file,
      .effects = true,
      .class = class_string_file },
    { .name = "TemporaryFile",
      .of = "tempfile",
      .params = "mode: any = 'w+b', buffering: int = -1, encoding: any = None, newline: any = None, suffix: "
                "any = None, "
                "prefix: any = None, dir: any = None, *, errors: any = None",
      .brief = "a file without a name, gone when it is closed",
      .example = ">>> from tempfile import TemporaryFile\n>>> f = TemporaryFile(); np.save(f, np.arange(2)); "
                 "f.seek(0)\n"
                 "0\n>>> np.load(f)\narray([0, 1])\n",
      .style = PYTHON,
      .run = run_temporary_file,
      .effects = true },
    { .name = "BytesIO",
      .of = "io",
      .params = "initial_bytes: any = None",
      .brief = "bytes that can be read and written like a file",
      .example = ">>> import io\n>>> b = io.BytesIO(); np.save(b, np.arange(2)); b.tell()\n144\n",
      .style = CLINIC,
      .run = run_memory_file,
      .effects = true,
      .class = class_bytes_file },
    FILE_METHOD("read", "self: any, size: any = -1", run_read, 0, "so many characters, or all that are left",
                FROM_IO ">>> StringIO('abc').read(2)\n'ab'\n"),
    FILE_METHOD("readline", "self: any, size: any = -1", run_read, 1, "the next line",
                FROM_IO ">>> StringIO('a\\nb').readline()\n'a\\n'\n"),
    FILE_METHOD("readlines", "self: any", run_readlines, 0, "the lines that are left",
                FROM_IO ">>> StringIO('a\\nb').readlines()\n['a\\n', 'b']\n"),
    FILE_METHOD("write", "self: any, text: any", run_write, 0, "writes, and tells how much",
                FROM_IO ">>> StringIO().write('abc')\n3\n"),
    FILE_METHOD("writelines", "self: any, lines: any", run_writelines, 0,
                "writes several texts, one after another",
                FROM_IO ">>> f = StringIO(); f.writelines(['a', 'b']); f.getvalue()\n'ab'\n"),
    FILE_METHOD("getvalue", "self: any", run_getvalue, 0, "all that a StringIO or BytesIO holds",
                FROM_IO ">>> StringIO('abc').getvalue()\n'abc'\n"),
    FILE_METHOD("seek", "self: any, offset: int, whence: int = 0, /", run_seek, 0,
                "goes to a place, counted in bytes",
                FROM_IO ">>> f = StringIO('abc'); f.seek(1); f.read()\n1\n'bc'\n"),
    FILE_METHOD("tell", "self: any", run_tell, 0, "the place, counted in bytes",
                FROM_IO ">>> StringIO('abc').tell()\n0\n"),
    FILE_METHOD("flush", "self: any", run_flush, 0, "hands what was written to the system",
                FROM_IO ">>> StringIO().flush()\n"),
    FILE_METHOD("close", "self: any", run_close, 0, "ends reading and writing",
                FROM_IO ">>> f = StringIO(); f.close(); f.closed\nTrue\n"),
    FILE_METHOD("readable", "self: any", run_asked, ASK_READABLE, "can it be read?",
                FROM_IO ">>> StringIO().readable()\nTrue\n"),
    FILE_METHOD("writable", "self: any", run_asked, ASK_WRITABLE, "can it be written to?",
                FROM_IO ">>> StringIO().writable()\nTrue\n"),
    FILE_METHOD("__enter__", "self: any", run_enter, 0, "begins a `with`",
                FROM_IO ">>> StringIO('a').__enter__().read()\n'a'\n"),
    FILE_METHOD("__exit__", "self: any, *args: any", run_close, 0, "ends a `with`: closes the file",
                FROM_IO ">>> StringIO().__exit__()\n"),
    FILE_METHOD("__iter__", "self: any", run_iter, 0, "its lines",
                FROM_IO ">>> list(StringIO('a\\nb'))\n['a\\n', 'b']\n"),
    FILE_METHOD("__next__", "self: any", run_next, 0, "the next line",
                FROM_IO ">>> next(StringIO('a\\nb'))\n'a\\n'\n"),
    FILE_METHOD("__repr__", "self: any", run_repr, 0, "what sort of file it is",
                ">>> open('/dev/null', 'rb').__repr__()\n\"<_io.BufferedReader name='/dev/null'>\"\n"),
    FILE_PART("closed", run_asked, ASK_CLOSED, "was it closed?", FROM_IO ">>> StringIO().closed\nFalse\n"),
    FILE_PART("encoding", run_encoding, 0, "how characters are bytes",
              ">>> open('/dev/null').encoding\n'UTF-8'\n"),
    FILE_PART("errors", run_encoding, 1,
              "what is done with characters that are no such bytes, and the reverse",
              ">>> open('/dev/null').errors\n'strict'\n"),
    { 0 },
};
