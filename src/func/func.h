/* func.h: what the calculator knows of a function. One row of a table says all of it.
 *
 * A row stands in the table at the end of the file that implements it. Binding, checking, help, completion,
 * manual and tests read the row and nothing else. */
#ifndef NDCALC_FUNC_FUNC_H
#define NDCALC_FUNC_FUNC_H

#include "tensor/walk.h"
#include "value/asarray.h"
#include "value/value.h"

enum { ARGS_MAX = 25 };

/* One parameter of a call, bound. */
typedef struct Arg {
    Value value; /* V_ABSENT: not given and without a default. Borrowed, or owned by the call if `owned` */
    Tensor
        *tensor; /* of parameters of kind array: the value as an array; NULL if it was not given or is None */
    Tensor scalar; /* room for `tensor` where the value is a scalar */
    bool given, owned_value, owned_tensor;
} Arg;

/* What NumPy's ufuncs take beside their operands. */
typedef struct UfuncArgs {
    Tensor *out[2]; /* NULL: none */
    Tensor *where;  /* a bool tensor; NULL: True */
    DType dtype;    /* of the result; NO_DTYPE: none */
    DType asked[5]; /* signature=, if has_loop: the dtypes of operands and results; NO_DTYPE: any */
    bool has_loop;
    Casting casting; /* CAST_SAME_KIND */
    char order;      /* 'K' */
    bool out_tuple;  /* out was given as a tuple */
    bool keep_array; /* out=...: a 0-d result stays an array */
} UfuncArgs;

typedef struct Call {
    Run *run;
    const struct Func *func;
    const struct Signature *signature; /* the row's params, read: see func/bind.h */
    Span span;                         /* the whole call */
    Value self;                        /* of methods: also arg[0] */
    int args;                          /* how many parameters the row has */
    int places;                        /* how many arguments were given by place */
    Arg arg[ARGS_MAX]; /* in the order of the row's params; *args is a tuple, **kwargs a dict */
    UfuncArgs ufunc;
    DType work;      /* the dtype whose loop runs, found by infer */
    bool typed_only; /* shape inference: data may be missing, nothing is to be computed */
} Call;

/* Finds out what the result will be: sets *out to a tensor without data (tensor_typed), to V_UNKNOWN, or, if
 * it knows it, to the value. False on error. */
typedef bool Infer(Call *, Value *out);
/* Computes. *out is what infer gave, its tensor now with room for the data; a run that gives something else
 * replaces it. One that fails has dropped what it made itself; what infer gave is dropped for it. */
typedef bool Kernel(Call *, Value *out);

/* The usual calls with values by place alone, answered without binding: an owned value, or V_ABSENT for all
 * others, with nothing done. For rows that are called so often that binding would be most of the time. */
typedef Value Quick(Run *, const struct Func *, int n, const Value arg[]);

struct Given;
/* What is to be right of a call before its arguments are counted and keywords are looked at. False: it is
 * not. */
typedef bool Precheck(Call *, const struct Given *);

/* How a reduction folds: see func/reduce.h. */
struct Reduction;

typedef struct Func {
    const char *name; /* "sum" */
    const char *of; /* its homes, "np ndarray generic", "list", "builtins", "math", "np.linalg"; one hash from
                       (home, name). In a home that is a class the first parameter is the value itself */
    /* "a, axis: axes = None, keepdims: bool = False": a name, a kind after ':' (array where there is none), a
     * default after '='. "/" and "*" as in Python; "*args", "**kwargs". Kinds: array (becomes a tensor), any,
     * arrays (a sequence of array_likes), axis, axes, shape, dtype, bool, int, index, repeats, float, str,
     * out, func, device, like; after which + stands where what can only be iterated over (a generator, a
     * dict) is to arrive as a tuple. Defaults: None, True, False, numbers, 'text', or `?` for NumPy's <no
     * value> */
    const char *params;
    const char *brief; /* one line: in the hint, the list of completions and the manual */
    const char
        *example; /* a transcript, ">>> np.sum([1, 2])\nnp.int64(3)\n": shown by help, run by the tests */
    enum {
        PYTHON,
        C,
        CLINIC,
        UFUNC,
        METHOD,
        ATTRIBUTE,
        CYTHON,
        SLOT
    } style;            /* whose words a wrong call gets; ATTRIBUTE:
no call, a.T; SLOT: Python's wrapper of an operator, a.__add__ */
    Precheck *precheck; /* of functions with a parser of their own; NULL: they have none */
    Infer *infer;       /* NULL: the result is unknown before it is computed */
    Kernel *run;        /* NULL: infer's result is the answer (a view: its tensor has data) */
    Quick *quick;       /* NULL: every call is bound */
    const char *core;   /* gufunc signature "(n?,k),(k,m?)->(n?,m?)"; NULL: none */
    Loop *const *loops; /* elementwise: a loop for each dtype that it works in; NULL: none */
    uint8_t nin, nout;  /* elementwise: operands and results; 0 means 1 for nout */
    enum {
        SAME,
        TRUTH,
        REAL,
        TO_INT,
        TO_BYTE
    } makes; /* elementwise: the dtype of its result: that of the loop, bool,
the real dtype of a complex one, int32 for frexp's exponent, uint8 */
    enum { AS_SCALAR, AS_ARRAY, AS_VIEW } gives; /* what a 0-d result is */
    const struct Reduction *reduction;
    const Class *class;   /* this row makes values of a class: looked up, it is the class */
    bool effects;         /* never run for a preview: random, print, files */
    bool of_class;        /* a method of the class itself, not of its values: dict.fromkeys */
    uint8_t lazy;         /* so many of its first arguments may be pending, see tensor/fuse.h */
    bool quiet;           /* comparisons and the like: floating-point flags mean nothing */
    int64_t extra;        /* the family's own */
    const char *says;     /* the name that messages say, where it is not `name` */
    const char *gives_to; /* the ufunc whose words a text has, see func/refused.h */
} Func;

