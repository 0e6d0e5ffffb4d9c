/* value.h: Python's values.
 *
 * A Value is 16 bytes. Small things lie in it; the rest is a counted Object. Counting: who stores a Value
 * keeps it (value_keep) and later drops it. Arguments are borrowed; a Value that a function gives through
 * `out` or returns is owned by the caller, unless its comment says borrowed. */
#ifndef NDCALC_VALUE_VALUE_H
#define NDCALC_VALUE_VALUE_H

#include "base/error.h"
#include "base/object.h"
#include "tensor/tensor.h"

#include <gmp.h>

typedef enum {
    V_ABSENT,  /* no value: an argument that was not given, a hole in a table */
    V_UNKNOWN, /* a value that shape inference cannot know; class may tell its type */
    V_NONE,
    V_ELLIPSIS,
    V_NOTIMPLEMENTED,
    V_BOOL,   /* i: 0 or 1 */
    V_INT,    /* i */
    V_FLOAT,  /* f */
    V_SCALAR, /* a NumPy scalar of `dtype`, any but complex128: its bytes are at &i */
    V_DTYPE,  /* dtype */
    V_CLASS,  /* class: int, np.float64, ValueError */
    V_FUNC,   /* func: a row, static */
    V_MODULE, /* module: np, np.linalg, math */
    /* from here on: object is counted */
    V_BIGINT,  /* an int that does not fit 64 bits */
    V_COMPLEX, /* Python's complex */
    V_CSCALAR, /* NumPy's complex128 scalar */
    V_STR,
    V_TUPLE, /* also named tuples */
    V_LIST,
    V_DICT,
    V_SET,
    V_SLICE,
    V_RANGE,
    V_ARRAY,    /* a Tensor */
    V_METHOD,   /* a row bound to a value: a.sum */
    V_FUNCTION, /* the user's: def, lambda */
    V_ITERATOR, /* iter(x), zip, enumerate, map, generators, … */
    V_EXCEPTION,
    V_CELL,   /* a variable that closures share */
    V_RECORD, /* a value with named fields: finfo, errstate, a random generator, flags … */
} Tag;
_Static_assert((int)V_ARRAY == (int)OBJECT_TENSOR, "base/object.h tells the tensors' floor what V_ARRAY is");

typedef struct Value {
    uint32_t tag;   /* a Tag; wide, and dtype too, since values travel in registers */
    uint32_t dtype; /* of V_SCALAR and V_DTYPE; of a nan in V_FLOAT which one it is: np.nan is 0 */
    union {
        int64_t i;
        double f;
        Object *object;
        const Class *class;
        const struct Func *func;
        const struct Module *module;
        Tensor *tensor;
        struct Str *str;
        struct Tuple *tuple;
        struct List *list;
        struct Dict *dict;
        struct Slice *slice;
        struct Range *range;
        struct Bigint *bigint;
        struct Complex *number;
        struct Method *method;
        struct Iterator *iterator;
        struct Raised *exception;
        struct Record *record;
    };
} Value;

typedef struct Str {
    Object object;
    bool ascii;     /* every character is one byte */
    int64_t length; /* characters */
    int64_t bytes;
    uint64_t hash; /* 0: not worked out yet */
    char text[];   /* UTF-8, and a 0 byte after it; may hold 0 bytes */
} Str;

typedef struct Tuple {
    Object object;
    const struct TupleNames *names; /* of a named tuple, static; NULL for a plain one */
    int64_t count;
    Value item[];
} Tuple;

/* A class of named tuples. */
typedef struct TupleNames {
    Class class;
    const char *const *field; /* NULL after the last */
} TupleNames;

/* What begins one. */
#define NAMED_TUPLE(name, module)                                                                            \
    {                                                                                                        \
        name, module, { class_tuple }, "namedtuple"                                                          \
    }

typedef struct List {
    Object object;
    int64_t count, room;
    Value *item;
} List;

