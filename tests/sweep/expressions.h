/* expressions.h: calls of the rows of functions, made by chance from the kinds and names of their parameters.
 *
 * As the sweep wants them they are mostly right, and of rows of arrays, scalars and generators. With `odd`
 * set, every row is called, and so many of a hundred arguments are what nobody would give. */
#ifndef NDCALC_TESTS_EXPRESSIONS_H
#define NDCALC_TESTS_EXPRESSIONS_H

#include "func/bind.h"

#include <string.h>

/* chance ----------------------------------------------------------------------------------------------------
 */

static uint64_t state;

static uint64_t hash_of(const char *text)
{
    uint64_t hash = 14695981039346656037u; /* FNV-1a */
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 1099511628211u;
    return hash;
}

static int below(int n) /* splitmix64 */
{
    uint64_t z = state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return (int)((z ^ z >> 31) % (uint64_t)n);
}

static bool chance(int percent) { return below(100) < percent; }

static int odd; /* 0: none */

static bool is_one_of(const char *name, const char *names)
{
    size_t length = strlen(name);
    for (const char *at = names; (at = strstr(at, name)); at += length)
        if ((at == names || at[-1] == ' ') && (at[length] == ' ' || at[length] == 0))
            return true;
    return false;
}

#define ONE_OF(...)                                                                                          \
    (((const char *[]){ __VA_ARGS__ })[below(sizeof((const char *[]){ __VA_ARGS__ }) / sizeof(char *))])

/* arrays: a variable for each dtype and shape
 * ----------------------------------------------------------------
 */

static const char *const shape_names[] = { "",   "0",  "1",  "2",   "3",   "4",   "6",
                                           "11", "13", "22", "23",  "31",  "32",  "33",
                                           "34", "44", "03", "123", "222", "234", "243" };
enum { SHAPES = sizeof shape_names / sizeof *shape_names };
static const char *const dtype_codes[] = { "b1", "i1", "u1", "i2", "u2", "i4", "u4",
                                           "i8", "u8", "f2", "f4", "f8", "c8", "c16" };
enum { CODES = sizeof dtype_codes / sizeof *dtype_codes };

/* Python and ndcalc run these first: `v23f4` is an array of shape (2, 3) and dtype float32. */
static void add_prelude(Text *out)
{
    text_puts(out, "rng = np.random.default_rng(1); rs = np.random.RandomState(1)\n");
    for (int i = 0; i < SHAPES; i++) {
        text_printf(out, "base = np.zeros((");
        for (const char *at = shape_names[i]; *at; at++)
            text_printf(out, "%c,", *at);
        text_puts(out, ")); base.flat = [(k * 7 + k // 5) % 5 for k in range(base.size)]\n");
        if (strlen(shape_names[i]) == 2 && shape_names[i][0] == shape_names[i][1])
            text_puts(out, "base += np.eye(len(base)) * 9\n");
        for (int d = 0; d < CODES; d++)
            text_printf(out, "v%s%s = base.astype('%s')\n", shape_names[i], dtype_codes[d], dtype_codes[d]);
    }
}

/* The shapes of one expression are mostly alike. */
static int theme, theme_code;

static const char *array_name(Text *out)
{
    int shape = chance(72) ? theme : chance(50) ? 1 + below(5) : below(SHAPES);
    int code = chance(45) ? theme_code : chance(60) ? (int[]){ 0, 5, 7, 10, 11, 13 }[below(6)] : below(CODES);
    text_printf(out, "v%s%s", shape_names[shape], dtype_codes[code]);
    return shape_names[shape];
}

static int theme_ndim(void) { return (int)strlen(shape_names[theme]); }

/* arguments
 * --------------------------------------------------------------------------------------------------
 */

static void add_array(Text *out)
{
    if (chance(85))
        array_name(out);
    else
        text_puts(out, ONE_OF("2", "1.5", "True", "3j", "[1, 2]", "[[1, 2], [3, 4]]", "[1.5, 2, 3]",
                              "np.float32(2)", "np.int8(3)", "range(3)", "(1, 0)", "[True, False, True]"));
}

