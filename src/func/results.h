/* results.h: how functions of whole arrays read their arguments and make their results.
 *
 * Everything here works on tensors without data too (shape inference): a view of such a tensor is another
 * one. */
#ifndef NDCALC_FUNC_RESULTS_H
#define NDCALC_FUNC_RESULTS_H

#include "func/func.h"

/* results ---------------------------------------------------------------------------------------------- */

/* *out = the tensor, whose count it takes; false if it is NULL (an error was recorded). */
bool give(Value *out, Tensor *);
/* *out = what is left of parameter 0, an array: where that was a NumPy scalar, a 0-d answer is one too. */
bool give_part(Call *, Value *out, Tensor *);
/* The same in a kernel: what infer gave is dropped first. */
bool give_instead(Value *out, Tensor *);
/* *out = the value, which it takes; false if it is V_ABSENT. What was there is dropped. */
bool value_instead(Value *out, Value);
/* *out = None. Always true. */
bool give_none(Value *out);
/* Shape inference does not know the answer. Always true. */
bool give_unknown(Value *out);
/* A tensor of dtype and shape without data, in memory order 'C' or 'F'. */
Tensor *typed_in_order(DType, int ndim, const int64_t *dim, char order);
/* Errors of sizes: "array is too big; …", "maximum supported dimension …"; unknown sizes pass. */
bool check_sizes(Run *, DType, int ndim, const int64_t *dim);
/* The same for sizes that the user asks for: "negative dimensions are not allowed". */
bool check_asked(Run *, DType, int ndim, const int64_t *dim);
/* "arange() is only supported for booleans when …"; declared here, made in array/ranges.c */
bool check_bools_counted(Run *, DType, int64_t count);
/* Writes the strides of NumPy's order 'C', 'F', 'A' or 'K' (the last two as `like` lies) for an array of
 * these sizes. */
void strides_in_order(int ndim, const int64_t *dim, size_t itemsize, char order, const Tensor *like,
                      int64_t *stride);
/* Gives a contiguous tensor that nobody else has seen another memory order. */
void set_order(Tensor *fresh, char order, const Tensor *like);
/* A new tensor in an order, as above. */
Tensor *new_in_order(Run *, DType, int ndim, const int64_t *dim, char order, const Tensor *like);

/* views ------------------------------------------------------------------------------------------------ */

/* A view that begins `offset` bytes into `of`; without data if `of` has none. */
Tensor *view_at(Tensor *of, int ndim, const int64_t *dim, const int64_t *stride, int64_t offset);
Tensor *view_whole(Tensor *of);
/* `of` with an axis of size 1 put in at each marked place of the result. */
Tensor *view_expanded(Tensor *of, int ndim, const bool *is_new);
/* Elements start, start + step … of one axis, `count` of them. */
Tensor *view_slice(Tensor *of, int axis, int64_t start, int64_t step, int64_t count);
/* The sub-array at `index` of one axis, which is dropped. */
Tensor *view_item(Tensor *of, int axis, int64_t index);
/* Axis `from` moved to `to`. */
Tensor *view_moved(Tensor *of, int from, int to);
Tensor *view_swapped(Tensor *of, int axis, int other);
/* At least `ndim` axes, new ones in front; the tensor itself, counted once more, if it has them. */
Tensor *view_at_least(Tensor *of, int ndim);
/* One axis, C order: a view where strides allow it, else a copy. */
Tensor *flat_tensor(Run *, Tensor *of);
/* The tensor itself, counted once more, if it lies in C order, else a copy that does. */
Tensor *c_ordered(Run *, Tensor *of);

/* The real part, or the imaginary one, of a tensor: a view, itself, or (the imaginary part of a real one)
 * zeros. */
Tensor *tensor_part(Run *, Tensor *, bool imaginary);

/* arguments -------------------------------------------------------------------------------------------- */

/* Makes the value of a parameter of kind any an array, which the call then owns; it must not be None. */
bool arg_convert(Call *, int i);
/* The array of a parameter, counted once more; of a scalar a copy, since its own data is the argument's. */
Tensor *arg_held(Call *, int i);
/* The array itself if one was given, a copy of what was made of anything else. NULL: None or not given. */
static inline Tensor *arg_out(Call *call, int i)
{
    return call->arg[i].value.tag == V_ARRAY ? call->arg[i].value.tensor : NULL;
}
/* "'list' object has no attribute 'ndim'": for what asks its argument, array or not. */
bool check_has_ndim(Call *, int i);
/* 'C', 'F', 'A', 'K'; None gives `none`. "order must be one of 'C', 'F', 'A', or 'K' (got 'X')". */
bool arg_order(Call *, int i, char none, char *out);
/* 'no' … 'unsafe': "casting must be one of 'no', 'equiv', 'safe', 'same_kind', 'unsafe' (got 'x')". */
bool arg_casting(Call *, int i, Casting *out);
typedef enum { MODE_RAISE, MODE_WRAP, MODE_CLIP } IndexMode;
bool arg_mode(Call *, int i, IndexMode *out);
static inline bool arg_unknown(const Call *call, int i) { return call->arg[i].value.tag == V_UNKNOWN; }
/* Is an argument unknown? */
bool any_unknown(const Call *);
/* The same, or an array among them has an unknown size: for shape rules that count with sizes. */
bool any_open(const Call *);
/* The truth of any value, as Python's `if` sees it. */
bool arg_truth(Call *, int i, bool *out);

