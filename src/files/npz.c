/* npz.c: np.savez, np.savez_compressed, and the NpzFile that np.load gives (numpy/lib/_npyio_impl.py);
 * archives as Python's zipfile writes them (PKWARE's APPNOTE.TXT). */
#include "files/npz.h"

#include "array/bytes.h"
#include "base/memory.h"
#include "files/npy.h"

#include <errno.h>
#include <string.h>
#include <unistr.h>
#include <zlib.h>

enum {
    STORED = 0,
    DEFLATED = 8,
    VERSION = 45,        /* of the format, with sizes of 64 bits */
    UTF8_NAME = 1 << 11, /* flags */
    ENCRYPTED = 1,
    DATE = 0x21, /* 1980-01-01, as NumPy leaves it: equal arrays give equal files */
    LOCAL = 30,
    CENTRAL = 46,
    END = 22,
    END_64 = 56,
    LOCATOR_64 = 20, /* bytes of the fixed parts */
    EXTRA_64 = 20,   /* of the local extra field with two sizes */
    BUFFER = 1 << 16,
    READ_AT_ONCE = 4096, /* bytes that Python's zipfile reads and checks at least */
};
static const int64_t LIMIT_32 = INT32_MAX; /* sizes past it are written in 64 bits */

/* numbers with the lowest byte first -------------------------------------------------------------------- */

static void put(Text *out, uint64_t number, int bytes)
{
    for (int i = 0; i < bytes; i++)
        text_char(out, (char)(number >> (8 * i)));
}

static uint64_t get(const char *at, int bytes)
{
    uint64_t number = 0;
    for (int i = 0; i < bytes; i++)
        number |= (uint64_t)(unsigned char)at[i] << (8 * i);
    return number;
}

/* writing ----------------------------------------------------------------------------------------------- */

/* A member that is being written; also a place in the archive's directory. */
typedef struct Packed {
    Run *run;
    FILE *archive;
    bool deflated;
    z_stream z;
    uint32_t crc;
    int64_t size, packed, offset;
    const Str *key;
} Packed;

static bool write_out(Packed *p, const char *bytes, size_t length)
{
    p->packed += (int64_t)length;
    return fwrite(bytes, 1, length, p->archive) == length;
}

/* Compresses what zlib was given; with Z_FINISH all that it holds back. */
static bool deflate_out(Packed *p, int flush)
{
    unsigned char room[BUFFER];
    do {
        p->z.next_out = room;
        p->z.avail_out = sizeof room;
        deflate(&p->z, flush);
        if (!write_out(p, (char *)room, sizeof room - p->z.avail_out))
            return false;
    } while (p->z.avail_out == 0);
    return true;
}

/* What is written to the stream of a member. */
static ssize_t pack(void *with, const char *bytes, size_t length)
{
    Packed *p = with;
    p->crc = (uint32_t)crc32_z(p->crc, (const unsigned char *)bytes, length);
    p->size += (int64_t)length;
    if (!p->deflated)
        return write_out(p, bytes, length) ? (ssize_t)length : 0;
    for (size_t at = 0, part; at < length; at += part) {
        part = length - at < BUFFER ? length - at : BUFFER;
        p->z.next_in = (unsigned char *)bytes + at;
        p->z.avail_in = (uInt)part;
        if (!deflate_out(p, Z_NO_FLUSH))
            return 0;
    }
    return (ssize_t)length;
}

static void put_name(Text *out, const Str *key)
{
    text_add(out, key->text, (size_t)key->bytes);
    text_puts(out, ".npy");
}

/* What a member's header and its place in the directory have in common. */
static void put_common(Text *out, const Packed *p, bool central, uint64_t size, uint64_t packed, int extra)
{
    put(out, VERSION, 2);
    put(out, p->key->ascii ? 0 : UTF8_NAME, 2);
    put(out, p->deflated ? DEFLATED : STORED, 2);
    put(out, 0, 2);
    put(out, DATE, 2);
    put(out, p->crc, 4);
    put(out, packed, 4);
    put(out, size, 4);
    put(out, (uint64_t)p->key->bytes + 4, 2);
    put(out, (uint64_t)extra, 2);
    if (central)
        put(out, 0, 2 + 2 + 2); /* no comment, the only disk, no attributes */
}

