/* paths.c: names of files and folders: os.path, and what os and tempfile have for scripts that read and write
 * files (CPython's Lib/posixpath.py and Lib/genericpath.py). */
#include "python/paths.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* parts of paths ---------------------------------------------------------------------------------------- */

/* Where the last part begins. */
static size_t last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash - path) + 1 : 0;
}

/* The folder of a path that ends before byte `end`, without the slashes behind it; all slashes stay. */
static size_t folder_length(const char *path, size_t end)
{
    size_t length = end;
    while (length && path[length - 1] == '/')
        length--;
    return length ? length : end;
}

/* Where the dot of the ending stands; dots that begin a name are none of it. */
static size_t ending_at(const char *path)
{
    size_t name = last_part(path), length = strlen(path);
    const char *dot = strrchr(path + name, '.');
    while (path[name] == '.')
        name++;
    return dot && (size_t)(dot - path) >= name ? (size_t)(dot - path) : length;
}

static void add_part(Text *path, const char *part)
{
    if (part[0] == '/')
        text_clear(path);
    else if (path->length && path->at[path->length - 1] != '/')
        text_char(path, '/');
    text_puts(path, part);
}

/* Adds a path without "." and "..". */
static void add_normal(const char *path, Text *out)
{
    size_t slashes = strspn(path, "/"), first = slashes == 2 ? 2 : slashes > 0;
    text_add(out, "//", first);
    for (const char *at = path + slashes; *at; at += strspn(at, "/")) {
        size_t length = strcspn(at, "/"), end = out->length;
        bool up = length == 2 && !strncmp(at, "..", 2);
        if (length == 1 && *at == '.') {
            at += length;
            continue;
        }
        size_t last = end;
        while (last > first && out->at[last - 1] != '/')
            last--;
        bool climbed = end - last == 2 && !strncmp(out->at + last, "..", 2);
        if (up && first && end == first) {
            at += length; /* nothing is above the root */
            continue;
        }
        if (up && end > first && !climbed) {
            out->length = last > first ? last - 1 : last;
            out->at[out->length] = 0;
        } else {
            if (end > first)
                text_char(out, '/');
            text_add(out, at, length);
        }
        at += length;
    }
    if (!out->length)
        text_char(out, '.');
}

const char *path_absolute(Run *run, const char *path)
{
    Text whole = { 0 }, normal = { 0 };
    char *here = path[0] == '/' ? NULL : getcwd(NULL, 0);
    if (here)
        text_puts(&whole, here);
    free(here);
    add_part(&whole, path);
    add_normal(text_get(&whole), &normal);
    const char *kept = run_text(run, "%s", text_get(&normal));
    text_free(&whole);
    text_free(&normal);
    return kept;
}

static bool run_join(Call *call, Value *out)
{
    const char *first = path_of(call->run, ARG(call, 0));
    const Tuple *more = ARG(call, 1).tuple;
    Text path = { 0 };
    bool fine = first;
    if (first)
        text_puts(&path, first);
    for (int64_t i = 0; i < more->count && fine; i++) {
        if (more->item[i].tag != V_STR)
            fine = fail(call->run, TypeError,
                        "join() argument must be str, bytes, or os.PathLike object, not '%s'",
                        value_type_name(more->item[i]));
        const char *part = fine ? path_of(call->run, more->item[i]) : NULL;
        fine = part;
        if (part)
            add_part(&path, part);
    }
    if (fine)
        *out = value_str(text_get(&path), (int64_t)path.length);
    text_free(&path);
    return fine;
}

typedef enum { ASK_NAME, ASK_FOLDER, ASK_SPLIT, ASK_ENDING, ASK_ABSOLUTE, ASK_NORMAL } PathPart;

static Value str_of(const char *text, size_t length) { return value_str(text, (int64_t)length); }

static bool run_path_part(Call *call, Value *out)
{
    const char *path = path_of(call->run, ARG(call, 0));
    if (!path)
        return false;
    size_t name = last_part(path), length = strlen(path), dot = ending_at(path);
    Text text = { 0 };
    switch ((PathPart)call->func->extra) {
    case ASK_NAME: *out = value_cstr(path + name); break;
    case ASK_FOLDER: *out = str_of(path, folder_length(path, name)); break;
    case ASK_ABSOLUTE: *out = value_cstr(path_absolute(call->run, path)); break;
    case ASK_NORMAL:
        add_normal(path, &text);
        *out = str_of(text_get(&text), text.length);
        break;
    default:
        *out = value_tuple_new(2);
        out->tuple->item[0] =
            call->func->extra == ASK_SPLIT ? str_of(path, folder_length(path, name)) : str_of(path, dot);
        out->tuple->item[1] =
            call->func->extra == ASK_SPLIT ? value_cstr(path + name) : str_of(path + dot, length - dot);
    }
    text_free(&text);
    return true;
}

/* files and folders ------------------------------------------------------------------------------------- */

typedef enum { ASK_EXISTS, ASK_FILE, ASK_DIRECTORY } Existence;