/* Several array_likes. */
typedef struct Tensors {
    int count;
    Tensor **at; /* owned; each counted */
} Tensors;
/* The items of a sequence as arrays: of an array, its sub-arrays. Python numbers are weak if `weak` asks so.
 */
bool tensors_from(Run *, Value sequence, bool weak, Tensors *out);
void tensors_drop(Tensors *);
/* np.result_type of them. */
DType tensors_dtype(const Tensors *);

/* ValueError "shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between arg 0 with
 * shape (2,) and arg 1 with shape (3,).": the first two that do not fit each other. */
bool fail_one_shape(Run *, int n, Tensor *const of[]);

/* One or many ints: a sequence or an int. */
typedef struct Ints {
    int count;
    bool single; /* it was an int, not a sequence */
    int64_t *at; /* in the run's scratch */
} Ints;
bool ints_of(Run *, Value, Ints *out);
/* The sizes of a shape; bools are none: "an integer is required", "expected a sequence of integers or a
 * single integer, got '2.5'", "Maximum allowed dimension exceeded", "maximum supported dimension for an
 * ndarray is currently 64, …". */
bool sizes_of(Run *, Value, Ints *out);
/* normalize_axis_tuple: "source: axis 5 is out of bounds for array of dimension 3", "repeated axis in
 * `source` argument"; name may be NULL. */
bool axes_of(Run *, Value, int ndim, const char *name, bool repeats, Ints *out);
/* What was to be an array of one axis has more. */
bool fail_too_deep(Run *, Value given);
bool axis_named(Run *, int64_t axis, int ndim, const char *name, int *out);
/* normalize_axis_index: the same for a value; "integer argument expected, got float". */
/* Whether `v op with` is true, as Python's operators have it. */
bool value_compares(Run *, Value v, Operator, int64_t with, bool *out);
bool axis_of(Run *, Value, int ndim, const char *name, int *out);
/* out= of what is no ufunc: TypeError with these words unless it is an array or None. */
bool check_out_array(Call *, int i, const char *words);
/* where= as an array of bools; NULL on error: "Cannot cast array data from dtype('int64') to dtype('bool')
 * according to the rule 'safe'". */
Tensor *where_of(Run *, Value);
bool is_sequence(Value); /* a tuple or a list */

/* elements --------------------------------------------------------------------------------------------- */

/* Every element of a contiguous tensor becomes the one at `element`. */
void fill_element(Tensor *to, const void *element);
void fill_int(Tensor *to, int64_t value);
/* Sets all of `to` from a value as NumPy's copyto does: Python ints must fit the dtype, all else is cast
 * unsafely. */
bool fill_value(Run *, Tensor *to, Value);
/* Sets the elements of `to` where the mask is true from those of `from`, both broadcast and cast (unsafely).
 */
bool assign_where(Run *, Tensor *to, Tensor *from, Tensor *mask);
/* Visits every element in C order: places_begin, then `while (places_next(&at))` with the element at
 * `offset`. */
typedef struct Places {
    int ndim;
    const int64_t *dim, *stride;
    int64_t index[AXES_MAX];
    int64_t left;   /* elements still to come */
    int64_t offset; /* bytes from the first element */
    bool started;
} Places;
void places_begin(Places *, const Tensor *);
bool places_next(Places *); /* false when there is none left */

/* A row's shape rule on these values (borrowed), with an array for the result or NULL: for the rules of
 * functions that NumPy makes of others. */
bool infer_operation(Run *, const Func *, int n, const Value of[], Tensor *into, Value *out);

/* NumPy's functions from C ----------------------------------------------------------------------------- */

/* np.name(a, …). The arguments are taken, V_ABSENT among them gives V_ABSENT (an error was recorded): so
 * calls nest. */
Value np_call(Run *, const char *name, int n, Value arg[]);
Value np1(Run *, const char *name, Value a);
Value np2(Run *, const char *name, Value a, Value b);

/* The text as a str; the text is freed. */
Value text_value(Text *);
/* The same if all went well, else it is only freed; answers `ok`. */
bool text_result(bool ok, Text *, Value *out);

/* Calls a function with positional arguments, and a dict of keyword ones. */
bool value_call(Run *, Value function, int64_t count, const Value *arg, Dict *keywords, Value *out);

#endif