/* Every family's table, under the topic of docs/functions.md that lists its rows; it stands at the end of the
 * file that implements it and ends in a row without a name. */
#define FUNC_TABLES(X)                                                                                       \
    X("Making arrays", creation_funcs)                                                                       \
    X("Making arrays", range_funcs)                                                                          \
    X("Making arrays", matrix_funcs)                                                                         \
    X("Making arrays", grid_funcs)                                                                           \
    X("Making arrays", index_trick_funcs)                                                                    \
    X("Making arrays", fromstring_funcs)                                                                     \
    X("The shape of arrays", manipulate_funcs)                                                               \
    X("The shape of arrays", broadcasting_funcs)                                                             \
    X("The shape of arrays", stride_funcs)                                                                   \
    X("Joining, splitting, rearranging", joining_funcs)                                                      \
    X("Joining, splitting, rearranging", splitting_funcs)                                                    \
    X("Joining, splitting, rearranging", rearrange_funcs)                                                    \
    X("Joining, splitting, rearranging", editing_funcs)                                                      \
    X("Joining, splitting, rearranging", padding_funcs)                                                      \
    X("Elements by index and condition", indexing_funcs)                                                     \
    X("Elements by index and condition", choosing_funcs)                                                     \
    X("Elements by index and condition", coordinate_funcs)                                                   \
    X("Elements by index and condition", placing_funcs)                                                      \
    X("Elementwise functions", elementwise_funcs)                                                            \
    X("Elementwise functions", complex_part_funcs)                                                           \
    X("Elementwise functions", emath_funcs)                                                                  \
    X("Elementwise functions", window_funcs)                                                                 \
    X("Methods and attributes of ufuncs", ufunc_funcs)                                                       \
    X("Methods and attributes of ufuncs", ufunc_type_funcs)                                                  \
    X("Sums, extremes and statistics", reduce_funcs)                                                         \
    X("Sums, extremes and statistics", argmax_funcs)                                                         \
    X("Sums, extremes and statistics", cumulative_funcs)                                                     \
    X("Sums, extremes and statistics", nan_funcs)                                                            \
    X("Sums, extremes and statistics", median_funcs)                                                         \
    X("Sums, extremes and statistics", quantile_funcs)                                                       \
    X("Sums, extremes and statistics", average_funcs)                                                        \
    X("Sums, extremes and statistics", bincount_funcs)                                                       \
    X("Sums, extremes and statistics", histogram_funcs)                                                      \
    X("Sums, extremes and statistics", histogram_grid_funcs)                                                 \
    X("Sorting and sets", sorting_funcs)                                                                     \
    X("Sorting and sets", searching_funcs)                                                                   \
    X("Sorting and sets", unique_funcs)                                                                      \
    X("Sorting and sets", set_funcs)                                                                         \
    X("Questions about arrays, and assertions", logic_funcs)                                                 \
    X("Questions about arrays, and assertions", testing_funcs)                                               \
    X("Questions about arrays, and assertions", testing_raises_funcs)                                        \
    X("Questions about arrays, and assertions", testing_warning_funcs)                                       \
    X("Questions about arrays, and assertions", testing_string_funcs)                                        \
    X("Products", matmul_funcs)                                                                              \
    X("Products", products_funcs)                                                                            \
    X("Products", einsum_funcs)                                                                              \
    X("Products", einsum_path_funcs)                                                                         \
    X("Linear algebra", linalg_funcs)                                                                        \
    X("Linear algebra", decomposition_funcs)                                                                 \
    X("Linear algebra", least_squares_funcs)                                                                 \
    X("Linear algebra", norm_funcs)                                                                          \
    X("Polynomials", poly_funcs)                                                                             \
    X("Polynomials", poly1d_funcs)                                                                           \
    X("Polynomials", series_class_funcs)                                                                     \
    X("Polynomials", series_text_funcs)                                                                      \
    X("Polynomials", series_function_funcs)                                                                  \
    X("Polynomials", series_gauss_funcs)                                                                     \
    X("Differences, integrals, interpolation", calculus_funcs)                                               \
    X("Differences, integrals, interpolation", interpolation_funcs)                                          \
    X("Differences, integrals, interpolation", sliding_funcs)                                                \
    X("Fourier transforms", fft_funcs)                                                                       \
    X("Fourier transforms", frequency_funcs)                                                                 \
    X("Random numbers", random_seed_funcs)                                                                   \
    X("Random numbers", random_bit_funcs)                                                                    \
    X("Random numbers", random_funcs)                                                                        \
    X("Random numbers", random_draw_funcs)                                                                   \
    X("Random numbers", random_standard_funcs)                                                               \
    X("Random numbers", random_integer_funcs)                                                                \
    X("Random numbers", random_choice_funcs)                                                                 \
    X("Random numbers", random_vector_funcs)                                                                 \
    X("Functions of functions", functional_funcs)                                                            \
    X("Functions of functions", vectorize_funcs)                                                             \
    X("Going through arrays", iterator_funcs)                                                                \
    X("Going through arrays", nditer_funcs)                                                                  \
    X("Files and text", npy_funcs)                                                                           \
    X("Files and text", npz_funcs)                                                                           \
    X("Files and text", memmap_funcs)                                                                        \
    X("Files and text", textfile_funcs)                                                                      \
    X("Files and text", genfromtxt_funcs)                                                                    \
    X("Files and text", file_funcs)                                                                          \
    X("Files and text", text_funcs)                                                                          \
    X("Files and text", bytes_funcs)                                                                         \
    X("Files and text", packing_funcs)                                                                       \
    X("Dtypes and constants", dtype_funcs)                                                                   \
    X("Dtypes and constants", promotion_funcs)                                                               \
    X("Dtypes and constants", dtype_class_funcs)                                                             \
    X("Dtypes and constants", limit_funcs)                                                                   \
    X("Dtypes and constants", errstate_funcs)                                                                \
    X("Dtypes and constants", typing_funcs)                                                                  \
    X("Attributes and methods of arrays and scalars", attribute_funcs)                                       \
    X("Attributes and methods of arrays and scalars", conversion_funcs)                                      \
    X("Attributes and methods of arrays and scalars", memory_view_funcs)                                     \
    X("Attributes and methods of arrays and scalars", special_method_funcs)                                  \
    X("Attributes and methods of arrays and scalars", dlpack_funcs)                                          \
    X("Python's functions", printing_funcs)                                                                  \
    X("Python's functions", builtin_funcs)                                                                   \
    X("Python's functions", convert_funcs)                                                                   \
    X("Python's functions", fold_funcs)                                                                      \
    X("Python's functions", exception_funcs)                                                                 \
    X("Python's numbers, texts and containers", number_funcs)                                                \
    X("Python's numbers, texts and containers", special_funcs)                                               \
    X("Python's numbers, texts and containers", str_funcs)                                                   \
    X("Python's numbers, texts and containers", codec_funcs)                                                 \
    X("Python's numbers, texts and containers", list_funcs)                                                  \
    X("Python's numbers, texts and containers", dict_funcs)                                                  \
    X("Python's modules", math_funcs)                                                                        \
    X("Python's modules", math_many_funcs)                                                                   \
    X("Python's modules", pyrandom_funcs)                                                                    \
    X("Python's modules", clock_funcs)                                                                       \
    X("Python's modules", copy_funcs)                                                                        \
    X("Python's modules", abc_funcs)                                                                         \
    X("Python's modules", functools_funcs)                                                                   \
    X("Python's modules", warning_funcs)                                                                     \
    X("Python's modules", sys_funcs)                                                                         \
    X("Python's modules", path_funcs)