static void add_arrays(Text *out)
{
    int n = 1 + below(3);
    text_char(out, '(');
    for (int i = 0; i < n; i++) {
        add_array(out);
        text_puts(out, i + 1 < n ? ", " : n == 1 ? ",)" : ")");
    }
}

static void add_axis(Text *out)
{
    int ndim = theme_ndim();
    text_printf(out, "%d", chance(80) && ndim ? below(2 * ndim) - ndim : below(7) - 3);
}

static void add_axes(Text *out)
{
    if (chance(50))
        add_axis(out);
    else if (chance(30))
        text_puts(out, "None");
    else {
        text_char(out, '(');
        add_axis(out);
        text_puts(out, ", ");
        add_axis(out);
        text_char(out, ')');
    }
}

static void add_shape(Text *out)
{
    text_puts(out, ONE_OF("3", "(2, 3)", "(3, 2)", "()", "(0,)", "(1, 3)", "6", "(2, 2)", "(3, 1)",
                          "(2, 1, 3)", "(4,)", "[2, 3]", "(-1,)", "(3, -1)", "-1", "(2, -1, 3)"));
}

static void add_dtype(Text *out)
{
    text_puts(out, ONE_OF("np.float32", "'i4'", "float", "int", "bool", "np.complex64", "'u1'", "np.float16",
                          "complex", "np.int8", "'float64'"));
}

/* What the name of a parameter of no kind asks for. */
static bool add_by_name(const Func *row, const Param *param, Text *out)
{
    const char *name = param->name;
    if (is_one_of(name, "axis source destination axis1 axis2 axisa axisb axisc start"))
        add_axis(out);
    else if (is_one_of(name, "axes"))
        text_puts(out, strstr(row->name, "tensordot") ? ONE_OF("1", "2", "0", "([0], [1])", "([1], [0])")
                       : strstr(row->name, "fft")
                           ? ONE_OF("(0, 1)", "(1,)", "(0,)", "None", "(-1, 0)", "(2, 0)")
                           : ONE_OF("(1, 0)", "(0, 1)", "None", "(2, 0, 1)", "0", "(0,)"));
    else if (is_one_of(name, "size shape newshape new_shape dims window_shape"))
        add_shape(out);
    else if (is_one_of(name, "dtype type typechars"))
        add_dtype(out);
    else if (is_one_of(
                 name,
                 "keepdims copy subok endpoint assume_unique equal_nan sparse rowvar bias wrap optimize "
                 "stable replace retstep increasing full density"))
        text_puts(out, ONE_OF("True", "False"));
    else if (is_one_of(name, "where mask condition condlist"))
        text_puts(out, ONE_OF("True", "v23b1", "v3b1", "v33b1", "[True, False, True]", "v2b1"));
    else if (is_one_of(name,
                       "n N k M m num offset deg repeats decimals ddof correction nin shift ndmin period"))
        text_puts(out, ONE_OF("0", "1", "2", "3", "4", "-1"));
    else if (is_one_of(name, "kth indices indices_or_sections obj ind key"))
        text_puts(out, ONE_OF("0", "1", "2", "[0, 1]", "-1", "[1]", "(1, 0)", "v2i8", "slice(0, 2)", "5"));
    else if (is_one_of(name, "s"))
        text_puts(out, ONE_OF("(2, 3)", "(4,)", "(3, 2)", "None"));
    else if (is_one_of(name, "norm"))
        text_puts(out, ONE_OF("None", "'ortho'", "'forward'", "'backward'", "'other'"));
    else if (is_one_of(name, "ord"))
        text_puts(out, ONE_OF("None", "1", "2", "np.inf", "'fro'", "'nuc'", "-2", "0"));
    else if (is_one_of(name, "p q pvals prob"))
        text_puts(out, ONE_OF("0.5", "0.25", "[0.25, 0.5]", "0.75", "1"));
    else if (is_one_of(name, "initial rtol atol tol rcond fill_value value constant_values"))
        text_puts(out, ONE_OF("0", "1", "2.5", "3j", "True"));
    else if (is_one_of(name, "out"))
        text_puts(out, ONE_OF("np.zeros((2, 3))", "np.zeros(3)", "None"));
    else if (is_one_of(name, "bins"))
        text_puts(out, ONE_OF("3", "[0, 1, 2]", "[0, 2]", "5"));
    else if (is_one_of(name, "pad_width"))
        text_puts(out, ONE_OF("1", "(1, 2)", "((1, 0), (0, 2))", "2", "0", "-1"));
    else if (is_one_of(
                 name,
                 "stop start step low high loc scale lam mean sigma df a b left right dfnum dfden nonc mu "
                 "kappa ngood nbad nsample real imag val max min") &&
             chance(60))
        text_puts(out, ONE_OF("1", "2", "3", "1.5", "0.5", "4"));
    else if (param->required || param->how == STAR ||
             is_one_of(name, "b y weights aweights append prepend values arr2"))
        add_array(out);
    else
        return false;
    return true;
}