/* dict and set: entries in the order of insertion (dropped ones are V_ABSENT keys), and an index by hash. */
typedef struct Entry {
    Value key, value;
    uint64_t hash;
} Entry;
typedef struct Dict {
    Object object;
    int64_t count;      /* live entries */
    int64_t used, room; /* entries in use, dropped ones included */
    Entry *entry;
    int32_t *index;  /* slots: entry number, -1 free, -2 dropped; NULL up to 8 entries, which are searched */
    int64_t slots;   /* a power of two */
    int64_t finger;  /* of a set: where pop() goes on */
    int64_t dropped; /* of a set: how many slots are those of dropped items */
} Dict;

typedef struct Slice {
    Object object;
    Value start, stop, step;
} Slice;
typedef struct Range {
    Object object;
    int64_t start, stop, step, count;
} Range;
typedef struct Bigint {
    Object object;
    mpz_t z;
} Bigint;
typedef struct Complex {
    Object object;
    complex128 z;
} Complex;
typedef struct Method {
    Object object;
    const struct Func *func;
    Value self;
} Method;

/* Is shown the values that an object holds, one by one. */
typedef void Visitor(Value, void *with);

/* What iter() gives. next: 1 and an owned value; 0 at the end; -1 after an error. */
typedef struct Iterator {
    Object object;
    const Class *class; /* "list_iterator", "zip", "enumerate" … */
    int (*next)(Run *, struct Iterator *, Value *out);
    void (*drop)(struct Iterator *); /* of `state`; NULL if `of` is all it holds */
    void (*visit)(const struct Iterator *, Visitor *,
                  void *with); /* shows what `state` holds; NULL: no values */
    Value of;                  /* what is iterated over */
    int64_t at;
    void *state;
} Iterator;

typedef struct Raised {
    Object object;
    const Class *class;
    Value args;    /* a tuple */
    Value cause;   /* raise … from cause; V_ABSENT or V_NONE: nothing */
    Value context; /* what was being handled when it was raised; V_ABSENT: nobody looked yet */
    bool suppress; /* the cause is told instead of the context */
    Value names;   /* a dict of what else is known: __notes__, a name, the user's own; V_ABSENT: nothing */
} Raised;

/* A value of a class of its own, with named fields. */
typedef struct Record {
    Object object;
    const Class *class;
    void *state;                   /* the family's own */
    void (*drop)(struct Record *); /* frees state; NULL if it is NULL */
    int fields;
    const char *const *name; /* static: the fields' names */
    Value field[];
} Record;

/* A module's functions are the rows whose home is `name`. */
typedef struct Module {
    const char *name;
    const char *full;
} Module; /* "np", "numpy" */

/* counting ------------------------------------------------------------------------------------------------
 */

void object_free(Object *); /* called when a count falls to 0 */
static inline bool value_is_counted(Value v) { return v.tag >= V_BIGINT; }
static inline Value value_keep(Value v)
{
    if (value_is_counted(v))
        v.object->count++;
    return v;
}
static inline void value_drop(Value v)
{
    if (value_is_counted(v) && --v.object->count == 0)
        object_free(v.object);
}

/* making values -------------------------------------------------------------------------------------------
 */