static bool write_local(Packed *p)
{
    Text out = { 0 };
    text_puts(&out, "PK\3\4");
    put_common(&out, p, false, UINT32_MAX, UINT32_MAX, EXTRA_64);
    put_name(&out, p->key);
    put(&out, 1, 2);
    put(&out, 16, 2);
    put(&out, (uint64_t)p->size, 8);
    put(&out, (uint64_t)p->packed, 8);
    bool fine = file_write(p->run, p->archive, out.at, out.length);
    text_free(&out);
    return fine;
}

static bool write_member(Packed *p, Tensor *t)
{
    Run *run = p->run;
    p->offset = ftello(p->archive);
    if (p->offset < 0)
        return fail_file(run, errno, NULL);
    if (!write_local(p)) /* a first time, for its room: sizes are not known yet */
        return false;
    if (p->deflated && deflateInit2(&p->z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, MAX_MEM_LEVEL - 1,
                                    Z_DEFAULT_STRATEGY) != Z_OK)
        return fail(run, MemoryError, "%s", "");
    FILE *stream = fopencookie(p, "wb", (cookie_io_functions_t){ .write = pack });
    bool fine = npy_write(run, stream, t);
    if (fclose(stream) && fine)
        fine = fail_file(run, errno, NULL);
    if (p->deflated) {
        if (fine && !deflate_out(p, Z_FINISH))
            fine = fail_file(run, errno, NULL);
        deflateEnd(&p->z);
    }
    off_t end = ftello(p->archive);
    return fine && !fseeko(p->archive, (off_t)p->offset, SEEK_SET) && write_local(p) &&
           !fseeko(p->archive, end, SEEK_SET);
}

static void put_directory(Text *out, const Packed *p)
{
    bool large = p->size > LIMIT_32 || p->packed > LIMIT_32, far = p->offset > LIMIT_32;
    int extra = large * 16 + far * 8;
    text_puts(out, "PK\1\2");
    put(out, VERSION | 3 << 8, 2); /* made on Unix */
    put_common(out, p, true, large ? UINT32_MAX : (uint64_t)p->size, large ? UINT32_MAX : (uint64_t)p->packed,
               extra ? extra + 4 : 0);
    put(out, (uint64_t)0x01800000, 4); /* rw------- */
    put(out, far ? UINT32_MAX : (uint64_t)p->offset, 4);
    put_name(out, p->key);
    if (extra) {
        put(out, 1, 2);
        put(out, (uint64_t)extra, 2);
    }
    if (large) {
        put(out, (uint64_t)p->size, 8);
        put(out, (uint64_t)p->packed, 8);
    }
    if (far)
        put(out, (uint64_t)p->offset, 8);
}

static bool write_directory(Run *run, FILE *archive, const Packed *member, int64_t count)
{
    Text out = { 0 };
    int64_t start = ftello(archive);
    for (int64_t i = 0; i < count; i++)
        put_directory(&out, &member[i]);
    uint64_t size = out.length;
    bool large = count > UINT16_MAX || start > LIMIT_32 || (int64_t)size > LIMIT_32;
    if (large) {
        text_puts(&out, "PK\6\6");
        put(&out, END_64 - 12, 8);
        put(&out, VERSION, 2);
        put(&out, VERSION, 2);
        put(&out, 0, 8);
        put(&out, (uint64_t)count, 8);
        put(&out, (uint64_t)count, 8);
        put(&out, size, 8);
        put(&out, (uint64_t)start, 8);
        text_puts(&out, "PK\6\7");
        put(&out, 0, 4);
        put(&out, (uint64_t)start + size, 8);
        put(&out, 1, 4);
    }
    text_puts(&out, "PK\5\6");
    put(&out, 0, 4);
    put(&out, count > UINT16_MAX ? UINT16_MAX : (uint64_t)count, 2);
    put(&out, count > UINT16_MAX ? UINT16_MAX : (uint64_t)count, 2);
    put(&out, large && (int64_t)size > LIMIT_32 ? UINT32_MAX : size, 4);
    put(&out, start > LIMIT_32 ? UINT32_MAX : (uint64_t)start, 4);
    put(&out, 0, 2);
    bool fine = file_write(run, archive, out.at, out.length);
    text_free(&out);
    return fine;
}