static bool run_exists(Call *call, Value *out)
{
    struct stat about;
    const char *path = path_of(call->run, ARG(call, 0));
    if (!path)
        return false;
    bool there = !stat(path, &about);
    *out = value_bool(there && (call->func->extra == ASK_FILE        ? S_ISREG(about.st_mode)
                                : call->func->extra == ASK_DIRECTORY ? S_ISDIR(about.st_mode)
                                                                     : true));
    return true;
}

static bool run_getsize(Call *call, Value *out)
{
    struct stat about;
    const char *path = path_of(call->run, ARG(call, 0));
    if (!path || stat(path, &about))
        return path && fail_file(call->run, errno, path);
    *out = value_int(about.st_size);
    return true;
}

static bool run_remove(Call *call, Value *out)
{
    const char *path = path_of(call->run, ARG(call, 0));
    *out = NONE;
    return path && (!(call->func->extra ? rmdir : unlink)(path) || fail_file(call->run, errno, path));
}

static bool run_mkdir(Call *call, Value *out)
{
    int64_t mode;
    const char *path = path_of(call->run, ARG(call, 0));
    *out = NONE;
    return path && arg_int(call, 1, &mode) &&
           (!mkdir(path, (mode_t)mode) || fail_file(call->run, errno, path));
}

/* The folders on the way to it, too. */
static bool run_makedirs(Call *call, Value *out)
{
    int64_t mode;
    bool there_is_fine;
    struct stat about;
    const char *path = path_of(call->run, ARG(call, 0));
    *out = NONE;
    if (!path || !arg_int(call, 1, &mode) || !value_truth(call->run, ARG(call, 2), &there_is_fine))
        return false;
    for (const char *end = strchr(path + 1, '/'); end; end = strchr(end + 1, '/')) {
        const char *folder = run_text(call->run, "%.*s", (int)(end - path), path);
        if (end[1] && stat(folder, &about) && mkdir(folder, 0777) && errno != EEXIST)
            return fail_file(call->run, errno, folder);
    }
    if (!mkdir(path, (mode_t)mode))
        return true;
    int error = errno;
    return (there_is_fine && !stat(path, &about) && S_ISDIR(about.st_mode)) ||
           fail_file(call->run, error, path);
}

static bool run_listdir(Call *call, Value *out)
{
    const char *path = arg_none(call, 0) ? "." : path_of(call->run, ARG(call, 0));
    DIR *folder = path ? opendir(path) : NULL;
    if (!folder)
        return path && fail_file(call->run, errno, path);
    *out = value_list_new(0);
    for (const struct dirent *entry; (entry = readdir(folder));) {
        Value name = value_cstr(entry->d_name);
        if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
            list_append(out->list, name);
        value_drop(name);
    }
    closedir(folder);
    return true;
}

static bool run_getcwd(Call *call, Value *out)
{
    char *here = getcwd(NULL, 0);
    if (!here)
        return fail_file(call->run, errno, NULL);
    *out = value_cstr(here);
    free(here);
    return true;
}

static bool run_close(Call *call, Value *out)
{
    int64_t descriptor;
    *out = NONE;
    return arg_int(call, 0, &descriptor) && (!close((int)descriptor) || fail_file(call->run, errno, NULL));
}