#define NONE   ((Value){ .tag = V_NONE })
#define ABSENT ((Value){ .tag = V_ABSENT })
static inline Value value_bool(bool b) { return (Value){ .tag = V_BOOL, .i = b }; }
static inline Value value_int(int64_t i) { return (Value){ .tag = V_INT, .i = i }; }
static inline Value value_float(double f) { return (Value){ .tag = V_FLOAT, .f = f }; }
static inline Value value_of_dtype(DType d) { return (Value){ .tag = V_DTYPE, .dtype = (uint8_t)d }; }
static inline Value value_class(const Class *c) { return (Value){ .tag = V_CLASS, .class = c }; }
static inline Value value_func(const struct Func *f) { return (Value){ .tag = V_FUNC, .func = f }; }
static inline Value value_array(Tensor *t)
{
    return (Value){ .tag = V_ARRAY, .tensor = t };
} /* takes the caller's count */
Value value_uint(uint64_t);
Value value_bigint(const mpz_t); /* V_INT if it fits */
Value value_complex(complex128);
Value value_str(const char *utf8, int64_t bytes); /* the bytes are valid UTF-8 */
Value value_cstr(const char *);
Value str_concatenate(Value, Value);  /* of two strings */
Value str_append(Value owned, Value); /* the same, in the memory of the first if nobody else has it */
Value str_joined(const Str *between, int64_t count, const Value *part); /* of strings alone */
void str_free(Str *);
Value value_tuple(int64_t count, const Value *item); /* keeps the items */
Value value_tuple_new(int64_t count); /* items are V_NONE, to be set with values that it then owns */
Value value_list_new(int64_t room);
void list_append(List *, Value); /* keeps it */
Value value_dict_new(void);
Value value_set_new(void);
Value value_slice(Value start, Value stop, Value step); /* keeps them */
Value value_range(int64_t start, int64_t stop, int64_t step);
Value value_method(const struct Func *, Value self);
Value value_iterator(const Class *, Value of /* keeps it */, int (*next)(Run *, Iterator *, Value *));
Value value_record(const Class *, int fields, const char *const *name); /* fields are V_NONE */
Value value_exception(const Class *, int n, const Value arg[]);         /* keeps the arguments */
/* What is known of an exception beside its arguments: borrowed, V_ABSENT if nothing is. */
Value exception_get(const Raised *, const char *name);
void exception_set(Raised *, const char *name, Value what); /* keeps it */
void exception_free(Raised *);
void exception_empty(Raised *); /* of all but its arguments */
bool exception_str(Run *, const Raised *, Text *out);
Value error_value(Run *); /* the exception that run->error tells of; owned */
/* Records the error ValueError(arg), where the argument is no text (KeyError's key); always false. */
bool fail_with(Run *, const Class *, Value arg);
/* Adds to the error just recorded what can be asked of its exception; always false. */
bool error_about(Run *, const char *name, Value what);
/* NumPy's scalar of the element at `at`. */
Value value_scalar(DType, const void *at);
/* The Python value of an element: what .item() and .tolist() give. */
Value value_item(DType, const void *at);
/* A 0-d tensor becomes a scalar, others are arrays; takes the caller's count. */
Value value_from_tensor(Tensor *, bool scalar);

/* asking --------------------------------------------------------------------------------------------------
 */

const Class *value_type(Value);         /* type(x) */
const char *value_argument_name(Value); /* the same, but "None": as argument parsers name it */
/* int | None: a V_RECORD whose field 0 is the tuple of types; a type if it is but one. */
bool value_union(Run *, int64_t count, const Value type[], Value *out);
bool value_joins(Value, Value); /* whether | makes a union of them: types, one of them perhaps None */
bool value_is_union(Value);
/* list[int], and typing's List[int]: a V_RECORD of the class or name, and of the tuple of what stands in the
 * brackets. */
enum { GENERIC_ORIGIN, GENERIC_ARGS };
Value value_generic(Value origin, Value of);
bool value_is_generic(Value);
bool class_is_generic(const Class *); /* whether it takes brackets */
/* One of these two, or a name of typing: a V_RECORD whose fields are the name and its text. */
bool value_is_annotation(Value);
/* Of two of them: equality; hash and text of one. */
bool annotation_equal(Run *, Value, Value, bool *out);
bool annotation_hash(Run *, Value, uint64_t *out);
bool annotation_repr(Run *, Value, Text *out);
/* list[T][int]: types in place of its variables, which are V_RECORDs whose field 0 is their name. TypeError:
 * it has none, or another number of them. */
