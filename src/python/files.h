/* files.h: files: what open() gives, and new ones that take the place of the old when they are whole.
 *
 * Files are read and written through C's streams; the last argument of a message is the name as it was given.
 */
#ifndef NDCALC_PYTHON_FILES_H
#define NDCALC_PYTHON_FILES_H

#include "func/results.h"

/* Python's OSError for an errno: FileNotFoundError "[Errno 2] No such file or directory: 'x'"; name NULL:
 * without it. Always false. */
bool fail_file(Run *, int error, const char *name);
/* The path that a value names, borrowed; NULL: TypeError "expected str, bytes or os.PathLike object, not
 * int". */
const char *path_of(Run *, Value);
/* A path that ends so: "a" is "a.npy". Lives until the statement is done. */
const char *path_ending(Run *, const char *path, const char *ending);
/* Opens a file for reading; folders are none. NULL on error. */
FILE *file_open(Run *, const char *path);
/* The same for text, unpacked if the name ends in .gz. */
FILE *file_open_text(Run *, const char *path);
/* The same of a path as a value, in the words of NumPy's readers of text: "x not found." */
FILE *file_open_table(Run *, Value path);
/* A stream that packs what is written to it into another one, which stays open. */
FILE *file_packed(FILE *into);
bool is_packed(const char *path); /* whether its name ends in .gz */
/* A value that writes text to a stream of the program's own, which is never closed. */
Value file_standard(FILE *, const char *name);
bool is_file(Value); /* a value of open(), StringIO or BytesIO */
/* The stream behind such a value, ready for what it is wanted for; NULL on error. */
typedef enum { FILE_READ, FILE_WRITE_BYTES, FILE_WRITE_TEXT } FileUse;
FILE *file_stream(Run *, Value, FileUse);
/* The bytes from here to the end of a file that has one; -1 if it has none (a pipe). */
int64_t file_rest(FILE *);
/* Appends up to `length` bytes; false after an error. */
bool file_read(Run *, FILE *, size_t length, Text *out);
bool file_write(Run *, FILE *, const char *bytes, size_t length);

/* A file that is written beside `path` and renamed to it at the end: whoever is interrupted leaves the old
 * one. */
typedef struct NewFile {
    FILE *stream;
    const char *path; /* borrowed, as it is to be in messages */
    char *target;     /* where a link at `path` leads to */
    char *temporary; /* NULL: `path` is written itself: a device, a pipe, a file in a folder that is closed to
                        others */
} NewFile;
bool newfile_open(Run *, const char *path, NewFile *);
/* Ends it: takes the place if `whole`, else goes. False on error, or if not whole. */
bool newfile_close(Run *, NewFile *, bool whole);

#endif