/* Wrong types, shapes and axes; nothing, nan, negative and huge. */
static const char *odd_value(void)
{
    static const char *const values[] = {
        "None",
        "True",
        "False",
        "-1",
        "0",
        "-5",
        "7",
        "63",
        "64",
        "65",
        "1000",
        "100000",
        "2**31",
        "2**63 - 1",
        "2**63",
        "-2**63",
        "2**64",
        "10**30",
        "10**9",
        "-10**9",
        "1e300",
        "1e-320",
        "-0.0",
        "0.1",
        "np.nan",
        "np.inf",
        "-np.inf",
        "1j",
        "complex(np.nan, np.inf)",
        "np.float16(np.inf)",
        "np.int8(-128)",
        "np.uint64(2**64 - 1)",
        "np.True_",
        "''",
        "'abc'",
        "'float64'",
        "'C'",
        "'i4,f4'",
        "'>i4'",
        "' 1 2 x'",
        "'é'",
        "np.zeros(3).tobytes()",
        "[]",
        "()",
        "{}",
        "set()",
        "[[]]",
        "[[], []]",
        "[1, [2, 3]]",
        "[[1, 2], [3]]",
        "[None]",
        "(1, 'a')",
        "{1: 2}",
        "{'a': 1.5}",
        "{1, 2}",
        "[1, 2, 3]",
        "[2.5, -1]",
        "[np.nan, 1, np.inf]",
        "(0, -1)",
        "(-1, -1)",
        "(0, 0)",
        "(5, 6, 7)",
        "(10**6, 10**6)",
        "(2**62, 4)",
        "(2**31, 0, 2**33)",
        "[-3, -2]",
        "[2**63 - 1, 1]",
        "[True]",
        "...",
        "slice(None)",
        "slice(-3, 10**18, 2)",
        "slice(3, None, -1)",
        "range(0)",
        "range(-3, 4)",
        "range(10**12)",
        "float",
        "int",
        "complex",
        "object",
        "str",
        "np.float64",
        "np.dtype('f2')",
        "np.add",
        "np.sum",
        "len",
        "lambda *a, **k: a",
        "lambda x: x",
        "lambda x: x + [1]",
        "iter([1, 2])",
        "(k for k in range(3))",
        "np",
        "np.r_",
        "np.newaxis",
        "rng",
        "np.zeros((0, 3))",
        "np.zeros((3, 0))",
        "np.zeros((2, 0, 3), 'i4')",
        "np.zeros(0, bool)",
        "np.zeros((0, 0))",
        "np.array(5)",
        "np.array(np.nan)",
        "np.array([np.nan, -np.inf, np.inf, 0, -0.0])",
        "np.array([[np.nan]])",
        "np.array([2**63 - 1, -2**63])",
        "np.array([2**64 - 1], 'u8')",
        "np.array([np.inf, np.nan], 'c8')",
        "np.array([-1, 5, 9])",
        "np.broadcast_to(1.5, (3, 3))",
        "np.broadcast_to(np.int8(1), (2**40, 0, 3))",
        "v33f8.T",
        "v33f8[::-1]",
        "v34f4[::2, ::-2]",
        "v3f8[1:1]",
        "np.ones((1,) * 20)",
        "np.ones((1,) * 64)",
        "np.arange(300.)",
        "np.arange(300)[::-3]",
        "np.asfortranarray(v234f8)",
        "v33f8.flat",
        "v23i8.copy()",
        "np.poly1d([1, 2])",
    };
    return values[below(sizeof values / sizeof *values)];
}