bool annotation_item(Run *, Value, Value key, Value *out);
const char *value_type_name(Value); /* "int", "numpy.ndarray": as messages name it */
bool value_is(Value, Value);        /* Python's `is` */
static inline bool value_is_int(Value v) { return v.tag == V_INT || v.tag == V_BOOL || v.tag == V_BIGINT; }
/* Python's int, bool, float or complex */
static inline bool value_is_number(Value v)
{
    return value_is_int(v) || v.tag == V_FLOAT || v.tag == V_COMPLEX;
}
static inline bool value_is_scalar(Value v) { return v.tag == V_SCALAR || v.tag == V_CSCALAR; }
/* The bytes of a NumPy scalar; points into *v or its object. */
void *scalar_data(const Value *v, DType *dtype);
/* True, False, or an error: "The truth value of an array with more than one element is ambiguous. …". */
bool value_truth(Run *, Value, bool *out);
/* == as an answer (arrays: an error as of truth). Calls the operator hook for arrays. */
bool value_equal(Run *, Value, Value, bool *out);
bool value_hash(Run *, Value, uint64_t *out); /* TypeError: unhashable type: 'list' */
bool value_len(Run *, Value, int64_t *out);   /* TypeError: object of type 'int' has no len() */
/* An int by __index__: ints, bools, integer scalars and 0-d integer arrays. TypeError "'float' object cannot
 * be interpreted as an integer"; OverflowError "Python int too large to convert to C long". */
bool value_index(Run *, Value, int64_t *out);
bool value_to_double(Run *, Value, double *out); /* by __float__: "must be real number, not str" */
bool value_to_complex(Run *, Value, complex128 *out);
bool value_to_mpz(Value, mpz_t out); /* ints and bools only; false for others. out is initialised */
/* A view of a dict, d.keys(): a V_RECORD whose field 0 is the dict. */
bool value_is_dict_view(Value);

/* text ----------------------------------------------------------------------------------------------------
 */

bool value_repr(Run *, Value, Text *out);
bool value_str_of(Run *, Value, Text *out); /* str(x) */
/* format(x, spec): the whole format mini-language for ints, floats, complex, strings and scalars. */
bool value_format(Run *, Value, const char *spec, int64_t bytes, Text *out);
/* Replaces the value by the text that !r, !s or !a makes of it; 0: by none. */
bool value_convert(Run *, uint32_t conversion, Value *);
/* record.name(), by the row of its class's home: 1 and an owned value, 0 if there is no such row, -1 after an
 * error. */
int record_call(Run *, Value record, const char *name, Value *out);
/* The text in quotes, escaped; ascii_only: as ascii() does it. */
void str_repr(const char *utf8, int64_t bytes, bool ascii_only, Text *out);
/* repr for a message, until the statement is done; "?" if it fails. */
const char *value_text(Run *, Value);

/* In the order of the grammar's tokens; the names are Python's. */
typedef enum {
    OP_ADD,
    OP_SUB,
    OP_MUL,
    OP_DIV,
    OP_FLOORDIV,
    OP_MOD,
    OP_POW,
    OP_MATMUL,
    OP_AND,
    OP_OR,
    OP_XOR,
    OP_LSHIFT,
    OP_RSHIFT,
    OP_LT,
    OP_LE,
    OP_EQ,
    OP_NE,
    OP_GT,
    OP_GE,
    OP_NEG,
    OP_POS,
    OP_INVERT,
    OPERATORS
} Operator;

/* containers ----------------------------------------------------------------------------------------------
 */
/* The items of a list or a tuple, borrowed until it changes; of what is neither, none. */
static inline const Value *sequence_items(Value v, int64_t *count)
{
    *count = v.tag == V_LIST ? v.list->count : v.tag == V_TUPLE ? v.tuple->count : 0;
    return v.tag == V_LIST ? v.list->item : v.tag == V_TUPLE ? v.tuple->item : NULL;
}

void list_insert(List *, int64_t at, Value); /* keeps it; 0 <= at <= count */
Value list_take(List *, int64_t at);         /* the item, now the caller's */
void list_clear(List *);
bool list_extend(Run *, List *, Value iterable);
bool list_sort(Run *, List *, Value key, bool reverse); /* stable; key: a callable or None */
/* The answer of a comparison of two values that may be anything. */
bool value_compare(Run *, Operator, Value, Value, bool *out);
bool str_compare(Operator, const Str *, const Str *); /* a comparison, by code points */

