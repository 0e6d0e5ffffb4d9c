/* removed.c: names that NumPy had and has no more (numpy/_expired_attrs_2_0.py, __former_attrs__ in
 * numpy/__init__.py), and names that it and Python have and a calculator of numbers leaves out. */
#include "func/removed.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define MISSING(name)      "module 'numpy' has no attribute '" name "'"
#define REMOVED_IN_2(name) "`np." name "` was removed in the NumPy 2.0 release. "
#define BUILTIN(name, more)                                                                                  \
    MISSING(name)                                                                                            \
    ".\n`np." name "` was a deprecated alias for the builtin `" name "`. To avoid this error in "            \
    "existing code, use `" name "` by itself. Doing this will not modify any behavior and is safe. " more    \
    "\n"                                                                                                     \
    "The aliases was originally deprecated in NumPy 1.20; for more details and guidance see the original "   \
    "release "                                                                                               \
    "note at:\n    https://numpy.org/devdocs/release/1.20.0-notes.html#deprecations"
#define SCALAR(type) "If you specifically wanted the numpy scalar type, use `np." type "` here."

/* What NumPy has and a calculator of numbers has not. */
#define LEFT_OUT(name) "np." name " is left out of ndcalc: "

static const struct {
    const char *name, *message;
    const char *
        write; /* what takes its place, $ for the first argument of its call; NULL: NumPy's message says it */
    const char *words; /* NULL: nothing but that */
} removed[] = {
    /* builtins that had a second name */
    { "float", BUILTIN("float", SCALAR("float64")), "float", "or np.float64" },
    { "int",
      BUILTIN("int",
              "When replacing `np.int`, you may wish to use e.g. `np.int64` or `np.int32` to specify the "
              "precision. If you wish to review your current use, check the release note link for additional "
              "information."),
      "int", "or np.int64" },
    { "complex", BUILTIN("complex", SCALAR("complex128")), "complex", "or np.complex128" },
    { "object", BUILTIN("object", ""), "object", NULL },
    { "str", BUILTIN("str", SCALAR("str_")), "str", NULL },

    /* gone without a word from NumPy */
    { "alen", MISSING("alen"), "len", NULL },
    { "asscalar", MISSING("asscalar"), "$.item()", "removed in NumPy 1.23" },
    { "bool8", MISSING("bool8"), "np.bool", NULL },
    { "bytes0", MISSING("bytes0"), "np.bytes_", NULL },
    { "cumproduct", MISSING("cumproduct"), "np.cumprod", NULL },
    { "disp", MISSING("disp"), "print", NULL },
    { "float96", MISSING("float96"), "np.float64", NULL },
    { "fv", MISSING("fv"), NULL, "it is in numpy_financial" },
    { "in1d", MISSING("in1d"), "np.isin", NULL },
    { "int0", MISSING("int0"), "np.intp", NULL },
    { "ipmt", MISSING("ipmt"), NULL, "it is in numpy_financial" },
    { "irr", MISSING("irr"), NULL, "it is in numpy_financial" },
    { "loads", MISSING("loads"), "np.load", NULL },
    { "MachAr", MISSING("MachAr"), "np.finfo", NULL },
    { "mafromtxt", MISSING("mafromtxt"), "np.genfromtxt", NULL },
    { "math", MISSING("math"), "math", NULL },
    { "mirr", MISSING("mirr"), NULL, "it is in numpy_financial" },
    { "msort", MISSING("msort"), "np.sort($, axis=0)", NULL },
    { "ndfromtxt", MISSING("ndfromtxt"), "np.genfromtxt", NULL },
    { "nper", MISSING("nper"), NULL, "it is in numpy_financial" },
    { "npv", MISSING("npv"), NULL, "it is in numpy_financial" },
    { "object0", MISSING("object0"), "object", NULL },
    { "pmt", MISSING("pmt"), NULL, "it is in numpy_financial" },
    { "ppmt", MISSING("ppmt"), NULL, "it is in numpy_financial" },
    { "product", MISSING("product"), "np.prod", NULL },
    { "pv", MISSING("pv"), NULL, "it is in numpy_financial" },
    { "rank", MISSING("rank"), "np.ndim", "the rank of a matrix is np.linalg.matrix_rank" },
    { "rate", MISSING("rate"), NULL, "it is in numpy_financial" },
    { "str0", MISSING("str0"), "np.str_", NULL },
    { "trapz", MISSING("trapz"), "np.trapezoid", NULL },
    { "typeDict", MISSING("typeDict"), "np.dtype", NULL },
    { "uint0", MISSING("uint0"), "np.uintp", NULL },
    { "unicode", MISSING("unicode"), "str", NULL },
    { "void0", MISSING("void0"), "np.void", NULL },

    /* gone since NumPy 2.0 */
    { "add_docstring", REMOVED_IN_2("add_docstring") "It's still available as `np.lib.add_docstring`.", NULL,
      NULL },
    { "add_newdoc", REMOVED_IN_2("add_newdoc") "It's still available as `np.lib.add_newdoc`.", NULL, NULL },
    { "add_newdoc_ufunc",
      REMOVED_IN_2("add_newdoc_ufunc") "It's an internal function and doesn't have a replacement.", NULL,
      NULL },
    { "alltrue", REMOVED_IN_2("alltrue") "Use `np.all` instead.", NULL, NULL },
    { "asfarray", REMOVED_IN_2("asfarray") "Use `np.asarray` with a proper dtype instead.", NULL, NULL },
    { "byte_bounds", REMOVED_IN_2("byte_bounds") "Now it's available under `np.lib.array_utils.byte_bounds`",
      NULL, NULL },
    { "cast", REMOVED_IN_2("cast") "Use `np.asarray(arr, dtype=dtype)` instead.", NULL, NULL },
    { "cfloat", REMOVED_IN_2("cfloat") "Use `np.complex128` instead.", NULL, NULL },
    { "clongfloat", REMOVED_IN_2("clongfloat") "Use `np.clongdouble` instead.", NULL, NULL },
    { "compare_chararrays",
      REMOVED_IN_2("compare_chararrays") "It's still available as `np.char.compare_chararrays`.", NULL,
      NULL },
    { "complex_", REMOVED_IN_2("complex_") "Use `np.complex128` instead.", NULL, NULL },
    { "DataSource", REMOVED_IN_2("DataSource") "It's still available as `np.lib.npyio.DataSource`.", NULL,
      NULL },
    { "deprecate",
      REMOVED_IN_2(
          "deprecate") "Emit `DeprecationWarning` with `warnings.warn` directly, or use `typing.deprecated`.",
      NULL, NULL },
    { "deprecate_with_doc",
      REMOVED_IN_2("deprecate_with_doc") "Emit `DeprecationWarning` with `warnings.warn` directly, or use "
                                         "`typing.deprecated`.",
      NULL, NULL },
    { "fastCopyAndTranspose", REMOVED_IN_2("fastCopyAndTranspose") "Use `arr.T.copy()` instead.", NULL,
      NULL },
    { "find_common_type",
      REMOVED_IN_2("find_common_type") "Use `numpy.promote_types` or `numpy.result_type` instead. To achieve "
                                       "semantics for the "
                                       "`scalar_types` argument, use `numpy.result_type` and pass the Python "
                                       "values `0`, `0.0`, or `0j`.",
      NULL, NULL },
    { "float_", REMOVED_IN_2("float_") "Use `np.float64` instead.", NULL, NULL },
    { "format_parser", REMOVED_IN_2("format_parser") "It's still available as `np.rec.format_parser`.", NULL,
      NULL },
    { "get_array_wrap", REMOVED_IN_2("get_array_wrap") "", NULL, NULL },
    { "geterrobj", REMOVED_IN_2("geterrobj") "Use the np.errstate context manager instead.", NULL, NULL },
    { "Inf", REMOVED_IN_2("Inf") "Use `np.inf` instead.", NULL, NULL },
    { "Infinity", REMOVED_IN_2("Infinity") "Use `np.inf` instead.", NULL, NULL },
    { "infty", REMOVED_IN_2("infty") "Use `np.inf` instead.", NULL, NULL },
    { "issctype", REMOVED_IN_2("issctype") "Use `issubclass(rep, np.generic)` instead.", NULL, NULL },
    { "issubclass_", REMOVED_IN_2("issubclass_") "Use `issubclass` builtin instead.", NULL, NULL },
    { "issubsctype", REMOVED_IN_2("issubsctype") "Use `np.issubdtype` instead.", NULL, NULL },
    { "longcomplex", REMOVED_IN_2("longcomplex") "Use `np.clongdouble` instead.", NULL, NULL },
    { "longfloat", REMOVED_IN_2("longfloat") "Use `np.longdouble` instead.", NULL, NULL },
    { "lookfor", REMOVED_IN_2("lookfor") "Search NumPy's documentation directly.", NULL, NULL },
    { "mat", REMOVED_IN_2("mat") "Use `np.asmatrix` instead.", NULL, NULL },
    { "maximum_sctype",
      REMOVED_IN_2("maximum_sctype") "Use a specific dtype instead. You should avoid relying on any implicit "
                                     "mechanism and select the "
                                     "largest dtype of a kind explicitly in the code.",
      NULL, NULL },
    { "NaN", REMOVED_IN_2("NaN") "Use `np.nan` instead.", NULL, NULL },
    { "nbytes", REMOVED_IN_2("nbytes") "Use `np.dtype(<dtype>).itemsize` instead.", NULL, NULL },
    { "NINF", REMOVED_IN_2("NINF") "Use `-np.inf` instead.", NULL, NULL },
    { "NZERO", REMOVED_IN_2("NZERO") "Use `-0.0` instead.", NULL, NULL },
    { "obj2sctype", REMOVED_IN_2("obj2sctype") "Use `np.dtype(obj).type` instead.", NULL, NULL },
    { "PINF", REMOVED_IN_2("PINF") "Use `np.inf` instead.", NULL, NULL },
    { "PZERO", REMOVED_IN_2("PZERO") "Use `0.0` instead.", NULL, NULL },
    { "recfromcsv", REMOVED_IN_2("recfromcsv") "Use `np.genfromtxt` with comma delimiter instead.", NULL,
      NULL },
    { "recfromtxt", REMOVED_IN_2("recfromtxt") "Use `np.genfromtxt` instead.", NULL, NULL },
    { "round_", REMOVED_IN_2("round_") "Use `np.round` instead.", NULL, NULL },
    { "safe_eval", REMOVED_IN_2("safe_eval") "Use `ast.literal_eval` instead.", NULL, NULL },
    { "sctype2char", REMOVED_IN_2("sctype2char") "Use `np.dtype(obj).char` instead.", NULL, NULL },
    { "sctypes", REMOVED_IN_2("sctypes") "Access dtypes explicitly instead.", NULL, NULL },
    { "set_numeric_ops",
      REMOVED_IN_2("set_numeric_ops") "For the general case, use `PyUFunc_ReplaceLoopBySignature`. For "
                                      "ndarray subclasses, define the "
                                      "``__array_ufunc__`` method and override the relevant ufunc.",
      NULL, NULL },
    { "set_string_function",
      REMOVED_IN_2("set_string_function") "Use `np.set_printoptions` instead with a formatter for custom "
                                          "printing of NumPy objects.",
      NULL, NULL },
    { "seterrobj", REMOVED_IN_2("seterrobj") "Use the np.errstate context manager instead.", NULL, NULL },
    { "singlecomplex", REMOVED_IN_2("singlecomplex") "Use `np.complex64` instead.", NULL, NULL },
    { "sometrue", REMOVED_IN_2("sometrue") "Use `np.any` instead.", NULL, NULL },
    { "source", REMOVED_IN_2("source") "Use `inspect.getsource` instead.", NULL, NULL },
    { "string_", REMOVED_IN_2("string_") "Use `np.bytes_` instead.", NULL, NULL },
    { "tracemalloc_domain", REMOVED_IN_2("tracemalloc_domain") "It's now available from `np.lib`.", NULL,
      NULL },
    { "unicode_", REMOVED_IN_2("unicode_") "Use `np.str_` instead.", NULL, NULL },
    { "who", REMOVED_IN_2("who") "Use an IDE variable explorer or `locals()` instead.", NULL, NULL },
    { "str_", LEFT_OUT("str_") "keep strings in a list.", NULL, NULL },
    { "bytes_", LEFT_OUT("bytes_") "keep strings in a list.", NULL, NULL },
    { "character", LEFT_OUT("character") "keep strings in a list.", NULL, NULL },
    { "char", LEFT_OUT("char") "keep strings in a list.", NULL, NULL },
    { "strings", LEFT_OUT("strings") "keep strings in a list.", NULL, NULL },
    { "object_", LEFT_OUT("object_") "keep them in a list, or an array for each field.", NULL, NULL },
    { "void", LEFT_OUT("void") "keep them in a list, or an array for each field.", NULL, NULL },
    { "flexible", LEFT_OUT("flexible") "keep them in a list, or an array for each field.", NULL, NULL },
    { "rec", LEFT_OUT("rec") "keep them in a list, or an array for each field.", NULL, NULL },
    { "recarray", LEFT_OUT("recarray") "keep them in a list, or an array for each field.", NULL, NULL },
    { "record", LEFT_OUT("record") "keep them in a list, or an array for each field.", NULL, NULL },
    { "datetime64", LEFT_OUT("datetime64") "write dates as numbers of days or seconds.", NULL, NULL },
    { "timedelta64", LEFT_OUT("timedelta64") "write dates as numbers of days or seconds.", NULL, NULL },
    { "datetime_as_string", LEFT_OUT("datetime_as_string") "write dates as numbers of days or seconds.", NULL,
      NULL },
    { "datetime_data", LEFT_OUT("datetime_data") "write dates as numbers of days or seconds.", NULL, NULL },
    { "busday_count", LEFT_OUT("busday_count") "write dates as numbers of days or seconds.", NULL, NULL },
    { "busday_offset", LEFT_OUT("busday_offset") "write dates as numbers of days or seconds.", NULL, NULL },
    { "busdaycalendar", LEFT_OUT("busdaycalendar") "write dates as numbers of days or seconds.", NULL, NULL },
    { "is_busday", LEFT_OUT("is_busday") "write dates as numbers of days or seconds.", NULL, NULL },
    { "isnat", LEFT_OUT("isnat") "write dates as numbers of days or seconds.", NULL, NULL },
    { "longdouble", LEFT_OUT("longdouble") "np.float64 and np.complex128 are the widest.", NULL, NULL },
    { "clongdouble", LEFT_OUT("clongdouble") "np.float64 and np.complex128 are the widest.", NULL, NULL },
    { "float128", LEFT_OUT("float128") "np.float64 and np.complex128 are the widest.", NULL, NULL },
    { "complex256", LEFT_OUT("complex256") "np.float64 and np.complex128 are the widest.", NULL, NULL },
    { "matrix", LEFT_OUT("matrix") "arrays of two axes and @ do all that matrices do.", NULL, NULL },
    { "asmatrix", LEFT_OUT("asmatrix") "arrays of two axes and @ do all that matrices do.", NULL, NULL },
    { "bmat", LEFT_OUT("bmat") "arrays of two axes and @ do all that matrices do.", NULL, NULL },
    { "ma", LEFT_OUT("ma") "mark what is missing by nan, and use np.nanmean and its kin.", NULL, NULL },
    { "fromregex", LEFT_OUT("fromregex") "it makes arrays of records; np.genfromtxt reads columns.", NULL,
      NULL },
    { "sctypeDict", LEFT_OUT("sctypeDict") "np.dtype knows its names.", NULL, NULL },
    { "get_include", LEFT_OUT("get_include") "there are no headers of NumPy's here.", NULL, NULL },
    { "show_config", LEFT_OUT("show_config") "it tells how NumPy was built, which is not here.", NULL, NULL },
    { "show_runtime", LEFT_OUT("show_runtime") "it tells how NumPy runs, which does not run here.", NULL,
      NULL },
    { "test", LEFT_OUT("test") "it tests NumPy, which is not here.", NULL, NULL },
    { "core", LEFT_OUT("core") "NumPy keeps it for old programs; all names are in np.", NULL, NULL },
    { "frompyfunc", LEFT_OUT("frompyfunc") "np.vectorize does it for numbers.", NULL, NULL },
    { "ctypeslib", LEFT_OUT("ctypeslib") "it is of use to programs alone.", NULL, NULL },
    { "f2py", LEFT_OUT("f2py") "it is of use to programs alone.", NULL, NULL },

    /* the same of modules below np */
    { "dtypes.StringDType", LEFT_OUT("dtypes.StringDType") "keep strings in a list.", NULL, NULL },
    { "dtypes.StrDType", LEFT_OUT("dtypes.StrDType") "keep strings in a list.", NULL, NULL },
    { "dtypes.BytesDType", LEFT_OUT("dtypes.BytesDType") "keep strings in a list.", NULL, NULL },
    { "dtypes.ObjectDType", LEFT_OUT("dtypes.ObjectDType") "keep objects in a list.", NULL, NULL },
    { "dtypes.VoidDType", LEFT_OUT("dtypes.VoidDType") "keep an array for each field.", NULL, NULL },
    { "dtypes.DateTime64DType",
      LEFT_OUT("dtypes.DateTime64DType") "write dates as numbers of days or seconds.", NULL, NULL },
    { "dtypes.TimeDelta64DType",
      LEFT_OUT("dtypes.TimeDelta64DType") "write times as numbers of days or seconds.", NULL, NULL },
    { "dtypes.LongDoubleDType", LEFT_OUT("dtypes.LongDoubleDType") "np.float64 is the widest.", NULL, NULL },
    { "dtypes.CLongDoubleDType", LEFT_OUT("dtypes.CLongDoubleDType") "np.complex128 is the widest.", NULL,
      NULL },
    { "dtypes.LongLongDType", LEFT_OUT("dtypes.LongLongDType") "it is np.dtypes.Int64DType here.", NULL,
      NULL },
    { "dtypes.ULongLongDType", LEFT_OUT("dtypes.ULongLongDType") "it is np.dtypes.UInt64DType here.", NULL,
      NULL },
    { "fft.test", LEFT_OUT("fft.test") "it tests NumPy, which is not here.", NULL, NULL },
    { "lib.add_docstring", LEFT_OUT("lib.add_docstring") "it is of use to NumPy's own modules.", NULL, NULL },
    { "lib.add_newdoc", LEFT_OUT("lib.add_newdoc") "it is of use to NumPy's own modules.", NULL, NULL },
    { "lib.Arrayterator", LEFT_OUT("lib.Arrayterator") "np.memmap reads of a large file what is looked at.",
      NULL, NULL },
    { "lib.format", LEFT_OUT("lib.format") "np.save and np.load do it.", NULL, NULL },
    { "lib.introspect", LEFT_OUT("lib.introspect") "it tells how NumPy was built, which is not here.", NULL,
      NULL },
    { "lib.mixins", LEFT_OUT("lib.mixins") "there are no classes of one's own.", NULL, NULL },
    { "lib.npyio", LEFT_OUT("lib.npyio") "np.load makes what is in it.", NULL, NULL },
    { "lib.NumpyVersion", LEFT_OUT("lib.NumpyVersion") "np.__version__ is the version.", NULL, NULL },
    { "lib.test", LEFT_OUT("lib.test") "it tests NumPy, which is not here.", NULL, NULL },
    { "lib.tracemalloc_domain", LEFT_OUT("lib.tracemalloc_domain") "it is of use to programs alone.", NULL,
      NULL },
    { "linalg.test", LEFT_OUT("linalg.test") "it tests NumPy, which is not here.", NULL, NULL },
    { "polynomial.test", LEFT_OUT("polynomial.test") "it tests NumPy, which is not here.", NULL, NULL },
    { "random.BitGenerator", LEFT_OUT("random.BitGenerator") "PCG64, MT19937, Philox and SFC64 are here.",
      NULL, NULL },
    { "random.bit_generator", LEFT_OUT("random.bit_generator") "its SeedSequence is np.random.SeedSequence.",
      NULL, NULL },
    { "random.mtrand", LEFT_OUT("random.mtrand") "all its names are in np.random.", NULL, NULL },
    { "random.test", LEFT_OUT("random.test") "it tests NumPy, which is not here.", NULL, NULL },
    { "testing.assert_array_compare",
      LEFT_OUT("testing.assert_array_compare") "use assert_array_equal or assert_allclose.", NULL, NULL },
    { "testing.build_err_msg", LEFT_OUT("testing.build_err_msg") "assertions write their own messages.", NULL,
      NULL },
    { "testing.print_assert_equal", LEFT_OUT("testing.print_assert_equal") "use assert_equal.", NULL, NULL },
    { "testing.IgnoreException", LEFT_OUT("testing.IgnoreException") "it is of use to test programs.", NULL,
      NULL },
    { "testing.KnownFailureException",
      LEFT_OUT("testing.KnownFailureException") "it is of use to test programs.", NULL, NULL },
    { "testing.SkipTest", LEFT_OUT("testing.SkipTest") "it is of use to test programs.", NULL, NULL },
    { "testing.run_threaded", LEFT_OUT("testing.run_threaded") "there are no threads of one's own.", NULL,
      NULL },
    { "testing.assert_no_gc_cycles", LEFT_OUT("testing.assert_no_gc_cycles") "it tests programs in C.", NULL,
      NULL },
    { "testing.break_cycles", LEFT_OUT("testing.break_cycles") "cycles go when there are many.", NULL, NULL },
    { "testing.clear_and_catch_warnings",
      LEFT_OUT("testing.clear_and_catch_warnings") "use warnings.catch_warnings().", NULL, NULL },
    { "testing.decorate_methods", LEFT_OUT("testing.decorate_methods") "there are no classes of one's own.",
      NULL, NULL },
    { "testing.measure", LEFT_OUT("testing.measure") "%timeit measures an expression.", NULL, NULL },
    { "testing.memusage", LEFT_OUT("testing.memusage") "%whos lists the variables and their sizes.", NULL,
      NULL },
    { "testing.jiffies", LEFT_OUT("testing.jiffies") "use time.perf_counter().", NULL, NULL },
    { "testing.overrides", LEFT_OUT("testing.overrides") "there are no classes of one's own.", NULL, NULL },
    { "testing.rundocs", LEFT_OUT("testing.rundocs") "it tests modules in Python.", NULL, NULL },
    { "testing.runstring", LEFT_OUT("testing.runstring") "write the statements themselves.", NULL, NULL },
    { "testing.suppress_warnings", LEFT_OUT("testing.suppress_warnings") "use warnings.catch_warnings().",
      NULL, NULL },
    { "testing.tempdir", LEFT_OUT("testing.tempdir") "use tempfile.mkdtemp().", NULL, NULL },
    { "testing.temppath", LEFT_OUT("testing.temppath") "use tempfile.TemporaryFile().", NULL, NULL },
    { "testing.test", LEFT_OUT("testing.test") "it tests NumPy, which is not here.", NULL, NULL },
    { "testing.TestCase", LEFT_OUT("testing.TestCase") "there are no classes of one's own.", NULL, NULL },

    { "array_api", "`numpy.array_api` is not available from numpy 2.0 onwards", NULL, NULL },
    { "distutils", "`numpy.distutils` is not available from Python 3.12 onwards", NULL, NULL },
};

