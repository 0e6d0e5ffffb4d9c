/* check_files.c: numbers in text to the last bit, arrays in files there and back, and files that lie. */
#include <check.h>
#undef fail /* an old name of Check's */

#include "files/npy.h"
#include "files/npz.h"
#include "numeric/decimal.h"
#include "run/formats.h"
#include "run/shell.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static Shell *shell;
static Run *run;

static void setup(void)
{
    shell = shell_new(&format_plain, COLOR_NEVER);
    run = &shell->session->run;
    run->warn = NULL;
}

static void teardown(void) { shell_free(shell); }

/* Numbers without a pattern, the same at every run. */
static uint64_t scramble(void)
{
    static uint64_t state = 88172645463325252u;
    state ^= state << 13;
    state ^= state >> 7;
    return state ^= state << 17;
}

/* numbers ----------------------------------------------------------------------------------------------- */

static void reads_as_strtod(const char *text)
{
    double got, right = strtod(text, NULL);
    const char *end = text + strlen(text), *behind = decimal_double(text, end, &got);
    ck_assert_msg(behind == end, "%s: ends too early", text);
    ck_assert_msg(!memcmp(&got, &right, sizeof got), "%s: %.17g, not %.17g", text, got, right);
}

START_TEST(decimal_is_exact)
{
    char text[1200];
    for (int i = 0; i < 200000; i++) {
        uint64_t bits = scramble();
        double x;
        memcpy(&x, &bits, sizeof x);
        if (!isfinite(x))
            continue;
        snprintf(text, sizeof text, "%.*g", 1 + (int)(scramble() % 25), x);
        reads_as_strtod(text);
        snprintf(text, sizeof text, "%llu.%llue%d", (unsigned long long)(scramble() >> scramble() % 64),
                 (unsigned long long)(scramble() >> scramble() % 64), (int)(scramble() % 700) - 350);
        reads_as_strtod(text);
        snprintf(text, sizeof text, "%.6f", (double)(int64_t)scramble() / 1e14);
        reads_as_strtod(text);
    }
}
END_TEST

/* Halfway between two doubles, and a digit far behind that decides. */
START_TEST(decimal_decides_ties)
{
    char text[1200];
    for (int i = 0; i < 20000; i++) {
        int exponent = (int)(scramble() % 200) - 100;
        long double x = ldexpl((long double)(((scramble() >> 11) | (uint64_t)1 << 52) * 2 + 1), exponent);
        int length = snprintf(text, sizeof text, "%.400Lf", x);
        reads_as_strtod(text);
        snprintf(text + length, sizeof text - (size_t)length, "%d", (int)(scramble() % 10));
        reads_as_strtod(text);
    }
    static const char *const edges[] = {
        "0",
        "-0",
        "0e999999999999",
        "1e-999999999999",
        "1e999999999999",
        "5e-324",
        "2.4703282292062327e-324",
        "2.4703282292062328e-324",
        "2.2250738585072011e-308",
        "1.7976931348623158e308",
        "1.7976931348623159e308",
        "9007199254740993",
        "00000000000000000000000000001",
        ".5",
        "5.",
        "+1",
        "0.000000000000000000000000000000000000000000000000000000000000000000001e69"
    };
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++)
        reads_as_strtod(edges[i]);
}
END_TEST