/* Borrowed item or V_ABSENT; an error only for keys that cannot be hashed. */
bool dict_get(Run *, Dict *, Value key, Value *out);
bool dict_set(Run *, Dict *, Value key, Value value); /* keeps both */
bool dict_remove(Run *, Dict *, Value key, bool *found);
/* The live entries in the order in which iteration gives them; *at begins as 0. NULL after the last. */
Entry *dict_next(const Dict *, int64_t *at);
Value dict_copy(const Dict *);
void dict_clear(Dict *);
bool dict_merge(Run *, Dict *into, Dict *from);
/* dict(pairs), d.update(pairs): from a dict, or from an iterable of pairs. */
bool dict_update(Run *, Dict *into, Value pairs);
/* Sets. set_copy lays out the table as CPython's set(s) does; a display of three constants or more is such a
 * copy. */
bool set_add(Run *, Dict *, Value); /* keeps it */
bool set_has(Run *, Dict *, Value, bool *out);
bool set_discard(Run *, Dict *, Value, bool *found);
bool set_pop(Dict *, Value *out); /* an owned item; false: the set is empty */
Value set_copy(const Dict *);
bool set_update(Run *, Dict *into, Value iterable);
/* a | b, a & b, a - b, a ^ b by OP_OR, OP_AND, OP_SUB, OP_XOR: a new set */
bool set_combine(Run *, Operator, Dict *, Dict *, Value *out);
/* a.union(…) and kin with any iterables, whose own order counts. */
bool set_combine_with(Run *, Operator, Dict *, int64_t count, const Value iterable[], Value *out);
bool set_combine_into(Run *, Operator, Dict *, Dict *); /* a |= b and kin */
void set_exchange(Dict *, Dict *fresh);                 /* the bodies change places, not the objects */
void set_clear(Dict *);
bool set_subset(Run *, Dict *a, Dict *b, bool *out); /* a <= b */
Value dict_find(Dict *, const char *key);            /* by a text; borrowed, V_ABSENT if not there */
void dict_put(Dict *, const char *key, Value);       /* by a text; keeps the value */

/* iter(x): TypeError "'int' object is not iterable". Arrays give rows or scalars. */
bool value_iter(Run *, Value, Value *iterator);
/* 1 and an owned value, 0 at the end, -1 after an error. Looks for Ctrl-C: some iterate for ever. */
static inline int iter_next(Run *run, Value iterator, Value *out)
{
    return run_deeper(run) && run_goes_on(run) ? iterator.iterator->next(run, iterator.iterator, out) : -1;
}
/* Calls step with each item that is left, until it fails; drops the iterator. */
typedef bool ItemStep(Run *, Value item, void *with);
static inline bool iter_each(Run *run, Value iterator, ItemStep *step, void *with)
{
    Value item;
    int more;
    while ((more = iter_next(run, iterator, &item)) > 0) {
        bool ok = step(run, item, with);
        value_drop(item);
        if (!ok) {
            more = -1;
            break;
        }
    }
    value_drop(iterator);
    return more == 0;
}
/* The same with each item of an iterable. */
static inline bool value_each(Run *run, Value iterable, ItemStep *step, void *with)
{
    Value iterator;
    return value_iter(run, iterable, &iterator) && iter_each(run, iterator, step, with);
}
bool value_reversed(Run *, Value, Value *iterator); /* reversed(x) */
/* All that an iterable gives, as a new list. */
bool value_to_list(Run *, Value, Value *list);

/* operators -----------------------------------------------------------------------------------------------
 */

extern const char *const operator_text[OPERATORS]; /* "+", "-" … */

/* Python's own numbers, strings, sequences, dicts and sets; *done false: neither operand is of these alone
 * (an array or NumPy scalar is among them), nothing happened. TypeError "unsupported operand type(s) for +:
 * 'int' and 'str'". */