static bool write_archive(Run *run, FILE *archive, const Dict *arrays, bool deflated)
{
    Packed *member = mem_zeroed(sizeof *member * (size_t)(arrays->count + 1));
    const Entry *entry;
    int64_t n = 0;
    bool fine = true;
    for (int64_t at = 0; fine && (entry = dict_next(arrays, &at)); n++) {
        member[n] = (Packed){ .run = run, .archive = archive, .deflated = deflated, .key = entry->key.str };
        Tensor *t = tensor_from_value(run, entry->value, NO_DTYPE, false);
        fine = t && write_member(&member[n], t);
        tensor_drop(t);
    }
    fine = fine && write_directory(run, archive, member, n);
    mem_free(member);
    return fine;
}

static bool run_savez(Call *call, Value *out)
{
    enum { FILE_, ARGS, PICKLE, KWDS };
    Run *run = call->run;
    Value to = call->arg[FILE_].value, all = dict_copy(call->arg[KWDS].value.dict);
    const Tuple *args = call->arg[ARGS].value.tuple;
    bool fine = true, deflated = call->func->extra;
    for (int64_t i = 0; fine && i < args->count; i++) {
        const char *key = run_text(run, "arr_%lld", (long long)i);
        if (dict_find(all.dict, key).tag != V_ABSENT)
            fine = fail(run, ValueError, "Cannot use un-named variables and keyword %s", key);
        else
            dict_put(all.dict, key, args->item[i]);
    }
    NewFile file;
    const char *path;
    *out = NONE;
    if (fine && is_file(to)) {
        FILE *stream = file_stream(run, to, FILE_WRITE_BYTES);
        fine = stream && write_archive(run, stream, all.dict, deflated);
    } else if (fine) {
        fine = (path = path_of(run, to)) && newfile_open(run, path_ending(run, path, ".npz"), &file) &&
               newfile_close(run, &file, write_archive(run, file.stream, all.dict, deflated));
    }
    value_drop(all);
    return fine;
}

/* reading ----------------------------------------------------------------------------------------------- */

/* A member of an archive that is read. */
typedef struct Member {
    Str *name;
    int method;
    uint32_t crc;
    int64_t size, packed, offset;
} Member;

typedef struct Archive {
    FILE *file; /* NULL: closed */
    bool owned;
    int64_t length, header_max;
    int64_t count;
    Member *member;
} Archive;

static const Class class_npz[1] = { { "NpzFile", "numpy.lib.npyio", { class_object }, "NpzFile" } };
enum { NPZ_FILES, NPZ_FROM, NPZ_FIELDS };
static const char *const npz_field[] = { "files", "" };

static void close_archive(Archive *archive)
{
    if (archive->file && archive->owned)
        fclose(archive->file);
    archive->file = NULL;
}

static void free_archive(Archive *archive)
{
    close_archive(archive);
    for (int64_t i = 0; i < archive->count; i++)
        value_drop((Value){ .tag = V_STR, .str = archive->member[i].name });
    mem_free(archive->member);
    mem_free(archive);
}

static void drop_npz(Record *record) { free_archive(record->state); }

static bool fail_zip(Run *run, const char *words) { return fail(run, BadZipFile, "%s", words); }

/* Bytes [at, at + length) of the archive; NULL: they are not there. */
static char *read_part(Run *run, Archive *a, int64_t at, int64_t length, Text *out)
{
    text_clear(out);
    if (at < 0 || length < 0 || at > a->length || length > a->length - at ||
        fseeko(a->file, (off_t)at, SEEK_SET) || !file_read(run, a->file, (size_t)length, out) ||
        (int64_t)out->length != length)
        return NULL;
    text_puts(out, "");
    return (char *)text_get(out);
}