START_TEST(decimal_keeps_to_its_end)
{
    double x;
    int64_t i;
    bool fits;
    static const char text[] = "1.5e-3x";
    for (int length = 1; length <= 7; length++) {
        char *room = malloc((size_t)length); /* a sanitizer sees whoever reads on */
        memcpy(room, text, (size_t)length);
        static const double right[] = { 0, 1, 1, 1.5, 1.5, 1.5, 1.5e-3, 1.5e-3 };
        static const int used[] = { 0, 1, 2, 3, 3, 3, 6, 6 };
        ck_assert_ptr_eq(decimal_double(room, room + length, &x), room + used[length]);
        ck_assert(x == right[length]);
        free(room);
    }
    ck_assert_ptr_null(decimal_double(text, text, &x));
    ck_assert_ptr_null(decimal_double("-", "-" + 1, &x));
    const char *most = "18446744073709551615", *more = "18446744073709551616";
    ck_assert_ptr_nonnull(decimal_int(most, most + 20, true, &i, &fits));
    ck_assert(fits && (uint64_t)i == UINT64_MAX);
    ck_assert_ptr_nonnull(decimal_int(more, more + 20, true, &i, &fits));
    ck_assert(!fits);
    ck_assert_ptr_nonnull(decimal_int(most, most + 19, false, &i, &fits));
    ck_assert(fits && i == 1844674407370955161);
    ck_assert_ptr_nonnull(decimal_int("-9223372036854775808", "-9223372036854775808" + 20, false, &i, &fits));
    ck_assert(fits && i == INT64_MIN);
}
END_TEST

/* arrays there and back --------------------------------------------------------------------------------- */

static bool same_bytes(Tensor *a, Tensor *b)
{
    Tensor *x = c_ordered(run, a), *y = c_ordered(run, b);
    bool same = shape_equal(a->ndim, a->dim, b->ndim, b->dim) && a->dtype == b->dtype &&
                !memcmp(x->data, y->data, (size_t)tensor_size(x) * tensor_itemsize(x));
    tensor_drop(x);
    tensor_drop(y);
    return same;
}

START_TEST(every_dtype_and_order)
{
    static const int64_t shapes[][3] = { { 2, 3, 4 }, { 1, 5, 1 }, { 0, 3, 2 }, { 7, 1, 1 } };
    for (int dtype = 0; dtype < DTYPES; dtype++)
        for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++)
            for (int ndim = 0; ndim <= 3; ndim++)
                for (int turned = 0; turned < 2; turned++)
                    for (int real = 0; real < 2; real++) {
                        Tensor *made = tensor_zeros(run, (DType)dtype, ndim, shapes[s]);
                        size_t bytes = (size_t)tensor_size(made) * tensor_itemsize(made);
                        for (size_t i = 0; i < bytes; i++)
                            made->data[i] = dtype == BOOL ? (char)(scramble() & 1) : (char)scramble();
                        Tensor *t = turned ? tensor_transpose(made, NULL) : tensor_keep(made);
                        FILE *file = tmpfile();
                        ck_assert(npy_write(run, file, t));
                        ck_assert_int_eq((ftell(file) - (long)bytes) % 64, 0);
                        rewind(file);
                        Tensor *back = real ? npy_read(run, file, NPY_HEADER_MAX)
                                            : npy_read_packed(run, file, (int64_t)bytes, NPY_HEADER_MAX);
                        ck_assert_msg(back && same_bytes(t, back), "%s, %d axes", dtype_info[dtype].name,
                                      ndim);
                        ck_assert_int_eq(tensor_is_f(back), tensor_is_f(t));
                        fclose(file);
                        tensor_drop(back);
                        tensor_drop(t);
                        tensor_drop(made);
                    }
}
END_TEST

/* What begins a file of version 1, and then a header and the bytes 0, 1, 2 … */
static FILE *file_of(const char *header, int version)
{
    FILE *file = tmpfile();
    size_t length = strlen(header);
    fprintf(file, "\x93NUMPY%c%c%c%c", version, 0, (int)(length & 255), (int)(length >> 8));
    if (version > 1)
        fprintf(file, "%c%c", 0, 0);
    fputs(header, file);
    for (int i = 0; i < 64; i++)
        putc(i, file);
    rewind(file);
    return file;
}

static void fails(const char *header, const char *message)
{
    FILE *file = file_of(header, 1);
    Tensor *read = npy_read(run, file, NPY_HEADER_MAX);
    ck_assert_msg(!read, "%s is read", header);
    ck_assert_msg(class_is(run->error.class, ValueError) || class_is(run->error.class, TypeError), "%s: %s",
                  header, run->error.class->name);
    ck_assert_msg(strstr(run->error.text, message), "%s: %s", header, run->error.text);
    run_clear_error(run);
    fclose(file);
}