/* Words that parameters of text know, by the parameter's name. */
static const char *word_for(const char *name)
{
    if (is_one_of(name, "kind"))
        return ONE_OF("'quicksort'", "'stable'", "'heapsort'", "'sort'", "'table'", "'introselect'",
                      "'integral'");
    if (is_one_of(name, "method interpolation"))
        return ONE_OF("'linear'", "'midpoint'", "'hazen'", "'lower'", "'inverted_cdf'", "'auto'", "'eigh'",
                      "'svd'", "'marginals'", "'count'", "'weibull'");
    if (is_one_of(name, "mode"))
        return ONE_OF("'wrap'", "'clip'", "'raise'", "'full'", "'valid'", "'same'", "'reduced'", "'edge'",
                      "'reflect'", "'symmetric'", "'maximum'", "'linear_ramp'", "'r'", "'w'", "'complete'");
    if (is_one_of(name, "order"))
        return ONE_OF("'C'", "'F'", "'A'", "'K'");
    if (is_one_of(name, "casting"))
        return ONE_OF("'unsafe'", "'same_kind'", "'safe'", "'no'", "'equiv'");
    if (is_one_of(name, "side bitorder indexing UPLO trim"))
        return ONE_OF("'left'", "'right'", "'big'", "'little'", "'ij'", "'xy'", "'L'", "'U'", "'fb'", "'b'");
    if (is_one_of(name, "subscripts"))
        return ONE_OF("'ij,jk->ik'", "'ij,jk'", "'ii'", "'i,i'", "'ij->ji'", "'i->'", "'...i,...i'",
                      "'ij,kj->ik'");
    if (is_one_of(name, "sep delimiter separator"))
        return ONE_OF("' '", "','", "''", "'\\n'");
    if (is_one_of(name, "fmt format_spec format"))
        return ONE_OF("'%.3f'", "'%d'", "'.3f'", "'>10'", "'%s %s'", "'{}'");
    if (is_one_of(name, "file fname filename path"))
        return ONE_OF("'one.npy'", "'two.npz'", "'text.txt'", "'nothing'", "io.StringIO('1 2\\n3 4')",
                      "io.BytesIO()");
    if (is_one_of(name, "string text s str x object"))
        return ONE_OF("'1 2 3'", "'1,2'", "'12'", "' 0x1f '", "'1.5e3'", "'abc'", "'nan'", "'a%d{}'");
    if (is_one_of(name, "all divide over under invalid"))
        return ONE_OF("'ignore'", "'warn'", "'raise'", "'print'");
    return ONE_OF("'a'", "''", "'abc'", "' '", "','", "'1'", "'1 2 3'", "'C'", "'float64'", "'aé\\n'");
}

static const char *function_for(const char *name)
{
    if (is_one_of(name, "function"))
        return ONE_OF("np.add", "lambda i, j: i * j", "lambda *i: sum(i)", "lambda i: i");
    return ONE_OF("np.sum", "np.sin", "lambda x: x", "lambda *a: 1", "len", "abs", "np.linalg.norm",
                  "np.cumsum", "lambda x: x[0]", "lambda x, y: x + y", "np.add", "str",
                  "lambda a, axis=None: a.sum(axis)");
}