#define WITHOUT_CLASSES(name) "typing." name " is left out of ndcalc: there are no classes to define"

/* What Python's modules have and a calculator of numbers has not. */
static const struct {
    const char *home, *name, *message;
} python[] = {
    { "collections", "Counter",
      "collections.Counter is left out of ndcalc: d[x] = d.get(x, 0) + 1 counts in a dict; "
      "np.unique(a, return_counts=True) in an array" },
    { "collections", "defaultdict",
      "collections.defaultdict is left out of ndcalc: d.setdefault(key, []) gives what is there, or begins "
      "it" },
    { "collections", "deque",
      "collections.deque is left out of ndcalc: a list takes in at its end, and gives by .pop(0)" },
    { "collections", "namedtuple",
      "collections.namedtuple is left out of ndcalc: use a tuple, or a dict where parts have names" },
    { "collections", "OrderedDict",
      "collections.OrderedDict is left out of ndcalc: a dict keeps its keys in order" },
    { "typing", "NamedTuple", WITHOUT_CLASSES("NamedTuple") },
    { "typing", "TypedDict", WITHOUT_CLASSES("TypedDict") },
    { "typing", "Protocol", WITHOUT_CLASSES("Protocol") },
    { "typing", "Generic", WITHOUT_CLASSES("Generic") },
};

/* Whether a row of the table is about home.name. */
static bool is_about(const char *row, const char *home, const char *name)
{
    const char *below = home[2] ? home + 3 : "";
    size_t length = strlen(below);
    if (length && (strncmp(row, below, length) || row[length++] != '.'))
        return false;
    return !strcmp(row + length, name);
}

const char *removed_message(const char *home, const char *name, const char **write, const char **words)
{
    *write = *words = NULL;
    for (size_t i = 0; i < sizeof python / sizeof *python; i++)
        if (!strcmp(python[i].home, home) && !strcmp(python[i].name, name))
            return python[i].message;
    if (strncmp(home, "np", 2) || (home[2] && home[2] != '.'))
        return NULL;
    for (size_t i = 0; i < sizeof removed / sizeof *removed; i++)
        if (is_about(removed[i].name, home, name)) {
            *write = removed[i].write;
            *words = removed[i].words;
            return removed[i].message;
        }
    return NULL;
}