/* mkdtemp's path; mkstemp's descriptor and path. */
static bool run_temporary(Call *call, Value *out)
{
    enum { SUFFIX, PREFIX, DIRECTORY };
    bool file = call->func->extra;
    const char *part[3] = { "", "tmp", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp" };
    for (int i = SUFFIX; i <= DIRECTORY; i++)
        if (!arg_none(call, i) && !(part[i] = path_of(call->run, ARG(call, i))))
            return false;
    Text path = { 0 };
    text_puts(&path, path_absolute(call->run, part[DIRECTORY]));
    text_printf(&path, "/%sXXXXXX", part[PREFIX]);
    text_puts(&path, part[SUFFIX]);
    char *name = mem_text(text_get(&path), path.length);
    int made = 0;
    if (file) {
        made = mkstemps(name, (int)strlen(part[SUFFIX]));
    } else if (!*part[SUFFIX]) {
        made = mkdtemp(name) ? 0 : -1;
    } else { /* mkdtemp takes no suffix: the name of a file that was not there is as good */
        made = mkstemps(name, (int)strlen(part[SUFFIX]));
        if (made >= 0)
            made = close(made) || unlink(name) || mkdir(name, 0700) ? -1 : 0;
    }
    bool fine = made >= 0 || fail_file(call->run, errno, text_get(&path));
    if (fine && file) {
        *out = value_tuple_new(2);
        out->tuple->item[0] = value_int(made);
        out->tuple->item[1] = value_cstr(name);
    } else if (fine) {
        *out = value_cstr(name);
    }
    mem_free(name);
    text_free(&path);
    return fine;
}

#define IN_OS ">>> import os\n"
#define FUNCTION(home, name_, params_, style_, run_, extra_, brief_, example_)                               \
    {                                                                                                        \
        .name = name_, .of = home, .params = params_, .brief = brief_, .example = IN_OS example_,            \
        .style = style_, .run = run_, .extra = extra_, .effects = true                                       \
    }
#define PATH(name, run, extra, brief, example)                                                               \
    FUNCTION("os.path", name, "path: any", PYTHON, run, extra, brief, example)
#define TEMPORARY "suffix: any = None, prefix: any = None, dir: any = None"

const Func path_funcs[] = {
    FUNCTION("os.path", "join", "a: any, *p: any", PYTHON, run_join, 0,
             "parts of a path, with / between them", ">>> os.path.join('data', 'a.npy')\n'data/a.npy'\n"),
    PATH("basename", run_path_part, ASK_NAME, "what stands behind the last /",
         ">>> os.path.basename('data/a.npy')\n'a.npy'\n"),
    PATH("dirname", run_path_part, ASK_FOLDER, "what stands before the last /",
         ">>> os.path.dirname('data/a.npy')\n'data'\n"),
    PATH("split", run_path_part, ASK_SPLIT, "both", ">>> os.path.split('data/a.npy')\n('data', 'a.npy')\n"),
    PATH("splitext", run_path_part, ASK_ENDING, "a path, and its ending from the dot on",
         ">>> os.path.splitext('a.npy')\n('a', '.npy')\n"),
    PATH("abspath", run_path_part, ASK_ABSOLUTE, "the path from the root",
         ">>> os.path.abspath('/data/../a.npy')\n'/a.npy'\n"),
    PATH("normpath", run_path_part, ASK_NORMAL, "the path without . and ..",
         ">>> os.path.normpath('data/./b/../a.npy')\n'data/a.npy'\n"),
    PATH("exists", run_exists, ASK_EXISTS, "is there such a file or folder?",
         ">>> os.path.exists('/dev/null')\nTrue\n"),
    PATH("isfile", run_exists, ASK_FILE, "is it a file?", ">>> os.path.isfile('/dev')\nFalse\n"),
    PATH("isdir", run_exists, ASK_DIRECTORY, "is it a folder?", ">>> os.path.isdir('/dev')\nTrue\n"),
    FUNCTION("os.path", "getsize", "filename: any", PYTHON, run_getsize, 0, "the bytes of a file",
             ">>> os.path.getsize('/dev/null')\n0\n"),
    FUNCTION("os", "remove", "path: any", CLINIC, run_remove, 0, "removes a file",
             ">>> try: os.remove('/dev/null/x')\n... except OSError as e: print(e)\n...\n[Errno 20] Not a "
             "directory: '/dev/null/x'\n"),
    FUNCTION("os", "unlink", "path: any", CLINIC, run_remove, 0, "the same",
             ">>> try: os.unlink('/dev/null/x')\n... except OSError as e: print(e)\n...\n[Errno 20] Not a "
             "directory: '/dev/null/x'\n"),
    FUNCTION("os", "rmdir", "path: any", CLINIC, run_remove, 1, "removes an empty folder",
             ">>> try: os.rmdir('/dev/null')\n... except OSError as e: print(e)\n...\n[Errno 20] Not a "
             "directory: '/dev/null'\n"),
    FUNCTION("os", "mkdir", "path: any, mode: int = 511", CLINIC, run_mkdir, 0, "makes a folder",
             ">>> try: os.mkdir('/dev')\n... except OSError as e: print(e)\n...\n[Errno 17] File exists: "
             "'/dev'\n"),
    FUNCTION("os", "makedirs", "name: any, mode: int = 511, exist_ok: any = False", PYTHON, run_makedirs, 0,
             "makes a folder and those that it is in",
             ">>> os.makedirs('/dev', exist_ok=True)\n>>> try: os.makedirs('/dev/null/a')\n"
             "... except OSError as e: print(e)\n...\n[Errno 20] Not a directory: '/dev/null/a'\n"),
    FUNCTION("os", "listdir", "path: any = None", CLINIC, run_listdir, 0, "the names in a folder",
             ">>> 'null' in os.listdir('/dev')\nTrue\n"),
    FUNCTION("os", "getcwd", "", CLINIC, run_getcwd, 0, "the folder that paths begin in",
             ">>> os.path.isdir(os.getcwd())\nTrue\n"),
    FUNCTION(
        "os", "close", "fd: any", CLINIC, run_close, 0, "closes what mkstemp opened",
        ">>> try: os.close(-1)\n... except OSError as e: print(e)\n...\n[Errno 9] Bad file descriptor\n"),
    FUNCTION("tempfile", "mkdtemp", TEMPORARY, PYTHON, run_temporary, 0,
             "makes a folder of a new name, which stays until it is removed",
             ">>> from tempfile import mkdtemp\n>>> d = mkdtemp()\n>>> os.path.isdir(d)\nTrue\n>>> "
             "os.rmdir(d)\n"),
    FUNCTION("tempfile", "mkstemp", TEMPORARY ", text: any = False", PYTHON, run_temporary, 1,
             "makes a file of a new name, which stays until it is removed, and opens it",
             ">>> from tempfile import mkstemp\n>>> f, path = mkstemp()\n>>> os.path.getsize(path)\n0\n>>> "
             "os.close(f); os.remove(path)\n"),
    { .name = NULL },
};