static bool add_argument(const Func *row, const Param *param, Text *out)
{
    if (odd && chance(odd)) {
        text_puts(out, odd_value());
        return true;
    }
    if (odd && param->kind == KIND_STR) {
        text_puts(out, word_for(param->name));
        return true;
    }
    if (odd && param->kind == KIND_FUNC) {
        text_puts(out, function_for(param->name));
        return true;
    }
    if (odd && param->kind == KIND_ANY && !add_by_name(row, param, out)) {
        text_puts(out, chance(50) ? word_for(param->name) : odd_value());
        return true;
    }
    switch (param->kind) {
    case KIND_ARRAY: add_array(out); break;
    case KIND_ARRAYS: add_arrays(out); break;
    case KIND_AXIS: add_axis(out); break;
    case KIND_AXES: add_axes(out); break;
    case KIND_SHAPE: add_shape(out); break;
    case KIND_DTYPE: add_dtype(out); break;
    case KIND_BOOL: text_puts(out, ONE_OF("True", "False")); break;
    case KIND_INT: text_puts(out, ONE_OF("0", "1", "2", "3", "-1")); break;
    case KIND_INDEX: text_puts(out, ONE_OF("0", "1", "[0, 1]", "[[0], [1]]", "-1", "v2i8", "5")); break;
    case KIND_REPEATS: text_puts(out, ONE_OF("2", "[1, 2]", "[2, 0, 1]", "0", "[1, 2, 3]")); break;
    case KIND_FLOAT: text_puts(out, ONE_OF("0.5", "1.5", "2", "0", "-1.0")); break;
    case KIND_STR: return false;
    case KIND_OUT:
        text_puts(out, ONE_OF("np.zeros((2, 3))", "np.zeros(3)", "np.zeros((), 'f4')", "None"));
        break;
    case KIND_FUNC: return false;
    default: return add_by_name(row, param, out);
    }
    return true;
}

/* Values of the classes that the sweep leaves out. */
static const struct {
    const char *home, *value;
} other_receivers[] = {
    { "AttributeError", "AttributeError('x', name='a')" },
    { "AxisError", "np.exceptions.AxisError(2, 1)" },
    { "BaseException", "ValueError('x', 1)" },
    { "BitGenerator", "np.random.PCG64(1)" },
    { "IndexExpression", "np.s_" },
    { "MGridClass", "np.mgrid" },
    { "ImportError", "ImportError('x')" },
    { "MT19937", "np.random.MT19937(1)" },
    { "NpzFile", "np.load('archive.npz')" },
    { "OSError", "OSError(2, 'x')" },
    { "PCG64", "np.random.PCG64(1)" },
    { "RClass", "np.r_" },
    { "SeedSequence", "np.random.SeedSequence(1)" },
    { "StopIteration", "StopIteration(1)" },
    { "SystemExit", "SystemExit(1)" },
    { "broadcast", "np.broadcast(v3f8, 2)" },
    { "bytes", "np.zeros(3).tobytes()" },
    { "complex", "(1+2j)" },
    { "dict", "{'a': 1, 2: 3}" },
    { "dict_view", "{1: 2, 3: 4}.items()" },
    { "errstate", "np.errstate(divide='ignore')" },
    { "file", "io.StringIO('1 2\\n3')" },
    { "finfo", "np.finfo('f4')" },
    { "flagsobj", "v23f8.flags" },
    { "flatiter", "v23f8.flat" },
    { "float", "2.5" },
    { "floating", "np.float32(2.5)" },
    { "iinfo", "np.iinfo('i2')" },
    { "int", "(12345678901234567890)" },
    { "integer", "np.int16(300)" },
    { "iterator", "iter([1, 2])" },
    { "list", "[3, 1, 2.5]" },
    { "memoryview", "v23f8.data" },
    { "poly1d", "np.poly1d([1, 2, 3])" },
    { "printoptions", "np.printoptions(precision=3)" },
    { "range", "range(1, 9, 2)" },
    { "set", "{1, 2, 3}" },
    { "set_view", "{1: 2, 3: 4}.keys()" },
    { "slice", "slice(1, 9, 2)" },
    { "str", "'a,b cé'" },
    { "tuple", "(1, 2, 1)" },
    { "vectorize", "np.vectorize(abs)" },
};