/* Where the directory is, and by how many bytes all places are off, since something stands before the
 * archive. */
static bool find_directory(Run *run, Archive *a, int64_t *start, int64_t *size, int64_t *shift)
{
    enum { COMMENT_MAX = 0xFFFF };
    Text text = { 0 };
    int64_t tail = a->length < END + COMMENT_MAX ? a->length : END + COMMENT_MAX;
    char *at = read_part(run, a, a->length - tail, tail, &text), *end = NULL;
    for (int64_t i = tail - END; at && i >= 0 && !end; i--)
        if (!memcmp(at + i, "PK\5\6", 4))
            end = at + i;
    int64_t ends = end ? a->length - tail + (end - at) : 0;
    if (end) {
        *size = (int64_t)get(end + 12, 4);
        *start = (int64_t)get(end + 16, 4);
        if (end - at >= LOCATOR_64 && !memcmp(end - LOCATOR_64, "PK\6\7", 4)) {
            char *large = read_part(run, a, (int64_t)get(end - LOCATOR_64 + 8, 8), END_64, &text);
            if (large && !memcmp(large, "PK\6\6", 4)) {
                ends -= END_64 + LOCATOR_64;
                *size = (int64_t)get(large + 40, 8);
                *start = (int64_t)get(large + 48, 8);
            } else
                end = NULL;
        }
    }
    text_free(&text);
    if (!end)
        return fail_zip(run, "File is not a zip file");
    if (*size < 0 || *size > ends || *start < 0)
        return fail_zip(run, "Bad offset for central directory");
    *shift = ends - *size - *start;
    *start = ends - *size;
    return true;
}

/* Sizes of 64 bits stand in an extra field, those that were all ones. */
static void read_extra(Member *m, const char *at, const char *end)
{
    while (end - at >= 4) {
        int id = (int)get(at, 2), length = (int)get(at + 2, 2);
        at += 4;
        if (length > end - at)
            return;
        const char *field = at;
        int64_t *const wanted[] = { &m->size, &m->packed, &m->offset };
        for (int i = 0; id == 1 && i < 3; i++)
            if (*wanted[i] == UINT32_MAX && at + length - field >= 8) {
                *wanted[i] = (int64_t)get(field, 8);
                field += 8;
            }
        at += length;
    }
}

/* One entry of the directory; NULL: it is not whole. */
static const char *read_entry(Member *m, const char *at, const char *end)
{
    if (end - at < CENTRAL || memcmp(at, "PK\1\2", 4) || get(at + 8, 2) & ENCRYPTED)
        return NULL;
    int64_t name = (int64_t)get(at + 28, 2), extra = (int64_t)get(at + 30, 2),
            comment = (int64_t)get(at + 32, 2);
    if (end - at - CENTRAL < name + extra + comment || u8_check((const uint8_t *)at + CENTRAL, (size_t)name))
        return NULL;
    *m = (Member){ .method = (int)get(at + 10, 2),
                   .crc = (uint32_t)get(at + 16, 4),
                   .packed = (int64_t)get(at + 20, 4),
                   .size = (int64_t)get(at + 24, 4),
                   .offset = (int64_t)get(at + 42, 4),
                   .name = value_str(at + CENTRAL, name).str };
    read_extra(m, at + CENTRAL + name, at + CENTRAL + name + extra);
    return at + CENTRAL + name + extra + comment;
}

static bool read_directory(Run *run, Archive *a)
{
    int64_t start = 0, size = 0, shift = 0;
    Text text = { 0 };
    if (!find_directory(run, a, &start, &size, &shift))
        return false;
    const char *at = read_part(run, a, start, size, &text), *end = at ? at + size : NULL;
    a->member = mem_zeroed(sizeof *a->member * (size_t)(size / CENTRAL + 1));
    while (at && at < end && (at = read_entry(&a->member[a->count], at, end)))
        a->member[a->count++].offset += shift;
    text_free(&text);
    return at || (run->error.class ? false : fail_zip(run, "Bad magic number for central directory"));
}