START_TEST(headers_that_lie)
{
    fails("", "Cannot parse header: ''");
    fails("{", "Cannot parse header: '{'");
    fails("[1]", "Header is not a dictionary: [1]");
    fails("{}", "Header does not contain the correct keys: []");
    fails("{1:2}", "Header does not contain the correct keys: [1]");
    fails("{[1]: 2}", "Cannot parse header");
    fails("((((((((((((((1,),),),),),),),),),),),),),)", "Cannot parse header");
#define SAYS(descr, order, shape) "{'descr': " descr ", 'fortran_order': " order ", 'shape': " shape ", }"
    fails(SAYS("'xx'", "False", "(1,)"), "descr is not a valid dtype descriptor: 'xx'");
    fails(SAYS("3", "False", "(1,)"), "descr is not a valid dtype descriptor: 3");
    fails(SAYS("None", "False", "(1,)"), "descr is not a valid dtype descriptor: None");
    fails(SAYS("'|O'", "False", "(1,)"), "Object arrays cannot be loaded when allow_pickle=False");
    fails(SAYS("'<U3'", "False", "(1,)"), "ndcalc has no arrays of text");
    fails(SAYS("[('a', '<i4')]", "False", "(1,)"), "ndcalc has no arrays of records");
    fails(SAYS("'<i4'", "0", "(1,)"), "fortran_order is not a valid bool: 0");
    fails(SAYS("'<i4'", "False", "(3)"), "shape is not valid: 3");
    fails(SAYS("'<i4'", "False", "[3]"), "shape is not valid: [3]");
    fails(SAYS("'<i4'", "False", "(1.5,)"), "shape is not valid: (1.5,)");
    fails(SAYS("'<i4'", "False", "(True,)"), "shape is not valid: (True,)");
    fails(SAYS("'<i4'", "False", "(-1,)"), "Expected (-1,) = -1 elements, could only read 16 elements.");
    fails(SAYS("'<i4'", "False", "(-2,-2)"), "cannot reshape array of size 4 into shape");
    fails(SAYS("'<i4'", "False", "(0,-1)"), "cannot reshape array of size 0 into shape");
    fails(SAYS("'<i4'", "False", "(17,)"), "Expected (17,) = 17 elements, could only read 16 elements.");
    fails(SAYS("'<i4'", "False", "(99999999999999,)"), "could only read 16 elements");
    fails(SAYS("'<i4'", "False", "(4294967296,4294967296)"),
          "cannot reshape array of size 0 into shape (4294967296,4294967296)");
    fails(SAYS("'<i4'", "False", "(9223372036854775807,2)"), "= -2 elements, could only read 16 elements");
    fails(SAYS("'<i4'", "False", "(99999999999999999999,)"), "shape is not valid");
    fails(SAYS("'<i4'", "False",
               "(1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,"
               "1,1,1,"
               "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1)"),
          "maximum supported dimension for an ndarray is currently 64, found 65");
}
END_TEST

START_TEST(other_ends_and_versions)
{
    for (int version = 1; version <= 3; version++) {
        FILE *file = file_of(SAYS("'>i4'", "True", "(2, 2)"), version);
        Tensor *read = npy_read(run, file, NPY_HEADER_MAX);
        ck_assert_ptr_nonnull(read);
        ck_assert_int_eq(read->dtype, INT32);
        for (int i = 0; i < 4; i++) /* 00010203, 04050607, … down the columns */
            ck_assert_int_eq(*(int32_t *)(read->data + i % 2 * read->stride[0] + i / 2 * read->stride[1]),
                             0x00010203 + i * 0x04040404);
        tensor_drop(read);
        fclose(file);
    }
}
END_TEST

/* Files made of a good one by changing, cutting and doubling bytes: an array or an error, and no memory but
 * what the file fills. */