/* A value of a class, by its home; NULL: there is none here. */
static const char *receiver(const char *home, Text *room)
{
    text_clear(room);
    if (strcmp(home, "ndarray") == 0)
        array_name(room);
    else if (strcmp(home, "generic") == 0)
        text_puts(room, ONE_OF("np.float32(2)", "np.int8(3)", "np.True_", "np.complex128(1)", "np.uint16(7)",
                               "np.float64(0.5)"));
    else if (strcmp(home, "RandomState") == 0)
        text_puts(room, "rs");
    else if (strcmp(home, "Generator") == 0)
        text_puts(room, "rng");
    else if (strcmp(home, "dtype") == 0)
        text_printf(room, "np.dtype('%s')", dtype_codes[below(CODES)]);
    else if (strcmp(home, "ufunc") == 0)
        text_puts(room, ONE_OF("np.add", "np.multiply", "np.maximum", "np.subtract", "np.logical_or",
                               "np.sin", "np.greater"));
    else {
        for (size_t i = 0; odd && i < sizeof other_receivers / sizeof *other_receivers; i++)
            if (strcmp(home, other_receivers[i].home) == 0)
                return other_receivers[i].value;
        return NULL;
    }
    return text_get(room);
}

static bool is_module(const char *home)
{
    return is_one_of(home, "builtins math time random os os.path io copy functools sys");
}

/* One of the homes of a row that expressions can be made for; false: none is. */
static bool choose_home(const Func *row, char home[40])
{
    const char *could[8];
    int lengths[8], count = 0;
    Text room = { 0 };
    for (const char *at = row->of; *at; at += strspn(at, " ")) {
        int length = (int)strcspn(at, " ");
        snprintf(home, 40, "%.*s", length, at);
        if (count < 8 && (strncmp(home, "np", 2) == 0 || receiver(home, &room) || (odd && is_module(home))))
            could[count] = at, lengths[count++] = length;
        at += length;
    }
    text_free(&room);
    if (count == 0)
        return false;
    int i = below(count);
    snprintf(home, 40, "%.*s", lengths[i], could[i]);
    return true;
}

/* One expression; false: the row is of a home or needs an argument that there is none of. */
static bool write_expression(const Func *row, Text *out)
{
    char home[40];
    Text self = { 0 };
    const Signature *signature = signature_of(row);
    theme = below(SHAPES);
    theme_code = below(CODES);
    if (!choose_home(row, home))
        return false;
    const char *value = receiver(home, &self);
    bool stores = value && row->effects && strcmp(home, "ndarray") == 0;
    text_printf(out, "%s%s%s%s",
                value                      ? value
                : strcmp(home, "builtins") ? home
                                           : "",
                stores ? ".copy()" : "", strcmp(home, "builtins") ? "." : "", row->name);
    text_free(&self);
    if (row->style == ATTRIBUTE)
        return value || odd;
    text_char(out, '(');
    bool first = true, keyword = false, ok = true;
    for (int i = value ? 1 : 0; i < signature->count && ok; i++) {
        const Param *param = &signature->param[i];
        if (param->how == STARSTAR || (!param->required && param->how != STAR && !chance(22))) {
            keyword |= param->how == POSITIONAL_ONLY || param->how == POSITIONAL;
            continue;
        }
        int times = param->how == STAR ? below(4) : 1;
        for (int n = 0; n < times && ok; n++) {
            size_t before = out->length;
            text_puts(out, first ? "" : ", ");
            if ((keyword && param->how != STAR) || param->how == KEYWORD_ONLY)
                text_printf(out, "%s=", param->name);
            if (param->how == POSITIONAL_ONLY && keyword) {
                out->at[out->length = before] = 0;
                break;
            }
            if (add_argument(row, param, out))
                first = false;
            else {
                out->at[out->length = before] = 0;
                keyword = true;
                ok = !param->required;
            }
        }
    }
    if (row->loops && chance(12))
        text_printf(out, "%sdtype=%s", first ? "" : ", ", ONE_OF("np.float32", "'i4'", "float", "complex"));
    if (odd && (row->loops || row->core) && chance(10))
        text_printf(out, "%s%s", first ? "" : ", ",
                    ONE_OF("out=v23f8.copy()", "out=np.zeros(3)", "where=v23b1", "where=[True, False, True]",
                           "casting='unsafe'", "order='F'", "signature='dd->d'", "out=...", "subok=False",
                           "out=(None,)", "dtype=object", "axes=[(0, 1), (0, 1), (0, 1)]", "keepdims=True"));
    if (odd && chance(1))
        text_puts(out, first ? "nothing=1" : ", nothing=1");
    text_char(out, ')');
    return ok;
}

#endif
