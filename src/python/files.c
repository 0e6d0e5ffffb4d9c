/* files.c: files as streams of bytes: opened, packed, read whole, and written so that they are whole or not
 * there. */
#include "python/files.h"

#include "array/bytes.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

/* paths ------------------------------------------------------------------------------------------------- */

bool fail_file(Run *run, int error, const char *name)
{
    const Class *class = error == ENOENT                     ? FileNotFoundError
                         : error == EEXIST                   ? FileExistsError
                         : error == EISDIR                   ? IsADirectoryError
                         : error == ENOTDIR                  ? NotADirectoryError
                         : error == EACCES || error == EPERM ? PermissionError
                                                             : OSError;
    if (error == EBADMSG)
        return fail(run, EOFError, "Compressed file ended before the end-of-stream marker was reached");
    Text text = { 0 };
    text_printf(&text, "[Errno %d] %s", error, strerror(error));
    if (name) {
        text_puts(&text, ": ");
        str_repr(name, (int64_t)strlen(name), false, &text);
    }
    fail(run, class, "%s", text_get(&text));
    text_free(&text);
    return false;
}

const char *path_of(Run *run, Value v)
{
    if (v.tag != V_STR)
        return fail(run, TypeError, "expected str, bytes or os.PathLike object, not %s", value_type_name(v)),
               NULL;
    if ((int64_t)strlen(v.str->text) != v.str->bytes)
        return fail(run, ValueError, "embedded null byte"), NULL;
    return v.str->text;
}

const char *path_ending(Run *run, const char *path, const char *ending)
{
    size_t length = strlen(path), end = strlen(ending);
    return length >= end && !strcmp(path + length - end, ending) ? path : run_text(run, "%s%s", path, ending);
}

FILE *file_open(Run *run, const char *path)
{
    FILE *stream = fopen(path, "rbe");
    struct stat about;
    if (stream && !fstat(fileno(stream), &about) && !S_ISDIR(about.st_mode))
        return stream;
    fail_file(run, stream ? EISDIR : errno, path);
    if (stream)
        fclose(stream);
    return NULL;
}

/* packed text ----------------------------------------------------------------------------------------------
 */

bool is_packed(const char *path)
{
    size_t length = strlen(path);
    return length > 3 && strcmp(path + length - 3, ".gz") == 0;
}

/* EBADMSG: it ends too early, or was spoiled. */
static ssize_t read_packed(void *packed, char *to, size_t room)
{
    int got = gzread(packed, to, room < INT_MAX ? (unsigned)room : INT_MAX), error = Z_OK;
    gzerror(packed, &error);
    if (got < 0 || (got == 0 && error == Z_BUF_ERROR)) {
        errno = EBADMSG;
        return -1;
    }
    return got;
}

static ssize_t write_packed(void *packed, const char *from, size_t length)
{
    return gzwrite(packed, from, (unsigned)length);
}

static int close_packed(void *packed) { return gzclose(packed) == Z_OK ? 0 : -1; }

FILE *file_open_text(Run *run, const char *path)
{
    unsigned char magic[2];
    FILE *file = file_open(run, path);
    if (!file || !is_packed(path))
        return file;
    size_t got = fread(magic, 1, 2, file);
    int descriptor = got == 2 && magic[0] == 0x1f && magic[1] == 0x8b ? dup(fileno(file)) : -1;
    fclose(file);
    if (got && descriptor < 0) {
        Text text = { 0 };
        bytes_repr(run, (const char *)magic, got, &text);
        fail(run, OSError, "Not a gzipped file (%s)", text_get(&text));
        text_free(&text);
        return NULL;
    }
    if (!got)
        return file_open(run, path);
    lseek(descriptor, 0, SEEK_SET);
    gzFile packed = gzdopen(descriptor, "rb");
    return fopencookie(packed, "r", (cookie_io_functions_t){ .read = read_packed, .close = close_packed });
}

FILE *file_open_table(Run *run, Value v)
{
    const char *path = path_of(run, v);
    if (path && access(path, F_OK))
        return fail(run, FileNotFoundError, "%s not found.", path), NULL;
    return path ? file_open_text(run, path) : NULL;
}

FILE *file_packed(FILE *into)
{
    fflush(into);
    gzFile packed = gzdopen(dup(fileno(into)), "wb");
    return fopencookie(packed, "w", (cookie_io_functions_t){ .write = write_packed, .close = close_packed });
}

int64_t file_rest(FILE *stream)
{
    struct stat about;
    off_t at = ftello(stream);
    if (at < 0 || fstat(fileno(stream), &about) || !S_ISREG(about.st_mode))
        return -1;
    return about.st_size > at ? about.st_size - at : 0;
}

bool file_read(Run *run, FILE *stream, size_t length, Text *out)
{
    char piece[1 << 16];
    while (length) {
        size_t got = fread(piece, 1, length < sizeof piece ? length : sizeof piece, stream);
        text_add(out, piece, got);
        length -= got;
        if (!got)
            return !ferror(stream) || fail_file(run, errno, NULL);
        if (!run_goes_on(run) || !run_has_memory(run, (int64_t)out->length, TEXT_ROOM))
            return false;
    }
    return true;
}

bool file_write(Run *run, FILE *stream, const char *bytes, size_t length)
{
    enum { PIECE = 16 << 20 };
    for (size_t part; length; bytes += part, length -= part) {
        part = length < PIECE ? length : PIECE;
        if (!run_goes_on(run))
            return false;
        if (fwrite(bytes, 1, part, stream) != part)
            return fail_file(run, errno, NULL);
    }
    return true;
}

/* files that are whole or not there --------------------------------------------------------------------- */

static mode_t default_mode(void)
{
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

bool newfile_open(Run *run, const char *path, NewFile *file)
{
    struct stat about;
    bool there = !stat(path, &about);
    *file = (NewFile){ .path = path };
    if (there && S_ISDIR(about.st_mode))
        return fail_file(run, EISDIR, path);
    if (there && access(path, W_OK))
        return fail_file(run, errno, path);
    if (!there || S_ISREG(about.st_mode)) {
        char *real = there ? realpath(path, NULL) : NULL;
        file->target = mem_text(real ? real : path, strlen(real ? real : path));
        free(real);
        size_t length = strlen(file->target);
        static const char ending[] = ".XXXXXX";
        file->temporary = mem_alloc(length + sizeof ending);
        memcpy(file->temporary, file->target, length);
        memcpy(file->temporary + length, ending, sizeof ending);
        int descriptor = mkostemp(file->temporary, O_CLOEXEC);
        if (descriptor >= 0) {
            fchmod(descriptor, there ? about.st_mode & 07777 : default_mode());
            file->stream = fdopen(descriptor, "wb");
            return true;
        }
        mem_free(file->temporary);
        file->temporary = NULL;
    }
    file->stream = fopen(path, "wbe");
    if (file->stream)
        return true;
    fail_file(run, errno, path);
    mem_free(file->target);
    return false;
}

bool newfile_close(Run *run, NewFile *file, bool whole)
{
    int error = 0;
    if (fclose(file->stream) && whole)
        error = errno;
    if (file->temporary && whole && !error && rename(file->temporary, file->target))
        error = errno;
    if (file->temporary && (!whole || error))
        unlink(file->temporary);
    if (error)
        fail_file(run, error, file->path);
    mem_free(file->temporary);
    mem_free(file->target);
    return whole && !error;
}