START_TEST(broken_files)
{
    enum { FILES = 20000, LONGEST = 512 };
    static const char good[] = SAYS("'<f8'", "False", "(3, 2)");
    int read = 0;
    for (int n = 0; n < FILES; n++) {
        unsigned char bytes[LONGEST];
        FILE *whole = file_of(good, 1 + n % 3);
        size_t length = fread(bytes, 1, sizeof bytes, whole);
        fclose(whole);
        for (uint64_t changes = 1 + scramble() % 4; changes; changes--) {
            size_t at = scramble() % length;
            switch (scramble() % 5) {
            case 0: bytes[at] = (unsigned char)scramble(); break;
            case 1: bytes[at] = (unsigned char)"0123456789,()-'<>{}[]"[scramble() % 21]; break;
            case 2: length = at + 1; break;
            case 3: memmove(bytes + at, bytes + at + 1, length - at - 1); break;
            default: bytes[at] ^= (unsigned char)(1 << scramble() % 8); break;
            }
        }
        FILE *file = n % 2 ? tmpfile() : fmemopen(NULL, LONGEST, "w+");
        fwrite(bytes, 1, length, file);
        rewind(file);
        Tensor *t = n % 2 ? npy_read(run, file, NPY_HEADER_MAX)
                          : npy_read_packed(run, file, (int64_t)length, NPY_HEADER_MAX);
        ck_assert(!t == !!run->error.class);
        if (t) {
            ck_assert(tensor_size(t) <= LONGEST);
            read++;
        }
        run_clear_error(run);
        arena_reset(&run->scratch);
        tensor_drop(t);
        fclose(file);
    }
    ck_assert_int_gt(read, FILES / 20);
}
END_TEST

/* Archives made of a good one in the same way: every member gives a value or an error. */
START_TEST(broken_archives)
{
    enum { FILES = 3000, LONGEST = 1024 };
    int opened = 0, read = 0;
    for (int n = 0; n < FILES; n++) {
        FILE *file = tmpfile();
        Value given = value_list_new(2), all = ABSENT, z = ABSENT;
        unsigned char bytes[LONGEST];
        const Func *savez = func_find("np", n % 2 ? "savez" : "savez_compressed");
        const Func *bytes_io = func_find("io", "BytesIO");
        ck_assert(func_apply(run, bytes_io, 0, NULL, &all));
        Value arg[] = { all, value_int(5), value_float(2.5) };
        Value none;
        ck_assert(func_apply(run, savez, 3, arg, &none));
        FILE *whole = file_stream(run, all, FILE_READ);
        rewind(whole);
        size_t length = fread(bytes, 1, sizeof bytes, whole);
        for (uint64_t changes = n % 7 ? 1 + scramble() % 3 : 0; changes; changes--) {
            size_t at = scramble() % length;
            if (scramble() % 8 == 0)
                length = at + 1;
            else if (scramble() % 8 == 0)
                memset(bytes + at, 0xFF, length - at < 4 ? length - at : 4);
            else
                bytes[at] = (unsigned char)scramble();
        }
        fwrite(bytes, 1, length, file);
        rewind(file);
        if (npz_open(run, file, false, NONE, NPY_HEADER_MAX, &z)) {
            opened++;
            Value arrays;
            if (func_apply(run, func_find("NpzFile", "values"), 1, &z, &arrays)) {
                read++;
                value_drop(arrays);
            }
        }
        ck_assert(n % 7 || !run->error.class);
        run_clear_error(run);
        arena_reset(&run->scratch);
        value_drop(z);
        value_drop(all);
        value_drop(given);
        fclose(file);
    }
    ck_assert_int_gt(opened, FILES / 4);
    ck_assert_int_gt(read, FILES / 7);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("files");
    TCase *tests = tcase_create("files");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, decimal_is_exact);
    tcase_add_test(tests, decimal_decides_ties);
    tcase_add_test(tests, decimal_keeps_to_its_end);
    tcase_add_test(tests, every_dtype_and_order);
    tcase_add_test(tests, headers_that_lie);
    tcase_add_test(tests, other_ends_and_versions);
    tcase_add_test(tests, broken_files);
    tcase_add_test(tests, broken_archives);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