bool python_operate(Run *, Operator, Value a, Value b, bool inplace, bool *done, Value *out);

struct Given; /* arguments as they were written: func/func.h */
/* What lower floors ask of the evaluator; set once at start. Values given are owned by the caller. */
typedef struct Hooks {
    bool (*call)(Run *, Value callable, int n, const Value arg[], Value *out);
    bool (*call_given)(Run *, Value callable, const struct Given *,
                       Value *out);                                 /* with keywords, see func/func.h */
    bool (*operate)(Run *, Operator, Value a, Value b, Value *out); /* unary: b is ABSENT */
    bool (*attribute)(Run *, Value, const char *name, Value *out);
    bool (*set_attribute)(Run *, Value, const char *name, Value what);
    bool (*item)(Run *, Value, Value key, Value *out);     /* value[key] */
    bool (*set_item)(Run *, Value, Value key, Value what); /* value[key] = what */
    bool (*contains)(Run *, Value, Value what, bool *out); /* what in value */
    bool (*is_global)(Run *, Value); /* whether a global variable holds the very object */
    void (*visit_function)(Object *, Visitor *, void *with); /* shows what a V_FUNCTION or V_CELL holds … */
    void (*empty_function)(Object *);                        /* … and lets go of it */
    void (*free_function)(Object *); /* frees a V_FUNCTION or V_CELL whose count fell to 0 */
    const char *(*function_name)(
        const Object *); /* of a V_FUNCTION: "f", "outer.<locals>.inner", "<lambda>" */
    const Class *(*func_class)(const struct Func *);   /* what type() says of a row */
    const Class *(*method_class)(const struct Func *); /* … and of it as the method of a value */
    void (*func_repr)(const struct Func *, Text *);    /* "<built-in function len>", "<ufunc 'add'>" */
    const char *(*func_name)(const struct Func *);     /* the row's name */
} Hooks;
extern Hooks hooks;

/* Depth of the arrays made from nested sequences, and the array itself: value/asarray.h. */