#define DECLARE_TABLE(topic, table) extern const Func table[];
FUNC_TABLES(DECLARE_TABLE)
#undef DECLARE_TABLE
/* All of them; after the last comes one without rows. */
typedef struct FuncTable {
    const char *topic;
    const Func *row;
} FuncTable;
extern const FuncTable func_tables[];
#define FOR_EACH_FUNC(f)                                                                                     \
    for (const FuncTable *table_ = func_tables; table_->row; table_++)                                       \
        for (const Func *f = table_->row; f->name; f++)

/* The name that messages call it by. */
static inline const char *func_says(const Func *f) { return f->says ? f->says : f->name; }
const Func *func_find(const char *home, const char *name); /* NULL: there is none */
bool func_lives_in(const Func *, const char *home);        /* whether `home` is one of its homes */
/* The row that a row of NumPy's is another name for (np.conj: np.conjugate), else the row. */
const Func *func_itself(const Func *);
const Func *func_making(
    const Class *); /* the row that makes values of a class, under its name as a rule; NULL: none */
/* The row for an attribute of a value: its class's home and then its parents'. */
const Func *func_for(Value, const char *name);
bool func_callable(Value); /* whether the value can be called */

/* calls ---------------------------------------------------------------------------------------------------
 */

/* The arguments as they were written. */
typedef struct Given {
    int count; /* positional ones */
    int keywords;
    const Value *value;         /* count + keywords values, the keywords' last */
    const char *const *keyword; /* their names */
    Span whole;
    bool loose; /* called as list.append(…): the first value may be of any class */
} Given;