/* The stream of a member. */
typedef struct Unpacking {
    Archive *archive;
    const Member *member;
    int64_t at, left; /* of the packed bytes */
    z_stream z;
    uint32_t crc;
    bool broken, ended;
    unsigned char room[BUFFER];
} Unpacking;

static size_t read_packed(Unpacking *u, void *into, size_t length)
{
    if ((int64_t)length > u->left)
        length = (size_t)u->left;
    if (!length || fseeko(u->archive->file, (off_t)u->at, SEEK_SET))
        return 0;
    size_t got = fread(into, 1, length, u->archive->file);
    u->at += (int64_t)got;
    u->left -= (int64_t)got;
    return got;
}

static ssize_t unpack(void *with, char *into, size_t length)
{
    Unpacking *u = with;
    size_t made = 0;
    if (u->member->method == STORED)
        made = read_packed(u, into, length);
    else
        while (made == 0 && !u->ended && !u->broken) {
            if (!u->z.avail_in) {
                u->z.next_in = u->room;
                u->z.avail_in = (uInt)read_packed(u, u->room, sizeof u->room);
                u->broken = u->z.avail_in == 0;
            }
            u->z.next_out = (unsigned char *)into;
            u->z.avail_out = (uInt)(length < BUFFER ? length : BUFFER);
            uInt asked = u->z.avail_out;
            int state = inflate(&u->z, Z_NO_FLUSH);
            u->ended = state == Z_STREAM_END;
            u->broken |= state != Z_OK && state != Z_STREAM_END;
            made = asked - u->z.avail_out;
        }
    u->crc = (uint32_t)crc32_z(u->crc, (unsigned char *)into, made);
    return (ssize_t)made;
}

/* Where a member's bytes begin; sizes that cannot be are found here. */
static bool find_member(Run *run, Archive *a, const Member *m, int64_t *at)
{
    enum { MOST = 1032 }; /* what deflate can make of a byte */
    Text text = { 0 };
    const char *local = read_part(run, a, m->offset, LOCAL, &text);
    bool fine = local && !memcmp(local, "PK\3\4", 4);
    int64_t name_length = fine ? (int64_t)get(local + 26, 2) : 0;
    if (fine)
        *at = m->offset + LOCAL + (int64_t)get(local + 26, 2) + (int64_t)get(local + 28, 2);
    text_free(&text);
    if (run->error.class)
        return false;
    if (!fine)
        return fail_zip(run, "Bad magic number for file header");
    const char *name = read_part(run, a, m->offset + LOCAL, m->name->bytes, &text);
    fine = name && name_length == m->name->bytes && !memcmp(name, m->name->text, (size_t)name_length);
    text_free(&text);
    if (!fine)
        return fail_zip(run, run_text(run, "File name in directory '%s' and header differ.", m->name->text));
    if (m->method != STORED && m->method != DEFLATED)
        return fail(run, NotImplementedError, "That compression method is not supported");
    if (m->packed < 0 || m->size < 0 || *at > a->length || m->packed > a->length - *at ||
        (m->method == STORED ? m->size != m->packed : m->size / MOST > m->packed + 1))
        return fail_zip(run, run_text(run, "The sizes of file '%s' cannot be", m->name->text));
    return true;
}