/* Every class of a value: X(C name, Python name, module, parent, home of its attributes). */
#define VALUE_CLASSES(X)                                                                                     \
    X(class_object, "object", NULL, NULL, NULL, "object")                                                    \
    X(class_type, "type", NULL, class_object, NULL, "type")                                                  \
    X(class_none, "NoneType", NULL, class_object, NULL, NULL)                                                \
    X(class_ellipsis, "ellipsis", NULL, class_object, NULL, NULL)                                            \
    X(class_notimplemented, "NotImplementedType", NULL, class_object, NULL, NULL)                            \
    X(class_int, "int", NULL, class_object, NULL, "int")                                                     \
    X(class_bool, "bool", NULL, class_int, NULL, "int")                                                      \
    X(class_float, "float", NULL, class_object, NULL, "float")                                               \
    X(class_complex, "complex", NULL, class_object, NULL, "complex")                                         \
    X(class_str, "str", NULL, class_object, NULL, "str")                                                     \
    X(class_tuple, "tuple", NULL, class_object, NULL, "tuple")                                               \
    X(class_list, "list", NULL, class_object, NULL, "list")                                                  \
    X(class_dict, "dict", NULL, class_object, NULL, "dict")                                                  \
    X(class_set, "set", NULL, class_object, NULL, "set")                                                     \
    X(class_slice, "slice", NULL, class_object, NULL, "slice")                                               \
    X(class_range, "range", NULL, class_object, NULL, "range")                                               \
    X(class_function, "function", NULL, class_object, NULL, "function")                                      \
    X(class_builtin, "builtin_function_or_method", NULL, class_object, NULL, "function")                     \
    X(class_ufunc, "ufunc", "numpy", class_object, NULL, "ufunc")                                            \
    X(class_dispatcher, "_ArrayFunctionDispatcher", "numpy", class_object, NULL, "function")                 \
    X(class_descriptor, "method_descriptor", NULL, class_object, NULL, "function")                           \
    X(class_module, "module", NULL, class_object, NULL, NULL)                                                \
    X(class_dtype, "dtype", "numpy", class_object, NULL, "dtype")                                            \
    X(class_dtype_integer, "_IntegerAbstractDType", "numpy.dtypes", class_dtype, NULL, NULL)                 \
    X(class_dtype_float, "_FloatAbstractDType", "numpy.dtypes", class_dtype, NULL, NULL)                     \
    X(class_dtype_complex, "_ComplexAbstractDType", "numpy.dtypes", class_dtype, NULL, NULL)                 \
    X(class_dtype_b1, "BoolDType", "numpy.dtypes", class_dtype, NULL, NULL)                                  \
    X(class_dtype_i1, "Int8DType", "numpy.dtypes", class_dtype_integer, NULL, NULL)                          \
    X(class_dtype_u1, "UInt8DType", "numpy.dtypes", class_dtype_integer, NULL, NULL)                         \
    X(class_dtype_i2, "Int16DType", "numpy.dtypes", class_dtype_integer, NULL, NULL)                         \
    X(class_dtype_u2, "UInt16DType", "numpy.dtypes", class_dtype_integer, NULL, NULL)                        \
    X(class_dtype_i4, "Int32DType", "numpy.dtypes", class_dtype_integer, NULL, NULL)                         \
    X(class_dtype_u4, "UInt32DType", "numpy.dtypes", class_dtype_integer, NULL, NULL)                        \
    X(class_dtype_i8, "Int64DType", "numpy.dtypes", class_dtype_integer, NULL, NULL)                         \
    X(class_dtype_u8, "UInt64DType", "numpy.dtypes", class_dtype_integer, NULL, NULL)                        \
    X(class_dtype_f2, "Float16DType", "numpy.dtypes", class_dtype_float, NULL, NULL)                         \
    X(class_dtype_f4, "Float32DType", "numpy.dtypes", class_dtype_float, NULL, NULL)                         \
    X(class_dtype_f8, "Float64DType", "numpy.dtypes", class_dtype_float, NULL, NULL)                         \
    X(class_dtype_c8, "Complex64DType", "numpy.dtypes", class_dtype_complex, NULL, NULL)                     \
    X(class_dtype_c16, "Complex128DType", "numpy.dtypes", class_dtype_complex, NULL, NULL)                   \
    X(class_ndarray, "ndarray", "numpy", class_object, NULL, "ndarray")                                      \
    X(class_memmap, "memmap", "numpy", class_ndarray, NULL, "memmap")                                        \
    X(class_zip, "zip", NULL, class_object, NULL, "iterator")                                                \
    X(class_enumerate, "enumerate", NULL, class_object, NULL, "iterator")                                    \
    X(class_map, "map", NULL, class_object, NULL, "iterator")                                                \
    X(class_filter, "filter", NULL, class_object, NULL, "iterator")                                          \
    X(class_reversed, "reversed", NULL, class_object, NULL, "iterator")                                      \
    X(class_list_iterator, "list_iterator", NULL, class_object, NULL, "iterator")                            \
    X(class_tuple_iterator, "tuple_iterator", NULL, class_object, NULL, "iterator")                          \
    X(class_range_iterator, "range_iterator", NULL, class_object, NULL, "iterator")                          \
    X(class_str_iterator, "str_ascii_iterator", NULL, class_object, NULL, "iterator")                        \
    X(class_dict_iterator, "dict_keyiterator", NULL, class_object, NULL, "iterator")                         \
    X(class_set_iterator, "set_iterator", NULL, class_object, NULL, "iterator")                              \
    X(class_text_iterator, "str_iterator", NULL, class_object, NULL, "iterator")                             \
    X(class_list_reverse, "list_reverseiterator", NULL, class_object, NULL, "iterator")                      \
    X(class_dict_reverse, "dict_reversekeyiterator", NULL, class_object, NULL, "iterator")                   \
    X(class_value_iterator, "dict_valueiterator", NULL, class_object, NULL, "iterator")                      \
    X(class_item_iterator, "dict_itemiterator", NULL, class_object, NULL, "iterator")                        \
    X(class_callable_iterator, "callable_iterator", NULL, class_object, NULL, "iterator")                    \
    X(class_union, "Union", "typing", class_object, NULL, "union")                                           \
    X(class_generic_alias, "GenericAlias", "types", class_object, NULL, NULL)                                \
    X(class_typing_generic, "_GenericAlias", "typing", class_object, NULL, NULL)                             \
    X(class_typing_name, "_SpecialGenericAlias", "typing", class_object, NULL, "typing_name")                \
    X(class_type_variable, "TypeVar", "typing", class_object, NULL, NULL)                                    \
    X(class_dict_keys, "dict_keys", NULL, class_object, NULL, "set_view")                                    \
    X(class_dict_values, "dict_values", NULL, class_object, NULL, "dict_view")                               \
    X(class_dict_items, "dict_items", NULL, class_object, NULL, "set_view")                                  \
    X(class_array_iterator, "iterator", NULL, class_object, NULL, "iterator")                                \
    X(class_generator, "generator", NULL, class_object, NULL, "iterator")                                    \
    X(class_generic, "generic", "numpy", class_object, NULL, "generic")                                      \
    X(class_number, "number", "numpy", class_generic, NULL, "generic")                                       \
    X(class_integer, "integer", "numpy", class_number, NULL, "generic")                                      \
    X(class_signedinteger, "signedinteger", "numpy", class_integer, NULL, "generic")                         \
    X(class_unsignedinteger, "unsignedinteger", "numpy", class_integer, NULL, "generic")                     \
    X(class_inexact, "inexact", "numpy", class_number, NULL, "generic")                                      \
    X(class_floating, "floating", "numpy", class_inexact, NULL, "generic")                                   \
    X(class_complexfloating, "complexfloating", "numpy", class_inexact, NULL, "generic")                     \
    X(class_np_bool, "bool", "numpy", class_generic, NULL, "generic")                                        \
    X(class_int8, "int8", "numpy", class_signedinteger, NULL, "integer")                                     \
    X(class_int16, "int16", "numpy", class_signedinteger, NULL, "integer")                                   \
    X(class_int32, "int32", "numpy", class_signedinteger, NULL, "integer")                                   \
    X(class_int64, "int64", "numpy", class_signedinteger, NULL, "integer")                                   \
    X(class_uint8, "uint8", "numpy", class_unsignedinteger, NULL, "integer")                                 \
    X(class_uint16, "uint16", "numpy", class_unsignedinteger, NULL, "integer")                               \
    X(class_uint32, "uint32", "numpy", class_unsignedinteger, NULL, "integer")                               \
    X(class_uint64, "uint64", "numpy", class_unsignedinteger, NULL, "integer")                               \
    X(class_float16, "float16", "numpy", class_floating, NULL, "floating")                                   \
    X(class_float32, "float32", "numpy", class_floating, NULL, "floating")                                   \
    X(class_float64, "float64", "numpy", class_floating, class_float, "floating")                            \
    X(class_complex64, "complex64", "numpy", class_complexfloating, NULL, "generic")                         \
    X(class_complex128, "complex128", "numpy", class_complexfloating, class_complex, "generic")

#define DECLARE_CLASS(c, name, module, parent, other, home) extern const Class c[1];
VALUE_CLASSES(DECLARE_CLASS)
#undef DECLARE_CLASS
extern const Class *const value_classes[]; /* NULL after the last */
const Class *dtype_class(DType);
DType class_dtype_of(
    const Class *); /* np.float64 and Python's int, float, bool, complex; NO_DTYPE for others */
DType dtype_of_its_class(const Class *); /* np.dtypes.Float64DType and kin; NO_DTYPE for others */

#endif