/* Binds, infers, allocates, runs. *out is owned by the caller. */
bool func_call(Run *, const Func *, const Given *, Value *out);
/* The same for shapes alone: *out is a tensor without data, a value, or V_UNKNOWN. */
bool func_infer(Run *, const Func *, const Given *, Value *out);
/* An elementwise row on its operands alone, as operators call it: no binder. Also what func_call comes to for
 * such rows. */
bool elementwise_call(Run *, const Func *, int nin, const Value in[], const UfuncArgs *, Value *out);
/* With positional arguments, for operators and for C that calls a row. */
bool func_apply(Run *, const Func *, int n, const Value arg[], Value *out);

/* for shape rules and kernels: arguments by their place
 * ------------------------------------------------------ */

static inline bool arg_given(const Call *call, int i) { return call->arg[i].given; }
static inline Tensor *arg_tensor(const Call *call, int i) { return call->arg[i].tensor; }
static inline bool arg_none(const Call *call, int i)
{
    return call->arg[i].value.tag == V_NONE || call->arg[i].value.tag == V_ABSENT;
}
bool arg_bool(Call *, int i, bool *out);
bool arg_int(Call *, int i, int64_t *out);                    /* by __index__ */
bool arg_size(Call *, int i, const char *type, int64_t *out); /* the same, which Python reads as C's `type` */
bool arg_double(Call *, int i, double *out);
bool arg_dtype(Call *, int i, DType *out); /* NO_DTYPE for None */
/* The same where NumPy looks a place up in a "list" or a "tuple", in whose words it fails. */
bool arg_place_in(Call *, int i, const char *sequence, int64_t *out);
/* An axis as it was given, which no bool is. */
bool arg_axis_number(Call *, int i, int64_t *out);
/* An axis of an array with ndim axes, made positive. None: -1. */
bool arg_axis(Call *, int i, int ndim, int *out);
/* axis=None, an int or a tuple of ints: a mark for each of the ndim axes; None marks all. "duplicate value in
 * 'axis'" */
bool arg_axes(Call *, int i, int ndim, bool marked[AXES_MAX]);
/* The same where one axis must be named: "accumulate does not allow multiple axes" */
bool arg_one_axis(Call *, int i, int ndim, const char *method, int *out);
bool arg_shape(Call *, int i, Shape *out); /* an int or a sequence of ints; may hold -1 */
const char *arg_text(Call *, int i);       /* of a str; NULL if it is none */

/* for families whose results are arrays
 * ------------------------------------------------------------------------ */

/* *out = a tensor of this dtype and shape without data. Always true. */
bool infer_as(Value *out, DType, int ndim, const int64_t *dim);

#define ARG(call, i) ((call)->arg[i].value)

/* In a row: wrong calls get CPython's words, and a 0-d array that comes out stays one. */
#define AS_IN_PYTHON .style = CLINIC, .gives = AS_ARRAY

#endif