/* The array in a member; or, where it holds none, its bytes. */
static bool read_member(Run *run, Archive *a, const Member *m, Value *out)
{
    static const char magic[] = "\x93NUMPY";
    Unpacking u = { .archive = a, .member = m, .left = m->packed };
    char start[sizeof magic] = { 0 };
    bool spoiled =
        false; /* no array, since its bytes are not what they were: of a small one that is found first */
    *out = ABSENT;
    if (!find_member(run, a, m, &u.at))
        return false;
    int64_t first = u.at;
    for (int pass = 0; pass < 2; pass++) { /* once to see what it is, once to read it */
        u.at = first;
        u.left = m->packed;
        u.crc = 0;
        u.broken = u.ended = false;
        u.z = (z_stream){ 0 };
        if (m->method == DEFLATED && inflateInit2(&u.z, -MAX_WBITS) != Z_OK)
            return fail(run, MemoryError, "%s", "");
        FILE *stream = fopencookie(&u, "rb", (cookie_io_functions_t){ .read = unpack });
        Text rest = { 0 };
        if (pass == 0) {
            if (fread(start, 1, sizeof magic - 1, stream) < sizeof magic - 1)
                start[0] = 0;
        } else if (!memcmp(start, magic, sizeof magic - 1)) {
            Tensor *t = npy_read_packed(run, stream, m->size, a->header_max);
            if (t)
                *out = value_array(t);
            else if (m->size <= READ_AT_ONCE)
                spoiled = true;
            while ((t || spoiled) && fread(start, 1, sizeof start, stream) > 0)
                ; /* what follows counts for the checksum too */
            spoiled = spoiled && u.crc != m->crc;
        } else if (file_read(run, stream, (size_t)m->size, &rest)) {
            *out = value_bytes(text_get(&rest), rest.length);
        }
        fclose(stream);
        text_free(&rest);
        if (m->method == DEFLATED)
            inflateEnd(&u.z);
    }
    if (u.broken || spoiled || (out->tag != V_ABSENT && u.crc != m->crc)) {
        value_drop(*out);
        run_clear_error(run);
        return fail_zip(run, run_text(run,
                                      u.broken ? "The compressed data of file '%s' is broken"
                                               : "Bad CRC-32 for file '%s'",
                                      m->name->text));
    }
    return out->tag != V_ABSENT;
}

/* NpzFile ----------------------------------------------------------------------------------------------- */

static bool is_npy_name(const Str *name)
{
    return name->bytes >= 4 && !strcmp(name->text + name->bytes - 4, ".npy");
}

bool npz_open(Run *run, FILE *file, bool owned, Value from, int64_t header_max, Value *out)
{
    Archive *a = mem_zeroed(sizeof *a);
    a->file = file;
    a->header_max = header_max;
    fseeko(file, 0, SEEK_END);
    a->length = ftello(file);
    if (a->length < 0 || !read_directory(run, a)) {
        if (!run->error.class)
            fail_zip(run, "File is not a zip file");
        free_archive(a);
        return false;
    }
    a->owned = owned;
    *out = value_record(class_npz, NPZ_FIELDS, npz_field);
    Value names = value_list_new(a->count);
    for (int64_t i = 0; i < a->count; i++) {
        const Str *name = a->member[i].name;
        Value shown = value_str(name->text, name->bytes - (is_npy_name(name) ? 4 : 0));
        list_append(names.list, shown);
        value_drop(shown);
    }
    out->record->field[NPZ_FILES] = names;
    out->record->field[NPZ_FROM] = value_keep(from);
    out->record->state = a;
    out->record->drop = drop_npz;
    return true;
}

static Archive *archive_of(Value npz) { return npz.record->state; }

static List *names_of(Value npz) { return npz.record->field[NPZ_FILES].list; }

/* By its name, with or without .npy; NULL: there is none. */
static const Member *member_named(Value npz, Value key)
{
    const Archive *a = archive_of(npz);
    const List *names = names_of(npz);
    for (int64_t i = a->count; key.tag == V_STR && i-- > 0;)
        if (!strcmp(a->member[i].name->text, key.str->text) ||
            !strcmp(names->item[i].str->text, key.str->text))
            return &a->member[i];
    return NULL;
}

static bool give_member(Run *run, Value npz, const Member *m, Value *out)
{
    if (!archive_of(npz)->file)
        return fail(run, AttributeError, "'NoneType' object has no attribute 'open'");
    return read_member(run, archive_of(npz), m, out);
}

static bool run_item(Call *call, Value *out)
{
    Value npz = call->arg[0].value;
    Value key = call->arg[1].value;
    const Member *m = member_named(npz, key);
    if (m)
        return give_member(call->run, npz, m, out);
    Text text = { 0 };
    bool fine = value_str_of(call->run, key, &text);
    if (fine) {
        Value words = value_cstr(run_text(call->run, "%s is not a file in the archive", text_get(&text)));
        fail_with(call->run, KeyError, words);
        value_drop(words);
    }
    text_free(&text);
    return false;
}

static bool run_get(Call *call, Value *out)
{
    Value npz = call->arg[0].value;
    const Member *m = member_named(npz, call->arg[1].value);
    if (m)
        return give_member(call->run, npz, m, out);
    *out = value_keep(call->arg[2].value);
    return true;
}

static bool run_contains(Call *call, Value *out)
{
    Value npz = call->arg[0].value;
    *out = value_bool(member_named(npz, call->arg[1].value));
    return true;
}

static bool run_len(Call *call, Value *out)
{
    Value npz = call->arg[0].value;
    *out = value_int(archive_of(npz)->count);
    return true;
}

static bool run_iter(Call *call, Value *out)
{
    return value_iter(call->run, call->arg[0].value.record->field[NPZ_FILES], out);
}

/* What keys(), values() and items() give: views of the archive they are of. */
typedef enum { KEYS, VALUES, ITEMS } Part;
static const Class npz_view[] = { { "KeysView", "collections.abc", { class_object }, "NpzView" },
                                  { "ValuesView", "collections.abc", { class_object }, "NpzView" },
                                  { "ItemsView", "collections.abc", { class_object }, "NpzView" } };
static const char *const npz_view_field[] = { "mapping" };

static bool run_parts(Call *call, Value *out)
{
    *out = value_record(&npz_view[call->func->extra], 1, npz_view_field);
    out->record->field[0] = value_keep(call->arg[0].value);
    return true;
}

static bool list_parts(Run *run, Value view, Value *out)
{
    Value npz = view.record->field[0];
    Part part = (Part)(view.record->class - npz_view);
    const Archive *a = archive_of(npz);
    *out = value_list_new(a->count);
    for (int64_t i = 0; i < a->count; i++) {
        Value name = names_of(npz)->item[i], array = ABSENT;
        if (part != KEYS && !give_member(run, npz, &a->member[i], &array)) {
            value_drop(*out);
            return false;
        }
        Value item = part == KEYS     ? value_keep(name)
                     : part == VALUES ? value_keep(array)
                                      : value_tuple(2, (Value[]){ name, array });
        list_append(out->list, item);
        value_drop(item);
        value_drop(array);
    }
    return true;
}

static bool run_view_iter(Call *call, Value *out)
{
    Value items;
    if (!list_parts(call->run, call->arg[0].value, &items))
        return false;
    bool done = value_iter(call->run, items, out);
    value_drop(items);
    return done;
}

static bool run_view_len(Call *call, Value *out)
{
    *out = value_int(archive_of(call->arg[0].value.record->field[0])->count);
    return true;
}

static bool run_view_repr(Call *call, Value *out)
{
    Value view = call->arg[0].value;
    Text text = { 0 };
    text_printf(&text, "%s(", view.record->class->name);
    bool fine = value_repr(call->run, view.record->field[0], &text);
    text_puts(&text, ")");
    *out = fine ? value_str(text_get(&text), (int64_t)text.length) : ABSENT;
    text_free(&text);
    return fine;
}

static bool run_close(Call *call, Value *out)
{
    Value npz = call->arg[0].value;
    close_archive(archive_of(npz));
    *out = NONE;
    return true;
}

static bool run_enter(Call *call, Value *out)
{
    *out = value_keep(call->arg[0].value);
    return true;
}

static bool run_repr(Call *call, Value *out)
{
    Value npz = call->arg[0].value;
    enum { SHOWN = 5 };
    const List *names = names_of(npz);
    Value from = call->arg[0].value.record->field[NPZ_FROM];
    bool path = from.tag == V_STR && archive_of(npz)->file;
    Text text = { 0 };
    text_printf(&text, "NpzFile '%s' with keys: ", path ? from.str->text : "object");
    for (int64_t i = 0; i < names->count && i < SHOWN; i++)
        text_printf(&text, "%s%s", i ? ", " : "", names->item[i].str->text);
    if (names->count > SHOWN)
        text_puts(&text, "...");
    *out = value_str(text_get(&text), (int64_t)text.length);
    text_free(&text);
    return true;
}

#define NPZ_EXAMPLE(then)                                                                                    \
    ">>> import io\n>>> f = io.BytesIO(); np.savez(f, a=np.arange(2)); f.seek(0); z = np.load(f)\n0\n" then
#define NPZ_METHOD(name_, params_, run_, extra_, brief_, example_)                                           \
    {                                                                                                        \
        .name = name_, .of = "NpzFile", .params = params_, .brief = brief_,                                  \
        .example = NPZ_EXAMPLE(example_), .style = METHOD, .run = run_, .extra = extra_, .effects = true,    \
        .gives = AS_ARRAY                                                                                    \
    }
#define VIEW_METHOD(name_, run_, brief_, example_)                                                           \
    {                                                                                                        \
        .name = name_, .of = "NpzView", .params = "view: any", .brief = brief_,                              \
        .example = NPZ_EXAMPLE(example_), .style = METHOD, .run = run_, .effects = true, .gives = AS_ARRAY   \
    }
#define SAVEZ(name_, extra_, brief_, example_)                                                               \
    {                                                                                                        \
        .name = name_, .of = "np", .params = "file: any, *args: any, allow_pickle: any = True, **kwds: any", \
        .brief = brief_, .example = example_, .style = PYTHON, .run = run_savez, .extra = extra_,            \
        .effects = true                                                                                      \
    }

const Func npz_funcs[] = {
    SAVEZ("savez", false, "writes several arrays to a .npz file, by name",
          NPZ_EXAMPLE(">>> z['a']\narray([0, 1])\n")),
    SAVEZ("savez_compressed", true, "the same, compressed",
          ">>> import io\n>>> f = io.BytesIO(); np.savez_compressed(f, a=np.zeros(10000)); f.tell() < "
          "1000\nTrue\n"),
    NPZ_METHOD("__getitem__", "self: any, key: any", run_item, 0, "the array of that name",
               ">>> z['a']\narray([0, 1])\n"),
    NPZ_METHOD("__contains__", "self: any, key: any", run_contains, 0, "is there an array of that name?",
               ">>> 'a' in z\nTrue\n"),
    NPZ_METHOD("__len__", "self: any", run_len, 0, "how many arrays", ">>> len(z)\n1\n"),
    NPZ_METHOD("__iter__", "self: any", run_iter, 0, "the names", ">>> list(z)\n['a']\n"),
    NPZ_METHOD("__repr__", "self: any", run_repr, 0, "its names",
               ">>> z.__repr__()\n\"NpzFile 'object' with keys: a\"\n"),
    NPZ_METHOD("__enter__", "self: any", run_enter, 0, "begins a `with`", ">>> z.__enter__() is z\nTrue\n"),
    NPZ_METHOD("__exit__", "self: any, *args: any", run_close, 0, "ends a `with`: closes the file",
               ">>> z.__exit__()\n"),
    NPZ_METHOD("close", "self: any", run_close, 0, "closes the file", ">>> z.close()\n"),
    NPZ_METHOD("get", "self: any, key: any, default: any = None", run_get, 0,
               "the array of that name, or another value", ">>> z.get('b', 0)\n0\n"),
    NPZ_METHOD("keys", "self: any", run_parts, KEYS, "the names", ">>> list(z.keys())\n['a']\n"),
    NPZ_METHOD("values", "self: any", run_parts, VALUES, "the arrays",
               ">>> list(z.values())\n[array([0, 1])]\n"),
    NPZ_METHOD("items", "self: any", run_parts, ITEMS, "names and arrays",
               ">>> list(z.items())\n[('a', array([0, 1]))]\n"),
    VIEW_METHOD("__iter__", run_view_iter, "the names, the arrays, or both",
                ">>> [a.sum() for a in z.values()]\n[np.int64(1)]\n"),
    VIEW_METHOD("__len__", run_view_len, "how many arrays", ">>> len(z.keys())\n1\n"),
    VIEW_METHOD("__repr__", run_view_repr, "what it is a view of",
                ">>> z.keys()\nKeysView(NpzFile 'object' with keys: a)\n"),
    { 0 },
};
